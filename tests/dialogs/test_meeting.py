"""A meeting as people have it: open, speak, tag, close, read again."""

from __future__ import annotations

import dataclasses
import unicodedata
from pathlib import Path

import pytest

from bot.doors.port import Incoming, Media, MediaKind
from bot.messages import history as about_history
from bot.messages import lines as about_lines
from bot.messages import meeting as about_meeting
from bot.messages import outside as about_outside
from bot.messages import phrases
from bot.messages import trouble as about_trouble
from tests.dialogs.talking import AN, BINH, HA, Talk, talking


async def test_messages_before_a_meeting_are_no_lines_and_the_bot_says_once_how_to_begin(
    talk: Talk,
) -> None:
    assert await talk.text("Chào cả nhà") == [about_outside.HOW_TO_BEGIN.format(hours=24)]
    assert await talk.text("Họp chưa?") == []
    assert await talk.text("Tôi nói vài lời", AN) == []
    assert await talk.text("KL: Tôi tưởng đang họp", AN) == [
        about_outside.HOW_TO_BEGIN.format(hours=24)
    ]
    await talk.text("/batdau Họp giao ban")
    assert talk.lines() == []


async def test_who_opens_a_meeting_is_its_secretary(talk: Talk) -> None:
    (opened,) = await talk.text("/batdau  Hội nghị  sơ kết")
    assert "cuộc họp số 1: Hội nghị sơ kết" in opened
    assert "Thư ký: Lê Thị Hà" in opened


async def test_a_bot_that_hears_only_commands_says_so_before_anything_is_lost(talk: Talk) -> None:
    (opened,) = await talk.arrive(HA, "m1", text="/batdau Họp", hears_all=False)
    assert "privacy mode" in opened
    assert "đặt bot làm quản trị viên" in opened


async def test_a_meeting_needs_a_name(talk: Talk) -> None:
    assert await talk.text("/batdau") == [about_meeting.USE_OPEN]
    assert await talk.text("/ketthuc") == [phrases.NO_MEETING]


async def test_a_second_meeting_is_refused_with_the_way_on(talk: Talk) -> None:
    await talk.text("/batdau Họp giao ban")
    await talk.text("Dòng một")
    (said,) = await talk.text("/batdau Họp khác", AN)
    assert "số 1 “Họp giao ban” đang mở từ 08:00, 24/07/2026" in said
    assert "đã có 1 dòng" in said
    assert "/ketthuc" in said
    await talk.text("/ketthuc")
    (said,) = await talk.text("/batdau Họp khác", AN)
    assert "cuộc họp số 2" in said


