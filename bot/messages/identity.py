"""Whose name stands on a line: said, doubted, confirmed."""

from __future__ import annotations

from bot.minutes import Meeting
from bot.minutes.identity import Holder

NO_ACCOUNT = "không có tài khoản"
HIDDEN = "tài khoản ẩn"
IN_THE_ROOM = "ghi cả phòng"
NOT_ONE_HUMAN = "tin gửi dưới tên nhóm hoặc kênh"
_AT = "@{username}"
_NUMBER = "{name}, số {key}"
_IN_BRACKETS = " ({account})"
_AN_ACCOUNT = "tài khoản {account}"
_IN_SENTENCES = {NO_ACCOUNT: "người không có tài khoản"}
BROUGHT_BY = "chuyển tiếp bởi {who}"

NAMED_FROM = "Từ nay báo cáo ghi tên bạn (trước đó: {before}) là: {full}"
NAMED_OTHER = "Từ nay báo cáo ghi tên của {account} (trước đó: {before}) là: {full}"
TOLD = (
    "{Account} vừa đổi tên trong cuộc họp số {no}, từ “{before}” thành “{full}”. Thư ký "
    "thấy chưa đúng thì sửa: /thanhphan sua số Họ tên - chức vụ"
)
ASKED = (
    "⚠ {Account} ghi tên là “{full}”, mà {why}. Chưa đổi gì: lời của tài khoản ấy trong "
    "cuộc họp số {no} vẫn ghi là “{now}”. Thư ký, chủ trì hoặc quản trị viên nhóm xem có đúng là "
    "người đó không rồi bấm một nút."
)
ASKED_CLOSED = (
    "{Account} xin ghi tên là “{full}” trong cuộc họp số {no}, đã đóng nên chỉ thư ký, "
    "chủ trì hoặc quản trị viên nhóm đổi được. Biên bản đang ghi là “{now}”. Đúng thì bấm nút."
)
_WHY = {
    Holder.CHAIR: "“{name}” là tên của người chủ trì, người ký hoặc thư ký",
    Holder.ACCOUNT: "tên “{name}” đang là của {holder}",
    Holder.LISTED: "“{name}” có trong danh sách của thư ký",
    Holder.LETTERS: "tên ấy lẫn chữ cái của ngôn ngữ khác",
}
DESK_HAS_NAMED = "tên đang ghi là do ban thư ký đặt"
NAME_THE_LINE = (
    "Tin ấy gửi dưới tên nhóm hoặc kênh, có thể là của nhiều người, nên chưa đặt tên. Ghi người "
    "nói của từng dòng: /nguoinoi số Họ tên - chức vụ"
)
WAITS = (
    "Đã chuyển tên “{full}” cho thư ký của cuộc họp số {no} xem; trong lúc chờ, biên bản ghi bạn "
    "là “{now}”."
)
BUTTON_YES = "Đúng người đó"
BUTTON_NO = "Không phải"
CONFIRMED = (
    "{who} đã xác nhận: trong cuộc họp số {no}, {account} ghi tên là “{full}”. Đổi lại: "
    "/thanhphan sua số Họ tên - chức vụ"
)
REFUSED = (
    "{who} chưa xác nhận tên “{full}” cho {account}; biên bản vẫn ghi là “{now}”. Đặt "
    "tên khác: /thanhphan sua số Họ tên - chức vụ"
)

