"""Tags are suggested, a person decides: on the card, in /goiy, never by itself."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.conversation.lines.card import gathered
from bot.doors.port import Chat, ChatKind, Person
from bot.messages import lines as about_lines
from bot.messages import phrases
from bot.messages import rights as about_rights
from bot.messages import suggestions as words
from bot.minutes.rights import Act
from tests.dialogs.talking import AN, BINH, HA, Talk, talking

CHI = Person("4", "Phạm Thị Chi", "chi_pham")
DUNG = Person("5", "Hoàng Dũng")


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """A meeting of Hà's, in which Bình presides and Chi is a secretary too."""
    async with talking(tmp_path) as talk:
        await talk.text("/batdau Họp giao ban", HA)
        for who in (BINH, CHI):
            await talk.text("Tôi có mặt.", who)
        await talk.text("/chutri Trần Bình", HA)
        await talk.text("/thuky them @chi_pham", HA)
        await talk.text("/xoa 1-2", HA)
        yield talk


async def says(talk: Talk) -> None:
    """Lines 3 to 7, of which three have a suggestion."""
    await talk.text("Đề nghị gia hạn nhiệm vụ số 3 đến tháng 11.", AN)
    await talk.text("Thống nhất gia hạn như Phòng đề xuất.", BINH)
    await talk.text("Số liệu tháng này là 45 hồ sơ.", AN)
    await talk.text("Giao Phòng Kế hoạch theo dõi, báo cáo hằng tuần.", BINH)
    await talk.text("Các đồng chí có thống nhất không?", BINH)


async def listed(talk: Talk, who: Person = HA, command: str = "/goiy") -> str:
    """Asks for the list; its message."""
    await talk.text(command, who)
    return list(talk.door.shown)[-1]


def tags(talk: Talk) -> dict[int, str | None]:
    return {no: tag for no, _, _, tag in talk.lines()}


# --- on the card ----------------------------------------------------------------------------------


async def test_the_suggested_tag_asks_on_its_button(talk: Talk) -> None:
    card = await talk.voice("Thống nhất phương án hai như đã trình.", BINH)
    shown = talk.door.shown[card]
    assert shown.text == "#3 · Trần Bình · 0:08\nThống nhất phương án hai như đã trình."
    assert shown.labels == ["Ý kiến", "Kết luận?", "Sửa", "Xoá"]
    card = await talk.voice("Theo tôi nên chọn phương án một.", AN)
    assert talk.door.shown[card].labels[:2] == ["Ý kiến?", "Kết luận"]
    card = await talk.voice("Hôm nay trời mưa to quá nhỉ.", AN)
    assert talk.door.shown[card].labels[:2] == ["Ý kiến", "Kết luận"]


async def test_a_tap_on_it_is_the_same_tap_as_ever(talk: Talk) -> None:
    card = await talk.voice("Thống nhất phương án hai như đã trình.", BINH)
    assert await talk.tap(card, "Kết luận?", AN) == about_lines.refused(Act.CONCLUDE)
    assert tags(talk)[3] is None
    assert await talk.tap(card, "Kết luận?", HA) == "#3: Kết luận"
    assert talk.door.shown[card].labels[:2] == ["Ý kiến", "✓ Kết luận"]


async def test_a_tag_taken_off_is_not_suggested_again(talk: Talk) -> None:
    card = await talk.voice("Thống nhất phương án hai như đã trình.", BINH)
    await talk.tap(card, "Kết luận?", HA)
    await talk.tap(card, "✓ Kết luận", HA)
    assert talk.door.shown[card].labels[:2] == ["Ý kiến", "Kết luận"]
    assert "không có gợi ý thẻ nào" in (await talk.text("/goiy"))[0]


async def test_a_tag_taken_back_by_undoing_is_suggested_again(talk: Talk) -> None:
    card = await talk.voice("Thống nhất phương án hai như đã trình.", BINH)
    await talk.tap(card, "Kết luận?", HA)
    await talk.text("/hoantac", HA)
    assert talk.door.shown[card].labels[:2] == ["Ý kiến", "Kết luận?"]


async def test_words_mended_by_a_person_are_looked_at_anew(talk: Talk) -> None:
    card = await talk.voice("Thống nhất phương án hai như đã trình.", BINH)
    await talk.text("/sua 3 Tôi chưa thống nhất phương án hai.", HA)
    assert talk.door.shown[card].labels[:2] == ["Ý kiến", "Kết luận"]


# --- the list -------------------------------------------------------------------------------------


