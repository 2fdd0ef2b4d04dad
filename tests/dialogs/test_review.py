"""A secretary looks through the meeting before the draft, and mends it by taps."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.doors.port import Media, MediaKind
from bot.messages import phrases
from bot.minutes import Line, Tag
from tests.dialogs.talking import AN, BINH, HA, Talk, Unsure, talking


@pytest_asyncio.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path, ear=Unsure("gỗ mít")) as talk:
        yield talk


async def held(talk: Talk) -> None:
    """A meeting in which something of everything is left to do."""
    await talk.text("/batdau Họp giao ban", HA)
    await talk.text("/toi Nguyễn Văn An - Trưởng phòng", AN)
    await talk.voice("bàn ghế làm bằng gỗ mít", AN)
    await talk.text("Một câu chưa gắn thẻ", BINH)
    await talk.text("YK: Đề nghị bổ sung kinh phí tập huấn", BINH)
    await talk.text("KL: Giao đồng chí Nguyễn Văn Ân mua máy chiếu", HA)
    await talk.text("/ykien 1", HA)
    await talk.settle()


def shown(talk: Talk) -> str:
    """The last message of the bot's, as it stands now."""
    return talk.door.shown[review(talk)].text


def review(talk: Talk) -> str:
    return max(
        (key for key, one in talk.door.shown.items() if one.text.startswith(_HEADS)), key=int
    )


_HEADS = (
    *("Rà soát", "Cần nghe lại:", "Chưa gắn thẻ:", "Chưa thấy", "Dự thảo còn", "Có thể là"),
    *("Không còn", "Đã đủ"),
)


def last(talk: Talk) -> str:
    return max(talk.door.shown, key=int)


def lines(talk: Talk) -> list[Line]:
    return talk.store.lines.of_meeting(1)


async def open_topic(talk: Talk, label: str) -> None:
    await talk.text("/rasoat", HA)
    await talk.tap(review(talk), label, HA)


async def test_the_summary_says_what_is_left_and_where(talk: Talk) -> None:
    await held(talk)
    (said,) = await talk.text("/rasoat", HA)
    assert said == (
        "Rà soát cuộc họp số 1 “Họp giao ban”\n"
        "⚠ Cần nghe lại 1 dòng: #1\n"
        "• Chưa gắn thẻ 1 dòng (không vào dự thảo): #2\n"
        "• 2 ý kiến chưa thấy kết luận nào nhắc tới: #1, #3\n"
        "• Thiếu 9 mục: cơ quan, ký hiệu, địa danh, căn cứ, địa điểm, chủ trì, "
        "người kết luận, nơi nhận, người ký\n"
        "• 1 tên viết hai cách: “Nguyễn Văn Ân” và “Nguyễn Văn An”\n"
        "• 1 nhiệm vụ chưa xác nhận (/nhiemvu)\n"
        "Bấm nút để xem và sửa từng loại; xong thì gửi lại /rasoat."
    )
    assert talk.door.shown[review(talk)].labels == [
        "Nghe lại (1)",
        "Chưa gắn thẻ (1)",
        "Ý kiến còn để ngỏ (2)",
        "Mục còn thiếu (9)",
        "Tên hai cách (1)",
        "Nhiệm vụ chưa xác nhận (1)",
        "Làm việc riêng",
    ]


async def test_a_doubtful_line_is_heard_and_confirmed(talk: Talk) -> None:
    await held(talk)
    await open_topic(talk, "Nghe lại (1)")
    assert "⚠ nghe lại: “gỗ mít”" in shown(talk)
    await talk.tap(review(talk), "#1 Nghe", HA)
    assert [file.read_bytes().decode() for file in talk.door.files] == ["bàn ghế làm bằng gỗ mít"]
    await talk.tap(review(talk), "#1 Đúng rồi", HA)
    assert shown(talk) == "Không còn dòng nào cần nghe lại."
    assert not lines(talk)[0].unsure
    await talk.tap(review(talk), "‹ Rà soát", HA)
    assert "Cần nghe lại" not in shown(talk)


