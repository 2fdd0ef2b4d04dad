"""Tag, show, edit and delete lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from bot import messages
from bot.conversation.context import Command, Context, Replies
from bot.conversation.lines.card import redraw
from bot.conversation.lines.utterance import record
from bot.doors.port import Acknowledge
from bot.minutes import Line, LineState, Meeting, Tag
from bot.minutes.rights import Act, mending, tagging
from bot.minutes.rules import without
from bot.minutes.typed.numbers import pick, read_numbers, starts_like_numbers
from bot.minutes.typed.tags import take_tag
from bot.minutes.typed.terms import NearMiss
from bot.minutes.typed.words import clean, fold


def tag_by_command(context: Context, text: str, tag: Tag | None, name: str) -> Replies:
    """``/ketluan 8``, ``/ketluan`` as a reply, or ``/ketluan Câu kết luận`` as a new line."""
    words = clean(text)
    if tag and words and read_numbers(words) is None and not starts_like_numbers(words):
        return _record_tagged(context, words, tag)
    chosen = choose(context, words, name, messages.USE_TAG.format(command=name))
    if isinstance(chosen, list):
        return chosen
    return set_tags(context, chosen.lines, tag) + chosen.trouble


def _record_tagged(context: Context, words: str, tag: Tag) -> Replies:
    """``/ketluan Giao Phòng A …``: what was typed behind the command is a line of its own."""
    if not context.store.meetings.open_in(context.chat.id):
        last = context.meeting()
        if last is None:
            return [context.say(messages.NO_MEETING)]
        return [context.say(messages.CLOSED_ALREADY.format(**messages.meeting_name(last)))]
    replies = record(context, words, tag)
    if len(replies) > 1:  # it has been told that the tag was not set
        return replies
    recorded = [reply for reply in replies if isinstance(reply, Acknowledge)]
    name = messages.TAG_NAMES[tag]
    return replies + [
        context.say(messages.RECORDED.format(no=r.no, tag=name, text=words[:300])) for r in recorded
    ]


def allowed(
    context: Context, lines: Sequence[Line], act_on: Callable[[Line], Act]
) -> tuple[list[Line], Replies]:
    """Those that the person may change so, and what to say of the others."""
    may: list[Line] = []
    others: dict[Act, list[Line]] = {}
    meetings = {n: context.store.meetings.get(n) for n in {x.meeting_id for x in lines}}
    for line in lines:
        act, meeting = act_on(line), meetings[line.meeting_id]
        if meeting and context.may(act, meeting, line):
            may.append(line)
        else:
            others.setdefault(act, []).append(line)
    said = [messages.refused_lines(act, refused) for act, refused in others.items()]
    return may, [context.say(sentence) for sentence in said]


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
        numbers = messages.numbers(bare)
        refused += [context.say(messages.HAD_NO_TAG.format(lines=numbers))] if bare else []
    if not lines:
        return refused
    just = "".join(_somebody_has_just_tagged(context, line, tag) for line in lines)
    changed = [context.store.lines.change(line, context.person.id, tag=tag) for line in lines]
    numbers = messages.numbers(changed)
    said = (
        messages.TAGGED.format(tag=messages.TAG_NAMES[tag], lines=numbers)
        if tag
        else messages.UNTAGGED.format(lines=numbers)
    )
    return [context.say(said + just), *redrawn(context, changed), *refused]


def _somebody_has_just_tagged(context: Context, line: Line, tag: Tag | None) -> str:
    """What to add where somebody else has given a line another tag a moment ago; else nothing."""
    change = context.store.steps.just_changed(line.id, "tag", context.person.id, JUST_NOW)
    if change is None or not line.tag or line.tag is tag:
        return ""
    name = messages.TAG_NAMES[line.tag]
    return messages.JUST_TAGGED.format(who=change.who, tag=name, no=line.no)


def has_no_words(context: Context, line: Line, command: str) -> str:
    return messages.has_no_words(line, context.store.lines.parts_of(line.id), command)


def delete(context: Context, text: str) -> Replies:
    chosen = choose(context, text, "xoa", messages.USE_DELETE, act_on=mending)
    if isinstance(chosen, list):
        return chosen
    changed: list[Line] = []
    left: Replies = []
    for line in reversed(chosen.lines):  # parts before their recording: what is left is left
        deleted, said_left = delete_one(context, line)
        changed.insert(0, deleted)
        left += said_left
    said = messages.DELETED_LINES.format(
        lines=messages.numbers(changed), numbers=messages.typed([line.no for line in changed])
    )
    return [context.say(said), *redrawn(context, changed), *left, *chosen.trouble]


def delete_one(context: Context, line: Line) -> tuple[Line, Replies]:
    """Delete a line. A long recording in work stops; what it has become stays, and that is said."""
    fields: dict[str, object] = {"deleted": 1}
    if line.is_long and line.state is LineState.WAITING:
        fields["state"] = LineState.STOPPED
    changed = context.store.lines.change(line, context.person.id, **fields)
    left = context.store.lines.parts_of(line.id) if line.is_long else []
    return changed, [context.say(messages.parts_are_left(line, left))] if left else []


def restore(context: Context, text: str) -> Replies:
    usage = messages.USE_RESTORE
    chosen = choose(context, text, "khoiphuc", usage, deleted=True, act_on=mending)
    if isinstance(chosen, list):
        return chosen
    changed = [restore_one(context, line) for line in chosen.lines]
    said = messages.RESTORED_LINES.format(lines=messages.numbers(changed))
    said += "".join(messages.words_are_there_too(x) for x in chosen.lines if x.merged_into)
    return [context.say(said), *redrawn(context, changed), *chosen.trouble]


def restore_one(context: Context, line: Line) -> Line:
    """A deleted line is there again, and is no longer a part of another."""
    return context.store.lines.change(line, context.person.id, deleted=0, merged_into=None)


_EDIT = re.compile(r"(?:(?:dong|so)\s+)?#?(\d{1,9})\s*[:.)]?(?:\s+|$)")  # in folded text


def edit(context: Context, text: str) -> Replies:
    """``/sua 5 câu đúng``, ``/sua dòng 5: câu đúng``, or ``/sua câu đúng`` as a reply."""
    words = clean(text)
    number = _EDIT.match(fold(words))
    replied = context.replied_line()
    if number is None and replied and words and not starts_like_numbers(words):
        return set_text(context, replied, words)
    if number is None or not words[number.end() :].strip():
        return [context.say(messages.USE_EDIT)]
    chosen = choose(context, number[1], "sua", messages.USE_EDIT)
    if isinstance(chosen, list):
        return chosen
    return set_text(context, chosen.lines[0], words[number.end() :])


def set_text(context: Context, line: Line, text: str, *, asked: bool = False) -> Replies:
    """A person's own words for a line; they also mend what could not be transcribed.

    Args:
        asked: they answer **Sửa**, which showed the line as it was some time ago.
    """
    _, refused = allowed(context, [line], mending)
    if refused:
        return refused
    if line.merged_into:
        said = messages.IS_MERGED.format(no=line.no, into=line.merged_into)
        return [context.say(said)]
    if line.deleted:
        return [context.say(messages.lines_are_deleted([line.no]))]
    if line.is_long and (line.state is LineState.WAITING or context.store.lines.parts_of(line.id)):
        return [context.say(has_no_words(context, line, "sua"))]
    words, tag = take_tag(clean(text))
    if not words:
        return [context.say(messages.USE_EDIT)]
    fields: dict[str, object] = {
        "text": words,
        "state": LineState.DONE,
        "error": "",
        "doubts": (),
        "offers": (),
        "done_until": None,
    }
    if tag:
        _, refused = allowed(context, [line], lambda x: tagging(x.tag, tag))
        if not refused:
            fields["tag"] = tag
    said = messages.EDITED.format(no=line.no, text=words[:300])
    said += somebody_has_just(context, line) or (_since_asked(context, line) if asked else "")
    changed = context.store.lines.change(line, context.person.id, **fields)
    return [context.say(said), *redrawn(context, [changed]), *refused]


JUST_NOW = 60.0  # seconds in which two people may not have seen each other's change


def somebody_has_just(context: Context, line: Line) -> str:
    """What to add where somebody else has changed a line's words a moment ago; else nothing.

    Ask before the line is changed again.
    """
    change = context.store.steps.just_changed(line.id, "text", context.person.id, JUST_NOW)
    if change is None or not line.text:
        return ""
    return messages.JUST_CHANGED.format(who=change.who, no=line.no, text=line.text[:300])


_OLD_QUESTION = 24 * 3600.0  # seconds; a question of yesterday is seldom answered today


def _since_asked(context: Context, line: Line) -> str:
    """What to add to the answer to a question that may have shown other words than the line's."""
    by = context.person.id
    change = context.store.steps.just_changed(line.id, "text", by, _OLD_QUESTION)
    if change is None or not line.text:
        return ""
    at = messages.clock(change.at, context.house.zone)
    return messages.CHANGED_BEFORE.format(who=change.who, no=line.no, at=at, text=line.text[:300])


