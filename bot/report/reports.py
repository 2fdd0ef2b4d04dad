"""Renderings of a report: text for the chat, a Word file, and what is kept of each draft."""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from bot.minutes import Line, LineKind, LineState, Meeting, Speaker, Tag
from bot.minutes.documents import Depth, Kind
from bot.minutes.info import ITEMS
from bot.minutes.rules import Sorted, sort_lines
from bot.report.layout import Source, arrange, marked
from bot.report.trouble import TemplateBroken, Wrong, check_braces, explain
from bot.report.view import Paragraph, Report, view

if TYPE_CHECKING:
    from docx.document import Document

log = logging.getLogger(__name__)
Form = TypeVar("Form")

BUILT_IN = Path(__file__).resolve().parents[2] / "templates"
_MOST_BYTES = 100_000_000  # of a Word file, unpacked: a few kB may unpack to more than the memory
# a relationship to something outside of the file that is no link to click on
_LINK = re.compile(rb"<Relationship\b(?=[^>]*TargetMode=.External)(?![^>]*/hyperlink)[^>]*>")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FILES = {Kind.REPORT: "bao_cao", Kind.MINUTES: "bien_ban", Kind.NOTICE: "thong_bao"}


@dataclass(frozen=True)
class Draft:
    """A draft in all its forms."""

    report: Report
    left: Sorted  #: what stayed out, and what went in
    text: str
    docx: bytes
    broken: tuple[TemplateBroken, ...] = ()  #: an office's templates that could not be used


