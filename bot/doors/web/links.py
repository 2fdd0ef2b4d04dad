"""Files for people behind doors that can send none: links that cannot be guessed, and end.

A link holds what it opens, and a code that only this house can make; nothing of it is kept. So
there is no list of them, and what was erased is gone with its file: names of documents and
recordings are given once.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

from bot.doors.port import SendFile
from bot.doors.web.giving import GivesFile, Render
from bot.doors.web.house import FOLDER
from bot.messages import web_files as said
from foundation.files import make_folder, write_durably
from foundation.http import Route

PATH = "/tai"
LASTS = timedelta(days=3)  #: what is sent on Friday is opened on Monday
KEY = "links.key"  #: in the page's folder
_KEY_BYTES, _CODE_BYTES, _TIME_BYTES = 32, 16, 5
_FOLDERS = ("documents", "audio")  # of the data folder: what the house makes and keeps


class NoFile(Exception):
    """What a link leads to cannot be had.

    Args:
        sentence: why, and what to do now.
        status: of the answer.
    """

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.sentence, self.status = sentence, status


class FileLinks:
    """Makes links (``bot.post.plain.Links``), and opens them. Any thread may use it.

    Args:
        data: the data folder.
        now: timezone-aware.
        blanks: folders of forms and templates, each with the name that it has in links.

    Attributes:
        page: the page's address at which other machines reach it, without a path; empty: they do
            not, and no links are made. Whoever serves the page sets it.
    """

    def __init__(
        self,
        data: Path,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        blanks: Mapping[str, Path] = MappingProxyType({}),
    ) -> None:
        self.page: Callable[[], str] = str
        self._data = data.resolve()
        self._blanks = {name: folder.resolve() for name, folder in blanks.items()}
        self._now = now
        self._making = threading.Lock()

    def __call__(self, file: SendFile) -> str:
        page = self.page()
        if not page:
            return ""
        path = self._named(file)
        if not path:
            return ""
        ends = int((self._now() + LASTS).timestamp()).to_bytes(_TIME_BYTES, "big")
        inside = ends + path.encode()
        token = base64.urlsafe_b64encode(self._code(inside, file.name) + inside).rstrip(b"=")
        return f"{page}{PATH}/{token.decode()}/{quote(file.name, safe='')}"

    def _named(self, file: SendFile) -> str:
        """What a link holds of where a file lies; empty: it is none that is given so."""
        path = Path(file.path).resolve()
        if file.blank:
            for name, folder in self._blanks.items():
                if path.is_relative_to(folder):
                    return f"{name}:{path.relative_to(folder).as_posix()}"
            return ""
        if not path.is_relative_to(self._data):
            return ""
        within = path.relative_to(self._data)
        return within.as_posix() if within.parts and within.parts[0] in _FOLDERS else ""

    def _file(self, named: str) -> tuple[Path, Path]:
        """A file that a link names, and the folder that it must lie in."""
        name, colon, rest = named.partition(":")
        if colon and name in self._blanks:
            return (self._blanks[name] / rest).resolve(), self._blanks[name]
        return (self._data / named).resolve(), self._data

    def opened(self, token: str, name: str) -> Path:
        """The file that a link of this house leads to.

        Raises:
            NoFile: it is no link of ours, it has ended, or the file is erased.
        """
        try:
            whole = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except (ValueError, binascii.Error):
            raise NoFile(said.NO_SUCH_LINK, 404) from None
        code, inside = whole[:_CODE_BYTES], whole[_CODE_BYTES:]
        if not hmac.compare_digest(code, self._code(inside, name)):
            raise NoFile(said.NO_SUCH_LINK, 404)
        if int.from_bytes(inside[:_TIME_BYTES], "big") < self._now().timestamp():
            raise NoFile(said.LINK_ENDED, 410)
        file, folder = self._file(inside[_TIME_BYTES:].decode())
        if not file.is_file() or not file.is_relative_to(folder):
            gone = said.FILE_GONE if folder == self._data else said.BLANK_GONE
            raise NoFile(gone, 410)
        return file

    def _code(self, inside: bytes, name: str) -> bytes:
        words = inside + b"\0" + name.encode()
        return hmac.digest(self._secret, words, "sha256")[:_CODE_BYTES]

    @cached_property
    def _secret(self) -> bytes:
        """By which links are made; with another one all of them have ended.

        Raises:
            OSError: it cannot be read or written.
        """
        with self._making:
            path = self._data / FOLDER / KEY
            if path.exists() and len(key := path.read_bytes()) == _KEY_BYTES:
                return key
            make_folder(path.parent)
            key = secrets.token_bytes(_KEY_BYTES)
            write_durably(path, key, 0o600)
            return key


def routes(links: FileLinks, render: Render, headers: Mapping[str, str]) -> list[Route]:
    """``/tai/TOKEN/NAME``. Whoever has the link may have the file: no seat is asked for.

    Args:
        headers: that each answer has.
    """
    given = {"links": links, "render": render, "headers": headers}
    return [(rf"{PATH}/([A-Za-z0-9_-]{{1,600}})/([^/]{{1,900}})", _File, given)]


class _File(GivesFile):
    def initialize(self, links: FileLinks, render: Render, headers: Mapping[str, str]) -> None:
        self._links = links
        self._render = render
        ours = {
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
            "X-Robots-Tag": "noindex, nofollow",
            "X-Content-Type-Options": "nosniff",
        }
        self.always({**headers, **ours})

    async def get(self, token: str, name: str) -> None:
        try:
            file = self._links.opened(token, name)
        except NoFile as error:
            self.set_status(error.status)
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.finish(self._render("trouble.html", sentence=error.sentence))
            return
        await self.give(file, download=name)

    head = get
