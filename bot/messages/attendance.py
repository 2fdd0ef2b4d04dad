"""What the bot says of who takes part in a meeting: ``/thanhphan``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.messages import phrases
from bot.messages.identity import in_brackets
from bot.minutes import Meeting
from bot.minutes.roll import Attendee, unmarked
from bot.minutes.typed.people import Aside, Listed, Odd, Presence

BUTTON_ALL = "Có mặt cả {count} người"
BUTTON_ONLY = "Số {no} có mặt"
BUTTON_EXPORT = "Tệp Excel"
BUTTON_UNDO = "Bỏ lần này"
BUTTON_USE_LIST = "Dùng danh sách này"
BUTTON_USE_TEXT = "Dùng lời đã viết tay"
BUTTON_SAME = "Một người"
BUTTON_OTHERS = "Hai người khác nhau"

GROUPS: Mapping[Presence, str] = {
    Presence.PRESENT: "Có mặt ({count})",
    Presence.ABSENT: "Vắng ({count})",
    Presence.UNMARKED: "Chưa đánh dấu ({count})",
}
HEAD = "Thành phần cuộc họp số {no} “{title}”: {count} người{page}"
EMPTY = (
    "Thành phần cuộc họp số {no} “{title}”: chưa có ai. Ai nói trong cuộc họp thì tự có tên.{how}"
)
HOW = """\
Thêm: gửi /thanhphan, xuống dòng rồi mỗi dòng một người: Họ tên - chức vụ - đơn vị; hoặc gửi \
tệp Excel, CSV kèm chú thích /thanhphan (tệp mẫu: /thanhphan file)."""
MORE = "Thêm, đổi thứ tự, tệp Excel, hoàn tác: /thanhphan giup"
HOW_TO_MARK = """\
Đánh dấu: /thanhphan comat 3 5-7 · /thanhphan vang 3 ốm
Sửa: /thanhphan sua 3 Họ tên - chức vụ - đơn vị · /thanhphan xoa 3"""
SERVES = "Báo cáo lấy thành phần, vắng theo danh sách này (chỉ người đã đánh dấu)."
BY_HAND = (
    "Báo cáo đang dùng {labels} viết tay ở /thongtin, không dùng danh sách này. Muốn dùng danh "
    "sách thì bấm nút."
)
INSTEAD_OF_TEXT = (
    "Báo cáo dùng danh sách này thay cho {labels} viết tay ở /thongtin (lời ấy vẫn được giữ)."
)
USES_LIST = "Từ bây giờ báo cáo lấy thành phần, vắng theo danh sách /thanhphan."
USES_TEXT = "Từ bây giờ báo cáo dùng {labels} viết tay ở /thongtin."
MAYBE = " ⚠ có thể là số {other}"
DOUBTFUL = (
    "⚠ Số {no} “{one}” và số {other} “{two}” trùng tên: là một người hay hai người? Bấm nút, "
    "hoặc gửi /thanhphan gop {other} {no} (một người), /thanhphan khac {no} (hai người)."
)
UNITED = "Số {no} và số {other} là một người: số {no} {full}."
ARE_TWO = "Số {no} {one} và số {other} {two} là hai người khác nhau."
UNITE_CAME = (
    "Số {one} và số {other} ghi khác nhau (số {absent} vắng, số kia có mặt) nên chưa gộp. {full} "
    "có mặt hay vắng?"
)
BUTTON_PRESENT = "Có mặt"
BUTTON_ABSENT = "Vắng"
NOT_DOUBTFUL = "Số {no} không trùng với ai. Xem danh sách: /thanhphan"

DOUBTFUL_GIVEN = (
    "⚠ Số {no} “{one}” có phải là số {other} “{two}” không? Bấm nút, hoặc gửi /thanhphan gop "
    "{other} {no} (một người), /thanhphan khac {no} (hai người)."
)
KEPT_PRESENT = (
    "⚠ {who} đã nói trong cuộc họp nên vẫn ghi có mặt, dù danh sách ghi vắng{reason}. Nếu đúng là "
    "vắng: /thanhphan vang {no} lý do"
)
TURNED_ABSENT = "Danh sách này đổi từ có mặt sang vắng: {who}."
TURNED_PRESENT = "Danh sách này đổi từ vắng sang có mặt: {who}."
GIVEN_ALONE = (
    "⚠ Mới có tên gọi: {who}. Ghi đủ họ và tên: /thanhphan sua {no} Họ tên - chức vụ - đơn vị"
)
GIVEN_OF_SEVERAL = (
    "⚠ Số {no} “{name}” có thể là {who}. Nếu là một người thì gộp: /thanhphan gop số ấy {no}"
)
READ = "Đã đọc {count} người{source}: {added}."
TOO_MANY_PEOPLE = (
    "Danh sách một cuộc họp có nhiều nhất {most} người; đã có {there}, lần này thêm {count} nên "
    "chưa đưa vào ai. Hãy bỏ bớt (/thanhphan xoa), hoặc ghi các đoàn đông thành một dòng."
)
FROM_FILE = " từ tệp {name}"
ADDED_NEW = "{count} thêm mới"
ADDED_KNOWN = "{count} đã có trong danh sách"
NOTHING_NEW = "không có gì mới"
NOT_TAKEN = "Chưa đưa vào {count} chỗ:"
NOT_TAKEN_ROW = "dòng {row}: “{text}” – {why}"
NOT_TAKEN_MORE = "… và {count} chỗ nữa"
NOT_TAKEN_HOW = "Sửa những chỗ ấy rồi gửi lại riêng, mỗi dòng: Họ tên - chức vụ - đơn vị."
UNUSED = "Cột không dùng: {columns}."
TWICE = "Ghi hai lần, chỉ giữ một: {names}."
WHY: Mapping[Odd, str] = {
    Odd.NO_NAME: "không thấy họ tên",
    Odd.LEFT: "danh sách không có chỗ cho phần này",
    Odd.STATE: "chưa rõ có mặt hay vắng; đã thêm người, chưa đánh dấu",
    Odd.TWICE: "ghi hai lần",
    Odd.LONG: "dài quá 200 chữ",
    Odd.LETTERS: "phông chữ cũ (TCVN3, VNI); chuyển sang Unicode",
    Odd.ALONE: "không có người nào bên dưới",
}
NOBODY_READ = (
    "Chưa đọc được người nào{source} nên danh sách giữ nguyên. Viết mỗi dòng một người, ví dụ:\n"
    "/thanhphan\nNguyễn Văn An - Trưởng phòng - Sở Khoa học và Công nghệ"
)

USE = """\
/thanhphan dùng như sau:
/thanhphan: xem danh sách (trang sau: /thanhphan trang 2; cuộc họp khác: /thanhphan 4)
/thanhphan them Họ tên - chức vụ - đơn vị: thêm một người, hoặc xuống dòng dán cả danh sách
/thanhphan comat 3 5-7, /thanhphan comat het: có mặt
/thanhphan vang 3 ốm: vắng, kèm lý do · /thanhphan chua 3: bỏ đánh dấu
/thanhphan sua 3 Họ tên - chức vụ - đơn vị · /thanhphan xoa 3
/thanhphan thutu 3 truoc 1: đổi thứ tự trong báo cáo
/thanhphan file: tệp Excel mẫu · /thanhphan xuat: danh sách thành tệp Excel
/thanhphan hoantac: bỏ việc vừa làm với danh sách"""
USE_MARK = "Hãy ghi số người trong danh sách, ví dụ: /thanhphan {command} 3 5-7. Xem số: /thanhphan"
USE_EDIT = (
    "Hãy ghi một số rồi họ tên, ví dụ: /thanhphan sua 3 Nguyễn Văn An - Trưởng phòng - Sở Tài "
    "chính; hoặc chỉ một phần: /thanhphan sua 3 chức vụ: Trưởng phòng"
)
USE_ORDER = "Hãy ghi hai số, ví dụ: /thanhphan thutu 3 truoc 1, /thanhphan thutu 3 sau 5"
USE_UNITE = "Hãy ghi hai số của một người, ví dụ: /thanhphan gop 3 5 (giữ số 3)"
NO_SUCH = "Danh sách không có số {numbers}. Xem số: /thanhphan"
TOO_LONG = "Họ tên, chức vụ hay đơn vị dài quá 200 chữ nên chưa ghi. Hãy viết ngắn lại."
WHICH_OF_THEM = "Trong danh sách có mấy người tên ấy: {who}. Hãy ghi số: /thanhphan {command} {no}"
_MAYBE_ABSENT = (
    "Chưa đánh dấu ai vì chưa chắc “{words}” là gì. {full} (số {no}) vắng{reason} thì gửi: "
    "/thanhphan vang {order}\nLà người, cơ quan phải thêm vào danh sách thì gửi: /thanhphan them "
    "{words}"
)
_FOR_REASON = ", lý do “{reason}”,"
PRESENT_NOW = "Có mặt: {who}."
ABSENT_NOW = "Vắng: {who}{reason}."
ABSENT_NO_REASON = " Thêm lý do: /thanhphan vang {no} ốm"
HAS_LINES = "⚠ {who} có lời trong biên bản mà ghi là vắng; nếu nhầm thì gửi /thanhphan comat {no}"
UNMARKED_NOW = "Chưa đánh dấu: {who}."
NOBODY_LEFT = "Mọi người trong danh sách đã được đánh dấu. Xem: /thanhphan"
EDITED = "Đã sửa số {no}: {full}."
REMOVED = "Đã bỏ khỏi danh sách: {who}. Lời đã nói (nếu có) vẫn còn trong biên bản."
MOVED_BEFORE = "Số {no} đứng ngay trước số {beside} trong báo cáo; số không đổi."
MOVED_BEHIND = "Số {no} đứng ngay sau số {beside} trong báo cáo; số không đổi."
UNDO_HOW = " Hoàn tác: /thanhphan hoantac"
UNDONE = "Đã bỏ việc vừa làm: {count} người trở lại như trước."
UNDONE_LEFT = " Số {numbers} đã đổi sau đó nên giữ nguyên; sửa tay: /thanhphan sua, /thanhphan xoa"
NOTHING_TO_UNDO = "Bạn chưa đổi gì trong danh sách này, hoặc đã bỏ hết. Xem: /thanhphan"
CAME = (
    "{who} đang ghi là vắng{reason} mà vừa nói trong cuộc họp nên chuyển thành có mặt. Nếu không "
    "phải thì thư ký gửi: /thanhphan vang {no} lý do"
)
TOAST_ALL = "Đã đánh dấu {count} người có mặt"
TOAST_DONE = "Đã ghi"

FORM_CAPTION = (
    "Tệp mẫu: mỗi dòng một người, cột nào không biết thì để trống. Điền xong gửi lại vào đây với "
    "chú thích /thanhphan"
)
EXPORT_CAPTION = (
    "Thành phần cuộc họp số {no}: {count} người. Sửa được trong Excel rồi gửi lại kèm /thanhphan"
)
EXPORT_EMPTY = "Danh sách chưa có ai nên chưa có tệp để lấy. Tệp mẫu để điền: /thanhphan file"
EXPORT_FAILED = (
    "Máy chủ không ghi được tệp (đĩa đầy hoặc thiếu quyền). Xem danh sách: /thanhphan; báo bộ phận "
    "CNTT xem nhật ký của bot."
)
FILE_READING = "Đang đọc tệp {name}…"
FILE_NOT_LIST = (
    "{name} không phải danh sách đọc được. Gửi tệp .xlsx hoặc .csv kèm chú thích /thanhphan; hoặc "
    "dán chữ, mỗi dòng một người: Họ tên - chức vụ - đơn vị. Tệp mẫu: /thanhphan file"
)
MAY_BE_LIST = (
    "Nếu đó là danh sách người dự, thư ký trả lời tin ấy bằng /thanhphan, hoặc gửi lại kèm chú "
    "thích /thanhphan."
)
REPLY_NO_FILE = (
    "Tin bạn trả lời không có tệp đọc được. Gửi tệp .xlsx hoặc .csv với chú thích /thanhphan, hoặc "
    "trả lời đúng tin có tệp ấy."
)
FILE_WRONG: Mapping[str, str] = {
    "kind": "Tệp này không phải Excel (.xlsx) hay CSV. Trong Excel chọn Lưu dưới dạng, kiểu .xlsx",
    "old": ("Tệp này là Excel kiểu cũ (.xls) hoặc có mật khẩu. Bỏ mật khẩu, lưu dưới dạng .xlsx"),
    "macros": "Tệp này có macro nên tôi không mở. Lưu dưới dạng .xlsx (không macro)",
    "big": "Tệp lớn quá 2 MB. Bỏ bớt hình ảnh, các trang tính khác",
    "rows": "Tệp có hơn 1000 dòng. Chia thành nhiều tệp",
    "empty": "Tệp này không có chữ nào. Kiểm tra lại tệp đã lưu",
    "broken": "Tệp này bị hỏng hoặc không đọc được. Mở trong Excel, lưu lại dưới dạng .xlsx",
    "letters": "Không đọc được bảng mã của tệp. Trong Excel lưu dưới dạng .xlsx hoặc CSV UTF-8",
    "heavy": "Tệp này quá nặng để đọc. Chép danh sách sang một tệp mới, lưu dưới dạng .xlsx",
    "fetch": "Chưa tải được tệp từ ứng dụng chat",
    "other": "Chưa đọc được tệp vì máy chủ có lỗi; nếu còn lỗi, báo bộ phận CNTT",
}
FILE_AGAIN = "{what}, rồi gửi lại kèm /thanhphan. Danh sách vẫn như cũ."

INFO_SERVED = "theo danh sách /thanhphan: {present} có mặt, {absent} vắng, {unmarked} chưa đánh dấu"
INFO_TEXT_COUNTS = (
    "Báo cáo dùng lời vừa viết ({labels}) thay cho danh sách /thanhphan; dùng lại danh sách: bấm "
    "nút ở /thanhphan."
)
DRAFT_SERVED = "Thành phần lấy theo danh sách /thanhphan ({count} người có mặt); hãy kiểm tra."
DRAFT_CHAT_ONLY = (
    "Thành phần chỉ gồm {count} người đã nói, đã làm gì trong khung chat này; người khác cũng dự "
    "thì thêm: /thanhphan"
)
DRAFT_UNMARKED = (
    "{count} người trong danh sách chưa đánh dấu nên không vào dự thảo; đánh dấu: /thanhphan"
)
DRAFT_ODD_NAMES = (
    "⚠ Chưa giống họ tên trong văn bản: {who}. Sửa: /thanhphan sua {no} Họ tên - chức vụ, hoặc nhờ "
    "người đó gửi /toi Họ tên - chức vụ"
)
DRAFT_DOUBTFUL = "Danh sách còn chỗ trùng tên chưa rõ một hay hai người; xem /thanhphan"

_MOST_ASIDES = 12
_MOST_WHO = 12
_SHOWN = 80  # letters of a row that was not understood


def row(one: Attendee, account: str = "") -> str:
    """A person in the list: number, name, office; why absent; whom else they may be.

    Args:
        account: theirs, where the name alone does not tell.
    """
    note = f": {one.note}" if one.note else ""
    maybe = MAYBE.format(other=one.maybe) if one.maybe else ""
    known = in_brackets(account) if account else ""
    return f"{one.no}. {one.full}{known}{note}{maybe}"


def who(people: Sequence[Attendee]) -> str:
    """``3. Nguyễn Văn An; 5. Trần Bình``"""
    names = [f"{one.no}. {one.full_name}" for one in people[:_MOST_WHO]]
    if len(people) > _MOST_WHO:
        names.append(f"… ({len(people)} người)")
    return "; ".join(names)


def maybe_absent(one: Attendee, reason: str, words: str) -> str:
    """Asks whether somebody of the list is meant, or somebody to be added.

    Args:
        reason: why they would be away; may be empty.
        words: the whole order, as typed.
    """
    why = _FOR_REASON.format(reason=reason) if reason else ""
    order = f"{one.no} {reason}".strip()
    return _MAYBE_ABSENT.format(words=words, full=one.full, no=one.no, reason=why, order=order)


def came(one: Attendee) -> str:
    """Who was marked absent has just spoken."""
    reason = f" ({one.note})" if one.note else ""
    return CAME.format(who=one.full_name, reason=reason, no=one.no)


def head(meeting: Meeting, count: int, page: int, pages: int) -> str:
    place = phrases.page_place(page, pages)
    return HEAD.format(**phrases.meeting_name(meeting), count=count, page=place)


def read(listed: Listed, new: int, known: int, name: str) -> str:
    """What became of a list: how many people, and each row that was not understood.

    Args:
        name: the file's; empty for a pasted list.
    """
    source = FROM_FILE.format(name=name) if name else ""
    if not listed.entries:
        return "\n".join([NOBODY_READ.format(source=source), *_asides(listed)])
    parts = [ADDED_NEW.format(count=new)] if new else []
    parts += [ADDED_KNOWN.format(count=known)] if known else []
    added = ", ".join(parts) or NOTHING_NEW
    said = [READ.format(count=len(listed.entries), source=source, added=added)]
    return "\n".join([*said, *_asides(listed)])


def _asides(listed: Listed) -> list[str]:
    said: list[str] = []
    twice = [aside.text for aside in listed.asides if aside.why is Odd.TWICE]
    others = [aside for aside in listed.asides if aside.why is not Odd.TWICE]
    if twice:
        said.append(TWICE.format(names=", ".join(dict.fromkeys(twice[:_MOST_WHO]))))
    if others:
        said.append(NOT_TAKEN.format(count=len(others)))
        said += [_aside(aside) for aside in others[:_MOST_ASIDES]]
        if len(others) > _MOST_ASIDES:
            said.append(NOT_TAKEN_MORE.format(count=len(others) - _MOST_ASIDES))
        said.append(NOT_TAKEN_HOW)
    if listed.columns:
        columns = ", ".join(f"“{name[:40]}”" for name in listed.columns[:8])
        said.append(UNUSED.format(columns=columns))
    return said


def _aside(aside: Aside) -> str:
    text = phrases.cut(aside.text, _SHOWN)
    return NOT_TAKEN_ROW.format(row=aside.row, text=text, why=WHY[aside.why])


def kept_present(one: Attendee, reason: str) -> str:
    """A list has somebody as absent who has spoken."""
    because = f" ({reason})" if reason else ""
    return KEPT_PRESENT.format(who=one.full_name, reason=because, no=one.no)


def given_of_several(one: Attendee, likely: Sequence[Attendee]) -> str:
    """A given name alone, which several of the list have."""
    those = "; ".join(f"số {x.no} {x.full_name}" for x in likely)
    return GIVEN_OF_SEVERAL.format(no=one.no, name=one.name, who=those)


def given_alone(people: Sequence[Attendee]) -> str:
    """Given names that nobody of the list has."""
    return GIVEN_ALONE.format(who=who(people), no=people[0].no)


def list_in_figures(people: Sequence[Attendee]) -> str:
    """How the list stands, for an item of ``/thongtin``."""
    return INFO_SERVED.format(
        present=sum(x.is_present for x in people),
        absent=sum(x.is_absent for x in people),
        unmarked=len(unmarked(people)),
    )


def numbers(given: Iterable[int]) -> str:
    return ", ".join(map(str, given))


# --- the list as an Excel file --------------------------------------------------------------------

SHEET = "Thành phần"
SHEET_HEADINGS = (
    *("STT", "Ông/Bà", "Họ và tên", "Chức vụ", "Đơn vị"),
    *("Có mặt/Vắng", "Lý do, ghi chú"),
)
SHEET_STATES: Mapping[Presence, str] = {
    Presence.PRESENT: "có mặt",
    Presence.ABSENT: "vắng",
    Presence.UNMARKED: "",
}
SHEET_CHOICE = '"có mặt,vắng"'  #: as Excel has it
