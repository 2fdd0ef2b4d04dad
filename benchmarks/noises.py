"""Sounds without speech, on which nothing may be written: all of them, or one by its name.

They are synthetic and the same on every machine that computes alike; each row of the table
at the end is a name, a length in seconds, a peak in dB of full scale, and a maker.
"""

import zlib
from collections.abc import Callable, Sequence

import numpy as np

from transcribe.types import SAMPLE_RATE, FloatArray

from . import sound
from .sound import Random, band, coloured, formants, times

Maker = Callable[[float, Random], FloatArray]
"""Seconds and a random generator, to samples of any loudness."""

SEED = 2026


def noises(seed: int = SEED) -> list[tuple[str, FloatArray]]:
    """Every sound: its name, and 16 kHz mono float32 samples."""
    return [(row[0], _made(*row, seed)) for row in _SOUNDS]


def names() -> list[str]:
    """The name of every sound."""
    return [name for name, *_ in _SOUNDS]


def noise_of(name: str, seed: int = SEED) -> FloatArray:
    """One of the sounds, as `noises` gives it."""
    (row,) = (row for row in _SOUNDS if row[0] == name)
    return _made(*row, seed)


def _made(name: str, seconds: float, peak: float, make: Maker, seed: int) -> FloatArray:
    random = np.random.default_rng([seed, zlib.crc32(name.encode())])
    return sound.as_16_bit(sound.with_peak(make(seconds, random), peak))


# --- rooms and machines ---------------------------------------------------------------------


def silence(seconds: float, random: Random) -> FloatArray:
    return np.zeros(len(times(seconds)))


def noise(slope: float, low: float = 20, high: float = 7800) -> Maker:
    """A room: noise (0 white, 1 pink, 2 brown) that slowly swells and falls."""

    def make(seconds: float, random: Random) -> FloatArray:
        t = times(seconds)
        swell = 1 + 0.3 * np.sin(2 * np.pi * random.uniform(0.05, 0.3) * t + random.uniform(0, 6))
        return band(coloured(random, len(t), slope), low, high, order=2) * swell

    return make


def hum(frequency: float, *, switched: bool = False) -> Maker:
    """Mains hum with its harmonics; `switched` on and off in the middle, with the clicks."""

    def make(seconds: float, random: Random) -> FloatArray:
        t = times(seconds)
        whole = sum(
            random.uniform(0.2, 1) / n * np.sin(2 * np.pi * frequency * n * t + n)
            for n in range(1, 9)
        )
        if switched:
            on, off = seconds * 0.25, seconds * 0.75
            whole *= (t > on) & (t < off)
            for at in (on, off):
                _add(whole, at, _fall(random, 0.02, 0.003) * 2)
        return whole + 0.01 * coloured(random, len(t), 1)

    return make


def fan(seconds: float, random: Random) -> FloatArray:
    t = times(seconds)
    blades = 1 + 0.25 * np.sin(2 * np.pi * random.uniform(10, 25) * t)
    air = band(coloured(random, len(t), 1.3), 50, 3500, order=1) * blades
    return air + 0.15 * hum(100)(seconds, random)


def engine(seconds: float, random: Random) -> FloatArray:
    """A motorbike: explosions whose rate rises and falls, through its exhaust."""
    t = times(seconds)
    rate = 38 + 22 * np.sin(2 * np.pi * t / max(3.0, seconds / 2)) + coloured(random, len(t), 2)
    phase = np.cumsum(rate) / SAMPLE_RATE
    bangs = (1 - phase % 1) ** 6 * (1 + 0.3 * np.sin(np.pi * phase))
    exhaust = formants(bangs - bangs.mean(), (120, 60), (310, 90), (900, 300))
    return exhaust + 0.05 * coloured(random, len(t), 1) * (rate / 60)


