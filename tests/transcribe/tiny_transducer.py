"""A transducer with exact answers, in the files of a real one: each word is a tone.

It hears with sherpa-onnx as any other does. Its encoder looks at one of the 80 bands of the
features for each token, its decoder forbids the token that was said last, its joiner adds the two.
So a tone is written once, when it begins, and how sure the model is of it is known: `RIVALS` share
a tone, and of them the first is a little likelier.
"""

import struct
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from transcribe.types import SAMPLE_RATE, FloatArray

WORDS = ("kính", "thưa", "đồng", "chí", "hoa", "hòa", "họp", "hai", "ba")
"""What it knows, each a tone of its own; but hòa has that of hoa."""
RIVALS = ("hoa", "hòa")
TONE = 0.12
"""Seconds that a word sounds; another may begin behind it."""

_PIECES = ("▁thưa", "▁đồng", "▁chí", "▁hoa", "▁hòa", "▁họp", "▁hai", "▁ba")
# "kính" is written in two tokens, of two tones
_TOKENS = ("<blk>", "<unk>", "▁kí", "nh", *_PIECES)
_BANDS = {token: 50 + 3 * place for place, token in enumerate(["▁kí", "nh", *_PIECES])}
_BANDS["▁hòa"] = _BANDS["▁hoa"]
# A tone's band has a log energy of some 10, every other below 2 (80 bands, of Kaldi's features)
_HEARD = 3.0
_SHARP = 2.0
_RIVAL_LESS = 0.05
_NEVER = -100.0


def tone(word: str) -> FloatArray:
    """A word, as samples."""
    tokens = ("▁kí", "nh") if word == "kính" else (f"▁{word}",)
    return np.concatenate([_tone(_BANDS[token]) for token in tokens])


def sound(
    words: Iterable[tuple[float, str]], seconds: float, under: FloatArray | None = None
) -> FloatArray:
    """So many seconds with each word at its moment (seconds); `under` are samples beneath it."""
    made = np.zeros(round(seconds * SAMPLE_RATE), np.float32)
    if under is not None:
        made[: len(under)] += under[: len(made)]
    for moment, word in words:
        at = round(moment * SAMPLE_RATE)
        made[at : at + len(tone(word))] += tone(word)
    return made


def _tone(band: int) -> FloatArray:
    t = np.arange(round(TONE * SAMPLE_RATE)) / SAMPLE_RATE
    made: FloatArray = (0.1 * np.sin(2 * np.pi * _hertz(band) * t)).astype(np.float32)
    return made


def _hertz(band: int) -> float:
    """The middle of one of Kaldi's 80 bands between 20 and 7600 Hz."""
    low, high = (1127 * np.log1p(edge / 700) for edge in (20, SAMPLE_RATE / 2 - 400))
    return float(700 * np.expm1((low + (band + 1) * (high - low) / 81) / 1127))


# ---- the files


def write(folder: Path, *, prefix: str = "", upper: bool = False) -> Path:
    """The folder of the model: encoder, decoder, joiner, tokens, and how words are divided."""
    folder.mkdir(parents=True, exist_ok=True)
    tokens = [_cased(token, upper=upper) for token in _TOKENS]
    (folder / f"{prefix}encoder.onnx").write_bytes(_encoder())
    (folder / f"{prefix}decoder.onnx").write_bytes(_decoder())
    (folder / f"{prefix}joiner.onnx").write_bytes(_joiner())
    rows = (f"{token} {number}" for number, token in enumerate(tokens))
    (folder / "tokens.txt").write_text("\n".join(rows) + "\n", "utf-8")
    (folder / "bpe.model").write_bytes(_sentencepiece(tokens))
    return folder


def _cased(token: str, *, upper: bool) -> str:
    return token.upper() if upper and not token.startswith("<") else token


def _encoder() -> bytes:
    weights = np.zeros((80, len(_TOKENS)), np.float32)
    bias = np.zeros(len(_TOKENS), np.float32)
    for number, token in enumerate(_TOKENS[2:], start=2):
        weights[_BANDS[token], number] = _SHARP
        bias[number] = -_SHARP * _HEARD
    bias[1] = _NEVER
    bias[_TOKENS.index("▁hòa")] -= _RIVAL_LESS
    integers = {"zero": [0], "end": [2**31], "one": [1], "four": [4], "three": [3]}
    return _model(
        nodes=[
            _node("Slice", ["x", "zero", "end", "one", "four"], ["every_fourth"]),
            _node("MatMul", ["every_fourth", "weights"], ["heard"]),
            _node("Add", ["heard", "bias"], ["encoder_out"]),
            _node("Add", ["x_lens", "three"], ["more"]),
            _node("Div", ["more", "four"], ["encoder_out_lens"]),
        ],
        constants={
            "weights": weights,
            "bias": bias,
            **{name: np.array(value, np.int64) for name, value in integers.items()},
        },
        inputs=[("x", _FLOAT, ("N", "T", 80)), ("x_lens", _INT64, ("N",))],
        outputs=[
            ("encoder_out", _FLOAT, ("N", "U", len(_TOKENS))),
            ("encoder_out_lens", _INT64, ("N",)),
        ],
        about={"model_type": "tiny"},
    )


