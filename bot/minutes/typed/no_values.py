"""Words that stand where a value should, and are none: ``như lần trước``, ``đầy đủ``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.minutes.info import rows_of
from bot.minutes.typed.words import fold, one_line

_TIME = (
    r"(?:lan|ky|ki|phien|buoi|cuoc|hoi|tuan|thang|quy|nam|hom|dot)(?: hop)?"
    r"|(?:van ban|bien ban|bao cao|thong bao|ban|mau|danh sach|hop)"
)
_BEFORE = (
    rf"(?:(?:cua |o |trong )?(?:{_TIME}) )?(?:truoc|cu|tren|vua roi|vua qua|roi|gan nhat|moi nhat)"
)
_END = r"(?: (?:nhe|nha|a|thoi|luon))?"
_AS_BEFORE = (
    r"(?:(?:van|cu|cung|la|lay|ghi|de|dung) )*"
    r"(?:(?:khong doi|giu nguyen|lap lai|(?:giong|nhu|theo|y|lay)"
    r"(?: (?:giong|nhu|theo|y|het|nguyen|lai))*)"
    rf" (?:{_BEFORE}|thuong le|thuong ky|moi khi|moi lan|hang (?:thang|tuan|quy))"
    rf"|khong doi|giu nguyen|khong thay doi){_END}"
)
_ALL_THERE = (
    r"(?:(?:co mat|tham du|du hop|thanh phan|du) )?(?:day du|du ca|du het|du|tat ca|moi nguoi)"
    r"(?: (?:ca|het|thanh phan|moi nguoi|tat ca|cac thanh phan|co mat|tham du|dung thanh phan))*"
    rf"{_END}"
)
_LATER = (
    r"(?:(?:chua|khong) (?:co|ro|biet|xac dinh|nho)"
    r"|(?:se )?(?:bo sung|dien|ghi|cap nhat|bao|xem|de)(?: vao)? sau|(?:bot |may )?tu (?:dien|ghi)"
    r"|khong|nhu tieu de|dang cho|cho xac nhan)"
)
_ONESELF = r"(?:toi|em|minh|tui|anh|chi|ban|ong|ba|nguoi nay|nguoi tren)"
_NONE = re.compile(rf"(?:{_AS_BEFORE}|{_ALL_THERE}|{_LATER}|{_ONESELF}|bay gio|hien tai|luc nay)")
_ABOVE = "nhu tren"  #: among receivers: who is addressed above
_NOBODY = re.compile(r"(?:khong|chua)(?: co)?")  # of those who are absent


def is_no_value(code: str, value: str, known: Mapping[str, str]) -> bool:
    """Whether a document would print words that say nothing.

    Args:
        code: the item's.
        known: the meeting's other items: receivers may be those addressed above.

    >>> is_no_value("noi_nhan", "giống lần trước", {}), is_no_value("thanh_phan", "đầy đủ", {})
    (True, True)
    >>> is_no_value("noi_nhan", "Như trên", {"kinh_gui": "Sở A"}), is_no_value("vang", "không", {})
    (False, False)
    """
    rows = [_plain(row) for row in rows_of(value)]
    said = [row for row in rows if not row.startswith("luu")]
    if not said:
        return False
    if code == "noi_nhan" and _ABOVE in said and known.get("kinh_gui"):
        return False
    if code == "vang" and all(map(_NOBODY.fullmatch, said)):
        return False
    return all(map(_NONE.fullmatch, said))


def _plain(row: str) -> str:
    return re.sub(r"[^\w\s]+", " ", fold(one_line(row))).strip()
