"""When something was said by whose clock: browsers' clocks are wrong, and networks are slow."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.doors.web_house import Browser, page

OFF = timedelta(days=-400)  # by so much a browser's clock is wrong


class Said:
    """What somebody says into a browser, a tenth of a second apart, by its clock."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.at = datetime.now(UTC) + OFF - timedelta(minutes=1)

    async def __call__(self, text: str, *, seconds: float) -> None:
        """Args:
        seconds: that the request is on its way.
        """
        self.at += timedelta(seconds=0.1)
        now = datetime.now(UTC) + OFF - timedelta(seconds=seconds)
        await self.browser.type(text, at=self.at.isoformat(), now=now.isoformat())
        await self.browser.line(text)


@pytest.mark.parametrize("ways", [(3, 0, 0), (8, 0, 0), (0, 8, 0), (0, 30, 1), (30, 1, 20)])
async def test_what_is_said_later_stands_later_however_long_it_was_on_its_way(
    data: Path, ways: tuple[float, ...]
) -> None:
    async with page(data) as house:
        ha = await house.meeting()
        says = Said(await house.guest(ha, "Nguyễn Văn An"))
        words = [f"Câu thứ {n}" for n in range(len(ways))]
        for text, seconds in zip(words, ways, strict=True):
            await says(text, seconds=seconds)
        assert await ha.in_order() == words


async def test_it_does_so_when_the_house_was_restarted_in_between(data: Path) -> None:
    async with page(data) as house:
        ha = await house.meeting()
        an = await house.guest(ha, "Nguyễn Văn An")
        says = Said(an)
        await says("Câu thứ nhất", seconds=4)
        cookies = [one.client.cookies for one in (ha, an)]
    async with page(data) as house:
        ha, an = (house.browser(one) for one in cookies)
        says.browser = an
        await says("Câu thứ hai", seconds=0)
        assert await ha.in_order() == ["Câu thứ nhất", "Câu thứ hai"]


async def test_a_clock_that_was_set_counts_from_then_on(data: Path) -> None:
    async with page(data) as house:
        ha = await house.meeting()
        an = await house.guest(ha, "Nguyễn Văn An")
        now = datetime.now(UTC)
        for days in (400, 0, -400):
            there = (datetime.now(UTC) - timedelta(days=days)).isoformat()
            await an.type(f"Lệch {days} ngày", at=there, now=there)
            line = await an.line(f"Lệch {days} ngày")
            assert abs(datetime.fromisoformat(line["at"]) - now) < timedelta(hours=1)
        for year in (1, 9999):
            there = datetime(year, 1, 1, tzinfo=UTC).isoformat()
            for at, its_now in ((there, now.isoformat()), (now.isoformat(), there), (there, there)):
                await an.type(f"Năm {year}: {at} {its_now}", at=at, now=its_now)
        line = await an.line("Năm 9999: 9999")
        assert datetime.fromisoformat(line["at"]) < now + timedelta(hours=1)
