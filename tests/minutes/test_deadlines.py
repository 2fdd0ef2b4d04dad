"""What day a deadline means: the one that the words name, or none."""

from __future__ import annotations

from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from bot.minutes.typed.deadlines import Deadline, meeting_day, read_deadline
from bot.minutes.typed.words import fold
from tests.tables import every_row

MONDAY = date(2026, 11, 23)

# Words, and the day that they mean on Monday 23/11/2026
DAYS = """
30/11 | 2026-11-30
30-11-2026 | 2026-11-30
30.11 | 2026-11-30
15.12, thứ Ba | 2026-12-15
chậm nhất 10.12, thứ Năm | 2026-12-10
15.12 chiều | 2026-12-15
trước 8.12 sáng | 2026-12-08
30/11/26 | 2026-11-30
2026-11-30 | 2026-11-30
23/11 | 2026-11-23
trước 30/11 | 2026-11-30
đến 30/11 | 2026-11-30
không muộn hơn 30/11 | 2026-11-30
chậm nhất là ngày 30/11/2026 | 2026-11-30
muộn nhất 30/11 | 2026-11-30
hạn chót: 30/11 | 2026-11-30
hạn 30/11. | 2026-11-30
xong trước ngày 05 tháng 12 | 2026-12-05
ngày 30 tháng 11 | 2026-11-30
30 tháng 11 | 2026-11-30
ngày 30 tháng 11 năm 2026 | 2026-11-30
ngày 30 tháng 11, năm 2026 | 2026-11-30
ngày 30 tháng 11/2026 | 2026-11-30
ngày 5 tháng 1 năm sau | 2027-01-05
đến hết ngày 30/11 | 2026-11-30
hết ngày 30 | 2026-11-30
ngày 30 tháng này | 2026-11-30
mùng 5 | 2026-12-05
mồng 1 tháng 12 | 2026-12-01
ngày ba mươi tháng mười một | 2026-11-30
mùng năm tháng mười hai | 2026-12-05
ngày mười lăm | 2026-12-15
ngày hai mươi mốt | 2026-12-21
ngày hai mốt tháng mười hai | 2026-12-21
ngày ba mươi mốt tháng mười hai năm hai nghìn không trăm hai mươi sáu | 2026-12-31
ngày mười tháng tư năm hai nghìn không trăm hai mươi bảy | 2027-04-10
thứ Sáu | 2026-11-27
thứ 6 | 2026-11-27
thứ tư | 2026-11-25
thứ Hai | 2026-11-30
thứ bảy | 2026-11-28
chủ nhật | 2026-11-29
trước thứ Sáu | 2026-11-27
thứ Sáu này | 2026-11-27
thứ Sáu tuần này | 2026-11-27
thứ Sáu tuần sau | 2026-12-04
thứ Năm tuần tới | 2026-12-03
chiều thứ Sáu tuần này | 2026-11-27
thứ Sáu, ngày 27/11 | 2026-11-27
thứ Sáu ngày 27/11/2026 | 2026-11-27
ngày 27/11 (thứ Sáu) | 2026-11-27
hôm nay | 2026-11-23
trong ngày | 2026-11-23
cuối ngày hôm nay | 2026-11-23
chiều nay | 2026-11-23
ngày mai | 2026-11-24
sáng mai | 2026-11-24
trong ngày mai | 2026-11-24
ngày kia | 2026-11-25
tuần này | 2026-11-27
trong tuần | 2026-11-27
cuối tuần | 2026-11-27
trước ngày 15/12 (thứ Ba) | 2026-12-15
thứ Ba, ngày 15/12 | 2026-12-15
từ ngày 01/12 đến ngày 15/12 | 2026-12-15
từ ngày 01 đến ngày 15/12 | 2026-12-15
từ ngày 01 tháng 12 đến hết ngày 15 tháng 12 | 2026-12-15
từ ngày 20/12 đến ngày 05/01 | 2027-01-05
trong khoảng từ 01/12 đến 15/12 | 2026-12-15
01/12 - 15/12 | 2026-12-15
trong 10 ngày đầu tháng 12 | 2026-12-10
10 ngày đầu tiên của tháng 12 | 2026-12-10
10 ngày cuối tháng 12 | 2026-12-31
nửa đầu tháng 12 | 2026-12-15
hoàn thành trước 15/12 | 2026-12-15
phấn đấu hoàn thành trong tháng 12 | 2026-12-31
hoàn thành trước tháng 12 | 2026-12-01
tuần sau | 2026-12-04
đầu tuần sau | 2026-11-30
giữa tuần tới | 2026-12-02
trước tuần sau | 2026-11-30
cuối tháng | 2026-11-30
cuối tháng 11 | 2026-11-30
trong tháng | 2026-11-30
trong tháng 11 | 2026-11-30
hết tháng 11 | 2026-11-30
trước hết tháng 11 | 2026-11-30
tháng 12/2026 | 2026-12-31
đầu tháng 12 | 2026-12-01
giữa tháng 12 | 2026-12-15
trước tháng 12 | 2026-12-01
cuối tháng một | 2027-01-31
cuối tháng hai | 2027-02-28
cuối năm | 2026-12-31
trước cuối năm nay | 2026-12-31
năm 2027 | 2027-12-31
quý IV | 2026-12-31
quý 4 | 2026-12-31
hết quý IV/2026 | 2026-12-31
quý I năm 2027 | 2027-03-31
cuối quý | 2026-12-31
cuối quý IV | 2026-12-31
trong quý IV/2026 | 2026-12-31
trong quý III/2027 | 2027-09-30
trong quý IV này | 2026-12-31
trong quý I-2027 | 2027-03-31
quý IV/26 | 2026-12-31
trong tháng 12 | 2026-12-31
trong tháng 12 này | 2026-12-31
tháng 12-2026 | 2026-12-31
ngay trong tháng 12 | 2026-12-31
trong năm 2026 | 2026-12-31
trong cả năm 2026 | 2026-12-31
suốt năm 2027 | 2027-12-31
6 tháng cuối năm | 2026-12-31
trong 6 tháng đầu năm 2027 | 2027-06-30
9 tháng đầu năm 2027 | 2027-09-30
nửa đầu năm 2027 | 2027-06-30
chín tháng đầu năm 2027 | 2027-09-30
các tháng cuối năm | 2026-12-31
trong tháng 11 và tháng 12 | 2026-12-31
trong tháng 11, 12 | 2026-12-31
quý I và quý II/2027 | 2027-06-30
trong vòng 10 ngày | 2026-12-03
trong 2 tuần | 2026-12-07
trong vòng một tháng | 2026-12-23
trong mười lăm ngày tới | 2026-12-08
trong vòng 10 ngày kể từ hôm nay | 2026-12-03
sau 10 ngày | 2026-12-03
10 ngày nữa | 2026-12-03
trong 05 ngày làm việc | 2026-11-30
30/6 | 2027-06-30
"""
# Words that may mean several things without their diacritics
ONLY_WITH = {
    "tháng sau": date(2026, 12, 31),
    "cuối tháng sau": date(2026, 12, 31),
    "cuối tháng sáu": date(2027, 6, 30),
    "ngày 5 tháng sau": date(2026, 12, 5),
    "ngày sáu tháng mười hai": date(2026, 12, 6),
    "ngày mốt": date(2026, 11, 25),
    "ngày một": date(2026, 12, 1),
}
NONE = """
31/11
29/2
0/12
30/13
sớm nhất có thể
trước Tết
trước Tết Nguyên đán
tháng giêng
mùng 5 tháng giêng
rằm tháng chạp
mùng 5 Tết
30/11 âm lịch
thời gian tới
trong thời gian sớm nhất
30/10
ngày 5 tháng này
thứ Năm ngày 27/11
trước 10 ngày
trong vòng 10 ngày kể từ ngày ký
trước 30/11 hằng năm
từ 10 đến 15/12
từ 15/12 đến 01/12
từ ngày 16 đến ngày 15/12
trước ngày 15/12 (thứ Tư)
trước ngày 15.12 thứ Ba
20.12 CN
8.10 ngày mai
15.12 ngày thứ Ba
trong tuần đầu tháng 12
40 ngày đầu tháng 12
30 giờ ngày 15/12
10-11/12
30/11 hoặc 5/12
sau ngày 30/11
trước 17 giờ
trước giờ họp
ngày 31
thứ Sáu tuần trước
T6
ngày kìa
vài ngày nữa
trong bốn năm ngày
thứ Tám
tháng 13
quý V
cuối tháng 10

năm
tháng
trước
trong
trong 60 ngày làm việc
các tháng đầu năm 2027
6 tháng đầu năm
13 tháng đầu năm 2027
tháng 12 và tháng 11
trong năm 2026-2027
quý III
"""


