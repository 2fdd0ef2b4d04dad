"""`python -m benchmarks.chat`: the whole bot without speech, at a Bot API server on loopback.

The bot is a process of its own (`python -m bot`). Throughput: so many updates wait when it begins.
Latency: they come at an even pace, from the answer to the bot's poll until its reaction arrives.
Memory: the process's resident size while many more go through.
The worst: one chat does what takes longest, over and over (a review, suggestions, figures, a draft
of lines full of names, all lines tagged and put together), while the others go on as before.
"""

import argparse
import asyncio
import itertools
import json
import os
import re
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from .machine import machine

_TOKEN = "7000:bench"
_CHATS = 40
_ANSWERS = {"sendMessage", "setMessageReaction"}


@dataclass
class Server:
    """What the bot needs of Telegram: updates, and an ear for its answers."""

    waiting: list[dict[str, Any]] = field(default_factory=list)
    given: dict[tuple[int, int], float] = field(default_factory=dict)  #: (chat, message) -> when
    answered: dict[tuple[int, int], float] = field(default_factory=dict)
    base: str = ""
    _numbers: Any = field(default_factory=lambda: itertools.count(1))
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def text(self, chat: int, text: str) -> tuple[int, int]:
        """Somebody types; returns what names the message."""
        number = next(self._numbers)
        person = {"id": 1000 + chat, "is_bot": False, "first_name": f"Người {chat}"}
        message = {
            "message_id": number,
            "date": int(time.time()),
            "chat": {"id": -chat, "type": "supergroup", "title": f"Nhóm {chat}"},
            "from": person,
            "text": text,
        }
        if text.startswith("/"):
            length = len(text.split()[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        self.waiting.append({"update_id": number, "message": message})
        self._news.set()
        return -chat, number

    async def call(self, method: str, params: dict[str, Any]) -> Any:
        if method == "getMe":
            me = {"id": 7000, "is_bot": True, "first_name": "Bot", "username": "bench_bot"}
            return {**me, "can_read_all_group_messages": True}
        if method == "getUpdates":
            return await self._updates(int(params.get("offset", 0)), int(params.get("timeout", 0)))
        if method in _ANSWERS:
            answers = params.get("reply_parameters")
            replied = json.loads(answers)["message_id"] if answers else params.get("message_id")
            self.answered.setdefault((int(params["chat_id"]), int(replied or 0)), time.monotonic())
        if method.startswith("send"):
            chat = {"id": int(params["chat_id"]), "type": "supergroup", "title": "x"}
            number = 10**8 + next(self._numbers)
            return {"message_id": number, "date": 1, "chat": chat, "text": params.get("text", "")}
        return [] if method == "getChatAdministrators" else True

    async def _updates(self, offset: int, hold: float) -> list[dict[str, Any]]:
        first = next((n for n, u in enumerate(self.waiting) if u["update_id"] >= offset), None)
        self.waiting = [] if first is None else self.waiting[first:]
        if not self.waiting:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), hold)
            except TimeoutError:
                return []
        batch, now = self.waiting[:100], time.monotonic()
        for update in batch:
            message = update["message"]
            self.given.setdefault((message["chat"]["id"], message["message_id"]), now)
        return batch


class _Method(RequestHandler):
    def initialize(self, server: Server) -> None:
        self._server = server

    async def post(self, method: str) -> None:
        if self.request.headers.get("Content-Type", "").startswith("application/json"):
            params = json.loads(self.request.body or b"{}")
        else:
            params = {name: self.get_body_argument(name) for name in self.request.body_arguments}
        self.write({"ok": True, "result": await self._server.call(method, params)})

    get = post


async def _until(condition: Any, within: float) -> None:
    end = time.monotonic() + within
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"not so within {within:g} s")
        await asyncio.sleep(0.005)


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) / 1000


