"""What becomes of a reply to a message that asks something: see ``port.Question``."""

from __future__ import annotations

from collections.abc import Mapping

from bot.commands import asking
from bot.commands.context import AnswerHandler, Context, Replies

ANSWERS: Mapping[str, AnswerHandler] = {**asking.ANSWERS}
"""By the topic. A new one is an entry in its file's ANSWERS."""


def answered(context: Context) -> Replies | None:
    """Take a message, or a voice note, as the answer to what it replies to; None: it is none."""
    if not context.incoming.reply_to:
        return None
    question = context.store.questions.of_message(context.chat.id, context.incoming.reply_to)
    handler = ANSWERS.get(question.what) if question else None
    return handler(context, question) if handler and question else None
