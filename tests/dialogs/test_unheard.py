"""Somebody speaks and the machine has no words: that is told with its time, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

from bot.minutes import LineState
from tests.dialogs.recording_the_room import Laptop
from tests.dialogs.talking import AN, Dictation, Ear, Talk, talking
from transcribe import Piece, Segment, Transcript


class Half(Ear):
    """An engine that understands nothing of what is said at the end of a note."""

    def transcribe(self, source: Path, *, hints: str = "") -> Transcript:
        text = source.read_bytes().decode().removeprefix("(rì rầm)").strip()
        said = (Segment(0.0, 4.0, text, 0.9, text),) if text else ()
        return Transcript(text, 8.0, 0.9, said, unheard=((5.2, 7.6),))


async def meeting(talk: Talk) -> None:
    await talk.text("/batdau Họp")


def state(talk: Talk, no: int) -> LineState:
    ((found,),) = talk.rows(f"SELECT state FROM lines WHERE no = {no}")
    return LineState(found)


async def test_a_note_says_when_somebody_was_not_understood(tmp_path: Path) -> None:
    async with talking(tmp_path, ear=Half()) as talk:
        await meeting(talk)
        card = await talk.voice("Tôi nhất trí.", AN)
        marked = "⚠ có tiếng nói mà máy không ra chữ: 0:05–0:08"
        assert talk.door.shown[card].text.endswith(f"Tôi nhất trí.\n{marked}")
        assert "Đúng rồi" in talk.door.shown[card].labels
        (review,) = await talk.text("/rasoat")
        assert "Cần nghe lại 1 dòng: #1" in review
        (page,) = await talk.text("/rasoat nghelai")
        assert marked in page
        await talk.text("/kl 1")
        drafted = "\n".join(await talk.text("/baocao"))
        assert "có tiếng nói mà máy không ra chữ: 0:05–0:08" in drafted
        await talk.tap(card, "Đúng rồi")
        assert marked not in talk.door.shown[card].text


async def test_who_mends_some_words_has_not_heard_the_others(tmp_path: Path) -> None:
    async with talking(tmp_path, ear=Half()) as talk:
        await meeting(talk)
        card = await talk.voice("Câu đầu dài hơn. Câu sau ngắn.", AN)
        await talk.text("/tach 1 Câu sau")
        rows = talk.rows("SELECT doubts FROM lines ORDER BY no")
        assert [row[0] for row in rows] == ['["0:05–0:08"]'] * 2, card


async def test_a_note_of_which_nothing_is_understood_is_not_said_to_be_silent(
    tmp_path: Path,
) -> None:
    async with talking(tmp_path, ear=Half()) as talk:
        await meeting(talk)
        card = await talk.voice("(rì rầm)", AN)
        assert state(talk, 1) is LineState.SILENT
        text = talk.door.shown[card].text
        assert "Không nghe thấy lời nói" not in text
        assert "Có tiếng nói nhưng máy không ra chữ" in text
        assert "0:05–0:08" in text
        (review,) = await talk.text("/rasoat")
        assert "Cần nghe lại 1 dòng: #1" in review
        await talk.text("/sua 1 Tôi xin phép vắng mặt.")
        assert "Tôi xin phép vắng mặt." in talk.door.shown[card].text
        assert "0:05–0:08" not in talk.door.shown[card].text


async def test_in_a_long_recording_it_is_a_line_without_words_in_its_place(tmp_path: Path) -> None:
    ear = Dictation()
    said = tuple(
        Segment(a, a + 15.0, text, 0.9, text) for a, text in ((0.0, "Một."), (40.0, "Ba."))
    )
    ear.records("giao ban", Piece(0.0, 60.0, said, unheard=((20.3, 31.0),)))
    async with talking(tmp_path, ear=ear) as talk:
        await meeting(talk)
        ear.until("giao ban")
        card = await talk.recording("giao ban", 3)
        await talk.sees(card, "#2")
        await talk.settle()
        rows = talk.rows("SELECT no, text, state, starts FROM lines WHERE part_of IS NOT NULL")
        assert rows == [(2, "Một.", "done", 0.0), (3, "", "silent", 20.3), (4, "Ba.", "done", 40.0)]
        (shown,) = await talk.text("/dong 3")
        assert "có tiếng nói mà máy không ra chữ: 0:20–0:31" in shown
        (review,) = await talk.text("/rasoat")
        assert "#3" in next(row for row in review.splitlines() if "Cần nghe lại" in row)
        # a part has no recording of its own that could be transcribed
        await talk.text("/cheptiep 3")
        assert state(talk, 3) is LineState.SILENT
        await talk.text("/sua 3 Hai.")
        assert state(talk, 3) is LineState.DONE


async def test_in_a_room_it_is_a_line_without_words_and_the_time_is_the_rooms(
    tmp_path: Path,
) -> None:
    async with talking(tmp_path, ear=Half()) as talk:
        await meeting(talk)
        laptop = Laptop(talk)
        await laptop.says(0, "Xin bắt đầu.")
        await laptop.says(1, "(rì rầm)")
        _, first, second = talk.store.lines.of_meeting(1)
        assert (first.state, first.doubts) == (LineState.DONE, ("0:05–0:08",))
        assert (second.state, second.doubts) == (LineState.SILENT, ("0:13–0:16",))
        assert (second.starts, second.ends) == (8, 16)
