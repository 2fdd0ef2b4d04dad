"""One real server for all tests; each has an office and workers of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workers.machines import Place, Server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("queue"))
    for name in ("a", "b", "c"):
        server.keys.worker(name)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def place(server: Server, tmp_path: Path) -> Iterator[Place]:
    """An office with workers, on the server of all."""
    with Place(server, tmp_path) as place:
        yield place


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Place]:
    """With a server of the test's own, which is not started and may be killed."""
    server = Server(tmp_path / "queue")
    for name in "ab":
        server.keys.worker(name)
    try:
        with Place(server, tmp_path) as place:
            yield place
    finally:
        server.kill()
