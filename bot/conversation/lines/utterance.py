"""An utterance becomes a line."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.conversation.context import Context, Replies
from bot.conversation.lines import old_code, taking, things
from bot.conversation.lines.card import card_buttons, card_text
from bot.conversation.places.cards import show_at_home
from bot.doors.port import Acknowledge, MediaKind
from bot.messages import attendance
from bot.messages import lines as said
from bot.messages import things as about_things
from bot.minutes import Line, Meeting, Tag
from bot.minutes.rights import Role, may, tagging
from bot.minutes.roll import Attendee
from bot.minutes.typed.orders import without_address
from bot.minutes.typed.tags import is_labelled, tag_named, take_tag
from bot.minutes.typed.words import fold
from foundation.logs import note

_TAG_ALONE = ("yk", "kl", "nd")  # typed without anything to tag


def meant_for_the_record(context: Context) -> Context:
    """The same without the words by which the bot is asked to write the others."""
    incoming = context.incoming
    words = incoming.text if incoming.speaker else without_address(incoming.text)
    return replace(context, incoming=replace(incoming, text=words))


def utterance(context: Context) -> Replies:
    """A message that is no command, in an open meeting: a line."""
    incoming = context.incoming
    meeting = context.open_meeting()
    assert meeting is not None
    if incoming.automatic:
        return things.of_a_channel(context, meeting.id)
    if incoming.media and incoming.media.kind is MediaKind.SOUND:
        alone = tag_named(incoming.text.strip(" .:!#"))  # «KL» under it is no sentence
        return record(context, "", alone) if alone else record(context, *take_tag(incoming.text))
    words, tag = take_tag(incoming.text)
    if incoming.media:
        return _with_thing(context, meeting, words, tag)
    if not words and incoming.beside.struck:
        return [context.say(about_things.ALL_STRUCK)]
    if not words:
        return [context.say(context.sample(said.USE_TAG_WORD))] if tag else []
    if tag is None and fold(words).strip(" .:#/") in _TAG_ALONE:
        return [context.say(context.sample(said.USE_TAG_WORD))]
    return record(context, words, tag)


def _with_thing(context: Context, meeting: Meeting, words: str, tag: Tag | None) -> Replies:
    """A picture, a file, a sticker: only the words that came with it are a line."""
    if not words:
        if things.answered_before(context, meeting.id):
            return []
        return [context.say(things.sentence_of(context.incoming))]
    answer = record(context, words, tag)
    number = line_of(context)
    kept = f" {said.CAPTION_KEPT.format(no=number.no)}" if number else ""
    return [*answer, context.say(things.sentence_of(context.incoming) + kept)]


def record(context: Context, words: str, tag: Tag | None) -> Replies:
    """Add the line. The same message twice is the same line."""
    incoming, store = context.incoming, context.store
    meeting = context.open_meeting()
    assert meeting is not None
    known = line_of(context)
    if known and known.at == incoming.at:  # (another bot's chat may number its messages alike)
        return []
    sound = incoming.media if incoming.media and incoming.media.kind is MediaKind.SOUND else None
    who, absent = _seated(context, meeting)
    answer = tag
    brought = who != context.person.id
    if brought or (tag and not _may_tag(context, meeting, tag)):
        tag = None
    add = partial(
        store.lines.add,
        meeting.id,
        who,
        incoming.at,
        brought_by=context.person.id if brought else None,
        said_in=context.said_in,
    )
    line = add(
        text="" if sound else words,
        tag=tag,
        media=sound,
        message_id=incoming.message_id or None,
        beside=None if sound and words else incoming.beside,
    )
    late = context.house.repeats(incoming.chat.door)
    line = store.lines.put_in_time(line, may_be_late=late)
    show_at_home(context, line)
    note(meeting=meeting.id, line=line.id)
    if incoming.message_id:
        store.lines.bind(line.id, context.chat.id, incoming.message_id, "said")
    for part in incoming.parts:
        store.lines.bind(line.id, context.chat.id, part, "part")
    refused: Replies = []
    if answer and tag is not answer:
        refused = [taking.offer(context, line, answer)]
    if absent:
        refused.append(context.say(attendance.came(absent)))
    refused += old_code.warned(context, line)
    if not sound:
        signed = [Acknowledge(incoming.message_id, line.no)] if incoming.message_id else []
        return [*signed, *refused]
    card = context.say(card_text(line, context.house), card_buttons(line, context.house), line.id)
    if not words:
        return [card, *refused]
    own = tag if is_labelled(incoming.text) else None
    caption = store.lines.put_in_time(
        add(text=words, tag=own, beside=incoming.beside), may_be_late=late
    )
    show_at_home(context, caption)
    kept = context.say(said.CAPTION_KEPT.format(no=caption.no))
    return [card, kept, *refused, *old_code.warned(context, caption)]


def _seated(context: Context, meeting: Meeting) -> tuple[int, Attendee | None]:
    """Whose words they are, who has a seat now; and the entry of the list in which they were
    absent until they spoke themselves."""
    store, speaker = context.store, context.incoming.speaker
    who = context.person.id
    if speaker:
        who = store.chats.know_person(context.incoming.chat.door, speaker).id
    store.meetings.seat(meeting.id, context.person.id)
    store.meetings.seat(meeting.id, who, here=who == context.person.id)
    if who != context.person.id:
        return who, None
    return who, store.attendance.spoke(meeting.id, who)


def _may_tag(context: Context, meeting: Meeting, tag: Tag) -> bool:
    """Whether the person may tag what they are about to say."""
    roles = context.roles(meeting)
    if context.person.is_account:
        roles.add(Role.SPEAKER)
    return may(tagging(None, tag), roles, meeting.concluding)


def line_of(context: Context) -> Line | None:
    """The line that the message at hand was recorded as."""
    found = context.store.lines.of_message(
        context.chat.id, context.incoming.message_id, roles=("said", "part")
    )
    return found[0] if found else None
