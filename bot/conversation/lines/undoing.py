"""Take back what one has just changed, do it again, and see what a line was before."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from bot.conversation.command import Command, Hint, InMenus
from bot.conversation.context import Context, Replies
from bot.conversation.lines.choosing import choose, redrawn
from bot.messages import asking as about_asking
from bot.messages import identity as about_identity
from bot.messages import phrases
from bot.messages import undoing as said
from bot.minutes import Line, Tag
from bot.minutes.rights import Act, mending, tagging
from bot.minutes.typed.numbers import read_numbers
from bot.minutes.typed.words import clean, fold
from bot.store.steps import Change, Obstacle, Step

_MOST_ROWS = 12  # of changes in an answer
_ARRANGED = frozenset({"person_id", "place", "whose"})


def undo(context: Context, text: str) -> Replies:
    """``/hoantac``: the person's last step in this meeting; ``/hoantac 5``: the last at line 5."""
    meeting = context.current_meeting()
    ranges = read_numbers(text) if clean(text) else ()
    if ranges is None or len(ranges) > 1 or any(first != last for first, last in ranges):
        return [context.say(said.USE_UNDO)]
    no = ranges[0][0] if ranges else None
    step = context.store.steps.last(meeting.id, context.person.id, no)
    if step is None:
        where = said.AT_LINE.format(no=no) if no is not None else ""
        return [context.say(said.NOTHING_TO_UNDO.format(no=meeting.id, where=where))]
    return _set(context, step, again=False)


def redo(context: Context, _text: str) -> Replies:
    """``/lamlai``: what ``/hoantac`` has taken back, as long as nothing new was done."""
    meeting = context.current_meeting()
    step = context.store.steps.last_undone(meeting.id, context.person.id)
    if step is None:
        return [context.say(said.NOTHING_TO_REDO)]
    return _set(context, step, again=True)


def back(context: Context, step: Step) -> Replies:
    """Take a step of the person's back, whatever the meeting."""
    return _set(context, step, again=False)


def _set(context: Context, step: Step, *, again: bool) -> Replies:
    """Take a step back, or do it again: all of it or nothing."""
    store, me = context.store, context.person.id
    obstacle = store.steps.obstacle(step, me, again=again)
    if obstacle:
        return [context.say(_in_the_way(context, obstacle, again=again))]
    lines = [store.lines.get(line_id) for line_id in step.line_ids]
    for line in lines:
        for act in _acts(line, step.changes):
            if not context.may_change(act, line):
                return [context.say(phrases.refused_lines(act, [line]))]
    if again:
        store.steps.do_again(step, me)
    else:
        store.steps.take_back(step, me)
    rows = _rows(context, step, back=not again)
    answer = (said.REDONE if again else said.UNDONE).format(rows="\n".join(rows))
    return [context.say(answer), *redrawn(context, [store.lines.get(x.id) for x in lines])]


def _acts(line: Line, changes: Iterable[Change]) -> set[Act]:
    """What it takes to change these fields of a line, today."""
    acts = set()
    for change in changes:
        if change.line_id != line.id:
            continue
        if change.field == "tag":
            before, after = (Tag(x) if x else None for x in (change.before, change.after))
            acts.add(tagging(before, after))
        else:
            acts.add(Act.ARRANGE if change.field in _ARRANGED else mending(line))
    if any(change.what == "tach" for change in changes):
        acts.discard(Act.ARRANGE)  # the new line's place came with it
    return acts


def _rows(context: Context, step: Step, *, back: bool) -> list[str]:
    """What changed, a row a field: ``#5: “…” → “…”``."""
    names = _names(context, step.changes)
    rows = []
    for change in step.changes:
        before, after = (change.after, change.before) if back else (change.before, change.after)
        what = "" if back else change.what
        answer = said.change(change.field, before, after, names, what)
        if answer and not _is_aside(change, step.changes):
            rows.append(f"#{change.no}: {answer}")
    if len(rows) > _MOST_ROWS:
        more = said.MORE_CHANGES.format(count=len(rows) - _MOST_ROWS)
        rows = [*rows[:_MOST_ROWS], more]
    return rows


