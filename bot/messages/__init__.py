"""Every Vietnamese sentence the bot says, by name. Each says what is so and what to do now."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo

from bot.minutes import Concluding, Line, LineKind, LineState, Meeting, Speaker, Tag
from bot.minutes.documents import Depth
from bot.minutes.rights import Act
from bot.minutes.typed.numbers import spell
from bot.minutes.typed.query import Query

TAG_NAMES: Mapping[Tag, str] = {
    Tag.OPINION: "Ý kiến",
    Tag.CONCLUSION: "Kết luận",
    Tag.CONTENT: "Nội dung",
}
BUTTON_EDIT = "Sửa"
BUTTON_DELETE = "Xoá"
BUTTON_RESTORE = "Khôi phục"
BUTTON_RETRY = "Chép lại"
BUTTON_GO_ON = "Chép tiếp"
BUTTON_STOP = "Dừng"
BUTTON_RIGHT = "Đúng rồi"
BUTTON_REPLACE = "Đổi thành {term}"
BUTTON_CHAIR = "Chủ trì là {name}"
BUTTON_ERASE = "Xoá hẳn"
BUTTON_KEEP = "Giữ lại"
BUTTON_BEFORE = "‹ Trước"
BUTTON_NEXT = "Sau ›"
BUTTON_REOPEN = "Mở lại"
BUTTON_REPORT = "Báo cáo"
BUTTON_DRAFTS = "Các dự thảo"
BUTTON_AROUND = "Xem quanh đó: #{no}, cuộc họp số {meeting}"
BUTTON_FILE = "Tệp {number}"
BUTTON_SOURCES = "Nguồn từng đoạn"

# --- what the bot does -----------------------------------------------------------------------

HELP = """\
Tôi ghi biên bản cuộc họp ngay trong cuộc trò chuyện này.
1. /batdau Tên cuộc họp: mở cuộc họp; người mở là thư ký (chuyển: /thuky @ten). Người chủ trì: \
/chutri @ten. Ai làm được gì: /quyen.
2. Nói (tin thoại, tệp ghi âm) hoặc gõ: mỗi tin là một dòng có số, có tên người nói. Ghi âm dài \
thành nhiều dòng; dừng chép: /huy.
3. /toi Họ tên - chức vụ: để báo cáo ghi đúng tên bạn. /tudien: tên riêng, thuật ngữ hay gặp.
4. Gắn thẻ: bấm nút dưới dòng; hoặc trả lời dòng bằng #ykien, #ketluan; hoặc viết \
/ykien 3 5-7, /ketluan 8, /noidung 2 (bỏ thẻ: /botag 3). Máy gợi ý: /goiy. \
Khi gõ, thêm YK:, KL: hay ND: ở đầu tin.
5. /sua 5 câu đúng, /xoa 5, /khoiphuc 5: sửa, xoá, lấy lại một dòng. /gop 5 6, /tach 5, \
/doi 5 sau 8, /nguoinoi 5 tên, /them câu; nhầm thì /hoantac. Nghe: /nghe 5; \
ai đã đổi gì: /lichsudong 5.
6. /dong: xem các dòng; /dong ketluan: chỉ kết luận; /dong nghelai: chỗ máy chưa chắc \
(hỏi người nói: /hoilai).
7. /thongtin: điền địa điểm, chủ trì, nơi nhận, người ký… /thanhphan: ai dự, ai vắng. /nhiemvu: \
việc đã giao, ai làm, hạn nào.
8. /baocao, /bienban, /thongbao: lấy dự thảo (tin nhắn và tệp Word); thêm chitiet hoặc ketluan. \
Chỉ dòng đã gắn thẻ mới vào dự thảo. Còn gì phải xem: /rasoat. /nguon 3.2: đoạn đó lấy từ đâu; \
/duthao: các bản đã làm. /layykien: người dự đọc trước; /trinh: chủ trì duyệt.
9. /ketthuc: đóng cuộc họp (đóng nhầm: /molai).
10. /lichsu, /xem 4: các cuộc họp đã qua. /tim chanh xoài: tìm câu đã nói. /thongke: số liệu.
Sửa một tin đã gõ thì dòng đổi theo; xoá tin trong khung chat thì dòng vẫn còn (xoá bằng /xoa)."""
HELP_GROUP = """\
Nếu tôi không trả lời tin thường trong nhóm: quản trị viên của nhóm đặt tôi làm quản trị viên, \
hoặc người tạo bot tắt «privacy mode» ở @BotFather (/setprivacy, Disable) rồi mời tôi vào lại."""
HELP_NO_PDF = (
    "Dự thảo chỉ có tệp Word, chưa có PDF: máy chủ chưa cài LibreOffice. Nhờ bộ phận CNTT cài: "
    "apt install {packages} rồi chạy lại bot."
)

HOW_TO_BEGIN = (
    "Chưa có cuộc họp nào đang mở nên tin nhắn này không được ghi. "
    "Mở cuộc họp: /batdau Tên cuộc họp. Xem hướng dẫn: /trogiup"
)
HOW_TO_ANSWER = (
    "Tin này chưa được ghi. Muốn trả lời câu hỏi của tôi thì giữ vào đúng tin hỏi, chọn Trả lời, "
    "rồi gửi lại. Cuộc họp bạn đã dự: /lichsu. Xem hướng dẫn: /trogiup"
)
MENU: Mapping[str, str] = {  # in the order of a meeting
    "batdau": "Mở cuộc họp: /batdau Tên cuộc họp",
    "trogiup": "Hướng dẫn trong mười dòng",
    "toi": "Tên tôi trong báo cáo: /toi Họ tên - chức vụ",
    "thongtin": "Xem, điền thông tin của cuộc họp",
    "thanhphan": "Ai dự, ai vắng: xem, dán danh sách, gửi tệp Excel",
    "chutri": "Chọn người chủ trì: /chutri @ten",
    "thuky": "Xem, chuyển, thêm thư ký: /thuky @ten",
    "quyen": "Ai được làm gì trong cuộc họp",
    "tudien": "Tên riêng, thuật ngữ hay gặp: /tudien Nguyễn Văn An, đề án 06",
    "ykien": "Gắn thẻ ý kiến: /ykien 3 5-7",
    "ketluan": "Gắn thẻ kết luận: /ketluan 8",
    "noidung": "Gắn thẻ nội dung: /noidung 2",
    "botag": "Bỏ thẻ: /botag 3",
    "dong": "Xem các dòng: /dong, /dong 6-20, /dong nghelai",
    "sua": "Sửa một dòng: /sua 5 câu đúng",
    "xoa": "Xoá dòng: /xoa 5",
    "khoiphuc": "Lấy lại dòng đã xoá: /khoiphuc 5",
    "nghe": "Nghe ghi âm của dòng: /nghe 5",
    "dungroi": "Đã nghe lại, máy chép đúng: /dungroi 5",
    "huy": "Dừng chép ghi âm: /huy 5",
    "cheptiep": "Chép tiếp ghi âm đã dừng: /cheptiep 5",
    "gop": "Gộp lời của hai dòng: /gop 5 6",
    "tach": "Tách một dòng làm hai: /tach 5 | câu 2",
    "doi": "Đổi thứ tự: /doi 5 sau 8",
    "nguoinoi": "Đổi người nói: /nguoinoi 5 Họ tên - chức vụ",
    "them": "Thêm dòng không ai gửi: /them Họ tên - chức vụ: câu nói",
    "hoantac": "Hoàn tác việc vừa làm",
    "lamlai": "Làm lại việc vừa hoàn tác",
    "lichsudong": "Một dòng đã đổi những gì: /lichsudong 5",
    "ketthuc": "Đóng cuộc họp",
    "molai": "Mở lại cuộc họp vừa đóng",
    "rasoat": "Rà soát trước khi lấy dự thảo: còn gì phải xem",
    "goiy": "Gợi ý thẻ: nhận cả, hoặc từng dòng",
    "hoilai": "Hỏi người nói chỗ máy chưa chắc: /hoilai 5",
    "nhiemvu": "Ai làm gì, trước ngày nào; nhắc hạn: /nhiemvu nhac 1 ngày",
    "baocao": "Lấy dự thảo báo cáo (chitiet, ketluan)",
    "bienban": "Lấy dự thảo biên bản",
    "thongbao": "Lấy dự thảo thông báo kết luận",
    "nguon": "Đoạn trong dự thảo lấy từ dòng nào: /nguon 3.2",
    "duthao": "Các dự thảo đã làm, so hai bản: /duthao 1 2",
    "mau": "Mẫu Word của cơ quan: lấy về, sửa, gửi lại kèm /mau",
    "layykien": "Lấy ý kiến người dự về dự thảo: /layykien",
    "dongy": "Đồng ý với dự thảo đang lấy ý kiến",
    "gopy": "Góp ý cho dự thảo: /gopy câu góp ý",
    "trinh": "Trình chủ trì duyệt dự thảo: /trinh, /trinh biên bản, /trinh 2",
    "duyet": "Chủ trì duyệt dự thảo đang trình",
    "tralai": "Chủ trì trả lại dự thảo: /tralai ý kiến",
    "lichsu": "Các cuộc họp đã qua",
    "xem": "Xem một cuộc họp: /xem 4",
    "tim": "Tìm chữ trong các cuộc họp: /tim chanh xoài",
    "thongke": "Số liệu của cuộc họp: /thongke, /thongke 4",
    "xoacuochop": "Xoá hẳn một cuộc họp: /xoacuochop 4",
}

# --- how to use a command ---------------------------------------------------------------------

USE_OPEN = "Hãy viết tên cuộc họp sau lệnh. Ví dụ: /batdau Hội nghị sơ kết 6 tháng đầu năm"
USE_ME = (
    "Hãy viết họ tên và chức vụ sau lệnh. Ví dụ: /toi Nguyễn Văn An - Trưởng phòng Kế hoạch\n"
    "Báo cáo đang ghi tên bạn là: {full}"
)
USE_TAG = (
    "Hãy ghi số dòng sau lệnh, ví dụ: /{command} 3 5-7; hoặc trả lời đúng tin của dòng bằng "
    "/{command}. Xem số dòng: /dong"
)
USE_EDIT = (
    "Hãy viết số của một dòng rồi câu đúng. Ví dụ: /sua 5 Đề nghị các phòng rà soát nhiệm vụ."
)
USE_TAG_WORD = (
    "Sau thẻ chưa có nội dung. Hãy viết cả câu, ví dụ: KL: Thống nhất phương án 1; hoặc trả lời "
    "đúng tin của dòng bằng #ketluan; hoặc ghi số dòng: /ketluan 8"
)
USE_DELETE = "Hãy ghi số dòng cần xoá, ví dụ: /xoa 5. Xem số dòng: /dong"
USE_RESTORE = "Hãy ghi số dòng cần lấy lại, ví dụ: /khoiphuc 5. Xem các dòng đã xoá: /dong daxoa"
USE_RIGHT = (
    "Hãy ghi số những dòng đã nghe lại và máy chép đúng, ví dụ: /dungroi 5 7-9. "
    "Xem các dòng cần nghe lại: /dong nghelai"
)
USE_STOP = "Hãy ghi số dòng của ghi âm, ví dụ: /huy 5; hoặc gửi /huy để dừng mọi ghi âm đang chép."
USE_GO_ON = "Hãy ghi số dòng của ghi âm cần chép tiếp, ví dụ: /cheptiep 5. Xem số dòng: /dong"
USE_MERGE = (
    "Hãy ghi số các dòng cần gộp, dòng được giữ viết trước, ví dụ: /gop 5 6 (lời của dòng 6 nối "
    "vào dòng 5)."
)
USE_SPLIT = (
    "Hãy ghi số dòng rồi chỗ tách: số câu hoặc mấy chữ mở đầu phần sau. Ví dụ: /tach 5 | câu 2, "
    "hoặc: /tach 5 | Về kinh phí"
)
USE_MOVE = "Hãy viết theo mẫu: /doi 5 sau 8, hoặc /doi 5 truoc 2. Xem số dòng: /dong"
USE_SPEAKER = (
    "Hãy ghi số dòng rồi họ tên, chức vụ của người đã nói. Ví dụ: /nguoinoi 5 Nguyễn Văn An - "
    "Trưởng phòng Kế hoạch; nhiều dòng: /nguoinoi 5 7-9 Nguyễn Văn An"
)
USE_INSERT = (
    "Hãy viết câu cần thêm sau lệnh. Ví dụ: /them Nguyễn Văn An - Trưởng phòng: Đề nghị gia hạn. "
    "Không có tên thì là lời bạn gõ: /them KL: Thống nhất gia hạn."
)
USE_LISTEN = "Hãy ghi số dòng cần nghe, ví dụ: /nghe 5; hoặc trả lời tin của dòng bằng /nghe"
USE_LINE_HISTORY = (
    "Hãy ghi số của một dòng, ví dụ: /lichsudong 5; hoặc trả lời tin của dòng bằng /lichsudong"
)
USE_UNDO = (
    "Hoàn tác việc vừa làm của bạn: /hoantac. Việc gần nhất của bạn ở dòng 5: /hoantac 5. Làm lại: "
    "/lamlai"
)
USE_FIND = (
    "Hãy viết chữ cần tìm sau lệnh, có dấu hay không đều được. Ví dụ: /tim chanh xoài\n"
    'Đúng cụm từ: /tim "thống nhất phương án". '
    "Lọc thêm: nguoi:An, tag:ketluan, tu:24/7, den:hôm qua"
)
USE_VIEW = "Hãy ghi số của cuộc họp, ví dụ: /xem 4. Xem các số: /lichsu"

# --- meetings ---------------------------------------------------------------------------------

OPENED = """\
Đã mở cuộc họp số {no}: {title}
Thư ký: {secretary}. Từ bây giờ mỗi tin nhắn, mỗi ghi âm ở đây là một dòng của biên bản.
Mỗi người cho biết tên: /toi Họ tên - chức vụ
Thư ký điền: /thongtin · chọn người chủ trì: /chutri @ten · Hướng dẫn: /trogiup"""
HEARS_COMMANDS_ONLY = (
    "⚠ Bot đang bật «privacy mode»: nếu bot chưa là quản trị viên của nhóm thì tin nhắn và ghi âm "
    "thường sẽ KHÔNG được ghi. Hãy đặt bot làm quản trị viên của nhóm rồi gửi thử một tin."
)
ALREADY_OPEN = (
    "Cuộc họp số {no} «{title}» đang mở từ {since}, đã có {lines} dòng. Cứ nhắn tiếp vào đây để "
    "ghi; muốn mở cuộc họp mới thì gửi /ketthuc trước."
)
NO_MEETING = (
    "Ở đây chưa có cuộc họp nào. Việc của cuộc họp trong nhóm thì gửi lệnh ở nhóm ấy; xem các cuộc "
    "họp đã dự: /lichsu. Mở cuộc họp ở đây: /batdau Tên cuộc họp"
)
NOT_OPEN = (
    "Không có cuộc họp nào đang mở. Cuộc họp gần nhất: số {no} «{title}» (xem: /xem {no}). "
    "Mở cuộc họp mới: /batdau Tên cuộc họp"
)
NO_SUCH_MEETING = "Ở đây không có cuộc họp số {no}. Xem các cuộc họp: /lichsu"
CLOSED = "Đã đóng cuộc họp số {no} «{title}»: {counts}."
CLOSED_UNTAGGED = "Chưa gắn thẻ: {lines}. Dòng chưa gắn thẻ không vào báo cáo; xem: /dong"
CLOSED_FAILED = "Ghi âm chưa có chữ: {lines}. Bấm «Chép lại» dưới dòng, hoặc /sua số câu đúng"
CLOSED_WAITING = "Đang chép nốt {count} ghi âm: {lines}."
CLOSED_UNFINISHED = "Ghi âm chưa chép hết: {lines}. Cần phần còn lại thì bấm «Chép tiếp» dưới dòng"
CLOSED_NEXT = "Rà soát: /rasoat · Lấy dự thảo: /baocao · Đóng nhầm thì gửi: /molai"
REOPENED = "Đã mở lại cuộc họp số {no} «{title}»; các dòng cũ còn nguyên, cứ ghi tiếp."
CLOSED_ALREADY = (
    "Cuộc họp số {no} «{title}» đã đóng nên câu này chưa được ghi. Mở lại: /molai, rồi gửi lại câu."
)
EDITED_AFTER_CLOSING = (
    "Cuộc họp đã đóng nên dòng #{no} không đổi theo tin vừa sửa. Muốn đổi: /sua {no} câu đúng"
)
EDITED_CAPTION = (
    "Lời chú thích vừa sửa không vào dòng #{no} (dòng đó là ghi âm). Muốn đổi chữ của một dòng: "
    "/sua số câu đúng"
)
EDITED_CONCLUSION = (
    "Dòng #{no} đã là kết luận nên không đổi theo tin vừa sửa. Nhờ thư ký: /sua {no} câu đúng"
)
EDITED_BY_OTHERS = (
    "Dòng #{no} đã được người khác sửa nên không đổi theo tin vừa sửa. Muốn đổi: /sua {no} câu đúng"
)
NO_HISTORY = "Ở đây chưa có cuộc họp nào. Mở cuộc họp đầu tiên: /batdau Tên cuộc họp"
HISTORY_HEAD = "Các cuộc họp ở đây{when} ({count}){page}. Xem một cuộc: /xem số"
HISTORY_OF_PERSON = "Các cuộc họp bạn đã dự{when} ({count}){page}. Xem một cuộc: /xem số"
NO_HISTORY_THEN = "Không có cuộc họp nào {when}. Xem tất cả: /lichsu"
USE_HISTORY = (
    "Xem các cuộc họp: /lichsu, /lichsu trang 2; của một năm, một tháng: /lichsu 2025, "
    "/lichsu tháng 7. Tìm theo lời đã nói: /tim vài chữ"
)
HISTORY_ROW = "{no}. {day} · {title} · {counts}{state}"
FOUND = "Tìm thấy {count} dòng: {query}{page}"
FOUND_MORE = (
    "Tìm thấy hơn {count} dòng: {query}{page}\nĐây là {count} dòng đầu. Để gọn hơn hãy thêm chữ, "
    "hoặc nguoi:An, tag:ketluan, tu:24/7, den:hôm qua."
)
FOUND_NOTHING = (
    "Không có dòng nào trong các cuộc họp ở đây: {query}. Hãy thử ít chữ hơn; cuộc họp của nhóm "
    "khác thì hỏi ở nhóm ấy."
)
FOUND_NOTHING_OF_PERSON = (
    "Không có dòng nào trong các cuộc họp bạn đã dự: {query}. Hãy thử ít chữ hơn, hoặc xem: /lichsu"
)
FOUND_WORD = "«{}»"
FIND_TOO_LONG = (
    "Câu cần tìm dài quá {most} chữ. Hãy chọn vài chữ chính trong câu, ví dụ: /tim chanh xoài"
)
FIND_OTHER_PAGE = "Xem trang khác: gửi lại lệnh này, thêm «trang {page}» ở cuối."
_FILTERS = {
    "nguoi": 'nguoi: cần họ tên, ví dụ: nguoi:An hoặc nguoi:"Nguyễn Văn An"',
    "tag": "tag: là một trong ba thẻ: tag:ykien, tag:ketluan, tag:noidung",
    "tu": "tu: cần một ngày, ví dụ: tu:24/7, tu:24/07/2026, tu:hôm qua, tu:tháng 7",
    "den": "den: cần một ngày, ví dụ: den:24/7, den:24/07/2026, den:hôm qua, den:tháng 7",
}
FILTER_NOT_UNDERSTOOD = "Chưa tìm, vì không hiểu «{value}». Hãy viết lại: {use}."
FILTER_EMPTY = "Chưa tìm, vì sau «{name}:» chưa có gì. Hãy viết lại: {use}."
HIT_HEAD = "#{no} · cuộc họp số {meeting}, {at:%d/%m/%Y %H:%M} · {name}{tag}"
AROUND_HEAD = "Quanh dòng #{line} · cuộc họp số {no} «{title}», {day}. Xem cả cuộc: /xem {no}"
HERE_IT_IS = "▶ "
STATE_OPEN = " · đang mở"

NAMED = "Từ nay báo cáo ghi tên bạn là: {full}"
NAME_IS_SAMPLE = (
    "Hãy thay bằng họ tên và chức vụ của bạn. Ví dụ: /toi Nguyễn Văn An - Trưởng phòng Kế hoạch"
)
NAME_TOO_LONG = "Tên hoặc chức vụ dài quá 200 chữ. Hãy viết ngắn lại: /toi Họ tên - chức vụ"
TITLE_TOO_LONG = "Tên cuộc họp dài quá 500 chữ. Hãy viết ngắn lại: /batdau Tên cuộc họp"

INFO_HEAD = "Cuộc họp số {no}: {title}"
INFO_ROW = "• {label}: {value}"
INFO_FROM_OPENING = "{value} (theo lúc /batdau; hãy kiểm tra)"
INFO_MISSING = "Còn thiếu: {labels}."
INFO_COMPLETE = "Đã đủ thông tin cho báo cáo."
INFO_HOW = """\
Điền: gửi /thongtin rồi mỗi dòng một mục, ví dụ:
/thongtin
địa điểm: Hội trường Sở
nơi nhận:
- UBND tỉnh (để biết)
- Lưu: VT, VP
Mục để trống là xoá mục đó."""
INFO_ITEMS = "Các mục: {labels}."
INFO_SET = "Đã ghi: {labels}."
INFO_CLEARED = "Đã xoá mục: {labels}."
INFO_BEFORE = "Trước đó: {items}. Cần lấy lại thì điền lại."
INFO_TIME = "thời gian ({value})"
INFO_FORM_HEAD = "Chép tin dưới đây, điền rồi gửi lại:"
INFO_UNKNOWN = "Không có mục «{name}» nên chưa ghi phần đó.{guess}"
INFO_GUESS = " Có phải «{label}» không?"
INFO_NOTHING = "Chưa đọc được mục nào. Hãy viết mỗi dòng «mục: giá trị»."

# --- who may do what --------------------------------------------------------------------------

RECORDED_WITHOUT_TAG = (
    "Đã ghi dòng #{no}, chưa gắn thẻ kết luận: ở cuộc họp này chỉ thư ký, chủ trì hoặc quản trị "
    "viên nhóm gắn thẻ kết luận. Nhờ thư ký gửi: /ketluan {no}"
)
WHO_IS_IT = (
    "Chưa rõ là ai. Viết @tên của người đó, hoặc đúng họ tên, hoặc trả lời một tin của người đó "
    "bằng /{command}. Người chưa nhắn gì trong cuộc họp này thì cần nhắn một tin vào đây trước."
)
SECRETARIES = "Thư ký: {names}. Chuyển cho người khác: /thuky @ten; thêm người: /thuky them @ten"
SECRETARY_NOW = "Từ bây giờ thư ký của cuộc họp là {who}{account}."
SECRETARY_SHARED = "{who}{account} cũng là thư ký của cuộc họp. Thôi thì gửi: /thuky bot @ten"
SECRETARY_TAKEN_BACK = "{who} không còn là thư ký của cuộc họp."
SECRETARY_NOT_SHARED = (
    "{who} không phải thư ký thêm nên chưa bớt gì. Chuyển việc thư ký cho người khác: /thuky @ten"
)
CHAIR_IS = "Chủ trì: {who}. Đổi: /chutri @ten"
CHAIR_IS_NOBODY = "Chưa chọn chủ trì. Chọn: /chutri @ten (chủ trì được sửa, gắn thẻ mọi dòng)"
CHAIR_NOW = "Chủ trì của cuộc họp là {who}{account}."
ACCOUNT = " (tài khoản {names})"
CHAIR_IN_REPORT = "Mục chủ trì trong /thongtin cũng đã ghi như vậy."
CONCLUDING_NOW: Mapping[Concluding, str] = {
    Concluding.DESK: "Từ bây giờ chỉ thư ký, chủ trì và quản trị viên nhóm gắn thẻ kết luận.",
    Concluding.ALL: "Từ bây giờ ai cũng gắn được thẻ kết luận cho lời của mình.",
}
USE_RIGHTS = (
    "Xem ai làm được gì: /quyen. Ai được gắn thẻ kết luận: /quyen ketluan moinguoi, hoặc "
    "/quyen ketluan thuky"
)
_WHO_IS_WHO = """\
Cuộc họp số {no} «{title}»
Thư ký: {secretaries} · đổi: /thuky @ten
Chủ trì: {chair} · đổi: /chutri @ten
• Ai cũng nói, gõ, gắn thẻ ý kiến cho lời của mình, sửa và xoá lời của mình, xem, lấy dự thảo.
• Thẻ kết luận: {concluding} · đổi: /quyen ketluan {other}
• Lời của người khác, /thongtin, /ketthuc, /molai: thư ký, chủ trì, quản trị viên nhóm.
• /thuky, /chutri, /quyen, /mau, /xoacuochop: thư ký, quản trị viên nhóm.
• Chỉ xem được ở khung chat này; người đã dự còn xem được trong khung chat riêng với bot."""
_NO_CHAIR = "chưa chọn"
_WHO_CONCLUDES: Mapping[Concluding, str] = {
    Concluding.DESK: "thư ký, chủ trì, quản trị viên nhóm",
    Concluding.ALL: "ai cũng gắn được cho lời của mình",
}
USE_ERASE = "Hãy ghi số cuộc họp cần xoá hẳn, ví dụ: /xoacuochop 4. Xem các số: /lichsu"
ERASE_ASK = (
    "Xoá hẳn cuộc họp số {no} «{title}»?{open} Sẽ mất trên máy chủ: {lines} dòng, {recordings} ghi "
    "âm, {documents} dự thảo; không lấy lại được. Tin nhắn trong khung chat này thì vẫn còn. Câu "
    "hỏi này có hiệu lực 10 phút."
)
ERASE_IS_OPEN = " Cuộc họp này CÒN ĐANG MỞ."
ERASED = (
    "{who} đã xoá hẳn cuộc họp số {no}: {lines} dòng, {recordings} ghi âm, {documents} dự thảo. "
    "Việc xoá có ghi trong nhật ký kiểm tra của máy chủ."
)
NOT_ERASED = "Đã giữ lại cuộc họp số {no} «{title}»."
TOAST_ERASE_OLD = "Câu hỏi này đã cũ. Gửi lại /xoacuochop"
DRAFT_IN_ITS_CHAT = (
    "Dự thảo mới của cuộc họp số {no} chỉ lấy được trong khung chat của cuộc họp ấy. Các bản đã "
    "làm: /duthao cuộc họp {no}"
)
_REFUSED: Mapping[Act, str] = {
    Act.TAG: "Chỉ người nói, thư ký, chủ trì hoặc quản trị viên nhóm gắn thẻ được",
    Act.CONCLUDE: "Ở cuộc họp này chỉ thư ký, chủ trì hoặc quản trị viên nhóm gắn, bỏ thẻ kết luận",
    Act.MEND: "Chỉ người nói, thư ký, chủ trì hoặc quản trị viên nhóm sửa, xoá được",
    Act.ARRANGE: "Chỉ thư ký, chủ trì hoặc quản trị viên nhóm đổi người nói, thứ tự được",
}
_REFUSED_LINES = "{what}; dòng {lines} giữ nguyên. Nhờ thư ký làm giúp."
ONLY_THERE = "Việc này làm trong khung chat của cuộc họp số {no}; ở đây chỉ xem lại được."
_NOT_ALLOWED: Mapping[Act, str] = {
    Act.ARRANGE: "Chỉ thư ký ({secretary}), chủ trì hoặc quản trị viên nhóm thêm được dòng "
    "không ai gửi. Lời của bạn thì cứ nhắn vào đây khi cuộc họp đang mở.",
    Act.TASKS: "Chỉ thư ký ({secretary}), chủ trì hoặc quản trị viên nhóm thêm, sửa, xác nhận "
    "nhiệm vụ và đặt nhắc. Nhờ thư ký làm giúp; xem thì cứ gửi: /nhiemvu",
    Act.STEER: "Chỉ thư ký ({secretary}), chủ trì hoặc quản trị viên nhóm làm được việc này. "
    "Nhờ thư ký làm giúp.",
    Act.APPOINT: "Chỉ thư ký ({secretary}) hoặc quản trị viên nhóm phân công được. Nhờ thư ký làm "
    "giúp.",
    Act.SUBMIT: "Chỉ thư ký ({secretary}) hoặc quản trị viên nhóm trình dự thảo, lấy ý kiến được. "
    "Nhờ thư ký làm giúp.",
    Act.ERASE: "Chỉ thư ký ({secretary}) hoặc quản trị viên nhóm xoá được cuộc họp.",
}

# --- lines ------------------------------------------------------------------------------------

WAITING = "đang chép…"
GATHERED_WAITING = "Đang chép: {lines}"
SILENT = "Không nghe thấy lời nói. Hãy ghi lại gần micrô hơn, hoặc gõ: /sua {no} nội dung"
HEAR_AGAIN = "⚠ nghe lại: {words}"
HEAR_ALL_AGAIN = "⚠ nghe lại cả dòng: máy chưa nghe rõ"
MORE_PLACES = " và {count} chỗ khác"
MAYBE = "Có phải «{term}» không? (đang là «{found}»)"
UNSURE_MARK = "⚠ "
CONFIRMED = "Đã ghi nhận: {lines} chép đúng."
NOTHING_TO_CONFIRM = "Dòng {lines} không có chỗ nào cần nghe lại."
TOAST_RIGHT = "#{no}: chép đúng"
TOAST_REPLACED = "#{no}: đã đổi thành {term}"
DELETED = "đã xoá"
TAGGED = "Đã gắn thẻ {tag} cho {lines}."
UNTAGGED = "Đã bỏ thẻ của {lines}."
HAD_NO_TAG = "{lines} vốn chưa có thẻ nên giữ nguyên. Xem: /dong"
TOAST_TAGGED = "#{no}: {tag}"
TOAST_UNTAGGED = "#{no}: đã bỏ thẻ"
TOAST_DELETED = "#{no}: đã xoá"
TOAST_RESTORED = "#{no}: đã khôi phục"
TOAST_RETRY = "#{no}: sẽ chép lại"
TOAST_NOT_ALLOWED = "Chỉ thư ký, chủ trì hoặc quản trị viên nhóm làm được việc này"
TOAST_NOT_KEEPER = "Chỉ thư ký hoặc quản trị viên nhóm làm được việc này"
TOAST_OLD = "Nút này đã cũ. Xem các dòng: /dong"
DELETED_LINES = "Đã xoá {lines}. Lấy lại: /khoiphuc {numbers}"
RESTORED_LINES = "Đã khôi phục {lines}."
EDITED = "Đã sửa #{no}: {text}"
ASK_EDIT = "Sửa dòng #{no}: hãy trả lời tin này bằng câu đúng, hoặc gửi: /sua {no} câu đúng\n{text}"
EMPTY_MEETING = "Cuộc họp số {no} chưa có dòng nào. Hãy nhắn hoặc gửi ghi âm vào đây."
NO_LINES_OF_KIND = "Cuộc họp số {no} chưa có dòng nào thuộc loại này. Xem tất cả: /dong"
LINES_HEAD = "Cuộc họp số {no} «{title}» · {count} dòng{kind}{page}"
_PAGE = " · trang {page}/{pages}"
RECORDING_ERASED = (
    "⚠ chưa có chữ, và ghi âm đã được xoá theo thời hạn lưu nên không chép được nữa. Gõ nội dung: "
    "/sua {no} nội dung"
)
NOT_HEARD = "⚠ chưa có chữ"
KIND_UNTAGGED = "Chưa gắn thẻ"
KIND_DELETED = "Đã xoá"
KIND_UNSURE = "Cần nghe lại"
KIND_NUMBERS = "dòng {numbers}"
NO_SUCH_KIND = (
    "Không có loại «{kind}». Các loại: /dong ykien, /dong ketluan, /dong noidung, /dong chuathe, "
    "/dong nghelai, /dong daxoa; một dòng: /dong 12; nhiều dòng: /dong 6-20"
)
NO_SUCH_LINES = "Không có dòng {lines}. Cuộc họp số {no} {existing}. Xem: /dong"
HAS_LINES = "có dòng {first} đến {last}"
HAS_ONE_LINE = "chỉ có dòng {first}"
HAS_NO_LINES = "chưa có dòng nào"
LINES_ARE_DELETED = "Dòng {lines} đã xoá; lấy lại: /khoiphuc {numbers}"
LINES_ARE_NOT_DELETED = "Dòng {lines} chưa bị xoá."
RECORDED = "Đã ghi dòng #{no} · {tag}: {text}"
REPLY_IS_NO_LINE = (
    "Tin bạn trả lời không phải là một dòng của cuộc họp. Hãy trả lời đúng tin của dòng, hoặc ghi "
    "số dòng, ví dụ: /{command} 8"
)

# --- mending ------------------------------------------------------------------------------------

HAS_NO_WORDS_YET = (
    "Dòng #{no} chưa có chữ nên chưa làm được. Chờ chép xong, hoặc gõ: /sua {no} nội dung"
)
MERGED = "Đã gộp {lines} vào #{no}: {text}\nNhư cũ: /hoantac"
MERGED_TWO_PEOPLE = "\n⚠ Đây là lời của {who}; dòng gộp ghi tên {speaker}. Đổi: /nguoinoi"
MERGES_TWO_PEOPLE = (
    "Các dòng này là lời của {who} nên giữ nguyên: gộp lời của hai người là việc của thư ký."
)
MERGED_INTO = "đã gộp vào #{into}"
IS_MERGED = "Dòng #{no} đã gộp vào #{into}; hãy sửa ở đó: /sua {into} câu đúng"
EDITED_MERGED = (
    "Dòng #{no} đã gộp vào #{into} nên không đổi theo tin vừa sửa. Muốn đổi: /sua {into} câu đúng"
)
_THERE_TOO = (
    "\n⚠ Lời của #{no} vẫn còn trong #{into}: sửa #{into} để khỏi ghi hai lần: /sua {into} câu đúng"
)
SPLIT = "Đã tách #{no} làm hai. Như cũ: /hoantac\n#{no}: {first}\n#{new}: {second}"
SPLIT_NOWHERE = "Dòng #{no} không có chữ «{words}» nên giữ nguyên. Xem dòng: /dong {no}"
SPLIT_MANY = (
    "Dòng #{no} có {count} chỗ «{words}» nên giữ nguyên. Hãy viết dài hơn, đủ để chỉ còn một chỗ."
)
_SPLIT_HOW = (
    "Dòng #{no} giữ nguyên. Dòng có {count} câu:\n{rows}\nTách từ câu thứ hai: /tach {no} | câu 2; "
    "từ mấy chữ nào đó: /tach {no} | mấy chữ ấy"
)
_SPLIT_ONE = (
    "Dòng #{no} chỉ có một câu nên giữ nguyên. Tách từ mấy chữ nào đó: /tach {no} | mấy chữ ấy"
)
MOVED_BEHIND = "Từ bây giờ #{no} đứng ngay sau #{beside}; số dòng không đổi. Như cũ: /hoantac"
MOVED_BEFORE = "Từ bây giờ #{no} đứng ngay trước #{beside}; số dòng không đổi. Như cũ: /hoantac"
SPEAKER_NOW = "Người nói {lines} là: {who} (trước đó: {before}). Như cũ: /hoantac"
WHICH_OF_THESE = "Có mấy người cùng tên: {who}. Hãy viết cả chức vụ."
NAME_TOO_LONG_HERE = "Tên hoặc chức vụ dài quá 200 chữ. Hãy viết ngắn lại."
_INSERTED = "Đã thêm #{no} · {who}{tag}: {text}\nBỏ: /hoantac · đổi chỗ: /doi {no} sau số dòng"
JUST_CHANGED = "\n⚠ {who} vừa đổi dòng #{no}; ngay trước đó là: «{text}». Lấy lại câu ấy: /hoantac"
TOAST_JUST_WAS = " ({who} vừa gắn {tag})"
TOAST_MERGED = "#{no}: đã gộp vào #{into}"
TOAST_TAGGED_JUST = "#{no}: {tag} ({who} vừa gắn). Bỏ thẻ: /botag {no}"
JUST_TAGGED = "\n⚠ {who} vừa gắn thẻ {tag} cho #{no}. Lấy lại thẻ ấy: /hoantac"
CHANGED_BEFORE = (
    "\n⚠ {who} đã đổi dòng #{no} lúc {at}; trước câu vừa sửa dòng ghi: «{text}». Lấy lại câu ấy: "
    "/hoantac"
)
HAS_NO_SOUND = (
    "Dòng #{no} không có ghi âm trên máy chủ: dòng gõ, hoặc ghi âm chưa tải xong. Xem: /dong {no}"
)
SOUND_COMES = "Đang lấy đoạn ghi âm của dòng #{no}; xong thì gửi vào đây."
SOUNDS_LEFT = "Mỗi lần nghe được {most} dòng. Các dòng sau: gửi /nghe lần nữa."

UNDONE = "Đã hoàn tác:\n{rows}\nLàm lại: /lamlai"
REDONE = "Đã làm lại:\n{rows}"
NOTHING_TO_UNDO = (
    "Bạn chưa đổi dòng nào của cuộc họp số {no}{where}, hoặc đã hoàn tác hết. Làm lại: /lamlai"
)
NOTHING_TO_REDO = (
    "Không có việc nào để làm lại: chưa hoàn tác gì, hoặc sau đó bạn đã đổi dòng khác."
)
AT_LINE = " ở dòng #{no}"
_CANNOT_UNDO = "Chưa hoàn tác được nên mọi thứ giữ nguyên: {why}. {how}"
_CANNOT_REDO = "Chưa làm lại được nên mọi thứ giữ nguyên: {why}. {how}"
_CHANGED_SINCE = "#{no} đã được {who} đổi lúc {at} ({what})"
_CHANGED_OTHERWISE = "#{no} đã đổi khác từ lúc ấy"
_HOW_SINCE = (
    "Xem: /lichsudong {no} · sửa tay: /sua {no} câu đúng · việc của bạn ở một dòng khác: /hoantac "
    "số dòng"
)
MORE_CHANGES = "… và {count} chỗ khác"
LINE_HISTORY_HEAD = "Dòng #{no} · {who} · {at}"
LINE_HISTORY_SAME = "Chưa ai đổi gì ở dòng này."
LINE_HISTORY_ROW = "{at} · {who}: {what}"
LINE_HISTORY_EARLIER = "… {count} lần đổi trước đó"
THE_BOT = "bot"
_BY_UNDOING = " (hoàn tác, làm lại)"
_ADDED_LINE = "thêm dòng"
_SPLIT_OFF = "tách ra thành dòng này"
_DELETED_NOW = "xoá dòng"
_MERGED_AWAY = "gộp vào dòng khác"
_RESTORED_NOW = "lấy lại dòng"
_TAG_CHANGED = "thẻ {before} → {after}"
_NO_TAG = "(chưa có)"
_TEXT_CHANGED = "«{before}» → «{after}»"
_SPEAKER_CHANGED = "người nói {before} → {after}"
_PLACE_CHANGED = "đổi thứ tự"
_CONFIRMED_NOW = "xác nhận máy chép đúng"
_UNCONFIRMED_NOW = "có lại chỗ cần nghe lại"
_STATE_CHANGED: Mapping[str, str] = {
    "stopped": "dừng chép ghi âm",
    "waiting": "chép lại ghi âm",
}

# --- long recordings ----------------------------------------------------------------------------

PROGRESS = "đã chép {done}/{total} phút{left}. Dừng: /huy {no}"
PROGRESS_LEFT = ", còn khoảng {minutes} phút"
PROGRESS_NEARLY = ", còn chưa đến 1 phút"
QUEUED = "ghi âm dài, chờ chép xong hai ghi âm dài trước. Khỏi chép: /huy {no}"
LONG_DONE = (
    "đã chép xong {total} phút: {parts}.\n"
    "Xem: /dong {range} · gắn thẻ theo số, ví dụ: /ykien {first}, /ketluan {last}"
)
LONG_STOPPED = "đã dừng ở phút {done}/{total}; {parts}. Bấm «Chép tiếp», hoặc gửi: /cheptiep {no}"
LONG_BROKEN = (
    "\n⚠ Từ phút {done} trở đi không đọc được ghi âm: tệp hỏng từ đó; {parts}. Hãy gửi lại đoạn "
    "còn thiếu, hoặc gõ tiếp vào đây."
)
LONG_TOO_LONG = (
    "\n⚠ Ghi âm dài quá {max_minutes} phút nên chỉ chép đến phút {done}; {parts}. Hãy cắt đoạn còn "
    "lại rồi gửi riêng."
)
LONG_FAILED = "\n⚠ Từ phút {done} chưa chép được (mã {code}); {parts}. Bấm «Chép tiếp» để thử lại."
LONG_ERASED = (
    "đã chép đến phút {done}/{total}; {parts}. Ghi âm đã được xoá theo thời hạn lưu nên không chép "
    "tiếp được. Còn thiếu thì hỏi người nói, mở lại cuộc họp (/molai) rồi gõ thêm."
)
PARTS = "dòng {lines}"
MANY_PARTS = "{count} dòng, từ #{first} đến #{last}"
PARTS_THERE = "phần đã chép: {parts}"
NO_PARTS = "chưa chép được dòng nào"
PARTS_GONE = "các dòng chép từ ghi âm này đã xoá hết"
STOPPED = (
    "Đã dừng, chưa chép. Bấm «Chép tiếp», hoặc gửi: /cheptiep {no}; hoặc gõ: /sua {no} nội dung"
)
STOPPED_LINES = "Đã dừng chép {lines}. Những gì đã chép vẫn còn."
NOTHING_TO_STOP = "Không có ghi âm nào đang chép. Xem các dòng: /dong"
NOT_IN_WORK = "Dòng {lines} không phải là ghi âm đang chép nên không có gì để dừng."
GOES_ON = "Sẽ chép tiếp {lines}."
NOTHING_TO_GO_ON = "Dòng {lines} không phải là ghi âm đã dừng hay chưa chép được. Xem: /dong"
TOAST_STOPPED = "#{no}: đã dừng"
TOAST_GOES_ON = "#{no}: sẽ chép tiếp"
HAS_NO_WORDS = (
    "Dòng #{no} là ghi âm dài, lời của nó ở các dòng riêng{parts}. Hãy dùng số của các dòng ấy, ví "
    "dụ: /{command} {first}"
)
PARTS_ARE_LEFT = (
    "Các dòng chép từ ghi âm #{no} vẫn còn: {lines}. Muốn bỏ cả các dòng ấy: /xoa {numbers}"
)

# --- names and terms ------------------------------------------------------------------------------

GLOSSARY = "Từ điển của nhóm này ({count}): {terms}."
GLOSSARY_EMPTY = "Từ điển của nhóm này còn trống."
GLOSSARY_HOW = """\
Thêm tên riêng, tên cơ quan, thuật ngữ hay nói để máy nghe đúng hơn, cách nhau bằng dấu phẩy:
/tudien Nguyễn Văn An, Sở KH&CN, đề án 06
Bỏ một mục: /tudien xoa đề án 06 · Nhiều nhất {most} mục, mỗi mục 60 chữ."""
GLOSSARY_ADDED = "Đã thêm: {terms}. Từ nay máy nghe theo; ghi âm đã chép thì không đổi."
GLOSSARY_KNOWN = "Đã có sẵn: {terms}."
GLOSSARY_REMOVED = "Đã bỏ «{term}» khỏi từ điển."
GLOSSARY_NO_SUCH = (
    "Từ điển không có «{term}» nên chưa bỏ gì. Xem: /tudien. Nếu muốn thêm «{whole}» thì gửi: "
    "/tudien them {whole}"
)
GLOSSARY_WRONG = "Chưa thêm: {terms}. Mỗi mục phải có chữ và không dài quá 60 chữ."
GLOSSARY_FULL = "Từ điển đã đủ {most} mục nên chưa thêm: {terms}. Bỏ bớt: /tudien xoa tên mục"

# --- what cannot be recorded --------------------------------------------------------------------

PICTURE = (
    "Ảnh không ghi được vào biên bản. Hãy gõ nội dung của ảnh, hoặc gửi tin thoại, tệp ghi âm."
)
OTHER_FILE = (
    "Chỉ ghi được chữ và ghi âm; tệp này không phải âm thanh. Hãy gõ nội dung, hoặc gửi tin thoại, "
    "tệp ghi âm (ogg, mp3, m4a, wav, aac)."
)
CAPTION_KEPT = "Lời chú thích đã ghi thành dòng #{no}."
NO_SIGNS = (
    "Đã ghi dòng #{no}. Ở đây tôi không thả được biểu tượng ✍ nên từ nay ghi mà không báo; "
    "xem các dòng: /dong"
)
FILE_REFUSED = (
    "Không gửi được tệp {name} vào đây (nhóm không cho gửi tệp). Hãy cho phép bot gửi tệp rồi gửi "
    "lại lệnh; tệp vẫn còn trên máy chủ."
)
NOT_REACHED = (
    "Không nhắn riêng được cho {who} (người ấy đã chặn bot, hoặc đã xoá khung chat riêng). Câu hỏi "
    "riêng về cuộc họp này chưa đến nơi: nhờ người ấy trả lời ngay ở đây (/dong nghelai, /trinh, "
    "/layykien)."
)
NOT_SAID = (
    "Có một câu trả lời tôi không gửi được vào đây. Lời đã nói vẫn nằm trong biên bản; xem: /dong, "
    "hoặc gửi lại lệnh."
)
STRANGER = (
    "Bot này chỉ phục vụ cuộc họp của một cơ quan; tin vừa gửi không được giữ lại. Nếu bạn thuộc "
    "cơ quan ấy, gửi cho bộ phận CNTT hai số này: khung chat {chat}, người {person}."
)
FLOOD = (
    "{name} gửi hơn {most} tin trong một phút nên các tin từ {at} chưa được ghi. Hãy đợi một phút "
    "rồi gửi lại những tin ấy."
)
UNKNOWN_COMMAND = "Không có lệnh /{name}.{guess} Xem các lệnh: /trogiup"
UNKNOWN_GUESS = " Có phải /{name} không?"
BUG = (
    "Có lỗi khi xử lý tin vừa rồi (mã {id}); các dòng đã ghi vẫn còn nguyên. "
    "Hãy gửi lại; nếu vẫn lỗi, báo bộ phận CNTT mã này."
)
_OR_TYPE = " hoặc gõ: /sua {no} nội dung"
RECORDING_ERRORS: Mapping[str, str] = {
    "empty_audio": "Ghi âm rỗng, không có tiếng. Hãy ghi và gửi lại," + _OR_TYPE,
    "unreadable_audio": "Không đọc được ghi âm: tệp hỏng hoặc không phải âm thanh. Hãy gửi lại,"
    + _OR_TYPE,
    "decoding_failed": "Không giải mã được ghi âm: tệp hỏng, hoặc máy chủ quá tải. Bấm «Chép lại»; "
    "nếu vẫn vậy thì ghi và gửi lại," + _OR_TYPE,
    "no_audio": "Tệp này không có tiếng. Hãy gửi tệp ghi âm khác," + _OR_TYPE,
    "audio_too_long": "Ghi âm dài quá {max_minutes} phút nên chưa chép. Hãy cắt thành các đoạn "
    "ngắn hơn rồi gửi từng đoạn," + _OR_TYPE,
    "audio_too_large": "Tệp lớn quá {max_mb} MB. Hãy cắt nhỏ hoặc gửi dạng tin thoại," + _OR_TYPE,
    "platform_limit": "Telegram chỉ cho bot tải tệp đến 20 MB. Hãy cắt nhỏ hoặc gửi dạng tin "
    "thoại, nhờ bộ phận CNTT đặt máy chủ Bot API riêng (TELEGRAM_API_BASE)," + _OR_TYPE,
    "fetch_failed": "Không tải được ghi âm từ ứng dụng chat. Hãy gửi lại," + _OR_TYPE,
    "no_room": "Máy chủ không còn chỗ trên đĩa để giữ ghi âm. Dọn đĩa rồi bấm «Chép lại»,"
    + _OR_TYPE,
    "file_missing": "Không còn tệp ghi âm trên máy chủ. Hãy gửi lại," + _OR_TYPE,
}
RECORDING_NO_ROOM = (
    "⚠ Máy chủ không còn chỗ trên đĩa để giữ ghi âm; tin gõ vẫn được ghi thành dòng. Đừng xoá các "
    "tin ghi âm: khi đĩa có chỗ, bot tự tải về và chép. Báo ngay bộ phận CNTT dọn đĩa; cần gấp nội "
    "dung nào thì gõ vào chat."
)
RECORDING_ROOM_AGAIN = "Đĩa của máy chủ đã có chỗ; bot đang tải và chép tiếp các ghi âm còn chờ."
RECORD_STUCK = (
    "⚠ Máy chủ không ghi được vào đĩa (hết chỗ, hoặc đĩa lỗi): các tin mới CHƯA được ghi. Đừng xoá "
    "tin nào: khi đĩa có chỗ, bot tự ghi tiếp. Báo ngay bộ phận CNTT dọn đĩa."
)
RECORD_GOES_ON = "Máy chủ lại ghi được vào đĩa; các tin gửi trong lúc đó đã được ghi."
NO_ROOM_FOR_THAT = (
    "Máy chủ không còn chỗ trên đĩa nên chưa làm được việc vừa yêu cầu. Báo bộ phận CNTT dọn đĩa, "
    "sau đó yêu cầu lại."
)
RECORDING_OTHER_ERROR = "Chưa chép được ghi âm (mã {code}). Bấm «Chép lại»," + _OR_TYPE
MODEL_MISSING = (
    "Ghi âm đã được giữ nhưng máy chủ chưa có mô hình nhận dạng tiếng nói. Báo bộ phận CNTT xem "
    "nhật ký của bot; khi sửa xong, ghi âm sẽ tự được chép. Cần ngay thì gõ: /sua {no} nội dung"
)

# --- the report -------------------------------------------------------------------------------

MISSING_CONTENT = "nội dung (chưa có dòng nào gắn thẻ ý kiến hay nội dung)"
MISSING_CONCLUSION = "kết luận (chưa có dòng nào gắn thẻ kết luận)"
REPORT_HEAD = "Đầu văn bản trong tệp Word: {agency} · Số: {number}/{code}-{symbol}{place}."
REPORT_MISSING = "Còn thiếu: {labels}. Điền bằng {command} hoặc gắn thẻ dòng."
REPORT_ASSUMED = "Thời gian lấy theo lúc /batdau ({value}); hãy kiểm tra, sửa bằng {command}."
REPORT_UNTAGGED = "{count} dòng chưa gắn thẻ nên không vào dự thảo: {lines}."
REPORT_WAITING = (
    "{count} ghi âm còn đang chép, chưa có trong dự thảo: {lines}. Lát nữa gửi lại {command}"
)
REPORT_FAILED = (
    "{count} ghi âm chưa chép được: {lines}. Bấm «Chép lại» dưới dòng hoặc gõ /sua số câu"
)
REPORT_UNFINISHED = (
    "{count} ghi âm chưa chép hết: {lines}. Bấm «Chép tiếp» dưới dòng nếu cần phần còn lại"
)
REPORT_UNSURE = """\
⚠ {count} dòng trong dự thảo dưới đây có chỗ máy chưa chắc, cần nghe lại ghi âm:
{rows}
Sai thì sửa: /sua {no} câu đúng. Đúng rồi thì gửi: /dungroi {no}. Xong thì lấy lại dự thảo: \
{command}. Bản dưới đây còn ghi nguyên như máy nghe."""
REPORT_UNSURE_ROW = "#{no}: {words}"
REPORT_UNSURE_OFFER = "«{found}» (có phải «{term}» không?)"
REPORT_UNSURE_MORE = "… và {count} dòng nữa: /dong nghelai"
REPORT_COMPLETE = "Đủ các mục. Hãy đọc lại trước khi trình ký."
REPORT_CAPTION = "Dự thảo {title}, cuộc họp số {no}"
REPORT_ASSUMED_END = (
    "Giờ kết thúc lấy theo lúc /ketthuc ({value}); hãy kiểm tra, sửa bằng {command}, mục kết thúc."
)
REPORT_ENDS_EARLY = "⚠ Giờ kết thúc trước giờ bắt đầu. Sửa mục kết thúc, ghi cả ngày: {command}"
REPORT_NO_NAMES = (
    "Chưa rõ họ tên để ký dưới THƯ KÝ, CHỦ TỌA. Điền bằng {command}, mục thư ký, chủ trì, viết "
    "dạng «Họ tên, chức vụ»."
)
REPORT_DEGREE = (
    "Đã bỏ «{degree}» trước tên người ký: Nghị định 30 không ghi học hàm, học vị ở đó. Đơn vị giáo "
    "dục, y tế, khoa học được phép ghi thì thêm lại trong tệp Word."
)
USE_DRAFT = (
    "Tôi không hiểu «{word}». Gửi: /{command} (theo diễn biến), /{command} chitiet (mọi dòng, ai "
    "nói, lúc nào), /{command} ketluan (chỉ kết luận). Thêm chữ nguon để tệp Word có chú thích số "
    "dòng; thêm số để lấy của cuộc họp trước, ví dụ /{command} chitiet 4"
)
NO_PDF = (
    "Chưa làm được bản PDF của {name}; tệp Word vẫn dùng được. Gửi lại lệnh để thử lần nữa; nếu "
    "vẫn vậy thì báo bộ phận CNTT xem nhật ký của bot."
)
NO_DRAFT = "Chưa có dự thảo nào. Lấy dự thảo: /baocao, /bienban hoặc /thongbao"
SOURCES_HEAD = "Các đoạn của {name} và dòng làm ra chúng. Xem một đoạn: /nguon {address}"
NO_SOURCES = "{name} không có đoạn nào làm từ dòng của cuộc họp."
SOURCES_ROW = "{address}: {lines} {text}"
SOURCE_HEAD = "Đoạn {address}: «{text}» được làm từ:"
SOURCE_CHANGED = " · đã sửa sau dự thảo này, nay là:"
SOURCE_DELETED = " · nay đã xoá:"
SOURCE_AUDIO = "Ghi âm của dòng #{no}"
SOURCE_AUDIO_ERASED = (
    "Ghi âm của dòng #{no} đã được xoá theo thời hạn lưu của cơ quan; lời đã ghi vẫn còn ở trên. "
    "Cần đối chiếu thì tìm tin thoại gốc trong nhóm chat, hoặc hỏi người nói."
)
SOURCE_AUDIO_LOST = (
    "Không còn tệp ghi âm của dòng #{no} trên máy chủ; hãy nghe ở tin nhắn gốc. Nội dung của dòng "
    "vẫn còn nguyên; báo bộ phận CNTT kiểm tra bản sao lưu."
)
NO_EXCERPT = (
    "Chưa lấy được đoạn ghi âm của dòng #{no}. Bản ghi âm đầy đủ vẫn ở tin nhắn gốc; nếu cần, báo "
    "bộ phận CNTT xem nhật ký của bot."
)
NO_SUCH_PARAGRAPH = "{name} không có đoạn {address}. Xem các đoạn: /nguon"
DRAFTS_HEAD = "Các dự thảo của cuộc họp số {no} «{title}»:"
DRAFTS_ROW = "{number}. {title}{depth} · {at} · {who} · {name}"
DRAFTS_HOW = (
    "Lấy lại một bản: /duthao {earlier}1 · Xem hai bản khác nhau chỗ nào: /duthao {earlier}1 2 · "
    "Của cuộc họp khác: /duthao cuộc họp 4"
)
OF_MEETING = "cuộc họp {no} "
USE_DRAFTS = (
    "Có {count} dự thảo, đánh số từ 1. Lấy lại một bản: /duthao 1 · So hai bản: /duthao 1 2 · "
    "Xem danh sách: /duthao"
)
DRAFT_LOST = "Tệp của dự thảo này không còn trên máy chủ. Lấy bản mới: /baocao"
DRAFTS_SAME = "Dự thảo {first} và {second} giống hệt nhau về lời văn."
DRAFTS_CHANGED = "Từ dự thảo {first} đến dự thảo {second} có {count} chỗ khác:"
DEPTH_NAMES: Mapping[Depth, str] = {
    Depth.FULL: " chi tiết",
    Depth.COURSE: "",
    Depth.CONCLUSIONS: " chỉ kết luận",
}
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
TEMPLATE_AROUND = " (đoạn ấy ghi: «{around}»)"
TEMPLATE_WRONG: Mapping[str, str] = {
    "file": "không đọc được tệp",
    "name": "thẻ «{tag}» gọi một mục không có",
    "syntax": "không hiểu thẻ «{tag}»",
    "open": "thẻ «{tag}» mở ra mà không có thẻ đóng",
    "close": "thẻ «{tag}» đóng mà không có thẻ mở",
    "braces": "dấu ngoặc của thẻ không đủ cặp: «{tag}»",
    "table": "thẻ «{tag}» chỉ dùng được trong một hàng của bảng",
    "beside": "cùng đoạn với thẻ «{tag}» còn chữ khác, chữ đó sẽ mất; thẻ {{%p … %}} phải đứng "
    "riêng một đoạn",
    "kind": "đây là mẫu của {tag}; gửi lại với đúng loại, ví dụ /mau bienban",
    "heavy": "mẫu làm mãi không xong hoặc quá nặng (thẻ for lặp quá nhiều lần?)",
    "other": "không điền được mẫu ({what})",
}

# --- the terminal -----------------------------------------------------------------------------

TERMINAL_HELLO = """\
Biên bản trong cửa sổ dòng lệnh (chưa có TELEGRAM_BOT_TOKEN). Các lệnh giống như trong Telegram.
Bắt đầu: /batdau Tên cuộc họp · gửi ghi âm: /gui duong/dan.ogg · nói thay người khác: /vai Họ tên
Tin nhiều dòng: kết thúc mỗi dòng bằng dấu \\ · hướng dẫn: /trogiup · thoát: /thoat"""
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
  make run                                          trò chuyện với bot ngay trong cửa sổ này
  DATA_DIR={data} .venv/bin/python -m bot export 1   cuộc họp vừa rồi, dạng JSON
  .venv/bin/python -m transcribe TEP_GHI_AM.ogg     chép một ghi âm của bạn"""

