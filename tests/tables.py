"""Tables of near-equal rows: one test for all of them, which names every row that fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

import pytest


def every_row(
    names: str | Sequence[str], rows: Iterable[Any]
) -> Callable[[Callable[..., None]], Callable[[], None]]:
    """Run the test for every row, and fail at the end with all that failed.

    Args:
        names: the test's arguments. A name alone: each row is that argument.
        rows: a value, or as many values as there are names, for each.
    """
    fields = [names] if isinstance(names, str) else list(names)
    table = [(row,) if isinstance(names, str) else tuple(row) for row in rows]
    assert table, "a table without rows holds nothing"

    def of_all(test: Callable[..., None]) -> Callable[[], None]:
        @wraps(test)
        def run() -> None:
            failed = []
            for row in table:
                values = dict(zip(fields, row, strict=True))
                try:
                    test(**values)
                except (Exception, pytest.fail.Exception) as error:
                    failed.append(f"{values}\n    {type(error).__name__}: {error}")
            assert not failed, "\n".join([f"{len(failed)} of {len(table)} rows:", *failed])

        del run.__wrapped__  # pytest would read its arguments as fixtures
        return run

    return of_all
