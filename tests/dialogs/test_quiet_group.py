"""The group sees nothing but what is meant for it: drafts in short, that one was submitted or
returned, what somebody of the desk sends there."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.clerk.prints import Prints
from bot.doors.port import Chat, Media, MediaKind, Rewrite
from bot.errors import MessageGone
from bot.messages import drafts as about_drafts
from bot.messages import phrases
from bot.messages import signoff as said
from bot.messages.places import SENT_TO_GROUP
from bot.store.meetings import ToPrint
from foundation.files import sha256_of
from tests.dialogs.talking import AN, BINH, HA, ListDoor, Shown, Talk, Unsure, talking
from tests.dialogs.test_drafts import press
from tests.dialogs.test_sign_off import RealPress

__all__ = ["press"]  # a fixture


def count(talk: Talk) -> int:
    """How many messages of the bot's stand in this chat, files and pictures among them."""
    return list(talk.door.chats.values()).count(talk.chat.key)


def files_in(talk: Talk) -> list[str]:
    """The names of the files that were sent to this chat."""
    sent = [key for key in talk.door.chats if key not in talk.door.shown]
    both = zip(sent, talk.door.files, strict=True)
    return [file.name for key, file in both if talk.door.chats[key] == talk.chat.key]


def last(talk: Talk) -> str:
    """The last message that stands in this chat."""
    return [key for key in talk.door.shown if talk.door.chats[key] == talk.chat.key][-1]


def shown(talk: Talk) -> Shown:
    return talk.door.shown[last(talk)]


async def met(talk: Talk) -> tuple[Talk, Talk]:
    """A meeting of the group that Bình chairs; its secretary's desk, the chair's private chat."""
    desk, chair = talk.alone(HA), talk.alone(BINH)
    await talk.text("/batdau Họp giao ban")
    await talk.text("YK: Cần thêm thời gian.", AN)
    await talk.text("KL: Giao Phòng A rà soát.")
    await talk.text("Tôi có mặt", BINH)
    await talk.text("/chutri Trần Bình")
    await desk.text("/ban")
    return desk, chair


# --- drafts -------------------------------------------------------------------------------------


async def test_a_group_sees_a_draft_in_short_and_all_of_it_on_demand(talk: Talk) -> None:
    await met(talk)
    before = count(talk)
    (brief,) = await talk.text("/baocao")
    assert count(talk) == before + 2, "one text, one file"
    assert files_in(talk) == ["bao-cao-1-1.docx"]
    assert "Còn thiếu: " in brief
    assert "1 dòng chưa gắn thẻ nên không vào dự thảo: #3." in brief
    assert "Cần thêm thời gian" not in brief
    assert shown(talk).labels == ["Toàn văn", "Nguồn từng đoạn", "Làm việc riêng"]
    whole = await talk.whole_text(last(talk), AN)
    assert whole.startswith("BÁO CÁO")
    assert "Cần thêm thời gian." in whole
    await talk.text("/sua 1 Khác hẳn.", AN)
    draft = next(key for key, one in talk.door.shown.items() if "Toàn văn" in one.labels)
    assert await talk.whole_text(draft) == whole, "as it was when it was made"
    talk.office.reports.path_of(1, "bao-cao-1-1.txt").unlink()
    assert await talk.whole_text(draft) == about_drafts.DRAFT_LOST
    other = Talk(talk.office, talk.door, "-200")
    assert await other.tap_data(draft, "fulltext:1") == phrases.TOAST_OLD


async def test_the_desk_sees_it_in_full_and_sends_it_to_the_group_once(talk: Talk) -> None:
    desk, _ = await met(talk)
    before = count(talk)
    (full,) = await desk.text("/baocao")
    assert full.startswith("BÁO CÁO")
    assert "Còn thiếu: " in full
    assert shown(desk).labels == ["Nguồn từng đoạn", "Gửi vào nhóm"]
    assert (count(talk), files_in(desk)) == (before, ["bao-cao-1-1.docx"])
    path = talk.office.reports.path_of(1, "bao-cao-1-1.docx")
    digest = sha256_of(path)
    assert await desk.tap(last(desk), "Gửi vào nhóm") == SENT_TO_GROUP
    assert await desk.tap(last(desk), "Gửi vào nhóm") == about_drafts.TOAST_SENT_BEFORE
    assert files_in(talk) == ["bao-cao-1-1.docx"]
    assert count(talk) == before + 1, "its line stands with it"
    assert sha256_of(path) == digest
    assert await talk.alone(AN).tap_data(last(desk), "togroup:1", AN) == phrases.TOAST_OLD
    assert await talk.tap_data(last(desk), "togroup:1") == phrases.TOAST_OLD, "it is here"


