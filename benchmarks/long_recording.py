"""One long recording in a process of its own, so that its peak memory can be told.

`python -m benchmarks.long_recording JOB`, where JOB is a Job as JSON; a Result is printed.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from transcribe import Transcriber

from .contenders import OURS, Setup, batched
from .machine import peak_memory


@dataclass(frozen=True)
class Job:
    """`batch_size` is for BatchedInferencePipeline; ours has its own."""

    contender: str
    file: str
    setup: Setup
    batch_size: int = 0


@dataclass(frozen=True)
class Result:
    """`memory` is in MB, of the whole process; `idle` is what it was with the model loaded."""

    text: str
    seconds: float
    memory: float
    idle: float
    heard: str | None = None


def apart(job: Job) -> Result:
    """Runs the job in a process of its own."""
    command = [sys.executable, "-m", __name__, json.dumps(asdict(job))]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, check=True, cwd=Path(__file__).parents[1]
    )
    return Result(**json.loads(done.stdout))


def run(job: Job) -> Result:
    transcribe = _loaded(job)
    idle = peak_memory()
    start = time.perf_counter()
    text, heard = transcribe(Path(job.file))
    return Result(text, time.perf_counter() - start, peak_memory(), idle, heard)


def _loaded(job: Job) -> Callable[[Path], tuple[str, str | None]]:
    if job.contender != OURS:
        theirs = batched(job.setup, job.batch_size)
        return lambda path: (theirs(path.read_bytes()), None)
    transcriber = Transcriber(job.setup.speech())
    transcriber.load()
    return lambda path: _ours(transcriber, path)


def _ours(transcriber: Transcriber, path: Path) -> tuple[str, str]:
    """As the bot does it: piece by piece, each kept when it is there."""
    segments: list[Any] = [part for piece in transcriber.pieces(path) for part in piece.segments]
    return " ".join(part.text for part in segments), " ".join(part.heard for part in segments)


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    job = Job(**{**given, "setup": Setup(**given["setup"])})
    print(json.dumps(asdict(run(job)), ensure_ascii=True))