class Reports:
    """Makes drafts.

    Args:
        templates: an office's own templates; what is not there is the built-in one.
        documents: folder where drafts are kept; made when it is first needed.
        now: the clock, timezone-aware.
        sent: folder of the templates that were sent to the bot, one folder a chat.
    """

    def __init__(
        self,
        templates: Path,
        documents: Path,
        now: Callable[[], datetime],
        zone: tzinfo,
        sent: Path | None = None,
    ) -> None:
        self._templates = templates
        self._documents = documents
        self._now = now
        self._zone = zone
        self._sent = sent

    def draft(
        self,
        meeting: Meeting,
        lines: Iterable[Line],
        kind: Kind = Kind.REPORT,
        depth: Depth = Depth.COURSE,
        *,
        sources: bool = False,
    ) -> Draft:
        """Render a meeting. Where an office's template is broken, the built-in one serves.

        Args:
            sources: the Word file tells in comments which lines its paragraphs are made of.
        """
        lines = list(lines)
        report = view(meeting, lines, self._now(), self._zone, kind, depth)
        said = _comments(lines, self._zone) if sources else None
        broken: list[TemplateBroken] = []
        name = _FILES[kind]
        text = self._first_whole(
            meeting, f"{name}.txt.j2", broken, lambda path: _text(path, report)
        )
        docx = self._first_whole(
            meeting, f"{name}.docx", broken, lambda path: _docx(path, report, said)
        )
        return Draft(report, sort_lines(lines), text, docx, tuple(broken))

    def keep(self, draft: Draft) -> Path:
        """Write ``bao-cao-4-2.docx`` (meeting 4, second draft of its kind) and what it is made of.

        Returns:
            the Word file's path; the text has the same name with ``.txt``, the paragraphs and
            their lines with ``.json`` (see ``Kept``).
        """
        report = draft.report
        folder = self._documents / str(report.meeting_no)
        folder.mkdir(parents=True, exist_ok=True)
        numbers = (re.search(r"-(\d+)$", old.stem) for old in folder.glob(f"{report.kind.file}-*"))
        number = max((int(found[1]) for found in numbers if found), default=0) + 1
        path = folder / f"{report.kind.file}-{report.meeting_no}-{number}.docx"
        path.with_suffix(".txt").write_text(draft.text + "\n", encoding="utf-8")
        kept = Kept(report.kind, report.depth, report.paragraphs)
        path.with_suffix(".json").write_text(kept.to_json() + "\n", encoding="utf-8")
        half = path.with_suffix(".part")
        half.write_bytes(draft.docx)
        os.replace(half, path)
        return path

    def path_of(self, meeting_no: int, name: str) -> Path:
        """A kept document's file."""
        return self._documents / str(meeting_no) / name

    # --- an office's own templates ------------------------------------------------------------

    def template(self, chat_id: int, kind: Kind) -> Path:
        """The Word template that a chat's drafts are made with."""
        name = f"{_FILES[kind]}.docx"
        return next(f / name for f in self._folders(chat_id) if (f / name).exists())

    def is_own(self, chat_id: int, kind: Kind) -> bool:
        """Whether it was sent to the bot by this chat."""
        return self._sent is not None and self._sent in self.template(chat_id, kind).parents

    def take_template(self, chat_id: int, kind: Kind, data: bytes) -> None:
        """Use a Word file as the chat's template from now on; the one before is kept beside it.

        Raises:
            TemplateBroken: it cannot be used; nothing has changed.
        """
        assert self._sent is not None
        folder = self._sent / str(chat_id)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{_FILES[kind]}.docx"
        half = path.with_suffix(".part")
        half.write_bytes(data)
        try:
            for report in _samples(kind, self._now(), self._zone):
                _docx(half, report, None)
        except TemplateBroken as trouble:
            half.unlink()
            trouble.file = path.name
            raise
        if path.exists():
            os.replace(path, path.with_suffix(".before"))
        os.replace(half, path)

    def drop_template(self, chat_id: int, kind: Kind) -> bool:
        """Go back to the office's or the built-in template; False where it is so already."""
        if not self.is_own(chat_id, kind):
            return False
        path = self.template(chat_id, kind)
        os.replace(path, path.with_suffix(".before"))
        return True

    def _first_whole(
        self,
        meeting: Meeting,
        name: str,
        broken: list[TemplateBroken],
        render: Callable[[Path], Form],
    ) -> Form:
        """Rendered with the first template of that name that is whole."""
        for folder in self._folders(meeting.chat_id):
            if folder != BUILT_IN and not (folder / name).exists():
                continue
            try:
                return render(folder / name)
            except TemplateBroken as trouble:
                if folder == BUILT_IN:
                    raise
                log.warning("%s: %s", folder / name, trouble)
                broken.append(trouble)
        raise AssertionError("the built-in template is always there")

    def _folders(self, chat_id: int) -> Iterator[Path]:
        if self._sent is not None:
            yield self._sent / str(chat_id)
        if self._templates.resolve() != BUILT_IN:
            yield self._templates
        yield BUILT_IN


@dataclass(frozen=True)
class Kept:
    """What is kept of a draft beside its files: the paragraphs that are made of lines."""

    kind: Kind
    depth: Depth
    paragraphs: tuple[Paragraph, ...]

    def to_json(self) -> str:
        rows = [
            {"address": p.address, "text": p.text, "lines": list(p.lines)} for p in self.paragraphs
        ]
        values = {"kind": self.kind.value, "depth": self.depth.value, "paragraphs": rows}
        return json.dumps(values, ensure_ascii=False, indent=1)

    @classmethod
    def read(cls, path: Path) -> Kept:
        """Read what was kept beside a Word file of that path.

        Raises:
            OSError, ValueError: it is not there, or not whole.
        """
        values = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        paragraphs = tuple(
            Paragraph(row["text"], address=row["address"], lines=tuple(row["lines"]))
            for row in values["paragraphs"]
        )
        return cls(Kind(values["kind"]), Depth(values["depth"]), paragraphs)


# --- rendering --------------------------------------------------------------------------------


def _text(path: Path, report: Report) -> str:
    environment = _environment()
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateBroken(path.name, Wrong.FILE, str(error)) from error
    check_braces(path.name, source.splitlines())
    try:
        return _spaced(environment.from_string(source).render(r=report))
    except Exception as error:  # an office's file: whatever is wrong with it, say so
        raise explain(path.name, source.splitlines(), error, environment) from error


