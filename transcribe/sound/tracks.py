"""Decoded frames to samples: every track of a file, and every channel of it, is heard."""

import math
from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from transcribe import sentences as said
from transcribe.errors import AudioTooLong, UnreadableAudio
from transcribe.types import SAMPLE_RATE

Samples: TypeAlias = NDArray[np.int16]
"""At `SAMPLE_RATE`: shape (n,) of one channel, (n, 2) of two."""

# Beyond these a frame is made to use up memory: telephones have 8 kHz, studios 192; the longest
# frame of a codec, in seconds, is FLAC's, at the lowest rate
_RATES = (2_000, 768_000)
_LONGEST_FRAME = 60.0
_MOST_CHANNELS = 64
# A packet that does not decode is silence as long as it says, at most this many seconds
_LONGEST_LOST = 1.0
# Of the types of AMR's packets (bits 3 to 6 of the first byte) those that hold no speech: a pause
_PAUSES = {"amrnb": range(8, 16), "amrwb": range(9, 16)}
# Two channels that cancel: their mean has less than this share of the energy that it would have if
# they had nothing to do with each other
_CANCELS = 0.25
# A track that has nothing more to say does not hold up the others, in seconds
_MOST_AHEAD = 30.0


class Track:
    """One sound track of a file, decoded packet by packet.

    Args:
        stream: PyAV's.
        damage: what goes wrong on the way is put there.
    """

    def __init__(self, stream: Any, max_seconds: float, damage: list[str]) -> None:
        self.stream = stream
        self.heard = 0.0  #: seconds that were decoded
        self._seconds = 0.0  # with those that were lost
        self._max_seconds = max_seconds
        self._damage = damage
        self._resampler: Any = None
        self._shape: tuple[Any, ...] = ()
        self._like = stream.codec_context  # what frames are like

    def decode(self, packet: Any) -> Iterator[Samples]:
        """The samples of a packet, or of what the decoder still holds where it is None.

        A packet that does not decode costs that packet; its time stays, as silence.

        Raises AudioTooLong, UnreadableAudio.
        """
        frames = self._frames(packet)
        for frame in self._silence(packet) if frames is None else frames:
            self._seconds += _seconds_of(frame)
            if self._seconds > self._max_seconds:
                raise AudioTooLong(self._seconds, self._max_seconds)
            if frames is not None:
                self.heard += frame.samples / frame.sample_rate
                self._like = frame
            yield from self._resampled(frame)
        if packet is None and self._resampler is not None:
            yield from _arrays(self._resampler.resample(None))
            self._resampler = None

    def _frames(self, packet: Any) -> list[Any] | None:
        """None where the packet holds nothing that can be heard."""
        import av

        if self._is_pause(packet):
            return None
        try:
            return list(self.stream.decode(packet))
        except av.error.EOFError:
            # flushed before, by the empty packet that ends every demuxing
            return []
        except libav_errors() as error:
            self._damage[:] = self._damage or [why(error)]
            return None

    def _is_pause(self, packet: Any) -> bool:
        pauses = _PAUSES.get(self.stream.codec_context.name.removeprefix("libopencore_"))
        if pauses is None or packet is None or not packet.size:
            return False
        return (bytes(packet)[0] >> 3 & 15) in pauses

    def _silence(self, packet: Any) -> list[Any]:
        """A frame as long as the packet, like those before it."""
        import av

        like = self._like
        if packet is None or not packet.duration or not packet.time_base or like.format is None:
            return []
        seconds = min(float(packet.duration * packet.time_base), _LONGEST_LOST)
        if (count := round(seconds * like.sample_rate)) <= 0:
            return []
        frame = av.AudioFrame(like.format.name, like.layout.name, count)
        frame.sample_rate = like.sample_rate
        # eight bits without a sign are silent in the middle
        silent = bytes([128 if like.format.name.startswith("u8") else 0])
        for plane in frame.planes:
            plane.update(silent * plane.buffer_size)
        return [frame]

    def _resampled(self, frame: Any) -> Iterator[Samples]:
        """A file may change its rate or channels on the way."""
        import av

        found = (frame.format.name, frame.layout.name, frame.sample_rate)
        if self._resampler is None or found != self._shape:
            if self._resampler is not None:
                yield from _arrays(self._resampler.resample(None))
            layout = "mono" if frame.layout.nb_channels == 1 else "stereo"
            # int16: libav then scales a downmix so that two loud channels do not clip
            self._resampler = av.AudioResampler("s16", layout, SAMPLE_RATE, SAMPLE_RATE)
            self._shape = found
        # positions in time are not used; broken ones would make the resampler refuse
        frame.pts = None
        yield from _arrays(self._resampler.resample(frame))


