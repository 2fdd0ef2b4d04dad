"""A chat without buttons, rewriting, files, quiet signs and replies, read as a story."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.doors.port import Ability, Chat, ChatKind, Media, MediaKind, SendFile
from bot.errors import Expired
from bot.messages import plain as said
from bot.post import plain, saying
from bot.post.plain import Fitting
from tests.dialogs.talking import AN, BINH, HA, Dictation, ListDoor, Talk, talking
from tests.waiting import PATIENCE


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "PAUSE", 0.0)


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """Lê Thị Hà, alone with the bot at a door that can nothing but say."""
    async with talking(tmp_path, door=ListDoor(abilities=frozenset(), max_text=2000)) as talk:
        talk.chat = Chat("list", "1", "", ChatKind.PRIVATE)
        await talk.text("/batdau Họp giao ban")
        yield talk


async def test_a_voice_note_is_one_message_when_its_words_are_there(talk: Talk) -> None:
    card = await talk.voice("Phòng Kế hoạch đề nghị gia hạn", HA)
    shown = talk.door.shown[card]
    assert len(talk.door.shown) == 2  # the meeting is open; the words
    assert shown.text.startswith("#1 · Lê Thị Hà · 0:08\nPhòng Kế hoạch đề nghị gia hạn\n")
    assert said.HOW_TO_TAG.format(no=1) in shown.text
    again = await talk.voice("Nhất trí", HA)
    assert talk.door.shown[again].text.endswith("\nNhất trí\nyk 2 · kl 2 · sua 2 câu đúng")
    assert talk.door.edits == []
    assert talk.door.toasts == []


async def test_a_recording_that_waits_is_not_spoken_of_and_one_that_fails_is(talk: Talk) -> None:
    card = await talk.voice(Expired("gone"), HA)
    text = talk.door.shown[card].text
    assert "đã hết hạn" in text
    assert "Hãy gửi lại tin thoại, hoặc gõ: /sua 1 nội dung" in text
    assert "chon 1: Chép lại" in text
    talk.door.recordings[next(iter(talk.door.recordings))] = "Nay thì nghe được".encode()
    answers = await talk.text("chon 1")
    assert answers[0] == "#1: sẽ chép lại"
    assert "Nay thì nghe được" in answers[1]
    assert len(answers) == 2


async def test_signs_are_put_together(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "LONGEST", PATIENCE)
    monkeypatch.setattr(plain, "PAUSE", PATIENCE)  # it is spoken on
    monkeypatch.setattr(saying, "LOOK_AGAIN", 0.01)
    settle, talk.settle = talk.settle, _nothing
    for number in range(4):
        await talk.text(f"Ý thứ {number}")
    await talk.until(lambda: len(talk.lines()) == 4)
    assert len(talk.door.shown) == 1, "nothing is said in between"
    monkeypatch.setattr(plain, "PAUSE", 0.0)
    await settle()
    assert [shown.text for shown in talk.door.shown.values()][1:] == ["✓ #1–#4"]
    monkeypatch.setattr(plain, "PAUSE", PATIENCE)
    await talk.text("Ý nữa")
    talk.settle = settle
    answers = await talk.text("/dong 1")
    assert len(answers) == 1
    assert answers[0].startswith("✓ #5\n#1 · Lê Thị Hà")
    assert talk.door.acknowledged == {}


async def _nothing() -> None: ...


def typed(message: str, label: str) -> str:
    """What is typed for a choice that stands under a message."""
    found = re.search(rf"^(chon \d+): {re.escape(label)}$", message, re.MULTILINE)
    assert found, message
    return found[1]


@pytest.mark.parametrize(
    ("order", "answer"),
    [
        ("yk 1", "Đã gắn thẻ Ý kiến cho #1."),
        ("YK 1, 2", "Đã gắn thẻ Ý kiến cho #1, #2."),
        ("Kết luận 1-2", "Đã gắn thẻ Kết luận cho #1, #2."),
        ("kl1", "Đã gắn thẻ Kết luận cho #1."),
        ("sua 1 Giao Phòng A", "Đã sửa #1: Giao Phòng A"),
        ("Sửa 1: Giao Phòng A", "Đã sửa #1: Giao Phòng A"),
        ("dung 1", "Dòng #1 không có chỗ nào cần nghe lại."),
        ("Đúng 1", "Dòng #1 không có chỗ nào cần nghe lại."),
        ("xoá 1", "Đã xoá #1. Lấy lại: /khoiphuc 1"),
        ("dừng 1", "Dòng #1 không phải là ghi âm đang chép nên không có gì để dừng."),
        ("/yk 1", "Đã gắn thẻ Ý kiến cho #1."),
    ],
)
async def test_orders_are_typed_and_are_no_lines(talk: Talk, order: str, answer: str) -> None:
    for words in ("Câu một", "Câu hai"):
        await talk.text(words)
    answers = await talk.text(order)
    assert answers[0] == answer
    assert len(talk.store.lines.of_meeting(1)) == 2


@pytest.mark.parametrize(
    "order", ["yk 99", "sua 99 câu đúng", "dung 99", "chon 99", "chọn 1 2", "chon 1"]
)
async def test_an_order_that_comes_to_nothing_is_no_line_either(talk: Talk, order: str) -> None:
    answers = await talk.text(order)
    assert len(answers) == 1
    assert talk.lines() == []


@pytest.mark.parametrize("words", ["Đúng 12 người dự họp", "Chọn 2 phương án", "KL: giao Phòng A"])
async def test_sentences_stay_lines(talk: Talk, words: str) -> None:
    await talk.text(words)
    assert len(talk.lines()) == 1


async def test_any_button_is_a_typed_choice(talk: Talk) -> None:
    (help_,) = await talk.text("/trogiup")
    where = help_.index(said.HOW_TO_CHOOSE.format(first=typed(help_, "Mở, đóng cuộc họp")[5:]))
    assert where < help_.index("chon ", where + 60)
    (topic,) = await talk.text(typed(help_, "Nói và gõ").replace("chon", "Chọn"))
    assert topic.startswith("Giữ nút micrô")
    assert "Muốn chọn" not in topic  # a chat is told once
    (again,) = await talk.text(typed(help_, "Mở, đóng cuộc họp"))
    assert again.startswith("/batdau Tên cuộc họp: mở;")  # it still means what it meant


async def test_a_choice_is_checked_as_a_forged_button_is(talk: Talk) -> None:
    await talk.text("/ketthuc")
    (asked,) = await talk.text("Câu nói sau giờ họp")
    number = typed(asked, "Mở lại và ghi")
    other = Talk(talk.office, talk.door)
    other.chat = Chat("list", "2", "", ChatKind.PRIVATE)
    assert (await other.text(number))[0].startswith("Không có gì mang số ")
    answers = await talk.text(number)
    assert any("Đã ghi vào cuộc họp số 1" in answer for answer in answers)
    assert [text for _, _, text, _ in talk.lines()] == ["Câu nói sau giờ họp"]
    (gone,) = await talk.text(number)
    assert gone.startswith("Tin này đã ghi rồi")
    assert len(talk.lines()) == 1


async def test_a_long_text_is_several_messages_and_its_choices_come_last(talk: Talk) -> None:
    for _ in range(20):
        await talk.text("Ý kiến dài " * 20)
    answers = await talk.text("/dong")
    assert len(answers) > 1
    assert all(len(answer) <= 2000 for answer in answers)


async def test_a_group_in_which_it_does_not_hear_says_so_once(talk: Talk) -> None:
    talk.chat = Chat("list", "-7", "Nhóm", ChatKind.GROUP)
    assert await talk.text("/batdau Họp trong nhóm") == [said.GROUP]
    assert await talk.text("Xin chào") == []
    assert talk.store.meetings.open_in(talk.store.chats.find("list", "-7")) is None


async def test_what_the_platform_hides_is_told_once(talk: Talk) -> None:
    hidden = Media(MediaKind.HIDDEN, "")
    assert await talk.arrive(HA, "m-1", media=hidden) == [said.HIDDEN]
    assert await talk.arrive(HA, "m-2", media=hidden) == []


async def test_a_file_is_a_sentence_with_where_it_is(talk: Talk) -> None:
    await talk.text("KL: Giao Phòng A chủ trì.")
    await talk.draft()
    shown = [shown.text for shown in talk.door.shown.values()]
    (files,) = [text for text in shown if "📎" in text]
    assert ".docx: ứng dụng này không nhận tệp từ bot." in files
    assert "documents/1/" in files
    assert talk.door.files == []


async def test_a_file_with_a_link(tmp_path: Path) -> None:
    door = ListDoor(abilities=frozenset(Ability) - {Ability.FILES})
    async with talking(tmp_path, door=door) as talk:
        await talk.text("/batdau Họp")
        fitting = Fitting(talk.office.house, talk.office.post.budget, lambda file: "https://x.vn/a")
        sent = SendFile(str(tmp_path / "documents" / "1" / "a.docx"), "bao-cao.docx", "Dự thảo 1")

        def fit() -> str:
            talk.office.store.outbox.put(1, [sent])
            return fitting.next(1, door).reply.text  # type: ignore[union-attr]

        text = await talk.in_store(fit)
        assert text.startswith("Dự thảo 1\n📎 bao-cao.docx: https://x.vn/a\n")
        talk.office.post.wake()
        await talk.settle()


async def test_it_is_as_before_behind_a_door_that_can_all(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.text("/batdau Họp")
        await talk.text("sua 12 điều của dự thảo")
        await talk.text("chon 1")
        assert [text for _, _, text, _ in talk.lines()] == ["sua 12 điều của dự thảo", "chon 1"]
        assert await talk.text("yk 1") == ["Đã gắn thẻ Ý kiến cho #1."]


# --- what answers what --------------------------------------------------------------------------


async def test_what_is_typed_next_answers_the_question_said_last(talk: Talk) -> None:
    (asked,) = await talk.text("/thongtin thời gian: 31/11/2026")
    assert "không có ngày" in asked
    answers = await talk.text("30/11/2026")
    assert any("Đã ghi: thời gian" in answer for answer in answers)
    assert answers[-1] == said.TAKEN_AS_ANSWER  # a meeting is open: it may have been meant for it
    assert talk.lines() == []
    await talk.text("30/11/2026")
    assert [text for _, _, text, _ in talk.lines()] == ["30/11/2026"]


async def test_what_is_said_later_is_a_line(talk: Talk) -> None:
    await talk.text("/thongtin thời gian: 31/11/2026")
    await talk.text("/dong")
    await talk.text("30/11/2026")
    assert [text for _, _, text, _ in talk.lines()] == ["30/11/2026"]


async def test_a_recording_answers_nothing(talk: Talk) -> None:
    await talk.text("/thongtin thời gian: 31/11/2026")
    await talk.voice("Ngày ba mươi", HA)
    assert [text for _, _, text, _ in talk.lines()] == ["Ngày ba mươi"]


async def test_nobody_is_told_to_answer_a_message_where_that_is_not_seen(talk: Talk) -> None:
    await talk.text("KL: Giao Phòng A chủ trì.")
    await talk.draft()
    told = {order: "\n".join(await talk.text(order)) for order in ("/ykien", "/nghe", "KL:")}
    told |= {order: "\n".join(await talk.text(order)) for order in ("/lichsudong", "/trinh")}
    told["the"] = "\n".join(await talk.text("/trogiup the"))
    assert "Chọn bằng /chutri Họ tên, rồi gửi lại /trinh." in told["/trinh"]
    assert "ví dụ: /nghe 5" in told["/nghe"]
    await talk.text("/ketthuc")
    other = talk.alone(AN)
    await talk.text("/molai")
    code = (await talk.text("/moi"))[0].partition("bằng mã: ")[2][:7]
    for typed in (f"/vao {code}", "Tôi có mặt", "/ra"):
        await other.text(typed, AN)
    told["outside"] = "\n".join(await other.text("Ý kiến của tôi", AN))
    assert "gửi lại lệnh lúc nãy" in told["outside"]
    for order, words in told.items():
        for way in (
            "trả lời một tin",
            "trả lời tin",
            "trả lời đúng tin",
            "trả lời dòng",
            "chọn Trả",
        ):
            assert way not in words, (order, words)


async def test_who_may_tag_by_a_button_may_by_a_word_and_nobody_else(talk: Talk) -> None:
    """Another chat's lines are not reached by their numbers."""
    await talk.text("Câu của Hà")
    other = Talk(talk.office, talk.door)
    other.chat = Chat("list", "2", "", ChatKind.PRIVATE)
    for order in ("yk 1", "sua 1 Câu khác", "xoa 1", "dung 1"):
        await other.text(order, AN)
    assert talk.lines() == [(1, "Lê Thị Hà", "Câu của Hà", None)]


