"""Sentences of another language over Vietnamese speech, and signs: the model writes them, nobody
said them.

A sentence goes only where several signs are sure of it; numbers, names and abbreviations alone may
well have been said, and stay as words that a person should listen to.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from transcribe.sound.guards import is_vietnamese, plain
from transcribe.types import Decoded, Word

# What a Vietnamese syllable looks like without its marks
_SYLLABLE = re.compile(
    r"(b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu?|r|s|th?|tr|v|x)?"
    r"(a([ciou]|ch|m|ng?|nh|p|t|y)?|e([cmopt]|ch|ng?|nh|u)?|i([amptu]|ch|e[cmnptu]|eng|n|nh)?"
    r"|o([aceimopt]|a[cimnopty]|ach|ang|anh|e[mnot]|ng|n|oc|ong)?"
    r"|u([aceimopty]|a[nty]|ang|anh|e|ech|en|enh|o[cimnptu]|ong|ng?|u|y|y[atun]|ych|yen|yet|ynh)?"
    r"|y|ye[mntu])"
)
# The commonest words of English. Some are Vietnamese syllables too, or lose their marks so
_COMMONEST = """
    a about after all also am an and any are as at be because been before but by can come could day
    did do does for from get go good had has have he hello her here him his how i if in into is it
    its just know let like make many may me more much my new next no not now of on one or other our
    out over people please say see she should so some than thank thanks that the their them then
    there these they this time to today up us very video was watch watching we welcome were what
    when where which who will with would yes you your
"""
_ENGLISH = frozenset(_COMMONEST.split())
_SENTENCE_ENDS = (".", "?", "!", "…")
_SENTENCE_WORDS = 3
# Of a sentence without one mark so many words are no syllables, so many of English: it is English.
# "The Voice of Vietnam" is a name
_FOREIGN = 0.5
_COMMON = 3
_DOUBTED = 0.1
"""How likely a word was said that may be of another language."""
_MADE_UP = -0.9
"""Mean log-probability below which English is made up, whatever language was heard: of babble it is
-1.05; of what people said in English, in noise too, at least -0.7."""
_OTHER_LETTERS = re.compile(r"[^\W\d_\u0000-\u024f\u0300-\u036f\u1e00-\u1eff]")


def is_foreign(decoded: Decoded) -> bool:
    """Whether Vietnamese was heard, or hardly anything, and in what was written is a sentence that
    has none of it.

    Where somebody does speak English, no Vietnamese is heard, and the sentence stays.
    """
    possible = is_vietnamese(decoded) or decoded.logprob < _MADE_UP
    return possible and any(map(_has_no_vietnamese, _sentences(decoded.words)))


def without_foreign(decoded: Decoded) -> Decoded:
    """Without the sentences that are surely of another language, where nobody said them.

    Those that only may be, or are numbers and names alone, stay as doubtful words.
    """
    if not is_foreign(decoded):
        return decoded
    kept: list[Word] = []
    for sentence in _sentences(decoded.words):
        if not _has_no_vietnamese(sentence):
            kept += sentence
        elif not _is_surely_english(sentence):
            kept += [
                replace(word, probability=min(word.probability, _DOUBTED)) for word in sentence
            ]
    return replace(decoded, words=tuple(kept))


def in_latin(decoded: Decoded) -> Decoded:
    """Without the words in letters that Vietnamese does not have."""
    kept = tuple(word for word in decoded.words if not _OTHER_LETTERS.search(word.text))
    return decoded if len(kept) == len(decoded.words) else replace(decoded, words=kept)


def _sentences(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    first = 0
    for number, word in enumerate(words, start=1):
        if word.text.endswith(_SENTENCE_ENDS) or number == len(words):
            yield words[first:number]
            first = number


def _has_no_vietnamese(sentence: Sequence[Word]) -> bool:
    """Whether a sentence has no mark of Vietnamese, and few of its words could be without one."""
    words = _plain(sentence)
    if not all(word.isascii() for word in words):
        return False
    letters = [word for word in words if not word.isdigit()]
    odd = sum(not _SYLLABLE.fullmatch(word) for word in letters)
    few = odd >= _FOREIGN * len(letters) or _common(letters) >= max(_COMMON, len(letters) / 2)
    return len(words) >= _SENTENCE_WORDS and few


def _is_surely_english(sentence: Sequence[Word]) -> bool:
    """Of one that has no Vietnamese: whether it has no numbers, half of its words cannot be
    Vietnamese, and several are English."""
    words = _plain(sentence)
    odd = sum(not _SYLLABLE.fullmatch(word) for word in words)
    numbers = any(one.isdigit() for word in words for one in word)
    return not numbers and odd >= _FOREIGN * len(words) and _common(words) >= _COMMON


def _common(words: Sequence[str]) -> int:
    return sum(word in _ENGLISH for word in words)


def _plain(sentence: Sequence[Word]) -> list[str]:
    """The words in small letters, without punctuation; what an apostrophe cuts off is none."""
    text = unicodedata.normalize("NFC", " ".join(word.text for word in sentence))
    return plain(re.sub(r"(?<=\w)['’]\w+", "", text)).split()
