"""What the doors on this machine share: answers go to a ``Screen``, files come from the disk."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot import messages
from bot.chat.console import Screen
from bot.chat.port import Chat, Media, Rewrite, Say
from bot.errors import FileTooBig, Refused


class LocalDoor:
    """The outgoing half of a door whose chat is a screen."""

    name = "local"
    max_text = 100_000

    def __init__(self, screen: Screen) -> None:
        self.screen = screen

    async def say(self, chat: Chat, say: Say) -> str:
        message_id = self.screen.new_id()
        self.screen.bot(message_id, say.text, say.buttons)
        return message_id

    async def rewrite(self, chat: Chat, message_id: str, rewrite: Rewrite) -> None:
        if self.screen.messages.get(message_id) != (rewrite.text, rewrite.buttons):
            self.screen.bot(message_id, rewrite.text, rewrite.buttons, again=True)

    async def acknowledge(self, chat: Chat, message_id: str, no: int) -> None:
        self.screen.note(f"✓ #{no}")

    async def toast(self, tap_id: str, text: str) -> None:
        if text:
            self.screen.note(f"({text})")

    async def send_file(self, chat: Chat, path: Path, name: str, caption: str) -> str:
        message_id = self.screen.new_id()
        file = messages.TERMINAL_FILE.format(path=path)
        self.screen.bot(message_id, f"{caption}\n{file}" if caption else file)
        return message_id

    async def fetch(self, media: Media, target: Path, max_bytes: int) -> None:
        source = Path(media.ref)
        try:
            size = source.stat().st_size
            if size > max_bytes:
                raise FileTooBig(f"{size} bytes")
            shutil.copyfile(source, target)
        except OSError as error:
            raise Refused(f"{source}: {error.strerror}") from error
