"""Word error rate of Vietnamese text, blind to how a number or a tone mark is written.

Both sides are written out as they are spoken: "14h30 ngày 5/6" and "mười bốn giờ ba mươi ngày
năm tháng sáu" are the same words.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# --- the words of a text --------------------------------------------------------------------

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_THOUSANDS = ("", "nghìn", "triệu", "tỷ")
_LONGEST_NUMBER = 12
"""Longer runs of digits stay digits: they are codes, not amounts."""

# i and y are two spellings of the same syllables
_SPELLINGS = {
    "hy": "hi",
    "ký": "kí",
    "kỳ": "kì",
    "kỹ": "kĩ",
    "lý": "lí",
    "mỹ": "mĩ",
    "quý": "quí",
    "sỹ": "sĩ",
    "thuý": "thúy",
    "tỷ": "tỉ",
}

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_NEW_TONE_PLACE = re.compile(rf"(o(?=[ae])|u(?=y))([aey])([{_TONES}])$")

# In this order: each works on what the one before has left
_SPOKEN: tuple[tuple[str, str], ...] = (
    (r"(\d{1,2})h(\d\d)?\b", r"\1 giờ \2"),
    (r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b", r"\1 tháng \2 năm \3"),
    (r"\b(\d{1,2})/(\d{1,2})\b", r"\1 tháng \2"),
    (r"(?<=\d)\.(?=\d{3}\b)", ""),
    (r"(\d),(\d)", r"\1 phẩy \2"),
    (r"%", " phần trăm "),
    (r"\bkm\b", " ki lô mét "),
)


def words(text: str) -> list[str]:
    """The words as they are said: lower case, no punctuation, numbers spoken, one spelling."""
    text = unicodedata.normalize("NFC", text).lower()
    for pattern, spoken in _SPOKEN:
        text = re.sub(pattern, spoken, text)
    text = re.sub(r"\d+", lambda found: f" {_number(found.group())} ", text)
    return [_spelling(word) for word in re.sub(r"[\W_]", " ", text).split()]


def _spelling(word: str) -> str:
    """One spelling of a syllable: hoà -> hòa, khoẻ -> khỏe, kỹ -> kĩ; quỳ stays."""
    if not word.startswith("qu"):
        word = _old_tone_place(word)
    return _SPELLINGS.get(word, word)


def _old_tone_place(word: str) -> str:
    found = _NEW_TONE_PLACE.search(unicodedata.normalize("NFD", word))
    if found is None:
        return word
    first, second, tone = found.groups()
    start = found.string[: found.start()]
    return unicodedata.normalize("NFC", start + first + tone + second)


def _number(digits: str) -> str:
    """ "2025" -> "hai nghìn không trăm hai mươi lăm"."""
    if len(digits) > _LONGEST_NUMBER:
        return digits
    value = int(digits)
    if value == 0:
        return _DIGITS[0]
    groups = []
    while value:
        value, group = divmod(value, 1000)
        groups.append(group)
    spoken = [
        f"{_hundreds(group, first=place == len(groups) - 1)} {_THOUSANDS[place]}"
        for place, group in reversed(list(enumerate(groups)))
        if group
    ]
    return " ".join(spoken)


def _hundreds(value: int, *, first: bool) -> str:
    """A group of three digits; only the first of a number leaves out its "không trăm"."""
    hundred, rest = divmod(value, 100)
    if first and not hundred:
        return _tens(rest)
    if not rest:
        return f"{_DIGITS[hundred]} trăm"
    linked = f"lẻ {_DIGITS[rest]}" if rest < 10 else _tens(rest)
    return f"{_DIGITS[hundred]} trăm {linked}"


def _tens(value: int) -> str:
    ten, one = divmod(value, 10)
    if not ten:
        return _DIGITS[one]
    start = "mười" if ten == 1 else f"{_DIGITS[ten]} mươi"
    if not one:
        return start
    last = "lăm" if one == 5 else "mốt" if one == 1 and ten > 1 else _DIGITS[one]
    return f"{start} {last}"


# --- errors ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Errors:
    """What changes the words that were said into the words that were written."""

    substitutions: int
    deletions: int
    insertions: int
    words: int

    @property
    def total(self) -> int:
        return self.substitutions + self.deletions + self.insertions

    @property
    def rate(self) -> float:
        return self.total / self.words if self.words else float(self.total > 0)

    def __add__(self, other: "Errors") -> "Errors":
        return Errors(
            self.substitutions + other.substitutions,
            self.deletions + other.deletions,
            self.insertions + other.insertions,
            self.words + other.words,
        )


NO_ERRORS = Errors(0, 0, 0, 0)


def errors(said: str, written: str) -> Errors:
    """The fewest edits from the one text to the other; of equals, the fewest substitutions."""
    left, right = words(said), words(written)
    numbers = {word: number for number, word in enumerate({*left, *right})}
    columns = np.array([numbers[word] for word in right], np.int64)
    # One number holds both counts, edits and substitutions: an edit costs `edit`, a
    # substitution one more. So the last cell tells all three kinds, without a way back.
    edit = len(left) + len(right) + 1
    steps = np.arange(len(right) + 1) * edit
    row = steps.copy()
    for word in left:
        new = row + edit
        new[1:] = np.minimum(new[1:], row[:-1] + (columns != numbers[word]) * (edit + 1))
        # an insertion comes from the left in the same row
        row = np.minimum.accumulate(new - steps) + steps
    edits, substitutions = divmod(int(row[-1]), edit)
    # deletions - insertions is the difference of the lengths
    deletions = (edits - substitutions + len(left) - len(right)) // 2
    return Errors(substitutions, deletions, edits - substitutions - deletions, len(left))


# --- intervals ------------------------------------------------------------------------------

Interval = tuple[float, float]
"""Where the middle 95 % of the resampled values lie."""

_RESAMPLES = 4000


def interval(count: int, value: Callable[[NDArray[np.int64]], float], seed: int = 1) -> Interval:
    """The bootstrap interval of `value(indices)` over `count` independent things."""
    random = np.random.default_rng(seed)
    values = [value(random.integers(0, count, count)) for _ in range(_RESAMPLES)]
    low, high = np.quantile(values, (0.025, 0.975))
    return float(low), float(high)


def rate_interval(found: Sequence[Errors]) -> Interval:
    """The interval of the word error rate over independent recordings."""
    return difference_interval(found, [NO_ERRORS] * len(found))


def difference_interval(found: Sequence[Errors], other: Sequence[Errors]) -> Interval:
    """The interval of the difference of two word error rates on the same recordings."""
    totals = np.array([a.total - b.total for a, b in zip(found, other, strict=True)])
    counts = np.array([a.words for a in found])
    return interval(len(found), lambda at: float(totals[at].sum() / counts[at].sum()))


def median_interval(values: Sequence[float]) -> Interval:
    array = np.array(values)
    return interval(len(array), lambda at: float(np.median(array[at])))
