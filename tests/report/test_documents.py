"""The three kinds of document in their three depths."""

from __future__ import annotations

import dataclasses
import re
import time
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path

import docx

from bot.minutes import Speaker, Tag
from bot.minutes.documents import Depth, Kind
from bot.minutes.guesses.tasks import TaskGuess
from bot.report import Draft, DraftSources
from bot.report.check import check
from tests.report.meetings import LINES, NGOC, line, meeting, reports
from tests.tables import every_row

GOLDEN = Path(__file__).parent / "golden"


@cache
def draft(kind: Kind, depth: Depth = Depth.COURSE, **info: str) -> Draft:
    """Made once, for all the tests that only look at it."""
    return reports(Path()).draft(meeting(**info), LINES, kind, depth)


@every_row(("kind", "depth"), product(Kind, Depth))
def test_the_text_is_what_somebody_has_read_and_found_good(kind: Kind, depth: Depth) -> None:
    golden = GOLDEN / f"{kind.file}-{depth}.txt"
    assert draft(kind, depth).text + "\n" == golden.read_text(encoding="utf-8")


MANY = "\n".join(f"- Ông Nguyễn Văn {n}" for n in range(30))


@every_row(("kind", "depth", "guests"), product(Kind, Depth, ({}, {"thanh_phan": MANY})))
def test_word_and_chat_have_the_same_words(
    kind: Kind, depth: Depth, guests: dict[str, str]
) -> None:
    has_the_same_words(draft(kind, depth, **guests), kind)


def has_the_same_words(found: Draft, kind: Kind) -> None:
    document = docx.Document(BytesIO(found.docx))
    in_word = [text for p in document.element.body.iter(W + "p") if (text := words_of(p))]
    # the head is the Word file's alone, tasks are a table there
    start = in_word.index(kind.heading.upper())
    in_chat = [re.sub(r" \[#\d+\]$", "", row) for row in found.text.splitlines() if row]
    tasks = [row for row in in_chat if re.match(r"\d\) ", row)]
    table = [cell for row in tasks for cell in re.split(r"\) | – ", row)]
    expected = [row for row in in_chat if row not in tasks]
    got = [row for row in in_word[start:] if row not in table]
    got = [
        row for row in got if row not in ("STT", "Nhiệm vụ", "Cơ quan, người thực hiện", "Thời hạn")
    ]
    got = [row for row in got if not row.startswith("(Kèm theo ")]
    assert got == expected
    if tasks:
        assert [row for row in in_word if row in table] == table


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def words_of(paragraph: object) -> str:
    found = ""
    for part in paragraph.iter(W + "t", W + "br"):  # type: ignore[attr-defined]
        found += " " if part.tag == W + "br" else part.text or ""
    return found.strip()


def test_only_what_a_person_tagged_stands_in_it() -> None:
    for kind in Kind:
        for depth in Depth:
            assert "chưa ai gắn thẻ" not in draft(kind, depth).text


def test_each_paragraph_knows_its_lines_and_a_kept_draft_too(tmp_path: Path) -> None:
    found = draft(Kind.REPORT)
    assert [(p.address, p.lines) for p in found.report.paragraphs] == [
        ("2.1", (1,)),
        ("2.2", (2,)),
        ("2.3", (3,)),
        ("2.4", (4,)),
        ("3.1", (6,)),
        ("3.2", (7,)),
        ("3.3", (8,)),
        ("3.4", (8,)),
        ("3.5", (8,)),
    ]
    path = reports(tmp_path).keep(found)
    assert path.name == "bao-cao-4-1.docx"
    kept = DraftSources.read(path)
    assert [(p.address, p.text, p.lines) for p in kept.paragraphs] == [
        (p.address, p.text, p.lines) for p in found.report.paragraphs
    ]


@every_row("kind", Kind)
def test_the_word_file_tells_its_sources_in_comments_if_wanted(kind: Kind, tmp_path: Path) -> None:
    tells_its_sources(tmp_path, kind)


def tells_its_sources(tmp_path: Path, kind: Kind) -> None:
    found = reports(tmp_path).draft(meeting(), LINES, kind, Depth.FULL, sources=True)
    document = docx.Document(BytesIO(found.docx))
    said = [comment.text for comment in document.comments]
    assert len(said) == len(found.report.paragraphs)
    assert "#2 · Phạm Bích Ngọc, Trưởng phòng Nghiệp vụ · 20/11/2026 08:14" in said
    plain = docx.Document(BytesIO(draft(kind).docx))
    assert list(plain.comments) == []
    for one in (document, plain):
        assert "\ue000" not in "".join(p.text for p in one.paragraphs)


def test_marks_of_ones_own_in_a_line_are_taken_out(tmp_path: Path) -> None:
    lines = [line(1, "Thống nhất\ue0007,8\ue001 phương án.")]
    found = reports(tmp_path).draft(meeting(), lines, Kind.REPORT, sources=True)
    document = docx.Document(BytesIO(found.docx))
    assert [comment.text[:2] for comment in document.comments] == ["#1"]
    assert "- Thống nhất7,8 phương án./." in [p.text for p in document.paragraphs]


