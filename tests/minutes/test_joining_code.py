"""The code by which somebody comes into a meeting, as people type it."""

from __future__ import annotations

from bot.minutes.typed.joining_code import read_code
from tests.tables import every_row

# what is typed, what is read of it where it would else be a line, and where no meeting is open
TYPED = {
    "/vao 482915": ("482915", "482915"),
    "/Vào mã 482 915 Nguyễn Văn An": ("482 915 Nguyễn Văn An",) * 2,
    "/start vao_482915": ("482915", "482915"),
    "vào mã 482915": ("482915", "482915"),
    "vao ma 482 915": ("482 915", "482 915"),
    "Vào mã số 482-915.": ("482-915", ""),
    "vào 482915": ("482915", "482915"),
    "vao hop 482 915!": ("482 915", ""),
    "VÀO MÃ 482915 Nguyễn Văn An - Trưởng phòng": ("482915 Nguyễn Văn An - Trưởng phòng",) * 2,
    "vao 482 915 Nguyễn Văn An": ("", "482 915 Nguyễn Văn An"),
    "482915": ("", "482915"),
    "482 915": ("", "482 915"),
    "Mã: 482915": ("", "482915"),
    # sentences, all of them
    "Vào 250.000 đồng": ("", "250.000 đồng"),
    "Vào 250 000 đồng": ("", "250 000 đồng"),
    "Vào 250.000": ("", "250.000"),
    "Vào mã 482915 để họp nhé các anh": ("", "482915 để họp nhé các anh"),
    "Vào mã ngạch 482915": ("", ""),
    "Ghi vào mã 482915": ("", ""),
    "vào 4829156": ("", ""),
    "4829156": ("", ""),
    "482.915": ("", ""),
    "482915 đồng": ("", ""),
    "Mã 482915 là của phòng Kế hoạch": ("", ""),
    "vào mã": ("", ""),
    "": ("", ""),
}


@every_row(("typed", "read"), TYPED.items())
def test_a_code_in_a_meeting_and_where_none_is_open(typed: str, read: tuple[str, str]) -> None:
    in_meeting, outside = read
    assert read_code(typed, in_meeting=True) == in_meeting
    if outside or not in_meeting:
        assert read_code(typed) == outside
    else:
        assert read_code(typed), "what is one in a meeting is one elsewhere too"


def test_six_digits_may_be_an_answer() -> None:
    assert read_code("482915", answers=True) == ""
    assert read_code("vào 482915", answers=True) == "482915"