async def test_a_line_is_mended_from_there_by_a_reply(talk: Talk) -> None:
    await held(talk)
    await open_topic(talk, "Nghe lại (1)")
    await talk.tap(review(talk), "#1 Sửa", HA)
    await talk.text("Bàn ghế làm bằng gỗ mít.", HA, reply_to=last(talk))
    assert lines(talk)[0].text == "Bàn ghế làm bằng gỗ mít."


async def test_an_untagged_line_is_tagged_or_left_out(talk: Talk) -> None:
    await held(talk)
    await talk.text("Thêm một câu nữa", AN)
    await open_topic(talk, "Chưa gắn thẻ (2)")
    old = talk.door.shown[review(talk)].buttons
    await talk.tap(review(talk), "#2 Ý kiến", HA)
    assert lines(talk)[1].tag is Tag.OPINION
    assert "#2" not in shown(talk)
    again = next(b.data for row in old for b in row if b.label == "#2 Ý kiến")
    assert await talk.tap_data(review(talk), again, HA) == "Dòng #2 đã là Ý kiến"
    assert lines(talk)[1].tag is Tag.OPINION, "a second tap takes nothing off"
    await talk.tap(review(talk), "#5 Để ngoài", HA)
    assert shown(talk) == "Không còn dòng nào chưa gắn thẻ."
    (said,) = await talk.text("/rasoat", HA)
    assert "Chưa gắn thẻ" not in said


async def test_an_open_opinion_gets_its_conclusion(talk: Talk) -> None:
    await held(talk)
    await open_topic(talk, "Ý kiến còn để ngỏ (2)")
    await talk.tap(review(talk), "#3 Thêm kết luận", HA)
    (said,) = await talk.text("Bổ sung kinh phí tập huấn 50 triệu đồng.", HA, reply_to=last(talk))
    assert said.startswith("Đã thêm #5 · Lê Thị Hà · Kết luận: Bổ sung kinh phí tập huấn 50 triệu")
    assert (lines(talk)[-1].tag, lines(talk)[-1].text) == (
        Tag.CONCLUSION,
        "Bổ sung kinh phí tập huấn 50 triệu đồng.",
    )
    assert "chưa thấy kết luận nào nhắc tới: #1\n" in (await talk.text("/rasoat", HA))[0]
    assert ": thêm dòng" in (await talk.text("/lichsudong 5", HA))[0]
    await talk.text("/hoantac", HA)
    assert lines(talk)[-1].deleted


async def test_an_opinion_that_was_answered_otherwise_is_put_aside(talk: Talk) -> None:
    await held(talk)
    await open_topic(talk, "Ý kiến còn để ngỏ (2)")
    await talk.tap(review(talk), "#1 Đã có kết luận", HA)
    await talk.tap(review(talk), "#3 Đã có kết luận", HA)
    assert shown(talk) == "Không còn ý kiến nào để ngỏ."


async def test_a_missing_item_is_filled_by_a_reply(talk: Talk) -> None:
    await held(talk)
    await open_topic(talk, "Mục còn thiếu (9)")
    await talk.tap(review(talk), "Điền nơi nhận", HA)
    (said,) = await talk.text("- UBND tỉnh\n- Lưu: VT", HA, reply_to=last(talk))
    assert said.startswith("Đã ghi mục nơi nhận. Còn thiếu: cơ quan, ")
    meeting = talk.store.meetings.get(1)
    assert meeting is not None
    assert meeting.info["noi_nhan"] == "- UBND tỉnh\n- Lưu: VT"
    assert len(lines(talk)) == 4, "the answer is no line"


async def test_a_name_is_spelled_alike_everywhere_and_that_is_one_step(talk: Talk) -> None:
    await held(talk)
    await talk.text("Nguyễn Văn Ân cũng nói", HA)
    await open_topic(talk, "Tên hai cách (1)")
    assert "1. “Nguyễn Văn Ân” ở #4, #5; tên đã biết: “Nguyễn Văn An”" in shown(talk)
    await talk.tap(review(talk), "1. Đổi thành Nguyễn Văn An", HA)
    assert [x.text for x in lines(talk)[3:]] == [
        "Giao đồng chí Nguyễn Văn An mua máy chiếu",
        "Nguyễn Văn An cũng nói",
    ]
    await talk.text("/hoantac", HA)
    assert [x.text for x in lines(talk)[3:]] == [
        "Giao đồng chí Nguyễn Văn Ân mua máy chiếu",
        "Nguyễn Văn Ân cũng nói",
    ]


