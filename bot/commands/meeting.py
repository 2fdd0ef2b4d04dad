"""Open a meeting, say what its report needs, close it."""

from __future__ import annotations

import difflib

from bot import messages
from bot.commands.context import Command, Context, Replies
from bot.minutes import Meeting
from bot.minutes.info import BY_CODE, ITEMS, read_info
from bot.minutes.rules import missing_items, sort_lines
from bot.minutes.times import spell_moment
from bot.minutes.words import one_line

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
    said = messages.OPENED.format(
        **messages.meeting_name(meeting), secretary=meeting.secretary.full
    )
    return [context.say(said)]


def close_meeting(context: Context, _text: str) -> Replies:
    meeting = context.store.meetings.open_in(context.chat.id)
    if not meeting:
        return [context.say(_not_open(context))]
    context.store.meetings.close(meeting.id, context.incoming.at)
    context.store.chats.set_told_how(context.chat.id, False)
    counts = context.store.meetings.counts(meeting.id)
    counted = messages.counts(counts.lines, counts.opinions, counts.conclusions)
    said = [messages.CLOSED.format(**messages.meeting_name(meeting), counts=counted)]
    left = sort_lines(context.store.lines.of_meeting(meeting.id))
    if left.waiting:
        waiting = messages.numbers(left.waiting)
        said.append(messages.CLOSED_WAITING.format(count=len(left.waiting), lines=waiting))
    if left.untagged:
        said.append(messages.CLOSED_UNTAGGED.format(lines=messages.numbers(left.untagged)))
    said.append(messages.CLOSED_NEXT)
    return [context.say("\n".join(said))]


def _not_open(context: Context) -> str:
    last = context.meeting()
    return messages.NOT_OPEN.format(**messages.meeting_name(last)) if last else messages.NO_MEETING


def info(context: Context, text: str) -> Replies:
    meeting = context.meeting()
    if not meeting:
        return [context.say(messages.NO_MEETING)]
    if not text.strip():
        return [context.say(_known(context, meeting))]
    given = read_info(text)
    for code, value in given.values.items():
        context.store.meetings.set_info(meeting.id, code, value)
        if BY_CODE[code].office:
            context.store.chats.keep_office_info(context.chat.id, code, value)
    said = []
    if given.values:
        labels = ", ".join(BY_CODE[code].label for code in given.values)
        said.append(messages.INFO_SET.format(labels=labels))
    said += [_unknown_item(name) for name in given.unknown]
    if given.unknown:
        said.append(messages.INFO_ITEMS.format(labels=", ".join(i.label for i in ITEMS)))
    if not said:
        said.append(messages.INFO_NOTHING)
    again = context.store.meetings.get(meeting.id)
    assert again is not None
    said.append(_missing(again))
    return [context.say("\n".join(said))]


def _known(context: Context, meeting: Meeting) -> str:
    values = dict(meeting.info)
    if "thoi_gian" not in values:
        opened = spell_moment(meeting.opened_at.astimezone(context.house.zone))
        values["thoi_gian"] = messages.INFO_FROM_OPENING.format(value=opened)
    rows = [
        messages.INFO_ROW.format(
            label=item.label,
            value=values[item.code] if "\n" not in values[item.code] else "\n" + values[item.code],
        )
        for item in ITEMS
        if item.code in values
    ]
    head = messages.INFO_HEAD.format(**messages.meeting_name(meeting))
    return "\n".join([head, *rows, _missing(meeting), messages.INFO_HOW])


def _missing(meeting: Meeting) -> str:
    labels = [i.label for i in missing_items(meeting)]
    if not labels:
        return messages.INFO_COMPLETE
    return messages.INFO_MISSING.format(labels=", ".join(labels))


def _unknown_item(name: str) -> str:
    near = difflib.get_close_matches(name.lower(), [i.label for i in ITEMS], 1)
    guess = messages.INFO_GUESS.format(label=near[0]) if near else ""
    return messages.INFO_UNKNOWN.format(name=name, guess=guess)


COMMANDS = (
    Command("batdau", open_meeting),
    Command("thongtin", info),
    Command("ketthuc", close_meeting),
)
