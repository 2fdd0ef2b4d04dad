"""Recordings are decoded in processes of their own: what breaks the decoder breaks nothing else.

The functions are those of ``transcribe.sound.audio``. Whatever ends or holds up their process is a
``DecodingFailed``.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path

from foundation import apart
from foundation.apart import WentTooFar
from transcribe import sentences as said
from transcribe.errors import DecodingFailed
from transcribe.sound import audio
from transcribe.types import FloatArray

MEGABYTES = 512
"""Of memory: decoding takes some 10, and the tables of a film of hours some 100."""
SECONDS = 30.0
"""To wait for a second of sound, or for an answer: on an idle machine it takes milliseconds."""
# Of processor time for a second of sound: more than ten times what it takes
_SHARE = 0.05
_LONGEST = 24 * 3600.0  # seconds of a recording that somebody listens to


def read(
    source: Path | bytes, max_seconds: float, max_bytes: int, start: float
) -> Iterable[FloatArray]:
    """``audio.stream``, as it is called in the other process."""
    return audio.stream(source, max_seconds=max_seconds, max_bytes=max_bytes, start=start)


def stream(
    source: Path | bytes,
    *,
    max_seconds: float,
    max_bytes: int,
    start: float = 0.0,
    read: Callable[[Path | bytes, float, int, float], Iterable[FloatArray]] = read,
) -> Generator[FloatArray, None, None]:
    """``audio.stream``, apart. Closing the generator ends the process.

    `read` is what the other process does; it must be picklable.

    Raises:
        DecodingFailed, and what ``audio.stream`` raises.
    """
    # a small file need not be given the time of a long one
    sound = min(max_seconds, _bytes(source) * 8 / audio.LEAST_BITS_A_SECOND)
    blocks = apart.iterate(
        read,
        source,
        max_seconds,
        max_bytes,
        start,
        seconds=SECONDS + _SHARE * min(start, sound),  # nothing comes before the start
        megabytes=MEGABYTES,
        computing=SECONDS + _SHARE * sound,
    )
    with _told(source):
        yield from blocks


def probe_seconds(path: Path) -> float | None:
    """``audio.probe_seconds``, apart.

    Raises:
        DecodingFailed, and what ``audio.probe_seconds`` raises.
    """
    with _told(path):
        return apart.call(audio.probe_seconds, path, seconds=SECONDS, megabytes=MEGABYTES)


def excerpt(source: Path, target: Path, start: float, end: float) -> None:
    """``audio.excerpt``, apart.

    Raises:
        DecodingFailed, and what ``audio.excerpt`` raises.
    """
    seconds = SECONDS + _SHARE * end
    target.touch()  # the one file that may be written there
    given = (source, target, start, end)
    with _told(source):
        apart.call(audio.excerpt, *given, seconds=seconds, megabytes=MEGABYTES, writes=[target])


def playable(source: Path, target: Path, start: float | None, end: float | None) -> None:
    """``audio.playable``, apart; None: from the beginning, to the end.

    Raises:
        DecodingFailed, and what ``audio.playable`` raises.
    """
    begins, ends = start or 0.0, math.inf if end is None else end
    sound = min(ends, _LONGEST, _bytes(source) * 8 / audio.LEAST_BITS_A_SECOND)
    seconds = SECONDS + 2 * _SHARE * sound  # it is written too
    target.touch()  # the one file that may be written there
    given = (source, target, begins, ends)
    with _told(source):
        apart.call(audio.playable, *given, seconds=seconds, megabytes=MEGABYTES, writes=[target])


def _bytes(source: Path | bytes) -> int:
    if isinstance(source, bytes):
        return len(source)
    try:
        return source.stat().st_size
    except OSError:  # told where it is opened
        return 0


@contextlib.contextmanager
def _told(source: Path | bytes) -> Iterator[None]:
    try:
        yield
    except WentTooFar as error:
        name = said.THE_RECORDING if isinstance(source, bytes) else source.name
        raise DecodingFailed(said.NOT_DECODED.format(name=name, why=error)) from error
