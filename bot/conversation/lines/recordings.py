"""Stop the transcription of recordings, let it go on, hear them."""

from __future__ import annotations

from bot.conversation.command import Command, InMenus
from bot.conversation.context import Context, Replies
from bot.conversation.lines.choosing import allowed, choose, redrawn
from bot.doors.port import FileKind, Say, SendFile
from bot.messages import drafts as about_drafts
from bot.messages import phrases
from bot.messages import recordings as said
from bot.minutes import Line, LineState
from bot.minutes.rights import mending
from bot.minutes.rules import may_go_on
from bot.minutes.typed.words import clean


def stop(context: Context, text: str) -> Replies:
    """``/huy``: all that this chat has in work; ``/huy 5``, or as a reply: that one."""
    if not clean(text) and not context.incoming.reply_to:
        every = context.store.recordings.waiting_in(context.home)
        if not every:
            return [context.say(said.NOTHING_TO_STOP)]
        working, refused = allowed(context, every, mending)
        if not working:
            return refused
        return [_stopped(context, working), *stop_lines(context, working), *refused]
    chosen = choose(context, text, "huy", said.USE_STOP, act_on=mending)
    working = [line for line in chosen.lines if line.is_in_work]
    if not working:
        numbers = phrases.numbers(chosen.lines)
        return [context.say(said.NOT_IN_WORK.format(lines=numbers)), *chosen.trouble]
    return [_stopped(context, working), *stop_lines(context, working), *chosen.trouble]


def _stopped(context: Context, lines: list[Line]) -> Say:
    return context.say(said.STOPPED_LINES.format(lines=phrases.numbers(lines)))


def stop_lines(context: Context, lines: list[Line]) -> Replies:
    """Stop these; ``Jobs`` lets go of them. Returns their cards as they are now."""
    change = context.store.lines.change
    stopped = [change(line, context.person.id, state=LineState.STOPPED) for line in lines]
    return redrawn(context, stopped)


def go_on(context: Context, text: str) -> Replies:
    """``/cheptiep 5``: the button's work, where there are no buttons."""
    chosen = choose(context, text, "cheptiep", said.USE_GO_ON, act_on=mending)
    again = [context.store.recordings.wait_again(x) for x in chosen.lines if may_go_on(x)]
    if not again:
        numbers = phrases.numbers(chosen.lines)
        return [context.say(said.NOTHING_TO_GO_ON.format(lines=numbers)), *chosen.trouble]
    answer = context.say(said.GOES_ON.format(lines=phrases.numbers(again)))
    return [answer, *redrawn(context, again), *chosen.trouble]


def listen(context: Context, text: str) -> Replies:
    """``/nghe 5``: the sound of a line; also of one whose words are in another now."""
    chosen = choose(context, text, "nghe", said.USE_LISTEN, merged=True)
    answer: Replies = []
    for line in chosen.lines[:_MOST_SOUNDS]:
        sound = sound_of(context, line)
        if sound is None:
            sound = [context.say(phrases.HAS_NO_SOUND.format(no=line.no))]
        answer += sound or [context.say(phrases.SOUND_COMES.format(no=line.no))]
    if len(chosen.lines) > _MOST_SOUNDS:
        answer.append(context.say(said.SOUNDS_LEFT.format(most=_MOST_SOUNDS)))
    return [*answer, *chosen.trouble]


_MOST_SOUNDS = 5  # files at once


def sound_of(context: Context, line: Line) -> Replies | None:
    """A line's sound, or why it is lost. Empty: the clerk cuts it out of a long recording, and
    sends it. None: it was typed, or its recording has not been fetched yet."""
    path = context.house.audio / (line.audio or "")
    if line.recording_erased:
        return [context.say(about_drafts.SOURCE_AUDIO_ERASED.format(no=line.no))]
    if not line.audio:
        return None
    if not path.exists():
        return [context.say(about_drafts.SOURCE_AUDIO_LOST.format(no=line.no))]
    if line.starts is not None:
        context.store.lines.want_excerpt(line, context.chat.id)
        return []
    caption = about_drafts.SOURCE_AUDIO.format(no=line.no)
    return [SendFile(str(path), path.name, caption, FileKind.SOUND)]


COMMANDS = (
    Command(
        "nghe",
        listen,
        words="phatlai",
        numbered="nghelai",
        plain=("nghe",),
        spoken="nghe",
        needs_meeting=True,
        again=True,
        menus=InMenus(group=100, page=110),
    ),
    Command("huy", stop, also=("huychep",), spoken="huy"),
    Command(
        "cheptiep",
        go_on,
        also=("cheplai",),
        plain=("chep tiep", "cheptiep"),
    ),
)