def rows(table: str) -> list[tuple[str, date]]:
    pairs = (row.split(" | ") for row in table.strip().splitlines())
    return [(words, date.fromisoformat(day)) for words, day in pairs]


@every_row(("words", "day"), [*rows(DAYS), *ONLY_WITH.items()])
def test_the_day_that_words_name(words: str, day: date) -> None:
    for said in (words, words.upper(), f"  {words} ", f"{words}."):
        assert read_deadline(said, MONDAY) == Deadline(day), said


@every_row(("words", "day"), rows(DAYS))
def test_the_same_without_diacritics(words: str, day: date) -> None:
    assert read_deadline(fold(words), MONDAY) == Deadline(day)


@every_row("words", [*NONE.splitlines(), *map(fold, ONLY_WITH)])
def test_what_is_unclear_or_impossible_has_no_day(words: str) -> None:
    assert read_deadline(words, MONDAY) is None


@every_row(
    ("words", "day", "hour"),
    [
        ("trước 17h ngày 30/11", date(2026, 11, 30), time(17)),
        ("trước 17 giờ 30 thứ Sáu", date(2026, 11, 27), time(17, 30)),
        ("trước 9:30 ngày 30/11", date(2026, 11, 30), time(9, 30)),
        ("8h sáng mai", date(2026, 11, 24), time(8)),
        ("5 giờ chiều mai", date(2026, 11, 24), time(17)),
        ("trước 24h ngày 30/11", date(2026, 11, 30), None),
        ("trước 12h đêm 30/11", date(2026, 11, 30), None),
        ("trước 8.30 ngày 30/11", date(2026, 11, 30), time(8, 30)),
        ("8.10, ngày 30 tháng 11", date(2026, 11, 30), time(8, 10)),
        ("8.30 thứ Sáu", date(2026, 11, 27), time(8, 30)),
        ("15.00, thứ Sáu", date(2026, 11, 27), time(15)),
        ("2.30 chiều mai", date(2026, 11, 24), time(14, 30)),
        ("14h30' ngày 30/11", date(2026, 11, 30), time(14, 30)),
        ("14 giờ 30 phút ngày 30/11", date(2026, 11, 30), time(14, 30)),
        ("8h30p thứ Sáu", date(2026, 11, 27), time(8, 30)),
        ("8 giờ rưỡi ngày 30/11", date(2026, 11, 30), time(8, 30)),
        ("9 giờ kém 15 ngày 30/11", date(2026, 11, 30), time(8, 45)),
        ("chiều thứ Sáu, 2 giờ", date(2026, 11, 27), time(14)),
    ],
)
def test_an_hour_stays_with_its_day(words: str, day: date, hour: time | None) -> None:
    assert read_deadline(words, MONDAY) == Deadline(day, hour)
    assert read_deadline(fold(words), MONDAY) == Deadline(day, hour)


