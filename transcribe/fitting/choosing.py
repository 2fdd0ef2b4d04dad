"""Which model is worth it here: what it needs, and why one does not fit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from transcribe.errors import HubUnreachable, ModelMissing, UnknownModel, UnsupportedSetting
from transcribe.fitting import sentences as said
from transcribe.fitting.lacking import lacking
from transcribe.fitting.machine import Machine, amount
from transcribe.fitting.trial import TRIAL, Trial
from transcribe.models import hub, licences, locate
from transcribe.models.listing import size_of
from transcribe.models.worth import KNOWN, OF_BASE, Kind, Known, kind_in, known
from transcribe.sentences import FOLDER_LACKS, NO_FOLDER, ONLY_ENGLISH
from transcribe.settings import looks_like_path

# So many seconds may a second of speech take, for a meeting's notes to keep up with their people
_FAST_ENOUGH = 0.5
# The original is fetched, read into memory and written again in half of its size
_ROOM, _MEMORY = 1.6, 1.3
# On a card weights have 16 bits, and what is computed with them as much again, and the library
_ON_CARD, _OF_LIBRARY = 2.0, 500e6
# Bytes of the weights that are base, as they are published in either form
_BASE = {"transformers": 290e6, "ctranslate2": 145e6}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model that may be set. `size` is the bytes of its files, in the hub or here.

    `licence` is None where nobody knows. `here`: it need not be fetched. `kind` is None where only
    the hub could say.
    """

    name: str
    size: float
    licence: str | None
    kind: Kind | None
    here: Path | None = None

    @property
    def known(self) -> Known | None:
        return known(self.name)

    @property
    def engine(self) -> str:
        return "sherpa_onnx" if self.kind == "transducer" else "faster_whisper"

    @property
    def memory(self) -> float:
        """Bytes that it takes until it hears."""
        return _MEMORY * self.size

    @property
    def disk(self) -> float:
        """Bytes that must be free for it, with the libraries that it still needs."""
        share = _ROOM if self.kind == "transformers" else 1.0
        missing = lacking(self.kind)
        return max(share - bool(self.here), 0.0) * self.size + (missing.room if missing else 0.0)

    @property
    def on_card(self) -> float:
        """Bytes of a graphics card's memory."""
        small = self.size / 2 if self.kind == "transformers" else self.size
        return _ON_CARD * small + _OF_LIBRARY

    def pace(self, base: Trial | None) -> float:
        """Seconds for a second of speech by the cores, if base is as it is; nan: nobody knows."""
        if base is None or self.kind is None:
            return math.nan
        if self.kind == "transducer":  # gipformer, which others have found faster than base
            return base.pace if self.known else math.nan
        return base.pace * self.size / _BASE[self.kind]


def _offered(*names: str) -> tuple[Candidate, ...]:
    found = {one.name: one for one in KNOWN}
    rows = (found[name] for name in names)
    return tuple(Candidate(one.name, one.size * 1e6, one.licence, one.kind) for one in rows)


# From the best on, of those that may be used at work; Whisper first, which was measured more often
OFFERS = _offered(
    "vinai/PhoWhisper-large",
    "vinai/PhoWhisper-medium",
    "vinai/PhoWhisper-small",
    "g-group-ai-lab/gipformer1.5-65M-rnnt",
    "vinai/PhoWhisper-base",
)


def obstacles(candidate: Candidate, machine: Machine) -> list[str]:
    """For what there is no room, in words."""
    rows = (
        (said.NEEDS, candidate.memory, machine.memory),
        (said.NEEDS_DISK, candidate.disk, machine.disk),
    )
    return [
        row.format(needs=amount(needs), has=amount(has)) for row, needs, has in rows if has < needs
    ]


def drags(candidate: Candidate, machine: Machine, base: Trial | None) -> list[str]:
    """Why it would be slow, in words."""
    if machine.cards and candidate.kind == "transducer":
        return []  # it stays on the cores, and base was tried on the card
    if machine.cards and machine.card_memory < candidate.on_card:
        needs, has = amount(candidate.on_card), amount(machine.card_memory)
        return [said.NEEDS_CARD.format(needs=needs, has=has)]
    pace = candidate.pace(base)
    if machine.cards or math.isnan(pace) or pace <= _FAST_ENOUGH:
        return []
    return [said.TOO_SLOW_HERE.format(seconds=f"{TRIAL * pace:.0f}")]


