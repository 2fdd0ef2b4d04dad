"""The grounds of a document, and the sentence that says what took place, when and where."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.minutes import Meeting
from bot.minutes.info import meeting_word
from bot.minutes.typed.marks import split_mark
from bot.minutes.typed.words import fold, one_line
from bot.report.view.facts import Facts
from bot.report.view.paragraphs import BLANK

_GROUND_WORDS = ("thuc hien", "can cu", "theo", "trien khai", "thi hanh", "tiep theo", "chap hanh")
# A row of grounds that begins with one of these is a document of its own, however it is typed
_GROUND_BEGINS = (
    *_GROUND_WORDS,
    *(
        "luat",
        "bo luat",
        "nghi dinh",
        "nghi quyet",
        "quyet dinh",
        "thong tu",
        "chi thi",
        "ke hoach",
    ),
    *("chuong trinh", "cong van", "cong dien", "van ban", "giay moi", "to trinh", "huong dan"),
)


@dataclass(frozen=True)
class Event:
    grounds: tuple[str, ...]  #: ``Căn cứ …;`` each, where that is how they were given
    ground: str  #: else: ends with a comma, the sentence goes on with the time
    ground_is_document: bool  #: a bare document's name: "Thực hiện" comes before it
    time: str  #: begins with a capital
    time_inside: str  #: the same inside a sentence
    ended: str  #: the hour, or empty
    ended_day: str  #: the hour and the day, or BLANK
    venue: str
    meeting_title: str
    title_inside: str  #: the same inside a sentence: ``cuộc họp giao ban``
    meeting_word: str  #: ``Hội nghị``, ``cuộc họp``
    assumed_time: str  #: the time, where it is that of ``/batdau``
    assumed_end: str  #: the end, where it is that of ``/ketthuc``


def event(meeting: Meeting, facts: Facts) -> Event:
    grounds = _grounds(facts.text("can_cu"))
    ground = "" if grounds else _ground(facts.line("can_cu"))
    bare = ground not in ("", f"{BLANK},") and not fold(ground).startswith(_GROUND_WORDS)
    return Event(
        grounds=grounds,
        ground=ground,
        ground_is_document=bare,
        time=facts.time[:1].upper() + facts.time[1:],
        time_inside=facts.time[:1].lower() + facts.time[1:],
        ended=facts.ended_hour,
        ended_day=facts.ended or BLANK,
        venue=facts.inside("dia_diem") or BLANK,
        meeting_title=meeting.title,
        title_inside=title_inside(meeting.title),
        meeting_word=meeting_word(meeting.title),
        assumed_time=facts.time if facts.assumed_time else "",
        assumed_end=facts.ended if facts.assumed_end else "",
    )


def title_inside(title: str) -> str:
    """``Họp giao ban`` is ``cuộc họp giao ban`` inside a sentence."""
    if title[:4].lower() == "họp ":  # with its accents: "Hợp tác xã" is none
        return f"cuộc họp {title[4:]}"
    return title[:1].lower() + title[1:] if fold(title).startswith("cuoc hop") else title


def _grounds(text: str) -> tuple[str, ...]:
    """A list of grounds: each with its ``;``, the last with its full stop.

    One sentence that does not begin with ``Căn cứ`` is none; see ``_ground``.
    """
    rows = _ground_rows(text)
    is_list = len(rows) > 1 or fold(rows[0] if rows else "").startswith("can cu ")
    if not is_list:
        return ()
    rows = [row if fold(row).startswith(_GROUND_WORDS) else f"Căn cứ {row}" for row in rows]
    return (*(f"{row};" for row in rows[:-1]), f"{rows[-1]}.")


def _ground_rows(text: str) -> list[str]:
    """The grounds as typed, one each: on rows of their own, or ``Căn cứ …; căn cứ …``."""
    rows: list[str] = []
    for row in re.split(r"\n|;(?=\s*[Cc]ăn cứ\s)", text):
        mark, words = split_mark(one_line(row))
        wrapped = not mark and words[:1].islower() and not fold(words).startswith(_GROUND_BEGINS)
        if rows and wrapped and not rows[-1].endswith(";"):
            rows[-1] += f" {words}"
        elif words:
            rows.append(words[:1].upper() + words[1:])
    return [row.rstrip(" ;.,") for row in rows]


def _ground(line: str) -> str:
    """``Thực hiện Kế hoạch số …,``: the sentence that the event's sentence follows."""
    if not line:
        return f"{BLANK},"
    return line if line[-1] in ",.;:" else f"{line},"
