"""`python -m transcribe models`: which models are here, and fetching, converting, checking them."""

import argparse
import logging
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import numpy as np
from pydantic import ValidationError

from foundation.command_line import Parser, reason
from transcribe import sentences as said
from transcribe.best import Wish, best
from transcribe.engines import load_engine
from transcribe.errors import ModelError, ModelMissing, UnknownModel, UnreadableSettings
from transcribe.fitting import sentences as of_best
from transcribe.models import convert, hub, licences, locate, transducer
from transcribe.models.download import (
    RECORD,
    Progress,
    changed,
    damaged,
    download,
    megabytes,
    read_record,
)
from transcribe.models.listing import format_of, print_models, size_of
from transcribe.settings import SpeechSettings, one_line, read_settings
from transcribe.types import SAMPLE_RATE, Clip

SUCCESS, FAILED, CANNOT_START, INTERRUPTED = 0, 1, 2, 130


def main(argv: list[str], own_stdout: Callable[[], TextIO]) -> int:
    """Run one command; its result goes to stdout, what happens meanwhile to stderr.

    0: done; 1: it could not be done, or a model does not work; 2: usage, a setting or a name
    is wrong; 130: stopped by Ctrl-C.
    """
    if not argv or (argv[0].startswith("-") and argv[0] not in ("-h", "--help")):
        argv = ["list", *argv]
    arguments = _parser().parse_words(argv)
    output = own_stdout()
    logging.basicConfig(stream=sys.stderr, format="transcribe: %(message)s")
    try:
        done = [_run(arguments, name, output) for name in getattr(arguments, "names", None) or [""]]
    except ValidationError as error:
        _tell(one_line(error))
        return CANNOT_START
    except (UnknownModel, UnreadableSettings) as error:
        _tell(str(error))
        return CANNOT_START
    except BrokenPipeError:
        return FAILED
    except KeyboardInterrupt:
        _tell(said.STOPPED_FETCHING)
        return INTERRUPTED
    return SUCCESS if all(done) else FAILED


def _run(arguments: argparse.Namespace, name: str, output: TextIO) -> bool:
    """One model's turn: whether it went well."""
    try:
        if arguments.command == "list":
            print_models(read_settings(), arguments.json, output)
        elif arguments.command == "check":
            _check(read_settings(whisper_model=name) if name else read_settings(), output)
        else:
            if arguments.command == "best":
                wish = Wish(name, arguments.yes, arguments.settings, arguments.install)
                return best(wish, fetch=_fetch_or_take, output=output)
            # these need the cache alone: a folder that is set but not there yet is no obstacle
            folder = read_settings(whisper_model="base").whisper_cache / "models"
            if arguments.command == "convert":
                print(_convert(name, folder, arguments.quantization), file=output, flush=True)
            else:
                print(_fetch(name, folder), file=output, flush=True)
    except (UnknownModel, UnreadableSettings, BrokenPipeError):
        raise
    except ModelError as error:
        _tell(str(error))
        return False
    except OSError as error:
        # a folder that may not be read, a disk that is gone
        _tell(f"{error.filename or arguments.command}: {reason(error)}")
        return False
    return True


def _parser() -> Parser:
    parser = Parser(prog="python -m transcribe models", description=said.MODELS)
    commands = parser.add_subparsers(
        dest="command", required=True, title="lệnh", metavar=said.COMMAND, parser_class=Parser
    )
    listing = commands.add_parser("list", help=said.LIST, description=said.LIST)
    listing.add_argument("--json", action="store_true", help=said.JSON_ARRAY)
    fetch = commands.add_parser("fetch", help=said.FETCH, description=said.FETCH_MORE)
    fetch.add_argument("names", nargs="+", metavar=said.NAME, help=said.NAMES)
    choosing = commands.add_parser("best", help=of_best.BEST, description=of_best.BEST_MORE)
    choosing.add_argument("names", nargs="?", type=lambda name: [name], metavar=said.NAME_OR_FOLDER)
    choosing.add_argument("--yes", action="store_true", help=of_best.AGREED)
    choosing.add_argument(
        "--settings", type=Path, default=Path(".env"), metavar=said.FILE, help=of_best.SETTINGS_FILE
    )
    choosing.add_argument("--install", default="", metavar=said.COMMAND, help=of_best.INSTALLER)
    converting = commands.add_parser("convert", help=said.CONVERT, description=said.CONVERT)
    converting.add_argument("names", nargs=1, metavar=said.NAME_OR_FOLDER)
    converting.add_argument(
        "--quantization",
        choices=convert.QUANTIZATIONS,
        default=convert.QUANTIZATIONS[0],
        help=said.QUANTIZATION,
    )
    check = commands.add_parser("check", help=said.CHECK, description=said.CHECK)
    check.add_argument("names", nargs="*", metavar=said.NAME_OR_FOLDER, help=said.CHECK_NAMES)
    return parser


