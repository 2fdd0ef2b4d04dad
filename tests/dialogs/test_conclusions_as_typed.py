"""Conclusions with numbers of people's own: the document counts by itself, in whole sentences."""

from __future__ import annotations

import re

import docx

from bot.minutes import Tag
from bot.minutes.typed.tags import take_tag
from bot.report.check import check
from bot.report.view.paragraphs import conclusion_of
from tests.dialogs.talking import Talk
from tests.report.meetings import line
from tests.tables import every_row

TYPED = (
    "KL: 1. thống nhất phương án 1",
    "KL: 2/ Giao Phòng A lập kế hoạch trước 30/11",
    "Kết luận: 3. giao Phòng B rà soát;",
    "(4) giao Phòng C tổng hợp #kl",
    "KL: kết luận: Văn phòng gửi giấy mời",
    "#kl 5 - Thanh tra theo dõi.",
    "KL: 6. Giao Phòng D lập dự toán; 7/ Giao Phòng E thẩm định",
    "KL: 8.Giao Phòng G báo cáo",
    "KL: yêu cầu các phòng:\n1. rà soát hồ sơ;\n2/ báo cáo kết quả.",
    "KL: 30 ngày nữa họp lại",
)
SENTENCES = (
    "Thống nhất phương án 1.",
    "Giao Phòng A lập kế hoạch trước 30/11.",
    "Giao Phòng B rà soát.",
    "Giao Phòng C tổng hợp.",
    "Văn phòng gửi giấy mời.",
    "Thanh tra theo dõi.",
    "Giao Phòng D lập dự toán.",
    "Giao Phòng E thẩm định.",
    "Giao Phòng G báo cáo.",
    "Yêu cầu các phòng:",
    "30 ngày nữa họp lại.",
)


async def test_a_conclusion_stands_in_the_documents_own_numbering(talk: Talk) -> None:
    await talk.text("/batdau Họp giao ban")
    for text in TYPED:
        await talk.text(text)
    said = "\n".join(await talk.draft("/bienban"))
    below = ["+ rà soát hồ sơ;", "+ báo cáo kết quả."]
    rows = [f"- {sentence}" for sentence in SENTENCES]
    assert without_marks(said, "kết luận tại cuộc họp như sau:") == [*rows[:10], *below, rows[10]]
    assert in_word(talk, "- Thống nhất")[: len(rows) + 2] == [*rows[:10], *below, rows[10]]
    assert not [found for found in check(talk.door.files[-1]) if found.rule in ("C18", "C19")]

    said = "\n".join(await talk.draft("/thongbao"))
    rows = [f"{no}. {sentence}" for no, sentence in enumerate(SENTENCES, start=1)]
    below = ["a) rà soát hồ sơ;", "b) báo cáo kết quả."]
    assert without_marks(said, "như sau:") == [*rows[:10], *below, rows[10]]
    assert in_word(talk, "1. Thống nhất")[: len(rows) + 2] == [*rows[:10], *below, rows[10]]
    assert not [found for found in check(talk.door.files[-1]) if found.rule in ("C18", "C19")]

    said = "\n".join(await talk.draft("/baocao chitiet"))
    assert "2/" not in said
    assert "7/" not in said
    assert not [found for found in check(talk.door.files[-1]) if found.rule in ("C18", "C19")]
    assert talk.lines()[1][2] == "2/ Giao Phòng A lập kế hoạch trước 30/11", "the record is as said"


def without_marks(said: str, head: str) -> list[str]:
    """The rows below a head, up to an empty one, without the lines that they are made of."""
    below = said[said.index(head) + len(head) :].strip().split("\n\n")[0]
    return [re.sub(r" \[#\d+]$", "", row) for row in below.splitlines()]


def in_word(talk: Talk, first: str) -> list[str]:
    rows = [p.text for p in docx.Document(str(talk.door.files[-1])).paragraphs if p.text]
    at = next(at for at, row in enumerate(rows) if row.startswith(first))
    return rows[at:]


@every_row(
    ("typed", "conclusions"),
    [
        (
            "KL: 1. Giao Phòng A lập dự toán; 2/ Giao Phòng B thẩm định. 3. Giao Văn phòng trình",
            ["Giao Phòng A lập dự toán.", "Giao Phòng B thẩm định.", "Giao Văn phòng trình."],
        ),
        (
            "KL:\n1) Giao Phòng A lập dự toán\n2) Giao Phòng B thẩm định",
            ["Giao Phòng A lập dự toán.", "Giao Phòng B thẩm định."],
        ),
        (
            "KL: 1. Giao Phòng A thực hiện theo khoản 2. Điều 5 không áp dụng",
            ["Giao Phòng A thực hiện theo khoản 2. Điều 5 không áp dụng."],
        ),
        (
            "KL: 1. Giao Phòng A; 2. Đề nghị Sở B",
            ["Giao Phòng A.", "Đề nghị Sở B."],
        ),
        ("KL: tăng 1.5 tỷ đồng", ["Tăng 1.5 tỷ đồng."]),
        ("KL: covid-19 đã hết dịch", ["Covid-19 đã hết dịch."]),
        ("KL: iPad của Phòng A được bàn giao", ["iPad của Phòng A được bàn giao."]),
        ("KL: gửi về a@b.vn", ["Gửi về a@b.vn."]),
        ("KL: Thống nhất!", ["Thống nhất!"]),
    ],
)
def test_rows_of_a_conclusion(typed: str, conclusions: list[str]) -> None:
    words, tag = take_tag(typed)
    assert tag is Tag.CONCLUSION
    assert [p.text for p, _ in conclusion_of(line(1, words))] == conclusions
