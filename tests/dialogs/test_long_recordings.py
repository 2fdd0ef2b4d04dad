"""A secretary forwards an hour: it becomes lines while it is transcribed, and nothing is lost."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.doors.port import Chat, Rewrite
from bot.errors import TryLater
from bot.messages import phrases
from bot.messages import recordings as about_recordings
from bot.report.export import as_dict
from bot.speech import carrying, long, queue
from bot.store.recordings import Recordings
from tests.dialogs.talking import AN, BINH, HA, Dictation, Talk, talking
from tests.waiting import PATIENCE
from transcribe.errors import AudioTooLong, ModelMissing, UnreadableAudio


@pytest.fixture
def ear() -> Dictation:
    return Dictation()


@pytest.fixture
async def talk(tmp_path: Path, ear: Dictation) -> AsyncIterator[Talk]:
    async with talking(tmp_path, ear=ear) as talk:
        await talk.text("/batdau Họp")
        yield talk


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every piece is told at once, unless a test says otherwise."""
    monkeypatch.setattr(long, "TELL_EVERY", 0.0)


class Scissors:
    """Stands for what cuts out a part of a recording."""

    def __init__(self) -> None:
        self.broken = False
        self.cuts: list[tuple[float, float]] = []  #: from second to second

    def __call__(self, source: Path, target: Path, start: float, end: float) -> None:
        if self.broken:
            raise UnreadableAudio("no sound")
        assert source.read_bytes() == b"giao ban"
        self.cuts.append((start, end))
        target.write_bytes(b"sound")


@pytest.fixture
def scissors(monkeypatch: pytest.MonkeyPatch) -> Scissors:
    """What every house of this test cuts with; to be asked for before the house."""
    found = Scissors()
    monkeypatch.setattr("transcribe.sound.isolated.excerpt", found)
    return found


async def words(talk: Talk) -> list[str]:
    """The lines' words, read between two steps of the work that goes on."""
    return [text for _, _, text, _ in talk.lines() if text]


async def one_too_many(talk: Talk, ear: Dictation) -> list[str]:
    """The cards of three long recordings, "một", "hai" and "ba"; the third one waits its turn.

    Each is begun before the next one comes: of those that come at once whichever is here first is.
    """
    for name in ("một", "hai", "ba"):
        ear.records(name, f"Lời {name}.", "", "")
    cards = []
    for name in ("một", "hai"):
        cards.append(await talk.recording(name, 3))
        await talk.until(lambda now=(name, 0.0): now in ear.begun)
    cards.append(await talk.recording("ba", 3))
    await talk.sees(cards[2], "chờ chép xong")
    return cards


async def test_a_part_leads_back_to_its_own_sound(
    scissors: Scissors, talk: Talk, ear: Dictation
) -> None:
    ear.records("giao ban", ("Câu một.", "Câu hai."), "Câu ba.", "Câu bốn.")
    card = await talk.recording("giao ban", 3)
    ear.until("giao ban")
    await talk.sees(card, "#2")
    talk.settle = talk.office.settle
    await talk.text("/ykien 4")
    await talk.text("/baocao")
    files = len(talk.door.files)
    for _ in range(2):
        await talk.text("/nguon 2.1")
    found = [file.read_bytes() for file in talk.door.files[files:]]
    assert found == [b"sound", b"sound"]
    line = next(x for x in talk.store.lines.of_meeting(1) if x.no == 4)
    assert line.starts is not None
    assert line.ends is not None
    assert scissors.cuts == [(pytest.approx(line.starts - 0.5), pytest.approx(line.ends + 0.5))]


async def test_a_part_that_cannot_be_cut_out_is_told(
    scissors: Scissors, talk: Talk, ear: Dictation
) -> None:
    scissors.broken = True
    ear.records("giao ban", "Câu một.", "Câu hai.", "Câu ba.")
    card = await talk.recording("giao ban", 3)
    ear.until("giao ban")
    await talk.sees(card, "#2")
    talk.settle = talk.office.settle
    await talk.text("/ykien 2")
    await talk.text("/baocao")
    assert (await talk.text("/nguon 2.1"))[-1].startswith("Chưa lấy được đoạn ghi âm của dòng #2.")


