"""From a file to its findings."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bot.report.check import sentences as say
from bot.report.check.errors import Unusable
from bot.report.check.page import Document
from bot.report.check.parts import Paper, find
from bot.report.check.rules import RULES
from foundation import apart

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # .doc, and .docx with a password
_BIGGEST = 100_000_000  # bytes
SECONDS = 60.0  #: for one file
MEGABYTES = 1000  #: a report of a hundred pages takes 200


@dataclass(frozen=True)
class Finding:
    """What breaks a rule. The texts are Vietnamese and fit into a sentence."""

    rule: str  #: C01–C33
    severity: str  #: E, W or I
    where: str
    found: str
    wanted: str


def check(path: Path, *, final: bool = False) -> list[Finding]:
    """Hold a document against the rules, in their order.

    Args:
        path: a Word file (.docx) or a PDF, whatever its name.
        final: it is to be issued: number, date and everything else must be filled in.

    Raises:
        Unusable: it cannot be checked; the text is one Vietnamese line that says why.
    """
    paper = find(read(path), final=final)
    return list(_gathered(_findings(paper)))


def check_apart(path: Path, *, final: bool = False) -> list[Finding]:
    """``check``, in a process of its own: the file may be anybody's, and made to explode.

    Raises:
        Unusable: as ``check``; it takes too much time or memory too.
    """
    try:
        return apart.call(_quietly, path, final, seconds=SECONDS, megabytes=MEGABYTES)
    except apart.WentTooFar as error:
        raise Unusable(say.TOO_HEAVY) from error


def _quietly(path: Path, final: bool) -> list[Finding]:
    # what it has to say about a broken file is said in one line of our own
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    return check(path, final=final)


def read(path: Path) -> Document:
    """Read a file by what is in it, not by its name.

    Raises:
        Unusable: as ``check``.
    """
    try:
        if not path.is_file():
            raise Unusable(say.NO_FILE.format(path=path))
        if path.stat().st_size > _BIGGEST:
            raise Unusable(say.TOO_BIG)
        start = path.read_bytes()[:1024]
        if b"%PDF-" in start:
            from bot.report.check import pdf

            return pdf.read(path)
        if start.startswith(b"PK"):
            from bot.report.check import word

            return word.read(path)
        if start.startswith(_OLE):
            locked = "EncryptedPackage".encode("utf-16-le") in path.read_bytes()
            raise Unusable(say.LOCKED if locked else say.OLD_WORD)
        raise Unusable(say.NOT_A_DOCUMENT)
    except OSError as error:
        raise Unusable(say.UNREADABLE.format(path=path, why=error.strerror or error)) from error


def _findings(paper: Paper) -> Iterator[Finding]:
    for rule in RULES:
        for breach in rule.check(paper):
            severity = breach.severity or rule.severity
            yield Finding(rule.id, severity, breach.where, breach.found, breach.wanted)


def _gathered(findings: Iterable[Finding]) -> Iterator[Finding]:
    """One finding for what is wrong alike in many places: the first, and how many more."""
    alike: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        key = (finding.rule, finding.severity, finding.found, finding.wanted)
        alike.setdefault(key, []).append(finding)
    for first, *others in alike.values():
        more = len([finding for finding in others if finding != first])
        where = say.MORE.format(first=first.where, more=more) if more else first.where
        yield replace(first, where=where)
