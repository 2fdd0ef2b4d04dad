"""A list of people as somebody pastes it, row after row: under which heading each stands, who they
are, from where, who came and who did not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.minutes.typed.calling import is_called, out_of_a_form
from bot.minutes.typed.guests import counts_guests, is_collective, office_of
from bot.minutes.typed.people import MAX_FIELD, Aside, Entry, Listed, Odd, Presence
from bot.minutes.typed.people_row import NOT_INSIDE, fits, is_reason, parts_of, people_in
from bot.minutes.typed.people_words import (
    BRACKETS,
    in_old_font,
    is_foot,
    is_full_name,
    is_heading,
    is_name,
    is_place_and_day,
    is_title,
    is_unit,
    section_of,
)
from bot.minutes.typed.tags import is_labelled
from bot.minutes.typed.titles import spelled_out
from bot.minutes.typed.words import clean, fold, one_line, ordinary

_ROLE = re.compile(
    r"(?:nguoi |dong chi |d/c )?(?:chu tri|chu toa|thu ky|ghi bien ban|thu ki)(?: .*)?"
)
_BULLET = re.compile(
    r"\s*(?:([-+–—•*·●▪✓➢])\s*(?!\d)|\(?(\d{1,4})\s*(?:[.)/]+\s*|\s*[-–]\s+|\s+)(?=[^\d\s])"
    r"|([IVXLC]{1,6}|[A-H])\s*[.)/]\s+|([a-zđ])(?:\)\s*|\.\s+))"
)
_CIRCLED = re.compile(
    r"\s*(?:([\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf])"
    r"|((?:\d\ufe0f?\u20e3)+)|\U0001f51f)\s*"
)

# a form with a row for each: «Họ tên: Lê An», «Chức vụ: Kế toán»
_OF_THE_ONE_ABOVE = {
    **dict.fromkeys(("chuc vu", "chuc danh", "chuc vu, chuc danh", "nghe nghiep"), "title"),
    **dict.fromkeys(("don vi", "don vi cong tac", "co quan", "noi cong tac", "to chuc"), "unit"),
}
_NAMES_ONE = re.compile(r"\W*(?:\d{1,3}\W*)?ho (?:va )?ten(?: [^:]{0,20})?\s*:\s*\S")
_INVITES = re.compile(
    r"(?:tran trong )?(?:kinh )?(?:gui|moi|thua)(?: du hop| hop)?"
    r"(?: (?:cac|quy|dong chi|d/c|ong|ba|anh|chi|thay|co|vi|dai bieu|ban|va|[,/]))*"
)
# «Vắng: 02 đ/c (Lê An - ốm; Lê Bình)», «Vắng: 01 đ/c: Lê An (ốm)», «Vắng: không»
_COUNTED_OFF = re.compile(
    r"\d{1,3}\s*(?:người|đ/c|đồng chí|đại biểu|vị)?\s*"
    r"(?:\(([^()]+(?:\([^()]*\)[^()]*)*)\)?|:\s*(.+))",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"(?:khong|ko|k)(?: co)?(?: ai| nguoi nao| dong chi nao)?|0+|chua co|[-–—./]+")

# What chats put before a row: «[8:05, 24/7/2026] Lê A: có mặt», «✅ Lê A»
_STAMP = re.compile(r"\s*\[[\d:., /-]{4,25}(?:SA|CH|AM|PM)?[\d:., /-]*\]\s*(?=\S)")
_POLITE = re.compile(r"^(?:(?:dạ|vâng|thưa|em|tôi|mình|anh|chị|xin)\s+)+(?=có mặt|vắng|xin vắng)")
_BOX = re.compile(r"\s*\[([ xXvV✓]?)\]\s*(?=\S)")  # to be ticked by hand
_TICKS = {"✅": "có mặt", "☑": "có mặt", "✔": "có mặt", "❌": "vắng", "✖": "vắng", "❎": "vắng"}


def read_list(text: str) -> Listed:
    """A list as it is pasted: a person a row, numbered, dashed or bare; with headings;
    ``Vắng: A (ốm), B``. What is not understood is told row by row.

    (What comes from a table is read by ``people_table.read_pasted``.)
    """
    return _Reader().read(clean(text).split("\n"))


def _ticked(body: str) -> str:
    """A row without the pictures before it: ``❌ Lê Văn An`` is ``Lê Văn An - vắng``."""
    box = _BOX.match(body)
    if box:
        return f"{body[box.end() :]} - có mặt" if box[1].strip() else body[box.end() :]
    begins = next((n for n, char in enumerate(body) if not _is_picture(char)), len(body))
    said = next((_TICKS[char] for char in body[:begins] if char in _TICKS), "")
    bare = body[begins:].strip()
    return f"{bare} - {said}" if said and bare else bare or body


def _is_picture(char: str) -> bool:
    return char in "\ufe0f\u200d " or unicodedata.category(char) in ("So", "Sk")


def _plainly_numbered(row: str) -> str:
    """``① Lê An``, ``１．Lê An``, ``1️⃣ Lê An`` as ``1. Lê An``, ``1️⃣0️⃣``, ``🔟`` as ``10.``"""
    circled = _CIRCLED.match(row)
    if circled:
        keys = re.sub(r"\D", "", circled[2] or "10")
        number = int(unicodedata.numeric(circled[1])) if circled[1] else int(keys[:4])
        return f"{number}. {row[circled.end() :]}"
    plain = ordinary(row)  # of the same length
    bullet = _BULLET.match(plain)
    return plain[: bullet.end()] + row[bullet.end() :] if bullet else row


def _numbered(row: str) -> int:
    """The number that a row begins with; 0: none."""
    bullet = _BULLET.match(row)
    return int(bullet[2] or 0) if bullet else 0


def _plainly(given: str) -> str:
    """A row as it is read: without what a chat put before it, its number in figures."""
    return _plainly_numbered(_STAMP.sub("", given, count=1))


def _field_of(row: str) -> str:
    """Which field of the one above a row fills in: ``title``, ``unit``; empty: none."""
    bullet = _BULLET.match(row)
    head, colon, rest = row[bullet.end() if bullet else 0 :].partition(":")
    return _OF_THE_ONE_ABOVE.get(fold(one_line(head)), "") if colon and rest.strip() else ""


def _is_of_a_list(row: str) -> bool:
    """Whether a row has a number, or a dash and somebody's name: none of those who sign has."""
    bullet = _BULLET.match(row)
    named = re.split(r"\s[-–—]\s|[,:;(]", row[bullet.end() :])[0] if bullet else ""
    return bool(_numbered(row)) or is_full_name(named)