async def test_a_long_recording_becomes_lines_while_its_card_says_how_far_it_is(
    talk: Talk, ear: Dictation
) -> None:
    ear.records("giao ban", ("Câu một.", "Câu hai."), "", "Câu ba.")
    card = await talk.recording("giao ban", 3)
    assert await talk.sees(card, "đã chép 0/3 phút") == (
        "#1 · Nguyễn Văn An · 3:00 · đã chép 0/3 phút. Dừng: /huy 1"
    )
    assert talk.door.shown[card].labels == ["Dừng", "Xoá"]
    ear.until("giao ban", 1)
    await talk.sees(card, "đã chép 1/3 phút, còn chưa đến 1 phút. Dừng: /huy 1")
    assert talk.lines() == [
        (1, "Nguyễn Văn An", "", None),
        (2, "Nguyễn Văn An", "Câu một.", None),
        (3, "Nguyễn Văn An", "Câu hai.", None),
    ]
    await talk.text("Tôi gõ xen vào", BINH)
    ear.until("giao ban")
    done = await talk.sees(card, "đã chép xong 3 phút: dòng #2, #3, #5.")
    assert "Xem: /dong 2-5" in done
    assert talk.door.shown[card].labels == ["Xoá"]
    assert len(talk.door.shown) == 2, "no card for each part"
    assert (await talk.in_store(talk.office.store.lines.of_meeting, 1))[4].ends == 135


async def test_parts_show_when_they_were_said_and_are_lines_like_any_other(
    talk: Talk, ear: Dictation
) -> None:
    ear.records("dài", *(f"Câu thứ {n}." for n in range(1, 26)))
    ear.until("dài")
    card = await talk.recording("dài", 25)
    await talk.sees(card, "đã chép xong 25 phút: dòng #2 đến #26.")
    (said,) = await talk.text("/dong 14")
    assert said == "#14 · Nguyễn Văn An · 12:00\nCâu thứ 13."
    assert "🎤 #26 · Nguyễn Văn An · 24:00" in (await talk.text("/dong trang 3"))[0]
    (said,) = await talk.text("/dong 2-26")
    assert said.startswith("Cuộc họp số 1 “Họp” · 25 dòng · dòng 2-26 · trang 1/3")
    page = list(talk.door.shown)[-1]
    await talk.tap(page, "Sau ›")
    assert "Câu thứ 11." in talk.door.shown[page].text
    cards = len(talk.door.shown)
    assert await talk.text("/ykien 2-20") == ["Đã gắn thẻ Ý kiến cho #2–#20."]
    assert await talk.text("/ketluan 26") == ["Đã gắn thẻ Kết luận cho #26."]
    await talk.text("/sua 3 Câu đã sửa.")
    assert len(talk.door.shown) == cards + 3, "answers, and no card for each part"
    warned_or_draft = await talk.draft("/baocao")
    assert "Câu đã sửa." in warned_or_draft[0]
    assert "Câu thứ 25./." in warned_or_draft[0]
    assert "5 dòng chưa gắn thẻ" in warned_or_draft[0]  # the recording's own line is none of them


async def test_the_way_out_says_where_each_part_was_said(talk: Talk, ear: Dictation) -> None:
    ear.records("dài", "Câu một.", "Câu hai.", "")
    ear.until("dài")
    await talk.sees(await talk.recording("dài", 3), "đã chép xong")
    meeting = talk.store.meetings.get(1)
    assert meeting is not None
    recording, _, second = as_dict(meeting, talk.store.lines.of_meeting(1))["lines"]
    assert (recording["state"], recording["part_of"]) == ("parts", None)
    assert (second["part_of"], second["start"], second["end"]) == (1, 60.0, 75.0)
    assert second["audio"] == recording["audio"]


async def test_one_part_looked_at_alone_is_a_card_with_buttons(talk: Talk, ear: Dictation) -> None:
    ear.records("dài", "Câu một.", "Câu hai.", "Câu ba.")
    ear.until("dài")
    await talk.sees(await talk.recording("dài", 3), "đã chép xong")
    await talk.text("/dong 3")
    part = list(talk.door.shown)[-1]
    assert await talk.tap(part, "Kết luận") == "#3: Kết luận"
    assert talk.door.shown[part].text == "#3 · Nguyễn Văn An · 1:00 · Kết luận\nCâu hai."


