"""Everything that the checker says, in Vietnamese."""

from __future__ import annotations

# --- why a file cannot be checked: what is wrong, what to do --------------------------------------

NO_FILE = "Không có tệp này: {path}. Hãy kiểm tra lại đường dẫn."
UNREADABLE = "Không đọc được tệp {path} ({why}). Hãy kiểm tra quyền đọc, hoặc chép tệp ra chỗ khác."
NOT_A_DOCUMENT = "Tệp này không phải Word (.docx) hay PDF. Hãy lưu văn bản thành .docx hoặc .pdf."
OLD_WORD = (
    "Đây là tệp Word đời cũ (.doc), dù tên tệp có thể khác. Hãy mở bằng Word hoặc LibreOffice, "
    "chọn Lưu thành .docx rồi kiểm tra lại."
)
LOCKED = "Tệp có mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi kiểm tra lại."
NOT_WORD = (
    "Tệp này không phải văn bản Word (có thể là bảng tính, trang chiếu hoặc tệp nén). "
    "Hãy chọn tệp .docx của văn bản."
)
DAMAGED_DOCX = (
    "Tệp Word bị hỏng hoặc thiếu phần bên trong. Hãy mở bằng Word hoặc LibreOffice, lưu lại thành "
    ".docx rồi kiểm tra lại."
)
DAMAGED_PDF = "Tệp PDF bị hỏng. Hãy xuất lại PDF từ bản Word rồi kiểm tra lại."
TOO_BIG = "Tệp quá lớn so với một văn bản hành chính. Hãy kiểm tra riêng phần văn bản chính."
TOO_HEAVY = (
    "Tệp này đọc mãi không xong hoặc cần quá nhiều bộ nhớ. Hãy lưu lại bằng Word hoặc LibreOffice "
    "(hoặc xuất lại PDF từ bản Word) rồi kiểm tra lại."
)
NO_TEXT = (
    "Tệp PDF không có chữ, chỉ có hình (bản quét). Hãy kiểm tra bản Word hoặc bản PDF xuất từ Word."
)
NO_LETTERS = (
    "Chữ trong tệp PDF không đọc ra được (thiếu bảng mã Unicode). Hãy kiểm tra bản Word, hoặc xuất "
    "lại PDF từ Word hay LibreOffice."
)
EMPTY = "Tệp không có chữ nào. Hãy chọn tệp có nội dung văn bản."
NO_KIND = (
    "Không thấy tên loại BÁO CÁO, BIÊN BẢN hay THÔNG BÁO ở đầu văn bản. Chỉ kiểm tra được ba loại "
    "này; nếu đúng loại, hãy ghi tên loại bằng chữ in hoa trên một dòng riêng."
)

# --- the command line -----------------------------------------------------------------------------

DESCRIPTION = (
    "Kiểm tra thể thức, kỹ thuật trình bày của BÁO CÁO, BIÊN BẢN, THÔNG BÁO (.docx hoặc .pdf) theo "
    "Nghị định 30/2020/NĐ-CP."
)
EPILOG = "Mã kết thúc: 0 không có lỗi, 1 có lỗi, 2 tệp không kiểm tra được."
HELP_FILE = "tệp .docx hoặc .pdf"
HELP_FINAL = "văn bản đã phát hành: số, ngày và mọi chỗ đều phải điền đủ (mặc định: bản dự thảo)"
HELP_JSON = "in kết quả dạng JSON"
SEVERITIES = {"E": "LỖI", "W": "CẢNH BÁO", "I": "GHI CHÚ"}
LINE = "{rule}  {severity:<8}  {where}: {found}. Đúng: {wanted}."
COUNTS = "{errors} lỗi, {warnings} cảnh báo, {notes} ghi chú."
CLEAN = "Không thấy chỗ nào sai."
MORE = "{first} (và {more} chỗ khác)"

# --- places ---------------------------------------------------------------------------------------

