"""Guests who stand in a list together, without names: ``Đại diện Sở Tài chính``."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.minutes.typed.words import fold

_COUNT = r"\(?\d{1,4}\)?(?:\s+(?:dong chi|d/c|nguoi|vi|ong|ba|can bo))?\s+"
_WHO = (
    r"(?:(?:cac|toan the|toan bo|tap the|tat ca|dai dien|lanh dao|nhung)\s+){0,2}"
    r"(?:dai dien|lanh dao|toan the|tap the|thuong truc|dai bieu|khach moi|khach|thanh vien|uy vien"
    r"|can bo|cong chuc|vien chuc|nguoi lao dong|chuyen vien|nhan vien|ho dan|ho gia dinh|nguoi dan"
    r"|nhan dan|ba con|doan vien|hoi vien|dang vien|sinh vien|hoc sinh|phu huynh|giao vien|nha giao"
    r"|phong vien|nha bao|co quan bao chi|doanh nghiep|hop tac xa|chu co so|nong dan|tieu thuong"
    r"|ban giam doc|ban giam hieu|ban lanh dao|ban chap hanh|ban thuong vu|ban can su|hoi dong"
    r"|truong,? pho|truong cac|pho cac|thu truong cac|giam doc cac|hieu truong cac|bi thu cac"
    r"|chu tich cac|truong (?:thon|ap|khom|phong|ban)\s+cac|to truong cac|cac dong chi"
    r"|(?:truong|pho|bi thu|chu tich|to truong)\s+\d{1,4}\s+"
    r"(?:thon|ap|khom|khu|to|xa|phuong|phong|chi bo)"
    r"|doan (?:cong tac|kiem tra|giam sat|thanh tra))"
)
_SOME = re.compile(
    rf"(?:{_COUNT})?(?:{_WHO})(?:[\s,(].*)?"
    r"|\(?(?:0\d|[2-9]|\d{2,4})\)?\s+(?:dong chi|d/c|nguoi|vi)\s+\S.*",  # "03 đ/c Công an xã"
    re.DOTALL,
)
_EACH = re.compile(rf"(?:{_COUNT})?(?:cac|toan the|tat ca cac|tap the)\s+\S+\s+\S.*", re.DOTALL)
_COUNTED = re.compile(
    rf"{_COUNT}(?:{_WHO})\b.*|\(?(?:0\d|[2-9]|\d{{2,4}})\)?\s+(?:dong chi|d/c|nguoi|vi)\s+\S.*",
    re.DOTALL,
)
# Words of a sentence, as nobody is called
_SENTENCE = re.compile(
    r"\b(?:đã|sẽ|đang|phải|cần|được|yêu cầu|đề nghị|báo cáo|trình bày|như sau|hãy|xin|vui lòng|gửi"
    r"|chú ý|thống nhất|đồng ý|có mặt|tổng cộng|không|chưa)\b"
)
_ONE_OF = re.compile(
    r"(?:dai dien|lanh dao|dai bieu|thanh vien|uy vien|can bo|cong chuc|vien chuc|chuyen vien|nhan"
    r" vien|doan vien|hoi vien|dang vien|sinh vien|hoc sinh|giao vien|nha giao|phong vien|nha bao"
    r"|nong dan|thuong truc|hoi dong|khach)"
)
_MOST_WORDS = 20
_MOST_LETTERS = 200


@lru_cache(maxsize=5_000)
def is_collective(words: str) -> bool:
    """Whether words mean guests without names: of an office, of a kind, all of a room.

    >>> is_collective("01 đại diện Phòng Tài chính"), is_collective("Nguyễn Văn An")
    (True, False)
    """
    if len(words) > _MOST_LETTERS or len(words.split()) > _MOST_WORDS:
        return False
    folded = fold(words).strip(" .;:,-")
    if _SENTENCE.search(words.lower()) or _ONE_OF.fullmatch(folded):
        return False  # "Chuyên viên" alone: a title without a name
    return bool(_SOME.fullmatch(folded) or _EACH.fullmatch(folded))


def counts_guests(words: str) -> bool:
    """Whether a row begins with how many they are rather than with its own number.

    >>> counts_guests("01 đại diện Phòng Tài chính"), counts_guests("1. Đại diện Phòng Tài chính")
    (True, False)
    """
    return bool(_COUNTED.match(fold(words)))


def office_of(words: str) -> str:
    """The office that guests stand for: ``Sở Tài chính`` of ``Đại diện Sở Tài chính``; empty where
    they stand for none.

    >>> office_of("Đại diện lãnh đạo Sở Tài chính"), office_of("Khách mời")
    ('Sở Tài chính', '')
    """
    found = re.match(r"(?:(?:đại diện|lãnh đạo|thay mặt)\s+)+", words, re.IGNORECASE)
    return words[found.end() :].strip(" :,-") if found else ""
