"""What the bot says of tasks: who is to do what by when, and the reminders before the day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo

from bot.messages.phrases import cut, moment, page_place
from bot.minutes import Meeting
from bot.minutes.tasks import Task, TaskState, TaskWords
from bot.minutes.typed.deadlines import Deadline

BUTTON_ALL = "Xác nhận cả {count} gợi ý"
BUTTON_ALL_OF_PAGE = "Xác nhận {count} gợi ý của trang này"
BUTTON_ONLY = "Xác nhận gợi ý {no}"
BUTTON_CONFIRM = "Xác nhận"
BUTTON_KEEP = "Giữ như cũ"
BUTTON_TAKE_LINE = "Lấy theo dòng #{line}"
BUTTON_EDIT = "Sửa"
BUTTON_REMOVE = "Bỏ"
BUTTON_DONE = "Xong"
BUTTON_DONE_NO = "Xong {no}"
BUTTON_RESTORE = "Lấy lại"
BUTTON_LIST = "‹ Danh sách"

WHICH_MEETING = (
    "Hãy cho biết nhiệm vụ của cuộc họp nào, ví dụ: /nhiemvu cuộc họp 4. Xem các cuộc họp: /lichsu"
)
LIST_HEAD = "Nhiệm vụ · cuộc họp số {no} “{title}” · {counts}{page}"
NOTHING = (
    "Cuộc họp số {no} “{title}” chưa có nhiệm vụ nào. Bot gợi ý từ các dòng kết luận có ghi rõ ai "
    "làm gì. {how}"
)
NOTHING_REMOVED = "Cuộc họp số {no} “{title}” chưa bỏ nhiệm vụ nào. Xem nhiệm vụ: {command}"
HOW_TO_ADD = "Thêm: {command} them Phòng Kế hoạch: hoàn thành báo cáo, trước 30/11"
HOW = (
    "Bấm số để xác nhận, sửa, bỏ, báo xong. Thêm: {command} them Phòng Kế hoạch: hoàn thành báo "
    "cáo, trước 30/11"
)
HOW_TO_LOOK = "Xem trọn một nhiệm vụ: {command} 2. Sửa, xác nhận: nhờ thư ký."
REMINDING = "Nhắc lúc 8 giờ, {when} · tắt: {command} nhac tat"
NOT_REMINDING = "Chưa bật nhắc trước hạn. Bật: {command} nhac 1 ngày"
REMOVED_COUNT = "Đã bỏ {count}: {command} daxoa"
REMOVED_CHANGED = (
    "⚠ Dòng #{line} đã đổi từ khi bỏ nhiệm vụ {no}, nay là: “{now}”. Cần thì: {command} khoiphuc "
    "{no}"
)

_STATES = {
    TaskState.SUGGESTED: "gợi ý, chưa xác nhận",
    TaskState.CONFIRMED: "✓ đã xác nhận",
    TaskState.DONE: "✓ đã xong",
    TaskState.REMOVED: "đã bỏ",
    TaskState.WITHDRAWN: "đã rút",
}
_DUE = "Hạn: {due}{day}"
_NO_DUE = "Chưa ghi hạn"
_DAY_UNKNOWN = " (chưa rõ ngày nào)"
_OF_LINE = "dòng #{line}"
_ADDED = "thêm tay"
_LINE_NOW = "⚠ Dòng #{line} đã đổi, nay là: “{now}”"
_LINE_GONE = "⚠ Dòng #{line} nay không còn giao việc này (đã bỏ thẻ, sửa, gộp hoặc xoá)"

NO_SUCH = "Không có nhiệm vụ {numbers}. Cuộc họp số {no} {existing}. Xem: {command}"
HAS_TASKS = "có nhiệm vụ 1 đến {last}"
HAS_ONE = "chỉ có nhiệm vụ 1"
HAS_NONE = "chưa có nhiệm vụ nào"
IS_GONE = "Nhiệm vụ {no} đã bỏ hoặc đã rút nên giữ nguyên. Lấy lại: {command} khoiphuc {no}"
USE_NUMBERS = "Hãy ghi số nhiệm vụ, ví dụ: {command} {word} 2. Xem các số: {command}"
USE_ADD = (
    "Chưa thêm, vì chưa rõ ai làm gì. Hãy viết: {command} them Phòng Kế hoạch: hoàn thành báo cáo, "
    "trước 30/11"
)
USE_EDIT = (
    "Chưa sửa. Hãy ghi số nhiệm vụ rồi mục cần sửa, ví dụ: {command} sua {no} hạn: trước 30/11 · "
    "{command} sua {no} ai: Phòng Kế hoạch · {command} sua {no} việc: hoàn thành báo cáo"
)
USE_WORD = (
    "Chưa hiểu “{word}”. Xem: {command} · một nhiệm vụ: {command} 2 · thêm, sửa, xoá: {command} "
    "them … · {command} sua 2 … · {command} xoa 2 · báo xong: {command} xong 2"
)
TOO_LONG = "Chưa ghi, vì dài quá: ai và hạn không quá 200 chữ, việc không quá 1.000 chữ."
ASK_EDIT = """\
Sửa nhiệm vụ {no}: hãy trả lời tin này, chỉ cần ghi mục cần đổi, mỗi dòng một mục:
ai: {who}
việc: {what}
hạn: {due}"""
ASK_AGAIN = (
    "Chưa sửa nhiệm vụ {no}, vì chưa rõ đổi mục nào. Hãy trả lời tin này, ví dụ: hạn: trước 30/11"
)
ADDED = "Đã thêm nhiệm vụ:\n{rows}"
EDITED = "Đã sửa nhiệm vụ:\n{rows}"
CONFIRMED = "Đã xác nhận:\n{rows}"
REMOVED = "Đã bỏ nhiệm vụ {numbers}; không vào văn bản. Lấy lại: {command} khoiphuc {typed}"
DONE = "Đã ghi là xong:\n{rows}\nNhầm thì: {command} khoiphuc {typed}"
RESTORED = "Đã lấy lại:\n{rows}"
AS_BEFORE = "Nhiệm vụ {numbers} vốn đã như vậy."
NO_SUGGESTIONS = "Không còn gợi ý nào chờ xác nhận. Xem: {command}"
MORE_ROWS = "… và {count} nhiệm vụ nữa: {command}"
PAST_DAY = "⚠ {day} đã qua. Sai thì: {command} sua {no} hạn: 30/11/2026"
UNKNOWN_DAY = (
    "Hạn này chưa rõ là ngày nào nên bot không nhắc được; ghi rõ: {command} sua {no} hạn: 30/11"
)
CHANGED_BY = "{who} đổi lúc {at}"
JUST_CHANGED = "⚠ {who} vừa đổi nhiệm vụ {no}; ngay trước đó là: “{before}”"
JUST_STATE = "⚠ {who} vừa đổi nhiệm vụ {no} thành: {state}"

TOAST_CONFIRMED = "Nhiệm vụ {no}: đã xác nhận"
TOAST_TAKEN = "Nhiệm vụ {no}: đã lấy theo dòng #{line}"
TOAST_ALL = "Đã xác nhận {count} nhiệm vụ"
TOAST_REMOVED = "Nhiệm vụ {no}: đã bỏ"
TOAST_DONE = "Nhiệm vụ {no}: đã xong"
TOAST_RESTORED = "Nhiệm vụ {no}: đã lấy lại"
TOAST_CHANGED = "Danh sách đã đổi, xem lại"

USE_REMIND = (
    "Hãy ghi nhắc trước mấy ngày (0 đến 30), ví dụ: {command} nhac 1 ngày; tắt: {command} nhac "
    "tat. {state}"
)
REMIND_ON = (
    "Từ bây giờ bot nhắc ở đây các nhiệm vụ đã xác nhận, lúc 8 giờ, {when}.\n{next}\n"
    "Tắt: {command} nhac tat"
)
REMIND_NEXT = "{at:%d/%m/%Y}: nhiệm vụ {numbers}"
REMIND_SOON = "sắp tới giờ nhắc: nhiệm vụ {numbers}"
REMIND_NONE = "Chưa có nhiệm vụ nào đã xác nhận mà hạn là một ngày rõ ràng sắp tới. Xem: {command}"
REMIND_UNCONFIRMED = "Chưa xác nhận nên không nhắc: nhiệm vụ {numbers}. Xem: {command}"
REMIND_OFF = "Đã tắt nhắc hạn của cuộc họp số {no}. Bật lại: {command} nhac 1 ngày"
REMIND_WAS_OFF = "Cuộc họp số {no} vốn chưa bật nhắc. Bật: {command} nhac 1 ngày"
_BEFORE_DAY = "trước hạn {days} ngày"
_SAME_DAY = "đúng ngày hạn"
REMINDER_HEAD = "⏰ Nhắc việc · cuộc họp số {no} “{title}”"
REMINDER_ROW = "{no}. {who}: {what}\n   {due}, {left}"
REMINDER_FOOT = "Xong thì bấm nút, hoặc: {command} xong {no}"
_LEFT_TODAY = "hôm nay"
_LEFT_ONE = "ngày mai"
_LEFT = "còn {days} ngày"

BEFORE_DAY = "trước {day}"
ASK_DAY = (
    "Hạn “{due}” của nhiệm vụ {no} chưa rõ: không có ngày ấy, hoặc thứ và ngày không khớp nhau. Ý "
    "là ngày nào?"
)
DRAFT_UNCONFIRMED = (
    "{count} nhiệm vụ gợi ý chưa xác nhận nên không vào bảng phân công: {numbers}. Xem: {command}"
)
DRAFT_SUGGESTED = (
    "Bảng phân công có {count} nhiệm vụ chưa ai xác nhận: {numbers}. Hãy đọc lại: {command}"
)
DRAFT_CHANGED = (
    "⚠ Nhiệm vụ {numbers} trong bảng phân công: dòng kết luận đã đổi từ khi xác nhận. "
    "Xem: {command}"
)

_ROW_IS_NO = "{row} (ở {command} là số {no})"

# Letters in a list: a page must fit into one message
_SHOWN = 180
_SHOWN_WHO = 70
_SHOWN_NOW = 80
_WHOLE = 1500


def numbers(tasks: Iterable[Task]) -> str:
    return ", ".join(str(one.no) for one in tasks)


def in_table(rows: Iterable[tuple[int, Task]], command: str) -> str:
    """The rows of a draft's table as they are seen there, and their numbers in the chat where
    those are others: ``4 (ở /nhiemvu là số 1)``."""
    return ", ".join(
        str(row) if row == one.no else _ROW_IS_NO.format(row=row, command=command, no=one.no)
        for row, one in rows
    )


def typed(tasks: Iterable[Task]) -> str:
    return " ".join(str(one.no) for one in tasks)


def in_words(words: TaskWords | None, most: int = _SHOWN) -> str:
    """``Phòng Kế hoạch: Hoàn thành báo cáo, trước 30/11``"""
    if words is None:
        return ""
    due = f", {words.due[:1].lower()}{words.due[1:]}" if words.due else ""
    return f"{cut(words.who, _SHOWN_WHO)}: {cut(words.what, most)}{cut(due, _SHOWN_WHO)}"


def day_of(due: str, deadline: Deadline | None) -> str:
    """What a deadline was understood to mean, for a person to see: `` (27/11/2026)``."""
    if deadline is None:
        return _DAY_UNKNOWN
    day = f"{deadline.day:%d/%m/%Y}"
    hour = f"{deadline.hour:%H:%M}, " if deadline.hour else ""
    return "" if due.endswith(day) and not hour else f" ({hour}{day})"


def due_of(one: Task) -> str:
    """``Hạn: trước thứ Sáu (27/11/2026)``"""
    words = one.words.due
    if not words:
        return _NO_DUE
    small = words[:1].lower() + words[1:]
    due = _DUE.format(due=cut(small, _SHOWN_WHO), day=day_of(words, one.deadline))
    return due.replace("Hạn: hạn", "Hạn")


def row(one: Task) -> str:
    """A task in a list: who, what, by when, from which line, and where it stands."""
    rows = [_who_and_what(one, _SHOWN_WHO, _SHOWN), f"   {_where_it_stands(one)}"]
    if one.line_changed and one.stands:
        rows.append(f"   {line_now(one)}")
    return "\n".join(rows)


def alone(one: Task, changed: str) -> str:
    """A task whole.

    Args:
        changed: who has changed it last, and when; empty: nobody has.
    """
    rows = [_who_and_what(one, 200, _WHOLE), f"   {_where_it_stands(one)}"]
    rows += [f"   {changed}"] if changed else []
    rows += [f"   {line_now(one, _SHOWN)}"] if one.line_changed else []
    return "\n".join(rows)


def _who_and_what(one: Task, most_who: int, most_what: int) -> str:
    return f"{one.no}. {cut(one.words.who, most_who)}: {cut(one.words.what, most_what)}"


def _where_it_stands(one: Task) -> str:
    source = _OF_LINE.format(line=one.line) if one.line is not None else _ADDED
    return f"{due_of(one)} · {source} · {_STATES[one.state]}"


def line_now(one: Task, most: int = _SHOWN_NOW) -> str:
    """What the line of a task says now."""
    if one.now is None:
        return _LINE_GONE.format(line=one.line)
    return _LINE_NOW.format(line=one.line, now=in_words(one.now, most))


def page_of(
    meeting: Meeting, shown: Sequence[Task], every: Sequence[Task], page: int, pages: int
) -> str:
    """The head and rows of a page.

    Args:
        every: the tasks on all pages.
    """
    suggested = sum(one.state is TaskState.SUGGESTED for one in every)
    done = sum(one.state is TaskState.DONE for one in every)
    counts = f"{len(every)} nhiệm vụ"
    aside = [f"{suggested} gợi ý"] if suggested else []
    aside += [f"{done} đã xong"] if done else []
    counts += f" ({', '.join(aside)})" if aside else ""
    place = page_place(page, pages)
    title = cut(meeting.title, 150)
    head = LIST_HEAD.format(no=meeting.id, title=title, counts=counts, page=place)
    return "\n".join([head, *(row(one) for one in shown)])


def existing(last: int) -> str:
    if last < 2:
        return HAS_ONE if last else HAS_NONE
    return HAS_TASKS.format(last=last)


def when(days: int) -> str:
    return _BEFORE_DAY.format(days=days) if days else _SAME_DAY


def reminds(days: int | None, command: str) -> str:
    """Whether a meeting's chat is reminded, and how that is changed."""
    if days is None:
        return NOT_REMINDING.format(command=command)
    return REMINDING.format(when=when(days), command=command)


