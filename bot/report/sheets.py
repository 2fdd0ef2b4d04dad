"""Lists of people as files: read from CSV and Excel, which strangers may have made, and written."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.errors import BotError
from bot.messages import attendance as said
from bot.minutes.roll import Attendee
from bot.minutes.typed.people import Listed
from bot.minutes.typed.people_table import read_table
from foundation.files import finish_durably, make_folder

MAX_BYTES = 2_000_000  #: of a file; a list of a thousand people has some 60 kB
MAX_ROWS = 1000
_ABOVE = 25  # rows: an office's name, the title, the headings
_MAX_COLUMNS = 40
MAX_UNPACKED = 30_000_000  # bytes, of all that is in an Excel file
_MAX_PARTS = 1000
_OLE = b"\xd0\xcf\x11\xe0"  # of Excel before 2007, and of an encrypted file


class WrongList(StrEnum):
    """Why a file gives no list."""

    KIND = "kind"  #: neither CSV nor Excel
    OLD = "old"  #: .xls, or with a password
    MACROS = "macros"
    BIG = "big"
    ROWS = "rows"  #: more than a thousand
    EMPTY = "empty"
    BROKEN = "broken"
    LETTERS = "letters"  #: in letters that are neither Unicode nor Windows-1258
    HEAVY = "heavy"  #: takes too much time or memory


class ListBroken(BotError):
    """A file cannot be used as a list."""

    def __init__(self, wrong: WrongList, about: str = "") -> None:
        super().__init__(wrong, about)
        self.wrong = wrong

    def __str__(self) -> str:
        return f"{self.wrong.value} {self.args[1]}".strip()


def read_file(path: Path) -> Listed:
    """The people of a CSV or an Excel file, by its content, whatever its name. Work for a process
    of its own: the file may be anything.

    Raises:
        ListBroken
    """
    data = path.read_bytes()
    if not data.strip():
        raise ListBroken(WrongList.EMPTY)
    if data.startswith(_OLE):
        raise ListBroken(WrongList.OLD)
    rows = _excel(data) if data.startswith(b"PK") else _csv(data)
    if sum(1 for row in rows if any(row)) > MAX_ROWS + _ABOVE:
        raise ListBroken(WrongList.ROWS)
    if not any(cell for row in rows for cell in row):
        raise ListBroken(WrongList.EMPTY)
    listed = read_table(rows)
    if len(listed.entries) + len(listed.asides) > MAX_ROWS:
        raise ListBroken(WrongList.ROWS)
    return listed


# --- CSV ----------------------------------------------------------------------------------------

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _csv(data: bytes) -> list[list[str]]:
    text = _decoded(data)
    if sum(text.count(char) for char in "\0\ufffd") or text.lstrip()[:5] in ("%PDF-", "{\\rtf"):
        raise ListBroken(WrongList.KIND)
    if text.lstrip()[:1] == "<":  # a page, or XML, whatever it is called
        raise ListBroken(WrongList.KIND)
    sign = _delimiter(text)
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep="):  # Excel's own hint
        sign, text = first.strip()[4:5] or sign, f"\n{rest}"
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
        return [[cell.strip() for cell in row[:_MAX_COLUMNS]] for row in reader]
    except csv.Error as error:
        raise ListBroken(WrongList.BROKEN, str(error)) from error


def _decoded(data: bytes) -> str:
    """The text: UTF-8 or UTF-16, with or without its mark, else what Windows wrote in Vietnam."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _as(data, name)
    if len(data) > 3 and data[1::2].count(0) > len(data) // 5:
        return _as(data, "utf-16-le")
    if len(data) > 3 and data[::2].count(0) > len(data) // 5:
        return _as(data, "utf-16-be")
    try:
        return unicodedata.normalize("NFC", data.decode("utf-8"))
    except UnicodeDecodeError:
        return _as(data, "cp1258")


def _as(data: bytes, encoding: str) -> str:
    try:
        return unicodedata.normalize("NFC", data.decode(encoding))
    except UnicodeError as error:
        raise ListBroken(WrongList.LETTERS, encoding) from error


def _delimiter(text: str) -> str:
    """The sign between cells: the one that most of the first rows have equally often."""
    rows = [row for row in text.splitlines()[:20] if row.strip()]

    def fitting(sign: str) -> tuple[int, int]:
        counts = [_outside_quotes(row).count(sign) for row in rows]
        usual = max(set(counts), key=counts.count, default=0)
        return (counts.count(usual) if usual else 0), usual

    return max((";", "\t", ","), key=fitting) if rows else ","


