"""What cannot be recorded, understood or said."""

from __future__ import annotations

NO_SIGNS = (
    "Đã ghi dòng #{no}. Ở đây tôi không thả được biểu tượng ✍ nên từ nay ghi mà không báo; "
    "xem các dòng: /dong"
)
FILE_REFUSED = (
    "Không gửi được tệp {name} vào đây (nhóm không cho gửi tệp). Hãy cho phép bot gửi tệp rồi gửi "
    "lại lệnh; tệp vẫn còn trên máy chủ."
)
NOT_REACHED = (
    "Không nhắn riêng được cho {who} (người đó đã chặn bot, hoặc đã xoá khung chat riêng). Câu hỏi "
    "riêng về cuộc họp này chưa đến nơi: nhờ người đó trả lời ngay ở đây (/dong nghelai, /trinh, "
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
IS_IT_AN_ORDER = "Nếu đó là việc nhờ tôi làm thì gửi lệnh: /{name}"
NAMELESS_COMMAND = "Không có lệnh nào như vậy. Hãy viết tên lệnh sau dấu /. Xem: /trogiup"
ORDER_UNDER_FILE = (
    "Lệnh /{name} viết kèm tệp thì chưa làm, và không ghi thành dòng (kèm tệp chỉ dùng /thanhphan, "
    "/mau). Hãy gửi riêng lệnh ấy."
)
UNKNOWN_COMMAND = "Không có lệnh /{name}.{guess} Xem các lệnh: /trogiup"
UNKNOWN_GUESS = " Có phải /{name} không?"
UNKNOWN_CLOSE = " Muốn đóng cuộc họp thì gõ dấu / rồi ketthuc, liền nhau."
BUG = (
    "Có lỗi khi xử lý tin vừa rồi (mã {id}); các dòng đã ghi vẫn còn nguyên. "
    "Hãy gửi lại; nếu vẫn lỗi, báo bộ phận CNTT mã này."
)
NOT_KEPT = (
    "Có một tin gửi vào đây bot không đọc được nên chưa ghi (mã {id}). Hãy gửi lại tin ấy; nếu vẫn "
    "lỗi, báo bộ phận CNTT mã này."
)
BEGUN_IN_VAIN = (
    "Bot đã ba lần bắt đầu xử lý tin này mà lần nào cũng phải khởi động lại, nên để riêng tin này, "
    "chưa ghi (mã {id}); các tin khác vẫn ghi bình thường. Hãy viết lại ngắn hơn rồi gửi, và báo "
    "bộ phận CNTT mã này."
)
TOO_MUCH = (
    "Cuộc họp có quá nhiều chữ nên việc vừa yêu cầu chưa làm xong trong thời gian cho phép; không "
    "có gì thay đổi. Hãy xoá bớt dòng thừa, hoặc mở cuộc họp mới cho phần còn lại, rồi gửi lại."
)
RECORD_DAMAGED = (
    "⚠ Một phần dữ liệu trên máy chủ bị hỏng nên chưa xử lý được tin vừa rồi (mã {id}); tin ấy "
    "được giữ riêng, các cuộc họp khác vẫn ghi bình thường. Báo ngay bộ phận CNTT mã này để kiểm "
    "tra (python -m bot check) và khôi phục bản sao lưu."
)
RECORD_STUCK = (
    "⚠ Máy chủ không ghi được vào đĩa (hết chỗ, hoặc đĩa lỗi): các tin mới CHƯA được ghi. Đừng xoá "
    "tin nào: khi đĩa có chỗ, bot tự ghi tiếp. Báo ngay bộ phận CNTT dọn đĩa."
)
RECORD_GOES_ON = "Máy chủ lại ghi được vào đĩa; các tin gửi trong lúc đó đã được ghi."
NO_ROOM_FOR_THAT = (
    "Máy chủ không còn chỗ trên đĩa nên chưa làm được việc vừa yêu cầu. Báo bộ phận CNTT dọn đĩa, "
    "sau đó yêu cầu lại."
)
