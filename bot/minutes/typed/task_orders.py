"""What a person types about tasks: ``/nhiemvu sua 2 hạn: 30/11``, ``them Phòng A: việc, hạn``."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from enum import StrEnum

from bot.minutes.guesses.tasks import is_deadline, read_tasks, split_due
from bot.minutes.tasks import TaskWords, words_of
from bot.minutes.typed.numbers import NAMED_MEETING
from bot.minutes.typed.words import clean, fold, one_line


class Wish(StrEnum):
    LIST = "list"
    ADD = "add"
    EDIT = "edit"
    CONFIRM = "confirm"
    REMOVE = "remove"
    DONE = "done"
    RESTORE = "restore"
    REMIND = "remind"


@dataclass(frozen=True)
class Order:
    wish: Wish
    rest: str = ""  #: what stands behind the word for it, as typed
    meeting: int | None = None  #: an earlier meeting's number


_MEETING = re.compile(rf"{NAMED_MEETING}[\s,:]*")
_WISHES = (
    (Wish.ADD, "them|ghi"),
    (Wish.EDIT, "sua|doi"),
    (Wish.CONFIRM, "xac ?nhan|chot|dung roi"),
    (Wish.REMOVE, "xoa|bo|huy"),
    (Wish.DONE, "xong|hoan thanh|da xong"),
    (Wish.RESTORE, "khoi ?phuc|lay lai|mo lai"),
    (Wish.REMIND, "nhac"),
)


def read_order(text: str) -> Order:
    """What is wished, for which meeting. The meeting stands first: ``cuộc họp 4 sua 2 …``, or
    alone behind everything else.

    >>> read_order("cuộc họp 4 xong 2")
    Order(wish=<Wish.DONE: 'done'>, rest='2', meeting=4)
    """
    text = clean(text)
    meeting = None
    named = _MEETING.match(fold(text))
    if named:
        meeting, text = int(named[1]), text[named.end() :]
    for wish, words in _WISHES:
        found = re.match(rf"(?:{words})(?![^\W\d_])\s*", fold(text))
        if found:
            rest = text[found.end() :]
            last = _MEETING.search(fold(rest))
            if meeting is None and last and last.end() == len(rest) and wish not in _WITH_WORDS:
                meeting, rest = int(last[1]), rest[: last.start()].rstrip(" ,:")
            return Order(wish, rest, meeting)
    return _number_first(text, meeting) or Order(Wish.LIST, text, meeting)


_NUMBERS_FIRST = re.compile(
    r"(?P<numbers>(?:so\s+)?#?\d{1,9}(?:(?:\s*[,-]\s*|\s+va\s+|\s+)#?\d{1,9})*)\s*,?\s+(?:da\s+|la\s+)?"
)


def _number_first(text: str, meeting: int | None) -> Order | None:
    """``5 xong``, ``2, 4 đã xong``, ``5 sua hạn: 30/11``; None: no wish stands behind a number."""
    numbers = _NUMBERS_FIRST.match(fold(text))
    if numbers is None:
        return None
    for wish, words in _WISHES:
        found = re.compile(rf"(?:{words})(?![^\W\d_])\s*").match(fold(text), numbers.end())
        if found is None or wish in (Wish.ADD, Wish.REMIND):
            continue
        rest = text[found.end() :].strip(" .!")
        last = _MEETING.fullmatch(fold(rest)) if meeting is None and rest else None
        if last:
            meeting, rest = int(last[1]), ""
        if rest and wish is not Wish.EDIT:
            return None
        return Order(wish, f"{numbers['numbers'].strip()} {rest}".strip(), meeting)
    return None


_WITH_WORDS = (Wish.ADD, Wish.EDIT)  # their words may speak of a meeting

# --- the words of a task --------------------------------------------------------------------------

_LABELS = {
    "who": "ai|nguoi|don vi|co quan|nguoi thuc hien|don vi thuc hien|thuc hien|nguoi lam|to chuc",
    "what": "viec|nhiem vu|noi dung|cong viec|viec can lam",
    "due": "han|thoi han|han chot|thoi gian|den|ngay",
}
_LABEL = re.compile(
    "|".join(rf"(?P<{name}>(?:{words}))" for name, words in _LABELS.items()).join(
        (r"(?:^|(?<=\n)|(?<=;)|(?<=,))[\s•*-]*(?:", r")\s*[:=]\s*")
    )
)
_SHORT_LABEL = re.compile(r"(?:(?P<who>ai)|(?P<what>viec)|(?P<due>han|thoi han))\s+(?=\S)")
_NOTHING = frozenset({"", "khong", "khong co", "bo", "xoa", "chua co", "-"})


def read_fields(text: str) -> dict[str, str] | None:
    """The fields named: ``who``, ``what``, ``due``; None where none is. An empty ``due``: none.

    >>> read_fields("hạn: trước 30/11"), read_fields("ai: Phòng A; việc: lập kế hoạch")
    ({'due': 'trước 30/11'}, {'who': 'Phòng A', 'what': 'lập kế hoạch'})
    """
    text = clean(text)
    found = list(_LABEL.finditer(fold(text)))
    if not found:
        short = _SHORT_LABEL.match(fold(text))
        found = [short] if short else []
    if not found or text[: found[0].start()].strip(" ;,•*-"):
        return None
    ends = [*(match.start() for match in found[1:]), len(text)]
    fields = {}
    for match, end in zip(found, ends, strict=True):
        name = str(match.lastgroup)
        value = one_line(text[match.end() : end]).strip(" ;,")
        fields[name] = "" if name == "due" and fold(value) in _NOTHING else value
    return fields


_ROW_MARK = re.compile(r"\s*(?:[-–•*+]\s*|\d{1,2}[.)]\s+)(?=[^\W\d])")


def read_words(text: str) -> list[TaskWords] | None:
    """The tasks that somebody typed, a row each; None where one row is none.

    >>> read_words("Phòng Kế hoạch: hoàn thành báo cáo, trước 30/11")
    [TaskWords(who='Phòng Kế hoạch', what='Hoàn thành báo cáo', due='Trước 30/11')]
    """
    fields = read_fields(text)
    if fields is not None:
        found = TaskWords(fields.get("who", ""), fields.get("what", ""), fields.get("due", ""))
        return [_neat(found)] if found.who and found.what else None
    words: list[TaskWords] = []
    for row in clean(text).split("\n"):
        mark = _ROW_MARK.match(row)
        row = one_line(row[mark.end() :] if mark else row)
        if row:
            one = _read_row(row)
            if not one:
                return None
            words += one
    return words or None


_GIVES = re.compile(r"(?:giao|phan cong|yeu cau|de nghi)(?![^\W\d_])")


def _read_row(row: str) -> list[TaskWords]:
    parts = re.split(r"\s+[-–|]\s+", row)
    if len(parts) == 3 and is_deadline(parts[2]):
        return [_neat(TaskWords(*parts))]
    orders = _GIVES.match(fold(row))  # with its own verb: «Giao Phòng A lập kế hoạch»
    found_in = read_tasks(row) if orders else read_tasks(f"Giao {row}") or read_tasks(row)
    given = [words_of(task) for task in found_in]
    head, colon, rest = row.partition(":")
    is_hour = head[-1:].isdigit() and rest[:1].isdigit()  # «lúc 8:30»
    if not colon or not head.strip() or len(head.split()) > 15 or is_hour:
        return given
    head = re.sub(r"^(?:giao|phân công)\s+(?:cho\s+)?", "", head.strip(), flags=re.IGNORECASE)
    what, due = split_due(rest.strip())
    label = re.search(r"[\s,;(]*\b(?:thoi )?han(?: chot)?\s*:\s*", fold(rest))
    if label:
        what, due = rest[: label.start()], rest[label.end() :].rstrip(" .)")
    found = TaskWords(head.strip(" ,"), what.strip(" ,;."), due.strip())
    return [_neat(found)] if found.who and found.what else []


def _neat(words: TaskWords) -> TaskWords:
    """With capitals where a table has them."""
    return TaskWords(*(text[:1].upper() + text[1:] for text in dataclasses.astuple(words)))


def changed(words: TaskWords, fields: dict[str, str]) -> TaskWords | None:
    """The words with some fields changed; None where who or what would be missing."""
    new = _neat(dataclasses.replace(words, **fields))
    return new if new.who and new.what else None


_DAYS = re.compile(
    r"(?:(?:truoc|han)\s+)*(\d{1,3}|mot|hai|ba|nam|bay)?\s*(ngay|tuan)?(?:\s+truoc)?"
)
_SPOKEN = {"mot": 1, "hai": 2, "ba": 3, "nam": 5, "bay": 7}
MOST_DAYS = 30
OFF = -1


def read_days(text: str) -> int | None:
    """How many days before: 0 to ``MOST_DAYS``; ``OFF``; None where it is not understood.

    >>> read_days("1 ngày"), read_days("trước hai ngày"), read_days("tắt"), read_days("1 tuần")
    (1, 2, -1, 7)
    """
    words = fold(one_line(text)).strip(" .")
    if words in ("tat", "khong", "thoi", "bo", "huy", "khong nhac"):
        return OFF
    if words in ("dung ngay", "trong ngay", "hom do", "cung ngay"):
        return 0
    found = _DAYS.fullmatch(words)
    if not found or not (found[1] or found[2]):
        return None
    count = _SPOKEN.get(found[1] or "mot") or int(found[1] or 1)
    days = count * (7 if found[2] == "tuan" else 1)
    return days if 0 <= days <= MOST_DAYS else None


def asks_for_removed(text: str) -> bool:
    """``/nhiemvu daxoa``"""
    return fold(one_line(text)).replace(" ", "") in ("daxoa", "dabo")
