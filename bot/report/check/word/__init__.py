"""Word files: ``read(path)`` gives the ``Document``, effective formatting and estimated places.

reader.py    the file's parts, its sheets, its page numbers
layout.py    paragraphs and tables put one under another
text.py      what stands in a file, in its order
lines.py     text parted at tabs and broken into lines
styles.py    how a paragraph or a run looks in the end
strokes.py   drawn lines
"""

from __future__ import annotations

from bot.report.check.word.reader import read

__all__ = ["read"]
