"""What becomes of a reply to a message that asks something: see ``port.Question``."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.context import AnswerHandler, Context, Replies
from bot.conversation.review import answered_alone, answered_here, review
from bot.conversation.signoff import deciding, readers
from bot.conversation.tasks import orders as tasks

ANSWERS: Mapping[str, AnswerHandler] = {
    **review.ANSWERS,
    **readers.ANSWERS,
    **deciding.ANSWERS,
    **tasks.ANSWERS,
    **answered_alone.ANSWERS,
    **answered_here.ANSWERS,
}
"""By the topic. A new one is an entry in its file's ANSWERS."""


def answered(context: Context) -> Replies | None:
    """Take a message, or a voice note, as the answer to what it replies to; None: it is none."""
    if not context.incoming.reply_to:
        return None
    question = context.store.questions.of_message(context.chat.id, context.incoming.reply_to)
    if question is None or question.what not in ANSWERS:
        return None
    with context.store.steps.step(question.what):
        return ANSWERS[question.what](context, question)
