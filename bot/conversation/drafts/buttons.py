"""What the buttons that lead to drafts do: make one, see all of them."""

from __future__ import annotations

from bot.conversation.button import ButtonData
from bot.conversation.context import Context, Replies
from bot.conversation.drafts.drafts import asked_for, draft_of
from bot.conversation.drafts.kept import drafts_shown
from bot.messages import phrases
from bot.minutes.documents import Depth, DraftRequest, Kind
from bot.minutes.rights import Act


def _report(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """**Báo cáo**: ``report:MEETING``."""
    return "", asked_for(context, context.tapped_meeting_here(data.number(0)))


def _still(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """**Vẫn lấy dự thảo**, which nobody has tagged a line for: ``emptydraft:MEETING:KIND:DEPTH:N``;
    N is 1 for one that shows its sources."""
    meeting = context.tapped_meeting_here(data.number(0))
    kind, depth, sources = data.one_of(Kind, 1), data.one_of(Depth, 2), data.number(3)
    if not context.may(Act.DRAFT, meeting):
        return phrases.TOAST_NOT_ALLOWED, []
    return "", draft_of(context, meeting, kind, DraftRequest(depth, bool(sources)))


def _drafts(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """**Các dự thảo**: ``drafts:MEETING``."""
    meeting = context.tapped_meeting(data.number(0))
    return "", drafts_shown(context, meeting, context.store.meetings.documents(meeting.id))


TAPS = {"report": _report, "emptydraft": _still, "drafts": _drafts}
