"""Who is called what: by themselves, by the desk, and what waits for the desk."""

from __future__ import annotations

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.context import Context, Replies
from bot.conversation.places.desks import at_the_desk, tell_desk
from bot.doors.port import Button, Buttons, Reply, Say
from bot.messages import identity as said
from bot.messages import meeting as about_meeting
from bot.messages import phrases
from bot.minutes import Meeting, Speaker
from bot.minutes.identity import Held, key_of_name, same_to_the_eye
from bot.minutes.rights import Act, settles_name
from bot.store.names import Claim, ClaimState
from bot.store.places import How


def say_name(context: Context, name: str, title: str, called: str = "") -> Replies:
    """``/toi``: somebody is called so; as a reply, it is about the one who is replied to.

    Args:
        called: form of address or rank: ``Bà``, ``Đại tá``.
    """
    other = _replied_to(context)
    if other is not None and other != context.person.id:
        return _name_other(context, other, name, title, called)
    if not context.person.is_account:
        return [context.say(said.NOT_AN_ACCOUNT)]
    return own_name(context, name, title, called)


def own_name(context: Context, name: str, title: str, called: str = "") -> Replies:
    """Somebody says how they are called, in the open meetings that know them and in this chat's;
    where the name is another's, or the meeting has ended, the desk is asked first."""
    me, full = context.person.id, Speaker(0, name, title).full
    here = context.meeting()
    meetings = {x: context.store.meetings.get(x) for x in context.store.meetings.open_seats(me)}
    if here:
        meetings[here.id] = here
    before, waits = "", []
    for meeting in filter(None, meetings.values()):
        if _is_for_the_desk(context, meeting, name, title):
            context.store.names.claim(meeting.id, me, name, title, said=True)
            waits.append(meeting)
            continue
        was = _rename(context, meeting, name, title)
        if here and meeting.id == here.id:
            before = was
        elif was != (now := context.store.names.full_name_of(meeting.id, me)):
            tell_desk(context.store, meeting, _change(context, meeting, me, was, now))
    if len(waits) < len(meetings) or not meetings:
        context.store.chats.name_person(me, name, title)
    if here and here not in waits:
        settle(context, here, me)
    for meeting_id in meetings:
        context.store.attendance.call(meeting_id, me, called, anew=True)
    if waits:
        elsewhere = [x for x in waits if not _is_asked_here(context, x)]
        alone = [x for x in elsewhere if _other_account(context, x.id, me, name) is None]
        rows = [_waits(context, x, full) for x in alone]
        return [context.say("\n".join(rows))] if rows else []
    if here:  # with the title that the desk has given
        full = context.store.names.full_name_of(here.id, me) or full
    sentence = about_meeting.NAMED
    if before and key_of_name(before) != key_of_name(full):
        sentence = said.NAMED_FROM
    return [context.say(sentence.format(before=before, full=f"{called} {full}".strip()))]


def _is_for_the_desk(context: Context, meeting: Meeting, name: str, title: str) -> bool:
    """Whether the meeting's desk has to look at a name before it stands there. What the desk has
    said of somebody, letter by letter, only the desk changes."""
    names, me = context.store.names, context.person.id
    desk = context.may(Act.IDENTIFY, meeting)
    if not desk and not (meeting.is_open and context.may(Act.NAME, meeting)):
        return True
    if names.doubt(meeting.id, me, name) is not None:
        return True
    by_desk = not desk and names.is_named_by_desk(meeting.id, me)
    now = names.full_name_of(meeting.id, me) if title else names.name_of(meeting.id, me)
    return by_desk and now.lower() != Speaker(0, name, title).full.lower()


def _rename(context: Context, meeting: Meeting, name: str, title: str) -> str:
    """Name the person so in a meeting; how it named them before."""
    names, me = context.store.names, context.person.id
    new = not names.is_seated(meeting.id, me)
    if new:
        names.sit(meeting.id, me, name, title)
    else:
        context.store.meetings.seat(meeting.id, me)
    before = "" if new else names.full_name_of(meeting.id, me)
    if not names.is_named_by_desk(meeting.id, me):
        names.rename(meeting.id, me, name, title, me)
    elif context.may(Act.IDENTIFY, meeting):
        context.store.attendance.name_by_desk(meeting.id, me, me, name, title)
    return before  # as the desk has said it, letter by letter


def _has_joined(context: Context, meeting_id: int, person_id: int) -> bool:
    """Whether somebody takes part in a meeting from elsewhere."""
    chat_id = context.store.chats.private_of(person_id)
    place = context.store.places.of(chat_id) if chat_id is not None else None
    return place is not None and (place.how, place.meeting_id) == (How.JOINED, meeting_id)


