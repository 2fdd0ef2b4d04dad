"""Which models may be given less than the 30 s that they were trained to hear.

Some fall apart: published measurements took tiny.en from 4.7 to 226 % WER, turbo from 15 to 63 %
(https://github.com/ggml-org/whisper.cpp and its forks). So only the weights below, known by
their digest, are heard with a short context; any other hears 30 s.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """Weights, and the measurement that says that they bear a short context."""

    name: str
    sha256: str
    measurement: str


MEASURED = (
    Measured(
        "base",
        "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
        # 31 recordings and five rough forms of each; WER by seconds of silence behind a clip
        "1 s 41.8 %, 2 s 41.4 %, 3 s 41.2 %, 5 s 40.8 %, 8 s 40.5 %, 11 s 40.8 %; 30 s in all "
        "41.5 % (python -m benchmarks.speech --only padding, 2026-11-23)",
    ),
)


def bears_short_context(digest: str) -> bool:
    """Whether the weights of this digest are among the measured."""
    return any(one.sha256 == digest for one in MEASURED)
