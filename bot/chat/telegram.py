"""Telegram, through python-telegram-bot. The only file that imports ``telegram``."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import telegram as tg
from telegram import error as tg_error
from telegram.constants import ReactionEmoji
from telegram.ext import ExtBot, Updater
from telegram.request import HTTPXRequest

from bot.chat import webhook
from bot.chat.port import (
    Buttons,
    Chat,
    ChatKind,
    Incoming,
    Media,
    MediaKind,
    Person,
    Receive,
    Rewrite,
    Say,
    Tap,
)
from bot.errors import FileTooBig, Refused, SettingsError, TryLater

log = logging.getLogger(__name__)

_UPDATES = ["message", "edited_message", "callback_query"]
# what a sender may call a file with sound in it
# what a sender may call a file with sound in it
_AUDIO = (".ogg", ".oga", ".opus", ".mp3", ".m4a", ".aac", ".wav", ".flac", ".amr", ".wma", ".caf")
_VIDEO = (".3gp", ".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi")
_ADDRESSED = re.compile(r"/\w+@(\w+)")


class TelegramDoor:
    """A Telegram bot, by long polling, or by webhook where an address is given.

    Args:
        token: from @BotFather.
        api_base: the Bot API server; methods at ``BASE/bot<TOKEN>/…``, files at
            ``BASE/file/bot<TOKEN>/…``.
        menu: command -> its description, shown by Telegram's menu button.
        webhook_url: public https address of the webhook; None: polling.
        webhook_secret: what Telegram must show with each call; None: made anew at each start.
        listen: host and port of the webhook's server.
        poll_timeout: how long Telegram holds an empty poll open.
    """

    name = "telegram"
    max_text = 4096

    def __init__(
        self,
        token: str,
        api_base: str,
        menu: Mapping[str, str],
        *,
        webhook_url: str | None = None,
        webhook_secret: str | None = None,
        listen: tuple[str, int] = ("127.0.0.1", 8443),
        poll_timeout: timedelta = timedelta(seconds=30),
    ) -> None:
        self._bot: ExtBot[None] = ExtBot(
            token,
            base_url=f"{api_base}/bot",
            base_file_url=f"{api_base}/file/bot",
            request=HTTPXRequest(connection_pool_size=16, read_timeout=30),
            get_updates_request=HTTPXRequest(connection_pool_size=2, read_timeout=30),
        )
        self._menu = menu
        self._webhook_url = webhook_url
        self._webhook_secret = webhook_secret or secrets.token_urlsafe(32)
        self._listen = listen
        self._poll_timeout = poll_timeout

    # --- in -----------------------------------------------------------------------------------

    async def run(self, receive: Receive) -> None:
        """Take updates until cancelled; an unreachable Telegram is tried again and again.

        Raises:
            SettingsError: Telegram does not know the token.
        """
        await self._connect()
        try:
            await self._set_menu()
            take = _Taker(receive, lambda: self._bot.username)
            if self._webhook_url:
                await self._serve_webhook(take, self._webhook_url)
            else:
                await self._poll(take)
        finally:
            await self._bot.shutdown()

    async def _connect(self) -> None:
        wait = 1.0
        while True:
            try:
                await self._bot.initialize()
            except (tg_error.InvalidToken, tg_error.Forbidden):
                raise SettingsError(
                    "TELEGRAM_BOT_TOKEN: Telegram does not know this token; copy it again from "
                    "@BotFather"
                ) from None
            except tg_error.TelegramError as error:
                log.warning("Telegram cannot be reached (%s); again in %.0f s", error, wait)
                await asyncio.sleep(wait)
                wait = min(wait * 2, 30)
            else:
                log.info("this bot is @%s", self._bot.username)
                return

    async def _set_menu(self) -> None:
        try:
            await self._bot.set_my_commands(
                [tg.BotCommand(name, text) for name, text in self._menu.items()]
            )
        except tg_error.TelegramError as error:
            log.warning("the command menu could not be set: %s", error)

    async def _poll(self, take: _Taker) -> None:
        updater = Updater(self._bot, update_queue=_DiskQueue(take))
        await updater.initialize()
        await updater.start_polling(
            timeout=self._poll_timeout, allowed_updates=_UPDATES, bootstrap_retries=-1,
            error_callback=lambda error: log.warning("polling: %s", error),
        )  # fmt: skip
        try:
            await asyncio.Event().wait()
        finally:
            await updater.stop()

    async def _serve_webhook(self, take: _Taker, url: str) -> None:
        async def on_body(body: Any) -> None:
            update = tg.Update.de_json(body, self._bot)
            if update is not None:
                await take(update)

        async with webhook.serving(self._listen, url, self._webhook_secret, on_body):
            while True:
                try:
                    await self._bot.set_webhook(
                        url, secret_token=self._webhook_secret, allowed_updates=_UPDATES
                    )
                    break
                except tg_error.TelegramError as error:
                    log.warning("the webhook could not be set (%s); again in 5 s", error)
                    await asyncio.sleep(5)
            await asyncio.Event().wait()

    # --- out ----------------------------------------------------------------------------------

    async def say(self, chat: Chat, say: Say) -> str:
        markup: tg.InlineKeyboardMarkup | tg.ForceReply | None = _keyboard(say.buttons)
        if say.asks:
            markup = tg.ForceReply(selective=chat.kind is ChatKind.GROUP)
        with _translated():
            sent = await self._bot.send_message(
                **_address(chat),
                text=say.text,
                reply_markup=markup,
                reply_parameters=_answering(say.reply_to),
                link_preview_options=tg.LinkPreviewOptions(is_disabled=True),
            )
        return str(sent.message_id)

    async def rewrite(self, chat: Chat, message_id: str, rewrite: Rewrite) -> None:
        with _translated():
            await self._bot.edit_message_text(
                rewrite.text,
                chat_id=_address(chat)["chat_id"],
                message_id=int(message_id),
                reply_markup=_keyboard(rewrite.buttons),
                link_preview_options=tg.LinkPreviewOptions(is_disabled=True),
            )

    async def acknowledge(self, chat: Chat, message_id: str, no: int) -> None:
        """A reaction: it makes no message and no sound."""
        with _translated():
            await self._bot.set_message_reaction(
                _address(chat)["chat_id"], int(message_id), ReactionEmoji.WRITING_HAND
            )

    async def toast(self, tap_id: str, text: str) -> None:
        with _translated():
            await self._bot.answer_callback_query(tap_id, text or None)

    async def send_file(self, chat: Chat, path: Path, name: str, caption: str) -> str:
        with _translated():
            sent = await self._bot.send_document(
                **_address(chat),
                document=tg.InputFile(path.read_bytes(), filename=name),
                caption=caption or None,
            )
        return str(sent.message_id)

    async def fetch(self, media: Media, target: Path, max_bytes: int) -> None:
        try:
            with _translated():
                file = await self._bot.get_file(media.ref)
                if file.file_size and file.file_size > max_bytes:
                    raise FileTooBig(f"{file.file_size} bytes")
                await file.download_to_drive(target)
        except Refused as error:
            if "too big" in str(error).lower():
                raise FileTooBig(str(error)) from error
            raise
        if target.stat().st_size > max_bytes:
            raise FileTooBig(f"{target.stat().st_size} bytes")


class _Taker:
    """Hands an update over; done when it is on disk."""

    def __init__(self, receive: Receive, username: Callable[[], str]) -> None:
        self._receive = receive
        self._username = username

    async def __call__(self, update: tg.Update) -> None:
        try:
            incoming = to_incoming(update, self._username())
        except Exception:  # a kind of update that we do not understand must not stop the others
            log.exception("update %s cannot be read", update.update_id)
            return
        if incoming is not None:
            await self._receive(incoming)


class _DiskQueue(asyncio.Queue[object]):
    """The updater's queue: ``put`` returns when the update is on disk, so that the next poll,
    which confirms it to Telegram, cannot come before."""

    def __init__(self, take: _Taker) -> None:
        super().__init__()
        self._take = take

    async def put(self, item: object) -> None:
        assert isinstance(item, tg.Update)
        try:
            await self._take(item)
        except Exception as error:
            # the updater polls again from the same offset only on errors of its own kind
            raise tg_error.TelegramError(f"the update cannot be kept: {error}") from error


# --- Telegram's objects into ours ---------------------------------------------------------------


def to_incoming(update: tg.Update, username: str) -> Incoming | None:
    """What a person did, or None for what is not for this bot.

    Args:
        username: the bot's own, without @: commands for another bot are left to it.
    """
    if update.callback_query:
        return _tap(update.update_id, update.callback_query)
    message = update.message or update.edited_message
    if message is None:
        return None
    if message.migrate_to_chat_id:
        return _moved(update.update_id, message)
    person = _sender(message)
    if person is None:
        return None
    text = message.text or message.caption or ""
    addressed = _ADDRESSED.match(text)
    if addressed and addressed[1].lower() != username.lower():
        return None
    media = _media(message)
    if message.new_chat_members and any(u.username == username for u in message.new_chat_members):
        text = "/start"
    if not text and media is None:
        return None
    return Incoming(
        key=str(update.update_id),
        chat=_chat(message),
        person=person,
        at=message.date,
        message_id=str(message.message_id),
        text=text,
        media=media,
        reply_to=_reply_to(message),
        edited=update.edited_message is not None,
        speaker=_origin(message),
    )


def _tap(update_id: int, query: tg.CallbackQuery) -> Incoming | None:
    if query.message is None or query.data is None:
        return None
    user = query.from_user
    return Incoming(
        key=str(update_id),
        chat=_chat(query.message),
        person=Person(str(user.id), user.full_name),
        at=datetime.now(UTC),
        message_id=str(query.message.message_id),
        tap=Tap(query.id, query.data),
    )


def _moved(update_id: int, message: tg.Message) -> Incoming:
    return Incoming(
        key=str(update_id),
        chat=_chat(message),
        person=_sender(message) or Person(str(message.chat.id), message.chat.title or ""),
        at=message.date,
        moved_to=str(message.migrate_to_chat_id),
    )


def _chat(message: tg.MaybeInaccessibleMessage | tg.Message) -> Chat:
    chat = message.chat
    key = str(chat.id)
    if isinstance(message, tg.Message) and message.is_topic_message:
        key = f"{chat.id}/{message.message_thread_id}"
    private = chat.type == tg.Chat.PRIVATE
    title = chat.title or chat.full_name or ""
    return Chat("telegram", key, title, ChatKind.PRIVATE if private else ChatKind.GROUP)


def _sender(message: tg.Message) -> Person | None:
    """Who sent it: an account, or a group's anonymous administrator; no other bot."""
    if message.sender_chat:
        name = message.author_signature or message.sender_chat.title or ""
        return Person(f"chat:{message.sender_chat.id}:{name}", name)
    user = message.from_user
    if user is None or user.is_bot:
        return None
    return Person(str(user.id), user.full_name)


