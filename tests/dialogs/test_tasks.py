"""Tasks in the chat: what conclusions give, what the desk makes of it, what stands in drafts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import docx
import pytest
import pytest_asyncio

from bot.doors.port import Chat, ChatKind, Person
from bot.messages import outside as about_outside
from bot.messages import phrases
from bot.messages import rights as about_rights
from bot.messages import tasks as said
from bot.minutes.documents import Depth, Kind
from bot.minutes.tasks import Task
from bot.report import export
from tests.dialogs.talking import AN, BINH, HA, Talk, talking

CHI = Person("4", "Phạm Thị Chi", "chi_pham")
REPORT = "KL: Giao Phòng Kế hoạch hoàn thành báo cáo quý IV trước thứ Sáu."
INVITE = "KL: Giao Văn phòng:\n- gửi giấy mời, xong trước 30/11;\n- bố trí hội trường."


@pytest_asyncio.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path) as talk:
        talk.now = datetime(2026, 11, 23, 1, tzinfo=UTC)  # a Monday
        await talk.text("/batdau Họp giao ban")
        yield talk


def last(talk: Talk) -> str:
    return list(talk.door.shown)[-1]


def kept(talk: Talk, meeting: int = 1) -> list[Task]:
    return talk.store.tasks.of_meeting(meeting)


def states(talk: Talk) -> list[str]:
    return [one.state.value for one in kept(talk)]


async def test_conclusions_become_suggestions_and_are_confirmed_at_once(talk: Talk) -> None:
    (text,) = await talk.text("/nhiemvu")
    assert text.startswith("Cuộc họp số 1 “Họp giao ban” chưa có nhiệm vụ nào.")
    await talk.text(REPORT)
    await talk.text(INVITE)
    await talk.text("KL: Thống nhất gia hạn.")
    await talk.text("Giao Phòng Lạ lập kế hoạch trước 30/11.")  # nobody's conclusion
    (text,) = await talk.text("/nhiệm vụ")
    assert text.splitlines()[:7] == [
        "Nhiệm vụ · cuộc họp số 1 “Họp giao ban” · 3 nhiệm vụ (3 gợi ý)",
        "1. Phòng Kế hoạch: Hoàn thành báo cáo quý IV",
        "   Hạn: trước thứ Sáu (27/11/2026) · dòng #1 · gợi ý, chưa xác nhận",
        "2. Văn phòng: Gửi giấy mời",
        "   Hạn: xong trước 30/11 (30/11/2026) · dòng #2 · gợi ý, chưa xác nhận",
        "3. Văn phòng: Bố trí hội trường",
        "   Chưa ghi hạn · dòng #2 · gợi ý, chưa xác nhận",
    ]
    shown = last(talk)
    assert talk.door.shown[shown].labels == ["1", "2", "3", "Xác nhận cả 3 gợi ý"]
    assert await talk.tap(shown, "gợi ý", AN) == phrases.TOAST_NOT_ALLOWED
    assert set(states(talk)) == {"suggested"}
    assert await talk.tap(shown, "gợi ý", HA) == "Đã xác nhận 3 nhiệm vụ"
    assert states(talk) == ["confirmed"] * 3
    assert "gợi ý" not in talk.door.shown[shown].text


async def test_nobody_confirms_what_they_have_not_read(talk: Talk) -> None:
    await talk.text(REPORT)
    await talk.text("/nhiemvu")
    shown = last(talk)
    await talk.text(INVITE)
    assert await talk.tap(shown, "Xác nhận gợi ý 1") == said.TOAST_CHANGED
    assert set(states(talk)) == {"suggested"}
    assert "Xác nhận cả 3 gợi ý" in talk.door.shown[shown].labels, "now they stand there"
    await talk.tap(shown, "1")
    await talk.text("/sua 1 Giao Phòng Kế hoạch hoàn thành báo cáo trước 15/12.")
    assert await talk.tap(shown, "Xác nhận") == said.TOAST_CHANGED
    assert "15/12/2026" in talk.door.shown[shown].text
    assert await talk.tap(shown, "Xác nhận") == "Nhiệm vụ 1: đã xác nhận"


async def test_the_button_of_a_page_confirms_that_page_only(talk: Talk) -> None:
    for n in range(7):
        await talk.text(f"KL: Giao Phòng {'ABCDEGH'[n]} lập kế hoạch {n} trước 30/11.")
    await talk.text("/nhiemvu")
    shown = last(talk)
    assert await talk.tap(shown, "Xác nhận 5 gợi ý của trang này") == "Đã xác nhận 5 nhiệm vụ"
    assert states(talk) == ["confirmed"] * 5 + ["suggested"] * 2, "nobody has read the others"
    await talk.tap(shown, phrases.BUTTON_NEXT)
    assert await talk.tap(shown, "Xác nhận 2 gợi ý của trang này") == "Đã xác nhận 2 nhiệm vụ"
    assert states(talk) == ["confirmed"] * 7


async def test_one_task_is_confirmed_edited_removed_done_by_buttons(talk: Talk) -> None:
    await talk.text(REPORT)
    await talk.text("/nhiemvu 1")
    card = last(talk)
    assert talk.door.shown[card].labels == ["Xác nhận", "Sửa", "Bỏ", "‹ Danh sách"]
    for label in ("Xác nhận", "Sửa", "Bỏ"):
        assert await talk.tap(card, label, AN) == phrases.TOAST_NOT_ALLOWED
    await talk.tap(card, "Xác nhận")
    assert "✓ đã xác nhận\n   Lê Thị Hà đổi lúc" in talk.door.shown[card].text
    assert await talk.tap(card, "Xong") == "Nhiệm vụ 1: đã xong"
    assert states(talk) == ["done"]
    await talk.tap(card, "Lấy lại")
    await talk.tap(card, "Bỏ")
    assert states(talk) == ["removed"]
    await talk.tap(card, "Lấy lại")
    await talk.tap(card, "Sửa")
    question = last(talk)
    assert talk.door.shown[question].text.endswith(
        "ai: Phòng Kế hoạch\nviệc: Hoàn thành báo cáo quý IV\nhạn: Trước thứ Sáu"
    )
    (text,) = await talk.text("không rõ", reply_to=question)
    assert text.startswith("Chưa sửa nhiệm vụ 1")
    (text,) = await talk.text("han: 30/11\nai: đồng chí An", reply_to=last(talk))
    assert "1. Đồng chí An: Hoàn thành báo cáo quý IV\n   Hạn: 30/11 (30/11/2026)" in text
    (text,) = await talk.text("ai: tôi", AN, reply_to=question)
    assert text.startswith("Chỉ thư ký (Lê Thị Hà)")
    assert len(talk.lines()) == 1, "no answer has become a line"
    await talk.voice("ai đó nói", HA)
    assert kept(talk)[0].words.who == "Đồng chí An"


async def test_tasks_are_typed_with_or_without_diacritics(talk: Talk) -> None:
    (text,) = await talk.text(
        "/nhiemvu them Phòng Kế hoạch: hoàn thành báo cáo, trước 30/11\nđồng chí An: mua vé"
    )
    assert text == (
        "Đã thêm nhiệm vụ:\n1. Phòng Kế hoạch: Hoàn thành báo cáo\n"
        "   Hạn: trước 30/11 (30/11/2026) · thêm tay · ✓ đã xác nhận\n"
        "2. Đồng chí An: Mua vé\n   Chưa ghi hạn · thêm tay · ✓ đã xác nhận"
    )
    assert (await talk.text("/nhiemvu thêm linh tinh"))[0].startswith("Chưa thêm")
    assert "30/12/2026" in (await talk.text("/nhiemvu sửa 2 hạn: trước 30/12"))[0]
    assert "Phòng Tài chính: Mua vé" in (await talk.text("/nhiemvu sua 2 ai: Phòng Tài chính"))[0]
    assert "Đặt vé" in (await talk.text("/nhiemvu sua 2 viec: đặt vé"))[0]
    assert "Chưa ghi hạn" in (await talk.text("/nhiemvu sua 2 han: khong"))[0]
    assert (await talk.text("/nhiemvu sua 2 việc:"))[0].startswith("Chưa sửa")
    (text,) = await talk.text("/nhiemvu sua 2 hạn: trước Tết")
    assert "trước Tết (chưa rõ ngày nào)" in text
    (text,) = await talk.text("/nhiemvu sua 2 hạn: 20/11/2026")
    assert "⚠ 20/11/2026 đã qua" in text
    assert (await talk.text("/nhiemvu xoa 2"))[0].startswith("Đã bỏ nhiệm vụ 2")
    assert (await talk.text("/nhiemvu sua 2 ai: An"))[0].startswith("Nhiệm vụ 2 đã bỏ")
    assert "2. Phòng Tài chính" in (await talk.text("/nhiemvu daxoa"))[0]
    assert (await talk.text("/nhiemvu khôi phục 2"))[0].startswith("Đã lấy lại")
    first, second = await talk.text("/nhiemvu xong 1 9")
    assert first.startswith("Đã ghi là xong:\n1. Phòng Kế hoạch")
    assert second.startswith("Không có nhiệm vụ 9. Cuộc họp số 1 có nhiệm vụ 1 đến 2.")
    assert (await talk.text("/nhiemvu xong 1"))[0] == "Nhiệm vụ 1 vốn đã như vậy."
    assert (await talk.text("/nhiemvu xong"))[0].startswith("Hãy ghi số nhiệm vụ")
    assert (await talk.text("/nhiemvu xyz"))[0].startswith("Chưa hiểu “xyz”")
    assert (await talk.text("/nhiemvu 7"))[0].startswith("Không có nhiệm vụ 7")
    (text,) = await talk.text(f"/nhiemvu them A: {'x' * 1001}")
    assert text == said.TOO_LONG
    assert states(talk) == ["done", "confirmed"]


async def test_what_nobody_touched_follows_its_conclusion(talk: Talk) -> None:
    await talk.text(REPORT)
    await talk.text("/nhiemvu")
    await talk.text("/botag 1")
    assert "chưa có nhiệm vụ nào" in (await talk.text("/nhiemvu"))[0]
    await talk.text("/ketluan 1")
    await talk.text("/sua 1 Giao Phòng Kế hoạch hoàn thành báo cáo trước 15/12.")
    assert "1. Phòng Kế hoạch: Hoàn thành báo cáo\n   Hạn: trước 15/12" in "".join(
        await talk.text("/nhiemvu")
    )
    await talk.text("/xoa 1")
    assert "chưa có nhiệm vụ nào" in (await talk.text("/nhiemvu"))[0]
    await talk.text("/hoantac")
    await talk.text(INVITE)
    await talk.text("/gop 1 2")
    (text,) = await talk.text("/nhiemvu")
    assert text.count("dòng #1") == 3
    assert [one.no for one in kept(talk)] == [1, 2, 3], "nobody is counted twice"


async def test_what_somebody_confirmed_stays_and_says_that_the_line_changed(talk: Talk) -> None:
    await talk.text(REPORT)
    await talk.text("/nhiemvu xacnhan tatca")
    await talk.text("/sua 1 Giao Phòng Kế hoạch hoàn thành báo cáo quý IV trước thứ Năm.")
    (text,) = await talk.text("/nhiemvu 1")
    assert "trước thứ Sáu (27/11/2026)" in text
    assert "⚠ Dòng #1 đã đổi, nay là: “Phòng Kế hoạch: Hoàn thành báo cáo quý IV, trước" in text
    card = last(talk)
    draft = (await talk.draft("/baocao"))[-1]
    assert "– Trước thứ Sáu (27/11/2026) [#1]" in draft
    assert "⚠ Nhiệm vụ 1 trong bảng phân công: dòng kết luận đã đổi" in draft
    assert await talk.tap(card, "Lấy theo dòng #1") == "Nhiệm vụ 1: đã lấy theo dòng #1"
    assert "trước thứ Năm (26/11/2026)" in talk.door.shown[card].text
    assert "⚠" not in talk.door.shown[card].text
    await talk.text("/botag 1")
    (text,) = await talk.text("/nhiemvu")
    assert "⚠ Dòng #1 nay không còn giao việc này" in text
    assert (await talk.text("/nhiemvu xacnhan 1"))[0].startswith("Đã xác nhận:")
    assert "⚠" not in (await talk.text("/nhiemvu"))[0]
    assert states(talk) == ["confirmed"]


async def test_what_was_removed_comes_back_only_when_somebody_wants_it(talk: Talk) -> None:
    await talk.text(REPORT)
    await talk.text("/nhiemvu xoa 1")
    await talk.text("/sua 1 Giao Phòng Kế hoạch hoàn thành báo cáo trước 15/12.")
    (text,) = await talk.text("/nhiemvu")
    assert "⚠ Dòng #1 đã đổi từ khi bỏ nhiệm vụ 1" in text
    assert "Phân công nhiệm vụ" not in (await talk.draft("/thongbao"))[-1]
    (text,) = await talk.text("/nhiemvu khoiphuc 1")
    assert "Hoàn thành báo cáo\n   Hạn: trước 15/12 (15/12/2026)" in text


async def test_two_secretaries_at_the_same_task(talk: Talk) -> None:
    await talk.text("Có mặt", CHI)
    await talk.text("/thuky them @chi_pham")
    await talk.text(REPORT)
    await talk.text("/nhiemvu sua 1 hạn: 1/12")
    (text,) = await talk.text("/nhiemvu sua 1 hạn: 5/12", CHI)
    assert text.endswith(
        "⚠ Lê Thị Hà vừa đổi nhiệm vụ 1; ngay trước đó là: “Phòng Kế hoạch: Hoàn thành báo cáo "
        "quý IV, trước thứ Sáu”"
    ), text
    (text,) = await talk.text("/nhiemvu sua 1 hạn: 6/12", CHI)
    assert "vừa đổi" not in text, "her own change is no surprise"


async def test_two_people_who_tap_at_once_confirm_once(talk: Talk) -> None:
    await talk.text(REPORT)
    await talk.text("/nhiemvu 1")
    card = last(talk)
    data = talk.door.shown[card].buttons[0][0].data
    await asyncio.gather(*(talk.tap_data(card, data, HA) for _ in range(2)))
    assert sorted(talk.door.toasts[-2:]) == sorted(["Nhiệm vụ 1: đã xác nhận", said.TOAST_CHANGED])
    changes = talk.store.tasks.last_change(1, 1)
    assert [(x.before, x.after) for x in changes] == [("suggested", "confirmed")]


async def test_many_tasks_are_turned_page_by_page(talk: Talk) -> None:
    rows = "\n".join(f"Phòng {n}: {'việc dài ' * 100}số {n}, trước 30/11" for n in range(12))
    await talk.text(f"/nhiemvu them {rows}")
    (text,) = await talk.text("/nhiemvu")
    assert "· trang 1/3" in text
    shown = last(talk)
    await talk.tap(shown, "Sau ›")
    assert talk.door.shown[shown].labels == ["6", "7", "8", "9", "10", "‹ Trước", "Sau ›"]
    assert "11. Phòng 10" in (await talk.text("/nhiemvu trang 3"))[0]
    assert "· trang 3/3" in (await talk.text("/nhiemvu trang 99"))[0]


async def test_a_page_fits_into_one_message_whatever_stands_in_it(talk: Talk) -> None:
    long = "rất dài " * 100
    for n in range(6):
        await talk.text(f"KL: Giao Phòng {n} lập kế hoạch {long} trước ngày 30/11/2026.")
    await talk.text("/nhiemvu xacnhan tatca")
    for n in range(6):
        await talk.text(f"/sua {n + 1} Giao Phòng {n} lập báo cáo {long} trước ngày 15/12/2026.")
    assert len(await talk.text("/nhiemvu")) == 1
    assert len(await talk.text("/nhiemvu 1")) == 1


# --- elsewhere ------------------------------------------------------------------------------------


async def test_a_closed_and_an_earlier_meeting_too(talk: Talk) -> None:
    await talk.text(REPORT)
    await talk.text("/ketthuc")
    assert (await talk.text("/nhiemvu xacnhan 1"))[0].startswith("Đã xác nhận:")
    await talk.text("/batdau Họp khác")
    assert "chưa có nhiệm vụ nào" in (await talk.text("/nhiemvu"))[0]
    (text,) = await talk.text("/nhiemvu cuộc họp 1")
    assert "1. Phòng Kế hoạch" in text
    assert "Thêm: /nhiemvu cuộc họp 1 them" in text
    assert (await talk.text("/nhiemvu cuộc họp 1 xong 1"))[0].startswith("Đã ghi là xong")
    assert (await talk.text("/nhiemvu cuộc họp 9"))[0] == about_rights.NO_SUCH_MEETING.format(no=9)


async def test_who_took_part_reads_them_alone_and_changes_nothing(talk: Talk) -> None:
    await talk.text("Có mặt", AN)
    await talk.text(REPORT)
    alone = Talk(talk.office, talk.door, AN.key)
    alone.chat = Chat(talk.door.name, AN.key, AN.name, ChatKind.PRIVATE)
    assert (await alone.text("/nhiemvu", AN))[0] == said.WHICH_MEETING
    assert "1. Phòng Kế hoạch" in (await alone.text("/nhiemvu cuộc họp 1", AN))[0]
    assert alone.door.shown[last(alone)].labels == ["1"]
    await alone.tap(last(alone), "1", AN)
    assert alone.door.shown[last(alone)].labels == ["‹ Danh sách"]
    (text,) = await alone.text("/nhiemvu cuộc họp 1 xoa 1", AN)
    assert text == about_rights.ONLY_THERE.format(no=1)
    assert (await alone.text("/nhiemvu cuộc họp 1", BINH))[0].startswith("Ở đây không có")


async def test_nothing_of_an_erased_meeting_is_answered(talk: Talk) -> None:
    await talk.text(REPORT)
    await talk.text("/nhiemvu 1")
    card = last(talk)
    await talk.tap(card, "Sửa")
    question = last(talk)
    buttons = [b.data for row in talk.door.shown[card].buttons for b in row]
    await talk.text("/xoacuochop 1")
    await talk.tap(last(talk), "Xoá hẳn")
    for data in buttons:
        assert await talk.tap_data(card, data) == phrases.TOAST_OLD
    assert (await talk.text("ai: An", reply_to=question))[0] == about_outside.HOW_TO_BEGIN.format(
        hours=24
    )
    assert kept(talk) == []


async def test_the_days_follow_the_meetings_own_day(talk: Talk) -> None:
    await talk.text(REPORT)
    assert "(27/11/2026)" in (await talk.text("/nhiemvu"))[0]
    await talk.text("/thongtin\nthời gian: 8h ngày 20/11/2026")  # the Friday before
    assert "(27/11/2026)" in (await talk.text("/nhiemvu"))[0]
    await talk.text("/thongtin\nthời gian: 8h ngày 19/11/2026")
    assert "(20/11/2026)" in (await talk.text("/nhiemvu"))[0]


# --- in documents ---------------------------------------------------------------------------------


async def test_confirmed_tasks_stand_in_every_document(talk: Talk, tmp_path: Path) -> None:
    await talk.text("YK: Đề nghị sớm.")
    await talk.text(REPORT)
    await talk.text(INVITE)
    await talk.text("/nhiemvu xacnhan 1")
    await talk.text("/nhiemvu xoa 3")
    await talk.text("/nhiemvu them Đồng chí An: mua vé, ngày mai")
    store, reports = talk.store, talk.office.reports
    for kind in Kind:
        for depth in Depth:
            text = (await talk.draft(f"/{kind} {depth}"))[-1]
            certain = depth is Depth.CONCLUSIONS or kind is Kind.NOTICE
            rows = ["Hoàn thành báo cáo quý IV – Phòng Kế hoạch – Trước thứ Sáu (27/11/2026) [#2]"]
            rows += ["Gửi giấy mời – Văn phòng – Xong trước 30/11 [#3]"] if certain else []
            rows += ["Mua vé – Đồng chí An – Ngày mai (24/11/2026)"]
            found = [row for row in text.splitlines() if " – " in row]
            assert found == [f"{n}) {row}" for n, row in enumerate(rows, start=1)], text
            note = "Bảng phân công có 1" if certain else "1 nhiệm vụ gợi ý chưa xác nhận"
            assert note in text
            path = reports.path_of(1, store.meetings.documents(1)[-1].path)
            table = next(
                t for t in docx.Document(BytesIO(path.read_bytes())).tables if len(t.columns) == 4
            )
            cells = [[cell.text for cell in row.cells] for row in table.rows]
            assert cells[0] == ["STT", "Nhiệm vụ", "Cơ quan, người thực hiện", "Thời hạn"]
            assert len(cells) == 1 + len(rows)
            assert cells[1] == [
                *("1", "Hoàn thành báo cáo quý IV", "Phòng Kế hoạch"),
                "Trước thứ Sáu (27/11/2026)",  # of no calendar: a month later it would say nothing
            ]


async def test_a_meeting_that_nobody_asked_about_its_tasks_has_its_drafts_as_ever(
    talk: Talk,
) -> None:
    await talk.text(REPORT)
    assert "Phân công nhiệm vụ" not in (await talk.draft("/baocao"))[-1]
    assert "1) Hoàn thành báo cáo quý IV – Phòng" in (await talk.draft("/baocao ketluan"))[-1]


async def test_an_exported_meeting_has_its_tasks(talk: Talk) -> None:
    await talk.text(REPORT)
    await talk.text("/nhiemvu xacnhan 1")
    store = talk.store
    meeting = store.meetings.get(1)
    assert meeting is not None
    exported = export.as_dict(meeting, store.lines.of_meeting(1), tasks=store.tasks.of_meeting(1))
    assert exported["tasks"] == [
        {
            "no": 1,
            "who": "Phòng Kế hoạch",
            "what": "Hoàn thành báo cáo quý IV",
            "due": "Trước thứ Sáu",
            "due_on": "2026-11-27",
            "due_at": None,
            "state": "confirmed",
            "line": 1,
        }
    ]


# --- reminders ------------------------------------------------------------------------------------


async def reminded(talk: Talk, moment: str) -> list[str]:
    """What the chat is told when the office's clock shows that, in Vietnam."""
    now = datetime.fromisoformat(f"{moment}+07:00")
    talk.clock = lambda: now
    before = set(talk.door.shown)
    await talk.office.reminders.once()
    await talk.settle()
    return [shown.text for key, shown in talk.door.shown.items() if key not in before]


