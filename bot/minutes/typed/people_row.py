"""One row of a list of people: whom it names, one or several, and what of it has no place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.minutes.typed.calling import is_called, is_kin, without_call
from bot.minutes.typed.guests import is_collective, office_of
from bot.minutes.typed.people import MAX_FIELD, Entry, Odd, Presence
from bot.minutes.typed.people_words import (
    BRACKETS,
    absence,
    as_written,
    excuse,
    is_full_name,
    is_name,
    is_title,
    is_unit,
    names_in,
    presence,
)
from bot.minutes.typed.signature import bare_name
from bot.minutes.typed.titles import spelled_out
from bot.minutes.typed.words import fold, one_line

_MAX_NOTE = 300  # characters
_MOST_WORDS = 8  # of a name
_MOST_LETTERS = 300  # of what a name stands in
NOT_INSIDE = r"(?![^()]*\))"  # brackets
_DASHES = re.compile(rf"(\s[-–—]+\s*|[-–—]+\s|–|—|\s+/+\s*|\s*/+\s+){NOT_INSIDE}")
_COMMAS = re.compile(rf"(\s*,\s*){NOT_INSIDE}")
_SEMICOLONS = re.compile(rf"\s*;\s*{NOT_INSIDE}")
_CONTACT = re.compile(
    r"[^@\s]+@[^@\s]+|(?:đt|sđt|tel|điện thoại|dđ)?\s*[:.]?\s*[+(]?\d[\d\s./()-]*", re.IGNORECASE
)
# what a form asks of people, and a paper does not name; “Nam” may be somebody
_PARTICULARS = re.compile(
    r"(?:(?:số )?(?:CCCD|CMND|CMTND|CMT|căn cước|cccd|cmnd|định danh)(?: công dân| số|/CMND)?"
    r"|(?:số )?(?:BHXH|STK|tài khoản|tk|MST)(?: số)?|[Đđ]ịa chỉ|[Zz]alo|[Ee]?-?[Mm]ail|[Dd]ân tộc"
    r"|[Tt]ôn giáo|HKTT|[Tt]hường trú)\b.*"
    r"|nam|nữ|Nữ|(?:[Gg]iới tính|GT)\s*:?\s*(?:[Nn]am|[Nn]ữ)|\d{1,3}\s*tuổi"
    r"|(?:[Ss]inh (?:năm|ngày)|[Nn]ăm sinh|[Nn]gày sinh|SN|NS|sn|ns)\s*:?\s*\d[\d./-]*"
)
# why somebody may be away, where nothing says that they are
_MAY_BE_AWAY = re.compile(
    r"(?:xin\s+|đang\s+|báo\s+)?(?:nghỉ(?:\s+(?:phép|ốm|thai sản|bù|lễ|họp))?|ốm|bị ốm|thai sản"
    r"|(?:đi\s+)(?:công tác|học|họp|khám)(?:\s.*)?|bận(?:\s.*)?)"
)
_HOW_THERE = re.compile(
    r"(?:(?:họp|dự|tham dự|tham gia|qua)\s+)*(?:trực tuyến|online|zoom|google meet|meet|teams)"
    r"|(?:đến|vào|họp)?\s*(?:muộn|trễ|sau)(?:\s+(?:lúc\s+|từ\s+)?\d.*)?"
    r"|(?:xin\s+)?(?:về|ra)\s+(?:sớm|trước)(?:\s+(?:lúc\s+|từ\s+)?\d.*)?",
    re.IGNORECASE,
)
_DEPARTMENT = re.compile(r"\b(?:phòng|ban|khoa|văn phòng|bộ phận|tổ)\s+\S", re.IGNORECASE)
_SAID_BEHIND = re.compile(r"(\s+)(?:(?:xin |báo )?vắng|có mặt|không dự|không tham dự)\b.*")
_TICK = re.compile("[xXvVoO+✓✔✗✘]")
_TICKED = re.compile(r"\s+(x|v|p|kp|cp)$")  # came, or did not?
_AND = re.compile(r"\s+(?:và|va|&|\+)\s+")


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
    entry = one_person(parts_of(one_line(text).rstrip(" .;,")), row, absent=False)
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
            else:
                for n, bit in enumerate(_at_slashes(part)):
                    found.append((" - " if n else sign, bit.strip(" .;,")))
    return [(sign, part) for sign, part in found if part]


def _at_slashes(part: str) -> list[str]:
    """``Lê An/Trưởng phòng/Sở Y tế``, ``Lê An-Kế toán``; a stroke behind anything but a name is a
    word's own."""
    pieces = part.split("/")
    if len(pieces) > 1 and is_full_name(pieces[0].strip()):
        return pieces
    name, dash, rest = part.partition("-")
    return [name, rest] if dash and is_full_name(name) and is_title(rest.strip()) else [part]


