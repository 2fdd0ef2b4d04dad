"""The dash, number or letter that people put before a row: ``-``, ``2.``, ``2/``, ``(2)``."""

from __future__ import annotations

import re

# "1. Giao", "2) Giao", "2/ Giao", "(2) Giao", "2 - Giao", "1.Giao", "3.1. Giao", "a) Giao"; not
# "1.5 tỷ", "30/11", "12. 5", "2 giao"
NUMBER = (
    r"(?:(?P<no>\d{1,2}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2})+|[a-zđ]\))\s+(?=[^\W\d])"
    r"|(?P<tight>\d{1,2}(?:\.\d{1,2})*[.)])(?=[^\W\d_]\w)"
    r"|(?:(?P<slash>\d{1,2})(?:/\s*(?=[^\W\d])|\s?[-–]\s+(?=[^\W\d]))"
    r"|\((?P<inside>\d{1,2})\)\s*(?=[^\W\d])))"
)
_NUMBER = re.compile(NUMBER)
_DASH = re.compile(r"([-–•*+])(?:\s+|(?![\s\d*]))(.*)")  # "-5 %" is a number


def split_mark(row: str) -> tuple[str, str]:
    """A row's dash or number and its words; empty where it has none.

    >>> split_mark("2/ Giao Phòng A"), split_mark("- 3) Chi"), split_mark("30/11 họp")
    (('2.', 'Giao Phòng A'), ('3)', 'Chi'), ('', '30/11 họp'))
    """
    dash = _DASH.match(row)
    mark, words = ("+" if dash[1] == "+" else "-", dash[2]) if dash else ("", row)
    found = _NUMBER.match(words)
    if not found:
        return mark, words
    bare = found["slash"] or found["inside"]
    return f"{bare}." if bare else found["no"] or found["tight"], words[found.end() :]


_NEXT = re.compile(r"(?<=[.;,:…])\s*(?=\(?\d{1,2}[.)/]\s*[^\W\d_])")


def rows_apart(row: str) -> list[str]:
    """A row in which somebody has counted, ``1. Giao A; 2. Giao B``, as a row each.

    >>> rows_apart("1. Giao A; 2/ Giao B. 3. Giao C"), rows_apart("1. Giao A theo điểm 2. Giao B")
    (['1. Giao A;', '2/ Giao B.', '3. Giao C'], ['1. Giao A theo điểm 2. Giao B'])
    """
    first = split_mark(row)[0].rstrip(".)")
    if not first.isdigit():
        return [row]
    rows, start, number = [], 0, int(first) + 1
    for border in _NEXT.finditer(row, 1):
        counted = re.match(r"\(?(\d+)[.)/]+\s*", row[border.end() :])
        words = row[border.end() + counted.end() :] if counted else ""
        if counted and int(counted[1]) == number and words[:1].isupper():
            rows.append(row[start : border.start()].strip())
            start, number = border.end(), number + 1
    return [*rows, row[start:].strip()]
