"""The secretary mends the lines after the meeting: together, apart, in order, and back."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.doors.port import Media, MediaKind, Person
from bot.messages import lines as about_lines
from bot.messages import phrases
from bot.minutes import Line
from bot.minutes.rights import Act
from tests.dialogs.talking import AN, BINH, HA, Dictation, Ear, Talk, Unsure, talking
from tests.waiting import PATIENCE
from transcribe import Transcript

CHI = Person("4", "Phạm Thị Chi", "chi_pham")


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path) as talk:
        await talk.text("/batdau Họp giao ban", HA)
        yield talk


def texts(talk: Talk) -> list[tuple[int, str]]:
    """Living lines in their order: number, text."""
    return [(no, text) for no, _, text, _ in talk.lines()]


def line(talk: Talk, no: int) -> Line:
    found = talk.line(no)
    assert isinstance(found, Line)
    return found


# --- together and apart -------------------------------------------------------------------------


async def test_two_notes_of_one_thought_become_one_line(talk: Talk) -> None:
    await talk.text("YK: Phòng Kế hoạch đề nghị gia hạn", AN)
    card = await talk.voice("nhiệm vụ số hoá đến tháng 11.", AN)
    await talk.text("Xin hết.", AN)
    (said,) = await talk.text("/gop 1 2", AN)
    assert said == (
        "Đã gộp #2 vào #1: Phòng Kế hoạch đề nghị gia hạn nhiệm vụ số hoá đến tháng 11.\n"
        "Hoàn tác: /hoantac"
    )
    assert line(talk, 1).tag == "ykien"
    assert talk.door.shown[card].text == "#2 · Nguyễn Văn An · 0:08 · đã gộp vào #1"
    await talk.text("/gộp dòng 1 và 3", AN)
    assert texts(talk) == [
        (1, "Phòng Kế hoạch đề nghị gia hạn nhiệm vụ số hoá đến tháng 11. Xin hết.")
    ]
    assert await talk.text("Câu sau", AN) == []
    assert texts(talk)[-1][0] == 4, "numbers are never used again"


async def test_the_sound_of_a_merged_line_is_still_heard(talk: Talk) -> None:
    await talk.voice("một", AN)
    await talk.voice("hai", AN)
    await talk.text("/ykien 1")
    await talk.text("/gop 1 2")
    for no in (1, 2):
        before = len(talk.door.files)
        await talk.text(f"/nghe {no}", BINH)
        assert len(talk.door.files) == before + 1
    await talk.text("/baocao")
    before = len(talk.door.files)
    said = await talk.text("/nguon 2.1")
    assert [one.split(" · ")[0] for one in said[1:]] == ["#1", "#2"]
    assert len(talk.door.files) == before + 2


async def test_what_two_people_said_is_put_together_by_the_desk_only(talk: Talk) -> None:
    await talk.text("Đồng ý.", AN)
    await talk.text("Tôi cũng vậy.", BINH)
    (said,) = await talk.text("/gop 1 2", AN)
    assert said == (
        "Các dòng này là lời của Nguyễn Văn An và Trần Bình nên giữ nguyên: gộp lời của hai người "
        "là việc của thư ký."
    )
    (said,) = await talk.text("/gop 1 2", HA)
    assert "⚠ Đây là lời của Nguyễn Văn An và Trần Bình; dòng gộp ghi tên Nguyễn Văn An." in said
    (said,) = await talk.text("/khoiphuc 2", HA)
    assert said == (
        "Đã khôi phục #2.\n⚠ Lời của #2 vẫn còn trong #1: sửa #1 để khỏi ghi hai lần: "
        "/sua 1 câu đúng"
    )
    assert line(talk, 2).merged_into is None


async def test_a_merged_line_does_not_change_under_its_cover(talk: Talk) -> None:
    await talk.text("Đồng ý.", AN)
    await talk.text("Đồng ý lắm.", AN)
    await talk.text("/gop 1 2", HA)
    own = next(k for k, no in talk.door.acknowledged.items() if no == 2)
    (said,) = await talk.text("Không đồng ý.", AN, edit=own)
    assert said.startswith("Dòng #2 đã gộp vào #1 nên không đổi theo tin vừa sửa.")
    (said,) = await talk.text("/sua Không.", AN, reply_to=own)
    assert said == "Dòng #2 đã gộp vào #1; hãy sửa ở đó: /sua 1 câu đúng"
    assert await talk.tap_data("m1", f"tag:{line(talk, 2).id}:ykien", AN) == "#2: đã gộp vào #1"
    assert (line(talk, 2).text, line(talk, 2).tag) == ("Đồng ý lắm.", None)


@pytest.mark.parametrize("where", ["câu 2", "câu thứ 2", "2", "Về kinh phí", "“ve kinh phi”"])
async def test_a_line_is_cut_at_a_sentence_or_at_words(where: str, talk: Talk) -> None:
    await talk.text("YK: Đề nghị gia hạn. Về kinh phí thì còn thiếu.", AN)
    await talk.text("Lời sau", BINH)
    (said,) = await talk.text(f"/tach 1 | {where}")
    assert said == (
        "Đã tách #1 làm hai. Hoàn tác: /hoantac\n#1: Đề nghị gia hạn.\n"
        "#3: Về kinh phí thì còn thiếu."
    )
    assert [x[0] for x in texts(talk)] == [1, 3, 2], "right behind it"
    new = line(talk, 3)
    assert (new.speaker, new.tag, new.at) == (
        line(talk, 1).speaker,
        line(talk, 1).tag,
        line(talk, 1).at,
    )
    await talk.text("/hoantac")
    assert texts(talk) == [(1, "Đề nghị gia hạn. Về kinh phí thì còn thiếu."), (2, "Lời sau")]


async def test_where_to_cut_is_asked_where_it_is_not_certain(talk: Talk) -> None:
    await talk.text("Một vốn. Hai vốn.", AN)
    (said,) = await talk.text("/tach 1")
    assert said.startswith("Dòng #1 giữ nguyên. Dòng có 2 câu:\n1. Một vốn.\n2. Hai vốn.\n")
    assert (await talk.text("/tach 1 | câu 5"))[0] == said
    assert (await talk.text("/tach 1 | Một"))[0] == said, "nothing would stand before it"
    assert (await talk.text("/tach 1 | vốn"))[0].startswith("Dòng #1 có 2 chỗ “vốn” nên giữ nguyên")
    assert (await talk.text("/tach 1 | đất"))[0].startswith("Dòng #1 không có chữ “đất”")
    assert (await talk.text("/tach"))[0].startswith("Hãy ghi số dòng rồi chỗ tách")
    assert texts(talk) == [(1, "Một vốn. Hai vốn.")]


async def test_both_halves_of_a_note_keep_its_sound_and_its_doubts(tmp_path: Path) -> None:
    async with talking(tmp_path, ear=Unsure("gỗ mít", "ông. Hai")) as talk:
        await talk.text("/batdau Họp")
        await talk.voice("Một phỗng ông. Hai là gỗ mít.")
        await talk.text("/tach 1 | câu 2")
        assert line(talk, 2).audio == line(talk, 1).audio is not None
        assert line(talk, 1).doubts == ("Một phỗng ông.",), "the cut went through a doubt"
        assert line(talk, 2).doubts == ("Hai là gỗ mít.",)
        await talk.text("/nghe 2")
        assert len(talk.door.files) == 1


async def test_a_line_without_words_is_neither_merged_nor_cut(tmp_path: Path) -> None:
    ear = Dictation()
    ear.records("dai.m4a", "một", "hai", "ba")
    ear.until("dai.m4a")
    async with talking(tmp_path, ear=ear) as talk:
        await talk.text("/batdau Họp")
        await talk.voice("dai.m4a", AN, seconds=180.0)
        assert (await talk.text("/gop 1 2"))[0].startswith("Dòng #1 là ghi âm dài")
        assert (await talk.text("/tach 1 | câu 2"))[0].startswith("Dòng #1 là ghi âm dài")
        (said,) = await talk.text("/gop 2 3 4")
        assert "một. hai. ba" in said or "một hai ba" in said
        assert (await talk.text("/gop 2"))[0].startswith("Hãy ghi số các dòng cần gộp")
        assert (await talk.text("/gop 2 9"))[0].startswith("Không có dòng #9")


# --- order, speakers, lines that nobody sent ------------------------------------------------------


async def test_lists_and_documents_follow_the_new_order(talk: Talk) -> None:
    for number, who in enumerate((AN, BINH, AN, BINH), start=1):
        await talk.text(f"YK: Câu {number}.", who)
    (said,) = await talk.text("/doi 1 sau 3")
    assert said == "Từ bây giờ #1 đứng ngay sau #3; số dòng không đổi. Hoàn tác: /hoantac"
    await talk.text("/đổi dòng 4 lên trước dòng 2")
    assert [x[0] for x in texts(talk)] == [4, 2, 3, 1]
    (listed,) = await talk.text("/dong")
    assert listed.index("#4") < listed.index("#2") < listed.index("#3") < listed.index("#1")
    for depth in ("", " chitiet"):
        draft = (await talk.draft(f"/baocao{depth}"))[0]
        places = [draft.index(f"Câu {n}.") for n in (4, 2, 3, 1)]
        assert places == sorted(places)
    await talk.text("YK: Câu 5.", AN)
    assert [x[0] for x in texts(talk)] == [4, 2, 3, 1, 5], "what comes later stands last"
    assert (await talk.text("/doi 1 8"))[0].startswith("Hãy viết theo mẫu: /doi 5 sau 8")
    assert (await talk.text("/doi 1 sau 8"))[0].startswith("Không có dòng #8")
    assert (await talk.text("/doi 1 sau 2", AN))[0].startswith("Chỉ thư ký, chủ trì")


async def test_forty_lines_are_moved_to_one_place(talk: Talk) -> None:
    talk.settle = talk.office.post.settle
    for number in range(1, 43):
        await talk.text(f"Câu {number}", AN)
    for number in range(3, 43):
        await talk.text(f"/doi {number} sau 1")
    assert [x[0] for x in texts(talk)] == [1, *range(42, 2, -1), 2]
    for number in range(42, 2, -1):
        assert (await talk.text("/hoantac"))[0].startswith("Đã hoàn tác"), number
    assert [x[0] for x in texts(talk)] == list(range(1, 43))


async def test_a_line_is_given_to_who_said_it(talk: Talk) -> None:
    card = await talk.voice("tôi đề nghị gia hạn", AN)  # the whole room speaks into An's phone
    await talk.text("/ykien 1")
    (said,) = await talk.text("/nguoinoi 1 tran binh")
    assert said.startswith("Người nói #1 là: Tran Binh (trước đó:"), "he is not here yet"
    await talk.text("/hoantac")
    await talk.text("Tôi có mặt", BINH)
    (said,) = await talk.text("/nguoinoi 1 Trần Bình")
    assert said == "Người nói #1 là: Trần Bình (trước đó: Nguyễn Văn An). Hoàn tác: /hoantac"
    assert talk.door.shown[card].text.startswith("#1 · Trần Bình · ")
    assert line(talk, 1).speaker == line(talk, 2).speaker, "his own seat"
    (said,) = await talk.text("/người nói 1-2 Đ/c Lý Văn Khách - Giám đốc Công ty X")
    assert said.startswith("Người nói #1, #2 là: Lý Văn Khách, Giám đốc Công ty X (trước đó: ")
    assert "Đ/c Lý Văn Khách, Giám đốc Công ty X: tôi đề nghị" in (await talk.draft("/baocao"))[0]
    await talk.text("/nguoinoi 2 Lý Văn Khách")
    assert line(talk, 1).speaker == line(talk, 2).speaker, "the same guest, not a second one"
    assert (await talk.text("/nguoinoi 1 Họ tên - chức vụ"))[0].startswith("Hãy ghi số dòng rồi")
    assert (await talk.text("/nguoinoi 1"))[0].startswith("Hãy ghi số dòng rồi họ tên")
    assert (await talk.text("/nguoinoi 9 Lý Văn Khách"))[0].startswith("Không có dòng #9")


async def test_who_said_a_line_keeps_the_first_word_of_their_name(talk: Talk) -> None:
    await talk.text("Tôi đề nghị gia hạn", AN)
    (said,) = await talk.text("/nguoinoi 1 thành Lê Văn Khách - Kế toán")
    assert said.startswith("Người nói #1 là: Lê Văn Khách, Kế toán (")
    (said,) = await talk.text("/nguoinoi 1 Thanh Thị Hoa - Kế toán")
    assert said.startswith("Người nói #1 là: Thanh Thị Hoa, Kế toán (")


async def test_people_of_the_same_name_are_told_apart_by_their_titles(talk: Talk) -> None:
    await talk.text("A", AN)
    await talk.text("/nguoinoi 1 Lê Văn Hai - Trưởng phòng")
    await talk.text("/nguoinoi 1 Lê Văn Hai - Phó Chủ tịch")
    (said,) = await talk.text("/nguoinoi 1 Lê Văn Hai")
    assert said == (
        "Có mấy người cùng tên: Lê Văn Hai, Trưởng phòng; Lê Văn Hai, Phó Chủ tịch. Hãy viết cả "
        "chức vụ."
    )


async def test_lines_that_nobody_sent(talk: Talk) -> None:
    (said,) = await talk.text("/them Lý Văn Khách - Giám đốc: KL: Thống nhất gia hạn.")
    assert said == (
        "Đã thêm #1 · Lý Văn Khách, Giám đốc · Kết luận: Thống nhất gia hạn.\n"
        "Bỏ: /hoantac · đổi chỗ: /doi 1 sau số dòng"
    )
    await talk.text("/them Đề nghị các phòng: rà soát lại.")
    assert talk.lines()[-1] == (2, "Lê Thị Hà", "Đề nghị các phòng: rà soát lại.", None)
    await talk.text("/thêm Kết luận - giao Phòng A: làm ngay")
    assert talk.lines()[-1][1:3] == ("Lê Thị Hà", "Kết luận - giao Phòng A: làm ngay")
    await talk.text("/ketthuc")
    await talk.text("/them lý văn khách: Xin cảm ơn.")
    assert talk.lines()[-1][:3] == (4, "Lý Văn Khách", "Xin cảm ơn.")
    (said,) = await talk.text("/lichsudong 4", AN)
    assert said.endswith(" · Lê Thị Hà: thêm dòng")
    (said,) = await talk.text("/hoantac")
    assert said.startswith("Đã hoàn tác:\n#4: xoá dòng")
    assert (await talk.text("/them"))[0].startswith("Hãy viết câu cần thêm")
    assert (await talk.text("/them A", AN))[0].startswith("Chỉ thư ký (Lê Thị Hà), chủ trì")


# --- back and forth -----------------------------------------------------------------------------


async def test_every_step_goes_back_and_forth(talk: Talk) -> None:
    for text in ("Một.", "Hai.", "Ba. Bốn."):
        await talk.text(text, AN)
    card = await talk.voice("gỗ mít", AN)
    before_each = []
    typed = (
        "/sua 1 Một rồi.",
        "/ykien 1 2",
        "/xoa 2",
        "/khoiphuc 2",
        "/gop 1 2",
        "/tach 3 | câu 2",
        "/doi 3 sau 4",
        "/nguoinoi 3 Trần Bình",
        "/them KL: Thêm.",
        "/xoa 4 5",
    )

    for text in typed:
        before_each.append(talk.lines())
        await talk.text(text)
    end = talk.lines()
    for before in reversed(before_each):
        assert (await talk.text("/hoantac"))[0].startswith("Đã hoàn tác:")
        assert talk.lines() == before
    assert (await talk.text("/hoantac"))[0].startswith("Bạn chưa đổi dòng nào của cuộc họp số 1")
    for _ in typed:
        assert (await talk.text("/lamlai"))[0].startswith("Đã làm lại:")
    assert talk.lines() == end
    assert (await talk.text("/lamlai"))[0].startswith("Không có việc nào để làm lại")
    assert talk.door.shown[card].text == "#4 · Nguyễn Văn An · 0:08 · đã xoá"


async def test_taps_are_steps_too_and_the_card_follows(tmp_path: Path) -> None:
    async with talking(tmp_path, ear=Unsure("gỗ mít")) as talk:
        await talk.text("/batdau Họp")
        card = await talk.voice("bằng gỗ mít", AN)
        await talk.tap(card, "Đúng rồi")
        await talk.tap(card, "Kết luận")
        await talk.tap(card, "Xoá")
        await talk.text("/hoantac")
        assert talk.door.shown[card].labels[1] == "✓ Kết luận"
        (said,) = await talk.text("/hoantac")
        assert said == "Đã hoàn tác:\n#1: thẻ Kết luận → (chưa có)\nLàm lại: /lamlai"
        (said,) = await talk.text("/hoantac")
        assert said == "Đã hoàn tác:\n#1: có lại chỗ cần nghe lại\nLàm lại: /lamlai"
        assert "nghe lại: “gỗ mít”" in talk.door.shown[card].text


async def test_something_new_ends_what_can_be_done_again(talk: Talk) -> None:
    await talk.text("Một", AN)
    await talk.text("/sua 1 Hai")
    await talk.text("/hoantac")
    await talk.text("/sua 1 Ba")
    assert (await talk.text("/lamlai"))[0].startswith("Không có việc nào để làm lại")
    (said,) = await talk.text("/hoantac")
    assert said == "Đã hoàn tác:\n#1: “Ba” → “Một”\nLàm lại: /lamlai"


async def test_each_takes_back_only_what_they_did(talk: Talk) -> None:
    await talk.text("Lời của An", AN)
    await talk.text("Lời của Bình", BINH)
    await talk.text("/sua 1 An đã sửa", AN)
    await talk.text("/sua 2 Bình đã sửa", BINH)
    await talk.text("/hoantac", AN)
    assert texts(talk) == [(1, "Lời của An"), (2, "Bình đã sửa")]
    assert (await talk.text("/hoantac", AN))[0].startswith("Bạn chưa đổi dòng nào")


async def test_who_may_no_longer_does_not_take_back_either(talk: Talk) -> None:
    await talk.text("Lời của An", AN)
    await talk.text("/sua 1 Hà đã sửa", HA)
    await talk.text("/thuky Nguyễn Văn An", HA)
    assert (await talk.text("/hoantac", HA))[0].startswith("Chỉ người nói, thư ký, chủ trì")
    assert texts(talk) == [(1, "Hà đã sửa")]


# --- more than one at a time ----------------------------------------------------------------------


async def test_two_secretaries_at_one_line_see_each_others_work(talk: Talk) -> None:
    await talk.text("Lời của An", AN)
    await talk.text("Có mặt", CHI)
    await talk.text("/thuky them @chi_pham", HA)
    await talk.text("/sua 1 Hà sửa thế này", HA)
    (said,) = await talk.text("/sua 1 Chi sửa thế kia", CHI)
    assert said == (
        "Đã sửa #1: Chi sửa thế kia\n⚠ Lê Thị Hà vừa đổi dòng #1; ngay trước đó là: “Hà sửa thế "
        "này”. Lấy lại câu ấy: /hoantac"
    )
    (said,) = await talk.text("/hoantac", HA)
    assert said.startswith("Chưa hoàn tác được nên mọi thứ giữ nguyên: #1 đã được Phạm Thị Chi đổi")
    assert "(“Hà sửa thế này” → “Chi sửa thế kia”). Xem: /lichsudong 1" in said
    assert texts(talk)[0] == (1, "Chi sửa thế kia")
    await talk.text("/hoantac", CHI)
    assert texts(talk)[0] == (1, "Hà sửa thế này")
    assert (await talk.text("/hoantac", HA))[0].startswith("Đã hoàn tác:")
    assert texts(talk)[0] == (1, "Lời của An")


async def test_an_edit_of_long_ago_is_no_news(talk: Talk) -> None:
    await talk.text("Lời của An", AN)
    await talk.text("/sua 1 An sửa", AN)
    talk.clock = lambda: datetime.now(UTC) + timedelta(seconds=61)
    assert await talk.text("/sua 1 Hà sửa", HA) == ["Đã sửa #1: Hà sửa"]


async def test_what_stands_in_the_way_of_one_step_does_not_hold_up_the_others(talk: Talk) -> None:
    await talk.text("Một", AN)
    await talk.text("Hai", AN)
    await talk.text("/sua 2 Hai hai", HA)
    await talk.text("/sua 1 Một một", HA)
    await talk.text("/sua 1 Một khác", AN)
    assert (await talk.text("/hoantac", HA))[0].startswith("Chưa hoàn tác được")
    assert (await talk.text("/hoantac 2", HA))[0].startswith("Đã hoàn tác:\n#2: “Hai hai” → “Hai”")
    assert (await talk.text("/lamlai", HA))[0].startswith("Đã làm lại:\n#2: “Hai” → “Hai hai”")
    assert (await talk.text("/hoantac 1-2", HA))[0].startswith("Hoàn tác việc vừa làm của bạn")


async def test_a_new_line_that_somebody_works_on_does_not_go_away(talk: Talk) -> None:
    await talk.text("Một. Hai.", AN)
    await talk.text("/tach 1 | câu 2", AN)
    await talk.text("/ketluan 2", HA)
    (said,) = await talk.text("/hoantac", AN)
    assert "#2 đã được Lê Thị Hà đổi" in said
    assert "(thẻ (chưa có) → Kết luận)" in said
    assert [x[0] for x in texts(talk)] == [1, 2]


async def test_two_taps_at_once_are_one_tag(talk: Talk) -> None:
    card = await talk.voice("lời", AN)
    data = talk.door.shown[card].buttons[0][0].data
    assert await talk.tap_data(card, data, AN) == "#1: Ý kiến"
    said = await talk.tap_data(card, data, HA)  # her keyboard is of a moment ago
    assert said == "#1: Ý kiến (Nguyễn Văn An vừa gắn). Bỏ thẻ: /botag 1"
    assert line(talk, 1).tag == "ykien"
    assert await talk.tap_data(card, data, AN) == "#1: Ý kiến", "their own second tap"
    off = talk.door.shown[card].buttons[0][0]
    assert off.label == "✓ Ý kiến"
    assert [await talk.tap_data(card, off.data, AN) for _ in "ab"] == ["#1: đã bỏ thẻ"] * 2
    assert line(talk, 1).tag is None
    (said,) = await talk.text("/hoantac", AN)  # of four taps two changed something
    assert "Ý kiến" in said
    assert line(talk, 1).tag == "ykien"


async def test_a_button_takes_off_no_tag_but_its_own_and_old_buttons_turn_theirs(
    talk: Talk,
) -> None:
    card = await talk.voice("lời", AN)
    for data, tag in (
        ("tag:1:ykien:1", "ykien"),
        ("tag:1:ketluan:1", "ketluan"),
        ("tag:1:ykien:0", "ketluan"),  # of a keyboard before the last tap
        ("tag:1:ketluan:0", None),
        ("tag:1:ketluan:0", None),
        ("tag:1:ykien", "ykien"),  # from before buttons said what they want
        ("tag:1:ykien", None),
        ("tag:1:ykien:2", None),  # forged
    ):
        toast = await talk.tap_data(card, data, HA)
        assert line(talk, 1).tag == tag, data
    assert toast == phrases.TOAST_OLD


class Slow(Ear):
    """An engine that hears nothing until it is let."""

    def __init__(self) -> None:
        self.begun, self.may_hear = threading.Event(), threading.Event()

    def transcribe(self, source: Path, *, hints: str = "") -> Transcript:
        self.begun.set()
        assert self.may_hear.wait(PATIENCE)
        return super().transcribe(source, hints=hints)


async def test_words_typed_while_a_note_is_transcribed_stay(tmp_path: Path) -> None:
    ear = Slow()
    async with talking(tmp_path, ear=ear) as talk:
        await talk.text("/batdau Họp")
        talk.settle = talk.office.post.settle
        await talk.voice_quickly("máy nghe thế này", AN)
        await talk.until(ear.begun.is_set)
        await talk.text("/sua 1 Gõ tay.", HA)
        ear.may_hear.set()
        await talk.office.settle()
        assert texts(talk) == [(1, "Gõ tay.")]
        (said,) = await talk.text("/hoantac", HA)
        assert said == "Đã hoàn tác:\n#1: “Gõ tay.” → “”\nLàm lại: /lamlai"
        await talk.office.settle()
        assert texts(talk) == [(1, "máy nghe thế này")], "now it is the machine's turn again"
        (said,) = await talk.text("/lamlai", HA)
        assert said.startswith("Chưa làm lại được nên mọi thứ giữ nguyên: #1 đã đổi khác")


async def test_a_note_whose_sound_is_erased_does_not_wait_for_words_again(tmp_path: Path) -> None:
    ear = Slow()
    async with talking(tmp_path, ear=ear) as talk:
        await talk.text("/batdau Họp")
        talk.settle = talk.office.post.settle
        await talk.voice_quickly("lời", AN)
        await talk.until(ear.begun.is_set)
        await talk.text("/sua 1 Gõ tay.", HA)
        ear.may_hear.set()
        await talk.office.settle()
        assert await talk.in_store(talk.office.store.erasing.recordings, 1) == 1
        assert (await talk.text("/hoantac", HA))[0].startswith("Chưa hoàn tác được")
        assert texts(talk) == [(1, "Gõ tay.")]


# --- what a line was ----------------------------------------------------------------------------


async def test_the_history_of_a_line(talk: Talk) -> None:
    await talk.text("Lời của An", AN)
    (said,) = await talk.text("/lichsudong 1", AN)
    assert said.endswith("\nChưa ai đổi gì ở dòng này.")
    await talk.text("/sua 1 KL: Lời đã sửa", HA)
    await talk.text("/nguoinoi 1 Trần Bình", HA)
    await talk.text("/xoa 1", HA)
    await talk.text("/hoantac", HA)
    (said,) = await talk.text("/lịch sử dòng 1", AN)
    rows = [row.split(" · ", 1)[1] for row in said.splitlines()]
    assert rows == [
        f"Trần Bình · {said.splitlines()[0].split(' · ')[2]}",
        "Lê Thị Hà: “Lời của An” → “Lời đã sửa”",
        "Lê Thị Hà: thẻ (chưa có) → Kết luận",
        "Lê Thị Hà: người nói Nguyễn Văn An → Trần Bình",
        "Lê Thị Hà: xoá dòng",
        "Lê Thị Hà (hoàn tác, làm lại): lấy lại dòng",
    ]
    assert (await talk.text("/lichsudong"))[0].startswith("Hãy ghi số của một dòng")
    assert (await talk.text("/nghe 1"))[0].startswith("Dòng #1 không có ghi âm")


async def test_taking_away_a_tag_that_is_not_there_is_no_step(talk: Talk) -> None:
    await talk.text("/batdau Họp")
    await talk.text("Một")
    await talk.text("Hai")
    await talk.text("/ykien 1")
    assert await talk.text("/botag 2") == ["#2 vốn chưa có thẻ nên giữ nguyên. Xem: /dong"]
    assert await talk.text("/botag 1 2") == [
        "Đã bỏ thẻ của #1.",
        "#2 vốn chưa có thẻ nên giữ nguyên. Xem: /dong",
    ]


async def test_the_right_sentence_in_reply_to_ones_own_recording(talk: Talk) -> None:
    card = await talk.voice("đề nghị gia hạn nhiện vụ số hoá", AN)
    (said,) = await talk.text("Đề nghị gia hạn nhiệm vụ số hoá.", AN, reply_to=card)
    assert said == "Đã sửa #1: Đề nghị gia hạn nhiệm vụ số hoá."
    assert texts(talk) == [(1, "Đề nghị gia hạn nhiệm vụ số hoá.")]
    (said,) = await talk.text("Ý tôi là xin thêm hai tháng", AN, reply_to=card)
    assert said.startswith("Đã ghi thành dòng #2. Nếu đó là câu đúng của dòng #1 thì bấm nút dưới")
    asked = list(talk.door.shown)[-1]
    assert await talk.tap(asked, "Thay lời dòng #1", BINH) == about_lines.refused(Act.MEND)
    await talk.tap(asked, "Thay lời dòng #1", AN)
    assert texts(talk) == [(1, "Ý tôi là xin thêm hai tháng")]
    assert talk.door.shown[asked].text.startswith("Dòng #1 nay là: Ý tôi là xin thêm hai tháng")
    assert talk.door.shown[card].text.endswith("\nÝ tôi là xin thêm hai tháng")
    await talk.text("/hoantac", AN)
    assert texts(talk) == [
        (1, "Đề nghị gia hạn nhiệm vụ số hoá."),
        (2, "Ý tôi là xin thêm hai tháng"),
    ]
    assert await talk.text("Đúng rồi", AN, reply_to=card) == []  # corrects nothing: a line
    assert await talk.text("Tôi nhất trí với ý này", BINH, reply_to=card) == []
    assert len(texts(talk)) == 4


async def test_the_question_of_what_is_right_is_answered_by_voice(tmp_path: Path) -> None:
    ear = Slow()
    async with talking(tmp_path, ear=ear) as talk:
        await talk.text("/batdau Họp")
        await talk.text("Bốn mươi", AN)
        await talk.tap_data("m1", "edit:1", AN)
        asked = list(talk.door.shown)[-1]
        talk.settle = talk.office.post.settle
        talk.door.recordings["new"] = "bốn lăm".encode()
        media = Media(MediaKind.SOUND, "new", "ghi-am.ogg", seconds=8.0)
        await talk.arrive(AN, "m50", media=media, reply_to=asked)
        question = list(talk.door.shown)[-1]
        assert await talk.tap(question, "Thay lời dòng #1", AN) == "#2 đang chép; xong thì bấm lại"
        ear.may_hear.set()
        await talk.office.settle()
        await talk.tap(question, "Thay lời dòng #1", AN)
        assert texts(talk) == [(1, "bốn lăm")]
        assert await talk.tap_data(question, "instead:1:2", AN) == phrases.TOAST_OLD
        assert await talk.tap_data(question, "instead:1", AN) == phrases.TOAST_OLD
