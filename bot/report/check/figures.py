"""Numbers as documents write them."""

from __future__ import annotations


def figured(number: int, form: str) -> str:
    """A number in one of Word's forms: ``upperRoman``, ``lowerLetter`` …

    >>> figured(9, "upperRoman"), figured(2, "lowerLetter"), figured(7, "decimal")
    ('IX', 'b', '7')
    """
    if form == "none":
        return ""
    if form in ("upperRoman", "lowerRoman"):
        roman = ""
        for value, sign in zip(
            (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
            ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
            strict=True,
        ):
            roman += sign * (min(number, 3999) // value)
            number = min(number, 3999) % value
        return roman if form == "upperRoman" else roman.lower()
    if form in ("upperLetter", "lowerLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 % 20 + 1)
        return letter.upper() if form == "upperLetter" else letter
    return f"{number:02}" if form == "decimalZero" else str(number)


def roman_value(text: str) -> int:
    """The value of a Roman number up to C.

    >>> roman_value("XIV")
    14
    """
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}[sign] for sign in text]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-one if one < two else one for one, two in pairs)