def _tell(text: str) -> None:
    print(f"transcribe: {' '.join(text.split())}", file=sys.__stderr__, flush=True)


# ---- fetch, convert


class Bar(Progress):
    """Shows a download on stderr: a bar in a terminal, else a line every ten seconds."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._stream = sys.__stderr__ or sys.stderr
        self._terminal = self._stream.isatty()
        self._shown = 0.0
        # when, and how many bytes, where the speed is measured from
        self._since: tuple[float, int] | None = None
        self._drawn = False

    def note(self, text: str) -> None:
        self.clear()
        _tell(text)

    def at(self, here: int) -> None:
        now, done = time.monotonic(), self.before + here
        if self._since is None or done < self._since[1]:
            self._since = now, done
        if now - self._shown < (0.1 if self._terminal else 10) and done < self.total:
            return
        self._shown = now
        start, had = self._since
        speed = (done - had) / (now - start) if now > start else 0
        width = shutil.get_terminal_size().columns - 1 if self._terminal else 100
        line = self._line(done, speed, width)
        if self._terminal:
            line = "\r" + line[:width].ljust(width)
        print(line, end="" if self._terminal else "\n", file=self._stream, flush=True)
        self._drawn = self._terminal

    def clear(self) -> None:
        """End the bar's line."""
        if self._drawn:
            print(file=self._stream, flush=True)
            self._drawn = False

    def _line(self, done: int, speed: float, width: int) -> str:
        share = done / self.total if self.total else 1.0
        head = f"{self._name} {share:4.0%}"
        tail = f"{done / 1e6:.1f} / {self.total / 1e6:.1f} MB"
        if speed > 0:
            minutes, seconds = divmod(round((self.total - done) / speed), 60)
            left = (
                said.TIME_LEFT.format(time=f"{minutes}:{seconds:02d}") if done < self.total else ""
            )
            tail += f"  {speed / 1e6:.1f} MB/s{left}"
        # what is left of the line is the bar's
        cells = min(30, width - len(head) - len(tail) - 4)
        bar = f"[{'#' * int(cells * share):.<{cells}}] " if cells > 4 else ""
        return f"{head} {bar}{tail}"


def _fetch(name: str, folder: Path, *, told: bool = False) -> Path:
    """Download, check, convert: the folder that is ready to load.

    `told`: whoever fetches it knows its licence, and what is to be set for it.
    """
    joined = locate.base(folder) if name == "base" else None
    if joined is not None:
        _tell(said.BASE_COMES)
        return joined
    repo = hub.repository(name)
    found = hub.find(repo, folder)
    if found is not None and (wrong := damaged(found)):
        _tell(said.FETCHING_AGAIN.format(name=name, files=", ".join(wrong)))
        if found == hub.converted_folder(repo, folder):
            shutil.rmtree(found, ignore_errors=True)
        found = None
    if found is None:
        found = _download(name, folder, told=told)
    else:
        _tell(said.IS_HERE.format(name=name))
    if not hub.is_ready(found) and not convert.converter_is_installed():
        raise ModelMissing(
            said.NOT_READY.format(name=name, folder=found, install=convert.INSTALL_CONVERTER)
        )
    found = hub.usable(found, name, folder, repo)
    if told:
        return found
    links = any(path.is_symlink() for path in found.iterdir())
    _tell(said.READY.format(name=name, links=said.ARE_LINKS if links else ""))
    if transducer.is_transducer(found):
        _tell(said.SHERPA_TOO)
    return found


def _fetch_or_take(name: str, folder: Path) -> Path:
    """A model of the hub, or what somebody has carried here in a folder, ready to load."""
    path = Path(name).expanduser()
    return hub.usable(path, name, folder) if path.is_dir() else _fetch(name, folder, told=True)


