"""A Word file as PDF, by LibreOffice, and its first page as a picture."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

from bot.errors import BotError
from foundation.files import finish_durably

log = logging.getLogger(__name__)

PACKAGES = "libreoffice-writer-nogui fonts-liberation2"
"""What Debian and Ubuntu install it with; the fonts have Times New Roman's metrics."""

_DPI = 110  # an A4 page is then 910 x 1287 pixels: readable on a telephone
_POINTS = 72


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
    """One LibreOffice, with a profile of its own, that makes one PDF at a time.

    Args:
        soffice: the program.
        seconds: how long one document may take.
    """

    def __init__(self, soffice: str, seconds: float = 60.0) -> None:
        self._soffice = soffice
        self._seconds = seconds
        self._one = threading.Lock()
        self._running: subprocess.Popen[bytes] | None = None
        self._closed = False
        # two processes on one profile disturb each other; the folder goes with this process
        self._profile = tempfile.TemporaryDirectory(prefix="bien-ban-soffice-")

    def pdf(self, docx: Path) -> Path:
        """Make ``name.pdf`` beside ``name.docx``. Blocks for some seconds.

        Raises:
            CannotPrint
        """
        target = docx.with_suffix(".pdf")
        try:
            with self._one, tempfile.TemporaryDirectory(dir=docx.parent, prefix=".pdf-") as folder:
                self._convert(docx, Path(folder))
                made = Path(folder) / target.name
                if not made.exists():
                    raise CannotPrint(f"{self._soffice} made no PDF of {docx.name}")
                finish_durably(made, target)
        except OSError as error:  # the draft is gone, the disk is full
            raise CannotPrint(f"{docx}: {error}") from error
        return target

    def close(self) -> None:
        """End what is being made, at once and with all its children; nothing more is made."""
        self._closed = True
        if running := self._running:
            _end(running)

    def _convert(self, docx: Path, folder: Path) -> None:
        command = [
            self._soffice,
            "--headless",
            "--norestore",
            f"-env:UserInstallation={Path(self._profile.name).as_uri()}",
            *("--convert-to", "pdf", "--outdir", str(folder), str(docx)),
        ]
        try:
            # a group of its own: soffice is a script, its children must end with it
            process = subprocess.Popen(  # noqa: S603
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            raise CannotPrint(f"{self._soffice}: {error}") from error
        self._running = process
        if self._closed:
            self.close()
        try:
            said, _ = process.communicate(timeout=self._seconds)
        except subprocess.TimeoutExpired:
            raise CannotPrint(f"no PDF of {docx.name} after {self._seconds:g} s") from None
        finally:
            _end(process)
            self._running = None
            process.wait()
        if process.returncode != 0:
            last = said.decode(errors="replace").strip()[-300:]
            raise CannotPrint(f"{self._soffice} ended with {process.returncode}: {last}")


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def first_page(pdf: Path) -> Path:
    """Make ``name.png`` of the first page of ``name.pdf``, beside it.

    Raises:
        CannotPrint: the PDF cannot be read.
    """
    import pypdfium2

    target = pdf.with_suffix(".png")
    try:
        document = pypdfium2.PdfDocument(pdf)
        try:
            picture = document[0].render(scale=_DPI / _POINTS).to_pil()
        finally:
            document.close()
        half = target.with_suffix(".part")
        picture.save(half, format="PNG", optimize=True)
        finish_durably(half, target)
    except (pypdfium2.PdfiumError, OSError) as error:
        raise CannotPrint(f"{pdf.name}: {error}") from error
    return target
