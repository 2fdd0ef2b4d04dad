"""What cannot be recorded gets one clear sentence; nothing stops and nothing is lost."""

from __future__ import annotations

import asyncio
import io
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.doors.local.screen import Screen
from bot.doors.local.terminal import TerminalDoor
from bot.doors.port import Incoming, Media, MediaKind, Say
from bot.errors import (
    ChatGone,
    FileTooBig,
    NoSpeechModel,
    PlatformLimit,
    Refused,
    SettingsError,
    TryLater,
)
from bot.messages import lines as about_lines
from bot.messages import things as about_things
from bot.minutes import LineState
from bot.office import Office
from bot.settings import load_settings
from tests.dialogs.talking import AN, HA, Ear, Talk, talking
from tests.records import store_at
from tests.waiting import PATIENCE
from transcribe import Transcript
from transcribe.errors import AudioTooLong, EmptyAudio, ModelMissing, NoAudio, UnreadableAudio


class Deaf(Ear):
    """An engine that fails in a given way until it is mended."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error

    def transcribe(self, source: Path, *, hints: str = "") -> Transcript:
        if self.error:
            raise self.error
        return super().transcribe(source)


@pytest.fixture
def ear() -> Deaf:
    return Deaf()


@pytest.fixture
async def talk(tmp_path: Path, ear: Deaf) -> AsyncIterator[Talk]:
    async with talking(tmp_path, ear=ear) as talk:
        yield talk


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (EmptyAudio("x"), "Ghi âm rỗng"),
        (UnreadableAudio("x"), "Không đọc được ghi âm"),
        (NoAudio("x"), "Tệp này không có tiếng"),
        (AudioTooLong(18000, 14400), "Ghi âm dài quá 240 phút"),
        (RuntimeError("engine"), "Chưa chép được ghi âm (mã engine_failed)"),
    ],
)
async def test_a_recording_that_gives_no_text_is_kept_and_can_be_tried_again(
    talk: Talk, ear: Deaf, error: Exception, says: str
) -> None:
    await talk.text("/batdau Họp")
    ear.error = error
    card = await talk.voice("lời đã nói", AN)
    assert says in talk.door.shown[card].text
    assert "/sua 1" in talk.door.shown[card].text
    assert talk.door.shown[card].labels == ["Chép lại", "Sửa", "Xoá"]
    (line,) = talk.store.lines.of_meeting(1)
    assert line.audio
    assert talk.office.audio.path(line.audio).read_bytes() == "lời đã nói".encode()
    ear.error = None
    await talk.tap(card, "Chép lại")
    await talk.office.settle()
    assert talk.lines() == [(1, "Nguyễn Văn An", "lời đã nói", None)]


async def test_a_file_too_big_names_the_way_out(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    card = await talk.voice(FileTooBig("300000000 bytes"))
    assert "Tệp lớn quá 500 MB" in talk.door.shown[card].text
    card = await talk.voice(PlatformLimit("400 file is too big"))
    assert "20 MB" in talk.door.shown[card].text
    assert "TELEGRAM_API_BASE" in talk.door.shown[card].text
    await talk.text("/sua 2 Đồng chí An báo cáo tiến độ.")
    assert talk.lines()[1] == (2, "Nguyễn Văn An", "Đồng chí An báo cáo tiến độ.", None)


async def test_silence_is_said_to_be_silence(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    card = await talk.voice(b"")
    assert "Không nghe thấy lời nói" in talk.door.shown[card].text
    assert talk.store.lines.of_meeting(1)[0].state is LineState.SILENT


async def test_a_platform_that_is_away_for_a_moment_loses_nothing(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    error = TryLater("away", 0.05)

    async def fetch(media: object, target: Path, max_bytes: int) -> None:
        talk.door.fetch = real  # type: ignore[method-assign]
        raise error

    real, talk.door.fetch = talk.door.fetch, fetch  # type: ignore[method-assign]
    await talk.voice("vẫn còn đây")
    assert talk.lines()[0][2] == "vẫn còn đây"


async def test_a_recording_that_the_platform_no_longer_has(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    card = await talk.voice(Refused("file is gone"))
    assert "Không tải được ghi âm" in talk.door.shown[card].text


async def test_without_a_model_notes_wait_and_the_chat_goes_on(
    talk: Talk, ear: Deaf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.speech.carrying.MODEL_REST", 0.05)
    await talk.text("/batdau Họp")
    ear.error = ModelMissing("no model")
    voice = asyncio.create_task(talk.voice("chờ mô hình"))
    while not any("chưa có mô hình" in s.text for s in talk.door.shown.values()):
        await asyncio.sleep(0.01)
    assert talk.store.recordings.count_waiting(["list"]) == 1
    ear.error = None
    await voice
    await talk.hears(1)
    assert talk.lines()[0][2] == "chờ mô hình"


async def test_a_script_without_a_model_ends_with_the_reason(tmp_path: Path) -> None:
    deaf = Deaf(ModelMissing("no weights; pip install …"))
    office = Office(load_settings(data_dir=tmp_path, _env_file=None), recognizer=deaf)  # type: ignore[arg-type]
    office.jobs.patient = False
    (tmp_path / "noi.ogg").write_text("tôi nói", encoding="utf-8")
    lines = io.StringIO(f"/batdau Họp\n/gui {tmp_path / 'noi.ogg'}\n/dong\n")
    door = TerminalDoor(Screen(io.StringIO()), office.settle, lines=lines)
    with pytest.raises(NoSpeechModel, match="pip install"):
        await asyncio.wait_for(office.run(door), PATIENCE)


async def test_a_full_disk_while_a_failure_is_written_down_stops_no_other(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in ("queue", "carrying"):
        monkeypatch.setattr(f"bot.speech.{room}.DISK_REST", 0.05)
    await talk.text("/batdau Họp")
    recordings, tries = talk.office.store.recordings, [0]
    failed = recordings.failed

    def full(*args: object) -> object:
        tries[0] += 1
        if tries[0] < 3:
            raise sqlite3.OperationalError("database or disk is full")
        return failed(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(recordings, "failed", full)
    card = await talk.voice(b"\xff", AN)
    assert "mã engine_failed" in talk.door.shown[card].text
    assert tries == [3]
    await talk.voice("vẫn chép được", AN)
    assert talk.lines()[1][2] == "vẫn chép được"


async def test_words_typed_while_a_note_is_transcribed_win(tmp_path: Path) -> None:
    class Slow(Ear):
        def transcribe(self, source: Path, *, hints: str = "") -> Transcript:
            store = talk.store
            asyncio.run_coroutine_threadsafe(
                talk.in_store(
                    lambda: store.lines.change(
                        store.lines.get(1), 1, text="Người gõ", state=LineState.DONE
                    )
                ),
                loop,
            ).result()
            return super().transcribe(source)

    loop = asyncio.get_running_loop()
    async with talking(tmp_path, ear=Slow()) as talk:
        await talk.text("/batdau Họp")
        await talk.voice("máy chép")
        assert talk.lines()[0][2] == "Người gõ"


async def test_pictures_and_other_files(talk: Talk) -> None:
    assert await talk.picture() == [about_lines.HOW_TO_BEGIN]
    await talk.text("/batdau Họp")
    assert await talk.picture() == [about_things.PICTURE]
    assert await talk.picture(kind=MediaKind.OTHER) == [about_things.OTHER_FILE]
    (said,) = await talk.picture("Biểu đồ quý 2 #noidung")
    assert said == f"{about_things.PICTURE} Lời chú thích đã ghi thành dòng #1."
    assert talk.lines() == [(1, "Lê Thị Hà", "Biểu đồ quý 2", "noidung")]


async def test_the_caption_of_a_recording_is_kept_and_its_tag_is_the_recordings(
    talk: Talk,
) -> None:
    await talk.text("/batdau Họp")
    await talk.voice("lời nói", HA, "#ketluan phát biểu của đồng chí An")
    assert talk.lines() == [
        (1, "Lê Thị Hà", "lời nói", "ketluan"),
        (2, "Lê Thị Hà", "phát biểu của đồng chí An", None),
    ]
    await talk.voice("lời khác", HA, "KL: Giao Phòng A")
    assert talk.lines()[3] == (4, "Lê Thị Hà", "Giao Phòng A", "ketluan")


async def test_an_album_gets_one_answer(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    said = []
    for number in range(3):
        media = Media(MediaKind.PICTURE, "x")
        said += await talk.arrive(HA, f"p{number}", media=media, album="a1")
    assert said == [about_things.PICTURE]
    assert await talk.picture() == [about_things.PICTURE]


@pytest.mark.parametrize("failing", ["sent", "next"])
async def test_a_full_disk_repeats_no_answer(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    monkeypatch.setattr("bot.post.alarm.DISK_REST", 0.1)
    outbox, tries = talk.office.store.outbox, [0]
    real = getattr(outbox, failing)

    def full(*args: object) -> object:
        tries[0] += 1
        if tries[0] <= 3:
            raise sqlite3.OperationalError("database or disk is full")
        return real(*args)

    monkeypatch.setattr(outbox, failing, full)
    (said,) = await talk.text("/batdau Họp")
    assert said.startswith("Đã mở cuộc họp")
    assert 3 < tries[0] < 8


async def test_what_a_door_did_not_foresee_stops_no_recording(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.post.fetching.LONGEST_REST", 0.05)
    await talk.text("/batdau Họp")
    real = talk.door.fetch

    async def fetch(*args: object) -> None:
        talk.door.fetch = real  # type: ignore[method-assign]
        raise RuntimeError("no file_path")

    talk.door.fetch = fetch  # type: ignore[method-assign]
    await talk.voice("vẫn còn đây")
    assert talk.lines()[0][2] == "vẫn còn đây"


async def test_an_arrival_of_another_version_stops_nothing(talk: Talk) -> None:
    talk.rows("INSERT INTO inbox (door, key, payload, received_at) VALUES ('list', 'x', '{}', '')")
    assert len(await talk.text("/batdau Họp")) == 1


async def test_a_second_bot_on_the_same_folder_is_refused(talk: Talk, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="một bot khác"):
        Office(load_settings(data_dir=tmp_path, _env_file=None))
    assert await talk.text("/batdau Họp"), "the first one works on"


async def test_another_doors_leftovers_hold_up_no_terminal(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.text("/batdau Họp")
        store = talk.store
    store = store_at(tmp_path / "bienban.sqlite")
    store.outbox.put(1, [Say("chưa nói được")])
    store.close()
    settings = load_settings(data_dir=tmp_path, _env_file=None)
    office = Office(settings, recognizer=Ear())  # type: ignore[arg-type]
    out = io.StringIO()
    door = TerminalDoor(Screen(out), office.settle, lines=io.StringIO("/trogiup\n/gui ~x/y\n"))
    await asyncio.wait_for(office.run(door), PATIENCE)
    assert "Tôi ghi biên bản" in out.getvalue()
    assert "Không có tệp ~x/y" in out.getvalue()


async def test_a_bug_in_one_message_stops_nothing(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.text("/batdau Họp")
    handle = talk.office.app.handle

    def broken(incoming: object) -> object:
        handle(incoming)  # type: ignore[arg-type]
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(talk.office.app, "handle", broken)
        (said,) = await talk.text("Câu này làm bot lỗi")
    assert said.startswith("Có lỗi khi xử lý tin vừa rồi (mã ")
    assert talk.lines() == []  # all or nothing: the half-done line is gone, the message is kept
    await talk.text("Câu này thì không")
    assert [text for _, _, text, _ in talk.lines()] == ["Câu này thì không"]


async def test_hostile_text_is_a_line_like_any_other(talk: Talk) -> None:
    await talk.text("/batdau <b>Họp</b> & \u202eđảo\u202c {{ 7*7 }}")
    nasty = "<script>alert(1)</script> ' OR 1=1 -- {{ 7*7 }} \x00\x07 \ud800 *_[x](y)"
    await talk.text(nasty)
    await talk.text("/ketluan 1")
    (_, _, text, _) = talk.lines()[0]
    assert text == "<script>alert(1)</script> ' OR 1=1 -- {{ 7*7 }}   *_[x](y)"
    said = await talk.draft("/baocao")
    assert "{{ 7*7 }}" in said[0]
    assert "<b>Họp</b> & đảo" in said[0]


@pytest.mark.parametrize("error", [TryLater("busy", 0.02), TryLater("busy", 0.0)])
async def test_a_busy_platform_gets_each_answer_once_and_in_order(
    talk: Talk, error: TryLater
) -> None:
    say, refusals = talk.door.say, [error, error]

    async def busy(chat: object, said: Say) -> str:
        if refusals:
            raise refusals.pop()
        return await say(chat, said)  # type: ignore[arg-type]

    talk.door.say = busy  # type: ignore[method-assign]
    await talk.text("/batdau Họp")
    await talk.text("/trogiup")
    assert [s.text[:10] for s in talk.door.shown.values()] == ["Đã mở cuộc", "Tôi ghi bi"]


async def test_a_blocked_bot_gives_up_that_message_and_goes_on(talk: Talk) -> None:
    say = talk.door.say

    async def blocked(chat: object, said: Say) -> str:
        talk.door.say = say  # type: ignore[method-assign]
        raise ChatGone("bot was blocked by the user")

    talk.door.say = blocked  # type: ignore[method-assign]
    assert await talk.text("/batdau Họp") == []
    assert len(await talk.text("/trogiup")) == 1


async def test_a_group_without_reactions_is_told_once_that_lines_are_recorded(talk: Talk) -> None:
    async def refused(*_: object) -> None:
        raise Refused("REACTION_INVALID")

    talk.door.acknowledge = refused  # type: ignore[method-assign]
    await talk.text("/batdau Họp")
    (said,) = await talk.text("Câu một")
    assert said.startswith("Đã ghi dòng #1.")
    assert await talk.text("Câu hai") == []


async def test_a_group_without_files_is_told(talk: Talk) -> None:
    async def refused(*_: object) -> str:
        raise Refused("not enough rights to send documents")

    talk.door.send_file = refused  # type: ignore[method-assign]
    await talk.text("/batdau Họp")
    assert (await talk.draft("/baocao"))[-1].startswith("Không gửi được tệp bao-cao-1-1.docx")


def locked(incoming: object) -> object:
    """The record takes nothing now."""
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorname = "SQLITE_BUSY"
    raise error


async def test_an_answer_not_yet_given_when_the_process_died_is_given(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.text("/batdau Họp")
        talk.office.app.handle = locked  # type: ignore[method-assign,assignment]
        arrival = Incoming("k2", talk.chat, AN, talk.now, "m-new", "Nói rồi tắt máy")
        await talk.office.post.receive(arrival)
    async with talking(tmp_path) as again:
        await again.office.settle()
        assert [text for _, _, text, _ in again.lines()] == ["Nói rồi tắt máy"]
        assert again.door.acknowledged == {"m-new": 1}
