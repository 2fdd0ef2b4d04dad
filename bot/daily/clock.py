"""Whether this machine's clock may be true: it may be years ahead once its battery is empty, or in
1970."""

from __future__ import annotations

from datetime import datetime, timedelta

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