def remind_on(days: int, rows: Sequence[str], command: str) -> str:
    return REMIND_ON.format(when=when(days), next="\n".join(rows), command=command)


def reminder(meeting_no: int, title: str, tasks: Sequence[Task], today: date) -> str:
    """What the chat is told before the day of some tasks."""
    rows = [
        REMINDER_ROW.format(
            no=one.no,
            who=cut(one.words.who, _SHOWN_WHO),
            what=cut(one.words.what, _SHOWN),
            due=due_of(one),
            left=left(one, today),
        )
        for one in tasks
    ]
    command = f"/nhiemvu cuộc họp {meeting_no}"
    head = REMINDER_HEAD.format(no=meeting_no, title=cut(title, 120))
    foot = REMINDER_FOOT.format(command=command, no=typed(tasks))
    return "\n".join([head, *rows, foot])


def left(one: Task, today: date) -> str:
    days = (one.deadline.day - today).days if one.deadline else 0
    return {0: _LEFT_TODAY, 1: _LEFT_ONE}.get(days, _LEFT.format(days=days))


def changed_by(who: str, at: datetime, zone: tzinfo) -> str:
    return CHANGED_BY.format(who=who, at=moment(at, zone))


def just_changed(no: int, who: str, before: TaskWords | None, state: str) -> str:
    """Somebody else has just changed the same task."""
    if before is None:
        return JUST_STATE.format(who=who, no=no, state=_STATES[TaskState(state)])
    return JUST_CHANGED.format(who=who, no=no, before=in_words(before))


def next_reminder(at: datetime, tasks: Iterable[Task], now: datetime) -> str:
    if at <= now:
        return REMIND_SOON.format(numbers=numbers(tasks))
    return REMIND_NEXT.format(at=at, numbers=numbers(tasks))
