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
# «YK. …», «kl - …» as people type them too; the long forms are words of sentences
_PREFIX = re.compile(r"\s*(?:(yk|kl|nd|y kien|ket luan|noi dung)\s*:\s*|(yk|kl)\s*[.–-]\s+(?!\d))")
_SHORT = re.compile(r"\s*(yk|kl|nd)\s*([\d#][\d\s,;#–-]*)")


def tag_named(word: str) -> Tag | None:
    """The tag that a word means, with or without diacritics and spaces.

    >>> tag_named("Kết luận")
    <Tag.CONCLUSION: 'ketluan'>
    """
    return _NAMES.get(re.sub(r"[\s_#]", "", fold(word)))


def take_tag(text: str) -> tuple[str, Tag | None]:
    """Split a message into its words and the tag that it carries.

    ``#ykien``, ``#kết_luận`` anywhere, or ``YK:``, ``KL:``, ``Kết luận:`` in front. The last
    hashtag counts where there are several; all of them leave the text.

    >>> take_tag("KL: Giao Phòng Kế hoạch chủ trì.")
    ('Giao Phòng Kế hoạch chủ trì.', <Tag.CONCLUSION: 'ketluan'>)
    """
    tag = None
    while prefix := _PREFIX.match(fold(text)):  # «KL: Kết luận: …»
        named = tag_named(prefix[1] or prefix[2])
        if tag not in (None, named):
            break
        tag, text = named, text[prefix.end() :]
    found = list(_HASHTAG.finditer(fold(text)))
    for match in reversed(found):
        before, after = text[: match.start()].rstrip(" "), text[match.end() :].lstrip(" ")
        seam = "" if after[:1] in ("", "\n", *".,;:!?") else " "
        text = before + seam + after
    if found:
        tag = tag_named(found[-1][1])
    return text.strip(), tag


def is_labelled(text: str) -> bool:
    """Whether the words themselves are tagged (``KL: …``), rather than what they come with."""
    return bool(_PREFIX.match(fold(text)))


def short_order(text: str) -> tuple[Tag, str] | None:
    """``kl 12`` typed as a message, for doors without buttons: the tag and the numbers' text.

    >>> short_order("KL 3 5-7")
    (<Tag.CONCLUSION: 'ketluan'>, '3 5-7')
    """
    match = _SHORT.fullmatch(fold(text))
    if not match:
        return None
    return _NAMES[match[1]], match[2].strip()
