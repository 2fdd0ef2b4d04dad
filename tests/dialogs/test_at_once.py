"""More than one at a time: the last honest state wins, and nobody's work is overwritten unseen."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.doors.port import Person
from bot.messages import phrases
from bot.minutes import Line, LineState
from tests.dialogs.talking import AN, BINH, HA, Dictation, Ear, Talk, talking
from tests.waiting import PATIENCE
from transcribe import Transcript
from transcribe.errors import UnreadableAudio

CHI = Person("4", "Phạm Thị Chi", "chi_pham")


class Slow(Ear):
    """An engine that hears when it is let."""

    def __init__(self) -> None:
        self.may = threading.Event()
        self.heard: list[str] = []
        self.fails = False

    def transcribe(self, source: Path, *, hints: str = "") -> Transcript:
        self.heard.append(source.read_text("utf-8"))
        assert self.may.wait(PATIENCE)
        if self.fails:
            raise UnreadableAudio("damaged")
        return super().transcribe(source, hints=hints)


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path) as one:
        await desk(one)
        yield one


@pytest.fixture
def ear() -> Slow:
    return Slow()


@pytest.fixture
async def slow(tmp_path: Path, ear: Slow) -> AsyncIterator[Talk]:
    """Recordings stay in work until the test lets the engine hear."""
    async with talking(tmp_path, ear=ear) as one:
        one.settle = one.office.post.settle
        await desk(one)
        yield one
        ear.may.set()


async def desk(talk: Talk) -> None:
    """A meeting with two secretaries."""
    await talk.text("/batdau Họp giao ban", HA)
    await talk.text("Có mặt", CHI)
    await talk.text("/thuky them Phạm Thị Chi", HA)


def last(talk: Talk) -> str:
    return list(talk.door.shown)[-1]


def now(talk: Talk, no: int) -> Line:
    found = talk.line(no)
    assert isinstance(found, Line)
    return found


def at(talk: Talk, **ago: float) -> None:
    """The record's clock, from now on: so much later than it is."""
    talk.clock = lambda: datetime.now(UTC) + timedelta(**ago)


async def heard_all(talk: Talk, ear: Slow) -> None:
    ear.may.set()
    await talk.office.settle()


# --- two secretaries at one line ------------------------------------------------------------------


async def test_two_tags_at_once_are_both_told(talk: Talk) -> None:
    card = await talk.voice("Thống nhất gia hạn", AN)
    no = now(talk, 2).no
    keyboard = {b.label: b.data for row in talk.door.shown[card].buttons for b in row}
    assert await talk.tap_data(card, keyboard["Ý kiến"], HA) == f"#{no}: Ý kiến"
    said = await talk.tap_data(card, keyboard["Kết luận?"], CHI)  # who still saw no tag
    assert said == f"#{no}: Kết luận (Lê Thị Hà vừa gắn Ý kiến)"
    assert talk.door.shown[card].text.startswith("#2 · Nguyễn Văn An · 0:08 · Kết luận")
    await talk.text("/hoantac", CHI)
    assert now(talk, no).tag == "ykien"


async def test_two_tags_at_once_by_commands(talk: Talk) -> None:
    await talk.text("Thống nhất gia hạn", AN)
    await talk.text("/ykien 2", HA)
    (said,) = await talk.text("/ketluan 2", CHI)
    assert said == (
        "Đã gắn thẻ Kết luận cho #2.\n⚠ Lê Thị Hà vừa gắn thẻ Ý kiến cho #2. "
        "Lấy lại thẻ ấy: /hoantac"
    )
    (said,) = await talk.text("/botag 2", HA)
    assert "⚠ Phạm Thị Chi vừa gắn thẻ Kết luận cho #2." in said
    (said,) = await talk.text("/ykien 2", CHI)
    assert "⚠" not in said, "the line had no tag that would be lost"
    (said,) = await talk.text("/ketluan 2", CHI)
    assert "⚠" not in said, "nor is one told of one's own"
    at(talk, minutes=5)
    (said,) = await talk.text("/noidung 2", HA)
    assert said == "Đã gắn thẻ Nội dung cho #2.", "what was tagged long ago has been seen"


