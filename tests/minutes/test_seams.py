"""Where an app has cut a long text, what stood there is put back."""

from __future__ import annotations

from bot.minutes.typed.seams import joined
from tests.tables import every_row

ROWS = "\n".join(f"{n}. Nguyễn Văn An - Trưởng phòng" for n in range(1, 120))
BARE = "\n".join("Nguyễn Văn An - Trưởng phòng" for _ in range(130))
PROSE = "Đề nghị các phòng rà soát nhiệm vụ trong tháng " * 80


@every_row(
    ("before", "units", "after", "whole_has"),
    [
        # a row more would have begun behind the cut: a line's end
        (ROWS, 4000, "120. Trần Thị Bình - Phó phòng", "phòng\n120. Trần"),
        (ROWS, 4094, "120. Trần Thị Bình - Phó phòng", "phòng\n120. Trần"),
        (BARE, 4070, "Trần Thị Bình - Phó phòng", "phòng\nTrần"),
        ("Kết luận:\n" + PROSE.strip(), 4000, "- Giao Phòng A", "tháng\n- Giao"),
        # cut in a row that has its number: the row goes on
        (ROWS + "\n120. Trần Thị", 4092, "Bình - Phó phòng", "Trần Thị Bình"),
        # cut at a space of one long paragraph
        (PROSE.strip(), 4093, "mười một", "tháng mười"),
        # at the end of a sentence, which some apps prefer
        (PROSE + "11.", 3900, "Giao Phòng A", "11. Giao"),
        # in the middle of a word
        (PROSE + "mư", 4096, "ời một", "mười một"),
        ("đ" * 4096, 4096, "đ", "đ" * 4097),
        (PROSE + "11", 4093, ", giao", "11, giao"),
        # items
        ("/thongtin\nđịa điểm: Sở" + "\nnơi nhận: x" * 300, 4080, "người ký: A", "x\nngười ký"),
    ],
)
def test_what_stood_at_the_seam(before: str, units: int, after: str, whole_has: str) -> None:
    assert whole_has in joined([(before, units), (after, len(after))])


def test_three_parts() -> None:
    assert joined([("một", 4000), ("hai", 4096), ("ba", 2)]) == "một\nhaiba"
