"""Tables of near-equal rows: one test for all of them, which names every row that fails; and how
many examples are made up where a row is made up."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

import pytest

_SHOWN = 200  # letters of a value


def examples(count: int) -> int:
    """How many are made up of what must hold for any input: anew in each run. EXAMPLES=10 in the
    environment makes ten times as many, for who changes what such a test holds."""
    return count * int(os.environ.get("EXAMPLES", "1"))


def every_row(
    names: str | Sequence[str], rows: Iterable[Any]
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run the test for every row, and fail at the end with all that failed.

    What else the test asks for are fixtures, made once for all the rows.

    Args:
        names: the test's arguments. A name alone: each row is that argument.
        rows: a value, or as many values as there are names, for each.
    """
    fields = [names] if isinstance(names, str) else list(names)
    table = [(row,) if isinstance(names, str) else tuple(row) for row in rows]
    assert table, "a table without rows holds nothing"

    def of_all(test: Callable[..., None]) -> Callable[..., None]:
        asked = inspect.signature(test)
        fixtures = [one for name, one in asked.parameters.items() if name not in fields]

        @wraps(test)
        def run(**given: Any) -> None:
            failed = []
            for row in table:
                values = dict(zip(fields, row, strict=True))
                try:
                    test(**values, **given)
                except (Exception, pytest.fail.Exception) as error:
                    shown = ", ".join(
                        f"{name}={value!r:.{_SHOWN}}" for name, value in values.items()
                    )
                    failed.append(f"{shown}\n    {type(error).__name__}: {error}")
            assert not failed, "\n".join([f"{len(failed)} of {len(table)} rows:", *failed])

        del run.__wrapped__  # pytest would ask for the row's arguments as fixtures
        run.__signature__ = asked.replace(parameters=fixtures)  # type: ignore[attr-defined]
        return run

    return of_all
