"""Makes the Word templates: run it after a change, commit the script and the files.

    python templates/make_docx.py

The text between {{ }} and {% %} is Jinja2 (docxtpl: ``{%p`` is a paragraph that goes away,
``{%tr`` a row of a table). Names after ``r.`` are the fields of ``Report`` in
``bot/report/view/report.py``. How they are put into a file: ``word_file.py``.
Sizes follow Nghị định 30/2020/NĐ-CP, set 14; what a template cannot know (the lengths of the
rules, where a long name is broken) is computed by ``bot/report/layout.py``.
"""

from __future__ import annotations

import sys
from copy import deepcopy
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from docx.document import Document as DocumentType
from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell

from bot.report import styles as style
from templates.word_file import blank, columns, each, rule, when, write

HEAD_COLUMNS = (Mm(67), Mm(98))
SIGN_COLUMNS = (Mm(80), Mm(85))
MINUTES_COLUMNS = (Mm(60), Mm(7.5), Mm(97.5))
TASK_COLUMNS = (Mm(15), Mm(70), Mm(45), Mm(35))

WHO = (
    "{% if p.when %}{{ p.when }}"
    "{% if p.speaker %}, {{ p.called_inside }} {{ p.speaker }}{% endif %}"
    "{% if p.tag %} ({{ p.tag_name }}){% endif %}: "
    "{% elif p.speaker %}{{ p.called }} {{ p.speaker }}: {% endif %}"
)
SAID = "{{ p.dash }} " + WHO + "{{ p.text }}"
TIME = "{% if r.ended %}Từ {{ r.time_inside }} đến {{ r.ended }}{% else %}{{ r.time }}{% endif %}"
MONTH = "{{ '%02d' % r.drafted.month if r.drafted.month < 3 else r.drafted.month }}"


def make(folder: Path) -> None:
    for name, document in (
        ("bao_cao", report()),
        ("bien_ban", minutes()),
        ("thong_bao", notice()),
    ):
        document.save(str(folder / f"{name}.docx"))


# --- the three documents ------------------------------------------------------------------------


def report() -> DocumentType:
    """Báo cáo: Mẫu 1.4."""
    document = blank("Báo cáo")
    head(document, "BC")
    title(document, "BÁO CÁO")
    write(document, "{%p if r.to | length == 1 %}", style.TO)
    write(document, "Kính gửi: {{ r.to[0] }}", style.TO)
    write(document, "{%p elif r.to %}", style.TO)
    write(document, "Kính gửi:", style.TO)
    write(document, "{%p for row in r.to %}", style.TO_ROW)
    write(document, "- {{ row }}{{ '.' if loop.last else ';' }}", style.TO_ROW)
    write(document, "{%p endfor %}", style.TO_ROW)
    write(document, "{%p endif %}", style.TO)
    write(document, "{%p for row in r.grounds %}", style.GROUND)
    write(document, "{{ row }}", style.GROUND)
    write(document, "{%p endfor %}", style.GROUND)
    when(document, "r.ground", "{{ 'Thực hiện ' if r.ground_is_document }}{{ r.ground }}")
    write(
        document,
        TIME + ", {{ r.meeting_title }} đã diễn ra tại {{ r.venue }} với kết quả đạt được như sau:",
        style.BODY,
    )
    write(document, "{%p if r.sections.attendance %}", style.HEADING)
    write(document, "{{ r.sections.attendance }}. Thành phần tham dự:", style.HEADING)
    when(document, "r.chair", "- Chủ trì: {{ r.chair }}")
    when(document, "r.secretary", "- Thư ký: {{ r.secretary }}")
    guests(document)
    write(document, "{%p endif %}", style.BODY)
    content(document, "{{ r.sections.content }}. Nội dung:")
    conclusions(document)
    tasks(document)
    when(
        document,
        "r.tasks",
        "Trên đây là kết quả {{ r.title_inside }}, {{ r.agency_inside }} báo cáo./.",
    )
    bottom(document)
    annex(document, "Báo cáo", "BC")
    return document


