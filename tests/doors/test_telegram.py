"""What people do in Telegram, and what they see: the house and its door at a Bot API server."""

from __future__ import annotations

import asyncio
import io
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest

from bot.conversation.menus import MENUS
from bot.doors.port import Chat, ChatKind, Incoming, Person
from bot.doors.telegram import TelegramDoor
from bot.errors import SettingsError
from bot.messages import help as about_help
from bot.messages import history as about_history
from bot.messages import lines as about_lines
from bot.messages import phrases
from bot.messages import things as about_things
from bot.messages import trouble as about_trouble
from bot.messages.attendance import MAY_BE_LIST
from bot.office import DATABASE, Office
from tests.doors.bot_api import BROKEN, DROPPED, BotApi, Call, Fault
from tests.doors.sounds import encoded, five_hours, said_in, speech
from tests.doors.telegram_chats import Json, Room
from tests.doors.telegram_house import (
    TOKEN,
    answer,
    finished,
    labels,
    lines,
    on_disk,
    opened,
    running,
    whole_text,
)
from tests.reading import record_of
from tests.records import store_at
from tests.transcribe.recordings import picture
from tests.waiting import PATIENCE, eventually
from transcribe import Transcriber

TITLE = "Họp giao ban tháng 11"


# --- a meeting --------------------------------------------------------------------------------


async def test_a_whole_meeting_in_a_group(
    api: BotApi, bot: Office, group: Room, an: Json, binh: Json, note: bytes
) -> None:
    await opened(api, group, an)
    card = await answer(api, api.voice(group, an, note, 3))
    await eventually(lambda: said_in(card["text"]))
    typed = api.text(group, binh, "Đề nghị các phòng rà soát nhiệm vụ")
    await eventually(lambda: api.reaction(typed))
    api.tap(card, "Ý kiến", an)
    await eventually(lambda: "✓ Ý kiến" in labels(card))
    tagged = await answer(api, api.text(group, an, "/ketluan 2"))
    assert "Kết luận cho #2" in tagged["text"]

    brief = await answer(api, api.text(group, an, "/baocao"))
    assert not said_in(brief["text"])
    report = await whole_text(api, brief, an)
    assert report.startswith("BÁO CÁO")
    assert said_in(report)
    assert "Đề nghị các phòng rà soát nhiệm vụ" in report
    file = await eventually(lambda: [m for m in api.sent(group) if "document" in m])
    assert file[0]["document"]["file_name"].endswith(".docx")
    closed = await answer(api, api.text(group, an, "/ketthuc"))
    assert "2 dòng, 1 ý kiến, 1 kết luận" in closed["text"]


async def test_a_voice_note_is_answered_at_once_and_the_same_message_becomes_its_text(
    api: BotApi, bot: Office, group: Room, an: Json, note: bytes
) -> None:
    await opened(api, group, an)
    before = len(api.calls)
    said = api.voice(group, an, note, 3)
    card = (await eventually(lambda: api.replies_to(said)))[0]
    await finished(api, said)

    shown = [c for c in api.calls[before:] if c.method in ("sendMessage", "editMessageText")]
    assert [c.method for c in shown] == ["sendMessage", "editMessageText"]
    assert shown[0].params["text"] == "#1 · Nguyễn Văn An · 0:03 · đang chép…"
    assert "reply_markup" not in shown[0].params
    assert shown[1].params["message_id"] == card["message_id"]
    head, text, *doubts = card["text"].split("\n")
    assert head == "#1 · Nguyễn Văn An · 0:03"
    assert said_in(text)
    assert labels(card)[:4] == ["Ý kiến", "Kết luận", "Sửa", "Xoá"]
    assert ("Đúng rồi" in labels(card)) == any("⚠ nghe lại: “" in row for row in doubts)


async def test_a_tap_shows_the_tag_and_a_second_tap_takes_it_off(
    api: BotApi, bot: Office, group: Room, an: Json, note: bytes
) -> None:
    await opened(api, group, an)
    card = await finished(api, api.voice(group, an, note, 3))

    api.tap(card, "Kết luận", an)
    await eventually(lambda: labels(card)[:4] == ["Ý kiến", "✓ Kết luận", "Sửa", "Xoá"])
    assert card["text"].startswith("#1 · Nguyễn Văn An · 0:03 · Kết luận\n")
    api.tap(card, "Ý kiến", an)
    await eventually(lambda: labels(card)[:4] == ["✓ Ý kiến", "Kết luận", "Sửa", "Xoá"])
    api.tap(card, "✓ Ý kiến", an)
    await eventually(lambda: labels(card)[:4] == ["Ý kiến", "Kết luận", "Sửa", "Xoá"])
    assert card["text"].startswith("#1 · Nguyễn Văn An · 0:03\n")
    assert api.toasts == ["#1: Kết luận", "#1: Ý kiến", "#1: đã bỏ thẻ"]
    assert not api.queries, "a tap that is not answered keeps its button turning"


