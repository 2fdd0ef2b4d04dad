"""Some people of the list are marked, mended, moved, united; and all of it is taken back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from bot.conversation.attendance.lists import pasted
from bot.conversation.button import OldButton
from bot.conversation.context import Context, Replies
from bot.conversation.meetings import naming, same_person
from bot.doors.port import Button, Say
from bot.messages import attendance as said
from bot.messages.phrases import cut
from bot.minutes import Meeting
from bot.minutes.roll import Attendee, unmarked
from bot.minutes.typed.absences import each_absent
from bot.minutes.typed.names import read_who, without_into
from bot.minutes.typed.numbers import pick, read_numbers
from bot.minutes.typed.people import MAX_FIELD, Presence
from bot.minutes.typed.titles import spelled_out
from bot.minutes.typed.words import fold, one_line

_MOVE = re.compile(r"(?:so )?#?(\d{1,6}) (?:len |xuong |ra )?(sau|truoc) (?:so )?#?(\d{1,6})")
_PART = re.compile(r"(ho ten|ho va ten|ten|chuc vu|chuc danh|don vi|co quan)\s*:")
_PARTS = {"chuc vu": "title", "chuc danh": "title", "don vi": "unit", "co quan": "unit"}


def _add(context: Context, meeting: Meeting, words: str) -> Replies:
    return pasted(context, meeting, words) if words.strip() else [context.say(said.USE)]


def _edit(context: Context, meeting: Meeting, words: str) -> Replies:
    number = re.match(r"\s*(?:so )?#?\s*(\d{1,6})\s*[:.)]?\s+(?=\S)", fold(words))
    if not number:
        return [context.say(said.USE_EDIT)]
    one = numbered(context, meeting, int(number[1]))
    if one is None:
        return [context.say(said.NO_SUCH.format(numbers=number[1]))]
    rest = without_into(one_line(words[number.end() :]))
    fields = _fields(rest)
    if not fields:
        return [context.say(said.USE_EDIT)]
    if any(len(value) > MAX_FIELD for value in fields.values()):
        return [context.say(said.TOO_LONG)]
    if one.person_id == context.person.id and _is_anothers(context, meeting, fields):
        return naming.own_name(context, fields["name"], fields.get("title", one.office))
    others = naming.same_names(context, meeting, one.person_id, fields.get("name", one.name))
    changed: dict[str, object] = {**fields, "listed": 1}
    if one.person_id is not None:  # the desk names this account: whatever it has said by /toi
        changed = {"name": one.name, "title": one.title, "unit": one.unit, "named": 1, **changed}
    context.store.attendance.change(meeting.id, context.person.id, {one.no: changed})
    now = numbered(context, meeting, one.no)
    assert now is not None
    text = said.EDITED.format(no=now.no, full=now.full) + said.UNDO_HOW
    if "name" in fields and fields["name"] != one.name:
        text += naming.warning(others, one.no)
    return [context.say(text)]


def _is_anothers(context: Context, meeting: Meeting, fields: Mapping[str, str]) -> bool:
    """Whether somebody of the desk would take a name that another has."""
    name, me = fields.get("name", ""), context.person.id
    return bool(name) and context.store.names.doubt(meeting.id, me, name) is not None


def _fields(words: str) -> dict[str, str]:
    """What is to be set: one part by its name, or the person anew; a part not given stays."""
    part = _PART.match(fold(words))
    if part:
        value = words[part.end() :].strip()
        field = _PARTS.get(part[1], "name")
        entry = read_who(value).best if field == "name" else None
        if field == "name":
            return {"name": entry.name} if entry else {}
        return {field: spelled_out(value) if field == "title" else value}
    entry = read_who(words).best
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
    mark(context, meeting, chosen, Presence.PRESENT)
    return [context.say(said.PRESENT_NOW.format(who=said.who(chosen)) + said.UNDO_HOW)]


def _absent(context: Context, meeting: Meeting, words: str) -> Replies:
    """``vang 3 5 ốm``: the numbers, then the reason; ``vang 2 ốm, 3 đi học``: each their own.
    Nobody is marked where one of the numbers is none, and one step takes all of it back."""
    marked: list[tuple[list[Attendee], str]] = []
    for numbers, reason in each_absent(words):
        chosen = _choose(context, meeting, numbers, "vang")
        if isinstance(chosen, str):
            return [context.say(chosen)]
        if len(reason) > MAX_FIELD:
            return [context.say(said.TOO_LONG)]
        marked.append((chosen, reason))
    fields: dict[int, dict[str, object]] = {
        one.no: {"state": Presence.ABSENT, "note": reason}
        for chosen, reason in marked
        for one in chosen
    }
    context.store.attendance.change(meeting.id, context.person.id, fields)
    texts = [_now_absent(chosen, reason) for chosen, reason in marked]
    people = {one.no: one for chosen, _ in marked for one in chosen}.values()
    heard = [x for x in people if context.store.attendance.has_lines(meeting.id, x.person_id)]
    rows = [said.HAS_LINES.format(who=one.full_name, no=one.no) for one in heard]
    return [context.say("\n".join(["\n".join(texts) + said.UNDO_HOW, *rows]))]


def _now_absent(chosen: Sequence[Attendee], reason: str) -> str:
    because = f" ({reason})" if reason else ""
    text = said.ABSENT_NOW.format(who=said.who(chosen), reason=because)
    return text + ("" if reason else said.ABSENT_NO_REASON.format(no=chosen[0].no))


def _unmark(context: Context, meeting: Meeting, words: str) -> Replies:
    chosen = _choose(context, meeting, words, "chua")
    if isinstance(chosen, str):
        return [context.say(chosen)]
    mark(context, meeting, chosen, Presence.UNMARKED)
    now = [x for x in context.store.attendance.of_meeting(meeting.id) if x in unmarked([x])]
    shown = [x for x in now if x.no in {one.no for one in chosen}] or chosen
    return [context.say(said.UNMARKED_NOW.format(who=said.who(shown)) + said.UNDO_HOW)]


def mark(
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


def numbered(context: Context, meeting: Meeting, no: int) -> Attendee | None:
    there = context.store.attendance.of_meeting(meeting.id)
    return next((one for one in there if one.no == no), None)


# --- order, doubles, back -----------------------------------------------------------------------


def _move(context: Context, meeting: Meeting, words: str) -> Replies:
    order = _MOVE.fullmatch(one_line(fold(words)))
    if order is None or order[1] == order[3]:
        return [context.say(said.USE_ORDER)]
    one, beside = (numbered(context, meeting, int(no)) for no in (order[1], order[3]))
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
    return [unite_people(context, meeting, chosen[0], chosen[1])]


def unite_people(
    context: Context,
    meeting: Meeting,
    one: Attendee,
    other: Attendee,
    came: Presence | None = None,
) -> Say:
    """Two rows become one human's.

    Args:
        came: what counts, where one row says present and the other absent; None: that is asked.
    """
    if one.person_id and other.person_id not in (None, one.person_id):
        return same_person.ask(context, meeting, one, other)
    if came is None and {one.state, other.state} == {Presence.PRESENT, Presence.ABSENT}:
        return _ask_whether_came(context, meeting, one, other)
    context.store.attendance.unite(meeting.id, context.person.id, one, other, came)
    now = numbered(context, meeting, one.no) or one
    text = said.UNITED.format(no=one.no, other=other.no, full=now.full)
    return context.say(text + said.UNDO_HOW)


def _ask_whether_came(context: Context, meeting: Meeting, one: Attendee, other: Attendee) -> Say:
    absent = one if one.is_absent else other
    data = f"rollunite:{meeting.id}:{one.no}:{other.no}"
    label = said.BUTTON_ABSENT + (f" ({absent.note})" if absent.note else "")
    buttons = (
        (Button(said.BUTTON_PRESENT, f"{data}:{Presence.PRESENT}"),),
        (Button(cut(label, 60), f"{data}:{Presence.ABSENT}"),),
    )
    text = said.UNITE_CAME.format(one=one.no, other=other.no, absent=absent.no, full=one.full)
    return context.say(text, buttons)


def _differ(context: Context, meeting: Meeting, words: str) -> Replies:
    chosen = _choose(context, meeting, words, "khac")
    if isinstance(chosen, str):
        return [context.say(chosen)]
    rows = []
    for one in chosen:
        other = numbered(context, meeting, one.maybe) if one.maybe else None
        rows.append(
            keep_apart(context, meeting, other, one)
            if other
            else said.NOT_DOUBTFUL.format(no=one.no)
        )
    return [context.say("\n".join(rows))]


def keep_apart(context: Context, meeting: Meeting, one: Attendee, two: Attendee) -> str:
    context.store.attendance.differ(meeting.id, context.person.id, one, two)
    return said.ARE_TWO.format(no=one.no, other=two.no, one=one.full, two=two.full)


def _undo(context: Context, meeting: Meeting, _words: str) -> Replies:
    step = context.store.attendance.last_step(meeting.id, context.person.id)
    if step is None:
        return [context.say(said.NOTHING_TO_UNDO)]
    return [context.say(undo_step(context, meeting, step))]


def undo_step(context: Context, meeting: Meeting, step: int) -> str:
    """Take a step of the list back; what to say of it.

    Raises:
        OldButton: it is taken back already, or of another meeting.
    """
    same = context.store.same_people.of_step(meeting.id, step)
    if same is not None:
        return same_person.part(context, meeting, same.person_id)
    try:
        undone = context.store.attendance.undo(meeting.id, step)
    except LookupError:
        raise OldButton("that step is taken back already, or of another meeting") from None
    text = said.UNDONE.format(count=len(undone.back))
    return text + (
        said.UNDONE_LEFT.format(numbers=said.numbers(undone.left)) if undone.left else ""
    )


ORDERS: Mapping[str, Callable[[Context, Meeting, str], Replies]] = {
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
