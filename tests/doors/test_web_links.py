"""Files for who sits behind a door that sends none: links that nobody guesses, and that end."""

from __future__ import annotations

import contextlib
import io
import re
import ssl
import stat
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import docx
import httpx
import pytest

from bot.doors.port import SendFile
from bot.doors.web import links
from bot.doors.web.links import FileLinks
from bot.doors.zalo.addresses import is_open_to
from bot.messages import web_files as said
from bot.settings import PROJECT
from foundation import http
from tests.dialogs.talking import HA, ListDoor, Talk
from tests.doors.web_house import page
from tests.doors.zalo_house import an, door_at, hears, running, zalo
from tests.doors.zalo_server import BROKEN, Fault, Human, ZaloServer
from tests.tables import every_row
from tests.waiting import PATIENCE, eventually

__all__ = ["an", "zalo"]  # fixtures

NAME = "Báo cáo họp.docx"


class House:
    """A data folder, its links, and the server that opens them; ``now`` is theirs."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.base = ""
        self.now = datetime.now(UTC)
        self.links = FileLinks(data, lambda: self.now)
        self.links.page = lambda: self.base

    def file(self, path: str, words: str = "nội dung") -> SendFile:
        file = self.data / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words, encoding="utf-8")
        return SendFile(str(file), NAME)

    @contextlib.asynccontextmanager
    async def served(self) -> AsyncIterator[httpx.AsyncClient]:
        def render(_name: str, *, sentence: str) -> str:
            return sentence

        given = {"Content-Security-Policy": "default-src 'none'", "Cache-Control": "max-age=9"}
        routes = links.routes(self.links, render, given)
        async with http.serving(("127.0.0.1", 0), routes) as port:
            self.base = f"http://127.0.0.1:{port}"
            async with httpx.AsyncClient(timeout=PATIENCE, trust_env=False) as client:
                yield client


@pytest.fixture
def house(data: Path) -> House:
    data.mkdir()
    return House(data)


async def test_a_link_gives_the_file_under_its_name(house: House) -> None:
    async with house.served() as client:
        link = house.links(house.file("documents/3/bao-cao-3-1.docx"))
        answer = await client.get(link)
        assert (answer.status_code, answer.text) == (200, "nội dung")
        assert answer.headers["Content-Disposition"] == (
            "attachment; filename=\"Bao cao hop.docx\"; filename*=UTF-8''"
            "B%C3%A1o%20c%C3%A1o%20h%E1%BB%8Dp.docx"
        )
        assert answer.headers["Content-Type"].endswith("wordprocessingml.document")
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
        part = await client.get(link, headers={"Range": "bytes=0-3"})
        assert (part.status_code, len(part.content)) == (206, 4)


async def test_it_ends(house: House) -> None:
    async with house.served() as client:
        link = house.links(house.file("documents/3/a.docx"))
        for after, status in ((timedelta(hours=-1), 200), (timedelta(hours=1), 410)):
            now = house.now
            house.now += links.LASTS + after
            answer = await client.get(link)
            assert answer.status_code == status
            house.now = now
        house.now += links.LASTS + timedelta(days=9)
        ended = await client.get(link)
        assert ended.text == said.LINK_ENDED
        assert ended.headers["Cache-Control"] == "no-store"


async def test_erased_it_is_gone(house: House) -> None:
    async with house.served() as client:
        sent = house.file("audio/ab/abcdef.ogg")
        link = house.links(sent)
        Path(sent.path).unlink()
        gone = await client.get(link)
        assert (gone.status_code, gone.text) == (410, said.FILE_GONE)


async def test_a_link_that_was_changed_opens_nothing(house: House) -> None:
    async with house.served() as client:
        link = house.links(house.file("documents/3/a.docx"))
        token, name = link.removeprefix(f"{house.base}/tai/").split("/")
        other = house.links(house.file("documents/4/b.docx")).split("/")[-2]
        wrong = [f"{token}/khac.docx", f"A{token[1:]}/{name}", f"{token[:-4]}/{name}"]
        wrong += [f"{token[:22]}{other[22:]}/{name}", f"AAAA/{name}", f"A/{name}"]
        for path in wrong:
            answer = await client.get(f"{house.base}/tai/{path}")
            assert (answer.status_code, answer.text) == (404, said.NO_SUCH_LINK), path
        for path in ("tai", "tai/", f"tai/{token}", f"tai/{token}/", f"tai/{token}/../{name}"):
            assert (await client.get(f"{house.base}/{path}")).status_code == 404, path


@pytest.mark.parametrize(
    "path",
    ["bienban.sqlite", "web/links.key", "templates/1/bao_cao.docx", "../other.docx", ".work/a"],
)
def test_nothing_else_of_the_folder_has_a_link(house: House, path: str) -> None:
    house.base = "https://bienban.example.vn"
    assert house.links(house.file(path)) == ""


def test_a_link_within_the_folder_that_leads_out_has_none(house: House, tmp_path: Path) -> None:
    house.base = "https://bienban.example.vn"
    house.file("documents/3/a.docx")
    (tmp_path / "secret.txt").write_text("bí mật", encoding="utf-8")
    out = house.data / "documents/3/b.docx"
    out.symlink_to(tmp_path / "secret.txt")
    assert house.links(SendFile(str(out), NAME)) == ""


def test_where_nobody_reaches_the_page_there_are_no_links(house: House) -> None:
    assert house.links(house.file("documents/3/a.docx")) == ""


def test_links_outlast_a_restart_and_the_key_is_the_account_s_alone(house: House) -> None:
    house.base = "https://bienban.example.vn"
    sent = house.file("documents/3/a.docx")
    token = house.links(sent).split("/")[-2]
    assert House(house.data).links.opened(token, NAME) == Path(sent.path)
    key = house.data / "web" / links.KEY
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    key.unlink()
    with pytest.raises(links.NoFile):
        House(house.data).links.opened(token, NAME)


async def test_on_zalo_a_draft_is_a_link_that_gives_the_word_file(
    zalo: ZaloServer, an: Human, data: Path
) -> None:
    data.mkdir()
    house = House(data)
    async with house.served() as client, running(zalo, data, links=house.links) as office:
        link = await _drafted(zalo, an)
        answer = await client.get(link)
        assert answer.status_code == 200
        words = [one.text for one in docx.Document(io.BytesIO(answer.content)).paragraphs]
        assert any("gia hạn đến tháng 12" in text for text in words)
        zalo.text(an, "/ketthuc")
        await hears(zalo, an, "Đã đóng cuộc họp")
        zalo.text(an, "/xoacuochop 1")
        (choice,) = re.findall(r"chon \d+: Xoá hẳn", (await hears(zalo, an, "Xoá hẳn"))[-1])
        zalo.text(an, choice.partition(":")[0])
        await hears(zalo, an, "đã xoá hẳn cuộc họp số 1")
        await office.settle()
        gone = await client.get(link)
        assert (gone.status_code, gone.text) == (410, said.FILE_GONE)


async def test_who_has_joined_by_zalo_gets_the_draft_of_the_group(
    zalo: ZaloServer, an: Human, data: Path
) -> None:
    data.mkdir()
    house, group = House(data), ListDoor()
    async with house.served() as client, running(zalo, data, group, links=house.links) as office:
        home = Talk(office, group)
        await home.text("/batdau Họp giao ban", HA)
        await home.text("/moi", HA)
        invited = await home.until(lambda: re.search(r"mã: (\d{3} \d{3})", str(group.shown)))
        assert invited
        zalo.text(an, f"/vao {invited[1]}")
        await hears(zalo, an, "Họp giao ban")
        zalo.text(an, "Đề nghị gia hạn")
        await hears(zalo, an, "✓ #1")
        await home.text("/ketluan 1", HA)
        await home.text("/baocao", HA)
        await home.until(lambda: group.files)
        zalo.text(an, "/duthao 1")
        told = "\n".join(await hears(zalo, an, "/tai/"))
        (link,) = re.findall(r"\S+/tai/\S+\.docx", told)
        assert (await client.get(link)).content.startswith(b"PK")


async def test_with_the_page_open_to_others_zalo_s_people_are_led_there(
    zalo: ZaloServer, an: Human, data: Path
) -> None:
    given = {"listen": ("0.0.0.0", 0), "web_names": "127.0.0.1"}
    async with page(data, door_at(zalo), **given) as house:  # type: ignore[arg-type]
        link = await _drafted(zalo, an)
        assert link.startswith("https://127.0.0.1:")
        (authority,) = (data / "web").glob("authority-*.pem")
        trusting = ssl.create_default_context(cafile=str(authority))
        async with httpx.AsyncClient(verify=trusting, trust_env=False) as client:
            answer = await client.get(link, timeout=PATIENCE)
            assert answer.content.startswith(b"PK")
            wrong = await client.get(link.replace("/tai/", "/tai/A"), timeout=PATIENCE)
        assert wrong.status_code == 404
        assert said.NO_SUCH_LINK in wrong.text
        assert "<html" in wrong.text
        assert wrong.headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in wrong.headers["Content-Security-Policy"]
        assert house.rows[0].startswith("Trang họp: https://127.0.0.1:")


async def test_with_the_page_for_this_machine_alone_there_is_no_link(
    zalo: ZaloServer, an: Human, data: Path
) -> None:
    async with page(data, door_at(zalo)):
        await _tagged(zalo, an)
        zalo.text(an, "/baocao")
        told = await hears(zalo, an, ".docx: ứng dụng này không nhận tệp từ bot.")
        assert not [text for text in told if "/tai/" in text]


async def _tagged(zalo: ZaloServer, an: Human) -> None:
    zalo.text(an, "/batdau Họp giao ban")
    await hears(zalo, an, "Đã mở cuộc họp số 1")
    zalo.text(an, "Thống nhất gia hạn đến tháng 12")
    await hears(zalo, an, "✓ #1")
    zalo.text(an, "kl 1")
    await hears(zalo, an, "Đã gắn thẻ Kết luận cho #1.")


async def _drafted(zalo: ZaloServer, an: Human) -> str:
    """The link to the draft of a meeting that has one conclusion."""
    await _tagged(zalo, an)
    zalo.text(an, "/baocao")
    told = "\n".join(await hears(zalo, an, "/tai/"))
    (link,) = re.findall(r"\S+/tai/\S+\.docx", told)
    return str(link)


async def test_a_picture_is_shown_by_its_link(zalo: ZaloServer, an: Human, data: Path) -> None:
    """Zalo sends no file, but fetches a picture: the QR code of /moi is one."""
    data.mkdir()
    house = House(data)
    async with house.served(), running(zalo, data, ListDoor(), links=house.links):
        zalo.text(an, "/batdau Họp giao ban")
        zalo.text(an, "/moi")
        await eventually(lambda: zalo.shown)
        ((chat, picture, caption),) = zalo.shown
        assert (chat, picture[:4]) == (an.id, b"\x89PNG")
        assert caption.startswith("Mã QR vào cuộc họp số 1")
        assert not [text for text in zalo.said_to(an) if ".png" in text]
        # what Zalo cannot fetch, or does not take, is a link as any file
        refused = Fault(200, "Bad Request: photo", 400)
        zalo.faults["sendPhoto"].append(refused)
        zalo.text(an, "/moi")
        told = (await hears(zalo, an, ".png: http"))[-1]
        assert told.startswith("Mã QR vào cuộc họp số 1")
        zalo.faults["sendPhoto"].append(BROKEN)  # it may have been shown: not again
        zalo.text(an, "/moi")
        await hears(zalo, an, ".png: http", 2)
        assert len(zalo.shown) == 1


OPEN = {
    "https://bienban.example.vn/tai/x": True,
    "https://203.0.114.7:8443/tai/x": True,
    "http://bienban.example.vn/tai/x": False,
    "https://192.168.1.5:8443/tai/x": False,
    "https://[fe80::1]/tai/x": False,
    "https://bienban.lan/tai/x": False,
    "https://bienban/tai/x": False,
    "http://127.0.0.1:9/tai/x": True,  # where the API is at
    "http://127.0.0.2:9/tai/x": False,
}


@every_row(("address", "open_to"), OPEN.items())
def test_zalo_is_asked_to_fetch_only_what_it_may_reach(address: str, open_to: bool) -> None:
    assert is_open_to("http://127.0.0.1:8080", address) is open_to


async def test_forms_and_templates_have_links_too(zalo: ZaloServer, an: Human, data: Path) -> None:
    data.mkdir()
    house = House(data)
    blanks = {"mau": PROJECT / "templates", "rieng": data / "templates"}
    house.links = FileLinks(data, lambda: house.now, blanks)
    house.links.page = lambda: house.base
    own = data / "templates/1/bao_cao.docx"
    async with house.served() as client, running(zalo, data, links=house.links):
        zalo.text(an, "/batdau Họp giao ban")
        for typed, name in {"/thanhphan mau": "thanh_phan.xlsx", "/mau": "bien_ban.docx"}.items():
            zalo.text(an, typed)
            told = "\n".join(await hears(zalo, an, f"{name}: http"))
            (link,) = re.findall(rf"\S+/tai/\S+/{re.escape(name)}", told)
            assert (await client.get(link)).content.startswith(b"PK"), name
        own.parent.mkdir(parents=True)
        own.write_bytes(b"PK of the office")
        link = house.links(SendFile(str(own), own.name, blank=True))
        assert (await client.get(link)).content == b"PK of the office"
        assert house.links(SendFile(str(own), own.name)) == "", "said to be nothing of a meeting"
        secret = house.file("bienban.sqlite")
        assert house.links(SendFile(secret.path, NAME, blank=True)) == ""
        assert house.links(SendFile(f"{own.parent}/../../x", NAME, blank=True)) == ""
        own.unlink()
        gone = await client.get(link)
        assert (gone.status_code, gone.text) == (410, said.BLANK_GONE)


async def test_a_draft_s_first_page_is_shown_and_its_files_are_links(
    zalo: ZaloServer, an: Human, data: Path
) -> None:
    """From the order to the picture that Zalo's own server has fetched; by the real LibreOffice."""
    data.mkdir()
    house = House(data)
    async with (
        house.served() as client,
        running(zalo, data, links=house.links, soffice="auto") as office,
    ):
        await _drafted(zalo, an)
        await eventually(lambda: zalo.shown)
        ((chat, picture, caption),) = zalo.shown
        assert (chat, caption) == (an.id, "")
        assert picture == (data / "documents/1/bao-cao-1-1.png").read_bytes()
        told = "\n".join(await hears(zalo, an, ".pdf: http"))
        (link,) = re.findall(r"\S+/tai/\S+\.pdf", told)
        assert (await client.get(link)).content.startswith(b"%PDF")
        assert ".png" not in told
        # where Zalo does not get it, its link is said, once
        zalo.faults["sendPhoto"].append(Fault(200, "Bad Request: photo", 400))
        zalo.text(an, "/baocao")
        await hears(zalo, an, "bao-cao-1-2.png: http")
        await office.settle()
        assert len(zalo.shown) == 1
        assert sum(".png" in text for text in zalo.said_to(an)) == 1