async def test_a_private_chat_with_a_newcomers_own_model(
    api: BotApi, data: Path, an: Json, note: bytes
) -> None:
    alone = api.room("private", "Nguyễn Văn An")
    async with running(api, data):
        hello = await answer(api, api.text(alone, an, "/start"))
        assert "privacy mode" not in hello["text"]
        await opened(api, alone, an)
        card = await finished(api, api.voice(alone, an, note, 3))
        assert said_in(card["text"])


async def test_two_topics_are_two_conversations(
    api: BotApi, bot: Office, an: Json, note: bytes
) -> None:
    forum = api.room("supergroup", "Sở Khoa học và Công nghệ", is_forum=True)
    plan, money = api.topic(forum, an, "Kế hoạch"), api.topic(forum, an, "Tài chính")
    await opened(api, forum, an, plan)
    nothing_open = await answer(api, api.text(forum, an, "/dong", topic=money))
    assert nothing_open["text"] == phrases.NO_MEETING
    await opened(api, forum, an, money)
    card = await finished(api, api.voice(forum, an, note, 3, topic=plan))
    api.tap(card, "Kết luận", an)
    await eventually(lambda: "✓ Kết luận" in labels(card))
    typed = api.text(forum, an, "YK: Quyết toán quý IV trước 15/12", topic=money)
    await eventually(lambda: api.reaction(typed))

    assert "Quyết toán" not in await lines(api, forum, an, plan)
    assert not said_in(await lines(api, forum, an, money))
    api.text(forum, an, "/baocao", topic=money)
    file = await eventually(lambda: [m for m in api.sent(forum) if "document" in m])
    assert file[0]["message_thread_id"] == money
    assert {m.get("message_thread_id") for m in api.sent(forum)} == {plan, money}


async def test_a_reply_in_a_supergroup_without_topics_stays_in_the_same_conversation(
    api: BotApi, bot: Office, an: Json, note: bytes
) -> None:
    room = api.room("supergroup", "Phòng Tổ chức")
    await opened(api, room, an)
    card = await finished(api, api.voice(room, an, note, 3))
    said = await answer(api, api.text(room, an, "#ketluan", reply_to=card))
    assert "Kết luận cho #1" in said["text"]
    await eventually(lambda: "✓ Kết luận" in labels(card))


async def test_a_group_that_becomes_a_supergroup_keeps_its_meeting(
    api: BotApi, bot: Office, group: Room, an: Json, note: bytes
) -> None:
    await opened(api, group, an)
    typed = api.text(group, an, "Trước khi nhóm được nâng cấp")
    await eventually(lambda: api.reaction(typed))
    api.down.add("getFile")
    waiting = api.voice(group, an, note, 3)
    await answer(api, waiting)
    room = api.upgrade(group, an)
    api.down.clear()

    shown = await lines(api, room, an)
    assert "Trước khi nhóm được nâng cấp" in shown
    # the card stayed behind in the old chat: its text comes in a new message
    await eventually(lambda: [m for m in api.sent(room) if said_in(m["text"]) and labels(m)])