def drill(seconds: float, random: Random) -> FloatArray:
    t = times(seconds)
    speed = 90 * np.minimum(1, t / 0.4) * (1 + 0.02 * coloured(random, len(t), 2))
    buzz = 2 * ((np.cumsum(speed) / SAMPLE_RATE) % 1) - 1
    bit = band(coloured(random, len(t), 0), 1500, 6000)
    return formants(buzz, (900, 400), (2600, 800)) + 0.5 * bit


def siren(seconds: float, random: Random) -> FloatArray:
    t = times(seconds)
    pitch = 900 + 400 * np.sin(2 * np.pi * t / 3)
    wail = np.sin(2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE)
    return np.tanh(2 * wail) + 0.05 * coloured(random, len(t), 1)


def horn(seconds: float, random: Random) -> FloatArray:
    """A car's horn, twice."""
    t = times(seconds)
    blown = ((t % (seconds / 2)) < seconds / 4) * 1.0
    tones = sum(_saw(t, f) for f in (415, 523))
    return formants(tones, (1500, 600), (2800, 600)) * _smooth(blown, 0.02)


# --- weather --------------------------------------------------------------------------------


def wind(seconds: float, random: Random) -> FloatArray:
    """Wind on the microphone: low, in gusts, so strong that it clips."""
    count = len(times(seconds))
    gusts = np.exp(1.2 * _slow(random, count, 1.5))
    return np.tanh(band(coloured(random, count, 2), 15, 400, order=1) * gusts)


def rain(seconds: float, random: Random) -> FloatArray:
    drops = _sprinkled(seconds, random, 150, lambda: _drop(random))
    return drops + 0.3 * band(coloured(random, len(drops), 0.5), 500, 7500, order=1)


def _drop(random: Random) -> FloatArray:
    t = times(0.02)
    pitch = random.uniform(1500, 6000)
    return np.sin(2 * np.pi * pitch * t) * np.exp(-t / 0.003) * random.exponential(1)


def thunder(seconds: float, random: Random) -> FloatArray:
    t = times(seconds)
    rolls = np.exp(0.8 * _slow(random, len(t), 3)) * np.exp(-t / (seconds / 3))
    return band(coloured(random, len(t), 2), 20, 250, order=1) * rolls


# --- things ---------------------------------------------------------------------------------


def clicks(seconds: float, random: Random) -> FloatArray:
    return _sprinkled(seconds, random, 3, lambda: _fall(random, 0.01, 0.0008))


def crackle(seconds: float, random: Random) -> FloatArray:
    """A bad plug: very many clicks of very different strength."""
    return _sprinkled(
        seconds, random, 60, lambda: _fall(random, 0.004, 0.0004) * random.pareto(1.5)
    )


def typing(seconds: float, random: Random) -> FloatArray:
    """Bursts of key strokes with pauses between; each a press and a release."""
    whole = 0.002 * coloured(random, len(times(seconds)), 1)
    at = 0.2
    while at < seconds:
        for _ in range(int(random.integers(3, 12))):
            case = (random.uniform(250, 500), 120), (random.uniform(1800, 3500), 900)
            for delay, strength in ((0, 1.0), (random.uniform(0.06, 0.1), 0.4)):
                stroke = formants(_fall(random, 0.05, 0.006), *case)
                _add(whole, at + delay, stroke * strength * random.uniform(0.6, 1))
            at += random.gamma(4, 0.04)
        at += random.uniform(0.4, 1.5)
    return whole


def knocks(seconds: float, random: Random) -> FloatArray:
    """Somebody knocks at the door, three times each."""
    whole = 0.003 * coloured(random, len(times(seconds)), 1)
    for start in np.arange(0.3, seconds, 2.0):
        for number in range(3):
            wood = (random.uniform(150, 220), 30), (random.uniform(500, 700), 80)
            _add(whole, start + 0.22 * number, formants(_fall(random, 0.2, 0.015), *wood))
    return whole


