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
        return _KINDS[self].code

    @property
    def heading(self) -> str:
        """Tên loại, in sentence case: ``Báo cáo``."""
        return _KINDS[self].heading

    @property
    def file(self) -> str:
        """Its name in names of drafts: ``bao-cao``."""
        return _KINDS[self].file

    @property
    def template(self) -> str:
        """Its templates' name, without what they end in: ``bao_cao``."""
        return _KINDS[self].file.replace("-", "_")

    @property
    def not_needed(self) -> frozenset[str]:
        """Codes of the items (``info.ITEMS``) that it has no place for, or takes from elsewhere."""
        return _KINDS[self].not_needed


@dataclass(frozen=True)
class _KindFacts:
    code: str
    heading: str
    file: str
    named: str  #: pattern of its name, folded
    not_needed: frozenset[str] = frozenset()


_KINDS = {
    Kind.REPORT: _KindFacts("BC", "Báo cáo", "bao-cao", "bao ?cao|bc"),
    Kind.MINUTES: _KindFacts(
        "BB",
        "Biên bản",
        "bien-ban",
        "bien ?ban|bb",
        frozenset({"dia_danh", "can_cu", "nguoi_ket_luan", "noi_nhan", "nguoi_ky"}),
    ),
    Kind.NOTICE: _KindFacts(
        "TB", "Thông báo", "thong-bao", "thong ?bao|tb", frozenset({"can_cu", "thanh_phan"})
    ),
}


def kind_named(text: str) -> Kind | None:
    """The kind that a text names; of several the report stands last: every chat speaks of reports.

    >>> kind_named("gốc biên bản"), kind_named("mẫu của cơ quan")
    (<Kind.MINUTES: 'bienban'>, None)
    """
    folded = fold(text)
    named = [kind for kind in Kind if re.search(rf"\b({_KINDS[kind].named})\b", folded)]
    return next((kind for kind in named if kind is not Kind.REPORT), named[0] if named else None)


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