async def test_the_chat_is_reminded_once_in_the_morning_before_the_day(talk: Talk) -> None:
    await talk.text(REPORT)
    await talk.text("/nhiemvu xacnhan 1")
    await talk.text("/nhiemvu them Đồng chí An: mua vé, trước thứ Sáu\nVăn phòng: họp, 30/11")
    assert await reminded(talk, "2026-11-26T09:00") == [], "nobody has asked for it"
    (text,) = await talk.text("/nhiemvu nhắc 1 ngày")
    assert "lúc 8 giờ, trước hạn 1 ngày.\n26/11/2026: nhiệm vụ 1, 2\n29/11/2026: nhiệm vụ 3" in text
    await talk.text("/ketthuc")
    assert await reminded(talk, "2026-11-26T07:59") == []
    assert await reminded(talk, "2026-11-26T08:00") == [
        "⏰ Nhắc việc · cuộc họp số 1 “Họp giao ban”\n"
        "1. Phòng Kế hoạch: Hoàn thành báo cáo quý IV\n"
        "   Hạn: trước thứ Sáu (27/11/2026), ngày mai\n"
        "2. Đồng chí An: Mua vé\n"
        "   Hạn: trước thứ Sáu (27/11/2026), ngày mai\n"
        "Xong thì bấm nút, hoặc: /nhiemvu cuộc họp 1 xong 1 2"
    ]
    shown = last(talk)
    assert await reminded(talk, "2026-11-26T08:01") == []
    assert await talk.tap(shown, "Xong 2", AN) == phrases.TOAST_NOT_ALLOWED
    assert await talk.tap(shown, "Xong 2", HA) == "Nhiệm vụ 2: đã xong"
    assert talk.door.shown[shown].text.startswith("⏰"), "it stays for the other one"
    await talk.text("/nhiemvu xong 3")
    assert await reminded(talk, "2026-11-29T08:00") == [], "it is done"


