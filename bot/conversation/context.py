"""What a command has at hand: who asks, where, and the rooms it may use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from pathlib import Path
from typing import Literal

from bot.conversation.button import ButtonData, OldButton
from bot.conversation.places.guesses import Guesses
from bot.doors.port import (
    Ability,
    Buttons,
    Chat,
    ChatKind,
    Incoming,
    Question,
    Reply,
    Rewrite,
    Say,
    SendFile,
)
from bot.messages import identity as about_identity
from bot.messages import places as about_places
from bot.messages import rights as said
from bot.messages.phrases import AT_NAME, FULL_NAME, without_replies
from bot.minutes import Line, Meeting
from bot.minutes.rights import Act, Role, decides, may, roles_in
from bot.report import Reports
from bot.store import Store
from bot.store.chats import KnownChat, KnownPerson
from bot.store.lines import LineGone
from bot.store.meetings import Document
from bot.store.places import How, Place

Replies = list[Reply]


class AnswerInstead(Exception):
    """What was asked for cannot be done; this is said instead.

    ``App`` catches it. Besides, whoever has more to do with the answer: ``taps`` ends the tap,
    ``asking_back`` shows the question as answered, ``rights.arrived`` goes on behind what an
    arrival was answered.

    Args:
        replies: what to say.
    """

    def __init__(self, replies: Replies) -> None:
        super().__init__()
        self.replies = replies


class NoMeeting(Exception):
    """There is no meeting to speak of here; ``no_meeting.py`` says what is answered.

    Args:
        number: of the meeting that was asked for; None: the one that commands speak of.
    """

    def __init__(self, number: int | None = None) -> None:
        super().__init__()
        self.number = number


def _no_link(chat: Chat, message_id: str) -> str:
    return ""


def _no_start(chat: Chat, words: str) -> str:
    return ""


def _no_ways(words: str) -> Sequence[tuple[str, str]]:
    return ()


def _not_known() -> float | None:
    return None


def _nothing_to_look_at(meeting_id: int) -> None:
    return None


def _everything(door: str) -> frozenset[Ability]:
    return frozenset(Ability) - {Ability.WRITE_FIRST}


def _never(door: str) -> bool:
    return False


@dataclass(frozen=True)
class House:
    """What stays the same from message to message."""

    store: Store
    reports: Reports
    zone: tzinfo  #: for dates and hours that people read
    audio: Path  #: folder of the recordings
    prints: bool = False  #: drafts get a PDF
    max_audio_minutes: float = 240
    max_audio_mb: float = 500
    chats: frozenset[str] = frozenset()  #: keys of the chats that the bot is for
    users: frozenset[str] = frozenset()  #: keys of the people whom it hears in any chat
    most_messages: int = 300  #: that one person may send in a minute
    voices: Literal["off", "meeting", "office"] = (
        "meeting"  #: whether voices are told apart, and held against whose
    )
    #: looks now, in the store's thread, at who speaks in a meeting's recordings
    look_at_voices: Callable[[int], None] = _nothing_to_look_at
    small_model: str = ""  #: recordings are heard by this model, which is a small one
    link: Callable[[Chat, str], str] = _no_link  #: opens a message; empty where there is none
    #: opens a private chat behind the same door, with words; empty where there is none
    start_link: Callable[[Chat, str], str] = _no_start
    #: the open doors that people can be alone with the bot behind, each with its link for these
    #: words; empty: it has none
    ways_in: Callable[[str], Sequence[tuple[str, str]]] = _no_ways
    abilities: Callable[[str], frozenset[Ability]] = _everything  #: of a door, by its name
    #: of a door, by its name: its platform brings what was said again, and out of its order
    repeats: Callable[[str], bool] = _never
    speed: Callable[[], float | None] = _not_known  #: seconds of work for one of a recording
    guesses: Guesses = field(default_factory=Guesses)  #: wrong codes since the start
    answered_albums: set[tuple[int, str]] = field(default_factory=set)  #: since the start


def alone_with(house: House, person_id: int) -> int | None:
    """The chat in which the bot may write to somebody alone: where they have ever written to it
    there; or behind a door that lets it write first. None: there is none."""
    chats = house.store.chats
    known = chats.private_of(person_id)
    door, person = chats.account(person_id)
    if known is not None or Ability.WRITE_FIRST not in house.abilities(door):
        return known
    if not person.is_account:
        return None
    return chats.know(Chat(door, person.key, person.name, ChatKind.PRIVATE)).id


@dataclass(frozen=True)
class Context:
    house: House
    incoming: Incoming
    chat: KnownChat
    person: KnownPerson
    place: Place | None = None  #: this chat speaks of a meeting of another one
    in_time: bool = False  #: it was said before the end of the meeting, whenever it came

    @property
    def store(self) -> Store:
        return self.house.store

    def can(self, ability: Ability) -> bool:
        """Whether the chat's platform can do this."""
        return ability in self.house.abilities(self.chat.chat.door)

    def sample(self, sentence: str) -> str:
        """A sentence of ours, before it is filled in, that says how somebody is named, or that a
        message may be answered: with the full name where the platform has no ``@ten``, without
        answering where it does not tell what is answered."""
        if not self.can(Ability.AT_NAMES):
            sentence = sentence.replace(AT_NAME, FULL_NAME)
        return sentence if self.can(Ability.REPLIES) else without_replies(sentence)

    def roles(self, meeting: Meeting, line: Line | None = None) -> set[Role]:
        """What the person who asks is to a meeting, and to a line of it, today."""
        return roles_in(
            meeting,
            self.person.id,
            here=self.is_here(meeting),
            admin=self._administers(meeting),
            line=line,
            account=self.incoming.person.is_account,
            joined=self._has_joined(meeting),
        )

    def _administers(self, meeting: Meeting) -> bool:
        if meeting.chat_id == self.chat.id:
            return self.incoming.admin or self.is_private
        return self.store.places.administers(meeting.chat_id, self.person.id)

    def _has_joined(self, meeting: Meeting) -> bool:
        """Whether they take part from here, and do not work on it here."""
        place = self.place
        return place is not None and place.how is How.JOINED and place.meeting_id == meeting.id

    def may(self, act: Act, meeting: Meeting, line: Line | None = None) -> bool:
        return self._may(act, meeting, line, self.roles(meeting, line))

    def _may(self, act: Act, meeting: Meeting, line: Line | None, roles: set[Role]) -> bool:
        me = line is not None and line.speaker.person_id == self.person.id
        if me and self.incoming.edited and act is Act.MEND:
            roles.add(Role.SPEAKER)  # nobody but who has sent a message can change it
        if line and line.brought_by and act in (Act.TAG, Act.CONCLUDE):
            roles.discard(Role.SPEAKER)  # the desk takes what was said elsewhere
        return may(act, roles, meeting.concluding)

    def decides(self, meeting: Meeting) -> bool:
        """Whether the person who asks may approve or return the meeting's drafts."""
        theirs = self.incoming.person.is_account and decides(meeting, self.person.id)
        return theirs and not self.has_left(meeting)

    def has_left(self, meeting: Meeting, person_id: int | None = None) -> bool:
        """Whether somebody is in the meeting's group no longer: they see what they took part in,
        and have no say in it.

        Args:
            person_id: None: the person who asks.
        """
        who = self.person.id if person_id is None else person_id
        return self.store.places.is_removed(meeting.chat_id, who)

    def refused(self, act: Act, meeting: Meeting) -> str:
        """What to say of what the person may not do to a meeting."""
        if not self.incoming.person.is_account:
            return about_identity.NOT_AN_ACCOUNT
        if self.may_at_desk(act, meeting):
            return about_places.AT_YOUR_DESK.format(no=meeting.id)
        return said.not_allowed(act, meeting, here=self.is_here(meeting))

    def may_at_desk(self, act: Act, meeting: Meeting, line: Line | None = None) -> bool:
        """Whether they might do it as secretary, chair or administrator of a meeting that they have
        joined from here, where nobody is: ``/ban`` makes this chat their desk."""
        places = self.store.places
        if not self._has_joined(meeting) or not self.incoming.person.is_account:
            return False
        if places.desk_of(self.person.id, self.chat.id, meeting.id) is None:
            return False
        admin = self._administers(meeting)
        there = roles_in(meeting, self.person.id, here=True, admin=admin, line=line)
        return self._may(act, meeting, line, there)

    def refused_elsewhere(self, act: Act) -> str:
        """Why something that is the whole chat's is not for who has joined from here; empty: it is,
        or this chat speaks of its own."""
        meeting = self.meeting() if self.place else None
        return self.refused(act, meeting) if meeting and not self.may(act, meeting) else ""

    def may_change(self, act: Act, line: Line) -> bool:
        """Whether the person may do this to a line."""
        meeting = self.store.meetings.get(line.meeting_id)
        return meeting is not None and self.may(act, meeting, line)

    def document(self, document_id: int) -> Document | None:
        """A draft of a meeting that the person may see here."""
        found = self.store.meetings.document(document_id)
        return found if found and self.numbered(found.meeting_id) else None

    def draft_number(self, document: Document) -> int:
        """A draft's number among those of its meeting, as ``/duthao`` shows it."""
        ids = [one.id for one in self.store.meetings.documents(document.meeting_id)]
        return ids.index(document.id) + 1

    @property
    def is_private(self) -> bool:
        """Whether nobody else reads here; the chat is then the person's own."""
        return self.chat.chat.kind is ChatKind.PRIVATE

    @property
    def home(self) -> int:
        """The chat whose people, words and templates are meant here: that of the meeting that this
        chat speaks of, else this one."""
        return self.place.home if self.place else self.chat.id

    @property
    def at_desk(self) -> bool:
        """Whether the desk of a meeting is in this chat, and not before its group."""
        return self.place is not None and self.place.how is How.DESK

    @property
    def said_in(self) -> int | None:
        """The chat in which what arrives is said, where that is not the meeting's own."""
        return self.chat.id if self.home != self.chat.id else None

    @property
    def is_over_home(self) -> bool:
        """Whether an administrator of the group has this desk: what is asked for by no number is of
        all the group's meetings, as it is there."""
        return self.at_desk and self.store.places.administers(self.home, self.person.id)

    def is_here(self, meeting: Meeting) -> bool:
        """Whether a meeting is one of this chat, or the one of another that it speaks of."""
        if self.place and self.place.meeting_id == meeting.id:
            return True
        return meeting.chat_id == self.chat.id

    def meeting_here(self, number: int) -> Meeting | None:
        """A meeting by its number, if it is here."""
        found = self.store.meetings.get(number)
        return found if found and self.is_here(found) else None

    def line_here(self, line_id: int) -> Line | None:
        """A line by its id, if its meeting is here."""
        try:
            line = self.store.lines.get(line_id)
        except LineGone:
            return None
        return line if self.meeting_here(line.meeting_id) else None

    def open_meeting(self) -> Meeting | None:
        """The meeting that is open here: what is said is its lines."""
        if self.place is None and not self.in_time:
            return self.store.meetings.open_in(self.chat.id)
        found = self.meeting()
        return found if found and (found.is_open or self.in_time) else None

    def numbered(self, number: int) -> Meeting | None:
        """A meeting by its number: that is here, or asked for in private by one who took part, or
        by an administrator at a desk of its group."""
        found = self.meeting_here(number)
        if found is None and self.is_over_home:
            found = self.store.meetings.get(number)
            found = found if found and found.chat_id == self.home else None
        if found is None and self.is_private:
            found = self.store.meetings.seen_by(number, self.person.id)
        return found

    def require_meeting(self, number: int | None, *, or_seen: bool = False) -> Meeting:
        """The meeting that somebody asks about.

        Args:
            number: as they typed it; None: what commands speak of.
            or_seen: in private, where none was held, the last that they took part in.

        Raises:
            NoMeeting: there is none.
        """
        meeting = self.meeting() if number is None else self.numbered(number)
        if meeting is None and number is None and or_seen and self.is_private:
            meeting = next(iter(self.store.meetings.page_of_person(self.person.id, 1)), None)
        if meeting is None:
            raise NoMeeting(number)
        return meeting

    def tapped_meeting(self, number: int) -> Meeting:
        """The meeting of a button.

        Raises:
            OldButton: it is old or forged, or the person may not see it here.
        """
        meeting = self.numbered(number)
        if meeting is None:
            raise OldButton("the meeting is not of this chat")
        return meeting

    def tapped_meeting_here(self, number: int) -> Meeting:
        """The same, of a button that works where the meeting is alone.

        Raises:
            OldButton
        """
        meeting = self.meeting_here(number)
        if meeting is None:
            raise OldButton("the meeting is not of this chat")
        return meeting

    def is_current(self, meeting: Meeting) -> bool:
        """Whether a meeting is the one that commands speak of here."""
        current = self.meeting()
        return current is not None and current.id == meeting.id

    def last_drafted(self) -> Meeting | None:
        """The meeting, of those that the person may see here, of which the last draft was made."""
        if self.place and self.store.meetings.documents(self.place.meeting_id):
            return self.store.meetings.get(self.place.meeting_id)
        who = self.person.id if self.is_private else None
        return self.store.meetings.last_drafted(self.chat.id, who)

    def meeting(self) -> Meeting | None:
        """What commands speak of: the meeting that this chat speaks of, else its own open one, else
        its own last."""
        if self.place:
            return self.store.meetings.get(self.place.meeting_id)
        return self.store.meetings.current(self.chat.id)

    def current_meeting(self) -> Meeting:
        """The same, where there must be one.

        Raises:
            NoMeeting
        """
        return self.require_meeting(None)

    def replied_line(self) -> Line | None:
        """The line whose message this one answers."""
        if not self.incoming.reply_to:
            return None
        found = self.store.lines.of_message(self.chat.id, self.incoming.reply_to)
        # who has left keeps the message, and sees no more by it
        return found[0] if found and self.numbered(found[0].meeting_id) else None

    def private_chat(self, person_id: int) -> int | None:
        """The chat in which somebody reads alone; None where the bot may not write to them."""
        if self.is_private and person_id == self.person.id:
            return self.chat.id
        return alone_with(self.house, person_id)

    def tell(self, chat_id: int, *answer: Say | SendFile | Rewrite) -> None:
        """Say something in another chat than the one that asks, if this is all committed.

        Args:
            said: each of at most 2,000 characters, so that it is one message everywhere.
        """
        ordered = [replace(one, ordered=True) if isinstance(one, Say) else one for one in answer]
        self.store.outbox.put(chat_id, ordered)

    def in_its_chat(self, meeting: Meeting, *said: Say | SendFile | Rewrite) -> Replies:
        """Say something in the meeting's own chat: as an answer where that is this one, else there
        at once, and nothing here."""
        if meeting.chat_id == self.chat.id:
            return list(said)
        self.tell(meeting.chat_id, *said)
        return []

    def rewritten(self, text: str, buttons: Buttons = ()) -> Rewrite:
        """The message whose button was tapped, in new words."""
        return Rewrite(text, buttons, message_id=self.incoming.message_id)

    def say(self, text: str, buttons: Buttons = (), line_id: int | None = None) -> Say:
        """An answer to the message that asked; ``line_id``: it is that line's card."""
        return Say(text, buttons, reply_to=self.incoming.message_id or None, line_id=line_id)


TapHandler = Callable[[Context, ButtonData], tuple[str, Replies]]
"""A tap on a button whose data is ``what:a:b``: (context, [a, b]) -> words that pass, and answers.
OldButton: the person is told, nothing changes."""

AnswerHandler = Callable[[Context, Question], Replies | None]
"""A reply, in words or as a voice note, to a message that asks something; None: the reply is an
utterance like any other."""


@dataclass(frozen=True)
class Command:
    """A thing that a person can ask for. Its sentence for the menu is in ``messages.help.MENU``."""

    name: str
    run: Callable[[Context, str], Replies]
    also: tuple[str, ...] = ()
    alone: bool = False  #: with anything behind its name something else was meant
