"""A short recording is heard in a thread; what nobody waits for any more is left."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.speech.recognizer import Recognizer
from foundation.threads import in_daemon
from transcribe import Transcript


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
