"""What was tried on words: other ways to hear the same clips, each beside the others.

Kept is what helps in both halves of the people; what is not kept is here too, for who wants to try
it with other weights.
"""

import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from transcribe.engines import choosing
from transcribe.engines.sureness import Candidate
from transcribe.types import SAMPLE_RATE, FloatArray

from .clips import Clip
from .contenders import Setup, library_model
from .doubts import one_half, speaker
from .scoring import NO_ERRORS, Errors, difference_interval, errors

log = logging.getLogger(__name__)

OFFICE = (
    "Biên bản cuộc họp. Kính thưa các đồng chí, đồng chí chủ tịch Ủy ban nhân dân kết luận: giao "
    "phòng, đơn vị báo cáo."
)
_FRAMES = 100
_LEAST_SURE = 1 / 3


@dataclass(frozen=True)
class Text:
    """`logprob` is the mean of its tokens."""

    candidate: Candidate
    logprob: float


Hearings = dict[str, list[Text]]
"""The texts of each way to hear a clip, the likeliest first."""


def trials(setup: Setup, clips: Sequence[Clip]) -> dict[str, object]:
    """The word errors of each way, and by how much they differ from the first."""
    ear = _Ear(setup)
    heard = []
    for number, clip in enumerate(clips):
        heard.append(_hearings(ear, clip))
        if number % 10 == 0:
            log.info("trials: %d of %d", number, len(clips))
    unsure = sorted(one["beam 5"][0].logprob for one in heard)
    limit = unsure[max(round(len(unsure) * _LEAST_SURE) - 1, 0)]
    half = one_half(clips)
    side = np.array([speaker(clip) in half for clip in clips])
    found = {
        way: [
            errors(clip.said, pick(one).candidate.text)
            for clip, one in zip(clips, heard, strict=True)
        ]
        for way, pick in _ways(limit).items()
    }
    first = next(iter(found.values()))
    return {
        "clips": len(clips),
        "rows": {way: _row(clips, some, first, side) for way, some in found.items()},
    }


def _ways(limit: float) -> dict[str, Callable[[Hearings], Text]]:
    def likelier(*names: str) -> Callable[[Hearings], Text]:
        return lambda one: max((one[name][0] for name in names), key=lambda text: text.logprob)

    def only(name: str) -> Callable[[Hearings], Text]:
        return lambda one: one[name][0]

    def steadiest(*names: str) -> Callable[[Hearings], Text]:
        def pick(one: Hearings) -> Text:
            pool = [text for name in names for text in one[name]]
            return pool[choosing.steadiest([text.candidate for text in pool])]

        return pick

    def for_unsure(way: Callable[[Hearings], Text]) -> Callable[[Hearings], Text]:
        return lambda one: (way if one["beam 5"][0].logprob <= limit else only("beam 5"))(one)

    return {
        "beam 5": only("beam 5"),
        "all levelled": only("levelled"),
        "levelled where likelier": likelier("beam 5", "levelled"),
        "30 s": only("30 s"),
        "30 s for the least sure third": for_unsure(only("30 s")),
        "30 s where likelier": likelier("beam 5", "30 s"),
        "beam 10": only("beam 10"),
        "patience 2": only("patience 2"),
        "beam 1": only("beam 1"),
        "an office's prompt": only("office"),
        "an office's prompt where likelier": likelier("beam 5", "office"),
        "of five texts the steadiest": steadiest("beam 5"),
        "the least sure third also levelled, the steadiest": for_unsure(
            steadiest("beam 5", "levelled")
        ),
    }


def _row(
    clips: Sequence[Clip], found: Sequence[Errors], first: Sequence[Errors], side: Any
) -> dict[str, Any]:
    def rate(some: Sequence[Errors], chosen: Any) -> float:
        kept = (one for one, is_chosen in zip(some, chosen, strict=True) if is_chosen)
        return sum(kept, NO_ERRORS).rate

    everybody = np.ones(len(clips), bool)
    by_source = [_by_source(clips, some) for some in (found, first)]
    return {
        "wer": rate(found, everybody),
        "difference": rate(found, everybody) - rate(first, everybody),
        "difference_interval": difference_interval(*by_source),
        "halves": [rate(found, one) - rate(first, one) for one in (side, ~side)],
    }


def _by_source(clips: Sequence[Clip], found: Sequence[Errors]) -> list[Errors]:
    sources: dict[str, Errors] = {}
    for clip, one in zip(clips, found, strict=True):
        sources[clip.source] = sources.get(clip.source, NO_ERRORS) + one
    return list(sources.values())


def _hearings(ear: "_Ear", clip: Clip) -> Hearings:
    short = min(math.ceil(clip.seconds / 2) * 2 + 8.0, 30.0)
    plain = ear.encoded(clip.samples, short)
    louder = choosing.levelled(clip.samples)
    found = {
        "beam 5": ear.hear(plain, clip, beam_size=5),
        "beam 1": ear.hear(plain, clip, beam_size=1),
        "beam 10": ear.hear(plain, clip, beam_size=10),
        "patience 2": ear.hear(plain, clip, beam_size=5, patience=2),
        "office": ear.hear(plain, clip, OFFICE, beam_size=5),
        "30 s": ear.hear(ear.encoded(clip.samples, 30.0), clip, beam_size=5),
    }
    again = found["beam 5"]
    if louder is not None:
        again = ear.hear(ear.encoded(louder, short), clip, beam_size=5)
    return found | {"levelled": again}


class _Ear:
    """The library's model, asked directly."""

    def __init__(self, setup: Setup) -> None:
        self._model = library_model(setup)
        tokenizer = self._tokenizer = self._model.hf_tokenizer
        names = ("<|startoftranscript|>", "<|vi|>", "<|transcribe|>", "<|notimestamps|>")
        self._start = [tokenizer.token_to_id(name) for name in names]
        self._before = tokenizer.token_to_id("<|startofprev|>")
        self._end = tokenizer.token_to_id("<|endoftext|>")

    def encoded(self, samples: FloatArray, seconds: float) -> Any:
        frames = round(seconds * _FRAMES) // 2 * 2
        padded = np.pad(samples, (0, SAMPLE_RATE // 25))
        made = self._model.feature_extractor(padded, padding=0)[:, :frames]
        made = np.pad(made, ((0, 0), (0, frames - made.shape[1])), mode="edge")
        return self._model.encode(made[None])

    def hear(self, encoded: Any, clip: Clip, prompt: str = "", **how: Any) -> list[Text]:
        told = self._tokenizer.encode(f" {prompt}", add_special_tokens=False).ids if prompt else []
        before = [self._before, *told] if told else []
        start = [*before, *self._start]
        most = 10 + 12 * math.ceil(clip.seconds)
        (result,) = self._model.model.generate(
            encoded,
            [start],
            max_length=min(len(start) + most, 448),
            return_scores=True,
            num_hypotheses=how["beam_size"],
            **how,
        )
        found = []
        for tokens, score in zip(result.sequences_ids, result.scores, strict=True):
            text = self._tokenizer.decode([token for token in tokens if token < self._end])
            total = score * len(tokens)
            found.append(Text(Candidate(text, total), total / (len(tokens) + 1)))
        return found
