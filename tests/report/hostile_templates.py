"""Word templates that would have their reader open something outside, a way each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from bot.report.package import Parts, packed, unpacked
from bot.settings import PROJECT

TEMPLATE = (PROJECT / "templates" / "bien_ban.docx").read_bytes()
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DOCUMENT, _RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
_NAMESPACES = (
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)


def rebuilt(change: Callable[[Parts], None], file: bytes = TEMPLATE) -> bytes:
    parts = unpacked(file)
    change(parts)
    return packed(parts)


def with_body(words: str) -> Callable[[Parts], None]:
    """WordprocessingML before everything else of the document."""
    return lambda parts: _put(parts, _DOCUMENT, words)


def _put(parts: Parts, name: str, words: str) -> None:
    text = parts[name].decode()
    start = "<w:body>" if name == _DOCUMENT else re.search(r"<w:(hdr|ftr)[^>]*>", text)[0]  # type: ignore[index]
    words = re.sub(r"<(w:p|w:altChunk|w:subDoc)(?=[ />])", rf"<\1 {_NAMESPACES}", words)
    parts[name] = text.replace(start, start + words, 1).encode()


def with_relation(
    kind: str, target: str, words: str = "", mode: str = ' TargetMode="External"', of: str = ""
) -> Callable[[Parts], None]:
    """A relation ``rId99`` of a part, the document's if not given."""

    def change(parts: Parts) -> None:
        name = f"word/_rels/{of}.rels" if of else _RELATIONS
        empty = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            "</Relationships>"
        )
        told = f'<Relationship Id="rId99" Type="{_TYPE}/{kind}" Target="{target}"{mode}/>'
        text = parts.get(name, empty.encode()).decode()
        parts[name] = text.replace("</Relationships>", f"{told}</Relationships>").encode()
        if words:
            _put(parts, f"word/{of}" if of else _DOCUMENT, words)

    return change


def with_part(name: str, data: str | bytes) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        parts[name] = data.encode() if isinstance(data, str) else data

    return change


def both(*changes: Callable[[Parts], None]) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        for one in changes:
            one(parts)

    return change


def picture(attribute: str) -> str:
    """A picture whose bits are ``rId99``, by ``r:link`` or ``r:embed``."""
    return (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="3000000" cy="3000000"/>'
        '<wp:docPr id="1" name="x"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="x"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip {attribute}="rId99"/><a:stretch><a:fillRect/></a:stretch>'
        '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="3000000" cy="3000000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
        "</w:r></w:p>"
    )


def field(*instruction: str) -> str:
    """A field whose instruction stands in so many runs."""
    words = "".join(
        f'<w:r><w:instrText xml:space="preserve">{one}</w:instrText></w:r>' for one in instruction
    )
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{words}'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>x</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def drawn(inside: str) -> str:
    return (
        f'<w:p><w:r><w:pict><v:shape style="width:200pt;height:200pt">{inside}</v:shape></w:pict>'
        "</w:r></w:p>"
    )


def embedded(file: bytes) -> Callable[[Parts], None]:
    return both(
        with_part("word/embeddings/inner.docx", file),
        with_relation("package", "embeddings/inner.docx", mode=""),
    )


def svg(words: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="200" height="200">{words}</svg>'
    )


