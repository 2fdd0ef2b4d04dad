"""What is typed about a meeting: read, mended where that is certain, else doubted."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.minutes.info import read_info
from bot.minutes.roll import Attendee
from bot.minutes.typed.items import Amiss, is_unmarked, look_at
from bot.minutes.typed.moments import Wrong, read_when
from bot.minutes.typed.receivers import read_receivers, receivers_apart
from bot.minutes.typed.times import moments_in, office_time
from tests.tables import every_row

MONDAY = date(2026, 11, 30)
ON_IT = "ngày 30 tháng 11 năm 2026"
MIDNIGHTS = ["00 giờ 00, ngày 01 tháng 12 năm 2026", f"00 giờ 00, {ON_IT}"]


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
        ("14:30:00 30/11/2026", f"14 giờ 30, {ON_IT}"),
        ("2026-11-30T08:00", f"08 giờ 00, {ON_IT}"),
        ('8h30" 30/11', f"08 giờ 30, {ON_IT}"),
        ("8 giờ 5 phút", f"08 giờ 05, {ON_IT}"),
        ("8h5' sáng", f"08 giờ 05, {ON_IT}"),
        ("tám giờ ba mươi", f"08 giờ 30, {ON_IT}"),
        ("tám giờ ba mươi 30/11", f"08 giờ 30, {ON_IT}"),
        ("tám giờ ba mươi → mười giờ mười lăm", f"08 giờ 30 đến 10 giờ 15, {ON_IT}"),
        ("8 giờ ba mươi tháng mười một năm 2026", f"08 giờ 00, {ON_IT}"),
        ("tám giờ ba mươi tháng 11", f"08 giờ 00, {ON_IT}"),
        ("tám giờ 30/11", f"08 giờ 00, {ON_IT}"),
        ("8 giờ hai mươi chín tháng 9", "08 giờ 00, ngày 29 tháng 9 năm 2026"),
        ("tám giờ hai mươi tháng chín", "08 giờ 00, ngày 20 tháng 9 năm 2026"),
        ("hai giờ chiều", f"14 giờ 00, {ON_IT}"),
        ("mười bốn giờ rưỡi ngày ba mươi tháng mười một", f"14 giờ 30, {ON_IT}"),
        ("8.30h", f"08 giờ 30, {ON_IT}"),
        ("8.30 30/11", f"08 giờ 30, {ON_IT}"),
        ("8.30 sáng", f"08 giờ 30, {ON_IT}"),
        ("lúc 8.10, ngày 30/11", f"08 giờ 10, {ON_IT}"),
        ("8.30-10.30", f"08 giờ 30 đến 10 giờ 30, {ON_IT}"),
        ("8.30 đến 10.15 ngày 30/11", f"08 giờ 30 đến 10 giờ 15, {ON_IT}"),
        ("8.00", f"08 giờ 00, {ON_IT}"),
        ("13.45", f"13 giờ 45, {ON_IT}"),
        ("8h 8.10", "08 giờ 00, ngày 08 tháng 10 năm 2026"),
        ("thứ Năm 8.10", "ngày 08 tháng 10 năm 2026"),
        ("ngày 8.10", "ngày 08 tháng 10 năm 2026"),
        ("１４ｈ３０， ３０／１１", f"14 giờ 30, {ON_IT}"),
        ("１４：３０", f"14 giờ 30, {ON_IT}"),
        ("10 giờ khuya 30/11", f"22 giờ 00, {ON_IT}"),
        (
            "8h tối đến 12h đêm 30/11",
            f"20 giờ 00, {ON_IT} đến 00 giờ 00, ngày 01 tháng 12 năm 2026",
        ),
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
        ("8.30", Wrong.DOTTED, [f"08 giờ 30, {ON_IT}", "ngày 30 tháng 8 năm 2026"]),
        ("8.10", Wrong.DOTTED, [f"08 giờ 10, {ON_IT}", "ngày 08 tháng 10 năm 2026"]),
        ("8.30 31/11", Wrong.NO_SUCH_DAY, [f"08 giờ 30, {ON_IT}"]),
        ("8.10-10.10", Wrong.DOTTED, [f"08 giờ 10 đến 10 giờ 10, {ON_IT}"]),
        (
            "12h đêm",
            Wrong.MIDNIGHT,
            MIDNIGHTS,
        ),
        ("12 giờ 30 khuya 30/11", Wrong.MIDNIGHT, ["00 giờ 30, ngày 01 tháng 12 năm 2026"]),
        ("24h00", Wrong.MIDNIGHT, MIDNIGHTS),
        ("24h ngày 30/11", Wrong.MIDNIGHT, ["00 giờ 00, ngày 01 tháng 12 năm 2026"]),
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
        ("8.30 30/11", f"08 giờ 30, {ON_IT}"),
        ("8 giờ 5 phút", f"08 giờ 05, {ON_IT}"),
        ('8h30" 30/11', f"08 giờ 30, {ON_IT}"),
        ("14:30:00 30/11/2026", f"14 giờ 30, {ON_IT}"),
        ("tám giờ ba mươi", f"08 giờ 30, {ON_IT}"),
        ("khoảng 8h30 ngày 30/11", "khoảng 08 giờ 30 ngày 30 tháng 11 năm 2026"),
        ("8 giờ ba mươi tháng mười một năm 2026", f"08 giờ 00, {ON_IT}"),
        ("8.5h", "8.5h"),
        ("10h khuya", f"22 giờ 00, {ON_IT}"),
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
        ("thoi_gian", "8h5", [f"08 giờ 05, {ON_IT}", f"08 giờ 50, {ON_IT}", "8h5"]),
        ("thoi_gian", "8,5h", [f"08 giờ 30, {ON_IT}", f"08 giờ 05, {ON_IT}", "8,5h"]),
        ("thoi_gian", "8,30", [f"08 giờ 30, {ON_IT}", "8,30"]),
        ("thoi_gian", "30112026", ["30112026"]),
        ("thoi_gian", "đầu tháng 12", ["đầu tháng 12"]),
        ("thoi_gian", "8h ngày mùng 1 tháng chạp", ["8h ngày mùng 1 tháng chạp"]),
        (
            "thoi_gian",
            "8h30 tại Hội trường tầng 2",
            [f"08 giờ 30, {ON_IT}", "8h30 tại Hội trường tầng 2"],
        ),
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
    (doubt,) = look_at({"thoi_gian": "16h30 trưa"}, {}, MONDAY, MONDAY).doubts
    assert (doubt.why, doubt.detail) == (Amiss.NO_SUCH_HOUR, "16h30 trưa")


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
        ("so", "４５", {"so": "45"}),
        ("so", "45/2026", {"so": "45"}),
        ("ten", "“Họp giao ban”", {"ten": "Họp giao ban"}),
        ("dia_diem", "xoá", {"dia_diem": ""}),
        ("kinh_gui", "Bỏ", {"kinh_gui": ""}),
        ("kinh_gui", "bo", {"kinh_gui": ""}),
        ("chu_tri", "Xóa mục này.", {"chu_tri": ""}),
        ("kinh_gui", "Bộ", {"kinh_gui": "Bộ"}),
        ("kinh_gui", "BỘ", {"kinh_gui": "BỘ"}),
        ("chu_tri", "Bộ", {"chu_tri": "Bộ"}),
        ("ky_hieu", "ＳＫＨＣＮ", {"ky_hieu": "SKHCN"}),
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
        ("thoi_gian", "24h00", Amiss.MIDNIGHT),
        ("thoi_gian", "12h đêm 30/11", Amiss.MIDNIGHT),
        ("thoi_gian", "8.30", Amiss.DOTTED),
        ("dia_diem", "Hội trường " * 300, Amiss.LONG),
        ("thoi_gian", "bây giờ", Amiss.UNREAD),
        ("thoi_gian", "bay gio", Amiss.UNREAD),
        ("chu_tri", "anh Bình", Amiss.GIVEN),
        ("chu_tri", "tôi", Amiss.NO_VALUE),
        ("thu_ky", "em", Amiss.NO_VALUE),
        ("chu_tri", "Trần Quốc Bình, " * 300, Amiss.LONG),
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


@every_row(
    ("typed", "taken"),
    [
        ("đ/c Nguyễn Văn An, PGĐ", "Nguyễn Văn An, Phó Giám đốc"),
        ("Đ/c: Nguyễn Văn An – PGĐ Thường trực", "Nguyễn Văn An, Phó Giám đốc Thường trực"),
        ("đc Nguyễn Văn An, Giám đốc", "Nguyễn Văn An, Giám đốc"),
        ("PGĐ Nguyễn Văn An", "Nguyễn Văn An, Phó Giám đốc"),
        ("Nguyễn Văn An PGĐ Sở KHCN", "Nguyễn Văn An, Phó Giám đốc Sở KHCN"),
        ("ông Lê An (PCT UBND tỉnh)", "Ông Lê An, Phó Chủ tịch UBND tỉnh"),
        ("bà Nguyễn Thị Bình, P.GĐ", "Bà Nguyễn Thị Bình, Phó Giám đốc"),
        ("TS. Lê A - TP KHTC", "TS. Lê A, Trưởng phòng KHTC"),
        ("Đồng chí Trần Quốc Bình, PGĐ Sở", "Đồng chí Trần Quốc Bình, Phó Giám đốc Sở"),
        # what is whole stays letter by letter
        ("Đồng chí Trần Quốc Bình, Phó Giám đốc Sở", "Đồng chí Trần Quốc Bình, Phó Giám đốc Sở"),
        ("ông Nguyễn Văn An", "ông Nguyễn Văn An"),
        ("Lãnh đạo Sở", "Lãnh đạo Sở"),
        ("Lê A và Trần B", "Lê A và Trần B"),
        ("Lê Văn A, PGĐ; Lê Văn B, TP TC", "Lê Văn A, Phó Giám đốc; Lê Văn B, Trưởng phòng TC"),
        ("Nguyễn Văn An, thay mặt Ban", "Nguyễn Văn An, thay mặt Ban"),
    ],
)
def test_who_led_it_stands_with_the_title_written_out(typed: str, taken: str) -> None:
    for code in ("chu_tri", "thu_ky", "nguoi_ket_luan"):
        assert looked(code, typed) == ({code: taken}, [])


_NONE = """
    đầy đủ|Đầy đủ.|đủ cả|như trên|như cũ|như kỳ trước|giống lần trước|Giống như lần họp trước nhé
    theo biên bản trước|như cuộc họp trước|vẫn như cũ|y như cũ|không đổi|tất cả|tất cả mọi người
    mọi người|đủ thành phần|thành phần đầy đủ|bổ sung sau|sẽ bổ sung sau|chưa có|chưa rõ|điền sau
    như mọi khi|như trên nhé|có mặt đầy đủ|như văn bản trước|giống tháng trước|dầy đủ nhé
    nhu lan truoc|day du|Giống lần trước; Lưu: VT
