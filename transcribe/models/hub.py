"""Models of the Hugging Face hub: their names, their repositories, where they are here."""

import re
import shutil
import time
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, TypeVar

from transcribe import sentences as said
from transcribe.errors import EngineMissing, ModelError, ModelMissing, UnknownModel
from transcribe.models import licences, transducer
from transcribe.models.convert import convert, is_original, lacks, need_converter, original_weights
from transcribe.models.download import (
    ANSWERS_LATER,
    SHA256,
    Plan,
    Progress,
    RemoteFile,
    as_model_error,
    download,
    library,
    need_unchanged,
    read_record,
    status_of,
)

_CTRANSLATE2 = re.compile(
    r"model\.bin|config\.json|tokenizer\.json|preprocessor_config\.json|vocabulary\.\w+"
)
_TRANSFORMERS = re.compile(
    r"(config|generation_config|preprocessor_config|processor_config|tokenizer|tokenizer_config"
    r"|special_tokens_map|added_tokens|vocab|normalizer)\.json|merges\.txt"
)
# Seconds that the hub has to answer
_PATIENCE = 10.0
_LICENCE = "license:"
T = TypeVar("T")


# ---- names and folders


def repository(name: str) -> str:
    """The hub id that a model's name stands for ("small" -> "Systran/faster-whisper-small").

    Raises UnknownModel, EngineMissing.
    """
    if "/" in name:
        return name
    library()
    try:
        from faster_whisper import utils
    except ImportError as error:
        raise EngineMissing(said.NO_LIBRARY.format(name=name)) from error
    found: str | None = utils._MODELS.get(name)
    if found is None:
        raise UnknownModel(
            said.NO_MODEL.format(name=name, names=", ".join(utils.available_models()))
        )
    return found


def find(repo: str, models: Path) -> Path | None:
    """The folder of a complete model on this machine; better one that needs no conversion."""
    folders = (converted_folder(repo, models), fetched_folder(repo, models), _in_hub_cache(repo))
    ready = (folder for folder in folders if folder is not None and is_ready(folder))
    return next(ready, None) or find_original(repo, models)


def is_ready(folder: Path) -> bool:
    """Whether one of the engines can load what is in a folder, as it is."""
    return lacks(folder) is None or transducer.is_transducer(folder)


def find_original(repo: str, models: Path) -> Path | None:
    """The folder of a complete model in transformers' format on this machine."""
    folders = (fetched_folder(repo, models), _in_hub_cache(repo))
    return next((folder for folder in folders if folder and is_original(folder)), None)


def fetched_folder(repo: str, models: Path) -> Path:
    return models / _slug(repo)


def converted_folder(source: str, models: Path) -> Path:
    """`source` is a hub id or the path of a folder."""
    return models / f"converted-{_slug(source)}"


def _slug(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "--", name).strip("-")


def _in_hub_cache(repo: str) -> Path | None:
    """The snapshot in the cache that all programs of the hub share."""
    try:
        found = library().try_to_load_from_cache(repo, "config.json")
    except ValueError:
        # no name that the hub can have
        return None
    return Path(found).parent if isinstance(found, str) else None


# ---- a model, ready to load


def fetch(name: str, models: Path, known: Mapping[str, str] | None = None) -> Path:
    """The folder of a model of the hub, downloaded when it is not on this machine.

    `name` is one of faster-whisper's names or "org/name"; what is downloaded or converted is
    kept in `models`. `known` has the SHA-256 of files that they are held to.

    Raises ModelMissing, ModelCorrupt, HubUnreachable, EngineMissing.
    """
    repo = repository(name)
    folder = find(repo, models)
    if folder is None:
        plan = ask(name, known)
        if plan.must_be_converted:
            # better known before gigabytes are fetched
            need_converter(name)
        progress = Progress()
        progress.note(licences.told(name, plan.licence))
        folder = download(plan, fetched_folder(repo, models), progress)
    return usable(folder, name, models, repo)


