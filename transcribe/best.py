"""`python -m transcribe models best`: the model that hears Vietnamese best here, by one command.

What it would cost is said before anything is fetched; what it hears is tried before it is used.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from pydantic import ValidationError

from transcribe.errors import HubUnreachable, ModelMissing, UnknownModel, UnsupportedSetting
from transcribe.fitting import machine as machines
from transcribe.fitting import sentences as said
from transcribe.fitting.choosing import (
    OFFERS,
    Candidate,
    fitting,
    licence_of,
    obstacles,
    of_name,
    offered,
    why_not,
    with_licence_asked,
)
from transcribe.fitting.lacking import install, lacking
from transcribe.fitting.machine import Machine, amount, look
from transcribe.fitting.settings_file import need_writable, write_settings
from transcribe.fitting.trial import Trial, in_words, recordings, trial
from transcribe.models import hub, licences, locate
from transcribe.models.download import damaged
from transcribe.sentences import NO_CUDA, SHERPA_ON_CPU
from transcribe.settings import SpeechSettings, read_settings
from transcribe.types import Clip

Voices = list[tuple[Clip, str]]
Tell = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for.

    `name` is a model's name or the folder of a copy, "" for the one that fits; `agreed`: fetch and
    set it without being asked again. `settings_file` is read, and written. `installer` is a command
    that installs libraries which are missing (lacking.py); "": there is none.
    """

    name: str
    agreed: bool
    settings_file: Path
    installer: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """What is in use: how a model is tried here, and the model that is set (None: none that is)."""

    settings: SpeechSettings
    used: SpeechSettings | None
    machine: Machine
    voices: Voices

    @property
    def models(self) -> Path:
        return self.settings.whisper_cache / "models"

    def tried(self, model: str, engine: str = "faster_whisper") -> Trial:
        """How a model does here: on the device that was chosen, in the engine that it needs."""
        device = "cuda" if self.machine.cards and engine == "faster_whisper" else "cpu"
        chosen = {"whisper_model": model, "whisper_engine": engine, "whisper_device": device}
        return trial(self.settings.model_copy(update=chosen), self.voices)


def best(wish: Wish, *, fetch: Callable[[str, Path], Path], output: TextIO) -> bool:
    """Look, say, fetch, try, set; whether a better model is set now, or could be.

    Args:
        fetch: gives the folder of a model, ready to load.
    Raises:
        ModelError, ValidationError, OSError
    """

    def tell(sentence: str, **values: object) -> None:
        print(sentence.format(**values) if values else sentence, file=output, flush=True)

    if wish.agreed:
        need_writable(wish.settings_file)
    if _engine(wish.settings_file) == "openai_server":
        tell(said.SERVER_HEARS, file=wish.settings_file)
        return not wish.agreed
    plain = {"whisper_model": "base", "whisper_engine": "faster_whisper"}
    settings = read_settings(wish.settings_file, **plain)
    # a name that nobody has, a hub that is not reached: known before anything is tried
    models = settings.whisper_cache / "models"
    if wish.name == "base" and not locate.base_is_here(models):
        raise ModelMissing(said.BASE_MISSING.format(python=sys.executable))
    named = of_name(wish.name, models) if wish.name else None
    if named is not None:
        _need_settings(named[0], wish.settings_file, settings)
        if named[1] is not None and named[0].known is None:
            return _carried(named[0], named[1], wish, tell)
    settings, machine = _looked(settings, tell)
    office = Office(settings, _used(wish.settings_file), machine, recordings())
    base = _base(office, tell, needed=named is None)
    others: list[Candidate] = []
    if named is None:
        fits = _fitting(office, base, wish, tell)
        if not fits:
            return not wish.agreed
        named, others = of_name(fits[0].name, office.models), fits[1:]
    candidate, unreached = with_licence_asked(named[0]), named[1]
    if not _said(candidate, office, base, others, tell):
        return not (wish.agreed or _is_forbidden(candidate))
    if candidate.here is None and unreached is not None:
        return _carried(candidate, unreached, wish, tell)
    if _is_in_use(candidate, office):
        tell(said.IN_USE, name=candidate.name)
        return True
    if not _may_be_replaced(candidate, office, wish.settings_file, tell):
        return not wish.agreed
    if not wish.agreed:
        words = _words(candidate, wish)
        tell(said.NOTHING_SET if candidate.here else said.NOTHING_FETCHED, words=words)
        return True
    _need_libraries(candidate, wish.installer, tell)
    folder = fetch(candidate.name, office.models)
    if not _is_better(candidate, folder, office, base, tell):
        return False
    _set(candidate, wish.settings_file, tell)
    return True


