# ruff: noqa: S105 -- sentences about secrets, none of them one
"""What is wrong with a setting, and what is to be known of the settings at the start."""

from __future__ import annotations

TOKEN = (
    "mã bot không có dấu cách, dấu nháy và các ký tự / ? #; hãy chép lại nguyên mã từ nơi đã "
    "cấp (Telegram: @BotFather), không thêm gì phía sau"
)
SECRET = "phải là 1 đến 256 chữ cái không dấu, chữ số, _ hoặc -"
IDS = (
    "phải là các số cách nhau bằng dấu phẩy, ví dụ -1001234567890, 987654321; của Zalo là mã gồm "
    "chữ số và các chữ từ a đến f, như bot nói khi có người lạ nhắn tới"
)
ADDRESS = "phải là địa chỉ bắt đầu bằng https:// hoặc http://"
LISTEN = "phải là MÁY:CỔNG, ví dụ 127.0.0.1:8443"
NO_FOLDER = "không có thư mục {value}"
TIMEZONE = "phải là tên một múi giờ, ví dụ Asia/Ho_Chi_Minh"
LOG_LEVEL = "phải là DEBUG, INFO, WARNING hoặc ERROR"
ZALO_SECRET = "phải là 8 đến 256 chữ cái không dấu, chữ số, _ hoặc -"
ZALO_HTTPS_ONLY = "ZALO_WEBHOOK_URL: Zalo chỉ gọi địa chỉ https://"
HTTPS_ONLY = "TELEGRAM_WEBHOOK_URL: Telegram chỉ gọi địa chỉ https://"
ENV_NOT_UTF8 = ".env: không phải văn bản UTF-8; hãy lưu lại bằng UTF-8"
CANNOT_WRITE = "DATA_DIR: không ghi được vào {data} ({why})"

SECRET_EMPTY = (
    "{name}: tệp {file} trống; hãy dán mã vào tệp ấy (hoặc bỏ tệp đi, nếu không dùng) rồi chạy lại"
)
SECRET_FOLDER = (
    "{name}: {file} là thư mục, không phải tệp (Docker tạo ra khi thiếu tệp); xoá nó, đặt tệp vào "
    "rồi chạy lại"
)
SECRET_UNREADABLE = (
    "{name}: không đọc được tệp {file} ({why}); hãy cho tài khoản chạy bot quyền đọc"
)
SECRET_NOT_TEXT = "{name}: tệp {file} không phải văn bản UTF-8; hãy dán lại mã vào một tệp văn bản"
NO_DOOR = (
    "WEB_LISTEN, TELEGRAM_BOT_TOKEN, ZALO_BOT_TOKEN: không có trang họp, cũng chưa có mã bot nào, "
    "nên không ai vào được; hãy đặt một trong ba (docs/cai-dat-may-chu.md) rồi chạy lại"
)
NO_KEYBOARD = (
    "không có ai ở bàn phím để trò chuyện; chạy lệnh này trong cửa sổ dòng lệnh, hoặc chạy make "
    "run để mở trang họp"
)
UNKNOWN_NEAR = "{name} không phải cài đặt nào của bot, nên không có tác dụng. Có phải {near} không?"
UNKNOWN = "{name} không phải cài đặt nào của bot, nên không có tác dụng; xem .env.example"
OPEN_BOT = (
    "ALLOWED_CHATS và ALLOWED_USERS đều trống: bất cứ ai tìm thấy bot này đều dùng được. Hãy giới "
    "hạn bằng ALLOWED_CHATS"
)
