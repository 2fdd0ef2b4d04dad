"""Drafts as PDF and picture, by the real LibreOffice."""

from __future__ import annotations

import stat
import tempfile
import threading
import time
from pathlib import Path

import pdfplumber
import pytest
from PIL import Image

from bot.minutes.documents import Depth, Kind
from bot.report.pdf import CannotPrint, Printer, find_soffice, first_page
from tests.report.meetings import LINES, line, meeting, reports
from tests.tables import every_row


def kept(folder: Path, kind: Kind = Kind.REPORT, depth: Depth = Depth.COURSE) -> Path:
    subject = reports(folder)
    return subject.keep(subject.draft(meeting(), LINES, kind, depth))


@every_row("kind", Kind)
def test_a_draft_becomes_a_pdf_and_a_picture(kind: Kind, tmp_path: Path, printer: Printer) -> None:
    shows_the_draft(kept(tmp_path, kind), kind, printer)


def shows_the_draft(docx: Path, kind: Kind, printer: Printer) -> None:
    pdf = printer.pdf(docx)
    assert pdf == docx.with_suffix(".pdf")
    with pdfplumber.open(pdf) as opened:
        text = "\n".join(page.extract_text() for page in opened.pages)
        fonts = {char["fontname"].partition("+")[2] for p in opened.pages for char in p.chars}
    assert kind.heading.upper() in text
    assert "Hội đồng thống nhất nghiệm thu 06 đầu sách nói." in text
    assert all(font.startswith("LiberationSerif") for font in fonts), (
        f"letters of another font: {fonts}; apt install fonts-liberation2"
    )
    picture = Image.open(first_page(pdf))
    assert picture.size == (910, 1287)
    assert sorted(p.name for p in docx.parent.iterdir() if p.name.startswith(".")) == []


def test_a_long_draft_is_printed_before_the_printer_gives_up(
    tmp_path: Path, printer: Printer
) -> None:
    subject = reports(tmp_path)
    many = [line(n, f"Kết luận thứ {n}: " + "rà soát nhiệm vụ được giao. " * 6) for n in range(300)]
    docx = subject.keep(subject.draft(meeting(), many))
    with pdfplumber.open(printer.pdf(docx)) as opened:
        assert len(opened.pages) > 20


def test_two_at_once_both_have_their_pdf(tmp_path: Path, soffice: str) -> None:
    first, second = Printer(soffice), Printer(soffice)
    made: list[Path] = []
    works = [
        threading.Thread(target=lambda p=p, d=d: made.append(p.pdf(d)))
        for p in (first, second)
        for d in (kept(tmp_path, Kind.REPORT), kept(tmp_path, Kind.MINUTES))
    ]
    for work in works:
        work.start()
    for work in works:
        work.join()
    assert len(made) == 4
    assert all(path.read_bytes().startswith(b"%PDF") for path in made)


def script(folder: Path, text: str) -> str:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


ASLEEP = 60  # seconds


@every_row(
    ("text", "why"),
    [
        ("exit 0", "made no PDF"),
        ("echo Hỏng; exit 77", "ended with 77: Hỏng"),
        (f"sleep {ASLEEP} & sleep {ASLEEP}", "no PDF of .* after 0.5 s"),
    ],
)
def test_a_libreoffice_that_does_not_work_is_an_error_and_leaves_nothing(
    text: str, why: str, tmp_path: Path
) -> None:
    docx = kept(tmp_path)
    before = sorted(docx.parent.iterdir())
    started = time.monotonic()
    with pytest.raises(CannotPrint, match=why):
        Printer(script(tmp_path, text), seconds=0.5).pdf(docx)
    assert time.monotonic() - started < ASLEEP / 2
    assert sorted(docx.parent.iterdir()) == before


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    assert find_soffice(str(tmp_path / "soffice")) is None
    assert find_soffice("off") is None
    with pytest.raises(CannotPrint):
        Printer(str(tmp_path / "soffice")).pdf(kept(tmp_path))


def test_a_pdf_that_is_none_has_no_picture(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7 half")
    with pytest.raises(CannotPrint):
        first_page(tmp_path / "x.pdf")
    assert [p.name for p in tmp_path.iterdir()] == ["x.pdf"]


# --- what is left ---------------------------------------------------------------------------------


def test_nothing_is_left_of_a_printer(tmp_path: Path, soffice: str) -> None:
    work = tmp_path / "work"
    work.mkdir()
    before = set(Path(tempfile.gettempdir()).glob("*soffice*"))
    subject = Printer(soffice, work=work)
    docx = kept(tmp_path)
    beside = sorted(docx.parent.iterdir())
    pdf = subject.pdf(docx)
    assert sorted(docx.parent.iterdir()) == sorted([*beside, pdf])
    assert [one.name.partition("-")[0] for one in work.iterdir()] == ["soffice"]
    subject.close()
    assert list(work.iterdir()) == []
    assert set(Path(tempfile.gettempdir()).glob("*soffice*")) == before
    with pytest.raises(CannotPrint):
        subject.pdf(docx)
