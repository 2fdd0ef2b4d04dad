"""What ``/rasoat`` says: what is left to look at before the draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.messages.phrases import numbers, page_place, quoted, unheard_places
from bot.minutes import Line
from bot.minutes.guesses.review import Topic, TwoSpellings
from bot.minutes.info import Item
from bot.minutes.typed.numbers import spell

USE = (
    "Hãy gửi /rasoat (cuộc họp đã qua: /rasoat 4). Từng loại: /rasoat nghelai, chuathe, ykien, "
    "thieu, ten. Dòng không cần xem nữa: /rasoat boqua 3 5. Tên hai cách: /rasoat ten 1 doi (lấy "
    "tên viết sau), ten 1 doinguoc (lấy tên viết trước), ten 1 khac (hai tên khác nhau)"
)
HEAD = "Rà soát cuộc họp số {no} “{title}”"
HOW = "Bấm nút để xem và sửa từng loại; xong thì gửi lại /rasoat."
NOTHING_LEFT = "Không còn gì phải xem. Lấy dự thảo: /baocao"
NO_LINES = "Cuộc họp số {no} chưa có dòng nào. Cứ nói hoặc gõ vào đây, rồi gửi lại /rasoat."
_UNSURE = "⚠ Cần nghe lại {count} dòng: {lines}"
_UNTAGGED = "• Chưa gắn thẻ {count} dòng (không vào dự thảo): {lines}"
_OPEN = "• {count} ý kiến chưa thấy kết luận nào nhắc tới: {lines}"
_MISSING = "• Thiếu {count} mục: {labels}"
_NAMES = "• {count} tên viết hai cách: {names}"
SUGGESTED = "• {count} gợi ý thẻ chưa ai quyết (/goiy)"
UNCONFIRMED = "• {count} nhiệm vụ chưa xác nhận (/nhiemvu)"
UNMARKED = "• {count} người trong danh sách chưa đánh dấu có mặt hay vắng (/thanhphan)"
BUTTON_SUGGESTED = "Gợi ý thẻ ({count})"
BUTTON_UNCONFIRMED = "Nhiệm vụ chưa xác nhận ({count})"
BUTTON_UNMARKED = "Chưa đánh dấu ({count})"
WAITING = "• Đang chép {count} ghi âm: {lines}. Đợi chép xong rồi gửi lại /rasoat"
FAILED = "• Ghi âm chưa có chữ: {lines}. Bấm “Chép lại” dưới dòng, hoặc: /sua số câu đúng"
UNFINISHED = "• Ghi âm chưa chép hết: {lines}. Chép tiếp: /cheptiep số"

BUTTONS: Mapping[Topic, str] = {
    Topic.UNSURE: "Nghe lại ({count})",
    Topic.UNTAGGED: "Chưa gắn thẻ ({count})",
    Topic.OPEN: "Ý kiến còn để ngỏ ({count})",
    Topic.MISSING: "Mục còn thiếu ({count})",
    Topic.NAMES: "Tên hai cách ({count})",
}
_PAGES: Mapping[Topic, str] = {
    Topic.UNSURE: "Cần nghe lại: {count} dòng{page}",
    Topic.UNTAGGED: "Chưa gắn thẻ: {count} dòng{page}. “Để ngoài”: dòng ấy không cần vào dự thảo.",
    Topic.OPEN: (
        "Chưa thấy kết luận nào nhắc tới {count} ý kiến này{page}. Máy chỉ so chữ; thư ký quyết."
    ),
    Topic.MISSING: "Dự thảo còn thiếu {count} mục. Bấm một mục rồi trả lời tin hỏi bằng nội dung.",
    Topic.NAMES: "Có thể là một tên viết hai cách: {count} chỗ{page}",
}
_DONE: Mapping[Topic, str] = {
    Topic.UNSURE: "Không còn dòng nào cần nghe lại.",
    Topic.UNTAGGED: "Không còn dòng nào chưa gắn thẻ.",
    Topic.OPEN: "Không còn ý kiến nào để ngỏ.",
    Topic.MISSING: "Đã đủ các mục cho dự thảo.",
    Topic.NAMES: "Không còn tên nào viết hai cách.",
}
BUTTON_BACK = "‹ Rà soát"
BUTTON_HEAR = "#{no} Nghe"
BUTTON_RIGHT = "#{no} Đúng rồi"
BUTTON_EDIT = "#{no} Sửa"
BUTTON_TAG = "#{no} {tag}"
BUTTON_LEAVE_OUT = "#{no} Để ngoài"
BUTTON_ANSWERED = "#{no} Đã có kết luận"
BUTTON_CONCLUDE = "#{no} Thêm kết luận"
BUTTON_FILL = "Điền {label}"
BUTTON_SPELL = "{number}. Đổi thành {name}"
BUTTON_TWO_PEOPLE = "{number}. Là hai tên khác nhau"
_NAMES_ROW = "{number}. “{rarer}” ở {lines}; {other}"
_OTHER_KNOWN = "tên đã biết: “{name}”"
_OTHER_SAID = "“{name}” ở {lines}"

ASK_ITEM = "Trả lời tin này bằng nội dung của mục “{label}” (cuộc họp số {no}){example}."
_EXAMPLES: Mapping[str, str] = {
    "thanh_phan": ", mỗi dòng một thành phần",
    "noi_nhan": ", mỗi dòng một nơi, cuối cùng: Lưu: VT, VP",
    "nguoi_ky": ", ví dụ: KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC / Trần Quốc Bình",
    "ky_hieu": ", ví dụ: SKHCN",
    "thoi_gian": ", ví dụ: 8h00, 24/7/2026",
    "chu_tri": ", ví dụ: Đồng chí Trần Quốc Bình, Phó Giám đốc Sở",
}
ASK_CONCLUSION = (
    "Kết luận về ý kiến #{no} là gì? Trả lời tin này bằng câu kết luận; bot ghi thành một dòng "
    "kết luận mới.\n#{no}: {text}"
)
IN_WORDS = "Hãy trả lời tin hỏi bằng chữ; tin thoại này chưa được ghi."
FILLED = "Đã ghi mục {label}. {left}"
SPELLED = "Đã đổi “{found}” thành “{name}” ở {lines}. Hoàn tác: /hoantac"
LEFT = "Đã để riêng {lines}; /rasoat không nhắc nữa."
TOAST_SETTLED = "Đã để riêng"
TOAST_TAGGED = "Dòng #{no} đã là {tag}"


def summary_row(topic: Topic, lines: Sequence[Line]) -> str:
    """A row of the summary that names lines."""
    rows = {Topic.UNSURE: _UNSURE, Topic.UNTAGGED: _UNTAGGED, Topic.OPEN: _OPEN}
    row = rows[topic].format(count=len(lines), lines=numbers(lines))
    places = unheard_places(lines) if topic is Topic.UNSURE else ""
    return f"{row}; {places}" if places else row


def missing_row(items: Sequence[Item]) -> str:
    return _MISSING.format(count=len(items), labels=", ".join(item.label for item in items))


def names_row(clashes: Sequence[TwoSpellings]) -> str:
    """The first ones only: names are long."""
    shown = [f"{quoted([x.rarer])} và {quoted([x.other])}" for x in clashes[:3]]
    more = ["…"] if len(clashes) > len(shown) else []
    return _NAMES.format(count=len(clashes), names=", ".join([*shown, *more]))


def page_head(topic: Topic, count: int, page: int, pages: int) -> str:
    """What a page of one topic is headed by; ``count`` 0: nothing is left of it."""
    if not count:
        return _DONE[topic]
    place = page_place(page, pages)
    return _PAGES[topic].format(count=count, page=place)


def clash(number: int, found: TwoSpellings) -> str:
    """A row that shows both spellings and where they stand."""
    other = (_OTHER_KNOWN if found.known else _OTHER_SAID).format(
        name=found.other, lines=spell(found.others)
    )
    lines = spell(found.lines)
    return _NAMES_ROW.format(number=number, rarer=found.rarer, lines=lines, other=other)


def ask_item(item: Item, no: int) -> str:
    """The question for an item of ``/thongtin``."""
    return ASK_ITEM.format(label=item.label, no=no, example=_EXAMPLES.get(item.code, ""))
