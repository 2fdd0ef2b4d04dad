"""A meeting's desk in a private chat: its secretary works there, and the group does not look on."""

from __future__ import annotations

from bot.doors.port import Person
from bot.messages.phrases import TOAST_OLD
from tests.dialogs.talking import AN, BINH, HA, Talk

GROUP = "-100"


async def a_meeting(talk: Talk) -> Talk:
    """Three lines in the group; its secretary's private chat."""
    await talk.text("/batdau Họp giao ban")
    await talk.text("Ngân sách còn thiếu", AN)
    await talk.text("KL: Giao Phòng A rà soát ngân sách", HA)
    await talk.voice("Tôi đề nghị lùi hạn", AN)
    return talk.alone(HA)


def in_group(talk: Talk) -> list[str]:
    return [one.text for one in talk.here()]


async def test_what_is_done_at_the_desk_is_not_seen_in_the_group(talk: Talk) -> None:
    desk = await a_meeting(talk)
    (said,) = await desk.text("/ban")
    assert "Bàn thư ký của cuộc họp số 1 “Họp giao ban”" in said
    before = in_group(talk)
    assert "Ngân sách còn thiếu" in "\n".join(await desk.text("/dong"))
    await desk.text("/ykien 1")
    await desk.text("/thongtin địa điểm: Phòng họp 1")
    await desk.text("/rasoat")
    await desk.text("/tudien đề án 06")
    report = "\n".join(await desk.draft())
    assert "Ngân sách còn thiếu" in report
    assert in_group(talk) == before
    assert [x[3] for x in talk.lines()] == ["ykien", "ketluan", None]
    assert talk.door.chats[list(talk.door.chats)[-1]] == HA.key, "the file too"


async def test_a_card_is_rewritten_in_the_group_and_nothing_is_said_there(talk: Talk) -> None:
    desk = await a_meeting(talk)
    await desk.text("/ban 1")
    before = len(in_group(talk))
    await desk.text("/sua 3 Tôi đề nghị lùi hạn đến tháng 12")
    assert len(in_group(talk)) == before
    assert any("lùi hạn đến tháng 12" in text for text in in_group(talk))
    shown = "\n".join(await desk.text("/dong 3"))
    assert "lùi hạn đến tháng 12" in shown
    await desk.text("/rasoat chuathe")
    page = next(reversed(desk.door.shown))
    assert await desk.tap(page, "#3 Ý kiến") == "#3: Ý kiến"
    assert len(in_group(talk)) == before
    assert any("#3 · Nguyễn Văn An · 0:08 · Ý kiến" in text for text in in_group(talk))


async def test_who_is_nothing_to_a_meeting_gets_no_desk(talk: Talk) -> None:
    await a_meeting(talk)
    (said,) = await talk.alone(AN).text("/ban", AN)
    assert said.startswith("Bạn chưa là thư ký, chủ trì hay quản trị viên của cuộc họp nào")
    (said,) = await talk.alone(AN).text("/ban 1", AN)
    (other,) = await talk.alone(AN).text("/ban 77", AN)
    assert said.replace("số 1", "số 77") == other, "nothing is said of whether there is one"


async def test_who_hands_over_loses_the_desk(talk: Talk) -> None:
    desk = await a_meeting(talk)
    await desk.text("/ban")
    await talk.text("/thuky Nguyễn Văn An")
    said = await desk.text("/sua 1 Sai sự thật")
    assert said[0] == (
        "Bạn không còn là thư ký, chủ trì hay quản trị viên của cuộc họp số 1 nên bàn này đã đóng. "
        "Bàn khác: /ban. Cuộc họp bạn đã dự: /lichsu"
    )
    assert talk.lines()[0][2] == "Ngân sách còn thiếu"
    assert "Bàn thư ký của cuộc họp số 1" in (await talk.alone(AN).text("/ban", AN))[0]


