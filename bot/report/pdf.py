"""A Word file as PDF, by LibreOffice, and its first page as a picture."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import stat
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from bot.errors import BotError
from foundation import apart
from foundation.apart import Program
from foundation.files import write_durably

PACKAGES = "libreoffice-writer-nogui fonts-liberation2"
"""What Debian and Ubuntu install it with; the fonts have Times New Roman's metrics."""

_DPI = 110  # an A4 page is then 910 x 1287 pixels: readable on a telephone
_POINTS = 72
_SETTINGS = "profile"  # LibreOffice's own, a folder
_MEGABYTES = 3000  # of addresses, most of which are never filled: a long draft takes some 500
_SECONDS_TO_DRAW = 30.0


class CannotPrint(BotError):
    """LibreOffice did not make a PDF. The text says why, for the log."""


def find_soffice(setting: str) -> str | None:
    """The program that makes PDFs; None where there is none, or the setting is ``off``.

    Args:
        setting: ``auto``, ``off``, or a path.
    """
    if setting == "off":
        return None
    if setting != "auto":
        return shutil.which(setting)
    return shutil.which("soffice") or shutil.which("libreoffice")


class Printer:
    """One LibreOffice that makes one PDF at a time: without network, in a folder of its own, with
    settings that no document before has touched (see ``foundation.apart.Program``).

    Args:
        soffice: the program.
        seconds: how long one document may take.
        work: a folder for what is in work; if not given, one among the machine's temporary files.
    """

    def __init__(self, soffice: str, seconds: float = 60.0, work: Path | None = None) -> None:
        self._soffice = soffice
        self._seconds = seconds
        self._one = threading.Lock()
        self._running: Program | None = None
        self._closed = False
        self._folder = tempfile.TemporaryDirectory(
            dir=work and work.absolute(), prefix="soffice-", ignore_cleanup_errors=True
        )
        self._settings = Path(self._folder.name) / "settings"

    def pdf(self, docx: Path) -> Path:
        """Make ``name.pdf`` beside ``name.docx``. Blocks for some seconds.

        Raises:
            CannotPrint
        """
        target = docx.with_suffix(".pdf")
        try:
            write_durably(target, self._made(docx.name, docx.read_bytes(), self._seconds))
        except OSError as error:  # the draft is gone, the disk is full
            raise CannotPrint(f"{docx}: {error}") from error
        return target

    def try_out(self, name: str, docx: bytes) -> None:
        """Make a PDF of a Word file, and throw it away.

        Raises:
            CannotPrint
        """
        try:
            self._made(name, docx, self._seconds / 2)
        except OSError as error:
            raise CannotPrint(f"{name}: {error}") from error

    def close(self) -> None:
        """End what is being made, at once and with all its children; nothing more is made, and
        nothing of it is left."""
        self._closed = True
        if running := self._running:
            running.end()
        self._folder.cleanup()

    def _made(self, name: str, docx: bytes, seconds: float) -> bytes:
        with self._one:
            if not self._settings.exists():
                self._begin_settings()
            with self._work() as folder:
                if self._settings.exists():
                    shutil.copytree(self._settings, folder / _SETTINGS)
                (folder / name).write_bytes(docx)
                return self._convert(folder, name, seconds)

    @contextlib.contextmanager
    def _work(self) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(
            dir=self._folder.name, prefix="print-", ignore_cleanup_errors=True
        ) as folder:
            yield Path(folder)

    def _begin_settings(self) -> None:
        """Have LibreOffice make its own settings, with a document of ours: it takes a second."""
        with self._work() as folder, contextlib.suppress(CannotPrint):
            (folder / "first.txt").write_text("1", encoding="utf-8")
            self._convert(folder, "first.txt", self._seconds)
            (folder / _SETTINGS).rename(self._settings)

    def _convert(self, folder: Path, name: str, seconds: float) -> bytes:
        command = [
            self._soffice,
            "--headless",
            "--norestore",
            f"-env:UserInstallation={(folder / _SETTINGS).as_uri()}",
            *("--convert-to", "pdf", "--outdir", str(folder), str(folder / name)),
        ]
        made = (folder / name).with_suffix(".pdf")
        if self._closed:
            raise CannotPrint("it is closed")
        needs = _belongings(self._soffice)
        limits = {"seconds": 2 * seconds, "megabytes": _MEGABYTES}
        self._running = Program(command, folder, reads=needs, **limits)  # type: ignore[arg-type]
        if self._closed:
            self._running.end()
        try:
            status, said = self._running.wait(seconds)
        except TimeoutError:
            raise CannotPrint(f"no PDF of {name} after {seconds:g} s") from None
        finally:
            self._running = None
        if status != 0:
            raise CannotPrint(f"{self._soffice} ended with {status}: {said}")
        return _taken(made)


def _belongings(soffice: str) -> list[Path]:
    """What a LibreOffice reads of its own; one in /usr is known without."""
    program = Path(soffice).resolve()
    installed = program.parent.name == "program" and program.with_name("soffice.bin").exists()
    return [program.parent.parent] if installed else [program]


def _taken(made: Path) -> bytes:
    """The bytes of the file that LibreOffice has made.

    Raises:
        CannotPrint: it is none, or only the name of another one.
    """
    try:
        handle = os.open(made, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except OSError as error:
        raise CannotPrint(f"LibreOffice made no PDF of {made.stem}: {error.strerror}") from error
    with open(handle, "rb") as opened:
        is_file = stat.S_ISREG(os.fstat(handle).st_mode)
        data = opened.read() if is_file else b""
    if not data.startswith(b"%PDF"):
        raise CannotPrint(f"what LibreOffice made of {made.stem} is no PDF")
    return data


def first_page(pdf: Path) -> Path:
    """Make ``name.png`` of the first page of ``name.pdf``, beside it.

    Raises:
        CannotPrint: the PDF cannot be read.
    """
    target = pdf.with_suffix(".png")
    try:
        png = apart.call(draw_page, pdf, seconds=_SECONDS_TO_DRAW, megabytes=_MEGABYTES)
        write_durably(target, png)
    except (apart.WentTooFar, OSError) as error:
        raise CannotPrint(f"{pdf.name}: {error}") from error
    return target


def draw_page(pdf: Path) -> bytes:
    """The first page of a PDF as PNG. Work for a process of its own: pictures that somebody sent
    are in it.

    Raises:
        CannotPrint: it cannot be read.
    """
    import pypdfium2

    drawn = io.BytesIO()
    try:
        document = pypdfium2.PdfDocument(pdf)
        try:
            picture = document[0].render(scale=_DPI / _POINTS).to_pil()
        finally:
            document.close()
        picture.save(drawn, format="PNG", optimize=True)
    except (pypdfium2.PdfiumError, OSError) as error:
        raise CannotPrint(f"{pdf.name}: {error}") from error
    return drawn.getvalue()
