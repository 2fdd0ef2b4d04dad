"""Renderings of a report: text for the chat, a Word file, JSON for the way out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from io import BytesIO
from pathlib import Path

from jinja2 import StrictUndefined, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from bot.errors import BotError
from bot.minutes import Line, Meeting
from bot.minutes.rules import Sorted, sort_lines
from bot.report.view import Report, view

_TEXT = "bao_cao.txt.j2"
_WORD = "bao_cao.docx"


class TemplateBroken(BotError):
    """An office's template cannot be used. The text says what; ``line`` is 0 if unknown."""

    def __init__(self, file: str, line: int, what: str) -> None:
        super().__init__(what)
        self.file = file
        self.line = line


@dataclass(frozen=True)
class Draft:
    """A draft in all its forms."""

    report: Report
    left: Sorted  #: what stayed out, and what went in
    text: str
    docx: bytes


class Reports:
    """Makes drafts.

    Args:
        templates: folder of the Jinja2 templates, an office's own or the built-in ones.
        documents: folder where drafts are kept; made when it is first needed.
        now: the clock, timezone-aware.
    """

    def __init__(
        self, templates: Path, documents: Path, now: Callable[[], datetime], zone: tzinfo
    ) -> None:
        self._templates = templates
        self._documents = documents
        self._now = now
        self._zone = zone

    def draft(self, meeting: Meeting, lines: Iterable[Line]) -> Draft:
        """Render a meeting.

        Raises:
            TemplateBroken: the template's file, line and trouble.
        """
        lines = list(lines)
        report = view(meeting, lines, self._now(), self._zone)
        return Draft(report, sort_lines(lines), self._text(report), self._docx(report))

    def keep(self, draft: Draft) -> Path:
        """Write ``bao-cao-4-2.docx`` (meeting 4, second draft) and its text beside it.

        Returns:
            the Word file's path; the text has the same name with ``.txt``.
        """
        folder = self._documents / str(draft.report.meeting_no)
        folder.mkdir(parents=True, exist_ok=True)
        number = len(list(folder.glob("bao-cao-*.docx"))) + 1
        path = folder / f"bao-cao-{draft.report.meeting_no}-{number}.docx"
        path.with_suffix(".txt").write_text(draft.text + "\n", encoding="utf-8")
        half = path.with_suffix(".part")
        half.write_bytes(draft.docx)
        os.replace(half, path)
        return path

    def _text(self, report: Report) -> str:
        environment = _environment()
        try:
            source = (self._templates / _TEXT).read_text(encoding="utf-8")
            return environment.from_string(source).render(r=report).strip()
        except TemplateSyntaxError as error:
            raise TemplateBroken(_TEXT, error.lineno, str(error.message)) from error
        except Exception as error:  # an office's file: whatever is wrong with it, say so
            raise TemplateBroken(_TEXT, 0, str(error)) from error

    def _docx(self, report: Report) -> bytes:
        from docxtpl import DocxTemplate  # half a second that a start need not wait for

        try:
            template = DocxTemplate(self._templates / _WORD)
            template.render({"r": report}, jinja_env=_environment(), autoescape=True)
        except TemplateSyntaxError as error:
            raise TemplateBroken(_WORD, error.lineno, str(error.message)) from error
        except Exception as error:  # an office's file: whatever is wrong with it, say so
            raise TemplateBroken(_WORD, 0, str(error)) from error
        written = BytesIO()
        template.save(written)
        return written.getvalue()


def _environment() -> SandboxedEnvironment:
    """Templates are an office's own files: sandboxed, and a misspelt name is an error."""
    return SandboxedEnvironment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # chat text; for Word docxtpl turns it on
    )