def test_a_turn_of_one_person_names_them_once(tmp_path: Path) -> None:
    text = draft(Kind.REPORT).text
    assert text.count("Phạm Bích Ngọc") == 1
    other = Speaker(9, "Phạm Bích Ngọc", "Trưởng phòng Nghiệp vụ")
    lines = [line(1, "Một.", Tag.OPINION, NGOC), line(2, "Hai.", Tag.OPINION, other)]
    twice = reports(tmp_path).draft(meeting(), lines).text
    assert twice.count("Phạm Bích Ngọc") == 2, "two accounts are two people"


def test_minutes_end_when_the_meeting_was_closed_if_nobody_says_otherwise(tmp_path: Path) -> None:
    closed = dataclasses.replace(
        meeting(ket_thuc=""), closed_at=meeting().opened_at.replace(hour=4, minute=5)
    )
    found = reports(tmp_path).draft(closed, LINES, Kind.MINUTES)
    assert "Hội nghị kết thúc vào 11 giờ 05, ngày 20 tháng 11 năm 2026./." in found.text
    assert found.report.assumed_end
    assert draft(Kind.MINUTES, ket_thuc="").report.missing[-1].code == "ket_thuc"


def test_many_guests_are_an_annex_with_pages_of_its_own() -> None:
    document = docx.Document(BytesIO(draft(Kind.REPORT, thanh_phan=MANY).docx))
    assert len(document.sections) == 2
    assert "Phụ lục" in [p.text for p in document.paragraphs]
    assert len(docx.Document(BytesIO(draft(Kind.REPORT).docx)).sections) == 1


@every_row("kind", Kind)
def test_who_is_addressed_is_named_only_in_a_report(kind: Kind) -> None:
    text = draft(kind, noi_nhan="- Như trên\n- Các phòng\n- Lưu: VT").text
    assert ("- Như trên;" in text) == (kind is Kind.REPORT)
    assert ("Kính gửi: Sở Văn hóa" in text) == (kind is Kind.REPORT)


def test_words_are_not_taken_for_dashes_and_names_not_for_posts(tmp_path: Path) -> None:
    lines = [line(1, "-5% so với kế hoạch", Tag.OPINION, NGOC), line(2, "Tỷ lệ 3 : 4")]
    text = reports(tmp_path).draft(meeting(), lines).text
    assert "Trưởng phòng Nghiệp vụ: -5% so với kế hoạch [#1]" in text
    assert "- Tỷ lệ 3 : 4./." in text
    guests = "+ Chủ trì: ông A;\n+ Thư ký Tòa án nhân dân tỉnh;\n+ Các phòng."
    notice = draft(Kind.NOTICE, thanh_phan=guests).text
    assert "có: Thư ký Tòa án nhân dân tỉnh; Các phòng." in notice
    title = dataclasses.replace(meeting(), title="Hợp tác xã Bình Minh bàn kế hoạch")
    assert "tại Hợp tác xã Bình Minh" in reports(tmp_path).draft(title, [], Kind.NOTICE).text


def test_values_have_no_punctuation_of_their_own_inside_a_sentence() -> None:
    info = {"dia_diem": "Hội trường Sở.", "chu_tri": "Lê Thị Hà, Giám đốc.", "so": "Số 5/BB-TVT"}
    text = draft(Kind.MINUTES, ky_hieu="BB-TVT", **info).text
    assert "Địa điểm: Hội trường Sở.\n" in text
    assert "Giám đốc.\n" in text
    found = draft(Kind.MINUTES, ky_hieu="BB-TVT", **info).report
    assert (found.number, found.symbol) == ("05", "TVT")


def test_a_notice_has_no_sources_for_what_does_not_stand_in_it() -> None:
    report = draft(Kind.NOTICE).report
    assert [p.address for p in report.paragraphs] == ["1", "2", "3", "3", "3"]


def test_the_number_of_a_draft_is_never_used_again(tmp_path: Path) -> None:
    subject, found = reports(tmp_path), draft(Kind.REPORT)
    first, second = subject.keep(found), subject.keep(found)
    first.unlink()
    assert subject.keep(found).name == "bao-cao-4-3.docx"
    assert second.exists()


def test_a_list_of_grounds_is_a_list() -> None:
    text = draft(Kind.REPORT, can_cu="- Căn cứ Luật A;\n- Căn cứ Nghị định B").text
    assert "\nCăn cứ Luật A;\nCăn cứ Nghị định B.\n08 giờ 00" in text or (
        "\nCăn cứ Luật A;\nCăn cứ Nghị định B.\nTừ 08 giờ 00" in text
    )


