"""How a person says who they are."""

from __future__ import annotations

import re

from bot.minutes.typed.words import one_line

MAX_NAME = 200  #: characters, name or title

# The report says "Đ/c" itself
_COMRADE = re.compile(r"^(đồng chí|đ/c|đc)[\s.:]+", re.IGNORECASE)
# Where the title begins. A hyphen inside a word may belong to the name (Y-Thông Niê).
_SPLITS = (
    re.compile(r"\s[-–—]\s*|[-–—]\s"),
    re.compile(r"\s*[,–—]\s*"),
)


def read_name(text: str) -> tuple[str, str]:
    """``Họ tên - chức vụ`` into name and title; the title may be missing.

    >>> read_name("Nguyễn Văn An - Trưởng phòng Kế hoạch - Tài chính")
    ('Nguyễn Văn An', 'Trưởng phòng Kế hoạch - Tài chính')
    """
    text = _COMRADE.sub("", one_line(text))
    for split in _SPLITS:
        name, *title = split.split(text, maxsplit=1)
        if title:
            return name.strip(), title[0].strip()
    return text, ""


def looks_like_name(text: str) -> bool:
    """Whether words are written like a person's name: two to six, each with a capital.

    >>> looks_like_name("Nguyễn Văn An"), looks_like_name("Kết luận"), looks_like_name("Giao")
    (True, False, False)
    """
    words = text.split()
    return 2 <= len(words) <= 6 and all(word[0].isupper() and word[-1].isalpha() for word in words)
