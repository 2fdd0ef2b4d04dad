"""Whose words a recording has: its sender's, unless there is reason to doubt; then it is told and
asked, and no paper has their name for it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.doors.port import Media, MediaKind
from bot.messages.phrases import UNKNOWN_SPEAKER
from bot.report.export import as_dict
from bot.speech import voices as voice_jobs
from bot.store.voices import SaidBy, Supposed
from bot.webpage.lines import line_view
from tests.dialogs.talking import AN, HA, Talk, talking
from tests.dialogs.voices_heard import (
    Knows,
    ear,
    impatient,
    notes,
    parts,
    piece,
    recording,
    talk,
    voice,
)
from tests.waiting import PATIENCE
from transcribe import Piece

__all__ = ["ear", "impatient", "talk"]  # fixtures

YES, NO = "Đúng: Lê Thị Hà", "Không phải Lê Thị Hà"
STRANGER = (("bà lạ", "Tôi đề nghị xoài."), ("bà lạ", "Tôi xin hết."))
SHORT = (("", "Vâng."), ("", "Không."), ("", "Đồng ý."))
TWO = "hà: Tôi đề nghị xoài.|bà lạ: Tôi phản đối xoài."


async def drafted(talk: Talk, *what: str) -> str:
    """A draft, after these commands."""
    for command in what:
        await talk.text(command)
    return "\n".join(await talk.draft())


def on_page(talk: Talk, no: int) -> dict[str, object]:
    """A line as the page shows it."""
    return talk.at_once(lambda: line_view(talk.office.house, talk.line(no), 0))  # type: ignore[arg-type]


# --- a recording of one voice -------------------------------------------------------------------


async def test_a_recording_that_surely_is_not_its_senders_is_asked_about(
    talk: Talk, ear: Knows
) -> None:
    await notes(talk, HA, "hà")
    card = await recording(talk, ear, *STRANGER)
    shown = talk.door.shown[card]
    assert "Nghe ra 1 giọng chưa có tên: Người nói 1 (2 dòng, đầu tiên #5)" in shown.text
    assert "⚠ Người nói 1 không giống giọng trong các tin thoại của Lê Thị Hà." in shown.text
    assert "Có lẽ" not in shown.text
    assert shown.labels[-2:] == [YES, NO]
    (page,) = await talk.text("/dong 5-6")
    assert "#5 · Người nói 1 · Có phải: Lê Thị Hà? · 0:00" in page
    assert on_page(talk, 5)["who"] == "Người nói 1 · Có phải: Lê Thị Hà?"
    assert "⚠ giọng không giống các tin thoại của Lê Thị Hà" in str(on_page(talk, 5)["status"])
    (review,) = await talk.text("/rasoat")
    assert "Người nói 1 (2 dòng, đầu tiên #5): không giống giọng của Lê Thị Hà" in review
    draft = await drafted(talk, "/ykien 5-6")
    assert f"- {UNKNOWN_SPEAKER}: Tôi đề nghị xoài." in draft
    assert "Lê Thị Hà:" not in draft
    assert "Chưa rõ là lời của ai: #5, #6." in draft
    (found,) = await talk.text("/tim nguoi:hà xoài")
    assert found.startswith("Không có dòng nào")


async def test_one_tap_says_that_it_is_the_senders_after_all(talk: Talk, ear: Knows) -> None:
    await notes(talk, HA, "hà")
    card = await recording(talk, ear, *STRANGER)
    assert "Đã ghi 2 dòng là của Lê Thị Hà" in await talk.tap(card, YES)
    await talk.settle()
    assert YES not in talk.door.shown[card].labels
    assert "⚠" not in talk.door.shown[card].text
    assert "#5 · Lê Thị Hà · 0:00" in (await talk.text("/dong 5-6"))[0]
    assert "Đ/c Lê Thị Hà: Tôi đề nghị xoài." in await drafted(talk, "/ykien 5-6")
    await talk.text("/botag 5-6")
    for _ in range(3):  # the tap is the last step but two
        await talk.text("/hoantac")
    await talk.settle()
    assert YES in talk.door.shown[card].labels


async def test_who_is_refused_is_not_asked_again(talk: Talk, ear: Knows) -> None:
    await notes(talk, HA, "hà")
    card = await recording(talk, ear, *STRANGER)
    assert await talk.tap(card, NO) == "Đã ghi: không phải Lê Thị Hà"
    await notes(talk, HA, "hà", 1)  # the meeting is looked at anew
    await talk.settle()
    shown = talk.door.shown[card]
    assert YES not in shown.labels
    assert "Nghe ra 1 giọng chưa có tên: Người nói 1" in shown.text
    (review,) = await talk.text("/rasoat")
    assert "• Chưa rõ là lời của ai: #5, #6. Ghi người nói: /nguoinoi" in review
    assert f"- {UNKNOWN_SPEAKER}: Tôi đề nghị xoài." in await drafted(talk, "/ykien 5-6")


async def test_a_voice_that_is_known_later_counts_then(talk: Talk, ear: Knows) -> None:
    await notes(talk, HA, "hà", 2)
    card = await recording(talk, ear, *STRANGER)
    assert "giọng" not in talk.door.shown[card].text
    await notes(talk, HA, "hà", 1)
    await talk.settle()
    assert YES in talk.door.shown[card].labels
    # and what was asked once stays asked, whatever else is heard
    await notes(talk, HA, "bà lạ~hà", 3)
    await talk.settle()
    assert {x.unknown_voice for x in parts(talk)} == {1}
    assert YES in talk.door.shown[card].labels


async def test_who_is_hoarse_is_not_asked(talk: Talk, ear: Knows) -> None:
    await notes(talk, HA, "hà")
    card = await recording(talk, ear, ("bà lạ~hà", "Tôi nói."), ("bà lạ~hà", "Tôi xin hết."))
    assert "giọng" not in talk.door.shown[card].text
    assert {x.unknown_voice for x in parts(talk)} == {None}


async def test_it_is_somebody_elses_who_is_known(talk: Talk, ear: Knows) -> None:
    await notes(talk, HA, "hà")
    await notes(talk, AN, "bà lạ")
    card = await recording(talk, ear, *STRANGER)
    assert "Có lẽ: Người nói 1 là Nguyễn Văn An" in talk.door.shown[card].text
    await talk.tap(card, "Không phải Nguyễn Văn An")
    await talk.settle()
    assert talk.door.shown[card].labels[-2:] == [YES, NO]  # and hers it surely is not either


async def test_a_recording_in_which_nobody_speaks_for_long_is_asked_about(
    talk: Talk, ear: Knows
) -> None:
    card = await recording(talk, ear, *SHORT)
    shown = talk.door.shown[card]
    assert "⚠ Câu nào cũng ngắn nên không rõ giọng của ai." in shown.text
    assert "Nghe ra" not in shown.text
    assert shown.labels[-2:] == [YES, NO]
    (page,) = await talk.text("/dong 2-4")
    assert f"#2 · {UNKNOWN_SPEAKER} · Có phải: Lê Thị Hà? · 0:00" in page
    (review,) = await talk.text("/rasoat")
    assert "• 3 dòng, đầu tiên #2: câu ngắn nên không rõ giọng" in review
    draft = await drafted(talk, "/ykien 2-4")
    assert draft.count(f"- {UNKNOWN_SPEAKER}: ") == 3  # each may be somebody else
    assert "Đã ghi 3 dòng là của Lê Thị Hà" in await talk.tap(card, YES)
    draft = await drafted(talk)
    assert "Đ/c Lê Thị Hà: Vâng." in draft
    assert UNKNOWN_SPEAKER not in draft


async def test_of_an_answer_without_a_name_one_is_named(talk: Talk, ear: Knows) -> None:
    card = await recording(talk, ear, *SHORT)
    await talk.tap(card, NO)
    await talk.text("/nguoinoi 3 Phạm Thị Dung")
    await talk.settle()
    assert [x.unknown_voice for x in parts(talk)] == [0, None, 0]
    assert YES not in talk.door.shown[card].labels
    draft = await drafted(talk, "/ykien 2-4")
    assert "Đ/c Phạm Thị Dung: Không." in draft
    assert draft.count(f"- {UNKNOWN_SPEAKER}: ") == 2


async def test_where_nobody_listens_for_voices_nothing_is_asked(talk: Talk, ear: Knows) -> None:
    said = piece(("an", "Tôi nói thật dài."), ("bà lạ", "Vâng."))
    deaf = replace(said, segments=tuple(replace(x, voice=None) for x in said.segments))
    card = await recording(talk, ear, deaf)
    assert "giọng" not in talk.door.shown[card].text
    assert {x.unknown_voice for x in parts(talk)} == {None}


async def test_an_office_that_wants_no_voices_is_asked_nothing(tmp_path: Path, ear: Knows) -> None:
    async with talking(tmp_path, ear=ear, voices="off") as talk:
        await talk.text("/batdau Họp")
        card = await recording(talk, ear, *SHORT)
        assert "giọng" not in talk.door.shown[card].text
        await talk.voice(TWO, HA)
        await talk.settle()
        assert {x.unknown_voice for x in talk.store.lines.of_meeting(1)} == {None}
        (told,) = await talk.text("/trogiup noi")
        assert "giọng" not in told
        door = talk.door
    async with talking(tmp_path, ear=ear, door=door) as talk:
        (told,) = await talk.text("/trogiup noi")
        assert "Giọng được giữ cùng ghi âm, xoá cùng cuộc họp." in told


# --- a paper that is asked for before it is known who speaks --------------------------------------


async def heard(talk: Talk, ear: Knows, name: str, said: Piece) -> str:
    """A long recording is heard to its end; nobody has waited until it was looked at who speaks."""
    ear.records(name, said)
    ear.until(name)
    card = await talk.recording(name, 3, HA)
    await talk.sees(card, "đã chép xong")
    return card


def spoken(talk: Talk) -> list[str]:
    """The notes that are transcribed."""
    return [words for _, _, words, _ in talk.lines() if words.startswith("Ý kiến")]


async def test_a_paper_looks_at_who_speaks_before_it_names_the_sender(
    talk: Talk, ear: Knows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voice_jobs, "LEAST_REST", 1e6)  # until the next look, in a long meeting
    await recording(talk, ear, ("hà", "Tôi khai mạc."))
    card = await heard(talk, ear, "bàn", piece(("hà", "Tôi nói."), ("bà lạ", "Tôi đề nghị xoài.")))
    draft = await drafted(talk, "/ykien 4-5")
    assert f"- {UNKNOWN_SPEAKER}: Tôi đề nghị xoài." in draft
    assert "Lê Thị Hà: " not in draft
    assert "Chưa rõ là lời của ai: #4, #5." in draft
    await talk.sees(card, "Nghe ra 2 giọng chưa có tên")


async def test_while_a_recording_is_in_work_nobody_knows_who_else_speaks(
    talk: Talk, ear: Knows
) -> None:
    ear.records("bàn", piece(("hà", "Tôi đề nghị xoài.")), replace(piece(), start=60.0, end=120.0))
    ear.until("bàn", 1)
    card = await talk.recording("bàn", 3, HA)
    await talk.sees(card, "đã chép 1/3 phút")
    draft = await drafted(talk, "/ykien 2")
    assert f"- {UNKNOWN_SPEAKER}: Tôi đề nghị xoài." in draft
    assert "Chưa rõ là lời của ai: #2." in draft
    ear.until("bàn")
    await talk.sees(card, "đã chép xong")
    assert "Đ/c Lê Thị Hà: Tôi đề nghị xoài." in await drafted(talk)


async def test_who_submits_a_draft_is_told_that_a_name_in_it_is_doubted_since(
    talk: Talk, ear: Knows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voice_jobs, "LEAST_REST", 1e6)
    await recording(talk, ear, *STRANGER)
    await talk.text("Tôi nghe.", AN)
    await talk.text("/chutri Nguyễn Văn An")
    assert "Đ/c Lê Thị Hà: Tôi đề nghị xoài." in await drafted(talk, "/ykien 2")
    talk.settle = talk.office.post.settle
    await notes(talk, HA, "hà")
    await talk.until(lambda: len(spoken(talk)) == 3)
    told = "\n".join(await talk.text("/trinh"))
    assert "nội dung cuộc họp đã khác bản này ở 1 chỗ" in told


async def test_a_look_that_was_begun_earlier_takes_nothing_back(
    talk: Talk, ear: Knows, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end = threading.Event(), threading.Event()
    really = voice_jobs.suppose

    def slow(said: Sequence[SaidBy], last: int = 0) -> dict[int, Supposed]:
        found = really(said, last)
        if not begun.is_set():
            begun.set()
            may_end.wait(PATIENCE)
        return found

    monkeypatch.setattr(voice_jobs, "suppose", slow)
    said = piece(("bà lạ", "Tôi đề nghị xoài.")).segments[0]
    second = Piece(60.0, 120.0, (replace(said, start=60.0, end=64.0),))
    ear.records("bàn", piece(("hà", "Tôi nói.")), second)
    ear.until("bàn", 1)
    card = await talk.recording("bàn", 3, HA)
    await talk.sees(card, "đã chép 1/3 phút")
    await talk.text("Tôi gõ.")
    await talk.until(begun.is_set)
    ear.until("bàn")
    await talk.sees(card, "đã chép xong")
    assert "Lê Thị Hà: " not in await drafted(talk, "/ykien 2 4")
    may_end.set()
    talk.settle = talk.office.settle
    await talk.settle()
    assert {x.unknown_voice for x in parts(talk)} == {1, 2}


# --- a note -------------------------------------------------------------------------------------


async def test_a_note_in_which_two_speak_is_asked_about(talk: Talk) -> None:
    card = await talk.voice(TWO, HA)
    await talk.settle()
    shown = talk.door.shown[card]
    assert f"#1 · {UNKNOWN_SPEAKER} · Có phải: Lê Thị Hà?" in shown.text
    assert "⚠ nghe ra nhiều giọng trong tin này." in shown.text
    assert shown.labels[-2:] == [YES, NO]
    (page,) = await talk.text("/dong tatca")
    assert f"⚠ 🎤 #1 · {UNKNOWN_SPEAKER}" in page
    assert "nghe ra nhiều giọng" in page
    assert on_page(talk, 1)["who"] == f"{UNKNOWN_SPEAKER} · Có phải: Lê Thị Hà?"
    (review,) = await talk.text("/rasoat")
    assert "• #1: nghe ra nhiều giọng trong tin của Lê Thị Hà" in review
    assert f"#1 {YES}" in list(talk.door.shown.values())[-1].labels
    draft = await drafted(talk, "/ykien 1")
    assert f"- {UNKNOWN_SPEAKER}: Tôi đề nghị xoài. Tôi phản đối xoài." in draft
    assert "Lê Thị Hà:" not in draft
    (figures,) = await talk.text("/thongke")
    assert f"{UNKNOWN_SPEAKER}: nói 8 giây, 1 ý kiến" in figures
    assert "Lê Thị Hà: nói" not in figures
    exported = as_dict(talk.store.meetings.get(1), talk.store.lines.of_meeting(1))["lines"][0]
    assert (exported["speaker"], exported["voice"]) == (UNKNOWN_SPEAKER, None)


async def test_the_desk_says_whose_a_note_of_two_is(talk: Talk) -> None:
    card = await talk.voice(TWO, HA)
    await talk.settle()
    await talk.tap(card, YES)
    await talk.settle()
    assert "⚠" not in talk.door.shown[card].text
    assert YES not in talk.door.shown[card].labels
    assert "Đ/c Lê Thị Hà: Tôi đề nghị xoài." in await drafted(talk, "/ykien 1")


async def test_a_note_of_two_is_cut_and_each_half_is_named(talk: Talk) -> None:
    card = await talk.voice(TWO, HA)
    await talk.settle()
    await talk.text("/tach 1 | câu 2")
    assert {x.unknown_voice for x in talk.store.lines.of_meeting(1)} == {0}
    await talk.tap(card, YES)
    await talk.text("/nguoinoi 2 Phạm Thị Dung")
    await talk.settle()
    draft = await drafted(talk, "/ykien 1 2")
    assert "Đ/c Lê Thị Hà: Tôi đề nghị xoài." in draft
    assert "Đ/c Phạm Thị Dung: Tôi phản đối xoài." in draft
    assert "nhiều giọng" not in (await talk.text("/rasoat"))[0]


async def test_who_may_not_say_whose_it_is_does_not(talk: Talk) -> None:
    card = await talk.voice(TWO, AN)
    await talk.settle()
    refused = await talk.tap(card, "Đúng: Nguyễn Văn An", AN)
    assert refused.startswith("Chỉ thư ký, chủ trì hoặc quản trị viên nhóm xác nhận giọng")
    assert talk.store.lines.of_meeting(1)[0].unknown_voice == 0


async def test_a_note_that_sounds_unlike_its_sender_is_theirs_with_a_mark(talk: Talk) -> None:
    await notes(talk, HA, "hà")
    card = await talk.voice("bà lạ: Tôi đề nghị xoài.", HA)
    await talk.settle()
    shown = talk.door.shown[card]
    assert "#4 · Lê Thị Hà · 0:08" in shown.text
    assert "⚠ giọng không giống các tin thoại của Lê Thị Hà." in shown.text
    assert shown.labels[-2:] == [YES, NO]
    assert "⚠ 🎤 #4 · Lê Thị Hà" in (await talk.text("/dong tatca"))[0]
    assert "• #4: giọng không giống các tin thoại của Lê Thị Hà" in (await talk.text("/rasoat"))[0]
    assert "Đ/c Lê Thị Hà: Tôi đề nghị xoài." in await drafted(talk, "/ykien 4")
    # her own voice is still known by the three others
    assert {x.doubted for x in talk.store.lines.of_meeting(1) if x.no < 4} == {None}
    await talk.tap(card, YES)
    await talk.settle()
    assert "⚠" not in talk.door.shown[card].text
    assert "#4" not in (await talk.text("/rasoat"))[0].partition("giọng")[2]


async def test_a_note_that_is_said_not_to_be_its_senders_is_nobodys(talk: Talk) -> None:
    await notes(talk, HA, "hà")
    card = await talk.voice("bà lạ: Tôi đề nghị xoài.", HA)
    await talk.settle()
    await talk.tap(card, NO)
    assert f"#4 · {UNKNOWN_SPEAKER} · 0:08" in talk.door.shown[card].text
    await notes(talk, HA, "hà", 1)
    await talk.settle()
    assert YES not in talk.door.shown[card].labels
    assert f"- {UNKNOWN_SPEAKER}: Tôi đề nghị xoài." in await drafted(talk, "/ykien 4")
    await talk.text("/nguoinoi 4 Phạm Thị Dung")
    await talk.settle()
    assert "Đ/c Phạm Thị Dung: Tôi đề nghị xoài." in await drafted(talk)


@pytest.mark.parametrize("how", ["a file", "forwarded"])
async def test_what_somebody_has_not_recorded_themselves_is_asked_about(
    talk: Talk, how: str
) -> None:
    await notes(talk, HA, "hà")
    if how == "a file":
        card = await talk.voice("bà lạ: Tôi đề nghị xoài.", HA, name="gap-ba-lan.m4a")
    else:
        talk.door.recordings["xa"] = "bà lạ: Tôi đề nghị xoài.".encode()
        before = set(talk.door.shown)
        media = Media(MediaKind.SOUND, "xa", "ghi-am.ogg", seconds=8.0)
        await talk.arrive(AN, "m900", media=media, speaker=HA)
        card = next(key for key in talk.door.shown if key not in before)
    await talk.settle()
    assert f"#4 · {UNKNOWN_SPEAKER} · Có phải: Lê Thị Hà?" in talk.door.shown[card].text
    assert f"- {UNKNOWN_SPEAKER}: Tôi đề nghị xoài." in await drafted(talk, "/ykien 4")


async def test_ordinary_notes_are_asked_nothing(talk: Talk) -> None:
    for who in ("hà", "bà lạ~hà", "hà", "hà", "bà lạ~hà"):
        await talk.voice(f"{who}: Tôi nói.|{who}: Tôi nói nữa.", HA)
    await notes(talk, AN, "an", 1)
    await notes(talk, AN, "ông lạ", 1)  # two notes are too few
    await talk.settle()
    assert {x.doubted for x in talk.store.lines.of_meeting(1)} == {None}
    assert not any("giọng" in one.text for one in talk.door.shown.values())


async def test_more_than_fit_are_counted(talk: Talk) -> None:
    for _ in range(6):
        await talk.voice(TWO, HA)
    await talk.settle()
    (review,) = await talk.text("/rasoat")
    assert review.count("nghe ra nhiều giọng") == 4
    assert "• Còn 2 chỗ chưa ai xác nhận là lời của ai, xem: /dong 5 6" in review


# --- speech without words -----------------------------------------------------------------------


async def test_speech_without_words_is_no_voice_and_its_time_is_told(
    talk: Talk, ear: Knows
) -> None:
    said = piece(("an", "Tôi nói."), ("bà lạ", "Tôi đáp."))
    card = await recording(talk, ear, replace(said, unheard=((30.0, 34.0), (9.5, 11.0))))
    shown = talk.door.shown[card].text
    assert "Nghe ra 2 giọng chưa có tên: Người nói 1 (1 dòng, đầu tiên #2), Người nói 2" in shown
    times = "#4 (0:09–0:11), #5 (0:30–0:34)"
    assert f"⚠ Có tiếng nói mà máy không ra chữ: {times}" in shown
    (review,) = await talk.text("/rasoat")
    assert f"có tiếng nói mà máy không ra chữ: {times}" in review
    assert f"#5 · {UNKNOWN_SPEAKER} · 0:30" in (await talk.text("/dong 2-5"))[0]
    assert "Lê Thị Hà:" not in await drafted(talk, "/ykien 2-5", "/sua 5 Tôi kết thúc.")
    await talk.settle()
    (figures,) = await talk.text("/thongke")
    assert "Người nói 3" not in figures
    assert f"{UNKNOWN_SPEAKER}: nói 4 giây, 1 ý kiến" in figures  # what somebody has typed of it


async def test_nobody_is_a_comrade_of_nobody(talk: Talk, ear: Knows) -> None:
    await recording(talk, ear, ("an", "Tôi nói."), ("bà lạ", "Tôi đáp."))
    await talk.text("/ykien 2-3")
    for command in ("/baocao", "/baocao đầy đủ", "/bienban"):
        draft = "\n".join(await talk.draft(command))
        assert "Tôi nói." in draft
        assert UNKNOWN_SPEAKER.lower() in draft.lower()
        assert "đ/c chưa" not in draft.lower()


def test_half_a_voice_is_half_alike() -> None:
    half, other = voice("bà lạ~hà"), voice("hà")
    assert sum(a * b for a, b in zip(half.vector, other.vector, strict=True)) == pytest.approx(0.5)
