"""Telegram, through python-telegram-bot. The only room that imports ``telegram``."""

from bot.doors.telegram.door import TelegramDoor

__all__ = ["TelegramDoor"]
