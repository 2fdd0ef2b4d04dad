"""The conversation: ``Incoming`` in, ``Reply`` out. Knows no vendor, no SQL, no HTTP."""

from __future__ import annotations

import difflib
import logging
from dataclasses import replace
from functools import partial

from bot.conversation import answers, edits, no_meeting, plain, taps
from bot.conversation.command import Command, Hint
from bot.conversation.context import AnswerInstead, Context, House, NoMeeting, Replies
from bot.conversation.drafts import approved
from bot.conversation.lines import corrections, late, rooms
from bot.conversation.lines.editing import set_text
from bot.conversation.lines.tagging import set_tags, tag_by_command
from bot.conversation.lines.utterance import meant_for_the_record, utterance
from bot.conversation.meetings import naming, rights
from bot.conversation.places import desk, joining
from bot.conversation.places.cards import spread
from bot.conversation.topics import BY_NAME, VOCABULARY
from bot.doors.port import (
    Acknowledge,
    Chat,
    ChatKind,
    Incoming,
    MediaKind,
    Person,
    Say,
    Toast,
    TurnedAway,
    before_move,
)
from bot.messages import old_code, phrases
from bot.messages import places as about_places
from bot.messages import trouble as said
from bot.minutes import Line
from bot.minutes.typed.joining_code import read_code
from bot.minutes.typed.legacy import as_unicode
from bot.minutes.typed.numbers import read_numbers
from bot.minutes.typed.orders import (
    asked_of_bot,
    read_order,
    typed_order,
    whole_order,
    without_stroke,
)
from bot.minutes.typed.tags import short_order, tag_named, take_tag
from bot.minutes.typed.vocabulary import Order
from bot.minutes.typed.words import fold
from bot.store.chats import KnownChat
from foundation.aside import TooMuch
from foundation.logs import note
from foundation.pace import Flood

log = logging.getLogger(__name__)


def _without_words(incoming: Incoming, why: TurnedAway) -> Incoming:
    stranger = why is TurnedAway.STRANGER
    return Incoming(
        key=incoming.key,
        chat=replace(incoming.chat, title="") if stranger else incoming.chat,
        person=Person(incoming.person.key, "") if stranger else incoming.person,
        at=incoming.at,
        turned_away=why,
    )


def _with_a_code(incoming: Incoming, *, in_meeting: bool = False) -> str:
    """The code by which somebody comes into a meeting, and what stands behind it; else empty."""
    if incoming.chat.kind is not ChatKind.PRIVATE:
        return ""
    return read_code(incoming.text, in_meeting=in_meeting, answers=bool(incoming.reply_to))


def _as_named_now(incoming: Incoming, chat: Chat) -> Incoming:
    """What was sent to a group under an earlier key of it, as it is named since the move."""
    before = partial(before_move, incoming.chat.key)
    return replace(
        incoming,
        chat=chat,
        message_id=before(incoming.message_id),
        reply_to=before(incoming.reply_to or "") or None,
        parts=tuple(map(before, incoming.parts)),
    )


def _find_command(name: str, rest: str) -> tuple[Command | None, str]:
    """The command that was meant: ``/ketluan 8``, ``/ket luan 8``, ``/đồng ý``."""
    order = read_order(name, rest, VOCABULARY)
    if order and order[1] and BY_NAME[order[0]].alone:  # "/rà soatt" is no /ra
        return None, rest
    return (BY_NAME[order[0]], order[1]) if order else (None, rest)


def _is_hinted(order: Order) -> bool:
    """Whether words that are a line may have been meant as this command. By another of its names
    they were not: «kiểm tra» is said in many a meeting."""
    name, more = order
    command = BY_NAME[name]
    match command.hint:
        case Hint.BARE:
            return not more
        case Hint.WITH_MORE:
            return bool(more)
    return command.hint is Hint.ALWAYS and name == command.name


def _nearly(name: str, rest: str) -> str:
    """The command whose name was nearly typed, maybe in some words: ``/rà xoát``; empty: none."""
    words = [fold(name), *fold(rest).split()[:2]]
    for count in range(len(words), 0, -1):
        cutoff = 0.75 if count == 1 else 0.82
        near = difflib.get_close_matches("".join(words[:count]), BY_NAME, 1, cutoff=cutoff)
        if near:
            return near[0]
    return ""


