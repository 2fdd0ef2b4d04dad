"""The one who spoke is asked about what the machine is not sure of; their word counts more."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.doors.port import Chat, ChatKind, Media, MediaKind, Person, Say
from bot.errors import ChatGone
from bot.messages import asking as words
from bot.messages import lines as about_lines
from bot.messages import outside as about_outside
from bot.messages import phrases
from bot.minutes import Line, LineState
from bot.minutes.rights import Act
from bot.store.recordings import HeardText
from tests.dialogs.talking import AN, BINH, HA, Dictation, ListDoor, Talk, Unsure, talking
from transcribe import Piece, Segment

CHI = Person("4", "Phạm Thị Chi", "chi_pham")
WORDS = "bảy phỗng ông làm bằng gỗ mít"
MARKED = "bảy [phỗng ông?] làm bằng [gỗ mít?]"
RIGHT = "Bảy pho tượng làm bằng gỗ mít."


@pytest.fixture
def ear() -> Unsure:
    return Unsure("gỗ mít", "phỗng ông")


@pytest.fixture
async def talk(tmp_path: Path, ear: Unsure) -> AsyncIterator[Talk]:
    async with talking(tmp_path, ear=ear) as talk:
        await talk.text("/batdau Họp nghiệm thu", HA)
        yield talk


def alone(talk: Talk, who: Person) -> Talk:
    """The person's own chat with the bot."""
    there = Talk(talk.office, talk.door, who.key)
    there.chat = Chat(talk.door.name, who.key, who.name, ChatKind.PRIVATE)
    return there


async def known(talk: Talk, *people: Person) -> None:
    """These have written to the bot alone."""
    for who in people:
        await alone(talk, who).text("/start", who)


def asked(talk: Talk) -> list[str]:
    """The messages that ask a speaker alone, the oldest first."""
    found = talk.door.shown.items()
    return [key for key, shown in found if "Đúng rồi" in shown.labels and "Nghe" in shown.labels]


def line(talk: Talk, no: int) -> Line:
    found = talk.line(no)
    assert isinstance(found, Line)
    return found


async def closed(talk: Talk, *voices: tuple[str, Person]) -> list[str]:
    """A meeting with these notes, closed; what was said then."""
    for said, who in voices:
        await talk.voice(said, who)
    return await talk.text("/ketthuc", HA)


# --- who is asked, and when -----------------------------------------------------------------------


async def test_when_the_meeting_is_closed_and_not_before(talk: Talk) -> None:
    await known(talk, AN)
    await talk.voice(WORDS, AN)
    await talk.voice("câu rõ ràng", AN)
    assert asked(talk) == []
    (said, question) = await talk.text("/ketthuc", HA)
    assert "\nĐã hỏi người nói về chỗ máy chưa chắc: #1.\n" in f"{said}\n"
    assert question == (
        "Cuộc họp số 1 “Họp nghiệm thu”, dòng #1, lúc 08:00, 24/07/2026. "
        f"Máy chép lời bạn, chưa chắc chỗ trong [ ?]:\n{MARKED}\n"
        "Đúng thì bấm “Đúng rồi”. Sai thì trả lời tin này bằng cả câu đúng."
    )
    (message,) = asked(talk)
    assert talk.door.shown[message].labels == ["Nghe", "Đúng rồi", "Sửa"]


async def test_who_cannot_be_written_to_is_asked_once_in_the_group(talk: Talk) -> None:
    await known(talk, AN)
    said = await closed(talk, (WORDS, AN), (WORDS, BINH), (WORDS, BINH))
    assert asked(talk) != []
    assert said[-1] == (
        "nhờ xem lại lời của bạn, máy chưa chắc:\n"
        "#2: “gỗ mít”, “phỗng ông”\n#3: “gỗ mít”, “phỗng ông”\n"
        "Đúng: gửi /dungroi 2 3. Sai: trả lời tin này bằng số dòng rồi câu đúng, ví dụ: 2 câu đúng."
    )


async def test_many_who_cannot_be_written_to_are_named_in_one_message(talk: Talk) -> None:
    people = [Person(str(n), f"Người {n}") for n in range(10, 18)]
    said = await closed(talk, *((WORDS, who) for who in people))
    assert said[-1].startswith(
        "Nhờ mỗi người xem lại lời của mình, máy chưa chắc:\n• Người 10: #1\n• Người 11: #2\n"
    )
    assert sum("nhờ xem lại lời của bạn" in one for one in said) == 0