BUTTON_SAME = "Cùng một người"
BUTTON_APART = "Không phải một người"
BUTTON_ME_TOO = "Cũng là tôi"
BUTTON_MINE_TOO = "Đúng, cũng là tôi"
OFFERED_SAME = (
    "Tên “{full}” trong cuộc họp số {no} đang là của {holder}, nên biên bản tạm ghi bạn là "
    "“{now}” và đã hỏi thư ký. Nếu đó cũng là tài khoản của bạn thì bấm nút: hai tài khoản sẽ là "
    "một người trong biên bản."
)
SAID_SAME = (
    "Đã báo thư ký: tài khoản mang tên “{full}” trong cuộc họp cũng là của bạn. Được xác nhận rồi "
    "thì biên bản ghi một người; bạn cứ nói tiếp."
)
SAYS_SAME = (
    "{Account} cho biết mình cũng là {other} (“{full}” trong cuộc họp số {no}). Đúng thì hai tài "
    "khoản là một người trong biên bản, thành phần, số liệu; quyền của mỗi tài khoản giữ nguyên."
)
IS_IT_YOU = (
    "{Account} vừa vào cuộc họp số {no} “{title}” và cho biết đó cũng là bạn. Đúng thì bấm nút; "
    "không phải thì đừng bấm, báo thư ký."
)
ARE_SAME = (
    "{who} đã xác nhận: trong cuộc họp số {no}, {account} và {other} là một người, ghi là "
    "“{full}”. Dòng nào nói bằng tài khoản nào thì xem ở /dong."
)
ARE_APART = (
    "{who} đã tách: trong cuộc họp số {no}, {account} và {other} là hai người; {other} ghi là "
    "“{full}”."
)
TOLD_SAME = "Trong cuộc họp số {no} hai tài khoản của bạn là một người, ghi là “{full}”."
SAME_ACCOUNTS = (
    "Số {no} là {one}, số {other} là {two}. Một người dùng cả hai tài khoản thì bấm nút: biên bản, "
    "thành phần, số liệu ghi một người, theo tên của số {no}."
)
LIKE_ON_THE_LIST = (
    "Tên tài khoản “{name}” giống người có trong danh sách của thư ký. Bạn là người nào thì bấm "
    "nút; không phải thì gửi: /toi Họ tên - chức vụ"
)
TOAST_NOT_OWN = "Tên của chính mình thì nhờ người khác trong ban thư ký hoặc quản trị viên bấm"
TOAST_ONLY_DESK = "Chỉ thư ký, chủ trì hoặc quản trị viên nhóm xác nhận được"
ONLY_OWN_NAME = (
    "Tin này trả lời {who}, mà tên của người khác thì thư ký, chủ trì hoặc quản trị viên nhóm ghi. "
    "Nếu là tên của chính bạn thì gửi /toi Họ tên - chức vụ, không trả lời tin nào."
)
NOT_AN_ACCOUNT = (
    "Tin này gửi dưới tên nhóm hoặc kênh nên không rõ là ai. Hãy tắt gửi ẩn danh, hoặc chọn gửi "
    "bằng tài khoản của mình, rồi gửi lại."
)
NOBODY_TO_APPOINT = (
    "Tin ấy gửi dưới tên nhóm hoặc kênh, không phải tài khoản của một người, nên chưa phân công. "
    "Hãy trả lời tin người đó gửi bằng tài khoản của mình, hoặc viết @tên: /{command} @ten"
)
TAKE_BROUGHT = (
    "Đã ghi dòng #{no} là tin chuyển tiếp, chưa gắn thẻ {tag}: lời chuyển tiếp chỉ vào dự thảo khi "
    "thư ký, chủ trì hoặc quản trị viên nhóm nhận."
)
TAKE_UNKNOWN = (
    "Đã ghi dòng #{no}, chưa gắn thẻ {tag}: tin gửi dưới tên nhóm hoặc kênh nên không rõ là lời "
    "của ai. Thư ký, chủ trì hoặc quản trị viên nhóm nhận thì bấm nút."
)
TAKE_WAITS = "Đã ghi dòng #{no}, chưa gắn thẻ {tag}."
TAKE_WAITS_FOR_DESK = (
    "Đã ghi dòng #{no}, chưa gắn thẻ {tag}: ở cuộc họp này thẻ ấy do thư ký, chủ trì hoặc quản trị "
    "viên nhóm gắn. Đã báo thư ký."
)
TAKE_FROM_ELSEWHERE = (
    "{who} gửi dòng #{no} kèm thẻ {tag}, chưa gắn vì ở cuộc họp này thẻ ấy do thư ký, chủ trì hoặc "
    "quản trị viên nhóm gắn. Đúng thì bấm nút."
)
BUTTON_TAKE = "Nhận là {tag}"
TAKEN = "{who} đã gắn thẻ {tag} cho #{no}. Bỏ thẻ: /botag {no}"
TOAST_TAKEN = "#{no}: {tag}"

