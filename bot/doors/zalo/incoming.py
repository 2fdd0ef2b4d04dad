"""Events, as they come, made into what people did; the rest of the house reads no event."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.doors.port import Chat, ChatKind, Incoming, Media, MediaKind, Person

DOOR = "zalo"
_KINDS = {  # what comes without words
    "message.sticker.received": MediaKind.STICKER,
    "message.unsupported.received": MediaKind.HIDDEN,
}
_SENT = re.compile(r"message\.[\w.]+\.received")
_DONE_TO_ONE = re.compile(r"\b(?:reaction|react|seen|read|typing|delivered|recall\w*|delet\w*)\b")
_VOICE = "ghi-am.aac"  # what Zalo records in
_MILLISECONDS = 10**11  # a moment in seconds that is larger is of the year 5138


def events_of(body: Any) -> list[Mapping[str, Any]]:
    """The events in an answer, or in a delivery: bare, in an envelope, or several."""
    if isinstance(body, dict) and "event_name" not in body and "result" in body:
        body = body["result"]
    found = body if isinstance(body, list) else [body]
    return [one for one in found if isinstance(one, dict) and one]


def key_of(event: Mapping[str, Any]) -> str:
    """The same for the same event, however often it is brought."""
    message = _dict(event.get("message"))
    chat, number = _dict(message.get("chat")).get("id"), message.get("message_id")
    if chat and number:
        return f"{chat}:{number}"
    said = json.dumps(event, sort_keys=True, ensure_ascii=False)
    return f"sha256:{hashlib.sha256(said.encode()).hexdigest()}"


def to_incoming(event: Mapping[str, Any]) -> Incoming | None:
    """What a person did; None where that is nothing that somebody says."""
    message = _dict(event.get("message"))
    chat, sender = _dict(message.get("chat")), _dict(message.get("from"))
    if not chat.get("id") or not sender.get("id") or sender.get("is_bot") is True:
        return None
    name, text = str(event.get("event_name") or ""), _text(message)
    media = _media(name, message)
    if text and media and media.kind is MediaKind.HIDDEN:
        media = None  # what can be read of it is an utterance
    if not text and media is None:
        return None
    group = _is_group(chat, sender)
    title = chat.get("title") or chat.get("name")
    return Incoming(
        key=key_of(event),
        chat=Chat(
            DOOR,
            str(chat["id"]),
            title if isinstance(title, str) else "",
            ChatKind.GROUP if group else ChatKind.PRIVATE,
        ),
        person=Person(str(sender["id"]), str(sender.get("display_name") or "")),
        at=_moment(message.get("date")),
        message_id=str(message.get("message_id") or ""),
        text=text,
        media=media,
        hears_all=not group,
    )


def _is_group(chat: Mapping[str, Any], sender: Mapping[str, Any]) -> bool:
    """Where it is not said, a chat that is not its writer's own is no private one: what is somebody
    else's must not be taken for theirs."""
    kind = str(chat.get("chat_type") or chat.get("type") or "").upper()
    return kind != "PRIVATE" and (kind == "GROUP" or chat["id"] != sender["id"])


def _text(message: Mapping[str, Any]) -> str:
    for name in ("text", "caption"):
        if isinstance(message.get(name), str):
            return str(message[name])
    return ""


def _media(name: str, message: Mapping[str, Any]) -> Media | None:
    voice = message.get("voice_url")
    if isinstance(voice, str) and voice:
        return Media(MediaKind.SOUND, voice, _VOICE, expires=True)
    if name == "message.voice.received":
        return Media(MediaKind.HIDDEN, "")
    photo = message.get("photo") or message.get("photo_url")
    if photo or name == "message.image.received":
        return Media(MediaKind.PICTURE, photo if isinstance(photo, str) else "", expires=True)
    kind = _KINDS.get(name)
    if kind is None and _SENT.fullmatch(name) and not _DONE_TO_ONE.search(name):
        kind = MediaKind.HIDDEN  # a film, a place: its sender must not take it for recorded
    return Media(kind, "") if kind else None


def _moment(date: Any) -> datetime:
    """When it was said: milliseconds since 1970; of what is none: now."""
    try:
        seconds = float(date)
        return datetime.fromtimestamp(seconds / (1000 if seconds > _MILLISECONDS else 1), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return datetime.now(UTC)


def _dict(found: Any) -> Mapping[str, Any]:
    return found if isinstance(found, dict) else {}