def _origin(message: tg.Message) -> Person | None:
    """Whose words a forwarded message carries: they go under that name, not the forwarder's."""
    origin = message.forward_origin
    if isinstance(origin, tg.MessageOriginUser):
        return Person(str(origin.sender_user.id), origin.sender_user.full_name)
    if isinstance(origin, tg.MessageOriginHiddenUser):
        return Person(f"hidden:{origin.sender_user_name}", origin.sender_user_name)
    if isinstance(origin, tg.MessageOriginChat):
        return Person(f"chat:{origin.sender_chat.id}", origin.sender_chat.title or "")
    if isinstance(origin, tg.MessageOriginChannel):
        return Person(f"chat:{origin.chat.id}", origin.chat.title or "")
    return None


def _reply_to(message: tg.Message) -> str | None:
    replied = message.reply_to_message
    if replied is None:
        return None
    # in a topic every message "replies" to the one that opened the topic
    if message.is_topic_message and replied.message_id == message.message_thread_id:
        return None
    return str(replied.message_id)


def _media(message: tg.Message) -> Media | None:
    sound = message.voice or message.audio or message.video_note or message.video
    if sound:
        name = getattr(sound, "file_name", None) or ("ghi-am.ogg" if message.voice else "")
        return _file(MediaKind.SOUND, sound, name)
    if message.photo:
        return Media(MediaKind.PICTURE, message.photo[-1].file_id)
    if message.animation or message.sticker or message.poll or message.location or message.contact:
        return Media(MediaKind.OTHER, "")
    document = message.document
    if document:
        name = document.file_name or ""
        kind = _document_kind(document.mime_type or "", Path(name).suffix.lower())
        return _file(kind, document, name)
    return None


