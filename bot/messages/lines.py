"""Lines: recorded, tagged, mended, deleted, confirmed."""

from __future__ import annotations

from bot.messages.phrases import (
    MORE_PLACES,
    MOST_DOUBTS,
    REFUSED,
    by_sentence,
    quoted,
    unheard_row,
)
from bot.minutes import Line
from bot.minutes.rights import Act
from bot.minutes.unheard import words as words_of

BUTTON_EDIT = "Sửa"
BUTTON_DELETE = "Xoá"
BUTTON_RESTORE = "Khôi phục"
BUTTON_RETRY = "Chép lại"
BUTTON_GO_ON = "Chép tiếp"
BUTTON_STOP = "Dừng"
BUTTON_RIGHT = "Đúng rồi"
BUTTON_REPLACE = "Đổi thành {term}"
# Of a row that the disk has damaged; what can be read of it follows
LINE_UNREADABLE = "[Dòng này bị hỏng trên máy chủ, không đọc được đầy đủ; báo bộ phận CNTT.]"
SPEAKER_UNREADABLE = "(không đọc được tên người nói)"
HOW_TO_BEGIN = (
    "Chưa có cuộc họp nào đang mở nên tin nhắn này không được ghi. "
    "Mở cuộc họp: /batdau Tên cuộc họp. Xem hướng dẫn: /trogiup"
)
HOW_TO_ANSWER = (
    "Tin này chưa được ghi. Muốn trả lời câu hỏi của tôi thì giữ vào đúng tin hỏi, chọn Trả lời, "
    "rồi gửi lại. Vào cuộc họp đang mở: /vao kèm mã. Cuộc họp bạn đã dự: /lichsu. Xem hướng dẫn: "
    "/trogiup"
)
HOW_TO_ANSWER_NEXT = (
    "Tin này không được ghi vì bạn không ở trong cuộc họp nào đang mở. Vào cuộc họp: /vao kèm mã. "
    "Cuộc họp bạn đã dự: /lichsu. Nếu tin này trả lời một câu hỏi của tôi thì gửi lại lệnh lúc "
    "nãy, rồi gõ ngay câu trả lời. Xem hướng dẫn: /trogiup"
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
CLOSED_ALREADY = (
    "Cuộc họp số {no} “{title}” đã đóng nên câu này chưa được ghi. Mở lại: /molai, rồi gửi lại câu."
)
EDITED_AFTER_CLOSING = (
    "Cuộc họp đã đóng nên dòng #{no} không đổi theo tin vừa sửa. Muốn đổi: /sua {no} câu đúng"
)
EDITED_WITHOUT_TAG = (
    "Dòng #{no} đã đổi chữ theo tin vừa sửa; thẻ giữ nguyên ({tag}): ở cuộc họp này chỉ thư ký, "
    "chủ trì hoặc quản trị viên nhóm gắn, bỏ thẻ kết luận. Nhờ thư ký gửi: /ketluan {no}"
)
EDITED_TAG_OF_OTHERS = (
    "Dòng #{no} đã đổi chữ theo tin vừa sửa; thẻ giữ nguyên ({tag}) vì người khác đã đổi thẻ ấy. "
    "Muốn thẻ {name} thì trả lời tin của dòng bằng thẻ, hoặc nhờ thư ký."
)
NO_TAG = "chưa có"
EDITED_EMPTY = "Tin vừa sửa không còn câu nào nên dòng #{no} giữ nguyên. Muốn bỏ dòng: /xoa {no}"
EDITED_INTO_ORDER = (
    "Tin vừa sửa đã ghi thành dòng #{no} nên không làm như lệnh. Hãy gửi lệnh thành tin mới; bỏ "
    "dòng: /xoa {no}"
)
EDITED_NEW_ORDER = "Tin được sửa thành lệnh thì không làm như lệnh. Hãy gửi lệnh thành tin mới."
EDITED_ORDER = (
    "Lệnh /{name} đã làm trước khi tin được sửa; tin sửa lại không làm thêm gì. Muốn làm khác thì "
    "gửi lệnh thành tin mới; việc vừa làm với các dòng thì lấy lại bằng /hoantac"
)
CAPTION_FOLLOWS = "Lời chú thích vừa sửa đã vào dòng #{no}: {text}"
MAYBE_CORRECTION = (
    "Đã ghi thành dòng #{new}. Nếu đó là câu đúng của dòng #{no} thì bấm nút dưới; nếu là lời mới "
    "thì không phải làm gì."
)
BUTTON_INSTEAD = "Thay lời dòng #{no}"
INSTEAD = "Dòng #{no} nay là: {text}\nLời của #{new} đã vào đó. Lấy lại: /hoantac"
TOAST_STILL_WAITING = "#{no} đang chép; xong thì bấm lại"
TOAST_NO_WORDS = "#{no} chưa có chữ để thay"
EDITED_CONCLUSION = (
    "Dòng #{no} đã là kết luận nên không đổi theo tin vừa sửa. Nhờ thư ký: /sua {no} câu đúng"
)
EDITED_BY_OTHERS = (
    "Dòng #{no} đã được người khác sửa nên không đổi theo tin vừa sửa. Muốn đổi: /sua {no} câu đúng"
)
RECORDED_WITHOUT_TAG = (
    "Đã ghi dòng #{no}, chưa gắn thẻ kết luận: ở cuộc họp này chỉ thư ký, chủ trì hoặc quản trị "
    "viên nhóm gắn thẻ kết luận. Nhờ thư ký gửi: /ketluan {no}"
)
GATHERED_WAITING = "Đang chép: {lines}"
SILENT = "Không nghe thấy lời nói. Hãy ghi lại gần micrô hơn, hoặc gõ: /sua {no} nội dung"
NOT_UNDERSTOOD = (
    "Có tiếng nói nhưng máy không ra chữ. Hãy nghe lại rồi gõ: /sua {no} nội dung, hoặc nói lại "
    "gần micrô hơn"
)
HEAR_AGAIN = "⚠ nghe lại: {words}"
HEAR_ALL_AGAIN = "⚠ nghe lại cả dòng: máy chưa nghe rõ"
CONFIRMED = "Đã ghi nhận: {lines} chép đúng."
NOTHING_TO_CONFIRM = "Dòng {lines} không có chỗ nào cần nghe lại."
TOAST_RIGHT = "#{no}: chép đúng"
TOAST_REPLACED = "#{no}: đã đổi thành {term}"
TAGGED = "Đã gắn thẻ {tag} cho {lines}."
UNTAGGED = "Đã bỏ thẻ của {lines}."
HAD_NO_TAG = "{lines} vốn chưa có thẻ nên giữ nguyên. Xem: /dong"
TOAST_TAGGED = "#{no}: {tag}"
TOAST_UNTAGGED = "#{no}: đã bỏ thẻ"
TOAST_DELETED = "#{no}: đã xoá"
TOAST_RESTORED = "#{no}: đã khôi phục"
TOAST_RETRY = "#{no}: sẽ chép lại"
DELETED_LINES = "Đã xoá {lines}. Lấy lại: /khoiphuc {numbers}"
RESTORED_LINES = "Đã khôi phục {lines}."
EDITED = "Đã sửa #{no}: {text}"
ASK_EDIT = "Sửa dòng #{no}: hãy trả lời tin này bằng câu đúng, hoặc gửi: /sua {no} câu đúng\n{text}"
RECORDED = "Đã ghi dòng #{no} · {tag}: {text}"
IS_MERGED = "Dòng #{no} đã gộp vào #{into}; hãy sửa ở đó: /sua {into} câu đúng"
EDITED_MERGED = (
    "Dòng #{no} đã gộp vào #{into} nên không đổi theo tin vừa sửa. Muốn đổi: /sua {into} câu đúng"
)
_THERE_TOO = (
    "\n⚠ Lời của #{no} vẫn còn trong #{into}: sửa #{into} để khỏi ghi hai lần: /sua {into} câu đúng"
)
JUST_CHANGED = "\n⚠ {who} vừa đổi dòng #{no}; ngay trước đó là: “{text}”. Lấy lại câu ấy: /hoantac"
TOAST_JUST_WAS = " ({who} vừa gắn {tag})"
TOAST_MERGED = "#{no}: đã gộp vào #{into}"
TOAST_TAGGED_JUST = "#{no}: {tag} ({who} vừa gắn). Bỏ thẻ: /botag {no}"
JUST_TAGGED = "\n⚠ {who} vừa gắn thẻ {tag} cho #{no}. Lấy lại thẻ ấy: /hoantac"
CHANGED_BEFORE = (
    "\n⚠ {who} đã đổi dòng #{no} lúc {at}; trước câu vừa sửa dòng ghi: “{text}”. Lấy lại câu ấy: "
    "/hoantac"
)
TOAST_STOPPED = "#{no}: đã dừng"
TOAST_GOES_ON = "#{no}: sẽ chép tiếp"
CAPTION_KEPT = "Lời chú thích đã ghi thành dòng #{no}."


def refused(act: Act) -> str:
    """Why a line was not changed, in the few words of a toast."""
    return REFUSED[act]


def hear_again(line: Line) -> str:
    """``⚠ nghe lại: “gỗ mít”, “phỗng ông” và 2 chỗ khác``"""
    unheard = unheard_row(line)
    doubts = words_of(line.doubts)
    more = len(doubts) - MOST_DOUBTS
    words = quoted(doubts[:MOST_DOUBTS])
    again = HEAR_AGAIN.format(words=words + (MORE_PLACES.format(count=more) if more > 0 else ""))
    which = HEAR_ALL_AGAIN if doubts == (line.text,) else again
    rows = [which + by_sentence(line)] if doubts else []
    return "\n".join([*rows, *([f"⚠ {unheard}"] if unheard else [])])


def words_are_there_too(line: Line) -> str:
    """What to add where a line comes back whose words have gone into another."""
    return _THERE_TOO.format(no=line.no, into=line.merged_into)


CAME_LATE = (
    "Dòng #{line} của {who} nói lúc {at}, trước khi cuộc họp số {no} đóng, nhưng nay mới đến: đã "
    "ghi vào đúng chỗ. Không lấy thì gửi: /xoa {line}"
)
