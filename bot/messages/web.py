"""The web page: what stands on its pages, and what its scripts say."""

from __future__ import annotations

from collections.abc import Mapping

from bot.messages.phrases import TAG_NAMES
from bot.minutes import Tag

# Of the pages themselves; a template has them as ``words``
PAGES: Mapping[str, str] = {
    "product": "Biên bản",
    # joining
    "join_title": "Vào họp",
    "join_lead": "Nhập mã cuộc họp mà thư ký cho, rồi tên của bạn. Không phải cài gì, không cần "
    "tài khoản.",
    "join_lead_known": "Cho biết tên của bạn để ghi đúng trong biên bản. Không phải cài gì, không "
    "cần tài khoản.",
    "join_after": "Vào rồi thì lời bạn nói, gõ được ghi ngay; thư ký xác nhận bạn là ai.",
    "meeting_is": "Cuộc họp",
    "code": "Mã cuộc họp",
    "code_hint": "sáu số, ví dụ 482 915",
    "name": "Họ và tên",
    "name_hint": "có dấu, như trong biên bản",
    "title": "Chức vụ",
    "title_hint": "không bắt buộc, ví dụ Trưởng phòng Kế hoạch",
    "join": "Vào họp",
    "pick_name": "Chọn tên trong danh sách",
    "back": "Trở lại cuộc họp đang dự",
    "left": "Trình duyệt này còn giữ điều đã nói, đã gõ mà chưa gửi. Vào lại cuộc họp, rồi bấm Gửi "
    "ở mục ấy.",
    # the desk's link
    "desk_title": "Bàn thư ký",
    "desk_lead": "Liên kết này dùng được một lần, cho một trình duyệt. Bấm nút thì trình duyệt này "
    "là của thư ký; ai mở lại liên kết sẽ không vào được.",
    "desk_open": "Mở bàn thư ký",
    "desk_else": "Người dự họp thì vào bằng mã",
    # opening a meeting
    "open_title": "Mở cuộc họp",
    "open_lead": "Bạn là thư ký của cuộc họp này. Mở xong, mời người dự bằng mã hoặc mã QR.",
    "open_other_title": "Mở cuộc họp khác",
    "open_other_lead": "Cuộc họp đang mở vẫn mở, với bàn thư ký của nó. Trình duyệt này sang cuộc "
    "họp mới, dưới tên bạn ghi ở đây.",
    "meeting_title": "Tên cuộc họp",
    "meeting_title_hint": "ví dụ Họp giao ban tuần 30",
    "open": "Mở cuộc họp",
    "open_meetings": "Cuộc họp đang mở",
    "go": "Vào “{title}”",
    # inviting
    "invite_title": "Mời người dự",
    "invite_lead": "Đưa điện thoại quét mã QR, gửi liên kết, hoặc đọc mã.",
    "invite_code": "Mã cuộc họp",
    "invite_link": "Liên kết vào họp",
    "invite_qr": "Mã QR của liên kết vào họp",
    "invite_copy": "Sao chép liên kết",
    "invite_copied": "Đã sao chép liên kết.",
    "invite_select": "Hãy giữ vào liên kết, hoặc bấm Ctrl+C, để sao chép.",
    "invite_until": "Mã hết hạn khi cuộc họp đóng. Lộ mã thì đổi: gửi /moi doi ở trang họp.",
    "invite_back": "Trở lại trang họp",
    # the meeting page
    "log": "Cuộc họp",
    "invite": "Mời người dự",
    "message": "Tin nhắn",
    "message_hint": "Nhập lời, hoặc lệnh như /trogiup",
    "send": "Gửi",
    "record": "Ghi âm",
    "record_room": "Ghi cả phòng",
    "send_file": "Gửi tệp",
    "commands": "Lệnh",
    "drop": "Thả tệp để gửi vào cuộc họp",
    "cancel_reply": "Thôi trả lời",
    "skip": "Đến ô nhập tin",
    "older": "Xem các dòng trước",
    "no_script": "Trang này cần JavaScript để hiện các dòng và ghi âm. Hãy bật JavaScript, hoặc "
    "dùng trình duyệt khác.",
    # trouble
    "trouble_title": "Chưa làm được",
    "home": "Về trang vào họp",
}

