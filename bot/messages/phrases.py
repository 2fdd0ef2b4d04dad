"""What several topics say, and how numbers, days and places are written."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo

from bot.messages.identity import BROUGHT_BY
from bot.minutes import Line, LineKind, LineState, Meeting, Tag
from bot.minutes.documents import Depth
from bot.minutes.rights import Act
from bot.minutes.rules import is_doubted_by_sentence
from bot.minutes.typed.numbers import spell
from bot.minutes.unheard import times
from bot.minutes.unheard import words as words_of

SAID_ALONE = "nhắn riêng"  #: said in a private chat, and not in the meeting's group
_OUR_DOORS: Mapping[str, str] = {"web": "trang họp", "terminal": "máy chủ"}

TAG_NAMES: Mapping[Tag, str] = {
    Tag.OPINION: "Ý kiến",
    Tag.CONCLUSION: "Kết luận",
    Tag.CONTENT: "Nội dung",
}
BUTTON_BEFORE = "‹ Trước"
BUTTON_NEXT = "Sau ›"
BUTTON_REPORT = "Báo cáo"
BUTTON_SOURCES = "Nguồn từng đoạn"
NO_MEETING = (
    "Ở đây chưa có cuộc họp nào. Việc của cuộc họp trong nhóm thì gửi lệnh ở nhóm ấy; xem các cuộc "
    "họp đã dự: /lichsu. Mở cuộc họp ở đây: /batdau Tên cuộc họp"
)
INFO_MISSING = "Còn thiếu: {labels}."
INFO_COMPLETE = "Đã đủ thông tin cho báo cáo."
NO_CHAIR = "chưa chọn"
AT_NAME = "@ten"  #: in sentences that say how somebody is named
FULL_NAME = "Họ tên"  #: in place of that, where nobody has such a name
# what a sentence says beside its other ways, of answering a message by the app's own **Trả lời**
_BY_REPLY = re.compile(
    r"; hoặc trả lời (?:đúng )?tin của dòng bằng [/#][\w{}]+"
    r"| \(hoặc trả lời một tin của người đó bằng /\w+\)"
    r"|, hoặc trả lời dòng bằng #ykien, #ketluan"
    r"|, hoặc trả lời đúng tin trình ấy bằng /duyet, hay /tralai kèm ý kiến"
    r"|, không thì trả lời tin của đúng người bằng /[\w{}]+"
)


def without_replies(sentence: str) -> str:
    """A sentence of ours without that, for where a platform does not tell what a message answers.

    >>> without_replies("Ghi số, ví dụ: /nghe 5; hoặc trả lời tin của dòng bằng /nghe. Xem: /dong")
    'Ghi số, ví dụ: /nghe 5. Xem: /dong'
    """
    return _BY_REPLY.sub("", sentence)


REFUSED: Mapping[Act, str] = {
    Act.TAG: "Chỉ người nói, thư ký, chủ trì hoặc quản trị viên nhóm gắn thẻ được",
    Act.CONCLUDE: "Ở cuộc họp này chỉ thư ký, chủ trì hoặc quản trị viên nhóm gắn, bỏ thẻ kết luận",
    Act.MEND: "Chỉ người nói, thư ký, chủ trì hoặc quản trị viên nhóm sửa, xoá được",
    Act.ARRANGE: "Chỉ thư ký, chủ trì hoặc quản trị viên nhóm đổi người nói, thứ tự được",
    Act.VOICES: "Chỉ thư ký, chủ trì hoặc quản trị viên nhóm xác nhận giọng của ai được",
}
_REFUSED_LINES = "{what}; dòng {lines} giữ nguyên. Nhờ thư ký làm giúp."
WAITING = "đang chép…"
VOICE = "Người nói {no}"
UNKNOWN_SPEAKER = "Chưa rõ ai nói"
MAYBE_WHO = "Có lẽ: {who}"
_IS_IT = "Có phải: {who}?"
MORE_PLACES = " và {count} chỗ khác"
MAYBE = "Có phải “{term}” không? (đang là “{found}”)"
DELETED = "đã xoá"
TOAST_NOT_ALLOWED = "Chỉ thư ký, chủ trì hoặc quản trị viên nhóm làm được việc này"
TOAST_NOT_KEEPER = "Chỉ thư ký hoặc quản trị viên nhóm làm được việc này"
TOAST_OLD = "Nút này đã cũ. Xem các dòng: /dong"
_PAGE = " · trang {page}/{pages}"
NO_SUCH_LINES = "Không có dòng {lines}. Cuộc họp số {no} {existing}. Xem: /dong"
HAS_LINES = "có dòng {first} đến {last}"
HAS_ONE_LINE = "chỉ có dòng {first}"
HAS_NO_LINES = "chưa có dòng nào"
LINES_ARE_DELETED = "Dòng {lines} đã xoá; lấy lại: /khoiphuc {numbers}"
LINES_ARE_NOT_DELETED = "Dòng {lines} chưa bị xoá."
REPLY_IS_NO_LINE = (
    "Tin bạn trả lời không phải là một dòng của cuộc họp. Hãy trả lời đúng tin của dòng, hoặc ghi "
    "số dòng, ví dụ: /{command} 8"
)
MERGED_INTO = "đã gộp vào #{into}"
_INSERTED = "Đã thêm #{no} · {who}{tag}: {text}\nBỏ: /hoantac · đổi chỗ: /doi {no} sau số dòng"
HAS_NO_SOUND = (
    "Dòng #{no} không có ghi âm trên máy chủ: dòng gõ, hoặc ghi âm chưa tải xong. Xem: /dong {no}"
)
SOUND_COMES = "Đang lấy đoạn ghi âm của dòng #{no}; xong thì gửi vào đây."
THE_BOT = "bot"
_NAMELESS = "Tài khoản không tên"  # one that was deleted, or that shows nothing
REPORT_UNSURE_ROW = "#{no}: {words}"
REPORT_UNSURE_OFFER = "“{found}” (có phải “{term}” không?)"
DEPTH_NAMES: Mapping[Depth, str] = {
    Depth.FULL: " chi tiết",
    Depth.COURSE: "",
    Depth.CONCLUSIONS: " chỉ kết luận",
}


def nameless(key: str) -> str:
    """What stands for a person whose account has no name.

    Args:
        key: the platform's own id of the account.

    >>> nameless("1002")
    'Tài khoản không tên số 1002'
    """
    return f"{_NAMELESS} số {key}" if key.isdigit() else _NAMELESS


UNHEARD = "có tiếng nói mà máy không ra chữ: {times}"
_BY_SENTENCE = " (máy chỉ báo được cả câu, không rõ chữ nào)"


def length(seconds: float) -> str:
    """Minutes and seconds of a recording.

    >>> length(8.4), length(3725)
    ('0:08', '1:02:05')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def day(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%d/%m/%Y}"


