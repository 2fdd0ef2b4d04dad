"""A question of the bot's about what somebody typed, with the readings that are likely."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reading:
    """What may be meant: the words of its button, and what is taken when that is tapped."""

    label: str
    value: str


@dataclass(frozen=True)
class Alone:
    """One person whom a question is for, in one chat; nobody else answers it."""

    chat_id: int
    person_id: int


@dataclass(frozen=True)
class AskedBack:
    id: int
    number: int  #: in buttons, behind its topic
    meeting_id: int | None  #: None: asked where there is no meeting
    what: str  #: the topic: the first word of its buttons
    about: str  #: what the topic needs to know again, such as an item's code
    typed: str
    sentence: str  #: the question as it was put
    readings: tuple[Reading, ...]
    answer: str | None  #: the label or the words that were taken; "" where it is over unanswered
    alone: Alone | None = None  #: None: whoever has the right may answer
