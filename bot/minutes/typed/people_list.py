"""A list of people as somebody pastes it: who they are, from where, who came and who did not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from bot.minutes.typed.signature import SURNAMES
from bot.minutes.typed.terms import names_in
from bot.minutes.typed.words import clean, fold, one_line

MAX_FIELD = 200  #: characters of a name, a title, a unit
_MAX_NOTE = 300
_MAX_WORDS = 7  # of a name


class Presence(StrEnum):
    """What is known of somebody's coming."""

    UNMARKED = ""
    PRESENT = "present"
    ABSENT = "absent"


class Odd(StrEnum):
    """Why a row, or a part of one, was not taken."""

    NO_NAME = "no_name"
    LEFT = "left"  #: it has no place in the list: a phone number, who presides
    STATE = "state"  #: came or not? The person is taken, not marked
    TWICE = "twice"
    LONG = "long"
    LETTERS = "letters"  #: written in a font of before Unicode
    ALONE = "alone"  #: a heading without anybody below it


@dataclass(frozen=True)
class Entry:
    """A person as a list names them."""

    name: str
    title: str = ""
    unit: str = ""
    called: str = ""  #: ``Ông``, ``Đ/c``, ``TS.``: as the list has it
    state: Presence = Presence.UNMARKED
    note: str = ""  #: why they are absent, else what was noted


@dataclass(frozen=True)
class Aside:
    """A row of the list, counted from 1, of which something was not taken."""

    row: int
    text: str
    why: Odd


@dataclass(frozen=True)
class Listed:
    """A list that was read."""

    entries: tuple[Entry, ...] = ()
    asides: tuple[Aside, ...] = ()
    columns: tuple[str, ...] = ()  #: headings of a table's columns that were not used


# --- words of offices ---------------------------------------------------------------------------

_TITLES = (
    "giám đốc", "tổng giám đốc", "phó giám đốc", "phó tổng", "phó chủ tịch", "phó trưởng",
    "phó phòng", "phó ban", "phó bí thư", "phó chánh", "phó viện", "phó cục", "phó vụ",
    "phó chi cục", "phó hiệu trưởng", "phó chủ nhiệm", "phó khoa", "phó thủ trưởng", "phó tổ",
    "phó đội", "phó văn phòng", "phó thủ tướng", "phó đoàn", "phó trạm", "quyền giám",
    "quyền trưởng", "quyền chủ", "quyền chánh", "nguyên giám", "nguyên phó", "nguyên trưởng",
    "nguyên chủ", "nguyên bí", "trưởng phòng", "trưởng ban", "trưởng khoa", "trưởng bộ",
    "trưởng đoàn", "trưởng công an", "trưởng trạm", "trưởng thôn", "trưởng ấp", "trưởng nhóm",
    "trưởng trung tâm", "trưởng văn phòng", "trưởng đại diện", "trưởng chi nhánh", "trưởng tiểu",
    "trưởng đài", "trưởng khối", "chủ tịch", "chủ nhiệm", "bí thư", "chánh văn phòng",
    "chánh thanh tra", "chánh án", "chuyên viên", "chuyên gia", "cán bộ", "công chức",
    "viên chức", "kế toán", "thủ quỹ", "văn thư", "thư ký", "ủy viên", "uỷ viên", "đại biểu",
    "đại diện", "lãnh đạo", "hiệu trưởng", "hiệu phó", "viện trưởng", "viện phó", "cục trưởng",
    "cục phó", "vụ trưởng", "vụ phó", "chi cục trưởng", "chi cục phó", "đội trưởng", "đội phó",
    "tổ trưởng", "tổ phó", "trạm trưởng", "bác sĩ", "bác sỹ", "y sĩ", "điều dưỡng", "giáo viên",
    "giảng viên", "kỹ sư", "kĩ sư", "kỹ thuật viên", "luật sư", "thẩm phán", "kiểm sát viên",
    "thanh tra viên", "điều tra viên", "nhân viên", "trợ lý", "thứ trưởng", "bộ trưởng",
    "tỉnh ủy viên", "tỉnh uỷ viên", "thành ủy viên", "thành uỷ viên", "huyện ủy viên",
    "thường trực", "thường vụ", "phụ trách", "biên tập viên", "phóng viên", "tổng biên tập",
    "tổng thư ký", "chỉ huy", "quản lý", "quản đốc", "điều phối viên", "cố vấn", "thành viên",
    "director", "manager", "ceo", "gđ", "pgđ", "tgđ", "ptgđ", "tp.", "ptp", "cvp", "pcvp", "pct",
    "cv", "nv",
)  # fmt: skip
_UNITS = (
    "sở", "phòng", "ban", "bộ", "cục", "chi cục", "tổng cục", "vụ", "viện", "trường", "trung tâm",
    "công ty", "cty", "tổng công ty", "tập đoàn", "văn phòng", "ubnd", "ủy ban", "uỷ ban", "hđnd",
    "hội", "mttq", "ubmttq", "mặt trận", "liên đoàn", "liên hiệp", "công đoàn", "đoàn thanh niên",
    "đoàn tncs", "đoàn công tác", "đoàn kiểm tra", "tỉnh đoàn", "đảng ủy", "đảng uỷ", "đảng bộ",
    "chi bộ", "tỉnh ủy", "tỉnh uỷ", "thành ủy", "thành uỷ", "huyện ủy", "huyện uỷ", "huyện", "xã",
    "phường", "thị trấn", "thị xã", "thành phố", "tỉnh", "quận", "thôn", "ấp", "khu", "công an",
    "bệnh viện", "trạm", "ngân hàng", "kho bạc", "tòa án", "toà án", "viện kiểm sát", "thanh tra",
    "báo", "đài", "khoa", "tổ", "bộ phận", "đội", "nhà máy", "xí nghiệp", "doanh nghiệp",
    "hợp tác xã", "htx", "hiệp hội", "câu lạc bộ", "quỹ", "đơn vị", "cơ quan", "bhxh",
    "bảo hiểm", "điện lực", "chi nhánh", "đại học", "cao đẳng", "học viện", "thpt", "thcs",
    "tổng đội", "hạt", "vườn quốc gia", "nhà xuất bản", "tạp chí", "tòa soạn", "toà soạn",
)  # fmt: skip
# Without their marks these may be somebody's name: "Vu Van An", "To Hoai"
_UNITS_MARKED = "ban bộ cục vụ viện hội xã tổ báo đài khoa đội khu ấp quỹ sở huyện quận thôn hạt"
_DEPARTMENT = re.compile(r"\b(?:phòng|ban|khoa|văn phòng|bộ phận|tổ)\s+\S", re.IGNORECASE)
_ACRONYM = re.compile(r"[A-ZĐƯÂÊÔĂƠ&.\d]{2,12}(?:\s+[A-ZĐƯÂÊÔĂƠ&.\d]{2,12}){0,3}")
_FAMILIES = frozenset(fold(name) for name in SURNAMES)

