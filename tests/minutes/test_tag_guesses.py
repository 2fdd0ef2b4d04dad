"""A tag is guessed by the words that people use in meetings; better none than a wrong one."""

from __future__ import annotations

import time
import timeit

from bot.minutes import Line, LineState, Tag
from bot.minutes.guesses.tags import suggest
from bot.minutes.typed.words import fold
from tests.minutes.said_in_meetings import CHAIR, OTHER, SETS, Said, figures, line
from tests.tables import every_row

K, Y = Tag.CONCLUSION, Tag.OPINION


def guess(text: str, who: int = CHAIR) -> Tag | None:
    made = suggest(line(text, who), CHAIR)
    return made.tag if made else None


def sentences(name: str) -> list[Said]:
    """With the name, so that a failure says where."""
    return SETS[name]


@every_row("said", [*sentences("first, seen"), *sentences("first, held out")])
def test_what_is_said_in_meetings(said: Said) -> None:
    assert guess(said.text, said.who) == said.tag


def test_what_was_written_after_the_rules_is_guessed_as_the_guide_says() -> None:
    assert sum(len(said) for said in SETS.values()) == 272
    found = figures(SETS["third, held out"])
    assert (found.right, found.suggested, found.expected) == (24, 26, 34)
    assert figures(SETS["second, seen"]).precision == 1


@every_row(
    ("text", "words"),
    [
        ("Như vậy là Thống nhất phương án 1 của Phòng.", "Thống nhất"),
        ("Tôi kết luận như sau: làm trước tháng 9.", "kết luận"),
        ("thong nhat giao phong ke hoach lam dau moi", "thong nhat"),
        ("Đề nghị các đơn vị nghiêm túc thực hiện.", "Đề nghị"),
    ],
)
def test_it_says_which_words_gave_it(text: str, words: str) -> None:
    made = suggest(line(text, CHAIR), CHAIR)
    assert made is not None
    assert made.words == words


def test_who_speaks_decides_where_a_word_may_be_either() -> None:
    text = "Tôi thống nhất với đề xuất của Phòng Tài chính."
    assert (guess(text, CHAIR), guess(text, OTHER)) == (K, Y)
    text = "Đề nghị các đơn vị báo cáo trước ngày 15 hằng tháng."
    assert (guess(text, CHAIR), guess(text, OTHER)) == (K, Y)
    text = "Tôi quyết định dừng hạng mục này."
    assert (guess(text, CHAIR), guess(text, OTHER)) == (K, None)
    assert suggest(line(text, CHAIR), None) is None, "nobody is known to preside"


def test_of_others_what_proposes_counts_more_than_what_decides() -> None:
    text = "Theo tôi, giao Phòng Kế hoạch làm thì hợp lý hơn."
    assert (guess(text, CHAIR), guess(text, OTHER)) == (K, Y)


@every_row(
    "text",
    [
        "Có thống nhất không?",
        "Các đồng chí có thống nhất không",
        "Kết luận thế nào ạ?",
        "Kết luận thế nào ạ",
        "Ta giao cho phòng nào thì được",
        "Chúng ta chưa thống nhất được mức chi.",
        "Tôi không đề nghị gì thêm đâu.",
        "Tôi chưa kết luận nội dung này.",
        "chua thong nhat duoc muc chi dau anh",
        "Theo kết luận của cuộc họp trước thì đã xong.",
        "Sở Giao thông đang sửa đường này.",
        "Giao ban tuần này có ba nội dung.",
        "Giao lưu văn nghệ vào chiều thứ Bảy.",
        "Giao dịch qua ngân hàng chậm hai ngày.",
        "Giáo viên các trường đã nhận lương.",
        "giao vien cac truong da nhan luong",
        "Sau khi bàn giao các phòng dọn vệ sinh.",
        "Ngày thống nhất đất nước được nghỉ.",
        "Kết luận thanh tra đã có từ tháng 5.",
        "Xin chào tất cả các đồng chí đã đến dự.",
        "Thống nhất.",
        "Kết luận",
        "Vâng.",
        "",
        "…?!",
        "Đề nghị các đồng chí giữ trật tự.",
        "Mời đồng chí An phát biểu ý kiến.",
    ],
)
def test_traps(text: str) -> None:
    assert [guess(text, who) for who in (CHAIR, OTHER)] == [None, None]


def test_without_punctuation_capitals_or_diacritics() -> None:
    spoken = "có ý kiến gì khác không tôi kết luận như sau giao văn phòng làm tờ trình"
    assert guess(spoken) is K
    assert guess(fold(spoken)) is K
    assert guess("KÍNH ĐỀ NGHỊ SỞ TÀI CHÍNH BỔ SUNG KINH PHÍ", OTHER) in (Y, None)
    assert guess("THỐNG NHẤT PHƯƠNG ÁN HAI NHƯ ĐÃ TRÌNH") is K
    assert guess("Tho\u0302\u0301ng nha\u0302\u0301t phương án hai như đã trình") is K


def test_a_long_line_is_what_one_of_its_sentences_is() -> None:
    text = "Tôi nghe xong rồi. Số liệu quý II còn thiếu. Giao Phòng Kế hoạch bổ sung trước ngày 5."
    assert guess(text) is K
    assert (
        guess(text.replace("Giao Phòng", "Có giao cho Phòng").replace("ngày 5.", "ngày 5?")) is None
    )


@every_row(
    "fields",
    [
        {"tag": Y},
        {"tag": Tag.CONTENT},
        {"deleted": True},
        {"done_until": 600.0},
    ],
)
def test_no_suggestion_for_what_has_a_tag_or_is_no_line(fields: dict[str, object]) -> None:
    assert suggest(line("Thống nhất phương án 1 như trình.", CHAIR, **fields), CHAIR) is None


@every_row("state", [x for x in LineState if x is not LineState.DONE])
def test_no_suggestion_for_what_is_not_transcribed(state: LineState) -> None:
    made = line("Thống nhất phương án 1 như trình.", CHAIR)
    assert suggest(Line(**{**vars(made), "state": state}), CHAIR) is None


@every_row(
    "part",
    ["(", "a ", ", ", "thống nhất ", "giao ", "tôi ", "một hai ba ", "thì là ", "anh a b c d ",
     "anh hoàn thành ", "tất cả a b c ", "không có phải ", "đề nghị đồng chí a b c d e ",
     "biểu quyết ", "mời ", "hội nghị đã đã đã ", "được có phải nên ", "ok và thì là con xin ",
     "1", "a.1", "đề nghị các đồng chí các anh các chị ", "không ạ à nhé "],
)  # fmt: skip
def test_a_line_that_is_made_to_be_slow_is_not(part: str) -> None:
    plain = "Phòng Kế hoạch báo cáo số liệu của quý này. "
    work = [
        min(timeit.repeat(lambda x=x: guess(x, CHAIR), time.thread_time, number=1, repeat=3))
        for x in (text * (10_000 // len(text)) for text in (part, plain))
    ]
    assert work[0] < 20 * work[1], "it takes no more than a few plain lines as long"
