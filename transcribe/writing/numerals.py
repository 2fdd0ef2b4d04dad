"""The grammar of spoken Vietnamese numbers: words in, a number or its figures out.

Only what has exactly one reading is read. These have two, and give None:

* "hai trăm năm": 250 as market people say it, 205, or 200 years; "hai nghìn tư", "hai triệu ba"
* "hai triệu năm trăm": 2.500.000 among friends, 2.000.500 on paper
* "ba bốn mươi", "mười lăm hai mươi", "năm bảy": about that many
* "mươi", "trăm hai", "vài trăm", "ba chục", "hai trăm rưỡi": not a numeral of the written language
* "không chín một hai": digits read one by one, a telephone number or a code

Words are given in lower case, tone marks in the old style (`transcribe.writing.text.tone_marks`).
"""

import re
from collections.abc import Sequence

_DIGIT_WORDS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
DIGITS = {word: value for value, word in enumerate(_DIGIT_WORDS)} | {"bẩy": 7}
SCALES = {"tỷ": 10**9, "tỉ": 10**9, "triệu": 10**6, "nghìn": 10**3, "ngàn": 10**3}
HALF = ("rưỡi", "rưởi")
POINT = ("phẩy", "phảy")
ODD = ("linh", "lẻ")  # một trăm linh năm
# only ever the last digit of a two-digit number, so "hai lăm" cannot be "2 or 5"
LAST_DIGITS = {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
# of the vaguer kind of number; a numeral that touches one is no numeral
VAGUE = ("mấy", "vài", "dăm", "chục", "vạn")

_UNITS = {word: value for word, value in DIGITS.items() if value}
_AFTER_TEN = {**{w: v for w, v in _UNITS.items() if w != "năm"}, "lăm": 5, "nhăm": 5}
_AFTER_TENS = {**{w: v for w, v in _AFTER_TEN.items() if w != "một"}, "mốt": 1, "tư": 4}
_AFTER_ODD = {**_UNITS, "tư": 4}

_FIGURE = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")
_YEARS = range(1000, 2101)
_YEARS_BY_DIGIT = range(1900, 2100)


def is_figure(word: str) -> bool:
    """24, 1.200, 2,5."""
    return word.isascii() and _FIGURE.fullmatch(word) is not None


def whole(words: Sequence[str], *, short: bool = False) -> int | None:
    """The whole number that these words are, all of them together.

    Args:
        short: "hai lăm" is 25, as it is where a per cent sign or a unit of money follows.

    >>> whole("một triệu hai trăm linh năm nghìn".split())
    1205000
    >>> whole("hai trăm năm".split())
    """
    return _whole(words, short=short, inner=False, year=False)


def year(words: Sequence[str]) -> int | None:
    """The year that these words are, said in full, without its hundreds, or digit by digit.

    >>> [year(said.split()) for said in ("hai ngàn không trăm hai sáu", "hai không hai lăm")]
    [2026, 2025]
    """
    if len(words) == 1:
        figure = words[0]
        found = int(figure) if figure.isascii() and re.fullmatch(r"\d{4}", figure) else None
        return found if found in _YEARS_BY_DIGIT else None
    said = _by_digit(words)
    if said is not None:
        return said if said in _YEARS_BY_DIGIT else None
    found = _whole(words, short=True, inner=False, year=True)
    return found if found in _YEARS else None


def with_zero(words: Sequence[str]) -> str:
    """The two figures of "không chín", 09; empty where the words are no digit behind a zero."""
    match list(words):
        case ["không", one] if one in _UNITS:
            return f"0{_UNITS[one]}"
    return ""


def two_digits(words: Sequence[str], *, pairs: bool = False) -> int | None:
    """A day, an hour, minutes: 0 to 99.

    Args:
        pairs: "hai bảy" is 27; "hai ba" still may be two or three, "năm bảy" five to seven.

    >>> [two_digits(said.split()) for said in ("năm", "hai mươi mốt", "hai lăm", "hai bảy")]
    [5, 21, 25, None]
    >>> [two_digits(said.split(), pairs=True) for said in ("hai bảy", "hai ba")]
    [27, None]
    """
    match list(words):
        case [figure] if is_figure(figure):
            return int(figure) if figure.isdecimal() and len(figure) < 3 else None
        case [ten, one] if pairs and ten in _UNITS and one in _UNITS:
            tens, ones = _UNITS[ten], _UNITS[one]
            vague = abs(tens - ones) == 1 or tens in (1, 5) or ones == 5
            return None if vague else tens * 10 + ones
    return _tens(words, short=True)


def figures(
    words: Sequence[str], *, short: bool = False, unit: bool = False, closed: bool = False
) -> str | None:
    """The number as an office writes it.

    Thousands have dots, fractions a comma. Millions and billions keep their word while that
    is exact: with one word said, or down to a thousandth of a "tỷ"; all others are full figures.

    Args:
        short: see `whole`.
        unit: a unit of measure follows (per cent, đồng, hectare).
        closed: what follows cannot belong to the number.

    >>> [figures(said.split()) for said in ("hai tỷ ba trăm triệu", "một triệu hai trăm nghìn")]
    ['2,3 tỷ', '1.200.000']
    >>> [figures(said.split()) for said in ("năm trăm triệu", "bảy phẩy năm", "hai tỷ rưỡi")]
    ['500 triệu', '7,5', '2,5 tỷ']
    """
    if any(word in POINT for word in words):
        return _fraction(words, unit=unit, closed=closed)
    if words and words[-1] in HALF:
        return _and_a_half(words[:-1])
    value = whole(words, short=short)
    if value is None:
        return None
    billions, millions = _scale_word(words, 10**9), _scale_word(words, 10**6)
    if billions and value % 10**6 == 0:
        rest = f"{value // 10**6 % 1000:03}".rstrip("0")
        return f"{dotted(value // 10**9)}{',' * bool(rest)}{rest} {billions}"
    if millions and words[-1] == millions and not billions:
        return f"{value // 10**6} {millions}"
    return dotted(value)


def dotted(value: int) -> str:
    """1200 -> 1.200"""
    return f"{value:,}".replace(",", ".")


def roman(value: int) -> str:
    """1 to 39, as quarters and chapters are numbered."""
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * (value // 10) + ones[value % 10]


def _whole(words: Sequence[str], *, short: bool, inner: bool, year: bool) -> int | None:
    for size, names in ((10**9, ("tỷ", "tỉ")), (10**6, ("triệu",)), (10**3, ("nghìn", "ngàn"))):
        at = next((k for k, word in enumerate(words) if word in names), None)
        if at is None:
            continue
        head = _head(words[:at], size, inner=inner, short=short)
        if not head or any(SCALES.get(word, 0) >= size for word in words[at + 1 :]):
            return None
        tail = _tail(words[at + 1 :], size, year=year)
        return None if tail is None else head * size + tail
    return _hundreds(words, inner=inner, short=short)


def _head(words: Sequence[str], size: int, *, inner: bool, short: bool) -> int | None:
    """How many millions: "hai", "hai trăm", "15" as the engine wrote it; of tỷ thousands too."""
    match list(words):
        case [figure] if re.fullmatch(r"[1-9][0-9]{0,2}", figure):
            return int(figure)
    if size == 10**9 and not inner:
        return (
            _whole(words, short=short, inner=False, year=False) if _below_million(words) else None
        )
    return _hundreds(words, inner=inner, short=short)


def _below_million(words: Sequence[str]) -> bool:
    return all(SCALES.get(word, 0) <= 1000 for word in words)


def _tail(words: Sequence[str], size: int, *, year: bool) -> int | None:
    """What follows a scale word: a smaller scale, or the hundreds right after the thousands."""
    if not words:
        return 0
    if any(word in SCALES for word in words):
        return _whole(words, short=False, inner=True, year=False)
    if size != 1000:
        return None
    match list(words):
        case [odd, one] if odd in ODD:
            return _AFTER_ODD.get(one)
        case [_, "trăm", *_]:
            found = _hundreds(words, inner=True, short=year)
            zero = year and words[0] == "không"
            return _short_year(words[2:]) if found is None and zero else found
    if not year:
        return None
    return _short_year(words)


def _short_year(words: Sequence[str]) -> int | None:
    """The last two digits of a year: hai mươi sáu, hai sáu."""
    match list(words):
        case [ten, one] if ten in _UNITS and one in DIGITS:
            return _UNITS[ten] * 10 + DIGITS[one]
    value = _tens(words, short=True)
    return value if value is not None and value >= 10 else None


def _hundreds(words: Sequence[str], *, inner: bool, short: bool) -> int | None:
    """Below a thousand. Inside a number "không trăm linh năm" is said, at its head it is not."""
    match list(words):
        case [hundreds, "trăm", *rest]:
            first = DIGITS.get(hundreds)
        case _:
            return _tens(words, short=short)
    if first is None or (first == 0 and not (inner and rest)):
        return None
    match rest:
        case []:
            return first * 100
        case [odd, one] if odd in ODD:
            last = _AFTER_ODD.get(one)
        case _:
            last = _tens(rest, short=short)
            last = None if last is not None and last < 10 else last
    return None if last is None else first * 100 + last


def _tens(words: Sequence[str], *, short: bool) -> int | None:
    match list(words):
        case [one] if one in DIGITS:
            return DIGITS[one]
        case ["mười"]:
            return 10
        case ["mười", one] if one in _AFTER_TEN:
            return 10 + _AFTER_TEN[one]
        case [ten, "mươi"] if _UNITS.get(ten, 0) > 1:
            return _UNITS[ten] * 10
        case [ten, "mươi", one] if _UNITS.get(ten, 0) > 1 and one in _AFTER_TENS:
            return _UNITS[ten] * 10 + _AFTER_TENS[one]
        case [ten, one] if short and _UNITS.get(ten, 0) > 1 and one in LAST_DIGITS:
            return _UNITS[ten] * 10 + LAST_DIGITS[one]
    return None


def _by_digit(words: Sequence[str]) -> int | None:
    """hai không hai sáu, một chín bảy lăm, hai không hai mươi lăm."""
    match list(words):
        case [a, b, c, d] if a in DIGITS and b in DIGITS and c in DIGITS:
            last = {**DIGITS, **LAST_DIGITS}.get(d) if DIGITS[c] else DIGITS.get(d)
            if last is not None:
                return DIGITS[a] * 1000 + DIGITS[b] * 100 + DIGITS[c] * 10 + last
    match list(words):
        case ["hai", "không", *rest]:
            last = _tens(rest, short=False)
            return 2000 + last if last is not None and last >= 10 else None
    return None


def _fraction(words: Sequence[str], *, unit: bool, closed: bool) -> str | None:
    at = next(k for k, word in enumerate(words) if word in POINT)
    left, right = words[:at], list(words[at + 1 :])
    scales: list[str] = []
    while right and right[-1] in SCALES:
        scales.insert(0, right.pop())
    if len(scales) > 1 and [SCALES[scale] for scale in scales] != [10**3, 10**9]:
        return None
    if len(left) == len(right) == 1 and (left[0] + right[0]).isdecimal():
        return " ".join([f"{left[0]},{right[0]}", *scales])
    head, tail = _hundreds(left, inner=False, short=False), _decimals(right)
    if head is None or tail is None:
        return None
    unit = unit or bool(scales)
    # "hai phẩy năm một tháng", "ba phẩy hai năm", "được tám phẩy năm không"
    astray = right[-1] in ("không", "một", "năm") and (len(right) > 1 or right[0] == "không")
    if not unit and (astray or (len(right) > 1 and "mươi" not in right and not closed)):
        return None
    return " ".join([f"{head},{tail}", *scales])


def _decimals(words: Sequence[str]) -> str | None:
    """What follows the comma: a digit, digits one by one, or a two-digit number."""
    if words and all(word in DIGITS for word in words):
        return "".join(str(DIGITS[word]) for word in words) if len(words) <= 4 else None
    value = _tens(words, short=True)
    return str(value) if value is not None and value > 10 else None


def _and_a_half(words: Sequence[str]) -> str | None:
    """hai tỷ rưỡi; from a hundred on the half may be one of the hundred."""
    match list(words):
        case [*head, scale] if SCALES.get(scale, 0) >= 10**6:
            pass
        case _:
            return None
    count = two_digits(head)
    return f"{count},5 {scale}" if count is not None and 0 < count < 100 else None


def _scale_word(words: Sequence[str], size: int) -> str:
    return next((word for word in words if SCALES.get(word) == size), "")
