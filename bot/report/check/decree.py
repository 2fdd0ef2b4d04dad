"""What Nghị định 30/2020/NĐ-CP fixes, as data: phrases, ranges, patterns.

Sizes and gaps in points, indents and margins in mm. E.. are the elements of the master table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One of the three kinds of document."""

    code: str  #: in the symbol: 15/BC-SKHCN
    title: str  #: E09
    has_place_date: bool = True  #: E08


KINDS = (
    Kind("BC", "BÁO CÁO"),
    Kind("TB", "THÔNG BÁO"),
    Kind("BB", "BIÊN BẢN", has_place_date=False),
)

STATE_NAME = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM")
MOTTO = "Độc lập - Tự do - Hạnh phúc"
RECEIVERS_HEAD = "Nơi nhận:"
END = "./."
MINUTES_TITLES = (("THƯ KÝ", "THƯ KÍ"), ("CHỦ TỌA", "CHỦ TOẠ"))  #: on the left, on the right

A4 = (210.0, 297.0)
MARGINS = {"top": (20, 25), "bottom": (20, 25), "left": (30, 35), "right": (15, 20)}
SMALL, LARGE = (12, 13), (13, 14)  #: sizes of Quốc hiệu and agency; of nearly all the rest
INDENTS = (10.0, 12.7)
GAP = 6.0
SPACING = (1.0, 1.5)
SHORT_RULE = (1 / 3, 1 / 2)  #: E06, E11, of the line above
#: sizes that go together: Quốc hiệu and agency | Tiêu ngữ, date, title, subject, body, signature
SIZE_SETS = ((13, 14), (12, 13))

# Latin capitals only: a Cyrillic С in a symbol is a wrong letter
_LU = "".join(filter(str.isupper, map(chr, (*range(0x41, 0x250), *range(0x1E00, 0x1F00)))))
_BLANK = "[.… ]*"

#: E07. A draft's number is blank, an unfinished one's symbol is dots
NUMBER = re.compile(
    rf"^Số:\s*(?P<number>0[1-9]|[1-9]\d+|{_BLANK})\s*/\s*(?P<code>BC|BB|TB)-"
    rf"(?P<agency>[{_LU}0-9&.]+(-[{_LU}0-9&.]+)*|[.…]+)$"
)
#: E08 with any digits, and with those that the decree wants
DATE = re.compile(
    rf"^(?P<place>[{_LU}][^,]+|[.… ]+), ngày\s+(?P<day>\d{{1,2}}|{_BLANK})\s*"
    rf"tháng\s+(?P<month>\d{{1,2}}|{_BLANK})\s*năm\s+(?P<year>\d{{4}}|{_BLANK})$"
)
DAY = re.compile(rf"^(0[1-9]|[12]\d|3[01]|{_BLANK})$")
MONTH = re.compile(rf"^(0[12]|[3-9]|1[0-2]|{_BLANK})$")
ANY_DATE = re.compile(r"ngày\s+(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\s+năm\s+\d{4}")
#: these the clerk gives after the signature
BY_CLERK = frozenset({"number", "day", "month", "year"})
#: a number that has been given is written without spaces
SPACELESS_NUMBER = re.compile(r"^Số:\s*\S+$")

ADDRESSED_ONE = re.compile(r"^Kính gửi: [^;]+$")
ADDRESSED_ITEM = re.compile(r"^- .+[;.]$")
RECEIVER = re.compile(r"^- .+;$")
LAST_RECEIVER = re.compile(r"^- Lưu: VT(, [^.]+)?\.$")
AS_ABOVE = "- Như trên;"
DRAFTER = re.compile(rf"^[{_LU}]+\.\s?\(?\d+\)?$")  #: E30

#: with these a higher body's name begins, and with these that of one below it
PARENT = re.compile(r"^(UBND|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|BỘ|SỞ|TỔNG CÔNG TY|TẬP ĐOÀN)\b")
BELOW = re.compile(
    r"^(SỞ|BAN|VĂN PHÒNG|CỤC|CHI CỤC|TỔNG CỤC|TRUNG TÂM|VIỆN|TRƯỜNG|THANH TRA|PHÒNG|CÔNG TY)\b"
)

