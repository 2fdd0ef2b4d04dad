"""Any container to samples: 16 kHz, mono, float32.

The file is recognised by its content, never by its name, and only by demuxers that read
this one file: playlists (HLS, DASH, concat, SDP) name other files and addresses, which a
stranger's voice note must not make this machine open. Only the codecs that record speech are
opened, and never those of pictures.
"""

import io
import logging
import math
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, BinaryIO

import numpy as np

from transcribe.errors import (
    AudioTooLarge,
    AudioTooLong,
    EmptyAudio,
    FileMissing,
    NoAudio,
    UnreadableAudio,
)
from transcribe.types import SAMPLE_RATE, FloatArray

log = logging.getLogger(__name__)

# Names of libav demuxers. The pictures are here so that one gets the answer "no sound"
# rather than "not a media file".
_SOUND = "ogg,mov,matroska,wav,w64,mp3,aac,loas,flac,amr,amrnb,amrwb,aiff,caf,asf,avi"
_PICTURES = "png_pipe,jpeg_pipe,webp_pipe,bmp_pipe,tiff_pipe,gif"
_DEMUXERS = f"{_SOUND},{_PICTURES}"

# Names of libav decoders: what phones, browsers, recorders and meeting software write
_CODECS = (
    "aac,aac_latm,ac3,alac,amrnb,amrwb,eac3,evrc,flac,g722,g723_1,g726,g726le,g729,gsm,gsm_ms,ilbc,"
    "libopencore_amrnb,libopencore_amrwb,libopus,libspeex,libvorbis,mp1,mp1float,mp2,mp2float,mp3,"
    "mp3float,opus,qcelp,speex,truespeech,vorbis,wmalossless,wmapro,wmav1,wmav2,wmavoice,"
    "adpcm_ima_qt,adpcm_ima_wav,adpcm_ms,adpcm_yamaha,pcm_alaw,pcm_f32be,pcm_f32le,pcm_f64be,"
    "pcm_f64le,pcm_mulaw,pcm_s16be,pcm_s16le,pcm_s24be,pcm_s24le,pcm_s32be,pcm_s32le,pcm_s8,"
    "pcm_u16be,pcm_u16le,pcm_u24be,pcm_u24le,pcm_u32be,pcm_u32le,pcm_u8"
)

_OPTIONS = {
    "format_whitelist": _DEMUXERS,
    # nor is a picture decoded to learn its format
    "codec_whitelist": _CODECS,
    "max_streams": "100",
}

# Beyond these a frame is made to use up memory: telephones have 8 kHz, studios 192; the longest
# frame of a codec, in seconds, is FLAC's, at the lowest rate
_RATES = (2_000, 768_000)
_LONGEST_FRAME = 60.0

# Demuxers that guess the duration from the first frames' bit rate
_GUESSING = {"mp3", "aac", "loas", "amr", "amrnb", "amrwb"}

# No codec that these demuxers carry speaks in fewer bits a second (Opus at its least, with
# pauses left out, needs more): a header that claims to fit more time into the bytes lies.
LEAST_BITS_A_SECOND = 1_000

# A damaged file is used when at least this much of it decodes, in seconds
_LEAST_SECONDS = 0.2


def load(source: Path | bytes, *, max_seconds: float, max_bytes: int) -> FloatArray:
    """Decode a file, or its bytes, to 16 kHz mono float32 samples in [-1, 1], shape (n,).

    A damaged file gives what can be decoded of it, when that is at least 0.2 s, and a
    warning in the log. Decoding stops at `max_seconds`, whatever the file says of itself.

    Raises FileMissing, EmptyAudio, NoAudio, UnreadableAudio, AudioTooLong, AudioTooLarge.
    """
    return np.concatenate(list(stream(source, max_seconds=max_seconds, max_bytes=max_bytes)))


