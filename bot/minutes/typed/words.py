"""Vietnamese text as people type it: one form for storing, one for comparing."""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b

from bot.minutes.typed.legacy import is_tcvn3, with_hidden_bytes_shown

# What reorders, hides or only seems text (bidirectional controls, zero-width marks, BOM, soft
# hyphens, letters and signs that show nothing, tags), what is control, what has a meaning only in
# somebody's own font (private use), and what neither UTF-8 nor XML can hold. Joiners stay: emoji
# are made with them.
_UNWANTED = re.compile(
    "[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a"
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff\ufffe\uffff"
    "\U000e0000-\U0010ffff]"
)
_SHOWN = re.compile(r"[^\s\u200c\u200d\ufe00-\ufe0f]")

# Letters of other languages that look like Đ and come from old keyboards and fonts
_LOOKS_LIKE_D = str.maketrans("\u00d0\u0189", "ĐĐ")

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def clean(text: str) -> str:
    """Text as it is kept: NFC, ``\\n`` line ends, no control or direction-changing characters;
    empty where nothing of it can be seen. (In an old font's code a soft hyphen is a letter: there
    it stays.)

    >>> clean("Tie\\u0302\\u0301ng\\r\\nVie\\u0323\\u0302t\\u202e ")
    'Tiếng\\nViệt'
    """
    text = with_hidden_bytes_shown(text)
    old = ("\xad" in text or "\xd0" in text) and is_tcvn3(text)  # letters there
    parts = text.split("\xad") if old else [text]
    text = "\xad".join(_UNWANTED.sub("", _LINE_END.sub("\n", part)) for part in parts)
    text = unicodedata.normalize("NFC", text).replace("\xa0", " ").strip()
    text = text if old else text.translate(_LOOKS_LIKE_D)
    return text if _SHOWN.search(text) else ""


def units(text: str) -> int:
    """Length in UTF-16 code units, as chat platforms count."""
    return len(text.encode("utf-16-le")) // 2


def one_line(text: str) -> str:
    """Cleaned text on one line, single spaces: a name, a title.

    >>> one_line(" Nguyễn \\n Văn  An")
    'Nguyễn Văn An'
    """
    return " ".join(clean(text).split())


def spelled(syllable: str) -> tuple[str, tuple[str, ...]]:
    """Letters and marks apart: ``hoà`` and ``hòa`` are one spelling."""
    parts = unicodedata.normalize("NFD", syllable)
    letters = "".join(c for c in parts if not unicodedata.combining(c))
    return letters, tuple(sorted(c for c in parts if unicodedata.combining(c)))


def digest(text: str) -> str:
    """Sixteen letters that name a text without telling it: in a button, in a table."""
    return blake2b(text.encode(), digest_size=8).hexdigest()


def ordinary(text: str) -> str:
    """Figures, letters and signs of double width or of another script's figures as the keyboard's
    own, for what is read as numbers, times, commands. What somebody has said is kept as it came.

    Keeps the length of the text.

    >>> ordinary("／ｋｅｔｌｕａｎ　１２"), ordinary("m²")
    ('/ketluan 12', 'm²')
    """
    return text if text.isascii() else "".join(map(_ordinary, text))


def _ordinary(char: str) -> str:
    figure = unicodedata.decimal(char, None)
    if figure is not None:
        return str(figure)
    kind = unicodedata.decomposition(char).partition(" ")[0]
    return unicodedata.normalize("NFKC", char)[0] if kind in _OTHER_FORMS else char


_OTHER_FORMS = ("<wide>", "<narrow>", "<font>")


def fold(text: str) -> str:
    """Text for comparing: lower case without diacritics, đ as d, all in ``ordinary`` signs.

    Keeps the length of NFC text, so that a place found in the folded text is the same place
    in the original.

    >>> fold("Kết luận của Đồng chí")
    'ket luan cua dong chi'
    """
    return unicodedata.normalize("NFC", text).translate(_FOLDED)


def is_without_its_marks(typed: str, known: str) -> bool:
    """Whether it is what is known, typed without any of its diacritics.

    >>> is_without_its_marks("Vang A Pu", "Vàng A Pủ"), is_without_its_marks("Lý Hoà", "Lý Hòa")
    (True, False)
    """
    bare = unicodedata.normalize("NFC", typed)
    return (
        fold(bare) == bare.lower() and bare.lower() != known.lower() and fold(known) == fold(bare)
    )


class _Folded(dict[int, str]):
    """What each character is in folded text; ``str.translate`` reads it."""

    def __missing__(self, code: int) -> str:
        base = unicodedata.normalize("NFD", _ordinary(chr(code)))[0].lower()
        folded = "d" if base == "đ" else base[0]
        if len(self) < _MOST_KEPT:
            self[code] = folded
        return folded


_MOST_KEPT = 5_000
_FOLDED = _Folded()
