"""What a chat reads that has no buttons, no files, no signs: how things are typed there."""

from __future__ import annotations

from collections.abc import Sequence

from bot.minutes.typed.numbers import spell

RECORDED = "✓ {lines}"
HOW_TO_TAG = """\
Muốn sửa hay gắn thẻ dòng này thì gửi một tin như sau:
• yk {no}: đây là ý kiến
• kl {no}: đây là kết luận
• sua {no} rồi viết câu đúng: sửa lời
• dung {no}: máy chép đúng
• xoa {no}: bỏ dòng
Dòng khác thì thay {no} bằng số của dòng ấy."""
TAG_SHORT = "yk {no} · kl {no} · sua {no} câu đúng"
TAG_RIGHT = " · dung {no}"
RESTORE_SHORT = "khoiphuc {no}: lấy lại dòng này"
HOW_TO_CHOOSE = (
    "Ứng dụng này không có nút bấm. Muốn chọn (chỗ nào bảo bấm) thì gửi đúng chữ ở đầu dòng, ví "
    "dụ: chon {first}"
)
LINK = "{label}: {link}"
CHOICE = "chon {number}: {label}"
NO_CHOICE = (
    "Không có gì mang số {number} để chọn. Gửi lại lệnh vừa dùng để xem các lựa chọn, rồi gửi, ví "
    "dụ: chon 1"
)
ONE_CHOICE = "Mỗi lần chỉ chọn một số, ví dụ: chon {number}"
TAKEN_AS_ANSWER = (
    "Tin vừa rồi được nhận là câu trả lời, chưa ghi thành dòng. Nếu đó là lời trong cuộc họp thì "
    "gửi lại tin ấy."
)
GROUP = (
    "Ở nhóm này bot không nghe được cuộc họp: ứng dụng chỉ chuyển cho bot những tin có nhắc tên "
    "bot, nên không có gì ở đây được ghi. Hãy mở khung chat riêng với bot; ở đó mỗi tin, mỗi ghi "
    "âm của bạn đều được ghi khi cuộc họp đang mở."
)
HIDDEN = (
    "Ứng dụng không chuyển cho bot nội dung của tin vừa gửi (đường dẫn, tệp, tin chuyển tiếp, hoặc "
    "tài khoản đang bật chế độ bảo vệ) nên tin ấy không được ghi. Hãy gõ lại thành chữ, hoặc gửi "
    "tin thoại. Từ nay gặp tin như vậy bot không nhắc lại."
)
_FILES = "📎 {names}: ứng dụng này không nhận tệp từ bot. "
_FILES_WHERE = (
    "Ai dùng bot ở Telegram hay trang họp của cơ quan thì lấy được ở đó; hoặc nhờ bộ phận CNTT lấy "
    "trên máy chủ, trong DATA_DIR: {paths}"
)
_FILES_LINK = "📎 {name}: {link}"
_LINKS_END = "(đường dẫn này có hạn, đừng chuyển cho người không dự họp)"
FEW_LEFT = (
    "Bot đã gửi {count}/{most} tin của tháng này qua {door}. Từ giờ đến hết tháng, ở đó bot chỉ "
    "đáp khi được hỏi: không báo từng dòng đã ghi, không nhắc việc; mọi lời nói vẫn được ghi. Cần "
    "thêm thì nhờ bộ phận CNTT nâng gói và đặt lại ZALO_MONTHLY_MESSAGES."
)


def recorded(numbers: Sequence[int]) -> str:
    """Several acknowledgements in one.

    >>> recorded([15, 12, 13, 14])
    '✓ #12–#15'
    """
    return RECORDED.format(lines=spell(sorted(set(numbers))))


def files(given: Sequence[tuple[str, str, str]]) -> str:
    """Where files can be had that cannot be sent.

    Args:
        given: of each the name, where it lies within the data folder, and a link, or "".
    """
    rows = [_FILES_LINK.format(name=name, link=link) for name, _, link in given if link]
    rows += [_LINKS_END] if rows else []
    without = [(name, path) for name, path, link in given if not link]
    if without:
        names = ", ".join(name for name, _ in without)
        paths = ", ".join(path for _, path in without)
        rows.append(_FILES.format(names=names) + _FILES_WHERE.format(paths=paths))
    return "\n".join(rows)
