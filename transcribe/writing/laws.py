"""Articles of a law and numbers of documents, from words as heard to figures."""

from dataclasses import dataclass

from transcribe.writing.numerals import roman, whole, year
from transcribe.writing.phrase import EACH, JOINS, LAWS, SLASHES, phrase_set, splits, word_set
from transcribe.writing.ruling import Rules, Ruling, Spans

_OF_LAW = phrase_set(
    "bộ luật, nghị định, nghị quyết, thông tư, hiến pháp, pháp lệnh, quy chế, quy định, điều lệ,"
    " quyết định"
)
_OF_YEARS = phrase_set("nghị định, nghị quyết, quyết định, chỉ thị, thông tư, luật")
_DOCUMENTS = _OF_YEARS | phrase_set(
    "công văn, công điện, kế hoạch, tờ trình, thông báo, báo cáo, kết luận, hướng dẫn, giấy mời,"
    " giấy phép, quy định, pháp lệnh"
)
_CHAPTERS = frozenset(roman(value).lower() for value in range(1, 40))


_LETTERS = word_set("a b c d đ e g h i k l m n o p q r s t u v x y bê xê dê đê gờ hát ca")


@dataclass(frozen=True, slots=True)
class _Article:
    """The number of an article, a clause …, from the word `start` up to `end`."""

    kind: str
    start: int
    end: int
    value: int


class Laws(Rules):
    """``khoản hai điều mười hai`` is ``khoản 2 điều 12``."""

    def row_of_articles(self, i: int) -> Ruling | None:
        """điều mười lăm khoản một điểm b: all of the row in figures, or nothing of it."""
        if self.low(i) not in LAWS or self.left(i) in EACH:
            return None
        row, finish = self.articles(i)
        if len(row) < 2:
            return None
        last = row[-1]
        point = finish > last.end
        of_law = self.of_law(finish)
        several = any(one.end - one.start > 1 for one in row)
        sure = point or of_law or several or self.is_point(i - 2)
        single = not point and last.end - last.start == 1
        clear = point or of_law or self.closed(finish, single=single)
        if sure and not clear:  # "khoản một nói rằng"; not "khoản một người"
            clear = not self.counted(finish) and self.near(finish) not in JOINS
        if self.near(finish) in ("phần", "giờ") or self.is_money(finish) or not (sure or clear):
            return None
        if not clear or any(self.named(x.start, x.end) or self.two_ways(x.end) for x in row):
            return Ruling(finish)
        spans: Spans = ()
        for one in row:
            text = roman(one.value) if one.kind == "chương" else one.value
            spans += self.to_figures(one.start, one.end, text)
        return Ruling(finish, spans)

    def articles(self, i: int) -> tuple[list[_Article], int]:
        """The articles, clauses … that stand in a row from i on, and where the row ends."""
        row: list[_Article] = []
        finish = i
        while self.low(i) in LAWS and (not row or self.follows(i)):
            kind, start = self.low(i), i + 1
            while True:  # khoản một và hai
                end = self.next_run(start)
                value = whole(self.lows(start, end)) or 0
                if not 1 <= value < (40 if kind == "chương" else 1000):
                    return row, finish
                row.append(_Article(kind, start, end, value))
                finish = end
                if not (self.near(end) in JOINS and self.number_after(end)):
                    break
                start = end + 1
            if self.is_point(finish):
                finish += 2
            i = finish + (self.near(finish) in JOINS and self.low(finish + 1) in LAWS)
        return row, finish

    def is_point(self, i: int) -> bool:
        """điểm a"""
        return self.low(i) == "điểm" and self.near(i + 1) in _LETTERS

    def law(self, i: int) -> Ruling | None:
        """khoản hai điều mười hai; one digit only beside another of them, or before the law."""
        if self.low(i) not in LAWS:
            return None
        end = self.next_run(i + 1)
        lows = self.lows(i + 1, end)
        value = whole(lows) or 0
        if not 1 <= value < (40 if self.low(i) == "chương" else 1000):
            return None
        if self.near(end) in ("phần", "giờ") or self.is_money(end) or self.code(i + 1, end):
            return None
        if self.named(i + 1, end) or self.two_ways(end):
            return Ruling(end)
        of_law = self.of_law(end)
        if len(lows) == 1:
            earlier = self.law_before(i) and self.closed(end, single=True)
            if not (of_law or self.law_after(end) or earlier):
                return None
        elif not (of_law or self.near(end) in LAWS or self.closed(end) or not splits(lows)):
            return Ruling(end)
        text = roman(value) if self.low(i) == "chương" else value
        return Ruling(end, self.to_figures(i + 1, end, text))

    def of_law(self, i: int) -> bool:
        """Whether the law that an article is of stands at i."""
        return self.near(i) in ("của", "luật") or self.phrase(i) in _OF_LAW

    def law_after(self, i: int) -> bool:
        """khoản hai [, khoản ba]: where the next one is certain too, so that no half is written"""
        i += self.near(i) in JOINS
        if not (self.low(i) in LAWS and self.follows(i) and self.number_after(i)):
            return False
        end = self.next_run(i + 1)
        if not whole(self.lows(i + 1, end)) or self.named(i + 1, end) or self.two_ways(end):
            return False
        return self.of_law(end) or self.closed(end, single=True) or self.law_after(end)

    def law_before(self, i: int) -> bool:
        """[khoản 2 và] khoản ba; [chương IV] mục hai"""
        if not self.follows(i):
            return False
        i -= self.left(i) in JOINS
        kind, number = self.low(i - 2), self.low(i - 1)
        if kind == "chương" and number and number in _CHAPTERS:
            return True
        return self.is_number(i - 1) and kind in LAWS

    def document(self, i: int) -> Ruling | None:
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
            return Ruling(finish, ((start, finish, f"{number}/{said}"),))
        if not by_number or not self.to_figures(start, end, number):
            return None
        single = len(lows) == 1
        complete = self.closed(end, single=single) or not (single or splits(lows))
        if self.code(start, end) or self.two_ways(end) or not complete:
            return Ruling(end)
        return Ruling(end, self.to_figures(start, end, number))

    def slash(self, i: int) -> int:
        """Where "trên", "xuyệt", "gạch chéo" from i on end; 0 if there is none."""
        if self.near(i) == "gạch" and self.near(i + 1) == "chéo":
            return i + 2
        return i + 1 if self.near(i) in SLASHES else 0


def _document_number(lows: list[str]) -> str | None:
    if len(lows) == 1 and lows[0].isdecimal():
        return lows[0]
    value = whole(lows)
    return str(value) if value and value < 100_000 else None