def thump(seconds: float, random: Random) -> FloatArray:
    """The telephone is put on the table."""
    t = times(0.4)
    whole = 0.002 * coloured(random, len(times(seconds)), 1)
    body = np.sin(2 * np.pi * 70 * t) * np.exp(-t / 0.06) + 0.4 * _fall(random, 0.4, 0.01)
    for at in np.arange(0.4, seconds, random.uniform(1.2, 2.5)):
        _add(whole, at, body * random.uniform(0.4, 1))
    return whole


def paper(seconds: float, random: Random) -> FloatArray:
    """Sheets are turned and crumpled."""
    crumples = _sprinkled(seconds, random, 250, lambda: _fall(random, 0.006, 0.001))
    sweeps = np.maximum(0, _slow(random, len(crumples), 1.5))
    return band(crumples + 0.2 * coloured(random, len(crumples), 0), 1200, 7500) * sweeps


def handling(seconds: float, random: Random) -> FloatArray:
    """The telephone is rubbed and moved in the hand or the pocket."""
    count = len(times(seconds))
    rub = band(coloured(random, count, 1.5), 40, 1500, order=1)
    whole = rub * np.maximum(0, _slow(random, count, 4))
    return whole + _sprinkled(seconds, random, 2, lambda: 3 * _fall(random, 0.03, 0.004))


def glass(seconds: float, random: Random) -> FloatArray:
    """Cups and spoons."""
    return _sprinkled(seconds, random, 1.5, lambda: _ringing(random, 0.15, 1800, 6500))


def clock(seconds: float, random: Random) -> FloatArray:
    whole = 0.01 * coloured(random, len(times(seconds)), 1)
    for number, at in enumerate(np.arange(0.1, seconds, 0.5)):
        tick = formants(_fall(random, 0.02, 0.002), (2500 + 500 * (number % 2), 300))
        _add(whole, at, tick)
    return whole


def steps(seconds: float, random: Random) -> FloatArray:
    whole = 0.003 * coloured(random, len(times(seconds)), 1)
    for at in np.arange(0.2, seconds, 0.55):
        heel = formants(_fall(random, 0.15, 0.012), (110, 40), (700, 300))
        _add(whole, at + random.normal(0, 0.02), heel * random.uniform(0.6, 1))
    return whole


def clapping(seconds: float, random: Random) -> FloatArray:
    """Applause."""
    return _sprinkled(
        seconds, random, 60, lambda: formants(_fall(random, 0.03, 0.004), (1200, 500))
    )


# --- people who do not speak ----------------------------------------------------------------


def breath(seconds: float, random: Random) -> FloatArray:
    """In and out, every three seconds, near the microphone."""
    t = times(seconds)
    air = coloured(random, len(t), 0.5)
    inward = formants(air, (1700, 500), (3200, 700)) * _bumps(t, 0.2, 1.0, 3.0)
    outward = formants(air, (600, 400), (1500, 500)) * _bumps(t, 1.4, 1.3, 3.0)
    return inward / sound.rms(inward) * 0.6 + outward / sound.rms(outward)


def coughing(voiced: float) -> Maker:
    """Coughs in pairs; `voiced` is how much voice there is in the tail of each."""

    def make(seconds: float, random: Random) -> FloatArray:
        whole = 0.002 * coloured(random, len(times(seconds)), 1)
        for start in np.arange(0.3, seconds, 1.8):
            for number in range(2):
                _add(whole, start + 0.45 * number, _cough(random, voiced) * (1 - 0.3 * number))
        return whole

    return make


def _cough(random: Random, voiced: float) -> FloatArray:
    t = times(0.35)
    burst = coloured(random, len(t), 0.5) * (np.exp(-t / 0.03) + 0.35 * np.exp(-t / 0.12))
    tail = _saw(t, 170 - 120 * t) * np.exp(-(((t - 0.18) / 0.06) ** 2)) * voiced
    return formants(burst + tail, (750, 200), (1400, 250), (2700, 500))


