"""The list of who takes part: a page of it as it is shown, and what reports take of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from bot.conversation import paging
from bot.conversation.context import Context
from bot.doors.port import Button, Buttons
from bot.messages import attendance as said
from bot.messages.phrases import cut
from bot.minutes import Meeting
from bot.minutes.info import BY_CODE
from bot.minutes.roll import BY_LIST, FED, Attendee, is_full_name, serves, unmarked, with_list
from bot.minutes.typed.people import Presence
from bot.store import Store

_A_PAGE = 20  # people
_MOST_DOUBTS = 3  # of which a page asks at once
_MOST_LETTERS = 2400  # of a page's people: it is one message, also where it is rewritten
_LONGEST_NAME = 100  # letters of somebody of whom a page asks
_ORDER = (Presence.PRESENT, Presence.ABSENT, Presence.UNMARKED)


def page_of(store: Store, meeting: Meeting, page: int, *, may: bool) -> tuple[str, Buttons]:
    """A page of a meeting's list: who came, who did not, of whom nobody has said it yet.

    Args:
        may: who reads it may change it.
    """
    store.attendance.settle(meeting.id)
    there = store.attendance.of_meeting(meeting.id)
    if not there:
        how = f"\n{said.HOW}" if may else ""
        return said.EMPTY.format(no=meeting.id, title=meeting.title, how=how), ()
    listed = sorted(there, key=lambda x: _ORDER.index(x.state))
    shown, page, pages = paging.page_of(listed, page, _A_PAGE)
    rows = [said.head(meeting, len(listed), page, pages)]
    long = sum(len(said.row(one)) for one in shown) > _MOST_LETTERS
    for state, group in groupby(shown, key=lambda x: x.state):
        count = sum(x.state is state for x in listed)
        people = [said.row(one) for one in group]
        people = [cut(row, _MOST_LETTERS // _A_PAGE) for row in people] if long else people
        rows += [f"\n{said.GROUPS[state].format(count=count)}", *people]
    doubts = _doubts(there) if may else []
    rows += [f"\n{_doubt(one, two)}" for one, two in doubts]
    rows.append(f"\n{_use(meeting, there)}")
    if may:
        rows += [said.HOW_TO_MARK, said.MORE if any(x.listed for x in there) else said.HOW]
    return "\n".join(rows), _buttons(meeting, there, page, pages, doubts if may else None)


def _use(meeting: Meeting, there: Sequence[Attendee]) -> str:
    """Whether reports take the list."""
    given = [code for code in FED if meeting.info.get(code)]
    labels = ", ".join(BY_CODE[code].label for code in given)
    if not given:
        return said.SERVES
    sentence = said.INSTEAD_OF_TEXT if meeting.info.get(BY_LIST) else said.BY_HAND
    return sentence.format(labels=labels)


def _doubts(there: Sequence[Attendee]) -> list[tuple[Attendee, Attendee]]:
    """Those who may be the same human, and nobody has decided."""
    by_no = {one.no: one for one in there}
    pairs = [(by_no[one.maybe], one) for one in there if one.maybe in by_no]
    return pairs[:_MOST_DOUBTS]


def _doubt(one: Attendee, two: Attendee) -> str:
    full, other = (cut(x.full, _LONGEST_NAME) for x in (two, one))
    return said.DOUBTFUL.format(no=two.no, one=full, other=one.no, two=other)


def _buttons(
    meeting: Meeting,
    there: Sequence[Attendee],
    page: int,
    pages: int,
    doubts: Sequence[tuple[Attendee, Attendee]] | None,
) -> Buttons:
    """Args:
    doubts: None for who only looks.
    """
    rows = list(paging.turning(f"roll:{meeting.id}", page, pages))
    if doubts is None:
        return tuple(rows)
    for one, two in doubts:
        pair = f"{meeting.id}:{one.no}:{two.no}"
        label = f"{two.no}, {one.no}: "
        rows.append(
            (
                Button(label + said.BUTTON_SAME, f"rollsame:{pair}"),
                Button(label + said.BUTTON_OTHERS, f"rollapart:{pair}"),
            )
        )
    open_ones = unmarked(there)
    if open_ones:
        last = max(one.no for one in open_ones)
        label = said.BUTTON_ALL.format(count=len(open_ones))
        if len(open_ones) == 1:
            label = said.BUTTON_ONLY.format(no=last)
        rows.append((Button(label, f"rollall:{meeting.id}:{last}"),))
    if any(meeting.info.get(code) for code in FED):
        uses = bool(meeting.info.get(BY_LIST))
        label = said.BUTTON_USE_TEXT if uses else said.BUTTON_USE_LIST
        rows.append((Button(label, f"rolluse:{meeting.id}:{int(not uses)}"),))
    rows.append((Button(said.BUTTON_EXPORT, f"rollfile:{meeting.id}"),))
    return tuple(rows)


def served(context: Context, meeting: Meeting) -> tuple[Meeting, list[Attendee]]:
    """The meeting with what its list says where nobody has given that by hand; and the list."""
    context.store.attendance.settle(meeting.id)
    there = context.store.attendance.of_meeting(meeting.id)
    return with_list(meeting, there), there


def under_draft(meeting: Meeting, there: Sequence[Attendee]) -> list[str]:
    """What to check of the list before a draft is signed."""
    if not serves(meeting, there, "thanh_phan"):
        return []
    sentence = said.DRAFT_SERVED if any(x.listed for x in there) else said.DRAFT_CHAT_ONLY
    rows = [sentence.format(count=sum(x.is_present for x in there))]
    left = unmarked(there)
    rows += [said.DRAFT_UNMARKED.format(count=len(left))] if left else []
    odd = [x for x in there if x.is_present and not is_full_name(x.name)]
    rows += [said.DRAFT_ODD_NAMES.format(who=said.who(odd), no=odd[0].no)] if odd else []
    rows += [said.DRAFT_DOUBTFUL] if _doubts(there) else []
    return rows
