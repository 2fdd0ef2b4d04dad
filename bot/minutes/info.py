"""What a report knows of its meeting beside the lines: the items of ``/thongtin``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.minutes.words import clean, fold


@dataclass(frozen=True)
class Item:
    """One item: its code, the name people read, other names they may type."""

    code: str
    label: str
    also: tuple[str, ...] = ()
    office: bool = False  #: constant for an office: remembered for the chat's next meeting
    needed: bool = False  #: a report lacks it visibly


ITEMS: tuple[Item, ...] = (
    Item("co_quan_chu_quan", "cơ quan chủ quản", ("chủ quản",), office=True),
    Item("co_quan", "cơ quan", ("đơn vị", "cơ quan ban hành"), office=True, needed=True),
    Item("ky_hieu", "ký hiệu", ("kí hiệu",), office=True, needed=True),
    Item("so", "số"),
    Item("dia_danh", "địa danh", office=True, needed=True),
    Item("ten", "tên", ("trích yếu", "tên báo cáo"), needed=True),
    Item("can_cu", "căn cứ", needed=True),
    Item("thoi_gian", "thời gian", ("bắt đầu", "thời gian bắt đầu"), needed=True),
    Item("ket_thuc", "kết thúc", ("thời gian kết thúc",)),
    Item("dia_diem", "địa điểm", needed=True),
    Item("chu_tri", "chủ trì", ("chủ toạ", "chủ tọa", "người chủ trì"), needed=True),
    Item("thu_ky", "thư ký", ("thư kí",)),
    Item("thanh_phan", "thành phần", ("thành phần tham dự", "tham dự", "đại biểu"), needed=True),
    Item("vang", "vắng", ("vắng mặt",)),
    Item("nguoi_ket_luan", "người kết luận", needed=True),
    Item("kinh_gui", "kính gửi", office=True),
    Item("noi_nhan", "nơi nhận", office=True, needed=True),
    Item("nguoi_ky", "người ký", ("người kí", "ký tên"), office=True, needed=True),
)
BY_CODE: Mapping[str, Item] = {item.code: item for item in ITEMS}


def _key(name: str) -> str:
    return re.sub(r"[\s_]+", " ", fold(name)).strip()


_BY_NAME = {_key(name): item for item in ITEMS for name in (item.label, item.code, *item.also)}
_FIELD = re.compile(r"\s*([^:\n]{1,40}?)\s*:(.*)", re.DOTALL)
_MAX_NAME_WORDS = 4  # "Thời gian họp: …" is a name that we do not know, a longer one is prose


@dataclass(frozen=True)
class Given:
    """What a ``/thongtin`` message said."""

    values: Mapping[str, str] = field(default_factory=dict)  #: by code; "" clears an item
    unknown: tuple[str, ...] = ()  #: names that mean no item, as typed


def read_info(text: str) -> Given:
    """Read ``mục: giá trị`` lines. A value goes on over ``- `` and ``+ `` lines, and over lines
    without a colon.

    >>> read_info("dia diem: Hội trường\\nNơi nhận:\\n- UBND tỉnh\\n- Lưu: VT").values
    {'dia_diem': 'Hội trường', 'noi_nhan': '- UBND tỉnh\\n- Lưu: VT'}
    """
    values: dict[str, list[str]] = {}
    unknown: list[str] = []
    current: list[str] = []  # the value being read; a value under an unknown name goes nowhere
    for row in clean(text).split("\n"):
        name, value, item = _split_row(row)
        if name is None:
            current.append(row.strip())
        elif item is None:
            unknown.append(name)
            current = []
        else:
            current = values[item.code] = [value]
    return Given(
        {code: "\n".join(row for row in rows if row) for code, rows in values.items()},
        tuple(unknown),
    )


def _split_row(row: str) -> tuple[str | None, str, Item | None]:
    """The item's name as typed, the rest, the item; a name of None is a row that goes on."""
    if row.lstrip().startswith(("-", "+", "–", "•", "*")):
        return None, row, None
    match = _FIELD.fullmatch(row)
    if not match:
        return None, row, None
    name, value = match[1], match[2].strip()
    item = _BY_NAME.get(_key(name))
    if item is None and len(name.split()) > _MAX_NAME_WORDS:
        return None, row, None
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
