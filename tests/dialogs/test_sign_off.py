"""A draft is read, submitted, returned and approved: by whom, exactly which file, and what then."""

from __future__ import annotations

import asyncio
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clerk.prints import Prints
from bot.clerk.remarks import Remarks
from bot.doors.port import Ability, Button, Chat, ChatKind, Media, MediaKind, Person, SendFile
from bot.errors import DoorError, FileTooBig, TryLater
from bot.maintenance.backup import backup, check, restore
from bot.messages import outside as about_outside
from bot.messages import phrases
from bot.messages import signoff as said
from bot.store.folder import AUDIO, DOCUMENTS
from bot.store.meetings import ToPrint
from bot.store.signoff import State
from foundation.files import sha256_of
from tests.dialogs.talking import AN, BINH, HA, ListDoor, Talk, talking
from tests.dialogs.test_drafts import Press, press
from tests.dialogs.test_retention import upkeep

__all__ = ["press"]  # a fixture
CHI = Person("4", "Phạm Thị Chi", "chi")
LAN = Person("9", "Người Lạ")
ADMIN = Person("6", "Quản Trị")


def alone(talk: Talk, who: Person) -> Talk:
    """Somebody's own chat with the bot."""
    there = Talk(talk.office, talk.door, who.key)
    there.chat = Chat(talk.door.name, who.key, who.name, ChatKind.PRIVATE)
    return there


async def drafted(talk: Talk, *private: Person) -> None:
    """Hà's meeting, which Bình chairs, with a draft; these people have written to the bot."""
    for who in private:
        await alone(talk, who).text("/lichsu", who)
    await talk.text("/batdau Họp giao ban")
    await talk.text("YK: Cần thêm thời gian.", AN)
    await talk.text("KL: Giao Phòng A rà soát.")
    await talk.text("Tôi có mặt", BINH)
    await talk.text("/chutri Trần Bình")
    await talk.text("/baocao")


def shows(talk: Talk, *labels: str) -> list[str]:
    """The messages that have all of these buttons now, the oldest first."""
    return [key for key, one in talk.door.shown.items() if set(labels) <= set(one.labels)]


def file_of(talk: Talk, name: str = "bao-cao-1-1.docx") -> Path:
    return talk.office.reports.path_of(1, name)


async def states(talk: Talk) -> list[State]:
    found = await talk.in_store(talk.office.store.signoff.of_meeting, 1)
    return [one.state for one in found]


async def acts(talk: Talk) -> list[str]:
    return [one.act for one in await talk.in_store(talk.office.store.audit.entries)]


def last(talk: Talk) -> str:
    return list(talk.door.shown)[-1]


async def voice_reply(talk: Talk, words: str | DoorError, who: Person, to: str) -> list[str]:
    """Answers a message of the bot's with a voice note."""
    ref = f"{talk.chat.key}/note{next(talk.door.keys)}"
    talk.door.recordings[ref] = words if isinstance(words, DoorError) else words.encode()
    media = Media(MediaKind.SOUND, ref, "y-kien.ogg", seconds=12.0)
    return await talk.arrive(who, f"n{next(talk.door.keys)}", media=media, reply_to=to)


# --- submitting -----------------------------------------------------------------------------------


async def test_a_draft_goes_to_the_chair_alone_and_the_group_is_told_so(talk: Talk) -> None:
    await drafted(talk, BINH)
    files = len(talk.door.files)
    assert len(await talk.text("/trinh")) == 2
    (request,), (told,) = shows(talk, "Duyệt", "Trả lại"), shows(talk, "Mã đầy đủ", "Rút lại")
    assert (talk.door.chats[request], talk.door.chats[told]) == (BINH.key, talk.chat.key)
    to_binh, in_group = talk.door.shown[request].text, talk.door.shown[told].text
    digest = sha256_of(file_of(talk))
    for one in (to_binh, in_group):
        assert one.startswith(
            "TRÌNH DUYỆT: dự thảo 1 của cuộc họp số 1 “Họp giao ban”\nBáo cáo (bao-cao-1-1.docx), "
        )
        assert f"Mã SHA-256: {digest[:8]}…" in one
    assert "Đề nghị Trần Bình (chủ trì)" in to_binh
    assert "Đã gửi riêng cho Trần Bình (chủ trì)" in in_group
    assert "Đề nghị" not in in_group
    assert [x.name for x in talk.door.files[files:]] == ["bao-cao-1-1.docx"]
    assert talk.door.shown[told].labels == ["Mã đầy đủ", "Rút lại"]
    await talk.text("/trinh", BINH)  # who does not find it there is asked where they ask
    asking = last(talk)
    assert talk.door.shown[asking].labels[:2] == ["Duyệt", "Trả lại"]
    assert [x.name for x in talk.door.files[files:]] == ["bao-cao-1-1.docx"] * 2
    await talk.tap(asking, "Trả lại", BINH)
    assert talk.door.shown[asking].labels[:3] == ["Duyệt", "Trả lại", "Không ghi ý kiến"]
    assert await talk.tap(asking, "Duyệt", AN) == said.ONLY_CHAIR.format(chair="Trần Bình")
    (whole,) = await talk.text("/trinh mã")
    assert whole.startswith(f"Mã SHA-256 của bao-cao-1-1.docx:\n{digest}\n")
    assert await acts(talk) == ["name_chair", "submit"]


async def test_what_is_missing_is_asked_for_first(talk: Talk) -> None:
    assert (await talk.text("/trinh"))[0] == phrases.NO_MEETING
    await talk.text("/batdau Họp giao ban")
    assert "chưa có dự thảo nào. Lấy bản dự thảo: /baocao" in (await talk.text("/trinh"))[0]
    await talk.draft("/baocao")
    assert (
        "chưa có biên bản nào. Lấy bản dự thảo: /bienban" in (await talk.text("/trinh biên bản"))[0]
    )
    assert "Chọn bằng /chutri @ten" in (await talk.text("/trinh"))[0]
    assert await states(talk) == []


async def test_the_chair_who_never_wrote_to_the_bot_is_asked_in_the_group_only(talk: Talk) -> None:
    await drafted(talk)
    (said_here,) = await talk.text("/trinh")
    assert said_here.endswith(said.NOT_ALONE.format(chair="Trần Bình"))


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("/trinh", "bien-ban-1-1.docx"),
        ("/Trình báo cáo", "bao-cao-1-2.docx"),
        ("/trinh bien ban", "bien-ban-1-1.docx"),
        ("/trinh 2", "bao-cao-1-2.docx"),
        ("/trinh dự thảo số 3 cuộc họp 1", "bien-ban-1-1.docx"),
        ("/trình duyệt 3", "bien-ban-1-1.docx"),
    ],
)
async def test_which_draft_is_said_in_words_or_by_number(talk: Talk, asked: str, name: str) -> None:
    await drafted(talk)
    await talk.text("/baocao")
    await talk.text("/bienban")
    (told,) = await talk.text(asked)
    assert f"({name})" in told
    assert await states(talk) == [State.WAITING]


