"""What the bot says of the tags that it suggests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.messages.phrases import TAG_NAMES, meeting_name, page_place, typed, who_says
from bot.minutes import Line, Meeting, Tag
from bot.minutes.guesses.tags import Suggestion
from bot.minutes.typed.numbers import spell

BUTTON_MAYBE = "{tag}?"
BUTTON_TAKE = "#{no} {tag}"
BUTTON_REFUSE = "#{no} Không"
BUTTON_TAKE_PAGE = "Nhận {count} gợi ý ở trang này"
BUTTON_TAKE_ALL = "Nhận cả {count} gợi ý"
BUTTON_BACK = "Hoàn tác"

USE_SUGGESTIONS = (
    "Gợi ý thẻ của cuộc họp đang mở hoặc gần nhất: /goiy. Của cuộc họp trước: /goiy 4. "
    "Xem các số: /lichsu"
)
OPEN = "{count} gợi ý thẻ: {command}"
_HEAD = "{count} gợi ý thẻ · cuộc họp số {no} “{title}”{page}"
_HOW = "Máy chỉ đoán theo chữ. Thẻ nào bạn nhận mới vào báo cáo."
_NOT_ALL_SEEN = "Nhận cả {count} một lần: nút ở trang cuối, khi đã xem hết."
_TYPED = "Gõ cũng được: {commands}"
_ROW = "#{no} · {who} · {tag}? (vì có “{why}”)\n{text}"
_NONE = "Cuộc họp số {no} “{title}” không có gợi ý thẻ nào. Dòng chưa gắn thẻ: /dong chuathe"

_TAKEN = "✓ Đã gắn thẻ {tags}."
_LEFT = "Giữ nguyên {lines}: {why}."
CHANGED = "Danh sách đã đổi từ lúc bạn xem nên chưa gắn thẻ nào; đây là danh sách mới."
_JUST = "{who} vừa {what}."
_TAGGED_JUST = "gắn thẻ {tag} cho {lines}"
_UNTAGGED_JUST = "bỏ thẻ của {lines}"
REFUSED = "✓ #{no} không gợi ý nữa. Cần gắn thẻ thì gửi: /ketluan {no} hoặc /ykien {no}"
TOAST_REFUSED = "#{no}: không gợi ý nữa"
TOAST_TAKEN = "Đã gắn thẻ {count} dòng"
TOAST_CHANGED = "Danh sách đã đổi, xem lại"
TOAST_LINE_CHANGED = "#{no} đã đổi, xem lại"
TOAST_HAS_TAG = "#{no} đã là {tag}"
TOAST_BACK_TOO_LATE = "Sau đó bạn đã làm việc khác. Lùi từng bước: /hoantac"


def taken(lines: Sequence[Line]) -> str:
    """``✓ Đã gắn thẻ Kết luận cho #3, #8; Ý kiến cho #4.``"""
    by_tag: dict[Tag, list[int]] = {}
    for line in lines:
        if line.tag:
            by_tag.setdefault(line.tag, []).append(line.no)
    parts = [f"{TAG_NAMES[tag]} cho {spell(nos)}" for tag, nos in by_tag.items()]
    return _TAKEN.format(tags="; ".join(parts))


def left(numbers: Iterable[int], why: str) -> str:
    return _LEFT.format(lines=spell(numbers), why=why)


def just(who: str, tag: Tag | None, numbers: Iterable[int]) -> str:
    """What somebody else has done a moment ago."""
    lines = spell(numbers)
    what = _TAGGED_JUST.format(tag=TAG_NAMES[tag], lines=lines) if tag else ""
    return _JUST.format(who=who, what=what or _UNTAGGED_JUST.format(lines=lines))


def none(meeting: Meeting) -> str:
    return _NONE.format(**meeting_name(meeting))


def row(line: Line, suggestion: Suggestion, text: str) -> str:
    """A suggestion in the list.

    Args:
        text: the beginning of the line.
    """
    return _ROW.format(
        no=line.no,
        who=line.speaker.name if line.unknown_voice is None else who_says(line),
        tag=TAG_NAMES[suggestion.tag],
        why=suggestion.words,
        text=text,
    )


def page_of(
    meeting: Meeting,
    count: int,
    page: int,
    pages: int,
    rows: Sequence[str],
    numbers: Mapping[Tag, Sequence[int]],
) -> str:
    """A page of the list.

    Args:
        numbers: of the lines on this page, by the tag that is suggested; empty where the commands
            would be of another meeting.
    """
    place = page_place(page, pages)
    said = [_HEAD.format(**meeting_name(meeting), count=count, page=place), _HOW, *rows]
    if numbers:
        commands = " · ".join(f"/{tag} {typed(nos)}" for tag, nos in numbers.items())
        said.append(_TYPED.format(commands=commands))
    if page < pages:
        said.append(_NOT_ALL_SEEN.format(count=count))
    return "\n".join(said)
