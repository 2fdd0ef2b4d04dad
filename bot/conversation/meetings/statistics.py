"""A meeting in figures and one picture: ``/thongke``."""

from __future__ import annotations

from datetime import tzinfo

from bot.conversation.button import ButtonData
from bot.conversation.command import Command, InMenus
from bot.conversation.context import Context, Replies
from bot.messages import phrases
from bot.messages import recordings as about_recordings
from bot.messages import statistics as said
from bot.minutes import Meeting, Tag
from bot.minutes.statistics import Figures, course_of, figures_of
from bot.minutes.typed.numbers import read_meeting
from bot.minutes.typed.words import clean
from bot.report.charts import Bar, Chart, Column
from foundation.aside import aside, letters

_MOST_BARS = 12


def statistics(context: Context, text: str) -> Replies:
    """``/thongke``: the current meeting; ``/thongke 4``: another one that the person may see."""
    number = read_meeting(text)
    if number is None and clean(text):
        return [context.say(said.USE_STATISTICS)]
    meeting = context.require_meeting(number, or_seen=True)
    return statistics_of(context, meeting)


def statistics_of(context: Context, meeting: Meeting) -> Replies:
    """The figures at once; the clerk sends the picture."""
    zone = context.house.zone
    lines = context.store.lines.of_meeting(meeting.id)
    names = phrases.VOICE, phrases.UNKNOWN_SPEAKER
    figures = aside(figures_of, meeting, lines, zone, *names, weight=letters(lines))
    if not figures.lines:
        return [context.say(said.STATISTICS_EMPTY.format(**phrases.meeting_name(meeting)))]
    if has_picture(figures):
        context.store.pictures.want(meeting.id, context.chat.id)
    here = context.is_current(meeting)
    told = said.statistics(meeting, figures, zone, current=here)
    if heard := context.store.recordings.heard_by(meeting.id):
        told += f"\n\n{said.heard_by(heard)}"
    if context.house.small_model:
        told += f"\n\n{about_recordings.SMALL_MODEL.format(model=context.house.small_model)}"
    return [context.say(told)]


def has_picture(figures: Figures) -> bool:
    """Whether there is anything to be drawn."""
    return bool(figures.spoken or figures.words or figures.course)


def chart_of(meeting: Meeting, figures: Figures, zone: tzinfo) -> Chart:
    """The figures as a picture shows them."""
    bars, bars_title = _bars(figures)
    step, course = course_of(figures, zone)
    names = said.chart_columns(course, step)
    tagged = bool(figures.course)
    columns = [
        Column(name, one.opinions, one.conclusions) for name, one in zip(names, course, strict=True)
    ]
    return Chart(
        title=said.chart_title(meeting),
        below_title=said.chart_below(figures, zone),
        bars_title=bars_title,
        bars=bars,
        columns_title=said.chart_course(step, figures.late) if tagged else said.CHART_COURSE,
        columns=columns if tagged else (),
        light=phrases.TAG_NAMES[Tag.OPINION],
        dark=phrases.TAG_NAMES[Tag.CONCLUSION],
        nothing=said.CHART_NO_COURSE,
    )


def _bars(figures: Figures) -> tuple[list[Bar], str]:
    """A bar a person: of how long they spoke, or where nobody did, of what they typed."""
    spoke = figures.spoken > 0
    people = [one for one in figures.people if one.seconds or one.words]
    shown, others = said.split(people, _MOST_BARS)
    bars = [
        Bar(one.speaker.full, one.seconds if spoke else one.words, said.chart_note(one))
        for one in shown
    ]
    if others:
        rest = said.sum_of(others)
        amount = rest.seconds if spoke else rest.words
        name = said.chart_others(len(others))
        bars.append(Bar(name, amount, said.chart_note(rest), of_one=False))
    if figures.together:
        length = said.length(figures.together)
        bars.append(Bar(said.CHART_TOGETHER, figures.together, length, of_one=False))
    return bars, said.CHART_SPOKE if spoke else said.CHART_TYPED


def tapped(context: Context, data: ButtonData) -> tuple[str, Replies]:
    """The button under ``/xem``: ``stats:MEETING``.

    Raises:
        OldButton: the person may not see the meeting here.
    """
    (number,) = data.numbers(1)
    return "", statistics_of(context, context.tapped_meeting(number))


COMMANDS = (Command("thongke", statistics, also=("solieu",), again=True, menus=InMenus(page=220)),)
TAPS = {"stats": tapped}
