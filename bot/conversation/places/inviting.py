"""``/moi``: the code of an open meeting, by which people join it from anywhere."""

from __future__ import annotations

import io

import segno

from bot.conversation.command import Command, InMenus
from bot.conversation.context import Context, Replies
from bot.doors.port import Button, FileKind, SendFile
from bot.messages import phrases
from bot.messages import places as said
from bot.minutes import Meeting
from bot.minutes.rights import Act
from bot.minutes.typed.words import clean, fold
from foundation.files import make_folder, write_durably

_ANEW = frozenset({"doi", "doi ma", "moi", "ma moi", "lai", "lam lai"})
_PLAIN = "http://"  # a button may not lead there everywhere; the words do
_DOTS = 8  # of the picture to one of the code


def invite(context: Context, text: str) -> Replies:
    """``/moi``: code, links and QR code; ``/moi doi``: another code."""
    words = fold(clean(text)).strip(" .!")
    if words and words not in _ANEW:
        return [context.say(said.USE_INVITE)]
    meeting = context.current_meeting()
    if not meeting.is_open:
        return [context.say(said.NOT_OPEN_TO_JOIN.format(**phrases.meeting_name(meeting)))]
    if not context.may(Act.INVITE, meeting):
        return [context.say(context.refused(Act.INVITE, meeting))]
    if words and not context.may(Act.STEER, meeting):
        return [context.say(context.refused(Act.STEER, meeting))]
    code = context.store.places.code_of(meeting.id, anew=bool(words))
    ways = context.house.ways_in(f"vao_{code}")
    answer = said.invite(meeting, code, ways)
    if words:
        answer += f"\n{said.CODE_CHANGED}"
    links = [(door, link) for door, link in ways if link]
    buttons = tuple(
        (Button(said.BUTTON_JOIN.format(door=phrases.door_name(door)), url=link),)
        for door, link in links
        if not link.startswith(_PLAIN)
    )
    pictures = [_picture(context, meeting, code, links[0][1])] if links else []
    return [context.say(answer, buttons), *pictures]


def _picture(context: Context, meeting: Meeting, code: str, link: str) -> SendFile:
    """The link as a QR code."""
    drawn = io.BytesIO()
    segno.make(link, error="m", micro=False).save(drawn, kind="png", scale=_DOTS, border=4)
    path = context.house.reports.path_of(meeting.id, f"moi-{code}.png")
    make_folder(path.parent)
    write_durably(path, drawn.getvalue())
    caption = said.INVITE_PICTURE.format(no=meeting.id, code=code)
    return SendFile(str(path), path.name, caption, FileKind.PICTURE, spare=True)


COMMANDS = (Command("moi", invite, also=("moivao", "moihop"), menus=InMenus(group=230)),)
