"""A new draft: what is in it, and what to look at before it is signed. How it is given is in
``given.py``."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot import desk
from bot.conversation.attendance import shown as people_shown
from bot.conversation.command import Command, Hint, InMenus
from bot.conversation.context import Context, Replies
from bot.conversation.drafts import approved, given
from bot.conversation.drafts.items import prints_wrong
from bot.conversation.drafts.kept import drafts_shown
from bot.conversation.drafts.templates import template_trouble
from bot.conversation.tasks.shown import for_draft
from bot.desk.attendance import attendance_list
from bot.desk.lines import lines_for_paper
from bot.desk.suggested import open_suggestions
from bot.doors.port import Button, SendFile
from bot.messages import drafts as said
from bot.messages import identity as about_names
from bot.messages import phrases
from bot.messages import recordings as about_recordings
from bot.messages import rooms as about_rooms
from bot.messages import suggestions as about_suggestions
from bot.messages import templates as about_templates
from bot.minutes import Line, LineKind, Meeting, Tag
from bot.minutes.documents import Depth, DraftRequest, Kind, read_request
from bot.minutes.guesses.tasks import TaskGuess
from bot.minutes.rights import Act
from bot.report import Draft
from bot.report.view import BLANK, Facts

_DEFAULT = DraftRequest()


def _draft(kind: Kind) -> Callable[[Context, str], Replies]:
    """``/bienban``, ``/bienban chitiet``, ``/bienban 4`` for an earlier meeting of this chat."""

    def command(context: Context, text: str) -> Replies:
        wanted = read_request(text)
        if wanted.unknown:
            answer = said.USE_DRAFT.format(word=wanted.unknown[:40], command=kind)
            return [context.say(answer)]
        return asked_for(context, context.require_meeting(wanted.meeting), kind, wanted)

    return command


def asked_for(
    context: Context, meeting: Meeting, kind: Kind = Kind.REPORT, wanted: DraftRequest = _DEFAULT
) -> Replies:
    """A new draft for the desk, asked once more where it would be empty; others see what there
    is."""
    if not context.is_here(meeting):
        return [context.say(said.DRAFT_IN_ITS_CHAT.format(no=meeting.id))]
    if not context.may(Act.DRAFT, meeting):
        return _what_there_is(context, meeting, kind)
    lines = context.store.lines.of_meeting(meeting.id)
    if _is_tagged(lines, kind, wanted):
        return draft_of(context, meeting, kind, wanted)
    suggested = len(open_suggestions(context.store, meeting, lines))
    earlier = "" if context.is_current(meeting) else f" {meeting.id}"
    text = said.empty_draft(conclusions_only=_concludes(kind, wanted), suggested=suggested)
    again = f"emptydraft:{meeting.id}:{kind}:{wanted.depth}:{int(wanted.sources)}"
    return [context.say(text.format(earlier=earlier), ((Button(said.BUTTON_DRAFT_STILL, again),),))]


def _concludes(kind: Kind, wanted: DraftRequest) -> bool:
    """Whether nothing but conclusions goes into such a draft."""
    return kind is Kind.NOTICE or wanted.depth is Depth.CONCLUSIONS


def _is_tagged(lines: Sequence[Line], kind: Kind, wanted: DraftRequest) -> bool:
    """Whether a line would stand in the draft, now or when its recording is transcribed."""
    tags = {line.tag for line in lines if not line.deleted and line.tag}
    return Tag.CONCLUSION in tags if _concludes(kind, wanted) else bool(tags)


def _what_there_is(context: Context, meeting: Meeting, kind: Kind) -> Replies:
    """For one who may have no draft made: the drafts that there are, or whom to ask."""
    documents = context.store.meetings.documents(meeting.id)
    sentence = said.DRAFTS_ARE_FOR_THE_DESK if documents else said.NO_DRAFT_FOR_YOU
    told = context.say(sentence.format(secretary=meeting.secretary.name, command=kind))
    return [told, *drafts_shown(context, meeting, documents)] if documents else [told]


def draft_of(
    context: Context, meeting: Meeting, kind: Kind = Kind.REPORT, wanted: DraftRequest = _DEFAULT
) -> Replies:
    """A new draft: what to hear again and to check, its files, and its text."""
    desk.bring_up_to_date(context.store, meeting, context.house.zone)
    lines = lines_of_document(context, meeting)
    listed, tasks, to_check = as_document(context, meeting, lines, kind, wanted.depth)
    draft = context.house.reports.draft(
        listed, lines, kind, wanted.depth, tasks=tasks, sources=wanted.sources
    )
    names = [old.path for old in context.store.meetings.documents(meeting.id)]
    path = context.house.reports.keep(draft, names)
    document_id = context.store.meetings.add_document(
        meeting.id,
        kind,
        path.name,
        context.person.id,
        wanted.depth,
        print_it=context.house.prints,
        asked_in=context.chat.id if context.chat.id != meeting.chat_id else None,
    )
    earlier = "" if context.is_current(meeting) else f" {meeting.id}"
    words = [str(kind), *([wanted.depth] if wanted.depth is not Depth.COURSE else [])]
    again = f"/{' '.join(words)}{earlier}"
    wrong = prints_wrong(context, listed, kind)
    below = under_draft(
        draft, f"/thongtin{earlier}", again, [*to_check, *wrong], prints_right=not wrong
    )
    stands = approved.new_after_approval(context, meeting, kind)
    below += f"\n{stands}" if stands else ""
    suggested = len(open_suggestions(context.store, meeting, lines))
    if suggested:
        below += f"\n{about_suggestions.OPEN.format(count=suggested, command=f'/goiy{earlier}')}"
    if context.house.small_model and any(line.kind is LineKind.VOICE for line in lines):
        below += f"\n{about_recordings.SMALL_MODEL.format(model=context.house.small_model)}"
    caption = said.REPORT_CAPTION.format(title=kind.heading.lower(), no=meeting.id)
    made = given.DraftAnswer(
        meeting,
        document_id,
        draft.text,
        has_paragraphs=bool(draft.report.paragraphs),
        broken=[template_trouble(about_templates.TEMPLATE_BROKEN, x) for x in draft.broken],
        unsure=draft.unsure,
        below=below,
        again=again,
        file=SendFile(str(path), path.name, caption),
    )
    return given.answer(context, made)


def lines_of_document(context: Context, meeting: Meeting) -> list[Line]:
    """All lines as a paper may have them: who speaks in recordings is looked at now, where it has
    not been."""
    context.house.look_at_voices(meeting.id)
    return lines_for_paper(context.store, meeting, by_voice=context.house.voices != "off")


def as_document(
    context: Context, meeting: Meeting, lines: Sequence[Line], kind: Kind, depth: Depth
) -> tuple[Meeting, tuple[TaskGuess, ...], list[str]]:
    """What a draft takes from elsewhere than the lines: the meeting with what its list of people
    says, its tasks; and what to check of both before a draft is signed."""
    people = attendance_list(context.store, meeting)
    tasks, of_tasks = for_draft(context, meeting, lines, kind, depth)
    to_check = [*people_shown.under_draft(people), *of_tasks]
    to_check += _whose_words(context, meeting, lines)
    to_check += _not_recorded(context, meeting)
    if Facts.of(meeting, context.house.zone).ends_too_early:
        command = f"/thongtin {meeting.id}"
        to_check.append(said.REPORT_ENDS_EARLY.format(command=command))
    return people.meeting_in(kind), tasks, to_check


def _whose_words(context: Context, meeting: Meeting, lines: Sequence[Line]) -> list[str]:
    """What to know of who has said what, before a draft is signed."""
    used = [line for line in lines if line.tag and not line.deleted]
    brought = [line for line in used if line.brought_by]
    unknown = [
        x
        for x in used
        if x.unknown_voice is not None
        or (not x.speaker.certain and not meeting.typed_by_secretary(x))
    ]
    waiting = len(context.store.names.waiting(meeting.id))
    rows = [about_names.UNDER_DRAFT.format(count=waiting)] if waiting else []
    for sentence, found in (
        (about_names.DRAFT_BROUGHT, brought),
        (about_names.DRAFT_UNKNOWN, unknown),
    ):
        rows += [sentence.format(lines=phrases.numbers(found))] if found else []
    return rows


def _not_recorded(context: Context, meeting: Meeting) -> list[str]:
    """What recordings of the room lack."""
    rooms = context.store.rooms
    found = [(line, rooms.standing(line)) for line in rooms.of_meeting(meeting.id)]
    return [
        about_rooms.under_draft(line.no, standing)
        for line, standing in found
        if standing.gaps or standing.failed
    ]


def under_draft(
    draft: Draft, command: str, again: str, to_check: Sequence[str], *, prints_right: bool = True
) -> str:
    """What the Word file has beyond the chat's text, what is missing, what stayed out.

    Args:
        command: how this meeting's items are set.
        again: how this draft is asked for again.
        to_check: sentences on what else to check.
        prints_right: the layout check would find nothing wrong of the items.
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
    if prints_right and not (
        labels or left.waiting or left.failed or left.unfinished or draft.unsure
    ):
        answer.append(said.REPORT_COMPLETE)
    return "\n".join(answer)


COMMANDS = (
    Command(
        Kind.REPORT,
        _draft(Kind.REPORT),
        words="xuatword xuatfile xuatpdf taifile taiword taipdf taifileword taibaocao guibaocao "
        "xembaocao laybaocao xuatbaocao inbaocao lambaocao report word pdf file tep",
        with_more={"tomtat": "tomtat tomtathop tomtatcuochop"},
        spoken="report word pdf file tep",
        hint=Hint.ALWAYS,
        menus=InMenus(group=150, alone=210),
    ),
    Command(
        Kind.MINUTES,
        _draft(Kind.MINUTES),
        words="guibienban taibienban xembienban laybienban xuatbienban inbienban lambienban",
        hint=Hint.ALWAYS,
    ),
    Command(
        Kind.NOTICE,
        _draft(Kind.NOTICE),
        words="laythongbao xemthongbao lamthongbao",
        hint=Hint.ALWAYS,
    ),
)