def _without_order(context: Context) -> tuple[Context, Replies]:
    """A file whose caption is a command, which is no utterance: without it, and what is said of
    that. A tag under a recording is meant for that."""
    incoming = context.incoming
    typed = typed_order(incoming.text) if incoming.media and incoming.speaker is None else None
    if incoming.media is None or typed is None:
        return context, []
    command, rest = _find_command(*typed)
    name = command.name if command else typed[0]
    if incoming.media.kind is MediaKind.SOUND and tag_named(name) and not read_numbers(rest):
        return replace(context, incoming=replace(incoming, text=f"#{name} {rest}".strip())), []
    told = context.say(said.ORDER_UNDER_FILE.format(name=name[:40]))
    return replace(context, incoming=replace(incoming, text="")), [told]


class App:
    """Answers what people do, one arrival at a time."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._flood = Flood(house.most_messages)

    def screened(self, incoming: Incoming) -> Incoming | None:
        """The arrival as it may be kept; without its words where it is turned away.

        Returns:
            None for what nobody needs to hear of: a stranger, or a flood, that has been told.
        """
        who = (incoming.chat.door, incoming.person.key)
        if incoming.left and self.house.store.chats.has_met(incoming.chat.door, incoming.chat.key):
            return incoming
        if incoming.invited:  # the door bounds them, and has them send again
            return incoming
        if self._is_stranger(incoming):
            told = who if incoming.chat.kind is ChatKind.PRIVATE else incoming.chat.key
            first = self._flood.is_first(told, incoming.key, incoming.at)
            if incoming.moved_to or not first:
                return None
            return _without_words(incoming, TurnedAway.STRANGER)
        if self._flood.is_over(who, incoming.key, incoming.at):
            first = self._flood.is_first(who, incoming.key, incoming.at)
            return _without_words(incoming, TurnedAway.FLOOD) if first else None
        return incoming

    def _is_stranger(self, incoming: Incoming) -> bool:
        house = self.house
        if not (house.chats or house.users):
            return False
        chat, person = incoming.chat, incoming.person.key
        if incoming.moved_to and house.store.chats.has_met(chat.door, chat.key):
            return False
        if chat.group in house.chats or person in house.users:
            return False
        if house.chats & house.store.chats.former_keys(chat.door, chat.key):
            return False  # it has become a supergroup since it was allowed
        if chat.kind is not ChatKind.PRIVATE:
            return True
        if _with_a_code(incoming) and house.store.places.has_codes():
            return False
        return not house.store.chats.took_part(chat.door, person)

    def handle(self, incoming: Incoming) -> tuple[int, Replies]:
        """Do what was asked.

        Call it inside a store transaction, and put the replies into the outbox in the same one.
        The arrival's texts are clean (``bot.post.cleaning``).

        Returns:
            the chat's id in the store, and what to say there.
        """
        store = self.house.store
        if incoming.moved_to:
            return self._move(incoming, incoming.moved_to), []
        chat = store.chats.know(incoming.chat)
        note(chat=chat.id)
        if chat.chat.key != incoming.chat.key:  # it has moved, and numbers its messages anew
            incoming = _as_named_now(incoming, chat.chat)
        if chat.new and chat.chat.kind is ChatKind.GROUP:
            self._look_for_former(chat)
        if incoming.turned_away:
            return chat.id, self._turn_away(incoming)
        person = store.chats.know_person(incoming.chat.door, incoming.person)
        if incoming.left:
            gone = store.chats.know_person(incoming.chat.door, incoming.left)
            store.places.remove(chat.id, gone.id)
            return chat.id, []
        says = not (incoming.tap or incoming.edited)  # a button may be tapped from outside
        if chat.chat.kind is ChatKind.GROUP and incoming.person.is_account and says:
            store.places.seen(chat.id, person.id, admin=incoming.admin)
        return chat.id, self._in_its_place(Context(self.house, incoming, chat, person))

    def _in_its_place(self, context: Context) -> Replies:
        """Answer of the meeting that the chat speaks of, as long as it may."""
        place = self.house.store.places.of(context.chat.id)
        if place is None:
            return spread(context, self._answer(context))
        here = replace(context, place=place)
        if here.at_desk and desk.is_lost(here):
            self.house.store.places.leave(context.chat.id)
            return [
                context.say(about_places.DESK_LOST.format(no=place.meeting_id)),
                *spread(context, self._answer(context)),
            ]
        if not here.at_desk and not self.house.store.places.may_join(
            place.meeting_id, context.person.id
        ):
            self.house.store.places.leave(context.chat.id)
            text = (
                about_places.NO_LONGER_IN_TAPPED
                if context.incoming.tap
                else about_places.NO_LONGER_IN
            )
            tapped = [Toast(context.incoming.tap.id)] if context.incoming.tap else []
            return [*tapped, context.say(text.format(no=place.meeting_id))]
        return spread(here, self._answer(here))

    def _look_for_former(self, chat: KnownChat) -> None:
        """A group that is new may be one that has moved, and nobody has told. Its namesakes with an
        open meeting get a sign again that they have: where one is no more, the platform says so
        then, and its meeting comes here."""
        store = self.house.store
        for other, message_id, no in store.chats.said_in_namesakes(chat):
            store.outbox.put(other, [Acknowledge(message_id, no)])

    def _move(self, incoming: Incoming, new_key: str) -> int:
        """A group has a new key; told twice, it moves once."""
        chats, door = self.house.store.chats, incoming.chat.door
        before = chats.find(door, incoming.chat.key)
        if before is None:
            return chats.know(replace(incoming.chat, key=new_key)).id
        if not chats.move(before, new_key, None if incoming.moved_surely else incoming.at):
            log.error("chat %s is said to be another one now, which is older", before)
        return before

    def _turn_away(self, incoming: Incoming) -> Replies:
        if incoming.turned_away is TurnedAway.STRANGER:
            answer = said.STRANGER.format(chat=incoming.chat.group, person=incoming.person.key)
        else:
            moment = phrases.clock(incoming.at, self.house.zone)
            most = self.house.most_messages
            answer = said.FLOOD.format(name=incoming.person.name, most=most, at=moment)
        return [Say(answer, ordered=True)]  # an answer to what they sent, and once

    def _answer(self, context: Context) -> Replies:
        touched = context.store.steps.touched
        touched.clear()
        context.store.names.fresh.clear()
        context.store.names.new_here.clear()
        try:
            with context.store.transaction():
                replies = self._done_or_instead(context)
        except TooMuch:
            touched.clear()
            tap = context.incoming.tap
            replies = [*([Toast(tap.id)] if tap else []), context.say(said.TOO_MUCH)]
        replies += rights.arrived(context)
        return [*replies, *naming.questions(context), *approved.stays(context, touched)]

    def _done_or_instead(self, context: Context) -> Replies:
        try:
            return self._done(context)
        except AnswerInstead as instead:
            return instead.replies
        except NoMeeting as missing:
            return no_meeting.instead(context, missing)

    def _done(self, context: Context) -> Replies:
        step = context.store.steps.step
        if context.incoming.live:
            return rooms.stretch(context, context.incoming.live)
        unheard = plain.not_heard(context)
        if unheard is not None:
            return unheard
        context = plain.with_question(context)
        incoming = context.incoming
        if incoming.tap:
            with step(incoming.tap.data.split(":")[0]):
                return taps.tapped(context, incoming.tap)
        if incoming.edited:
            with step("edited"):
                return edits.edited(context, self._anew)
        text = incoming.text
        if incoming.speaker is not None:  # somebody else's words are no order
            return self._utterance(context)
        if incoming.media is None:
            code = _with_a_code(incoming, in_meeting=context.open_meeting() is not None)
            if code:
                return self._command(context, "vao", code)
            chosen = self._typed_for_a_button(context)
            if chosen is not None:
                return chosen
            typed = typed_order(text)
            if typed:
                return self._command(context, *typed)
            answered = answers.take_answer(context)
            if answered is not None:
                return plain.told_so(context, answered)
            with step("reply"):
                answered = self._reply_to_line(context, text)
            if answered is not None:
                return answered
            order = short_order(text)
            if order and context.meeting():
                tag, numbers = order
                with step(str(tag)):
                    return tag_by_command(context, numbers, tag, str(tag))
            meant = asked_of_bot(text, VOCABULARY) or without_stroke(text, VOCABULARY)
            if meant and (context.meeting() or not BY_NAME[meant[0]].needs_meeting):
                return self._command(context, *meant)
        elif incoming.media.kind is not MediaKind.SOUND:
            typed = typed_order(text)
            if typed:
                command, _ = _find_command(*typed)
                if command and command.takes_file:
                    return self._command(context, *typed)
        else:
            answered = answers.take_answer(context)
            if answered is None:
                answered = corrections.spoken(context)
            if answered is not None:
                return answered
        return self._utterance(context)

    def _typed_for_a_button(self, context: Context) -> Replies | None:
        """What is typed where there are no buttons: it is never a line, whatever comes of it."""
        order = plain.order(context)
        return self._command(context, *order) if order else plain.chosen(context)

    def _utterance(self, context: Context) -> Replies:
        context, told = _without_order(context)
        return [*self._as_said(context), *told]

    def _as_said(self, context: Context) -> Replies:
        order = whole_order(context.incoming.text, VOCABULARY)
        hinted = order is not None and _is_hinted(order)
        hint = said.IS_IT_AN_ORDER.format(name=" ".join(order).strip()) if order and hinted else ""
        if context.open_meeting() is None:
            if late.was_said_in_time(context):
                return late.recorded(context)
            if order and order[0] == "trogiup":
                return self._command(context, *order)
            if context.place and not context.at_desk:
                return joining.after_the_end(context)
            return no_meeting.tell_how_to_begin(context, hint)
        replies = utterance(meant_for_the_record(context))
        return [*replies, context.say(hint)] if hint else replies

    def _anew(self, context: Context) -> Replies:
        """An edited message, as if it had just been sent."""
        return self._done(replace(context, incoming=replace(context.incoming, edited=False)))

    def _command(self, context: Context, name: str, rest: str) -> Replies:
        command, rest = _find_command(name, rest)
        if command:
            meant = as_unicode(rest) if not command.records else None
            if meant and meant.sure:  # its words would stand in the record, or be looked for there
                again = old_code.of_command(meant.code, command.name, meant.text)
                return [context.say(again)]
            with context.store.steps.step(command.name):
                replies = command.run(context, rest)
            edits.remember(context, command.name)
            return replies
        edits.remember(context, "")
        if not name:
            return [context.say(said.NAMELESS_COMMAND)]
        near = _nearly(name, rest)
        guess = said.UNKNOWN_GUESS.format(name=near) if near else ""
        if near == "ketthuc":  # a command in a message is one tap away from being sent
            guess = said.UNKNOWN_CLOSE
        return [context.say(said.UNKNOWN_COMMAND.format(name=name[:40], guess=guess))]

    def _reply_to_line(self, context: Context, text: str) -> Replies | None:
        """A reply that answers **Sửa**, or that is nothing but a tag; None for any other."""
        if not context.incoming.reply_to:
            return None
        found = context.store.lines.of_message(context.chat.id, context.incoming.reply_to)
        words, tag = take_tag(text)
        if found and tag is None and tag_named(text):
            words, tag = "", tag_named(text)
        if found and found[1] == "ask" and text and not (tag and not words):
            return set_text(context, found[0], text, asked=True)
        if found and words:
            return corrections.typed(context, found[0], text)
        if tag is None or words:
            return None
        if found and found[0].deleted:
            return [context.say(phrases.lines_are_deleted([found[0].no]))]
        if found is None:
            return [context.say(phrases.REPLY_IS_NO_LINE.format(command=tag))]
        lines: list[Line] = [found[0]]
        return set_tags(context, lines, tag)