def _other_account(context: Context, meeting_id: int, person_id: int, name: str) -> int | None:
    """The account that has the name which somebody from elsewhere would have: it may be theirs
    too; None: there is none."""
    holder = context.store.names.doubt(meeting_id, person_id, name)
    if holder is None or not _has_joined(context, meeting_id, person_id):
        return None
    return holder.person_id


def _is_asked_here(context: Context, meeting: Meeting) -> bool:
    """Whether the question for the desk is seen by who asks."""
    if meeting.chat_id == context.chat.id:
        return True
    return context.at_desk and context.is_here(meeting)


def settle(context: Context, meeting: Meeting, person_id: int) -> None:
    """Bring somebody whose name is in no doubt any more into the meeting's list."""
    if meeting.is_open:  # one who says this is there
        context.store.attendance.came(meeting.id, person_id)
    else:
        context.store.attendance.settle(meeting.id)


def _change(context: Context, meeting: Meeting, person_id: int, before: str, full: str) -> Say:
    """A change of a name, as it is said to the others of a meeting."""
    account = context.store.names.account(person_id)
    return Say(said.of_account(said.TOLD, account, no=meeting.id, before=before, full=full))


def _waits(context: Context, meeting: Meeting, full: str) -> str:
    now = context.store.names.full_name_of(meeting.id, context.person.id)
    return said.WAITS.format(full=full, no=meeting.id, now=now or context.person.name)


# --- somebody else ------------------------------------------------------------------------------


def _replied_to(context: Context) -> int | None:
    """Whose message, or whose line's card, this one answers."""
    line = context.replied_line()
    if line is not None:
        return line.speaker.person_id
    if context.incoming.answers is None:
        return None
    return context.store.chats.know_person(context.chat.chat.door, context.incoming.answers).id


def _name_other(context: Context, person_id: int, name: str, title: str, called: str) -> Replies:
    """The desk says how somebody else is called."""
    line = context.replied_line()
    meeting = context.store.meetings.get(line.meeting_id) if line else None
    meeting = meeting or context.current_meeting()
    who = context.store.names.full_name_of(meeting.id, person_id)
    who = who or context.store.chats.person_name(person_id)
    if not context.may(Act.IDENTIFY, meeting):
        return [context.say(said.ONLY_OWN_NAME.format(who=who))]
    if not context.store.chats.is_account(person_id):
        return [context.say(said.NAME_THE_LINE)]
    context.store.meetings.seat(meeting.id, person_id)
    before = context.store.names.full_name_of(meeting.id, person_id)
    same = same_names(context, meeting, person_id, name)
    no = context.store.attendance.name_by_desk(
        meeting.id, context.person.id, person_id, name, title, called
    )
    text = said.of_account(
        said.NAMED_OTHER,
        context.store.names.account(person_id),
        before=before,
        full=context.store.names.full_name_of(meeting.id, person_id),
    )
    return [context.say(text + warning(same, no))]


def same_names(context: Context, meeting: Meeting, person_id: int | None, name: str) -> list[str]:
    """The accounts of the others in the meeting who are called the same."""
    return [
        context.store.names.account(seat.person_id)
        for seat in context.store.meetings.seats(meeting.id)
        if seat.person_id != person_id and seat.certain and same_to_the_eye(seat.name, name)
    ]


def warning(others: list[str], no: int) -> str:
    """What to add where two are called the same now; ``no``: of the one just named."""
    return said.SAME_NAME.format(others=", ".join(others), no=no) if others else ""


# --- what waits for the desk --------------------------------------------------------------------


def questions(context: Context) -> Replies:
    """What is to be said of names because of this arrival: who has another than at the meeting
    before, and the questions for the desk. That of other chats' meetings is said there, or at
    their desks."""
    replies = _told(context)
    fresh, context.store.names.fresh[:] = [*context.store.names.fresh], []
    for number in dict.fromkeys(fresh):
        claim = context.store.names.claimed(number)
        meeting = context.store.meetings.get(claim.meeting_id) if claim else None
        if claim is None or meeting is None or claim.state is not ClaimState.WAITING:
            continue
        question = Say(question_of(context, meeting, claim), _buttons(context, claim))
        replies += at_the_desk(context, meeting, question)
        mine = claim.person_id == context.person.id
        if mine and _has_joined(context, meeting.id, claim.person_id):
            replies += _offered(context, meeting, claim)
    return replies


def _offered(context: Context, meeting: Meeting, claim: Claim) -> Replies:
    """Who takes part from elsewhere, by the name of an account, may be the same person."""
    account = _other_account(context, meeting.id, claim.person_id, claim.name)
    if account is None:  # of what was typed that is said already
        return [] if claim.said else [context.say(_waits(context, meeting, claim.full))]
    text = said.OFFERED_SAME.format(
        full=claim.full,
        no=meeting.id,
        holder=said.an_account(context.store.names.account(account)),
        now=context.store.names.full_name_of(meeting.id, claim.person_id),
    )
    return [context.say(text, ((Button(said.BUTTON_ME_TOO, f"same:me:{claim.id}"),),))]