def sneeze(seconds: float, random: Random) -> FloatArray:
    """Air in, a pause, and out at once."""
    whole = 0.002 * coloured(random, len(times(seconds)), 1)
    for start in np.arange(0.3, max(0.4, seconds - 1), 3.0):
        t = times(0.6)
        inward = formants(coloured(random, len(t), 0), (1800, 500)) * (t / 0.6) ** 2
        out = band(coloured(random, len(t), 0), 900, 7000) * np.exp(-t / 0.12)
        _add(whole, start, 0.1 * inward)
        _add(whole, start + 0.7, out)
    return whole


def throat(seconds: float, random: Random) -> FloatArray:
    """A throat is cleared: a rough scrape with hardly any voice."""
    whole = 0.002 * coloured(random, len(times(seconds)), 1)
    for start in np.arange(0.4, seconds, 2.2):
        t = times(0.45)
        rough = coloured(random, len(t), 1) * (1 + np.sign(np.sin(2 * np.pi * 45 * t)))
        _add(whole, start, formants(rough, (500, 200), (1300, 300)) * np.sin(np.pi * t / 0.45))
    return whole


def sniff(seconds: float, random: Random) -> FloatArray:
    t = times(seconds)
    return band(coloured(random, len(t), 0), 1000, 6000) * _bumps(t, 0.4, 0.35, 1.7)


def snoring(seconds: float, random: Random) -> FloatArray:
    t = times(seconds)
    flutter = (_saw(t, 32) > 0.4) * coloured(random, len(t), 1)
    return formants(flutter, (300, 150), (1100, 300)) * _bumps(t, 0.2, 1.4, 3.5)


def lips(seconds: float, random: Random) -> FloatArray:
    """Smacks and clicks of the mouth."""
    return _sprinkled(
        seconds, random, 1.5, lambda: formants(_fall(random, 0.04, 0.003), (1500, 300), (3200, 500))
    )


def blowing(seconds: float, random: Random) -> FloatArray:
    """Somebody blows on the microphone to try it."""
    t = times(seconds)
    air = band(coloured(random, len(t), 1.5), 20, 2500, order=1)
    return np.tanh(3 * air * _bumps(t, 0.3, 0.7, 1.3))


def mm_tone(seconds: float, random: Random) -> FloatArray:
    """A hum with closed lips, as an instrument would play it: vibrato and no syllables."""
    t = times(seconds)
    pitch = 160 * (1 + 0.03 * np.sin(2 * np.pi * 5.5 * t))
    return formants(_saw(t, pitch), (220, 60), (900, 500)) * np.sin(np.pi * t / seconds) ** 0.5


# --- tones ----------------------------------------------------------------------------------


def beeps(frequency: float, length: float, every: float) -> Maker:
    def make(seconds: float, random: Random) -> FloatArray:
        t = times(seconds)
        return np.sin(2 * np.pi * frequency * t) * _smooth((t % every < length) * 1.0, 0.004)

    return make


def ringing(seconds: float, random: Random) -> FloatArray:
    """An old telephone's bell."""
    t = times(seconds)
    bells = sum(np.sin(2 * np.pi * f * t) for f in (1050, 1270, 2630))
    struck = (t % 3 < 1.2) & (np.sin(2 * np.pi * 20 * t) > 0)
    return bells * _smooth(struck * 1.0, 0.02)


def ringtone(seconds: float, random: Random) -> FloatArray:
    return _melody(seconds, random, _bell, (0, 4, 7, 12, 7, 4, 9, 7), 880, 0.14)


def notification(seconds: float, random: Random) -> FloatArray:
    whole = np.zeros(len(times(seconds)))
    for start in np.arange(0.3, seconds, 2.5):
        for number, pitch in enumerate((1046, 1318, 1568)):
            _add(whole, start + 0.12 * number, _bell(pitch, 0.6, random))
    return whole


def dtmf(seconds: float, random: Random) -> FloatArray:
    """A number is dialled."""
    whole = np.zeros(len(times(seconds)))
    t = times(0.12)
    for at in np.arange(0.1, seconds, 0.25):
        low, high = random.choice((697, 770, 852, 941)), random.choice((1209, 1336, 1477))
        _add(whole, at, np.sin(2 * np.pi * low * t) + np.sin(2 * np.pi * high * t))
    return whole


