"""Changes taken back, and the story of a line."""

from __future__ import annotations

from collections.abc import Mapping

from bot.messages.phrases import TAG_NAMES, THE_BOT
from bot.minutes import Tag

USE_LINE_HISTORY = (
    "Hãy ghi số của một dòng, ví dụ: /lichsudong 5; hoặc trả lời tin của dòng bằng /lichsudong"
)
USE_UNDO = (
    "Hoàn tác việc vừa làm của bạn: /hoantac. Việc gần nhất của bạn ở dòng 5: /hoantac 5. Làm lại: "
    "/lamlai"
)
UNDONE = "Đã hoàn tác:\n{rows}\nLàm lại: /lamlai"
REDONE = "Đã làm lại:\n{rows}"
NOTHING_TO_UNDO = (
    "Bạn chưa đổi dòng nào của cuộc họp số {no}{where}, hoặc đã hoàn tác hết. Làm lại: /lamlai"
)
NOTHING_TO_REDO = (
    "Không có việc nào để làm lại: chưa hoàn tác gì, hoặc sau đó bạn đã đổi dòng khác."
)
AT_LINE = " ở dòng #{no}"
_CANNOT_UNDO = "Chưa hoàn tác được nên mọi thứ giữ nguyên: {why}. {how}"
_CANNOT_REDO = "Chưa làm lại được nên mọi thứ giữ nguyên: {why}. {how}"
_CHANGED_SINCE = "#{no} đã được {who} đổi lúc {at} ({what})"
_CHANGED_OTHERWISE = "#{no} đã đổi khác từ lúc ấy"
_HOW_SINCE = (
    "Xem: /lichsudong {no} · sửa tay: /sua {no} câu đúng · việc của bạn ở một dòng khác: /hoantac "
    "số dòng"
)
MORE_CHANGES = "… và {count} chỗ khác"
LINE_HISTORY_HEAD = "Dòng #{no} · {who} · {at}"
LINE_HISTORY_SAME = "Chưa ai đổi gì ở dòng này."
LINE_HISTORY_ROW = "{at} · {who}: {what}"
LINE_HISTORY_EARLIER = "… {count} lần đổi trước đó"
_BY_UNDOING = " (hoàn tác, làm lại)"
_ADDED_LINE = "thêm dòng"
_SPLIT_OFF = "tách ra thành dòng này"
_DELETED_NOW = "xoá dòng"
_MERGED_AWAY = "gộp vào dòng khác"
_RESTORED_NOW = "lấy lại dòng"
_TAG_CHANGED = "thẻ {before} → {after}"
_NO_TAG = "(chưa có)"
_TEXT_CHANGED = "“{before}” → “{after}”"
_SPEAKER_CHANGED = "người nói {before} → {after}"
_PLACE_CHANGED = "đổi thứ tự"
_WHOSE_KNOWN = "xác nhận người nói"
_WHOSE_UNKNOWN = "thôi xác nhận người nói"
_CONFIRMED_NOW = "xác nhận máy chép đúng"
_UNCONFIRMED_NOW = "có lại chỗ cần nghe lại"
_STATE_CHANGED: Mapping[str, str] = {
    "stopped": "dừng chép ghi âm",
    "waiting": "chép lại ghi âm",
}
_MOST_OLD_WORDS = 200  # letters of what a line was


def change(
    field: str,
    before: str | None,
    after: str | None,
    names: Mapping[str, str],
    what: str = "",
) -> str:
    """One change of a line, in words; empty where it says nothing that another does not.

    Args:
        field: the column.
        names: id of a person -> their name.
        what: the command.
    """
    if field == "text":
        short = [(x or "")[:_MOST_OLD_WORDS] for x in (before, after)]
        return _TEXT_CHANGED.format(before=short[0], after=short[1])
    if field == "tag":
        tags = [TAG_NAMES[Tag(x)] if x else _NO_TAG for x in (before, after)]
        return _TAG_CHANGED.format(before=tags[0], after=tags[1])
    if field == "person_id":
        who = [names.get(x or "", "?") for x in (before, after)]
        return _SPEAKER_CHANGED.format(before=who[0], after=who[1])
    if field == "whose":
        return _WHOSE_KNOWN if after == "1" else _WHOSE_UNKNOWN
    if field == "deleted":
        if after == "1":
            return _MERGED_AWAY if what == "gop" else _DELETED_NOW
        return {"them": _ADDED_LINE, "tach": _SPLIT_OFF}.get(what, _RESTORED_NOW)
    if field == "place":
        return _PLACE_CHANGED
    if field == "doubts":
        return _CONFIRMED_NOW if after == "[]" else _UNCONFIRMED_NOW
    return _STATE_CHANGED.get(after or "", "") if field == "state" else ""


def line_change(who: str, at: str, what: str, undoing: bool) -> str:
    """A row of a line's history."""
    by = (who or THE_BOT) + (_BY_UNDOING if undoing else "")
    return LINE_HISTORY_ROW.format(at=at, who=by, what=what)


def in_the_way(no: int, what: str, who: str, at: str, *, again: bool = False) -> str:
    """Why a step is not taken back, or not done again.

    Args:
        what: what the line has become; empty where nobody knows.
        who: who has changed it since; empty: nobody knows.
    """
    why = _CHANGED_OTHERWISE.format(no=no)
    if who:
        why = _CHANGED_SINCE.format(no=no, who=who, at=at, what=what or "dòng này")
    sentence = _CANNOT_REDO if again else _CANNOT_UNDO
    return sentence.format(why=why, how=_HOW_SINCE.format(no=no))
