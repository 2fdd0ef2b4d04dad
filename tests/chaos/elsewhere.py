"""People who take part in a group's meeting from Zalo, by its code, while all goes wrong there too;
and whether the record has what they said."""

from __future__ import annotations

import asyncio
import hashlib
import random
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.chaos.people import People, Place
from tests.doors.zalo_server import BROKEN, BUSY, DROPPED, LOST, Human, Sound, ZaloServer
from tests.waiting import eventually

if TYPE_CHECKING:
    from tests.chaos.findings import Findings, Record
    from tests.chaos.storm import Storm

_NAMES = ("Tô Thị Uyên", "Quách Văn Viễn", "Lâm Thị Xuyến")
_TROUBLE = {"dropped": DROPPED, "500": BROKEN, "429": BUSY, "done and lost": LOST}
_CODE = re.compile(r"/vao (\d{6})")
_SIGNED = re.compile(r"#(\d+)(?:–#(\d+))?")
CALLS = ("zalo getUpdates", "zalo sendMessage")  #: a process may be killed at one of these


@dataclass(frozen=True)
class Far:
    """What somebody said from Zalo: exactly one line."""

    mark: str
    who: Human
    text: str  #: empty: a voice note
    sound: str = ""  #: SHA-256 of a voice note


class Elsewhere:
    """Args:
    place: the group in whose meeting they take part; it is not closed.
    storm: as long as it rages, it rages at Zalo too.
    """

    def __init__(
        self, zalo: ZaloServer, people: People, place: Place, rng: random.Random, storm: Storm
    ) -> None:
        self.place = place
        self.said: list[Far] = []
        self.code = ""  #: by which they join, once the group has been told it
        self._zalo = zalo
        self._people = people
        self._rng = rng
        self._storm = storm
        self._humans = [zalo.person(name) for name in _NAMES]
        self._joined: list[Human] = []
        zalo.repeats = 12  # it brings again for days what was taken
        zalo.date = lambda _number: round(time.time() * 1000)
        zalo.plan = self._plan

    def _plan(self, method: str) -> Any:
        self._storm.happens(f"zalo {method}")
        if self._storm.calm or self._rng.random() >= self._storm.rate:
            return None
        kind = self._rng.choice([*_TROUBLE])
        self._storm.faults[kind, f"zalo {method}"] += 1
        return _TROUBLE[kind]

    # --- what they do ---------------------------------------------------------------------------

    async def talk(self, texts: int, notes: int, rest: Callable[[], float]) -> None:
        """Join by the code that the group is told, and speak; ``rest`` gives the seconds after
        each utterance."""
        asked = self._people.order(self.place, "/moi")
        self.code = code = await eventually(lambda: self._code(asked))
        for who in self._humans:
            self._zalo.text(who, f"/vao {code}")
            await eventually(lambda who=who: "Bạn đã vào" in str(self._zalo.said_to(who)))  # type: ignore[misc]
            self._joined.append(who)
        deeds = [self._speak] * texts + [self._record] * notes
        self._rng.shuffle(deeds)
        for deed in deeds:
            deed()
            await asyncio.sleep(rest())

    def _code(self, asked: Any) -> str:
        said = (one.get("text", "") for one in self._people.api.replies_to(asked))
        found = next((x for x in map(_CODE.search, said) if x), None)
        return found[1] if found else ""

    def provoke(self) -> None:
        if self._joined:
            self._speak()

    def _speak(self) -> None:
        who, (mark, text) = self._rng.choice(self._joined), self._people.sentence()
        self._zalo.text(who, text)
        self.said.append(Far(mark, who, text))

    def _record(self) -> None:
        who, (mark, sound) = self._rng.choice(self._joined), self._people.note()
        self._zalo.voice(who, Sound(sound))
        self.said.append(Far(mark, who, "", hashlib.sha256(sound).hexdigest()))

    def waits(self, record: Record) -> bool:
        """Whether the bot has not been brought all of it. What a poll has brought to a process that
        was killed then, or in an answer that was lost, comes again, one event a second."""
        rows = record.rows(
            "SELECT l.id FROM lines l JOIN chats c ON c.id = l.said_in WHERE c.door = 'zalo'"
        )
        return self._zalo.left > 0 or len(rows) < len(self.said)

    # --- what became of it ----------------------------------------------------------------------

    def check(self, found: Findings, record: Record) -> None:
        """Each utterance is one line of that meeting, of whoever said it, at its time, in the order
        in which they said it; and they have a sign of it."""
        lines = record.rows(
            "SELECT l.*, s.name AS speaker, c.door FROM lines l "
            "JOIN meetings m ON m.id = l.meeting_id JOIN chats h ON h.id = m.chat_id "
            "JOIN speakers s ON s.meeting_id = m.id AND s.person_id = l.person_id "
            "LEFT JOIN chats c ON c.id = l.said_in "
            "WHERE h.key = ? ORDER BY coalesce(l.place, l.no), l.no",
            self.place.key,
        )
        out_of_time = [(a["no"], b["no"]) for a, b in pairwise(lines) if b["at"] < a["at"]]
        for pair in out_of_time:
            found.add("wrong order", f"{self.place.name}: {pair} by time")
        here = [line for line in lines if line["door"] == "zalo"]
        of_mark = {self._mark_of(line): line for line in here}
        counts = Counter(map(self._mark_of, here))
        for mark, count in counts.items():
            if count > 1:
                found.add("doubled", f"{mark}: {count} lines of Zalo")
            if mark not in {far.mark for far in self.said}:
                found.add("wrong words", f"{mark}: nobody said that at Zalo")
        for who in self._humans:
            self._check_one(found, who, of_mark)
        elsewhere = record.rows(
            "SELECT l.id FROM lines l JOIN meetings m ON m.id = l.meeting_id "
            "JOIN chats h ON h.id = m.chat_id WHERE l.said_in IS NOT NULL AND h.key != ?",
            self.place.key,
        )
        for row in elsewhere:
            found.add("wrong chat", f"line {row['id']} was said elsewhere, and not to that meeting")

    def _mark_of(self, line: dict[str, Any]) -> str:
        stem = Path(line["audio"] or "").stem
        for far in self.said:
            if far.sound == stem if line["kind"] == "voice" else far.text == line["text"]:
                return far.mark
        return f"? {line['id']} {line['text']!r}"

    def _check_one(self, found: Findings, who: Human, of_mark: dict[str, dict[str, Any]]) -> None:
        said = [far for far in self.said if far.who is who]
        told = self._zalo.said_to(who)
        signed = _signed(told)
        for far in said:
            line = of_mark.get(far.mark)
            if line is None:
                found.add("lost", f"{far.mark} of {who.name} at Zalo")
                continue
            if line["speaker"] != who.name:
                found.add("wrong words", f"{far.mark}: speaker {line['speaker']}")
            if far.sound and line["state"] != "done":
                found.add("not transcribed", f"{far.mark} at Zalo: {line['state']}")
            card = f"#{line['no']} · "
            answered = any(text.startswith(card) or f"\n{card}" in text for text in told)
            if not (answered if far.sound else line["no"] in signed):
                found.add("unanswered", f"{far.mark} of {who.name} at Zalo, #{line['no']}")
        shown = [x.get("text", "") for x in self._people.api.sent(self.place.room)]
        for line in (of_mark[far.mark] for far in said if far.mark in of_mark):
            if not any(f"#{line['no']} · {who.name} · Zalo" in text for text in shown):
                found.add("unanswered", f"#{line['no']} of {who.name} is not shown in the group")
        order = [of_mark[far.mark] for far in said if far.mark in of_mark]
        places = [(line["place"] or line["no"], line["no"]) for line in order]
        if places != sorted(places):
            found.add("wrong order", f"{who.name} at Zalo: {places}")
        again = sum(count - 1 for count in Counter(told).values())
        found.counted["said again at Zalo"] += again


def _signed(told: list[str]) -> set[int]:
    """The numbers of the lines that are acknowledged: ``✓ #12–#15, #17``."""
    found: set[int] = set()
    for text in told:
        for row in text.split("\n"):
            if row.startswith("✓ "):
                for first, last in _SIGNED.findall(row):
                    found |= set(range(int(first), int(last or first) + 1))
    return found
