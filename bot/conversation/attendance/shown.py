"""The list of who takes part: a page of it as it is shown, and what to check of it in a draft."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from bot.conversation import paging
from bot.conversation.context import Context
from bot.desk.attendance import AttendanceList, attendance_list, bring_up_to_date
from bot.doors.port import Button, Buttons
from bot.messages import attendance as said
from bot.messages import phrases
from bot.messages.phrases import cut
from bot.minutes import Meeting
from bot.minutes.identity import same_to_the_eye
from bot.minutes.info import BY_CODE
from bot.minutes.rights import Act
from bot.minutes.roll import BY_LIST, FED, Attendee, is_full_name, same_name, serves
from bot.minutes.typed.guests import is_collective
from bot.minutes.typed.people_words import lacks_marks
from bot.store import Store

_A_PAGE = 20  # people
_MOST_DOUBTS = 3  # of which a page asks at once
_MOST_LETTERS = 2400  # of a page's people: it is one message, also where it is rewritten
_LONGEST_NAME = 100  # letters of somebody of whom a page asks


def page_now(context: Context, meeting: Meeting, page: int) -> tuple[str, Buttons]:
    """Bring the list up to date, and show the person a page of it."""
    bring_up_to_date(context.store, meeting)
    return page_of(context.store, meeting, page, may=context.may(Act.STEER, meeting))


def page_of(store: Store, meeting: Meeting, page: int, *, may: bool) -> tuple[str, Buttons]:
    """A page of a meeting's list: who came, who did not, of whom nobody has said it yet.

    Args:
        may: who reads it may change it.
    """
    there = attendance_list(store, meeting)
    if not there.people:
        how = f"\n{said.HOW}" if may else ""
        return said.EMPTY.format(**phrases.meeting_name(meeting), how=how), ()
    listed = there.by_presence
    shown, page, pages = paging.page_of(listed, page, _A_PAGE)
    rows = [said.head(meeting, len(listed), page, pages)]
    accounts = _accounts(store, meeting, shown) if may else {}
    long = sum(len(said.row(one)) for one in shown) > _MOST_LETTERS
    for state, group in groupby(shown, key=lambda x: x.state):
        count = sum(x.state is state for x in listed)
        people = [said.row(one, accounts.get(one.no, "")) for one in group]
        people = [cut(row, _MOST_LETTERS // _A_PAGE) for row in people] if long else people
        rows += [f"\n{said.GROUPS[state].format(count=count)}", *people]
    doubts = there.doubles[:_MOST_DOUBTS] if may else []
    rows += [f"\n{_doubt(one, two)}" for one, two in doubts]
    rows.append(f"\n{_use(meeting)}")
    if may:
        rows += [said.HOW_TO_MARK, said.MORE if there.is_written else said.HOW]
    return "\n".join(rows), _buttons(there, page, pages, doubts if may else None)


def _accounts(store: Store, meeting: Meeting, people: Sequence[Attendee]) -> dict[int, str]:
    """The accounts of those whose name does not tell which it is, by their numbers: two are called
    so, or the account calls itself otherwise."""
    shared = {x.person_id for x in store.meetings.seats(meeting.id) if x.account}
    found = {}
    for one in people:
        if one.person_id is None:
            continue
        _, account = store.chats.account(one.person_id)
        if one.person_id in shared or not same_to_the_eye(account.name, one.name):
            found[one.no] = store.names.account(one.person_id)
    return found


def _use(meeting: Meeting) -> str:
    """Whether reports take the list."""
    given = [code for code in FED if meeting.info.get(code)]
    labels = ", ".join(BY_CODE[code].label for code in given)
    if not given:
        return said.SERVES
    sentence = said.INSTEAD_OF_TEXT if meeting.info.get(BY_LIST) else said.BY_HAND
    return sentence.format(labels=labels)


def _doubt(one: Attendee, two: Attendee) -> str:
    full, other = (cut(x.full, _LONGEST_NAME) for x in (two, one))
    sentence = said.DOUBTFUL if same_name(one.name, two.name) else said.DOUBTFUL_GIVEN
    return sentence.format(no=two.no, one=full, other=one.no, two=other)


def _buttons(
    there: AttendanceList,
    page: int,
    pages: int,
    doubts: Sequence[tuple[Attendee, Attendee]] | None,
) -> Buttons:
    """Args:
    doubts: None for who only looks.
    """
    meeting = there.meeting
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
    open_ones = there.unmarked
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


def _is_odd(name: str) -> bool:
    """Whether a paper would not write a name so. (Guests without names stand as they are.)"""
    return not is_collective(name) and (not is_full_name(name) or lacks_marks(name))


def under_draft(there: AttendanceList) -> list[str]:
    """What to check of the list before a draft is signed."""
    if not serves(there.meeting, there.people, "thanh_phan"):
        return []
    sentence = said.DRAFT_SERVED if there.is_written else said.DRAFT_CHAT_ONLY
    rows = [sentence.format(count=sum(x.is_present for x in there.people))]
    left = there.unmarked
    rows += [said.DRAFT_UNMARKED.format(count=len(left))] if left else []
    odd = [x for x in there.people if x.is_present and _is_odd(x.name)]
    rows += [said.DRAFT_ODD_NAMES.format(who=said.who(odd), no=odd[0].no)] if odd else []
    rows += [said.DRAFT_DOUBTFUL] if there.doubles else []
    return rows
