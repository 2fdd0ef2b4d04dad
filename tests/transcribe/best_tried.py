"""`python -m transcribe models best` with what the models would do here given by the test."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from transcribe import SpeechSettings, best
from transcribe.errors import HubUnreachable
from transcribe.fitting.choosing import OFFERS
from transcribe.fitting.machine import Machine
from transcribe.fitting.trial import Trial
from transcribe.models import convert
from transcribe.models.download import Plan, RemoteFile

GB = 1e9
QUICK, SLOW = Trial(0.05, 0.3), Trial(0.6, 0.3)
LARGE, MEDIUM, SMALL, GIPFORMER, BASE = (offer.name for offer in OFFERS)


class Tried:
    """The command, with what the models would do here given by the test."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.settings = folder / "bien-ban.env"
        self.asked: list[str] = []
        self.tries: dict[str, Trial] = {"base": QUICK}
        self.said = ""
        self.machine = Machine(2, 0, 16 * GB, 100 * GB)
        self.voices: list[Any] = []
        self.devices: list[str] = []
        self.installed: list[str] = []
        # a file of what the hub has, where it is not in transformers' format
        self.hub = {GIPFORMER: "tokens.txt"}
        self.why = ""
        monkeypatch.setenv("WHISPER_CACHE", str(folder / "cache"))
        monkeypatch.setattr(best, "look", lambda cache: self.machine)
        monkeypatch.setattr(best, "recordings", lambda: self.voices)
        monkeypatch.setattr(best, "trial", self._trial)
        monkeypatch.setattr(best.hub, "ask", self._ask)
        monkeypatch.setattr(convert, "converter_is_installed", lambda: True)
        self.model = folder / "fetched"
        self.model.mkdir()
        for name in ("model.bin", "tokenizer.json", "vocabulary.txt"):
            (self.model / name).touch()

    def _ask(self, name: str) -> Plan:
        if self.why:
            raise HubUnreachable("", why=self.why)
        files = (RemoteFile(self.hub.get(name, "x.safetensors"), 967 * 10**6, None),)
        return Plan(name, name, "0", files, "bsd-3-clause")

    def _trial(self, settings: SpeechSettings, voices: object) -> Trial:
        self.devices.append(settings.whisper_device)
        model = settings.whisper_model
        return self.tries.get(model, self.tries["new"] if model != "base" else QUICK)

    def _fetch(self, name: str, models: Path) -> Path:
        self.asked.append(name)
        return self.model

    def run(
        self,
        name: str = "",
        *,
        agreed: bool = True,
        fetch: Callable[[str, Path], Path] | None = None,
        installer: str = "",
    ) -> bool:
        output = io.StringIO()
        try:
            return best.best(
                best.Wish(name, agreed, self.settings, installer),
                fetch=fetch or self._fetch,
                output=output,
            )
        finally:
            self.said = output.getvalue()
