"""What people say around their name: ``xin chào, em tên là … ạ``."""

from __future__ import annotations

import re

from bot.minutes.typed.words import fold

#: words in folded text with which an order is given courteously, and that say nothing else
POLITE = frozenset(
    ("di", "nhe", "nha", "nhen", "a", "voi", "giup", "gium", "dum", "cho", "em", "toi", "minh")
)
_ME = r"(?:tôi|toi|em|mình|minh|tui|tớ|cháu|con|anh|chị|bác|chú|cô|tại hạ)"
_ALL = (
    r"(?:mọi người|moi nguoi|cả nhà|ca nha|anh chị em|anh chị|anh chi|các bác|các anh chị|các anh"
    r"|các chị|các đồng chí|các đ/c|các bạn|các sếp|thư ký|thu ky|bot|ban tổ chức|hội nghị"
    r"|chị thư ký|anh thư ký|quý vị|quý đại biểu|đồng chí|ad|admin)"
)
_GREETING = re.compile(
    rf"(?:xin\s+)?(?:kính\s+)?(?:chào|chao|thưa|hello|hi)\b(?:\s+{_ALL})*\s*[,.!:–-]*\s*",
    re.IGNORECASE,
)
_POLITE = re.compile(r"(?:dạ|da|vâng|thưa|ạ|à|ừ|alo|báo cáo)(?=[\s,.])[\s,.]*", re.IGNORECASE)
_ADDRESSED = re.compile(rf"(?:{_ALL}\s*[,!]?\s*)+(?={_ME}\b)", re.IGNORECASE)
_LEAD = re.compile(
    rf"(?:{_ME}\s+)?(?:xin\s+|được\s+|vui lòng\s+|nhờ\s+|cho\s+)*"
    r"(?:(?:tự\s+)?(?:giới thiệu|gioi thieu|đăng ký|đăng kí|khai báo|xưng|đổi|sửa|ghi|đặt|điền)"
    r"\s+)?(?:(?:cho|giúp|giùm|lại)\s+)*"
    r"(?:(?:đầy đủ|thật|họ và tên|họ tên|ho va ten|ho ten|tên|ten)\b\s*)+"
    rf"(?:(?:của\s+)?{_ME}\b\s*)?(?:đầy đủ\s*|thật\s*)?(?:(?:là|la|thành|:|=)\s*)*",
    re.IGNORECASE,
)
_I_AM = re.compile(
    rf"(?:{_ME}\s+)?(?:xin\s+)?(?:(?:giới thiệu|đăng ký)\s+)?(?:{_ME}\s+)?là\s*:?\s*", re.IGNORECASE
)
_I_AM_PLAIN = re.compile(
    r"(?:toi|em|minh|tui)\s+(?:ten\s+)?la\s+|(?:my name is|i am|i'm)\s+", re.IGNORECASE
)
_I = re.compile(r"(?:tôi|em|mình|tui|tớ|cháu|toi)\s*:?\s+(?=\S)", re.IGNORECASE)
_BEHIND = re.compile(
    r"[\s,.!~]+(?:nha|nhé|nhe|nhá|nghe|nghen|hen|hén|ạ|ah|á|đó|đây|nè|thôi|luôn|với|cơ|nhỉ|ok|hihi|hi"
    r"|haha|cho (?:em|tôi|mình|chị|anh)|giúp (?:em|tôi|mình|với)|giùm(?: em| tôi| mình)?|dùm"
    r"|xin (?:hết|chào)|(?:xin |em )?(?:cảm ơn|cám ơn|cam on)(?: (?:ạ|nhé|nha|bot|mọi người))?"
    r"|trân trọng|mọi người|cả nhà)[\s.!~]*$"
)
_LINKS = re.compile(
    r"\s*[,.;]?\s+(?:hiện\s+)?(?:đang\s+)?(?:là|làm việc (?:ở|tại)|làm|công tác (?:ở|tại)|đến từ"
    r"|thuộc|ở|bên|của|giữ chức(?: vụ)?|(?i:chức vụ|chức danh|đơn vị|cơ quan)\s*:)\s+"
)
_MOST_PARTICLES = 6  # "ạ nhé cảm ơn bot nha"
_SIGNS = re.compile(r"[^\w\s().,;:/&'’+|\-–—!~=@#]")


def without_talk(text: str) -> tuple[str, bool]:
    """The words that say who somebody is, apart from each other by ` - `; and whether there was a
    greeting with them.

    >>> without_talk("Xin chào mọi người, em tên là Lê Mai, hiện đang làm kế toán ạ")
    ('Lê Mai - kế toán', True)
    >>> without_talk("La Văn Cầu"), without_talk("Tôn Thất Tên")
    (('La Văn Cầu', False), ('Tôn Thất Tên', False))
    """
    words = _SIGNS.sub(" ", re.sub(r"[|_]+", " - ", text)).strip(" .,;:!?~-–—+|\"'#=")
    greeting = _GREETING.match(words)
    words = words[greeting.end() :] if greeting else words
    for form in (_POLITE, _GREETING, _ADDRESSED):
        found = form.match(words)
        words = words[found.end() :] if found else words
    for form in (_LEAD, _I_AM, _I_AM_PLAIN, _I):
        found = form.match(words)
        if found and found[0].strip():
            words = words[found.end() :]
            break
    words = _without_end(words)
    return _LINKS.sub(" - ", words).strip(" .,;:!?~-–—"), greeting is not None


def _without_end(words: str) -> str:
    """Without ``nha``, ``ạ`` at the end. Where nothing has a capital, a name that would end in its
    middle keeps the word: ``nguyễn thị nha``."""
    for _ in range(_MOST_PARTICLES):
        found = _BEHIND.search(words)
        left = words[: found.start()] if found else ""
        if not left.strip() or fold(left).split()[-1] in ("thi", "van"):
            break
        words = left
    return words
