"""How a line looks in the chat: its card, with buttons."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Sequence
from itertools import islice

from bot.conversation.context import House
from bot.desk.suggested import suggestion_of
from bot.doors.port import Button, Buttons, Rewrite, Say
from bot.messages import lines as said
from bot.messages import phrases
from bot.messages import recordings as about_recordings
from bot.messages import rooms as about_rooms
from bot.messages import suggestions as about_suggestions
from bot.messages import voices as about_voices
from bot.minutes import Line, LineKind, LineState, Speaker, Tag
from bot.minutes.rules import is_unfinished, may_go_on
from bot.minutes.typed.terms import NearMiss
from bot.minutes.typed.words import units
from bot.minutes.voices import VoiceHeard
from bot.store.recordings import MOST_OF_A_CHAT

_MAX_CARD = 2800  # UTF-16 units at most; a chat message takes 4096 with the head and the doubts
_MOST_OFFERS = 3  # buttons, each a row of its own
_MOST_VOICES = 6  # rows of two buttons


def card_text(line: Line, house: House, status: str = "") -> str:
    """Args:
    status: how the work on a long recording stands, where somebody knows better than the line.
    """
    head = phrases.line_head(line)
    if line.deleted:
        return head
    if line.state is LineState.WAITING and not line.is_long:
        return "\n".join(filter(None, [head, waiting_status(line, house)]))
    if line.is_long:
        return joined(head, status or long_status(line, house))
    if line.recording_erased and line.state is not LineState.DONE:
        return f"{head}\n{about_recordings.RECORDING_ERASED.format(no=line.no)}"
    if line.state is LineState.STOPPED:
        return f"{head}\n{about_recordings.STOPPED.format(no=line.no)}"
    if line.state is LineState.SILENT:
        why = said.NOT_UNDERSTOOD if line.doubts else said.SILENT
        return "\n".join([head, why.format(no=line.no), *doubtful(line)])
    if line.state is LineState.FAILED:
        why = about_recordings.recording_error(
            line, max_minutes=house.max_audio_minutes, max_mb=house.max_audio_mb
        )
        return f"{head}\n⚠ {why}"
    return "\n".join([head, shorten(line.text, _MAX_CARD, line.no), *doubtful(line)])


_MAX_GATHERED = 600  # UTF-16 units of a line's text, where several lines are in one message


def gathered(lines: Sequence[Line], house: House, max_text: int) -> tuple[Say, list[Line]]:
    """Several lines in one message, each with its buttons: a group takes few messages a minute.

    Args:
        max_text: longest message, in UTF-16 code units.

    Returns:
        the message, and those of the lines that found room in it.
    """
    while True:
        answer = _gathered(lines, house, max_text)
        if units(answer.text) <= max_text or len(lines) == 1:
            return answer, list(lines)
        lines = lines[: len(lines) // 2]


def _gathered(lines: Sequence[Line], house: House, max_text: int) -> Say:
    waiting = [x for x in lines if x.state is LineState.WAITING and not x.is_long and not x.deleted]
    done = [line for line in lines if line not in waiting]
    room = min(_MAX_GATHERED, max(60, (max_text - 400) // max(len(done), 1) - 80))
    rows = [_gathered_row(line, house, room) for line in done]
    if waiting:
        rows.append(said.GATHERED_WAITING.format(lines=phrases.numbers(waiting)))
    buttons = tuple(
        (
            *_tag_buttons(line, house, f"#{line.no} "),
            Button(f"#{line.no} {said.BUTTON_EDIT}", f"edit:{line.id}"),
        )
        for line in done
        if line.state is LineState.DONE and not line.deleted
    )
    return Say("\n\n".join(rows), buttons)


def _gathered_row(line: Line, house: House, room: int) -> str:
    if line.state is not LineState.DONE or line.deleted or line.is_long:
        return card_text(line, house)
    text = shorten(line.text, room, line.no)
    return "\n".join([phrases.line_head(line), text, *doubtful(line)])


def waiting_status(line: Line, house: House) -> str:
    """How long a note still waits; empty where that is soon."""
    before = house.store.recordings.ahead(line)
    speed = house.speed()
    return about_recordings.ahead(
        before.count,
        before.seconds * speed if speed is not None else None,
        beyond=before.of_chat >= MOST_OF_A_CHAT,
        most=MOST_OF_A_CHAT,
    )


def long_status(line: Line, house: House) -> str:
    """How a long recording stands, as far as its line knows."""
    if line.room:
        return room_status(line, house)
    if line.state is LineState.WAITING:
        return about_recordings.progress(line)
    numbers = house.store.lines.parts_of(line.id)
    status = about_recordings.long_recording(line, numbers, house.max_audio_minutes)
    return "\n".join([status, *_short(line), *_who_speaks(line, house)])


def room_status(line: Line, house: House) -> str:
    """How a recording of the room stands."""
    standing = house.store.rooms.standing(line)
    ended = not line.is_in_work
    numbers = house.store.lines.parts_of(line.id) if ended else ()  # (of hours, thousands)
    status = about_rooms.status(line, standing, numbers)
    return "\n".join([status, *_who_speaks(line, house)])


def _who_speaks(line: Line, house: House) -> list[str]:
    """The rows under a recording's status: its voices without a name, and where it has speech
    without words."""
    if line.is_in_work:
        return []
    wordless = house.store.voices.wordless_of(line.id)
    return [*about_voices.wordless(wordless), *about_voices.heard(_voices(line, house))]


def _voices(line: Line, house: House) -> list[VoiceHeard]:
    """The voices of a recording that is not in work, of which nobody has said whose they are."""
    return [] if line.is_in_work else house.store.voices.of_recording(line.id)


def voice_buttons(voices: Iterable[VoiceHeard]) -> Buttons:
    """**Đúng · Không** for each voice that may be somebody's; a note's say of which line they
    are."""
    return tuple(
        _yes_or_no(one.first_id, one.maybe, one.first_no if one.note else 0)
        for one in islice(voices, _MOST_VOICES)
        if one.maybe
    )


def _yes_or_no(line_id: int, maybe: Speaker, no: int = 0) -> tuple[Button, ...]:
    return tuple(
        Button(
            about_voices.button_label(label, maybe.name, no),
            f"voice:{line_id}:{maybe.person_id}:{yes}",
        )
        for label, yes in ((about_voices.BUTTON_YES, 1), (about_voices.BUTTON_NO, 0))
    )


def joined(head: str, status: str) -> str:
    """On one row, unless the status begins one of its own."""
    return head + status if status.startswith("\n") else f"{head} · {status}"


def doubtful(line: Line) -> list[str]:
    """The rows under a line's text that ask a person to listen again, or who has said it."""
    rows = [said.hear_again(line)] if line.doubts else []
    maybe = phrases.MAYBE
    rows += [maybe.format(term=x.term, found=x.found) for x in line.offers[:_MOST_OFFERS]]
    return [*_short(line), *about_voices.doubt_row(line), *rows]


