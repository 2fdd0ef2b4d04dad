"""Vietnamese text as an office writes it: `tidy`, `tone_marks`, and all of it as `written`.

Numbers are the larger part of it: figures.py says which of them become figures, numerals.py
what a row of number words means.
"""

import re
import unicodedata

from transcribe.writing.figures import in_figures
from transcribe.writing.phrase import Word, word_set

_SPACES = re.compile(r"\s+")
_SPACE_BEFORE_MARK = re.compile(r" +(?=[,.;:?!])")


def tidy(text: str) -> str:
    """NFC, one space between words, none before , . ; : ? !, none at the ends.

    Control characters and invisible format characters (zero width, text direction) are
    removed: pasted into a report they would reorder or hide what stands there.
    """
    text = _SPACES.sub(" ", text)
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf"))
    # after the removal: what stood between two spaces, or between a letter and its tone, is gone
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text))
    return _SPACE_BEFORE_MARK.sub("", text).strip()


def written(text: str) -> str:
    """Text as heard, written as an office writes it. Twice is the same as once.

    >>> written("tám giờ ba mươi phút ngày hai mươi bốn tháng bảy , đồng chí Hoà chủ trì")
    '8 giờ 30 phút ngày 24 tháng 7, đồng chí Hòa chủ trì'
    >>> written("đạt hai phẩy năm phần trăm, tương đương hai tỷ ba trăm triệu đồng.")
    'Đạt 2,5%, tương đương 2,3 tỷ đồng.'
    >>> written("hai bên có năm bảy việc, anh Tư và ba mươi lăm hộ dân đồng ý")
    'Hai bên có năm bảy việc, anh Tư và 35 hộ dân đồng ý'
    """
    text = tone_marks(tidy(text))
    # a figure can settle what stands beside it; each round leaves fewer words, so this ends
    while (again := _with_figures(text)) != text:
        text = again
    return _sentence_case(text)


# --- tone marks ---------------------------------------------------------------------------

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ONSETS = "ngh|ng|nh|ch|gh|gi|kh|ph|th|tr|[bcdđghklmnprstvx]|"
_LATE_TONE = re.compile(rf"((?:{_ONSETS})(?:o[ae]|uy))([{_TONES}])", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")


def tone_marks(text: str) -> str:
    """The tone on the first vowel of an open oa, oe, uy, as laws are printed. NFC.

    >>> tone_marks("Uỷ ban, hoà giải, HOÁ, khoẻ, thuý; quý, quả, hoàn, thuyền, Chloé")
    'Ủy ban, hòa giải, HÓA, khỏe, thúy; quý, quả, hoàn, thuyền, Chloé'
    """
    return _LETTERS.sub(lambda word: _early_tone(word[0]), unicodedata.normalize("NFC", text))


_EARLY_TONE = re.compile(rf"((?:{_ONSETS})[ou])([{_TONES}])([aey])", re.IGNORECASE)


def late_tone_marks(text: str) -> str:
    """The tone on the second vowel of an open oa, oe, uy, as schoolbooks are printed. NFC.

    >>> late_tone_marks("Ủy ban, hòa giải, quý, quả, thuyền, múa")
    'Uỷ ban, hoà giải, quý, quả, thuyền, múa'
    """
    return _LETTERS.sub(lambda word: _late_tone(word[0]), unicodedata.normalize("NFC", text))


def _late_tone(word: str) -> str:
    found = _EARLY_TONE.fullmatch(unicodedata.normalize("NFD", word).replace("d\u0335", "đ"))
    if found is None or (found[1][-1] + found[3]).lower() not in ("oa", "oe", "uy"):
        return word
    return unicodedata.normalize("NFC", found[1] + found[3] + found[2])


def _early_tone(word: str) -> str:
    found = _LATE_TONE.fullmatch(unicodedata.normalize("NFD", word).replace("d\u0335", "đ"))
    if found is None:
        return word
    vowels, tone = found[1], found[2]
    return unicodedata.normalize("NFC", vowels[:-1] + tone + vowels[-1])


# --- words and sentences ------------------------------------------------------------------

# what is glued together is one word and no number: 24/7, 8h30, v.v, 2021-2025, a@b.vn
_WORD = re.compile(r"\w+(?:[^\w\s]+\w+)*")
_ENDS = ".!?…"
_ABBREVIATIONS = word_set(
    "tp tx tt q p h x kt tl tm tuq t/m k/t gs pgs ts ths th.s bs ks cn ncs nxb st vd tr đt sđt"
    " đ/c đc v.v vv v/v ô b mr mrs ms dr ltd"
)


def _with_figures(text: str) -> str:
    heard, last = [], 0
    for found in _WORD.finditer(text):
        opens = found[0][0].isupper() and _opens_sentence(text, found.start())
        heard.append(Word(found[0], text[last : found.start()], opens))
        last = found.end()
    line = "".join(word.gap + word.text for word in in_figures(heard)) + text[last:]
    return re.sub(r"(?<=[0-9]) (?=%)", "", line)


def _sentence_case(text: str) -> str:
    written, last = [], 0
    for word in _WORD.finditer(text):
        first = word[0][0]
        # "iPhone", "hoa@so.vn" and the like are spelled as they are
        plain = word[0].isalpha() and word[0].islower() and first.upper().lower() == first
        if plain and _opens_sentence(text, word.start()):
            written += [text[last : word.start()], first.upper()]
            last = word.start() + 1
    return "".join([*written, text[last:]])


def _opens_sentence(text: str, at: int) -> bool:
    """Whether the word there is the first of a sentence."""
    # far enough back to see an abbreviation and what stands around it
    before = text[max(0, at - 40) : at]
    stripped = before.rstrip(" \"'“”‘’«»()[]-–—")
    if not stripped:
        return True
    if stripped[-1] not in _ENDS or stripped == before:
        return False
    if stripped[-1] != ".":
        return True
    last = stripped[:-1].rsplit(" ", 1)[-1].strip("\"'“”‘’«»()[]").lower()
    # "ông A. nói" or "ông A. Sau đó": nobody can tell, so it stays as heard
    return last not in _ABBREVIATIONS and not re.fullmatch("[a-zđ]", last)
