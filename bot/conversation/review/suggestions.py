"""``/goiy``: the tags that are suggested. A person takes them, all or one by one, or says no."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.conversation import paging
from bot.conversation.button import ButtonData, OldButton
from bot.conversation.command import Command
from bot.conversation.context import Context, Replies
from bot.conversation.lines.card import redraw, shorten
from bot.conversation.lines.choosing import JUST_NOW, MOST_AT_ONCE
from bot.conversation.lines.undoing import back
from bot.desk.suggested import OpenSuggestion, key_of, open_suggestions, suggestion_of
from bot.doors.port import Button, Buttons
from bot.messages import lines as about_lines
from bot.messages import phrases
from bot.messages import suggestions as said
from bot.minutes import Line, Meeting, Tag
from bot.minutes.rights import Act, tagging
from bot.minutes.typed.numbers import read_meeting
from bot.minutes.typed.words import clean

_A_PAGE = 12
_MAX_ROW = 160  # UTF-16 units of a line's text


def suggestions(context: Context, text: str) -> Replies:
    """``/goiy``: of the meeting here; ``/goiy 4``: of an earlier one."""
    number = read_meeting(text)
    if number is None and clean(text):
        return [context.say(said.USE_SUGGESTIONS)]
    meeting = context.require_meeting(number)
    if not context.is_here(meeting):
        return [context.say(context.refused(Act.TAG, meeting))]
    return [context.say(*_list(context, meeting, 1, seen=False))]


def _list(context: Context, meeting: Meeting, page: int, *, seen: bool) -> tuple[str, Buttons]:
    """A page of what is open, with its buttons.

    Args:
        seen: whoever sees the page has seen those before it.
    """
    every = open_suggestions(context.store, meeting)
    if not every:
        return said.none(meeting), ()
    shown, page, pages = paging.page_of(every, page, _A_PAGE)
    rows = [
        said.row(x.line, x.suggestion, shorten(x.line.text, _MAX_ROW, x.line.no)) for x in shown
    ]
    numbers: dict[Tag, list[int]] = {}
    for one in shown if context.is_current(meeting) else ():
        numbers.setdefault(one.suggestion.tag, []).append(one.line.no)
    text = said.page_of(meeting, len(every), page, pages, rows, numbers)
    all_seen = pages == 1 or (seen and page == pages)
    return text, _buttons(meeting, every, shown, page, pages, all_seen=all_seen)


def _buttons(
    meeting: Meeting,
    every: Sequence[OpenSuggestion],
    shown: Sequence[OpenSuggestion],
    page: int,
    pages: int,
    *,
    all_seen: bool,
) -> Buttons:
    each = [
        (
            Button(
                said.BUTTON_TAKE.format(no=x.line.no, tag=phrases.TAG_NAMES[x.suggestion.tag]),
                f"sugtake:{x.line.id}:{page}:{x.key}",
            ),
            Button(said.BUTTON_REFUSE.format(no=x.line.no), f"sugno:{x.line.id}:{page}:{x.key}"),
        )
        for x in shown
    ]
    below = []
    if pages > 1:
        label = said.BUTTON_TAKE_PAGE.format(count=len(shown))
        below.append((Button(label, f"sugall:{meeting.id}:{page}:{key_of(shown)}"),))
    if all_seen and len(every) > 1:
        label = said.BUTTON_TAKE_ALL.format(count=len(every))
        below.append((Button(label, f"sugall:{meeting.id}:0:{key_of(every)}"),))
    turn = paging.turning(f"sugpage:{meeting.id}", page, pages, key_of(every))
    return (*each, *below, *turn)


# --- what the buttons do --------------------------------------------------------------------------


def _rewritten(
    context: Context,
    meeting: Meeting,
    page: int,
    *answer: str,
    step: int | None = None,
) -> Replies:
    """The list as it is now, behind what has just been done.

    Args:
        step: what the button below takes back.
    """
    text, buttons = _list(context, meeting, page, seen=False)
    if step is not None:
        back_button = Button(said.BUTTON_BACK, f"sugback:{meeting.id}:{step}")
        buttons = (*buttons, (back_button,))
    return [context.rewritten("\n\n".join([*filter(None, answer), text]), buttons)]


def _turn(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``sugpage:MEETING:PAGE:KEY``: the key is of all, as they were on the page before."""
    meeting, page = context.tapped_meeting_here(data.number(0)), data.number(1)
    if data[2] != key_of(open_suggestions(context.store, meeting)):
        return said.TOAST_CHANGED, _rewritten(context, meeting, 1)
    return "", [context.rewritten(*_list(context, meeting, page, seen=True))]


