"""What is said where no meeting is open, or none of that number is to be seen here."""

from __future__ import annotations

import re

from bot.conversation.context import Context, NoMeeting, Replies
from bot.conversation.drafts.which_draft import DraftRef
from bot.conversation.lines.things import NODS
from bot.conversation.meetings import outside
from bot.conversation.signoff import state
from bot.doors.port import Ability
from bot.messages import lines as said
from bot.messages import meeting, phrases, signoff
from bot.messages import rights as about_rights
from bot.minutes.typed.orders import opening_title
from bot.minutes.typed.tags import take_tag
from bot.minutes.typed.words import fold

_DECIDES = re.compile(r"\b(?:duyet|dong y|ok|oke|okie|nhat tri|thong nhat|tra lai|sua lai)\b")


def instead(context: Context, missing: NoMeeting) -> Replies:
    """The answer to one who asks about a meeting that is not there."""
    if missing.number is None:
        return [context.say(phrases.NO_MEETING)]
    return [context.say(about_rights.NO_SUCH_MEETING.format(no=missing.number))]


def tell_how_to_begin(context: Context, hint: str = "") -> Replies:
    """The answer to an utterance.

    Args:
        hint: what to say where it may have been an order.

    Once; and each time to one who tags what they say, or records it, for they mean it for the
    record. What was said is kept for a day. A chair who says “ok duyệt” is told how that is done.
    """
    media = context.incoming.media
    if context.incoming.automatic or (media and media.kind in NODS):
        return []
    waiting = _waits_for(context) if _DECIDES.search(fold(context.incoming.text)) else []
    if waiting:
        drafts = "; ".join(named.title for named in waiting)
        return [context.say(signoff.SAID_NOT_TAPPED.format(drafts=drafts))]
    asked_alone = context.is_private and not context.meeting()  # of a group's meeting
    spoken = outside.is_spoken(context)
    if asked_alone and context.store.meetings.count_of_person(context.person.id):
        how = said.HOW_TO_ANSWER if context.can(Ability.REPLIES) else said.HOW_TO_ANSWER_NEXT
        return [context.say(how, outside.keep(context) if spoken else ())]
    title = opening_title(context.incoming.text)
    if title or hint:
        return [context.say(meeting.HOW_TO_OPEN.format(title=title) if title else hint)]
    buttons = outside.keep(context)
    _, tag = take_tag(context.incoming.text)
    if context.chat.told_how and tag is None and not spoken:
        return []
    context.store.chats.set_told_how(context.chat.id, True)
    if not buttons:
        return [context.say(said.HOW_TO_BEGIN)]
    return [context.say(outside.sentence(context), buttons)]


def _waits_for(context: Context) -> list[DraftRef]:
    """The drafts that the person can approve or return here."""
    found = [state.submission_by_number(context, x.id)[0] for x in state.waiting_here(context)]
    return [named for named in found if context.decides(named.meeting)]
