"""Ogg files that were joined end to end: each part is a file of its own.

Recorders that go on into the same file make them, and people who join voice notes. A part may
have another number of channels than the one before, which libav does not follow.
"""

import io
import struct
from collections.abc import Iterator
from typing import BinaryIO

_PAGE = struct.Struct("<4sBBqIIIB")  # the head of a page, before its table of segments
_BEGINS = 2  # a page with this flag is the first of its stream


def parts(file: BinaryIO, size: int) -> list[tuple[int, int]]:
    """Where the parts of a file begin and end, in bytes; one part where it is no chained Ogg."""
    starts = [0, *_later_starts(file, size)]
    return list(zip(starts, [*starts[1:], size], strict=True))


def _later_starts(file: BinaryIO, size: int) -> Iterator[int]:
    """Where a stream begins behind pages of others; of a damaged file, as far as it can be read."""
    at, under_way = 0, False
    while at < size:
        file.seek(at)
        head = file.read(_PAGE.size)
        if len(head) < _PAGE.size:
            return
        capture, _, flags, *_, segments = _PAGE.unpack(head)
        if capture != b"OggS":
            return
        if not flags & _BEGINS:
            under_way = True
        elif under_way:
            yield at
            under_way = False
        at += _PAGE.size + segments + sum(file.read(segments))


class Window(io.RawIOBase):
    """The bytes of a file from `begin` to `end`, as a file."""

    def __init__(self, file: BinaryIO, begin: int, end: int) -> None:
        super().__init__()
        self._file, self._begin, self._size = file, begin, end - begin
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def read(self, count: int = -1) -> bytes:
        left = max(0, self._size - self._at)
        self._file.seek(self._begin + self._at)
        found = self._file.read(left if count < 0 else min(count, left))
        self._at += len(found)
        return found
