"""The chat in a terminal."""

from __future__ import annotations

TERMINAL_HELLO = """\
Biên bản trong cửa sổ dòng lệnh (chưa có TELEGRAM_BOT_TOKEN). Các lệnh giống như trong Telegram.
Bắt đầu: /batdau Tên cuộc họp · gửi ghi âm: /gui duong/dan.ogg · nói thay người khác: /vai Họ tên
Tin nhiều dòng: kết thúc mỗi dòng bằng dấu \\ · hướng dẫn: /trogiup · thoát: /thoat"""
TERMINAL_PRESS = "Bấm nút: gõ ! và số của nút, ví dụ: !3"
TERMINAL_KEYS = """\
Bấm nút: gõ ! và số của nút (!3), hoặc Tab rồi Enter · Tab: gợi ý lệnh, tệp, tên · ↑: tin đã gõ
Dán nhiều dòng vẫn là một tin, Alt+Enter: xuống dòng · Ctrl+C: bỏ dòng đang gõ · Ctrl+D: thoát"""
TERMINAL_NO_BUTTON = "Không có nút !{number}. Hãy gõ ! và số ghi trên nút, ví dụ: !3"
TERMINAL_PRESSED = "👆 [{label}]"
TERMINAL_ANSWER = "Trả lời"
TERMINAL_NOW_ANSWER = "Tin gõ tiếp theo là câu trả lời cho tin trên."
TERMINAL_NO_ANSWER = "Đã bỏ qua câu hỏi. Muốn trả lời sau: bấm nút {answer} ở dưới câu hỏi.".format(
    answer=f"[{TERMINAL_ANSWER}]"
)
TERMINAL_CHOOSE = "Chọn nút: ← →; bấm: Enter; thôi: Esc"
TERMINAL_AGAIN = "Để thoát, hãy bấm Ctrl+C lần nữa (hoặc Ctrl+D)."
TERMINAL_BYE = "Đã thoát. Mọi điều đã ghi còn nguyên; chạy lại chương trình để tiếp tục."
TERMINAL_MENU = {
    "gui": "Gửi ghi âm, tệp trên máy này: /gui duong/dan.ogg",
    "vai": "Nói thay người khác: /vai Họ tên",
    "thoat": "Thoát",
}
"""Commands of this door alone."""
TERMINAL_NO_FILE = "Không có tệp {path}. Hãy kiểm tra đường dẫn: /gui duong/dan.ogg"
TERMINAL_FILE = "[tệp] {path}"
TERMINAL_USE_SEND = "Hãy viết đường dẫn của tệp ghi âm. Ví dụ: /gui duong/dan.ogg"
TERMINAL_USE_ROLE = "Hãy viết tên người nói. Ví dụ: /vai Nguyễn Văn An"
TERMINAL_ROLE = "Từ bây giờ bạn nói với tên: {name}"
TERMINAL_YOU = "Tôi"
TERMINAL_TITLE = "Cửa sổ dòng lệnh"
TERMINAL_BUSY = "… đang xử lý, ghi âm thì đang chép ({seconds} giây; lần đầu còn nạp mô hình)"
TERMINAL_REWRITTEN = "(tin được sửa)"
REPLAY_DONE = """
Xong. Các dự thảo ở trên màn hình và trong:
{files}
Thử tiếp:
  make run                                          mở trang họp trên máy này
  make chat                                         trò chuyện với bot ngay trong cửa sổ này
  DATA_DIR={data} .venv/bin/python -m bot export 1   cuộc họp vừa rồi, dạng JSON
  .venv/bin/python -m transcribe TEP_GHI_AM.ogg     chép một ghi âm của bạn"""
