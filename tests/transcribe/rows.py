"""Tables of what goes in and what must come out, checked whole in one test."""

from __future__ import annotations

from collections.abc import Iterable


def all_hold(rows: Iterable[tuple[str, object, object]]) -> None:
    """Each row is what it is about, what was found, and what must be found.

    Fails with every row that does not hold, and where there is none at all.
    """
    count, wrong = 0, []
    for about, found, expected in rows:
        count += 1
        if found != expected:
            wrong.append(f"  {about!r}\n    gives {found!r}\n    and must give {expected!r}")
    assert count, "no rows"
    assert not wrong, "\n".join([f"{len(wrong)} of {count} rows do not hold:", *wrong])
