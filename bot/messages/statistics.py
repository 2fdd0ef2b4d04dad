"""The sentences about a meeting in figures: ``/thongke``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo

from bot.messages.phrases import TAG_NAMES, cut, numbers
from bot.minutes import Meeting, Tag
from bot.minutes.statistics import Bin, Figures, Share, Source, Span

USE_STATISTICS = (
    "Số liệu của cuộc họp đang mở hoặc vừa họp: /thongke. Của một cuộc họp trước: /thongke 4. Xem "
    "các số: /lichsu"
)
BUTTON_STATISTICS = "Số liệu"
STATISTICS_EMPTY = (
    "Cuộc họp số {no} “{title}” chưa có dòng nào nên chưa có số liệu. Xem các cuộc họp: /lichsu"
)
PICTURE_CAPTION = "Số liệu cuộc họp số {no}"
NO_PICTURE = (
    "Chưa vẽ được hình số liệu của cuộc họp số {no}; các con số ở tin trên vẫn đúng. Thử lại: "
    "/thongke {no}; nếu vẫn vậy thì báo bộ phận CNTT xem nhật ký của bot."
)

_HEAD = "Số liệu cuộc họp số {no} “{title}”"
_WHEN = "Thời gian: {span} ({length}), theo {sources}."
_WHEN_ONE = "Thời gian: {span} (chưa đến 1 phút), theo {sources}."
_LAST_LINE = "Dòng cuối lúc {at}."
_SOURCES = {
    (Source.COMMAND, Source.COMMAND): "lúc /batdau và lúc /ketthuc",
    (Source.COMMAND, Source.LAST_LINE): "lúc /batdau và dòng cuối, cuộc họp chưa đóng",
    (Source.COMMAND, Source.GIVEN): "lúc /batdau và mục kết thúc đã điền",
    (Source.GIVEN, Source.COMMAND): "mục thời gian đã điền và lúc /ketthuc",
    (Source.GIVEN, Source.LAST_LINE): "mục thời gian đã điền và dòng cuối, cuộc họp chưa đóng",
    (Source.GIVEN, Source.GIVEN): "mục thời gian, kết thúc đã điền",
}
_LINES = "Dòng: {lines} ({tags})."
_RECORDINGS = "Ghi âm: {count}, dài {length}."
_NO_RECORDINGS = "Ghi âm: không có."
_TYPED = "Gõ: {typed} dòng, {words} chữ."
_NOT_TYPED = "Gõ: không có."
_UNTAGGED = "Chưa gắn thẻ: {count} dòng ({share} số dòng có chữ), không vào dự thảo.{how}"
_UNTAGGED_HOW = " Xem: /dong chuathe"
_UNSURE = "⚠ Cần nghe lại: {count} dòng ({share} số dòng có chữ).{how}"
_UNSURE_HOW = " Xem: /dong nghelai"
_WAITING = "⚠ Đang chép {count} ghi âm: {lines}; chép xong thì hỏi lại số liệu."
_FAILED = "⚠ {count} ghi âm chưa có chữ: {lines}."
_UNFINISHED = "⚠ {count} ghi âm chưa chép hết: {lines}."
_NOT_IN_IT = "Phần chưa có chữ không tính vào phần ai nói bao lâu."
_WHO = "Ai nói bao lâu (theo ghi âm đã chép), gõ bao nhiêu:"
_ROW = "{place}. {name}: {what}"
_OTHERS = "{count} người khác: {what}"
_TOGETHER = "Ghi âm có lời của nhiều người, không chia được: {length}"
_NOBODY = "Chưa ai có dòng nào có chữ."
_SPOKE = "nói {length}"
_TYPED_WORDS = "gõ {words} chữ"

CHART_SPOKE = "Ai nói bao lâu"
CHART_TYPED = "Ai gõ bao nhiêu chữ (không có ghi âm)"
CHART_COURSE = "Ý kiến, kết luận theo giờ gửi"
CHART_NO_COURSE = "Chưa có dòng nào gắn thẻ ý kiến hay kết luận."
_CHART_STEP = "{title} (mỗi cột {step})"
_CHART_LATE = "{title}; thêm sau khi đóng: {count}"
_CHART_LINES = "{lines} dòng"
_CHART_RECORDED = "ghi âm {length}"

_MOST_PEOPLE = 15  # rows of a message
_MOST_NAME = 60  # letters of a name with its title
_MOST_TITLE = 160  # letters
_LEAST_SPAN = 60.0  # seconds; what is shorter was typed in afterwards
_LONGEST_SITTING = 16 * 3600.0
_LATER = timedelta(minutes=15)  # that somebody closed a meeting behind its last line


# --- figures as Vietnamese writes them ----------------------------------------------------------


def number(value: float, decimals: int = 0) -> str:
    """
    >>> number(3200), number(1.5, 1), number(2.0, 1)
    ('3.200', '1,5', '2')
    """
    whole = f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    return whole.rstrip("0").rstrip(",") if decimals and "," in whole else whole


def length(seconds: float) -> str:
    """
    >>> length(42.4), length(100), length(5400), length(0)
    ('42 giây', '1,7 phút', '1,5 giờ', '0 giây')
    """
    if round(seconds) < 60:
        return f"{round(seconds)} giây"
    if round(seconds / 60, 1) < 60:
        return f"{number(seconds / 60, 1)} phút"
    return f"{number(seconds / 3600, 1)} giờ"


def share(part: int, whole: int) -> str:
    """A per cent that is 0 or 100 only where it is none or all.

    >>> share(1, 3), share(1, 1000), share(999, 1000)
    ('33%', 'dưới 1%', 'hơn 99%')
    """
    found = round(100 * part / whole) if whole else 0
    if part and found == 0:
        return "dưới 1%"
    return "hơn 99%" if found == 100 and part < whole else f"{found}%"


def span(when: Span, zone: tzinfo) -> str:
    """
    >>> from datetime import UTC
    >>> at = datetime(2026, 7, 24, 8, tzinfo=UTC)
    >>> span(Span(at, at.replace(hour=10), Source.COMMAND, Source.COMMAND), UTC)
    '08:00–10:00, 24/07/2026'
    """
    began, ended = when.began.astimezone(zone), when.ended.astimezone(zone)
    if began == ended:
        return f"{began:%H:%M, %d/%m/%Y}"
    if began.date() == ended.date():
        return f"{began:%H:%M}–{ended:%H:%M}, {began:%d/%m/%Y}"
    return f"{began:%H:%M %d/%m/%Y} – {ended:%H:%M %d/%m/%Y}"


def duration(when: Span, zone: tzinfo) -> str:
    """Hours, or the days of the calendar of what was longer than one."""
    if when.seconds <= _LONGEST_SITTING:
        return length(when.seconds)
    days = (when.ended.astimezone(zone).date() - when.began.astimezone(zone).date()).days + 1
    return f"trong {days} ngày"


# --- the message --------------------------------------------------------------------------------


def statistics(meeting: Meeting, figures: Figures, zone: tzinfo, *, current: bool) -> str:
    """A meeting in figures.

    Args:
        current: the commands that look at lines speak of this meeting.
    """
    rows = [_HEAD.format(no=meeting.id, title=cut(meeting.title, _MOST_TITLE))]
    rows.append(_when(figures, zone))
    rows.append(_LINES.format(lines=number(figures.lines), tags=_tags(figures)))
    sound = _NO_RECORDINGS
    if figures.recordings:
        count = number(figures.recordings)
        sound = _RECORDINGS.format(count=count, length=length(figures.recorded))
    typed = _NOT_TYPED
    if figures.typed or figures.words:
        typed = _TYPED.format(typed=number(figures.typed), words=number(figures.words))
    rows.append(f"{sound} {typed}")
    rows += _left(figures, current=current)
    return "\n".join([*rows, "", *_people(figures)])


def _when(figures: Figures, zone: tzinfo) -> str:
    when = figures.span
    sources = _SOURCES.get((when.began_by, when.ended_by), "")
    shown = span(when, zone)
    if when.seconds < _LEAST_SPAN:
        return _WHEN_ONE.format(span=shown, sources=sources)
    said = _WHEN.format(span=shown, length=duration(when, zone), sources=sources)
    last = figures.last_line
    if last and when.ended_by is Source.COMMAND and when.ended - last > _LATER:
        at = last.astimezone(zone)
        same = at.date() == when.ended.astimezone(zone).date()
        said += f" {_LAST_LINE.format(at=f'{at:%H:%M}' if same else f'{at:%H:%M, %d/%m/%Y}')}"
    return said


def _tags(figures: Figures) -> str:
    return ", ".join(
        f"{number(figures.tags[tag])} {TAG_NAMES[tag].lower()}"
        for tag in (Tag.OPINION, Tag.CONCLUSION, Tag.CONTENT)
    )


def _left(figures: Figures, *, current: bool) -> list[str]:
    """What is not in the figures, or not to be trusted yet."""
    rows = []
    for sentence, count, how in (
        (_UNTAGGED, figures.untagged, _UNTAGGED_HOW),
        (_UNSURE, figures.unsure, _UNSURE_HOW),
    ):
        if count:
            of = share(count, figures.worded)
            rows.append(sentence.format(count=number(count), share=of, how=how if current else ""))
    without = figures.without
    recordings = (
        (_WAITING, without.waiting),
        (_FAILED, without.failed),
        (_UNFINISHED, without.unfinished),
    )
    for sentence, lines in recordings:
        if lines:
            rows.append(sentence.format(count=len(lines), lines=cut(numbers(lines), 120)))
    if any(lines for _, lines in recordings):
        rows.append(_NOT_IN_IT)
    return rows


def _people(figures: Figures) -> list[str]:
    if not figures.people:
        return [_NOBODY]
    shown, others = split(figures.people, _MOST_PEOPLE)
    rows = [_WHO]
    for place, one in enumerate(shown, start=1):
        name = cut(one.speaker.full, _MOST_NAME)
        rows.append(_ROW.format(place=place, name=name, what=_brought(one)))
    if others:
        rows.append(_OTHERS.format(count=len(others), what=_brought(sum_of(others))))
    if figures.together:
        rows.append(_TOGETHER.format(length=length(figures.together)))
    return rows


def _brought(one: Share) -> str:
    said = [_SPOKE.format(length=length(one.seconds))] if one.seconds else []
    said += [_TYPED_WORDS.format(words=number(one.words))] if one.words else []
    said += [f"{one.opinions} ý kiến"] if one.opinions else []
    said += [f"{one.conclusions} kết luận"] if one.conclusions else []
    return ", ".join(said) or "chưa có chữ"


def split(people: Sequence[Share], most: int) -> tuple[Sequence[Share], Sequence[Share]]:
    """Those who have a row of their own, and the others; one alone is no “others”."""
    if len(people) <= most + 1:
        return people, ()
    return people[:most], people[most:]


def sum_of(people: Sequence[Share]) -> Share:
    return Share(
        people[0].speaker,
        sum(one.seconds for one in people),
        sum(one.typed for one in people),
        sum(one.words for one in people),
        sum(one.opinions for one in people),
        sum(one.conclusions for one in people),
    )


_HEARD_BY = "Máy chép bằng: {models}"
_HEARD_LINES = "{model} ({lines} dòng)"


def heard_by(models: Mapping[str, int]) -> str:
    """Which models heard how many lines; a model's row is its name, its engine, its digest."""
    told = [_HEARD_LINES.format(model=name, lines=number(n)) for name, n in models.items()]
    return _HEARD_BY.format(models="; ".join(told))