@every_row(
    ("on", "words", "day"),
    [
        (date(2026, 12, 20), "cuối tháng 1", date(2027, 1, 31)),
        (date(2026, 12, 20), "15/1", date(2027, 1, 15)),
        (date(2026, 12, 20), "tháng sau", date(2027, 1, 31)),
        (date(2026, 12, 20), "quý I", date(2027, 3, 31)),
        (date(2026, 12, 20), "quý sau", date(2027, 3, 31)),
        (date(2026, 12, 31), "ngày mai", date(2027, 1, 1)),
        (date(2026, 12, 31), "trong 2 tuần", date(2027, 1, 14)),
        (date(2028, 2, 1), "cuối tháng", date(2028, 2, 29)),
        (date(2028, 1, 31), "trong 1 tháng", date(2028, 2, 29)),
        (date(2026, 11, 27), "thứ Sáu", date(2026, 12, 4)),  # said on a Friday
        (date(2026, 11, 27), "thứ Sáu này", date(2026, 11, 27)),
        (date(2026, 11, 28), "thứ Sáu này", None),  # it was yesterday
        (date(2026, 11, 28), "tuần này", date(2026, 11, 29)),
        (date(2026, 11, 29), "thứ Hai tuần sau", date(2026, 11, 30)),
        (date(2026, 11, 29), "thứ Hai", date(2026, 11, 30)),
        (date(2026, 12, 29), "trong 5 ngày làm việc", None),  # a holiday lies between
        (date(2027, 1, 30), "trong 5 ngày làm việc", None),  # is it Tết?
        (date(2026, 12, 1), "cuối tháng 11", None),
        (date(2026, 12, 1), "30/11", None),  # yesterday, or in a year?
    ],
)
def test_days_of_another_month_or_year(on: date, words: str, day: date | None) -> None:
    found = read_deadline(words, on)
    assert (found.day if found else None) == day


_WORDS = (
    "trước ngày tháng năm thứ sáu tuần sau cuối đầu giữa quý hết trong vòng mười hai mốt mai "
    "30/11 31 17h chậm nhất là , . ( ) 2026 iv 0 99 9999 : - / mùng ² ٣"
)


@given(
    st.one_of(
        st.text(max_size=80), st.lists(st.sampled_from(_WORDS.split()), max_size=8).map(" ".join)
    ),
    st.dates(),
)
def test_no_words_on_no_day_are_an_error(words: str, on: date) -> None:
    found = read_deadline(words, on)
    assert found is None or isinstance(found.day, date)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 300))
def test_a_day_in_full_is_that_day(on: date, later: int) -> None:
    day = date.fromordinal(on.toordinal() + later)
    for words in (f"{day:%d/%m/%Y}", f"ngày {day.day} tháng {day.month} năm {day.year}"):
        assert read_deadline(words, on) == Deadline(day)


@every_row(
    ("given_time", "day"),
    [
        ("", date(2026, 11, 23)),
        ("8h ngày 20/11/2026", date(2026, 11, 20)),
        ("08 giờ 00, ngày 20 tháng 11 năm 2026", date(2026, 11, 20)),
        ("8h30, 20/11", date(2026, 11, 20)),
        ("sáng thứ Sáu", date(2026, 11, 23)),
        ("31/11/2026", date(2026, 11, 23)),
    ],
)
def test_the_day_of_a_meeting(given_time: str, day: date) -> None:
    assert meeting_day(given_time, MONDAY) == day
