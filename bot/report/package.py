"""A Word file as what it is: a packed folder of parts, most of them XML, and what they refer to."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml import etree

MOST_BYTES = 100_000_000  #: unpacked: a few kB may unpack to more than the memory
_MOST_PARTS = 2000
Element = Any  # lxml's elements
Parts = dict[str, bytes]  #: by their names, in their order

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

_ENCODING = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"']*)")
_ASCII = bytes(range(128))
_EBCDIC = "<?xm".encode("cp037")


class Unsafe(ValueError):
    """What no Word file of an honest program has."""


@dataclass(frozen=True)
class Relation:
    """What a part refers to."""

    part: str  #: the name of the part that refers; empty: the package
    id: str
    kind: str  #: the last word of its type
    target: str
    outside: bool  #: of the package


def unpacked(data: bytes) -> Parts:
    """The parts of a file.

    Raises:
        ValueError, OSError, BadZipFile: it is none, or unpacks to too much.
    """
    with zipfile.ZipFile(BytesIO(data)) as file:
        infos = file.infolist()
        if sum(info.file_size for info in infos) > MOST_BYTES:
            raise ValueError("unpacked it is larger than 100 MB")
        if len(infos) > _MOST_PARTS:
            raise ValueError("it has thousands of parts")
        return {info.filename: file.read(info) for info in infos if not info.is_dir()}


def packed(parts: Parts) -> bytes:
    """The file of these parts."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return made.getvalue()


def looks_like_xml(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<")


def hides_its_words(data: bytes) -> bool:
    """Whether a part is XML in which even ASCII words do not stand as such: in EBCDIC, or in an
    encoding that it names, as UTF-7. No program writes a Word file so. (Letters of two bytes are
    seen by their zeros.)"""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:200]
    if start.startswith(_EBCDIC):
        return True
    named = _ENCODING.match(start)
    try:
        return named is not None and _ASCII.decode(named[1].decode()) != _ASCII.decode()
    except (LookupError, ValueError):
        return True


def xml_of(data: bytes) -> Element | None:
    """A part as XML; None where it is none, or where what it holds cannot be read to its end.

    Raises:
        Unsafe: it declares a document type, which a reader may fetch or multiply.
    """
    if not looks_like_xml(data):
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None
    if root.getroottree().docinfo.doctype:
        raise Unsafe("a document type")
    return root


def relations(name: str, root: Element) -> Iterator[Relation]:
    """What a part of relations tells; nothing where it is another part.

    Args:
        name: of the part.
    """
    folder, file = posixpath.split(name)
    if not file.lower().endswith(".rels"):
        return
    of = posixpath.join(posixpath.dirname(folder), file[: -len(".rels")])
    for one in root.iter(_RELATION):
        mode = one.get("TargetMode", "Internal")
        yield Relation(
            part=of,
            id=one.get("Id", ""),
            kind=one.get("Type", "").rpartition("/")[2],
            target=one.get("Target", ""),
            outside=mode != "Internal",
        )


def to_bytes(root: Element) -> bytes:
    """XML as a part."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