# --- the picture --------------------------------------------------------------------------------


def chart_title(meeting: Meeting) -> str:
    return f"{PICTURE_CAPTION.format(no=meeting.id)}: {meeting.title}"


def chart_below(figures: Figures, zone: tzinfo) -> str:
    parts = [span(figures.span, zone)]
    parts += [duration(figures.span, zone)] if figures.span.seconds >= _LEAST_SPAN else []
    parts.append(_CHART_LINES.format(lines=number(figures.lines)))
    parts += [_CHART_RECORDED.format(length=length(figures.recorded))] if figures.recorded else []
    parts += [_TYPED_WORDS.format(words=number(figures.words))] if figures.words else []
    return " · ".join(parts)


def chart_others(count: int) -> str:
    return f"{count} người khác"


CHART_TOGETHER = "Nhiều người trong một ghi âm (không chia được)"


def chart_note(one: Share) -> str:
    """What stands behind a bar."""
    said = [length(one.seconds)] if one.seconds else []
    said += [_TYPED_WORDS.format(words=number(one.words))] if one.words else []
    return " · ".join(said) or "chưa có chữ"


def chart_course(step: timedelta, late: int) -> str:
    title = _CHART_STEP.format(title=CHART_COURSE, step=_step(step))
    return _CHART_LATE.format(title=title, count=late) if late else title


def _step(step: timedelta) -> str:
    if step.days:
        return f"{step.days} ngày"
    return length(step.total_seconds())


def chart_columns(course: Sequence[Bin], step: timedelta) -> list[str]:
    """What the columns are called: their hours; their days where there are several."""
    several = course[0].begins.date() != course[-1].begins.date()
    days = [None if several else course[0].begins.date(), *(x.begins.date() for x in course)]
    return [_column(x.begins, step, days[n] != x.begins.date()) for n, x in enumerate(course)]


def _column(at: datetime, step: timedelta, new_day: bool) -> str:
    if step.days >= 90:
        return f"{at:%m/%Y}"
    if step.days:
        return f"{at:%d/%m}"
    return f"{at:%H:%M}\n{at:%d/%m}" if new_day else f"{at:%H:%M}"