async def test_who_has_no_desk_any_more_sends_nothing_to_the_group(talk: Talk) -> None:
    desk, _ = await met(talk)
    await desk.text("/baocao")
    draft = last(desk)
    await talk.text("/thuky Nguyễn Văn An")
    assert await desk.tap(draft, "Gửi vào nhóm") == phrases.TOAST_OLD
    assert files_in(talk) == []


async def test_a_file_that_was_changed_after_it_was_submitted_does_not_go_there(talk: Talk) -> None:
    desk, chair = await met(talk)
    await chair.text("/lichsu", BINH)
    await desk.text("/baocao")
    draft = last(desk)
    await desk.text("/trinh")
    request = last(chair)
    await chair.tap(request, "Duyệt", BINH)
    path = talk.office.reports.path_of(1, "bao-cao-1-1.docx")
    path.chmod(0o600)
    path.write_bytes(b"another paper")
    await desk.tap(draft, "Gửi vào nhóm")
    assert files_in(talk) == []
    assert shown(desk).text.startswith("⚠⚠ CẢNH BÁO: bao-cao-1-1.docx KHÔNG còn đúng")


@pytest.fixture
def real(press: object, monkeypatch: pytest.MonkeyPatch) -> RealPress:
    """A press that writes files, pictures too."""
    found = RealPress()

    def draw(pdf: Path) -> Path:
        pdf.with_suffix(".png").write_bytes(b"a page")
        return pdf.with_suffix(".png")

    monkeypatch.setattr("bot.office.Printer", lambda soffice, work: found)
    monkeypatch.setattr("bot.clerk.prints.first_page", draw)
    return found


async def test_picture_word_and_pdf_go_to_the_group(tmp_path: Path, real: RealPress) -> None:
    async with talking(tmp_path) as talk:
        desk, _ = await met(talk)
        await desk.text("/bienban")
        assert files_in(talk) == []
        draft = next(k for k, one in talk.door.shown.items() if "Gửi vào nhóm" in one.labels)
        await desk.tap(draft, "Gửi vào nhóm")
        assert files_in(talk) == ["bien-ban-1-1.png", "bien-ban-1-1.docx", "bien-ban-1-1.pdf"]


