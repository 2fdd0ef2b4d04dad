"""Tracked changes and comments of a Word file: counted, and taken as accepted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bot.report.package import Element, Parts, W, to_bytes, xml_of

_KEPT = ("ins", "moveTo")  # what they hold stays, they go
_GONE = ("del", "moveFrom")
_FORMATS = (
    *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblGridChange"),
    *("trPrChange", "tcPrChange", "tblPrExChange", "numberingChange", "cellIns", "cellMerge"),
)
_MOVES = ("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd")
_CUSTOM = tuple(
    f"customXml{kind}Range{end}"
    for kind in ("Ins", "Del", "MoveFrom", "MoveTo")
    for end in ("Start", "End")
)
_COMMENTS = ("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef")
#: what of a Word file is counted as what
_COUNTED = {
    **dict.fromkeys(("ins", "cellIns", "moveTo"), "inserted"),
    **dict.fromkeys(("del", "cellDel", "moveFrom"), "deleted"),
    **dict.fromkeys((x for x in _FORMATS if x != "cellIns"), "formatted"),
    "commentReference": "comments",
}
_COUNTED_TAGS = {f"{W}{name}": kind for name, kind in _COUNTED.items()}
_MARKS = tuple(f"{W}{name}" for name in (*_KEPT, *_GONE, *_FORMATS, *_COMMENTS, "cellDel"))
_OTHERS = re.compile(
    r"(docProps|customXml|_rels|word/theme)/|/(styles|stylesWith\w+|fontTable)\.xml$"
)


def accepted(parts: Parts) -> Parts:
    """The same with all tracked changes accepted, and without comments."""
    return {name: _accepted(name, data) for name, data in parts.items()}


def counted(root: Element) -> Counter[str]:
    """How many changes and comments stand in a part: ``inserted``, ``deleted``, ``formatted``,
    ``comments``."""
    return Counter(_COUNTED_TAGS[element.tag] for element in root.iter(*_COUNTED_TAGS))


def _accepted(name: str, data: bytes) -> bytes:
    if not name.endswith(".xml") or _OTHERS.search(name):
        return data
    root = xml_of(data)
    said = name.rpartition("/")[2].startswith("comments")
    if root is None or not (said or any(True for _ in root.iter(*_MARKS))):
        return data
    if said:  # what an office's people said to each other about their template
        for one in list(root):
            root.remove(one)
    accept(root)
    return to_bytes(root)


def accept(root: Element) -> None:
    """Accept all changes of a part, in place, and take its comments' anchors out."""
    for row in list(_all(root, "tr")):
        if any(_name(mark) == "del" for props in _own(row, "trPr") for mark in props):
            _remove(row)
    for cell in list(_all(root, "tc")):
        if any(_name(mark) == "cellDel" for props in _own(cell, "tcPr") for mark in props):
            _remove(cell)
    _join_paragraphs(root)
    for element in list(_all(root, *_GONE, "cellDel")):
        _remove(element)
    for element in list(_all(root, *_FORMATS, *_MOVES, *_CUSTOM, *_COMMENTS)):
        _remove(element)
    for element in list(_all(root, *_KEPT)):
        _unwrap(element)


def _join_paragraphs(root: Element) -> None:
    """A paragraph whose end is deleted goes on in the next one, which gives it its look."""
    for paragraph in list(_all(root, "p")):
        marks = [m for props in _own(paragraph, "pPr") for m in _own(props, "rPr")]
        if not any(_name(mark) in _GONE for run in marks for mark in run):
            continue
        after = paragraph.getnext()
        while after is not None and _name(after) in (*_MOVES, "bookmarkStart", "bookmarkEnd"):
            after = after.getnext()
        if after is None or _name(after) != "p":
            if not _shows(paragraph):
                _remove_paragraph(paragraph)
            continue
        own = [one for one in paragraph if _name(one) != "pPr"]
        at = 1 if len(after) and _name(after[0]) == "pPr" else 0
        for place, one in enumerate(own):
            after.insert(at + place, one)
        _remove(paragraph)


def _remove_paragraph(paragraph: Element) -> None:
    """A cell or a document keeps its last paragraph."""
    parent = paragraph.getparent()
    if len([one for one in parent if _name(one) == "p"]) > 1 and not list(
        _all(paragraph, "sectPr")
    ):
        parent.remove(paragraph)


def _shows(paragraph: Element) -> bool:
    shown = (*_all(paragraph, "t", "drawing", "pict", "object", "br", "tab", "sym"),)
    return any(not any(_name(up) in _GONE for up in one.iterancestors()) for one in shown)


def _unwrap(element: Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    for one in reversed(list(element)):
        parent.insert(at, one)
    parent.remove(element)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _own(element: Element, name: str) -> Iterator[Element]:
    return iter(element.findall(f"{W}{name}"))


def _all(root: Element, *names: str) -> Iterator[Element]:
    return iter(root.iter(*(f"{W}{name}" for name in names)))


def _name(element: Element) -> str:
    tag = element.tag
    return tag[len(W) :] if isinstance(tag, str) and tag.startswith(W) else ""
