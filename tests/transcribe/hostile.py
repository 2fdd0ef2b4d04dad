"""Files that are made to harm a decoder, written by hand; and honest ones, damaged."""

import struct
import zlib
from collections.abc import Callable, Sequence

import numpy as np

from tests.transcribe.recordings import encode
from transcribe.errors import AudioError
from transcribe.sound.audio import load
from transcribe.types import SAMPLE_RATE, FloatArray

TONE: FloatArray = (0.5 * np.sin(np.arange(32_000) * 0.1)).astype(np.float32)
"""Two seconds."""


def mp3() -> bytes:
    return encode(TONE, "mp3", "libmp3lame", 44_100)


def wav_header(rate: int, channels: int, bytes_of_sound: int = 100_000) -> bytes:
    """16-bit zeros in a WAV file whose header may say what it likes."""
    form = struct.pack("<HHIIHH", 1, channels, rate, rate, (2 * channels) & 0xFFFF, 16)
    sound = b"data" + struct.pack("<I", bytes_of_sound) + bytes(bytes_of_sound)
    body = b"WAVEfmt " + struct.pack("<I", len(form)) + form + sound
    return b"RIFF" + struct.pack("<I", len(body)) + body


def of_codec(tag: int) -> bytes:
    """A WAV file that names a codec by its number."""
    data = bytearray(wav_header(16_000, 1))
    data[20:22] = struct.pack("<H", tag)
    return bytes(data)


def _element(name: str, content: bytes) -> bytes:
    return bytes.fromhex(name) + struct.pack(">Q", len(content) | 1 << 56) + content


def _number(name: str, value: int) -> bytes:
    return _element(name, struct.pack(">Q", value))


def matroska(
    blocks: Sequence[bytes], *, rate: float = 8000, streams: int = 1, compressed: bool = False
) -> bytes:
    """8-bit PCM in the first of its streams; compressed: each block is given as zlib made it."""
    zipped = _element("6d80", _element("6240", _element("5034", _number("4254", 0))))
    sound = _element("b5", struct.pack(">d", rate)) + _number("9f", 1) + _number("6264", 8)
    tracks = b"".join(
        _element(
            "ae",
            _number("d7", number)
            + _number("73c5", number)
            + _number("83", 2)
            + _element("86", b"A_PCM/INT/LIT")
            + _element("e1", sound)
            + (zipped if compressed else b""),
        )
        for number in range(1, streams + 1)
    )
    clusters = b"".join(
        _element("1f43b675", _number("e7", at) + _element("a3", b"\x81\0\0\x80" + block))
        for at, block in enumerate(blocks)
    )
    head = _element("1a45dfa3", _element("4282", b"matroska") + _number("4285", 2))
    info = _element("1549a966", _number("2ad7b1", 1_000_000))
    return head + _element("18538067", info + _element("1654ae6b", tracks) + clusters)


def zip_bomb(blocks: int) -> bytes:
    """50 s of silence a block, in some 400 bytes each."""
    return matroska([zlib.compress(bytes(400_000), 9)] * blocks, compressed=True)


def tagged(frames: Sequence[tuple[bytes, bytes]]) -> bytes:
    """An MP3 of two seconds with ID3 frames: name, content."""
    body = b"".join(name + struct.pack(">I", len(data)) + b"\0\0" + data for name, data in frames)
    size = bytes(len(body) >> shift & 127 for shift in (21, 14, 7, 0))
    return b"ID3\x03\0\0" + size + body + mp3()


def many_tags(count: int) -> bytes:
    """libav takes a time to read them that grows with the square of their number."""
    return tagged([(b"TXXX", b"\x03k%d\0v" % number) for number in range(count)])


def picture_of(side: int) -> bytes:
    """A grey PNG as large as one likes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    squeezed = zlib.compressobj(1)
    rows = bytes((side + 1) * 64)
    data = b"".join(squeezed.compress(rows) for _ in range(side // 64)) + squeezed.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def with_cover(side: int) -> bytes:
    return tagged([(b"APIC", b"\0image/png\0\x03\0" + picture_of(side))])


def packed_header(claimed: int) -> bytes:
    """A QuickTime film whose header is zlib's, and claims to be so long: 20 MB are in it."""

    def box(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", 8 + len(content)) + name + content

    packed = struct.pack(">I", claimed) + zlib.compress(bytes(20_000_000), 9)
    header = box(b"cmov", box(b"dcom", b"zlib") + box(b"cmvd", packed))
    return box(b"ftyp", b"qt  \0\0\0\0") + box(b"moov", header) + box(b"mdat", bytes(1000))


def silent_flac(seconds: int) -> bytes:
    """Silence in a few bytes a second."""
    return encode(np.zeros(seconds * 16_000, np.float32), "flac", "flac", 16_000)


# --- honest files, damaged ------------------------------------------------------------------------

HONEST: dict[str, Callable[[], bytes]] = {
    "ogg": lambda: encode(TONE, "ogg", "libopus", 48_000),
    "mp3": mp3,
    "m4a": lambda: encode(TONE, "ipod", "aac", 44_100),
    "wav": lambda: encode(TONE, "wav", "pcm_s16le", 8_000),
    "flac": lambda: encode(TONE, "flac", "flac", 16_000),
    "webm": lambda: encode(TONE, "webm", "libopus", 48_000),
    "amr": lambda: encode(TONE, "amr", "libopencore_amrnb", 8_000),
    "avi": lambda: encode(TONE, "avi", "libmp3lame", 44_100),
    "caf": lambda: encode(TONE, "caf", "alac", 44_100),
    "asf": lambda: encode(TONE, "asf", "libmp3lame", 44_100),
    "aiff": lambda: encode(TONE, "aiff", "pcm_s16be", 22_050),
}

Damage = tuple[str, int, int, int]
"""What is done; where, and how much, in parts of 65 536 of the file; with which value (a byte)."""

KINDS = ("flip", "set", "number", "cut", "drop", "repeat", "splice")


def damaged(data: bytes, other: bytes, damages: Sequence[Damage]) -> bytes:
    """A file after some accidents; `other` is what gets spliced in."""
    found = bytearray(data)
    for kind, where, length, value in damages:
        at = where * len(found) >> 16
        size = max(length * len(found) >> 20, 1)
        if kind == "flip" and found:
            found[at] ^= 1 << value % 8
        elif kind == "set" and found:
            found[at] = value
        elif kind == "number":
            found[at : at + 4] = struct.pack(">I" if value % 2 else "<I", 0xFFFFFFFF >> value % 32)
        elif kind == "cut":
            del found[at:]
        elif kind == "drop":
            del found[at : at + size]
        elif kind == "repeat":
            found[at:at] = found[at : at + size] * (1 + value % 4)
        elif kind == "splice":
            begin = where * len(other) >> 16
            found[at : at + size] = other[begin : begin + size]
    return bytes(found)


def samples_or_reasons(files: Sequence[bytes]) -> None:
    """Each file gives a minute of samples at most, as they should be, or an AudioError."""
    for data in files:
        try:
            samples = load(data, max_seconds=60.0, max_bytes=10**8)
        except AudioError:
            continue
        assert samples.dtype == np.float32
        assert 0 < len(samples) <= 61 * SAMPLE_RATE
        assert np.abs(samples).max() <= 1.0
