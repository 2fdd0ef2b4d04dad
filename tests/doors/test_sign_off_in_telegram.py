"""A draft is returned by a voice note and then approved, through the Telegram door."""

from __future__ import annotations

from pathlib import Path

from bot.store.folder import AUDIO
from tests.dialogs.talking import Ear
from tests.doors.bot_api import BotApi
from tests.doors.telegram_chats import Json, Room
from tests.doors.telegram_house import answer, labels, lines, opened, running
from tests.waiting import eventually


def request(api: BotApi, room: Room, count: int = 1) -> list[Json]:
    """The messages in a room that can be approved now."""
    found = [m for m in api.sent(room) if "Duyệt" in labels(m)]
    return found if len(found) >= count else []


def sounds(api: BotApi, room: Room) -> int:
    return len([m for m in api.sent(room) if "audio" in m or "voice" in m])


def texts(api: BotApi, room: Room) -> str:
    return "\n".join(m.get("text", "") for m in api.sent(room))


async def test_a_draft_is_returned_by_voice_and_approved_alone(
    api: BotApi, data: Path, group: Room, an: Json, note: bytes
) -> None:
    binh = api.person("Trần", "Bình")
    alone = api.rooms[binh["id"]] = Room(binh["id"], "private", "Trần Bình")
    secretary = api.rooms[an["id"]] = Room(an["id"], "private", "Nguyễn Văn An")
    async with running(api, data, Ear(), _env_file=None):  # type: ignore[arg-type]
        await opened(api, group, an)
        await answer(api, api.text(alone, binh, "/lichsu"))
        await answer(api, api.text(secretary, an, "/lichsu"))
        api.text(group, an, "KL: Giao Phòng A rà soát.")
        spoken = api.text(group, binh, "Tôi có mặt")
        await eventually(lambda: api.reaction(spoken))
        await answer(api, api.text(group, an, "/chutri Trần Bình"))
        await answer(api, api.text(group, an, "/baocao"))
        api.text(group, an, "/trinh")
        (there,) = await eventually(lambda: request(api, alone))
        (here,) = await eventually(lambda: [m for m in api.sent(group) if "Rút lại" in labels(m)])
        assert "TRÌNH DUYỆT: dự thảo 1" in here["text"]
        assert labels(here) == ["Mã đầy đủ", "Rút lại"]
        assert labels(there) == ["Duyệt", "Trả lại", "Mã đầy đủ"]

        api.text(group, binh, "/trinh")  # who does not see it there has the buttons here
        (asking,) = await eventually(lambda: request(api, group))
        api.tap(asking, "Duyệt", an)
        await eventually(lambda: "Chỉ chủ trì (Trần Bình) duyệt hoặc trả lại được" in api.toasts)
        api.tap(asking, "Trả lại", binh)
        asked = (
            await eventually(
                lambda: [m for m in api.sent(group) if "Ý kiến của bạn" in m.get("text", "")]
            )
        )[0]
        assert asked["text"].startswith("Trần Bình"), "opens their reply field, and nobody else's"
        in_group = sounds(api, group)
        api.voice(group, binh, note, 12, reply_to=asked)
        await eventually(lambda: "Trần Bình (chủ trì) trả lại dự thảo 1" in texts(api, group))
        await eventually(lambda: sounds(api, secretary))
        assert sounds(api, group) == in_group, "the secretary alone"
        assert [x.read_bytes() for x in (data / AUDIO).glob("??/*")] == [note]
        assert "Duyệt" not in labels(here)
        assert "ĐÃ TRẢ LẠI: Trần Bình" in there["text"]

        await answer(api, api.text(group, an, "/baocao"))
        api.text(group, an, "/trinh")
        (there,) = await eventually(lambda: request(api, alone))
        api.tap(there, "Duyệt", binh)
        await eventually(lambda: "Trần Bình (chủ trì) đã duyệt dự thảo 2" in texts(api, group))
        assert "Đã duyệt" in api.toasts
        assert "đã duyệt" in (await answer(api, api.text(group, an, "/duthao")))["text"]
        assert "#3" not in await lines(api, group, an), "what the chair said is no line"