async def test_what_is_due_on_another_day_is_told_again(talk: Talk) -> None:
    await talk.text("/nhiemvu them Văn phòng: họp, 26/11")
    await talk.text("/nhiemvu nhac 2 ngày")
    assert len(await reminded(talk, "2026-11-24T08:30")) == 1
    await talk.text("/nhiemvu sua 1 hạn: 30/11")
    assert await reminded(talk, "2026-11-27T23:00") == []
    assert "còn 2 ngày" in (await reminded(talk, "2026-11-28T08:00"))[0]


async def test_a_late_reminder_comes_after_a_stop_unless_the_day_is_over(talk: Talk) -> None:
    await talk.text("/nhiemvu them Văn phòng: họp, 26/11\nĐ/c An: mua vé, 28/11")
    await talk.text("/nhiemvu nhac 3 ngày")
    assert await reminded(talk, "2026-11-27T03:00") == [], "nobody is woken"
    (text,) = await reminded(talk, "2026-11-27T10:00")
    assert "2. Đ/c An: Mua vé\n   Hạn: 28/11 (28/11/2026), ngày mai" in text
    assert "Văn phòng" not in text, "that day is over"


async def test_on_the_day_itself_it_is_still_told(talk: Talk) -> None:
    await talk.text("/nhiemvu them Văn phòng: họp, trước 17h ngày 26/11")
    (text,) = await talk.text("/nhiemvu nhac đúng ngày")
    assert "đúng ngày hạn.\n26/11/2026: nhiệm vụ 1" in text
    assert await reminded(talk, "2026-11-25T20:00") == []
    (text,) = await reminded(talk, "2026-11-26T20:00")
    assert "trước 17h ngày 26/11 (17:00, 26/11/2026), hôm nay" in text


