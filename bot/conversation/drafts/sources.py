"""Where each sentence of a draft comes from: ``/nguon``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.command import Command, InMenus
from bot.conversation.context import Context, Replies
from bot.conversation.lines.recordings import sound_of
from bot.conversation.paging import in_rows
from bot.doors.port import Button
from bot.messages import drafts as said
from bot.messages import phrases
from bot.minutes import Line
from bot.minutes.typed.words import one_line
from bot.report import DraftSources
from bot.report.view import Paragraph
from bot.store.meetings import Document

_MOST_BUTTONS = 50  # a platform shows no more under one message
_BUTTONS_A_ROW = 5


def sources(context: Context, text: str) -> Replies:
    """``/nguon 3.2``: the lines of a paragraph of the last draft; ``/nguon`` alone: of all."""
    meeting = context.last_drafted()
    if meeting is None:
        return [context.say(said.NO_DRAFT)]
    documents = context.store.meetings.documents(meeting.id)
    address = re.sub(r"[^\d.]", "", text.replace(",", ".")).strip(".")
    return (
        source_of(context, documents[-1], address)
        if address
        else all_sources(context, documents[-1])
    )


def all_sources(context: Context, document: Document) -> Replies:
    """The paragraphs of a draft, each with its lines, and a button each."""
    kept = _kept(context, document)
    if kept is None:
        return [context.say(said.DRAFT_LOST)]
    if not kept.paragraphs:
        return [context.say(said.NO_SOURCES.format(name=document.path))]
    head = said.SOURCES_HEAD.format(name=document.path, address=kept.paragraphs[0].address)
    rows = [_source_row(p) for p in kept.paragraphs]
    addresses = list(dict.fromkeys(p.address for p in kept.paragraphs))
    buttons = [Button(x, f"source:{document.id}:{x}") for x in addresses[:_MOST_BUTTONS]]
    return [context.say("\n".join([head, *rows]), in_rows(buttons, _BUTTONS_A_ROW))]


def source_of(context: Context, document: Document, address: str) -> Replies:
    """Who said what a paragraph of a draft is made of, when, and its sound."""
    kept = _kept(context, document)
    if kept is None:
        return [context.say(said.DRAFT_LOST)]
    found = [p for p in kept.paragraphs if p.address == address]
    if not found:
        return [context.say(said.NO_SUCH_PARAGRAPH.format(address=address, name=document.path))]
    by_number = {line.no: line for line in context.store.lines.of_meeting(document.meeting_id)}
    lines = [by_number[no] for no in dict.fromkeys(n for p in found for n in p.lines)]
    words = "\n".join(p.text for p in found)
    answer: Replies = [context.say(said.SOURCE_HEAD.format(address=address, text=words))]
    lines += [x for x in by_number.values() if _went_into(x, lines, by_number)]
    for line in lines:
        now = one_line(line.text)
        changed = not all(p.text.rstrip(" ./;:,") in now for p in found if line.no in p.lines)
        answer.append(context.say(said.source_of(line, context.house.zone, changed=changed)))
        if line.deleted and line.merged_into is None:
            continue
        answer += sound_of(context, line) or []
    return answer


def _went_into(line: Line, lines: Sequence[Line], by_number: Mapping[int, Line]) -> bool:
    """Whether a line's words are in one of these, by ``/gop``, maybe by way of another."""
    no, seen = line.merged_into, {line.no}
    while no is not None and no not in seen:
        if any(x.no == no for x in lines):
            return line not in lines
        seen.add(no)
        no = by_number[no].merged_into
    return False


def _kept(context: Context, document: Document) -> DraftSources | None:
    path = context.house.reports.path_of(document.meeting_id, document.path)
    try:
        return DraftSources.read(path)
    except (OSError, ValueError):  # of an older version, or the disk has lost it
        return None


def _source_row(paragraph: Paragraph) -> str:
    lines = ", ".join(f"#{no}" for no in paragraph.lines)
    text = phrases.cut(paragraph.text, 60)
    return said.SOURCES_ROW.format(address=paragraph.address, lines=lines, text=text)


def _sources_tapped(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``sources:DOCUMENT``"""
    return "", all_sources(context, _tapped_draft(context, data.number(0)))


def _source_tapped(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``source:DOCUMENT:ADDRESS``"""
    return "", source_of(context, _tapped_draft(context, data.number(0)), data[1])


def _tapped_draft(context: Context, number: int) -> Document:
    document = context.document(number)
    if document is None:
        raise OldButton("the draft is not of this chat")
    return document


COMMANDS = (Command("nguon", sources, again=True, menus=InMenus(alone=60, page=180)),)
TAPS = {"sources": _sources_tapped, "source": _source_tapped}
