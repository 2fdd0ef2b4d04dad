"""A recording of the whole room: where it stands, what it lacks, why it is not taken."""

from __future__ import annotations

from collections.abc import Sequence

from bot.messages.recordings import parts_in_words, range_of
from bot.minutes import Line, LineState
from bot.minutes.room import Gap, Standing

RUNS = "ghi cả phòng, đang ghi {until}, đã chép đến {done}. Dừng chép: /huy {no}"
QUIET = (
    "ghi cả phòng, đã nhận {until}, đã chép đến {done}.\n"
    "⚠ Từ {until} máy đang ghi không gửi gì thêm: phòng im lặng, hoặc máy ấy đã ngắt. Xem lại máy "
    "ấy; cần thì bấm “Ghi cả phòng” trên máy khác."
)
DONE = (
    "đã ghi cả phòng {until}: {parts}.\n"
    "Xem: /dong {range} · chưa rõ ai nói, hãy ghi người nói: /nguoinoi {first} Họ tên - chức vụ · "
    "gắn thẻ theo số, ví dụ: /ykien {first}, /ketluan {last}"
)
PARTS_GONE = "đã ghi cả phòng {until}; các dòng chép từ ghi âm này đã xoá hết"
SILENT = "đã ghi cả phòng {until}, không nghe thấy ai nói"
STOPPED = (
    "ghi cả phòng, đã nhận {until}, dừng chép ở {done}; âm thanh vẫn giữ. Bấm “Chép tiếp”, hoặc "
    "gửi: /cheptiep {no}"
)
ERASED = (
    "đã ghi cả phòng {until}; âm thanh đã được xoá theo thời hạn lưu nên chỗ chưa chép không chép "
    "được nữa"
)
GAPS = "⚠ Thiếu {gaps}."
_GAP = "{length} từ {start}"
FAILED = "⚠ Chưa chép được {gaps}. Bấm “Chép tiếp” để thử lại, hoặc gửi: /cheptiep {no}"
_MORE = "; và {count} chỗ khác, tổng cộng {length}"
UNDER_DRAFT = "⚠ Ghi âm cả phòng #{no} thiếu {gaps}. Hãy hỏi lại người dự về các chỗ ấy."

BUSY = (
    "Phòng họp đang được {who} ghi (dòng #{no}). Mỗi lúc chỉ lấy ghi âm của một máy, để lời không "
    "bị chép hai lần; máy này chưa được lấy. Máy kia dừng hay ngắt thì lời ghi từ máy này được lấy."
)
ENDED = (
    "Cuộc họp số {no} “{title}” đã đóng lúc {at}: lời nói trước lúc ấy vẫn được ghi; lời máy này "
    "ghi sau đó chưa vào biên bản, được giữ {hours} giờ. Còn họp thì bấm “Mở lại và ghi”; họp xong "
    "thì dừng ghi phòng."
)
ENDED_ELSEWHERE = (
    "Cuộc họp số {no} “{title}” đã đóng lúc {at}: lời nói trước lúc ấy vẫn được ghi; lời máy này "
    "ghi sau đó được giữ {hours} giờ và đã báo thư ký {secretary}: thư ký mở lại và ghi thì mới "
    "vào biên bản. Họp xong thì dừng ghi phòng."
)
STILL_RECORDED = (
    "{who} · {door} còn ghi cả phòng sau khi cuộc họp số {no} đóng lúc {at}. Lời ấy chưa vào biên "
    "bản, được giữ {hours} giờ. Còn họp thì bấm “Mở lại và ghi”."
)
NO_MEETING = (
    "Chưa mở cuộc họp nào nên không ghi cả phòng. Mở cuộc họp: /batdau Tên cuộc họp, rồi ghi lại."
)
BEFORE_MEETING = (
    "Ghi âm này bắt đầu trước cuộc họp số {no} “{title}” nên không được lấy. Hãy dừng, rồi bấm "
    "“Ghi cả phòng” lần nữa."
)
NOT_IN = "Bạn không còn ở cuộc họp số {no} “{title}” nên lời ghi từ máy này không được lấy."
RECORDING_DELETED = (
    "Ghi âm cả phòng #{no} đã bị xoá nên không lấy thêm. Khôi phục: /khoiphuc {no}; hoặc dừng, "
    "rồi bấm “Ghi cả phòng” lần nữa."
)

_MOST_GAPS = 5


def clock(seconds: float) -> str:
    """A moment of a recording.

    >>> clock(751.4)
    '00:12:31'
    """
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest:02}"


def how_long(seconds: float) -> str:
    """A length of time in words.

    >>> how_long(130), how_long(59.6), how_long(7320)
    ('2 phút 10 giây', '1 phút', '2 giờ 2 phút')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "giờ"), (minutes, "phút"), (rest, "giây")]
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 giây"


def gaps_in_words(gaps: Sequence[Gap]) -> str:
    """``2 phút 10 giây từ 00:31:00; 40 giây từ 01:02:10``"""
    shown = [
        _GAP.format(length=how_long(gap.seconds), start=clock(gap.starts))
        for gap in gaps[:_MOST_GAPS]
    ]
    more = ""
    if len(gaps) > _MOST_GAPS:
        whole = how_long(sum(gap.seconds for gap in gaps))
        more = _MORE.format(count=len(gaps) - _MOST_GAPS, length=whole)
    return "; ".join(shown) + more


def under_draft(no: int, standing: Standing) -> str:
    """What to know of a recording that has gaps, before a draft is signed."""
    gaps = sorted((*standing.gaps, *standing.failed), key=lambda gap: gap.starts)
    return UNDER_DRAFT.format(no=no, gaps=gaps_in_words(gaps))


def status(line: Line, standing: Standing, numbers: Sequence[int]) -> str:
    """Where a recording of the room stands, and what it lacks.

    Args:
        numbers: the lines that it has become; of one in work they are not asked for.
    """
    times = {"until": clock(standing.until), "done": clock(standing.done), "no": line.no}
    if line.state is LineState.STOPPED:
        sentence = ERASED if line.recording_erased else STOPPED
    elif line.is_in_work:
        sentence = QUIET if standing.is_quiet else RUNS
    elif line.state is LineState.SILENT:
        sentence = SILENT
    elif numbers:
        of_numbers = {"range": range_of(numbers), "first": numbers[0], "last": numbers[-1]}
        sentence = DONE.format(**times, parts=parts_in_words(numbers), **of_numbers)
    else:
        sentence = SILENT if line.state is LineState.FAILED else PARTS_GONE
    rows = [sentence.format(**times)]
    if standing.gaps:
        rows.append(GAPS.format(gaps=gaps_in_words(standing.gaps)))
    if standing.failed and not line.is_in_work:
        rows.append(FAILED.format(gaps=gaps_in_words(standing.failed), no=line.no))
    return "\n".join(rows)