"""


@every_row(
    "typed", [one.strip() for row in _NONE.split("\n") for one in row.split("|") if one.strip()]
)
def test_words_that_are_no_value_are_asked_about(typed: str) -> None:
    for code in ("thanh_phan", "noi_nhan", "dia_diem", "chu_tri", "ky_hieu"):
        assert looked(code, typed) == ({}, [(code, Amiss.NO_VALUE)])


def test_what_the_meeting_before_had_is_the_likely_reading() -> None:
    last = {"noi_nhan": "- UBND tỉnh\n- Lưu: VT", "dia_diem": "Phòng 1"}
    found = look_at({"noi_nhan": "giống lần trước"}, {}, MONDAY, MONDAY, last=last)
    assert [one.value for one in found.doubts[0].likely] == [last["noi_nhan"]]
    found = look_at({"dia_diem": "như cũ"}, {"dia_diem": "Phòng 2"}, MONDAY, MONDAY, last=last)
    assert [one.value for one in found.doubts[0].likely] == ["Phòng 2"], "what it has itself"


@every_row(
    ("code", "typed", "known"),
    [
        ("noi_nhan", "Như trên; Lưu: VT", {"kinh_gui": "UBND tỉnh"}),
        ("vang", "không", {}),
        ("thanh_phan", "Toàn thể cán bộ", {}),
        ("thanh_phan", "Tất cả các phòng, ban", {}),
        ("thanh_phan", "Đủ 15/15 đại biểu", {}),
        ("thanh_phan", "Theo danh sách đính kèm", {}),
        ("dia_diem", "Trụ sở cũ", {}),
        ("chu_tri", "Nguyễn Như Cũ", {}),
        ("thu_ky", "Lê Thị Như", {}),
    ],
)
def test_words_that_say_something_are_taken(code: str, typed: str, known: dict[str, str]) -> None:
    values, doubts = looked(code, typed, **known)
    assert (list(values), doubts) == ([code], [])


@every_row(
    ("code", "typed", "likely"),
    [
        ("dia_danh", "ha noi", ["Hà Nội", "ha noi"]),
        ("dia_danh", "Ha Noi", ["Hà Nội", "Ha Noi"]),
        ("dia_danh", "tinh dong thap", ["Tỉnh Đồng Tháp", "tinh dong thap"]),
        ("dia_danh", "tp ho chi minh, ngay 30/11", ["TP. Hồ Chí Minh", "tp ho chi minh"]),
        ("chu_tri", "nguyen van an", ["Nguyễn Văn An, Giám đốc", "nguyen van an"]),
        ("thu_ky", "đ/c Le Thi Ha", ["Bà Lê Thị Hà", "đ/c Le Thi Ha"]),
    ],
)
def test_what_lacks_its_marks_is_asked_where_it_is_known(
    code: str, typed: str, likely: list[str]
) -> None:
    people = [Attendee(1, "Nguyễn Văn An", "Giám đốc"), Attendee(2, "Lê Thị Hà", called="Bà")]
    (doubt,) = look_at({code: typed}, {}, MONDAY, MONDAY, people=people).doubts
    assert (doubt.why, [one.value for one in doubt.likely]) == (Amiss.MARKS, likely)
    kept = look_at({code: doubt.likely[-1].value}, {}, MONDAY, MONDAY, believed=True)
    assert not kept.doubts


@every_row(
    ("code", "typed", "unmarked"),
    [
        ("dia_danh", "Gia Lai", False),
        ("dia_danh", "Nha Trang", False),
        ("dia_danh", "cho moi", True),
        ("dia_diem", "hoi truong so", True),
        ("dia_diem", "Zoom", False),
        ("dia_diem", "Google Meet", False),
        ("dia_diem", "Phong 2", False),
        ("co_quan", "SO KHOA HOC VA CONG NGHE", True),
        ("co_quan", "SỞ KHOA HỌC", False),
        ("chu_tri", "nguyen van an", True),
        ("chu_tri", "Mai Lan Anh", False),
        ("ky_hieu", "SKHCN", False),
    ],
)
def test_a_value_without_marks_is_known_as_one(code: str, typed: str, unmarked: bool) -> None:
    (value,) = look_at({code: typed}, {}, MONDAY, MONDAY).values.values()
    assert is_unmarked(code, value) is unmarked


def test_who_concludes_is_the_chair_where_that_is_said() -> None:
    chair = "Trần Quốc Bình, Giám đốc"
    assert looked("nguoi_ket_luan", "chủ trì", chu_tri=chair)[0] == {"nguoi_ket_luan": chair}


def test_a_given_name_is_asked_with_those_who_are_called_so() -> None:
    people = [Attendee(1, "Trần Quốc Bình", "Giám đốc")]
    (doubt,) = look_at({"chu_tri": "anh Bình"}, {}, MONDAY, MONDAY, people=people).doubts
    assert [one.value for one in doubt.likely] == ["Trần Quốc Bình, Giám đốc", "anh Bình"]


def test_the_archive_alone_is_completed_without_a_comma() -> None:
    (doubt,) = look_at({"noi_nhan": "Như thành phần; lưu"}, {}, MONDAY, MONDAY).doubts
    assert doubt.likely[0].value == "- Như thành phần\n- Lưu: VT"


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


@every_row(
    ("begins", "typed", "ends"),
    [
        ("20h 30/11/2026", "24h00", "00 giờ 00, ngày 01 tháng 12 năm 2026"),
        ("20h 30/11/2026", "12h đêm", "00 giờ 00, ngày 01 tháng 12 năm 2026"),
        ("", "12h30 đêm", "00 giờ 30, ngày 01 tháng 12 năm 2026"),
        ("8h 30/11/2026", "10.30", f"10 giờ 30, {ON_IT}"),
        ("", "8.10", f"08 giờ 10, {ON_IT}"),
    ],
)
def test_of_an_end_what_lies_behind_the_beginning_is_meant(
    begins: str, typed: str, ends: str
) -> None:
    known = {"thoi_gian": begins} if begins else {}
    assert looked("ket_thuc", typed, **known) == ({"ket_thuc": ends}, [])


def test_a_dotted_hour_whose_day_is_known_is_no_day() -> None:
    assert looked("thoi_gian", "8.30", thoi_gian="30/11/2026")[0] == {
        "thoi_gian": f"08 giờ 30, {ON_IT}"
    }
    assert looked("thoi_gian", "2.30", thoi_gian="30/11/2026")[1] == [("thoi_gian", Amiss.HALF)]


@every_row(
    ("typed", "values"),
    [
        ("xoá địa điểm", {"dia_diem": ""}),
        ("Xóa mục chủ trì", {"chu_tri": ""}),
        ("Bỏ chủ trì", {"chu_tri": ""}),
        ("bo chu tri", {"chu_tri": ""}),
        ("Bộ chủ trì", {}),
        ("BỘ CHỦ TRÌ", {}),
    ],
)
def test_an_item_is_cleared_in_words_and_by_no_ministry(typed: str, values: dict[str, str]) -> None:
    assert read_info(typed).values == values


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
