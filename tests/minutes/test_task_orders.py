"""Tasks that are kept follow their conclusions; and what people type about them."""

from __future__ import annotations

import dataclasses
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.minutes.guesses.tasks import TaskGuess
from bot.minutes.tasks import Task, TaskState, TaskWords, follow, for_document
from bot.minutes.typed.task_orders import (
    OFF,
    Order,
    Wish,
    read_days,
    read_fields,
    read_order,
    read_words,
)
from tests.tables import every_row

DAY = date(2026, 11, 23)
REPORT = TaskGuess("Hoàn thành báo cáo", "Phòng A", "Trước 30/11", 1)
INVITE = TaskGuess("Gửi giấy mời", "Văn phòng", "", 2)
LATER = dataclasses.replace(REPORT, due="Trước 15/12")


def states(tasks: list[Task]) -> list[tuple[int, str, str]]:
    return [(one.no, one.words.due, one.state.value) for one in tasks]


def decided(tasks: list[Task], state: TaskState, no: int = 1) -> list[Task]:
    return [one.decided(state) if one.no == no else one for one in tasks]


def test_what_conclusions_give_is_suggested_with_its_day() -> None:
    first, second = follow([], [REPORT, INVITE], DAY)
    assert (first.no, first.line, first.state) == (1, 1, TaskState.SUGGESTED)
    assert first.deadline is not None
    assert first.deadline.day == date(2026, 11, 30)
    assert (second.no, second.deadline) == (2, None)


def test_a_suggestion_changes_and_goes_and_comes_with_its_line() -> None:
    tasks = follow([], [REPORT, INVITE], DAY)
    tasks = follow(tasks, [LATER, INVITE], DAY)
    assert states(tasks) == [(1, "Trước 15/12", "suggested"), (2, "", "suggested")]
    tasks = follow(tasks, [INVITE], DAY)
    assert states(tasks) == [(1, "Trước 15/12", "withdrawn"), (2, "", "suggested")]
    tasks = follow(tasks, [LATER, INVITE], DAY)
    assert states(tasks) == [(1, "Trước 15/12", "suggested"), (2, "", "suggested")]


@every_row("state", [TaskState.CONFIRMED, TaskState.DONE, TaskState.REMOVED])
def test_what_a_person_decided_stays_and_says_that_its_line_changed(state: TaskState) -> None:
    tasks = decided(follow([], [REPORT], DAY), state)
    tasks = follow(tasks, [LATER], DAY)
    assert states(tasks) == [(1, "Trước 30/11", state.value)], "and nothing is suggested beside it"
    assert tasks[0].line_changed
    assert tasks[0].now == TaskWords("Phòng A", "Hoàn thành báo cáo", "Trước 15/12")
    gone = follow(tasks, [], DAY)
    assert (gone[0].state, gone[0].now, gone[0].line_changed) == (state, None, True)
    assert not gone[0].decided(state).line_changed, "somebody has seen it"
    assert not follow(tasks, [REPORT], DAY)[0].line_changed, "it is as it was"


def test_a_task_added_by_hand_follows_nothing() -> None:
    added = Task(1, TaskWords("Đ/c An", "Mua vé"), TaskState.CONFIRMED)
    assert follow([added], [], DAY) == [added]
    assert states(follow([added], [INVITE], DAY)) == [(1, "", "confirmed"), (2, "", "suggested")]


def test_a_task_goes_with_its_words_into_another_line() -> None:
    tasks = decided(follow([], [REPORT, INVITE], DAY), TaskState.CONFIRMED)
    merged = [dataclasses.replace(REPORT, line=2), INVITE]  # /gop 2 1
    tasks = follow(tasks, merged, DAY)
    assert [(one.no, one.line, one.state.value) for one in tasks] == [
        (1, 2, "confirmed"),
        (2, 2, "suggested"),
    ]
    assert not any(one.line_changed for one in tasks)


def test_only_the_changed_one_of_a_lines_tasks_changes() -> None:
    two = [REPORT, dataclasses.replace(INVITE, line=1)]
    tasks = decided(follow([], two, DAY), TaskState.REMOVED)
    tasks = follow(tasks, [two[0], dataclasses.replace(two[1], due="Ngày mai")], DAY)
    assert states(tasks) == [(1, "Trước 30/11", "removed"), (2, "Ngày mai", "suggested")]


_tasks = st.lists(
    st.builds(
        TaskGuess,
        st.sampled_from(["Làm", "Gửi", "Mua"]),
        st.sampled_from(["Phòng A", "Phòng B"]),
        st.sampled_from(["", "30/11"]),
        st.integers(1, 3),
    ),
    max_size=6,
    unique=True,
)


@given(st.lists(st.tuples(_tasks, st.integers(0, 9), st.sampled_from(TaskState)), max_size=6))
def test_whatever_happens_nothing_is_lost_doubled_or_renumbered(
    steps: list[tuple[list[TaskGuess], int, TaskState]],
) -> None:
    known: list[Task] = []
    for found, no, state in steps:
        followed = follow(known, found, DAY)
        assert follow(followed, found, DAY) == followed, "twice is as once"
        assert [x.no for x in followed] == list(range(1, len(followed) + 1))
        for before, after in zip(known, followed, strict=False):
            assert not before.touched or (after.words, after.state) == (before.words, before.state)
        said = [(x.line, x.now) for x in followed if x.now]
        assert len(said) == len(set(said)) == len(found), "each task of a line is there once"
        known = decided(followed, state, no) if state is not TaskState.WITHDRAWN else followed


