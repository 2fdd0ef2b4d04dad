# ruff: noqa: S105 -- sentences about secrets, none of them one
"""What is wrong with a setting, and what is to be known of the settings at the start."""

from __future__ import annotations

import errno
from datetime import datetime

from foundation.command_line import reason

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
NAMES = (
    "phải là các tên hoặc địa chỉ cách nhau bằng dấu phẩy, ví dụ bienban.example.vn, 192.168.1.5"
)
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

# --- the web page's certificate -------------------------------------------------------------------

WEB_CERT_ALONE = "WEB_KEY: đã đặt WEB_CERT thì phải đặt cả WEB_KEY (khoá của chứng chỉ ấy)"
WEB_KEY_ALONE = "WEB_CERT: đã đặt WEB_KEY thì phải đặt cả WEB_CERT (chứng chỉ của khoá ấy)"
_UNFIT = {
    "unreadable": (
        "{setting}: không đọc được tệp {file} ({why}); hãy cho tài khoản chạy bot quyền đọc"
    ),
    "no_pem": (
        "{setting}: {file} không phải tệp dạng PEM (văn bản bắt đầu bằng “-----BEGIN”); hãy đổi "
        "sang dạng ấy bằng openssl"
    ),
    "locked": (
        "{setting}: khoá trong {file} có mật khẩu nên bot không mở được; hãy lưu khoá không mật "
        "khẩu, chỉ tài khoản chạy bot đọc được"
    ),
    "not_its_key": (
        "{setting}: khoá trong {file} không phải của chứng chỉ {certificate}; hãy đặt đúng một cặp"
    ),
    "ended": "{setting}: chứng chỉ {file} đã hết hạn ngày {day}; hãy đặt chứng chỉ mới",
    "not_yet": (
        "{setting}: chứng chỉ {file} đến ngày {day} mới dùng được; hãy xem lại chứng chỉ và đồng "
        "hồ của máy chủ"
    ),
}
WEB_CERT_REFUSED = (
    "WEB_CERT: máy này không nhận chứng chỉ {file} ({why}), thường vì khoá quá ngắn hoặc kiểu "
    "ký quá cũ; hãy xin chứng chỉ mới"
)
WEB_CERT_ENDS = "WEB_CERT: chứng chỉ {file} còn {days} ngày là hết hạn; hãy đặt chứng chỉ mới"
WEB_CERT_NAMES = (
    "WEB_NAMES: chứng chỉ {file} không có tên {names} nên trình duyệt sẽ báo trang không an toàn; "
    "hãy xin chứng chỉ có tên ấy, hoặc sửa WEB_NAMES"
)
WEB_NAMES_MISSING = (
    "WEB_NAMES: chưa có địa chỉ mà mọi người gõ để vào trang qua máy chủ trung gian "
    "(WEB_BEHIND_PROXY), nên bot không báo được địa chỉ ấy cho ai; hãy đặt, ví dụ "
    "bienban.example.vn"
)


_TAKEN = (
    "{setting}: cổng {address} đang có chương trình khác dùng; hãy dừng chương trình ấy, hoặc đặt "
    "cổng khác, rồi chạy lại"
)
_CANNOT_LISTEN = "{setting}: không mở được {address} ({why}); hãy đặt địa chỉ của máy này"


def cannot_listen(setting: str, listen: tuple[str, int], error: OSError) -> str:
    """Nobody can call where a setting says."""
    sentence = _TAKEN if error.errno == errno.EADDRINUSE else _CANNOT_LISTEN
    address = f"{listen[0]}:{listen[1]}"
    return sentence.format(setting=setting, address=address, why=reason(error, str(error)))


def unfit(setting: str, what: str, **about: object) -> str:
    """Why an office's certificate cannot be used.

    Args:
        what: a word of ``bot.doors.web.certificates.Unfit``.
        about: file, why, certificate; day: a moment.
    """
    if isinstance(day := about.get("day"), datetime):
        about["day"] = f"{day:%d/%m/%Y}"
    if isinstance(why := about.get("why"), OSError):
        about["why"] = reason(why)
    return _UNFIT[what].format(setting=setting, **about)
