"""What a report knows of its meeting, and still lacks: /thongtin."""

from __future__ import annotations

import re

from bot.conversation.command import Command, InMenus
from bot.conversation.context import Context, Replies
from bot.conversation.drafts.items import ask_where, fill_in, shown_back, what_is_left
from bot.desk.attendance import attendance_list, bring_up_to_date
from bot.doors.port import Button, Buttons, Say
from bot.messages import attendance as about_attendance
from bot.messages import meeting as said
from bot.messages import phrases
from bot.minutes import Meeting
from bot.minutes.identity import key_of_name
from bot.minutes.info import BY_CODE, ITEMS, guess, read_info
from bot.minutes.rights import Act
from bot.minutes.roll import FED, serves
from bot.minutes.rules import missing_items
from bot.minutes.typed.signature import bare_name
from bot.minutes.typed.vocabulary import Takes
from bot.minutes.typed.words import clean, fold
from bot.report.view import Facts

_OF_MEETING = re.compile(r"\s*#?(\d{1,9})\s*(?:\n|$|\s(?=\D))")  # in folded text


def info(context: Context, text: str) -> Replies:
    """``/thongtin``, ``/thongtin`` with items, ``/thongtin 3`` for an earlier meeting."""
    number = _OF_MEETING.match(fold(clean(text)))
    meeting = context.require_meeting(int(number[1]) if number else None)
    if number:
        text = clean(text)[number.end() :]
    may_fill = context.may(Act.STEER, meeting)
    if text.strip() and not may_fill:
        return [context.say(context.refused(Act.STEER, meeting))]
    bring_up_to_date(context.store, meeting)
    if text.strip():
        return _set_info(context, meeting, text)
    answer: Replies = [context.say(_known(context, meeting))]
    missing = missing_items(attendance_list(context.store, meeting).meeting_in())
    if missing and may_fill:
        form = "\n".join(f"{item.label}: " for item in missing)
        answer.append(Say(f"/thongtin {number[1]}\n{form}" if number else f"/thongtin\n{form}"))
    return answer


def _set_info(context: Context, meeting: Meeting, text: str) -> Replies:
    given = read_info(text)
    filled = fill_in(context, meeting, given.values)
    again = context.store.meetings.get(meeting.id)
    assert again is not None
    answer = shown_back(context, meeting, again, filled.values)
    asked = [ask_where(context, again, name, value) for name, value in given.strays]
    questions = [*filled.questions, *(one for one in asked if one)]
    told = [name for (name, _), one in zip(given.strays, asked, strict=True) if one is None]
    answer += [_unknown_item(name) for name in told]
    answer += [
        said.INFO_NO_VALUE.format(name=name, label=BY_CODE[code].label)
        for name, code in given.empty
    ]
    if told:
        answer.append(said.INFO_ITEMS.format(labels=", ".join(i.label for i in ITEMS)))
    if not answer and questions:
        return [*questions]
    if not answer:
        answer.append(said.INFO_NOTHING)
    attendance = attendance_list(context.store, again)
    lists = [BY_CODE[code].label for code in FED if given.values.get(code)]
    if lists and attendance.is_written:
        answer.append(about_attendance.INFO_TEXT_COUNTS.format(labels=", ".join(lists)))
    answer.append(what_is_left(context, attendance.meeting_in()))
    return [context.say("\n".join(answer), _offer_chair(context, meeting.id)), *questions]


def _offer_chair(context: Context, meeting_id: int) -> Buttons:
    """Who is named as chair and is in the chat may be made so there too, with one tap."""
    meeting = context.store.meetings.get(meeting_id)
    if meeting is None or meeting.chair_id is not None or not context.may(Act.APPOINT, meeting):
        return ()
    named = bare_name(meeting.info.get("chu_tri", ""))
    seats = context.store.meetings.seats(meeting.id) if named else []
    same = [x for x in seats if x.certain and fold(bare_name(x.name)) == fold(named)]
    if len(same) != 1:
        return ()
    _, account = context.store.chats.account(same[0].person_id)
    shown = same[0].name
    if key_of_name(account.name) != key_of_name(shown):  # they call themselves so
        shown = f"{shown} ({context.store.names.account(same[0].person_id)})"
    label = said.BUTTON_CHAIR.format(name=shown)
    return ((Button(label, f"chair:{meeting.id}:{same[0].person_id}"),),)


def _known(context: Context, meeting: Meeting) -> str:
    values = dict(meeting.info)
    attendance = attendance_list(context.store, meeting)
    there, listed = attendance.people, attendance.meeting_in()
    values |= {
        code: about_attendance.list_in_figures(there)
        for code in FED
        if serves(meeting, there, code)
    }
    if "thoi_gian" not in values:
        read = Facts.of(meeting, context.house.zone).time
        values["thoi_gian"] = said.INFO_FROM_OPENING.format(value=read)
    rows = [
        said.INFO_ROW.format(
            label=item.label,
            value=values[item.code] if "\n" not in values[item.code] else "\n" + values[item.code],
        )
        for item in ITEMS
        if item.code in values
    ]
    head = said.INFO_HEAD.format(**phrases.meeting_name(meeting))
    answer = [head, *rows, what_is_left(context, listed)]
    if not context.may(Act.STEER, meeting):
        return "\n".join(answer)
    answer.append(said.INFO_HOW)
    if missing_items(listed):
        answer.append(said.INFO_FORM_HEAD)
    return "\n".join(answer)


def _unknown_item(name: str) -> str:
    near = guess(name)
    hint = said.INFO_GUESS.format(label=near.label) if near else ""
    return said.INFO_UNKNOWN.format(name=name, guess=hint)


COMMANDS = (
    Command(
        "thongtin",
        info,
        words="thongtincuochop thongtinhop dienthongtin",
        takes=Takes.ROWS,
        again=True,
        menus=InMenus(group=120, alone=180, page=130),
    ),
)