def people_in(text: str, *, absent: bool) -> PeopleOfRow:
    """Those whom a row names: one, or several apart by ``;``, ``,`` or ``và``."""
    row = PeopleOfRow()
    for chunk in _chunks(text):
        entry = one_person(chunk, row, absent=absent)
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
    """The parts of each person: in a row that has only commas, a further name is a further one; in
    another one behind a comma, where it has an office of its own as the first has."""
    parts = [x for part in parts for x in _apart_at_and(part)]
    starts = [0]
    if all(sign != " - " for sign, _ in parts):
        names = [n for n, (_, part) in enumerate(parts) if n and is_full_name(part)]
        names = list(range(1, len(parts))) if _are_all_people(parts) else names
        if names and not _named(_out_of_brackets(parts[0][1])[0])[1]:
            names = names[1:]  # "Trưởng phòng, Nguyễn Văn An"
        one = len(parts) == 3 and names == [2] and not is_full_name(parts[1][1])  # "A, Giám đốc, X"
        starts += [] if one else names
        if _stands_for(parts[0][1]):
            starts += [n for n, (_, part) in enumerate(parts) if n and _stands_for(part)]
    elif len(parts) > 1 and parts[1][0] == " - ":
        starts += [n for n in range(2, len(parts) - 1) if _begins_another(parts[n : n + 2])]
    starts = sorted(set(starts))
    for start, end in zip(starts, [*starts[1:], len(parts)], strict=True):
        if parts[start:end]:
            yield parts[start:end]


def _begins_another(parts: Sequence[tuple[str, str]]) -> bool:
    """``…, Nguyễn Thị Hoa - Kế toán``"""
    (sign, name), (dash, office) = parts
    has_office = is_title(office) or is_unit(office)
    return sign == ", " and is_full_name(name) and dash == " - " and has_office


def _are_all_people(parts: Sequence[tuple[str, str]]) -> bool:
    """Whether a row is nothing but names, some of them given ones: ``Liên (ốm), Hoa``."""
    bare = [_out_of_brackets(part)[0] for _, part in parts]
    named = all(is_name(part) and not is_title(part) and not is_unit(part) for part in bare)
    return named and (" " not in without_call(bare[0])[1] or sum(map(is_full_name, bare)) > 1)


def _stands_for(part: str) -> bool:
    return bool(office_of(part)) and is_collective(part)


def _apart_at_and(part: tuple[str, str]) -> list[tuple[str, str]]:
    pieces = _AND.split(part[1])
    if len(pieces) > 1 and all(is_full_name(piece) for piece in pieces):
        return [(part[0], pieces[0]), *((", ", piece) for piece in pieces[1:])]
    return [part]


def _names_somebody(parts: list[tuple[str, str]]) -> bool:
    return one_person(parts, PeopleOfRow(), absent=False) is not None if parts else False


def _joined(parts: Sequence[tuple[str, str]]) -> str:
    return "".join(f"{sign if n else ''}{part}" for n, (sign, part) in enumerate(parts))


def one_person(
    parts: list[tuple[str, str]], row: PeopleOfRow, *, absent: bool = False
) -> Entry | None:
    """A person of these parts, or guests without names; None where they name none.

    Args:
        row: gets what of the parts has no place in a list.
        absent: the heading above says so.
    """
    if not parts or len(parts[0][1]) > _MOST_LETTERS:
        return None
    parts = _name_first(parts)
    first, noted = _out_of_brackets(parts[0][1])
    leading = absence(first) or ""
    if leading and is_name(leading):  # "vắng Nguyễn Văn An"
        first, absent = leading, True
    behind = _SAID_BEHIND.search(first)
    if behind and is_name(first[: behind.start()]):  # "Nguyễn Văn An vắng"
        noted.insert(0, first[behind.end(1) :])
        first = first[: behind.start()]
    ticked = _TICKED.search(first)
    if ticked and is_full_name(first[: ticked.start()]):  # "Nguyễn Văn An kp"
        first = first[: ticked.start()]
        if excuse(ticked[1]):
            noted.insert(0, ticked[1])
        else:
            row.left.append((f"{first}: {ticked[1]}", Odd.STATE))
    called, name, more = _named(first)
    if not name and is_collective(whole := _joined(_without_state(parts))):
        name, more = whole, parts[:0]
        parts = parts[len(_without_state(parts)) - 1 :]
    if not name:
        return None
    named = name if is_collective(name) else as_written(name)
    entry = Entry(named, called="" if is_kin(called) else called)
    if absent:
        entry = replace(entry, state=Presence.ABSENT)
    fields: list[tuple[str, str]] = []
    for sign, part in [*more, *parts[1:]]:
        bare, also = _out_of_brackets(part)
        noted += also
        entry, bare = _marked(entry, bare, row)
        if bare and (_CONTACT.fullmatch(bare) or _PARTICULARS.fullmatch(bare)):
            row.left.append((bare, Odd.LEFT))
        elif bare:
            fields.append((sign, bare))
    if fields and entry.state is Presence.ABSENT and not entry.note and is_reason(fields[-1][1]):
        entry = replace(entry, note=fields.pop()[1])
    title, unit = _title_and_unit(fields)
    entry = replace(entry, title=title, unit=unit)
    for words in noted:
        entry = _noted(entry, words, row)
    return entry


