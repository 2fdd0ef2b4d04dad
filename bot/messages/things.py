"""What is no utterance, and what came with one."""

from __future__ import annotations

from bot.messages.phrases import cut
from bot.minutes.beside import Beside

PICTURE = (
    "Ảnh không ghi được vào biên bản. Hãy gõ nội dung của ảnh, hoặc gửi tin thoại, tệp ghi âm."
)
OTHER_FILE = (
    "Chỉ ghi được chữ và ghi âm; tệp này không phải âm thanh. Hãy gõ nội dung, hoặc gửi tin thoại, "
    "tệp ghi âm (ogg, mp3, m4a, wav, aac)."
)
_NOD = (
    "{what} không ghi vào biên bản. Nếu đó là ý kiến thì hãy gõ thành chữ, ví dụ: YK: Tôi đồng ý."
)
_PLACE = (
    "Vị trí trên bản đồ không ghi vào biên bản. Nếu đó là nơi họp thì thư ký gửi: "
    "/thongtin địa điểm: {name}"
)
_CONTACT = (
    "Danh thiếp{of} không ghi vào biên bản. Nếu người này dự họp thì thư ký gửi: "
    "/thanhphan thêm {name} - chức vụ"
)
_POLL = (
    "Bình chọn không ghi vào biên bản vì kết quả còn thay đổi. Khi đã chốt, hãy gõ kết quả, ví dụ: "
    "KL: 9/12 người dự họp đồng ý phương án 1."
)
_UNKNOWN = (
    "Loại tin này không ghi được vào biên bản. Hãy gõ nội dung, hoặc gửi tin thoại, tệp ghi âm."
)
CHANNEL = (
    "Bài tự động chuyển từ kênh “{name}” không ghi vào biên bản. Muốn ghi ý nào của bài thì hãy gõ "
    "ý ấy vào đây."
)
ALL_STRUCK = "Tin này gạch ngang toàn bộ nên không ghi. Muốn ghi thì hãy gửi lại, không gạch ngang."
EDITED_ALL_STRUCK = (
    "Tin của dòng #{no} nay gạch ngang toàn bộ; dòng vẫn giữ nguyên. Muốn bỏ dòng: /xoa {no}"
)
EDITED_JOINED = (
    "Dòng #{no} ghép từ một tin dài mà ứng dụng đã cắt ra nên không đổi theo tin vừa sửa. "
    "Muốn đổi: /sua {no} câu đúng"
)
_FIXED = {
    "picture": PICTURE,
    "other": OTHER_FILE,
    "sticker": _NOD.format(what="Nhãn dán"),
    "animation": _NOD.format(what="Ảnh động"),
    "dice": _NOD.format(what="Biểu tượng xúc xắc, trò chơi"),
    "poll": _POLL,
}
_LONGEST_NAME = 100
_LONGEST_SHOWN = 1000
_QUOTED = "↪ trích tin được trả lời: “{text}”"
_STRUCK = "đã gạch bỏ: “{text}”"
_LINK = "liên kết: “{text}” ({address})"
_SHORT = "📎 {what}"
_QUOTED_SHORT, _STRUCK_SHORT, _LINK_SHORT = "trích tin", "chữ gạch bỏ", "liên kết"


def sentence(kind: str, name: str) -> str:
    """What is said of a thing that does not go into the minutes.

    Args:
        kind: a value of ``port.MediaKind``.
        name: of the place or the person; empty where there is none.
    """
    name = cut(name, _LONGEST_NAME)
    if kind == "place":
        return _PLACE.format(name=name or "tên nơi họp")
    if kind == "contact":
        return _CONTACT.format(of=f" của {name}" if name else "", name=name or "Họ tên")
    return _FIXED.get(kind, _UNKNOWN)


def beside_rows(beside: Beside) -> list[str]:
    """All that came with a line's words, a row each."""
    rows = [_QUOTED.format(text=cut(beside.quoted, _LONGEST_SHOWN))] if beside.quoted else []
    rows += [_STRUCK.format(text=cut(words, _LONGEST_SHOWN)) for words in beside.struck]
    return rows + [_LINK.format(text=words, address=address) for words, address in beside.links]


def beside_in_short(beside: Beside) -> list[str]:
    """The same in a list of lines: what there is, in at most one row."""
    there = ((beside.quoted, _QUOTED_SHORT), (beside.struck, _STRUCK_SHORT))
    kinds = [name for found, name in (*there, (beside.links, _LINK_SHORT)) if found]
    return [_SHORT.format(what=", ".join(kinds))] if kinds else []
