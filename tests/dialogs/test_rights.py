"""Who may do what, and who sees what: every command in every role, here and elsewhere."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.conversation.topics import COMMANDS
from bot.doors.port import Chat, ChatKind, Media, MediaKind, Person
from bot.messages import erasing as about_erasing
from bot.messages import lines as about_lines
from bot.messages import phrases
from bot.messages import rights as about_rights
from bot.messages import undoing as about_undoing
from bot.minutes import Concluding, Line, LineKind, LineState, Meeting, Speaker, Tag
from bot.minutes.rights import RIGHTS, Act, Role, may, roles_in, tagging
from bot.minutes.tasks import TaskState, Words
from bot.minutes.typed.people import Entry
from foundation.files import sha256_of
from tests.dialogs.talking import AN, BINH, HA, Talk, talking

CHI = Person("4", "Phạm Thị Chi", "chi_pham")
DUNG = Person("5", "Hoàng Dũng", "dung")
SECRET = "nhà xanh bí mật"
WHO = {
    "secretary": HA,
    "second secretary": CHI,
    "chair": BINH,
    "admin": Person("6", "Quản Trị"),
    "speaker": AN,
    "member": DUNG,
    "former secretary": Person("7", "Thư Cũ"),
    "guest": AN,
    "stranger": Person("8", "Người Lạ"),
    "other chat": HA,  # even the secretary, from a group that is not the meeting's
}
DESK = {"secretary", "second secretary", "chair", "admin"}
KEEPERS = DESK - {"chair"}
HERE = DESK | {"speaker", "member", "former secretary"}
SEES = HERE | {"guest"}
OWN = DESK | {"speaker"}

# command -> what is typed (of meeting {no}; line 1 is An's text, 2 is An's recording), and who
# changes something by it, or is shown the meeting's words
TYPED: dict[str, tuple[str, set[str]]] = {
    "ykien": ("/ykien 1", OWN),
    "ketluan": ("/ketluan 1", DESK),
    "noidung": ("/noidung 1", OWN),
    "botag": ("/botag 3", DESK),  # line 3 is the secretary's conclusion
    "sua": ("/sua 1 khác hẳn", OWN),
    "xoa": ("/xoa 1", OWN),
    "khoiphuc": ("/khoiphuc 4", OWN),  # An's, deleted
    "dungroi": ("/dungroi 2", OWN),
    "gop": ("/gop 1 2", OWN),  # both An's
    "tach": ("/tach 1 | của An", OWN),
    "doi": ("/doi 1 sau 3", DESK),
    "nguoinoi": ("/nguoinoi 1 Hoàng Dũng", DESK),
    "them": ("/them Một câu không ai gửi", DESK),
    "hoantac": ("/hoantac", {"speaker"}),  # An's last step was to delete line 4
    "lichsudong": ("/lichsudong 1", HERE),
    "nghe": ("/nghe 2", HERE),
    "huy": ("/huy 5", OWN),  # An's
    "cheptiep": ("/cheptiep 6", OWN),  # An's, failed
    "thanhphan": ("/thanhphan Lý Văn Khách - Giám đốc", DESK),
    "thongtin": ("/thongtin {no}\nđịa điểm: Nơi khác", DESK),
    "ketthuc": ("/ketthuc", DESK),
    "thuky": ("/thuky Hoàng Dũng", KEEPERS),
    "chutri": ("/chutri Hoàng Dũng", KEEPERS),
    "quyen": ("/quyen ketluan moinguoi", KEEPERS),
    "dong": ("/dong", HERE),
    "hoilai": ("/hoilai 2", DESK),
    "goiy": ("/goiy {no}", HERE),
    "xem": ("/xem {no}", SEES),
    "lichsu": ("/lichsu", SEES),
    "thongke": ("/thongke {no}", SEES),
    "tim": ('/tim "nha xanh bi mat"', SEES),
    "rasoat": ("/rasoat {no}", SEES),
    "nhiemvu": ("/nhiemvu cuộc họp {no}", SEES),
    "baocao": ("/baocao {no}", HERE),
    "bienban": ("/bienban {no}", HERE),
    "thongbao": ("/thongbao {no}", HERE),
    "nguon": ("/nguon", SEES),
    "trinh": ("/trinh", KEEPERS),
    "duyet": ("/duyet", {"chair"}),
    "tralai": ("/tralai Đoạn 2 chưa đủ", {"chair"}),
    "layykien": ("/layykien", KEEPERS),
    "dongy": ("/dongy", SEES - {"admin"}),  # who has not taken part in the meeting
    "gopy": ("/gopy Đoạn 2 chưa đủ", SEES - {"admin"}),
    "duthao": ("/duthao cuộc họp {no}", SEES),
}
# These are of the chat where they are typed, whoever types them
NOT_OF_A_MEETING = {"batdau", "toi", "tudien", "trogiup", "start"}
ELSEWHERE = {"molai", "mau", "xoacuochop", "lamlai"}  #: tests of their own below


def test_every_command_stands_in_the_matrix() -> None:
    assert {command.name for command in COMMANDS} == {*TYPED, *NOT_OF_A_MEETING, *ELSEWHERE}


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Talk]:
    async with talking(tmp_path_factory.mktemp("rights"), max_messages_a_minute=10**6) as talk:
        yield talk


_groups = itertools.count(1)
_keys = itertools.count(10_000)


async def held(house: Talk) -> tuple[Talk, int]:
    """A meeting in a group of its own, with everybody in it who has a role; and its number."""
    talk = Talk(house.office, house.door, f"-10{next(_groups)}")
    talk.chat = dataclasses.replace(talk.chat, title=f"Nhóm {talk.chat.key}")
    talk._keys = _keys
    return talk, await talk.in_store(_hold, talk)


def _hold(talk: Talk) -> int:
    """What some twenty messages would do, without them."""
    store = talk.office.store
    with store.transaction():
        chat = store.chats.know(talk.chat).id
        former, ha, chi, binh, dung, an = (
            store.chats.know_person(talk.chat.door, who).id
            for who in (WHO["former secretary"], HA, CHI, BINH, DUNG, AN)
        )
        meeting = store.meetings.open(chat, f"Họp {SECRET}", former, talk.now, {})
        store.meetings.hand_over(meeting, ha)
        store.meetings.share(meeting.id, chi)
        store.meetings.name_chair(meeting.id, binh)
        for person in (dung, an):
            store.meetings.seat(meeting.id, person)
        add, change, sound = store.lines.add, store.lines.change, Media(MediaKind.SOUND, "said")
        talk.door.recordings["said"] = "tôi nói".encode()
        add(meeting.id, an, talk.now, text=f"Lời của An về {SECRET}")
        heard = add(meeting.id, an, talk.now, media=sound)
        change(heard, None, text="tiếng của An", state=LineState.DONE, doubts=("tiếng",))
        add(meeting.id, ha, talk.now, text=f"Giao Phòng A {SECRET}.", tag=Tag.CONCLUSION)
        with store.steps.step("xoa"):
            change(add(meeting.id, an, talk.now, text="Lời đã xoá"), an, deleted=1)
        change(store.lines.of_meeting(meeting.id)[0], an, text=f"Lời của An về {SECRET} đây")
        change(add(meeting.id, an, talk.now, media=sound), an, state=LineState.STOPPED)
        change(add(meeting.id, an, talk.now, media=sound), None, state=LineState.FAILED)
        listed = [Entry("Lý Mơ", "Giám đốc"), Entry("Lý Mơ", "Kế toán")]
        store.attendance.add(meeting.id, ha, listed)
        store.meetings.set_info(meeting.id, "thanh_phan", "Các phòng")
        found = store.meetings.get(meeting.id)
        assert found is not None
        for words in (Words("Phòng A", "Lập kế hoạch"), Words("Phòng B", "Báo cáo")):
            store.tasks.add(meeting.id, words, None, ha)
        second = store.tasks.of_meeting(meeting.id)[1]
        store.tasks.change(meeting.id, second, second.decided(TaskState.REMOVED), ha)
        reports = talk.office.reports
        path = reports.keep(reports.draft(found, store.lines.of_meeting(found.id)))
        store.meetings.add_document(found.id, "baocao", path.name, ha, "dienbien")
    return meeting.id


def _ask(talk: Talk, number: int, command: str) -> None:
    """Have the draft submitted, or read, where the command answers that."""
    store = talk.office.store
    (document,) = store.meetings.documents(number)
    meeting = store.meetings.get(number)
    assert meeting is not None
    assert meeting.chair_id is not None
    with store.transaction():
        ha = meeting.secretary.person_id
        if command in ("duyet", "tralai"):
            word = sha256_of(talk.office.reports.path_of(number, document.path))
            store.signoff.submit(number, document.id, ha, meeting.chair_id, word, None)
        if command in ("dongy", "gopy"):
            store.signoff.read(number, document.id, ha)


def asking(talk: Talk, role: str) -> Talk:
    """Where somebody of that role asks."""
    if role not in ("guest", "stranger", "other chat"):
        return talk
    there = Talk(talk.office, talk.door, WHO[role].key)
    there._keys = _keys
    there.chat = Chat(talk.door.name, WHO[role].key, "riêng", ChatKind.PRIVATE)
    if role == "other chat":
        there.chat = Chat(talk.door.name, f"-77{next(_groups)}", "Nhóm khác", ChatKind.GROUP)
    return there


def record_of(talk: Talk, number: int) -> list[object]:
    """All that a meeting consists of."""
    db = talk.office.store._db
    tables = ("meeting_info", "secretaries", "lines", "documents", "attendance")
    tables += ("submissions", "readings", "reading_answers", "remarks", "tasks", "task_reminders")
    rows = [
        tuple(row)
        for table in tables
        for row in db.execute(f"SELECT * FROM {table} WHERE meeting_id = ?", [number])
    ]
    return [*rows, tuple(db.execute("SELECT * FROM meetings WHERE id = ?", [number]).fetchone())]


@pytest.mark.parametrize("role", WHO)
@pytest.mark.parametrize("command", TYPED)
async def test_each_command_in_each_role(house: Talk, command: str, role: str) -> None:
    talk, number = await held(house)
    there = asking(talk, role)
    if role == "other chat":  # which has a meeting of its own
        await there.text("/batdau Họp khác", HA)
    typed, allowed = TYPED[command]
    await talk.in_store(_ask, talk, number, command)
    before, files = record_of(talk, number), len(talk.door.files)
    said = await there.text(typed.format(no=number), WHO[role], admin=role == "admin")
    changed = record_of(talk, number) != before
    sees = SECRET in "\n".join(said) or len(talk.door.files) > files
    if command == "duthao":
        sees = any("bao-cao" in one for one in said)
    if command == "trinh":
        sees = any("Vẫn trình bản này" in one for one in said)
    if command == "goiy":
        sees = any(f"Cuộc họp số {number} «Họp {SECRET}» không có gợi ý" in one for one in said)
    if command == "hoilai":
        sees = any("Nguyễn Văn An: #2" in one for one in said)
    if command == "nghe":
        sees = any("Dòng #2 không có ghi âm" in one for one in said)
    if command == "huy":
        sees = any("không phải là ghi âm đang chép" in one for one in said)
    assert (changed or sees) == (role in allowed), said
    assert said, "every order is answered"


@pytest.mark.parametrize("role", WHO)
async def test_reopening_in_each_role(house: Talk, role: str) -> None:
    talk, number = await held(house)
    await talk.text("/ketthuc", HA)
    await asking(talk, role).text("/molai", WHO[role], admin=role == "admin")
    meeting = talk.office.store.meetings.get(number)
    assert meeting is not None
    assert meeting.is_open == (role in DESK)


@pytest.mark.parametrize("role", WHO)
async def test_erasing_in_each_role(house: Talk, role: str) -> None:
    talk, number = await held(house)
    there, admin = asking(talk, role), role == "admin"
    said = await there.text(f"/xoacuochop {number}", WHO[role], admin=admin)
    assert said[0].startswith("Xoá hẳn cuộc họp số") == (role in KEEPERS)
    at = int(there.now.timestamp())
    await there.tap_data("m1", f"erase:{number}:{at}", WHO[role], admin=admin)
    assert (talk.office.store.meetings.get(number) is None) == (role in KEEPERS)


@pytest.mark.parametrize("role", WHO)
@pytest.mark.parametrize(
    "typed",
    [
        "them Phòng C: mua giấy",
        "sua 1 ai: Phòng C",
        "xoa 1",
        "xong 1",
        "khoiphuc 2",
        "nhac 1 ngày",
    ],
)
async def test_changing_tasks_in_each_role(house: Talk, typed: str, role: str) -> None:
    talk, number = await held(house)
    there, before = asking(talk, role), record_of(talk, number)
    order = f"/nhiemvu cuộc họp {number} {typed}"
    (said,) = await there.text(order, WHO[role], admin=role == "admin")
    assert (record_of(talk, number) != before) == (role in DESK), said
    if role in ("speaker", "member", "former secretary"):
        assert said.startswith("Chỉ thư ký (Lê Thị Hà), chủ trì hoặc quản trị viên nhóm thêm, sửa")


async def test_erasing_asks_first_and_leaves_a_trace(house: Talk) -> None:
    talk, number = await held(house)
    (said,) = await talk.text("/xoacuochop", HA)
    assert said.startswith(f"Xoá hẳn cuộc họp số {number} «Họp {SECRET}»? Cuộc họp này CÒN ĐANG MỞ")
    question = list(talk.door.shown)[-1]
    await talk.tap(question, "Giữ lại", HA)
    assert talk.office.store.meetings.get(number) is not None
    await talk.text("/xoacuochop", HA)
    question = list(talk.door.shown)[-1]
    data = talk.door.shown[question].buttons[0][0].data
    talk.between = timedelta(minutes=11)
    assert await talk.tap_data(question, data, HA) == about_erasing.TOAST_ERASE_OLD
    talk.between = timedelta(seconds=10)
    await talk.text("/xoacuochop", HA)
    question = list(talk.door.shown)[-1]
    await talk.tap(question, "Xoá hẳn", HA)
    text = talk.door.shown[question].text
    assert text.startswith(f"Lê Thị Hà đã xoá hẳn cuộc họp số {number}: 6 dòng, ")
    assert SECRET not in text
    assert talk.office.store.meetings.get(number) is None
    (entry,) = [x for x in talk.office.store.audit.entries() if x.meeting_id == number]
    assert entry.person_id is not None
    for command in ("/xem", "/baocao", "/thongtin", "/xoacuochop"):
        assert (await talk.text(f"{command} {number}", HA))[0].startswith("Ở đây không có cuộc họp")
    for data in ("erase:x", "erase:1:2:3", f"erase:{number}:99999999999999999999", "keep:"):
        assert await talk.tap_data(question, data, HA) == phrases.TOAST_OLD


@pytest.mark.parametrize("role", WHO)
async def test_templates_in_each_role(house: Talk, role: str) -> None:
    talk, _ = await held(house)
    file = Media(MediaKind.OTHER, "none", "bao_cao.docx")
    talk.door.recordings["none"] = b"no document"
    there = asking(talk, role)
    (said,) = await there.arrive(
        WHO[role], f"{role}", text="/mau", media=file, admin=role == "admin"
    )
    # in private a template is the person's own
    taken = said.startswith("Chưa dùng được mẫu")
    assert taken == (role in KEEPERS | {"guest", "stranger"})


@pytest.mark.parametrize("role", WHO)
async def test_who_sees_the_list_of_people_and_sends_a_file_with_it(house: Talk, role: str) -> None:
    talk, number = await held(house)
    there, admin = asking(talk, role), role == "admin"
    (said,) = await there.text(f"/thanhphan {number}", WHO[role], admin=admin)
    assert ("Lý Mơ" in said) == (role in SEES)
    talk.door.recordings["list"] = b"Ho ten,Chuc vu\nTran Van Moi,Ke toan\n"
    file = Media(MediaKind.OTHER, "list", "ds.csv")
    await there.arrive(WHO[role], "m9", text="/thanhphan", media=file, admin=admin)
    people = talk.office.store.attendance.of_meeting(number)
    assert any(one.name == "Tran Van Moi" for one in people) == (role in DESK)


@pytest.mark.parametrize("role", WHO)
@pytest.mark.parametrize(
    ("data", "allowed"),
    [
        ("tag:{line}:ykien", OWN),
        ("tag:{line}:ketluan", DESK),
        ("edit:{line}", OWN),
        ("delete:{line}", OWN),
        ("report:{no}", HERE),
        ("drafts:{no}", SEES),
        ("sources:{document}", SEES),
        ("source:{document}:3.1", SEES),
        ("page:{no}:tatca:1", SEES),
        ("around:{line}", SEES),
        ("submit:{document}", KEEPERS),
        ("stats:{no}", SEES),
        ("file:{document}", SEES),
        ("view:{no}:1", SEES),
        ("roll:{no}:1", SEES),
        ("rollfile:{no}", SEES),
        ("rollall:{no}:99", DESK),
        ("rollsame:{no}:{one}:{two}", DESK),
        ("rollapart:{no}:{one}:{two}", DESK),
        ("rollback:{no}:{step}", DESK),
        ("rolluse:{no}:1", DESK),
        ("tasks:{no}:1", SEES),
        ("task:{no}:1", SEES),
        ("taskedit:{no}:1", DESK),
        ("taskdrop:{no}:1", DESK),
        ("taskdone:{no}:1", DESK),
        ("taskdone:{no}:1:r", DESK),
        ("taskback:{no}:2", DESK),
    ],
)
async def test_each_button_in_each_role(
    house: Talk, data: str, allowed: set[str], role: str
) -> None:
    """Data as a button carries it, or as somebody forges it."""
    talk, number = await held(house)
    line = talk.office.store.lines.of_meeting(number)[0]
    (document,) = talk.office.store.meetings.documents(number)
    there, before = asking(talk, role), record_of(talk, number)
    shown, edits, files = set(talk.door.shown), len(talk.door.edits), len(talk.door.files)
    people = talk.office.store.attendance.of_meeting(number)
    two = next(one for one in people if one.maybe)
    (step,) = talk.office.store._db.query(
        "SELECT id FROM attendance_steps WHERE meeting_id = ?", [number]
    )
    given = data.format(
        no=number,
        line=line.id,
        document=document.id,
        one=two.maybe,
        two=two.no,
        step=step["id"],
    )
    toast = await there.tap_data("m1", given, WHO[role], admin=role == "admin")
    done = record_of(talk, number) != before or set(talk.door.shown) != shown
    done = done or len(talk.door.edits) > edits or len(talk.door.files) > files
    assert done == (role in allowed)
    assert done or toast


async def test_a_button_of_yesterday_acts_by_todays_rights(house: Talk) -> None:
    talk, number = await held(house)
    line = talk.office.store.lines.of_meeting(number)[0]
    assert await talk.tap_data("m1", f"tag:{line.id}:ketluan", HA) == f"#{line.no}: Kết luận"
    await talk.text("/thuky Hoàng Dũng", HA)
    said = await talk.tap_data("m1", f"tag:{line.id}:ketluan", HA)
    assert said == about_lines.refused(Act.CONCLUDE)
    said = await talk.tap_data("m1", f"tag:{line.id}:ketluan", DUNG)
    assert said == f"#{line.no}: Kết luận (Lê Thị Hà vừa gắn). Bỏ thẻ: /botag {line.no}"
    assert (await talk.text("/botag 1", DUNG))[0].startswith("Đã bỏ thẻ của #1.")
    await talk.tap_data("m1", f"tag:{line.id}:ketluan", DUNG)
    assert await talk.tap_data("m1", f"tag:{line.id}:ketluan", DUNG) == f"#{line.no}: đã bỏ thẻ"


async def test_what_was_taken_back_is_done_again_by_todays_rights(house: Talk) -> None:
    talk, number = await held(house)
    await talk.text("/doi 1 sau 3", HA)
    await talk.text("/hoantac", HA)
    for role in ("member", "speaker", "admin"):  # who have taken nothing back
        (said,) = await talk.text("/lamlai", WHO[role], admin=role == "admin")
        assert said == about_undoing.NOTHING_TO_REDO
    await talk.text("/thuky Hoàng Dũng", HA)
    (said,) = await talk.text("/lamlai", HA)
    assert said.startswith("Chỉ thư ký, chủ trì hoặc quản trị viên nhóm đổi người nói, thứ tự")
    assert [x.no for x in talk.office.store.lines.of_meeting(number)] == [1, 2, 3, 4, 5, 6]
    assert (await talk.text("/lamlai", HA, admin=True))[0].startswith("Đã làm lại:")


async def test_a_conclusion_by_somebody_else_is_kept_without_its_tag(house: Talk) -> None:
    talk, number = await held(house)
    for typed in ("KL: Thống nhất.", "#ketluan Thống nhất.", "/ketluan Thống nhất."):
        (said,) = await talk.text(typed, AN)
        line = talk.office.store.lines.of_meeting(number)[-1]
        assert (line.text, line.tag) == ("Thống nhất.", None)
        assert said.startswith(f"Đã ghi dòng #{line.no}, chưa gắn thẻ kết luận")
    await talk.text("/quyen ketluan mọi người", HA)
    await talk.text("KL: Nhất trí.", AN)
    line = talk.office.store.lines.of_meeting(number)[-1]
    assert line.tag is Tag.CONCLUSION
    (said,) = await talk.text("/ketluan 3", DUNG)  # somebody else's line all the same
    assert "giữ nguyên" in said or "Đã gắn" in said
    await talk.text("/quyen ketluan thư ký", HA)
    (said,) = await talk.text(f"/ykien {line.no}", AN)  # it takes the conclusion off
    assert said.startswith("Ở cuộc họp này chỉ thư ký, chủ trì hoặc quản trị viên nhóm")


async def test_the_secretary_hands_over_and_shares(house: Talk) -> None:
    talk, number = await held(house)
    (said,) = await talk.text("/thuky", DUNG)
    assert said.startswith("Thư ký: Lê Thị Hà; Phạm Thị Chi.")
    (said,) = await talk.text("/thuky @khong_co_ai", HA)
    assert said.startswith("Chưa rõ là ai.")
    (said,) = await talk.text("/thuky bớt @chi_pham", HA)
    assert said == "Phạm Thị Chi không còn là thư ký của cuộc họp."
    (said,) = await talk.text("/thuky", HA, answers=DUNG)
    assert said == "Từ bây giờ thư ký của cuộc họp là Hoàng Dũng (tài khoản @dung)."
    (said,) = await talk.text("/thuky @dung", HA)
    assert said.startswith("Chỉ thư ký (Hoàng Dũng) hoặc quản trị viên nhóm phân công được.")
    (said,) = await talk.text("/thuky thêm Chi", DUNG)
    assert said.startswith("Phạm Thị Chi (tài khoản @chi_pham) cũng là thư ký")
    new = Person("99", "Mới Đến")
    (said,) = await talk.text("/thuky ông Mới", DUNG, mentions=(new,))
    assert said == "Từ bây giờ thư ký của cuộc họp là Mới Đến."
    meeting = talk.office.store.meetings.get(number)
    assert meeting is not None
    # what a former secretary typed for the record stays as typed
    typed = next(x for x in talk.office.store.lines.of_meeting(number) if x.no == 3)
    assert meeting.typed_by_secretary(typed)
    acts = [entry.act for entry in talk.office.store.audit.entries() if entry.meeting_id == number]
    assert acts[-4:] == ["unshare_secretary", "hand_over", "share_secretary", "hand_over"]


async def test_a_name_that_two_have_names_nobody(house: Talk) -> None:
    talk, number = await held(house)
    await talk.text("/toi Dũng", AN)  # the other one is Hoàng Dũng
    assert (await talk.text("/thuky Dũng", HA))[0].startswith("Chưa rõ là ai.")
    (said,) = await talk.text("/thuky Chung Văn Nam", HA)  # a surname is no order
    assert said.startswith("Chưa rõ là ai.")
    (said,) = await talk.text("/thuky Hoàng Dũng", HA)
    assert said == "Từ bây giờ thư ký của cuộc họp là Hoàng Dũng (tài khoản @dung)."
    meeting = talk.office.store.meetings.get(number)
    assert meeting is not None
    assert meeting.secretary.name == "Hoàng Dũng"


async def test_a_username_belongs_to_who_has_it_now(house: Talk) -> None:
    talk, _ = await held(house)
    await talk.text("Tôi mới đổi tên", Person("44", "Tên Khác", "dung"))
    (said,) = await talk.text("/thuky @dung", HA)
    assert said == "Từ bây giờ thư ký của cuộc họp là Tên Khác (tài khoản @dung)."


async def test_a_conclusion_is_not_its_speakers_to_change(house: Talk) -> None:
    talk, number = await held(house)
    await talk.arrive(AN, "c1", text="Chi 1 tỷ đồng.")
    line = talk.office.store.lines.of_meeting(number)[-1]
    await talk.text(f"/ketluan {line.no}", HA)
    (said,) = await talk.text("Chi 10 tỷ đồng.", AN, edit="c1")
    assert said.startswith(f"Dòng #{line.no} đã là kết luận nên không đổi theo tin vừa sửa.")
    for typed in (f"/sua {line.no} Chi 10 tỷ đồng.", f"/xoa {line.no}"):
        assert "giữ nguyên" in (await talk.text(typed, AN))[0]
    now = talk.office.store.lines.of_meeting(number)[-1]
    assert (now.text, now.deleted) == ("Chi 1 tỷ đồng.", False)
    assert (await talk.text(f"/sua {line.no} Chi 2 tỷ đồng.", HA))[0].startswith("Đã sửa")


async def test_nor_to_take_back(house: Talk) -> None:
    talk, number = await held(house)
    await talk.text("Chi 1 tỷ đồng.", AN)
    line = talk.office.store.lines.of_meeting(number)[-1]
    await talk.text(f"/sua {line.no} Chi 10 tỷ đồng.", AN)
    await talk.text(f"/ketluan {line.no}", HA)
    assert "giữ nguyên" in (await talk.text("/hoantac", AN))[0]
    assert talk.office.store.lines.of_meeting(number)[-1].text == "Chi 10 tỷ đồng."


async def test_what_is_forwarded_is_no_order(house: Talk) -> None:
    talk, number = await held(house)
    count = len(talk.office.store.lines.of_meeting(number))
    far = Person("56", "Ở Xa")
    for typed in ("KL 1", "/ketluan 1", "/ketthuc"):
        await talk.text(typed, HA, speaker=far)
    lines = talk.office.store.lines.of_meeting(number)
    assert [line.text for line in lines[count:]] == ["KL 1", "/ketluan 1", "/ketthuc"]
    assert lines[0].tag is None


async def test_data_of_other_buttons_leaves_a_card_alone(house: Talk) -> None:
    talk, number = await held(house)
    card = await talk.voice("tôi nhất trí", AN)
    before = talk.door.shown[card].text
    for data in (f"keep:{number}", f"page:{number}:tatca:1", "history:1"):
        assert await talk.tap_data(card, data, DUNG) == phrases.TOAST_OLD
    assert talk.door.shown[card].text == before
    assert await talk.tap_data("m9", f"keep:{number}", DUNG) == phrases.TOAST_NOT_KEEPER


async def test_the_secretary_is_told_where_to_ask(house: Talk) -> None:
    talk, number = await held(house)
    alone = Talk(talk.office, talk.door, HA.key)
    alone._keys = _keys
    alone.chat = Chat(talk.door.name, HA.key, HA.name, ChatKind.PRIVATE)
    (said,) = await alone.text(f"/xoacuochop cuộc họp {number}", HA)
    assert said.startswith(f"Việc này làm trong khung chat của cuộc họp số {number}")


async def test_the_chair_stands_in_the_report_where_nobody_else_does(house: Talk) -> None:
    talk, number = await held(house)
    meeting = talk.office.store.meetings.get(number)
    assert meeting is not None
    await talk.text("/chutri Trần Bình", HA)
    meeting = talk.office.store.meetings.get(number)
    assert meeting is not None
    assert meeting.info["chu_tri"] == "Trần Bình"
    assert (await talk.text("/chutri"))[0] == "Chủ trì: Trần Bình. Đổi: /chutri @ten"
    await talk.text("/thongtin chủ trì: Bà Lan, Giám đốc", HA)
    await talk.text("/chutri @dung", HA)
    meeting = talk.office.store.meetings.get(number)
    assert meeting is not None
    assert meeting.info["chu_tri"] == "Bà Lan, Giám đốc"
    assert (await talk.text("/chutri xoá"))[0].startswith("Chưa chọn chủ trì.")


async def test_whom_the_report_calls_the_chair_is_made_so_by_a_tap(house: Talk) -> None:
    talk, number = await held(house)
    await talk.text("/chutri xoá", HA)
    await talk.text("/thongtin chủ trì: Đồng chí Hoàng Dũng, Giám đốc Sở", HA)
    shown = list(talk.door.shown)[-1]
    assert talk.door.shown[shown].labels == ["Chủ trì là Hoàng Dũng"]
    assert await talk.tap(shown, "Hoàng Dũng", AN) == phrases.TOAST_NOT_KEEPER
    await talk.tap(shown, "Hoàng Dũng", HA)
    meeting = talk.office.store.meetings.get(number)
    assert meeting is not None
    assert meeting.info["chu_tri"] == "Đồng chí Hoàng Dũng, Giám đốc Sở"
    assert await talk.tap_data("m1", f"ykien:{number}", DUNG) == phrases.TOAST_OLD
    assert (await talk.text("/ketluan 1", DUNG))[0].startswith("Đã gắn thẻ")
    assert await talk.tap_data(shown, f"chair:{number}:99999", HA) == phrases.TOAST_OLD


async def test_whose_words_were_only_forwarded_took_no_part(house: Talk) -> None:
    talk, number = await held(house)
    far = Person("55", "Ở Xa")
    await talk.text("Lời chuyển tiếp", HA, speaker=far)
    alone = Talk(talk.office, talk.door, far.key)
    alone._keys = _keys
    alone.chat = Chat(talk.door.name, far.key, far.name, ChatKind.PRIVATE)
    assert SECRET not in "\n".join(await alone.text(f"/xem {number}", far))
    assert SECRET not in "\n".join(await alone.text("/lichsu", far))


async def test_who_is_who_is_shown(house: Talk) -> None:
    talk, number = await held(house)
    (said,) = await talk.text("/quyền", DUNG)
    assert said.startswith(f"Cuộc họp số {number} «Họp {SECRET}»\nThư ký: Lê Thị Hà; Phạm Thị Chi")
    assert "Chủ trì: Trần Bình" in said
    assert (await talk.text("/quyen abc", HA))[0] == about_rights.USE_RIGHTS


# --- the table itself -----------------------------------------------------------------------------


def test_the_table_knows_every_act() -> None:
    assert set(RIGHTS) == set(Act)
    for act in Act:
        assert not may(act, set())
        assert act is Act.SEE or not may(act, {Role.GUEST})
        for role in (Role.SECRETARY, Role.ADMIN):
            assert may(act, {role, Role.MEMBER}) == (act is not Act.APPROVE)


def test_roles_are_of_today_and_of_the_line() -> None:
    from datetime import UTC, datetime

    at = datetime(2026, 1, 1, tzinfo=UTC)
    meeting = Meeting(1, 1, "Họp", at, Speaker(1, "A"), shared=frozenset({2}), chair_id=3)
    line = Line(1, 1, 1, at, Speaker(4, "D"), LineKind.TEXT, LineState.DONE)

    def roles(person: int, *, here: bool = True, admin: bool = False) -> set[Role]:
        return roles_in(meeting, person, here=here, admin=admin, line=line)

    assert roles(1) == {Role.MEMBER, Role.SECRETARY}
    assert roles(2) == {Role.MEMBER, Role.SECRETARY}
    assert roles(3) == {Role.MEMBER, Role.CHAIR}
    assert roles(4) == {Role.MEMBER, Role.SPEAKER}
    assert roles(5, admin=True) == {Role.MEMBER, Role.ADMIN}
    assert roles(1, here=False, admin=True) == {Role.GUEST}


def test_a_conclusion_is_set_and_taken_off_by_who_may_conclude() -> None:
    assert tagging(None, Tag.OPINION) is Act.TAG
    assert tagging(Tag.OPINION, None) is Act.TAG
    assert tagging(None, Tag.CONCLUSION) is Act.CONCLUDE
    assert tagging(Tag.CONCLUSION, Tag.OPINION) is Act.CONCLUDE
    assert tagging(Tag.CONCLUSION, Tag.CONCLUSION) is Act.TAG
    assert may(Act.CONCLUDE, {Role.SPEAKER}, Concluding.ALL)
    assert not may(Act.CONCLUDE, {Role.SPEAKER})
