"""What is heard of a line, for any browser: phones of Apple's play neither WebM nor Ogg."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

from bot.doors.web.giving import GivesFile
from bot.doors.web.house import Spoken, as_json
from bot.messages import web_files as said
from foundation.files import finish_durably
from foundation.http import Handler, Route
from foundation.logs import told
from foundation.threads import in_daemon

log = logging.getLogger(__name__)

MARGIN = 0.5  #: seconds around a part of a recording, so that no word is cut
_TOGETHER = 2  # made at a time: each takes a processor
MOST_WAITING = 50  #: sounds, beyond which one is asked to come again

Encode = Callable[[Path, Path, float | None, float | None], None]
"""Writes a recording, or its part from a second to another, as AAC in an MP4: source, target,
start, end (None: from the beginning, to the end)."""


class Stretch(Protocol):
    """What is heard of a line."""

    @property
    def recording(self) -> Path: ...

    @property
    def start(self) -> float | None:
        """Seconds; None: from the beginning."""

    @property
    def end(self) -> float | None: ...


Asking = Callable[[Handler], Awaitable[str | None]]
"""The seat of who asks; None: nobody that is let in."""

Found = TypeVar("Found", bound=Stretch)

Find = Callable[[str, int], Awaitable[Stretch | None]]
"""What is heard of a line that somebody asks for: their seat, the line's id. None: they may not
hear it, or nothing is heard of it."""


When = Callable[[str, int], Awaitable[Spoken | None]]
"""When its words are heard; None as of ``Find``."""


def margin_before(stretch: Stretch) -> float:
    """Seconds that are heard before a line begins."""
    return min(MARGIN, stretch.start or 0.0)


class Busy(Exception):
    """Too many sounds are being made."""


class Sounds:
    """Makes each sound once, and keeps it with the recordings' other parts.

    Args:
        encode: in another process; may take minutes.
        place: where a recording's sound is kept: with what is removed when the recording is.
        trim: removes what has not been heard for long, where there is too much.
        most_waiting: sounds that are made or wait for it, beyond which ``Busy`` is raised.
    """

    def __init__(
        self,
        encode: Encode,
        place: Callable[[Path, float | None, float | None], Path],
        trim: Callable[[], None],
        most_waiting: int = MOST_WAITING,
    ) -> None:
        self._encode = encode
        self._place = place
        self._trim = trim
        self._most_waiting = most_waiting
        self._being_made: dict[Path, asyncio.Future[None]] = {}
        self._turns = asyncio.Semaphore(_TOGETHER)

    async def of(self, stretch: Stretch) -> Path:
        """The file in which it is heard.

        Raises:
            Busy, OSError (the recording has gone, the disk is full), or what `encode` raises.
        """
        start, end = stretch.start, stretch.end
        if start is not None:
            start -= margin_before(stretch)
        if end is not None:
            end += MARGIN
        target = self._place(stretch.recording, start, end)
        await self.playable(stretch.recording, start, end, target)
        return target

    async def playable(
        self, recording: Path, start: float | None, end: float | None, target: Path
    ) -> None:
        """Have a recording, or a part of it, in `target`; whoever asks meanwhile waits for the
        same. `start` and `end` in seconds. Raises as ``of``."""
        if target.exists():
            await in_daemon(target.touch)  # it is heard
            return
        making = self._being_made.get(target)
        if making is None:
            if len(self._being_made) >= self._most_waiting:
                raise Busy
            # it goes on when the one who asked first does not wait any more
            making = asyncio.ensure_future(self._make(recording, start, end, target))
            self._being_made[target] = making
            making.add_done_callback(lambda done: self._made(target, done))
        await asyncio.shield(making)

    def _made(self, target: Path, done: asyncio.Future[None]) -> None:
        self._being_made.pop(target, None)
        if not done.cancelled():
            done.exception()  # it is told to whoever waits

    async def _make(
        self, recording: Path, start: float | None, end: float | None, target: Path
    ) -> None:
        async with self._turns:
            await in_daemon(lambda: self._written(recording, start, end, target))

    def _written(
        self, recording: Path, start: float | None, end: float | None, target: Path
    ) -> None:
        half = target.with_suffix(".part")
        try:
            self._encode(recording, half, start, end)
            finish_durably(half, target)
        finally:
            half.unlink(missing_ok=True)
        if not recording.exists():  # erased meanwhile, with all that had been made of it
            target.unlink(missing_ok=True)
        self._trim()


def routes(
    sounds: Sounds,
    find: Find,
    when: When,
    seat: Asking,
    headers: Mapping[str, str],
) -> list[Route]:
    """``/nghe/LINE``, and ``/nghe/LINE/chu``: when its words are heard there.

    Args:
        seat: who asks.
        headers: that each answer has.
    """
    given = {"sounds": sounds, "find": find, "when": when, "seat": seat, "headers": headers}
    return [(r"/nghe/(\d{1,18})", _Heard, given), (r"/nghe/(\d{1,18})/chu", _Words, given)]


class _OfLine(GivesFile):
    """Answers who may hear a line."""

    def initialize(
        self, sounds: Sounds, find: Find, when: When, seat: Asking, headers: Mapping[str, str]
    ) -> None:
        self._sounds = sounds
        self._find = find
        self._when = when
        self._seat = seat
        self.always(headers)

    async def found(
        self, line: str, find: Callable[[str, int], Awaitable[Found | None]]
    ) -> Found | None:
        """What there is of a line for who asks; None: that was refused."""
        seat = await self._seat(self)
        if seat is None:
            self._refuse(401, said.NO_SEAT)
            return None
        found = await find(seat, int(line))
        if found is None or not found.recording.exists():
            self._refuse(404, said.NO_SOUND)
            return None
        return found

    def _refuse(self, status: int, sentence: str) -> None:
        self.set_status(status)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(sentence)


class _Words(_OfLine):
    async def get(self, line: str) -> None:
        if (spoken := await self.found(line, self._when)) is None:
            return
        before = margin_before(spoken)
        words = [(a, b, round(before + seconds, 2)) for a, b, seconds in spoken.words]
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(as_json({"text": spoken.text, "words": words}))


class _Heard(_OfLine):
    async def get(self, line: str) -> None:
        if (stretch := await self.found(line, self._find)) is None:
            return
        try:
            file = await self._sounds.of(stretch)
        except Busy:
            self.set_header("Retry-After", "10")
            self._refuse(503, said.SOUND_LATER)
            return
        except Exception as error:  # whatever a recording is like
            log.warning("no sound of line %s for a browser: %s", line, told(error))
            self._refuse(500, said.SOUND_UNREADABLE)
            return
        await self.give(file)

    head = get
