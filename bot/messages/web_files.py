"""What is said where a sound or a file of the page cannot be had."""

from __future__ import annotations

NO_SEAT = "Trình duyệt này chưa vào cuộc họp nào. Mở lại trang họp và vào bằng mã."
NO_SOUND = "Không có ghi âm của dòng này, hoặc bạn không xem được dòng này nữa."
SOUND_LATER = "Nhiều người đang nghe cùng lúc. Hãy bấm nghe lại sau ít giây."
SOUND_UNREADABLE = (
    "Không mở được ghi âm này để nghe. Tệp gốc vẫn còn trên máy chủ; hãy báo thư ký, hoặc nghe lại "
    "sau."
)
NO_SUCH_LINK = (
    "Đường dẫn này không đúng, có lẽ đã bị cắt bớt khi chép lại. Bấm vào đường dẫn trong tin của "
    "bot, hoặc gửi lại lệnh cho bot (ví dụ /duthao) để nhận đường dẫn mới."
)
LINK_ENDED = "Đường dẫn này đã hết hạn. Gửi lại lệnh cho bot (ví dụ /duthao) để nhận đường dẫn mới."
BLANK_GONE = "Mẫu này không còn trên máy chủ. Gửi lại lệnh cho bot (/mau) để nhận mẫu đang dùng."
FILE_GONE = (
    "Tệp này không còn trên máy chủ: cuộc họp hoặc ghi âm đã bị xoá hẳn. Cần thì hỏi thư ký của "
    "cuộc họp."
)
