"""``/thanhphan``: who takes part in a meeting, pasted, from a file, and from the chat."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.conversation.attendance import buttons
from bot.conversation.attendance.changing import ORDERS
from bot.conversation.attendance.lists import FORM, export, pasted, take_file
from bot.conversation.attendance.named import order_by_name
from bot.conversation.attendance.shown import page_now
from bot.conversation.command import Command, Hint, InMenus
from bot.conversation.context import Context, Replies
from bot.desk.attendance import bring_up_to_date
from bot.doors.port import MediaKind, SendFile
from bot.messages import attendance as said
from bot.minutes.rights import Act
from bot.minutes.typed.numbers import MEETING
from bot.minutes.typed.vocabulary import Takes
from bot.minutes.typed.words import clean, fold


def people(context: Context, text: str) -> Replies:
    """``/thanhphan``: shows the list; what stands behind it changes it."""
    if context.incoming.media is not None:
        return take_file(context)
    words = clean(text)
    folded = fold(words)
    if re.fullmatch(r"(?:file|tep|mau|file mau|tep mau|bieu mau)", folded):
        return [SendFile(str(FORM), FORM.name, said.FORM_CAPTION, blank=True)]
    if re.fullmatch(r"(?:giup|tro giup|huong dan|cach dung|\?)", folded):
        return [context.say(said.USE)]
    asked = re.fullmatch(rf"(?:{MEETING})?\s*(?:trang (\d{{1,6}}))?", folded)
    if asked:
        if not words and context.incoming.reply_to:
            return _take_replied(context)
        return _shown(context, int(asked[1]) if asked[1] else None, int(asked[2] or 1))
    meeting = context.require_meeting(None, or_seen=True)
    if re.fullmatch(r"(?:xuat|xuat file|xuat tep|excel|tai ve)", folded):
        return export(context, meeting)
    if not context.may(Act.STEER, meeting):
        return [context.say(context.refused(Act.STEER, meeting))]
    bring_up_to_date(context.store, meeting)
    if _ALL_CAME.fullmatch(folded.strip(" .!")):
        return ORDERS["comat"](context, meeting, "het")
    name, rest = _order(words)
    if name:
        return ORDERS[name](context, meeting, rest)
    named = _MARKS.match(words)
    if named:  # "vắng Nghĩa đi công tác"
        order, rest = _NAMES[fold(named[1])], words[named.end() :]
        one = order_by_name(context, meeting, order, named[1], rest)
        if one and not one[0]:
            return [context.say(one[1])]
        if one:
            return ORDERS[order](context, meeting, " ".join(one))
    return pasted(context, meeting, words)


_NAMES = {
    "them": "them", "bo sung": "them", "sua": "sua", "xoa": "xoa", "bo": "xoa",
    "comat": "comat", "co mat": "comat", "vang": "vang", "vang mat": "vang", "chua": "chua",
    "bo danh dau": "chua", "thutu": "thutu", "thu tu": "thutu", "doi": "thutu", "gop": "gop",
    "khac": "khac", "hoantac": "hoantac", "hoan tac": "hoantac",
}  # fmt: skip
_NAME = re.compile(rf"({'|'.join(sorted(_NAMES, key=len, reverse=True))})(?![^\W_])[ \t]*")
_MARKS = re.compile(  # and not “Vàng A Pủ”
    r"(comat|có mặt|co mat|vắng mặt|vang mat|vắng|vang|chưa|chua|xoá|xóa|xoa|bỏ)(?![^\W_])\s*",
    re.IGNORECASE,
)
_ALL_CAME = re.compile(
    r"(?:tat ca|moi nguoi|toan bo|ca|het)(?: moi nguoi)?(?: deu)? (?:co mat|du|den du|co mat du)"
    r"|(?:co mat|du hop|du)(?: day)? (?:du|tat ca|ca)"
)
_OF_NUMBERS = ("sua", "xoa", "vang", "chua", "comat", "gop", "khac", "thutu")


def _order(words: str) -> tuple[str, str]:
    """The word that says what to do, and the rest; no word where a list begins at once: ``Vắng:
    Nguyễn Văn An``, ``Bồ Văn An``."""
    found = _NAME.match(fold(words))
    if not found:
        return "", words
    name, rest = _NAMES[found[1]], words[found.end() :]
    if name in _OF_NUMBERS and not re.match(r"\s*(?:#|so )?\s*\d", fold(rest)):
        whole = name == "comat" and re.fullmatch(
            r"(?:het|tat ca|ca|toan bo|du)", fold(rest).strip()
        )
        if rest.strip() and not whole:
            return "", words
    if name == "hoantac" and rest.strip():
        return "", words
    return name, rest


def _shown(context: Context, number: int | None, page: int) -> Replies:
    meeting = context.require_meeting(number, or_seen=True)
    return [context.say(*page_now(context, meeting, page))]


def _take_replied(context: Context) -> Replies:
    """``/thanhphan`` in reply to a message: its file, where the platform hands that over."""
    media = context.incoming.replied
    if media is None or media.kind is not MediaKind.OTHER:
        if media is None:  # a reply to any other message only shows
            return _shown(context, None, 1)
        return [context.say(said.REPLY_NO_FILE)]
    return take_file(replace(context, incoming=replace(context.incoming, media=media)))


COMMANDS = (
    Command(
        "thanhphan",
        people,
        words="danhsach danhsachnguoidu danhsachthamdu danhsachthanhphan danhsachdaibieu nguoidu "
        "thamdu themnguoidu themnguoi themthanhphan themdaibieu diemdanh",
        with_more={"vắng": "vang vangmat nguoivang", "có mặt": "comat"},
        spoken="vang comat",
        takes=Takes.ROWS,
        takes_file=True,
        hint=Hint.BARE,
        menus=InMenus(group=110, alone=190, page=120),
    ),
)
TAPS = buttons.TAPS
