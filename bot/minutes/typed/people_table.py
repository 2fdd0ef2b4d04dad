"""A list of people as a table has it: columns found by their headings, or else by their places."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.minutes.typed.people import MAX_FIELD, Aside, Entry, Listed, Odd, Presence
from bot.minutes.typed.people_columns import Column, heading_of
from bot.minutes.typed.people_list import read_list, without_doubles
from bot.minutes.typed.people_row import read_person
from bot.minutes.typed.people_words import (
    excuse,
    in_old_font,
    is_foot,
    is_name,
    is_place_and_day,
    is_title,
    is_unit,
    presence,
)
from bot.minutes.typed.titles import spelled_out
from bot.minutes.typed.words import clean, fold, one_line

Row = Sequence[str]


_NAMED = (Column.NAME, Column.GIVEN)
_OF_NAME = (Column.FAMILY, Column.MIDDLE, Column.GIVEN)  # in their order
_LOOK_FOR_HEADINGS = 25  # rows; above them stand an office's name and the title
_SIGNS = frozenset({"x", "✓", "✔", "v", "1", "co", "yes", "y", "+", "true", "☑", "√"})
_NO = frozenset({"khong", "0", "no", "-", "false", "☐", "k", "n"})
_ROMAN = re.compile(r"(?:[IVXLC]{1,6}|[A-H])\.?")


def read_pasted(text: str) -> Listed:
    """A pasted list: the rows of a table where there are tabs or its headings, else a plain one."""
    rows = clean(text).split("\n")
    full = [row for row in rows if row.strip()]
    tabbed = [row for row in full if "\t" in row]
    if tabbed and len(tabbed) * 2 >= len(full):
        return read_table([row.split("\t") for row in rows])
    for sign in (";", "|", ","):
        cells = [row.split(sign) for row in rows]
        if full and len(full[0].split(sign)) > 1 and _headings(full[0].split(sign)):
            return read_table(cells)
    return read_list(text)


def read_table(rows: Sequence[Row]) -> Listed:
    """The people of a table, a row each. What is not understood is told by the row's number, as
    the table's program shows it: from 1."""
    cleaned = [[one_line(cell) for cell in row] for row in rows]
    found = _find_headings(cleaned)
    reader = _Reader()
    if found is None:
        columns = _by_place(cleaned)
        if columns is None:
            return read_list("\n".join(" - ".join(x for x in row if x) for row in cleaned))
        return reader.read(cleaned, 0, columns, ())
    heads, first, columns, unused = found
    for number, row in enumerate(cleaned[:heads], start=1):
        whole = _whole(row)
        if whole and not _is_title(row) and read_list(whole).asides:
            reader.asides.append(Aside(number, whole, Odd.NO_NAME))
    return reader.read(cleaned, first, columns, unused)


def _is_title(row: Row) -> bool:
    """Whether a row above the headings is the paper's own: «UBND HUYỆN», «DANH SÁCH ĐẠI BIỂU»."""
    filled = {cell for cell in row if cell}
    return len(filled) <= 2 and all(cell.upper() == cell for cell in filled)


def _whole(row: Row) -> str:
    return " · ".join(cell for cell in row if cell)


# --- columns ------------------------------------------------------------------------------------


def _headings(row: Row) -> dict[int, Column]:
    """What the columns below hold; empty where the row is no row of headings."""
    found: dict[int, Column] = {}
    for place, cell in enumerate(row):
        column = heading_of(cell)
        if column and column not in found.values():
            found[place] = column
    if Column.GIVEN in found.values() and Column.FAMILY not in found.values():
        found = {n: Column.NAME if x is Column.GIVEN else x for n, x in found.items()}
    if Column.GIVEN not in found.values():
        found = {n: x for n, x in found.items() if x not in (Column.FAMILY, Column.MIDDLE)}
    named = any(column in _NAMED for column in found.values())
    clear = len(found) > 1 or any(re.search(r"\bho (?:va )?ten\b", fold(cell)) for cell in row)
    return found if named and clear else {}


