"""Values from a process that strangers' files may have taken over.

A pickle can name any function of the program and have it called. Here it may name numbers, texts,
dates, time zones, paths, arrays, errors, and the frozen records, words (``Enum``) and errors of our
own packages; nothing of what they are made of does anything.
"""

from __future__ import annotations

import copyreg
import dataclasses
import enum
import io
import pickle
from typing import Any
from zoneinfo import ZoneInfo

_OURS = ("bot", "transcribe", "foundation", "tests")
_PLAIN = {
    "builtins": ("set", "frozenset", "bytearray", "complex", "range", "slice"),
    "datetime": ("date", "time", "datetime", "timedelta", "timezone"),
    "pathlib": ("PosixPath", "WindowsPath", "PurePosixPath"),
    "pathlib._local": ("PosixPath", "WindowsPath", "PurePosixPath"),  # Python 3.13
    "zipfile": ("BadZipFile",),
    "zoneinfo": ("ZoneInfo",),
    "numpy": ("dtype", "ndarray"),
    "numpy._core.multiarray": ("_reconstruct", "scalar"),
    "numpy.core.multiarray": ("_reconstruct", "scalar"),
    "numpy._core.numeric": ("_frombuffer",),
    "numpy.core.numeric": ("_frombuffer",),
}

# by its name; the library's own way is a method of the class, for which a pickle needs `getattr`
copyreg.pickle(ZoneInfo, lambda zone: (ZoneInfo, (zone.key,)))


def loads(data: bytes) -> Any:
    """The value.

    Raises:
        pickle.UnpicklingError: it is made of something else.
    """
    try:
        return _Plain(io.BytesIO(data)).load()
    except pickle.UnpicklingError:
        raise
    except Exception as error:  # bytes that are no pickle, a record with other fields
        raise pickle.UnpicklingError(f"{type(error).__name__}: {error}") from error


class _Plain(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if name in _PLAIN.get(module, ()):
            return super().find_class(module, name)
        root = module.partition(".")[0]
        if root in (*_OURS, "builtins") and name.isidentifier():
            found = super().find_class(module, name)
            if isinstance(found, type) and _is_a_value(found, root):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _is_a_value(found: type, root: str) -> bool:
    if issubclass(found, Exception) or (root != "builtins" and issubclass(found, str)):
        return True
    frozen = dataclasses.is_dataclass(found) and found.__dataclass_params__.frozen  # type: ignore[attr-defined]
    return root != "builtins" and (frozen or issubclass(found, enum.Enum))
