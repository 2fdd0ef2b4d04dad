"""What a syllable of Vietnamese may be."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_ONSETS = tuple(
    "ngh ng nh ch gh gi kh ph qu th tr b c d đ g h k l m n p r s t v x".split()  # noqa: SIM905
)
_RHYMES = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e
    ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in
    inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc
    oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua
    uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt up ut uy uya uych
    uyên uyêt uynh uyt uyu uơ ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y
    yêm yên yêng yêt yêu
    """.split()  # noqa: SIM905
)
_PLAIN_RHYMES = frozenset(
    "".join(c for c in unicodedata.normalize("NFD", rhyme) if not unicodedata.combining(c))
    for rhyme in _RHYMES
)
TONES = {"\u0300": "f", "\u0301": "s", "\u0303": "x", "\u0309": "r", "\u0323": "j"}
_STOPPED = ("c", "ch", "p", "t")


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether a word of small letters, in NFC, is a syllable that Vietnamese may have.

    >>> is_syllable("nghị"), is_syllable("nghij"), is_syllable("thùc")
    (True, False, False)
    """
    bare, tone = _toneless(word)
    if tone is None:
        return False
    for onset in ("", *_ONSETS):
        if not bare.startswith(onset):
            continue
        rhyme = bare[len(onset) :]
        if rhyme not in _RHYMES and not (onset in ("gi", "qu") and _glided(onset, rhyme)):
            continue
        return not (rhyme.endswith(_STOPPED) and tone not in ("", "s", "j"))
    return False


@lru_cache(maxsize=5_000)
def is_plain_syllable(word: str) -> bool:
    """Whether a word of small letters is a syllable that lacks its marks, if it has any.

    >>> is_plain_syllable("truong"), is_plain_syllable("zoom"), is_plain_syllable("meet")
    (True, False, False)
    """
    return any(
        word.startswith(onset)
        and (word[len(onset) :] in _PLAIN_RHYMES or (onset in ("gi", "qu") and word == onset))
        for onset in ("", *_ONSETS)
    )


def _glided(onset: str, rhyme: str) -> bool:
    """``gì``, ``giêng``; ``quốc``, ``quý``: the onset's vowel is the rhyme's too."""
    return not rhyme or onset[1] + rhyme in _RHYMES


def _toneless(word: str) -> tuple[str, str | None]:
    """Letters without the tone, and the tone's key; None where there are two."""
    parts = unicodedata.normalize("NFD", word)
    tones = [TONES[char] for char in parts if char in TONES]
    bare = unicodedata.normalize("NFC", "".join(char for char in parts if char not in TONES))
    return bare, (tones[0] if tones else "") if len(tones) < 2 else None