def sweep(seconds: float, random: Random) -> FloatArray:
    t = times(seconds)
    pitch = 100 * (60 ** (t / seconds))
    return np.sin(2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE)


def feedback(seconds: float, random: Random) -> FloatArray:
    """A loudspeaker whistles back into the microphone."""
    t = times(seconds)
    grow = np.minimum(1, np.exp(4 * (t / seconds - 0.7)))
    return np.tanh(3 * grow * np.sin(2 * np.pi * (1870 + 8 * np.sin(2 * np.pi * 3 * t)) * t))


# --- music ----------------------------------------------------------------------------------

_SCALE = (0, 2, 4, 7, 9, 12, 14, 16)
"""A pentatonic scale in semitones."""


def melody(instrument: str, *, low: float = 196, step: float = 0.3) -> Maker:
    """A tune of one of _INSTRUMENTS, from `low` Hz up, a note every `step` seconds."""

    def make(seconds: float, random: Random) -> FloatArray:
        tune = random.choice(_SCALE, 16)
        return _melody(seconds, random, _INSTRUMENTS[instrument], tune, low, step)

    return make


def organ(seconds: float, random: Random) -> FloatArray:
    """Chords, one every two seconds."""
    whole = np.zeros(len(times(seconds)))
    t = times(2.0)
    shape = np.minimum(1, np.minimum(t, 2.0 - t) / 0.1)
    for number, at in enumerate(np.arange(0, seconds, 2.0)):
        root = 130.8 * 2 ** ((0, 5, 7, 0)[number % 4] / 12)
        chord = sum(
            np.sin(2 * np.pi * root * ratio * n * t) / n
            for ratio in (1, 5 / 4, 3 / 2, 2)
            for n in (1, 2, 3, 4)
        )
        _add(whole, at, chord * shape)
    return whole


def drums(seconds: float, random: Random) -> FloatArray:
    """A loop at 110 beats a minute: bass drum, snare, hi-hat."""
    whole = np.zeros(len(times(seconds)))
    t = times(0.25)
    pitch = 50 + 100 * np.exp(-t / 0.03)
    kick = np.sin(2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE) * np.exp(-t / 0.1)
    for number, at in enumerate(np.arange(0, seconds, 60 / 110 / 2)):
        if number % 4 == 0:
            _add(whole, at, kick)
        if number % 4 == 2:
            _add(whole, at, band(_fall(random, 0.25, 0.06), 180, 6000) * 0.5)
        _add(whole, at, band(_fall(random, 0.06, 0.015), 5000, 7800) * 0.4)
    return whole


def song_backing(seconds: float, random: Random) -> FloatArray:
    """Drums, bass and plucked strings: a song before anybody sings."""
    return (
        drums(seconds, random)
        + 0.7 * _melody(seconds, random, _string, (0, 0, 5, 7), 65.4, 60 / 110)
        + 0.5 * melody("string", low=261.6, step=60 / 110)(seconds, random)
    )


def _melody(
    seconds: float,
    random: Random,
    instrument: Callable[[float, float, Random], FloatArray],
    tune: Sequence[int],
    low: float,
    step: float,
) -> FloatArray:
    whole = np.zeros(len(times(seconds)))
    for number, at in enumerate(np.arange(0, seconds, step)):
        pitch = low * 2 ** (tune[number % len(tune)] / 12)
        _add(whole, at, instrument(pitch, step * 2.5, random))
    return whole


def _string(pitch: float, seconds: float, random: Random) -> FloatArray:
    """A plucked string, by Karplus and Strong: noise that a delay line smooths each turn."""
    length = round(SAMPLE_RATE / pitch)
    turn = random.uniform(-1, 1, length)
    last = turn[-1]
    turns = []
    for _ in range(int(seconds * pitch) + 1):
        turns.append(turn)
        before = np.concatenate(([last], turn[:-1]))
        last = turn[-1]
        turn = 0.498 * (turn + before)
    return np.concatenate(turns)


