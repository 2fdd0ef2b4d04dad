"""What the command line says: to whoever installs the bot and keeps its record."""

from __future__ import annotations

from foundation.command_line import reason

# --- how the commands are called ------------------------------------------------------------------

PROGRAM = "Bot ghi biên bản cuộc họp. Không có lệnh nào theo sau: chạy bot."
COMMANDS = "lệnh"
A_FILE = "TỆP"
A_FOLDER = "THƯ_MỤC"
A_COMMAND = "LỆNH"
MORE = "Hướng dẫn của một lệnh: python -m bot LỆNH --help. Giấy tờ: docs/van-hanh.md"
CHAT = "trò chuyện với bot ngay trong cửa sổ dòng lệnh này"
LINK = "in một liên kết bàn thư ký mới của trang họp đang chạy"
REPLAY = "diễn lại một cuộc họp theo kịch bản (YAML)"
REPLAY_SCRIPT = "tệp kịch bản"
REPLAY_OUT = "thư mục để văn bản"
EXPORT = "in một cuộc họp ra JSON, hoặc ghi vào thư mục"
EXPORT_MEETING = "số của cuộc họp, như /lichsu cho thấy"
EXPORT_OUT = "thư mục để JSON, ghi âm và văn bản"
ALL_SAID = (
    "Tệp chứa mọi lời đã nói trong mọi cuộc họp và không mã hoá: hãy cất ở nơi chỉ người được phép "
    "đọc tất cả mới vào được."
)
BACKUP = "sao lưu toàn bộ dữ liệu vào một tệp, cả khi bot đang chạy"
BACKUP_MORE = (
    "Ghi cơ sở dữ liệu, ghi âm, văn bản và các mẫu đã gửi vào một tệp, cả khi bot đang chạy, rồi "
    f"đọc lại toàn bộ. {ALL_SAID}"
)
BACKUP_FILE = "một tệp mới, tên kết thúc bằng .tar hoặc .tar.gz"
BACKUP_NO_AUDIO = "bỏ ghi âm"
RESTORE = "khôi phục dữ liệu từ một bản sao lưu; bot phải dừng"
RESTORE_MORE = (
    "Kiểm tra bản sao lưu rồi đặt vào DATA_DIR: toàn bộ, hoặc không gì cả. Bot phải dừng."
)
RESTORE_FILE = "tệp sao lưu"
RESTORE_REPLACE = "chuyển dữ liệu đang có sang thư mục DATA_DIR/before-restore-NGÀY-GIỜ"
CHECK = "kiểm tra toàn bộ dữ liệu, cả khi bot đang chạy"
PURGE = "xoá hẳn cuộc họp hoặc ghi âm; bot phải dừng"
PURGE_MORE = (
    "Xoá hẳn những gì được nêu, hỏi lại trước khi xoá. Không đụng tới bản sao lưu: hãy tự xoá "
    "những bản còn giữ chúng."
)
PURGE_MEETING = "một cuộc họp theo số, với mọi thứ của nó (viết được nhiều lần)"
PURGE_BEFORE = "các cuộc họp kết thúc trước ngày này, ví dụ 2025-01-01"
PURGE_AUDIO = "ghi âm của các cuộc họp kết thúc trước ngày này; lời đã chép thì còn"
PURGE_YES = "không hỏi lại"
AUDIT = "xem ai đã đổi quyền, ai đã xoá gì: mỗi việc một dòng, ngăn bằng dấu tab"
DAY = "NGÀY"
NUMBER = "SỐ"
NO_NUMBER = "Số của cuộc họp chỉ gồm chữ số, ví dụ 4."
NO_DAY = "Ngày viết là năm-tháng-ngày, ví dụ 2025-01-31."

# --- what they answer -----------------------------------------------------------------------------

CANNOT = "{what}: {why}"
FOUND_MISSING = "thiếu trên đĩa: {name}"
FOUND_CHANGED = "khác với bản đã duyệt: {name}"
FOUND_UNNAMED = "không thuộc cuộc họp nào: {name}"
FOUND_ROW = (
    "không đọc được: bảng {table}, hàng {row}, ô {fields} (phần còn lại của hàng vẫn dùng được; "
    "lấy lại hàng này từ một bản sao lưu cũ hơn)"
)
FOUND_INDEX = (
    "chỉ mục tìm kiếm bị hỏng; không mất lời nào: bot tự làm lại nó ở lần khởi động sau, hoặc "
    "trong ngày nếu đang chạy"
)
CHECKED = "{data}: cơ sở dữ liệu lành, không có gì sai"
CHECKED_WRONG = "{data}: cơ sở dữ liệu mở được, có {count} điều không ổn (xem các dòng trên)"
BACKED_UP = "{file}: {counts}, {size} MB, đã đọc lại và nguyên vẹn"
BACKED_UP_DAMAGED = (
    "{file}: {counts}, {size} MB, đã đọc lại đúng như dữ liệu đang có, nhưng dữ liệu ấy KHÔNG "
    "nguyên vẹn (xem các dòng trên); giữ thêm các bản sao lưu cũ"
)
BACKUP_INDEX_MENDED = (
    "chỉ mục tìm kiếm của dữ liệu đang dùng bị hỏng; trong bản sao lưu nó đã được làm lại. Bot tự "
    "làm lại của mình ở lần khởi động sau, hoặc trong ngày nếu đang chạy"
)
COUNTED = {
    "meetings": "{} cuộc họp",
    "lines": "{} dòng",
    "recordings": "{} ghi âm",
    "files": "{} tệp",
}
RESTORED = "{data}: đã khôi phục từ {file}"
RESTORED_BEFORE = "dữ liệu trước đó nằm trong {before}; không cần nữa thì xoá"
NOTHING_TO_ERASE = "không có gì để xoá"
ERASES_RECORDINGS = "sẽ xoá ghi âm của {count} cuộc họp:"
ERASES_MEETINGS = "sẽ xoá hẳn, với mọi thứ thuộc về, {count} cuộc họp:"
STILL_OPEN = "đang mở"
ENDED = "kết thúc {day}"
EXTENT = "dòng={lines} ghi âm={recordings} văn bản={documents}"
CONFIRM = 'gõ "co" (hoặc "yes") rồi Enter để xoá: '
YES = ("co", "có", "yes")
NOT_ERASED = "chưa xoá gì"
KEEPS_RECORDINGS = "cuộc họp {number} giữ nguyên ghi âm: còn một ghi âm chưa chép xong"
ERASED = "đã xoá; bản sao lưu và các thư mục before-restore vẫn còn giữ"
NOT_REMOVED = (
    "còn {count} tệp chưa xoá được, hoặc đang có một lệnh sao lưu chạy; lần khởi động sau bot xoá "
    "nốt"
)
NO_MEETING = "không có cuộc họp {number} trong {data}"
NO_RECORD = "không có dữ liệu trong {data}"
AUDIT_HEAD = ("at", "act", "meeting", "chat", "by", "about")  # for programs too, as the acts

