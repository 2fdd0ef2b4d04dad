"""faster-whisper: CTranslate2 with 8-bit numbers on the CPU. The default."""

import logging
import math
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from transcribe import sentences as said
from transcribe.engines import card, choosing, sureness
from transcribe.engines.common import WINDOW, fit_hints, likelier, most_tokens, threads
from transcribe.engines.sureness import Candidate
from transcribe.errors import EngineMissing, ModelCorrupt, UnsupportedSetting
from transcribe.models.digests import digest_of
from transcribe.models.locate import locate
from transcribe.models.short_context import bears_short_context
from transcribe.settings import SpeechSettings
from transcribe.types import SAMPLE_RATE, Clip, Decoded, FloatArray, Word

log = logging.getLogger(__name__)

_FRAMES = 100
"""Frames of features a second; the encoder gives half as many positions."""
_HOP = SAMPLE_RATE // _FRAMES
_LANGUAGE = "<|vi|>"
_SPACE = "Ġ"
"""How the tokenizer writes the space before a word."""

# Threads that share one decoding wait for each other at every step, some six times a second of
# speech; with weights as small as base, each is sooner done with a decoding of its own. On two
# cores a note took 0.28 s instead of 0.68, a backlog 16.4 s instead of 24.8, with the same words
_SMALL_WEIGHTS = 200e6

# Tokens that never come twice where a loop is heard again. A syllable has one or two
_NO_TURN = 5

# On two cores 16 clips at once took as long as twice 8, and 200 MB more
_MOST = {"cpu": 8, "cuda": 16}


@dataclass(frozen=True, slots=True)
class _Text:
    """What the search has found: its tokens, and the mean of their log-probabilities."""

    tokens: list[int]
    candidate: Candidate
    logprob: float


