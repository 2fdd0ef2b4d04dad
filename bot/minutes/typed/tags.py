"""The words by which a person tags a line, inside a message or as an argument."""

from __future__ import annotations

import re

from bot.minutes.model import Tag
from bot.minutes.typed.words import fold

_NAMES = {
    "ykien": Tag.OPINION,
    "yk": Tag.OPINION,
    "ketluan": Tag.CONCLUSION,
    "kl": Tag.CONCLUSION,
    "noidung": Tag.CONTENT,
    "nd": Tag.CONTENT,
}
_HASHTAG = re.compile(r"(?<!\w)#\s?(y[ _]?kien|ket[ _]?luan|noi[ _]?dung|yk|kl|nd)(?!\w)")
# the mark of a row before a tag: «- KL: …», «1. KL: …», «a) YK: …»
_PICTURES = r"(?:[\u2190-\u21ff\u2460-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f]\s*)*"
_MARK = rf"\s*{_PICTURES}(?:(?:[-–—+*•▪]|\(?\d{{1,2}}\s*[.)/]|\(?[a-z]\s*[.)])\s*)?"
# «YK. …», «kl - …», «KL 1: …» as people type them too; the long forms are words of sentences
_PREFIX = re.compile(
    _MARK + r"(?:[*_]{0,2}(yk|kl|nd|k[./]l|y[./]k|y kien|ket luan|noi dung)"
    r"(?:\s*(?:so|thu)?\s*(?:\d{1,2}|\(\d{1,2}\)|nhat|hai|ba))?\s*[*_]{0,2}:[*_]{0,2}\s*"
    r"|(yk|kl)\s*(?:\d{1,2}\s*)?[.;–-]\s+(?!\d)"
    r"|[(\[]\s*(yk|kl|y kien|ket luan)\s*[)\]]\s*[:.–-]?\s*"  # «[KL] …»
    # «Em có ý kiến: …», «Ý kiến của tôi là: …»
    r"|(?:(?:(?:toi|em|minh|chung toi|xin|cho|phep|duoc)\s+)+(?:co\s+|gop\s+)?)?(y kien|yk)"
    r"(?:\s+cua\s+(?:toi|em|minh|chung toi))?(?:\s+(?:la|nhu sau))?\s*:\s*)"
)
# «YK của bà Tám: …» is what somebody tells of another: no part of it is cut off
_OF_ANOTHER = re.compile(r"cua\s+(?!(?:toi|em|minh|chung toi)\b)")
# «YK Đề nghị …» without a colon: with a capital behind it; «yk» and a conclusion's verb without
_BARE = re.compile(_MARK + r"(YK|KL|ND|[Yy]k|[Kk]l)\s+(?=[^\W\d_])")
_CONCLUDES = re.compile(
    r"(?:giao|thong nhat|nhat tri|dong y|de nghi|yeu cau|chap thuan|thong qua|phe duyet)\b"
)
_AFTER_HASHTAG = re.compile(r"[ \t]*[:.–—-]+\s*")  # «#Ý kiến: Phòng …»
_SHORT = re.compile(r"\s*(yk|kl|nd)\s*([\d#][\d\s,;#–-]*)")


def tag_named(word: str) -> Tag | None:
    """The tag that a word means, with or without diacritics and spaces.

    >>> tag_named("Kết luận")
    <Tag.CONCLUSION: 'ketluan'>
    """
    return _NAMES.get(re.sub(r"[\s_#./]", "", fold(word)))


def take_tag(text: str) -> tuple[str, Tag | None]:
    """Split a message into its words and the tag that it carries.

    ``#ykien``, ``#kết_luận`` anywhere, or ``YK:``, ``KL:``, ``Kết luận:`` in front. The last
    hashtag counts where there are several; all of them leave the text.

    >>> take_tag("KL: Giao Phòng Kế hoạch chủ trì.")
    ('Giao Phòng Kế hoạch chủ trì.', <Tag.CONCLUSION: 'ketluan'>)
    """
    tag = None
    while prefix := _labelled(text, again=tag is not None):  # “KL: Kết luận: …”
        named, begins = prefix
        if tag not in (None, named):
            break
        tag, text = named, _closed(text, begins)
    found = list(_HASHTAG.finditer(fold(text)))
    for match in reversed(found):
        before, after = text[: match.start()].rstrip(" "), text[match.end() :].lstrip(" ")
        if not before.strip():
            colon = _AFTER_HASHTAG.match(after)
            after = after[colon.end() :] if colon else after
        seam = "" if after[:1] in ("", "\n", *".,;:!?") else " "
        text = before + seam + after
    if found:
        tag = tag_named(found[-1][1])
    return text.strip(), tag


# signs of bold and slanted letters that open at the label: «*KL: Giao Phòng A*»
_OPENED = re.compile(
    rf"\s*{_PICTURES}(?:(?:[-–—+*•▪]|\(?\d{{1,2}}\s*[.)/]|\(?[a-z]\s*[.)])\s+)?([*_]{{1,2}})(?=\w)"
)


def _closed(text: str, begins: int) -> str:
    """The words behind a label, without the signs that close what was opened before it and is not
    closed beside its colon."""
    words = text[begins:]
    opened = _OPENED.match(text, 0, begins)
    if opened is None or re.search("[*_]", text[opened.end() : begins]):
        return words
    return words.rstrip().removesuffix(opened[1][::-1])


def _labelled(text: str, *, again: bool = False) -> tuple[Tag | None, int] | None:
    """The tag whose label stands in front of the words, and where those begin; None: none does.

    Args:
        again: behind another label, where one without a mark of its own is a word.
    """
    prefix = _PREFIX.match(fold(text))
    if prefix and "đ" not in text[: prefix.end()].lower():  # «NĐ 30: …» is a decree
        return tag_named(next(word for word in prefix.groups() if word)), prefix.end()
    bare = _BARE.match(text)  # here the letters count too
    if bare is None or again:
        return None
    words = text[bare.end() :]
    if _OF_ANOTHER.match(fold(words)):
        return None
    if not words[0].isupper() and bare[1].lower() != "yk" and not _CONCLUDES.match(fold(words)):
        return None
    return tag_named(bare[1]), bare.end()


_SPOKEN = {Tag.OPINION: "Ý kiến", Tag.CONCLUSION: "Kết luận", Tag.CONTENT: "Nội dung"}
_IS = re.compile(r"(?:là|như sau)\s*(?::\s*|\s(?=\S))|:\s*(?=\S)")


def behind_the_command(words: str, tag: Tag) -> str:
    """The sentence of ``/kết luận là: Giao Phòng A``; one that the command's own words begin stays
    whole.

    >>> behind_the_command("là: Giao Phòng A", Tag.CONCLUSION)
    'Giao Phòng A'
    >>> behind_the_command("của anh An: đồng ý", Tag.OPINION)
    'Ý kiến của anh An: đồng ý'
    """
    if _OF_ANOTHER.match(fold(words)):
        return f"{_SPOKEN[tag]} {words}"
    found = _IS.match(words)
    return words[found.end() :] if found and words[found.end() :].strip() else words


def is_labelled(text: str) -> bool:
    """Whether the words themselves are tagged (``KL: …``), rather than what they come with."""
    return _labelled(text) is not None


def short_order(text: str) -> tuple[Tag, str] | None:
    """``kl 12`` typed as a message, for doors without buttons: the tag and the numbers' text.

    >>> short_order("KL 3 5-7")
    (<Tag.CONCLUSION: 'ketluan'>, '3 5-7')
    """
    match = _SHORT.fullmatch(fold(text))
    if not match:
        return None
    return _NAMES[match[1]], match[2].strip()