async def test_what_is_printed_after_the_tap_follows(
    tmp_path: Path, real: RealPress, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with talking(tmp_path) as talk:
        printing, go = Prints.do, asyncio.Event()

        async def slowly(prints: Prints, draft: ToPrint) -> None:
            await go.wait()
            await printing(prints, draft)

        monkeypatch.setattr(Prints, "do", slowly)
        desk, _ = await met(talk)
        desk.settle = talk.settle = talk.office.post.settle
        await desk.text("/bienban")
        await desk.tap(last(desk), "Gửi vào nhóm")
        assert files_in(talk) == ["bien-ban-1-1.docx"]
        go.set()
        await talk.office.settle()
        assert files_in(talk) == ["bien-ban-1-1.docx", "bien-ban-1-1.pdf", "bien-ban-1-1.png"]
        assert files_in(desk) == files_in(talk)


# --- submitting ---------------------------------------------------------------------------------


async def test_from_the_desk_a_draft_is_submitted_and_the_group_told_in_one_message(
    talk: Talk,
) -> None:
    desk, chair = await met(talk)
    await chair.text("/lichsu", BINH)
    await desk.text("/baocao")
    before = count(talk)
    await desk.text("/trinh")
    assert count(talk) == before + 1
    assert files_in(talk) == []
    in_group, at_desk, request = last(talk), last(desk), last(chair)
    for one in (in_group, at_desk):
        assert talk.door.shown[one].labels == ["Mã đầy đủ", "Rút lại"]
        assert "Đã gửi riêng cho Trần Bình (chủ trì)" in talk.door.shown[one].text
    assert files_in(chair) == ["bao-cao-1-1.docx"]
    assert talk.door.shown[request].labels == ["Duyệt", "Trả lại", "Mã đầy đủ"]
    await chair.tap(request, "Duyệt", BINH)
    for one in (in_group, at_desk, request):
        assert "ĐÃ DUYỆT: Trần Bình" in talk.door.shown[one].text
        assert talk.door.shown[one].labels == ["Mã đầy đủ"]
    assert shown(talk).text.startswith("Trần Bình (chủ trì) đã duyệt dự thảo 1")
    assert shown(desk).text == shown(talk).text


async def test_what_is_taken_back_at_the_desk_is_told_in_the_group(talk: Talk) -> None:
    desk, chair = await met(talk)
    await chair.text("/lichsu", BINH)
    await desk.text("/baocao")
    await desk.text("/trinh")
    in_group, at_desk, request = last(talk), last(desk), last(chair)
    await desk.tap(at_desk, "Rút lại")
    told = said.TOLD_WITHDRAWN.format(
        who="Lê Thị Hà", draft="dự thảo 1 của cuộc họp số 1 “Họp giao ban”"
    )
    assert (shown(talk).text, shown(desk).text) == (told, told)
    for one in (in_group, at_desk, request):
        assert "ĐÃ RÚT" in talk.door.shown[one].text


async def test_the_chair_to_whom_the_bot_may_not_write_is_asked_in_the_group(talk: Talk) -> None:
    desk, _ = await met(talk)
    await desk.text("/baocao")
    await desk.text("/trinh")
    assert files_in(talk) == ["bao-cao-1-1.docx"]
    assert shown(talk).labels == ["Duyệt", "Trả lại", "Mã đầy đủ", "Rút lại"]
    assert shown(talk).text.endswith(said.NOT_ALONE.format(chair="Trần Bình"))
    assert shown(desk).text.endswith(said.SUBMITTED_IN_GROUP.format(chair="Trần Bình"))
    assert shown(desk).labels == ["Mã đầy đủ", "Rút lại"]
    at_desk = last(desk)
    await talk.tap(last(talk), "Duyệt", BINH)
    assert "ĐÃ DUYỆT" in talk.door.shown[at_desk].text


async def test_a_chair_who_is_the_secretary_is_asked_at_the_desk(talk: Talk) -> None:
    desk, _ = await met(talk)
    await talk.text("/chutri Lê Thị Hà")
    await desk.text("/baocao")
    before = count(talk)
    await desk.text("/trinh")
    assert shown(desk).labels == ["Duyệt", "Trả lại", "Mã đầy đủ", "Rút lại"]
    assert count(talk) == before + 1
    await desk.tap(last(desk), "Duyệt")
    assert shown(talk).text.startswith("Lê Thị Hà (chủ trì) đã duyệt")


# --- what the chair says ------------------------------------------------------------------------


async def submitted(talk: Talk) -> tuple[Talk, Talk]:
    desk, chair = await met(talk)
    await chair.text("/lichsu", BINH)
    await desk.text("/baocao")
    await desk.text("/trinh")
    await chair.tap(last(chair), "Trả lại", BINH)
    return desk, chair


async def test_the_chairs_words_are_for_the_secretary_unless_they_choose(talk: Talk) -> None:
    desk, chair = await submitted(talk)
    before = count(talk)
    await chair.text("Đoạn 2 viết ẩu", BINH, reply_to=last(chair))
    assert count(talk) == before, "it stands in the message that the draft was submitted"
    assert "ĐÃ TRẢ LẠI: Trần Bình, lúc" in shown(talk).text
    assert not any("viết ẩu" in one.text for one in talk.here())
    assert "“Đoạn 2 viết ẩu”\nSửa xong thì lấy bản mới: /baocao" in shown(desk).text
    kept = last(chair)
    assert shown(chair).text.endswith(said.KEPT_ALONE)
    assert await talk.alone(AN).tap_data(kept, "showremark:1", AN) == said.TOAST_NOT_YOURS
    assert await chair.tap(kept, said.BUTTON_SHOW, BINH) == said.TOAST_SHOWN
    assert await chair.tap(kept, said.BUTTON_SHOW, BINH) == said.TOAST_SHOWN_BEFORE
    assert sum("“Đoạn 2 viết ẩu”" in one.text for one in talk.here()) == 1
    (standing,) = await talk.text("/trinh", AN)
    assert "“Đoạn 2 viết ẩu”" in standing, "now everybody may read it"


async def test_a_voice_remark_goes_to_the_secretary_and_to_the_group_when_it_is_shown(
    talk: Talk,
) -> None:
    desk, chair = await submitted(talk)
    talk.door.recordings["n1"] = "viết ẩu".encode()
    media = Media(MediaKind.SOUND, "n1", "y-kien.ogg", seconds=12.0)
    await chair.arrive(BINH, "n1", media=media, reply_to=last(chair))
    assert files_in(talk) == []
    heard = talk.door.files[-1]
    assert heard.read_bytes() == "viết ẩu".encode()
    assert files_in(desk)[-1] == heard.name
    await chair.tap(last(chair), said.BUTTON_SHOW, BINH)
    assert files_in(talk) == [heard.name]


async def test_where_no_secretary_can_be_reached_the_chair_is_told_and_nothing_is_lost(
    talk: Talk,
) -> None:
    chair = talk.alone(BINH)
    await chair.text("/lichsu", BINH)
    await talk.text("/batdau Họp giao ban")
    await talk.text("KL: Giao Phòng A rà soát.")
    await talk.text("Tôi có mặt", BINH)
    await talk.text("/chutri Trần Bình")
    await talk.text("/baocao")
    await talk.text("/trinh")
    await chair.tap(last(chair), "Trả lại", BINH)
    await chair.text("Đoạn 2 viết ẩu", BINH, reply_to=last(chair))
    unread = said.KEPT_UNREAD.format(secretary="Lê Thị Hà", no=1, button=said.BUTTON_SHOW)
    assert shown(chair).text.endswith(unread)
    (standing,) = await talk.text("/trinh")
    assert standing.endswith(said.REMARKS_ALONE.format(no=1))
    assert "Làm việc riêng" in shown(talk).labels
    desk = talk.alone(HA)
    await desk.text("/ban")
    assert "“Đoạn 2 viết ẩu”" in (await desk.text("/trinh"))[0]
    (standing, *_) = await talk.alone(AN).text("/trinh 1 cuộc họp 1", AN)
    assert "viết ẩu" not in standing


async def test_a_returned_draft_without_a_word_is_told_in_one_sentence(talk: Talk) -> None:
    desk, chair = await submitted(talk)
    before = count(talk)
    await chair.text("/tralai không ý kiến", BINH)
    assert count(talk) == before
    assert "ĐÃ TRẢ LẠI: Trần Bình, lúc" in shown(talk).text
    assert ", không ghi ý kiến.\nSửa xong thì lấy bản mới" in shown(desk).text


async def test_the_next_draft_is_shown_where_the_returned_one_was(talk: Talk) -> None:
    desk, chair = await submitted(talk)
    await chair.text("/tralai không ý kiến", BINH)
    in_group, before = last(talk), count(talk)
    await desk.text("/baocao")
    await desk.text("/trinh")
    assert count(talk) == before
    now = talk.door.shown[in_group]
    assert now.text.startswith("TRÌNH DUYỆT: dự thảo 2 của cuộc họp số 1")
    assert "Trước đó: dự thảo 1 (bao-cao-1-1.docx), Trần Bình trả lại lúc" in now.text
    assert now.labels == ["Mã đầy đủ", "Rút lại"]
    request = next(k for k, x in reversed(talk.door.shown.items()) if "Duyệt" in x.labels)
    await chair.tap(request, "Trả lại", BINH)
    await chair.text("/tralai Chưa được", BINH)
    await desk.text("/baocao")
    await desk.text("/trinh")
    assert count(talk) == before
    assert talk.door.shown[in_group].text.count("Trước đó: dự thảo") == 2
    assert (await talk.text("/trinh"))[0].count("Trước đó: dự thảo") == 2, (
        "asked for there, it is said"
    )


async def test_where_the_message_of_the_returned_draft_is_gone_the_group_is_told_anew(
    talk: Talk,
) -> None:
    desk, chair = await submitted(talk)
    await chair.text("/tralai không ý kiến", BINH)
    gone = last(talk)

    async def cannot(chat: Chat, message_id: str, rewrite: Rewrite) -> None:
        if message_id == gone:
            raise MessageGone("message to edit not found")
        await ListDoor.rewrite(talk.door, chat, message_id, rewrite)

    talk.door.rewrite = cannot  # type: ignore[method-assign]
    await desk.text("/baocao")
    await desk.text("/trinh")
    assert last(talk) != gone
    assert shown(talk).text.startswith("TRÌNH DUYỆT: dự thảo 2 của cuộc họp số 1")
    request = next(k for k, x in reversed(talk.door.shown.items()) if "Duyệt" in x.labels)
    asked = last(talk)
    await chair.tap(request, "Duyệt", BINH)
    assert "ĐÃ DUYỆT" in talk.door.shown[asked].text, "this one is rewritten from now on"


# --- what else leaves the desk ------------------------------------------------------------------


async def test_what_the_secretary_has_to_decide_is_asked_at_their_desk(talk: Talk) -> None:
    desk, _ = await met(talk)
    before = count(talk)
    away = Talk(talk.office, talk.door, "-200")
    await away.text("/batdau Họp khác", AN)
    await away.text("/toi Nguyễn Văn Anh", AN)
    assert "Nguyễn Văn Anh" in shown(desk).text, "a name in another chat's open meeting"
    assert count(talk) == before


async def test_the_group_is_told_that_a_meeting_is_closed_and_goes_on(talk: Talk) -> None:
    desk, _ = await met(talk)
    before = count(talk)
    await desk.text("/ketthuc")
    assert count(talk) == before + 1
    assert shown(talk).text.startswith("Lê Thị Hà đã đóng cuộc họp số 1 “Họp giao ban”.")
    assert "Chưa gắn thẻ: #3." in shown(desk).text
    await desk.text("/molai")
    assert count(talk) == before + 2
    assert shown(talk).text.startswith("Đã mở lại cuộc họp số 1")
    assert "đang mở từ" in (await desk.text("/molai"))[0]
    await desk.text("/ketthuc")
    await talk.text("/batdau Họp sau")
    assert (await desk.text("/molai"))[0].startswith("Chưa mở lại cuộc họp số 1: nhóm đã có")


AT_THE_DESK = {
    "/dong": "Cần thêm thời gian.",
    "/dong chuathe": "#3",
    "/rasoat": "Rà soát cuộc họp số 1",
    "/rasoat chuathe": "#3",
    "/goiy": "cuộc họp số 1",
    "/lichsu": "1. 24/07/2026 · Họp giao ban",
    "/xem 1": "Họp giao ban",
    "/lichsudong 1": "#1",
    "/nhiemvu": "Rà soát",
    "/nhiemvu them Văn phòng: gửi giấy mời, trước 30/11": "Gửi giấy mời",
    "/thanhphan": "cuộc họp số 1",
    "/thanhphan them Lê Mai - Kế toán": "Lê Mai",
    "/thongke": "Họp giao ban",
    "/thongtin": "Cuộc họp số 1",
    "/thongtin địa điểm: Phòng họp 1": "địa điểm",
    "/tim thời gian": "Cần thêm",
    "/tudien": "Từ điển",
    "/tudien đề án 06": "đề án 06",
    "/mau": "mẫu đang dùng",
    "/ykien 3": "#3",
    "/botag 3": "#3",
    "/noidung 3": "#3",
    "/ketluan 3": "#3",
    "/sua 3 Tôi đã có mặt": "#3",
    "/nguoinoi 3 Nguyễn Văn An": "#3",
    "/them Một câu nữa": "#4",
    "/tach 4 | câu nữa": "#4",
    "/gop 4 5": "#4",
    "/doi 4 sau 1": "#4",
    "/xoa 4": "#4",
    "/khoiphuc 4": "#4",
    "/hoantac": "#4",
    "/dungroi 1": "#1",
    "/nghe 1": "#1",
    "/hoilai": "",
    "/quyen": "Lê Thị Hà",
    "/quyen ketluan moinguoi": "",
    "/thuky": "Lê Thị Hà",
    "/thuky them Nguyễn Văn An": "Nguyễn Văn An",
    "/chutri": "Trần Bình",
    "/chutri Nguyễn Văn An": "Nguyễn Văn An",
    "/baocao": "BÁO CÁO",
    "/bienban chitiet": "BIÊN BẢN",
    "/thongbao": "THÔNG BÁO",
    "/nguon": "thong-bao-1-1.docx",
    "/duthao": "cuộc họp số 1",
    "/duthao 1 2": "khác",
    "/ban 1": "Bàn thư ký của cuộc họp số 1",
    "/moi": "",
    "/trogiup": "/rasoat, rồi /baocao",
    "/xoacuochop": "số 1",
}
"""What is typed at the desk of meeting 1, one after another, and what stands in the answer."""


async def test_every_command_at_the_desk_speaks_of_its_meeting_and_not_to_the_group(
    talk: Talk,
) -> None:
    """Rows that are not as they should be, all at once."""
    desk, _ = await met(talk)
    await desk.text("/ban thoi")
    await talk.text("/ketthuc")
    await talk.text("/batdau Họp sau")  # what the group's own commands speak of
    await talk.text("Lời của cuộc họp sau", AN)
    await desk.text("/ban 1")
    wrong = []
    for typed, expected in AT_THE_DESK.items():
        before, rows = count(talk), {one.text for one in talk.here()}
        answer = "\n".join(await desk.text(typed))
        told = [x.text for x in talk.here() if x.text not in rows and not x.text.startswith("#")]
        other = "Lời của cuộc họp sau" in answer
        if expected.lower() not in answer.lower() or not answer or other:
            wrong.append(f"{typed}: {answer[:300]}")
        if told or count(talk) > before + (typed.startswith(("/them ", "/tach "))):
            wrong.append(f"{typed} in the group: {told}")
    assert not wrong, "\n".join(wrong)
    assert [x[2] for x in talk.lines(2)] == ["Lời của cuộc họp sau"]


async def test_the_pages_at_the_desk_have_their_buttons(talk: Talk) -> None:
    desk, _ = await met(talk)
    await talk.voice("Tôi đề nghị lùi hạn", AN, "#ykien")
    await talk.text("KL: Giao Phòng B báo cáo trước 30/11")
    before = count(talk)
    await desk.text("/toi Lê Thị Hà - Chuyên viên")
    await desk.text("/rasoat")
    assert shown(desk).labels[0] == "Chưa gắn thẻ (1)"
    await desk.tap(last(desk), "Chưa gắn thẻ (1)")
    await desk.tap(last(desk), "#3 Ý kiến")
    assert talk.lines()[2][3] == "ykien"
    await desk.text("/nhiemvu")
    assert await desk.tap(last(desk), "gợi ý") == "Đã xác nhận 2 nhiệm vụ"
    await desk.text("/nghe 4")
    assert files_in(desk), "the sound comes to the desk"
    await desk.text("/thongke")
    await desk.text("/xoacuochop")
    await desk.tap(last(desk), "Giữ lại")
    assert count(talk) == before
    assert files_in(talk) == []
    await desk.text("/xoacuochop")
    await desk.tap(last(desk), "Xoá hẳn")
    assert "đã xoá" in shown(desk).text.lower()
    assert talk.store.meetings.get(1) is None


# --- how much it is -----------------------------------------------------------------------------


async def test_a_clean_meeting_takes_six_messages_in_the_group_and_ten_steps(
    tmp_path: Path, real: RealPress
) -> None:
    """From the end of a meeting to its approved paper, which the group then sees."""
    async with talking(tmp_path) as talk:
        chair = talk.alone(BINH)
        await chair.text("/lichsu", BINH)
        await talk.text("/batdau Họp giao ban")
        await talk.text("YK: Cần thêm thời gian.", AN)
        await talk.text("KL: Giao Phòng A rà soát.")
        await talk.text("YK: Đồng ý.", BINH)
        await talk.text("/chutri Trần Bình")
        before, desk, steps = count(talk), talk.alone(HA), 0
        await talk.text("/ketthuc")
        for typed in ("/start ban_1", "/rasoat", "/thongtin địa điểm: Phòng họp 1", "/bienban"):
            await desk.text(typed)
            steps += 1
        draft = next(k for k, one in talk.door.shown.items() if "Gửi vào nhóm" in one.labels)
        await desk.text("/trinh")
        request = next(k for k, one in talk.door.shown.items() if "Duyệt" in one.labels)
        await chair.tap(request, "Duyệt", BINH)
        await desk.tap(draft, "Gửi vào nhóm")
        steps += 4  # these three, and /ketthuc
        assert "đã duyệt dự thảo 1" in "\n".join(one.text for one in talk.here())
        names = ["bien-ban-1-1.png", "bien-ban-1-1.docx", "bien-ban-1-1.pdf"]
        assert files_in(talk) == names
        assert count(talk) - before <= 6
        assert steps <= 10


CAREFULLY = (
    *("/start ban_1", "/rasoat", "/dong nghelai", "/nghe 1", "/sua 1 Bảy pho tượng gỗ mít"),
    *("/ykien 1 2 4", "/xoa 5", "/hoantac", "/xoa 5", "/nguoinoi 4 Trần Bình", "/goiy"),
    *("/thongtin địa điểm: Phòng họp 1", "/thanhphan", "/thanhphan comat 1-3", "/nhiemvu"),
    *("/thongke", "/bienban", "/sua 2 Phòng Kế hoạch đề nghị lùi hạn", "/bienban", "/trinh"),
)


@pytest.mark.parametrize(
    ("returned", "most_in_group", "most_steps"), [(False, 6, 23), (True, 6, 28)]
)
async def test_a_careful_meeting_takes_no_more_in_the_group(
    tmp_path: Path, real: RealPress, returned: bool, most_in_group: int, most_steps: int
) -> None:
    """Everything is looked at, words in doubt are heard again, drafts are made anew; where the
    chair returns one, the group sees that, and the next, where it saw the first."""
    async with talking(tmp_path, ear=Unsure("gỗ mít")) as talk:
        chair, speaker, desk = talk.alone(BINH), talk.alone(AN), talk.alone(HA)
        await chair.text("/lichsu", BINH)
        await speaker.text("/lichsu", AN)
        await talk.text("/batdau Họp giao ban")
        await talk.voice("Bảy pho tượng bằng gỗ mít", AN)
        await talk.text("Phòng Kế hoạch đề nghị lùi hạn đến tháng 12", AN)
        await talk.text("KL: Giao Phòng A rà soát trước ngày 30/11")
        await talk.text("Đồng ý", BINH)
        await talk.text("Lạc đề", AN)
        await talk.text("/chutri Trần Bình")
        before, steps = count(talk), 1
        await talk.text("/ketthuc")
        for typed in CAREFULLY:
            await desk.text(typed)
            steps += 1
        if returned:
            await chair.tap(newest(talk, "Duyệt"), "Trả lại", BINH)
            await chair.text("Bỏ ý kiến thứ hai", BINH, reply_to=last(chair))
            for typed in ("/botag 2", "/bienban", "/trinh"):
                await desk.text(typed)
            steps += 5
        await chair.tap(newest(talk, "Duyệt"), "Duyệt", BINH)
        await desk.tap(newest(talk, "Gửi vào nhóm"), "Gửi vào nhóm")
        steps += 2
        if returned:
            (asked,) = (one for one in talk.here() if one.text.startswith("TRÌNH DUYỆT"))
            assert "dự thảo 3 của cuộc họp số 1" in asked.text
            assert "Trước đó: dự thảo 2 (bien-ban-1-2.docx), Trần Bình trả lại lúc" in asked.text
            assert "ĐÃ DUYỆT: Trần Bình" in asked.text
        draft = f"bien-ban-1-{2 + returned}"
        assert files_in(talk) == [f"{draft}.png", f"{draft}.docx", f"{draft}.pdf"]
        assert count(talk) - before <= most_in_group
        assert steps <= most_steps


def newest(talk: Talk, label: str) -> str:
    """The newest message with this button, in any chat."""
    return [key for key, one in talk.door.shown.items() if label in one.labels][-1]
