"""What is known of a meeting beside its lines: the items of ``/thongtin``, each read once.

facts = Facts.of(meeting, zone)
facts.time                "08 giờ 00, ngày 20 tháng 11 năm 2026"
facts.inside("dia_diem")  "Phòng họp Thư viện tỉnh"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.minutes import Meeting
from bot.minutes.info import rows_of
from bot.minutes.typed.moments import read_when
from bot.minutes.typed.spelled import spell_moment
from bot.minutes.typed.times import moments_in, office_hour, office_time
from bot.minutes.typed.words import one_line


@dataclass(frozen=True)
class Facts:
    """The items by their codes, and when the meeting was. A missing item is an empty text."""

    info: Mapping[str, str]  #: as typed
    time: str  #: when it began as an office writes it: as given, else when it was opened
    assumed_time: bool  #: nobody has given it
    began: datetime | None  #: by the office's clock; None where the given words are not certain
    ended: str  #: the hour with its day, where it was given or the meeting was closed
    ended_hour: str  #: as given
    assumed_end: bool  #: ``ended`` is when the meeting was closed

    @classmethod
    def of(cls, meeting: Meeting, zone: tzinfo) -> Facts:
        """Args:
        zone: for dates that people read.
        """
        opened = meeting.opened_at.astimezone(zone)
        given = meeting.info.get("thoi_gian", "")
        both = read_when(given, opened.date())
        if both.begins and both.ends and not both.wrong:  # “8h đến 9h50”, as it was once kept
            time = spell_moment(both.begins)
            began: datetime | None = both.begins
        elif given:
            time = _inside(office_time(given, opened.date()))
            began = next(iter(moments_in(given, opened.date())), None)
        else:
            time, began = spell_moment(opened), opened.replace(tzinfo=None)
        ended, ended_hour, assumed_end = "", "", False
        if end := meeting.info.get("ket_thuc", ""):
            ended_hour = _inside(office_hour(end, opened.date()))
            # “sáng thứ Sáu”: nobody knows on which day an hour alone was
            ended = _inside(office_time(end, began.date())) if began else ended_hour
        elif both.ends and not both.wrong:
            ended, ended_hour = spell_moment(both.ends), f"{both.ends:%H} giờ {both.ends:%M}"
        elif meeting.closed_at is not None:
            ended, assumed_end = spell_moment(meeting.closed_at.astimezone(zone)), True
        return cls(
            info=meeting.info,
            time=time,
            assumed_time=not given,
            began=began,
            ended=ended,
            ended_hour=ended_hour,
            assumed_end=assumed_end,
        )

    @property
    def ends_too_early(self) -> bool:
        """Whether it would have ended before it began, by what a document says of both."""
        ends = moments_in(self.ended, self.began.date()) if self.began and self.ended else []
        return bool(self.began and ends and ends[-1] < self.began.replace(second=0, microsecond=0))

    def text(self, code: str) -> str:
        """An item as typed, its rows too."""
        return self.info.get(code, "")

    def line(self, code: str) -> str:
        """An item on one row."""
        return one_line(self.text(code))

    def inside(self, code: str) -> str:
        """An item as it stands inside a sentence, which has its own punctuation."""
        return _inside(self.text(code))

    def rows(self, code: str) -> list[str]:
        """The rows of a list."""
        return rows_of(self.text(code))


def _inside(text: str) -> str:
    return one_line(text).rstrip(" .;,")