PAPER = "Khổ giấy"
SECTION_PAPER = "Khổ giấy (phần {number})"
MARGIN = {
    "top": "Lề trên",
    "bottom": "Lề dưới",
    "left": "Lề trái",
    "right": "Lề phải",
}
PAGE_NUMBER_OF = "Số trang, trang {page}"
STATE_NAME = "Quốc hiệu"
MOTTO = "Tiêu ngữ"
MOTTO_RULE = "Đường kẻ dưới Tiêu ngữ"
AGENCY = "Tên cơ quan ban hành"
PARENT_AGENCY = "Tên cơ quan chủ quản"
AGENCY_RULE = "Đường kẻ dưới tên cơ quan"
NUMBER = "Số, ký hiệu"
PLACE_DATE = "Địa danh, ngày tháng năm"
TITLE = "Tên loại văn bản"
SUBJECT = "Trích yếu"
SUBJECT_RULE = "Đường kẻ dưới trích yếu"
ADDRESSED = "Kính gửi"
BODY = "Nội dung"
SIGNER_TITLE = "Quyền hạn, chức vụ người ký"
SIGNER_NAME = "Họ và tên người ký"
SIGNATURE = "Phần chữ ký"
RECEIVERS_HEAD = "Dòng “Nơi nhận:”"
RECEIVERS = "Danh sách nơi nhận"
APPENDIX = "Phụ lục"
APPENDIX_TITLE = "Tên phụ lục"
APPENDIX_REFERENCE = "Dòng kèm theo của phụ lục"
MINUTES_PART = "Mục “{label}”"
CLOSING_TIME = "Giờ kết thúc"
REVISIONS = "Dấu vết sửa đổi"

# --- what is found, what is wanted ----------------------------------------------------------------