async def test_a_draft_of_an_earlier_meeting_is_submitted_by_its_number(talk: Talk) -> None:
    await drafted(talk)
    await talk.text("/ketthuc")
    await talk.text("/batdau Họp khác")
    assert "Cuộc họp số 2 “Họp khác” chưa có dự thảo" in (await talk.text("/trinh"))[0]
    (told,) = await talk.text("/trinh 1")  # as /duthao, which speaks of what was drafted last
    assert told.startswith("TRÌNH DUYỆT: dự thảo 1 của cuộc họp số 1 “Họp giao ban”")
    await talk.tap(last(talk), "Duyệt", BINH)
    assert await states(talk) == [State.APPROVED]
    assert "Không có dự thảo số 7; cuộc họp số 1 có 1 bản." in (await talk.text("/trinh 7"))[0]
    assert "Tôi không hiểu “nháp”" in (await talk.text("/trinh nháp"))[0]


async def test_what_changed_since_the_draft_is_told_before_it_is_submitted(talk: Talk) -> None:
    await drafted(talk)
    await talk.text("/sua 1 Cần thêm hai tuần.", AN)
    (told,) = await talk.text("/trinh")
    assert told.startswith("Chưa trình dự thảo 1")
    assert "đã khác bản này ở 1 chỗ" in told
    assert "Cần thêm hai tuần" in told
    assert "(dòng sửa sau đó: #1)" in told
    assert await states(talk) == []
    question = last(talk)
    assert await talk.tap(question, "Vẫn trình bản này", AN) == phrases.TOAST_NOT_KEEPER
    await talk.tap(question, "Vẫn trình bản này")
    assert await states(talk) == [State.WAITING]
    assert await talk.tap(question, "Vẫn trình bản này") == said.TOAST_WAITS_ALREADY
    assert await states(talk) == [State.WAITING]


async def test_what_was_changed_and_taken_back_is_no_change(talk: Talk) -> None:
    await drafted(talk)
    await talk.text("/sua 1 Khác hẳn.", AN)
    await talk.text("/hoantac", AN)
    await talk.text("/trinh")
    assert await states(talk) == [State.WAITING]


async def test_what_the_report_says_of_the_meeting_counts_too(talk: Talk) -> None:
    await drafted(talk)
    await talk.text("/thongtin\nđịa điểm: Phòng họp số 2")
    assert "Phòng họp số 2" in (await talk.text("/trinh"))[0]


async def test_words_in_doubt_and_recordings_in_work_are_told(talk: Talk) -> None:
    await drafted(talk)
    await talk.voice(FileTooBig("40 MB"), AN)
    (told,) = await talk.text("/trinh")
    assert "- 1 ghi âm chưa có chữ hoặc chép dở: #4" in told
    store = talk.store

    def doubt() -> None:
        store.lines.change(store.lines.of_meeting(1)[0], None, doubts=("thời gian",))

    await talk.in_store(doubt)
    (told,) = await talk.text("/trinh")
    assert "- 1 dòng trong bản này có chỗ máy chưa chắc: #1." in told


async def test_a_newer_draft_of_the_kind_is_told(talk: Talk) -> None:
    await drafted(talk)
    await talk.text("/baocao")
    assert "đã có bản mới hơn cùng loại: dự thảo 2" in (await talk.text("/trinh 1"))[0]


async def test_a_file_that_is_gone_is_not_submitted(talk: Talk) -> None:
    await drafted(talk)
    file_of(talk).unlink()
    (told,) = await talk.text("/trinh")
    assert told == said.FILE_GONE.format(name="bao-cao-1-1.docx", make="baocao")
    assert await states(talk) == []


# --- two secretaries, two versions ----------------------------------------------------------------


async def test_a_second_secretary_sees_the_same(talk: Talk) -> None:
    await drafted(talk)
    await talk.text("Tôi ghi cùng", CHI)
    await talk.text("/thuky thêm Phạm Thị Chi")
    await talk.text("/baocao")  # she takes part now
    await talk.text("/trinh")
    (told,) = await talk.text("/trinh", CHI)
    assert told.startswith("Bản này đang chờ Trần Bình (chủ trì) duyệt.")
    assert "Lê Thị Hà trình lúc" in told
    assert await states(talk) == [State.WAITING]
    assert (await talk.text("/trinh", AN))[0] == told, "whoever may see the meeting may see it"


async def test_only_secretaries_and_administrators_submit(talk: Talk) -> None:
    await drafted(talk)
    for who in (AN, BINH):
        assert (await talk.text("/trinh", who))[0].startswith(
            "Chỉ thư ký (Lê Thị Hà) hoặc quản trị"
        )
    await talk.text("/trinh", ADMIN, admin=True)
    assert await states(talk) == [State.WAITING]


async def test_a_newer_version_withdraws_the_one_that_waits(talk: Talk) -> None:
    await drafted(talk, BINH)
    await talk.text("/trinh")
    old = shows(talk, "Duyệt")
    buttons = [b.data for row in talk.door.shown[old[0]].buttons for b in row]
    await talk.text("/baocao")
    assert await states(talk) == [State.WAITING], "a draft is not a submission"
    await talk.text("/trinh")
    assert await states(talk) == [State.WITHDRAWN, State.WAITING]
    for message in old:
        assert "ĐÃ RÚT" in talk.door.shown[message].text
        assert talk.door.shown[message].labels == ["Mã đầy đủ"]
    for data in buttons[:2]:
        toast = await alone(talk, BINH).tap_data(old[0], data, BINH)
        assert toast.startswith("Bản này đã được rút lúc")
    assert await states(talk) == [State.WITHDRAWN, State.WAITING]


async def test_report_and_minutes_wait_side_by_side(talk: Talk) -> None:
    await drafted(talk)
    await talk.text("/trinh")
    await talk.text("/bienban")
    await talk.text("/trinh")
    assert await states(talk) == [State.WAITING, State.WAITING]
    head, *both = await talk.text("/duyet", BINH)
    assert head.startswith("Có 2 bản đang trình")
    assert len(both) == 2
    await talk.text("/duyet 2", BINH)
    assert await states(talk) == [State.WAITING, State.APPROVED]
    await talk.text("/duyet", BINH)
    assert await states(talk) == [State.APPROVED, State.APPROVED]


async def test_the_secretary_takes_back_what_waits(talk: Talk) -> None:
    await drafted(talk)
    await talk.text("/trinh")
    request = last(talk)
    assert await talk.tap(request, "Rút lại", AN) == phrases.TOAST_NOT_KEEPER
    data = talk.door.shown[request].buttons[0][0].data
    await talk.tap(request, "Rút lại")
    assert await states(talk) == [State.WITHDRAWN]
    assert (await talk.tap_data(request, data, BINH)).startswith("Bản này đã được rút")
    await talk.text("/trinh")
    assert await states(talk) == [State.WITHDRAWN, State.WAITING]


