"""One row of a list of people: whom it names, one or several, and what of it has no place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.minutes.typed.people import MAX_FIELD, Entry, Odd, Presence
from bot.minutes.typed.people_words import (
    BRACKETS,
    absence,
    as_written,
    is_full_name,
    is_name,
    is_title,
    is_unit,
    presence,
    without_call,
)
from bot.minutes.typed.terms import names_in
from bot.minutes.typed.words import fold, one_line

_MAX_NOTE = 300  # characters
NOT_INSIDE = r"(?![^()]*\))"  # brackets
_DASHES = re.compile(rf"(\s[-–—]+\s*|[-–—]+\s|–|—){NOT_INSIDE}")
_COMMAS = re.compile(rf"(\s*,\s*){NOT_INSIDE}")
_SEMICOLONS = re.compile(rf"\s*;\s*{NOT_INSIDE}")
_TITLE_INSIDE = re.compile(
    r"\s(?=(?:Phó )?(?:Giám đốc|Trưởng phòng|Trưởng ban|Chủ tịch|Chuyên viên|Bí thư"
    r"|Chánh Văn phòng|Phó phòng|Phó Trưởng|Kế toán|Hiệu trưởng|Cán bộ)\b)",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"[^@\s]+@[^@\s]+|(?:đt|sđt|tel|điện thoại|dđ)?\s*[:.]?\s*[+(]?\d[\d\s./()-]*", re.IGNORECASE
)
_DEPARTMENT = re.compile(r"\b(?:phòng|ban|khoa|văn phòng|bộ phận|tổ)\s+\S", re.IGNORECASE)
_SAID_BEHIND = re.compile(r"(\s+)(?:(?:xin |báo )?vắng|có mặt|không dự|không tham dự)\b.*")
_AND = re.compile(r"\s+(?:và|va|&)\s+")


@dataclass
class PeopleOfRow:
    """What is read of a row, and what of it was left aside."""

    entries: list[Entry] = field(default_factory=list)
    left: list[tuple[str, Odd]] = field(default_factory=list)


def read_person(text: str) -> Entry | None:
    """One person: ``Họ tên - chức vụ - đơn vị``, ``Ông Nguyễn Văn A (Sở Tài chính, vắng)``; None
    where no name is found.

    >>> read_person("Ông Nguyễn Văn An – Giám đốc Sở").title
    'Giám đốc Sở'
    """
    row = PeopleOfRow()
    entry = _person(parts_of(one_line(text).rstrip(" .;,")), row, absent=False)
    return entry if entry and fits(entry) else None


def fits(entry: Entry) -> bool:
    return (
        max(len(entry.name), len(entry.title), len(entry.unit)) <= MAX_FIELD
        and len(entry.note) <= _MAX_NOTE
        and len(entry.called) <= 40
    )


def parts_of(text: str) -> list[tuple[str, str]]:
    """The parts of a row, each with the sign before it."""
    found: list[tuple[str, str]] = []
    sign = ""
    for number, piece in enumerate(_DASHES.split(text)):
        if number % 2:
            sign = " - "
            continue
        for place, part in enumerate(_COMMAS.split(piece)):
            if place % 2:
                sign = ", "
            elif part.strip():
                found.append((sign, part.strip(" .;,")))
    return [(sign, part) for sign, part in found if part]


def people_in(text: str, *, absent: bool) -> PeopleOfRow:
    """Those whom a row names: one, or several apart by ``;``, ``,`` or ``và``."""
    row = PeopleOfRow()
    for chunk in _chunks(text):
        entry = _person(chunk, row, absent=absent)
        if entry is None:
            row.left.append((_joined(chunk), Odd.NO_NAME))
        else:
            row.entries.append(entry)
    return row


def _chunks(text: str) -> Iterator[list[tuple[str, str]]]:
    pieces = [piece for piece in _SEMICOLONS.split(text) if piece.strip(" .,")]
    if len(pieces) > 1 and not all(_names_somebody(parts_of(piece)) for piece in pieces):
        pieces = [", ".join(pieces)]
    for piece in pieces:
        yield from _each(parts_of(piece))


def _each(parts: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """The parts of each person: in a row that has only commas, a further name is a further one."""
    parts = [x for part in parts for x in _apart_at_and(part)]
    starts = [0]
    if all(sign != " - " for sign, _ in parts):
        names = [n for n, (_, part) in enumerate(parts) if n and is_full_name(part)]
        one = len(parts) == 3 and names == [2] and not is_full_name(parts[1][1])  # "A, Giám đốc, X"
        starts += [] if one else names
    for start, end in zip(starts, [*starts[1:], len(parts)], strict=True):
        if parts[start:end]:
            yield parts[start:end]


def _apart_at_and(part: tuple[str, str]) -> list[tuple[str, str]]:
    pieces = _AND.split(part[1])
    if len(pieces) > 1 and all(is_full_name(piece) for piece in pieces):
        return [(part[0], pieces[0]), *((", ", piece) for piece in pieces[1:])]
    return [part]


def _names_somebody(parts: list[tuple[str, str]]) -> bool:
    return _person(parts, PeopleOfRow(), absent=False) is not None if parts else False


def _joined(parts: Sequence[tuple[str, str]]) -> str:
    return "".join(f"{sign if n else ''}{part}" for n, (sign, part) in enumerate(parts))


def _person(parts: list[tuple[str, str]], row: PeopleOfRow, *, absent: bool) -> Entry | None:
    """A person of these parts, the name first; None where that is none."""
    if not parts:
        return None
    first, noted = _out_of_brackets(parts[0][1])
    leading = absence(first) or ""
    if leading and is_name(leading):  # "vắng Nguyễn Văn An"
        first, absent = leading, True
    behind = _SAID_BEHIND.search(first)
    if behind and is_name(first[: behind.start()]):  # "Nguyễn Văn An vắng"
        noted.insert(0, first[behind.end(1) :])
        first = first[: behind.start()]
    called, name, more = _named(first)
    if not is_name(name):
        return None
    rest = [(sign, part) for sign, part in [*more, *parts[1:]]]
    entry = Entry(as_written(name), called=called)
    if absent:
        entry = replace(entry, state=Presence.ABSENT)
    fields: list[tuple[str, str]] = []
    for sign, part in rest:
        bare, also = _out_of_brackets(part)
        noted += also
        entry, bare = _marked(entry, bare)
        if bare and _CONTACT.fullmatch(bare):
            row.left.append((bare, Odd.LEFT))
        elif bare:
            fields.append((sign, bare))
    if fields and entry.state is Presence.ABSENT and not entry.note and is_reason(fields[-1][1]):
        entry = replace(entry, note=fields.pop()[1])
    title, unit = _title_and_unit(fields)
    entry = replace(entry, title=title, unit=unit)
    for words in noted:
        entry = _noted(entry, words)
    return entry


def _out_of_brackets(text: str) -> tuple[str, list[str]]:
    inside = [one_line(words) for words in BRACKETS.findall(text)]
    return one_line(BRACKETS.sub(" ", text)).strip(" .;,"), [x for x in inside if x]


def _named(first: str) -> tuple[str, str, list[tuple[str, str]]]:
    """How a person is called, the name, and what else stands with it without a sign."""
    called, name = without_call(first)
    if is_name(name):
        return called, name, []
    inside = _TITLE_INSIDE.search(name)
    if inside and " " in name[: inside.start()] and is_name(name[: inside.start()]):
        return called, name[: inside.start()], [(" - ", name[inside.end() :])]
    found = names_in(name)
    if len(found) == 1 and is_title(name) and name.endswith(found[0]):
        before, now = name[: -len(found[0])].strip(), ""
        ending = re.search(r"(?:^|\s)(ông|bà|đ/c|đồng chí)$", before, re.IGNORECASE)
        if ending:
            before, now = before[: ending.start()].strip(" ,:"), ending[1]
        return called or now, found[0], [(" - ", before)] if before else []
    return called, name, []


def _marked(entry: Entry, words: str) -> tuple[Entry, str]:
    """The entry with what words say of the person's coming; else the words are still to be read."""
    said = presence(words)
    if said is None:
        return entry, words
    return replace(entry, state=said[0], note=said[1] or entry.note), ""