async def test_suggestions_removed_ones_and_unclear_days_are_not_reminded_of(talk: Talk) -> None:
    await talk.text(REPORT)
    await talk.text("/nhiemvu them Văn phòng: họp, 27/11\nĐ/c An: mua vé, trước Tết")
    await talk.text("/nhiemvu xoa 2")
    (text,) = await talk.text("/nhiemvu nhac 1 ngay")
    assert "Chưa có nhiệm vụ nào đã xác nhận" in text
    assert "Chưa xác nhận nên không nhắc: nhiệm vụ 1" in text
    assert await reminded(talk, "2026-11-26T08:00") == []
    assert "nên bot không nhắc được" in (await talk.text("/nhiemvu sua 3 việc: đặt vé"))[0]


async def test_reminders_are_switched_off_and_explained(talk: Talk) -> None:
    await talk.text("/nhiemvu them Văn phòng: họp, 26/11")
    assert (await talk.text("/nhiemvu nhac"))[0].endswith(
        "Chưa bật nhắc trước hạn. Bật: /nhiemvu nhac 1 ngày"
    )
    assert (await talk.text("/nhiemvu nhac tat"))[0].startswith("Cuộc họp số 1 vốn chưa bật nhắc")
    await talk.text("/nhiemvu nhac 1 ngày")
    assert "Nhắc lúc 8 giờ, trước hạn 1 ngày" in (await talk.text("/nhiemvu"))[0]
    assert (await talk.text("/nhiemvu nhac 99 ngày"))[0].startswith("Hãy ghi nhắc trước mấy ngày")
    assert (await talk.text("/nhiemvu nhac tắt"))[0].startswith("Đã tắt nhắc hạn")
    assert await reminded(talk, "2026-11-25T08:00") == []


