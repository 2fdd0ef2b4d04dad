"""What is asked back where something typed cannot be right, and what becomes of the question."""

from __future__ import annotations

from collections.abc import Mapping

from bot.messages.phrases import cut
from bot.minutes.asked_back import AskedBack
from bot.minutes.info import BY_CODE
from bot.minutes.typed.items import Amiss, Doubt

TOAST_TAKEN = "Đã ghi theo lựa chọn này"
IN_WORDS = "Hãy trả lời tin hỏi bằng chữ, hoặc bấm một nút dưới tin hỏi."
_HOW = "Hãy bấm một nút, hoặc trả lời tin này bằng nội dung đúng."
_HOW_WITHOUT = "Hãy trả lời tin này bằng nội dung đúng."
_SETTLED = "{sentence}\n→ {answer}"
_OVER = "{sentence}\n→ Câu hỏi này đã hết hiệu lực."
_IS_ANSWERED = "Câu hỏi này đã được trả lời: “{answer}”. Cần ghi khác thì điền lại mục ấy."
_IS_OVER = "Câu hỏi này đã cũ vì mục ấy đã được điền lại. Xem: /thongtin"
_TOAST_ANSWERED = "Đã trả lời rồi: {answer}"
_TOAST_OVER = "Câu hỏi này đã cũ, mục ấy đã được điền lại"

_ASK: Mapping[Amiss, str] = {
    Amiss.NO_SUCH_DAY: "không có ngày “{detail}” trong lịch",
    Amiss.NO_SUCH_HOUR: "giờ “{detail}” không có, hoặc không hợp với buổi",
    Amiss.WEEKDAY: "thứ và ngày không khớp nhau",
    Amiss.WHICH_DAY: "biên bản cần ngày cụ thể",
    Amiss.HALF: "“{detail}” là ban đêm hay buổi chiều",
    Amiss.ENDS_EARLY: "giờ kết thúc ({detail}) không sau giờ bắt đầu",
    Amiss.MIDNIGHT: "“{detail}” là nửa đêm đầu ngày hay cuối ngày",
    Amiss.DOTTED: "“{detail}” là giờ hay là ngày",
    Amiss.FAR: "{detail} cách năm họp khá xa",
    Amiss.UNREAD: "chưa rõ ngày, giờ nào",
    Amiss.NUMBER: "số chỉ gồm chữ số mà văn thư cấp, ví dụ 45",
    Amiss.PLACE: "địa danh chỉ là tên một nơi, không có dấu phẩy hay ngày tháng",
    Amiss.SYMBOL: "ký hiệu chỉ gồm chữ in hoa viết tắt tên cơ quan, ví dụ SKHCN",
    Amiss.RECEIVERS: "chưa rõ mỗi nơi nhận tách ở dấu phẩy nào",
    Amiss.NO_VALUE: "văn bản cần ghi rõ nội dung, không in các chữ này",
    Amiss.MARKS: "nội dung gõ không dấu",
    Amiss.GIVEN: "mới có tên gọi, văn bản cần cả họ và tên",
    Amiss.LONG: "nội dung dài quá {detail} chữ",
    Amiss.ARCHIVE: "dòng lưu của nơi nhận phải bắt đầu bằng Lưu: VT",
}
_QUESTION = "Chưa ghi mục {label} “{typed}”: {why}. Ý là nội dung nào?"
_STRAY = "Không có mục “{name}” nên chưa ghi “{value}”. Có phải mục “{label}” không?"
KEEP = "Giữ như đã gõ: {typed}"
INTO_ITEM = "Ghi vào mục {label}"
LEAVE_OUT = "Không ghi"
LEFT_OUT = "Không ghi phần ấy."


def how_to_answer(has_readings: bool) -> str:
    return _HOW if has_readings else _HOW_WITHOUT


def question(doubt: Doubt) -> str:
    """Why an item's value was not taken, and that it is asked."""
    typed = cut(" ".join(doubt.typed.split()), 200)
    why = _ASK[doubt.why].format(detail=cut(doubt.detail, 60))
    return _QUESTION.format(label=BY_CODE[doubt.code].label, typed=typed, why=why)


def stray(name: str, value: str, label: str) -> str:
    """A value under a name that means no item."""
    return _STRAY.format(name=name, value=cut(" ".join(value.split()), 200), label=label)


def settled(one: AskedBack) -> str:
    if not one.answer:
        return _OVER.format(sentence=one.sentence)
    return _SETTLED.format(sentence=one.sentence, answer=one.answer)


def is_answered(one: AskedBack) -> str:
    return _IS_ANSWERED.format(answer=cut(one.answer, 200)) if one.answer else _IS_OVER


def toast_answered(answer: str) -> str:
    return _TOAST_ANSWERED.format(answer=cut(answer, 100)) if answer else _TOAST_OVER