class FasterWhisper:
    """A `faster_whisper.WhisperModel` that listens to Vietnamese, several clips at a time."""

    name = "faster_whisper"
    another_hearing = True

    def __init__(
        self,
        model: Any,
        beam: int,
        *,
        short_context: bool,
        most: int,
        workers: int = 1,
        digest: str = "",
    ) -> None:
        """`short_context`: the model was measured to bear less than 30 s (see short_context.py),
        and what it tells of each word was held against what was said (sureness.py).

        `most`: as many clips at once are worth their memory. `workers`: as many decodings as the
        model does side by side.
        """
        self._model = model
        self.most = most
        self.digest = digest
        self.workers = workers
        self._beam = beam
        self.short_context = short_context
        self.chances = sureness.chances if short_context else sureness.as_told
        """How likely each word was said; whoever measures puts another function here."""
        tokenizer = model.hf_tokenizer
        self._start = [
            tokenizer.token_to_id(name)
            for name in ("<|startoftranscript|>", _LANGUAGE, "<|transcribe|>")
        ]
        self._no_times = tokenizer.token_to_id("<|notimestamps|>")
        self._end = tokenizer.token_to_id("<|endoftext|>")
        self._before = tokenizer.token_to_id("<|startofprev|>")

    def decode(
        self,
        clips: Sequence[Clip],
        *,
        seconds: float = WINDOW,
        temperature: float = 0.0,
        no_turns: bool = False,
    ) -> list[Decoded]:
        frames = min(round(seconds * _FRAMES), WINDOW * _FRAMES) // 2 * 2
        encoded = self._encoded([clip.samples for clip in clips], frames)
        languages = self._model.model.detect_language(encoded)
        # the search has the other candidates anyway
        search = {"beam_size": self._beam, "num_hypotheses": self._beam}
        how = self._sampling(temperature) if temperature else search
        if no_turns:
            how["no_repeat_ngram_size"] = _NO_TURN
        hints = fit_hints(clips[0].hints, self._count_tokens)

        def with_hints() -> list[Decoded]:
            hinted = self._search(encoded, clips, hints, how)
            return self._chosen(encoded, clips, hinted, {})

        hinted = self._beside(with_hints) if hints else None
        texts = self._search(encoded, clips, "", how)
        twice = self.short_context and not temperature and not no_turns
        more = self._louder(clips, texts, frames, how) if twice else {}
        found = [
            replace(heard, vietnamese=dict(chances)[_LANGUAGE])
            for heard, chances in zip(
                self._chosen(encoded, clips, texts, more), languages, strict=True
            )
        ]
        return likelier(clips, found, hinted()) if hinted else found

    def _beside(self, work: Callable[[], list[Decoded]]) -> Callable[[], list[Decoded]]:
        """Have this done by another of the model's workers, if there is one; gives its result when
        it is called. A note that comes alone is so heard with hints and without in the time of
        one."""
        if self.workers < 2:
            return work
        done: Future[list[Decoded]] = Future()

        def run() -> None:
            try:
                done.set_result(work())
            except BaseException as error:  # it belongs to whoever asks for the result
                done.set_exception(error)

        # a daemon: a model that computes must not keep a process that wants to end
        threading.Thread(target=run, name="engine, with hints", daemon=True).start()
        return done.result

    def _encoded(self, sounds: Sequence[FloatArray], frames: int) -> Any:
        """What the encoder makes of some clips, as the search takes it: one value of the
        library's."""
        features = [self._features(one, frames) for one in sounds]
        if self._model.model.device != "cpu" or len(features) == 1:
            return self._model.encode(np.stack(features))
        from ctranslate2 import StorageView

        # what is computed with stays nearer to the processor: a quarter less time for notes, and
        # the same numbers. Of the search this is not so: each of its steps reads all weights
        alone = [np.asarray(self._model.encode(one[np.newaxis])) for one in features]
        return StorageView.from_array(np.concatenate(alone))

    def _search(
        self, encoded: Any, clips: Sequence[Clip], hints: str, how: dict[str, Any]
    ) -> list[list[_Text]]:
        """The texts of clips that are encoded, the likeliest first.

        `how` are the options of the library's search.
        """
        before = [self._before, *self._tokens(hints)] if hints else []
        prompt = [*before, *self._start, self._no_times]
        tokens = most_tokens(clips)
        results = self._model.model.generate(
            encoded,
            [prompt] * len(clips),
            # the library ends a text at half of this, or where this is reached with the prompt
            max_length=max(2 * tokens, len(prompt) + tokens),
            return_scores=True,
            **how,
        )
        return [
            [
                self._text(tokens, score)
                for tokens, score in zip(result.sequences_ids, result.scores, strict=True)
            ]
            for result in results
        ]

    def _text(self, tokens: list[int], score: float) -> _Text:
        """`score` is the library's: the mean without the token that ends the text."""
        said = [token for token in tokens if token < self._end]
        total = score * len(tokens)
        candidate = Candidate(self._model.hf_tokenizer.decode(said), total)
        return _Text(said, candidate, total / (len(tokens) + 1))

    def _louder(
        self,
        clips: Sequence[Clip],
        texts: Sequence[list[_Text]],
        frames: int,
        how: dict[str, Any],
    ) -> dict[int, list[_Text]]:
        """What the least sure clips are at another loudness, by their numbers."""
        unsure = [n for n, found in enumerate(texts) if found[0].logprob <= choosing.LEAST_SURE]
        sounds = {n: choosing.levelled(clips[n].samples) for n in unsure}
        louder = {n: samples for n, samples in sounds.items() if samples is not None}
        if not louder:
            return {}
        encoded = self._encoded(list(louder.values()), frames)
        found = self._search(encoded, [clips[n] for n in louder], "", how)
        return dict(zip(louder, found, strict=True))

    def _chosen(
        self,
        encoded: Any,
        clips: Sequence[Clip],
        texts: Sequence[list[_Text]],
        more: dict[int, list[_Text]],
    ) -> list[Decoded]:
        """The likeliest text of each clip, and of what was heard twice the one that differs least
        from all others; with its times and how likely each word is."""
        chosen = []
        for n, found in enumerate(texts):
            pool = [*found, *more[n]] if n in more else found[:1]
            chosen.append(pool[choosing.steadiest([one.candidate for one in pool])])
        frames = [math.ceil(clip.seconds * _FRAMES) for clip in clips]
        tokens = [one.tokens for one in chosen]
        aligned = self._model.model.align(encoded, self._start, tokens, frames)
        return [
            self._decoded(one, alignment, [other.candidate for other in found], clip.seconds)
            for one, alignment, found, clip in zip(chosen, aligned, texts, clips, strict=True)
        ]

    def _decoded(
        self, text: _Text, alignment: Any, candidates: list[Candidate], seconds: float
    ) -> Decoded:
        words = list(self._words(text.tokens, alignment))
        sure = self.chances(words, candidates, text.logprob, seconds)
        found = (
            Word(word.text, word.start, word.end, chance)
            for word, chance in zip(words, sure, strict=True)
        )
        return Decoded(tuple(found), text.logprob)

    @staticmethod
    def _sampling(temperature: float) -> dict[str, Any]:
        """As Whisper does: warm, the best of five."""
        return {
            "beam_size": 1,
            "num_hypotheses": 5,
            "sampling_topk": 0,
            "sampling_temperature": temperature,
        }

    def _features(self, samples: FloatArray, frames: int) -> FloatArray:
        """Log-mel features of the samples and the silence behind them, shape (mels, frames)."""
        # a few frames of silence are computed, the rest of the silence is the same again
        padded = np.pad(samples, (0, 4 * _HOP))
        computed = self._model.feature_extractor(padded, padding=0)[:, :frames]
        missing = frames - computed.shape[1]
        return np.pad(computed, ((0, 0), (0, missing)), mode="edge")

    def _words(self, tokens: list[int], alignment: Any) -> Iterator[sureness.HeardWord]:
        """Tokens joined to words: one begins where a token begins with a space."""
        tokenizer = self._model.hf_tokenizer
        times: dict[int, list[float]] = {}
        for token, frame in alignment.alignments:
            times.setdefault(token, []).append(frame * 2 / _FRAMES)
        begins = [
            number
            for number, token in enumerate(tokens)
            if number == 0 or tokenizer.id_to_token(token).startswith(_SPACE)
        ]
        for first, after in zip(begins, [*begins[1:], len(tokens)], strict=True):
            text = tokenizer.decode(tokens[first:after]).strip()
            moments = [moment for n in range(first, after) for moment in times.get(n, [])]
            if text:
                yield sureness.HeardWord(
                    text,
                    min(moments, default=0.0),
                    max(moments, default=0.0),
                    tuple(map(float, alignment.text_token_probs[first:after])),
                )

    def _tokens(self, text: str) -> list[int]:
        found: list[int] = self._model.hf_tokenizer.encode(" " + text, add_special_tokens=False).ids
        return found

    def _count_tokens(self, text: str) -> int:
        return len(self._tokens(text))