def _piano(pitch: float, seconds: float, random: Random) -> FloatArray:
    t = times(seconds)
    # a stiff string's overtones lie a little high, and the high ones fade first
    partials = ((n, pitch * n * np.sqrt(1 + 0.0004 * n * n)) for n in range(1, 9))
    return sum(
        np.sin(2 * np.pi * f * t) * np.exp(-t * n / 0.7) / n for n, f in partials if f < 7500
    )


def _bell(pitch: float, seconds: float, random: Random) -> FloatArray:
    t = times(seconds)
    return sum(
        np.sin(2 * np.pi * pitch * ratio * t) * np.exp(-t * ratio / 0.3) / ratio
        for ratio in (1, 2.76, 5.4)
        if pitch * ratio < 7500
    )


def _whistle(pitch: float, seconds: float, random: Random) -> FloatArray:
    t = times(seconds * 0.42)
    bend = pitch * (1 + 0.012 * np.sin(2 * np.pi * 6 * t) - 0.1 * np.exp(-t / 0.03))
    tone = np.sin(2 * np.pi * np.cumsum(bend) / SAMPLE_RATE)
    return (tone + 0.03 * coloured(random, len(t), 0)) * np.sin(np.pi * t / t[-1]) ** 0.4


def _flute(pitch: float, seconds: float, random: Random) -> FloatArray:
    t = times(seconds * 0.42)
    tone = sum(np.sin(2 * np.pi * pitch * n * t) / n**2 for n in (1, 2, 3))
    air = 0.1 * band(coloured(random, len(t), 0), pitch, 6000)
    return (tone + air) * np.sin(np.pi * t / t[-1]) ** 0.3


_INSTRUMENTS = {
    "string": _string,
    "piano": _piano,
    "bell": _bell,
    "whistle": _whistle,
    "flute": _flute,
}


# --- changes to a whole sound ---------------------------------------------------------------


def coded(make: Maker, kilobits: int) -> Maker:
    """The sound as a voice note of so few bits leaves it."""

    def changed(seconds: float, random: Random) -> FloatArray:
        return sound.through_opus(sound.with_peak(make(seconds, random), -6), kilobits)

    return changed


def in_room(make: Maker, rt60: float) -> Maker:
    def changed(seconds: float, random: Random) -> FloatArray:
        return sound.convolved(make(seconds, random), sound.room_response(random, rt60, -3))

    return changed


def late(make: Maker, part: float = 0.6) -> Maker:
    """Silence, then the sound, which the end of the recording cuts off."""

    def changed(seconds: float, random: Random) -> FloatArray:
        start = len(times(seconds * part))
        whole = make(seconds, random)
        whole[:start] = 0
        return whole

    return changed


def both(first: Maker, second: Maker, balance: float) -> Maker:
    """Two sounds at once, the second so many decibels quieter."""

    def changed(seconds: float, random: Random) -> FloatArray:
        one, two = first(seconds, random), second(seconds, random)
        factor = sound.decibels(-balance) / (np.abs(two).max() or 1.0)
        return one / (np.abs(one).max() or 1.0) + two * factor

    return changed


# --- small parts ----------------------------------------------------------------------------


def _fall(random: Random, seconds: float, decay: float) -> FloatArray:
    """White noise that falls to a third in `decay` seconds."""
    t = times(seconds)
    return random.standard_normal(len(t)) * np.exp(-t / decay)


def _ringing(random: Random, seconds: float, low: float, high: float) -> FloatArray:
    t = times(seconds * 4)
    pitches = random.uniform(low, high, 4)
    return sum(np.sin(2 * np.pi * f * t) for f in pitches) * np.exp(-t / seconds)


