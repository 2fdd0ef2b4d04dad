"""``python -m bot``: read the settings, put the house together, run. See ``--help``."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import os
import shutil
import signal
import stat
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from bot import __version__
from bot.errors import BotError, SettingsError
from bot.maintenance import command
from bot.messages import maintenance as said
from bot.messages import settings as settings_said
from bot.messages import terminal as about_terminal
from bot.messages import web_door as web_said
from bot.messages.recordings import SMALL_MODEL_AT_START
from bot.minutes.documents import Kind
from bot.settings import Settings, keep_secret, load_settings, unknown_settings
from foundation import logs
from foundation.command_line import Parser

if TYPE_CHECKING:
    from bot.doors.port import Door
    from bot.office import Office
    from bot.post.plain import Links

log = logging.getLogger("bot")
LONGEST_STOP = 8.0  #: seconds; a container that takes ten is killed
#: libraries that tell of every call; a door quiets its own
NOISY = ("httpx", "httpcore", "tornado.access", "faster_whisper")
_REPLAYED = ".made-by-replay"  # in a folder that the next replay may remove


def main(argv: list[str] | None = None) -> int:
    """The command line; returns the exit status."""
    arguments = parser().parse_words(argv)
    try:
        return int(arguments.run(arguments))
    except BotError as error:
        print(logs.masked(str(error)), file=sys.stderr)
        return 2
    except OSError as error:
        print(said.why_not(error.filename or "bot", error, logs.told(error)), file=sys.stderr)
        return 2


def parser() -> Parser:
    """What the command line understands."""
    made = Parser(
        prog="python -m bot", description=said.PROGRAM, epilog=said.MORE, version=__version__
    )
    made.set_defaults(run=_serve)
    commands = made.add_subparsers(title=said.COMMANDS, metavar=said.A_COMMAND, parser_class=Parser)
    chat = commands.add_parser("chat", help=said.CHAT, description=said.CHAT)
    chat.set_defaults(run=_chat)
    link = commands.add_parser("link", help=said.LINK, description=said.LINK)
    link.set_defaults(run=_link)
    replay = commands.add_parser("replay", help=said.REPLAY, description=said.REPLAY)
    replay.add_argument("script", type=Path, metavar=said.A_FILE, help=said.REPLAY_SCRIPT)
    replay.add_argument(
        "--out", type=Path, default=Path("out"), metavar=said.A_FOLDER, help=said.REPLAY_OUT
    )
    replay.set_defaults(run=_replay)
    export = commands.add_parser("export", help=said.EXPORT, description=said.EXPORT)
    export.add_argument(
        "meeting", type=command.meeting_number, metavar=said.NUMBER, help=said.EXPORT_MEETING
    )
    export.add_argument("--out", type=Path, metavar=said.A_FOLDER, help=said.EXPORT_OUT)
    export.set_defaults(run=_export)
    command.add_commands(commands)
    return made


def _serve(_arguments: argparse.Namespace) -> int:
    """The doors that the settings open."""
    settings = _started()
    from bot.bootstrap import doors_of, links_of, ways_in
    from foundation import http

    opened = ways_in(settings)
    if not opened:
        raise SettingsError(settings_said.NO_DOOR)
    if settings.web:  # also beside other doors, which would go on without it
        why = http.why_not_listen(settings.web)
        if why:
            raise SettingsError(settings_said.cannot_listen("WEB_LISTEN", settings.web, why))
    links = links_of(settings)
    office = _office(settings, links)
    doors = doors_of(settings, office.page, links)
    if any(way.for_anybody for way in opened) and not settings.chats and not settings.users:
        log.warning("%s", settings_said.OPEN_BOT)
    return _run(office, *doors)


def _chat(_arguments: argparse.Namespace) -> int:
    """This terminal."""
    settings = _started()
    from bot.bootstrap import terminal_of

    if not _somebody_can_type():
        raise SettingsError(settings_said.NO_KEYBOARD)
    office = _office(settings)
    door = terminal_of(office.post.settle, office.settle, office.seconds_of, office.table)
    logging.getLogger().setLevel(logging.WARNING)  # it would stand between the messages
    office.jobs.patient = sys.stdin.isatty()  # a file that is piped in waits for no model
    return _run(office, door)


def _started() -> Settings:
    settings = load_settings()
    _prepare(settings)
    for told in unknown_settings():
        log.warning("%s", told)
    return settings


def _office(settings: Settings, links: Links | None = None) -> Office:
    from bot.office import Office

    office = Office(settings, links=links)
    if settings.small_model:
        log.warning("%s", SMALL_MODEL_AT_START.format(model=settings.small_model))
    return office


def _somebody_can_type() -> bool:
    """Whether there is a keyboard, or a file in its place; a service has neither."""
    if sys.stdin is None or sys.stdin.closed:
        return False
    try:
        kind = os.fstat(sys.stdin.fileno()).st_mode
    except (OSError, ValueError):
        return True  # something of a program's own
    return sys.stdin.isatty() or not stat.S_ISCHR(kind)


def _link(_arguments: argparse.Namespace) -> int:
    """Another personal link to the desk, of the page that runs."""
    settings = load_settings()
    from bot.store import Store
    from bot.store.folder import DATABASE, PAGE_ADDRESS

    if settings.web is None:
        raise SettingsError(web_said.NO_PAGE)
    try:
        address = (settings.data_dir / PAGE_ADDRESS).read_text("utf-8").strip()
    except OSError:
        raise SettingsError(web_said.NOT_RUN_YET) from None
    store = Store(settings.data_dir / DATABASE)
    try:
        secret = store.web.make_link()
    finally:
        store.close()
    print(web_said.DESK_AT.format(address=f"{address}/ban/{secret}"))
    return 0


def _replay(arguments: argparse.Namespace) -> int:
    from bot.doors.local.replay import ReplayDoor, read_script

    script = read_script(arguments.script)
    out: Path = arguments.out
    data = out / "replay-data"
    if data.exists():
        if not (data / _REPLAYED).exists():
            raise SettingsError(said.REPLAY_FOLDER.format(data=data))
        shutil.rmtree(data)  # a replay begins anew
    settings = load_settings(data_dir=data, log_level="ERROR")
    (data / _REPLAYED).touch()
    _prepare(settings)
    from bot.doors.local.screen import Screen
    from bot.office import Office

    office = Office(settings)
    office.jobs.patient = False
    status = _run(office, ReplayDoor(script, Screen(), office.settle, office.seconds_of))
    files = [file for kind in Kind for file in _last_draft(data / "documents", kind, out)]
    if files:
        listed = "\n".join(f"  {file}" for file in files)
        print(about_terminal.REPLAY_DONE.format(files=listed, data=data))
    return status


def _last_draft(documents: Path, kind: Kind, out: Path) -> list[Path]:
    """Copies the last draft of a kind to where it is found easily; the copies."""
    drafts = sorted(documents.glob(f"*/{kind.file}-*.docx"), key=lambda p: p.stat().st_mtime)
    sources = [draft.with_suffix(end) for draft in drafts[-1:] for end in (".docx", ".pdf", ".txt")]
    return [
        shutil.copyfile(source, out / f"{kind.file}{source.suffix}")
        for source in sources
        if source.exists()
    ]


def _export(arguments: argparse.Namespace) -> int:
    settings = load_settings()
    from bot.desk.lines import lines_for_paper
    from bot.report import export
    from bot.store import Store
    from bot.store.folder import DATABASE

    path = settings.data_dir / DATABASE
    store = Store(path) if path.exists() else None
    meeting = store.meetings.get(arguments.meeting) if store else None
    if store is None or meeting is None:
        what = {"number": arguments.meeting, "data": settings.data_dir}
        raise SettingsError(said.NO_MEETING.format(**what))
    lines = lines_for_paper(store, meeting, by_voice=settings.voices != "off")
    people, tasks = store.attendance.of_meeting(meeting.id), store.tasks.of_meeting(meeting.id)
    accounts = store.names.accounts(meeting.id)
    exported = export.as_dict(meeting, lines, people=people, tasks=tasks, accounts=accounts)
    exported["sign_off"] = store.signoff.exported(meeting.id)
    exported["rooms"] = store.rooms.exported(meeting.id)
    if arguments.out is None:
        print(export.to_json(exported))
        return 0
    documents = [
        settings.data_dir / "documents" / str(meeting.id) / document.path
        for document in store.meetings.documents(meeting.id)
    ]
    missing = export.write(exported, arguments.out, settings.data_dir / "audio", documents)
    for name in missing:
        print(said.MISSING_ON_DISK.format(name=name), file=sys.stderr)
    print(arguments.out / "meeting.json")
    return 0


def _prepare(settings: Settings) -> None:
    logs.configure(settings.log_level, settings.log_format, NOISY)
    keep_secret(settings)


def _run(office: Office, *doors: Door) -> int:
    """Run until done or told to stop (SIGINT, SIGTERM).

    What is in hand is finished, unless that takes too long or a second signal comes.
    """

    def end_now(status: int) -> None:
        office.end_children()
        _end(status)

    async def until_stopped() -> None:
        task = asyncio.create_task(office.run(*doors))
        loop = asyncio.get_running_loop()
        too_long = threading.Timer(LONGEST_STOP, end_now, [0])
        too_long.daemon = True

        def stop(number: signal.Signals) -> None:
            if too_long.is_alive():
                end_now(128 + number)
            log.info("stopping (%s)", number.name)
            too_long.start()
            task.cancel()

        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError):  # Windows has none
                loop.add_signal_handler(number, stop, number)
        with contextlib.suppress(asyncio.CancelledError):
            await task

    asyncio.run(until_stopped())
    return 0


def run() -> NoReturn:
    """``main`` for a process of its own: ends at once, whatever a daemon thread is still at
    (the keyboard, an hour of sound: its line waits for the next start)."""
    logs.begin()
    try:
        status = main()
    except Exception:
        log.critical("not caught", exc_info=True)
        status = 1
    _end(status)


def _end(status: int) -> NoReturn:
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    run()
