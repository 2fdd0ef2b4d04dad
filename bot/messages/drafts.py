"""Drafts, their sources, and what changed between two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from bot.messages.identity import BROUGHT_BY
from bot.messages.phrases import who_says
from bot.minutes import Line

BUTTON_FILE = "Tệp {number}"
DRAFT_IN_ITS_CHAT = (
    "Dự thảo mới của cuộc họp số {no} chỉ lấy được trong khung chat của cuộc họp ấy. Các bản đã "
    "làm: /duthao cuộc họp {no}"
)
DRAFTS_ARE_FOR_THE_DESK = (
    "Dự thảo mới do thư ký ({secretary}), chủ trì hoặc quản trị viên nhóm lấy. Các bản đã có "
    "ở dưới đây."
)
NO_DRAFT_FOR_YOU = (
    "Dự thảo do thư ký ({secretary}), chủ trì hoặc quản trị viên nhóm lấy; cuộc họp này chưa có "
    "bản nào. Nhờ thư ký gửi: /{command}"
)
READ_HERE = "Muốn đọc cả bài ngay ở đây:"
BUTTON_WHOLE_TEXT = "Toàn văn"
SENT_FROM_DESK = "{who} gửi {draft} ({kind}) để cả nhóm xem."
TOAST_SENT_BEFORE = "Bản này đã gửi vào nhóm rồi"
BUTTON_DRAFT_STILL = "Vẫn lấy dự thảo"
_NOTHING_TAGGED = (
    "Chưa dòng nào được gắn thẻ ý kiến, kết luận hay nội dung nên dự thảo sẽ chỉ có dấu chấm. "
)
_NO_CONCLUSION = "Chưa dòng nào được gắn thẻ kết luận nên dự thảo này sẽ không có kết luận. "
_TAG_FIRST = "Gắn thẻ trước: /ykien 3 5-7, /ketluan 8. Xem số dòng: /dong{earlier}"
_TAKE_SUGGESTED = "Có {count} gợi ý thẻ; xem và nhận: /goiy{{earlier}}"
MISSING_CONTENT = "nội dung (chưa có dòng nào gắn thẻ ý kiến hay nội dung)"
MISSING_CONCLUSION = "kết luận (chưa có dòng nào gắn thẻ kết luận)"
REPORT_HEAD = "Đầu văn bản trong tệp Word: {agency} · Số: {number}/{code}-{symbol}{place}."
REPORT_MISSING = "Còn thiếu: {labels}. Điền bằng {command} hoặc gắn thẻ dòng."
REPORT_ASSUMED = "Thời gian lấy theo lúc /batdau ({value}); hãy kiểm tra, sửa bằng {command}."
REPORT_UNTAGGED = "{count} dòng chưa gắn thẻ nên không vào dự thảo: {lines}."
REPORT_WAITING = (
    "{count} ghi âm còn đang chép, chưa có trong dự thảo: {lines}. Lát nữa gửi lại {command}"
)
REPORT_FAILED = (
    "{count} ghi âm chưa chép được: {lines}. Bấm “Chép lại” dưới dòng hoặc gõ /sua số câu"
)
REPORT_UNFINISHED = (
    "{count} ghi âm chưa chép hết: {lines}. Bấm “Chép tiếp” dưới dòng nếu cần phần còn lại"
)
REPORT_UNSURE = """\
⚠ {count} dòng trong dự thảo này có chỗ máy chưa chắc, cần nghe lại ghi âm:
{rows}
Sai thì sửa: /sua {no} câu đúng. Đúng rồi thì gửi: /dungroi {no}. Xong thì lấy lại dự thảo: \
{command}. Bản này còn ghi nguyên như máy nghe."""
REPORT_UNSURE_MORE = "… và {count} dòng nữa: /dong nghelai"
REPORT_COMPLETE = "Đủ các mục. Hãy đọc lại trước khi trình ký."
REPORT_CAPTION = "Dự thảo {title}, cuộc họp số {no}"
REPORT_ASSUMED_END = (
    "Giờ kết thúc lấy theo lúc /ketthuc ({value}); hãy kiểm tra, sửa bằng {command}, mục kết thúc."
)
REPORT_ENDS_EARLY = "⚠ Giờ kết thúc trước giờ bắt đầu. Sửa mục kết thúc, ghi cả ngày: {command}"
REPORT_NO_NAMES = (
    "Chưa rõ họ tên để ký dưới THƯ KÝ, CHỦ TỌA. Điền bằng {command}, mục thư ký, chủ trì, viết "
    "dạng “Họ tên, chức vụ”."
)
REPORT_DEGREE = (
    "Đã bỏ “{degree}” trước tên người ký: Nghị định 30 không ghi học hàm, học vị ở đó. Đơn vị giáo "
    "dục, y tế, khoa học được phép ghi thì thêm lại trong tệp Word."
)
USE_DRAFT = (
    "Tôi không hiểu “{word}”. Gửi: /{command} (theo diễn biến), /{command} chitiet (mọi dòng, ai "
    "nói, lúc nào), /{command} ketluan (chỉ kết luận). Thêm chữ nguon để tệp Word có chú thích số "
    "dòng; thêm số để lấy của cuộc họp trước, ví dụ /{command} chitiet 4"
)
NO_PDF = (
    "Chưa làm được bản PDF của {name}; tệp Word vẫn dùng được. Gửi lại lệnh để thử lần nữa; nếu "
    "vẫn vậy thì báo bộ phận CNTT xem nhật ký của bot."
)
NO_DRAFT = "Chưa có dự thảo nào. Lấy dự thảo: /baocao, /bienban hoặc /thongbao"
SOURCES_HEAD = "Các đoạn của {name} và dòng làm ra chúng. Xem một đoạn: /nguon {address}"
NO_SOURCES = "{name} không có đoạn nào làm từ dòng của cuộc họp."
SOURCES_ROW = "{address}: {lines} {text}"
SOURCE_HEAD = "Đoạn {address}: “{text}” được làm từ:"
SOURCE_CHANGED = " · đã sửa sau dự thảo này, nay là:"
SOURCE_DELETED = " · nay đã xoá:"
SOURCE_AUDIO = "Ghi âm của dòng #{no}"
SOURCE_AUDIO_ERASED = (
    "Ghi âm của dòng #{no} đã được xoá theo thời hạn lưu của cơ quan; lời đã ghi vẫn còn ở trên. "
    "Cần đối chiếu thì tìm tin thoại gốc trong nhóm chat, hoặc hỏi người nói."
)
SOURCE_AUDIO_LOST = (
    "Không còn tệp ghi âm của dòng #{no} trên máy chủ; hãy nghe ở tin nhắn gốc. Nội dung của dòng "
    "vẫn còn nguyên; báo bộ phận CNTT kiểm tra bản sao lưu."
)
NO_EXCERPT = (
    "Chưa lấy được đoạn ghi âm của dòng #{no}. Bản ghi âm đầy đủ vẫn ở tin nhắn gốc; nếu cần, báo "
    "bộ phận CNTT xem nhật ký của bot."
)
NO_SUCH_PARAGRAPH = "{name} không có đoạn {address}. Xem các đoạn: /nguon"
DRAFTS_HEAD = "Các dự thảo của cuộc họp số {no} “{title}”:"
DRAFTS_ROW = "{number}. {title}{depth} · {at} · {who} · {name}"
DRAFTS_HOW = (
    "Lấy lại một bản: /duthao {earlier}1 · Xem hai bản khác nhau chỗ nào: /duthao {earlier}1 2 · "
    "Của cuộc họp khác: /duthao cuộc họp 4"
)
OF_MEETING = "cuộc họp {no} "
USE_DRAFTS = (
    "Có {count} dự thảo, đánh số từ 1. Lấy lại một bản: /duthao 1 · So hai bản: /duthao 1 2 · "
    "Xem danh sách: /duthao"
)
DRAFT_LOST = "Tệp của dự thảo này không còn trên máy chủ. Lấy bản mới: /baocao"
DRAFTS_SAME = "Dự thảo {first} và {second} giống hệt nhau về lời văn."
DRAFTS_CHANGED = "Từ dự thảo {first} đến dự thảo {second} có {count} chỗ khác:"


def empty_draft(*, conclusions_only: bool, suggested: int) -> str:
    """What to say before a draft is made into which no line goes; ``{earlier}`` is to be filled in.

    Args:
        suggested: how many tags the machine has to suggest.
    """
    first = _TAKE_SUGGESTED.format(count=suggested) if suggested else _TAG_FIRST
    return (_NO_CONCLUSION if conclusions_only else _NOTHING_TAGGED) + first


def source_of(line: Line, zone: tzinfo, *, changed: bool = False) -> str:
    """A line as it stands in the record: who, when, what; whether the draft had other words."""
    at = line.at.astimezone(zone)
    since = SOURCE_DELETED if line.deleted else SOURCE_CHANGED if changed else ""
    account = f" ({line.speaker.account})" if line.speaker.account else ""
    brought = f" · {BROUGHT_BY.format(who=line.brought_by.shown)}" if line.brought_by else ""
    who = f"{line.speaker.full}{account}"
    if line.unknown_voice is not None:
        who = who_says(line)
    return f"#{line.no} · {who} · {at:%d/%m/%Y %H:%M}{brought}{since}\n{line.text}"


def draft_changes(first: int, second: int, changes: Sequence[tuple[str, str]]) -> str:
    """What changed between two drafts: − as it was, + as it is."""
    if not changes:
        return DRAFTS_SAME.format(first=first, second=second)
    rows = [DRAFTS_CHANGED.format(first=first, second=second, count=len(changes))]
    for before, after in changes:
        rows += [f"− {before}"] if before.strip() else []
        rows += [f"+ {after}"] if after.strip() else []
    return "\n".join(rows)
