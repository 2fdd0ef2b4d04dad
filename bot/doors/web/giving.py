"""A file of this machine as an answer: whole or in part, as players and downloads ask for it."""

from __future__ import annotations

import contextlib
import os
import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from tornado.iostream import StreamClosedError

from foundation.http import Handler

Render = Callable[..., str]
"""A page of ``pages/``: its name, and by name what stands on it."""

_AT_ONCE = 64 * 1024  # bytes
_RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))", re.ASCII)
# Others are mere bytes: of what a server may compress on the way there are no parts
_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".ogg": "audio/ogg",
    ".m4a": "audio/mp4",
}


class GivesFile(Handler):
    """Answers with a file."""

    def always(self, headers: Mapping[str, str]) -> None:
        """Headers that each answer has, of an error too. For ``initialize``."""
        self._always = headers
        self.set_default_headers()

    def set_default_headers(self) -> None:
        for name, value in getattr(self, "_always", {}).items():
            self.set_header(name, value)

    async def give(self, file: Path, *, download: str = "") -> None:
        """The file, or the part that is asked for: 200, 206, 416; 404 where there is none.

        Args:
            download: the name under which a browser shall keep it; empty: it shall show or play it.
        """
        try:
            opened = file.open("rb")
        except OSError:
            self.send_error(404)
            return
        with opened:
            size = os.fstat(opened.fileno()).st_size
            tag = f'"{file.stem}-{size}"'
            self.set_header("Content-Type", _TYPES.get(file.suffix, "application/octet-stream"))
            self.set_header("Accept-Ranges", "bytes")
            self.set_header("Etag", tag)
            if download:
                self.set_header("Content-Disposition", disposition(download))
            part = self._part(size, tag)
            if part is None:
                self.set_status(416)
                self.set_header("Content-Range", f"bytes */{size}")
                self.finish()
                return
            self.set_header("Content-Length", str(part[1] - part[0]))
            if self.request.method != "HEAD":
                with contextlib.suppress(StreamClosedError):  # nobody wants the rest
                    await self._send(opened, *part)
        with contextlib.suppress(StreamClosedError):
            await self.finish()

    def _part(self, size: int, tag: str) -> tuple[int, int] | None:
        """First byte, and the one behind the last; None: there is no such part. What is not
        understood, and several parts at once, is answered with the whole."""
        asked = _RANGE.fullmatch(self.request.headers.get("Range", "").strip())
        if asked is None or self.request.headers.get("If-Range", tag) != tag:
            return 0, size
        first, last, length = asked.groups()
        begin = int(first) if first else max(size - int(length), 0)
        end = min(int(last) + 1, size) if last else size
        if begin >= end:
            return None
        # the whole too is a part where one was asked for: so do servers that all players know
        self.set_status(206)
        self.set_header("Content-Range", f"bytes {begin}-{end - 1}/{size}")
        return begin, end

    async def _send(self, opened: BinaryIO, begin: int, end: int) -> None:
        opened.seek(begin)
        while begin < end and (read := opened.read(min(_AT_ONCE, end - begin))):
            begin += len(read)
            self.write(read)
            await self.flush()


def disposition(name: str) -> str:
    """A header that has a browser keep a file under its own name.

    >>> disposition("Họp.docx")
    'attachment; filename="Hop.docx"; filename*=UTF-8\\'\\'H%E1%BB%8Dp.docx'
    """
    return f"attachment; filename=\"{plain_name(name)}\"; filename*=UTF-8''{quote(name, safe='')}"


def plain_name(name: str) -> str:
    """A file's name in letters that any program can keep.

    >>> plain_name("Đơn ../xin.docx")
    'Don .._xin.docx'
    """
    apart = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return re.sub(r"[^A-Za-z0-9 ._-]", "_", bare) or "_"
