"""The documents that a meeting becomes, and how much of it stands in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.minutes.typed.small_talk import POLITE
from bot.minutes.typed.words import clean, fold


class Kind(StrEnum):
    """A kind of document. The values are the words of the chat (``/bienban``)."""

    REPORT = "baocao"
    MINUTES = "bienban"
    NOTICE = "thongbao"

    @property
    def code(self) -> str:
        """What stands before the agency's code in ký hiệu: ``BC``, ``BB``, ``TB``."""
        return _FACTS[self][0]

    @property
    def heading(self) -> str:
        """Tên loại, in sentence case: ``Báo cáo``."""
        return _FACTS[self][1]

    @property
    def file(self) -> str:
        """Its name in file names: ``bao-cao``."""
        return _FACTS[self][2]


_FACTS = {
    Kind.REPORT: ("BC", "Báo cáo", "bao-cao"),
    Kind.MINUTES: ("BB", "Biên bản", "bien-ban"),
    Kind.NOTICE: ("TB", "Thông báo", "thong-bao"),
}


class Depth(StrEnum):
    """How much of the meeting a document holds. The values are the words of the chat."""

    FULL = "chitiet"  #: every tagged line, in order, with who and when
    COURSE = "dienbien"  #: content and opinions by speaker, conclusions
    CONCLUSIONS = "ketluan"  #: conclusions and tasks only


@dataclass(frozen=True)
class DraftRequest:
    """What a person asked for behind ``/baocao``."""

    depth: Depth = Depth.COURSE
    sources: bool = False  #: the Word file carries the line numbers as comments
    meeting: int | None = None  #: an earlier meeting's number
    unknown: str = ""  #: the first word that means nothing


_DEPTHS = {
    "chitiet": Depth.FULL,
    "daydu": Depth.FULL,
    "dienbien": Depth.COURSE,
    "ketluan": Depth.CONCLUSIONS,
    "kl": Depth.CONCLUSIONS,
    "tomtat": Depth.CONCLUSIONS,
}
_SOURCES = frozenset({"nguon", "chuthich"})
_FILLER = POLITE | {"so", "cuoc", "hop", "ban", "cua", "va", "co", "kem"}
# "chi tiết", "kèm chú thích": one word each, as people write them apart
_WORD = re.compile(r"\b(?:chi|dien|ket|day|tom|chu)[ _](?:tiet|bien|luan|du|tat|thich)\b|[^\W_]+")


def read_request(text: str) -> DraftRequest:
    """Read what stands behind ``/baocao``: ``chi tiết``, ``kết luận nguồn``, ``4``.

    >>> read_request("chi tiết 4")
    DraftRequest(depth=<Depth.FULL: 'chitiet'>, sources=False, meeting=4, unknown='')
    """
    depth, sources, meeting, unknown = Depth.COURSE, False, None, ""
    typed = clean(text)
    for part in _WORD.finditer(fold(typed)):
        word = re.sub(r"[ _]", "", part[0])
        if word in _DEPTHS:
            depth = _DEPTHS[word]
        elif word in _SOURCES:
            sources = True
        elif word.isdecimal() and len(word) <= 9:
            meeting = int(word)
        elif word not in _FILLER:
            unknown = unknown or typed[part.start() : part.end()]
    return DraftRequest(depth, sources, meeting, unknown)
