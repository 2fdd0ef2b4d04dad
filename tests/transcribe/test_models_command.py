"""`python -m transcribe models`, as a person runs it, against a hub on loopback."""

import hashlib
import json
import os
import pty
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from tests import programs
from tests.transcribe.hub_server import COMMIT, HubServer
from tests.transcribe.recordings import wav
from tests.waiting import PATIENCE
from transcribe.errors import HubUnreachable
from transcribe.models import download as download_module
from transcribe.models import hub as hub_module
from transcribe.models.locate import BASE, locate

ROOT = Path(__file__).parents[2]
TOKEN = "hf_not_to_be_told"
NAME = "an-office/its-whisper"
ORIGINAL = "an-office/its-original"
SIZE = 3_000_000


def noise(size: int) -> bytes:
    return random.Random(size).randbytes(size)


CONVERTED = {
    "config.json": b"{}",
    "tokenizer.json": b"{}" * 50_000,
    "vocabulary.txt": b"a\nb\n",
    "model.bin": noise(SIZE),
    "README.md": b"# not needed",
}
TRANSFORMERS = {
    "config.json": b'{"model_type": "whisper"}',
    "vocab.json": b"{}",
    "merges.txt": b"",
    "preprocessor_config.json": b"{}",
    "pytorch_model.bin": noise(SIZE),
    "model.safetensors": noise(SIZE + 1),
    "model.fp32-00001-of-00002.safetensors": b"large",
    "flax_model.msgpack": b"large",
}


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with HubServer({NAME: dict(CONVERTED), ORIGINAL: dict(TRANSFORMERS)}) as server:
        yield server


class Office:
    """A machine: its cache, its settings, and the hub that it reaches."""

    def __init__(self, folder: Path, hub: str) -> None:
        self.models = folder / "cache" / "models"
        self.desk = folder / "desk"
        self.desk.mkdir(parents=True)
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("WHISPER_", "HF_"))}
        self.environment = clean | {
            "PYTHONPATH": str(ROOT),
            "WHISPER_CACHE": str(folder / "cache"),
            "HF_HOME": str(folder / "hf"),
            "HF_ENDPOINT": hub,
            "HF_TOKEN": TOKEN,
        }

    def start(
        self,
        *arguments: str,
        program: tuple[str, ...] = ("-m", "transcribe", "models"),
        **settings: str,
    ) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, *program, *arguments],
            env=self.environment | settings,
            cwd=self.desk,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # a shell that runs the tests in the background has told them to ignore it
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def run(
        self,
        *arguments: str,
        program: tuple[str, ...] = ("-m", "transcribe", "models"),
        **settings: str,
    ) -> subprocess.CompletedProcess[str]:
        if program[0] == "-m":
            done = programs.run(
                *program[1:], *arguments, env=self.environment | settings, cwd=self.desk
            )
            returncode, output, errors = done.returncode, done.stdout, done.stderr
        else:
            process = self.start(*arguments, program=program, **settings)
            output, errors = process.communicate(timeout=PATIENCE)
            returncode = process.returncode
        assert "Traceback" not in errors
        assert TOKEN not in output + errors
        return subprocess.CompletedProcess(arguments, returncode, output, errors)

    def part(self) -> int:
        """The bytes of model.bin that a download under way has written."""
        return sum(path.stat().st_size for path in self.models.glob(".fetching-*/model.bin*.part"))


@pytest.fixture
def office(tmp_path: Path, hub: HubServer) -> Office:
    return Office(tmp_path, hub.url)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


WANTED = {name: data for name, data in CONVERTED.items() if name != "README.md"}