async def test_two_edits_at_once_are_told_with_the_words_that_stood_there(talk: Talk) -> None:
    await talk.text("Lời của An", AN)
    await talk.text("/sua 2 Câu của Hà", HA)
    (said,) = await talk.text("/sua 2 Câu của Chi", CHI)
    assert "⚠ Lê Thị Hà vừa đổi dòng #2; ngay trước đó là: “Câu của Hà”." in said
    (said,) = await talk.text("/hoantac", HA)
    assert said.startswith("Chưa hoàn tác được nên mọi thứ giữ nguyên: #2 đã được Phạm Thị Chi đổi")
    assert now(talk, 2).text == "Câu của Chi"
    await talk.text("/hoantac", CHI)
    assert now(talk, 2).text == "Câu của Hà"


async def test_an_answer_to_an_old_question_tells_whose_words_it_took(talk: Talk) -> None:
    card = await talk.voice("Lời của An", AN)
    await talk.tap(card, "Sửa", CHI)
    question = last(talk)
    await talk.text("/sua 2 Câu của Hà", HA)
    at(talk, minutes=40)
    (said,) = await talk.text("Câu của Chi", CHI, reply_to=question)
    assert said.startswith("Đã sửa #2: Câu của Chi\n⚠ Lê Thị Hà đã đổi dòng #2 lúc ")
    assert "trước câu vừa sửa dòng ghi: “Câu của Hà”. Lấy lại câu ấy: /hoantac" in said
    await talk.text("/hoantac", CHI)
    assert now(talk, 2).text == "Câu của Hà"


async def test_an_edited_message_does_not_overwrite_a_secretary(talk: Talk) -> None:
    await talk.arrive(AN, "own", text="Chi 1 tỷ đồng")
    await talk.text("/sua 2 Chi 1,5 tỷ đồng.", HA)
    (said,) = await talk.text("Chi 2 tỷ đồng", AN, edit="own")
    assert said.startswith("Dòng #2 đã được người khác sửa nên không đổi theo tin vừa sửa.")
    assert now(talk, 2).text == "Chi 1,5 tỷ đồng."


async def test_undoing_while_somebody_else_edits(talk: Talk) -> None:
    await talk.text("Một câu. Hai câu.", AN)
    await talk.text("/tach 2 | câu 2", HA)
    await talk.text("/sua 3 Hai câu khác.", CHI)
    (said,) = await talk.text("/hoantac", HA)  # that would hide Chi's words
    assert said.startswith("Chưa hoàn tác được nên mọi thứ giữ nguyên: #3 đã được Phạm Thị Chi đổi")
    assert [(x[0], x[2]) for x in talk.lines()[1:]] == [(2, "Một câu."), (3, "Hai câu khác.")]


async def test_an_item_filled_in_twice_tells_what_stood_there(talk: Talk) -> None:
    await talk.text("/thongtin địa điểm: Hội trường A", HA)
    (said,) = await talk.text("/thongtin địa điểm: Phòng họp 2", CHI)
    assert said.startswith(
        "Đã ghi: địa điểm.\nTrước đó: địa điểm “Hội trường A”. Cần lấy lại thì điền lại.\n"
    )
    (said,) = await talk.text("/thongtin địa điểm: Phòng họp 2", HA)
    assert "Trước đó" not in said
    (said,) = await talk.text("/thongtin địa điểm:", HA)
    assert "Trước đó: địa điểm “Phòng họp 2”." in said


# --- an old keyboard ------------------------------------------------------------------------------


async def test_the_keyboard_of_a_line_that_was_deleted_or_put_into_another(talk: Talk) -> None:
    first, second = await talk.voice("Một", AN), await talk.voice("Hai", AN)
    old = {b.label: b.data for row in talk.door.shown[second].buttons for b in row}
    await talk.text("/gop 2 3", HA)
    before = now(talk, 3)
    for label in ("Ý kiến", "Kết luận", "Sửa", "Xoá"):
        assert await talk.tap_data(second, old[label], CHI) == "#3: đã gộp vào #2", label
    assert now(talk, 3) == before
    await talk.text("/xoa 2", HA)
    old = {label: data.replace(str(now(talk, 3).id), str(now(talk, 2).id)) for label, data in
           old.items()}  # fmt: skip
    count = len(talk.door.shown)
    for label in ("Ý kiến", "Sửa", "Xoá"):
        assert await talk.tap_data(first, old[label], CHI) == "#2: đã xoá", label
    assert len(talk.door.shown) == count, "nobody is asked for words of a deleted line"


async def test_bringing_back_a_merged_line_by_an_old_button_tells_that_its_words_are_there(
    talk: Talk,
) -> None:
    await talk.voice("Một", AN)
    second = await talk.voice("Hai", AN)
    await talk.text("/gop 2 3", HA)
    assert await talk.tap(second, "Khôi phục", CHI) == "#3: đã khôi phục"
    said = talk.door.shown[last(talk)].text
    assert said.startswith("⚠ Lời của #3 vẫn còn trong #2: sửa #2 để khỏi ghi hai lần")


