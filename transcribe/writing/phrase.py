"""The words around a number: what stands where, and what they leave in doubt."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from transcribe.writing.numerals import (
    DIGITS,
    HALF,
    LAST_DIGITS,
    ODD,
    POINT,
    SCALES,
    VAGUE,
    figures,
    is_figure,
    whole,
)


def word_set(together: str) -> frozenset[str]:
    return frozenset(together.split())


def phrase_set(together: str) -> frozenset[str]:
    return frozenset(together.split(", "))


# what is counted; its first word
COUNTED = word_set(
    "người đồng đại cán công viên đảng đoàn hội thành học sinh giáo bác y phòng ban sở ngành cơ"
    " xã phường huyện quận tỉnh thôn ấp khóm bản tổ hộ gia nhân khẩu hồ văn đơn ý câu trường dự"
    " nhiệm chỉ cuộc buổi lượt lần doanh hợp tổng lớp bệnh ca giường vụ tấn tạ kg ki kilôgam cân"
    " mét km héc hecta ha m2 m3 lít ngày tháng tuần phút giây tiếng máy chiếc cái con cây bài"
    " trang tờ cuốn quyển căn nhà lô gói suất điểm xe em cháu chị anh ông bà cụ nội vấn giải"
    " khoản tiêu mô sản chương đề cửa tuyến cầu giờ đợt nghìn triệu tỷ loại nhóm đội tàu thuyền"
    " giấy thủ mặt vòng tiết môn thùng bao chai hộp"
)
# "mười đồng chí" are people: what makes another word of "đồng"
_DONG = word_set(
    "chí ý thời bào bộ tình loạt hồ nghiệp đều thuận hành minh đội tháp nai khởi dao ruộng bằng"
    " phục hương lòng tác chủ quản trưởng sự nhất dạng dân điệu cỏ giá hóa môn văn đẳng"
)
# nobody counts these: a number before them is complete
_CLOSERS = word_set(
    "của là thì mà và hoặc hay đến tới tại ở trong ngoài trên dưới giữa theo về cho do bởi vì nên"
    " nếu để với cùng như đã đang sẽ vẫn còn cũng đều chưa phải cần được có này đó kia ấy nêu trở"
    " sang qua nhưng vừa rồi nhé ạ nha nhỉ nữa các những mọi mỗi từng tôi kể mới lên xuống"
    " tiếp trước sau"
)
_CLOSING_VERBS = phrase_set(
    "ban hành, bắt đầu, kết thúc, khai mạc, bế mạc, diễn ra, phê duyệt, sửa đổi, bổ sung,"
    " thông qua, tiến hành, hoàn thành, chúng ta, triển khai"
)
JOINS = word_set("và hoặc hay đến tới với")
# take a number after them, so the last digit of it may belong to what follows
_LABELS = word_set(
    "ngày tháng năm quý thứ điều khoản điểm chương mục số lớp khối tổ nhóm đội ban phòng phường"
    " quận khóm ấp khu đường tầng bàn bước đợt kỳ khóa lần án định quyết văn tư hoạch thị tuyến"
    " mức hạng loại bậc vòng ca trang bài câu hẻm ngõ kiệt thửa bảng hình luật thôn mùng mồng"
    " trạm cổng cửa vùng tiết đảng bộ phố cụm dãy lộ"
)
EACH = word_set("mỗi một từng hàng hằng mấy vài nhiều cả suốt nửa bao quanh")
KIN = word_set("anh chị ông bà bác chú cô dì cậu mợ thím em cháu dượng út má thầy")
UNCERTAIN = word_set("thứ bao muôn đôi nhiều")
LAWS = word_set("điều khoản mục chương")
_IDENTITIES = phrase_set(
    "điện thoại, tài khoản, biển số, mã số, căn cước, số máy, mật khẩu, số hiệu, chứng minh,"
    " mã vạch"
)
SLASHES = word_set("trên xuyệt xuyệc xẹt sổ xổ chéo")
_SIGNS = SLASHES | word_set("chấm cộng trừ nhân chia gạch phẩy phảy phần")
_LETTERS = frozenset("abcdđeghklmnpqrstvx")
# one word with the last word of the numeral, one counted noun without: nobody can tell
_AFTER_BILLION = word_set("lệ trọng giá số suất phú mỉ mỷ dụ phần đối")
_AFTER_THOUSAND = word_set("trùng thu xưa")
_TWO_WAYS = {
    "hai": word_set("bà"),
    "ba": word_set("mẹ má lô bố đình vì bể tri tơ chẽ đồn miền"),
    "tư": word_set(
        "vấn liệu nhân lệnh cách bản thế pháp duy tưởng thương thục sản hữu lợi chất dinh gia"
        " thất thù tình"
    ),
    "tỷ": _AFTER_BILLION,
    "tỉ": _AFTER_BILLION,
    "triệu": word_set("tập chứng hồi phú vương phong sơn"),
    "nghìn": _AFTER_THOUSAND,
    "ngàn": _AFTER_THOUSAND,
    "giờ": word_set("giấc đây"),
}


@dataclass(frozen=True, slots=True)
class Word:
    """`gap` stands between the word before and this one; `opens`: the first of its sentence."""

    text: str
    gap: str
    opens: bool = False

    @property
    def low(self) -> str:
        return self.text.lower()


class Reader:
    """Answers questions about the words of a text. Beyond its ends every word is ""."""

    def __init__(self, words: list[Word]) -> None:
        self.words = words

    def low(self, i: int) -> str:
        return self.words[i].low if 0 <= i < len(self.words) else ""

    def near(self, i: int) -> str:
        """The word, if only a space parts it from the one before."""
        return self.low(i) if 0 < i < len(self.words) and self.words[i].gap == " " else ""

    def left(self, i: int, back: int = 1) -> str:
        """The word so many before i, if only spaces lie between."""
        near = all(self.near(k) for k in range(i, i - back, -1))
        return self.low(i - back) if near and i >= back else ""

    def phrase(self, i: int) -> str:
        return f"{self.low(i)} {self.near(i + 1)}"

    def lows(self, i: int, end: int) -> list[str]:
        return [word.low for word in self.words[i:end]]

    def follows(self, i: int) -> bool:
        """Whether a space or a comma is all that parts this word from the one before."""
        return 0 < i < len(self.words) and self.words[i].gap in (" ", ", ")

    def is_number(self, i: int) -> bool:
        low, before = self.low(i), self.left(i)
        if low == "tư" and (before in SCALES or before == "trăm"):
            # "ba triệu tư" is one number, with two readings; "ba triệu tư liệu" is three million
            return self.near(i + 1) not in _TWO_WAYS["tư"]
        if low in LAST_DIGITS:
            return before in DIGITS or before in ("mươi", "mười", *ODD)
        if low in ODD:
            return before == "trăm" or before in SCALES
        if low in POINT:
            counted = before in DIGITS or before in ("mươi", "mười", "trăm", *LAST_DIGITS)
            return counted or before.isdecimal()
        if low == "trăm":
            return before != "phần"
        others = ("mười", "mươi", *HALF, *VAGUE)
        return low in DIGITS or low in SCALES or low in others or is_figure(low)

    def run(self, i: int, first: Collection[str] = ()) -> int:
        """Where the row of number words from i ends; i itself if there is none."""
        if not (self.low(i) in first or self.is_number(i)):
            return i
        end = i + 1
        while self.near(end) and self.is_number(end):
            end += 1
        return end

    def next_run(self, i: int, first: Collection[str] = ()) -> int:
        """The same, if only a space parts it from the word before."""
        return self.run(i, first) if self.near(i) else i

    def number_before(self, i: int) -> bool:
        return bool(self.left(i)) and self.is_number(i - 1)

    def number_after(self, i: int) -> bool:
        return bool(self.near(i + 1)) and self.is_number(i + 1)

    # what is in doubt

    def named(self, i: int, end: int) -> bool:
        """A capital inside a sentence: a name."""
        return any(word.text[0].isupper() and not word.opens for word in self.words[i:end])

    def closed(self, i: int, *, single: bool = False) -> bool:
        """Whether the number before i is complete: nothing that it could count follows.

        Args:
            single: the number is one digit, and "một và hai" should stay together.
        """
        if i >= len(self.words):
            return True
        if self.words[i].gap != " ":
            return not (single and self.words[i].gap == ", " and self.is_number(i))
        if self.phrase(i) in _CLOSING_VERBS:
            return True
        low = self.low(i)
        if low == "ngày" and (self.number_after(i) or self.near(i + 1) in ("mùng", "mồng")):
            return True
        return low in _CLOSERS and not (single and low in JOINS and self.is_number(i + 1))

    def counted(self, i: int) -> bool:
        """Whether what stands at i may be what the number before it counts."""
        return self.near(i) in COUNTED and not self.closed(i)

    def two_ways(self, end: int) -> bool:
        """The last word may be half of a word with the next: hai mươi tư | vấn viên."""
        return self.near(end) in _TWO_WAYS.get(self.low(end - 1), ())

    def numbers_it(self, i: int, *others: frozenset[str]) -> bool:
        """Whether the number at i names the thing before it (lớp mười hai, anh Ba)."""
        before = self.left(i)
        if any(before in other for other in others):
            return True
        return before in _LABELS and self.left(i, 2) not in EACH | {"tổng"}

    def is_money(self, i: int) -> bool:
        return self.near(i) == "đồng" and self.near(i + 1) not in _DONG

    def cut_short(self, i: int, end: int) -> bool:
        """lớp mười hai học sinh: the last digit may belong to what follows."""
        lows = self.lows(i, end)
        one_more = len(lows) > 1 and lows[0] in DIGITS and lows[1] in ("mươi", "trăm", *SCALES)
        if one_more and self.left(i) in KIN:
            # "cô ba | trăm nghìn"
            return self.near(end) != "tuổi" and not self.is_money(end)
        if not self.numbers_it(i) or self.closed(end):
            return False
        small = len(lows) == 2 and lows[0] in DIGITS and (lows[1] == "trăm" or lows[1] in SCALES)
        return (splits(lows) or small) and not (small and self.is_money(end))

    def code(self, i: int, end: int) -> bool:
        """Part of a fraction, a formula, a code: "hai phần ba", "bốn chấm không", "b mười hai"."""
        before, after = self.left(i), self.near(end)
        if before in _LETTERS or after in _LETTERS or "gạch" in (before, after):
            return True
        if before == "chéo" and self.left(i, 2) == "gạch":
            return True
        if after in _SIGNS and self.number_after(end):
            return True
        return before in _SIGNS and self.number_before(i - 1)

    def in_a_row(self, i: int, end: int) -> bool:
        """Among commas: "một triệu, hai trăm nghìn" may be one; "không chín, mười hai" a code."""
        start, stop = i, end
        while start > i - 50 and self.follows(start) and self.is_number(start - 1):
            start -= 1
        while stop < end + 50 and self.follows(stop) and self.is_number(stop):
            stop += 1
        commas = [k for k in range(start + 1, stop) if self.words[k].gap == ", "]
        rows = [self.lows(k, end) for k, end in pairwise([start, *commas, stop])]
        others = [row for k, row in zip([start, *commas], rows, strict=True) if k != i]
        one = any(whole(left + right) is not None for left, right in pairwise(rows))
        return one or any(_no_numeral(row) for row in others)

    def identifies(self, i: int) -> bool:
        """A telephone number, an account, a number plate: within a few words of its name."""
        before = [self.left(i, back) for back in range(1, 6)]
        return any(f"{two} {one}" in _IDENTITIES for one, two in pairwise(before))


def _no_numeral(row: list[str]) -> bool:
    """hai ba, không chín: digits one by one, a code."""
    spoken = any(not is_figure(low) and low not in SCALES for low in row)
    if len(row) < 2 or not spoken or any(low in HALF or low in VAGUE for low in row):
        return False
    return figures(row, unit=True) is None


def splits(lows: list[str]) -> bool:
    """hai mươi bốn: twenty, and four of what follows. Not: hai mươi lăm, ba mươi."""
    return len(lows) > 1 and lows[-1] in DIGITS and lows[-2] in ("mười", "mươi", *ODD)
