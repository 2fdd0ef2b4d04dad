"""What the buttons that lead to drafts do: make one, see all of them."""

from __future__ import annotations

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.context import Context, Replies
from bot.conversation.drafts.drafts import draft_of
from bot.conversation.drafts.kept import drafts_shown
from bot.minutes.rights import Act


def _report(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """**Báo cáo**: ``report:MEETING``."""
    meeting = context.tapped_meeting(data.number(0))
    if not context.may(Act.DRAFT, meeting):
        raise OldButton("a guest makes no drafts")
    return "", draft_of(context, meeting)


def _drafts(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """**Các dự thảo**: ``drafts:MEETING``."""
    meeting = context.tapped_meeting(data.number(0))
    return "", drafts_shown(context, meeting, context.store.meetings.documents(meeting.id))


TAPS = {"report": _report, "drafts": _drafts}
