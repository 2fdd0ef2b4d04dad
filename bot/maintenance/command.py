"""What the IT officer does from the command line: back up, restore, check, erase, look who did."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import SettingsError
from bot.messages import maintenance as said
from bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from bot.store import Store
    from foundation.command_line import Parser


def add_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    """Have the command line understand these."""
    backup = commands.add_parser("backup", help=said.BACKUP, description=said.BACKUP_MORE)
    backup.add_argument("file", type=Path, metavar="TỆP", help=said.BACKUP_FILE)
    backup.add_argument("--no-audio", action="store_true", help=said.BACKUP_NO_AUDIO)
    backup.set_defaults(run=_backup)
    restore = commands.add_parser("restore", help=said.RESTORE, description=said.RESTORE_MORE)
    restore.add_argument("file", type=Path, metavar="TỆP", help=said.RESTORE_FILE)
    restore.add_argument("--replace", action="store_true", help=said.RESTORE_REPLACE)
    restore.set_defaults(run=_restore)
    check = commands.add_parser("check", help=said.CHECK, description=said.CHECK)
    check.set_defaults(run=_check)
    purge = commands.add_parser("purge", help=said.PURGE, description=said.PURGE_MORE)
    what = purge.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--meeting",
        type=meeting_number,
        action="append",
        metavar=said.NUMBER,
        help=said.PURGE_MEETING,
    )
    what.add_argument("--before", type=_day, metavar=said.DAY, help=said.PURGE_BEFORE)
    what.add_argument("--audio-before", type=_day, metavar=said.DAY, help=said.PURGE_AUDIO)
    purge.add_argument("--yes", action="store_true", help=said.PURGE_YES)
    purge.set_defaults(run=_purge)
    audit = commands.add_parser("audit", help=said.AUDIT, description=said.AUDIT)
    audit.set_defaults(run=_audit)


def meeting_number(text: str) -> int:
    """What people call a meeting, as ``/lichsu`` shows it."""
    if not re.fullmatch(r"\d{1,9}", text):
        raise argparse.ArgumentTypeError(said.NO_NUMBER)
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(said.NO_DAY) from None


def _backup(arguments: argparse.Namespace) -> int:
    from bot.maintenance.backup import backup, told_of_row

    settings = load_settings()
    with_audio = not arguments.no_audio
    made = backup(settings.data_dir, arguments.file, datetime.now(UTC), with_audio=with_audio)
    for name in made.missing:
        print(said.MISSING_ON_DISK.format(name=name), file=sys.stderr)
    for row in made.damaged:
        print(told_of_row(row), file=sys.stderr)
    if made.index_mended:
        print(said.BACKUP_INDEX_MENDED, file=sys.stderr)
    size = f"{arguments.file.stat().st_size / 1e6:.1f}"
    told = said.BACKED_UP_DAMAGED if made.damaged else said.BACKED_UP
    print(told.format(file=arguments.file, counts=_counted(made.counts), size=size))
    return 1 if made.damaged else 0


def _restore(arguments: argparse.Namespace) -> int:
    from bot.maintenance.backup import restore

    settings = load_settings()
    data, now = settings.data_dir, datetime.now(UTC)
    before = restore(data, arguments.file, now, replace=arguments.replace)
    print(said.RESTORED.format(data=data, file=arguments.file))
    if before:
        print(said.RESTORED_BEFORE.format(before=before))
    return 0


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(said.COUNTED[what].format(count) for what, count in counts.items())


def _check(_arguments: argparse.Namespace) -> int:
    from bot.maintenance.backup import check

    settings = load_settings()
    found = check(settings.data_dir)
    for row in found:
        print(row)
    told = said.CHECKED_WRONG if found else said.CHECKED
    print(told.format(data=settings.data_dir, count=len(found)))
    return 1 if found else 0


def _purge(arguments: argparse.Namespace) -> int:
    from bot.store import Store
    from bot.store.folder import DATABASE, hold

    settings = load_settings()
    with hold(settings.data_dir):
        if not (settings.data_dir / DATABASE).exists():
            raise SettingsError(said.NO_RECORD.format(data=settings.data_dir))
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
        print(said.NOTHING_TO_ERASE)
        return 0
    print((said.ERASES_RECORDINGS if only_audio else said.ERASES_MEETINGS).format(count=len(rows)))
    print("\n".join(rows))
    if not arguments.yes and not _confirmed():
        print(said.NOT_ERASED)
        return 1
    for number in chosen:
        if only_audio:
            if not store.erasing.recordings(number, why="purge", before=moment):
                print(said.KEEPS_RECORDINGS.format(number=number))
        else:
            _erase(store, settings, number)
    while left := store.erasing.waiting():
        now = store.erasing.finish(settings.data_dir)
        if now == left and not store.erasing.is_forgetting():
            raise SettingsError(said.NOT_REMOVED.format(count=left))
    store.erasing.rewrite()
    print(said.ERASED)
    return 0


def _erase(store: Store, settings: Settings, number: int) -> None:
    """Erase a meeting. Cards of others that tell of its people are rewritten at the next start."""
    from bot.conversation.context import House
    from bot.conversation.lines.card import show_voices
    from bot.report import Reports
    from bot.store.folder import AUDIO, DOCUMENTS

    data = settings.data_dir
    now = partial(datetime.now, UTC)
    house = House(
        store,
        Reports(settings.templates_dir, data / DOCUMENTS, now, settings.zone),
        settings.zone,
        data / AUDIO,
        max_audio_minutes=settings.max_audio_minutes,
        max_audio_mb=settings.max_audio_mb,
        voices=settings.voices,
    )
    with store.transaction():
        show_voices(house, store.erasing.meeting(number, why="purge").supposed)


def _row(store: Store, settings: Settings, number: int) -> str:
    meeting = store.meetings.get(number)
    if meeting is None:
        raise SettingsError(said.NO_MEETING.format(number=number, data=settings.data_dir))
    extent = store.erasing.extent(number)
    much = said.EXTENT.format(
        lines=extent.lines, recordings=extent.recordings, documents=extent.documents
    )
    ended = said.STILL_OPEN
    if meeting.closed_at:
        ended = said.ENDED.format(day=f"{meeting.closed_at.astimezone(settings.zone):%d/%m/%Y}")
    return _tabbed([number, meeting.title, ended, much])


def _confirmed() -> bool:
    try:
        return input(said.CONFIRM).strip().lower() in said.YES
    except EOFError:
        print()
        return False


def _audit(_arguments: argparse.Namespace) -> int:
    from bot.store import Store
    from bot.store.folder import DATABASE

    settings = load_settings()
    if not (settings.data_dir / DATABASE).exists():
        raise SettingsError(said.NO_RECORD.format(data=settings.data_dir))
    store = Store(settings.data_dir / DATABASE)
    try:
        print(_tabbed(said.AUDIT_HEAD))
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
