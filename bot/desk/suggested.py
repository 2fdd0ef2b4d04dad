"""Which tags are suggested for which lines: what cards, lists and drafts need to know of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.minutes import Line, Meeting
from bot.minutes.guesses.tags import Suggestion, suggest, suggest_each
from bot.minutes.typed.words import digest
from bot.store import Store
from foundation.aside import aside, letters


@dataclass(frozen=True)
class OpenSuggestion:
    """A suggestion that nobody has decided upon yet."""

    line: Line
    suggestion: Suggestion

    @property
    def key(self) -> str:
        """Names it in a button: this tag for these words of this line, and nothing else."""
        one = self.suggestion
        return digest(f"{self.line.id}\0{one.tag}\0{self.line.text}")


def key_of(several: Iterable[OpenSuggestion]) -> str:
    """Names a set of suggestions in a button."""
    return digest("\0".join(one.key for one in several))


def suggestion_of(store: Store, line: Line) -> OpenSuggestion | None:
    """What is suggested for a line today; None where nothing is, or where somebody has said no."""
    if line.tag:
        return None
    meeting = store.meetings.get(line.meeting_id)
    made = suggest(line, meeting.chair_id if meeting else None)
    if made is None or store.suggestions.is_refused(line.id):
        return None
    return OpenSuggestion(line, made)


def open_suggestions(
    store: Store, meeting: Meeting, lines: Iterable[Line] | None = None
) -> list[OpenSuggestion]:
    """The suggestions for a meeting's lines, in their order.

    Args:
        lines: the meeting's, where they are at hand.
    """
    if lines is None:
        lines = store.lines.of_meeting(meeting.id)
    refused = store.suggestions.refused(meeting.id)
    asked = [line for line in lines if line.id not in refused]
    made = aside(suggest_each, asked, meeting.chair_id, weight=letters(asked))
    return [OpenSuggestion(line, made[line.id]) for line in asked if line.id in made]