async def test_the_list_says_which_words_gave_each_and_has_a_button_for_each(talk: Talk) -> None:
    await says(talk)
    shown = talk.door.shown[await listed(talk)]
    assert shown.text == (
        "3 gợi ý thẻ · cuộc họp số 1 “Họp giao ban”\n"
        "Máy chỉ đoán theo chữ. Thẻ nào bạn nhận mới vào báo cáo.\n"
        "#3 · Nguyễn Văn An · Ý kiến? (vì có “Đề nghị”)\n"
        "Đề nghị gia hạn nhiệm vụ số 3 đến tháng 11.\n"
        "#4 · Trần Bình · Kết luận? (vì có “Thống nhất”)\n"
        "Thống nhất gia hạn như Phòng đề xuất.\n"
        "#6 · Trần Bình · Kết luận? (vì có “Giao”)\n"
        "Giao Phòng Kế hoạch theo dõi, báo cáo hằng tuần.\n"
        "Gõ cũng được: /ykien 3 · /ketluan 4 6"
    )
    assert [[b.label for b in row] for row in shown.buttons] == [
        ["#3 Ý kiến", "#3 Không"],
        ["#4 Kết luận", "#4 Không"],
        ["#6 Kết luận", "#6 Không"],
        ["Nhận cả 3 gợi ý"],
    ]
    assert all(len(b.data.encode()) <= 64 for row in shown.buttons for b in row)


async def test_all_with_one_tap_and_all_back_with_one(talk: Talk) -> None:
    await says(talk)
    message = await listed(talk)
    assert await talk.tap(message, "Nhận cả 3 gợi ý", HA) == "Đã gắn thẻ 3 dòng"
    assert tags(talk) == {3: "ykien", 4: "ketluan", 5: None, 6: "ketluan", 7: None}
    shown = talk.door.shown[message]
    assert shown.text.startswith("✓ Đã gắn thẻ Ý kiến cho #3; Kết luận cho #4, #6.\n\n")
    assert "không có gợi ý thẻ nào" in shown.text
    assert shown.labels == ["Hoàn tác"]
    (said,) = await talk.text("/hoantac", HA)
    assert said.startswith("Đã hoàn tác:\n#3: thẻ Ý kiến → (chưa có)\n#4")
    assert set(tags(talk).values()) == {None}
    assert talk.door.shown[await listed(talk)].text.startswith("3 gợi ý thẻ")


async def test_the_button_below_takes_it_back_too(talk: Talk) -> None:
    await says(talk)
    message = await listed(talk)
    await talk.tap(message, "Nhận cả 3 gợi ý", HA)
    data = talk.door.shown[message].buttons[0][0].data
    assert await talk.tap_data(message, data, CHI) == words.TOAST_BACK_TOO_LATE, "not her step"
    await talk.tap(message, "Hoàn tác", HA)
    assert set(tags(talk).values()) == {None}
    assert talk.door.shown[message].text.startswith("3 gợi ý thẻ")
    await talk.text("/noidung 5", HA)
    assert await talk.tap_data(message, data, HA) == words.TOAST_BACK_TOO_LATE


async def test_one_by_one(talk: Talk) -> None:
    await says(talk)
    message = await listed(talk)
    assert await talk.tap(message, "#4 Kết luận", HA) == "#4: Kết luận"
    assert tags(talk)[4] == "ketluan"
    assert talk.door.shown[message].labels == [
        *("#3 Ý kiến", "#3 Không", "#6 Kết luận", "#6 Không"),
        *("Nhận cả 2 gợi ý", "Hoàn tác"),
    ]


async def test_no_is_no_for_everybody_and_after_a_restart(talk: Talk, tmp_path: Path) -> None:
    await says(talk)
    card = await talk.voice("Chốt phương án thuê dịch vụ bên ngoài.", BINH)
    message = await listed(talk)
    assert await talk.tap(message, "#8 Không", HA) == "#8: không gợi ý nữa"
    assert talk.door.shown[card].labels[:2] == ["Ý kiến", "Kết luận"]
    assert talk.door.shown[message].text.startswith("✓ #8 không gợi ý nữa. Cần gắn thẻ thì gửi: ")
    assert "#8 ·" not in talk.door.shown[await listed(talk, CHI)].text
    await talk.text("/tach 8 | thuê dịch vụ", HA)
    await talk.text("/sua 9 Thống nhất thuê dịch vụ bên ngoài.", HA)
    assert "#9 ·" not in talk.door.shown[await listed(talk)].text, "a part of what was refused"
    (said,) = await talk.text("/ketluan 8", HA)
    assert said == "Đã gắn thẻ Kết luận cho #8."


