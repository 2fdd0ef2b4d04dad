"""Fixtures that several rooms' tests share."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.office import WORKED_WITH_APART
from foundation import apart
from tests import reading
from tests.dialogs.talking import Talk, talking
from tests.waiting import PATIENCE

# A bot draws once in a while; here the machine's fonts are looked through once for all pictures
_DRAWN_WITH = ("matplotlib.font_manager", "matplotlib.backends.backend_agg")

# The files that take longest, begun first, so that at the end no process waits for the other
_LONGEST = (
    "web/test_page.py",
    "web/test_box_and_windows.py",
    "web/test_firefox.py",
    "web/test_tls.py",
    "doors/test_process.py",
    "transcribe/test_long_recording.py",
    "transcribe/test_silence.py",
    "report/test_check.py",
    "transcribe/test_engines.py",
    "transcribe/test_batches.py",
    "doors/test_telegram.py",
    "transcribe/test_models_command.py",
    "doors/test_hostile.py",
    "report/test_odd_meetings.py",
    "report/test_outside.py",
    "report/test_charts.py",
    "store/test_damage.py",
    "report/test_documents.py",
    "dialogs/test_rights.py",
    "report/test_rules_of_the_decree.py",
    "doors/test_telegram_refusals.py",
    "test_main.py",
    "chaos/test_chaos.py",
    "doors/test_zalo_killed.py",
    "doors/test_old_folder.py",
    "workers/test_cut_off.py",
    "workers/test_failures.py",
    "workers/test_any_server.py",
    "workers/test_commands.py",
)


# A record is on disk before anything is answered: most of a test's time would be waiting for a disk
_MEMORY = Path("/dev/shm")
_ENOUGH = 4e9  # bytes: what the folders of whole runs take, twice


def pytest_configure() -> None:
    if (free := _in_memory()) is not None and free > _ENOUGH:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


def _in_memory() -> int | None:
    """Bytes that are free where files stay in memory; None where they cannot be run or written."""
    if not os.access(_MEMORY, os.W_OK):
        return None
    found = os.statvfs(_MEMORY)
    return None if found.f_flag & os.ST_NOEXEC else found.f_bavail * found.f_frsize


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        file = item.path.relative_to(Path(__file__).parent).as_posix()
        return _LONGEST.index(file) if file in _LONGEST else len(_LONGEST)

    items.sort(key=place)


# What is made up by a machine takes as long as that machine takes today
settings.register_profile("slow", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("slow")

# Bots that are run beside each other would all serve the page at the same port
os.environ["WEB_LISTEN"] = ""


@pytest.fixture(autouse=True, scope="session")
def used_elsewhere() -> Iterator[list[str]]:
    """What threads of tests have done with the connection of a bot that runs."""
    with reading.watched() as wrong:
        yield wrong


@pytest.fixture(autouse=True)
def record_of_one_thread(used_elsewhere: list[str]) -> Iterator[None]:
    """Nobody but the store's own thread touches the record of a bot that runs, tests neither."""
    used_elsewhere.clear()
    yield
    assert not used_elsewhere


@pytest.fixture(autouse=True, scope="session")
def warm_server(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Work in processes of its own is as fast as in the bot, whichever test is the first."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MPLCONFIGDIR", str(tmp_path_factory.mktemp("fonts")))
        apart.prepare((*WORKED_WITH_APART, *_DRAWN_WITH))
        apart.call(len, "", seconds=PATIENCE, megabytes=100)  # what is prepared now stays


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """A chat to talk in: the whole house, with the speech engine replaced."""
    async with talking(tmp_path) as talk:
        yield talk
