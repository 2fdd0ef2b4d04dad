"""Which models are on this machine, and which are worth fetching."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from transcribe import sentences as said
from transcribe.errors import ModelError, UnknownModel
from transcribe.models import convert, hub, locate, transducer
from transcribe.models.ctranslate2_file import read
from transcribe.models.download import FETCHING, RECORD, kind_of, library, megabytes, read_record
from transcribe.models.worth import KNOWN, OF_BASE
from transcribe.settings import SpeechSettings

_FLOAT16, _UNKNOWN = "CTranslate2 float16", "CTranslate2 (unknown)"
_TRANSDUCER, _HALF = "sherpa-onnx", "not complete: fetch again"


@dataclass(slots=True)
class _Row:
    """`verified`: its files are as published or recorded, and have not changed since."""

    name: str
    where: str
    folder: Path | None
    bytes: int
    format: str
    verified: bool
    chosen: bool = False
    wer_vivos: float | None = None
    licence: str = ""


def print_models(settings: SpeechSettings, as_json: bool, output: TextIO) -> None:
    """As tables, or as one JSON array."""
    rows = list(_rows(settings.whisper_model, settings.whisper_cache / "models"))
    if as_json:
        plain = [asdict(row) | {"folder": row.folder and str(row.folder)} for row in rows]
        print(json.dumps(plain, ensure_ascii=False, indent=1), file=output, flush=True)
        return
    table = [("", *said.HEADINGS)]
    offers = [("", *said.OFFER_HEADINGS)]
    place: Path | str = ""
    for row in rows:
        absent = row.where == "not here"
        size = megabytes(row.bytes) if row.bytes else ""
        if absent and not row.chosen:
            errors = f"{row.wer_vivos:.1f} %" if row.wer_vivos else ""
            offers.append(("", row.name, size, row.licence, errors))
            continue
        verified = said.YES if row.verified else "" if absent else said.NO
        where = said.WHERE.get(row.where, row.where)
        kind = said.FORMATS.get(row.format, row.format)
        table.append(("*" if row.chosen else "", row.name, where, size, kind, verified))
        if row.chosen:
            get = f"; python -m transcribe models fetch {row.name}" if absent else ""
            place = row.folder or where + get
    _print_table(table, output)
    print(f"\n{said.CHOSEN.format(place=place)}", file=output)
    if len(offers) > 1:
        print(f"\n{said.WORTH_FETCHING}\n", file=output)
        _print_table(offers, output)
        print(f"\n{said.MEASURED_HERE}", file=output)
    output.flush()


def _print_table(rows: Sequence[tuple[str, ...]], output: TextIO) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip(), file=output)


def _rows(name: str, models_folder: Path) -> Iterator[_Row]:
    """First base, then what is here, then what is worth fetching."""
    here = [_base(models_folder), *_in_cache(models_folder), *_in_hub_cache()]
    chosen = _chosen_folder(name, models_folder)
    for row in here:
        row.chosen = row.name == name if name == "base" else row.folder == chosen is not None
    yield from here
    if not any(row.chosen for row in here):
        row = _row(name, "folder", chosen) if chosen else _absent(name)
        row.chosen = True
        yield row
    known = {_repository(row.name) for row in here}
    for one in KNOWN:
        if one.name != name and _repository(one.name) not in known:
            yield _absent(one.name, one.size * 10**6, one.vivos, one.licence)


def _chosen_folder(name: str, models_folder: Path) -> Path | None:
    """The folder that the engines would load or convert; None for one not here, and for base."""
    if name == "base":
        return None
    path = Path(name).expanduser()
    return path.resolve() if path.is_dir() else hub.find(hub.repository(name), models_folder)


def _repository(name: str) -> str:
    try:
        return hub.repository(name)
    except UnknownModel:
        return name


def _base(models_folder: Path) -> _Row:
    joined = locate.base_folder(models_folder)
    size = sum(file.size for file in locate.BASE)
    installed = locate.base_is_installed()
    if not installed and not joined.is_dir():
        return _absent("base", size, licence=OF_BASE)
    # joined from its packages at the first use, and checked against the published digests
    # at each start
    place = joined if joined.is_dir() else None
    where = "package" if installed else "cache"
    return _Row("base", where, place, size, _FLOAT16, True, licence=OF_BASE)


def _in_cache(models_folder: Path) -> Iterator[_Row]:
    base = locate.base_folder(models_folder)
    for path in sorted(models_folder.glob("*/")):
        name = path.name.removeprefix(FETCHING).removeprefix("converted-").replace("--", "/", 1)
        if path.name.startswith(FETCHING):
            yield _Row(name, "cache", path, size_of(path), _HALF, False)
        elif not path.name.startswith(".") and path != base:
            yield _row(read_record(path)[0].split(" ")[0] or name, "cache", path)


def _in_hub_cache() -> Iterator[_Row]:
    """Whisper models in the cache that all programs of the hub share."""
    cache = Path(library().constants.HF_HUB_CACHE)
    for path in sorted(cache.glob("models--*/snapshots/*")):
        original = kind_of(path) == "whisper" and convert.is_original(path)
        if original or (convert.lacks(path) is None and format_of(path) != _UNKNOWN):
            name = path.parents[1].name.removeprefix("models--").replace("--", "/", 1)
            yield _row(name, "hub's cache", path)


def _row(name: str, where: str, folder: Path) -> _Row:
    return _Row(name, where, folder, size_of(folder), format_of(folder), _unchanged(folder))


def _absent(name: str, size: int = 0, errors: float | None = None, licence: str = "") -> _Row:
    return _Row(name, "not here", None, size, "", False, wer_vivos=errors, licence=licence)


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())


def format_of(folder: Path) -> str:
    if transducer.is_transducer(folder):
        return _TRANSDUCER
    lacking = convert.lacks(folder)
    if lacking is not None:
        return "transformers: convert" if convert.is_original(folder) else f"no {lacking}"
    try:
        file = read(folder / "model.bin")
    except (ModelError, OSError, ValueError):
        return _UNKNOWN
    largest = max(file.tensors.values(), key=lambda tensor: tensor.size)
    return f"CTranslate2 {largest.dtype}" if file.spec == "WhisperSpec" else _UNKNOWN


def _unchanged(folder: Path) -> bool:
    """Whether all recorded files are there and none was written after they were checked."""
    names = read_record(folder)[1]
    try:
        checked = (folder / RECORD).stat().st_mtime_ns
        return bool(names) and all((folder / n).stat().st_mtime_ns <= checked for n in names)
    except OSError:
        return False
