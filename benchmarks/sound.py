"""The tools that both the rough recordings and the noises are made with.

Samples are 16 kHz, mono, float32, shape (n,), in [-1, 1].
"""

import io
import wave
from collections.abc import Callable, Iterable
from typing import BinaryIO

import av
import numpy as np

from transcribe.types import SAMPLE_RATE, FloatArray

Random = np.random.Generator


def decibels(value: float) -> float:
    """The factor that so many decibels are."""
    return float(10 ** (value / 20))


def rms(samples: FloatArray) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if len(samples) else 0.0


def with_peak(samples: FloatArray, level: float) -> FloatArray:
    """The samples with their loudest at `level` decibels of full scale."""
    peak = float(np.abs(samples).max(initial=0.0))
    return as_samples(samples * (decibels(level) / peak)) if peak else as_samples(samples)


def as_samples(values: FloatArray) -> FloatArray:
    return np.clip(values, -1.0, 1.0).astype(np.float32)


def as_16_bit(samples: FloatArray) -> FloatArray:
    """What is left of the samples in a 16-bit file."""
    return (np.round(samples * 32767) / 32767).astype(np.float32)


def times(seconds: float) -> FloatArray:
    """The moment of every sample, in seconds."""
    return np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE


def filtered(samples: FloatArray, gain: Callable[[FloatArray], FloatArray]) -> FloatArray:
    """The samples with each frequency (in Hz) times its gain; there is no delay."""
    # room at the end, so that what rings there does not come back at the start
    size = 2 ** int(np.ceil(np.log2(len(samples) + SAMPLE_RATE // 4)))
    spectrum = np.fft.rfft(samples, size)
    spectrum *= gain(np.fft.rfftfreq(size, 1 / SAMPLE_RATE))
    return np.fft.irfft(spectrum, size)[: len(samples)]


def band(samples: FloatArray, low: float, high: float, order: int = 4) -> FloatArray:
    """Only what lies between two frequencies, with the slopes of a Butterworth filter."""

    def gain(frequency: FloatArray) -> FloatArray:
        frequency = np.maximum(frequency, 1e-3)
        lower = 1 / np.sqrt(1 + (low / frequency) ** (2 * order))
        upper = 1 / np.sqrt(1 + (frequency / high) ** (2 * order))
        return lower * upper

    return filtered(samples, gain)


def formants(samples: FloatArray, *peaks: tuple[float, float]) -> FloatArray:
    """The samples through resonances, each a frequency and a width in Hz."""

    def gain(frequency: FloatArray) -> FloatArray:
        return sum(1 / np.sqrt(1 + ((frequency - at) / width) ** 2) for at, width in peaks)

    return filtered(samples, gain)


def coloured(random: Random, count: int, slope: float) -> FloatArray:
    """Noise whose power falls with frequency ** slope: 0 white, 1 pink, 2 brown; RMS 1."""
    noise = filtered(
        random.standard_normal(count), lambda frequency: np.maximum(frequency, 20) ** (-slope / 2)
    )
    noise -= noise.mean()
    return noise / (rms(noise) or 1.0)


def convolved(samples: FloatArray, response: FloatArray) -> FloatArray:
    """The samples in a room with that impulse response, cut to their own length."""
    size = 2 ** int(np.ceil(np.log2(len(samples) + len(response))))
    product = np.fft.rfft(samples, size) * np.fft.rfft(response, size)
    return np.fft.irfft(product, size)[: len(samples)]


def wav(samples: FloatArray) -> bytes:
    """The samples as the bytes of a 16-bit WAV file."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
        file.writeframes(np.round(as_samples(samples) * 32767).astype("<i2").tobytes())
    return buffer.getvalue()


def ogg(samples: FloatArray, kilobits: int = 24) -> bytes:
    """The samples as the bytes of an Ogg/Opus file: what a voice note of a chat is."""
    buffer = io.BytesIO()
    write_ogg(buffer, [samples], kilobits)
    return buffer.getvalue()


def write_ogg(file: BinaryIO, pieces: Iterable[FloatArray], kilobits: int) -> None:
    """Writes samples that come in pieces as one Ogg/Opus file."""
    with av.open(file, "w", format="ogg") as output:
        stream = output.add_stream("libopus", rate=48_000, layout="mono")
        stream.bit_rate = kilobits * 1000
        context = stream.codec_context
        resampler = av.AudioResampler(context.format, "mono", 48_000, context.frame_size or 960)
        for piece in pieces:
            values = np.round(as_samples(piece) * 32767).astype(np.int16)
            frame = av.AudioFrame.from_ndarray(values[None], format="s16", layout="mono")
            frame.sample_rate = SAMPLE_RATE
            for ready in resampler.resample(frame):
                output.mux(stream.encode(ready))
        for ready in resampler.resample(None):
            output.mux(stream.encode(ready))
        output.mux(stream.encode(None))


def decoded(data: bytes) -> FloatArray:
    """The samples of an audio file's bytes."""
    resampler = av.AudioResampler("s16", "mono", SAMPLE_RATE)
    with av.open(io.BytesIO(data)) as file:
        frames = [piece for frame in file.decode(audio=0) for piece in resampler.resample(frame)]
    frames += resampler.resample(None)
    whole = np.concatenate([frame.to_ndarray().reshape(-1) for frame in frames])
    return whole.astype(np.float32) / 32768


def through_opus(samples: FloatArray, kilobits: int) -> FloatArray:
    """What a voice note of so many kilobits a second leaves of the samples; the same length."""
    heard = decoded(ogg(samples, kilobits))[: len(samples)]
    return np.pad(heard, (0, len(samples) - len(heard)))


def room_response(random: Random, rt60: float, direct_to_reverberant: float) -> FloatArray:
    """The impulse response of a room.

    `rt60` is the time in which the echo falls by 60 dB; `direct_to_reverberant`, in decibels,
    says how near the speaker is: 6 at the microphone, -6 across the room.
    """
    t = times(rt60)
    tail = random.standard_normal(len(t)) * 10 ** (-3 * t / rt60)
    # walls, table and ceiling come first, as single echoes
    early = np.zeros(len(t))
    at = (random.uniform(0.002, 0.05, 8) * SAMPLE_RATE).astype(int)
    early[at] = random.choice([-1, 1], 8) * 5 * 10 ** (-3 * t[at] / rt60)
    # air and walls swallow the high tones
    echo = band(tail + early, 80, 5000, order=1)
    echo[: int(0.002 * SAMPLE_RATE)] = 0
    echo *= decibels(-direct_to_reverberant) / np.sqrt(np.sum(echo**2))
    echo[0] = 1.0
    return echo
