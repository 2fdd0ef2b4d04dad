"""Whether two names are one to whoever reads them on paper, and who has a name already."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

# Letters of other alphabets that look like ours, in the case in which they do
_LOOKS_LIKE = str.maketrans(
    # Cyrillic
    "АВЕЅѴІЈКМНОРСТУҮХҺԀԌԚԜЬИПГЗавеѕѵіїјкмнорстуүхһԁԍԛԝьипгӏ"
    # Greek
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβεικνορτυχηωγςσμ"
    # Latin letters that no decomposition brings back
    "ıɑɡɩɪʏɴʀʙʜʟᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢøØłŁđĐðÐƉɖƒŧ"
    # what is typed for a letter
    "01|!$@468ßẞƅ",
    "ABESVIJKMHOPCTYYXHDGQWbNNr3abesviijkmhopctyyxhdgqwbunri"
    "ABEZHIKMNOPTYXabeikvoptuxnwycou"
    "iagiiynrbhlacdejkmoptuvwzoOlLdDdDDdft"
    "oliisaabbbbb",
)
# Letters that are drawn in another way: with a hook, in a dark circle
_DRAWN = re.compile(r"\bLATIN\b.* LETTER ([A-Z])\b")
_ASIDE = re.compile(r"\(([^()]*)\)?")
_ONE_LETTER = re.compile(r"\s*\w\s*")
_BEHIND = re.compile(r"[,;–—]|\s-\s*|-\s")  # a title begins there
_WORDS = re.compile(r"[^\W_]+")
# Before a name, without diacritics; what is left of a name is compared only, never shown
_ADDRESS_WORDS = (
    "dong chi dc d c ong ba anh chi em co chu bac thay ts ths pgs gs bs ks cn ds tskh mr mrs ms dr"
    " thac tien si sy ky su cu nhan giao pho"
)
_TITLE_WORDS = (
    "giam doc pho truong phong ban chu tich nhiem so gd pgd tp ptp ct pct chanh van uy vien bi thu"
    " tong cuc vu hieu nguyen quyen thuong truc dang can bo chuyen ke toan ky tri toa cong chuc"
    " ubnd hdnd"
)
_LEAST = 3  # words of a name that is recognised with others around it


class Holder(StrEnum):
    """As what somebody has a name."""

    ACCOUNT = "account"  #: an account of the meeting is called so
    CHAIR = "chair"  #: who presides, signs, or keeps the minutes
    LISTED = "listed"  #: written down by the desk, without an account
    LETTERS = "letters"  #: nobody: the name mixes two alphabets


@dataclass(frozen=True)
class Held:
    """A name that somebody has in a meeting."""

    name: str
    holder: Holder
    person_id: int | None = None  #: the account, where there is one


@lru_cache(maxsize=10_000)
def key_of_name(name: str) -> str:
    """A name as the eye takes it: names with the same key cannot be told apart on paper.

    Case, marks, joiners, soft hyphens and other letters that show nothing, alphabets that look
    like ours, forms of address, degrees, a title behind a comma or a dash: all out.

    >>> key_of_name("Đ/c TRẦN QUỐC BÌNH - Phó Giám đốc") == key_of_name("Tr\\u200dần Quốc Вình")
    True
    """
    return " ".join(_words(name))


@lru_cache(maxsize=10_000)
def _words(name: str) -> tuple[str, ...]:
    parts = [part for part in map(_bare, _BEHIND.split(_shown(name))) if part]
    of_name = (part for part in parts if not all(x in _FOLDED_TITLES for x in part))
    return next(of_name, parts[0] if parts else ())


def _shown(name: str) -> str:
    """What of a name can be seen, what stands in brackets out, if anything is left then."""
    shown = "".join(_plainly(c) for c in unicodedata.normalize("NFKC", name) if not _is_hidden(c))
    bare = _ASIDE.sub(lambda x: f" {x[1]} " if _ONE_LETTER.fullmatch(x[1]) else " ", shown)
    return bare if _WORDS.search(bare) else shown


def _plainly(char: str) -> str:
    if char.isascii():
        return char
    drawn = _DRAWN.search(unicodedata.name(char, ""))
    return drawn[1] if drawn and unicodedata.normalize("NFD", char) == char else char


def _bare(part: str) -> tuple[str, ...]:
    """The words of a part, folded, without the forms of address before them."""
    words = [_folded(word) for word in _WORDS.findall(part)]
    while len(words) > 1 and words[0] in _FOLDED_ADDRESS:
        words = words[1:]
    return tuple(words)


def _is_hidden(char: str) -> bool:
    return (
        unicodedata.category(char) in ("Cf", "Cc", "Cn", "Co", "Cs")
        or char in "\u3164\u1160\u115f\u2800"
    )


def _folded(word: str) -> str:
    if word.isdigit():
        return word
    apart = unicodedata.normalize("NFD", word)
    letters = "".join(c for c in apart if not unicodedata.category(c).startswith("M"))
    plain = letters.translate(_LOOKS_LIKE).lower().translate(_LOOKS_LIKE)
    return plain.replace("rn", "m").replace("l", "i")  # BÌnh, Blnh; Tarn, Tam


_FOLDED_ADDRESS = frozenset(map(_folded, _ADDRESS_WORDS.split()))
_FOLDED_TITLES = frozenset(map(_folded, _TITLE_WORDS.split()))
# as which nobody stands in an official record by what they call their account
_PRESIDES = frozenset(
    map(_folded, ["chutri", "chutoa", "chutricuochop", "chutoacuochop", "nguoichutri"])
)


def same_to_the_eye(name: str, other: str, *, around: bool = False, short: bool = False) -> bool:
    """Whether a name would be read as the other one's.

    Args:
        around: also where it is the other's with anything before or behind it.
        short: also where it is only the end of the other's: the given name.

    >>> same_to_the_eye("PGĐ Tran Quoc Binh", "Trần Quốc Bình")
    True
    >>> same_to_the_eye("Nguyễn Văn An (B)", "Nguyễn Văn An")
    False
    """
    one, two = _words(name), _words(other)
    if not one or not two:
        return False
    if "".join(one) == "".join(two):
        return True
    if len(two) >= _LEAST and sorted(two) in (sorted(one), sorted(_bare(_shown(name)))):
        return True
    rest = _around(one, two)
    if rest and (around or all(x in _FOLDED_TITLES or x.isdigit() for x in rest)):
        return True
    return short and len(one) < len(two) and two[-len(one) :] == one


def is_short_for(name: str, other: str) -> bool:
    """Whether a name has letters in place of another's words: initials.

    >>> [is_short_for(x, "Nguyễn Văn An") for x in ("N.V.A", "N. V. An", "NVA", "N.T.A", "Nva")]
    [True, True, True, False, False]
    """
    one, two = _words(name), _words(other)
    if len(one) == 1 and len(one[0]) == len(two) and name.strip().isupper():
        one = tuple(one[0])
    if len(two) < _LEAST or len(one) != len(two):
        return False
    letters = [len(x) == 1 < len(y) for x, y in zip(one, two, strict=True)]
    fits = (
        y.startswith(x) if short else x == y for x, y, short in zip(one, two, letters, strict=True)
    )
    return any(letters) and all(fits)


def _around(one: tuple[str, ...], two: tuple[str, ...]) -> tuple[str, ...]:
    """What a name has before or behind all the words of another."""
    size = len(two)
    if size < 2 or len(one) <= size:
        return ()
    if one[:size] == two:
        return one[size:]
    return one[:-size] if one[-size:] == two else ()


# What the bot itself writes around a line, without blanks: an account called so would be read so
_MARKS = frozenset(
    "".join(map(_folded, words.split()))
    for words in (
        *("ket luan", "y kien", "noi dung", "bien ban", "bao cao", "thong bao", "du thao", "dong"),
        *("cuoc hop", "nhiem vu", "chuyen tiep", "da xoa", "tai khoan an", "khong co tai khoan"),
        *("tai khoan khong ten", "ban thu ky", "da gop", "chua ro"),
    )
)
_OF_A_LINE = re.compile(r"\s*[#＃]\s*\d|\s*[⚠▶✓✍→●◆■📄📝🎤✅❗]|\s*\d{1,3}:\d\d\s*$")
_PARTED = re.compile("[·•‧∙⋅・]")  # as the parts of a line's head are


def is_mark_of_bot(name: str) -> bool:
    """Whether an account's own name, or a part of it, would be read as what the bot writes at the
    head of a line.

    >>> is_mark_of_bot("#5 · Kết luận"), is_mark_of_bot("KẾT LUẬN 2"), is_mark_of_bot("Lê Kết")
    (True, True, False)
    """
    return any(_OF_A_LINE.match(x) or _is_mark(x) for x in _PARTED.split(_shown(name)))


def _is_mark(shown: str) -> bool:
    words = [_folded(word) for word in _WORDS.findall(shown)]
    return "".join(word for word in words if not word.isdigit()) in _MARKS


def mixes_alphabets(name: str) -> bool:
    """Whether letters, or figures, of two alphabets stand in one name.

    >>> mixes_alphabets("Trần Quốc Вình"), mixes_alphabets("Trần Quốc Bình")
    (True, False)
    """
    kinds = {
        unicodedata.name(c, "?").split()[0]
        for c in name
        if c.isalpha() or (unicodedata.category(c) == "Nd" and not c.isascii())
    }
    return "LATIN" in kinds and len(kinds - {"MODIFIER", "FEMININE", "MASCULINE"}) > 1


def held_by(name: str, names: Iterable[Held], *, said: bool) -> Held | None:
    """Who has a name already; None: nobody.

    Args:
        names: what others have in the meeting.
        said: somebody calls themselves so; False: it is an account's own name.

    Returns:
        of several the one that weighs most: who presides, then an account, then a row of a list.
    """
    found = [
        one
        for one in names
        if _reads_as(name, one, said) and (said or one.holder is not Holder.LISTED)
    ]
    order = (Holder.CHAIR, Holder.ACCOUNT, Holder.LISTED)
    if found:
        return min(found, key=lambda one: order.index(one.holder))
    if "".join(map(_folded, _WORDS.findall(_shown(name)))) in _PRESIDES:
        return Held(name, Holder.CHAIR)
    return Held(name, Holder.LETTERS) if mixes_alphabets(name) else None


def _reads_as(name: str, one: Held, said: bool) -> bool:
    chair = one.holder is Holder.CHAIR
    if one.holder is not Holder.ACCOUNT and is_short_for(name, one.name):
        return True
    return same_to_the_eye(name, one.name, around=chair, short=chair and said)