_CALLED = re.compile(
    r"(?:(?:ông|bà|anh|chị|cô|thầy|đồng chí|đ/c|đc|mr|mrs|ms|dong chi)(?:\s*[.:]\s*|\s+)"
    r"|(?:gs|pgs|ts|tskh|ths|ncs|cn|ks|bs|ls|ds|kts|bscki{1,2}|nsnd|nsưt|nsut)"
    r"(?:\s*\.\s*|\s+)(?:ck\s?i{1,2}\s*\.?\s*)?)+",
    re.IGNORECASE,
)
_CALLED_PLAIN = re.compile(r"(?:ong|ba)\s+(?=\S+\s+\S)", re.IGNORECASE)
_NAME_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*\.?")
_NO_NAMES = "trưởng phó ông bà anh chị cô thầy có không và tên họ stt tt tổng cộng ghi chú dự"
_OLD_FONT = re.compile(r"[^\W\d_][¡-©«-´¶-¹»-¿]|[¡-©«-´¶-¹»-¿][^\W\d_]")  # TCVN3 in Unicode
_CONTACT = re.compile(
    r"[^@\s]+@[^@\s]+|(?:đt|sđt|tel|điện thoại|dđ)?\s*[:.]?\s*[+(]?\d[\d\s./()-]*", re.IGNORECASE
)


def in_old_font(text: str) -> bool:
    """Whether words were written with a font of before Unicode: their letters are others."""
    return bool(_OLD_FONT.search(text))


def _is_plain(text: str) -> bool:
    """Whether it is typed without any Vietnamese marks."""
    return fold(text) == text.lower()


_folded = lru_cache(maxsize=500)(fold)


def _begins(text: str, words: Iterable[str]) -> bool:
    """Whether one of these words, or rows of words, begins the text. Marks count, where it has
    any: Trương Văn Nam is no Trưởng."""
    plain, text = _is_plain(text), text.lower()
    for word in words:
        if plain and word in _UNITS_MARKED.split():
            continue
        wanted = _folded(word) if plain else word
        if text.startswith(wanted) and not text[len(wanted) : len(wanted) + 1].isalpha():
            return True
    return False


