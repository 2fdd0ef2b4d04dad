"""`python -m transcribe models best` as a person runs it, against a hub on loopback: whatever goes
wrong there, what the office uses stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.transcribe.hub_server import HubServer
from tests.transcribe.test_models_command import CONVERTED, TRANSFORMERS, WITHOUT, Office
from transcribe.models.locate import base

NAME = "an-office/its-whisper"
REAL = "an-office/its-base"
# What the models would do here, given: half as many words wrong as base
TRIED = """
import sys
from transcribe import best, models_command
from transcribe.best import Trial
best.trial = lambda settings, voices: Trial(0.1, 0.3 if settings.whisper_model == "base" else 0.15)
sys.exit(models_command.main(["best", *sys.argv[1:]], lambda: sys.stdout))
"""
# … and a machine whose driver counts a card on which nothing can be computed
WITH_CARD = "import ctranslate2\nctranslate2.get_cuda_device_count = lambda: 1\n" + TRIED


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with HubServer({NAME: dict(CONVERTED)}, licences={NAME: "mit"}) as server:
        yield server


@pytest.fixture
def office(tmp_path: Path, hub: HubServer) -> Office:
    return Office(tmp_path, hub.url)


def settings_of(office: Office) -> str:
    file = office.desk / ".env"
    return file.read_text() if file.exists() else ""


def test_a_real_model_is_fetched_and_tried_and_no_better_than_itself(
    tmp_path: Path, cache: Path
) -> None:
    joined = base(cache / "models")
    assert joined is not None
    files: dict[str, bytes | Path] = {path.name: path for path in joined.iterdir()}
    with HubServer({REAL: files}, licences={REAL: "mit"}) as hub:
        office = Office(tmp_path, hub.url)
        done = office.run("best", REAL, "--yes")
        assert done.returncode == 1, done.stderr
        assert "tải về 148 MB; giấy phép mit, cơ quan dùng được" in done.stdout
        assert "giấy phép" not in done.stderr
        assert f"{REAL}: chép mười giây lời nói mất" in done.stdout
        assert f"{REAL} không nghe đúng hơn base" in done.stdout
        assert settings_of(office) == ""
        assert office.models.joinpath("an-office--its-base", "SHA256SUMS").exists()


def test_without_its_libraries_nothing_is_fetched(office: Office, hub: HubServer) -> None:
    name = "vinai/PhoWhisper-small"
    hub.repos[name] = dict(TRANSFORMERS)
    without = WITHOUT.partition("from transcribe")[0] + TRIED
    done = office.run(name, "--yes", program=("-c", without))
    assert done.returncode == 1
    (told,) = done.stderr.splitlines()
    assert "cần torch, transformers (tải khoảng 220 MB, chiếm 900 MB đĩa)" in told
    assert "pip install --extra-index-url https://download.pytorch.org/whl/cpu torch==" in told
    assert [request.method for request in hub.requests if "/resolve/" in request.path] == [
        "HEAD"
    ] * 5
    assert not list(office.models.glob("vinai*"))
    assert settings_of(office) == ""


def test_half_fetched_it_goes_on_and_only_the_whole_is_set(office: Office, hub: HubServer) -> None:
    hub.cuts = [100_000, 50_000]
    done = office.run(NAME, "--yes", program=("-c", TRIED))
    assert done.returncode == 0, done.stderr
    assert "tải tiếp" in done.stderr
    assert len(hub.downloads("model.bin")) == 3
    assert settings_of(office) == f"WHISPER_MODEL={NAME}\n"


def test_a_wrong_digest_sets_nothing(office: Office, hub: HubServer) -> None:
    hub.wrong = {"model.bin": bytes(len(CONVERTED["model.bin"]))}
    done = office.run(NAME, "--yes", program=("-c", TRIED))
    assert done.returncode == 1
    assert "SHA-256" in done.stderr
    assert settings_of(office) == ""


def test_no_room_is_said_before_the_download(office: Office, hub: HubServer) -> None:
    hub.sizes = {"model.bin": 10**15}
    done = office.run(NAME, "--yes", program=("-c", TRIED))
    assert done.returncode == 1
    assert "đĩa cần 1000000.0 GB, còn" in done.stdout
    assert hub.downloads("model.bin") == []
    assert settings_of(office) == ""


@pytest.mark.parametrize(
    ("licence", "said", "returncode", "fetched"),
    [
        ("cc-by-nc-4.0", "không cho dùng vào công việc của cơ quan", 1, 0),
        ("", "hub không nói giấy phép nào", 0, 1),
    ],
)
def test_the_licence_is_said_before_anything_is_fetched(
    office: Office, hub: HubServer, licence: str, said: str, returncode: int, fetched: int
) -> None:
    hub.licences = {NAME: licence} if licence else {}
    looked = office.run(NAME, program=("-c", TRIED))
    assert said in looked.stdout
    assert hub.downloads("model.bin") == []
    done = office.run(NAME, "--yes", program=("-c", TRIED))
    assert done.returncode == returncode
    assert said in done.stdout
    assert len(hub.downloads("model.bin")) == fetched


@pytest.mark.parametrize(
    ("licence", "said"),
    [
        ("mit", "giấy phép mit, cơ quan dùng được"),
        ("openrail", "giấy phép openrail (theo hub), cơ quan tự xem"),
        ("cc-by-nc-nd-4.0", "không cho dùng vào công việc của cơ quan, trừ khi có thoả thuận"),
        ("", "hub không nói giấy phép nào"),
    ],
)
def test_who_fetches_by_hand_is_told_the_licence_first(
    office: Office, hub: HubServer, licence: str, said: str
) -> None:
    hub.licences = {NAME: licence} if licence else {}
    done = office.run("fetch", NAME)
    assert done.returncode == 0, done.stderr
    assert said in done.stderr.partition("100%")[0]


def test_what_was_fetched_keeps_its_licence(office: Office, hub: HubServer) -> None:
    hub.licences = {NAME: "cc-by-nc-4.0"}
    folder = Path(office.run("fetch", NAME).stdout.strip())
    for name in (NAME, str(folder)):
        done = office.run(name, "--yes", program=("-c", TRIED), HF_ENDPOINT="http://127.0.0.1:9")
        assert done.returncode == 1
        assert "giấy phép cc-by-nc-4.0 không cho dùng vào công việc" in done.stdout
    assert settings_of(office) == ""


def test_weights_that_differ_from_their_record_are_not_tried(
    office: Office, hub: HubServer
) -> None:
    folder = Path(office.run("fetch", NAME).stdout.strip())
    with (folder / "model.bin").open("r+b") as file:
        file.write(b"other")
    done = office.run(str(folder), "--yes", program=("-c", TRIED))
    assert done.returncode == 1
    assert "không như cũ (SHA-256): model.bin. Hãy chép lại" in done.stderr
    assert settings_of(office) == ""
    # by its name it is fetched again
    done = office.run(NAME, "--yes", program=("-c", TRIED))
    assert done.returncode == 0, done.stderr
    assert settings_of(office) == f"WHISPER_MODEL={NAME}\n"


@pytest.mark.parametrize(
    "settings", ["WHISPER_MODEL=base\nCƠ QUAN".encode("utf-16"), b"# T\xean\n"]
)
def test_settings_in_no_known_letters_are_one_line(office: Office, settings: bytes) -> None:
    (office.desk / ".env").write_bytes(settings)
    for words in (("models",), ("models", "best", NAME), ("models", "check"), ("a.wav",)):
        done = office.run(*words, program=("-m", "transcribe"))
        assert done.returncode == 2
        assert done.stderr == (
            "transcribe: .env: không phải văn bản UTF-8; hãy lưu lại bằng UTF-8 rồi chạy lại\n"
        )
    assert (office.desk / ".env").read_bytes() == settings


def test_a_card_that_cannot_compute_is_no_card(office: Office, hub: HubServer) -> None:
    done = office.run(NAME, program=("-c", WITH_CARD))
    assert done.returncode == 0, done.stderr
    assert "Có card đồ hoạ nhưng không tính được trên nó" in done.stdout
    assert "không có card đồ hoạ dùng được" in done.stdout
    assert "CUDA" not in done.stderr