def _saw(t: FloatArray, pitch: FloatArray | float) -> FloatArray:
    """A buzz, rich in overtones as a voice's source is."""
    return 2 * ((np.cumsum(np.broadcast_to(pitch, t.shape)) / SAMPLE_RATE) % 1) - 1


def _add(whole: FloatArray, at: float, part: FloatArray) -> None:
    """Mixes a part in, from `at` seconds on; what would not fit is left out."""
    start = max(0, round(at * SAMPLE_RATE))
    part = part[: max(0, len(whole) - start)]
    whole[start : start + len(part)] += part


def _sprinkled(
    seconds: float, random: Random, rate: float, part: Callable[[], FloatArray]
) -> FloatArray:
    """Parts at random moments, so many a second (one at least)."""
    whole = np.zeros(len(times(seconds)))
    for at in random.uniform(0, seconds, max(1, random.poisson(rate * seconds))):
        _add(whole, at, part() * random.uniform(0.4, 1))
    return whole


def _slow(random: Random, count: int, frequency: float) -> FloatArray:
    """A random curve of RMS 1 that changes so many times a second."""
    points = max(4, int(count / SAMPLE_RATE * frequency * 2))
    heights = random.standard_normal(points)
    return np.interp(np.linspace(0, points - 1, count), range(points), heights)


def _smooth(gate: FloatArray, seconds: float) -> FloatArray:
    """A gate that opens and closes within so many seconds rather than at once."""
    width = max(1, int(seconds * SAMPLE_RATE))
    return np.convolve(gate, np.ones(width) / width, "same")


def _bumps(t: FloatArray, first: float, length: float, every: float) -> FloatArray:
    """Rises and falls of so many seconds, from `first` on, every so many seconds."""
    within = ((t - first) % every) / length
    return np.where((within < 1) & (t >= first), np.sin(np.pi * within), 0.0)


_WHITE, _PINK, _BROWN = noise(0), noise(1), noise(2)