async def test_of_two_spellings_that_nobody_knows_either_may_be_taken(talk: Talk) -> None:
    await talk.text("/batdau Họp", HA)
    for words in ("Ông Trần Quốc Toàn nói", "Trần Quốc Toản đáp", "Trần Quốc Toàn thôi"):
        await talk.text(words, AN)
    await open_topic(talk, "Tên hai cách (1)")
    assert "1. “Trần Quốc Toản” ở #2; “Trần Quốc Toàn” ở #1, #3" in shown(talk)
    await talk.tap(review(talk), "1. Đổi thành Trần Quốc Toản", HA)
    assert [x.text for x in lines(talk)] == [
        "Ông Trần Quốc Toản nói",
        "Trần Quốc Toản đáp",
        "Trần Quốc Toản thôi",
    ]
    await talk.text("/hoantac", HA)
    await talk.text("/rasoat tên 1 đổi", HA)
    assert [x.text for x in lines(talk)][1] == "Trần Quốc Toàn đáp"


async def test_two_people_of_nearly_one_name_are_left_alone_from_then_on(talk: Talk) -> None:
    await held(talk)
    await open_topic(talk, "Tên hai cách (1)")
    await talk.tap(review(talk), "1. Là hai tên khác nhau", HA)
    assert shown(talk) == "Không còn tên nào viết hai cách."
    assert "viết hai cách" not in (await talk.text("/rasoat", HA))[0]


async def test_where_there_are_no_buttons_all_of_it_is_typed(talk: Talk) -> None:
    await held(talk)
    (said,) = await talk.text("/rà soát chưa thẻ", HA)
    assert said.startswith("Chưa gắn thẻ: 1 dòng.")
    said, missing = await talk.text("/rasoat bỏ qua 2 3 77", HA)
    assert said == "Đã để riêng #2, #3; /rasoat không nhắc nữa."
    assert "#77" in missing
    assert (await talk.text("/rasoat boqua 2", BINH))[0].startswith("Chỉ ")
    (said,) = await talk.text("/rasoat tên 1 đổi", HA)
    assert said.startswith("Đã đổi “Nguyễn Văn Ân” thành “Nguyễn Văn An” ở #4.")
    await talk.text("/hoantac", HA)
    assert await talk.text("/rasoat ten 1 khac", HA) == ["Đã để riêng"]
    assert await talk.text("/rasoat ten 1 khac", HA) == ["Không còn tên nào viết hai cách."]
    (said,) = await talk.text("/rasoat", HA)
    assert "Chưa gắn thẻ" not in said
    assert "để ngỏ" not in said.replace("Ý kiến còn để ngỏ (1)", "")
    assert (await talk.text("/rasoat gì đó", HA))[0].startswith("Hãy gửi /rasoat")


async def test_who_may_not_change_it_looks_and_changes_nothing(talk: Talk) -> None:
    await held(talk)
    before = lines(talk)
    await talk.text("/rasoat", BINH)
    for topic, tapped in (
        ("Nghe lại (1)", "#1 Đúng rồi"),
        ("Chưa gắn thẻ (1)", "#2 Để ngoài"),
        ("Ý kiến còn để ngỏ (2)", "#1 Đã có kết luận"),
        ("Ý kiến còn để ngỏ (2)", "#1 Thêm kết luận"),
        ("Mục còn thiếu (9)", "Điền nơi nhận"),
        ("Tên hai cách (1)", "1. Đổi thành Nguyễn Văn An"),
        ("Tên hai cách (1)", "1. Là hai tên khác nhau"),
    ):
        await talk.text("/rasoat", BINH)
        await talk.tap(review(talk), topic, BINH)
        await talk.tap(review(talk), tapped, BINH)
    assert lines(talk) == before
    (said,) = await talk.text("/rasoat", HA)
    assert talk.door.shown[review(talk)].labels[2] == "Ý kiến còn để ngỏ (2)"
    assert "1 tên viết hai cách" in said


