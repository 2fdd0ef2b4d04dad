"""Who somebody is, as people type it of themselves and of others: one reader of names and titles.

Lists of people are read row by row in the same way (``people_list``, ``people_table``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.minutes.typed.calling import is_comrade, is_kin, without_call
from bot.minutes.typed.guests import is_collective
from bot.minutes.typed.people import Entry, Presence
from bot.minutes.typed.people_row import PeopleOfRow, one_person, parts_of, people_in
from bot.minutes.typed.people_words import (
    as_written,
    is_full_name,
    is_name,
    is_title,
    is_unit,
    lacks_given,
    lacks_marks,
    names_in,
)
from bot.minutes.typed.small_talk import without_talk
from bot.minutes.typed.words import fold, one_line

MAX_NAME = 200  #: characters, name or title
# «sửa 5 thành Lê An»; a name may begin so too: «Thanh Thị Hoa», «thanh Tâm»
_INTO = re.compile(r"(?:lại\s+)?(thành|thanh|là|sang)\s+(?=\S+\s+\S)")
_MOST_LETTERS = 1000  # of words that say who somebody is


class Doubt(StrEnum):
    """Why a name is asked back rather than believed."""

    NONE = ""
    MARKS = "marks"  #: typed without the marks of Vietnamese
    GIVEN = "given"  #: a given name alone: a paper names people in full
    PARTS = "parts"  #: there is a name in the words, and something that is not understood
    SEVERAL = "several"  #: they name several people
    GUESTS = "guests"  #: they name guests together, nobody by name
    NOBODY = "nobody"  #: there is no name in them


@dataclass(frozen=True)
class WhoRead:
    """What words say of who somebody is."""

    readings: tuple[Entry, ...] = ()  #: the likely ones, the likeliest first
    doubt: Doubt = Doubt.NOBODY

    @property
    def sure(self) -> Entry | None:
        """The person, where nothing needs to be asked."""
        return self.readings[0] if self.readings and self.doubt is Doubt.NONE else None

    @property
    def best(self) -> Entry | None:
        return self.readings[0] if self.readings else None


#: of no use in a name, where they hide that it is somebody else's
_JOINERS = re.compile("[\u200c\u200d\ufe00-\ufe0f]")


def read_who(text: str) -> WhoRead:
    """Read ``Họ tên - chức vụ``, in whatever order, form and small talk people write it.

    >>> me = read_who("tôi tên là Phạm Thị Chi, phó phòng nha").sure
    >>> me.name, me.title
    ('Phạm Thị Chi', 'phó phòng')
    >>> read_who("LÊ ĐĂNG KHOA - GĐ TRUNG TÂM").sure.title
    'Giám đốc Trung tâm'
    >>> read_who("Mai nha").doubt, read_who("xin chào").doubt
    (<Doubt.GIVEN: 'given'>, <Doubt.NOBODY: 'nobody'>)
    """
    if len(text) > _MOST_LETTERS:
        return WhoRead()
    words, told = without_talk(one_line(_JOINERS.sub("", text)))
    if not any(char.isalpha() for char in words) or is_no_name(words):
        return WhoRead()
    words, number = _without_number(words)
    found = people_in(words, absent=False)
    people = [x for x in found.entries if not is_collective(x.name)]
    if len(people) > 1:
        return WhoRead(tuple(map(_plain, people)), Doubt.SEVERAL)
    one = one_person(parts_of(words), PeopleOfRow()) if not people else people[0]
    if one is not None and is_collective(one.name):
        return WhoRead((_plain(one),), Doubt.GUESTS)
    if one is None:
        return WhoRead() if told and not names_in(words) else _asked(words)
    more = bool(one.note or one.state)  # "Lê An vắng", "Lê An (thay Trần Bình)"
    one = _plain(replace(one, name=f"{one.name} {number}".strip()))
    if " " not in one.name:
        return WhoRead((one,), Doubt.GIVEN)
    if more or lacks_given(one.name) or "." in one.name or _is_short(one.name):  # "Ng. Văn An"
        return WhoRead((one,), Doubt.PARTS)
    if lacks_marks(one.name):
        return WhoRead((one,), Doubt.MARKS)
    if told and not is_full_name(one.name):
        return WhoRead(
            (one,), Doubt.PARTS
        )  # "chào buổi sáng": who greets, names themselves in full
    return WhoRead((one,), Doubt.NONE)


def _is_short(name: str) -> bool:
    """``Ng T Hoa``: a word without a vowel, before the given name, is one written short."""
    before = name.split()[:-1]
    return any(word.isalpha() and not re.search("[aeiouy]", fold(word)) for word in before)


def _asked(words: str) -> WhoRead:
    """The likely people in words that are not plainly one: ``mai phòng kế toán``, ``Lê An nói``."""
    called, rest = without_call(words)
    first, *others = rest.split()
    behind = " ".join(others)
    office_alone = is_unit(words) or is_title(words)
    if first.isalpha() and len(first) > 1 and not is_no_name(first) and not office_alone:
        office = one_person(parts_of(f"Nguyễn Văn A - {behind}"), PeopleOfRow()) if others else None
        if not others or (office and _begins_office(behind)):
            given = Entry(first.capitalize(), called=called)
            if office:
                given = replace(given, title=office.title, unit=office.unit)
            return WhoRead((_plain(given),), Doubt.GIVEN)
        if rest.islower() and len(others) == 1 and not is_no_name(rest):
            return WhoRead((_plain(Entry(as_written(rest), called=called)),), Doubt.GIVEN)
    names = list(dict.fromkeys(x for x in names_in(rest) if is_name(x)))
    whole = [x for x in names if f"{x}." not in rest or len(x.split()[-1]) > 1]  # "Nguyễn V. An"
    readings = tuple(Entry(name) for name in whole[:3])
    return WhoRead(readings, Doubt.PARTS if names else Doubt.NOBODY)


def _begins_office(words: str) -> bool:
    from_office = one_person(parts_of(f"Nguyễn Văn A {words}"), PeopleOfRow())
    return from_office is not None and bool(from_office.title or from_office.unit)


def _plain(entry: Entry) -> Entry:
    """As it is said of one person outside of a list: nobody is absent, a family's word and what
    everybody is called say nothing, the others begin with a capital."""
    called = entry.called
    if is_kin(called) or is_comrade(called):
        called = ""
    return replace(entry, called=called[:1].upper() + called[1:], state=Presence.UNMARKED, note="")


def _without_number(words: str) -> tuple[str, str]:
    """``Lê Thị Hoa 2``: of two with one name, the second."""
    found = re.match(r"([^\d,;(–—-]*[^\W\d_])\s+(\d{1,2})(?=\s*(?:$|[,;(–—]|\s-))", words)
    return (words[: found.end(1)] + words[found.end() :], found[2]) if found else (words, "")


_NO_NAME = re.compile(
    r"ok|oke|test|alo|hi|hello|vang|da|co|co mat|dong y|nhat tri|khong|khong biet|chua biet|admin"
    r"|bot|an danh|user|toi|minh|em|anh|chi|ban|ai|ten|ho ten|ho va ten|chuc vu|thu ky|chu tri"
    r"|hop|nghe|nhe|roi|xong|cam on|da nhan|vo danh|nguoi dung|tai khoan|xin chao|chao|bao cao"
    r"|y kien|ket luan|noi dung|de nghi|kinh gui|giao|thong nhat|luu y|ghi chu|thoi gian"
    r"|dia diem|tai lieu"
)


def is_no_name(words: str) -> bool:
    """Whether words are others than a name: ``ok``, ``đồng ý``, ``Kết luận``."""
    return bool(_NO_NAME.fullmatch(fold(words).strip(" .!?,:")))


def without_into(words: str) -> str:
    """Who or what stands behind «thành», «là», «sang»; the words as they are where that may be the
    beginning of the name.

    >>> without_into("thành Lê An - Kế toán"), without_into("Thành Tâm - Kế toán")
    ('Lê An - Kế toán', 'Thành Tâm - Kế toán')
    """
    found = _INTO.match(words)
    if found is None:
        return words
    least = 2 if found[1] in ("thanh", "sang") else 1  # words that begin with a capital
    name = without_call(words[found.end() :])[1].split()[:least]
    named = len(name) == least and all(word[0].isupper() for word in name)
    return words[found.end() :] if named else words


def read_name(text: str) -> tuple[str, str]:
    """``Họ tên - chức vụ`` into name and title with unit; the title may be missing. Words that are
    no person's come back as a name.

    >>> read_name("Nguyễn Văn An - Trưởng phòng Kế hoạch - Tài chính")
    ('Nguyễn Văn An', 'Trưởng phòng Kế hoạch - Tài chính')
    """
    read = read_who(text).best
    if read is None:
        return one_line(text), ""
    return read.name, read.office


def looks_like_name(text: str) -> bool:
    """Whether words are written like a person's name: two to six, each with a capital.

    >>> looks_like_name("Nguyễn Văn An"), looks_like_name("Kết luận"), looks_like_name("Giao")
    (True, False, False)
    """
    words = text.split()
    return 2 <= len(words) <= 6 and all(word[0].isupper() and word[-1].isalpha() for word in words)