async def test_what_has_changed_since_is_not_taken_unseen(talk: Talk) -> None:
    await says(talk)
    message = await listed(talk)
    data = talk.door.shown[message].buttons[-1][0].data
    await talk.text("/sua 4 Thống nhất không gia hạn thêm một ngày.", CHI)
    assert await talk.tap_data(message, data, HA) == "Danh sách đã đổi, xem lại"
    assert set(tags(talk).values()) == {None}
    shown = talk.door.shown[message]
    assert shown.text.startswith(f"{words.CHANGED}\n\n3 gợi ý thẻ")
    assert "Thống nhất không gia hạn thêm một ngày." in shown.text
    await talk.text("Yêu cầu các phòng nộp báo cáo trước ngày 5.", BINH)
    assert await talk.tap(message, "Nhận cả 3 gợi ý", HA) == "Danh sách đã đổi, xem lại"
    assert set(tags(talk).values()) == {None}
    await talk.tap(message, "Nhận cả 4 gợi ý", HA)
    assert [no for no, tag in tags(talk).items() if tag] == [3, 4, 6, 8]


async def test_a_button_of_one_line_whose_words_have_changed_takes_nothing(talk: Talk) -> None:
    await says(talk)
    message = await listed(talk)
    await talk.text("/sua 4 Thống nhất không gia hạn thêm một ngày.", CHI)
    for label in ("#4 Kết luận", "#4 Không"):
        data = next(b.data for r in talk.door.shown[message].buttons for b in r if b.label == label)
        old = data[:-16] + "0" * 16
        assert await talk.tap_data(message, old, HA) == "#4 đã đổi, xem lại"
    assert tags(talk)[4] is None
    assert "Thống nhất không gia hạn" in talk.door.shown[message].text


async def test_of_two_who_tap_at_once_the_second_is_told_what_the_first_did(talk: Talk) -> None:
    await says(talk)
    message = await listed(talk)
    one, every = (talk.door.shown[message].buttons[n][0].data for n in (1, -1))
    await talk.tap_data(message, every, HA)
    assert await talk.tap_data(message, every, CHI) == "Danh sách đã đổi, xem lại"
    assert talk.door.shown[message].text.startswith(
        "Lê Thị Hà vừa gắn thẻ Ý kiến cho #3.\nLê Thị Hà vừa gắn thẻ Kết luận cho #4, #6.\n\n"
    )
    assert await talk.tap_data(message, one, CHI) == (
        "#4: Kết luận (Lê Thị Hà vừa gắn). Bỏ thẻ: /botag 4"
    )
    assert tags(talk)[4] == "ketluan", "the second tap has not taken it off"


async def test_everybody_takes_only_what_they_may(talk: Talk) -> None:
    await says(talk)
    message = await listed(talk, AN)
    assert await talk.tap(message, "#4 Kết luận", AN) == about_lines.refused(Act.CONCLUDE)
    assert await talk.tap(message, "#4 Không", AN) == about_lines.refused(Act.CONCLUDE)
    assert await talk.tap(message, "Nhận cả 3 gợi ý", DUNG) == about_lines.refused(Act.TAG)
    assert set(tags(talk).values()) == {None}
    await talk.tap(message, "Nhận cả 3 gợi ý", AN)
    assert [no for no, tag in tags(talk).items() if tag] == [3], "his own opinion"
    assert talk.door.shown[message].text.startswith(
        "✓ Đã gắn thẻ Ý kiến cho #3.\nGiữ nguyên #4, #6: Ở cuộc họp này chỉ thư ký, chủ trì"
    )


async def test_many_are_paged_and_all_are_taken_only_when_all_were_seen(talk: Talk) -> None:
    for number in range(30):
        await talk.text(f"Đề nghị bổ sung mục số {number} vào báo cáo.", AN)
    message = await listed(talk)
    shown = talk.door.shown[message]
    assert shown.text.startswith("30 gợi ý thẻ · cuộc họp số 1 “Họp giao ban” · trang 1/3\n")
    assert shown.text.endswith("Nhận cả 30 một lần: nút ở trang cuối, khi đã xem hết.")
    assert shown.labels[-2:] == ["Nhận 12 gợi ý ở trang này", "Sau ›"]
    await talk.tap(message, "Sau ›")
    await talk.tap(message, "Sau ›")
    shown = talk.door.shown[message]
    assert shown.labels[-3:] == ["Nhận 6 gợi ý ở trang này", "Nhận cả 30 gợi ý", "‹ Trước"]
    await talk.tap(message, "Nhận 6 gợi ý ở trang này")
    shown = talk.door.shown[message]
    assert shown.text.startswith("✓ Đã gắn thẻ Ý kiến cho #27–#32.\n\n24 gợi ý thẻ · ")
    await talk.tap(message, "‹ Trước")
    await talk.text("Đề nghị bổ sung mục nữa vào báo cáo.", AN)
    assert await talk.tap(message, "Sau ›") == "Danh sách đã đổi, xem lại"
    for _ in range(2):
        await talk.tap(message, "Sau ›")
    assert await talk.tap(message, "Nhận cả 25 gợi ý") == "Đã gắn thẻ 25 dòng"
    assert set(tags(talk).values()) == {"ykien"}


