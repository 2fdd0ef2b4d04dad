"""``make fuzz``: damaged recordings without end, until the decoder does what it must not.

The inputs are what libFuzzer makes of a recipe: an honest file and its accidents, or bytes as they
are. A crash, a hang, or memory without bound ends the run and leaves the input in a file beside;
``make fuzz ARGS=that-file`` plays it again.
"""

import logging
import sys

import atheris

with atheris.instrument_imports(include=["transcribe"]):
    from transcribe.sound import audio

import numpy as np

from tests.transcribe.hostile import HONEST, KINDS, damaged
from transcribe.errors import AudioError
from transcribe.types import SAMPLE_RATE

_MOST = 60.0  # seconds
_FILES = [make() for make in HONEST.values()]


def _input(data: bytes) -> bytes:
    recipe = atheris.FuzzedDataProvider(data)
    if recipe.ConsumeIntInRange(0, 9) == 0:
        return bytes(recipe.ConsumeBytes(recipe.remaining_bytes()))
    honest, other = recipe.PickValueInList(_FILES), recipe.PickValueInList(_FILES)
    accidents = [
        (
            recipe.PickValueInList(list(KINDS)),
            recipe.ConsumeIntInRange(0, 65_535),
            recipe.ConsumeIntInRange(0, 65_535),
            recipe.ConsumeIntInRange(0, 255),
        )
        for _ in range(recipe.ConsumeIntInRange(1, 12))
    ]
    return damaged(honest, other, accidents)


def one(data: bytes) -> None:
    """Decode what the recipe makes; anything but samples within the limits or an AudioError
    leaves here as an exception."""
    count = 0
    try:
        for block in audio.stream(_input(data), max_seconds=_MOST, max_bytes=10**8):
            assert block.dtype == np.float32
            assert len(block) <= SAMPLE_RATE
            assert np.abs(block).max() <= 1.0
            count += len(block)
    except AudioError:
        return
    assert 0 < count <= (_MOST + 1) * SAMPLE_RATE


if __name__ == "__main__":
    logging.disable(logging.WARNING)  # each input is damaged
    limits = ["-timeout=20", "-rss_limit_mb=1000", "-max_len=300", "-len_control=0"]
    atheris.Setup(["decoder", *limits, *sys.argv[1:]], one)
    atheris.Fuzz()
