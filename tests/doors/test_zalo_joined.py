"""One meeting: a group behind one door, and somebody on Zalo who has joined it by its code."""

from __future__ import annotations

import re
from pathlib import Path

from tests.dialogs.talking import HA, ListDoor, Talk
from tests.doors.zalo_house import an, hears, lines, running, zalo
from tests.doors.zalo_server import Human, Sound, ZaloServer

__all__ = ["an", "zalo"]  # fixtures


async def test_a_meeting_in_a_group_and_on_zalo(zalo: ZaloServer, an: Human, data: Path) -> None:
    group = ListDoor()
    async with running(zalo, data, group) as office:
        home = Talk(office, group)
        home.settle = _nothing
        await home.text("/batdau Họp giao ban", HA)
        await home.text("/moi", HA)
        invited = await home.until(lambda: re.search(r"mã: (\d{3} \d{3})", str(group.shown)))
        assert invited
        zalo.text(an, "/vao 000 000")
        await hears(zalo, an, "mã")
        zalo.text(an, f"/vao {invited[1]}")
        await hears(zalo, an, "Họp giao ban")
        zalo.text(an, "Phòng Kế hoạch đề nghị gia hạn")
        zalo.text(an, "Nhất trí")
        await hears(zalo, an, "✓ #1, #2")
        zalo.voice(an, Sound("Xin bổ sung một ý".encode()))
        (card,) = [text for text in await hears(zalo, an, "Xin bổ sung") if "Xin bổ sung" in text]
        assert "yk 3" in card
        await home.until(lambda: "Xin bổ sung một ý" in str(group.shown))
        zalo.text(an, "yk 3")
        await hears(zalo, an, "Đã gắn thẻ Ý kiến cho #3.")
        zalo.text(an, "sua 2 Nhất trí cao")
        await hears(zalo, an, "Đã sửa #2: Nhất trí cao")
        await home.text("/ketthuc", HA)
        await home.until(lambda: "Đã đóng cuộc họp" in str(group.shown))
        zalo.text(an, "Câu sau giờ họp")
        await office.settle()
        assert await lines(office) == [
            (1, "Nguyễn Văn An", "Phòng Kế hoạch đề nghị gia hạn"),
            (2, "Nguyễn Văn An", "Nhất trí cao"),
            (3, "Nguyễn Văn An", "Xin bổ sung một ý"),
        ]
        told = zalo.said_to(an)
    assert len([text for text in told if "Xin bổ sung" in text]) == 1


async def _nothing() -> None: ...
