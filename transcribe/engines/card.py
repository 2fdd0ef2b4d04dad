"""The graphics card: with which numbers it computes, how much memory it has, why it does not."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable

from transcribe import sentences as said
from transcribe.errors import UnsupportedSetting

# What WHISPER_COMPUTE_TYPE=auto means: the first that the device knows. Older cards know no float16
_AUTO = {
    "cpu": ("int8", "int8_float32", "float32"),
    "cuda": ("float16", "int8_float32", "float32"),
}


def compute_type(wanted: str, device: str) -> str:
    """The numbers to compute with on "cpu" or "cuda".

    Raises:
        UnsupportedSetting: a setting names some that the device does not know.
        RuntimeError: it knows none, or the library cannot say.
    """
    from ctranslate2 import get_supported_compute_types

    possible = get_supported_compute_types(device)
    if wanted == "auto":
        known = next((kind for kind in _AUTO[device] if kind in possible), None)
        if known is None:
            raise RuntimeError(said.NO_NUMBERS.format(possible=", ".join(sorted(possible))))
        return known
    if wanted not in possible:
        raise UnsupportedSetting(
            said.NOT_ON_DEVICE.format(
                kind=wanted, device=device, possible=", ".join(sorted(possible))
            )
        )
    return wanted


def count() -> int:
    """The cards that the driver counts; whether something can be computed on them is not asked."""
    try:
        import ctranslate2

        return int(ctranslate2.get_cuda_device_count())
    except (ImportError, RuntimeError):  # a driver that is there and does not work
        return 0


def free_memory() -> float:
    """Bytes that are free on the first card that is ours to use; infinite where nobody says."""
    try:
        driver = ctypes.CDLL("libcuda.so.1")
        free, whole = ctypes.c_size_t(), ctypes.c_size_t()
        device, context = ctypes.c_int(), ctypes.c_void_p()
        steps: tuple[Callable[[], int], ...] = (
            lambda: driver.cuInit(0),
            lambda: driver.cuDeviceGet(ctypes.byref(device), 0),
            lambda: driver.cuDevicePrimaryCtxRetain(ctypes.byref(context), device),
            lambda: driver.cuCtxPushCurrent_v2(context),
            lambda: driver.cuMemGetInfo_v2(ctypes.byref(free), ctypes.byref(whole)),
            lambda: driver.cuCtxPopCurrent_v2(ctypes.byref(context)),
            lambda: driver.cuDevicePrimaryCtxRelease_v2(device),
        )
        if any(step() for step in steps):  # each gives 0 where it went well
            return math.inf
    except (OSError, AttributeError):  # no driver, or one that is older than these names
        return math.inf
    return float(free.value)


def why(error: Exception) -> str:
    """Why nothing can be computed on it; in Vietnamese what is known of the library's reasons."""
    told = str(error).partition("\n")[0].strip()
    known = (ours for theirs, ours in said.CARD_REASONS if theirs in told.lower())
    return next(known, told[:200] or said.UNKNOWN)
