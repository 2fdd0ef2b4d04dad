"""Drafts of a report: text for the chat, a Word file, whose templates they are made with, and what
is kept of each."""

from __future__ import annotations

import dataclasses
import json
import logging
import math
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TypeVar

from bot.messages.phrases import UNKNOWN_SPEAKER
from bot.minutes import Line, LineKind, LineState, Meeting, Speaker, Tag
from bot.minutes.documents import Depth, Kind
from bot.minutes.guesses.tasks import TaskGuess
from bot.minutes.info import ITEMS
from bot.minutes.rules import LinesByUse, sort_lines
from bot.minutes.voices import for_paper
from bot.report.pdf import CannotPrint, Printer
from bot.report.rendering import BUILT_IN, render_docx, render_text, try_docx
from bot.report.trouble import TemplateBroken, Wrong
from bot.report.view import Paragraph, Report, view
from foundation import apart
from foundation.aside import LIGHT, aside, letters
from foundation.aside import MEGABYTES as aside_megabytes
from foundation.aside import SECONDS as aside_seconds
from foundation.files import finish_durably, make_folder, write_durably

log = logging.getLogger(__name__)
Form = TypeVar("Form", str, bytes)
T = TypeVar("T")

# What an office's own template may take: a draft of 300 lines needs 0.3 s and 100 MB. Everybody's
# arrivals wait for a draft; nobody waits while a new template is tried
SECONDS = 3.0
SECONDS_TO_TRY = 10.0  #: of processor time
_PATIENCE = 6  # times that long to wait for it
MEGABYTES = 1000
_TIMES_READ = 2  # what a draft costs, beside reading its lines once


@dataclass(frozen=True)
class Draft:
    """A draft in all its forms."""

    report: Report
    left: LinesByUse  #: what stayed out, and what went in
    text: str
    docx: bytes
    broken: tuple[TemplateBroken, ...] = ()  #: an office's templates that could not be used

    @property
    def unsure(self) -> tuple[Line, ...]:
        """The lines standing in it that have words to listen to again."""
        held = {no for p in self.report.paragraphs for no in p.lines}
        return tuple(line for line in self.left.unsure if line.no in held)