def is_title(text: str) -> bool:
    """Whether words begin as what somebody is: ``Phó Giám đốc Sở``."""
    return _begins(text, _TITLES)


def is_unit(text: str) -> bool:
    """Whether words begin as an office's name: ``Sở Tài chính``, ``UBND tỉnh``, ``VNPT``."""
    return (_begins(text, _UNITS) and not is_title(text)) or bool(_ACRONYM.fullmatch(text))


def is_name(text: str) -> bool:
    """Whether words may be a person's name, called or not.

    >>> is_name("Nguyễn Văn An"), is_name("Sở Tài chính"), is_name("Nguyễn Văn An báo cáo")
    (True, False, False)
    """
    words = _without_call(text)[1].split()
    joined = " ".join(words)
    if not 1 <= len(words) <= _MAX_WORDS or not all(_NAME_WORD.fullmatch(x) for x in words):
        return False
    if is_title(joined) or is_unit(joined) or _absence(joined) or _heading(joined):
        return False
    if joined.isupper():
        return len(words) >= 2 and len(words[0]) > 1
    if len(words) == 1 and (len(joined) < 2 or joined.lower() in _NO_NAMES.split()):
        return False
    capital = [word[0].isupper() for word in words]
    family = len(words) > 1 and _is_family(words[0])
    return all(capital) or (family and (all(capital[1:]) or not any(capital)))


def _without_call(text: str) -> tuple[str, str]:
    """``Ông Nguyễn Văn An``: how a person is called, and the name."""
    called = _CALLED.match(text) or (_CALLED_PLAIN.match(text) if _is_plain(text) else None)
    if called is None or not text[called.end() :].strip():
        return "", text
    return one_line(called[0]).rstrip(" :"), text[called.end() :].strip()


def _written(name: str) -> str:
    """A name typed all in capitals, or all in small letters, as names are written."""
    if (name.isupper() and " " in name) or name.islower():
        return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), name)
    return name


# --- who came -----------------------------------------------------------------------------------

_ABSENT = re.compile(
    r"(?:xin\s+|báo\s+)?vắng(?:\s+mặt|\s+họp)?\b|không\s+(?:tham\s+)?dự\b|không\s+(?:đến|có mặt)\b"
)
_ABSENT_PLAIN = re.compile(
    r"(?:(?:xin|bao)\s+)?vang(?:\s+mat)?(?=$|\s*[:,(-]|\s+(?:co|khong|om|phep|do|vi)\b)"
    r"|khong\s+(?:tham\s+)?du\b|khong\s+(?:den|co mat)\b"
)
_SAID_BEHIND = re.compile(r"(\s+)(?:(?:xin |báo )?vắng|có mặt|không dự|không tham dự)\b.*")
_PRESENT = re.compile(r"(?:co mat|tham du|tham gia|da den|du hop)")
_COUNT = re.compile(r"\(?\s*\d+\s*(?:nguoi|dai bieu|d/c|dong chi)?\s*\)?")


def _absence(text: str) -> str | None:
    """The reason why somebody is absent, maybe empty; None where the words say no such thing."""
    text = text.strip()
    found = _ABSENT.match(text.lower())
    if found is None and _is_plain(text):
        found = _ABSENT_PLAIN.match(text.lower())
    return text[found.end() :].strip(" :,-–—().;") if found else None


def presence(text: str) -> tuple[Presence, str] | None:
    """What words say of somebody's coming, and the reason.

    >>> presence("vắng (ốm)")
    (<Presence.ABSENT: 'absent'>, 'ốm')
    """
    reason = _absence(text)
    if reason is not None:
        return Presence.ABSENT, reason
    if _PRESENT.fullmatch(fold(text).strip(" .;")):
        return Presence.PRESENT, ""
    return None


def _section(head: str) -> tuple[Presence, str] | None:
    """``Vắng (2):``, ``Có mặt:``, ``Vắng có lý do:``: what holds for those below."""
    folded = fold(head).strip()
    for start in ("co mat", "nguoi co mat", "dai bieu co mat", "nhung nguoi co mat"):
        rest = folded.removeprefix(start)
        if rest != folded and (not rest.strip() or _COUNT.fullmatch(rest.strip())):
            return Presence.PRESENT, ""
    reason = _absence(re.sub(r"^(?:người|đại biểu|những người|các đồng chí)\s+", "", head.lower()))
    if reason is None:
        return None
    return Presence.ABSENT, "" if _COUNT.fullmatch(fold(reason)) else reason


