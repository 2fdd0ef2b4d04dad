"""The page in a real Chromium, at a real server, with a microphone that plays real recordings."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import wave
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import av
import numpy as np
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, expect

from tests.doors.sounds import speech
from tests.ports import reserved_port
from tests.programs import ROOT, run
from tests.waiting import PATIENCE

RATE = 48_000
NAME = "bienban.test"  #: a host name that is this machine, for the browser alone
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1440, "height": 900}
_OWN = ("--no-sandbox", f"--host-resolver-rules=MAP {NAME} 127.0.0.1")
_MICROPHONE = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
# what each track is that a page has asked for, so that a test sees it let go
_WATCHED = """
globalThis.tracks = [];
const listen = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
if (listen) navigator.mediaDevices.getUserMedia = async (wanted) => {
  const stream = await listen(wanted);
  globalThis.tracks.push(...stream.getTracks());
  return stream;
};
"""

expect.set_options(timeout=PATIENCE * 1000)


def chromium() -> str:
    """Where the browser is."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise RuntimeError("The page is tested in Chromium: apt-get install chromium")


def spoken(path: Path, names: Sequence[str], rest: float) -> Path:
    """A microphone's sound: people reading sentences, and seconds of silence after each."""
    pieces = []
    for name in names:
        with av.open(str(speech(name))) as opened:
            as_wanted = av.AudioResampler(format="s16", layout="mono", rate=RATE)
            for frame in opened.decode(audio=0):
                pieces += [one.to_ndarray()[0] for one in as_wanted.resample(frame)]
        pieces.append(np.zeros(int(RATE * rest), np.int16))
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(np.concatenate(pieces).tobytes())
    return path


@dataclass
class Server:
    """``python -m bot`` with a page and no chat platform."""

    home: Path
    given: dict[str, str] = field(default_factory=dict)  #: settings; it speaks TLS with WEB_NAMES
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    told: list[str] = field(default_factory=list)  #: links to the desk that nobody has used

    @property
    def address(self) -> str:
        return self.at("127.0.0.1")

    def at(self, host: str) -> str:
        """Its address by a name of this machine's."""
        return f"http{'s' if 'WEB_NAMES' in self.given else ''}://{host}:{self.port}"

    @property
    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        host = "0.0.0.0" if "WEB_NAMES" in self.given else "127.0.0.1"
        own = {"DATA_DIR": str(self.home), "WEB_LISTEN": f"{host}:{self.port}"}
        return kept | own | self.given | {"PYTHONPATH": str(ROOT)}

    def start(self) -> None:
        """Over when it serves."""
        self.home.mkdir(exist_ok=True)
        self.port = self.port or reserved_port()
        written = self.home.parent / f"{self.home.name}.log"
        with written.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot"],
                cwd=self.home.parent,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        end = time.monotonic() + PATIENCE
        while "Bàn thư ký: " not in (log := written.read_text("utf-8")):
            assert time.monotonic() < end, log
            assert self.process.poll() is None, log
            time.sleep(0.02)
        self.told = [log.partition("Bàn thư ký: ")[2].split()[0]]

    def kill(self, how: int = signal.SIGKILL) -> None:
        """With all that it has started."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, how)
            self.process.wait(PATIENCE)

    def link(self) -> str:
        """A new one to the desk."""
        if self.told:
            return self.told.pop()
        made = run("bot", "link", env=self._environment, cwd=self.home.parent)
        assert made.returncode == 0, made.stderr
        return made.stdout.split()[-1]


@dataclass
class Seat:
    """Somebody's page."""

    page: Page
    server: Server
    troubles: list[str] = field(default_factory=list)  #: what went wrong in its scripts

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE * 1000)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", self._console)

    def _console(self, message: Any) -> None:
        # a request that fails is told by the browser itself, and is often meant to
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.troubles.append(message.text)

    def open_desk(self, name: str, title: str) -> None:
        """By a link of its own; opens the meeting, or goes on with the one that is open."""
        self.page.goto(self.server.link())
        self.page.get_by_role("button", name="Mở bàn thư ký").click()
        self.page.wait_for_url(lambda url: "/ban/" not in url)
        if self.page.url.endswith("/mo"):
            self.page.get_by_label("Họ và tên").fill(name)
            self.page.get_by_label("Tên cuộc họp").fill(title)
            self.page.get_by_role("button", name="Mở cuộc họp").click()
        self.stands()

    def join(self, code: str, name: str, title: str = "", host: str = "127.0.0.1") -> None:
        self.page.goto(f"{self.server.at(host)}/vao/{code}")
        self.page.get_by_label("Họ và tên").fill(name)
        self.page.get_by_label("Chức vụ").fill(title)
        self.page.get_by_role("button", name="Vào họp").click()
        self.stands()

    def stands(self) -> None:
        """The meeting page is there, with what it has loaded."""
        self.page.wait_for_url("**/hop")
        expect(self.log).to_have_attribute("aria-busy", "false")

    def code(self) -> str:
        """What others join by; leaves the page where it was."""
        self.page.get_by_role("link", name="Mời người dự").click()
        code = self.page.get_by_text(_SIX).first.inner_text()
        self.page.go_back()
        self.stands()
        return code.replace(" ", "")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log", name="Cuộc họp")

    @property
    def lines(self) -> Locator:
        return self.log.get_by_role("article")

    @property
    def waiting(self) -> Locator:
        """What is not sent yet."""
        return self.page.get_by_role("list", name="Chưa gửi xong").get_by_role("listitem")

    def line(self, words: str) -> Locator:
        return self.lines.filter(has_text=words)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def type(self, words: str) -> None:
        self.page.get_by_role("textbox", name="Tin nhắn").fill(words)
        self.button("Gửi").click()

    def speak(self, seconds: int) -> None:
        """Begins a note, and lets it run so long by its own clock."""
        self.button("Ghi âm").click()
        self.recorded(seconds)

    def recorded(self, seconds: int) -> None:
        """The recording that runs shows this time, or has."""
        clock = self.page.locator(".recording-clock").first
        shown = "|".join(f"0:{one:02}" for one in range(seconds, 60))
        expect(clock).to_have_text(_pattern(f"^({shown})$"))

    @property
    def listens(self) -> bool:
        """Whether a microphone is open."""
        return bool(self.page.evaluate("tracks.some((one) => one.readyState === 'live')"))

    def heard(self, place: int) -> str:
        """The words of the line at this place, once it has them."""
        line = self.lines.nth(place)
        expect(line).to_have_attribute("data-state", _pattern("^(done|silent)$"))
        return line.locator(".words").first.inner_text()

    def plays_from(self, line: Locator, word: Locator) -> float:
        """The second at which a line's sound goes on after a tap on one of its words."""
        word.click()
        return float(line.locator("audio").evaluate(_SECOND))


