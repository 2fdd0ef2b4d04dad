"""What cannot be right is asked back once, with buttons; what was understood is shown back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.doors.port import Media, MediaKind
from bot.minutes import Meeting
from bot.minutes.documents import Kind
from bot.minutes.typed.words import digest
from bot.report.check import check
from bot.report.items_check import would_print_wrong
from tests.dialogs.talking import AN, HA, Talk
from tests.report.meetings import NOW, ZONE, reports
from tests.report.meetings import meeting as known_meeting

ON_IT = "ngày 30 tháng 11 năm 2026"


@pytest.fixture
async def asked(talk: Talk) -> Talk:
    """A meeting on Monday 30/11/2026 of which Hà is the secretary."""
    talk.now = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
    await talk.text("/batdau Họp giao ban")
    return talk


def last(talk: Talk) -> str:
    return list(talk.door.shown)[-1]


def labels(talk: Talk) -> list[str]:
    return talk.door.shown[last(talk)].labels


def info(talk: Talk) -> dict[str, str]:
    found = talk.store.meetings.get(1)
    return dict(found.info)


async def test_a_day_that_is_none_is_asked_and_a_tap_answers(asked: Talk) -> None:
    (said,) = await asked.text("/thongtin thời gian: 8h 31/11/2026")
    assert said.startswith(
        "Chưa ghi mục thời gian “8h 31/11/2026”: không có ngày “31/11/2026” trong lịch."
    )
    assert "thoi_gian" not in info(asked), "nothing is believed"
    assert labels(asked)[:2] == [
        f"08 giờ 00, {ON_IT}",
        "08 giờ 00, ngày 01 tháng 12 năm 2026",
    ]
    question = last(asked)
    assert "Đang chờ trả lời câu hỏi về: thời gian." in (await asked.text("/thongtin"))[0]
    assert await asked.tap(question, f"08 giờ 00, {ON_IT}") == "Đã ghi theo lựa chọn này"
    assert f"Đã ghi: thời gian (08 giờ 00, {ON_IT})." in asked.door.shown[last(asked)].text
    assert asked.door.shown[question].text.endswith(f"→ 08 giờ 00, {ON_IT}")
    assert asked.door.shown[question].labels == []
    assert info(asked)["thoi_gian"] == f"08 giờ 00, {ON_IT}"


async def test_it_may_be_answered_in_words_which_are_read_as_well(asked: Talk) -> None:
    await asked.text("/thongtin thời gian: 31/11/2026")
    question = last(asked)
    (said,) = await asked.text("30/2/2026", reply_to=question)
    assert "không có ngày “30/2/2026” trong lịch" in said, "other words are not believed either"
    assert asked.door.shown[question].labels == [], "the first question is over"
    await asked.text("2 giờ chiều 30/11", reply_to=last(asked))
    assert info(asked)["thoi_gian"] == "2 giờ chiều 30/11"
    (said,) = await asked.draft("/bienban")
    assert f"Thời gian bắt đầu: 14 giờ 00, {ON_IT}." in said


async def test_an_old_question_is_answered_courteously(asked: Talk) -> None:
    await asked.text("/thongtin thời gian: 8h 31/11/2026")
    question = last(asked)
    data = asked.door.shown[question].buttons[0][0].data
    await asked.text("/thongtin thời gian: 9h 30/11/2026")
    told = "Câu hỏi này đã cũ, mục ấy đã được điền lại"
    assert await asked.tap_data(question, data) == told
    assert asked.door.shown[question].labels == []
    (said,) = await asked.text("8h", reply_to=question)
    assert said == "Câu hỏi này đã cũ vì mục ấy đã được điền lại. Xem: /thongtin"
    await asked.text("/thongtin kết thúc: 7h")
    question = last(asked)
    data = asked.door.shown[question].buttons[0][0].data
    await asked.tap_data(question, data)
    assert (await asked.tap_data(question, data)).startswith("Đã trả lời rồi: ")
    assert info(asked)["thoi_gian"] == "9h 30/11/2026"
    (said,) = await asked.text("8h", reply_to=question)
    assert said.startswith("Câu hỏi này đã được trả lời: “")


async def test_only_the_desk_answers_and_a_forged_button_does_nothing(asked: Talk) -> None:
    await asked.text("/thongtin thời gian: 8h 31/11/2026")
    question = last(asked)
    data = asked.door.shown[question].buttons[0][0].data
    assert (await asked.tap_data(question, data, AN)).startswith("Chỉ thư ký, chủ trì")
    (said,) = await asked.text("8h", AN, reply_to=question)
    assert said.startswith("Chỉ thư ký (Lê Thị Hà), chủ trì")
    for forged in ("infoback:99:0", "infoback:1:9", "infoback:x:0", "infoback:1", "infoback:1:-1"):
        assert (await asked.tap_data(question, forged)).startswith("Nút này đã cũ")
    media = Media(MediaKind.SOUND, "ref", "ghi-am.ogg", seconds=8.0)
    (said,) = await asked.arrive(HA, "m99", media=media, reply_to=question)
    assert said == "Hãy trả lời tin hỏi bằng chữ, hoặc bấm một nút dưới tin hỏi."
    assert "thoi_gian" not in info(asked)


async def test_what_may_be_true_is_kept_with_a_tap(asked: Talk) -> None:
    await asked.text("/thongtin thời gian: 8h 30/11/2016")
    assert labels(asked) == [f"08 giờ 00, {ON_IT}", "Giữ như đã gõ: 8h 30/11/2016"]
    await asked.tap(last(asked), "Giữ như đã gõ: 8h 30/11/2016")
    assert info(asked)["thoi_gian"] == "8h 30/11/2016"
    await asked.text("/thongtin thời gian: 2h")
    assert labels(asked) == [f"14 giờ 00, {ON_IT}", f"02 giờ 00, {ON_IT}"]
    await asked.tap(last(asked), f"02 giờ 00, {ON_IT}")
    assert info(asked)["thoi_gian"] == f"02 giờ 00, {ON_IT}"


async def test_who_signs_is_asked_as_all_else_is(asked: Talk) -> None:
    whole = "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC / Trần Quốc Bình"
    said, question = await asked.text("/thongtin người ký: KT.Giám đốc, Trần Quốc Bình")
    assert "Đang chờ trả lời câu hỏi về: người ký." in said
    assert question.endswith(f"Hãy bấm cách đúng, hoặc trả lời tin này, ví dụ: {whole}")
    first = last(asked)
    assert (await asked.tap(first, whole, AN)).startswith("Chỉ thư ký")
    assert await asked.tap(first, whole) == "Đã ghi theo lựa chọn này"
    assert info(asked)["nguoi_ky"] == whole
    assert asked.door.shown[first].text.endswith(f"→ {whole}")
    await asked.text("/thongtin người ký: Trần Quốc Bình, ban")
    assert labels(asked) == []
    await asked.text(whole, reply_to=last(asked))
    assert info(asked)["nguoi_ky"] == whole
    await asked.text("/thongtin người ký: TL. Giám đốc, Trần Quốc Bình")
    await asked.tap(last(asked), "GIÁM ĐỐC / Trần Quốc Bình")
    assert info(asked)["nguoi_ky"] == "GIÁM ĐỐC / Trần Quốc Bình", "what was chosen is not asked"


async def test_a_signature_without_a_name_or_a_title_is_asked(asked: Talk) -> None:
    for typed in ("Giám đốc", "KT. GIÁM ĐỐC", "Lê Văn Bình"):
        said, question = await asked.text(f"/thongtin người ký: {typed}")
        assert question.startswith(f"Người ký “{typed}” chưa đủ cả chức vụ và họ tên."), typed
        assert "⚠" not in said, "once is enough"
    await asked.text("GIÁM ĐỐC / Lê Văn Bình", reply_to=last(asked))
    assert info(asked)["nguoi_ky"] == "GIÁM ĐỐC / Lê Văn Bình"


async def test_an_item_is_cleared_in_words_too(asked: Talk) -> None:
    for words in ("địa điểm: xoá", "xoá địa điểm", "bo muc dia diem"):
        await asked.text("/thongtin địa điểm: Phòng 1")
        (said,) = await asked.text(f"/thongtin {words}")
        assert said.startswith("Đã xoá mục: địa điểm."), words
        assert "dia_diem" not in info(asked) or not info(asked)["dia_diem"], words


async def test_a_button_of_who_signs_that_stands_from_before_goes_on_working(asked: Talk) -> None:
    typed = "KT.Giám đốc, Trần Quốc Bình"
    await asked.text(f"/thongtin người ký: {typed}")
    question = last(asked)
    assert (await asked.tap_data(question, "signer:1:0000:0")).startswith("Nút này đã cũ")
    await asked.tap_data(question, f"signer:1:{digest(typed)}:0")
    assert info(asked)["nguoi_ky"] == "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC / Trần Quốc Bình"
    assert "Đang chờ trả lời" not in (await asked.text("/thongtin"))[0]


async def test_each_value_is_shown_back_as_it_will_stand(asked: Talk) -> None:
    (said,) = await asked.text(
        "/thongtin\nthời gian: 8h15 sáng 30/11 đến 9h50\nđịa danh: đồng tháp\n"
        "ký hiệu: /BB-SKHCN\nnơi nhận: UBND tỉnh (b/c), Giám đốc, lưu VT, VP"
    )
    assert said.startswith(
        f"Đã ghi: thời gian (08 giờ 15, {ON_IT}), kết thúc (09 giờ 50, {ON_IT}), địa danh, "
        "ký hiệu, nơi nhận.\nGhi như sau:\n• địa danh: Đồng Tháp\n• ký hiệu: SKHCN\n"
        "• nơi nhận: UBND tỉnh (b/c) · Giám đốc · Lưu: VT, VP\n"
    )
    (said,) = await asked.text("/thongtin địa điểm là hội trường Sở")
    assert "• địa điểm: Hội trường Sở" in said
    (said,) = await asked.draft("/bienban")
    assert f"Thời gian bắt đầu: 08 giờ 15, {ON_IT}." in said
    assert f"kết thúc vào 09 giờ 50, {ON_IT}" in said
    assert "Địa điểm: Hội trường Sở." in said
    assert "/BB-SKHCN" in said
    (said,) = await asked.draft("/baocao")
    assert "/BC-SKHCN" in said
    assert "- UBND tỉnh (b/c);\n- Giám đốc;\n- Lưu: VT, VP." in said


async def test_a_form_without_a_value_changes_nothing(asked: Talk) -> None:
    await asked.text("/thongtin thời gian: 8h 30/11/2026")
    (said,) = await asked.text("/thongtin ngày họp:")
    assert said.startswith("Sau “ngày họp” chưa có gì nên mục thời gian giữ nguyên.")
    assert info(asked)["thoi_gian"] == "8h 30/11/2026"
    (said,) = await asked.text("/thongtin địa điểm:")
    assert said.startswith("Mục địa điểm chưa có gì; hãy viết giá trị sau dấu hai chấm.")


async def test_a_value_under_an_unknown_name_goes_where_a_tap_says(asked: Talk) -> None:
    (said,) = await asked.text("/thongtin đại điểm: phòng 2")
    assert said.startswith("Không có mục “đại điểm” nên chưa ghi “phòng 2”. Có phải mục “địa điểm”")
    await asked.tap(last(asked), "Ghi vào mục địa điểm")
    assert info(asked)["dia_diem"] == "Phòng 2"
    await asked.text("/thongtin đại điểm: phòng 3")
    await asked.tap(last(asked), "Không ghi")
    assert info(asked)["dia_diem"] == "Phòng 2"
    await asked.text("/thongtin đại danh: cao lãnh")
    await asked.text("địa danh", reply_to=last(asked))
    assert info(asked)["dia_danh"] == "Cao Lãnh"


async def test_the_question_of_the_review_asks_back_too(asked: Talk) -> None:
    await asked.text("KL: Thống nhất.")
    await asked.text("/rasoat")
    menu = last(asked)
    await asked.tap(menu, next(x for x in labels(asked) if x.startswith("Mục còn thiếu")))
    await asked.tap(menu, "Điền ký hiệu")
    (said,) = await asked.text("Sở KHCN", reply_to=last(asked))
    assert said.startswith("Chưa ghi mục ký hiệu “Sở KHCN”")
    await asked.tap(last(asked), "SKHCN")
    assert info(asked)["ky_hieu"] == "SKHCN"


async def test_who_signs_is_asked_once_wherever_it_is_typed(asked: Talk) -> None:
    written = "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC / Trần Quốc Bình"
    await asked.text("/thongtin người kyý: PGĐ Trần Quốc Bình")
    assert "nguoi_ky" not in info(asked)
    await asked.tap(last(asked), "Ghi vào mục người ký")
    assert labels(asked) == [written, "PHÓ GIÁM ĐỐC / Trần Quốc Bình"]
    await asked.text("/rasoat thieu")
    await asked.tap(last(asked), "Điền người ký")
    said, _ = await asked.text("GĐ, Lê Ba, Sở Y tế", reply_to=last(asked))
    assert "người ký: GĐ, Lê Ba, Sở Y tế" in said, "in doubt it stays as it was typed"
    assert labels(asked) == ["GIÁM ĐỐC / Lê Ba"]
    await asked.text("/rasoat thieu")
    await asked.tap(last(asked), "Điền người ký")
    (said,) = await asked.text("KT.GĐ, PGĐ Trần Quốc Bình", reply_to=last(asked))
    assert said.startswith(f"Đã ghi mục người ký ({written}).")


COMPLETE = """/thongtin
cơ quan: Sở Khoa học và Công nghệ
ký hiệu: SKHCN
địa danh: Đồng Tháp
căn cứ: Kế hoạch công tác năm 2026
địa điểm: Phòng họp
chủ trì: Ông Nguyễn Văn An, Giám đốc
thành phần: Các phòng
người kết luận: Giám đốc Nguyễn Văn An
nơi nhận:
- UBND tỉnh
- Lưu: VT, VP
người ký: GIÁM ĐỐC / Nguyễn Văn An"""


async def test_complete_is_said_of_what_the_layout_check_passes(asked: Talk) -> None:
    (said,) = await asked.text(COMPLETE)
    assert said.endswith("Đã đủ thông tin cho báo cáo.")
    said, which = await asked.text("/thongtin người ký: KT. GIÁM ĐỐC / Nguyễn Văn An")
    assert "Đã đủ" not in said
    assert "Còn thiếu: người ký" in said, "it lacks who signs for the director"
    assert "KT. GIÁM ĐỐC / Nguyễn Văn An" in which
    (said,) = await asked.text("/thongtin người ký: PHÓ GIÁM ĐỐC / Nguyễn Văn An")
    assert "Đã đủ" not in said
    assert "⚠ Mục người ký in ra chưa đúng thể thức" in said
    assert "Đã đủ" not in (await asked.text("/thongtin"))[0]
    await asked.text("YK: Đề nghị thống nhất.")
    await asked.text("KL: Thống nhất.")
    (said,) = await asked.draft("/baocao")
    assert "⚠ Mục người ký in ra chưa đúng thể thức" in said
    assert "Đủ các mục." not in said
    await asked.text("/thongtin người ký: KT. GIÁM ĐỐC / Nguyễn Văn An")
    (said,) = await asked.draft("/baocao")
    assert "người ký" in said.split("Còn thiếu")[1]
    await asked.text("/rasoat thieu")
    assert "Đã đủ" not in asked.door.shown[last(asked)].text
    await asked.text("/thongtin người ký: GIÁM ĐỐC / Nguyễn Văn An")
    assert "Đủ các mục. Hãy đọc lại trước khi trình ký." in (await asked.draft("/baocao"))[0]
    assert not [x for x in check(asked.door.files[-1]) if x.severity in "EW"]


def wrong_in_file(meeting: Meeting, folder: Path) -> set[str]:
    """The items in which the layout check finds errors or warnings, in the draft's own file."""
    path = folder / "draft.docx"
    path.write_bytes(reports(folder).draft(meeting, [], Kind.REPORT).docx)
    of_rule = {"C09": "ky_hieu", "C10": "dia_danh", "C25": "noi_nhan"}
    of_rule |= dict.fromkeys(("C21", "C22", "C23"), "nguoi_ky")
    return {of_rule[x.rule] for x in check(path) if x.rule in of_rule and x.severity in "EW"}