def replace_words(context: Context, line: Line, offer: NearMiss) -> Line:
    """Put a name where the machine heard nearly that; the doubts about these words go."""
    text = re.sub(rf"(?<!\w){re.escape(offer.found)}(?!\w)", lambda _: offer.term, line.text)
    offers = tuple(x for x in line.offers if x.found in text and x.found != offer.found)
    return context.store.lines.change(
        line,
        context.person.id,
        text=text,
        doubts=without(line.doubts, text, offer.found),
        offers=offers,
    )


def confirm(context: Context, text: str) -> Replies:
    """``/dungroi 5 7-9``: somebody has listened again, and the machine was right."""
    chosen = choose(context, text, "dungroi", messages.USE_RIGHT, act_on=mending)
    if isinstance(chosen, list):
        return chosen
    unsure = [line for line in chosen.lines if line.unsure]
    if not unsure:
        sentence = messages.NOTHING_TO_CONFIRM.format(lines=messages.numbers(chosen.lines))
        return [context.say(sentence), *chosen.trouble]
    changed = [
        context.store.lines.change(line, context.person.id, doubts=(), offers=()) for line in unsure
    ]
    said = messages.CONFIRMED.format(lines=messages.numbers(changed))
    return [context.say(said), *redrawn(context, changed), *chosen.trouble]


