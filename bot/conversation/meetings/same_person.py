"""Two accounts of one person in a meeting: said so by them, confirmed, and taken back."""

from __future__ import annotations

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.context import Context, Replies
from bot.conversation.places.desks import at_the_desk, tell_desk
from bot.desk.attendance import bring_up_to_date
from bot.doors.port import Button, Buttons, Say
from bot.messages import identity as said
from bot.messages import phrases
from bot.minutes import Meeting
from bot.minutes.identity import Holder
from bot.minutes.rights import Act, settles_name
from bot.minutes.roll import Attendee
from bot.minutes.typed.people import Presence
from bot.store.names import Claim, ClaimState


def _claimed(context: Context, number: int) -> tuple[Claim, Meeting, int]:
    """A name that waits, its meeting, and the account that has the name.

    Raises:
        OldButton: it is decided, or no account has it any more.
    """
    claim = context.store.names.claimed(number)
    meeting = context.store.meetings.get(claim.meeting_id) if claim else None
    if claim is None or meeting is None or claim.state is not ClaimState.WAITING:
        raise OldButton("that name is decided")
    holder = context.store.names.doubt(meeting.id, claim.person_id, claim.name)
    if holder is None or holder.person_id is None:
        raise OldButton("no account has that name")
    return claim, meeting, context.store.same_people.human(meeting.id, holder.person_id)