async def test_who_has_blocked_the_bot_is_named_once_where_the_meeting_is(talk: Talk) -> None:
    await known(talk, AN)

    async def say(chat: Chat, say: Say) -> str:
        if chat.kind is ChatKind.PRIVATE:
            raise ChatGone("bot was blocked by the user")
        return await ListDoor.say(talk.door, chat, say)

    talk.door.say = say  # type: ignore[method-assign]
    said = await closed(talk, (WORDS, AN), (WORDS, AN))
    await talk.settle()
    told = [one.text for one in talk.door.shown.values() if "Không nhắn riêng được" in one.text]
    assert len(told) == 1, said
    assert told[0].startswith("Không nhắn riêng được cho ")


async def test_each_line_is_asked_about_once_and_again_where_the_doubts_are_new(
    talk: Talk, ear: Unsure
) -> None:
    await known(talk, AN)
    await closed(talk, (WORDS, AN))
    await talk.text("/molai", HA)
    await talk.text("/ketthuc", HA)
    assert len(asked(talk)) == 1
    (said,) = await talk.text("/hoilai", HA)
    assert re.fullmatch(r"Đã hỏi từ trước, chưa có trả lời mới: #1 \(\d\d:\d\d\)\.", said)
    assert len(asked(talk)) == 1
    first = line(talk, 1)

    def doubted_anew() -> None:
        with talk.office.store.transaction():
            talk.office.store.lines.change(first, None, doubts=("bảy",))

    await talk.office.on_store(doubted_anew)
    assert await talk.text("/hoilai 1", HA) != []
    assert len(asked(talk)) == 2


async def test_the_secretary_asks_during_the_meeting_too(talk: Talk) -> None:
    await known(talk, AN)
    for who in (AN, AN, BINH):
        await talk.voice(WORDS, who)
    await talk.text("/dong nghelai", HA)
    page = list(talk.door.shown)[-1]
    assert talk.door.shown[page].labels == ["Hỏi người nói"]
    assert await talk.tap(page, "Hỏi người nói", AN) == phrases.TOAST_NOT_ALLOWED
    assert (await talk.text("/hoilai", AN))[0].startswith("Chỉ thư ký (Lê Thị Hà), chủ trì")
    assert asked(talk) == []
    (said, *_) = await talk.text("/hoilai 2", HA)
    assert said == "Đã nhắn riêng cho Nguyễn Văn An: #2."
    await talk.tap(page, "Hỏi người nói", HA)
    told = [shown.text for shown in talk.door.shown.values() if "nhắn riêng cho" in shown.text][-1]
    assert told.startswith(
        "Đã nhắn riêng cho Nguyễn Văn An: #1.\n"
        "Hỏi ở đây (chưa từng nhắn riêng với bot): Trần Bình: #3.\nĐã hỏi từ trước"
    )
    assert await talk.text("/hoilai 9", HA) != []
    await talk.text("/dungroi 1-3", HA)
    assert await talk.text("/hoilai", HA) == [words.NOTHING_TO_ASK]
    assert await talk.text("/hoilai 1", HA) == [words.NOT_IN_DOUBT.format(lines="#1")]


async def test_a_page_of_a_guest_has_no_button_to_ask(talk: Talk) -> None:
    await talk.voice(WORDS, AN)
    there = alone(talk, AN)
    await there.text("/xem 1", AN)
    message = list(talk.door.shown)[-1]
    await there.tap_data(message, "page:1:nghelai:1", AN)
    assert "Hỏi người nói" not in talk.door.shown[message].labels
    assert await there.tap_data(message, "asks:1", AN) == phrases.TOAST_OLD


async def test_what_is_transcribed_after_closing_is_asked_about_when_all_is(tmp_path: Path) -> None:
    ear = Dictation()
    said = Segment(0, 9, WORDS, 0.4, WORDS, ("gỗ mít",))
    ear.records("dài", Piece(0, 60, (said,)), Piece(60, 180, (said,)))
    async with talking(tmp_path, ear=ear) as talk:
        await talk.text("/batdau Họp")
        await known(talk, AN)
        card = await talk.recording("dài", 3)
        await talk.text("/ketthuc", HA)
        assert asked(talk) == []
        ear.until("dài")
        await talk.sees(card, "đã chép xong")
        await talk.until(lambda: len(asked(talk)) == 2)
        assert "dòng #2" in talk.door.shown[asked(talk)[0]].text


