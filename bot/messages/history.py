"""Meetings of the past and the lines of one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.messages.phrases import NO_CHAIR, TAG_NAMES, cut
from bot.minutes import Speaker, Tag

BUTTON_DRAFTS = "Các dự thảo"
USE_VIEW = "Hãy ghi số của cuộc họp, ví dụ: /xem 4. Xem các số: /lichsu"
NO_HISTORY = "Ở đây chưa có cuộc họp nào. Mở cuộc họp đầu tiên: /batdau Tên cuộc họp"
HISTORY_HEAD = "Các cuộc họp ở đây{when} ({count}){page}. Xem một cuộc: /xem số"
HISTORY_OF_PERSON = "Các cuộc họp bạn đã dự{when} ({count}){page}. Xem một cuộc: /xem số"
NO_HISTORY_THEN = "Không có cuộc họp nào {when}. Xem tất cả: /lichsu"
USE_HISTORY = (
    "Xem các cuộc họp: /lichsu, /lichsu trang 2; của một năm, một tháng: /lichsu 2025, "
    "/lichsu tháng 7. Tìm theo lời đã nói: /tim vài chữ"
)
HISTORY_ROW = "{no}. {day} · {title} · {counts}{state}"
STATE_OPEN = " · đang mở"
UNSURE_MARK = "⚠ "
EMPTY_MEETING = "Cuộc họp số {no} chưa có dòng nào. Hãy nhắn hoặc gửi ghi âm vào đây."
NO_LINES_OF_KIND = "Cuộc họp số {no} chưa có dòng nào thuộc loại này. Xem tất cả: /dong"
LINES_HEAD = "Cuộc họp số {no} “{title}” · {count} dòng{kind}{page}"
NOT_HEARD = "⚠ chưa có chữ"
KIND_UNTAGGED = "Chưa gắn thẻ"
KIND_DELETED = "Đã xoá"
KIND_UNSURE = "Cần nghe lại"
KIND_NUMBERS = "dòng {numbers}"
NO_SUCH_KIND = (
    "Không có loại “{kind}”. Các loại: /dong ykien, /dong ketluan, /dong noidung, /dong chuathe, "
    "/dong nghelai, /dong daxoa; một dòng: /dong 12; nhiều dòng: /dong 6-20"
)


def days(first: date, last: date) -> str:
    """``ngày 24/07/2026``, ``từ 01/07/2026 đến 31/07/2026``"""
    if first == last:
        return f"ngày {first:%d/%m/%Y}"
    return f"từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}"


def meeting_head(
    row: str, desk: Iterable[Speaker], presides: Speaker | None, documents: int
) -> str:
    """What a meeting was: its row of the list, who kept and who chaired it, how many drafts."""
    names = "; ".join(cut(person.full, 80) for person in desk)
    chair = cut(presides.full, 80) if presides else NO_CHAIR
    drafts = f" · {documents} dự thảo" if documents else ""
    return f"{row}\nThư ký: {names} · Chủ trì: {chair}{drafts}"


def kind_name(which: str) -> str:
    """The name of a tag's code, or of another kind of lines."""
    if which in set(Tag):
        return TAG_NAMES[Tag(which)]
    return {"daxoa": KIND_DELETED, "chuathe": KIND_UNTAGGED, "nghelai": KIND_UNSURE}[which]
