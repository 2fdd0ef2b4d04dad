"""Tags by command: /ykien, /ketluan, /noidung, /botag."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot.conversation.command import Command, InMenus
from bot.conversation.context import Context, Replies
from bot.conversation.lines.choosing import JUST_NOW, allowed, choose, has_no_words, redrawn
from bot.conversation.lines.utterance import record
from bot.conversation.meetings import outside
from bot.doors.port import Acknowledge
from bot.messages import lines as said
from bot.messages import phrases
from bot.minutes import Line, Tag
from bot.minutes.rights import tagging
from bot.minutes.typed.numbers import read_numbers, starts_like_numbers
from bot.minutes.typed.tags import behind_the_command
from bot.minutes.typed.vocabulary import Takes
from bot.minutes.typed.words import clean


def tag_by_command(context: Context, text: str, tag: Tag | None, name: str) -> Replies:
    """``/ketluan 8``, ``/ketluan`` as a reply, or ``/ketluan Câu kết luận`` as a new line."""
    words = clean(text)
    if tag and words and read_numbers(words) is None and not starts_like_numbers(words):
        return _record_tagged(context, words, tag)
    chosen = choose(context, words, name, said.USE_TAG.format(command=name))
    return set_tags(context, chosen.lines, tag) + chosen.trouble


def _record_tagged(context: Context, words: str, tag: Tag) -> Replies:
    """``/ketluan Giao Phòng A …``: what was typed behind the command is a line of its own."""
    words = behind_the_command(words, tag)
    if not context.open_meeting():
        buttons = outside.keep(context, f"{words} #{tag}")
        last = context.meeting()
        if last is None:
            return [context.say(outside.sentence(context), buttons)]
        answer = said.CLOSED_ALREADY.format(**phrases.meeting_name(last))
        return [context.say(answer, buttons)]
    replies = record(context, words, tag)
    if len(replies) > 1:  # it has been told that the tag was not set
        return replies
    recorded = [reply for reply in replies if isinstance(reply, Acknowledge)]
    name = phrases.TAG_NAMES[tag]
    return replies + [
        context.say(said.RECORDED.format(no=r.no, tag=name, text=words[:300])) for r in recorded
    ]


def set_tags(context: Context, lines: list[Line], tag: Tag | None) -> Replies:
    wordless = [line for line in lines if line.is_long]
    command = tag or "botag"
    refused: Replies = [context.say(has_no_words(context, line, command)) for line in wordless]
    lines = [line for line in lines if not line.is_long]
    lines, not_allowed = allowed(context, lines, lambda line: tagging(line.tag, tag))
    refused += not_allowed
    if tag is None:  # what changes nothing is no step: /hoantac would take back another one
        bare = [line for line in lines if line.tag is None]
        lines = [line for line in lines if line.tag is not None]
        numbers = phrases.numbers(bare)
        refused += [context.say(said.HAD_NO_TAG.format(lines=numbers))] if bare else []
    if not lines:
        return refused
    just = "".join(_somebody_has_just_tagged(context, line, tag) for line in lines)
    changed = [context.store.lines.change(line, context.person.id, tag=tag) for line in lines]
    numbers = phrases.numbers(changed)
    answer = (
        said.TAGGED.format(tag=phrases.TAG_NAMES[tag], lines=numbers)
        if tag
        else said.UNTAGGED.format(lines=numbers)
    )
    return [context.say(answer + just), *redrawn(context, changed), *refused]


def _somebody_has_just_tagged(context: Context, line: Line, tag: Tag | None) -> str:
    """What to add where somebody else has given a line another tag a moment ago; else nothing."""
    change = context.store.steps.just_changed(line.id, "tag", context.person.id, JUST_NOW)
    if change is None or not line.tag or line.tag is tag:
        return ""
    name = phrases.TAG_NAMES[line.tag]
    return said.JUST_TAGGED.format(who=change.who, tag=name, no=line.no)


def _tagger(tag: Tag | None, name: str) -> Callable[[Context, str], Replies]:
    return partial(tag_by_command, tag=tag, name=name)


COMMANDS = (
    Command(
        "ykien",
        _tagger(Tag.OPINION, "ykien"),
        also=("yk",),
        numbered="themykien",
        plain=("yk", "ykien", "y kien"),
        spoken="yk",
        takes=Takes.WORDS,
        needs_meeting=True,
        records=True,
        again=True,
        menus=InMenus(group=40, alone=160, page=30),
    ),
    Command(
        "ketluan",
        _tagger(Tag.CONCLUSION, "ketluan"),
        also=("kl",),
        numbered="themketluan",
        plain=("kl", "ketluan", "ket luan"),
        spoken="kl",
        takes=Takes.WORDS,
        needs_meeting=True,
        records=True,
        again=True,
        menus=InMenus(group=50, alone=170),
    ),
    Command(
        "noidung",
        _tagger(Tag.CONTENT, "noidung"),
        also=("nd",),
        numbered="themnoidung",
        plain=("nd", "noi dung"),
        spoken="nd",
        takes=Takes.WORDS,
        needs_meeting=True,
        records=True,
        again=True,
        menus=InMenus(page=40),
    ),
    Command(
        "botag",
        _tagger(None, "botag"),
        also=("bothe",),
        words="boykien boketluan bonoidung gothe xoathe huythe",
        plain=("bo the", "botag"),
        needs_meeting=True,
        again=True,
        menus=InMenus(page=50),
    ),
)
