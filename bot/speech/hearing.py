"""A short recording is heard in a thread; what nobody waits for any more is left. When its words
were said."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from bot.minutes.spoken import words_of_heard
from bot.speech.recognizer import Recognizer
from foundation.threads import in_daemon
from transcribe import Transcript
from transcribe.types import Word


async def hear(recognizer: Recognizer, path: Path, hints: str) -> Transcript:
    """What a recording says. Cancelled, the recognizer is told that nobody waits for it.

    Raises:
        TranscribeError: there is no text.
    """
    try:
        return await in_daemon(lambda: recognizer.transcribe(path, hints=hints))
    except asyncio.CancelledError:
        recognizer.leave(path)
        raise


def times_of(heard: str, words: Sequence[Word]) -> list[float]:
    """When each word of what was heard begins, in seconds of the recording; none where an engine
    does not tell."""
    times = [word.start for word in words if words_of_heard(word.text)]
    return times if len(times) == len(words_of_heard(heard)) else []