async def test_many_questions_come_five_at_a_time_those_of_the_report_first(talk: Talk) -> None:
    await known(talk, AN)
    for _ in range(12):
        await talk.voice(WORDS, AN)
    await talk.text("/ykien 9", HA)
    await talk.text("/ketthuc", HA)
    first = asked(talk)
    assert ["dòng #9," in talk.door.shown[x].text for x in first] == [True, *[False] * 4]
    there = alone(talk, AN)
    await there.tap(first[-1], "Còn 7 dòng nữa", AN)
    assert len(asked(talk)) == 10
    await there.tap(asked(talk)[-1], "Còn 2 dòng nữa", AN)
    assert len(asked(talk)) == 12
    assert await there.tap(asked(talk)[9], "Còn 2 dòng nữa", AN) == words.NO_MORE


async def test_nobody_is_asked_who_was_only_forwarded_or_named(talk: Talk) -> None:
    await known(talk, BINH, CHI)
    media = Media(MediaKind.SOUND, "ref", "a.ogg", 8.0)
    talk.door.recordings["ref"] = WORDS.encode()
    await talk.arrive(HA, "m900", media=media, speaker=CHI)
    await talk.voice(WORDS, AN)
    await talk.text("/nguoinoi 2 Lý Văn Khách - Giám đốc", HA)
    said = await talk.text("/hoilai", HA)
    assert said == [
        "Không hỏi được (người nói không có trong khung chat này, hay chưa rõ là ai): #1, #2. "
        "Nghe lại: /nghe 1"
    ]
    assert asked(talk) == []


async def test_who_holds_the_meeting_alone_with_the_bot_is_not_asked_twice(
    tmp_path: Path, ear: Unsure
) -> None:
    async with talking(tmp_path, ear=ear) as talk:
        there = alone(talk, AN)
        await there.text("/batdau Ghi riêng", AN)
        await there.voice(WORDS, AN)
        said = await there.text("/ketthuc", AN)
        assert len(said) == 1
        assert "Đã hỏi" not in said[0]


# --- what they answer -----------------------------------------------------------------------------


async def test_they_hear_it_and_say_that_it_is_right(talk: Talk) -> None:
    await known(talk, AN)
    card = await talk.voice(WORDS, AN)
    await talk.text("/ketthuc", HA)
    (message,) = asked(talk)
    there = alone(talk, AN)
    await there.tap(message, "Nghe", AN)
    assert talk.door.files[-1].read_bytes() == WORDS.encode()
    assert await there.tap(message, "Đúng rồi", AN) == "#1: chép đúng"
    assert talk.door.shown[message].text == (
        f"✓ Dòng #1: bạn đã xác nhận máy chép đúng. Cảm ơn bạn.\n{WORDS}"
    )
    assert talk.door.shown[message].labels == []
    assert talk.door.shown[card].text == f"#1 · Nguyễn Văn An · 0:08\n{WORDS}"
    assert "#1 · Nguyễn Văn An · 0:08 · ✔ người nói đã xác nhận" in (await talk.text("/dong"))[0]
    (said,) = await talk.text("/lichsudong 1")
    assert said.endswith("Nguyễn Văn An (người nói): xác nhận máy chép đúng")


async def test_a_reply_is_the_right_words_and_the_card_follows(talk: Talk) -> None:
    await known(talk, AN)
    card = await talk.voice(WORDS, AN)
    await talk.text("/ketthuc", HA)
    (message,) = asked(talk)
    there = alone(talk, AN)
    told, said = await there.text(f"{RIGHT[:-1]}.", AN, reply_to=message)
    said, told = sorted((told, said), key=lambda x: not x.startswith("✓"))
    assert said == (
        f"✓ Đã sửa dòng #1 của cuộc họp số 1:\n{RIGHT}\nTrước đó là: {WORDS}\n"
        "Muốn đổi nữa thì trả lời lại bằng cả câu."
    )
    assert told == (
        f"#1 · Nguyễn Văn An (người nói) đã sửa lời của mình: {RIGHT}\nXem: /lichsudong 1"
    )
    assert talk.door.shown[card].text == f"#1 · Nguyễn Văn An · 0:08\n{RIGHT}"
    assert "✔ người nói đã sửa" in (await talk.text("/dong 1"))[0]
    assert (
        f"Nguyễn Văn An (người nói): “{WORDS}” → “{RIGHT}”" in (await talk.text("/lichsudong 1"))[0]
    )
    await there.text("Tám pho tượng làm bằng gỗ mít.", AN, reply_to=message)
    assert line(talk, 1).text == "Tám pho tượng làm bằng gỗ mít.", "their own words, once more"


