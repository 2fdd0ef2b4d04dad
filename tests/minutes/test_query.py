"""What people type to find something again, with the traps of Vietnamese and of query languages."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.minutes import Tag
from bot.minutes.typed.query import (
    NotUnderstood,
    Query,
    exact,
    excerpt,
    places,
    read_query,
    words_of,
)
from tests.tables import every_row

FRIDAY = date(2026, 7, 24)


def read(text: str) -> Query:
    return read_query(text, FRIDAY)


@every_row(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("HOÀ", "hòa"),
        ("thuỷ", "thủy"),
        ("quý", "qúy"),
        ("khoẻ", "khỏe"),
        ("hoàn", "hòan"),
        ("Đà", unicodedata.normalize("NFD", "đà")),
        ("nghiệp", unicodedata.normalize("NFD", "NGHIỆP")),
    ],
)
def test_a_word_is_the_same_wherever_its_tone_is_put(one: str, other: str) -> None:
    assert exact(one) == exact(other)
    assert [word[2:] for word in words_of(one)] == [word[2:] for word in words_of(other)]


def test_words_that_differ_by_tone_or_letter_stay_apart() -> None:
    words = ["hoa", "hoà", "hoá", "hoả", "hoã", "hoạ", "hóa1", "da", "đa", "đà", "dà", "dâ", "dă"]
    assert len({exact(word) for word in words}) == len(words)


@every_row(
    ("typed", "phrases"),
    [
        ("chanh xoài", (("chanh",), ("xoài",))),
        ('"chanh xoài" Đà Nẵng', (("chanh", "xoài"), ("Đà",), ("Nẵng",))),
        ("“chanh xoài” «hoà bình»", (("chanh", "xoài"), ("hoà", "bình"))),
        ('chanh "xoài cát', (("chanh",), ("xoài",), ("cát",))),
        ('"" chanh "', (("chanh",),)),
        ("24/QĐ-UBND", (("24", "QĐ", "UBND"),)),
        ("1.000.000 đồng", (("1", "000", "000"), ("đồng",))),
        ("AND OR NOT", (("AND",), ("OR",), ("NOT",))),
        ("NEAR(a b, 5)", (("NEAR", "a"), ("b",), ("5",))),
        ("* ^ : - ( ) + {a} text:b -c d*", (("a",), ("text", "b"), ("c",), ("d",))),
        ("'; DROP TABLE lines; --", (("DROP",), ("TABLE",), ("lines",))),
        ("cảm ơn 👍🏽", (("cảm",), ("ơn",))),
        ("a_b", (("a", "b"),)),
    ],
)
def test_what_is_typed_is_words_and_phrases(typed: str, phrases: tuple) -> None:
    assert read(typed) == Query(phrases)


@every_row("typed", ["", "   ", '""', "👍", "* ^ - ( ) :", "\u202e\u200b", "_"])
def test_what_has_no_word_asks_nothing(typed: str) -> None:
    assert read(typed).asks_nothing


@every_row(
    ("typed", "query"),
    [
        ("nguoi:An chanh", Query((("chanh",),), speaker="an")),
        ("người: Nguyễn_Văn_An", Query(speaker="nguyen van an")),
        ('nguoi:"Nguyễn Văn An"', Query(speaker="nguyen van an")),
        ("tag:ketluan", Query(tag=Tag.CONCLUSION)),
        ("thẻ:kết luận chanh", Query((("chanh",),), tag=Tag.CONCLUSION)),
        ("tag: ý kiến", Query(tag=Tag.OPINION)),
        ("chanh TAG:ND", Query((("chanh",),), tag=Tag.CONTENT)),
        ('"tag:ketluan"', Query((("tag", "ketluan"),))),
        ("htag:x", Query((("htag", "x"),))),
    ],
)
def test_filters_are_read_with_and_without_diacritics(typed: str, query: Query) -> None:
    assert read(typed) == query


@every_row(
    ("typed", "first", "last"),
    [
        ("24/7", (2026, 7, 24), (2026, 7, 24)),
        ("25/7", (2025, 7, 25), (2025, 7, 25)),  # of this year it has not come yet
        ("24/07/2026", (2026, 7, 24), (2026, 7, 24)),
        ("24-7-26", (2026, 7, 24), (2026, 7, 24)),
        ("ngày 5.3.2025", (2025, 3, 5), (2025, 3, 5)),
        ("2026-07-01", (2026, 7, 1), (2026, 7, 1)),
        ("29/2", (2024, 2, 29), (2024, 2, 29)),
        ("hôm nay", (2026, 7, 24), (2026, 7, 24)),
        ("hôm qua", (2026, 7, 23), (2026, 7, 23)),
        ("hôm kia", (2026, 7, 22), (2026, 7, 22)),
        ("tuần này", (2026, 7, 20), (2026, 7, 26)),
        ("tuần trước", (2026, 7, 13), (2026, 7, 19)),
        ("tháng này", (2026, 7, 1), (2026, 7, 31)),
        ("tháng trước", (2026, 6, 1), (2026, 6, 30)),
        ("tháng 7", (2026, 7, 1), (2026, 7, 31)),
        ("tháng 11", (2025, 11, 1), (2025, 11, 30)),
        ("tháng 2/2024", (2024, 2, 1), (2024, 2, 29)),
        ("tháng 2 năm 2024", (2024, 2, 1), (2024, 2, 29)),
        ("7/2025", (2025, 7, 1), (2025, 7, 31)),
        ("năm ngoái", None, None),
        ("năm trước", (2025, 1, 1), (2025, 12, 31)),
        ("năm 2024", (2024, 1, 1), (2024, 12, 31)),
        ("31/2", None, None),
        ("32/1/2026", None, None),
        ("tháng 13", None, None),
        ("99999999999/1", None, None),
        ("mai", None, None),
        ("9999", None, None),
        ("31/12/9999", None, None),
        ("9999-12-31", None, None),
        ("12/9999", None, None),
        ("0000", None, None),
    ],
)
def test_days_as_vietnamese_writes_them(
    typed: str, first: tuple[int, int, int] | None, last: tuple[int, int, int] | None
) -> None:
    for given_text in (typed, unicodedata.normalize("NFD", typed), typed.upper()):
        if first is None or last is None:
            with pytest.raises(NotUnderstood):
                read(f"chanh tu:{given_text}")
            continue
        words = Query((("chanh",),))
        assert read(f"tu:{given_text} chanh") == Query(words.phrases, since=date(*first))
        assert read(f"chanh den: {given_text}") == Query(words.phrases, until=date(*last))


def test_the_end_without_a_year_does_not_lie_before_the_beginning() -> None:
    query = read("tu:20/12/2024 den:5/1")
    assert (query.since, query.until) == (date(2024, 12, 20), date(2025, 1, 5))
    query = read("den:5/1 tu:20/12")
    assert (query.since, query.until) == (date(2025, 12, 20), date(2026, 1, 5))


@every_row(
    ("typed", "name", "value"),
    [
        ("tag:quả", "tag", "quả"),
        ("tag:", "tag", ""),
        ("nguoi: ", "nguoi", ""),
        ('nguoi:"👍"', "nguoi", "👍"),
        ("tu:mai chanh", "tu", "mai"),
        ("den:", "den", ""),
        ("thẻ:gì", "tag", "gì"),
    ],
)
def test_a_filter_that_nobody_understands_is_named(typed: str, name: str, value: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(typed)
    assert (refused.value.name, refused.value.value) == (name, value)


@given(st.text(max_size=200))
def test_any_text_is_a_query_or_a_filter_not_understood(text: str) -> None:
    try:
        query = read(text)
    except NotUnderstood:
        return
    assert all(phrase and all(phrase) for phrase in query.phrases)


def test_four_thousand_characters_are_read_at_once() -> None:
    assert len(read("chanh " * 666).phrases) == 666
    assert read('"' * 4000).asks_nothing
    assert read("(" * 4000).asks_nothing
    with pytest.raises(NotUnderstood):
        read("tu: " * 1000)


# --- the words around a hit -----------------------------------------------------------------------


def test_the_words_as_typed_are_marked_before_those_without_their_diacritics() -> None:
    text = "Hoa quả ở Hòa Bình"
    assert excerpt(text, [["hoà"]], "[{}]") == "Hoa quả ở [Hòa] Bình"
    assert excerpt(text, [["hoa"]], "[{}]") == "[Hoa] quả ở Hòa Bình"
    assert excerpt(text, [["hoa", "binh"]], "[{}]") == "Hoa quả ở [Hòa Bình]"
    assert places(text, [["quy"], ["binh"], ["hoà"]]) == [(10, 13), (14, 18)]


def test_a_long_line_is_cut_at_words_around_the_hit() -> None:
    text = f"{'đầu dòng ' * 60}thống nhất phương án {'cuối dòng ' * 60}"
    shown = excerpt(text, [["thong", "nhat"]], "[{}]")
    assert "đầu dòng [thống nhất] phương án cuối dòng" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert 140 <= len(shown) <= 170
    assert set(shown.strip("… ").split()) <= {*text.split(), "[thống", "nhất]"}


@every_row(
    "text", ["", "xoài", "x" * 4000, f"{'a' * 300} xoài", f"xoài {'a' * 300}", "👍 xoài " * 200]
)
def test_odd_lines_have_an_excerpt_too(text: str) -> None:
    shown = excerpt(text, [["xoai"]], "[{}]")
    assert len(shown) <= 330
    assert ("[xoài]" in shown) == ("xoài" in text)


def test_a_number_is_marked_however_it_was_written() -> None:
    assert excerpt("hỗ trợ 1.000 hộ", [["1000"]], "[{}]") == "hỗ trợ [1.000] hộ"
    assert excerpt("hỗ trợ 1000 hộ", [["1", "000"]], "[{}]") == "hỗ trợ [1000] hộ"


def test_an_overlap_is_marked_once() -> None:
    assert excerpt("a b c", [["a", "b"], ["b"]], "[{}]") == "[a b] c"
    assert excerpt("a b c", [["a"], ["b", "c"]], "[{}]") == "[a] [b c]"
