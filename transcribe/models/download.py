"""Downloads that can be gone on with: the files of one repository of the Hugging Face hub.

A repository is fetched as plain files into a folder of its own, which may be carried to
another machine as it is: what a broken or killed download left is gone on with, what the hub
publishes a SHA-256 for is held to it, and all digests are kept in the folder (SHA256SUMS, as
`sha256sum -c` reads it).
"""

import hashlib
import importlib
import json
import logging
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

from foundation.command_line import reason
from transcribe import sentences as said
from transcribe.errors import HubUnreachable, ModelCorrupt, ModelError, ModelMissing
from transcribe.models.digests import digest_of

log = logging.getLogger(__name__)

RECORD = "SHA256SUMS"
FETCHING = ".fetching-"
"""Begins the name of a folder whose download is not finished."""
SHA256 = re.compile(r"[0-9a-f]{64}")
ANSWERS_LATER = (408, 425, 429, 500, 502, 503, 504)
# Tries in a row that bring nothing, before a download is given up
_TRIES = 5


class Progress:
    """Hears how a download goes. This one logs, for a service or a script."""

    before = total = 0
    """Bytes: of all files here before this one, of all files together."""

    def __init__(self) -> None:
        self._told = time.monotonic()

    def note(self, text: str) -> None:
        """Something that a person should know now."""
        log.warning("%s", text)

    def at(self, here: int) -> None:
        """So many bytes of this file are here. Called often."""
        if time.monotonic() - self._told >= 10:
            self._told = time.monotonic()
            log.info(said.FETCHED, megabytes(self.before + here), megabytes(self.total))


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a repository; `sha256` where it is published (for large files, mostly)."""

    name: str
    size: int
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be downloaded. `commit` never changes its content; `name` is what one asked.

    `licence` is as the hub writes it ("mit"); "" where it says none.
    """

    name: str
    repo: str
    commit: str
    files: tuple[RemoteFile, ...]
    licence: str = ""

    @property
    def must_be_converted(self) -> bool:
        names = {file.name for file in self.files}
        return not names & {"model.bin", "tokens.txt"}  # of CTranslate2, and of a transducer


def megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size < 10e6 else f"{size / 1e6:.0f} MB"


# ---- the hub's library


def library() -> Any:
    """huggingface_hub, drawing no bars and logging nothing: what it tells is told here.

    Nor does it tell the hub what else is installed on this machine.

    Raises HubUnreachable where HF_ENDPOINT keeps it from being imported.
    """
    try:
        for module in ("constants", "errors", "file_download", "utils"):
            importlib.import_module(f"huggingface_hub.{module}")
    except ValueError as error:
        raise HubUnreachable(said.NO_ADDRESS, why=said.NO_ADDRESS) from error
    hub: Any = importlib.import_module("huggingface_hub")
    hub.utils.disable_progress_bars()
    hub.utils.logging.set_verbosity_error()
    # it hands on 10 MB at once: that is what a broken connection would lose
    hub.constants.DOWNLOAD_CHUNK_SIZE = 1 << 17
    hub.constants.HF_HUB_DISABLE_TELEMETRY = True
    return hub


def status_of(error: Exception) -> int | None:
    status: int | None = getattr(getattr(error, "response", None), "status_code", None)
    return status


def as_model_error(error: Exception, name: str) -> ModelError:
    """What a person can do about an exception of the hub's library.

    It is taken by its status rather than its class: the library has changed its HTTP library
    twice, and not all errors of these descend from one class. None of its text is passed on:
    an address may hold a password.
    """
    hub, status = library(), status_of(error)
    host = urlsplit(hub.constants.ENDPOINT).hostname or f"HF_ENDPOINT={hub.constants.ENDPOINT}"
    if isinstance(error, hub.errors.HFValidationError):
        return ModelMissing(said.NO_HUB_NAME.format(name=name))
    if isinstance(error, hub.errors.GatedRepoError) or status == 403:
        return ModelMissing(said.GATED.format(host=host, name=name))
    if isinstance(error, hub.errors.RepositoryNotFoundError) or status in (401, 404):
        return ModelMissing(said.NOT_ON_HUB.format(name=name, host=host))
    if isinstance(error, hub.errors.OfflineModeIsEnabled):
        reason = said.HUB_FORBIDDEN
    elif status is not None:
        reason = said.HUB_ODD.format(host=host, status=status)
    elif isinstance(error, (ValueError, TypeError, KeyError, AttributeError)):
        reason = said.NO_HUB.format(host=host)
    else:
        reason = said.HUB_SILENT.format(host=host, why=type(error).__name__)
    return HubUnreachable(said.HUB_UNREACHABLE.format(name=name, why=reason), why=reason)


