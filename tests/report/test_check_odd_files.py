"""The checker on files that are made to explode, and on letters that look like others."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.report.check import Finding, Unusable, check, check_apart, checking
from bot.report.check import sentences as say
from bot.report.check.__main__ import main
from tests.report.hostile_templates import rebuilt, with_part
from tests.report.office_documents import REPORT, Rule, Text, width
from tests.report.office_files import write
from tests.report.pdf_files import pdf, stream
from tests.tables import every_row


def rules(findings: list[Finding]) -> set[str]:
    return {finding.rule for finding in findings}


# --- made to explode ------------------------------------------------------------------------------


def form(drawn: bytes, draws: int = 6) -> bytes:
    """A drawing that draws another one, the object of that number."""
    words = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X1 %d 0 R>>>>"
    return stream(drawn, words % draws)


EXPLODING: dict[str, Callable[[], bytes]] = {
    "lines.pdf": lambda: pdf(b"0 0 m 1 1 l S " * 2_000_000),
    "letters.pdf": lambda: pdf(b"BT /F1 12 Tf (" + b"a" * 60_000_000 + b") Tj ET"),
    "zeros.pdf": lambda: pdf(b"\0" * 300_000_000),
    "forms.pdf": lambda: pdf(
        b"/X1 Do " * 50,
        more=(
            *(form(b"/X1 Do " * 50, number) for number in (8, 9, 10, 11)),
            form(b"0 0 m 9 9 l S "),
        ),
    ),
    "paragraphs.docx": lambda: rebuilt(
        lambda parts: parts.update(
            {
                "word/document.xml": parts["word/document.xml"].replace(
                    b"<w:body>", b"<w:body>" + b"<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 1_500_000
                )
            }
        )
    ),
    "a part.docx": lambda: rebuilt(with_part("word/x.xml", b"<x>" + b" " * 90_000_000 + b"</x>")),
}


@every_row("name", EXPLODING)
def test_a_file_that_is_made_to_explode_is_told_in_one_line(
    name: str, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path_factory.mktemp("x") / name
    path.write_bytes(EXPLODING[name]())
    assert path.stat().st_size < 1_000_000
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checking, "SECONDS", 15.0)  # on any machine the same end, sooner
        assert main([str(path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.strip() in (say.TOO_BIG, say.TOO_HEAVY)


async def test_what_was_wrong_in_a_file_of_another_office_is_found_apart_too(
    tmp_path: Path,
) -> None:
    path = write(replace(REPORT, left=25), tmp_path / "x.docx")
    assert check_apart(path) == check(path) != []
    with pytest.raises(Unusable, match="Không có tệp này"):
        check_apart(tmp_path / "none.docx")


# --- letters that look like others ----------------------------------------------------------------

SPACES = {
    "no-break": "\xa0",
    "narrow no-break": "\u202f",
    "thin": "\u2009",
    "four to an em": "\u2005",
    "with a joiner": " \u2060",
    "with a mark of no width": "\u200b ",
    "with a mark of order": "\ufeff ",
}


@every_row("space", SPACES)
def test_any_space_is_a_space(space: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    def spaced(text: Text) -> Text:
        return replace(text, text=text.text.replace(" ", SPACES[space]))

    motto = spaced(REPORT.motto)
    office = replace(
        REPORT,
        state=spaced(REPORT.state),
        motto=motto,
        motto_rule=Rule(width(motto)),
        receivers_head=spaced(REPORT.receivers_head),
        number=spaced(REPORT.number),
    )
    assert check(write(office, tmp_path_factory.mktemp("x") / "x.docx")) == []


@every_row(
    ("what", "change", "found"),
    [
        ("decomposed", lambda text: unicodedata.normalize("NFD", text), {"C30"}),
        ("a soft hyphen", lambda text: text.replace("h", "\xadh"), set()),
        ("two spaces", lambda text: text.replace(" ", "  ", 1), {"C30"}),
        (
            "two spaces of two kinds",
            lambda text: text.replace(" ", " \xa0", 1),
            {"C30"},
        ),
        ("a space behind", lambda text: f"{text}\xa0", set()),
    ],
)
def test_what_is_wrong_with_letters_is_said_once_and_as_what_it_is(
    what: str,
    change: Callable[[str], str],
    found: set[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    state, motto = (replace(text, text=change(text.text)) for text in (REPORT.state, REPORT.motto))
    seen = replace(motto, text=unicodedata.normalize("NFC", motto.text.rstrip()))
    office = replace(REPORT, state=state, motto=motto, motto_rule=Rule(width(seen)))
    assert rules(check(write(office, tmp_path_factory.mktemp("x") / "x.docx"))) == found
