"""The record and the chats, held against what people did."""

from __future__ import annotations

import contextlib
import io
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx

from bot.messages import phrases
from bot.messages import trouble as about_trouble
from bot.office import DATABASE
from tests.chaos.elsewhere import Elsewhere
from tests.chaos.on_page import OnPage
from tests.chaos.people import DRAFT, Held, People, Place, Said
from tests.chaos.storm import Storm
from tests.doors.bot_api import Call
from tests.doors.telegram_chats import Json
from tests.waiting import PATIENCE

_MARK = re.compile(r"vụ\d{4}x")
_GIVEN_UP = re.compile(r"outgoing (\d+) \((?:say|rewrite|file)\) given up")
_SENDS = ("sendMessage", "sendDocument", "sendPhoto", "sendVoice", "sendAudio")
_OF_TROUBLE = (
    about_trouble.BUG.partition("{")[0],
    about_trouble.NOT_SAID,
    about_trouble.NO_SIGNS.partition("#{no}")[2],
)

#: what must not be -> what it means
BAD = {
    "lost": "said, and no line",
    "doubled": "said once, two lines",
    "wrong order": "lines of a meeting in another order than said",
    "wrong chat": "in a meeting or chat where it was not said",
    "wrong words": "a line with other words, speaker, tag or history",
    "other than without faults": "in the record of a bot that was given the same updates",
    "not transcribed": "a voice note without text at the end",
    "card not final": "the card of a voice note does not show its line",
    "unanswered": "no sign of the bot for a message, or a file missing",
    "answers in wrong order": "in a chat",
    "answered twice": "though nothing hid from the bot that it had answered",
    "waits for ever": "in the inbox, the outbox, or to be transcribed or printed",
    "given up": "an arrival or an answer that the bot could not handle",
    "process": "ended by itself, or not when told to",
}


@dataclass
class Findings:
    """``bad`` must be empty; ``counted`` is what may be, each with its reason."""

    bad: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    counted: Counter[str] = field(default_factory=Counter)

    def add(self, what: str, about: str) -> None:
        assert what in BAD, what
        self.bad[what].append(about)


class Record:
    """The database, as somebody else reads it."""

    def __init__(self, data: Path) -> None:
        self._path = data / DATABASE

    @contextlib.contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with contextlib.closing(sqlite3.connect(self._path, timeout=PATIENCE)) as db:
            db.row_factory = sqlite3.Row
            yield db

    def rows(self, query: str, *values: Any) -> list[dict[str, Any]]:
        with self._opened() as db:
            return [dict(row) for row in db.execute(query, values)]

    def waits(self) -> list[str]:
        """What is not done yet."""
        return [
            f"{name} {row['id']}"
            for name, query in (
                ("arrival", "SELECT id FROM inbox WHERE handled_at IS NULL"),
                ("answer", "SELECT id FROM outbox WHERE sent_at IS NULL"),
                ("recording", "SELECT id FROM lines WHERE state = 'waiting'"),
                ("PDF of draft", "SELECT id FROM documents WHERE to_print = 1"),
            )
            for row in self.rows(query)
        ]


def examine(
    people: People,
    far: Elsewhere,
    page: OnPage,
    storm: Storm,
    data: Path,
    logs: str,
    *,
    prints: bool,
) -> Findings:
    """All that can be said when everything is quiet.

    Args:
        far: who took part from Zalo.
        page: who took part on the office's own page.
        logs: what the bot wrote.
        prints: drafts are PDFs too.
    """
    found, record = Findings(), Record(data)
    marks = {one.mark for one in [*far.said, *page.said]}
    _Lines(found, people, record).check()
    _Answers(found, people, storm, record, prints, marks).check()
    far.check(found, record)
    page.check(found, record)
    _check_given_up(found, people, record, logs)
    for left in record.waits():
        found.add("waits for ever", left)
    return found


def _check_given_up(found: Findings, people: People, record: Record, logs: str) -> None:
    for row in record.rows("SELECT id, error FROM inbox WHERE error != ''"):
        found.add("given up", f"arrival {row['id']}: {row['error']}")
    told = {int(number) for number in _GIVEN_UP.findall(logs)}
    for row in record.rows("SELECT id, error FROM outbox WHERE error != ''"):
        why = row["error"].lower()
        if why in ("replaced", "moved", "fitted", "gathered") or "to react not found" in why:
            found.counted[f"answers without need: {why}"] += 1
        elif row["id"] in told:  # others are toasts: late is worse than never
            found.add("given up", f"answer {row['id']}: {why}")
    found.counted["taps without a word"] = len(people.api.queries)
    for room in people.api.rooms.values():
        for message in people.api.sent(room):
            if any(sentence in message.get("text", "") for sentence in _OF_TROUBLE):
                found.add("given up", message["text"])


