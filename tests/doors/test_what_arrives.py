"""What comes through Telegram that is not plain: deleted accounts, things that are no utterance,
messages that an app has cut."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from bot.office import Office
from bot.post import joining
from tests.doors.bot_api import BotApi, Fault
from tests.doors.sounds import said_in
from tests.doors.telegram_chats import BOT, Json, Room
from tests.doors.telegram_house import answer, finished, labels, lines, opened, running
from tests.reading import record_of
from tests.waiting import eventually

GONE = {"id": 9001, "is_bot": False, "first_name": ""}
_WITHOUT = {"id": 9002, "is_bot": False}


async def quiet(api: BotApi, bot: Office) -> None:
    """Until all that people sent is taken, and answered."""
    await eventually(lambda: not api.waiting)
    await bot.settle()


def _reply_to(who: Json) -> Json:
    message = {"message_id": 1, "date": 1_800_000_000, "chat": "GROUP", "from": who, "text": "ý cũ"}
    return {"reply_to_message": message}


# what stands in the message beside its text, and whose name its line has
DELETED: dict[str, tuple[Json, str]] = {
    "the sender": ({"from": GONE}, "Tài khoản không tên số 9001"),
    "the sender, without the field": ({"from": _WITHOUT}, "Tài khoản không tên số 9002"),
    "the sender, with a last name": (
        {"from": {**GONE, "last_name": "Hoa", "id": 9003}},
        "Hoa",
    ),
    "the one replied to": (_reply_to(GONE), "Nguyễn Văn An"),
    "the one replied to, without the field": (_reply_to(_WITHOUT), "Nguyễn Văn An"),
    "whose words are forwarded": (
        {"forward_origin": {"type": "user", "date": 1, "sender_user": GONE}},
        "Tài khoản không tên số 9001 · chuyển tiếp bởi Nguyễn Văn An",
    ),
    "whose words are forwarded, without the field": (
        {"forward_origin": {"type": "user", "date": 1, "sender_user": _WITHOUT}},
        "Tài khoản không tên số 9002 · chuyển tiếp bởi Nguyễn Văn An",
    ),
    "whose words are forwarded, hidden": (
        {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": ""}},
        "Tài khoản không tên (tài khoản ẩn) · chuyển tiếp bởi Nguyễn Văn An",
    ),
    "whose words are forwarded, of no form": (
        {"forward_origin": {"type": "user", "date": 1, "sender_user": 5}},
        "Tài khoản không tên (tài khoản ẩn) · chuyển tiếp bởi Nguyễn Văn An",
    ),
    "the one mentioned": (
        {"entities": [{"type": "text_mention", "offset": 0, "length": 3, "user": GONE}]},
        "Nguyễn Văn An",
    ),
    "the one mentioned, without the field": (
        {"entities": [{"type": "text_mention", "offset": 0, "length": 3, "user": _WITHOUT}]},
        "Nguyễn Văn An",
    ),
    "by which bot it came": ({"via_bot": {**BOT, "first_name": None}}, "Nguyễn Văn An"),
    "who wrote for a channel": (
        {"sender_chat": {"id": -77, "type": "channel", "title": ""}},
        "Tài khoản không tên (tin gửi dưới tên nhóm hoặc kênh)",
    ),
    "a reply of no form": ({"reply_to_message": [1, 2]}, "Nguyễn Văn An"),
    "entities of no form": ({"entities": "đậm"}, "Nguyễn Văn An"),
    "a quote of no form": ({"quote": 5}, "Nguyễn Văn An"),
    "a kind of next year": ({"telepathy": {"from": {"is_bot": "?"}}}, "Nguyễn Văn An"),
}


async def test_a_message_with_a_deleted_account_in_it_is_a_line(api: BotApi, bot: Office) -> None:
    wrong = {}
    for name, (fields, speaker) in DELETED.items():
        group, an = api.room("group", name), api.person("Nguyễn Văn", "An")
        await opened(api, group, an)
        message = {
            "message_id": 500,
            "date": int(time.time()),
            "chat": group.json,
            "from": an,
            "text": "Câu còn đây",
        }
        api.post({"message": {**message, **_placed(fields, group)}})
        await quiet(api, bot)
        shown = await lines(api, group, an)
        if f"#1 · {speaker}\nCâu còn đây" not in shown:
            wrong[name] = shown
    assert wrong == {}


def _placed(fields: Any, group: Room) -> Any:
    if isinstance(fields, dict):
        return {name: _placed(one, group) for name, one in fields.items()}
    return group.json if fields == "GROUP" else fields


async def test_a_speaker_who_deletes_the_account_keeps_the_name(
    api: BotApi, bot: Office, group: Room, an: Json, binh: Json
) -> None:
    await opened(api, group, an)
    api.text(group, binh, "Câu một")
    await quiet(api, bot)
    api.text(group, {**binh, "first_name": ""}, "Câu hai")
    await quiet(api, bot)
    shown = await lines(api, group, an)
    assert "#1 · Trần Thị Bình\nCâu một" in shown
    assert "#2 · Trần Thị Bình\nCâu hai" in shown


async def test_a_deleted_account_that_comes_or_taps_stops_nothing(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    said = await opened(api, group, an)
    api.say(group, an, {"new_chat_members": [GONE]})
    api.say(group, GONE, {"left_chat_member": _WITHOUT})
    for who in (GONE, _WITHOUT):
        query = {"id": f"q{who['id']}", "from": who, "message": said, "data": "tag:1:ykien"}
        api.queries.add(query["id"])
        api.post({"callback_query": {**query, "chat_instance": "1"}})
    await eventually(lambda: len(api.toasts) == 2)
    private = api.room("private", "")
    asked = api.say(private, {**GONE, "id": private.id}, {"text": "/trogiup"})
    await answer(api, asked)


async def test_a_recording_that_cannot_be_read_is_told(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    await opened(api, group, an)
    asked = api.say(group, an, {"voice": "không đọc được"})
    assert "không ghi được vào biên bản" in (await answer(api, asked))["text"]
    assert "chưa có dòng nào" in await lines(api, group, an)


# --- what is no utterance -----------------------------------------------------------------------

_STICKER = {
    "file_id": "s",
    "file_unique_id": "s",
    "type": "regular",
    "width": 1,
    "height": 1,
    "is_animated": False,
    "is_video": False,
    "emoji": "👍",
}
_FILE = {"file_id": "g", "file_unique_id": "g", "width": 1, "height": 1, "duration": 1}
_PLACE = {"latitude": 10.4, "longitude": 105.6}
_POLL = {
    "id": "p",
    "question": "Chọn phương án nào?",
    "options": [{"text": "Một", "voter_count": 0, "persistent_id": "1"}],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": False,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}

THINGS: dict[str, tuple[Json, str]] = {
    "a sticker": ({"sticker": _STICKER}, "Nhãn dán không ghi vào biên bản"),
    "a GIF": ({"animation": _FILE, "document": _FILE}, "Ảnh động không ghi vào biên bản"),
    "dice": ({"dice": {"emoji": "🎲", "value": 3}}, "xúc xắc"),
    "a location": ({"location": _PLACE}, "/thongtin địa điểm: tên nơi họp"),
    "a venue": (
        {"venue": {"location": _PLACE, "title": "Hội trường Sở", "address": "x"}},
        "/thongtin địa điểm: Hội trường Sở",
    ),
    "a contact": (
        {"contact": {"phone_number": "1", "first_name": "Hoa", "last_name": "Phạm Thị"}},
        "/thanhphan thêm Phạm Thị Hoa - chức vụ",
    ),
    "a poll": ({"poll": _POLL}, "hãy gõ kết quả"),
    "a story": ({"story": {"id": 1, "chat": {"id": 1, "type": "private"}}}, "Loại tin này"),
    "a photograph": ({"photo": [{**_FILE, "file_size": 1}]}, "Hãy gõ nội dung của ảnh"),
}


async def test_what_is_no_utterance_gets_a_fitting_sentence_and_is_no_line(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    await opened(api, group, an)
    for name, (content, sentence) in THINGS.items():
        said = await answer(api, api.say(group, an, content))
        assert sentence in said["text"], name
        assert "không phải âm thanh" not in said["text"], name
    assert "chưa có dòng nào" in await lines(api, group, an)


async def test_ten_stickers_get_one_answer_and_so_does_an_album(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    await opened(api, group, an)
    before = len(api.sent(group))
    for _ in range(10):
        api.say(group, an, {"sticker": _STICKER})
    for _ in range(5):
        api.say(group, an, {"photo": [_FILE], "media_group_id": "album"})
    await quiet(api, bot)
    assert len(api.sent(group)) - before == 2


async def test_the_post_of_a_linked_channel_is_no_line(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    await opened(api, group, an)
    channel = {"id": -1009, "type": "channel", "title": "Tin tức Sở"}
    origin = {"type": "channel", "date": 1, "chat": channel, "message_id": 3}
    telegram = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
    before = len(api.sent(group))
    for text in ("Bài của kênh", "/ketthuc"):
        content = {"text": text, "sender_chat": channel, "is_automatic_forward": True}
        api.say(group, telegram, {**content, "forward_origin": origin})
    await quiet(api, bot)
    (told,) = api.sent(group)[before:]
    assert "từ kênh “Tin tức Sở” không ghi" in told["text"]
    assert "chưa có dòng nào" in await lines(api, group, an)


def _marked(text: str, words: str, kind: str, **more: str) -> Json:
    offset = len(text[: text.index(words)].encode("utf-16-le")) // 2
    length = len(words.encode("utf-16-le")) // 2
    return {"type": kind, "offset": offset, "length": length, **more}


async def test_what_came_with_the_words_is_kept_with_the_line(
    api: BotApi, bot: Office, group: Room, an: Json, binh: Json
) -> None:
    await opened(api, group, an)
    first = api.text(group, binh, "Đề nghị lùi hạn đến 15/12 và giao Phòng A.")
    quote = {"text": "lùi hạn đến 15/12", "position": 9}
    api.say(group, an, {"text": "Tôi đồng ý.", "quote": quote}, reply_to=first)
    text = "😀 Giao Phòng A Phòng B chủ trì theo công văn 12."
    marks = [
        _marked(text, "Phòng A", "strikethrough"),
        _marked(text, "Phòng A", "bold"),
        _marked(text, "công văn 12", "text_link", url="https://example.vn/cv12"),
    ]
    api.say(group, an, {"text": text, "entities": marks})
    link = "https://example.vn/cv12"
    same = [_marked(link, link, "text_link", url=link)]
    api.say(group, an, {"text": link, "entities": same})
    await quiet(api, bot)
    shown = await answer(api, api.text(group, an, "/dong 2-4"))
    assert (
        "#2 · Nguyễn Văn An\nTôi đồng ý.\n↪ trích tin được trả lời: “lùi hạn đến 15/12”"
        in (shown["text"])
    )
    assert (
        "😀 Giao Phòng B chủ trì theo công văn 12.\nđã gạch bỏ: “Phòng A”\n"
        "liên kết: “công văn 12” (https://example.vn/cv12)"
    ) in shown["text"]
    assert shown["text"].endswith(f"#4 · Nguyễn Văn An\n{link}")
    listed = await lines(api, group, an)
    assert "📎 trích tin" in listed
    assert "📎 chữ gạch bỏ, liên kết" in listed
    exported = record_of(bot).lines.of_meeting(1)
    assert exported[1].beside.quoted == "lùi hạn đến 15/12"


def _strike(api: BotApi, message: Json, words: str) -> None:
    mark = _marked(message["text"], words, "strikethrough")
    message.update(edit_date=int(time.time()), entities=[mark])
    api.post({"edited_message": message})


async def test_struck_out_words_are_not_said(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    await opened(api, group, an)
    said = "Giao Phòng A."
    struck = {"text": said, "entities": [_marked(said, said, "strikethrough")]}
    told = await answer(api, api.say(group, an, struck))
    assert "gạch ngang toàn bộ nên không ghi" in told["text"]
    line = api.text(group, an, "Giao Phòng B.")
    await quiet(api, bot)
    _strike(api, line, "Phòng B")
    await quiet(api, bot)
    shown = await lines(api, group, an)
    assert "#1 · Nguyễn Văn An\nGiao.\n📎 chữ gạch bỏ" in shown
    _strike(api, line, "Giao Phòng B.")
    await eventually(lambda: any("dòng vẫn giữ nguyên" in m["text"] for m in api.sent(group)))


# --- messages that an app has cut ---------------------------------------------------------------


def cut(text: str, how: str) -> list[str]:
    """As the apps do it: at the last line's end, the last space, or just where it is full."""
    parts = []
    while len(text) > 4096:
        end = 4096
        if how != "hard":
            end = text.rindex("\n" if how == "rows" else " ", 0, 4096)
        parts.append(text[:end].strip())
        text = text[end:].strip() if how != "hard" else text[end:]
    return [*parts, text]


