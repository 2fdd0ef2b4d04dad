"""Who looks on at the page: browsers that are known again, and what is read when somebody comes."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest

from bot.webpage import page as viewing
from tests.doors.web_house import Browser, page
from tests.waiting import eventually


async def test_a_browser_that_had_the_desk_first_is_not_told_that_another_has_it(
    data: Path,
) -> None:
    async def told(browser: Browser) -> bool:
        return '"shares_desk":true' in (await browser.get("/hop")).text

    async with page(data) as house:

        async def comes(browser: Browser) -> None:
            await browser.post(f"/ban/{await house.office.page.make_link()}")
            if '"number":1' not in (await browser.get("/hop")).text:
                answer = await browser.post("/mo", meeting="1")
                assert answer.headers["location"] == "/hop"

        ha, lan = await house.meeting(title="Họp thứ nhất"), house.browser()
        await comes(lan)
        assert (await told(ha), await told(lan)) == (False, True)
        for browser, title in ((ha, "Họp thứ hai"), (lan, "Họp thứ ba")):
            await browser.post("/mo/khac", name="Vũ Lan", title=title)
            assert not await told(browser)
            await comes(browser)
        assert (await told(ha), await told(lan)) == (False, True)


async def test_who_comes_is_no_reason_to_look_at_all_others_anew(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two hundred who come, each would else be looked at two hundred times."""
    looked: list[str] = []

    def viewer_of(house: Any, seat: Any, now: Any) -> Any:
        looked.append(seat.key)
        return real(house, seat, now)

    real = viewing.viewer_of
    monkeypatch.setattr(viewing, "viewer_of", viewer_of)
    monkeypatch.setattr(viewing, "KNOWN_FOR", (3600.0, 3600.0))
    async with page(data) as house, contextlib.AsyncExitStack() as stack:
        ha = await house.meeting()
        watching = [await house.guest(ha, f"Người Dự {number}") for number in range(20)]
        came = [await stack.enter_async_context(one.watching()) for one in watching]

        async def all_see(words: str) -> None:
            await ha.type(words)
            await eventually(lambda: all(words in str(one) for one in came))

        await all_see("Lời thứ nhất")
        looked.clear()
        late = await house.guest(ha, "Người Đến Sau")
        await all_see("Lời thứ hai")
        seats = {(await one.meeting())["me"]["seat"] for one in watching}
        again = [key for key in looked if key in seats]
        assert len(again) == len(seats), "each has asked once for its meeting, just now"

        await watching[0].type("/toi Trần Văn Đổi - Phó phòng")
        await eventually(lambda: "Trần Văn Đổi" in str(came[0]))
        await ha.said("Mới vào: Người Đến Sau")
        out = next(
            button["data"]
            for one in (await ha.meeting())["said"]
            if "Người Đến Sau" in one["text"]
            for row in one["buttons"]
            for button in row
            if button["label"] == "Mời ra"
        )
        async with late.watching() as seen:
            await ha.press(out)
            await eventually(lambda: [x for x in seen if x["event"] == "out"])
