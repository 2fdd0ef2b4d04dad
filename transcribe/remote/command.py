"""`python -m transcribe work | workers | serve | keys`: other machines that transcribe."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import signal
import socket
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import TextIO

from pydantic import ValidationError

from foundation import apart, endings
from foundation.command_line import Parser, reason
from transcribe import sentences as said
from transcribe.errors import TranscribeError
from transcribe.remote import listing
from transcribe.remote.connection import Address
from transcribe.remote.keys import Keys
from transcribe.remote.serving import Serving
from transcribe.remote.worker import MOST, Worker
from transcribe.settings import SpeechSettings, one_line, read_settings
from transcribe.sound import isolated
from transcribe.transcriber import Transcriber

SUCCESS, FAILED, CANNOT_START, INTERRUPTED = 0, 1, 2, 130
DECODED_WITH = ("transcribe.sound.isolated", "av")
FOLDER = Path("data/queue")
PORT = 4222
_ENDS = 2.0  # seconds for what is left of a connection
_LOOKS = 5.0  # seconds, in which each worker gives a sign or two
_LONGEST = 24 * 60.0  # minutes: how long a recording may be is the office's affair


def main(argv: list[str], own_stdout: Callable[[], TextIO]) -> int:
    """Run one command.

    0: done, or stopped as one stops it; 1: it could not be done; 2: usage, a setting or the model
    is wrong; 130: stopped by Ctrl-C.
    """
    arguments = _parser().parse_words(argv)
    output = own_stdout()
    logging.basicConfig(stream=sys.stderr, format="transcribe: %(message)s", level=logging.INFO)

    def tell(sentence: str) -> None:
        print(sentence, file=output, flush=True)

    try:
        return int(arguments.run(arguments, tell))
    except ValidationError as error:
        return _refuse(one_line(error))
    except TranscribeError as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(f"{error.filename or arguments.command}: {reason(error)}")
    except KeyboardInterrupt:
        return INTERRUPTED


def _parser() -> Parser:
    parser = Parser(prog="python -m transcribe")
    commands = parser.add_subparsers(dest="command", required=True, metavar=said.COMMAND)

    work = commands.add_parser("work", help=said.WORK, description=said.WORK, epilog=said.WORK_MORE)
    _add_queue(work)
    work.add_argument("--name", default="", help=said.WORK_NAME)
    work.add_argument("--most", type=int, default=MOST, help=said.WORK_MOST)
    work.add_argument("--model", dest="whisper_model", metavar="M", help=said.MODEL)
    work.set_defaults(run=_work)

    workers = commands.add_parser("workers", help=said.WORKERS, description=said.WORKERS)
    _add_queue(workers)
    workers.set_defaults(run=_workers)

    serve = commands.add_parser("serve", help=said.SERVE, description=said.SERVE)
    serve.add_argument("--dir", type=Path, default=FOLDER, help=said.SERVE_FOLDER)
    serve.add_argument("--host", default="127.0.0.1", help=said.SERVE_HOST)
    serve.add_argument("--port", type=int, default=PORT, help=said.SERVE_PORT)
    serve.add_argument(
        "--called", nargs="*", default=[], metavar=said.A_NAME, help=said.SERVE_NAMES
    )
    serve.add_argument("--workers", type=int, default=2, help=said.SERVE_WORKERS)
    serve.set_defaults(run=_serve)

    keys = commands.add_parser("keys", help=said.KEYS, description=said.KEYS)
    keys.add_argument("--dir", type=Path, default=FOLDER, help=said.KEYS_FOLDER)
    keys.add_argument("--office", default="", metavar=said.A_NAME, help=said.KEYS_OFFICE)
    which = keys.add_mutually_exclusive_group()
    which.add_argument("--remove", metavar=said.A_NAME, help=said.KEYS_REMOVE)
    which.add_argument("--list", action="store_true", help=said.KEYS_LIST)
    which.add_argument("--remove-office", action="store_true", help=said.KEYS_REMOVE_OFFICE)
    keys.add_argument("name", nargs="?", metavar=said.A_NAME, help=said.KEYS_NAME)
    keys.set_defaults(run=_keys)
    return parser


def _add_queue(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--nats", dest="nats_url", metavar="URL", help=said.WORK_URL)
    parser.add_argument("--key", dest="nats_key", metavar=said.FILE, help=said.WORK_KEY)
    parser.add_argument("--ca", dest="nats_ca", metavar=said.FILE, help=said.WORK_CA)


def _settings(arguments: argparse.Namespace) -> SpeechSettings:
    named = ("nats_url", "nats_key", "nats_ca", "whisper_model")
    given = {name: getattr(arguments, name, None) for name in named}
    return read_settings(**{name: value for name, value in given.items() if value is not None})


def _address(settings: SpeechSettings) -> Address:
    if not settings.nats_url:
        raise _NotNamed(said.NO_QUEUE)
    return Address(settings.nats_url, settings.nats_key, settings.nats_ca)


class _NotNamed(TranscribeError):
    """What the command is to work with is not said."""


# --- work -----------------------------------------------------------------------------------------


def _work(arguments: argparse.Namespace, tell: Callable[[str], None]) -> int:
    settings = _settings(arguments)
    address = _address(settings)
    apart.prepare(DECODED_WITH)
    settings = settings.model_copy(
        update={"max_audio_minutes": _LONGEST, "max_audio_mb": settings.max_audio_mb * 10}
    )
    transcriber = Transcriber(settings, isolated.stream)
    apart.begin()

    name = arguments.name or socket.gethostname()

    def ready() -> None:
        with contextlib.suppress(OSError):  # nobody reads it
            tell(said.WORK_READY.format(name=name, by=transcriber.by))

    async def work() -> None:
        worker = Worker(
            address,
            transcriber,
            name=name,
            device=settings.whisper_device,
            version=_version(),
            most=max(1, min(arguments.most, MOST)),
            ready=ready,
        )
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, worker.stop)
        await worker.run()

    try:
        endings.run(work(), _ENDS)
    finally:
        apart.end_all()
    return SUCCESS


def _version() -> str:
    try:
        return metadata.version("bien-ban")
    except metadata.PackageNotFoundError:
        return ""


# --- seeing, keys, a queue ------------------------------------------------------------------------


def _workers(arguments: argparse.Namespace, tell: Callable[[str], None]) -> int:
    found = endings.run(listing.workers(_address(_settings(arguments)), _LOOKS), _ENDS)
    if not found:
        tell(said.WORKERS_NONE.format(seconds=_LOOKS))
        return FAILED
    rows = [said.WORKERS_HEAD, *listing.rows(found, said.SPEED_OF)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(said.WORKERS_HEAD))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        tell("  ".join(cells).rstrip())
    return SUCCESS


def _serve(arguments: argparse.Namespace, tell: Callable[[str], None]) -> int:
    serving = Serving(
        arguments.dir,
        host=arguments.host,
        port=arguments.port,
        names=arguments.called,
        workers=max(arguments.workers, 0),
        tell=tell,
    )
    return serving.run()


def _keys(arguments: argparse.Namespace, tell: Callable[[str], None]) -> int:
    if not Keys(arguments.dir).office.exists():
        raise _NotNamed(said.KEYS_NO_QUEUE.format(folder=arguments.dir))
    keys = Keys(arguments.dir, arguments.office)
    takes = arguments.remove or arguments.remove_office
    if takes and arguments.name:
        raise _NotNamed(said.KEYS_ONE_NAME.format(name=arguments.name))
    if arguments.remove_office and not arguments.office:
        raise _NotNamed(said.KEYS_WHICH_OFFICE)
    if (takes or arguments.list) and not keys.office.exists():
        raise _NotNamed(said.KEYS_NO_OFFICE.format(office=arguments.office))
    if arguments.list or not (arguments.office or takes or arguments.name):
        _list_keys(keys, [] if arguments.office else keys.offices, tell)
        return SUCCESS
    if keys.is_of_before:
        raise _NotNamed(said.KEYS_OF_BEFORE.format(folder=arguments.dir))
    if arguments.office and not takes and (keys.make_office() or not arguments.name):
        keys.write_users()
        tell(said.KEYS_OFFICE_MADE.format(office=arguments.office, ca=keys.ca))
        tell(f"  NATS_KEY={keys.office.resolve()}")
    if arguments.remove_office:
        keys.remove_office()
        tell(said.KEYS_OFFICE_REMOVED.format(office=arguments.office))
    elif arguments.remove:
        if not keys.remove(arguments.remove):
            tell(said.KEYS_NONE.format(name=arguments.remove))
            return FAILED
        tell(said.KEYS_REMOVED.format(name=arguments.remove))
    elif arguments.name:
        file = keys.worker(arguments.name)
        tell(said.KEYS_MADE.format(name=arguments.name, file=file, ca=keys.ca))
        tell(f"  python -m transcribe work --nats {keys.url} --key {file.name} --ca ca.crt")
    tell(said.KEYS_RELOAD)
    return SUCCESS


def _list_keys(keys: Keys, offices: list[str], tell: Callable[[str], None]) -> None:
    for name in keys.workers:
        tell(name)
    for office in offices:
        names = ", ".join(Keys(keys.folder, office).workers)
        tell(said.KEYS_OF_OFFICE.format(office=office, names=names))


def _refuse(why: str) -> int:
    print(f"transcribe: {' '.join(why.split())}", file=sys.stderr)
    return CANNOT_START
