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
from typing import Any, BinaryIO, cast

import numpy as np

from foundation.command_line import reason
from transcribe import sentences as said
from transcribe.errors import (
    AudioError,
    AudioTooLarge,
    AudioTooLong,
    EmptyAudio,
    FileMissing,
    NoAudio,
    UnknownFormat,
    UnreadableAudio,
)
from transcribe.sound.chained import Window, parts
from transcribe.sound.tracks import (
    Mixer,
    Samples,
    Track,
    delays_of,
    libav_errors,
    mixed_channels,
    why,
)
from transcribe.types import SAMPLE_RATE, FloatArray

log = logging.getLogger(__name__)

# Names of libav demuxers. The pictures are here so that one gets the answer "no sound"
# rather than "not a media file".
_SOUND = (
    "ogg,mov,matroska,wav,w64,mp3,aac,loas,flac,amr,amrnb,amrwb,aiff,caf,asf,avi,"
    # camcorders, discs, recorders for dictation, old players
    "mpegts,mpeg,flv,dss,au,voc,wv,qcp"
)
_PICTURES = "png_pipe,jpeg_pipe,webp_pipe,bmp_pipe,tiff_pipe,gif"
_DEMUXERS = f"{_SOUND},{_PICTURES}"

# Names of libav decoders: what phones, browsers, recorders and meeting software write
_CODECS = (
    "aac,aac_latm,ac3,alac,amrnb,amrwb,eac3,evrc,flac,g722,g723_1,g726,g726le,g729,gsm,gsm_ms,ilbc,"
    "libopencore_amrnb,libopencore_amrwb,libopus,libspeex,libvorbis,mp1,mp1float,mp2,mp2float,mp3,"
    "mp3float,opus,qcelp,speex,truespeech,vorbis,wmalossless,wmapro,wmav1,wmav2,wmavoice,"
    "adpcm_ima_qt,adpcm_ima_wav,adpcm_ms,adpcm_yamaha,pcm_alaw,pcm_f32be,pcm_f32le,pcm_f64be,"
    "pcm_f64le,pcm_mulaw,pcm_s16be,pcm_s16le,pcm_s24be,pcm_s24le,pcm_s32be,pcm_s32le,pcm_s8,"
    "pcm_u16be,pcm_u16le,pcm_u24be,pcm_u24le,pcm_u32be,pcm_u32le,pcm_u8,"
    "pcm_bluray,pcm_dvd,wavpack,dss_sp,nellymoser,adpcm_swf"
)

_OPTIONS = {
    "format_whitelist": _DEMUXERS,
    # nor is a picture decoded to learn its format
    "codec_whitelist": _CODECS,
    "max_streams": "100",
}

# What is recorded on more tracks than this nobody sends
_MOST_TRACKS = 16

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
            raise EmptyAudio(said.EMPTY_FILE)
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
    with _open(path) as file:
        size = file.seek(0, io.SEEK_END)
        seconds = [_said_or_seen(cast(BinaryIO, Window(file, *part))) for part in parts(file, size)]
    known = [one for one in seconds if one is not None]
    return sum(known) if known else None


def excerpt(source: Path, target: Path, start: float, end: float) -> None:
    """Write what is heard from `start` to `end`, in seconds, as Ogg/Opus.

    Decodes from the beginning, so that the times are those of `stream`: of an hour that takes
    some seconds.

    Raises what `stream` raises, and EmptyAudio where the recording ends before `start`.
    """
    _write(source, target, start, end, "ogg", "libopus", {})


def playable(source: Path, target: Path, start: float = 0.0, end: float = math.inf) -> None:
    """`excerpt` as AAC in an MP4 whose table stands in front: every browser plays it, and begins
    before it has all of it.

    Raises what `excerpt` raises.
    """
    _write(source, target, start, end, "mp4", "aac", {"movflags": "+faststart"})


def _write(
    source: Path,
    target: Path,
    start: float,
    end: float,
    container: str,
    codec: str,
    options: dict[str, str],
) -> None:
    import av

    seconds = 0.0
    blocks = stream(source, max_seconds=math.inf, max_bytes=sys.maxsize, start=start)
    with av.open(str(target), mode="w", format=container, options=options) as made:
        sound: Any = made.add_stream(codec, rate=SAMPLE_RATE, layout="mono")
        sound.bit_rate = 32_000
        for block in blocks:
            left = (end - start - seconds) * SAMPLE_RATE
            wanted = block[: round(min(left, len(block)))]
            samples = np.round(np.clip(wanted, -1.0, 1.0) * 32767.0).astype(np.int16)
            frame = av.AudioFrame.from_ndarray(samples[np.newaxis], format="s16", layout="mono")
            frame.sample_rate = SAMPLE_RATE
            made.mux(sound.encode(frame))
            seconds += len(wanted) / SAMPLE_RATE
            if seconds >= end - start:
                break
        if seconds == 0.0:
            raise EmptyAudio(said.ENDS_BEFORE.format(start=f"{start:g}"))
        made.mux(sound.encode(None))


def _open(source: Path | bytes) -> BinaryIO:
    if isinstance(source, bytes):
        return io.BytesIO(source)
    if not source.is_file():
        raise FileMissing(said.NO_FILE.format(file=source))
    try:
        return source.open("rb")
    except OSError as error:
        raise UnreadableAudio(said.NOT_OPENED.format(file=source, why=reason(error))) from error