def _told(context: Context) -> Replies:
    """Who has come to a meeting by another name than to the one before: that is said there."""
    names, replies = context.store.names, list[Reply]()
    new, names.new_here[:] = [*names.new_here], []
    for meeting_id, person_id, before in new:
        meeting = context.store.meetings.get(meeting_id)
        full = names.full_name_of(meeting_id, person_id)
        if meeting is None or full == before:
            continue
        change = _change(context, meeting, person_id, before, full)
        replies += at_the_desk(context, meeting, change)
    return replies


def question_of(context: Context, meeting: Meeting, claim: Claim) -> str:
    """Who would have which name, and why somebody has to look."""
    names = context.store.names
    holder = names.doubt(meeting.id, claim.person_id, claim.name)
    now = names.full_name_of(meeting.id, claim.person_id)
    sentence = said.ASKED if holder or meeting.is_open else said.ASKED_CLOSED
    return said.of_account(
        sentence,
        names.account(claim.person_id),
        full=claim.full,
        no=meeting.id,
        now=now or context.store.chats.person_name(claim.person_id),
        why=_why(context, holder),
    )


def _why(context: Context, holder: Held | None) -> str:
    if holder is None:
        return said.DESK_HAS_NAMED
    account = context.store.names.account(holder.person_id) if holder.person_id else ""
    return said.why(holder.holder, holder.name, account)


def _buttons(context: Context, claim: Claim) -> Buttons:
    yes = Button(said.BUTTON_YES, f"nameyes:{claim.id}")
    row = (yes, Button(said.BUTTON_NO, f"nameno:{claim.id}"))
    if _other_account(context, claim.meeting_id, claim.person_id, claim.name) is None:
        return (row,)
    return (row, (Button(said.BUTTON_SAME, f"same:yes:{claim.id}"),))


def waiting(context: Context, meeting: Meeting) -> tuple[str, Buttons]:
    """All the names that wait, with their buttons."""
    claims = context.store.names.waiting(meeting.id)[:_MOST_CLAIMS]
    if not claims:
        return said.NO_CLAIMS, ()
    rows = [f"{n}. {question_of(context, meeting, x)}" for n, x in enumerate(claims, start=1)]
    buttons = tuple(
        tuple(Button(f"{n}. {b.label}", b.data) for b in row)
        for n, claim in enumerate(claims, start=1)
        for row in _buttons(context, claim)
    )
    return "\n".join(rows), buttons


_MOST_CLAIMS = 6  # shown at once, each with its buttons


def _claim_tapped(context: Context, data: ButtonData) -> tuple[Claim, Meeting]:
    claim = context.store.names.claimed(data.number(0))
    if claim is None or claim.state is not ClaimState.WAITING:
        raise OldButton("that name is decided")
    return claim, context.tapped_meeting_here(claim.meeting_id)


def _decided(context: Context, data: ButtonData, state: ClaimState) -> tuple[str, Replies]:
    claim, meeting = _claim_tapped(context, data)
    names, roles = context.store.names, context.roles(meeting)
    holder = names.doubt(meeting.id, claim.person_id, claim.name)
    own = claim.person_id == context.person.id
    if not settles_name(roles, own=own, holder=holder.holder if holder else None):
        desk = settles_name(roles, own=False, holder=None)
        return (said.TOAST_NOT_OWN if desk else said.TOAST_ONLY_DESK), []
    names.decide(claim, context.person.id, state)
    if state is ClaimState.TAKEN:
        settle(context, meeting, claim.person_id)
    sentence = said.CONFIRMED if state is ClaimState.TAKEN else said.REFUSED
    text = said.of_account(
        sentence,
        names.account(claim.person_id),
        who=context.person.name,
        no=meeting.id,
        full=claim.full,
        now=names.full_name_of(meeting.id, claim.person_id),
    )
    return "", [context.rewritten(text)]


def _yes(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``nameyes:CLAIM``"""
    return _decided(context, data, ClaimState.TAKEN)


def _no(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``nameno:CLAIM``"""
    return _decided(context, data, ClaimState.REFUSED)


def _list(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``names:MEETING``: all that wait."""
    meeting = context.tapped_meeting_here(data.number(0))
    if not context.may(Act.IDENTIFY, meeting):
        return phrases.TOAST_NOT_ALLOWED, []
    return "", [context.say(*waiting(context, meeting))]


TAPS = {"nameyes": _yes, "nameno": _no, "names": _list}
