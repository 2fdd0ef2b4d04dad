"""An earlier message is edited: line, caption or command follow, or it is told why not."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.conversation.context import Context, Replies
from bot.conversation.lines import old_code
from bot.conversation.lines.card import redraw
from bot.conversation.lines.tagging import set_tags
from bot.conversation.lines.utterance import line_of
from bot.conversation.meetings.meeting import retitle
from bot.conversation.topics import BY_NAME, VOCABULARY
from bot.messages import lines as said
from bot.messages import phrases
from bot.messages import things as about_things
from bot.minutes import Line, LineKind, Tag
from bot.minutes.rights import mending, tagging
from bot.minutes.typed.numbers import read_numbers
from bot.minutes.typed.orders import read_order, typed_order, without_address
from bot.minutes.typed.tags import is_labelled, tag_named, take_tag
from bot.minutes.typed.words import fold

_TAGGING = re.compile(r"/\s*(y\s?kien|yk|ket\s?luan|kl|noi\s?dung|nd)(?:@\w+)?[\s:]+")


def remember(context: Context, name: str) -> None:
    """A message was a command of this name, or, empty, one that was not understood."""
    meeting = context.open_meeting() if name == "batdau" else None
    opened = meeting if meeting and meeting.opened_at == context.incoming.at else None
    if context.incoming.message_id:
        context.store.orders.remember(
            context.chat.id,
            context.incoming.message_id,
            name,
            opened.id if opened else None,
            context.incoming.at,
        )


def edited(context: Context, anew: Callable[[Context], Replies]) -> Replies:
    """The new text of an earlier message.

    Args:
        anew: handles a message as if it had just been sent.
    """
    line = line_of(context)
    if line is not None:
        return _line_follows(context, line)
    text = context.incoming.text
    before = context.store.orders.of_message(context.chat.id, context.incoming.message_id)
    typed = typed_order(text)
    now = read_order(*typed, VOCABULARY) if typed else None
    if before is None and now:
        return [context.say(said.EDITED_NEW_ORDER)]
    if before is None:
        context.store.outside.reword(context.chat.id, context.incoming.message_id, text)
        return []
    name = BY_NAME[now[0]].name if now else ""
    if not before.name:
        return anew(context) if text.strip() else []
    if before.name == "batdau" and name == "batdau" and now:
        return retitle(context, before.meeting_id, now[1]) if before.meeting_id else anew(context)
    if name == before.name and BY_NAME[name].again:
        return anew(context)
    return [context.say(said.EDITED_ORDER.format(name=before.name))]


def _line_follows(context: Context, line: Line) -> Replies:
    """It does not follow once somebody else has mended it, or the meeting is closed."""
    words, tag = take_tag(without_address(context.incoming.text))
    if line.kind is LineKind.VOICE:
        return _caption(context, line, words, tag)
    command = _TAGGING.match(fold(words))
    if command:  # the line was recorded by /ketluan Giao Phòng A …
        words, tag = words[command.end() :], tag_named(command[1])
    if not words and context.incoming.beside.struck:
        return [context.say(about_things.EDITED_ALL_STRUCK.format(no=line.no))]
    if not words:
        return [context.say(said.EDITED_EMPTY.format(no=line.no))]
    if words.startswith("/") if command is None else read_numbers(words):
        return [context.say(said.EDITED_INTO_ORDER.format(no=line.no))]
    why_not = _stays(context, line)
    if why_not:
        return [context.say(why_not)]
    changes = context.store.lines.changed_by(line.id)
    fields: dict[str, object] = {"text": words}
    theirs = "tag" not in changes or (tag and changes["tag"] == context.person.id)
    may_tag = context.may_change(tagging(line.tag, tag), line)
    if theirs and may_tag:
        fields["tag"] = tag  # what somebody else has tagged since stays as they tagged it
    context.store.lines.change(line, context.person.id, **fields)
    context.store.lines.set_beside(line, context.incoming.beside)
    now = context.store.lines.get(line.id)
    warned = [*redraw(now, context.house), *old_code.warned(context, now)]
    if tag is None or tag is line.tag or "tag" in fields:
        return warned
    stands = phrases.TAG_NAMES[line.tag] if line.tag else said.NO_TAG
    sentence = said.EDITED_WITHOUT_TAG if not may_tag else said.EDITED_TAG_OF_OTHERS
    told = context.say(sentence.format(no=line.no, tag=stands, name=phrases.TAG_NAMES[tag]))
    return [told, *warned]


def _stays(context: Context, line: Line) -> str:
    """Why a line does not follow its message; empty: it does."""
    meeting = context.open_meeting()
    if meeting is None or meeting.id != line.meeting_id:
        return said.EDITED_AFTER_CLOSING.format(no=line.no)
    if context.store.lines.is_joined(line.id):
        return about_things.EDITED_JOINED.format(no=line.no)
    if line.merged_into:
        return said.EDITED_MERGED.format(no=line.no, into=line.merged_into)
    changes = context.store.lines.changed_by(line.id)
    me = context.person.id
    if {changes.get(field, me) for field in ("text", "person_id")} != {me}:
        return said.EDITED_BY_OTHERS.format(no=line.no)
    if not context.may_change(mending(line), line):
        return said.EDITED_CONCLUSION.format(no=line.no)
    return ""


def _caption(context: Context, line: Line, words: str, tag: Tag | None) -> Replies:
    """A recording's caption: its own line has the words, the recording's has the hashtag."""
    meeting = context.open_meeting()
    if meeting is None or meeting.id != line.meeting_id:
        return [context.say(said.EDITED_AFTER_CLOSING.format(no=line.no))]
    labelled = is_labelled(context.incoming.text)
    answer: Replies = []
    if tag and not labelled and tag is not line.tag:
        answer += set_tags(context, [line], tag)
    caption = context.store.lines.caption_of(line)
    if not words or (caption and caption.text == words):
        return answer
    if caption is None:
        own = tag if labelled else None
        who, at = line.speaker.person_id, line.at
        refused = own and not context.may_change(tagging(None, own), line)
        new = context.store.lines.add(
            line.meeting_id, who, at, text=words, tag=None if refused else own
        )
        told = context.say(said.CAPTION_KEPT.format(no=new.no))
        late = context.say(said.RECORDED_WITHOUT_TAG.format(no=new.no))
        return [*answer, told, *([late] if refused else [])]
    why_not = _stays(context, caption)
    if why_not:
        return [*answer, context.say(why_not)]
    fields: dict[str, object] = {"text": words}
    if labelled and tag and context.may_change(tagging(caption.tag, tag), caption):
        fields["tag"] = tag
    context.store.lines.change(caption, context.person.id, **fields)
    return [*answer, context.say(said.CAPTION_FOLLOWS.format(no=caption.no, text=words[:300]))]
