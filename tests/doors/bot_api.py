"""A Bot API server on loopback, with the semantics of Telegram's own.

    async with BotApi("7000:token") as api:
        group, an = api.room("supergroup", "Phòng Kế hoạch"), api.person("Nguyễn Văn An")
        asked = api.text(group, an, "/trogiup")  # a bot at api.base answers
        answer = api.replies_to(asked)[0]

Lives in the event loop of its test.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPServerRequest
from tornado.iostream import StreamClosedError
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from tests.doors.telegram_chats import BOT, Chats, Json
from tests.waiting import eventually

MAX_DOWNLOAD = 20 * 1024 * 1024  # bytes
# https://core.telegram.org/bots/api#reactiontypeemoji
_REACTIONS = """
❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡
🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪
🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡
"""
REACTIONS = frozenset(_REACTIONS.split())
_OBJECTS = {
    "reply_markup",
    "reply_parameters",
    "commands",
    "scope",
    "allowed_updates",
    "reaction",
    "entities",
}
_NUMBERS = {"chat_id", "message_id", "message_thread_id", "offset", "limit", "timeout"}


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one call.

    status: of the answer, with a page of a proxy in it where that is 502 or 504; 0: the
    connection is dropped; 200: nothing but what is said below.
    """

    status: int = 0
    retry_after: int | None = None
    done: bool = False  #: it is done all the same; only its answer does not come
    wait: float = 0.0  #: seconds until the answer
    torn: bool = False  #: the answer ends in its middle
    said: str = "Internal Server Error"  #: the error's description


DROPPED, BROKEN = Fault(), Fault(500)
LOST = Fault(done=True)  # done, and nobody is told


@dataclass
class Call:
    """A method that the bot called."""

    method: str
    params: Json
    refused: str = ""  #: the error's description; empty: it was done
    uploaded: str = ""  #: the name of the file that came with it
    done: bool = False
    lost: bool = False  #: its answer did not reach the bot


