"""Erasing a meeting for good."""

from __future__ import annotations

BUTTON_ERASE = "Xoá hẳn"
BUTTON_KEEP = "Giữ lại"
USE_ERASE = "Hãy ghi số cuộc họp cần xoá hẳn, ví dụ: /xoacuochop 4. Xem các số: /lichsu"
ERASE_ASK = (
    "Xoá hẳn cuộc họp số {no} “{title}”?{open} Sẽ mất trên máy chủ: {lines} dòng, {recordings} ghi "
    "âm, {documents} dự thảo; không lấy lại được. Tin nhắn trong khung chat này thì vẫn còn. Câu "
    "hỏi này có hiệu lực 10 phút."
)
ERASE_IS_OPEN = " Cuộc họp này CÒN ĐANG MỞ."
ERASED = (
    "{who} đã xoá hẳn cuộc họp số {no}: {lines} dòng, {recordings} ghi âm, {documents} dự thảo. "
    "Việc xoá có ghi trong nhật ký kiểm tra của máy chủ."
)
NOT_ERASED = "Đã giữ lại cuộc họp số {no} “{title}”."
TOAST_ERASE_OLD = "Câu hỏi này đã cũ. Gửi lại /xoacuochop"
ERASED_ELSEWHERE = (
    "Cuộc họp số {no} mà bạn đã dự từ khung chat này đã bị xoá hẳn khỏi bot: lời, ghi âm, dự thảo. "
    "Tin đã có trong khung chat này thì bot không xoá được; không cần nữa thì bạn tự xoá."
)
