"""A template leads nowhere outside; and a printer that is given one goes nowhere."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pdfplumber
import pytest
from PIL import Image

from bot.doors.port import Media, MediaKind
from bot.minutes.documents import Kind
from bot.report import Reports, TemplateBroken, Wrong
from bot.report.pdf import CannotPrint, Printer
from foundation import apart
from tests.dialogs.talking import HA, Talk
from tests.report import hostile_templates
from tests.report.hostile_templates import HARMLESS, hostile
from tests.report.meetings import LINES, meeting
from tests.tables import every_row

NOW = datetime(2026, 7, 24, 1, 2, tzinfo=UTC)
ANYWHERE = hostile("http://127.0.0.1:9/x.png")
UNREADABLE = hostile_templates.unreadable()


def taken(folder: Path, data: bytes) -> str:
    """What a template that is sent comes to: ``taken``, or what is wrong with it."""
    subject = Reports(folder, folder, lambda: NOW, ZoneInfo("Asia/Ho_Chi_Minh"), folder / "sent")
    try:
        subject.take_template(7, Kind.MINUTES, data)
    except TemplateBroken as trouble:
        assert not subject.is_own(7, Kind.MINUTES)
        return f"{trouble.wrong} {trouble.tag}"
    return "taken"


@every_row("way", ANYWHERE)
def test_a_template_that_leads_outside_is_refused(
    way: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    said = taken(tmp_path_factory.mktemp("x"), ANYWHERE[way])
    assert said.startswith(f"{Wrong.OUTSIDE} ")
    assert len(said) > len(f"{Wrong.OUTSIDE} ")


@every_row(
    "target", ["file:///etc/hostname", "\\\\máy\\chung\\a.png", "//máy/a", "C:/a.png", "a.png"]
)
def test_wherever_it_leads(target: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    link = '<w:p><w:hyperlink r:id="rId99"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>'
    for kind, words in (("image", ""), ("hyperlink", link), ("customXml", "")):
        change = hostile_templates.with_relation(kind, target, words)
        said = taken(tmp_path_factory.mktemp("x"), hostile_templates.rebuilt(change))
        assert said == f"{Wrong.OUTSIDE} {target}"


@every_row("what", HARMLESS)
def test_what_leads_nowhere_or_is_clicked_on_is_taken(
    what: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert taken(tmp_path_factory.mktemp("x"), HARMLESS[what]) == "taken"


def test_the_template_that_it_was_made_with_is_not_handed_on(tmp_path: Path) -> None:
    (tmp_path / "bien_ban.docx").write_bytes(HARMLESS["the template that it was made with"])
    subject = Reports(tmp_path, tmp_path, lambda: NOW, ZoneInfo("Asia/Ho_Chi_Minh"))
    draft = subject.draft(meeting(), LINES, Kind.MINUTES)
    assert draft.broken == ()
    with ZipFile(BytesIO(draft.docx)) as file:
        everything = b"".join(file.read(name) for name in file.namelist())
    assert b"attachedTemplate" not in everything


@every_row("what", UNREADABLE)
def test_a_file_of_which_readers_make_different_things(
    what: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert taken(tmp_path_factory.mktemp("x"), UNREADABLE[what]) == f"{Wrong.FILE} "


async def test_a_stranger_who_sends_one_is_told_and_the_draft_is_made_without(
    talk: Talk, tmp_path: Path
) -> None:
    await talk.text("/batdau Họp giao ban")
    way = hostile("file:///data/documents/1/bao-cao-1-1.pdf")[
        "a link's relation that a picture uses"
    ]
    talk.door.recordings["m"] = way
    media = Media(MediaKind.OTHER, "m", "mau.docx", size=len(way))
    (said,) = await talk.arrive(HA, "m", text="/mau bienban", media=media)
    assert said == (
        "Chưa dùng được mẫu bien_ban.docx: mẫu dẫn tới tệp hoặc địa chỉ bên ngoài "
        "“file:///data/documents/1/bao-cao-1-1.pdf”; mẫu phải chứa sẵn mọi thứ (chèn hẳn ảnh vào "
        "tệp), trong lời văn chỉ giữ liên kết http, https, mailto. Mẫu đang dùng vẫn như cũ. Sửa "
        "chỗ đó rồi gửi lại kèm /mau"
    )
    await talk.text("KL: Giao Phòng Kế hoạch tổng hợp")
    await talk.text("/bienban")
    with ZipFile(talk.door.files[-1]) as file:
        assert b"file:///" not in b"".join(file.read(name) for name in file.namelist())


# --- the printer is given what no check has seen --------------------------------------------------


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


# the ways that LibreOffice follows where it may
FOLLOWED = (
    "a link's relation that a picture uses",
    "a picture in a header",
    "a mode in small letters",
    "a picture in a drawn picture",
)


@every_row("way", FOLLOWED)
def test_the_printer_asks_nobody(
    way: str, listener: socket.socket, printer: Printer, tmp_path: Path
) -> None:
    docx = tmp_path / "x.docx"
    port = listener.getsockname()[1]
    docx.write_bytes(hostile(f"http://127.0.0.1:{port}/x.png")[way])
    assert printer.pdf(docx).read_bytes().startswith(b"%PDF")
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_the_printer_reads_no_file_outside(tmp_path: Path, printer: Printer) -> None:
    secret = tmp_path / "secret.png"
    Image.new("RGB", (300, 300), "red").save(secret)
    docx = tmp_path / "x.docx"
    for way in FOLLOWED:
        docx.write_bytes(hostile(secret.as_uri())[way])
        with pdfplumber.open(printer.pdf(docx)) as opened:
            pictures = [one["srcsize"] for page in opened.pages for one in page.images]
        if apart.try_out().files:
            assert (300, 300) not in pictures, way


SCRIPT = """#!/bin/sh
for last; do :; done
folder=$(dirname "$last")
{text}
"""


def fake(folder: Path, text: str) -> str:
    """Stands for a LibreOffice that a document has taken over."""
    path = folder / "soffice"
    path.write_text(SCRIPT.format(text=text))
    path.chmod(0o700)
    return str(path)


def test_what_has_taken_the_printer_over_hands_nothing_out(tmp_path: Path) -> None:
    other = tmp_path / "bao-cao-1-1.pdf"
    other.write_bytes(b"%PDF another group's")
    (tmp_path / "x.docx").write_bytes(b"x")
    (tmp_path / "bin").mkdir()
    for text in (f"ln -s {other} $folder/x.pdf", f"cp {other} $folder/x.pdf"):
        with pytest.raises(CannotPrint):
            Printer(fake(tmp_path / "bin", text)).pdf(tmp_path / "x.docx")
        assert not (tmp_path / "x.pdf").exists()
    assert other.read_bytes() == b"%PDF another group's"


def test_one_document_leaves_nothing_for_the_next(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    mark = "$folder/profile/mark"
    text = f"[ -e {mark} ] && echo seen; mkdir $folder/profile; touch {mark}; exit 3"
    found = Printer(fake(tmp_path / "bin", text))
    (tmp_path / "x.docx").write_bytes(b"x")
    for _ in range(2):
        with pytest.raises(CannotPrint, match=r"ended with 3: $"):
            found.pdf(tmp_path / "x.docx")
