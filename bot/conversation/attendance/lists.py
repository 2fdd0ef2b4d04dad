"""A whole list comes in, pasted or as a file, and goes out as a file."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.attendance.shown import page_now
from bot.conversation.context import Context, Replies
from bot.desk.attendance import attendance_list, bring_up_to_date
from bot.doors.port import Button, Buttons, MediaKind, Say, SendFile
from bot.messages import attendance as said
from bot.messages import templates as about_templates
from bot.minutes import Meeting
from bot.minutes.rights import Act
from bot.minutes.roll import Attendee
from bot.minutes.typed.people import Listed
from bot.minutes.typed.people_table import read_pasted
from bot.report import sheets
from bot.report.rendering import BUILT_IN
from bot.store import Store
from bot.store.attendance_added import Added

FORM = BUILT_IN / "thanh_phan.xlsx"  #: an empty list to fill in
MOST_PEOPLE = 1_500  #: in a meeting's list: more than a hall seats, and looked at by everybody
_FILES = (".xlsx", ".csv", ".txt", ".tsv", ".xls", ".xlsm", "")


def pasted(context: Context, meeting: Meeting, words: str) -> Replies:
    """Take a list that somebody has typed or pasted."""
    text, buttons = take(context.store, meeting, context.person.id, read_pasted(words), "")
    return [context.say(text, buttons), *_page_below(context, meeting, buttons)]


def _page_below(context: Context, meeting: Meeting, changed: Buttons) -> Replies:
    return [Say(*page_now(context, meeting, 1))] if changed else []


def take(store: Store, meeting: Meeting, by: int, listed: Listed, name: str) -> tuple[str, Buttons]:
    """Take the people of a list into the meeting's; what to say of it, and the button that takes
    it back.

    Args:
        name: the file's; empty for a pasted list.
    """
    there = len(store.attendance.of_meeting(meeting.id))
    if there + len(listed.entries) > MOST_PEOPLE:
        count = len(listed.entries)
        return said.TOO_MANY_PEOPLE.format(most=MOST_PEOPLE, there=there, count=count), ()
    added = store.attendance.add(meeting.id, by, listed.entries)
    text = said.read(listed, len(added.new), len(set(added.known)), name)
    people = {one.no: one for one in store.attendance.of_meeting(meeting.id)}
    text = "\n".join([text, *_to_look_at(added, people)])
    if added.step is None:
        return text, ()
    undo = Button(said.BUTTON_UNDO, f"rollback:{meeting.id}:{added.step}")
    return text, ((undo,),)


def _to_look_at(added: Added, people: Mapping[int, Attendee]) -> list[str]:
    """What a list says of somebody that was otherwise before, or that is not certain."""
    kept = [(people[no], why) for no, why in added.kept_present.items() if no in people]
    rows = [said.kept_present(one, why) for one, why in kept]
    for sentence, numbers in (
        (said.TURNED_ABSENT, added.turned_absent),
        (said.TURNED_PRESENT, added.turned_present),
    ):
        turned = [people[no] for no in numbers if no in people]
        rows += [sentence.format(who=said.who(turned))] if turned else []
    given = [(people[no], likely) for no, likely in added.given.items() if no in people]
    rows += [
        said.given_of_several(one, [people[x] for x in likely if x in people])
        for one, likely in given
        if len(likely) > 1
    ]
    alone = [one for one, likely in given if not likely]
    return [*rows, *([said.given_alone(alone)] if alone else [])]


def take_file(context: Context) -> Replies:
    """A file with the list: the clerk reads it, and answers."""
    media = context.incoming.media
    assert media is not None
    meeting = context.require_meeting(None)
    if not context.may(Act.STEER, meeting):
        return [context.say(context.refused(Act.STEER, meeting))]
    name = media.name or about_templates.THIS_FILE
    ending = name.lower().rpartition(".")[2] if "." in name else ""
    if media.kind is not MediaKind.OTHER or not media.ref or f".{ending}".rstrip(".") not in _FILES:
        return [context.say(said.FILE_NOT_LIST.format(name=name))]
    if media.size is not None and media.size > sheets.MAX_BYTES:
        return [context.say(said.FILE_AGAIN.format(what=said.FILE_WRONG["big"]))]
    context.store.attendance.want_read(context.chat.id, meeting.id, context.person.id, media)
    return [context.say(said.FILE_READING.format(name=media.name or about_templates.NAMELESS))]


def export(context: Context, meeting: Meeting) -> Replies:
    """The list as an Excel file."""
    bring_up_to_date(context.store, meeting)
    there = attendance_list(context.store, meeting).people
    if not there:
        return [context.say(said.EXPORT_EMPTY)]
    path = context.house.reports.path_of(meeting.id, f"thanh-phan-{meeting.id}.xlsx")
    try:
        sheets.write_list(there, path)
    except OSError:
        return [context.say(said.EXPORT_FAILED)]
    caption = said.EXPORT_CAPTION.format(no=meeting.id, count=len(there))
    return [SendFile(str(path), path.name, caption)]
