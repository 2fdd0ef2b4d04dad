"""Holds an office document against Nghị định 30/2020/NĐ-CP: ``python -m bot.report.check FILE``.

    check(path)     -> [Finding, …]
    page.py         the neutral model of a document on paper
    word/ pdf/      two readers into it
    checking.py     from a file to its findings
    parts.py        what of it is which element of the decree
    rules/          C01–C33, over the elements
    decree.py       the decree as data (figures.py: Roman numbers)
    sentences.py    what is said, in Vietnamese

A rule says nothing about what a file does not tell. All is told but for:

    rule            a Word file                         a PDF
    --------------  ----------------------------------  ------------------------------------------
    C01             -                                   right: only where lines end at it; top: not
                                                        between 25 and 29 mm, where space before a
                                                        text looks alike; bottom: only text in it
    C03             the first section's headers only;   -
                    a missing number only where there
                    surely is a second page
    C05 C10 C13 C24 lines and gaps are estimated        -
    C06 C08 C14     text boxes are not looked into      a stroke at the baseline is an underline
    C16             -                                   alignment and spacing of one line alone;
                                                        gaps across pages
    C17             -                                   silent: an empty paragraph is a gap
    C28             silent: pages are made in printing  -
    C29             a new page and its number: as set   -
    C30             -                                   composed letters: the letters are drawn
    C33             as if all changes were accepted     remarks only: changes are drawn
"""

from __future__ import annotations

from bot.report.check.checking import Finding, check, check_apart
from bot.report.check.errors import Unusable

__all__ = ["Finding", "Unusable", "check", "check_apart"]