# --- approving ------------------------------------------------------------------------------------


async def test_the_approved_file_is_locked_and_everybody_is_told(talk: Talk) -> None:
    await drafted(talk, BINH, HA)
    await talk.text("/trinh")
    (in_private,), (in_group,) = shows(talk, "Duyệt"), shows(talk, "Rút lại")
    before = set(talk.door.shown)
    assert await alone(talk, BINH).tap(in_private, "Duyệt", BINH) == "Đã duyệt"
    digest = sha256_of(file_of(talk))
    new = [talk.door.shown[key].text for key in talk.door.shown if key not in before]
    assert len(new) == 3, "the group, the secretary alone, the chair"
    for text in new:
        assert text.startswith("Trần Bình (chủ trì) đã duyệt dự thảo 1 của cuộc họp số 1")
        assert digest in text
    for message in (in_private, in_group):
        assert "ĐÃ DUYỆT: Trần Bình, lúc" in talk.door.shown[message].text
        assert talk.door.shown[message].labels == ["Mã đầy đủ"]
    assert not file_of(talk).stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    (found,) = await talk.in_store(talk.office.store.signoff.of_meeting, 1)
    assert (found.word, found.pdf) == (digest, None)
    entry = (await talk.in_store(talk.office.store.audit.entries))[-1]
    assert (entry.act, entry.about) == ("approve", f"bao-cao-1-1.docx sha256={digest}")
    assert "· đã duyệt " in (await talk.text("/duthao"))[0]
    assert "Đã duyệt: dự thảo 1 (bao-cao-1-1.docx) · đã duyệt" in (await talk.text("/xem 1"))[0]
    assert "ĐÃ DUYỆT: Trần Bình" in (await talk.text("/trinh"))[0]
    assert await states(talk) == [State.APPROVED]


async def test_nobody_else_decides_not_even_an_administrator(talk: Talk) -> None:
    await drafted(talk, BINH)
    await talk.text("Tôi ghi cùng", CHI)
    await talk.text("/thuky thêm Phạm Thị Chi")
    await talk.text("/trinh 1")
    if shows(talk, "Vẫn trình bản này"):
        await talk.tap(last(talk), "Vẫn trình bản này")
    (request,) = shows(talk, "Duyệt")
    other = Talk(talk.office, talk.door, "-200")
    for who in (HA, AN, CHI, ADMIN, LAN):
        for label in ("Duyệt", "Trả lại"):
            data = next(
                b.data for row in talk.door.shown[request].buttons for b in row if b.label == label
            )
            toast = await talk.tap_data(request, data, who, admin=True)
            assert toast == "Chỉ chủ trì (Trần Bình) duyệt hoặc trả lại được", who.name
            private = alone(talk, who)
            assert await private.tap_data(request, data, who) in (
                "Chỉ chủ trì (Trần Bình) duyệt hoặc trả lại được",
                phrases.TOAST_OLD,  # who has not taken part
            ), who.name
            assert await other.tap_data(request, data, BINH) == phrases.TOAST_OLD, "forwarded"
        for typed in ("/duyet", "/tralai Chưa đủ"):
            (told,) = await talk.text(typed, who, admin=True)
            assert told.startswith("Chỉ chủ trì (Trần Bình)"), who.name
        assert await states(talk) == [State.WAITING], who.name


async def test_a_file_that_was_changed_is_not_approved(talk: Talk) -> None:
    await drafted(talk, BINH, HA)
    await talk.text("/trinh")
    request = shows(talk, "Duyệt")[0]
    whole = file_of(talk).read_bytes()
    file_of(talk).write_bytes(whole + b"\0")
    before = set(talk.door.shown)
    toast = await alone(talk, BINH).tap(request, "Duyệt", BINH)
    assert toast == said.TOAST_NOT_APPROVED
    told = [talk.door.shown[key].text for key in talk.door.shown if key not in before]
    assert len(told) == 3
    assert all(one.startswith("⚠ CHƯA DUYỆT dự thảo 1") for one in told)
    assert await states(talk) == [State.WAITING]
    assert (await acts(talk))[-1] == "approve_refused"
    file_of(talk).unlink()
    told_lost, *_ = await talk.text("/duyet", BINH)
    assert "không còn trên máy chủ" in told_lost
    file_of(talk).write_bytes(whole)  # the officer has put it back
    await alone(talk, BINH).tap(request, "Duyệt", BINH)
    assert await states(talk) == [State.APPROVED]


async def test_an_approved_file_that_was_changed_is_told_loudly(talk: Talk, tmp_path: Path) -> None:
    await drafted(talk)
    await talk.text("/trinh")
    await talk.tap(last(talk), "Duyệt", BINH)
    assert await talk.text("/duthao 1") == []
    assert await asyncio.to_thread(check, tmp_path) == []
    file = file_of(talk)
    was = sha256_of(file)
    file.chmod(0o600)
    file.write_bytes(b"another paper")
    (warning,) = await talk.text("/duthao 1")
    assert warning.startswith("⚠⚠ CẢNH BÁO: bao-cao-1-1.docx KHÔNG còn đúng là tệp đã duyệt")
    assert was in warning
    assert sha256_of(file) in warning
    assert (await talk.text("/trinh"))[0] == warning
    found = await asyncio.to_thread(check, tmp_path)
    assert found == [f"khác với bản đã duyệt: {DOCUMENTS}/1/bao-cao-1-1.docx"]
    file.unlink()
    assert "không còn trên máy chủ" in (await talk.text("/duthao 1"))[0]
    await talk.text("/baocao")
    assert not file.exists(), "its name is never given again"
    assert file_of(talk, "bao-cao-1-2.docx").exists()


async def test_a_double_tap_and_an_old_keyboard_do_nothing(talk: Talk) -> None:
    await drafted(talk, BINH)
    await talk.text("/trinh")
    (private,), (request,) = shows(talk, "Duyệt"), shows(talk, "Rút lại")
    both = (talk.door.shown[private], talk.door.shown[request])
    data = {b.label: b.data for one in both for row in one.buttons for b in row}
    await talk.tap_data(request, data["Duyệt"], BINH)
    before = await acts(talk)
    for label in ("Duyệt", "Trả lại", "Rút lại"):
        for message in (private, request):
            toast = await talk.tap_data(message, data[label])
            assert toast.startswith("Bản này đã được duyệt lúc")
    toast = await talk.tap_data(request, data["Duyệt"].replace("approve", "noremark"), BINH)
    assert toast.startswith("Bản này đã được duyệt lúc")
    assert await states(talk) == [State.APPROVED]
    assert await acts(talk) == before


