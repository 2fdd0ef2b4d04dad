"""What a failed call of the Bot API means for whoever runs the bot, in a sentence of our own."""

from __future__ import annotations

from telegram import error as tg_error

REVOKED = (
    "Telegram refuses the token (401): it was revoked, or is another bot's. Copy the new one from "
    "@BotFather to TELEGRAM_BOT_TOKEN and start the bot again; what people send waits there a day"
)
NO_API = (
    "the server answers 404: the token is malformed, or TELEGRAM_API_BASE is the address of no Bot "
    "API server"
)
TWICE = (
    "another program asks for this bot's messages with the same token (409): stop the other one, "
    "or take a new token from @BotFather; messages go to either of them"
)
HOOKED = (
    "a webhook is set for this bot (409), by another program with the same token; it is taken "
    "away. If it comes again, stop that program, or take a new token from @BotFather"
)
HOOK_MOVED = (
    "the webhook was set to another address, or taken away, by another program with the same "
    "token; it is set again. If that goes on, stop that program, or take a new token from "
    "@BotFather"
)


def trouble_of(error: BaseException) -> str:
    """What somebody must do about it; empty: nothing, it passes."""
    if isinstance(error, tg_error.EndPointNotFound | tg_error.InvalidToken):
        said = str(error.__cause__ or error).lower()
        return REVOKED if "unauthorized" in said or "401" in said else NO_API
    if isinstance(error, tg_error.Conflict):
        return HOOKED if "webhook" in str(error).lower() else TWICE
    return ""
