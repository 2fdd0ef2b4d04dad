"""A laptop in the middle of the table records the meeting: lines come while people speak."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from bot.doors.port import Person
from bot.errors import Refused
from bot.messages import rooms as said
from bot.messages.phrases import UNKNOWN_SPEAKER
from bot.minutes import LineState
from bot.report import export
from bot.speech import carrying
from bot.speech import rooms as room_jobs
from bot.store.stretches import Stretches
from tests.dialogs.recording_the_room import Laptop, heard, impatient, talk
from tests.dialogs.talking import AN, HA, Ear, Talk, talking
from tests.waiting import PATIENCE
from transcribe import Transcript
from transcribe.errors import NoWorkers

__all__ = ["impatient", "talk"]  # fixtures


@pytest.fixture
def laptop(talk: Talk) -> Laptop:
    return Laptop(talk)


class Held(Ear):
    """An engine that hears while it is free."""

    def __init__(self) -> None:
        self.free = threading.Event()
        self.free.set()
        self.waiting = 0

    def transcribe(self, source: Path, *, hints: str = "") -> Transcript:
        self.waiting += 1
        self.free.wait(PATIENCE)
        self.waiting -= 1
        return super().transcribe(source, hints=hints)


async def test_lines_stand_there_while_the_room_is_recorded(talk: Talk, laptop: Laptop) -> None:
    await laptop.says(0, "Xin bắt đầu.")
    await laptop.says(1, "Phòng Kế hoạch báo cáo.")
    assert heard(talk) == ["Xin bắt đầu.", "Phòng Kế hoạch báo cáo."]
    room, *parts = talk.store.lines.of_meeting(1)
    assert (room.room, room.state, room.speaker.name) == (True, LineState.RUNNING, "Lê Thị Hà")
    assert [x.part_of for x in parts] == [room.id] * 2
    assert [x.at for x in parts] == [laptop.at(0), laptop.at(8)]
    assert [(x.starts, x.ends, x.cut) for x in parts] == [(0, 8, (0, 8)), (8, 16, (0, 8))]
    assert "đang ghi 00:00:16, đã chép đến 00:00:16" in laptop.card().text
    assert laptop.card().labels == ["Dừng", "Xoá"]


async def test_nobody_is_said_to_have_spoken(talk: Talk, laptop: Laptop) -> None:
    await laptop.says(0, "Tôi đề nghị giao Phòng A.")
    _, part = talk.store.lines.of_meeting(1)
    assert part.speaker.name == UNKNOWN_SPEAKER
    assert not part.speaker.certain
    assert [x.name for x in talk.store.attendance.of_meeting(1)] == ["Lê Thị Hà"]
    await talk.text("/ykien 2")
    assert "Chưa rõ là lời của ai: #2." in "\n".join(await talk.draft())
    await talk.text("/nguoinoi 2 Nguyễn Văn An - Trưởng phòng Kế hoạch")
    assert talk.lines()[1][1] == "Nguyễn Văn An"
    assert "Chưa rõ là lời của ai" not in "\n".join(await talk.draft())


async def test_twice_late_and_out_of_order(talk: Talk, laptop: Laptop) -> None:
    words = [f"Câu {n}." for n in range(6)]
    for number in (0, 3, 1, 5, 4, 2):
        await laptop.says(number, words[number])
        await laptop.says(number, words[number], again="-lần hai")
    assert heard(talk) == words
    assert "Thiếu" not in laptop.card().text


async def test_notes_find_their_place_by_time(talk: Talk, laptop: Laptop) -> None:
    laptop.begun = talk.now
    await laptop.says(0, "Câu một.")  # at 0
    await talk.text("Ghi chú ở giây thứ mười.", AN)  # at 10, 20, …
    await laptop.says(1, "Câu hai.")  # at 8, heard after the note
    await laptop.says(2, "Câu ba.", starts=16)
    await talk.voice("Ghi âm ở giây hai mươi.")
    await laptop.says(3, "Câu bốn.", starts=19)
    assert heard(talk) == [
        "Câu một.",
        "Câu hai.",
        "Ghi chú ở giây thứ mười.",
        "Câu ba.",
        "Câu bốn.",
        "Ghi âm ở giây hai mươi.",
    ]


async def test_silence_gives_no_line_and_keeps_its_sound(talk: Talk, laptop: Laptop) -> None:
    for number, words in enumerate(["Xin bắt đầu.", " ", "Hết."]):
        await laptop.says(number, words)
    assert heard(talk) == ["Xin bắt đầu.", "Hết."]
    kept = talk.rows("SELECT state, audio FROM stretches ORDER BY number")
    assert [state for state, _ in kept] == ["done", "silent", "done"]
    assert all((talk.office.audio.root / audio).exists() for _, audio in kept)


async def test_the_end(talk: Talk, laptop: Laptop) -> None:
    await laptop.says(0, "Xin bắt đầu.")
    await laptop.says(2, None, starts=16, last=True)
    assert "đang ghi" in laptop.card().text  # one is on its way
    await laptop.says(1, "Hết.")
    whole = "#1 · Lê Thị Hà · 0:16 · đã ghi cả phòng 00:00:16: dòng #2, #3."
    assert laptop.card().text.startswith(whole)
    assert "/nguoinoi 2 Họ tên" in laptop.card().text
    assert "Thiếu" not in laptop.card().text


async def test_a_gap_is_shown(talk: Talk, laptop: Laptop) -> None:
    await laptop.says(0, "Một.")
    await laptop.says(1, "Hai.", starts=138, gap=130)
    await laptop.says(2, "Ba.", starts=147, gap=1)
    await laptop.says(5, "Sáu.", starts=171, last=True)
    assert "⚠ Thiếu 2 phút 10 giây từ 00:00:08; 16 giây từ 00:02:35." in laptop.card().text
    assert "2 phút 10 giây từ 00:00:08" in "\n".join(await talk.text("/dong"))
    await laptop.says(4, "Năm.", starts=163)
    await laptop.says(3, "Bốn.", starts=155)
    assert "⚠ Thiếu 2 phút 10 giây từ 00:00:08." in laptop.card().text
    assert "đã ghi cả phòng 00:02:59" in laptop.card().text
    assert heard(talk) == ["Một.", "Hai.", "Ba.", "Bốn.", "Năm.", "Sáu."]


async def test_an_order_is_an_order_and_a_reply_a_reply(talk: Talk, laptop: Laptop) -> None:
    await laptop.says(0, "Tôi kết luận giao Phòng A.")
    await talk.text("/ketluan 2")
    assert talk.lines()[1][3] == "ketluan"
    answer = await talk.text("/ketluan 1")
    assert "ghi âm dài" in answer[0]
    assert "ghi âm dài" in (await talk.text("/sua 1 câu khác"))[0]


# --- the end of the meeting -----------------------------------------------------------------------


async def test_what_was_said_before_the_meeting_was_closed_is_kept(
    talk: Talk, laptop: Laptop
) -> None:
    await laptop.says(0, "Xin bắt đầu.")
    answer = await talk.text("/ketthuc")  # at 10
    assert "Đang chép nốt 1 ghi âm: #1." in answer[0]
    assert "đã ghi cả phòng 00:00:08" in laptop.card().text
    await laptop.says(1, "Câu cuối.", starts=9)
    before = len(talk.here())
    await laptop.says(2, "Về thôi.", starts=17)
    await laptop.says(3, "Đi uống nước.", starts=25, last=True)
    assert heard(talk) == ["Xin bắt đầu.", "Câu cuối."]
    told = [x.text for x in talk.here()[before:]]
    assert len(told) == 1
    assert "lời nói trước lúc ấy vẫn được ghi; lời máy này ghi sau đó chưa vào biên bản" in told[0]
    assert "đã ghi cả phòng 00:00:17: dòng #2, #3." in laptop.card().text
    assert "Thiếu" not in laptop.card().text


async def test_a_recording_that_comes_hours_after_the_end(talk: Talk, laptop: Laptop) -> None:
    await talk.text("/ketthuc")  # at 10
    await talk.text("/batdau Họp khác")
    await laptop.says(0, "Chưa ai nghe thấy.", starts=0)
    assert heard(talk) == ["Chưa ai nghe thấy."]
    assert heard(talk, 2) == []


async def test_a_new_meeting_takes_nothing_of_an_older_recording(
    talk: Talk, laptop: Laptop
) -> None:
    await laptop.says(0, "Xin bắt đầu.")
    await talk.text("/ketthuc")
    await talk.text("/batdau Họp khác")
    await laptop.says(1, "Vẫn ghi.", starts=60)
    assert (heard(talk), heard(talk, 2)) == (["Xin bắt đầu."], [])
    assert "Cuộc họp số 1" in talk.here()[-1].text


async def test_opened_again_it_goes_on(talk: Talk, laptop: Laptop) -> None:
    await laptop.says(0, "Xin bắt đầu.")
    await talk.text("/ketthuc")
    await talk.text("/molai")
    await laptop.says(1, "Họp tiếp.", starts=30)
    assert heard(talk) == ["Xin bắt đầu.", "Họp tiếp."]
    assert "đang ghi 00:00:38" in laptop.card().text


async def test_no_meeting(talk: Talk) -> None:
    other = Talk(talk.office, talk.door, "-200")
    laptop = Laptop(other)
    for number in range(3):
        await laptop.says(number, "Alô.")
    assert [x.text for x in other.here()] == [said.NO_MEETING]


# --- several who record ---------------------------------------------------------------------------


async def joined(talk: Talk, who: Person) -> Talk:
    """Their private chat, from which they take part."""
    code = re.search(r"mã: (\d{3} \d{3})", (await talk.text("/moi"))[0])
    assert code
    alone = talk.alone(who)
    await alone.text(f"/vao {code[1]}", who)
    return alone


async def test_of_two_in_a_room_one_is_taken(talk: Talk, laptop: Laptop) -> None:
    phone = Laptop(await joined(talk, AN), AN, "dien-thoai", talk.now)
    laptop.begun = talk.now
    await laptop.says(0, "Xin bắt đầu.")
    before = len(phone.talk.here())
    await phone.says(0, "xin bắt đầu", starts=1)
    await phone.says(1, "Tiếp theo", starts=9)
    await laptop.says(1, "Tiếp theo.")
    told = [x.text for x in phone.talk.here()[before:]]
    assert told == [said.BUSY.format(who="Lê Thị Hà", no=1)]
    assert heard(talk) == ["Xin bắt đầu.", "Tiếp theo."]
    await laptop.says(2, None, last=True)
    await phone.says(2, "Máy kia đã dừng.", starts=17)
    assert heard(talk) == ["Xin bắt đầu.", "Tiếp theo.", "Máy kia đã dừng."]
    assert "Thiếu" not in phone.talk.here()[-1].text
    assert phone.talk.here()[-1].text.startswith("#4 · Nguyễn Văn An · nhắn riêng · ")
    assert "#4 · Nguyễn Văn An" in talk.here()[-1].text, "the meeting's own chat sees it too"


async def test_one_that_is_interrupted_makes_way_and_comes_back(talk: Talk, laptop: Laptop) -> None:
    phone = Laptop(await joined(talk, AN), AN, "dien-thoai", talk.now)
    laptop.begun = talk.now
    await laptop.says(0, "Một.")
    await phone.says(0, "một", starts=1)
    await phone.says(1, "Hai.", starts=20)  # the laptop's lid is closed, and nobody knows
    await phone.says(2, "Ba.", starts=60)
    assert heard(talk) == ["Một."]
    talk.now += timedelta(seconds=121)
    await phone.says(3, "Bốn.", starts=130)
    await laptop.says(1, "Một rưỡi.", starts=8)  # it had said so, and only comes now
    await laptop.says(2, "hai", starts=20)
    await phone.says(4, "Năm.", starts=138)
    await laptop.says(3, "năm", starts=139)
    assert heard(talk) == ["Một.", "Một rưỡi.", "Hai.", "Ba.", "Bốn.", "Năm."]
    states = talk.rows(
        "SELECT state FROM stretches JOIN rooms r ON r.id = room_id "
        "WHERE recording = 'dien-thoai' ORDER BY number"
    )
    assert [state for (state,) in states] == ["refused", "done", "done", "done", "done"]


async def test_what_was_held_is_taken_though_nothing_more_comes(
    talk: Talk, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_jobs, "LOOK_EVERY", 0.01)
    phone = Laptop(await joined(talk, AN), AN, "dien-thoai", talk.now)
    laptop.begun = talk.now
    await laptop.says(0, "Một.")
    await phone.says(0, "Hai.", starts=20)
    await phone.says(1, None, starts=30, last=True)
    await talk.text("/ketthuc")
    talk.now += timedelta(seconds=121)
    await talk.until(lambda: heard(talk) == ["Một.", "Hai."])
    await talk.until(lambda: "đã ghi cả phòng" in phone.talk.here()[-1].text)


async def test_a_recording_of_nothing_is_no_line(talk: Talk, laptop: Laptop) -> None:
    before = len(talk.here())
    await laptop.says(0, None, last=True)
    assert talk.store.lines.of_meeting(1) == []
    assert len(talk.here()) == before


async def test_of_one_that_goes_on_beside_another_nothing_piles_up(
    talk: Talk, laptop: Laptop
) -> None:
    phone = Laptop(await joined(talk, AN), AN, "dien-thoai", talk.now)
    laptop.begun = talk.now
    for number in range(5):
        await laptop.says(number, f"Câu {number}.")
        await phone.says(number, f"câu {number}", starts=number * 8 + 1)
    assert heard(talk) == [f"Câu {number}." for number in range(5)]
    assert talk.rows("SELECT count(*) FROM stretches WHERE state = 'held'") == [(0,)]


async def test_one_s_own_next_recording_ends_the_one_before(talk: Talk, laptop: Laptop) -> None:
    await laptop.says(0, "Một.")
    anew = Laptop(talk, HA, "ghi-am-moi", laptop.at(20))
    await anew.says(0, "Hai.")
    await laptop.says(1, "hai", starts=21)
    assert heard(talk) == ["Một.", "Hai."]
    assert "đã ghi cả phòng 00:00:08" in laptop.card().text


async def test_who_was_shown_out_records_no_more(talk: Talk) -> None:
    alone = await joined(talk, AN)
    phone = Laptop(alone, AN, "dien-thoai")
    await phone.says(0, "Một.")
    came = next(key for key, x in talk.door.shown.items() if "Mời ra" in x.labels)
    await talk.tap(came, "Mời ra")
    for number in (1, 2, 3):
        await phone.says(number, "Hai.")
    assert heard(talk) == ["Một."]
    assert "không được lấy" in alone.here()[-1].text


# --- stopped, deleted, erased ---------------------------------------------------------------------


async def test_stop_and_go_on(talk: Talk, laptop: Laptop) -> None:
    await laptop.says(0, "Một.")
    assert "Đã dừng chép #1" in (await talk.text("/huy"))[0]
    await laptop.says(1, "Hai.")
    assert heard(talk) == ["Một."]
    assert "dừng chép ở 00:00:08; âm thanh vẫn giữ" in laptop.card().text
    assert laptop.card().labels == ["Chép tiếp", "Xoá"]
    await talk.text("/cheptiep 1")
    await laptop.says(2, "Ba.", last=True)
    assert heard(talk) == ["Một.", "Hai.", "Ba."]
    assert "đã ghi cả phòng 00:00:24" in laptop.card().text


async def test_deleted_it_takes_no_more_until_it_is_restored(talk: Talk, laptop: Laptop) -> None:
    await laptop.says(0, "Một.")
    answer = await talk.text("/xoa 1")
    assert "Các dòng chép từ ghi âm #1 vẫn còn: #2." in "\n".join(answer)
    before = len(talk.here())
    await laptop.says(1, "Hai.")
    await laptop.says(2, "Hai.")
    assert [x.text for x in talk.here()[before:]] == [said.RECORDING_DELETED.format(no=1)]
    assert talk.rows("SELECT count(*) FROM stretches WHERE audio IS NOT NULL") == [(1,)]
    await talk.text("/hoantac")
    await laptop.says(3, "Bốn.")
    assert heard(talk) == ["Một.", "Bốn."]


async def test_undone_after_its_end_it_ends(talk: Talk, laptop: Laptop) -> None:
    await laptop.says(0, "Một.", last=True)
    await talk.text("/xoa 1")
    await talk.text("/hoantac")
    assert "đã ghi cả phòng 00:00:08" in laptop.card().text


async def test_what_cannot_be_read_is_told_and_tried_again(talk: Talk, laptop: Laptop) -> None:
    await laptop.says(0, "Một.")
    await laptop.says(1, Refused("gone"))
    await laptop.says(2, "Ba.", last=True)
    assert "⚠ Chưa chép được 8 giây từ 00:00:08. Bấm “Chép tiếp”" in laptop.card().text
    assert laptop.card().labels == ["Chép tiếp", "Xoá"]
    assert "Ghi âm chưa chép hết: #1." in "\n".join(await talk.text("/ketthuc"))
    talk.door.recordings[f"{laptop.name}/1"] = b"Hai."
    await talk.text("/cheptiep 1")
    assert heard(talk) == ["Một.", "Hai.", "Ba."]
    assert "Chưa chép được" not in laptop.card().text


async def test_erased_with_its_meeting(talk: Talk, laptop: Laptop) -> None:
    for number, words in enumerate(("Một.", " ")):
        await laptop.says(number, words)
    files = [talk.office.audio.root / x for (x,) in talk.rows("SELECT audio FROM stretches")]
    assert all(file.exists() for file in files)
    await talk.in_store(talk.office.store.erasing.meeting, 1)
    talk.office.post.drafted.set()
    await talk.until(lambda: not any(file.exists() for file in files))
    assert talk.rows("SELECT (SELECT count(*) FROM rooms), (SELECT count(*) FROM stretches)") == [
        (0, 0)
    ]
    await laptop.says(2, "Ba.")
    assert talk.here()[-1].text == said.NO_MEETING


async def test_the_recordings_alone_are_erased(talk: Talk, laptop: Laptop) -> None:
    await laptop.says(0, "Một.")
    await laptop.says(1, Refused("gone"))
    erase = talk.office.store.erasing.recordings
    assert await talk.in_store(erase, 1) == 0, "it runs"
    await laptop.says(2, " ", last=True)
    assert await talk.in_store(erase, 1) == 2
    assert heard(talk) == ["Một."]
    room = talk.store.lines.of_meeting(1)[0]
    assert room.recording_erased
    assert talk.rows("SELECT DISTINCT media, audio FROM stretches") == [(None, None)]


# --- trouble --------------------------------------------------------------------------------------


async def test_killed_it_goes_on_as_the_same(tmp_path: Path) -> None:
    ear = Held()
    async with talking(tmp_path, ear=ear) as talk:
        await talk.text("/batdau Họp")
        laptop = Laptop(talk)
        await laptop.says(0, "Một.")
        ear.free.clear()
        await talk.office.post.receive(laptop.stretch(1, "Hai."), laptop.stretch(2, "Ba."))
        await talk.until(lambda: ear.waiting >= 1)
    ear.free.set()
    async with talking(tmp_path, ear=ear, door=talk.door) as again:
        await again.office.settle()
        laptop.talk = again
        await laptop.says(2, "Ba.", again="-lần hai")
        await laptop.says(3, "Bốn.", last=True)
        assert heard(again) == ["Một.", "Hai.", "Ba.", "Bốn."]
        assert "đã ghi cả phòng 00:00:32: dòng #2 đến #5." in laptop.card().text


async def test_a_stretch_is_written_whole_or_not_at_all(
    talk: Talk, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "DISK_REST", 0.01)
    hear, tries = Stretches.heard, []

    def failing(self: Stretches, *args: object) -> object:
        done = hear(self, *args)  # type: ignore[arg-type]
        tries.append(args)
        if len(tries) == 1:
            raise OSError("power cut")
        return done

    monkeypatch.setattr(Stretches, "heard", failing)
    await laptop.says(0, "Một.")
    await talk.until(lambda: len(tries) == 2)
    await talk.office.settle()
    assert heard(talk) == ["Một."]


async def test_of_an_interrupted_one_the_card_says_so(
    talk: Talk, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_jobs, "LOOK_EVERY", 0.01)
    await laptop.says(0, "Một.")
    talk.now += timedelta(seconds=121)
    await talk.until(lambda: "không gửi gì thêm" in laptop.card().text)
    await laptop.says(1, "Hai.", starts=130, gap=122)
    await talk.until(lambda: "không gửi gì thêm" not in laptop.card().text)
    assert "⚠ Thiếu 2 phút 2 giây từ 00:00:08." in laptop.card().text
    talk.now += timedelta(hours=13)
    await talk.until(lambda: "đã ghi cả phòng 00:02:18" in laptop.card().text)


async def test_the_draft_says_what_is_missing(talk: Talk, laptop: Laptop) -> None:
    await laptop.says(0, "Tôi đề nghị giao Phòng A.")
    await laptop.says(1, "Hết.", starts=100, gap=92, last=True)
    await talk.text("/ykien 2")
    draft = "\n".join(await talk.draft())
    assert "⚠ Ghi âm cả phòng #1 thiếu 1 phút 32 giây từ 00:00:08." in draft


async def test_the_way_out(talk: Talk, laptop: Laptop, tmp_path: Path) -> None:
    await laptop.says(0, "Một.")
    await laptop.says(1, " ", starts=100, gap=92, last=True)
    (room,) = talk.store.rooms.exported(1)
    assert (room["line"], room["seconds"]) == (1, 108.0)
    assert room["gaps"] == [{"starts": 8.0, "seconds": 92.0}]
    assert [x["state"] for x in room["stretches"]] == ["done", "silent"]
    meeting = talk.store.meetings.get(1)
    exported = export.as_dict(meeting, talk.store.lines.of_meeting(1))
    out = tmp_path / "out"
    missing = export.write({**exported, "rooms": [room]}, out, talk.office.audio.root, [])
    assert missing == []
    assert all((out / x["audio"]).exists() for x in room["stretches"])


class Nobody(Ear):
    """No other machine is there to hear."""

    gone = True

    def transcribe(self, source: Path, *, hints: str = "") -> Transcript:
        if self.gone:
            raise NoWorkers("nobody")
        return super().transcribe(source, hints=hints)


async def test_a_stretch_waits_for_another_machine_as_a_note_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "WORKERS_REST", 0.05)
    ear = Nobody()
    async with talking(tmp_path, ear=ear) as talk:
        await talk.text("/batdau Họp giao ban")
        laptop = Laptop(talk)
        await talk.office.post.receive(laptop.stretch(0, "Xin bắt đầu."))
        await talk.until(
            lambda: any("chưa có máy nghe" in x.text for x in talk.door.shown.values())
        )
        ear.gone = False
        await talk.until(lambda: heard(talk) == ["Xin bắt đầu."])
