"""Libraries that a kind of model needs and that are not installed with the program."""

from __future__ import annotations

import importlib
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

from transcribe.fitting import sentences as said
from transcribe.fitting.machine import amount
from transcribe.models import convert
from transcribe.models.worth import Kind

# The build of torch for processors has an index of its own: the registry's is for graphics cards,
# and some gigabytes more (Makefile)
_INDEX = "https://download.pytorch.org/whl/cpu"


@dataclass(frozen=True, slots=True)
class Libraries:
    """`target` is what installs them in the Makefile; bytes of their download, and on the disk."""

    target: str
    packages: tuple[str, ...]
    size: float
    room: float

    @property
    def command(self) -> str:
        """One line for a shell, which installs them where this program is."""
        index = ["--extra-index-url", _INDEX] if self.target == "converter" else []
        pip = [sys.executable, "-m", "pip", "install", *index, *self.packages]
        return " ".join(map(shlex.quote, pip))

    def in_words(self) -> dict[str, object]:
        """For a sentence."""
        return {
            "libraries": ", ".join(package.partition("==")[0] for package in self.packages),
            "size": amount(self.size),
            "room": amount(self.room),
            "command": self.command,
        }


CONVERTER = Libraries("converter", ("torch==2.13.0", "transformers==5.24.0"), 220e6, 900e6)
TRANSDUCERS = Libraries("transducers", ("sherpa-onnx==2.0.1",), 25e6, 50e6)


def lacking(kind: Kind | None) -> Libraries | None:
    """What a model of this kind still needs here; None: nothing."""
    if kind == "transformers" and not convert.converter_is_installed():
        return CONVERTER
    if kind == "transducer" and find_spec("sherpa_onnx") is None:
        return TRANSDUCERS
    return None


def install(libraries: Libraries, installer: str, tell: Callable[..., None]) -> None:
    """Let the command that `installer` is, with the target behind it, install them.

    Whether they are there now is for the caller to look at.
    """
    tell(said.INSTALLING, **libraries.in_words())
    # a person has given it on this command line; what it prints is not the result, but for stderr
    subprocess.run([*shlex.split(installer), libraries.target], stdout=2, check=False)  # noqa: S603
    importlib.invalidate_caches()