async def test_lines_may_change_after_it_and_it_says_so_once_a_step(talk: Talk) -> None:
    await drafted(talk)
    await talk.text("YK: Đồng tình.", AN)
    await talk.text("/baocao")
    await talk.text("/trinh")
    await talk.tap(last(talk), "Duyệt", BINH)
    whole = file_of(talk, "bao-cao-1-2.docx").read_bytes()
    stays = "Bản đã duyệt giữ nguyên: dự thảo 2 (bao-cao-1-2.docx)."
    told = await talk.text("/ykien 1 2 4")
    assert [one.startswith(stays) for one in told] == [False, True]
    told = await talk.text("/hoantac")
    assert [one.startswith(stays) for one in told] == [False, True]
    assert (await talk.text("/them Thêm một câu"))[-1].startswith(stays)
    assert await talk.text("YK: Lời mới khi cuộc họp còn mở", AN) == []
    told = await talk.draft("/baocao")
    assert "Đã có bản được duyệt: dự thảo 2 (bao-cao-1-2.docx)" in told[-1]
    assert "Đã có bản được duyệt" not in (await talk.draft("/bienban"))[-1]
    await talk.text("/trinh 3")
    assert await states(talk) == [State.APPROVED, State.WAITING]
    await talk.tap(last(talk), "Duyệt", BINH)
    assert await states(talk) == [State.APPROVED, State.APPROVED]
    assert file_of(talk, "bao-cao-1-2.docx").read_bytes() == whole


async def test_an_approval_is_not_taken_back_and_later_words_are_for_a_new_version(
    talk: Talk,
) -> None:
    await drafted(talk)
    await talk.text("/trinh")
    request = last(talk)
    await talk.tap(request, "Duyệt", BINH)
    (told,) = await talk.text("À, đoạn 2 còn thiếu", BINH, reply_to=request)
    assert told.startswith("Đã giữ ý kiến của Trần Bình. Bản đã duyệt giữ nguyên")
    assert "Không có dự thảo nào đang trình" in (await talk.text("/tralai Đổi đi", BINH))[0]
    assert await states(talk) == [State.APPROVED]
    (told,) = await talk.text("/trinh")
    assert told.endswith(said.REMARKS_ALONE.format(no=1))
    assert "đoạn 2" not in told
    await alone(talk, HA).text("/ban")
    assert "“À, đoạn 2 còn thiếu”" in (await alone(talk, HA).text("/trinh"))[0]


# --- returning ------------------------------------------------------------------------------------


async def test_a_draft_is_returned_with_a_voice_note_that_is_kept(
    talk: Talk, tmp_path: Path
) -> None:
    await drafted(talk, BINH, HA)
    await talk.text("/trinh")
    chair = alone(talk, BINH)
    await chair.tap(shows(talk, "Duyệt")[0], "Trả lại", BINH)
    assert await states(talk) == [State.WAITING], "not before the chair has said why"
    files = len(talk.door.files)
    told = await voice_reply(chair, "đoạn hai ghi sai tên", BINH, last(talk))
    assert await states(talk) == [State.RETURNED]
    returned = [one for one in told if one.startswith("Trần Bình (chủ trì) trả lại dự thảo 1")]
    assert len(returned) == 3, "the group, the secretary alone, the chair"
    assert sum("có ý kiến:\ntin thoại 0:12" in one for one in returned) == 2
    (in_group,) = [one.text for one in talk.here() if one.text in returned]
    assert in_group.endswith("; ý kiến gửi riêng cho thư ký.")
    sent = talk.door.files[files:]
    assert len(sent) == 1, "the secretary alone"
    assert {x.read_bytes() for x in sent} == {"đoạn hai ghi sai tên".encode()}
    assert sent[0].is_relative_to(tmp_path / AUDIO)
    assert [x[2] for x in talk.lines()][-1] == "Tôi có mặt", "it is no line"
    # another one, in words, as an answer to the last
    await chair.text("Và thiếu nơi nhận.", BINH, reply_to=last(talk))
    (told_now,) = await talk.text("/trinh")
    assert "thiếu nơi nhận" not in told_now
    assert "Nghe 1" not in talk.door.shown[last(talk)].labels
    assert await talk.text("/trinh nghe") == [said.REMARKS_ALONE.format(no=1)]
    assert await talk.tap_data(last(talk), "remark:1") == said.TOAST_REMARK_ALONE
    secretary = alone(talk, HA)
    (told_now,) = await secretary.text("/trinh")
    assert "1. Trần Bình, " in told_now
    assert "tin thoại 0:12" in told_now
    assert "2. Trần Bình, " in told_now
    assert "“Và thiếu nơi nhận.”" in told_now
    files = len(talk.door.files)
    await secretary.tap(last(talk), "Nghe 1")
    await secretary.text("/trinh nghe")
    assert [x.read_bytes() for x in talk.door.files[files:]] == [
        "đoạn hai ghi sai tên".encode()
    ] * 2
    assert await acts(talk) == ["name_chair", "submit", "return"]


async def test_it_is_returned_in_words_in_the_group(talk: Talk) -> None:
    await drafted(talk)
    await talk.text("/trinh")
    await talk.tap(last(talk), "Trả lại", BINH)
    question = last(talk)
    await talk.text("Ai đó nói chen vào", AN, reply_to=question)
    assert talk.lines()[-1][2] == "Ai đó nói chen vào", "another's reply is an utterance"
    assert await states(talk) == [State.WAITING]
    long = "Đoạn 2 chưa đủ. " * 200
    await talk.text(long, BINH, reply_to=question)
    assert await states(talk) == [State.RETURNED]
    assert len(talk.lines()) == 4
    found = await talk.in_store(talk.office.store.signoff.remarks_to, 1)
    assert [x.text for x in found] == [long.strip()]


async def test_all_of_a_long_remark_reaches_the_secretary(talk: Talk) -> None:
    await drafted(talk, BINH, HA)
    await talk.text("/trinh")
    chair = alone(talk, BINH)
    await chair.tap(shows(talk, "Duyệt")[0], "Trả lại", BINH)
    words = " ".join(f"điểm-{n}" for n in range(400))
    before = set(talk.door.shown)
    await chair.text(words, BINH, reply_to=last(talk))
    said_now = "".join(
        x.text
        for key, x in talk.door.shown.items()
        if key not in before and talk.door.chats[key] == HA.key
    )
    assert all(said_now.count(f"điểm-{n}") >= 1 for n in (0, 100, 399))
    assert all(len(x.text) <= 2000 for key, x in talk.door.shown.items() if key not in before)


async def test_it_is_returned_without_a_word(talk: Talk) -> None:
    await drafted(talk)
    await talk.text("/trinh")
    request = last(talk)
    await talk.tap(request, "Trả lại", BINH)
    assert await talk.tap(request, "Không ghi ý kiến", HA) == said.ONLY_CHAIR.format(
        chair="Trần Bình"
    )
    assert await talk.tap(request, "Không ghi ý kiến", BINH) == "Đã trả lại"
    assert talk.door.shown[last(talk)].text.startswith("Trần Bình (chủ trì) trả lại dự thảo 1")
    assert await states(talk) == [State.RETURNED]
    (told,) = await talk.text("/trinh")
    assert told.endswith("Không ghi ý kiến.")
    await talk.tap(last(talk), "Trình lại bản này")
    assert await states(talk) == [State.RETURNED, State.WAITING]


