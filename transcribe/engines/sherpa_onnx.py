"""sherpa-onnx: transducers (zipformer, gipformer), which hear no 30 s and invent no sentences.

The weights are small letters without punctuation, numbers are words: sentences and names are made
of them here (writing/unpunctuated.py), figures as for any other engine. Names that may be said go
into the search itself; what a word is worth without that is its probability, so that a name that
was only hoped for is marked as doubtful.
"""

import logging
import math
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from foundation import apart
from transcribe import sentences as said
from transcribe.engines.common import WINDOW, threads
from transcribe.errors import EngineMissing, ModelCorrupt, ModelMissing, UnsupportedSetting
from transcribe.models import hub, transducer
from transcribe.models.digests import digest_of
from transcribe.models.download import need_unchanged
from transcribe.settings import SpeechSettings, looks_like_path
from transcribe.types import SAMPLE_RATE, Clip, Decoded, FloatArray, Word
from transcribe.writing.text import late_tone_marks, tone_marks
from transcribe.writing.unpunctuated import in_sentences, spelled

log = logging.getLogger(__name__)

PACKAGES = "'.[sherpa-onnx]'"
_MOST = 8
# How much likelier a token of a name is; the library's own
_NAMES_SCORE = 1.5
# A token has the time when it was understood; of the last of a word nobody says how long it lasts
_LASTS = 0.25
# The encoder needs some frames
_LEAST_SECONDS = 0.5
# The library ends the process over a file that is not what it should be: a model is tried apart
_TRIAL_SECONDS, _TRIAL_MEGABYTES = 300.0, 8000


@dataclass(frozen=True)
class _Model:
    """What the library is given. `upper`: its tokens are capitals."""

    files: transducer.Transducer
    vocabulary: str
    upper: bool
    beam: int
    threads: int