#: E24: the right in which somebody signs, as it should be, and as it is also typed
AUTHORITY = re.compile(rf"^(TM|KT|TL|TUQ|Q)\. [{_LU}][{_LU} ,\-]+$")
AUTHORITY_TYPED = re.compile(r"^(T/?M|K/?T|T/?L|T/?U/?Q|Q)\s*[./ ]")
ACADEMIC = re.compile(
    r"^((PGS|GS|TSKH|TS|ThS|Th\.S|T\.S|BS|BSCK\w*|KS|CN|DS|LS|NSND|NSƯT|NGND|NGƯT)\b[., ]*)+"
)
#: a deputy's title is "PHÓ" and the post, but for these
DEPUTIES = {"BỘ TRƯỞNG": "THỨ TRƯỞNG"}

PART = re.compile(r"^(Phần|Chương)\s+([IVXLC]+|thứ \w+)\b", re.IGNORECASE)
ARTICLE = re.compile(r"^Điều (\d+)\.\s")
SECTION = re.compile(r"^Mục (\d+)\b")
ROMAN = re.compile(r"^([IVXLC]+)\.\s+\S")
CLAUSE = re.compile(r"^(\d{1,3})\.\s+\S")
POINT = re.compile(r"^([a-zđ])\)\s")
DECIMAL = re.compile(r"^\d+(\.\d+)+\.?\s")
LETTERS = "abcdđeghiklmnopqrstuvxy"

APPENDIX = re.compile(r"^Phụ lục( [IVXLC]+)?$")
APPENDIX_REFERENCE = re.compile(r"^\(.*kèm theo.*\)$", re.IGNORECASE)

#: how each part of a minutes begins, and the same without tone marks; in this order
MINUTES_PARTS = (
    ("Thời gian bắt đầu:", r"thoi gian bat dau\s*:"),
    ("Địa điểm:", r"dia diem\s*:"),
    ("Thành phần tham dự:", r"thanh phan tham du\s*:"),
    ("Chủ trì (chủ tọa):", r"(chu tri|chu toa)( \(chu toa\)| \(chu tri\))?\s*:"),
    ("Thư ký (người ghi biên bản):", r"thu ky( \(nguoi ghi bien ban\))?\s*:"),
    ("Nội dung (theo diễn biến cuộc họp):", r"noi dung( \(theo dien bien [^)]*\))?\s*:"),
    ("Cuộc họp kết thúc vào … giờ …,", r"[^.;:]{0,60}\bket thuc (vao|luc)\b"),
)
MOMENT = re.compile(
    r"\b(?P<hour>\d{1,2})\s*(?:giờ|h)(?:\s*(?P<minute>\d{1,2})\b)?"
    r"(?:\D{0,20}?ngày\s+(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\s+năm\s+(?P<year>\d{4}))?"
)

#: what is still to be filled in; one "…" after a word or a comma is "and so on"
PLACEHOLDER = re.compile(
    r"…{2,}|\.{4,}|_{3,}|(?<!\S)(?<!, )(?<!; )…|-…"
    r"|\[(?!\d+\])[^\[\]]{0,80}\]|\{\{[^{}]{0,80}\}\}|\{%[^%]{0,80}%\}"
)

#: a cited document's number: 793/KH-SKHCN, 30/2020/NĐ-CP, 47/2019/QH14
CITED = re.compile(
    rf"\b\d+(?:/\d{{4}})?/(?:[{_LU}][{_LU}a-z]*-[{_LU}0-9&]+(?:-[{_LU}0-9&]+)*|QH\d+)"
)
#: what a first citation has besides: what comes before its number, and what after
CITED_TYPE = re.compile(rf"[{_LU}][\w ]{{1,40}} số\s*:?\s*$")
CITED_DATE = re.compile(r"^[^.;]{0,20}\bngày\s+\d{1,2}(\s+tháng\s+\d{1,2}\s+năm\s+\d{4}|[/-])")
CITED_AGENCY = re.compile(rf"^[^;]{{0,60}}\bcủa\s+[{_LU}]")
CITED_SUBJECT = re.compile(
    r"^[^;]{0,160}\b(về|ban hành|quy định|phê duyệt|hướng dẫn|triển khai|công bố|sửa đổi|giao)\b"
)
