"""What the columns of a table of people hold, by their headings."""

from __future__ import annotations

import re
from enum import StrEnum

from bot.minutes.typed.words import fold


class Column(StrEnum):
    NUMBER = "number"
    CALLED = "called"
    NAME = "name"
    FAMILY = "family"  #: family and middle names, where the given name has a column of its own
    MIDDLE = "middle"
    GIVEN = "given"
    TITLE = "title"
    UNIT = "unit"
    BOTH = "both"  #: title and unit
    CAME = "came"  #: a sign there: present
    ABSENT = "absent"  #: a sign there: absent
    EXCUSED = "excused"  #: a sign there: absent with leave
    UNEXCUSED = "unexcused"  #: a sign there: absent without it
    STATE = "state"  #: words: present or absent
    REASON = "reason"  #: why absent
    NOTE = "note"


# The first that fits a heading, folded, is meant
_HEADINGS: tuple[tuple[str, Column], ...] = (
    (r"stt|so tt|tt|so thu tu|no|#|so", Column.NUMBER),
    (r"(?:ong|danh xung|xung ho)(?: ba| \(ba\))?|ong ?/ ?ba", Column.CALLED),
    (r"(?:ho|ho (?:va )?(?:ten )?(?:dem|lot|ten dem|ten lot)|ho dem)", Column.FAMILY),
    (r"(?:ten dem|dem|chu lot|lot|ten lot)", Column.MIDDLE),
    (r"(?:ten|ten goi)", Column.GIVEN),
    (r"(?:vang )?(?:\(?(?:p|c ?p)\)?|(?:co )?phep|co (?:phep|ly do))(?: \(x\))?", Column.EXCUSED),
    (r"(?:vang )?(?:\(?k ?p\)?|(?:khong|k) (?:phep|ly do))(?: \(x\))?", Column.UNEXCUSED),
    (r".*(?:chuc vu|chuc danh|vi tri).*(?:don vi|co quan|cong tac|to chuc).*", Column.BOTH),
    (r".*(?:don vi|co quan|cong tac|to chuc).*(?:chuc vu|chuc danh).*", Column.BOTH),
    (r".*ly do.*vang.*|.*vang.*ly do.*|.*nguyen nhan vang.*", Column.REASON),
    (r".*(?:co mat|hien dien).*vang.*|.*vang.*co mat.*", Column.STATE),
    (r".*(?:tinh trang|trang thai|diem danh|tham du khong|tham gia khong).*", Column.STATE),
    (r"(?:co mat|hien dien|tham du|co tham du|du hop|co du)(?: hop| \(x\))?", Column.CAME),
    (r"attended|present|check ?in", Column.CAME),
    (r"vang(?: mat| hop)?(?: \(x\))?", Column.ABSENT),
    (r".*(?:chuc vu|chuc danh|vi tri|chuc trach|position|title).*|cv|c ?vu", Column.TITLE),
    (
        r".*(?:don vi|co quan|noi cong tac|phong ?/ ?ban|phong ban|to chuc|noi lam viec|unit"
        r"|organi[sz]ation|company|department|cong ty|bo phan).*",
        Column.UNIT,
    ),
    (r".*\bho (?:va |, ?|& ?)?ten\b.*|hoten|hovaten|.*full ?name.*|name", Column.NAME),
    (
        r"(?:ten )?(?:dai bieu|thanh vien|can bo|nguoi (?:tham )?du|khach moi|nhan vien|giao vien"
        r"|hoc sinh|hoi vien|doan vien|dang vien|ho dan|thanh phan(?: tham du| du hop)?)(?: .*)?",
        Column.NAME,
    ),
    (r"ly do.*|nguyen nhan.*", Column.REASON),
    (r"ghi chu.*|notes?", Column.NOTE),
)


def heading_of(cell: str) -> Column | None:
    """What a heading says of its column; None: nothing that a list has.

    >>> heading_of("Họ và tên"), heading_of("Số điện thoại")
    (<Column.NAME: 'name'>, None)
    """
    words = re.sub(r"[\s.:*_]+", " ", fold(cell)).strip()
    if not words or len(words) > 60:
        return None
    return next((column for form, column in _HEADINGS if re.fullmatch(form, words)), None)
