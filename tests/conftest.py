"""Fixtures that several rooms' tests share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.office import WORKED_WITH_APART
from foundation import apart
from tests.dialogs.talking import Talk, talking


@pytest.fixture(autouse=True, scope="session")
def warm_server() -> None:
    """Work in processes of its own is as fast as in the bot, whichever test is the first."""
    apart.prepare(WORKED_WITH_APART)


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """A chat to talk in: the whole house, with the speech engine replaced."""
    async with talking(tmp_path) as talk:
        yield talk