def minutes() -> DocumentType:
    """Biên bản: Mẫu 1.9, its seven elements in their order."""
    document = blank("Biên bản")
    head(document, "BB", place_and_date=False)
    title(document, "BIÊN BẢN")
    write(document, "Thời gian bắt đầu: {{ r.time_inside }}.", style.BODY)
    write(document, "Địa điểm: {{ r.venue }}.", style.BODY)
    write(document, "Thành phần tham dự:", style.BODY)
    guests(document)
    write(document, "Chủ trì (chủ tọa): {{ r.chair }}.", style.BODY)
    write(document, "Thư ký (người ghi biên bản): {{ r.secretary }}.", style.BODY)
    write(document, "Nội dung (theo diễn biến {{ r.meeting_word }}):", style.BODY)
    content(document, "{{ r.sections.content }}. Nội dung, ý kiến:")
    conclusions(document)
    tasks(document)
    write(
        document,
        "{{ r.meeting_word[0] | upper }}{{ r.meeting_word[1:] }} kết thúc vào {{ r.ended_day }}./.",
        style.BODY,
    )
    table = columns(document, 2, *MINUTES_COLUMNS)
    secretary, _, chair = table.rows[0].cells
    write(secretary, "THƯ KÝ", style.SIGNER_TITLE, before=12)
    write(secretary, "{{ r.secretary_name }}", style.SIGNER)
    write(chair, "CHỦ TỌA", style.SIGNER_TITLE, before=12)
    write(chair, "{{ r.chair_name }}", style.SIGNER)
    receivers(table.rows[1].cells[0])
    annex(document, "Biên bản", "BB")
    return document


def notice() -> DocumentType:
    """Thông báo kết luận của người chủ trì: Mẫu 1.4."""
    document = blank("Thông báo")
    head(document, "TB")
    title(document, "THÔNG BÁO")
    write(
        document,
        TIME + ", tại {{ r.venue }}, {{ r.chair_inside }} đã chủ trì {{ r.title_inside }}."
        "{% if r.annex %} Thành phần tham dự theo danh sách tại Phụ lục."
        "{% elif r.guests %} Tham dự {{ r.meeting_word }} có: {{ r.guests }}.{% endif %}",
        style.BODY,
    )
    content(document, "Nội dung, ý kiến tại {{ r.meeting_word }}:")
    write(
        document,
        "Sau khi nghe ý kiến của các đại biểu dự {{ r.meeting_word }}, {{ r.concluder }} kết luận "
        "như sau:",
        style.BODY,
    )
    each(document, "r.conclusions", "{{ p.dash }} {{ p.text }}")
    tasks(document, numbered=False)
    write(
        document,
        "{{ r.agency_inside }} thông báo để các cơ quan, đơn vị biết, thực hiện./.",
        style.BODY,
    )
    bottom(document)
    annex(document, "Thông báo", "TB")
    return document


# --- their parts --------------------------------------------------------------------------------


