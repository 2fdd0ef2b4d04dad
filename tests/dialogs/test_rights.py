"""Who may do what, and who sees what: every command in every role, here and elsewhere."""

from __future__ import annotations

import pytest

from bot.doors.port import Media, MediaKind
from bot.post import plain
from tests.dialogs.rights_house import (
    DESK,
    FAR,
    HERE,
    KEEPERS,
    OWN,
    SECRET,
    SEES,
    TYPED,
    WHO,
    ask,
    asking,
    far_chat,
    far_person,
    held,
    house,
    record_of,
)
from tests.dialogs.talking import HA, Talk

pytestmark = pytest.mark.asyncio(loop_scope="module")
__all__ = ["house"]  # a fixture

# What shows that somebody sees something, where that is not a word of the meeting or a file
SEEN = {
    "duthao": "bao-cao",
    "moi": "Mời vào cuộc họp số {no}",
    "trinh": "Vẫn trình bản này",
    "goiy": f"Cuộc họp số {{no}} “Họp {SECRET}” không có gợi ý",
    "hoilai": "Nguyễn Văn An: #2",
    "nghe": "Dòng #2 không có ghi âm",
    "huy": "không phải là ghi âm đang chép",
}


@pytest.mark.parametrize("command", TYPED)
async def test_each_command_in_each_role(house: Talk, command: str) -> None:
    typed, allowed = TYPED[command]
    wrong = []
    changed = sees = True
    for role in WHO:
        if changed or sees:  # else the next one finds the meeting as this one did
            talk, number = await held(house)
            await talk.in_store(ask, talk, number, command)
            before = record_of(talk, number)
        there = asking(talk, role)
        if role == "other chat":  # which has a meeting of its own
            await there.text("/batdau Họp khác", HA)
        files = len(talk.door.files)
        said = await there.text(typed.format(no=number), WHO[role], admin=role == "admin")
        changed = record_of(talk, number) != before
        signs = SEEN.get(command, SECRET).format(no=number)
        sees = any(signs in one for one in said)
        if command not in SEEN:
            sees = sees or len(talk.door.files) > files
        if (changed or sees) != (role in allowed) or not said:  # every order is answered
            wrong.append((role, said))
    assert not wrong