# --- pieces -----------------------------------------------------------------------------------


def length(seconds: float) -> str:
    """Minutes and seconds of a recording.

    >>> length(8.4), length(3725)
    ('0:08', '1:02:05')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def day(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%d/%m/%Y}"


def moment(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%H:%M, %d/%m/%Y}"


def clock(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%H:%M:%S}"


def days(first: date, last: date) -> str:
    """``ngày 24/07/2026``, ``từ 01/07/2026 đến 31/07/2026``"""
    if first == last:
        return f"ngày {first:%d/%m/%Y}"
    return f"từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}"


def page_place(page: int, pages: int) -> str:
    """`` · trang 2/5``; empty where there is one page only."""
    return _PAGE.format(page=page, pages=pages) if pages > 1 else ""


def cut(text: str, most: int) -> str:
    """A text that is too long for where it stands."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def meeting_head(
    row: str, desk: Iterable[Speaker], presides: Speaker | None, documents: int
) -> str:
    """What a meeting was: its row of the list, who kept and who chaired it, how many drafts."""
    names = "; ".join(cut(person.full, 80) for person in desk)
    chair = cut(presides.full, 80) if presides else _NO_CHAIR
    drafts = f" · {documents} dự thảo" if documents else ""
    return f"{row}\nThư ký: {names} · Chủ trì: {chair}{drafts}"


