"""A meeting in figures: who spoke how long, what was concluded when. Nothing is estimated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from bot.minutes.model import Line, LineKind, LineState, Meeting, Speaker, Tag
from bot.minutes.rules import LinesByUse, sort_lines
from bot.minutes.typed.times import moments_in
from bot.minutes.voices import for_figures

_SAYING = (Tag.OPINION, Tag.CONCLUSION)


class Source(StrEnum):
    """Where the beginning or the end of a meeting is known from."""

    GIVEN = "given"  #: /thongtin
    COMMAND = "command"  #: /batdau, /ketthuc
    LAST_LINE = "last_line"  #: nobody has closed it


@dataclass(frozen=True)
class Span:
    """When a meeting was, timezone-aware."""

    began: datetime
    ended: datetime
    began_by: Source
    ended_by: Source

    @property
    def seconds(self) -> float:
        return (self.ended - self.began).total_seconds()


@dataclass(frozen=True)
class Share:
    """What one person has brought to a meeting."""

    speaker: Speaker
    seconds: float = 0.0  #: of recordings whose words stand in the meeting
    typed: int = 0  #: lines
    words: int = 0  #: of what they typed
    opinions: int = 0
    conclusions: int = 0


@dataclass(frozen=True)
class Moment:
    """When a line was sent that somebody has tagged."""

    at: datetime
    tag: Tag


@dataclass(frozen=True)
class Figures:
    """What can be counted of a meeting. Deleted lines do not count."""

    span: Span
    last_line: datetime | None  #: of those that were said before the meeting was closed
    lines: int
    tags: Mapping[Tag, int]
    worded: int  #: lines that have words; the next two are a share of them
    untagged: int
    unsure: int  #: with words that nobody has listened to again
    recordings: int
    recorded: float  #: seconds of all recordings, as far as their length is known
    typed: int  #: lines
    words: int  #: of what was typed
    without: LinesByUse  #: has the recordings that wait, gave no words, or are not finished
    people: tuple[Share, ...]  #: who spoke longest first
    together: float  #: seconds of recordings that now belong to lines of several people
    course: tuple[Moment, ...]  #: opinions and conclusions by time
    late: int  #: of those: added after the meeting was closed, and not in ``course``

    @property
    def spoken(self) -> float:
        """Seconds of recordings that have become words."""
        return sum(share.seconds for share in self.people) + self.together


def figures_of(
    meeting: Meeting, lines: Iterable[Line], zone: tzinfo, voice: str, nobody: str
) -> Figures:
    """Count a meeting.

    Args:
        lines: all of them, deleted ones too.
        zone: of the hours that people have typed into /thongtin.
        voice: what a voice is called of which nobody has said whose it is, with ``{no}``. Each
            counts by itself, not as who has recorded it.
        nobody: what all together are called of whom nothing tells which voice they are.
    """
    every = [for_figures(line, voice, nobody) for line in lines]
    alive = [line for line in every if not line.deleted]
    worded = [x for x in alive if x.state is LineState.DONE]
    said = [x.at for x in alive if not _is_late(x, meeting)]
    tagged = [x for x in alive if x.tag in _SAYING]
    shares, together = _shares(every)
    recordings = _recordings(every)
    return Figures(
        span=_span(meeting, max(said, default=None), zone),
        last_line=max(said, default=None),
        lines=len(alive),
        tags={tag: sum(x.tag is tag for x in alive) for tag in Tag},
        worded=len(worded),
        untagged=sum(x.tag is None for x in worded),
        unsure=sum(x.unsure for x in worded),
        recordings=len(recordings),
        recorded=sum(recordings),
        typed=sum(x.kind is LineKind.TEXT for x in alive),
        words=sum(share.words for share in shares),
        without=sort_lines(alive),
        people=tuple(shares),
        together=together,
        course=tuple(
            sorted(
                (Moment(x.at, x.tag) for x in tagged if x.tag and not _is_late(x, meeting)),
                key=lambda moment: moment.at,
            )
        ),
        late=sum(_is_late(x, meeting) for x in tagged),
    )


def _is_late(line: Line, meeting: Meeting) -> bool:
    return meeting.closed_at is not None and line.at > meeting.closed_at


# --- how long it was ----------------------------------------------------------------------------


def _span(meeting: Meeting, last: datetime | None, zone: tzinfo) -> Span:
    """A time that was typed counts where it can be read and fits the other end of the meeting."""
    opened = meeting.opened_at
    ended, by = last or opened, Source.LAST_LINE
    if meeting.closed_at is not None:
        ended, by = meeting.closed_at, Source.COMMAND
    begins = _typed(meeting, "thoi_gian", opened, zone)
    ends = _typed(meeting, "ket_thuc", begins[0] if begins else opened, zone) or begins[1:]
    if begins and ends and begins[0] < ends[-1]:
        return Span(begins[0], ends[-1], Source.GIVEN, Source.GIVEN)
    if begins and begins[0].date() == opened.astimezone(zone).date() and begins[0] < ended:
        return Span(begins[0], ended, Source.GIVEN, by)
    if ends and ends[-1].date() == opened.astimezone(zone).date() and ends[-1] > opened:
        return Span(opened, ends[-1], Source.COMMAND, Source.GIVEN)
    return Span(opened, max(ended, opened), Source.COMMAND, by)


def _typed(meeting: Meeting, code: str, on: datetime, zone: tzinfo) -> list[datetime]:
    found = moments_in(meeting.info.get(code, ""), on.astimezone(zone).date())
    return [moment.replace(tzinfo=zone) for moment in found]


# --- who spoke ----------------------------------------------------------------------------------


@dataclass
class _Stretch:
    """Some sound that one or, since it was cut or put together, several lines have."""

    seconds: float
    originals: int = 0
    people: dict[int, Speaker] = field(default_factory=dict)


def _shares(every: Sequence[Line]) -> tuple[list[Share], float]:
    """What each person has brought, and seconds that cannot be told apart.

    The two halves of a line have the same sound: it counts once. Where they are two people's,
    nobody knows how long each of them spoke.
    """
    ends = _ends(every)
    stretches: dict[object, _Stretch] = {}
    for line in every:
        end = ends.get(line.id)
        if end is None or line.kind is not LineKind.VOICE or line.state is not LineState.DONE:
            continue
        stretch = stretches.setdefault(_sound(line), _Stretch(line.seconds or 0.0))
        stretch.originals += line.part_of is None and line.message_id is not None
        stretch.people |= {who.human: who for who in (line.speaker, end.speaker)}
    seconds: dict[int, float] = defaultdict(float)
    together = 0.0
    for stretch in stretches.values():
        length = stretch.seconds * max(stretch.originals, 1)
        if len(stretch.people) > 1:
            together += length
        else:
            seconds[next(iter(stretch.people))] += length
    return _people(every, ends, seconds), together


def _sound(line: Line) -> object:
    """The same for lines that have the same sound. (A half of a note has no message of its own.)"""
    if line.part_of is not None:
        return line.part_of, line.starts, line.ends
    return line.at, line.seconds, line.audio


def _people(
    every: Sequence[Line], ends: Mapping[int, Line], seconds: Mapping[int, float]
) -> list[Share]:
    names = {line.speaker.human: line.speaker for line in every}
    typed: dict[int, int] = defaultdict(int)
    words: dict[int, int] = defaultdict(int)
    tags: dict[tuple[int, Tag | None], int] = defaultdict(int)
    below: dict[int, list[Line]] = defaultdict(list)
    for line in every:
        if line.merged_into is not None:
            below[line.merged_into].append(line)
    for line in every:
        who = line.speaker.human
        if line.id in ends:
            words[who] += _own_typed(line, below)
        nothing = line.unknown_voice == 0 and line.state is LineState.SILENT  # and nobody's
        if not line.deleted and not nothing:
            typed[who] += line.kind is LineKind.TEXT
            tags[who, line.tag] += 1
    shares = [
        Share(
            speaker,
            seconds.get(who, 0.0),
            typed[who],
            words[who],
            tags[who, Tag.OPINION],
            tags[who, Tag.CONCLUSION],
        )
        for who, speaker in names.items()
    ]
    present = [x for x in shares if x.seconds or x.typed or x.words or x.opinions or x.conclusions]
    return sorted(present, key=lambda x: (-x.seconds, -x.words, x.speaker.name))


def _ends(every: Sequence[Line]) -> dict[int, Line]:
    """Line id -> the living line that has its words now; not of lines that are deleted."""
    by_number = {line.no: line for line in every}
    ends: dict[int, Line] = {}
    for line in every:
        end, seen = line, {line.no}
        while end.merged_into is not None and end.merged_into not in seen:
            if end.merged_into not in by_number:
                break
            end = by_number[end.merged_into]
            seen.add(end.no)
        if not end.deleted:
            ends[line.id] = end
    return ends


def _own_typed(line: Line, below: Mapping[int, Sequence[Line]]) -> int:
    """How many typed words a line has of its own, without those of lines that went into it."""
    if line.kind is not LineKind.TEXT:
        return 0
    return max(count_words(line.text) - sum(count_words(x.text) for x in below[line.no]), 0)


def count_words(text: str) -> int:
    """What a word processor counts, without lone signs.

    >>> count_words("- Giao Phòng A: 3 việc.")
    5
    """
    return sum(any(char.isalnum() for char in word) for word in text.split())


def _recordings(every: Sequence[Line]) -> list[float]:
    """The lengths of the recordings of which something stands in the meeting, or may still."""
    ends = _ends(every)
    by_id = {line.id: line for line in every}
    notes: dict[object, tuple[int, float]] = {}
    long: dict[int, float] = {}
    for line in every:
        if line.id not in ends or line.kind is not LineKind.VOICE:
            continue
        if line.part_of is not None or line.is_long:
            whole = by_id.get(line.part_of or line.id, line)
            long[whole.id] = whole.seconds or whole.done_until or 0.0
            continue
        count, _ = notes.get(_sound(line), (0, 0.0))
        notes[_sound(line)] = count + (line.message_id is not None), line.seconds or 0.0
    return [*long.values(), *(s for count, s in notes.values() for _ in range(max(count, 1)))]


# --- when ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bin:
    """Opinions and conclusions of a stretch of time."""

    begins: datetime  #: local, without a zone
    opinions: int = 0
    conclusions: int = 0


_MINUTES = (5, 10, 15, 30, 60, 120, 180, 360, 720)
_DAYS = (1, 2, 7, 30, 90, 365, 3650)
_STEPS = (
    *(timedelta(minutes=minutes) for minutes in _MINUTES),
    *(timedelta(days=days) for days in _DAYS),
)


def course_of(figures: Figures, zone: tzinfo, most: int = 12) -> tuple[timedelta, list[Bin]]:
    """The course of a meeting in equal steps of the clock, and how long a step is.

    Args:
        most: so many steps at most.
    """
    local = [(x.at.astimezone(zone).replace(tzinfo=None), x.tag) for x in figures.course]
    began, last = (
        at.astimezone(zone).replace(tzinfo=None)
        for at in (figures.span.began, figures.last_line or figures.span.began)
    )
    first = min([began, *(at for at, _ in local)])
    last = max([last, first, *(at for at, _ in local)])
    midnight = datetime(first.year, first.month, first.day)
    for step in _STEPS:
        start = midnight + (first - midnight) // step * step
        if (last - start) // step < most:
            break
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for at, tag in local:
        counts[(at - start) // step][tag is Tag.CONCLUSION] += 1
    steps = (last - start) // step + 1
    return step, [Bin(start + number * step, *counts[number]) for number in range(steps)]
