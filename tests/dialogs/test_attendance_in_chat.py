"""``/thanhphan``: who takes part, as people do it in a chat."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.doors.port import Chat, ChatKind, Media, MediaKind, Person, Tap
from bot.errors import Refused
from bot.messages import attendance as about
from bot.messages import identity as about_names
from bot.messages import phrases
from bot.messages import rights as about_rights
from bot.report import export
from tests.dialogs.talking import AN, BINH, HA, ListDoor, Talk, Unsure, talking
from tests.waiting import PATIENCE

LIST = """/thanhphan
Sở Tài chính:
1. Nguyễn Văn An - Trưởng phòng
2. Phạm Thị Chi, Giám đốc
Vắng: Trần Thị Mai (ốm)"""


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path) as talk:
        await talk.text("/batdau Họp giao ban")
        yield talk


def people(talk: Talk, meeting: int = 1) -> list[str]:
    """``2 Nguyễn Văn An, Trưởng phòng · present`` each."""
    found = talk.store.attendance.of_meeting(meeting)
    return [f"{x.no} {x.full} · {x.state}{f' · {x.note}' if x.note else ''}" for x in found]


def last(talk: Talk) -> str:
    return list(talk.door.shown)[-1]


async def file(
    talk: Talk, data: bytes | str | Exception, name: str = "ds.csv", **more: object
) -> list[str]:
    talk.door.recordings["list"] = data.encode() if isinstance(data, str) else data  # type: ignore[assignment]
    media = Media(MediaKind.OTHER, "list", name)
    given = {"text": "/thanhphan", **more}
    return await talk.arrive(HA, f"f{len(talk.door.shown)}", media=media, **given)


# --- from the chat ------------------------------------------------------------------------------


async def test_who_speaks_stands_in_the_list_as_present(talk: Talk) -> None:
    await talk.text("Đề nghị gia hạn", AN)
    await talk.voice("tôi đồng ý", BINH)
    (said,) = await talk.text("/thành phần", BINH)
    assert said == (
        "Thành phần cuộc họp số 1 “Họp giao ban”: 3 người\n\nCó mặt (3)\n1. Lê Thị Hà\n"
        f"2. Nguyễn Văn An\n3. Trần Bình\n\n{about.SERVES}"
    )
    assert talk.door.shown[last(talk)].labels == [], "a participant only looks"


async def test_who_only_looks_or_is_quoted_did_not_come(talk: Talk) -> None:
    await talk.text("/dong", AN)
    await talk.text("lời chuyển tiếp", HA, speaker=BINH)
    await talk.text("/chutri Lê Thị Hà")
    await talk.text("/thanhphan")
    assert people(talk) == ["1 Lê Thị Hà · present"]


async def test_who_is_appointed_and_has_not_spoken_is_not_marked(talk: Talk) -> None:
    await talk.text("có mặt", AN)
    await talk.text("/ketthuc")
    await talk.text("/batdau Họp hai")
    await talk.text("/thuky them Nguyễn Văn An")
    await talk.text("/thanhphan")
    assert people(talk, 2) == ["1 Lê Thị Hà · present", "2 Nguyễn Văn An · "]


async def test_whom_the_secretary_named_as_speaker_is_there(talk: Talk) -> None:
    await talk.text("Tôi đề nghị", AN)
    await talk.text("/nguoinoi 1 Lý Văn Khách - Giám đốc")
    await talk.text("/thanhphan")
    assert "3 Lý Văn Khách, Giám đốc · present" in people(talk)


async def test_who_says_their_name_after_the_end_is_not_said_to_have_come(talk: Talk) -> None:
    await talk.text("/ketthuc")
    await talk.text("/toi Trần Bình - Kế toán", BINH)
    asked = last(talk)
    await talk.text("/thanhphan")
    assert people(talk) == ["1 Lê Thị Hà · present"], "after the end the desk is asked"
    await talk.tap(asked, about_names.BUTTON_YES)
    assert people(talk) == ["1 Lê Thị Hà · present", "2 Trần Bình, Kế toán · "]


# --- pasted -------------------------------------------------------------------------------------


async def test_a_pasted_list_and_the_chat_are_one_row_a_human(talk: Talk) -> None:
    await talk.text("Đề nghị gia hạn", AN)
    said, shown = await talk.text(LIST)
    assert said == "Đã đọc 3 người: 2 thêm mới, 1 đã có trong danh sách."
    assert shown.startswith(
        "Thành phần cuộc họp số 1 “Họp giao ban”: 4 người\n\nCó mặt (2)\n1. Lê Thị Hà\n"
        "2. Nguyễn Văn An, Trưởng phòng, Sở Tài chính\n\nVắng (1)\n4. Trần Thị Mai: ốm\n\n"
        "Chưa đánh dấu (1)\n3. Phạm Thị Chi, Giám đốc, Sở Tài chính\n"
    )
    assert talk.lines()[0][1] == "Nguyễn Văn An"
    assert talk.line(1).speaker.full == "Nguyễn Văn An, Trưởng phòng, Sở Tài chính"  # type: ignore[attr-defined]


async def test_a_name_typed_without_marks_takes_none_from_the_list(talk: Talk) -> None:
    await talk.text("/thanhphan Vàng A Pủ - Trưởng phòng")
    (said, _) = await talk.text("/thanhphan Vang A Pu - Truong phong, Lê Văn Ba - Kế toán")
    assert said == "Đã đọc 2 người: 1 thêm mới, 1 đã có trong danh sách."
    assert "2 Vàng A Pủ, Trưởng phòng · " in people(talk)


async def test_who_is_listed_and_speaks_later_is_marked_present(talk: Talk) -> None:
    await talk.text(LIST)
    await talk.text("tôi có mặt", AN)
    assert "2 Nguyễn Văn An, Trưởng phòng, Sở Tài chính · present" in people(talk)
    assert len(people(talk)) == 4


async def test_an_account_with_another_name_becomes_the_listed_one_by_toi(talk: Talk) -> None:
    nick = Person("77", "Bé An 🐷")
    await talk.text(LIST)
    await talk.text("có mặt", nick)
    assert "5 Bé An 🐷 · present" in people(talk)
    await talk.text("/toi Nguyễn Văn An", nick)
    assert len(people(talk)) == 5, "a name of the list waits for the desk"
    await talk.tap(last(talk), about_names.BUTTON_YES)
    assert people(talk)[1] == "2 Nguyễn Văn An, Trưởng phòng, Sở Tài chính · present"
    assert len(people(talk)) == 4
    assert talk.line(1).speaker.full == "Nguyễn Văn An, Trưởng phòng, Sở Tài chính"  # type: ignore[attr-defined]


async def test_what_a_person_says_by_toi_counts_until_the_desk_mends_it(talk: Talk) -> None:
    await talk.text("/toi Nguyễn Văn An - Phó phòng", AN)
    await talk.text("có mặt", AN)
    await talk.text("/thanhphan Nguyễn Văn An - Phó phòng - Sở Y tế")
    assert talk.line(1).speaker.full == "Nguyễn Văn An, Phó phòng"  # type: ignore[attr-defined]
    (said,) = await talk.text("/thanhphan sua 2 Nguyễn Văn An - Giám đốc")
    assert said.startswith("Đã sửa số 2: Nguyễn Văn An, Giám đốc, Sở Y tế.")
    assert talk.line(1).speaker.full == "Nguyễn Văn An, Giám đốc, Sở Y tế"  # type: ignore[attr-defined]


async def test_rows_that_are_not_understood_are_told(talk: Talk) -> None:
    (said, _) = await talk.text("/thanhphan\nLê Văn Nam\nCác phòng\nTổng: 5 người")
    assert said == (
        "Đã đọc 1 người: 1 thêm mới.\nChưa đưa vào 2 chỗ:\n"
        "dòng 2: “Các phòng” – không thấy họ tên\ndòng 3: “Tổng: 5 người” – không thấy họ tên\n"
        + about.NOT_TAKEN_HOW
    )
    (said,) = await talk.text("/thanhphan xin chào các bạn")
    assert said.startswith("Chưa đọc được người nào nên danh sách giữ nguyên.")


async def test_two_people_of_one_name_are_asked_about(talk: Talk) -> None:
    await talk.text("/toi Nguyễn Văn An - Trưởng phòng", AN)
    _, said = await talk.text("/thanhphan Nguyễn Văn An - Kế toán")
    assert "3. Nguyễn Văn An, Kế toán ⚠ có thể là số 2" in said
    assert len(people(talk)) == 3
    card = last(talk)
    assert await talk.tap(card, "3, 2: Một người", BINH) == phrases.TOAST_NOT_ALLOWED
    await talk.tap(card, "3, 2: Một người")
    assert len(people(talk)) == 2
    assert await talk.tap_data(card, "rollsame:1:2:3") == phrases.TOAST_OLD
    await talk.text("/thanhphan hoantac")
    assert len(people(talk)) == 3
    (said,) = await talk.text("/thanhphan khac 3")
    assert "là hai người khác nhau" in said
    (said,) = await talk.text("/thanhphan")
    assert "⚠" not in said


async def test_one_tap_takes_a_paste_back_and_leaves_what_changed_since(talk: Talk) -> None:
    await talk.text(LIST)
    card = next(key for key, one in talk.door.shown.items() if about.BUTTON_UNDO in one.labels)
    await talk.text("có mặt", AN)
    assert await talk.tap(card, about.BUTTON_UNDO, BINH) == phrases.TOAST_NOT_ALLOWED
    await talk.tap(card, about.BUTTON_UNDO)
    assert talk.door.shown[card].text.startswith(
        "Đã bỏ việc vừa làm: 2 người trở lại như trước. Số 2 đã đổi sau đó nên giữ nguyên"
    )
    assert people(talk) == [
        "1 Lê Thị Hà · present",
        "2 Nguyễn Văn An, Trưởng phòng, Sở Tài chính · present",
    ]
    assert await talk.tap_data(card, "rollback:1:1") == phrases.TOAST_OLD


async def test_a_mistake_of_ours_in_taking_back_is_no_old_button(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.text(LIST)
    card = next(key for key, one in talk.door.shown.items() if about.BUTTON_UNDO in one.labels)

    def broken(*_: object) -> None:
        raise KeyError("a person")

    with monkeypatch.context() as patch:
        patch.setattr(talk.office.store.same_people, "of_step", broken)
        (told,) = await talk.arrive(HA, card, tap=Tap("broken", "rollback:1:1"))
    assert told.startswith("Có lỗi khi xử lý")
    await talk.tap(card, about.BUTTON_UNDO)
    assert talk.door.shown[card].text.startswith("Đã bỏ việc vừa làm: ")


async def test_an_account_named_by_a_list_that_is_taken_back_has_its_own_name(talk: Talk) -> None:
    await talk.text("có mặt", AN)
    await talk.text("/thanhphan Nguyễn Văn An - Giám đốc")
    await talk.text("/thanhphan hoantac")
    assert people(talk) == ["1 Lê Thị Hà · present", "2 Nguyễn Văn An · present"]
    assert talk.line(1).speaker.full == "Nguyễn Văn An"  # type: ignore[attr-defined]


# --- marked, mended -----------------------------------------------------------------------------


async def test_all_are_marked_with_one_tap_then_the_exceptions(talk: Talk) -> None:
    await talk.text(LIST)
    await talk.text("/thanhphan")
    card = last(talk)
    await talk.text("/thanhphan Lê Văn Muộn")
    assert await talk.tap(card, "Có mặt cả 2 người", BINH) == phrases.TOAST_NOT_ALLOWED
    assert await talk.tap(card, "Có mặt cả 2 người") == "Đã đánh dấu 2 người có mặt"
    assert people(talk)[4] == "5 Lê Văn Muộn · ", "who was not shown is not marked"
    assert await talk.text("/thanhphan vang 3: ốm") == [
        "Vắng: 3. Phạm Thị Chi (ốm). Hoàn tác: /thanhphan hoantac"
    ]
    assert await talk.text("/thanhphan vắng 2 3 đi công tác 2 ngày") == [
        "Vắng: 2. Nguyễn Văn An; 3. Phạm Thị Chi (đi công tác 2 ngày). Hoàn tác: /thanhphan hoantac"
    ]
    assert (await talk.text("/thanhphan comat 2-4 99"))[0] == about.NO_SUCH.format(numbers="99")
    assert (await talk.text("/thanhphan có mặt 2-4"))[0].startswith("Có mặt: 2. Nguyễn Văn An; 3.")
    assert people(talk)[3] == "4 Trần Thị Mai · present", "the reason is gone"
    assert (await talk.text("/thanhphan comat het"))[0].startswith("Có mặt: 5. Lê Văn Muộn.")
    assert await talk.text("/thanhphan comat het") == [about.NOBODY_LEFT]
    await talk.text("/thanhphan chua 5")
    assert people(talk)[4] == "5 Lê Văn Muộn · "


async def test_people_are_marked_by_name_and_each_with_their_reason(talk: Talk) -> None:
    await talk.text(LIST)
    await talk.text("/vắng 2 ốm, 3 đi học, 2 ngày")
    assert [row.partition(" · ")[2] for row in people(talk)[1:3]] == [
        "absent · ốm",
        "absent · đi học, 2 ngày",
    ]
    assert (await talk.text("/vang chi om"))[0].startswith("Vắng: 3. Phạm Thị Chi (om).")
    await talk.text("/thanhphan Ngô Văn Chi")
    told = "Trong danh sách có mấy người tên ấy: 3. Phạm Thị Chi; 5. Ngô Văn Chi. Hãy ghi số: "
    assert await talk.text("/thanhphan vắng Chi") == [f"{told}/thanhphan vang 3"]
    await talk.text("/thanhphan mọi người đều có mặt")
    assert people(talk)[4].endswith("present"), "of whom nothing was said yet"
    before = people(talk)
    assert len(await talk.text("/vắng hết")) == 1
    assert people(talk) == before, "nobody is called so"
    await talk.text("/thanhphan sửa 5 thành Ngô Văn Chí - Kế toán")
    assert people(talk)[4].startswith("5 Ngô Văn Chí, Kế toán")
    await talk.text("/thanhphan xoá Ngô Văn Chí")
    assert len(people(talk)) == 4


async def test_a_number_in_a_reason_marks_nobody(talk: Talk) -> None:
    await talk.text(LIST)
    before = people(talk)
    for typed in ("4 om, 3 ngay", "4 có tang, 2 con nhỏ ốm", "4 đi tập huấn, 3 xã dự"):
        await talk.text(f"/thanhphan vang {typed}")
        assert people(talk) == [*before[:3], f"4 Trần Thị Mai · absent · {typed[2:]}"], typed
    await talk.text("/thanhphan chua 4")
    before = people(talk)
    assert await talk.text("/thanhphan vang 2 ốm, 99 bận") == [about.NO_SUCH.format(numbers="99")]
    assert people(talk) == before, "not the half of it"
    assert await talk.text("/thanhphan vang 2 ốm, 3 bận") == [
        "Vắng: 2. Nguyễn Văn An (ốm).\nVắng: 3. Phạm Thị Chi (bận). Hoàn tác: /thanhphan hoantac"
    ]
    await talk.text("/thanhphan hoantac")
    assert people(talk) == before, "one step"


async def test_a_family_or_an_office_that_begins_as_the_order_does_makes_nobody_absent(
    talk: Talk,
) -> None:
    """«Vang» may be Vàng typed without its mark, «vang thanh tra tinh» an office."""
    await talk.text("/thanhphan\nNguyễn Thị Hoa\nLê Thành\nVàng A Pủ\nLê Thanh Nam")
    for typed in (
        *("Vang Thi Hoa - Trưởng phòng", "Vang Thanh Son", "Vang A Pu", "VANG THI HOA"),
        *("vang thanh tra tinh", "vang thanh tra tỉnh", "vang thi hoa - truong phong"),
        *("Vang Thanh Nam", "vắng Thành tra tỉnh", "vang thi hoa phong ke toan"),
    ):
        await talk.text(f"/thanhphan {typed}")
        assert not [row for row in people(talk)[:5] if "absent" in row], typed
    (said,) = await talk.text("/thanhphan vang thanh tra tinh")
    assert "Lê Thành (số 3) vắng, lý do “tra tinh”, thì gửi: /thanhphan vang 3 tra tinh" in said


async def test_who_is_named_without_marks_is_marked_where_a_reason_follows(talk: Talk) -> None:
    await talk.text("/thanhphan\nNguyễn Thị Hoa\nLê Thành\nVàng A Pủ\nLê Thanh Nam")
    for typed, told in (
        ("vang thi hoa di hoc", "2 Nguyễn Thị Hoa · absent · di hoc"),
        ("vắng Thành đi công tác", "3 Lê Thành · absent · đi công tác"),
        ("vang Thanh Nam", "5 Lê Thanh Nam · absent"),
        ("vang Vang A Pu", "4 Vàng A Pủ · absent"),
        ("vang le thanh lo viec nha", "3 Lê Thành · absent · lo viec nha"),
        ("Vắng Thanh Nam - ốm", "5 Lê Thanh Nam · absent · ốm"),
    ):
        await talk.text(f"/thanhphan {typed}")
        assert told in people(talk), typed


async def test_a_name_does_not_lose_its_first_word(talk: Talk) -> None:
    await talk.text("/thanhphan Lê Ba")
    for typed in ("Thanh Thị Hoa", "Thanh Tâm"):
        await talk.text(f"/thanhphan sua 2 {typed} - Kế toán")
        assert people(talk)[1].startswith(f"2 {typed}, Kế toán")
    await talk.text("/thanhphan sua 2 thành Lê Bốn")
    assert people(talk)[1].startswith("2 Lê Bốn, Kế toán")


async def test_who_was_absent_and_speaks_is_present_and_that_is_said(talk: Talk) -> None:
    await talk.text(LIST)
    await talk.text("/thanhphan vang 2 ốm")
    (said,) = await talk.text("tôi đến rồi", AN)
    assert said.startswith("Nguyễn Văn An đang ghi là vắng (ốm) mà vừa nói trong cuộc họp")
    assert people(talk)[1].endswith("present")
    (said,) = await talk.text("/thanhphan vang 2 về sớm")
    assert "⚠ Nguyễn Văn An có lời trong biên bản mà ghi là vắng" in said
    assert await talk.text("nói nữa", AN) == []
    assert people(talk)[1].endswith("absent · về sớm"), "who marked it knew"


async def test_a_row_is_mended_removed_and_put_elsewhere(talk: Talk) -> None:
    await talk.text(LIST)
    assert (await talk.text("/thanhphan sua 3 Phạm Thị Chị - Phó Giám đốc"))[0].startswith(
        "Đã sửa số 3: Phạm Thị Chị, Phó Giám đốc, Sở Tài chính."
    )
    await talk.text("/thanhphan sửa 3 đơn vị: Sở Y tế")
    assert people(talk)[2] == "3 Phạm Thị Chị, Phó Giám đốc, Sở Y tế · "
    await talk.text("/thanhphan thutu 3 truoc 1")
    assert [row[0] for row in people(talk)] == ["3", "1", "2", "4"]
    await talk.text("/thanhphan thứ tự 3 sau 4")
    assert [row[0] for row in people(talk)] == ["1", "2", "4", "3"]
    await talk.text("/thanhphan xoa 2 4")
    assert [row[0] for row in people(talk)] == ["1", "3"]
    await talk.text("/thanhphan hoantac")
    assert len(people(talk)) == 4
    for wrong in ("sua 3", "sua 9 Lê Hà", "vang 77 ốm", "thutu 3", "gop 3", "xoa 1-99"):
        before = people(talk)
        assert len(await talk.text(f"/thanhphan {wrong}")) == 1
        assert people(talk) == before, wrong


async def test_removed_people_do_not_come_back(talk: Talk) -> None:
    await talk.text(LIST)
    await talk.text("tôi", BINH)
    await talk.text("/thanhphan xoa 3 5")
    await talk.text("tôi nữa", BINH)
    await talk.text("/thanhphan")
    assert [row[0] for row in people(talk)] == ["1", "2", "4"]
    await talk.text("/ketthuc")
    await talk.text("/batdau Họp hai")
    await talk.text("/thanhphan")
    assert [row.split(" · ")[0] for row in people(talk, 2)] == [
        "1 Lê Thị Hà",
        "2 Nguyễn Văn An, Trưởng phòng, Sở Tài chính",
        "3 Trần Thị Mai",
    ]


async def test_a_long_list_has_pages(talk: Talk) -> None:
    given = [f"Lê Văn {a}{b}" for a in "ABCDE" for b in "nghkt"]
    await talk.text("/thanhphan\n" + "\n".join(given))
    (said,) = await talk.text("/thanhphan")
    assert "26 người · trang 1/2" in said
    assert len(said) < 1500
    card = last(talk)
    await talk.tap(card, "Sau ›", BINH)
    assert "trang 2/2\n\nChưa đánh dấu (25)\n21. " in talk.door.shown[card].text
    assert talk.door.shown[card].labels == ["‹ Trước"]
    assert "trang 2/2" in (await talk.text("/thanhphan trang 2"))[0]


# --- the next meeting ---------------------------------------------------------------------------


async def test_the_next_meeting_begins_with_the_list_and_nobody_marked(talk: Talk) -> None:
    await talk.text(LIST)
    await talk.text("/thanhphan comat het")
    await talk.text("/ketthuc")
    before = people(talk)
    await talk.text("/batdau Họp hai")
    assert people(talk, 2) == [
        "1 Lê Thị Hà · present",
        "2 Nguyễn Văn An, Trưởng phòng, Sở Tài chính · ",
        "3 Phạm Thị Chi, Giám đốc, Sở Tài chính · ",
        "4 Trần Thị Mai · ",
    ]
    await talk.text("tôi đây", AN)
    assert people(talk, 2)[1].endswith("Sở Tài chính · present")
    assert talk.store.lines.of_meeting(2)[0].speaker.title == "Trưởng phòng, Sở Tài chính"
    assert people(talk) == before
    (said,) = await talk.text("/thanhphan 1")
    assert said.startswith("Thành phần cuộc họp số 1")


async def test_another_chat_does_not_see_the_list(talk: Talk) -> None:
    await talk.text(LIST)
    other = Talk(talk.office, talk.door, "-200")
    await other.text("/batdau Họp khác")
    (said,) = await other.text("/thanhphan 1")
    assert said == about_rights.NO_SUCH_MEETING.format(no=1)
    assert "Mai" not in (await other.text("/thanhphan"))[0]
    assert await other.tap_data("x", "rollall:1:99") == phrases.TOAST_OLD


async def test_in_private_who_took_part_sees_it(talk: Talk) -> None:
    await talk.text(LIST)
    await talk.text("tôi", AN)
    alone = Talk(talk.office, talk.door, AN.key)
    alone.chat = Chat(talk.door.name, AN.key, "An", ChatKind.PRIVATE)
    assert "Trần Thị Mai: ốm" in (await alone.text("/thanhphan", AN))[0]
    (said,) = await alone.text("/thanhphan xoa 4", AN)
    assert said == about_rights.ONLY_THERE.format(no=1)


# --- files --------------------------------------------------------------------------------------

CSV = "STT;Họ và tên;Chức vụ;Đơn vị\n1;Lê Văn Tám;Trưởng phòng;Sở Y tế\n2;Các phòng;;\n"


async def test_a_file_with_the_command_is_read(talk: Talk) -> None:
    reading, said, shown = await file(talk, CSV.encode("utf-16"))
    assert reading == "Đang đọc tệp ds.csv…"
    assert said.startswith(
        "Đã đọc 1 người từ tệp ds.csv: 1 thêm mới.\nChưa đưa vào 1 chỗ:\ndòng 3: “2 · Các phòng”"
    )
    assert "2. Lê Văn Tám, Trưởng phòng, Sở Y tế" in shown
    card = next(key for key, one in talk.door.shown.items() if about.BUTTON_UNDO in one.labels)
    await talk.tap(card, about.BUTTON_UNDO)
    assert people(talk) == ["1 Lê Thị Hà · present"]


async def test_a_page_of_long_titles_is_one_message_with_everybody(talk: Talk) -> None:
    title = "Phó Giám đốc kiêm " + "Trưởng ban Chỉ đạo " * 9
    rows = "\n".join(f"{n};Nguyễn Văn {'ABCDEGHIKLMNOPQRSTUVX'[n]}n;{title}" for n in range(20))
    *_, shown = await file(talk, f"STT;Họ và tên;Chức vụ\n{rows}")
    assert len(shown) < talk.door.max_text - 500
    assert all(f"\n{n}. " in shown for n in range(2, 21))


async def test_a_file_is_read_in_answer_to_its_message_too(talk: Talk) -> None:
    talk.door.recordings["list"] = CSV.encode()
    sent = Media(MediaKind.OTHER, "list", "ds.csv")
    _, said, _ = await talk.text("/thanhphan", reply_to="m77", replied=sent)
    assert said.startswith("Đã đọc 1 người từ tệp ds.csv")
    picture = Media(MediaKind.PICTURE, "x")
    assert await talk.text("/thanhphan", reply_to="m78", replied=picture) == [about.REPLY_NO_FILE]


async def test_files_that_are_no_lists_get_a_sentence(talk: Talk) -> None:
    assert (await file(talk, b"x", "anh.pdf"))[0].startswith("anh.pdf không phải danh sách")
    picture = await talk.picture("/thanhphan")
    assert picture[0].startswith("Tệp này không phải danh sách đọc được")
    _, said = await file(talk, b"\xd0\xcf\x11\xe0" + bytes(99), "ds.xls")
    assert said == about.FILE_AGAIN.format(what=about.FILE_WRONG["old"])
    _, said = await file(talk, Refused("gone"))
    assert said == about.FILE_AGAIN.format(what=about.FILE_WRONG["fetch"])
    _, said = await file(talk, "Ghi chú\nkhông có ai\n")
    assert said.startswith("Chưa đọc được người nào từ tệp ds.csv nên danh sách giữ nguyên.")
    media = Media(MediaKind.OTHER, "list", "ds.xlsx", size=3_000_000)
    (said,) = await talk.arrive(HA, "big", text="/thanhphan", media=media)
    assert said == about.FILE_AGAIN.format(what=about.FILE_WRONG["big"])
    assert people(talk) == ["1 Lê Thị Hà · present"]


async def test_a_list_that_cannot_be_taken_holds_up_no_other_work(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise KeyError("what nobody has thought of")

    with monkeypatch.context() as patch:
        patch.setattr(talk.office.store.attendance, "add", fails)
        _, said = await asyncio.wait_for(file(talk, CSV), PATIENCE)
    assert said == about.FILE_AGAIN.format(what=about.FILE_WRONG["other"])
    assert (await file(talk, CSV))[1].startswith("Đã đọc 1 người")


async def test_a_file_of_somebody_who_may_not_is_not_fetched(talk: Talk) -> None:
    media = Media(MediaKind.OTHER, "none", "ds.csv")
    (said,) = await talk.arrive(BINH, "b", text="/thanhphan", media=media)
    assert said.startswith("Chỉ thư ký")


async def test_a_file_that_came_before_the_end_of_the_process_is_read_after_the_start(
    tmp_path: Path,
) -> None:
    door = ListDoor()
    async with talking(tmp_path, door=door) as talk:
        await talk.text("/batdau Họp")
        store = talk.store
        media = Media(MediaKind.OTHER, "later", "ds.csv")
        chat = await talk.in_store(store.chats.find, "list", "-100")
        await talk.in_store(store.attendance.want_read, chat, 1, 1, media)
    door.recordings["later"] = CSV.encode()
    async with talking(tmp_path, door=door) as talk:
        await talk.office.settle()
        assert people(talk)[1].startswith("2 Lê Văn Tám")
        assert not talk.store.attendance.to_read()


async def test_the_form_and_the_list_are_handed_out_as_excel(talk: Talk) -> None:
    await talk.text("/thanhphan file")
    assert talk.door.files[-1].name == "thanh_phan.xlsx"
    await talk.text(LIST)
    await talk.text("/thanhphan xuat", BINH)
    sheet = load_workbook(talk.door.files[-1]).active
    assert [cell.value for cell in sheet[5]] == [
        *("4", None, "Trần Thị Mai", None, None, "vắng", "ốm"),
    ]
    talk.door.recordings["list"] = talk.door.files[-1].read_bytes()
    before = people(talk)
    _, said = (await file(talk, talk.door.files[-1].read_bytes(), "x.xlsx"))[:2]
    assert said.startswith("Đã đọc 4 người từ tệp x.xlsx: 4 đã có trong danh sách.")
    assert people(talk) == before


# --- what it feeds ------------------------------------------------------------------------------


async def test_reports_have_who_came_and_who_did_not(talk: Talk) -> None:
    await talk.text(LIST)
    await talk.text("/thongtin\nchủ trì: Phạm Thị Chi, Giám đốc")
    await talk.text(
        "/thanhphan\nLê Văn Nam - Sở Y tế\nVũ Văn Quên\nBùi Thị Đây - Kế toán - Sở Tài chính"
    )
    await talk.text("/thanhphan comat 2 3 5 7")
    (said,) = await talk.draft("/baocao")
    assert (
        "1. Thành phần tham dự:\n- Chủ trì: Phạm Thị Chi, Giám đốc\n- Lê Thị Hà;\n"
        "- Sở Tài chính:\n+ Nguyễn Văn An, Trưởng phòng;\n+ Bùi Thị Đây, Kế toán;\n"
        "- Lê Văn Nam, Sở Y tế.\n- Vắng: Trần Thị Mai (ốm)\n"
    ) in said
    assert "Vũ Văn Quên" not in said
    assert "thành phần" not in said.split("Còn thiếu: ")[1].split(".")[0]
    assert "1 người trong danh sách chưa đánh dấu nên không vào dự thảo" in said
    (said,) = await talk.draft("/bienban")
    head = said.split("Thành phần tham dự:\n")[1]
    assert head.startswith("- Phạm Thị Chi, Giám đốc, Sở Tài chính;\n- Lê Thị Hà;\n- Sở Tài chính:")
    (said,) = await talk.draft("/thongbao")
    assert (
        "Tham dự cuộc họp có: Lê Thị Hà; Nguyễn Văn An, Trưởng phòng, Sở Tài chính; "
        "Lê Văn Nam, Sở Y tế; Bùi Thị Đây, Kế toán, Sở Tài chính."
    ) in said


async def test_words_given_by_hand_count_more_and_back_with_a_button(talk: Talk) -> None:
    await talk.text(LIST)
    (said,) = await talk.text("/thongtin\nthành phần: + Trưởng các phòng")
    assert "thay cho danh sách /thanhphan" in said
    assert "+ Trưởng các phòng" in (await talk.draft("/baocao"))[0]
    (said,) = await talk.text("/thanhphan")
    assert about.BY_HAND.format(labels="thành phần") in said
    await talk.tap(last(talk), about.BUTTON_USE_LIST)
    draft = (await talk.draft("/baocao"))[0]
    assert "Trưởng các phòng" not in draft
    assert "- Vắng: Trần Thị Mai (ốm)" in draft
    (said, *_) = await talk.text("/thongtin")
    assert "• thành phần: theo danh sách /thanhphan: 1 có mặt, 1 vắng, 2 chưa đánh dấu" in said
    await talk.text("/thanhphan")
    await talk.tap(last(talk), about.BUTTON_USE_TEXT)
    assert "+ Trưởng các phòng" in (await talk.draft("/baocao"))[0]
    await talk.text("/thongtin\nthành phần:")
    assert "+ Trưởng các phòng" not in (await talk.draft("/baocao"))[0]


async def test_names_and_titles_are_listened_for_and_offered(tmp_path: Path) -> None:
    ear = Unsure()
    async with talking(tmp_path, ear=ear) as talk:
        await talk.text("/batdau Họp")
        await talk.text(
            "/thanhphan\nVắng: Trần Thị Mai (ốm)\nCó mặt:\n- Hồ Văn Đượm - Kỹ sư trưởng"
        )
        card = await talk.voice("đồng chí hồ văn được nói", AN)
        assert ear.hints[-1] == "Hồ Văn Đượm, Trần Thị Mai, Họp, Kỹ sư trưởng"
        assert "Đổi thành Hồ Văn Đượm" in talk.door.shown[card].labels


async def test_the_way_out_carries_the_list(talk: Talk) -> None:
    await talk.text(LIST)
    store = talk.store
    meeting = store.meetings.get(1)
    assert meeting
    exported = export.as_dict(meeting, [], people=store.attendance.of_meeting(1))
    assert json.loads(export.to_json(exported))["people"][3] == {
        "no": 4,
        "called": "",
        "name": "Trần Thị Mai",
        "title": "",
        "unit": "",
        "state": "absent",
        "note": "ốm",
        "account": "",
    }


async def test_an_erased_meeting_takes_its_list_and_files_along(talk: Talk) -> None:
    await talk.text(LIST)
    await talk.text("/thanhphan xuat")
    await talk.text("/xoacuochop")
    await talk.tap(last(talk), "Xoá hẳn")
    await talk.until(lambda: not talk.door.files[-1].exists())
    for table in ("attendance", "attendance_steps", "sent_lists"):
        assert talk.rows(f"SELECT * FROM {table}") == []


async def test_it_works_after_the_end_too(talk: Talk) -> None:
    await talk.text("/ketthuc")
    await talk.text(LIST)
    assert (await talk.text("/thanhphan vang 2 bận"))[0].startswith("Vắng: 2. Nguyễn Văn An (bận)")


async def test_a_draft_says_which_names_are_not_yet_those_of_people(talk: Talk) -> None:
    await talk.text("Có mặt", Person("8", "cường đen 😎"))
    await talk.text("/toi nguyen van an", Person("2", "An"))
    await talk.tap(last(talk), "Nguyen Van An", Person("2", "An"))
    await talk.text("/thanhphan\nH'Bia Niê - Chi hội trưởng")
    await talk.text("/thanhphan comat het")
    (said,) = await talk.draft("/bienban")
    assert (
        "⚠ Chưa giống họ tên trong văn bản: 2. cường đen 😎; 3. Nguyen Van An. Sửa: /thanhphan sua "
        "2 Họ tên - chức vụ, hoặc nhờ người đó gửi /toi Họ tên - chức vụ" in said
    )
