"""`python -m transcribe FILE…`: the text of recordings, on stdout.

Each is decoded in a process of its own: one that breaks the decoder is one that cannot be read.

`python -m transcribe models …`: the models on this machine (models_command.py).

`python -m transcribe work | workers | serve | keys`: other machines (remote/command.py).
"""

import argparse
import json
import logging
import os
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from typing import TextIO, get_args

from pydantic import ValidationError

from foundation import apart
from foundation.command_line import Parser
from transcribe import models_command
from transcribe import sentences as said
from transcribe.errors import AudioError, ModelError
from transcribe.models import download
from transcribe.settings import (
    ComputeType,
    Device,
    EngineName,
    SpeechSettings,
    one_line,
    read_settings,
)
from transcribe.sound import isolated
from transcribe.transcriber import Transcriber
from transcribe.types import Transcript, Word

#: what the processes that decode find imported
DECODED_WITH = ("transcribe.sound.isolated", "av")
# Files in work: as many as the engine hears at once; each holds at most a few parts of its sound
_TOGETHER = 8
_OF_MACHINES = ("work", "workers", "serve", "keys")
SUCCESS, SOME_FAILED, CANNOT_START, INTERRUPTED = 0, 1, 2, 130


def main(argv: list[str] | None = None) -> int:
    """Transcribe the files, several at a time; the results are printed in the files' order.

    0: all files worked; 1: some failed; 2: usage, a setting or the model is wrong;
    130: stopped by Ctrl-C.
    """
    argv = sys.argv[1:] if argv is None else argv
    if argv[:1] == ["models"]:
        return models_command.main(argv[1:], _own_stdout)
    if argv[:1] and argv[0] in _OF_MACHINES:
        return _of_machines(argv)
    arguments = _parser().parse_words(argv)
    apart.prepare(DECODED_WITH)
    output = _own_stdout()
    logging.basicConfig(stream=sys.stderr, format="transcribe: %(message)s")
    # a download at the first use takes minutes
    logging.getLogger(download.__name__).setLevel(logging.INFO)
    try:
        transcriber = Transcriber(_settings(arguments), isolated.stream)
        apart.begin()
        transcriber.load()
        worked = [
            _told(name, asked, arguments, output)
            # where one segment ends and the next begins is seen in JSON alone
            for name, asked in _transcripts(transcriber, arguments.files, voices=arguments.json)
        ]
    except ValidationError as error:
        return _refuse(one_line(error))
    except ModelError as error:
        return _refuse(str(error))
    except BrokenPipeError:
        # the reader of our output has gone (`| head`)
        return SOME_FAILED
    except KeyboardInterrupt:
        print(f"transcribe: {said.STOPPED}", file=sys.stderr)
        return INTERRUPTED
    return SUCCESS if all(worked) else SOME_FAILED


def _of_machines(argv: list[str]) -> int:
    """What is about other machines needs the extra `workers`."""
    try:
        from transcribe.remote import command
    except ImportError as error:
        return _refuse(said.NO_NATS.format(why=error))
    return command.main(argv, _own_stdout)


def _parser() -> Parser:
    parser = Parser(prog="python -m transcribe", description=said.PROGRAM, epilog=said.PROGRAM_MORE)
    parser.add_argument("files", nargs="+", metavar=said.FILE, help=said.FILES)
    parser.add_argument("--json", action="store_true", help=said.JSON_A_LINE)
    parser.add_argument(
        "--engine", dest="whisper_engine", choices=get_args(EngineName), help=said.ENGINE
    )
    parser.add_argument("--model", dest="whisper_model", metavar="M", help=said.MODEL)
    parser.add_argument(
        "--device", dest="whisper_device", choices=get_args(Device), help=said.DEVICE
    )
    parser.add_argument(
        "--compute-type",
        dest="whisper_compute_type",
        choices=get_args(ComputeType),
        help=said.COMPUTE_TYPE,
    )
    return parser


def _settings(arguments: argparse.Namespace) -> SpeechSettings:
    given = {
        name: value
        for name, value in vars(arguments).items()
        if name.startswith("whisper_") and value is not None
    }
    return read_settings(**given)


def _own_stdout() -> TextIO:
    """The real stdout, for results alone; whatever a library prints goes to stderr."""
    sys.stdout.flush()
    # backslashreplace: a file name in no known encoding stays printable, and valid JSON
    output = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="backslashreplace")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return output


def _transcripts(
    transcriber: Transcriber, names: Sequence[str], *, voices: bool
) -> Iterator[tuple[str, Future[Transcript]]]:
    """Each file with what will be its transcript, in their order.

    Several are in work at a time: while one is decoded the engine hears another, and it hears
    those together that have about the same length.
    """
    waiting = deque((name, Future[Transcript]()) for name in names)
    asked = tuple(waiting)

    def work() -> None:
        while True:
            try:
                name, future = waiting.popleft()
            except IndexError:
                return
            try:
                future.set_result(transcriber.transcribe(name, voices=voices))
            except BaseException as error:  # whatever it is, somebody waits for it
                future.set_exception(error)

    for number in range(min(_TOGETHER, len(names))):
        # daemons: Ctrl-C does not wait for them
        threading.Thread(target=work, name=f"file {number}", daemon=True).start()
    yield from asked


def _told(
    name: str, asked: Future[Transcript], arguments: argparse.Namespace, output: TextIO
) -> bool:
    """Wait for one file's transcript and print it; False where the file could not be used."""
    try:
        transcript = asked.result()
    except ModelError:
        raise
    except Exception as error:  # out of memory, say: the next file may be shorter
        reason = (
            str(error)
            if isinstance(error, AudioError)
            else said.ENGINE_FAILED.format(error=repr(error))
        )
        if arguments.json:
            _print_json({"file": name, "error": reason}, output)
        else:
            print(f"{name}: {reason}", file=sys.stderr)
        return False
    if arguments.json:
        _print_json(_as_json(name, transcript), output)
        return True
    for start, end in transcript.unheard:
        row = said.UNHEARD.format(start=f"{start:.1f}", end=f"{end:.1f}")
        print(f"{name}: {row}", file=sys.stderr)
    if not transcript.text:
        if not transcript.unheard:
            print(f"{name}: {said.NO_SPEECH}", file=sys.stderr)
    elif len(arguments.files) == 1:
        print(transcript.text, file=output, flush=True)
    else:
        print(f"{name}: {transcript.text}", file=output, flush=True)
    return True


def _as_json(name: str, transcript: Transcript) -> dict[str, object]:
    return {
        "file": name,
        "text": transcript.text,
        "seconds": round(transcript.seconds, 3),
        "confidence": round(transcript.confidence, 4),
        "unheard": [[round(start, 2), round(end, 2)] for start, end in transcript.unheard],
        "segments": [
            {
                "start": round(part.start, 2),
                "end": round(part.end, 2),
                "text": part.text,
                "words": [_word_as_json(word) for word in part.words],
            }
            for part in transcript.segments
        ],
    }


def _word_as_json(word: Word) -> dict[str, object]:
    """As it was heard: the segment's text has figures, dates and money as an office writes them."""
    return {
        "word": word.text,
        "start": round(word.start, 2),
        "end": round(word.end, 2),
        "probability": round(word.probability, 4),
    }


def _print_json(value: dict[str, object], output: TextIO) -> None:
    print(json.dumps(value, ensure_ascii=False), file=output, flush=True)


def _refuse(reason: str) -> int:
    print(f"transcribe: {' '.join(reason.split())}", file=sys.stderr)
    return CANNOT_START


if __name__ == "__main__":
    sys.exit(main())