_AWAITED = (
    "Đã ghi nhận: khi @{username} nhắn tin đầu tiên vào đây, {becomes} của cuộc họp số {no}"
    "{until_then}. Thôi thì gửi: {undo}"
)
_BECOMES = {
    "chair": "tài khoản ấy là chủ trì",
    "secretary": "tài khoản ấy là thư ký",
    "share": "tài khoản ấy cũng là thư ký",
}
_UNTIL_THEN = "; đến lúc đó {secretary} vẫn là thư ký"
_NOT_AWAITED = {"chair": "/chutri xoa", "secretary": "/thuky bot @{username}"}
#: by which somebody gets a duty
COMMANDS = {"chair": "chutri", "secretary": "thuky", "share": "thuky"}
NO_LONGER_AWAITED = "Thôi không đợi @{username} làm thư ký của cuộc họp số {no}."
SECRETARIES_AWAITED = "\nĐang chờ nhắn vào đây: {names}. Thôi thì gửi: /thuky bot @ten"
CHAIR_IS_AWAITED = "Chủ trì: đang chờ @{username} nhắn vào đây. Đổi: /chutri @ten"
WAS_OF = "\n⚠ Trước đây trong khung chat này @{username} là {before}."
OTHER_ACCOUNT = (
    "⚠ @{username} nay là của tài khoản khác: {now}. Trước đây trong khung chat này @{username} là "
    "{before}. Chưa phân công gì; đúng là tài khoản mới thì bấm nút."
)
WAS_HERE = (
    "⚠ @{username} là tên mới của {now}; lúc phân công, tài khoản ấy chưa mang tên này. Chưa phân "
    "công gì; đúng là người đó thì bấm nút."
)
SAID_SO_THEMSELVES = (
    "⚠ “{name}” là tên do {account} tự ghi. Chưa phân công gì; đúng là người đó thì bấm "
    "nút, không thì trả lời tin của đúng người bằng /{command}."
)
BUTTON_APPOINT = "Đúng, {account}"

CLAIMS_ROW = "• {count} tên chờ xác nhận là đúng người"
BUTTON_CLAIMS = "Tên chờ xác nhận ({count})"
BROUGHT_ROW = "• {count} dòng chuyển tiếp: {lines}"
SHARED_ROW = "⚠ Trùng tên, xem dòng nào của ai ở /dong: {names}"
UNDER_DRAFT = "⚠ {count} tên trong biên bản chưa được xác nhận là đúng người; xem: /rasoat"
DRAFT_BROUGHT = "Có lời chuyển tiếp: {lines}; ai chuyển tiếp: xem /dong"
DRAFT_UNKNOWN = "⚠ Chưa rõ là lời của ai: {lines}. Ghi người nói: /nguoinoi số Họ tên - chức vụ"
NO_CLAIMS = "Không còn tên nào chờ xác nhận."
HISTORY = "tên người nói “{before}” → “{after}”"
SAME_NAME = (
    "\n⚠ Tên này giống tên của {others}. Cần phân biệt thì thêm (A), (B) hoặc chức vụ: /thanhphan "
    "sua {no} Họ tên - chức vụ"
)


def account(name: str, username: str, key: str) -> str:
    """An account, so that it is taken for no other: ``@mai``; ``Mai Nguyễn, số 1002``."""
    return _AT.format(username=username) if username else _NUMBER.format(name=name, key=key)


def an_account(shown: str) -> str:
    """An account within a sentence: ``tài khoản @mai``, ``tài khoản ẩn``.

    Args:
        shown: as ``account`` shows it, or what is said in its place.
    """
    if shown in _IN_SENTENCES:
        return _IN_SENTENCES[shown]
    says_it = shown == NOT_ONE_HUMAN or shown.lower().startswith("tài khoản")
    return shown if says_it else _AN_ACCOUNT.format(account=shown)


def of_account(sentence: str, shown: str, **more: object) -> str:
    """A sentence of an account: ``{account}``, where it begins with it ``{Account}``.

    Args:
        shown: as ``account`` shows it, or what is said in its place.
        more: what else the sentence says.
    """
    named = an_account(shown)
    return sentence.format(account=named, Account=named[:1].upper() + named[1:], **more)


def awaited(duty: str, username: str, meeting: Meeting) -> str:
    """Somebody gets a duty with their first message.

    Args:
        duty: ``chair``, ``secretary``, ``share``.
        username: without @.
    """
    until_then = _UNTIL_THEN.format(secretary=meeting.secretary.name)
    return _AWAITED.format(
        username=username,
        becomes=_BECOMES[duty],
        no=meeting.id,
        until_then=until_then if duty == "secretary" else "",
        undo=_NOT_AWAITED.get(duty, _NOT_AWAITED["secretary"]).format(username=username),
    )


def why(holder: Holder, name: str, account: str) -> str:
    """Why a name is in doubt.

    Args:
        name: as the other one has it.
        account: the other one's, where there is one.
    """
    return _WHY[holder].format(name=name, holder=an_account(account))


def in_brackets(shown: str) -> str:
    """An account behind a name: `` (tài khoản @mai)``, `` (không có tài khoản)``."""
    named = shown if shown == NO_ACCOUNT else an_account(shown)
    return _IN_BRACKETS.format(account=named)


def provisional(name: str, account: str) -> str:
    """A name that the desk has to confirm, with the account that it is of."""
    return name + in_brackets(account)
