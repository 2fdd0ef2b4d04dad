"""Voice notes: each is one line, transcribed as a whole."""

from __future__ import annotations

import dataclasses
import logging
import time
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.messages.phrases import unheard
from bot.minutes import Line
from bot.minutes.typed.terms import Vocabulary, near_misses
from bot.post.post import Post
from bot.speech.fetching import Recording
from bot.speech.hearing import hear, times_of
from bot.speech.outcome import Outcome, engine_trouble
from bot.speech.recognizer import Recognizer
from bot.speech.telling_apart import kept, of_note, several_in
from bot.store import Store
from bot.store.recordings import HeardText
from bot.store.thread import StoreThread
from bot.store.voices import HeardVoice
from foundation.logs import told
from foundation.threads import in_daemon
from foundation.turns import Turns
from transcribe import Segment, Transcript

log = logging.getLogger(__name__)

# As many are handed to the recognizer at a time as it has places for; it decodes them together. Of
# one chat so many that a note of another comes in at once
_OF_A_CHAT = 0.8


class Notes:
    """Transcribes notes, many at a time, in fair turns by chat."""

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
        self._turns = Turns(
            lambda: recognizer.places, lambda: max(round(_OF_A_CHAT * recognizer.places), 1)
        )

    async def transcribe(self, recording: Recording) -> None:
        """Have the line's text in the record and on its card.

        Raises:
            TranscribeError, EngineFailed: there is no text.
            LineGone: the line was erased.
        """
        async with self.hearing(recording.chat_id, recording.line, recording.path) as (
            whole,
            words,
        ):
            voices = self._outcome.keeps_voices
            note = await in_daemon(lambda: heard_note(whole, words, voices=voices))
            await self._on_store(self._commit, recording, note, whole)
            self._post.wake()

    @asynccontextmanager
    async def hearing(
        self, whose: Hashable, line: Line, path: Path
    ) -> AsyncIterator[tuple[Transcript, Vocabulary]]:
        """What a short recording says, and the words that were listened for, in its owner's turn:
        that lasts as long as the block.

        Args:
            whose: notes of the same have turns together.
            line: that it is, or is a part of.

        Raises:
            TranscribeError, EngineFailed: there is no text.
            LineGone: the line was erased.
        """
        async with self._turns.turn(whose):
            started = time.monotonic()
            words = await self._outcome.vocabulary(line)
            with engine_trouble():
                whole = await hear(self._recognizer, path, words.hints)
            took = time.monotonic() - started
            log.info("line %s: %.1f s of sound in %.1f s", line.id, whole.seconds, took)
            yield whole, words

    def _commit(self, recording: Recording, note: HeardText, whole: Transcript) -> None:
        segments = [_plain(segment) for segment in whole.segments]
        with self._store.transaction():
            done = self._store.recordings.transcribed(
                recording.line,
                note,
                segments=segments,
                seconds=whole.seconds,
                claimed=recording.claimed,
            )
            self._outcome.show(done)
            self._outcome.ask_speakers(done)


def _plain(segment: Segment) -> dict[str, Any]:
    """A segment as the record has it; whose voice it is, and when each word was said, stands
    elsewhere."""
    values = dataclasses.asdict(segment)
    left_out = ("voice", "turn", "words")
    return {name: value for name, value in values.items() if name not in left_out}


def heard_note(
    whole: Transcript, words: Vocabulary, since: float = 0.0, *, voices: bool
) -> HeardText:
    """What the record keeps of a note, with the terms that may have been meant.

    Args:
        since: the second of a longer recording at which it begins.
        voices: with whose voice it is.
    """
    times = [unheard(since + start, since + end) for start, end in whole.unheard]
    return HeardText(
        text=whole.text,
        heard=whole.heard,
        confidence=whole.confidence,
        ends=whole.seconds,
        doubts=list(dict.fromkeys([*whole.doubts, *times])),
        by=str(whole.by or ""),
        offers=near_misses(whole.text, words.terms),
        voice=_voice(whole) if voices else None,
        times=times_of(whole.heard, [word for one in whole.segments for word in one.words]),
    )


def _voice(whole: Transcript) -> HeardVoice | None:
    """Whose voice it is; that it cannot be told costs no words."""
    try:
        if several_in(whole.segments):
            return HeardVoice(b"", whole.seconds, several=True)
        return kept(of_note(whole.segments))
    except Exception as error:
        log.warning("a note's voice is not kept: %s", told(error))
        return None
