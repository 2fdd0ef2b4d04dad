"""What people type to be done: a command in other words, without its stroke, said to the bot."""

from __future__ import annotations

import re

from bot.minutes.info import begins_with_item
from bot.minutes.typed.numbers import read_numbers
from bot.minutes.typed.tags import is_labelled, take_tag
from bot.minutes.typed.vocabulary import Order, Takes, Vocabulary
from bot.minutes.typed.words import fold

# «/đổi tên cuộc họp thành …», «/doi_ten_cuoc_hop …»
_RENAMED = re.compile(
    r"(?:doi|sua|dat|thay)(?: ?lai)? ?ten(?: ?lai)? ?(?:cua )?(?:cuoc|buoi|hoi)? ?(?:hop|nghi)"
    r"(?: lai| nay)*(?![^\W\d_])\s*:?\s*"
)
_INTO = re.compile(r"(?:thành(?! lập)|thanh(?! lap)|là|la|sang)(?!\w)\s*:?\s*")
# the name, for whom, what ends the name, the rest
_COMMAND = re.compile(r"/\s*([^\W\d_][\w]*)?(?:@\w+)?([^\w\s]*)\s*(.*)", re.DOTALL)
_MOST_WORDS = 5  # of a command written apart
_FIRST = re.compile(r"\W*(\w+)(?:\W*?(?=\s)|[^\w:]*$)")
_SHORT_LABEL = re.compile(r"(?:kl|yk|nd|#\w+)\s*\d*\s*:")
_COMPLAINS = re.compile(r"(?:(?:chua|khong|bi|con) )?(?:dung|sai|nham|lon|thieu|loi|sot)\b")
_PARTICLES = r"(?:di|nhe|nha|nhen|a|voi|giup|giup toi|ngay|thoi|luon)"
_POLITE = r"(?:hay|xin|lam on|nho|vui long|cho|cho toi|cho minh|cho em|giup|giup toi|muon)"
_BOT = re.compile(
    r"\W*(?:@\w*bot\b|(?:(?:em|chao)\s+)?(?:chat\s?)?(?:bot|tro ly)\s+oi\b|bot\s*(?=[,:]))"
    r"[\s,:.!–-]*"
)
_WRITE = re.compile(
    rf"(?:{_POLITE}\s+)*(?:ghi|chep|note|luu)\b(?:\s+(?:giup|ho|gium|dum|lai|nhan|vao|bien ban|"
    r"cho|toi|em|anh|chi|minh|cau|nay|sau|la|rang|nhe|nha|voi|dong))*\s*(?P<end>[:,–-]*)\s*"
)
_TO_BOT = re.compile(
    r"\W*(?:(?:nho|xin|da|nay|alo|chao|a)\s*,?\s+)*(?:(?:em|anh|chi|ban|thu ky)\s+)?"
    r"(?:@\w*bot|(?:chat\s?)?bot|tro ly)\b(?:\s+(?:oi|nhe|nha|a|nay|cho|giup))*[\s,:.!–-]*"
)
_OPENS = re.compile(
    r"(?:(?:chung ta|toi|xin|ta)\s+)?(?:xin\s+)?(?:bat dau|khai mac|mo)\s+"
    r"(?=(?:cuoc |buoi |hoi )?(?:hop|nghi)\b)"
)


def typed_order(text: str) -> Order | None:
    """A message that begins with a stroke: what stands behind the stroke up to the first blank, as
    typed, and the rest. None: it begins with none.

    The name is empty where there is none. What ends it (``/Kết thúc!``) is left out, but for the
    mark of a number (``/xoa#3``) and a dash (``/ketluan-3``).

    >>> typed_order("/thuky@tenbot @mai"), typed_order("/rasoat."), typed_order("Họp")
    (('thuky', '@mai'), ('rasoat', ''), None)
    """
    found = _COMMAND.fullmatch(text)
    if found is None:
        return None
    mark = found[2] if found[2] in ("#", "-") else ""
    return found[1] or "", mark + found[3]


def read_order(name: str, rest: str, known: Vocabulary) -> Order | None:
    """The command that was meant: ``/ketluan 8``, ``/ket luan 8``, ``/ketluan8``, ``/đồng ý``.

    The longest reading counts: ``/xoá cuộc họp 4`` deletes no line.

    Args:
        name: what stands behind the stroke, up to the first blank.

    Returns:
        a name of the command and what stands behind it; None: no command is called so.
    """
    first = fold(name).replace("_", "")
    renamed = _RENAMED.match(f"{first} {fold(rest)}")
    if renamed:
        title = rest[max(renamed.end() - len(first) - 1, 0) :]
        into = _INTO.match(title)
        title = (title[into.end() :] if into else title).strip(' “”"')
        return "thongtin", f"tên: {title}" if title else ""
    readings = [(first, rest)]
    joined, left = first, rest
    while len(readings) < _MOST_WORDS and (word := _FIRST.match(left)):
        joined, left = joined + fold(word[1]), left[word.end() :].lstrip()
        readings.append((joined, left))
    says_close, says_yes = name.lower().startswith("đóng"), name.lower().startswith("đồng")
    for joined, left in reversed(readings):
        found = known.meaning(joined, left)
        if found is None or (found[0] == "dong" and says_yes and len(readings) > 1):
            continue
        if found[0] == "dong" and says_close and not left:
            return "ketthuc", ""
        return found
    item = begins_with_item(f"{name} {rest}")
    if item:
        return "thongtin", f"{item[0].label}: {item[1]}" if item[1] else ""
    glued = re.fullmatch(r"([a-z]+)(\d+)", first)
    if glued and known.has(glued[1]):
        gap = "" if rest.startswith("-") else " "
        return glued[1], f"{glued[2]}{gap}{rest}".strip()
    return None


