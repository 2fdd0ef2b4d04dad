"""PDFs: ``read(path)`` gives the ``Document`` that characters and strokes tell by where they stand.

reader.py       the pages, their numbers, the margins that the text keeps
lines.py        characters on one baseline become lines, parted where a column ends
strokes.py      drawn lines, and what they underline
paragraphs.py   lines become a paragraph where the next one's first word would not have fitted
"""

from __future__ import annotations

from bot.report.check.pdf.reader import read

__all__ = ["read"]