# ---- a repository


def download(plan: Plan, target: Path, progress: Progress) -> Path:
    """Download what is not here yet; `target` appears when all of it is here and checked.

    Raises ModelMissing (no room, not allowed, no Whisper), ModelCorrupt, HubUnreachable.
    """
    lock = library().utils.WeakFileLock
    models, work = target.parent, target.with_name(f"{FETCHING}{target.name}")
    with ExitStack() as stack:
        with writing(models):
            models.mkdir(parents=True, exist_ok=True)
            locked = models / f"{work.name}.lock"
            try:
                stack.enter_context(lock(locked, timeout=0.2))
            except TimeoutError:
                progress.note(said.WAITS_FOR_OTHER.format(name=plan.name))
                stack.enter_context(lock(locked))
            if target.is_dir():
                wrong = damaged(target)
                if not wrong and not any(_differs(target / file.name, file) for file in plan.files):
                    # by the process that was waited for
                    return target
                for name in wrong:
                    (target / name).unlink(missing_ok=True)
                shutil.rmtree(work, ignore_errors=True)
                os.rename(target, work)
            work.mkdir(exist_ok=True)
        _get_all(plan, work, progress)
        with writing(work):
            for path in work.iterdir():
                if path.name not in {file.name for file in plan.files}:
                    path.unlink()
            licence = "-".join(plan.licence.split())
            write_record(work, f"{plan.repo} {plan.commit} license:{licence}")
            os.rename(work, target)
    return target


def _get_all(plan: Plan, work: Path, progress: Progress) -> None:
    missing = [file for file in plan.files if _differs(work / file.name, file)]
    total = sum(file.size for file in plan.files)
    done = total - sum(file.size for file in missing)
    wanted = total - done - sum(_size(_part(work, file)) for file in missing)
    free = shutil.disk_usage(work).free
    if wanted > free:
        raise ModelMissing(
            said.NO_ROOM.format(
                name=plan.name, wanted=megabytes(wanted), folder=work.parent, free=megabytes(free)
            )
        )
    here = said.HERE_ALREADY.format(size=megabytes(done)) if done else ""
    told_size = megabytes(total) + here
    progress.note(said.FETCHING.format(name=plan.repo, count=len(plan.files), size=told_size))
    for file in missing:
        progress.before, progress.total = done, total
        _get(plan, file, work, progress)
        done += file.size
        if file.name == "config.json" and plan.must_be_converted:
            # said before gigabytes are fetched
            need_whisper(work, plan.name)


