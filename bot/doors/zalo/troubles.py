"""What a failed call of the Bot API means for whoever runs the bot, in a sentence of our own."""

from __future__ import annotations

from bot.doors.zalo.api import ApiError

REVOKED = (
    "Zalo refuses the token: it was revoked, or is mistyped. Copy it again from Zalo Bot Manager "
    "to ZALO_BOT_TOKEN and start the bot again"
)
HOOKED = (
    "a webhook is set for this bot, by another program with the same token; it is taken away. If "
    "it comes again, stop that program, or take a new token"
)
HOOK_MOVED = (
    "the webhook was set to another address, or taken away, by another program with the same "
    "token; it is set again. If that goes on, stop that program, or take a new token"
)
HOOK_REFUSED = (
    "Zalo does not take ZALO_WEBHOOK_URL ({why}): it must be an https address that the Internet "
    "can reach; nothing arrives until then. Without it the bot asks Zalo itself"
)
NO_TOKEN = (401, 403, 404)


def trouble_of(error: Exception) -> str:
    """What somebody must do about it; empty: nothing, it passes."""
    code = error.code if isinstance(error, ApiError) else 0
    if code in NO_TOKEN:
        return REVOKED
    return HOOKED if code == 409 else ""
