"""A Zalo Bot API server on loopback, as nasty as the real one is known to be.

    async with ZaloServer("token") as zalo:
        an = zalo.person("Nguyễn Văn An")
        zalo.text(an, "/trogiup")          # a bot at zalo.base answers
        zalo.said_to(an)

What was taken comes back at once on later polls, again and again; with nothing to say it answers
408; 200 is no success. Lives in the event loop of its test.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

import httpx
from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

Json = dict[str, Any]
BOT = {"id": "b0b0b0b0", "account_name": "Bot Biên bản", "account_type": "BASIC"}
MOST_TEXT = 2000


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one call.

    status: of the answer; 0: the connection is dropped.
    said: the description in the envelope; None: a page without one.
    """

    status: int = 0
    said: str | None = None
    code: int | None = None
    retry_after: int | None = None
    done: bool = False  #: it is done all the same; only its answer does not come


DROPPED, BROKEN = Fault(), Fault(500)
HIDDEN_ERROR = Fault(200, "Bad Request: text is empty", 400)
BUSY = Fault(200, "Too Many Requests", 429, retry_after=0)
QUOTA = Fault(429, "Quota exceeded", 429)
LOST = Fault(done=True)  # done, and nobody is told


@dataclass(frozen=True)
class Odd:
    """An answer of another server's: in whatever shape, from whatever stands on the way.

    body: JSON, or bytes as they are.
    again: how often the body comes, a part after the other.
    pause: seconds between them.
    done: what was asked is done all the same.
    """

    body: Any = b""
    status: int = 200
    leads_to: str = ""
    again: int = 1
    pause: float = 0.0
    done: bool = False


@dataclass
class Sound:
    """What is at the address of a recording: bytes, or a status, or another address.

    again, pause: as of ``Odd``.
    """

    data: bytes = b""
    status: int = 200
    leads_to: str = ""
    again: int = 1
    pause: float = 0.0


@dataclass(frozen=True)
class Human:
    id: str
    name: str


@dataclass
class Webhook:
    url: str = ""
    secret: str = ""


