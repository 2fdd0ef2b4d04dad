"""The checker: good documents pass, each rule's breach is found, and foreign files are told."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.report.check import Finding, check
from tests.report.broken_documents import BROKEN, Broken
from tests.report.changed_documents import WITH_APPENDIX
from tests.report.good_documents import GOOD_TOO
from tests.report.office_documents import GOOD
from tests.report.office_files import convert, write
from tests.tables import every_row


@dataclass(frozen=True)
class Files:
    docx: Path
    pdf: Path


def _first_of_each_rule() -> list[Broken]:
    """Of the breaches that a PDF shows; what of a rule is a Word file's alone is found there."""
    first: dict[str, Broken] = {}
    for broken in BROKEN:
        if broken.pdf is not None:
            first.setdefault(broken.rule, broken)
    return list(first.values())


SHOWN = _first_of_each_rule()
UNSEEN = [broken for broken in BROKEN if broken.pdf is None]
PRINTED = {
    *(*GOOD, *list(GOOD_TOO)[::3], "with-appendix", "C31-dots", "blank-number-and-day"),
    *(broken.id for broken in (*SHOWN, *UNSEEN)),
}


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory, profile: Path) -> Callable[[str], Files]:
    """Every document of this module as a Word file and some, all in one run of LibreOffice, as a
    PDF: printing and reading one takes half a second."""
    folder = tmp_path_factory.mktemp("office")
    offices = {
        **GOOD,
        **GOOD_TOO,
        "with-appendix": WITH_APPENDIX,
        **{broken.id: broken.office for broken in BROKEN},
    }
    written = [write(office, folder / f"{name}.docx") for name, office in offices.items()]
    convert([path for path in written if path.stem in PRINTED], folder, profile)
    return lambda name: Files(folder / f"{name}.docx", folder / f"{name}.pdf")


def rules(findings: list[Finding]) -> set[str]:
    return {finding.rule for finding in findings}


# --- good and broken ------------------------------------------------------------------------------


@every_row("name", (*GOOD, *GOOD_TOO, "with-appendix"))
def test_a_good_document_breaks_nothing(name: str, files: Callable[[str], Files]) -> None:
    assert check(files(name).docx) == []
    if name in PRINTED:
        assert check(files(name).pdf) == []


def is_found(found: list[Finding], broken: Broken, pattern: str) -> None:
    assert rules(found) == {broken.rule} | broken.also
    assert [f for f in found if f.rule == broken.rule and re.search(pattern, f.found)]


@every_row("broken", BROKEN)
def test_a_breach_is_found_in_a_word_file(broken: Broken, files: Callable[[str], Files]) -> None:
    found = check(files(broken.id).docx)
    if broken.docx:
        is_found(found, broken, broken.found)
    else:
        assert found == []


@every_row("broken", SHOWN)
def test_a_breach_is_found_in_a_pdf(broken: Broken, files: Callable[[str], Files]) -> None:
    is_found(check(files(broken.id).pdf), broken, broken.pdf or broken.found)


@every_row("broken", UNSEEN)
def test_what_a_pdf_does_not_show_is_not_guessed(
    broken: Broken, files: Callable[[str], Files]
) -> None:
    assert rules(check(files(broken.id).pdf)) <= {broken.rule}


def test_every_rule_has_a_breach() -> None:
    assert {b.rule for b in BROKEN} == {f"C{number:02}" for number in range(1, 34)}


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_what_is_blank_in_a_draft_is_an_error_in_the_final_document(
    files: Callable[[str], Files], kind: str
) -> None:
    blank = check(getattr(files("blank-number-and-day"), kind), final=True)
    assert [(f.rule, f.severity, f.where) for f in blank] == [
        ("C31", "E", "Số, ký hiệu (và 1 chỗ khác)")
    ]
    (left,) = check(getattr(files("C31-dots"), kind))
    assert left.severity == "I"
    (left,) = check(getattr(files("C31-dots"), kind), final=True)
    assert left.severity == "E"
    assert check(getattr(files("BC"), kind), final=True) == []
