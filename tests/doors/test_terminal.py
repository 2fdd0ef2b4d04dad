"""The chat at a terminal at which somebody sits: keys go in, and what is drawn is looked at."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import functools
import io
import logging
import os
import pty
import re
import struct
import sys
import termios
import threading
import unicodedata
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from bot.bootstrap import offered
from bot.doors.local.live import LiveScreen
from bot.doors.local.prompted import PromptDoor
from bot.doors.local.screen import Screen
from bot.doors.local.terminal import TerminalDoor
from bot.doors.port import Button, Chat, Person, Say
from bot.messages import terminal as said
from bot.messages.help import MENU
from bot.minutes import Line
from bot.office import Office
from bot.settings import load_settings
from foundation import logs
from tests.dialogs.talking import Ear
from tests.doors.glass import seen
from tests.records import begin
from tests.waiting import PATIENCE, eventually

ENTER, TAB, UP, LEFT, ESCAPE = "\r", "\t", "\x1b[A", "\x1b[D", "\x1b"
CTRL_C, CTRL_D, CTRL_R, ALT_ENTER = "\x03", "\x04", "\x12", "\x1b\r"
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[@-_])")
_COLOURS = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9\d|10[0-7])(?:;\d+)*m")


def pasted(text: str) -> str:
    return f"\x1b[200~{text}\x1b[201~"


def typing_at(out: io.StringIO, columns: int = 100) -> Vt100_Output:
    return Vt100_Output(out, lambda: Size(rows=40, columns=columns), term="xterm", enable_cpr=False)


@dataclass
class Seat:
    """Somebody at a terminal."""

    office: Office
    keys: PipeInput
    out: io.StringIO
    running: asyncio.Task[None]

    def type(self, *keys: str) -> None:
        for key in keys:
            self.keys.send_text(key)

    @property
    def shown(self) -> str:
        """The screen, with what has gone out above."""
        return seen(self.out.getvalue())

    async def sees(self, text: str) -> None:
        await eventually(lambda: text in self.shown)

    async def sees_again(self, text: str, *keys: str) -> None:
        """Type the keys; then this is drawn once more."""
        before = self.shown.count(text)
        self.type(*keys)
        await eventually(lambda: self.shown.count(text) > before)

    async def lines(self, are: Callable[[list[Line]], bool]) -> list[Line]:
        """The lines of the first meeting, as soon as they are so."""
        end = asyncio.get_running_loop().time() + PATIENCE
        while not are(found := await self.office.on_store(self.office.store.lines.of_meeting, 1)):
            assert asyncio.get_running_loop().time() < end, found
            await asyncio.sleep(0.01)
        return found

    async def said(self, *texts: str) -> None:
        """These are the lines."""
        await self.lines(lambda lines: [line.text for line in lines] == list(texts))

    async def ends(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self.running


@asynccontextmanager
async def seated(
    folder: Path, table: Callable[[Chat], Awaitable[tuple[str, tuple[str, ...]]]] | None = None
) -> AsyncIterator[Seat]:
    """Somebody sits at a terminal, and nothing is open yet."""
    begin(folder / "data")
    settings = load_settings(data_dir=folder / "data", _env_file=None, soffice="off")
    office = Office(settings, recognizer=Ear())  # type: ignore[arg-type]
    out = io.StringIO()
    answered = functools.partial(office.post.settle, "terminal")
    with create_pipe_input() as keys:
        door = PromptDoor(
            answered, lambda path: None, table or office.table, offered(), keys, typing_at(out)
        )
        running = asyncio.create_task(office.run(door))
        seat = Seat(office, keys, out, running)
        try:
            await seat.sees(" ›")
            yield seat
        finally:
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running


async def opened(seat: Seat, *keys: str) -> None:
    seat.type("/batdau Họp giao ban", ENTER)
    await seat.sees("Tôi · Họp giao ban ›")
    seat.type(*keys)


async def carded(seat: Seat, folder: Path) -> None:
    """A meeting is open, and the card of its only line is shown, with its buttons."""
    (folder / "nói.ogg").write_text("tôi nói", encoding="utf-8")
    await opened(seat, f"/gui {folder / 'nói.ogg'}", ENTER)
    await seat.said("tôi nói")
    await eventually(lambda: button(seat, "Sửa"))


def button(seat: Seat, label: str) -> str:
    """The number of the button that was drawn last with this label; empty: there is none."""
    found = re.findall(rf"\[!(\d+) {label}\]", seat.shown)
    return found[-1] if found else ""


# --- the prompt and the screen --------------------------------------------------------------------


async def test_the_prompt_says_who_speaks_and_where(tmp_path: Path) -> None:
    async with seated(tmp_path) as seat:
        await seat.sees(said.TERMINAL_KEYS.split("\n")[1])
        await opened(seat, "/vai Trần Bình", ENTER)
        await seat.sees("Trần Bình · Họp giao ban ›")
        await seat.sees_again("Trần Bình ›", "/vai Tôi", ENTER, "/ketthuc", ENTER, "/vai bình\t\r")


async def test_a_meeting_that_was_open_before_stands_in_the_prompt(tmp_path: Path) -> None:
    async with seated(tmp_path) as seat:
        await opened(seat, CTRL_D)
        await seat.ends()
    async with seated(tmp_path) as seat:
        await seat.sees("Tôi · Họp giao ban ›")


async def test_a_long_name_leaves_room_to_type(tmp_path: Path) -> None:
    async with seated(tmp_path) as seat:
        seat.type("/batdau " + "会議 " * 40, ENTER)
        await seat.sees("会議 会議 会議 会議 会議 会議… ›")


async def test_an_answer_that_comes_while_somebody_types_goes_above(tmp_path: Path) -> None:
    async with seated(tmp_path) as seat:
        await opened(seat, "Tôi đang gõ dở")
        await seat.sees("đang gõ dở")
        await seat.office.on_store.commit(seat.office.store.outbox.put, 1, [Say("Xin chào\nhai")])
        seat.office.post.wake()
        await seat.sees("🤖 Xin chào\n     hai\nTôi · Họp giao ban › Tôi đang gõ dở")
        seat.type(" câu này", ENTER)
        await seat.said("Tôi đang gõ dở câu này")


async def test_the_log_goes_above_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    root, handler = logging.getLogger(), logs.handler()
    root.addHandler(handler)
    try:
        async with seated(tmp_path) as seat:
            seat.type("Đang gõ")
            await seat.sees("Đang gõ")
            thread = threading.Thread(target=logging.getLogger("bot").warning, args=("Coi chừng",))
            thread.start()
            above = re.compile(r"WARNING bot: Coi chừng.*\nTôi › Đang gõ")
            await eventually(lambda: above.search(seat.shown))
            thread.join()
    finally:
        root.removeHandler(handler)


def test_nothing_that_is_shown_moves_the_cursor() -> None:
    out = io.StringIO()
    LiveScreen(typing_at(out)).bot("1", "a\x1b[2Jb\x9b1mc\x07\rd", ((Button("\x1b[31mx", "x"),),))
    assert "\x1b[2J" not in out.getvalue()
    assert "a�[2Jb�1mc��d" in _ESCAPES.sub("", out.getvalue())
    assert not set(_ESCAPES.sub("", out.getvalue())) & {"\x9b", "\x07"}


def test_rows_break_at_the_edge_as_wide_as_they_look() -> None:
    out = io.StringIO()
    screen = LiveScreen(typing_at(out, columns=20))
    wide = tuple(Button("漢字", f"{n}") for n in range(3))  # [!1 漢字] takes 9 cells
    screen.bot("1", unicodedata.normalize("NFD", "Tiếng Việt rộng lắm đấy nhé"), (wide,))
    rows = seen(out.getvalue()).splitlines()
    composed = [unicodedata.normalize("NFC", row) for row in rows]
    assert composed == [
        "  🤖 Tiếng Việt rộng",
        "     lắm đấy nhé",
        "     [!1 漢字]",
        "     [!2 漢字]",
        "     [!3 漢字]",
    ]


# --- buttons --------------------------------------------------------------------------------------


async def test_a_button_is_pressed_by_its_number(tmp_path: Path) -> None:
    async with seated(tmp_path) as seat:
        await carded(seat, tmp_path)
        opinion, conclusion = button(seat, "Ý kiến"), button(seat, "Kết luận")
        await seat.sees_again("✓ Ý kiến]", f"!{opinion}", ENTER)
        await seat.sees("👆 [Ý kiến]")
        assert (await seat.lines(bool))[0].tag == "ykien"
        assert button(seat, "Kết luận") == conclusion, "it has kept its number"
        await seat.sees_again("✓ Kết luận]", f" ! {conclusion} ", ENTER)
        assert (await seat.lines(bool))[0].tag == "ketluan"
        await seat.sees_again("Không có nút !999.", "!999", ENTER)
        await seat.said("tôi nói")


async def test_a_button_is_chosen_with_keys(tmp_path: Path) -> None:
    async with seated(tmp_path) as seat:
        await carded(seat, tmp_path)
        first, second = button(seat, "Ý kiến"), button(seat, "Kết luận")
        await seat.sees_again(f"▸!{first} Ý kiến◂", TAB)
        await seat.sees_again(f"▸!{second} Kết luận◂", TAB)
        await seat.sees_again(f"▸!{first} Ý kiến◂", LEFT)
        await seat.sees_again("✓ Ý kiến]", ENTER)
        assert (await seat.lines(bool))[0].tag == "ykien"


async def test_who_is_choosing_a_button_may_type_instead(tmp_path: Path) -> None:
    async with seated(tmp_path) as seat:
        await carded(seat, tmp_path)
        for leave in (ESCAPE, CTRL_C, "x", pasted("x")):
            await seat.sees_again(said.TERMINAL_CHOOSE, TAB)
            seat.type(leave)
            await eventually(lambda: said.TERMINAL_CHOOSE not in seat.shown)
            if leave.endswith(("x", pasted("x"))):
                seat.type(CTRL_C)
        seat.type("Xin nói", ENTER)
        await seat.said("tôi nói", "Xin nói")
        assert not (await seat.lines(bool))[0].tag


async def test_what_is_chosen_stays_while_other_buttons_come(tmp_path: Path) -> None:
    async with seated(tmp_path) as seat:
        await carded(seat, tmp_path)
        await seat.sees_again("Ý kiến◂", TAB)
        others = Say("Khác", ((Button("Nút khác", "x:1"),),))
        await seat.office.on_store.commit(seat.office.store.outbox.put, 1, [others])
        seat.office.post.wake()
        await eventually(lambda: button(seat, "Nút khác"))
        await seat.sees_again("✓ Ý kiến]", ENTER)


async def test_a_question_is_answered_by_what_is_typed_next(tmp_path: Path) -> None:
    async with seated(tmp_path) as seat:
        await carded(seat, tmp_path)
        edit = button(seat, "Sửa")
        await seat.sees_again(" ↩", f"!{edit}", ENTER)
        seat.type("/dong", ENTER, "tôi nói lại", ENTER)
        await seat.said("tôi nói lại")
        await seat.sees_again(" ↩", f"!{edit}", ENTER)
        await seat.sees_again("Đã bỏ qua câu hỏi.", CTRL_C)
        seat.type("Một dòng mới", ENTER)
        await seat.said("tôi nói lại", "Một dòng mới")
        await seat.sees_again(" ↩", f"!{button(seat, said.TERMINAL_ANSWER)}", ENTER)
        seat.type("tôi nói lần ba", ENTER)
        await seat.said("tôi nói lần ba", "Một dòng mới")


async def test_a_question_takes_no_sentence_that_was_begun_before(tmp_path: Path) -> None:
    async with seated(tmp_path) as seat:
        await opened(seat, "Câu đang gõ")
        await seat.sees("Câu đang gõ")
        asked = Say("Đơn vị nào?", asks=Person("me", "Tôi"))
        await seat.office.on_store.commit(seat.office.store.outbox.put, 1, [asked])
        seat.office.post.wake()
        await eventually(lambda: button(seat, said.TERMINAL_ANSWER))
        seat.type(" xong", ENTER)
        await seat.said("Câu đang gõ xong")
        assert " ↩" not in seat.shown


def test_a_button_keeps_its_number_and_gives_it_to_no_other() -> None:
    screen = Screen(io.StringIO(), numbered=True)
    one, two, three = Button("Một", "a"), Button("Hai", "b"), Button("Ba", "a")
    screen.bot("m", "x", ((one, two),))
    screen.bot("n", "x", ((three,),))
    screen.bot("m", "y", ((Button("Mới", "c"), Button("✓ Một", "a")),), again=True)
    assert [screen.button(n) for n in range(6)] == [
        None,
        ("m", Button("✓ Một", "a")),
        ("m", two),
        ("n", three),
        ("m", Button("Mới", "c")),
        None,
    ]
    assert screen.last_buttons() == (4, 1)
    screen.bot("m", "z", again=True)
    assert screen.last_buttons() == (3,)
    assert Screen(io.StringIO()).new_id() != screen.new_id(), "of another run"


# --- keys -----------------------------------------------------------------------------------------


async def test_tab_offers_commands_with_what_they_do(tmp_path: Path) -> None:
    async with seated(tmp_path) as seat:
        await seat.sees_again(MENU["baocao"], "/ba", TAB)
        await seat.sees_again(said.TERMINAL_AGAIN, CTRL_C)
        await seat.sees_again("🤖 Tôi ghi biên bản", "/trog", TAB, ENTER)
        await seat.sees_again(MENU["batdau"], CTRL_C, "/", TAB)


async def test_tab_completes_files_and_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = tmp_path / "Ghi âm"
    folder.mkdir()
    (folder / "Cuộc họp.ogg").write_text("tôi nói", encoding="utf-8")
    (folder / "ds.csv").write_text("Họ tên,Chức vụ\nLê Văn Tám,Kế toán\n", encoding="utf-8")
    async with seated(tmp_path) as seat:
        await opened(seat, "/gui ~/ghi", TAB, "cuoc", TAB, ENTER)
        await seat.said("tôi nói")
        await seat.sees_again("Đã đọc 1 người", "/gui ~/Ghi âm/d", TAB, " /thanhph", TAB, ENTER)
        seat.type("/vai tám")
        await eventually(lambda: seat.type(TAB) or "/vai Lê Văn Tám" in seat.shown)  # once it knows
        await seat.sees_again("Lê Văn Tám · Họp", ENTER)
        seat.type("/nguoinoi 1 le", TAB, ENTER)
        await seat.lines(lambda lines: lines[0].speaker.name == "Lê Văn Tám")


async def test_what_was_typed_is_had_again_and_is_on_no_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    async with seated(tmp_path) as seat:
        await opened(seat, "Câu bí mật", ENTER, "Câu sau", ENTER)
        await seat.said("Câu bí mật", "Câu sau")
        seat.type(UP, UP, " một", ENTER)
        await seat.said("Câu bí mật", "Câu sau", "Câu bí mật một")
        seat.type(CTRL_R, "sau", ENTER, ENTER)
        await seat.said("Câu bí mật", "Câu sau", "Câu bí mật một", "Câu sau")
    assert list((tmp_path / "home").rglob("*")) == []


async def test_what_is_pasted_is_one_message(tmp_path: Path) -> None:
    async with seated(tmp_path) as seat:
        await opened(seat, pasted("Dòng một\r\nDòng hai\n"), ENTER)
        await seat.said("Dòng một\nDòng hai")
        seat.type(pasted("/thongtin\nđịa điểm: Phòng 3\nnơi nhận:\n- A"), ENTER)
        await seat.sees("Đã ghi: địa điểm, nơi nhận.")
        seat.type("Ba\\", ENTER, "bốn", ALT_ENTER, "năm", ENTER)
        await seat.said("Dòng một\nDòng hai", "Ba\nbốn\nnăm")


async def test_what_is_pasted_before_the_answer_is_one_message_too(tmp_path: Path) -> None:
    async with seated(tmp_path) as seat:
        await opened(seat, "Một", ENTER, pasted("Hai\nba"), ENTER, pasted("Bốn\nnăm"), ENTER)
        await seat.said("Một", "Hai\nba", "Bốn\nnăm")


async def test_vietnamese_letters_come_in_one_piece(tmp_path: Path) -> None:
    async with seated(tmp_path) as seat:
        wanted = "Ý kiến của đồng chí"
        await opened(seat, *unicodedata.normalize("NFD", wanted + "ế"), "\x7f", ENTER)
        await seat.said(wanted)
        seat.type("xoa\x7f\x7fóa\x7f\x7foá", ENTER)  # an input method mends what it has sent
        await seat.said(wanted, "xoá")
        seat.type("một\x11\x1bhai\x11\x07", ENTER)  # Ctrl+Q takes the next key as it is
        await seat.said(wanted, "xoá", "mộthai")


async def test_a_file_whose_name_is_decomposed_on_disk(tmp_path: Path) -> None:
    (tmp_path / unicodedata.normalize("NFD", "giọng nữ.ogg")).write_text("tôi nói", "utf-8")
    async with seated(tmp_path) as seat:
        await opened(seat, f"/gui {tmp_path}/giọng nữ.ogg", ENTER)
        await seat.said("tôi nói")


async def test_ctrl_c_takes_the_line_away_and_then_ends(tmp_path: Path) -> None:
    async with seated(tmp_path) as seat:
        await opened(seat, "Nói nhầm")
        await seat.sees_again(said.TERMINAL_AGAIN, CTRL_C)
        seat.type(UP, " rồi", ENTER)
        await seat.said("Nói nhầm rồi")
        await seat.sees_again(said.TERMINAL_AGAIN, CTRL_C)
        seat.type(CTRL_C)
        await seat.ends()
        assert seat.shown.rstrip().endswith(said.TERMINAL_BYE)


@pytest.mark.parametrize("keys", [[CTRL_D], ["/thoat", ENTER]])
async def test_other_ways_to_end(tmp_path: Path, keys: list[str]) -> None:
    async with seated(tmp_path) as seat:
        await opened(seat, "Câu cuối", ENTER, *keys)
        await seat.ends()
        assert "✓ #1" in seat.shown
        assert seat.shown.rstrip().endswith(said.TERMINAL_BYE)


async def test_the_prompt_is_no_reason_to_fail(tmp_path: Path) -> None:
    async def broken(chat: Chat) -> tuple[str, tuple[str, ...]]:
        raise ZeroDivisionError

    async with seated(tmp_path, broken) as seat:
        seat.type("/batdau Họp", ENTER, "Xin chào", ENTER)
        await seat.said("Xin chào")
        await seat.sees("✓ #1")


# --- a process at a real terminal -----------------------------------------------------------------


@dataclass
class AtTerminal:
    """``python -m bot`` whose terminal this is."""

    process: asyncio.subprocess.Process
    end: int  #: our end of it
    raw: bytearray = field(default_factory=bytearray)

    def type(self, keys: str) -> None:
        os.write(self.end, keys.encode())

    def read(self) -> None:
        try:
            self.raw += os.read(self.end, 65536)
        except OSError:  # the other end is closed
            asyncio.get_running_loop().remove_reader(self.end)

    @property
    def text(self) -> str:
        return self.raw.decode(errors="ignore")

    @property
    def shown(self) -> str:
        return seen(self.text, 120)

    async def sees(self, text: str) -> None:
        await eventually(lambda: text in self.shown)


@asynccontextmanager
async def at_terminal(folder: Path, **settings: str) -> AsyncIterator[AtTerminal]:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    kept = {"PATH", "LD_LIBRARY_PATH", "WHISPER_CACHE"}
    environment = {name: value for name, value in os.environ.items() if name in kept}
    environment |= {"HOME": str(folder), "LANG": "C.UTF-8", "SOFFICE": "off", "TERM": "xterm"}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "chat"),
        cwd=folder,
        env={**environment, "PYTHONPATH": str(Path(__file__).parents[2]), **settings},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    seat = AtTerminal(process, ours)
    asyncio.get_running_loop().add_reader(ours, seat.read)
    try:
        yield seat
    finally:
        asyncio.get_running_loop().remove_reader(ours)
        if process.returncode is None:
            process.kill()
        await process.wait()
        os.close(ours)
        os.close(theirs)


@pytest.mark.parametrize("no_color", ["", "1"])
async def test_a_process_at_a_terminal(tmp_path: Path, no_color: str) -> None:
    async with at_terminal(tmp_path, NO_COLOR=no_color) as seat:
        before = termios.tcgetattr(seat.end)
        await seat.sees("Tôi ›")
        seat.type("/batdau Họp giao ban\r")
        await seat.sees("Tôi · Họp giao ban ›")
        seat.type(pasted("Một\nhai") + "\r")
        await seat.sees("✓ #1")
        seat.type("/rasoat\r")
        await seat.sees("[!1 Chưa gắn thẻ (1)]")
        seat.type("!1\r")
        await seat.sees("(tin được sửa)")
        seat.type(CTRL_D)
        await seat.sees(said.TERMINAL_BYE)
        async with asyncio.timeout(PATIENCE):
            assert await seat.process.wait() == 0
        assert termios.tcgetattr(seat.end) == before, "the terminal is as it was"
    assert bool(_COLOURS.search(seat.text)) == (not no_color)


async def test_a_process_at_a_terminal_is_told_to_stop(tmp_path: Path) -> None:
    async with at_terminal(tmp_path) as seat:
        before = termios.tcgetattr(seat.end)
        await seat.sees("Tôi ›")
        seat.process.terminate()
        async with asyncio.timeout(PATIENCE):
            assert await seat.process.wait() == 0
        assert termios.tcgetattr(seat.end) == before


async def test_a_terminal_that_only_prints_rows(tmp_path: Path) -> None:
    async with at_terminal(tmp_path, TERM="dumb") as seat:
        await seat.sees(said.TERMINAL_PRESS)
        seat.type("/batdau Họp\nXin nói\n/rasoat\n")
        await seat.sees("[!1 Chưa gắn thẻ (1)]")
        seat.type("!1\n")
        await seat.sees(said.TERMINAL_PRESSED.format(label="Chưa gắn thẻ (1)"))
        await seat.sees("(tin được sửa)")
        seat.type("/thoat\n")
        async with asyncio.timeout(PATIENCE):
            assert await seat.process.wait() == 0
    assert "\x1b" not in seat.text


# --- no terminal: as ever -------------------------------------------------------------------------


async def test_in_a_pipe_a_number_is_what_was_said(tmp_path: Path) -> None:
    begin(tmp_path)
    office = Office(
        load_settings(data_dir=tmp_path, _env_file=None, soffice="off"),
        recognizer=Ear(),  # type: ignore[arg-type]
    )
    out = io.StringIO()
    lines = io.StringIO("/batdau Họp\n!3\n!1\n! 3\n/dong\n/rasoat\n!1\n/dong\n")
    async with asyncio.timeout(PATIENCE):
        await office.run(TerminalDoor(Screen(out), office.settle, lines=lines))
    shown = out.getvalue()
    for row in ("     !3\n", "     !1\n", "     ! 3\n", "✓ #4\n", "[Chưa gắn thẻ (3)]  ["):
        assert row in shown
    assert "\x1b" not in shown
    assert shown.startswith(f"     {said.TERMINAL_HELLO.splitlines()[0]}\n")
    assert said.TERMINAL_PRESS not in shown
