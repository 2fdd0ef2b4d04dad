"""VIQR: Vietnamese where a machine has English letters alone (``ca'c pho`ng``)."""

from __future__ import annotations

import re
import unicodedata

from bot.minutes.typed.syllables import is_syllable

_HATS = {"^": "\u0302", "(": "\u0306", "+": "\u031b", "*": "\u031b"}
_TONES = {"'": "\u0301", "`": "\u0300", "?": "\u0309", "~": "\u0303", ".": "\u0323"}
_LETTER = re.compile(r"([aeiouy])([\^(+*]?)(['`?~.]?)|(dd|d-)", re.IGNORECASE)
# a mark within a word, or one that is no stop: what no other writing has
_SURE = re.compile(
    r"[aeo]\^|a\(|[ou][+*](?!\w*[+*]\d)|[aeiouy][`~]|[aeiouy]'(?=[a-z]*\b)|\bdd", re.I
)
_LONGEST = 16  # letters and marks of a word
_LEAST = 2  # words


def read_viqr(text: str) -> str | None:
    """What a text in VIQR says; None where it is none, or that is not sure.

    >>> read_viqr("DDe^` nghi. ca'c pho`ng ba'o ca'o.")
    'Đề nghị các phòng báo cáo.'
    """
    if not any(mark in text for mark in "^('`~"):
        return None
    words = re.split(r"(\s+)", text)
    read, sure, foreign = [], 0, 0
    for place, word in enumerate(words):
        meant = _word(word, last=place >= len(words) - 2 or "\n" in words[place + 1])
        if meant != word and _SURE.search(word):
            sure += 1
        elif not meant.isascii() and meant == word:
            return None  # it has letters of its own
        elif word.strip() and not is_syllable(re.sub(r"\W", "", meant).lower()):
            foreign += any(char.isalpha() for char in word)
        read.append(meant)
    return "".join(read) if sure >= _LEAST and sure >= foreign else None


def _word(word: str, *, last: bool) -> str:
    """A word as it is meant; the same where that is no syllable. Its last dot or question mark is
    a tone, unless the sentence ends there."""
    if len(word) > _LONGEST:
        return word
    core = word.strip(',;:!"“”)')
    stop = core[-1:] if core[-1:] in ".?" and (last or core[-2:-1] in _TONES) else ""
    bare = core[: -len(stop)] if stop else core
    made = unicodedata.normalize("NFC", _LETTER.sub(_letter, bare))
    if made == bare or not is_syllable(made.lower()):
        return word
    return word.replace(core, made + stop, 1)


def _letter(found: re.Match[str]) -> str:
    if found[4]:
        return "Đ" if found[4][0].isupper() else "đ"
    return found[1] + _HATS.get(found[2], "") + _TONES.get(found[3], "")
