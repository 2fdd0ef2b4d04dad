"""The seams of a long text that an app has cut: what stood there before it was cut."""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST = 4096  #: UTF-16 units of a message; a part of just that length was cut in a word

_NEAR = 300  # letters before the cut in which apps look for a line's end

# how a row of a list, or an item, begins
_ROW = re.compile(r"(?:\d{1,3}\s*[.)/:-]|[-+*•–—]|[a-zA-ZđĐ]\s*[.)]\s|[IVX]{1,5}\s*[.)/])")
_FIELD = re.compile(r"[^\s:=][^:=\n]{0,38}[:=]")
_ENDS = re.compile(r"[.!?:;…]\W{0,2}$")


def joined(parts: Sequence[tuple[str, int]]) -> str:
    """The text whole.

    Args:
        parts: each with its length in UTF-16 units, as it came: without the spaces at its ends.
    """
    whole, units = parts[0]
    for text, length in parts[1:]:
        whole, units = whole + seam(whole, units, text) + text, length
    return whole


def seam(before: str, units: int, after: str) -> str:
    """What an app has left out between two parts: a line's end, a space, or nothing.

    Apps cut at a line's end where there is one, else at a space, else in a word. Where a word more
    would have found room, it was a line's end.

    Args:
        before: all that stands before the seam.
        units: UTF-16 units of the part that ends there.

    >>> seam("1. Nguyễn Văn An", 4000, "2. Trần Thị Bình")
    '\\n'
    >>> seam("giao Phòng Kế", 4093, "hoạch chủ trì")
    ' '
    >>> seam("giao Phòng Kế ho", 4096, "ạch chủ trì")
    ''
    """
    if units >= LONGEST or re.match(r"[,.;:!?)]", after):
        return ""
    rows = before.splitlines()
    if len(rows) > 1 and _ROW.match(after.lstrip()):
        return "\n"
    word = (after.split(maxsplit=1) or [""])[0]
    if units + 1 + len(word.encode("utf-16-le")) // 2 < LONGEST:
        # some apps prefer the end of a sentence, where no row ends near the cut
        return " " if _ENDS.search(before) and "\n" not in before[-_NEAR:] else "\n"
    if len(rows) == 1:
        return " "
    numbered = sum(bool(_ROW.match(row.lstrip())) for row in rows) * 2 > len(rows)
    if numbered or after[:1].islower():
        return " "  # the rows begin with a number or a sign, and this one does not
    return "\n" if _FIELD.match(after) or _ENDS.search(rows[-1]) else " "