async def test_an_answer_by_voice_is_asked_for_in_words(talk: Talk) -> None:
    await held(talk)
    await open_topic(talk, "Mục còn thiếu (9)")
    await talk.tap(review(talk), "Điền địa điểm", HA)
    media = Media(MediaKind.SOUND, "ref", "ghi-am.ogg", seconds=8.0)
    (said,) = await talk.arrive(HA, "m99", media=media, reply_to=last(talk))
    assert said.startswith("Hãy trả lời tin hỏi bằng chữ")
    assert len(lines(talk)) == 4


async def test_when_all_is_done_the_draft_is_one_tap_away(talk: Talk) -> None:
    await talk.text("/batdau Họp", HA)
    form = "\n".join(f"{item}: x" for item in (
        *("cơ quan", "ký hiệu", "địa danh", "căn cứ", "địa điểm", "chủ trì", "thành phần"),
        *("người kết luận", "nơi nhận"),
    ))  # fmt: skip
    await talk.text(f"/thongtin\n{form}\nngười ký: GIÁM ĐỐC / Lê A", HA)
    (said,) = await talk.text("/rasoat", HA)
    assert "chưa có dòng nào" in said
    await talk.text("KL: Thống nhất phương án 1.", HA)
    await talk.text("/ketthuc", HA)
    (said,) = await talk.text("/rasoat", HA)
    assert said.endswith("Không còn gì phải xem. Lấy dự thảo: /baocao")
    assert talk.door.shown[review(talk)].labels == [phrases.BUTTON_REPORT, "Làm việc riêng"]


async def test_the_other_lists_are_one_tap_away(talk: Talk) -> None:
    await talk.text("/batdau Họp", HA)
    await talk.text("/thanhphan\nTrần Thị Mai - Chuyên viên", HA)
    await talk.text("KL: Giao Phòng Kế hoạch hoàn thành báo cáo trước 30/11", HA)
    await talk.text("Tôi đề nghị bổ sung kinh phí cho phòng máy", AN)
    (said,) = await talk.text("/rasoat", HA)
    assert "• 1 gợi ý thẻ chưa ai quyết (/goiy)" in said
    assert "• 1 nhiệm vụ chưa xác nhận (/nhiemvu)" in said
    assert "• 1 người trong danh sách chưa đánh dấu có mặt hay vắng (/thanhphan)" in said
    await talk.tap(review(talk), "Gợi ý thẻ (1)", HA)
    assert talk.door.shown[last(talk)].text.startswith("1 gợi ý thẻ · cuộc họp số 1")
    await talk.text("/rasoat", HA)
    await talk.tap(last(talk), "Nhiệm vụ chưa xác nhận (1)", HA)
    assert talk.door.shown[last(talk)].text.startswith("Nhiệm vụ · cuộc họp số 1")
    await talk.text("/rasoat", HA)
    await talk.tap(last(talk), "Chưa đánh dấu (1)", HA)
    assert talk.door.shown[last(talk)].text.startswith("Thành phần cuộc họp số 1")


async def test_many_lines_come_by_pages(talk: Talk) -> None:
    await talk.text("/batdau Họp", HA)
    for number in range(1, 11):
        await talk.text(f"Câu {number}", AN)
    await open_topic(talk, "Chưa gắn thẻ (10)")
    assert shown(talk).startswith("Chưa gắn thẻ: 10 dòng · trang 1/3.")
    await talk.tap(review(talk), phrases.BUTTON_NEXT, HA)
    await talk.tap(review(talk), phrases.BUTTON_NEXT, HA)
    assert "#9" in shown(talk)
    assert "#8" not in shown(talk)
    await talk.tap(review(talk), "#9 Kết luận", HA)
    await talk.tap(review(talk), "#10 Kết luận", HA)
    assert "trang 2/2" in shown(talk), "the page that is gone is the last one"
