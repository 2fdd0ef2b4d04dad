"""Word error rate of Vietnamese text, blind to how a number or a tone mark is written."""

import re
import unicodedata

DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
TONES = "\u0300\u0301\u0303\u0309\u0323"
# i and y are two spellings of the same syllables
SPELLINGS = {"kỹ": "kĩ", "lý": "lí", "mỹ": "mĩ", "tỷ": "tỉ", "sỹ": "sĩ", "quý": "quí", "ký": "kí"}


def wer(references: list[str], hypotheses: list[str]) -> float:
    """Edits over the words of all references, as a share: 0.0 is perfect."""
    edits = words = 0
    for reference, hypothesis in zip(references, hypotheses, strict=True):
        expected = normal(reference)
        edits += distance(expected, normal(hypothesis))
        words += len(expected)
    return edits / words


def normal(text: str) -> list[str]:
    """The words of a text: NFC, lower case, no punctuation, numbers spoken, one spelling."""
    text = unicodedata.normalize("NFC", text).lower()
    text = re.sub(r"\d+", lambda m: f" {spoken(int(m.group()))} ", text)
    words = re.sub(r"[^\w\s]", " ", text).split()
    return [SPELLINGS.get(word, word) for word in map(old_tone_place, words)]


def old_tone_place(word: str) -> str:
    """hoà -> hòa, khoẻ -> khỏe, thuý -> thúy; quý stays."""
    if word.startswith("qu"):
        return word
    split = unicodedata.normalize("NFD", word)
    moved = re.sub(rf"(oa|oe|uy)([{TONES}])$", r"\1|\2", split)
    if moved == split:
        return word
    vowels, tone = moved.split("|")
    return unicodedata.normalize("NFC", vowels[:-1] + tone + vowels[-1])


def spoken(number: int) -> str:
    """A number below a million as it is said: 19 -> mười chín, 2025 -> hai nghìn không trăm …"""
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        tail = f" {hundreds(rest, whole=True)}" if rest else ""
        return f"{spoken(thousands)} nghìn{tail}"
    return hundreds(number, whole=False)


def hundreds(number: int, *, whole: bool) -> str:
    first, rest = divmod(number, 100)
    if not first and not whole:
        return tens(rest)
    tail = "" if not rest else f" lẻ {DIGITS[rest]}" if rest < 10 else f" {tens(rest)}"
    return f"{DIGITS[first]} trăm{tail}"


def tens(number: int) -> str:
    ten, one = divmod(number, 10)
    if not ten:
        return DIGITS[one]
    start = "mười" if ten == 1 else f"{DIGITS[ten]} mươi"
    if not one:
        return start
    last = "lăm" if one == 5 else "mốt" if one == 1 and ten > 1 else DIGITS[one]
    return f"{start} {last}"


def distance(left: list[str], right: list[str]) -> int:
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]