def _is_form(rows: Sequence[str]) -> bool:
    """Whether rows ``Chức vụ: …``, ``Đơn vị: …`` say something of the person above, all through the
    list: that names people by «Họ tên: …», has such rows below every number, or ends with one,
    below which nobody stands."""
    full = [row for row in rows if row.strip()]
    if not full:
        return False
    below = [_field_of(row) for n, row in enumerate(full[1:]) if _numbered(full[n])]
    numbered_last = bool(_numbered(full[-1]))
    return (
        any(_NAMES_ONE.match(fold(one_line(row))) for row in full)
        or bool(_field_of(full[-1]))
        or (bool(below) and all(below) and not numbered_last)
    )


def _at_colon(body: str) -> tuple[str, str, str]:
    """A row at its first colon, which is not within brackets nor behind how a person is called."""
    head, *rest = re.split(rf":{NOT_INSIDE}", body, maxsplit=1)
    if not rest or is_called(head):
        return body, "", ""
    return head.strip(), ":", rest[0].strip(" .;,")


def _said_behind(body: str) -> str:
    """What somebody said, of a row of the minutes: ``YK: …`` in ``Bà Lê Xuân: YK: …``."""
    head, _, rest = _at_colon(body)
    return rest if rest and is_labelled(rest) and people_in(head, absent=False).entries else ""


