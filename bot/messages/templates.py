"""The office's own templates."""

from __future__ import annotations

from collections.abc import Mapping

TEMPLATES_HOW = (
    "Đây là mẫu đang dùng. Mở trong Word, sửa lời văn hay tiêu đề (giữ nguyên các thẻ {{ … }} và "
    "{% … %}), lưu lại rồi gửi tệp vào đây với chú thích /mau. Bỏ mẫu riêng: /mau goc"
)
TEMPLATE_OWN = "Mẫu {title} riêng của khung chat này"
TEMPLATE_OFFICE = "Mẫu {title} của cơ quan, dùng chung cho mọi khung chat"
TEMPLATE_BUILT_IN = "Mẫu {title} có sẵn"
TEMPLATE_NOT_YOURS = (
    "Trong nhóm chỉ thư ký của cuộc họp hoặc quản trị viên nhóm được đổi mẫu. Nhờ họ gửi tệp, hoặc "
    "gửi cho tôi trong khung chat riêng (mẫu khi đó chỉ dùng ở khung chat ấy)."
)
THIS_FILE = "Tệp này"
NAMELESS = "không tên"  #: behind “tệp”
TEMPLATE_NO_WORD = (
    "{name} không phải tệp Word (.docx). Trong Word chọn Lưu dưới dạng, kiểu .docx, rồi gửi lại "
    "kèm /mau"
)
TEMPLATE_WHICH = (
    "Mẫu này cho văn bản nào? Gửi lại tệp với chú thích: /mau baocao, /mau bienban hoặc "
    "/mau thongbao"
)
TEMPLATE_DROPPED = (
    "Đã bỏ mẫu riêng: {names}. Từ bây giờ dùng mẫu chung. Tệp cũ vẫn được giữ trên máy chủ."
)
TEMPLATE_NONE_OWN = "Ở đây không có mẫu riêng nào, đang dùng mẫu chung."
TEMPLATE_TAKEN = (
    "Đã nhận mẫu {title} riêng. Từ bây giờ /{command} ở đây dùng mẫu này; bỏ mẫu này: /mau goc"
)
TEMPLATE_REFUSED = (
    "Chưa dùng được mẫu {file}{place}: {what}{around}. Mẫu đang dùng vẫn như cũ. Sửa chỗ đó rồi "
    "gửi lại kèm /mau"
)
TEMPLATE_NOT_KEPT = (
    "Máy chủ không ghi được mẫu (đĩa đầy hoặc thiếu quyền). Mẫu đang dùng vẫn như cũ; báo bộ phận "
    "CNTT xem nhật ký của bot."
)
TEMPLATE_NOT_FETCHED = "Chưa tải được tệp mẫu. Hãy gửi lại tệp với chú thích /mau {command}"
TEMPLATE_BROKEN = (
    "Mẫu {file} của cơ quan bị lỗi{place}: {what}{around}. Dự thảo dưới đây không dùng mẫu ấy; nhờ "
    "người làm mẫu sửa chỗ đó."
)
TEMPLATE_PLACE = " ở đoạn thứ {place}"
TEMPLATE_AROUND = " (đoạn ấy ghi: “{around}”)"
TEMPLATE_WRONG: Mapping[str, str] = {
    "file": "không đọc được tệp",
    "name": "thẻ “{tag}” gọi một mục không có",
    "syntax": "không hiểu thẻ “{tag}”",
    "open": "thẻ “{tag}” mở ra mà không có thẻ đóng",
    "close": "thẻ “{tag}” đóng mà không có thẻ mở",
    "braces": "dấu ngoặc của thẻ không đủ cặp: “{tag}”",
    "table": "thẻ “{tag}” chỉ dùng được trong một hàng của bảng",
    "beside": "cùng đoạn với thẻ “{tag}” còn chữ khác, chữ đó sẽ mất; thẻ {{%p … %}} phải đứng "
    "riêng một đoạn",
    "kind": "đây là mẫu của {tag}; gửi lại với đúng loại, ví dụ /mau bienban",
    "heavy": "mẫu làm mãi không xong hoặc quá nặng (thẻ for lặp quá nhiều lần?)",
    "outside": "mẫu dẫn tới tệp hoặc địa chỉ bên ngoài “{tag}”; mẫu phải chứa sẵn mọi thứ (chèn "
    "hẳn ảnh vào tệp), trong lời văn chỉ giữ liên kết http, https, mailto",
    "print": "không làm được bản PDF từ mẫu này; mở mẫu trong Word, lưu lại thành tệp .docx mới",
    "other": "không điền được mẫu ({what})",
}


def template_broken(
    sentence: str,
    file: str,
    wrong: str,
    what: str,
    tag: str = "",
    place: int = 0,
    around: str = "",
) -> str:
    """What is wrong with an office's template, and where.

    Args:
        sentence: ``TEMPLATE_BROKEN`` or ``TEMPLATE_REFUSED``.
        wrong: a key of ``TEMPLATE_WRONG``.
        what: what the library said.
        tag, place, around: the tag, the number of its paragraph, the words of that.
    """
    return sentence.format(
        file=file,
        place=TEMPLATE_PLACE.format(place=place) if place else "",
        what=TEMPLATE_WRONG[
            wrong if tag or wrong in ("file", "heavy", "print") else "other"
        ].format(tag=tag[:80], what=what),
        around=TEMPLATE_AROUND.format(around=around[:120]) if around else "",
    )