def send_cut(api: BotApi, room: Room, who: Json, text: str, how: str = "rows") -> list[Json]:
    parts = cut(text, how)
    assert len(parts) > 1
    return [api.text(room, who, part) for part in parts]


_FAMILY = ("Nguyễn Văn", "Trần Thị", "Lê Hoàng", "Phạm Minh", "Võ Thành", "Đặng Ngọc", "Bùi Quang")
_GIVEN = ("An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Khoa", "Lan", "Minh", "Nga")
PEOPLE = [f"{family} {given}" for family in _FAMILY for given in _GIVEN]


async def test_a_list_of_seventy_people_in_two_messages_is_one_list(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    await opened(api, group, an)
    rows = [
        f"{n}. {name} - Trưởng phòng Kế hoạch và Đầu tư, Sở Nông nghiệp và Môi trường"
        for n, name in enumerate(PEOPLE, 1)
    ]
    sent = send_cut(api, group, an, "/thanhphan\n" + "\n".join(rows))
    await quiet(api, bot)
    found = record_of(bot).attendance.of_meeting(1)
    assert [one.name for one in found if one.listed] == PEOPLE
    assert "chưa có dòng nào" in await lines(api, group, an)
    assert not api.replies_to(sent[1])


@pytest.mark.parametrize("how", ["rows", "words", "hard"])
async def test_a_long_conclusion_is_one_line(
    api: BotApi, bot: Office, group: Room, an: Json, how: str
) -> None:
    await opened(api, group, an)
    joint = "\n" if how == "rows" else " "
    text = "KL: " + joint.join(f"Mục {n}: giao Phòng Kế hoạch rà soát." for n in range(1, 300))
    assert len(text) > 8192
    send_cut(api, group, an, text, how)
    await quiet(api, bot)
    (line,) = record_of(bot).lines.of_meeting(1)
    assert line.tag == "ketluan"
    assert line.text == text.removeprefix("KL: ")


async def test_long_items_and_a_long_mended_line_are_one(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    await opened(api, group, an)
    api.text(group, an, "Câu một")
    long = " ".join(f"chữ {n}" for n in range(900))
    send_cut(api, group, an, f"/sua 1 {long}", "words")
    receivers = "\n".join(f"- Phòng số {n} thuộc Sở Khoa học và Công nghệ;" for n in range(100))
    send_cut(api, group, an, f"/thongtin\nđịa điểm: Hội trường\nnơi nhận:\n{receivers}")
    await quiet(api, bot)
    (line,) = record_of(bot).lines.of_meeting(1)
    assert line.text == long
    meeting = record_of(bot).meetings.get(1)
    assert meeting is not None
    assert "- Phòng số 99 thuộc" in meeting.info["noi_nhan"]


async def test_what_is_not_cut_is_not_joined(
    api: BotApi, bot: Office, group: Room, an: Json, binh: Json
) -> None:
    await opened(api, group, an)
    long = "dài " * 1000
    now = int(time.time())

    def said(who: Json, text: str, **more: Any) -> None:
        api.text(group, who, text)
        api.waiting[-1]["message"].update({"date": now, **more})

    said(an, f"{long} một")
    said(binh, "của người khác")
    said(an, "/ykien 1")
    said(an, f"{long} hai")
    said(an, "sau đó vài giây", date=now + 5)
    said(an, "ngắn thôi")
    said(an, "ngắn nữa")
    await quiet(api, bot)
    texts = [line.text.removeprefix(long).strip() for line in record_of(bot).lines.of_meeting(1)]
    assert texts == ["một", "của người khác", "hai", "sau đó vài giây", "ngắn thôi", "ngắn nữa"]


async def test_while_the_rest_is_waited_for_other_chats_go_on(
    api: BotApi, bot: Office, group: Room, an: Json, binh: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joining, "WAIT", 3600.0)
    other = api.room("group", "Phòng khác")
    await opened(api, group, an)
    text = "KL: " + " ".join(f"ý {n}" for n in range(800))
    first, second = cut(text, "words")
    sent = api.text(group, an, first)
    behind = api.text(group, binh, "/dong")
    await answer(api, api.text(other, binh, "/trogiup"))
    assert not api.replies_to(behind)
    api.text(group, an, second)
    api.waiting[-1]["message"]["date"] = sent["date"] + 1
    await answer(api, behind)
    (line,) = record_of(bot).lines.of_meeting(1)
    assert line.text == text.removeprefix("KL: ")


async def test_an_edit_of_a_part_and_a_reply_to_one(
    api: BotApi, bot: Office, group: Room, an: Json
) -> None:
    await opened(api, group, an)
    text = " ".join(f"ý {n}" for n in range(1100))
    parts = send_cut(api, group, an, text, "words")
    await quiet(api, bot)
    for part in parts:
        api.edit(part, "ý đã sửa")
        told = await eventually(lambda: api.sent(group)[-1])
        await eventually(lambda: api.sent(group)[-1]["text"].startswith("Dòng #1 ghép từ"))
    assert told
    api.text(group, an, "#ketluan", reply_to=parts[1])
    await quiet(api, bot)
    (line,) = record_of(bot).lines.of_meeting(1)
    assert (line.text, line.tag) == (text, "ketluan")


# --- a group that has a new number, told only by an error ---------------------------------------


def moved_silently(api: BotApi, group: Room) -> Room:
    """The group is a supergroup now, and no message says so."""
    new = api.room("supergroup", group.title)
    api.moved[group.id] = new.id
    return new


@pytest.mark.parametrize("said", ["/dong", "Câu hai", "/baocao"])
async def test_a_group_that_moves_told_only_by_an_error_keeps_its_meeting(
    api: BotApi, bot: Office, group: Room, an: Json, said: str
) -> None:
    await opened(api, group, an)
    api.text(group, an, "Câu một")
    await quiet(api, bot)
    new = moved_silently(api, group)
    api.text(group, an, said)  # was on its way by then
    await quiet(api, bot)
    shown = await lines(api, new, an)
    assert "Họp giao ban tháng 11" in shown
    assert "Câu một" in shown
    api.text(new, an, "Câu ở nhóm mới")
    await quiet(api, bot)
    assert "Câu ở nhóm mới" in await lines(api, new, an)


async def test_the_error_of_any_method_moves_the_meeting(
    api: BotApi, data: Path, group: Room, an: Json
) -> None:
    async with running(api, data) as bot:
        await opened(api, group, an)
        api.text(group, an, "Câu một")
        await quiet(api, bot)
    new = moved_silently(api, group)
    async with running(api, data) as bot:  # which asks anew who administers the group
        api.text(group, an, "Câu hai")
        api.down.update({"setMessageReaction", "sendMessage"})
        await eventually(lambda: record_of(bot).chats.find("telegram", str(new.id)))
        api.down.clear()
        await quiet(api, bot)
        shown = await lines(api, new, an)
        assert "Câu một" in shown
        assert "Câu hai" in shown


async def test_a_new_group_asks_whether_its_namesake_has_become_it(
    api: BotApi, bot: Office, group: Room, an: Json, binh: Json
) -> None:
    await opened(api, group, an)
    api.text(group, an, "Câu một")
    namesake = api.room("group", group.title)
    await answer(api, api.text(namesake, binh, "/batdau Họp của nhóm trùng tên"))
    api.text(namesake, binh, "Câu của nhóm trùng tên")
    await quiet(api, bot)
    new = moved_silently(api, group)
    asked = await answer(api, api.text(new, an, "Câu ở nhóm mới"))
    await quiet(api, bot)
    assert "Câu một" in await lines(api, new, an)
    api.tap(asked, "Mở cuộc họp và ghi", an)
    await quiet(api, bot)
    shown = await lines(api, new, an)
    assert "Câu ở nhóm mới" in shown
    assert "trùng tên" not in shown
    assert "Câu của nhóm trùng tên" in await lines(api, namesake, binh)


async def test_what_was_begun_in_the_new_group_meanwhile_is_there_too(
    api: BotApi, bot: Office, group: Room, an: Json, binh: Json
) -> None:
    await opened(api, group, an)
    api.text(group, an, "Câu một")
    await quiet(api, bot)
    new = moved_silently(api, group)
    await answer(api, api.text(new, binh, "/batdau Họp mở lại"))
    api.text(new, binh, "Câu hai")
    await quiet(api, bot)
    api.text(group, an, "Câu đến muộn")
    await quiet(api, bot)
    listed = (await answer(api, api.text(new, an, "/lichsu")))["text"]
    assert "Họp giao ban tháng 11" in listed
    assert "Họp mở lại" in listed


# --- files that Telegram does not have for a moment ---------------------------------------------

_FOR_NOW = Fault(400, said="Bad Request: wrong file_id or the file is temporarily unavailable")


async def test_a_recording_that_is_unavailable_for_a_moment_is_heard(
    api: BotApi,
    bot: Office,
    group: Room,
    an: Json,
    note: bytes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.post.fetching.LONGEST_REST", 0.02)
    await opened(api, group, an)
    api.faults["getFile"].extend([_FOR_NOW] * 3)
    card = await finished(api, api.voice(group, an, note))
    assert said_in(card["text"])
    api.plan = lambda method: _FOR_NOW if method == "getFile" else None
    before = len(api.called("getFile"))
    card = await finished(api, api.voice(group, an, note))
    assert "Không tải được ghi âm" in card["text"]
    assert len(api.called("getFile")) - before == 8


async def test_a_list_that_is_unavailable_for_a_moment_is_read(
    api: BotApi, bot: Office, group: Room, an: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.clerk.duty.RESTS", (0.0, 0.0))
    await opened(api, group, an)
    api.faults["getFile"].extend([_FOR_NOW] * 2)
    data = "Họ tên;Chức vụ\nLê Văn Tám;Kế toán\n".encode()
    api.document(group, an, "ds.csv", "text/csv", data, caption="/thanhphan")
    people = record_of(bot).attendance.of_meeting
    await eventually(lambda: [one for one in people(1) if one.name == "Lê Văn Tám"])


# --- said where no meeting is open --------------------------------------------------------------


async def test_a_voice_note_before_a_meeting_and_one_behind_it_are_recorded_by_a_tap(
    api: BotApi, bot: Office, group: Room, an: Json, binh: Json, note: bytes
) -> None:
    early = await answer(api, api.voice(group, binh, note, 120))
    assert "ghi âm này chưa vào biên bản; bot giữ lại 24 giờ" in early["text"]
    api.tap(early, "Mở cuộc họp và ghi", an)
    await quiet(api, bot)
    shown = await lines(api, group, an)
    assert "Trần Thị Bình" in shown
    assert said_in(shown)
    await answer(api, api.text(group, an, "/ketthuc"))
    late = await answer(api, api.voice(group, binh, note))
    assert labels(late) == ["Mở lại và ghi", "Mở cuộc họp và ghi"]
    api.tap(late, "Mở lại và ghi", an)
    await quiet(api, bot)
    assert said_in(await lines(api, group, an)) == 2
    assert labels(late) == []
