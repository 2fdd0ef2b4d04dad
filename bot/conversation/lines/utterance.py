"""An utterance becomes a line."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.context import Context, Replies
from bot.conversation.lines.card import card_buttons, card_text
from bot.doors.port import Acknowledge, MediaKind
from bot.messages import attendance
from bot.messages import lines as said
from bot.minutes import Line, Meeting, Tag
from bot.minutes.rights import Act, Role, may
from bot.minutes.typed.orders import without_address
from bot.minutes.typed.tags import is_labelled, take_tag
from foundation.logs import note


def meant_for_the_record(context: Context) -> Context:
    """The same without the words by which the bot is asked to write the others."""
    incoming = context.incoming
    words = incoming.text if incoming.speaker else without_address(incoming.text)
    return replace(context, incoming=replace(incoming, text=words))


def utterance(context: Context) -> Replies:
    """A message that is no command, in an open meeting: a line."""
    incoming = context.incoming
    if incoming.media and incoming.media.kind is MediaKind.SOUND:
        return record(context, *take_tag(incoming.text))
    answer: Replies = []
    words, tag = take_tag(incoming.text)
    if incoming.media:
        picture = incoming.media.kind is MediaKind.PICTURE
        sentence = said.PICTURE if picture else said.OTHER_FILE
        if incoming.media.name.lower().endswith((".xlsx", ".csv")):
            sentence += f" {attendance.MAY_BE_LIST}"
        if words:
            answer = record(context, words, tag)
            number = line_of(context)
            sentence += f" {said.CAPTION_KEPT.format(no=number.no)}" if number else ""
        if not words and _answered_album(context):
            return []
        return [*answer, context.say(sentence)]
    if not words:
        return [context.say(said.USE_TAG_WORD)] if tag else []
    return record(context, words, tag)


def _answered_album(context: Context) -> bool:
    """Ten pictures sent together get one answer."""
    album = (context.chat.id, context.incoming.album)
    before = album in context.house.answered_albums
    if context.incoming.album:
        context.house.answered_albums.add(album)
    return before


def record(context: Context, words: str, tag: Tag | None) -> Replies:
    """Add the line. The same message twice is the same line."""
    incoming, store = context.incoming, context.store
    meeting = store.meetings.open_in(context.chat.id)
    assert meeting is not None
    known = line_of(context)
    if known and known.at == incoming.at:  # (another bot's chat may number its messages alike)
        return []
    sound = incoming.media if incoming.media and incoming.media.kind is MediaKind.SOUND else None
    who = context.person.id
    if incoming.speaker:
        who = store.chats.know_person(incoming.chat.door, incoming.speaker).id
    store.meetings.seat(meeting.id, context.person.id)
    store.meetings.seat(meeting.id, who, here=who == context.person.id)
    absent = None
    if who == context.person.id:
        absent = store.attendance.spoke(meeting.id, who)
    answer = tag
    if tag is Tag.CONCLUSION and not _may_conclude(context, meeting, who):
        tag = None
    line = store.lines.add(
        meeting.id,
        who,
        incoming.at,
        text="" if sound else words,
        tag=tag,
        media=sound,
        message_id=incoming.message_id or None,
    )
    note(meeting=meeting.id, line=line.id)
    if incoming.message_id:
        store.lines.bind(line.id, context.chat.id, incoming.message_id, "said")
    refused: Replies = []
    if tag is not answer:
        refused = [context.say(said.RECORDED_WITHOUT_TAG.format(no=line.no))]
    if absent:
        refused.append(context.say(attendance.came(absent)))
    if not sound:
        return [Acknowledge(incoming.message_id, line.no), *refused]
    card = context.say(card_text(line, context.house), card_buttons(line, context.house), line.id)
    if not words:
        return [card, *refused]
    own = tag if is_labelled(incoming.text) else None
    caption = store.lines.add(meeting.id, who, incoming.at, text=words, tag=own)
    return [card, context.say(said.CAPTION_KEPT.format(no=caption.no)), *refused]


def _may_conclude(context: Context, meeting: Meeting, speaker_id: int) -> bool:
    roles = context.roles(meeting)
    if speaker_id == context.person.id:
        roles.add(Role.SPEAKER)
    return may(Act.CONCLUDE, roles, meeting.concluding)


def line_of(context: Context) -> Line | None:
    """The line that the message at hand was recorded as."""
    found = context.store.lines.of_message(
        context.chat.id, context.incoming.message_id, roles=("said",)
    )
    return found[0] if found else None
