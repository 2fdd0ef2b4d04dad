"""A list of people as a table has it: columns found by their headings, or else by their places."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.minutes.typed.people import MAX_FIELD, Aside, Entry, Listed, Odd, Presence
from bot.minutes.typed.people_list import read_list, without_doubles
from bot.minutes.typed.people_row import read_person
from bot.minutes.typed.people_words import in_old_font, is_name, is_unit, presence
from bot.minutes.typed.words import clean, fold, one_line

Row = Sequence[str]


class Column(StrEnum):
    NUMBER = "number"
    CALLED = "called"
    NAME = "name"
    FAMILY = "family"  #: family and middle names, where the given name has a column of its own
    GIVEN = "given"
    TITLE = "title"
    UNIT = "unit"
    BOTH = "both"  #: title and unit
    CAME = "came"  #: a sign there: present
    ABSENT = "absent"  #: a sign there: absent
    STATE = "state"  #: words: present or absent
    REASON = "reason"  #: why absent
    NOTE = "note"


# The first that fits a heading, folded, is meant
_HEADINGS: tuple[tuple[str, Column], ...] = (
    (r"stt|so tt|tt|so thu tu|no|#|so", Column.NUMBER),
    (r"(?:ong|danh xung|xung ho)(?: ba| \(ba\))?|ong ?/ ?ba", Column.CALLED),
    (r"(?:ho|ho (?:va )?(?:ten )?(?:dem|lot|ten dem|ten lot)|ho dem)", Column.FAMILY),
    (r"(?:ten|ten goi)", Column.GIVEN),
    (r".*(?:chuc vu|chuc danh|vi tri).*(?:don vi|co quan|cong tac|to chuc).*", Column.BOTH),
    (r".*(?:don vi|co quan|cong tac|to chuc).*(?:chuc vu|chuc danh).*", Column.BOTH),
    (r".*ly do.*vang.*|.*vang.*ly do.*|.*nguyen nhan vang.*", Column.REASON),
    (r".*(?:co mat|hien dien).*vang.*|.*vang.*co mat.*", Column.STATE),
    (r".*(?:tinh trang|trang thai|diem danh|tham du khong|tham gia khong).*", Column.STATE),
    (r"(?:co mat|hien dien|tham du|co tham du|du hop|co du)(?: hop| \(x\))?", Column.CAME),
    (r"vang(?: mat| hop)?(?: \(x\))?", Column.ABSENT),
    (r".*(?:chuc vu|chuc danh|vi tri|chuc trach|position|title).*", Column.TITLE),
    (
        r".*(?:don vi|co quan|noi cong tac|phong ?/ ?ban|phong ban|to chuc|noi lam viec|unit).*",
        Column.UNIT,
    ),
    (r".*\bho (?:va |, ?|& ?)?ten\b.*|hoten|hovaten|.*full ?name.*|name", Column.NAME),
    (r"(?:ten )?(?:dai bieu|thanh vien|can bo|nguoi (?:tham )?du|khach moi)(?: .*)?", Column.NAME),
    (r"ly do.*|nguyen nhan.*", Column.REASON),
    (r"ghi chu.*|notes?", Column.NOTE),
)
_NAMED = (Column.NAME, Column.GIVEN)
_LOOK_FOR_HEADINGS = 25  # rows; above them stand an office's name and the title
_SIGNS = frozenset({"x", "✓", "✔", "v", "1", "co", "yes", "y", "+", "true", "☑", "√", "p"})
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
        column = _heading(cell)
        if column and column not in found.values():
            found[place] = column
    if Column.GIVEN in found.values() and Column.FAMILY not in found.values():
        found = {n: Column.NAME if x is Column.GIVEN else x for n, x in found.items()}
    if Column.FAMILY in found.values() and Column.GIVEN not in found.values():
        found = {n: x for n, x in found.items() if x is not Column.FAMILY}
    named = any(column in _NAMED for column in found.values())
    clear = len(found) > 1 or any(re.search(r"\bho (?:va )?ten\b", fold(cell)) for cell in row)
    return found if named and clear else {}


def _heading(cell: str) -> Column | None:
    words = re.sub(r"[\s.:*_]+", " ", fold(cell)).strip()
    if not words or len(words) > 60:
        return None
    return next((column for form, column in _HEADINGS if re.fullmatch(form, words)), None)


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
        second = _second_row(below, found)
        found |= second
        names = tuple(cell for n, cell in unused.items() if n not in second)
        return number, number + 1 + bool(second), found, names
    return None


def _second_row(row: Row, above: Mapping[int, Column]) -> dict[int, Column]:
    """Headings under a heading: ``Có mặt`` and ``Vắng`` under ``Điểm danh``."""
    cells = {n: cell for n, cell in enumerate(row) if cell}
    read = {n: column for n, cell in cells.items() if (column := _heading(cell))}
    if len(read) != len(cells) or any(above.get(n) in _NAMED for n in read):
        return {}
    return read


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
        elif wanted and len(wanted) == 2 and all(is_unit(cell) for cell in cells):
            found[n] = Column.UNIT
            wanted.remove(Column.UNIT)
        elif wanted:
            found[n] = wanted.pop(0)
        elif Column.NOTE not in found.values():
            found[n] = Column.NOTE
    return found


# --- rows ---------------------------------------------------------------------------------------


@dataclass
class _Reader:
    entries: list[Entry] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    unit: str = ""
    heading: tuple[int, str] | None = None  # a row with nothing but an office; nobody under it yet

    def read(
        self,
        rows: Sequence[Row],
        first: int,
        columns: Mapping[int, Column],
        unused: tuple[str, ...],
    ) -> Listed:
        for number, row in enumerate(rows[first:], start=first + 1):
            if any(char.isalnum() for cell in row for char in cell):
                self._row(number, row, columns)
        self._close_heading()
        entries, twice = without_doubles(self.entries)
        asides = [*self.asides, *(Aside(0, entry.name, Odd.TWICE) for entry in twice)]
        return Listed(tuple(entries), tuple(asides), unused)

    def _row(self, number: int, row: Row, columns: Mapping[int, Column]) -> None:
        cells = {column: row[n] for n, column in columns.items() if n < len(row) and row[n]}
        name = cells.get(Column.NAME) or " ".join(
            cells[part] for part in (Column.FAMILY, Column.GIVEN) if part in cells
        )
        filled = [cell for cell in row if cell]
        if _headings(row) or _numbers_only(filled):
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
        title = cells.get(Column.TITLE) or person.title
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
        for column in (Column.STATE, Column.CAME, Column.ABSENT):
            cell = cells.get(column)
            if not cell:
                continue
            said = _read_state(column, cell)
            if said is None or (state not in (said[0], Presence.UNMARKED) and said[0]):
                self.asides.append(Aside(number, f"{person.name}: {cell}", Odd.STATE))
                return Presence.UNMARKED, cells.get(Column.NOTE, "") or cell
            state, note = said[0] or state, said[1] or note
        reason, noted = cells.get(Column.REASON, ""), cells.get(Column.NOTE, "")
        absent = presence(noted)
        if state is Presence.UNMARKED and absent:
            state, noted = absent[0], absent[1]
        return state, "; ".join(dict.fromkeys(x for x in (note, reason, noted) if x))


def _numbers_only(cells: Sequence[str]) -> bool:
    return all(re.fullmatch(r"\(?\d{1,3}\)?", cell) for cell in cells)


def _longest(cells: Sequence[str]) -> str:
    return max(cells, key=len)


def _read_state(column: Column, cell: str) -> tuple[Presence, str] | None:
    """What a cell says; None where it may mean two things."""
    sign = fold(cell).strip(" .")
    said = presence(cell)
    if said:
        return said
    if column is Column.STATE:
        return _WORDS.get(sign)
    if column is Column.CAME:
        if sign in _SIGNS:
            return Presence.PRESENT, ""
        return (Presence.ABSENT, "") if sign in _NO else None
    if sign in _NO:
        return Presence.UNMARKED, ""
    return Presence.ABSENT, "" if sign in _SIGNS and sign != "p" else cell


_WORDS: Mapping[str, tuple[Presence, str]] = {
    "co": (Presence.PRESENT, ""),
    "du": (Presence.PRESENT, ""),
    "den": (Presence.PRESENT, ""),
    "cm": (Presence.PRESENT, ""),
    "khong": (Presence.ABSENT, ""),
    "co phep": (Presence.ABSENT, "có phép"),
    "khong phep": (Presence.ABSENT, "không phép"),
    "nghi": (Presence.ABSENT, ""),
}
