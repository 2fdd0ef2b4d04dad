"""Open a meeting, say what its report needs, close it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot import messages
from bot.conversation.attendance.shown import served
from bot.conversation.context import Command, Context, Replies
from bot.conversation.review.asking import ask
from bot.desk.suggested import open_suggestions
from bot.doors.port import Button, Buttons, ChatKind, Say
from bot.messages.asking import CLOSED_ASKED
from bot.messages.attendance import INFO_TEXT_COUNTS
from bot.messages.attendance import served as served_by
from bot.messages.suggestions import OPEN
from bot.minutes import Meeting
from bot.minutes.info import BY_CODE, ITEMS, guess, read_info
from bot.minutes.roll import BY_LIST, FED, serves
from bot.minutes.rules import Act, missing_items, sort_lines
from bot.minutes.typed.signature import bare_name
from bot.minutes.typed.words import clean, fold, one_line
from bot.report.view import Facts

_MAX_TITLE = 500  # characters


def open_meeting(context: Context, text: str) -> Replies:
    title = one_line(text)
    already = context.store.meetings.open_in(context.chat.id)
    if already:
        counts = context.store.meetings.counts(already.id)
        since = messages.moment(already.opened_at, context.house.zone)
        said = messages.ALREADY_OPEN.format(
            **messages.meeting_name(already), since=since, lines=counts.lines
        )
        return [context.say(said)]
    if not title:
        return [context.say(messages.USE_OPEN)]
    if len(title) > _MAX_TITLE:
        return [context.say(messages.TITLE_TOO_LONG)]
    meeting = context.store.meetings.open(
        context.chat.id,
        title,
        context.person.id,
        context.incoming.at,
        context.store.chats.office_info(context.chat.id),
    )
    context.store.attendance.begin(meeting.id)
    context.store.attendance.settle(meeting.id)
    said = messages.OPENED.format(
        **messages.meeting_name(meeting), secretary=meeting.secretary.full
    )
    if context.chat.chat.kind is ChatKind.GROUP and not context.incoming.hears_all:
        said += f"\n\n{messages.HEARS_COMMANDS_ONLY}"
    return [context.say(said)]


def close_meeting(context: Context, _text: str) -> Replies:
    meeting = context.store.meetings.open_in(context.chat.id)
    if not meeting:
        return [context.say(_not_open(context))]
    if not context.may(Act.STEER, meeting):
        return [context.say(context.refused(Act.STEER, meeting))]
    context.store.meetings.close(meeting.id, context.incoming.at)
    context.store.chats.set_told_how(context.chat.id, False)
    counts = context.store.meetings.counts(meeting.id)
    counted = messages.counts(counts.lines, counts.opinions, counts.conclusions)
    said = [messages.CLOSED.format(**messages.meeting_name(meeting), counts=counted)]
    lines = context.store.lines.of_meeting(meeting.id)
    left = sort_lines(lines)
    if left.waiting:
        waiting = messages.numbers(left.waiting)
        said.append(messages.CLOSED_WAITING.format(count=len(left.waiting), lines=waiting))
    if left.untagged:
        said.append(messages.CLOSED_UNTAGGED.format(lines=messages.numbers(left.untagged)))
    if left.failed:
        said.append(messages.CLOSED_FAILED.format(lines=messages.numbers(left.failed)))
    if left.unfinished:
        unfinished = messages.numbers(left.unfinished)
        said.append(messages.CLOSED_UNFINISHED.format(lines=unfinished))
    suggested = len(open_suggestions(context.store, meeting, lines))
    if suggested:
        said.append(OPEN.format(count=suggested, command="/goiy"))
    asked = ask(context.house, meeting, lines)
    if asked.asked:
        said.append(CLOSED_ASKED.format(lines=messages.numbers(asked.asked)))
    said.append(messages.CLOSED_NEXT)
    buttons = (
        (
            Button(messages.BUTTON_REPORT, f"report:{meeting.id}"),
            Button(messages.BUTTON_REOPEN, f"reopen:{meeting.id}"),
        ),
    )
    return [context.say("\n".join(said), buttons), *asked.says]


def reopen_meeting(context: Context, _text: str) -> Replies:
    """``/molai``: the chat's last meeting goes on, where it was closed by mistake."""
    last = context.meeting()
    if last is None:
        return [context.say(messages.NO_MEETING)]
    if last.is_open:
        return open_meeting(context, last.title)  # says that it is open
    if not context.may(Act.STEER, last):
        return [context.say(context.refused(Act.STEER, last))]
    context.store.meetings.reopen(last.id)
    return [context.say(messages.REOPENED.format(**messages.meeting_name(last)))]


def _not_open(context: Context) -> str:
    last = context.meeting()
    return messages.NOT_OPEN.format(**messages.meeting_name(last)) if last else messages.NO_MEETING


_OF_MEETING = re.compile(r"\s*#?(\d{1,9})\s*(?:\n|$|\s(?=\D))")  # in folded text


