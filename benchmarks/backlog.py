"""`python -m benchmarks.backlog`: what memory a backlog of voice notes takes, and what of it stays.

Real recordings, the default engine, as in the bot: 16 notes at a time, decoded in processes of
their own, each waited for by a thread of its own.
"""

import argparse
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

from transcribe import SpeechSettings, Transcriber
from transcribe.sound import isolated

from .machine import machine, resident_memory, versions

_TOGETHER = 16
_IDLE = 15.0  # seconds after which nobody has needed memory for long enough


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.backlog", description=__doc__)
    parser.add_argument("--notes", type=int, default=200)
    parser.add_argument("--hints", default="Nguyễn Văn An, Lê Thị Hà, Sở KH&CN")
    given = parser.parse_args(argv)
    print(", ".join([*machine().values(), *versions().values()]))
    print("\n| resident memory, MB | |\n|---|---|")
    _row("at the start")
    transcriber = Transcriber(
        SpeechSettings(_env_file=None, whisper_device="cpu"),
        decoder=isolated.stream,
    )
    transcriber.load()
    _row("with the model loaded")
    notes = _recordings()
    transcriber.transcribe(notes[0], hints=given.hints)
    _row("after one note")
    peak, started = _Peak(), time.monotonic()
    with ThreadPoolExecutor(_TOGETHER) as several:
        jobs = [(transcriber, notes[n % len(notes)], given.hints) for n in range(given.notes)]
        list(several.map(_in_a_new_thread, jobs))
    took = time.monotonic() - started
    _row(f"at most, during {given.notes} notes ({took:.0f} s)", peak.ends())
    _row("when the last is written")
    time.sleep(_IDLE)
    _row(f"{_IDLE:g} s later")


def _in_a_new_thread(job: tuple[Transcriber, Path, str]) -> None:
    transcriber, note, hints = job
    thread = threading.Thread(target=lambda: transcriber.transcribe(note, hints=hints))
    thread.start()
    thread.join()


def _recordings() -> list[Path]:
    spec = find_spec("vieneu")
    assert spec is not None
    assert spec.submodule_search_locations
    return sorted((Path(spec.submodule_search_locations[0]) / "assets" / "samples").glob("*.wav"))


class _Peak:
    """Looks at the memory until asked."""

    def __init__(self, look: Callable[[], float] = resident_memory) -> None:
        self._most = 0.0
        self._end = threading.Event()
        self._look = look
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._end.wait(0.1):
            self._most = max(self._most, self._look())

    def ends(self) -> float:
        self._end.set()
        self._thread.join()
        return self._most


def _row(name: str, megabytes: float | None = None) -> None:
    held = resident_memory() if megabytes is None else megabytes
    print(f"| {name} | {held:.0f} |", flush=True)


if __name__ == "__main__":
    main()
