"""What a review finds: names in two spellings, opinions that nobody has answered."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.minutes import Line, LineKind, LineState, Speaker, Tag
from bot.minutes.guesses.review import two_spellings, unanswered
from tests.tables import every_row

NOW = datetime(2026, 7, 24, 1, tzinfo=UTC)


def line(no: int, text: str, who: str = "Nguyễn Văn An", tag: Tag | None = None) -> Line:
    return Line(no, 1, no, NOW, Speaker(1, who), LineKind.TEXT, LineState.DONE, text, tag)


def names(*texts: str, known: tuple[str, ...] = ()) -> list[tuple[str, str, tuple[int, ...]]]:
    lines = [line(no, text) for no, text in enumerate(texts, start=1)]
    return [(x.rarer, x.other, x.lines) for x in two_spellings(lines, known)]


def test_a_known_name_in_another_spelling_is_shown_with_its_lines() -> None:
    known = ("Nguyễn Văn An", "Sở KH&CN")
    texts = ("Đồng chí Nguyễn Văn Ân báo cáo", "Nguyễn Văn An đúng", "nguyễn văn ân, Sở KH-CN")
    assert names(*texts, known=known) == [
        ("Nguyễn Văn Ân", "Nguyễn Văn An", (1,)),
        ("nguyễn văn ân", "Nguyễn Văn An", (3,)),
    ]


def test_of_two_names_that_nobody_knows_the_rarer_is_shown() -> None:
    assert names(
        "Ông Trần Quốc Toàn nói", "Trần Quốc Toản đề nghị", "ông Trần Quốc Toàn, bà Lê Thị Hồng"
    ) == [("Trần Quốc Toản", "Trần Quốc Toàn", (2,))]


@every_row(
    "texts",
    [
        ("Nguyễn Văn An", "Nguyễn Văn An"),
        ("Hoà Bình là tỉnh", "Nguyễn Hoà", "Nguyễn Hòa"),  # one spelling, two ways to set the tone
        ("Trần Thị Lan", "Lê Thị Lan"),
        ("Nguyễn Văn An", "Nguyễn Văn Hùng"),
        ("", "Giao Phòng Kế hoạch", "Giao Phòng Kế toán"),
    ],
)
def test_other_names_are_left_alone(texts: tuple[str, ...]) -> None:
    assert names(*texts) == []


def test_two_people_who_are_both_known_are_two_people() -> None:
    assert names("Nguyễn Văn Ân và Nguyễn Văn An", known=("Nguyễn Văn An", "Nguyễn Văn Ân")) == []


def test_a_long_meeting_of_many_people_holds_nobody_up() -> None:
    families, given = ("Nguyễn", "Trần", "Lê", "Phạm"), ("An", "Bình", "Hà", "Lan", "Mai")
    middle = ("Văn", "Thị", "Đức", "Minh", "Ngọc")
    people = tuple(
        f"{family} {one} {other} {last}"
        for family in families
        for one in middle
        for other in middle[:2]
        for last in given
    )

    def work(lines: int, known: tuple[str, ...]) -> float:
        """Seconds of the processor, at the best of three tries: it has other work too."""
        said = [
            line(
                no,
                f"Đề nghị sớm số hóa hồ sơ tại các xã. {known[no % len(known)]} nói về việc {no}.",
            )
            for no in range(lines)
        ]
        tries = []
        for _ in range(3):
            started = time.thread_time()
            assert two_spellings(said, known) == []
            tries.append(time.thread_time() - started)
        return min(tries)

    whole = work(800, people)
    assert whole < 10 * work(200, people), "four times the lines, not sixteen times the work"
    assert whole < 10 * work(800, people[::4]), "four times the people, not sixteen times the work"


OPINIONS = (
    line(1, "Đề nghị gia hạn nhiệm vụ số hoá đến tháng 11"),
    line(2, "Kinh phí còn thiếu 200 triệu đồng, đề nghị bổ sung", "Trần Bình"),
    line(3, "Tôi cho rằng nên tổ chức tập huấn cho cán bộ xã", "Lê Thị Hà"),
)


@every_row(
    ("concluded", "left"),
    [
        ("Thống nhất gia hạn nhiệm vụ số hóa đến hết tháng 11", [2, 3]),
        ("thong nhat gia han nhiem vu so hoa", [2, 3]),  # typed without diacritics
        ("Bổ sung kinh phí 200 triệu đồng.", [1, 3]),
        ("Giao Phòng Kế hoạch xem xét ý kiến của đồng chí Bình, báo cáo Giám đốc Sở", [1, 3]),
        ("Thống nhất các ý kiến trên", []),
        ("Giao Phòng Kế hoạch báo cáo Giám đốc Sở trước ngày 30 tháng 11", [1, 2, 3]),
        ("Nhất trí", [1, 2, 3]),
    ],
)
def test_an_opinion_is_answered_by_what_speaks_of_its_subject(
    concluded: str, left: list[int]
) -> None:
    conclusion = line(9, concluded, "Trần Quốc Chủ", Tag.CONCLUSION)
    assert [x.no for x in unanswered(OPINIONS, [conclusion])] == left


def test_without_conclusions_every_opinion_is_open() -> None:
    assert unanswered(OPINIONS, []) == list(OPINIONS)


def test_taking_up_all_opinions_takes_up_those_before_it() -> None:
    early = line(2, "Thống nhất các ý kiến", tag=Tag.CONCLUSION)
    assert [x.no for x in unanswered([OPINIONS[0], OPINIONS[2]], [early])] == [3]


def test_what_everybody_speaks_of_tells_no_opinion_from_another() -> None:
    topics = ("chanh leo", "xoài cát", "mít ruột đỏ", "sầu riêng", "bưởi da xanh", "nhãn lồng")
    opinions = [line(n, f"Đề án nông sản cần thêm {x}") for n, x in enumerate(topics, start=1)]
    conclusion = line(9, "Đề án nông sản thêm xoài cát", tag=Tag.CONCLUSION)
    assert [x.no for x in unanswered(opinions, [conclusion])] == [1, 3, 4, 5, 6]


@given(st.lists(st.text(max_size=60), max_size=6), st.lists(st.text(max_size=20), max_size=3))
def test_no_words_are_too_odd_to_be_looked_at(texts: list[str], known: list[str]) -> None:
    lines = [line(no, text) for no, text in enumerate(texts, start=1)]
    two_spellings(lines, known)
    unanswered(lines, lines)
