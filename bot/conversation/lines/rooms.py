"""The room is recorded: stretches of its recording come, one by one, and are heard behind this."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from bot.conversation.context import Context, House, Replies
from bot.conversation.lines.card import card_buttons, card_text, redraw
from bot.conversation.places.desks import tell_desk
from bot.doors.port import IN_THE_ROOM, Button, Chat, LivePart, Media, MediaKind, Person, Say
from bot.messages import outside as about_outside
from bot.messages import phrases
from bot.messages import rooms as said
from bot.minutes import Line, Meeting
from bot.minutes.rights import Act
from bot.minutes.room import Room, turn_of
from bot.store.outside import HOURS

# a browser's clock and ours may be so far apart
_CLOCKS = timedelta(minutes=10)


class _SaidAfter(Exception):
    """A stretch was said after the end of its meeting."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__(str(meeting.id))
        self.meeting = meeting


class _NotTaken(Exception):
    """Why a stretch is not taken.

    Args:
        key: names it among what this recording's sender is told; each is told once.
        sentence: that is told.
        instead: the other recording, where that may not come so far.
    """

    def __init__(self, key: str, sentence: str, instead: Room | None = None) -> None:
        super().__init__(key)
        self.key = key
        self.sentence = sentence
        self.instead = instead


def stretch(context: Context, live: LivePart) -> Replies:
    """A stretch of a recording has come: late, out of order or once more, as it may be."""
    store = context.store
    room = store.rooms.named(context.chat.id, live.recording)
    if room and store.rooms.has(room, live.number):
        return []
    at = context.incoming.at
    try:
        meeting = _meeting_of(context, live, room)
        room = room or _begun(context, meeting, live)
        _look_at(context, meeting, room)
    except _SaidAfter as after:
        return _kept(context, after.meeting, room or _begun(context, after.meeting, live), live)
    except _NotTaken as why:
        if room and why.instead:
            store.rooms.hold(room, live, at, context.incoming.media, why.instead)
        elif room:
            store.rooms.refuse(room, live, at)
        told = not store.plain.tell_once(context.chat.id, f"room:{live.recording}:{why.key}")
        return [] if told else [context.say(why.sentence)]
    if room.line_id is None:
        return _first(context, meeting, room, live)
    before = store.lines.get(room.line_id)
    line = store.rooms.take(room, live, at, context.incoming.media)
    return list(redraw(line, context.house)) if line.state is not before.state else []


def _meeting_of(context: Context, live: LivePart, room: Room | None) -> Meeting:
    """The meeting that a stretch belongs to, by the time when it was said.

    Raises:
        _NotTaken
        _SaidAfter
    """
    at = context.incoming.at
    meeting = context.meeting()
    if room:
        meeting = context.store.meetings.get(room.meeting_id)
        assert meeting is not None
        _may_still(context, meeting)
        _is_living(context, room)
    elif meeting is None:
        raise _NotTaken("none", said.NO_MEETING)
    else:
        meeting = _held_at(context, meeting, at - timedelta(seconds=live.starts))
        if not context.may(Act.SPEAK, meeting):
            raise _not_in(meeting)
    if meeting.closed_at is not None and at >= meeting.closed_at:
        raise _SaidAfter(meeting)
    return meeting


def _held_at(context: Context, meeting: Meeting, begun: datetime) -> Meeting:
    """The meeting in which a recording was begun: the one at hand, or one that this chat held
    before.

    Raises:
        _NotTaken
    """
    if begun >= meeting.opened_at:
        return meeting
    before = None if context.place else context.store.meetings.at(context.chat.id, begun)
    if before and (before.closed_at is None or begun < before.closed_at):
        return before
    if begun < meeting.opened_at - _CLOCKS:
        sentence = said.BEFORE_MEETING.format(**phrases.meeting_name(meeting))
        raise _NotTaken(f"before:{meeting.id}", sentence)
    return meeting


