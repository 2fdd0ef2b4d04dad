"""Debian's own Firefox, driven as Chromium is: by WebDriver BiDi, through a relay.

Playwright speaks BiDi with Firefox too, and asks for more than a given Firefox may have. The relay
stands between the two as the browser's program, and answers “done” to what is unknown there: such
are the looks that a page can be shown in, which these tests leave as they are.
"""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Playwright
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application
from tornado.websocket import WebSocketClientConnection, WebSocketHandler, websocket_connect

from tests.programs import ROOT

_MOST = 1 << 28  # bytes of a message
_TOLD = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
#: a microphone that plays a tone, and is never asked about
_MICROPHONE = {"media.navigator.streams.fake": True, "media.navigator.permission.disabled": True}


def firefox() -> str:
    """Where the browser is."""
    for name in ("firefox-esr", "firefox"):
        if found := shutil.which(name):
            return found
    raise RuntimeError("The page is tested in Firefox too: apt-get install firefox-esr")


def launched_firefox(playwright: Playwright, folder: Path) -> Browser:
    """With a microphone that plays a tone.

    Args:
        folder: an empty one of its own.
    """
    relay = folder / "firefox"
    relay.write_text(
        f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m {__name__} {firefox()} "$@"\n'
    )
    relay.chmod(0o700)
    return playwright.firefox.launch(
        channel="moz-firefox",
        executable_path=relay,
        firefox_user_prefs=_MICROPHONE,  # type: ignore[arg-type]
    )


class _Relay(WebSocketHandler):
    def initialize(self, browser: str) -> None:
        self._browser = browser

    def check_origin(self, origin: str) -> bool:
        return True

    async def open(self, *_: str, **__: str) -> None:
        self._there = asyncio.ensure_future(
            websocket_connect(f"{self._browser}/session", max_message_size=_MOST)
        )
        self._answering = asyncio.ensure_future(self._answer(await self._there))

    async def on_message(self, message: str | bytes) -> None:
        await (await self._there).write_message(message)

    async def _answer(self, there: WebSocketClientConnection) -> None:
        while (message := await there.read_message()) is not None:
            told: dict[str, Any] = json.loads(message)
            if told.get("error") == "unknown command":
                told = {"type": "success", "id": told["id"], "result": {}}
            await self.write_message(json.dumps(told))
        self.close()

    def on_close(self) -> None:
        self._answering.cancel()


async def _relay(command: list[str]) -> int:
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    assert process.stderr
    try:
        async for row in process.stderr:
            if found := _TOLD.search(row.decode(errors="replace")):
                sockets = bind_sockets(0, "127.0.0.1")
                routes = [("/session", _Relay, {"browser": found[1]})]
                HTTPServer(Application(routes, websocket_max_message_size=_MOST)).add_sockets(
                    sockets
                )
                row = f"WebDriver BiDi listening on ws://127.0.0.1:{sockets[0].getsockname()[1]}\n"
                row = row.encode()
            sys.stderr.buffer.write(row)
            sys.stderr.flush()
    finally:
        with suppress(ProcessLookupError):
            process.kill()
    return await process.wait()


if __name__ == "__main__":
    sys.exit(asyncio.run(_relay(sys.argv[1:])))
