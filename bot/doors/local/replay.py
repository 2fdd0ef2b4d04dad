"""A meeting from a script: who types what, who sends which recording, who taps what.

chat: Hội đồng nghiệm thu
people:
  ha: Lê Thị Hà
steps:
  - ha: /batdau Họp nghiệm thu
  - ha: {voice: ghi-am.ogg}                     # beside the script
  - ha: {voice: "package:vieneu/assets/x.wav"}  # inside an installed package
  - ha: {text: "#ketluan", reply: 3}            # answers line 3
  - ha: {tap: Kết luận, line: 1}                # a button of line 1's card
"""

from __future__ import annotations

import importlib.util
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from bot.doors.local.door import LocalDoor, as_on_disk
from bot.doors.local.screen import Screen
from bot.doors.port import Chat, ChatKind, Incoming, Person, Receive, Tap
from bot.errors import BotError


class ScriptError(BotError):
    """A script cannot be played. The text says where."""


@dataclass(frozen=True)
class Step:
    person: Person
    text: str = ""
    voice: Path | None = None
    tap: str = ""
    line: int | None = None  #: the line that is tapped or replied to
    reply_to_last: bool = False  #: answers the bot's last message


@dataclass(frozen=True)
class Script:
    chat: str
    steps: tuple[Step, ...]


class ReplayDoor(LocalDoor):
    """Plays a script, each step when the one before is answered and transcribed."""

    name = "replay"

    def __init__(
        self,
        script: Script,
        screen: Screen,
        settle: Callable[[], Awaitable[None]],
        seconds_of: Callable[[Path], float | None] = lambda path: None,
    ) -> None:
        super().__init__(screen, settle, seconds_of)
        self._script = script
        self._line_messages: dict[int, str] = {}  # line -> the person's message

    async def run(self, receive: Receive) -> None:
        """To the end of the script.

        Raises:
            ScriptError: a step taps a button or answers a line that is not there.
        """
        for number, step in enumerate(self._script.steps, 1):
            incoming = self._incoming(step, number)
            self._show(step)
            await receive(incoming)
            await self.settled()

    async def acknowledge(self, chat: Chat, message_id: str, no: int) -> None:
        self._line_messages[no] = message_id
        await super().acknowledge(chat, message_id, no)

    def _show(self, step: Step) -> None:
        if step.voice:
            self.screen.person(step.person.name, f"🎤 {step.voice.name}")
        elif step.tap:
            line = f"#{step.line} " if step.line else ""
            self.screen.person(step.person.name, f"👆 {line}[{step.tap}]")
        else:
            answered = f"↩ #{step.line} " if step.line else "↩ " if step.reply_to_last else ""
            self.screen.person(step.person.name, answered + step.text)

    def _incoming(self, step: Step, number: int) -> Incoming:
        chat = Chat(self.name, "replay", self._script.chat, ChatKind.GROUP)
        message_id = f"p{number}-{uuid.uuid4().hex[:8]}"
        now = datetime.now(UTC)
        if step.tap:
            found = self.screen.find_button(step.tap, step.line)
            if not found:
                raise ScriptError(f"step {number}: there is no button {step.tap} to tap")
            card, button = found
            tap = Tap(message_id, button.data)
            return Incoming(message_id, chat, step.person, now, card, tap=tap)
        media = self.recording(step.voice) if step.voice else None
        return Incoming(
            message_id,
            chat,
            step.person,
            now,
            message_id,
            step.text,
            media,
            reply_to=self._replied(step, number),
        )

    def _replied(self, step: Step, number: int) -> str | None:
        if step.reply_to_last:
            return next(reversed(self.screen.messages), None)
        return self._message_of(step.line, number) if step.line else None

    def _message_of(self, line: int, number: int) -> str:
        """A message of a line: the typed one, or the bot's card of a voice note."""
        if line in self._line_messages:
            return self._line_messages[line]
        for message_id, (text, _) in reversed(self.screen.messages.items()):
            if text.startswith(f"#{line} "):
                return message_id
        raise ScriptError(f"step {number}: there is no line {line} to answer")


def read_script(path: Path) -> Script:
    """Read a script.

    Raises:
        ScriptError: the file is missing, is no script, or names a recording that is missing.
    """
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        people = {key: Person(key, str(name)) for key, name in raw["people"].items()}
        steps = [_step(step, people, path.parent) for step in raw["steps"]]
        return Script(str(raw["chat"]), tuple(steps))
    except OSError as error:
        raise ScriptError(f"{path}: {error.strerror}") from error
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ScriptError(f"{path}: not a script ({type(error).__name__}: {error})") from error


def _step(raw: dict[str, Any], people: dict[str, Person], folder: Path) -> Step:
    ((who, what),) = raw.items()
    person = people[who]
    if isinstance(what, str):
        return Step(person, text=what.strip())
    to_last = what.get("reply") == "last"
    return Step(
        person,
        text=str(what.get("text", "")),
        voice=find_recording(what["voice"], folder) if "voice" in what else None,
        tap=str(what.get("tap", "")),
        line=None if to_last else what.get("line", what.get("reply")),
        reply_to_last=to_last,
    )


def find_recording(name: str, folder: Path) -> Path:
    """A recording's path: ``package:NAME/inner/path`` or relative to the script.

    Raises:
        ScriptError: it is not there.
    """
    path = folder / name
    if name.startswith("package:"):
        package, _, inner = name.removeprefix("package:").partition("/")
        spec = importlib.util.find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise ScriptError(f"the package {package} is not installed; run: make demo")
        path = Path(next(iter(spec.submodule_search_locations))) / inner
    if (found := as_on_disk(path)).is_file():
        return found
    raise ScriptError(f"there is no recording {path}")
