"""What a report knows of its meeting, and still lacks: /thongtin."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.conversation.context import Command, Context, Replies
from bot.conversation.drafts.signer import SIGNER, as_printed, ask_signer
from bot.desk.attendance import attendance_list, bring_up_to_date
from bot.doors.port import Button, Buttons, Say
from bot.messages import meeting as said
from bot.messages import phrases
from bot.messages.attendance import INFO_TEXT_COUNTS, list_in_figures
from bot.messages.names import SIGNER_SHOWN
from bot.minutes import Meeting
from bot.minutes.identity import key_of_name
from bot.minutes.info import BY_CODE, ITEMS, guess, read_info
from bot.minutes.rights import Act
from bot.minutes.roll import BY_LIST, FED, serves
from bot.minutes.rules import missing_items
from bot.minutes.typed.signature import bare_name
from bot.minutes.typed.words import clean, fold
from bot.report.view import Facts

_OF_MEETING = re.compile(r"\s*#?(\d{1,9})\s*(?:\n|$|\s(?=\D))")  # in folded text


def info(context: Context, text: str) -> Replies:
    """``/thongtin``, ``/thongtin`` with items, ``/thongtin 3`` for an earlier meeting."""
    number = _OF_MEETING.match(fold(clean(text)))
    meeting = context.wanted(int(number[1]) if number else None)
    if number:
        text = clean(text)[number.end() :]
    may_fill = context.may(Act.STEER, meeting)
    if text.strip() and not may_fill:
        return [context.say(context.refused(Act.STEER, meeting))]
    bring_up_to_date(context.store, meeting)
    if text.strip():
        answered = _set_info(context, meeting, text)
        now = context.store.meetings.get(meeting.id) or meeting
        buttons = _offer_chair(context, meeting.id)
        given = SIGNER in read_info(text).values
        return [context.say(answered, buttons), *(ask_signer(context, now) if given else [])]
    answer: Replies = [context.say(_known(context, meeting))]
    missing = missing_items(attendance_list(context.store, meeting).meeting_in())
    if missing and may_fill:
        form = "\n".join(f"{item.label}: " for item in missing)
        answer.append(Say(f"/thongtin {number[1]}\n{form}" if number else f"/thongtin\n{form}"))
    return answer


def _set_info(context: Context, meeting: Meeting, text: str) -> str:
    given = read_info(text)
    fill(context, meeting, given.values)
    again = context.store.meetings.get(meeting.id)
    assert again is not None
    answer = []
    labels = [_label(code, again, context) for code, value in given.values.items() if value]
    if labels:
        answer.append(said.INFO_SET.format(labels=", ".join(labels)))
    cleared = [BY_CODE[code].label for code, value in given.values.items() if not value]
    if cleared:
        answer.append(said.INFO_CLEARED.format(labels=", ".join(cleared)))
    before = {code: meeting.info[code] for code in given.values if meeting.info.get(code)}
    lost = {code: old for code, old in before.items() if old != again.info.get(code)}
    if lost:  # somebody may have filled it in a moment ago; there is no way back but this
        answer.append(said.info_before({BY_CODE[x].label: old for x, old in lost.items()}))
    answer += [_unknown_item(name) for name in given.unknown]
    if given.unknown:
        answer.append(said.INFO_ITEMS.format(labels=", ".join(i.label for i in ITEMS)))
    if not answer:
        answer.append(said.INFO_NOTHING)
    attendance = attendance_list(context.store, again)
    lists = [BY_CODE[code].label for code in FED if given.values.get(code)]
    if lists and attendance.is_written:
        answer.append(INFO_TEXT_COUNTS.format(labels=", ".join(lists)))
    answer.append(_missing(attendance.meeting_in()))
    return "\n".join(answer)


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
    same = [x for x in seats if x.certain and fold(bare_name(x.name)) == fold(named)]
    if len(same) != 1:
        return ()
    _, account = context.store.chats.account(same[0].person_id)
    shown = same[0].name
    if key_of_name(account.name) != key_of_name(shown):  # they call themselves so
        shown = f"{shown} ({context.store.names.account(same[0].person_id)})"
    label = said.BUTTON_CHAIR.format(name=shown)
    return ((Button(label, f"chair:{meeting.id}:{same[0].person_id}"),),)


def _label(code: str, meeting: Meeting, context: Context) -> str:
    """An item's name; the time, and who signs, come with how they were read."""
    if code == SIGNER and (written := as_printed(meeting.info.get(code, ""))):
        return SIGNER_SHOWN.format(written=written)
    if code != "thoi_gian":
        return BY_CODE[code].label
    return said.INFO_TIME.format(value=Facts.of(meeting, context.house.zone).time)


def _known(context: Context, meeting: Meeting) -> str:
    values = dict(meeting.info)
    attendance = attendance_list(context.store, meeting)
    there, listed = attendance.people, attendance.meeting_in()
    values |= {code: list_in_figures(there) for code in FED if serves(meeting, there, code)}
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
    answer = [head, *rows, _missing(listed)]
    if not context.may(Act.STEER, meeting):
        return "\n".join(answer)
    answer.append(said.INFO_HOW)
    if missing_items(listed):
        answer.append(said.INFO_FORM_HEAD)
    return "\n".join(answer)


def _missing(meeting: Meeting) -> str:
    labels = [i.label for i in missing_items(meeting)]
    if not labels:
        return phrases.INFO_COMPLETE
    return phrases.INFO_MISSING.format(labels=", ".join(labels))


def _unknown_item(name: str) -> str:
    near = guess(name)
    hint = said.INFO_GUESS.format(label=near.label) if near else ""
    return said.INFO_UNKNOWN.format(name=name, guess=hint)


COMMANDS = (Command("thongtin", info),)
