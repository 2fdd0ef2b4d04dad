"""What the buttons of drafts do: another one, all of them, what a paragraph was made of."""

from __future__ import annotations

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.context import Context, Replies
from bot.conversation.drafts.drafts import all_sources, draft_of, drafts_shown, source_of
from bot.minutes.rights import Act
from bot.store.meetings import Document


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


def _all_sources(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """**Nguồn từng đoạn**: ``sources:DOCUMENT``."""
    return "", all_sources(context, _document(context, data))


def _source(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """A paragraph's address: ``source:DOCUMENT:3.2``."""
    return "", source_of(context, _document(context, data), data[1])


def _document(context: Context, data: ButtonData) -> Document:
    document = context.document(data.number(0))
    if document is None:
        raise OldButton("the draft is not of this chat")
    return document


TAPS = {"report": _report, "drafts": _drafts, "sources": _all_sources, "source": _source}
