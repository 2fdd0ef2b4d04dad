"""``/nhiemvu``: the tasks of a meeting, shown; confirmed, added, mended; reminded of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bot.conversation.command import Command, Hint, InMenus
from bot.conversation.context import Context, NoMeeting, Replies
from bot.conversation.tasks import buttons, writing
from bot.conversation.tasks.deciding import decide
from bot.conversation.tasks.reminding import remind
from bot.conversation.tasks.shown import (
    card,
    command_for,
    no_such,
    page_of,
    removed_list,
)
from bot.conversation.tasks.writing import add, edit
from bot.desk.tasks import bring_up_to_date, task_list
from bot.messages import tasks as said
from bot.minutes import Meeting
from bot.minutes.rights import Act
from bot.minutes.typed.task_orders import Order, Wish, asks_for_removed, read_order
from bot.minutes.typed.words import clean, fold


def tasks(context: Context, text: str) -> Replies:
    """``/nhiemvu``: the list; a number behind it: that task; else one of ``Wish``. All of them of
    an earlier meeting too: ``/nhiemvu cuộc họp 4 xong 2``."""
    order = read_order(text)
    try:
        meeting = context.require_meeting(order.meeting)
    except NoMeeting:
        if order.meeting is None and context.is_private:  # a guest
            return [context.say(said.WHICH_MEETING)]
        raise
    if order.wish is not Wish.LIST and not context.may(Act.TASKS, meeting):
        return [context.say(context.refused(Act.TASKS, meeting))]
    bring_up_to_date(context.store, meeting, context.house.zone)
    if order.wish is Wish.LIST:
        return _look(context, meeting, order.rest)
    return _WISHES[order.wish](context, meeting, order)


def _look(context: Context, meeting: Meeting, text: str) -> Replies:
    words = fold(clean(text)).strip(" .")
    if asks_for_removed(words):
        return [context.say(removed_list(context, meeting))]
    page = re.fullmatch(r"(?:trang\s*(\d{1,6}))?", words)
    if page:
        return [context.say(*page_of(context, meeting, int(page[1] or 1)))]
    number = re.fullmatch(r"(?:so\s+)?#?(\d{1,9})", words)
    if not number:
        command = command_for(context, meeting)
        return [context.say(said.USE_WORD.format(word=clean(text)[:40], command=command))]
    found = task_list(context.store, meeting)
    one = found.numbered(int(number[1]))
    if one is None:
        return [context.say(no_such(context, meeting, found, [int(number[1])]))]
    return [context.say(*card(context, meeting, one))]


_WISHES: Mapping[Wish, Callable[[Context, Meeting, Order], Replies]] = {
    Wish.ADD: add,
    Wish.EDIT: edit,
    Wish.CONFIRM: decide,
    Wish.REMOVE: decide,
    Wish.DONE: decide,
    Wish.RESTORE: decide,
    Wish.REMIND: remind,
}

COMMANDS = (
    Command(
        "nhiemvu",
        tasks,
        also=("nv",),
        words="danhsachnhiemvu viec cacnhiemvu",
        with_more={
            "them": "themnhiemvu themviec",
            "nhac": "nhacviec nhachan nhacnhiemvu",
            "xong": "xong hoanthanh xongnhiemvu hoanthanhnhiemvu daxongnhiemvu xongviec "
            "hoanthanhviec nhiemvuxong",
        },
        prefixed={"them ": "giaoviec phancong giaonhiemvu"},
        spoken="viec xong hoanthanh",
        again=True,
        hint=Hint.WITH_MORE,
        menus=InMenus(group=130, alone=70, page=140),
    ),
)
TAPS = {**buttons.TAPS, **writing.TAPS}
ANSWERS = {"task": writing.take_reply, **writing.ANSWERS}
