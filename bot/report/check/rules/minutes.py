"""C27: what only a minutes has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.minutes.typed.words import fold
from bot.report.check import decree
from bot.report.check import sentences as say
from bot.report.check.parts import Paper
from bot.report.check.rules.checks import Breach


def minutes_parts(paper: Paper) -> Iterator[Breach]:
    """C27: a minutes has its seven parts in order, two signatures, and ends after it began."""
    if paper.kind.code != "BB":
        return
    texts = [fold(re.sub(r"^([IVX]+|\d+)\.\s+|^-\s+", "", b.text)) for b in paper.paragraphs]
    places: list[int | None] = []
    for _, pattern in decree.MINUTES_PARTS:
        found = [at for at, text in enumerate(texts) if re.match(pattern, text)]
        places.append(found[0] if found else None)
    high = -1
    above = ""
    for (label, _), place in zip(decree.MINUTES_PARTS, places, strict=True):
        where = say.MINUTES_PART.format(label=label)
        if place is None:
            yield Breach(where, say.MISSING, say.EXACTLY.format(text=label))
            continue
        if place < high:
            yield Breach(where, say.OUT_OF_ORDER.format(label=above), say.IN_ORDER)
        else:
            high, above = place, label
    titles = [s.titles[0].text.upper() if s.titles else "" for s in paper.signatures]
    wanted = decree.MINUTES_TITLES
    if len(titles) != 2 or any(a not in b for a, b in zip(titles, wanted, strict=True)):
        given = say.quoted(", ".join(filter(None, titles))) if any(titles) else say.MISSING
        yield Breach(say.SIGNATURE, given, say.MINUTES_TITLES)
    opening, closing = places[0], places[-1]
    if opening is not None and closing is not None:
        yield from _closing_time(paper.paragraphs[opening].text, paper.paragraphs[closing].text)


def _closing_time(opening: str, closing: str) -> Iterator[Breach]:
    opened, closed = (decree.MOMENT.search(text) for text in (opening, closing))
    if opened is None or closed is None:
        return
    began, ended = _moment(opened), _moment(closed)
    same_day = None in (began[0], ended[0])
    if ended[1] < began[1] if same_day or began[0] == ended[0] else ended < began:
        found = say.EARLIER.format(closed=closed[0].strip(), opened=opened[0].strip())
        yield Breach(say.CLOSING_TIME, found, say.LATER)


def _moment(match: re.Match[str]) -> tuple[tuple[int, ...] | None, tuple[int, int]]:
    """Day and hour; the day None where it is not told."""
    hour = (int(match["hour"]), int(match["minute"] or 0))
    if match["day"] is None:
        return None, hour
    return tuple(int(match[name]) for name in ("year", "month", "day")), hour