class ApiError(Exception):
    """A call that Telegram refuses."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.parameters = parameters


class Torn(Exception):
    """The answer, of which only a part is to be sent."""

    def __init__(self, answer: bytes) -> None:
        super().__init__()
        self.answer = answer


@dataclass
class _Webhook:
    url: str = ""
    secret: str = ""
    allowed: list[str] = field(default_factory=list)


class BotApi(Chats):
    """The server. ``faults``, ``plan``, ``in_room`` and ``down`` break it; ``watch`` sees every
    call as it arrives."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self.token = token
        self.base = ""
        self.calls: list[Call] = []
        self.menu: list[Json] = []  #: of who has none of their own
        self.menus: dict[str, list[Json]] = {}  #: scope -> its menu
        #: (group, person) -> the commands of theirs alone
        self.member_menus: dict[tuple[int, int], list[str]] = {}
        self.webhook = _Webhook()
        self.faults: dict[str, deque[Fault]] = defaultdict(deque)  #: method -> its next calls'
        self.in_room: dict[int, Fault] = {}  #: room -> what goes wrong with every call for it
        #: what goes wrong with a call of which ``faults`` says nothing; of a file: ``file``
        self.plan: Callable[[str], Fault | None] = lambda method: None
        #: what a poll brings in place of the updates that wait
        self.garble: Callable[[list[Json]], list[Any]] = lambda updates: updates
        self.down: set[str] = set()  #: methods whose every call is dropped
        self.slow: dict[str, float] = {}  #: method -> seconds until it is done
        #: method -> it is done as soon as this is so
        self.waits_for: dict[str, Callable[[], object]] = {}
        self.paths: dict[str, str] = {}  #: file_id -> what getFile says instead of its path
        self.watch: Callable[[Call], None] = lambda call: None
        self._poll = 0
        routes = [(r"/bot([^/]+)/(\w+)", _Method), (r"/file/bot([^/]+)/(.+)", _File)]
        self._server = HTTPServer(Application([(*route, {"api": self}) for route in routes]))

    async def __aenter__(self) -> Self:
        sockets = bind_sockets(0, "127.0.0.1")
        self._server.add_sockets(sockets)
        self.base = f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.stop()
        self._poll += 1
        self.wake()
        await self._server.close_all_connections()

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    async def call(self, made: Call, uploads: dict[str, tuple[str, bytes]]) -> Any:
        made.uploaded = next((name for name, _ in uploads.values()), "")
        self.calls.append(made)
        self.watch(made)
        fault = self.in_room.get(made.params.get("chat_id", 0)) or self.next_fault(made.method)
        try:
            await asyncio.sleep(self.slow.get(made.method, 0.0))
            await eventually(self.waits_for.get(made.method, lambda: True))
            if fault and not fault.done:
                await _go_wrong(fault)
            result = await self._do(made.method, made.params, uploads)
        except ApiError as error:
            made.refused = str(error)
            raise
        made.done = True
        if fault and fault.done:
            made.lost = True
            await _go_wrong(fault)
        if fault and fault.torn:
            made.lost = True
            raise Torn(json.dumps({"ok": True, "result": result}).encode())
        return result

    async def _do(self, name: str, params: Json, uploads: dict[str, tuple[str, bytes]]) -> Any:
        match name:
            case "getMe":
                return {**BOT, "can_join_groups": True, "can_read_all_group_messages": True}
            case "getUpdates":
                return await self._get_updates(**params)
            case "getChatAdministrators":
                self._refuse_moved(params["chat_id"])
                return []
            case "setWebhook":
                allowed = params.get("allowed_updates", [])
                self.webhook = _Webhook(params["url"], params.get("secret_token", ""), allowed)
            case "deleteWebhook":
                self.webhook = _Webhook()
            case "deleteMyCommands":
                scope = params["scope"]
                self.member_menus.pop((scope["chat_id"], scope["user_id"]), None)
            case "setMyCommands":
                scope = params.get("scope", {"type": "default"})
                if scope["type"] == "chat_member":
                    self._refuse_moved(scope["chat_id"])
                    menu = [one["command"] for one in params["commands"]]
                    self.member_menus[scope["chat_id"], scope["user_id"]] = menu
                else:
                    self.menus[scope["type"]] = params["commands"]
                    self.menu = self.menus.get("default", [])
                _check(len(params["commands"]) <= 100, "BOT_COMMANDS_TOO_MUCH")
                for one in params["commands"]:
                    _check(re.fullmatch(r"[a-z0-9_]{1,32}", one["command"]), "COMMAND_INVALID")
                    _check(1 <= len(one["description"]) <= 256, "DESCRIPTION_INVALID")
            case "sendMessage":
                return self._send(params, {"text": _text(params["text"])})
            case "sendDocument" | "sendPhoto" | "sendVoice" | "sendAudio":
                kind = name.removeprefix("send").lower()
                file_name, data = uploads[params.get(kind, kind).split("//")[-1]]
                content: Json = {"caption": _text(params.get("caption", "-"), 1024)}
                content[kind] = self._sent_file(kind, file_name, data)
                return self._send(params, content)
            case "editMessageText":
                return self._edit(params)
            case "setMessageReaction":
                emoji = [r["emoji"] for r in params["reaction"]]
                _check(len(emoji) == 1 and emoji[0] in REACTIONS, "REACTION_INVALID")
                message = self._known(params, "message to react not found")
                self.reactions[message["chat"]["id"], message["message_id"]] = emoji[0]
            case "answerCallbackQuery":
                query = params["callback_query_id"]
                _check(query in self.queries, "query is too old or query ID is invalid")
                self.queries.discard(query)
                self.toasts.append(_text(params.get("text", "-"), 200))
            case "getFile":
                file_id = params["file_id"]
                _check(file_id in self.files, "wrong file_id or the file is unavailable")
                _check(self.sizes[file_id] <= MAX_DOWNLOAD, "file is too big")
                about = {"file_id": file_id, "file_unique_id": f"u{file_id}"}
                path = self.paths.get(file_id, f"f/{file_id}")
                return about | {"file_size": self.sizes[file_id], "file_path": path}
            case _:
                raise ApiError(404, "Not Found")
        return True

    def next_fault(self, name: str) -> Fault | None:
        """What a test wants to go wrong with this call."""
        if name in self.down:
            return DROPPED
        return self.faults[name].popleft() if self.faults[name] else self.plan(name)

    async def _get_updates(
        self, offset: int = 0, limit: int = 100, timeout: int = 0, allowed_updates: Any = ()
    ) -> list[Json]:
        if self.webhook.url:
            raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active")
        wanted = {"update_id", *allowed_updates}
        self.waiting = [u for u in self.waiting if u["update_id"] >= offset]
        self._poll += 1
        mine, end = self._poll, time.monotonic() + timeout
        self.wake()  # an older poll ends when a newer one begins
        while mine == self._poll and (rest := end - time.monotonic()) > 0:
            if allowed_updates:
                self.waiting = [u for u in self.waiting if wanted >= u.keys()]
            if self.waiting:
                break
            try:
                await asyncio.wait_for(self.news.wait(), rest)
            except TimeoutError:
                break
        if mine != self._poll:
            raise ApiError(409, "Conflict: terminated by other getUpdates request")
        return self.garble(self.waiting[:limit])

    def _sent_file(self, kind: str, name: str, data: bytes) -> Any:
        if kind == "document":
            return self.file(data, file_name=name)
        if kind == "photo":
            # https://core.telegram.org/bots/api#sendphoto
            _check(data.startswith((b"\x89PNG", b"\xff\xd8")), "IMAGE_PROCESS_FAILED")
            _check(len(data) <= 10 * 1024 * 1024, "file is too big")
            return [self.file(data, width=90, height=128)]
        if kind == "voice":
            _check(data.startswith(b"OggS"), "VOICE_FILE_INVALID")
        return self.file(data, duration=5)

    def _send(self, params: Json, content: Json) -> Json:
        chat_id, topic = params["chat_id"], params.get("message_thread_id")
        self._refuse_moved(chat_id)
        _check(chat_id in self.rooms, "chat not found")
        known = self.messages[chat_id]
        opened = topic is None or "forum_topic_created" in known.get(topic, {})
        _check(opened, "message thread not found")
        asked = params.get("reply_parameters") or {"message_id": 0}
        replied = known.get(asked["message_id"])
        lost = asked["message_id"] and not replied and not asked.get("allow_sending_without_reply")
        _check(not lost, "message to be replied not found")
        content |= _markup(params)
        return self.add_message(self.rooms[chat_id], BOT, content, replied, topic)

    def _refuse_moved(self, chat_id: int) -> None:
        if new := self.moved.get(chat_id):
            why = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiError(400, why, migrate_to_chat_id=new)

    def _edit(self, params: Json) -> Json:
        message = self._known(params, "message to edit not found")
        _check(message["from"]["id"] == BOT["id"], "message can't be edited")
        new = {"text": _text(params["text"]), **_markup(params)}
        old = {k: message[k] for k in ("text", "reply_markup") if k in message}
        _check(new != old, "message is not modified: the new content is the same")
        message.pop("reply_markup", None)
        message.update(new)
        return message

    def _known(self, params: Json, otherwise: str) -> Json:
        self._refuse_moved(params["chat_id"])
        message = self.messages[params["chat_id"]].get(params["message_id"])
        _check(message, otherwise)
        assert message
        return message


