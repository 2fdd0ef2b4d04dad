"""People who take part in a group's meeting from the office's own page, while its process is killed
and their network fails; and whether the record has what they said."""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from tests.chaos.people import People, Place

if TYPE_CHECKING:
    from tests.chaos.findings import Findings, Record
    from tests.chaos.storm import Storm

_NAMES = ("Đoàn Thị Yến", "Mạc Văn Đạo")
_PART = 4000  # bytes


@dataclass(frozen=True)
class Outgoing:
    """What somebody said into their browser: exactly one line. It is kept there until the server
    has it for good."""

    mark: str
    name: str  #: under which it is sent, each time
    at: datetime
    text: str  #: empty: a note
    sound: bytes = b""


@dataclass
class Browser:
    """Somebody's, with what it keeps."""

    who: str
    client: httpx.AsyncClient
    once: str  #: what its form carries
    outbox: deque[Outgoing] = field(default_factory=deque)
    joined: bool = False


class OnPage:
    """Args:
    port: at which the page is served.
    place: the group in whose meeting they take part; it is not closed.
    storm: as long as it rages, their network fails too.
    """

    def __init__(
        self, port: int, people: People, place: Place, rng: random.Random, storm: Storm
    ) -> None:
        self.place = place
        self.said: list[Outgoing] = []
        self._people = people
        self._rng = rng
        self._storm = storm
        base = f"http://127.0.0.1:{port}"
        self._browsers = [
            Browser(who, httpx.AsyncClient(base_url=base, timeout=10.0), self._name())
            for who in _NAMES
        ]

    # --- what they do ---------------------------------------------------------------------------

    async def talk(
        self, code: Callable[[], str], texts: int, notes: int, rest: Callable[[], float]
    ) -> None:
        """Join by the code, once there is one, and speak; until all of it is there."""
        while not code():
            await asyncio.sleep(0.1)
        for browser in self._browsers:
            await self._until(browser, lambda one: self._join(one, code()))
        sending = [asyncio.create_task(self._send(browser)) for browser in self._browsers]
        deeds = [self._speak] * texts + [self._record] * notes
        self._rng.shuffle(deeds)
        for deed in deeds:
            deed()
            await asyncio.sleep(rest())
        while any(browser.outbox for browser in self._browsers):
            await asyncio.sleep(0.1)
        for task in sending:
            task.cancel()
        for browser in self._browsers:
            await browser.client.aclose()

    def _speak(self) -> None:
        mark, text = self._people.sentence()
        self._keep(Outgoing(mark, self._name(), datetime.now(UTC), text))

    def _record(self) -> None:
        mark, sound = self._people.note()
        self._keep(Outgoing(mark, self._name(), datetime.now(UTC), "", sound))

    def _keep(self, one: Outgoing) -> None:
        browser = self._browsers[len(self.said) % len(self._browsers)]
        browser.outbox.append(one)
        self.said.append(one)

    def _name(self) -> str:
        return f"{self._rng.getrandbits(96):024x}"

    # --- what their browsers do -----------------------------------------------------------------

    async def _send(self, browser: Browser) -> None:
        while True:
            if browser.outbox:
                await self._until(browser, lambda one: self._deliver(one, one.outbox[0]))
                browser.outbox.popleft()
            await asyncio.sleep(0.02)

    async def _until(self, browser: Browser, do: Callable[[Browser], Any]) -> None:
        """Again and again, until the server has said that it has it."""
        while True:
            try:
                if await do(browser):
                    return
            except httpx.HTTPError:
                self._storm.faults["dropped", "page"] += 1
            await asyncio.sleep(self._rng.uniform(0.1, 0.5))

    async def _join(self, browser: Browser, code: str) -> bool:
        form = {"code": code, "name": browser.who, "once": browser.once}
        answer = await browser.client.post("/vao", data=form)
        if answer.status_code == 303:
            return True
        return (await browser.client.get("/api/hop")).status_code == 200

    async def _deliver(self, browser: Browser, one: Outgoing) -> bool:
        if one.text:
            said = {"id": one.name, "text": one.text}
            return await self._ask(browser, "/api/tin", said | self._times(one))
        parts = [one.sound[at : at + _PART] for at in range(0, len(one.sound), _PART)]
        for number, part in enumerate(parts):
            if self._is_cut():
                return False
            answer = await browser.client.put(f"/api/phan/{one.name}/{number}", content=part)
            if answer.status_code != 200:
                return False
        about = {"parts": len(parts), "kind": "note", "type": "audio/ogg"}
        return await self._ask(browser, f"/api/phan/{one.name}/xong", about | self._times(one))

    async def _ask(self, browser: Browser, path: str, asked: dict[str, Any]) -> bool:
        """Whether the server has answered that it has it, and the answer has come."""
        answer = await browser.client.post(path, json=asked)
        return answer.status_code == 200 and not self._is_cut()

    def _times(self, one: Outgoing) -> dict[str, str]:
        return {"at": one.at.isoformat(), "now": datetime.now(UTC).isoformat()}

    def _is_cut(self) -> bool:
        """Whether the network fails now: what was asked may have been done."""
        if self._storm.calm or self._rng.random() >= self._storm.rate:
            return False
        self._storm.faults["done and lost", "page"] += 1
        return True

    # --- what became of it ----------------------------------------------------------------------

    def check(self, found: Findings, record: Record) -> None:
        """Each utterance is one line of that meeting, of whoever said it, in their order."""
        lines = record.rows(
            "SELECT l.*, s.name AS speaker FROM lines l JOIN meetings m ON m.id = l.meeting_id "
            "JOIN speakers s ON s.meeting_id = m.id AND s.person_id = l.person_id "
            "JOIN chats c ON c.id = l.said_in JOIN chats h ON h.id = m.chat_id "
            "WHERE c.door = 'web' AND h.key = ? ORDER BY coalesce(l.place, l.no), l.no",
            self.place.key,
        )
        marks = [self._mark_of(line) for line in lines]
        for mark, count in Counter(marks).items():
            if count > 1:
                found.add("doubled", f"{mark}: {count} lines of the page")
            if mark not in {one.mark for one in self.said}:
                found.add("wrong words", f"{mark}: nobody said that on the page")
        of_mark = dict(zip(marks, lines, strict=True))
        for browser in self._browsers:
            said = [one for one in self.said if self._whose(one) is browser]
            for one in said:
                line = of_mark.get(one.mark)
                if line is None:
                    found.add("lost", f"{one.mark} of {browser.who} on the page")
                elif line["speaker"] != browser.who:
                    found.add("wrong words", f"{one.mark}: speaker {line['speaker']}")
                elif one.sound and line["state"] != "done":
                    found.add("not transcribed", f"{one.mark} on the page: {line['state']}")
            order = [one.mark for one in said if one.mark in of_mark]
            if order != [mark for mark in marks if mark in order]:
                found.add("wrong order", f"{browser.who} on the page")

    def _whose(self, one: Outgoing) -> Browser:
        return self._browsers[self.said.index(one) % len(self._browsers)]

    def _mark_of(self, line: dict[str, Any]) -> str:
        stem = Path(line["audio"] or "").stem
        for one in self.said:
            digest = hashlib.sha256(one.sound).hexdigest()
            if digest == stem if line["kind"] == "voice" else one.text == line["text"]:
                return one.mark
        return f"? {line['id']} {line['text']!r}"
