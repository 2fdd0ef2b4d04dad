"""Numbers and years as they are spoken: «hai mươi mốt», «hai nghìn không trăm hai sáu».

For the readers of deadlines: words have no diacritics, but ``six`` is sáu and ``mots`` is mốt.
"""

from __future__ import annotations

import re

_UNITS = {
    **dict.fromkeys(("mot", "mots"), 1),
    **dict.fromkeys(("bon", "tu"), 4),
    **dict.fromkeys(("nam", "lam", "nham"), 5),
    **dict(
        zip(("hai", "ba", "six", "bay", "tam", "chin", "muoi"), (2, 3, 6, 7, 8, 9, 10), strict=True)
    ),
}
_UNIT = "mots?|hai|ba|bon|tu|nam|six|bay|tam|chin"
_LAST = "mots?|hai|ba|bon|tu|lam|nham|six|bay|tam|chin"  # behind tens: «mười lăm», not «mười năm»
_SPOKEN = (
    rf"(?:hai|ba|bon|nam|six|bay|tam|chin) muoi(?: (?:{_LAST}))?|(?:hai|ba) (?:mots|lam|nham|tu)"
    rf"|ham (?:{_LAST})|muoi(?: (?:{_LAST}))?|(?:{_UNIT})"
)
NUMBER = rf"(?:\d{{1,2}}|{_SPOKEN})"
YEAR = rf"(?:\d{{4}}|hai (?:nghin|ngan)(?: khong tram)?(?: (?:le|linh))?(?: (?:{_SPOKEN}))?)"


def value_of(words: str) -> int:
    """A number of ``NUMBER`` or ``YEAR``.

    >>> value_of("30"), value_of("hai muoi mots"), value_of("ba mots"), value_of("muoi lam")
    (30, 21, 31, 15)
    """
    if words.isdigit():
        return int(words)
    thousands = re.match(r"hai (?:nghin|ngan)(?: khong tram)?(?: (?:le|linh))? ?", words)
    if thousands:
        rest = words[thousands.end() :]
        return 2000 + (value_of(rest) if rest else 0)
    first, *rest_words = words.replace("ham ", "hai muoi ").split()
    value = _UNITS[first]
    if rest_words and first != "muoi":
        value *= 10
        rest_words = rest_words[1:] if rest_words[0] == "muoi" else rest_words
    return value + sum(_UNITS[word] for word in rest_words)
