"""A meeting becomes a document: one read, one plain ``Report``, one rendering for each use."""

from bot.report.reports import Draft, Reports, TemplateBroken

__all__ = ["Draft", "Reports", "TemplateBroken"]
