"""What the bot has in work lies in one folder of its own, and is gone when it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.doors.port import Media, MediaKind
from bot.report.pdf import CannotPrint, Printer
from bot.settings import PROJECT
from bot.store.folder import WORK
from tests.dialogs.talking import HA, Talk, talking
from tests.report.hostile_templates import rebuilt, with_part

WORD = PROJECT / "templates" / "bao_cao.docx"


def begun(data: Path) -> Path:
    """A data folder in which a bot was killed while it printed, and other people's files."""
    for left in (
        data / WORK / "soffice-x1" / "profile" / "user" / "x.xcu",
        data / WORK / "soffice-x1" / "print-y" / "bao-cao-1-1.docx",
        data / "documents" / "1" / ".pdf-ab12" / "bao-cao-1-1.pdf",
        data / "documents" / "1" / "bao-cao-1-1.docx",
        data / "của người khác" / ".pdf-của tôi" / "x",
        data / "my.work",
    ):
        left.parent.mkdir(parents=True, exist_ok=True)
        left.write_text("words")
    return data


async def test_what_a_kill_left_is_swept_at_the_next_start_and_nothing_else(tmp_path: Path) -> None:
    data = begun(tmp_path / "data")
    async with talking(data) as talk:
        await talk.text("/trogiup")
        assert not (data / WORK / "soffice-x1").exists()
        assert [one.name for one in (data / "documents" / "1").iterdir()] == ["bao-cao-1-1.docx"]
        assert (data / "của người khác" / ".pdf-của tôi" / "x").exists()
        assert (data / "my.work").exists()


async def test_after_a_clean_stop_nothing_is_left(tmp_path: Path) -> None:
    async with talking(tmp_path, soffice="auto") as talk:
        await talk.text("/batdau Họp giao ban")
        await talk.text("KL: Thống nhất.")
        await talk.text("/baocao")
        assert [file.suffix for file in talk.door.files] == [".docx", ".pdf", ".png"]
        assert list((tmp_path / WORK).iterdir())
    assert not (tmp_path / WORK).exists()
    assert sorted(x.suffix for x in (tmp_path / "documents" / "1").iterdir()) == [
        *(".docx", ".json", ".pdf", ".png", ".txt")
    ]


# --- a template of which no PDF can be made -------------------------------------------------------

# what a library that only fills tags in looks past, LibreOffice does not
UNPRINTABLE = rebuilt(with_part("word/theme/theme1.xml", b"<a:theme"), WORD.read_bytes())


async def sent(talk: Talk, data: bytes) -> str:
    talk.door.recordings["m"] = data
    media = Media(MediaKind.OTHER, "m", "mau.docx", size=len(data))
    (said,) = await talk.arrive(HA, f"m{len(data)}", text="/mau baocao", media=media)
    return said


async def test_a_template_is_tried_to_the_end(tmp_path: Path) -> None:
    async with talking(tmp_path, soffice="auto") as talk:
        await talk.text("/batdau Họp giao ban")
        await talk.text("KL: Giao Phòng Kế hoạch tổng hợp")
        assert await sent(talk, UNPRINTABLE) == (
            "Chưa dùng được mẫu bao_cao.docx: không làm được bản PDF từ mẫu này; mở mẫu trong "
            "Word, lưu lại thành tệp .docx mới. Mẫu đang dùng vẫn như cũ. Sửa chỗ đó rồi gửi lại "
            "kèm /mau"
        )
        await talk.text("/baocao")
        assert [file.suffix for file in talk.door.files] == [".docx", ".pdf", ".png"]
        assert (await sent(talk, WORD.read_bytes())).startswith("Đã nhận mẫu báo cáo riêng.")


async def test_where_libreoffice_prints_nothing_no_template_is_blamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def try_out(self: Printer, name: str, docx: bytes) -> None:
        raise CannotPrint("it does not start")

    monkeypatch.setattr(Printer, "try_out", try_out)
    async with talking(tmp_path, soffice="auto") as talk:
        await talk.text("/batdau Họp giao ban")
        assert (await sent(talk, WORD.read_bytes())).startswith("Đã nhận mẫu báo cáo riêng.")
