"""What the IT officer does from the command line: back up, restore, check, erase, look who did."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import SettingsError
from bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from bot.store import Store

_ALL_SAID = (
    "The file holds everything that was said in every meeting, and is not encrypted: keep it where "
    "only those may read who may read all of that."
)


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Have the command line understand these."""
    backup = commands.add_parser(
        "backup",
        help="write the whole record to one file, also while the bot runs",
        description="Writes database, recordings, documents and sent templates to one file, also "
        f"while the bot runs, and reads it back. {_ALL_SAID}",
    )
    backup.add_argument("file", type=Path, help="a new file, ….tar or ….tar.gz")
    backup.add_argument("--no-audio", action="store_true", help="leave the recordings out")
    backup.set_defaults(run=_backup)
    restore = commands.add_parser(
        "restore",
        help="have the record that a backup holds; the bot must not run",
        description="Checks a backup and puts it into DATA_DIR, all of it or nothing. The bot must "
        "not run.",
    )
    restore.add_argument("file", type=Path)
    restore.add_argument(
        "--replace",
        action="store_true",
        help="put a record that is there aside, as DATA_DIR/before-restore-DATE-TIME",
    )
    restore.set_defaults(run=_restore)
    check = commands.add_parser("check", help="look the whole record over, also while the bot runs")
    check.set_defaults(run=_check)
    purge = commands.add_parser(
        "purge",
        help="erase meetings or recordings for good; the bot must not run",
        description="Erases for good what is named, and asks before. Backups are not touched: "
        "remove those that hold it.",
    )
    what = purge.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--meeting",
        type=meeting_number,
        action="append",
        metavar="N",
        help="a meeting by its number, with all it has (may be given several times)",
    )
    what.add_argument(
        "--before", type=_day, metavar="DATE", help="meetings that ended before 2025-01-01"
    )
    what.add_argument(
        "--audio-before",
        type=_day,
        metavar="DATE",
        help="recordings of meetings that ended before 2025-01-01; what was said stays as text",
    )
    purge.add_argument("--yes", action="store_true", help="do not ask")
    purge.set_defaults(run=_purge)
    audit = commands.add_parser(
        "audit", help="print who changed rights or erased what: one entry a line, by tabs"
    )
    audit.set_defaults(run=_audit)


def meeting_number(text: str) -> int:
    """What people call a meeting, as ``/lichsu`` shows it."""
    if not re.fullmatch(r"\d{1,9}", text):
        raise argparse.ArgumentTypeError("a meeting's number is made of digits, such as 4")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a day is written as 2025-01-31") from None


def _backup(arguments: argparse.Namespace) -> int:
    from bot.maintenance.backup import backup

    settings = load_settings()
    with_audio = not arguments.no_audio
    made = backup(settings.data_dir, arguments.file, datetime.now(UTC), with_audio=with_audio)
    for name in made.missing:
        print(f"missing on disk: {name}", file=sys.stderr)
    size = arguments.file.stat().st_size / 1e6
    print(f"{arguments.file}: {_counted(made.counts)}, {size:.1f} MB, read back and whole")
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    from bot.maintenance.backup import restore

    settings = load_settings()
    data, now = settings.data_dir, datetime.now(UTC)
    before = restore(data, arguments.file, now, replace=arguments.replace)
    print(f"{data}: restored from {arguments.file}")
    if before:
        print(f"what was there before is in {before}; remove it when it is no longer needed")
    return 0


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {what}" for what, count in counts.items())


def _check(_arguments: argparse.Namespace) -> int:
    from bot.maintenance.backup import check

    settings = load_settings()
    found = check(settings.data_dir)
    for row in found:
        print(row)
    print(
        f"{settings.data_dir}: the database is whole, {len(found)} files are not as they should be"
    )
    return 1 if found else 0


def _purge(arguments: argparse.Namespace) -> int:
    from bot.store import Store
    from bot.store.folder import DATABASE, hold

    settings = load_settings()
    with hold(settings.data_dir):
        if not (settings.data_dir / DATABASE).exists():
            raise SettingsError(f"there is no record in {settings.data_dir}")
        store = Store(settings.data_dir / DATABASE)
        try:
            return _purged(arguments, settings, store)
        finally:
            store.close()


def _purged(arguments: argparse.Namespace, settings: Settings, store: Store) -> int:
    day = arguments.before or arguments.audio_before
    moment = None
    if day:
        moment = datetime.combine(day, time(), settings.zone)
        only_audio = arguments.audio_before is not None
        chosen = store.erasing.closed_before(moment, with_recordings=only_audio)
    else:
        only_audio = False
        chosen = list(dict.fromkeys(arguments.meeting))
    rows = [_row(store, settings, number) for number in chosen]
    if not rows:
        print("there is nothing to erase")
        return 0
    what = "the recordings of" if only_audio else "for good, with all they have,"
    print(f"erases {what} {len(rows)} meetings:")
    print("\n".join(rows))
    if not arguments.yes and not _confirmed():
        print("nothing was erased")
        return 1
    for number in chosen:
        if only_audio:
            if not store.erasing.recordings(number, why="purge", before=moment):
                print(f"meeting {number} keeps its recordings: one waits to be transcribed")
        else:
            store.erasing.meeting(number, why="purge")
    while left := store.erasing.waiting():
        now = store.erasing.finish(settings.data_dir)
        if now == left and not store.erasing.is_forgetting():
            raise SettingsError(
                f"{left} files could not be removed, or a backup is running; the bot's next start "
                "tries again"
            )
    store.erasing.rewrite()
    print("erased; backups and before-restore folders still hold it")
    return 0


def _row(store: Store, settings: Settings, number: int) -> str:
    meeting = store.meetings.get(number)
    if meeting is None:
        raise SettingsError(f"there is no meeting {number} in {settings.data_dir}")
    extent = store.erasing.extent(number)
    ended = "still open"
    if meeting.closed_at:
        ended = f"ended {meeting.closed_at.astimezone(settings.zone):%Y-%m-%d}"
    return _tabbed([number, meeting.title, ended, extent])


def _confirmed() -> bool:
    try:
        return input('type "yes" to erase: ').strip().lower() == "yes"
    except EOFError:
        print()
        return False


def _audit(_arguments: argparse.Namespace) -> int:
    from bot.store import Store
    from bot.store.folder import DATABASE

    settings = load_settings()
    if not (settings.data_dir / DATABASE).exists():
        raise SettingsError(f"there is no record in {settings.data_dir}")
    store = Store(settings.data_dir / DATABASE)
    try:
        print(_tabbed(["at", "act", "meeting", "chat", "by", "about"]))
        for entry in store.audit.entries():
            at = entry.at.astimezone(settings.zone).isoformat(timespec="seconds")
            chat = store.chats.get(entry.chat_id).title if entry.chat_id else ""
            by = _account(store, entry.person_id) if entry.person_id else "-"
            print(_tabbed([at, entry.act, entry.meeting_id or "", chat, by, entry.about]))
    finally:
        store.close()
    return 0


def _account(store: Store, person_id: int) -> str:
    """``Lê Thị Hà @ha_le (telegram 1002)``: what somebody calls themselves may be anything."""
    door, account = store.chats.account(person_id)
    name = f"{account.name} @{account.username}" if account.username else account.name
    return f"{name} ({door} {account.key})"


def _tabbed(cells: Iterable[object]) -> str:
    return "\t".join(" ".join(str(cell).split()) for cell in cells)
