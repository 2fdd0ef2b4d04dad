"""Is the account that is about to be given a duty in the meeting the one that was meant? Who has
not written yet is awaited."""

from __future__ import annotations

import re

from bot.conversation.context import AnswerInstead, Context
from bot.doors.port import Ability, Button
from bot.messages import identity as said
from bot.minutes import Meeting, Speaker
from bot.minutes.identity import key_of_name
from bot.store.awaited import Awaited, Duty

_AT_NAME = re.compile(r"@(\w{3,64})[.,]?")


def at_name(words: str) -> str:
    """The name of an account, without @; empty: the words are no such name."""
    found = _AT_NAME.fullmatch(words)
    return found[1] if found else ""


def await_somebody(context: Context, meeting: Meeting, username: str, duty: Duty) -> str:
    """Who is named has not written yet: the duty is theirs from their first message on. What to
    say of it; empty where nobody is named.

    Args:
        username: without @.
    """
    home = context.store.chats.get(context.home).door
    if not username or Ability.AT_NAMES not in context.house.abilities(home):
        return ""  # nobody would ever come by it
    context.store.awaited.add(meeting.id, duty, username, context.person.id)
    context.store.audit.add(
        f"await_{duty}",
        person_id=context.person.id,
        chat_id=context.chat.id,
        meeting_id=meeting.id,
        about=f"@{username}",
    )
    text = said.awaited(duty, username, meeting)
    before = former_holders(context, username, None)
    if before:
        text += said.WAS_OF.format(username=username, before=before)
    return text


def make_sure(
    context: Context,
    meeting: Meeting,
    who: Speaker,
    words: str,
    what: Duty,
    awaited: Awaited | None = None,
) -> None:
    """Ask back where the account may be another than the one meant.

    Args:
        words: what was typed; empty for a reply, or a link to an account.
        awaited: the order by which the meeting has waited for them, and which is over now.

    Raises:
        AnswerInstead: it may be another, or is no account of one human.
    """
    command = said.COMMANDS[what]
    if not context.store.chats.is_account(who.person_id):
        raise AnswerInstead(
            [context.say(context.sample(said.NOBODY_TO_APPOINT).format(command=command))]
        )
    account = context.store.names.account(who.person_id)
    username = at_name(words)
    text = ""
    if username:
        before = former_holders(context, username, who.person_id)
        if before:
            text = said.OTHER_ACCOUNT.format(username=username, now=who.full, before=before)
        elif awaited and not awaited.may_be(who.person_id):
            text = said.WAS_HERE.format(username=username, now=who.full)
    elif words and not context.incoming.mentions and _calls_themselves_so(context, meeting, who):
        name = context.store.names.name_of(meeting.id, who.person_id) or who.name
        sentence = context.sample(said.SAID_SO_THEMSELVES)
        text = said.of_account(sentence, account, name=name, command=command)
    if text:
        button = Button(
            said.of_account(said.BUTTON_APPOINT, account[:40]),
            f"appoint:{meeting.id}:{what}:{who.person_id}",
        )
        raise AnswerInstead([context.say(text, ((button,),))])


def former_holders(context: Context, username: str, but: int | None) -> str:
    """The names of those of this chat whose ``@ten`` it was before; empty: nobody's."""
    return ", ".join(
        one.speaker.full
        for one in context.store.chats.people_of(context.home)
        if username.lower() in one.former and one.speaker.person_id != but
    )


def _calls_themselves_so(context: Context, meeting: Meeting, who: Speaker) -> bool:
    """Whether nothing but their own word says that the account is of that name."""
    _, account = context.store.chats.account(who.person_id)
    if key_of_name(account.name) != key_of_name(who.name):
        return True
    return context.store.names.doubt(meeting.id, who.person_id, account.name) is not None
