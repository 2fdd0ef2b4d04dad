"""`python -m transcribe models best`: the model that hears Vietnamese best here, by one command.

What it would cost is said before anything is fetched; what it hears is tried before it is used.
"""

import math
import re
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

import numpy as np

from foundation.files import write_durably
from transcribe import sentences as said
from transcribe.engines import load_engine
from transcribe.engines.common import threads
from transcribe.errors import HubUnreachable, ModelError
from transcribe.models import convert, hub
from transcribe.models.download import megabytes
from transcribe.schedule import recognise
from transcribe.settings import SpeechSettings
from transcribe.sound import audio
from transcribe.types import SAMPLE_RATE, Clip

_TRIAL = 10.0
"""Seconds of speech that a model is tried with first."""
# So many seconds may a second of speech take, for a meeting's notes to keep up with their people
_FAST_ENOUGH = 0.5
# The original is fetched, read into memory and written again in half of its size
_ROOM, _MEMORY = 1.6, 1.3


@dataclass(frozen=True, slots=True)
class Offer:
    """A model worth fetching: megabytes of its download, percent of words wrong as published.

    `work` is how many times as much as base it computes.
    """

    name: str
    size: int
    licence: str
    vivos: float
    common_voice: float
    work: float


# From the best on. PhoWhisper is Whisper taught Vietnamese by VinAI, who publish these figures
OFFERS = (
    Offer("vinai/PhoWhisper-large", 6174, "BSD-3-Clause", 4.7, 8.1, 21.0),
    Offer("vinai/PhoWhisper-medium", 3056, "BSD-3-Clause", 5.0, 8.3, 10.4),
    Offer("vinai/PhoWhisper-small", 967, "BSD-3-Clause", 6.3, 11.1, 3.3),
    Offer("vinai/PhoWhisper-base", 290, "BSD-3-Clause", 8.5, 16.2, 1.0),
)


@dataclass(frozen=True, slots=True)
class Machine:
    """What there is here: cores, graphics cards that compute, free bytes in memory and on disk."""

    cores: int
    cards: int
    memory: float
    disk: float

    def bears(self, offer: Offer) -> bool:
        """Whether there is room for it."""
        size = offer.size * 1e6
        return self.memory >= _MEMORY * size and self.disk >= _ROOM * size


@dataclass(frozen=True, slots=True)
class Trial:
    """How a model did: seconds for a second of speech, and what share of the words was wrong."""

    pace: float
    wrong: float


def fitting(machine: Machine, base: Trial) -> Offer | None:
    """The best model for which there is room, and which is fast enough if base is as it is."""
    return next(
        (
            offer
            for offer in OFFERS
            if machine.bears(offer) and (machine.cards or offer.work * base.pace <= _FAST_ENOUGH)
        ),
        None,
    )


