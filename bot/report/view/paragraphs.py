"""Paragraphs of a document, and how rows that people type become some: their dashes, numbers."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.minutes import Line, Tag
from bot.minutes.typed.marks import rows_apart, split_mark
from bot.minutes.typed.words import one_line

BLANK = "……………"  #: what is missing, visibly
END = "./."  #: after the last sentence of the body

_TAG_NAMES = {Tag.OPINION: "ý kiến", Tag.CONCLUSION: "kết luận", Tag.CONTENT: "nội dung"}

# "Kinh tế , Hạ tầng": typed in a hurry, or written by the machine
_SPACE_BEFORE = re.compile(r"(?<=[\w)\]”\"'%])\s+(?=(?:[,.;]|:(?!\s*\d))(?:\s|$))")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body. ``lines``: the numbers of the lines that it is made of."""

    text: str
    dash: str = ""  #: "-", "+", "1." or "a)"
    speaker: str = ""  #: who said it, where the document says so
    called: str = "Đ/c"  #: how it calls them, at the beginning of a sentence
    when: str = ""  #: the hour, where the document says so
    tag: Tag | None = None  #: where the document says so
    lines: tuple[int, ...] = ()
    address: str = ""  #: section and paragraph as people count them, "3.2"; a notice's: "3"

    @property
    def tag_name(self) -> str:
        """``kết luận``; empty where the document does not say it."""
        return _TAG_NAMES[self.tag] if self.tag else ""

    @property
    def called_inside(self) -> str:
        """``đ/c``, ``bà``, ``đại tá``, but ``TS.``: how they are called inside a sentence."""
        begins = self.called[:2]
        if begins.isalpha() and begins.isupper():
            return self.called
        return self.called[0].lower() + self.called[1:]

    @property
    def marks(self) -> str:
        """``[#3, #4]``: where it comes from, for the chat."""
        return f" [{', '.join(f'#{no}' for no in self.lines)}]" if self.lines else ""

    @property
    def is_numbered(self) -> bool:
        """It has a number or a letter of its own, not a dash."""
        return self.dash not in ("", "-", "+")


def paragraphs_of(line: Line) -> list[Paragraph]:
    """A line's rows, each a paragraph, with the dashes and numbers that were typed or else "-".

    Never empty. Under a first row that ends with a colon the others are one level down.
    """
    rows = [_row(row) for row in line.text.split("\n")]
    marks = [split_mark(row) for row in rows if row] or [("", BLANK)]
    below = "+" if marks[0][1].endswith(":") else "-"
    first, *rest = (Paragraph(words, mark or "-", lines=(line.no,)) for mark, words in marks)
    return [first, *(dataclasses.replace(p, dash=below) if p.dash == "-" else p for p in rest)]


def conclusion_of(line: Line) -> list[tuple[Paragraph, bool]]:
    """A conclusion's rows as sentences without the numbers that were typed, which make way for the
    document's; and of each whether it is one of its own rather than below the one before."""
    counted = [part for row in line.text.split("\n") for part in rows_apart(one_line(row))]
    rows = paragraphs_of(dataclasses.replace(line, text="\n".join(counted)))
    head = rows[0].text.endswith(":") and not _TOP_NUMBER.fullmatch(rows[0].dash)
    own = [
        place == 0 or bool(not head and _TOP_NUMBER.fullmatch(row.dash))
        for place, row in enumerate(rows)
    ]
    return [
        (_as_sentence(row) if is_own else row, is_own)
        for row, is_own in zip(rows, own, strict=True)
    ]


_TOP_NUMBER = re.compile(r"\d{1,2}[.)]")
_PLAIN_WORD = re.compile(r"[^\W\d_]+(?![\w@.])")


def _as_sentence(paragraph: Paragraph) -> Paragraph:
    """With a capital and an end mark."""
    text = paragraph.text
    if (word := _PLAIN_WORD.match(text)) and word[0].islower():
        text = text[:1].upper() + text[1:]
    return sentence(dataclasses.replace(paragraph, text=text.rstrip(" ;,")))


def _row(text: str) -> str:
    """A row of a line as it stands in a document, which has an end mark of its own."""
    row = _SPACE_BEFORE.sub("", one_line(text))
    return f"{row.removesuffix(END).rstrip()}." if row.endswith(END) else row


def dashed(paragraph: Paragraph) -> Paragraph:
    """With a dash before who speaks; a number that was typed stays with the words."""
    number = f"{paragraph.dash} " if paragraph.is_numbered else ""
    return dataclasses.replace(paragraph, dash="-", text=number + paragraph.text)


def addressed(paragraphs: Iterable[Paragraph], section: int) -> tuple[Paragraph, ...]:
    """With their addresses in a section, ``3.1``, ``3.2`` …"""
    return tuple(
        dataclasses.replace(p, address=f"{section}.{number}")
        for number, p in enumerate(paragraphs, start=1)
    )


def sentence(paragraph: Paragraph) -> Paragraph:
    """With a full stop, if nothing else ends it."""
    if paragraph.text.endswith((".", "!", "?", "…", ";", ":", ",")):
        return paragraph
    return dataclasses.replace(paragraph, text=f"{paragraph.text}.")


def end_marked(paragraph: Paragraph) -> Paragraph:
    """With the end mark, in the place of the punctuation that was typed."""
    text = paragraph.text.rstrip(" ;:,")
    if text.endswith(".") and not text.endswith(("...", "..")):
        text = text[:-1].rstrip()
    return dataclasses.replace(paragraph, text=text + END)