def hostile(target: str) -> Mapping[str, bytes]:
    """Each way, to one target: an address or a file's."""
    relations: dict[str, Callable[[Parts], None]] = {
        "a link's relation that a picture uses": with_relation(
            "hyperlink", target, picture("r:link")
        ),
        "a picture": with_relation("image", target, picture("r:link")),
        "a picture that nothing uses": with_relation("image", target),
        "a picture in a header": with_relation(
            "image", target, picture("r:link"), of="header1.xml"
        ),
        "a mode in small letters": with_relation(
            "image", target, picture("r:link"), ' TargetMode="external"'
        ),
        "an address that is called inside": with_relation("x", target, mode=""),
        "a linked object": with_relation(
            "oleObject",
            target,
            '<w:p><w:r><w:object><o:OLEObject Type="Link" ProgID="Word.Document.12" r:id="rId99"/>'
            "</w:object></w:r></w:p>",
        ),
        "another document": with_relation("subDocument", target, '<w:subDoc r:id="rId99"/>'),
        "another document's text": with_relation("aFChunk", target, '<w:altChunk r:id="rId99"/>'),
        "a page of a frame": with_relation("frame", target, of="webSettings.xml"),
        "a font": with_relation("font", target, of="fontTable.xml"),
        "a picture of the theme": with_relation("image", target, of="theme/theme1.xml"),
        "a picture of a list": with_relation("image", target, of="numbering.xml"),
        "data": with_relation("customXml", target),
        "the picture's other size": with_relation(
            "hyperlink", target, drawn('<v:imagedata r:href="rId99" r:id="rId99"/>')
        ),
        "a page inside that shows a picture": both(
            with_part("word/chunk.html", f'<html><body><img src="{target}"></body></html>'),
            with_relation("aFChunk", "chunk.html", '<w:altChunk r:id="rId99"/>', mode=""),
        ),
        "a file inside": embedded(rebuilt(with_relation("image", target, picture("r:link")))),
    }
    words = {
        "INCLUDEPICTURE": field(f' INCLUDEPICTURE "{target}" \\d '),
        "a word in two runs": field(" INCLUDE", f'PICTURE "{target}" \\d '),
        "a word that a tag writes": field(f'{{{{ "INCLUDE" }}}}PICTURE "{target}" \\d '),
        "INCLUDETEXT": field(f' INCLUDETEXT "{target}" '),
        "INCLUDE": field(f' include "{target}" '),
        "LINK": field(f' LINK Word.Document.12 "{target}" \\a '),
        "DDE": field(f' DDE soffice "{target}" x '),
        "DDEAUTO": field(f' DDEAUTO soffice "{target}" x '),
        "RD": field(f' RD "{target}" '),
        "DATABASE": field(f' DATABASE \\d "{target}" '),
        "a field in a field": field(' IF 1 = 1 "').replace(
            '<w:r><w:fldChar w:fldCharType="separate"/>',
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> INCLUDEPICTURE '
            f'"{target}"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/>',
        ),
        "a field without an end": field(f' INCLUDEPICTURE "{target}" ').rpartition("<w:r>")[0]
        + "</w:p>",
        "a simple field": (
            f"<w:p><w:fldSimple w:instr=' INCLUDEPICTURE \"{target}\" '><w:r><w:t>x</w:t></w:r>"
            "</w:fldSimple></w:p>"
        ),
        "a drawing": drawn(f'<v:imagedata src="{target}"/>'),
        "what fills a drawing": drawn(f'<v:fill type="frame" src="{target}"/>'),
    }
    pictures = {
        "a picture in a drawn picture": svg(
            f'<image xlink:href="{target}" width="200" height="200"/>'
        ),
        "a style sheet of a drawn picture": svg(f"<style>@import url({target});</style>"),
        "a pattern of a drawn picture": svg(
            f'<rect width="9" height="9" style="fill:url({target})"/>'
        ),
    }
    return {
        **{name: rebuilt(change) for name, change in relations.items()},
        **{name: rebuilt(with_body(body)) for name, body in words.items()},
        **{name: rebuilt(with_svg(text)) for name, text in pictures.items()},
        **in_notes(target),
    }


def with_svg(text: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        parts["word/media/drawn.svg"] = text.encode()
        types = parts["[Content_Types].xml"].decode()
        told = '<Default Extension="svg" ContentType="image/svg+xml"/>'
        if 'Extension="svg"' not in types:
            types = re.sub("(<Types[^>]*>)", rf"\1{told}", types, count=1)
        parts["[Content_Types].xml"] = types.encode()
        with_relation("image", "media/drawn.svg", picture("r:embed"), mode="")(parts)

    return change


def endnotes(
    words: str = "",
    namespace: str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    encoding: str = "UTF-8",
    name: str = "word/endnotes.xml",
    change: Callable[[str], bytes] = str.encode,
) -> bytes:
    """With a part that docxtpl hands on as it is, of one endnote.

    Args:
        change: how its text is written.
    """
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><w:endnotes xmlns:w="{namespace}">'
        f'<w:endnote w:id="2">{words}</w:endnote></w:endnotes>'
    )

    def put(parts: Parts) -> None:
        parts[name] = change(text)
        told = (
            f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-'
            'officedocument.wordprocessingml.endnotes+xml"/></Types>'
        )
        types = parts["[Content_Types].xml"].decode()
        parts["[Content_Types].xml"] = types.replace("</Types>", told).encode()
        body = '<w:p><w:r><w:endnoteReference w:id="2"/></w:r></w:p>'
        with_relation("endnotes", name.removeprefix("word/"), body, mode="")(parts)

    return rebuilt(put)