def _short(line: Line) -> list[str]:
    """The row that says that not all of the recording could be read."""
    row = about_recordings.read_short(line)
    return [row] if row else []


def offer_key(offer: NearMiss) -> str:
    """Names an offer in a button: the same words again, and no other offer."""
    return f"{zlib.crc32(f'{offer.found}={offer.term}'.encode()):08x}"


def shorten(text: str, most: int, no: int) -> str:
    """Cut a long text at a word; the rest is one command away."""
    if len(text) <= most // 2 or units(text) <= most:
        return text
    return f"{text[: most // 2].rsplit(maxsplit=1)[0]}… (/dong {no})"


def _tag_buttons(line: Line, house: House, head: str = "") -> tuple[Button, ...]:
    """A button each for opinion and conclusion; the one that is suggested asks."""
    found = suggestion_of(house.store, line)
    maybe = found.suggestion.tag if found else None

    def label(tag: Tag) -> str:
        name = phrases.TAG_NAMES[tag]
        if tag is maybe:
            return about_suggestions.BUTTON_MAYBE.format(tag=name)
        return f"✓ {name}" if line.tag is tag and not head else name

    def wanted(tag: Tag) -> int:  # where the button shows no ✓, it takes nothing off
        return 0 if line.tag is tag and not head else 1

    return tuple(
        Button(head + label(tag), f"tag:{line.id}:{tag}:{wanted(tag)}")
        for tag in (Tag.OPINION, Tag.CONCLUSION)
    )


def card_buttons(line: Line, house: House) -> Buttons:
    if line.deleted:
        return ((Button(said.BUTTON_RESTORE, f"restore:{line.id}"),),)
    edit = Button(said.BUTTON_EDIT, f"edit:{line.id}")
    delete = Button(said.BUTTON_DELETE, f"delete:{line.id}")
    if line.is_long:
        asked = [one for one in _voices(line, house) if one.maybe]
        return ((*_work_buttons(line), delete), *voice_buttons(asked))
    if may_go_on(line):
        return ((*_work_buttons(line), edit, delete),)
    if line.state is LineState.WAITING:
        return ()
    tags = _tag_buttons(line, house)
    right = (Button(said.BUTTON_RIGHT, f"right:{line.id}"),) if line.unsure else ()
    offers = tuple(
        (
            Button(
                said.BUTTON_REPLACE.format(term=offer.term),
                f"term:{line.id}:{offer_key(offer)}",
            ),
        )
        for offer in line.offers[:_MOST_OFFERS]
    )
    whose = (_yes_or_no(line.id, line.maybe),) if line.maybe else ()
    return (tags, (edit, delete, *right), *offers, *whose)


def _work_buttons(line: Line) -> tuple[Button, ...]:
    """Stop a recording's transcription, try it again, or let it go on."""
    if line.is_in_work:
        return (Button(said.BUTTON_STOP, f"stop:{line.id}"),)
    if not may_go_on(line):
        return ()
    label = said.BUTTON_GO_ON if is_unfinished(line) else said.BUTTON_RETRY
    return (Button(label, f"retry:{line.id}"),)


def redraw(line: Line, house: House, status: str = "") -> list[Rewrite]:
    """The line's card as it is now. A typed line has none where its writer's chat is the meeting's,
    and none is made for it, nor for the parts of a long recording that nobody has looked at alone:
    that would be a flood.

    It is for each chat in which the line is shown: see ``put``."""
    typed = line.kind is LineKind.TEXT and line.said_in is None
    if (typed or line.part_of) and not house.store.lines.has_card(line.id):
        return []
    return [Rewrite(card_text(line, house, status), card_buttons(line, house), line_id=line.id)]


def show_voices(house: House, parts: Collection[int]) -> None:
    """Have the cards of these parts, and of their recordings, say whose voices they may be now."""
    numbers = [*house.store.voices.recordings_of(parts), *house.store.lines.with_cards(parts)]
    for line in house.store.lines.of_ids(numbers):
        if not line.is_in_work:
            put(house, line, redraw(line, house))


def put(
    house: House, line: Line, cards: Sequence[Rewrite], *, here: int | None = None
) -> Sequence[Rewrite]:
    """Have a line's card rewritten in all chats in which it is shown.

    Args:
        here: a chat that is answered anyway.

    Returns:
        what to answer there; nothing where it does not show the line.
    """
    shown = house.store.lines.chats_of_card(line)
    for chat_id in shown:
        if chat_id != here:
            house.store.outbox.put(chat_id, cards)
    return cards if here in shown else ()