def stream(
    source: Path | bytes, *, max_seconds: float, max_bytes: int, start: float = 0.0
) -> Generator[FloatArray, None, None]:
    """What `load` gives, a second at a time, from `start` seconds on.

    Memory does not grow with the length. An error may come after the first arrays: the
    length of some formats is known only at their end.

    Raises FileMissing, EmptyAudio, NoAudio, UnreadableAudio, AudioTooLong, AudioTooLarge.
    """
    with _open(source) as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
        if size == 0:
            raise EmptyAudio("the file is empty (0 bytes)")
        if size > max_bytes:
            raise AudioTooLarge(size, max_bytes)
        unwanted = round(start * SAMPLE_RATE)
        for block in _blocks(_decoded(file, size, max_seconds)):
            if unwanted < len(block):
                yield block[unwanted:].astype(np.float32) / 32768.0
            unwanted = max(0, unwanted - len(block))


def probe_seconds(path: Path) -> float | None:
    """The duration that a file claims, in seconds, without decoding it; None if it does not say.

    Raises FileMissing, NoAudio, UnreadableAudio.
    """
    with _open(path) as file, _container(file) as container:
        return _claimed_seconds(container, _sound_of(container))


def excerpt(source: Path, target: Path, start: float, end: float) -> None:
    """Write what is heard from `start` to `end`, in seconds, as Ogg/Opus.

    Decodes from the beginning, so that the times are those of `stream`: of an hour that takes
    some seconds.

    Raises what `stream` raises, and EmptyAudio where the recording ends before `start`.
    """
    import av

    seconds = 0.0
    blocks = stream(source, max_seconds=math.inf, max_bytes=sys.maxsize, start=start)
    with av.open(str(target), mode="w", format="ogg") as made:
        sound: Any = made.add_stream("libopus", rate=SAMPLE_RATE, layout="mono")
        sound.bit_rate = 32_000
        for block in blocks:
            wanted = block[: round((end - start - seconds) * SAMPLE_RATE)]
            samples = np.round(np.clip(wanted, -1.0, 1.0) * 32767.0).astype(np.int16)
            frame = av.AudioFrame.from_ndarray(samples[np.newaxis], format="s16", layout="mono")
            frame.sample_rate = SAMPLE_RATE
            made.mux(sound.encode(frame))
            seconds += len(wanted) / SAMPLE_RATE
            if seconds >= end - start:
                break
        if seconds == 0.0:
            raise EmptyAudio(f"the recording ends before {start:g} s")
        made.mux(sound.encode(None))


def _open(source: Path | bytes) -> BinaryIO:
    if isinstance(source, bytes):
        return io.BytesIO(source)
    if not source.is_file():
        raise FileMissing(f"there is no file {source}")
    try:
        return source.open("rb")
    except OSError as error:
        raise UnreadableAudio(f"{source} cannot be opened: {error.strerror}") from error


def _container(file: BinaryIO) -> Any:
    import av

    # libav guesses from a name where it is given one; this object has none
    nameless = SimpleNamespace(read=file.read, seek=file.seek, tell=file.tell)
    try:
        return av.open(nameless, mode="r", options=_OPTIONS, metadata_errors="replace")
    except av.error.ArgumentError as error:
        # what libav answers for a demuxer that is not in the list, and for little else
        raise UnreadableAudio("this is not one of the media formats that are read") from error
    except _libav_errors() as error:
        raise UnreadableAudio(f"this is no audio file that can be read ({_why(error)})") from error


def _sound_of(container: Any) -> Any:
    stream = container.streams.best("audio")
    if stream is None:
        raise NoAudio(f"the file opens ({container.format.long_name}) but holds no sound")
    codec = stream.codec_context.name if stream.codec_context else "unknown"
    if codec not in _CODECS.split(","):
        raise UnreadableAudio(f"its sound is in a format that is not read ({codec})")
    return stream


def _claimed_seconds(container: Any, stream: Any) -> float | None:
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    if container.duration is not None:
        return float(container.duration) / 1e6
    return None


