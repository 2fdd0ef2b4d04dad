"""What a model of voices sees of sound: 80 bands of loudness, a hundred times a second.

The features are Kaldi's filter banks, with which CAM++ was trained, without dither.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from transcribe.types import SAMPLE_RATE, FloatArray

BANDS = 80
FRAME = 400
"""Samples that one row of features sees."""
STEP = 160
"""Samples between two rows."""

_WIDTH = 512  # of the Fourier transform
_LOWEST, _HIGHEST = 20.0, SAMPLE_RATE / 2  # hertz
_PREEMPHASIS = 0.97
_FLOOR = float(np.finfo(np.float32).eps)


def features(samples: FloatArray) -> FloatArray:
    """16 kHz mono samples as an array of shape (frames, 80), its mean taken away; of fewer than
    400 samples no frame."""
    count = max(0, 1 + (len(samples) - FRAME) // STEP)
    if not count:
        return np.zeros((0, BANDS), np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(samples, FRAME)[::STEP][:count]
    frames = frames - frames.mean(axis=1, keepdims=True)
    before = np.concatenate([frames[:, :1], frames[:, :-1]], axis=1)
    spectrum = np.fft.rfft((frames - _PREEMPHASIS * before) * _window(), _WIDTH)
    power = np.square(spectrum.real) + np.square(spectrum.imag)
    banks = np.log(np.maximum(power[:, : _WIDTH // 2] @ _banks().T, _FLOOR))
    found: FloatArray = (banks - banks.mean(axis=0)).astype(np.float32)
    return found


@cache
def _window() -> FloatArray:
    """Povey's: a Hann window to the power of 0.85."""
    return np.hanning(FRAME).astype(np.float32) ** np.float32(0.85)


@cache
def _banks() -> FloatArray:
    """Triangles that are as wide as each other in mel, shape (80, 256)."""
    edges = np.linspace(_mel(_LOWEST), _mel(_HIGHEST), BANDS + 2)[:, np.newaxis]
    at = _mel(np.arange(_WIDTH // 2) * SAMPLE_RATE / _WIDTH)
    rising = (at - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - at) / (edges[2:] - edges[1:-1])
    return np.maximum(0.0, np.minimum(rising, falling)).astype(np.float32)


def _mel(hertz: float | NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1127.0 * np.log(1.0 + np.asarray(hertz) / 700.0))