def counts(lines: int, opinions: int, conclusions: int) -> str:
    return f"{lines} dòng, {opinions} ý kiến, {conclusions} kết luận"


def query(asked: Query) -> str:
    """What is searched for, as it was understood."""
    parts = ["«" + " ".join(phrase) + "»" for phrase in asked.phrases]
    parts += [f"người nói: {asked.speaker}"] if asked.speaker else []
    parts += [f"thẻ: {TAG_NAMES[asked.tag]}"] if asked.tag else []
    parts += [f"từ {asked.since:%d/%m/%Y}"] if asked.since else []
    parts += [f"đến hết {asked.until:%d/%m/%Y}"] if asked.until else []
    return ", ".join(parts)


def found(count: int, asked: str, page: int, pages: int, *, more: bool) -> str:
    """How many lines were found.

    Args:
        more: there are more than these.
    """
    place = page_place(page, pages)
    return (FOUND_MORE if more else FOUND).format(count=count, query=asked, page=place)


def filter_not_understood(name: str, value: str) -> str:
    sentence = FILTER_NOT_UNDERSTOOD if value else FILTER_EMPTY
    return sentence.format(name=name, value=value, use=_FILTERS[name])


def hit_head(line: Line, meeting: Meeting, zone: tzinfo) -> str:
    tag = f" · {TAG_NAMES[line.tag]}" if line.tag else ""
    at = line.at.astimezone(zone)
    return HIT_HEAD.format(no=line.no, meeting=meeting.id, at=at, name=line.speaker.name, tag=tag)


