"""Office documents of tests with something changed, and pieces that both good and bad ones have."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.report.office_documents import REPORT, Office, Text, body, receiver


def but(office: Office = REPORT, **changes: Any) -> Office:
    return replace(office, **changes)


def in_body(at: int, office: Office = REPORT, **changes: Any) -> Office:
    """A document with one paragraph of its body changed."""
    texts = list(office.body)
    texts[at] = replace(texts[at], **changes)
    return replace(office, body=tuple(texts))


def last(texts: tuple[Text, ...], **changes: Any) -> tuple[Text, ...]:
    return (*texts[:-1], replace(texts[-1], **changes))


def each(texts: tuple[Text, ...], **changes: Any) -> tuple[Text, ...]:
    return tuple(replace(text, **changes) for text in texts)


def swapped(texts: tuple[Text, ...], one: int, two: int) -> tuple[Text, ...]:
    order = list(texts)
    order[one], order[two] = order[two], order[one]
    return tuple(order)


STATE, MOTTO, NUMBER = REPORT.state, REPORT.motto, REPORT.number
DATE = REPORT.place_date
assert DATE
PAGE_NO = Text("", 14)
APPENDIX = (
    Text("Phụ lục", 14, bold=True),
    Text("DANH SÁCH ĐẠI BIỂU", 14, bold=True),
    Text(
        "(Kèm theo Báo cáo số …/BC-SKHCN ngày … tháng … năm 2020 của Sở Khoa học và Công nghệ)",
        13,
        italic=True,
    ),
    body("Ông Nguyễn Văn An, Trưởng phòng Kế hoạch."),
)
WITH_APPENDIX = but(
    in_body(3, text="- Đại biểu tham dự (Phụ lục kèm theo):"), appendices=(APPENDIX,)
)
UP = (Text("Kính gửi: Ủy ban nhân dân tỉnh Đồng Tháp", before=12),)
AS_ABOVE = (receiver("- Như trên;"), *REPORT.receivers[1:])