def kind_of(folder: Path) -> str:
    """What transformers calls this kind of model ("whisper"); "" where nothing says so."""
    try:
        return str(json.loads((folder / "config.json").read_text("utf-8"))["model_type"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def need_whisper(folder: Path, name: str) -> None:
    """Raises ModelMissing where a folder in transformers' format is not Whisper's."""
    kind = kind_of(folder) or said.UNKNOWN
    if kind != "whisper":
        raise ModelMissing(said.OTHER_KIND.format(name=name, kind=kind))


def _part(work: Path, file: RemoteFile) -> Path:
    """Named by its content: what was fetched of another version is not gone on with."""
    key = file.sha256 or hashlib.sha256(f"{file.name} {file.size}".encode()).hexdigest()
    return work / f"{file.name}.{key[:12]}.part"


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _differs(path: Path, file: RemoteFile) -> bool:
    if not path.is_file() or path.stat().st_size != file.size:
        return True
    return file.sha256 is not None and digest_of(path) != file.sha256


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """A disk that cannot be written to is a ModelMissing that says so."""
    try:
        yield
    except OSError as error:
        raise ModelMissing(said.NOT_WRITTEN.format(folder=folder, why=reason(error))) from error


# ---- one file


class _Sink:
    """A file for the hub's library to write to: tells its size, and its errors from the net's."""

    def __init__(self, file: BinaryIO, folder: Path, progress: Progress) -> None:
        self._file, self._folder, self._progress = file, folder, progress
        self.tell, self.seek, self.truncate = file.tell, file.seek, file.truncate

    def write(self, data: bytes) -> int:
        with writing(self._folder):
            written = self._file.write(data)
        self._progress.at(self._file.tell())
        return written


def _get(plan: Plan, file: RemoteFile, work: Path, progress: Progress) -> None:
    """Download one file, going on with what is there, and check it."""
    part, fruitless = _part(work, file), 0
    while (have := _size(part)) != file.size or not part.exists():
        with writing(work), part.open("ab") as opened:
            if have > file.size:
                opened.truncate(0)
            progress.at(opened.tell())
            error = _try(plan, file, opened, cast(BinaryIO, _Sink(opened, work, progress)))
        if error is None:
            continue
        fruitless = 0 if _size(part) > have else fruitless + 1
        status = status_of(error)
        if (status is not None and status not in ANSWERS_LATER) or fruitless == _TRIES:
            raise as_model_error(error, plan.name) from error
        reason = f"HTTP {status}" if status else type(error).__name__
        progress.note(said.BROKE_OFF.format(file=file.name, name=plan.repo, why=reason))
        time.sleep(min(0.5 * 2**fruitless, 8))
    with writing(work):
        found = digest_of(part)
        if file.sha256 in (None, found):
            os.replace(part, work / file.name)
            return
        part.unlink()
    raise ModelCorrupt(
        said.AS_DOWNLOADED.format(file=file.name, name=plan.name),
        expected=f"SHA-256 {file.sha256}",
        found=f"SHA-256 {found}",
        remedy=said.DELETED_FETCH_AGAIN,
    )


def _try(plan: Plan, file: RemoteFile, opened: BinaryIO, sink: BinaryIO) -> Exception | None:
    """One connection's worth of download; the error that ended it too early."""
    hub = library()
    try:
        # hf_hub_download starts over after a kill (2.x); this is the part of it that goes on.
        # The commit's address again each time: those that it leads to expire within the hour.
        hub.file_download.http_get(
            hub.hf_hub_url(plan.repo, file.name, revision=plan.commit),
            sink,
            resume_size=opened.tell(),
            # a range of a compressed file would be of no use
            headers=hub.utils.build_hf_headers() | {"Accept-Encoding": "identity"},
            expected_size=file.size,
            # it would ask again only after some errors; _get does after all
            _nb_retries=0,
        )
    except ModelError:
        raise
    except Exception as error:
        return error
    return None


# ---- the digests of a folder


def write_record(folder: Path, about: str) -> None:
    """Write the digests of all files in the folder into it, below a line that says what it is."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != RECORD)
    lines = [f"# {about}", *(f"{digest_of(path)}  {path.name}" for path in files)]
    (folder / RECORD).write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_record(folder: Path) -> tuple[str, dict[str, str]]:
    """What the folder is, and the SHA-256 of its files; "" and nothing where none is kept."""
    try:
        lines = (folder / RECORD).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        # in the hub's own cache large files are links to what is named by its digest
        links = {path.name: path.resolve().name for path in folder.glob("*") if path.is_symlink()}
        return "", {name: blob for name, blob in links.items() if SHA256.fullmatch(blob)}
    about = next((line.removeprefix("# ") for line in lines if line.startswith("# ")), "")
    rows = (line.split(maxsplit=1) for line in lines if not line.startswith("#"))
    return about, {row[1].lstrip("*"): row[0] for row in rows if len(row) == 2}


def damaged(folder: Path) -> list[str]:
    """The names of the files that are not as recorded, or gone."""
    recorded = read_record(folder)[1].items()
    return [n for n, is_ in recorded if not (folder / n).is_file() or digest_of(folder / n) != is_]


def changed(wrong: list[str], name: str) -> str:
    """What is said of a model of which these files are not as they were."""
    carried = Path(name).expanduser().is_dir()
    do = said.COPY_AGAIN if carried else said.FETCH_AGAIN.format(name=name)
    return said.CHANGED.format(name=name, files=", ".join(wrong), do=do)


def need_unchanged(folder: Path, name: str) -> None:
    """Raises ModelMissing that names the files of a model which are not as recorded, or gone.

    Weights with a few other bytes load, and hear what nobody has said.
    """
    if wrong := damaged(folder):
        raise ModelMissing(changed(wrong, name))
