"""What happens in a process of its own stays there."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import PROJECT
from foundation import apart
from foundation.apart import WentTooFar

FEW = {"seconds": 20.0, "megabytes": 200}


def double(number: int) -> int:
    return number * 2


def fail() -> None:
    raise LookupError("not there")


def die() -> None:
    os.abort()


def loop() -> None:
    while True:
        pass


def sleep() -> None:
    time.sleep(60)


def eat() -> int:
    return len(b"x" * 10**9)


class Peculiar(Exception):
    def __init__(self, a: int, b: int) -> None:
        super().__init__(f"{a} and {b}")


def fail_peculiarly() -> None:
    raise Peculiar(1, 2)


def count(numbers: int) -> Iterator[int]:
    logging.getLogger("bot.counting").warning("from %s", 0)
    logging.getLogger("library").warning("heard %s", "words")
    yield from range(numbers)
    if numbers == 3:
        raise ValueError("three")


def pid() -> int:
    return os.getpid()


def test_a_result_and_an_error_come_back() -> None:
    assert apart.call(double, 4, **FEW) == 8
    assert apart.call(pid, **FEW) != os.getpid()
    with pytest.raises(LookupError, match="not there"):
        apart.call(fail, **FEW)
    with pytest.raises(RuntimeError, match="Peculiar: 1 and 2"):
        apart.call(fail_peculiarly, **FEW)


def test_a_crash_a_loop_a_wait_and_hunger_end_there() -> None:
    with pytest.raises(WentTooFar, match="died"):
        apart.call(die, **FEW)
    with pytest.raises(WentTooFar):
        apart.call(loop, seconds=0.5, megabytes=200)
    with pytest.raises(WentTooFar, match=r"nothing after 0\.5 s"):
        apart.call(sleep, seconds=0.5, megabytes=200)
    with pytest.raises(WentTooFar, match="more than 200 MB"):
        apart.call(eat, **FEW)
    assert apart.call(double, 1, **FEW) == 2


def test_computing_ends_even_where_nobody_waits() -> None:
    with pytest.raises(WentTooFar, match="died"):
        list(apart.iterate(loop, seconds=30, megabytes=200, computing=0.5))


def test_values_come_one_by_one_and_words_for_the_log_too(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert list(apart.iterate(count, 4, **FEW)) == [0, 1, 2, 3]
    assert ("bot.counting", logging.WARNING, "from 0") in caplog.record_tuples
    assert ("library", logging.WARNING, "heard %s") in caplog.record_tuples
    values = apart.iterate(count, 3, **FEW)
    assert [next(values), next(values), next(values)] == [0, 1, 2]
    with pytest.raises(ValueError, match="three"):
        next(values)


def test_a_process_whose_values_nobody_wants_ends() -> None:
    import multiprocessing

    values = apart.iterate(count, 10**9, **FEW)
    next(values)
    assert multiprocessing.active_children()
    values.close()
    assert not multiprocessing.active_children()


def test_a_long_path_for_temporary_files_is_no_obstacle(tmp_path: Path) -> None:
    folder = tmp_path / ("x" * 60) / ("y" * 60)
    folder.mkdir(parents=True)
    script = tmp_path / "work.py"
    script.write_text(
        "from foundation import apart\n"
        "if __name__ == '__main__':\n"
        "    print(apart.call(len, 'four', seconds=60, megabytes=200))\n"
    )
    environment = {**os.environ, "TMPDIR": str(folder), "PYTHONPATH": str(PROJECT)}
    done = subprocess.run(
        [sys.executable, str(script)], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("4\n", "")
