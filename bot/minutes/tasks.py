"""Tasks in conclusions: who does what by when, where the words say so plainly."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.minutes.words import fold, one_line


@dataclass(frozen=True)
class Task:
    """``who`` and ``due`` are words of the line, never read into it; ``due`` may be empty."""

    what: str
    who: str
    due: str = ""
    line: int = 0  #: the number of the line that says so


# "Giao Phòng Kế hoạch | chủ trì, …": the words with which what they shall do begins
_DOING = (
    "chu tri|phoi hop|hoan thien|hoan thanh|xay dung|ra soat|tong hop|tham muu|trien khai|bao cao"
    "|chuan bi|thuc hien|to chuc|de xuat|trinh|soan thao|du thao|kiem tra|theo doi|don doc"
    "|huong dan|cap nhat|dang tai|gui|lap|bo tri|lien he|lam viec|thong bao|tiep tuc|khan truong"
    "|tap trung|nghien cuu|bo sung|chinh sua|sua|khac phuc|giai quyet|xu ly|tuyen truyen|tang cuong"
    "|cung cap|mua|thanh toan|quyet toan|nghiem thu|ban giao|khao sat|danh gia"
    "|thong ke|ke khai|dau moi"
)
_GIVEN = re.compile(
    rf"(?:de nghi|yeu cau|giao|phan cong)\s+(?:cho\s+)?(.{{2,80}}?)\s+(?={_DOING})\b"
)
_DUE = re.compile(
    r"[\s,]*\b((?:truoc|cham nhat(?: la| vao| den)?|xong truoc|den het|het|trong)\s+"
    r"(?:(?:ngay|thang|quy|tuan|nam|thu|cuoi|dau|giua|hom nay)\b[^,;.]*|\d[^,;.]*))\s*[.;]?\s*$"
)
_NOT_ONE_SENTENCE = re.compile(r"[.;!?]\s+\S")


def read_task(text: str, line: int = 0) -> Task | None:
    """The task that a conclusion gives; None where that is not certain.

    >>> read_task("Giao Phòng Nghiệp vụ hoàn thiện phần thu âm trước ngày 30 tháng 11.", 9)
    Task(what='Hoàn thiện phần thu âm', who='Phòng Nghiệp vụ', due='Trước ngày 30 tháng 11', line=9)
    >>> read_task("Hội đồng thống nhất nghiệm thu 06 đầu sách nói.") is None
    True
    """
    if "\n" in text.strip():
        return None
    text = one_line(text)
    folded = fold(text)
    given = _GIVEN.match(folded)
    if not given or _NOT_ONE_SENTENCE.search(text):
        return None
    due = _DUE.search(folded, given.end())
    what = text[given.end() : due.start() if due else len(text)].strip(" ,;.")
    who = text[given.start(1) : given.end(1)].strip(" ,")
    return Task(
        _capital(what),
        _capital(who),
        _capital(text[due.start(1) : due.end(1)].strip()) if due else "",
        line,
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
