"""Names and terms that a meeting may say: what to listen for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.minutes.info import rows_of
from bot.minutes.typed.names import read_name
from bot.minutes.typed.near import NearMiss as NearMiss
from bot.minutes.typed.near import near_misses as near_misses
from bot.minutes.typed.people_words import names_in
from bot.minutes.typed.words import clean, one_line


@dataclass(frozen=True)
class Vocabulary:
    """What may be said in a meeting."""

    hints: str  #: for the machine that listens: apart by commas, the most important first
    terms: Sequence[str]  #: what a line may nearly have heard: the glossary and the names


_PERSONS = ("chu_tri", "thu_ky", "nguoi_ket_luan")  # items of /thongtin that name one


def vocabulary(
    glossary: Sequence[str],
    people: Sequence[tuple[str, str]],
    info: Mapping[str, str],
    title: str,
    listed: Sequence[tuple[str, str]] = (),
) -> Vocabulary:
    """The words of a meeting.

    Args:
        glossary: what ``/tudien`` said.
        people: name and title, as ``/toi`` said them.
        info: the items of ``/thongtin``.
        title: the meeting's.
        listed: name and title of those on the list of who takes part, who took part first. The
            model takes some fifty words: what stands behind them is cut off, titles before names.

    >>> known = vocabulary(["đề án 06"], [("Lê Thị Hà", "Chuyên viên")], {}, "Họp giao ban")
    >>> known.hints
    'đề án 06, Lê Thị Hà, Chuyên viên, Họp giao ban'
    >>> known.terms
    ['đề án 06', 'Lê Thị Hà']
    """
    rows = [one_line(info[code]) for code in _PERSONS if info.get(code)]
    rows += [row for row in rows_of(info.get("thanh_phan", "")) if names_in(row)]
    all_people = [*people, *(read_name(row) for row in rows)]
    said = [word for person in all_people for word in person]
    names = [name for name, _ in people] + [name for row in rows for name in names_in(row)]
    on_list = [one_line(name) for name, _ in listed]
    offices = [one_line(office) for _, office in listed]
    words = (*glossary, *said, *on_list, one_line(title), *offices)
    hints = dict.fromkeys(word for word in words if word)
    return Vocabulary(", ".join(hints), list(dict.fromkeys([*glossary, *names, *on_list])))


_MOST_LETTERS = 60


def read_terms(text: str) -> tuple[list[str], list[str]]:
    """Terms apart by commas, semicolons or rows, each once; and those that are none: without a
    letter, or longer than 60 letters.

    >>> read_terms("Sở KH&CN, đề án 06; Đề án 06\\n- ?")
    (['Sở KH&CN', 'đề án 06'], ['?'])
    """
    found: dict[str, str] = {}
    wrong: list[str] = []
    for part in re.split(r"[,;\n]", clean(text)):
        term = one_line(re.sub(r"^\s*[-+•*]\s*", "", part)).rstrip(".")
        if term and (len(term) > _MOST_LETTERS or not any(char.isalpha() for char in term)):
            wrong.append(term)
        elif term:
            found.setdefault(term.lower(), term)
    return list(found.values()), wrong
