"""Somebody at a terminal: what they press and what they see."""

from __future__ import annotations

import asyncio
import io
import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.doors.local.keyboard import Keyboard
from bot.doors.local.screen import Screen
from bot.doors.local.terminal import TerminalDoor
from bot.messages import help as about_help
from bot.office import Office
from bot.settings import PROJECT
from tests.dialogs.test_doors import house
from tests.waiting import PATIENCE, eventually

UP, TAB, ENTER, CONTROL_C, CONTROL_D = "\x1b[A", "\t", "\r", "\x03", "\x04"
_WHERE = "\x1b[6n"
PASTE = "\x1b[200~{}\x1b[201~"


@dataclass
class Sitting:
    """Somebody who sits there."""

    keys: PipeInput
    keyboard: Keyboard
    out: io.StringIO
    office: Office
    task: asyncio.Task[None]

    async def sees(self, text: str, times: int = 1) -> str:
        """Until that is shown so often; all that is shown."""
        await eventually(lambda: self.out.getvalue().count(text) >= times or self.task.done())
        shown = self.out.getvalue()
        assert shown.count(text) >= times, shown
        return shown

    def types(self, *keys: str) -> None:
        self.keys.send_text("".join(keys))

    async def has_typed(self, text: str) -> None:
        """Until that stands at the prompt: completions and history take a moment."""
        await eventually(lambda: self.keyboard.typed == text)


@asynccontextmanager
async def sitting(data: Path) -> AsyncIterator[Sitting]:
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        async with house(data) as office:
            out = io.StringIO()
            screen = Screen(out, at_keyboard=True)
            keyboard = Keyboard(screen, about_help.MENU)
            door = TerminalDoor(screen, office.settle, keyboard=keyboard)
            task = asyncio.create_task(office.run(door))
            there = Sitting(keys, keyboard, out, office, task)
            await there.sees("Bấm nút: gõ dấu !")
            yield there
            if not task.done():
                keys.send_text(CONTROL_C + CONTROL_C)
            await asyncio.wait_for(task, PATIENCE)


def lines(office: Office) -> list[tuple[str, str | None]]:
    meeting = office.store.meetings.get(1)
    assert meeting
    return [(x.text, x.tag and str(x.tag)) for x in office.store.lines.of_meeting(meeting.id)]


async def test_a_button_is_pressed_by_its_number(tmp_path: Path) -> None:
    async with sitting(tmp_path / "data") as there:
        there.types(f"/trogiup{ENTER}")
        shown = await there.sees("Mở, đóng cuộc họp")
        number = re.search(r"!(\d+) \[Mở, đóng cuộc họp\]", shown)
        assert number, shown
        there.types(f"!{number[1]}{ENTER}")
        await there.sees("người mở là thư ký")
        there.types(f"!999{ENTER}")
        await there.sees("Không có nút !999")


async def test_tab_offers_the_buttons_and_enter_presses_one(tmp_path: Path) -> None:
    async with sitting(tmp_path / "data") as there:
        there.types(f"/trogiup{ENTER}")
        await there.sees("Mở, đóng cuộc họp")
        there.types(TAB)
        await there.has_typed("!1")
        there.types(TAB)
        await there.has_typed("!2")
        there.types(ENTER)
        await there.sees("Giữ nút micrô để gửi tin thoại")


async def test_tab_completes_a_command(tmp_path: Path) -> None:
    async with sitting(tmp_path / "data") as there:
        there.types("/batd", TAB)
        await there.has_typed("/batdau ")
        there.types(f"Họp giao ban{ENTER}")
        await there.sees("Đã mở cuộc họp số 1: Họp giao ban")


async def test_what_was_typed_comes_back_and_lies_in_no_file(tmp_path: Path) -> None:
    async with sitting(tmp_path / "data") as there:
        there.types(f"/batdau Họp{ENTER}")
        await there.sees("Đã mở cuộc họp số 1")
        there.types(f"Câu một{ENTER}")
        await there.sees("✓ #1")
        there.types(UP)
        await there.has_typed("Câu một")
        there.types(f" nữa{ENTER}")
        await there.sees("✓ #2")
        assert await there.office.on_store(lines, there.office) == [
            ("Câu một", None),
            ("Câu một nữa", None),
        ]


