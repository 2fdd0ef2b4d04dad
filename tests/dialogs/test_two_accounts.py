"""One person in a meeting by two accounts: offered, confirmed, on one paper, and taken back."""

from __future__ import annotations

import re

import pytest

from bot.doors.port import Person
from bot.messages.phrases import TOAST_OLD
from tests.dialogs.talking import AN, BINH, HA, Talk

VAN_AN = Person("90", "Văn An")  # Nguyễn Văn An, by another account
CHI = Person("9", "Chi")


async def invited(talk: Talk) -> str:
    await talk.text("/batdau Họp giao ban")
    await talk.text("YK: Ngân sách còn thiếu", AN)
    found = re.search(r"bằng mã: (\d{3} \d{3})", (await talk.text("/moi"))[0])
    assert found
    return found[1]


def newest(talk: Talk, words: str) -> str:
    """The newest message with these words, in any chat."""
    return next(key for key in reversed(talk.door.shown) if words in talk.door.shown[key].text)


def listed(answer: list[str], name: str) -> int:
    """How many rows of the list are of that name."""
    return len(re.findall(rf"^\d+\. {name}", "\n".join(answer), re.MULTILINE))


async def joined(talk: Talk) -> tuple[Talk, str]:
    """His other chat, and the question that the desk was asked."""
    code = await invited(talk)
    other = talk.alone(VAN_AN)
    await other.text(f"/vao {code} Nguyễn Văn An", VAN_AN)
    await other.text("YK: Nên lùi hạn đến tháng 12", VAN_AN)
    return other, newest(talk, "ghi tên là “Nguyễn Văn An”")


async def test_paper_list_and_figures_know_one_person(talk: Talk) -> None:
    other, asked = await joined(talk)
    offered = newest(talk, "Nếu đó cũng là tài khoản của bạn")
    assert talk.door.chats[offered] == VAN_AN.key
    assert await other.tap(offered, "Cũng là tôi", VAN_AN) == ""
    assert "Đã báo thư ký" in talk.door.shown[offered].text
    told = newest(talk, "cho biết mình cũng là tài khoản Nguyễn Văn An, số 2")
    assert talk.door.chats[told] == talk.chat.key
    assert await talk.tap(told, "Cùng một người", BINH) != "", "not by anybody"
    assert await talk.tap(told, "Cùng một người") == ""
    assert "là một người, ghi là “Nguyễn Văn An”" in talk.door.shown[told].text
    assert any("hai tài khoản của bạn là một người" in x.text for x in other.here())
    people = await talk.text("/thanhphan")
    assert listed(people, "Nguyễn Văn An") == 1
    assert "2 người" in people[0]
    figures = "\n".join(await talk.text("/thongke"))
    assert figures.count("Nguyễn Văn An:") == 1, figures
    lines = "\n".join(await talk.text("/dong"))
    assert "#2 · Nguyễn Văn An (Văn An, số 90) · nhắn riêng" in lines, "each keeps its account"
    assert "#1 · Nguyễn Văn An · Ý kiến" in lines
    paper = "\n".join(await talk.draft("/bienban"))
    assert "(Văn An" not in paper.split("Nguồn")[0]
    await other.text("Lời nữa", VAN_AN)
    assert talk.lines()[-1][1] == "Nguyễn Văn An"
    await talk.text("/toi Nguyễn Văn An - Trưởng phòng", AN)
    assert {x.speaker.full for x in talk.store.lines.of_meeting(1)} == {
        "Nguyễn Văn An, Trưởng phòng"
    }
    assert await talk.tap(asked, "Đúng người đó") == TOAST_OLD, "it is decided"


async def test_the_desk_takes_it_back(talk: Talk) -> None:
    _, asked = await joined(talk)
    await talk.tap(asked, "Cùng một người")
    assert await talk.tap(asked, "Không phải một người", AN) != ""
    await talk.tap(asked, "Không phải một người")
    assert "là hai người" in talk.door.shown[asked].text
    assert [x[1] for x in talk.lines()] == ["Nguyễn Văn An", "Văn An"]
    assert "3 người" in "\n".join(await talk.text("/thanhphan"))
    assert await talk.tap_data(asked, "same:apart:1:3", HA) == TOAST_OLD


async def test_by_the_list_s_own_order_and_its_undoing(talk: Talk) -> None:
    _, asked = await joined(talk)
    await talk.tap(asked, "Đúng người đó")  # two of one name, it seems
    people = "\n".join(await talk.text("/thanhphan"))
    one, two = re.findall(r"(\d+)\. Nguyễn Văn An", people)
    (ask,) = await talk.text(f"/thanhphan gop {one} {two}")
    assert "Một người dùng cả hai tài khoản thì bấm nút" in ask
    assert await talk.tap(newest(talk, "Một người dùng cả hai"), "Cùng một người") == ""
    assert listed(await talk.text("/thanhphan"), "Nguyễn Văn An") == 1
    assert "là hai người" in (await talk.text("/thanhphan hoantac"))[0]
    assert listed(await talk.text("/thanhphan"), "Nguyễn Văn An") == 2


