"""openai-whisper: the original, in torch. It runs the same CTranslate2 weights, exactly.

Its own way to load a model is a download; here the tensors of `model.bin` are put where
openai-whisper has them, and torch checks that none is missing and none is left over.
"""

import logging
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from transcribe import sentences as said
from transcribe.engines import card
from transcribe.engines.common import WINDOW, fit_hints, likelier, most_tokens, threads
from transcribe.errors import EngineMissing, ModelCorrupt, UnsupportedSetting
from transcribe.models.ctranslate2_file import ModelFile, Tensor, read
from transcribe.models.digests import digest_of
from transcribe.models.locate import locate
from transcribe.settings import SpeechSettings
from transcribe.types import Clip, Decoded, Word

log = logging.getLogger(__name__)

_REMEDY = said.CONVERT_OR_CHANGE
_HEAD_SIZE = 64
"""Every published Whisper has heads of this size."""


class OpenAIWhisper:
    """A `whisper.model.Whisper` that listens to Vietnamese; `half` computes in float16."""

    name = "openai_whisper"
    most = 1
    workers = 1
    short_context = False
    another_hearing = True

    def __init__(self, model: Any, beam: int, *, half: bool, digest: str = "") -> None:
        from whisper.tokenizer import get_tokenizer

        self.digest = digest
        self.model = model
        self._beam = beam
        self._half = half
        self._tokenizer = get_tokenizer(
            True, num_languages=model.num_languages, language="vi", task="transcribe"
        )

    def decode(
        self,
        clips: Sequence[Clip],
        *,
        seconds: float = WINDOW,
        temperature: float = 0.0,
        no_turns: bool = False,
    ) -> list[Decoded]:
        # `no_turns`: its decoding has no such rule; a loop is tried warmer then
        return [self._decode(clip, temperature) for clip in clips]

    def _decode(self, clip: Clip, temperature: float) -> Decoded:
        import torch
        import whisper

        samples = torch.from_numpy(whisper.pad_or_trim(clip.samples))
        features = whisper.log_mel_spectrogram(samples, self.model.dims.n_mels)
        features = features.to(self.model.device)
        if self._half:
            features = features.half()
        with torch.no_grad():
            encoded = self.model.embed_audio(features[None])[0]
        _, chances = whisper.detect_language(self.model, encoded, self._tokenizer)
        plain = self._text(clip, features, encoded, "", temperature)
        found = replace(plain, vietnamese=chances["vi"])
        hints = fit_hints(clip.hints, self._count_tokens)
        if not hints:
            return found
        hinted = self._text(clip, features, encoded, hints, temperature)
        return likelier([clip], [found], [hinted])[0]

    def _text(
        self, clip: Clip, features: Any, encoded: Any, hints: str, temperature: float
    ) -> Decoded:
        import whisper
        from whisper.timing import find_alignment

        options = whisper.DecodingOptions(
            task="transcribe",
            language="vi",
            temperature=temperature,
            prompt=hints or None,
            sample_len=most_tokens([clip]),
            without_timestamps=True,
            fp16=self._half,
            **({"best_of": 5} if temperature else {"beam_size": self._beam}),
        )
        found = whisper.decode(self.model, encoded, options)
        frames = min(math.ceil(clip.seconds * 100), 3000)
        timed = find_alignment(self.model, self._tokenizer, found.tokens, features, frames)
        return Decoded(tuple(_words(timed)), found.avg_logprob)

    def _count_tokens(self, text: str) -> int:
        return len(self._tokenizer.encode(" " + text))


def _words(timed: list[Any]) -> Iterator[Word]:
    """openai-whisper's parts, joined where no space stands between them."""
    parts: list[Any] = []
    for part in timed:
        if part.word.startswith(" ") and parts:
            yield from _word(parts)
            parts = []
        parts.append(part)
    yield from _word(parts)


def _word(parts: list[Any]) -> Iterator[Word]:
    text = "".join(part.word for part in parts).strip()
    if text:
        probability = float(np.mean([part.probability for part in parts]))
        yield Word(text, float(parts[0].start), float(parts[-1].end), probability)


