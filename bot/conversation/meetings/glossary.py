"""The names and terms of a chat: what to listen for."""

from __future__ import annotations

import re

from bot.conversation.command import Command, InMenus
from bot.conversation.context import Context, Replies
from bot.messages import glossary as said
from bot.minutes.rights import Act
from bot.minutes.typed.terms import read_terms
from bot.minutes.typed.words import clean, fold, one_line

_MOST = 200  # the machine listens for about the first forty; the others are offered afterwards
_ORDER = re.compile(r"(xoa|them)(?:\s+|\s*:\s*)(?=\S)")  # in folded text


def glossary(context: Context, text: str) -> Replies:
    """``/tudien``, ``/tudien A, B``, ``/tudien them A``, ``/tudien xoa A``."""
    refused = context.refused_elsewhere(Act.TERMS)
    if refused:
        return [context.say(refused)]
    words = clean(text)
    if not words:
        return [context.say(_listed(context))]
    order = _ORDER.match(fold(words))
    rest = words[order.end() :] if order else words
    if order and order[1] == "xoa":
        return [context.say(_remove(context, rest, words))]
    return [context.say(_add(context, rest))]


def _listed(context: Context) -> str:
    terms = context.store.glossary.terms(context.home)
    known = said.GLOSSARY.format(count=len(terms), terms=", ".join(terms))
    how = said.GLOSSARY_HOW.format(most=_MOST)
    return f"{known if terms else said.GLOSSARY_EMPTY}\n{how}"


def _remove(context: Context, text: str, whole: str) -> str:
    answer = []
    for term in re.split(r"[,;\n]", text):
        removed = context.store.glossary.remove(context.home, one_line(term))
        answer.append(
            said.GLOSSARY_REMOVED.format(term=removed)
            if removed
            else said.GLOSSARY_NO_SUCH.format(term=one_line(term)[:60], whole=whole[:60])
        )
    return "\n".join(answer)


def _add(context: Context, text: str) -> str:
    terms, wrong = read_terms(text)
    known = context.store.glossary.terms(context.home)
    new = [term for term in terms if term not in known]
    room = _MOST - len(known)
    respelled = {term.lower() for term in known}
    added = [t for t in new if t.lower() in respelled]
    fresh = [t for t in new if t.lower() not in respelled]
    added += fresh[:room]
    context.store.glossary.add(context.home, added)
    answer = []
    for sentence, some in (
        (said.GLOSSARY_ADDED, added),
        (said.GLOSSARY_KNOWN, [term for term in terms if term in known]),
        (said.GLOSSARY_FULL, fresh[room:]),
        (said.GLOSSARY_WRONG, [term[:60] for term in wrong]),
    ):
        if some:
            answer.append(sentence.format(terms=", ".join(some), most=_MOST))
    return "\n".join(answer) or said.GLOSSARY_HOW.format(most=_MOST)


COMMANDS = (Command("tudien", glossary, menus=InMenus(page=240)),)