def without_stroke(text: str, known: Vocabulary) -> Order | None:
    """A command typed as one word but without its stroke: ``batdau họp tổ dân phố``.

    Nobody writes «batdau» in a sentence. With words behind it that the command takes no part of,
    it is a sentence all the same, and None is returned.
    """
    word = re.match(r"\s*([A-Za-z]+)(?:\s+|$)", text)
    if word is None or known.is_spoken(word[1].lower()):
        return None
    name, rest = word[1].lower(), text[word.end() :]
    found = known.meaning(name, rest)
    if found is None:
        return None
    takes = known.takes(found[0])
    taken = takes is Takes.WORDS or (takes is Takes.ROWS and (":" in rest or "\n" in rest))
    return found if taken or not rest.strip() or read_numbers(rest) else None


def asked_of_bot(text: str, known: Vocabulary) -> Order | None:
    """A command said to the bot by name: ``bot ơi kết thúc họp đi``, ``@tenbot /dong 5``."""
    folded = fold(text)
    called = _BOT.match(folded) or _TO_BOT.match(folded)
    if called is None or not called.end():
        return None
    rest = text[called.end() :]
    typed = typed_order(rest)
    if typed:
        return read_order(*typed, known)
    return whole_order(rest, known) or without_stroke(rest, known)


def whole_order(text: str, known: Vocabulary) -> Order | None:
    """The command that a message, of nothing else, names in words: ``Kết thúc cuộc họp.``"""
    words = re.sub(r"[\W_]+", " ", fold(text)).strip()
    bare = re.sub(rf"(?: {_PARTICLES})+$", "", words)
    asked = re.sub(rf"^(?:{_POLITE} )+", "", bare)
    for said in (words, bare, asked, re.sub(r"^(?:xem|lay|mo) ", "", asked)):
        found = known.meaning(said.replace(" ", ""), "") if " " in said else None
        if found:
            return found
    done = _TASK_DONE.fullmatch(asked)
    return ("nhiemvu", f"xong {done[1]}") if done else None


_TASK_DONE = re.compile(r"(?:da )?(?:xong|hoan thanh) (?:nhiem vu|viec) (?:so )?(\d{1,4})")


_CORRECTS = re.compile(
    r"(?:(?:[^:\n]{0,40}\b(?:sai|nhầm|lộn|lỗi|chưa đúng|không đúng)\b[^:\n]{0,20}?)?"
    r"\b(?:phải|đúng(?: ra)?|ý (?:tôi|em)(?: nói)?)\s+là"
    r"|(?:xin\s+|cho\s+)?(?:tôi\s+|em\s+)?(?:đính chính|sửa)(?:\s+(?:lại|thành|là|câu|này))*"
    r"|(?:lại\s+)?(?:thành|là))\s*:\s*(?=\S)",
    re.IGNORECASE,
)
_BECOMES = re.compile(r"(?:lại\s+)?thành\s+(?=[“\"A-ZĐÀ-ỸĂÂÊÔƠƯ][^A-ZĐ])")


def right_words(text: str) -> str:
    """The right sentence without the words that say it is one.

    >>> right_words("Câu này chép sai, phải là: Phòng A chủ trì.")
    'Phòng A chủ trì.'
    >>> right_words("thành: Phòng A chủ trì."), right_words("Thành lập tổ công tác: 5 người")
    ('Phòng A chủ trì.', 'Thành lập tổ công tác: 5 người')
    """
    found = _CORRECTS.match(text) or _BECOMES.match(text)
    return text[found.end() :] if found else text


def without_address(text: str) -> str:
    """A sentence without the words that ask the bot to write it.

    >>> without_address("Bot ơi ghi giúp: Phòng A đề nghị gia hạn.")
    'Phòng A đề nghị gia hạn.'
    """
    folded = fold(text)
    begin = _before_label(text, folded)
    if begin:
        return text[begin:]
    called = _BOT.match(folded)
    begin = called.end() if called else 0
    asked = _WRITE.match(folded, begin)
    if asked is None or not text[asked.end() :].strip():
        return text
    helps = re.search(r"\b(?:giup|ho|gium|dum|lai|vao|bien ban|cau)\b", asked[0])
    if helps and (begin or ":" in asked["end"]):
        return text[asked.end() :]
    if begin and ":" in text[asked.end() - 1 :][:30]:  # «bot ơi ghi ý kiến: …»
        return text[asked.end() :]
    return text


def _before_label(text: str, folded: str) -> int:
    """Where behind «em bot ghi nhận» a label begins: ``KL: Giao Phòng A``; 0: none does."""
    called = _TO_BOT.match(folded)
    begin = called.end() if called else 0
    asked = _WRITE.match(folded, begin)
    # without the bot's name it is said to nobody, but for what no sentence has: «ghi nhận KL: …»
    for at in (asked.end() if asked else 0, begin):
        sure = called or _SHORT_LABEL.match(folded, at)
        if at and sure and is_labelled(text[at:]):
            return 0 if _COMPLAINS.match(fold(take_tag(text[at:])[0])) else at
    return 0


def opening_title(text: str) -> str:
    """The meeting that a sentence says is beginning, as it may be called; empty: it says none.

    >>> opening_title("Bắt đầu họp tổ dân phố số 5.")
    'họp tổ dân phố số 5'
    """
    folded = fold(text)
    called = _BOT.match(folded)
    found = _OPENS.match(folded, called.end() if called else 0)
    if not found or "?" in text or "\n" in text:
        return ""
    title = text[found.end() :].strip(" .!,;:")
    return re.sub(rf"(?:\s+(?:{'|'.join(('nhé', 'nha', 'đi', 'ạ', 'thôi'))}))+$", "", title)
