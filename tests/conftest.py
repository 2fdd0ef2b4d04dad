"""Fixtures that several rooms' tests share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.office import WORKED_WITH_APART
from foundation import apart
from tests.dialogs.talking import Talk, talking
from tests.waiting import PATIENCE

# A bot draws once in a while; here the machine's fonts are looked through once for all pictures
_DRAWN_WITH = ("matplotlib.font_manager", "matplotlib.backends.backend_agg")


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
