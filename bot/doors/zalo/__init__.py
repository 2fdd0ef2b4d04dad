"""The Zalo Bot platform: private chats, a message at a time."""

from bot.doors.zalo.door import ZaloDoor

__all__ = ["ZaloDoor"]
