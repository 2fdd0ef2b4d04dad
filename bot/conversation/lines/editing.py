"""The words of lines: mended, confirmed, deleted, taken back."""

from __future__ import annotations

import re

from bot.conversation.command import Command, InMenus
from bot.conversation.context import Context, Replies
from bot.conversation.lines import old_code
from bot.conversation.lines.choosing import JUST_NOW, allowed, choose, has_no_words, redrawn
from bot.messages import lines as said
from bot.messages import phrases
from bot.messages import recordings as about_recordings
from bot.minutes import Line, LineState
from bot.minutes.rights import mending, tagging
from bot.minutes.rules import without
from bot.minutes.typed.numbers import starts_like_numbers
from bot.minutes.typed.orders import right_words
from bot.minutes.typed.tags import take_tag
from bot.minutes.typed.terms import NearMiss
from bot.minutes.typed.words import clean, fold


def delete(context: Context, text: str) -> Replies:
    chosen = choose(context, text, "xoa", said.USE_DELETE, act_on=mending)
    changed: list[Line] = []
    left: Replies = []
    for line in reversed(chosen.lines):  # parts before their recording: what is left is left
        deleted, said_left = delete_one(context, line)
        changed.insert(0, deleted)
        left += said_left
    answer = said.DELETED_LINES.format(
        lines=phrases.numbers(changed), numbers=phrases.typed([line.no for line in changed])
    )
    return [context.say(answer), *redrawn(context, changed), *left, *chosen.trouble]


def delete_one(context: Context, line: Line) -> tuple[Line, Replies]:
    """Delete a line. A long recording in work stops; what it has become stays, and that is said."""
    fields: dict[str, object] = {"deleted": 1}
    if line.is_long and line.is_in_work:
        fields["state"] = LineState.STOPPED
    changed = context.store.lines.change(line, context.person.id, **fields)
    left = context.store.lines.parts_of(line.id) if line.is_long else []
    return changed, [context.say(about_recordings.parts_are_left(line, left))] if left else []


def restore(context: Context, text: str) -> Replies:
    usage = said.USE_RESTORE
    chosen = choose(context, text, "khoiphuc", usage, deleted=True, act_on=mending)
    changed = [restore_one(context, line) for line in chosen.lines]
    answer = said.RESTORED_LINES.format(lines=phrases.numbers(changed))
    answer += "".join(said.words_are_there_too(x) for x in chosen.lines if x.merged_into)
    return [context.say(answer), *redrawn(context, changed), *chosen.trouble]


def restore_one(context: Context, line: Line) -> Line:
    """A deleted line is there again, and is no longer a part of another."""
    return context.store.lines.change(line, context.person.id, deleted=0, merged_into=None)


_EDIT = re.compile(r"(?:(?:dong|so)\s+)?#?(\d{1,9})\s*[:.)]?(?:\s+|$)")  # in folded text

_UNFINISHED = re.compile(r"(?:lai )?(?:thanh|la|phai la|dung la|lai)[\s:]*")  # «/sua 5 thành»


def edit(context: Context, text: str) -> Replies:
    """``/sua 5 câu đúng``, ``/sua dòng 5: câu đúng``, or ``/sua câu đúng`` as a reply."""
    words = clean(text)
    number = _EDIT.match(fold(words))
    replied = context.replied_line()
    if number is None and replied and words and not starts_like_numbers(words):
        return set_text(context, replied, words)
    if number is None or not words[number.end() :].strip():
        return [context.say(said.USE_EDIT)]
    if _UNFINISHED.fullmatch(fold(words[number.end() :])):
        return [context.say(said.USE_EDIT)]
    chosen = choose(context, number[1], "sua", said.USE_EDIT)
    return set_text(context, chosen.lines[0], right_words(words[number.end() :]))


def set_text(context: Context, line: Line, text: str, *, asked: bool = False) -> Replies:
    """A person's own words for a line; they also mend what could not be transcribed.

    Args:
        asked: they answer **Sửa**, which showed the line as it was some time ago.
    """
    _, refused = allowed(context, [line], mending)
    if refused:
        return refused
    if line.merged_into:
        answer = said.IS_MERGED.format(no=line.no, into=line.merged_into)
        return [context.say(answer)]
    if line.deleted:
        return [context.say(phrases.lines_are_deleted([line.no]))]
    wordless = line.is_in_work or line.room
    if line.is_long and (wordless or context.store.lines.parts_of(line.id)):
        return [context.say(has_no_words(context, line, "sua"))]
    words, tag = take_tag(clean(text))
    if not words:
        return [context.say(said.USE_EDIT)]
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
    answer = said.EDITED.format(no=line.no, text=words[:300])
    answer += somebody_has_just(context, line) or (_since_asked(context, line) if asked else "")
    changed = context.store.lines.change(line, context.person.id, **fields)
    warned = old_code.warned(context, changed)
    return [context.say(answer), *redrawn(context, [changed]), *refused, *warned]


def somebody_has_just(context: Context, line: Line) -> str:
    """What to add where somebody else has changed a line's words a moment ago; else nothing.

    Ask before the line is changed again.
    """
    change = context.store.steps.just_changed(line.id, "text", context.person.id, JUST_NOW)
    if change is None or not line.text:
        return ""
    return said.JUST_CHANGED.format(who=change.who, no=line.no, text=line.text[:300])


_OLD_QUESTION = 24 * 3600.0  # seconds; a question of yesterday is seldom answered today


def _since_asked(context: Context, line: Line) -> str:
    """What to add to the answer to a question that may have shown other words than the line's."""
    by = context.person.id
    change = context.store.steps.just_changed(line.id, "text", by, _OLD_QUESTION)
    if change is None or not line.text:
        return ""
    at = phrases.clock(change.at, context.house.zone)
    return said.CHANGED_BEFORE.format(who=change.who, no=line.no, at=at, text=line.text[:300])


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
    chosen = choose(context, text, "dungroi", said.USE_RIGHT, act_on=mending)
    unsure = [line for line in chosen.lines if line.unsure]
    if not unsure:
        sentence = said.NOTHING_TO_CONFIRM.format(lines=phrases.numbers(chosen.lines))
        return [context.say(sentence), *chosen.trouble]
    changed = [
        context.store.lines.change(line, context.person.id, doubts=(), offers=()) for line in unsure
    ]
    answer = said.CONFIRMED.format(lines=phrases.numbers(changed))
    return [context.say(answer), *redrawn(context, changed), *chosen.trouble]


COMMANDS = (
    Command(
        "sua",
        edit,
        spoken="sua",
        records=True,
        again=True,
        menus=InMenus(group=70, alone=150, page=70),
    ),
    Command("xoa", delete, plain=("xoa",), spoken="xoa", menus=InMenus(group=80, page=80)),
    Command(
        "khoiphuc",
        restore,
        plain=("khoi phuc", "khoiphuc"),
        menus=InMenus(page=90),
    ),
    Command(
        "dungroi",
        confirm,
        plain=("dung roi", "dungroi", "dung"),
    ),
)