def why_not(candidate: Candidate, machine: Machine, base: Trial | None) -> list[str]:
    """All reasons why a model does not fit; [] where it does."""
    return [*obstacles(candidate, machine), *drags(candidate, machine, base)]


def fitting(
    machine: Machine, base: Trial | None, offers: Sequence[Candidate] = OFFERS
) -> list[Candidate]:
    """The offers for which there is room, and which are fast enough if base is as it is."""
    return [offer for offer in offers if not why_not(offer, machine, base)]


# ---- what is known of a name


def of_name(name: str, models: Path) -> tuple[Candidate, HubUnreachable | None]:
    """What a name, or the folder of a copy, stands for; with why the hub was not reached, where it
    had to be asked and was not.

    Raises:
        ModelError: nobody has such a model, the hub does not give it to everybody, …
    """
    path = Path(name).expanduser()
    if path.is_dir():
        converted = hub.converted_folder(str(path.resolve()), models)
        return _of_folder(name, converted if kind_in(converted) else path), None
    if looks_like_path(name):
        raise UnknownModel(NO_FOLDER.format(value=name))
    if name.endswith(".en"):
        raise UnsupportedSetting(ONLY_ENGLISH.format(model=name))
    offer = known(name)
    name = offer.name if offer else name
    here = locate.base(models) if name == "base" else None
    here = here or hub.find(hub.repository(name), models)
    if here is not None:
        return _of_folder(name, here), None
    try:
        plan = hub.ask(name)
    except HubUnreachable as error:
        if offer is None:
            return Candidate(name, math.nan, None, None), error
        return Candidate(name, offer.size * 1e6, offer.licence, offer.kind), error
    files = [file.name for file in plan.files]
    kind: Kind = "transformers" if plan.must_be_converted else "ctranslate2"
    kind = "transducer" if "tokens.txt" in files else kind
    licence = plan.licence or (offer.licence if offer else "")
    return Candidate(name, sum(file.size for file in plan.files), licence, kind), None


def _of_folder(name: str, folder: Path) -> Candidate:
    kind = kind_in(folder)
    if kind is None:
        raise ModelMissing(FOLDER_LACKS.format(folder=folder, name=name, file="model.bin"))
    offer = known(name)
    licence = hub.licence_here(folder)
    licence = offer.licence if licence is None and offer else licence
    if licence is None and name == "base":
        licence = OF_BASE
    return Candidate(name, size_of(folder), licence, kind, folder)


# ---- in words


def offered(candidate: Candidate, machine: Machine, base: Trial | None) -> Iterator[str]:
    """What it costs, and what is known of it, in rows."""
    got = said.IS_HERE if candidate.here else said.GET
    size = amount(candidate.size)
    yield said.OFFER.format(
        get=got.format(size=size),
        licence=licence_of(candidate),
        errors=_errors(candidate),
        speed=_speed(candidate, machine, base),
    )
    missing = lacking(candidate.kind)
    if missing is not None:
        yield said.INSTALL_FIRST.format(**missing.in_words())


def licence_of(candidate: Candidate) -> str:
    """Its licence, as a part of a sentence."""
    if candidate.licence is None:
        return said.NO_LICENCE_HERE
    return licences.in_words(candidate.licence)


def _errors(candidate: Candidate) -> str:
    found = candidate.known
    if found is None or (found.vivos is None and found.kind != "transducer"):
        return said.NOT_PUBLISHED
    if found.vivos is None:
        return said.OF_TRANSDUCER
    row = said.PUBLISHED if found.common_voice else said.PUBLISHED_VIVOS
    return row.format(vivos=found.vivos, common_voice=found.common_voice)


def _speed(candidate: Candidate, machine: Machine, base: Trial | None) -> str:
    if machine.cards and candidate.kind != "transducer":
        return said.ON_CARD
    pace = candidate.pace(base)
    if math.isnan(pace) or machine.cards:
        return said.NOT_KNOWN
    return said.ABOUT.format(seconds=f"{TRIAL * pace:.1f}")


def with_licence_asked(candidate: Candidate) -> Candidate:
    """The same, with its licence asked of the hub where nobody noted it; as it is where the hub
    does not answer, or has no such model."""
    if candidate.licence is not None or looks_like_path(candidate.name):
        return candidate
    if Path(candidate.name).expanduser().is_dir():
        return candidate
    try:
        return replace(candidate, licence=hub.licence(candidate.name))
    except (HubUnreachable, ModelMissing):
        return candidate
