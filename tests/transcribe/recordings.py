"""The recordings of the tests, and the containers that they are put into."""

import io
import wave
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

from transcribe.types import FloatArray


@dataclass(frozen=True)
class Recording:
    """Real Vietnamese speech: a file and what is said in it."""

    path: Path
    words: str


def wav(samples: FloatArray) -> bytes:
    """16 kHz mono samples as the bytes of a WAV file."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(np.round(samples * 32767).astype("<i2").tobytes())
    return buffer.getvalue()


def encode(
    samples: FloatArray,
    container: str,
    codec: str,
    rate: int,
    *,
    layout: str = "mono",
    with_picture: bool = False,
) -> bytes:
    """16 kHz mono samples in a container, as its bytes; `with_picture` makes it a film."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=container) as output:
        stream = output.add_stream(codec, rate=rate, layout=layout)
        if with_picture:
            add_film(output)
        context = stream.codec_context
        resampler = av.AudioResampler(
            format=context.format, layout=layout, rate=rate, frame_size=context.frame_size or None
        )
        whole = av.AudioFrame.from_ndarray(
            np.round(samples * 32767).astype(np.int16)[None], format="s16", layout="mono"
        )
        whole.sample_rate = 16_000
        for piece in [*resampler.resample(whole), *resampler.resample(None)]:
            output.mux(stream.encode(piece))
        output.mux(stream.encode(None))
    return buffer.getvalue()


def film() -> bytes:
    """An MP4 with moving pictures and no sound."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as output:
        add_film(output)
    return buffer.getvalue()


def picture() -> bytes:
    """A PNG."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="image2pipe") as output:
        stream = output.add_stream("png", rate=1)
        stream.width = stream.height = 32
        stream.pix_fmt = "rgb24"
        output.mux(stream.encode(grey(100)))
        output.mux(stream.encode(None))
    return buffer.getvalue()


def add_film(output: "av.container.OutputContainer") -> None:
    stream = output.add_stream("mpeg4", rate=10)
    stream.width = stream.height = 32
    stream.pix_fmt = "yuv420p"
    for level in range(20):
        output.mux(stream.encode(grey(level)))
    output.mux(stream.encode(None))


def grey(level: int) -> av.VideoFrame:
    return av.VideoFrame.from_ndarray(np.full((32, 32, 3), level, np.uint8), format="rgb24")