async def test_a_tap_beside_the_button_is_mended_by_approving(talk: Talk) -> None:
    await drafted(talk)
    await talk.text("/trinh")
    request = last(talk)
    await talk.tap(request, "Trả lại", BINH)
    question = last(talk)
    await talk.tap(request, "Duyệt", BINH)
    assert await states(talk) == [State.APPROVED]
    (told,) = await talk.text("Tốt lắm", BINH, reply_to=question)
    assert "Bản đã duyệt giữ nguyên" in told


async def test_a_reply_to_the_request_is_kept_and_decides_nothing(talk: Talk) -> None:
    await drafted(talk)
    await talk.text("/trinh")
    (told,) = await talk.text("Đồng ý", BINH, reply_to=last(talk))
    assert told == "Đã giữ ý kiến của Trần Bình. Bản này duyệt hay trả lại?"
    assert await states(talk) == [State.WAITING]
    await talk.tap(last(talk), "Duyệt", BINH)
    assert await states(talk) == [State.APPROVED]


async def test_without_buttons_the_chair_types(talk: Talk) -> None:
    await drafted(talk, BINH)
    chair = alone(talk, BINH)
    assert (await chair.text("/duyet", BINH))[0] == (
        "Không có dự thảo nào đang trình mà bạn là chủ trì. Thư ký trình bằng /trinh"
    )
    await talk.text("/trinh")
    assert (await chair.text("/trinh", BINH))[0].startswith("Bản này đang chờ Trần Bình")
    (question,) = await chair.text("/tralai", BINH)
    assert question.startswith("Ý kiến của bạn về dự thảo 1")
    await chair.text("/tralai Đoạn 2 chưa đủ", BINH)
    assert await states(talk) == [State.RETURNED]
    await talk.text("/baocao")
    await talk.text("/trinh")
    await chair.text("/tralai không ý kiến", BINH)
    assert await states(talk) == [State.RETURNED, State.RETURNED]
    assert "Không có dự thảo nào" in (await chair.text("/duyet", BINH))[0]
    await talk.text("/baocao")
    await talk.text("/trinh")
    await chair.text("/duyet", BINH)
    assert await states(talk) == [State.RETURNED, State.RETURNED, State.APPROVED]


# --- another chair --------------------------------------------------------------------------------


async def test_when_the_chair_changes_the_new_one_is_asked(talk: Talk) -> None:
    await drafted(talk, BINH, AN)
    await talk.text("/trinh")
    (old,), (group,) = shows(talk, "Duyệt"), shows(talk, "Rút lại")
    data = talk.door.shown[old].buttons[0][0].data
    before = set(talk.door.shown)
    await talk.text("/chutri Nguyễn Văn An")
    new = [talk.door.shown[key].text for key in talk.door.shown if key not in before]
    assert sum("Đề nghị Nguyễn Văn An (chủ trì)" in one for one in new) == 1, "An alone"
    assert talk.door.shown[old].text == ("Chủ trì nay là Nguyễn Văn An; người đó duyệt bản này.")
    assert talk.door.shown[old].labels == []
    assert "Đã gửi riêng cho Nguyễn Văn An" in talk.door.shown[group].text
    toast = await alone(talk, BINH).tap_data(old, data, BINH)
    assert toast == "Chỉ chủ trì (Nguyễn Văn An) duyệt hoặc trả lại được"
    await talk.text("/chutri xoa")
    assert await talk.tap_data(group, data, AN) == said.TOAST_NO_CHAIR
    await talk.text("/chutri Nguyễn Văn An")
    await talk.tap_data(group, data, AN)
    assert await states(talk) == [State.APPROVED]
    assert (await acts(talk)).count("ask_chair") == 1


# --- the recording of a remark --------------------------------------------------------------------


async def test_a_killed_process_fetches_the_recording_after_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with talking(tmp_path) as talk:
        await drafted(talk, HA)
        await talk.text("/trinh")
        await talk.tap(last(talk), "Trả lại", BINH)
        with monkeypatch.context() as patch:
            never = asyncio.Event()
            patch.setattr(Remarks, "do", lambda *_: never.wait())
            talk.settle = talk.office.post.settle
            await voice_reply(talk, "sửa đoạn hai", BINH, last(talk))
            assert await states(talk) == [State.RETURNED]
    assert not list((tmp_path / AUDIO).glob("??/*"))
    async with talking(tmp_path, door=talk.door) as again:
        await again.office.settle()
        assert talk.door.files[-1].read_bytes() == "sửa đoạn hai".encode()


async def test_an_unreachable_platform_is_asked_again(talk: Talk) -> None:
    await drafted(talk, HA)
    await talk.text("/trinh")
    await talk.tap(last(talk), "Trả lại", BINH)
    talk.settle = talk.office.post.settle
    await voice_reply(talk, TryLater("away", seconds=0.05), BINH, last(talk))
    files = len(talk.door.files)
    for ref in [x for x in talk.door.recordings if "note" in x]:
        talk.door.recordings[ref] = "đã tới".encode()
    await talk.until(lambda: len(talk.door.files) > files)
    assert talk.door.files[-1].read_bytes() == "đã tới".encode()


async def test_a_recording_that_cannot_be_had_is_told(talk: Talk) -> None:
    await drafted(talk)
    await talk.text("/trinh")
    await talk.tap(last(talk), "Trả lại", BINH)
    told = await voice_reply(talk, FileTooBig("40 MB"), BINH, last(talk))
    assert told[-1].startswith("⚠ Không tải được ghi âm ý kiến của Trần Bình")
    await alone(talk, HA).text("/ban")
    (standing,) = await alone(talk, HA).text("/trinh")
    assert "tin thoại 0:12" in standing
    assert "Nghe 1" not in talk.door.shown[last(talk)].labels
    assert await alone(talk, HA).tap_data(last(talk), "remark:1") == said.SOUND_ERASED


# --- reading first --------------------------------------------------------------------------------


