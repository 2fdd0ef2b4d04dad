"""What all answers of the page have in common: who asks, what may be asked from where, headers."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Awaitable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, select_autoescape
from tornado.web import HTTPError

from bot.doors.web.house import JSON, Sitting, WebHouse, as_json
from bot.errors import TryLater
from bot.messages import web as about_page
from bot.messages import web_door as said
from foundation.hosts import is_loopback
from foundation.http import Handler

HERE = Path(__file__).parent
COOKIE = "bienban"
COOKIE_DAYS = 30
SEAT = "X-Seat"  #: a header: whose page asks. No secret: the cookie says who may
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with none, browsers tell no origin of forms either
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Server": "bienban",
}
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}
_ONCE = re.compile(r"[A-Za-z0-9_-]{20,40}", re.ASCII)
_A_YEAR = "public, max-age=31536000, immutable"


@lru_cache
def version() -> str:
    """Names the static files as they are: another version has other addresses."""
    digest = hashlib.sha256()
    for file in sorted((HERE / "static").glob("*")):
        if file.is_file():
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def as_data(value: Any) -> str:
    """JSON that can stand within an element of a page."""
    words = as_json(value)
    return words.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


PAGES = Environment(
    loader=FileSystemLoader(HERE / "pages"), autoescape=select_autoescape(default=True)
)
PAGES.globals |= {"words": about_page.PAGES}


def rendered(page: str, /, **given: Any) -> str:
    """A page of ``pages/``."""
    return PAGES.get_template(page).render(tinh=f"/tinh/{version()}", **given)


class Asking(Handler):
    """Answers somebody's browser."""

    house: WebHouse

    def initialize(self, house: WebHouse, **more: Any) -> None:
        self.house = house
        for name, value in more.items():
            setattr(self, name, value)

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> Awaitable[None] | None:
        if self.request.method not in ("GET", "HEAD") and not self._is_of_this_page():
            raise HTTPError(403, said.CROSS_SITE)
        return None

    def _is_of_this_page(self) -> bool:
        """Whether the page itself asks, as far as the browser says; a program says nothing."""
        headers = self.request.headers
        site = headers.get("Sec-Fetch-Site")
        if site is not None and site not in ("same-origin", "none"):
            return False
        origin = headers.get("Origin")
        return origin is None or urlsplit(origin).netloc == self.request.host

    @cached_property
    def token(self) -> str:
        return self.get_cookie(COOKIE, "") or ""

    async def sitting(self) -> Sitting | None:
        """Who asks; None: nobody that is let in."""
        return await self.house.sitting(self.token) if self.token else None

    @staticmethod
    async def seat_of(asking: Handler, house: WebHouse) -> str | None:
        """The seat of whoever asks, of any handler; None: nobody that is let in."""
        found = await house.sitting(asking.get_cookie(COOKIE, "") or "")
        return found.key if found else None

    def remember(self, token: str) -> None:
        self.set_cookie(
            COOKIE,
            token,
            expires_days=COOKIE_DAYS,
            httponly=True,
            samesite="Lax",
            secure=self.request.protocol == "https",
            path="/",
        )

    @property
    def address(self) -> str:
        """From where the browser calls."""
        return str(self.request.remote_ip)

    @property
    def is_here(self) -> bool:
        """Whether the browser is on this machine, as far as can be seen: nobody handed it on."""
        handed_on = {"X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Forwarded", "Via"}
        return is_loopback(self.address) and not any(
            name in self.request.headers for name in handed_on
        )

    @property
    def origin(self) -> str:
        """The page's own address, as the browser has it."""
        return f"{self.request.protocol}://{self.request.host}"


class Page(Asking):
    """Answers with a page that people read."""

    def show(self, page: str, /, status: int = 200, **given: Any) -> None:
        self.set_status(status)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(rendered(page, **given))

    @property
    def once(self) -> str:
        """What the form carried, so that it can be sent again; empty: nothing that counts."""
        carried = self.get_body_argument("once", "")
        return carried if _ONCE.fullmatch(carried) else ""

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.show("trouble.html", status_code, sentence=said.status(status_code))


class Api(Asking):
    """Answers scripts, in JSON."""

    waits = 0  #: seconds that a browser is to wait with it
    is_of_another = False  #: the page that asks is another seat's than the browser by now

    async def who(self) -> Sitting:
        """Raises:
        HTTPError: 401; 412: the page is another seat's. Its browser has come into another meeting
            in another window; nothing that was meant for the one is done in the other.
        """
        found = await self.sitting()
        if found is None:
            raise HTTPError(401, said.NO_SEAT)
        if self.request.headers.get(SEAT, found.key) != found.key:
            self.is_of_another = True
            raise HTTPError(412, said.ANOTHER_SEAT)
        return found

    def later(self, why: TryLater) -> HTTPError:
        """The house takes nothing now: the browser keeps it, and sends it again."""
        if why.seconds is None:
            return HTTPError(503, said.BUSY)
        self.waits = math.ceil(why.seconds)
        return HTTPError(429, said.TOO_FAST)

    async def meant_for_here(self, sitting: Sitting, asked: JSON) -> None:
        """What was said in one meeting goes into no other that its browser has come into since;
        what has been taken is taken.

        Raises:
            HTTPError: 412
        """
        meant, name = asked.get("meeting"), asked.get("id") or self.path_kwargs.get("name")
        if not isinstance(meant, int) or isinstance(meant, bool):
            return
        if await self.house.meeting_of(sitting.key) in (None, meant):
            return
        name = name or next(iter(self.path_args), "")
        if not await self.house.has_taken(sitting.key, str(name)):
            raise HTTPError(412, said.ANOTHER_MEETING)

    def give(self, value: JSON, status: int = 200) -> None:
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(as_json(value))

    def sent(self) -> JSON:
        """What was sent.

        Raises:
            HTTPError: 400
        """
        try:
            value = json.loads(self.request.body)
        except (ValueError, RecursionError):
            raise HTTPError(400, said.NOT_READ) from None
        if not isinstance(value, dict):
            raise HTTPError(400, said.NOT_READ)
        return value

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        error = (kwargs.get("exc_info") or (None, None, None))[1]
        own = isinstance(error, HTTPError) and error.log_message
        if status_code == 429 and isinstance(error, HTTPError) and self.waits:
            self.set_header("Retry-After", str(self.waits))
        told: JSON = {"error": own or said.status(status_code)}
        self.give(told | ({"seat": True} if self.is_of_another else {}), status_code)


class Worker(Handler):
    """``/sw.js``: opens the page's shell where there is no network; never kept by the browser."""

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def get(self) -> None:
        self.set_header("Content-Type", _TYPES[".js"])
        self.set_header("Cache-Control", "no-cache")
        self.finish((HERE / "static" / "sw.js").read_bytes())


class Static(Handler):
    """The scripts, the style and the pictures of the page."""

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def get(self, _version: str, name: str) -> None:
        file = HERE / "static" / name
        kind = _TYPES.get(file.suffix)
        if kind is None or not re.fullmatch(r"[a-z0-9.-]+", name) or not file.is_file():
            raise HTTPError(404)
        self.set_header("Content-Type", kind)
        self.set_header("Cache-Control", _A_YEAR if _version == version() else "no-cache")
        self.finish(file.read_bytes())
