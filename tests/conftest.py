"""Fixtures that several rooms' tests share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.dialogs.talking import Talk, talking


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """A chat to talk in: the whole house, with the speech engine replaced."""
    async with talking(tmp_path) as talk:
        yield talk
