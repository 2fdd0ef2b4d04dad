"""What is left to look at in a meeting before its draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk.attendance import attendance_list
from bot.desk.suggested import open_suggestions
from bot.desk.tasks import task_list
from bot.minutes import Line, LineState, Meeting, Speaker, Tag
from bot.minutes.guesses.review import Topic, TwoSpellings, two_spellings, unanswered
from bot.minutes.info import Item
from bot.minutes.roll import to_hear
from bot.minutes.rules import missing_items, sort_lines
from bot.minutes.typed.terms import vocabulary
from bot.minutes.typed.words import digest
from bot.minutes.voices import VoiceHeard
from bot.store import Store
from foundation.aside import aside, letters

READ_THE_LIST = frozenset({Topic.MISSING, Topic.NAMES})
"""The topics that depend on who takes part."""


@dataclass(frozen=True)
class LeftToReview:
    """All that is left; what nobody needs to look at again is not in it."""

    unsure: tuple[Line, ...]  #: with words in doubt
    untagged: tuple[Line, ...]
    open: tuple[Line, ...]  #: opinions that no conclusion seems to answer
    missing: tuple[Item, ...]  #: items that a report needs
    names: tuple[TwoSpellings, ...]
    waiting: tuple[Line, ...]  #: recordings not transcribed yet
    failed: tuple[Line, ...]
    unfinished: tuple[Line, ...]
    suggested: int  #: tags that nobody has decided upon
    unconfirmed: int  #: tasks
    unmarked: int  #: people on the list of whom nobody has said whether they came
    claims: int  #: names that somebody has said and that the desk has to confirm
    voices: tuple[VoiceHeard, ...]  #: that may be somebody's, and that nobody has confirmed
    unknown: tuple[Line, ...]  #: whose nobody knows, and of which nobody is asked
    brought: tuple[Line, ...]  #: lines that somebody has forwarded
    alike: tuple[Speaker, ...]  #: people with the same name as another, with their accounts
    has_lines: bool

    def count(self, topic: Topic) -> int:
        counts = {
            Topic.UNSURE: self.unsure,
            Topic.UNTAGGED: self.untagged,
            Topic.OPEN: self.open,
            Topic.MISSING: self.missing,
            Topic.NAMES: self.names,
        }
        return len(counts[topic])


def left_to_review(store: Store, meeting: Meeting) -> LeftToReview:
    """Everything. (Names in two spellings take the longest: a page of one topic reads that topic
    only.)"""
    lines = store.lines.of_meeting(meeting.id)
    by_use = sort_lines(lines)
    return LeftToReview(
        unsure=unsure_lines(lines),
        untagged=untagged_left(store, meeting, lines),
        open=opinions_left(store, meeting, lines),
        missing=items_left(store, meeting),
        names=names_left(store, meeting, lines),
        waiting=by_use.waiting,
        failed=by_use.failed,
        unfinished=by_use.unfinished,
        suggested=len(open_suggestions(store, meeting, lines)),
        unconfirmed=len(task_list(store, meeting).suggested),
        unmarked=len(attendance_list(store, meeting).unmarked),
        claims=len(store.names.waiting(meeting.id)),
        voices=tuple(store.voices.waiting(meeting.id)),
        unknown=unknown_lines(lines),
        brought=tuple(x for x in lines if x.brought_by and not x.deleted),
        alike=tuple(x for x in store.meetings.seats(meeting.id) if x.account and x.certain),
        has_lines=bool(store.meetings.counts(meeting.id).lines),
    )


def left_of_topic(
    store: Store, meeting: Meeting, topic: Topic
) -> tuple[Line, ...] | tuple[Item, ...] | tuple[TwoSpellings, ...]:
    """What is left of one topic, in its order."""
    match topic:
        case Topic.UNSURE:
            return unsure_lines(store.lines.of_meeting(meeting.id))
        case Topic.UNTAGGED:
            return untagged_left(store, meeting, store.lines.of_meeting(meeting.id))
        case Topic.OPEN:
            return opinions_left(store, meeting, store.lines.of_meeting(meeting.id))
        case Topic.MISSING:
            return items_left(store, meeting)
        case Topic.NAMES:
            return names_left(store, meeting, store.lines.of_meeting(meeting.id))


def unsure_lines(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.unsure and not line.deleted)


def unknown_lines(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Those with words of an unknown voice that may be nobody's in particular."""
    return tuple(
        line
        for line in lines
        if line.unknown_voice is not None
        and line.maybe is None
        and line.state is LineState.DONE
        and not line.deleted
    )


def untagged_left(store: Store, meeting: Meeting, lines: Sequence[Line]) -> tuple[Line, ...]:
    return _unsettled(store, meeting, Topic.UNTAGGED, sort_lines(lines).untagged)


def opinions_left(store: Store, meeting: Meeting, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The opinions that no conclusion seems to answer."""
    by_use = sort_lines(lines)
    opinions = [line for line in by_use.content if line.tag is Tag.OPINION]
    weight = letters(opinions, by_use.conclusions)
    left = aside(unanswered, opinions, by_use.conclusions, weight=weight)
    return _unsettled(store, meeting, Topic.OPEN, left)


def items_left(store: Store, meeting: Meeting) -> tuple[Item, ...]:
    """The items that a report needs, and that neither a person nor the list gives."""
    return tuple(missing_items(attendance_list(store, meeting).meeting_in()))


def names_left(store: Store, meeting: Meeting, lines: Sequence[Line]) -> tuple[TwoSpellings, ...]:
    """The names in two spellings of which nobody has said that they are two people."""
    known = vocabulary(
        store.glossary.terms(meeting.chat_id),
        store.meetings.people(meeting.id),
        meeting.info,
        meeting.title,
        to_hear(attendance_list(store, meeting).people),
    )
    settled = store.reviews.settled(meeting.id, Topic.NAMES)
    living = [line for line in lines if not line.deleted]
    clashes = aside(two_spellings, living, known.terms, weight=letters(living))
    return tuple(clash for clash in clashes if key_of(clash) not in settled)


def key_of(clash: TwoSpellings) -> str:
    """Names two spellings in a button, and keeps them without their letters."""
    return digest(f"{clash.rarer}={clash.other}")


def _unsettled(
    store: Store, meeting: Meeting, topic: Topic, lines: Sequence[Line]
) -> tuple[Line, ...]:
    settled = store.reviews.settled(meeting.id, topic)
    return tuple(line for line in lines if str(line.id) not in settled)
