"""Who may do what, as people meet it: handed over, forged, taken back, changed since."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.doors.port import Chat, ChatKind, Person
from bot.messages import erasing as about_erasing
from bot.messages import lines as about_lines
from bot.messages import phrases
from bot.messages import rights as about_rights
from bot.messages import undoing as about_undoing
from bot.minutes import Tag
from bot.minutes.rights import Act
from tests.dialogs.rights_house import DUNG, SECRET, WHO, held, house
from tests.dialogs.talking import AN, HA, Talk

pytestmark = pytest.mark.asyncio(loop_scope="module")
__all__ = ["house"]  # a fixture


async def test_erasing_asks_first_and_leaves_a_trace(house: Talk) -> None:
    talk, number = await held(house)
    (said,) = await talk.text("/xoacuochop", HA)
    assert said.startswith(f"Xoá hẳn cuộc họp số {number} “Họp {SECRET}”? Cuộc họp này CÒN ĐANG MỞ")
    question = list(talk.door.shown)[-1]
    await talk.tap(question, "Giữ lại", HA)
    assert talk.store.meetings.get(number) is not None
    await talk.text("/xoacuochop", HA)
    question = list(talk.door.shown)[-1]
    data = talk.door.shown[question].buttons[0][0].data
    talk.between = timedelta(minutes=11)
    assert await talk.tap_data(question, data, HA) == about_erasing.TOAST_ERASE_OLD
    talk.between = timedelta(seconds=10)
    await talk.text("/xoacuochop", HA)
    question = list(talk.door.shown)[-1]
    await talk.tap(question, "Xoá hẳn", HA)
    text = talk.door.shown[question].text
    assert text.startswith(f"Lê Thị Hà đã xoá hẳn cuộc họp số {number}: 6 dòng, ")
    assert SECRET not in text
    assert talk.store.meetings.get(number) is None
    (entry,) = [x for x in talk.store.audit.entries() if x.meeting_id == number]
    assert entry.person_id is not None
    for command in ("/xem", "/baocao", "/thongtin", "/xoacuochop"):
        assert (await talk.text(f"{command} {number}", HA))[0].startswith("Ở đây không có cuộc họp")
    for data in ("erase:x", "erase:1:2:3", f"erase:{number}:99999999999999999999", "keep:"):
        assert await talk.tap_data(question, data, HA) == phrases.TOAST_OLD


async def test_a_button_of_yesterday_acts_by_todays_rights(house: Talk) -> None:
    talk, number = await held(house)
    line = talk.store.lines.of_meeting(number)[0]
    assert await talk.tap_data("m1", f"tag:{line.id}:ketluan", HA) == f"#{line.no}: Kết luận"
    await talk.text("/thuky Hoàng Dũng", HA)
    said = await talk.tap_data("m1", f"tag:{line.id}:ketluan", HA)
    assert said == about_lines.refused(Act.CONCLUDE)
    said = await talk.tap_data("m1", f"tag:{line.id}:ketluan", DUNG)
    assert said == f"#{line.no}: Kết luận (Lê Thị Hà vừa gắn). Bỏ thẻ: /botag {line.no}"
    assert (await talk.text("/botag 1", DUNG))[0].startswith("Đã bỏ thẻ của #1.")
    await talk.tap_data("m1", f"tag:{line.id}:ketluan", DUNG)
    assert await talk.tap_data("m1", f"tag:{line.id}:ketluan", DUNG) == f"#{line.no}: đã bỏ thẻ"


async def test_what_was_taken_back_is_done_again_by_todays_rights(house: Talk) -> None:
    talk, number = await held(house)
    await talk.text("/doi 1 sau 3", HA)
    await talk.text("/hoantac", HA)
    for role in ("member", "speaker", "admin"):  # who have taken nothing back
        (said,) = await talk.text("/lamlai", WHO[role], admin=role == "admin")
        assert said == about_undoing.NOTHING_TO_REDO
    await talk.text("/thuky Hoàng Dũng", HA)
    (said,) = await talk.text("/lamlai", HA)
    assert said.startswith("Chỉ thư ký, chủ trì hoặc quản trị viên nhóm đổi người nói, thứ tự")
    assert [x.no for x in talk.store.lines.of_meeting(number)] == [1, 2, 3, 4, 5, 6]
    assert (await talk.text("/lamlai", HA, admin=True))[0].startswith("Đã làm lại:")


async def test_a_conclusion_by_somebody_else_is_kept_without_its_tag(house: Talk) -> None:
    talk, number = await held(house)
    for typed in ("KL: Thống nhất.", "#ketluan Thống nhất.", "/ketluan Thống nhất."):
        (said,) = await talk.text(typed, AN)
        line = talk.store.lines.of_meeting(number)[-1]
        assert (line.text, line.tag) == ("Thống nhất.", None)
        assert said.startswith(f"Đã ghi dòng #{line.no}, chưa gắn thẻ kết luận")
    await talk.text("/quyen ketluan mọi người", HA)
    await talk.text("KL: Nhất trí.", AN)
    line = talk.store.lines.of_meeting(number)[-1]
    assert line.tag is Tag.CONCLUSION
    (said,) = await talk.text("/ketluan 3", DUNG)  # somebody else's line all the same
    assert "giữ nguyên" in said or "Đã gắn" in said
    await talk.text("/quyen ketluan thư ký", HA)
    (said,) = await talk.text(f"/ykien {line.no}", AN)  # it takes the conclusion off
    assert said.startswith("Ở cuộc họp này chỉ thư ký, chủ trì hoặc quản trị viên nhóm")


async def test_the_secretary_hands_over_and_shares(house: Talk) -> None:
    talk, number = await held(house)
    (said,) = await talk.text("/thuky", DUNG)
    assert said.startswith("Thư ký: Lê Thị Hà; Phạm Thị Chi.")
    (said,) = await talk.text("/thuky khong co ai", HA)
    assert said.startswith("Chưa rõ là ai.")
    (said,) = await talk.text("/thuky bớt @chi_pham", HA)
    assert said == "Phạm Thị Chi không còn là thư ký của cuộc họp."
    (said,) = await talk.text("/thuky", HA, answers=DUNG)
    assert said == "Từ bây giờ thư ký của cuộc họp là Hoàng Dũng (tài khoản @dung)."
    (said,) = await talk.text("/thuky @dung", HA)
    assert said.startswith("Chỉ thư ký (Hoàng Dũng) hoặc quản trị viên nhóm phân công được.")
    (said,) = await talk.text("/thuky thêm Chi", DUNG)
    assert said.startswith("Phạm Thị Chi (tài khoản @chi_pham) cũng là thư ký")
    new = Person("99", "Mới Đến")
    (said,) = await talk.text("/thuky ông Mới", DUNG, mentions=(new,))
    assert said == "Từ bây giờ thư ký của cuộc họp là Mới Đến."
    meeting = talk.store.meetings.get(number)
    assert meeting is not None
    # what a former secretary typed for the record stays as typed
    typed = next(x for x in talk.store.lines.of_meeting(number) if x.no == 3)
    assert meeting.typed_by_secretary(typed)
    acts = [entry.act for entry in talk.store.audit.entries() if entry.meeting_id == number]
    assert acts[-4:] == ["unshare_secretary", "hand_over", "share_secretary", "hand_over"]


async def test_a_name_that_two_have_names_nobody(house: Talk) -> None:
    talk, number = await held(house)
    await talk.text("/toi Dũng", AN)  # the other one is Hoàng Dũng
    await talk.tap(list(talk.door.shown)[-1], "Dũng", AN)
    assert (await talk.text("/thuky Dũng", HA))[0].startswith("Chưa rõ là ai.")
    (said,) = await talk.text("/thuky Chung Văn Nam", HA)  # a surname is no order
    assert said.startswith("Chưa rõ là ai.")
    (said,) = await talk.text("/thuky Hoàng Dũng", HA)
    assert said == "Từ bây giờ thư ký của cuộc họp là Hoàng Dũng (tài khoản @dung)."
    meeting = talk.store.meetings.get(number)
    assert meeting is not None
    assert meeting.secretary.name == "Hoàng Dũng"


async def test_a_username_belongs_to_who_has_it_now(house: Talk) -> None:
    talk, _ = await held(house)
    await talk.text("Tôi mới đổi tên", Person("44", "Tên Khác", "dung"))
    (said,) = await talk.text("/thuky @dung", HA)
    assert said.startswith("⚠ @dung nay là của tài khoản khác: Tên Khác.")
    card = list(talk.door.shown)[-1]
    await talk.tap(card, "Đúng, tài khoản @dung", HA)
    said = talk.door.shown[card].text
    assert said == "Từ bây giờ thư ký của cuộc họp là Tên Khác (tài khoản @dung)."


async def test_a_conclusion_is_not_its_speakers_to_change(house: Talk) -> None:
    talk, number = await held(house)
    await talk.arrive(AN, "c1", text="Chi 1 tỷ đồng.")
    line = talk.store.lines.of_meeting(number)[-1]
    await talk.text(f"/ketluan {line.no}", HA)
    (said,) = await talk.text("Chi 10 tỷ đồng.", AN, edit="c1")
    assert said.startswith(f"Dòng #{line.no} đã là kết luận nên không đổi theo tin vừa sửa.")
    for typed in (f"/sua {line.no} Chi 10 tỷ đồng.", f"/xoa {line.no}"):
        assert "giữ nguyên" in (await talk.text(typed, AN))[0]
    now = talk.store.lines.of_meeting(number)[-1]
    assert (now.text, now.deleted) == ("Chi 1 tỷ đồng.", False)
    assert (await talk.text(f"/sua {line.no} Chi 2 tỷ đồng.", HA))[0].startswith("Đã sửa")


async def test_nor_to_take_back(house: Talk) -> None:
    talk, number = await held(house)
    await talk.text("Chi 1 tỷ đồng.", AN)
    line = talk.store.lines.of_meeting(number)[-1]
    await talk.text(f"/sua {line.no} Chi 10 tỷ đồng.", AN)
    await talk.text(f"/ketluan {line.no}", HA)
    assert "giữ nguyên" in (await talk.text("/hoantac", AN))[0]
    assert talk.store.lines.of_meeting(number)[-1].text == "Chi 10 tỷ đồng."


async def test_what_is_forwarded_is_no_order(house: Talk) -> None:
    talk, number = await held(house)
    count = len(talk.store.lines.of_meeting(number))
    far = Person("56", "Ở Xa")
    for typed in ("KL 1", "/ketluan 1", "/ketthuc"):
        await talk.text(typed, HA, speaker=far)
    lines = talk.store.lines.of_meeting(number)
    assert [line.text for line in lines[count:]] == ["KL 1", "/ketluan 1", "/ketthuc"]
    assert lines[0].tag is None


async def test_data_of_other_buttons_leaves_a_card_alone(house: Talk) -> None:
    talk, number = await held(house)
    card = await talk.voice("tôi nhất trí", AN)
    before = talk.door.shown[card].text
    for data in (f"keep:{number}", f"page:{number}:tatca:1", "history:1"):
        assert await talk.tap_data(card, data, DUNG) == phrases.TOAST_OLD
    assert talk.door.shown[card].text == before
    assert await talk.tap_data("m9", f"keep:{number}", DUNG) == phrases.TOAST_NOT_KEEPER


async def test_the_secretary_is_told_where_to_ask(house: Talk) -> None:
    talk, number = await held(house)
    alone = Talk(talk.office, talk.door, HA.key)
    alone.chat = Chat(talk.door.name, HA.key, HA.name, ChatKind.PRIVATE)
    await alone.text("/ban thoi", HA)
    (said,) = await alone.text(f"/xoacuochop cuộc họp {number}", HA)
    assert said.startswith(f"Việc này làm trong khung chat của cuộc họp số {number}")


async def test_the_chair_stands_in_the_report_where_nobody_else_does(house: Talk) -> None:
    talk, number = await held(house)
    meeting = talk.store.meetings.get(number)
    assert meeting is not None
    await talk.text("/chutri Trần Bình", HA)
    meeting = talk.store.meetings.get(number)
    assert meeting is not None
    assert meeting.info["chu_tri"] == "Trần Bình"
    assert (await talk.text("/chutri"))[0] == "Chủ trì: Trần Bình. Đổi: /chutri @ten"
    await talk.text("/thongtin chủ trì: Bà Lan, Giám đốc", HA)
    await talk.text("/chutri @dung", HA)
    meeting = talk.store.meetings.get(number)
    assert meeting is not None
    assert meeting.info["chu_tri"] == "Bà Lan, Giám đốc"
    assert (await talk.text("/chutri xoá"))[0].startswith("Chưa chọn chủ trì.")


async def test_whom_the_report_calls_the_chair_is_made_so_by_a_tap(house: Talk) -> None:
    talk, number = await held(house)
    await talk.text("/chutri xoá", HA)
    await talk.text("/thongtin chủ trì: Đồng chí Hoàng Dũng, Giám đốc Sở", HA)
    shown = list(talk.door.shown)[-1]
    assert talk.door.shown[shown].labels == ["Chủ trì là Hoàng Dũng"]
    assert await talk.tap(shown, "Hoàng Dũng", AN) == phrases.TOAST_NOT_KEEPER
    await talk.tap(shown, "Hoàng Dũng", HA)
    meeting = talk.store.meetings.get(number)
    assert meeting is not None
    assert meeting.info["chu_tri"] == "Đồng chí Hoàng Dũng, Giám đốc Sở"
    assert await talk.tap_data("m1", f"ykien:{number}", DUNG) == phrases.TOAST_OLD
    assert (await talk.text("/ketluan 1", DUNG))[0].startswith("Đã gắn thẻ")
    assert await talk.tap_data(shown, f"chair:{number}:99999", HA) == phrases.TOAST_OLD


async def test_whose_words_were_only_forwarded_took_no_part(house: Talk) -> None:
    talk, number = await held(house)
    far = Person("55", "Ở Xa")
    await talk.text("Lời chuyển tiếp", HA, speaker=far)
    alone = Talk(talk.office, talk.door, far.key)
    alone.chat = Chat(talk.door.name, far.key, far.name, ChatKind.PRIVATE)
    assert SECRET not in "\n".join(await alone.text(f"/xem {number}", far))
    assert SECRET not in "\n".join(await alone.text("/lichsu", far))


async def test_who_is_who_is_shown(house: Talk) -> None:
    talk, number = await held(house)
    (said,) = await talk.text("/quyền", DUNG)
    assert said.startswith(f"Cuộc họp số {number} “Họp {SECRET}”\nThư ký: Lê Thị Hà; Phạm Thị Chi")
    assert "Chủ trì: Trần Bình" in said
    assert (await talk.text("/quyen abc", HA))[0] == about_rights.USE_RIGHTS