async def test_after_the_meeting_and_of_an_earlier_one(talk: Talk) -> None:
    await says(talk)
    (said,) = await talk.text("/ketthuc")
    assert "\n3 gợi ý thẻ: /goiy\n" in said
    assert talk.door.shown[await listed(talk)].text.startswith("3 gợi ý thẻ")
    await talk.text("/batdau Họp sau")
    assert "Cuộc họp số 2 “Họp sau” không có gợi ý thẻ nào" in (await talk.text("/goiy"))[0]
    message = await listed(talk, HA, "/goiy 1")
    assert "Gõ cũng được" not in talk.door.shown[message].text, "it would be of this meeting"
    await talk.tap(message, "Nhận cả 3 gợi ý")
    assert tags(talk)[4] == "ketluan"
    await talk.tap(message, "Hoàn tác")
    assert tags(talk)[4] is None
    assert await talk.text("/goiy 9") == [about_rights.NO_SUCH_MEETING.format(no=9)]
    assert await talk.text("/goiy hết đi") == [words.USE_SUGGESTIONS]


async def test_drafts_say_how_many_are_open_and_hold_none_of_them(talk: Talk) -> None:
    await says(talk)
    await talk.text("/noidung 5")
    for command in ("/baocao", "/bienban chitiet", "/thongbao"):
        said = "\n".join(await talk.draft(command))
        assert "\n3 gợi ý thẻ: /goiy" in said
        draft = next(x for x in sorted(talk.door.files)[::-1] if x.suffix == ".docx")
        for form in (draft.with_suffix(".txt"), draft.with_suffix(".json")):
            kept = form.read_text(encoding="utf-8")
            assert "Thống nhất gia hạn" not in kept
            assert "Giao Phòng Kế hoạch" not in kept
    message = await listed(talk)
    await talk.tap(message, "#4 Kết luận")
    said = "\n".join(await talk.draft("/baocao"))
    assert "Thống nhất gia hạn như Phòng đề xuất" in said
    assert "\n2 gợi ý thẻ: /goiy" in said
    await talk.text("/botag 4 5")
    for label in ("#3 Không", "#6 Không"):
        await talk.tap(await listed(talk), label)
    assert "gợi ý thẻ" not in "\n".join(await talk.draft("/baocao"))


async def test_a_deleted_line_or_an_erased_meeting_takes_its_suggestions_along(talk: Talk) -> None:
    await says(talk)
    message = await listed(talk)
    buttons = talk.door.shown[message].buttons
    await talk.text("/xoa 4", HA)
    assert await talk.tap_data(message, buttons[1][0].data, HA) == "#4 đã đổi, xem lại"
    assert "#4 ·" not in talk.door.shown[message].text
    await talk.in_store(talk.office.store.erasing.meeting, 1)
    for row in buttons:
        for button in row:
            assert await talk.tap_data(message, button.data, HA) == phrases.TOAST_OLD


async def test_in_private_and_from_another_group_nothing_is_taken(talk: Talk) -> None:
    await says(talk)
    message = await listed(talk)
    data = talk.door.shown[message].buttons[-1][0].data
    alone = Talk(talk.office, talk.door, BINH.key)
    alone.chat = Chat(talk.door.name, BINH.key, "riêng", ChatKind.PRIVATE)
    assert await alone.text("/goiy 1", BINH) == [about_rights.ONLY_THERE.format(no=1)]
    other = Talk(talk.office, talk.door, "-200")
    other.chat = dataclasses.replace(other.chat, title="Nhóm khác")
    for there in (alone, other):
        assert await there.tap_data("m9", data, BINH) == phrases.TOAST_OLD
    assert set(tags(talk).values()) == {None}


async def test_several_cards_in_one_message_ask_too(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.text("/batdau Họp")
        cards = [await talk.voice(f"Theo tôi nên chọn phương án {n}.", AN) for n in range(2)]
        lines = await talk.in_store(talk.office.store.lines.of_meeting, 1)
        said, _ = await talk.in_store(gathered, lines, talk.office.house, 4096)
        labels = [button.label for row in said.buttons for button in row]
        assert labels[:3] == ["#1 Ý kiến?", "#1 Kết luận", "#1 Sửa"]
        await talk.tap(cards[0], "Ý kiến?")
        lines = await talk.in_store(talk.office.store.lines.of_meeting, 1)
        said, _ = await talk.in_store(gathered, lines, talk.office.house, 4096)
        assert said.buttons[0][0].label == "#1 Ý kiến"
