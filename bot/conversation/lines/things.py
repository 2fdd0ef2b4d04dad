"""What people send that is no utterance: a sticker, a place, a poll, the post of a channel."""

from __future__ import annotations

from bot.conversation.context import Context, Replies
from bot.doors.port import Incoming, MediaKind
from bot.messages import attendance
from bot.messages import things as said

#: what stands for a nod: told once a meeting, or it would be in everybody's way
NODS = (MediaKind.STICKER, MediaKind.ANIMATION, MediaKind.DICE)


def sentence_of(incoming: Incoming) -> str:
    """What is said of a thing that does not go into the minutes."""
    media = incoming.media
    assert media is not None
    sentence = said.sentence(media.kind.value, media.name)
    if media.kind is MediaKind.OTHER and media.name.lower().endswith((".xlsx", ".csv")):
        sentence += f" {attendance.MAY_BE_LIST}"
    return sentence


def answered_before(context: Context, meeting_id: int) -> bool:
    """Whether nothing is to be said of a thing without words: ten pictures sent together get one
    answer, and so do all the stickers of a meeting."""
    incoming = context.incoming
    if incoming.media and incoming.media.kind in NODS:
        return not _is_first(context, f"{meeting_id} {incoming.media.kind}")
    return bool(incoming.album) and not _is_first(context, incoming.album)


def of_a_channel(context: Context, meeting_id: int) -> Replies:
    """The post of a linked channel, which the platform has put here by itself: told once."""
    if not _is_first(context, f"{meeting_id} channel"):
        return []
    speaker = context.incoming.speaker or context.incoming.person
    return [context.say(said.CHANNEL.format(name=speaker.name))]


def _is_first(context: Context, what: str) -> bool:
    answered = context.house.answered_albums
    before = len(answered)
    answered.add((context.chat.id, what))
    return len(answered) > before
