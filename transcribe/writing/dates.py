"""Days, months, quarters and years, from words as heard to figures."""

import re
from calendar import monthrange
from dataclasses import dataclass

from transcribe.writing.numerals import POINT, roman, two_digits, with_zero, year
from transcribe.writing.phrase import EACH, JOINS, KIN, UNCERTAIN, phrase_set, word_set
from transcribe.writing.ruling import Rules, Ruling, Spans

_NOW = word_set("nay này ngoái trước sau tới qua rồi đó ấy kia xưa")
_AROUND = word_set("đầu cuối giữa trong từ đến tới hết trước sau vào sang qua khoảng và hoặc")
_MONTHS = ("tư", "giêng")  # are numbers here alone
_TERMS = phrase_set("giai đoạn, nhiệm kỳ, niên khóa, tầm nhìn")


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


class Dates(Rules):
    """``ngày ba tháng tư`` is ``ngày 03 tháng 4``, where it can be nothing else."""

    def dated(self, i: int, most: int) -> _Dated | None:
        """A month or a quarter from i on, and the year if it follows in the same breath."""
        end = self.next_run(i, _MONTHS)
        lows = self.lows(i, end)
        for size in (2, 1):
            head, rest, stop = lows[:size], lows[size:], i + size
            value = {"tư": 4, "giêng": 1}.get(" ".join(head)) or two_digits(head)
            value = int(with_zero(head)) if with_zero(head) else value
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

    def month_figures(self, dated: _Dated) -> Spans:
        # months 1 and 2 have two figures (Nghị định 30/2020/NĐ-CP), so that nobody adds one
        month = f"{dated.value:02}" if dated.value < 3 else dated.value
        return self.to_figures(dated.start, dated.end, month) + self.year_figures(dated)

    def year_figures(self, dated: _Dated) -> Spans:
        if dated.year is None:
            return ()
        return self.to_figures(dated.end + 1, dated.finish, dated.year)

    def date(self, i: int) -> Ruling | None:
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
        zero = with_zero(self.lows(first, end)) if padded else ""
        day = int(zero) if zero else two_digits(self.lows(first, end), pairs=dated is not None)
        stop = max(end, self.run(end + 1, _MONTHS)) if self.low(end) == "tháng" else end
        if day is None or not 1 <= day <= 31 or self.named(first, end):
            return Ruling(stop) if stop > end else None
        text = f"{day:02}" if padded else str(day)
        if dated is not None:
            # "mười ngày hai tháng ..."
            counted = self.number_before(i) and self.left(i, 2) not in ("giờ", "thứ")
            if not dated.has(day) or (counted and day < 10):
                return Ruling(dated.finish)
            spans = self.to_figures(first, end, text) and ((start, end, text),)
            return Ruling(dated.finish, spans + self.month_figures(dated))
        if stop > end + 1:
            return Ruling(stop)
        if not self.to_figures(first, end, text):
            return None
        if self.another_day_follows(end):
            return Ruling(end, ((start, end, text),))
        if early or day < 10 or self.near(end) in ("phần", "giờ", *POINT):
            return None
        if self.closed(end) or (self.near(end) == "tháng" and self.near(end + 1) in _NOW):
            return Ruling(end, self.to_figures(first, end, day))
        return Ruling(end)  # "ngày hai mươi bốn người"

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

    def day_and_month(self, i: int) -> Ruling | None:
        """hai mươi mốt tháng bảy, without "ngày": only where the month is complete."""
        end = self.run(i)
        day = two_digits(self.lows(i, end)) if self.near(end) == "tháng" else None
        dated = self.in_month(end)
        if dated is not None and with_zero(self.lows(i, end)):
            return Ruling(dated.finish)  # "đi không, chín tháng mười": all of it stays
        if day is None or day < 10 or dated is None or not dated.has(day):
            return None
        if self.named(i, end) or self.numbers_it(i, UNCERTAIN, KIN):
            return None
        if dated.year is None and not self.closed(dated.end):
            return None
        return Ruling(dated.finish, self.to_figures(i, end, day) + self.month_figures(dated))

    def month(self, i: int) -> Ruling | None:
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
            return Ruling(dated.end)
        return Ruling(dated.finish, self.month_figures(dated))

    def quarter(self, i: int) -> Ruling | None:
        """quý ba năm ... -> quý III năm ..."""
        if self.low(i) != "quý" or self.named(i, i + 1) or self.left(i) in EACH:
            return None
        dated = self.dated(i + 1, 4)
        if dated is None or self.low(i + 1) == "giêng":
            return None
        start, end = dated.start, dated.end
        certain = dated.this_year or dated.year is not None
        if not certain and (self.named(start, end) or not self.closed(end, single=True)):
            return Ruling(end)
        quarter = self.to_figures(start, end, roman(dated.value))
        return Ruling(dated.finish, quarter + self.year_figures(dated))

    def year(self, i: int) -> Ruling | None:
        """năm hai nghìn không trăm hai mươi sáu, năm hai không hai sáu."""
        if self.low(i) != "năm" or self.left(i) in EACH | {"tháng", "thứ"} | KIN:
            return None
        end = self.next_run(i + 1)
        said = year(self.lows(i + 1, end))
        if said is None or self.named(i, end) or self.number_before(i):
            return None
        # "trong năm hai nghìn hồ sơ", "mỗi năm một nghìn hai trăm ba mươi đơn"
        if (said % 100 == 0 or not 1900 <= said < 2100) and not self.closed(end):
            return Ruling(end)
        return Ruling(end, self.to_figures(i + 1, end, said))

    def more_years(self, i: int) -> Ruling | None:
        """giai đoạn ... đến ..., năm 2020 và ...: years that have no "năm" of their own."""
        end = self.run(i)
        if f"{self.left(i, 2)} {self.left(i)}" in _TERMS and (both := self.from_to(i, end)):
            return Ruling(end, ((i, end, both),))
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
            return Ruling(end, self.to_figures(i, end, said))
        return None

    def from_to(self, i: int, end: int) -> str:
        """giai đoạn [hai không hai sáu hai không ba mươi]: the years as 2026-2030; empty where
        these words are not two years in one way only."""
        if self.named(i, end) or self.counted(end):
            return ""
        pairs = set()
        for middle in range(i + 1, end):
            first, last = year(self.lows(i, middle)), year(self.lows(middle, end))
            if first and last and 1900 <= first < last < 2100:
                pairs.add(f"{first}-{last}")
        return pairs.pop() if len(pairs) == 1 else ""
