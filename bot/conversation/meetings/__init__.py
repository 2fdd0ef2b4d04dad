"""Meetings: begun and ended, who may do what, found again, erased."""