def _find_headings(
    rows: Sequence[Row],
) -> tuple[int, int, dict[int, Column], tuple[str, ...]] | None:
    """Where the headings stand and where the people begin, the columns, and the headings of those
    that have no use here."""
    for number, row in enumerate(rows[:_LOOK_FOR_HEADINGS]):
        found = _headings(row)
        if not found:
            continue
        unused = {n: cell for n, cell in enumerate(row) if cell and n not in found}
        below = rows[number + 1] if number + 1 < len(rows) else []
        second = _second_row(below, row, found)
        found |= second
        first = number + 1 + bool(second)
        found, moved = over_several(found, row, rows[first:])
        names = tuple(cell for n, cell in unused.items() if moved or n not in {*second, *found})
        return number, first, found, names
    return None


def _second_row(row: Row, heads: Row, above: Mapping[int, Column]) -> dict[int, Column]:
    """Headings under a heading: ``Có mặt`` and ``Vắng`` under ``Điểm danh``. (A cell that reaches
    over both rows has the same words in both.)"""
    cells = {n: x for n, x in enumerate(row) if x and x != (heads[n] if n < len(heads) else "")}
    read = {n: column for n, cell in cells.items() if (column := heading_of(cell))}
    named = any(above.get(n) in _NAMED and x not in _OF_NAME for n, x in read.items())
    if len(read) != len(cells) or named:
        return {}
    return read


# --- a heading over several columns -------------------------------------------------------------


def over_several(
    columns: Mapping[int, Column], heads: Row, rows: Sequence[Row]
) -> tuple[dict[int, Column], bool]:
    """The columns, where a heading reaches over more than one: ``Họ và tên`` over family and given
    name. The cells below it say so; pasted from a table, the headings behind may have moved to
    the left.

    Returns:
        the columns; whether the headings had moved.
    """
    found = dict(columns)
    at = next((n for n, column in found.items() if column is Column.NAME), None)
    if at is None:
        return found, False
    more = _more_of_name(at, heads, rows)
    moved = not more and _is_moved(at, heads, rows)
    if moved:
        found = {n + (n > at): column for n, column in found.items()}
        more = 1
    if more:
        parts = (Column.FAMILY, Column.GIVEN) if more == 1 else _OF_NAME
        found |= {at + n: part for n, part in enumerate(parts)}
    both = next((n for n, column in found.items() if column is Column.BOTH), None)
    if both is not None and not moved and _is_free(both + 1, heads) and _cells(both + 1, rows):
        found |= {both: Column.TITLE, both + 1: Column.UNIT}
    return found, moved


def _is_free(place: int, heads: Row) -> bool:
    """Whether a column has no heading of its own."""
    return place >= len(heads) or not heads[place]


def _cells(place: int, rows: Sequence[Row]) -> list[str]:
    return [row[place] for row in rows if place < len(row) and row[place]]


def _more_of_name(at: int, heads: Row, rows: Sequence[Row]) -> int:
    """How many of the columns behind the name's have no heading and hold the rest of the names."""
    more = 0
    while more < 2 and _is_free(at + more + 1, heads) and _goes_on_in(at, more + 1, rows):
        more += 1
    return more


def _goes_on_in(at: int, step: int, rows: Sequence[Row]) -> bool:
    """Whether a column holds what names end with: a syllable or two, in most rows that have a
    name, and each of them a name only together with what stands before."""
    named = [row for row in rows if at < len(row) and row[at] and not _numbers_only([row[at]])]
    ends = [row for row in named if at + step < len(row) and row[at + step]]
    if not ends or len(ends) * 2 < len(named):
        return False
    return all(
        len(row[at + step].split()) <= 2
        and is_name(" ".join(x for x in row[at : at + step + 1] if x))
        and (row[at].isupper() or not _is_said_of_somebody(row[at + step]))
        for row in ends
    )


