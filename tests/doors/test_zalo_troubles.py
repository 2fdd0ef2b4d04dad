"""When Zalo does not do what it is asked: nothing is lost, nothing is said twice."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from bot.doors.port import Chat, ChatKind, Person, Say
from bot.doors.zalo.addresses import Allowed
from bot.errors import SettingsError, TryLater
from bot.office import Office
from bot.settings import load_settings
from bot.watch import watching
from foundation.trust import trusted
from tests.dialogs.talking import Ear, ListDoor, Talk
from tests.doors.zalo_house import an, door_at, hears, lines, running, zalo
from tests.doors.zalo_server import (
    BROKEN,
    BUSY,
    DROPPED,
    HIDDEN_ERROR,
    LOST,
    QUOTA,
    Fault,
    Human,
    Sound,
    ZaloServer,
)
from tests.tables import every_row
from tests.waiting import eventually

__all__ = ["an", "zalo"]  # fixtures


async def opened(zalo: ZaloServer, who: Human) -> None:
    zalo.text(who, "/batdau Họp giao ban")
    await hears(zalo, who, "Đã mở cuộc họp số 1: Họp giao ban")


@pytest.mark.parametrize(
    "fault", [DROPPED, BROKEN, BUSY, Fault(502), Fault(200), Fault(200, "Internal error", 500)]
)
async def test_an_answer_that_fails_for_long_is_said_later_and_once(
    zalo: ZaloServer, an: Human, data: Path, fault: Fault
) -> None:
    """For as long as it may be: other things go on, and it waits in the outbox."""
    async with running(zalo, data) as office:
        zalo.down["sendMessage"] = fault
        zalo.text(an, "/batdau Họp giao ban")
        await eventually(lambda: len(zalo.called("sendMessage")) > 4)
        for number in range(3):
            zalo.text(an, f"Ý thứ {number}")
        await _recorded(office, 3)
        assert zalo.said == []
        del zalo.down["sendMessage"]
        await hears(zalo, an, "✓ #1–#3")
        await office.settle()
        (first, second) = zalo.said_to(an)
        assert first.startswith("Đã mở cuộc họp số 1")
        assert second == "✓ #1–#3"


async def _recorded(office: Office, count: int) -> None:
    while len(await lines(office)) < count:
        await asyncio.sleep(0.01)


async def test_the_wait_for_the_next_try_doubles(zalo: ZaloServer, an: Human) -> None:
    """A message is tried again after as long as it has been failing: an hour is a dozen tries."""
    door = door_at(zalo)
    zalo.down["sendMessage"] = BROKEN
    rests = []
    chat = Chat("zalo", an.id, "", ChatKind.PRIVATE)
    for _ in range(6):
        with pytest.raises(TryLater) as later:
            await door.say(chat, Say("Xin chào"))
        rests.append(later.value.seconds or 0.0)
        await asyncio.sleep(rests[-1])
    assert rests == sorted(rests)
    assert rests[-1] > 4 * rests[0]


async def test_what_is_refused_behind_200_is_told_and_not_tried_again(
    zalo: ZaloServer, an: Human, data: Path
) -> None:
    async with running(zalo, data) as office:
        await opened(zalo, an)
        zalo.faults["sendMessage"].append(HIDDEN_ERROR)
        zalo.text(an, "/trogiup")
        await hears(zalo, an, "Có một câu trả lời tôi không gửi được vào đây.")
        await office.settle()
        assert len(zalo.called("sendMessage")) == 3


async def test_an_answer_that_was_not_heard_of_is_said_again(
    zalo: ZaloServer, an: Human, data: Path
) -> None:
    """There is no key by which a second one would be known; the record has the line once."""
    async with running(zalo, data) as office:
        await opened(zalo, an)
        zalo.faults["sendMessage"].append(LOST)
        zalo.text(an, "Nhất trí")
        await hears(zalo, an, "✓ #1", 2)
        assert len(await lines(office)) == 1


async def test_polls_that_fail_are_tried_again(zalo: ZaloServer, an: Human, data: Path) -> None:
    zalo.faults["getUpdates"].extend(
        [DROPPED, BROKEN, BUSY, Fault(200), Fault(408, "Request timeout"), Fault(409, "Conflict")]
    )
    zalo.faults["getMe"].extend([DROPPED, Fault(502), Fault(404, "Not Found")])
    zalo.faults["deleteWebhook"].append(Fault(404, "Not Found"))
    async with running(zalo, data) as office:
        await opened(zalo, an)
        assert office.doors["zalo"].connected
        assert office.doors["zalo"].trouble == ""
        assert len(zalo.called("deleteWebhook")) == 2  # once more after the conflict


async def test_a_token_that_zalo_does_not_know(zalo: ZaloServer, data: Path) -> None:
    office = Office(load_settings(data_dir=data, soffice="off"), recognizer=Ear())  # type: ignore[arg-type]
    with pytest.raises(SettingsError, match=r"^ZALO_BOT_TOKEN: .* does not know this token"):
        await office.run(door_at(zalo, "khong-ai-biet-ma-nay"))


async def test_it_ends_no_other_door(zalo: ZaloServer, data: Path) -> None:
    other = ListDoor()
    async with running(zalo, data, other, door=door_at(zalo, "khong-ai-biet-ma-nay")) as office:
        await eventually(lambda: office.doors.ended)
        talk = Talk(office, other)
        assert (await talk.text("/batdau Họp"))[0].startswith("Đã mở cuộc họp")


# --- a month's messages -------------------------------------------------------------------------


async def test_from_four_fifths_on_only_what_was_asked_for_is_said(
    zalo: ZaloServer, an: Human, data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ha, other = Person("1", "Lê Thị Hà"), ListDoor()
    async with running(zalo, data, other, most_a_month=10) as office:
        desk = Talk(office, other)
        desk.chat = Chat("list", ha.key, "", ChatKind.PRIVATE)
        desk.settle = _nothing
        await desk.text("/batdau Họp của thư ký", ha)
        zalo.text(an, "/batdau Họp giao ban")
        for number in range(1, 8):
            await hears(zalo, an, "Không có lệnh", number - 1)
            zalo.text(an, f"/lenh{number}abc")
        await hears(zalo, an, "Không có lệnh", 7)
        await eventually(lambda: "8/10 tin của tháng này qua Zalo" in str(other.shown))
        assert any("8 of this month's 10 messages" in r.getMessage() for r in caplog.records)
        zalo.text(an, "Câu này vẫn ghi")
        zalo.voice(an, Sound("Ghi âm này cũng vậy".encode()))
        zalo.voice(an, Sound(status=404))  # somebody has to say it again
        await hears(zalo, an, "đã hết hạn")
        zalo.text(an, "/dong 1")
        await hears(zalo, an, "Câu này vẫn ghi")
        await office.settle()
        assert len(zalo.said) == 10
        assert [text for _, _, text in await lines(office, 2)][:2] == [
            "Câu này vẫn ghi",
            "Ghi âm này cũng vậy",
        ]
        assert "✓" not in str(zalo.said)
        status, checks = await _health(office)
        assert checks["month zalo"] == {"ok": False, "says": "10 of 10 messages"}
        assert status == 503
        zalo.text(an, "/dong")
        zalo.text(an, "Câu sau cùng")
        await eventually(lambda: any("used up" in r.getMessage() for r in caplog.records))
        while len(await lines(office, 2)) < 4:
            await asyncio.sleep(0.01)
        await office.settle()
        assert len(zalo.said) == 10


async def _nothing() -> None: ...


async def _health(office: Office) -> tuple[int, dict[str, object]]:
    async with (
        watching(office.watch, ("127.0.0.1", 0)) as port,
        httpx.AsyncClient(verify=trusted()) as client,
    ):
        answer = await client.get(f"http://127.0.0.1:{port}/healthz/ready")
        figures = (await client.get(f"http://127.0.0.1:{port}/metrics")).text
        assert 'bienban_month_messages{door="zalo"}' in figures
        return answer.status_code, answer.json()["checks"]


async def test_months_begin_by_the_office_s_clock(
    zalo: ZaloServer, an: Human, data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    now = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)  # 23:00 in Hà Nội
    async with running(zalo, data, most_a_month=2, now=lambda: now) as office:
        await opened(zalo, an)
        zalo.text(an, "/lenhabc")
        await hears(zalo, an, "Không có lệnh")
        zalo.text(an, "/lenhabc")
        # the answer, and that few are left: nothing of November waits for December
        await eventually(lambda: sum("used up" in r.getMessage() for r in caplog.records) == 2)
        assert len(zalo.said) == 2
        now = datetime(2026, 11, 30, 17, 30, tzinfo=UTC)  # the first of December there
        zalo.text(an, "/lenhabc")
        await hears(zalo, an, "Không có lệnh", 2)
        while await _used(office) != 1:  # counted once its saying is kept
            await asyncio.sleep(0.01)
    async with running(zalo, data, most_a_month=2, now=lambda: now) as office:
        await eventually(lambda: "zalo" in office.doors)
        assert await _used(office) == 1


async def _used(office: Office) -> int:
    return await office.on_store(office.post.budget.used, office.doors["zalo"])


async def test_a_platform_that_takes_no_more_is_not_asked_in_vain(
    zalo: ZaloServer, an: Human, data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with running(zalo, data, most_a_month=3000) as office:
        await opened(zalo, an)
        zalo.down["sendMessage"] = QUOTA
        zalo.text(an, "Câu một")
        await eventually(lambda: any("takes no more" in r.getMessage() for r in caplog.records))
        zalo.text(an, "Câu hai")
        zalo.text(an, "/dong")
        while len(await lines(office)) < 2:
            await asyncio.sleep(0.01)
        await office.settle()
        assert len(zalo.called("sendMessage")) == 2
        assert len(zalo.said) == 1


# --- addresses ----------------------------------------------------------------------------------

PUBLIC = "https://bot-api.zaloplatforms.com"
OWN = "http://10.0.0.7:8080"


@every_row(
    ("base", "address", "allowed"),
    [
        (PUBLIC, "https://f2-voice-aac-dl.zdn.vn/a/b.aac", True),
        (PUBLIC, "https://zdn.vn/b.aac", True),
        (PUBLIC, "https://bot-api.zapps.me/b.aac", True),
        (PUBLIC, "https://BOT-API.ZALOPLATFORMS.COM/b.aac", True),
        (PUBLIC, "http://f2-voice-aac-dl.zdn.vn/b.aac", False),
        (PUBLIC, "https://f2.zdn.vn:8443/b.aac", False),
        (PUBLIC, "https://an@f2.zdn.vn/b.aac", False),
        (PUBLIC, "https://f2.zdn.vn@10.0.0.1/b.aac", False),
        (PUBLIC, "https://10.0.0.1/f2.zdn.vn", False),
        (PUBLIC, "https://evilzdn.vn/b.aac", False),
        (PUBLIC, "https://zdn.vn.evil.vn/b.aac", False),
        (PUBLIC, "https://f2.zdn.vn\\@10.0.0.1/b.aac", False),
        (PUBLIC, "file:///etc/passwd", False),
        (PUBLIC, "https://[::1/b.aac", False),
        (PUBLIC, "https://f2.zdn.vn:99999/b.aac", False),
        (PUBLIC, "//f2.zdn.vn/b.aac", False),
        (PUBLIC, "", False),
        (OWN, "http://10.0.0.7:8080/voice/1.aac", True),
        (OWN, "http://10.0.0.7/voice/1.aac", False),
        (OWN, "http://10.0.0.7:9090/voice/1.aac", False),
        (OWN, "https://10.0.0.7:8080/voice/1.aac", False),
        (OWN, "https://f2-voice-aac-dl.zdn.vn/b.aac", True),
    ],
)
def test_where_recordings_may_be_fetched_from(base: str, address: str, allowed: bool) -> None:
    assert (address in Allowed(base)) is allowed