async def test_a_long_recording_has_no_words_to_tag_or_mend(talk: Talk, ear: Dictation) -> None:
    ear.records("dài", "Câu một.", "Câu hai.", "Câu ba.")
    card = await talk.recording("dài", 3)
    ear.until("dài", 1)
    await talk.sees(card, "1/3 phút")
    for order in ("/ketluan 1", "/sua 1 Câu khác", "/botag 1"):
        (said,) = await talk.text(order)
        assert said.startswith("Dòng #1 là ghi âm dài, lời của nó ở các dòng riêng (#2).")
    assert await talk.tap_data(card, "tag:1:ketluan") == phrases.TOAST_OLD
    ear.until("dài")
    await talk.sees(card, "đã chép xong")
    assert talk.lines()[0] == (1, "Nguyễn Văn An", "", None)
    (said,) = await talk.text("/dong chuathe")
    assert "#1 " not in said
    assert (await talk.text("/ketthuc"))[0].count("Chưa gắn thẻ: #2–#4.") == 1


async def test_the_caption_of_a_long_recording_tags_no_hour_of_talk(
    talk: Talk, ear: Dictation
) -> None:
    ear.records("dài", "Câu một.", "Câu hai.", "Câu ba.")
    ear.until("dài")
    talk.settle = talk.office.post.settle
    card = await talk.voice("dài", AN, "#ketluan", seconds=180)
    await talk.sees(card, "đã chép xong")
    assert [tag for *_, tag in talk.lines()] == [None] * 4


async def test_an_hour_in_which_nobody_speaks(talk: Talk, ear: Dictation) -> None:
    ear.records("im lặng", "", "", "")
    ear.until("im lặng")
    card = await talk.recording("im lặng", 3)
    said = await talk.sees(card, "Không nghe thấy lời nói")
    assert "/sua 1" in said
    assert talk.door.shown[card].labels == ["Chép lại", "Sửa", "Xoá"]
    await talk.tap(card, "Chép lại")
    await talk.until(lambda: len(ear.begun) == 2)
    assert ear.begun == [("im lặng", 0.0)] * 2
    await talk.sees(card, "Không nghe thấy lời nói")
    await talk.text("/sua 1 Cả phòng im lặng.")
    assert talk.lines() == [(1, "Nguyễn Văn An", "Cả phòng im lặng.", None)]


async def test_short_notes_do_not_wait_for_long_recordings(talk: Talk, ear: Dictation) -> None:
    cards = await one_too_many(talk, ear)
    assert "ghi âm dài, chờ chép xong hai ghi âm dài trước. Khỏi chép: /huy 3" in (
        talk.door.shown[cards[2]].text
    )
    card = await talk.voice("tin ngắn", BINH)
    await talk.sees(card, "tin ngắn")
    assert ear.begun == [("một", 0.0), ("hai", 0.0)]
    ear.until("một")
    await talk.sees(cards[0], "đã chép xong 3 phút: dòng #5.")
    await talk.sees(cards[2], "đã chép 0/3 phút")
    for name in ("ba", "hai"):
        ear.until(name)
    await talk.sees(cards[1], "đã chép xong")
    await talk.sees(cards[2], "đã chép xong")
    assert sorted(await words(talk)) == ["Lời ba.", "Lời hai.", "Lời một.", "tin ngắn"]


async def test_a_recording_of_which_nobody_knows_the_length_is_long_by_its_size(
    talk: Talk, ear: Dictation
) -> None:
    small, large = "bé " * 1000, "to " * 400_000
    ear.records(large, "Câu một.", "", "")
    ear.until(large)
    talk.settle = talk.office.post.settle
    card = await talk.voice(large, AN, seconds=None)
    await talk.sees(card, "đã chép xong 3 phút: dòng #2.")
    await talk.sees(await talk.voice(small, AN, seconds=None), "bé bé bé")