_REASONS = re.compile(
    r"(?:co|khong) (?:ly do|phep|xin phep)|k\.? ?phep|om|bi om|nghi .*|di .*|ban .*|cong tac.*"
    r"|hop .*|xin phep.*|ly do.*|viec .*|thai san|hoc .*|phep|bao .*|tai nan.*|chua ro.*"
)


def is_reason(words: str) -> bool:
    return bool(_REASONS.fullmatch(fold(words)))


def _noted(entry: Entry, words: str) -> Entry:
    """The entry with what stood in brackets."""
    marked, left = _marked(entry, words)
    if not left:
        return marked
    if entry.state is Presence.ABSENT and not entry.note and not is_unit(words):
        return replace(entry, note=words)
    if is_title(words) and not entry.title:
        return replace(entry, title=words)
    if not entry.unit and (is_unit(words) or (not entry.title and words[0].isupper())):
        return replace(entry, unit=words)
    return replace(entry, note=f"{entry.note}; {words}" if entry.note else words)


def _title_and_unit(parts: list[tuple[str, str]]) -> tuple[str, str]:
    """What somebody is and from where: by their words, else by their places."""
    titles = [n for n, (_, part) in enumerate(parts) if is_title(part)]
    if not parts:
        return "", ""
    if not titles:
        first = 0 if is_unit(parts[0][1]) else 1
        return _joined(parts[:first]), _joined(parts[first:])
    begin, end = titles[0], titles[-1] + 1
    while (
        end < len(parts) and parts[end][0] == " - " and _goes_on(parts[end - 1][1], parts[end][1])
    ):
        end += 1
    return _joined(parts[begin:end]), _joined([*parts[:begin], *parts[end:]])


def _goes_on(title: str, part: str) -> bool:
    """``Trưởng phòng Kế hoạch`` goes on with ``Tài chính``."""
    return bool(_DEPARTMENT.search(title)) and not is_unit(part)
