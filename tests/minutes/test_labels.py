"""The labels by which people tag what they type, in the forms in which they type them."""

from __future__ import annotations

from bot.minutes import Tag
from bot.minutes.arranging import parted, without_end_mark, words_begin
from bot.minutes.typed.tags import is_labelled, take_tag
from tests.tables import every_row

YK, KL, ND = Tag.OPINION, Tag.CONCLUSION, Tag.CONTENT


@every_row(
    ("typed", "words", "tag"),
    [
        ("#Ý kiến: Phòng A đề nghị", "Phòng A đề nghị", YK),
        ("#ykien - Phòng A", "Phòng A", YK),
        ("#Kết_luận: Giao Phòng A", "Giao Phòng A", KL),
        ("Phòng A #ykien: đề nghị", "Phòng A: đề nghị", YK),  # a colon of the sentence
        ("YK Đề nghị gia hạn", "Đề nghị gia hạn", YK),
        ("yk đề nghị gia hạn", "đề nghị gia hạn", YK),
        ("YK\nĐề nghị gia hạn", "Đề nghị gia hạn", YK),
        ("KL Thống nhất phương án 1", "Thống nhất phương án 1", KL),
        ("kl giao Phòng A", "giao Phòng A", KL),
        ("ND Phòng A báo cáo tiến độ", "Phòng A báo cáo tiến độ", ND),
        ("- KL: Giao Phòng A", "Giao Phòng A", KL),
        ("– YK Đề nghị", "Đề nghị", YK),
        ("* ND: Báo cáo", "Báo cáo", ND),
        ("1. KL: Giao Phòng A", "Giao Phòng A", KL),
        ("2/ Kết luận: Giao Phòng A", "Giao Phòng A", KL),
        ("(3) KL: Giao Phòng A", "Giao Phòng A", KL),
        ("a) Ý kiến: Đề nghị", "Đề nghị", YK),
        ("KL 1: Giao Phòng A", "Giao Phòng A", KL),
        ("KL1: Giao Phòng A", "Giao Phòng A", KL),
        ("KL số 2: Giao Phòng A", "Giao Phòng A", KL),
        ("Kết luận 2: Giao Phòng A", "Giao Phòng A", KL),
        ("Ý kiến thứ nhất: Đề nghị", "Đề nghị", YK),
        ("KL; giao Phòng A", "giao Phòng A", KL),
        ("(KL) Giao Phòng A", "Giao Phòng A", KL),
        ("[YK]: Đề nghị", "Đề nghị", YK),
        ("🔴 KL: Giao Phòng A", "Giao Phòng A", KL),
        ("✅ YK Đề nghị", "Đề nghị", YK),
        ("Em có ý kiến: Đề nghị", "Đề nghị", YK),
        ("Xin có ý kiến như sau: Đề nghị", "Đề nghị", YK),
        ("Ý kiến của tôi là: Đề nghị", "Đề nghị", YK),
        ("YK của em: Đề nghị", "Đề nghị", YK),
        ("*KL:* Giao *Phòng A*", "Giao *Phòng A*", KL),
        ("*KL*: Giao *Phòng A*", "Giao *Phòng A*", KL),
        ("*KL: Giao Phòng A*", "Giao Phòng A", KL),
        (" *YK: Đề nghị*", "Đề nghị", YK),
        ("- _*Kết luận: Giao Phòng A*_", "Giao Phòng A", KL),
        ("a) **KL: Giao Phòng A**", "Giao Phòng A", KL),
        ("* KL: Giao Phòng A*", "Giao Phòng A*", KL),  # a mark of a row
        # what is no label
        ("NĐ 30: có hiệu lực", "NĐ 30: có hiệu lực", None),
        ("NĐ 30 đã có hiệu lực", "NĐ 30 đã có hiệu lực", None),
        ("KL thực hiện đạt 80%", "KL thực hiện đạt 80%", None),
        ("nd các xã đã nhận", "nd các xã đã nhận", None),
        ("Kết luận của anh: đúng", "Kết luận của anh: đúng", None),
        ("YK của bà Tám: đồng ý", "YK của bà Tám: đồng ý", None),
        ("Ý kiến của bà Tám: đồng ý", "Ý kiến của bà Tám: đồng ý", None),
        ("Có ý kiến: dân chưa đồng ý", "Có ý kiến: dân chưa đồng ý", None),
        ("Tôi có 2 ý kiến: một", "Tôi có 2 ý kiến: một", None),
        ("(nd) x", "(nd) x", None),
        ("- Đề nghị gia hạn", "- Đề nghị gia hạn", None),
        ("1. Giao Phòng A", "1. Giao Phòng A", None),
        ("yk", "yk", None),
    ],
)
def test_a_label_is_taken_off_and_nothing_of_the_words(
    typed: str, words: str, tag: Tag | None
) -> None:
    assert take_tag(typed) == (words, tag)
    assert is_labelled(typed) == (tag is not None and "#" not in typed)


@every_row(
    ("text", "at", "first", "second"),
    [
        ("- Soạn dự thảo\n- Tổng hợp", "Tổng hợp", "- Soạn dự thảo", "Tổng hợp"),
        ("- Soạn dự thảo\n- Tổng hợp", "- Tổng hợp", "- Soạn dự thảo", "Tổng hợp"),
        ("Giao Phòng A: - Tổng hợp", "Tổng hợp", "Giao Phòng A:", "Tổng hợp"),
        ("1. Soạn. 2. Tổng hợp", "Tổng hợp", "1. Soạn.", "Tổng hợp"),
        ("Việc:\na) Soạn\nb) Tổng hợp", "Tổng hợp", "Việc:\na) Soạn", "Tổng hợp"),
        ("Một là vốn. Hai là đất.", "Hai", "Một là vốn.", "Hai là đất."),
        ("Xong quý 2. Tổng hợp", "Tổng hợp", "Xong quý 2.", "Tổng hợp"),  # a number of the words
    ],
)
def test_a_line_is_parted_without_a_lone_mark(text: str, at: str, first: str, second: str) -> None:
    (place,) = (text.index(at),) if at.startswith("-") else words_begin(text, at)
    assert parted(text, place) == (first, second)


def test_a_mark_alone_is_no_part() -> None:
    assert without_end_mark("- ") == ""
    assert without_end_mark("1. ") == ""
