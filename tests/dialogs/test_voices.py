"""Who speaks in a recording: voices have numbers, names are asked, and nobody is named unasked."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.messages.phrases import UNKNOWN_SPEAKER
from bot.report.export import as_dict
from bot.speech import telling_apart
from bot.speech import voices as voice_jobs
from bot.store.voices import OF_EACH, SaidBy, Supposed
from tests.dialogs.recording_the_room import Laptop
from tests.dialogs.talking import AN, BINH, HA, Talk, talking
from tests.dialogs.test_retention import upkeep
from tests.dialogs.voices_heard import (
    Knows,
    ear,
    impatient,
    notes,
    parts,
    piece,
    recording,
    talk,
)

__all__ = ["ear", "impatient", "talk"]  # fixtures

YES_AN, NO_AN = "Đúng: Nguyễn Văn An", "Không phải Nguyễn Văn An"


TALK = (
    ("an", "Tôi đề nghị."),
    ("bà lạ", "Tôi phản đối."),
    ("an", "Tôi giải thích."),
    ("", "Vâng."),
)


async def test_voices_have_numbers_and_a_name_is_asked(talk: Talk, ear: Knows) -> None:
    await notes(talk, AN, "an")
    card = await recording(talk, ear, *TALK)
    assert [x.voice for x in parts(talk)] == [1, 2, 1, 1]  # what is too short follows who is near
    shown = talk.door.shown[card]
    assert "Nghe ra 2 giọng chưa có tên: Người nói 1 (3 dòng, đầu tiên #5)" in shown.text
    assert "Có lẽ: Người nói 1 là Nguyễn Văn An" in shown.text
    assert shown.labels[-2:] == [YES_AN, NO_AN]
    (page,) = await talk.text("/dong 5-8")
    assert "#5 · Người nói 1 · Có lẽ: Nguyễn Văn An · 0:00" in page
    assert "#6 · Người nói 2 · 0:05" in page
    (one,) = await talk.text("/dong 5")
    assert "Người nói 1 · Có lẽ: Nguyễn Văn An" in one
    (review,) = await talk.text("/rasoat")
    assert "Người nói 1 (3 dòng, đầu tiên #5): có lẽ là Nguyễn Văn An" in review
    assert {x.speaker.name for x in parts(talk)} == {"Lê Thị Hà"}  # nobody is named


async def test_one_tap_names_all_lines_of_the_voice_and_is_taken_back(
    talk: Talk, ear: Knows
) -> None:
    await notes(talk, AN, "an")
    card = await recording(talk, ear, *TALK)
    assert "Đã ghi 3 dòng là của Nguyễn Văn An" in await talk.tap(card, YES_AN)
    assert [x.speaker.name for x in parts(talk)] == [AN.name, HA.name, AN.name, AN.name]
    assert [x.unknown_voice for x in parts(talk)] == [None, 2, None, None]
    assert YES_AN not in talk.door.shown[card].labels
    assert "Nghe ra 1 giọng chưa có tên: Người nói 2" in talk.door.shown[card].text
    (told,) = await talk.text("/hoantac")
    assert told.startswith("Đã hoàn tác:")
    assert {x.speaker.name for x in parts(talk)} == {HA.name}
    await talk.settle()
    assert YES_AN in talk.door.shown[card].labels


async def test_a_line_seen_by_itself_has_the_same_buttons(talk: Talk, ear: Knows) -> None:
    await notes(talk, AN, "an")
    await recording(talk, ear, *TALK)
    await talk.text("/dong 7")
    card = list(talk.door.shown)[-1]
    await talk.tap(card, YES_AN)
    assert [x.speaker.name for x in parts(talk)] == [AN.name, HA.name, AN.name, AN.name]
    assert "#7 · Nguyễn Văn An" in talk.door.shown[card].text


async def test_the_sender_is_confirmed_like_anybody(talk: Talk, ear: Knows) -> None:
    await notes(talk, HA, "hà")
    card = await recording(talk, ear, ("hà", "Tôi khai mạc."), ("bà lạ", "Tôi xin nói."))
    await talk.tap(card, "Đúng: Lê Thị Hà")
    assert [x.unknown_voice for x in parts(talk)] == [None, 2]
    (history,) = await talk.text("/lichsudong 5")
    assert "xác nhận người nói" in history


async def test_a_no_is_remembered(talk: Talk, ear: Knows) -> None:
    await notes(talk, AN, "an")
    card = await recording(talk, ear, *TALK)
    assert await talk.tap(card, NO_AN) == "Đã ghi: không phải Nguyễn Văn An"
    await notes(talk, AN, "an", 1)  # the meeting is looked at anew
    await talk.settle()
    assert [x.voice for x in parts(talk)] == [1, 2, 1, 1]
    assert {x.maybe for x in parts(talk)} == {None}
    assert YES_AN not in talk.door.shown[card].labels


async def test_a_paper_has_no_name_that_nobody_has_confirmed(talk: Talk, ear: Knows) -> None:
    await notes(talk, AN, "an")
    card = await recording(talk, ear, *TALK)
    await talk.text("/ykien 5-7")
    drafted = "\n".join(await talk.draft())
    assert "Nguyễn Văn An:" not in drafted
    assert "Lê Thị Hà:" not in drafted
    assert drafted.count(f"{UNKNOWN_SPEAKER}: Tôi") == 3  # each voice by itself, whoever it is
    assert "Chưa rõ là lời của ai: #5–#7." in drafted
    await talk.tap(card, YES_AN)
    drafted = "\n".join(await talk.draft())
    assert "Nguyễn Văn An: Tôi đề nghị." in drafted
    assert f"{UNKNOWN_SPEAKER}: Tôi phản đối." in drafted
    meeting = talk.store.meetings.get(1)
    exported = as_dict(meeting, talk.store.lines.of_meeting(1))
    said = exported["lines"][4:7]
    assert [x["voice"] for x in said] == [None, 2, None]
    assert [x["speaker"] for x in said] == [AN.name, UNKNOWN_SPEAKER, AN.name]
    assert (said[1]["title"], said[1]["account"], said[1]["certain"]) == ("", "", False)


async def test_who_has_sent_a_recording_is_not_who_has_spoken(talk: Talk, ear: Knows) -> None:
    await talk.text("Xin chào.", AN)
    ear.records("họp", piece(("an", "Tôi đề nghị xoài."), ("bà lạ", "Tôi phản đối xoài.")))
    ear.until("họp")
    await talk.recording("họp", 3, AN)
    await talk.office.settle()
    assert [x.voice for x in parts(talk)] == [1, 2]
    # whose words go together, is the desk's
    (refused,) = await talk.text("/gop 3 4", AN)
    assert refused.startswith("Các dòng này là lời của Người nói 1 và Người nói 2")
    (found,) = await talk.text("/tim nguoi:an xoài", HA)
    assert found.startswith("Không có dòng nào")
    (figures,) = await talk.text("/thongke", HA)
    assert "1. Người nói 1: nói 4 giây" in figures
    assert "Nguyễn Văn An: nói" not in figures
    (told,) = await talk.text("/nguoinoi 4 Phạm Thị Dung", HA)
    assert "Người nói 2" in told
    (found,) = await talk.text("/tim nguoi:dung xoài", HA)
    assert "#4" in found
    (merged, *_) = await talk.text("/gop 3 4", HA)
    assert "⚠ Đây là lời của Người nói 1 và Phạm Thị Dung; dòng gộp ghi tên Người nói 1" in merged


async def test_the_sender_is_not_asked_about_an_unknown_voices_words(
    talk: Talk, ear: Knows
) -> None:
    one = piece(("an", "Tôi đề nghị."), ("bà lạ", "Tôi phản đối."))
    unsure = tuple(replace(x, doubts=(x.text,)) for x in one.segments)
    ear.records("họp", replace(one, segments=unsure))
    ear.until("họp")
    await talk.recording("họp", 3, AN)
    await talk.office.settle()
    await talk.text("/nguoinoi 2 Nguyễn Văn An", HA)
    said = await talk.text("/hoilai", HA)
    assert any("hay chưa rõ là ai): #3" in x for x in said)
    asked = talk.rows("SELECT line_id FROM asked")
    assert asked == [(parts(talk)[0].id,)]


async def test_numbers_stay_when_the_sound_is_gone(talk: Talk, ear: Knows) -> None:
    await recording(talk, ear, *TALK)
    await talk.in_store(talk.office.store.erasing.recordings, 1)
    await notes(talk, AN, "an")  # the meeting is looked at anew
    await talk.settle()
    assert [x.voice for x in parts(talk)] == [1, 2, 1, 1]


async def test_a_number_of_a_deleted_line_is_not_given_again(talk: Talk, ear: Knows) -> None:
    await recording(talk, ear, ("an", "Một."), ("bà lạ", "Hai."), ("ông lạ", "Ba."))
    await talk.text("/xoa 4")
    await recording(talk, ear, ("chị", "Bốn."), ("em", "Năm."), name="hai")
    assert [x.voice for x in parts(talk)] == [1, 2, 4, 5]


async def test_where_the_other_voice_is_deleted_the_rest_is_not_the_senders(
    talk: Talk, ear: Knows
) -> None:
    await recording(talk, ear, *TALK)
    await talk.text("/xoa 3")
    await talk.settle()
    assert [x.voice for x in parts(talk)] == [1, 1, 1]
    assert HA.name not in (await talk.text("/dong 2-5"))[0]


async def test_naming_one_line_asks_for_the_others_of_its_voice(talk: Talk, ear: Knows) -> None:
    card = await recording(talk, ear, *TALK)
    await talk.text("/nguoinoi 2 Phạm Thị Dung - Giám đốc")
    await talk.settle()
    assert "Có lẽ: Người nói 1 là Phạm Thị Dung" in talk.door.shown[card].text
    await talk.tap(card, "Đúng: Phạm Thị Dung")
    assert [x.speaker.name for x in parts(talk)] == [
        "Phạm Thị Dung",
        HA.name,
        *["Phạm Thị Dung"] * 2,
    ]


async def test_what_is_confirmed_joins_the_voice(talk: Talk, ear: Knows) -> None:
    await recording(talk, ear, *TALK, ("an", "Tôi nói thêm."))
    await talk.text("/nguoinoi 2 4 6 Phạm Thị Dung")
    card = await recording(
        talk, ear, ("bà lạ", "Tôi lại phản đối."), ("an", "Tôi trả lời."), name="hai"
    )
    await talk.settle()
    # (numbers go on in the meeting: the same number is never two people)
    assert "Có lẽ: Người nói 4 là Phạm Thị Dung" in talk.door.shown[card].text


async def test_who_may_not_say_who_has_spoken_is_told(talk: Talk, ear: Knows) -> None:
    await notes(talk, AN, "an")
    card = await recording(talk, ear, *TALK)
    refused = await talk.tap(card, YES_AN, AN)
    assert refused.startswith("Chỉ thư ký, chủ trì hoặc quản trị viên nhóm xác nhận giọng")
    assert {x.speaker.name for x in parts(talk)} == {HA.name}
    await talk.tap(card, YES_AN)
    line = parts(talk)[0]
    assert "đã cũ" in await talk.tap_data(card, f"voice:{line.id}:{line.speaker.person_id}:1")


async def test_two_notes_are_too_few_and_short_ones_do_not_count(talk: Talk, ear: Knows) -> None:
    await notes(talk, AN, "an", 2)
    card = await recording(talk, ear, *TALK)
    assert "Có lẽ" not in talk.door.shown[card].text
    await notes(talk, AN, "an", 1)  # the third comes after the recording
    await talk.settle()
    assert "Có lẽ: Người nói 1 là Nguyễn Văn An" in talk.door.shown[card].text


async def test_of_two_people_who_sound_alike_none_is_asked(talk: Talk, ear: Knows) -> None:
    await notes(talk, AN, "an")
    await notes(talk, BINH, "an")
    card = await recording(talk, ear, *TALK)
    assert "Nghe ra 2 giọng" in talk.door.shown[card].text
    assert "Có lẽ" not in talk.door.shown[card].text


async def test_one_voice_alone_is_its_senders(talk: Talk, ear: Knows) -> None:
    card = await recording(talk, ear, ("hà", "Một."), ("hà", "Hai."))
    assert "giọng" not in talk.door.shown[card].text
    assert {x.voice for x in parts(talk)} == {None}
    assert "#2 · Lê Thị Hà" in (await talk.text("/dong 2-3"))[0]


async def test_one_voice_that_may_be_somebody_elses_is_asked(talk: Talk, ear: Knows) -> None:
    await notes(talk, AN, "an")
    card = await recording(talk, ear, ("an", "Một."), ("an", "Hai."))
    assert YES_AN in talk.door.shown[card].labels


async def test_forty_people_fit_on_a_card(talk: Talk, ear: Knows) -> None:
    people = [(f"{chr(65 + n)}", f"Câu {n}.") for n in range(40)]
    card = await recording(talk, ear, *people)
    text = talk.door.shown[card].text
    assert "Nghe ra 40 giọng chưa có tên" in text
    assert "và 28 giọng khác" in text
    assert len(text) < 2000


async def test_two_voices_between_two_pauses_of_a_room_are_two_lines(
    talk: Talk, ear: Knows
) -> None:
    talk.clock = lambda: talk.now
    await notes(talk, AN, "an")
    laptop = Laptop(talk)
    await laptop.says(0, "an: Tôi hỏi.|bà lạ: Tôi đáp.")
    await laptop.says(1, "an: Tôi cảm ơn.", last=True)
    await talk.settle()
    assert [(x.text, x.voice) for x in parts(talk)] == [
        ("Tôi hỏi.", 1),
        ("Tôi đáp.", 2),
        ("Tôi cảm ơn.", 1),
    ]
    assert "Có lẽ: Người nói 1 là Nguyễn Văn An" in laptop.card().text
    assert YES_AN in laptop.card().labels


async def test_what_a_person_says_of_a_line_stays(talk: Talk, ear: Knows) -> None:
    await notes(talk, AN, "an")
    card = await recording(talk, ear, *TALK)
    await talk.text("/nguoinoi 7 Phạm Thị Dung")
    await talk.settle()
    await talk.text("/dong 5")
    assert "Phạm Thị Dung" in talk.door.shown[card].text  # the others of the voice: hers?
    await talk.tap(card, "Đúng: Phạm Thị Dung")
    assert [x.speaker.name for x in parts(talk)] == [
        "Phạm Thị Dung",
        HA.name,
        "Phạm Thị Dung",
        "Phạm Thị Dung",
    ]


async def test_a_voice_of_many_lines_is_named_some_at_a_time(
    talk: Talk, ear: Knows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.conversation.lines.voices.MOST_AT_ONCE", 3)
    await notes(talk, AN, "an")
    card = await recording(talk, ear, *[("an", f"Câu {n}.") for n in range(8)])
    await talk.text("/dong 10")
    seen = list(talk.door.shown)[-1]
    toast = await talk.tap(seen, YES_AN)
    assert toast.startswith("Đã ghi 3 dòng là của Nguyễn Văn An, còn 5 dòng: bấm lần nữa")
    # the line that was looked at is among them
    assert [x.no for x in parts(talk) if x.whose_known] == [5, 6, 10]
    assert YES_AN not in talk.door.shown[seen].labels
    await talk.settle()
    assert "còn 2 dòng" in await talk.tap(card, YES_AN)
    await talk.settle()
    assert "Đã ghi 2 dòng" in await talk.tap(card, YES_AN)
    assert {x.speaker.name for x in parts(talk)} == {AN.name}
    assert YES_AN not in talk.door.shown[card].labels
    await talk.text("/hoantac")  # the last tap's
    assert [x.speaker.name for x in parts(talk)] == [AN.name] * 6 + [HA.name] * 2


async def test_a_voice_that_cannot_be_kept_costs_no_words(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.speech.notes.of_note", fails)
    await notes(talk, AN, "an", 1)
    await talk.settle()
    assert "Ý kiến thứ 0." in [x.text for x in talk.store.lines.of_meeting(1)]
    assert kept(talk) == 0


async def test_a_meeting_that_cannot_be_looked_at_holds_no_other_up(
    talk: Talk, ear: Knows, monkeypatch: pytest.MonkeyPatch
) -> None:
    await recording(talk, ear, *TALK)
    await talk.text("/ketthuc")
    await talk.text("/batdau Họp hai")
    await recording(talk, ear, *TALK[:2], name="hai")
    looked: list[int] = []

    def suppose(said: Sequence[SaidBy], last: int) -> dict[int, Supposed]:
        looked.append(len(said))
        if looked in ([4], [4, 4], [4, 4, 4]):
            raise ValueError
        return telling_apart.suppose(said, last)

    def refuse() -> None:
        lines = [x for n in (1, 2) for x in talk.office.store.lines.of_meeting(n) if x.part_of]
        talk.office.store.voices.refuse(lines, lines[0].speaker.person_id)

    monkeypatch.setattr(voice_jobs, "suppose", suppose)
    monkeypatch.setattr(voice_jobs, "DISK_REST", 0.0)
    await talk.in_store(refuse)
    await talk.text("Câu khác.")
    await talk.settle()
    assert looked == [4, 2, 4]


def kept(talk: Talk) -> int:
    ((count,),) = talk.rows("SELECT count(*) FROM voices")
    return int(count)


async def test_voices_go_with_their_meeting(talk: Talk, ear: Knows) -> None:
    await notes(talk, AN, "an")
    card = await recording(talk, ear, *TALK)
    await talk.tap(card, NO_AN)
    assert kept(talk) == 6
    await talk.in_store(talk.office.store.erasing.meeting, 1)
    assert kept(talk) == 0
    assert talk.rows("SELECT * FROM voices_refused") == []


async def test_voices_go_with_the_sound_that_they_are_made_of(talk: Talk, ear: Knows) -> None:
    await notes(talk, AN, "an")
    await talk.tap(await recording(talk, ear, *TALK), NO_AN)
    await talk.in_store(talk.office.store.erasing.recordings, 1)
    assert kept(talk) == 0
    assert talk.rows("SELECT * FROM voices_refused") == []
    assert [x.voice for x in parts(talk)] == [1, 2, 1, 1]


async def test_a_voice_is_nowhere_else_in_the_record(talk: Talk, ear: Knows) -> None:
    await notes(talk, AN, "an")
    for (segments,) in talk.rows("SELECT segments FROM lines WHERE segments != '[]'"):
        assert "voice" not in segments


async def test_an_office_that_wants_none_keeps_none(tmp_path: Path) -> None:
    ear = Knows()
    async with talking(tmp_path, ear=ear, voices="off") as talk:
        await talk.text("/batdau Họp")
        await notes(talk, AN, "an")
        card = await recording(talk, ear, *TALK)
        assert kept(talk) == 0
        assert "giọng" not in talk.door.shown[card].text


async def test_what_was_kept_goes_when_an_office_wants_none_any_more(tmp_path: Path) -> None:
    ear = Knows()
    async with talking(tmp_path, ear=ear) as talk:
        await talk.text("/batdau Họp")
        await notes(talk, AN, "an")
        await talk.tap(await recording(talk, ear, *TALK), NO_AN)
        assert kept(talk) == 6
        door = talk.door
    async with talking(tmp_path, ear=ear, door=door, voices="off") as talk:
        await talk.until(lambda: kept(talk) == 0)
        assert {x.maybe for x in parts(talk)} == {None}
        assert talk.rows("SELECT * FROM voices_refused") == []


@pytest.mark.parametrize(("wanted", "asked"), [("meeting", False), ("office", True)])
async def test_another_meetings_notes_count_where_the_office_wants_it(
    tmp_path: Path, wanted: str, asked: bool
) -> None:
    ear = Knows()
    async with talking(tmp_path, ear=ear, voices=wanted) as talk:
        await talk.text("/batdau Họp một")
        await notes(talk, AN, "an")
        await talk.text("/ketthuc")
        await talk.text("/batdau Họp hai")
        card = await recording(talk, ear, *TALK)
        assert (YES_AN in talk.door.shown[card].labels) is asked
        if asked:
            await talk.tap(card, YES_AN)
            said = [x for x in talk.store.lines.of_meeting(2) if x.part_of]
            assert [x.speaker.name for x in said] == [AN.name, HA.name, AN.name, AN.name]


async def test_of_the_whole_office_everybodys_newest_notes_are_looked_at(tmp_path: Path) -> None:
    async with talking(tmp_path, ear=Knows(), voices="office") as talk:
        await talk.text("/batdau Họp một")
        await notes(talk, BINH, "bình")
        await notes(talk, AN, "an", OF_EACH + 2)
        await talk.text("/ketthuc")
        await talk.text("/batdau Họp hai")
        said = await talk.in_store(lambda: talk.office.store.voices.said_in(2, of_office=3.0))
        newest = sorted(said, key=lambda x: x.line_id)[-OF_EACH:]
        assert len({x.human for x in newest}) == 1
        assert len(said) == 3 + OF_EACH  # two of the fifteen are too old
        long = await talk.in_store(lambda: talk.office.store.voices.said_in(2, of_office=9.0))
        assert long == []


async def test_what_an_erased_meeting_alone_has_told_of_voices_is_supposed_no_more(
    tmp_path: Path,
) -> None:
    ear = Knows()
    async with talking(tmp_path, ear=ear, voices="office") as talk:
        await talk.text("/batdau Họp một")
        await notes(talk, AN, "an")
        await notes(talk, BINH, "bình")
        await talk.text("/ketthuc")
        await talk.text("/batdau Họp hai")
        await talk.text("Tôi dự họp.", BINH)
        card = await recording(talk, ear, ("an", "Một."), ("bình", "Hai."), ("an", "Ba."))
        assert {YES_AN, NO_AN, "Đúng: Trần Bình"} <= set(talk.door.shown[card].labels)
        await talk.tap(card, "Không phải Trần Bình")
        await talk.in_store(talk.office.store.erasing.meeting, 1)
        await talk.text("Câu khác.")
        await talk.settle()
        ((refused,),) = talk.rows("SELECT count(*) FROM voices_refused")
        assert refused == 1  # of somebody who takes part here too
        said = [x for x in talk.store.lines.of_meeting(2) if x.part_of]
        assert {x.maybe for x in said} == {None}


@pytest.mark.parametrize("how", ["by a tap", "by a rule", "by the command line"])
async def test_who_goes_with_their_meeting_is_on_no_other_ones_card(
    tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ear = Knows()
    async with talking(tmp_path, ear=ear, voices="office") as talk:
        await talk.text("/batdau Họp một")
        await notes(talk, AN, "an")
        await talk.text("/ketthuc")
        await talk.text("/batdau Họp hai")
        card = await recording(talk, ear, *TALK)
        assert AN.name in talk.door.shown[card].text
        if how == "by a tap":
            await talk.text("/xoacuochop 1")
            await talk.tap(list(talk.door.shown)[-1], "Xoá hẳn")
        elif how == "by a rule":
            await upkeep(talk, 40, meetings=30).once()
        if how != "by the command line":
            await talk.settle()
            assert AN.name not in talk.door.shown[card].text
            assert YES_AN not in talk.door.shown[card].labels
        door = talk.door
    if how == "by the command line":
        monkeypatch.setenv("DATA_DIR", str(tmp_path))
        assert await asyncio.to_thread(main, ["purge", "--meeting", "1", "--yes"]) == 0
        async with talking(tmp_path, ear=ear, door=door) as talk:
            await talk.until(lambda: AN.name not in talk.door.shown[card].text)
