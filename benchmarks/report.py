"""`python -m benchmarks.report`: how long a long draft takes as text, as Word file and as PDF."""

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot.minutes import Line, LineKind, LineState, Meeting, Speaker, Tag
from bot.minutes.documents import Depth, Kind
from bot.report import Reports
from bot.report.pdf import Printer, find_soffice
from bot.report.reports import BUILT_IN

from .machine import machine

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_START = datetime(2026, 11, 23, 1, tzinfo=UTC)


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.report", description=__doc__)
    parser.add_argument("--lines", type=int, default=300)
    parser.add_argument("--repeats", type=int, default=7)
    given = parser.parse_args(argv)
    print(", ".join(str(value) for value in machine().values()))
    print(f"{given.lines} tagged lines of 40 words; medians of {given.repeats} in seconds")
    print("| | text and Word | PDF |\n|---|---|---|")
    soffice = find_soffice("auto")
    printer = Printer(soffice) if soffice else None
    with TemporaryDirectory() as folder:
        reports = Reports(BUILT_IN, Path(folder), lambda: _START, _ZONE)
        meeting, lines = _meeting(given.lines)
        for kind in Kind:
            for depth in (Depth.COURSE, Depth.FULL):

                def draft(kind: Kind = kind, depth: Depth = depth) -> Path:
                    return reports.keep(reports.draft(meeting, lines, kind, depth))

                path = draft()  # what is imported and compiled only once
                word = _median(draft, given.repeats)
                pdf = _median(lambda path=path: printer.pdf(path), 3) if printer else None
                shown = f"{pdf:.2f}" if pdf is not None else "no LibreOffice"
                print(f"| {kind.heading} {depth} | {word:.2f} | {shown} |", flush=True)


def _median(work: Callable[[], object], repeats: int) -> float:
    found = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def _meeting(count: int) -> tuple[Meeting, list[Line]]:
    secretary = Speaker(1, "Lê Thị Hà", "Chuyên viên")
    words = " ".join(["đề nghị các phòng rà soát nhiệm vụ được giao"] * 4)
    lines = [
        Line(
            no,
            1,
            no,
            _START + timedelta(minutes=no),
            Speaker(no % 20 + 2, f"Nguyễn Văn {no % 20}", "Trưởng phòng"),
            LineKind.VOICE,
            LineState.DONE,
            f"Ý thứ {no}: {words}.",
            Tag.CONCLUSION if no % 5 == 0 else Tag.OPINION,
        )
        for no in range(1, count + 1)
    ]
    return Meeting(1, 1, "Hội nghị tổng kết", _START, secretary), lines


if __name__ == "__main__":
    main()
