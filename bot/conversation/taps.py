"""What the buttons do. A button's data is ``what:id…``; every id is checked against the chat."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.attendance import orders as attendance
from bot.conversation.context import Context, Replies, TapHandler
from bot.conversation.drafts import drafts, kept, sources
from bot.conversation.lines import pages
from bot.conversation.lines.buttons import ON_LINE, on_line
from bot.conversation.meetings import erasing, history, meeting, rights, search, statistics
from bot.conversation.review import answered_alone, asking, offers, review, suggestions
from bot.conversation.signoff import deciding, readers, remarks, submitting
from bot.conversation.tasks import orders as tasks
from bot.doors.port import Tap, Toast
from bot.messages import phrases
from bot.minutes.rules import Act

_BY_TOPIC: Mapping[str, TapHandler] = {
    **pages.TAPS,
    **history.TAPS,
    **review.TAPS,
    **search.TAPS,
    **readers.TAPS,
    **remarks.TAPS,
    **submitting.TAPS,
    **deciding.TAPS,
    **statistics.TAPS,
    **sources.TAPS,
    **kept.TAPS,
    **attendance.TAPS,
    **tasks.TAPS,
    **suggestions.TAPS,
    **asking.TAPS,
    **answered_alone.TAPS,
    **offers.TAPS,
}
"""By the first word of the button's data. A new one is an entry in its file's TAPS."""


def tapped(context: Context, tap: Tap) -> Replies:
    """Do what the button says. An old or forged one gets a word and changes nothing."""
    what, *rest = tap.data.split(":")
    try:
        if what not in ON_LINE and _shows_a_line(context):
            raise LookupError("that button is of another message")
        if what in _BY_TOPIC:
            said, replies = _BY_TOPIC[what](context, rest)
            return [Toast(tap.id, said), *replies]
        if what in ("report", "reopen", "drafts", "erase", "keep", "chair"):
            said, replies = _on_meeting(context, what, *map(int, rest))
            return [Toast(tap.id, said), *replies]
        said, replies = on_line(context, what, rest)
    except (LookupError, ValueError, OverflowError, TypeError, OSError):
        return [Toast(tap.id, phrases.TOAST_OLD)]
    return [Toast(tap.id, said), *replies]


def _shows_a_line(context: Context) -> bool:
    """Whether the tapped message is a line's card, which has other buttons."""
    message_id = context.incoming.message_id
    return context.store.lines.of_message(context.chat.id, message_id) is not None


def _on_meeting(
    context: Context, what: str, meeting_id: int, number: int = 0
) -> tuple[str, Replies]:
    found = context.tapped_meeting(meeting_id)
    if what == "report":
        if not context.may(Act.DRAFT, found):
            raise LookupError("a guest makes no drafts")
        return "", drafts.draft_of(context, found)
    if what == "drafts":
        documents = context.store.meetings.documents(found.id)
        return "", kept.drafts_shown(context, found, documents)
    if what == "erase":
        return erasing.confirmed(context, found, number)
    if what == "chair":
        return rights.chair_tapped(context, found, number)
    if what == "keep":
        return erasing.kept(context, found)
    if not context.may(Act.STEER, found):
        return phrases.TOAST_NOT_ALLOWED, []
    if not context.is_current(found):
        raise LookupError("another meeting has begun since")
    return "", meeting.reopen_meeting(context, "")
