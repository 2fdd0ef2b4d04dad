"""Holds an office document against Nghị định 30/2020/NĐ-CP: ``python -m bot.report.check FILE``.

    check(path)     -> [Finding, …]
    page.py         the neutral model of a document on paper
    docx.py pdf.py  two readers into it (word_styles.py, word_strokes.py: parts of the first)
    checking.py     from a file to its findings
    parts.py        what of it is which element of the decree
    rules.py        C01–C32, over the elements (checks.py: what several of them ask)
    decree.py       the decree as data
    sentences.py    what is said, in Vietnamese

A rule says nothing about what a file does not tell:

    ====  ======================================  ===============================================
    rule  a Word file                             a PDF
    ====  ======================================  ===============================================
    C01   told                                    the right margin only where lines end at it; the
                                                  top one not between 25 and 29 mm (space before the
                                                  first line looks alike); the bottom one only where
                                                  text stands in it
    C03   the first section's headers; that a     told
          number is missing only where there is
          surely a second page
    C05 C10 C13 C24  lines and gaps estimated     told
    C06 C08 C14      told, if drawn in the text   told
    C16   told                                    alignment and line spacing of paragraphs of two
                                                  lines and more, gaps within a page
    C17   told                                    silent: an empty paragraph is only a gap
    C28   silent: Word breaks pages when it       told
          prints
    C29   a new page and numbering as they are    told
          set
    ====  ======================================  ===============================================
"""

from __future__ import annotations

from bot.report.check.checking import Finding, check
from bot.report.check.errors import Unusable

__all__ = ["Finding", "Unusable", "check"]
