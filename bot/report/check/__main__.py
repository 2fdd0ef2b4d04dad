"""``python -m bot.report.check FILE``: see ``--help``."""

from __future__ import annotations

import dataclasses
import io
import json
import sys
from collections import Counter
from pathlib import Path

from bot.report.check import Finding, Unusable, check_apart
from bot.report.check import sentences as say
from foundation.command_line import Parser

CLEAN, BROKEN, UNUSABLE = 0, 1, 2


def main(argv: list[str] | None = None) -> int:
    """The command line; returns the exit status."""
    arguments = _parser().parse_words(argv)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # Vietnamese, whatever the locale
            stream.reconfigure(encoding="utf-8")
    try:
        findings = check_apart(arguments.file, final=arguments.final)
    except Unusable as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    if arguments.json:
        print(json.dumps([dataclasses.asdict(f) for f in findings], ensure_ascii=False, indent=2))
    else:
        print(report(findings))
    return BROKEN if any(finding.severity == "E" for finding in findings) else CLEAN


def report(findings: list[Finding]) -> str:
    """The findings as text, a line each, and how many there are."""
    if not findings:
        return say.CLEAN
    counts = Counter(finding.severity for finding in findings)
    lines = [
        say.LINE.format(**{**dataclasses.asdict(f), "severity": say.SEVERITIES[f.severity]})
        for f in findings
    ]
    counted = say.COUNTS.format(errors=counts["E"], warnings=counts["W"], notes=counts["I"])
    return "\n".join([*lines, counted])


def _parser() -> Parser:
    parser = Parser(
        prog="python -m bot.report.check", description=say.DESCRIPTION, epilog=say.EPILOG
    )
    parser.add_argument("file", type=Path, metavar="TỆP", help=say.HELP_FILE)
    parser.add_argument("--final", action="store_true", help=say.HELP_FINAL)
    parser.add_argument("--json", action="store_true", help=say.HELP_JSON)
    return parser


if __name__ == "__main__":
    sys.exit(main())
