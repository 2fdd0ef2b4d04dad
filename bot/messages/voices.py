"""Who speaks in a recording: voices without names, whose each may be, and what is doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.messages.phrases import UNKNOWN_SPEAKER, VOICE, typed, unheard_places
from bot.minutes import Line, SenderDoubt
from bot.minutes.voices import VoiceHeard

HEARD = "Nghe ra {count} giọng chưa có tên: {voices}."
_ONE = "{voice} ({count} dòng, đầu tiên #{no})"
_MORE = " và {count} giọng khác"
_NOBODYS = "Chưa rõ là giọng nào: {count} dòng, đầu tiên #{no}."
HOW = "Ghi tên một dòng, ví dụ: /nguoinoi {no} Họ tên - chức vụ; các dòng cùng giọng được hỏi theo."
_HOW_EACH = "Ghi tên từng dòng, ví dụ: /nguoinoi {no} Họ tên - chức vụ"
MAYBE = "Có lẽ: {voice} là {who}"
_ASKED: Mapping[SenderDoubt, str] = {  # of a recording
    SenderDoubt.UNLIKE: (
        "⚠ {voice} không giống giọng trong các tin thoại của {who}. Có phải lời của {who} không?"
    ),
    SenderDoubt.SHORT: (
        "⚠ Câu nào cũng ngắn nên không rõ giọng của ai. Có phải đều là lời của {who} không?"
    ),
}
_DOUBTS: Mapping[SenderDoubt, str] = {  # of a line
    SenderDoubt.UNLIKE: "⚠ giọng không giống các tin thoại của {who}. Có phải lời của {who} không?",
    SenderDoubt.SEVERAL: "⚠ nghe ra nhiều giọng trong tin này. Có phải đều là lời của {who} không?",
    SenderDoubt.SHORT: "⚠ câu ngắn, không rõ giọng của ai. Có phải lời của {who} không?",
}
REVIEW = "• {voice} ({count} dòng, đầu tiên #{no}): có lẽ là {who}, chưa ai xác nhận"
_REVIEW: Mapping[SenderDoubt, str] = {
    SenderDoubt.UNLIKE: (
        "• {voice} ({count} dòng, đầu tiên #{no}): không giống giọng của {who}, chưa ai xác nhận "
        "là lời của ai"
    ),
    SenderDoubt.SHORT: (
        "• {count} dòng, đầu tiên #{no}: câu ngắn nên không rõ giọng, chưa ai xác nhận có phải lời "
        "của {who}"
    ),
}
_REVIEW_NOTES: Mapping[SenderDoubt, str] = {
    SenderDoubt.UNLIKE: "• #{no}: giọng không giống các tin thoại của {who}, chưa ai xác nhận",
    SenderDoubt.SEVERAL: (
        "• #{no}: nghe ra nhiều giọng trong tin của {who}, chưa ai xác nhận là lời của ai"
    ),
}
_REVIEW_MORE = "• Còn {count} chỗ chưa ai xác nhận là lời của ai, xem: /dong {lines}"
REVIEW_UNKNOWN = "• Chưa rõ là lời của ai: {lines}. Ghi người nói: /nguoinoi số Họ tên - chức vụ"
BUTTON_YES = "Đúng: {who}"
BUTTON_NO = "Không phải {who}"
_OF_LINE = "#{no} {label}"
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
    numbered = [one for one in voices if one.number]
    named = ", ".join(
        _ONE.format(voice=VOICE.format(no=x.number), count=x.count, no=x.first_no)
        for x in numbered[:_MOST_NAMED]
    )
    more = len(numbered) - _MOST_NAMED
    named += _MORE.format(count=more) if more > 0 else ""
    rows = [HEARD.format(count=len(numbered), voices=named)] if numbered else []
    rows += [_NOBODYS.format(count=x.count, no=x.first_no) for x in voices if not x.number]
    rows += [_asked(x, x.maybe.name) for x in voices if x.maybe]
    return [*rows, (HOW if numbered else _HOW_EACH).format(no=voices[0].first_no)]


def _asked(voice: VoiceHeard, who: str) -> str:
    sentence = _ASKED.get(voice.doubted, MAYBE) if voice.doubted else MAYBE
    return sentence.format(voice=_name(voice), who=who)


def _name(voice: VoiceHeard) -> str:
    return VOICE.format(no=voice.number) if voice.number else UNKNOWN_SPEAKER


def wordless(lines: Iterable[Line]) -> list[str]:
    """The row of a recording's card that says when somebody speaks without words."""
    places = unheard_places(lines)
    return [f"⚠ {places[:1].upper()}{places[1:]}"] if places else []


def doubt_row(line: Line) -> list[str]:
    """The row under a line that asks whether it is its sender's; none where nobody doubts it."""
    if line.doubted is None or line.maybe is None:
        return []
    return [_DOUBTS[line.doubted].format(who=line.maybe.name)]


def review_rows(voices: Sequence[VoiceHeard], most: int) -> list[str]:
    """What may be somebody's, in what is left to look at.

    Args:
        most: so many rows of their own.
    """
    rows = [_review_row(one) for one in voices[:most]]
    rest = [one.first_no for one in voices[most:]]
    if rest:
        rows.append(_REVIEW_MORE.format(count=len(rest), lines=typed(sorted(rest))))
    return rows


def _review_row(voice: VoiceHeard) -> str:
    assert voice.maybe is not None
    sentences = _REVIEW_NOTES if voice.note else _REVIEW
    sentence = sentences.get(voice.doubted, REVIEW) if voice.doubted else REVIEW
    return sentence.format(
        voice=_name(voice), count=voice.count, no=voice.first_no, who=voice.maybe.name
    )


def button_label(label: str, who: str, no: int = 0) -> str:
    """A button about somebody, whose name fits on it.

    Args:
        no: of the line that it is about, where several are asked about in one message; 0: that is
            plain.
    """
    short = who if len(who) <= _LONGEST_NAME else f"{who[: _LONGEST_NAME - 1]}…"
    said = label.format(who=short)
    return _OF_LINE.format(no=no, label=said) if no else said
