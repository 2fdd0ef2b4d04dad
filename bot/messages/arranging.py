"""Lines put together, apart, in order; who said them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

USE_MERGE = (
    "Hãy ghi số các dòng cần gộp, dòng được giữ viết trước, ví dụ: /gop 5 6 (lời của dòng 6 nối "
    "vào dòng 5)."
)
USE_SPLIT = (
    "Hãy ghi số dòng rồi chỗ tách: số câu hoặc mấy chữ mở đầu phần sau. Ví dụ: /tach 5 | câu 2, "
    "hoặc: /tach 5 | Về kinh phí"
)
USE_MOVE = "Hãy viết theo mẫu: /doi 5 sau 8, hoặc /doi 5 truoc 2. Xem số dòng: /dong"
USE_SPEAKER = (
    "Hãy ghi số dòng rồi họ tên, chức vụ của người đã nói. Ví dụ: /nguoinoi 5 Nguyễn Văn An - "
    "Trưởng phòng Kế hoạch; nhiều dòng: /nguoinoi 5 7-9 Nguyễn Văn An"
)
USE_INSERT = (
    "Hãy viết câu cần thêm sau lệnh. Ví dụ: /them Nguyễn Văn An - Trưởng phòng: Đề nghị gia hạn. "
    "Không có tên thì là lời bạn gõ: /them KL: Thống nhất gia hạn."
)
MERGED = "Đã gộp {lines} vào #{no}: {text}\nHoàn tác: /hoantac"
MERGED_TWO_PEOPLE = "\n⚠ Đây là lời của {who}; dòng gộp ghi tên {speaker}. Đổi: /nguoinoi"
MERGES_TWO_PEOPLE = (
    "Các dòng này là lời của {who} nên giữ nguyên: gộp lời của hai người là việc của thư ký."
)
SPLIT = "Đã tách #{no} làm hai. Hoàn tác: /hoantac\n#{no}: {first}\n#{new}: {second}"
SPLIT_NOWHERE = "Dòng #{no} không có chữ “{words}” nên giữ nguyên. Xem dòng: /dong {no}"
SPLIT_MANY = (
    "Dòng #{no} có {count} chỗ “{words}” nên giữ nguyên. Hãy viết dài hơn, đủ để chỉ còn một chỗ."
)
_SPLIT_HOW = (
    "Dòng #{no} giữ nguyên. Dòng có {count} câu:\n{rows}\nTách từ câu thứ hai: /tach {no} | câu 2; "
    "từ mấy chữ nào đó: /tach {no} | mấy chữ ấy"
)
_SPLIT_ONE = (
    "Dòng #{no} chỉ có một câu nên giữ nguyên. Tách từ mấy chữ nào đó: /tach {no} | mấy chữ ấy"
)
MOVED_BEHIND = "Từ bây giờ #{no} đứng ngay sau #{beside}; số dòng không đổi. Hoàn tác: /hoantac"
MOVED_BEFORE = "Từ bây giờ #{no} đứng ngay trước #{beside}; số dòng không đổi. Hoàn tác: /hoantac"
SPEAKER_NOW = "Người nói {lines} là: {who} (trước đó: {before}). Hoàn tác: /hoantac"
WHICH_OF_THESE = "Có mấy người cùng tên: {who}. Hãy viết cả chức vụ."
NAME_TOO_LONG_HERE = "Tên hoặc chức vụ dài quá 200 chữ. Hãy viết ngắn lại."


def people(names: Iterable[str]) -> str:
    """``Lê Thị Hà và Nguyễn Văn An``"""
    return " và ".join(names)


def split_how(no: int, sentences: Sequence[str]) -> str:
    """Where a line could be cut."""
    if len(sentences) < 2:
        return _SPLIT_ONE.format(no=no)
    rows = [f"{n}. {text[:80]}" for n, text in enumerate(sentences[:20], start=1)]
    return _SPLIT_HOW.format(no=no, count=len(sentences), rows="\n".join(rows))