async def test_keyboards_when_the_meeting_is_closed_opened_and_erased(talk: Talk) -> None:
    card = await talk.voice("Thống nhất", AN)
    await talk.text("/ketthuc", HA)
    closed = last(talk)
    assert talk.door.shown[closed].labels == ["Báo cáo", "Mở lại", "Làm việc riêng"]
    assert await talk.tap(card, "Ý kiến", CHI) == "#2: Ý kiến", "desk work begins now"
    assert await talk.tap(closed, "Mở lại", CHI) == ""
    await talk.tap(closed, "Mở lại", HA)  # at the same moment
    assert talk.door.shown[last(talk)].text.startswith("Cuộc họp số 1 “Họp giao ban” đang mở")
    await talk.text("/ketthuc", HA)
    await talk.text("/batdau Họp sau", HA)
    assert await talk.tap(closed, "Mở lại", HA) == phrases.TOAST_OLD
    await talk.text("/xem 1", HA)
    page = last(talk)
    await talk.in_store(talk.office.store.erasing.meeting, 1)
    for label in ("Báo cáo", "Số liệu"):
        assert await talk.tap(page, label, HA) == phrases.TOAST_OLD
    assert await talk.tap(card, "Kết luận", HA) == phrases.TOAST_OLD
    assert await talk.tap(card, "Sửa", HA) == phrases.TOAST_OLD


async def test_a_page_that_is_no_longer_there_is_the_last_one(talk: Talk) -> None:
    for number in range(25):
        await talk.text(f"Câu {number}", AN)
    await talk.text("/dong chuathe", HA)
    page = last(talk)
    assert "· trang 1/3" in talk.door.shown[page].text
    await talk.text("/ykien 3-26", CHI)
    await talk.tap(page, phrases.BUTTON_NEXT, HA)
    assert "· 2 dòng · Chưa gắn thẻ\n" in talk.door.shown[page].text
    assert talk.door.shown[page].buttons == ()
    await talk.text("/ykien 1-2", CHI)
    await talk.tap_data(page, "page:1:chuathe:2", HA)
    assert talk.door.shown[page].text.startswith("Cuộc họp số 1 chưa có dòng nào thuộc loại này")


# --- a line that is being transcribed ---------------------------------------------------------


def kept(talk: Talk, no: int) -> str:
    """What the machine heard, as the record keeps it; the line may be done before."""
    return str(talk.rows("SELECT heard FROM lines WHERE no = ?", no)[0][0])


@pytest.mark.parametrize("how", ["/sua", "reply"])
async def test_words_typed_while_a_recording_is_in_work_stay(
    how: str, slow: Talk, ear: Slow
) -> None:
    await slow.voice_quickly("máy nghe thế này", AN)
    await slow.until(lambda: ear.heard)
    card = last(slow)
    if how == "/sua":
        await slow.text("/sua 2 Tôi nói thế kia.", AN)
    else:
        await slow.text("/sua Tôi nói thế kia.", AN, reply_to=card)
    await heard_all(slow, ear)
    line = now(slow, 2)
    assert (line.text, line.state) == ("Tôi nói thế kia.", LineState.DONE)
    assert "Tôi nói thế kia." in slow.door.shown[card].text
    await slow.until(lambda: kept(slow, 2) == "máy nghe thế này")  # kept beside them
    assert line.doubts == ()
    await slow.text("/hoantac", AN)  # the words go, so the machine is asked again
    await slow.office.settle()
    assert now(slow, 2).text == "máy nghe thế này"


async def test_words_typed_while_a_failed_recording_is_tried_again_stay(
    slow: Talk, ear: Slow
) -> None:
    ear.fails = True
    await slow.voice_quickly("hỏng", AN)
    await heard_all(slow, ear)
    card = slow.store.lines.card_of(now(slow, 2).id, slow.store.meetings.get(1).chat_id)  # type: ignore[union-attr]
    assert card is not None
    assert now(slow, 2).state is LineState.FAILED
    ear.may.clear()
    await slow.tap(card, "Chép lại", AN)
    await slow.until(lambda: len(ear.heard) == 2)
    await slow.text("/sua 2 Tôi gõ lại.", CHI)
    await heard_all(slow, ear)  # and fails once more
    line = now(slow, 2)
    assert (line.text, line.state, line.error) == ("Tôi gõ lại.", LineState.DONE, "")
    assert "Tôi gõ lại." in slow.door.shown[card].text
    old = f"retry:{line.id}"
    assert await slow.tap_data(card, old, AN) == phrases.TOAST_OLD
    assert now(slow, 2).text == "Tôi gõ lại."


