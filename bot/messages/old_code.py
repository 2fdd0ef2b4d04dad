"""Words that are not in Unicode."""

from __future__ import annotations

BUTTON_CHANGE = "Chuyển sang Unicode"
BUTTON_KEEP = "Giữ nguyên"
_OF_LINE = (
    "⚠ Dòng #{no} có vẻ {why}; để nguyên thì văn bản in ra không đọc được. Chuyển thành: “{text}”?"
)
_OF_COMMAND = "Lệnh này có vẻ {why} nên chưa làm. Hãy chép câu sau, xem lại rồi gửi: {text}"
_LINE_LOST = (
    "⚠ Dòng #{no} có vẻ {why} và đã mất một số ký tự nên không đọc lại được; để nguyên thì văn bản "
    "in ra cũng vậy. Hãy gõ lại: /sua {no} câu đúng"
)
_COMMAND_LOST = "Lệnh này có vẻ {why} và đã mất một số ký tự nên chưa làm. Hãy gõ lại lệnh rồi gửi."
_CODE = "gõ theo bảng mã cũ ({code})"
_GARBLED = "bị sai bảng mã (UTF-8)"
_KEYS = "gõ {code} mà chưa bật bộ gõ"
ROW = "⚠ {why}"
CHANGED = "Đã chuyển dòng #{no} sang Unicode: “{text}”"
KEPT = "Dòng #{no} giữ nguyên như đã gõ."
_LONGEST = 1500


def of_line(no: int, code: str, text: str) -> str:
    """The question about a line; an empty text: nobody can read it."""
    if not text:
        return _LINE_LOST.format(no=no, why=why(code))
    return _OF_LINE.format(no=no, why=why(code), text=text[:_LONGEST])


def of_command(code: str, name: str, text: str) -> str:
    """Why a command was not done, and what to send instead.

    Args:
        name: the command's.
        text: what stands behind it, as it should be; empty where nobody can read that.
    """
    if not text:
        return _COMMAND_LOST.format(why=why(code))
    text = f"/{name} {text}"
    return _OF_COMMAND.format(why=why(code), text=text)


def why(code: str) -> str:
    """What is the matter with a text of this code (``minutes.typed.legacy.Unicode.code``)."""
    if code == "UTF-8":
        return _GARBLED
    keys = {"Telex": "Telex", "kiểu gõ VNI": "kiểu VNI", "VIQR": "VIQR"}
    return _KEYS.format(code=keys[code]) if code in keys else _CODE.format(code=code)