def forget(original: Path, repo: str | None, models: Path) -> None:
    """Remove what was fetched to be converted: twice the size of that, and of no more use."""
    if repo and original == fetched_folder(repo, models):
        shutil.rmtree(original, ignore_errors=True)


def usable(folder: Path, name: str, models: Path, repo: str | None = None) -> Path:
    """The folder itself, or its conversion where it is in transformers' format.

    Raises ModelMissing naming the file that is not there, or not as recorded.
    """
    need_unchanged(folder, name)
    lacking = lacks(folder)
    if lacking is None or transducer.is_transducer(folder):
        return folder
    if lacking == "model.bin" and original_weights([path.name for path in folder.iterdir()]):
        target = converted_folder(repo or str(folder.resolve()), models)
        if lacks(target) is None:
            need_unchanged(target, name)
        else:
            convert(folder, name, target)
            forget(folder, repo, models)
        return target
    raise ModelMissing(said.FOLDER_LACKS.format(folder=folder, name=name, file=lacking))


def licence_here(folder: Path) -> str | None:
    """The licence that was recorded when a folder was fetched; None where nobody noted one."""
    words = read_record(folder)[0].split(" ")
    marked = (word for word in words if word.startswith(_LICENCE))
    return next((word.removeprefix(_LICENCE) for word in marked), None)


# ---- what the hub has


def ask(name: str, known: Mapping[str, str] | None = None) -> Plan:
    """What the hub has of a model. Raises ModelMissing, HubUnreachable, UnknownModel."""
    return _asked(name, lambda repo: _ask(name, repo, known or {}))


def licence(name: str) -> str:
    """The licence that a model is published under, as the hub writes it ("mit"); "" where it says
    none. Raises ModelMissing, HubUnreachable, UnknownModel."""

    def licence_of(repo: str) -> str:
        return _licence(library().HfApi().model_info(repo, revision="main", timeout=_PATIENCE))

    return _asked(name, licence_of)


def _licence(info: Any) -> str:
    marked = (str(tag) for tag in info.tags or [] if str(tag).startswith(_LICENCE))
    return next(marked, "").removeprefix(_LICENCE)


def _asked(name: str, question: Callable[[str], T]) -> T:
    """The hub's answer to a question about a model's repository."""
    repo, waits = repository(name), [1, 2]
    while True:
        try:
            return question(repo)
        except ModelError:
            raise
        except Exception as error:
            # a server that is busy for a moment is asked again; one that is not there is not
            if not waits or status_of(error) not in ANSWERS_LATER:
                raise as_model_error(error, name) from error
        time.sleep(waits.pop(0))


def _ask(name: str, repo: str, known: Mapping[str, str]) -> Plan:
    hub, files = library(), []
    info = hub.HfApi().model_info(repo, revision="main", timeout=_PATIENCE)
    for file in _wanted({sibling.rfilename for sibling in info.siblings}, name):
        url = hub.hf_hub_url(repo, file, revision=info.sha)
        head = hub.get_hf_file_metadata(url, timeout=_PATIENCE)
        published = head.etag if SHA256.fullmatch(head.etag or "") else None
        files.append(RemoteFile(file, int(head.size), known.get(file) or published))
    return Plan(name, repo, str(info.sha), tuple(files), _licence(info))


def _wanted(names: Collection[str], name: str) -> list[str]:
    """The files to download: of one format only, and small files before the weights."""
    if of_transducer := transducer.wanted(names):
        return of_transducer
    if "model.bin" in names:
        small = [file for file in names if _CTRANSLATE2.fullmatch(file) and file != "model.bin"]
        if "tokenizer.json" not in small or not any(f.startswith("vocabulary.") for f in small):
            raise ModelMissing(said.HUB_LACKS.format(name=name))
        return [*sorted(small), "model.bin"]
    weights = original_weights(names)
    if not weights:
        raise ModelMissing(said.HUB_HAS_OTHER.format(name=name))
    return [*sorted(file for file in names if _TRANSFORMERS.fullmatch(file)), *weights]
