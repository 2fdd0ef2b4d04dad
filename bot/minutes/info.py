"""What a report knows of its meeting beside the lines: the items of ``/thongtin``."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.minutes.typed.words import clean, fold, one_line


@dataclass(frozen=True)
class Item:
    """One item: its code, the name people read, other names they may type."""

    code: str
    label: str
    also: tuple[str, ...] = ()
    office: bool = False  #: constant for an office: remembered for the chat's next meeting
    needed: bool = False  #: a report lacks it visibly
    rows: bool = False  #: a list: its rows may have colons of their own
    most: int = 500  #: letters of a value; a longer one has come here by mistake


_TIME_NAMES = (
    *("bắt đầu", "thời gian bắt đầu", "thời gian họp", "ngày họp", "giờ họp"),
    *("ngày giờ", "ngày giờ họp", "thời điểm"),
)
_SYMBOL_NAMES = ("kí hiệu", "số ký hiệu", "số, ký hiệu", "số và ký hiệu", "số/ký hiệu")

ITEMS: tuple[Item, ...] = (
    Item("co_quan_chu_quan", "cơ quan chủ quản", ("chủ quản",), office=True),
    Item("co_quan", "cơ quan", ("đơn vị", "cơ quan ban hành"), office=True, needed=True),
    Item("ky_hieu", "ký hiệu", _SYMBOL_NAMES, office=True, needed=True),
    Item("so", "số"),
    Item("dia_danh", "địa danh", office=True, needed=True),
    Item(
        "ten",
        "tên",
        ("trích yếu", "tên báo cáo", "tên cuộc họp", "tên hội nghị", "tên họp"),
        needed=True,
    ),
    Item("can_cu", "căn cứ", needed=True, most=5_000),
    Item("thoi_gian", "thời gian", _TIME_NAMES, needed=True),
    Item("ket_thuc", "kết thúc", ("thời gian kết thúc", "giờ kết thúc", "bế mạc")),
    Item("dia_diem", "địa điểm", ("địa điểm họp", "nơi họp"), needed=True),
    Item("chu_tri", "chủ trì", ("chủ toạ", "chủ tọa", "người chủ trì"), needed=True),
    Item("thu_ky", "thư ký", ("thư kí", "người ghi biên bản")),
    Item(
        "thanh_phan",
        "thành phần",
        ("thành phần tham dự", "tham dự", "đại biểu"),
        needed=True,
        rows=True,
        most=200_000,
    ),
    Item("vang", "vắng", ("vắng mặt",), rows=True, most=200_000),
    Item("nguoi_ket_luan", "người kết luận", needed=True),
    Item("kinh_gui", "kính gửi", office=True, rows=True, most=5_000),
    Item("noi_nhan", "nơi nhận", office=True, needed=True, rows=True, most=5_000),
    Item("nguoi_ky", "người ký", ("người kí", "ký tên"), office=True, needed=True, rows=True),
)
BY_CODE: Mapping[str, Item] = {item.code: item for item in ITEMS}


def _key(name: str) -> str:
    return re.sub(r"[\s_]+", "", fold(name))


_BY_NAME = {_key(name): item for item in ITEMS for name in (item.label, item.code, *item.also)}
_OTHER_NAMES = frozenset(map(_key, _TIME_NAMES[2:]))
_FIELD = re.compile(r"\s*([^:=\s](?:[^:=\n]{0,38}[^:=\s])?)\s*[:=](.*)", re.DOTALL)
_MAX_NAME_WORDS = 4  # "Thời gian họp: …" is a name that we do not know, a longer one is prose
_NAMES = "|".join(
    sorted(
        (fold(name) for item in ITEMS for name in (item.label, *item.also)), key=len, reverse=True
    )
)
_NEXT_FIELD = re.compile(rf"[;,]\s*(?=(?:{_NAMES})\s*[:=])")  # in folded text
# «bỏ» in any letters; «Bộ» is an office, and so may «Bo» be
_TO_CLEAR = r"(?:(?i:xo[áa]|xóa)(?: (?i:bỏ)| bo)?|(?i:bỏ)|bo)"
_CLEARED = re.compile(rf"\s*{_TO_CLEAR}(?: (?i:mục|muc))? ")  # «xoá địa điểm»
_CLEARS = re.compile(rf"{_TO_CLEAR}(?: (?i:đi|di|mục này|muc nay))?|(?i:để trống|de trong)")
_BARE_FIELD = re.compile(rf"\s*({_NAMES})\s+(?=\S)")


@dataclass(frozen=True)
class InfoUpdate:
    """What a ``/thongtin`` message said."""

    values: Mapping[str, str] = field(default_factory=dict)  #: by code; "" clears an item
    unknown: tuple[str, ...] = ()  #: names that mean no item, as typed
    strays: tuple[tuple[str, str], ...] = ()  #: the same names, each with its value
    empty: tuple[tuple[str, str], ...] = ()  #: items' other names without a value, each its code


def read_info(text: str) -> InfoUpdate:
    """Read ``mục: giá trị`` lines. A value goes on over ``- `` and ``+ `` lines, and over lines
    without a colon.

    >>> read_info("dia diem: Hội trường\\nNơi nhận:\\n- UBND tỉnh\\n- Lưu: VT").values
    {'dia_diem': 'Hội trường', 'noi_nhan': '- UBND tỉnh\\n- Lưu: VT'}
    """
    values: dict[str, list[str]] = {}
    strays: list[tuple[str, list[str]]] = []
    names: dict[str, str] = {}
    typed: list[str] = []
    reading: _Reading | None = None
    for row in _fields_apart(clean(text).replace("：", ":")):
        name, value, item = _split_row(row, reading)
        if name is None:
            if reading:
                reading.rows.append(row.strip())
            elif strays:  # it goes to no item
                strays[-1][1].append(row.strip())
        elif item is None:
            strays.append((name, [value]))
            reading = None
        else:
            # a list may be given in two pieces, a time as «ngày họp» and «giờ họp»
            other = item.code == "thoi_gian" and names.get(item.code) != _key(name)
            again = (item.rows or other) and item.code in values
            reading = _Reading(item, values[item.code] if again else [], bool(value))
            reading.rows.append(value)
            values[item.code], names[item.code] = reading.rows, _key(name)
            if item.code == "thoi_gian" and _key(name) in _OTHER_NAMES:
                typed.append(name)
    said = {code: _said(rows) for code, rows in values.items()}
    # «thời gian:» takes the time away, «ngày họp:» is a form that nobody filled in
    empty = [(shown, "thoi_gian") for shown in typed if not said["thoi_gian"]]
    return InfoUpdate(
        {code: value for code, value in said.items() if not (empty and code == "thoi_gian")},
        tuple(name for name, _ in strays),
        tuple((name, _said(rows)) for name, rows in strays),
        tuple(empty),
    )


def _said(rows: list[str]) -> str:
    """The rows as one value; dots and dashes alone say nothing."""
    value = "\n".join(row for row in rows if row)
    return value if any(char.isalnum() for char in value) else ""


@dataclass
class _Reading:
    """The item whose value is being read."""

    item: Item
    rows: list[str]
    on_head_row: bool  #: the value began behind the item's name

    def owns(self, other: Item | None, name: str) -> bool:
        """Whether ``name: …`` is a row of this list rather than an item of its own."""
        if not self.item.rows:
            return False
        if other is None:
            return guess(name) is None
        bare = not self.on_head_row and not any(_is_list_row(row) for row in self.rows)
        return bare and (other is self.item or other.code in _MAY_STAND_IN_A_LIST)


# "Chủ trì: ông A" is a row among those who took part, as long as the rows have no dashes
_MAY_STAND_IN_A_LIST = frozenset({"chu_tri", "thu_ky", "so", "co_quan", "co_quan_chu_quan"})


def guess(name: str) -> Item | None:
    """The item that a misspelt name probably means."""
    near = difflib.get_close_matches(_key(name), _BY_NAME, 1, cutoff=0.7)
    return _BY_NAME[near[0]] if near else None


def named_item(name: str) -> Item | None:
    """The item that a name means."""
    return _BY_NAME.get(_key(name))


# one word alone may be many things; these have commands of their own
_NO_ORDER = ("so", "ten", "vang", "chu_tri", "thu_ky", "thanh_phan")
_ITEM_AT_FIRST = re.compile(
    "("
    + "|".join(
        sorted(
            (
                fold(name)
                for item in ITEMS
                for name in (item.label, *item.also)
                if " " in name
                and name != "đơn vị"  # whose?
                and (item.code not in _NO_ORDER or name.startswith("tên "))
            ),
            key=len,
            reverse=True,
        )
    )
    + r")(?!\w)\s*[:=–-]?\s*"
)


def begins_with_item(text: str) -> tuple[Item, str] | None:
    """The item that a text begins with, and the rest: ``địa điểm Phòng họp 1``; None: it begins
    with none, or with a word that may be another thing.

    >>> begins_with_item("dia diem: Phòng 1")[1], begins_with_item("số 45")
    ('Phòng 1', None)
    """
    words = one_line(text)
    found = _ITEM_AT_FIRST.match(fold(words))
    if found is None:
        return None
    return _BY_NAME[_key(found[1])], _BEGINS_WITH_IS.sub("", words[found.end() :])


_BEGINS_WITH_IS = re.compile(r"(?:là|la)\s+(?=\S)", re.IGNORECASE)


def clears(value: str) -> bool:
    """Whether a value says that its item is to be empty.

    >>> clears("Bỏ"), clears("xoá mục này."), clears("Bộ")
    (True, True, False)
    """
    return bool(_CLEARS.fullmatch(one_line(value).strip(" .!")))


def _fields_apart(text: str) -> list[str]:
    """The rows; one that holds several items (``địa điểm: A; chủ trì: B``) is taken apart, and a
    message that is one item without its colon gets it."""
    rows: list[str] = []
    for row in text.split("\n"):
        start = 0
        if not _is_list_row(row):
            for match in _NEXT_FIELD.finditer(fold(row)):
                rows.append(row[start : match.start()])
                start = match.end()
        rows.append(row[start:])
    cleared = _CLEARED.match(rows[0]) if len(rows) == 1 else None
    if cleared and named_item(rows[0][cleared.end() :]):
        rows[0] = f"{rows[0][cleared.end() :].strip()}:"
    bare = _BARE_FIELD.match(fold(rows[0]))
    if len(rows) == 1 and bare and not _FIELD.fullmatch(rows[0]):
        rows[0] = f"{rows[0][: bare.end(1)]}: {rows[0][bare.end() :]}"
    return rows


def _is_list_row(row: str) -> bool:
    return row.lstrip().startswith(("-", "+", "–", "•", "*"))


_IS = re.compile(r"\s+(?:là|gồm|gồm có)$", re.IGNORECASE)  # «ký hiệu là: SKHCN»
_BULLET = re.compile(r"\s*(?:([-+–*])|•|\d{1,2}[.)])\s*")


def _split_row(row: str, reading: _Reading | None) -> tuple[str | None, str, Item | None]:
    """The item's name as typed, the rest, the item; a name of None is a row that goes on."""
    goes_on: tuple[None, str, None] = (None, row, None)
    bullet = _BULLET.match(row)
    if bullet and bullet[1] and reading and reading.item.rows:
        return goes_on  # a dash in a list begins a row of it
    match = _FIELD.fullmatch(row[bullet.end() :] if bullet else row)
    if not match:
        return goes_on
    name, value = match[1], match[2].strip()
    item = _BY_NAME.get(_key(name)) or _BY_NAME.get(_key(_IS.sub("", name)))
    if item is None and (bullet or len(name.split()) > _MAX_NAME_WORDS):
        return goes_on
    if reading and reading.owns(item, name):
        return goes_on
    return name, value, item


def rows_of(value: str) -> list[str]:
    """A value's rows without their dashes; a single row is also split at ``;``.

    >>> rows_of("- UBND tỉnh;\\n- Lưu: VT.")
    ['UBND tỉnh', 'Lưu: VT']
    """
    rows = value.split("\n")
    if len(rows) == 1:
        rows = value.split(";")
    stripped = (re.sub(r"^\s*[-+–•*]\s*", "", row).strip().rstrip(";.").strip() for row in rows)
    return [row for row in stripped if row]


def meeting_word(title: str) -> str:
    """What the meeting calls itself: ``Hội nghị``, ``Hội thảo``, ``Tọa đàm``, else ``cuộc họp``.

    >>> meeting_word("HỘI NGHỊ sơ kết 6 tháng")
    'Hội nghị'
    """
    start = fold(title)
    for word in ("Hội nghị", "Hội thảo", "Tọa đàm", "Đại hội"):
        if start.startswith(fold(word)):
            return word
    return "cuộc họp"


def names_chair(info: Mapping[str, str]) -> bool:
    """Whether the list of who took part has its own row for the chair."""
    rows = rows_of(info.get("thanh_phan", ""))
    return any(fold(row).startswith(("chu tri", "chu toa")) for row in rows)