def _name_first(parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The parts with the name at the beginning: ``Đại tá, TS. Lê A``, ``Trưởng phòng - Lê An``,
    ``Sở Tài chính, ông Lê An``; an office that somebody stands for loses its ``Đại diện``."""
    while len(parts) > 1 and is_called(parts[0][1]):
        parts = [(parts[0][0], f"{parts[0][1]} {parts[1][1]}"), *parts[2:]]
    if len(parts) < 2 or _named(_out_of_brackets(parts[0][1])[0])[1]:
        return parts
    if not any(x(parts[0][1]) for x in (is_title, is_unit, is_collective)):
        return parts
    names = [n for n, (_, part) in enumerate(parts) if n and is_full_name(part)]
    if len(names) != 1:
        return parts
    office = office_of(parts[0][1]) or parts[0][1].rstrip(" :")
    others = [(" - ", office), *parts[1 : names[0]], *parts[names[0] + 1 :]]
    return [("", parts[names[0]][1]), *((sign or " - ", part) for sign, part in others if part)]


def _without_state(parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The parts that say who, without those at the end that say who came; brackets out."""
    end = len(parts)
    while end > 1 and (presence(parts[end - 1][1]) or excuse(parts[end - 1][1])):
        end -= 1
    return [(sign, _out_of_brackets(part)[0]) for sign, part in parts[:end]]


def _out_of_brackets(text: str) -> tuple[str, list[str]]:
    inside = [one_line(words) for words in BRACKETS.findall(text)]
    return one_line(BRACKETS.sub(" ", text)).strip(" .;,"), [x for x in inside if x]


def _named(first: str) -> tuple[str, str, list[tuple[str, str]]]:
    """How a person is called, the name (empty: there is none), and what else stands with it
    without a sign."""
    called, name = without_call(first)
    if is_name(name):
        at = _title_begins(name)  # "nguyễn văn an kế toán": small letters are one run
        return (
            (called, " ".join(name.split()[:at]), _behind(name, at)) if at else (called, name, [])
        )
    at = _title_begins(name)
    if at:
        return called, " ".join(name.split()[:at]), _behind(name, at)
    found = _name_at_end(name)
    if not found:
        return called, "", []
    before, now = name[: -len(found)].strip(" :,"), ""
    ending = re.search(r"(?:^|\s)(ông|bà|đ/c|đồng chí)$", before, re.IGNORECASE)
    if ending:
        before, now = before[: ending.start()].strip(" ,:"), ending[1]
    elif not _may_end_in_a_name(before, found):
        return called, "", []
    office = office_of(before) or before
    return called or now, found, [(" - ", office)] if office else []


def _behind(name: str, at: int) -> list[tuple[str, str]]:
    return [(" - ", " ".join(name.split()[at:]))]


_OFFICE_BEHIND = re.compile(
    r"(?:phòng|sở|ban|khoa|trường|trung tâm|văn phòng|ubnd|hđnd|ủy ban|công ty|cty|tổ|bộ phận|xã"
    r"|phường|huyện|công an|bệnh viện|chi cục|cục|hội|đoàn|tp|thị trấn)\b",
    re.IGNORECASE,
)


def _title_begins(name: str) -> int:
    """Before which word of ``Lê Văn Nam Phó Giám đốc Sở`` the title begins; 0: before none."""
    words = [] if is_title(name) else name.split()
    for at in range(2, min(len(words), _MOST_WORDS + 1)):
        rest, before = " ".join(words[at:]), " ".join(words[:at])
        if words[at - 1].lower() in ("văn", "thị", "van", "thi") and at == 2:
            continue  # "Lê Thị Hội An"
        office = is_unit(rest) and bool(_OFFICE_BEHIND.match(rest)) and len(words) - at > 1
        if rest.isupper() and not name.isupper() and is_unit(rest) and is_name(before):
            return at  # "Phạm Thị Hoa KHTC"
        if (is_title(rest) or (office and (at > 2 or rest[0].islower()))) and is_name(before):
            return at
    return 0


def _name_at_end(words: str) -> str:
    """The name that a title ends with: ``Phó Giám đốc Sở Trần Quốc Bình``; empty: none."""
    if not is_title(words) and not is_collective(words) and not is_unit(words):
        return ""
    shown = words.title() if words.isupper() else words
    found = names_in(shown)
    if len(found) > 1:
        return ""
    name = found[0] if found else bare_name(shown)
    return words[-len(name) :] if name and shown.endswith(name) else ""


_BEFORE_A_PLACE = re.compile(
    r"(?:thành phố|tp\.?|tỉnh|huyện|quận|thị xã|thị trấn|xã|phường|ấp|thôn|khóm|khu phố|trường|"
    r"bệnh viện|công ty|cty|đường|chợ|thpt|thcs|tiểu học|mầm non|bảo tàng|công viên|ngân hàng)",
    re.IGNORECASE,
)


def _may_end_in_a_name(before: str, name: str) -> bool:
    """Whether a name behind an office is a person's: not ``TP Cao Lãnh``, ``Trường Lê Quý Đôn``."""
    words = name.split()
    if len(words) > 2 and words[1].lower() in ("văn", "thị"):
        return True
    behind_a_place = re.search(rf"(?:^|\s){_BEFORE_A_PLACE.pattern}$", before, re.IGNORECASE)
    together = office_of(before) or re.match(r"\(?\d|các\b|toàn thể\b|tập thể\b", before.lower())
    return not behind_a_place and is_title(before) and not together


def _marked(entry: Entry, words: str, row: PeopleOfRow) -> tuple[Entry, str]:
    """The entry with what words say of the person's coming; else the words are still to be read.
    ``P`` of somebody who is not said to be away may be another thing: that is told."""
    if excuse(words) == "có phép" and entry.state is not Presence.ABSENT and len(words) < 3:
        row.left.append((f"{entry.name}: {words}", Odd.STATE))
        return entry, ""
    if _TICK.fullmatch(words):
        row.left.append((f"{entry.name}: {words}", Odd.STATE))
        return entry, ""
    if excuse(words):
        return replace(entry, state=Presence.ABSENT, note=excuse(words)), ""
    said = presence(words)
    if said is None and _HOW_THERE.fullmatch(words):
        return replace(entry, note=f"{entry.note}; {words}" if entry.note else words), ""
    if said is None and entry.state is not Presence.ABSENT and _MAY_BE_AWAY.fullmatch(words):
        row.left.append((f"{entry.name}: {words}", Odd.STATE))
        return entry, ""
    if said is None:
        return entry, words
    return replace(entry, state=said[0], note=said[1] or entry.note), ""


_REASONS = re.compile(
    r"(?:co|khong) (?:ly do|phep|xin phep)|k\.? ?phep|om|bi om|nghi .*|di .*|ban .*|cong tac.*"
    r"|hop .*|xin phep.*|ly do.*|viec .*|thai san|hoc .*|phep|bao .*|tai nan.*|chua ro.*"
)


def is_reason(words: str) -> bool:
    return bool(_REASONS.fullmatch(fold(words)))


def _noted(entry: Entry, words: str, row: PeopleOfRow) -> Entry:
    """The entry with what stood in brackets."""
    if re.fullmatch(r"[A-OQ-UW-ZĐ]|\d{1,2}", words):  # of two with one name
        return replace(entry, name=f"{entry.name} ({words})")
    marked, left = _marked(entry, words, row)
    if not left:
        return marked
    if entry.state is Presence.ABSENT and not entry.note and not is_unit(words):
        return replace(entry, note=words)
    if _CONTACT.fullmatch(words) or _PARTICULARS.fullmatch(words):
        row.left.append((words, Odd.LEFT))
        return marked
    if is_title(words) and not entry.title:
        title, unit = _title_and_unit(parts_of(words))
        return replace(entry, title=title, unit=entry.unit or unit)
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
        return spelled_out(_joined(parts[:first])), _joined(parts[first:])
    begin, end = titles[0], titles[-1] + 1
    while (
        end < len(parts) and parts[end][0] == " - " and _goes_on(parts[end - 1][1], parts[end][1])
    ):
        end += 1
    return spelled_out(_joined(parts[begin:end])), _joined([*parts[:begin], *parts[end:]])


def _goes_on(title: str, part: str) -> bool:
    """``Trưởng phòng Kế hoạch`` goes on with ``Tài chính``."""
    return bool(_DEPARTMENT.search(title)) and not is_unit(part)