async def test_the_other_account_confirms_it_itself(talk: Talk) -> None:
    other, _ = await joined(talk)
    an = talk.alone(AN)
    await an.text("/lichsu", AN)  # the bot may write to him
    await other.tap(newest(talk, "Nếu đó cũng là tài khoản"), "Cũng là tôi", VAN_AN)
    mine = newest(talk, "cho biết đó cũng là bạn")
    assert talk.door.chats[mine] == AN.key
    assert await an.tap(mine, "Đúng, cũng là tôi", AN) == ""
    assert talk.door.shown[mine].labels == [], "what is confirmed is undone by the desk"
    confirmed = newest(talk, "là một người, ghi là")
    desk = next(
        key
        for key, x in talk.door.shown.items()
        if "là một người, ghi là" in x.text and talk.door.chats[key] == talk.chat.key
    )
    assert confirmed
    assert talk.door.shown[desk].labels == ["Không phải một người"]


async def test_nobody_gains_by_it(talk: Talk) -> None:
    other, asked = await joined(talk)
    await talk.text("/thuky them Nguyễn Văn An")
    claim = next(b.data for row in talk.door.shown[asked].buttons for b in row if "same" in b.data)
    assert await other.tap_data(asked, claim, VAN_AN) != "", "not by who would gain"
    await talk.tap(asked, "Cùng một người")
    assert "thư ký" in "\n".join(await other.text("/ketthuc", VAN_AN))
    assert "Bạn chưa là thư ký" in "\n".join(
        [*await other.text("/ra", VAN_AN), *await other.text("/ban", VAN_AN)]
    )
    await other.text("/sua 1 Sai", VAN_AN)
    assert talk.lines()[0][2] == "Ngân sách còn thiếu"


async def test_it_holds_for_the_next_meeting_of_the_chat(talk: Talk) -> None:
    other, asked = await joined(talk)
    await talk.tap(asked, "Cùng một người")
    await talk.text("/ketthuc")
    await talk.text("/batdau Họp sau")
    found = re.search(r"bằng mã: (\d{3} \d{3})", (await talk.text("/moi"))[0])
    assert found
    await other.text(f"/vao {found[1]}", VAN_AN)
    await other.text("Tôi có mặt", VAN_AN)
    assert talk.lines(2) == [(1, "Nguyễn Văn An", "Tôi có mặt", None)]
    people = await talk.text("/thanhphan")
    assert listed(people, "Nguyễn Văn An") == 1, people
    assert "Có mặt (2)" in people[0]


async def test_who_may_be_of_the_list_is_asked_which(talk: Talk) -> None:
    await talk.text("/batdau Họp giao ban")
    await talk.text("/thanhphan\nPhạm Thị Chi - Trưởng phòng\nLê Văn Dũng - Kế toán")
    found = re.search(r"bằng mã: (\d{3} \d{3})", (await talk.text("/moi"))[0])
    assert found
    chi = talk.alone(CHI)
    await chi.text(f"/vao {found[1]}", CHI)
    offered = newest(talk, "giống người có trong danh sách")
    assert talk.door.shown[offered].labels == ["Phạm Thị Chi, Trưởng phòng"]
    await chi.tap(offered, "Phạm Thị Chi, Trưởng phòng", CHI)
    await talk.tap(newest(talk, "có trong danh sách của thư ký. Chưa đổi"), "Đúng người đó")
    await chi.text("Tôi nhất trí", CHI)
    assert talk.lines()[-1][1] == "Phạm Thị Chi"
    assert listed(await talk.text("/thanhphan"), "Phạm Thị Chi") == 1


@pytest.mark.parametrize("data", ["same", "same:yes", "same:yes:x", "same:me:9", "same:rows:1:1"])
async def test_forged(talk: Talk, data: str) -> None:
    await invited(talk)
    assert await talk.tap_data("1", data) == TOAST_OLD


async def test_who_has_left_the_group_confirms_nothing(talk: Talk) -> None:
    other, _ = await joined(talk)
    an = talk.alone(AN)
    await an.text("/lichsu", AN)
    await other.tap(newest(talk, "Nếu đó cũng là tài khoản"), "Cũng là tôi", VAN_AN)
    mine = newest(talk, "cho biết đó cũng là bạn")
    await talk.arrive(HA, "m-left", left=AN)
    assert await an.tap(mine, "Đúng, cũng là tôi", AN) != ""
    assert [x[1] for x in talk.lines()] == ["Nguyễn Văn An", "Văn An"]
