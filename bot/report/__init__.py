"""A meeting becomes a document: one read, one plain ``Report``, one rendering for each use."""

from bot.report.reports import Draft, DraftSources, Reports
from bot.report.trouble import TemplateBroken, Wrong

__all__ = ["Draft", "DraftSources", "Reports", "TemplateBroken", "Wrong"]
