"""Telegram's objects into ours."""

from __future__ import annotations

import dataclasses
import re
from datetime import UTC, datetime

import telegram as tg
from pydantic import TypeAdapter

from bot.doors.port import Chat, ChatKind, Incoming, Media, Person, Tap
from bot.doors.telegram.contents import media_of, words_of
from bot.minutes.typed.words import units

_ADDRESSED = re.compile(r"/\w+@(\w+)")
_INCOMING = TypeAdapter(Incoming)


def to_incoming(update: tg.Update, username: str) -> Incoming | None:
    """What a person did, or None for what is not for this bot.

    Args:
        username: the bot's own, without @: commands for another bot are left to it.

    Raises:
        Exception: of any kind; the update is not what Telegram sends.
    """
    incoming = _read(update, username)
    # the library takes any value for any field
    return incoming and _INCOMING.validate_python(dataclasses.asdict(incoming))


def _read(update: tg.Update, username: str) -> Incoming | None:
    if update.callback_query:
        return _tap(update.update_id, update.callback_query)
    if update.chat_member:
        return _gone(update.update_id, update.chat_member)
    message = update.message or update.edited_message
    if message is None:
        return None
    if message.migrate_from_chat_id or (
        message.migrate_to_chat_id and message.chat.type == tg.Chat.GROUP
    ):
        return _moved(update.update_id, message)
    person = _sender(message)
    if person is None:
        return None
    text, beside = words_of(message)
    addressed = _ADDRESSED.match(message.text or "")
    if addressed and addressed[1].lower() != username.lower():
        return None
    media = media_of(message)
    if message.new_chat_members and any(u.username == username for u in message.new_chat_members):
        text = "/start"
    gone = message.left_chat_member
    if not text and media is None and not beside and gone is None:
        return None
    return Incoming(
        key=_id(update.update_id),
        chat=_chat(message),
        person=person,
        at=(update.edited_message and message.edit_date) or message.date,
        message_id=_id(message.message_id),
        text=text,
        media=media,
        reply_to=_reply_to(message),
        edited=update.edited_message is not None,
        speaker=_origin(message),
        answers=_answers(message),
        replied=_replied(message),
        mentions=_mentions(message),
        admin=_is_the_group(message),
        album=message.media_group_id or "",
        automatic=bool(message.is_automatic_forward),
        left=_person(gone) if gone and not gone.is_bot else None,
        units=units(message.text) if message.text else 0,
        beside=beside,
    )


def _tap(update_id: int, query: tg.CallbackQuery) -> Incoming | None:
    if query.message is None or query.data is None:
        return None
    user = query.from_user
    return Incoming(
        key=_id(update_id),
        chat=_chat(query.message),
        person=_person(user),
        at=datetime.now(UTC),
        message_id=_id(query.message.message_id),
        tap=Tap(query.id, query.data),
    )


def _gone(update_id: int, changed: tg.ChatMemberUpdated) -> Incoming | None:
    """Somebody is in a group no longer; None: they still are, or it is a bot."""
    now = changed.new_chat_member
    inside = getattr(now, "is_member", True)  # who is restricted may be either
    away = now.status in (tg.ChatMember.LEFT, tg.ChatMember.BANNED) or not inside
    if not away or now.user.is_bot or changed.chat.type == tg.Chat.PRIVATE:
        return None
    chat = Chat("telegram", _id(changed.chat.id), changed.chat.title or "", ChatKind.GROUP)
    who = _person(changed.from_user)
    return Incoming(_id(update_id), chat, who, changed.date, left=_person(now.user))


def _moved(update_id: int, message: tg.Message) -> Incoming:
    """A group has become a supergroup: told in the one, and again in the other."""
    chat = _chat(message)
    if message.migrate_from_chat_id:
        chat, new = dataclasses.replace(chat, key=_id(message.migrate_from_chat_id)), chat.key
    else:
        new = _id(message.migrate_to_chat_id)
    return Incoming(
        key=_id(update_id),
        chat=chat,
        person=_sender(message) or Person(_id(message.chat.id), message.chat.title or ""),
        at=message.date,
        moved_to=new,
    )


def _id(value: object) -> str:
    """Raises:
    TypeError: it is no number.
    """
    if not isinstance(value, int):
        raise TypeError(f"an id is a number, not {type(value).__name__}")
    return str(value)


def _chat(message: tg.MaybeInaccessibleMessage | tg.Message) -> Chat:
    chat = message.chat
    key = _id(chat.id)
    if isinstance(message, tg.Message) and message.is_topic_message:
        key = f"{chat.id}/{message.message_thread_id}"
    private = chat.type == tg.Chat.PRIVATE
    title = chat.title or chat.full_name or ""  # a private chat with a deleted account has none
    return Chat("telegram", key, title, ChatKind.PRIVATE if private else ChatKind.GROUP)


def _sender(message: tg.Message) -> Person | None:
    """Who sent it: an account, or a group's anonymous administrator; no other bot."""
    if message.sender_chat:
        name = message.author_signature or message.sender_chat.title or ""
        return Person(f"chat:{message.sender_chat.id}:{name}", name)
    user = message.from_user
    if user is None or user.is_bot:
        return None
    return _person(user)


def _person(user: tg.User) -> Person:
    # of a deleted account there is no name left, or the half of one; the library says None of both
    name = user.full_name or user.last_name or ""
    return Person(_id(user.id), name, user.username or "")


def _mentions(message: tg.Message) -> tuple[Person, ...]:
    """Accounts without a @name that the text links to."""
    users = (entity.user for entity in message.entities if entity.user)
    return tuple(_person(user) for user in users if not user.is_bot)


def _is_the_group(message: tg.Message) -> bool:
    """An administrator who writes in the group's own name."""
    return message.sender_chat is not None and message.sender_chat.id == message.chat.id


def _origin(message: tg.Message) -> Person | None:
    """Whose words a forwarded message carries: they go under that name, not the forwarder's."""
    origin = message.forward_origin
    if isinstance(origin, tg.MessageOriginUser):
        return _person(origin.sender_user)
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
    return _id(replied.message_id)


def _answers(message: tg.Message) -> Person | None:
    """Whose message it answers; in a topic every message "answers" the one that opened it."""
    replied = message.reply_to_message
    return _sender(replied) if replied is not None and _reply_to(message) else None


def _replied(message: tg.Message) -> Media | None:
    """The file of the message that it answers."""
    replied = message.reply_to_message
    return media_of(replied) if replied is not None and _reply_to(message) else None
