"""A meeting in other chats than its own: its desk, and those who have joined."""

from __future__ import annotations

from collections.abc import Sequence

from bot.messages.phrases import door_name, meeting_name
from bot.minutes import Meeting

BUTTON_DESK = "Làm việc riêng"
_DESK = """\
Bàn thư ký của cuộc họp số {no} “{title}”. Từ đây mọi lệnh, mọi nút trong khung chat này là của \
cuộc họp đó; nhóm không thấy bạn làm gì ở đây.
Việc nhóm vẫn thấy: dòng đã sửa, /layykien, /trinh, và dự thảo bạn bấm “{button}”. Cuộc họp đang \
mở thì điều bạn nhắn ở đây cũng là lời trong cuộc họp.
Bắt đầu: /rasoat, rồi /baocao. Rời bàn: /ban thoi"""
_DESK_ALONE = """\
Bàn của cuộc họp số {no} “{title}”. Từ đây mọi lệnh, mọi nút trong khung chat này là của cuộc họp \
đó, với quyền của bạn ở đó. Cuộc họp đang mở thì điều bạn nhắn ở đây cũng là lời trong cuộc họp.
Xem các dòng: /dong. Còn gì phải xem: /rasoat. Lấy dự thảo: /baocao. Rời bàn: /ban thoi"""
BUTTON_TO_GROUP = "Gửi vào nhóm"
NO_DESK = (
    "Bạn chưa là thư ký, chủ trì hay quản trị viên của cuộc họp nào ở khung chat khác nên chưa có "
    "bàn để mở. Mở cuộc họp trong nhóm bằng /batdau, hoặc nhờ thư ký gửi ở đó: /thuky @ten"
)
DESK_IS_HERE = (
    "Khung chat này chính là nơi họp của cuộc họp số {no} nên không cần mở bàn: mọi lệnh dùng ngay "
    "ở đây. Còn gì phải xem: /rasoat"
)
AT_YOUR_DESK = (
    "Bạn là thư ký, chủ trì hoặc quản trị viên của cuộc họp số {no}, nhưng ở khung chat này bạn "
    "đang dự bằng mã nên chưa dùng được quyền ấy. Gửi /ban {no} rồi làm lại ngay tại "
    "đây."
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
DESK_LEFT_OPEN = (
    "Cuộc họp còn mở, nhưng từ đây lời bạn nhắn ở khung chat này không được ghi. Muốn dự tiếp từ "
    "đây: /vao kèm mã"
)
NO_DESK_TO_LEAVE = "Ở đây không có bàn nào đang mở nên không có gì để rời. Mở bàn: /ban"
DESK_INSTEAD = (
    "Khung chat này thôi là chỗ dự cuộc họp số {no} mà thành bàn của chính cuộc họp ấy: ở đây bạn "
    "lại có quyền của thư ký, chủ trì hoặc quản trị viên, và điều bạn nhắn vẫn là lời trong cuộc "
    "họp khi còn mở."
)
DESK_LEAVES = (
    "Bạn đã ra khỏi cuộc họp số {no} mà bạn dự từ khung chat này: từ đây lời bạn nhắn không còn "
    "ghi vào đó. Xong việc ở bàn thì rời bàn (/ban thoi) rồi vào lại: /vao kèm mã"
)
DESK_LOST = (
    "Bạn không còn là thư ký, chủ trì hay quản trị viên của cuộc họp số {no} nên bàn này đã đóng. "
    "Bàn khác: /ban. Cuộc họp bạn đã dự: /lichsu"
)
OWN_MEETING_OPEN = (
    "Trong khung chat này đang có cuộc họp số {no} mở. Đóng bằng /ketthuc rồi mới mở bàn khác được."
)
IT_IS_HERE = (
    "Khung chat này chính là nơi họp của cuộc họp số {no} nên không cần mã: điều bạn nhắn ở đây đã "
    "được ghi. Mời người khác: /moi"
)
OWN_MEETING_BEFORE_OTHER = (
    "Trong khung chat này đang có cuộc họp số {no} mở nên chưa vào cuộc họp khác được. Đóng cuộc "
    "họp này trước: /ketthuc"
)
AT_THE_DESK = (
    "Khung chat này đang là bàn của cuộc họp số {no}. Muốn mở cuộc họp mới ở đây thì rời bàn "
    "trước: /ban thoi"
)
USE_DESK = "Mở bàn thư ký: /ban, hoặc /ban 4 (cuộc họp số 4). Rời bàn: /ban thoi"
SENT_TO_GROUP = "Đã gửi vào nhóm"


def desk(meeting: Meeting, *, of_group: bool) -> str:
    """What the desk of a meeting says when it is opened.

    Args:
        of_group: it is a group's meeting, and not one person's with those who have joined it.
    """
    if not of_group:
        return _DESK_ALONE.format(**meeting_name(meeting))
    return _DESK.format(**meeting_name(meeting), button=BUTTON_TO_GROUP)


# --- joining ------------------------------------------------------------------------------------

_INVITE = """\
Mời vào cuộc họp số {no} “{title}” bằng mã: {code}
{ways}
Vào rồi thì nhắn, gửi ghi âm ở đó là lời trong cuộc họp này. Mã hết hạn khi cuộc họp đóng; lộ mã \
thì đổi: /moi doi"""
_WAY_BY_LINK = "• {door}: mở {link}"
_WAY_BY_CODE = "• {door}: nhắn riêng cho bot: /vao {code}"
BUTTON_JOIN = "Vào họp ({door})"
INVITE_PICTURE = "Mã QR vào cuộc họp số {no} ({code})"
NOT_OPEN_TO_JOIN = (
    "Cuộc họp số {no} “{title}” đã đóng nên không mời thêm ai. Họp tiếp thì mở lại: /molai"
)
USE_INVITE = "Mời người vào cuộc họp đang mở: /moi. Đổi mã: /moi doi"
CODE_CHANGED = "Mã cũ không dùng được nữa; ai đã vào thì vẫn ở trong cuộc họp."

JOINED = """\
Bạn đã vào cuộc họp số {no} “{title}”, tên ghi trong biên bản: {who}. Từ đây bạn nhắn hay gửi ghi \
âm ở khung chat này là lời trong cuộc họp.
Đổi tên: /toi Họ tên - chức vụ. Xem các dòng: /dong. Ra: /ra"""
JOINED_ALREADY = "Bạn đang ở trong cuộc họp số {no} “{title}” rồi. Ra: /ra"
LEFT_BEFORE = "Bạn đã ra khỏi cuộc họp số {no}."
JOIN_IN_PRIVATE = (
    "Lệnh /vao dùng trong khung chat riêng với bot, không dùng trong nhóm. Mở khung chat riêng rồi "
    "gửi: /vao kèm mã"
)
USE_JOIN = (
    "Vào cuộc họp bằng mã sáu số mà thư ký cho: /vao 482915, hoặc kèm tên: "
    "/vao 482915 Nguyễn Văn An - Trưởng phòng"
)
WRONG_CODE = "Không có cuộc họp nào đang mở với mã này. Xem lại mã, hoặc hỏi thư ký mã mới."
WAIT_WITH_CODES = (
    "Vừa có quá nhiều mã sai được nhập nên bot tạm chưa nhận mã. Đợi {seconds} giây nữa rồi nhập "
    "lại."
)
SHOWN_OUT_BEFORE = "Thư ký không để bạn vào cuộc họp này từ bên ngoài. Cần vào thì hỏi thư ký."
LEAVE_DESK_FIRST = (
    "Khung chat này đang là bàn của cuộc họp số {no}. Rời bàn rồi mới vào cuộc họp khác được: "
    "/ban thoi"
)
LEFT = (
    "Bạn đã ra khỏi cuộc họp số {no}. Lời bạn nhắn ở đây không còn được ghi. Vào lại: /vao kèm mã "
    "(hỏi thư ký)"
)
LEFT_CLOSED = "Bạn đã ra khỏi cuộc họp số {no}."
NOT_JOINED = "Bạn chưa vào cuộc họp nào từ khung chat này nên không có gì để ra. Vào: /vao kèm mã"
CAME = "Mới vào: {who} · {door}"
CAME_ACCOUNT = "Mới vào: {who} (tài khoản {account}) · {door}"
BUTTON_RIGHT = "Đúng"
BUTTON_SHOW_OUT = "Mời ra"
BUTTON_LET_IN = "Cho vào lại"
CAME_RIGHT = "{who} · {door}: {by} xác nhận đúng người."
CAME_SHOWN_OUT = "{who} · {door}: {by} đã mời ra. Lời đã nói vẫn còn, xoá thì /xoa."
TOLD_SHOWN_OUT = (
    "Thư ký đã mời bạn ra khỏi cuộc họp số {no}. Từ đây lời bạn nhắn không được ghi. Có nhầm lẫn "
    "thì hỏi thư ký."
)
CAME_LET_IN = "{who} · {door}: {by} cho vào lại được bằng mã của cuộc họp."
NO_LONGER_IN = "Bạn không còn ở trong cuộc họp số {no}; lời này không được ghi. Hỏi thư ký."
NO_LONGER_IN_TAPPED = (
    "Bạn không còn ở trong cuộc họp số {no} nên nút này không dùng được. Hỏi thư ký."
)
ENDED = (
    "Cuộc họp số {no} “{title}” đã kết thúc lúc {at} nên lời này không được ghi vào biên bản. Cần "
    "bổ sung thì nhờ thư ký {secretary}."
)
ENDED_SPOKEN = (
    "Cuộc họp số {no} “{title}” đã kết thúc lúc {at}. Ghi âm này được giữ {hours} giờ và đã báo "
    "thư ký {secretary}: thư ký mở lại và ghi thì nó mới vào biên bản."
)
LATE_SOUND = "{who} · {door} gửi một ghi âm sau khi cuộc họp số {no} đóng. Giữ {hours} giờ."
BUTTON_REOPEN_AND_RECORD = "Mở lại và ghi"
CLOSED_FOR_JOINED = (
    "Cuộc họp số {no} “{title}” đã đóng. Từ đây lời bạn nhắn ở khung chat này không được ghi, trừ "
    "khi thư ký mở lại."
)
REOPENED_FOR_DESK = (
    "Cuộc họp số {no} “{title}” được mở lại: lời bạn nhắn ở bàn này lại là lời trong cuộc họp. Rời "
    "bàn: /ban thoi"
)
REOPENED_FOR_JOINED = (
    "Cuộc họp số {no} “{title}” được mở lại: lời bạn nhắn ở khung chat này lại là lời trong cuộc "
    "họp. Không dự nữa thì gửi: /ra"
)
HOME_IS_GONE = (
    "Bot không gửi được vào nhóm của cuộc họp số {no} “{title}” nữa: nhóm đã bị xoá, hoặc bot bị "
    "đưa ra hay bị cấm nhắn. Các dòng đã ghi còn nguyên; ai đã vào bằng mã vẫn nói được và vẫn "
    "được ghi. Làm tiếp, hoặc đóng cuộc họp, ngay trong khung chat này: /ban {no}"
)
IN_A_MEETING = (
    "Khung chat này đang ở trong cuộc họp số {no}. Muốn mở cuộc họp mới ở đây thì ra trước: /ra"
)


def invite(meeting: Meeting, code: str, ways: Sequence[tuple[str, str]]) -> str:
    """How people join a meeting.

    Args:
        ways: each open door's name, and the link that leads in by it; empty: it has none.
    """
    spaced = f"{code[:3]} {code[3:]}"
    rows = [
        _WAY_BY_LINK.format(door=door_name(door), link=link)
        if link
        else _WAY_BY_CODE.format(door=door_name(door), code=code)
        for door, link in ways
    ]
    return _INVITE.format(**meeting_name(meeting), code=spaced, ways="\n".join(rows))


CODE_RENEWED = "Mã cũ không vào được nữa. Ai chưa vào thì mời bằng mã mới: /moi"