def load(settings: SpeechSettings) -> OpenAIWhisper:
    """Load the model; raises ModelError."""
    try:
        import torch
        import whisper
    except ImportError as error:
        raise EngineMissing(
            said.NOT_INSTALLED.format(
                engine="openai_whisper", why=error, packages="'bien-ban[openai-whisper]'"
            )
        ) from error

    cuda = torch.cuda.is_available()
    if settings.whisper_device == "cuda" and not cuda:
        raise UnsupportedSetting(said.NO_CUDA.format(library="torch"))
    device = "cuda" if cuda and settings.whisper_device != "cpu" else "cpu"
    half = _computes_in_half(settings.whisper_compute_type, device)

    path = locate(settings.whisper_model, settings.whisper_cache) / "model.bin"
    file = read(path)
    dimensions = whisper.model.ModelDimensions(**_dimensions(file, path))
    model = whisper.model.Whisper(dimensions)
    if not model.is_multilingual:
        raise UnsupportedSetting(said.ONLY_ENGLISH.format(model=settings.whisper_model))
    state = {name: torch.from_numpy(value.astype(np.float32)) for name, value in _state(file, path)}
    try:
        model.load_state_dict(state, strict=True)
    except RuntimeError as error:
        raise ModelCorrupt(
            str(path),
            expected=said.TENSORS,
            found=str(error).strip(),
            remedy=_REMEDY,
        ) from error
    torch.set_num_threads(threads(settings.whisper_threads))
    if device == "cuda" and (failed := _card_fails(model)):
        log.warning(said.CUDA_FAILS, failed)
        device, half = "cpu", False
    return OpenAIWhisper(
        model.to(device).eval(), settings.whisper_beam, half=half, digest=digest_of(path)
    )


def _card_fails(model: Any) -> str:
    """Put it onto the graphics card and listen once; why that cannot be done, "" where it can."""
    import torch

    try:
        on_card = model.to("cuda")
        with torch.no_grad():
            on_card.embed_audio(torch.zeros(1, model.dims.n_mels, 100 * WINDOW, device="cuda"))
    except (RuntimeError, AssertionError) as error:  # torch without CUDA asserts
        return card.why(error)
    return ""


def _computes_in_half(compute_type: str, device: str) -> bool:
    if compute_type == "float16" and device == "cpu":
        raise UnsupportedSetting(said.NOT_WITH_OPENAI.format(kind="float16", where=said.ON_CPU))
    if compute_type not in ("auto", "float16", "float32"):
        raise UnsupportedSetting(said.NOT_WITH_OPENAI.format(kind=compute_type, where=""))
    return device == "cuda" and compute_type != "float32"


