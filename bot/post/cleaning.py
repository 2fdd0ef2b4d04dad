"""What arrives, in the form in which the house keeps it."""

from __future__ import annotations

import dataclasses

from bot.doors.port import Incoming, Person
from bot.messages.phrases import nameless
from bot.minutes.beside import Beside
from bot.minutes.identity import is_mark_of_bot
from bot.minutes.typed.words import clean, one_line, ordinary


def kind_of(incoming: Incoming) -> str:
    """What sort of arrival it is, in one word, for log and figures."""
    if incoming.tap:
        return "tap"
    if incoming.moved_to:
        return "move"
    if incoming.edited:
        return "edit"
    if incoming.live:
        return "stretch"
    if incoming.media:
        return str(incoming.media.kind)
    return "command" if incoming.text.startswith("/") else "text"


def cleaned(incoming: Incoming) -> Incoming:
    """The same arrival with text as the house keeps it (NFC, nothing invisible)."""
    chat = dataclasses.replace(incoming.chat, title=one_line(incoming.chat.title))
    media = incoming.media
    return dataclasses.replace(
        incoming,
        chat=chat,
        person=_person(incoming.person),
        speaker=_person(incoming.speaker) if incoming.speaker else None,
        answers=_person(incoming.answers) if incoming.answers else None,
        mentions=tuple(map(_person, incoming.mentions)),
        text=_typed(incoming),
        beside=_beside(incoming.beside),
        media=dataclasses.replace(media, name=one_line(media.name)) if media else None,
    )


def _typed(incoming: Incoming) -> str:
    """A command's stroke may be of double width; what is behind it is read as it is."""
    text = clean(incoming.text)
    is_order = ordinary(text[:1]) == "/" and text[1:2].isalpha() and incoming.speaker is None
    return f"/{text[1:]}" if is_order else text


def _person(who: Person) -> Person:
    """An account that calls itself as the bot calls what it writes has no name."""
    name = one_line(who.name)
    if is_mark_of_bot(name):
        name = ""
    return Person(who.key, name or nameless(who.key), one_line(who.username))


def _beside(beside: Beside) -> Beside:
    if not beside:
        return beside
    struck = tuple(filter(None, map(one_line, beside.struck)))
    links = tuple((one_line(words), one_line(address)) for words, address in beside.links)
    return Beside(one_line(beside.quoted), struck, links)
