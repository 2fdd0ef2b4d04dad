"""Whose name stands on a line: an impostor's ways to another's, and the desk's to mend any."""

from __future__ import annotations

import unicodedata
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.doors.port import Chat, ChatKind, Media, MediaKind, Person
from bot.messages import identity as about
from bot.messages import phrases
from bot.minutes import Tag
from bot.minutes.documents import Kind
from bot.minutes.identity import is_mark_of_bot, is_short_for
from bot.minutes.typed.people import Entry
from bot.report import export
from tests.dialogs.talking import HA, Shown, Talk, talking
from tests.tables import every_row

CHAIR = Person("3", "Trần Quốc Bình", "binhtran")
MAI = Person("9", "Mai Nguyễn", "mai")
LAN = Person("10", "Lan", "")
NAME = "Trần Quốc Bình"
CHANNEL = Person("chat:-1005:Trần Quốc Bình", NAME)
ANONYMOUS = Person("chat:-100:Quản trị", "Quản trị")
HIDDEN = Person("hidden:Trần Quốc Bình", NAME)


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path) as talk:
        await talk.text("/batdau Họp giao ban")
        await talk.text("Xin chào", CHAIR)
        await talk.text("/chutri @binhtran")
        yield talk


def last(talk: Talk) -> Shown:
    return list(talk.door.shown.values())[-1]


def last_id(talk: Talk) -> str:
    return list(talk.door.shown)[-1]


def private(talk: Talk, who: Person) -> Talk:
    alone = Talk(talk.office, talk.door, who.key)
    alone.chat = Chat(talk.door.name, who.key, who.name, ChatKind.PRIVATE)
    return alone


def names(talk: Talk, meeting: int = 1) -> list[str]:
    return [one.full for one in talk.store.meetings.seats(meeting)]


def line(talk: Talk, no: int, meeting: int = 1) -> object:
    return next(x for x in talk.store.lines.of_meeting(meeting) if x.no == no)


def exported(talk: Talk) -> dict[str, list[dict[str, object]]]:
    meeting = talk.store.meetings.get(1)
    assert meeting is not None
    lines, people = talk.store.lines.of_meeting(1), talk.store.attendance.of_meeting(1)
    accounts = talk.store.names.accounts(1)
    return export.as_dict(meeting, lines, people=people, accounts=accounts)


# --- another's name -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        f"{NAME} - Phó Giám đốc Sở",
        "Tr\u200dần Quốc Bình - Phó Giám đốc Sở",
        "Trần Quốc Вình",
        unicodedata.normalize("NFD", NAME),
        "TRẦN QUỐC BÌNH",
        f"Đồng chí {NAME}, Phó Giám đốc Sở",
        "Quốc Bình - Phó Giám đốc Sở",
    ],
)
async def test_the_chairs_name_waits_for_the_desk(talk: Talk, typed: str) -> None:
    await talk.text("Tôi đồng ý", MAI)
    (asked,) = await talk.text(f"/toi {typed}", MAI)
    assert asked.startswith("⚠ Tài khoản @mai ghi tên là “")
    assert "là tên của người chủ trì" in asked
    assert "vẫn ghi là “Mai Nguyễn”" in asked
    assert names(talk)[-1] == "Mai Nguyễn"
    await talk.text("YK: Tôi đề nghị gia hạn", MAI)
    assert [who for _, who, *_ in talk.lines()] == [NAME, "Mai Nguyễn", "Mai Nguyễn"]
    question = last_id(talk) if last(talk).buttons else list(talk.door.shown)[-1]
    assert await talk.tap(question, about.BUTTON_YES, MAI) == about.TOAST_ONLY_DESK
    assert await talk.tap(question, about.BUTTON_YES, LAN) == about.TOAST_ONLY_DESK
    await talk.tap(question, about.BUTTON_NO, HA)
    assert talk.door.shown[question].text.startswith("Lê Thị Hà chưa xác nhận tên")
    assert names(talk)[-1] == "Mai Nguyễn"
    assert await talk.tap_data(question, "nameyes:1", HA) == phrases.TOAST_OLD


async def test_what_the_desk_confirms_is_kept_and_shown_with_the_account(talk: Talk) -> None:
    await talk.text("YK: Tôi đề nghị gia hạn", MAI)
    await talk.text(f"/toi {NAME} - Kế toán", MAI)
    question = last_id(talk)
    await talk.tap(question, about.BUTTON_YES, HA)
    shown = talk.door.shown[question].text
    assert f"tài khoản @mai ghi tên là “{NAME}, Kế toán”" in shown
    (page,) = await talk.text("/dong")
    assert f"#1 · {NAME} (@binhtran)" in page
    assert f"#2 · {NAME} (@mai) · Ý kiến" in page
    (story,) = await talk.text("/lichsudong 2")
    assert f"Lê Thị Hà: tên người nói “Mai Nguyễn” → “{NAME}, Kế toán”" in story
    (looked,) = await talk.text("/rasoat")
    assert f"{NAME} (@binhtran); {NAME} (@mai)" in looked
    first, second = exported(talk)["lines"]
    assert (first["account"], second["account"]) == ("@binhtran", "@mai")
    acts = {entry.act: entry.about for entry in talk.store.audit.entries()}
    assert acts["name_taken"].startswith("@mai: ")
    assert acts["rename"] == f"@mai: Mai Nguyễn -> {NAME}, Kế toán"
    await talk.text("/baocao chitiet")
    said = await talk.text("/nguon 2.1")
    assert f"{NAME}, Kế toán (@mai)" in "\n".join(said)