def test_fetch_prints_a_folder_whose_digests_are_kept(office: Office, hub: HubServer) -> None:
    done = office.run("fetch", NAME)
    assert done.returncode == 0, done.stderr
    folder = Path(done.stdout.strip())
    found = files(folder)
    record = found.pop("SHA256SUMS").decode()
    assert found == WANTED
    assert f"# {NAME} {COMMIT}" in record
    for name, data in WANTED.items():
        assert f"{hashlib.sha256(data).hexdigest()}  {name}\n" in record
    assert subprocess.run(["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=folder).returncode == 0

    hub.requests.clear()
    again = office.run("fetch", NAME)
    assert (again.returncode, again.stdout) == (0, done.stdout)
    converted = office.run("convert", NAME)
    assert converted.returncode == 1
    assert "không phải chuyển đổi" in converted.stderr
    assert hub.requests == []


def test_the_token_goes_to_the_hub_and_no_further(office: Office, hub: HubServer) -> None:
    assert office.run("fetch", NAME).returncode == 0
    (download,) = hub.downloads("model.bin")
    assert (download.host, download.token) == (f"localhost:{hub.port}", "")
    asked = [request for request in hub.requests if request.path.startswith("/api/")]
    # and no other question than for the model
    assert [request.token for request in asked] == [f"Bearer {TOKEN}"]


def test_a_short_name_is_the_hub_s_repository(office: Office, hub: HubServer) -> None:
    hub.repos["Systran/faster-whisper-small"] = hub.repos[NAME]
    assert office.run("fetch", "small").returncode == 0
    rows = json.loads(office.run("list", "--json", WHISPER_MODEL="small").stdout)
    assert "small" not in {row["name"] for row in rows}
    (chosen,) = (row for row in rows if row["chosen"])
    assert (chosen["name"], chosen["where"]) == ("Systran/faster-whisper-small", "cache")


def test_a_broken_connection_is_gone_on_with_in_the_same_call(
    office: Office, hub: HubServer
) -> None:
    hub.cuts = [1_000_000, 700_000]
    done = office.run("fetch", NAME)
    assert done.returncode == 0, done.stderr
    first, second, third = (request.range for request in hub.downloads("model.bin"))
    assert first == ""
    starts = [int(text.removeprefix("bytes=").removesuffix("-")) for text in (second, third)]
    assert 800_000 < starts[0] <= 1_000_000
    assert starts[0] + 500_000 < starts[1] <= starts[0] + 700_000
    assert (Path(done.stdout.strip()) / "model.bin").read_bytes() == CONVERTED["model.bin"]


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_a_stopped_download_is_gone_on_with_by_the_next_call(
    sign: signal.Signals, office: Office, hub: HubServer
) -> None:
    hub.slow = 0.1
    process = office.start("fetch", NAME)
    _until(lambda: office.part() >= 500_000)
    process.send_signal(sign)
    output, errors = process.communicate(timeout=PATIENCE)
    assert output == ""
    assert "Traceback" not in errors
    if sign == signal.SIGINT:
        assert process.returncode == 130
        assert "đã dừng; phần đã tải còn giữ" in errors.splitlines()[-1]
    here = office.part()
    assert 500_000 <= here < SIZE
    listed = office.run("list").stdout
    assert "tải dở: tải lại" in listed

    hub.slow = 0
    hub.requests.clear()
    done = office.run("fetch", NAME)
    assert done.returncode == 0, done.stderr
    assert [request.range for request in hub.downloads("model.bin")] == [f"bytes={here}-"]
    assert (Path(done.stdout.strip()) / "model.bin").read_bytes() == CONVERTED["model.bin"]
    assert not list(office.models.glob(".fetching-*/*"))


def test_a_hub_without_ranges_is_asked_for_the_whole_again(office: Office, hub: HubServer) -> None:
    hub.cuts, hub.knows_ranges = [1_000_000], False
    done = office.run("fetch", NAME)
    assert done.returncode == 0, done.stderr
    assert len(hub.downloads("model.bin")) >= 2
    assert (Path(done.stdout.strip()) / "model.bin").read_bytes() == CONVERTED["model.bin"]


def test_a_busy_hub_is_asked_again(office: Office, hub: HubServer) -> None:
    hub.busy = [503]
    assert office.run("fetch", NAME).returncode == 0
    assert len(hub.downloads("model.bin")) == 2


def test_a_hub_that_stays_busy_is_given_up_with_what_is_here(
    hub: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import huggingface_hub.constants
    import huggingface_hub.file_download

    monkeypatch.setattr(hub_module.time, "sleep", lambda seconds: None)

    def no_answer(*_: object, **__: object) -> None:
        raise TimeoutError("no answer")

    monkeypatch.setattr(huggingface_hub.file_download, "http_get", no_answer)
    file = download_module.RemoteFile("model.bin", SIZE, None)
    plan = download_module.Plan(NAME, NAME, COMMIT, (file,))
    monkeypatch.setattr(huggingface_hub.constants, "ENDPOINT", hub.url)
    with pytest.raises(HubUnreachable, match=r"hub không trả lời .*127\.0\.0\.1: TimeoutError"):
        download_module.download(plan, tmp_path / "model", download_module.Progress())
    assert list(tmp_path.glob(".fetching-*/*.part"))


def test_a_wrong_digest_is_refused_and_the_next_call_starts_over(
    office: Office, hub: HubServer
) -> None:
    hub.wrong["model.bin"] = noise(SIZE)[::-1]
    done = office.run("fetch", NAME)
    assert (done.returncode, done.stdout) == (1, "")
    told = done.stderr.splitlines()[-1]
    assert "model.bin" in told
    assert f"phải là SHA-256 {hashlib.sha256(CONVERTED['model.bin']).hexdigest()}" in told
    assert f"lại là SHA-256 {hashlib.sha256(hub.wrong['model.bin']).hexdigest()}" in told
    assert not list(office.models.rglob("model.bin*"))

    hub.wrong.clear()
    hub.requests.clear()
    assert office.run("fetch", NAME).returncode == 0
    assert [request.range for request in hub.downloads("model.bin")] == [""]


REFUSALS = {
    "nobody/has-this": (None, "không có trên hub (127.0.0.1), hoặc không mở cho mọi người"),
    "not/found": ((404, ""), "không có trên hub"),
    "gated/without-token": ((401, "GatedRepo"), "chấp nhận điều khoản"),
    "gated/for-this-token": ((403, "GatedRepo"), "chấp nhận điều khoản"),
    "bare/refusal": ((403, ""), "không cho mọi người tải"),
    "other/server": ((200, ""), "không phải hub"),
    "a/b/c": (None, "không phải một tên mà hub có thể có"),
    "an office/its whisper": (None, "không phải một tên mà hub có thể có"),
}


def test_what_the_hub_refuses_is_one_line(office: Office, hub: HubServer) -> None:
    hub.refused = {name: answer for name, (answer, _) in REFUSALS.items() if answer}
    done = office.run("fetch", *REFUSALS)
    assert (done.returncode, done.stdout) == (1, "")
    lines = done.stderr.splitlines()
    for (name, (_, told)), line in zip(REFUSALS.items(), lines, strict=True):
        assert told in line
        assert name in line


def test_a_hub_that_is_busy_when_asked(hub: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub.constants

    waits: list[float] = []
    monkeypatch.setattr(hub_module.time, "sleep", waits.append)
    monkeypatch.setattr(huggingface_hub.constants, "ENDPOINT", hub.url)
    hub.refused[NAME] = (502, "")
    with pytest.raises(HubUnreachable, match="HTTP 502"):
        hub_module.ask(NAME)
    assert len(hub.requests) == 1 + len(waits) > 2


@pytest.mark.parametrize("command", [("fetch", NAME), ("fetch", "small"), ("list",)])
def test_an_address_that_is_none_is_one_line(command: tuple[str, ...], office: Office) -> None:
    done = office.run(*command, HF_ENDPOINT="http://[")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "HF_ENDPOINT không phải một địa chỉ" in done.stderr


@pytest.mark.parametrize("why", [{"HF_ENDPOINT": "http://127.0.0.1:9"}, {"HF_HUB_OFFLINE": "1"}])
def test_no_hub_is_one_line_with_the_offline_way(why: dict[str, str], office: Office) -> None:
    done = office.run("fetch", NAME, **why)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "không có trên máy này" in done.stderr
    assert f"trên một máy có mạng: python -m transcribe models fetch {NAME}" in done.stderr
    assert "đặt WHISPER_MODEL là bản chép" in done.stderr


def test_a_name_that_no_model_has_is_wrong_usage(office: Office, hub: HubServer) -> None:
    done = office.run("fetch", "bas")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "WHISPER_MODEL=bas" in done.stderr
    assert hub.requests == []


def test_a_disk_without_room_is_said_before_the_download(office: Office, hub: HubServer) -> None:
    hub.sizes["model.bin"] = 10**15
    done = office.run("fetch", NAME)
    assert done.returncode == 1
    assert "cần thêm 1000000000 MB" in done.stderr
    assert "WHISPER_CACHE" in done.stderr
    assert hub.downloads("model.bin") == []


# the same error as a full disk's, which nobody needs to be root for
FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
from transcribe.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_disk_that_fills_up_is_said_and_the_download_gone_on_with(
    office: Office, hub: HubServer
) -> None:
    done = office.run("fetch", NAME, program=("-c", FULL, "models"))
    assert done.returncode == 1
    assert "không ghi được vào" in done.stderr.splitlines()[-1]
    assert len(hub.downloads("model.bin")) == 1
    here = office.part()
    assert 0 < here <= 1_000_000
    assert office.run("fetch", NAME).returncode == 0
    assert hub.downloads("model.bin")[-1].range == f"bytes={here}-"


def test_two_at_once_download_once(office: Office, hub: HubServer) -> None:
    hub.slow = 0.5
    first = office.start("fetch", NAME)
    _until(lambda: office.part() > 0)
    second = office.start("fetch", NAME)
    assert second.stderr is not None
    second.stderr.readline()  # the licence
    assert "chờ nó" in second.stderr.readline()
    hub.slow = 0
    outputs = {process.communicate(timeout=PATIENCE)[0] for process in (first, second)}
    assert (first.returncode, second.returncode, len(outputs)) == (0, 0, 1)
    assert len(hub.downloads("model.bin")) == 1


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_terminal_sees_a_bar_and_a_file_does_not(office: Office, hub: HubServer) -> None:
    hub.slow = 0.01
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "transcribe", "models", "fetch", NAME],
        env=office.environment,
        cwd=office.desk,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    while chunk := _read(ours):
        shown += chunk
    assert process.wait(timeout=PATIENCE) == 0
    lines = shown.decode().replace("\r\n", "\n").split("\r")
    assert len(lines) > 5
    assert any("MB/s" in line and "còn" in line for line in lines)
    assert "100% [####" in lines[-1]
    assert "3.1 / 3.1 MB" in lines[-1]
    assert all(len(line.split("\n")[0]) < 80 for line in lines[1:])

    shutil.rmtree(office.models)
    assert "\r" not in office.run("fetch", NAME).stderr


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:
        # the other side has closed it
        return b""


# transformers is not installed here, or shall seem so
WITHOUT = """
import importlib.util, sys
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name == "transformers" else find(name, *rest)
from transcribe.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def test_an_original_is_fetched_and_its_conversion_explained(
    office: Office, hub: HubServer
) -> None:
    done = office.run("fetch", ORIGINAL, program=("-c", WITHOUT, "models"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "pip install torch transformers" in done.stderr
    assert f"models convert {ORIGINAL}" in done.stderr
    (folder,) = (path for path in office.models.iterdir() if not path.name.startswith("."))
    assert str(folder) in done.stderr
    kept = {"config.json", "vocab.json", "merges.txt", "preprocessor_config.json"}
    assert set(files(folder)) == kept | {"model.safetensors", "SHA256SUMS"}

    hub.requests.clear()
    for name in (ORIGINAL, str(folder)):
        told = office.run("convert", name, program=("-c", WITHOUT, "models"))
        assert told.returncode == 1
        assert "pip install torch transformers" in told.stderr
        assert len(told.stderr.splitlines()) == 1
    told = office.run("check", ORIGINAL)
    assert told.returncode == 1
    assert f"models convert {ORIGINAL}" in told.stderr
    assert hub.requests == []
    assert "transformers: phải chuyển đổi" in office.run().stdout


def test_an_original_is_not_downloaded_at_a_start_that_could_not_use_it(
    office: Office, hub: HubServer
) -> None:
    done = office.run("--model", ORIGINAL, "a.ogg", program=("-c", WITHOUT))
    assert done.returncode == 2
    assert "pip install torch transformers" in done.stderr
    assert hub.requests
    assert hub.downloads("model.safetensors") == []


def test_a_model_is_fetched_at_its_first_use(office: Office, hub: HubServer, cache: Path) -> None:
    hub.repos[NAME] = {file.name: locate("base", cache) / file.name for file in BASE}
    hub.cuts = [50_000_000]
    (office.desk / "a.wav").write_bytes(wav(np.zeros(16_000, np.float32)))
    speech = ("-m", "transcribe", "--model", NAME)
    done = office.run("--json", "a.wav", program=speech)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["text"] == ""
    assert f"đang tải {NAME}: 4 tệp, 148 MB" in done.stderr
    assert [bool(request.range) for request in hub.downloads("model.bin")] == [False, True]

    done = office.run("a.wav", program=speech, HF_ENDPOINT="http://127.0.0.1:9")
    assert done.returncode == 0, done.stderr


def test_a_model_of_another_kind_is_refused_before_its_weights(
    office: Office, hub: HubServer
) -> None:
    hub.repos[ORIGINAL]["config.json"] = b'{"model_type": "llama"}'
    done = office.run("fetch", ORIGINAL)
    assert done.returncode == 1
    assert "thuộc loại llama" in done.stderr
    assert hub.downloads("model.safetensors") == []
    hub.repos[NAME] = {"README.md": b"", "image.png": b""}
    done = office.run("fetch", NAME)
    assert done.returncode == 1
    assert "không phải mô hình Whisper" in done.stderr


def test_the_names_in_the_hub_s_cache_are_digests(tmp_path: Path) -> None:
    blob = tmp_path / "blobs" / hashlib.sha256(CONVERTED["model.bin"]).hexdigest()
    blob.parent.mkdir()
    blob.write_bytes(CONVERTED["model.bin"])
    snapshot = tmp_path / "snapshots" / COMMIT
    snapshot.mkdir(parents=True)
    (snapshot / "model.bin").symlink_to(blob)
    assert download_module.read_record(snapshot) == ("", {"model.bin": blob.name})
    assert download_module.damaged(snapshot) == []
    blob.write_bytes(CONVERTED["model.bin"][:-1])
    assert download_module.damaged(snapshot) == ["model.bin"]


def test_list_has_what_is_here_and_what_is_worth_fetching(office: Office, cache: Path) -> None:
    done = office.run()
    assert done.returncode == 0
    assert done.stderr == ""
    here, _, worth = done.stdout.partition("Đáng tải")
    assert [line.split()[:2] for line in here.splitlines() if line.startswith("*  ")] == [
        ["*", "base"]
    ]
    assert "vinai/PhoWhisper-small" in worth
    assert "6.3 %" in worth
    assert "gipformer1.5-65M-rnnt  260 MB" in worth
    assert office.run("list").stdout == done.stdout

    rows = json.loads(office.run("--json").stdout)
    base = next(row for row in rows if row["name"] == "base")
    assert base == {
        "name": "base",
        "where": "package",
        "folder": None,
        "bytes": sum(file.size for file in BASE),
        "format": "CTranslate2 float16",
        "verified": True,
        "chosen": True,
        "wer_vivos": None,
        "licence": "MIT",
    }
    snapshot = Path(office.environment["HF_HOME"]) / "hub/models--an--other/snapshots/0"
    shutil.copytree(locate("base", cache), snapshot)
    rows = json.loads(office.run("list", "--json", WHISPER_MODEL=str(office.desk)).stdout)
    other = next(row for row in rows if row["name"] == "an/other")
    assert (other["where"], other["format"], other["verified"]) == (
        "hub's cache",
        "CTranslate2 float16",
        False,
    )
    (chosen,) = (row for row in rows if row["chosen"])
    assert (chosen["where"], chosen["folder"]) == ("folder", str(office.desk))


def test_a_fetched_folder_is_carried_to_a_machine_without_a_network(
    office: Office, hub: HubServer, cache: Path, tmp_path: Path
) -> None:
    hub.repos[NAME] = {file.name: locate("base", cache) / file.name for file in BASE}
    folder = office.run("fetch", NAME).stdout.strip()
    stick = tmp_path / "usb stick"
    shutil.copytree(folder, stick)
    other = Office(tmp_path / "other", "http://127.0.0.1:9")

    done = other.run("check", WHISPER_MODEL=str(stick))
    assert done.returncode == 0, done.stderr
    assert "4 tệp như lúc ghi lại (SHA-256)" in done.stdout
    assert "nghe một giây tạp âm" in done.stdout
    (row,) = (
        row
        for row in json.loads(other.run("list", "--json", WHISPER_MODEL=str(stick)).stdout)
        if row["chosen"]
    )
    assert (row["verified"], row["format"]) == (True, "CTranslate2 float16")

    with (stick / "model.bin").open("r+b") as file:
        file.seek(1000)
        file.write(b"\0\1\2\3")
    done = other.run("check", str(stick))
    assert done.returncode == 1
    assert "không như cũ (SHA-256): model.bin." in done.stderr
    assert "Hãy chép lại vào đây" in done.stderr


def test_a_damaged_model_is_named_and_mended_by_fetching_again(
    office: Office, hub: HubServer
) -> None:
    folder = Path(office.run("fetch", NAME).stdout.strip())
    (folder / "tokenizer.json").write_bytes(b"[]" * 50_000)
    done = office.run("check", NAME)
    assert done.returncode == 1
    assert "không như cũ (SHA-256): tokenizer.json." in done.stderr
    assert f"models fetch {NAME}" in done.stderr

    hub.requests.clear()
    done = office.run("fetch", NAME)
    assert done.returncode == 0, done.stderr
    assert (folder / "tokenizer.json").read_bytes() == CONVERTED["tokenizer.json"]
    assert hub.downloads("model.bin") == []


def test_check_of_what_is_not_here_and_of_what_does_not_load(office: Office) -> None:
    done = office.run("check", NAME)
    assert done.returncode == 1
    assert (
        f"không có trên máy này. Hãy chạy: python -m transcribe models fetch {NAME}" in done.stderr
    )
    assert office.run("check", "./nowhere").returncode == 2
    # whole, but the weights are noise
    assert office.run("fetch", NAME).returncode == 0
    done = office.run("check", NAME)
    assert done.returncode == 1
    assert "bị hỏng" in done.stderr
    assert "4 tệp như lúc ghi lại" in done.stdout


def test_base_from_the_hub_is_held_to_its_known_digests(office: Office, hub: HubServer) -> None:
    hub.repos["Systran/faster-whisper-base"] = hub.repos[NAME]
    program = """
import sys
from transcribe.models import locate as models
models.find_spec = lambda name: None
from transcribe.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
    done = office.run("fetch", "base", program=("-c", program, "models"))
    assert done.returncode == 1
    assert BASE[0].sha256 in done.stderr
    assert office.run("fetch", "base").returncode == 0
