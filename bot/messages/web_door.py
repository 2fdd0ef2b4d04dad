"""What the server of the office's page says: at the start, and where it does not do something."""

from __future__ import annotations

PAGE_AT = "Trang họp: {address}"
DESK_AT = "Bàn thư ký: {address}"
INSTALL_AT = "Cài chứng chỉ của trang họp trên mỗi máy, một lần: {address}"
FINGERPRINT = "Mã so của chứng chỉ ấy (SHA-256): {fingerprint}"
NO_PAGE = (
    "WEB_LISTEN đang trống nên không có trang họp, cũng không có liên kết bàn thư ký. Ghi địa chỉ "
    "vào WEB_LISTEN (ví dụ 127.0.0.1:8080), chạy make run, rồi thử lại."
)
NOT_RUN_YET = (
    "Chưa biết địa chỉ của trang họp. Chạy make run trước, rồi lấy liên kết khi trang đang mở."
)

CROSS_SITE = "Yêu cầu này đến từ trang khác nên không được nhận. Hãy mở lại trang họp rồi làm lại."
NO_SEAT = "Trình duyệt này không còn ở trong cuộc họp. Hãy vào lại bằng mã."
NOT_READ = "Máy chủ không đọc được điều vừa gửi. Hãy tải lại trang rồi gửi lại."
TOO_FAST = "Gửi nhanh quá nên máy chủ nhận dần; phần còn lại nằm trên máy này và tự gửi tiếp."
ANOTHER_MEETING = (
    "Trình duyệt này nay ở cuộc họp khác với lúc nói. Lời ấy vẫn nằm trên máy này; hãy chọn gửi "
    "vào cuộc họp này, hoặc bỏ."
)
ANOTHER_SEAT = (
    "Trình duyệt này nay ở cuộc họp khác, mở ở cửa sổ khác, nên việc vừa bấm chưa làm. Trang đang "
    "tải lại; hãy xem rồi làm lại."
)
TOO_LONG = "Lời này dài quá {most} chữ nên chưa nhận. Hãy chia thành vài lời."
EMPTY = "Chưa có chữ nào để gửi."
NO_ROOM = (
    "Máy chủ hết chỗ nên chưa nhận được. Ghi âm vẫn nằm trên máy này và sẽ tự gửi lại; hãy báo "
    "người quản trị."
)
TOO_LARGE = "Tệp lớn quá {most} MB nên không nhận. Hãy cắt nhỏ rồi gửi từng phần."
TOO_MANY = "Đang có quá nhiều ghi âm chưa gửi xong từ trình duyệt này. Hãy chờ gửi bớt."
TOO_MUCH = (
    "Trình duyệt này đã gửi {most} MB trong một giờ qua, nhiều nhất là vậy. Phần còn lại nằm trên "
    "máy này và tự gửi tiếp sau."
)
NOT_THEIRS = "Không có ghi âm nào như thế của trình duyệt này."
NOTHING_IN_IT = "Ghi âm này rỗng nên không gửi."
NO_SUCH_FILE = "Tệp này không còn, hoặc không phải của bạn. Hãy hỏi lại bot trong cuộc họp."
NO_SUCH_PAGE = "Không có trang này. Hãy mở lại từ trang vào họp."
BUSY = "Máy chủ chưa làm được việc này. Hãy thử lại sau ít phút."
LATE = "Máy chủ đang bận nên chưa trả lời kịp. Điều vừa gửi đã được giữ; hãy tải lại trang."

CODE_NEEDED = "Hãy nhập mã cuộc họp: sáu số, do thư ký cho."
NAME_NEEDED = "Hãy ghi họ và tên, có dấu, như sẽ đứng trong biên bản."
TITLE_NEEDED = "Hãy ghi tên cuộc họp."
WRONG_CODE = "Mã này không đúng, hoặc cuộc họp đã kết thúc. Hãy hỏi lại thư ký mã đang dùng."
WAIT_WITH_CODES = "Đã nhập sai nhiều lần. Hãy chờ {seconds} giây rồi nhập lại."
LINK_USED = (
    "Liên kết này đã dùng rồi, hoặc đã hết hạn. Người quản trị lấy liên kết mới bằng lệnh "
    "{command} trên máy chủ."
)
NOT_THE_DESK = (
    "Trình duyệt này không phải bàn thư ký nên không mở cuộc họp được. Người dự thì vào bằng mã."
)
NOT_TO_INVITE = "Chưa có cuộc họp nào đang mở để mời, hoặc bạn không có quyền mời."

_BY_STATUS = {
    400: NOT_READ,
    401: NO_SEAT,
    403: CROSS_SITE,
    404: NO_SUCH_PAGE,
    405: NO_SUCH_PAGE,
    413: NOT_READ,
}


def status(code: int) -> str:
    """A sentence for an answer that says no more than its status."""
    return _BY_STATUS.get(code, BUSY)