async def test_the_button_opens_the_reply_field_with_the_words_to_copy(talk: Talk) -> None:
    await known(talk, AN)
    await closed(talk, (WORDS, AN))
    (message,) = asked(talk)
    there = alone(talk, AN)
    await there.tap(message, "Sửa", AN)
    copy, field = list(talk.door.shown)[-2:]
    assert talk.door.shown[copy].text == WORDS
    await there.text(MARKED.replace("phỗng ông", "phỗng đá"), AN, reply_to=field)
    assert line(talk, 1).text == "bảy phỗng đá làm bằng gỗ mít", "without the marks"


@pytest.mark.parametrize("answer", ["đúng rồi", "Dạ đúng rồi ạ!", "OK", "chuẩn"])
async def test_right_may_be_typed(talk: Talk, answer: str) -> None:
    await known(talk, AN)
    await closed(talk, (WORDS, AN))
    (message,) = asked(talk)
    (said,) = await alone(talk, AN).text(answer, AN, reply_to=message)
    assert said.startswith("✓ Dòng #1: bạn đã xác nhận")
    assert line(talk, 1).text == WORDS
    assert not line(talk, 1).unsure


async def test_a_few_words_do_not_take_the_place_of_a_whole_line(talk: Talk) -> None:
    await known(talk, AN)
    long = f"{WORDS} và được đặt ở gian giữa của đình làng"
    await closed(talk, (long, AN))
    (message,) = asked(talk)
    there = alone(talk, AN)
    (said,) = await there.text("phỗng đá", AN, reply_to=message)
    assert said.startswith("Chưa đổi dòng #1: câu bạn gửi ngắn hơn nhiều so với cả dòng.")
    assert line(talk, 1).text == long
    question = list(talk.door.shown)[-1]
    await there.tap(question, "Thay cả dòng", AN)
    assert line(talk, 1).text == "phỗng đá"
    await there.tap(question, "Lấy lại câu cũ", AN)
    assert line(talk, 1).text == long
    assert line(talk, 1).unsure
    assert talk.door.shown[question].labels == ["Nghe", "Đúng rồi", "Sửa"]
    await there.tap(question, "Đúng rồi", AN)
    assert not line(talk, 1).unsure


async def test_a_voice_note_is_asked_to_be_typed_and_the_question_stays(talk: Talk) -> None:
    await known(talk, AN)
    await closed(talk, (WORDS, AN))
    (message,) = asked(talk)
    there = alone(talk, AN)
    media = Media(MediaKind.SOUND, "x", "a.ogg", 3.0)
    said = await there.arrive(AN, "m901", media=media, reply_to=message)
    assert said == [words.TYPE_IT.format(no=1)]
    await there.text(RIGHT, AN, reply_to=message)
    assert line(talk, 1).text == RIGHT


async def test_in_the_group_a_reply_names_its_line(talk: Talk) -> None:
    await closed(talk, (WORDS, BINH), (WORDS, BINH))
    question = list(talk.door.shown)[-1]
    (said,) = await talk.text("phỗng đá chứ không phải phỗng ông", BINH, reply_to=question)
    assert said == words.ANSWER_HOW.format(no=1)
    (said, *_) = await talk.text(f"2 {RIGHT}", BINH, reply_to=question)
    assert said == f"Đã sửa #2: {RIGHT}"
    (said,) = await talk.text("1: khác hẳn", AN, reply_to=question)
    assert said == phrases.refused_lines(Act.MEND, [line(talk, 1)])
    (said,) = await talk.text("đúng rồi", BINH, reply_to=question)
    assert said == "Đã ghi nhận: #1 chép đúng."
    assert [line(talk, n).text for n in (1, 2)] == [WORDS, RIGHT]


async def test_in_the_group_one_line_takes_the_whole_reply(talk: Talk) -> None:
    await closed(talk, (WORDS, BINH))
    question = list(talk.door.shown)[-1]
    await talk.text("7 pho tượng làm bằng gỗ mít", BINH, reply_to=question)
    assert line(talk, 1).text == "7 pho tượng làm bằng gỗ mít"