# --- kills --------------------------------------------------------------------------------------


async def test_signs_that_wait_are_said_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seconds in ("PAUSE", "LONGEST"):
        monkeypatch.setattr(plain, seconds, PATIENCE)
    door = ListDoor(abilities=frozenset(), max_text=2000)
    chat = Chat("list", "1", "", ChatKind.PRIVATE)
    async with talking(tmp_path, door=door) as talk:
        talk.chat = chat
        await talk.text("/batdau Họp giao ban")
        talk.settle = _nothing
        for number in range(3):
            await talk.text(f"Ý thứ {number}")
        await talk.until(lambda: len(talk.lines()) == 3)
        await talk.voice_quickly("Không nói gì thêm", HA)  # what is said next takes them along
        await talk.until(lambda: len(door.shown) == 2)
        assert list(door.shown.values())[-1].text.startswith("✓ #1–#3\n#4 · Lê Thị Hà")
        await talk.text("Ý cuối")
        await talk.until(lambda: len(talk.lines()) == 5)
    assert len(door.shown) == 2
    monkeypatch.setattr(plain, "PAUSE", 0.0)
    async with talking(tmp_path, door=door) as talk:
        await talk.settle()
        assert [shown.text for shown in door.shown.values()][2:] == ["✓ #5"]


async def test_a_busy_chat_is_acknowledged_all_the_same(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain, "PAUSE", 1000.0)
    monkeypatch.setattr(plain, "LONGEST", 0.1)
    await talk.text("Ý một")
    assert [shown.text for shown in talk.door.shown.values()][-1] == "✓ #1"


