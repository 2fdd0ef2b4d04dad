"""What this machine has for a model."""

from __future__ import annotations

import math
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from transcribe.engines import card
from transcribe.engines.common import threads
from transcribe.fitting import sentences as said
from transcribe.models.download import megabytes


@dataclass(frozen=True, slots=True)
class Machine:
    """Cores, graphics cards that compute, free bytes in memory, on disk and on the first card."""

    cores: int
    cards: int
    memory: float
    disk: float
    card_memory: float = math.inf


def look(cache: Path) -> Machine:
    """What this machine has; `cache` is where models are kept, there already or not."""
    there = next(folder for folder in (cache, *cache.parents) if folder.exists())
    cards = card.count()
    on_card = card.free_memory() if cards else math.inf
    return Machine(threads(0), cards, _free_memory(), shutil.disk_usage(there).free, on_card)


def in_words(machine: Machine) -> str:
    """A sentence."""
    known = math.isfinite(machine.card_memory)
    on_card = said.CARD_MEMORY.format(memory=amount(machine.card_memory)) if known else ""
    cards = said.CARDS.format(count=machine.cards, memory=on_card) if machine.cards else ""
    return said.MACHINE.format(
        cores=machine.cores,
        cards=cards or said.NO_CARD,
        memory=amount(machine.memory),
        disk=amount(machine.disk),
    )


def amount(size: float) -> str:
    """Bytes, in words; "?" where nobody knows."""
    if not math.isfinite(size):
        return "?"
    return f"{size / 1e9:.1f} GB" if size >= 10e9 else megabytes(round(size))


def _free_memory() -> float:
    """Bytes that programs may still take; infinite where nobody can say."""
    try:
        found = re.search(r"^MemAvailable:\s+(\d+) kB", Path("/proc/meminfo").read_text(), re.M)
    except OSError:
        found = None
    return int(found[1]) * 1024.0 if found else math.inf