async def test_from_private_too_and_it_is_asked_in_the_meetings_chat(talk: Talk) -> None:
    await talk.text("Tôi đồng ý", MAI)
    said = await private(talk, MAI).text(f"/toi {NAME}", MAI)
    assert any("vẫn ghi là “Mai Nguyễn”" in one for one in said)
    assert "Đã chuyển tên" in "\n".join(said)
    assert names(talk)[-1] == "Mai Nguyễn"
    said = await private(talk, LAN).text("/toi Phạm Thị Lan", LAN)  # who is in no meeting yet
    assert said == ["Từ nay báo cáo ghi tên bạn là: Phạm Thị Lan"]


async def test_a_change_from_private_is_said_in_the_meetings_chat(talk: Talk) -> None:
    await talk.text("Tôi đồng ý", MAI)
    said = await private(talk, MAI).text("/toi Nguyễn Thị Mai - Kế toán", MAI)
    told = [x for x in said if x.startswith("Tài khoản @mai vừa đổi tên")]
    assert "từ “Mai Nguyễn” thành “Nguyễn Thị Mai, Kế toán”" in told[0]
    assert names(talk)[-1] == "Nguyễn Thị Mai, Kế toán"
    (story,) = await talk.text("/lichsudong 2")
    assert "Nguyễn Thị Mai: tên người nói “Mai Nguyễn” →" in story


async def test_after_the_end_only_the_desk_changes_names(talk: Talk) -> None:
    await talk.text("YK: Tôi đồng ý", MAI)
    await talk.text("/ketthuc")
    for typed in ("Nguyễn Thị Mai - Kế toán", NAME):
        await talk.text(f"/toi {typed}", MAI)
        assert names(talk)[-1] == "Mai Nguyễn"
    await talk.text("/toi Nguyễn Thị Mai - Kế toán", MAI)
    assert "đã đóng nên chỉ thư ký" in last(talk).text
    await talk.tap(last_id(talk), about.BUTTON_YES, CHAIR)
    assert names(talk)[-1] == "Nguyễn Thị Mai, Kế toán"
    (said,) = await talk.text("/toi Lê Thị Hà - Chuyên viên")
    assert said.endswith("là: Lê Thị Hà, Chuyên viên")


async def test_a_name_said_elsewhere_does_not_come_along(talk: Talk) -> None:
    """A name that nobody minds in somebody's own group, or in private, before they write here."""
    alone = private(talk, MAI)
    await alone.text("/batdau Của tôi", MAI)
    await alone.text(f"/toi {NAME} - Phó Giám đốc Sở", MAI)
    await talk.text("Tôi đề nghị", MAI)
    assert "⚠ Tài khoản @mai ghi tên là" in last(talk).text
    assert line(talk, 2).speaker.full == "Mai Nguyễn"  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["T.Q.B", "T. Q. Bình", "TQB", "TRẦN Q. BÌNH", "t.q.b"])
async def test_initials_of_the_chairs_name_wait_for_the_desk(talk: Talk, name: str) -> None:
    await talk.text("YK: Tôi đề nghị", Person(MAI.key, name, "mai"))
    assert "là tên của người chủ trì" in last(talk).text
    assert last(talk).labels == [about.BUTTON_YES, about.BUTTON_NO]
    assert line(talk, 2).speaker.full == f"{name} (tài khoản @mai)"  # type: ignore[attr-defined]


@every_row("name", ["T.V.B", "TB", "T.B", "Tqb", "Bình", "T.Q.B.A", "Thu Quyên Bé", "M.A.I"])
def test_other_initials_are_another_name(name: str) -> None:
    assert not is_short_for(name, NAME)


