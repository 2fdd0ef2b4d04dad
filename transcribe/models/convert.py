"""Folders with a model: CTranslate2's format, and what makes it of transformers'.

A model in transformers' format (such as vinai/PhoWhisper-base) is converted once, where
transformers and torch are installed.
"""

import importlib
import importlib.util
import logging
import os
import re
import shutil
import tempfile
import time
from collections.abc import Collection
from pathlib import Path

from transcribe import sentences as said
from transcribe.errors import ModelError, ModelMissing
from transcribe.models.download import need_whisper, read_record, write_record, writing
from transcribe.settings import looks_like_path

log = logging.getLogger(__name__)

QUANTIZATIONS = ("float16", "int8", "float32")
INSTALL_CONVERTER = said.INSTALL_CONVERTER
_CONVERTING = ".converting-"


def lacks(folder: Path) -> str | None:
    """The file that keeps the folder from being a model in CTranslate2's format."""
    for name in ("model.bin", "tokenizer.json"):
        if not (folder / name).is_file():
            return name
    return None if any(folder.glob("vocabulary.*")) else said.VOCABULARY


def is_original(folder: Path) -> bool:
    """Whether the folder holds all weights of a model in transformers' format."""
    names = [path.name for path in folder.glob("*") if path.is_file()]
    weights = original_weights(names)
    parts = [int(count[1]) for name in weights if (count := re.search(r"-of-(\d+)\.", name))]
    return bool(weights) and all(count == len(parts) for count in parts)


def original_weights(names: Collection[str]) -> list[str]:
    """The files with the weights in transformers' format: one, or an index and its parts."""
    for stem, suffix in (("model", "safetensors"), ("pytorch_model", "bin")):
        whole = f"{stem}.{suffix}"
        if whole in names:
            return [whole]
        index = f"{whole}.index.json"
        if index in names:
            part = re.compile(rf"{stem}-\d+-of-\d+\.{suffix}")
            return [index, *sorted(name for name in names if part.fullmatch(name))]
    return []


def converter_is_installed() -> bool:
    return all(importlib.util.find_spec(library) for library in ("torch", "transformers"))


def need_converter(name: str) -> None:
    """Raises ModelMissing where the libraries that convert a model are not installed."""
    if not converter_is_installed():
        command = "convert" if looks_like_path(name) else "fetch"
        raise ModelMissing(
            said.MUST_BE_CONVERTED.format(name=name, install=INSTALL_CONVERTER, command=command)
        )


def convert(source: Path, name: str, target: Path, quantization: str = "float16") -> Path:
    """Convert transformers' weights to CTranslate2's; appears whole or not at all.

    Replaces what is at `target`. Raises ModelMissing.
    """
    need_converter(name)
    from ctranslate2.converters import TransformersConverter

    need_whisper(source, name)
    log.warning(said.CONVERTING, name, target)
    with writing(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        for left in target.parent.glob(f"{_CONVERTING}*"):
            # by a killed conversion; what is younger may be another one at work
            if left.stat().st_mtime < time.time() - 24 * 3600:
                shutil.rmtree(left, ignore_errors=True)
        workplace = Path(tempfile.mkdtemp(prefix=_CONVERTING, dir=target.parent))
    result = workplace / "model"
    ready = ("preprocessor_config.json", "tokenizer.json")
    try:
        TransformersConverter(
            str(source),
            copy_files=[file for file in ready if (source / file).is_file()],
            # the same numbers for half of the memory
            load_as_float16=quantization == "float16",
        ).convert(str(result), quantization=quantization)
        _add_missing(source, result)
        lacking = lacks(result)
        if lacking is not None:
            raise ModelMissing(said.CONVERSION_LACKS.format(name=name, file=lacking))
        origin = read_record(source)[0] or name
        write_record(result, f"{origin} converted to CTranslate2 {quantization}")
        if target.is_dir():
            os.rename(target, workplace / "before")
        os.rename(result, target)
    except ModelError:
        raise
    except Exception as error:
        # of three libraries, whose errors have no class in common
        raise ModelMissing(
            said.NOT_CONVERTED.format(name=name, why=f"{type(error).__name__}: {error}")
        ) from error
    finally:
        shutil.rmtree(workplace, ignore_errors=True)
    return target


def _add_missing(source: Path, result: Path) -> None:
    """Write the files that Whisper needs and that the source has in an older or newer form."""
    transformers = importlib.import_module("transformers")
    if not (result / "tokenizer.json").is_file():
        # from vocab.json and merges.txt
        transformers.AutoTokenizer.from_pretrained(str(source)).save_pretrained(str(result))
    if not (result / "preprocessor_config.json").is_file():
        # faster-whisper reads the number of its frequencies there
        transformers.WhisperFeatureExtractor.from_pretrained(str(source)).save_pretrained(
            str(result)
        )