def moment(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%H:%M, %d/%m/%Y}"


def clock(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%H:%M:%S}"


def page_place(page: int, pages: int) -> str:
    """`` · trang 2/5``; empty where there is one page only."""
    return _PAGE.format(page=page, pages=pages) if pages > 1 else ""


def cut(text: str, most: int) -> str:
    """A text that is too long for where it stands."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def counts(lines: int, opinions: int, conclusions: int) -> str:
    return f"{lines} dòng, {opinions} ý kiến, {conclusions} kết luận"


def existing(numbers: Iterable[int]) -> str:
    known = sorted(numbers)
    if len(known) < 2:
        return HAS_ONE_LINE.format(first=known[0]) if known else HAS_NO_LINES
    return HAS_LINES.format(first=known[0], last=known[-1])


def refused_lines(act: Act, lines: Iterable[Line]) -> str:
    return _REFUSED_LINES.format(what=REFUSED[act], lines=numbers(lines))


def door_name(door: str) -> str:
    """What people call a way in: a platform by its name, and what is our own.

    >>> door_name("zalo"), door_name("web")
    ('Zalo', 'trang họp')
    """
    return _OUR_DOORS.get(door) or door.capitalize()


def name_of(line: Line) -> str:
    """Who says a line: ``Nguyễn Văn An``; ``Người nói 2``, where nobody has said whose voice it
    is; ``Chưa rõ ai nói``, where nothing tells which it is."""
    if line.unknown_voice is None:
        return line.speaker.name
    return VOICE.format(no=line.unknown_voice) if line.unknown_voice else UNKNOWN_SPEAKER


def who_says(line: Line) -> str:
    """Who says a line, as the desk sees it: ``Nguyễn Văn An (@an2)``; ``Người nói 2``, where nobody
    has said whose voice it is."""
    if line.unknown_voice is None:
        return line.speaker.shown
    if line.maybe is None:
        return name_of(line)
    asked = _IS_IT if line.doubted else MAYBE_WHO
    return f"{name_of(line)} · {asked.format(who=line.maybe.name)}"


def line_head(line: Line) -> str:
    """``#12 · Nguyễn Văn An · 0:08 · Kết luận``: with the length of its recording, or where in
    a long recording it begins."""
    parts = [f"#{line.no}", who_says(line)]
    if line.said_in is not None:
        parts.append(door_name(line.door) if line.door else SAID_ALONE)
    if line.starts is not None:
        parts.append(length(line.starts))
    elif line.kind is LineKind.VOICE and line.seconds is not None:
        parts.append(length(line.seconds))
    if line.brought_by:
        parts.append(BROUGHT_BY.format(who=line.brought_by.shown))
    if line.merged_into:
        parts.append(MERGED_INTO.format(into=line.merged_into))
    elif line.deleted:
        parts.append(DELETED)
    else:
        if line.tag:
            parts.append(TAG_NAMES[line.tag])
        if line.state is LineState.WAITING and not line.is_long:
            parts.append(WAITING)
    return " · ".join(parts)


def typed(numbers: Sequence[int]) -> str:
    """Numbers as a person types them.

    >>> typed([2, 5, 6, 7])
    '2 5-7'
    """
    return spell(numbers).replace("#", "").replace("–", "-").replace(",", "")


def unheard(start: float, end: float) -> str:
    """A time of a recording as a doubt (``bot.minutes.unheard``).

    >>> unheard(12.4, 19.6)
    '0:12–0:20'
    """
    return f"{length(math.floor(start))}–{length(math.ceil(end))}"


def unheard_row(line: Line) -> str:
    """``có tiếng nói mà máy không ra chữ: 0:12–0:20``; empty where there is no such time."""
    found = times(line)
    return UNHEARD.format(times=", ".join(found)) if found else ""


MOST_UNHEARD = 6  # lines named where several have such a time


def unheard_places(lines: Iterable[Line]) -> str:
    """``có tiếng nói mà máy không ra chữ: #4 (0:30–0:34), #9 (1:02–1:07)``; empty where there is no
    such time."""
    found = [(line, times(line)) for line in lines]
    found = [(line, when) for line, when in found if when]
    if not found:
        return ""
    named = [f"#{line.no} ({', '.join(when)})" for line, when in found[:MOST_UNHEARD]]
    more = len(found) - MOST_UNHEARD
    said = UNHEARD.format(times=", ".join(named))
    return said + (MORE_PLACES.format(count=more) if more > 0 else "")


def by_sentence(line: Line) -> str:
    """What stands behind a line's doubtful words where nobody knows which of them is wrong; empty
    where that is known."""
    return _BY_SENTENCE if words_of(line.doubts) and is_doubted_by_sentence(line) else ""


MOST_DOUBTS = 5  # on a card; its text stands above
_LONGEST_DOUBT = 60  # letters


def quoted(words: Iterable[str]) -> str:
    return ", ".join(
        f"“{w}”" if len(w) <= _LONGEST_DOUBT else f"“{w[:_LONGEST_DOUBT].rstrip()}…”" for w in words
    )


def unsure_row(line: Line) -> str:
    """``#5: “gỗ mít”, “nguyễn văn ăn” (có phải “Nguyễn Văn An” không?)``"""
    doubts = words_of(line.doubts)
    words = [quoted([doubt]) for doubt in doubts[:MOST_DOUBTS]]
    words += [REPORT_UNSURE_OFFER.format(found=x.found, term=x.term) for x in line.offers]
    words += filter(None, [unheard_row(line)])
    row = REPORT_UNSURE_ROW.format(no=line.no, words=", ".join(words))
    more = len(doubts) - MOST_DOUBTS
    return row + (MORE_PLACES.format(count=more) if more > 0 else "") + by_sentence(line)