def test_what_stands_in_a_document() -> None:
    tasks = follow([], [REPORT, INVITE, dataclasses.replace(INVITE, line=3)], DAY)
    tasks = decided(decided(tasks, TaskState.CONFIRMED), TaskState.REMOVED, 3)
    added = Task(4, TaskWords("Đ/c An", "Mua vé"), TaskState.DONE)
    by_hand = TaskGuess("Mua vé", "Đ/c An", "", 0)
    assert for_document([*tasks, added], suggested=False) == (REPORT, by_hand)
    assert for_document([*tasks, added], suggested=True) == (REPORT, INVITE, by_hand)


# --- what is typed --------------------------------------------------------------------------------


@every_row(
    ("typed", "order"),
    [
        ("", Order(Wish.LIST)),
        ("3", Order(Wish.LIST, "3")),
        ("daxoa", Order(Wish.LIST, "daxoa")),
        ("cuộc họp 4", Order(Wish.LIST, "", 4)),
        ("cuoc hop so 4 xong 2", Order(Wish.DONE, "2", 4)),
        ("xong 2 cuộc họp 4", Order(Wish.DONE, "2", 4)),
        ("sửa 2 hạn: cuộc họp 5", Order(Wish.EDIT, "2 hạn: cuộc họp 5")),
        ("Thêm Phòng A: lập kế hoạch", Order(Wish.ADD, "Phòng A: lập kế hoạch")),
        ("xác nhận 2", Order(Wish.CONFIRM, "2")),
        ("xoá 2 4", Order(Wish.REMOVE, "2 4")),
        ("khôi phục 2", Order(Wish.RESTORE, "2")),
        ("nhắc 1 ngày", Order(Wish.REMIND, "1 ngày")),
        ("sua2 ai: An", Order(Wish.EDIT, "2 ai: An")),
    ],
)
def test_orders(typed: str, order: Order) -> None:
    assert read_order(typed) == order


@every_row(
    ("typed", "words"),
    [
        ("Phòng A: lập kế hoạch, trước 30/11", [("Phòng A", "Lập kế hoạch", "Trước 30/11")]),
        ("phong a: lap ke hoach truoc 30/11", [("Phong a", "Lap ke hoach", "Truoc 30/11")]),
        ("đồng chí An: mua vé", [("Đồng chí An", "Mua vé", "")]),
        ("giao Phòng A lập kế hoạch trước 30/11", [("Phòng A", "Lập kế hoạch", "Trước 30/11")]),
        ("Giao Phòng A làm", [("Phòng A", "Làm", "")]),
        ("Yêu cầu Phòng A nộp báo cáo", [("Phòng A", "Nộp báo cáo", "")]),
        ("Phòng A lập kế hoạch trước 30/11", [("Phòng A", "Lập kế hoạch", "Trước 30/11")]),
        ("Phòng A: lập kế hoạch; hạn: 30/11", [("Phòng A", "Lập kế hoạch", "30/11")]),
        ("Phòng A: lập kế hoạch (hạn 30/11)", [("Phòng A", "Lập kế hoạch", "Hạn 30/11")]),
        ("Văn phòng - gửi giấy mời - 30/11", [("Văn phòng", "Gửi giấy mời", "30/11")]),
        ("ai: Phòng A\nviệc: lập kế hoạch\nhạn: 30/11", [("Phòng A", "Lập kế hoạch", "30/11")]),
        ("AI: A; viec: lap ke hoach", [("A", "Lap ke hoach", "")]),
        ("Đ/c An: họp lúc 8:30", [("Đ/c An", "Họp lúc 8:30", "")]),
        ("- A: làm x\n- B: làm y, ngày mai", [("A", "Làm x", ""), ("B", "Làm y", "Ngày mai")]),
    ],
)
def test_tasks_that_somebody_types(typed: str, words: list[tuple[str, str, str]]) -> None:
    assert read_words(typed) == [TaskWords(*each) for each in words]


@every_row(
    "typed",
    ["", "linh tinh", "Phòng A:", ": lập kế hoạch", "việc: lập kế hoạch", "A: x\nlinh tinh"],
)
def test_what_is_no_task_is_not_taken(typed: str) -> None:
    assert read_words(typed) is None


@every_row(
    ("typed", "fields"),
    [
        ("ai: Phòng B", {"who": "Phòng B"}),
        ("han: 30/11; ai: Phòng C", {"due": "30/11", "who": "Phòng C"}),
        ("thời hạn: cuối tháng 11, ai: An", {"due": "cuối tháng 11", "who": "An"}),
        ("hạn 30/11", {"due": "30/11"}),
        ("hạn: không", {"due": ""}),
        ("hạn:", {"due": ""}),
        ("Phòng A: lập kế hoạch", None),
        ("rà soát ai: An", None),
    ],
)
def test_fields(typed: str, fields: dict[str, str] | None) -> None:
    assert read_fields(typed) == fields


@every_row(
    ("typed", "days"),
    [
        *(("1 ngày", 1), ("2", 2), ("trước 3 ngày", 3), ("hai ngày", 2), ("1 tuần", 7)),
        *(("0", 0), ("đúng ngày", 0), ("tắt", OFF), ("tat", OFF), ("không nhắc", OFF)),
        *(("", None), ("31", None), ("5 tuần", None), ("abc", None), ("-1", None), ("1 giờ", None)),
    ],
)
def test_days_before(typed: str, days: int | None) -> None:
    assert read_days(typed) == days