# --- rights, and what others have done meanwhile --------------------------------------------------


async def test_nobodys_work_is_overwritten_unseen(talk: Talk) -> None:
    await known(talk, AN)
    card = await talk.voice(WORDS, AN)
    await talk.text("/ketthuc", HA)
    (message,) = asked(talk)
    there = alone(talk, AN)
    await talk.text("/sua 1 Bảy ông phỗng.", HA)
    assert await there.tap(message, "Đúng rồi", AN) == words.TOAST_CHANGED
    assert "đã được Lê Thị Hà sửa sau khi hỏi bạn, nay là:\nBảy ông phỗng." in (
        talk.door.shown[message].text
    )
    said = await there.text(RIGHT, AN, reply_to=message)
    assert line(talk, 1).text == "Bảy ông phỗng.", "nothing is overwritten"
    mine = next(x for x in said if x.startswith("Dòng #1"))
    assert mine == (
        "Dòng #1 đã được Lê Thị Hà sửa sau khi hỏi bạn nên chưa đổi. Câu của bạn đã chuyển cho "
        f"thư ký quyết định:\n{RIGHT}\nDòng đang là: Bảy ông phỗng."
    )
    offer = next(k for k, x in talk.door.shown.items() if "Dùng lời người nói" in x.labels)
    assert talk.door.shown[offer].text.startswith(
        f"Nguyễn Văn An (người nói) trả lời về dòng #1: “{RIGHT}”\nDòng giữ nguyên vì đã được Lê"
    )
    assert await talk.tap(offer, "Dùng lời người nói", AN) == phrases.TOAST_NOT_ALLOWED
    assert await talk.tap(offer, "Dùng lời người nói", HA) == "#1: đã dùng lời người nói"
    assert line(talk, 1).text == RIGHT
    assert talk.door.shown[card].text.endswith(RIGHT)
    await talk.text("/hoantac", HA)
    assert line(talk, 1).text == "Bảy ông phỗng."


async def test_the_secretary_may_keep_theirs_and_old_offers_do_nothing(talk: Talk) -> None:
    await known(talk, AN)
    await closed(talk, (WORDS, AN))
    (message,) = asked(talk)
    there = alone(talk, AN)
    await talk.text("/sua 1 Bảy ông phỗng.", HA)
    await there.text(RIGHT, AN, reply_to=message)
    offer = list(talk.door.shown)[-2:]
    offer = [k for k in offer if "Dùng lời người nói" in talk.door.shown[k].labels]
    data = talk.door.shown[offer[0]].buttons[0][0].data
    await talk.text("/sua 1 Bảy ông phỗng đá.", HA)
    assert await talk.tap(offer[0], "Dùng lời người nói", HA) == phrases.TOAST_OLD
    await there.text(RIGHT, AN, reply_to=message)
    offer = [k for k, x in talk.door.shown.items() if "Giữ như cũ" in x.labels]
    assert await talk.tap(offer[-1], "Giữ như cũ", HA) == "#1: giữ nguyên"
    assert line(talk, 1).text == "Bảy ông phỗng đá."
    assert await talk.tap_data(offer[-1], data, HA) == phrases.TOAST_OLD


async def test_what_has_become_a_conclusion_needs_who_may_conclude(talk: Talk) -> None:
    await known(talk, AN, BINH)
    await talk.voice(WORDS, AN)
    await talk.voice(WORDS, BINH)
    await talk.text("/chutri Trần Bình", HA)
    await talk.text("/ketthuc", HA)
    await talk.text("/ketluan 1-2", HA)
    of_an, of_binh = asked(talk)
    assert await alone(talk, AN).tap(of_an, "Đúng rồi", AN) == words.TOAST_CONCLUSION
    said = await alone(talk, AN).text(RIGHT, AN, reply_to=of_an)
    assert any("Dòng #1 đã là kết luận nên chưa đổi." in x for x in said)
    assert any(x.startswith("Nguyễn Văn An (người nói) trả lời về dòng #1") for x in said)
    assert line(talk, 1).text == WORDS
    await alone(talk, BINH).text(RIGHT, BINH, reply_to=of_binh)
    assert line(talk, 2).text == RIGHT, "who presides may conclude"