async def test_names_told_while_a_recording_is_in_work_are_looked_for_in_what_follows(
    talk: Talk, ear: Dictation
) -> None:
    await talk.text("/tudien đề án 06")
    ear.records("dài", "anh nguyễn văn ăn", "anh nguyễn văn ăn", "")
    card = await talk.recording("dài", 3)
    ear.until("dài", 1)
    await talk.hears(1)
    await talk.text("/tudien Nguyễn Văn An")
    ear.until("dài")
    await talk.sees(card, "đã chép xong")
    assert ear.hints == ["đề án 06, Họp"]
    assert "Có phải" not in (await talk.text("/dong 2"))[0]
    (said,) = await talk.text("/dong 3")
    assert said.endswith("Có phải “Nguyễn Văn An” không? (đang là “nguyễn văn ăn”)")
    await talk.tap(list(talk.door.shown)[-1], "Đổi thành Nguyễn Văn An")
    assert await words(talk) == ["anh nguyễn văn ăn", "anh Nguyễn Văn An"]


# --- stop, and go on ----------------------------------------------------------------------------


async def test_stop_and_go_on(talk: Talk, ear: Dictation) -> None:
    ear.records("dài", "Câu một.", "Câu hai.", "Câu ba.", "Câu bốn.")
    card = await talk.recording("dài", 4)
    ear.until("dài", 2)
    await talk.sees(card, "2/4 phút")
    assert (await talk.text("/huy"))[0] == "Đã dừng chép #1. Những gì đã chép vẫn còn."
    assert talk.door.shown[card].text == (
        "#1 · Nguyễn Văn An · 4:00 · đã dừng ở phút 2/4; phần đã chép: dòng #2, #3. "
        "Bấm “Chép tiếp”, hoặc gửi: /cheptiep 1"
    )
    assert talk.door.shown[card].labels == ["Chép tiếp", "Xoá"]
    ear.until("dài", 3)  # the piece that was in work ends, and is not taken
    await talk.until(lambda: ear.left == ["dài"])
    assert await words(talk) == ["Câu một.", "Câu hai."]
    (said,) = await talk.draft("/baocao")
    assert "1 ghi âm chưa chép hết: #1." in said
    assert await talk.tap(card, "Chép tiếp") == "#1: sẽ chép tiếp"
    ear.until("dài")
    await talk.sees(card, "đã chép xong 4 phút: dòng #2 đến #5.")
    assert await words(talk) == ["Câu một.", "Câu hai.", "Câu ba.", "Câu bốn."]
    assert ear.begun == [("dài", 0.0), ("dài", 120.0)]
    assert await talk.tap_data(card, "retry:1") == phrases.TOAST_OLD
    assert await talk.tap_data(card, "stop:1") == phrases.TOAST_OLD


async def test_stop_by_number_by_reply_and_by_button(talk: Talk, ear: Dictation) -> None:
    ear.records("dài", "Câu một.", "Câu hai.", "Câu ba.")
    ear.records("nữa", "Câu một.", "Câu hai.", "Câu ba.")
    card, other = await talk.recording("dài", 3), await talk.recording("nữa", 3)
    await talk.until(lambda: len(ear.begun) == 2)
    assert (await talk.text("/huy 2"))[0].startswith("Đã dừng chép #2.")
    assert "đã dừng" in talk.door.shown[other].text
    assert "đã dừng" not in talk.door.shown[card].text
    await talk.text("/huỷ", reply_to=card)
    assert "đã dừng ở phút 0/3; chưa chép được dòng nào" in talk.door.shown[card].text
    assert (await talk.text("/cheptiep 1-2"))[0] == "Sẽ chép tiếp #1, #2."
    await talk.until(lambda: len(ear.begun) == 4)
    assert await talk.tap(card, "Dừng") == "#1: đã dừng"
    ear.until("nữa")
    await talk.sees(other, "đã chép xong")
    assert await words(talk) == ["Câu một.", "Câu hai.", "Câu ba."]


async def test_stop_where_nothing_runs_says_so(talk: Talk) -> None:
    assert await talk.text("/huy") == [about_recordings.NOTHING_TO_STOP]
    await talk.text("Dòng một")
    (said,) = await talk.text("/huy 1")
    assert said == "Dòng #1 không phải là ghi âm đang chép nên không có gì để dừng."
    assert (await talk.text("/huy 9"))[0].startswith("Không có dòng #9.")
    assert await talk.text("/huy tất cả") == [about_recordings.USE_STOP]
    (said,) = await talk.text("/cheptiep 1")
    assert said.startswith("Dòng #1 không phải là ghi âm đã dừng")


