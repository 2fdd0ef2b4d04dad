"""What is typed about a meeting: read, mended where that is certain, else doubted."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.minutes.info import read_info
from bot.minutes.typed.items import Amiss, look_at
from bot.minutes.typed.moments import Wrong, read_when
from bot.minutes.typed.receivers import read_receivers, receivers_apart
from bot.minutes.typed.times import moments_in, office_time
from tests.tables import every_row

MONDAY = date(2026, 11, 30)
ON_IT = "ngày 30 tháng 11 năm 2026"


@every_row(
    ("typed", "spelled"),
    [
        ("8h15 sáng 30/11 đến 9h50", f"08 giờ 15 đến 09 giờ 50, {ON_IT}"),
        ("8h15 sáng 30/11 - 9h50", f"08 giờ 15 đến 09 giờ 50, {ON_IT}"),
        ("8-11h 30/11", f"08 giờ 00 đến 11 giờ 00, {ON_IT}"),
        ("bắt đầu lúc 8 giờ, kết thúc 11 giờ", f"08 giờ 00 đến 11 giờ 00, {ON_IT}"),
        ("1h30 chiều đến 4h", f"13 giờ 30 đến 16 giờ 00, {ON_IT}"),
        ("2h đến 4h chiều", f"14 giờ 00 đến 16 giờ 00, {ON_IT}"),
        ("8h đến 2h chiều", f"08 giờ 00 đến 14 giờ 00, {ON_IT}"),
        (
            "8h ngày 24/7 đến 17h ngày 25/7",
            "08 giờ 00, ngày 24 tháng 7 năm 2026 đến 17 giờ 00, ngày 25 tháng 7 năm 2026",
        ),
        ("2 giờ chiều", f"14 giờ 00, {ON_IT}"),
        ("chiều 30/11 lúc 2h", f"14 giờ 00, {ON_IT}"),
        ("14h30'", f"14 giờ 30, {ON_IT}"),
        ("14h30’ ngày 30/11", f"14 giờ 30, {ON_IT}"),
        ("14 giờ 30 phút", f"14 giờ 30, {ON_IT}"),
        ("8h30p sáng 30/11", f"08 giờ 30, {ON_IT}"),
        ("8 giờ rưỡi sáng", f"08 giờ 30, {ON_IT}"),
        ("8 giờ kém 15", f"07 giờ 45, {ON_IT}"),
        ("30/11 8h", f"08 giờ 00, {ON_IT}"),
        ("30/11/26", ON_IT),
        ("30.11.2026", ON_IT),
        ("2026-11-30 8:00", f"08 giờ 00, {ON_IT}"),
        ("ngày 30", ON_IT),
        ("thứ Hai, 8h 30/11/2026", f"08 giờ 00, {ON_IT}"),
        ("8h 24-7", "08 giờ 00, ngày 24 tháng 7 năm 2026"),
        ("02h00", f"02 giờ 00, {ON_IT}"),
        ("30/12", "ngày 30 tháng 12 năm 2026"),
        ("8 rưỡi sáng", f"08 giờ 30, {ON_IT}"),
        ("8h15 AM", f"08 giờ 15, {ON_IT}"),
        ("2pm 30/11", f"14 giờ 00, {ON_IT}"),
        ("30-11-26 8g30", f"08 giờ 30, {ON_IT}"),
        ("13h30 -> 16h", f"13 giờ 30 đến 16 giờ 00, {ON_IT}"),
        ("13h30→16h 30/11", f"13 giờ 30 đến 16 giờ 00, {ON_IT}"),
    ],
)
def test_a_time_is_understood(typed: str, spelled: str) -> None:
    when = read_when(typed, MONDAY)
    assert (when.spelled, when.wrong) == (spelled, None)
    assert read_when(spelled, MONDAY).spelled == spelled, "its own words are read again"


def test_the_year_that_is_left_out_is_the_nearest() -> None:
    assert read_when("8h 30/12", date(2027, 1, 5)).spelled == "08 giờ 00, ngày 30 tháng 12 năm 2026"
    assert read_when("8h 05/01", date(2026, 12, 30)).spelled[-4:] == "2027"


@every_row(
    ("typed", "wrong", "likely"),
    [
        ("31/11/2026", Wrong.NO_SUCH_DAY, [ON_IT, "ngày 01 tháng 12 năm 2026"]),
        ("8h 31/11", Wrong.NO_SUCH_DAY, [f"08 giờ 00, {ON_IT}"]),
        ("30/2", Wrong.NO_SUCH_DAY, ["ngày 28 tháng 02 năm 2026", "ngày 01 tháng 3 năm 2026"]),
        ("ngày 31 tháng 11 năm 2026", Wrong.NO_SUCH_DAY, [ON_IT]),
        ("11/30/2026", Wrong.NO_SUCH_DAY, [ON_IT]),
        ("45/13/2026", Wrong.NO_SUCH_DAY, []),
        ("30/11/202", Wrong.NO_SUCH_DAY, []),
        ("8h sáng mai", Wrong.WHICH_DAY, ["08 giờ 00, ngày 01 tháng 12 năm 2026"]),
        ("chiều qua 2h", Wrong.WHICH_DAY, ["14 giờ 00, ngày 29 tháng 11 năm 2026"]),
        ("8h thứ Sáu", Wrong.WHICH_DAY, ["08 giờ 00, ngày 27 tháng 11 năm 2026"]),
        (
            "thứ Ba, 8h 30/11/2026",
            Wrong.WEEKDAY,
            [f"08 giờ 00, {ON_IT}", "08 giờ 00, ngày 01 tháng 12 năm 2026"],
        ),
        ("thứ 8, 30/11/2026", Wrong.WEEKDAY, [ON_IT]),
        ("25h", Wrong.NO_SUCH_HOUR, []),
        ("8h75", Wrong.NO_SUCH_HOUR, []),
        ("14h sáng 30/11", Wrong.NO_SUCH_HOUR, [f"14 giờ 00, {ON_IT}"]),
        ("2h", Wrong.HALF, [f"14 giờ 00, {ON_IT}", f"02 giờ 00, {ON_IT}"]),
        ("8h đến 7h30", Wrong.ENDS_EARLY, [f"08 giờ 00 đến 19 giờ 30, {ON_IT}"]),
        ("8h 30/11/2206", Wrong.FAR, [f"08 giờ 00, {ON_IT}"]),
        ("8h 30/11/1926", Wrong.FAR, [f"08 giờ 00, {ON_IT}"]),
    ],
)
def test_what_cannot_be_is_not_believed(typed: str, wrong: Wrong, likely: list[str]) -> None:
    when = read_when(typed, MONDAY)
    assert when.wrong is wrong
    assert [one.spelled for one in when.likely][: len(likely)] == likely
    for one in when.likely:
        if wrong is not Wrong.HALF:
            assert read_when(one.spelled, MONDAY).wrong is None, "a reading can be taken"


@every_row("typed", ["sáng thứ Sáu", "đầu giờ chiều", "sau giờ làm việc", "quý IV", "", "…"])
def test_free_words_stay_as_they_are(typed: str) -> None:
    assert read_when(typed, MONDAY).spelled == ""
    assert office_time(typed, MONDAY) == typed


@every_row(
    ("typed", "shown"),
    [
        ("8 rưỡi", f"08 giờ 30, {ON_IT}"),
        ("30-11-26 8g30", f"08 giờ 30, {ON_IT}"),
        ("8h 30.11.26", f"08 giờ 00, {ON_IT}"),
        ("2pm", f"14 giờ 00, {ON_IT}"),
    ],
)
def test_figures_of_people_are_printed_as_an_office_writes_them(typed: str, shown: str) -> None:
    assert office_time(typed, MONDAY) == shown


@every_row(
    ("code", "typed", "likely"),
    [
        (
            "thoi_gian",
            "sáng thứ Sáu",
            ["ngày 27 tháng 11 năm 2026", "ngày 04 tháng 12 năm 2026", "sáng thứ Sáu"],
        ),
        ("thoi_gian", "trưa", ["trưa"]),
        ("thoi_gian", "đầu giờ chiều", ["đầu giờ chiều"]),
        ("thoi_gian", "ngày 10 tháng 6 âm lịch", ["ngày 10 tháng 6 âm lịch"]),
        ("ket_thuc", "trưa", ["trưa"]),
        ("ket_thuc", "chưa rõ", ["chưa rõ"]),
    ],
)
def test_words_that_say_no_time_are_asked_about(code: str, typed: str, likely: list[str]) -> None:
    (doubt,) = look_at({code: typed}, {}, MONDAY, MONDAY).doubts
    assert (doubt.why, [one.value for one in doubt.likely]) == (Amiss.UNREAD, likely)
    kept = look_at({code: typed}, {}, MONDAY, MONDAY, believed=True)
    assert kept.values == {code: typed}, "somebody has chosen these words"


def test_an_hour_that_is_none_is_told_as_it_was_typed() -> None:
    (doubt,) = look_at({"thoi_gian": "12h30 đêm"}, {}, MONDAY, MONDAY).doubts
    assert (doubt.why, doubt.detail) == (Amiss.NO_SUCH_HOUR, "12h30 đêm")


@given(st.text(alphabet="0123456789hg:/.-, 'ngàytháumsiêđếtrưcbọ", max_size=40))
def test_no_words_are_an_error_and_none_is_read_in_two_ways(words: str) -> None:
    when = read_when(words, MONDAY)
    if when.begins and not when.wrong:
        assert moments_in(words, MONDAY)[0] == when.begins
        assert read_when(when.spelled, MONDAY).spelled == when.spelled


def looked(code: str, typed: str, **known: str) -> tuple[dict[str, str], list[tuple[str, Amiss]]]:
    found = look_at({code: typed}, known, MONDAY, MONDAY)
    return dict(found.values), [(doubt.code, doubt.why) for doubt in found.doubts]


@every_row(
    ("code", "typed", "values"),
    [
        ("dia_danh", "đồng tháp", {"dia_danh": "Đồng Tháp"}),
        ("dia_danh", "ĐỒNG THÁP", {"dia_danh": "Đồng Tháp"}),
        ("dia_danh", "Đồng tháp, ngày 30/11", {"dia_danh": "Đồng Tháp"}),
        ("dia_danh", "tp cao lãnh", {"dia_danh": "TP. Cao Lãnh"}),
        ("dia_danh", "thành phố cao lãnh", {"dia_danh": "Thành phố Cao Lãnh"}),
        ("dia_danh", "ở đồng tháp", {"dia_danh": "Đồng Tháp"}),
        ("dia_danh", "Hà Nội.", {"dia_danh": "Hà Nội"}),
        ("dia_diem", "- Zoom", {"dia_diem": "Zoom"}),
        ("so", "45", {"so": "45"}),
        ("so", "Số: 045", {"so": "045"}),
        ("so", "45a", {"so": "45a"}),
        ("so", "45/BB-UBND", {"so": "45", "ky_hieu": "UBND"}),
        ("so", "…./BB-UBND", {"ky_hieu": "UBND"}),
        ("so", "không", {"so": ""}),
        ("so", "chưa có", {"so": ""}),
        ("dia_diem", "là hội trường Sở", {"dia_diem": "Hội trường Sở"}),
        ("dia_diem", "tại phòng họp số 2", {"dia_diem": "Phòng họp số 2"}),
        ("chu_tri", "là ông Nguyễn Văn An", {"chu_tri": "ông Nguyễn Văn An"}),
        ("ky_hieu", "/BB-SKHCN", {"ky_hieu": "SKHCN"}),
        ("ky_hieu", "BC-SKHCN", {"ky_hieu": "SKHCN"}),
        ("ky_hieu", "skhcn", {"ky_hieu": "SKHCN"}),
        ("ky_hieu", "số 05/BB-SKHCN", {"ky_hieu": "SKHCN", "so": "05"}),
        ("ky_hieu", "P. KH-TC", {"ky_hieu": "P.KH-TC"}),
        ("ky_hieu", "UBND - VX", {"ky_hieu": "UBND-VX"}),
        (
            "thoi_gian",
            "8h15 sáng 30/11 đến 9h50",
            {"thoi_gian": f"08 giờ 15, {ON_IT}", "ket_thuc": "09 giờ 50"},
        ),
        (
            "noi_nhan",
            "UBND tỉnh (b/c), Giám đốc, lưu VT, VP",
            {"noi_nhan": "- UBND tỉnh (b/c)\n- Giám đốc\n- Lưu: VT, VP"},
        ),
        (
            "noi_nhan",
            "như thành phần, UBND tỉnh, các đơn vị trực thuộc, luu vt",
            {"noi_nhan": "- Như thành phần\n- UBND tỉnh\n- Các đơn vị trực thuộc\n- Lưu: VT"},
        ),
    ],
)
def test_what_is_certain_is_mended(code: str, typed: str, values: dict[str, str]) -> None:
    assert looked(code, typed) == (values, [])


@every_row(
    ("code", "typed", "why"),
    [
        ("thoi_gian", "31/11/2026", Amiss.NO_SUCH_DAY),
        ("ket_thuc", "25h", Amiss.NO_SUCH_HOUR),
        ("ket_thuc", "7h", Amiss.ENDS_EARLY),
        ("ket_thuc", "2h", Amiss.ENDS_EARLY),  # it began at eight
        ("ky_hieu", "Sở KHCN", Amiss.SYMBOL),
        ("so", "BB-45", Amiss.NUMBER),
        ("so", "bốn lăm", Amiss.NUMBER),
        ("dia_danh", "Cao Lãnh, Đồng Tháp", Amiss.PLACE),
        ("dia_danh", "30/11", Amiss.PLACE),
        ("noi_nhan", "Sở Kế hoạch, Đầu tư, lưu VT", Amiss.RECEIVERS),
        ("noi_nhan", "UBND tỉnh, lưu VP", Amiss.ARCHIVE),
    ],
)
def test_what_is_not_certain_is_asked(code: str, typed: str, why: Amiss) -> None:
    assert looked(code, typed, thoi_gian="8h 30/11/2026") == ({}, [(code, why)])


def test_what_a_person_has_chosen_is_taken() -> None:
    for code, typed in (("thoi_gian", "2h"), ("thoi_gian", "8h 30/11/2016")):
        assert looked(code, typed)[1]
        found = look_at({code: typed}, {}, MONDAY, MONDAY, believed=True)
        assert (found.values, found.doubts) == ({code: typed}, ())
    (doubt,) = look_at({"noi_nhan": "Sở A, Đầu tư"}, {}, MONDAY, MONDAY).doubts
    for likely in doubt.likely:
        found = look_at({"noi_nhan": likely.value}, {}, MONDAY, MONDAY, believed=True)
        assert (found.values, found.doubts) == ({"noi_nhan": likely.value}, ())


def test_a_beginning_behind_the_known_end_asks_for_the_end() -> None:
    values, doubts = looked("thoi_gian", "14h 30/11/2026", ket_thuc="11h")
    assert values == {"thoi_gian": "14h 30/11/2026"}
    assert doubts == [("ket_thuc", Amiss.ENDS_EARLY)]


def test_day_and_hour_that_are_typed_apart_are_put_together() -> None:
    given_ = read_info("ngày họp: 30/11/2026\ngiờ họp: 8h15")
    assert read_when(given_.values["thoi_gian"], MONDAY).spelled == f"08 giờ 15, {ON_IT}"
    assert looked("thoi_gian", "8h15", thoi_gian="30/11/2026")[0] == {
        "thoi_gian": f"08 giờ 15, {ON_IT}"
    }
    assert read_info("thời gian: 8h\nthời gian: 9h").values == {"thoi_gian": "9h"}, "a correction"


def test_a_form_that_nobody_filled_in_takes_nothing_away() -> None:
    given_ = read_info("ngày họp:\nđịa điểm: Phòng 1")
    assert given_.values == {"dia_diem": "Phòng 1"}
    assert given_.empty == (("ngày họp", "thoi_gian"),)
    assert read_info("thời gian:").values == {"thoi_gian": ""}
    assert read_info("ký hiệu là: SKHCN").values == {"ky_hieu": "SKHCN"}
    assert read_info("ngày họp:\n30/11/2026").values == {"thoi_gian": "30/11/2026"}


def test_a_value_under_an_unknown_name_is_kept_with_it() -> None:
    given_ = read_info("đại điểm: Phòng 2\ntrưởng đoàn: Ông A\n- ông B")
    assert given_.strays == (("đại điểm", "Phòng 2"), ("trưởng đoàn", "Ông A\n- ông B"))


@every_row(
    ("typed", "rows"),
    [
        (
            "UBND tỉnh (b/c), Giám đốc, lưu VT, VP",
            ("- UBND tỉnh (b/c);", "- Giám đốc;", "- Lưu: VT, VP."),
        ),
        ("Các phòng, đơn vị thuộc Sở", ("- Các phòng, đơn vị thuộc Sở;", "- Lưu: VT.")),
        ("Như trên; Lưu VT", ("- Như trên;", "- Lưu: VT.")),
        (
            "UBND tỉnh (b/c, để biết), Các phòng. Lưu: VT",
            ("- UBND tỉnh (b/c, để biết);", "- Các phòng;", "- Lưu: VT."),
        ),
        ("Sở Kế hoạch, Đầu tư", ("- Sở Kế hoạch, Đầu tư;", "- Lưu: VT.")),
        ("Lưu VT", ("- Lưu: VT.",)),
    ],
)
def test_receivers_in_one_row(typed: str, rows: tuple[str, ...]) -> None:
    assert read_receivers(typed, as_above=False, last="Lưu: VT") == rows


def test_where_a_comma_may_part_or_not_is_not_certain() -> None:
    assert receivers_apart("Sở Kế hoạch, Đầu tư")[1] is False
    assert receivers_apart("Sở Kế hoạch, Phòng Đầu tư")[1] is True
    assert receivers_apart("- Sở Kế hoạch, Đầu tư\n- Lưu: VT")[1] is True
