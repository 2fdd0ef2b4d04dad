"""An update that cannot be read whole is read as far as it can be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.doors.port import Incoming

Read = Callable[[dict[str, Any]], Incoming | None]

# without these a message is none
_CORE = ("message_id", "date", "edit_date", "chat", "from", "sender_chat", "text", "caption")
# what is read first of the rest: it decides where, and under whose name, the words stand
_FIRST = ("message_thread_id", "is_topic_message", "author_signature", "forward_origin")
# what a person sent that cannot be read; that it came is told
_CONTENT = (
    *("voice", "audio", "video", "video_note", "photo", "document", "animation", "sticker"),
    *("location", "venue", "contact", "poll", "dice", "story"),
)
_TAP = ("id", "from", "data", "chat_instance")
_UNREADABLE = {"id": "0", "chat": {"id": 1, "type": "private"}}  # a story: of no words
# words of somebody whom nobody can name; never the forwarder's
_SOMEBODY = {"type": "hidden_user", "date": 0, "sender_user_name": ""}


def salvaged(raw: Any, read: Read) -> tuple[Incoming | None, list[str]]:
    """What can be read of an update, and the names of what cannot.

    Args:
        read: reads an update that is as it should be.

    Raises:
        Exception: of any kind; nothing of it can be read.
    """
    raw = _named(raw)
    for kind in ("message", "edited_message"):
        if isinstance(raw.get(kind), dict):
            return _message(raw["update_id"], kind, raw[kind], read)
    query = raw["callback_query"]
    shown = query["message"]
    core = {name: shown[name] for name in (*_CORE, *_FIRST) if name in shown}
    tap = {name: query[name] for name in _TAP if name in query} | {"message": core}
    return read({"update_id": raw["update_id"], "callback_query": tap}), ["message"]


def _message(
    number: Any, kind: str, message: dict[str, Any], read: Read
) -> tuple[Incoming | None, list[str]]:
    kept = {name: message[name] for name in _CORE if name in message}
    found = read({"update_id": number, kind: kept})
    lost: list[str] = []
    others = [name for name in message if name not in (*_CORE, *_FIRST)]
    for name in (*(name for name in _FIRST if name in message), *others):
        try:
            found = read({"update_id": number, kind: {**kept, name: message[name]}})
            kept[name] = message[name]
        except Exception:  # whatever it is; the rest is still to be had
            lost.append(name)
            if name == "forward_origin":
                kept[name] = {**_SOMEBODY, "date": message.get("date", 0)}
            elif name in _CONTENT:
                kept["story"] = _UNREADABLE
            found = read({"update_id": number, kind: kept})
    return found, lost


def _named(raw: Any) -> Any:
    """With an empty name where an account has none that is a text."""
    if isinstance(raw, list):
        return [_named(one) for one in raw]
    if not isinstance(raw, dict):
        return raw
    mended = {name: _named(one) for name, one in raw.items()}
    if "is_bot" in mended and not isinstance(mended.get("first_name"), str):
        mended["first_name"] = ""
    return mended