MISSING = "không thấy"
PRESENT = "có"
EXACTLY = "“{text}”"
MOTTO_WANTED = "“{text}” (gạch nối ngắn “-”, mỗi bên một dấu cách)"
ONE_OF_TITLES = "chữ in hoa, đứng riêng một dòng: {title}"
UPPER, NOT_UPPER = "chữ in hoa", "chưa viết in hoa hết"
SENTENCE_CASE, SHOUTED = "chữ in thường", "viết in hoa"
BOLD, NOT_BOLD = "chữ đậm", "chữ không đậm"
NO_BOLD, IS_BOLD = "chữ không đậm", "chữ đậm"
ITALIC, NOT_ITALIC = "chữ nghiêng", "chữ không nghiêng"
UPRIGHT, IS_ITALIC = "chữ đứng", "chữ nghiêng"
CENTRED = "căn giữa"
JUSTIFIED = "căn đều hai lề"
ALIGNS = {"left": "căn trái", "centre": "căn giữa", "right": "căn phải", "justify": "căn đều"}
ONE_LINE = "trên một dòng"
LINES = "trên {lines} dòng"
NOTHING_BETWEEN = "ngay dưới dòng trên, cách dòng đơn, không có dòng trống"
STARTS_AFTER = "cách dòng trên {gap}"
UNDERLINE = "gạch chân bằng định dạng chữ (underline)"
RULE_MISSING = "không có đường kẻ"
RULE_AS_LONG = "nét liền, dài bằng dòng chữ ({length})"
RULE_SHORT = "nét liền, dài từ 1/3 đến 1/2 dòng chữ ({least}–{most})"
RULE_LENGTH = "dài {length}"
RULE_SHARE = "dài {length}, bằng {share} dòng chữ"
OFF_CENTRE = "lệch {off} so với giữa"
UNDER_TEXT_CENTRED = "cân giữa so với dòng chữ"
A4 = "A4 đứng, 210 × 297 mm"
FONT_FOUND = "phông {font}"
FONT_WANTED = "phông Times New Roman"
COLOUR_FOUND = "màu #{colour}"
COLOUR_WANTED = "màu đen"
NO_PAGE_NUMBER = "không có số trang"
PAGE_NUMBER_WANTED = "số Ả Rập ở giữa lề trên, từ trang 2"
PAGE_NUMBER_HIDDEN = "không hiển thị ở trang 1"
AT_BOTTOM = "ở lề dưới"
ON_TOP = "ở lề trên"
NUMBER_WANTED = "“Số: 05/{code}-KÝ HIỆU CƠ QUAN” (số dưới 10 thêm 0; không cách quanh “/” và “-”)"
CODE_FOUND = "mã loại {code}"
CODE_WANTED = "mã loại {code} cho {title}"
DATE_WANTED = "“Địa danh, ngày 05 tháng 01 năm 2026”"
SAME_LINE = "cùng dòng với {other}"
OFF_LINE = "lệch dòng {off} so với {other}"
DAY_WANTED = "ngày dưới 10 thêm số 0 ở trước, không quá 31"
MONTH_WANTED = "tháng 1, 2 thêm số 0 ở trước; tháng 3–9 không thêm"
DAY_FOUND, MONTH_FOUND = "ngày {value}", "tháng {value}"
SET_WANTED = "{size} (cùng bộ với Quốc hiệu {small}, Tiêu ngữ {large})"
INDENT_FOUND = "lùi đầu dòng {indent}"
INDENT_WANTED = "lùi đầu dòng 10 mm hoặc 12,7 mm"
GAP_FOUND = "cách đoạn trên {gap}"
GAP_WANTED = "cách đoạn từ 6 pt"
SPACING_FOUND = "giãn dòng {spacing}"
SPACING_WANTED = "giãn dòng từ 1,0 đến 1,5"
EMPTY_PARAGRAPH = "dòng trống thay cho khoảng cách đoạn"
EMPTY_PARAGRAPH_WANTED = "đặt khoảng cách đoạn (Before/After), không để dòng trống"
AFTER = "sau {text}"
NEXT_NUMBER = "{text}"
DECIMAL_FOUND = "số thứ tự nhiều cấp {text}"
DECIMAL_WANTED = "các cấp I., 1., a)"
LETTER_FOUND = "điểm “{letter})”"
LETTER_WANTED = "thứ tự chữ cái tiếng Việt: a, b, c, d, đ, e, g, h, i, k…"
CLAUSE_TITLE_WANTED = "tiêu đề khoản trên một dòng riêng, chữ đậm"
RUN_IN_TITLE = "tiêu đề và nội dung trên cùng một dòng"
SECTION_TITLE_WANTED = "tiêu đề mục chữ in hoa, đậm"
END_FOUND = "kết thúc bằng {text}"
END_WANTED = "kết thúc bằng “./.”"
END_ONLY_LAST = "“./.” chỉ ở cuối văn bản"
AUTHORITY_WANTED = "ghi dạng “KT. GIÁM ĐỐC” (TM., KT., TL., TUQ., Q.: có dấu chấm, rồi dấu cách)"
DEPUTY_WANTED = "“{deputy}” ngay dưới “{text}”"
DEPUTY_ALONE = "cấp phó ký nhưng không có dòng KT."
DEPUTY_ALONE_WANTED = "“KT.” và chức vụ của người đứng đầu ở dòng trên"
ACADEMIC_WANTED = "không ghi học hàm, học vị, danh hiệu trước họ tên"
NAME_CASE = "chữ in thường, viết hoa chữ cái đầu mỗi từ"
UNDER_TITLE = "cân giữa dưới chức vụ"
FLUSH_LEFT = "sát lề trái"
INDENTED = "cách lề trái {off}"
BELOW_SECRETARY = "dưới họ tên thư ký, bên trái"
NOT_BELOW = "không ở dưới họ tên thư ký"
RECEIVER_WANTED = "“- …;” mỗi nơi một dòng"
LAST_RECEIVER_WANTED = "dòng cuối dạng “- Lưu: VT, tên viết tắt đơn vị.”"
AS_ABOVE_WANTED = "dòng đầu của Nơi nhận là “- Như trên;” khi có Kính gửi"
ADDRESSED_NEVER = "không có Kính gửi và “Như trên” trong {title}"
ADDRESSED_WANTED = "có Kính gửi khi Nơi nhận ghi “Như trên”"
ADDRESSED_FORM = "“Kính gửi: Tên cơ quan”, hoặc mỗi nơi một dòng “- …;”, dòng cuối “- ….”"
OUT_OF_ORDER = "đứng trước mục “{label}”"
IN_ORDER = "đúng thứ tự các mục của biên bản"
MINUTES_TITLES = "THƯ KÝ bên trái, CHỦ TỌA bên phải"
EARLIER = "{closed}, trước lúc bắt đầu {opened}"
LATER = "không trước lúc bắt đầu"
ALONE_ON_PAGE = "trang {page} có chữ ký nhưng chỉ {lines} dòng nội dung"
NOT_ALONE = "ít nhất 2 dòng nội dung cùng trang với chữ ký"
SPLIT = "chức vụ ở trang {one}, họ tên ở trang {two}"
NOT_SPLIT = "cả phần chữ ký trên một trang"
APPENDIX_LABEL_WANTED = "“Phụ lục” (từ hai phụ lục: Phụ lục I, Phụ lục II…)"
APPENDIX_PAGE_WANTED = "bắt đầu ở trang mới"
APPENDIX_PAGE_FOUND = "nối tiếp trang trước"
APPENDIX_NUMBERING_WANTED = "số trang đánh riêng, bắt đầu từ 1"
APPENDIX_NUMBERING_FOUND = "số trang nối tiếp phần trước"
APPENDIX_UNMENTIONED = "không được nhắc đến trong nội dung"
APPENDIX_MENTIONED = "có chỉ dẫn về phụ lục trong nội dung"
REFERENCE_WANTED = "“(Kèm theo Báo cáo số …/BC-… ngày … tháng … năm … của …)”"
NOT_NFC, NFC = "chữ có dấu rời (không phải Unicode dựng sẵn)", "Unicode dựng sẵn (TCVN 6909:2001)"
REPLACED, NOT_REPLACED = "ký tự hỏng “\ufffd”", "không có ký tự hỏng"
TWO_SPACES, ONE_SPACE = "hai dấu cách liền nhau", "một dấu cách"
SPACE_BEFORE, NO_SPACE_BEFORE = "dấu cách trước “{sign}”", "không có dấu cách trước dấu câu"
CHANGES = {
    "inserted": "{count} chỗ thêm",
    "deleted": "{count} chỗ xoá",
    "formatted": "{count} chỗ đổi định dạng",
}
CHANGES_FOUND = "còn {changes} đang theo dõi (Track Changes)"
CHANGES_WANTED = "chấp nhận hoặc từ chối hết các chỗ sửa"
REMARKS_FOUND = "còn {count} ghi chú bên lề (Comment)"
REMARKS_WANTED = "không còn ghi chú trong bản phát hành"
BLANK_FOUND, BLANK_WANTED = "còn để trống", "điền đủ"
PLACEHOLDER_FOUND = "còn chỗ chưa điền “{text}”"
CITATION_LACKS = "thiếu {what}"
CITATION_PARTS = {
    "type": "tên loại",
    "date": "ngày ban hành",
    "agency": "cơ quan ban hành",
    "subject": "trích yếu",
}
CITATION_WANTED = (
    "lần đầu viện dẫn ghi đủ tên loại, số, ký hiệu, ngày ban hành, cơ quan ban hành, trích yếu"
)


def quoted(text: str, most: int = 50) -> str:
    """A text to be recognised by."""
    short = text if len(text) <= most else text[: most - 1].rstrip() + "…"
    return f"“{short}”"


def ending(text: str, most: int = 25) -> str:
    """The last words of a text."""
    if len(text) <= most:
        return f"“{text}”"
    return f"“…{text[-most:].partition(' ')[2] or text[-most:]}”"


def at(text: str) -> str:
    return f"Đoạn {quoted(text)}"


def decimal(value: float, digits: int = 1) -> str:
    """A number as Vietnamese writes it: 13,5; no empty decimals."""
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return ("0" if text == "-0" else text).replace(".", ",")


def points(value: float) -> str:
    return f"{decimal(value)} pt"


def millimetres(value: float) -> str:
    return f"{decimal(value)} mm"


def size(value: float) -> str:
    return f"cỡ {decimal(value)}"


def range_of(low: float, high: float) -> str:
    return decimal(low) if low == high else f"{decimal(low)}–{decimal(high)}"


def sizes(low: float, high: float) -> str:
    return f"cỡ {range_of(low, high)}"
