"""Who may do what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from bot.messages.phrases import NO_CHAIR, meeting_name
from bot.minutes import Concluding, Meeting, Speaker
from bot.minutes.rights import Act

NO_SUCH_MEETING = "Ở đây không có cuộc họp số {no}. Xem các cuộc họp: /lichsu"
WHO_IS_IT = (
    "Chưa rõ là ai. Viết @tên của người đó, hoặc đúng họ tên, hoặc trả lời một tin của người đó "
    "bằng /{command}. Người chưa nhắn gì trong cuộc họp này thì viết @ten của người đó."
)
CHAIR_WITHOUT_ACCOUNT = (
    " Người không dùng chat thì chỉ ghi tên vào văn bản: /thongtin chủ trì: Họ tên - chức vụ"
)
WHO_IS_IT_BY_NAME = (
    "Chưa rõ là ai trong số người đã dự. Viết đúng họ tên như biên bản đang ghi: /{command} Họ "
    "tên. Người chưa vào cuộc họp thì mời vào trước: /moi"
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
Cuộc họp số {no} “{title}”
Thư ký: {secretaries} · đổi: /thuky @ten
Chủ trì: {chair} · đổi: /chutri @ten
• Ai cũng nói, gõ, gắn thẻ ý kiến cho lời của mình, sửa và xoá lời của mình, xem dự thảo đã có.
• Thẻ kết luận: {concluding} · đổi: /quyen ketluan {other}
• Lời của người khác, /thongtin, /baocao, /ketthuc, /molai: thư ký, chủ trì, quản trị viên nhóm.
• /thuky, /chutri, /quyen, /mau, /xoacuochop: thư ký, quản trị viên nhóm.
• Chỉ xem được ở khung chat này; người đã dự còn xem được trong khung chat riêng với bot."""
_WHO_CONCLUDES: Mapping[Concluding, str] = {
    Concluding.DESK: "thư ký, chủ trì, quản trị viên nhóm",
    Concluding.ALL: "ai cũng gắn được cho lời của mình",
}
ONLY_THERE = "Việc này làm trong khung chat của cuộc họp số {no}; ở đây chỉ xem lại được."
_NOT_ALLOWED: Mapping[Act, str] = {
    Act.ARRANGE: "Chỉ thư ký ({secretary}), chủ trì hoặc quản trị viên nhóm thêm được dòng "
    "không ai gửi. Lời của bạn thì cứ nhắn vào đây khi cuộc họp đang mở.",
    Act.TASKS: "Chỉ thư ký ({secretary}), chủ trì hoặc quản trị viên nhóm thêm, sửa, xác nhận "
    "nhiệm vụ và đặt nhắc. Nhờ thư ký làm giúp; xem thì cứ gửi: /nhiemvu",
    Act.STEER: "Chỉ thư ký ({secretary}), chủ trì hoặc quản trị viên nhóm làm được việc này. "
    "Nhờ thư ký làm giúp.",
    Act.TERMS: "Từ điển, mẫu Word là của cả nhóm: xem, đổi trong nhóm của cuộc họp, hoặc nhờ thư "
    "ký ({secretary}).",
    Act.INVITE: "Mã vào họp thì hỏi thư ký ({secretary}), hoặc gửi /moi trong nhóm của cuộc họp.",
    Act.APPOINT: "Chỉ thư ký ({secretary}) hoặc quản trị viên nhóm phân công được. Nhờ thư ký làm "
    "giúp.",
    Act.SUBMIT: "Chỉ thư ký ({secretary}) hoặc quản trị viên nhóm trình dự thảo, lấy ý kiến được. "
    "Nhờ thư ký làm giúp.",
    Act.ERASE: "Chỉ thư ký ({secretary}) hoặc quản trị viên nhóm xoá được cuộc họp.",
}


Sample = Callable[[str], str]
"""How a sentence says that somebody is named behind this door."""


def secretaries(people: Iterable[Speaker], sample: Sample) -> str:
    return sample(SECRETARIES).format(names="; ".join(person.full for person in people))


def chair(person: Speaker | None, sample: Sample) -> str:
    return sample(CHAIR_IS).format(who=person.full) if person else sample(CHAIR_IS_NOBODY)


def who_is_who(
    meeting: Meeting, desk: Iterable[Speaker], presides: Speaker | None, sample: Sample
) -> str:
    """Who is who in a meeting and what each may do."""
    other = Concluding.ALL if meeting.concluding is Concluding.DESK else Concluding.DESK
    return sample(_WHO_IS_WHO).format(
        **meeting_name(meeting),
        secretaries="; ".join(person.full for person in desk),
        chair=presides.full if presides else NO_CHAIR,
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