def test_the_words_are_judged_as_the_file_is(tmp_path: Path) -> None:
    for code, value in (
        ("ky_hieu", "TVT"),
        ("ky_hieu", "Sở KH"),
        ("ky_hieu", "KH-TC"),
        ("dia_danh", "đồng tháp"),
        ("dia_danh", "Cao Lãnh, Đồng Tháp"),
        ("noi_nhan", "- UBND tỉnh\n- Lưu: VT"),
        ("noi_nhan", "UBND tỉnh (b/c), Giám đốc, lưu VT, VP"),
        ("noi_nhan", "- A\n- Lưu: VP"),
        ("nguoi_ky", "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC / Trần Quốc Bình"),
        ("nguoi_ky", "KT. GIÁM ĐỐC / Trần Quốc Bình"),
        ("nguoi_ky", "PHÓ GIÁM ĐỐC / Trần Quốc Bình"),
        ("nguoi_ky", "GIÁM ĐỐC / trần quốc bình"),
    ):
        meeting = known_meeting(**{code: value})
        by_words = {item.code for item, _ in would_print_wrong(meeting, NOW, ZONE)}
        assert by_words == wrong_in_file(meeting, tmp_path), (code, value)


async def test_words_that_are_no_value_are_never_printed(asked: Talk) -> None:
    await asked.text("/thongtin nơi nhận: UBND tỉnh; Lưu: VT")
    await asked.text("/ketthuc")
    await asked.text("/batdau Họp hai")
    (said,) = await asked.text("/thongtin thành phần: đầy đủ")
    assert said.startswith("Chưa ghi mục thành phần “đầy đủ”: văn bản cần ghi rõ nội dung")
    (said,) = await asked.text("/thongtin nơi nhận: giống lần trước")
    assert labels(asked) == ["UBND tỉnh · Lưu: VT"]
    await asked.tap(last(asked), "UBND tỉnh · Lưu: VT")
    found = dict(asked.store.meetings.get(2).info)
    assert found["noi_nhan"] == "- UBND tỉnh\n- Lưu: VT"
    assert "thanh_phan" not in found