@pytest.mark.parametrize("second", [False, True])
async def test_an_account_of_the_chairs_name_is_told_apart(talk: Talk, second: bool) -> None:
    """A display name changed to the chair's, or a second account of that name."""
    if not second:
        await talk.text("/ketthuc")
        await talk.text("/batdau Họp hai")
        await talk.text("/chutri @binhtran")
    meeting = 1 if second else 2
    await talk.text("YK: Tôi đề nghị", Person(MAI.key, NAME, "mai"))
    assert last(talk).labels == [about.BUTTON_YES, about.BUTTON_NO]
    mine = talk.store.lines.of_meeting(meeting)[-1]
    assert mine.speaker.full == f"{NAME} (tài khoản @mai)"
    assert not mine.speaker.certain
    await talk.text("/thongtin chủ trì: Ông Trần Quốc Bình")
    (said, *_) = [x for x in await talk.draft("/baocao") if "Đầu văn bản" in x]
    assert "Chưa rõ là lời của ai" in said


async def test_an_account_that_has_another_name_than_last_time_is_told(talk: Talk) -> None:
    await talk.text("Tôi đồng ý", MAI)
    await talk.text("/ketthuc")
    await private(talk, LAN).text("/toi Phạm Thị Lan", LAN)
    await talk.text("/batdau Họp hai")
    (said,) = await talk.text("Tôi đề nghị", Person(MAI.key, "Hoa Hồng", "mai"))
    assert said.startswith("Tài khoản @mai vừa đổi tên trong cuộc họp số 2, từ “Mai Nguyễn” thành")
    (story,) = await talk.text("/lichsudong 1")
    assert "Hoa Hồng: tên người nói “Mai Nguyễn” → “Hoa Hồng”" in story
    assert await talk.text("Có mặt", LAN) == [], "who is new here has no name to change"


async def test_the_item_of_who_presides_or_signs_is_a_name_too(talk: Talk) -> None:
    await talk.text("/thongtin người ký: GIÁM ĐỐC / Lê Văn Sáu")
    await talk.text("có mặt", MAI)
    (asked,) = await talk.text("/toi Lê Văn Sáu", MAI)
    assert "“Lê Văn Sáu” là tên của người chủ trì, người ký" in asked


async def test_a_name_of_the_list_waits_unless_it_is_the_accounts_own(talk: Talk) -> None:
    await talk.text("/thanhphan\nPhạm Thị Chi - Giám đốc\nNguyễn Thị Lan - Kế toán")
    await talk.text("Có mặt", Person("11", "Phạm Thị Chi"))
    assert names(talk)[-1] == "Phạm Thị Chi, Giám đốc"
    await talk.text("Có mặt", LAN)
    (asked,) = await talk.text("/toi Nguyễn Thị Lan", LAN)
    assert "có trong danh sách của thư ký" in asked
    assert names(talk)[-1] == "Lan"
    (looked,) = await talk.text("/rasoat")
    assert "1 tên chờ xác nhận" in looked
    await talk.tap(last_id(talk), "Tên chờ xác nhận (1)", HA)
    await talk.tap(last_id(talk), about.BUTTON_YES, HA)
    assert names(talk)[-1] == "Nguyễn Thị Lan, Kế toán"
    people = talk.store.attendance.of_meeting(1)
    assert [x.person_id for x in people if x.name == "Nguyễn Thị Lan"] != [None]


async def test_an_account_that_takes_a_listed_name_for_its_own_waits(talk: Talk) -> None:
    await talk.text("Tôi là Mai", MAI)
    await talk.text("/ketthuc")
    await talk.text("/batdau Họp hai")
    await talk.text("/thanhphan them Phạm Thị Chi - Giám đốc")
    await talk.text("YK: Tôi đề nghị", Person(MAI.key, "Phạm Thị Chi", "mai"))
    speaker = talk.store.lines.of_meeting(2)[-1].speaker
    assert speaker.name in ("Mai Nguyễn", "Phạm Thị Chi (tài khoản @mai)")


async def test_the_secretary_alone_does_not_take_the_chairs_name(talk: Talk) -> None:
    for typed in (f"/toi {NAME}", f"/thanhphan sua 1 {NAME}"):
        await talk.text(typed)
        assert await talk.tap(last_id(talk), about.BUTTON_YES, HA) == about.TOAST_NOT_OWN
        assert names(talk)[0] == "Lê Thị Hà"
    await talk.tap_data(last_id(talk), "nameyes:2", HA, admin=True)
    assert names(talk)[0] == NAME


async def test_two_people_of_one_name_are_asked_about_once_a_chat(talk: Talk) -> None:
    await talk.text("Tôi là An", Person("21", "Nguyễn Văn An", "an1"))
    await talk.text("Tôi cũng là An", Person("22", "Nguyễn Văn An", "an2"))
    await talk.tap(last_id(talk), about.BUTTON_YES, HA)
    (page,) = await talk.text("/dong")
    assert "Nguyễn Văn An (@an1)" in page
    assert "Nguyễn Văn An (@an2)" in page
    await talk.text("/ketthuc")
    await talk.text("/batdau Họp hai")
    for key in ("21", "22"):
        assert await talk.text("Có mặt", Person(key, "Nguyễn Văn An", f"an{key[1]}")) == []
    assert [x.speaker.account for x in talk.store.lines.of_meeting(2)] == ["@an1", "@an2"]