async def test_what_is_pasted_is_one_message(tmp_path: Path) -> None:
    async with sitting(tmp_path / "data") as there:
        there.types(f"/batdau Họp{ENTER}")
        await there.sees("Đã mở cuộc họp số 1")
        there.types(PASTE.format("Câu một\nCâu hai"), ENTER)
        there.types(f"Ba \\{ENTER}bốn{ENTER}")
        await there.sees("✓ #2")
        texts = [text for text, _ in await there.office.on_store(lines, there.office)]
        assert texts == ["Câu một\nCâu hai", "Ba \nbốn"]


async def test_control_c_drops_what_is_typed_and_ends_where_nothing_is(tmp_path: Path) -> None:
    async with sitting(tmp_path / "data") as there:
        there.types(f"/batdau Họp{ENTER}")
        await there.sees("Đã mở cuộc họp số 1")
        there.types("chưa nói xong", CONTROL_C, f"Nói lại{ENTER}")
        await there.sees("✓ #1")
        assert await there.office.on_store(lines, there.office) == [("Nói lại", None)]
        there.types(CONTROL_C)
        await asyncio.wait_for(asyncio.shield(there.task), PATIENCE)


# --- the program, at a terminal -------------------------------------------------------------------


class Terminal:
    """``python -m bot`` before a terminal."""

    def __init__(self, data: Path, **more: str) -> None:
        self._own, theirs = pty.openpty()
        environment = {
            **{name: value for name, value in os.environ.items() if name in ("PATH", "HOME")},
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "DATA_DIR": str(data),
            "SOFFICE": "off",
            "PYTHONPATH": str(PROJECT),
            **more,
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot"],
            stdin=theirs,
            stdout=theirs,
            stderr=subprocess.DEVNULL,  # type: ignore[arg-type]
            cwd=data,
            env=environment,
            start_new_session=True,
        )
        os.close(theirs)
        self.shown = ""

    def types(self, text: str) -> None:
        os.write(self._own, text.encode())

    def sees(self, text: str) -> None:
        end = time.monotonic() + PATIENCE
        while text not in self.shown:
            assert time.monotonic() < end, self.shown[-2000:]
            if select.select([self._own], [], [], 1)[0]:
                try:
                    came = os.read(self._own, 65536).decode(errors="replace")
                except OSError:  # it has ended
                    break
                self.shown += came
                if _WHERE in came:  # a terminal says where its cursor is
                    self.types("\x1b[1;1R")
        assert text in self.shown, self.shown[-2000:]

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._own)


@contextmanager
def terminal(data: Path, **more: str) -> Iterator[Terminal]:
    data.mkdir()
    there = Terminal(data, **more)
    try:
        yield there
    finally:
        there.close()


def test_at_a_real_terminal(tmp_path: Path) -> None:
    """What is being typed stays while answers come; colours; an end by Ctrl+D."""
    with terminal(tmp_path / "data") as there:
        there.sees("thoát: /thoat")
        there.types(f"/batdau Họp{ENTER}")
        there.sees("Đã mở cuộc họp số 1")
        there.types(f"Câu một{ENTER}")
        there.sees("✓ #1")
        assert "\x1b[36m  🤖" in there.shown
        there.types(CONTROL_D)
        assert there.process.wait(PATIENCE) == 0


@pytest.mark.parametrize("more", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=["no colour", "dumb"])
def test_no_colours_where_none_are_wanted(tmp_path: Path, more: dict[str, str]) -> None:
    with terminal(tmp_path / "data", **more) as there:
        there.sees("thoát: /thoat")
        there.types(f"/trogiup{ENTER}" if "NO_COLOR" in more else "/trogiup\n")
        there.sees("Mở, đóng cuộc họp")
        assert not re.search(r"\x1b\[(?:[\d;]*;)?(?:3[0-7]|9[0-7]|38)[;m]", there.shown)