def _spaced(text: str) -> str:
    """Not more than one empty line between two paragraphs."""
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _docx(path: Path, report: Report, source: Source | None) -> bytes:
    from docxtpl import DocxTemplate  # half a second that a start need not wait for

    environment = _environment()
    try:
        _check_parts(path)
        template = DocxTemplate(path)
        rows = _rows(template.get_docx())
    except Exception as error:  # a picture with another name, half a file
        raise TemplateBroken(path.name, Wrong.FILE, str(error)) from error
    check_braces(path.name, rows)
    try:
        template.render({"r": _marked(report)}, jinja_env=environment, autoescape=True)
    except Exception as error:  # an office's file: whatever is wrong with it, say so
        raise explain(path.name, rows, error, environment) from error
    try:
        arrange(template.docx, source)
    except Exception as error:
        raise TemplateBroken(path.name, Wrong.OTHER, str(error)) from error
    written = BytesIO()
    template.save(written)
    return written.getvalue()


def _check_parts(path: Path) -> None:
    """A template brings everything with it: what it links to, LibreOffice would open here.

    Raises:
        ValueError, OSError, BadZipFile: it is too large, or names files outside of itself.
    """
    with zipfile.ZipFile(path) as file:
        if sum(part.file_size for part in file.infolist()) > _MOST_BYTES:
            raise ValueError("unpacked it is larger than 100 MB")
        for name in file.namelist():
            if name.endswith(".rels") and (link := _LINK.search(file.read(name))):
                raise ValueError(f"it links to another file: {link[0].decode(errors='replace')}")


def _rows(document: Document) -> list[str]:
    """The paragraphs of a Word file, in their order: tables, then headers and footers too."""
    parts = [document.element.body]
    for section in document.sections:
        parts += [section.header._element, section.first_page_header._element]
        parts += [section.footer._element, section.first_page_footer._element]
    paragraphs = [p for part in parts for p in part.iter(_W + "p")]
    return ["".join(t.text or "" for t in p.iter(_W + "t")) for p in paragraphs]


def _marked(report: Report) -> Report:
    """The same with texts that carry the numbers of their lines through the template."""

    def mark(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
        return tuple(dataclasses.replace(p, text=marked(p.text, p.lines)) for p in paragraphs)

    return dataclasses.replace(
        report, content=mark(report.content), conclusions=mark(report.conclusions)
    )


def _comments(lines: Iterable[Line], zone: tzinfo) -> Source:
    by_number = {line.no: line for line in lines}

    def comment(number: int) -> str:
        line = by_number.get(number)
        if line is None:  # somebody typed what looks like a mark
            return ""
        at = line.at.astimezone(zone)
        return f"#{line.no} · {line.speaker.full} · {at:%d/%m/%Y %H:%M}"

    return comment


def _environment() -> SandboxedEnvironment:
    """Templates are an office's own files: sandboxed, and a misspelt name is an error."""
    return SandboxedEnvironment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # chat text; for Word docxtpl turns it on
    )


def _samples(kind: Kind, now: datetime, zone: tzinfo) -> Iterator[Report]:
    """A meeting of which everything is known, and one of which nothing is: both must work."""
    speaker = Speaker(1, "Nguyễn Văn An", "Trưởng phòng")
    facts = {item.code: "Nguyễn Văn An" for item in ITEMS}
    full = Meeting(1, 0, "Hội nghị", now, speaker, now, facts)
    said = "Giao Phòng Kế hoạch hoàn thành báo cáo trước ngày 30 tháng 11"
    lines = [
        Line(n, 1, n, now, speaker, LineKind.VOICE, LineState.DONE, said, tag)
        for n, tag in enumerate(Tag, start=1)
    ]
    many = {**facts, "thanh_phan": "\n".join(f"- Ông số {n}" for n in range(40))}
    for depth in Depth:
        yield view(full, lines, now, zone, kind, depth)
        yield view(dataclasses.replace(full, info=many), lines, now, zone, kind, depth)
        yield view(Meeting(1, 0, "Họp", now, speaker), [], now, zone, kind, depth)