def _is_said_of_somebody(cell: str) -> bool:
    return is_title(cell) or is_unit(cell) or fold(cell) in _SIGNS or presence(cell) is not None


def _is_moved(at: int, heads: Row, rows: Sequence[Row]) -> bool:
    """Whether the rows have a cell more than the headings, and it is a name's second one."""
    last = max((n for n, cell in enumerate(heads) if cell), default=0)
    full = [row for row in rows if len([x for x in row if x]) > 2]
    longer = [row for row in full if any(row[last + 1 :])]
    return len(longer) * 2 > len(full) and _goes_on_in(at, 1, rows) and not _is_free(at + 1, heads)


def _by_place(rows: Sequence[Row]) -> dict[int, Column] | None:
    """Columns without headings: the one of the names, then title and unit; None where there is no
    such column."""
    width = max((len(row) for row in rows), default=0)
    if width < 2:
        return None
    counts = [sum(is_name(row[n]) for row in rows if n < len(row)) for n in range(width)]
    best = max(range(width), key=lambda n: counts[n])
    if not counts[best]:
        return None
    found = {best: Column.NAME}
    if best:
        found[best - 1] = Column.NUMBER
    wanted = [Column.TITLE, Column.UNIT]
    for n in range(best + 1, width):
        cells = [row[n] for row in rows if n < len(row) and row[n]]
        if not cells:
            continue
        if all(presence(cell) for cell in cells):
            found[n] = Column.STATE
        elif wanted and len(wanted) == 2 and all(map(_is_office, cells)):
            found[n] = Column.UNIT
            wanted.remove(Column.UNIT)
        elif wanted:
            found[n] = wanted.pop(0)
        elif Column.NOTE not in found.values():
            found[n] = Column.NOTE
    return found


def _is_office(cell: str) -> bool:
    """Whether it is an office, and no post written short: ``TP`` is a Trưởng phòng."""
    return is_unit(cell) and not is_title(cell) and spelled_out(cell) == cell


# --- rows ---------------------------------------------------------------------------------------