def _take(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``sugtake:LINE:PAGE:KEY``: one suggestion, as it was shown."""
    line, found = _one(context, data)
    meeting, page = context.tapped_meeting_here(line.meeting_id), data.number(1)
    if found is None:
        return _no_longer(context, line, meeting, page)
    tag = found.suggestion.tag
    if not context.may_change(tagging(None, tag), line):
        return about_lines.refused(tagging(None, tag)), []
    changed = context.store.lines.change(line, context.person.id, tag=tag)
    answer = about_lines.TOAST_TAGGED.format(no=line.no, tag=phrases.TAG_NAMES[tag])
    step = _last_step(context, meeting)
    return answer, [
        *redraw(changed, context.house),
        *_rewritten(context, meeting, page, said.taken([changed]), step=step),
    ]


def _refuse(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``sugno:LINE:PAGE:KEY``: no tag, and nobody is asked again."""
    line, found = _one(context, data)
    meeting, page = context.tapped_meeting_here(line.meeting_id), data.number(1)
    if found is None:
        return _no_longer(context, line, meeting, page)
    act = tagging(None, found.suggestion.tag)
    if not context.may_change(act, line):
        return about_lines.refused(act), []
    context.store.suggestions.refuse(line.id, context.person.id)
    return said.TOAST_REFUSED.format(no=line.no), [
        *redraw(line, context.house),
        *_rewritten(context, meeting, page, said.REFUSED.format(no=line.no)),
    ]


def _one(context: Context, data: ButtonData) -> tuple[Line, OpenSuggestion | None]:
    """The line of a button, and its suggestion if that still is as it was shown."""
    line = context.line_here(data.number(0))
    data.number(1)
    if line is None or not re.fullmatch(r"[0-9a-f]{16}", data[2]):
        raise OldButton("the line is not of this chat")
    found = suggestion_of(context.store, line)
    return line, found if found and found.key == data[2] else None


def _no_longer(context: Context, line: Line, meeting: Meeting, page: int) -> tuple[str, Replies]:
    """Why a suggestion is not open any more, and what is."""
    replies = _rewritten(context, meeting, page, _just(context, meeting))
    if line.tag is None or line.deleted:
        return said.TOAST_LINE_CHANGED.format(no=line.no), replies
    name = phrases.TAG_NAMES[line.tag]
    just = context.store.steps.just_changed(line.id, "tag", context.person.id, JUST_NOW)
    if just:
        answer = about_lines.TOAST_TAGGED_JUST.format(no=line.no, tag=name, who=just.who)
        return answer, replies
    return said.TOAST_HAS_TAG.format(no=line.no, tag=name), replies


def _take_all(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``sugall:MEETING:PAGE:KEY``: those of a page, or with page 0 all, if they are the same as
    were shown. One step of /hoantac."""
    meeting, page = context.tapped_meeting_here(data.number(0)), data.number(1)
    every = open_suggestions(context.store, meeting)
    wanted = every[(page - 1) * _A_PAGE : page * _A_PAGE] if page else every
    if page < 0 or not re.fullmatch(r"[0-9a-f]{16}", data[2]):
        raise OldButton("no such set")
    if data[2] != key_of(wanted):
        just = _just(context, meeting)
        return said.TOAST_CHANGED, _rewritten(context, meeting, page, just, said.CHANGED)
    wanted = wanted[:MOST_AT_ONCE]  # the others are on the page that comes
    may = [x for x in wanted if context.may_change(tagging(None, x.suggestion.tag), x.line)]
    if not may:
        return about_lines.refused(tagging(None, wanted[0].suggestion.tag)), []
    change, me = context.store.lines.change, context.person.id
    changed = [change(x.line, me, tag=x.suggestion.tag) for x in may]
    answer = [said.taken(changed)]
    for act in (Act.TAG, Act.CONCLUDE):
        left = [x for x in wanted if x not in may and tagging(None, x.suggestion.tag) is act]
        if left:
            answer.append(said.left([x.line.no for x in left], about_lines.refused(act)))
    step = _last_step(context, meeting)
    return said.TOAST_TAKEN.format(count=len(changed)), [
        *(reply for line in changed for reply in redraw(line, context.house)),
        *_rewritten(context, meeting, page, "\n".join(answer), step=step),
    ]


def _just(context: Context, meeting: Meeting) -> str:
    """What others have tagged a moment ago; empty: nothing."""
    found = context.store.steps.just_tagged(meeting.id, context.person.id, JUST_NOW)
    done: dict[tuple[str, Tag | None], list[int]] = {}
    for change in found:
        tag = Tag(change.after) if change.after else None
        done.setdefault((change.who, tag), []).append(change.no)
    return "\n".join(said.just(who, tag, sorted(set(nos))) for (who, tag), nos in done.items())


def _last_step(context: Context, meeting: Meeting) -> int | None:
    step = context.store.steps.last(meeting.id, context.person.id)
    return step.id if step else None


def _back(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``sugback:MEETING:STEP``: take back what this message has done, by whoever did it."""
    meeting, number = context.tapped_meeting_here(data.number(0)), data.number(1)
    step = context.store.steps.last(meeting.id, context.person.id)
    if step is None or step.id != number:
        return said.TOAST_BACK_TOO_LATE, []
    return "", [*back(context, step), *_rewritten(context, meeting, 1)]


COMMANDS = (Command("goiy", suggestions, words="goiythe", again=True),)
TAPS = {
    "sugpage": _turn,
    "sugtake": _take,
    "sugno": _refuse,
    "sugall": _take_all,
    "sugback": _back,
}
