"""Vietnamese text as people write it."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_SPACE_BEFORE_MARK = re.compile(r" +(?=[,.;:?!])")


def tidy(text: str) -> str:
    """NFC, one space between words, none before , . ; : ? !, none at the ends.

    Control characters and invisible format characters (zero width, text direction) are
    removed: pasted into a report they would reorder or hide what stands there.
    """
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text))
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf"))
    # again: a removed character may have stood between two spaces
    return _SPACE_BEFORE_MARK.sub("", _SPACES.sub(" ", text)).strip()
