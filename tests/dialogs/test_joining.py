"""People take part in a meeting from private chats, by its code, behind whatever door."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.doors.port import Chat, Person, Say
from bot.errors import ChatGone
from bot.messages.phrases import TOAST_OLD
from tests.dialogs.talking import AN, BINH, HA, Ear, Talk, talking

CHI = Person("9", "Phạm Chi")
DUNG = Person("10", "Lý Dũng")


async def invited(talk: Talk) -> str:
    """A meeting in the group; its code."""
    await talk.text("/batdau Họp giao ban")
    await talk.text("Ngân sách còn thiếu", AN)
    said = (await talk.text("/moi"))[0]
    found = re.search(r"bằng mã: (\d{3} \d{3})", said)
    assert found, said
    return found[1]


async def hears(alone: Talk, text: str, who: Person = CHI) -> str:
    """Types it; what is answered in that chat, and not elsewhere."""
    before = len(alone.here())
    await alone.text(text, who)
    return "\n".join(one.text for one in alone.here()[before:])


def in_group(talk: Talk) -> list[str]:
    return [one.text for one in talk.here()]


def card(talk: Talk, words: str) -> str:
    """The message of the group that shows these words."""
    return next(
        key
        for key, one in talk.door.shown.items()
        if talk.door.chats[key] == talk.chat.key and words in one.text
    )


async def test_the_code_alone_and_in_figures_of_double_width_is_enough(talk: Talk) -> None:
    code = await invited(talk)
    assert "vào cuộc họp số 1" in await hears(talk.alone(CHI), code)
    wide = "".join(chr(ord(x) + 0xFEE0) if x.isdigit() else "" for x in code)
    assert "vào cuộc họp số 1" in await hears(talk.alone(DUNG), wide, DUNG)


async def test_the_code_comes_with_a_link_and_its_picture(talk: Talk) -> None:
    code = await invited(talk)
    plain = code.replace(" ", "")
    shown = talk.here()[-1]
    assert f"list://?start=vao_{plain}" in shown.text
    assert [b.url for row in shown.buttons for b in row] == [f"list://?start=vao_{plain}"]
    assert talk.door.files[-1].name == f"moi-{plain}.png"
    assert talk.door.files[-1].read_bytes().startswith(b"\x89PNG")
    assert code in (await talk.text("/moi", AN))[0], "whoever is here may have it"
    assert "Chỉ thư ký" in (await talk.text("/moi đổi", AN))[0]
    (other,) = await talk.text("/moi đổi")
    assert code not in other
    assert "Không có cuộc họp nào" in await hears(talk.alone(CHI), f"/vao {code}", CHI)
    await talk.text("/ketthuc")
    assert "đã đóng nên không mời thêm ai" in (await talk.text("/moi"))[0]


async def test_what_is_said_there_is_a_line_here(talk: Talk) -> None:
    code = await invited(talk)
    chi = talk.alone(CHI)
    joined = await hears(chi, f"/vao {code} Phạm Thị Chi - Trưởng phòng Tổ chức")
    assert "Bạn đã vào cuộc họp số 1 “Họp giao ban”" in joined
    assert "Phạm Thị Chi, Trưởng phòng Tổ chức" in joined
    await chi.text("Phòng Tổ chức đồng ý", CHI)
    assert talk.lines()[-1] == (2, "Phạm Thị Chi", "Phòng Tổ chức đồng ý", None)
    assert "#2 · Phạm Thị Chi · nhắn riêng\nPhòng Tổ chức đồng ý" in in_group(talk)
    await chi.voice("Xin bổ sung", CHI)
    own = next(
        key
        for key, one in chi.door.shown.items()
        if "Xin bổ sung" in one.text and chi.door.chats[key] == CHI.key
    )
    await talk.tap(card(talk, "Xin bổ sung"), "Ý kiến")
    assert "· Ý kiến" in chi.door.shown[own].text, "both cards follow"
    await chi.tap(own, "Xoá", CHI)
    assert "đã xoá" in talk.door.shown[card(talk, "#3 ·")].text
    await chi.text("YK: Nên lùi hạn", CHI)
    assert talk.lines()[-1][3] == "ykien"
    assert "Ngân sách còn thiếu" in "\n".join(await chi.text("/dong", CHI))
    assert "còn thiếu" in await hears(chi, "/tim ngân sách")


async def test_an_edited_message_changes_the_card_in_the_group(talk: Talk) -> None:
    code = await invited(talk)
    chi = talk.alone(CHI)
    await chi.text(f"/vao {code}", CHI)
    chi.settle = talk.office.settle
    await chi.arrive(CHI, "m-own", text="Hạn là tháng mười một")
    await chi.text("Hạn là tháng mười hai", CHI, edit="m-own")
    assert talk.lines()[-1][2] == "Hạn là tháng mười hai"
    assert any(text.endswith("Hạn là tháng mười hai") for text in in_group(talk))


async def test_who_was_shown_out_sees_nothing_more(talk: Talk) -> None:
    code = await invited(talk)
    chi = talk.alone(CHI)
    await chi.text(f"/vao {code}", CHI)
    await talk.voice("Ghi âm của An", AN)
    await chi.text("/dong 2", CHI)
    shown = next(
        k for k, x in chi.door.shown.items() if chi.door.chats[k] == CHI.key and "#2" in x.text
    )
    await talk.tap(card(talk, "Mới vào: Phạm Chi"), "Mời ra")
    for order in ("/xem 1", "/duthao cuộc họp 1", "/tim ngân sách", "/dong", "/lichsu"):
        assert "Ngân sách" not in await hears(chi, order), order
    files = len(talk.door.files)
    await chi.text("/nghe", CHI, reply_to=shown)
    assert len(talk.door.files) == files
    assert "Ghi âm của An" not in "\n".join(await chi.text("/lichsudong", CHI, reply_to=shown))


async def test_the_group_s_terms_and_templates_are_not_for_who_has_joined(talk: Talk) -> None:
    code = await invited(talk)
    await talk.text("/tudien Đề án mật")
    chi = talk.alone(CHI)
    await chi.text(f"/vao {code}", CHI)
    for order in ("/tudien", "/tudien xoa Đề án mật", "/tudien Từ lạ", "/mau"):
        assert "hoặc nhờ thư ký" in await hears(chi, order), order
    assert "Đề án mật" in (await talk.text("/tudien"))[0]


async def test_leaving_tells_no_code(talk: Talk) -> None:
    code = await invited(talk)
    chi = talk.alone(CHI)
    await chi.text(f"/vao {code}", CHI)
    said = (await talk.text("/moi đổi"))[0]
    found = re.search(r"mã: (\d{3}) (\d{3})", said)
    assert found
    assert found[1] + found[2] not in await hears(chi, "/ra")


async def test_sound_after_the_end_goes_into_no_other_meeting(talk: Talk) -> None:
    code = await invited(talk)
    chi = talk.alone(CHI)
    await chi.text(f"/vao {code}", CHI)
    await talk.text("/ketthuc")
    chi.now = talk.now
    await chi.voice("Ý cuối cùng", CHI)
    late = card(talk, "gửi một ghi âm sau khi")
    await talk.text("/batdau Họp khác")
    assert await talk.tap(late, "Mở lại và ghi") == TOAST_OLD
    assert talk.lines(2) == []
    assert len(talk.lines()) == 1


async def test_who_has_joined_is_nobody_of_the_desk(talk: Talk) -> None:
    code = await invited(talk)
    chi = talk.alone(CHI)
    await chi.text(f"/vao {code}", CHI)
    before = talk.lines()
    for order in ("/ketthuc", "/sua 1 Sai", "/xoa 1", "/ketluan 1", "/chutri Phạm Chi", "/moi"):
        said = "\n".join(await chi.text(order, CHI))
        assert "thư ký" in said, (order, said)
    assert talk.lines() == before
    assert (await talk.in_store(talk.office.store.meetings.get, 1)).is_open
    await talk.text("/thuky Nguyễn Văn An")
    await talk.alone(AN).text(f"/vao {code}", AN)
    assert "thư ký" in "\n".join(await talk.alone(AN).text("/ketthuc", AN)), "not even so"


async def test_the_desk_sees_who_came_and_may_show_them_out(talk: Talk) -> None:
    code = await invited(talk)
    chi = talk.alone(CHI)
    await chi.text(f"/vao {code}", CHI)
    came = card(talk, "Mới vào: Phạm Chi · List")
    assert await talk.tap(came, "Mời ra", AN) != ""
    await chi.text("Tôi vẫn nói được", CHI)
    assert talk.lines()[-1][2] == "Tôi vẫn nói được"
    assert await talk.tap(came, "Mời ra") == ""
    assert "đã mời ra" in talk.door.shown[came].text
    assert any("Thư ký đã mời bạn ra" in one.text for one in chi.here())
    await chi.text("Lời sau khi bị mời ra", CHI)
    assert talk.lines()[-1][2] == "Tôi vẫn nói được"
    assert "không để bạn vào" in await hears(chi, f"/vao {code}", CHI)
    await talk.tap(came, "Cho vào lại")
    assert "Bạn đã vào" in await hears(chi, f"/vao {code}", CHI)


async def test_at_a_desk_it_is_said_there_and_not_in_the_group(talk: Talk) -> None:
    code = await invited(talk)
    desk = talk.alone(HA)
    await desk.text("/ban")
    before = in_group(talk)
    await talk.alone(CHI).text(f"/vao {code}", CHI)
    assert in_group(talk) == before
    came = next(k for k, x in desk.door.shown.items() if x.text.startswith("Mới vào: Phạm Chi"))
    assert desk.door.chats[came] == HA.key
    await desk.tap(came, "Đúng")
    assert "xác nhận đúng người" in desk.door.shown[came].text


async def test_who_is_removed_from_the_group_cannot_come_back_by_the_code(talk: Talk) -> None:
    code = await invited(talk)
    an = talk.alone(AN)
    await an.text(f"/vao {code}", AN)
    await talk.arrive(HA, "m-left", left=AN)
    assert "không còn ở trong cuộc họp số 1" in await hears(an, "Tôi nói tiếp", AN)
    assert "không để bạn vào" in await hears(an, f"/vao {code}", AN)
    assert len(talk.lines()) == 1


async def test_wrong_codes_are_bounded_and_tell_nothing(talk: Talk) -> None:
    code = await invited(talk)
    chi = talk.alone(CHI)
    chi.between = timedelta(seconds=1)
    wrong = "000 000" if code != "000 000" else "000 001"
    answers = [await hears(chi, f"/vao {wrong}", CHI) for _ in range(5)]
    assert set(answers) == {
        "Không có cuộc họp nào đang mở với mã này. Xem lại mã, hoặc hỏi thư ký mã mới."
    }
    assert "Đợi 9 giây" in await hears(chi, f"/vao {code}", CHI), "the right one waits too"
    chi.now += timedelta(seconds=10)
    assert "Không có cuộc họp" in await hears(chi, f"/vao {wrong}", CHI)
    assert "Đợi 19 giây" in await hears(chi, f"/vao {code}", CHI), "and longer each time"
    chi.now += timedelta(seconds=20)
    assert "Bạn đã vào" in await hears(chi, f"/vao {code}", CHI)
    assert "Bạn đã vào" in await hears(talk.alone(DUNG), f"/vao {code}", DUNG)


async def test_ways_to_type_it(talk: Talk) -> None:
    code = await invited(talk)
    plain = code.replace(" ", "")
    for typed in (f"/vao {plain}", f"/vào {code}", f"/vao mã {plain}", f"/start vao_{plain}"):
        alone = talk.alone(CHI)
        assert "Bạn đã vào" in await hears(alone, typed, CHI), typed
        assert "đang ở trong" in await hears(alone, typed, CHI)
        assert "Bạn đã ra khỏi cuộc họp số 1" in await hears(alone, "/ra", CHI)
    assert "chưa vào cuộc họp nào" in await hears(talk.alone(CHI), "/ra", CHI)
    assert "mã sáu số" in await hears(talk.alone(CHI), "/vao họp", CHI)
    assert "khung chat riêng" in (await talk.text(f"/vao {plain}", CHI))[0]


async def test_a_second_meeting_is_joined_and_the_first_left(talk: Talk) -> None:
    code = await invited(talk)
    other = Talk(talk.office, talk.door, "-200")
    await other.text("/batdau Họp khác", BINH)
    found = re.search(r"mã: (\d{3} \d{3})", (await other.text("/moi", BINH))[0])
    assert found
    chi = talk.alone(CHI)
    await chi.text(f"/vao {code}", CHI)
    said = await hears(chi, f"/vao {found[1]}", CHI)
    assert said.startswith("Bạn đã ra khỏi cuộc họp số 1. Bạn đã vào cuộc họp số 2")
    await chi.text("Lời ở cuộc họp khác", CHI)
    assert len(talk.lines()) == 1
    assert other.lines(2)[-1][2] == "Lời ở cuộc họp khác"
    assert "đang ở trong cuộc họp số 2" in await hears(chi, "/batdau Họp riêng", CHI)


async def test_after_the_end_words_are_no_lines_and_a_recording_is_offered(talk: Talk) -> None:
    code = await invited(talk)
    chi = talk.alone(CHI)
    await chi.text(f"/vao {code}", CHI)
    await talk.text("/ketthuc")
    chi.now = talk.now
    assert "đã đóng. Từ đây lời bạn nhắn" in chi.here()[-1].text
    assert "đã kết thúc lúc" in await hears(chi, "Còn một ý", CHI)
    await chi.voice("Ý cuối cùng", CHI)
    assert "được giữ 24 giờ" in chi.here()[-1].text
    late = card(talk, "gửi một ghi âm sau khi cuộc họp số 1 đóng")
    assert await talk.tap(late, "Mở lại và ghi", AN) != ""
    assert len(talk.lines()) == 1
    await talk.tap(late, "Mở lại và ghi")
    assert talk.lines()[-1][1:3] == ("Phạm Chi", "Ý cuối cùng")
    assert any(one.text.endswith("Ý cuối cùng") for one in chi.here())
    assert any("được mở lại" in one.text for one in chi.here())
    assert f"{code}" not in (await talk.text("/moi"))[0], "the code has died with the meeting"
    await chi.text("Nói tiếp", CHI)
    assert talk.lines()[-1][2] == "Nói tiếp", "who was in it is in it again"


async def test_lines_stand_in_the_order_in_which_they_were_said(talk: Talk) -> None:
    code = await invited(talk)
    chi = talk.alone(CHI)
    await chi.text(f"/vao {code}", CHI)
    early = talk.now + timedelta(seconds=5)
    await talk.text("Câu hai", AN)
    await talk.text("Câu ba", AN)
    chi.now, chi.between = early, timedelta(0)
    await chi.text("Câu một", CHI)
    chi.now += timedelta(seconds=1)
    await chi.text("Câu một rưỡi", CHI)
    shown = "\n".join(await talk.text("/dong"))
    order = [shown.index(x) for x in ("Ngân sách", "Câu một", "Câu một rưỡi", "Câu hai", "Câu ba")]
    assert order == sorted(order)


async def test_many_late_lines_keep_their_order(talk: Talk) -> None:
    code = await invited(talk)
    chi = talk.alone(CHI)
    await chi.text(f"/vao {code}", CHI)
    chi.now, chi.between = talk.now, timedelta(seconds=1)
    talk.now += timedelta(hours=1)
    await talk.text("Câu cuối", AN)
    for n in range(45):
        await chi.text(f"Câu muộn {n}.", CHI)
    talk.now += timedelta(hours=1)
    await talk.text("Câu sau cùng", AN)
    every = await talk.in_store(talk.office.store.lines.of_meeting, 1)
    words = [line.text for line in every]
    assert words == [
        "Ngân sách còn thiếu",
        *(f"Câu muộn {n}." for n in range(45)),
        *("Câu cuối", "Câu sau cùng"),
    ]


async def test_a_meeting_in_a_group_that_moves_goes_on_for_who_has_joined(talk: Talk) -> None:
    code = await invited(talk)
    chi = talk.alone(CHI)
    await chi.text(f"/vao {code}", CHI)
    await talk.arrive(HA, "", moved_to="-100500")
    await chi.text("Vẫn nghe được", CHI)
    assert talk.lines()[-1][2] == "Vẫn nghe được"
    assert any(
        "Vẫn nghe được" in x.text
        for k, x in talk.door.shown.items()
        if talk.door.chats[k] == "-100500"
    )


@pytest.mark.parametrize("lists", [{"chats": "-100"}, {}])
async def test_an_office_that_serves_some_chats_lets_in_who_has_the_code(
    tmp_path: Path, lists: dict[str, str]
) -> None:
    given = {"allowed_chats": lists["chats"]} if lists else {}
    async with talking(tmp_path, ear=Ear(), **given) as talk:
        code = await invited(talk)
        chi = talk.alone(CHI)
        if lists:
            assert "chỉ phục vụ" in await hears(chi, "/lichsu", CHI)
        assert "Bạn đã vào" in await hears(chi, f"/vao {code}", CHI)
        await chi.text("Nói được", CHI)
        assert talk.lines()[-1][2] == "Nói được"


async def test_an_old_button_of_one_who_came_is_no_way_into_another_meeting(talk: Talk) -> None:
    await invited(talk)
    chi = talk.alone(CHI)
    assert await chi.tap_data("1", "joined:in:1:1", CHI) == TOAST_OLD
    assert await talk.tap_data("1", "joined:in:77:1", HA) == TOAST_OLD
    assert await talk.tap_data("1", "joined:what:1:1", HA) == TOAST_OLD


async def test_who_took_part_from_elsewhere_is_told_when_it_is_erased(talk: Talk) -> None:
    code = await invited(talk)
    chi, dung = talk.alone(CHI), talk.alone(DUNG)
    for there, who in ((chi, CHI), (dung, DUNG)):
        await there.text(f"/vao {code}", who)
        await there.text("Tôi có ý kiến", who)
    await dung.text("/ra", DUNG)
    await talk.text("/ketthuc")
    await talk.text("/xoacuochop")
    await talk.tap(card(talk, "Xoá hẳn"), "Xoá hẳn")
    for there in (chi, dung):
        last = there.here()[-1].text
        assert last.startswith("Cuộc họp số 1 mà bạn đã dự từ khung chat này đã bị xoá hẳn")
        assert "giao ban" not in last
    assert "chưa vào cuộc họp nào" in await hears(chi, "/ra")


async def test_what_was_said_before_the_end_and_comes_later_is_a_line_at_its_place(
    talk: Talk,
) -> None:
    code = await invited(talk)
    chi = talk.alone(CHI)
    await chi.text(f"/vao {code}", CHI)
    chi.now = talk.now
    for _ in range(3):
        await talk.text("Câu sau", AN)
    await talk.text("/ketthuc")
    chi.between = timedelta(seconds=1)
    await chi.text("YK: Câu đến muộn", CHI)
    chi.now += chi.between
    await chi.voice("Ghi âm đến muộn", CHI, text="Chú thích đến muộn")
    every = await talk.in_store(talk.office.store.lines.of_meeting, 1)
    assert [x.text for x in every] == [
        "Ngân sách còn thiếu",
        *("Câu đến muộn", "Ghi âm đến muộn", "Chú thích đến muộn"),
        *["Câu sau"] * 3,
    ]
    assert not (await talk.in_store(talk.office.store.meetings.get, 1)).is_open
    told = [x for x in in_group(talk) if "nhưng nay mới đến" in x]
    assert len(told) == 2
    assert told[0].startswith("Dòng #5 của Phạm Chi nói lúc 08:0")
    assert not any("nên lời này không được ghi" in x.text for x in chi.here())
    chi.now = talk.now
    await chi.text("Câu sau khi đóng", CHI)
    assert len(talk.lines()) == 7
    assert "đã kết thúc lúc" in chi.here()[-1].text


async def test_from_the_group_too_where_the_desk_has_closed_it(talk: Talk) -> None:
    await invited(talk)
    desk = talk.alone(HA)
    await desk.text("/ban")
    desk.now += timedelta(minutes=5)
    await desk.text("/ketthuc")
    await talk.text("Câu nói trước lúc đóng", AN)
    assert talk.lines()[-1][2] == "Câu nói trước lúc đóng"
    assert any("nhưng nay mới đến" in x.text for x in talk.here())


async def test_a_tap_of_who_was_removed_is_answered(talk: Talk) -> None:
    code = await invited(talk)
    an = talk.alone(AN)
    await an.text(f"/vao {code}", AN)
    own = await an.voice("Tôi nói từ đây", AN)
    await talk.arrive(HA, "m-left", left=AN)
    toasts = len(talk.door.toasts)
    await an.tap(own, "Xoá", AN)
    assert len(talk.door.toasts) == toasts + 1, "else the button turns and turns"
    assert "nút này không dùng được" in an.here()[-1].text
    assert talk.lines()[-1][2] == "Tôi nói từ đây"


async def test_who_came_in_by_a_name_of_the_list_is_present_there_once_confirmed(
    talk: Talk,
) -> None:
    code = await invited(talk)
    await talk.text("/thanhphan\nPhạm Thị Chi - Trưởng phòng\nLý Văn Dũng - Kế toán")
    for who, name in ((CHI, "Phạm Thị Chi"), (DUNG, "")):
        await talk.alone(who).text(f"/vao {code} {name}", who)
        await talk.tap(card(talk, f"Mới vào: {who.name}"), "Đúng")
    with talk.beside() as db:
        rows = db.execute(
            "SELECT name, state, person_id IS NOT NULL FROM attendance "
            "WHERE meeting_id = 1 AND NOT removed ORDER BY no"
        ).fetchall()
    assert ("Phạm Thị Chi", "present", 1) in rows, rows
    assert ("Lý Dũng", "present", 1) in rows
    assert len([x for x in rows if "Chi" in x[0]]) == 1


async def test_what_a_platform_brings_out_of_order_is_put_in_order(talk: Talk) -> None:
    code = await invited(talk)
    chi = talk.alone(CHI)
    await chi.text(f"/vao {code}", CHI)
    first, chi.now = chi.now, chi.now + timedelta(minutes=2)
    await chi.text("Câu ba", CHI)
    talk.now += timedelta(minutes=1)
    await talk.text("Câu hai", AN)
    chi.now = first
    await chi.text("Câu một", CHI)
    words = [x.text for x in await talk.in_store(talk.office.store.lines.of_meeting, 1)]
    assert words == ["Ngân sách còn thiếu", "Câu một", "Câu hai", "Câu ba"]


async def test_the_code_without_a_stroke_is_understood_in_a_joined_chat_too(talk: Talk) -> None:
    code = await invited(talk)
    plain = code.replace(" ", "")
    other = Talk(talk.office, talk.door, "-200")
    await other.text("/batdau Họp khác", BINH)
    found = re.search(r"mã: (\d{3} \d{3})", (await other.text("/moi", BINH))[0])
    assert found
    chi = talk.alone(CHI)
    assert "Bạn đã vào" in await hears(chi, plain), "nothing but the six digits"
    assert "đang ở trong cuộc họp số 1" in await hears(chi, f"vào mã {code}")
    assert "Bạn đã ra khỏi cuộc họp số 1. Bạn đã vào" in await hears(chi, f"vao ma {found[1]}")
    assert "Bạn đã vào cuộc họp số 1" in await hears(chi, f"Vào {plain}")
    for sentence in ("Vào 250.000 đồng", f"Vào mã {plain} để họp nhé", plain):
        await chi.text(sentence, CHI)
        assert talk.lines()[-1][2] == sentence
    assert len(talk.lines()) == 4


async def test_who_has_typed_no_wrong_code_is_not_told_that_they_have(talk: Talk) -> None:
    code = await invited(talk)
    wrong = "000 000" if code != "000 000" else "000 001"
    for number in range(12):
        who = Person(f"g{number}", f"Người {number}")
        guessing = talk.alone(who)
        guessing.between = timedelta(0)
        for _ in range(5):
            await guessing.text(f"/vao {wrong}", who)
    chi = talk.alone(CHI)
    chi.between = timedelta(0)
    told = await hears(chi, f"/vao {code}")
    assert told.startswith("Vừa có quá nhiều mã sai được nhập"), told
    assert "Bạn" not in told
    chi.now += timedelta(minutes=1)
    assert "Bạn đã vào" in await hears(chi, f"/vao {code}")


async def test_a_home_that_is_no_more_is_told_at_the_desk_and_nothing_is_lost(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await invited(talk)
    desk, chi = talk.alone(HA), talk.alone(CHI)
    await desk.text("/lichsu")  # the bot may write to her
    await chi.text(f"/vao {code}", CHI)
    say = talk.door.say

    async def gone(chat: Chat, what: Say) -> str:
        if chat.key == talk.chat.key:
            raise ChatGone("Forbidden: the group chat was deleted")
        return await say(chat, what)

    monkeypatch.setattr(talk.door, "say", gone)
    for words in ("Lời một", "Lời hai"):
        await chi.text(words, CHI)
    told = [x.text for x in desk.here() if "không gửi được vào nhóm" in x.text]
    assert len(told) == 1, "once"
    assert told[0].startswith("Bot không gửi được vào nhóm của cuộc họp số 1 “Họp giao ban” nữa")
    assert [x[2] for x in talk.lines()] == ["Ngân sách còn thiếu", "Lời một", "Lời hai"]
    assert "Bàn thư ký của cuộc họp số 1" in (await desk.text("/ban 1"))[0]
    await chi.voice("Ghi âm sau khi nhóm bị xoá", CHI)
    assert talk.lines()[-1][2] == "Ghi âm sau khi nhóm bị xoá"
    assert any("Đã đóng cuộc họp số 1" in x for x in await desk.text("/ketthuc"))


async def test_a_conclusion_from_a_joined_chat_is_for_the_desk_to_take(talk: Talk) -> None:
    """Nobody of the desk reads in the chat of who has joined: the button is not put there."""
    code = await invited(talk)
    chi = talk.alone(CHI)
    await chi.text(f"/vao {code}", CHI)
    await chi.text("KL: Giao Phòng B", CHI)
    last = chi.here()[-1]
    assert last.text.startswith("Đã ghi dòng #2, chưa gắn thẻ Kết luận")
    assert last.text.endswith("Đã báo thư ký.")
    assert last.buttons == ()
    asked = card(talk, "Phạm Chi gửi dòng #2 kèm thẻ Kết luận")
    await talk.tap(asked, "Nhận là Kết luận")
    assert talk.lines()[-1][2:] == ("Giao Phòng B", "ketluan")


async def test_who_keeps_the_meeting_and_has_joined_it_is_led_to_their_desk(talk: Talk) -> None:
    code = await invited(talk)
    await talk.text("Tôi chủ trì", BINH)
    await talk.text("/chutri Trần Bình")
    binh = talk.alone(BINH)
    await binh.text(f"/vao {code}", BINH)
    for order in ("/ketluan 1", "/ketthuc", "/thongtin địa điểm: Nơi khác", "KL: Giao Phòng A"):
        said = "\n".join(await binh.text(order, BINH))
        assert "Bạn là thư ký, chủ trì hoặc quản trị viên của cuộc họp số 1" in said, order
        assert "Gửi /ban 1 " in said
        assert "Nhờ thư ký" not in said
    assert [x[3] for x in talk.lines()] == [None] * 3
    await binh.text("/ban", BINH)
    await binh.text("/ketluan 3", BINH)
    assert talk.lines()[-1][3] == "ketluan"
    await talk.text("/ketthuc")
    assert "đã đóng. Từ đây lời bạn nhắn" in binh.here()[-1].text, "a desk is told too"
    await talk.text("/molai")
    assert binh.here()[-1].text.endswith("Rời bàn: /ban thoi")


async def test_the_desk_to_go_to_is_that_meetings_own_and_only_for_what_may_be_done_there(
    talk: Talk,
) -> None:
    code = await invited(talk)
    await talk.text("Tôi chủ trì", BINH)
    await talk.text("/chutri Trần Bình")
    other = Talk(talk.office, talk.door, "-200")
    await other.text("/batdau Họp khác", BINH)
    await other.text("Lời của cuộc khác", BINH)
    binh = talk.alone(BINH)
    await binh.text(f"/vao {code}", BINH)
    for order in ("/xoacuochop", "/thuky Nguyễn Văn An"):  # not for a chair, there neither
        assert "/ban" not in await hears(binh, order, BINH), order
    found = re.search(r"Gửi (/ban \d+) rồi", await hears(binh, "/xoa 1", BINH))
    assert found
    await binh.text(found[1], BINH)
    await binh.text("/xoa 1", BINH)
    assert [x.deleted for x in talk.store.lines.of_meeting(1)] == [True, False]
    assert [x.deleted for x in talk.store.lines.of_meeting(2)] == [False]


async def test_a_recording_in_the_second_in_which_the_meeting_closes_is_kept_and_offered(
    talk: Talk,
) -> None:
    """Platforms tell seconds: which of both came first nobody knows."""
    code = await invited(talk)
    chi = talk.alone(CHI)
    await chi.text(f"/vao {code}", CHI)
    await talk.text("/ketthuc")
    chi.now, chi.between = talk.now, timedelta(0)
    await chi.voice("Ý cuối cùng", CHI)
    assert [x[2] for x in talk.lines()] == ["Ngân sách còn thiếu"]
    assert sum("được giữ 24 giờ" in one.text for one in chi.here()) == 1
    late = card(talk, "gửi một ghi âm sau khi cuộc họp số 1 đóng")
    data = talk.door.shown[late].buttons[0][0].data
    for _ in range(2):
        await talk.tap_data(late, data)
    assert [x[2] for x in talk.lines()] == ["Ngân sách còn thiếu", "Ý cuối cùng"]


async def test_who_has_a_meeting_of_their_own_there_is_told_which_it_is(talk: Talk) -> None:
    code = await invited(talk)
    chi = talk.alone(CHI)
    await chi.text("/batdau Họp riêng", CHI)
    own = re.search(r"mã: (\d{3} \d{3})", await hears(chi, "/moi"))
    assert own
    assert "chính là nơi họp của cuộc họp số 2" in await hears(chi, f"vào mã {own[1]}")
    assert "chưa vào cuộc họp khác được" in await hears(chi, f"/vao {code}")
    await chi.text("/ketthuc", CHI)
    wide = "".join(chr(ord(x) + 0xFEE0) if x.isdigit() else x for x in code)
    assert "Bạn đã vào cuộc họp số 1" in await hears(chi, f"/vao {wide}")
