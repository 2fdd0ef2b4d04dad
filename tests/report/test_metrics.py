"""The table of widths is that of the font it was taken from."""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from bot.report.metrics import width
from tests.tables import every_row

FONTS = Path("/usr/share/fonts/truetype/liberation2")
STYLES = {
    "Regular": (False, False),
    "Bold": (True, False),
    "Italic": (False, True),
    "BoldItalic": (True, True),
}
VIETNAMESE = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
    "fjwz0123456789 .,;:?!()/-–—…“”‘’\"'&%+*"
)


@cache
def font(style: str) -> TTFont:
    path = FONTS / f"LiberationSerif-{style}.ttf"
    assert path.exists(), "apt install fonts-liberation2"
    return TTFont(path)


@every_row(("style", "char"), product(STYLES, VIETNAMESE + VIETNAMESE.upper()))
def test_every_letter_of_vietnamese_is_as_wide_as_in_the_font(style: str, char: str) -> None:
    bold, italic = STYLES[style]
    glyphs, advances = font(style).getBestCmap(), font(style)["hmtx"]
    expected = advances[glyphs[ord(char)]][0] / font(style)["head"].unitsPerEm * 14
    assert width(char, 14, bold=bold, italic=italic) == pytest.approx(expected)


def test_a_text_is_as_wide_however_its_accents_are_written() -> None:
    apart = unicodedata.normalize("NFD", "Tiếng Việt, ưu tú")
    assert width(apart, 13) == width("Tiếng Việt, ưu tú", 13)
    assert width("a\u200bb", 13) == width("ab", 13)
    assert width("😀", 12) == 12
