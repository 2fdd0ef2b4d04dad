"""Names that are not certain, asked back."""

from __future__ import annotations

from collections.abc import Mapping

from bot.minutes.typed.names import Doubt

WHY: Mapping[Doubt, str] = {
    Doubt.NONE: "“{words}”: hãy chọn đúng người.",
    Doubt.MARKS: "“{words}” chưa có dấu tiếng Việt.",
    Doubt.GIVEN: "“{words}” mới có tên gọi, biên bản cần cả họ và tên.",
    Doubt.PARTS: "Trong “{words}” có chỗ chưa rõ là họ tên hay lời khác.",
    Doubt.SEVERAL: "“{words}” có tên mấy người.",
    Doubt.GUESTS: "“{words}” chỉ nhiều người, không phải họ tên một người.",
    Doubt.NOBODY: "Chưa thấy họ tên trong “{words}”.",
}
TAP_OR_SEND_ME = "{why} Bấm nút nếu đúng, hoặc gửi lại: /toi Họ tên - chức vụ"
SEND_ME = "{why} Tên trong báo cáo giữ nguyên; hãy gửi: /toi Họ tên - chức vụ"
TAP_OR_SEND_SPEAKER = (
    "{why} Người nói của dòng giữ nguyên: bấm đúng người, hoặc gửi lại /nguoinoi số dòng Họ tên - "
    "chức vụ"
)
SEND_SPEAKER = (
    "{why} Người nói của dòng giữ nguyên; hãy gửi: /nguoinoi số dòng Họ tên - chức vụ, ví dụ: "
    "/nguoinoi 5 Nguyễn Văn An - Trưởng phòng"
)
WHOSE_WORDS = (
    "“{head}” là người nói hay là lời của dòng? Chưa thêm dòng nào: bấm nút để thêm cho đúng."
)
BUTTON_MY_WORDS = "Không phải tên, là lời"
NOT_YOURS = "Chỉ người đã gõ tên ấy chọn được"

WHICH_SIGNER = (
    "Người ký “{typed}” sẽ in chưa đúng mẫu chữ ký (quyền hạn, chức vụ, họ tên mỗi phần một dòng)."
)
NO_SIGNER = "Người ký “{typed}” chưa đủ cả chức vụ và họ tên."
_AS_SIGNED = "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC / Trần Quốc Bình"
HOW_SIGNER = f"Hãy bấm cách đúng, hoặc trả lời tin này, ví dụ: {_AS_SIGNED}"
HOW_NO_SIGNER = f"Hãy trả lời tin này, ví dụ: {_AS_SIGNED}"
SIGNER_TAKEN = "Đã ghi người ký: {written}"
SIGNER_SHOWN = "người ký ({written})"