class ZaloServer:
    """``faults`` break single calls, ``down`` a method; ``repeats`` says how often what was taken
    comes back."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.base = ""
        self.calls: list[tuple[str, Json]] = []
        self.said: list[tuple[str, str]] = []  #: chat and text of what the bot said
        #: chat, bytes and caption of the pictures that were shown
        self.shown: list[tuple[str, bytes, str]] = []
        self.webhook = Webhook()
        self.faults: dict[str, deque[Fault]] = defaultdict(deque)
        self.odd: dict[str, deque[Odd]] = defaultdict(deque)  #: method -> answers of its next calls
        self.down: dict[str, Fault] = {}  #: method -> what goes wrong with its every call
        self.repeats = 3
        self.plan: Callable[[str], Fault | None] = lambda _method: None  #: of each call's trouble
        #: when an event was sent, by its number; milliseconds
        self.date: Callable[[int], int] = lambda number: 1_789_033_572_455 + number * 10_000
        self.bare = False  #: polls bring the event without its envelope's ``result``
        self.groups = True
        self.sounds: dict[str, Sound] = {}
        self.fetched: list[str] = []
        self._waiting: deque[Json] = deque()
        self._old: deque[list[Any]] = deque()  # events that were taken, and how often they come yet
        self._news = asyncio.Event()
        self._numbers = itertools.count(1)
        self._known: set[str] = set()
        routes: list[Any] = [
            (r"/bot([^/]+)/(\w+)", _Method, {"zalo": self}),
            (r"/voice/(.+)", _Voice, {"zalo": self}),
        ]
        self._server = HTTPServer(Application(routes))

    async def __aenter__(self) -> Self:
        sockets = bind_sockets(0, "127.0.0.1")
        self._server.add_sockets(sockets)
        self.base = f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.stop()
        self._news.set()
        await self._server.close_all_connections()

    # --- people ---------------------------------------------------------------------------------

    def person(self, name: str) -> Human:
        return Human(f"a1b2c3d4{next(self._numbers):04x}", name)

    def event(self, who: Human, kind: str, group: str = "", **message: Any) -> Json:
        """As the platform makes it; nobody is told of it."""
        number = next(self._numbers)
        chat = (
            {"chat_type": "GROUP", "id": group} if group else {"chat_type": "PRIVATE", "id": who.id}
        )
        self._known.add(chat["id"])
        return {
            "event_name": f"message.{kind}.received",
            "message": {
                "date": self.date(number),
                "chat": chat,
                "message_id": f"m1a2b3{number:06x}",
                "message_type": f"CHAT_{kind.upper()}",
                "from": {"id": who.id, "is_bot": False, "display_name": who.name},
                **message,
            },
        }

    def bring(self, event: Json) -> Json:
        """Polls bring it from now on."""
        self._waiting.append(event)
        self._news.set()
        return event

    def text(self, who: Human, text: str, group: str = "") -> Json:
        return self.bring(self.event(who, "text", group, text=text))

    def voice(self, who: Human, sound: Sound) -> Json:
        return self.bring(self.event(who, "voice", voice_url=self.address(sound)))

    def address(self, sound: Sound) -> str:
        """Where a recording is from now on."""
        name = f"{next(self._numbers)}.aac"
        self.sounds[name] = sound
        return f"{self.base}/voice/{name}"

    @property
    def left(self) -> int:
        """How many events no poll has brought yet."""
        return len(self._waiting)

    def said_to(self, who: Human) -> list[str]:
        return [text for chat, text in self.said if chat == who.id]

    def called(self, method: str) -> list[Json]:
        return [params for name, params in self.calls if name == method]

    # --- the API --------------------------------------------------------------------------------

    async def call(self, method: str, params: Json) -> Json:
        self.calls.append((method, params))
        match method:
            case "getMe":
                return _ok({**BOT, "can_join_groups": self.groups})
            case "getUpdates":
                return await self._polled(params)
            case "setWebhook":
                url, secret = params["url"], params["secret_token"]
                if not url.startswith("https://") or not 8 <= len(secret) <= 256:
                    return _wrong(400, "Bad Request: webhook")
                self.webhook = Webhook(url, secret)
                return _ok({"url": url})
            case "deleteWebhook":
                self.webhook = Webhook()
                return _ok(True)
            case "getWebhookInfo":
                return _ok({"url": self.webhook.url}) if self.webhook.url else _wrong(404, "none")
            case "sendMessage":
                return self._send(params)
            case "sendPhoto":
                return await self._show(params)
            case "sendChatAction":
                known = params["chat_id"] in self._known and params["action"] == "typing"
                return _ok(True) if known else _wrong(400, "Bad Request: action")
        return _wrong(404, "Not Found")

    async def _polled(self, params: Json) -> Json:
        if self.webhook.url:
            return _wrong(409, "Conflict: a webhook is set")
        if not self._waiting and not self._old:
            self._news.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(params["timeout"]):
                    await self._news.wait()
        if self._waiting:
            event = self._waiting.popleft()
            self._old.append([event, self.repeats])
        elif self._old:
            again = self._old.popleft()
            event = again[0]
            again[1] -= 1
            if again[1] > 0:
                self._old.append(again)
        else:
            return _wrong(408, "Request timeout")
        return event if self.bare else _ok(event)

    async def _show(self, params: Json) -> Json:
        """Zalo's own server fetches what it shows."""
        if (
            not set(params) <= {"chat_id", "photo", "caption"}
            or params["chat_id"] not in self._known
        ):
            return _wrong(400, "Bad Request: photo")
        if len(params.get("caption", "")) > MOST_TEXT:
            return _wrong(400, "Bad Request: caption")
        try:
            async with httpx.AsyncClient(trust_env=False) as client:
                found = await client.get(params["photo"])
        except httpx.HTTPError:
            return _wrong(400, "Bad Request: photo cannot be fetched")
        if found.status_code != 200 or not found.content.startswith((b"\x89PNG", b"a page")):
            return _wrong(400, "Bad Request: photo is none")
        self.shown.append((params["chat_id"], found.content, params.get("caption", "")))
        return _ok({"message_id": f"p{next(self._numbers):08x}", "date": 1})

    def _send(self, params: Json) -> Json:
        text = params.get("text", "")
        if set(params) != {"chat_id", "text"} or not 1 <= len(text) <= MOST_TEXT:
            return _wrong(400, "Bad Request: text must have 1 to 2000 characters")
        if params["chat_id"] not in self._known:
            return _wrong(400, "Bad Request: chat not found")
        self.said.append((params["chat_id"], text))
        return _ok({"message_id": f"s{next(self._numbers):08x}", "date": 1})