def _words(candidate: Candidate, wish: Wish) -> str:
    """What must be typed to have it."""
    standard = wish.settings_file == Path(".env")
    return candidate.name if standard else f"{candidate.name} --settings {wish.settings_file}"


# ---- before anything is tried


def _used(file: Path) -> SpeechSettings | None:
    """What is set now; None where that cannot be used, such as a folder that is gone."""
    try:
        return read_settings(file)
    except ValidationError:
        return None


def _engine(file: Path) -> str:
    """The engine that is set; "" where that cannot be used."""
    try:
        return read_settings(file, whisper_model="base").whisper_engine
    except ValidationError:
        return ""


def _need_settings(candidate: Candidate, file: Path, settings: SpeechSettings) -> None:
    """The other settings must go with the engine that the model needs. Raises ValidationError,
    UnsupportedSetting."""
    read_settings(file, whisper_model="base", whisper_engine=candidate.engine)
    if candidate.engine == "sherpa_onnx" and settings.whisper_device == "cuda":
        raise UnsupportedSetting(SHERPA_ON_CPU)


def _fitting(office: Office, base: Trial | None, wish: Wish, tell: Tell) -> list[Candidate]:
    """The offers that fit this machine and go with its other settings; why not, where none does."""
    offers = []
    for offer in OFFERS:
        try:
            _need_settings(offer, wish.settings_file, office.settings)
        except (ValidationError, UnsupportedSetting):
            continue
        offers.append(offer)
    found = fitting(office.machine, base, offers)
    if not found:
        rows = ((one.name, "; ".join(why_not(one, office.machine, base))) for one in offers)
        reasons = "\n".join(said.WHY_NOT.format(name=name, why=why) for name, why in rows)
        tell(said.NOTHING_FITS, rows=reasons)
    return found


def _looked(settings: SpeechSettings, tell: Tell) -> tuple[SpeechSettings, Machine]:
    """The machine, with the cards that may and can be used, and how a model is tried there."""
    machine = look(settings.whisper_cache)
    if settings.whisper_device == "cuda" and not machine.cards:
        raise UnsupportedSetting(NO_CUDA.format(library="CTranslate2"))
    if settings.whisper_device == "cpu":
        machine = replace(machine, cards=0)
    elif machine.cards and (why := card_trouble(settings)):
        machine = replace(machine, cards=0)
        tell(said.CARD_FAILS, why=why)
        settings = settings.model_copy(update={"whisper_compute_type": "auto"})
    tell(machines.in_words(machine))
    return settings, machine


def card_trouble(settings: SpeechSettings) -> str:
    """Why nothing can be computed on the graphics card; "" where it can."""
    from transcribe.engines.faster_whisper import card_fails

    if not locate.base_is_here(settings.whisper_cache / "models"):
        return ""  # there is nothing to try it with
    return card_fails(settings)


def _base(office: Office, tell: Tell, *, needed: bool) -> Trial | None:
    """How base does; None where it is not here and need not be. Raises ModelMissing."""
    if not locate.base_is_here(office.models):
        if needed:
            raise ModelMissing(said.BASE_MISSING.format(python=sys.executable))
        tell(said.NO_BASE)
        return None
    tried = office.tried("base")
    tell(said.BASE_TRIAL, **in_words(tried))
    return tried


# ---- before anything is fetched


def _is_forbidden(candidate: Candidate) -> bool:
    return candidate.licence is not None and licences.forbids(candidate.licence)


def _said(
    candidate: Candidate, office: Office, base: Trial | None, others: list[Candidate], tell: Tell
) -> bool:
    """What it costs; whether it may be used, and there is room for it."""
    if _is_forbidden(candidate):
        tell(said.FORBIDDEN, name=candidate.name, licence=licence_of(candidate))
        return False
    machine = office.machine
    why = why_not(candidate, machine, base)
    if why:
        tell(said.DOES_NOT_FIT, name=candidate.name, why="; ".join(why))
    else:
        tell(said.FITS, name=candidate.name)
    for row in offered(candidate, machine, base):
        tell(row)
    if others:
        names = (said.ALSO.format(name=one.name, size=amount(one.size)) for one in others)
        tell(said.ALSO_FIT, names=", ".join(names))
    if why and (better := [one for one in fitting(machine, base) if one.name != candidate.name]):
        tell(said.FITS_BETTER, name=better[0].name)
    return not obstacles(candidate, machine)


