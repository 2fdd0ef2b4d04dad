"""What Telegram refuses, loses or forgets: nothing is lost silently, nothing goes on for ever."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

import pytest

from bot.messages import trouble as about_trouble
from bot.office import Office
from bot.post import delivering
from tests.doors.bot_api import BROKEN, DROPPED, LOST, BotApi, Fault
from tests.doors.sounds import said_in
from tests.doors.telegram_chats import Json, Room
from tests.doors.telegram_house import (
    answer,
    finished,
    labels,
    lines,
    opened,
    running,
    whole_text,
)
from tests.waiting import eventually
from transcribe import Transcriber

METHODS = (
    *("getMe", "setMyCommands", "deleteWebhook", "getUpdates", "sendMessage", "editMessageText"),
    *("setMessageReaction", "answerCallbackQuery", "sendDocument", "getFile", "file"),
)


# --- every method -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [Fault(429, retry_after=1), Fault(404), LOST],
    ids=["429", "404", "done but dropped"],
)
async def test_whatever_goes_wrong_once_with_every_method_the_meeting_is_held(
    api: BotApi,
    data: Path,
    transcriber: Transcriber,
    group: Room,
    an: Json,
    note: bytes,
    fault: Fault,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.post.delivering.LONGEST_WAIT", 0.1)
    monkeypatch.setattr("bot.post.fetching.LONGEST_REST", 0.1)
    for method in METHODS:
        api.faults[method].append(fault)
    async with running(api, data, transcriber) as office:
        await opened(api, group, an)
        voiced = api.voice(group, an, note, 3)
        typed = api.text(group, an, "KL: Thống nhất phương án")
        await eventually(lambda: api.reaction(typed))
        await eventually(lambda: [m for m in api.replies_to(voiced) if "Xoá" in labels(m)])
        api.tap(api.replies_to(voiced)[-1], "Kết luận", an)
        await eventually(lambda: "✓ Kết luận" in labels(api.replies_to(voiced)[-1]))
        drafted = await answer(api, api.text(group, an, "/baocao"))
        await eventually(lambda: [m for m in api.sent(group) if "document" in m])
        await eventually(lambda: api.menu)
        await office.settle()
        assert not [method for method, left in api.faults.items() if left]
        assert "Thống nhất phương án" in await lines(api, group, an)
        text = await whole_text(api, drafted, an)
    assert text.startswith("BÁO CÁO")
    assert said_in(text) == text.count("Thống nhất phương án") == 1
    assert {call.uploaded for call in api.called("sendDocument")} == {"bao-cao-1-1.docx"}


async def test_a_second_reader_of_the_updates_does_not_stop_the_bot(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    await answer(api, api.text(group, an, "/dong"))
    api.faults["getUpdates"].append(Fault(409, said="Conflict: terminated by other getUpdates"))
    assert await answer(api, api.text(group, an, "/lichsu"))
    assert await answer(api, api.text(group, an, "/trogiup"))
    assert len(api.called("deleteWebhook")) == 2, "a webhook may be what is in the way"


async def test_what_is_no_update_holds_up_none_that_is(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    await answer(api, api.text(group, an, "/dong"))
    api.garble = lambda updates: ["x", *updates[:1], {"ok": True}, *updates[1:]] if updates else []
    asked = [api.text(group, an, text) for text in ("/lichsu", "/thongtin", "/trogiup")]
    for message in asked:
        assert await answer(api, message)
    await eventually(lambda: not api.waiting)


async def test_a_recording_that_came_only_in_part_is_fetched_again(
    api: BotApi, bot: Office, data: Path, group: Room, an: Json, note: bytes
) -> None:
    await opened(api, group, an)
    api.faults["file"].append(Fault(200, done=True))  # the half, and nothing says so
    assert said_in((await finished(api, api.voice(group, an, note, 3)))["text"])
    (kept,) = (data / "audio").glob("*/*.ogg")
    assert kept.stem == hashlib.sha256(note).hexdigest()


# --- messages that are gone -------------------------------------------------------------------


async def test_an_edit_that_was_done_though_nobody_said_so_makes_no_second_card(
    api: BotApi, bot: Office, group: Room, an: Json, note: bytes
) -> None:
    await opened(api, group, an)
    api.faults["editMessageText"].append(LOST)
    voiced = api.voice(group, an, note, 3)
    await finished(api, voiced)
    await bot.settle()
    first, second = api.called("editMessageText")
    assert first.done
    assert "message is not modified" in second.refused
    assert len(api.sent(group)) == 2


async def test_a_card_that_somebody_deleted_is_made_anew(
    api: BotApi, bot: Office, group: Room, an: Json, note: bytes
) -> None:
    await opened(api, group, an)
    api.down.add("getFile")
    card = await answer(api, api.voice(group, an, note, 3))
    del api.messages[group.id][card["message_id"]]
    api.down.clear()
    new = await eventually(lambda: [m for m in api.sent(group) if said_in(m["text"])])
    api.tap(new[0], "Kết luận", an)
    await eventually(lambda: "✓ Kết luận" in labels(new[0]))
    assert len(api.sent(group)) == 2


async def test_the_answer_to_a_message_that_its_author_deleted_comes_without_it(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    api.down.add("sendMessage")
    asked = api.text(group, an, "/trogiup")
    await eventually(lambda: api.called("sendMessage"))
    del api.messages[group.id][asked["message_id"]]
    api.down.clear()
    (said,) = await eventually(lambda: api.sent(group))
    assert "/batdau" in said["text"]
    assert "reply_to_message" not in said


async def test_a_typed_line_that_its_author_deleted_stays_and_nobody_is_told_of_signs(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    await opened(api, group, an)
    api.down.add("setMessageReaction")
    typed = api.text(group, an, "Nói rồi xoá")
    await eventually(lambda: api.called("setMessageReaction"))
    del api.messages[group.id][typed["message_id"]]
    api.down.clear()
    assert "Nói rồi xoá" in await lines(api, group, an)
    await bot.settle()
    assert len(api.sent(group)) == 2, [m["text"] for m in api.sent(group)]


# --- chats that are gone ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "why",
    [
        Fault(403, said="Forbidden: bot was blocked by the user"),
        Fault(400, said="Bad Request: chat not found"),
    ],
    ids=lambda fault: fault.said,
)
async def test_a_chat_that_is_gone_is_given_up_told_once_and_served_when_it_comes_back(
    api: BotApi,
    bot: Office,
    group: Room,
    an: Json,
    binh: Json,
    why: Fault,
    caplog: pytest.LogCaptureFixture,
) -> None:
    alone = api.room("private", "Trần Thị Bình")
    api.in_room[alone.id] = why
    with caplog.at_level(logging.WARNING, "bot.post.saying"):
        for text in ("/trogiup", "/dong", "/lichsu"):
            api.text(alone, binh, text)
        assert await answer(api, api.text(group, an, "/trogiup"))
        await bot.settle()
    assert len([c for c in api.called("sendMessage") if c.params["chat_id"] == alone.id]) == 3
    (told,) = [r.getMessage() for r in caplog.records if "given up" in r.getMessage()]
    assert told.lower().endswith(why.said.lower().removeprefix("bad request: "))
    del api.in_room[alone.id]
    assert await answer(api, api.text(alone, binh, "/trogiup"))


async def test_what_waits_when_a_group_is_upgraded_is_said_in_the_new_one_and_marks_nobody_elses(
    api: BotApi, bot: Office, group: Room, an: Json, binh: Json
) -> None:
    await opened(api, group, an)
    api.down.update({"sendMessage", "setMessageReaction"})
    api.text(group, an, "Trước khi nhóm được nâng cấp")
    api.text(group, an, "/ykien 1")
    await eventually(lambda: api.called("setMessageReaction"))
    room = api.upgrade(group, an)
    others = [api.text(room, binh, f"Ý {number}") for number in range(8)]  # the same numbers again
    api.down.clear()
    await eventually(lambda: all(api.reaction(message) for message in others))
    (said,) = await eventually(lambda: api.sent(room))
    assert "Ý kiến cho #1" in said["text"]
    assert "reply_to_message" not in said
    reacted = [c.params["message_id"] for c in api.called("setMessageReaction") if c.done]
    assert reacted == [message["message_id"] for message in others]


# --- answers that are refused -----------------------------------------------------------------


async def test_a_file_too_large_for_telegram_is_told_and_not_tried_again(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    await opened(api, group, an)
    api.text(group, an, "KL: Thống nhất.")
    api.faults["sendDocument"].append(Fault(413, said="Request Entity Too Large"))
    api.text(group, an, "/baocao")
    told = about_trouble.FILE_REFUSED.format(name="bao-cao-1-1.docx")
    await eventually(lambda: [m for m in api.sent(group) if m["text"] == told])
    await bot.settle()
    assert len(api.called("sendDocument")) == 1


async def test_an_answer_that_telegram_refuses_is_not_lost_silently(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    api.faults["sendMessage"].append(Fault(400, said="Bad Request: message is too long"))
    api.text(group, an, "/trogiup")
    (said,) = await eventually(lambda: api.sent(group))
    assert said["text"] == about_trouble.NOT_SAID
    assert await answer(api, api.text(group, an, "/dong"))


async def test_where_that_word_is_refused_too_it_ends(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    api.in_room[group.id] = Fault(400, said="Bad Request: message is too long")
    api.text(group, an, "/trogiup")
    await eventually(lambda: len(api.called("sendMessage")) == 2)
    await bot.settle()
    assert len(api.called("sendMessage")) == 2


async def test_a_message_that_always_fails_holds_up_no_other_chat_and_its_own_not_for_ever(
    api: BotApi, bot: Office, group: Room, an: Json, binh: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "A_WHILE", 0.0)
    monkeypatch.setattr(delivering, "LONGEST_WAIT", 0.05)
    alone = api.room("private", "Trần Thị Bình")
    api.in_room[group.id] = BROKEN

    def tried() -> int:
        return len([c for c in api.called("sendMessage") if c.params["chat_id"] == group.id])

    api.text(group, an, "/trogiup")
    most = 2 * delivering.TRIES_OF_ONE  # the answer, and the word that it was not said
    for _ in range(100):
        assert await answer(api, api.text(alone, binh, "/dong"))
        if tried() >= most:
            break
    await bot.settle()
    assert tried() == most
    del api.in_room[group.id]
    assert await answer(api, api.text(group, an, "/dong"))


async def test_a_platform_that_is_away_for_long_costs_no_answer(
    api: BotApi, bot: Office, group: Room, an: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "A_WHILE", 0.0)
    monkeypatch.setattr(delivering, "LONGEST_WAIT", 0.02)
    api.faults["sendMessage"].extend([DROPPED] * 3 * delivering.TRIES_OF_ONE)
    assert await answer(api, api.text(group, an, "/trogiup"))
