"""`python -m benchmarks.speech`: how well and how fast speech to text works on this machine.

This project against faster-whisper (clip by clip, and its BatchedInferencePipeline) and
openai-whisper, all with the same weights and the same files. Writes speech.json and speech.md.
"""

import argparse
import json
import logging
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from . import doubts, lines, sections, sound, trials, voices, words
from .clips import Clip, recordings, roughened, some
from .contenders import BATCHED, COMMAND, NAMES, OPENAI, Contender, Setup, contender
from .machine import machine, versions
from .sections import Found
from .tables import markdown

log = logging.getLogger(__name__)

SECTIONS = (
    "backlog",
    "single",
    "lines",
    "hour",
    "silence",
    "padding",
    "hints",
    "doubts",
    "trials",
    "voices",
)
_RESULTS = Path(__file__).parent / "results"


def main(argv: Sequence[str] | None = None) -> None:
    arguments = _parser().parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    for noisy in ("faster_whisper", "transcribe", "httpx"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    origin, plain = recordings(arguments.manifest)
    whole = plain if arguments.as_is else roughened(plain, arguments.seed)
    clips = some(whole, arguments.limit, arguments.seed)
    setup = Setup(
        arguments.model,
        arguments.compute_type,
        arguments.beam,
        arguments.threads,
        arguments.device,
    )
    made = "as they are" if arguments.as_is else "each clean and in five rough forms"
    part = f"; {len(clips)} of {len(whole)} clips" if len(clips) < len(whole) else ""
    report = _about(setup, f"{origin}, {made} (seed {arguments.seed}){part}")
    print(json.dumps(report, indent=1, ensure_ascii=False))
    _measure(arguments, setup, plain, whole, clips, report)
    print(markdown(report))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.speech",
        description="Measures speech to text: word errors, time, memory.",
    )
    parser.add_argument(
        "--manifest", type=Path, help="recordings: JSON lines with audio (a path) and text"
    )
    parser.add_argument("--only", type=_list_of(SECTIONS), default=SECTIONS, metavar="A,B")
    parser.add_argument("--contenders", type=_list_of(NAMES), default=NAMES, metavar="A,B")
    parser.add_argument("--skip-openai", action="store_true", help="leave openai-whisper out")
    parser.add_argument("--all", action="store_true", help="openai-whisper does everything too")
    parser.add_argument("--slow-clips", type=int, default=30, help="what it does without --all")
    parser.add_argument("--as-is", action="store_true", help="do not make the recordings rough")
    parser.add_argument("--limit", type=int, help="only so many clips, taken at random")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--repeats", type=int, default=7, help="of each single note")
    parser.add_argument("--hour-minutes", type=float, default=60)
    parser.add_argument("--lines-minutes", type=float, default=6, help="of each such recording")
    parser.add_argument("--three-hours", action="store_true", help="and three hours, ours alone")
    parser.add_argument("--model", default=Setup.model)
    parser.add_argument("--compute-type", default=Setup.compute_type)
    parser.add_argument("--beam", type=int, default=Setup.beam)
    parser.add_argument("--threads", type=int, default=Setup.threads)
    parser.add_argument("--device", default=Setup.device, choices=("cpu", "cuda"))
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--out", type=Path, default=_RESULTS, help="where the results go")
    return parser


def _list_of(names: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    def several(text: str) -> tuple[str, ...]:
        chosen = tuple(text.split(","))
        wrong = [name for name in chosen if name not in names]
        if wrong:
            raise argparse.ArgumentTypeError(f"{wrong[0]!r} is none of {', '.join(names)}")
        return chosen

    return several


def _about(setup: Setup, audio: str) -> Found:
    return {
        # a folder of this machine says nothing elsewhere
        "command": " ".join(["python -m benchmarks.speech", *(Path(a).name for a in sys.argv[1:])]),
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine(),
        "load": os.getloadavg()[0],
        "versions": versions(),
        "setup": asdict(setup),
        "ours": _own_settings(setup),
        "audio": audio,
        "sections": {},
    }


def _own_settings(setup: Setup) -> Found:
    """The settings of this project, without the folder of this machine."""
    return setup.speech().model_dump(mode="json", exclude={"whisper_cache"})


def _measure(
    arguments: argparse.Namespace,
    setup: Setup,
    plain: Sequence[Clip],
    whole: Sequence[Clip],
    clips: Sequence[Clip],
    report: Found,
) -> None:
    """Runs the sections that were chosen; each is written as soon as it is there."""
    names = [
        name for name in arguments.contenders if not (arguments.skip_openai and name == OPENAI)
    ]
    slow = None if arguments.all else arguments.slow_clips
    loaded: list[Contender] = []
    if {"backlog", "single", "silence"} & set(arguments.only):
        loaded = [_warm(contender(name, setup), clips[0]) for name in names]
    quick = [one for one in loaded if one.name != COMMAND and (arguments.all or one.name != OPENAI)]

    def long(minutes: float, *, alone: bool) -> Found:
        return sections.hour(setup, whole, minutes, arguments.seed, alone=alone)

    steps: dict[str, Callable[[], Found]] = {
        "backlog": lambda: sections.backlog(loaded, clips, arguments.rounds, slow),
        "single": lambda: sections.single(loaded, whole, arguments.repeats),
        "lines": lambda: lines.lines(setup, whole, arguments.lines_minutes, arguments.seed),
        "hour": lambda: long(arguments.hour_minutes, alone=BATCHED not in names),
        "silence": lambda: sections.silence(quick),
        "padding": lambda: sections.padding(setup, clips, arguments.rounds),
        "hints": lambda: words.hints(setup, clips),
        "doubts": lambda: doubts.doubts(setup, clips),
        "trials": lambda: trials.trials(setup, clips),
        "voices": lambda: voices.voices(setup, plain, arguments.seed),
    }
    chosen = {name: step for name, step in steps.items() if name in arguments.only}
    if arguments.three_hours:
        chosen["three-hours"] = lambda: long(180, alone=True)
    for name, step in chosen.items():
        log.info("%s …", name)
        try:
            report["sections"][name] = step()
        except sections.NotPossible as error:
            report["sections"][name] = {"skipped": str(error)}
        _write(report, arguments.out)


def _warm(one: Contender, clip: Clip) -> Contender:
    """What a library does only the first time is not measured."""
    one.one(sound.wav(clip.samples))
    return one


def _write(report: Found, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(report, indent=1, ensure_ascii=False)
    (folder / "speech.json").write_text(text + "\n", "utf-8")
    (folder / "speech.md").write_text(markdown(report), "utf-8")


if __name__ == "__main__":
    main()
