"""What was said where no meeting was open, and what may be done with it."""

from __future__ import annotations

BUTTON_REOPEN = "Mở lại và ghi"
BUTTON_OPEN = "Mở cuộc họp và ghi"
BUTTON_ALL = "Ghi cả {count} tin"
BUTTON_NONE = "Không ghi"
HOW_TO_BEGIN = (
    "Chưa có cuộc họp nào đang mở nên tin này chưa được ghi; bot giữ lại {hours} giờ. Muốn ghi thì "
    "bấm nút dưới đây, hoặc gửi: /batdau Tên cuộc họp. Xem hướng dẫn: /trogiup"
)
#: behind it, in private
OR_COME_IN = "Được mời vào một cuộc họp thì gửi mã: /vao kèm mã sáu số."
SPOKEN = (
    "Chưa có cuộc họp nào đang mở nên ghi âm này chưa vào biên bản; bot giữ lại {hours} giờ. Muốn "
    "ghi thì bấm nút dưới đây."
)
SPOKEN_AFTER = (
    "Cuộc họp số {no} “{title}” đã đóng nên ghi âm này chưa vào biên bản; bot giữ lại {hours} giờ. "
    "Muốn ghi thì bấm nút dưới đây."
)
GONE = "Tin này đã ghi rồi, hoặc đã quá {hours} giờ"
RECORDED = "Đã ghi vào cuộc họp số {no} “{title}”."
LEFT_OUT = "Không ghi {count} tin gửi ngoài giờ họp."
MORE = "Còn {count} tin gửi lúc chưa mở cuộc họp ({what}) chưa ghi. Có ghi vào cuộc họp này không?"
_SPOKEN, _TYPED = "{count} ghi âm", "{count} tin gõ"
UNNAMED = "Cuộc họp ngày {day}"
NAME_IT = "Tên cuộc họp đang lấy theo ngày; đặt lại: /thongtin tên: Tên cuộc họp"


def how_many(spoken: int, typed: int) -> str:
    """``2 ghi âm, 1 tin gõ``"""
    kinds = ((_SPOKEN, spoken), (_TYPED, typed))
    return ", ".join(words.format(count=count) for words, count in kinds if count)