def _decoded(file: BinaryIO, size: int, max_seconds: float) -> Iterator[Any]:
    """int16 arrays at 16 kHz mono, as small as the codec's frames."""
    with _container(file) as container:
        sound = _sound_of(container)
        claimed = _claimed_seconds(container, sound)
        believable = (
            claimed is not None
            and size * 8 >= claimed * LEAST_BITS_A_SECOND
            and container.format.name not in _GUESSING
        )
        if claimed is not None and believable and claimed > max_seconds:
            raise AudioTooLong(claimed, max_seconds)

        damage: list[str] = []
        count = 0
        # what comes before it is known whether a damaged file holds enough to be used
        held: list[Any] = []
        try:
            for piece in _resampled(_frames(container, sound, max_seconds, damage)):
                count += len(piece)
                if count < _LEAST_SECONDS * SAMPLE_RATE:
                    held.append(piece)
                    continue
                yield from held
                held.clear()
                yield piece
        except _libav_errors() as error:
            damage[:] = damage or [_why(error)]
    if damage and count < _LEAST_SECONDS * SAMPLE_RATE:
        raise UnreadableAudio(f"the audio is damaged ({damage[0]})")
    if count == 0:
        raise EmptyAudio("the file holds no samples")
    yield from held
    if damage:
        log.warning(
            "damaged audio, using the %.1f s that decode (%s)", count / SAMPLE_RATE, damage[0]
        )


def _blocks(pieces: Iterator[Any]) -> Iterator[Any]:
    """The same samples in arrays of a second; the last may be shorter."""
    waiting: list[Any] = []
    count = 0
    for piece in pieces:
        waiting.append(piece)
        count += len(piece)
        if count >= SAMPLE_RATE:
            joined = np.concatenate(waiting)
            whole = count - count % SAMPLE_RATE
            yield from joined[:whole].reshape(-1, SAMPLE_RATE)
            waiting, count = [joined[whole:]], count - whole
    if count:
        yield np.concatenate(waiting)


def _frames(container: Any, stream: Any, max_seconds: float, damage: list[str]) -> Iterator[Any]:
    """Decoded frames up to the limit; what went wrong first on the way is put into `damage`.

    A packet that does not decode costs that packet; a container that cannot be read on
    ends the sound there.
    """
    import av

    seconds = 0.0
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
        except _libav_errors() as error:
            damage[:] = damage or [_why(error)]
            # what the decoder still holds
            packet = None
        try:
            frames = stream.decode(packet)
        except av.error.EOFError:
            # the decoder was flushed before, by the empty packet that ends every demuxing
            return
        except _libav_errors() as error:
            damage[:] = damage or [_why(error)]
            frames = []
        for frame in frames:
            seconds += _seconds(frame)
            if seconds > max_seconds:
                raise AudioTooLong(seconds, max_seconds)
            yield frame
        if packet is None:
            return


def _seconds(frame: Any) -> float:
    """How long a frame sounds. Raises UnreadableAudio where no recorder makes such a frame."""
    if not _RATES[0] <= frame.sample_rate <= _RATES[1]:
        raise UnreadableAudio(f"its sound has {frame.sample_rate} samples a second")
    seconds = float(frame.samples / frame.sample_rate)
    if seconds > _LONGEST_FRAME:
        raise UnreadableAudio(f"a single frame of its sound has {seconds:.0f} seconds")
    return seconds


def _resampled(frames: Iterator[Any]) -> Iterator[Any]:
    """int16 pieces at 16 kHz mono. A file may change its rate or channels on the way."""
    import av

    resampler: Any = None
    shape: tuple[Any, ...] = ()
    for frame in frames:
        found = (frame.format.name, frame.layout.name, frame.sample_rate)
        if resampler is None or found != shape:
            if resampler is not None:
                yield from _arrays(resampler.resample(None))
            # int16: libav then scales a downmix so that two loud channels do not clip
            resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
            shape = found
        # positions in time are not used; broken ones would make the resampler refuse
        frame.pts = None
        yield from _arrays(resampler.resample(frame))
    if resampler is not None:
        yield from _arrays(resampler.resample(None))


def _arrays(frames: list[Any]) -> Iterator[Any]:
    return (frame.to_ndarray().reshape(-1) for frame in frames)


def _libav_errors() -> tuple[type[Exception], ...]:
    # PyAV adds its own ValueErrors (odd sample formats) and OverflowErrors (odd numbers)
    import av

    return (av.error.FFmpegError, ValueError, OverflowError)


def _why(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).rstrip(".")