class _Reader:
    """Reads row after row; knows under which heading it is."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.asides: list[Aside] = []
        self.unit = ""
        self.state = Presence.UNMARKED
        self.reason = ""
        self.kind = ""  # of the bullets under the heading
        self.blank = False
        self.next = ""  # the row below, as typed
        self.number = 0  # that the row above has
        self.ended = False
        self.last = 0  # the last row that is surely a person's
        self.form = False  # a row for each thing
        self.field = False  # the row was one of them
        self.after_field = False  # the row above was
        self.heading: tuple[int, str, str] | None = None  # a heading that nobody is under yet
        self.guests: tuple[int, str] | None = None  # a heading that may be guests itself: its place

    def read(self, rows: Sequence[str]) -> Listed:
        rows = [_plainly(given) for given in rows]
        self.form = _is_form(rows)
        self.last = max((n for n, row in enumerate(rows, 1) if _is_of_a_list(row)), default=0)
        for number, given in enumerate(rows, start=1):
            self.next = next((x for x in rows[number:] if x.strip()), "")
            row = _ticked(one_line(re.sub(r"[\t|_]+", " - ", given.strip(" \t|"))))
            if any(char.isalnum() for char in row):
                self._row(number, row)
            elif not row:
                self.blank = True
        self._close_heading()
        entries, twice = without_doubles(self.entries)
        asides = [*self.asides, *(Aside(0, entry.name, Odd.TWICE) for entry in twice)]
        return Listed(tuple(entries), tuple(asides))

    def _row(self, number: int, row: str) -> None:
        bullet = _BULLET.match(row)
        if bullet and bullet[2]:
            bullet = None if self._counts(row, int(bullet[2])) else bullet
        body = _ticked(row[bullet.end() :]) if bullet else row
        kind = next((n for n, part in enumerate(bullet.groups(), 1) if part), 0) if bullet else 0
        mark = f"{kind}{bullet[1] or ''}" if bullet else ""
        if self.blank and self.kind and not mark:
            self.unit = ""  # a list with dashes has ended
        self.after_field, self.field = self.field and not self.blank, False
        self.blank = False
        body = out_of_a_form(body.strip(" .;,"))
        if self.ended or is_foot(body):
            self._foot(number, row, body)
        elif not any(char.isalpha() for char in body):
            self._aside(number, row, Odd.NO_NAME)
        elif in_old_font(body):
            self._aside(number, row, Odd.LETTERS)
        elif said := _said_behind(body):
            self._aside(number, said, Odd.LEFT)
            self._take(number, body.partition(":")[0], mark)
        elif not self._headed(number, body, mark):
            self._take(number, body, mark)

    def _foot(self, number: int, row: str, body: str) -> None:
        """Who has made the list, and signs it, at its end; above people it is a row of its own."""
        self.ended = self.ended or (bool(self.entries) and number > self.last)
        self._aside(number, row, Odd.LEFT)
        if not self.ended and not is_place_and_day(body):
            self._under("", self.state, self.reason)  # those below are of no office above it

    def _counts(self, row: str, said: int) -> bool:
        """Whether the number before a row is how many guests they are: ``02 đại diện Sở Y tế``,
        and not the row's own, which goes on from the one above."""
        follows, self.number = said == self.number + 1, said
        words = row.lstrip(" (0123456789)")
        return counts_guests(row) and (words[:1].islower() or not follows)

    def _headed(self, number: int, body: str, mark: str) -> bool:
        """Whether the row is a heading, alone or with people behind it."""
        if is_heading(body):
            self._under("", Presence.UNMARKED, "")
            return True
        head, colon, rest = _at_colon(body)
        said = section_of(head)
        if said and (colon or not said[1] or is_reason(said[1])):
            self._under("", *said)
            counted = _COUNTED_OFF.fullmatch(rest)
            rest = (counted[1] or counted[2]).strip() if counted else rest
            if rest and not _NOBODY.fullmatch(fold(rest)):
                self._take(number, rest, mark)
            return True
        if colon:
            return self._with_colon(number, head, rest, mark)
        alone = not parts_of(body)[1:] and not is_name(body) and not BRACKETS.search(body)
        guests = is_collective(body) and not self._heads_the_next(mark)
        if alone and not guests and (is_unit(body) or mark.startswith("3") or is_collective(body)):
            self._group(number, body, mark)
            if is_collective(body) and _numbered(self.next) > 1:
                self.guests = len(self.entries), body
            return True
        return False

    def _heads_the_next(self, mark: str) -> bool:
        """Whether a row without a bullet stands above rows with one, dashed or numbered from 1 or
        from where the rows above end; any other number is of a row like this one."""
        below = _BULLET.match(self.next)
        if mark or not below or not (below[1] or below[2]) or counts_guests(self.next):
            return False
        return not below[2] or int(below[2]) in (1, self.number + 1)

    def _with_colon(self, number: int, head: str, rest: str, mark: str) -> bool:
        field = _OF_THE_ONE_ABOVE.get(fold(head))
        if field and rest and self._filled_in(number, field, f"{head}: {rest}", rest, mark):
            return True
        if _ROLE.fullmatch(fold(head)):
            self._aside(number, head, Odd.LEFT)
            if rest:
                self._take(number, rest, mark)
            return True
        if is_collective(rest) and not is_unit(head) and not is_collective(head):
            self._take(number, rest, mark)  # "Mời: Đại diện Hội Nông dân"
            return True
        if is_collective(head) and rest and not people_in(rest, absent=False).entries:
            self._take(number, f"{head}: {rest}", mark)  # "Lãnh đạo các phòng: Kế hoạch, Tài chính"
            return True
        if (
            is_title(head)
            and not office_of(head)
            and len(people_in(rest, absent=False).entries) == 1
        ):
            self._take(number, f"{rest} - {head}", mark)  # "PCT UBND xã: Lê Văn An"
            return True
        if is_name(head) and rest:
            rest = _POLITE.sub("", rest)
            self._take(number, f"{head} - {rest}", mark)
            return True
        if is_name(head) and is_full_name(head):
            self._take(number, head, mark)
            return True
        if is_heading(head) or _INVITES.fullmatch(fold(head)):
            self._under("", Presence.UNMARKED, "")
        elif not rest:
            self._group(number, head, mark)
        else:
            before, self.unit = self.unit, office_of(head) or head
            self._take(number, rest, mark, whole=f"{head}: {rest}")
            self.unit = before
            return True
        if rest:
            self._take(number, rest, mark)
        return True

    def _filled_in(self, number: int, field: str, row: str, rest: str, mark: str) -> bool:
        """Whether ``Chức vụ: …``, ``Đơn vị: …`` is read: of the one above in a form, or where
        nobody stands below; else an office heads those below, and a post may be anybody's."""
        of_title = field == "title"
        above = self.entries[-1] if self.entries else None
        whose = self.form or self.after_field or not self.next
        if above and (whose or (of_title and not _numbered(self.next))):
            if getattr(above, field):
                return False
            value = spelled_out(rest) if of_title else rest
            self.entries[-1] = (
                replace(above, title=value[:MAX_FIELD])
                if of_title
                else replace(above, unit=value[:MAX_FIELD])
            )
            self.field = True
        elif above and of_title:
            self._aside(number, row, Odd.NO_NAME)
        elif not self.form and not of_title and is_unit(rest):
            self._group(number, rest, mark)
        else:
            return False
        return True

    def _under(self, unit: str, state: Presence, reason: str) -> None:
        self._close_heading()
        self.unit, self.state, self.reason, self.kind = unit, state, reason, ""

    def _group(self, number: int, head: str, mark: str) -> None:
        self._close_heading()
        unit = office_of(head) or head
        self.unit, self.kind, self.heading = unit, "", (number, head, mark)

    def _close_heading(self) -> None:
        if self.guests:  # whose rows all say another office: it is no heading
            place, words = self.guests
            self.guests, self.unit = None, ""
            if not self.heading:
                self.entries[place:place] = people_in(words, absent=False).entries
        if self.heading:
            self._aside(*self.heading[:2], Odd.ALONE)
            self.heading, self.unit = None, ""

    def _take(self, number: int, body: str, mark: str, whole: str = "") -> None:
        if self.heading and mark and self.heading[2] == mark:
            self._close_heading()  # no heading: a row like the others, without a person
        read = people_in(body, absent=self.state is Presence.ABSENT)
        for entry in read.entries:
            if self._short_enough(number, entry):
                self.entries.append(self._placed(entry))
        if read.entries:
            self.heading, self.kind = None, mark or self.kind
        for text, why in read.left:
            self._aside(number, whole or text, why)

    def _short_enough(self, number: int, entry: Entry) -> bool:
        if not fits(entry):
            self._aside(number, entry.name, Odd.LONG)
        return fits(entry)

    def _placed(self, entry: Entry) -> Entry:
        """With what the headings above say, where the row says nothing else."""
        if entry.state is Presence.UNMARKED:
            entry = replace(entry, state=self.state)
        if entry.state is Presence.ABSENT and self.state is Presence.ABSENT and not entry.note:
            entry = replace(entry, note=self.reason)
        if not entry.unit:
            self.guests = None
        return replace(entry, unit=entry.unit or self.unit[:MAX_FIELD])

    def _aside(self, row: int, text: str, why: Odd) -> None:
        self.asides.append(Aside(row, text, why))


def without_doubles(entries: Iterable[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Each person once, and those that came again word for word. What the second one says of
    coming counts, where the first says nothing; where it says the opposite, both stay."""
    kept: dict[tuple[str, ...], Entry] = {}
    twice: list[Entry] = []
    for entry in entries:
        key = (entry.name.lower(), entry.title.lower(), entry.unit.lower())
        first = kept.get(key)
        if first is None:
            kept[key] = entry
            continue
        if {first.state, entry.state} == {Presence.PRESENT, Presence.ABSENT}:
            kept.setdefault((*key, entry.state), entry)  # two humans, or a mistake: it is asked
            continue
        twice.append(entry)
        if first.state is Presence.UNMARKED:
            kept[key] = replace(first, state=entry.state, note=entry.note or first.note)
    return list(kept.values()), twice
