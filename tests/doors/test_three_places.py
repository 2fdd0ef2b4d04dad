"""One meeting in three places at once, read as a story: a Telegram group, the secretary's desk in
private, and a participant on Zalo; through two real servers."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from bot.conversation import menus
from bot.doors.telegram import TelegramDoor
from tests.doors.bot_api import BotApi, Fault
from tests.doors.telegram_chats import Json, Room
from tests.doors.telegram_house import TOKEN, answer, opened
from tests.doors.zalo_house import hears, lines, running, zalo
from tests.doors.zalo_server import Sound, ZaloServer
from tests.waiting import eventually

__all__ = ["zalo"]  # fixtures


def telegram(api: BotApi) -> TelegramDoor:
    return TelegramDoor(TOKEN, api.base, menus.MENUS["group"], poll_timeout=timedelta(seconds=2))


def texts(api: BotApi, room: Room) -> list[str]:
    return [message.get("text", "") for message in api.sent(room)]


async def test_a_group_a_desk_and_zalo(
    api: BotApi, zalo: ZaloServer, data: Path, group: Room, an: Json
) -> None:
    desk = api.rooms[an["id"]] = Room(an["id"], "private", "Văn An")
    chi = zalo.person("Phạm Thị Chi")
    async with running(zalo, data, telegram(api)) as office:
        await opened(api, group, an)
        invited = (await answer(api, api.text(group, an, "/moi")))["text"]
        assert "• Telegram: mở https://t.me/" in invited
        code = re.search(r"• Zalo: nhắn riêng cho bot: /vao (\d{6})", invited)
        assert code, invited
        await answer(api, api.text(desk, an, "/ban"))

        # she types it as people type: without the stroke, and her name behind it
        zalo.text(chi, f"vao {code[1]} Phạm Thị Chi - Trưởng phòng Tổ chức")
        await hears(zalo, chi, "Bạn đã vào cuộc họp số 1")
        await eventually(
            lambda: [x for x in texts(api, desk) if x.startswith("Mới vào: Phạm Thị Chi")]
        )
        assert not any("Mới vào" in text for text in texts(api, group))

        zalo.text(chi, "Phòng Tổ chức đề nghị lùi hạn")
        await hears(zalo, chi, "✓ #1")
        await eventually(
            lambda: "#1 · Phạm Thị Chi · Zalo\nPhòng Tổ chức đề nghị lùi hạn" in texts(api, group)
        )
        typed = api.text(group, an, "Ngân sách đã đủ")
        await eventually(lambda: api.reaction(typed))
        zalo.voice(chi, Sound("Tôi xin bổ sung một ý".encode()))
        await hears(zalo, chi, "Tôi xin bổ sung một ý")
        await eventually(lambda: [x for x in texts(api, group) if "Tôi xin bổ sung một ý" in x])

        zalo.text(chi, "yk 1")
        await hears(zalo, chi, "Đã gắn thẻ Ý kiến cho #1.")
        await eventually(lambda: [x for x in texts(api, group) if "· Ý kiến" in x])
        zalo.text(chi, "sua 2 Không phải lời của tôi")
        await hears(zalo, chi, "Chỉ người nói, thư ký, chủ trì hoặc quản trị viên nhóm sửa")
        zalo.text(chi, "/ketthuc")
        await hears(zalo, chi, "Chỉ thư ký (")

        # the desk mends and closes; the group sees the card change
        before = len(api.sent(group))
        await answer(api, api.text(desk, an, "/sua 1 Phòng Tổ chức đề nghị lùi hạn đến tháng 12"))
        await eventually(lambda: [x for x in texts(api, group) if "đến tháng 12" in x])
        assert len(api.sent(group)) == before
        await answer(api, api.text(desk, an, "/ketthuc"))
        zalo.text(chi, "Còn một ý nữa")
        await hears(zalo, chi, "đã kết thúc lúc")
        assert sorted(await lines(office)) == [
            (1, "Phạm Thị Chi", "Phòng Tổ chức đề nghị lùi hạn đến tháng 12"),
            (2, "Nguyễn Văn An", "Ngân sách đã đủ"),
            (3, "Phạm Thị Chi", "Tôi xin bổ sung một ý"),
        ]
        zalo.text(chi, f"/vao {code[1]}")
        await hears(zalo, chi, "Không có cuộc họp nào đang mở với mã này")


async def test_the_group_is_deleted_while_somebody_has_joined(
    api: BotApi, zalo: ZaloServer, data: Path, group: Room, an: Json
) -> None:
    """Who has joined goes on, the secretary is told alone, and closes it from there."""
    desk = api.rooms[an["id"]] = Room(an["id"], "private", "Văn An")
    chi = zalo.person("Phạm Thị Chi")
    async with running(zalo, data, telegram(api)) as office:
        await answer(api, api.text(desk, an, "/trogiup"))  # the bot may write to him
        await opened(api, group, an)
        code = re.search(
            r"mã: (\d{3} \d{3})", (await answer(api, api.text(group, an, "/moi")))["text"]
        )
        assert code
        zalo.text(chi, f"vào mã {code[1]}")
        await hears(zalo, chi, "Bạn đã vào cuộc họp số 1")
        api.in_room[group.id] = Fault(403, said="Forbidden: the group chat was deleted")
        zalo.text(chi, "Phòng Tổ chức đề nghị lùi hạn")
        zalo.voice(chi, Sound("Tôi xin bổ sung một ý".encode()))
        await hears(zalo, chi, "Tôi xin bổ sung một ý")
        gone = "Bot không gửi được vào nhóm của cuộc họp số 1"
        await eventually(lambda: [x for x in texts(api, desk) if x.startswith(gone)])
        assert "Bàn thư ký" in (await answer(api, api.text(desk, an, "/ban 1")))["text"]
        shown = (await answer(api, api.text(desk, an, "/dong")))["text"]
        assert "Phòng Tổ chức đề nghị lùi hạn" in shown
        closed = await answer(api, api.text(desk, an, "/ketthuc"))
        assert closed["text"].startswith("Đã đóng cuộc họp số 1")
        await hears(zalo, chi, "đã đóng. Từ đây lời bạn nhắn")
        await office.settle()
        assert [text for _, _, text in await lines(office)] == [
            "Phòng Tổ chức đề nghị lùi hạn",
            "Tôi xin bổ sung một ý",
        ]
        assert sum(x.startswith(gone) for x in texts(api, desk)) == 1