async def test_who_is_removed_from_the_group_loses_the_desk(talk: Talk) -> None:
    desk = await a_meeting(talk)
    await desk.text("/ban")
    await desk.text("/rasoat chuathe")
    page = next(reversed(desk.door.shown))
    await talk.arrive(AN, "m-left", left=HA)
    assert await desk.tap(page, "#1 Ý kiến") == TOAST_OLD
    assert talk.lines()[0][3] is None
    (said,) = await desk.text("/ban 1")
    assert said.startswith("Bạn không là thư ký")
    await talk.text("Tôi vào lại rồi", HA)
    assert "Bàn thư ký" in (await desk.text("/ban 1"))[0]


async def test_a_group_is_left_in_all_its_topics(talk: Talk) -> None:
    topic = Talk(talk.office, talk.door, "-100/7")
    await topic.text("/batdau Họp của chủ đề")
    desk = talk.alone(HA)
    assert "Bàn thư ký" in (await desk.text("/ban"))[0]
    await talk.arrive(AN, "m-left", left=HA)
    assert "bàn này đã đóng" in (await desk.text("/dong"))[0]
    assert (await desk.text("/ban 1"))[0].startswith("Bạn không là thư ký")
    await Talk(talk.office, talk.door, "-1000").text("Ở nhóm khác", HA)
    assert (await desk.text("/ban 1"))[0].startswith("Bạn không là thư ký")
    await Talk(talk.office, talk.door, "-100/9").text("Tôi vào lại", HA)
    assert "Bàn thư ký" in (await desk.text("/ban"))[0]


async def test_administrators_have_a_desk_as_long_as_they_are(talk: Talk) -> None:
    await a_meeting(talk)
    await talk.text("Tôi là quản trị", BINH, admin=True)
    desk = talk.alone(BINH)
    assert "Bàn thư ký" in (await desk.text("/ban", BINH))[0]
    await desk.text("/ykien 1", BINH)
    assert talk.lines()[0][3] == "ykien"
    await talk.text("Tôi không còn là quản trị", BINH)
    assert "không còn" in (await desk.text("/botag 1", BINH))[0]
    assert talk.lines()[0][3] == "ykien"


async def test_words_at_the_desk_are_lines_of_the_open_meeting(talk: Talk) -> None:
    desk = await a_meeting(talk)
    await desk.text("/ban")
    await desk.text("Thư ký xin bổ sung một ý")
    assert talk.lines()[-1] == (4, "Lê Thị Hà", "Thư ký xin bổ sung một ý", None)
    assert any(
        text.startswith("#4 · Lê Thị Hà · nhắn riêng\nThư ký xin") for text in in_group(talk)
    )
    card = await desk.voice("Nói từ bàn thư ký", HA)
    assert "Nói từ bàn thư ký" in desk.door.shown[card].text
    assert sum("Nói từ bàn thư ký" in text for text in in_group(talk)) == 1
    await talk.text("/sua 5 Nói lại từ bàn", HA)
    assert "Nói lại từ bàn" in desk.door.shown[card].text
    assert sum(text.endswith("nhắn riêng · 0:08\nNói lại từ bàn") for text in in_group(talk)) == 1


async def test_the_group_leads_to_the_desk_by_a_link(talk: Talk) -> None:
    await a_meeting(talk)
    await talk.text("/ketthuc")
    (link,) = [
        b.url
        for one in talk.here()
        for row in one.buttons
        for b in row
        if b.label == "Làm việc riêng"
    ]
    assert link == "list://?start=ban_1"
    assert "Bàn thư ký" in (await talk.alone(HA).text("/start ban_1"))[0]
    (said,) = await talk.alone(AN).text("/start ban_1", AN)
    assert said.startswith("Bạn không là thư ký")
    (said,) = await talk.text("/ban")
    assert said.startswith("Bàn thư ký mở trong khung chat riêng")


async def test_a_desk_is_left_and_another_chat_speaks_of_its_own_again(talk: Talk) -> None:
    desk = await a_meeting(talk)
    assert "không có bàn nào" in (await desk.text("/ban thôi"))[0]
    await desk.text("/ban")
    assert "rời bàn trước: /ban thoi" in (await desk.text("/batdau Họp riêng"))[0]
    assert (await desk.text("/ban thoi"))[0].startswith("Đã rời bàn của cuộc họp số 1")
    await desk.text("/batdau Họp riêng")
    await desk.text("Lời riêng")
    assert desk.lines(2) == [(1, "Lê Thị Hà", "Lời riêng", None)]
    assert "đang có cuộc họp số 2 mở" in (await desk.text("/ban"))[0]
    assert not any("Lời riêng" in text for text in in_group(talk))