class _Lines:
    """What was said against the lines."""

    def __init__(self, found: Findings, people: People, record: Record) -> None:
        self._found = found
        self._people = people
        self._record = record
        self._by_sound = {x.sound: x.mark for x in people.said if x.sound}

    def check(self) -> None:
        lines = self._record.rows(
            "SELECT l.*, m.title, c.key, s.name AS speaker FROM lines l "
            "JOIN meetings m ON m.id = l.meeting_id JOIN chats c ON c.id = m.chat_id "
            "JOIN speakers s ON s.meeting_id = m.id AND s.person_id = l.person_id "
            "WHERE l.said_in IS NULL ORDER BY l.meeting_id, l.no"
        )
        recorded: dict[tuple[str, str], list[str]] = defaultdict(list)
        rows: dict[str, dict[str, Any]] = {}
        for line in lines:
            mark = self._mark_of(line)
            recorded[line["key"], line["title"]].append(mark)
            rows[mark] = line
        for place in self._people.places:
            for held in place.held:
                key = (place.key, held.title)
                self._compare(key, held, recorded.pop(key, []))
                for said in held.said:
                    if said.mark in rows:
                        self._check_words(place, said, rows[said.mark])
        for key, marks in recorded.items():
            self._found.add("wrong chat", f"a meeting that nobody held: {key} with {marks}")

    def _mark_of(self, line: dict[str, Any]) -> str:
        unknown = f"? {line['id']}"
        if line["kind"] == "voice":
            return self._by_sound.get(Path(line["audio"] or "").stem, unknown)
        marks = _MARK.findall(line["text"])
        return marks[0] if marks else unknown  # behind it those of lines that were merged

    def _compare(self, key: tuple[str, str], held: Held, recorded: list[str]) -> None:
        said = [x.mark for x in held.said]
        for mark, count in Counter(recorded).items():
            if count > 1:
                self._found.add("doubled", f"{mark}: {count} lines in {key}")
            if mark not in said:
                self._found.add("wrong chat", f"{mark} in {key}")
        for mark in said:
            if mark not in recorded:
                self._found.add("lost", f"{mark} of {key}")
        common = [mark for mark in said if mark in recorded]
        if common != [mark for mark in dict.fromkeys(recorded) if mark in said]:
            self._found.add("wrong order", f"{key}: {recorded} instead of {said}")

    def _check_words(self, place: Place, said: Said, line: dict[str, Any]) -> None:
        if said.merged:
            return
        wrong: list[str] = []
        if line["speaker"] != said.speaker:
            wrong.append(f"speaker {line['speaker']}")
        if line["tag"] != said.tag:
            wrong.append(f"tag {line['tag']} instead of {said.tag}")
        if bool(line["deleted"]) != said.deleted:
            wrong.append(f"deleted: {line['deleted']}")
        if said.versions:
            if line["text"] != said.versions[-1]:
                wrong.append(f"text {line['text']!r} instead of {said.versions[-1]!r}")
            history = self._history(line["id"])
            if history != list(pairwise(said.versions)):
                wrong.append(f"history {history}")
        elif line["state"] != "done" or len(line["text"].split()) < 4:
            about = f"{line['state']} {line['error']} {line['text']!r}"
            self._found.add("not transcribed", f"{said.mark} in {place.name}: {about}")
        if wrong:
            self._found.add("wrong words", f"{said.mark} in {place.name}: {', '.join(wrong)}")

    def _history(self, line_id: int) -> list[tuple[str, str]]:
        rows = self._record.rows(
            "SELECT before, after FROM line_changes WHERE line_id = ? AND field = 'text' "
            "ORDER BY id",
            line_id,
        )
        return [(row["before"], row["after"]) for row in rows]