# --- headings -----------------------------------------------------------------------------------

_LIST = re.compile(
    r"(?:danh sach|thanh phan|dai bieu|nguoi tham du|nguoi du|tham du|ds|gom|gom co|cu the)"
    r"(?: (?:dai bieu|thanh phan|tham du|du|hop|hoi nghi|moi|cuoc hop|tham gia|nguoi|gom|co"
    r"|thanh vien|nhu sau|va|can bo|khach moi|\(?\d+\)?))*"
)
_ROLE = re.compile(
    r"(?:nguoi |dong chi |d/c )?(?:chu tri|chu toa|thu ky|ghi bien ban|thu ki)(?: .*)?"
)
_COLUMNS = re.compile(
    r"(?:stt|tt|so tt|no)?[\s.,;|/-]*ho (?:va |, ?)?ten[\s.,;|/-]*"
    r"(?:(?:dai bieu|chuc vu|chuc danh|don vi|co quan|cong tac|ghi chu|co mat|vang|ly do|ky ten)"
    r"[\s.,;|/-]*)*"
)


def _heading(text: str) -> bool:
    """Whether a row is the title of a list, or the head of its columns."""
    folded = fold(text).strip(" .:;")
    return bool(_LIST.fullmatch(folded) or _COLUMNS.fullmatch(folded))


# --- one row ------------------------------------------------------------------------------------

_NOT_INSIDE = r"(?![^()]*\))"  # brackets
_DASHES = re.compile(rf"(\s[-–—]+\s*|[-–—]+\s|–|—){_NOT_INSIDE}")
_COMMAS = re.compile(rf"(\s*,\s*){_NOT_INSIDE}")
_SEMICOLONS = re.compile(rf"\s*;\s*{_NOT_INSIDE}")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_TITLE_INSIDE = re.compile(
    r"\s(?=(?:Phó )?(?:Giám đốc|Trưởng phòng|Trưởng ban|Chủ tịch|Chuyên viên|Bí thư"
    r"|Chánh Văn phòng|Phó phòng|Phó Trưởng|Kế toán|Hiệu trưởng|Cán bộ)\b)",
    re.IGNORECASE,
)
_AND = re.compile(r"\s+(?:và|va|&)\s+")


@dataclass
class _Row:
    """What is read of a row, and what of it was left aside."""

    entries: list[Entry] = field(default_factory=list)
    left: list[tuple[str, Odd]] = field(default_factory=list)


def read_person(text: str) -> Entry | None:
    """One person: ``Họ tên - chức vụ - đơn vị``, ``Ông Nguyễn Văn A (Sở Tài chính, vắng)``; None
    where no name is found.

    >>> read_person("Ông Nguyễn Văn An – Giám đốc Sở").title
    'Giám đốc Sở'
    """
    row = _Row()
    entry = _person(_parts(one_line(text).rstrip(" .;,")), row, absent=False)
    return entry if entry and _fits(entry) else None


def _fits(entry: Entry) -> bool:
    return (
        max(len(entry.name), len(entry.title), len(entry.unit)) <= MAX_FIELD
        and len(entry.note) <= _MAX_NOTE
        and len(entry.called) <= 40
    )


def _parts(text: str) -> list[tuple[str, str]]:
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


def _people(text: str, *, absent: bool) -> _Row:
    """Those whom a row names: one, or several apart by ``;``, ``,`` or ``và``."""
    row = _Row()
    for chunk in _chunks(text):
        entry = _person(chunk, row, absent=absent)
        if entry is None:
            row.left.append((_joined(chunk), Odd.NO_NAME))
        else:
            row.entries.append(entry)
    return row


def _chunks(text: str) -> Iterator[list[tuple[str, str]]]:
    pieces = [piece for piece in _SEMICOLONS.split(text) if piece.strip(" .,")]
    if len(pieces) > 1 and not all(_names_somebody(_parts(piece)) for piece in pieces):
        pieces = [", ".join(pieces)]
    for piece in pieces:
        yield from _each(_parts(piece))