async def test_the_bot_that_is_brought_into_a_group_says_what_it_does(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    hello = await answer(api, api.invite(group, an))
    assert "/batdau" in hello["text"]
    assert "privacy mode" in hello["text"]


async def test_the_menu_is_set_in_vietnamese(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    await answer(api, api.text(group, an, "/trogiup"))
    await eventually(lambda: len(api.menus) == 4)
    menus = {
        scope: {one["command"]: one["description"] for one in menu}
        for scope, menu in api.menus.items()
    }
    assert menus["all_chat_administrators"] == dict(about_help.MENU)
    assert menus["default"] == menus["all_group_chats"] == MENUS["group"]
    assert menus["all_private_chats"] == MENUS["private"]
    assert all(len(menus[scope]) < 25 for scope in ("all_group_chats", "all_private_chats"))
    assert "xoacuochop" not in menus["all_group_chats"]
    assert menus["default"]["batdau"] == "Mở cuộc họp: /batdau Tên cuộc họp"


async def test_the_help_is_short_and_leads_to_its_topics(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    said = await answer(api, api.text(group, an, "/trogiup"))
    assert len(about_help.HELP.split()) < 130
    assert len(labels(said)) == len(about_help.TOPICS)
    api.tap(said, "Gắn thẻ", an)
    await eventually(lambda: "/botag 3" in said["text"])
    one = await answer(api, api.text(group, an, "/trợ giúp trình duyệt"))
    assert "/layykien" in one["text"]
    other = await answer(api, api.text(group, an, "/giúp abc"))
    assert "Không có mục “abc”" in other["text"]
    texts = " ".join([about_help.HELP, *(text for _, text in about_help.TOPICS.values())])
    assert {x for x in about_help.MENU if f"/{x}" not in texts} == {"lamlai"}


# --- commands and typed lines -----------------------------------------------------------------


async def test_a_command_may_name_the_bot_and_is_left_to_another_that_it_names(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    other = api.text(group, an, "/batdau@botkhac Cuộc họp của bot khác")
    mine = await answer(api, api.text(group, an, "/batdau@TenBot Họp giao ban tháng 11"))
    assert TITLE in mine["text"]
    assert api.replies_to(other) == []
    assert len(api.called("sendMessage")) == 1


async def test_typed_lines_get_a_reaction_and_no_message(
    api: BotApi, bot: Office, group: Room, an: Json, binh: Json
) -> None:
    await opened(api, group, an)
    said = len(api.called("sendMessage"))
    typed = [api.text(group, who, f"Ý thứ {n}") for n in range(1, 11) for who in (an, binh)]
    await eventually(lambda: all(api.reaction(message) for message in typed))
    assert len(api.called("sendMessage")) == said
    assert not [c for c in api.called("setMessageReaction") if c.refused]
    shown = await answer(api, api.text(group, an, "/dong 1 20"))
    assert "#1 · Nguyễn Văn An\nÝ thứ 1" in shown["text"]
    assert "#20 · Trần Thị Bình\nÝ thứ 10" in shown["text"]


async def test_names_come_from_accounts_and_toi_overrides_them(
    api: BotApi, bot: Office, group: Room, an: Json, binh: Json, note: bytes
) -> None:
    await opened(api, group, an)
    named = api.text(group, an, "/toi Nguyễn Văn Ân - Trưởng phòng Kế hoạch")
    assert "Nguyễn Văn Ân" in (await answer(api, named))["text"]
    mine, hers = api.voice(group, an, note, 3), api.voice(group, binh, note, 3)
    assert (await finished(api, mine))["text"].startswith("#1 · Nguyễn Văn Ân · 0:03\n")
    assert (await finished(api, hers))["text"].startswith("#2 · Trần Thị Bình · 0:03\n")


async def test_signs_of_html_in_names_and_texts_are_shown_as_they_are(
    api: BotApi, bot: Office, group: Room, note: bytes
) -> None:
    odd = api.person("<b>An</b> & *Bình* _[x](http://a.vn)")
    await opened(api, group, odd)
    card = await finished(api, api.voice(group, odd, note, 3))
    assert card["text"].startswith("#1 · <b>An</b> & *Bình* _[x](http://a.vn) · 0:03\n")
    typed = api.text(group, odd, "YK: Chi < 5% & thu > 10% <i>")
    await eventually(lambda: api.reaction(typed))
    assert "Chi < 5% & thu > 10% <i>" in await lines(api, group, odd)
    report = await answer(api, api.text(group, odd, "/baocao"))
    assert report["text"]
    assert "Chi < 5% & thu > 10% <i>" in await whole_text(api, report, odd)
    assert all("parse_mode" not in call.params for call in api.calls)


async def test_an_anonymous_administrator_speaks_under_the_signature(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    await opened(api, group, an)
    nobody = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    message = {"message_id": 900, "date": 1_800_000_000, "chat": group.json, "from": nobody}
    signed = {"sender_chat": group.json, "author_signature": "Chủ trì", "text": "Thống nhất."}
    api.messages[group.id][900] = message | signed
    api.post({"message": message | signed})
    await eventually(lambda: api.reactions.get((group.id, 900)))
    shown = await lines(api, group, an)
    assert "#1 · Chủ trì (tin gửi dưới tên nhóm hoặc kênh)\nThống nhất." in shown


async def test_an_edited_message_is_an_edited_line(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    await opened(api, group, an)
    typed = api.text(group, an, "Hạn là 15/11")
    await eventually(lambda: api.reaction(typed))
    api.edit(typed, "Hạn là 15/12")
    shown = await lines(api, group, an)
    assert "Hạn là 15/12" in shown
    assert "Hạn là 15/11" not in shown
    assert "#2" not in shown


@pytest.mark.parametrize("hidden", [False, True])
async def test_a_forwarded_voice_note_goes_under_the_name_of_who_said_it(
    api: BotApi, bot: Office, group: Room, an: Json, binh: Json, note: bytes, hidden: bool
) -> None:
    elsewhere = api.room("group", "Nhóm khác")
    said = api.voice(elsewhere, binh, note, 3)
    await opened(api, group, an)
    brought = api.forward(group, an, said, "Trần Thị Bình" if hidden else binh)
    card = await finished(api, brought)
    who = "Trần Thị Bình (tài khoản ẩn)" if hidden else "Trần Thị Bình"
    assert card["text"].startswith(f"#1 · {who} · 0:03 · chuyển tiếp bởi Nguyễn Văn An\n")
    assert said_in(card["text"])


async def test_nobody_is_appointed_who_writes_in_the_groups_name(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    """Every anonymous administrator looks alike: what one may, all would."""
    await opened(api, group, an)
    nobody = {"id": 1087968824, "is_bot": True, "first_name": "Group"}

    async def says(number: int, text: str) -> tuple[Json, Json]:
        message = {
            "message_id": number,
            "date": 1_800_000_000,
            "chat": group.json,
            "from": nobody,
            "sender_chat": group.json,
            "text": text,
        }
        api.messages[group.id][number] = message
        api.post({"message": message})
        return message, await answer(api, message) if text.startswith("/") else {}

    spoken, _ = await says(900, "Thống nhất.")
    for command in ("/chutri", "/thuky"):
        refused = await answer(api, api.text(group, an, command, reply_to=spoken))
        assert refused["text"].startswith("Tin ấy gửi dưới tên nhóm hoặc kênh")
    for number, command in enumerate(("/ketthuc", "/duyet", "/ketluan 1", "/chutri @an"), 901):
        _, refused = await says(number, command)
        assert refused["text"], command
    assert "chưa chọn" in (await answer(api, api.text(group, an, "/quyen")))["text"]
    assert "đang mở" in (await answer(api, api.text(group, an, "/batdau Họp khác")))["text"]


# --- buttons ----------------------------------------------------------------------------------


async def test_the_edit_button_asks_and_the_reply_is_the_lines_new_text(
    api: BotApi, bot: Office, group: Room, an: Json, binh: Json, note: bytes
) -> None:
    await opened(api, group, an)
    card = await finished(api, api.voice(group, an, note, 3))
    api.tap(card, "Sửa", an)
    prompt = await eventually(lambda: [m for m in api.sent(group) if "Sửa dòng #1" in m["text"]])
    assert said_in(prompt[0]["text"])
    corrected = "Chúng ta áp dụng logic tương tự với đơn vị khác."
    refused = await answer(api, api.text(group, binh, corrected, reply_to=prompt[0]))
    assert refused["text"].startswith("Chỉ người nói, thư ký, chủ trì")
    said = await answer(api, api.text(group, an, corrected, reply_to=prompt[0]))
    assert said["text"] == f"Đã sửa #1: {corrected}"
    await eventually(lambda: card["text"] == f"#1 · Nguyễn Văn An · 0:03\n{corrected}")
    assert "#2" not in await lines(api, group, an), "the correction is no line of its own"


async def test_the_edit_question_opens_the_reply_field_for_who_asked(
    api: BotApi, bot: Office, group: Room, an: Json, note: bytes
) -> None:
    await opened(api, group, an)
    card = await finished(api, api.voice(group, an, note, 3))
    api.tap(card, "Sửa", an)
    prompt = await eventually(lambda: [m for m in api.sent(group) if "Sửa dòng #1" in m["text"]])
    assert prompt[0]["text"].startswith("Nguyễn Văn An: Sửa dòng #1")
    sent = api.called("sendMessage")[-1].params
    # a selective one opens the field of whom it mentions, and leaves the other nineteen alone
    assert sent["reply_markup"] == {"force_reply": True, "selective": True}
    (mention,) = sent["entities"]
    assert (mention["type"], mention["user"]["id"]) == ("text_mention", an["id"])
    assert (mention["offset"], mention["length"]) == (0, len("Nguyễn Văn An"))


async def test_delete_and_restore(
    api: BotApi, bot: Office, group: Room, an: Json, note: bytes
) -> None:
    await opened(api, group, an)
    card = await finished(api, api.voice(group, an, note, 3))
    whole = card["text"]
    api.tap(card, "Xoá", an)
    await eventually(lambda: card["text"] == "#1 · Nguyễn Văn An · 0:03 · đã xoá")
    assert labels(card) == ["Khôi phục"]
    assert not said_in(await lines(api, group, an))
    api.tap(card, "Khôi phục", an)
    await eventually(lambda: card["text"] == whole)
    assert labels(card)[:4] == ["Ý kiến", "Kết luận", "Sửa", "Xoá"]
    assert said_in(await lines(api, group, an))


# --- what comes in other shapes ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "mime"),
    [
        ("hop.ogg", "audio/ogg"),
        ("ghi-am.mp3", "audio/mpeg"),  # its content is Ogg all the same
        ("ghi-am.amr", "application/octet-stream"),
        ("ghi-am", "application/octet-stream"),
    ],
)
async def test_a_recording_sent_as_a_file(
    api: BotApi, bot: Office, group: Room, an: Json, note: bytes, name: str, mime: str
) -> None:
    await opened(api, group, an)
    sent = api.document(group, an, name, mime, note)
    card = await answer(api, sent)
    await finished(api, sent)
    assert card["text"].startswith("#1 · Nguyễn Văn An · 0:03\n")
    assert said_in(card["text"])


async def test_a_recorders_raw_aac_a_round_video_and_music(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    await opened(api, group, an)
    source = speech("Ly")
    aac = encoded(source, "adts", "aac", 44_100)
    sent = [
        api.document(group, an, "Ghi am 001.aac", "audio/aac", aac),
        api.video_note(group, an, encoded(source, "mp4", "aac", 44_100, film=True)),
        api.audio(group, an, "hop.mp3", encoded(source, "mp3", "libmp3lame", 44_100)),
    ]
    for number, message in enumerate(sent, 1):
        card = await finished(api, message)
        assert card["text"].startswith(f"#{number} · Nguyễn Văn An · 0:03\n")
        assert said_in(card["text"])


async def test_a_pdf_is_no_recording(api: BotApi, bot: Office, group: Room, an: Json) -> None:
    await opened(api, group, an)
    sent = api.document(group, an, "Kế hoạch.pdf", "application/pdf", b"%PDF-1.7 ...")
    assert (await answer(api, sent))["text"] == about_things.OTHER_FILE
    named_as_sound = api.document(group, an, "Kế hoạch.mp3", "audio/mpeg", b"%PDF-1.7 ...")
    assert "không phải âm thanh" in (await finished(api, named_as_sound))["text"]


async def test_a_list_of_people_is_taken_as_a_caption_says_or_an_answer_to_it(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    await opened(api, group, an)
    data = "Họ tên;Chức vụ\nLê Văn Tám;Kế toán\n".encode()
    captioned = api.document(group, an, "ds.csv", "text/csv", data, caption="/thanhphan")
    assert (await answer(api, captioned))["text"] == "Đang đọc tệp ds.csv…"
    people = record_of(bot).attendance.of_meeting
    await eventually(lambda: [one for one in people(1) if one.name == "Lê Văn Tám"])
    sent = api.document(group, an, "2.csv", "text/csv", data.replace(b"T\xc3\xa1m", b"Nam"))
    assert (await answer(api, sent))["text"].endswith(MAY_BE_LIST)
    await answer(api, api.text(group, an, "/thanhphan", reply_to=sent))
    await eventually(lambda: [one for one in people(1) if one.name == "Lê Văn Nam"])


async def test_a_picture_is_no_recording_and_its_caption_is_a_line(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    await opened(api, group, an)
    sent = api.photo(group, an, picture(), "Biểu đồ giải ngân quý III")
    said = (await answer(api, sent))["text"]
    assert said == f"{about_things.PICTURE} {about_lines.CAPTION_KEPT.format(no=1)}"
    assert len(api.replies_to(sent)) == 1
    assert "#1 · Nguyễn Văn An\nBiểu đồ giải ngân quý III" in await lines(api, group, an)


@pytest.mark.parametrize(
    ("recording", "sentence"),
    [
        (b"", "Ghi âm rỗng"),
        (b"OggS" + bytes(range(256)) * 20, "tệp hỏng hoặc không phải âm thanh"),
        (picture(), "Hãy gửi"),
    ],
    ids=["empty", "corrupt", "a picture"],
)
async def test_a_recording_that_cannot_be_used(
    api: BotApi, bot: Office, group: Room, an: Json, recording: bytes, sentence: str
) -> None:
    await opened(api, group, an)
    sent = api.voice(group, an, recording, 4)
    card = await finished(api, sent)
    assert card["text"].startswith("#1 · Nguyễn Văn An · 0:04\n⚠ ")
    assert sentence in card["text"]
    assert "/sua 1" in card["text"]
    assert labels(card) == ["Chép lại", "Sửa", "Xoá"]
    assert len(api.replies_to(sent)) == 1
    mended = await answer(api, api.text(group, an, "/sua 1 Thống nhất phương án."))
    assert mended["text"] == "Đã sửa #1: Thống nhất phương án."
    await eventually(lambda: card["text"].endswith("0:04\nThống nhất phương án."))


async def test_a_recording_of_five_hours_is_refused_in_one_sentence(
    api: BotApi, bot: Office, group: Room, an: Json, note: bytes
) -> None:
    await opened(api, group, an)
    long = api.voice(group, an, five_hours(), 5 * 3600)
    short = api.voice(group, an, note, 3)
    card = await answer(api, long)
    refused = "#1 · Nguyễn Văn An · 5:00:00\n⚠ Ghi âm dài quá 240 phút"
    await eventually(lambda: card["text"].startswith(refused))
    assert said_in((await finished(api, short))["text"])


async def test_the_recording_decides_how_long_it_is(
    api: BotApi, bot: Office, group: Room, an: Json, note: bytes
) -> None:
    await opened(api, group, an)
    sent = api.voice(group, an, note, 3 * 3600)
    card = await finished(api, sent)
    assert card["text"].startswith("#1 · Nguyễn Văn An · 0:03\n")
    assert said_in(card["text"])


async def test_a_file_that_telegram_does_not_hand_out(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    await opened(api, group, an)
    sent = api.document(group, an, "hop.mp3", "audio/mpeg", b"", size=21 * 1024 * 1024)
    card = await finished(api, sent)
    assert "Telegram chỉ cho bot tải tệp đến 20 MB" in card["text"]
    assert "/sua 1" in card["text"]
    assert "file is too big" in api.called("getFile")[0].refused
    assert len(api.called("getFile")) == 1, "asking again would not help"


# --- what makes no sense ----------------------------------------------------------------------


async def test_orders_that_cannot_be_followed_get_one_sentence(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    await opened(api, group, an)
    typed = api.text(group, an, "Dòng duy nhất")
    help_text = await answer(api, api.text(group, an, "/trogiup"))
    unknown = await answer(api, api.text(group, an, "/ketlun 1"))
    guess = about_trouble.UNKNOWN_GUESS.format(name="ketluan")
    assert unknown["text"] == about_trouble.UNKNOWN_COMMAND.format(name="ketlun", guess=guess)
    no_such = await answer(api, api.text(group, an, "/ketluan 99"))
    assert no_such["text"].startswith("Không có dòng #99.")
    assert no_such["text"].endswith("Xem: /dong")
    for text in ("/ketluan", "#ketluan"):
        asked = api.text(group, an, text, reply_to=help_text)
        said = (await answer(api, asked))["text"]
        assert said == phrases.REPLY_IS_NO_LINE.format(command="ketluan")
    shown = await lines(api, group, an)
    assert "#1 · Nguyễn Văn An\nDòng duy nhất" in shown
    assert "#2" not in shown
    assert api.reaction(typed)
    assert len(api.called("sendMessage")) == 7


# --- reports ----------------------------------------------------------------------------------


async def test_a_long_report_comes_in_several_messages_and_as_a_word_file(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    await opened(api, group, an)
    words = "Đề nghị các phòng rà soát nhiệm vụ được giao 😀 " * 12
    typed = [api.text(group, an, f"YK: Ý kiến số {n:02}. {words}") for n in range(1, 31)]
    await eventually(lambda: api.reaction(typed[-1]))
    before = len(api.sent(group))
    brief = await answer(api, api.text(group, an, "/baocao"))
    file = (await eventually(lambda: [m for m in api.sent(group) if "document" in m]))[0]
    assert len(api.sent(group)) == before + 2, "in a group one text, and the file"
    await whole_text(api, brief, an)
    await bot.settle()

    parts = [m["text"] for m in api.sent(group)[before:] if "text" in m]
    assert len(parts) > 3
    assert max(len(part.encode("utf-16-le")) // 2 for part in parts) <= 4096
    assert not [c for c in api.called("sendMessage") if c.refused]
    whole = "\n".join(parts)
    places = [whole.index(f"Ý kiến số {n:02}.") for n in range(1, 31)]
    assert places == sorted(places)
    opened_file = docx.Document(io.BytesIO(api.files[file["document"]["file_id"]]))
    written = "\n".join(p.text for p in opened_file.paragraphs)
    assert "Ý kiến số 01." in written
    assert "Ý kiến số 30." in written


# --- when things break ------------------------------------------------------------------------


async def test_the_same_arrival_twice_makes_one_line(
    api: BotApi, bot: Office, group: Room, an: Json, note: bytes
) -> None:
    await opened(api, group, an)
    typed, voiced = api.text(group, an, "Chỉ một lần"), api.voice(group, an, note, 3)
    await finished(api, voiced)
    said = len(api.called("sendMessage"))
    for message in (typed, voiced):
        api.post({"message": message})  # a new update_id, the same message
    shown = await lines(api, group, an)
    assert shown.count("Chỉ một lần") == 1
    assert "#3" not in shown
    assert len(api.called("sendMessage")) == said + 1


async def test_an_update_that_comes_again_after_a_restart_is_not_done_again(
    api: BotApi, data: Path, transcriber: Transcriber, group: Room, an: Json
) -> None:
    async with running(api, data, transcriber) as office:
        await opened(api, group, an)
        typed = api.text(group, an, "Chỉ một lần")
        api.down.add("getUpdates")  # what has come cannot be confirmed any more
        await eventually(lambda: api.reaction(typed))
        await office.settle()
    assert [u for u in api.waiting if u["message"]["text"] == "Chỉ một lần"]
    api.down.clear()
    async with running(api, data, transcriber):
        shown = await lines(api, group, an)
    assert shown.count("Chỉ một lần") == 1
    assert "#2" not in shown
    assert len(api.called("setMessageReaction")) == 1


async def test_an_update_is_on_disk_before_the_poll_that_confirms_it(
    api: BotApi, bot: Office, data: Path, group: Room, an: Json
) -> None:
    for number in range(20):
        api.text(group, an, f"/dong {number}")
    posted = {update["update_id"] for update in api.updates}
    missing: set[int] = set()
    confirmed: set[int] = set()

    def watch(call: Call) -> None:
        if call.method == "getUpdates":
            now = {u for u in posted - confirmed if u < call.params.get("offset", 0)}
            missing.update(u for u in now if not on_disk(data, u))
            confirmed.update(now)

    api.watch = watch
    await eventually(lambda: confirmed == posted)
    assert missing == set()


async def test_an_update_that_the_disk_does_not_take_is_asked_for_again(
    api: BotApi, group: Room, an: Json
) -> None:
    kept: list[Incoming] = []
    tries: list[str] = []

    async def receive(*incoming: Incoming) -> None:
        tries.append(incoming[-1].text)
        if len(tries) == 1:
            raise OSError("no space left on device")
        kept.extend(incoming)

    for text in ("một", "hai", "ba"):
        api.text(group, an, text)
    door = TelegramDoor(TOKEN, api.base, about_help.MENU)
    task = asyncio.create_task(door.run(receive))
    try:
        await eventually(lambda: len(kept) == 3)
        assert [x.text for x in kept] == ["một", "hai", "ba"]
        assert len(tries) == 2
        await eventually(lambda: not api.waiting)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_what_arrived_before_a_kill_is_answered_after_the_next_start(
    api: BotApi, data: Path, transcriber: Transcriber, group: Room, an: Json
) -> None:
    data.mkdir()
    store = store_at(data / DATABASE)
    asked = api.text(group, an, "/trogiup")
    store.inbox.put(
        Incoming(
            key=str(api.waiting.pop()["update_id"]),
            chat=Chat("telegram", str(group.id), group.title, ChatKind.GROUP),
            person=Person(str(an["id"]), "Nguyễn Văn An"),
            at=datetime.now(UTC),
            message_id=str(asked["message_id"]),
            text="/trogiup",
        )
    )
    store.close()
    async with running(api, data, transcriber):
        assert "/batdau" in (await answer(api, asked))["text"]
    assert len(api.called("sendMessage")) == 1


async def test_a_voice_note_that_was_not_transcribed_before_the_stop_is_after_the_start(
    api: BotApi, data: Path, transcriber: Transcriber, group: Room, an: Json, note: bytes
) -> None:
    api.down.add("getFile")
    async with running(api, data, transcriber):
        await opened(api, group, an)
        sent = api.voice(group, an, note, 3)
        card = await answer(api, sent)
        await eventually(lambda: api.called("getFile"))
        assert phrases.WAITING in card["text"]
    api.down.clear()
    async with running(api, data, transcriber):
        await eventually(lambda: said_in(card["text"]))
    assert len(api.replies_to(sent)) == 1


async def test_an_answer_that_is_on_its_way_at_the_stop_is_not_said_again(
    api: BotApi, data: Path, transcriber: Transcriber, group: Room, an: Json
) -> None:
    stop = asyncio.Event()
    api.watch = lambda call: stop.set() if call.method == "sendMessage" else None
    async with running(api, data, transcriber):
        asked = api.text(group, an, "/trogiup")
        await stop.wait()
    async with running(api, data, transcriber) as office:
        await office.settle()
        await answer(api, api.text(group, an, "/dong"))
    assert len(api.replies_to(asked)) == 1


async def test_an_update_that_cannot_be_read_stops_nothing(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    first = api.text(group, an, "/dong")
    odd = {"message_id": "of a kind that comes next year", "chat": group.json}
    number = api.post({"message": odd})
    second = api.text(group, an, "/trogiup")
    assert await answer(api, first)
    assert await answer(api, second)
    assert number not in [update["update_id"] for update in api.waiting]


async def test_busy_broken_and_dropped_calls_delay_an_answer_and_neither_lose_nor_double_it(
    api: BotApi, bot: Office, group: Room, an: Json, binh: Json
) -> None:
    other = api.room("private", "Trần Thị Bình")
    api.faults["sendMessage"].extend([Fault(429, retry_after=1), BROKEN, DROPPED])
    asked = [
        api.text(group, an, text)
        for text in ("/batdau Họp", "/toi Lê An - Thư ký", "/thongtin", "/ketluan 9", "/ketthuc")
    ]
    await eventually(lambda: api.replies_to(asked[-1]))
    assert [len(api.replies_to(message)) for message in asked] == [1] * len(asked)
    answers = [m for m in api.sent(group) if "reply_to_message" in m]
    order = [m["reply_to_message"]["message_id"] for m in answers]
    assert order == sorted(order)
    assert await answer(api, api.text(other, binh, "/trogiup"))


async def test_one_chat_that_must_wait_holds_up_no_other(
    api: BotApi, bot: Office, group: Room, an: Json, binh: Json
) -> None:
    other = api.room("private", "Trần Thị Bình")
    api.faults["sendMessage"].append(Fault(429, retry_after=60))
    held_up = api.text(group, an, "/trogiup")
    await eventually(lambda: [c for c in api.called("sendMessage") if c.refused])
    assert await answer(api, api.text(other, binh, "/trogiup"))
    assert api.replies_to(held_up) == []


async def test_a_recording_that_comes_only_at_the_third_try(
    api: BotApi, bot: Office, group: Room, an: Json, note: bytes
) -> None:
    await opened(api, group, an)
    api.faults["getFile"].append(Fault(429, retry_after=1))
    api.faults["file"].append(DROPPED)
    sent = api.voice(group, an, note, 3)
    assert said_in((await finished(api, sent))["text"])
    assert len(api.replies_to(sent)) == 1


async def test_telegram_that_cannot_be_reached_at_the_start_is_tried_again(
    api: BotApi, data: Path, transcriber: Transcriber, group: Room, an: Json
) -> None:
    api.faults["getMe"].append(DROPPED)
    api.faults["setMyCommands"].append(BROKEN)
    api.faults["deleteWebhook"].append(BROKEN)
    async with running(api, data, transcriber):
        assert await answer(api, api.text(group, an, "/trogiup"))


async def test_polls_that_fail_lose_nothing(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    await answer(api, api.text(group, an, "/dong"))
    api.faults["getUpdates"].extend([DROPPED, BROKEN])
    first, second = api.text(group, an, "/lichsu"), api.text(group, an, "/trogiup")
    assert await answer(api, first)
    assert await answer(api, second)


@pytest.mark.parametrize("status", [401, 404])
async def test_a_server_that_does_not_know_the_bot_for_a_moment_is_asked_again(
    api: BotApi, bot: Office, group: Room, an: Json, status: int
) -> None:
    await answer(api, api.text(group, an, "/dong"))
    api.faults["getUpdates"].append(Fault(status))
    first = await answer(api, api.text(group, an, "/lichsu"))
    assert first["text"] == about_history.NO_HISTORY
    assert await answer(api, api.text(group, an, "/trogiup"))
    assert not api.faults["getUpdates"]


async def test_a_token_that_telegram_does_not_know_is_refused_at_the_start(api: BotApi) -> None:
    async def receive(incoming: Incoming) -> None: ...

    wrong = "7000:AAF-khong_ai_biet"  # hidden in the log of this process from now on
    door = TelegramDoor(wrong, api.base, about_help.MENU)
    with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN") as told:
        await asyncio.wait_for(door.run(receive), PATIENCE)
    assert wrong not in str(told.value)


def test_a_voice_note_is_what_telegram_sends(note: bytes) -> None:
    """The recording of these tests: Opus in Ogg, not the WAV that it was made of."""
    assert note[:4] == b"OggS"
    assert b"OpusHead" in note[:64]


@pytest.mark.parametrize(
    ("key", "message", "link"),
    [
        ("-1001234567890", "55", "https://t.me/c/1234567890/55"),
        ("-1001234567890/7", "55", "https://t.me/c/1234567890/7/55"),
        ("-1000000012345", "55", "https://t.me/c/12345/55"),
        ("-1001234567890", "m5", ""),
        ("-100123456", "55", ""),  # a basic group
        ("-4321", "55", ""),
        ("77", "55", ""),
    ],
)
async def test_messages_of_supergroups_have_links(key: str, message: str, link: str) -> None:
    door = TelegramDoor(TOKEN, "http://127.0.0.1:9", about_help.MENU)
    assert door.link(Chat("telegram", key), message) == link