def _download(name: str, folder: Path, *, told: bool = False) -> Path:
    """`told`: its licence is known to whoever fetches it."""
    plan = hub.ask(name, locate.known_digests(name))
    bar = Bar(name)
    if not told:
        bar.note(licences.told(name, plan.licence))
    try:
        return download(plan, hub.fetched_folder(plan.repo, folder), bar)
    finally:
        bar.clear()


def _convert(name: str, folder: Path, quantization: str) -> Path:
    source = Path(name).expanduser()
    repo = None if source.is_dir() else hub.repository(name)
    if repo is not None:
        source = hub.find_original(repo, folder) or hub.fetched_folder(repo, folder)
    target = hub.converted_folder(repo or str(source.resolve()), folder)
    if convert.lacks(target) is None and read_record(target)[0].endswith(f" {quantization}"):
        _tell(said.CONVERTED_ALREADY.format(name=name, kind=quantization))
        return target
    if convert.lacks(source) is not None:
        convert.need_converter(name)
        if repo is not None and not convert.is_original(source):
            source = _download(name, folder)
    if convert.lacks(source) is None:
        raise ModelMissing(said.NO_CONVERSION.format(name=name, folder=source))
    if not convert.is_original(source):
        raise ModelMissing(said.NO_ORIGINAL.format(folder=source))
    convert.convert(source, name, target, quantization)
    hub.forget(source, repo, folder)
    return target


# ---- check


def _check(settings: SpeechSettings, output: TextIO) -> None:
    """Print what is right with a model. Raises ModelMissing where it does not work."""
    name = settings.whisper_model
    folder = _folder_to_check(name, settings.whisper_cache / "models")
    print(f"{name}: {folder}, {megabytes(size_of(folder))}, {format_of(folder)}", file=output)
    _compare(folder, name, output)
    started = time.monotonic()
    chosen = {"whisper_model": str(folder)}
    if transducer.is_transducer(folder):
        chosen["whisper_engine"] = "sherpa_onnx"
    settings = settings.model_copy(update=chosen)
    engine = load_engine(settings)
    loaded = time.monotonic()
    noise = np.random.default_rng(0).normal(0, 0.01, SAMPLE_RATE).astype(np.float32)
    try:
        engine.decode([Clip(noise)])
    except Exception as error:  # whatever the engine's library raises
        raise ModelMissing(said.CANNOT_LISTEN.format(name=name, why=repr(error))) from error
    print(
        said.LOADS.format(
            engine=settings.whisper_engine,
            loads=f"{loaded - started:.1f}",
            listens=f"{time.monotonic() - loaded:.1f}",
        ),
        file=output,
        flush=True,
    )
    if os.access(folder / RECORD, os.W_OK):
        # `list` compares the files' times with this one
        os.utime(folder / RECORD)


def _folder_to_check(name: str, folder: Path) -> Path:
    path = Path(name).expanduser()
    found = locate.base(folder) if name == "base" else path if path.is_dir() else None
    found = found or hub.find(hub.repository(name), folder)
    if found is None:
        raise ModelMissing(said.NOT_HERE.format(name=name))
    lacking = None if hub.is_ready(found) else convert.lacks(found)
    if lacking is not None and convert.is_original(found):
        raise ModelMissing(said.IS_ORIGINAL.format(name=name, folder=found))
    if lacking is not None:
        raise ModelMissing(said.LACKS.format(name=name, folder=found, file=lacking))
    return found


def _compare(folder: Path, name: str, output: TextIO) -> None:
    """Say what the files are held to. Raises ModelMissing that names those that differ."""
    count, held_to = len(read_record(folder)[1]), said.RECORDED
    wrong = damaged(folder)
    if not count and size_of(folder) == sum(file.size for file in locate.BASE):
        count, held_to = len(locate.BASE), said.PUBLISHED
        wrong = [file.name for file in locate.BASE if locate.is_wrong(folder / file.name, file)]
    if not count:
        print(said.NOT_COMPARED, file=output)
    elif not wrong:
        print(said.FILES_ARE.format(count=count, held_to=held_to), file=output)
    else:
        raise ModelMissing(changed(wrong, name))