def _computed(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _run(given: argparse.Namespace, data: Path) -> None:
    server = Server()
    sockets = bind_sockets(0, "127.0.0.1")
    http = HTTPServer(Application([(rf"/bot{_TOKEN}/(\w+)", _Method, {"server": server})]))
    http.add_sockets(sockets)
    environment = {
        **os.environ,
        "TELEGRAM_BOT_TOKEN": _TOKEN,
        "TELEGRAM_API_BASE": f"http://127.0.0.1:{sockets[0].getsockname()[1]}",
        "DATA_DIR": str(data),
        "SOFFICE": "off",
        "WEB_LISTEN": "",
        "LOG_LEVEL": "WARNING",
        "MAX_MESSAGES_A_MINUTE": "1000000",
    }
    print("\n| measured | figure |\n|---|---|")
    asked, started = server.text(_CHATS + 1, "/trogiup"), time.monotonic()
    bot = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", env=environment)
    try:
        await _until(lambda: asked in server.answered, 60)
        took = time.monotonic() - started
        print(f"| from the start of the process to its first answer | {took:.2f} s |", flush=True)
        await _measure(given, server, bot.pid)
    finally:
        told = time.monotonic()
        bot.terminate()
        await bot.wait()
        print(f"| from SIGTERM to its end | {time.monotonic() - told:.2f} s |")
        http.stop()


async def _measure(given: argparse.Namespace, server: Server, pid: int) -> None:
    opened = [server.text(chat, "/batdau Họp giao ban") for chat in range(1, _CHATS + 1)]
    await _until(lambda: all(key in server.answered for key in opened), 60)

    rates, spent = [], []
    for _ in range(given.repeats):
        started, busy = time.monotonic(), _computed(pid)
        keys = [_line(server, n) for n in range(given.burst)]
        await _until(lambda keys=keys: server.answered.keys() >= set(keys), 600)
        rates.append(given.burst / (time.monotonic() - started))
        spent.append(1000 * (_computed(pid) - busy) / given.burst)
    print(f"| updates a second, {given.burst} at once, median of {given.repeats} |", end=" ")
    print(f"{statistics.median(rates):.0f} ({min(rates):.0f}–{max(rates):.0f}) |")
    print(f"| processor time an update | {statistics.median(spent):.2f} ms |", flush=True)

    keys = []
    for n in range(given.seconds * given.pace):
        keys.append(_line(server, n))
        await asyncio.sleep(1 / given.pace)
    await _until(lambda: server.answered.keys() >= set(keys), 60)
    times = sorted(1000 * (server.answered[key] - server.given[key]) for key in keys)
    p50, p99 = times[len(times) // 2], times[int(len(times) * 0.99)]
    head = f"from the poll's answer to the bot's, {given.pace} a second for {given.seconds} s"
    print(f"| {head} | {p50:.0f} ms, p99 {p99:.0f} ms, longest {times[-1]:.0f} ms |", flush=True)

    if given.worst:
        await _beside_the_worst(given, server)

    sizes = []
    for part in range(given.memory // 10_000):
        server.given.clear()
        server.answered.clear()
        keys = [_line(server, n) for n in range(10_000)]
        await _until(lambda keys=keys: server.answered.keys() >= set(keys), 600)
        sizes.append(_resident(pid))
        if part == 0:
            print(f"| resident memory after each 10,000 of {given.memory} messages, MB |", end="")
        print(f" {sizes[-1]:.0f}", end="", flush=True)
    if sizes:
        print(" |")


_WORST = (
    "/rasoat",
    "/goiy",
    "/thongke",
    "/ketluan 1-100",
    "/bienban chitiet",
    "/hoantac",
    "/gop 1-50",
    "/nhiemvu",
    "/thanhphan",
    "/tim đề nghị",
)


async def _beside_the_worst(given: argparse.Namespace, server: Server) -> None:
    """The others' times while one chat does its worst."""
    worst = _CHATS + 2
    opened = server.text(worst, "/batdau x")
    await _until(lambda: opened in server.answered, 60)
    lines = []
    for n in range(given.worst):  # what is so long may go on in the next message; no order does
        lines += [server.text(worst, _names(n)), server.text(worst, "/dong 1")]
    await _until(lambda: server.answered.keys() >= set(lines), 600)
    ends = asyncio.Event()
    at_work = asyncio.create_task(_does_its_worst(server, worst, ends))
    keys = []
    for n in range(given.seconds * given.pace):
        keys.append(_line(server, n))
        await asyncio.sleep(1 / given.pace)
    await _until(lambda: server.answered.keys() >= set(keys), 600)
    ends.set()
    done = await at_work
    times = sorted(1000 * (server.answered[key] - server.given[key]) for key in keys)
    p50, p99 = times[len(times) // 2], times[int(len(times) * 0.99)]
    head = f"the same beside one that does its worst ({given.worst} lines of names, {done} answers)"
    print(f"| {head} | {p50:.0f} ms, p99 {p99:.0f} ms, longest {times[-1]:.0f} ms |", flush=True)


async def _does_its_worst(server: Server, chat: int, ends: asyncio.Event) -> int:
    """Asks for the next thing as soon as it has an answer; how often it had one."""
    for done in itertools.count():
        if ends.is_set():
            return done
        key = server.text(chat, _WORST[done % len(_WORST)])
        while key not in server.answered and not ends.is_set():
            await asyncio.sleep(0.005)
    raise AssertionError


_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ")
_MIDDLES = ("Văn", "Thị", "Quốc", "Minh", "Đức", "Thanh", "Hồng", "Ngọc", "Hữu", "Xuân")


def _names(n: int) -> str:
    """A message of 250 names, no two alike in the first thousand."""
    several = (n * 250 + place for place in range(250))
    letters = "abcdeghiklmnopqrstuvxy"
    return ", ".join(
        f"{_FAMILIES[x % 10]} {_MIDDLES[x // 10 % 10]} "
        f"T{letters[x // 100 % 22]}{letters[x // 2200 % 22]}"
        for x in several
    )[:4000]


def _line(server: Server, n: int) -> tuple[int, int]:
    return server.text(1 + n % _CHATS, f"Ý kiến thứ {n}: đề nghị các phòng rà soát nhiệm vụ.")


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chat", description=__doc__)
    parser.add_argument("--burst", type=int, default=3000, help="updates that wait at once")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--pace", type=int, default=30, help="updates a second")
    parser.add_argument("--seconds", type=int, default=60, help="how long at that pace")
    parser.add_argument(
        "--worst", type=int, default=60, help="lines of the chat that does its worst; 0: none"
    )
    parser.add_argument("--memory", type=int, default=100_000, help="messages; 0: not measured")
    given = parser.parse_args(argv)
    print(", ".join(str(value) for value in machine().values()))
    with TemporaryDirectory() as folder:
        asyncio.run(_run(given, Path(folder)))


if __name__ == "__main__":
    main()
