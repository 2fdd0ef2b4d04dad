"""What a secretary looks at before the draft: names in two spellings, opinions left open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from bot.minutes.model import Line
from bot.minutes.typed.near import NearTerms
from bot.minutes.typed.people_words import names_in
from bot.minutes.typed.words import fold, one_line


class Topic(StrEnum):
    """What may want a look. The values are in the buttons' data."""

    UNSURE = "nghelai"  #: lines with words in doubt
    UNTAGGED = "chuathe"
    OPEN = "ykien"  #: opinions that no conclusion seems to answer
    MISSING = "thieu"  #: items that a report needs
    NAMES = "ten"  #: names spelled in two ways


# --- names ----------------------------------------------------------------------------------------

MOST_NAMES = 5_000  #: names nobody has made known, of which the more frequent are looked at


@dataclass(frozen=True)
class TwoSpellings:
    """Two spellings that may mean one name."""

    rarer: str  #: as it stands in ``lines``
    other: str  #: a name that is known, or the spelling that more lines have
    lines: tuple[int, ...]  #: the numbers of those that have the rarer one
    others: tuple[int, ...] = ()  #: those that have the other one; none where it is a known name

    @property
    def known(self) -> bool:
        """Whether the other spelling is known from elsewhere than the lines."""
        return not self.others


def two_spellings(lines: Iterable[Line], known: Sequence[str]) -> list[TwoSpellings]:
    """Names that the lines spell in two ways, or otherwise than they are known.

    Args:
        lines: living ones.
        known: names of people and terms, spelled as they should be.
    """
    texts = {line.no: line.text for line in lines if line.text}
    found: dict[tuple[str, str], list[int]] = {}
    terms = NearTerms(known)
    for no, text in texts.items():
        for miss in terms.misses(text):
            found.setdefault((_plain(miss.found), miss.term), []).append(no)
    clashes = [TwoSpellings(*pair, tuple(nos)) for pair, nos in found.items()]
    return clashes + _among_themselves(texts, {*known, *(rarer for rarer, _ in found)})


def _among_themselves(texts: dict[int, str], settled: Iterable[str]) -> list[TwoSpellings]:
    """Names that nobody has made known, held against each other."""
    where: dict[str, list[int]] = {}
    for no, text in texts.items():
        for name in dict.fromkeys(map(_plain, names_in(text))):
            where.setdefault(name, []).append(no)
    names = sorted(where.keys() - set(settled), key=lambda name: (-len(where[name]), where[name]))
    clashes: list[TwoSpellings] = []
    usual = NearTerms()
    for name in names[:MOST_NAMES]:
        near = usual.nearest(name)
        if near:
            clashes.append(TwoSpellings(name, near, tuple(where[name]), tuple(where[near])))
        else:
            usual.add(name)
    return clashes


def _plain(name: str) -> str:
    return one_line(name)


# --- opinions -------------------------------------------------------------------------------------

# Words that tie others together: a pair with one of them has no subject of its own
_TYING = (
    "và hoặc của cho với tại trên dưới trong ngoài theo về để thì là mà ở từ đến các những mọi"
    " mỗi một hai ba này đó kia ấy nào gì sao không chưa đã đang sẽ được bị phải cần nên rất"
    " quá còn cũng chỉ đều lại ra vào lên xuống tôi em anh chị ông bà chúng ta mình trước sau"
    " khi nếu vì do thưa xin nhé ạ"
)
_TIES = frozenset(_TYING.split())
# Words of any meeting: two of them in a row are said of everything
_OF_ANY_MEETING = (
    "ý kiến đề nghị xuất thống nhất giao yêu cầu kết luận thực hiện triển khai phòng ban sở số"
    " đơn vị cơ quan lãnh đạo nhiệm vụ công tác việc nội dung họp hôm nay ngày tháng năm quý"
    " tuần báo cáo hoàn thành chủ trì phối hợp thời gian tới đồng chí trí góp"
)
_ANY_MEETING = frozenset(_OF_ANY_MEETING.split())
_WORDS = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d")
_ALL_OF_THEM = re.compile(
    r"(?:cac|nhung|toan bo|tat ca|moi)\s+(?:cac\s+)?(?:y kien|kien nghi|de nghi|de xuat)"
)


def unanswered(opinions: Sequence[Line], conclusions: Sequence[Line]) -> list[Line]:
    """The opinions whose subject no conclusion seems to speak of, in their order.

    A conclusion answers an opinion where it has two syllables in a row of it that are not said of
    everything, where it names the opinion's speaker ("ý kiến của đồng chí An"), or where it takes
    up all opinions before it ("thống nhất các ý kiến trên"). It is a hint for a person to look,
    no more.
    """
    common = _said_of_everything([*opinions, *conclusions])
    subjects = set[tuple[str, str]]().union(*(_pairs(line.text) for line in conclusions)) - common
    named = {word for line in conclusions for word in _whose_opinions(line.text)}
    takes_all = max(
        (line.order for line in conclusions if _ALL_OF_THEM.search(fold(line.text))), default=None
    )
    return [
        opinion
        for opinion in opinions
        if not subjects & _pairs(opinion.text)
        and named.isdisjoint(fold(opinion.speaker.name).split()[-1:])
        and not (takes_all is not None and opinion.order < takes_all)
    ]


_WHOSE = re.compile(r"y kien cua ([^.;:,\n]{1,80})")


def _whose_opinions(text: str) -> set[str]:
    """The words behind "ý kiến của": the given name of a speaker may be one."""
    return {word for found in _WHOSE.findall(fold(text)) for word in _WORDS.findall(found)}


def _pairs(text: str) -> set[tuple[str, str]]:
    """Two syllables in a row that have a subject of their own, without diacritics."""
    found = set()
    for sentence in re.split(r"[.,;:!?\n]", text.lower()):
        words = _WORDS.findall(sentence)
        for pair in pairwise(words):
            empty = _ANY_MEETING.issuperset(pair) or any(map(_NUMBER.search, pair))
            if _TIES.isdisjoint(pair) and not empty:
                found.add((fold(pair[0]), fold(pair[1])))
    return found


_FEW = 6  # lines; in fewer nothing can be told to be said of everything


def _said_of_everything(lines: Sequence[Line]) -> set[tuple[str, str]]:
    """What more than half of the lines have: the meeting's own subject tells nothing apart."""
    if len(lines) < _FEW:
        return set()
    count = Counter(pair for line in lines for pair in _pairs(line.text))
    return {pair for pair, times in count.items() if times > len(lines) / 2}