@dataclass
class _Reader:
    entries: list[Entry] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    signs: set[str] = field(default_factory=set)  # in the columns of who came, and of notes
    v_is_tick: bool = True  # a "V" among those who came; else it may be "vắng"
    unit: str = ""
    ended: bool = False
    last: int = 0  # the last row that is surely a person's
    heading: tuple[int, str] | None = None  # a row with nothing but an office; nobody under it yet

    def read(
        self,
        rows: Sequence[Row],
        first: int,
        columns: Mapping[int, Column],
        unused: tuple[str, ...],
    ) -> Listed:
        came = [n for n, column in columns.items() if column in (Column.CAME, Column.NOTE)]
        self.signs = {
            fold(row[n]).strip(" .") for row in rows[first:] for n in came if n < len(row)
        }
        self.v_is_tick = _v_is_tick(rows[first:], columns)
        self.last = first + _last_of_people(rows[first:], columns)
        for number, row in enumerate(rows[first:], start=first + 1):
            if any(char.isalnum() for cell in row for char in cell):
                self._row(number, row, columns)
        self._close_heading()
        entries, twice = without_doubles(self.entries)
        asides = [*self.asides, *(Aside(0, entry.name, Odd.TWICE) for entry in twice)]
        return Listed(tuple(entries), tuple(asides), unused)

    def _row(self, number: int, row: Row, columns: Mapping[int, Column]) -> None:
        cells = _by_column(row, columns)
        name = _name_in(cells)
        filled = list(dict.fromkeys(cell for cell in row if cell))  # one cell over all columns
        if self.ended or (len(filled) == 1 and is_foot(filled[0])):
            self._foot(number, filled)
            return
        again = _headings(row)
        if (again and again.items() <= columns.items()) or _numbers_only(filled):
            return  # the headings again on the next page; "1 2 3 4" under the headings
        if not is_name(name) and self._is_group(name, filled):
            self._close_heading()
            self.unit = (name or _longest(filled))[:MAX_FIELD]
            self.heading = (number, self.unit)
            return
        person = read_person(name) if name else None
        if person is None:
            why = Odd.LETTERS if in_old_font(name) else Odd.NO_NAME
            self.asides.append(Aside(number, _whole(row), why))
            return
        entry = self._filled(number, person, cells)
        if max(len(entry.title), len(entry.unit), len(entry.note)) > MAX_FIELD:
            self.asides.append(Aside(number, _whole(row), Odd.LONG))
            return
        self.heading = None
        self.entries.append(entry)

    def _foot(self, number: int, filled: Sequence[str]) -> None:
        """Who has made the list, and signs it, at its end; above people it is a row of its own."""
        self.ended = self.ended or (bool(self.entries) and number > self.last)
        self.asides.append(Aside(number, _whole(filled), Odd.LEFT))
        if not self.ended and not is_place_and_day(filled[0]):
            self._close_heading()
            self.unit = ""  # those below are of no office above it

    def _is_group(self, name: str, filled: Sequence[str]) -> bool:
        """A row of one office: alone, or behind a Roman number."""
        if len(filled) == 1:
            return is_unit(filled[0]) or filled[0].isupper() or filled[0].endswith(":")
        return len(filled) == 2 and bool(_ROMAN.fullmatch(filled[0])) and filled[1] in (name, "")

    def _close_heading(self) -> None:
        if self.heading:
            self.asides.append(Aside(*self.heading, Odd.ALONE))
            self.heading, self.unit = None, ""

    def _filled(self, number: int, person: Entry, cells: Mapping[Column, str]) -> Entry:
        """The person with what stands in the other cells."""
        title = spelled_out(cells.get(Column.TITLE, "")) or person.title
        unit = cells.get(Column.UNIT) or person.unit
        if Column.BOTH in cells:
            both = read_person(f"Nguyễn Văn A - {cells[Column.BOTH]}")  # any name, for its parts
            title, unit = (both.title, both.unit) if both else (cells[Column.BOTH], "")
        state, note = self._coming(number, person, cells)
        called = cells.get(Column.CALLED) or person.called
        return replace(
            person,
            title=title,
            unit=unit or self.unit,
            called=called if len(called) <= 20 else person.called,
            state=state,
            note=note,
        )

    def _coming(
        self, number: int, person: Entry, cells: Mapping[Column, str]
    ) -> tuple[Presence, str]:
        """What the cells say of their coming, and why not; what is not clear is told."""
        state, note = person.state, person.note
        for column in _COMING:
            cell = cells.get(column)
            if not cell:
                continue
            said = self._read_state(column, cell)
            if said is None or (state not in (said[0], Presence.UNMARKED) and said[0]):
                self.asides.append(Aside(number, f"{person.name}: {cell}", Odd.STATE))
                sign = cell if cell.isalnum() else ""
                return Presence.UNMARKED, cells.get(Column.NOTE, "") or sign
            state, note = said[0] or state, said[1] or note
        reason, noted = cells.get(Column.REASON, ""), cells.get(Column.NOTE, "")
        if excuse(reason):  # nobody needs leave who came
            state, reason = state or Presence.ABSENT, excuse(reason)
        absent = presence(noted) or self._excused(noted, absent=state is Presence.ABSENT)
        if excuse(noted) and not absent:
            self.asides.append(Aside(number, f"{person.name}: {noted}", Odd.STATE))
        if absent and (state is Presence.UNMARKED or excuse(noted)):
            state, noted = absent[0] if state is Presence.UNMARKED else state, absent[1]
        return state, "; ".join(dict.fromkeys(x for x in (note, reason, noted) if x))

    def _excused(self, cell: str, *, absent: bool = False) -> tuple[Presence, str] | None:
        """``P`` and ``KP``; a ``P`` alone may be another thing, but not beside a ``KP``."""
        why = excuse(cell)
        if not why or (why == "có phép" and not absent and "kp" not in self.signs):
            return None
        return Presence.ABSENT, why

    def _read_state(self, column: Column, cell: str) -> tuple[Presence, str] | None:
        """What a cell says; None where it may mean two things."""
        sign = fold(cell).strip(" .")
        said = presence(cell)
        if said:
            return said
        if column in (Column.EXCUSED, Column.UNEXCUSED):
            return _in_column_of_leave(column, cell, sign)
        if column is Column.STATE:
            return _WORDS.get(sign) or self._excused(cell, absent=True)
        if column is Column.CAME:
            if sign in _SIGNS:
                return (Presence.PRESENT, "") if sign != "v" or self.v_is_tick else None
            signed = bool(self.signs & _SIGNS)
            return (Presence.ABSENT, "") if sign in _NO else self._excused(cell, absent=signed)
        if sign == "k":
            return None  # "không": not absent, or without leave
        if sign in _NO:
            return Presence.UNMARKED, ""
        return Presence.ABSENT, excuse(cell) or ("" if sign in _SIGNS else cell)