async def test_a_value_without_marks_is_asked_or_remarked_upon(asked: Talk) -> None:
    await asked.text("Có mặt", AN)
    (said,) = await asked.text("/thongtin địa danh: ha noi")
    assert said.startswith("Chưa ghi mục địa danh “ha noi”: nội dung gõ không dấu.")
    assert labels(asked) == ["Hà Nội", "Giữ như đã gõ: ha noi"]
    await asked.tap(last(asked), "Hà Nội")
    await asked.text("/thongtin chủ trì: nguyen van an")
    assert labels(asked) == ["Nguyễn Văn An", "Giữ như đã gõ: nguyen van an"]
    await asked.tap(last(asked), "Nguyễn Văn An")
    (said,) = await asked.text("/thongtin\nđịa điểm: hoi truong so\nthư ký: le van tam")
    assert "⚠ Mục địa điểm, thư ký gõ không dấu, văn bản sẽ in đúng như vậy." in said
    assert {x: info(asked)[x] for x in ("dia_danh", "chu_tri", "dia_diem", "thu_ky")} == {
        "dia_danh": "Hà Nội",
        "chu_tri": "Nguyễn Văn An",
        "dia_diem": "Hoi truong so",
        "thu_ky": "Le Van Tam",
    }


async def test_who_led_it_is_shown_back_as_it_will_stand(asked: Talk) -> None:
    (said, *_) = await asked.text("/thongtin chủ trì: đ/c Trần Quốc Bình, PGĐ")
    assert "• chủ trì: Trần Quốc Bình, Phó Giám đốc" in said
    (said,) = await asked.draft("/bienban")
    assert "Trần Quốc Bình, Phó Giám đốc" in said
    assert "PGĐ" not in said
