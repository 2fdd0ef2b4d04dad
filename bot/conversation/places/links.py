"""What the links lead to by which a private chat is opened: ``/start WORDS``."""

from __future__ import annotations

import re

from bot.conversation.context import Context, Replies
from bot.conversation.places.desk import put_on_desk
from bot.conversation.places.joining import come_in

_CODE = re.compile(r"vao_(\d{6})")
_DESK = re.compile(r"ban_(\d{1,9})")


def linked(context: Context, words: str) -> Replies | None:
    """What is done for one who comes by a link; None: these are no words of one."""
    if not context.is_private:
        return None
    desk = _DESK.fullmatch(words.strip())
    if desk:
        return put_on_desk(context, int(desk[1]))
    code = _CODE.fullmatch(words.strip())
    if code:
        return come_in(context, code[1])
    return None