def _decoder() -> bytes:
    table = np.zeros((len(_TOKENS), len(_TOKENS)), np.float32)
    np.fill_diagonal(table[2:, 2:], _NEVER)
    for one, other in (RIVALS, RIVALS[::-1]):
        # one of them said, the tone is not the other as well
        table[_TOKENS.index(f"▁{one}"), _TOKENS.index(f"▁{other}")] = _NEVER
    return _model(
        nodes=[
            _node("Gather", ["y", "last"], ["said"], axis=1),
            _node("Gather", ["table", "said"], ["decoder_out"], axis=0),
        ],
        constants={"last": np.array(1, np.int64), "table": table},
        inputs=[("y", _INT64, ("N", 2))],
        outputs=[("decoder_out", _FLOAT, ("N", len(_TOKENS)))],
        about={"context_size": "2", "vocab_size": str(len(_TOKENS))},
    )


def _joiner() -> bytes:
    shape = ("N", len(_TOKENS))
    return _model(
        nodes=[_node("Add", ["encoder_out", "decoder_out"], ["logit"])],
        constants={},
        inputs=[("encoder_out", _FLOAT, shape), ("decoder_out", _FLOAT, shape)],
        outputs=[("logit", _FLOAT, shape)],
        about={"joiner_dim": str(len(_TOKENS))},
    )


def _sentencepiece(tokens: Sequence[str]) -> bytes:
    """As SentencePiece keeps it: each piece with how likely it is."""
    return b"".join(
        _bytes(1, _bytes(1, token.encode()) + _field(2, 5) + struct.pack("<f", -float(number)))
        for number, token in enumerate(tokens)
    )


# ---- ONNX, as protocol buffers are written

_FLOAT, _INT64 = 1, 7
_Value = tuple[str, int, tuple[int | str, ...]]


def _model(
    nodes: Sequence[bytes],
    constants: dict[str, np.ndarray],
    inputs: Sequence[_Value],
    outputs: Sequence[_Value],
    about: dict[str, str],
) -> bytes:
    graph = b"".join(
        [
            *(_bytes(1, node) for node in nodes),
            _text(2, "tiny"),
            *(_bytes(5, _tensor(name, value)) for name, value in constants.items()),
            *(_bytes(11, _value(*one)) for one in inputs),
            *(_bytes(12, _value(*one)) for one in outputs),
        ]
    )
    notes = (_bytes(14, _text(1, name) + _text(2, value)) for name, value in about.items())
    return b"".join([_number(1, 8), _bytes(7, graph), _bytes(8, _number(2, 13)), *notes])


def _node(kind: str, inputs: Sequence[str], outputs: Sequence[str], **integers: int) -> bytes:
    return b"".join(
        [
            *(_text(1, name) for name in inputs),
            *(_text(2, name) for name in outputs),
            _text(4, kind),
            *(
                _bytes(5, _text(1, name) + _number(3, value) + _number(20, 2))
                for name, value in integers.items()
            ),
        ]
    )


def _tensor(name: str, value: np.ndarray) -> bytes:
    kind = _FLOAT if value.dtype == np.float32 else _INT64
    sizes = b"".join(_number(1, size) for size in value.shape)
    return sizes + _number(2, kind) + _text(8, name) + _bytes(9, value.tobytes())


def _value(name: str, kind: int, shape: Sequence[int | str]) -> bytes:
    sizes = (_text(2, one) if isinstance(one, str) else _number(1, one) for one in shape)
    shaped = b"".join(_bytes(1, size) for size in sizes)
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, shaped)))


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _bytes(field: int, value: bytes) -> bytes:
    return _field(field, 2) + _varint(len(value)) + value


def _number(field: int, value: int) -> bytes:
    return _field(field, 0) + _varint(value)


def _field(field: int, kind: int) -> bytes:
    return _varint(field << 3 | kind)


def _varint(value: int) -> bytes:
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*written, value])
