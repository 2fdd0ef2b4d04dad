"""Finding what was said."""

from __future__ import annotations

from datetime import tzinfo

from bot.messages.phrases import TAG_NAMES, page_place, who_says
from bot.minutes import Line, Meeting
from bot.minutes.typed.query import Query

BUTTON_AROUND = "Xem quanh đó: #{no}, cuộc họp số {meeting}"
USE_FIND = (
    "Hãy viết chữ cần tìm sau lệnh, có dấu hay không đều được. Ví dụ: /tim chanh xoài\n"
    'Đúng cụm từ: /tim "thống nhất phương án". '
    "Lọc thêm: nguoi:An, tag:ketluan, tu:24/7, den:hôm qua"
)
FOUND = "Tìm thấy {count} dòng: {query}{page}"
FOUND_MORE = (
    "Tìm thấy hơn {count} dòng: {query}{page}\nĐây là {count} dòng đầu. Để gọn hơn hãy thêm chữ, "
    "hoặc nguoi:An, tag:ketluan, tu:24/7, den:hôm qua."
)
FOUND_NOTHING = (
    "Không có dòng nào trong các cuộc họp ở đây: {query}. {hint}; cuộc họp của nhóm "
    "khác thì hỏi ở nhóm ấy."
)
FOUND_NOTHING_OF_PERSON = (
    "Không có dòng nào trong các cuộc họp bạn đã dự: {query}. {hint}, hoặc xem: /lichsu"
)
FOUND_WITH_NEAR = "Tìm thấy {count} dòng: {query}, và {near} dòng gần giống ở sau{page}"
FOUND_NEAR = "Không có dòng nào đúng hẳn: {query}. Đây là {near} dòng gần giống{page}"
MEANT = "Không có dòng nào: {query}. Ý bạn là {meant}? Đây là {near} dòng có chữ ấy{page}"
_HINT_FILTERS = "Hãy thử bỏ bớt phần lọc (nguoi:, tag:, tu:, den:)"
_HINT_PHRASE = "Hãy thử bỏ dấu ngoặc kép, hoặc ít chữ hơn"
_HINT_WORDS = "Hãy thử ít chữ hơn"
_HINT_WORD = "Hãy thử chữ khác cùng nghĩa, hoặc tìm theo người nói: nguoi:An"
FOUND_WORD = "“{}”"
FIND_TOO_LONG = (
    "Câu cần tìm dài quá {most} chữ. Hãy chọn vài chữ chính trong câu, ví dụ: /tim chanh xoài"
)
FIND_OTHER_PAGE = "Xem trang khác: gửi lại lệnh này, thêm “trang {page}” ở cuối."
_FILTERS = {
    "nguoi": 'nguoi: cần họ tên, ví dụ: nguoi:An hoặc nguoi:"Nguyễn Văn An"',
    "tag": "tag: là một trong ba thẻ: tag:ykien, tag:ketluan, tag:noidung",
    "tu": "tu: cần một ngày, ví dụ: tu:24/7, tu:24/07/2026, tu:hôm qua, tu:tháng 7",
    "den": "den: cần một ngày, ví dụ: den:24/7, den:24/07/2026, den:hôm qua, den:tháng 7",
}
FILTER_NOT_UNDERSTOOD = "Chưa tìm, vì không hiểu “{value}”. Hãy viết lại: {use}."
FILTER_EMPTY = "Chưa tìm, vì sau “{name}:” chưa có gì. Hãy viết lại: {use}."
HIT_HEAD = "#{no} · cuộc họp số {meeting}, {at:%d/%m/%Y %H:%M} · {name}{tag}"
AROUND_HEAD = "Quanh dòng #{line} · cuộc họp số {no} “{title}”, {day}. Xem cả cuộc: /xem {no}"
HERE_IT_IS = "▶ "


def query(asked: Query) -> str:
    """What is searched for, as it was understood."""
    parts = ["“" + " ".join(phrase) + "”" for phrase in asked.phrases]
    parts += [f"người nói: {asked.speaker}"] if asked.speaker else []
    parts += [f"thẻ: {TAG_NAMES[asked.tag]}"] if asked.tag else []
    parts += [f"từ {asked.since:%d/%m/%Y}"] if asked.since else []
    parts += [f"đến hết {asked.until:%d/%m/%Y}"] if asked.until else []
    return ", ".join(parts)


def hint(asked: Query) -> str:
    """What else to try where nothing was found."""
    words = [word for phrase in asked.phrases for word in phrase]
    if asked.since or asked.until or asked.tag or asked.speaker:
        return _HINT_FILTERS
    if any(len(phrase) > 1 for phrase in asked.phrases):
        return _HINT_PHRASE
    return _HINT_WORDS if len(words) > 1 else _HINT_WORD


def found(count: int, asked: str, page: int, pages: int, *, more: bool, near: int = 0) -> str:
    """How many lines were found.

    Args:
        more: there are more than these.
        near: so many more fit nearly, and come behind them.
    """
    place = page_place(page, pages)
    if near:
        sentence = FOUND_WITH_NEAR if count else FOUND_NEAR
        return sentence.format(count=count, near=near, query=asked, page=place)
    return (FOUND_MORE if more else FOUND).format(count=count, query=asked, page=place)


def meant(near: int, asked: str, read: str, page: int, pages: int) -> str:
    """What was found by words that may have been meant.

    Args:
        near: how many lines.
        read: the query with those words.
    """
    place = page_place(page, pages)
    return MEANT.format(query=asked, meant=read, near=near, page=place)


def filter_not_understood(name: str, value: str) -> str:
    sentence = FILTER_NOT_UNDERSTOOD if value else FILTER_EMPTY
    return sentence.format(name=name, value=value, use=_FILTERS[name])


def hit_head(line: Line, meeting: Meeting, zone: tzinfo) -> str:
    tag = f" · {TAG_NAMES[line.tag]}" if line.tag else ""
    at = line.at.astimezone(zone)
    name = line.speaker.name if line.unknown_voice is None else who_says(line)
    return HIT_HEAD.format(no=line.no, meeting=meeting.id, at=at, name=name, tag=tag)