_SOUNDS: list[tuple[str, float, float, Maker]] = [
    # silence and rooms
    ("digital silence, 0.5 s", 0.5, 0, silence),
    ("digital silence, 6 s", 6, 0, silence),
    ("digital silence, 35 s", 35, 0, silence),
    ("dither of one bit", 5, -90, _WHITE),
    ("near silence", 8, -75, _PINK),
    ("quiet room", 10, -60, _PINK),
    ("quiet room, 30 s", 30, -55, _BROWN),
    ("room", 6, -42, _PINK),
    ("loud room", 7, -26, _BROWN),
    ("white noise, quiet", 4, -45, _WHITE),
    ("white noise, loud", 5, -3, _WHITE),
    ("white noise, a blip", 0.5, -12, _WHITE),
    ("pink noise, loud", 9, -3, _PINK),
    ("brown noise, loud", 6, -3, _BROWN),
    ("noise of a radio between stations", 8, -10, noise(0.3, 300, 3400)),
    # machines
    ("hum of 50 Hz, quiet", 6, -40, hum(50)),
    ("hum of 50 Hz, loud", 5, -6, hum(50)),
    ("hum of 60 Hz", 5, -15, hum(60)),
    ("hum of 100 Hz, 20 s", 20, -20, hum(100)),
    ("hum of 120 Hz", 4, -12, hum(120)),
    ("hum of 50 Hz, switched on and off", 6, -12, hum(50, switched=True)),
    ("hum of 120 Hz, switched on and off", 4, -20, hum(120, switched=True)),
    ("fan, quiet", 10, -40, fan),
    ("fan, loud", 8, -6, fan),
    ("air conditioner, 35 s", 35, -25, noise(1.7, 40, 1200)),
    ("motorbike", 8, -4, engine),
    ("motorbikes far off", 12, -32, in_room(engine, 1.0)),
    ("drill", 6, -6, drill),
    ("siren", 7, -8, siren),
    ("siren far off", 9, -36, in_room(siren, 1.2)),
    ("car horn", 3, -6, horn),
    # weather
    ("wind on the microphone", 7, -1, wind),
    ("wind, quiet", 10, -30, wind),
    ("rain", 9, -20, rain),
    ("rain and thunder", 12, -6, both(thunder, rain, 12)),
    # things
    ("clicks", 5, -6, clicks),
    ("clicks, 0.7 s", 0.7, -3, clicks),
    ("crackle of a bad plug", 6, -6, crackle),
    ("typing, loud", 8, -8, typing),
    ("typing, quiet", 10, -38, typing),
    ("knocks at the door", 5, -6, in_room(knocks, 0.4)),
    ("thumps on the table", 5, -3, thump),
    ("paper, loud", 6, -8, paper),
    ("paper, quiet", 7, -34, paper),
    ("a telephone in the hand", 6, -10, handling),
    ("cups and spoons", 6, -10, in_room(glass, 0.5)),
    ("clock", 11, -35, clock),
    ("steps in a hall", 6, -15, in_room(steps, 1.0)),
    ("applause", 6, -6, in_room(clapping, 0.8)),
    ("applause, far off", 5, -30, in_room(clapping, 1.2)),
    # people who do not speak
    ("breath, near", 9, -12, breath),
    ("breath, quiet", 10, -42, breath),
    ("coughs", 4, -6, coughing(0.0)),
    ("coughs with a little voice", 5, -6, coughing(0.5)),
    ("coughs, quiet, in a room", 5, -35, in_room(coughing(0.3), 0.5)),
    ("sneezes", 5, -4, sneeze),
    ("a throat is cleared", 5, -12, throat),
    ("sniffs", 4, -14, sniff),
    ("snoring", 11, -12, snoring),
    ("smacking lips", 4, -20, lips),
    ("blowing on the microphone", 3, 0, blowing),
    ("a hummed tone", 4, -12, mm_tone),
    # tones
    ("engaged tone", 6, -10, beeps(425, 0.35, 0.7)),
    ("beeps of a lorry", 7, -15, beeps(1250, 0.5, 1.0)),
    ("telephone bell", 7, -8, ringing),
    ("ringtone", 6, -8, ringtone),
    ("ringtone, quiet, in a room", 6, -36, in_room(ringtone, 0.6)),
    ("notifications", 5, -12, notification),
    ("a number is dialled", 4, -10, dtmf),
    ("a tone that rises", 5, -12, sweep),
    ("feedback of a loudspeaker", 4, -3, feedback),
    # music
    ("plucked strings", 10, -8, melody("string")),
    ("plucked strings, quiet", 12, -38, in_room(melody("string"), 0.6)),
    ("guitar, low and slow", 9, -10, melody("string", low=98, step=0.6)),
    ("organ", 10, -10, organ),
    ("piano", 10, -8, melody("piano", low=220)),
    ("piano, 35 s, next door", 35, -32, in_room(melody("piano", low=165, step=0.4), 0.8)),
    ("drums", 8, -4, drums),
    ("a song before anybody sings", 12, -5, song_backing),
    ("music on hold, 20 s", 20, -14, coded(melody("bell", low=523, step=0.25), 12)),
    ("whistled tune", 8, -12, melody("whistle", low=784, step=0.4)),
    ("flute", 9, -12, melody("flute", low=392, step=0.5)),
    # codecs, and ends that are cut off
    ("white noise through Opus of 6 kbit/s", 6, -20, coded(_WHITE, 6)),
    ("pink noise through Opus of 8 kbit/s", 8, -35, coded(_PINK, 8)),
    ("near silence through Opus of 6 kbit/s", 7, -60, coded(_BROWN, 6)),
    ("typing in a room with a fan, through Opus", 9, -15, coded(both(fan, typing, -6), 12)),
    ("music cut off by the end", 5, -8, late(melody("piano", low=262))),
    ("motorbike cut off by the end", 4, -6, late(engine)),
    ("a cough cut off by the end", 1.2, -6, late(coughing(0.3), 0.2)),
]
