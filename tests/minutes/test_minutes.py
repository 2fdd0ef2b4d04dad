"""The domain, by its written examples and by what people type otherwise."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import unicodedata
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

import bot.messages
import bot.minutes
from bot.minutes import Tag
from bot.minutes.info import ITEMS, InfoUpdate, read_info
from bot.minutes.typed.names import read_name
from bot.minutes.typed.numbers import pick, read_numbers, spell
from bot.minutes.typed.people_words import names_in
from bot.minutes.typed.tags import take_tag
from bot.minutes.typed.terms import near_misses, read_terms
from bot.minutes.typed.times import office_time
from bot.minutes.typed.words import clean, fold
from tests.tables import every_row

DAY = date(2026, 7, 24)
MODULES = [
    module.name
    for room in (bot.messages, bot.minutes)
    for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")
]


def test_the_examples_in_the_docstrings() -> None:
    modules = [*MODULES, "bot.report.metrics"]
    results = {name: doctest.testmod(importlib.import_module(name)) for name in modules}
    assert [name for name, result in results.items() if result.failed] == []
    assert sum(result.attempted for result in results.values()) > 40, "they are not found"


@given(st.text())
def test_clean_text_stays_clean_and_fits_any_file(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")
    assert not any(0xD800 <= ord(char) <= 0xDFFF or char in "\x00\u202e\ufeff" for char in once)


@given(st.text())
def test_folding_keeps_the_length_of_clean_text(text: str) -> None:
    assert len(fold(clean(text))) == len(clean(text))


@given(st.text(max_size=80))
def test_reading_never_fails_whatever_is_typed(text: str) -> None:
    read_numbers(text)
    take_tag(clean(text))
    read_info(text)
    read_name(text)
    office_time(text, DAY)
    read_terms(text)
    near_misses(text, [text, "Nguyễn Văn An"])
    names_in(text)


@given(st.lists(st.integers(1, 60), min_size=1, unique=True).map(sorted))
def test_numbers_spelled_are_read_back(numbers: list[int]) -> None:
    ranges = read_numbers(spell(numbers))
    assert ranges is not None
    assert pick(ranges, numbers) == (numbers, [])


@every_row(
    ("typed", "ranges"),
    [
        ("3 5-7", ((3, 3), (5, 7))),
        ("3,5 - 7", ((3, 3), (5, 7))),
        ("#3 #5–#7", ((3, 3), (5, 7))),
        ("dòng 3 và 5 đến 7", ((3, 3), (5, 7))),
        ("7-5", ((5, 7),)),
        ("số 8", ((8, 8),)),
        ("1 nha", ((1, 1),)),
        ("từ 2 đến 3 nhé", ((2, 3),)),
        ("", None),
        ("8 giờ sáng", None),
        ("-", None),
    ],
)
def test_numbers_as_people_write_them(typed: str, ranges: object) -> None:
    assert read_numbers(typed) == ranges


@every_row(
    ("typed", "name", "title"),
    [
        ("Nguyễn Văn An - Trưởng phòng", "Nguyễn Văn An", "Trưởng phòng"),
        ("Nguyễn Văn An – Trưởng phòng", "Nguyễn Văn An", "Trưởng phòng"),
        ("Nguyễn Văn An, Trưởng phòng", "Nguyễn Văn An", "Trưởng phòng"),
        ("Y-Thông Niê - Phó Chủ tịch", "Y-Thông Niê", "Phó Chủ tịch"),
        ("Y-Thông Niê", "Y-Thông Niê", ""),
        ("  Nguyễn   Văn An ", "Nguyễn Văn An", ""),
        ("", "", ""),
    ],
)
def test_names_and_titles(typed: str, name: str, title: str) -> None:
    assert read_name(typed) == (name, title)


@every_row(
    ("typed", "spelled"),
    [
        ("24/7/2020", "ngày 24 tháng 7 năm 2020"),
        ("ngày 05-03-2026", "ngày 05 tháng 3 năm 2026"),
        ("8h ngày 1/2/2026", "08 giờ 00 ngày 01 tháng 02 năm 2026"),
        ("14g30", "14 giờ 30, ngày 24 tháng 7 năm 2026"),
        ("8h 24-7", "08 giờ 00 ngày 24 tháng 7 năm 2026"),
        ("sáng 5/3", "sáng ngày 05 tháng 3 năm 2026"),
        ("14:30, 3/12/2026", "14 giờ 30, ngày 03 tháng 12 năm 2026"),
        ("ngày 24 tháng 7 năm 2020", "ngày 24 tháng 7 năm 2020"),
        ("8 giờ 30 phút ngày 24 tháng 7", "08 giờ 30 ngày 24 tháng 7"),
        ("31/2/2026", "31/2/2026"),
        ("99h", "99h"),
    ],
)
def test_times_as_an_office_writes_them(typed: str, spelled: str) -> None:
    assert office_time(typed, DAY) == spelled


def test_every_item_is_known_by_its_label_with_or_without_diacritics() -> None:
    for item in ITEMS:
        for name in (item.label, fold(item.label), item.label.upper(), item.code, *item.also):
            for form in ("NFC", "NFD"):
                given_ = read_info(f"{unicodedata.normalize(form, name)}: x")
                assert given_.values == {item.code: "x"}, name


def test_a_value_goes_on_over_its_rows_even_where_they_look_like_items() -> None:
    given_ = read_info("thành phần:\n- Chủ trì: Ông A\n+ thư ký: bà B\nvắng: không\nsố:")
    assert given_.values == {
        "thanh_phan": "- Chủ trì: Ông A\n+ thư ký: bà B",
        "vang": "không",
        "so": "",
    }


def test_an_unknown_item_is_told_and_swallows_nothing() -> None:
    given_ = read_info("đại điểm: Hội trường\nđịa điểm: Phòng 1\ntrưởng đoàn: Ông A\n- ông B")
    assert given_.values == {"dia_diem": "Phòng 1"}
    assert given_.unknown == ("đại điểm", "trưởng đoàn")


@every_row(
    ("typed", "values"),
    [
        ("địa điểm: Hội trường; chủ trì: Ông A", {"dia_diem": "Hội trường", "chu_tri": "Ông A"}),
        ("Địa điểm: P1, CHỦ TRÌ: Ông A", {"dia_diem": "P1", "chu_tri": "Ông A"}),
        ("địa điểm Hội trường Sở", {"dia_diem": "Hội trường Sở"}),
        ("chutri = Ông A", {"chu_tri": "Ông A"}),
        ("nơi nhận:\nUBND tỉnh\nLưu: VT, VP", {"noi_nhan": "UBND tỉnh\nLưu: VT, VP"}),
        ("tên:\nKết quả\nsố 5", {"ten": "Kết quả\nsố 5"}),
        ("thành phần:\nLãnh đạo: 03\nĐại biểu: 20", {"thanh_phan": "Lãnh đạo: 03\nĐại biểu: 20"}),
        (
            "thành phần:\nChủ trì: A\nSố lượng: 20\nSố: 20 người\nvắng: B",
            {"thanh_phan": "Chủ trì: A\nSố lượng: 20\nSố: 20 người", "vang": "B"},
        ),
        (
            "nơi nhận:\nUBND tỉnh\nCơ quan: Sở\nLưu: VT\nđịa điểm: P1",
            {"noi_nhan": "UBND tỉnh\nCơ quan: Sở\nLưu: VT", "dia_diem": "P1"},
        ),
        ("thành phần:\n+ A\nchủ trì: B", {"thanh_phan": "+ A", "chu_tri": "B"}),
        ("nơi nhận: A\nnơi nhận: B", {"noi_nhan": "A\nB"}),
        ("chủ trì: C\n• địa điểm: P2", {"chu_tri": "C", "dia_diem": "P2"}),
        ("- địa điểm: P2", {"dia_diem": "P2"}),
        ("1. địa điểm：P2", {"dia_diem": "P2"}),
        ("địa điểm = A; chủ trì = B", {"dia_diem": "A", "chu_tri": "B"}),
    ],
)
def test_items_as_tired_people_type_them(typed: str, values: dict[str, str]) -> None:
    assert read_info(typed) == InfoUpdate(values, ())


def test_a_misspelt_item_after_a_list_is_told_and_not_swallowed() -> None:
    given_ = read_info("nơi nhận:\n- A\nngười kí tên: B")
    assert given_.values == {"noi_nhan": "- A"}
    assert given_.unknown == ("người kí tên",)


def test_prose_with_a_colon_goes_on() -> None:
    text = "căn cứ: Kế hoạch số 5\nvề việc tổ chức các nội dung sau đây: một, hai"
    assert read_info(text).values["can_cu"].endswith("sau đây: một, hai")


def test_a_tag_may_be_typed_with_a_full_stop_or_a_dash() -> None:
    assert take_tag("YK. ấp 3 còn 45 hộ") == ("ấp 3 còn 45 hộ", Tag.OPINION)
    assert take_tag("kl - giao Văn phòng") == ("giao Văn phòng", Tag.CONCLUSION)
    for words in ("Kết luận - chưa có", "kl.5", "kl - 5", "ND. Nguyễn Văn An", "yk.vn"):
        assert take_tag(words) == (words, None)


def test_a_tag_takes_only_itself_out_of_the_text() -> None:
    assert take_tag("Giữ  nguyên   chữ #ykien .") == ("Giữ  nguyên   chữ.", Tag.OPINION)
    assert take_tag("một #ykien\nhai") == ("một\nhai", Tag.OPINION)
    assert take_tag("#ykien #ketluan x") == ("x", Tag.CONCLUSION)