# --- the desk mends -----------------------------------------------------------------------------


async def test_a_reply_is_about_the_one_replied_to(talk: Talk) -> None:
    await talk.text("Tôi đồng ý", MAI)
    (said,) = await talk.text("/toi Nguyễn Thị Mai - Kế toán", HA, answers=MAI, reply_to="x")
    assert said.startswith("Từ nay báo cáo ghi tên của tài khoản @mai (trước đó: Mai Nguyễn) là")
    assert names(talk) == ["Lê Thị Hà", NAME, "Nguyễn Thị Mai, Kế toán"]
    (said,) = await talk.text("/toi Kẻ Khác", LAN, answers=MAI, reply_to="x")
    assert said.startswith("Tin này trả lời Nguyễn Thị Mai, Kế toán, mà tên của người khác")
    assert names(talk)[2] == "Nguyễn Thị Mai, Kế toán"
    await talk.text("/ketthuc")
    await talk.text("/batdau Họp hai")
    await talk.text("Có mặt", MAI)
    assert names(talk, 2)[-1] == "Nguyễn Thị Mai, Kế toán"


async def test_the_form_of_address_in_a_reply_is_theirs_too(talk: Talk) -> None:
    await talk.text("Tôi đồng ý", MAI)
    await talk.text("/toi Bà Nguyễn Thị Mai - Kế toán", HA, answers=MAI, reply_to="x")
    called = {one.name: one.called for one in talk.store.attendance.of_meeting(1)}
    assert called["Nguyễn Thị Mai"] == "Bà"
    assert called["Lê Thị Hà"] == ""


async def test_a_reply_to_the_bots_card_is_about_its_speaker(talk: Talk) -> None:
    card = await talk.voice("tôi nhất trí", MAI)
    await talk.text("/toi Nguyễn Thị Mai", HA, reply_to=card)
    assert names(talk)[2] == "Nguyễn Thị Mai"


async def test_the_desk_mends_what_somebody_has_said_by_toi(talk: Talk) -> None:
    await talk.text("/toi Nguyễn Mai Mai", MAI)
    await talk.text("YK: Tôi đồng ý", MAI)
    (said,) = await talk.text("/thanhphan sua 3 Nguyễn Thị Mai - Kế toán")
    assert said.startswith("Đã sửa số 3: Nguyễn Thị Mai, Kế toán.")
    assert line(talk, 2).speaker.full == "Nguyễn Thị Mai, Kế toán"  # type: ignore[attr-defined]
    await talk.text("/thanhphan sua 3 chức vụ: Trưởng phòng")
    assert line(talk, 2).speaker.full == "Nguyễn Thị Mai, Trưởng phòng"  # type: ignore[attr-defined]
    await talk.text("/thanhphan hoantac")
    await talk.text("/thanhphan hoantac")
    assert line(talk, 2).speaker.name == "Nguyễn Mai Mai"  # type: ignore[attr-defined]
    await talk.text("/thanhphan sua 3 Nguyễn Thị Mai - Kế toán")
    await talk.text("/ketthuc")
    await talk.text("/thanhphan sua 3 Nguyễn Mai - Kế toán")  # after the end too
    await talk.text("/batdau Họp hai")
    await talk.text("Có mặt", MAI)
    assert names(talk, 2)[-1] == "Nguyễn Mai, Kế toán"
    await talk.text("/toi Nguyễn Mai Mai", MAI)  # what the desk has set is its to change
    assert "do ban thư ký đặt" in last(talk).text
    assert names(talk, 2)[-1] == "Nguyễn Mai, Kế toán"


async def test_a_desk_of_another_chat_names_nobody_here(talk: Talk) -> None:
    await talk.text("Tôi đồng ý", MAI)
    other = Talk(talk.office, talk.door, "-200")
    await other.text("/batdau Nhóm của Lan", LAN)
    await other.text("Lời chuyển tiếp", LAN, speaker=MAI)
    await other.text("/nguoinoi 1 Kẻ Xấu", LAN)
    await other.text("có mặt", MAI)
    await other.text("/toi Kẻ Xấu", LAN, answers=MAI, reply_to="x")
    await talk.text("/ketthuc")
    await talk.text("/batdau Họp ba")
    await talk.text("có mặt", MAI)
    assert names(talk, 1)[-1] == "Mai Nguyễn"
    assert names(talk, 3)[-1] == "Mai Nguyễn"


async def test_a_second_of_the_same_name_is_told_to_the_desk(talk: Talk) -> None:
    await talk.text("Tôi đồng ý", MAI)
    (said,) = await talk.text(f"/thanhphan sua 3 {NAME}")
    assert "Tên này giống tên của @binhtran." in said


