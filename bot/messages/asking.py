"""What the bot says where it asks those who spoke about their own words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

from bot.messages.phrases import MAYBE, clock, cut, moment, typed, unheard_row, unsure_row
from bot.minutes import Line, Meeting
from bot.minutes.typed.numbers import spell

BUTTON_ASK = "Hỏi người nói"
BUTTON_LISTEN = "Nghe"
BUTTON_MORE = "Còn {count} dòng nữa"
BUTTON_BACK = "Lấy lại câu cũ"
BUTTON_WHOLE = "Thay cả dòng"
BUTTON_USE = "Dùng lời người nói"
BUTTON_KEEP = "Giữ như cũ"

USE_ASK = "Hỏi người nói mọi chỗ máy chưa chắc: /hoilai. Hỏi vài dòng: /hoilai 5 7-9"
CLOSED_ASKED = "Đã hỏi người nói về chỗ máy chưa chắc: {lines}."

# --- to the one who asks for it -------------------------------------------------------------------

_PRIVATELY = "Đã nhắn riêng cho {who}: {lines}."
_HERE = "Hỏi ở đây (chưa từng nhắn riêng với bot): {who}: {lines}."
_BEFORE = "Đã hỏi từ trước, chưa có trả lời mới: {lines}."
_NOBODY = (
    "Không hỏi được (người nói không có trong khung chat này, hay chưa rõ là ai): {lines}. "
    "Nghe lại: /nghe {no}"
)
NOTHING_TO_ASK = "Không có dòng nào cần hỏi: máy không ghi chỗ nào chưa chắc."
NOT_IN_DOUBT = "{lines} không có chỗ máy chưa chắc nên không hỏi."

# --- to those who are asked -----------------------------------------------------------------------

_ASK = """\
Cuộc họp số {no} “{title}”, dòng #{line}, lúc {at}. Máy chép lời bạn, chưa chắc {where}:
{text}"""
_MARKS = "chỗ trong [ ?]"
_WHOLE = "cả dòng"
_HOW = "Đúng thì bấm “Đúng rồi”. Sai thì trả lời tin này bằng cả câu đúng."
_LONGEST_TITLE = 80
_ASK_HERE = """\
nhờ xem lại lời của bạn, máy chưa chắc:
{rows}
Đúng: gửi /dungroi {nos}. Sai: trả lời tin này bằng {how}."""
_HOW_ONE = "câu đúng"
_HOW_SEVERAL = "số dòng rồi câu đúng, ví dụ: {no} câu đúng"
_MORE_ROWS = "… và {count} dòng nữa: /dong nghelai"
ANSWER_HOW = "Chưa rõ là dòng nào. Hãy trả lời bằng số dòng rồi câu đúng, ví dụ: {no} câu đúng"
ASK_WORDS = "Dòng #{no}: hãy trả lời tin này bằng cả câu đúng."

RIGHT = "✓ Dòng #{no}: bạn đã xác nhận máy chép đúng. Cảm ơn bạn.\n{text}"
MENDED = (
    "✓ Đã sửa dòng #{no} của cuộc họp số {meeting}:\n{text}\nTrước đó là: {before}\n"
    "Muốn đổi nữa thì trả lời lại bằng cả câu."
)
TAKEN_BACK = "Dòng #{no} lại như trước: {text}"
PASSED_ON = (
    "Dòng #{no} {why} nên chưa đổi. Câu của bạn đã chuyển cho thư ký quyết định:\n{answer}\n"
    "Dòng đang là: {text}"
)
WHY_CHANGED = "đã được {who} sửa sau khi hỏi bạn"
WHY_CONCLUSION = "đã là kết luận"
MAYBE_A_PART = (
    "Chưa đổi dòng #{no}: câu bạn gửi ngắn hơn nhiều so với cả dòng. Chỉ sai vài chữ thì trả lời "
    "lại bằng cả câu đúng. Nếu cả dòng chỉ là “{answer}” thì bấm nút dưới đây.\n"
    "Dòng đang là: {text}"
)
GONE = "Dòng #{no} đã xoá khỏi biên bản nên không đổi nữa. Cần thì nhắn thư ký: {secretary}."
CHANGED_SINCE = (
    "Dòng #{no} đã được {who} sửa sau khi hỏi bạn, nay là:\n{text}\n"
    "Chưa đúng thì trả lời tin này bằng cả câu đúng; thư ký sẽ xem."
)
NOT_YOURS = (
    "Dòng ấy nay không ghi là lời của bạn nên chưa đổi gì. Cần sửa thì nhắn thư ký cuộc họp."
)
SAME = "Dòng #{no} đã đúng như câu ấy rồi. Cảm ơn bạn."
TYPE_IT = "Chưa nhận được câu sửa cho dòng #{no}: ở đây hãy gõ cả câu đúng bằng chữ."
TOO_LONG = "Câu dài quá {most} chữ nên chưa đổi dòng #{no}. Hãy gửi ngắn hơn."
TOAST_RIGHT_TOO = "#{no} đã được xác nhận rồi"
TOAST_CONCLUSION = "Dòng này đã là kết luận: thư ký, chủ trì xác nhận"
TOAST_CHANGED = "Dòng đã được sửa, xem lại"
NO_MORE = "Không còn dòng nào cần hỏi bạn. Cảm ơn bạn."

# --- to the meeting's chat ------------------------------------------------------------------------

_ASK_MANY = """\
Nhờ mỗi người xem lại lời của mình, máy chưa chắc:
{rows}
Xem chữ: /dong nghelai. Đúng: /dungroi kèm số dòng. Sai: /sua kèm số dòng và câu đúng."""
HAS_MENDED = "#{no} · {who} (người nói) đã sửa lời của mình: {text}\nXem: /lichsudong {no}"
_OFFERED = """\
{who} (người nói) trả lời về dòng #{no}: “{answer}”
Dòng giữ nguyên vì {why}, đang là: “{text}”
Thư ký chọn:"""
USED = "✓ #{no} nay là lời người nói: {text}\nHoàn tác: /hoantac"
KEPT = "✓ #{no} giữ nguyên: {text}"
TOAST_USED = "#{no}: đã dùng lời người nói"
TOAST_KEPT = "#{no}: giữ nguyên"

# --- in lists -------------------------------------------------------------------------------------

BY_SPEAKER = {"text": "✔ người nói đã sửa", "doubts": "✔ người nói đã xác nhận"}
IS_SPEAKER = " (người nói)"


def question(meeting: Meeting, line: Line, text: str, at: datetime, zone: tzinfo) -> str:
    """What a speaker is asked alone.

    Args:
        text: the line with its doubtful words marked.
    """
    asked = _ASK.format(
        no=meeting.id,
        title=meeting.title[:_LONGEST_TITLE],
        line=line.no,
        at=moment(at, zone),
        where=_MARKS if text != line.text else _WHOLE,
        text=text,
    )
    offers = [MAYBE.format(term=x.term, found=x.found) for x in line.offers[:3]]
    return "\n".join(filter(None, [asked, unheard_row(line), *offers, _HOW]))


def question_here(lines: Sequence[Line], most: int) -> str:
    """What a speaker is asked in the meeting's chat, behind their name. One word confirms no line
    that is not shown."""
    rows = [unsure_row(line) for line in lines[:most]]
    if len(lines) > most:
        rows.append(_MORE_ROWS.format(count=len(lines) - most))
    how = _HOW_ONE if len(lines) == 1 else _HOW_SEVERAL.format(no=lines[0].no)
    nos = typed([line.no for line in lines[:most]])
    return _ASK_HERE.format(rows="\n".join(rows), nos=nos, how=how)


def questions_here(rows: Sequence[tuple[str, Sequence[int]]]) -> str:
    """Many speakers, in one message: their names and the numbers of their lines."""
    listed = "\n".join(f"• {cut(who, 80)}: {spell(numbers)}" for who, numbers in rows)
    return _ASK_MANY.format(rows=listed)


def privately(who: str, numbers: Iterable[int]) -> str:
    return _PRIVATELY.format(who=who, lines=spell(numbers))


def here(who: str, numbers: Iterable[int]) -> str:
    return _HERE.format(who=who, lines=spell(numbers))


def before(asked: Iterable[tuple[int, datetime]], zone: tzinfo) -> str:
    lines = ", ".join(f"#{no} ({clock(at, zone)[:5]})" for no, at in asked)
    return _BEFORE.format(lines=lines)


def nobody(numbers: Sequence[int]) -> str:
    return _NOBODY.format(lines=spell(numbers), no=numbers[0])


def offered(line: Line, answer: str, why: str) -> str:
    """The speaker's words and the line's, for the secretary."""
    return _OFFERED.format(
        who=line.speaker.name, no=line.no, answer=answer, why=why, text=line.text[:800]
    )
