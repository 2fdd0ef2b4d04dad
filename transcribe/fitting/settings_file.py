"""The file of settings: whether it can be written, and lines that are put into it."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path

from foundation.command_line import reason
from foundation.files import write_durably
from transcribe.errors import ModelError, UnreadableSettings
from transcribe.fitting import sentences as said
from transcribe.sentences import NOT_UTF8


def need_writable(file: Path) -> None:
    """Better known before gigabytes are fetched.

    Raises:
        UnreadableSettings: it is not in UTF-8.
        ModelError: it is no file, or it cannot be written where it is.
    """
    real = file.resolve()
    if not real.parent.is_dir():
        raise ModelError(said.SETTINGS_NO_FOLDER.format(file=file, folder=real.parent))
    beside = real.with_name(f".{real.name}.part")
    try:
        _rows(file)
        if real.exists() and not os.access(real, os.R_OK):
            raise PermissionError(13, "", str(real))
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT, 0o600), "wb"):
            pass
        beside.unlink()
    except OSError as error:
        raise ModelError(said.SETTINGS_UNUSABLE.format(file=file, why=reason(error))) from error


def write_settings(file: Path, values: Mapping[str, str]) -> None:
    """Have these lines in a file of settings; its other lines, and who may read it, stay.

    Raises UnreadableSettings, OSError.
    """
    file = file.resolve()
    names = "|".join(map(re.escape, values))
    ours = re.compile(rf"\s*(export\s+)?({names})\s*=")
    kept = [row for row in _rows(file) if not ours.match(row)]
    mode = stat.S_IMODE(file.stat().st_mode) if file.exists() else 0o600
    rows = [*kept, *(f"{name}={value}" for name, value in values.items())]
    write_durably(file, ("\n".join(rows) + "\n").encode())
    file.chmod(mode)


def _rows(file: Path) -> list[str]:
    try:
        return file.read_text("utf-8-sig").splitlines() if file.exists() else []
    except UnicodeDecodeError as error:
        raise UnreadableSettings(NOT_UTF8.format(file=file)) from error