@pytest.mark.parametrize(
    ("who", "called"),
    [
        (HIDDEN, "Tài khoản ẩn"),
        (CHANNEL, "Tin gửi dưới tên nhóm hoặc kênh"),
        (MAI, "Tài khoản @mai"),
    ],
)
async def test_a_sentence_names_an_account_once(talk: Talk, who: Person, called: str) -> None:
    await talk.text("Lời chuyển tiếp", LAN, speaker=Person(who.key, NAME, who.username))
    question = last_id(talk)
    assert talk.door.shown[question].text.startswith(f"⚠ {called} ghi tên là “{NAME}”")
    await talk.tap(question, about.BUTTON_NO, HA)
    within = called[:1].lower() + called[1:]
    assert f"cho {within}; biên bản" in talk.door.shown[question].text


@every_row(
    ("shown", "within", "behind"),
    [
        ("@mai", "tài khoản @mai", " (tài khoản @mai)"),
        ("Mai, số 12", "tài khoản Mai, số 12", " (tài khoản Mai, số 12)"),
        ("Tài khoản Mai, số 12", "Tài khoản Mai, số 12", " (Tài khoản Mai, số 12)"),
        (about.HIDDEN, "tài khoản ẩn", " (tài khoản ẩn)"),
        (about.NO_ACCOUNT, "người không có tài khoản", " (không có tài khoản)"),
        (about.NOT_ONE_HUMAN, about.NOT_ONE_HUMAN, f" ({about.NOT_ONE_HUMAN})"),
    ],
)
def test_an_account_in_a_sentence_and_behind_a_name(shown: str, within: str, behind: str) -> None:
    assert about.an_account(shown) == within
    assert about.in_brackets(shown) == behind
    assert about.of_account("{Account}?", shown) == f"{within[:1].upper()}{within[1:]}?"


@pytest.mark.parametrize(
    "name",
    [
        "#5 · Kết luận", "Kết luận", "KẾT LUẬN", "Kết\u200b luận 2", "Kеt luаn", "Biên bản", "#12",
        "Dự thảo", "Thông báo", "⚠ Chú ý", "Lê An · Kết luận", "Tài khoản ẩn", "✓ Đã duyệt",
    ],
)  # fmt: skip
async def test_a_name_that_looks_like_the_bots_marks_is_none(talk: Talk, name: str) -> None:
    await talk.text("Giao Phòng A", Person("15", name))
    shown = "Tài khoản không tên số 15"
    assert line(talk, 2).speaker.name == shown  # type: ignore[attr-defined]
    (page,) = await talk.text("/dong")
    assert f"#2 · {shown}\nGiao Phòng A" in page
    await talk.text("Lời chuyển tiếp", MAI, speaker=Person("16", name))
    assert line(talk, 3).speaker.name == "Tài khoản không tên số 16"  # type: ignore[attr-defined]


@every_row(
    "name",
    [
        "Lê Kết Luận",
        "Nguyễn Văn Dòng",
        "Báo An Giang",
        "Phòng Kế hoạch",
        "Ý Nhi",
        "5",
        "Mai · Kế toán",
    ],
)
def test_a_name_is_one(name: str) -> None:
    assert not is_mark_of_bot(name)


async def test_who_had_a_name_keeps_it(talk: Talk) -> None:
    await talk.text("Xin chào", MAI)
    await talk.text("KL gì", Person(MAI.key, "Kết luận", "mai"))
    assert line(talk, 3).speaker.name == "Mai Nguyễn"  # type: ignore[attr-defined]


# --- no account of one human ---------------------------------------------------------------------


async def test_what_is_sent_in_a_groups_or_channels_name_is_nobodys_of_the_desk(
    talk: Talk,
) -> None:
    await talk.text("Lời từ kênh", CHANNEL)
    for command in ("/chutri", "/thuky", "/thuky them"):
        (said,) = await talk.text(command, HA, answers=CHANNEL, reply_to="x")
        assert said.startswith(("Tin ấy gửi dưới tên nhóm hoặc kênh", "Chưa rõ là ai"))
    meeting = talk.store.meetings.get(1)
    assert meeting is not None
    assert (meeting.secretary.name, len(meeting.secretaries)) == ("Lê Thị Hà", 1)
    shown = talk.store.lines.of_meeting(1)
    card = await talk.voice("tôi nói", MAI)
    for typed in (
        "/ketluan 1",
        "/sua 1 khác",
        "/xoa 1",
        "/ketthuc",
        "/thongtin địa điểm: Nơi khác",
        "/thanhphan sua 1 Kẻ Xấu",
        "/chutri @mai",
        "/thuky @mai",
        "/quyen ketluan moinguoi",
        "/nguoinoi 1 Kẻ Xấu",
        "/them Một câu",
        "/toi Kẻ Xấu",
        "/duyet",
        "/xoacuochop",
    ):
        for who in (CHANNEL, ANONYMOUS):
            said = await talk.text(typed, who, admin=who is ANONYMOUS)
            assert said, typed
            assert "Kẻ Xấu" not in names(talk)
    now = talk.store.meetings.get(1)
    assert now is not None
    assert (now.chair_id, now.secretaries, now.is_open, now.concluding) == (
        meeting.chair_id,
        meeting.secretaries,
        True,
        meeting.concluding,
    )
    assert [x for x in talk.store.lines.of_meeting(1) if x.no <= len(shown)] == shown
    assert await talk.tap_data(card, f"tag:{shown[0].id}:ketluan", ANONYMOUS, admin=True)
    assert talk.store.lines.of_meeting(1)[0].tag is None


