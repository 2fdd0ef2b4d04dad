"""The provinces and cities, and their names as people type them without marks."""

from __future__ import annotations

import re

from bot.minutes.typed.syllables import is_plain_syllable
from bot.minutes.typed.words import fold, one_line

#: Nghị quyết 202/2025/QH15
PROVINCES = (
    *("Hà Nội", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Huế", "Cao Bằng", "Lạng Sơn"),
    *("Lai Châu", "Điện Biên", "Sơn La", "Quảng Ninh", "Tuyên Quang", "Lào Cai", "Phú Thọ"),
    *("Thái Nguyên", "Bắc Ninh", "Hưng Yên", "Ninh Bình", "Thanh Hóa", "Nghệ An", "Hà Tĩnh"),
    *("Quảng Trị", "Quảng Ngãi", "Gia Lai", "Đắk Lắk", "Khánh Hòa", "Lâm Đồng", "Đồng Nai"),
    *("Tây Ninh", "Vĩnh Long", "Đồng Tháp", "An Giang", "Cà Mau"),
)
#: of before
_FORMER = (
    *("Bà Rịa", "Bà Rịa - Vũng Tàu", "Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bến Tre"),
    *("Bình Dương", "Bình Định", "Bình Phước", "Bình Thuận", "Đắk Nông", "Hà Giang", "Hà Nam"),
    *("Hải Dương", "Hậu Giang", "Hòa Bình", "Kiên Giang", "Kon Tum", "Long An", "Nam Định"),
    *("Ninh Thuận", "Phú Yên", "Quảng Bình", "Quảng Nam", "Sóc Trăng", "Thái Bình", "Thừa Thiên"),
    *("Thừa Thiên Huế", "Tiền Giang", "Trà Vinh", "Vĩnh Phúc", "Yên Bái"),
)
# towns that are written so
_PLAIN = ("Nha Trang", "Vinh", "Sa Pa", "Pleiku", "Cam Ranh", "Phan Rang")
_BY_PLAIN = {fold(name): name for name in (*_PLAIN, *_FORMER, *PROVINCES)}
_GENERAL = {
    "thanh pho": "thành phố", "thi xa": "thị xã", "thi tran": "thị trấn", "tinh": "tỉnh",
    "huyen": "huyện", "quan": "quận", "phuong": "phường", "xa": "xã", "dac khu": "đặc khu",
    "tp.": "TP.", "tp": "TP.", "tx.": "TX.", "tx": "TX.",
}  # fmt: skip
_HEAD = re.compile(rf"({'|'.join(re.escape(x) for x in _GENERAL)})\s+")
_WORD = re.compile(r"[^\W\d_]+")


def with_marks(typed: str) -> str:
    """The place that was typed without marks, as it is written; empty: it is none that is known, or
    was typed with some.

    >>> with_marks("ha noi"), with_marks("tp ho chi minh"), with_marks("Hà Nội")
    ('Hà Nội', 'TP. Hồ Chí Minh', '')
    """
    plain = one_line(typed).lower()
    if plain != fold(typed := one_line(typed)):
        return ""
    head = _HEAD.match(plain)
    general = f"{_GENERAL[head[1]]} " if head else ""
    name = _BY_PLAIN.get(plain[head.end() :] if head else plain, "")
    return general + name if name else ""


def is_unmarked(text: str) -> bool:
    """Whether words of Vietnamese were typed without a single mark: ``hoi truong so``.

    Names of another language, what is short, and places that are written so are not.
    """
    words = _WORD.findall(text)
    if fold(text) != text.lower() or with_marks(text).lower() == one_line(text).lower() != "":
        return False
    small = [word for word in words if len(word) > 1 and not word.isupper()]
    if text.isupper():
        small = [word for word in words if len(word) > 1]
    return len(small) > 1 and all(is_plain_syllable(word.lower()) for word in small)