def _container(file: BinaryIO) -> Any:
    import av

    # libav guesses from a name where it is given one; this object has none
    nameless = SimpleNamespace(read=file.read, seek=file.seek, tell=file.tell)
    try:
        return av.open(nameless, mode="r", options=_OPTIONS, metadata_errors="replace")
    except av.error.ArgumentError as error:
        # what libav answers for a demuxer that is not in the list, and for little else
        raise UnknownFormat(said.NO_MEDIA) from error
    except libav_errors() as error:
        raise UnreadableAudio(said.NOT_READ.format(why=why(error))) from error


def _sounds_of(container: Any) -> list[Any]:
    """The sound tracks that can be read, at least one."""
    if container.streams.best("audio") is None:
        raise NoAudio(said.NO_SOUND.format(kind=container.format.long_name))
    codecs = [
        one.codec_context.name if one.codec_context else "" for one in container.streams.audio
    ]
    known = _CODECS.split(",")
    found = [
        one for one, codec in zip(container.streams.audio, codecs, strict=True) if codec in known
    ]
    if not found:
        raise UnknownFormat(said.UNKNOWN_SOUND.format(kind=codecs[0] or said.UNKNOWN))
    if len(found) < len(codecs):
        log.warning(said.TRACKS_LOST, len(codecs) - len(found), len(codecs))
    return found[:_MOST_TRACKS]


def _said_or_seen(file: BinaryIO) -> float | None:
    """How long a file says it is; where it does not, where its last packet ends."""
    with _container(file) as container:
        stream = _sounds_of(container)[0]
        claimed = _claimed_seconds(container, stream)
        if claimed is not None:
            return claimed
        end = 0.0
        try:
            for packet in container.demux(stream):
                if packet.pts is not None and packet.time_base:
                    end = max(end, float((packet.pts + (packet.duration or 0)) * packet.time_base))
        except libav_errors():
            pass  # as far as it can be read
    return end or None


def _claimed_seconds(container: Any, stream: Any) -> float | None:
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    if container.duration is not None:
        return float(container.duration) / 1e6
    return None


def _decoded(file: BinaryIO, size: int, max_seconds: float) -> Iterator[Samples]:
    """int16 arrays at 16 kHz mono, as small as the codec's frames."""
    found = parts(file, size)
    if len(found) == 1:
        file.seek(0)
        yield from _decoded_part(file, size, max_seconds)
        return
    count = 0
    trouble: AudioError | None = None
    for begin, end in found:
        window = cast(BinaryIO, Window(file, begin, end))
        try:
            for piece in _decoded_part(window, end - begin, max_seconds - count / SAMPLE_RATE):
                count += len(piece)
                yield piece
        except AudioTooLong as error:
            raise AudioTooLong(count / SAMPLE_RATE + error.seconds, max_seconds) from error
        except AudioError as error:  # the other parts may be whole
            trouble = trouble or error
            log.warning(said.PART_LOST, error)
    if not count and trouble:
        raise trouble


def _decoded_part(file: BinaryIO, size: int, max_seconds: float) -> Iterator[Samples]:
    with _container(file) as container:
        streams = _sounds_of(container)
        claimed = _claimed_seconds(container, streams[0])
        believable = (
            claimed is not None
            and size * 8 >= claimed * LEAST_BITS_A_SECOND
            and container.format.name not in _GUESSING
        )
        if claimed is not None and believable and claimed > max_seconds:
            raise AudioTooLong(claimed, max_seconds)

        damage: list[str] = []
        tracks = [Track(one, max_seconds, damage) for one in streams]
        count = 0
        # what comes before it is known whether a damaged file holds enough to be used
        held: list[Samples] = []
        try:
            for piece in _sound(container, tracks, damage):
                count += len(piece)
                if sum(track.heard for track in tracks) < _LEAST_SECONDS:
                    held.append(piece)
                    continue
                yield from held
                held.clear()
                yield piece
        except libav_errors() as error:
            damage[:] = damage or [why(error)]
        heard = sum(track.heard for track in tracks)
    if damage and heard < _LEAST_SECONDS:
        raise UnreadableAudio(said.SOUND_DAMAGED.format(why=damage[0]))
    if count == 0:
        raise EmptyAudio(said.NO_SAMPLES)
    yield from held
    if damage:
        log.warning(said.USES_WHAT_DECODES, heard, damage[0])


def _sound(container: Any, tracks: list[Track], damage: list[str]) -> Iterator[Samples]:
    """What is heard of all tracks together."""
    if len(tracks) == 1:
        (only,) = tracks
        packets = _packets(container, tracks, damage)
        yield from mixed_channels(piece for _, packet in packets for piece in only.decode(packet))
        return
    mixer = Mixer(delays_of([track.stream for track in tracks]))
    for number, packet in _packets(container, tracks, damage):
        for piece in mixed_channels(tracks[number].decode(packet)):
            mixer.add(number, piece)
        yield from mixer.ready()
    yield from mixer.ready(last=True)


def _packets(container: Any, tracks: list[Track], damage: list[str]) -> Iterator[tuple[int, Any]]:
    """The packets of the tracks with the track's number; the last of each is None.

    A container that cannot be read on ends there.
    """
    numbers = {track.stream.index: number for number, track in enumerate(tracks)}
    try:
        for packet in container.demux([track.stream for track in tracks]):
            if packet.size:
                yield numbers[packet.stream.index], packet
    except libav_errors() as error:
        damage[:] = damage or [why(error)]
    yield from ((number, None) for number in range(len(tracks)))


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