async def test_nor_does_one_open_a_meeting(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        (said,) = await talk.text("/batdau Họp", ANONYMOUS, admin=True)
        assert said.startswith("Tin này gửi dưới tên nhóm hoặc kênh")
        assert talk.store.meetings.open_in(1) is None


async def test_nor_does_one_tag_by_mending_the_message(talk: Talk) -> None:
    await talk.arrive(CHANNEL, "c1", text="Tôi đề nghị gia hạn")
    await talk.text("YK: Tôi đề nghị gia hạn thêm", CHANNEL, edit="c1")
    mine = talk.store.lines.of_meeting(1)[-1]
    assert (mine.text, mine.tag) == ("Tôi đề nghị gia hạn thêm", None)


async def test_a_secretary_of_anothers_name_does_not_sign_by_it(talk: Talk) -> None:
    """Somebody opens the next meeting under a display name that is the chair's of the last."""
    await talk.text("/ketthuc")
    said = await talk.text("/batdau Họp hai", Person(MAI.key, NAME, "mai"))
    assert f"Thư ký: {NAME} (tài khoản @mai)." in said[0]
    assert "⚠ Tài khoản @mai" in said[1]
    meeting = talk.store.meetings.get(2)
    assert meeting is not None
    draft = talk.office.reports.draft(meeting, [], kind=Kind.MINUTES)
    assert NAME not in draft.report.secretary_name


async def test_a_channel_with_the_chairs_name_stands_as_what_it_is(talk: Talk) -> None:
    said = await talk.text("#ykien Tôi đề nghị", CHANNEL)
    assert any("không rõ là lời của ai" in one for one in said)
    mine = talk.store.lines.of_meeting(1)[-1]
    assert mine.speaker.name == f"{NAME} (tin gửi dưới tên nhóm hoặc kênh)"
    assert mine.tag is None


# --- what was said elsewhere ----------------------------------------------------------------------


@pytest.mark.parametrize("who", [CHAIR, HIDDEN, CHANNEL, LAN], ids=lambda x: x.key[:6])
@pytest.mark.parametrize("words", ["#ykien Tôi phản đối", "KL: Tôi phản đối", "ND: Tôi phản đối"])
async def test_forwarded_words_say_who_has_forwarded_them(
    talk: Talk, who: Person, words: str
) -> None:
    said = await talk.text(words, MAI, speaker=who)
    brought = talk.store.lines.of_meeting(1)[-1]
    assert (brought.text, brought.tag) == ("Tôi phản đối", None)
    offered = next(x for x in said if "là tin chuyển tiếp, chưa gắn thẻ" in x)
    assert offered.startswith(f"Đã ghi dòng #{brought.no}")
    card = next(key for key, x in talk.door.shown.items() if x.text == offered)
    (page,) = await talk.text("/dong")
    assert "chuyển tiếp bởi Mai Nguyễn" in page
    (looked,) = await talk.text("/rasoat")
    assert f"1 dòng chuyển tiếp: #{brought.no}" in looked
    (row,) = [x for x in exported(talk)["lines"] if x["forwarded_by"]]
    assert row["forwarded_by"] == {"name": "Mai Nguyễn", "account": "@mai"}
    (label,) = talk.door.shown[card].labels
    for nobody in (MAI, LAN):  # neither who has brought it, nor who is said to have said it
        assert await talk.tap(card, label, nobody) == phrases.TOAST_NOT_ALLOWED
    assert "giữ nguyên" in (await talk.text(f"/ykien {brought.no}", LAN))[0]
    await talk.tap(card, label, HA)
    assert talk.store.lines.of_meeting(1)[-1].tag is not None
    assert talk.door.shown[card].text.startswith("Lê Thị Hà đã gắn thẻ")
    await talk.tap_data(card, f"take:{brought.id}:ykien", HA)
    await talk.tap_data(card, f"take:{brought.id}:ykien", HA)  # a second tap takes nothing off
    assert talk.store.lines.of_meeting(1)[-1].tag is Tag.OPINION
    await talk.text("/baocao chitiet")
    assert "Có lời chuyển tiếp" in "\n".join(x.text for x in talk.door.shown.values())


async def test_the_secretarys_words_that_somebody_forwards_are_not_typed_by_her(
    talk: Talk,
) -> None:
    await talk.text("Tôi phản đối", MAI, speaker=HA)
    brought = talk.store.lines.of_meeting(1)[-1]
    meeting = talk.store.meetings.get(1)
    assert meeting is not None
    assert not meeting.typed_by_secretary(brought)


async def test_a_forwarded_recording_says_so_on_its_card(talk: Talk) -> None:
    talk.door.recordings["f"] = "lời của Lan".encode()
    media = Media(MediaKind.SOUND, "f", seconds=3)
    await talk.arrive(MAI, "m500", media=media, speaker=LAN, text="KL: của Lan")
    assert [x.tag for x in talk.store.lines.of_meeting(1)[1:]] == [None, None]
    cards = [x.text for x in talk.door.shown.values() if x.text.startswith("#2")]
    assert cards[0].startswith("#2 · Lan · 0:08 · chuyển tiếp bởi Mai Nguyễn")


async def test_ones_own_words_forwarded_are_ones_own(talk: Talk) -> None:
    await talk.text("#ykien Tôi phản đối", MAI, speaker=MAI)
    own = talk.store.lines.of_meeting(1)[-1]
    assert (own.brought_by, own.tag) == (None, Tag.OPINION)


# --- whom a name means ----------------------------------------------------------------------------


async def test_a_conclusion_of_who_may_not_is_offered_to_the_secretary(talk: Talk) -> None:
    (said,) = await talk.text("KL: Thống nhất.", MAI)
    assert said.startswith("Đã ghi dòng #2, chưa gắn thẻ kết luận")
    card = last_id(talk)
    assert talk.door.shown[card].labels == ["Nhận là Kết luận"]
    assert await talk.tap(card, "Nhận là Kết luận", MAI) == phrases.TOAST_NOT_ALLOWED
    await talk.tap(card, "Nhận là Kết luận", HA)
    assert talk.store.lines.of_meeting(1)[-1].tag is Tag.CONCLUSION


async def test_a_chair_is_kept_until_they_write(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.text("/batdau Họp")
        (said,) = await talk.text("/chutri @BinhTran")
        assert said.startswith("Đã ghi nhận: khi @BinhTran nhắn tin đầu tiên vào đây")
        assert (await talk.text("/chutri"))[0].startswith("Chủ trì: đang chờ @BinhTran")
        await talk.text("Xin chào", MAI)
        assert talk.store.meetings.get(1).chair_id is None
        (said,) = await talk.text("Xin chào", CHAIR)
        assert said.startswith(f"Chủ trì của cuộc họp là {NAME} (tài khoản @binhtran).")
        assert talk.store.meetings.get(1).chair_id is not None
        assert talk.store.awaited.of_meeting(1) == []
        assert await talk.text("Nói tiếp", CHAIR) == []
        assert (await talk.text("/chutri xoá"))[0].startswith("Chưa chọn chủ trì.")


def desk(talk: Talk) -> tuple[str, int]:
    """The secretary, and how many there are."""
    meeting = talk.store.meetings.get(1)
    assert meeting is not None
    return meeting.secretary.name, len(meeting.secretaries)


async def test_a_secretary_is_awaited_and_the_one_before_stays_until_then(talk: Talk) -> None:
    (said,) = await talk.text("/thuky @Mai")
    assert "khi @Mai nhắn tin đầu tiên vào đây, tài khoản ấy là thư ký" in said
    assert "đến lúc đó Lê Thị Hà vẫn là thư ký" in said
    assert "Đang chờ nhắn vào đây: @Mai." in (await talk.text("/thuky"))[0]
    assert desk(talk) == ("Lê Thị Hà", 1)
    (said,) = await talk.text("Xin chào", MAI)
    assert said == "Từ bây giờ thư ký của cuộc họp là Mai Nguyễn (tài khoản @mai)."
    assert desk(talk) == ("Mai Nguyễn", 1)
    assert "Chỉ thư ký (Mai Nguyễn)" in (await talk.text("/thuky @binhtran"))[0]
    assert await talk.text("Nói tiếp", MAI) == []


async def test_a_secretary_beside_the_others_is_awaited_and_may_be_dropped(talk: Talk) -> None:
    (said,) = await talk.text("/thuky them @mai")
    assert "tài khoản ấy cũng là thư ký" in said
    (said,) = await talk.text("/thuky bot @Mai")
    assert said == "Thôi không đợi @Mai làm thư ký của cuộc họp số 1."
    assert await talk.text("Xin chào", MAI) == []
    await talk.text("/thuky cùng @lan")
    (said,) = await talk.text("Xin chào", Person(LAN.key, LAN.name, "Lan"))
    assert said.startswith("Lan (tài khoản @Lan) cũng là thư ký của cuộc họp.")
    assert desk(talk) == ("Lê Thị Hà", 2)


async def test_nobody_gets_more_by_an_awaited_name_than_was_meant(talk: Talk) -> None:
    await talk.text("Tôi là Lan", LAN)
    for order in ("/thuky @moi", "/thuky them @moi", "/chutri @moi"):
        await talk.text(order)
        (said,) = await talk.text("Đã đổi tên", Person(LAN.key, LAN.name, "moi"))
        assert said.startswith("⚠ @moi là tên mới của Lan; lúc phân công"), said
        card = last_id(talk)
        assert await talk.tap(card, "@moi", CHAIR) == phrases.TOAST_NOT_KEEPER
        assert desk(talk) == ("Lê Thị Hà", 1)
        assert await talk.text("Nói tiếp", Person(LAN.key, LAN.name, "moi")) == [], "asked once"
        await talk.text("Lại tên cũ", LAN)
    channel = Person("chat:-1005:Tin", "Tin", "tin")
    await talk.text("/thuky @tin")
    (said,) = await talk.text("Tin mới", channel)
    assert said.startswith("Tin ấy gửi dưới tên nhóm hoặc kênh")
    assert desk(talk) == ("Lê Thị Hà", 1)
    await talk.text("/thuky @la", MAI)  # who may not appoint awaits nobody
    assert await talk.text("Xin chào", Person("77", "Người lạ", "la")) == []


async def test_what_a_secretary_has_ordered_ends_with_their_duty(talk: Talk) -> None:
    await talk.text("Có mặt", MAI)
    await talk.text("/thuky them @mai")
    await talk.text("/thuky them @cua_mai", MAI)
    await talk.text("/thuky bot @mai")
    assert await talk.text("Xin chào", Person("71", "Một", "cua_mai")) == []
    await talk.text("/thuky them @cua_ha")
    await talk.text("/thuky @mai")
    assert await talk.text("Xin chào", Person("72", "Hai", "cua_ha")) == []
    assert desk(talk) == ("Mai Nguyễn", 1)


async def test_who_took_over_a_username_is_asked_about(talk: Talk) -> None:
    await talk.text("/chutri xoá")
    await talk.text("Tôi mới đến", Person("44", "Tên Khác", "binhtran"))
    (said,) = await talk.text("/chutri @binhtran")
    assert said.startswith("⚠ @binhtran nay là của tài khoản khác: Tên Khác.")
    assert f"@binhtran là {NAME}" in said
    assert talk.store.meetings.get(1).chair_id is None
    card = last_id(talk)
    assert await talk.tap(card, "@binhtran", MAI) == phrases.TOAST_NOT_KEEPER
    await talk.tap(card, "@binhtran", HA)
    assert talk.door.shown[card].text.startswith("Chủ trì của cuộc họp là Tên Khác")


async def test_a_typed_name_that_somebody_gave_themselves_is_asked_about(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.text("/batdau Họp")
        await talk.text(f"/toi {NAME} - Phó Giám đốc", MAI)
        for command in ("/chutri", "/thuky", "/thuky them"):
            (said,) = await talk.text(f"{command} {NAME}")
            assert said.startswith(f"⚠ “{NAME}” là tên do tài khoản @mai tự ghi.")
        meeting = talk.store.meetings.get(1)
        assert (meeting.chair_id, len(meeting.secretaries)) == (None, 1)
        await talk.text(f"/thongtin chủ trì: {NAME}")
        assert last(talk).labels == [f"Chủ trì là {NAME} (@mai)"]


async def test_the_list_shows_the_desk_which_account_it_is(talk: Talk) -> None:
    await talk.text("/toi Nguyễn Thị Hoa", LAN)
    (shown,) = await talk.text("/thanhphan")
    assert "Nguyễn Thị Hoa (tài khoản Lan, số 10)" in shown
    (shown,) = await talk.text("/thanhphan", MAI)
    assert "tài khoản" not in shown


async def test_what_is_erased_is_erased_with_its_names(talk: Talk) -> None:
    await talk.text("Tôi đồng ý", MAI)
    await talk.text(f"/toi {NAME}", MAI)
    await talk.text("/toi Nguyễn Thị Mai", MAI)
    await talk.text("chuyển", MAI, speaker=LAN)
    await talk.text("/xoacuochop")
    await talk.tap(last_id(talk), "Xoá hẳn", HA)
    for table in ("name_claims", "name_changes"):
        assert talk.rows(f"SELECT * FROM {table}") == []


async def test_a_listed_entry_added_by_a_file_is_a_name_too(talk: Talk) -> None:
    talk.store.attendance.add(1, 1, [Entry("Võ Thị Sáu", "Kế toán")])
    (asked,) = await talk.text("/toi Võ Thị Sáu", MAI)
    assert "có trong danh sách" in asked
