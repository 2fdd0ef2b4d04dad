"""Models from the Hugging Face hub, and from folders in its formats.

A repository in CTranslate2's format is used as it is. One in transformers' format (such as
vinai/PhoWhisper-base) is converted once, where transformers and torch are installed.
"""

import importlib
import importlib.util
import logging
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import cast

from .errors import (
    OFFLINE_WAY,
    EngineMissing,
    HubUnreachable,
    ModelError,
    ModelMissing,
    UnknownModel,
)

log = logging.getLogger(__name__)

_NEEDED = ("model.bin", "tokenizer.json")
_WANTED = [*_NEEDED, "config.json", "preprocessor_config.json", "vocabulary.*"]
# Seconds that the hub has to answer
_PATIENCE = 10.0
_TRANSFORMERS_WEIGHTS = ("*.safetensors", "pytorch_model*.bin")


def fetch(name: str, models: Path) -> Path:
    """The folder of a model of the hub, downloaded when it is not in the local cache.

    `name` is one of faster-whisper's names or "org/name"; a conversion is kept in `models`.

    Raises ModelMissing, HubUnreachable.
    """
    repo = _repository(name)
    converted = _converted_folder(repo, models)
    if converted.is_dir():
        return converted
    folder = _snapshot(repo, name, local=True)
    if folder is None or _lacks(folder) is not None:
        folder = _snapshot(repo, name, local=False)
    if folder is not None and (folder / "model.bin").is_file():
        return usable(folder, name, models)
    return _convert(repo, repo, converted)


def usable(folder: Path, name: str, models: Path) -> Path:
    """The folder itself, or its conversion where it is in transformers' format.

    Raises ModelMissing naming the file that is not there.
    """
    lacks = _lacks(folder)
    if lacks is None:
        return folder
    if lacks == "model.bin" and any(any(folder.glob(w)) for w in _TRANSFORMERS_WEIGHTS):
        converted = _converted_folder(str(folder.resolve()), models)
        return converted if converted.is_dir() else _convert(name, str(folder), converted)
    raise ModelMissing(f"the folder {folder} of WHISPER_MODEL={name} has no {lacks}. {OFFLINE_WAY}")


def _lacks(folder: Path) -> str | None:
    for name in _NEEDED:
        if not (folder / name).is_file():
            return name
    if not any(folder.glob("vocabulary.*")):
        return "vocabulary.json or vocabulary.txt"
    return None


def _repository(name: str) -> str:
    if "/" in name:
        return name
    try:
        from faster_whisper import utils
    except ImportError as error:
        raise EngineMissing(
            f"WHISPER_MODEL={name} is looked up by a library that is not installed: "
            "pip install faster-whisper"
        ) from error
    repository: str | None = utils._MODELS.get(name)
    if repository is None:
        raise UnknownModel(
            f"there is no model or folder WHISPER_MODEL={name}; "
            f"names are {', '.join(utils.available_models())}. {OFFLINE_WAY}"
        )
    return repository


def _snapshot(repo: str, name: str, *, local: bool) -> Path | None:
    """The repository's CTranslate2 files; None where `local` and nothing is there."""
    import huggingface_hub
    from huggingface_hub import errors

    # The hub's library has changed its HTTP library twice; its own HTTP error descends from
    # the base error of the present one.
    transport_error = cast(type[Exception], errors.HfHubHTTPError.__bases__[0])
    try:
        if not local:
            # downloading has no time limit of its own before the first byte
            huggingface_hub.HfApi().model_info(repo, timeout=_PATIENCE)
        return Path(
            huggingface_hub.snapshot_download(repo, allow_patterns=_WANTED, local_files_only=local)
        )
    except errors.RepositoryNotFoundError as error:
        raise ModelMissing(
            f"WHISPER_MODEL={name} is not on the hub, or not open to everybody. {OFFLINE_WAY}"
        ) from error
    except errors.HFValidationError as error:
        raise ModelMissing(f"WHISPER_MODEL={name} is no name that the hub can have") from error
    except (OSError, transport_error) as error:
        # "not in the cache", "offline mode" and answers such as 503 are OSErrors
        if local:
            return None
        raise HubUnreachable(
            f"WHISPER_MODEL={name} is not on this machine and the hub does not answer. "
            + OFFLINE_WAY
        ) from error


def _converted_folder(name: str, models: Path) -> Path:
    return models / f"converted-{re.sub(r'[^A-Za-z0-9._-]+', '--', name).strip('-')}"


def _convert(name: str, source: str, target: Path) -> Path:
    """Convert transformers' weights to CTranslate2's, float16; appears whole or not at all."""
    absent = [lib for lib in ("transformers", "torch") if importlib.util.find_spec(lib) is None]
    if absent:
        raise ModelMissing(
            f"WHISPER_MODEL={name} is in transformers' format and must be converted once: "
            f"pip install {' '.join(absent)}. {OFFLINE_WAY}"
        )
    from ctranslate2.converters import TransformersConverter

    transformers = importlib.import_module("transformers")

    log.warning("converting %s to %s (once)", name, target)
    target.parent.mkdir(parents=True, exist_ok=True)
    workplace = Path(tempfile.mkdtemp(prefix=".converting-", dir=target.parent))
    result = workplace / "model"
    try:
        TransformersConverter(source, copy_files=["preprocessor_config.json"]).convert(
            str(result), quantization="float16"
        )
        # writes tokenizer.json also where the source has only vocab.json and merges.txt
        transformers.AutoTokenizer.from_pretrained(source).save_pretrained(str(result))
        lacks = _lacks(result)
        if lacks is not None:
            raise ModelMissing(f"the conversion of WHISPER_MODEL={name} made no {lacks}")
        try:
            os.rename(result, target)
        except OSError:
            # another process finished first; anything else is an error
            if not target.is_dir():
                raise
    except ModelError:
        raise
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelMissing(
            f"WHISPER_MODEL={name} cannot be converted ({type(error).__name__}: {error})"
        ) from error
    finally:
        shutil.rmtree(workplace, ignore_errors=True)
    return target
