"""The picture of a meeting: it fits a phone, whatever the names and figures are."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from itertools import product

import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from bot.report.charts import Bar, Chart, Column, draw
from tests.tables import every_row

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ“”…–·"
LONG = "Công Tằng Tôn Nữ Hoàng Diệu Linh, Phó Chủ tịch Ủy ban nhân dân kiêm Trưởng ban " * 3


@pytest.fixture(autouse=True)
def _no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MPLCONFIGDIR", "")  # what the drawing sets is taken back


def chart(
    bars: list[Bar], columns: list[Column], title: str = "Số liệu cuộc họp số 4: Họp"
) -> Chart:
    nothing = "Chưa có dòng nào gắn thẻ."
    head = (title, "08:00–10:30 · 2,5 giờ", "Ai nói bao lâu")
    return Chart(*head, bars, "Theo giờ", columns, "Ý kiến", "Kết luận", nothing)


def picture(given: Chart) -> Image.Image:
    shown = Image.open(io.BytesIO(draw(given)))
    assert shown.format == "PNG"
    assert shown.width == 1200
    assert 600 <= shown.height <= 1720
    return shown.convert("L")


def ink_in(shown: Image.Image, left: int, top: int, right: int, bottom: int) -> int:
    """How many dark pixels a part of a picture has."""
    return sum(shown.crop((left, top, right, bottom)).histogram()[:128])


NAMES = ("An", LONG, "X" * 400, "NGUYỄN VĂN AN, TRƯỞNG PHÒNG " * 9, "", "\u0301")


@every_row(("name", "people"), product((*NAMES, "陈先生 👍🏽 كاتب", "$x^2$ \\frac{"), (1, 14)))
def test_any_name_fits(name: str, people: int) -> None:
    note = "1,5 phút · gõ 12.000 chữ"
    bars = [Bar(name, 90.0 - n, note, of_one=n < 13) for n in range(people)]
    shown = picture(chart(bars, [Column("08:00", 3, 1)], title=f"Số liệu: {name}"))
    edge = ink_in(shown, 1150, 0, 1200, shown.height)
    assert edge == 0, "nothing reaches the right edge"
    assert ink_in(shown, 60, 0, 1140, shown.height) > 1000


COLUMNS = (
    [],
    [Column("08:00", 0, 1)],
    [Column(f"{n:02}:00\n24/07", n, 500 - n) for n in range(12)],
    [Column("08:00", 0, 0), Column("08:05", 1, 0)],
)
BARS: tuple[list[Bar], ...] = (
    [],
    [Bar("An", 0.0, "gõ 3 chữ")],
    [Bar("An", 9000.0, "2,5 giờ")],
)


@every_row(("bars", "columns"), product(BARS, COLUMNS))
def test_any_figures_are_drawn(bars: list[Bar], columns: list[Column]) -> None:
    picture(chart(bars, columns))


def test_the_bars_are_as_long_as_they_say() -> None:
    shown = picture(chart([Bar("An", 100.0, ""), Bar("Bình", 50.0, "")], []))

    def longest(first: int, last: int) -> int:
        rows = (shown.crop((60, y, 1140, y + 1)).tobytes() for y in range(first, last))
        return max(sum(byte < 100 for byte in row) for row in rows)

    top = next(y for y in range(shown.height) if longest(y, y + 1) > 600)
    assert longest(top + 60, top + 100) / longest(top, top + 20) == pytest.approx(0.5, abs=0.01)


def test_the_font_has_every_vietnamese_letter() -> None:
    import matplotlib

    file = os.path.join(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")
    known = TTFont(file).getBestCmap()
    assert [x for x in LETTERS + LETTERS.upper() if ord(x) not in known] == []


def test_the_bot_starts_without_the_library_that_draws() -> None:
    code = "import sys, bot.office; print([m for m in sys.modules if m.startswith('matplotlib')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
