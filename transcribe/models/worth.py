"""Models worth fetching, with what is known of them before anybody is asked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from transcribe.models import convert, transducer

Kind = Literal["transformers", "ctranslate2", "transducer"]
"""What must be done with its files: converted once; nothing; another engine runs them."""


@dataclass(frozen=True, slots=True)
class Known:
    """A model: megabytes of its download, percent of words wrong as its makers publish it.

    None: nothing is published, or not how it was counted.
    """

    name: str
    size: int
    licence: str
    kind: Kind
    vivos: float | None = None
    common_voice: float | None = None


OF_BASE = "MIT"
"""The licence of base, which comes with the program."""

# PhoWhisper is Whisper taught Vietnamese by VinAI, who publish these figures
KNOWN = (
    Known("vinai/PhoWhisper-tiny", 151, "BSD-3-Clause", "transformers", 10.4),
    Known("vinai/PhoWhisper-base", 290, "BSD-3-Clause", "transformers", 8.5, 16.2),
    Known("vinai/PhoWhisper-small", 967, "BSD-3-Clause", "transformers", 6.3, 11.1),
    Known("vinai/PhoWhisper-medium", 3056, "BSD-3-Clause", "transformers", 5.0, 8.3),
    Known("vinai/PhoWhisper-large", 6174, "BSD-3-Clause", "transformers", 4.7, 8.1),
    Known("small", 484, "MIT", "ctranslate2"),
    Known("medium", 1530, "MIT", "ctranslate2"),
    Known("large-v3-turbo", 1620, "MIT", "ctranslate2"),
    Known("large-v3", 3090, "MIT", "ctranslate2", 8.8),
    # 65 M parameters of four bytes; its makers' figures are left out: how they counted is not known
    Known("g-group-ai-lab/gipformer1.5-65M-rnnt", 260, "MIT", "transducer"),
)


def known(name: str) -> Known | None:
    """What is known of a model, however its letters are written."""
    return next((one for one in KNOWN if one.name.lower() == name.lower()), None)


def kind_in(folder: Path) -> Kind | None:
    """What must be done with the files in a folder; None where they are no model."""
    if transducer.is_transducer(folder):
        return "transducer"
    if convert.lacks(folder) is None:
        return "ctranslate2"
    return "transformers" if convert.is_original(folder) else None
