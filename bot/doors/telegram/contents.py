"""What a message holds: a file, a thing that is no file, words, and what came with the words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import telegram as tg

from bot.doors.port import Media, MediaKind
from bot.minutes.beside import Beside

# what a sender may call a file with sound in it
_AUDIO = (".ogg", ".oga", ".opus", ".mp3", ".m4a", ".aac", ".wav", ".flac", ".amr", ".wma", ".caf")
_VIDEO = (".3gp", ".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi")
# what people send that is neither words nor a file, as far as the library knows it
_OTHERS = (
    *("story", "game", "invoice", "paid_media", "giveaway", "giveaway_winners", "checklist"),
    *("gift", "unique_gift"),
)
_LONGEST_LINK = 2000


def media_of(message: tg.Message) -> Media | None:
    """The file of a message, or the thing that is none; None: it has words only, or it is a note
    of Telegram's own (somebody came, the title is new)."""
    sound = message.voice or message.audio or message.video_note or message.video
    if sound:
        name = getattr(sound, "file_name", None) or ("ghi-am.ogg" if message.voice else "")
        return _file(MediaKind.SOUND, sound, name)
    if message.photo:
        return Media(MediaKind.PICTURE, message.photo[-1].file_id)
    return _thing(message) or _document(message)


def _thing(message: tg.Message) -> Media | None:
    if message.animation:  # which comes as a document too, for old apps
        return Media(MediaKind.ANIMATION, "")
    if message.sticker:
        return Media(MediaKind.STICKER, "")
    if message.dice:
        return Media(MediaKind.DICE, "")
    if message.poll:
        return Media(MediaKind.POLL, "", message.poll.question)
    if message.venue:
        return Media(MediaKind.PLACE, "", message.venue.title)
    if message.location:
        return Media(MediaKind.PLACE, "")
    if message.contact:
        names = (message.contact.last_name, message.contact.first_name)
        return Media(MediaKind.CONTACT, "", " ".join(name for name in names if name))
    if any(getattr(message, name, None) for name in _OTHERS):
        return Media(MediaKind.UNKNOWN, "")
    return None


def _document(message: tg.Message) -> Media | None:
    document = message.document
    if not document:
        return None
    name = document.file_name or ""
    return _file(_kind_of(document.mime_type or "", Path(name).suffix.lower()), document, name)


def _kind_of(mime: str, suffix: str) -> MediaKind:
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
    length = max(seconds(duration), 0.0) if duration else None
    return Media(kind, file.file_id, name, length or None, max(file.file_size or 0, 0) or None)


def seconds(time: timedelta | float) -> float:
    """The library gives durations as one or the other, by a setting of its own."""
    return time.total_seconds() if isinstance(time, timedelta) else float(time)


def words_of(message: tg.Message) -> tuple[str, Beside]:
    """The words of a message without those struck out, and what came with them."""
    text = message.text or message.caption or ""
    entities = message.entities or message.caption_entities
    if not isinstance(text, str):
        return text, Beside()  # no text at all; whoever checks the arrival says so
    struck = _places(text, entities, tg.MessageEntity.STRIKETHROUGH)
    links = tuple(
        (words, str(entity.url)[:_LONGEST_LINK])
        for entity in entities
        if entity.type == tg.MessageEntity.TEXT_LINK and entity.url
        if (words := " ".join(_part(text, entity).split())) and words != entity.url
    )
    quote = message.quote.text if message.quote else ""
    gone = tuple(" ".join(text[start:end].split()) for start, end in struck)
    return _without(text, struck), Beside(quote or "", tuple(filter(None, gone)), links)


def _places(text: str, entities: Sequence[tg.MessageEntity], kind: str) -> list[tuple[int, int]]:
    """Where entities of a kind stand: places in ``text``, in order, not touching each other."""
    found: list[tuple[int, int]] = []
    for entity in sorted(entities, key=lambda entity: entity.offset):
        if entity.type == kind:
            start, end = _place(text, entity)
            if found and start <= found[-1][1]:  # one inside of the other, or bold in a part of it
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            elif start < end:
                found.append((start, end))
    return found


def _place(text: str, entity: tg.MessageEntity) -> tuple[int, int]:
    """Telegram counts UTF-16 units, and anybody may send any numbers."""
    units = text.encode("utf-16-le")
    start = max(entity.offset, 0) * 2
    end = max(start, (max(entity.offset, 0) + max(entity.length, 0)) * 2)
    before = units[:start].decode("utf-16-le", "ignore")
    through = units[:end].decode("utf-16-le", "ignore")
    return len(before), len(through)


def _part(text: str, entity: tg.MessageEntity) -> str:
    start, end = _place(text, entity)
    return text[start:end]


def _without(text: str, places: Sequence[tuple[int, int]]) -> str:
    """The text without what stands in these places, and without the gaps that would stay."""
    for start, end in reversed(places):
        before, after = text[:start], text[end:]
        if before.endswith((" ", "\n")) or not before:
            after = after.lstrip(" ")
        if after[:1] in (*",.;:!?", "\n", "") and before.endswith(" "):
            before = before.rstrip(" ")
        text = before + after
    return text.strip() if places else text
