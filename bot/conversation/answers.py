"""What becomes of a reply to a message that asks something: see ``port.Question``."""

from __future__ import annotations

from bot.conversation.context import Context, Replies
from bot.conversation.topics import ANSWERS


def take_answer(context: Context) -> Replies | None:
    """Take a message, or a voice note, as the answer to what it replies to; None: it is none."""
    if not context.incoming.reply_to:
        return None
    question = context.store.questions.of_message(context.chat.id, context.incoming.reply_to)
    if question is None or question.what not in ANSWERS:
        return None
    with context.store.steps.step(question.what):
        return ANSWERS[question.what](context, question)
