"""A meeting's tasks as they are shown: a list, one alone, in a draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.conversation import paging
from bot.conversation.context import Context
from bot.desk.tasks import TaskList, day_of, task_list
from bot.doors.port import Button, Buttons
from bot.messages import phrases
from bot.messages import tasks as said
from bot.minutes import Line, Meeting
from bot.minutes.documents import Depth, Kind
from bot.minutes.guesses.tasks import TaskGuess
from bot.minutes.rights import Act
from bot.minutes.tasks import Task, TaskState, TaskWords, for_document, in_order
from bot.minutes.typed.deadlines import Deadline, read_deadline
from bot.minutes.typed.words import digest
from bot.report.view import shows_suggested

_TASKS_A_PAGE = 5
MOST_ROWS = 8  # of tasks in an answer


def deadline_of(context: Context, meeting: Meeting, due: str) -> Deadline | None:
    return read_deadline(due, day_of(meeting, context.house.zone)) if due else None


def today_of(context: Context) -> date:
    return context.incoming.at.astimezone(context.house.zone).date()


def command_for(context: Context, meeting: Meeting) -> str:
    """How this meeting's tasks are spoken of here."""
    return "/nhiemvu" if context.is_current(meeting) else f"/nhiemvu cuộc họp {meeting.id}"


def page_of(context: Context, meeting: Meeting, page: int) -> tuple[str, Buttons]:
    found = task_list(context.store, meeting)
    listed = found.listed
    command = command_for(context, meeting)
    desk = context.may(Act.TASKS, meeting)
    foot = _foot(found, command, desk=desk)
    if not listed:
        how = said.HOW_TO_ADD.format(command=command) if desk else ""
        head = said.NOTHING.format(**phrases.meeting_name(meeting), how=how).strip()
        return "\n".join([head, *foot]), ()
    shown, page, pages = paging.page_of(listed, page, _TASKS_A_PAGE)
    how = said.HOW if desk else said.HOW_TO_LOOK
    rows = [said.page_of(meeting, shown, listed, page, pages), *foot, how.format(command=command)]
    confirmable = shown if context.is_here(meeting) else []
    return "\n".join(rows), _list_buttons(meeting, confirmable, shown, page, pages)


def _foot(found: TaskList, command: str, *, desk: bool) -> list[str]:
    removed = found.removed
    rows = [
        said.REMOVED_CHANGED.format(
            line=one.line, no=one.no, now=said.in_words(one.now, 80), command=command
        )
        for one in removed
        if one.line_changed and one.now and desk
    ][:1]
    if removed:
        rows.append(said.REMOVED_COUNT.format(count=len(removed), command=command))
    days = found.days_before
    if days is not None or (desk and any(one.stands for one in found.every)):
        rows.append(said.reminds(days, command))
    return rows


def _list_buttons(
    meeting: Meeting,
    confirmable: Sequence[Task],
    shown: Sequence[Task],
    page: int,
    pages: int,
) -> Buttons:
    rows = [tuple(Button(str(one.no), f"task:{meeting.id}:{one.no}") for one in shown)]
    suggested = [one for one in confirmable if one.state is TaskState.SUGGESTED]
    if suggested:
        every = said.BUTTON_ALL if pages == 1 else said.BUTTON_ALL_OF_PAGE
        only = said.BUTTON_ONLY.format(no=suggested[0].no)
        label = every.format(count=len(suggested)) if len(suggested) > 1 else only
        rows.append((Button(label, f"taskall:{meeting.id}:{seal(suggested)}:{page}"),))
    return (*rows, *paging.turning(f"tasks:{meeting.id}", page, pages))


def suggested_on(context: Context, meeting: Meeting, page: int) -> list[Task]:
    """The suggestions that stand on a page of the list now."""
    first = (page - 1) * _TASKS_A_PAGE
    shown = task_list(context.store, meeting).listed[first : first + _TASKS_A_PAGE]
    return [one for one in shown if one.state is TaskState.SUGGESTED]


def seal(shown: Sequence[Task]) -> str:
    """Names what somebody has read: who confirms confirms these words."""
    rows = (f"({x.no}, {_spelled(x.words)}, {_spelled(x.now)}, {x.state.value!r})" for x in shown)
    return digest(f"[{', '.join(rows)}]")