class _Answers:
    """What the bot did in the chats against what it was asked."""

    def __init__(
        self,
        found: Findings,
        people: People,
        storm: Storm,
        record: Record,
        prints: bool,
        far: set[str],
    ) -> None:
        self._found = found
        self._people = people
        self._api = people.api
        self._storm = storm
        self._record = record
        self._prints = prints
        self._far = far  # marks of what was said from elsewhere
        self._place_of = {
            (room.id, place.topic): place
            for place in people.places
            for room in (place.room, place.left)
            if room
        }
        self._sends = [x for x in self._api.calls if x.method in _SENDS and x.done]

    def check(self) -> None:
        for place in self._people.places:
            self._check_signs(place)
            self._check_cards(place)
            self._check_order(place)
            self._check_privacy(place)
            self._check_drafts(place)
        self._check_doubles()

    def _place(self, call: Call) -> Place:
        return self._place_of[call.params["chat_id"], call.params.get("message_thread_id")]

    def _check_signs(self, place: Place) -> None:
        for said in (x for held in place.held for x in held.said):
            if said.taken_back or not place.is_here(said.message):
                continue  # nothing can be shown there
            if said.versions and not self._api.reaction(said.message):
                self._found.add("unanswered", f"{said.mark} in {place.name}")
        for asked in place.asked:
            if place.is_here(asked) and not self._api.replies_to(asked):
                self._found.add("unanswered", f"{asked['text']} in {place.name}")

    def _check_cards(self, place: Place) -> None:
        """The card that the record knows shows its line. One that it cannot know of, because
        the answer to the call that made it was lost, stays as it was: those are counted."""
        notes = self._record.rows(
            "SELECT l.*, (SELECT message_id FROM messages x WHERE x.line_id = l.id "
            "AND x.role = 'card' AND x.chat_id = m.chat_id ORDER BY x.rowid DESC LIMIT 1) AS card "
            "FROM lines l JOIN meetings m ON m.id = l.meeting_id "
            "JOIN chats c ON c.id = m.chat_id WHERE l.kind = 'voice' AND c.key = ?",
            place.key,
        )
        here = self._api.messages[place.room.id]
        for note in notes:
            # in a busy chat several share a card; what was final when its group became a
            # supergroup stays where it was
            shown = self._api.sent(place.room, place.topic)
            shown += self._api.sent(place.left) if place.left else []
            if note["card"]:
                shown = [here[int(note["card"])]]
            if not any(_is_final(message, note) for message in shown):
                about = f"#{note['no']} in {place.name}: {[m.get('text') for m in shown][:3]}"
                self._found.add("card not final", about)
        known = {int(note["card"]) for note in notes if note["card"]}
        left = [m for m in self._api.sent(place.room, place.topic) if _is_waiting(m)]
        orphans = len([m for m in left if m["message_id"] not in known])
        self._found.counted["cards left at “đang chép…”, beside the real one"] += orphans

    def _check_order(self, place: Place) -> None:
        """The first answers to a place's messages come in the order of the messages; but for
        cards, which wait where a chat has been told much."""
        order: list[int] = []
        notes = {x.message["message_id"] for held in place.held for x in held.said if x.sound}
        known = self._api.messages[place.room.id]
        for call in self._api.calls:
            if not call.done or call.params.get("chat_id") != place.room.id:
                continue
            about = (call.params.get("reply_parameters") or {}).get("message_id")
            if call.method == "setMessageReaction":
                about = call.params["message_id"]
            topic = known.get(about, {}).get("message_thread_id")
            if about is None or about in order or about in notes:
                continue
            if place.topic and topic != place.topic:
                continue
            order.append(about)
        late = [b for a, b in pairwise(order) if b < a]
        if late:
            self._found.add("answers in wrong order", f"{place.name}: {late} too late in {order}")

    def _check_privacy(self, place: Place) -> None:
        """What people said in one place is shown in no other, nor in its documents."""
        own = {x.mark for held in place.held for x in held.said}
        own |= self._far if place.shared else set()
        for message in self._api.sent(place.room, place.topic):
            text = message.get("text", "") + message.get("caption", "")
            if file := message.get("document"):
                text += _text_of(file["file_name"], self._api.files[file["file_id"]])
            for mark in set(_MARK.findall(text)) - own:
                self._found.add("wrong chat", f"{mark} shown in {place.name}")

    def _check_drafts(self, place: Place) -> None:
        """Each draft has each of its files."""
        drafts = len([x for x in place.asked if x["text"] == DRAFT])
        files = {x.uploaded for x in self._sends if x.uploaded and self._place(x) is place}
        for end in (".docx", ".pdf", ".png") if self._prints else (".docx",):
            came = sorted(x for x in files if x.endswith(end) and not x.startswith("moi-"))
            if len(came) != drafts:
                about = f"{len(came)} {end} of {drafts} drafts in {place.name}: {came}"
                self._found.add("unanswered", about)
        self._found.counted["files of drafts"] += len(files)

    def _check_doubles(self) -> None:
        """Nothing is sent twice, unless the answer to the first was lost, or came to a process
        that was killed before it could note it: then no bot can know."""
        done: dict[tuple[str, int, str], list[Call]] = defaultdict(list)
        last: dict[tuple[str, int], Call] = {}
        asked: dict[str, int] = {}  # the message that a place's last answer was for
        for call in self._sends:
            place = self._place(call)
            about = (call.params.get("reply_parameters") or {}).get("message_id")
            about = asked[place.name] = about or asked.get(place.name, 0)
            last[place.name, self._storm.generations[id(call)]] = call
            # after a move answers stand alone: two to the same question may be the same
            if call.params.get("reply_parameters") or call.uploaded or not place.left:
                what = call.uploaded or str(call.params["text"]).strip()
                done[place.name, about, what].append(call)
        cut_off = {id(call) for (_, run), call in last.items() if run < self._storm.now}
        for key, calls in done.items():
            hidden = [x for x in calls[:-1] if x.lost or id(x) in cut_off]
            self._found.counted["sent again, the first hidden from the bot"] += len(hidden)
            if len(calls) - 1 > len(hidden):
                about = f"{len(calls)} times, {len(hidden)} of them hidden"
                self._found.add("answered twice", f"{key}: {about}")


def _is_waiting(message: Json) -> bool:
    return phrases.WAITING in message.get("text", "").partition("\n")[0]


def _is_final(message: Json, line: dict[str, Any]) -> bool:
    """Whether it shows this line, as it is."""
    text = message.get("text", "")
    whole = line["deleted"] or line["text"] in text
    headed = any(row.startswith(f"#{line['no']} · ") for row in text.split("\n"))
    return bool(headed and not _is_waiting(message) and whole)


def _text_of(name: str, content: bytes) -> str:
    if not name.endswith(".docx"):
        return ""
    return "\n".join(x.text or "" for x in docx.Document(io.BytesIO(content)).element.body.iter())
