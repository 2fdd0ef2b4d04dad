"""Meetings with everybody in them who has a role, for the tests of who may do what."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.doors.port import Chat, ChatKind, Media, MediaKind, Person
from bot.minutes import LineState, Tag
from bot.minutes.tasks import TaskState, TaskWords
from bot.minutes.typed.people import Entry
from bot.report import Draft
from bot.store.places import How
from foundation.files import sha256_of
from tests.dialogs.talking import AN, BINH, HA, ListDoor, Talk, talking

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
    "joined": Person("11", "Trịnh Vào"),  # from their private chat
    "at the desk": HA,  # in hers
    "guest": AN,
    "stranger": Person("8", "Người Lạ"),
    "other chat": HA,  # even the secretary, from a group that is not the meeting's
}
PLAIN, WEB = "plain", "web"
#: the same roles behind other doors, and at desks: who, the door, and whose rights they have
FAR: dict[tuple[str, str], str] = {
    ("joined", PLAIN): "joined",
    ("joined", WEB): "joined",
    ("at the desk", PLAIN): "second secretary",
    ("at the desk", WEB): "second secretary",
    ("has left", PLAIN): "guest",
    ("has left", WEB): "guest",
    ("shown out", PLAIN): "stranger",
    ("shown out", WEB): "stranger",
    ("stranger", PLAIN): "stranger",
    ("stranger", WEB): "stranger",
    ("other chat", PLAIN): "other chat",
    ("other chat", WEB): "other chat",
    ("chair's desk", "list"): "chair",
    ("admin's desk", "list"): "admin",
}
DESK = {"secretary", "second secretary", "chair", "admin", "at the desk"}
KEEPERS = DESK - {"chair"}
HERE = DESK | {"speaker", "member", "former secretary", "joined"}
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
    "baocao": ("/baocao {no}", HERE),  # who may have none made is shown those that there are
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
    "moi": ("/moi", HERE - {"joined"}),
}
# These are of the chat where they are typed, whoever types them
NOT_OF_A_MEETING = {"batdau", "toi", "tudien", "trogiup", "start"}
#: tests of their own
ELSEWHERE = {"molai", "mau", "xoacuochop", "lamlai", "ban", "vao", "ra"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Talk]:
    others = [ListDoor(PLAIN, frozenset(), 2000), ListDoor(WEB)]
    given = {"max_messages_a_minute": 10**6, "beside": others}
    async with talking(tmp_path_factory.mktemp("rights"), **given) as talk:  # type: ignore[arg-type]
        _doors.update({door.name: door for door in (talk.door, *others)})
        yield talk


_groups = itertools.count(1)
_doors: dict[str, ListDoor] = {}
_drafts: list[Draft] = []  # the meetings are alike, so one is written, and kept by each


async def held(house: Talk, *, far: bool = False) -> tuple[Talk, int]:
    """A meeting in a group of its own, with everybody in it who has a role; and its number.

    Args:
        far: with those of ``FAR`` too.
    """
    talk = Talk(house.office, house.door, f"-10{next(_groups)}")
    talk.chat = dataclasses.replace(talk.chat, title=f"Nhóm {talk.chat.key}")
    return talk, await talk.in_store(_hold, talk, far)


def _hold(talk: Talk, far: bool) -> int:
    """What some twenty messages would do, without them."""
    store = talk.store
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
        joined = store.chats.know_person(talk.chat.door, WHO["joined"]).id
        for person in (dung, an, joined):
            store.meetings.seat(meeting.id, person)
        for role, how in (("joined", How.JOINED), ("at the desk", How.DESK)):
            alone = store.chats.know(asking(talk, role).chat).id
            store.places.take(alone, meeting.id, how)
        if far:
            _far_away(talk, meeting.id, chat)
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
        for words in (TaskWords("Phòng A", "Lập kế hoạch"), TaskWords("Phòng B", "Báo cáo")):
            store.tasks.add(meeting.id, words, None, ha)
        second = store.tasks.of_meeting(meeting.id)[1]
        store.tasks.change(meeting.id, second, second.decided(TaskState.REMOVED), ha)
        reports = talk.office.reports
        if not _drafts:
            _drafts.append(reports.draft(found, store.lines.of_meeting(found.id)))
        report = dataclasses.replace(_drafts[0].report, meeting_no=found.id)
        path = reports.keep(dataclasses.replace(_drafts[0], report=report))
        store.meetings.add_document(found.id, "baocao", path.name, ha, "dienbien")
    return meeting.id


def ask(talk: Talk, number: int, command: str) -> None:
    """Have the draft submitted, or read, where the command answers that."""
    store = talk.store
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
    if role not in ("joined", "at the desk", "guest", "stranger", "other chat"):
        return talk
    there = Talk(talk.office, talk.door, WHO[role].key)
    there.chat = Chat(talk.door.name, WHO[role].key, "riêng", ChatKind.PRIVATE)
    if role == "other chat":
        there.chat = Chat(talk.door.name, f"-77{next(_groups)}", "Nhóm khác", ChatKind.GROUP)
    return there


def far_person(who: str, door: str) -> Person:
    """Somebody behind another door, or who works at a desk."""
    if door == "list":
        return {"chair's desk": BINH, "admin's desk": WHO["admin"]}[who]
    return Person(f"{who}-{door}", f"Người {who.title()} {door.title()}")


def far_chat(talk: Talk, who: str, door: str) -> Talk:
    """Their chat with the bot."""
    person = far_person(who, door)
    there = Talk(talk.office, _doors[door], person.key)
    there.chat = Chat(door, person.key, person.name, ChatKind.PRIVATE)
    return there


def _far_away(talk: Talk, meeting_id: int, home: int) -> None:
    """Who takes part in a meeting, or keeps it, from behind another door or at a desk."""
    store = talk.store
    admin = store.chats.know_person(talk.chat.door, WHO["admin"]).id
    store.places.seen(home, admin, admin=True)
    for who, door in FAR:
        person = store.chats.know_person(door, far_person(who, door)).id
        chat = store.chats.know(far_chat(talk, who, door).chat).id
        if who in ("joined", "has left", "shown out", "at the desk"):
            store.meetings.seat(meeting_id, person)
        if who == "at the desk":
            store.meetings.share(meeting_id, person)
        if who in ("joined", "shown out"):  # who is, and the chat has not been told yet
            store.places.take(chat, meeting_id, How.JOINED)
        if who == "shown out":
            store.places.show_out(meeting_id, person, admin)
        elif who.endswith("desk"):
            store.places.take(chat, meeting_id, How.DESK)


def record_of(talk: Talk, number: int) -> list[object]:
    """All that a meeting consists of."""
    tables = ("meeting_info", "secretaries", "lines", "documents", "attendance")
    tables += ("submissions", "readings", "reading_answers", "remarks", "tasks", "task_reminders")
    queries = [f"SELECT * FROM {table} WHERE meeting_id = ?" for table in tables]
    queries.append("SELECT * FROM meetings WHERE id = ?")
    with talk.beside() as db:
        return [row for query in queries for row in db.execute(query, (number,))]
