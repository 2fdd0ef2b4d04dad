"""How people have their phones and computers trust the page: what its page and files say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PROFILE_NAME = "Trang họp Biên bản"
PROFILE_TEXT = (
    "Cho phép máy này mở trang họp của cơ quan. Chứng chỉ này chỉ có giá trị cho: {names}. Gỡ hồ "
    "sơ này là máy thôi tin chứng chỉ."
)

_PAGE: Mapping[str, Any] = {
    "tab": "Cài chứng chỉ",
    "heading": "Cài chứng chỉ của trang họp",
    "lead": (
        "Cơ quan dùng chứng chỉ riêng cho trang họp. Mỗi máy cài một lần; cài rồi thì trang mở "
        "không còn cảnh báo và ghi âm được."
    ),
    "only": "Chứng chỉ này chỉ có giá trị cho {names}; không ai dùng nó để giả trang khác được.",
    "download": "Tải chứng chỉ",
    "download_profile": "Tải hồ sơ cho iPhone, iPad",
    "compare": "Mã so (SHA-256)",
    "compare_why": (
        "Trước khi cài, so mã này với mã mà bộ phận CNTT báo (máy chủ ghi trong nhật ký mỗi lần "
        "chạy). Khác một chữ thì đừng cài, và báo bộ phận CNTT."
    ),
    "steps": "Cài từng bước",
    "done": "Cài xong: mở trang họp",
    "qr": "Mã QR của trang này, để mở trên điện thoại",
    "qr_text": "Mở trang này trên điện thoại: quét mã, hoặc gõ {address}",
    "needless": "Trang họp này không cần cài chứng chỉ: hãy mở ngay.",
    "systems": (
        (
            "iPhone, iPad",
            (
                "Mở trang này bằng Safari, bấm “Tải hồ sơ cho iPhone, iPad”, rồi Cho phép.",
                "Mở ứng dụng Cài đặt, bấm “Đã tải về hồ sơ” ở phía trên, rồi Cài đặt và nhập mật "
                "mã của máy.",
                "Vào Cài đặt > Cài đặt chung > Giới thiệu > Cài đặt tin cậy chứng nhận (ở cuối "
                "trang), bật “{subject}”. Thiếu bước này thì trang vẫn báo không an toàn.",
            ),
        ),
        (
            "Android",
            (
                "Bấm “Tải chứng chỉ”. Máy mở tệp ngay mà không cài được thì đóng lại.",
                "Mở Cài đặt, tìm “chứng chỉ CA” (thường ở Bảo mật > Cài đặt bảo mật khác > Cài "
                "đặt từ bộ nhớ máy, hoặc Mã hoá và thông tin xác thực > Cài đặt chứng chỉ).",
                "Chọn Chứng chỉ CA, Vẫn cài đặt, rồi chọn tệp bien-ban.crt vừa tải.",
                "Mở trang bằng Chrome. Firefox trên Android không dùng chứng chỉ tự cài.",
            ),
        ),
        (
            "Windows",
            (
                "Bấm “Tải chứng chỉ”, mở tệp bien-ban.crt, bấm Cài đặt Chứng chỉ (Install "
                "Certificate).",
                "Chọn Người dùng Hiện tại (Current User), Tiếp (Next).",
                "Chọn Đặt tất cả chứng chỉ vào kho sau (Place all certificates in the following "
                "store), Duyệt (Browse), Tổ chức Chứng nhận Gốc Tin cậy (Trusted Root "
                "Certification Authorities), OK.",
                "Bấm Tiếp (Next), Kết thúc (Finish), và Có (Yes) khi Windows hỏi; rồi đóng hẳn "
                "trình duyệt và mở lại.",
                "Bộ phận CNTT cài cho cả máy (chạy với quyền quản trị): certutil -addstore Root "
                "bien-ban.crt",
            ),
        ),
        (
            "macOS",
            (
                "Bấm “Tải chứng chỉ”, mở tệp bien-ban.crt để đưa vào Truy cập chuỗi khoá (Keychain "
                "Access).",
                "Mở chứng chỉ “{subject}” ở đó, phần Tin cậy (Trust) chọn Luôn tin cậy (Always "
                "Trust), rồi đóng hẳn trình duyệt và mở lại.",
            ),
        ),
    ),
}


def page(names: str, subject: str, address: str) -> dict[str, Any]:
    """What stands on the page.

    Args:
        names: for which the certificate is, separated by commas.
        subject: the name under which a phone lists it.
        address: of the page, to be typed.
    """
    about = {"names": names, "subject": subject, "address": address}
    return {name: _filled(value, about) for name, value in _PAGE.items()}


def _filled(value: Any, about: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return value.format(**about)
    return tuple(_filled(one, about) for one in value)
