"""The lines of a meeting by pages: /dong."""

from __future__ import annotations

import re

from bot.conversation import paging
from bot.conversation.button import ButtonData, OldButton
from bot.conversation.command import Command, InMenus
from bot.conversation.context import Context, House, Replies
from bot.conversation.lines import old_code
from bot.conversation.lines.card import (
    card_buttons,
    card_text,
    doubtful,
    joined,
    long_status,
    shorten,
)
from bot.desk.lines import ALL, DELETED, KINDS, UNSURE, UNTAGGED, lines_page
from bot.doors.port import Button, Buttons, Say
from bot.messages import asking as about_asking
from bot.messages import history as said
from bot.messages import phrases
from bot.messages import things as about_things
from bot.messages import voices as about_voices
from bot.minutes import Line, LineKind, LineState, Meeting
from bot.minutes.rights import Act
from bot.minutes.typed.numbers import Ranges, pick, read_numbers
from bot.minutes.typed.tags import tag_named
from bot.minutes.typed.words import clean, fold

_MOST_WHOLE = 10  # lines that are read whole where they are asked for by number


_MOST_LETTERS = 30  # of numbers that a button carries, beside the meeting's and the page's


_MAX_ROW = 280  # UTF-16 units of a line's text in a list: a page must fit into one message


_KINDS = {
    "": ALL,
    "tatca": ALL,
    "chuathe": UNTAGGED,
    "chuaganthe": UNTAGGED,
    "daxoa": DELETED,
    "xoa": DELETED,
    "nghelai": UNSURE,
    "cannghelai": UNSURE,
}


def lines(context: Context, text: str) -> Replies:
    """``/dong``, ``/dong ketluan``, ``/dong nghelai``, ``/dong trang 2``, ``/dong 12``,
    ``/dong 6-20``, ``/dong 6-180 trang 2``."""
    meeting = context.current_meeting()
    words = fold(clean(text))
    page = re.search(r"\btrang\s+(\d{1,6})\b", words)
    kind = (words.replace(page[0], "") if page else words).strip()
    ranges = read_numbers(kind)
    if ranges:
        return _lines_by_number(context, meeting, ranges, int(page[1]) if page else 1)
    which = _KINDS.get(kind.replace(" ", "")) or tag_named(kind)
    if which is None:
        return [context.say(said.NO_SUCH_KIND.format(kind=kind[:40]))]
    return [_lines_page(context, meeting, which, int(page[1]) if page else 1)]


def lines_by_number(context: Context, meeting: Meeting, number: int) -> Replies:
    """The line of that number, whole; or that there is none."""
    return _lines_by_number(context, meeting, ((number, number),), 1)


def _lines_by_number(context: Context, meeting: Meeting, ranges: Ranges, page: int) -> Replies:
    """The lines named: whole where they are few, else by pages."""
    known = {x.no: x for x in context.store.lines.of_meeting(meeting.id) if not x.deleted}
    found, missing = pick(ranges, known)
    answer: Replies = []
    which = phrases.typed(sorted(found))
    # the button has 64 bytes; so many single numbers are read whole
    if len(found) > _MOST_WHOLE and len(which) <= _MOST_LETTERS:
        answer.append(_lines_page(context, meeting, which, page))
    elif len(found) == 1 and known[found[0]].part_of:
        line = known[found[0]]  # it had no card yet; now somebody looks at it alone
        card = card_text(line, context.house)
        answer.append(context.say(card, card_buttons(line, context.house), line_id=line.id))
    elif found:
        own = context.store.steps.by_speakers(meeting.id)
        rows = [
            row_of(x, context.house, whole=True, own=own.get(x.id))
            for x in map(known.get, found)
            if x
        ]
        answer.append(context.say("\n".join(rows)))
    if missing:
        nos = ", ".join(f"#{no}" for no in missing)
        there = phrases.existing(known)
        sentence = phrases.NO_SUCH_LINES.format(lines=nos, no=meeting.id, existing=there)
        answer.append(context.say(sentence))
    return answer