async def test_another_chats_recording_is_not_stopped(talk: Talk, ear: Dictation) -> None:
    ear.records("dài", "Câu một.", "Câu hai.", "Câu ba.")
    card = await talk.recording("dài", 3)
    other = Talk(talk.office, talk.door, "-200")
    other.settle = talk.office.post.settle
    assert await other.text("/huy") == [about_recordings.NOTHING_TO_STOP]
    assert await other.tap_data(card, "stop:1") == phrases.TOAST_OLD
    ear.until("dài")
    await talk.sees(card, "đã chép xong")


async def test_deleting_a_recording_stops_its_work_and_its_lines_stay(
    talk: Talk, ear: Dictation
) -> None:
    ear.records("dài", "Câu một.", "Câu hai.", "Câu ba.")
    card = await talk.recording("dài", 3)
    ear.until("dài", 1)
    await talk.sees(card, "1/3 phút")
    said = await talk.text("/xoa 1")
    assert said[0] == "Đã xoá #1. Lấy lại: /khoiphuc 1"
    assert said[1].startswith("Các dòng chép từ ghi âm #1 vẫn còn: #2. Muốn bỏ cả các dòng ấy")
    ear.until("dài", 2)
    await talk.until(lambda: ear.left == ["dài"])
    assert await words(talk) == ["Câu một."]
    await talk.text("/khoiphuc 1")
    assert "đã dừng ở phút 1/3" in talk.door.shown[card].text
    await talk.tap(card, "Chép tiếp")
    ear.until("dài")
    await talk.sees(card, "đã chép xong")
    assert await words(talk) == ["Câu một.", "Câu hai.", "Câu ba."]
    assert len(await talk.text("/xoa 1-4")) == 1, "nothing is left to speak of"
    assert talk.lines() == []


async def test_deleting_by_button_a_recording_that_waits_its_turn(
    talk: Talk, ear: Dictation
) -> None:
    cards = await one_too_many(talk, ear)
    await talk.tap(cards[2], "Xoá")
    for name in ("một", "hai", "ba"):
        ear.until(name)
    await talk.sees(cards[0], "đã chép xong")
    await talk.sees(cards[1], "đã chép xong")
    assert [name for name, _ in ear.begun] == ["một", "hai"]


async def test_a_short_note_in_work_can_be_stopped_and_taken_up_again(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = asyncio.Event()
    fetch = talk.door.fetch

    async def slow(*args: object) -> None:
        await held.wait()
        await fetch(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(talk.door, "fetch", slow)
    talk.settle = talk.office.post.settle
    card = await talk.voice("tin ngắn")
    await talk.text("/huy")
    assert "Đã dừng, chưa chép." in talk.door.shown[card].text
    assert talk.door.shown[card].labels == ["Chép tiếp", "Sửa", "Xoá"]
    held.set()
    await talk.tap(card, "Chép tiếp")
    await talk.sees(card, "tin ngắn")


async def test_after_the_end_of_the_meeting_it_goes_on(talk: Talk, ear: Dictation) -> None:
    ear.records("dài", "Câu một.", "Câu hai.", "Câu ba.")
    card = await talk.recording("dài", 3)
    (said,) = await talk.text("/ketthuc")
    assert "Đang chép nốt 1 ghi âm: #1." in said
    ear.until("dài")
    await talk.sees(card, "đã chép xong")
    assert await words(talk) == ["Câu một.", "Câu hai.", "Câu ba."]


# --- when things break --------------------------------------------------------------------------


async def test_a_recording_damaged_in_its_middle_keeps_what_was_heard(
    talk: Talk, ear: Dictation
) -> None:
    ear.records("hỏng", "Câu một.", "Câu hai.", UnreadableAudio("damaged"))
    ear.until("hỏng")
    card = await talk.recording("hỏng", 90)
    said = await talk.sees(card, "không đọc được")
    assert said.startswith(
        "#1 · Nguyễn Văn An · 1:30:00\n⚠ Từ phút 2 trở đi không đọc được ghi âm: tệp hỏng từ đó; "
        "phần đã chép: dòng #2, #3."
    )
    assert talk.door.shown[card].labels == ["Chép tiếp", "Xoá"]
    assert await words(talk) == ["Câu một.", "Câu hai."]
    assert "Ghi âm chưa chép hết: #1." in (await talk.text("/ketthuc"))[0]


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (AudioTooLong(15000, 14400), "Ghi âm dài quá 240 phút nên chỉ chép đến phút 1"),
        (RuntimeError("engine"), "Từ phút 1 chưa chép được (mã engine_failed)"),
    ],
)
async def test_other_ways_to_break_in_the_middle(
    talk: Talk, ear: Dictation, error: Exception, says: str
) -> None:
    ear.records("hỏng", "Câu một.", error)
    ear.until("hỏng")
    await talk.sees(await talk.recording("hỏng", 90), says)
    assert await words(talk) == ["Câu một."]