async def test_a_clock_that_cannot_be_right_reminds_of_nothing(
    talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    await talk.text("Có mặt")
    await talk.text("/nhiemvu them Văn phòng: họp, 26/11/2030")
    await talk.text("/nhiemvu nhac 1 ngày")
    assert await reminded(talk, "2030-11-25T08:00") == []
    assert await reminded(talk, "2030-11-25T08:01") == []
    errors = [x.getMessage() for x in caplog.records if "no chat is reminded" in x.message]
    assert len(errors) == 1, "told once"
    assert "Văn phòng" not in caplog.text
    talk.now = datetime(2030, 11, 24, tzinfo=UTC)
    await talk.text("Vẫn họp")
    assert len(await reminded(talk, "2030-11-25T08:02")) == 1


async def test_an_erased_meeting_is_not_reminded_of(talk: Talk) -> None:
    await talk.text("/nhiemvu them Văn phòng: họp, 26/11")
    await talk.text("/nhiemvu nhac 1 ngày")
    talk.store.erasing.meeting(1)
    assert await reminded(talk, "2026-11-25T08:00") == []


async def test_killed_between_a_reminder_is_told_once(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        talk.now = datetime(2026, 11, 23, 1, tzinfo=UTC)
        await talk.text("/batdau Họp giao ban")
        await talk.text("/nhiemvu them Văn phòng: họp, 26/11")
        await talk.text("/nhiemvu nhac 1 ngày")
        reminders, door = talk.office.reminders, talk.door
        talk.clock = lambda: datetime(2026, 11, 25, 2, tzinfo=UTC)

        marks = talk.office.store.tasks.reminded
        talk.office.store.tasks.reminded = lambda *_: 1 / 0  # type: ignore[method-assign,assignment]
        with pytest.raises(ZeroDivisionError):
            await reminders.once()
        talk.office.store.tasks.reminded = marks  # type: ignore[method-assign]
        await talk.settle()
        assert not [x for x in door.shown.values() if x.text.startswith("⏰")], "all or nothing"
        talk.office.post.wake = lambda: None  # type: ignore[method-assign]  # killed before it is said
        assert await reminders.once() == 1
    async with talking(tmp_path, door=door) as talk:
        talk.clock = lambda: datetime(2026, 11, 25, 2, 1, tzinfo=UTC)
        await talk.settle()
        assert await talk.office.reminders.once() == 0
        await talk.settle()
        assert len([x for x in door.shown.values() if x.text.startswith("⏰")]) == 1


async def test_the_room_goes_on_after_trouble(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from bot.daily import reminders

    monkeypatch.setattr(reminders, "LOOK_AGAIN", 0.01)
    calls = 0

    async def once() -> int:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise OSError("the disk is full")
        return 0

    monkeypatch.setattr(talk.office.reminders, "once", once)
    room = asyncio.create_task(talk.office.reminders.run())
    await talk.until(lambda: calls > 2)
    room.cancel()
    assert "the chats could not be reminded" in caplog.text


async def test_a_warning_under_a_draft_says_the_row_that_is_seen_there(talk: Talk) -> None:
    await talk.text(REPORT)
    for what in ("soạn giấy mời", "bố trí hội trường"):
        await talk.text(f"KL: Giao Văn phòng {what} trước ngày 30/11.")
    await talk.text("/nhiemvu xacnhan tatca")
    await talk.text("/doi 1 sau 3")
    await talk.text("/sua 1 Giao Phòng Kế hoạch hoàn thành báo cáo quý IV trước thứ Năm.")
    draft = (await talk.draft("/baocao"))[-1]
    rows = draft[draft.index("Phân công nhiệm vụ:") :]
    assert "Phòng Kế hoạch" in next(row for row in rows.splitlines() if row.startswith("3) "))
    assert "⚠ Nhiệm vụ 3 (ở /nhiemvu là số 1) trong bảng phân công: dòng kết luận đã" in draft


async def test_a_deadline_that_cannot_be_is_asked_back(talk: Talk) -> None:
    await talk.text(REPORT)
    for typed, labels, due in (
        ("trước 31/11", ["30/11/2026", "01/12/2026", "31/10/2026"], "Trước 30/11/2026"),
        ("thứ Tư, ngày 15/12", ["15/12/2026", "16/12/2026", "09/12/2026"], "Trước 15/12/2026"),
    ):
        said, question = await talk.text(f"/nhiemvu sua 1 hạn: {typed}")
        assert "Đã" in said
        assert "chưa rõ: không có ngày ấy, hoặc thứ và ngày không khớp nhau" in question
        assert talk.door.shown[last(talk)].labels == labels
        await talk.tap(last(talk), labels[0])
        assert kept(talk)[0].words.due == due
        assert kept(talk)[0].deadline is not None
    said, question = await talk.text("/nhiemvu them Văn phòng: gửi giấy mời, hạn: 31/11")
    assert "Hạn “31/11” của nhiệm vụ 2 chưa rõ" in question
    await talk.text("30/11", reply_to=last(talk))
    assert kept(talk)[1].words.due == "30/11"
