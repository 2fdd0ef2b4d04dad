"""What an approved draft means for everything else: it stays as it is, and is shown as such."""

from __future__ import annotations

from collections.abc import Iterable

from bot.conversation.context import Context, Replies
from bot.doors.port import SendFile
from bot.messages import phrases
from bot.messages import signoff as said
from bot.minutes import Meeting
from bot.minutes.documents import Kind
from bot.store.meetings import Document
from bot.store.signoff import State, Submission
from foundation.files import sha256_of


def short(context: Context, document: Document) -> str:
    """``dự thảo 2 (bao-cao-4-2.docx)``."""
    return said.SHORT.format(number=context.draft_number(document), name=document.path)


def state_of(context: Context, document: Document) -> str:
    """What stands behind a draft in a list: `` · đã duyệt 24/07/2026 10:05``, or nothing."""
    found = context.store.signoff.of_document(document.id)
    if found is None:
        return ""
    return said.state(found.state, found.decided_at, context.house.zone)


def rows(context: Context, meeting: Meeting) -> str:
    """A meeting's approved drafts, for the head of what is shown of it; else empty."""
    found = [
        f"{short(context, document)}{state_of(context, document)}"
        for document, _ in _approved(context, meeting.id)
    ]
    return said.APPROVED_ROW.format(rows="; ".join(found)) if found else ""


def new_after_approval(context: Context, meeting: Meeting, kind: Kind) -> str:
    """What to say under a new draft where one of its kind was approved; else empty."""
    found = [x for x in _approved(context, meeting.id) if x[0].kind == kind]
    if not found:
        return ""
    document, submission = found[-1]
    assert submission.decided_at is not None
    return said.NEW_AFTER_APPROVAL.format(
        draft=short(context, document),
        at=phrases.moment(submission.decided_at, context.house.zone),
    )


def stays(context: Context, meetings: Iterable[int]) -> Replies:
    """What to say where somebody has changed lines of meetings that have an approved draft."""
    drafts = []
    for meeting_id in meetings:
        last = {document.kind: document for document, _ in _approved(context, meeting_id)}
        drafts += [short(context, document) for document in last.values()]
    return [context.say(said.STAYS.format(drafts="; ".join(drafts)))] if drafts else []


def files_of(context: Context, document: Document, submission: Submission) -> list[tuple[str, str]]:
    """The files of a submitted draft: name, and the SHA-256 it was submitted with."""
    files = [(document.path, submission.word)]
    if submission.pdf:
        pdf = context.house.reports.path_of(document.meeting_id, document.path).with_suffix(".pdf")
        files.append((pdf.name, submission.pdf))
    return files


def differing(context: Context, document: Document, submission: Submission) -> tuple[str, str]:
    """The first file that is not what was submitted: its name, and the SHA-256 of what is there
    now, empty where it is gone. Two empty texts: all is as it was."""
    for name, digest in files_of(context, document, submission):
        try:
            now = sha256_of(context.house.reports.path_of(document.meeting_id, name))
        except OSError:
            return name, ""
        if now != digest:
            return name, now
    return "", ""


def is_approved(context: Context, document: Document) -> bool:
    """Whether the chair has approved a draft."""
    found = context.store.signoff.of_document(document.id)
    return found is not None and found.state is State.APPROVED


def sent_again(context: Context, document: Document, caption: str) -> Replies:
    """An approved draft's files once more, and whether they still are what was approved."""
    path = context.house.reports.path_of(document.meeting_id, document.path)
    submission = context.store.signoff.of_document(document.id)
    assert submission is not None
    warnings: Replies = []
    files: Replies = []
    at = phrases.moment(submission.decided_at or submission.at, context.house.zone)
    for name, digest in files_of(context, document, submission):
        file = path.with_name(name)
        try:
            now = sha256_of(file)
        except OSError:
            warnings.append(context.say(said.APPROVED_FILE_LOST.format(name=name, was=digest)))
            continue
        if now != digest:
            warning = said.IS_NOT_APPROVED_FILE.format(name=name, at=at, was=digest, now=now)
            warnings.append(context.say(warning))
        files.append(SendFile(str(file), name, caption if now == digest else said.CAPTION_CHANGED))
    return [*warnings, *files]


def _approved(context: Context, meeting_id: int) -> list[tuple[Document, Submission]]:
    """The approved drafts of a meeting, the last approved one last."""
    found = []
    for submission in context.store.signoff.approved(meeting_id):
        document = context.store.meetings.document(submission.document_id)
        if document is not None:
            found.append((document, submission))
    return found