async def test_the_participants_read_first(talk: Talk) -> None:
    await drafted(talk, AN, HA, BINH)
    await talk.text("Tôi cũng dự", CHI)
    await talk.text("/baocao")
    to_an, in_group = await talk.text("/layykien")
    assert "Chưa trả lời (2): Nguyễn Văn An, Phạm Thị Chi" in in_group
    assert to_an.endswith("Lê Thị Hà đề nghị bạn cho ý kiến trước khi trình chủ trì.")
    own, group = shows(talk, "Đồng ý", "Góp ý")
    assert await alone(talk, AN).tap(own, "Đồng ý", AN) == "Đã ghi: đồng ý"
    assert (
        "Đồng ý (1): Nguyễn Văn An\nChưa trả lời (1): Phạm Thị Chi" in talk.door.shown[group].text
    )
    assert "Bạn đã trả lời: Đồng ý." in talk.door.shown[own].text
    edits = len(talk.door.edits)
    await alone(talk, AN).tap(own, "Đồng ý", AN)
    assert len(talk.door.edits) == edits, "nothing new"
    await talk.tap(group, "Góp ý", CHI)
    before = len(talk.lines())
    files = len(talk.door.files)
    told = await voice_reply(talk, "thiếu nơi nhận", CHI, last(talk))
    assert told[0].startswith("Góp ý của Phạm Thị Chi cho dự thảo 2"), "the secretary alone"
    assert told[1].startswith("Đã giữ góp ý của Phạm Thị Chi (tin thoại")
    assert [x.read_bytes() for x in talk.door.files[files:]] == ["thiếu nơi nhận".encode()]
    await talk.text("Và sai ngày.", CHI, reply_to=last(talk))
    assert len(talk.lines()) == before, "remarks are no lines"
    text = talk.door.shown[group].text
    assert "Đồng ý (1): Nguyễn Văn An\nGóp ý (1): Phạm Thị Chi" in text
    assert "Chưa trả lời" not in text
    (standing,) = await talk.text("/layykien", AN)
    assert "Góp ý (1): Phạm Thị Chi" in standing
    assert "sai ngày" not in standing, "what somebody told the secretary is not everybody's"
    for who in (CHI, HA):
        (standing,) = await talk.text("/layykien", who)
        assert "1. Phạm Thị Chi, " in standing
        assert "“Và sai ngày.”" in standing
    hear = next(
        b.data for row in talk.door.shown[last(talk)].buttons for b in row if "Nghe" in b.label
    )
    assert await talk.tap_data(last(talk), hear, AN) == phrases.TOAST_NOT_KEEPER
    assert (await talk.text("/trinh"))[-1].count(
        "Đã lấy ý kiến: 1 đồng ý, 1 góp ý, 0 chưa trả"
    ) == 1


async def test_an_answer_may_change_until_the_draft_is_submitted(talk: Talk) -> None:
    await drafted(talk)
    await talk.text("/layykien")
    group = last(talk)
    await talk.text("Đoạn 2 chưa rõ", AN, reply_to=group)
    assert "Góp ý (1): Nguyễn Văn An" in talk.door.shown[group].text
    await talk.text("Đồng ý.", AN, reply_to=group)
    assert "Đồng ý (1): Nguyễn Văn An" in talk.door.shown[group].text
    assert "“Đoạn 2 chưa rõ” (sau đó đồng ý)" in (await talk.text("/layykien"))[0]
    data = [b.data for row in talk.door.shown[group].buttons for b in row]
    await talk.text("/trinh")
    assert talk.door.shown[group].text.endswith(said.READ_CLOSED_SUBMITTED)
    assert talk.door.shown[group].labels == []
    for one in data:
        assert await talk.tap_data(group, one, AN) == said.READ_CLOSED_SUBMITTED
    (late,) = await talk.text("Còn nữa", AN, reply_to=group)
    assert late.startswith("Góp ý này chưa được nhận. Đã trình chủ trì")
    assert "không mở lấy ý kiến nữa" not in (await talk.text("/layykien"))[0]


async def test_a_new_version_needs_a_new_round(talk: Talk) -> None:
    await drafted(talk)
    await talk.text("/layykien")
    old = last(talk)
    await talk.text("/baocao")
    closed = said.READ_CLOSED_NEWER.format(number=2)
    assert await talk.tap(old, "Đồng ý", AN) == closed
    assert talk.door.shown[old].text.endswith(closed)
    assert talk.door.shown[old].labels == []
    (told,) = await talk.text("/layykien")
    assert told.startswith("ĐỌC TRƯỚC, CHO Ý KIẾN: dự thảo 2")
    await talk.tap(last(talk), "Đồng ý", AN)
    assert "Đồng ý (1)" in talk.door.shown[last(talk)].text


async def test_only_who_took_part_may_answer(talk: Talk) -> None:
    await drafted(talk)
    await talk.text("/layykien")
    group = last(talk)
    assert await talk.tap(group, "Đồng ý", LAN) == said.ONLY_PARTICIPANTS
    assert await talk.tap(group, "Góp ý", LAN) == said.ONLY_PARTICIPANTS
    assert await alone(talk, LAN).tap(group, "Đồng ý", LAN) == phrases.TOAST_OLD
    await talk.text("Tôi chen vào", LAN, reply_to=group)
    assert talk.lines()[-1][2] == "Tôi chen vào", "in an open meeting that is an utterance"
    for typed in ("/dongy", "/gopy Sai"):
        await talk.text(typed, AN)
    assert "Góp ý (1): Nguyễn Văn An" in talk.door.shown[group].text


async def test_a_sentence_for_the_record_stays_one(talk: Talk) -> None:
    await drafted(talk)
    await talk.text("/layykien")
    await talk.text("YK: Đề nghị gia hạn.", AN, reply_to=last(talk))
    assert talk.lines()[-1][2:] == ("Đề nghị gia hạn.", "ykien")


# --- PDF ------------------------------------------------------------------------------------------


class RealPress(Press):
    """Stands for LibreOffice, and writes a file."""

    def pdf(self, docx: Path) -> Path:
        path = super().pdf(docx)
        path.write_bytes(b"%PDF of " + docx.name.encode())
        return path