def head(document: DocumentType, code: str, *, place_and_date: bool = True) -> None:
    """Agency | state name; number | place and date. Two rows, so that each pair is level."""
    table = columns(document, 2, *HEAD_COLUMNS)
    left, right = table.rows[0].cells
    write(left, "{%p if r.parent_agency %}", style.PARENT_AGENCY)
    write(left, "{{ r.parent_agency }}", style.PARENT_AGENCY)
    write(left, "{%p endif %}", style.PARENT_AGENCY)
    write(left, "{{ r.agency }}", style.AGENCY)
    rule(left)
    write(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", style.NATION)
    write(right, "Độc lập - Tự do - Hạnh phúc", style.MOTTO)
    rule(right)
    left, right = table.rows[1].cells
    write(left, "Số: {{ r.number or '      ' }}/" + code + "-{{ r.symbol }}", style.NUMBER)
    if place_and_date:
        write(
            right,
            "{{ r.place }}, ngày      tháng " + MONTH + " năm {{ r.drafted.year }}",
            style.PLACE_AND_DATE,
        )


def title(document: DocumentType, words: str) -> None:
    write(document, words, style.TYPE)
    write(document, "{%p for row in r.subject %}", style.SUBJECT)
    write(document, "{{ row }}", style.SUBJECT)
    write(document, "{%p endfor %}", style.SUBJECT)
    rule(document)


def guests(document: DocumentType) -> None:
    when(document, "r.guests_need_head", "- Đại biểu tham dự:")
    each(document, "r.attendance", "{{ p.dash }} {{ p.text }}")
    when(document, "r.annex", "- Đại biểu tham dự: theo danh sách tại Phụ lục kèm theo.")
    when(document, "r.absent", "- Vắng: {{ r.absent }}")


def content(document: DocumentType, heading: str) -> None:
    write(document, "{%p if r.sections.content %}", style.HEADING)
    write(document, heading, style.HEADING)
    each(document, "r.content", SAID)
    write(document, "{%p endif %}", style.BODY)


def conclusions(document: DocumentType) -> None:
    write(document, "{{ r.sections.conclusions }}. Kết luận:", style.HEADING)
    write(
        document,
        "Qua các ý kiến, {{ r.concluder }} kết luận tại {{ r.meeting_word }} như sau:",
        style.BODY,
    )
    each(document, "r.conclusions", "{{ p.dash }} {{ p.text }}")


def tasks(document: DocumentType, *, numbered: bool = True) -> None:
    """A table: what, who, by when."""
    number = "{{ r.sections.tasks }}. " if numbered else ""
    write(document, "{%p if r.tasks %}", style.HEADING)
    head = write(document, number + "Phân công nhiệm vụ:", style.HEADING)
    head.paragraph_format.space_after = Pt(6)  # a table keeps no distance of its own
    table = columns(document, 4, *TASK_COLUMNS, borders=True)
    for cell, words in zip(
        table.rows[0].cells,
        ("STT", "Nhiệm vụ", "Cơ quan, người thực hiện", "Thời hạn"),
        strict=True,
    ):
        write(cell, words, style.TABLE_HEAD)
    repeat = table.rows[0]._tr.get_or_add_trPr()
    repeat.append(OxmlElement("w:tblHeader"))
    write(table.rows[1].cells[0], "{%tr for t in r.tasks %}", style.TABLE_CELL)
    for cell, words in zip(
        table.rows[2].cells,
        ("{{ loop.index }}", "{{ t.what }}", "{{ t.who }}", "{{ t.due }}"),
        strict=True,
    ):
        write(cell, words, style.TABLE_CELL)
    write(table.rows[3].cells[0], "{%tr endfor %}", style.TABLE_CELL)
    write(document, "{%p endif %}", style.BODY)


def bottom(document: DocumentType) -> None:
    """Receivers on the left, the signature on the right, on one page."""
    table = columns(document, 1, *SIGN_COLUMNS)
    left, right = table.rows[0].cells
    receivers(left)
    write(right, "{{ r.signer_titles[0] }}", style.SIGNER_TITLE, before=12)
    write(right, "{%p for row in r.signer_titles[1:] %}", style.SIGNER_TITLE)
    write(right, "{{ row }}", style.SIGNER_TITLE)
    write(right, "{%p endfor %}", style.SIGNER_TITLE)
    write(right, "{{ r.signer }}", style.SIGNER)


def receivers(cell: _Cell) -> None:
    write(cell, "Nơi nhận:", style.RECEIVERS)
    write(cell, "{%p for row in r.receivers %}", style.RECEIVER)
    write(cell, "{{ row }}", style.RECEIVER)
    write(cell, "{%p endfor %}", style.RECEIVER)


def annex(document: DocumentType, words: str, code: str) -> None:
    """Who took part, on pages of their own that count from 1."""
    write(document, "{%p if r.annex %}", style.BODY)
    header = document.sections[0]._sectPr.findall(qn("w:headerReference"))
    section = document.add_section(WD_SECTION.NEW_PAGE)
    document.paragraphs[-1].style = style.RULE  # carries the break; as flat as it can be
    # without an annex this section is the only one, and its header too
    for reference in reversed(header):
        section._sectPr.insert(0, deepcopy(reference))
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    section._sectPr.find(qn("w:pgMar")).addnext(start)
    write(document, "Phụ lục", style.ANNEX)
    write(document, "DANH SÁCH THÀNH PHẦN THAM DỰ", style.ANNEX_TITLE)
    write(
        document,
        f"(Kèm theo {words} số {{{{ r.number or '……' }}}}/{code}-{{{{ r.symbol }}}} "
        f"ngày …… tháng {MONTH} năm {{{{ r.drafted.year }}}} của {{{{ r.agency_inside }}}})",
        style.ANNEX_REFERENCE,
    )
    each(document, "r.annex", "{{ p.dash }} {{ p.text }}")
    write(document, "{%p endif %}", style.BODY)


if __name__ == "__main__":
    make(Path(__file__).parent)
