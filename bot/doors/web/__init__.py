"""The office's own page, as a door: people join by a link, and speak into the browser."""

from bot.doors.web.door import WebDoor

__all__ = ["WebDoor"]