async def test_two_desks_at_once_on_one_line(talk: Talk) -> None:
    desk = await a_meeting(talk)
    await talk.text("/thuky them Nguyễn Văn An")
    other = talk.alone(AN)
    await desk.text("/ban")
    await other.text("/ban", AN)
    await desk.text("/sua 3 Lời một")
    await other.text("/sua 3 Lời hai", AN)
    assert talk.lines()[2][2] == "Lời hai"
    assert any("Lời hai" in text for text in in_group(talk))


def code_in(answer: list[str]) -> str:
    return answer[0].partition("bằng mã: ")[2][:7]


async def test_a_desk_in_place_of_a_meeting_that_was_joined_says_so(talk: Talk) -> None:
    desk = await a_meeting(talk)
    await desk.text(f"/vao {code_in(await talk.text('/moi'))}")
    (said,) = await desk.text("/start ban_1")
    assert said.startswith("Khung chat này thôi là chỗ dự cuộc họp số 1 mà thành bàn")
    await desk.text("Vẫn là lời")
    assert talk.lines()[-1][2] == "Vẫn là lời"
    await desk.text("/ban thoi")
    other = Talk(talk.office, talk.door, "-200")
    await other.text("/batdau Họp khác", BINH)
    await desk.text(f"/vao {code_in(await other.text('/moi', BINH))}")
    (said,) = await desk.text("/ban 1")
    assert said.startswith("Bạn đã ra khỏi cuộc họp số 2 mà bạn dự từ khung chat này")
    assert "Bàn thư ký của cuộc họp số 1" in said
    await desk.text("Lời ở bàn")
    assert talk.lines()[-1][2] == "Lời ở bàn"
    assert other.lines(2) == []


async def test_an_administrator_s_desk_speaks_of_all_the_group_s_meetings(talk: Talk) -> None:
    await a_meeting(talk)
    await talk.text("/ketthuc")
    await talk.text("/batdau Họp sau")
    await talk.text("Tôi quản trị nhóm", BINH, admin=True)
    alone = talk.alone(BINH)
    asked = {"/lichsu": "giao ban", "/tim ngân sách": "Nguyễn Văn An", "/xem 1": "giao ban"}
    for order, words in asked.items():
        assert words not in "\n".join(await alone.text(order, BINH)), order
    await alone.text("/ban 2", BINH)
    for order, words in asked.items():
        assert words in "\n".join(await alone.text(order, BINH)), order
    await alone.text("/sua 1 Ở cuộc họp khác", BINH)
    assert talk.lines()[0][2] == "Ngân sách còn thiếu"
    await talk.text("/thuky Nguyễn Văn An")
    other = Talk(talk.office, talk.door, "-200")
    await other.text("/batdau Họp của nhóm khác", HA)
    assert "nhóm khác" not in "\n".join(await alone.text("/lichsu", BINH))
    await talk.text("Tôi thôi quản trị", BINH)
    for order, words in asked.items():
        assert words not in "\n".join(await alone.text(order, BINH)), order


async def test_who_keeps_one_meeting_and_is_not_of_the_group_sees_no_other(talk: Talk) -> None:
    await a_meeting(talk)
    await talk.text("/ketthuc")
    await talk.text("/batdau Họp sau")
    code = code_in(await talk.text("/moi"))
    lan = Person("77", "Lan")
    alone = talk.alone(lan)
    await alone.text(f"/vao {code}", lan)
    await talk.text("/thuky them Lan")
    await alone.text("/ra", lan)
    assert "Bàn thư ký của cuộc họp số 2" in (await alone.text("/ban", lan))[0]
    for order in ("/lichsu", "/tim ngân sách", "/xem 1"):
        assert "Phòng A rà soát" not in "\n".join(await alone.text(order, lan)), order
        assert "giao ban" not in "\n".join(await alone.text(order, lan)), order