def _dimensions(file: ModelFile, path: Path) -> dict[str, int]:
    """The shape of the model, from the shapes of its tensors."""
    if file.spec != "WhisperSpec":
        raise UnsupportedSetting(said.NOT_WHISPER.format(path=path, spec=file.spec))
    tensors = file.tensors
    audio_state, mels, _ = _get(tensors, "encoder/conv1/weight", path).shape
    vocabulary, text_state = _get(tensors, "decoder/embeddings/weight", path).shape
    return {
        "n_mels": mels,
        "n_audio_ctx": len(_get(tensors, "encoder/position_encodings/encodings", path)),
        "n_audio_state": audio_state,
        "n_audio_head": int(tensors.get("encoder/num_heads", np.array(audio_state // _HEAD_SIZE))),
        "n_audio_layer": _layers(tensors, "encoder"),
        "n_vocab": vocabulary,
        "n_text_ctx": len(_get(tensors, "decoder/position_encodings/encodings", path)),
        "n_text_state": text_state,
        "n_text_head": int(tensors.get("decoder/num_heads", np.array(text_state // _HEAD_SIZE))),
        "n_text_layer": _layers(tensors, "decoder"),
    }


def _layers(tensors: dict[str, Tensor], side: str) -> int:
    found = {name.split("/")[1] for name in tensors if name.startswith(f"{side}/layer_")}
    # layer_norm is the norm after the last layer
    return len(found - {"layer_norm"})


def _get(tensors: dict[str, Tensor], name: str, path: Path) -> Tensor:
    value = tensors.get(name)
    if value is None:
        raise ModelCorrupt(
            str(path), expected=said.A_TENSOR.format(name=name), found=said.NONE, remedy=_REMEDY
        )
    if not np.issubdtype(value.dtype, np.floating):
        raise UnsupportedSetting(said.NUMBERS_OF.format(path=path, kind=value.dtype))
    return value


# CTranslate2's names of one layer -> openai-whisper's
_NORMS = {"self_attention": "attn_ln", "attention": "cross_attn_ln", "ffn": "mlp_ln"}


def _state(file: ModelFile, path: Path) -> Iterator[tuple[str, Tensor]]:
    """openai-whisper's names with their tensors, in the types of the file."""

    used = {"decoder/projection/weight"}

    def get(name: str) -> Tensor:
        used.add(name)
        return _get(file.tensors, name, path)

    for conv in ("conv1", "conv2"):
        yield f"encoder.{conv}.weight", get(f"encoder/{conv}/weight")
        yield f"encoder.{conv}.bias", get(f"encoder/{conv}/bias")
    yield "encoder.positional_embedding", get("encoder/position_encodings/encodings")
    yield "decoder.positional_embedding", get("decoder/position_encodings/encodings")
    yield "decoder.token_embedding.weight", get("decoder/embeddings/weight")
    for side, norm in (("encoder", "encoder.ln_post"), ("decoder", "decoder.ln")):
        yield f"{norm}.weight", get(f"{side}/layer_norm/gamma")
        yield f"{norm}.bias", get(f"{side}/layer_norm/beta")
        for layer in range(_layers(file.tensors, side)):
            yield from _layer(get, f"{side}/layer_{layer}", f"{side}.blocks.{layer}", path)

    # openai-whisper has one matrix for reading words and for writing them
    words = get("decoder/embeddings/weight")
    alike = np.array_equal(file.tensors.get("decoder/projection/weight", words), words)
    left = [n for n, value in file.tensors.items() if value.ndim and n not in used]
    if left or not alike:
        raise UnsupportedSetting(
            said.HAS_MORE.format(path=path, what=left[0] if left else "decoder/projection/weight")
        )


def _layer(get: Any, source: str, target: str, path: Path) -> Iterator[tuple[str, Tensor]]:
    crossed = source.startswith("decoder")
    for part, norm in _NORMS.items():
        if part != "attention" or crossed:
            yield f"{target}.{norm}.weight", get(f"{source}/{part}/layer_norm/gamma")
            yield f"{target}.{norm}.bias", get(f"{source}/{part}/layer_norm/beta")
    for here, there in (("linear_0", "mlp.0"), ("linear_1", "mlp.2")):
        yield f"{target}.{there}.weight", get(f"{source}/ffn/{here}/weight")
        yield f"{target}.{there}.bias", get(f"{source}/ffn/{here}/bias")
    own = f"{source}/self_attention"
    yield from _linears(get, f"{own}/linear_0", f"{target}.attn", ("query", "key", "value"), path)
    yield from _linears(get, f"{own}/linear_1", f"{target}.attn", ("out",), path)
    if crossed:
        other, cross = f"{source}/attention", f"{target}.cross_attn"
        yield from _linears(get, f"{other}/linear_0", cross, ("query",), path)
        yield from _linears(get, f"{other}/linear_1", cross, ("key", "value"), path)
        yield from _linears(get, f"{other}/linear_2", cross, ("out",), path)


def _linears(
    get: Any, source: str, target: str, names: tuple[str, ...], path: Path
) -> Iterator[tuple[str, Tensor]]:
    """A stack of linear layers, taken apart."""
    weights = np.split(get(f"{source}/weight"), len(names))
    biases = np.split(get(f"{source}/bias"), len(names))
    for name, weight, bias in zip(names, weights, biases, strict=True):
        yield f"{target}.{name}.weight", weight
        if name != "key":
            yield f"{target}.{name}.bias", bias
        elif bias.any():
            # openai-whisper's keys have none: it would run another model than this one
            raise UnsupportedSetting(said.HAS_BIAS.format(path=path, what=source))