def _ok(result: Any) -> Json:
    return {"ok": True, "result": result}


def _wrong(code: int, description: str) -> Json:
    return {"ok": False, "error_code": code, "description": description}


class _Method(RequestHandler):
    def initialize(self, zalo: ZaloServer) -> None:
        self.zalo = zalo

    async def post(self, token: str, method: str) -> None:
        zalo = self.zalo
        if token != zalo.token:
            self.set_status(401)
            self.write(_wrong(401, "Unauthorized"))
            return
        params = json.loads(self.request.body or b"{}")
        if zalo.odd[method]:
            await self._answer_oddly(zalo.odd[method].popleft(), method, params)
            return
        fault = zalo.down.get(method)
        if fault is None and zalo.faults[method]:
            fault = zalo.faults[method].popleft()
        fault = fault or zalo.plan(method)
        if fault is None or fault.done:
            answer = await zalo.call(method, params)
        else:
            zalo.calls.append((method, params))
        if fault:
            self._go_wrong(fault)
            return
        if answer.get("error_code") == 408:
            self.set_status(408)
        with contextlib.suppress(StreamClosedError):
            await self.finish(answer)

    async def _answer_oddly(self, odd: Odd, method: str, params: Json) -> None:
        if odd.done:
            await self.zalo.call(method, params)
        else:
            self.zalo.calls.append((method, params))
        if odd.leads_to:
            self.redirect(odd.leads_to, status=302)
            return
        self.set_status(odd.status)
        body = odd.body if isinstance(odd.body, bytes) else json.dumps(odd.body).encode()
        await _trickle(self, body, odd.again, odd.pause)

    def _go_wrong(self, fault: Fault) -> None:
        if not fault.status:
            self.request.connection.stream.close()  # type: ignore[union-attr]
            return
        self.set_status(fault.status)
        if fault.retry_after is not None:
            self.set_header("Retry-After", str(fault.retry_after))
        if fault.said is None:
            self.write("<html>Bad gateway</html>")
        else:
            self.write(_wrong(fault.code or fault.status, fault.said))


class _Voice(RequestHandler):
    def initialize(self, zalo: ZaloServer) -> None:
        self.zalo = zalo

    async def get(self, name: str) -> None:
        self.zalo.fetched.append(name)
        sound = self.zalo.sounds[name]
        if sound.leads_to:
            self.redirect(sound.leads_to, status=302)
            return
        self.set_status(sound.status)
        await _trickle(self, sound.data, sound.again, sound.pause)


async def _trickle(answer: RequestHandler, part: bytes, again: int, pause: float) -> None:
    with contextlib.suppress(StreamClosedError):
        for number in range(again):
            if number:
                await asyncio.sleep(pause)
            answer.write(part)
            if again > 1:
                await answer.flush()


@dataclass
class Inside:
    """A server inside the network, which nobody from outside may have asked."""

    asked: list[str] = field(default_factory=list)
    base: str = ""

    async def __aenter__(self) -> Self:
        inside = self

        class Page(RequestHandler):
            def get(self) -> None:
                inside.asked.append(self.request.path)
                self.write(b"bi mat")

        self._server = HTTPServer(Application([(r"/.*", Page)]))
        sockets = bind_sockets(0, "127.0.0.1")
        self._server.add_sockets(sockets)
        self.base = f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.stop()
        await self._server.close_all_connections()
