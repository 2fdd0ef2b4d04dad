"""``/thanhphan``: who takes part in a meeting, pasted, from a file, and from the chat."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.conversation.attendance.shown import page_of
from bot.conversation.context import Command, Context, Replies
from bot.doors.port import Button, Buttons, MediaKind, Say, SendFile
from bot.messages import attendance as said
from bot.messages.phrases import TOAST_NOT_ALLOWED as NOT_ALLOWED
from bot.messages.templates import THIS_FILE
from bot.minutes import Meeting
from bot.minutes.info import BY_CODE
from bot.minutes.rights import Act
from bot.minutes.roll import BY_LIST, FED, Attendee, unmarked
from bot.minutes.typed.numbers import MEETING, pick, read_numbers
from bot.minutes.typed.people import MAX_FIELD, Listed, Presence
from bot.minutes.typed.people_row import read_person
from bot.minutes.typed.people_table import read_pasted
from bot.minutes.typed.words import clean, fold, one_line
from bot.report import sheets
from bot.report.reports import BUILT_IN
from bot.store import Store

_FILES = (".xlsx", ".csv", ".txt", ".tsv", ".xls", ".xlsm", "")
_NUMBER = re.compile(r"[#\s,;]*\d{1,6}(?:\s*[-–]\s*#?\d{1,6})?(?!\w)")
_MOVE = re.compile(r"(?:so )?#?(\d{1,6}) (?:len |xuong |ra )?(sau|truoc) (?:so )?#?(\d{1,6})")
_PART = re.compile(r"(ho ten|ho va ten|ten|chuc vu|chuc danh|don vi|co quan)\s*:")
_PARTS = {"chuc vu": "title", "chuc danh": "title", "don vi": "unit", "co quan": "unit"}

# --- shown --------------------------------------------------------------------------------------


def people(context: Context, text: str) -> Replies:
    """``/thanhphan``: shows the list; what stands behind it changes it."""
    if context.incoming.media is not None:
        return _take_file(context)
    words = clean(text)
    folded = fold(words)
    if re.fullmatch(r"(?:file|tep|mau|file mau|tep mau|bieu mau)", folded):
        return [SendFile(str(FORM), FORM.name, said.FORM_CAPTION)]
    if re.fullmatch(r"(?:giup|tro giup|huong dan|cach dung|\?)", folded):
        return [context.say(said.USE)]
    asked = re.fullmatch(rf"(?:{MEETING})?\s*(?:trang (\d{{1,6}}))?", folded)
    if asked:
        if not words and context.incoming.reply_to:
            return _take_replied(context)
        return _shown(context, int(asked[1]) if asked[1] else None, int(asked[2] or 1))
    meeting = context.wanted(None, or_seen=True)
    if isinstance(meeting, list):
        return meeting
    if re.fullmatch(r"(?:xuat|xuat file|xuat tep|excel|tai ve)", folded):
        return export(context, meeting)
    if not context.may(Act.STEER, meeting):
        return [context.say(context.refused(Act.STEER, meeting))]
    context.store.attendance.settle(meeting.id)
    name, rest = _order(words)
    if name:
        return _ORDERS[name](context, meeting, rest)
    return _pasted(context, meeting, words)


_NAMES = {
    "them": "them", "bo sung": "them", "sua": "sua", "xoa": "xoa", "bo": "xoa",
    "comat": "comat", "co mat": "comat", "vang": "vang", "vang mat": "vang", "chua": "chua",
    "bo danh dau": "chua", "thutu": "thutu", "thu tu": "thutu", "doi": "thutu", "gop": "gop",
    "khac": "khac", "hoantac": "hoantac", "hoan tac": "hoantac",
}  # fmt: skip
_NAME = re.compile(rf"({'|'.join(sorted(_NAMES, key=len, reverse=True))})(?![^\W_])[ \t]*")
_OF_NUMBERS = ("sua", "xoa", "vang", "chua", "comat", "gop", "khac", "thutu")


def _order(words: str) -> tuple[str, str]:
    """The word that says what to do, and the rest; no word where a list begins at once: ``Vắng:
    Nguyễn Văn An``, ``Bồ Văn An``."""
    found = _NAME.match(fold(words))
    if not found:
        return "", words
    name, rest = _NAMES[found[1]], words[found.end() :]
    if name in _OF_NUMBERS and not re.match(r"\s*(?:#|so )?\s*\d", fold(rest)):
        whole = name == "comat" and re.fullmatch(
            r"(?:het|tat ca|ca|toan bo|du)", fold(rest).strip()
        )
        if rest.strip() and not whole:
            return "", words
    if name == "hoantac" and rest.strip():
        return "", words
    return name, rest


def _shown(context: Context, number: int | None, page: int) -> Replies:
    meeting = context.wanted(number, or_seen=True)
    if isinstance(meeting, list):
        return meeting
    return [context.say(*_page(context, meeting, page))]


def _page(context: Context, meeting: Meeting, page: int) -> tuple[str, Buttons]:
    return page_of(context.store, meeting, page, may=context.may(Act.STEER, meeting))


# --- written ------------------------------------------------------------------------------------


def _pasted(context: Context, meeting: Meeting, words: str) -> Replies:
    text, buttons = take(context.store, meeting, context.person.id, read_pasted(words), "")
    return [context.say(text, buttons), *_page_below(context, meeting, buttons)]


def take(store: Store, meeting: Meeting, by: int, listed: Listed, name: str) -> tuple[str, Buttons]:
    """Take the people of a list into the meeting's; what to say of it, and the button that takes
    it back.

    Args:
        name: the file's; empty for a pasted list.
    """
    added = store.attendance.add(meeting.id, by, listed.entries)
    text = said.read(listed, len(added.new), len(set(added.known)), name)
    if added.step is None:
        return text, ()
    undo = Button(said.BUTTON_UNDO, f"rollback:{meeting.id}:{added.step}")
    return text, ((undo,),)


def _page_below(context: Context, meeting: Meeting, changed: Buttons) -> Replies:
    if not changed:
        return []
    return [Say(*_page(context, meeting, 1))]


def _add(context: Context, meeting: Meeting, words: str) -> Replies:
    return _pasted(context, meeting, words) if words.strip() else [context.say(said.USE)]


def _edit(context: Context, meeting: Meeting, words: str) -> Replies:
    number = re.match(r"\s*(?:so )?#?\s*(\d{1,6})\s*[:.)]?\s+(?=\S)", fold(words))
    if not number:
        return [context.say(said.USE_EDIT)]
    one = _numbered(context, meeting, int(number[1]))
    if one is None:
        return [context.say(said.NO_SUCH.format(numbers=number[1]))]
    rest = one_line(words[number.end() :])
    fields = _fields(rest)
    if not fields:
        return [context.say(said.USE_EDIT)]
    if any(len(value) > MAX_FIELD for value in fields.values()):
        return [context.say(said.TOO_LONG)]
    changed = {**fields, "listed": 1}
    context.store.attendance.change(meeting.id, context.person.id, {one.no: changed})
    now = _numbered(context, meeting, one.no)
    assert now is not None
    text = said.EDITED.format(no=now.no, full=now.full) + said.UNDO_HOW
    if any(getattr(now, name) != value for name, value in fields.items()):
        text += f"\n{said.NAMED_BY_TOI}"
    return [context.say(text)]


def _fields(words: str) -> dict[str, str]:
    """What is to be set: one part by its name, or the person anew; a part not given stays."""
    part = _PART.match(fold(words))
    if part:
        value = words[part.end() :].strip()
        field = _PARTS.get(part[1], "name")
        entry = read_person(value) if field == "name" else None
        if field == "name":
            return {"name": entry.name} if entry else {}
        return {field: value}
    entry = read_person(words)
    if entry is None:
        return {}
    given = {"title": entry.title, "unit": entry.unit, "called": entry.called}
    return {"name": entry.name, **{name: value for name, value in given.items() if value}}


def _remove(context: Context, meeting: Meeting, words: str) -> Replies:
    chosen = _choose(context, meeting, words, "xoa")
    if isinstance(chosen, str):
        return [context.say(chosen)]
    gone = {one.no: {"removed": 1, "maybe": None} for one in chosen}
    context.store.attendance.change(meeting.id, context.person.id, gone)
    return [context.say(said.REMOVED.format(who=said.who(chosen)) + said.UNDO_HOW)]


# --- marked -------------------------------------------------------------------------------------


def _present(context: Context, meeting: Meeting, words: str) -> Replies:
    if re.fullmatch(r"\s*(?:het|tat ca|ca|toan bo|du)\s*", fold(words)):
        chosen: list[Attendee] | str = unmarked(context.store.attendance.of_meeting(meeting.id))
        if not chosen:
            return [context.say(said.NOBODY_LEFT)]
    else:
        chosen = _choose(context, meeting, words, "comat")
    if isinstance(chosen, str):
        return [context.say(chosen)]
    _mark(context, meeting, chosen, Presence.PRESENT)
    return [context.say(said.PRESENT_NOW.format(who=said.who(chosen)) + said.UNDO_HOW)]


def _absent(context: Context, meeting: Meeting, words: str) -> Replies:
    """``vang 3 5 ốm``: the numbers, then the reason."""
    end = 0
    while number := _NUMBER.match(words, end):
        end = number.end()
    chosen = _choose(context, meeting, words[:end], "vang")
    if isinstance(chosen, str):
        return [context.say(chosen)]
    reason = one_line(words[end:]).strip(" .,;:()-–")
    if len(reason) > MAX_FIELD:
        return [context.say(said.TOO_LONG)]
    _mark(context, meeting, chosen, Presence.ABSENT, reason)
    because = f" ({reason})" if reason else ""
    text = said.ABSENT_NOW.format(who=said.who(chosen), reason=because)
    text += "" if reason else said.ABSENT_NO_REASON.format(no=chosen[0].no)
    heard = [x for x in chosen if context.store.attendance.has_lines(meeting.id, x.person_id)]
    rows = [said.HAS_LINES.format(who=one.full_name, no=one.no) for one in heard]
    return [context.say("\n".join([text + said.UNDO_HOW, *rows]))]


def _unmark(context: Context, meeting: Meeting, words: str) -> Replies:
    chosen = _choose(context, meeting, words, "chua")
    if isinstance(chosen, str):
        return [context.say(chosen)]
    _mark(context, meeting, chosen, Presence.UNMARKED)
    now = [x for x in context.store.attendance.of_meeting(meeting.id) if x in unmarked([x])]
    shown = [x for x in now if x.no in {one.no for one in chosen}] or chosen
    return [context.say(said.UNMARKED_NOW.format(who=said.who(shown)) + said.UNDO_HOW)]


def _mark(
    context: Context,
    meeting: Meeting,
    chosen: Sequence[Attendee],
    state: Presence,
    reason: str = "",
) -> None:
    fields: dict[int, dict[str, object]] = {
        one.no: {"state": state, "note": reason if state is Presence.ABSENT else _kept(one)}
        for one in chosen
    }
    context.store.attendance.change(meeting.id, context.person.id, fields)


def _kept(one: Attendee) -> str:
    """What was noted of somebody stays; why they were absent does not."""
    return "" if one.is_absent else one.note


def _choose(context: Context, meeting: Meeting, words: str, command: str) -> list[Attendee] | str:
    """Those whose numbers somebody has typed; or what to say where there are none such."""
    ranges = read_numbers(words)
    if ranges is None:
        return said.USE_MARK.format(command=command)
    there = {one.no: one for one in context.store.attendance.of_meeting(meeting.id)}
    found, missing = pick(ranges, there)
    if missing or not found:
        return said.NO_SUCH.format(numbers=said.numbers(missing))
    return [there[no] for no in found]


def _numbered(context: Context, meeting: Meeting, no: int) -> Attendee | None:
    there = context.store.attendance.of_meeting(meeting.id)
    return next((one for one in there if one.no == no), None)


# --- order, doubles, back -----------------------------------------------------------------------


def _move(context: Context, meeting: Meeting, words: str) -> Replies:
    order = _MOVE.fullmatch(one_line(fold(words)))
    if order is None or order[1] == order[3]:
        return [context.say(said.USE_ORDER)]
    one, beside = (_numbered(context, meeting, int(no)) for no in (order[1], order[3]))
    if one is None or beside is None:
        return [context.say(said.NO_SUCH.format(numbers=order[1] if one is None else order[3]))]
    before = order[2] == "truoc"
    context.store.attendance.move(meeting.id, context.person.id, one, beside, before=before)
    sentence = said.MOVED_BEFORE if before else said.MOVED_BEHIND
    return [context.say(sentence.format(no=one.no, beside=beside.no) + said.UNDO_HOW)]


def _unite(context: Context, meeting: Meeting, words: str) -> Replies:
    chosen = _choose(context, meeting, words, "gop")
    if isinstance(chosen, str) or len(chosen) != 2:
        return [context.say(chosen if isinstance(chosen, str) else said.USE_UNITE)]
    return [context.say(_united(context, meeting, *chosen))]


def _united(context: Context, meeting: Meeting, one: Attendee, other: Attendee) -> str:
    try:
        context.store.attendance.unite(meeting.id, context.person.id, one, other)
    except ValueError:
        return said.TWO_ACCOUNTS.format(no=one.no, other=other.no)
    now = _numbered(context, meeting, one.no) or one
    return said.UNITED.format(no=one.no, other=other.no, full=now.full) + said.UNDO_HOW


def _differ(context: Context, meeting: Meeting, words: str) -> Replies:
    chosen = _choose(context, meeting, words, "khac")
    if isinstance(chosen, str):
        return [context.say(chosen)]
    rows = []
    for one in chosen:
        other = _numbered(context, meeting, one.maybe) if one.maybe else None
        rows.append(
            _apart(context, meeting, other, one) if other else said.NOT_DOUBTFUL.format(no=one.no)
        )
    return [context.say("\n".join(rows))]


def _apart(context: Context, meeting: Meeting, one: Attendee, two: Attendee) -> str:
    context.store.attendance.differ(meeting.id, context.person.id, one, two)
    return said.ARE_TWO.format(no=one.no, other=two.no, one=one.full, two=two.full)


def _undo(context: Context, meeting: Meeting, _words: str) -> Replies:
    step = context.store.attendance.last_step(meeting.id, context.person.id)
    if step is None:
        return [context.say(said.NOTHING_TO_UNDO)]
    return [context.say(_undone(context, meeting, step))]


def _undone(context: Context, meeting: Meeting, step: int) -> str:
    undone = context.store.attendance.undo(meeting.id, step)
    text = said.UNDONE.format(count=len(undone.back))
    return text + (
        said.UNDONE_LEFT.format(numbers=said.numbers(undone.left)) if undone.left else ""
    )


_ORDERS: Mapping[str, Callable[[Context, Meeting, str], Replies]] = {
    "them": _add,
    "sua": _edit,
    "xoa": _remove,
    "comat": _present,
    "vang": _absent,
    "chua": _unmark,
    "thutu": _move,
    "gop": _unite,
    "khac": _differ,
    "hoantac": _undo,
}

# --- files --------------------------------------------------------------------------------------

FORM = BUILT_IN / "thanh_phan.xlsx"  #: an empty list to fill in


def _take_file(context: Context) -> Replies:
    """A file with the list: the clerk reads it, and answers."""
    media = context.incoming.media
    assert media is not None
    meeting = context.wanted(None)
    if isinstance(meeting, list):
        return meeting
    if not context.may(Act.STEER, meeting):
        return [context.say(context.refused(Act.STEER, meeting))]
    name = media.name or THIS_FILE
    ending = name.lower().rpartition(".")[2] if "." in name else ""
    if media.kind is not MediaKind.OTHER or not media.ref or f".{ending}".rstrip(".") not in _FILES:
        return [context.say(said.FILE_NOT_LIST.format(name=name))]
    if media.size is not None and media.size > sheets.MAX_BYTES:
        return [context.say(said.FILE_AGAIN.format(what=said.FILE_WRONG["big"]))]
    context.store.attendance.want_read(context.chat.id, meeting.id, context.person.id, media)
    return [context.say(said.FILE_READING.format(name=name))]


def _take_replied(context: Context) -> Replies:
    """``/thanhphan`` in reply to a message: its file, where the platform hands that over."""
    media = context.incoming.replied
    if media is None or media.kind is not MediaKind.OTHER:
        if media is None:  # a reply to any other message only shows
            return _shown(context, None, 1)
        return [context.say(said.REPLY_NO_FILE)]
    return _take_file(replace(context, incoming=replace(context.incoming, media=media)))


def export(context: Context, meeting: Meeting) -> Replies:
    """The list as an Excel file."""
    context.store.attendance.settle(meeting.id)
    there = context.store.attendance.of_meeting(meeting.id)
    if not there:
        return [context.say(said.EXPORT_EMPTY)]
    path = context.house.reports.path_of(meeting.id, f"thanh-phan-{meeting.id}.xlsx")
    try:
        sheets.write_list(there, path)
    except OSError:
        return [context.say(said.EXPORT_FAILED)]
    caption = said.EXPORT_CAPTION.format(no=meeting.id, count=len(there))
    return [SendFile(str(path), path.name, caption)]


# --- taps ---------------------------------------------------------------------------------------


def _tapped(context: Context, rest: Sequence[str], count: int) -> tuple[Meeting, list[int]]:
    """The meeting and the numbers of a button.

    Raises:
        LookupError, ValueError: the button is old or forged.
    """
    if len(rest) != count:
        raise ValueError("not so many numbers")
    meeting_id, *numbers = (int(word) for word in rest)
    return context.tapped_meeting(meeting_id), numbers


def _turn(context: Context, rest: list[str]) -> tuple[str, Replies]:
    meeting, (page,) = _tapped(context, rest, 2)
    return "", [context.rewritten(*_page(context, meeting, page))]


def _file(context: Context, rest: list[str]) -> tuple[str, Replies]:
    meeting, _ = _tapped(context, rest, 1)
    return "", export(context, meeting)


def _all(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """Those who were shown as not marked: who came into the list since was not seen."""
    meeting, (last,) = _tapped(context, rest, 2)
    if not context.may(Act.STEER, meeting):
        return NOT_ALLOWED, []
    open_ones = unmarked(context.store.attendance.of_meeting(meeting.id))
    chosen = [one for one in open_ones if one.no <= last]
    if not chosen:
        raise LookupError("nobody is left to be marked")
    _mark(context, meeting, chosen, Presence.PRESENT)
    return said.TOAST_ALL.format(count=len(chosen)), _again(context, meeting)


def _again(context: Context, meeting: Meeting) -> Replies:
    return [context.rewritten(*_page(context, meeting, 1))]


def _pair(context: Context, rest: list[str]) -> tuple[Meeting, Attendee, Attendee]:
    meeting, (first, second) = _tapped(context, rest, 3)
    one, two = (_numbered(context, meeting, no) for no in (first, second))
    if one is None or two is None or two.maybe != one.no:
        raise LookupError("it is decided")
    return meeting, one, two


def _same(context: Context, rest: list[str]) -> tuple[str, Replies]:
    meeting, one, two = _pair(context, rest)
    if not context.may(Act.STEER, meeting):
        return NOT_ALLOWED, []
    text = _united(context, meeting, one, two)
    return said.TOAST_DONE, [context.say(text), *_again(context, meeting)]


def _others(context: Context, rest: list[str]) -> tuple[str, Replies]:
    meeting, one, two = _pair(context, rest)
    if not context.may(Act.STEER, meeting):
        return NOT_ALLOWED, []
    text = _apart(context, meeting, one, two)
    return said.TOAST_DONE, [context.say(text), *_again(context, meeting)]


def _back(context: Context, rest: list[str]) -> tuple[str, Replies]:
    meeting, (step,) = _tapped(context, rest, 2)
    if not context.may(Act.STEER, meeting):
        return NOT_ALLOWED, []
    return said.TOAST_DONE, [context.rewritten(_undone(context, meeting, step))]


def _use_list(context: Context, rest: list[str]) -> tuple[str, Replies]:
    meeting, (wanted,) = _tapped(context, rest, 2)
    if not context.may(Act.STEER, meeting):
        return NOT_ALLOWED, []
    given = [code for code in FED if meeting.info.get(code)]
    if wanted not in (0, 1) or not given or bool(meeting.info.get(BY_LIST)) == bool(wanted):
        raise LookupError("it is so already")
    context.store.meetings.set_info(meeting.id, BY_LIST, "1" if wanted else "")
    labels = ", ".join(BY_CODE[code].label for code in given)
    text = said.USES_LIST if wanted else said.USES_TEXT.format(labels=labels)
    now = context.numbered(meeting.id)
    assert now is not None
    return said.TOAST_DONE, [context.say(text), *_again(context, now)]


COMMANDS = (Command("thanhphan", people),)
TAPS = {
    "roll": _turn,
    "rollfile": _file,
    "rollall": _all,
    "rollsame": _same,
    "rollapart": _others,
    "rollback": _back,
    "rolluse": _use_list,
}
