"""Lines: added once, changed with a trace, never removed."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.doors.port import Media, as_numbered, is_before_move
from bot.minutes import Line, LineKind, LineState, Tag, unheard
from bot.minutes.beside import Beside
from bot.minutes.spoken import SpokenWord, spoken_words
from bot.store.line_rows import as_json, beside_as_json, next_no, select_lines
from bot.store.steps import Steps
from bot.store.suggestions import Suggestions
from bot.store.values import read_json

_BEFORE = " before"  # behind the role of a message of before its group moved
_LEAST_GAP = 1e-6  # between two places; a change keeps 15 digits of them
_SAME_OF_SPLIT = (
    *("meeting_id", "person_id", "at", "kind", "state", "tag", "confidence"),
    *("media", "audio", "seconds", "part_of", "starts", "ends", "sound_from"),
    *("heard", "word_times"),
    *("brought_by", "said_in", "heard_by", "voice", "whose", "maybe", "doubted"),
)
_ADDED = {"deleted": (1, 0)}  # what a line that was not there "was"


class LineGone(LookupError):
    """There is no such line: its meeting was erased."""


@dataclass(frozen=True)
class Excerpt:
    """A part of a recording that somebody wants to hear."""

    id: int
    chat_id: int
    line: Line


class Lines:
    def __init__(
        self, db: Database, now: Callable[[], datetime], steps: Steps, suggestions: Suggestions
    ) -> None:
        self._db = db
        self._now = now
        self._steps = steps
        self._suggestions = suggestions

    def add(
        self,
        meeting_id: int,
        person_id: int,
        at: datetime,
        *,
        text: str = "",
        tag: Tag | None = None,
        media: Media | None = None,
        message_id: str | None = None,
        brought_by: int | None = None,
        beside: Beside | None = None,
        said_in: int | None = None,
    ) -> Line:
        """The next line of a meeting: typed, or with ``media`` a recording that waits.

        The people must have a seat in the meeting (``Meetings.seat``).

        Args:
            brought_by: who has forwarded it, where that is not the person.
            said_in: the chat in which it was said, where that is not the meeting's own.
        """
        kind, state = LineKind.TEXT, LineState.DONE
        if media:
            kind, state = LineKind.VOICE, LineState.WAITING
        row = {
            "meeting_id": meeting_id,
            "no": next_no(self._db, meeting_id),
            "person_id": person_id,
            "at": at.isoformat(),
            "kind": kind,
            "state": state,
            "text": text,
            "tag": tag,
            "seconds": media.seconds if media else None,
            "media": json.dumps(asdict(media)) if media else None,
            "message_id": as_numbered(message_id) if message_id else None,
            "brought_by": brought_by,
            "beside": beside_as_json(beside) if beside else "",
            "said_in": said_in,
        }
        line_id = self._db.table("lines").insert(row).last_rowid
        assert line_id is not None
        return self.get(line_id)

    def put_in_time(self, line: Line, *, may_be_late: bool = False) -> Line:
        """A new line of a meeting that goes on in several chats, or whose room is heard: what was
        said first stands first, whichever came first, also of one chat: a platform may bring
        again, later, what it has brought. (What is said in the meeting's own chat stays in the
        order in which it came, but what is heard of a room, which has come when it was said; and
        unless its own platform is such a one.)

        Args:
            may_be_late: the platform of the chat in which it was said brings things out of order.
        """
        if not may_be_late and line.said_in is None and not self._is_elsewhere_too(line.meeting_id):
            return line
        in_order = line.said_in is None and line.part_of is None and not may_be_late
        last = self._db.execute(  # of what was said before it, or came before it at home
            "SELECT coalesce(place, no) AS place, no FROM lines WHERE meeting_id = ? AND id != ? "
            "AND NOT deleted AND (julianday(at) <= julianday(?) "
            "OR (? AND said_in IS NULL AND part_of IS NULL)) "
            "ORDER BY coalesce(place, no) DESC, no DESC LIMIT 1",
            [
                line.meeting_id,
                line.id,
                line.at.isoformat(),
                in_order,
            ],
        ).fetchone()
        low, after = (last["place"], last["no"]) if last else (0.0, 0)
        following = self._db.execute(  # as the index has them
            "SELECT coalesce(place, no) AS place FROM lines WHERE meeting_id = ? AND id != ? "
            "AND coalesce(place, no) >= ? AND (coalesce(place, no) > ? OR no > ?) "
            "ORDER BY coalesce(place, no), no LIMIT 1",
            [line.meeting_id, line.id, low, low, after],
        ).fetchone()
        if following is None:  # it is the last, as it came
            return line
        high = following["place"]
        if high - low < _LEAST_GAP:  # many came late before the same line
            self._db.execute(
                "WITH now AS (SELECT id, row_number() OVER (ORDER BY coalesce(place, no), no) AS n "
                "FROM lines WHERE meeting_id = ? AND id != ?) "
                "UPDATE lines SET place = now.n FROM now WHERE now.id = lines.id",
                [line.meeting_id, line.id],
            )
            return self.put_in_time(line, may_be_late=may_be_late)
        self._db.table("lines").update(line.id, {"place": _between(low, high)})
        return self.get(line.id)

    def _is_elsewhere_too(self, meeting_id: int) -> bool:
        """Whether anything of a meeting was said in another chat than its own, or its room was
        recorded."""
        row = self._db.execute(
            "SELECT 1 FROM lines WHERE meeting_id = ? AND said_in IS NOT NULL UNION ALL "
            "SELECT 1 FROM rooms WHERE meeting_id = ? LIMIT 1",
            [meeting_id, meeting_id],
        ).fetchone()
        return row is not None

    def get(self, line_id: int) -> Line:
        """Raises:
        LineGone
        """
        found = select_lines(self._db, "WHERE l.id = ?", [line_id])
        if not found:
            raise LineGone(f"no line {line_id}")
        return found[0]

    def of_meeting(self, meeting_id: int) -> list[Line]:
        """All lines in their order, deleted ones too."""
        order = "ORDER BY coalesce(l.place, l.no), l.no"
        return select_lines(self._db, f"WHERE l.meeting_id = ? {order}", [meeting_id])

    def page(self, meeting_id: int, before: float | None, most: int) -> list[Line]:
        """So many lines of a meeting, deleted ones too, in their order.

        Args:
            before: the last that stand before this place; None: the last of all.
        """
        found = select_lines(
            self._db,
            "WHERE l.meeting_id = ? AND (? IS NULL OR coalesce(l.place, l.no) < ?) "
            "ORDER BY coalesce(l.place, l.no) DESC, l.no DESC LIMIT ?",
            [meeting_id, before, before, most],
        )
        return found[::-1]

    def of_ids(self, numbers: Collection[int]) -> list[Line]:
        """Of these, the lines that there are, in the order of their ids."""
        which = "WHERE l.id IN (SELECT value FROM json_each(?)) ORDER BY l.id"
        return select_lines(self._db, which, [json.dumps(list(numbers))])

    def around(self, line: Line, count: int) -> list[Line]:
        """The line with so many living lines before and after it, in their order."""
        every = self.of_meeting(line.meeting_id)
        near = [other for other in every if other.id == line.id or not other.deleted]
        at = next(place for place, other in enumerate(near) if other.id == line.id)
        return near[max(at - count, 0) : at + count + 1]

    def of_message(
        self, chat_id: int, message_id: str, roles: Sequence[str] = ("said", "card", "ask", "part")
    ) -> tuple[Line, str] | None:
        """The line that a chat message belongs to, and as what."""
        row = self._db.execute(
            "SELECT line_id, role FROM messages WHERE chat_id = ? AND message_id = ?",
            [chat_id, message_id],
        ).fetchone()
        role = row["role"].removesuffix(_BEFORE) if row else ""
        if row is None or role not in roles:
            return None
        return self.get(row["line_id"]), role

    def bind(self, line_id: int, chat_id: int, message_id: str, role: str) -> None:
        """A chat message belongs to a line, if that is still there.

        Args:
            role: ``said``, ``card`` or ``ask``; ``part``: in what was said it goes on.
        """
        if is_before_move(message_id):
            role += _BEFORE
        self._db.execute(
            "INSERT OR REPLACE INTO messages (chat_id, message_id, line_id, role) "
            "SELECT ?, ?, id, ? FROM lines WHERE id = ?",
            [chat_id, message_id, role, line_id],
        )

    def caption_of(self, line: Line) -> Line | None:
        """The line that a recording's caption has become: the one made with it, behind it."""
        row = self._db.execute(
            "SELECT id FROM lines WHERE meeting_id = ? AND no = ? AND kind = 'text' AND at = "
            "(SELECT at FROM lines WHERE id = ?) AND message_id IS NULL AND NOT deleted",
            [line.meeting_id, line.no + 1, line.id],
        ).fetchone()
        return self.get(row["id"]) if row else None

    def message_at_home(self, line: Line) -> str | None:
        """The message of the meeting's own chat in which the line, or the recording that it is a
        part of, was said, as the chat numbers its messages now; None: it was said elsewhere."""
        row = self._db.execute(
            "SELECT message_id FROM messages WHERE line_id = ? AND role = 'said' "
            "AND chat_id = (SELECT chat_id FROM meetings WHERE id = ?) ORDER BY rowid LIMIT 1",
            [line.part_of or line.id, line.meeting_id],
        ).fetchone()
        return row["message_id"] if row else None

    def is_joined(self, line_id: int) -> bool:
        """Whether the line was said in several messages: its writer's app had cut a long one."""
        row = self._db.execute(
            "SELECT 1 FROM messages WHERE line_id = ? AND role IN ('part', 'part before') LIMIT 1",
            [line_id],
        ).fetchone()
        return row is not None

    def set_beside(self, line: Line, beside: Beside) -> None:
        """What came with the words is something else now: their writer has edited them."""
        if beside != line.beside:
            self._db.table("lines").update(line.id, {"beside": beside_as_json(beside)})

    def card_of(self, line_id: int, chat_id: int) -> str | None:
        """The message in which the bot shows the line in a chat."""
        row = self._db.execute(
            "SELECT message_id FROM messages WHERE line_id = ? AND chat_id = ? AND role = 'card' "
            "ORDER BY rowid DESC LIMIT 1",
            [line_id, chat_id],
        ).fetchone()
        return row["message_id"] if row else None

    def has_card(self, line_id: int, chat_id: int | None = None) -> bool:
        """Whether a message of this chat, or of any, shows the line."""
        row = self._db.execute(
            "SELECT 1 FROM messages WHERE line_id = ? AND ifnull(?, chat_id) = chat_id "
            "AND role = 'card' LIMIT 1",
            [line_id, chat_id],
        ).fetchone()
        return row is not None

    def with_cards(self, lines: Collection[int]) -> list[int]:
        """Those of these lines that a message shows."""
        rows = self._db.query(
            "SELECT value AS id FROM json_each(?) WHERE EXISTS (SELECT 1 FROM messages "
            "WHERE line_id = value AND role = 'card')",
            [json.dumps(list(lines))],
        )
        return [row["id"] for row in rows]

    def chats_of_card(self, line: Line) -> list[int]:
        """The chats in which the bot shows the line, or will: the meeting's own first; of a
        recording that in which it was sent; and where somebody has asked for it."""
        rows = self._db.query(
            "SELECT DISTINCT chat_id FROM messages WHERE line_id = ? AND role = 'card'", [line.id]
        )
        made = sorted(row["chat_id"] for row in rows)
        note = line.kind is LineKind.VOICE and line.part_of is None
        own = [self.chat_of(line.id)] if note or line.said_in else []
        sent = [line.said_in] if line.said_in and note else []
        shown = [*own, *sent, *made]
        return list(dict.fromkeys(shown))

    def forget_card(self, line_id: int, chat_id: int) -> None:
        """What shows the line there is out of date and cannot be rewritten: the next is new."""
        self._db.execute(
            "DELETE FROM messages WHERE line_id = ? AND chat_id = ? AND role = 'card'",
            [line_id, chat_id],
        )

    def parts_of(self, line_id: int) -> list[int]:
        """The numbers of the living lines that a long recording has become."""
        rows = self._db.query(
            "SELECT no FROM lines WHERE part_of = ? AND NOT deleted ORDER BY no", [line_id]
        )
        return [row["no"] for row in rows]

    def chat_of(self, line_id: int) -> int:
        """The chat's id; it may change while a recording is in work.

        Raises:
            LineGone
        """
        row = self._db.execute(
            "SELECT m.chat_id FROM lines l JOIN meetings m ON m.id = l.meeting_id WHERE l.id = ?",
            [line_id],
        ).fetchone()
        if row is None:
            raise LineGone(f"no line {line_id}")
        return int(row["chat_id"])

    def change(self, line: Line, by: int | None, **fields: Any) -> Line:
        """Set fields of a line and keep what they were, by whom (None: the bot itself)."""
        if "doubts" in fields:
            fields["doubts"] = as_json(fields["doubts"])
        if "offers" in fields:
            fields["offers"] = as_json([(near.found, near.term) for near in fields["offers"]])
        before = self._db.table("lines").get(line.id)
        changed = {name: value for name, value in fields.items() if before[name] != value}
        if changed:
            self._db.table("lines").update(line.id, changed)
            self._steps.note(
                line, by, {name: (before[name], value) for name, value in changed.items()}
            )
        return self.get(line.id)

    # --- mending --------------------------------------------------------------------------------

    def insert(
        self, meeting_id: int, person_id: int, at: datetime, text: str, tag: Tag | None, by: int
    ) -> Line:
        """A typed line that nobody sent. It is taken back like any change."""
        line = self.add(meeting_id, person_id, at, text=text, tag=tag)
        self._steps.note(line, by, _ADDED)
        return line

    def merge(self, line: Line, others: Sequence[Line], text: str, by: int) -> Line:
        """The words of some lines become one line's; the others are deleted and say where to.

        Args:
            text: the words of all.
        """
        doubts, offers = list(line.doubts), list(line.offers)
        for other in others:
            doubts += other.doubts
            offers += other.offers
            self.change(other, by, deleted=1, merged_into=line.id)
        return self.change(line, by, text=text, doubts=doubts, offers=offers)

    def spoken_words(self, line: Line) -> list[SpokenWord]:
        """When the words of a line were said, of those of which it is known."""
        row = self._db.table("lines").get(line.id)
        times = read_json(row["word_times"] or "[]", [])
        seconds = [each / 100 for each in times if isinstance(each, int)]
        return spoken_words(line.text, row["heard"], seconds)

    def split(self, line: Line, first: str, second: str, by: int) -> tuple[Line, Line]:
        """The second words become a line of their own behind it: the next number, the same
        speaker, time, tag and recording."""
        row = self._db.table("lines").get(line.id)
        added = self._db.table("lines").insert(
            {
                **{name: row[name] for name in _SAME_OF_SPLIT},
                "no": next_no(self._db, line.meeting_id),
                "text": second,
                "doubts": as_json(_doubts(line, second, first)),
                "offers": as_json([(x.found, x.term) for x in line.offers if x.found in second]),
            }
        )
        assert added.last_rowid is not None
        new = self.get(added.last_rowid)
        self._steps.note(new, by, _ADDED)
        self._suggestions.hand_on(line.id, new.id)
        offers = [x for x in line.offers if x.found in first]
        line = self.change(line, by, text=first, doubts=_doubts(line, first, second), offers=offers)
        return line, self.move(new, line, by)

    def move(self, line: Line, beside: Line, by: int, *, before: bool = False) -> Line:
        """Put a line right behind another (or before it) in lists and documents."""
        others = [x for x in self.of_meeting(line.meeting_id) if x.id != line.id]
        at = next(n for n, x in enumerate(others) if x.id == beside.id) + (not before)
        low = others[at - 1].order[0] if at else 0.0
        high = others[at].order[0] if at < len(others) else next_no(self._db, line.meeting_id)
        if high - low < _LEAST_GAP:  # moved here thirty times: everybody gets a new place
            for place, each in enumerate([*others[:at], line, *others[at:]], start=1):
                if each.order[0] != place:
                    self.change(each, by, place=float(place))
            return self.get(line.id)
        return self.change(line, by, place=(low + high) / 2)

    def changed_by(self, line_id: int) -> dict[str, int | None]:
        """Field -> who changed it last (None: the bot itself)."""
        rows = self._db.query(
            "SELECT field, person_id FROM line_changes WHERE line_id = ? ORDER BY id", [line_id]
        )
        return {row["field"]: row["person_id"] for row in rows}

    def want_excerpt(self, line: Line, chat_id: int) -> None:
        """Have the sound of a line that is a part of a recording sent to a chat."""
        self._db.table("excerpts").insert({"chat_id": chat_id, "line_id": line.id})

    def excerpts(self) -> list[Excerpt]:
        """The parts that are to be sent, in their order."""
        rows = self._db.query("SELECT * FROM excerpts WHERE done_at IS NULL ORDER BY id")
        return [Excerpt(r["id"], r["chat_id"], self.get(r["line_id"])) for r in rows]

    def excerpt_done(self, excerpt_id: int) -> bool:
        """It is sent, or cannot be. False: it was erased meanwhile."""
        at = self._now().isoformat()
        done = self._db.execute("UPDATE excerpts SET done_at = ? WHERE id = ?", [at, excerpt_id])
        return done.rowcount > 0

    def forget_excerpts(self, before: datetime) -> None:
        """Remove what is known of excerpts that were sent before then."""
        self._db.execute("DELETE FROM excerpts WHERE done_at < ?", [before.isoformat()])


def _between(low: float, high: float) -> float:
    """A place between two others. Of many that come late, each behind the last one or before it,
    hundreds find theirs before all lines get new places."""
    late_before, late_behind = bool(low % 1), bool(high % 1)
    share = 1 / 2
    if late_before != late_behind:
        share = 1 / 32 if late_before else 31 / 32
    return low + (high - low) * share


def _doubts(line: Line, words: str, others: str) -> list[str]:
    """The doubts of a line about these words of it; all of them, where it is cut through one."""
    of_words = unheard.words(line.doubts)
    cut = [x for x in of_words if x not in words and x not in others]
    return [*([words] if cut else [x for x in of_words if x in words]), *unheard.times(line)]