async def test_a_long_recording_is_one_message_at_its_end(tmp_path: Path) -> None:
    ear = Dictation()
    ear.records("dai", "Câu một", "Câu hai", "Câu ba")
    ear.until("dai")
    door = ListDoor(abilities=frozenset(), max_text=2000)
    async with talking(tmp_path, door=door, ear=ear) as talk:
        talk.chat = Chat("list", "1", "", ChatKind.PRIVATE)
        await talk.text("/batdau Họp giao ban")
        await talk.voice("dai", HA, seconds=180.0)
        (_, card) = [shown.text for shown in door.shown.values()]
        assert "đã chép xong 3 phút: dòng #2 đến #4." in card
        assert [text for _, _, text, _ in talk.lines()][1:] == ["Câu một", "Câu hai", "Câu ba"]


async def test_each_ability_alone_is_missed_alone(tmp_path: Path) -> None:
    """A door that lacks one thing has all the others."""
    for number, lacking in enumerate(Ability):
        door = ListDoor(abilities=frozenset(Ability) - {lacking})
        async with talking(tmp_path / str(number), door=door) as talk:
            talk.chat = Chat("list", "1", "", ChatKind.PRIVATE)
            await talk.text("/batdau Họp giao ban")
            await talk.voice("Thống nhất gia hạn", HA)
            await talk.text("Nhất trí")
            shown = list(door.shown.values())
            assert bool(door.edits) is (lacking is not Ability.REWRITE), lacking
            assert bool(shown[1].buttons) is (lacking is not Ability.BUTTONS), lacking
            assert bool(door.acknowledged) is (lacking is not Ability.QUIET), lacking
            assert len(talk.lines()) == 2, lacking