def _outside_quotes(row: str) -> str:
    return "".join(row.split('"')[::2])


# --- Excel --------------------------------------------------------------------------------------


def _excel(data: bytes) -> list[list[str]]:
    """The cells of the first sheet that has any: values as they were last seen in Excel. Formulas
    are not worked out, macros not looked at."""
    _look_into(data)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
        for sheet in sorted(book.worksheets, key=lambda x: x.sheet_state != "visible"):
            rows = _cells(sheet)
            if any(cell for row in rows for cell in row):
                return rows
    except MemoryError:
        raise
    except ListBroken:
        raise
    except Exception as error:  # whatever the library meets in it
        raise ListBroken(WrongList.BROKEN, type(error).__name__) from error
    raise ListBroken(WrongList.EMPTY)


def _look_into(data: bytes) -> None:
    """See what the file is made of before anything of it is unpacked.

    Raises:
        ListBroken
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            names = {part.filename.lower() for part in parts}
            if any("vbaproject" in name or "macrosheets" in name for name in names):
                raise ListBroken(WrongList.MACROS)
            if "xl/workbook.xml" not in names:
                raise ListBroken(WrongList.KIND)
            unpacked = sum(part.file_size for part in parts)
            if unpacked > MAX_UNPACKED or len(parts) > _MAX_PARTS:
                raise ListBroken(WrongList.HEAVY, f"{unpacked} bytes in {len(parts)} parts")
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    _no_entities(packed.read(part))
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError, OSError) as error:
        raise ListBroken(WrongList.BROKEN, type(error).__name__) from error


def _no_entities(part: bytes) -> None:
    """Excel writes no document type; who does wants the reader to fetch or to multiply."""
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"<\0!\0D\0O\0C" in part:
        raise ListBroken(WrongList.BROKEN, "document type")


def _cells(sheet: Any) -> list[list[str]]:
    if sheet.max_row > 100 * MAX_ROWS:
        raise ListBroken(WrongList.ROWS)
    filled = {
        (row, column): (merged.min_row, merged.min_col)
        for merged in list(sheet.merged_cells.ranges)[: 2 * MAX_ROWS]
        if merged.min_col == merged.max_col and merged.max_row - merged.min_row < MAX_ROWS
        for row in range(merged.min_row + 1, merged.max_row + 1)
        for column in (merged.min_col,)
    }
    width = min(sheet.max_column, _MAX_COLUMNS)
    rows = []
    for number in range(1, sheet.max_row + 1):
        places = ((number, column) for column in range(1, width + 1))
        cells = (sheet._cells.get(filled.get(place, place)) for place in places)
        rows.append([_text(cell.value if cell is not None else None) for cell in cells])
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return unicodedata.normalize("NFC", str(value)).strip()


# --- written ------------------------------------------------------------------------------------

_WIDTHS = (6, 10, 28, 32, 36, 14, 30)


def write_list(people: Sequence[Attendee], path: Path, rows: int = 0) -> None:
    """Write a list as an Excel file, which ``read_file`` reads again. Whole, or not at all.

    Args:
        rows: how many empty ones come behind.

    Raises:
        OSError: the disk is full or cannot be written.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = said.SHEET
    lines = [said.SHEET_HEADINGS, *(_row(place, one) for place, one in enumerate(people, start=1))]
    lines += [("",) * len(said.SHEET_HEADINGS)] * rows
    thin = Side(style="thin")
    for number, line in enumerate(lines, start=1):
        for column, value in enumerate(line, start=1):
            cell = sheet.cell(number, column, value)
            cell.data_type = "s" if value else "n"  # never a formula, whatever somebody is called
            cell.font = Font(name="Times New Roman", size=13, bold=number == 1)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
    for letter, width in zip("ABCDEFG", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    choice = DataValidation(type="list", formula1=said.SHEET_CHOICE, allow_blank=True)
    choice.add(f"F2:F{max(len(lines), 2)}")
    sheet.add_data_validation(choice)
    sheet.freeze_panes = "A2"
    make_folder(path.parent)
    half = path.with_suffix(".part")
    book.save(half)
    finish_durably(half, path)


def _row(place: int, one: Attendee) -> tuple[str, ...]:
    state = said.SHEET_STATES[one.state]
    return (str(place), one.called, one.name, one.title, one.unit, state, one.note)
