"""LibreOffice for the tests of documents: one program, one profile for all of a worker's tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.report.pdf import Printer, find_soffice


@pytest.fixture(scope="session")
def soffice() -> str:
    found = find_soffice("auto")
    assert found, "the tests of PDFs need LibreOffice: apt install libreoffice-writer-nogui"
    return found


@pytest.fixture(scope="session")
def profile(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """LibreOffice's folder of its own settings: made once, it takes a second."""
    return tmp_path_factory.mktemp("profile")


@pytest.fixture(scope="session")
def printer(soffice: str) -> Printer:
    return Printer(soffice)
