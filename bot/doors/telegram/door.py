"""The door: arrivals by polling or webhook, answers by the Bot API's methods."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import warnings
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import telegram as tg
from telegram import error as tg_error
from telegram.constants import ReactionEmoji
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest
from telegram.warnings import PTBDeprecationWarning, PTBUserWarning

from bot import counts
from bot.doors import webhook
from bot.doors.answers import NO_SOCKS, noting
from bot.doors.port import (
    Ability,
    Chat,
    FileKind,
    Media,
    Person,
    Receive,
    Rewrite,
    Say,
    SendFile,
    ToldTime,
)
from bot.doors.telegram import troubles
from bot.doors.telegram.contents import seconds
from bot.doors.telegram.outgoing import address, answering, keyboard, link, mentioning, translated
from bot.doors.telegram.taking import Taker, number_of
from bot.errors import FileTooBig, Moved, PlatformLimit, Refused, SettingsError, TryLater
from foundation.logs import hide, hide_in_address, masked, told
from foundation.trust import trusted

log = logging.getLogger(__name__)
logging.getLogger("telegram").setLevel(logging.WARNING)  # it tells of every call

HEADER = "X-Telegram-Bot-Api-Secret-Token"  #: by which Telegram shows the webhook's secret

# chat_member: who leaves, where the bot administers the group; elsewhere a message tells it
_UPDATES = ["message", "edited_message", "callback_query", "chat_member"]
_LONGEST_WAIT = 30.0  # seconds between two tries
_CONNECTIONS = 12  # Telegram takes 30 messages a second; each connection costs every request
_MENU_RESTS = (1.0, 10.0, 60.0, 600.0)  # seconds after each try
_LOOK_AT_WEBHOOK = 60.0  # seconds
_TOKEN_TRIES = 4  # a proxy on the way may say 404 for a moment
_TOKEN_REST = 1.0  # seconds
_SCOPES = {
    "default": tg.BotCommandScopeDefault(),
    "private": tg.BotCommandScopeAllPrivateChats(),
    "group": tg.BotCommandScopeAllGroupChats(),
    "administrators": tg.BotCommandScopeAllChatAdministrators(),
}
# What Telegram plays by itself; other sounds go as files
_VOICE = (".ogg", ".oga", ".opus")
_AUDIO = (".mp3", ".m4a")
# the library would rather have its own methods called; see TelegramDoor._updates, fetch
warnings.filterwarnings("ignore", "Please use 'Bot.get", PTBUserWarning)
# an answer that it cannot read, such as a proxy's page, is told by this door, in one line
logging.getLogger("telegram.request").setLevel(logging.CRITICAL)
# durations come as numbers; ``seconds`` takes both
warnings.filterwarnings("ignore", ".*will be of type `datetime.timedelta`", PTBDeprecationWarning)


class TelegramDoor:
    """A Telegram bot, by long polling, or by webhook where an address is given.

    Args:
        token: from @BotFather.
        api_base: the Bot API server; methods at ``BASE/bot<TOKEN>/…``, files at
            ``BASE/file/bot<TOKEN>/…``.
        menu: command -> its description, shown by Telegram's menu button.
        menus: the same for some, in place of that: who is alone with the bot (``private``), in a
            group (``group``), administers one (``administrators``); others for ``show_menu``.
        webhook_url: public https address of the webhook; None: polling.
        webhook_secret: what Telegram must show with each call; None: made anew at each start.
        listen: host and port of the webhook's server.
        poll_timeout: how long Telegram holds an empty poll open.
    """

    name = "telegram"
    abilities = frozenset(Ability) - {Ability.WRITE_FIRST}
    max_text = 4096
    most_a_minute: int | None = 20
    most_a_month: int | None = None
    repeats = False
    is_local = False
    connected = False
    trouble = ""

    def __init__(
        self,
        token: str,
        api_base: str,
        menu: Mapping[str, str],
        *,
        menus: Mapping[str, Mapping[str, str]] | None = None,
        webhook_url: str | None = None,
        webhook_secret: str | None = None,
        listen: tuple[str, int] = ("127.0.0.1", 8443),
        poll_timeout: timedelta = timedelta(seconds=30),
    ) -> None:
        self._time = ToldTime()
        self.told_time: ToldTime | None = self._time
        calls: dict[str, Any] = {
            "event_hooks": {"response": [noting(self._time)]},
            "verify": trusted(),
        }
        try:
            self._bot: ExtBot[None] = ExtBot(
                token,
                base_url=f"{api_base}/bot",
                base_file_url=f"{api_base}/file/bot",
                request=HTTPXRequest(
                    connection_pool_size=_CONNECTIONS,
                    read_timeout=30,
                    pool_timeout=30,
                    httpx_kwargs=calls,
                ),
                get_updates_request=HTTPXRequest(
                    connection_pool_size=2, read_timeout=30, httpx_kwargs=calls
                ),
            )
            # of the library's own download all is in the memory, and it would take a file of this
            # machine where the server names one
            self._files = httpx.AsyncClient(timeout=30, verify=trusted())
        except (RuntimeError, ImportError):  # the library's word for a proxy it cannot speak to
            raise SettingsError(NO_SOCKS) from None
        self._api_base = api_base
        self._menus = {"default": menu, **(menus or {})}
        self._webhook_url = webhook_url
        self._webhook_secret = webhook_secret or secrets.token_urlsafe(32)
        hide(token, self._webhook_secret)
        hide_in_address(api_base, webhook_url)
        self._listen = listen
        self._take: Taker | None = None
        self._poll_timeout = poll_timeout

    # --- in -----------------------------------------------------------------------------------

    async def run(self, receive: Receive) -> None:
        """Take updates until cancelled; an unreachable Telegram is tried again and again.

        Raises:
            SettingsError: Telegram does not know the token.
        """
        await self._connect()
        menu = asyncio.create_task(self._set_menu())
        try:
            self._take = take = Taker(receive, self._bot)
            if self._webhook_url:
                await self._serve_webhook(take, self._webhook_url)
            else:
                await self._poll(take)
        finally:
            menu.cancel()
            await asyncio.gather(menu, return_exceptions=True)
            await self._bot.shutdown()
            await self._files.aclose()

    async def _connect(self) -> None:
        wait = 1.0
        unknown = 0
        while True:
            try:
                await self._bot.initialize()
            except (tg_error.InvalidToken, tg_error.Forbidden):
                unknown += 1
                self.trouble = troubles.NO_API
                if unknown == _TOKEN_TRIES:
                    raise SettingsError(
                        f"TELEGRAM_BOT_TOKEN: {masked(self._api_base)} does not know this token; "
                        "copy it again from @BotFather (or mend TELEGRAM_API_BASE, if that is no "
                        "Bot API server)"
                    ) from None
                await asyncio.sleep(_TOKEN_REST)
            except tg_error.TelegramError as error:
                if isinstance(error, tg_error.RetryAfter):
                    wait = max(wait, seconds(error.retry_after))
                log.warning("Telegram cannot be reached (%s); again in %.0f s", error, wait)
                await asyncio.sleep(wait)
                wait = min(wait * 2, _LONGEST_WAIT)
            else:
                log.info("this bot is @%s", self._bot.username)
                self.connected, self.trouble = True, ""
                return

    async def _set_menu(self) -> None:
        left = [whose for whose in _SCOPES if whose in self._menus]
        for wait in _MENU_RESTS:
            try:
                for whose in list(left):
                    await self._bot.set_my_commands(self._commands(whose), scope=_SCOPES[whose])
                    left.remove(whose)
            except tg_error.TelegramError as error:
                log.warning("the command menu could not be set: %s", error)
                await asyncio.sleep(wait)
            else:
                return

    def _commands(self, whose: str) -> list[tg.BotCommand]:
        return [tg.BotCommand(name, text) for name, text in self._menus[whose].items()]

    async def _poll(self, take: Taker) -> None:
        """Long polling. An update is on disk before the next call's offset confirms it.

        (The library's ``Updater`` would do, but for one thing: where a server answers 404 for a
        moment, it stops polling for good.)
        """
        offset: int | None = None
        wait = 0.0
        await self._stop_webhook()
        while True:
            try:
                updates = await self._updates(offset)
                self.connected, self.trouble = True, ""
                await take(*updates)
                if numbers := [n for n in map(number_of, updates) if n is not None]:
                    offset = max(numbers) + 1
            except Exception as error:  # the network, or the disk: either may come back
                wait = min(max(wait * 2, 1.0), _LONGEST_WAIT)
                if isinstance(error, tg_error.RetryAfter):
                    wait = seconds(error.retry_after)
                known = isinstance(error, tg_error.TelegramError)
                self.connected = self.connected and not known
                self._tell(error, wait)
                counts.RETRIES.labels("poll").inc()
                if isinstance(error, tg_error.Conflict):
                    await self._stop_webhook()
                await asyncio.sleep(wait)
            else:
                wait = 0.0

    def _tell(self, error: Exception, wait: float) -> None:
        """Log what goes wrong; what somebody must see to stays until it goes well again."""
        known = isinstance(error, tg_error.TelegramError)
        trouble = troubles.trouble_of(error)
        if trouble and trouble != self.trouble:
            log.error("%s", trouble)
        elif not trouble:
            log.warning("polling: %s; again in %.0f s", error if known else told(error), wait)
        self.trouble = trouble

    async def _updates(self, offset: int | None) -> list[dict[str, Any]]:
        """The next updates as Telegram sends them: ``get_updates`` would refuse them all where
        it cannot read one."""
        seconds = self._poll_timeout.total_seconds()
        asked = {"timeout": int(seconds), "allowed_updates": _UPDATES}
        if offset is not None:
            asked["offset"] = offset
        updates: list[dict[str, Any]] = await self._bot.do_api_request(
            "getUpdates", api_kwargs=asked, read_timeout=seconds + 30
        )
        return updates

    async def _stop_webhook(self) -> None:
        try:
            await self._bot.delete_webhook()
        except tg_error.TelegramError as error:
            log.warning("an earlier webhook could not be taken away: %s", error)

    async def _serve_webhook(self, take: Taker, url: str) -> None:
        async with webhook.serving(
            self._listen,
            url,
            self._webhook_secret,
            take,
            header=HEADER,
            setting="TELEGRAM_WEBHOOK_LISTEN",
        ):
            while True:
                try:
                    await self._bot.set_webhook(
                        url,
                        secret_token=self._webhook_secret,
                        allowed_updates=_UPDATES,
                        max_connections=1,  # one after the other: lines keep their order
                    )
                    break
                except tg_error.TelegramError as error:
                    log.warning("the webhook could not be set (%s); again in 5 s", error)
                    await asyncio.sleep(5)
            await self._look_after(url)

    async def _look_after(self, url: str) -> None:
        """Whether the webhook is still ours: who sets another one takes all messages away."""
        while True:
            await asyncio.sleep(_LOOK_AT_WEBHOOK)
            try:
                found = await self._bot.get_webhook_info()
                self.connected = True
                if found.url == url:
                    self.trouble = ""
                    continue
                self.trouble = troubles.HOOK_MOVED
                log.error("%s", self.trouble)
                await self._bot.set_webhook(
                    url,
                    secret_token=self._webhook_secret,
                    allowed_updates=_UPDATES,
                    max_connections=1,
                )
            except tg_error.TelegramError as error:
                self.connected = False
                self._tell(error, _LOOK_AT_WEBHOOK)

    # --- out ----------------------------------------------------------------------------------

    def link(self, chat: Chat, message_id: str) -> str:
        return link(chat, message_id)

    def start_link(self, words: str) -> str:
        name = self._bot.username if self.connected else ""
        return f"https://t.me/{name}?start={words}" if name else ""

    @contextlib.asynccontextmanager
    async def _said_in(self, chat: Chat) -> AsyncIterator[None]:
        """A call for a chat. Whoever makes it: a number that is no more is told to the record."""
        try:
            with translated():
                yield
        except Moved as moved:
            if self._take:
                await self._take.moved(chat.group, moved.key)
            raise

    async def say(self, chat: Chat, say: Say) -> str:
        text = say.text
        entities: list[tg.MessageEntity] = []
        markup: tg.InlineKeyboardMarkup | tg.ForceReply | None = keyboard(say.buttons)
        if say.asks:
            # opens the reply field of the one who is mentioned, and of nobody else
            markup = tg.ForceReply(selective=True)
            text, entities = mentioning(say.asks, text)
        async with self._said_in(chat):
            sent = await self._bot.send_message(
                **address(chat),
                text=text,
                entities=entities,
                reply_markup=markup,
                reply_parameters=answering(say.reply_to),
                link_preview_options=tg.LinkPreviewOptions(is_disabled=True),
            )
        return str(sent.message_id)

    async def rewrite(self, chat: Chat, message_id: str, rewrite: Rewrite) -> None:
        async with self._said_in(chat):
            await self._bot.edit_message_text(
                rewrite.text,
                chat_id=address(chat)["chat_id"],
                message_id=int(message_id),
                reply_markup=keyboard(rewrite.buttons),
                link_preview_options=tg.LinkPreviewOptions(is_disabled=True),
            )

    async def acknowledge(self, chat: Chat, message_id: str, no: int) -> None:
        """A reaction: it makes no message and no sound."""
        async with self._said_in(chat):
            await self._bot.set_message_reaction(
                address(chat)["chat_id"], int(message_id), ReactionEmoji.WRITING_HAND
            )

    async def show_menu(self, chat: Chat, person: Person, menu: str) -> None:
        """For this person it goes before the menus of the group and of its administrators. A menu
        that this door was not given is none: the group's stays."""
        if menu and menu not in self._menus:
            return
        if not (self.connected and person.key.isdecimal()):
            raise TryLater("not connected")
        scope = tg.BotCommandScopeChatMember(address(chat)["chat_id"], int(person.key))
        async with self._said_in(chat):
            if menu:
                await self._bot.set_my_commands(self._commands(menu), scope=scope)
            else:
                await self._bot.delete_my_commands(scope=scope)

    async def toast(self, tap_id: str, text: str) -> None:
        with translated():
            await self._bot.answer_callback_query(tap_id, text or None)

    async def send_file(self, chat: Chat, file: SendFile) -> str:
        path = Path(file.path)
        said: dict[str, Any] = {**address(chat), "caption": file.caption or None}
        async with self._said_in(chat):
            given = tg.InputFile(path.read_bytes(), filename=file.name)
            if file.kind is FileKind.PICTURE:
                sent = await self._bot.send_photo(photo=given, **said)
            elif file.kind is FileKind.SOUND and path.suffix in _VOICE:
                sent = await self._bot.send_voice(voice=given, **said)
            elif file.kind is FileKind.SOUND and path.suffix in _AUDIO:
                sent = await self._bot.send_audio(audio=given, **said)
            else:
                sent = await self._bot.send_document(document=given, **said)
        return str(sent.message_id)

    async def fetch(self, media: Media, target: Path, max_bytes: int) -> None:
        try:
            with translated():
                file: dict[str, Any] = await self._bot.do_api_request(
                    "getFile", api_kwargs={"file_id": media.ref}
                )
        except Refused as error:
            if "too big" in str(error).lower():
                raise PlatformLimit(str(error)) from error
            raise
        if (file.get("file_size") or 0) > max_bytes:
            raise FileTooBig(f"{file['file_size']} bytes")
        if not file.get("file_path"):
            raise Refused("there is no path to download the file from")
        address = f"{self._bot.base_file_url}/{file['file_path']}"
        await self._download(address, target, max_bytes, file.get("file_size") or 0)

    async def _download(self, address: str, target: Path, max_bytes: int, expected: int) -> None:
        size = 0
        try:
            with target.open("wb") as into:
                async with self._files.stream("GET", address) as answer:
                    _check_status(answer)
                    async for part in answer.aiter_bytes():
                        size += len(part)
                        if size > max_bytes:
                            raise FileTooBig(f"more than {max_bytes} bytes")
                        into.write(part)
            if size < expected:  # a proxy may leave off in the middle
                raise TryLater(f"{size} of {expected} bytes came")
        except httpx.TransportError as error:
            raise TryLater(type(error).__name__) from None  # its text has the address
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Refused(type(error).__name__) from None


def _check_status(answer: httpx.Response) -> None:
    if answer.is_redirect or answer.status_code in (400, 403):
        raise Refused(f"HTTP {answer.status_code}")
    if answer.status_code != 200:
        after = answer.headers.get("Retry-After", "")
        raise TryLater(f"HTTP {answer.status_code}", float(after) if after.isdecimal() else None)
