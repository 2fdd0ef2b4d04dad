"""Who speaks in a recording: voices without names, and whose each may be."""

from __future__ import annotations

from collections.abc import Sequence

from bot.messages.phrases import VOICE
from bot.minutes.voices import VoiceHeard

HEARD = "Nghe ra {count} giọng chưa có tên: {voices}."
_ONE = "{voice} ({count} dòng, đầu tiên #{no})"
_MORE = " và {count} giọng khác"
HOW = "Ghi tên một dòng, ví dụ: /nguoinoi {no} Họ tên - chức vụ; các dòng cùng giọng được hỏi theo."
MAYBE = "Có lẽ: {voice} là {who}"
REVIEW = "• {voice} ({count} dòng, đầu tiên #{no}): có lẽ là {who}, chưa ai xác nhận"
BUTTON_YES = "Đúng: {who}"
BUTTON_NO = "Không phải {who}"
TOAST_YES = "Đã ghi {count} dòng là của {who}. Lấy lại: /hoantac"
TOAST_YES_LEFT = "Đã ghi {count} dòng là của {who}, còn {left} dòng: bấm lần nữa. Lấy lại: /hoantac"
TOAST_NO = "Đã ghi: không phải {who}"
_MOST_NAMED = 12
_LONGEST_NAME = 40  # letters on a button


def heard(voices: Sequence[VoiceHeard]) -> list[str]:
    """The rows of a recording's card about its voices that have no name; none where there is no
    voice."""
    if not voices:
        return []
    named = ", ".join(
        _ONE.format(voice=VOICE.format(no=x.number), count=x.count, no=x.first_no)
        for x in voices[:_MOST_NAMED]
    )
    more = len(voices) - _MOST_NAMED
    named += _MORE.format(count=more) if more > 0 else ""
    rows = [HEARD.format(count=len(voices), voices=named)]
    rows += [
        MAYBE.format(voice=VOICE.format(no=x.number), who=x.maybe.name) for x in voices if x.maybe
    ]
    return [*rows, HOW.format(no=voices[0].first_no)]


def review_row(voice: VoiceHeard) -> str:
    """A voice that may be somebody's, in what is left to look at."""
    assert voice.maybe is not None
    return REVIEW.format(
        voice=VOICE.format(no=voice.number),
        count=voice.count,
        no=voice.first_no,
        who=voice.maybe.name,
    )


def button_name(name: str) -> str:
    """A name that fits on a button."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