def _may_still(context: Context, meeting: Meeting) -> None:
    """Whether one who records a meeting is still in it, or was when this was said.

    Raises:
        _NotTaken
    """
    store = context.store
    if meeting.chat_id == context.chat.id:
        return
    gone_on = context.place and context.place.meeting_id != meeting.id
    since = store.places.since(context.chat.id) if gone_on else None
    left = since is not None and context.incoming.at >= since
    if left or not store.places.may_join(meeting.id, context.person.id):
        raise _not_in(meeting)


def _is_living(context: Context, room: Room) -> None:
    """Of a recording that is deleted nothing is taken, and nothing kept, whenever it was said.

    Raises:
        _NotTaken
    """
    if _is_deleted(context, room):
        assert room.line_id is not None
        line = context.store.lines.get(room.line_id)
        raise _NotTaken(f"deleted:{line.id}", said.RECORDING_DELETED.format(no=line.no))


def _is_deleted(context: Context, room: Room) -> bool:
    return room.line_id is not None and context.store.lines.get(room.line_id).deleted


def _not_in(meeting: Meeting) -> _NotTaken:
    return _NotTaken(f"not_in:{meeting.id}", said.NOT_IN.format(**phrases.meeting_name(meeting)))


def _look_at(context: Context, meeting: Meeting, room: Room) -> None:
    """Whether it is this recording's turn.

    Raises:
        _NotTaken
    """
    store = context.store
    turn = turn_of(room, context.incoming.at, store.rooms.others(room), store.rooms.now())
    if turn.held_by:
        assert turn.held_by.line_id is not None
        no = store.lines.get(turn.held_by.line_id).no
        who = store.names.name_of(meeting.id, turn.held_by.person_id)
        sentence = said.BUSY.format(who=who, no=no)
        instead = turn.held_by if turn.may_come else None
        raise _NotTaken(f"busy:{turn.held_by.id}", sentence, instead)
    store.rooms.give_up(turn.given_up)


def _begun(context: Context, meeting: Meeting, live: LivePart) -> Room:
    """Nobody knows who speaks: one stands for them whom the desk can tell from all others."""
    store, me = context.store, context.person.id
    store.meetings.seat(meeting.id, me)
    speaker = _unknown_speaker(context, meeting, context.chat.chat.door)
    at = context.incoming.at
    return store.rooms.begin(meeting.id, context.chat.id, me, speaker, live, at)


def _unknown_speaker(context: Context, meeting: Meeting, door: str) -> int:
    store = context.store
    unknown = Person(f"{IN_THE_ROOM}{meeting.id}", phrases.UNKNOWN_SPEAKER)
    speaker = store.chats.know_person(door, unknown)
    store.meetings.seat(meeting.id, speaker.id, here=False)
    return speaker.id


def _first(context: Context, meeting: Meeting, room: Room, live: LivePart) -> Replies:
    """The recording is a line from now on, if there is any sound in it."""
    store, incoming = context.store, context.incoming
    if incoming.media is None:
        store.rooms.refuse(room, live, incoming.at)
        return []
    at = incoming.at if room.arrived else room.begun_at
    _as_line(context.house, room, at, incoming.message_id)
    line = store.rooms.take(room, live, incoming.at, incoming.media)
    card = _card(context.house, line)
    if line.said_in is not None:
        context.tell(meeting.chat_id, card)
    return [replace(card, reply_to=incoming.message_id or None)]


def _kept(context: Context, meeting: Meeting, room: Room, live: LivePart) -> Replies:
    """What is recorded after the end is no line. It is kept, and the desk may open the meeting
    again for it: asked once after each end."""
    store, incoming, ended = context.store, context.incoming, meeting.closed_at
    assert ended is not None
    store.rooms.keep(room, live, incoming.at, incoming.media)
    if incoming.media is None:
        return []
    known = store.outside.of_recording(meeting.id, live.recording)
    is_told = not store.plain.tell_once(context.chat.id, f"room:{live.recording}:ended:{ended}")
    if known is not None and is_told:
        return []
    me = context.person.id
    number = known or store.outside.keep(meeting.chat_id, me, meeting.id, incoming, spoken=True)
    about = {
        **phrases.meeting_name(meeting),
        "at": phrases.moment(ended, context.house.zone),
        "hours": HOURS,
    }
    buttons = ((Button(about_outside.BUTTON_REOPEN, f"outside:reopen:{number}"),),)
    if meeting.chat_id == context.chat.id or (context.at_desk and context.is_here(meeting)):
        return [context.say(said.ENDED.format(**about), buttons)]
    who = store.names.full_name_of(meeting.id, me)
    door = phrases.door_name(store.chats.account(me)[0])
    still = said.STILL_RECORDED.format(**about, who=who, door=door)
    tell_desk(store, meeting, Say(still, buttons))
    secretary = meeting.secretary.name
    return [context.say(said.ENDED_ELSEWHERE.format(**about, secretary=secretary))]


