"""Meeting and lines -> ``Report``: the document as plain values, before any layout.

    view(meeting, lines, now, zone)   -> Report

    report.py       the whole of it, and what is missing
    facts.py        what is known of a meeting beside its lines, each thing read once
    letterhead.py   agency, number, place and date, the rows under the title, who is addressed
    event.py        the grounds, and the sentence that says what took place when and where
    people.py       who led it, who wrote, who took part
    body.py         what was said, what was concluded, the numbers of the sections
    foot.py         who receives it, who signs it
    paragraphs.py   a paragraph, its dash or number, and the lines that it is made of

The order is that of a real report: the ground, the event, 1. who took part, 2. content,
3. conclusions, the end mark ``./.``, receivers, signature. Minutes and notices take from the
same values what their own layout has.
"""

from __future__ import annotations

from bot.report.view.facts import Facts
from bot.report.view.paragraphs import BLANK, Paragraph
from bot.report.view.report import Report, shows_suggested, view

__all__ = ["BLANK", "Facts", "Paragraph", "Report", "shows_suggested", "view"]
