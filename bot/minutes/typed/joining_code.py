"""The code of six digits by which somebody comes into a meeting, as people type it."""

from __future__ import annotations

import re
import unicodedata

from bot.minutes.typed.words import ordinary

_CODE = r"\d{3}[\s.-]?\d{3}(?!\d)"
# with a code behind it nobody means anything else: also without a stroke
_BEGINS = re.compile(
    rf"(?:/\s*start\s+vao_|/?\s*v[aà]o\s*(?:m[aã]\s*)?(?:[^\W\d]{{1,4}}\s*)?)({_CODE}.*)",
    re.DOTALL | re.IGNORECASE,
)
_NUMBER = r"(?P<code>\d{3}[ -]?\d{3})"  # with a full stop in it, it is money
# of nothing but a code: «vào 482 915», «Vào mã 482915.»
_ALONE = re.compile(
    rf"v[aà]o\s+(?:h[oọ]p\s+)?(?:m[aã]\s+(?:s[oố]\s+)?)?{_NUMBER}[.!]?", re.IGNORECASE
)
# the word for a code, and then a name
_NAMED = re.compile(
    rf"v[aà]o\s+(?:h[oọ]p\s+)?m[aã]\s+(?:s[oố]\s+)?{_NUMBER}[\s,:;-]+(?P<name>[^\W\d_].*)",
    re.IGNORECASE,
)
_BARE = re.compile(rf"(?:m[aã]\s*(?:s[oố]\s*)?:?\s*)?{_NUMBER}[.!]?", re.IGNORECASE)


def read_code(text: str, *, in_meeting: bool = False, answers: bool = False) -> str:
    """The code that somebody comes in by, and what stands behind it, as ``/vao`` takes them; empty:
    it is none.

    Args:
        in_meeting: what is said there is a line of a meeting: without a stroke only what can be
            nothing else is a code.
        answers: it answers a question: six digits alone may be what was asked for.

    >>> read_code("/vào 482 915 Nguyễn Văn An", in_meeting=True)
    '482 915 Nguyễn Văn An'
    >>> read_code("vao ma 482 915", in_meeting=True), read_code("482915")
    ('482 915', '482915')
    >>> read_code("Vào 250.000 đồng", in_meeting=True), read_code("482915", in_meeting=True)
    ('', '')
    """
    typed = ordinary(unicodedata.normalize("NFC", text)).strip()
    if typed.startswith("/") or not in_meeting:
        found = _BEGINS.fullmatch(typed)
        if found:
            return found[1]
        bare = None if answers else _BARE.fullmatch(typed)
        return bare["code"] if bare else ""
    alone = _ALONE.fullmatch(typed)
    if alone:
        return alone["code"]
    named = _NAMED.fullmatch(typed)
    called = named["name"].strip() if named else ""
    return f"{named['code']} {called}" if named and called[:1].isupper() else ""