def _document_kind(mime: str, suffix: str) -> MediaKind:
    """Whether a file may hold sound. Its content decides later; here only what cannot is out."""
    if mime.startswith("image/"):
        return MediaKind.PICTURE
    if mime.startswith(("audio/", "video/")) or mime == "application/ogg":
        return MediaKind.SOUND
    if suffix in (*_AUDIO, *_VIDEO) or (not suffix and mime in ("", "application/octet-stream")):
        return MediaKind.SOUND
    return MediaKind.OTHER


def _file(kind: MediaKind, file: Any, name: str) -> Media:
    seconds = getattr(file, "duration", None)
    if isinstance(seconds, timedelta):
        seconds = seconds.total_seconds()
    return Media(kind, file.file_id, name, seconds or None, file.file_size)


# --- ours into Telegram's -----------------------------------------------------------------------


def _address(chat: Chat) -> dict[str, Any]:
    chat_id, _, topic = chat.key.partition("/")
    return {"chat_id": int(chat_id), "message_thread_id": int(topic) if topic else None}


def _keyboard(buttons: Buttons) -> tg.InlineKeyboardMarkup | None:
    if not buttons:
        return None
    return tg.InlineKeyboardMarkup(
        [[tg.InlineKeyboardButton(b.label, callback_data=b.data) for b in row] for row in buttons]
    )


def _answering(message_id: str | None) -> tg.ReplyParameters | None:
    if message_id is None:
        return None
    return tg.ReplyParameters(int(message_id), allow_sending_without_reply=True)


@contextmanager
def _translated() -> Iterator[None]:
    """Telegram's errors as ours. The same text again is none."""
    try:
        yield
    except tg_error.RetryAfter as error:
        asked = error.retry_after
        seconds = asked.total_seconds() if isinstance(asked, timedelta) else float(asked)
        raise TryLater("asked to wait", seconds) from error
    except tg_error.BadRequest as error:  # a kind of NetworkError in this library
        if "message is not modified" not in str(error).lower():
            raise Refused(str(error)) from error
    except (tg_error.Forbidden, tg_error.InvalidToken, tg_error.ChatMigrated) as error:
        raise Refused(str(error)) from error
    except tg_error.TelegramError as error:
        raise TryLater(str(error)) from error