def existing(numbers: Iterable[int]) -> str:
    known = sorted(numbers)
    if len(known) < 2:
        return HAS_ONE_LINE.format(first=known[0]) if known else HAS_NO_LINES
    return HAS_LINES.format(first=known[0], last=known[-1])


def kind_name(which: str) -> str:
    """The name of a tag's code, or of another kind of lines."""
    if which in set(Tag):
        return TAG_NAMES[Tag(which)]
    return {"daxoa": KIND_DELETED, "chuathe": KIND_UNTAGGED, "nghelai": KIND_UNSURE}[which]


def refused(act: Act) -> str:
    """Why a line was not changed, in the few words of a toast."""
    return _REFUSED[act]


def refused_lines(act: Act, lines: Iterable[Line]) -> str:
    return _REFUSED_LINES.format(what=_REFUSED[act], lines=numbers(lines))


def info_before(items: Mapping[str, str]) -> str:
    """What stood in the items that have been filled in anew."""
    shown = (f"{label} «{cut(' '.join(old.split()), 200)}»" for label, old in items.items())
    return INFO_BEFORE.format(items="; ".join(shown))


def secretaries(people: Iterable[Speaker]) -> str:
    return SECRETARIES.format(names="; ".join(person.full for person in people))


def chair(person: Speaker | None) -> str:
    return CHAIR_IS.format(who=person.full) if person else CHAIR_IS_NOBODY


