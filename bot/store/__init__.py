"""The record: SQLite through sqlite-utils. The only room with SQL."""

from bot.store.store import Store

__all__ = ["Store"]