class SherpaOnnx:
    """A transducer that listens to Vietnamese, several clips at a time."""

    name = "sherpa_onnx"
    workers = 1
    most = _MOST
    short_context = False
    another_hearing = False

    def __init__(self, recognizer: Any, *, names: bool, upper: bool, digest: str = "") -> None:
        """`recognizer` is the library's. `names`: it can divide words into its tokens."""
        self._recognizer = recognizer
        self._names = names
        self._upper = upper
        self.digest = digest

    def decode(
        self,
        clips: Sequence[Clip],
        *,
        seconds: float = WINDOW,
        temperature: float = 0.0,
        no_turns: bool = False,
    ) -> list[Decoded]:
        """Every clip is heard as long as it is, and always the same: nothing is sampled."""
        hints = clips[0].hints
        names = self._hot_words(hints) if self._names else ""
        streams = [self._stream(clip.samples, names) for clip in clips]
        self._recognizer.decode_streams(streams)
        return [
            self._decoded(stream.result, clip, hints)
            for stream, clip in zip(streams, clips, strict=True)
        ]

    def _stream(self, samples: FloatArray, names: str) -> Any:
        create = self._recognizer.create_stream
        stream = create(names) if names else create()
        missing = max(round(_LEAST_SECONDS * SAMPLE_RATE) - len(samples), 0)
        stream.accept_waveform(SAMPLE_RATE, np.pad(samples, (0, missing)))
        return stream

    def _hot_words(self, hints: str) -> str:
        """As the library reads them: / between two; what it takes for a score is left out.

        Nobody says where the weights put their tones: each name is given in both spellings.
        """
        names = [" ".join(re.sub(r"[^\w\s]", " ", name).split()) for name in hints.split(",")]
        both = [one for name in names for one in (tone_marks(name), late_tone_marks(name))]
        text = "/".join(dict.fromkeys(filter(None, both))).lower()
        return text.upper() if self._upper else text

    def _decoded(self, result: Any, clip: Clip, hints: str) -> Decoded:
        words = list(self._words(result, clip.seconds))
        chances = [min(float(chance), 0.0) for chance in result.ys_log_probs]
        logprob = sum(chances) / len(chances) if chances else 0.0
        return Decoded(in_sentences(spelled(words, hints)), logprob)

    def _words(self, result: Any, seconds: float) -> Iterator[Word]:
        """Tokens joined to words, each as sure as the least sure of its tokens."""
        tokens = list(result.tokens)
        text = result.text.lower() if self._upper else result.text
        spoken = text.split()
        if not tokens or not spoken:  # a space alone is a token too
            return
        times = [min(float(time), seconds) for time in result.timestamps]
        chances = [math.exp(min(float(chance), 0.0)) for chance in result.ys_log_probs]
        begins = [n for n, token in enumerate(tokens) if n == 0 or token.startswith((" ", "▁"))]
        if len(spoken) != len(begins):  # tokens of bytes: the words share the time evenly
            begins = [len(tokens) * n // len(spoken) for n in range(len(spoken))]
        for word, first, after in zip(spoken, begins, [*begins[1:], len(tokens)], strict=True):
            of_word = range(first, max(after, first + 1))
            ends = times[of_word[-1]] + _LASTS
            until = times[after] if after < len(times) else seconds
            yield Word(word, times[first], min(ends, until), min(chances[n] for n in of_word))


def load(settings: SpeechSettings) -> SherpaOnnx:
    """Load the model; raises ModelError."""
    try:
        import sherpa_onnx
    except ImportError as error:
        raise EngineMissing(
            said.NOT_INSTALLED.format(engine="sherpa_onnx", why=error, packages=PACKAGES)
        ) from error
    del sherpa_onnx  # only its presence is asked for here
    if settings.whisper_device == "cuda":
        raise UnsupportedSetting(said.SHERPA_ON_CPU)
    folder = _folder(settings)
    need_unchanged(folder, settings.whisper_model)
    files = transducer.files_of(folder, int8=settings.whisper_compute_type != "float32")
    rows = _vocabulary(files)
    with tempfile.TemporaryDirectory(prefix="bien-ban-") as made:
        # the library reads it while it is made
        vocabulary = Path(made) / "bpe.vocab"
        vocabulary.write_text("\n".join(rows) + "\n", "utf-8")
        model = _Model(
            files,
            str(vocabulary) if rows else "",
            _is_upper(files.tokens),
            settings.whisper_beam,
            threads(settings.whisper_threads),
        )
        try:
            apart.call(
                _listens,
                model,
                *_folders(folder, files),
                Path(made),
                seconds=_TRIAL_SECONDS,
                megabytes=_TRIAL_MEGABYTES,
            )
            recognizer = _opened(model)
        except (apart.WentTooFar, RuntimeError, IndexError, ValueError) as error:
            raise ModelCorrupt(
                str(folder),
                expected=said.A_TRANSDUCER,
                found=str(error).partition("\n")[0][:200],
                remedy=said.COPY_AGAIN,
            ) from error
    return SherpaOnnx(
        recognizer, names=bool(rows), upper=model.upper, digest=digest_of(files.encoder)
    )


def _listens(model: _Model, *reads: Path) -> int:
    """How many words it hears in a second of noise. `reads` are folders that it needs."""
    noise = np.random.default_rng(0).normal(0, 0.01, SAMPLE_RATE).astype(np.float32)
    engine = SherpaOnnx(_opened(model), names=bool(model.vocabulary), upper=model.upper)
    return len(engine.decode([Clip(noise, "An" if model.vocabulary else "")])[0].words)


def _folders(folder: Path, files: transducer.Transducer) -> list[Path]:
    """Where the model's files lie: the hub's own cache has links, to another folder."""
    every = (files.encoder, files.decoder, files.joiner, files.tokens, files.vocabulary)
    return sorted({folder.resolve(), *(file.resolve().parent for file in every if file)})


def _opened(model: _Model) -> Any:
    """The library's recognizer. Where a file is not what it should be, this ends the process."""
    from sherpa_onnx import OfflineRecognizer

    files = model.files
    return OfflineRecognizer.from_transducer(
        encoder=str(files.encoder),
        decoder=str(files.decoder),
        joiner=str(files.joiner),
        tokens=str(files.tokens),
        num_threads=model.threads,
        decoding_method="modified_beam_search",
        max_active_paths=model.beam,
        modeling_unit="bpe" if model.vocabulary else "cjkchar",
        bpe_vocab=model.vocabulary,
        hotwords_score=_NAMES_SCORE,
    )


def _folder(settings: SpeechSettings) -> Path:
    name, models = settings.whisper_model, settings.whisper_cache / "models"
    if name == "base":
        raise UnsupportedSetting(said.WHICH_TRANSDUCER)
    path = Path(name).expanduser()
    folder = path if looks_like_path(name) or path.is_dir() else hub.fetch(name, models)
    if (missing := transducer.lacking(folder)) is not None:
        raise ModelMissing(said.TRANSDUCER_LACKS.format(folder=folder, name=name, file=missing))
    return folder


def _vocabulary(files: transducer.Transducer) -> list[str]:
    """How words are divided; [] where nothing says so, or nothing that can be read."""
    if files.vocabulary is None:
        log.warning(said.NO_NAMES, files.tokens.parent)
        return []
    try:
        return transducer.vocabulary_rows(files.vocabulary)
    except (ValueError, OSError):
        log.warning(said.NO_NAMES, files.vocabulary)
        return []


def _is_upper(tokens: Path) -> bool:
    letters = "".join(
        row.rpartition(" ")[0]
        for row in tokens.read_text("utf-8", "replace").splitlines()
        if not row.startswith("<")
    )
    return letters.upper() == letters and letters.lower() != letters