def who_is_who(meeting: Meeting, desk: Iterable[Speaker], presides: Speaker | None) -> str:
    """Who is who in a meeting and what each may do."""
    other = Concluding.ALL if meeting.concluding is Concluding.DESK else Concluding.DESK
    return _WHO_IS_WHO.format(
        **meeting_name(meeting),
        secretaries="; ".join(person.full for person in desk),
        chair=presides.full if presides else _NO_CHAIR,
        concluding=_WHO_CONCLUDES[meeting.concluding],
        other=other,
    )


def not_allowed(act: Act, meeting: Meeting, *, here: bool) -> str:
    """Why something was not done to a meeting, and whom to ask.

    Args:
        here: the person asks in the meeting's own chat.
    """
    if not here:
        return ONLY_THERE.format(no=meeting.id)
    return _NOT_ALLOWED[act].format(secretary=meeting.secretary.name)


def line_head(line: Line) -> str:
    """``#12 · Nguyễn Văn An · 0:08 · Kết luận``: with the length of its recording, or where in
    a long recording it begins."""
    parts = [f"#{line.no}", line.speaker.name]
    if line.starts is not None:
        parts.append(length(line.starts))
    elif line.kind is LineKind.VOICE and line.seconds is not None:
        parts.append(length(line.seconds))
    if line.merged_into:
        parts.append(MERGED_INTO.format(into=line.merged_into))
    elif line.deleted:
        parts.append(DELETED)
    else:
        if line.tag:
            parts.append(TAG_NAMES[line.tag])
        if line.state is LineState.WAITING and not line.is_long:
            parts.append(WAITING)
    return " · ".join(parts)


