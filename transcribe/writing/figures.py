"""Numbers, dates, hours, money and documents, from words as heard to figures as an office writes.

A wrong figure in an official record costs more than a number left in words. So a number becomes
figures where there is one reading, and stays as heard, whole, in every other case. What makes a
reading certain:

* **The numeral.** The longest row of number words is exactly one well-formed numeral of two or
  more words (`transcribe.writing.numerals`). "mười lăm hai mươi" is two, "năm bảy" is a guess.
* **Its place.** One word alone ("năm", "ba", "tư", "không") means too many other things; it is a
  number only before "phần trăm" and "giờ", after "công văn số", between "khoản" and "điều", or
  where a whole date holds it. "mười" needs something that is counted.
* **Its end.** After a word that takes a number ("ngày", "điều", "lớp") the last digit may belong
  to what comes next: "ngày hai mươi bốn người" is the 20th and four people as well as the 24th.
  It is a number if a word follows that nobody counts ("của", "đã"), or none.
* **No name.** A number word with a capital inside a sentence is a name: "chị Năm".
* **No code.** Digits read one by one, letters, "trên", "chấm", "gạch" beside it: stays.

Figures that are there already keep their value and their form.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from itertools import pairwise

from transcribe.writing.numerals import (
    DIGITS,
    HALF,
    ODD,
    POINT,
    SCALES,
    VAGUE,
    figures,
    is_figure,
    roman,
    two_digits,
    whole,
    year,
)
from transcribe.writing.phrase import COUNTED, EACH, JOINS, Reader, Word, phrase_set, word_set

_MEASURES = word_set(
    "đồng mét km ki kilômét héc hecta ha m2 m3 tấn tạ yến kg cân lít độ điểm lần đô usd phần"
)
_KIN = word_set("anh chị ông bà bác chú cô dì cậu mợ thím em cháu dượng út má thầy")
# after these "năm" may be the year: "mỗi năm trăm triệu", "trong năm mươi hồ sơ"
_YEARLY = EACH | word_set("trong cuối đầu giữa hết qua sang theo tính")
_UNCERTAIN = word_set("thứ bao muôn đôi nhiều")
_NOW = word_set("nay này ngoái trước sau tới qua rồi đó ấy kia xưa")
_AROUND = word_set("đầu cuối giữa trong từ đến tới hết trước sau vào sang qua khoảng và hoặc")
_AT = word_set("lúc vào từ đến tới trước sau khoảng hồi")
_PARTS_OF_DAY = word_set("sáng trưa chiều tối đêm khuya ngày hôm thứ rạng chủ")
_IDENTITIES = phrase_set(
    "điện thoại, tài khoản, biển số, mã số, căn cước, số máy, mật khẩu, số hiệu, chứng minh,"
    " mã vạch"
)
_SLASHES = word_set("trên xuyệt xuyệc xẹt sổ xổ chéo")
_SIGNS = _SLASHES | word_set("chấm cộng trừ nhân chia gạch phẩy phảy phần")
_LETTERS = frozenset("abcdđeghklmnpqrstvx")
_MONTHS = ("tư", "giêng")  # are numbers here alone
_LAWS = word_set("điều khoản mục chương")
_OF_LAW = phrase_set(
    "bộ luật, nghị định, nghị quyết, thông tư, hiến pháp, pháp lệnh, quy chế, quy định, điều lệ,"
    " quyết định"
)
_OF_YEARS = phrase_set("nghị định, nghị quyết, quyết định, chỉ thị, thông tư, luật")
_DOCUMENTS = _OF_YEARS | phrase_set(
    "công văn, công điện, kế hoạch, tờ trình, thông báo, báo cáo, kết luận, hướng dẫn, giấy mời,"
    " giấy phép, quy định, pháp lệnh"
)
_TERMS = phrase_set("giai đoạn, nhiệm kỳ, niên khóa, tầm nhìn")


_Spans = tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class _Ruling:
    """Up to the word `end` all is decided: these stretches become figures, the rest stays."""

    end: int
    spans: _Spans = ()


@dataclass(frozen=True, slots=True)
class _Dated:
    """A month or a quarter from `start` to `end`, with its year, if one follows, to `finish`."""

    start: int
    end: int
    finish: int
    value: int
    year: int | None = None
    this_year: bool = False

    def has(self, day: int) -> bool:
        # without a year 29 February is possible
        return 1 <= day <= monthrange(self.year or 2024, self.value)[1]


def in_figures(words: list[Word]) -> list[Word]:
    """The words of a text, in NFC and with `tone_marks`; rows of them as figures."""
    return _Clerk(list(words)).write()


class _Clerk(Reader):
    """Goes over the words once, from left to right, and rewrites them in place.

    A rule looks at the word `i` and gives a `_Ruling`, or None: not its business.
    """

    def write(self) -> list[Word]:
        rules = (
            *(self.date, self.month, self.quarter, self.year, self.document, self.law),
            *(self.day_and_month, self.more_years, self.lower_end, self.percent, self.hour),
            self.numeral,
        )
        i = 0
        while i < len(self.words):
            ruling = next((found for rule in rules if (found := rule(i))), _Ruling(i + 1))
            i = self.apply(ruling)
        return self.words

    def apply(self, ruling: _Ruling) -> int:
        end = ruling.end
        for start, stop, text in sorted(ruling.spans, reverse=True):
            first, *others = text.split(" ")
            new = [Word(first, self.words[start].gap), *(Word(other, " ") for other in others)]
            self.words[start:stop] = new
            end += len(new) - (stop - start)
        return end

    def to_figures(self, i: int, end: int, text: str | int) -> _Spans:
        """Figures that are there keep their form."""
        spoken = any(not is_figure(low) for low in self.lows(i, end))
        return ((i, end, str(text)),) if spoken else ()

    # dates

    def dated(self, i: int, most: int) -> _Dated | None:
        """A month or a quarter from i on, and the year if it follows in the same breath."""
        end = self.next_run(i, _MONTHS)
        lows = self.lows(i, end)
        for size in (2, 1):
            head, rest, stop = lows[:size], lows[size:], i + size
            value = {"tư": 4, "giêng": 1}.get(" ".join(head)) or two_digits(head)
            if value is None or len(head) < size or value not in range(1, most + 1):
                continue
            if self.two_ways(stop):
                continue
            if rest:
                said = year(rest[1:]) if rest[0] == "năm" else None
                if said is not None:
                    return _Dated(i, stop, end, value, said)
                if rest == ["năm"] and self.near(end) in _NOW:
                    return _Dated(i, stop, stop, value, this_year=True)
                continue
            if lows[-1] == "năm" and self.near(end) in _NOW:
                return None  # "tháng năm nay"
            if size == 2 and self.counted(end):
                return None  # "tháng mười hai đại biểu"
            if self.low(stop) == "năm" and self.words[stop].gap == ", ":
                finish = self.next_run(stop + 1)
                said = year(self.lows(stop + 1, finish))
                if said is not None:
                    return _Dated(i, stop, finish, value, said)
            return _Dated(i, stop, stop, value)
        return None

    def in_month(self, i: int) -> _Dated | None:
        """The month after the word "tháng" at i, and its year."""
        dated = self.dated(i + 1, 12) if self.low(i) == "tháng" else None
        if dated is None or "âm" in (self.near(dated.end), self.near(dated.finish)):
            return None
        if self.low(i + 1) == "giêng" and dated.year is None:
            return None  # the first month of the moon's year
        return None if self.near(dated.end) == "lần" else dated

    def month_figures(self, dated: _Dated) -> _Spans:
        # months 1 and 2 have two figures (Nghị định 30/2020/NĐ-CP), so that nobody adds one
        month = f"{dated.value:02}" if dated.value < 3 else dated.value
        return self.to_figures(dated.start, dated.end, month) + self.year_figures(dated)

    def year_figures(self, dated: _Dated) -> _Spans:
        if dated.year is None:
            return ()
        return self.to_figures(dated.end + 1, dated.finish, dated.year)

    def date(self, i: int) -> _Ruling | None:
        """ngày (mùng) ba tháng tư năm ..., mùng ba tháng tư, ngày hai mươi bốn."""
        if self.low(i) not in ("ngày", "mùng", "mồng") or self.left(i) in EACH:
            return None
        padded = self.low(i) == "ngày"
        early = not padded or self.near(i + 1) in ("mùng", "mồng")
        first = i + 2 if padded and early else i + 1
        start = i + 1 if padded else first
        end = self.next_run(first)
        if end == first:
            return None
        dated = self.in_month(end) if self.follows(end) else None
        day = two_digits(self.lows(first, end), pairs=dated is not None)
        stop = max(end, self.run(end + 1, _MONTHS)) if self.low(end) == "tháng" else end
        if day is None or not 1 <= day <= 31 or self.named(first, end):
            return _Ruling(stop) if stop > end else None
        text = f"{day:02}" if padded else str(day)
        if dated is not None:
            # "mười ngày hai tháng ..."
            counted = self.number_before(i) and self.left(i, 2) not in ("giờ", "thứ")
            if not dated.has(day) or (counted and day < 10):
                return _Ruling(dated.finish)
            spans = self.to_figures(first, end, text) and ((start, end, text),)
            return _Ruling(dated.finish, spans + self.month_figures(dated))
        if stop > end + 1:
            return _Ruling(stop)
        if not self.to_figures(first, end, text):
            return None
        if self.another_day_follows(end):
            return _Ruling(end, ((start, end, text),))
        if early or day < 10 or self.near(end) in ("phần", "giờ", *POINT):
            return None
        if self.closed(end) or (self.near(end) == "tháng" and self.near(end + 1) in _NOW):
            return _Ruling(end, self.to_figures(first, end, day))
        return _Ruling(end)  # "ngày hai mươi bốn người"

    def another_day_follows(self, i: int) -> bool:
        """Whether "đến ngày năm tháng bảy" stands at i, after a day without its month."""
        named = self.near(i + 1) == "ngày"
        start = i + 2 if named else i + 1
        end = self.next_run(start)
        day = two_digits(self.lows(start, end), pairs=named)
        if self.near(i) not in ("đến", "tới", "và", "hoặc") or day is None:
            return False
        # "ngày hai và ba tháng bảy": the three would stay a word
        possible = (1 if named else 10) <= day <= 31
        return possible and bool(self.near(end)) and self.in_month(end) is not None

    def day_and_month(self, i: int) -> _Ruling | None:
        """hai mươi mốt tháng bảy, without "ngày": only where the month is complete."""
        end = self.run(i)
        day = two_digits(self.lows(i, end)) if self.near(end) == "tháng" else None
        dated = self.in_month(end)
        if day is None or day < 10 or dated is None or not dated.has(day):
            return None
        if self.named(i, end) or self.numbers_it(i, _UNCERTAIN, _KIN):
            return None
        if dated.year is None and not self.closed(dated.end):
            return None
        return _Ruling(dated.finish, self.to_figures(i, end, day) + self.month_figures(dated))

    def month(self, i: int) -> _Ruling | None:
        """tháng bảy năm ..., đầu tháng bảy; "mỗi tháng hai lần" is no month."""
        dated = self.in_month(i)
        if dated is None or self.left(i) in EACH or self.number_before(i):
            return None
        certain = dated.this_year or dated.year is not None
        if not certain and not self.named(dated.start, dated.end):
            single = dated.value < 10
            around = not single or self.left(i) in _AROUND
            certain = around and self.closed(dated.end, single=single)
        # Cách mạng tháng Tám is a name
        if not certain or self.left(i) == "mạng":
            return _Ruling(dated.end)
        return _Ruling(dated.finish, self.month_figures(dated))

    def quarter(self, i: int) -> _Ruling | None:
        """quý ba năm ... -> quý III năm ..."""
        if self.low(i) != "quý" or self.named(i, i + 1) or self.left(i) in EACH:
            return None
        dated = self.dated(i + 1, 4)
        if dated is None or self.low(i + 1) == "giêng":
            return None
        start, end = dated.start, dated.end
        certain = dated.this_year or dated.year is not None
        if not certain and (self.named(start, end) or not self.closed(end, single=True)):
            return _Ruling(end)
        quarter = self.to_figures(start, end, roman(dated.value))
        return _Ruling(dated.finish, quarter + self.year_figures(dated))

    def year(self, i: int) -> _Ruling | None:
        """năm hai nghìn không trăm hai mươi sáu, năm hai không hai sáu."""
        if self.low(i) != "năm" or self.left(i) in EACH | {"tháng", "thứ"} | _KIN:
            return None
        end = self.next_run(i + 1)
        said = year(self.lows(i + 1, end))
        if said is None or self.named(i, end) or self.number_before(i):
            return None
        # "trong năm hai nghìn hồ sơ", "mỗi năm một nghìn hai trăm ba mươi đơn"
        if (said % 100 == 0 or not 1900 <= said < 2100) and not self.closed(end):
            return _Ruling(end)
        return _Ruling(end, self.to_figures(i + 1, end, said))

    def more_years(self, i: int) -> _Ruling | None:
        """giai đoạn ... đến ..., năm 2020 và ...: years that have no "năm" of their own."""
        end = self.run(i)
        said = year(self.lows(i, end)) if end > i + 2 else None
        if said is None or not 1900 <= said < 2100 or self.named(i, end) or self.counted(end):
            return None
        if said % 100 == 0 and not self.closed(end):
            return None
        before = self.left(i, 2) if self.left(i) in JOINS else ""
        if self.words[i].gap in (", ", " - "):
            before = self.low(i - 1)
        after_year = re.fullmatch(r"(?:19|20)[0-9]{2}", before) is not None
        if after_year or f"{self.left(i, 2)} {self.left(i)}" in _TERMS:
            return _Ruling(end, self.to_figures(i, end, said))
        return None

    # law and documents

    def law(self, i: int) -> _Ruling | None:
        """khoản hai điều mười hai; one digit only beside another of them, or before the law."""
        if self.low(i) not in _LAWS:
            return None
        end = self.next_run(i + 1)
        lows = self.lows(i + 1, end)
        value = whole(lows) or 0
        if not 1 <= value < (40 if self.low(i) == "chương" else 1000):
            return None
        if self.near(end) in ("phần", "giờ") or self.is_money(end) or self.code(i + 1, end):
            return None
        if self.named(i + 1, end) or self.two_ways(end):
            return _Ruling(end)
        after = self.near(end)
        of_law = after in ("của", "luật") or self.phrase(end) in _OF_LAW
        if len(lows) == 1:
            earlier = self.law_before(i) and self.closed(end, single=True)
            if not (of_law or self.law_after(end) or earlier):
                return None
        elif not (of_law or after in _LAWS or self.closed(end) or not _splits(lows)):
            return _Ruling(end)
        text = roman(value) if self.low(i) == "chương" else value
        return _Ruling(end, self.to_figures(i + 1, end, text))

    def law_after(self, i: int) -> bool:
        """khoản hai [, khoản ba]"""
        i += self.near(i) in JOINS
        return self.low(i) in _LAWS and self.follows(i) and self.number_after(i)

    def law_before(self, i: int) -> bool:
        """[khoản 2 và] khoản ba"""
        if not self.follows(i):
            return False
        i -= self.left(i) in JOINS
        return self.is_number(i - 1) and self.low(i - 2) in _LAWS

    def document(self, i: int) -> _Ruling | None:
        """công văn số bốn mươi lăm; nghị định số 30 trên 2020."""
        kind = "luật" if self.low(i) == "luật" else self.phrase(i)
        if kind not in _DOCUMENTS:
            return None
        start = i + len(kind.split())
        by_number = self.near(start) == "số"
        start += by_number
        end = self.next_run(start)
        lows = self.lows(start, end)
        number = _document_number(lows)
        if number is None or self.named(start, end) or self.near(end) == "phần":
            return None
        slash = self.slash(end)
        finish = self.next_run(slash)
        said = year(self.lows(slash, finish)) if slash else None
        if said is not None and (by_number or kind in _OF_YEARS) and not self.counted(finish):
            return _Ruling(finish, ((start, finish, f"{number}/{said}"),))
        if not by_number or not self.to_figures(start, end, number):
            return None
        single = len(lows) == 1
        complete = self.closed(end, single=single) or not (single or _splits(lows))
        if self.code(start, end) or self.two_ways(end) or not complete:
            return _Ruling(end)
        return _Ruling(end, self.to_figures(start, end, number))

    def slash(self, i: int) -> int:
        """Where "trên", "xuyệt", "gạch chéo" from i on end; 0 if there is none."""
        if self.near(i) == "gạch" and self.near(i + 1) == "chéo":
            return i + 2
        return i + 1 if self.near(i) in _SLASHES else 0

    # plain numbers

    def lower_end(self, i: int) -> _Ruling | None:
        """The five of "từ năm đến mười lăm phần trăm", if the other end becomes figures."""
        value = two_digits([self.low(i)]) if self.run(i) == i + 1 else None
        if not value or self.left(i) not in ("từ", "khoảng"):
            return None
        if self.near(i + 1) not in ("đến", "tới") or not self.near(i + 2):
            return None
        rulings = (rule(i + 2) for rule in (self.percent, self.hour, self.numeral))
        other = next((ruling for ruling in rulings if ruling), None)
        return _Ruling(i + 1, self.to_figures(i, i + 1, value)) if other and other.spans else None

    def percent(self, i: int) -> _Ruling | None:
        """mười lăm phần trăm -> 15%; "hai phần trăm nghìn" is a fraction."""
        end = stop = self.run(i)
        if end == i:
            return None
        if self.phrase(end) == "phần trăm" and self.near(end):
            stop = end + 2
        elif end >= len(self.words) or not self.words[end].gap.startswith((" %", "%")):
            return None
        lows = self.lows(i, end)
        if stop > end and self.near(stop) and self.is_number(stop) and not self.of_time(stop):
            return _Ruling(stop)
        heard = len(lows) == 1 and is_figure(lows[0])
        text = lows[0] if heard else figures(lows, short=True, unit=True)
        doubtful = self.left(i) in _UNCERTAIN or lows == ["không"] or self.named(i, end)
        yearly = lows[0] == "năm" and self.left(i) in _YEARLY
        if text is None or doubtful or yearly or self.code(i, end) or self.in_a_row(i, end):
            return _Ruling(stop)
        return _Ruling(stop, ((i, stop, f"{text}%" if stop > end else text),))

    def of_time(self, i: int) -> bool:
        """Whether "năm 2026", "năm nay", "một tháng" stands here, after a per cent sign."""
        if self.low(i) == "năm":
            return self.low(i + 1) not in ("mươi", "trăm", *SCALES, *HALF, *ODD)
        times = ("ngày", "tuần", "tháng", "quý", "năm")
        return self.low(i) == "một" and self.near(i + 1) in times

    def hour(self, i: int) -> _Ruling | None:
        """tám giờ, tám giờ ba mươi (phút), tám giờ rưỡi; "tám giờ ba mươi người" stays."""
        end = self.run(i)
        if end == i or self.near(end) != "giờ" or self.two_ways(end + 1):
            return None
        hour = two_digits(self.lows(i, end))
        if hour is None or hour > 24 or self.code(i, end):
            return None
        after = end + 1
        if self.near(after) == "kém":
            return _Ruling(max(after + 1, self.run(after + 1)))
        stop = self.next_run(after)
        minute = self.minute(after, stop)
        if minute is None or self.named(i, end) or self.in_a_row(i, end):
            return _Ruling(stop)
        at, next_word = self.left(i) in _AT, self.near(after)
        doubtful = {
            0: not (at and (minute or next_word in ("ngày", "sáng", "đêm"))),
            1: not (at or minute or next_word in _PARTS_OF_DAY),
            24: minute != "",
        }.get(hour)
        if doubtful or self.numbers_it(i, _UNCERTAIN, _KIN):
            return _Ruling(stop)
        minutes = self.to_figures(after, stop, minute) if minute else ()
        return _Ruling(stop, self.to_figures(i, end, hour) + minutes)

    def minute(self, i: int, end: int) -> str | None:
        """Two figures; "" where no minutes follow the hour; None where nobody can tell."""
        lows = self.lows(i, end)
        if not lows:
            return ""
        if len(lows) == 1 and lows[0] in HALF:
            return "30"
        with_unit = self.near(end) == "phút"
        if with_unit and len(lows) == 2 and lows[0] == "không":
            lows = lows[1:]
        value = two_digits(lows, pairs=with_unit)
        if value is None or value > 59 or self.named(i, end):
            return None
        if with_unit:
            return f"{value:02}"
        if len(lows) == 1 and value < 10:
            return None if self.closed(end) else ""  # "tám giờ hai", "tám giờ hai phương án"
        complete = self.closed(end) or self.near(end) in _PARTS_OF_DAY
        return str(value) if complete and not self.two_ways(end) else None

    def numeral(self, i: int) -> _Ruling | None:
        """Any other row of number words: figures if it is one numeral and nothing is in doubt."""
        end = self.run(i)
        if end == i:
            return None
        lows = self.lows(i, end)
        ten = lows == ["mười"] and self.near(end) in COUNTED and not self.numbers_it(i, _KIN)
        heard_so = all(is_figure(low) or low in SCALES for low in lows)
        if heard_so or (len(lows) == 1 and not ten) or self.doubtful(i, end):
            return _Ruling(end)
        if ten:
            return _Ruling(end, ((i, end, "10"),))
        money = self.is_money(end)
        unit = money or self.near(end) in _MEASURES
        short = money and any(low in SCALES for low in lows)
        text = figures(lows, short=short, unit=unit, closed=self.closed(end))
        value = whole(lows)
        if value is not None and 1900 <= value < 2100:
            # as a year it would have no dot
            round_ = value % 100 == 0 and not self.closed(end)
            text = text if round_ or self.near(end) in COUNTED else None
        return _Ruling(end, self.to_figures(i, end, text) if text else ())

    def doubtful(self, i: int, end: int) -> bool:
        lows, before = self.lows(i, end), self.left(i)
        return (
            self.named(i, end)
            or before in _UNCERTAIN
            or (lows[0] == "năm" and before in _YEARLY and len(lows) > 1)
            or self.two_ways(end)
            or (before in _LAWS and any(low in POINT for low in lows))
            or self.code(i, end)
            or self.cut_short(i, end)
            or self.in_a_row(i, end)
            or self.identifies(i)
        )

    def cut_short(self, i: int, end: int) -> bool:
        """lớp mười hai học sinh: the last digit may belong to what follows."""
        lows = self.lows(i, end)
        one_more = len(lows) > 1 and lows[0] in DIGITS and lows[1] in ("mươi", "trăm", *SCALES)
        if one_more and self.left(i) in _KIN:
            # "cô ba | trăm nghìn"
            return self.near(end) != "tuổi" and not self.is_money(end)
        if not self.numbers_it(i) or self.closed(end):
            return False
        small = len(lows) == 2 and lows[0] in DIGITS and (lows[1] == "trăm" or lows[1] in SCALES)
        return (_splits(lows) or small) and not (small and self.is_money(end))

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


def _splits(lows: list[str]) -> bool:
    """hai mươi bốn: twenty, and four of what follows. Not: hai mươi lăm, ba mươi."""
    return len(lows) > 1 and lows[-1] in DIGITS and lows[-2] in ("mười", "mươi", *ODD)


def _document_number(lows: list[str]) -> str | None:
    if len(lows) == 1 and lows[0].isdecimal():
        return lows[0]
    value = whole(lows)
    return str(value) if value and value < 100_000 else None