def _each(parts: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """The parts of each person: in a row that has only commas, a further name is a further one."""
    parts = [x for part in parts for x in _apart_at_and(part)]
    starts = [0]
    if all(sign != " - " for sign, _ in parts):
        names = [n for n, (_, part) in enumerate(parts) if n and _full_name(part)]
        one = len(parts) == 3 and names == [2] and not _full_name(parts[1][1])  # "A, Giám đốc, X"
        starts += [] if one else names
    for start, end in zip(starts, [*starts[1:], len(parts)], strict=True):
        if parts[start:end]:
            yield parts[start:end]


def _apart_at_and(part: tuple[str, str]) -> list[tuple[str, str]]:
    pieces = _AND.split(part[1])
    if len(pieces) > 1 and all(_full_name(piece) for piece in pieces):
        return [(part[0], pieces[0]), *((", ", piece) for piece in pieces[1:])]
    return [part]


def _full_name(part: str) -> bool:
    """A name that begins with a family's."""
    bare = _BRACKETS.sub("", part).strip()
    words = _without_call(bare)[1].split()
    return len(words) > 1 and is_name(bare) and _is_family(words[0])


def _is_family(word: str) -> bool:
    """Whether a family is called so: ``Khổng``, and ``khong`` without marks, but not ``không``."""
    return word.lower() in SURNAMES or (_is_plain(word) and fold(word) in _FAMILIES)


def _names_somebody(parts: list[tuple[str, str]]) -> bool:
    return _person(parts, _Row(), absent=False) is not None if parts else False


def _joined(parts: Sequence[tuple[str, str]]) -> str:
    return "".join(f"{sign if n else ''}{part}" for n, (sign, part) in enumerate(parts))


def _person(parts: list[tuple[str, str]], row: _Row, *, absent: bool) -> Entry | None:
    """A person of these parts, the name first; None where that is none."""
    if not parts:
        return None
    first, noted = _out_of_brackets(parts[0][1])
    leading = _absence(first) or ""
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
    entry = Entry(_written(name), called=called)
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
    if fields and entry.state is Presence.ABSENT and not entry.note and _is_reason(fields[-1][1]):
        entry = replace(entry, note=fields.pop()[1])
    title, unit = _title_and_unit(fields)
    entry = replace(entry, title=title, unit=unit)
    for words in noted:
        entry = _noted(entry, words)
    return entry


def _out_of_brackets(text: str) -> tuple[str, list[str]]:
    inside = [one_line(words) for words in _BRACKETS.findall(text)]
    return one_line(_BRACKETS.sub(" ", text)).strip(" .;,"), [x for x in inside if x]


def _named(first: str) -> tuple[str, str, list[tuple[str, str]]]:
    """How a person is called, the name, and what else stands with it without a sign."""
    called, name = _without_call(first)
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


def _is_reason(words: str) -> bool:
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


# --- a pasted list ------------------------------------------------------------------------------

_BULLET = re.compile(
    r"\s*(?:([-+–—•*·●▪✓➢])\s*(?!\d)|\(?(\d{1,4})\s*(?:[.)/]+\s*|\s*[-–]\s+|\s+)(?=[^\d\s])"
    r"|([IVXLC]{1,6}|[A-H])\s*[.)/]\s+|([a-zđ])\)\s*)"
)


def read_list(text: str) -> Listed:
    """A list as it is pasted: a person a row, numbered, dashed or bare; with headings;
    ``Vắng: A (ốm), B``. What is not understood is told row by row.

    (What comes from a table is read by ``tables.read_pasted``.)
    """
    return _Reader().read(clean(text).split("\n"))


def _at_colon(body: str) -> tuple[str, str, str]:
    """A row at its first colon, which is not within brackets nor behind how a person is called."""
    head, *rest = re.split(rf":{_NOT_INSIDE}", body, maxsplit=1)
    if not rest or _CALLED.fullmatch(f"{head} "):
        return body, "", ""
    return head.strip(), ":", rest[0].strip(" .;,")


class _Reader:
    """Reads row after row; knows under which heading it is."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.asides: list[Aside] = []
        self.unit = ""
        self.state = Presence.UNMARKED
        self.reason = ""
        self.kind = ""  # of the bullets under the heading
        self.blank = False
        self.heading: tuple[int, str, str] | None = None  # a heading that nobody is under yet

    def read(self, rows: Sequence[str]) -> Listed:
        for number, given in enumerate(rows, start=1):
            row = one_line(re.sub(r"[\t|]+", " - ", given.strip(" \t|")))
            if any(char.isalnum() for char in row):
                self._row(number, row)
            elif not row:
                self.blank = True
        self._close_heading()
        entries, twice = without_doubles(self.entries)
        asides = [*self.asides, *(Aside(0, entry.name, Odd.TWICE) for entry in twice)]
        return Listed(tuple(entries), tuple(asides))

    def _row(self, number: int, row: str) -> None:
        bullet = _BULLET.match(row)
        body = row[bullet.end() :] if bullet else row
        kind = next((n for n, part in enumerate(bullet.groups(), 1) if part), 0) if bullet else 0
        mark = f"{kind}{bullet[1] or ''}" if bullet else ""
        if self.blank and self.kind and not mark:
            self.unit = ""  # a list with dashes has ended
        self.blank = False
        body = body.strip(" .;,")
        if not any(char.isalpha() for char in body):
            self._aside(number, row, Odd.NO_NAME)
        elif in_old_font(body):
            self._aside(number, row, Odd.LETTERS)
        elif not self._headed(number, body, mark):
            self._take(number, body, mark)

    def _headed(self, number: int, body: str, mark: str) -> bool:
        """Whether the row is a heading, alone or with people behind it."""
        if _heading(body):
            self._under("", Presence.UNMARKED, "")
            return True
        head, colon, rest = _at_colon(body)
        said = _section(head)
        if said and (colon or not said[1] or _is_reason(said[1])):
            self._under("", *said)
            if rest:
                self._take(number, rest, mark)
            return True
        if colon:
            return self._with_colon(number, head, rest, mark)
        alone = not _parts(body)[1:] and not is_name(body) and not _BRACKETS.search(body)
        if alone and (is_unit(body) or mark.startswith("3")):
            self._group(number, body, mark)
            return True
        return False

    def _with_colon(self, number: int, head: str, rest: str, mark: str) -> bool:
        if _ROLE.fullmatch(fold(head)):
            self._aside(number, head, Odd.LEFT)
            if rest:
                self._take(number, rest, mark)
            return True
        if is_name(head) and rest:
            self._take(number, f"{head} - {rest}", mark)
            return True
        if is_name(head) and _full_name(head):
            self._take(number, head, mark)
            return True
        if _heading(head):
            self._under("", Presence.UNMARKED, "")
        elif not rest:
            self._group(number, head, mark)
        else:
            before, self.unit = self.unit, head
            self._take(number, rest, mark, whole=f"{head}: {rest}")
            self.unit = before
            return True
        if rest:
            self._take(number, rest, mark)
        return True

    def _under(self, unit: str, state: Presence, reason: str) -> None:
        self._close_heading()
        self.unit, self.state, self.reason, self.kind = unit, state, reason, ""

    def _group(self, number: int, head: str, mark: str) -> None:
        self._close_heading()
        self.unit, self.kind, self.heading = head, "", (number, head, mark)

    def _close_heading(self) -> None:
        if self.heading:
            self._aside(*self.heading[:2], Odd.ALONE)
            self.heading, self.unit = None, ""

    def _take(self, number: int, body: str, mark: str, whole: str = "") -> None:
        if self.heading and mark and self.heading[2] == mark:
            self._close_heading()  # no heading: a row like the others, without a person
        read = _people(body, absent=self.state is Presence.ABSENT)
        for entry in read.entries:
            if self._fits(number, entry):
                self.entries.append(self._placed(entry))
        if read.entries:
            self.heading, self.kind = None, mark or self.kind
        for text, why in read.left:
            self._aside(number, whole or text, why)

    def _fits(self, number: int, entry: Entry) -> bool:
        if not _fits(entry):
            self._aside(number, entry.name, Odd.LONG)
        return _fits(entry)

    def _placed(self, entry: Entry) -> Entry:
        """With what the headings above say, where the row says nothing else."""
        if entry.state is Presence.UNMARKED:
            entry = replace(entry, state=self.state)
        if entry.state is Presence.ABSENT and self.state is Presence.ABSENT and not entry.note:
            entry = replace(entry, note=self.reason)
        return replace(entry, unit=entry.unit or self.unit[:MAX_FIELD])

    def _aside(self, row: int, text: str, why: Odd) -> None:
        self.asides.append(Aside(row, text, why))


def without_doubles(entries: Iterable[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Each person once, and those that came again word for word. What the second one says of
    coming counts, where the first says nothing."""
    kept: dict[tuple[str, str, str], Entry] = {}
    twice: list[Entry] = []
    for entry in entries:
        key = (entry.name.lower(), entry.title.lower(), entry.unit.lower())
        first = kept.get(key)
        if first is None:
            kept[key] = entry
            continue
        twice.append(entry)
        if first.state is Presence.UNMARKED:
            kept[key] = replace(first, state=entry.state, note=entry.note or first.note)
    return list(kept.values()), twice