def _pattern(text: str) -> Any:
    import re

    return re.compile(text)


_SECOND = """(audio) => new Promise((tell) => {
  const look = () => {
    if (audio.readyState && !audio.seeking) tell(audio.currentTime);
    else setTimeout(look, 20);
  };
  look();
})"""
_SIX = _pattern(r"^\d{3} \d{3}$")


@dataclass
class Rooms:
    """One browser for many people; each has a context of their own."""

    browser: Browser
    server: Server
    _open: list[BrowserContext] = field(default_factory=list)

    def seat(self, size: Any = PHONE, **more: Any) -> Seat:
        context = self.browser.new_context(viewport=size, **more)
        context.add_init_script(_WATCHED)
        self._open.append(context)
        return Seat(context.new_page(), self.server)

    def keep(self) -> None:
        """Those that are open now stay so until the browser ends."""
        self._open.clear()

    def close(self) -> None:
        while self._open:
            self._open.pop().close()


def launched(
    playwright: Playwright, sound: Path | None, *, denied: bool = False, flags: Sequence[str] = ()
) -> Browser:
    """Args:
    sound: what its microphone plays, again and again; None: it has none.
    denied: people say no where they are asked.
    """
    given = [*_OWN, *flags]
    if sound:
        given += [*_MICROPHONE, f"--use-file-for-fake-audio-capture={sound}"]
    elif denied:
        given += ["--use-fake-device-for-media-stream", "--deny-permission-prompts"]
    else:
        given += ["--use-fake-ui-for-media-stream"]
    return playwright.chromium.launch(executable_path=chromium(), args=given)


class OwnBrowser:
    """A browser with a profile on disk, that can be killed and started again. Its cookies go with
    it: Chromium itself writes them to the disk half a minute late."""

    def __init__(self, playwright: Playwright, folder: Path, sound: Path, server: Server) -> None:
        self._playwright = playwright
        self._folder = folder
        self._sound = sound
        self._server = server
        self._process: subprocess.Popen[bytes] | None = None
        self._context: BrowserContext | None = None
        self._cookies: Any = []

    def start(self) -> Seat:
        told = self._folder / "DevToolsActivePort"
        told.unlink(missing_ok=True)
        flags = [
            *_OWN,
            *_MICROPHONE,
            f"--use-file-for-fake-audio-capture={self._sound}",
            "--headless=new",
            "--remote-debugging-port=0",
            f"--user-data-dir={self._folder}",
            "--no-first-run",
            "about:blank",
        ]
        self._process = subprocess.Popen(
            [chromium(), *flags],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        end = time.monotonic() + PATIENCE
        while not (told.exists() and told.read_text().strip()):
            assert time.monotonic() < end
            time.sleep(0.02)
        port = told.read_text().split()[0]
        browser = self._playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        self._context = browser.contexts[0]
        self._context.add_cookies(self._cookies)
        self._context.add_init_script(_WATCHED)
        return Seat(self._context.new_page(), self._server)

    def kill(self) -> None:
        if self._process and self._process.poll() is None:
            assert self._context
            self._cookies = self._context.cookies()
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(PATIENCE)


def violations(page: Page, *, colours_alone: bool = False) -> list[str]:
    """What axe-core finds on a page as it is now: contrast, names, roles; each with its place.

    Args:
        colours_alone: the rest is as it was.
    """
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(_axe())
    wanted: dict[str, Any] = {"resultTypes": ["violations"]}
    if colours_alone:
        wanted["runOnly"] = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
    seen = page.evaluate("(wanted) => axe.run(wanted)", wanted)
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in seen["violations"]]


@cache
def _axe() -> str:
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


@contextmanager
def running(server: Server) -> Iterator[Server]:
    server.start()
    try:
        yield server
    finally:
        server.kill(signal.SIGTERM)