# --- why they cannot ------------------------------------------------------------------------------

NOTHING_TO_BACK_UP = "DATA_DIR: không có gì để sao lưu trong {data}"
NOTHING_THERE = "DATA_DIR: không có gì trong {data}"
BACKUP_NAME = "{file}: hãy đặt tên kết thúc bằng .tar hoặc .tar.gz"
BACKUP_EXISTS = "{file}: đã có tệp này; hãy đặt tên khác"
BACKUP_INDEX = "{file}: không làm lại được chỉ mục tìm kiếm; chưa sao lưu"
RECORD_EXISTS = (
    "DATA_DIR: trong {data} đang có dữ liệu; thêm --replace để chuyển nó sang một bên, hoặc chọn "
    "một thư mục trống"
)
NO_DATABASE = "{file}: không có cơ sở dữ liệu bên trong; hãy dùng bản sao lưu khác"
LIST_TOO_LARGE = "{file}: bản kê quá lớn; đây không phải bản sao lưu"
COMES_TWICE = "{file}: {name} có hai lần, hoặc đến sau bản kê; hãy dùng bản sao lưu khác"
NO_ROOM = "{file}: cần nhiều chỗ hơn chỗ trống của ổ đĩa; hãy dọn ổ đĩa"
END_MISSING = "{file}: thiếu phần cuối; không phải bản sao lưu, hoặc không nguyên vẹn"
NOT_AS_BACKED_UP = "{file}: {name} không như lúc sao lưu; hãy dùng bản sao lưu khác"
CHANGED_WHILE_READ = "{file}: bị thay đổi trong lúc đang đọc; hãy chạy lại"
BEHIND_THE_END = "{file}: có thêm dữ liệu sau phần cuối; hãy dùng bản sao lưu khác"
NOTHING_OF_OURS = "{file}: {name} không phải thứ có trong bản sao lưu; hãy dùng bản khác"
NO_BACKUP = "{file}: không phải bản sao lưu ({why})"
BACKUP_DAMAGED = "{file}: bị hỏng ({why}); hãy dùng bản sao lưu khác"
BACKUP_NEWER = (
    "{file}: do bản chương trình mới hơn tạo ra ({program}); hãy khôi phục bằng bản chương trình ấy"
)
LIST_UNREADABLE = "{file}: không đọc được bản kê ({why}); hãy dùng bản sao lưu khác"
DATABASE_DAMAGED = (
    "DATA_DIR: {path} bị hỏng ({what}) và được để nguyên; hãy khôi phục bản sao lưu gần nhất: "
    "python -m bot restore TỆP --replace"
)
DATABASE_UNUSABLE = "DATA_DIR: không dùng được {path} ({why}); xem quyền của tệp, chỗ trống của đĩa"
DATABASE_NEWER = (
    "DATA_DIR: {path} do bản chương trình mới hơn tạo ra ({version}); hãy cài bản ấy, hoặc khôi "
    "phục một bản sao lưu do bản này tạo"
)
DATABASE_OF_OTHERS = "DATA_DIR: {path} là cơ sở dữ liệu của chương trình khác; hãy chuyển nó đi"
REFERS_TO_NOTHING = "một hàng của {table} nhắc tới một hàng của {other} không còn nữa"
HELD = (
    "DATA_DIR: một bot khác (hoặc lệnh restore, purge) đang chạy trên {data}; hãy dừng nó trước, "
    "hoặc chọn thư mục khác"
)
REPLAY_FOLDER = "--out: {data} không phải thư mục của một lần diễn lại; hãy chọn thư mục khác"
MISSING_ON_DISK = "thiếu trên đĩa: {name}"


def why_not(what: object, error: OSError, otherwise: str) -> str:
    """Why the system does not do something, with what it was about."""
    return CANNOT.format(what=what, why=reason(error, otherwise))