def info(context: Context, text: str) -> Replies:
    """``/thongtin``, ``/thongtin`` with items, ``/thongtin 3`` for an earlier meeting."""
    number = _OF_MEETING.match(fold(clean(text)))
    meeting = context.wanted(int(number[1]) if number else None)
    if isinstance(meeting, list):
        return meeting
    if number:
        text = clean(text)[number.end() :]
    may_fill = context.may(Act.STEER, meeting)
    if text.strip():
        if not may_fill:
            return [context.say(context.refused(Act.STEER, meeting))]
        return [context.say(_set_info(context, meeting, text), _offer_chair(context, meeting.id))]
    said: Replies = [context.say(_known(context, meeting))]
    missing = missing_items(served(context, meeting)[0])
    if missing and may_fill:
        form = "\n".join(f"{item.label}: " for item in missing)
        said.append(Say(f"/thongtin {number[1]}\n{form}" if number else f"/thongtin\n{form}"))
    return said


def _set_info(context: Context, meeting: Meeting, text: str) -> str:
    given = read_info(text)
    fill(context, meeting, given.values)
    again = context.store.meetings.get(meeting.id)
    assert again is not None
    said = []
    labels = [_label(code, again, context) for code, value in given.values.items() if value]
    if labels:
        said.append(messages.INFO_SET.format(labels=", ".join(labels)))
    cleared = [BY_CODE[code].label for code, value in given.values.items() if not value]
    if cleared:
        said.append(messages.INFO_CLEARED.format(labels=", ".join(cleared)))
    before = {code: meeting.info[code] for code in given.values if meeting.info.get(code)}
    lost = {code: old for code, old in before.items() if old != again.info.get(code)}
    if lost:  # somebody may have filled it in a moment ago; there is no way back but this
        said.append(messages.info_before({BY_CODE[x].label: old for x, old in lost.items()}))
    said += [_unknown_item(name) for name in given.unknown]
    if given.unknown:
        said.append(messages.INFO_ITEMS.format(labels=", ".join(i.label for i in ITEMS)))
    if not said:
        said.append(messages.INFO_NOTHING)
    listed, there = served(context, again)
    lists = [BY_CODE[code].label for code in FED if given.values.get(code)]
    if lists and any(one.listed for one in there):
        said.append(INFO_TEXT_COUNTS.format(labels=", ".join(lists)))
    said.append(_missing(listed))
    return "\n".join(said)


def fill(context: Context, meeting: Meeting, values: Mapping[str, str]) -> None:
    """Set items of ``/thongtin``, by their codes; the office's constant ones are remembered."""
    for code, value in values.items():
        context.store.meetings.set_info(meeting.id, code, value)
        context.store.steps.touched.add(meeting.id)  # an approved draft stays, and that is said
        if BY_CODE[code].office:
            context.store.chats.keep_office_info(context.chat.id, code, value)
    if any(values.get(code) for code in FED):  # words given by hand count more than the list
        context.store.meetings.set_info(meeting.id, BY_LIST, "")


def _offer_chair(context: Context, meeting_id: int) -> Buttons:
    """Who is named as chair and is in the chat may be made so there too, with one tap."""
    meeting = context.store.meetings.get(meeting_id)
    if meeting is None or meeting.chair_id is not None or not context.may(Act.APPOINT, meeting):
        return ()
    named = bare_name(meeting.info.get("chu_tri", ""))
    seats = context.store.meetings.seats(meeting.id) if named else []
    same = [seat for seat in seats if fold(bare_name(seat.name)) == fold(named)]
    if len(same) != 1:
        return ()
    label = messages.BUTTON_CHAIR.format(name=same[0].name)
    return ((Button(label, f"chair:{meeting.id}:{same[0].person_id}"),),)


def _label(code: str, meeting: Meeting, context: Context) -> str:
    """An item's name; the time comes with how it was read."""
    if code != "thoi_gian":
        return BY_CODE[code].label
    return messages.INFO_TIME.format(value=Facts.of(meeting, context.house.zone).time)


def _known(context: Context, meeting: Meeting) -> str:
    values = dict(meeting.info)
    listed, there = served(context, meeting)
    values |= {code: served_by(there) for code in FED if serves(meeting, there, code)}
    if "thoi_gian" not in values:
        read = Facts.of(meeting, context.house.zone).time
        values["thoi_gian"] = messages.INFO_FROM_OPENING.format(value=read)
    rows = [
        messages.INFO_ROW.format(
            label=item.label,
            value=values[item.code] if "\n" not in values[item.code] else "\n" + values[item.code],
        )
        for item in ITEMS
        if item.code in values
    ]
    head = messages.INFO_HEAD.format(**messages.meeting_name(meeting))
    said = [head, *rows, _missing(listed)]
    if not context.may(Act.STEER, meeting):
        return "\n".join(said)
    said.append(messages.INFO_HOW)
    if missing_items(listed):
        said.append(messages.INFO_FORM_HEAD)
    return "\n".join(said)


def _missing(meeting: Meeting) -> str:
    labels = [i.label for i in missing_items(meeting)]
    if not labels:
        return messages.INFO_COMPLETE
    return messages.INFO_MISSING.format(labels=", ".join(labels))


def _unknown_item(name: str) -> str:
    near = guess(name)
    hint = messages.INFO_GUESS.format(label=near.label) if near else ""
    return messages.INFO_UNKNOWN.format(name=name, guess=hint)


COMMANDS = (
    Command("batdau", open_meeting),
    Command("thongtin", info),
    Command("ketthuc", close_meeting),
    Command("molai", reopen_meeting),
)
