"""Names and titles as people type them in a chat: read as meant, or asked back with buttons."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.doors.port import Person
from bot.messages import attendance as about_list
from bot.messages import meeting as about_meeting
from bot.messages import names as about
from bot.messages import phrases
from bot.messages.identity import BUTTON_YES
from tests.dialogs.talking import AN, BINH, Talk, talking


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path) as talk:
        await talk.text("/batdau Họp giao ban")
        yield talk


def last(talk: Talk) -> str:
    return list(talk.door.shown)[-1]


def labels(talk: Talk) -> list[str]:
    return talk.door.shown[last(talk)].labels


def people(talk: Talk) -> list[str]:
    found = talk.store.attendance.of_meeting(1)
    return [f"{x.no} {x.full} · {x.state}{f' · {x.note}' if x.note else ''}" for x in found]


# --- /toi ---------------------------------------------------------------------------------------

TAKEN = {
    "/toi tên Phạm Thị Chi, phó phòng": "Phạm Thị Chi, phó phòng",
    "/toi LÊ ĐĂNG KHOA - GĐ TRUNG TÂM": "Lê Đăng Khoa, Giám đốc Trung tâm",
    "/toi tôi tên là Trần Văn Nam nhé": "Trần Văn Nam",
    "/toi Phạm Thị Hoa (Phòng KHTC)": "Phạm Thị Hoa, Phòng KHTC",
    "/toi Đồng chí Võ Văn Oanh / Trưởng phòng / Phòng Nội vụ": (
        "Võ Văn Oanh, Trưởng phòng, Phòng Nội vụ"
    ),
    "/toi xin chào, em là Lê Thị Mai, chuyên viên ạ": "Lê Thị Mai, chuyên viên",
    "/tôi PGĐ Trần Quốc Bình": "Trần Quốc Bình, Phó Giám đốc",
    "/toi Đại tá Ngô Văn Hùng - Giám đốc Công an tỉnh": (
        "Đại tá Ngô Văn Hùng, Giám đốc Công an tỉnh"
    ),
    "/toi Nguyễn Văn An (B)": "Nguyễn Văn An (B)",
    "/toi H'Hen Niê - Phó Chủ tịch": "H'Hen Niê, Phó Chủ tịch",
}
ASKED = {
    "/toi Mai nha": ["Mai"],
    "/toi là An": ["An"],
    "/toi xin chào": [],
    "/toi đồng ý": None,  # they agree with a draft, and say no name
    "/toi Phòng Tài chính": [],
    "/toi Đại diện Sở Tài chính": [],
    "/toi Lê An và Lê Ba": ["Lê An", "Lê Ba"],
    "/toi tran van nam": ["Tran Van Nam"],
    "/toi thay mặt Lê Văn Sáu": ["Lê Văn Sáu"],
    "/toi Nguyễn Thị": ["Nguyễn Thị"],
    "/toi 0912345678": None,
}


async def test_a_name_is_read_as_it_is_meant_and_shown_back(talk: Talk) -> None:
    for number, (typed, full) in enumerate(TAKEN.items()):
        who = Person(f"6{number}", "x")
        assert await talk.text(typed, who) == [about_meeting.NAMED.format(full=full)], typed


async def test_what_is_no_whole_name_is_asked_back_and_changes_nothing(talk: Talk) -> None:
    for number, (typed, offered) in enumerate(ASKED.items()):
        who = Person(f"7{number}", f"Tên tài khoản {number}")
        await talk.text("Có mặt", who)
        (said,) = await talk.text(typed, who)
        if offered is not None:
            assert labels(talk) == offered, typed
            assert said.endswith("/toi Họ tên - chức vụ"), typed
        assert talk.lines()[-1][1] == who.name, typed


async def test_the_tapped_name_stands_in_the_report(talk: Talk) -> None:
    await talk.text("Tôi đề nghị", BINH)
    (said,) = await talk.text("/toi Mai nha", BINH)
    assert said.startswith("“Mai nha” mới có tên gọi, biên bản cần cả họ và tên.")
    card = last(talk)
    assert await talk.tap(card, "Mai", AN) == about.NOT_YOURS
    assert talk.lines()[0][1] == "Trần Bình"
    await talk.tap(card, "Mai", BINH)
    assert talk.door.shown[last(talk)].text == (
        "Từ nay báo cáo ghi tên bạn (trước đó: Trần Bình) là: Mai"
    )
    assert talk.lines()[0][1] == "Mai"
    assert await talk.tap(card, "Mai", BINH) == phrases.TOAST_OLD
    assert await talk.tap_data(card, "callme:99:0", BINH) == phrases.TOAST_OLD


async def test_of_a_given_name_those_on_the_list_are_offered_first(talk: Talk) -> None:
    await talk.text("/thanhphan\nTrần Thị Mai - Kế toán - Sở Y tế\nLê Mai\nLê Nam")
    mai = Person("88", "mai mai")
    await talk.text("/toi Mai nha", mai)
    assert labels(talk) == ["Trần Thị Mai, Kế toán, Sở Y tế", "Lê Mai", "Mai"]
    await talk.tap(last(talk), "Sở Y tế", mai)
    await talk.tap(last(talk), BUTTON_YES)  # who is on the list, the desk knows
    assert "2 Trần Thị Mai, Kế toán, Sở Y tế · present" in people(talk)


async def test_who_is_absent_by_the_list_and_says_their_name_is_there(talk: Talk) -> None:
    await talk.text("/thanhphan\nVắng: Phạm Thị Chi (ốm)")
    await talk.text("/toi Phạm Thị Chi", Person("88", "chi"))
    assert people(talk)[1] == "2 Phạm Thị Chi · absent · ốm"
    await talk.tap(last(talk), BUTTON_YES)  # who is on the list, the desk knows
    assert people(talk)[1] == "2 Phạm Thị Chi · present"


# --- /them, /nguoinoi, /chutri ------------------------------------------------------------------


async def test_what_the_desk_has_said_of_a_name_is_answered_as_it_stands(talk: Talk) -> None:
    await talk.text("Nhất trí.", AN)
    await talk.text("/thanhphan sua 2 Nguyễn Văn Ân - Trưởng phòng")
    stands = "vẫn ghi là “Nguyễn Văn Ân, Trưởng phòng”"
    for typed in ("Nguyễn Văn Ẩn", "Nguyễn Văn Ân - Phó phòng"):
        (said,) = await talk.text(f"/toi {typed}", AN)
        assert said.startswith("⚠ Tài khoản")
        assert stands in said, "it waits for the desk"
    (said,) = await talk.text("/toi nguyễn văn ân", AN)
    assert said == about_meeting.NAMED.format(full="Nguyễn Văn Ân, Trưởng phòng")
    await talk.text("/thanhphan sua 1 Lê Thị Hà - Chánh VP")
    await talk.text("/toi Lê Thị Hà - Chuyên viên")  # the desk itself
    assert people(talk)[0].startswith("1 Lê Thị Hà, Chuyên viên")


async def test_who_says_their_name_anew_is_called_as_they_say_now(talk: Talk) -> None:
    for typed, called in {
        "TS. Lê Ba - TP": "TS. Lê Ba, Trưởng phòng",
        "Đại úy Lý Tèo": "Đại úy Lý Tèo",
        "Lý Tèo - Công an xã": "Lý Tèo, Công an xã",
    }.items():
        (said,) = await talk.text(f"/toi {typed}", AN)
        assert said.endswith(f"là: {called}")
        (shown,) = await talk.text("/thanhphan")
        assert f"2. {called} (tài khoản" in shown


async def test_one_person_has_one_form_of_address(talk: Talk) -> None:
    await talk.text("/them Bà Nguyễn Thị Xuân - Chủ tịch HĐQT: YK: Đề nghị gia hạn.")
    assert "#1 · Bà Nguyễn Thị Xuân, Chủ tịch HĐQT · Ý kiến" in talk.door.shown[last(talk)].text
    await talk.text("/thanhphan\nBà Nguyễn Thị Xuân - Chủ tịch HĐQT\nĐ/c Bà Lê Hoa")
    await talk.text("/them Nguyễn Thị Xuân: YK: Xin cảm ơn.")
    assert people(talk)[1:] == ["2 Bà Nguyễn Thị Xuân, Chủ tịch HĐQT · present", "3 Bà Lê Hoa · "]
    (report, *_) = await talk.draft("/baocao")
    assert "Bà Nguyễn Thị Xuân, Chủ tịch HĐQT: Đề nghị gia hạn" in report
    assert "Đ/c Bà" not in report
    assert report.count("+ Bà Nguyễn Thị Xuân") == 1
    (minutes, *_) = await talk.draft("/baocao chitiet")
    assert ", bà Nguyễn Thị Xuân, Chủ tịch HĐQT (ý kiến): Đề nghị" in minutes


async def test_a_list_names_how_who_spoke_before_is_called(talk: Talk) -> None:
    await talk.text("YK: Tôi đồng ý", BINH)
    await talk.text("/thanhphan Đại úy Trần Bình - Phó Trưởng Công an xã")
    (report, *_) = await talk.draft("/baocao")
    assert "Đại úy Trần Bình, Phó Trưởng Công an xã: Tôi đồng ý" in report


SPEAKERS = {
    "/them Đại tá Ngô Văn Hùng: YK: Một": "Ngô Văn Hùng",
    "/them Linh mục Giuse Lê Văn Bình: YK: Hai": "Giuse Lê Văn Bình",
    "/them Nhà báo Trần Đăng - Báo Đồng Tháp: Ba": "Trần Đăng",
    "/them Hòa thượng Thích Nhật Từ: Bốn": "Thích Nhật Từ",
    "/them Võ Văn Oanh / Trưởng phòng / Phòng Nội vụ: Năm": "Võ Văn Oanh",
    "/them PGĐ Trần Quốc Bình: KL: Sáu": "Trần Quốc Bình",
    "/them Đề nghị các phòng: bảy": "Lê Thị Hà",
    "/them Kết luận: tám": "Lê Thị Hà",
    "/them Lưu ý: chín": "Lê Thị Hà",
    "/them 8h30: mười": "Lê Thị Hà",
}


async def test_a_line_begins_with_who_said_it(talk: Talk) -> None:
    for typed, speaker in SPEAKERS.items():
        await talk.text(typed)
        assert talk.lines()[-1][1] == speaker, typed


async def test_who_was_called_so_once_is_called_so_again(talk: Talk) -> None:
    await talk.text("/them Bà Nguyễn Thị Xuân - Chủ tịch: YK: Một")
    (said,) = await talk.text("/them nguyễn thị xuân: hai")
    assert "#2 · Bà Nguyễn Thị Xuân, Chủ tịch" in said
    (shown,) = await talk.text("/thanhphan")
    assert "Bà Nguyễn Thị Xuân, Chủ tịch" in shown


async def test_where_it_is_not_certain_that_a_line_begins_with_a_name_it_is_asked(
    talk: Talk,
) -> None:
    (said,) = await talk.text("/them Nguyễn Văn Bảy: YK: đề nghị gia hạn")
    assert said == about.WHOSE_WORDS.format(head="Nguyễn Văn Bảy")
    assert labels(talk) == ["Nguyễn Văn Bảy", about.BUTTON_MY_WORDS]
    assert talk.lines() == []
    await talk.tap(last(talk), "Nguyễn Văn Bảy")
    assert talk.lines() == [(1, "Nguyễn Văn Bảy", "đề nghị gia hạn", "ykien")]
    await talk.text("/them Hoàng Liên Sơn: nơi có rừng già")
    await talk.tap(last(talk), about.BUTTON_MY_WORDS)
    assert talk.lines()[-1] == (2, "Lê Thị Hà", "Hoàng Liên Sơn: nơi có rừng già", None)
    await talk.text("/them Đại diện Sở Y tế: KL: ủng hộ")
    await talk.tap(last(talk), "Đại diện Sở Y tế")
    assert talk.lines()[-1] == (3, "Đại diện Sở Y tế", "ủng hộ", "ketluan")


async def test_a_given_name_before_a_colon_is_asked_where_it_is_known(talk: Talk) -> None:
    await talk.text("/thanhphan Ngô Thị Liên - Kế toán")
    await talk.text("/them Liên: YK: đồng ý")
    assert labels(talk) == ["Ngô Thị Liên, Kế toán", about.BUTTON_MY_WORDS]
    await talk.tap(last(talk), "Kế toán")
    assert talk.lines() == [(1, "Ngô Thị Liên", "đồng ý", "ykien")]
    await talk.text("/them Loan: đồng ý")
    assert talk.lines()[-1][1] == "Lê Thị Hà"
    # called as a person is: nobody's own words begin so, known or not
    await talk.text("/them Cô Loan: đồng ý")
    assert labels(talk) == ["Cô Loan", about.BUTTON_MY_WORDS]
    for head in ("đ/c Bí thư", "Đồng chí Chủ tịch"):
        before = talk.lines()
        (said,) = await talk.text(f"/them {head}: nhất trí")
        assert said.startswith(f"“{head}” là người nói hay là lời của dòng?"), head
        assert talk.lines() == before


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("Già làng K'Brơi: YK: giữ rừng", "Già làng K'Brơi"),
        ("Ông K'Brơi: giữ rừng", "Ông K'Brơi"),
        ("K'Brơi: ND: giữ rừng", "K'Brơi"),
        ("Loan: KL: giữ rừng", "Loan"),
    ],
)
async def test_a_given_name_alone_is_asked_where_it_stands_as_a_speakers(
    talk: Talk, typed: str, label: str
) -> None:
    (said,) = await talk.text(f"/them {typed}")
    assert said == about.WHOSE_WORDS.format(head=label)
    assert talk.lines() == []
    await talk.tap(last(talk), label)
    ((_, speaker, words, _),) = talk.lines()
    assert label.endswith(speaker)
    assert words == "giữ rừng"


async def test_the_speaker_of_lines_is_asked_where_the_name_is_not_whole(talk: Talk) -> None:
    await talk.text("Một", AN)
    await talk.text("Hai", AN)
    await talk.text("Tôi đây", BINH)
    (said,) = await talk.text("/nguoinoi 1-2 anh Bình")
    assert said.startswith("“anh Bình” mới có tên gọi")
    assert labels(talk) == ["Trần Bình", "Bình"]
    card = last(talk)
    assert await talk.tap(card, "Trần Bình", AN) == about.NOT_YOURS
    await talk.tap(card, "Trần Bình")
    assert [x[1] for x in talk.lines()] == ["Trần Bình"] * 3
    (said,) = await talk.text("/nguoinoi 1 ai đó nói hộ")
    assert said.startswith("Chưa thấy họ tên trong “ai đó nói hộ”.")
    assert labels(talk) == []
    await talk.text("/nguoinoi 1 Bà Lê Thị Mai, PCT UBND xã")
    assert "Bà Lê Thị Mai, Phó Chủ tịch UBND xã" in talk.door.shown[last(talk)].text


async def test_the_chair_is_named_with_title_and_address(talk: Talk) -> None:
    for typed in ("Ông Trần Bình", "Trần Bình - Phó Giám đốc", "đ/c Bình nhé", "PGĐ TRẦN BÌNH"):
        await talk.text("/ketthuc")
        await talk.text("/batdau Họp nữa")
        await talk.text("Có mặt", BINH)
        said, *_ = await talk.text(f"/chutri {typed}")
        assert said.startswith("Chủ trì của cuộc họp là Trần Bình"), typed


async def test_the_desk_mends_a_name_as_people_type_it(talk: Talk) -> None:
    await talk.text("/thanhphan Pham Thi Chi")
    (said,) = await talk.text("/thanhphan sua 2 tên Phạm Thị Chi, PTP KHTC nha")
    assert said.startswith("Đã sửa số 2: Phạm Thị Chi, Phó Trưởng phòng KHTC.")


# --- lists --------------------------------------------------------------------------------------


async def test_people_stand_in_the_order_of_the_list(talk: Talk) -> None:
    await talk.text("Tôi nói trước", BINH)
    await talk.text("Tôi nói sau", AN)
    await talk.text("/thanhphan\nLê Văn Một\nNguyễn Văn An\nTrần Bình\nLê Văn Hai")
    assert [row.split(" ", 1)[1].split(" · ")[0] for row in people(talk)] == [
        *("Lê Thị Hà", "Lê Văn Một", "Nguyễn Văn An", "Trần Bình", "Lê Văn Hai")
    ]
    await talk.text("/thanhphan hoantac")
    assert [row[0] for row in people(talk)] == ["1", "2", "3"]


async def test_guests_without_names_stand_as_such_and_are_no_odd_names(talk: Talk) -> None:
    said, _ = await talk.text(
        "/thanhphan\n01 đại diện Phòng Tài chính\nĐại diện Phòng Kinh tế TP Cao Lãnh"
    )
    assert said == "Đã đọc 2 người: 2 thêm mới."
    await talk.text("/thanhphan comat het")
    (draft, *_) = await talk.draft("/baocao")
    assert "+ 01 đại diện Phòng Tài chính;\n+ Đại diện Phòng Kinh tế TP Cao Lãnh." in draft
    assert "Chưa giống họ tên" not in draft


async def test_a_given_name_in_a_list_is_asked(talk: Talk) -> None:
    await talk.text("/thanhphan\nNgô Thị Liên - Kế toán\nLê Ba")
    said, shown = await talk.text("/thanhphan\nVắng: Liên (ốm), Hoa")
    assert about_list.GIVEN_ALONE.format(who="5. Hoa", no=5) in said
    assert "Số 4 “Liên” có phải là số 2 “Ngô Thị Liên, Kế toán” không?" in shown
    await talk.tap(last(talk), "4, 2: Một người")
    assert "2 Ngô Thị Liên, Kế toán · absent · ốm" in people(talk)
    assert len(people(talk)) == 4
    await talk.text("/thanhphan Phạm Thị Hoa\nLê Hoa")
    (said, _) = await talk.text("/thanhphan Hoa (B)")
    assert "“Hoa (B)”" not in said
    said, _ = await talk.text("/thanhphan bà Ba")
    assert "Mới có tên gọi" not in said


async def test_present_and_absent_are_never_merged_in_silence(talk: Talk) -> None:
    await talk.text("/thanhphan\nCó mặt:\n- Lê Ba\nVắng:\n- Lê Ba (ốm)")
    card = last(talk)
    assert people(talk)[1:] == ["2 Lê Ba · present", "3 Lê Ba · absent · ốm"]
    await talk.tap(card, "3, 2: Một người")
    (asked,) = [x for x in talk.door.shown if "ghi khác nhau" in talk.door.shown[x].text]
    assert talk.door.shown[asked].labels == ["Có mặt", "Vắng (ốm)"]
    assert len(people(talk)) == 3, "nothing is decided yet"
    assert await talk.tap(asked, "Có mặt", BINH) == phrases.TOAST_NOT_ALLOWED
    await talk.tap(asked, "Vắng (ốm)")
    assert people(talk)[1:] == ["2 Lê Ba · absent · ốm"]
    assert await talk.tap(asked, "Có mặt") == phrases.TOAST_OLD


async def test_who_is_marked_may_be_named(talk: Talk) -> None:
    await talk.text("/thanhphan\nBùi Hữu Nghĩa\nLê Thị Sáu\nVõ Thị Sáu\nVàng A Pủ")
    await talk.text("/thanhphan có mặt Nghĩa")
    await talk.text("/thanhphan vắng Lê Thị Sáu đi công tác")
    await talk.text("/thanhphan vắng số 4 ốm")
    assert people(talk)[1:4] == [
        "2 Bùi Hữu Nghĩa · present",
        "3 Lê Thị Sáu · absent · đi công tác",
        "4 Võ Thị Sáu · absent · ốm",
    ]
    before = people(talk)
    await talk.text("/thanhphan comat Sáu")  # of two, none is
    await talk.text("/thanhphan Vàng A Pủ")
    assert people(talk) == before


async def test_who_has_spoken_is_not_made_absent_by_a_list(talk: Talk) -> None:
    await talk.text("Tôi đồng ý", AN)
    said, _ = await talk.text("/thanhphan\nNguyễn Văn An - vắng, ốm\nLê Ba")
    assert "⚠ Nguyễn Văn An đã nói trong cuộc họp nên vẫn ghi có mặt, dù danh sách" in said
    assert people(talk)[1] == "2 Nguyễn Văn An · present"
    await talk.text("/thanhphan comat 3")
    said, _ = await talk.text("/thanhphan Lê Ba (vắng)")
    assert said.endswith(about_list.TURNED_ABSENT.format(who="3. Lê Ba"))
    said, _ = await talk.text("/thanhphan\nCó mặt:\nLê Ba")
    assert said.endswith(about_list.TURNED_PRESENT.format(who="3. Lê Ba"))


# --- who signs ----------------------------------------------------------------------------------


async def test_who_signs_is_taken_apart_and_shown_back(talk: Talk) -> None:
    for typed, printed in {
        "KT.Giám đốc, PGĐ Trần Quốc Bình": "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC / Trần Quốc Bình",
        "Q.GĐ Lê Văn Ba": "Q. GIÁM ĐỐC / Lê Văn Ba",
        "TM. UBND, Chủ tịch Lê Ba": "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH / Lê Ba",
        "TL.GĐ, CVP Lê Văn Ba": "TL. GIÁM ĐỐC / CHÁNH VĂN PHÒNG / Lê Văn Ba",
        "GIÁM ĐỐC / Lê Ba": "GIÁM ĐỐC / Lê Ba",
    }.items():
        (said,) = await talk.text(f"/thongtin người ký: {typed}")
        assert f"người ký ({printed})" in said, typed


async def test_a_signature_that_would_print_wrong_is_asked_back(talk: Talk) -> None:
    said, asked = await talk.text("/thongtin người ký: PGĐ Trần Quốc Bình")
    assert asked.startswith(about.WHICH_SIGNER.format(typed="PGĐ Trần Quốc Bình"))
    assert "người ký" in said.split("Còn thiếu")[1], "it is not complete"
    assert "⚠" not in said, "once is enough"
    card, written = last(talk), "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC / Trần Quốc Bình"
    assert labels(talk) == [written, "PHÓ GIÁM ĐỐC / Trần Quốc Bình"]
    assert await talk.tap(card, written, AN) == phrases.TOAST_NOT_ALLOWED
    data = talk.door.shown[card].buttons[0][0].data
    await talk.tap(card, written)
    assert talk.door.shown[card].text.endswith(f"→ {written}")
    assert f"người ký: {written}" in (await talk.text("/thongtin"))[0]
    assert await talk.tap_data(card, data) == f"Đã trả lời rồi: {written}"
    for typed in ("ai đó", "KT GIAM DOC - PHO GIAM DOC Tran Quoc Binh"):  # no title with a name
        _, asked = await talk.text(f"/thongtin người ký: {typed}")
        assert asked.startswith(about.NO_SIGNER.format(typed=typed))
        assert labels(talk) == []


async def test_a_name_in_reply_to_the_question_answers_it(talk: Talk) -> None:
    """Another sentence in reply is a line, and so is a name of somebody who was not asked."""
    await talk.text("/batdau Họp giao ban")
    await talk.text("/toi Mai nha", AN)
    asked = list(talk.door.shown)[-1]
    await talk.text("Phòng Kế hoạch đề nghị gia hạn", AN, reply_to=asked)
    await talk.text("Trần Văn Bốn", reply_to=asked)
    assert [text for _, _, text, _ in talk.lines()] == [
        "Phòng Kế hoạch đề nghị gia hạn",
        "Trần Văn Bốn",
    ]
    (answer,) = await talk.text("Phạm Thị Mai - Phó phòng", AN, reply_to=asked)
    assert "là: Phạm Thị Mai, Phó phòng" in answer
    await talk.text("/nguoinoi 2 Bình")
    (answer,) = await talk.text("Lê Văn Bình", reply_to=list(talk.door.shown)[-1])
    assert answer.startswith("Người nói #2 là: Lê Văn Bình (trước đó: Lê Thị Hà)")
    await talk.text("Trần Văn Năm", AN, reply_to=asked)  # it is answered
    assert [(who, text) for _, who, text, _ in talk.lines()] == [
        ("Phạm Thị Mai", "Phòng Kế hoạch đề nghị gia hạn"),
        ("Lê Văn Bình", "Trần Văn Bốn"),
        ("Phạm Thị Mai", "Trần Văn Năm"),
    ]
