"""What the machine is not sure of is shown to a person, who decides."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.messages import lines as about_lines
from bot.messages import phrases
from bot.minutes import LineState
from bot.minutes.rights import Act
from tests.dialogs.talking import AN, BINH, HA, Dictation, Talk, Unsure, talking
from transcribe import Piece, Segment
from transcribe.errors import NoAudio


@pytest.fixture
def ear() -> Unsure:
    return Unsure("gỗ mít", "phỗng ông", "văn ăn")


@pytest.fixture
async def talk(tmp_path: Path, ear: Unsure) -> AsyncIterator[Talk]:
    async with talking(tmp_path, ear=ear) as talk:
        await talk.text("/batdau Họp")
        yield talk


def changes(talk: Talk) -> list[tuple[str, str, str]]:
    """Field, who, what it is now: of every change of a line."""
    return talk.rows(
        "SELECT c.field, p.name, c.after FROM line_changes c JOIN people p ON p.id = c.person_id "
        "ORDER BY c.id"
    )


# --- doubts -------------------------------------------------------------------------------------


async def test_words_to_listen_to_again_stand_under_the_text(talk: Talk) -> None:
    card = await talk.voice("bảy phỗng ông làm bằng gỗ mít", AN)
    assert talk.door.shown[card].text == (
        "#1 · Nguyễn Văn An · 0:08\nbảy phỗng ông làm bằng gỗ mít\n"
        "⚠ nghe lại: “gỗ mít”, “phỗng ông”"
    )
    assert talk.door.shown[card].labels == ["Ý kiến", "Kết luận", "Sửa", "Xoá", "Đúng rồi"]


async def test_many_doubts_are_counted(tmp_path: Path) -> None:
    many = [f"chữ{n}" for n in range(9)]
    async with talking(tmp_path, ear=Unsure(*many)) as talk:
        await talk.text("/batdau Họp")
        card = await talk.voice(" ".join(many))
        assert talk.door.shown[card].text.endswith(
            "⚠ nghe lại: “chữ0”, “chữ1”, “chữ2”, “chữ3”, “chữ4” và 4 chỗ khác"
        )


async def test_lines_in_doubt_are_marked_and_can_be_listed_alone(talk: Talk) -> None:
    await talk.voice("câu rõ ràng", AN)
    await talk.voice("làm bằng gỗ mít", AN)
    (said,) = await talk.text("/dong")
    assert "\n🎤 #1 · Nguyễn Văn An" in said
    assert "\n⚠ 🎤 #2 · Nguyễn Văn An" in said
    for typed in ("/dong nghelai", "/dong nghe lại"):
        (said,) = await talk.text(typed)
        assert said == (
            "Cuộc họp số 1 “Họp” · 1 dòng · Cần nghe lại\n"
            "⚠ 🎤 #2 · Nguyễn Văn An · 0:08\nlàm bằng gỗ mít\n⚠ nghe lại: “gỗ mít”"
        )


async def test_a_person_says_that_it_is_right(talk: Talk) -> None:
    card = await talk.voice("làm bằng gỗ mít", AN)
    assert await talk.tap(card, "Đúng rồi", BINH) == about_lines.refused(Act.MEND)
    assert await talk.tap(card, "Đúng rồi", HA) == "#1: chép đúng"
    assert talk.door.shown[card].text == "#1 · Nguyễn Văn An · 0:08\nlàm bằng gỗ mít"
    assert "Đúng rồi" not in talk.door.shown[card].labels
    assert changes(talk) == [("doubts", "Lê Thị Hà", "[]")]
    assert await talk.tap_data(card, "right:1") == phrases.TOAST_OLD


async def test_by_number_it_is_right_too(talk: Talk) -> None:
    for _ in range(3):
        await talk.voice("làm bằng gỗ mít", AN)
    assert (await talk.text("/dungroi 1-2"))[0] == "Đã ghi nhận: #1, #2 chép đúng."
    assert (await talk.text("/đúng rồi 1"))[0].startswith("Dòng #1 không có chỗ nào cần nghe lại")
    assert await talk.text("/dungroi") == [about_lines.USE_RIGHT]
    assert "1 dòng · Cần nghe lại" in (await talk.text("/dong nghelai"))[0]


async def test_who_mends_a_line_has_listened(talk: Talk) -> None:
    card = await talk.voice("làm bằng gỗ mít", AN)
    await talk.text("/sua 1 Làm bằng gỗ mít.", HA)
    assert talk.door.shown[card].text == "#1 · Nguyễn Văn An · 0:08\nLàm bằng gỗ mít."
    assert ("doubts", "Lê Thị Hà", "[]") in changes(talk)


async def test_before_the_draft_stands_what_to_listen_to_again(talk: Talk) -> None:
    await talk.voice("#1 không gắn thẻ, làm bằng gỗ mít", AN)
    await talk.voice("bảy phỗng ông", AN, "#ykien")
    await talk.voice("thống nhất làm bằng gỗ mít", HA, "#ketluan")
    (brief,) = await talk.text("/baocao")
    assert brief.startswith(
        "⚠ 2 dòng trong dự thảo này có chỗ máy chưa chắc, cần nghe lại ghi âm:\n"
        "#2: “phỗng ông”\n#3: “gỗ mít”\n"
        "Sai thì sửa: /sua 2 câu đúng. Đúng rồi thì gửi: /dungroi 2. Xong thì lấy lại dự thảo: "
        "/baocao. Bản này còn ghi nguyên như máy nghe.\n"
    )
    draft = await talk.whole_text(next(reversed(talk.door.shown)))
    assert draft.startswith("BÁO CÁO")
    assert "Thống nhất làm bằng gỗ mít./." in draft
    await talk.text("/dungroi 2-3")
    (draft,) = await talk.draft("/baocao")
    assert draft.startswith("BÁO CÁO")
    assert "cần nghe lại" not in draft


async def test_a_draft_with_a_hundred_doubts_names_the_first_twenty(talk: Talk) -> None:
    for _ in range(22):
        await talk.voice("làm bằng gỗ mít", AN, "#ykien")
    (brief,) = await talk.text("/baocao")
    assert "#5: “gỗ mít”\n… và 17 dòng nữa: /dong nghelai\n" in brief, "a group sees it in short"
    await talk.alone(HA).text("/ban")
    warned, *_ = await talk.alone(HA).text("/baocao")
    assert "#20: “gỗ mít”\n… và 2 dòng nữa: /dong nghelai\n" in warned


async def test_transcribed_again_does_not_touch_a_persons_words(
    talk: Talk, ear: Unsure, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:

        def fail(*_: object, **__: object) -> None:
            raise NoAudio("x")

        broken.setattr(ear, "transcribe", fail)
        card = await talk.voice("làm bằng gỗ mít", AN)
    old = dict(talk.door.shown)[card]
    await talk.text("/sua 1 Người gõ")
    retry = next(b.data for row in old.buttons for b in row if b.label == "Chép lại")
    assert await talk.tap_data(card, retry) == phrases.TOAST_OLD
    assert talk.lines() == [(1, "Nguyễn Văn An", "Người gõ", None)]


async def test_the_parts_of_a_long_recording_have_their_doubts(tmp_path: Path) -> None:
    ear = Dictation()
    said = Segment(0, 9, "làm bằng gỗ mít", 0.4, "làm bằng gỗ mít", ("gỗ mít",))
    ear.records("dài", Piece(0, 60, (said,)), Piece(60, 180, ()))
    ear.until("dài")
    async with talking(tmp_path, ear=ear) as talk:
        await talk.text("/batdau Họp")
        await talk.sees(await talk.recording("dài", 3), "đã chép xong")
        await talk.text("/ketluan 2")
        assert "#2: “gỗ mít”" in (await talk.text("/baocao"))[0]
        (said_,) = await talk.text("/dong 2")
        part = list(talk.door.shown)[-1]
        assert said_.endswith("làm bằng gỗ mít\n⚠ nghe lại: “gỗ mít”")
        await talk.tap(part, "Đúng rồi")
        assert (await talk.draft("/baocao"))[0].startswith("BÁO CÁO")
        assert "cần nghe lại" not in (await talk.text("/baocao"))[0]


# --- names and terms ----------------------------------------------------------------------------


async def test_the_glossary_of_a_chat(talk: Talk) -> None:
    (said,) = await talk.text("/tudien")
    assert said.startswith("Từ điển của nhóm này còn trống.\nThêm tên riêng")
    (said,) = await talk.text("/tudien Nguyễn Văn An, Sở KH&CN; đề án 06\nnguyễn văn an")
    assert said == (
        "Đã thêm: Nguyễn Văn An, Sở KH&CN, đề án 06. Từ nay máy nghe theo; ghi âm đã chép thì "
        "không đổi."
    )
    assert await talk.text("/từ điển Sở KH&CN") == ["Đã có sẵn: Sở KH&CN."]
    assert "Đã thêm: Đề án 06." in (await talk.text("/tudien Đề án 06"))[0]
    (said,) = await talk.text("/tudien")
    assert said.startswith("Từ điển của nhóm này (3): Nguyễn Văn An, Sở KH&CN, Đề án 06.\n")
    assert await talk.text("/tudien xoá de an 06") == ["Đã bỏ “Đề án 06” khỏi từ điển."]
    (said,) = await talk.text("/tudien Xoá đói giảm nghèo")
    assert "/tudien them Xoá đói giảm nghèo" in said
    await talk.text("/tudien them Xoá đói giảm nghèo")
    await talk.text("/tudien Bộ Tài chính")
    (said,) = await talk.text("/tudien")
    assert "(4): Nguyễn Văn An, Sở KH&CN, Xoá đói giảm nghèo, Bộ Tài chính." in said
    assert "Chưa thêm: 06." in (await talk.text("/tudien 06"))[0]
    other = Talk(talk.office, talk.door, "-200")
    assert "còn trống" in (await other.text("/tudien"))[0]


async def test_the_glossary_has_its_limit(talk: Talk) -> None:
    await talk.text("/tudien " + ", ".join(f"mục {n}" for n in range(199)))
    (said,) = await talk.text("/tudien mục một, mục hai, mục 5")
    assert "Đã thêm: mục một." in said
    assert "Đã có sẵn: mục 5." in said
    assert "đã đủ 200 mục nên chưa thêm: mục hai." in said


async def test_the_machine_listens_for_the_glossary_then_the_people_then_the_title(
    talk: Talk, ear: Unsure
) -> None:
    await talk.text("/tudien đề án 06")
    await talk.text("/toi Lê Thị Hà - Chuyên viên", HA)
    await talk.text("/thongtin\nchủ trì: Đồng chí Trần Quốc Bình, Phó Giám đốc Sở")
    await talk.voice("xin chào", AN)  # no /toi: an account's name may be anything
    assert ear.hints == ["đề án 06, Lê Thị Hà, Chuyên viên, Trần Quốc Bình, Phó Giám đốc Sở, Họp"]


async def test_a_name_nearly_heard_is_offered_and_a_person_decides(talk: Talk) -> None:
    await talk.text("/toi Nguyễn Văn An - Trưởng phòng", AN)
    card = await talk.voice("đồng chí nguyễn văn ăn nói gỗ mít", BINH)
    shown = talk.door.shown[card]
    assert shown.text.endswith(
        "đồng chí nguyễn văn ăn nói gỗ mít\n⚠ nghe lại: “gỗ mít”, “văn ăn”\n"
        "Có phải “Nguyễn Văn An” không? (đang là “nguyễn văn ăn”)"
    )
    assert talk.lines()[0][2] == "đồng chí nguyễn văn ăn nói gỗ mít", "offered, not replaced"
    data = next(b.data for row in shown.buttons for b in row if b.label.startswith("Đổi"))
    assert await talk.tap(card, "Đổi thành Nguyễn Văn An", HA) == ("#1: đã đổi thành Nguyễn Văn An")
    assert talk.door.shown[card].text.endswith(
        "đồng chí Nguyễn Văn An nói gỗ mít\n⚠ nghe lại: “gỗ mít”"
    )
    assert ("text", "Lê Thị Hà", "đồng chí Nguyễn Văn An nói gỗ mít") in changes(talk)
    assert await talk.tap_data(card, data) == phrases.TOAST_OLD
    assert talk.lines()[0][2] == "đồng chí Nguyễn Văn An nói gỗ mít"


async def test_an_offer_left_alone_is_told_before_the_draft_and_goes_with_right(
    talk: Talk,
) -> None:
    await talk.text("/tudien Nguyễn Văn An")
    card = await talk.voice("giao anh nguyễn vân anh", HA, "#ketluan")
    (warned,) = await talk.text("/baocao")
    assert "#1: “nguyễn vân anh” (có phải “Nguyễn Văn An” không?)" in warned
    await talk.tap(card, "Đúng rồi")
    assert talk.door.shown[card].text.endswith("\ngiao anh nguyễn vân anh")
    assert "cần nghe lại" not in (await talk.text("/baocao"))[0]


@pytest.mark.parametrize("data", ["term:1", "term:1:", "term:1:00000000", "term:1:x:y", "right:1"])
async def test_forged_offers_change_nothing(talk: Talk, data: str) -> None:
    await talk.text("/tudien Nguyễn Văn An")
    card = await talk.voice("câu khác hẳn", BINH)
    assert await talk.tap_data(card, data) == phrases.TOAST_OLD
    assert talk.lines() == [(1, "Trần Bình", "câu khác hẳn", None)]


async def test_an_old_offer_does_not_undo_what_a_person_wrote(talk: Talk) -> None:
    await talk.text("/tudien Nguyễn Văn An")
    card = await talk.voice("anh nguyễn văn ăn nói", BINH)
    shown = talk.door.shown[card]
    data = next(b.data for row in shown.buttons for b in row if b.label.startswith("Đổi"))
    await talk.text("/sua 1 Anh nguyễn văn ăn cơm rồi")
    assert await talk.tap_data(card, data) == phrases.TOAST_OLD
    assert talk.lines()[0][2] == "Anh nguyễn văn ăn cơm rồi"


async def test_the_glossary_moves_with_its_chat(talk: Talk) -> None:
    await talk.text("/tudien đề án 06, Bộ Tài chính")
    early = Talk(talk.office, talk.door, "-100999")
    await early.text("/tudien Sở KH&CN, đề án 06")
    await talk.arrive(HA, "", moved_to="-100999")
    (said,) = await early.text("/tudien")
    assert "(3): đề án 06, Bộ Tài chính, Sở KH&CN." in said


async def test_silence_is_no_doubt(talk: Talk) -> None:
    card = await talk.voice(b"")
    assert "Không nghe thấy lời nói" in talk.door.shown[card].text
    assert talk.store.lines.of_meeting(1)[0].state is LineState.SILENT