async def test_a_recording_damaged_from_the_start_is_a_failed_note(
    talk: Talk, ear: Dictation
) -> None:
    ear.records("hỏng", UnreadableAudio("damaged"))
    ear.until("hỏng")
    card = await talk.recording("hỏng", 90)
    await talk.sees(card, "Không đọc được ghi âm: tệp hỏng")
    assert talk.door.shown[card].labels == ["Chép lại", "Sửa", "Xoá"]
    await talk.text("/sua 1 Tóm tắt bằng tay")
    assert await words(talk) == ["Tóm tắt bằng tay"]


async def test_without_a_model_a_long_recording_waits(
    talk: Talk, ear: Dictation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "MODEL_REST", 0.2)
    ear.records("dài", ModelMissing("no model"))
    ear.until("dài")
    card = await talk.recording("dài", 3)
    await talk.sees(card, "chưa có mô hình")
    ear.records("dài", "Câu một.")
    await talk.sees(card, "đã chép xong")


async def test_a_restart_in_the_middle_doubles_and_loses_nothing(
    tmp_path: Path, ear: Dictation
) -> None:
    ear.records("dài", *(f"Câu {n}." for n in range(6)))
    async with talking(tmp_path, ear=ear) as talk:
        await talk.text("/batdau Họp")
        card = await talk.recording("dài", 6)
        ear.until("dài", 2)
        await talk.sees(card, "2/6 phút")
    door = talk.door
    ear.until("dài", 3)  # what was in work at the stop is heard, and nobody takes it
    async with talking(tmp_path, ear=ear, door=door) as again:
        await again.until(lambda: len(ear.begun) == 2)
        await again.sees(card, "3/6 phút")
    ear.until("dài")
    async with talking(tmp_path, ear=ear, door=door) as last:
        await last.sees(card, "đã chép xong 6 phút: dòng #2 đến #7.")
        assert await words(last) == [f"Câu {n}." for n in range(6)]
    assert [start for _, start in ear.begun] == [0.0, 120.0, 180.0]


