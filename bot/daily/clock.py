"""Whether this machine's clock may be true: it may be years ahead once its battery is empty, or in
1970."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

MOST_APART = timedelta(hours=1)  #: of this clock and a platform's; a time zone set wrong is more
_MOST_AHEAD = timedelta(days=366)


def is_right(now: datetime, last_line: datetime | None, behind: timedelta | None = None) -> bool:
    """Whether a clock may be true, as far as the record tells.

    Args:
        now: what it shows.
        last_line: when the last line was written; None: there is none.
        behind: so far it may be behind the last line, not more; None: however far.
    """
    if last_line is None:
        return True
    ahead = now - last_line
    return ahead <= _MOST_AHEAD and (behind is None or ahead > -behind)


def apart(now: datetime, told: Sequence[datetime | None]) -> timedelta | None:
    """How far this clock is ahead of the platforms' (behind: below zero), where that is too far.

    Args:
        now: what it shows.
        told: what time it is by each platform; None: not told yet.

    Returns:
        None: it is not too far, or no platform has told the time.
    """
    found = [now - time for time in told if time is not None]
    return next((one for one in found if abs(one) > MOST_APART), None)


def in_words(ahead: timedelta) -> str:
    """``45.0 days ahead of the chat platform's``"""
    days, hours = abs(ahead) / timedelta(days=1), abs(ahead) / timedelta(hours=1)
    much = f"{days:.1f} days" if days >= 2 else f"{hours:.1f} hours"
    return f"{much} {'ahead of' if ahead > timedelta() else 'behind'} the chat platform's"