def _lines_page(context: Context, meeting: Meeting, which: str, page: int) -> Say:
    text, buttons = page_of_lines(context, meeting, which, page)
    return context.say(text, buttons)


def page_of_lines(
    context: Context, meeting: Meeting, which: str, page: int, prefix: str = ""
) -> tuple[str, Buttons]:
    """One page of a meeting's lines.

    Args:
        prefix: what its page buttons do, without the page; the same list if not given.
        which: a tag, ``chuathe``, ``nghelai``, ``daxoa``, ``tatca``, or numbers: ``6-20``.
        page: counts from 1.
    """
    found = lines_page(context.store, meeting, which, page)
    listed = found.page
    if found.is_empty:
        return said.EMPTY_MEETING.format(no=meeting.id), ()
    if not listed.count:
        return said.NO_LINES_OF_KIND.format(no=meeting.id), ()
    kind = ""
    if read_numbers(which):
        kind = f" · {said.KIND_NUMBERS.format(numbers=which)}"
    elif which != ALL:
        kind = f" · {said.kind_name(which)}"
    place = phrases.page_place(listed.number, listed.pages)
    head = said.LINES_HEAD.format(
        **phrases.meeting_name(meeting), count=listed.count, kind=kind, page=place
    )
    prefix = prefix or f"page:{meeting.id}:{which}"
    own = found.looked_at
    rows = [
        row_of(x, context.house, heard_again=which == UNSURE, own=own.get(x.id))
        for x in listed.shown
    ]
    buttons = paging.turning(prefix, listed.number, listed.pages)
    if which == UNSURE and context.may(Act.STEER, meeting):
        buttons = (*buttons, (Button(about_asking.BUTTON_ASK, f"asks:{meeting.id}"),))
    return "\n".join([head, *rows]), buttons


def row_of(
    line: Line,
    house: House,
    *,
    heard_again: bool = False,
    whole: bool = False,
    own: str | None = None,
) -> str:
    """A line in a list.

    Args:
        heard_again: with the words that are in doubt.
        whole: all its words, and those in doubt.
        own: how its speaker has looked at it: a key of ``about_asking.BY_SPEAKER``.
    """
    text = line.text if whole else shorten(line.text, _MAX_ROW, line.no)
    if line.state in (LineState.FAILED, LineState.SILENT, LineState.STOPPED):
        text = said.NOT_HEARD
    mark = said.UNSURE_MARK if line.unsure or line.doubted else ""
    voice = "🎤 " if line.kind is LineKind.VOICE else ""
    head = f"{mark}{voice}{phrases.line_head(line)}"
    if own and not line.deleted:
        head += f" · {about_asking.BY_SPEAKER[own]}"
    if line.is_long and not line.deleted:
        return joined(head, long_status(line, house))
    doubts = doubtful(line) if heard_again or whole else []
    if not doubts and line.part_of is None:  # of a recording its card says it once
        doubts = about_voices.doubt_row(line)
    beside = (
        about_things.beside_rows(line.beside)
        if whole
        else about_things.beside_in_short(line.beside)
    )
    return "\n".join([head, *([text] if text else []), *old_code.row(line), *beside, *doubts])


def turn_page(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """A tap on a page button of lines: ``page:MEETING:WHICH:PAGE``."""
    meeting = context.tapped_meeting(data.number(0))
    if data[1] not in KINDS and not read_numbers(data[1]):
        raise OldButton("no such kind of lines")
    text, buttons = page_of_lines(context, meeting, data[1], data.number(2))
    return "", [context.rewritten(text, buttons)]


COMMANDS = (
    Command(
        "dong",
        lines,
        words="danhsachdong cacdong xemdong xemcacdong danhsachcau",
        with_more={
            "ykien": "dongykien danhsachykien cacykien",
            "ketluan": "danhsachketluan cacketluan",
            "nghelai": "nghelai",
        },
        plain=("dong",),
        spoken="dong",
        needs_meeting=True,
        again=True,
        menus=InMenus(group=60, alone=140, page=60),
    ),
)
TAPS = {"page": turn_page}
