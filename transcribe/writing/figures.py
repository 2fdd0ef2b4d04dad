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

from transcribe.writing.amounts import Amounts
from transcribe.writing.dates import Dates
from transcribe.writing.laws import Laws
from transcribe.writing.phrase import Word
from transcribe.writing.ruling import Ruling


def in_figures(words: list[Word]) -> list[Word]:
    """The words of a text, in NFC and with `tone_marks`; rows of them as figures."""
    return _Clerk(list(words)).write()


class _Clerk:
    """Goes over the words once, from left to right, and rewrites them in place.

    A rule looks at the word `i` and gives a `Ruling`, or None: not its business. The first that
    gives one has it.
    """

    def __init__(self, words: list[Word]) -> None:
        self._words = words
        dates, laws, amounts = Dates(words), Laws(words), Amounts(words)
        self._rules = (
            *(dates.date, dates.month, dates.quarter, dates.year, laws.document),
            *(laws.row_of_articles, laws.law),
            *(dates.day_and_month, dates.more_years),
            *(amounts.lower_end, amounts.percent, amounts.hour, amounts.numeral),
        )

    def write(self) -> list[Word]:
        i = 0
        while i < len(self._words):
            ruling = next((found for rule in self._rules if (found := rule(i))), Ruling(i + 1))
            i = self._apply(ruling)
        return self._words

    def _apply(self, ruling: Ruling) -> int:
        """Where to go on."""
        end = ruling.end
        for start, stop, text in sorted(ruling.spans, reverse=True):
            first, *others = text.split(" ")
            new = [Word(first, self._words[start].gap), *(Word(other, " ") for other in others)]
            self._words[start:stop] = new
            end += len(new) - (stop - start)
        return end