async def test_nobody_else_answers_and_nothing_else_may_be_done(talk: Talk) -> None:
    await known(talk, AN, BINH)
    await talk.voice(WORDS, AN)
    await talk.text("Tôi có mặt.", BINH)
    await talk.text("/ketthuc", HA)
    (message,) = asked(talk)
    taps = [b.data for row in talk.door.shown[message].buttons for b in row]
    for data in taps:
        assert await alone(talk, BINH).tap_data("m1", data, BINH) == phrases.TOAST_OLD
        assert await talk.tap_data("m1", data, AN) == phrases.TOAST_OLD, "not in the group"
    there = alone(talk, AN)
    for data in ("tag:1:ykien", "delete:1", "edit:1", "right:1", "askright:2:0", "askhear:2"):
        assert await there.tap_data("m1", data, AN) == phrases.TOAST_OLD
    for typed in ("/sua 1 khác", "/xoa 1", "/ykien 1", "/dungroi 1", "/hoilai 1"):
        await there.text(typed, AN)
    assert (line(talk, 1).text, line(talk, 1).tag, line(talk, 1).unsure) == (WORDS, None, True)


async def test_who_is_no_longer_its_speaker_is_told(talk: Talk) -> None:
    await known(talk, AN)
    await closed(talk, (WORDS, AN))
    (message,) = asked(talk)
    await talk.text("/nguoinoi 1 Lê Thị Hà", HA)
    assert await alone(talk, AN).text(RIGHT, AN, reply_to=message) == [words.NOT_YOURS]
    assert await alone(talk, AN).tap(message, "Đúng rồi", AN) == phrases.TOAST_OLD
    assert line(talk, 1).text == WORDS


async def test_a_line_deleted_or_a_meeting_erased_meanwhile(talk: Talk) -> None:
    await known(talk, AN)
    await closed(talk, (WORDS, AN))
    (message,) = asked(talk)
    buttons = talk.door.shown[message].buttons
    there = alone(talk, AN)
    await talk.text("/xoa 1", HA)
    (said,) = await there.text(RIGHT, AN, reply_to=message)
    assert said == words.GONE.format(no=1, secretary="Lê Thị Hà")
    await there.tap(message, "Đúng rồi", AN)
    assert talk.door.shown[message].text == said
    await talk.in_store(talk.office.store.erasing.meeting, 1)
    for row in buttons:
        for button in row:
            assert await there.tap_data(message, button.data, AN) == phrases.TOAST_OLD
    assert talk.rows("SELECT * FROM asked") == []


# --- a person's word stays ------------------------------------------------------------------------


async def test_the_machine_never_overwrites_the_speakers_words(talk: Talk) -> None:
    await known(talk, AN)
    card = await talk.voice(WORDS, AN)
    await talk.text("/ketthuc", HA)
    (message,) = asked(talk)
    await alone(talk, AN).text(RIGHT, AN, reply_to=message)
    assert await talk.tap_data(card, "retry:1", HA) == phrases.TOAST_OLD
    await talk.text("/cheplai 1", HA)
    assert (line(talk, 1).state, line(talk, 1).text) == (LineState.DONE, RIGHT)
    mended = line(talk, 1)

    def heard() -> None:  # a transcription that was in work all the while
        with talk.office.store.transaction():
            text = HeardText("máy", "máy", 0.9)
            talk.office.store.recordings.transcribed(mended, text, segments=[], seconds=8.0)

    await talk.office.on_store(heard)
    assert line(talk, 1).text == RIGHT


async def test_questions_and_answers_outlive_a_restart(tmp_path: Path, ear: Unsure) -> None:
    async with talking(tmp_path, ear=ear) as talk:
        await talk.text("/batdau Họp", HA)
        await known(talk, AN)
        await closed(talk, (WORDS, AN), (WORDS, AN))
    async with talking(tmp_path, ear=ear, door=talk.door) as again:
        again.now = talk.now
        first, second = asked(again)
        there = alone(again, AN)
        await there.tap(first, "Đúng rồi", AN)
        await there.text(RIGHT, AN, reply_to=second)
        assert not line(again, 1).unsure
        assert line(again, 2).text == RIGHT
        assert len(asked(again)) == 1


