"""Ours into Telegram's, and its errors into ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import telegram as tg
from telegram import error as tg_error

from bot.doors.port import Buttons, Chat, Person
from bot.doors.telegram.contents import seconds
from bot.errors import ChatGone, DoorError, MaybeGone, MessageGone, Moved, Refused, TryLater
from bot.minutes.typed.words import units
from foundation.logs import masked

_SUPERGROUP = re.compile(r"-100\d{10,}")  # a basic group's number is shorter
# of a 400's description, in small letters
_CHAT_GONE = (
    *("chat not found", "chat was deactivated", "peer_id_invalid", "chat_write_forbidden"),
    *("bot is not a member", "not enough rights to send text messages", "bot was kicked"),
    *("user is deactivated", "message thread not found", "topic_closed", "topic_deleted"),
)
# of a file: Telegram says the same of one that it will have again in a minute
_FOR_NOW = "temporarily unavailable"
_MESSAGE_GONE = ("message to react not found", "message to edit not found", "message_id_invalid")


def address(chat: Chat) -> dict[str, Any]:
    chat_id, _, topic = chat.key.partition("/")
    return {"chat_id": int(chat_id), "message_thread_id": int(topic) if topic else None}


def link(chat: Chat, message_id: str) -> str:
    """Opens a message of a supergroup for its members; other chats have no such addresses.

    >>> link(Chat("telegram", "-1001234567890/7"), "55")
    'https://t.me/c/1234567890/7/55'
    """
    number, _, topic = chat.key.partition("/")
    if not (_SUPERGROUP.fullmatch(number) and message_id.isdecimal()):
        return ""
    inside = str(-int(number) - 10**12)
    return "/".join(["https://t.me/c", inside, *([topic] if topic else []), message_id])


def keyboard(buttons: Buttons) -> tg.InlineKeyboardMarkup | None:
    if not buttons:
        return None
    return tg.InlineKeyboardMarkup(
        [
            [tg.InlineKeyboardButton(b.label, b.url or None, b.data or None) for b in row]
            for row in buttons
        ]
    )


def mentioning(person: Person, text: str) -> tuple[str, list[tg.MessageEntity]]:
    """The text after the person's name, which Telegram links to their account."""
    if not person.key.isdigit():
        return text, []
    user = tg.User(int(person.key), person.name, is_bot=False)
    length = units(person.name)
    mention = tg.MessageEntity(tg.MessageEntity.TEXT_MENTION, 0, length, user=user)
    return f"{person.name}: {text}", [mention]


def answering(message_id: str | None) -> tg.ReplyParameters | None:
    if message_id is None:
        return None
    return tg.ReplyParameters(int(message_id), allow_sending_without_reply=True)


@contextmanager
def translated() -> Iterator[None]:
    """Telegram's errors as ours. The same text again is none."""
    try:
        yield
    except tg_error.RetryAfter as error:
        raise TryLater("asked to wait", seconds(error.retry_after)) from error
    except tg_error.ChatMigrated as error:
        raise Moved(str(error), str(error.new_chat_id)) from error
    except tg_error.BadRequest as error:  # a kind of NetworkError in this library
        if "message is not modified" not in str(error).lower():
            raise _refused(masked(str(error))) from error
    except tg_error.Forbidden as error:
        raise ChatGone(masked(str(error))) from error
    except tg_error.TelegramError as error:
        why = masked(str(error))
        if "entity too large" in why.lower():
            raise Refused(why) from error
        raise TryLater(why) from error


def _refused(why: str) -> DoorError:
    said = why.lower()
    if _FOR_NOW in said:
        return MaybeGone(why)
    if any(words in said for words in _CHAT_GONE):
        return ChatGone(why)
    if any(words in said for words in _MESSAGE_GONE):
        return MessageGone(why)
    return Refused(why)