async def test_what_is_spoken_in_a_joined_chat_is_one_message_here_too(talk: Talk) -> None:
    """With its words, and not as a recording that waits for ever."""
    code = (await talk.text("/moi"))[0].partition("bằng mã: ")[2][:7]
    other = talk.alone(AN)
    await other.text(f"/vao {code}", AN)
    await other.voice("Tôi nói từ xa", AN)
    shown = [x.text for x in talk.here() if x.text.startswith("#1 ")]
    assert len(shown) == 1
    assert "Tôi nói từ xa" in shown[0]
    assert sum("Tôi nói từ xa" in x.text for x in other.here()) == 1


async def test_who_is_asked_about_a_draft_can_read_it_where_no_file_comes(talk: Talk) -> None:
    """The chair and the readers are behind such a door: they do not approve by a file's name."""
    await talk.text("KL: Giao Phòng A chủ trì.")
    code = (await talk.text("/moi"))[0].partition("bằng mã: ")[2][:7]
    there = {who.key: talk.alone(who) for who in (AN, BINH)}
    for who in (AN, BINH):
        await there[who.key].text(f"/vao {code}", who)
        await there[who.key].text("Tôi có mặt", who)
    await talk.text("/chutri Trần Bình")
    await talk.draft()
    await talk.text("/layykien")
    await talk.text("/trinh")
    for who, asked in ((AN, "ĐỌC TRƯỚC"), (BINH, "TRÌNH DUYỆT")):
        (request,) = [x.text for x in there[who.key].here() if x.text.startswith(asked)]
        words = "\n".join(await there[who.key].text(typed(request, "Toàn văn"), who))
        assert "Giao Phòng A chủ trì" in words
        assert words.startswith("BÁO CÁO")
    answers = await there[AN.key].text("/duthao 1", AN)
    assert "Giao Phòng A" in "\n".join(
        await there[AN.key].text(typed("\n".join(answers), "Toàn văn"), AN)
    )