def best(
    name: str,
    *,
    agreed: bool,
    settings_file: Path,
    fetch: Callable[[str, Path], Path],
    output: TextIO,
) -> bool:
    """Look, say, fetch, try, set; whether a better model is set now, or could be.

    Args:
        name: a model's name or the folder of a copy; "" for the one that fits.
        agreed: fetch it without being asked again.
        settings_file: the line WHISPER_MODEL is written there.
        fetch: gives the folder of a model, ready to load.
    Raises:
        ModelError, OSError
    """

    def tell(sentence: str, **values: object) -> None:
        print(sentence.format(**values), file=output, flush=True)

    settings = SpeechSettings(whisper_model="base")
    models = settings.whisper_cache / "models"
    machine = look(settings.whisper_cache)
    if machine.cards and (why := _card_fails(settings)):
        machine = replace(machine, cards=0)
        tell(said.CARD_FAILS, why=why)
    tell(said.MACHINE, **_machine_in_words(machine))
    voices = recordings()
    base = trial(settings, voices)
    tell(said.BASE_TRIAL, **_trial_in_words(base))
    offer = next((one for one in OFFERS if one.name == name), None)
    offer = offer if name else fitting(machine, base)
    if offer is None and not name:
        tell(said.NOTHING_FITS, name=OFFERS[-2].name)
        return not agreed
    name = name or (offer.name if offer else "")
    if offer:
        tell(said.OFFER, **_offer_in_words(offer, base, machine))
    elif not _may_be_used(name, models, tell):
        return False
    original = not Path(name).is_dir() and hub.find(hub.repository(name), models) is None
    if offer and original and not convert.converter_is_installed():
        tell(said.CONVERTER_FIRST, install=convert.INSTALL_CONVERTER)
    if not agreed:
        tell(said.NOTHING_FETCHED, name=name)
        return True
    try:
        folder = fetch(name, models)
    except HubUnreachable:
        tell(said.CARRY, name=name, repo=hub.repository(name))
        raise
    tried = trial(SpeechSettings(whisper_model=str(folder)), voices)
    tell(said.TRIAL, name=name, **_trial_in_words(tried))
    if tried.wrong > base.wrong or tried.pace > 1.0:
        tell(said.WORSE if tried.wrong > base.wrong else said.TOO_SLOW, name=name)
        return False
    _set(name, settings_file, tell)
    return True


def _set(name: str, settings_file: Path, tell: Callable[..., None]) -> None:
    value = str(Path(name).resolve()) if Path(name).is_dir() else name
    write_setting(settings_file, value)
    tell(said.SET, name=value, file=settings_file)
    read = Path(str(SpeechSettings.model_config.get("env_file")))
    if settings_file.resolve() == read.resolve() and SpeechSettings().whisper_model != value:
        tell(said.ENVIRONMENT_WINS)


def _may_be_used(name: str, models: Path, tell: Callable[..., None]) -> bool:
    """Whether the licence of a model that is not offered here lets an office use it, told before
    anything is fetched. What is here already was looked at before."""
    if Path(name).is_dir() or hub.find(hub.repository(name), models):
        return True
    try:
        licence = hub.licence(name)
    except HubUnreachable:
        tell(said.CARRY, name=name, repo=hub.repository(name))
        raise
    forbidden = hub.forbids(licence)
    known = said.FORBIDDEN if forbidden else said.LICENCE if licence else said.NO_LICENCE
    tell(known, name=name, licence=licence)
    return not forbidden


# ---- the machine


def look(cache: Path) -> Machine:
    """What this machine has; `cache` is where models are kept, there already or not."""
    there = next(folder for folder in (cache, *cache.parents) if folder.exists())
    return Machine(threads(0), _cards(), _free_memory(), shutil.disk_usage(there).free)


def _cards() -> int:
    try:
        import ctranslate2

        return int(ctranslate2.get_cuda_device_count())
    except (ImportError, RuntimeError):  # a driver that is there and does not work
        return 0


def _card_fails(settings: SpeechSettings) -> str:
    """Why nothing can be computed on the graphics card; "" where it can."""
    try:
        load_engine(settings.model_copy(update={"whisper_device": "cuda"}))
    except ModelError as error:
        return str(error.__cause__ or error).partition("\n")[0]
    return ""


def _free_memory() -> float:
    """Bytes that programs may still take; infinite where nobody can say."""
    try:
        found = re.search(r"^MemAvailable:\s+(\d+) kB", Path("/proc/meminfo").read_text(), re.M)
    except OSError:
        found = None
    return int(found[1]) * 1024.0 if found else math.inf


# ---- the trial


def recordings() -> list[tuple[Clip, str]]:
    """The demo's recordings of real people, with what they say; none where it is not installed."""
    spec = find_spec("vieneu")
    found = list(spec.submodule_search_locations or ()) if spec else []
    return [
        (
            Clip(audio.load(path, max_seconds=28, max_bytes=10**8)),
            path.with_suffix(".txt").read_text("utf-8"),
        )
        for folder in found
        for path in sorted((Path(folder) / "assets" / "samples").glob("*.wav"))
    ]


