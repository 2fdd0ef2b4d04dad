"""``/mau``: an office's own Word templates, sent to the bot and given out again."""

from __future__ import annotations

import re

from bot.conversation.command import Command
from bot.conversation.context import Context, Replies
from bot.doors.port import SendFile
from bot.messages import templates as said
from bot.minutes.documents import Kind, kind_named
from bot.minutes.rights import Act
from bot.minutes.typed.words import fold
from bot.report import TemplateBroken


def templates(context: Context, text: str) -> Replies:
    """``/mau``: the three templates; ``/mau goc bienban``: back to the one that all chats have."""
    refused = context.refused_elsewhere(Act.TERMS)
    if refused:
        return [context.say(refused)]
    words = fold(text)
    if context.incoming.media is not None:
        return _take(context, words)
    kind = kind_named(words)
    if re.search(r"\b(goc|co san|mac dinh)\b", words):
        return _drop(context, kind)
    wanted = [kind] if kind else list(Kind)
    return [
        *(_file(context, one) for one in wanted),
        context.say(said.TEMPLATES_HOW),
    ]


def _file(context: Context, kind: Kind) -> SendFile:
    path = context.house.reports.template(context.home, kind)
    caption = said.TEMPLATE_BUILT_IN
    if context.house.reports.is_own(context.home, kind):
        caption = said.TEMPLATE_OWN
    elif context.house.reports.is_office(context.home, kind):
        caption = said.TEMPLATE_OFFICE
    caption = caption.format(title=kind.heading.lower())
    return SendFile(str(path), path.name, caption, blank=True)


def _take(context: Context, words: str) -> Replies:
    media = context.incoming.media
    assert media is not None
    if not _may_change(context):
        return [context.say(said.TEMPLATE_NOT_YOURS)]
    if not media.name.lower().endswith(".docx"):
        name = media.name or said.THIS_FILE
        return [context.say(said.TEMPLATE_NO_WORD.format(name=name))]
    kind = kind_named(words) or kind_named(fold(media.name).replace("_", " ").replace("-", " "))
    if kind is None:
        return [context.say(said.TEMPLATE_WHICH)]
    here = context.chat.id
    context.store.templates.add(context.home, context.person.id, kind, media, sent_in=here)
    return []  # the clerk answers, when it has tried it


def _drop(context: Context, kind: Kind | None) -> Replies:
    if not _may_change(context):
        return [context.say(said.TEMPLATE_NOT_YOURS)]
    chosen = [kind] if kind else list(Kind)
    reports = context.house.reports
    dropped = [one for one in chosen if reports.drop_template(context.home, one)]
    names = ", ".join(one.heading.lower() for one in dropped)
    answer = said.TEMPLATE_DROPPED.format(names=names) if dropped else said.TEMPLATE_NONE_OWN
    return [context.say(answer)]


def _may_change(context: Context) -> bool:
    """In a group not everybody changes what all get."""
    if context.place is None and (context.is_private or context.incoming.admin):
        return True
    meeting = context.meeting()
    return meeting is not None and context.may(Act.TEMPLATES, meeting)


def template_trouble(sentence: str, trouble: TemplateBroken) -> str:
    """What is wrong with a template, in one of the sentences for that."""
    return said.template_broken(
        sentence,
        trouble.file,
        trouble.wrong,
        str(trouble),
        trouble.tag,
        trouble.place,
        trouble.around,
    )


COMMANDS = (Command("mau", templates, spoken="mau", takes_file=True),)
