"""Recordings: heard, stopped, failed, gone on with."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from bot.messages.phrases import typed
from bot.minutes import Line, LineState
from bot.minutes.typed.numbers import spell

USE_STOP = "Hãy ghi số dòng của ghi âm, ví dụ: /huy 5; hoặc gửi /huy để dừng mọi ghi âm đang chép."
USE_GO_ON = "Hãy ghi số dòng của ghi âm cần chép tiếp, ví dụ: /cheptiep 5. Xem số dòng: /dong"
USE_LISTEN = "Hãy ghi số dòng cần nghe, ví dụ: /nghe 5; hoặc trả lời tin của dòng bằng /nghe"
RECORDING_ERASED = (
    "⚠ chưa có chữ, và ghi âm đã được xoá theo thời hạn lưu nên không chép được nữa. Gõ nội dung: "
    "/sua {no} nội dung"
)
HAS_NO_WORDS_YET = (
    "Dòng #{no} chưa có chữ nên chưa làm được. Chờ chép xong, hoặc gõ: /sua {no} nội dung"
)
SOUNDS_LEFT = "Mỗi lần nghe được {most} dòng. Các dòng sau: gửi /nghe lần nữa."
PROGRESS = "đã chép {done}/{total} phút{left}. Dừng: /huy {no}"
PROGRESS_LEFT = ", còn khoảng {minutes} phút"
PROGRESS_NEARLY = ", còn chưa đến 1 phút"
QUEUED = "ghi âm dài, chờ chép xong hai ghi âm dài trước. Khỏi chép: /huy {no}"
MAKES_WAY = (
    "đã chép {done}/{total} phút; đến lượt ghi âm của khung chat khác, xong lượt ấy bot tự chép "
    "tiếp. Dừng: /huy {no}"
)
_AHEAD = "còn khoảng {minutes} phút, {count} ghi âm đứng trước"
_AHEAD_NEARLY = "còn chưa đến 1 phút, {count} ghi âm đứng trước"
_AHEAD_COUNT = "{count} ghi âm đứng trước"
_BEYOND = (
    ". Ở đây đã có hơn {most} ghi âm chờ; đến lượt bot mới tải ghi âm này về, xin đừng xoá tin ghi "
    "âm"
)
LONG_DONE = (
    "đã chép xong {total} phút: {parts}.\n"
    "Xem: /dong {range} · gắn thẻ theo số, ví dụ: /ykien {first}, /ketluan {last}"
)
LONG_STOPPED = "đã dừng ở phút {done}/{total}; {parts}. Bấm “Chép tiếp”, hoặc gửi: /cheptiep {no}"
LONG_BROKEN = (
    "\n⚠ Từ phút {done} trở đi không đọc được ghi âm: tệp hỏng từ đó; {parts}. Hãy gửi lại đoạn "
    "còn thiếu, hoặc gõ tiếp vào đây."
)
LONG_TOO_LONG = (
    "\n⚠ Ghi âm dài quá {max_minutes} phút nên chỉ chép đến phút {done}; {parts}. Hãy cắt đoạn còn "
    "lại rồi gửi riêng."
)
LONG_FAILED = "\n⚠ Từ phút {done} chưa chép được (mã {code}); {parts}. Bấm “Chép tiếp” để thử lại."
LONG_ERASED = (
    "đã chép đến phút {done}/{total}; {parts}. Ghi âm đã được xoá theo thời hạn lưu nên không chép "
    "tiếp được. Còn thiếu thì hỏi người nói, mở lại cuộc họp (/molai) rồi gõ thêm."
)
PARTS = "dòng {lines}"
MANY_PARTS = "{count} dòng, từ #{first} đến #{last}"
PARTS_THERE = "phần đã chép: {parts}"
NO_PARTS = "chưa chép được dòng nào"
PARTS_GONE = "các dòng chép từ ghi âm này đã xoá hết"
STOPPED = (
    "Đã dừng, chưa chép. Bấm “Chép tiếp”, hoặc gửi: /cheptiep {no}; hoặc gõ: /sua {no} nội dung"
)
STOPPED_LINES = "Đã dừng chép {lines}. Những gì đã chép vẫn còn."
NOTHING_TO_STOP = "Không có ghi âm nào đang chép. Xem các dòng: /dong"
NOT_IN_WORK = "Dòng {lines} không phải là ghi âm đang chép nên không có gì để dừng."
GOES_ON = "Sẽ chép tiếp {lines}."
NOTHING_TO_GO_ON = "Dòng {lines} không phải là ghi âm đã dừng hay chưa chép được. Xem: /dong"
HAS_NO_WORDS = (
    "Dòng #{no} là ghi âm dài, lời của nó ở các dòng riêng{parts}. Hãy dùng số của các dòng ấy, ví "
    "dụ: /{command} {first}"
)
PARTS_ARE_LEFT = (
    "Các dòng chép từ ghi âm #{no} vẫn còn: {lines}. Muốn bỏ cả các dòng ấy: /xoa {numbers}"
)
_KINDS = "đọc được: mp3, m4a, ogg, wav, flac, amr, wma, mp4, mov, 3gp, webm, avi, mts, mpg, flv…"
_OR_TYPE = " hoặc gõ: /sua {no} nội dung"
RECORDING_ERRORS: Mapping[str, str] = {
    "empty_audio": "Ghi âm rỗng, không có tiếng. Hãy ghi và gửi lại," + _OR_TYPE,
    "unreadable_audio": f"Không đọc được ghi âm: tệp hỏng hoặc không phải âm thanh ({_KINDS}). "
    "Hãy gửi lại," + _OR_TYPE,
    "unknown_format": f"Bot không đọc được loại tệp này ({_KINDS}). Hãy đổi sang loại đọc được "
    "rồi gửi lại," + _OR_TYPE,
    "decoding_failed": "Không giải mã được ghi âm: tệp hỏng, hoặc máy chủ quá tải. Bấm “Chép lại”; "
    "nếu vẫn vậy thì ghi và gửi lại," + _OR_TYPE,
    "no_audio": "Tệp này không có tiếng. Hãy gửi tệp ghi âm khác," + _OR_TYPE,
    "audio_too_long": "Ghi âm dài quá {max_minutes} phút nên chưa chép. Hãy cắt thành các đoạn "
    "ngắn hơn rồi gửi từng đoạn," + _OR_TYPE,
    "audio_too_large": "Tệp lớn quá {max_mb} MB. Hãy cắt nhỏ hoặc gửi dạng tin thoại," + _OR_TYPE,
    "platform_limit": "Telegram chỉ cho bot tải tệp đến 20 MB. Hãy cắt nhỏ hoặc gửi dạng tin "
    "thoại, nhờ bộ phận CNTT đặt máy chủ Bot API riêng (TELEGRAM_API_BASE)," + _OR_TYPE,
    "fetch_failed": "Không tải được ghi âm từ ứng dụng chat. Hãy gửi lại," + _OR_TYPE,
    "link_expired": "Ghi âm này ứng dụng chat chỉ giữ trong một thời gian, nay đã hết hạn nên bot "
    "không tải được nữa. Hãy gửi lại tin thoại," + _OR_TYPE,
    "no_room": "Máy chủ không còn chỗ trên đĩa để giữ ghi âm. Dọn đĩa rồi bấm “Chép lại”,"
    + _OR_TYPE,
    "server_refuses": "Máy chủ nhận dạng không nhận ghi âm này. Báo bộ phận CNTT; có thể bấm “Chép "
    "lại”," + _OR_TYPE,
    "workers_lost": "Máy nghe nào nhận ghi âm này cũng bị dừng giữa chừng nên chưa chép được. Báo "
    "bộ phận CNTT; có thể bấm “Chép lại”," + _OR_TYPE,
    "file_missing": "Không còn tệp ghi âm trên máy chủ. Hãy gửi lại," + _OR_TYPE,
}
RECORDING_NO_ROOM = (
    "⚠ Máy chủ không còn chỗ trên đĩa để giữ ghi âm; tin gõ vẫn được ghi thành dòng. Đừng xoá các "
    "tin ghi âm: khi đĩa có chỗ, bot tự tải về và chép. Báo ngay bộ phận CNTT dọn đĩa; cần gấp nội "
    "dung nào thì gõ vào chat."
)
RECORDING_ROOM_AGAIN = "Đĩa của máy chủ đã có chỗ; bot đang tải và chép tiếp các ghi âm còn chờ."
READ_SHORT = (
    "⚠ chỉ đọc được {read} / {claimed} {unit}: tệp hỏng hoặc chưa gửi hết. Hãy gửi lại ghi âm, "
    "hoặc gõ phần còn thiếu vào đây."
)
RECORDING_OTHER_ERROR = "Chưa chép được ghi âm (mã {code}). Bấm “Chép lại”," + _OR_TYPE
MODEL_MISSING = (
    "Ghi âm đã được giữ nhưng máy chủ chưa có mô hình nhận dạng tiếng nói. Báo bộ phận CNTT xem "
    "nhật ký của bot; khi sửa xong, ghi âm sẽ tự được chép. Cần ngay thì gõ: /sua {no} nội dung"
)
NO_WORKERS = (
    "Ghi âm đã được giữ nhưng lúc này chưa có máy nghe nào nối vào bot. Khi có máy, ghi âm sẽ tự "
    "được chép. Báo bộ phận CNTT; cần ngay thì gõ: /sua {no} nội dung"
)


def recording_error(line: Line, *, max_minutes: float, max_mb: float) -> str:
    sentence = RECORDING_ERRORS.get(line.error, RECORDING_OTHER_ERROR)
    return sentence.format(
        no=line.no,
        code=line.error,
        max_minutes=f"{max_minutes:g}",
        max_mb=f"{max_mb:g}",
    )


def read_short(line: Line) -> str:
    """What to add where a recording has fewer seconds than it should; "" where it is whole."""
    if line.claimed is None:
        return ""
    unit, size = ("giây", 1) if line.claimed < 100 else ("phút", 60)
    read, claimed = (round((one or 0.0) / size) for one in (line.seconds, line.claimed))
    return READ_SHORT.format(read=read, claimed=claimed, unit=unit)


_FEW = 3  # ahead: so many are heard before anybody has read it


def ahead(count: int, seconds: float | None, *, beyond: bool, most: int) -> str:
    """How long a note still waits; empty where that is not worth a word.

    Args:
        count: notes before it.
        seconds: of work before it; None: nobody knows how fast that is.
        beyond: its chat has more than `most` before it, so that it is not even fetched yet.

    >>> ahead(12, 150.0, beyond=False, most=200)
    'còn khoảng 3 phút, 12 ghi âm đứng trước'
    """
    if count < _FEW:
        return ""
    sentence = _AHEAD_COUNT
    if seconds is not None:
        sentence = _AHEAD_NEARLY if seconds < 60 else _AHEAD
    minutes = math.ceil((seconds or 0.0) / 60)
    about = sentence.format(count=count, minutes=minutes)
    return about + _BEYOND.format(most=most) if beyond else about


def makes_way(line: Line) -> str:
    """What stands on the card of a long recording that waits for its next turn."""
    return MAKES_WAY.format(**_minutes(line), no=line.no)


def progress(line: Line, left: float | None = None) -> str:
    """How far a long recording is.

    Args:
        left: seconds of work that remain; None: nobody knows yet.
    """
    remaining = ""
    if left is not None:
        nearly = left < 60
        minutes = math.ceil(left / 60)
        remaining = PROGRESS_NEARLY if nearly else PROGRESS_LEFT.format(minutes=minutes)
    return PROGRESS.format(**_minutes(line), left=remaining, no=line.no)


def long_recording(line: Line, numbers: Sequence[int], max_minutes: float) -> str:
    """Where a long recording stands that is not in work.

    Args:
        numbers: the lines that it has become.
    """
    minutes = _minutes(line)
    if line.state is LineState.PARTS:
        if not numbers:
            return PARTS_GONE
        return LONG_DONE.format(
            **minutes,
            parts=parts_in_words(numbers),
            range=range_of(numbers),
            first=numbers[0],
            last=numbers[-1],
        )
    sentence = LONG_FAILED
    if line.recording_erased:
        sentence = LONG_ERASED
    elif line.state is LineState.STOPPED:
        sentence = LONG_STOPPED
    elif line.error in ("unreadable_audio", "unknown_format", "no_audio", "empty_audio"):
        sentence = LONG_BROKEN
    elif line.error == "audio_too_long":
        sentence = LONG_TOO_LONG
    return sentence.format(
        **minutes,
        parts=PARTS_THERE.format(parts=parts_in_words(numbers)) if numbers else NO_PARTS,
        no=line.no,
        code=line.error,
        max_minutes=f"{max_minutes:g}",
    )


def _minutes(line: Line) -> dict[str, int]:
    """Minutes that are transcribed, and of the whole."""
    done, seconds = line.done_until or 0.0, line.seconds or 0.0
    return {"done": int(done // 60), "total": max(round(max(seconds, done) / 60), 1)}


_MOST_RUNS = 8  # of numbers in a sentence: people typed between the parts


def parts_in_words(numbers: Sequence[int]) -> str:
    """The lines that a recording has become."""
    spelled = spell(numbers).replace("–", " đến ")
    if spelled.count(",") >= _MOST_RUNS:
        return MANY_PARTS.format(count=len(numbers), first=numbers[0], last=numbers[-1])
    return PARTS.format(lines=spelled)


def range_of(numbers: Sequence[int]) -> str:
    """From the first to the last, as a person types it.

    >>> range_of([6, 7, 9]), range_of([6])
    ('6-9', '6')
    """
    first, last = numbers[0], numbers[-1]
    return str(first) if first == last else f"{first}-{last}"


def has_no_words(line: Line, numbers: Sequence[int], command: str) -> str:
    """What to say where a person tags or mends a long recording itself."""
    return HAS_NO_WORDS.format(
        no=line.no,
        parts=f" ({spell(numbers)})" if numbers else "",
        command=command,
        first=numbers[0] if numbers else line.no + 1,
    )


def parts_are_left(line: Line, numbers: Sequence[int]) -> str:
    return PARTS_ARE_LEFT.format(no=line.no, lines=spell(numbers), numbers=typed(numbers))


# The model that comes with the program is the smallest that can be used
SMALL_MODEL = (
    "Máy đang chép bằng mô hình tiếng nói nhỏ ({model}), dễ nghe sai tên riêng và con số: hãy nghe "
    "lại những chỗ quan trọng. Muốn chép đúng hơn, nhờ bộ phận CNTT cài mô hình lớn hơn "
    "(docs/cai-dat-may-chu.md, mục đầu)."
)
SMALL_MODEL_AT_START = (
    "đang dùng mô hình tiếng nói nhỏ ({model}), dễ nghe sai tên riêng và con số. Mô hình lớn hơn: "
    "python -m transcribe models best (docs/cai-dat-may-chu.md, mục đầu)"
)
