"""Percentages, hours, money and all other numbers, from words as heard to figures."""

from transcribe.writing.numerals import (
    HALF,
    ODD,
    POINT,
    SCALES,
    figures,
    is_figure,
    two_digits,
    whole,
    with_zero,
)
from transcribe.writing.phrase import COUNTED, EACH, KIN, LAWS, UNCERTAIN, word_set
from transcribe.writing.ruling import Rules, Ruling

_MEASURES = word_set(
    "đồng mét km ki kilômét héc hecta ha m2 m3 tấn tạ yến kg cân lít độ điểm lần đô usd phần"
)
# after these "năm" may be the year: "mỗi năm trăm triệu", "trong năm mươi hồ sơ"
_YEARLY = EACH | word_set("trong cuối đầu giữa hết qua sang theo tính")
_AT = word_set("lúc vào từ đến tới trước sau khoảng hồi")
_PARTS_OF_DAY = word_set("sáng trưa chiều tối đêm khuya ngày hôm thứ rạng chủ")


class Amounts(Rules):
    """``mười lăm phần trăm`` is ``15%``."""

    def lower_end(self, i: int) -> Ruling | None:
        """The five of "từ năm đến mười lăm phần trăm", if the other end becomes figures."""
        value = two_digits([self.low(i)]) if self.run(i) == i + 1 else None
        if not value or self.left(i) not in ("từ", "khoảng"):
            return None
        if self.near(i + 1) not in ("đến", "tới") or not self.near(i + 2):
            return None
        rulings = (rule(i + 2) for rule in (self.percent, self.hour, self.numeral))
        other = next((ruling for ruling in rulings if ruling), None)
        return Ruling(i + 1, self.to_figures(i, i + 1, value)) if other and other.spans else None

    def percent(self, i: int) -> Ruling | None:
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
            return Ruling(stop)
        heard = len(lows) == 1 and is_figure(lows[0])
        text = lows[0] if heard else figures(lows, short=True, unit=True)
        doubtful = self.left(i) in UNCERTAIN or lows == ["không"] or self.named(i, end)
        yearly = lows[0] == "năm" and self.left(i) in _YEARLY
        if text is None or doubtful or yearly or self.code(i, end) or self.in_a_row(i, end):
            return Ruling(stop)
        return Ruling(stop, ((i, stop, f"{text}%" if stop > end else text),))

    def of_time(self, i: int) -> bool:
        """Whether "năm 2026", "năm nay", "một tháng" stands here, after a per cent sign."""
        if self.low(i) == "năm":
            return self.low(i + 1) not in ("mươi", "trăm", *SCALES, *HALF, *ODD)
        times = ("ngày", "tuần", "tháng", "quý", "năm")
        return self.low(i) == "một" and self.near(i + 1) in times

    def hour(self, i: int) -> Ruling | None:
        """tám giờ, tám giờ ba mươi (phút), tám giờ rưỡi; "tám giờ ba mươi người" stays."""
        end = self.run(i)
        if end == i or self.near(end) != "giờ" or self.two_ways(end + 1):
            return None
        zero = with_zero(self.lows(i, end))
        hour = int(zero) if zero else two_digits(self.lows(i, end))
        if hour is None or hour > 24 or self.code(i, end):
            return None
        after = end + 1
        if self.near(after) == "kém":
            return Ruling(max(after + 1, self.run(after + 1)))
        stop = self.next_run(after)
        minute = self.minute(after, stop)
        if minute is None or self.named(i, end) or self.in_a_row(i, end):
            return Ruling(stop)
        at, next_word = self.left(i) in _AT, self.near(after)
        doubtful = {
            0: not (at and (minute or next_word in ("ngày", "sáng", "đêm"))),
            1: not (at or minute or next_word in _PARTS_OF_DAY),
            24: minute != "",
        }.get(hour)
        if zero:  # "đi không chín giờ": the word may be another's; all of it stays
            to_another = self.near(stop) in ("đến", "tới") and self.number_after(stop)
            begins = not self.left(i) and (minute or to_another)
            doubtful = not (at or begins)
            if doubtful and to_another:
                other = self.next_run(stop + 1)
                stop = self.next_run(other + 1) if self.near(other) == "giờ" else other
        if doubtful or self.numbers_it(i, UNCERTAIN, KIN):
            return Ruling(stop)
        minutes = self.to_figures(after, stop, minute) if minute else ()
        return Ruling(stop, self.to_figures(i, end, zero or hour) + minutes)

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
        zero = with_zero(lows)
        if zero and not with_unit:
            return zero if self.closed(end) else None
        value = two_digits(lows, pairs=with_unit)
        if value is None or value > 59 or self.named(i, end):
            return None
        if with_unit:
            return f"{value:02}"
        if len(lows) == 1 and value < 10:
            return None if self.closed(end) else ""  # "tám giờ hai", "tám giờ hai phương án"
        complete = self.closed(end) or self.near(end) in _PARTS_OF_DAY
        return str(value) if complete and not self.two_ways(end) else None

    def numeral(self, i: int) -> Ruling | None:
        """Any other row of number words: figures if it is one numeral and nothing is in doubt."""
        end = self.run(i)
        if end == i:
            return None
        lows = self.lows(i, end)
        ten = lows == ["mười"] and self.near(end) in COUNTED and not self.numbers_it(i, KIN)
        heard_so = all(is_figure(low) or low in SCALES for low in lows)
        if heard_so or (len(lows) == 1 and not ten) or self.doubtful(i, end):
            return Ruling(end)
        if ten:
            return Ruling(end, ((i, end, "10"),))
        money = self.is_money(end)
        unit = money or self.near(end) in _MEASURES
        short = money and any(low in SCALES for low in lows)
        text = figures(lows, short=short, unit=unit, closed=self.closed(end))
        value = whole(lows)
        if value is not None and 1900 <= value < 2100:
            # as a year it would have no dot
            round_ = value % 100 == 0 and not self.closed(end)
            text = text if round_ or self.near(end) in COUNTED else None
        return Ruling(end, self.to_figures(i, end, text) if text else ())

    def doubtful(self, i: int, end: int) -> bool:
        lows, before = self.lows(i, end), self.left(i)
        return (
            self.named(i, end)
            or before in UNCERTAIN
            or (lows[0] == "năm" and before in _YEARLY and len(lows) > 1)
            or self.two_ways(end)
            or (before in LAWS and any(low in POINT for low in lows))
            or self.code(i, end)
            or self.cut_short(i, end)
            or self.in_a_row(i, end)
            or self.identifies(i)
        )
