"""Whether a model is a small one, which mishears names and figures more often."""

from __future__ import annotations

import re
from pathlib import Path

from transcribe.models.digests import digest_of
from transcribe.models.download import read_record
from transcribe.models.locate import BASE

# base and tiny, by whatever publisher; what was taught Vietnamese counts as small when it is tiny
_SMALL = re.compile(
    r"(?:.*/)?(?:(?:faster-|distil-)?whisper-)?(?:tiny|base)(?:[.-]en)?|(?:.*/)?phowhisper-tiny",
    re.IGNORECASE,
)
# Bytes that weights of tiny have in 16 bits, and some more
_TINY = 100e6


def is_small(name: str) -> bool:
    """Of a WHISPER_MODEL: a name, a hub id or a folder, whose files say what it is."""
    folder = Path(name).expanduser()
    if not folder.is_dir():
        return _SMALL.fullmatch(name) is not None
    origin = read_record(folder)[0].split(" ")[0]
    return _SMALL.fullmatch(origin) is not None or _has_small_weights(folder / "model.bin")


def _has_small_weights(file: Path) -> bool:
    weights = BASE[-1]
    try:
        size = file.stat().st_size
        return size < _TINY or (size == weights.size and digest_of(file) == weights.sha256)
    except OSError:  # no model in CTranslate2's format
        return False