def _by_column(row: Row, columns: Mapping[int, Column]) -> dict[Column, str]:
    return {column: row[n] for n, column in columns.items() if n < len(row) and row[n]}


def _name_in(cells: Mapping[Column, str]) -> str:
    return cells.get(Column.NAME) or " ".join(cells[part] for part in _OF_NAME if part in cells)


def _last_of_people(rows: Sequence[Row], columns: Mapping[int, Column]) -> int:
    """Which row, from 1, is the last that is surely a person's: in a table with numbers one that
    has a number, else one that has more than a name; 0: none is."""
    named = [
        (n, [cell for cell in row if cell])
        for n, row in enumerate(rows, start=1)
        if is_name(_name_in(_by_column(row, columns)))
    ]
    numbered = [n for n, filled in named if any(_numbers_only([cell]) for cell in filled)]
    return max(numbered or (n for n, filled in named if len(set(filled)) > 1), default=0)


def _v_is_tick(rows: Sequence[Row], columns: Mapping[int, Column]) -> bool:
    """Whether a ``V`` under «Có mặt» is a tick: those who did not come have a column of their own,
    all rows have one, or it is the small letter alone that people type for it."""
    if {Column.ABSENT, Column.EXCUSED, Column.UNEXCUSED} & set(columns.values()):
        return True
    came = [n for n, column in columns.items() if column is Column.CAME]
    cells = [row[n].strip(" .") for row in rows for n in came if n < len(row) and any(row)]
    return set(cells) <= {"v", ""} or set(cells) <= {"V"}


_COMING = (Column.STATE, Column.CAME, Column.ABSENT, Column.EXCUSED, Column.UNEXCUSED)


def _in_column_of_leave(column: Column, cell: str, sign: str) -> tuple[Presence, str]:
    if sign in _NO:
        return Presence.UNMARKED, ""
    why = "có phép" if column is Column.EXCUSED else "không phép"
    more = "" if sign in _SIGNS or excuse(cell) else cell
    return Presence.ABSENT, "; ".join(x for x in (why, more) if x)


def _numbers_only(cells: Sequence[str]) -> bool:
    return all(re.fullmatch(r"\(?\d{1,3}\)?", cell) for cell in cells)


def _longest(cells: Sequence[str]) -> str:
    return max(cells, key=len)


_WORDS: Mapping[str, tuple[Presence, str]] = {
    **dict.fromkeys(("co", "du", "den", "cm", "✓", "✔", "☑", "√"), (Presence.PRESENT, "")),
    **dict.fromkeys(("khong", "nghi"), (Presence.ABSENT, "")),
    "co phep": (Presence.ABSENT, "có phép"),
    "khong phep": (Presence.ABSENT, "không phép"),
}