class Reports:
    """Makes drafts.

    Args:
        templates: an office's own templates; what is not there is the built-in one.
        documents: folder where drafts are kept; made when it is first needed.
        now: the clock, timezone-aware.
        sent: folder of the templates that were sent to the bot, one folder a chat.

    Attributes:
        seconds: how long an office's own template may take for a draft.
        seconds_to_try: how long one that was just sent may take for all that it is tried with.
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
        self.seconds = SECONDS
        self.seconds_to_try = SECONDS_TO_TRY
        self._endless: dict[tuple[Path, int], TemplateBroken] = {}

    def draft(
        self,
        meeting: Meeting,
        lines: Iterable[Line],
        kind: Kind = Kind.REPORT,
        depth: Depth = Depth.COURSE,
        *,
        tasks: Sequence[TaskGuess] | None = None,
        sources: bool = False,
    ) -> Draft:
        """Render a meeting. Where an office's template is broken, the built-in one serves.

        Args:
            tasks: those of its table; None: see ``view``.
            sources: the Word file tells in comments which lines its paragraphs are made of.
        """
        lines = list(lines)
        comments = _comments(lines, self._zone) if sources else None
        name = kind.template
        given = (meeting, lines, kind, depth, tasks)
        weight = self._weight(meeting, lines, f"{name}.txt.j2", f"{name}.docx")
        heavy = weight > LIGHT
        return aside(self._draft, *given, comments, heavy, weight=weight, here=True)

    def _draft(
        self,
        meeting: Meeting,
        lines: Sequence[Line],
        kind: Kind,
        depth: Depth,
        tasks: Sequence[TaskGuess] | None,
        comments: Mapping[int, str] | None,
        heavy: bool,
    ) -> Draft:
        name, broken = kind.template, list[TemplateBroken]()
        now = self._now()
        report = _do(heavy, view, meeting, lines, now, self._zone, kind, depth, tasks)
        text = self._first_whole(meeting, f"{name}.txt.j2", broken, heavy, render_text, report)
        docx = self._first_whole(
            meeting, f"{name}.docx", broken, heavy, render_docx, report, comments
        )
        return Draft(report, sort_lines(lines), text, docx, tuple(broken))

    def text_as_of(
        self,
        meeting: Meeting,
        lines: Iterable[Line],
        kind: Kind,
        depth: Depth,
        at: datetime,
        tasks: Sequence[TaskGuess] | None = None,
    ) -> str:
        """A meeting's text as it is now, dated as a draft of that moment: where it is not the text
        kept with that draft, the meeting has changed since."""
        lines, name = list(lines), f"{kind.template}.txt.j2"
        weight = self._weight(meeting, lines, name)
        given = (meeting, lines, kind, depth, at, tasks)
        return aside(self._text_as_of, *given, weight > LIGHT, weight=weight, here=True)

    def _text_as_of(
        self,
        meeting: Meeting,
        lines: Sequence[Line],
        kind: Kind,
        depth: Depth,
        at: datetime,
        tasks: Sequence[TaskGuess] | None,
        heavy: bool,
    ) -> str:
        report = _do(heavy, view, meeting, lines, at, self._zone, kind, depth, tasks)
        return self._first_whole(meeting, f"{kind.template}.txt.j2", [], heavy, render_text, report)

    def _weight(self, meeting: Meeting, lines: Sequence[Line], *names: str) -> float:
        """Of a draft's making; an office's own template may take as long as it is given."""
        of_office = any(
            (folder / name).exists()
            for folder in self._folders(meeting.chat_id)
            for name in names
            if folder != BUILT_IN
        )
        return math.inf if of_office else _TIMES_READ * letters(lines)

    def keep(self, draft: Draft, names: Iterable[str] = ()) -> Path:
        """Write ``bao-cao-4-2.docx`` (meeting 4, second draft of its kind) and what it is made of.

        Args:
            names: of files that were made before; none is given again, even if the disk has lost
                it.

        Returns:
            the Word file's path; the text has the same name with ``.txt``, the paragraphs and
            their lines with ``.json`` (see ``DraftSources``). All are on disk.
        """
        report = draft.report
        folder = self._documents / str(report.meeting_no)
        make_folder(folder)
        old = [file.stem for file in folder.glob(f"{report.kind.file}-*")]
        old += [Path(name).stem for name in names if name.startswith(f"{report.kind.file}-")]
        numbers = (re.search(r"-(\d+)$", stem) for stem in old)
        number = max((int(found[1]) for found in numbers if found), default=0) + 1
        path = folder / f"{report.kind.file}-{report.meeting_no}-{number}.docx"
        kept = DraftSources(report.paragraphs)
        write_durably(path.with_suffix(".txt"), f"{draft.text}\n".encode())
        write_durably(path.with_suffix(".json"), f"{kept.to_json()}\n".encode())
        write_durably(path, draft.docx)
        return path

    def path_of(self, meeting_no: int, name: str) -> Path:
        """A kept document's file."""
        return self._documents / str(meeting_no) / name

    # --- an office's own templates ------------------------------------------------------------

    def template(self, chat_id: int, kind: Kind) -> Path:
        """The Word template that a chat's drafts are made with."""
        name = f"{kind.template}.docx"
        return next(f / name for f in self._folders(chat_id) if (f / name).exists())

    def is_own(self, chat_id: int, kind: Kind) -> bool:
        """Whether it was sent to the bot by this chat."""
        return self._sent is not None and self._sent in self.template(chat_id, kind).parents

    def is_office(self, chat_id: int, kind: Kind) -> bool:
        """Whether it is the office's (``TEMPLATES_DIR``), for all chats."""
        folder = self.template(chat_id, kind).parent
        return folder != BUILT_IN and not self.is_own(chat_id, kind)

    def take_template(
        self, chat_id: int, kind: Kind, data: bytes, printer: Printer | None = None
    ) -> None:
        """Use a Word file as the chat's template from now on; the one before is kept beside it.

        Args:
            printer: tries it to the end, as a PDF; None where there is none.

        Raises:
            TemplateBroken: it cannot be used; nothing has changed.
        """
        assert self._sent is not None
        folder = self._sent / str(chat_id)
        make_folder(folder)
        path = folder / f"{kind.template}.docx"
        half = path.with_suffix(".part")
        half.write_bytes(data)
        try:
            samples = list(_samples(kind, self._now(), self._zone))
            # on a machine with other work it may wait, nobody waits for it
            made = _apart(
                try_docx,
                half,
                kind,
                samples,
                seconds=_PATIENCE * self.seconds_to_try,
                computing=self.seconds_to_try,
            )
            if printer is not None:
                _try_to_print(printer, path.with_suffix(".docx").name, made)
        except TemplateBroken as trouble:
            half.unlink()
            trouble.file = path.name
            raise
        if path.exists():
            os.replace(path, path.with_suffix(".before"))
        finish_durably(half, path)

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
        heavy: bool,
        render: Callable[..., Form],
        *given: object,
    ) -> Form:
        """Rendered with the first template of that name that is whole."""
        for folder in self._folders(meeting.chat_id):
            path = folder / name
            if folder == BUILT_IN:
                break
            if not path.exists():
                continue
            version = (path, path.stat().st_mtime_ns)
            try:
                if version in self._endless:  # nobody waits for it a second time
                    raise self._endless[version]
                return _apart(render, path, *given, seconds=self.seconds)
            except TemplateBroken as trouble:
                log.warning("%s is broken (%s)", path, trouble.wrong)
                broken.append(trouble)
                if trouble.wrong is Wrong.HEAVY:
                    self._endless[version] = trouble
        return _do(heavy, render, BUILT_IN / name, *given)

    def _folders(self, chat_id: int) -> Iterator[Path]:
        if self._sent is not None:
            yield self._sent / str(chat_id)
        if self._templates.resolve() != BUILT_IN:
            yield self._templates
        yield BUILT_IN


