"""All the rows of a table in one test: each is tried, and those that fail are listed.

with every_row() as row:
    for typed, stands in TABLE:
        with row(typed):
            assert read(typed) == stands
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

Row = Callable[..., AbstractContextManager[None]]


@contextmanager
def every_row() -> Iterator[Row]:
    """Gives what a row is tried in, under a name of any parts.

    Raises:
        AssertionError: at the end, with the names of all rows that failed, and why.
    """
    failed: list[str] = []
    tried = 0

    @contextmanager
    def row(*name: object) -> Iterator[None]:
        nonlocal tried
        tried += 1
        try:
            yield
        except (Exception, pytest.fail.Exception) as error:
            told = f"{type(error).__name__}: {error}"
            failed.append(f"[{' '.join(repr(part)[:80] for part in name)}] {told}")

    yield row
    assert tried, "no row was tried"
    assert not failed, f"{len(failed)} of {tried} rows:\n" + "\n".join(failed)
