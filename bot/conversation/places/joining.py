"""``/vao``, ``/ra``: people take part in a meeting from a private chat, behind whatever door."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.conversation.asked_name import ask
from bot.conversation.button import ButtonData, OldButton
from bot.conversation.command import Command, InMenus
from bot.conversation.context import Context, Replies
from bot.conversation.meetings import my_name, naming, outside
from bot.conversation.places.desks import tell_desk
from bot.doors.port import Ability, Button, Buttons, Say
from bot.messages import identity as about_names
from bot.messages import phrases
from bot.messages import places as said
from bot.minutes import Meeting
from bot.minutes.identity import same_to_the_eye
from bot.minutes.rights import Act, settles_name
from bot.minutes.roll import same_person
from bot.minutes.typed.people import Entry
from bot.minutes.typed.words import clean
from bot.store.names import ClaimState
from bot.store.outside import HOURS
from bot.store.places import How, Place

# “482915”, “482 915”, “482-915”; then a name
_CODE = re.compile(r"\D{0,12}?(\d{3})[\s.-]?(\d{3})(?!\d)[\s,:;-]*(.*)", re.DOTALL)


def join(context: Context, text: str) -> Replies:
    """``/vao 482915``, ``/vao 482 915 Nguyễn Văn An - Trưởng phòng``."""
    read = _CODE.fullmatch(clean(text))
    if not context.is_private:
        return [context.say(said.JOIN_IN_PRIVATE)]
    if read is None:
        return [context.say(said.USE_JOIN)]
    code = "".join(str(int(digit)) for digit in read[1] + read[2])  # «４８２９１５» too
    return come_in(context, code, read[3].strip())


def come_in(context: Context, code: str, name: str = "") -> Replies:
    """Take part in the meeting that a code leads to, under this name, or the account's."""
    me, at = context.person.id, context.incoming.at
    guesses = context.house.guesses
    wait = guesses.wait(me, at)
    if wait:
        return [context.say(said.WAIT_WITH_CODES.format(seconds=wait))]
    number = context.store.places.meeting_of_code(code)
    meeting = context.store.meetings.get(number) if number else None
    if meeting is None:
        guesses.wrong(me, at)
        return [context.say(said.WRONG_CODE)]
    refused = _refused(context, meeting)
    if refused:
        return [context.say(refused)]
    before = context.place.meeting_id if context.place else None
    if before == meeting.id:
        return [context.say(said.JOINED_ALREADY.format(**phrases.meeting_name(meeting)))]
    context.store.places.take(context.chat.id, meeting.id, How.JOINED)
    context.store.meetings.seat(meeting.id, me)
    context.store.audit.add("join", person_id=me, chat_id=context.chat.id, meeting_id=meeting.id)
    there = replace(context, place=Place(meeting.id, meeting.chat_id, How.JOINED))
    was = context.store.names.full_name_of(meeting.id, me)
    named = my_name.me(there, name) if name else []
    who = context.store.names.full_name_of(meeting.id, me)
    if who != was:  # the answer says how they are called now
        named = named[1:]
    _tell_desk(there, meeting)
    answer = said.JOINED.format(**phrases.meeting_name(meeting), who=who)
    if before is not None:
        answer = f"{said.LEFT_BEFORE.format(no=before)} {answer}"
    return [context.say(answer), *named, *([] if name else _who_of_the_list(there, meeting))]


def _who_of_the_list(context: Context, meeting: Meeting) -> Replies:
    """Who may be one of those whom the desk has written down, and has no account there, is asked
    which: a button for each."""
    called = context.incoming.person.name
    listed = context.store.attendance.of_meeting(meeting.id)
    free = [one for one in listed if one.person_id is None]
    if any(one.person_id == context.person.id for one in listed):
        return []
    seat = context.store.names.name_of(meeting.id, context.person.id)
    if len(same_person(seat, "", "", free)) == 1:  # they are known, as soon as they speak
        return []
    near = [x for x in free if same_to_the_eye(called, x.name, around=True, short=True)]
    if not near:
        return []
    readings = [Entry(x.name, x.title, x.unit, x.called) for x in near]
    text = about_names.LIKE_ON_THE_LIST.format(name=called)
    return [ask(context, "callme", text, readings, meeting)]


def _refused(context: Context, meeting: Meeting) -> str:
    """Why somebody with the right code does not take part from here; empty: they do."""
    own = context.store.meetings.open_in(context.chat.id)
    if own:
        sentence = said.IT_IS_HERE if own.id == meeting.id else said.OWN_MEETING_BEFORE_OTHER
        return sentence.format(no=own.id)
    if context.place and context.at_desk:
        return said.LEAVE_DESK_FIRST.format(no=context.place.meeting_id)
    if not context.store.places.may_join(meeting.id, context.person.id):
        return said.SHOWN_OUT_BEFORE
    return ""


def leave(context: Context, _text: str) -> Replies:
    """``/ra``"""
    place = context.place
    if place is None or place.how is not How.JOINED:
        return [context.say(said.NOT_JOINED)]
    context.store.places.leave(context.chat.id)
    meeting = context.store.meetings.get(place.meeting_id)
    if meeting is None or not meeting.is_open:
        return [context.say(said.LEFT_CLOSED.format(no=place.meeting_id))]
    return [context.say(said.LEFT.format(no=meeting.id))]


# --- what the desk sees ---------------------------------------------------------------------------


