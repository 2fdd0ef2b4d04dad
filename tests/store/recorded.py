"""A small record to back up, and what is read of a data folder."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.doors.port import Chat, Media, MediaKind, Person
from bot.store.audio import AudioFolder
from bot.store.folder import AUDIO, DATABASE, DOCUMENTS, TEMPLATES
from tests.records import store_at

NOW = datetime(2026, 7, 24, 1, 2, 3, tzinfo=UTC)
RECORDED = b"OggS a voice"


def record(data: Path, text: str = "Đề nghị thống nhất") -> None:
    """A data folder with a meeting, a recording, a draft, a template."""
    data.mkdir(exist_ok=True)
    store = store_at(data / DATABASE, lambda: NOW)
    chat = store.chats.know(Chat("telegram", "-100", "Sở")).id
    who = store.chats.know_person("telegram", Person("2", "An")).id
    meeting = store.meetings.open(chat, "Họp", who, NOW, {}).id
    store.lines.add(meeting, who, NOW, text=text)
    line = store.lines.add(meeting, who, NOW, media=Media(MediaKind.SOUND, "r", "a.ogg"))
    audio = AudioFolder(data / AUDIO)
    with audio.incoming() as file:
        file.write_bytes(RECORDED)
        store.recordings.keep_audio(line, audio.keep(file, "a.ogg"))
    store.meetings.add_document(meeting, "baocao", "bao-cao-1-1.docx", who, "dienbien")
    store.close()
    for name, content in {
        f"{DOCUMENTS}/1/bao-cao-1-1.docx": "word",
        f"{DOCUMENTS}/1/bao-cao-1-1.txt": "text",
        f"{DOCUMENTS}/1/bao-cao-1-2.docx": "of no row: its transaction failed",
        f"{TEMPLATES}/1/bien_ban.docx": "template",
        f"{AUDIO}/excerpts/x.ogg": "is cut again when asked for",
        ".env": "TELEGRAM_BOT_TOKEN=1:x",
    }.items():
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text(content)


def files(data: Path) -> dict[str, bytes]:
    return {
        path.relative_to(data).as_posix(): path.read_bytes()
        for path in data.rglob("*")
        if path.is_file() and path.name not in (".lock", ".in-hand")
    }


def texts(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / DATABASE)) as db:
        return [text for (text,) in db.execute("SELECT text FROM lines ORDER BY id")]