def _spelled(words: TaskWords | None) -> str:
    """In a form that stays, whatever the type is called: it is in buttons in people's chats."""
    if words is None:
        return "None"
    return f"Words(who={words.who!r}, what={words.what!r}, due={words.due!r})"


def card(context: Context, meeting: Meeting, one: Task) -> tuple[str, Buttons]:
    """A task alone, whole, with what may be done to it."""
    last = context.store.tasks.last_change(meeting.id, one.no)
    zone = context.house.zone
    text = said.alone(one, said.changed_by(last[0].who, last[0].at, zone) if last else "")
    back = (Button(said.BUTTON_LIST, f"tasks:{meeting.id}:1"),)
    if not context.is_here(meeting):  # a guest; in the group the desk reads the message too
        return text, (back,)
    about = f"{meeting.id}:{one.no}"
    confirm = Button(said.BUTTON_CONFIRM, f"taskok:{about}:{seal([one])}")
    edit = Button(said.BUTTON_EDIT, f"taskedit:{about}")
    remove = Button(said.BUTTON_REMOVE, f"taskdrop:{about}")
    done = Button(said.BUTTON_DONE, f"taskdone:{about}")
    restore = Button(said.BUTTON_RESTORE, f"taskback:{about}")
    if one.state is TaskState.SUGGESTED:
        return text, ((confirm, edit, remove), back)
    if one.state is TaskState.CONFIRMED:
        return text, (*_of_line(one, about), (done, edit, remove), back)
    return text, ((restore, edit) if one.state is TaskState.DONE else (restore,), back)


def _of_line(one: Task, about: str) -> Buttons:
    """What to do where the line says something else now."""
    if not one.line_changed:
        return ()
    row = [Button(said.BUTTON_KEEP, f"taskok:{about}:{seal([one])}")]
    if one.now:
        label = said.BUTTON_TAKE_LINE.format(line=one.line)
        row.append(Button(label, f"taskline:{about}:{seal([one])}"))
    return (tuple(row),)


def removed_list(context: Context, meeting: Meeting) -> str:
    removed = task_list(context.store, meeting).removed
    command = command_for(context, meeting)
    if not removed:
        return said.NOTHING_REMOVED.format(**phrases.meeting_name(meeting), command=command)
    return rows_of(removed, f"{command} daxoa", most=30)


def rows_of(shown: Sequence[Task], command: str, most: int = MOST_ROWS) -> str:
    rows = [said.row(one) for one in shown[:most]]
    if len(shown) > most:
        rows.append(said.MORE_ROWS.format(count=len(shown) - most, command=command))
    return "\n".join(rows)


def no_such(context: Context, meeting: Meeting, found: TaskList, missing: Sequence[int]) -> str:
    return said.NO_SUCH.format(
        numbers=", ".join(map(str, missing)),
        no=meeting.id,
        existing=said.existing(max((x.no for x in found.every), default=0)),
        command=command_for(context, meeting),
    )


def for_draft(
    context: Context, meeting: Meeting, lines: Sequence[Line], kind: Kind, depth: Depth
) -> tuple[tuple[TaskGuess, ...], list[str]]:
    """The tasks of a draft, and what to tell of them below it."""
    found = task_list(context.store, meeting)
    every = in_order(found.every, lines)
    suggested = [x for x in every if x.state is TaskState.SUGGESTED]
    with_them = shows_suggested(kind, depth)
    command, rows = command_for(context, meeting), []
    in_table = [x for x in every if x.stands or (with_them and x in suggested)]
    if suggested:
        sentence = said.DRAFT_SUGGESTED if with_them else said.DRAFT_UNCONFIRMED
        numbers = said.numbers(suggested[:20])
        if with_them:
            numbered = [row for row in enumerate(in_table, start=1) if row[1] in suggested]
            numbers = said.in_table(numbered[:20], command)
        rows.append(sentence.format(count=len(suggested), numbers=numbers, command=command))
    outdated = [(row, x) for row, x in enumerate(in_table, start=1) if x.stands and x.line_changed]
    if outdated:
        numbers = said.in_table(outdated[:20], command)
        rows.append(said.DRAFT_CHANGED.format(numbers=numbers, command=command))
    return for_document(every, suggested=with_them), rows