def _tell_desk(context: Context, meeting: Meeting) -> None:
    """Who has come in, with **Đúng** and **Mời ra**."""
    me = context.person.id
    who = context.store.names.full_name_of(meeting.id, me)
    account = context.incoming.person
    names = [account.name] if account.name not in who else []
    names += [f"@{account.username}"] if account.username else []
    sentence = said.CAME_ACCOUNT if names else said.CAME
    text = sentence.format(who=who, account=", ".join(names), door=_door(context, me))
    tell_desk(context.store, meeting, Say(text, _buttons(meeting.id, me)))


def _buttons(meeting_id: int, person_id: int) -> Buttons:
    return (
        (
            Button(said.BUTTON_RIGHT, f"joined:right:{meeting_id}:{person_id}"),
            Button(said.BUTTON_SHOW_OUT, f"joined:out:{meeting_id}:{person_id}"),
        ),
    )


def _door(context: Context, person_id: int) -> str:
    return phrases.door_name(context.store.chats.account(person_id)[0])


def _tapped(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """``joined:WHAT:MEETING:PERSON``: **Đúng**, **Mời ra**, **Cho vào lại**."""
    do = data.looked_up({"right": _right, "out": _out, "in": _in}, 0)
    meeting, person_id = context.tapped_meeting_here(data.number(1)), data.number(2)
    seats = {seat.person_id for seat in context.store.meetings.seats(meeting.id)}
    if person_id not in seats:
        raise OldButton("nobody of that number has come in")
    if not context.may(Act.IDENTIFY, meeting):
        return phrases.TOAST_NOT_ALLOWED, []
    sentence, buttons = do(context, meeting, person_id)
    text = sentence.format(
        who=context.store.names.full_name_of(meeting.id, person_id),
        door=_door(context, person_id),
        by=context.person.name,
    )
    return "", [context.rewritten(text, buttons)]


def _right(context: Context, meeting: Meeting, person_id: int) -> tuple[str, Buttons]:
    """It is who they say, and they are there; a name of theirs that waits is theirs."""
    names = context.store.names
    for claim in names.waiting(meeting.id):
        if claim.person_id != person_id:
            continue
        held = names.doubt(meeting.id, person_id, claim.name)
        own = person_id == context.person.id
        roles = context.roles(meeting)
        if settles_name(roles, own=own, holder=held.holder if held else None):
            names.decide(claim, context.person.id, ClaimState.TAKEN)
    naming.settle(context, meeting, person_id)
    out = Button(said.BUTTON_SHOW_OUT, f"joined:out:{meeting.id}:{person_id}")
    return said.CAME_RIGHT, ((out,),)


def _out(context: Context, meeting: Meeting, person_id: int) -> tuple[str, Buttons]:
    """They take no part from elsewhere any more, and are told so there."""
    places = context.store.places
    places.show_out(meeting.id, person_id, context.person.id)
    chat_id = context.store.chats.private_of(person_id)
    place = places.of(chat_id) if chat_id is not None else None
    if chat_id is not None and place and place.meeting_id == meeting.id:
        places.leave(chat_id)
        context.tell(chat_id, Say(said.TOLD_SHOWN_OUT.format(no=meeting.id)))
    _note(context, meeting, "show_out", person_id)
    again = Button(said.BUTTON_LET_IN, f"joined:in:{meeting.id}:{person_id}")
    sentence = said.CAME_SHOWN_OUT
    door, _ = context.store.chats.account(person_id)
    if meeting.is_open and Ability.ACCOUNTS not in context.house.abilities(door):
        places.code_of(meeting.id, anew=True)  # by the one that they have, anybody is let in
        sentence = f"{sentence}\n{said.CODE_RENEWED}"
    return sentence, ((again,),)


def _in(context: Context, meeting: Meeting, person_id: int) -> tuple[str, Buttons]:
    context.store.places.let_in(meeting.id, person_id)
    _note(context, meeting, "let_in", person_id)
    return said.CAME_LET_IN, ()


def _note(context: Context, meeting: Meeting, act: str, person_id: int) -> None:
    context.store.audit.add(
        act,
        person_id=context.person.id,
        chat_id=context.chat.id,
        meeting_id=meeting.id,
        about=f"person {person_id}: {context.store.names.account(person_id)}",
    )


# --- after the end --------------------------------------------------------------------------------


def after_the_end(context: Context) -> Replies:
    """What somebody who had joined says after the meeting has ended: it is no line; a recording is
    kept, and the desk may open the meeting again for it."""
    meeting = context.meeting()
    if meeting is None or meeting.closed_at is None:
        return []
    about = {
        **phrases.meeting_name(meeting),
        "at": phrases.moment(meeting.closed_at, context.house.zone),
        "secretary": meeting.secretary.name,
    }
    if not outside.is_spoken(context):
        return [context.say(said.ENDED.format(**about))]
    number = context.store.outside.keep(
        meeting.chat_id, context.person.id, meeting.id, context.incoming, spoken=True
    )
    text = said.LATE_SOUND.format(
        who=context.store.names.full_name_of(meeting.id, context.person.id),
        door=_door(context, context.person.id),
        no=meeting.id,
        hours=HOURS,
    )
    button = Button(said.BUTTON_REOPEN_AND_RECORD, f"outside:reopen:{number}")
    tell_desk(context.store, meeting, Say(text, ((button,),)))
    return [context.say(said.ENDED_SPOKEN.format(**about, hours=HOURS))]


COMMANDS = (
    Command(
        "vao", join, also=("vaohop", "thamgia"), menus=InMenus(alone=240, page=250, keepers=False)
    ),
    Command(
        "ra",
        leave,
        also=("rahop",),
        alone=True,
        words="thoat thoatra rakhoi rakhoicuochop roicuochop thoatcuochop",
        spoken="thoat",
        menus=InMenus(page=260, keepers=False),
    ),
)
TAPS = {"joined": _tapped}