def recording_error(line: Line, *, max_minutes: float, max_mb: float) -> str:
    sentence = RECORDING_ERRORS.get(line.error, RECORDING_OTHER_ERROR)
    return sentence.format(
        no=line.no,
        code=line.error,
        max_minutes=f"{max_minutes:g}",
        max_mb=f"{max_mb:g}",
    )


def progress(line: Line, left: float | None = None) -> str:
    """How far a long recording is.

    Args:
        left: seconds of work that remain; None: nobody knows yet.
    """
    remaining = ""
    if left is not None:
        nearly = left < 60
        minutes = math.ceil(left / 60)
        remaining = PROGRESS_NEARLY if nearly else PROGRESS_LEFT.format(minutes=minutes)
    return PROGRESS.format(**_minutes(line), left=remaining, no=line.no)


def long_recording(line: Line, numbers: Sequence[int], max_minutes: float) -> str:
    """Where a long recording stands that is not in work.

    Args:
        numbers: the lines that it has become.
    """
    minutes = _minutes(line)
    if line.state is LineState.PARTS:
        if not numbers:
            return PARTS_GONE
        return LONG_DONE.format(
            **minutes,
            parts=_parts(numbers),
            range=_range(numbers),
            first=numbers[0],
            last=numbers[-1],
        )
    sentence = LONG_FAILED
    if line.recording_erased:
        sentence = LONG_ERASED
    elif line.state is LineState.STOPPED:
        sentence = LONG_STOPPED
    elif line.error in ("unreadable_audio", "no_audio", "empty_audio"):
        sentence = LONG_BROKEN
    elif line.error == "audio_too_long":
        sentence = LONG_TOO_LONG
    return sentence.format(
        **minutes,
        parts=PARTS_THERE.format(parts=_parts(numbers)) if numbers else NO_PARTS,
        no=line.no,
        code=line.error,
        max_minutes=f"{max_minutes:g}",
    )


