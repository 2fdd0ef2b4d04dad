"""What the scripts of the page ask for, and send."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tornado.http1connection import HTTP1Connection
from tornado.web import HTTPError, stream_request_body

from bot.doors.port import LivePart, Media, MediaKind
from bot.doors.web.doing import Doing
from bot.doors.web.giving import GivesFile
from bot.doors.web.house import JSON, Sitting, WebHouse
from bot.doors.web.server import HEADERS, Api, Asking, rendered
from bot.doors.web.streams import Streams, serve
from bot.doors.web.uploads import (
    LARGEST_PART,
    DiskFull,
    Missing,
    NotTheirs,
    TooLarge,
    TooMany,
    TooMuch,
    Uploads,
)
from bot.errors import TryLater
from bot.messages import web_door as said
from foundation.threads import in_daemon

LONGEST_TEXT = 20_000  #: letters of one text; a chat's app would have cut it
LARGEST_FORM = 256_000  #: bytes of whatever is no part
_MOST_LINES = 500  # given at once
_LITTLE = 300_000  # bytes: what the page sends at a time; so much is read also where it is refused
_SOON = 60  # seconds after which one who has sent too much may try again
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".bmp", ".tif", ".tiff")
_PAPERS = (".docx", ".doc", ".xlsx", ".xls", ".xlsm", ".csv", ".tsv", ".pdf", ".txt", ".odt")
_SEEN = (".png", ".jpg", ".ogg", ".m4a", ".mp3")  # shown, or played, by the browser itself


class MeetingNow(Api):
    """``/api/hop``: the meeting as it stands, its last lines; or those before a place."""

    async def get(self) -> None:
        sitting = await self.who()
        before = _number(self.get_query_argument("truoc", ""))
        most = min(max(int(_number(self.get_query_argument("so", "")) or 200), 1), _MOST_LINES)
        shown = await self.house.shown(sitting.key, before, most)
        if shown is None:  # a page that was another seat's learns whose it is now
            me = {"seat": sitting.key, "name": sitting.name}
            self.give({"error": said.NO_SEAT, "me": me}, 404)
            return
        self.give(shown)


class Events(Api):
    """``/api/su-kien``: what changes, as it does."""

    streams: Streams

    async def get(self) -> None:
        sitting = await self.who()
        after = self.request.headers.get("Last-Event-ID") or self.get_query_argument("sau", "")
        number = _number(after)
        await serve(self, self.streams, sitting.key, int(number) if number is not None else None)


class Typing(Api):
    """``/api/tin``: something is typed."""

    doing: Doing

    async def post(self) -> None:
        sitting = await self.who()
        asked = self.sent()
        text = asked.get("text")
        reply_to = asked.get("reply_to")
        if not isinstance(text, str) or not (reply_to is None or isinstance(reply_to, str)):
            raise HTTPError(400, said.NOT_READ)
        if not text.strip():
            raise HTTPError(400, said.EMPTY)
        if len(text) > LONGEST_TEXT:
            raise HTTPError(413, said.TOO_LONG.format(most=f"{LONGEST_TEXT:,}".replace(",", ".")))
        await self.meant_for_here(sitting, asked)
        try:
            await self.doing.type(
                sitting,
                _name_in(asked),
                text,
                at=await self.doing.when(sitting, asked),
                reply_to=reply_to,
                quiet=asked.get("quiet") is True,
            )
        except TryLater as later:
            raise self.later(later) from None
        self.give({})


class Tapping(Api):
    """``/api/bam``: a button is pressed."""

    doing: Doing

    async def post(self) -> None:
        sitting = await self.who()
        asked = self.sent()
        data, message = asked.get("data"), asked.get("message") or ""
        if not isinstance(data, str) or not 0 < len(data) <= 64 or not isinstance(message, str):
            raise HTTPError(400, said.NOT_READ)
        await self.meant_for_here(sitting, asked)
        try:
            toast = await self.doing.tap(sitting, _name_in(asked), data, message)
        except TryLater as later:
            raise self.later(later) from None
        self.give({"toast": toast})


@stream_request_body
class Parts(Api):
    """``/api/phan/ID/N``: a part of a recording or a file. Of whoever may not send it no more is
    read than the page itself sends at a time."""

    uploads: Uploads
    most_megabytes: float

    async def prepare(self) -> None:
        self._came: list[bytes] = []
        self._refused: HTTPError | None = None
        try:
            super().prepare()
            self._sitting = await self._who_sends()
        except HTTPError as refused:
            if self._length > _LITTLE:
                raise  # the connection ends with the answer
            self._refused = refused  # a browser that still sends would not hear the answer
        assert isinstance(self.request.connection, HTTP1Connection)
        self.request.connection.set_max_body_size(_LITTLE if self._refused else LARGEST_PART)

    @property
    def _length(self) -> float:
        """Bytes that are to come; no bound: it is not said how many."""
        told = self.request.headers.get("Content-Length", "")
        return int(told) if told.isdecimal() else math.inf

    async def _who_sends(self) -> Sitting:
        sitting = await self.who()
        if self._length == math.inf:
            raise HTTPError(411, said.NOT_READ)
        if self._length > LARGEST_PART:
            raise HTTPError(413, self._too_large())
        return sitting

    def data_received(self, chunk: bytes) -> None:
        if self._refused is None:
            self._came.append(chunk)

    async def put(self, name: str, number: str) -> None:
        if self._refused is not None:
            raise self._refused
        data = b"".join(self._came)
        if not Uploads.is_id(name) or len(number) > 6:
            raise HTTPError(400, said.NOT_READ)
        try:
            there = await in_daemon(
                lambda: self.uploads.put(name, int(number), data, self._sitting.key)
            )
        except NotTheirs:
            raise HTTPError(403, said.NOT_THEIRS) from None
        except TooLarge:
            raise HTTPError(413, self._too_large()) from None
        except TooMany:
            raise HTTPError(429, said.TOO_MANY) from None
        except TooMuch:
            self.waits = _SOON
            most = _megabytes(self.uploads.most_of_a_seat / 1e6)
            raise HTTPError(429, said.TOO_MUCH.format(most=most)) from None
        except DiskFull:
            raise HTTPError(507, said.NO_ROOM) from None
        self.give({"next": there})

    def _too_large(self) -> str:
        return said.TOO_LARGE.format(most=_megabytes(self.most_megabytes))


class Upload(Api):
    """``/api/phan/ID``: how far it is; ``DELETE``: it is not wanted any more."""

    uploads: Uploads

    async def get(self, name: str) -> None:
        sitting = await self.who()
        try:
            there, done = await in_daemon(lambda: self.uploads.state(name, sitting.key))
        except NotTheirs:
            self.give({"next": 0, "done": False})
            return
        self.give({"next": there, "done": done})

    async def delete(self, name: str) -> None:
        sitting = await self.who()
        with contextlib.suppress(NotTheirs):
            await in_daemon(lambda: self.uploads.remove(name, sitting.key))
        self.give({})


class Finishing(Api):
    """``/api/phan/ID/xong``: all parts are sent. 200: the whole is on disk, and in the record."""

    uploads: Uploads
    doing: Doing

    async def post(self, name: str) -> None:
        sitting = await self.who()
        asked = self.sent()
        parts = asked.get("parts")
        if not Uploads.is_id(name) or not isinstance(parts, int) or isinstance(parts, bool):
            raise HTTPError(400, said.NOT_READ)
        live = _live(asked.get("room"))
        if live is None:  # a stretch belongs to its recording, wherever its recorder is by now
            await self.meant_for_here(sitting, asked)
        reply_to = asked.get("reply_to")
        media = await self._whole(name, parts, sitting, asked) if parts or not live else None
        text = asked.get("text")
        try:
            at = await self.doing.when(sitting, asked)
            incoming = replace(
                self.doing.arrival(sitting, name, at),
                text=text[:LONGEST_TEXT] if isinstance(text, str) else "",
                media=media,
                live=live,
                reply_to=reply_to if isinstance(reply_to, str) else None,
            )
            await self.doing.hand_over(incoming)
        except TryLater as later:
            raise self.later(later) from None
        self.give({})

    async def _whole(self, name: str, parts: int, sitting: Sitting, asked: JSON) -> Media:
        try:
            path = await in_daemon(lambda: self.uploads.finish(name, parts, sitting.key))
        except Missing as missing:
            self.give({"next": missing.next}, 409)
            raise _Answered from None
        except NotTheirs:
            if not parts:
                raise HTTPError(410, said.NOTHING_IN_IT) from None
            self.give({"next": 0}, 409)  # nothing of it has come yet
            raise _Answered from None
        except DiskFull:
            raise HTTPError(507, said.NO_ROOM) from None
        size = path.stat().st_size
        if not size:
            raise HTTPError(410, said.NOTHING_IN_IT)
        seconds = asked.get("seconds")
        return Media(
            _kind(asked),
            name,
            _file_name(asked),
            seconds=float(seconds) if isinstance(seconds, int | float) else None,
            size=size,
        )

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        error = (kwargs.get("exc_info") or (None, None, None))[1]
        if not isinstance(error, _Answered):
            super().write_error(status_code, **kwargs)


class _Answered(HTTPError):
    """It has been answered already."""

    def __init__(self) -> None:
        super().__init__(409)


class SentFile(GivesFile):
    """``/tep/ID/NAME``: a file that the bot has sent to this seat."""

    def initialize(self, house: WebHouse, data: Path) -> None:
        self._house = house
        self._data = data
        self.always(HEADERS)

    async def get(self, message_id: str, _name: str) -> None:
        seat = await Asking.seat_of(self, self._house)
        found = await self._house.said(seat, message_id) if seat else None
        file = found.get("file") if found else None
        path = Path(str(file.get("path", ""))) if isinstance(file, Mapping) else None
        if path is None or not self._is_ours(path):
            self.send_error(404)
            return
        assert isinstance(file, Mapping)
        shown = path.suffix.lower() in _SEEN
        await self.give(path, download="" if shown else str(file.get("name") or path.name))

    def _is_ours(self, path: Path) -> bool:
        path = path.resolve()
        return path.is_relative_to(self._data.resolve()) and path.is_file()

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(rendered("trouble.html", sentence=said.NO_SUCH_FILE))


def _name_in(asked: JSON) -> str:
    """The name that the browser gives to what it sends.

    Raises:
        HTTPError: 400
    """
    name = asked.get("id")
    if not isinstance(name, str) or not Uploads.is_id(name):
        raise HTTPError(400, said.NOT_READ)
    return name


def _megabytes(count: float) -> str:
    return f"{count:g}".replace(".", ",")


def _number(raw: str) -> float | None:
    try:
        read = float(raw)
    except ValueError:
        return None
    return read if -1e15 < read < 1e15 else None


def _kind(asked: JSON) -> MediaKind:
    if asked.get("kind") in ("note", "room"):
        return MediaKind.SOUND
    name, kind = str(asked.get("name") or "").lower(), str(asked.get("type") or "").lower()
    if name.endswith(_PICTURES) or kind.startswith("image/"):
        return MediaKind.PICTURE
    if name.endswith(_PAPERS):
        return MediaKind.OTHER
    return MediaKind.SOUND  # whatever it is called: the decoder looks into it


def _file_name(asked: JSON) -> str:
    name = asked.get("name")
    if isinstance(name, str) and name.strip():
        return name.strip().replace("/", "_")[-200:]
    kind = str(asked.get("type") or "")
    return "ghi-am.m4a" if "mp4" in kind else "ghi-am.ogg" if "ogg" in kind else "ghi-am.webm"


def _live(raw: object) -> LivePart | None:
    """A stretch of a recording that still runs.

    Raises:
        HTTPError: 400
    """
    if raw is None:
        return None
    try:
        assert isinstance(raw, dict)
        recording, number = raw["recording"], raw["number"]
        starts, gap = float(raw.get("starts") or 0), float(raw.get("gap") or 0)
        assert isinstance(recording, str)
        assert Uploads.is_id(recording)
        assert isinstance(number, int)
        assert 0 <= number < 1_000_000
        assert 0 <= starts < 1e6
        assert 0 <= gap < 1e6
    except (AssertionError, LookupError, TypeError, ValueError):
        raise HTTPError(400, said.NOT_READ) from None
    return LivePart(recording, number, starts, gap, raw.get("last") is True)