async def test_a_very_long_line_is_shown_whole_before_it_is_said_to_be_right(
    tmp_path: Path,
) -> None:
    long = " ".join(f"câu số {n} nói về việc này" for n in range(120))
    async with talking(tmp_path, ear=Unsure("số 7 nói", "số 119 nói")) as talk:
        await talk.text("/batdau Họp", HA)
        await known(talk, AN)
        said = await closed(talk, (long, AN))
        whole = " ".join(said)
        assert "[số 7 nói?]" in whole
        assert "[số 119 nói?]" in whole
        assert all(len(one) < 2000 for one in said)
        assert whole.count("việc") == 120
        assert {str(n) for n in range(120)} <= set(whole.split())


async def test_one_word_confirms_no_line_that_was_not_shown(talk: Talk) -> None:
    await closed(talk, *[(f"{WORDS} lần {n}", BINH) for n in range(1, 18)])
    question = list(talk.door.shown)[-1]
    text = talk.door.shown[question].text
    assert "#15: " in text
    assert "#16: " not in text
    assert "gửi /dungroi 1-15. " in text
    (said,) = await talk.text("đúng rồi", BINH, reply_to=question)
    assert said == "Đã ghi nhận: #1–#15 chép đúng."
    assert [n for n in range(1, 18) if line(talk, n).unsure] == [16, 17]


async def test_the_secretary_takes_no_words_that_they_have_not_seen(talk: Talk) -> None:
    await known(talk, AN)
    await closed(talk, (WORDS, AN))
    (message,) = asked(talk)
    await talk.text("/sua 1 Bảy ông phỗng.", HA)
    answer = " ".join(f"câu thứ {n} của tôi" for n in range(150))
    before = len(talk.door.shown)
    await alone(talk, AN).text(answer, AN, reply_to=message)
    shown = " ".join(x.text for x in list(talk.door.shown.values())[before:])
    assert shown.count("câu thứ 149 của tôi") == 1
    offer = next(k for k, x in talk.door.shown.items() if "Dùng lời người nói" in x.labels)
    await talk.tap(offer, "Dùng lời người nói", HA)
    assert line(talk, 1).text == answer


async def test_an_answer_that_replies_to_nothing_is_told_how_to_answer(talk: Talk) -> None:
    await talk.text("/batdau Họp nghiệm thu")
    await talk.text("Tôi có mặt", AN)
    alone = Talk(talk.office, talk.door, "2")
    alone.chat = Chat(talk.door.name, "2", "An", ChatKind.PRIVATE)
    for _ in range(2):  # each time: what they say is lost otherwise
        assert await alone.text("Bảy pho tượng làm bằng gỗ mít.", AN) == [about_lines.HOW_TO_ANSWER]
    stranger = Talk(talk.office, talk.door, "9")
    stranger.chat = Chat(talk.door.name, "9", "Lạ", ChatKind.PRIVATE)
    assert await stranger.text("Chào", Person("9", "Lạ")) == [
        f"{about_outside.HOW_TO_BEGIN.format(hours=24)}\n{about_outside.OR_COME_IN}"
    ]


# --- who has left, and who is elsewhere -----------------------------------------------------------


async def test_who_was_removed_from_the_group_answers_nothing_more(talk: Talk) -> None:
    await known(talk, AN)
    await closed(talk, (WORDS, AN))
    (question,) = asked(talk)
    await talk.arrive(HA, "m-left", left=AN)
    an = alone(talk, AN)
    assert await an.tap(question, "Đúng rồi", AN) == phrases.TOAST_OLD
    assert await an.tap(question, "Sửa", AN) == phrases.TOAST_OLD
    await an.text("Lời khác hẳn", AN, reply_to=question)
    assert line(talk, 1).text == WORDS
    assert line(talk, 1).doubts
    assert "chưa hỏi" in (await talk.text("/hoilai 1"))[0] or len(asked(talk)) == 1


async def test_who_takes_part_from_elsewhere_is_asked_there(tmp_path: Path, ear: Unsure) -> None:
    elsewhere = ListDoor("elsewhere")
    async with talking(tmp_path, ear=ear, beside=[elsewhere]) as talk:
        await talk.text("/batdau Họp nghiệm thu", HA)
        found = re.search(r"bằng mã: (\d{3} \d{3})", (await talk.text("/moi"))[0])
        assert found
        chi = Talk(talk.office, elsewhere, CHI.key).alone(CHI)
        await chi.text(f"/vao {found[1]}", CHI)
        await chi.voice(WORDS, CHI)
        await talk.text("/ketthuc")
        assert asked(talk) == []
        (question,) = asked(chi)
        await chi.text(RIGHT, CHI, reply_to=question)
        assert line(talk, 1).text == RIGHT