def _minutes(line: Line) -> dict[str, int]:
    """Minutes that are transcribed, and of the whole."""
    done, seconds = line.done_until or 0.0, line.seconds or 0.0
    return {"done": int(done // 60), "total": max(round(max(seconds, done) / 60), 1)}


_MOST_RUNS = 8  # of numbers in a sentence: people typed between the parts


def _parts(numbers: Sequence[int]) -> str:
    spelled = spell(numbers).replace("–", " đến ")
    if spelled.count(",") >= _MOST_RUNS:
        return MANY_PARTS.format(count=len(numbers), first=numbers[0], last=numbers[-1])
    return PARTS.format(lines=spelled)


def _range(numbers: Sequence[int]) -> str:
    """From the first to the last, as a person types it.

    >>> _range([6, 7, 9]), _range([6])
    ('6-9', '6')
    """
    first, last = numbers[0], numbers[-1]
    return str(first) if first == last else f"{first}-{last}"


def has_no_words(line: Line, numbers: Sequence[int], command: str) -> str:
    """What to say where a person tags or mends a long recording itself."""
    return HAS_NO_WORDS.format(
        no=line.no,
        parts=f" ({spell(numbers)})" if numbers else "",
        command=command,
        first=numbers[0] if numbers else line.no + 1,
    )


def parts_are_left(line: Line, numbers: Sequence[int]) -> str:
    return PARTS_ARE_LEFT.format(no=line.no, lines=spell(numbers), numbers=typed(numbers))


def typed(numbers: Sequence[int]) -> str:
    """Numbers as a person types them.

    >>> typed([2, 5, 6, 7])
    '2 5-7'
    """
    return spell(numbers).replace("#", "").replace("–", "-").replace(",", "")


_MOST_DOUBTS = 5  # on a card; its text stands above
_LONGEST_DOUBT = 60  # letters


def hear_again(line: Line) -> str:
    """``⚠ nghe lại: «gỗ mít», «phỗng ông» và 2 chỗ khác``"""
    if line.doubts == (line.text,):
        return HEAR_ALL_AGAIN
    more = len(line.doubts) - _MOST_DOUBTS
    words = quoted(line.doubts[:_MOST_DOUBTS])
    return HEAR_AGAIN.format(words=words + (MORE_PLACES.format(count=more) if more > 0 else ""))


def quoted(words: Iterable[str]) -> str:
    return ", ".join(
        f"«{w}»" if len(w) <= _LONGEST_DOUBT else f"«{w[:_LONGEST_DOUBT].rstrip()}…»" for w in words
    )


def unsure_row(line: Line) -> str:
    """``#5: «gỗ mít», «nguyễn văn ăn» (có phải «Nguyễn Văn An» không?)``"""
    words = [quoted([doubt]) for doubt in line.doubts[:_MOST_DOUBTS]]
    words += [REPORT_UNSURE_OFFER.format(found=x.found, term=x.term) for x in line.offers]
    row = REPORT_UNSURE_ROW.format(no=line.no, words=", ".join(words))
    more = len(line.doubts) - _MOST_DOUBTS
    return row + (MORE_PLACES.format(count=more) if more > 0 else "")


def lines_are_deleted(numbers: Iterable[int], deleted: bool = True) -> str:
    """These lines are deleted, or with ``deleted`` off: they are not."""
    known = list(numbers)
    sentence = LINES_ARE_DELETED if deleted else LINES_ARE_NOT_DELETED
    return sentence.format(lines=spell(known), numbers=" ".join(map(str, known)))


def people(speakers: Iterable[Speaker]) -> str:
    """``Lê Thị Hà và Nguyễn Văn An``"""
    return " và ".join(speaker.name for speaker in speakers)


def words_are_there_too(line: Line) -> str:
    """What to add where a line comes back whose words have gone into another."""
    return _THERE_TOO.format(no=line.no, into=line.merged_into)


def split_how(no: int, sentences: Sequence[str]) -> str:
    """Where a line could be cut."""
    if len(sentences) < 2:
        return _SPLIT_ONE.format(no=no)
    rows = [f"{n}. {text[:80]}" for n, text in enumerate(sentences[:20], start=1)]
    return _SPLIT_HOW.format(no=no, count=len(sentences), rows="\n".join(rows))


def inserted(line: Line, text: str) -> str:
    tag = f" · {TAG_NAMES[line.tag]}" if line.tag else ""
    return _INSERTED.format(no=line.no, who=line.speaker.full, tag=tag, text=text)


_MOST_OLD_WORDS = 200  # letters of what a line was


def change(
    field: str,
    before: str | None,
    after: str | None,
    names: Mapping[str, str],
    what: str = "",
) -> str:
    """One change of a line, in words; empty where it says nothing that another does not.

    Args:
        field: the column.
        names: id of a person -> their name.
        what: the command.
    """
    if field == "text":
        short = [(x or "")[:_MOST_OLD_WORDS] for x in (before, after)]
        return _TEXT_CHANGED.format(before=short[0], after=short[1])
    if field == "tag":
        tags = [TAG_NAMES[Tag(x)] if x else _NO_TAG for x in (before, after)]
        return _TAG_CHANGED.format(before=tags[0], after=tags[1])
    if field == "person_id":
        who = [names.get(x or "", "?") for x in (before, after)]
        return _SPEAKER_CHANGED.format(before=who[0], after=who[1])
    if field == "deleted":
        if after == "1":
            return _MERGED_AWAY if what == "gop" else _DELETED_NOW
        return {"them": _ADDED_LINE, "tach": _SPLIT_OFF}.get(what, _RESTORED_NOW)
    if field == "place":
        return _PLACE_CHANGED
    if field == "doubts":
        return _CONFIRMED_NOW if after == "[]" else _UNCONFIRMED_NOW
    return _STATE_CHANGED.get(after or "", "") if field == "state" else ""


def line_change(who: str, at: str, what: str, undoing: bool) -> str:
    """A row of a line's history."""
    by = (who or THE_BOT) + (_BY_UNDOING if undoing else "")
    return LINE_HISTORY_ROW.format(at=at, who=by, what=what)


def in_the_way(no: int, what: str, who: str, at: str, *, again: bool = False) -> str:
    """Why a step is not taken back, or not done again.

    Args:
        what: what the line has become; empty where nobody knows.
        who: who has changed it since; empty: nobody knows.
    """
    why = _CHANGED_OTHERWISE.format(no=no)
    if who:
        why = _CHANGED_SINCE.format(no=no, who=who, at=at, what=what or "dòng này")
    sentence = _CANNOT_REDO if again else _CANNOT_UNDO
    return sentence.format(why=why, how=_HOW_SINCE.format(no=no))


def meeting_name(meeting: Meeting) -> dict[str, object]:
    return {"no": meeting.id, "title": meeting.title}


def numbers(lines: Iterable[Line]) -> str:
    return spell(line.no for line in lines)


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
        what=TEMPLATE_WRONG[wrong if tag or wrong in ("file", "heavy") else "other"].format(
            tag=tag, what=what
        ),
        around=TEMPLATE_AROUND.format(around=around[:120]) if around else "",
    )


def source_of(line: Line, zone: tzinfo, *, changed: bool = False) -> str:
    """A line as it stands in the record: who, when, what; whether the draft had other words."""
    at = line.at.astimezone(zone)
    since = SOURCE_DELETED if line.deleted else SOURCE_CHANGED if changed else ""
    return f"#{line.no} · {line.speaker.full} · {at:%d/%m/%Y %H:%M}{since}\n{line.text}"


def draft_changes(first: int, second: int, changes: Sequence[tuple[str, str]]) -> str:
    """What changed between two drafts: − as it was, + as it is."""
    if not changes:
        return DRAFTS_SAME.format(first=first, second=second)
    rows = [DRAFTS_CHANGED.format(first=first, second=second, count=len(changes))]
    for before, after in changes:
        rows += [f"− {before}"] if before.strip() else []
        rows += [f"+ {after}"] if after.strip() else []
    return "\n".join(rows)
