"""What the bot says of reading, submitting, approving and returning drafts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from bot.messages.phrases import length, moment

# --- which draft ------------------------------------------------------------------------------

USE_SUBMIT = (
    "Tôi không hiểu “{word}” nên chưa làm gì. Bản mới nhất: /{command} · một loại: /{command} "
    "biên bản · "
    "theo số ở /duthao: /{command} 2 · của cuộc họp khác: /{command} 2 cuộc họp 4"
)
NO_DRAFT_OF_KIND = (
    "Cuộc họp số {no} “{title}” chưa có {kind} nào. Lấy bản dự thảo: /{make}, xem lại, "
    "rồi gửi lệnh này lần nữa."
)
NO_DRAFT_OF_NUMBER = "Không có dự thảo số {number}; cuộc họp số {no} có {count} bản. Xem: /duthao"
ANY_DRAFT = "dự thảo"
FILE_GONE = "Tệp {name} không còn trên máy chủ. Lấy bản mới: /{make}, rồi gửi lại lệnh này."
DRAFT = "dự thảo {number} của cuộc họp số {no} “{title}”"
SHORT = "dự thảo {number} ({name})"
SAID_NOT_TAPPED = (
    "Tin này chưa phải là duyệt hay trả lại. Đang chờ bạn: {drafts}. Bấm Duyệt hoặc Trả lại ở tin "
    "trình, hoặc gửi: /duyet, hay /tralai kèm ý kiến."
)
NOT_SUBMITTED = "Chưa trình. Thư ký trình: /trinh"

# --- submitting -------------------------------------------------------------------------------

NO_CHAIR = (
    "Cuộc họp số {no} chưa có người chủ trì nên chưa biết trình ai. Chọn bằng /chutri @ten (hoặc "
    "trả lời một tin của người đó bằng /chutri), rồi gửi lại /trinh."
)
NOT_YET = "Chưa trình {draft} ({name}), vì:\n{rows}\nVẫn trình bản này, hay làm bản mới trước?"
HAS_CHANGED = "- nội dung cuộc họp đã khác bản này ở {count} chỗ, ví dụ: “{example}”{lines}"
HAS_CHANGED_UNKNOWN = "- không so được bản này với nội dung hiện nay của cuộc họp"
CHANGED_LINES = " (dòng sửa sau đó: {lines})"
HAS_DOUBTS = "- {count} dòng trong bản này có chỗ máy chưa chắc: {lines}. Xem: /dong nghelai"
HAS_WAITING = "- {count} ghi âm còn đang chép: {lines}"
HAS_FAILED = "- {count} ghi âm chưa có chữ hoặc chép dở: {lines}"
IS_OLD = "- đã có bản mới hơn cùng loại: dự thảo {number}"
BUTTON_SUBMIT_STILL = "Vẫn trình bản này"
BUTTON_SUBMIT_AGAIN = "Trình lại bản này"
MAKE_NEW = "Làm bản mới: /{make}"

REQUEST = (
    "TRÌNH DUYỆT: {draft}\n"
    "{kind} ({name}), làm lúc {made}; {who} trình lúc {at}.\n"
    "Mã SHA-256: {hash}…"
)
RETURNED_BEFORE = "Trước đó: {draft}, {who} trả lại lúc {at}."
HAS_NO_PDF_YET = "Bản PDF đang làm, sẽ gửi sau ít giây."
READ_BEFORE = "Đã lấy ý kiến: {counts}."
ASKED = (
    "Đề nghị {chair} (chủ trì) đọc tệp trên rồi bấm Duyệt hoặc Trả lại. "
    "Không bấm được thì gửi: /duyet, hoặc /tralai kèm ý kiến."
)
NOBODY_ASKED = "Cuộc họp hiện chưa có chủ trì. Thư ký chọn: /chutri @ten"
BUTTON_APPROVE = "Duyệt"
BUTTON_RETURN = "Trả lại"
BUTTON_NO_REMARK = "Không ghi ý kiến"
BUTTON_WITHDRAW = "Rút lại"
BUTTON_HASH = "Mã đầy đủ"
WAITS = "Bản này đang chờ {chair} (chủ trì) duyệt."
SUBMITTED_ALONE = (
    "Đã gửi riêng cho {chair} (chủ trì); khi có quyết định, tin này ghi lại. Chủ trì không thấy "
    "tin riêng thì gửi ở đây: /trinh"
)
SUBMITTED_IN_GROUP = "Đã trình {chair} (chủ trì) trong nhóm; khi có quyết định, tin này ghi lại."
NOT_ALONE = (
    "{chair} chưa từng nhắn riêng cho bot nên chỉ nhận được ở đây; nhắc người đó xem tin này."
)
TOAST_WAITS_ALREADY = "Bản này đã trình, đang chờ chủ trì"
FILE_CAPTION = "Dự thảo {number}, cuộc họp số {no}"

# --- the decision -----------------------------------------------------------------------------

ONLY_CHAIR = "Chỉ chủ trì ({chair}) duyệt hoặc trả lại được"
TOAST_HAS_LEFT = "Bạn không còn ở trong nhóm của cuộc họp này nên việc này không còn là của bạn"
TOAST_NO_CHAIR = "Cuộc họp chưa có chủ trì. Thư ký chọn: /chutri @ten"
TOAST_PRINTING = "Bản PDF đang làm. Đợi ít giây rồi bấm lại"
TOAST_APPROVED = "Đã duyệt"
TOAST_IS_APPROVED = "Bản này đã được duyệt lúc {at}"
TOAST_IS_RETURNED = "Bản này đã bị trả lại lúc {at}. Trình lại: /trinh"
TOAST_IS_WITHDRAWN = "Bản này đã được rút lúc {at}. Bản đang trình: /trinh"
TOAST_RETURNED = "Đã trả lại"
TOAST_NOT_APPROVED = "CHƯA DUYỆT: tệp không còn đúng như lúc trình"
APPROVED = "ĐÃ DUYỆT: {who}, lúc {at}. Tệp đã khoá; muốn đổi thì làm bản mới."
RETURNED = "ĐÃ TRẢ LẠI: {who}, lúc {at}. Sửa xong thì lấy bản mới (/{make}) rồi /trinh."
WITHDRAWN = "ĐÃ RÚT, lúc {at}: {who} trình bản khác hoặc rút lại. Không cần duyệt bản này nữa."
NO_LONGER = "Chủ trì nay là {chair}; người đó duyệt bản này."
TOLD_APPROVED = (
    "{who} (chủ trì) đã duyệt {draft}, lúc {at}.\n"
    "{hashes}\n"
    "Tệp đã khoá, bot không ghi lại nữa. Muốn đổi nội dung thì lấy dự thảo mới rồi /trinh."
)
HASHES = "Mã SHA-256 của {name}:\n{hash}"
HASHES_HOW = "So trên máy tính: sha256sum {name} (Windows: certutil -hashfile {name} SHA256)"
TOLD_RETURNED = "{who} (chủ trì) trả lại {draft}, lúc {at}{remark}"
WITH_REMARK = ", có ý kiến:"
WITH_REMARK_ALONE = "; ý kiến gửi riêng cho thư ký."
WITHOUT_REMARK = ", không ghi ý kiến."
AFTER_RETURN = "Sửa xong thì lấy bản mới: /{make}, rồi /trinh. Xem lại mọi ý kiến: /trinh"
TOLD_WITHDRAWN = "{who} đã rút {draft}, chủ trì không cần duyệt bản đó nữa."
FILE_CHANGED = (
    "⚠ CHƯA DUYỆT {draft}: tệp {name} trên máy chủ không còn đúng như lúc trình (mã SHA-256 khác). "
    "Không dùng tệp đó. Báo bộ phận CNTT kiểm tra; làm bản mới: /{make}, rồi /trinh."
)
FILE_LOST = (
    "⚠ CHƯA DUYỆT {draft}: tệp {name} không còn trên máy chủ. Báo bộ phận CNTT kiểm tra bản sao "
    "lưu; hoặc làm bản mới: /{make}, rồi /trinh."
)
NOTHING_WAITS = "Không có dự thảo nào đang trình{whom}. Thư ký trình bằng /trinh"
WAITING_FOR_YOU = " mà bạn là chủ trì"
SEVERAL_WAIT = (
    "Có {count} bản đang trình, ở dưới. Bấm nút dưới đúng bản, hoặc trả lời đúng tin trình ấy bằng "
    "/duyet, hay /tralai kèm ý kiến. Duyệt theo số ở /duthao: /duyet 2"
)

# --- remarks ----------------------------------------------------------------------------------

ASK_REMARK = (
    "Ý kiến của bạn về {draft}? Trả lời tin này bằng chữ hoặc tin thoại; ý kiến được giữ nguyên, "
    "không thành dòng của cuộc họp, và chỉ chuyển cho thư ký. Không có ý kiến thì bấm “Không ghi "
    "ý kiến” ở tin trình, hoặc gửi: /tralai không ý kiến. Chưa trả lời thì bản này vẫn đang chờ "
    "duyệt."
)
ASK_READERS_REMARK = (
    "Góp ý của bạn cho {draft}? Trả lời tin này bằng chữ hoặc tin thoại; góp ý được giữ nguyên, "
    "không thành dòng của cuộc họp, và chuyển cho thư ký. Gửi nhiều lần cũng được."
)
KEPT = "Đã giữ ý kiến của {who}{spoken}. Còn ý kiến thì trả lời tiếp tin này."
KEPT_ALONE = "Ý kiến này gửi riêng cho thư ký, nhóm không thấy."
KEPT_UNREAD = (
    "Thư ký ({secretary}) chưa từng nhắn riêng cho bot nên chưa nhận được ý kiến này. Nhắc người "
    "đó nhắn riêng cho bot: /ban {no}, rồi /trinh; hoặc bấm “{button}”."
)
BUTTON_SHOW = "Cho cả nhóm xem"
TOAST_SHOWN = "Đã cho cả nhóm xem"
TOAST_SHOWN_BEFORE = "Cả nhóm đã xem được ý kiến này rồi"
TOAST_NOT_YOURS = "Chỉ người nói ý kiến này chọn được"
REMARKS_ALONE = (
    "Có ý kiến của chủ trì, gửi riêng cho thư ký. Thư ký đọc trong khung chat riêng với bot: "
    "/ban {no}, rồi /trinh"
)
TOAST_REMARK_ALONE = "Ý kiến này chỉ thư ký nghe, trong khung chat riêng: /ban"
KEPT_SPOKEN_HERE = " (tin thoại)"
KEPT_SPOKEN = " (tin thoại, sẽ chuyển tệp ghi âm cho thư ký)"
KEPT_DECIDE = "Đã giữ ý kiến của {who}{spoken}. Bản này duyệt hay trả lại?"
KEPT_AFTER_APPROVAL = (
    "Đã giữ ý kiến của {who}{spoken}. Bản đã duyệt giữ nguyên; theo ý kiến này thì thư ký làm bản "
    "mới rồi trình lại."
)
MORE_REMARK = "Ý kiến của {who} (chủ trì) về {draft}:"
READERS_REMARK = "Góp ý của {who} cho {draft}:"
SPOKEN = "tin thoại {length}"
SPOKEN_SHORT = "tin thoại"
SOUND_OF = "Ý kiến của {who}, {at}"
SOUND_COMES = "Ghi âm đang tải về máy chủ, đợi ít giây rồi bấm lại"
SOUND_ERASED = "Ghi âm đã xoá hoặc không tải được; hỏi lại người nói"
SOUND_LOST = "Không còn tệp ghi âm này trên máy chủ; báo bộ phận CNTT"
NO_SOUNDS = "Bản này không có ý kiến bằng giọng nói. Xem các ý kiến: /trinh"
SOUND_NOT_FETCHED = (
    "⚠ Không tải được ghi âm ý kiến của {who}, {at} từ ứng dụng chat. Nhờ người đó gửi lại, hoặc "
    "nhắn bằng chữ; tin gốc vẫn ở khung chat nơi đã gửi."
)
REMARK_ROW = "{number}. {who}, {at}: {what}"
REMARKS = "Ý kiến:"
NO_REMARK = "Không ghi ý kiến."
THEN_AGREED = " (sau đó đồng ý)"
BUTTON_HEAR = "Nghe {number}"
USE_REMARK = (
    "Hãy viết góp ý sau lệnh: /{command} Đoạn 2 ghi chưa đủ. Góp ý bằng giọng nói thì bấm nút "
    "“{button}” rồi trả lời bằng tin thoại."
)

# --- reading ----------------------------------------------------------------------------------

READ = (
    "ĐỌC TRƯỚC, CHO Ý KIẾN: {draft}\n{kind} ({name}), làm lúc {made}.\n"
    "Người dự đọc tệp trên rồi bấm Đồng ý hoặc Góp ý (sau đó trả lời bằng chữ hay tin thoại)."
)
READ_ALONE = "{who} đề nghị bạn cho ý kiến trước khi trình chủ trì."
READ_COUNTS = "{agreed} đồng ý, {remarked} góp ý, {left} chưa trả lời"
READ_AGREED = "Đồng ý ({count}): {names}"
READ_REMARKED = "Góp ý ({count}): {names}"
READ_LEFT = "Chưa trả lời ({count}): {names}"
READ_CLOSED_SUBMITTED = "Đã trình chủ trì; không nhận thêm ý kiến ở đây."
READ_CLOSED_NEWER = "Đã có bản mới hơn (dự thảo {number}); ý kiến cho bản mới: thư ký gửi /layykien"
YOU_AGREED = "Bạn đã trả lời: Đồng ý. Đổi được cho đến khi bản này được trình."
YOU_REMARKED = "Bạn đã góp ý. Góp thêm hoặc đổi được cho đến khi bản này được trình."
BUTTON_AGREE = "Đồng ý"
BUTTON_REMARK = "Góp ý"
TOAST_AGREED = "Đã ghi: đồng ý"
ONLY_PARTICIPANTS = "Chỉ người đã dự cuộc họp này cho ý kiến được"
AGREED = "Đã ghi: {who} đồng ý với {draft}."
KEPT_READERS = "Đã giữ góp ý của {who}{spoken} cho {draft}. Còn góp ý thì trả lời tiếp tin này."
TOO_LATE = (
    "Góp ý này chưa được nhận. {why} Có điều cần nói thì nhắn thẳng cho thư ký ({secretary})."
)
NOTHING_TO_READ = "Không có dự thảo nào đang lấy ý kiến. Thư ký mở bằng /layykien"
READ_TOO_LATE = "{draft} đã trình chủ trì nên không mở lấy ý kiến nữa. Xem: /trinh"
ASKED_IN_GROUP = "{draft} đã gửi vào nhóm để lấy ý kiến. Xem ai đã trả lời: /layykien"
SENT_ALONE = "Đã gửi riêng cho {count} người; ai chưa từng nhắn riêng cho bot thì chỉ thấy ở đây."

# --- afterwards -------------------------------------------------------------------------------

STATES = {
    "waiting": " · đang trình",
    "approved": " · đã duyệt {at}",
    "returned": " · bị trả lại {at}",
    "withdrawn": "",
}
APPROVED_ROW = "Đã duyệt: {rows}"
STAYS = "Bản đã duyệt giữ nguyên: {drafts}. Muốn đổi thì lấy dự thảo mới rồi /trinh."
NEW_AFTER_APPROVAL = (
    "Đã có bản được duyệt: {draft}, {at}; bản ấy giữ nguyên. Bản mới này chỉ thay được khi trình "
    "(/trinh) và chủ trì duyệt."
)
IS_NOT_APPROVED_FILE = (
    "⚠⚠ CẢNH BÁO: {name} KHÔNG còn đúng là tệp đã duyệt lúc {at}. Tệp trên máy chủ đã bị đổi sau "
    "khi duyệt. Không phát hành, không in tệp này; báo ngay bộ phận CNTT lấy lại tệp từ bản sao "
    "lưu.\n"
    "Mã đã duyệt: {was}\nMã hiện nay: {now}"
)
APPROVED_FILE_LOST = (
    "⚠ Tệp đã duyệt {name} không còn trên máy chủ. Báo bộ phận CNTT lấy lại từ bản sao lưu.\n"
    "Mã đã duyệt: {was}"
)
CAPTION_CHANGED = "KHÔNG PHẢI BẢN ĐÃ DUYỆT"


def length_of(seconds: float | None) -> str:
    """``tin thoại 0:12``."""
    return SPOKEN_SHORT if seconds is None else SPOKEN.format(length=length(seconds))


def hashes(files: Sequence[tuple[str, str]]) -> str:
    """Names and SHA-256 of files, whole."""
    return "\n".join(HASHES.format(name=name, hash=digest) for name, digest in files)


def state(which: str, at: datetime | None, zone: tzinfo) -> str:
    """What stands behind a draft in a list."""
    return STATES[which].format(at=moment(at, zone) if at else "")