_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def in_notes(target: str) -> Mapping[str, bytes]:
    """The same in a part beside the document, however that is written."""
    shown = field(f' INCLUDEPICTURE "{target}" \\d ')
    wide = {"encoding": "UTF-16", "change": lambda text: text.encode("utf-16")}
    return {
        "in an endnote": endnotes(shown),
        "in the stricter namespace": endnotes(shown, _STRICT),
        "a simple field in it": endnotes(
            f"<w:p><w:fldSimple w:instr=' INCLUDEPICTURE \"{target}\" '/></w:p>", _STRICT
        ),
        "another document's text in it": endnotes("<w:altChunk/>", _STRICT),
        "in a part that is called a picture": endnotes(shown, _STRICT, name="word/media/x.png"),
        "in letters of two bytes": endnotes(shown, **wide),  # type: ignore[arg-type]
        "behind many spaces": endnotes(
            shown, change=lambda text: b" " * 200 + text.partition("?>")[2].encode()
        ),
    }


def unreadable() -> Mapping[str, bytes]:
    """Parts of which one reader makes nothing, and another what it says."""
    shown = field(' INCLUDEPICTURE "file:///etc/hostname" ')

    def seven_bits(text: str) -> bytes:
        return text.replace("instrText", "instr+AFQ-ext").encode()

    return {
        "with a document type": with_doctype(),
        "in EBCDIC": endnotes(shown, encoding="IBM037", change=lambda text: text.encode("cp037")),
        "in UTF-7": endnotes(shown, encoding="UTF-7", change=seven_bits),
        "in an encoding that nobody knows": endnotes(shown, encoding="x-none"),
        "without its end": endnotes(shown, change=lambda text: text.encode()[:-9]),
        "with too many letters": endnotes(
            f"<w:p><w:r><w:t>{'x' * 10_100_000}</w:t></w:r></w:p>{shown}"
        ),
        "too deep": endnotes(shown + "<w:p>" * 300 + "</w:p>" * 300),
    }


HARMLESS: Mapping[str, bytes] = {
    "a link": rebuilt(
        with_relation(
            "hyperlink",
            "https://chinhphu.vn/",
            '<w:p><w:hyperlink r:id="rId99"><w:r><w:t>Cổng</w:t></w:r></w:hyperlink></w:p>',
        )
    ),
    "an address to write to": rebuilt(
        with_relation(
            "hyperlink",
            "mailto:vt@so.gov.vn",
            '<w:p><w:hyperlink r:id="rId99"><w:r><w:t>Thư</w:t></w:r></w:hyperlink></w:p>',
        )
    ),
    "a link that is a field": rebuilt(
        with_body(field(' HYPERLINK "https://chinhphu.vn/" \\o "x" '))
    ),
    "a place in it": rebuilt(with_body(field(' HYPERLINK \\l "noi_dung" '))),
    "the hour, the page": rebuilt(with_body(field(" PAGE ") + field(' DATE \\@ "dd/MM" '))),
    "the template that it was made with": rebuilt(
        with_relation("attachedTemplate", "file:///C:/Mau/So.dotm", of="settings.xml")
    ),
    "a picture": rebuilt(with_svg(svg('<rect width="9" height="9" fill="red"/>'))),
    "a picture in older letters": rebuilt(
        with_svg(f'<?xml version="1.0" encoding="iso-8859-1"?>{svg("<g/>")}')
    ),
    "an endnote": endnotes(field(" PAGE ")),
}


def with_doctype() -> bytes:
    def change(parts: Parts) -> None:
        text = parts["word/styles.xml"].decode()
        at = text.index("<w:styles")
        parts["word/styles.xml"] = (
            f'{text[:at]}<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>{text[at:]}'
        ).encode()

    return rebuilt(change)


def twice_named() -> bytes:
    """Two documents of one name: readers differ in which they take."""
    made = BytesIO(TEMPLATE)
    parts = unpacked(TEMPLATE)
    with ZipFile(made, "a", ZIP_DEFLATED) as file:
        file.writestr(_DOCUMENT, parts[_DOCUMENT])
    return made.getvalue()