@dataclass(frozen=True)
class DraftSources:
    """What is kept of a draft beside its files: the paragraphs that are made of lines."""

    paragraphs: tuple[Paragraph, ...]

    def to_json(self) -> str:
        rows = [
            {"address": p.address, "text": p.text, "lines": list(p.lines)} for p in self.paragraphs
        ]
        return json.dumps({"paragraphs": rows}, ensure_ascii=False, indent=1)

    @classmethod
    def read(cls, path: Path) -> DraftSources:
        """Read what was kept beside a Word file of that path.

        Raises:
            OSError, ValueError: it is not there, or not whole.
        """
        values = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        paragraphs = tuple(
            Paragraph(row["text"], address=row["address"], lines=tuple(row["lines"]))
            for row in values["paragraphs"]
        )
        return cls(paragraphs)


def _do(heavy: bool, work: Callable[..., T], *given: object) -> T:
    """Our own work: in a process of its own where others would wait for it."""
    if not heavy:
        return work(*given)
    return apart.call(work, *given, seconds=aside_seconds, megabytes=aside_megabytes)


def _apart(
    work: Callable[..., T],
    path: Path,
    *given: object,
    seconds: float,
    computing: float | None = None,
) -> T:
    """Render with an office's template, which may be anything.

    Raises:
        TemplateBroken
    """
    try:
        return apart.call(
            work, path, *given, seconds=seconds, computing=computing, megabytes=MEGABYTES
        )
    except apart.WentTooFar as error:
        raise TemplateBroken(path.name, Wrong.HEAVY, str(error)) from error
    except TemplateBroken:
        raise
    except Exception as error:  # a tag of a thousand brackets
        raise TemplateBroken(path.name, Wrong.OTHER, type(error).__name__) from error


def _try_to_print(printer: Printer, name: str, made: bytes) -> None:
    """Have a PDF made of what a template makes.

    Raises:
        TemplateBroken: no PDF can be made of it, though one can of what is built in.
    """
    try:
        printer.try_out(name, made)
    except CannotPrint as error:
        try:
            printer.try_out(name, (BUILT_IN / name).read_bytes())
        except CannotPrint as other:
            log.error("a template is taken untried, for LibreOffice prints nothing: %s", other)
            return
        raise TemplateBroken(name, Wrong.PRINT, str(error)) from error


# --- what templates are filled with ---------------------------------------------------------------


def _comments(lines: Iterable[Line], zone: tzinfo) -> dict[int, str]:
    """What a comment says about each line, by its number."""
    said = [for_paper(line, UNKNOWN_SPEAKER) for line in lines]
    return {
        line.no: f"#{line.no} · {line.speaker.full} · {line.at.astimezone(zone):%d/%m/%Y %H:%M}"
        for line in said
    }


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