def trial(settings: SpeechSettings, voices: list[tuple[Clip, str]]) -> Trial:
    """How a model does on the recordings: at the pace of the first ten seconds of them.

    Without recordings it hears ten seconds of noise, and nobody knows how much is wrong.
    Raises ModelError, also for whatever the engine's library raises.
    """
    engine = load_engine(settings)
    noise = np.random.default_rng(0).normal(0, 0.01, round(_TRIAL * SAMPLE_RATE))
    clips = [clip for clip, _ in voices] or [Clip(noise.astype(np.float32))]

    def hear(some: list[Clip]) -> Iterator[str]:
        for clip in some:
            yield recognise(engine, [clip], settings.whisper_padding)[0].text

    try:
        first = _first_seconds(clips)
        started = time.monotonic()
        texts = list(hear(first))
        pace = (time.monotonic() - started) / sum(clip.seconds for clip in first)
        texts += hear(clips[len(first) :])
    except ModelError:
        raise
    except Exception as error:  # whatever the engine's library raises
        why = said.CANNOT_LISTEN.format(name=settings.whisper_model, why=repr(error))
        raise ModelError(why) from error
    if not voices:
        return Trial(pace, math.nan)
    words = [_words(text) for _, text in voices]
    edits = sum(_edits(one, _words(text)) for one, text in zip(words, texts, strict=True))
    return Trial(pace, edits / sum(map(len, words)))


def _first_seconds(clips: list[Clip]) -> list[Clip]:
    total, count = 0.0, 0
    while count < len(clips) and total < _TRIAL:
        total += clips[count].seconds
        count += 1
    return clips[:count]


def _words(text: str) -> list[str]:
    return re.sub(r"[^\w\s]", " ", text.lower()).split()


def _edits(left: list[str], right: list[str]) -> int:
    row = list(range(len(right) + 1))
    for number, one in enumerate(left, start=1):
        before, row[0] = row[0], number
        for place, other in enumerate(right, start=1):
            before, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, before + (one != other)),
            )
    return row[-1]


# ---- in words, and into the settings


def _machine_in_words(machine: Machine) -> dict[str, object]:
    return {
        "cores": machine.cores,
        "cards": said.CARDS.format(count=machine.cards) if machine.cards else said.NO_CARD,
        "memory": megabytes(round(machine.memory)) if math.isfinite(machine.memory) else "?",
        "disk": megabytes(round(machine.disk)),
    }


def _trial_in_words(tried: Trial) -> dict[str, object]:
    wrong = said.NOT_TRIED if math.isnan(tried.wrong) else said.WRONG.format(wrong=tried.wrong)
    return {"seconds": f"{_TRIAL * tried.pace:.1f}", "wrong": wrong}


def _offer_in_words(offer: Offer, base: Trial, machine: Machine) -> dict[str, object]:
    seconds = f"{_TRIAL * base.pace * offer.work:.1f}"
    return {
        "name": offer.name,
        "size": megabytes(offer.size * 10**6),
        "licence": offer.licence,
        "vivos": offer.vivos,
        "common_voice": offer.common_voice,
        "speed": said.ON_CARD if machine.cards else said.ABOUT.format(seconds=seconds),
    }


def write_setting(file: Path, model: str) -> None:
    """Have WHISPER_MODEL in a file of settings; its other lines, and who may read it, stay."""
    file = file.resolve()
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    kept = [line for line in lines if not re.match(r"\s*(export\s+)?WHISPER_MODEL\s*=", line)]
    mode = stat.S_IMODE(file.stat().st_mode) if file.exists() else 0o600
    write_durably(file, ("\n".join([*kept, f"WHISPER_MODEL={model}"]) + "\n").encode())
    file.chmod(mode)
