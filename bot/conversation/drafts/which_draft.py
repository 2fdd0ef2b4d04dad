"""Which draft somebody means: the last one, one of a kind, or by its number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from bot.conversation.context import AnswerInstead, Context
from bot.doors.port import SendFile
from bot.messages import phrases
from bot.messages import signoff as said
from bot.minutes import Meeting
from bot.minutes.documents import Kind
from bot.minutes.typed.numbers import NAMED_MEETING
from bot.minutes.typed.small_talk import POLITE
from bot.minutes.typed.words import clean, fold
from bot.store.meetings import Document

_KIND = re.compile(r"\b(bao ?cao|bien ?ban|thong ?bao)\b")
_FILLER = POLITE | {"so", "du", "thao", "ban", "moi", "nhat", "duyet", "ky", "chu", "tri"}


@dataclass(frozen=True)
class DraftRef:
    """A draft, where it belongs, and its number there (``/duthao``)."""

    meeting: Meeting
    document: Document
    number: int

    @property
    def kind(self) -> Kind:
        return Kind(self.document.kind)

    @property
    def title(self) -> str:
        """``dự thảo 2 của cuộc họp số 4 “Họp giao ban”``."""
        return said.DRAFT.format(number=self.number, **phrases.meeting_name(self.meeting))

    def path(self, context: Context) -> Path:
        """Its Word file."""
        return context.house.reports.path_of(self.meeting.id, self.document.path)

    def files(self, context: Context) -> list[SendFile]:
        """Its Word file, and its PDF where there is one."""
        caption = said.FILE_CAPTION.format(number=self.number, no=self.meeting.id)
        word = self.path(context)
        found = [SendFile(str(word), word.name, caption)]
        pdf = word.with_suffix(".pdf")
        if pdf.exists() and not context.store.signoff.is_printing(self.document.id):
            found.append(SendFile(str(pdf), pdf.name))
        return found


def draft_by_id(context: Context, document_id: int) -> DraftRef | None:
    """A draft of a meeting that the person may see here."""
    document = context.document(document_id)
    meeting = context.numbered(document.meeting_id) if document else None
    if document is None or meeting is None:
        return None
    return DraftRef(meeting, document, context.draft_number(document))


def newer_draft(context: Context, named: DraftRef) -> int | None:
    """The number of a later draft of the same kind, the last one's; None: this is the last."""
    documents = context.store.meetings.documents(named.meeting.id)
    later = [
        number
        for number, one in enumerate(documents, start=1)
        if one.id > named.document.id and one.kind == named.document.kind
    ]
    return later[-1] if later else None


def which_draft(context: Context, text: str, command: str) -> DraftRef:
    """Read ``biên bản``, ``2``, ``2 cuộc họp 4``; nothing: the current meeting's last draft.

    Raises:
        AnswerInstead: that names no draft.
        NoMeeting
    """
    words = fold(clean(text))
    of_meeting = re.search(NAMED_MEETING, words)
    words = re.sub(NAMED_MEETING, " ", words)
    kind_word = _KIND.search(words)
    words = _KIND.sub(" ", words)
    number = re.search(r"(?:^|\s)#?(\d{1,6})(?=\s|$)", words)
    if number:
        words = words[: number.start()] + words[number.end() :]
    unknown = [word for word in re.findall(r"\S+", words) if word.strip(".,!") not in _FILLER]
    if unknown:
        typed = next((x for x in clean(text).split() if fold(x) == unknown[0]), unknown[0])
        usage = said.USE_SUBMIT.format(word=typed[:40], command=command)
        raise AnswerInstead([context.say(usage)])
    meeting: Meeting | None = None
    if not of_meeting and (number or context.is_private):
        meeting = context.last_drafted()  # of which /duthao, which gives the numbers, speaks
    meeting = meeting or context.require_meeting(int(of_meeting[1]) if of_meeting else None)
    kind = Kind(kind_word[1].replace(" ", "")) if kind_word else None
    return _chosen(context, meeting, int(number[1]) if number else None, kind)


def _chosen(context: Context, meeting: Meeting, number: int | None, kind: Kind | None) -> DraftRef:
    documents = context.store.meetings.documents(meeting.id)
    if number is not None and documents:
        if not 1 <= number <= len(documents):
            sentence = said.NO_DRAFT_OF_NUMBER
            answer = sentence.format(number=number, no=meeting.id, count=len(documents))
            raise AnswerInstead([context.say(answer)])
        return DraftRef(meeting, documents[number - 1], number)
    every = [
        DraftRef(meeting, document, place)
        for place, document in enumerate(documents, start=1)
        if kind is None or document.kind == kind
    ]
    if every:
        return every[-1]
    name = kind.heading.lower() if kind else said.ANY_DRAFT
    make = kind or Kind.REPORT
    sentence = said.NO_DRAFT_OF_KIND.format(
        **phrases.meeting_name(meeting), kind=name, make=make_command(context, meeting, make)
    )
    raise AnswerInstead([context.say(sentence)])


def make_command(context: Context, meeting: Meeting, kind: Kind) -> str:
    """How a new draft of a meeting is asked for, without the stroke."""
    current = context.store.meetings.current(meeting.chat_id)  # of its chat, not of this one
    return str(kind) if current and current.id == meeting.id else f"{kind} {meeting.id}"
