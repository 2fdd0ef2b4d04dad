"""The page as a door: what people do there comes in, what is said stands in their browsers."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.doors.port import (
    Ability,
    Buttons,
    Chat,
    FileKind,
    Media,
    Receive,
    Rewrite,
    Say,
    SendFile,
    ToldTime,
)
from bot.doors.web import api, install, links, pages, sound
from bot.doors.web.doing import DOOR, Doing, new_id
from bot.doors.web.house import FOLDER, JSON, WebHouse
from bot.doors.web.links import FileLinks
from bot.doors.web.server import HEADERS, Asking, Static, Worker, rendered
from bot.doors.web.streams import Streams
from bot.doors.web.transport import Transport
from bot.doors.web.uploads import Uploads
from bot.errors import FileTooBig, Refused, SettingsError, TryLater, is_full
from bot.messages import web_door as said
from bot.messages.settings import cannot_listen
from foundation import http
from foundation.files import make_folder, write_durably
from foundation.hosts import is_loopback
from foundation.threads import in_daemon
from foundation.tries import Tries

log = logging.getLogger(__name__)

ADDRESS = "address"  #: in it: where the page is
_SWEEP = 300.0  # seconds between two looks at what the record has by now
_WRONG_CODES = 120  # in a minute, from everywhere together
_CARD = "card:"  # a line's card: the line itself stands on the page
LIMITS = http.Limits(body=api.LARGEST_FORM, patience=120.0, connections=3000)


def _told(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()  # whoever reads it may be a file or a pipe


class WebDoor:
    """The office's own page.

    Args:
        house: what the page shows, and keeps.
        listen: host and port; port 0: any that is free.
        transport: how people reach it there.
        sounds: makes lines heard.
        links: of files, for people behind doors that send none; while the page is open to others
            they lead here.
        data: the data folder.
        largest: bytes of one recording or file.
        most: arrivals that one person may send in a minute; more are taken later.
        zone: of the times on the page, as IANA calls it.
        announce: tells whoever starts the bot a line.
        now: the house's clock, timezone-aware.
    """

    name = DOOR
    abilities = frozenset(Ability) - {
        Ability.GROUPS,
        Ability.AT_NAMES,
        Ability.WRITE_FIRST,
        Ability.ACCOUNTS,
    }
    max_text = 20_000
    most_a_minute: int | None = None
    most_a_month: int | None = None
    repeats = False
    is_local = False
    connected = False
    trouble = ""
    told_time: ToldTime | None = None

    def __init__(
        self,
        house: WebHouse,
        listen: tuple[str, int],
        data: Path,
        *,
        transport: Transport,
        sounds: sound.Sounds,
        links: FileLinks | None = None,
        largest: int = 500_000_000,
        most: int = 300,
        zone: str = "Asia/Ho_Chi_Minh",
        announce: Callable[[str], None] = _told,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._house = house
        self._listen = listen
        self._transport = transport
        self._sounds = sounds
        self._links = links
        self._port = listen[1]
        self._data = data
        self._announce = announce
        self._largest = largest
        self._zone = zone
        self._uploads = Uploads(data / FOLDER / "uploads", largest)
        self._doing = Doing(house, now, most)
        self._streams = Streams(house)
        self._tries = Tries(_WRONG_CODES)

    # --- in -----------------------------------------------------------------------------------

    async def run(self, receive: Receive) -> None:
        """Serve until cancelled.

        Raises:
            SettingsError: it cannot listen there.
        """
        self._doing.begin(receive)
        make_folder(self._data / FOLDER)
        async with contextlib.AsyncExitStack() as stack:
            try:
                self._port = await stack.enter_async_context(self._serving())
            except OSError as error:
                why = cannot_listen("WEB_LISTEN", self._listen, error)
                raise SettingsError(why) from None
            await self._tell_address()
            self.connected = True
            if self._links and self._transport.for_others:
                self._links.page = lambda: self._address
            try:
                async with asyncio.TaskGroup() as tasks:
                    tasks.create_task(self._streams.run())
                    tasks.create_task(self._transport.keep())
                    tasks.create_task(self._sweep())
            finally:
                self.connected = False
                if self._links:
                    self._links.page = str
                self._streams.end_all()

    def _serving(self) -> contextlib.AbstractAsyncContextManager[int]:
        static: list[http.Route] = [(r"/tinh/([0-9a-f]+)/([a-z0-9.-]+)", Static, {})]
        installing = self._transport, lambda: self._port, rendered, HEADERS
        return http.serving(
            self._listen,
            [*static, *install.routes(*installing), *self._routes()],
            LIMITS,
            compress=True,
            tls=self._transport.context,
            plain=install.plain_routes(*installing, static),
            behind_proxy=self._transport.trusts_proxy,
        )

    @property
    def _address(self) -> str:
        """Where people reach it, without a path; empty: it is not served yet."""
        return self._transport.addresses(self._port)[0] if self._port else ""

    async def _tell_address(self) -> None:
        write_durably(self._data / FOLDER / ADDRESS, self._address.encode())
        link = await self._house.make_link()
        self._announce(said.PAGE_AT.format(address=f"{self._address}/"))
        self._announce(said.DESK_AT.format(address=f"{self._address}/ban/{link}"))
        plain = self._transport.plain_address(self._port)
        if plain:
            self._announce(said.INSTALL_AT.format(address=f"{plain}{install.PATH}"))
            self._announce(said.FINGERPRINT.format(fingerprint=self._transport.fingerprint))

    def _routes(self) -> list[http.Route]:
        base: JSON = {"house": self._house}
        do = base | {"doing": self._doing}
        up = do | {"uploads": self._uploads, "most_megabytes": self._largest / 1e6}
        joining = do | {"tries": self._tries}
        invite = base | {"reached_at": lambda: self._address}

        async def seat(asking: http.Handler) -> str | None:
            return await Asking.seat_of(asking, self._house)

        return [
            (r"/", pages.Joining, joining),
            (r"/vao", pages.Joining, joining),
            (r"/vao/([0-9]{1,12})", pages.Joining, joining),
            (r"/ban/([A-Za-z0-9_-]{20,100})", pages.DeskLink, base),
            (r"/sw\.js", Worker, {}),
            (r"/mo", pages.Opening, do),
            (r"/mo/khac", pages.OpeningAnother, do),
            (r"/hop", pages.MeetingPage, base | {"works_at": self._works_at, "zone": self._zone}),
            (r"/moi", pages.InvitationPage, invite),
            (r"/(moi)\.svg", pages.InvitationPage, invite),
            (r"/api/hop", api.MeetingNow, base),
            (r"/api/su-kien", api.Events, base | {"streams": self._streams}),
            (r"/api/tin", api.Typing, do),
            (r"/api/bam", api.Tapping, do),
            (r"/api/phan/([^/]+)/xong", api.Finishing, up),
            (r"/api/phan/([^/]+)/([0-9]+)", api.Parts, up),
            (r"/api/phan/([^/]+)", api.Upload, up),
            (r"/tep/([A-Za-z0-9_-]+)/(.*)", api.SentFile, base | {"data": self._data}),
            *sound.routes(self._sounds, self._house.sound, self._house.spoken, seat, HEADERS),
            *(links.routes(self._links, rendered, HEADERS) if self._links else ()),
            (r".*", pages.Nothing, base),
        ]

    def _works_at(self, asked: str, is_here: bool) -> str:
        """The address at which the browser lets the page use the microphone, where it does not at
        the one that it was asked at; empty: there is none.

        Args:
            asked: where it was: scheme, host and port.
            is_here: the browser is on this machine, whose own address is its own too.
        """
        host = urlsplit(asked)
        if host.scheme == "https" or is_loopback(host.hostname or ""):
            return ""
        there = self._transport.addresses(self._port)
        safe = [one for one in there if one.startswith("https:")]
        if is_here and not self._transport.trusts_proxy:
            safe += [one for one in there if is_loopback(urlsplit(one).hostname or "")]
        return next(iter(safe), "")

    async def _sweep(self) -> None:
        """What the record has by now is not kept twice."""
        while True:
            await asyncio.sleep(_SWEEP)
            try:
                whole = await in_daemon(self._uploads.whole)
                wanted = await self._house.unfetched(whole)
                await in_daemon(lambda done=whole - wanted: self._uploads.forget(done))  # type: ignore[misc]
            except Exception as error:  # the disk; there is another time
                log.warning("uploads cannot be looked over: %s", error)

    # --- out ----------------------------------------------------------------------------------

    def start_link(self, words: str) -> str:
        code = words.removeprefix("vao_")
        return f"{self._address}/vao/{code}" if code != words and self._address else ""

    def link(self, chat: Chat, message_id: str) -> str:
        return ""

    async def say(self, chat: Chat, say: Say) -> str:
        self._doing.note_answer(chat.key, say.reply_to, say.text)
        if say.line_id is not None and say.asks is None:
            return f"{_CARD}{say.line_id}"
        name = say.once or new_id()
        asks = say.asks is not None or say.question is not None
        await self._keep(chat, name, _said(say.text, say.buttons, say.reply_to, asks=asks))
        return name

    async def _keep(self, chat: Chat, name: str, payload: JSON) -> None:
        try:
            await self._house.keep_said(chat.key, name, payload)
        except Exception as error:  # the disk
            raise TryLater(str(error)) from error

    async def rewrite(self, chat: Chat, message_id: str, rewrite: Rewrite) -> None:
        if message_id.startswith(_CARD):
            return
        before = await self._house.said(chat.key, message_id)
        if before is None:
            raise Refused("there is no such message")
        now = before | _said(rewrite.text, rewrite.buttons, before.get("reply_to"))
        if now != before:
            await self._keep(chat, message_id, now)

    async def acknowledge(self, chat: Chat, message_id: str, no: int) -> None:
        """The line stands on the page."""

    async def toast(self, tap_id: str, text: str) -> None:
        self._doing.toasted(tap_id, text)

    async def send_file(self, chat: Chat, file: SendFile) -> str:
        name = file.once or new_id()
        path = Path(file.path)
        sent = {
            "path": str(path.resolve()),
            "name": file.name,
            "kind": _KINDS[file.kind],
            "size": path.stat().st_size if path.exists() else None,
        }
        await self._keep(chat, name, _said(file.caption, (), None) | {"file": sent})
        return name

    async def fetch(self, media: Media, target: Path, max_bytes: int) -> None:
        source = self._uploads.path(media.ref)
        try:
            size = source.stat().st_size
            if size > max_bytes:
                raise FileTooBig(f"{size} bytes")
            await in_daemon(lambda: shutil.copyfile(source, target))
        except OSError as error:
            if is_full(error):
                raise
            raise Refused(error.strerror or type(error).__name__) from error


_KINDS = {FileKind.DOCUMENT: "document", FileKind.PICTURE: "picture", FileKind.SOUND: "sound"}


def _said(text: str, buttons: Buttons, reply_to: Any, *, asks: bool = False) -> JSON:
    """What stands in a browser's chat, as it is kept."""
    rows = [
        [
            {"label": one.label, **({"url": one.url} if one.url else {"data": one.data})}
            for one in row
        ]
        for row in buttons
    ]
    return {"text": text, "buttons": rows, "reply_to": reply_to, "asks": asks}
