"""Telegram, through python-telegram-bot. The only file that imports ``telegram``."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import telegram as tg
from telegram import error as tg_error
from telegram.constants import ReactionEmoji
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest
from telegram.warnings import PTBDeprecationWarning, PTBUserWarning

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
# the library would rather have get_updates called; see TelegramDoor._updates
warnings.filterwarnings("ignore", "Please use 'Bot.getUpdates'", PTBUserWarning)
# durations come as numbers; _seconds takes both
warnings.filterwarnings("ignore", ".*will be of type `datetime.timedelta`", PTBDeprecationWarning)
_LONGEST_WAIT = 30.0  # seconds between two tries
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
            take = _Taker(receive, self._bot)
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
                wait = min(wait * 2, _LONGEST_WAIT)
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
        """Long polling. An update is on disk before the next call's offset confirms it.

        (The library's ``Updater`` would do, but for one thing: where a server answers 404 for a
        moment, it stops polling for good.)
        """
        offset: int | None = None
        wait = 0.0
        await self._stop_webhook()
        while True:
            try:
                for update in await self._updates(offset):
                    await take(update)
                    offset = update["update_id"] + 1
            except Exception as error:  # the network, or the disk: either may come back
                wait = min(max(wait * 2, 1.0), _LONGEST_WAIT)
                if isinstance(error, tg_error.RetryAfter):
                    wait = _seconds(error.retry_after)
                log.warning("polling: %s; again in %.0f s", error, wait)
                if isinstance(error, tg_error.Conflict):
                    await self._stop_webhook()
                await asyncio.sleep(wait)
            else:
                wait = 0.0

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

    async def _serve_webhook(self, take: _Taker, url: str) -> None:
        async with webhook.serving(self._listen, url, self._webhook_secret, take):
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
        text = say.text
        entities: list[tg.MessageEntity] = []
        markup: tg.InlineKeyboardMarkup | tg.ForceReply | None = _keyboard(say.buttons)
        if say.asks:
            # opens the reply field of the one who is mentioned, and of nobody else
            markup = tg.ForceReply(selective=True)
            text, entities = _mentioning(say.asks, text)
        with _translated():
            sent = await self._bot.send_message(
                **_address(chat),
                text=text,
                entities=entities,
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

    def __init__(self, receive: Receive, bot: ExtBot[None]) -> None:
        self._receive = receive
        self._bot = bot

    async def __call__(self, raw: Any) -> None:
        try:
            update = tg.Update.de_json(raw, self._bot)
            incoming = to_incoming(update, self._bot.username)
        except Exception as error:  # of a kind that comes next year: it must not stop the others
            number = raw.get("update_id") if isinstance(raw, dict) else None
            log.error("update %s cannot be read (%s)", number, type(error).__name__)
            return
        if incoming is not None:
            await self._receive(incoming)


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
    duration = getattr(file, "duration", None)
    seconds = _seconds(duration) if duration else None
    return Media(kind, file.file_id, name, seconds, file.file_size)


def _seconds(time: timedelta | float) -> float:
    """The library gives durations as one or the other, by a setting of its own."""
    return time.total_seconds() if isinstance(time, timedelta) else float(time)


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


def _mentioning(person: Person, text: str) -> tuple[str, list[tg.MessageEntity]]:
    """The text after the person's name, which Telegram links to their account."""
    if not person.key.isdigit():
        return text, []
    user = tg.User(int(person.key), person.name, is_bot=False)
    length = len(person.name.encode("utf-16-le")) // 2
    mention = tg.MessageEntity(tg.MessageEntity.TEXT_MENTION, 0, length, user=user)
    return f"{person.name}: {text}", [mention]


def _answering(message_id: str | None) -> tg.ReplyParameters | None:
    if message_id is None:
        return None
    return tg.ReplyParameters(int(message_id), allow_sending_without_reply=True)


@contextmanager
def _translated() -> Iterator[None]:
    """Telegram's errors as ours. The same text again is none.

    A chat that has moved is one to try again: the message that tells its new key is on the way.
    """
    try:
        yield
    except tg_error.RetryAfter as error:
        raise TryLater("asked to wait", _seconds(error.retry_after)) from error
    except tg_error.BadRequest as error:  # a kind of NetworkError in this library
        if "message is not modified" not in str(error).lower():
            raise Refused(str(error)) from error
    except (tg_error.Forbidden, tg_error.InvalidToken) as error:
        raise Refused(str(error)) from error
    except tg_error.TelegramError as error:
        raise TryLater(str(error)) from error