def _it_is_me(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``same:me:CLAIM``, of who has come in: the desk hears of it, and their other account is asked
    where the bot may write to it."""
    claim, meeting, human = _claimed(context, data.number(1))
    if claim.person_id != context.person.id or context.has_left(meeting):
        raise OldButton("it is somebody else's, or they have left")
    ask = said.of_account(
        said.SAYS_SAME,
        context.store.names.account(claim.person_id),
        full=claim.full,
        no=meeting.id,
        other=said.an_account(context.store.names.account(human)),
    )
    at_the_desk(context, meeting, Say(ask, confirming(claim)))
    alone = context.private_chat(human)
    if alone is not None and human != context.person.id:
        text = said.of_account(
            said.IS_IT_YOU,
            context.store.names.account(claim.person_id),
            **phrases.meeting_name(meeting),
        )
        button = Button(said.BUTTON_MINE_TOO, f"same:yes:{claim.id}")
        context.tell(alone, Say(text, ((button,),)))
    return "", [context.rewritten(said.SAID_SAME.format(full=claim.full))]


def confirming(claim: Claim) -> Buttons:
    """The buttons of who decides whether two accounts are one person's."""
    return (
        (Button(said.BUTTON_SAME, f"same:yes:{claim.id}"),),
        (Button(said.BUTTON_NO, f"nameno:{claim.id}"),),
    )


def _confirmed(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``same:yes:CLAIM``, by the desk, or by the account that has the name."""
    claim, meeting, human = _claimed(context, data.number(1))
    if context.numbered(meeting.id) is None:
        raise OldButton("the meeting is not of this chat")
    names, me = context.store.names, context.person.id
    mine = me in context.store.same_people.accounts(meeting.id, human)
    mine = mine and not context.has_left(meeting)
    desk = context.is_here(meeting)
    if not mine and desk:
        holder = names.doubt(meeting.id, claim.person_id, claim.name)
        own = claim.person_id == me
        roles = context.roles(meeting)
        desk = settles_name(roles, own=own, holder=holder.holder if holder else None)
    if not (mine or desk):
        return said.TOAST_ONLY_DESK, []
    names.decide(claim, me, ClaimState.SAME)
    return "", unite(context, meeting, claim.person_id, human)


def unite(context: Context, meeting: Meeting, person_id: int, human: int) -> Replies:
    """Two accounts are one person's from now on; the list, where both stand in it, has one row.

    Args:
        human: the account that stands for both.
    """
    store, me = context.store, context.person.id
    bring_up_to_date(store, meeting)
    rows = {x.person_id: x for x in store.attendance.of_meeting(meeting.id) if x.person_id}
    one, other = rows.get(human), rows.get(person_id)
    store.same_people.unite(meeting.id, person_id, human, me)
    if one and other:
        came = Presence.PRESENT if Presence.PRESENT in (one.state, other.state) else None
        step = store.attendance.unite(meeting.id, me, one, other, came, accounts=True)
        store.same_people.keep_step(meeting.id, person_id, step)
    bring_up_to_date(store, meeting)
    text = said.of_account(
        said.ARE_SAME,
        store.names.account(human),
        other=said.an_account(store.names.account(person_id)),
        who=context.person.name,
        full=store.names.full_name_of(meeting.id, human),
        no=meeting.id,
    )
    apart = ((Button(said.BUTTON_APART, f"same:apart:{meeting.id}:{person_id}"),),)
    _tell_them(context, meeting, person_id)
    if context.may(Act.IDENTIFY, meeting):
        return [context.rewritten(text, apart)] if context.incoming.tap else [context.say(text)]
    tell_desk(store, meeting, Say(text, apart))
    return [context.rewritten(text)]


def _tell_them(context: Context, meeting: Meeting, person_id: int) -> None:
    """Who takes part from elsewhere hears by which name."""
    chat_id = context.store.chats.private_of(person_id)
    place = context.store.places.of(chat_id) if chat_id is not None else None
    if chat_id in (None, context.chat.id) or place is None or place.meeting_id != meeting.id:
        return
    full = context.store.names.full_name_of(meeting.id, person_id)
    context.tell(chat_id, Say(said.TOLD_SAME.format(full=full, no=meeting.id)))


def _apart(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``same:apart:MEETING:PERSON``: they are two people's after all."""
    meeting = context.tapped_meeting_here(data.number(1))
    if not context.may(Act.IDENTIFY, meeting):
        return said.TOAST_ONLY_DESK, []
    found = context.store.same_people.found(meeting.id, data.number(2))
    if found is None:
        raise OldButton("they are two already")
    return "", [context.rewritten(part(context, meeting, found.person_id))]


def part(context: Context, meeting: Meeting, person_id: int) -> str:
    """Two accounts are two people's again, in the list too; what to say of it."""
    store = context.store
    found = store.same_people.found(meeting.id, person_id)
    assert found is not None
    store.same_people.part(found, context.person.id)
    if found.step is not None:
        store.attendance.undo(meeting.id, found.step)
    bring_up_to_date(store, meeting)
    return said.of_account(
        said.ARE_APART,
        store.names.account(found.human),
        other=said.an_account(store.names.account(person_id)),
        who=context.person.name,
        full=store.names.full_name_of(meeting.id, person_id),
        no=meeting.id,
    )


def ask(context: Context, meeting: Meeting, one: Attendee, other: Attendee) -> Say:
    """``/thanhphan gop`` of two rows that have an account each."""
    text = said.SAME_ACCOUNTS.format(
        no=one.no,
        other=other.no,
        one=said.an_account(context.store.names.account(one.person_id or 0)),
        two=said.an_account(context.store.names.account(other.person_id or 0)),
    )
    button = Button(
        said.BUTTON_SAME, f"same:rows:{meeting.id}:{one.person_id or 0}:{other.person_id or 0}"
    )
    return context.say(text, ((button,),))


def _rows(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``same:rows:MEETING:PERSON:PERSON``: the second is a further account of the first."""
    meeting, one, other = (
        context.tapped_meeting_here(data.number(1)),
        data.number(2),
        data.number(3),
    )
    if not context.may(Act.IDENTIFY, meeting):
        return said.TOAST_ONLY_DESK, []
    there = {x.person_id for x in context.store.attendance.of_meeting(meeting.id)}
    if one == other or not {one, other} <= there:
        raise OldButton("they are one already")
    own = context.person.id in (one, other)
    if own and not settles_name(context.roles(meeting), own=True, holder=Holder.ACCOUNT):
        return said.TOAST_NOT_OWN, []
    return "", unite(context, meeting, other, one)


def _tapped(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``same:WHAT:…``"""
    do = {"me": _it_is_me, "yes": _confirmed, "apart": _apart, "rows": _rows}
    return data.looked_up(do, 0)(context, data)


TAPS = {"same": _tapped}
