"""`python -m benchmarks.web`: the office's own page, at the real server (`python -m bot`).

Streams: so many browsers look on while lines are typed at an even pace; how long until each line is
on each of them. Memory: the process's resident size before them and with them. Opening: a meeting
of so many lines, from the call to the last byte that the page needs to show it. First load: all
bytes of the page and of its files, compressed. Voice: a recording of ten seconds, sent part by part
while it is spoken; from the last part to its words on the page.
"""

import argparse
import asyncio
import contextlib
import gzip
import os
import re
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from .machine import machine

_LINES_A_MINUTE = 20
_PATIENCE = 120.0


class Page:
    """The bot in a process of its own, and its addresses."""

    def __init__(self, process: asyncio.subprocess.Process, base: str, link: str) -> None:
        self.process = process
        self.base = base
        self.link = link

    def memory(self) -> float:
        """Resident megabytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+)", status)
        assert found
        return int(found[1]) / 1000


@contextlib.asynccontextmanager
async def _bot(data: Path, model: str) -> Any:
    environment = {
        **os.environ,
        "DATA_DIR": str(data),
        "SOFFICE": "off",
        "WEB_LISTEN": "127.0.0.1:0",
        "LOG_LEVEL": "WARNING",
        "WHISPER_MODEL": model,
        "MAX_MESSAGES_A_MINUTE": "1000000",
    }
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert bot.stdout
    try:
        rows = [(await bot.stdout.readline()).decode().strip() for _ in range(2)]
        page, link = (row.partition(": ")[2] for row in rows)
        yield Page(bot, page.rstrip("/"), link)
    finally:
        bot.terminate()
        await bot.wait()


async def _secretary(page: Page) -> httpx.AsyncClient:
    client = httpx.AsyncClient(base_url=page.base, timeout=_PATIENCE)
    await client.post(page.link.removeprefix(page.base))
    await client.post("/mo", data={"name": "Trần Thị Hà", "title": "Họp giao ban"})
    return client


async def _code(client: httpx.AsyncClient) -> str:
    found = re.search(r"/vao/(\d{6})", (await client.get("/moi")).text)
    assert found
    return found[1]


async def _type(client: httpx.AsyncClient, number: int, words: str) -> None:
    answer = await client.post("/api/tin", json={"id": f"dong-{number:016}", "text": words})
    assert answer.status_code == 200, answer.text


async def _look_on(page: Page, code: str, number: int, came: dict[int, list[float]]) -> None:
    """One browser: it joins, and notes when each line is there."""
    async with httpx.AsyncClient(base_url=page.base, timeout=None) as client:
        await client.post("/vao", data={"code": code, "name": f"Người dự {number}"})
        async with client.stream("GET", "/api/su-kien") as stream:
            came.setdefault(-1, []).append(time.perf_counter())
            async for row in stream.aiter_lines():
                if row.startswith("data: ") and "Lời thứ" in row:
                    at = time.perf_counter()
                    found = re.search(r"Lời thứ (\d+)", row)
                    assert found
                    came.setdefault(int(found[1]), []).append(at)


async def _settled(page: Page) -> float:
    """Resident megabytes, once the speech model is there and they grow no more."""
    seen = [page.memory()]
    while len(seen) < 5 or max(seen[-5:]) - min(seen[-5:]) > 1:
        await asyncio.sleep(1)
        seen.append(page.memory())
    return seen[-1]


async def _streams(page: Page, browsers: int, lines: int) -> None:
    ha = await _secretary(page)
    code = await _code(ha)
    before = await _settled(page)
    came: dict[int, list[float]] = {}
    looking = [
        asyncio.create_task(_look_on(page, code, number, came)) for number in range(browsers)
    ]
    while len(came.get(-1, [])) < browsers:
        await asyncio.sleep(0.1)
    took = []
    for number in range(lines):
        began = time.perf_counter()
        await _type(ha, number, f"Lời thứ {number} của cuộc họp.")
        end = began + 60 / _LINES_A_MINUTE
        while len(came.get(number, [])) < browsers and time.perf_counter() < began + _PATIENCE:
            await asyncio.sleep(0.005)
        took += [at - began for at in came[number][:browsers]]
        await asyncio.sleep(max(end - time.perf_counter(), 0))
    memory = page.memory()
    for task in looking:
        task.cancel()
    await asyncio.gather(*looking, return_exceptions=True)
    took.sort()
    p95 = took[int(0.95 * (len(took) - 1))]
    print(f"| {browsers} streams, {_LINES_A_MINUTE} lines a minute: a line is on them, median | "
          f"{1000 * statistics.median(took):.0f} ms |")  # fmt: skip
    print(f"| the same, 95th percentile | {1000 * p95:.0f} ms |")
    print(f"| the last of all | {1000 * took[-1]:.0f} ms |")
    print(f"| memory more with them | {memory - before:.0f} MB |", flush=True)
    await ha.aclose()


async def _opening(page: Page, lines: int) -> None:
    ha = httpx.AsyncClient(base_url=page.base, timeout=_PATIENCE)
    await ha.post(page.link.removeprefix(page.base))
    await ha.post("/mo", data={"name": "Trần Thị Hà", "title": "Họp dài"})
    for number in range(lines):
        await _type(ha, number, f"Ý kiến số {number} về việc nạo vét kênh và mua máy bơm.")
    while True:
        shown = (await ha.get("/api/hop?so=1")).json()
        if shown["lines"] and shown["lines"][-1]["no"] >= lines:
            break
        await asyncio.sleep(0.2)
    took = []
    for _ in range(5):
        began = time.perf_counter()
        await ha.get("/hop")
        await ha.get("/api/hop?so=200")
        took.append(time.perf_counter() - began)
    print(f"| a meeting of {lines} lines opens, median of 5 | {statistics.median(took):.2f} s |")
    html = (await ha.get("/hop")).content
    files = set(re.findall(rb'(?:src|href)="(/tinh/[^"]+)"', html))
    size = len(gzip.compress(html))
    for file in sorted(files):
        if not file.endswith((b".png", b".webmanifest")):
            size += len(gzip.compress((await ha.get(file.decode())).content))
    print(f"| first load, compressed: the page and {len(files)} files | {size / 1000:.0f} kB |")
    await ha.aclose()


async def _voice(page: Page, recording: bytes, seconds: float) -> None:
    ha = await _secretary(page)
    took = []
    size = max(len(recording) // int(seconds), 1)
    parts = [recording[at : at + size] for at in range(0, len(recording), size)]
    for number in range(4):
        name = f"ghi-am-{number:016}"
        for count, part in enumerate(parts):
            await ha.put(f"/api/phan/{name}/{count}", content=part)
        began = time.perf_counter()
        about = {"parts": len(parts), "kind": "note", "type": "audio/webm", "seconds": seconds}
        await ha.post(f"/api/phan/{name}/xong", json=about)
        while True:
            lines = (await ha.get("/api/hop?so=5")).json()["lines"]
            if any(x["message"] == name and x["state"] != "waiting" for x in lines):
                break
            await asyncio.sleep(0.05)
        took.append(time.perf_counter() - began)
    words = f"| voice of {seconds:.0f} s stopped → words on the page, median of 3 |"
    print(f"{words} {statistics.median(took[1:]):.2f} s |", flush=True)
    await ha.aclose()


def _spoken(seconds: float, folder: Path) -> bytes:
    """Real speech of so many seconds as a browser records it: Opus in WebM."""
    import av
    import numpy as np

    from .clips import recordings

    rate = 16_000
    samples = np.concatenate([clip.samples for clip in recordings(None)[1]])[: int(seconds * rate)]
    path = folder / "spoken.webm"
    with av.open(str(path), "w", format="webm") as made:
        stream = made.add_stream("libopus", rate=48_000, layout="mono")
        stream.bit_rate = 32_000
        frame = av.AudioFrame.from_ndarray(
            (samples * 32767).astype(np.int16).reshape(1, -1), layout="mono"
        )
        frame.rate = rate
        resampler = av.AudioResampler("s16", "mono", 48_000)
        for resampled in resampler.resample(frame):
            made.mux(stream.encode(resampled))
        made.mux(stream.encode(None))
    return path.read_bytes()


async def _measure(given: argparse.Namespace) -> None:
    print(", ".join(str(value) for value in machine().values()))
    print("\n| measured | figure |\n|---|---|", flush=True)
    with TemporaryDirectory() as folder:
        async with _bot(Path(folder) / "streams", given.model) as page:
            await _streams(page, given.browsers, given.lines)
        async with _bot(Path(folder) / "opening", given.model) as page:
            await _opening(page, given.meeting)
        async with _bot(Path(folder) / "voice", given.model) as page:
            await _voice(page, _spoken(10.0, Path(folder)), 10.0)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web", description=__doc__)
    parser.add_argument("--browsers", type=int, default=200)
    parser.add_argument("--lines", type=int, default=20, help="typed while the browsers look on")
    parser.add_argument("--meeting", type=int, default=2000, help="lines of a long meeting")
    parser.add_argument("--model", default="base")
    asyncio.run(_measure(parser.parse_args()))


if __name__ == "__main__":
    main()