async def test_the_pdf_is_held_and_locked_with_the_word_file(
    tmp_path: Path, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = RealPress()
    monkeypatch.setattr("bot.office.Printer", lambda soffice, work: real)
    async with talking(tmp_path) as talk:
        await drafted(talk, BINH)
        pdf = file_of(talk).with_suffix(".pdf")
        await talk.text("/trinh")
        files = [x.name for x in talk.door.files if x.suffix != ".png"]
        assert files.count("bao-cao-1-1.pdf") == 2, "with the draft, then to the chair alone"
        whole = pdf.read_bytes()
        pdf.write_bytes(b"%PDF of something else")
        request = shows(talk, "Duyệt")[0]
        chair = alone(talk, BINH)
        assert await chair.tap(request, "Duyệt", BINH) == said.TOAST_NOT_APPROVED
        pdf.write_bytes(whole)
        assert await chair.tap(request, "Duyệt", BINH) == "Đã duyệt"
        assert not pdf.stat().st_mode & 0o222
        assert sha256_of(pdf) in talk.door.shown[last(talk)].text


async def test_a_draft_whose_pdf_is_in_work_waits_for_it(
    tmp_path: Path, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, go = RealPress(), asyncio.Event()
    monkeypatch.setattr("bot.office.Printer", lambda soffice, work: real)
    async with talking(tmp_path) as talk:
        printing = Prints.do

        async def slowly(prints: Prints, draft: ToPrint) -> None:
            await go.wait()
            await printing(prints, draft)

        monkeypatch.setattr(Prints, "do", slowly)
        talk.settle = talk.office.post.settle
        await drafted(talk, BINH)
        await talk.text("/trinh")
        request = shows(talk, "Duyệt")[0]
        assert said.HAS_NO_PDF_YET in talk.door.shown[request].text
        chair = alone(talk, BINH)
        chair.settle = talk.settle
        assert await chair.tap(request, "Duyệt", BINH) == said.TOAST_PRINTING
        go.set()
        await talk.office.settle()
        assert [x.name for x in talk.door.files].count("bao-cao-1-1.pdf") == 2
        assert await chair.tap(request, "Duyệt", BINH) == "Đã duyệt"
        (found,) = await talk.in_store(talk.office.store.signoff.of_meeting, 1)
        assert found.pdf == sha256_of(file_of(talk).with_suffix(".pdf"))


async def test_who_has_taken_it_back_is_no_chair_whose_words_are_a_remark(talk: Talk) -> None:
    await drafted(talk)
    await talk.text("/trinh")
    request = last(talk)
    await talk.tap(request, "Rút lại")
    await talk.text("KL: Giao Phòng B tổng hợp.", reply_to=request)
    assert talk.lines()[-1][2] == "Giao Phòng B tổng hợp."
    assert not await talk.in_store(talk.office.store.signoff.remarks_to, 1)


async def test_what_the_chair_concludes_beside_the_request_is_a_line(talk: Talk) -> None:
    await drafted(talk)
    await talk.text("/trinh")
    await talk.text("KL: Giao Phòng C báo cáo.", BINH, reply_to=last(talk))
    assert talk.lines()[-1][1:] == ("Trần Bình", "Giao Phòng C báo cáo.", "ketluan")


# --- erased, kept, moved --------------------------------------------------------------------------


async def returned_by_voice(talk: Talk) -> None:
    await drafted(talk)
    await talk.text("/layykien")
    await talk.text("góp ý bí mật", AN, reply_to=last(talk))
    await talk.text("/trinh")
    await talk.tap(last(talk), "Trả lại", BINH)
    await voice_reply(talk, "lời bí mật", BINH, last(talk))


async def test_what_is_erased_takes_remarks_and_their_sound_with_it(
    talk: Talk, tmp_path: Path
) -> None:
    await returned_by_voice(talk)
    await talk.text("/baocao")
    await talk.text("/trinh")
    request = last(talk)
    buttons = [b for row in talk.door.shown[request].buttons for b in row]
    assert len(list((tmp_path / AUDIO).glob("??/*"))) == 1
    await talk.text("/xoacuochop 1")
    assert "1 ghi âm" in talk.door.shown[last(talk)].text
    await talk.tap(last(talk), "Xoá hẳn")
    await talk.until(lambda: not list((tmp_path / AUDIO).glob("??/*")))
    store = talk.store
    for table in ("submissions", "readings", "reading_answers", "remarks", "questions"):
        assert talk.rows(f"SELECT * FROM {table}") == []
    await talk.until(lambda: not store.erasing.waiting())
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or "bí mật".encode() not in path.read_bytes(), path
    for button in [*buttons, *(Button("", f"{x}:1") for x in ("remark", "agree", "comment"))]:
        assert await talk.tap_data(request, button.data, BINH) == phrases.TOAST_OLD
    assert (await talk.text("Muộn rồi", BINH, reply_to=request))[
        0
    ] == about_outside.HOW_TO_BEGIN.format(hours=24)


async def test_recordings_of_remarks_go_with_those_of_the_meeting(
    talk: Talk, tmp_path: Path
) -> None:
    await returned_by_voice(talk)
    await talk.text("/ketthuc")
    await upkeep(talk, 31, audio=30).once()
    await talk.until(lambda: not list((tmp_path / AUDIO).glob("??/*")))
    await alone(talk, HA).text("/ban")
    (told,) = await alone(talk, HA).text("/trinh")
    assert "tin thoại 0:12" in told
    assert await alone(talk, HA).tap_data(last(talk), "remark:2") == said.SOUND_ERASED


async def test_the_sound_of_a_remark_is_kept_as_long_as_any_from_when_it_was_said(
    talk: Talk, tmp_path: Path
) -> None:
    await drafted(talk)
    await talk.text("/ketthuc")
    talk.now += timedelta(days=40)
    await talk.text("/trinh")
    await talk.tap(last(talk), "Trả lại", BINH)
    await voice_reply(talk, "lời của chủ trì", BINH, last(talk))
    await upkeep(talk, 41, audio=30).once()
    (remark,) = await talk.in_store(talk.office.store.signoff.remarks_to, 1)
    assert not remark.erased
    await upkeep(talk, 71, audio=30).once()
    (remark,) = await talk.in_store(talk.office.store.signoff.remarks_to, 1)
    assert remark.erased
    await talk.until(lambda: not list((tmp_path / AUDIO).glob("??/*")))


async def test_a_backup_brings_all_of_it_back_and_locked(tmp_path: Path) -> None:
    data, saved = tmp_path / "data", tmp_path / "b.tar"
    data.mkdir()
    async with talking(data) as talk:
        await returned_by_voice(talk)
        await talk.text("/baocao")
        await talk.text("/trinh")
        await talk.tap(last(talk), "Duyệt", BINH)
        made = await asyncio.to_thread(backup, data, saved, talk.now)
        assert made.counts["recordings"] == 1
        assert await asyncio.to_thread(check, data) == []
    new = tmp_path / "new"
    new.mkdir()
    await asyncio.to_thread(restore, new, saved, talk.now)
    assert check(new) == []
    assert not (new / DOCUMENTS / "1" / "bao-cao-1-2.docx").stat().st_mode & 0o222
    assert (new / DOCUMENTS / "1" / "bao-cao-1-1.docx").stat().st_mode & 0o200
    async with talking(new, door=talk.door) as again:
        again.between = timedelta(hours=1)
        files = len(talk.door.files)
        desk = again.alone(HA)
        await desk.text("/ban")
        await desk.text("/trinh 1")
        await desk.tap(last(desk), "Nghe 1")
        assert talk.door.files[files].read_bytes() == "lời bí mật".encode()


async def test_what_a_meeting_has_of_it_leaves_with_the_export(talk: Talk) -> None:
    await returned_by_voice(talk)
    found = await talk.in_store(talk.office.store.signoff.exported, 1)
    (submission,) = found["submissions"]
    assert submission["state"] == "returned"
    assert submission["decided_by"] == "Trần Bình"
    assert submission["sha256_word"] == sha256_of(file_of(talk))
    assert found["readings"][0]["answers"] == [{"person": "Nguyễn Văn An", "agreed": False}]
    assert [x["text"] for x in found["remarks"]] == ["góp ý bí mật", ""]
    assert found["remarks"][1]["audio"].startswith("audio/")


async def test_it_works_in_a_closed_meeting_and_in_private_files_come_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[str, str]] = []

    class Door(ListDoor):
        async def send_file(self, chat: Chat, file: SendFile) -> str:
            sent.append((chat.key, file.name))
            return await super().send_file(chat, file)

    async with talking(tmp_path, door=Door()) as talk:
        await drafted(talk, BINH)
        await talk.text("/ketthuc")
        await talk.text("/baocao")
        sent.clear()
        await talk.text("/trinh")
        assert sent == [("3", "bao-cao-1-2.docx")]
        chair = alone(talk, BINH)
        await chair.tap(shows(talk, "Duyệt")[0], "Trả lại", BINH)
        await chair.text("Sửa lại", BINH, reply_to=last(talk))
        assert await states(talk) == [State.RETURNED]


async def test_a_chair_who_only_says_yes_is_told_how_to_approve(talk: Talk) -> None:
    await talk.text("/batdau Họp giao ban")
    await talk.text("Tôi có mặt", BINH)
    await talk.text("/chutri Trần Bình")
    await talk.text("/ketthuc")
    await talk.draft("/baocao")
    await talk.text("/trinh")
    await talk.text("/trinh")
    for words in ("ok duyệt nha em", "Đồng ý"):
        (said,) = await talk.text(words, BINH)
        assert said == (
            "Tin này chưa phải là duyệt hay trả lại. Đang chờ bạn: dự thảo 1 của cuộc họp số 1 "
            "“Họp giao ban”. Bấm Duyệt hoặc Trả lại ở tin trình, hoặc gửi: /duyet, hay /tralai kèm "
            "ý kiến."
        )
    assert await talk.text("ok duyệt nha em", AN) == [about_outside.HOW_TO_BEGIN.format(hours=24)]
    assert await talk.text("trưa nay ăn gì", BINH) == []
    (said,) = await talk.text("/duyệt rồi nha", BINH)
    assert said.startswith("Tôi không hiểu “rồi” nên chưa làm gì. Bản mới nhất: /duyet")
    assert await states(talk) == [State.WAITING]


async def test_who_would_erase_an_approved_paper_is_told_so(talk: Talk) -> None:
    await talk.text("/batdau Họp giao ban")
    await talk.text("Tôi có mặt", BINH)
    await talk.text("/chutri Trần Bình")
    await talk.draft("/baocao")
    await talk.text("/trinh")
    (said,) = await talk.text("/xoacuochop 1")
    assert "Đã duyệt" not in said
    await talk.text("/duyet", BINH)
    (said,) = await talk.text("/xoacuochop 1")
    assert "\n⚠ Đã duyệt: dự thảo 1 (bao-cao-1-1.docx)" in said


async def test_items_changed_after_the_approval_leave_the_paper_as_it_is(talk: Talk) -> None:
    await talk.text("/batdau Họp giao ban")
    await talk.text("Tôi có mặt", BINH)
    await talk.text("/chutri Trần Bình")
    await talk.draft("/baocao")
    assert len(await talk.text("/thongtin địa điểm: Hội trường")) == 1
    await talk.text("/trinh 1")
    await talk.tap(last(talk), "Vẫn trình bản này")
    await talk.text("/duyet", BINH)
    stays = (
        "Bản đã duyệt giữ nguyên: dự thảo 1 (bao-cao-1-1.docx). Muốn đổi thì lấy dự thảo mới rồi "
        "/trinh."
    )
    assert (await talk.text("/thongtin địa điểm: Phòng họp"))[-1] == stays
    assert (await talk.text("/thanhphan them Lê Mai - Kế toán"))[-1] == stays
    assert (await talk.text("/thanhphan vang 3 ốm"))[-1] == stays
    assert (await talk.text("/nhiemvu them Văn phòng: gửi giấy mời, trước 30/11"))[-1] == stays
    assert stays not in await talk.text("/nhiemvu xong 1"), "done or not: the paper says the same"
    assert (await talk.text("/nhiemvu xoa 1"))[-1] == stays


# --- who has left the group -----------------------------------------------------------------------


async def test_a_chair_who_was_removed_from_the_group_decides_nothing(talk: Talk) -> None:
    await drafted(talk, BINH)
    await talk.text("/trinh")
    (request,) = shows(talk, "Duyệt", "Trả lại")
    await talk.arrive(HA, "m-left", left=BINH)
    binh = alone(talk, BINH)
    assert await binh.tap(request, "Duyệt", BINH) == said.TOAST_HAS_LEFT
    assert await binh.tap(request, "Trả lại", BINH) == said.TOAST_HAS_LEFT
    for order in ("/duyet", "/tralai Chưa đủ"):
        await binh.text(order, BINH)
    assert await states(talk) == [State.WAITING]
    files = len(talk.door.files)
    await talk.text("YK: Thêm một ý", AN)
    await talk.text("/baocao")
    await talk.text("/trinh")
    assert "Duyệt" in talk.door.shown[last(talk)].labels, "whoever may decide is asked in the group"
    assert not [x for x in binh.here() if "dự thảo 2" in x.text]
    assert len(talk.door.files) == files + 2
    assert await binh.text("Vẫn là chủ trì", BINH, reply_to=request) != []
    assert talk.rows("SELECT count(*) FROM remarks") == [(0,)]
    await talk.text("Tôi vào lại rồi", BINH)
    assert await talk.tap(last_with(talk, "Duyệt"), "Duyệt", BINH) == said.TOAST_APPROVED


def last_with(talk: Talk, label: str) -> str:
    return shows(talk, label)[-1]


async def test_who_was_removed_from_the_group_is_no_reader(talk: Talk) -> None:
    await drafted(talk, AN)
    await talk.text("/layykien")
    mine = next(k for k in shows(talk, "Đồng ý") if talk.door.chats[k] == AN.key)
    await talk.arrive(HA, "m-left", left=AN)
    an = alone(talk, AN)
    assert await an.tap(mine, "Đồng ý", AN) == said.TOAST_HAS_LEFT
    await an.text("Đoạn 2 chưa đủ", AN, reply_to=mine)
    for order in ("/dongy", "/gopy Đoạn 2 chưa đủ"):
        assert said.TOAST_HAS_LEFT in "\n".join(await an.text(order, AN))
    assert "đồng ý" not in "\n".join(await talk.text("/layykien")).replace("Đồng ý", "")
    assert talk.rows("SELECT count(*) FROM reading_answers") == [(0,)]
    assert talk.rows("SELECT count(*) FROM remarks") == [(0,)]


async def test_a_door_that_may_write_first_does_so_to_the_chair(tmp_path: Path) -> None:
    async with talking(tmp_path, door=ListDoor(abilities=frozenset(Ability))) as talk:
        await drafted(talk)  # nobody has ever written to the bot alone
        await talk.text("/trinh")
        (request,) = shows(talk, "Duyệt", "Trả lại")
        assert talk.door.chats[request] == BINH.key
        assert "Đã gửi riêng cho Trần Bình (chủ trì)" in talk.door.shown[last(talk)].text or any(
            "Đã gửi riêng cho Trần Bình" in one.text for one in talk.here()
        )
        assert await alone(talk, BINH).tap(request, "Duyệt", BINH) == said.TOAST_APPROVED
