"""A meeting in other chats than its own: its desk, and those who have joined."""

from __future__ import annotations

from bot.messages.phrases import meeting_name
from bot.minutes import Meeting

BUTTON_DESK = "Làm việc riêng"
_DESK = """\
Bàn thư ký của cuộc họp số {no} “{title}”. Từ đây mọi lệnh, mọi nút trong khung chat này là của \
cuộc họp đó; nhóm không thấy bạn làm gì ở đây.
Việc nhóm vẫn thấy: dòng đã sửa, /layykien, /trinh, và dự thảo bạn bấm “{button}”. Cuộc họp đang \
mở thì điều bạn nhắn ở đây cũng là lời trong cuộc họp.
Bắt đầu: /rasoat, rồi /baocao. Rời bàn: /ban thoi"""
BUTTON_TO_GROUP = "Gửi vào nhóm"
NO_DESK = (
    "Bạn chưa là thư ký, chủ trì hay quản trị viên của cuộc họp nào trong một nhóm nên chưa có "
    "bàn để mở. Mở cuộc họp trong nhóm bằng /batdau, hoặc nhờ thư ký gửi trong nhóm: /thuky @ten"
)
NO_DESK_OF = (
    "Bạn không là thư ký, chủ trì hay quản trị viên của cuộc họp số {no}, hoặc không có cuộc họp "
    "đó. Xem các cuộc họp bạn đã dự: /lichsu"
)
DESK_IS_PRIVATE = (
    "Bàn thư ký mở trong khung chat riêng với bot, không mở trong nhóm. Nhắn riêng cho bot: "
    "/ban {no}"
)
DESK_LEFT = "Đã rời bàn của cuộc họp số {no}. Mở lại: /ban {no}"
NO_DESK_TO_LEAVE = "Ở đây không có bàn nào đang mở nên không có gì để rời. Mở bàn: /ban"
DESK_LOST = (
    "Bạn không còn là thư ký, chủ trì hay quản trị viên của cuộc họp số {no} nên bàn này đã đóng."
)
OWN_MEETING_OPEN = (
    "Trong khung chat này đang có cuộc họp số {no} mở. Đóng bằng /ketthuc rồi mới mở bàn khác được."
)
AT_THE_DESK = (
    "Khung chat này đang là bàn của cuộc họp số {no}. Muốn mở cuộc họp mới ở đây thì rời bàn "
    "trước: /ban thoi"
)
USE_DESK = "Mở bàn thư ký: /ban, hoặc /ban 4 (cuộc họp số 4). Rời bàn: /ban thoi"
SENT_TO_GROUP = "Đã gửi vào nhóm"


def desk(meeting: Meeting) -> str:
    """What the desk of a meeting says when it is opened."""
    return _DESK.format(**meeting_name(meeting), button=BUTTON_TO_GROUP)