def _seconds_of(frame: Any) -> float:
    """How long a frame sounds. Raises UnreadableAudio where no recorder makes such a frame."""
    if not _RATES[0] <= frame.sample_rate <= _RATES[1]:
        raise UnreadableAudio(said.ODD_RATE.format(rate=frame.sample_rate))
    if not 1 <= frame.layout.nb_channels <= _MOST_CHANNELS:
        raise UnreadableAudio(said.ODD_CHANNELS.format(count=frame.layout.nb_channels))
    seconds = float(frame.samples / frame.sample_rate)
    if seconds > _LONGEST_FRAME:
        raise UnreadableAudio(said.ODD_FRAME.format(seconds=f"{seconds:.0f}"))
    return seconds


def _arrays(frames: list[Any]) -> Iterator[Samples]:
    for frame in frames:
        channels = frame.layout.nb_channels
        samples = frame.to_ndarray().reshape(-1, channels)
        yield samples[:, 0] if channels == 1 else samples


def mixed_channels(pieces: Iterator[Samples]) -> Iterator[Samples]:
    """Pieces of one channel; where two would cancel each other, the louder one is heard.

    A microphone cable with a wrong plug gives the second channel upside down.
    """
    waiting: list[Samples] = []
    count = 0
    for piece in pieces:
        if piece.ndim == 1 and not waiting:
            yield piece
            continue
        if piece.ndim == 1:
            yield _mean(np.concatenate(waiting))
            waiting, count = [], 0
            yield piece
            continue
        waiting.append(piece)
        count += len(piece)
        if count >= SAMPLE_RATE:
            yield _mean(np.concatenate(waiting))
            waiting, count = [], 0
    if waiting:
        yield _mean(np.concatenate(waiting))


def _mean(both: Samples) -> Samples:
    exact = both.astype(np.float32)
    mean = exact.mean(axis=1)
    energy = np.square(exact).sum(axis=0)
    if np.square(mean).sum() < _CANCELS * energy.sum() / 4:
        return both[:, int(np.argmax(energy))]
    whole: Samples = mean.astype(np.int16)
    return whole


class Mixer:
    """Several tracks as one: of a meeting's recording each may hold another person."""

    def __init__(self, delays: list[float]) -> None:
        """Args:
        delays: how many seconds after the first each track begins.
        """
        self._waiting: list[list[Samples]] = [
            [np.zeros(round(delay * SAMPLE_RATE), np.int16)] for delay in delays
        ]

    def add(self, track: int, piece: Samples) -> None:
        self._waiting[track].append(piece)

    def ready(self, *, last: bool = False) -> Iterator[Samples]:
        """What all tracks have, or one that is far ahead; at the `last` all that is left."""
        lengths = [sum(map(len, pieces)) for pieces in self._waiting]
        count = max(lengths) if last else min(lengths)
        if max(lengths) - count > _MOST_AHEAD * SAMPLE_RATE:
            count = max(lengths) - round(_MOST_AHEAD * SAMPLE_RATE)
        if count < (1 if last else SAMPLE_RATE):
            return
        total = np.zeros(count, np.int32)
        for number, pieces in enumerate(self._waiting):
            joined = np.concatenate(pieces) if pieces else np.zeros(0, np.int16)
            total[: len(joined[:count])] += joined[:count]
            self._waiting[number] = [joined[count:]]
        yield np.clip(total, -32768, 32767).astype(np.int16)


def delays_of(streams: list[Any]) -> list[float]:
    """How many seconds after the first each begins, as far as that can be believed."""
    starts = [float((s.start_time or 0) * (s.time_base or 0)) for s in streams]
    first = min(starts)
    return [
        start - first if math.isfinite(start) and start - first < _MOST_AHEAD else 0.0
        for start in starts
    ]


def libav_errors() -> tuple[type[Exception], ...]:
    """What libav raises. PyAV adds its own ValueErrors (odd sample formats) and OverflowErrors."""
    import av

    return (av.error.FFmpegError, ValueError, OverflowError)


def why(error: Exception) -> str:
    """Why a file cannot be read, with libav's own words behind it."""
    original = str(getattr(error, "strerror", None) or error).rstrip(".")
    known = (text for begins, text in said.LIBAV.items() if original.startswith(begins))
    return said.BEHIND.format(why=next(known, said.LIBAV_OTHER), original=original)
