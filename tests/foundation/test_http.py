"""What callers may take of the program: by real sockets, on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator

import httpx
import pytest

from foundation import http
from foundation.http import FOR_A_LOOK, Limits
from foundation.trust import trusted
from tests.waiting import PATIENCE, eventually

HEAD = b"POST /metrics HTTP/1.1\r\nHost: a\r\n"


class _Hello(http.Handler):
    def get(self) -> None:
        self.write("hello")

    post = get


@contextlib.asynccontextmanager
async def serving(limits: Limits) -> AsyncIterator[int]:
    async with http.serving(("127.0.0.1", 0), [("/metrics", _Hello, {})], limits) as port:
        yield port


async def call(port: int, sent: bytes) -> tuple[StreamReader, StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    return reader, writer


async def answer(port: int, sent: bytes) -> bytes:
    """The first words of the answer, or nothing where it hangs up."""
    reader, writer = await call(port, sent)
    try:
        with contextlib.suppress(ConnectionError):
            return await asyncio.wait_for(reader.readline(), PATIENCE)
        return b""
    finally:
        writer.close()


async def says_hello(port: int) -> bool:
    async with httpx.AsyncClient(timeout=PATIENCE, verify=trusted()) as client:
        return (await client.get(f"http://127.0.0.1:{port}/metrics")).text == "hello"


def test_a_look_is_allowed_little() -> None:
    assert (FOR_A_LOOK.body, FOR_A_LOOK.patience) == (1_000, 10.0)
    assert FOR_A_LOOK.connections <= 100


@pytest.mark.parametrize(
    "sent",
    [
        HEAD + b"Content-Length: 90000000\r\n\r\n",  # not a byte of it is waited for
        HEAD + b"Content-Length: 1001\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + 3 * (b"1f4\r\n" + 500 * b"x" + b"\r\n"),
        HEAD + 20_000 * b"X: y\r\n" + b"\r\n",
        HEAD.replace(b"POST", b"GET") + b"Content-Length: 90000000\r\n\r\n",
    ],
    ids=lambda sent: ascii(sent[34:70]),
)
async def test_a_long_call_is_not_read(sent: bytes) -> None:
    async with serving(FOR_A_LOOK) as port:
        first = await answer(port, sent)
        assert first == b"" or first.split()[1] == b"400"
        assert await says_hello(port)


async def test_a_short_body_is_no_trouble() -> None:
    async with serving(FOR_A_LOOK) as port:
        sent = HEAD + b"Content-Length: 1000\r\n\r\n" + 1000 * b"x"
        assert (await answer(port, sent)).split()[1] == b"200"


@pytest.mark.parametrize("sent", [b"", HEAD, HEAD + b"Content-Length: 9\r\n\r\nab"])
async def test_a_slow_caller_is_hung_up_on(sent: bytes) -> None:
    async with serving(Limits(patience=0.1)) as port:
        reader, writer = await call(port, sent)
        said = await asyncio.wait_for(reader.read(), PATIENCE)
        assert said == b"" or said.startswith(b"HTTP/1.1 400")
        writer.close()


async def test_many_slow_callers_take_one_another_s_place() -> None:
    async with serving(Limits(connections=20)) as port:
        slow = [await call(port, HEAD) for _ in range(831)]
        assert await says_hello(port)
        await eventually(lambda: sum(reader.at_eof() for reader, _ in slow) >= 831 - 20)
        for _, writer in slow:
            writer.close()


OUT_OF_DESCRIPTORS = """
import asyncio, logging, resource, sys
from foundation import http
class Hello(http.Handler):
    def get(self):
        self.write("hello")
async def main():
    limits = http.Limits(connections=10_000)
    routes = [("/metrics", Hello, {})]
    async with http.serving(("127.0.0.1", 0), routes, limits) as port:
        print(port, flush=True)
        resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
logging.basicConfig(level=logging.INFO)
asyncio.run(main())
"""


async def test_a_machine_without_descriptors_is_asked_again_and_its_log_stays_small() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", OUT_OF_DESCRIPTORS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stderr is not None
        port = int(program.stdout.readline())
        slow = [await call(port, HEAD) for _ in range(100)]
        first = await asyncio.to_thread(program.stderr.readline)
        assert b"no more connections can be accepted for now" in first
        for _, writer in slow:
            writer.close()
        assert await says_hello(port)
        program.stdin.close()
        rest = await asyncio.to_thread(program.stderr.read)
    assert len(rest) < 5_000