def is_kept(context: Context, chat: Chat, live: LivePart) -> bool:
    """Whether anything is kept still of what a machine has recorded after an end.

    Args:
        chat, live: as of ``put_in_meeting``.
    """
    room = context.store.rooms.named(context.store.chats.know(chat).id, live.recording)
    return room is not None and context.store.rooms.has_kept(room)


def put_in_meeting(context: Context, meeting: Meeting, chat: Chat, live: LivePart) -> None:
    """What a machine has recorded after an end is to stand in a meeting that is open now: its own,
    opened again, or another one. Where the recording was deleted there, it is a new one.

    Args:
        chat: from which it was recorded.
        live: any stretch of it.
    """
    store = context.store
    chat_id = store.chats.know(chat).id
    room = store.rooms.named(chat_id, live.recording)
    if room is None or not store.rooms.has_kept(room):
        return
    if room.meeting_id == meeting.id and not _is_deleted(context, room):
        store.rooms.want(room)
    else:
        store.rooms.want_as(room, _instead(context, meeting, chat, room, live))
    take_what_was_held(context.house)


def _instead(context: Context, meeting: Meeting, chat: Chat, room: Room, live: LivePart) -> Room:
    """The recording as which another one goes on in a meeting; begun, where there is none."""
    store = context.store
    names = (f"{live.recording}/{meeting.id}{f'/{n}' if n else ''}" for n in count())
    name = next(names)
    while other := store.rooms.named(room.chat_id, name):
        if not _is_deleted(context, other):
            return other
        name = next(names)
    at = room.begun_at + timedelta(seconds=live.starts)
    speaker = _unknown_speaker(context, meeting, chat.door)
    as_here = replace(live, recording=name)
    return store.rooms.begin(meeting.id, room.chat_id, room.person_id, speaker, as_here, at)


def _as_line(house: House, room: Room, at: datetime, message_id: str = "") -> Line:
    store = house.store
    meeting = store.meetings.get(room.meeting_id)
    assert meeting is not None
    line = store.lines.add(
        meeting.id,
        room.person_id,
        at,
        media=Media(MediaKind.SOUND, ""),
        message_id=message_id or None,
        said_in=room.chat_id if room.chat_id != meeting.chat_id else None,
    )
    if message_id:
        store.lines.bind(line.id, room.chat_id, message_id, "said")
    return store.lines.put_in_time(store.rooms.show_as(room, line))


def _card(house: House, line: Line) -> Say:
    return Say(card_text(line, house), card_buttons(line, house), line_id=line.id)


def take_what_was_held(house: House) -> bool:
    """Take what machines have recorded while another had the turn, which is interrupted by now;
    whether there was any. Inside a transaction."""
    rooms = house.store.rooms
    found = False
    for room, at in rooms.with_held():
        turn = turn_of(room, at, rooms.others(room), rooms.now())
        if turn.held_by:
            continue
        rooms.give_up(turn.given_up)
        is_new = room.line_id is None
        if is_new:
            _as_line(house, room, at)
        line = rooms.take_held(room)
        found = True
        if is_new:
            meeting = house.store.meetings.get(room.meeting_id)
            assert meeting is not None
            for chat_id in dict.fromkeys((room.chat_id, meeting.chat_id)):
                house.store.outbox.put(chat_id, [_card(house, line)])
    return found
