"""Who is away, by number, and why: ``3 5 ốm``; each with a reason of their own: ``2 ốm, 3 bận``."""

from __future__ import annotations

import re

from bot.minutes.typed.words import fold, one_line

# what a reason begins with; a number before it is not how many there are of something
_REASON = (
    r"(?:có (?!mặt)|không (?:có )?(?:phép|lý|lí|xin|rõ|dự|đến|tham)|k\.? ?phép|kp\b|cp\b|phép\b"
    r"|(?:đang |xin |báo )*(?:(?:bị )?(?:ốm|sốt|bệnh(?! nhân| viện)|đau|mệt)\b|bị |thai sản"
    r"|nghỉ\b|đi (?!cùng|theo|kèm)|bận\b|họp\b|công tác(?! viên)|học\b(?! viên| sinh| kỳ| phần)"
    r"|về |vướng |mắc |kẹt |trùng |trực\b(?! thăng)|nằm |cấp cứu|tập huấn|điều trị|cách ly)"
    r"|đang |xin (?:phép|vắng|về)|báo (?:vắng|trước)|lý do|lí do|chưa rõ|tai nạn"
    r"|việc (?:riêng|nhà|gia|cơ|đột|cá|quan)|đưa |chăm |thăm |tiếp (?:khách|dân|đoàn|công)"
    r"|dự (?:họp|hội|tập|lớp|lễ|đám|tiệc|khai)|sinh (?:con|em|cháu)"
    r"|làm (?:việc|nhiệm)|tham gia|lên |xuống )"
)
_IN_MARKS = re.compile(_REASON)
# in words without marks a noun may look like one
_UNMARKED = re.compile(
    r"(?!nghi (?:quyet|dinh|thuc)|hop (?:dong|tac)|di (?:tich|san|tan|vat)|ban (?:nganh|chi|be|hoc"
    r"|giam|hang)|co (?:quan|so|dong|giao)|ve (?:so|xe)|dau (?:tu|bai|xe|ra|vao))" + fold(_REASON)
)
_NUMBER = re.compile(r"[#\s,;]*\d{1,6}(?:\s*[-–]\s*#?\d{1,6})?(?!\w)")
_HEAD = re.compile(r"\s*so\s*(?=#?\d)")
_MAY_BE_NEXT = re.compile(
    r"[,;]\s*(?=(?:so\s+)?#?\d{1,4}(?:[\s,]+#?\d{1,4}(?!\d))*\s+(?P<said>[^\W\d][^,;]*))"
)


def is_why(words: str) -> bool:
    """Whether words certainly begin a reason for which somebody is away.

    >>> is_why("đi học"), is_why("di hoc"), is_why("hợp đồng"), is_why("ngày")
    (True, True, False, False)
    """
    said, folded = one_line(words).lower(), fold(one_line(words))
    return bool((_UNMARKED if said == folded else _IN_MARKS).match(f"{said} "))


def each_absent(words: str) -> list[tuple[str, str]]:
    """The numbers that were typed, each with the reason behind them; one for all, unless behind a
    further number there certainly is another reason.

    >>> each_absent("3 5 ốm")
    [('3 5', 'ốm')]
    >>> each_absent("2 ốm, 3 đi học, 2 ngày")
    [('2', 'ốm'), ('3', 'đi học, 2 ngày')]
    """
    found, begins = [], 0
    for at in _MAY_BE_NEXT.finditer(fold(words)):
        reason = words[at.start("said") : at.end("said")]
        if _apart(words[begins : at.start()])[1] and is_why(reason):
            found.append(_apart(words[begins : at.start()]))
            begins = at.end()
    found.append(_apart(words[begins:]))
    named = [number for numbers, _ in found for number in re.findall(r"\d+", numbers)]
    if not found[0][0] or len(set(named)) < len(named):
        return [_apart(words)]
    return found


def _apart(words: str) -> tuple[str, str]:
    """The numbers at the beginning, and the reason."""
    head = _HEAD.match(fold(words))
    begins = end = head.end() if head else 0
    while number := _NUMBER.match(words, end):
        end = number.end()
    return words[begins:end].strip(), one_line(words[end:]).strip(" .,;:()-–")
