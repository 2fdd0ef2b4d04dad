"""An office's own templates: used, told where they are broken, and no danger."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement

from bot.doors.port import Media, MediaKind, Person
from bot.errors import TryLater
from bot.minutes import Line, LineKind, LineState, Meeting, Speaker, Tag
from bot.minutes.documents import Kind
from bot.report import Reports, TemplateBroken, Wrong
from bot.settings import PROJECT
from tests.dialogs.talking import AN, HA, Talk, talking
from tests.tables import every_row

NOW = datetime(2026, 7, 24, 1, 2, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MEETING = Meeting(1, 7, "Họp giao ban", NOW, Speaker(1, "Lê Thị Hà"))
WORD = PROJECT / "templates" / "bao_cao.docx"


def reports(templates: Path, sent: Path | None = None) -> Reports:
    return Reports(templates, templates, lambda: NOW, ZONE, sent)


def trouble(folder: Path) -> TemplateBroken:
    """What is told about the one broken template; the draft is there all the same."""
    draft = reports(folder).draft(MEETING, [])
    assert draft.text.startswith("BÁO CÁO\n")
    assert docx.Document(BytesIO(draft.docx)).paragraphs
    (found,) = draft.broken
    return found


WRONG_TEXTS = (
    ("một\nhai {{ r.nhầm }}", Wrong.NAME, "{{ r.nhầm }}", 2),
    ("một\n{% if r.chair %}\nhai", Wrong.OPEN, "{% if r.chair %}", 2),
    ("{% for p in r.content %}{{ p.tex }}{% endfor %}", Wrong.NAME, "{{ p.tex }}", 1),
    ("một\n\n{% endif %}", Wrong.CLOSE, "{% endif %}", 3),
    ("{% if r.chair %}{% endfor %}", Wrong.OPEN, "{% if r.chair %}", 1),
    ("{{ r.agency | hoa }}", Wrong.SYNTAX, "{{ r.agency | hoa }}", 1),
    ("{{ r.agency r.place }}", Wrong.SYNTAX, "{{ r.agency r.place }}", 1),
    ("{% nếu r.chair %}{% endif %}", Wrong.SYNTAX, "{% nếu r.chair %}", 1),
    ("Số: {{ r.number }/BC", Wrong.BRACES, "{{ r.number }/BC", 1),
    ("Số: { r.number }}/BC", Wrong.BRACES, "}}/BC", 1),
    ("{% if r.chair }x", Wrong.BRACES, "{% if r.chair }x", 1),
)


@every_row(
    ("number", "text", "wrong", "tag", "place"), [(n, *row) for n, row in enumerate(WRONG_TEXTS)]
)
def test_what_is_wrong_in_a_text_template_and_where(
    number: int, text: str, wrong: Wrong, tag: str, place: int, tmp_path: Path
) -> None:
    folder = tmp_path / str(number)
    folder.mkdir()
    (folder / "bao_cao.txt.j2").write_text(text, encoding="utf-8")
    found = trouble(folder)
    told = (found.file, found.wrong, found.tag, found.place)
    assert told == ("bao_cao.txt.j2", wrong, tag, place)
    assert found.around in text


WRONG_IN_WORD = (
    ("{{ r.venue }}", "{{ r.vênue }}", Wrong.NAME, "{{ r.vênue }}"),
    ("{{ r.venue }}", "{{ r.venue }", Wrong.BRACES, "{{ r.venue }"),
    ("{{ r.venue }}", "{{ r.venue | }}", Wrong.SYNTAX, "{{ r.venue | }}"),
    ("{%p if r.absent %}", "", Wrong.CLOSE, "{%p endif %}"),
    ("{%p for p in r.conclusions %}", "{%p for p in r.ketluan %}", Wrong.NAME, None),
    ("{%p if r.absent %}", "{%tr if r.absent %}", Wrong.TABLE, "{%tr if r.absent %}"),
    ("{%p if r.absent %}", "Vắng: {%p if r.absent %}", Wrong.BESIDE, "{%p if r.absent %}"),
    ("{{ r.venue }}", "{{ r.number or ‘?’ }} {{ r.nơi }}", Wrong.NAME, "{{ r.nơi }}"),
)


@every_row(
    ("number", "was", "becomes", "wrong", "tag"), [(n, *row) for n, row in enumerate(WRONG_IN_WORD)]
)
def test_what_is_wrong_in_a_word_template_and_where(
    number: int, was: str, becomes: str, wrong: Wrong, tag: str | None, tmp_path: Path
) -> None:
    folder = tmp_path / str(number)
    folder.mkdir()
    changed(was, becomes, folder / "bao_cao.docx")
    found = trouble(folder)
    assert found.wrong is wrong
    if tag is not None:
        assert found.tag.startswith(tag)
    assert found.place > 5
    assert (becomes or "endif") in found.around


def changed(was: str, becomes: str, path: Path) -> None:
    """The built-in template with one paragraph changed, as a person does in Word."""
    document = docx.Document(str(WORD))
    for paragraph in document.paragraphs:
        if was in paragraph.text:
            paragraph.runs[0].text = paragraph.text.replace(was, becomes)
            break
    else:
        raise AssertionError(f"{was} is not there")
    document.save(str(path))


NO_TEMPLATES = (
    ("bao_cao.docx", b""),
    ("bao_cao.docx", b"PK\x03\x04 half"),
    ("bao_cao.docx", b"{{ r.venue }}"),
    ("bao_cao.txt.j2", "{{ r.venue }}".encode("utf-16")),
)


@every_row(("number", "name", "broken"), [(n, *row) for n, row in enumerate(NO_TEMPLATES)])
def test_a_file_that_is_no_template(number: int, name: str, broken: bytes, tmp_path: Path) -> None:
    folder = tmp_path / str(number)
    folder.mkdir()
    (folder / name).write_bytes(broken)
    assert trouble(folder).wrong is Wrong.FILE


def test_a_file_that_links_to_a_file_of_the_server(tmp_path: Path) -> None:
    document = docx.Document(str(WORD))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    document.part.relate_to("file:///etc/hostname", kind, is_external=True)
    document.save(str(tmp_path / "bao_cao.docx"))
    assert trouble(tmp_path).wrong is Wrong.OUTSIDE


def test_a_template_with_tracked_changes_keeps_its_marks_to_itself(tmp_path: Path) -> None:
    document = docx.Document(str(WORD))
    for paragraph in document.paragraphs:
        if "{{ p.text }}" in paragraph.text:
            inserted = OxmlElement("w:ins")
            paragraph.runs[0]._r.addprevious(inserted)
            inserted.append(paragraph.runs[0]._r)
    document.save(str(tmp_path / "bao_cao.docx"))
    speaker = Speaker(1, "Lê Thị Hà")
    said = Line(1, 1, 1, NOW, speaker, LineKind.TEXT, LineState.DONE, "Xong.", Tag.CONCLUSION)
    draft = reports(tmp_path).draft(MEETING, [said])
    assert draft.broken == ()
    with zipfile.ZipFile(BytesIO(draft.docx)) as file:
        text = file.read("word/document.xml").decode()
    assert "Xong./." in text
    assert "\ue000" not in text


def test_a_misspelt_name_in_a_header_is_told_with_its_tag(tmp_path: Path) -> None:
    document = docx.Document(str(WORD))
    document.sections[0].header.paragraphs[0].add_run("{{ r.agncy }}")
    document.save(str(tmp_path / "bao_cao.docx"))
    found = trouble(tmp_path)
    assert (found.wrong, found.tag) == (Wrong.NAME, "{{ r.agncy }}")


def test_a_file_that_unpacks_to_too_much(tmp_path: Path) -> None:
    path = tmp_path / "bao_cao.docx"
    path.write_bytes(WORD.read_bytes())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/media/bomb.bin", bytes(101_000_000))
    assert path.stat().st_size < 200_000
    assert trouble(tmp_path).wrong is Wrong.FILE


ATTACKS = (
    "{{ r.__class__.__mro__ }}",
    "{{ ''.__class__.__base__.__subclasses__() }}",
    "{{ r.drafted.__reduce__() }}",
    "{% include '/etc/passwd' %}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__.os.system('touch /tmp/owned') }}",
)


@every_row(("number", "attack"), enumerate(ATTACKS))
def test_a_template_runs_no_code(number: int, attack: str, tmp_path: Path) -> None:
    folder = tmp_path / str(number)
    folder.mkdir()
    (folder / "bao_cao.txt.j2").write_text(attack, encoding="utf-8")
    changed("{{ r.venue }}", attack, folder / "bao_cao.docx")
    draft = reports(folder).draft(MEETING, [])
    assert [one.file for one in draft.broken] == ["bao_cao.txt.j2", "bao_cao.docx"]


def test_what_an_office_does_not_have_is_built_in(tmp_path: Path) -> None:
    changed("diễn ra tại", "được tổ chức tại", tmp_path / "bao_cao.docx")
    draft = reports(tmp_path).draft(MEETING, [])
    assert draft.broken == ()
    assert "diễn ra tại" in draft.text
    assert "được tổ chức tại" in "\n".join(
        p.text for p in docx.Document(BytesIO(draft.docx)).paragraphs
    )
    assert reports(tmp_path).draft(MEETING, [], Kind.NOTICE).broken == ()


def test_a_chats_own_template_goes_before_the_offices(tmp_path: Path) -> None:
    office, sent = tmp_path / "office", tmp_path / "sent"
    office.mkdir()
    changed("diễn ra tại", "họp tại", office / "bao_cao.docx")
    subject = reports(office, sent)
    changed("diễn ra tại", "được tổ chức tại", tmp_path / "new.docx")
    subject.take_template(7, Kind.REPORT, (tmp_path / "new.docx").read_bytes())
    assert subject.is_own(7, Kind.REPORT)
    assert not subject.is_own(8, Kind.REPORT)

    def said() -> str:
        document = docx.Document(BytesIO(subject.draft(MEETING, []).docx))
        return "\n".join(p.text for p in document.paragraphs)

    assert "được tổ chức tại" in said()
    assert subject.drop_template(7, Kind.REPORT)
    assert "họp tại" in said()
    assert not subject.drop_template(7, Kind.REPORT)


def test_a_broken_template_that_is_sent_changes_nothing(tmp_path: Path) -> None:
    subject = reports(tmp_path, tmp_path / "sent")
    changed("{{ r.venue }}", "{{ r.nơi }}", tmp_path / "new.docx")
    with pytest.raises(TemplateBroken) as found:
        subject.take_template(7, Kind.REPORT, (tmp_path / "new.docx").read_bytes())
    assert (found.value.file, found.value.tag) == ("bao_cao.docx", "{{ r.nơi }}")
    assert not subject.is_own(7, Kind.REPORT)
    assert subject.draft(MEETING, []).broken == ()


async def send(talk: Talk, path: Path, caption: str, who: Person = HA) -> list[str]:
    """Sends a file with a caption; what the bot says to it when all is done."""
    talk.door.recordings[path.name] = path.read_bytes()
    media = Media(MediaKind.OTHER, path.name, path.name, size=path.stat().st_size)
    return await talk.arrive(who, f"f{path.name}{caption}", text=caption, media=media)


async def test_a_template_goes_out_comes_back_changed_and_is_used(
    talk: Talk, tmp_path: Path
) -> None:
    await talk.text("/batdau Họp giao ban")
    assert (await talk.text("/mau"))[-1].startswith("Đây là mẫu đang dùng.")
    names = [file.name for file in talk.door.files]
    assert names == ["bao_cao.docx", "bien_ban.docx", "thong_bao.docx"]
    changed("diễn ra tại", "được tổ chức tại", tmp_path / "Mẫu báo cáo của Sở.docx")
    (said,) = await send(talk, tmp_path / "Mẫu báo cáo của Sở.docx", "/mau")
    assert said.startswith("Đã nhận mẫu báo cáo riêng. Từ bây giờ /baocao ở đây dùng mẫu này")
    await talk.draft("/baocao")
    assert "được tổ chức tại" in words_in(talk.door.files[-1])
    await talk.text("/mau báo cáo")
    assert "được tổ chức tại" in words_in(talk.door.files[-1])
    (said,) = await talk.text("/mau gốc")
    assert said.startswith("Đã bỏ mẫu riêng: báo cáo. Từ bây giờ dùng mẫu chung.")
    await talk.draft("/baocao")
    assert "diễn ra tại" in words_in(talk.door.files[-1])
    assert (await talk.text("/mau goc"))[0].startswith("Ở đây không có mẫu riêng nào")


def words_in(path: Path) -> str:
    return "\n".join(p.text for p in docx.Document(str(path)).paragraphs)


def test_a_footnotes_tags_are_looked_at_too(tmp_path: Path) -> None:
    path = tmp_path / "bao_cao.docx"
    document = docx.Document(str(WORD))
    part = document.part
    spaces = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = (
        f'<w:footnotes {spaces}><w:footnote w:id="1"><w:p><w:r><w:t>{{{{ r.ghichu }}}}</w:t></w:r>'
        "</w:p></w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    added = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), part.package)
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    part.relate_to(added, relation)
    document.save(str(path))
    found = trouble(tmp_path)
    assert (found.wrong, found.tag) == (Wrong.NAME, "{{ r.ghichu }}")


ENDLESS = "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}"
HUGE = "{{ 'a' * 2000000000 }}"


@pytest.mark.parametrize("heavy", [ENDLESS, HUGE])
def test_a_template_without_end_holds_nobody_up(tmp_path: Path, heavy: str) -> None:
    (tmp_path / "bao_cao.txt.j2").write_text(heavy, encoding="utf-8")
    subject = reports(tmp_path)
    subject.seconds = 2.0
    (found,) = subject.draft(MEETING, []).broken
    assert found.wrong is Wrong.HEAVY
    (again,) = subject.draft(MEETING, []).broken
    assert again is found, "not tried a second time"
    changed("{{ r.venue }}", heavy, tmp_path / "new.docx")
    subject = reports(tmp_path / "none", tmp_path / "sent")
    subject.seconds_to_try = 2.0
    with pytest.raises(TemplateBroken) as refused:
        subject.take_template(7, Kind.REPORT, (tmp_path / "new.docx").read_bytes())
    assert refused.value.wrong is Wrong.HEAVY
    assert not subject.is_own(7, Kind.REPORT)


async def test_a_template_of_another_kind_is_refused(talk: Talk, tmp_path: Path) -> None:
    await talk.text("/batdau Họp giao ban")
    (tmp_path / "bien_ban.docx").write_bytes((WORD.parent / "bien_ban.docx").read_bytes())
    (said,) = await send(talk, tmp_path / "bien_ban.docx", "/mau thongbao")
    assert said.startswith("Chưa dùng được mẫu thong_bao.docx: đây là mẫu của biên bản;")
    (said,) = await send(talk, tmp_path / "bien_ban.docx", "/mau")
    assert said.startswith("Đã nhận mẫu biên bản riêng.")


async def test_a_broken_template_is_refused_with_its_place(talk: Talk, tmp_path: Path) -> None:
    await talk.text("/batdau Họp giao ban")
    changed("{{ r.venue }}", "{{ r.noi_hop }}", tmp_path / "x.docx")
    (said,) = await send(talk, tmp_path / "x.docx", "/mau báo cáo")
    assert said.startswith("Chưa dùng được mẫu bao_cao.docx ở đoạn thứ ")
    assert "thẻ “{{ r.noi_hop }}” gọi một mục không có" in said
    assert (await talk.draft("/baocao"))[0].startswith("BÁO CÁO")


async def test_what_cannot_be_a_template_is_told(talk: Talk, tmp_path: Path) -> None:
    await talk.text("/batdau Họp giao ban")
    for name, caption, answer in (
        ("mau.doc", "/mau baocao", "mau.doc không phải tệp Word (.docx)."),
        ("x.docx", "/mau", "Mẫu này cho văn bản nào?"),
        ("x.docx", "/mau baocao", "Chưa dùng được mẫu bao_cao.docx: không đọc được tệp"),
    ):
        (tmp_path / name).write_bytes(b"not a document")
        assert (await send(talk, tmp_path / name, caption))[0].startswith(answer)
    (tmp_path / "y.docx").write_bytes(WORD.read_bytes())
    (said,) = await send(talk, tmp_path / "y.docx", "/mau baocao", AN)
    assert said.startswith("Trong nhóm chỉ thư ký của cuộc họp hoặc quản trị viên nhóm")
    talk.door.recordings["z.docx"] = TryLater("gone")
    media = Media(MediaKind.OTHER, "z.docx", "z.docx")
    (said,) = await talk.arrive(HA, "z", text="/mau baocao", media=media)
    assert said.startswith("Chưa tải được tệp mẫu.")


async def test_the_chat_is_told_and_gets_its_draft_all_the_same(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "bao_cao.txt.j2").write_text("Số: {{ r.soo }}", encoding="utf-8")
    async with talking(tmp_path / "data", templates_dir=templates) as talk:
        await talk.text("/batdau Họp")
        (said,) = await talk.draft("/baocao")
    draft, _, told = said.partition("\n\nMẫu ")
    assert f"Mẫu {told}".splitlines()[0] == (
        "Mẫu bao_cao.txt.j2 của cơ quan bị lỗi ở đoạn thứ 1: thẻ “{{ r.soo }}” gọi một mục không "
        "có (đoạn ấy ghi: “Số: {{ r.soo }}”). Dự thảo dưới đây không dùng mẫu ấy; nhờ người "
        "làm mẫu sửa chỗ đó."
    )
    assert draft.startswith("BÁO CÁO")
