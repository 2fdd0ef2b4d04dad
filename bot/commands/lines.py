"""Tag, show, edit and delete lines."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot import messages
from bot.chat.port import Say
from bot.commands.cards import redraw
from bot.commands.context import Command, Context, Replies
from bot.commands.record import record
from bot.minutes import Line, LineState, Meeting, Tag
from bot.minutes.numbers import pick, read_numbers
from bot.minutes.words import clean


def tag_by_command(context: Context, text: str, tag: Tag | None, name: str) -> Replies:
    """``/ketluan 8``, ``/ketluan`` as a reply, or ``/ketluan Câu kết luận`` as a new line."""
    words = clean(text)
    if (
        tag
        and words
        and read_numbers(words) is None
        and context.store.meetings.open_in(context.chat.id)
    ):
        return record(context, words, tag)
    chosen = choose(context, words, name, messages.USE_TAG.format(command=name))
    if isinstance(chosen, list):
        return chosen
    return set_tags(context, chosen.lines, tag) + chosen.trouble


def set_tags(context: Context, lines: list[Line], tag: Tag | None) -> Replies:
    changed = [context.store.lines.change(line, context.person.id, tag=tag) for line in lines]
    numbers = messages.numbers(changed)
    said = (
        messages.TAGGED.format(tag=messages.TAG_NAMES[tag], lines=numbers)
        if tag
        else messages.UNTAGGED.format(lines=numbers)
    )
    return [context.say(said), *_redrawn(context, changed)]


def delete(context: Context, text: str) -> Replies:
    chosen = choose(context, text, "xoa", messages.USE_DELETE)
    if isinstance(chosen, list):
        return chosen
    changed = [context.store.lines.change(x, context.person.id, deleted=1) for x in chosen.lines]
    said = messages.DELETED_LINES.format(
        lines=messages.numbers(changed), numbers=" ".join(str(line.no) for line in changed)
    )
    return [context.say(said), *_redrawn(context, changed), *chosen.trouble]


def restore(context: Context, text: str) -> Replies:
    chosen = choose(context, text, "khoiphuc", messages.USE_DELETE, deleted=True)
    if isinstance(chosen, list):
        return chosen
    changed = [context.store.lines.change(x, context.person.id, deleted=0) for x in chosen.lines]
    said = messages.RESTORED_LINES.format(lines=messages.numbers(changed))
    return [context.say(said), *_redrawn(context, changed), *chosen.trouble]


def edit(context: Context, text: str) -> Replies:
    number, _, words = clean(text).partition("\n" if "\n" in text.split(" ")[0] else " ")
    ranges = read_numbers(number)
    replied = context.replied_line()
    if ranges is None and replied and text.strip():
        return set_text(context, replied, text)
    if ranges is None or not words.strip():
        return [context.say(messages.USE_EDIT)]
    chosen = choose(context, number, "sua", messages.USE_EDIT)
    if isinstance(chosen, list):
        return chosen
    return set_text(context, chosen.lines[0], words)


def set_text(context: Context, line: Line, text: str) -> Replies:
    """A person's own words for a line; they also mend what could not be transcribed."""
    words = clean(text)
    changed = context.store.lines.change(
        line, context.person.id, text=words, state=LineState.DONE, error=""
    )
    said = messages.EDITED.format(no=line.no, text=words[:300])
    return [context.say(said), *_redrawn(context, [changed])]


def _redrawn(context: Context, lines: list[Line]) -> Replies:
    return [reply for line in lines for reply in redraw(line, context.house)]


class Chosen:
    """Lines that a person named, and what to tell them of numbers that do not exist."""

    def __init__(self, lines: list[Line], trouble: Replies) -> None:
        self.lines = lines
        self.trouble = trouble


def choose(
    context: Context, text: str, command: str, usage: str, *, deleted: bool = False
) -> Chosen | Replies:
    """The lines named by number or by reply, in the chat's current meeting.

    Returns the answer instead where no line is named.
    """
    ranges = read_numbers(text)
    if ranges is None:
        if clean(text):
            return [context.say(usage)]
        line = context.replied_line()
        if line:
            return Chosen([line], [])
        if context.incoming.reply_to:
            return [context.say(messages.REPLY_IS_NO_LINE.format(command=command))]
        return [context.say(usage)]
    meeting = context.meeting()
    if not meeting:
        return [context.say(messages.NO_MEETING)]
    lines = {
        line.no: line
        for line in context.store.lines.of_meeting(meeting.id)
        if line.deleted is deleted
    }
    found, missing = pick(ranges, lines)
    trouble = [_no_such_lines(context, meeting, missing, list(lines))] if missing else []
    return Chosen([lines[no] for no in found], list(trouble)) if found else list(trouble)


def _no_such_lines(
    context: Context, meeting: Meeting, missing: list[int], existing: list[int]
) -> Say:
    return context.say(
        messages.NO_SUCH_LINES.format(
            lines=", ".join(f"#{no}" for no in missing),
            no=meeting.id,
            existing=messages.existing(existing),
        )
    )


def _tagger(tag: Tag | None, name: str) -> Callable[[Context, str], Replies]:
    return partial(tag_by_command, tag=tag, name=name)


COMMANDS = (
    Command("ykien", _tagger(Tag.OPINION, "ykien"), also=("yk",)),
    Command("ketluan", _tagger(Tag.CONCLUSION, "ketluan"), also=("kl",)),
    Command("noidung", _tagger(Tag.CONTENT, "noidung"), also=("nd",)),
    Command("botag", _tagger(None, "botag"), also=("bothe",)),
    Command("sua", edit),
    Command("xoa", delete),
    Command("khoiphuc", restore, in_menu=False),
)