def load(settings: SpeechSettings) -> FasterWhisper:
    """Load the model; raises ModelError."""
    try:
        import ctranslate2
        import faster_whisper
    except ImportError as error:
        raise EngineMissing(
            said.NOT_INSTALLED.format(engine="faster_whisper", why=error, packages="faster-whisper")
        ) from error
    del faster_whisper  # only its presence is asked for here

    cuda = ctranslate2.get_cuda_device_count() > 0
    if settings.whisper_device == "cuda" and not cuda:
        raise UnsupportedSetting(said.NO_CUDA.format(library="CTranslate2"))
    folder = locate(settings.whisper_model, settings.whisper_cache)
    digest = digest_of(folder / "model.bin")
    short = bears_short_context(digest)
    small = (folder / "model.bin").stat().st_size < _SMALL_WEIGHTS

    def engine(device: str, how: SpeechSettings) -> FasterWhisper:
        workers = threads(how.whisper_threads) if device == "cpu" and small else 1
        return FasterWhisper(
            _open(folder, device, how, workers),
            how.whisper_beam,
            short_context=short,
            most=_MOST[device],
            workers=workers,
            digest=digest,
        )

    failed: RuntimeError | None = None
    if cuda and settings.whisper_device != "cpu":
        try:
            return engine("cuda", settings)
        except RuntimeError as error:
            # a card without the CUDA libraries, with an old driver or little memory is common;
            # what was set for the card's numbers is nothing for the processor's
            failed, settings = error, settings.model_copy(update={"whisper_compute_type": "auto"})
    try:
        found = engine("cpu", settings)
    except RuntimeError as error:
        raise ModelCorrupt(
            str(folder),
            expected=said.A_MODEL_THAT_LOADS,
            found=str(error),
            remedy=said.CONVERT_AGAIN,
        ) from error
    if failed is not None:  # and not the model, which has loaded now
        log.warning(said.CUDA_FAILS, card.why(failed))
    return found


def card_fails(settings: SpeechSettings) -> str:
    """Why the model cannot be computed with on the graphics card; "" where it can.

    Raises ModelError.
    """
    folder = locate(settings.whisper_model, settings.whisper_cache)
    try:
        _open(folder, "cuda", settings, 1)
    except RuntimeError as error:
        return card.why(error)
    return ""


def _open(folder: Path, device: str, settings: SpeechSettings, workers: int) -> Any:
    """A WhisperModel that has listened once; raises RuntimeError where the library fails."""
    from faster_whisper import WhisperModel

    compute_type = card.compute_type(settings.whisper_compute_type, device)
    try:
        model = WhisperModel(
            str(folder),
            device=device,
            compute_type=compute_type,
            cpu_threads=threads(settings.whisper_threads) // workers,
            num_workers=workers,
        )
    except Exception as error:
        # the tokenizer's library raises the bare class
        raise RuntimeError(str(error)) from error
    if not model.model.is_multilingual:
        raise UnsupportedSetting(said.ONLY_ENGLISH.format(model=settings.whisper_model))
    if device == "cuda":
        # missing libraries show only when something is computed
        model.encode(model.feature_extractor(np.zeros(SAMPLE_RATE, np.float32))[..., :3000])
    return model
