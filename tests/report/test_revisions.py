"""Tracked changes and comments: in a template as if accepted, in a document told."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from bot.doors.port import Media, MediaKind
from bot.report import Reports
from bot.report.check import check
from bot.settings import PROJECT
from tests.dialogs.talking import HA, Talk
from tests.report.meetings import LINES, meeting
from tests.report.office_documents import REPORT
from tests.report.office_files import write
from tests.report.pdf_files import pdf
from tests.tables import every_row

NOW = datetime(2026, 7, 24, 1, 2, tzinfo=UTC)
WORD = PROJECT / "templates" / "bao_cao.docx"
BY = 'w:id="901" w:author="A" w:date="2026-01-01T00:00:00Z"'
Document = docx.document.Document
Change = Callable[[Document], None]


def paragraph(words: str, look: str = "") -> str:
    """A paragraph of the body as Word writes it."""
    return f"<w:p><w:pPr><w:pStyle w:val='VBThân'/>{look}</w:pPr>{words}</w:p>"


def run(text: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def before_the_venue(*blocks: str) -> Change:
    """Blocks in front of the paragraph that says where a meeting is."""

    def change(document: Document) -> None:
        found = next(p for p in document.paragraphs if "{{ r.venue }}" in p.text)
        for block in blocks:
            found._p.addprevious(parse_xml(_declared(block)))

    return change


def _declared(block: str) -> str:
    end = min(at for at in (block.find(">"), block.find(" ")) if at > 0)
    return f"{block[:end]} {nsdecls('w')}{block[end:]}"


def in_header(words: str) -> Change:
    def change(document: Document) -> None:
        header = document.sections[0].header.paragraphs[0]._p
        for one in parse_xml(_declared(paragraph(words))).findall("*"):
            if one.tag != qn("w:pPr"):
                header.append(one)

    return change


INS, DEL = f"<w:ins {BY}>", f"<w:del {BY}>"
DELETED = f"{DEL}{run('{{ r.khongco }} bỏ', 'delText')}</w:del>"
MARK_DELETED = f"<w:rPr><w:del {BY}/></w:rPr>"
ROW = "<w:tr>{props}<w:tc><w:tcPr/><w:p>{words}</w:p></w:tc></w:tr>"

#: what is changed, what of it stands in a draft, and what does not
CHANGES: dict[str, tuple[Change, str, str]] = {
    "a tag that is inserted, one that is deleted": (
        before_the_venue(paragraph(f"{INS}{run('Tại {{ r.venue }} mới')}</w:ins>{DELETED}")),
        "mới",
        "bỏ",
    ),
    "a deleted tag that opens": (
        before_the_venue(
            paragraph(f"{DEL}{run('{%p if r.khongco %}', 'delText')}</w:del>{run('còn')}")
        ),
        "còn",
        "khongco",
    ),
    "a tag in two hands": (
        before_the_venue(
            paragraph(
                f"{run('Nơi {{ r.')}{DEL}{run('sai', 'delText')}</w:del>"
                f"{INS}{run('venue')}</w:ins>{run(' }}')}"
            )
        ),
        "Nơi ",
        "sai",
    ),
    "words that were moved": (
        before_the_venue(
            paragraph(f"<w:moveFrom {BY}>{run('cũ {{ r.khongco }}')}</w:moveFrom>"),
            paragraph(
                f'<w:moveToRangeStart {BY} w:name="m"/><w:moveTo {BY}>{run("tới đây")}</w:moveTo>'
                '<w:moveToRangeEnd w:id="901"/>'
            ),
        ),
        "tới đây",
        "cũ",
    ),
    "a paragraph whose end is deleted": (
        before_the_venue(paragraph(run("một "), MARK_DELETED), paragraph(run("hai"))),
        "một hai",
        "một\n",
    ),
    "a whole paragraph that is deleted": (
        before_the_venue(paragraph(DELETED, MARK_DELETED), paragraph(run("sau"))),
        "sau",
        "bỏ",
    ),
    "a paragraph that is inserted": (
        before_the_venue(
            paragraph(f"{INS}{run('đoạn thêm')}</w:ins>", f"<w:rPr><w:ins {BY}/></w:rPr>")
        ),
        "đoạn thêm",
        "",
    ),
    "a row that is deleted": (
        before_the_venue(
            "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='2000'/></w:tblGrid>"
            + ROW.format(props=f"<w:trPr><w:del {BY}/></w:trPr>", words=DELETED)
            + ROW.format(props=f"<w:trPr><w:ins {BY}/></w:trPr>", words=run("hàng thêm"))
            + "</w:tbl>"
        ),
        "hàng thêm",
        "bỏ",
    ),
    "a look that was changed": (
        before_the_venue(
            f"<w:p><w:pPr><w:jc w:val='both'/><w:pPrChange {BY}><w:pPr/></w:pPrChange></w:pPr>"
            f"<w:r><w:rPr><w:b/><w:rPrChange {BY}><w:rPr/></w:rPrChange></w:rPr>"
            "<w:t>đậm</w:t></w:r></w:p>"
        ),
        "đậm",
        "",
    ),
    "a header": (in_header(f"{INS}{run('Đầu trang')}</w:ins>{DELETED}"), "", "bỏ"),
    "a comment": (
        lambda document: (
            document.add_comment(
                document.paragraphs[5].runs or [document.paragraphs[5].add_run("x")],
                "{{ r.khongco }} riêng của phòng",
                author="An",
            )
            and None
        ),
        "",
        "riêng của phòng",
    ),
}


def changed(change: Change) -> bytes:
    document = docx.Document(str(WORD))
    change(document)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def everything(data: bytes) -> str:
    with zipfile.ZipFile(BytesIO(data)) as file:
        return "\n".join(file.read(n).decode() for n in file.namelist() if n.endswith(".xml"))


@every_row("name", CHANGES)
def test_a_templates_changes_are_taken_as_accepted(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("office")
    change, stands, gone = CHANGES[name]
    (folder / "bao_cao.docx").write_bytes(changed(change))
    draft = Reports(folder, folder, lambda: NOW, ZoneInfo("Asia/Ho_Chi_Minh")).draft(
        meeting(), LINES
    )
    assert draft.broken == ()
    words = "\n".join(
        p.text
        for part in (docx.Document(BytesIO(draft.docx)),)
        for p in (*part.paragraphs, *(c for t in part.tables for r in t.rows for c in r.cells))
    )
    assert stands in words
    assert not gone or gone not in words
    left = everything(draft.docx)
    marks = (
        "w:ins ",
        "w:del ",
        "w:moveFrom",
        "w:moveTo",
        "Change ",
        "w:commentReference",
        "khongco",
    )
    assert [mark for mark in marks if mark in left] == []


async def test_such_a_template_is_taken_in_the_chat(talk: Talk) -> None:
    await talk.text("/batdau Họp giao ban")
    change, _, _ = CHANGES["a tag that is inserted, one that is deleted"]
    data = changed(change)
    talk.door.recordings["m"] = data
    media = Media(MediaKind.OTHER, "m", "mau.docx", size=len(data))
    (said,) = await talk.arrive(HA, "m", text="/mau baocao", media=media)
    assert said.startswith("Đã nhận mẫu báo cáo riêng.")
    await talk.text("KL: Giao Phòng Kế hoạch tổng hợp")
    await talk.text("/baocao")
    said_in = "\n".join(p.text for p in docx.Document(str(talk.door.files[-1])).paragraphs)
    assert "mới" in said_in


# --- the checker ----------------------------------------------------------------------------------


def told(document: Change, path: Path, *, final: bool = False) -> list[tuple[str, str, str]]:
    """What is found of revisions in a good document with changes."""
    write(replace(REPORT, after=document), path)
    found = check(path, final=final)
    assert {one.rule for one in found} <= {"C33"}
    return [(one.severity, one.where, one.found) for one in found]


def edited(document: Document) -> None:
    body = document.paragraphs[3]._p
    for tag, text in (("w:ins", "t"), ("w:del", "delText")):
        mark = OxmlElement(tag)
        mark.append(parse_xml(_declared(run("" if tag == "w:ins" else "đã bỏ", text))))
        body.append(mark)
    formatted = OxmlElement("w:rPrChange")
    document.paragraphs[3].runs[0]._r.get_or_add_rPr().append(formatted)


def commented(document: Document) -> None:
    for at in (3, 4):
        document.add_comment(document.paragraphs[at].runs, "Xem lại", author="An")


def test_changes_and_remarks_that_are_left_are_told(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    where = "Dấu vết sửa đổi"
    changes = "còn 1 chỗ thêm, 1 chỗ xoá, 1 chỗ đổi định dạng đang theo dõi (Track Changes)"
    remarks = "còn 2 ghi chú bên lề (Comment)"
    assert told(edited, path) == [("W", where, changes)]
    assert told(edited, path, final=True) == [("E", where, changes)]
    assert told(commented, path) == [("I", where, remarks)]
    assert told(commented, path, final=True) == [("E", where, remarks)]


def test_remarks_in_a_pdf_are_told(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    for kind, count in (("Text", 1), ("Highlight", 1), ("Link", 0)):
        path.write_bytes(pdf(annotation=f"/Subtype/{kind}/Rect[100 100 200 200]/Contents(x)"))
        found = [one.found for one in check(path) if one.rule == "C33"]
        assert found == ["còn 1 ghi chú bên lề (Comment)"] * count
