"""A chat without buttons, rewriting, files, quiet signs and replies, read as a story."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.doors.port import Ability, Chat, ChatKind, Media, MediaKind, SendFile
from bot.errors import Expired
from bot.messages import plain as said
from bot.post import plain
from bot.post.plain import Fitting
from tests.dialogs.talking import HA, ListDoor, Talk, talking


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
    monkeypatch.setattr(plain, "PAUSE", 0.3)
    settle, talk.settle = talk.settle, _nothing
    for number in range(4):
        await talk.text(f"Ý thứ {number}")
    await settle()
    assert [shown.text for shown in talk.door.shown.values()][1:] == ["✓ #1–#4"]
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
        await talk.settle()


async def test_it_is_as_before_behind_a_door_that_can_all(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.text("/batdau Họp")
        await talk.text("sua 12 điều của dự thảo")
        await talk.text("chon 1")
        assert [text for _, _, text, _ in talk.lines()] == ["sua 12 điều của dự thảo", "chon 1"]
        assert await talk.text("yk 1") == ["Đã gắn thẻ Ý kiến cho #1."]
