"""A meeting in figures: what was said counts once, and nothing is made up."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.minutes import Line, LineKind, LineState, Meeting, Speaker, Tag
from bot.minutes.statistics import Figures, Source, course_of, figures_of
from bot.minutes.typed.times import moments_in
from tests.tables import every_row

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
BEGAN = datetime(2026, 7, 24, 1, tzinfo=UTC)  # 08:00 in Vietnam
HA, AN, BINH = Speaker(1, "Lê Thị Hà"), Speaker(2, "Nguyễn Văn An"), Speaker(3, "Trần Bình")


def meeting(closed: float | None = 120, **info: str) -> Meeting:
    ended = None if closed is None else BEGAN + timedelta(minutes=closed)
    return Meeting(4, 1, "Họp giao ban", BEGAN, HA, ended, info)


def note(no: int, who: Speaker, seconds: float, **more: object) -> Line:
    """A voice note of minute ``no``."""
    given = {"text": "một hai ba", "message_id": str(no), "audio": f"{no}.ogg", **more}
    at, state = BEGAN + timedelta(minutes=no), given.pop("state", LineState.DONE)
    return Line(no, 4, no, at, who, LineKind.VOICE, state, seconds=seconds, **given)  # type: ignore[arg-type]


def typed(no: int, who: Speaker, text: str, **more: object) -> Line:
    at = BEGAN + timedelta(minutes=no)
    return Line(no, 4, no, at, who, LineKind.TEXT, LineState.DONE, text, **more)  # type: ignore[arg-type]


def counted(*lines: Line, of: Meeting | None = None) -> Figures:
    return figures_of(of or meeting(), lines, ZONE, "Người nói {no}", "Chưa rõ ai nói")


def spoke(figures: Figures) -> dict[str, float]:
    return {one.speaker.name: one.seconds for one in figures.people}


def test_who_spoke_how_long_and_typed_how_much() -> None:
    found = counted(
        note(1, AN, 30, tag=Tag.OPINION),
        note(2, BINH, 90, tag=Tag.CONCLUSION),
        typed(3, AN, "Đề nghị gia hạn - 3 việc."),
        note(4, AN, 12.5),
        typed(5, HA, "KL"),
    )
    assert [x.speaker.name for x in found.people] == ["Trần Bình", "Nguyễn Văn An", "Lê Thị Hà"]
    assert spoke(found) == {"Trần Bình": 90, "Nguyễn Văn An": 42.5, "Lê Thị Hà": 0}
    an = found.people[1]
    assert (an.typed, an.words, an.opinions, an.conclusions) == (1, 6, 1, 0)
    assert (found.recordings, found.recorded, found.spoken) == (3, 132.5, 132.5)
    assert (found.lines, found.typed, found.words, found.untagged) == (5, 2, 7, 3)
    assert found.tags == {Tag.OPINION: 1, Tag.CONCLUSION: 1, Tag.CONTENT: 0}


def test_a_voice_that_nobody_has_named_is_not_who_has_recorded_it() -> None:
    found = counted(
        note(1, AN, 30, voice=1, tag=Tag.CONCLUSION),
        note(2, AN, 20, voice=2),
        note(3, AN, 7, voice=2, whose_known=True),
    )
    assert spoke(found) == {"Người nói 1": 30, "Người nói 2": 20, AN.name: 7}
    assert [x.conclusions for x in found.people] == [1, 0, 0]


def test_the_two_halves_of_a_note_have_its_seconds_once() -> None:
    half = {"at": BEGAN + timedelta(minutes=1), "message_id": None, "audio": "1.ogg"}
    first = note(1, AN, 30)
    second = Line(2, 4, 2, half["at"], AN, LineKind.VOICE, LineState.DONE, "b", seconds=30,  # type: ignore[arg-type]
                  audio="1.ogg")  # fmt: skip
    assert spoke(counted(first, second)) == {"Nguyễn Văn An": 30}
    assert counted(first, second).recordings == 1
    assert counted(first, second).recorded == 30
    gone = note(1, AN, 30, deleted=True)
    assert spoke(counted(gone, second)) == {"Nguyễn Văn An": 30}, "half of it stands there still"


@every_row("audio", ["1.ogg", None])
def test_halves_of_two_people_are_nobodys_alone(audio: str | None) -> None:
    first = note(1, AN, 30, audio=audio)
    second = Line(2, 4, 2, first.at, BINH, LineKind.VOICE, LineState.DONE, "b", seconds=30,
                  audio=audio)  # fmt: skip
    found = counted(first, second, note(3, AN, 10))
    assert (spoke(found), found.together) == ({"Nguyễn Văn An": 10}, 30)
    assert (found.spoken, found.recorded, found.recordings) == (40, 40, 2)


def test_what_was_put_together_is_not_lost_and_what_was_deleted_is() -> None:
    found = counted(
        note(1, AN, 30),
        note(2, AN, 20, deleted=True, merged_into=1),
        note(3, AN, 10, deleted=True, merged_into=2),  # by way of another
        note(4, AN, 99, deleted=True),
        note(5, AN, 88, deleted=True, merged_into=4),  # into one that was deleted then
    )
    assert spoke(found) == {"Nguyễn Văn An": 60}
    assert (found.lines, found.recordings, found.recorded) == (1, 3, 60)


def test_lines_that_were_put_in_a_circle_do_not_hang() -> None:
    found = counted(
        note(1, AN, 30, deleted=True, merged_into=2), note(2, AN, 20, deleted=True, merged_into=1)
    )
    assert (found.lines, found.spoken) == (0, 0)


def test_what_two_people_said_as_one_line_is_nobodys_alone() -> None:
    found = counted(note(1, AN, 30), note(2, BINH, 20, deleted=True, merged_into=1))
    assert (spoke(found), found.together) == ({"Nguyễn Văn An": 30}, 20)


def test_typed_words_that_went_into_another_line_count_once() -> None:
    voice = note(1, AN, 30, text="một hai ba bốn năm")  # of which the last two were typed
    found = counted(voice, typed(2, AN, "bốn năm", deleted=True, merged_into=1))
    assert (found.words, found.typed, spoke(found)) == (2, 0, {"Nguyễn Văn An": 30})
    text = typed(1, AN, "một hai bốn năm sáu")  # of which the last three were spoken
    found = counted(text, note(2, AN, 7, text="bốn năm sáu", deleted=True, merged_into=1))
    assert (found.words, spoke(found)) == (2, {"Nguyễn Văn An": 7})


def test_parts_of_a_long_recording_count_and_the_whole_does_not_again() -> None:
    whole = note(1, AN, 3600, state=LineState.PARTS, text="", done_until=3600.0)
    part = {"audio": "1.ogg", "part_of": 1, "message_id": None}
    found = counted(
        whole,
        note(2, AN, 10, starts=0.0, ends=10.0, **part),
        note(3, BINH, 20, starts=10.0, ends=30.0, **part),  # by /nguoinoi
        note(4, AN, 20, starts=10.0, ends=30.0, deleted=True, **part),
        note(5, AN, 5, starts=40.0, ends=45.0, **part),
        note(6, AN, 5, starts=40.0, ends=45.0, **part),  # its other half
    )
    assert spoke(found) == {"Trần Bình": 20, "Nguyễn Văn An": 15}
    assert (found.recordings, found.recorded) == (1, 3600)
    without = counted(note(2, AN, 10, starts=0.0, ends=10.0, **part),
                      note(1, AN, 60, state=LineState.PARTS, done_until=60.0, deleted=True),
                      )  # fmt: skip
    assert (without.recordings, without.recorded, without.spoken) == (1, 60, 10)


def test_a_recording_without_words_is_nobodys_speaking() -> None:
    found = counted(
        note(1, AN, 60, state=LineState.WAITING, text=""),
        note(2, AN, 60, state=LineState.FAILED, text=""),
        note(3, AN, 60, state=LineState.SILENT, text=""),
        note(4, AN, 300, state=LineState.STOPPED, text="", done_until=60.0),
        note(5, BINH, 8),
    )
    assert spoke(found) == {"Trần Bình": 8}
    assert [x.no for x in found.without.waiting] == [1]
    assert [x.no for x in found.without.failed] == [2, 3]
    assert [x.no for x in found.without.unfinished] == [4]
    assert (found.recordings, found.worded) == (5, 1)


def test_an_empty_meeting_has_figures_too() -> None:
    for closed in (None, 120):
        found = counted(of=meeting(closed))
        assert (found.lines, found.people, found.course, found.spoken) == (0, (), (), 0)
        assert len(course_of(found, ZONE)[1]) == 1


# --- how long -----------------------------------------------------------------------------------


@every_row(
    ("closed", "info", "minutes", "sources"),
    [
        (120, {}, 120, (Source.COMMAND, Source.COMMAND)),
        (None, {}, 30, (Source.COMMAND, Source.LAST_LINE)),
        (120, {"thoi_gian": "7h30"}, 150, (Source.GIVEN, Source.COMMAND)),
        (120, {"thoi_gian": "7 giờ 30, ngày 24/7", "ket_thuc": "11h"}, 210, ("given", "given")),
        (120, {"thoi_gian": "07:30-11:00 24/7/2026"}, 210, ("given", "given")),
        (120, {"ket_thuc": "9h15"}, 75, (Source.COMMAND, Source.GIVEN)),
        (120, {"thoi_gian": "sáng thứ Sáu"}, 120, (Source.COMMAND, Source.COMMAND)),
        (120, {"thoi_gian": "14h"}, 120, (Source.COMMAND, Source.COMMAND)),  # behind the end
        (120, {"thoi_gian": "8h ngày 24/7/2062"}, 120, (Source.COMMAND, Source.COMMAND)),
        (120, {"thoi_gian": "8h ngày 20/7"}, 120, (Source.COMMAND, Source.COMMAND)),  # no end
        (120, {"thoi_gian": "8h 20/7", "ket_thuc": "11h"}, 180, ("given", "given")),
        (120, {"ket_thuc": "3h"}, 120, (Source.COMMAND, Source.COMMAND)),
    ],
)
def test_how_long_a_meeting_was_and_how_that_is_known(
    closed: float | None, info: dict[str, str], minutes: float, sources: tuple[str, str]
) -> None:
    span = counted(typed(30, AN, "một"), of=meeting(closed, **info)).span
    assert (span.seconds / 60, (span.began_by, span.ended_by)) == (minutes, sources)


@every_row(
    ("text", "hours"),
    [
        ("8h đến 11 giờ 30, ngày 24/7", ["24 08:00", "24 11:30"]),
        ("2 giờ chiều ngày 24/7", ["24 14:00"]),
        ("14 giờ 30 phút chiều", ["01 14:30"]),
        ("8h ngày 24/7 đến 17h ngày 25/7", ["24 08:00", "25 17:00"]),
        ("07:30-11:00 24/7", ["24 07:30", "24 11:00"]),  # and not the 30th of November
        ("7 giờ 30 - 11 giờ, ngày 24/7", ["24 07:30", "24 11:00"]),
        ("8h thứ 6 24/7", ["24 08:00"]),
        ("24/7 8h", ["24 08:00"]),
        ("8h ngày 24/7, 25/7 và 26/7", []),
        ("Ngày 24 tháng 7", []),
        ("08 giờ 00, ngày 24 tháng 7 năm 2020", ["24 08:00"]),
        ("", []),
    ],
)
def test_hours_are_read_where_they_are_certain(text: str, hours: list[str]) -> None:
    found = moments_in(text, date(2020, 7, 1))
    assert [f"{at:%d %H:%M}" for at in found] == hours


# --- the course ---------------------------------------------------------------------------------


def course(found: Figures) -> tuple[float, list[tuple[str, int, int]]]:
    step, columns = course_of(found, ZONE)
    return step.total_seconds() / 60, [
        (f"{x.begins:%d %H:%M}", x.opinions, x.conclusions) for x in columns
    ]


def test_the_course_of_a_meeting_stands_on_its_own_clock() -> None:
    found = counted(
        typed(1, AN, "a", tag=Tag.OPINION),
        typed(14, AN, "b", tag=Tag.OPINION),
        typed(14, AN, "b", tag=Tag.CONTENT),
        typed(16, AN, "c", tag=Tag.CONCLUSION, deleted=True),
        typed(17, AN, "d", tag=Tag.CONCLUSION),
    )
    assert course(found) == (
        5,
        [("24 08:00", 1, 0), ("24 08:05", 0, 0), ("24 08:10", 1, 0), ("24 08:15", 0, 1)],
    )


def test_a_meeting_of_days_has_wide_columns() -> None:
    lines = [typed(n * 700, AN, "a", tag=Tag.OPINION) for n in range(9)]
    minutes, columns = course(counted(*lines, of=meeting(None)))
    assert minutes == 12 * 60
    assert len(columns) <= 12
    assert sum(x[1] for x in columns) == 9


def test_one_line_is_one_column() -> None:
    assert course(counted(typed(2, AN, "a", tag=Tag.CONCLUSION))) == (5, [("24 08:00", 0, 1)])


def test_what_was_added_after_the_meeting_does_not_stretch_its_clock() -> None:
    found = counted(typed(2, AN, "a", tag=Tag.CONCLUSION), typed(5000, AN, "b", tag=Tag.CONCLUSION))
    assert (len(found.course), found.late, found.tags[Tag.CONCLUSION]) == (1, 1, 2)
    assert found.last_line == BEGAN + timedelta(minutes=2)
