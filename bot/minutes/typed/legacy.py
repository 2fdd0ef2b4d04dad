"""Vietnamese that is not in Unicode: typed with an old font's code, or by keys that nobody turned
into letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from bot.minutes.typed.syllables import TONES, is_syllable
from bot.minutes.typed.viqr import read_viqr

# --- old codes ----------------------------------------------------------------------------------


def _paired(old: str, new: str) -> dict[str, str]:
    return dict(zip(old.split(), new.split(), strict=True))


_TCVN3 = _paired(
    "¡ ¢ £ ¤ ¥ ¦ § ¨ © ª « ¬ ® µ ¶ · ¸ ¹ » ¼ ½ ¾ Æ Ç È É Ê Ë Ì Î Ï Ð Ñ Ò Ó Ô Õ Ö × Ø Ü Ý Þ ß á â "
    "ã ä å æ ç è é ê ë ì í î ï ñ ò ó ô õ ö ÷ ø ù ú û ü ý þ",
    "Ă Â Ê Ô Ơ Ư Đ ă â ê ô ơ đ à ả ã á ạ ằ ẳ ẵ ắ ặ ầ ẩ ẫ ấ ậ è ẻ ẽ é ẹ ề ể ễ ế ệ ì ỉ ĩ í ị ò ỏ õ "
    "ó ọ ồ ổ ỗ ố ộ ờ ở ỡ ớ ợ ù ủ ũ ú ụ ừ ử ữ ứ ự ỳ ỷ ỹ ý ỵ",
) | {"\xad": "ư"}
_VNI_MARKS = {
    **_paired("ø ù û õ ï", "\u0300 \u0301 \u0309 \u0303 \u0323"),
    **_paired("à á å ã ä", "̂̀ ̂́ ̂̉ ̂̃ ̣̂"),
    **_paired("è é ú ü ë", "̆̀ ̆́ ̆̉ ̆̃ ̣̆"),
    **_paired("â ê", "\u0302 \u0306"),
}
_VNI_ALONE = _paired("ñ ö ô æ ó ò î", "đ ư ơ ỉ ĩ ị ỵ")
_VNI = re.compile(r"([aeouyöô])([øùûõïàáåãäèéúüëâê])|([ñöôæóòî])", re.IGNORECASE)


def _from_tcvn3(text: str) -> str:
    return "".join(_TCVN3.get(char, char) for char in text)


def _from_vni(text: str) -> str:
    def letter(found: re.Match[str]) -> str:
        base = found[1] or found[3]
        small = _VNI_ALONE.get(base.lower(), base.lower())
        marked = unicodedata.normalize("NFC", small + _VNI_MARKS.get((found[2] or "").lower(), ""))
        return marked.upper() if base.isupper() else marked

    return _VNI.sub(letter, text)


# Bytes of UTF-8 that one-byte codes show by nothing, or by a space, and a sign in place of each:
# without them nobody could read the words back
_HIDDEN_BYTES = dict(zip("\x81\x8d\x8f\x90\x9d\xa0\xad", "▖▗▘▝▚▙▛", strict=True))
_BYTES_SHOWN = str.maketrans({sign: byte for byte, sign in _HIDDEN_BYTES.items()})
_MAY_HIDE = re.compile("[\xc3-\xc6\xe1][\x80-\x9f\xa0\xad\xba\xbb]")
#: what is left of broken UTF-8 in which bytes are missing: «nghá» cÃ¡c»
_REMAINS = re.compile(
    "\xe1(?:\xba|\xbb)|\xc3[\xa1-\xbf]|\xc4[\x90\x91\u2018\u0192\xa9]|\xc6[\xa1\xb0]"
)


def with_hidden_bytes_shown(text: str) -> str:
    """Broken UTF-8 with a sign for each of its bytes that would not be seen, and so go; any other
    text as it is."""
    if not _MAY_HIDE.search(text) or _from_mojibake(text) == text:
        return text
    shown = (_shown_byte(char) for char in text)
    return "".join(shown)


def _shown_byte(char: str) -> str:
    if char in _HIDDEN_BYTES:
        return _HIDDEN_BYTES[char]
    return char.encode("latin-1").decode("cp1252") if "\x80" <= char <= "\x9f" else char


def _from_mojibake(text: str) -> str:
    """UTF-8 that was read as a code of one byte a letter."""
    try:
        return b"".join(map(_byte, text.translate(_BYTES_SHOWN))).decode("utf-8")
    except UnicodeError:
        return text


def _byte(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeError:
        return char.encode("latin-1")  # what cp1252 has no letter for


# --- keys ---------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W_]+")
_TELEX = (
    *(("dd", "đ"), ("aa", "â"), ("aw", "ă"), ("ee", "ê"), ("oo", "ô")),
    *(("uow", "ươ"), ("ow", "ơ"), ("uw", "ư"), ("w", "ư")),
)
_VNI_KEYS = {"6": "\u0302", "7": "\u031b", "8": "\u0306"}
_DIGIT_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_LETTER_TONES = {key: mark for mark, key in TONES.items()}
_VOWELS = "aeiouyăâêôơư"


def _from_telex(word: str) -> str:
    """The word that the keys mean, in its own case; the same where they mean none."""
    small = word.lower()
    bare, mark = small, ""
    for place, char in enumerate(small):
        if char in _LETTER_TONES and place and any(x in _VOWELS for x in small[:place]):
            bare, mark = small[:place] + small[place + 1 :], _LETTER_TONES[char]
    for keys, letter in _TELEX:
        bare = bare.replace(keys, letter)
    for first, last, letter in (("a", "a", "â"), ("e", "e", "ê"), ("o", "o", "ô"), ("d", "d", "đ")):
        # the second key may come behind the end of the syllable: toanf → toàn, hoanaf
        if bare.count(first) == 2 and bare.endswith(last) and letter != "đ":
            bare = bare[:-1].replace(first, letter)
        elif letter == "đ" and bare.startswith("d") and bare.endswith("d") and len(bare) > 2:
            bare = "đ" + bare[1:-1]
    if bare.endswith("ư") and "uo" in bare:
        bare = bare[:-1].replace("uo", "ươ")
    return _cased(word, _with_tone(bare, mark))


def _from_vni_keys(word: str) -> str:
    small, marks, tone = word.lower(), [], ""
    letters = ""
    for char in small:
        if char in _DIGIT_TONES:
            tone = _DIGIT_TONES[char]
        elif char == "9":
            letters = letters.replace("d", "đ", 1)
        elif char in _VNI_KEYS:
            marks.append(_VNI_KEYS[char])
        else:
            letters += char
    for mark in marks:
        letters = _hatted(letters, mark)
    return _cased(word, _with_tone(letters, tone))


def _hatted(letters: str, mark: str) -> str:
    if mark == "\u031b" and "uo" in letters:
        return letters.replace("uo", "ươ", 1)
    takes = {"\u0302": "aeo", "\u031b": "ou", "\u0306": "a"}[mark]
    for place in range(len(letters) - 1, -1, -1):
        if letters[place] in takes:
            hat = unicodedata.normalize("NFC", letters[place] + mark)
            return letters[:place] + hat + letters[place + 1 :]
    return letters


def _with_tone(bare: str, mark: str) -> str:
    """The tone on the vowel where it is written: ``hoà``, ``người``, ``tiến``."""
    if not mark:
        return bare
    start = 2 if bare.startswith(("qu", "gi")) and any(x in _VOWELS for x in bare[2:]) else 0
    vowels = [place for place in range(start, len(bare)) if bare[place] in _VOWELS]
    if not vowels:
        return bare
    hatted = [place for place in vowels if bare[place] in "ăâêôơư"]
    closed = vowels[-1] < len(bare) - 1
    place = vowels[0]
    if hatted:
        place = hatted[-1]
    elif len(vowels) > 1:
        glide = bare[vowels[0] : vowels[0] + 2] in ("oa", "oe", "uy")
        place = vowels[1] if closed or len(vowels) == 3 or glide else vowels[0]
    marked = unicodedata.normalize("NFC", bare[place] + mark)
    return bare[:place] + marked + bare[place + 1 :]


def _cased(like: str, word: str) -> str:
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


# --- which it is --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Unicode:
    """What a text of another code says."""

    code: str  #: ``TCVN3``, ``VNI``, ``UTF-8``, ``Telex``, ``kiểu gõ VNI``, ``VIQR``
    text: str  #: empty where bytes of it are missing: nobody can read it back
    sure: bool = True  #: False: it might be another language


_CODES: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("UTF-8", _from_mojibake),
    ("TCVN3", _from_tcvn3),
    ("VNI", _from_vni),
)
_KEYS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("Telex", _from_telex),
    ("kiểu gõ VNI", _from_vni_keys),
)
_OLD = re.compile("[\x80-\xff\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
_LONGEST_WORD = 12  # letters and keys of a syllable
# like no word of another language: đ, or a letter and a tone both made by keys
_STRONG = re.compile(r"^dd|[aeo]\w*[aeow]\w*[frxj]$|uow|w[a-z]*[sfrxj]$|[aeouy]\w*\d")
_ENGLISH = frozenset(
    [
        "as",
        "is",
        "us",
        "his",
        "has",
        "was",
        "this",
        "does",
        "yes",
        "gas",
        "bus",
        "plus",
        "class",
        "pass",
        "press",
    ]
)


def is_tcvn3(text: str) -> bool:
    """Whether it is of the old code in which a soft hyphen is ``ư``, and ``Ð`` is ``é``."""
    found = as_unicode(text)
    return found is not None and found.code == "TCVN3"


def as_unicode(text: str) -> Unicode | None:
    """What a text says that was typed with an old code, or by keys that nobody turned into letters;
    None where it is as it should be, or that is not sure.

    >>> as_unicode("Giao Phßng KÕ ho¹ch b¸o c¸o").text
    'Giao Phòng Kế hoạch báo cáo'
    >>> as_unicode("Ddeef nghij Phofng Kees hoajch").text
    'Đề nghị Phòng Kế hoạch'
    """
    if _OLD.search(text):
        before = _marked_words(text)
        for code, read in _CODES:
            found = unicodedata.normalize("NFC", read(text))
            if found != text and _is_better(before, _marked_words(found)):
                return Unicode(code, found)
        if _is_beyond_repair(text):
            return Unicode("UTF-8", "")
    for code, read in _KEYS:
        typed = _by_keys(text, code, read)
        if typed:
            return typed
    viqr = read_viqr(text)
    return Unicode("VIQR", viqr) if viqr else None


def _is_beyond_repair(text: str) -> bool:
    """Whether it is broken UTF-8 of which bytes are missing: half of its words, two at least."""
    words = _marked_words(text)
    broken = [word for word in words if _REMAINS.search(word) and not is_syllable(word[:20])]
    return len(broken) > 1 and len(broken) * 2 >= len(words)


def _marked_words(text: str) -> list[str]:
    """The words with letters that are not of the English alphabet, in small letters."""
    words = re.findall(r"[^\s\d.,;:!?()\[\]{}\"“”/+*=<>|-]+", text.lower())
    return [word for word in words if not word.isascii() and len(word) > 1]


def _is_better(before: list[str], after: list[str]) -> bool:
    """Whether what is read is Vietnamese, and what was typed is not: ``5 µm``, ``Ø 20`` and names
    of other languages stay."""
    wrong = [word for word in before if not is_syllable(word[: _LONGEST_WORD + 1])]
    proper = sum(max(word) > "\xff" for word in before if is_syllable(word[:_LONGEST_WORD]))
    right = sum(is_syllable(word[: _LONGEST_WORD + 1]) for word in after)
    if not wrong or len(wrong) < 2 * proper or (len(wrong) == 1 and len(wrong[0]) < 3):
        return False
    return len(wrong) * 2 >= len(before) and right * 10 >= len(after) * 9


def _by_keys(text: str, code: str, read: Callable[[str], str]) -> Unicode | None:
    """The text with the words read that are typed by keys; None where it is not typed so.

    English has words like these («taxi», «bar»): where others are as they should be, one at least
    must be like no English word."""
    raw = strong = foreign = proper = 0
    made: list[str] = []
    end = 0
    for found in _WORD.finditer(text):
        word = found[0]
        made.append(text[end : found.start()])
        end = found.end()
        meant = word
        if word.isdigit() or (len(word) <= _LONGEST_WORD and is_syllable(word.lower())):
            proper += not word.isascii()
        elif word.isascii() and len(word) <= _LONGEST_WORD:
            meant = read(word)
            if meant != word and is_syllable(meant.lower()) and not _is_other(word):
                raw += 1
                strong += bool(_STRONG.search(word.lower()))
            else:
                meant = word
                foreign += word.isalpha()
        made.append(meant)
    made.append(text[end:])
    if raw < 2 or raw < 3 * foreign or (proper and not strong):
        return None
    return Unicode(code, "".join(made), sure=strong > 0)


def _is_other(word: str) -> bool:
    """Whether it is English, or a number with letters: ``A4``, ``15h``, ``Q2``."""
    if word.lower() in _ENGLISH or (word.isupper() and len(word) < 4):
        return True
    return bool(re.search(r"\d", word)) and (
        word[0].isdigit() or len(word) < 3 or not re.search(r"[aeiouy]\w*\d|d9", word.lower())
    )
