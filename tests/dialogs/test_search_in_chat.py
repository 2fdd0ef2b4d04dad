"""``/tim``: what was said is found again, by whoever may see it and by nobody else."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.doors.port import Chat, ChatKind, Person
from bot.messages import phrases
from tests.dialogs.talking import AN, BINH, HA, Talk, talking

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path) as one:
        yield one


def elsewhere(talk: Talk, key: str, kind: ChatKind = ChatKind.GROUP) -> Talk:
    """Another chat with the same bot."""
    there = Talk(talk.office, talk.door, key)
    there.chat = Chat(talk.door.name, key, "Nơi khác", kind)
    there.now = talk.now
    return there


def last(talk: Talk) -> str:
    return list(talk.door.shown)[-1]


async def test_the_secretary_finds_a_conclusion_again(talk: Talk) -> None:
    await talk.text("/batdau Họp giống cây", HA)
    await talk.text("/toi Nguyễn Văn An - Trưởng phòng", AN)
    await talk.text("Đề nghị trồng chanh", AN)
    await talk.voice("Thống nhất trồng chanh, xoài ở xã Hoà Bình", AN)
    await talk.text("/ketluan 2", HA)
    (said,) = await talk.text("/tim chanh xoai", HA)
    assert said.split("\n") == [
        "Tìm thấy 1 dòng: “chanh”, “xoai”",
        "",
        "#2 · cuộc họp số 1, 24/07/2026 08:00 · Nguyễn Văn An · Kết luận",
        "Thống nhất trồng “chanh”, “xoài” ở xã Hoà Bình",
        "list://-100/m8",
    ]
    assert talk.door.shown[last(talk)].labels == ["Xem quanh đó: #2, cuộc họp số 1"]
    (said,) = await talk.text('/tim "hòa bình" nguoi:an tag:kết luận tu:hôm nay', HA)
    assert said.startswith(
        "Tìm thấy 1 dòng: “hòa bình”, người nói: an, thẻ: Kết luận, từ 24/07/2026\n"
    )
    (said,) = await talk.text("/tim chanh tag:ykien", HA)
    assert said.startswith("Không có dòng nào trong các cuộc họp ở đây: “chanh”, thẻ: Ý kiến.")


async def test_the_lines_around_a_hit(talk: Talk) -> None:
    await talk.text("/batdau Họp", HA)
    for number in range(1, 16):
        await talk.text(f"Câu {number} xoài" if number == 8 else f"Câu {number}", AN)
    await talk.text("/xoa 6", HA)
    await talk.text("/tim xoài", HA)
    hit = last(talk)
    await talk.tap(hit, "cuộc họp số 1", BINH)
    rows = talk.door.shown[last(talk)].text.split("\n")
    assert rows[0] == "Quanh dòng #8 · cuộc họp số 1 “Họp”, 24/07/2026. Xem cả cuộc: /xem 1"
    assert [row for row in rows if row.startswith("Câu")] == [
        "Câu 2", "Câu 3", "Câu 4", "Câu 5", "Câu 7", "Câu 8 xoài",
        "Câu 9", "Câu 10", "Câu 11", "Câu 12", "Câu 13",
    ]  # fmt: skip
    assert "▶ #8 · Nguyễn Văn An" in rows


async def test_the_lines_around_a_hit_stand_in_the_meetings_order(talk: Talk) -> None:
    await talk.text("/batdau Họp", HA)
    for number in range(1, 15):
        await talk.text(f"Câu {number} xoài" if number == 2 else f"Câu {number}", AN)
    await talk.text("/doi 14 truoc 2", HA)
    await talk.text("/tim xoài", HA)
    await talk.tap(last(talk), "cuộc họp số 1", BINH)
    rows = talk.door.shown[last(talk)].text.split("\n")
    assert [row for row in rows if row.startswith("Câu")] == [
        "Câu 1", "Câu 14", "Câu 2 xoài", "Câu 3", "Câu 4", "Câu 5", "Câu 6", "Câu 7",
    ]  # fmt: skip


async def test_many_hits_come_by_pages(talk: Talk) -> None:
    await talk.text("/batdau Họp", HA)
    for number in range(1, 13):
        await talk.text(f"Xoài {number}", AN)
    (said,) = await talk.text("/tim xoai", HA)
    assert said.startswith("Tìm thấy 12 dòng: “xoai” · trang 1/3\n\n#12 · ")
    answer = last(talk)
    assert talk.door.shown[answer].labels[-1] == phrases.BUTTON_NEXT
    await talk.tap(answer, phrases.BUTTON_NEXT)
    await talk.tap(answer, phrases.BUTTON_NEXT)
    shown = talk.door.shown[answer]
    assert shown.text.startswith("Tìm thấy 12 dòng: “xoai” · trang 3/3\n\n#2 · ")
    assert shown.labels[-1] == phrases.BUTTON_BEFORE
    (said,) = await talk.text("/tim xoài trang 2", HA)
    assert "· trang 2/3\n\n#7 · " in said
    assert (await talk.text('/tim "xoài trang 2"', HA))[0].startswith("Không có dòng nào")


async def test_a_query_too_long_for_a_button_says_how_to_go_on(talk: Talk) -> None:
    await talk.text("/batdau Họp", HA)
    for number in range(7):
        await talk.text(f"Phương án chuyển đổi giống cây trồng trên đất lúa {number}", AN)
    (said,) = await talk.text("/tim phương án chuyển đổi giống cây trồng trên đất lúa", HA)
    assert said.endswith("Xem trang khác: gửi lại lệnh này, thêm “trang 2” ở cuối.")
    assert len(talk.door.shown[last(talk)].buttons) == 5
    for shown in talk.door.shown.values():
        assert all(len(b.data.encode()) <= 64 for row in shown.buttons for b in row)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/tim", "Hãy viết chữ cần tìm sau lệnh"),
        ("/tim 👍", "Hãy viết chữ cần tìm sau lệnh"),
        ('/tim ""', "Hãy viết chữ cần tìm sau lệnh"),
        ("/tim " + "chanh " * 600, "Câu cần tìm dài quá 60 chữ."),
        ("/tim tag:quả", "Chưa tìm, vì không hiểu “quả”. Hãy viết lại: tag: là một trong ba thẻ"),
        ("/tim chanh tu:mai", "Chưa tìm, vì không hiểu “mai”. Hãy viết lại: tu: cần một ngày"),
        ("/tim nguoi:", "Chưa tìm, vì sau “nguoi:” chưa có gì. Hãy viết lại: nguoi: cần họ tên"),
        ("/tim chanh AND NOT (xoài*", "Không có dòng nào trong các cuộc họp ở đây: “chanh”, “AND”"),
        ("/tìmkiếm chanh", "Tìm thấy 1 dòng: “chanh”"),
    ],
)
async def test_what_cannot_be_searched_is_told(talk: Talk, typed: str, answer: str) -> None:
    await talk.text("/batdau Họp", HA)
    await talk.text("chanh", AN)
    (said,) = await talk.text(typed, HA)
    assert said.startswith(answer), said


async def test_another_groups_words_are_never_found(talk: Talk) -> None:
    await talk.text("/batdau Họp kín", HA)
    await talk.text("Bí mật nhà xanh", AN)
    there = elsewhere(talk, "-200")
    await there.text("/batdau Họp khác", HA)
    await there.text("Chuyện nhà đỏ", AN)
    # the secretary of both, in the wrong group
    (said,) = await there.text("/tim nha", HA)
    assert said.startswith("Tìm thấy 1 dòng: “nha”")
    assert "xanh" not in said
    (nothing,) = await there.text("/tim xanh", HA)
    (never,) = await there.text("/tim tímtím", HA)
    assert nothing.replace("xanh", "") == never.replace("tímtím", ""), "not even that it exists"
    line = talk.store.lines.of_meeting(1)[0]
    assert await there.tap_data(last(talk), f"around:{line.id}", HA) == phrases.TOAST_OLD
    for data in ("around:", "around:x", "around:99999", "find:", "find:x:nha", "find:9" * 20):
        assert await there.tap_data(last(talk), data, HA) == phrases.TOAST_OLD


async def test_in_private_a_person_finds_what_they_took_part_in(talk: Talk) -> None:
    await talk.text("/batdau Họp một", HA)
    await talk.text("Xoài của An", AN)
    await talk.text("/ketthuc", HA)
    await talk.text("/batdau Họp hai", HA)
    await talk.text("Xoài của Hà", HA)
    there = elsewhere(talk, "-200")
    await there.text("/batdau Họp ba", HA)
    await there.text("Xoài ở nhóm khác", AN)

    private = elsewhere(talk, AN.key, ChatKind.PRIVATE)
    (said,) = await private.text("/tim xoai", AN)
    assert "“Xoài” ở nhóm khác" in said
    assert "“Xoài” của An" in said
    assert "của Hà" not in said, "An was not in that meeting"
    shown = last(talk)
    await private.tap(shown, "cuộc họp số 1", AN)
    assert "Xoài của An" in talk.door.shown[last(talk)].text
    stranger = Person("9", "Người Lạ")
    private = elsewhere(talk, stranger.key, ChatKind.PRIVATE)
    (said,) = await private.text("/tim xoai", stranger)
    assert said.startswith("Không có dòng nào trong các cuộc họp bạn đã dự: “xoai”.")
    line = talk.store.lines.of_meeting(1)[0]
    assert await private.tap_data(shown, f"around:{line.id}", stranger) == phrases.TOAST_OLD


async def test_what_is_deleted_or_erased_is_not_found(talk: Talk) -> None:
    await talk.text("/batdau Họp", HA)
    await talk.text("Xoài chua", AN)
    await talk.text("/sua 1 Cam ngọt", HA)
    assert (await talk.text("/tim xoai", HA))[0].startswith("Không có dòng nào")
    assert "“Cam” ngọt" in (await talk.text("/tim cam", HA))[0]
    hit = last(talk)
    await talk.text("/xoa 1", HA)
    assert (await talk.text("/tim cam", HA))[0].startswith("Không có dòng nào")
    await talk.tap(hit, "cuộc họp số 1", HA)  # the answer of before stands there still
    assert "Cam ngọt" not in talk.door.shown[last(talk)].text
    await talk.text("/khoiphuc 1", HA)
    assert "“Cam” ngọt" in (await talk.text("/tim cam", HA))[0]
    talk.store.erasing.meeting(1)
    assert (await talk.text("/tim cam", HA))[0].startswith("Không có dòng nào")
    assert await talk.tap(hit, "cuộc họp số 1", HA) == phrases.TOAST_OLD


async def test_words_that_went_into_another_line_are_found_there_only(talk: Talk) -> None:
    await talk.text("/batdau Họp", HA)
    await talk.text("Trồng xoài", AN)
    await talk.text("ở Hoà Bình", AN)
    await talk.text("/gop 1 2", HA)
    (said,) = await talk.text('/tim "hòa bình"', HA)
    assert said.startswith("Tìm thấy 1 dòng: “hòa bình”\n\n#1 · ")
    await talk.text("/tach 1 | ở Hoà Bình", HA)
    (said,) = await talk.text("/tim hoà xoài", HA)
    assert said.startswith("Không có dòng nào")
    assert "#3 · " in (await talk.text("/tim hoà", HA))[0]


async def test_no_link_leads_into_a_group_that_has_other_numbers_now(talk: Talk) -> None:
    await talk.text("/batdau Họp", HA)
    await talk.text("Trồng xoài", AN)
    assert "list://-100/m3" in (await talk.text("/tim xoai", HA))[0]
    chat = talk.store.chats.know(talk.chat).id
    talk.store.chats.move(chat, "-100999", talk.now)  # where messages have other numbers
    talk.chat = Chat(talk.door.name, "-100999", "Sở KH&CN", ChatKind.GROUP)
    (said,) = await talk.text("/tim xoai", HA)
    assert "Trồng “xoài”" in said
    assert "list://" not in said


SAID = (
    "Kỹ thuật trồng lúa ở vùng lũ",
    "Còn 05 hộ chưa di dời",
    "Phòng dịch Covid-19 tại trường học",
    "Lắp wifi ở hội trường",
    "Mua máy phát Wi-Fi cho Phòng A",
    "Triển khai chuyển đổi số ở cấp xã",
    "Phòng Tài chính phối hợp với Phòng Kế hoạch rà soát dự toán kinh phí năm 2027 của các đơn vị",
)


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("kĩ thuật", [1]),
        ("ki thuat", [1]),
        ('"kĩ thuật"', [1]),
        ("5 hộ", [2]),
        ("05 hộ", [2]),
        ("covid19", [3]),
        ("covid-19", [3]),
        ("wifi", [5, 4]),
        ("wi-fi", [5, 4]),
        ("triển kha", [6]),  # the beginning of a word
        (
            "Phòng Tài chính phối hợp Phòng Kế hoạch để rà soát lại dự toán kinh phí của đơn vị "
            "trong năm 2027 và báo cáo Giám đốc Sở xem xét trước ngày 15 tháng 12",
            [7],
        ),
        ("chuyển đổi số ở cấp huyện", [6]),  # most of the words
        ("Thảo", [8, 9]),  # the word comes before the speaker
        ("Ngọc Thảo", [9]),
    ],
)
async def test_words_are_found_as_others_write_them(
    talk: Talk, typed: str, lines: list[int]
) -> None:
    thao = Person("9", "Trần Ngọc Thảo")
    await talk.text("/batdau Họp", HA)
    for words in SAID:
        await talk.text(words, AN)
    await talk.text("Đề nghị anh Thảo phát biểu", AN)
    await talk.text("Nhất trí", thao)
    await talk.text(f"/tim {typed}", HA)
    labels = talk.door.shown[last(talk)].labels
    assert [int(x.split("#")[1].split(",")[0]) for x in labels if "#" in x] == lines


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("chuối", "Hãy thử chữ khác cùng nghĩa, hoặc tìm theo người nói: nguoi:An"),
        ("chuối hột", "Hãy thử ít chữ hơn"),
        ('"chuối hột"', "Hãy thử bỏ dấu ngoặc kép, hoặc ít chữ hơn"),
        ("chanh tag:ketluan", "Hãy thử bỏ bớt phần lọc"),
    ],
)
async def test_where_nothing_is_found_something_else_is_offered(
    talk: Talk, typed: str, hint: str
) -> None:
    await talk.text("/batdau Họp", HA)
    await talk.text("chanh", AN)
    (said,) = await talk.text(f"/tim {typed}", HA)
    assert said.startswith("Không có dòng nào trong các cuộc họp ở đây")
    assert hint in said


async def test_what_fits_nearly_comes_behind_and_is_called_so(talk: Talk) -> None:
    await talk.text("/batdau Họp", HA)
    await talk.text("Thống kê số hộ", AN)
    await talk.text("Thống nhất", AN)
    (said,) = await talk.text("/tim thống", HA)
    assert said.startswith("Tìm thấy 2 dòng: “thống”\n")
    (said,) = await talk.text("/tim thốn", HA)
    assert said.startswith("Không có dòng nào đúng hẳn: “thốn”. Đây là 2 dòng gần giống\n")


async def test_what_somebody_asks_is_searched_for(talk: Talk) -> None:
    await talk.text("/batdau Họp", HA)
    await talk.text("Phòng kỹ thuật kiểm tra 05 hộ", AN)
    await talk.text("Cần lắp Wi-Fi ở nhà văn hoá", AN)
    await talk.text("Hỗ trợ cho hoà giải viên", BINH)
    for typed, found in {
        "chị An": [1, 2],
        "An nói gì": [1, 2],
        "an wifi": [2],
        "wifi nguyễn văn an": [2],
        "anh An nói gì về wifi": [2],
        "hoà giải viên nhận bao nhiêu": [3],
    }.items():
        (said,) = await talk.text(f"/tim {typed}", HA)
        assert said.startswith("Không có dòng nào đúng hẳn"), typed
        assert sorted(map(int, re.findall(r"^#(\d+)", said, re.MULTILINE))) == found, typed


async def test_a_line_is_found_by_its_number_and_an_amount_by_its_figures(talk: Talk) -> None:
    assert "chưa có cuộc họp nào" not in (await talk.text("/tim #3", HA))[0]
    await talk.text("/batdau Họp", HA)
    await talk.text("Đề nghị trồng chanh", AN)
    await talk.text("Chi 1,5 triệu đồng mua giống", AN)
    for typed in ("#2", "# 2", "dòng #2", "dòng số #2."):
        (said,) = await talk.text(f"/tim {typed}", HA)
        assert said.endswith("#2 · Nguyễn Văn An\nChi 1,5 triệu đồng mua giống"), typed
    (said,) = await talk.text("/tim #9", HA)
    assert said.startswith("Không có dòng #9. Cuộc họp số 1 có dòng 1 đến 2.")
    (said,) = await talk.text("/tim 1,5 triệu", HA)
    assert said.startswith("Tìm thấy 1 dòng")


@pytest.mark.parametrize(
    ("typed", "meant", "lines"),
    [
        ("ngị", "“nghị”", [1]),
        ("ngị quyết", "“nghị”, “quyết”", [1]),
        ("Thogn nhất", "“thống”, “nhất”", [2]),
        ("kách mạng", "“cách”, “mạng”", [3]),
        ('"ngị quyết"', "“nghị quyết”", [1]),
        ("quyet tag:ketluan", "", []),
    ],
)
async def test_a_misspelt_word_is_asked_about(
    talk: Talk, typed: str, meant: str, lines: list[int]
) -> None:
    await talk.text("/batdau Họp", HA)
    for words in ("Triển khai nghị quyết", "Cả phòng thống nhất", "Lễ kỷ niệm cách mạng"):
        await talk.text(words, AN)
    (said,) = await talk.text(f"/tim {typed}", HA)
    assert (f"Ý bạn là {meant}? Đây là " in said) == bool(meant), said
    assert sorted(map(int, re.findall(r"^#(\d+)", said, re.MULTILINE))) == lines


async def test_a_word_of_another_meeting_is_not_given_away(talk: Talk) -> None:
    await talk.text("/batdau Họp kín", HA)
    await talk.text("Bàn về nghị quyết", AN)
    await talk.text("/ketthuc", HA)
    await talk.text("/batdau Họp sau", HA)
    await talk.text("Tôi có mặt", BINH)
    (said,) = await talk.alone(BINH).text("/tim ngị", BINH)
    assert "nghị" not in said
    other = Talk(talk.office, talk.door, "-200")
    await other.text("/batdau Họp khác", BINH)
    (said,) = await other.text("/tim ngị", BINH)
    assert "nghị" not in said
