"""A voice as a vector: CAM++, run by onnxruntime, which comes with faster-whisper."""

import functools
import hashlib
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from transcribe import sentences as said
from transcribe.errors import EngineMissing, ModelMissing
from transcribe.types import FloatArray
from transcribe.voices.features import features

MODEL = Path(__file__).with_name("campplus.onnx")
"""The weights of CAM++ in half precision: see ``deploy/voices.py``, which has made the file."""
DIGEST = "ee569c2cb7196523e9ff27eb4132807979dcef1d2ac8075b3a46995d615d23ce"
"""SHA-256 of the file."""


class Ear:
    """Hears whose voice it is, for any number of threads. The model is loaded at its first use."""

    def __init__(self, model: Path = MODEL) -> None:
        self._path = model
        self._session: Any = None
        self._lock = threading.Lock()

    def load(self) -> None:
        """
        Raises:
            EngineMissing: there is no onnxruntime.
            ModelMissing: the model's file is missing or another.
        """
        with self._lock:
            if self._session is None:
                self._session = _session(self._path)

    def __call__(self, samples: FloatArray) -> FloatArray:
        """A vector of length 1, shape (192,), of 16 kHz mono samples in which one person speaks,
        for at least half a second. Raises what ``load`` raises."""
        self.load()
        (found,) = self._session.run(None, {"features": features(samples)[np.newaxis]})
        return unit(found[0])


def unit(vector: FloatArray) -> FloatArray:
    """The same direction, of length 1."""
    return vector / max(float(np.linalg.norm(vector)), 1e-9)


def mean(vectors: Sequence[FloatArray], weights: Sequence[float]) -> FloatArray:
    """What several vectors of one voice have in common, of length 1; at least one is given."""
    return unit(np.average(np.stack(vectors), axis=0, weights=weights).astype(np.float32))


@functools.cache
def _session(path: Path) -> Any:
    """What runs the model, the same for all who have this file."""
    try:
        import onnxruntime
    except ImportError as error:
        raise EngineMissing(said.NO_VOICES.format(why=error)) from error
    try:
        model = path.read_bytes()
    except OSError as error:
        raise ModelMissing(said.NO_VOICES.format(why=error)) from error
    if path == MODEL and hashlib.sha256(model).hexdigest() != DIGEST:
        raise ModelMissing(said.NO_VOICES.format(why=path.name))
    options = onnxruntime.SessionOptions()
    # a voice costs a fiftieth of what its words cost: the cores are for those
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # what it takes for the longest stays taken
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
