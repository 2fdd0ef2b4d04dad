"""A meeting in a group is worked on and joined from private chats, through the Telegram door."""

from __future__ import annotations

import re
from pathlib import Path

from tests.dialogs.talking import Ear
from tests.doors.bot_api import BotApi
from tests.doors.telegram_chats import Json, Room
from tests.doors.telegram_house import answer, lines, opened, running
from tests.waiting import eventually


def links(message: Json) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["url"] for row in rows for button in row if "url" in button]


async def test_the_links_lead_to_the_desk_and_into_the_meeting(
    api: BotApi, data: Path, group: Room, an: Json
) -> None:
    binh = api.person("Trần", "Bình")
    desk = api.rooms[an["id"]] = Room(an["id"], "private", "Văn An")
    alone = api.rooms[binh["id"]] = Room(binh["id"], "private", "Trần Bình")
    async with running(api, data, Ear(), _env_file=None):  # type: ignore[arg-type]
        await opened(api, group, an)
        invited = await answer(api, api.text(group, an, "/moi"))
        (link,) = links(invited)
        led = re.fullmatch(r"https://t\.me/(\w+)\?start=(vao_\d{6})", link)
        assert led, link
        assert link in invited["text"]
        await eventually(lambda: [m for m in api.sent(group) if "photo" in m])

        joined = await answer(api, api.text(alone, binh, f"/start {led[2]}"))
        assert "Bạn đã vào cuộc họp số 1" in joined["text"]
        said = api.text(alone, binh, "Phòng tôi đồng ý")
        await eventually(lambda: api.reaction(said))
        shown = (
            await eventually(
                lambda: [m for m in api.sent(group) if "Phòng tôi" in m.get("text", "")]
            )
        )[0]
        assert shown["text"] == "#1 · Trần Bình · nhắn riêng\nPhòng tôi đồng ý"
        card = await answer(api, api.voice(alone, binh, "Ghi âm riêng".encode(), 3))
        await eventually(lambda: "Ghi âm riêng" in card["text"])
        shown_lines = await lines(api, group, an)
        assert "Phòng tôi đồng ý" in shown_lines
        assert "Ghi âm riêng" in shown_lines

        closed = await answer(api, api.text(group, an, "/ketthuc"))
        (to_desk,) = links(closed)
        assert to_desk.endswith("?start=ban_1")
        opened_desk = await answer(api, api.text(desk, an, "/start ban_1"))
        assert "Bàn thư ký của cuộc họp số 1" in opened_desk["text"]
        before = len(api.sent(group))
        await answer(api, api.text(desk, an, "/sua 1 Phòng tôi nhất trí"))
        await eventually(lambda: "Phòng tôi nhất trí" in shown["text"])
        assert len(api.sent(group)) == before

        again = await answer(api, api.text(alone, binh, "/vao 000000"))
        assert "Không có cuộc họp nào" in again["text"]
        await answer(api, api.text(group, an, "/molai"))
        invited = await answer(api, api.text(group, an, "/moi"))
        code = re.search(r"vao_(\d{6})", invited["text"])
        assert code
        api.remove(group, an, binh)
        out = await answer(api, api.text(alone, binh, "Tôi nói tiếp"))
        assert "không còn ở trong cuộc họp số 1" in out["text"]
        refused = await answer(api, api.text(alone, binh, f"/vao {code[1]}"))
        assert "không để bạn vào" in refused["text"]
        api.leave(group, an)
        lost = await answer(api, api.text(desk, an, "/dong"))
        assert "bàn này đã đóng" in lost["text"]