async def test_a_recording_deleted_while_in_work_has_its_words_when_it_comes_back(
    slow: Talk, ear: Slow
) -> None:
    await slow.voice_quickly("Câu đã nói", AN)
    await slow.until(lambda: ear.heard)
    card = last(slow)
    await slow.text("/xoa 2", HA)
    await heard_all(slow, ear)
    assert now(slow, 2).deleted
    assert slow.door.shown[card].text == "#2 · Nguyễn Văn An · 0:08 · đã xoá"
    await slow.tap(card, "Khôi phục", AN)
    assert (now(slow, 2).text, now(slow, 2).state) == ("Câu đã nói", LineState.DONE)


async def test_lines_are_put_together_and_apart_while_a_recording_is_in_work(
    tmp_path: Path,
) -> None:
    ear = Dictation()
    ear.records("dai.m4a", *(f"Câu {n}. Ý {n}." for n in range(1, 7)))
    async with talking(tmp_path, ear=ear) as talk:
        await desk(talk)
        await talk.text("Dòng gõ", AN)
        await talk.recording("dai.m4a", 6)
        ear.until("dai.m4a", 2)
        await talk.hears(4)  # two typed, two heard
        await talk.text("/tach 4 | câu 2", HA)
        await talk.text("/gop 4 5", CHI)
        ear.until("dai.m4a")
        await talk.office.settle()
        texts = [x[2] for x in talk.lines() if x[2]]
        for number in range(1, 7):
            assert sum(f"Câu {number}." in text for text in texts) == 1, "each once, none lost"
            assert sum(f"Ý {number}." in text for text in texts) == 1
        numbers = [x.no for x in talk.store.lines.of_meeting(1)]
        assert len(set(numbers)) == len(numbers)
        (waiting,) = await talk.text("/gop 2 3", HA)
        assert waiting.startswith("Dòng #3 là ghi âm dài")


async def test_a_recording_in_work_is_neither_merged_nor_cut(slow: Talk, ear: Slow) -> None:
    await slow.text("Một câu", AN)
    await slow.voice_quickly("Câu đã nói", AN)
    await slow.until(lambda: ear.heard)
    for typed in ("/gop 2 3", "/tach 3 | câu 2"):
        (said,) = await slow.text(typed, HA)
        assert said.startswith("Dòng #3 chưa có chữ nên chưa làm được.")
    await heard_all(slow, ear)
    (said,) = await slow.text("/gop 2 3", HA)
    assert said.startswith("Đã gộp #3 vào #2: Một câu. Câu đã nói")


async def test_a_meeting_is_closed_and_drafted_while_recordings_wait(slow: Talk, ear: Slow) -> None:
    await slow.text("YK: Đề nghị gia hạn", AN)
    await slow.voice_quickly("Thống nhất gia hạn", BINH)
    await slow.until(lambda: ear.heard)
    await slow.text("/ketluan 3", HA)
    (closed,) = await slow.text("/ketthuc", HA)
    assert "Đang chép nốt 1 ghi âm: #3." in closed
    said = await slow.draft("/baocao", CHI)
    assert "1 ghi âm còn đang chép, chưa có trong dự thảo: #3." in said[-1]
    assert "Thống nhất gia hạn" not in said[-1]
    (figures,) = await slow.text("/thongke", CHI)
    assert "⚠ Đang chép 1 ghi âm: #3" in figures
    await heard_all(slow, ear)
    assert now(slow, 3).tag == "ketluan"
    said = await slow.draft("/baocao", CHI)
    assert "Thống nhất gia hạn" in said[-1]
    meeting = slow.store.meetings.get(1)
    assert meeting is not None
    assert not meeting.is_open


async def test_a_meeting_that_is_erased_while_its_recording_is_in_work(
    slow: Talk, ear: Slow
) -> None:
    await slow.voice_quickly("Bí mật", AN)
    await slow.until(lambda: ear.heard)
    await slow.in_store(slow.office.store.erasing.meeting, 1)
    shown = dict(slow.door.shown)
    await heard_all(slow, ear)
    assert not any("Bí mật" in one.text for one in slow.door.shown.values())
    assert len(slow.door.shown) == len(shown)
    assert (await slow.text("/dong", HA))[0].startswith("Ở đây chưa có cuộc họp nào.")
