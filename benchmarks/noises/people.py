"""People who do not speak."""

import numpy as np

from benchmarks import sound
from benchmarks.noises.parts import Maker, add, bumps, fall, saw, sprinkled
from benchmarks.sound import Random, band, coloured, formants, times
from transcribe.types import FloatArray


def breath(seconds: float, random: Random) -> FloatArray:
    """In and out, every three seconds, near the microphone."""
    t = times(seconds)
    air = coloured(random, len(t), 0.5)
    inward = formants(air, (1700, 500), (3200, 700)) * bumps(t, 0.2, 1.0, 3.0)
    outward = formants(air, (600, 400), (1500, 500)) * bumps(t, 1.4, 1.3, 3.0)
    return inward / sound.rms(inward) * 0.6 + outward / sound.rms(outward)


def coughing(voiced: float) -> Maker:
    """Coughs in pairs; `voiced` is how much voice there is in the tail of each."""

    def make(seconds: float, random: Random) -> FloatArray:
        whole = 0.002 * coloured(random, len(times(seconds)), 1)
        for start in np.arange(0.3, seconds, 1.8):
            for number in range(2):
                add(whole, start + 0.45 * number, _cough(random, voiced) * (1 - 0.3 * number))
        return whole

    return make


def _cough(random: Random, voiced: float) -> FloatArray:
    t = times(0.35)
    burst = coloured(random, len(t), 0.5) * (np.exp(-t / 0.03) + 0.35 * np.exp(-t / 0.12))
    tail = saw(t, 170 - 120 * t) * np.exp(-(((t - 0.18) / 0.06) ** 2)) * voiced
    return formants(burst + tail, (750, 200), (1400, 250), (2700, 500))


def sneeze(seconds: float, random: Random) -> FloatArray:
    """Air in, a pause, and out at once."""
    whole = 0.002 * coloured(random, len(times(seconds)), 1)
    for start in np.arange(0.3, max(0.4, seconds - 1), 3.0):
        t = times(0.6)
        inward = formants(coloured(random, len(t), 0), (1800, 500)) * (t / 0.6) ** 2
        out = band(coloured(random, len(t), 0), 900, 7000) * np.exp(-t / 0.12)
        add(whole, start, 0.1 * inward)
        add(whole, start + 0.7, out)
    return whole


def throat(seconds: float, random: Random) -> FloatArray:
    """A throat is cleared: a rough scrape with hardly any voice."""
    whole = 0.002 * coloured(random, len(times(seconds)), 1)
    for start in np.arange(0.4, seconds, 2.2):
        t = times(0.45)
        rough = coloured(random, len(t), 1) * (1 + np.sign(np.sin(2 * np.pi * 45 * t)))
        add(whole, start, formants(rough, (500, 200), (1300, 300)) * np.sin(np.pi * t / 0.45))
    return whole


def sniff(seconds: float, random: Random) -> FloatArray:
    t = times(seconds)
    return band(coloured(random, len(t), 0), 1000, 6000) * bumps(t, 0.4, 0.35, 1.7)


def snoring(seconds: float, random: Random) -> FloatArray:
    t = times(seconds)
    flutter = (saw(t, 32) > 0.4) * coloured(random, len(t), 1)
    return formants(flutter, (300, 150), (1100, 300)) * bumps(t, 0.2, 1.4, 3.5)


def lips(seconds: float, random: Random) -> FloatArray:
    """Smacks and clicks of the mouth."""
    return sprinkled(
        seconds, random, 1.5, lambda: formants(fall(random, 0.04, 0.003), (1500, 300), (3200, 500))
    )


def blowing(seconds: float, random: Random) -> FloatArray:
    """Somebody blows on the microphone to try it."""
    t = times(seconds)
    air = band(coloured(random, len(t), 1.5), 20, 2500, order=1)
    return np.tanh(3 * air * bumps(t, 0.3, 0.7, 1.3))


def mm_tone(seconds: float, random: Random) -> FloatArray:
    """A hum with closed lips, as an instrument would play it: vibrato and no syllables."""
    t = times(seconds)
    pitch = 160 * (1 + 0.03 * np.sin(2 * np.pi * 5.5 * t))
    return formants(saw(t, pitch), (220, 60), (900, 500)) * np.sin(np.pi * t / seconds) ** 0.5
