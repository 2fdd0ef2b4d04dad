"""A Bot API server, a bot at it, and people. Real recordings, real weights."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.office import Office
from bot.settings import Settings
from tests.doors.bot_api import BotApi
from tests.doors.sounds import speech, voice_note
from tests.doors.telegram_chats import Json, Room
from tests.doors.telegram_house import TOKEN, running
from transcribe import SpeechSettings, Transcriber, Transcript


@pytest.fixture(autouse=True)
def no_settings_from_outside(
    monkeypatch: pytest.MonkeyPatch, whisper_cache: Path, tmp_path: Path
) -> None:
    """The tests' settings are the ones that they state; nothing is kept in the home folder."""
    for kind in (SpeechSettings, Settings):
        monkeypatch.setitem(kind.model_config, "env_file", None)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("WHISPER_CACHE", str(whisper_cache))
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def whisper_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tests of this run keep the joined weights."""
    return tmp_path_factory.mktemp("whisper")


class Remembering(Transcriber):
    """The real model, which hears a note once: most tests send the same one, with the same hints.

    What fails, and what is heard piece by piece, is heard each time.
    """

    def __init__(self, settings: SpeechSettings) -> None:
        super().__init__(settings)
        self._heard: dict[tuple[bytes, str], Transcript] = {}

    def transcribe(self, source: Path | str | bytes, *, hints: str = "") -> Transcript:
        note = source if isinstance(source, bytes) else Path(source).read_bytes()
        if (note, hints) not in self._heard:
            self._heard[note, hints] = super().transcribe(source, hints=hints)
        return self._heard[note, hints]


@pytest.fixture(scope="session")
def transcriber(whisper_cache: Path) -> Transcriber:
    """The default model, loaded once for all tests.

    One thread: several wait for each other many times longer on a machine that is busy.
    """
    return Remembering(SpeechSettings(whisper_cache=whisper_cache, whisper_threads=1))


@pytest.fixture(scope="session")
def note() -> bytes:
    """A voice note: “Chúng ta có thể áp dụng logic tương tự với người khác.”"""
    return voice_note(speech("Ly"))


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi(TOKEN) as server:
        yield server


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The bot's DATA_DIR."""
    return tmp_path / "data"


@pytest.fixture
async def bot(api: BotApi, data: Path, transcriber: Transcriber) -> AsyncIterator[Office]:
    async with running(api, data, transcriber) as office:
        yield office


@pytest.fixture
def group(api: BotApi) -> Room:
    return api.room("group", "Phòng Kế hoạch")


@pytest.fixture
def an(api: BotApi) -> Json:
    return api.person("Nguyễn Văn", "An")


@pytest.fixture
def binh(api: BotApi) -> Json:
    return api.person("Trần Thị Bình")
