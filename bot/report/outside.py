"""What of a Word file would have its reader open something outside of it.

LibreOffice follows such a reference without asking: it would put a file of this machine, or what
an address answers, into a document that somebody is sent. Only what a person clicks on may lead
outside: a link in the text to http, https or mailto.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.report.package import (
    Element,
    Parts,
    Relation,
    Unsafe,
    W,
    hides_its_words,
    looks_like_xml,
    relations,
    unpacked,
    xml_of,
)

_LINKS = ("http", "https", "mailto")
_VML = "{urn:schemas-microsoft-com:vml}"
_SVG = "{http://www.w3.org/2000/svg}"
# what a template was made with, and what it was once filled from: nothing of it is printed
_DROPPED = {
    "attachedTemplate": "attachedTemplate",
    "mailMergeSource": "mailMerge",
    "mailMergeHeaderSource": "mailMerge",
}
_FETCHING = frozenset(
    {"INCLUDEPICTURE", "INCLUDETEXT", "INCLUDE", "IMPORT", "LINK", "AUTOLINK", "DDE", "DDEAUTO"}
    | {"RD", "DATABASE"}
)
_NAMES = (
    *(b"instrText", b"InstrText", b"fldSimple", b"altChunk", b"OLEObject", b"src", b"href", b"svg"),
    b"<!DOCTYPE",
)
_WORD = re.compile(r'\s*"?\s*([A-Za-z]+)')
_ARGUMENT = re.compile(r'"([^"]*)"|(\\\S+)|(\S+)')
_STYLED = re.compile(r"@import|url\s*\(\s*['\"]?\s*(?!#|data:)[^)\s]", re.IGNORECASE)
_DEEPEST = 2  # files in files


class Outside(ValueError):
    """A reference to something outside.

    Attributes:
        what: as it stands there.
    """

    def __init__(self, what: str) -> None:
        super().__init__(f"it refers to what is outside: {what}")
        self.what = what


def check(parts: Parts, depth: int = 0) -> None:
    """Look through all parts of a file, of files in it too.

    Raises:
        Outside
        Unsafe
    """
    for name, data in parts.items():
        root = _doubtful(name, data)
        if root is not None:
            for one in relations(name, root):
                _check_relation(one, parts.get(one.part, b""))
            _check_elements(root)
            for field in _fields(root):
                _check_field(field)
        if data.startswith(b"PK") and depth < _DEEPEST:
            try:
                inner = unpacked(data)
            except Exception as error:
                raise Unsafe(f"{name}: {error}") from error
            check(inner, depth + 1)


def _doubtful(name: str, data: bytes) -> Element | None:
    """A part that must be looked through; None: most have no name in them that could matter.

    Raises:
        Unsafe: what this reader cannot read to its end another may, as far as it goes.
    """
    wide = b"\0" in data[:100]
    if not wide and hides_its_words(data):
        raise Unsafe(f"{name}: its words are hidden")
    names = name.lower().endswith(".rels") or any(one in data for one in _NAMES)
    if not looks_like_xml(data) or not (wide or names):
        return None
    root = xml_of(data)
    if root is None:
        raise Unsafe(f"{name}: no whole XML")
    return root


def dropped(parts: Parts) -> list[tuple[Relation, str]]:
    """The relations that may be taken out, each with the name of its element."""
    return [
        (one, _DROPPED[one.kind])
        for name, data in parts.items()
        if name.lower().endswith(".rels") and (root := xml_of(data)) is not None
        for one in relations(name, root)
        if one.outside and one.kind in _DROPPED
    ]


def _check_relation(one: Relation, part: bytes) -> None:
    """Args:
    part: the one that refers.
    """
    if not one.outside:
        if urlsplit(one.target).scheme or one.target.startswith(("\\\\", "//")):
            raise Outside(one.target)
        if one.kind in ("aFChunk", "subDocument"):  # another file's text, of any kind
            raise Outside(one.target)
        return
    if one.kind != "hyperlink" or not _is_link(one.target):
        raise Outside(one.target)
    for element, name in _uses(xml_of(part), one.id):
        if element.tag != f"{W}hyperlink" or not name.endswith("}id"):
            raise Outside(one.target)


def _is_link(target: str) -> bool:
    try:
        return urlsplit(target.strip()).scheme.lower() in _LINKS
    except ValueError:
        return False


def _uses(root: Element | None, id_: str) -> Iterator[tuple[Element, str]]:
    """Where a part uses a relation, in whatever attribute."""
    for element in root.iter() if root is not None else ():
        for name, value in element.attrib.items():
            if value == id_ and isinstance(name, str) and name.startswith("{"):
                yield element, name


def _check_elements(root: Element) -> None:
    for element in root.iter():
        tag = element.tag
        if not isinstance(tag, str):
            continue
        local = tag.rpartition("}")[2]
        if local == "altChunk" or (
            local == "OLEObject" and element.get("Type", "").lower() == "link"
        ):
            raise Outside(local)
        if tag.startswith(_VML):
            _check_drawn(element, ("src", "althref"))
            target = element.get("href")
            if target and not target.startswith("#") and not _is_link(target):
                raise Outside(target)
        elif tag.startswith(_SVG):
            _check_drawn(element, ("href", "src"), but=("a",))


def _check_drawn(element: Element, names: tuple[str, ...], but: tuple[str, ...] = ()) -> None:
    """A picture's own references: to a part of itself, or none."""
    if element.tag.rpartition("}")[2] in but:
        return
    for name, value in element.attrib.items():
        value = value.strip()
        if name.rpartition("}")[2] in names and value and not value.startswith(("#", "data:")):
            raise Outside(value)
        if name == "style" and element.tag.startswith(_SVG) and _STYLED.search(value):
            raise Outside(value)
    text = element.text or ""
    if element.tag == f"{_SVG}style" and _STYLED.search(text):
        raise Outside(text.strip()[:80])


def _fields(root: Element) -> Iterator[str]:
    """What each field says that it shows: its own words, and those with the fields inside."""
    opened: list[list[str]] = []  # of each open field: its own words, and all
    for element in root.iter():
        # of either of the two namespaces that WordprocessingML has
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if name == "fldSimple":
            yield _attribute(element, "instr")
        elif name == "fldChar":
            kind = _attribute(element, "fldCharType")
            if kind == "begin":
                opened.append(["", ""])
            elif kind == "end" and opened:
                yield from opened.pop()
        elif name in ("instrText", "delInstrText"):
            words = element.text or ""
            if not opened:
                yield words
                continue
            opened[-1][0] += words
            for field in opened:
                field[1] += words
    for left in opened:
        yield from left


def _attribute(element: Element, name: str) -> str:
    return next((str(v) for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def _check_field(field: str) -> None:
    named = _WORD.match(field)
    name = named[1].upper() if named else ""
    if name in _FETCHING:
        raise Outside(" ".join(field.split()))
    if name == "HYPERLINK" and named:
        found = (match for match in _ARGUMENT.finditer(field[named.end() :]) if not match[2])
        target = next((match[1] or match[3] or "" for match in found), "")
        local = re.search(r"\\l\b", field) and not urlsplit(target).scheme
        if target and not local and not _is_link(target):
            raise Outside(target)
