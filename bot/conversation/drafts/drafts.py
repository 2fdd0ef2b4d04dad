"""Drafts: their text in the chat, their files, where each sentence comes from, what changed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import zip_longest

from bot.conversation.attendance import shown as people_shown
from bot.conversation.context import Command, Context, Replies
from bot.conversation.drafts import approved
from bot.conversation.lines.recordings import sound_of
from bot.conversation.paging import in_rows
from bot.conversation.tasks.shown import for_draft
from bot.desk.suggested import open_suggestions
from bot.doors.port import Button, SendFile
from bot.messages import drafts as said
from bot.messages import phrases
from bot.messages import templates as about_templates
from bot.messages.suggestions import OPEN
from bot.minutes import Line, Meeting
from bot.minutes.documents import Depth, Kind, Wanted, read_wanted
from bot.minutes.guesses.tasks import Task
from bot.minutes.rights import Act
from bot.minutes.roll import with_list
from bot.minutes.typed.numbers import NAMED_MEETING
from bot.minutes.typed.words import fold, one_line
from bot.report import Draft, Kept, TemplateBroken
from bot.report.view import BLANK, Facts, Paragraph
from bot.store.meetings import Document

_DEFAULT = Wanted()
_MOST_BUTTONS = 50  # a platform shows no more under one message
_BUTTONS_A_ROW = 5


def _draft(kind: Kind) -> Callable[[Context, str], Replies]:
    """``/bienban``, ``/bienban chitiet``, ``/bienban 4`` for an earlier meeting of this chat."""

    def command(context: Context, text: str) -> Replies:
        wanted = read_wanted(text)
        if wanted.unknown:
            answer = said.USE_DRAFT.format(word=wanted.unknown[:40], command=kind)
            return [context.say(answer)]
        found = context.wanted(wanted.meeting)
        if isinstance(found, list):
            return found
        if not context.may(Act.DRAFT, found):
            return [context.say(said.DRAFT_IN_ITS_CHAT.format(no=found.id))]
        return draft_of(context, found, kind, wanted)

    return command


def draft_of(
    context: Context, meeting: Meeting, kind: Kind = Kind.REPORT, wanted: Wanted = _DEFAULT
) -> Replies:
    """A new draft: what to hear again first, its text, its files."""
    lines = context.store.lines.of_meeting(meeting.id)
    listed, tasks, to_check = as_document(context, meeting, lines, kind, wanted.depth)
    draft = context.house.reports.draft(
        listed, lines, kind, wanted.depth, tasks=tasks, sources=wanted.sources
    )
    names = [old.path for old in context.store.meetings.documents(meeting.id)]
    path = context.house.reports.keep(draft, names)
    document_id = context.store.meetings.add_document(
        meeting.id, kind, path.name, context.person.id, wanted.depth, print_it=context.house.prints
    )
    earlier = "" if context.is_current(meeting) else f" {meeting.id}"
    words = [str(kind), *([wanted.depth] if wanted.depth is not Depth.COURSE else [])]
    again = f"/{' '.join(words)}{earlier}"
    below = under_draft(draft, f"/thongtin{earlier}", again, to_check)
    stands = approved.before(context, meeting, kind)
    below += f"\n{stands}" if stands else ""
    suggested = len(open_suggestions(context.store, meeting, lines))
    if suggested:
        below += f"\n{OPEN.format(count=suggested, command=f'/goiy{earlier}')}"
    button = Button(phrases.BUTTON_SOURCES, f"sources:{document_id}")
    caption = said.REPORT_CAPTION.format(title=kind.heading.lower(), no=meeting.id)
    return [
        *(context.say(told(about_templates.TEMPLATE_BROKEN, trouble)) for trouble in draft.broken),
        *([context.say(hear_again_first(draft.unsure, again))] if draft.unsure else []),
        context.say(f"{draft.text}\n\n{below}", ((button,),) if draft.report.paragraphs else ()),
        SendFile(str(path), path.name, caption),
    ]


def as_document(
    context: Context, meeting: Meeting, lines: Sequence[Line], kind: Kind, depth: Depth
) -> tuple[Meeting, tuple[Task, ...], list[str]]:
    """What a draft takes from elsewhere than the lines: the meeting with what its list of people
    says, its tasks; and what to check of both before a draft is signed."""
    _, there = people_shown.served(context, meeting)
    tasks, of_tasks = for_draft(context, meeting, lines, kind, depth)
    to_check = [*people_shown.under_draft(meeting, there), *of_tasks]
    if Facts.of(meeting, context.house.zone).ends_too_early:
        command = f"/thongtin {meeting.id}"
        to_check.append(said.REPORT_ENDS_EARLY.format(command=command))
    return with_list(meeting, there, kind), tasks, to_check


def told(sentence: str, trouble: TemplateBroken) -> str:
    """What is wrong with a template, in one of the sentences for that."""
    return about_templates.template_broken(
        sentence,
        trouble.file,
        trouble.wrong,
        str(trouble),
        trouble.tag,
        trouble.place,
        trouble.around,
    )


# --- where a sentence comes from ----------------------------------------------------------------


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


def _kept(context: Context, document: Document) -> Kept | None:
    path = context.house.reports.path_of(document.meeting_id, document.path)
    try:
        return Kept.read(path)
    except (OSError, ValueError):  # of an older version, or the disk has lost it
        return None


def _source_row(paragraph: Paragraph) -> str:
    lines = ", ".join(f"#{no}" for no in paragraph.lines)
    text = phrases.cut(paragraph.text, 60)
    return said.SOURCES_ROW.format(address=paragraph.address, lines=lines, text=text)


# --- the drafts there are -----------------------------------------------------------------------


def drafts(context: Context, text: str) -> Replies:
    """``/duthao``: the drafts; ``/duthao 2``: the second again; ``/duthao 1 2``: what changed.

    They are those of the meeting that was drafted last; ``/duthao cuộc họp 4`` of another.
    """
    words = fold(text)
    named = re.search(NAMED_MEETING, words)
    meeting: Meeting | Replies | None
    if named:
        meeting = context.wanted(int(named[1]))
        if isinstance(meeting, list):
            return meeting
        words = words[: named.start()] + words[named.end() :]
    else:
        meeting = context.last_drafted()
    documents = context.store.meetings.documents(meeting.id) if meeting else []
    if meeting is None or not documents:
        return [context.say(said.NO_DRAFT)]
    numbers = [int(n) for n in re.findall(r"\d{1,6}", words)]
    wrong = [n for n in numbers if not 1 <= n <= len(documents)]
    if wrong or len(numbers) > 2 or (words.strip() and not numbers):
        return [context.say(said.USE_DRAFTS.format(count=len(documents)))]
    if not numbers:
        return drafts_shown(context, meeting, documents)
    reports = context.house.reports
    paths = [reports.path_of(meeting.id, documents[n - 1].path) for n in numbers]
    if len(paths) == 1:
        return _files_again(context, numbers[0], documents[numbers[0] - 1])
    if not all(path.exists() for path in paths):
        return [context.say(said.DRAFT_LOST)]
    try:
        before, after = (path.with_suffix(".txt").read_text("utf-8").splitlines() for path in paths)
    except OSError:
        return [context.say(said.DRAFT_LOST)]
    return [context.say(said.draft_changes(numbers[0], numbers[1], changes(before, after)))]


def list_of_drafts(context: Context, meeting: Meeting, documents: Sequence[Document]) -> str:
    """The drafts of a meeting, a row each."""
    rows = [_draft_row(context, n, document) for n, document in enumerate(documents, start=1)]
    head = said.DRAFTS_HEAD.format(**phrases.meeting_name(meeting))
    last = context.last_drafted()
    earlier = "" if last and last.id == meeting.id else said.OF_MEETING.format(no=meeting.id)
    return "\n".join([head, *rows, said.DRAFTS_HOW.format(earlier=earlier)])


def drafts_shown(context: Context, meeting: Meeting, documents: Sequence[Document]) -> Replies:
    """The list, with a button for the files of each; of very many the last ones."""
    buttons = [
        Button(said.BUTTON_FILE.format(number=n), f"file:{document.id}")
        for n, document in enumerate(documents, start=1)
    ]
    listed = list_of_drafts(context, meeting, documents)
    return [context.say(listed, in_rows(buttons[-_MOST_BUTTONS:], _BUTTONS_A_ROW))]


def _files_again(context: Context, number: int, document: Document) -> Replies:
    """What was kept of a draft: the Word file, and the PDF where there is one. Of an approved one
    it is first made sure that they are what was approved."""
    row = _draft_row(context, number, document)
    if approved.is_so(context, document):
        return approved.sent_again(context, document, row)
    word = context.house.reports.path_of(document.meeting_id, document.path)
    files = [path for path in (word, word.with_suffix(".pdf")) if path.exists()]
    if not files:
        return [context.say(said.DRAFT_LOST)]
    captions = [row, *("" for _ in files[1:])]
    return [SendFile(str(x), x.name, answer) for x, answer in zip(files, captions, strict=True)]


def file_tapped(context: Context, rest: list[str]) -> tuple[str, Replies]:
    """A tap on a draft's button: ``file:DOCUMENT``.

    Raises:
        LookupError: it is not of a meeting that the person may see here.
    """
    (number,) = map(int, rest)
    document = context.document(number)
    if document is None:
        raise LookupError("the draft is not of this chat")
    return "", _files_again(context, context.draft_number(document), document)


def _draft_row(context: Context, number: int, document: Document) -> str:
    at = document.at.astimezone(context.house.zone)
    row = said.DRAFTS_ROW.format(
        number=number,
        title=Kind(document.kind).heading,
        depth=phrases.DEPTH_NAMES[Depth(document.depth)],
        at=f"{at:%d/%m/%Y %H:%M}",
        who=document.who,
        name=document.path,
    )
    return row + approved.state_of(context, document)


def changes(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, str]]:
    """What is different between two texts, paragraph by paragraph: (as it was, as it is)."""
    found = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what != "equal":
            pairs = zip_longest(before[a:b], after[c:d], fillvalue="")
            found += [(old, new) for old, new in pairs if old.strip() or new.strip()]
    return found


_MOST_UNSURE = 20  # lines; a message takes about so many with their words


def hear_again_first(unsure: Sequence[Line], command: str) -> str:
    """What somebody should listen to again before the draft is signed.

    Args:
        unsure: lines that stand in the draft.
        command: how the draft is asked for again.
    """
    rows = [phrases.unsure_row(line) for line in unsure[:_MOST_UNSURE]]
    if len(unsure) > _MOST_UNSURE:
        rows.append(said.REPORT_UNSURE_MORE.format(count=len(unsure) - _MOST_UNSURE))
    return said.REPORT_UNSURE.format(
        count=len(unsure), rows="\n".join(rows), no=unsure[0].no, command=command
    )


def under_draft(draft: Draft, command: str, again: str, to_check: Sequence[str]) -> str:
    """What the Word file has beyond the chat's text, what is missing, what stayed out.

    Args:
        command: how this meeting's items are set.
        again: how this draft is asked for again.
        to_check: sentences on what else to check.
    """
    view, left = draft.report, draft.left
    answer = [
        said.REPORT_HEAD.format(
            agency=" / ".join(name for name in (view.parent_agency, view.agency) if name),
            number=view.number or BLANK,
            code=view.kind.code,
            symbol=view.symbol,
            place=f" · {view.place}" if view.kind is not Kind.MINUTES else "",
        )
    ]
    labels = [item.label for item in view.missing]
    if not left.content and view.sections.content:
        labels.append(said.MISSING_CONTENT)
    if not left.conclusions:
        labels.append(said.MISSING_CONCLUSION)
    if labels:
        answer.append(said.REPORT_MISSING.format(labels=", ".join(labels), command=command))
    answer += to_check
    if view.assumed_time:
        answer.append(said.REPORT_ASSUMED.format(value=view.assumed_time, command=command))
    if view.kind is Kind.MINUTES and view.assumed_end:
        answer.append(said.REPORT_ASSUMED_END.format(value=view.assumed_end, command=command))
    if view.kind is Kind.MINUTES and BLANK in (view.secretary_name, view.chair_name):
        answer.append(said.REPORT_NO_NAMES.format(command=command))
    if view.degree_dropped and view.kind is not Kind.MINUTES:
        answer.append(said.REPORT_DEGREE.format(degree=view.degree_dropped))
    for sentence, lines in (
        (said.REPORT_UNTAGGED, left.untagged),
        (said.REPORT_WAITING, left.waiting),
        (said.REPORT_FAILED, left.failed),
        (said.REPORT_UNFINISHED, left.unfinished),
    ):
        if lines:
            numbers = phrases.numbers(lines)
            answer.append(sentence.format(count=len(lines), lines=numbers, command=again))
    if not (labels or left.waiting or left.failed or left.unfinished or draft.unsure):
        answer.append(said.REPORT_COMPLETE)
    return "\n".join(answer)


COMMANDS = (
    Command(Kind.REPORT, _draft(Kind.REPORT)),
    Command(Kind.MINUTES, _draft(Kind.MINUTES)),
    Command(Kind.NOTICE, _draft(Kind.NOTICE)),
    Command("nguon", sources),
    Command("duthao", drafts),
)
TAPS = {"file": file_tapped}