async def test_a_meeting_of_private_chats_alone_has_desks_too(talk: Talk) -> None:
    """Where it was opened in somebody's private chat (Zalo, the page): its second secretary and its
    chair have joined it, and work on it from theirs."""
    home, an, binh = talk.alone(HA), talk.alone(AN), talk.alone(BINH)
    await home.text("/batdau Họp giao ban")
    await home.text("KL: Giao Phòng A rà soát")
    code = code_in(await home.text("/moi"))
    for there, who in ((an, AN), (binh, BINH)):
        await there.text(f"/vao {code}", who)
        await there.text("Tôi có mặt", who)
    assert (await an.text("/ban", AN))[0].startswith("Bạn chưa là thư ký, chủ trì")
    await home.text("/thuky them Nguyễn Văn An")
    await home.text("/chutri Trần Bình")
    assert "thư ký" in "\n".join(await binh.text("/ketluan 2", BINH)), "who has joined may not"
    for there, who in ((an, AN), (binh, BINH)):
        said = await there.text("/ban", who)
        assert "Khung chat này thôi là chỗ dự cuộc họp số 1" in said[0]
        assert "Bàn của cuộc họp số 1 “Họp giao ban”" in said[0]
        assert "nhóm" not in said[0]
    await binh.text("/ketluan 3", BINH)
    await an.text("/sua 1 Giao Phòng B rà soát", AN)
    assert [(x[2], x[3]) for x in home.lines()] == [
        ("Giao Phòng B rà soát", "ketluan"),
        ("Tôi có mặt", None),
        ("Tôi có mặt", "ketluan"),
    ]
    await an.draft("/baocao", AN)
    assert not any("Gửi vào nhóm" in one.labels for one in an.here()), "there is no group"
    await talk.alone(Person("77", "Lan")).text(f"/vao {code}", Person("77", "Lan"))
    for desk in (home, an):
        assert any(x.text.startswith("Mới vào: Lan") for x in desk.here()), desk.chat.key
    for _ in range(2):  # while it is open, and after its end
        for typed in ("/ban", "/ban 1"):
            assert "chính là nơi họp của cuộc họp số 1" in (await home.text(typed))[0]
        await home.text("/ketthuc")
    await home.text("/molai")
    came = next(
        key
        for key, one in talk.door.shown.items()
        if one.text.startswith("Mới vào: Nguyễn Văn An") and talk.door.chats[key] == HA.key
    )
    await home.tap(came, "Mời ra")
    assert "Thư ký đã mời bạn ra" in an.here()[-1].text
    for typed in ("/ban", "/ban 1"):
        assert "không là thư ký" in (await an.text(typed, AN))[0].replace("chưa là", "không là")
    await an.text("/sua 1 Sai sự thật", AN)
    await home.tap(came, "Cho vào lại")
    assert (await an.text("/ban", AN))[0].startswith("Bàn của cuộc họp số 1")
    await home.text("/thuky bot Nguyễn Văn An")
    assert "bàn này đã đóng" in (await an.text("/sua 1 Sai sự thật", AN))[0]
    assert home.lines()[0][2] == "Giao Phòng B rà soát"


async def test_what_is_typed_at_a_desk_after_the_end_is_answered(talk: Talk) -> None:
    """Whatever that chat was told before: the meeting may have been closed elsewhere."""
    desk = await a_meeting(talk)
    await talk.alone(Person("78", "Lan")).text("Chào", Person("78", "Lan"))
    await talk.text("/thuky them Nguyễn Văn An")
    an = talk.alone(AN)
    await desk.text("/ban")
    await an.text("/ban", AN)
    for _ in range(2):
        await desk.text("/ketthuc")
        an.now = desk.now
        (said,) = await an.text("Xin bổ sung một ý", AN)
        assert "chưa được ghi" in said
        await talk.text("/molai")


async def test_who_leaves_the_desk_of_an_open_meeting_is_told_what_becomes_of_their_words(
    talk: Talk,
) -> None:
    desk = await a_meeting(talk)
    await desk.text("/ban")
    assert "lời bạn nhắn ở khung chat này không được ghi" in (await desk.text("/ban thoi"))[0]
    await desk.text("/ban")
    await talk.text("/ketthuc")
    assert "không được ghi" not in (await desk.text("/ban thoi"))[0]