async def test_a_piece_is_written_whole_or_not_at_all(
    tmp_path: Path, ear: Dictation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies when the lines of a piece are written and its end is not yet noted."""
    ear.records("dài", ("Câu 1.", "Câu 2."), ("Câu 3.", "Câu 4."), "")
    ear.until("dài")
    add, tries = Recordings.add_parts, []

    def killed(self: Recordings, *args: object) -> object:
        added = add(self, *args)  # type: ignore[arg-type]
        tries.append(args)
        if len(tries) == 2:
            raise OSError("power cut")
        return added

    monkeypatch.setattr(Recordings, "add_parts", killed)
    for room in (queue, carrying):
        monkeypatch.setattr(room, "DISK_REST", 60.0)
    async with talking(tmp_path, ear=ear) as talk:
        await talk.text("/batdau Họp")
        await talk.recording("dài", 3)
        await talk.until(lambda: len(tries) == 2)
    async with talking(tmp_path, ear=ear) as again:
        await again.hears(4)
        await again.office.settle()
        assert await words(again) == ["Câu 1.", "Câu 2.", "Câu 3.", "Câu 4."]


async def test_a_full_disk_in_the_middle_delays_and_loses_nothing(
    talk: Talk, ear: Dictation, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in (queue, carrying):
        monkeypatch.setattr(room, "DISK_REST", 0.05)
    add, full, tries = Recordings.add_parts, [True], []

    def failing(self: Recordings, *args: object) -> object:
        if len(tries) == 1 and full:
            full.pop()
            raise OSError("disk is full")
        tries.append(args)
        return add(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Recordings, "add_parts", failing)
    ear.records("dài", "Câu một.", "Câu hai.", "Câu ba.")
    ear.until("dài")
    await talk.sees(await talk.recording("dài", 3), "đã chép xong")
    assert await words(talk) == ["Câu một.", "Câu hai.", "Câu ba."]
    assert not full


async def test_progress_does_not_pile_up_while_the_platform_is_away(
    talk: Talk, ear: Dictation, monkeypatch: pytest.MonkeyPatch
) -> None:
    ear.records("dài", *(f"Câu {n}." for n in range(30)))
    card = await talk.recording("dài", 30)
    await talk.sees(card, "0/30 phút")
    before = len(talk.door.edits)
    rewrite, away = talk.door.rewrite, [True]

    async def unreachable(chat: Chat, message_id: str, new: Rewrite) -> None:
        if away:
            raise TryLater("away", 0.05)
        await rewrite(chat, message_id, new)

    monkeypatch.setattr(talk.door, "rewrite", unreachable)
    ear.until("dài")
    await talk.hears(30)
    away.clear()
    await talk.sees(card, "đã chép xong")
    assert len(talk.door.edits) <= before + 2, "the one on its way, and the last"


async def test_progress_is_told_about_every_ten_seconds(
    talk: Talk, ear: Dictation, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr(long, "TELL_EVERY", 10.0)
    monkeypatch.setattr(long, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    ear.records("dài", *(f"Câu {n}." for n in range(92)))
    card = await talk.recording("dài", 92)
    await talk.sees(card, "0/92 phút")
    said = len(talk.door.edits)
    for minute in range(1, 35):  # 4 seconds of work for a minute of talk
        clock[0] += 4
        ear.until("dài", minute)
        await talk.hears(minute)
    await talk.settle()
    assert len(talk.door.edits) - said == 34 * 4 // 12
    assert talk.door.edits[-1].endswith("đã chép 33/92 phút, còn khoảng 4 phút. Dừng: /huy 1")


# --- many notes ---------------------------------------------------------------------------------


async def test_a_slow_download_or_a_broken_note_holds_up_no_other(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    never = asyncio.Event()
    fetch = talk.door.fetch

    async def slow(media: object, *args: object) -> None:
        if talk.door.recordings[media.ref] in (b"cham", b"hong"):  # type: ignore[attr-defined]
            await never.wait()
        await fetch(media, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(talk.door, "fetch", slow)
    talk.settle = talk.office.post.settle
    cards = [await talk.voice(said, HA) for said in ("cham", "mot", b"\xff", "hai", "ba")]
    for place, words in ((1, "mot"), (3, "hai"), (4, "ba"), (2, "mã engine_failed")):
        await talk.sees(cards[place], words)
    assert [text for _, _, text, _ in talk.lines()] == [
        "",
        "mot",
        "",
        "hai",
        "ba",
    ]
    never.set()
    await talk.sees(cards[0], "cham")


async def test_waiting_notes_are_handed_over_together(talk: Talk, ear: Dictation) -> None:
    together = threading.Barrier(16)
    transcribe = ear.transcribe
    most, now, lock = [0], [0], threading.Lock()

    def many(source: Path, *, hints: str = "") -> object:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        together.wait(PATIENCE)
        with lock:
            now[0] -= 1
        return transcribe(source, hints=hints)

    ear.transcribe = many  # type: ignore[assignment, method-assign]
    talk.settle = talk.office.post.settle
    for number in range(32):
        await talk.voice(f"tin {number}", AN)
    await talk.hears(32)
    assert most == [16]
    assert await words(talk) == [f"tin {number}" for number in range(32)]