def _is_aside(change: Change, others: Iterable[Change]) -> bool:
    """Whether another change of the line, at the same time, says it all."""
    beside = {x.field for x in others if x.line_id == change.line_id}
    if change.field == "place":
        return "deleted" in beside
    if change.field == "whose":
        return "person_id" in beside
    return change.field in ("doubts", "state") and bool(beside & {"text", "deleted"})


def _names(context: Context, changes: Iterable[Change]) -> dict[str, str]:
    """The names of the speakers that these changes speak of, as their meeting has them."""
    moved = [c for c in changes if c.field == "person_id"]
    if not moved:
        return {}
    meeting_id = context.store.lines.get(moved[0].line_id).meeting_id
    names, chats = context.store.names, context.store.chats
    ids = {x for c in moved for x in (c.before, c.after) if x}
    return {x: names.name_of(meeting_id, int(x)) or chats.person_name(int(x)) for x in ids}


def _in_the_way(context: Context, obstacle: Obstacle, *, again: bool) -> str:
    since = obstacle.since
    no = obstacle.change.no
    if since is None:
        return said.in_the_way(no, "", "", "", again=again)
    names = _names(context, [since])
    what = said.change(since.field, since.before, since.after, names, since.what)
    at = phrases.clock(since.at, context.house.zone)
    who = since.who or phrases.THE_BOT
    return said.in_the_way(no, what, who, at, again=again)


# --- what a line was ----------------------------------------------------------------------------


def line_history(context: Context, text: str) -> Replies:
    """``/lichsudong 5``: what a line was before, by whom; also of a deleted one."""
    asked = re.sub(r"^\s*dong\b", "", fold(clean(text)))
    chosen = choose(context, asked, "lichsudong", said.USE_LINE_HISTORY, every=True)
    return [context.say(_history_of(context, chosen.lines[0])), *chosen.trouble]


def _history_of(context: Context, line: Line) -> str:
    head = said.LINE_HISTORY_HEAD.format(
        no=line.no, who=_who(line), at=phrases.moment(line.at, context.house.zone)
    )
    changes = context.store.steps.of_line(line.id)
    names = _names(context, changes)
    rows = _renamed(context, line)
    for change in changes:
        together = [x for x in changes if x.at == change.at]
        what = said.change(change.field, change.before, change.after, names, change.what)
        if change.undoing:
            what = said.change(change.field, change.before, change.after, names)
        if what and not _is_aside(change, together):
            own = about_asking.IS_SPEAKER if change.person_id == line.speaker.person_id else ""
            at = phrases.moment(change.at, context.house.zone)
            row = said.line_change(change.who + own, at, what, change.undoing)
            rows.append((change.at, row))
    told = [row for _, row in sorted(rows, key=lambda x: x[0])]
    if len(told) > _MOST_ROWS:
        earlier = said.LINE_HISTORY_EARLIER.format(count=len(told) - _MOST_ROWS)
        told = [earlier, *told[-_MOST_ROWS:]]
    return "\n".join([head, *(told or [said.LINE_HISTORY_SAME])])


def _who(line: Line) -> str:
    """The line's speaker, with the account where the name alone does not tell."""
    speaker = line.speaker
    who = f"{speaker.full} ({speaker.account})" if speaker.account else speaker.full
    if line.brought_by:
        who += f" · {about_identity.BROUGHT_BY.format(who=line.brought_by.shown)}"
    return who


def _renamed(context: Context, line: Line) -> list[tuple[datetime, str]]:
    """When the meeting has named the line's speaker otherwise, and by whom."""
    changes = context.store.names.changes(line.meeting_id, line.speaker.person_id)
    rows = []
    for change in changes:
        at = phrases.moment(change.at, context.house.zone)
        what = about_identity.HISTORY.format(before=change.before, after=change.after)
        rows.append((change.at, said.line_change(change.who, at, what, undoing=False)))
    return rows


COMMANDS = (
    Command(
        "hoantac",
        undo,
        also=("undo",),
        spoken="undo",
        hint=Hint.ALWAYS,
        menus=InMenus(group=90, page=100),
    ),
    Command("lamlai", redo, also=("redo",), spoken="redo"),
    Command("lichsudong", line_history),
)
