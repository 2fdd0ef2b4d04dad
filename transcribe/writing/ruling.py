"""What a rule decides of a row of words: which of them become figures."""

from dataclasses import dataclass

from transcribe.writing.numerals import is_figure
from transcribe.writing.phrase import Reader

Spans = tuple[tuple[int, int, str], ...]  #: from this word up to that one: these figures


@dataclass(frozen=True, slots=True)
class Ruling:
    """Up to the word `end` all is decided: these stretches become figures, the rest stays."""

    end: int
    spans: Spans = ()


class Rules(Reader):
    """Rules of one matter over the words of a text."""

    def to_figures(self, i: int, end: int, text: str | int) -> Spans:
        """Figures that are there keep their form."""
        spoken = any(not is_figure(low) for low in self.lows(i, end))
        return ((i, end, str(text)),) if spoken else ()
