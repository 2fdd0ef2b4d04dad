"""What is in a meeting and what is left to look at: plain values from the record and a clock.

Reading writes nothing. Two lists follow from what people say and do: who takes part, and the tasks.
They are written down when they are brought up to date, by whoever is about to show or change them,
in the transaction of that command or tap.
"""

from __future__ import annotations

from datetime import tzinfo

from bot.desk import attendance, tasks
from bot.minutes import Meeting
from bot.store import Store


def bring_up_to_date(store: Store, meeting: Meeting, zone: tzinfo) -> None:
    """Write down who takes part in a meeting and what is to be done, as both follow from what was
    said until now. Twice is as once.

    Args:
        zone: of the day on which the meeting was opened.
    """
    attendance.bring_up_to_date(store, meeting)
    tasks.bring_up_to_date(store, meeting, zone)
