"""A report and a template -> text or a Word file.

Templates are an office's own files. They are rendered in a sandbox that runs no code, and by
``reports`` in a process of its own that a template without end cannot leave.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from bot.minutes.documents import Kind
from bot.minutes.typed.words import fold, one_line
from bot.report import outside, revisions
from bot.report.layout import arrange, marked
from bot.report.outside import Outside
from bot.report.package import Parts, packed, to_bytes, unpacked, xml_of
from bot.report.trouble import Row, TemplateBroken, Wrong, check_tags, explain
from bot.report.view import Paragraph, Report

if TYPE_CHECKING:
    from docx.document import Document

BUILT_IN = Path(__file__).resolve().parents[2] / "templates"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FOOTNOTES = ".wordprocessingml.footnotes+xml"


def render_text(path: Path, report: Report) -> str:
    """The text for the chat.

    Raises:
        TemplateBroken
    """
    environment = _environment(for_word=False)
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateBroken(path.name, Wrong.FILE, str(error)) from error
    rows = [Row(text) for text in source.splitlines()]
    check_tags(path.name, rows)
    try:
        return _spaced(environment.from_string(source).render(r=report))
    except MemoryError:
        raise
    except Exception as error:  # an office's file: whatever is wrong with it, say so
        raise explain(path.name, rows, error, environment) from error


def _spaced(text: str) -> str:
    """Not more than one empty line between two paragraphs."""
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def render_docx(path: Path, report: Report, comments: Mapping[int, str] | None = None) -> bytes:
    """The Word file.

    Args:
        comments: what a comment says about the line of each number; None: no comments.

    Raises:
        TemplateBroken
    """
    if path.parent == BUILT_IN:
        return _rendered(path, path.read_bytes(), report, comments)
    return _looked_through(path, _rendered(path, _usable(path), report, comments))


def _usable(path: Path) -> bytes:
    """A Word template as it is used.

    Raises:
        TemplateBroken
    """
    try:
        return _safe(path.read_bytes())
    except MemoryError:
        raise
    except Outside as error:
        raise TemplateBroken(path.name, Wrong.OUTSIDE, str(error), error.what) from error
    except Exception as error:  # a picture with another name, half a file
        raise TemplateBroken(path.name, Wrong.FILE, str(error)) from error


def _rendered(
    path: Path, usable: bytes, report: Report, comments: Mapping[int, str] | None = None
) -> bytes:
    from docxtpl import DocxTemplate  # half a second that a start need not wait for

    environment = _environment(for_word=True)
    try:
        template = DocxTemplate(BytesIO(usable))
        rows = _rows(template.get_docx())
    except MemoryError:
        raise
    except Exception as error:  # what it needs is not there
        raise TemplateBroken(path.name, Wrong.FILE, str(error)) from error
    check_tags(path.name, rows)
    try:
        template.render({"r": _marked(report)}, jinja_env=environment, autoescape=True)
    except MemoryError:
        raise
    except Exception as error:  # an office's file: whatever is wrong with it, say so
        raise explain(path.name, rows, error, environment) from error
    try:
        arrange(template.docx, comments)
    except Exception as error:
        raise TemplateBroken(path.name, Wrong.OTHER, str(error)) from error
    written = BytesIO()
    template.save(written)
    return written.getvalue()


def _looked_through(path: Path, data: bytes) -> bytes:
    """What was made with an office's template, if nothing in it leads outside.

    Raises:
        TemplateBroken
    """
    try:
        made = unpacked(data)
    except ValueError as error:
        raise TemplateBroken(path.name, Wrong.HEAVY, str(error)) from error
    try:
        outside.check(made)  # a tag may have written what was not there before
    except Outside as error:
        raise TemplateBroken(path.name, Wrong.OUTSIDE, str(error), error.what) from error
    return data


def try_docx(path: Path, kind: Kind, reports: Iterable[Report]) -> bytes:
    """Render a template that was sent with each of these reports.

    Returns:
        the largest of what was made.

    Raises:
        TemplateBroken
    """
    usable = _usable(path)
    heading = _heading(usable)
    other = next((one for one in Kind if one is not kind and fold(one.heading) == heading), None)
    if other is not None:
        name = other.heading.lower()
        raise TemplateBroken(path.name, Wrong.KIND, f"its heading is {name}", name)
    made = (_looked_through(path, _rendered(path, usable, report)) for report in reports)
    return max(made, key=len)


def _heading(usable: bytes) -> str:
    """The first row of a Word file that is the heading of a kind of document, folded."""
    import docx

    try:
        document = docx.Document(BytesIO(usable))
        rows = [fold(one_line(row.text)) for row in _rows(document)]
    except Exception:  # render_docx says what is wrong with it
        return ""
    return next((row for row in rows if row in {fold(kind.heading) for kind in Kind}), "")


def _safe(data: bytes) -> bytes:
    """A template as it is used: its changes accepted, its comments and what it was made from
    taken out.

    Raises:
        Outside: it refers to something outside of itself that is no link to click on.
        ValueError, OSError, BadZipFile: it is no Word file, or unpacks to too much.
    """
    parts = unpacked(data)
    kept = revisions.accepted(_without_origin(parts))
    outside.check(kept)
    return data if kept == parts else packed(kept)


def _without_origin(parts: Parts) -> Parts:
    """Without the template that it was made with, and what it was filled from."""
    kept = dict(parts)
    for one, name in outside.dropped(parts):
        folder, _, file = one.part.rpartition("/")
        for part, gone in (
            (f"{folder}/_rels/{file}.rels", f"*[@Id='{one.id}']"),
            (one.part, f"{_W}{name}"),
        ):
            root = xml_of(kept.get(part, b""))
            if root is None:
                continue
            for element in root.findall(gone):
                root.remove(element)
            kept[part] = to_bytes(root)
    return kept


def _rows(document: Document) -> list[Row]:
    """The paragraphs of a Word file, in their order: tables, then headers, footers, footnotes."""
    from docx.oxml import parse_xml

    parts = [document.element.body]
    for section in document.sections:
        parts += [section.header._element, section.first_page_header._element]
        parts += [section.footer._element, section.first_page_footer._element]
    parts += [
        parse_xml(part.blob)
        for part in document.part.package.iter_parts()
        if part.content_type.endswith(_FOOTNOTES)
    ]
    return [
        Row(
            "".join(t.text or "" for t in p.iter(_W + "t")),
            in_table=next(p.iterancestors(_W + "tc"), None) is not None,
            from_word=True,
        )
        for part in parts
        for p in part.iter(_W + "p")
    ]


def _marked(report: Report) -> Report:
    """The same with texts that carry the numbers of their lines through the template."""

    def mark(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
        return tuple(dataclasses.replace(p, text=marked(p.text, p.lines)) for p in paragraphs)

    return dataclasses.replace(
        report, content=mark(report.content), conclusions=mark(report.conclusions)
    )


def _as_typed(value: object) -> object:
    """Words that look like docxtpl's own signs for braces (``{_{``) stay as they were typed."""
    if not isinstance(value, str):
        return value
    return Markup(re.sub("(?<=[{}%])_(?=[{}%])", "&#95;", escape(value)))  # noqa: S704


class _Environment(SandboxedEnvironment):
    """Compiles a text once: a draft asks for the same ones every time, and it is half its work."""

    @lru_cache(maxsize=100)  # noqa: B019 - there are two of it, which stay
    def from_string(self, source: str) -> Template:  # type: ignore[override]
        return super().from_string(source)


@cache
def _environment(*, for_word: bool) -> SandboxedEnvironment:
    """Templates are an office's own files: sandboxed, and a misspelt name is an error."""
    return _Environment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=for_word,
        finalize=_as_typed if for_word else None,
    )
