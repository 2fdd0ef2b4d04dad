"""Parts of recordings that somebody asked to hear: cut out, and sent."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from bot import counts
from bot.clerk.duty import Answers, Duty
from bot.doors.port import FileKind, Reply, Say, SendFile
from bot.messages import drafts as said
from bot.minutes import Line
from bot.store import Store
from bot.store.audio import AudioFolder
from bot.store.lines import Excerpt
from foundation.files import finish_durably
from foundation.logs import told
from foundation.threads import in_daemon

log = logging.getLogger(__name__)

_MARGIN = 0.5  # seconds around a part of a recording, so that no word is cut


class Excerpts(Duty[Excerpt]):
    """Cuts each part once; it is kept with the recordings.

    Args:
        cut: writes a part of a recording: source, target, start and end in seconds.
    """

    def __init__(
        self,
        store: Store,
        audio: AudioFolder,
        cut: Callable[[Path, Path, float, float], None],
        answers: Answers,
    ) -> None:
        self._store = store
        self._audio = audio
        self._cut = cut
        self._answers = answers

    def waiting(self) -> Sequence[Excerpt]:
        return self._store.lines.excerpts()

    def about(self, one: Excerpt) -> dict[str, int]:
        return {"chat": one.chat_id, "line": one.line.id}

    async def do(self, one: Excerpt) -> None:
        line = one.line
        reply: Reply
        try:
            path = await in_daemon(lambda: self._file_of(line))
            caption = said.SOURCE_AUDIO.format(no=line.no)
            reply = SendFile(str(path), path.name, caption, FileKind.SOUND)
        except Exception as error:  # whatever a recording is like
            log.warning("no excerpt of line %s: %s", line.id, told(error))
            counts.failed("no_excerpt")
            reply = Say(said.NO_EXCERPT.format(no=line.no))

        done = self._store.lines.excerpt_done
        await self._answers.give(one.chat_id, [reply], lambda: done(one.id))

    def _file_of(self, line: Line) -> Path:
        assert line.audio is not None
        assert line.cut is not None
        starts, ends = line.cut
        path = self._audio.excerpt_path(line.audio, starts, ends)
        if not path.exists():
            half = path.with_suffix(".part")
            begin = max(starts - _MARGIN, 0.0)
            try:
                self._cut(self._audio.path(line.audio), half, begin, ends + _MARGIN)
                finish_durably(half, path)
            finally:
                half.unlink(missing_ok=True)
        return path
