"""An engine that knows voices, and what is said to it, for the tests of who speaks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from bot.doors.port import Person
from bot.minutes import Line
from bot.speech import long, rooms
from bot.speech import voices as voice_jobs
from tests.dialogs.talking import HA, Dictation, Talk, talking
from transcribe import Piece, Segment, Transcript
from transcribe.types import VOICE_SIZE, Voice


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cards are rewritten at once, and a meeting is looked at as soon as the last look is done."""
    monkeypatch.setattr(long, "TELL_EVERY", 0.0)
    monkeypatch.setattr(rooms, "TELL_EVERY", 0.0)
    monkeypatch.setattr(rooms, "CALM", 0.0)
    monkeypatch.setattr(voice_jobs, "LEAST_REST", 0.0)


def voice(who: str, sounds_like: str = "", how_much: float = 0.0) -> Voice:
    """A voice of that name: nobody else's, or partly like another one's; ``bà lạ~hà``: half so."""
    if "~" in who:
        who, _, sounds_like = who.partition("~")
        how_much = 0.5
    vector = np.zeros(VOICE_SIZE)
    vector[hash_of(who)] = 1.0
    if sounds_like:
        vector *= np.sqrt(1 - how_much**2)
        vector[hash_of(sounds_like)] = how_much
    return Voice(tuple(vector.tolist()), 4.0)


def hash_of(who: str) -> int:
    return sum(map(ord, who)) % VOICE_SIZE


class Knows(Dictation):
    """An engine that knows voices. A note says whose it has: ``an: Tôi nhất trí.``; one with
    several voices has them by ``|``."""

    def transcribe(self, source: Path, *, hints: str = "") -> Transcript:
        said = [one.partition(": ") for one in source.read_bytes().decode().split("|")]
        each = 8.0 / len(said)
        segments = tuple(
            Segment(
                n * each, (n + 1) * each, text, 0.9, text, (), voice(who) if who else None, n > 0
            )
            for n, (who, _, text) in enumerate(said)
        )
        return Transcript(" ".join(x.text for x in segments), 8.0, 0.9, segments)


@pytest.fixture
def ear() -> Knows:
    return Knows()


@pytest.fixture
async def talk(tmp_path: Path, ear: Knows) -> AsyncIterator[Talk]:
    """A meeting is open, and its engine knows voices."""
    async with talking(tmp_path, ear=ear) as talk:
        await talk.text("/batdau Họp")
        yield talk


def piece(*said: tuple[str, str]) -> Piece:
    """A minute in which each says a sentence; those without a voice say a word right behind it."""
    segments = tuple(
        Segment(
            max(5.0 * n - (0.0 if who else 0.8), 0.0),
            5.0 * n + (4.0 if who else -0.4 if n else 0.4),
            text,
            0.9,
            text,
            (),
            voice(who) if who else None,
        )
        for n, (who, text) in enumerate(said)
    )
    return Piece(0.0, 60.0, segments)


async def notes(talk: Talk, who: Person, name: str, count: int = 3) -> None:
    for n in range(count):
        await talk.voice(f"{name}: Ý kiến thứ {n}.", who)


async def recording(
    talk: Talk, ear: Knows, *said: tuple[str, str] | Piece, name: str = "họp"
) -> str:
    """A long recording that the secretary sends; its card, when all is done."""
    pieces = [one for one in said if isinstance(one, Piece)]
    ear.records(name, *(pieces or [piece(*said)]))  # type: ignore[arg-type]
    ear.until(name)
    card = await talk.recording(name, 3, HA)
    talk.settle = talk.office.settle
    await talk.settle()
    return card


def parts(talk: Talk) -> list[Line]:
    return [x for x in talk.store.lines.of_meeting(1) if x.part_of and not x.deleted]
