"""Long recordings: piece by piece, each piece lines of its own, committed when it is there."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from functools import partial
from typing import cast

from bot.messages import recordings as said
from bot.messages.phrases import unheard
from bot.minutes import Line
from bot.minutes.typed.terms import Vocabulary, near_misses
from bot.post.post import Post
from bot.speech.fetching import Recording
from bot.speech.hearing import times_of
from bot.speech.outcome import Outcome, engine_trouble
from bot.speech.recognizer import Recognizer
from bot.speech.telling_apart import SHORT, kept
from bot.store import Store
from bot.store.recordings import HeardText
from bot.store.thread import StoreThread
from foundation.threads import in_daemon
from foundation.turns import Turns
from transcribe import Piece, Segment

TOGETHER = 2  #: at a time: each takes the machine for many minutes
_OF_NOTES = 10  # as many notes are handed over for one long recording
TURN = 60.0  #: seconds of work, after which one makes way for another chat's
TELL_EVERY = 10.0  #: seconds between two edits of a card: platforms allow about 20 a minute


class LongRecordings:
    """Transcribes long recordings, two at a time; the others' cards say that they wait. Where
    another chat's waits, one makes way between two pieces, and goes on later."""

    def __init__(
        self,
        store: Store,
        on_store: StoreThread,
        post: Post,
        recognizer: Recognizer,
        outcome: Outcome,
    ) -> None:
        self._store = store
        self._on_store = on_store
        self._post = post
        self._recognizer = recognizer
        self._outcome = outcome
        self._turns = Turns(lambda: max(TOGETHER, recognizer.places // _OF_NOTES))

    async def transcribe(self, recording: Recording) -> None:
        """Go on from where the record says that it is done, until its end or until it is stopped.

        Raises:
            TranscribeError, EngineFailed: it gives no more text.
            LineGone: the line was erased.
        """
        line, seconds = recording.line, recording.seconds
        if self._turns.is_full:
            await self._on_store(self._begin, line, seconds, said.QUEUED.format(no=line.no))
            self._post.wake()
        while True:
            async with self._turns.turn(recording.chat_id):
                begun = await self._on_store(self._begin, line, seconds)
                if begun is None:
                    return
                self._post.wake()
                if await self._for_a_turn(recording, begun):
                    return
            now = await self._on_store(self._store.lines.get, line.id)
            await self._on_store(self._begin, line, seconds, said.makes_way(now))
            self._post.wake()

    async def _for_a_turn(self, recording: Recording, line: Line) -> bool:
        """False where it has made way for another chat's."""
        assert line.done_until is not None
        words = await self._outcome.vocabulary(line)
        progress = _Progress(line.done_until)
        reading = _Reading(
            self._recognizer.pieces(recording.path, start=line.done_until, hints=words.hints)
        )
        try:
            return await self._write_down(recording, line, reading, progress)
        except asyncio.CancelledError:
            self._recognizer.leave(recording.path)
            raise
        finally:
            reading.leave()

    async def _write_down(
        self, recording: Recording, line: Line, reading: _Reading, progress: _Progress
    ) -> bool:
        """False where it makes way for another chat's; True: it is ended, or no longer wanted."""
        voices = self._outcome.keeps_voices
        while True:
            with engine_trouble():
                piece = await in_daemon(reading.next)
            if piece is None:
                break
            words = await self._outcome.vocabulary(line)  # they may have grown
            parts = await in_daemon(partial(heard_parts, piece, words, voices=voices))
            if not await self._on_store(self._commit_piece, line, parts, piece.end, progress):
                return True
            self._post.wake()
            if self._turns.should_go(recording.chat_id, had_long=progress.took > TURN):
                return False
        await self._on_store(self._end, line, recording.claimed)
        self._post.wake()
        return True

    def _begin(self, line: Line, seconds: float, status: str = "") -> Line | None:
        """None where the recording is no longer wanted."""
        with self._store.transaction():
            begun = self._store.recordings.begin_long(line, seconds)
            if begun:
                self._outcome.show(begun, status)
            return begun

    def _commit_piece(
        self, line: Line, parts: Sequence[HeardText], until: float, progress: _Progress
    ) -> bool:
        """False where the recording is no longer wanted."""
        with self._store.transaction():
            now = self._store.recordings.add_parts(line, progress.at, until, parts)
            if now is None:
                return False
            progress.reached(until)
            if progress.to_be_told():
                self._outcome.show(now, said.progress(now, progress.left(now.seconds or 0.0)))
            return True

    def _end(self, line: Line, claimed: float | None) -> None:
        with self._store.transaction():
            ended = self._store.recordings.end_long(line, claimed)
            if ended:
                if self._outcome.keeps_voices:
                    self._store.voices.too_short(ended.id, SHORT)
                self._outcome.show(ended)
                self._outcome.ask_speakers(ended)


class _Reading:
    """A recording's pieces, taken one at a time, each in whatever thread; may be left at any
    moment."""

    def __init__(self, pieces: Iterator[Piece]) -> None:
        self._pieces = cast("Generator[Piece, None, None]", pieces)  # the only ones to be closed
        self._one_at_a_time = threading.Lock()

    def next(self) -> Piece | None:
        """The next piece; None at the end, or where the reading was left. Blocks."""
        with self._one_at_a_time:
            return next(self._pieces, None)

    def leave(self) -> None:
        """Stop the work. Returns at once; a piece that is being decoded is the last."""
        threading.Thread(target=self._close, daemon=True).start()

    def _close(self) -> None:
        with self._one_at_a_time:
            self._pieces.close()


class _Progress:
    """How far a recording is, and how fast.

    Args:
        at: seconds of the recording that were done before.
    """

    def __init__(self, at: float) -> None:
        self.at = at
        self._first = at
        self._started = self._told = time.monotonic()

    @property
    def took(self) -> float:
        """Seconds of work so far."""
        return time.monotonic() - self._started

    def reached(self, at: float) -> None:
        self.at = at

    def to_be_told(self) -> bool:
        """Whether the card is old enough to be rewritten; True starts it anew."""
        now = time.monotonic()
        if now - self._told < TELL_EVERY:
            return False
        self._told = now
        return True

    def left(self, whole: float) -> float | None:
        """Seconds of work that remain, at the speed so far; None where that is not known."""
        if self.at <= self._first:
            return None
        return max(whole - self.at, 0.0) * self.took / (self.at - self._first)


def heard_parts(
    piece: Piece, words: Vocabulary, since: float = 0.0, *, voices: bool
) -> list[HeardText]:
    """What the record keeps of a piece: a line a segment, where somebody speaks; and a line
    without words where nothing of what they say was understood.

    Args:
        since: the second of the recording from which the piece counts.
        voices: with whose voice each line is.
    """
    by = str(piece.by or "")
    parts = [
        _part(segment, words, by, voices=voices)
        for segment in piece.segments
        if segment.text.strip()
    ]
    parts += [
        HeardText("", "", 0.0, starts=a, ends=b, doubts=[unheard(since + a, since + b)], by=by)
        for a, b in piece.unheard
    ]
    return sorted(parts, key=lambda part: part.starts)


def _part(segment: Segment, words: Vocabulary, by: str, *, voices: bool) -> HeardText:
    return HeardText(
        text=segment.text,
        heard=segment.heard,
        confidence=segment.confidence,
        starts=segment.start,
        ends=segment.end,
        doubts=segment.doubts,
        by=by,
        offers=near_misses(segment.text, words.terms),
        voice=kept(segment.voice) if voices else None,
        times=times_of(segment.heard, segment.words),
    )
