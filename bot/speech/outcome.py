"""What came of a recording is written to the record and on its line's card."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from bot import counts
from bot.conversation.context import House
from bot.conversation.lines.card import put, redraw
from bot.conversation.review.asking import after_closing
from bot.doors.port import Rewrite
from bot.messages import phrases
from bot.messages import recordings as said
from bot.minutes import Line
from bot.minutes.roll import to_hear
from bot.minutes.typed.terms import Vocabulary, vocabulary
from bot.post.post import Post
from bot.store.lines import LineGone
from bot.store.thread import StoreThread
from transcribe.errors import TranscribeError


class EngineFailed(Exception):
    """The engine raised what it never should."""


@contextlib.contextmanager
def engine_trouble() -> Iterator[None]:
    """What an engine raises that is none of its own errors is told apart from a full disk.

    Raises:
        TranscribeError: as the engine raised it.
        EngineFailed: from whatever else it raised.
    """
    try:
        yield
    except TranscribeError:
        raise
    except Exception as error:
        raise EngineFailed from error


class Outcome:
    """What notes and long recordings have in common: a line's words to be expected, its card,
    its failure."""

    def __init__(self, house: House, on_store: StoreThread, post: Post) -> None:
        self._house = house
        self._store = house.store
        self._on_store = on_store
        self._post = post
        self._without_model: set[int] = set()  # lines whose cards say so

    @property
    def without_model(self) -> frozenset[int]:
        """The lines that wait for a speech model, as far as their cards say so."""
        return frozenset(self._without_model)

    @property
    def keeps_voices(self) -> bool:
        """Whether the record may have whose voice something is said with."""
        return self._house.voices != "off"

    async def vocabulary(self, line: Line) -> Vocabulary:
        """The names and terms that may be heard in a line of this meeting.

        Raises:
            LineGone: the meeting was erased.
        """
        return await self._on_store(self._vocabulary, line)

    def _vocabulary(self, line: Line) -> Vocabulary:
        meeting = self._store.meetings.get(line.meeting_id)
        if meeting is None:
            raise LineGone(f"no meeting {line.meeting_id}")
        return vocabulary(
            self._store.glossary.terms(meeting.chat_id),
            self._store.meetings.people(meeting.id),
            meeting.info,
            meeting.title,
            to_hear(self._store.attendance.of_meeting(meeting.id)),
        )

    def show(self, line: Line, status: str = "") -> None:
        """Have the line's card rewritten; inside the transaction that changed the line.

        Args:
            status: the card's words as long as the line has none; if not given, by its state.
        """
        self._without_model.discard(line.id)
        put(self._house, line, redraw(line, self._house, status))

    def ask_speakers(self, line: Line) -> None:
        """Where a meeting was closed before its last recording was transcribed; inside the
        transaction that ended this one."""
        answer = after_closing(self._house, line.meeting_id)
        if answer:
            self._store.outbox.put(self._store.lines.chat_of(line.id), answer)

    async def fail(self, line: Line, code: str) -> None:
        """The line has no text; its card says why."""
        counts.failed(code)

        def commit() -> None:
            with self._store.transaction():
                self.show(self._store.recordings.failed(line, code))
                self.ask_speakers(line)

        await self._on_store(commit)
        self._post.wake()

    async def wait_for_model(self, line: Line, sentence: str = said.MODEL_MISSING) -> None:
        """The line keeps waiting; its card says so, once."""
        if line.id in self._without_model:
            return
        self._without_model.add(line.id)
        text = f"{phrases.line_head(line)}\n⚠ {sentence.format(no=line.no)}"

        def commit() -> None:
            put(self._house, line, [Rewrite(text, line_id=line.id)])

        await self._on_store(commit)
        self._post.wake()
