"""Whether what is known of a meeting would print as Nghị định 30/2020 wants it: the words of the
layout check's own rules, without making a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from bot.minutes import Meeting
from bot.minutes.documents import Kind
from bot.minutes.info import BY_CODE, Item
from bot.report.check import words
from bot.report.check.rules.checks import Breach
from bot.report.view import BLANK, view


def would_print_wrong(
    meeting: Meeting, now: datetime, zone: tzinfo, kind: Kind = Kind.REPORT
) -> list[tuple[Item, Breach]]:
    """The items that somebody has given and that the layout check would find wrong in a draft,
    each with the first thing that it would say.

    Args:
        now: gives month and year of the draft's date.
    """
    found: dict[str, Breach] = {}
    for code, breach in _breaches(meeting, now, zone, kind):
        if meeting.info.get(code):
            found.setdefault(code, breach)
    return [(BY_CODE[code], breach) for code, breach in found.items()]


def _breaches(
    meeting: Meeting, now: datetime, zone: tzinfo, kind: Kind
) -> Iterator[tuple[str, Breach]]:
    report = view(meeting, [], now, zone, kind)
    number = f"Số: {report.number}/{kind.code}-{report.symbol}"
    yield from (("ky_hieu", x) for x in words.number(number, kind.code, kind.heading))
    if kind is not Kind.MINUTES:
        dated = f"{report.place}, ngày … tháng {report.drafted.month:02} năm {report.drafted.year}"
        yield from (("dia_danh", x) for x in words.place_date(dated))
        for breach in _signature(report.signer_titles, report.signer):
            yield "nguoi_ky", breach
    last = len(report.receivers) - 1
    for place, row in enumerate(report.receivers):
        yield from (("noi_nhan", x) for x in words.receiver(row, is_last=place == last))


def _signature(titles: tuple[str, ...], name: str) -> Iterator[Breach]:
    if BLANK in titles:
        yield words.no_title()
    for title in titles:
        if title != BLANK:
            yield from words.signer_title(title)
    yield from words.deputies([title for title in titles if title != BLANK])
    if name == BLANK:
        yield words.no_name()
    else:
        yield from words.signer_name(name)