def lines_are_deleted(numbers: Iterable[int], deleted: bool = True) -> str:
    """These lines are deleted, or with ``deleted`` off: they are not."""
    known = list(numbers)
    sentence = LINES_ARE_DELETED if deleted else LINES_ARE_NOT_DELETED
    return sentence.format(lines=spell(known), numbers=" ".join(map(str, known)))


def inserted(line: Line, text: str, who: str = "") -> str:
    """Args:
    who: of its speaker, where that is not how the line has them.
    """
    tag = f" · {TAG_NAMES[line.tag]}" if line.tag else ""
    return _INSERTED.format(no=line.no, who=who or line.speaker.full, tag=tag, text=text)


_LONGEST_TITLE = 40  # letters; the whole name stands in /batdau's answer, in /xem and in drafts


def meeting_name(meeting: Meeting) -> dict[str, object]:
    """A meeting's number and, so that not each answer repeats a long one, a short name."""
    return {"no": meeting.id, "title": cut(meeting.title, _LONGEST_TITLE)}


_TOO_MANY_LINES = (
    "Mỗi lần làm được nhiều nhất {most} dòng; lần này là {count} dòng nên chưa đổi gì. Hãy làm "
    "từng phần, bắt đầu bằng: /{command} {first}"
)


def too_many_lines(found: Sequence[int], most: int, command: str) -> str:
    """What to say of more lines than are changed at once.

    Args:
        found: their numbers.
    """
    first = typed(found[:most])
    return _TOO_MANY_LINES.format(most=most, count=len(found), command=command, first=first)


def numbers(lines: Iterable[Line]) -> str:
    return spell(line.no for line in lines)