async def test_each_command_behind_each_door(house: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rights are of people and places, whatever their door can."""
    monkeypatch.setattr(plain, "PAUSE", 0.0)
    wrong = []
    for command, (typed, allowed) in TYPED.items():
        changed = sees = True
        for (who, door), like in FAR.items():
            if changed or (sees and command in SEEN):
                talk, number = await held(house, far=True)
                await talk.in_store(ask, talk, number, command)
                before = record_of(talk, number)
            there, person = far_chat(talk, who, door), far_person(who, door)
            if who == "other chat":
                await there.text("/ketthuc", person)
                await there.text("/batdau Họp khác", person)
            files = len(there.door.files)
            said = await there.text(typed.format(no=number), person)
            changed = record_of(talk, number) != before
            sees = any(SEEN.get(command, SECRET).format(no=number) in one for one in said)
            sees = sees or (command not in SEEN and len(there.door.files) > files)
            if (changed or sees) != (like in allowed) or not said:
                wrong.append((command, who, door, said))
    assert not wrong


async def test_reopening_in_each_role(house: Talk) -> None:
    may = set()
    for role in WHO:
        talk, number = await held(house)
        await talk.text("/ketthuc", HA)
        await asking(talk, role).text("/molai", WHO[role], admin=role == "admin")
        meeting = talk.store.meetings.get(number)
        assert meeting is not None
        may |= {role} if meeting.is_open else set()
    assert may == DESK


async def test_erasing_in_each_role(house: Talk) -> None:
    asked, erased = set(), set()
    for role in WHO:
        talk, number = await held(house)
        there, admin = asking(talk, role), role == "admin"
        said = await there.text(f"/xoacuochop {number}", WHO[role], admin=admin)
        asked |= {role} if said[0].startswith("Xoá hẳn cuộc họp số") else set()
        at = int(there.now.timestamp())
        await there.tap_data("m1", f"erase:{number}:{at}", WHO[role], admin=admin)
        erased |= {role} if talk.store.meetings.get(number) is None else set()
    assert asked == KEEPERS
    assert erased == KEEPERS


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
async def test_changing_tasks_in_each_role(house: Talk, typed: str) -> None:
    wrong = []
    changed = True
    for role in WHO:
        if changed:
            talk, number = await held(house)
            before = record_of(talk, number)
        there = asking(talk, role)
        order = f"/nhiemvu cuộc họp {number} {typed}"
        (said,) = await there.text(order, WHO[role], admin=role == "admin")
        told = role not in ("speaker", "member", "former secretary", "joined") or said.startswith(
            "Chỉ thư ký (Lê Thị Hà), chủ trì hoặc quản trị viên nhóm thêm, sửa"
        )
        changed = record_of(talk, number) != before
        if changed != (role in DESK) or not told:
            wrong.append((role, said))
    assert not wrong


async def test_templates_in_each_role(house: Talk) -> None:
    taken = set()
    for role in WHO:
        talk, _ = await held(house)
        file = Media(MediaKind.OTHER, "none", "bao_cao.docx")
        talk.door.recordings["none"] = b"no document"
        there = asking(talk, role)
        (said,) = await there.arrive(
            WHO[role], f"{role}", text="/mau", media=file, admin=role == "admin"
        )
        taken |= {role} if said.startswith("Chưa dùng được mẫu") else set()
    # in private a template is the person's own
    assert taken == KEEPERS | {"guest", "stranger"}


async def test_who_sees_the_list_of_people_and_sends_a_file_with_it(house: Talk) -> None:
    seen, sent = set(), set()
    for role in WHO:
        talk, number = await held(house)
        there, admin = asking(talk, role), role == "admin"
        (said,) = await there.text(f"/thanhphan {number}", WHO[role], admin=admin)
        seen |= {role} if "Lý Mơ" in said else set()
        talk.door.recordings["list"] = b"Ho ten,Chuc vu\nTran Van Moi,Ke toan\n"
        file = Media(MediaKind.OTHER, "list", "ds.csv")
        await there.arrive(WHO[role], "m9", text="/thanhphan", media=file, admin=admin)
        people = talk.store.attendance.of_meeting(number)
        sent |= {role} if any(one.name == "Tran Van Moi" for one in people) else set()
    assert seen == SEES
    assert sent == DESK


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
async def test_each_button_in_each_role(house: Talk, data: str, allowed: set[str]) -> None:
    """Data as a button carries it, or as somebody forges it."""
    wrong = []
    changed = True
    for role in WHO:
        if changed:
            talk, number = await held(house)
            given = data.format(**_numbers(talk, number))
            before = record_of(talk, number)
        there = asking(talk, role)
        shown, edits, files = set(talk.door.shown), len(talk.door.edits), len(talk.door.files)
        toast = await there.tap_data("m1", given, WHO[role], admin=role == "admin")
        changed = record_of(talk, number) != before
        done = changed or set(talk.door.shown) != shown
        done = done or len(talk.door.edits) > edits or len(talk.door.files) > files
        if done != (role in allowed) or not (done or toast):
            wrong.append((role, toast))
    assert not wrong


def _numbers(talk: Talk, number: int) -> dict[str, object]:
    """What the buttons of a meeting name."""
    (document,) = talk.store.meetings.documents(number)
    two = next(one for one in talk.store.attendance.of_meeting(number) if one.maybe)
    ((step,),) = talk.rows("SELECT id FROM attendance_steps WHERE meeting_id = ?", number)
    return {
        "no": number,
        "line": talk.store.lines.of_meeting(number)[0].id,
        "document": document.id,
        "one": two.maybe,
        "two": two.no,
        "step": step,
    }


async def test_who_has_drafts_made_and_who_sees_those_that_there_are(house: Talk) -> None:
    made, shown = set(), set()
    for role in WHO:
        for order in ("text", "tap"):
            talk, number = await held(house)
            there, admin = asking(talk, role), role == "admin"
            before = set(talk.door.shown)
            if order == "text":
                await there.text(f"/bienban {number}", WHO[role], admin=admin)
            else:
                await there.tap_data("m1", f"report:{number}", WHO[role], admin=admin)
            said = "\n".join(x.text for key, x in talk.door.shown.items() if key not in before)
            made |= {role} if len(talk.store.meetings.documents(number)) > 1 else set()
            shown |= {role} if "1. Báo cáo ·" in said else set()
    assert made == DESK
    assert shown == HERE - DESK