# Of the scripts; handed to the page as JSON. {x} is filled in there
SCRIPTS: Mapping[str, str] = {
    "product": "Biên bản",
    "close": "Đóng",
    "tag_y_kien": TAG_NAMES[Tag.OPINION],
    "tag_ket_luan": TAG_NAMES[Tag.CONCLUSION],
    "tag_noi_dung": TAG_NAMES[Tag.CONTENT],
    # the log
    "you": "Bạn",
    "bot": "Bot",
    "via": "qua {door}",
    "deleted": "đã xoá",
    "empty": "Chưa có dòng nào. Nói hoặc gõ điều đầu tiên ở ô dưới.",
    "empty_how": "Mỗi lời thành một dòng có số. Xem các lệnh: /trogiup",
    "loading": "Đang tải…",
    "new_one": "1 dòng mới",
    "new_many": "{count} dòng mới",
    "older": "Xem các dòng trước",
    "to_end": "Xuống cuối",
    "doubtful": "máy chưa nghe rõ chỗ này",
    "doubtful_listen": "máy chưa nghe rõ chỗ này; bấm để nghe từ đây",
    "maybe": "máy đoán theo chữ, bấm để nhận",
    "closed": "Cuộc họp đã đóng. Lời nhắn ở đây không còn được ghi; lệnh vẫn dùng được. Có "
    "cuộc họp mới thì vào bằng mã của thư ký.",
    "closed_desk": "Cuộc họp đã đóng. Lời nhắn ở đây không còn được ghi; lệnh vẫn dùng được. Đóng "
    "nhầm thì gửi /molai.",
    "open_new": "Mở cuộc họp mới",
    "desk_shared": "Bạn đang ở bàn thư ký của {name}: lời nói, lời gõ ở đây ghi tên ấy. Có cuộc "
    "họp khác thì mở riêng.",
    "open_other": "Mở cuộc họp khác",
    # a line's buttons
    "edit": "Sửa",
    "edit_name": "Câu đúng của dòng #{no}",
    "edit_save": "Lưu",
    "edit_cancel": "Thôi",
    "edit_empty": "Chưa có chữ nào. Muốn bỏ dòng thì bấm Xoá.",
    "edit_changed": "Dòng này vừa được đổi thành: “{text}”",
    "listen": "Nghe",
    "listen_failed": "Chưa nghe được dòng #{no}: ghi âm chưa có trên máy chủ, hoặc mất mạng.",
    "commands_found": "{count} lệnh. Phím mũi tên để chọn, Enter để lấy.",
    "pasted_name": "anh-dan-{at}",
    "reply": "Trả lời",
    "replying": "Trả lời: {text}",
    # what waits to be sent
    "waiting_list": "Chưa gửi xong",
    "kept": "đã lưu trên máy này, chờ mạng",
    "sending": "đang gửi",
    "sending_parts": "đang gửi {done}/{all}",
    "sent": "đã gửi",
    "recording_elsewhere": "đang ghi ở cửa sổ khác",
    "in_line": "đã lưu trên máy này, chờ đến lượt",
    "again_later": "đã lưu trên máy này; máy chủ đang lỗi, sẽ tự gửi lại",
    "refused": "máy chủ không nhận: {why}",
    "stuck": "đã lưu trên máy này; máy chủ lỗi nhiều lần với mục này, vẫn tự gửi lại",
    "too_long": "Tin dài {count} chữ cái nên chưa gửi được; mỗi tin nhiều nhất {most}. Hãy chia "
    "thành nhiều tin.",
    "rescued": "còn lại từ lần trước",
    "of_another": "Lưu khi bạn vào họp với tên {name}, chưa gửi. Gửi vào cuộc họp này?",
    "of_other_meeting": "Lưu ở cuộc họp trước, chưa gửi. Gửi vào cuộc họp này?",
    "of_other_room": "Ghi ở cuộc họp khác nên không gửi vào cuộc họp này. Lưu về máy thì còn dùng "
    "được: chọn Gửi tệp ở cuộc họp ấy.",
    "no_session": "đã lưu trên máy này, chờ bạn vào lại cuộc họp",
    "a_note": "Ghi âm {length}",
    "a_room": "Ghi cả phòng {length}",
    "a_room_many": "Ghi cả phòng, {count} đoạn",
    "a_file": "Tệp {name}",
    "a_tap": "Bấm nút “{label}”",
    "an_edit": "Sửa dòng #{no}: {text}",
    "send_it": "Gửi",
    "type_again": "Sửa lại",
    "drop_it": "Bỏ",
    "drop_sure": "Bỏ hẳn?",
    "save_it": "Lưu về máy",
    "save_name": "ghi-am-{at}",
    "file_read": "đang đọc tệp",
    "file_unreadable": "Không đọc được tệp {name} trên máy này. Hãy chọn lại.",
    "file_empty": "Tệp {name} rỗng nên không gửi.",
    # the connection
    "no_network": "Mất mạng. Điều bạn nói, gõ được giữ trên máy này và tự gửi khi có mạng.",
    "no_server": "Chưa kết nối được máy chủ. Điều bạn nói, gõ được giữ trên máy này và tự gửi khi "
    "kết nối lại.",
    "no_server_yet": "Chưa kết nối được máy chủ nên chưa xem được các dòng. Vẫn ghi âm, gõ được: "
    "máy này giữ và tự gửi sau.",
    "signed_out": "Trình duyệt này không còn ở trong cuộc họp. Điều chưa gửi vẫn giữ trên máy này.",
    "join_again": "Vào lại bằng mã",
    "tap_later": "Chưa có mạng; bấm nút này sẽ được gửi khi có mạng.",
    "failed": "Chưa làm được. Hãy thử lại.",
    # speaking
    "speak_closed": "Cuộc họp đã đóng nên không ghi âm được.",
    "speak_out": "Bạn không còn ở trong cuộc họp nên không ghi âm được.",
    "speak_not": "Bạn chưa có quyền nói ở cuộc họp này. Hỏi thư ký.",
    "record": "Ghi âm",
    "record_stop": "Dừng và gửi",
    "record_cancel": "Huỷ",
    "record_pause": "Tạm dừng",
    "record_resume": "Ghi tiếp",
    "record_starts": "Đang mở micrô…",
    "record_on": "Đang ghi âm",
    "record_paused": "Đang tạm dừng",
    "record_cancelled": "Đã huỷ ghi âm {length}.",
    "record_back": "Lấy lại",
    "record_quiet": "Chưa nghe thấy tiếng. Hãy nói gần micrô hơn, hoặc xem micrô có bị tắt không.",
    "room_stop": "Dừng ghi phòng",
    "room_on": "Đang ghi cả phòng",
    "room_starts": "Đang mở micrô…",
    "room_hint": "Đặt máy giữa phòng, để trang này mở. Lời nói thành dòng sau vài giây.",
    "room_gap": "Máy đã ngủ hoặc mất tiếng {length}; đoạn ấy không có ghi âm. Đang ghi tiếp.",
    "room_broken": "Ghi cả phòng bị ngắt lúc {at}. Phần đã ghi còn nguyên.",
    "room_over": "Không ghi được nữa nên đã dừng ghi cả phòng. Phần đã ghi được giữ.",
    "room_moved": "Trình duyệt này nay ở cuộc họp khác, hoặc dưới tên khác, nên đã dừng ghi cả "
    "phòng. Phần đã ghi được giữ.",
    "room_go_on": "Ghi tiếp",
    "room_end": "Kết thúc",
    "room_elsewhere": "Cửa sổ khác của trình duyệt này đang ghi cả phòng.",
    "mic_insecure": "Trình duyệt chỉ cho dùng micrô ở địa chỉ an toàn. Mở {link} để ghi âm; ở đây "
    "vẫn gửi tệp ghi âm được.",
    "mic_insecure_nowhere": "Trình duyệt chỉ cho dùng micrô ở địa chỉ bắt đầu bằng https. Hỏi thư "
    "ký địa chỉ ấy; ở đây vẫn gửi tệp ghi âm được.",
    "mic_unknown": "Trình duyệt này không ghi âm được. Hãy dùng trình duyệt mới hơn, hoặc gửi tệp "
    "ghi âm.",
    "mic_denied": "Trình duyệt không được phép dùng micrô. Bấm biểu tượng ổ khoá cạnh địa chỉ "
    "trang, cho phép micrô, rồi bấm lại; hoặc gửi tệp ghi âm.",
    "mic_none": "Máy này không có micrô, hoặc micrô chưa cắm. Cắm micrô rồi bấm lại, hoặc gửi tệp "
    "ghi âm.",
    "mic_busy": "Ứng dụng khác đang giữ micrô. Đóng ứng dụng đó rồi bấm lại.",
    "mic_failed": "Chưa mở được micrô. Hãy bấm lại; nếu vẫn vậy thì gửi tệp ghi âm.",
    "mic_lost": "Micrô vừa bị ngắt. Phần đã ghi được giữ và đang gửi.",
    "mic_muted": "Micrô đang bị ngắt (có cuộc gọi, hoặc máy bị khoá). Phần đã ghi vẫn giữ.",
    "record_parted": "Phần ghi trước đó đã đóng. Đang ghi tiếp thành phần mới; chỗ nối có thể "
    "thiếu một, hai giây.",
    "record_tail": "Ghi âm này đã đóng từ trước; có thể thiếu một, hai giây cuối.",
    "record_failed": "Ghi âm dừng vì lỗi của trình duyệt. Phần đã ghi được giữ và đang gửi.",
    "disk_full": "Máy này hết chỗ nên phải dừng ghi. Phần đã ghi được giữ và đang gửi; hãy dọn bớt "
    "bộ nhớ rồi ghi tiếp.",
    "disk_full_file": "Máy này không đủ chỗ để gửi tệp {name}. Hãy dọn bớt bộ nhớ rồi chọn lại.",
    "not_kept": "Máy này không lưu được điều vừa nhập (hết chỗ, hoặc trình duyệt ở chế độ riêng "
    "tư). Chữ vẫn ở trong ô; hãy thử lại.",
    "too_much_waits": "Đã có {size} chờ gửi trên máy này nên chưa ghi thêm được. Chờ có mạng để "
    "gửi bớt; những gì đã ghi còn nguyên.",
    # numbers
    "bytes": "{count} byte",
    "kilobytes": "{count} kB",
    "megabytes": "{count} MB",
}
