"""Reads CTranslate2's `model.bin`, so that another engine can run the very same weights.

The layout (binary version 6, little endian; a str is a u16 length and that many bytes, the
last one NUL):

    u32 version, str spec, u32 revision, u32 count
    count times: str name, u8 rank, rank times u32 dimension, u8 type, u32 bytes, the data
    u32 count, count times: str alias, str name
"""

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transcribe import sentences as said
from transcribe.errors import ModelCorrupt, UnsupportedSetting

_VERSION = 6
_TYPES: tuple[type[np.generic], ...] = (np.float32, np.int8, np.int16, np.int32, np.float16)
_REMEDY = said.CONVERT_AGAIN

Tensor = NDArray[Any]


@dataclass(frozen=True, slots=True)
class ModelFile:
    """`spec` is the kind of model ("WhisperSpec"); `tensors` are read-only views of the file.

    Tensors that are equal are stored once: two names may have the very same array.
    """

    spec: str
    revision: int
    tensors: dict[str, Tensor]


class _Reader:
    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._at = 0

    def number(self, code: str) -> int:
        size = struct.calcsize(code)
        self.need(size)
        (value,) = struct.unpack_from(f"<{code}", self._data, self._at)
        self._at += size
        return int(value)

    def text(self) -> str:
        size = self.number("H")
        self.need(size)
        raw = self._data[self._at : self._at + size]
        self._at += size
        return raw.rstrip(b"\0").decode("ascii", "replace")

    def tensor(self) -> tuple[str, Tensor]:
        name = self.text()
        shape = [self.number("I") for _ in range(self.number("B"))]
        kind = self.number("B")
        size = self.number("I")
        self.need(size)
        if kind >= len(_TYPES):
            raise UnsupportedSetting(
                said.UNKNOWN_TYPE.format(path=self._path, name=name, kind=kind)
            )
        dtype = np.dtype(_TYPES[kind])
        count = int(np.prod(shape, dtype=np.int64))
        if count * dtype.itemsize != size:
            raise self.damaged(said.NUMBERS_IN.format(count=count, name=name), f"{size} byte")
        values = np.frombuffer(self._data, dtype, count, self._at).reshape(shape)
        self._at += size
        return name, values

    def need(self, size: int) -> None:
        if self._at + size > len(self._data):
            raise self.damaged(
                said.BYTES_OR_MORE.format(count=self._at + size), f"{len(self._data)} byte"
            )

    def damaged(self, expected: str, found: str) -> ModelCorrupt:
        return ModelCorrupt(str(self._path), expected=expected, found=found, remedy=_REMEDY)


def read(path: Path) -> ModelFile:
    """Read a `model.bin`. The tensors keep the types that they are stored in.

    Raises ModelCorrupt (cut off, or not this layout), UnsupportedSetting (other version).
    """
    if path.stat().st_size == 0:
        raise ModelCorrupt(str(path), expected=said.A_MODEL, found="0 byte", remedy=_REMEDY)
    reader = _Reader(path)
    version = reader.number("I")
    if version != _VERSION:
        raise UnsupportedSetting(
            said.OTHER_VERSION.format(path=path, version=version, known=_VERSION)
        )
    spec = reader.text()
    revision = reader.number("I")
    tensors = dict(reader.tensor() for _ in range(reader.number("I")))
    for _ in range(reader.number("I")):
        alias, name = reader.text(), reader.text()
        if name not in tensors:
            raise reader.damaged(said.A_TENSOR.format(name=name), said.ONLY_ALIAS)
        tensors[alias] = tensors[name]
    return ModelFile(spec, revision, tensors)
