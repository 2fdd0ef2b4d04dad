"""The files of a transducer (zipformer and its kin), as k2 publishes them for sherpa-onnx.

    encoder*.onnx  decoder*.onnx  joiner*.onnx  tokens.txt    and bpe.model or bpe.vocab

`*.int8.onnx` beside them are the same weights in 8 bits.
"""

import re
import struct
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

PARTS = ("encoder", "decoder", "joiner")
TOKENS = "tokens.txt"
_VOCABULARIES = ("bpe.vocab", "bpe.model")
_WANTED = re.compile(r"(?:encoder|decoder|joiner)[\w.-]*\.(?:onnx|onnx_data|data|weights)")
_INT8 = ".int8."


@dataclass(frozen=True, slots=True)
class Transducer:
    """A complete model; `vocabulary` is how its words are divided, None where nothing says so."""

    encoder: Path
    decoder: Path
    joiner: Path
    tokens: Path
    vocabulary: Path | None


def lacking(folder: Path) -> str | None:
    """The first file that a transducer in this folder lacks; None where it is complete."""
    for part in PARTS:
        if not any(folder.glob(f"{part}*.onnx")):
            return f"{part}*.onnx"
    return None if (folder / TOKENS).is_file() else TOKENS


def is_transducer(folder: Path) -> bool:
    return lacking(folder) is None


def files_of(folder: Path, *, int8: bool) -> Transducer:
    """Which files of a complete folder are used: those in 8 bits where wanted and there."""

    def one(part: str) -> Path:
        found = sorted(folder.glob(f"{part}*.onnx"))
        small = [path for path in found if _INT8 in path.name]
        whole = [path for path in found if path not in small]
        return ((small or whole) if int8 else (whole or small))[0]

    vocabularies = (folder / name for name in _VOCABULARIES)
    encoder, decoder, joiner = map(one, PARTS)
    vocabulary = next((path for path in vocabularies if path.is_file()), None)
    return Transducer(encoder, decoder, joiner, folder / TOKENS, vocabulary)


def wanted(names: Collection[str]) -> list[str]:
    """The files of a repository to fetch: small ones before the weights; [] of any other kind."""
    parts = [name for name in names if _WANTED.fullmatch(name)]
    complete = all(any(name.startswith(part) for name in parts) for part in PARTS)
    if not complete or TOKENS not in names:
        return []
    return [*sorted({TOKENS, *_VOCABULARIES} & set(names)), *sorted(parts)]


# ---- how words are divided


def vocabulary_rows(file: Path) -> list[str]:
    """The rows of a `bpe.vocab`: a piece, a tab, how likely it is (a logarithm).

    Of a `bpe.model`, which is SentencePiece's own format, they are read out of it. Raises
    ValueError where it is none.
    """
    if file.suffix == ".vocab":
        return file.read_text("utf-8").splitlines()
    rows = []
    for field, piece in _fields(file.read_bytes()):
        if field == 1 and isinstance(piece, bytes):  # what else it holds is of its training
            found = dict(_fields(piece))
            text, score = found.get(1, b""), found.get(2, b"\0\0\0\0")
            if not isinstance(text, bytes) or not isinstance(score, bytes):
                raise ValueError(file.name)
            rows.append(f"{text.decode()}\t{struct.unpack('<f', score)[0]:g}")
    if not rows:
        raise ValueError(file.name)
    return rows


def _fields(data: bytes) -> Iterator[tuple[int, bytes | int]]:
    """The fields of a protocol buffer: their numbers, and what they hold."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        kind = key & 7
        if kind == 0:
            value, at = _varint(data, at)
            yield key >> 3, value
            continue
        if kind not in (1, 2, 5):
            raise ValueError(kind)
        size, at = _varint(data, at) if kind == 2 else ({1: 8, 5: 4}[kind], at)
        if at + size > len(data):
            raise ValueError(size)
        yield key >> 3, data[at : at + size]
        at += size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(data) and shift < 64:
        value |= (data[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if not data[at - 1] & 0x80:
            return value, at
    raise ValueError(at)