async def test_a_typed_line_is_acknowledged_quietly(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    assert await talk.text("Tôi đề nghị rà soát", AN) == []
    assert list(talk.door.acknowledged.values()) == [1]
    assert talk.lines() == [(1, "Nguyễn Văn An", "Tôi đề nghị rà soát", None)]


async def test_a_voice_note_has_one_answer_that_becomes_its_text(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    card = await talk.voice("tôi đồng ý", AN)
    assert talk.door.edits[-1].startswith("#1 · Nguyễn Văn An · 0:08\ntôi đồng ý")
    assert talk.door.shown[card].labels == ["Ý kiến", "Kết luận", "Sửa", "Xoá"]


async def test_a_tap_tags_and_a_second_tap_takes_it_off(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    card = await talk.voice("thống nhất")
    assert await talk.tap(card, "Kết luận") == "#1: Kết luận"
    assert talk.lines()[0][3] == "ketluan"
    assert talk.door.shown[card].labels[:2] == ["Ý kiến", "✓ Kết luận"]
    assert "· Kết luận" in talk.door.shown[card].text
    await talk.tap(card, "Ý kiến")
    assert talk.lines()[0][3] == "ykien"
    assert await talk.tap(card, "Ý kiến") == "#1: đã bỏ thẻ"
    assert talk.lines()[0][3] is None


@pytest.mark.parametrize(
    ("typed", "tag", "kept"),
    [
        ("Tăng cường phối hợp #ykien", "ykien", "Tăng cường phối hợp"),
        ("#ketluan Thống nhất", "ketluan", "Thống nhất"),
        ("#Kết_Luận Thống nhất", "ketluan", "Thống nhất"),
        (unicodedata.normalize("NFD", "Thống nhất #kếtluận"), "ketluan", "Thống nhất"),
        ("KL: Thống nhất", "ketluan", "Thống nhất"),
        ("yk : theo tôi", "ykien", "theo tôi"),
        ("ND: Báo cáo đã đọc", "noidung", "Báo cáo đã đọc"),
        ("Giá #yến sào tăng", None, "Giá #yến sào tăng"),
        ("klm: không phải thẻ", None, "klm: không phải thẻ"),
    ],
)
async def test_tags_inside_a_message(talk: Talk, typed: str, tag: str | None, kept: str) -> None:
    await talk.text("/batdau Họp")
    await talk.text(typed)
    assert talk.lines() == [(1, "Lê Thị Hà", kept, tag)]


async def test_tags_by_number(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    for word in ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám"):
        await talk.text(f"Dòng {word}")
    assert await talk.text("/ykien 3 5-7") == ["Đã gắn thẻ Ý kiến cho #3, #5–#7."]
    await talk.text("/KETLUAN@bienban_bot 8")
    await talk.text("/kếtluận dòng 1")
    await talk.text(unicodedata.normalize("NFD", "/nộidung 2"))
    await talk.text("kl 4")
    tags = [tag for *_, tag in talk.lines()]
    assert tags == ["ketluan", "noidung", "ykien", "ketluan", "ykien", "ykien", "ykien", "ketluan"]
    assert await talk.text("/botag 3") == ["Đã bỏ thẻ của #3."]
    assert talk.lines()[2][3] is None


async def test_numbers_that_do_not_exist(talk: Talk) -> None:
    assert await talk.text("/ketluan 99") == [phrases.NO_MEETING]
    await talk.text("/batdau Họp")
    (said,) = await talk.text("/ketluan 99")
    assert said.startswith("Không có dòng #99. Cuộc họp số 1 chưa có dòng nào.")
    await talk.text("Dòng một")
    (said,) = await talk.text("/ketluan 99")
    assert said.startswith("Không có dòng #99. Cuộc họp số 1 chỉ có dòng 1.")
    await talk.text("Dòng hai")
    (said,) = await talk.text("/ketluan 99")
    assert said == "Không có dòng #99. Cuộc họp số 1 có dòng 1 đến 2. Xem: /dong"
    said = await talk.text("/ketluan 2 99")
    assert said[0] == "Đã gắn thẻ Kết luận cho #2."
    assert "Không có dòng #99" in said[1]
    (said,) = await talk.text("/ykien 500-1000000000000")
    assert len(said) < 600
    assert [tag for *_, tag in talk.lines()] == [None, "ketluan"]


async def test_tags_by_reply(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    await talk.text("Tôi đề nghị", AN)
    mine = next(iter(talk.door.acknowledged))
    assert await talk.text("/ykien", reply_to=mine) == ["Đã gắn thẻ Ý kiến cho #1."]
    await talk.text("#ketluan", reply_to=mine)
    assert talk.lines()[0][3] == "ketluan"
    card = await talk.voice("xin hết")
    await talk.text("KL:", reply_to=card)
    assert talk.lines()[1][3] == "ketluan"
    assert "Kết luận" in talk.door.shown[card].text


async def test_a_reply_with_words_is_a_line_of_its_own(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    await talk.text("Tôi đề nghị", AN)
    mine = next(iter(talk.door.acknowledged))
    await talk.text("Tôi cũng thấy vậy #ykien", BINH, reply_to=mine)
    assert talk.lines()[1] == (2, "Trần Bình", "Tôi cũng thấy vậy", "ykien")
    assert talk.lines()[0][3] is None


async def test_a_reply_to_what_is_no_line(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    (said,) = await talk.text("/ketluan", reply_to="m999")
    assert said.startswith("Tin bạn trả lời không phải là một dòng")
    (said,) = await talk.text("#ketluan", reply_to="m999")
    assert said.startswith("Tin bạn trả lời không phải là một dòng")
    assert talk.lines() == []


async def test_a_conclusion_typed_after_its_command_is_a_tagged_line(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    (said,) = await talk.text("/ketluan Giao 3 phòng phối hợp trước ngày 30/11")
    assert said == "Đã ghi dòng #1 · Kết luận: Giao 3 phòng phối hợp trước ngày 30/11"
    assert talk.lines() == [(1, "Lê Thị Hà", "Giao 3 phòng phối hợp trước ngày 30/11", "ketluan")]


@pytest.mark.parametrize("typed", ["/ketluan 1 nha", "/ket luan 1", "/kết luận 1", "/ketluan1 ạ"])
async def test_a_tag_as_people_really_type_it(talk: Talk, typed: str) -> None:
    await talk.text("/batdau Họp")
    await talk.text("Thống nhất")
    await talk.text(typed)
    assert talk.lines() == [(1, "Lê Thị Hà", "Thống nhất", "ketluan")]


@pytest.mark.parametrize(
    "typed",
    [
        "/ketluan 1 phòng chủ trì",
        "/ketluan dòng cuối",
        "/ketluan -5",
        "/ketluan (1)",
        "/ketluan câu 1",
        "/ketluan tất cả",
        "/ketluan ???",
        "KL:",
        "#ykien",
    ],
)
async def test_what_may_mean_two_things_is_asked_and_not_recorded(talk: Talk, typed: str) -> None:
    await talk.text("/batdau Họp")
    await talk.text("Thống nhất")
    (said,) = await talk.text(typed)
    assert "Hãy" in said
    assert talk.lines() == [(1, "Lê Thị Hà", "Thống nhất", None)]


@pytest.mark.parametrize("typed", ["kl", "Kết luận", "#KL"])
async def test_a_bare_word_as_a_reply_is_a_tag(talk: Talk, typed: str) -> None:
    await talk.text("/batdau Họp")
    card = await talk.voice("thống nhất")
    await talk.text(typed, reply_to=card)
    assert talk.lines() == [(1, "Nguyễn Văn An", "thống nhất", "ketluan")]


async def test_a_meeting_closed_by_mistake_is_opened_again(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    await talk.text("Một")
    await talk.text("/ketthuc")
    closed = list(talk.door.shown)[-1]
    assert talk.door.shown[closed].labels == ["Báo cáo", "Mở lại", "Làm việc riêng"]
    (said,) = await talk.text("/ketluan Giao Văn phòng tổng hợp")
    assert "đã đóng nên câu này chưa được ghi" in said
    await talk.tap(closed, "Mở lại")
    await talk.text("Hai")
    assert [text for _, _, text, _ in talk.lines()] == ["Một", "Hai"]
    await talk.text("/ketthuc")
    assert "Đã mở lại cuộc họp số 1" in (await talk.text("/molai"))[0]
    await talk.text("/ketthuc")
    await talk.text("/batdau Họp sau")
    assert await talk.tap(closed, "Mở lại") == phrases.TOAST_OLD


async def test_the_bots_own_sample_is_no_name(talk: Talk) -> None:
    assert await talk.text("/toi Họ tên - chức vụ") == [about_meeting.NAME_IS_SAMPLE]
    assert await talk.text("/toi - ") == [about_meeting.NAME_IS_SAMPLE]


async def test_an_edit_does_not_undo_what_somebody_else_mended(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    await talk.text("YK: Tôi đề nghi", AN)
    mine = next(iter(talk.door.acknowledged))
    await talk.text("Tôi đề nghỉ", AN, edit=mine)
    assert talk.lines()[0][2:] == ("Tôi đề nghỉ", None)  # the tag went with its word
    await talk.text("/sua 1: Tôi đề nghị", HA)
    (said,) = await talk.text("Tôi đề nghỉ việc", AN, edit=mine)
    assert "đã được người khác sửa" in said
    await talk.text("/ketthuc")
    (said,) = await talk.text("Tôi rút ý kiến", AN, edit=mine)
    assert "đã đóng" in said
    assert talk.lines()[0][2] == "Tôi đề nghị"


async def test_a_tag_in_a_mended_line_is_a_tag(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    await talk.text("Câu sai")
    await talk.text("/sua 1: KL: Câu đúng")
    assert talk.lines() == [(1, "Lê Thị Hà", "Câu đúng", "ketluan")]


@pytest.mark.parametrize("typed", ["/sua 1 Câu đúng", "/sua dòng 1: Câu đúng", "/sua #1. Câu đúng"])
async def test_ways_to_mend(talk: Talk, typed: str) -> None:
    await talk.text("/batdau Họp")
    await talk.text("Câu sai")
    await talk.text(typed)
    assert talk.lines()[0][2] == "Câu đúng"
    assert await talk.text("/sua 1-2 Câu khác") == [about_lines.USE_EDIT]


async def test_a_command_alone_shows_how_to_use_it(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    assert "/ketluan 3 5-7" in (await talk.text("/ketluan"))[0]
    assert "/sua 5" in (await talk.text("/sua"))[0]
    assert "/xoa 5" in (await talk.text("/xoa"))[0]
    assert "/xem 4" in (await talk.text("/xem"))[0]
    assert "Họ tên" not in (await talk.text("/toi"))[0]
    assert "Báo cáo đang ghi tên bạn là: Lê Thị Hà" in (await talk.text("/toi"))[0]


async def test_mend_a_line_by_command_by_reply_and_by_button(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    card = await talk.voice("giao phòng kế hạch")
    await talk.text("/sua 1 Giao Phòng Kế hoạch")
    assert talk.lines()[0][2] == "Giao Phòng Kế hoạch"
    assert "Giao Phòng Kế hoạch" in talk.door.shown[card].text
    await talk.tap(card, "Sửa")
    asked = list(talk.door.shown)[-1]
    assert "trả lời tin này bằng câu đúng" in talk.door.shown[asked].text
    await talk.text("Giao Phòng Kế hoạch - Tài chính", reply_to=asked)
    assert talk.lines()[0][2] == "Giao Phòng Kế hoạch - Tài chính"
    await talk.text("/sua Giao Phòng Tài chính", reply_to=card)
    assert talk.lines() == [(1, "Nguyễn Văn An", "Giao Phòng Tài chính", None)]


async def test_delete_and_take_back(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    card = await talk.voice("nói nhầm")
    await talk.tap(card, "Xoá")
    assert talk.lines() == []
    assert talk.door.shown[card].labels == ["Khôi phục"]
    await talk.tap(card, "Khôi phục")
    assert len(talk.lines()) == 1
    assert "/khoiphuc 1" in (await talk.text("/xoa 1"))[0]
    assert await talk.text("/xoa 1") == ["Dòng #1 đã xoá; lấy lại: /khoiphuc 1"]
    assert "nói nhầm" in (await talk.text("/dong daxoa"))[0]
    await talk.text("/khoiphuc 1")
    assert len(talk.lines()) == 1
    assert await talk.text("/khoiphuc 1") == ["Dòng #1 chưa bị xoá."]
    assert await talk.text("/khoiphuc") == [about_lines.USE_RESTORE]


async def test_an_edited_message_edits_its_line(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    await talk.text("Tôi đề nghi", AN)
    mine = next(iter(talk.door.acknowledged))
    await talk.text("Tôi đề nghị #ykien", AN, edit=mine)
    assert talk.lines() == [(1, "Nguyễn Văn An", "Tôi đề nghị", "ykien")]


async def test_names_from_the_account_until_toi_says_otherwise(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    await talk.text("Dòng một", AN)
    (said,) = await talk.text("/toi Nguyễn Văn An - Trưởng phòng Kế hoạch - Tài chính", AN)
    assert said.endswith("Nguyễn Văn An, Trưởng phòng Kế hoạch - Tài chính")
    await talk.text("/toi Nguyễn Văn An (B)", BINH)
    await talk.text("Dòng hai", BINH)
    assert [name for _, name, *_ in talk.lines()] == ["Nguyễn Văn An", "Nguyễn Văn An (B)"]


async def test_an_ended_meeting_keeps_its_names(talk: Talk) -> None:
    await talk.text("/batdau Họp một")
    await talk.text("/toi Nguyễn Văn An - Phó phòng", AN)
    await talk.text("Dòng", AN)
    await talk.text("/ketthuc")
    await talk.text("/batdau Họp hai")
    await talk.text("/toi Nguyễn Văn An - Trưởng phòng", AN)
    await talk.text("Dòng", AN)
    first, second = (talk.store.lines.of_meeting(no)[0].speaker.title for no in (1, 2))
    assert (first, second) == ("Phó phòng", "Trưởng phòng")


async def test_closing_counts_and_says_what_is_left(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    for text in ("Một", "YK: Hai", "KL: Ba"):
        await talk.text(text)
    (said,) = await talk.text("/ketthuc")
    assert "3 dòng, 1 ý kiến, 1 kết luận" in said
    assert "Chưa gắn thẻ: #1." in said
    assert await talk.text("Sau giờ họp") == [about_outside.HOW_TO_BEGIN.format(hours=24)]
    assert await talk.text("/ykien 1") == ["Đã gắn thẻ Ý kiến cho #1."]


async def test_lines_by_pages_by_tag_and_by_number(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    assert (await talk.text("/dong"))[0].startswith("Cuộc họp số 1 chưa có dòng nào")
    for number in range(1, 24):
        await talk.text(f"Câu số {number}" + (" #ketluan" if number % 7 == 0 else ""))
    (said,) = await talk.text("/dong")
    assert "trang 1/3" in said
    page = list(talk.door.shown)[-1]
    await talk.tap(page, "Sau ›")
    assert "Câu số 11" in talk.door.shown[page].text
    await talk.tap(page, "Sau ›")
    assert "Câu số 23" in talk.door.shown[page].text
    assert talk.door.shown[page].labels == ["‹ Trước"]
    (said,) = await talk.text("/dong trang 3")
    assert "Câu số 21" in said
    (said,) = await talk.text("/dong kết luận")
    assert "3 dòng · Kết luận" in said
    (said,) = await talk.text("/dong chưa thẻ")
    assert "20 dòng · Chưa gắn thẻ" in said
    assert "Không có loại “xyz”" in (await talk.text("/dong xyz"))[0]
    (said,) = await talk.text("/dong 14")
    assert said == "#14 · Lê Thị Hà · Kết luận\nCâu số 14"


async def test_history_and_one_meeting(talk: Talk) -> None:
    assert await talk.text("/lichsu") == [about_history.NO_HISTORY]
    await talk.text("/batdau Họp một")
    await talk.text("Câu của họp một")
    await talk.text("/ketthuc")
    await talk.text("/batdau Họp hai")
    (said,) = await talk.text("/lichsu")
    assert "2. 24/07/2026 · Họp hai · 0 dòng, 0 ý kiến, 0 kết luận · đang mở" in said
    (said,) = await talk.text("/xem 1")
    assert "Câu của họp một" in said
    assert (await talk.text("/xem 7"))[0].startswith("Ở đây không có cuộc họp số 7")


async def test_another_chat_sees_nothing_of_this_one(talk: Talk) -> None:
    await talk.text("/batdau Họp kín")
    card = await talk.voice("bí mật")
    other = Talk(talk.office, talk.door, "-200")
    assert (await other.text("/xem 1"))[0].startswith("Ở đây không có cuộc họp số 1")
    assert (await other.text("/baocao 1"))[0].startswith("Ở đây không có cuộc họp số 1")
    assert await other.text("/lichsu") == [about_history.NO_HISTORY]
    for data in ("tag:1:ketluan", "edit:1", "delete:1", "page:1:tatca:1", "report:1", "retry:1"):
        assert await other.tap_data(card, data) == phrases.TOAST_OLD
    assert talk.lines() == [(1, "Nguyễn Văn An", "bí mật", None)]


@pytest.mark.parametrize(
    "data",
    ["", ":", "tag", "tag:1", "tag:x:ketluan", "tag:1:sai", "page:1:x:1", "nonsense:1", "retry:1"],
)
async def test_a_forged_button_does_nothing(talk: Talk, data: str) -> None:
    await talk.text("/batdau Họp")
    await talk.text("Dòng một")
    assert await talk.tap_data("m1", data) == phrases.TOAST_OLD
    assert talk.lines() == [(1, "Lê Thị Hà", "Dòng một", None)]


async def test_unknown_commands_and_help(talk: Talk) -> None:
    assert "Có phải /ketthuc" not in (await talk.text("/ketthu"))[0]
    assert "Có phải" not in (await talk.text("/tim ngân sách"))[0]
    assert "Không có lệnh /ketluann. Có phải /ketluan không?" in (await talk.text("/ketluann 3"))[0]
    (said,) = await talk.text("/trogiup")
    assert said.count("\n") < 20
    for command in ("/batdau", "/toi", "YK:", "KL:", "/sua", "/rasoat", "/baocao", "/ketthuc"):
        assert command in said
    assert "privacy mode" in said
    assert await talk.text("/start") == [said]


async def test_the_same_message_twice_is_the_same_line(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    arrival = Incoming("k1", talk.chat, AN, talk.now, "m-same", "Chỉ một lần")
    await talk.again(arrival)
    await talk.again(arrival)  # the same update again
    await talk.again(dataclasses.replace(arrival, key="k2"))  # the same message in another
    assert len(talk.lines()) == 1


async def test_a_forwarded_voice_note_goes_under_its_speakers_name(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    talk.door.recordings["f"] = "lời của An".encode()
    media = Media(MediaKind.SOUND, "f", seconds=3)
    await talk.arrive(HA, "m500", media=media, speaker=AN)
    assert talk.lines() == [(1, "Nguyễn Văn An", "lời của An", None)]


async def test_a_group_that_becomes_a_supergroup_keeps_its_meeting(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    await talk.arrive(HA, "2", text="Trước")
    await talk.arrive(HA, "", moved_to="-100999")
    moved = Talk(talk.office, talk.door, "-100999")
    moved.now = talk.now
    await moved.arrive(AN, "2", text="Sau")  # message ids begin anew there
    await moved.text("#ketluan", reply_to="2")
    assert [(text, tag) for _, _, text, tag in talk.lines()] == [
        ("Trước", None),
        ("Sau", "ketluan"),
    ]


async def test_what_was_sent_before_a_group_moved_and_comes_after_it_finds_what_it_is_about(
    talk: Talk,
) -> None:
    """An error has told of the move, and what people sent before is still to be brought."""
    await talk.text("/batdau Họp")
    await talk.arrive(HA, "2", text="Một")
    await talk.arrive(AN, "3", text="Hai")
    await talk.arrive(HA, "4", text="/ketluan Ba")
    card = await talk.voice("Thống nhất gia hạn đến tháng mười hai", AN)
    await talk.arrive(HA, "", moved_to="-100999", moved_surely=True)
    moved = Talk(talk.office, talk.door, "-100999")
    await moved.arrive(AN, "2", text="Mới")  # message ids begin anew there
    before = len(talk.door.acknowledged)
    await talk.text("#ketluan", reply_to="2")
    await talk.arrive(AN, "3", text="Hai, đã sửa", edited=True)
    await talk.arrive(HA, "4", text="/ketluan Ba, đã sửa", edited=True)
    await talk.text("Thống nhất gia hạn đến tháng mười một", AN, reply_to=card)
    await talk.arrive(AN, "5", text="Bốn")
    await talk.text("#ykien", reply_to="5")
    await talk.arrive(AN, "5", text="Bốn, đã sửa", edited=True)
    await moved.text("#noidung", reply_to="2")
    await talk.in_store(talk.store.chats.move, 1, "-100999", None)  # told once more, by an error
    await moved.arrive(AN, "2", text="Mới", edited=True)
    assert [(text, tag) for _, _, text, tag in talk.lines()] == [
        ("Một", "ketluan"),
        ("Hai, đã sửa", None),
        ("Ba, đã sửa", "ketluan"),
        ("Thống nhất gia hạn đến tháng mười một", None),
        ("Mới", "noidung"),
        ("Bốn, đã sửa", "ykien"),
    ]
    assert len(talk.door.acknowledged) == before, (
        "no message of the new group bears a sign of these"
    )
    told = [x for key, x in talk.door.shown.items() if talk.door.chats[key] == moved.chat.key]
    assert not any(x.reply_to and x.reply_to.startswith("before") for x in told)
    assert any("tháng mười một" in x.text for x in told), "its card is made anew"


async def test_an_answer_to_a_question_of_before_the_move_is_one(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    await talk.text("/thongtin ngày họp: 31/11/2026")
    asked = next(reversed(talk.door.shown))
    await talk.arrive(HA, "", moved_to="-100999")
    await talk.text("30/11/2026", reply_to=asked)
    assert talk.lines() == []
    shown = await Talk(talk.office, talk.door, "-100999").text("/thongtin")
    assert "30/11/2026" in shown[0]


async def test_what_waited_outside_of_a_meeting_follows_its_edit_across_a_move(talk: Talk) -> None:
    await talk.arrive(AN, "7", text="Mười hộ")
    asked = next(reversed(talk.door.shown))
    await talk.arrive(HA, "", moved_to="-100999")
    await talk.arrive(AN, "7", text="Mười hai hộ", edited=True)
    moved = Talk(talk.office, talk.door, "-100999")
    button = talk.door.shown[asked].buttons[0][0].data
    await moved.tap_data(asked, button)
    assert [text for _, _, text, _ in talk.lines()] == ["Mười hai hộ"]


async def test_a_supergroup_that_is_seen_before_it_is_announced(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    await talk.text("Trước")
    early = Talk(talk.office, talk.door, "-100999")
    assert await early.text("Sớm quá") == [about_outside.HOW_TO_BEGIN.format(hours=24)]
    await talk.arrive(HA, "", moved_to="-100999")
    await early.text("Sau")
    assert [text for _, _, text, _ in talk.lines()] == ["Trước", "Sau"]


@pytest.mark.parametrize("typed", ['"Họp tổ"', "“Họp tổ”", "«Họp tổ».", "Họp tổ"])
async def test_a_name_in_quotation_marks_stands_without_them(talk: Talk, typed: str) -> None:
    (opened,) = await talk.text(f"/batdau {typed}")
    assert opened.startswith("Đã mở cuộc họp số 1: Họp tổ\n")
    (closed,) = await talk.text("/ketthuc")
    assert "cuộc họp số 1 “Họp tổ”" in closed


@pytest.mark.parametrize("typed", ["YK", "kl", "ND:", "#yk"])
async def test_a_tag_that_stands_alone_is_no_line(talk: Talk, typed: str) -> None:
    await talk.text("/batdau Họp")
    assert await talk.text(typed) == [about_lines.USE_TAG_WORD]
    assert talk.lines() == []


async def test_a_command_under_a_file_is_no_line(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    for kind in (MediaKind.PICTURE, MediaKind.OTHER):
        told = await talk.picture("/Kết thúc!", kind)
        assert told[-1] == about_trouble.ORDER_UNDER_FILE.format(name="ketthuc"), kind
    await talk.voice("Tôi đề nghị lùi hạn", AN, "/bienban")
    assert about_trouble.ORDER_UNDER_FILE.format(name="bienban") in [
        one.text for one in talk.door.shown.values()
    ]
    await talk.voice("Giao Phòng A", HA, "/ket luan")
    await talk.voice("Nên lùi hạn", AN, unicodedata.normalize("NFD", "/ý kiến Bổ sung"))
    assert [(text, tag) for _, _, text, tag in talk.lines()] == [
        ("Tôi đề nghị lùi hạn", None),
        ("Giao Phòng A", "ketluan"),
        ("Nên lùi hạn", "ykien"),
        ("Bổ sung", None),
    ]
    assert talk.store.meetings.open_in(1) is not None


async def test_the_same_message_number_on_another_day_is_another_line(talk: Talk) -> None:
    await talk.text("/batdau Họp một")
    await talk.arrive(AN, "7", text="Câu cũ")
    await talk.text("/ketthuc")
    await talk.text("/batdau Họp hai")
    await talk.arrive(AN, "7", text="Câu mới")
    assert talk.lines(2) == [(1, "Nguyễn Văn An", "Câu mới", None)]


async def test_a_typo_mended_in_a_command_keeps_the_conclusion(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    await talk.arrive(HA, "9", text="/ketluan Giao Phòng A chu trì")
    await talk.text("/ketluan Giao Phòng A chủ trì", HA, edit="9")
    assert talk.lines() == [(1, "Lê Thị Hà", "Giao Phòng A chủ trì", "ketluan")]


async def test_a_typo_mended_by_its_author_keeps_the_secretarys_tag(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    await talk.arrive(AN, "9", text="YK: thống nhât")
    await talk.text("/noidung 1", HA)
    await talk.text("YK: thống nhất", AN, edit="9")
    assert talk.lines() == [(1, "Nguyễn Văn An", "thống nhất", "noidung")]


@pytest.mark.parametrize("typed", ["/ketthuc.", "/KếtThúc!", "/ket thuc", "/kết-thúc"])
async def test_a_command_with_a_slip_of_the_thumb(talk: Talk, typed: str) -> None:
    await talk.text("/batdau Họp")
    assert (await talk.text(typed))[0].startswith("Đã đóng cuộc họp số 1")


@pytest.mark.parametrize("typed", ["/", "//", "/5", "/không có lệnh này", "/home/x"])
async def test_what_begins_with_a_slash_is_never_a_line(talk: Talk, typed: str) -> None:
    await talk.text("/batdau Họp")
    assert (await talk.text(typed))[0].startswith("Không có lệnh")
    assert talk.lines() == []


async def test_items_behind_a_command_in_two_words(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    assert "Đã ghi: địa điểm" in (await talk.text("/thông tin\nđịa điểm: Phòng 1"))[0]


async def test_a_forwarded_command_is_no_order(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    await talk.arrive(HA, "9", text="/ketthuc", speaker=AN)
    assert talk.store.meetings.open_in(1)


async def test_toi_reaches_the_open_meeting_of_another_chat(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    await talk.text("Xin nói", AN)
    private = Talk(talk.office, talk.door, "2")
    await private.text("/toi Đồng chí Nguyễn Văn An - Phó phòng", AN)
    found = talk.store.lines.of_meeting(1)[0].speaker
    assert (found.name, found.title) == ("Nguyễn Văn An", "Phó phòng")


async def test_a_deleted_line_is_not_tagged_by_a_reply(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    card = await talk.voice("nói nhầm")
    await talk.tap(card, "Xoá")
    for typed in ("#ketluan", "/ketluan", "/sua khác"):
        assert "đã xoá; lấy lại: /khoiphuc 1" in (await talk.text(typed, reply_to=card))[0]


async def test_no_page_is_longer_than_a_message(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    await talk.text(f"/toi {'Tên rất dài ' * 16}", AN)
    for _ in range(25):
        await talk.text("Một câu dài 🙂 " * 60, AN)
    await talk.text("/dong")
    page = list(talk.door.shown)[-1]
    await talk.tap(page, "Sau ›")
    assert "#11" in talk.door.shown[page].text
    assert all(len(s.text.encode("utf-16-le")) // 2 <= 4096 for s in talk.door.shown.values())


async def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.text("/batdau Họp")
        await talk.text("Trước khi tắt", HA)
        card = await talk.voice("ghi âm", AN)
    async with talking(tmp_path) as again:
        again.door.shown = talk.door.shown
        await again.arrive(BINH, "m77", text="Sau khi bật")
        assert [text for _, _, text, _ in again.lines()] == [
            "Trước khi tắt",
            "ghi âm",
            "Sau khi bật",
        ]
        assert await again.tap_data(card, "tag:2:ykien") == "#2: Ý kiến"