def _carried(candidate: Candidate, why: HubUnreachable, wish: Wish, tell: Tell) -> bool:
    """Say what to carry here, where the hub is not reached; raises HubUnreachable with that where
    the model should have been fetched."""
    sentence = said.CARRY[candidate.kind or ""].format(
        name=candidate.name, repo=hub.repository(candidate.name), why=why.why
    )
    if wish.agreed:
        raise HubUnreachable(sentence, why=why.why) from why
    tell(sentence)
    return True


def _is_in_use(candidate: Candidate, office: Office) -> bool:
    """Whether it is set, and whole."""
    used, here = office.used, candidate.here
    if used is None or here is None or used.whisper_engine != candidate.engine:
        return False
    return _is_same(candidate, used.whisper_model, office.models) and not damaged(here)


def _may_be_replaced(candidate: Candidate, office: Office, file: Path, tell: Tell) -> bool:
    """Whether another model that is set could be held against this one."""
    used = office.used
    if used is None or used.whisper_model == "base":
        return True
    if _is_same(candidate, used.whisper_model, office.models):
        return True
    if _folder_of(used.whisper_model, office.models) is None:
        tell(said.IN_USE_ELSEWHERE, used=used.whisper_model, file=file)
        return False
    if not office.voices:
        tell(said.CANNOT_COMPARE, used=used.whisper_model)
        return False
    return True


def _is_same(candidate: Candidate, name: str, models: Path) -> bool:
    if candidate.name == name:
        return True
    return candidate.here is not None and candidate.here == _folder_of(name, models)


def _folder_of(name: str, models: Path) -> Path | None:
    """Where a model is on this machine; None: nowhere."""
    if name == "base":
        joined = locate.base_folder(models)
        return joined if joined.is_dir() else None
    path = Path(name).expanduser()
    try:
        return path if path.is_dir() else hub.find(hub.repository(name), models)
    except UnknownModel:
        return None


def _need_libraries(candidate: Candidate, installer: str, tell: Tell) -> None:
    """Raises ModelMissing where the libraries that it needs are not here, and nobody could install
    them."""
    missing = lacking(candidate.kind)
    if missing is None:
        return
    if not installer:
        about = {"name": candidate.name, **missing.in_words()}
        raise ModelMissing(said.MUST_INSTALL.format(**about))
    install(missing, installer, tell)
    if lacking(candidate.kind) is not None:
        raise ModelMissing(said.NOT_INSTALLED.format(**missing.in_words()))


# ---- the trial, and what is set


def _is_better(
    candidate: Candidate, folder: Path, office: Office, base: Trial | None, tell: Tell
) -> bool:
    """Whether it hears better than base and than what is in use, and keeps up with people."""
    tried = office.tried(str(folder), candidate.engine)
    tell(said.TRIAL, name=candidate.name, **in_words(tried))
    before = {} if base is None else {"base": base.wrong}
    used = office.used
    if used is not None and not _is_same(candidate, used.whisper_model, office.models):
        at = _folder_of(used.whisper_model, office.models)
        if used.whisper_model != "base" and at is not None:
            engine = "sherpa_onnx" if used.whisper_engine == "sherpa_onnx" else "faster_whisper"
            other = office.tried(str(at), engine)
            tell(said.TRIAL, name=used.whisper_model, **in_words(other))
            before[used.whisper_model] = other.wrong
    known = {name: wrong for name, wrong in before.items() if not math.isnan(wrong)}
    least = min(known, key=lambda name: known[name]) if known else ""
    if least and not math.isnan(tried.wrong) and tried.wrong >= known[least]:
        told = {"other": least, "wrong": tried.wrong, "before": known[least]}
        tell(said.NOT_BETTER, name=candidate.name, **told)
        return False
    if tried.pace > 1.0:
        tell(said.TOO_SLOW, name=candidate.name)
        return False
    return True


def _set(candidate: Candidate, file: Path, tell: Tell) -> None:
    path = Path(candidate.name).expanduser()
    values = {"WHISPER_MODEL": str(path.resolve()) if path.is_dir() else candidate.name}
    if candidate.engine != _engine(file):
        values = {"WHISPER_ENGINE": candidate.engine, **values}
    write_settings(file, values)
    told = ", ".join(f"{name}={value}" for name, value in values.items())
    tell(said.SET, settings=told, file=file)
    now = read_settings(file)
    wins = [name for name, value in values.items() if getattr(now, name.lower()) != value]
    if wins:
        tell(said.ENVIRONMENT_WINS, names=", ".join(wins))
