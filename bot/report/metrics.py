"""How wide a text is in Times New Roman: what the lengths of rules and line breaks are made of.

The widths are those of Liberation Serif 2.1.5, which are Times New Roman's by design. They are
here because a server that makes Word files need not have the font.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_EM = 2048  # the font's units
_HORN = "\u031b"

# (bold, italic) -> advance -> characters; accents have no width, the horn has
_TABLES: dict[tuple[bool, bool], dict[int, str]] = {
    (False, False): {  # Regular
        369: "'",
        410: "|",
        512: " ,.",
        569: "/:;\\ijlt",
        614: "²³",
        682: "!()-I[]`fr·‘’",
        717: "•",
        797: "Js",
        819: "°",
        836: '"',
        909: "?acez“”",
        961: "^",
        983: "{}",
        1024: "#$*0123456789_bdghknopquvxy§«»ßøđ–€",
        1083: "ơ",
        1108: "~",
        1110: "ư",
        1124: "±÷",
        1139: "FPS",
        1155: "+<=>×",
        1251: "ELTZ",
        1366: "BCRæ",
        1479: "ADGHKNOQUVXYwØĐƠ",
        1536: "½",
        1589: "Ư",
        1593: "&m",
        1706: "%",
        1821: "MÆ",
        1886: "@",
        1933: "W",
        2048: "—…",
    },
    (True, False): {  # Bold
        451: "|",
        512: " ,.",
        569: "'/\\il",
        614: "²³",
        682: "!()-:;[]`fjt‘’",
        683: "·",
        717: "•",
        797: "Is",
        807: "{}",
        819: "°",
        909: "cerz",
        1024: "#$*0123456789?J_agovxy§«»ø–“”€",
        1065: "~",
        1124: "±÷",
        1134: "ơ",
        1137: '"',
        1139: "Sbdhknpqußđ",
        1167: "+<=>×",
        1190: "^",
        1229: "ư",
        1251: "FP",
        1366: "BELTZ",
        1479: "ACDNRUVXYwæĐ",
        1536: "½",
        1593: "GHKOQØƠ",
        1630: "Ư",
        1706: "&m",
        1905: "@",
        1933: "M",
        2048: "%WÆ—…",
    },
    (False, True): {  # Italic
        438: "'",
        512: " ,.·",
        563: "|",
        569: "/\\fijlt",
        614: "²³",
        682: "!()-:;I`‘’",
        717: "•",
        797: "[]rsz",
        819: "{}°",
        860: '"',
        864: "^",
        909: "Jcekvxy",
        1024: "#$*0123456789?S_abdghnopqu§«»ßøđ–€",
        1093: "ơ",
        1108: "~",
        1117: "ư",
        1124: "±÷",
        1139: "LTYZ“”",
        1251: "ABEFPRVX",
        1366: "CKNwæ",
        1382: "+<=>×",
        1479: "DGHOQUmØĐƠ",
        1536: "½",
        1544: "Ư",
        1593: "&",
        1706: "%MW",
        1821: "Æ—…",
        1884: "@",
    },
    (True, True): {  # BoldItalic
        451: "|",
        512: " ,.·",
        569: "'/\\ijlt",
        614: "²³",
        682: "()-:;[]`f‘’",
        713: "{}",
        717: "•",
        797: "!Irsz",
        819: "°",
        909: "cevy",
        1024: "#$*0123456789?J_abdgkopqx§«»ßøđ–“”€",
        1099: "ơ",
        1124: "±÷",
        1137: '"',
        1139: "Shnu",
        1167: "+<=>^~×",
        1227: "ư",
        1251: "LPTYZ",
        1366: "ABCEFKRVXw",
        1479: "DGNOQUØæĐƠ",
        1536: "½",
        1587: "Ư",
        1593: "&Hm",
        1704: "@",
        1706: "%",
        1821: "MW",
        1933: "Æ",
        2048: "—…",
    },
}
# spaces, in shares of the font's size: they are as wide in every style
_SPACES = {
    **dict.fromkeys("\xa0\u2005\u2008", 1 / 4),
    **dict.fromkeys("\u2000\u2002\u2007", 1 / 2),
    **dict.fromkeys("\u2001\u2003\u3000", 1.0),
    "\u1680": 1 / 4,
    "\u2004": 1 / 3,
    "\u2006": 1 / 6,
    "\u2009": 1 / 5,
    "\u200a": 1 / 10,
    "\u202f": 1 / 5,
    "\u205f": 2 / 9,
}
_WIDTHS = {
    style: {
        **{char: share * _EM for char, share in _SPACES.items()},
        **{char: advance for advance, chars in table.items() for char in chars},
    }
    for style, table in _TABLES.items()
}


def width(text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """The width of a text on one line, in points, without kerning.

    Args:
        size: of the font, in points.

    >>> round(width("Độc lập - Tự do - Hạnh phúc", 14, bold=True), 1)
    171.4
    """
    widths = _WIDTHS[bold, italic]
    # what the table does not have is an emoji or another script: about as wide as high
    return sum(widths.get(char, _EM) for char in _bases(text)) * size / _EM


def _bases(text: str) -> Iterator[str]:
    """The characters that have a width: letters without accents, but with their horn."""
    for char in unicodedata.normalize("NFC", text):
        first, *marks = list(unicodedata.normalize("NFD", char))
        if _HORN in marks:
            yield unicodedata.normalize("NFC", first + _HORN)
        elif not unicodedata.combining(first) and unicodedata.category(first) != "Cf":
            yield first