def redrawn(context: Context, lines: list[Line]) -> Replies:
    return [reply for line in lines for reply in redraw(line, context.house)]


class Chosen:
    """Lines that a person named, and what to tell them of numbers that do not exist, or of lines
    that are not theirs to change."""

    def __init__(self, lines: list[Line], trouble: Replies) -> None:
        self.lines = lines
        self.trouble = trouble


def choose(
    context: Context,
    text: str,
    command: str,
    usage: str,
    *,
    deleted: bool = False,
    merged: bool = False,
    every: bool = False,
    act_on: Callable[[Line], Act] | None = None,
) -> Chosen | Replies:
    """The lines named by number or by reply, in the chat's current meeting.

    Args:
        deleted: only deleted ones, instead of only living ones.
        merged: also those whose words are in another line now.
        every: living and deleted ones.
        act_on: what is to be done to each; only those where the person may are chosen.

    Returns:
        the answer instead, where no line is chosen.
    """
    chosen = _named(context, text, command, usage, deleted=deleted, merged=merged, every=every)
    if act_on is None or isinstance(chosen, list):
        return chosen
    lines, refused = allowed(context, chosen.lines, act_on)
    trouble = [*refused, *chosen.trouble]
    return Chosen(lines, trouble) if lines else trouble


def _named(
    context: Context,
    text: str,
    command: str,
    usage: str,
    *,
    deleted: bool,
    merged: bool,
    every: bool,
) -> Chosen | Replies:

    def wanted(line: Line) -> bool:
        return every or line.deleted is deleted or (merged and line.merged_into is not None)

    ranges = read_numbers(text)
    if ranges is None:
        if clean(text):
            return [context.say(usage)]
        line = context.replied_line()
        if line and not wanted(line):
            return [context.say(messages.lines_are_deleted([line.no], line.deleted))]
        if line:
            return Chosen([line], [])
        if context.incoming.reply_to:
            return [context.say(messages.REPLY_IS_NO_LINE.format(command=command))]
        return [context.say(usage)]
    meeting = context.meeting()
    if not meeting:
        return [context.say(messages.NO_MEETING)]
    known = {line.no: line for line in context.store.lines.of_meeting(meeting.id)}
    lines = {no: line for no, line in known.items() if wanted(line)}
    found, missing = pick(ranges, lines)
    trouble = _trouble(context, meeting, missing, known, deleted)
    return Chosen([lines[no] for no in found], trouble) if found else trouble


def _trouble(
    context: Context, meeting: Meeting, missing: list[int], every: dict[int, Line], deleted: bool
) -> Replies:
    """What to say of numbers that name no line of the wanted kind."""
    said: Replies = []
    other = [no for no in missing if no in every]
    if other:
        said.append(context.say(messages.lines_are_deleted(other, not deleted)))
    unknown = [no for no in missing if no not in every]
    if unknown:
        lines = ", ".join(f"#{no}" for no in unknown)
        existing = messages.existing(no for no, line in every.items() if not line.deleted)
        sentence = messages.NO_SUCH_LINES
        said.append(context.say(sentence.format(lines=lines, no=meeting.id, existing=existing)))
    return said


def _tagger(tag: Tag | None, name: str) -> Callable[[Context, str], Replies]:
    return partial(tag_by_command, tag=tag, name=name)


COMMANDS = (
    Command("ykien", _tagger(Tag.OPINION, "ykien"), also=("yk",)),
    Command("ketluan", _tagger(Tag.CONCLUSION, "ketluan"), also=("kl",)),
    Command("noidung", _tagger(Tag.CONTENT, "noidung"), also=("nd",)),
    Command("botag", _tagger(None, "botag"), also=("bothe",)),
    Command("sua", edit),
    Command("xoa", delete),
    Command("khoiphuc", restore),
    Command("dungroi", confirm),
)