async def _go_wrong(fault: Fault) -> None:
    """Raises:
    ApiError: but for a fault that is nothing but a wait.
    """
    await asyncio.sleep(fault.wait)
    if fault.retry_after is not None:
        why = f"Too Many Requests: retry after {fault.retry_after}"
        raise ApiError(429, why, retry_after=fault.retry_after)
    if fault.status != 200:
        raise ApiError(fault.status, fault.said if fault.status else "dropped")


def _check(right: object, otherwise: str) -> None:
    if not right:
        raise ApiError(400, f"Bad Request: {otherwise}")


def _text(text: str, most: int = 4096) -> str:
    _check(text.strip(), "message text is empty")
    _check(len(text.encode("utf-16-le")) // 2 <= most, "message is too long")
    return text.strip()


def _markup(params: Json) -> Json:
    """What a message shows of it: the buttons under it; a ForceReply is only the receiver's."""
    rows = (params.get("reply_markup") or {}).get("inline_keyboard", [])
    for button in (button for row in rows for button in row):
        if "url" in button:
            _check(button["url"].startswith(("https://", "tg://")), "BUTTON_URL_INVALID")
            continue
        _check(1 <= len(button["callback_data"].encode()) <= 64, "BUTTON_DATA_INVALID")
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


class _Handler(RequestHandler):
    def initialize(self, api: BotApi) -> None:
        self.api = api

    def refuse(self, error: ApiError) -> None:
        if not error.status:
            self.detach().close()
            return
        self.set_status(error.status)
        if error.status in (502, 504):
            self.write(f"<html><head><title>{error.status}</title></head></html>")
            return
        answer = {"ok": False, "error_code": error.status, "description": str(error)}
        self.write(answer | ({"parameters": error.parameters} if error.parameters else {}))

    async def tear(self, answer: bytes) -> None:
        """Send the half of an answer, and go."""
        self.set_header("Content-Length", len(answer))
        self.write(answer[: len(answer) // 2])
        with contextlib.suppress(StreamClosedError):
            await self.flush()
        self.detach().close()


class _Method(_Handler):
    call: Call | None = None

    async def post(self, token: str, name: str) -> None:
        uploads = {k: (f[0].filename, f[0].body) for k, f in self.request.files.items()}
        try:
            if token != self.api.token:
                raise ApiError(401, "Unauthorized")
            self.call = Call(name, _parameters(self.request))
            result = await self.api.call(self.call, uploads)
            self.write({"ok": True, "result": result})
        except ApiError as error:
            self.refuse(error)
        except Torn as torn:
            await self.tear(torn.answer)

    def on_connection_close(self) -> None:
        if self.call:
            self.call.lost = True


class _File(_Handler):
    async def get(self, token: str, path: str) -> None:
        fault = self.api.next_fault("file")
        try:
            if fault and not fault.done and not fault.torn:
                await _go_wrong(fault)
            if token != self.api.token:
                raise ApiError(401, "Unauthorized")
            file = self.api.files.get(path.removeprefix("f/"))
            if file is None:
                raise ApiError(404, "Not Found")
        except ApiError as error:
            self.refuse(error)
            return
        if fault and fault.torn:
            await self.tear(file)
        elif fault and fault.done:
            self.write(file[: len(file) // 2])  # and nobody says that there is more
        else:
            self.write(file)


def _parameters(request: HTTPServerRequest) -> Json:
    """From a form, a multipart form or JSON; objects and numbers decoded."""
    if request.headers.get("Content-Type", "").startswith("application/json"):
        given: Json = json.loads(request.body)
    else:
        given = {name: values[0].decode() for name, values in request.body_arguments.items()}
    for name in given.keys() & (_OBJECTS | _NUMBERS):
        if isinstance(given[name], str):
            given[name] = json.loads(given[name])
    return given