GROUNDS = (
    ("Kế hoạch số 1\nQuyết định số 2", ["Căn cứ Kế hoạch số 1;", "Căn cứ Quyết định số 2."]),
    ("Căn cứ Luật A;\nTheo đề nghị của B.", ["Căn cứ Luật A;", "Theo đề nghị của B."]),
    ("1. kế hoạch số 1\n2. công văn số 2", ["Căn cứ Kế hoạch số 1;", "Căn cứ Công văn số 2."]),
    ("Căn cứ Luật A; căn cứ Luật B", ["Căn cứ Luật A;", "Căn cứ Luật B."]),
    ("Luật A về\nviệc B\n- Nghị định", ["Căn cứ Luật A về việc B;", "Căn cứ Nghị định."]),
    ("Kế hoạch số 1", ["Thực hiện Kế hoạch số 1,"]),
)  # fmt: skip


@every_row(("typed", "stands"), GROUNDS)
def test_each_ground_has_its_row(typed: str, stands: tuple[str, ...]) -> None:
    text = draft(Kind.REPORT, can_cu=typed).text
    assert "\n".join(["", *stands, "Từ 08 giờ 00"]) in text


def test_numbers_that_people_type_are_not_doubled(tmp_path: Path) -> None:
    lines = [
        line(1, "1. Giao A\n2. Giao B:\na) việc một;\nb) việc hai"),
        line(2, "3) Chi 1.5 tỷ đồng"),
        line(3, "30 ngày nữa họp lại"),
    ]
    subject = reports(tmp_path)
    stands = [
        "1. Giao A. [#1]",
        "2. Giao B: [#1]",
        "a) việc một; [#1]",
        "b) việc hai [#1]",
        "3. Chi 1.5 tỷ đồng. [#2]",
        "4. 30 ngày nữa họp lại. [#3]",
    ]
    assert "\n".join(["", *stands, ""]) in subject.draft(meeting(), lines, Kind.NOTICE).text
    report = subject.draft(meeting(), lines).text
    assert "\n- Giao A. [#1]\n- Giao B: [#1]\n+ việc một; [#1]\n" in report
    assert "\n- Chi 1.5 tỷ đồng. [#2]\n- 30 ngày nữa họp lại./. [#3]\n" in report
    said = [line(1, "1. Ý một\n2. Ý hai", Tag.OPINION, NGOC), line(2, "3. Ý ba", Tag.OPINION, NGOC)]
    text = subject.draft(meeting(), said).text
    head = "- Đ/c Phạm Bích Ngọc, Trưởng phòng Nghiệp vụ: "
    assert f"{head}1. Ý một [#1]\n2. Ý hai [#1]\n3. Ý ba [#2]\n" in text
    guests = "\n".join(f"{n}. Ông A{n}" for n in range(1, 19))
    text = draft(Kind.NOTICE, thanh_phan=guests).text
    assert "\n17. Ông A17\n18. Ông A18" in text
    text = draft(Kind.NOTICE, thanh_phan="1. Ông A\n2. Ông B").text
    assert "có: Ông A; Ông B." in text


def test_the_end_has_its_day_where_it_was_given() -> None:
    text = draft(Kind.REPORT, ket_thuc="11h30 ngày 21/11/2026").text
    assert "đến 11 giờ 30 ngày 21 tháng 11 năm 2026, Hội nghị" in text


def test_a_draft_takes_as_long_as_its_lines_and_no_longer(tmp_path: Path) -> None:
    lines = [
        line(n, f"Ý kiến thứ {n}: " + "cần làm rõ thêm. " * 8, Tag.OPINION, Speaker(n, f"Ông {n}"))
        for n in range(1, 601)
    ]
    subject = reports(tmp_path)

    def took(many: int) -> float:
        started = time.thread_time()
        subject.draft(meeting(), lines[:many])
        return time.thread_time() - started

    took(300)  # what is imported and compiled only once
    assert min(took(600) for _ in range(3)) < 4 * min(took(300) for _ in range(3))


TASKS = (
    TaskGuess("Hoàn thiện phần thu âm", "Phòng Nghiệp vụ", "Trước ngày 30 tháng 11", 7),
    TaskGuess("Rà soát, tổng hợp hồ sơ nghiệm thu " * 8, "Đồng chí Phạm Bích Ngọc", "Thứ Sáu", 8),
    TaskGuess("Gửi giấy mời", "Văn phòng"),
)


@every_row(("kind", "depth"), product(Kind, Depth))
def test_a_document_with_a_table_of_tasks_keeps_to_the_decree(
    kind: Kind, depth: Depth, tmp_path: Path
) -> None:
    path = tmp_path / "draft.docx"
    found = reports(tmp_path).draft(meeting(), LINES, kind, depth, tasks=TASKS)
    path.write_bytes(found.docx)
    assert [x for x in check(path) if x.severity != "I"] == []
    assert [text for text in found.text.splitlines() if text.startswith("3) ")] == [
        "3) Gửi giấy mời – Văn phòng"
    ]
    none = reports(tmp_path).draft(meeting(), LINES, kind, depth, tasks=[])
    assert "Phân công nhiệm vụ" not in none.text
