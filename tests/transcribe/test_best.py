"""`python -m transcribe models best`: what fits here, and what is said before it is fetched."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tests.transcribe.best_tried import (
    BASE,
    GB,
    GIPFORMER,
    LARGE,
    MEDIUM,
    QUICK,
    SLOW,
    SMALL,
    Tried,
)
from tests.transcribe.rows import all_hold
from tests.transcribe.test_models_command import Office
from transcribe import SpeechSettings, best
from transcribe.engines import card
from transcribe.errors import (
    HubUnreachable,
    ModelError,
    ModelMissing,
    UnknownModel,
    UnsupportedSetting,
)
from transcribe.fitting import lacking
from transcribe.fitting import trial as trials
from transcribe.fitting.choosing import OFFERS, fitting, why_not
from transcribe.fitting.machine import Machine, look
from transcribe.fitting.trial import Trial
from transcribe.models import convert, licences

ROOT = Path(__file__).parents[2]


def test_what_fits_is_the_best_that_is_fast_enough_and_has_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(convert, "converter_is_installed", lambda: True)

    def fits(pace: float, memory: float, disk: float, cards: int = 0, on: float = math.inf) -> str:
        machine = Machine(2, cards, memory * GB, disk * GB, on * GB)
        return next((offer.name for offer in fitting(machine, Trial(pace, 0.3))), "")

    all_hold(
        [
            ("a fast machine", fits(0.02, 64, 100), LARGE),
            ("half as fast as that", fits(0.04, 64, 100), MEDIUM),
            ("two cores", fits(0.07, 16, 100), SMALL),
            ("busy", fits(0.3, 16, 100), GIPFORMER),
            ("too busy for any", fits(0.6, 16, 100), ""),
            ("little memory", fits(0.02, 2, 100), SMALL),
            ("little room on the disk", fits(0.02, 64, 1), GIPFORMER),
            ("no room at all", fits(0.02, 64, 0.1), ""),
            ("a graphics card, slow cores", fits(0.6, 64, 100, cards=1), LARGE),
            ("a card with 6 GB", fits(0.6, 64, 100, cards=1, on=6), MEDIUM),
            ("a card with little memory", fits(0.6, 64, 100, cards=1, on=0.5), GIPFORMER),
            ("nobody knows the memory", fits(0.02, math.inf, 100), LARGE),
        ]
    )
    # the licences of what is offered by itself allow an office's use
    assert {licences.in_words(offer.licence or "").partition(", ")[2] for offer in OFFERS} == {
        "cơ quan dùng được"
    }


def test_what_is_still_to_be_installed_takes_room_too(monkeypatch: pytest.MonkeyPatch) -> None:
    base = OFFERS[-1]
    machine = Machine(2, 0, 16 * GB, 1 * GB)
    monkeypatch.setattr(convert, "converter_is_installed", lambda: True)
    assert why_not(base, machine, QUICK) == []
    monkeypatch.setattr(convert, "converter_is_installed", lambda: False)
    (why,) = why_not(base, machine, QUICK)
    assert why == "đĩa cần 1364 MB, còn 1000 MB"


def test_before_anything_is_fetched_it_says_what_that_costs(tried: Tried) -> None:
    assert tried.run(agreed=False)
    for words in ("2 nhân", SMALL, "967", "bsd-3-clause, cơ quan dùng được", "6.3 %", "11.1 %"):
        assert words in tried.said
    assert "1.7 giây" in tried.said
    # by its name: at another load another one may fit
    assert f'make model ARGS="{SMALL} --settings {tried.settings} --yes"' in tried.said
    assert f"Cũng hợp, nếu nêu tên: {GIPFORMER} (tải về 260 MB)" in tried.said
    assert "chưa đo ở đây" in tried.said
    assert tried.asked == []
    assert not tried.settings.exists()


def test_where_nothing_fits_it_says_why_and_any_model_may_be_named(tried: Tried) -> None:
    tried.tries |= {"base": SLOW, "new": Trial(0.9, 0.1)}
    assert not tried.run()
    assert "cứ dùng base" in tried.said
    for name, seconds in ((LARGE, 128), (BASE, 6), (GIPFORMER, 6)):
        assert f"  {name}: chậm, ước chừng {seconds} giây cho mười giây lời nói" in tried.said
    assert tried.asked == []
    assert tried.run(MEDIUM)
    assert f"Không hợp với máy này: {MEDIUM} (chậm" in tried.said
    assert tried.asked == [MEDIUM]


def test_for_a_named_model_too_there_must_be_room(tried: Tried) -> None:
    tried.machine = Machine(2, 0, 0.5 * GB, 1 * GB)
    for agreed in (False, True):
        assert tried.run(SMALL, agreed=agreed) is not agreed
        assert "bộ nhớ cần 1257 MB, còn 500 MB; đĩa cần 1547 MB, còn 1000 MB" in tried.said
        assert f"Hợp hơn: python -m transcribe models best {GIPFORMER}" in tried.said
        assert "--yes" not in tried.said
    assert tried.asked == []


@pytest.mark.parametrize(
    ("name", "files"),
    [
        (SMALL, "pytorch_model.bin"),
        (SMALL, "torch, transformers để chuyển đổi"),
        ("small", "model.bin, config.json, tokenizer.json, vocabulary.txt"),
        (GIPFORMER, "encoder*.onnx, decoder*.onnx, joiner*.onnx, tokens.txt"),
        ("an-office/whatever", "models fetch an-office/whatever"),
    ],
)
def test_without_a_network_one_sentence_says_what_to_carry_and_from_where(
    tried: Tried, name: str, files: str
) -> None:
    tried.why = "hub không trả lời"
    assert tried.run(name, agreed=False)
    assert files in tried.said
    assert "Máy này không tới được hub: hub không trả lời." in tried.said
    assert "Chưa tải gì" not in tried.said
    with pytest.raises(HubUnreachable, match="không tới được hub") as caught:
        tried.run(name)
    assert files in str(caught.value)
    assert "không tới được hub" not in tried.said
    assert not tried.settings.exists()
    assert tried.asked == []


@pytest.mark.parametrize(
    ("name", "libraries"),
    [(SMALL, "torch==2.13.0 transformers==5.24.0"), (GIPFORMER, "sherpa-onnx==2.0.1")],
)
def test_what_must_be_installed_is_said_with_its_size_and_comes_before_the_download(
    tried: Tried, name: str, libraries: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    there: set[str] = set()
    monkeypatch.setattr(convert, "converter_is_installed", lambda: "converter" in there)
    spec = ModuleSpec("sherpa_onnx", None)
    monkeypatch.setattr(lacking, "find_spec", lambda _: spec if "transducers" in there else None)
    assert tried.run(name, agreed=False)
    assert "phải cài thêm" in tried.said
    assert libraries in tried.said
    assert re.search(r"tải khoảng \d+ MB, chiếm \d+\.?\d* [MG]B đĩa", tried.said)

    with pytest.raises(ModelMissing, match="chưa tải gì. Hãy chạy: ") as caught:  # noqa: RUF043
        tried.run(name)
    assert libraries in str(caught.value)
    with pytest.raises(ModelMissing, match="không cài được"):
        tried.run(name, installer="false")
    assert tried.asked == []
    assert not tried.settings.exists()

    noted = tmp_path / "noted"
    run = lacking.subprocess.run

    def installs(command: list[str], **more: Any) -> Any:
        there.add(command[-1])
        return run(command, **more)

    monkeypatch.setattr(lacking.subprocess, "run", installs)
    tried.tries["new"] = Trial(0.3, 0.1)
    assert tried.run(name, installer=f"sh -c 'echo $0 >{noted}'")
    assert noted.read_text().strip() in there
    assert tried.asked == [name]


def test_the_makefile_installs_what_the_command_names() -> None:
    made = (ROOT / "Makefile").read_text("utf-8")
    found = dict(re.findall(r"^(\w+) +:= (\S+)$", made, re.MULTILINE))
    packages = {"TORCH": "torch", "TRANSFORMERS": "transformers", "SHERPA_ONNX": "sherpa-onnx"}
    named = [*lacking.CONVERTER.packages, *lacking.TRANSDUCERS.packages]
    assert [f"{package}=={found[name]}" for name, package in packages.items()] == named
    for libraries in (lacking.CONVERTER, lacking.TRANSDUCERS):
        assert re.search(rf"^{libraries.target}: ", made, re.MULTILINE)
    assert lacking.CONVERTER.command.split()[4:6] == [
        "--extra-index-url",
        re.findall(r"^TORCH_INDEX \?= (\S+)$", made, re.MULTILINE)[0],
    ]


@pytest.mark.parametrize(
    ("row", "error"),
    [
        ("WHISPER_COMPUTE_TYPE=float16", ValidationError),
        ("WHISPER_DEVICE=cuda", UnsupportedSetting),
    ],
)
def test_settings_that_do_not_go_with_an_engine_are_said_before_the_download(
    tried: Tried, row: str, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried.settings.write_text(f"{row}\n")
    with pytest.raises(error):
        tried.run(GIPFORMER)
    assert tried.asked == []
    # and no such model is offered
    tried.machine = replace(tried.machine, cards=1)
    monkeypatch.setattr(best, "card_trouble", lambda settings: "")
    assert tried.run(agreed=False)
    assert GIPFORMER not in tried.said


def test_a_server_that_hears_is_left_alone(tried: Tried) -> None:
    row = "WHISPER_ENGINE=openai_server\nOPENAI_SERVER_URL=http://127.0.0.1:9/v1\n"
    tried.settings.write_text(row)
    for agreed in (False, True):
        assert tried.run(agreed=agreed) is not agreed
        assert "WHISPER_ENGINE=openai_server" in tried.said
    assert tried.devices == tried.asked == []
    assert tried.settings.read_text() == row


def test_the_card_s_memory_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(card, "count", lambda: 1)
    monkeypatch.setattr(card, "free_memory", lambda: 3 * GB)
    found = look(tmp_path / "not" / "there")
    assert (found.cards, found.card_memory) == (1, 3 * GB)


def test_a_name_that_nobody_has_is_said_before_anything_is_tried(tried: Tried) -> None:
    for name in ("nosuch", "/nowhere/at/all"):
        with pytest.raises(UnknownModel):
            tried.run(name)
    with pytest.raises(UnsupportedSetting, match="chỉ hiểu tiếng Anh"):
        tried.run("base.en")
    assert tried.devices == []


def test_any_other_model_is_offered_with_its_size_and_speed(tried: Tried) -> None:
    tried.hub["an-office/its-whisper"] = "model.bin"
    assert tried.run("an-office/its-whisper", agreed=False)
    assert "tải về 967 MB; giấy phép bsd-3-clause, cơ quan dùng được" in tried.said
    assert "chưa rõ sai bao nhiêu" in tried.said
    assert "ước chừng 3.3 giây" in tried.said
    assert tried.run(SMALL.lower(), agreed=False)
    assert f"Hợp với máy này: {SMALL}" in tried.said


def test_licences() -> None:
    def verdict(licence: str) -> str:
        if licences.forbids(licence):
            return "forbids"
        words = licences.in_words(licence)
        known = {"cơ quan dùng được": "allows", "cơ quan tự xem": "asks", "không nói": "none"}
        return next(short for part, short in known.items() if part in words)

    rows = {
        "forbids": "cc-by-nc-4.0|CC BY-NC 4.0|cc_by_nc|cc-by-nc-sa-4.0|h-research|intel-research|"
        "fair-noncommercial-research-license|deepfloyd-if-license|apple-amlr|"
        "coqui-public-model-license",
        "allows": "mit|MIT|apache-2.0|BSD-3-Clause|bsd|cc-by-4.0",
        "asks": "openrail|bigscience-openrail-m|llama2|gpl-3.0",
        "none": "|other|unknown|cc",
    }
    all_hold((one, verdict(one), what) for what, many in rows.items() for one in many.split("|"))


def test_the_licence_is_looked_at_though_the_model_is_here(tried: Tried) -> None:
    record = tried.model / "SHA256SUMS"
    record.write_text("# an-office/its-whisper 0 license:cc-by-nc-4.0\n")
    tried.tries["new"] = Trial(0.3, 0.1)
    for agreed in (False, True):
        assert not tried.run(str(tried.model), agreed=agreed)
        assert "giấy phép cc-by-nc-4.0 không cho dùng vào công việc của cơ quan" in tried.said
    assert not tried.settings.exists()
    record.unlink()
    assert tried.run(str(tried.model))
    assert "không rõ giấy phép" in tried.said


def test_the_trial_hears_the_demo_s_recordings(cache: Path) -> None:
    settings = SpeechSettings(whisper_cache=cache, whisper_device="cpu")
    found = trials.trial(settings, trials.recordings())
    assert 0.05 < found.wrong < 0.5
    assert found.pace > 0
    assert math.isnan(trials.trial(settings, []).wrong)


def test_a_model_that_loads_and_cannot_listen_is_an_error_of_the_model(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Deaf:
        def decode(self, *_: object, **__: object) -> None:
            raise RuntimeError("CUDA failed")

        most = workers = 1
        short_context = False
        another_hearing = True

    monkeypatch.setattr(trials, "load_engine", lambda _: Deaf())
    with pytest.raises(ModelError, match="CUDA failed"):
        trials.trial(SpeechSettings(whisper_cache=cache), [])


def test_as_a_person_runs_it_where_there_is_no_network(tmp_path: Path, cache: Path) -> None:
    office = Office(tmp_path, "http://127.0.0.1:9")
    office.environment["WHISPER_CACHE"] = str(cache)
    done = office.run("best", "small", "--yes")
    assert done.returncode == 1
    assert "https://huggingface.co/Systran/faster-whisper-small/tree/main" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "không tới được" not in done.stdout
    assert not (office.desk / ".env").exists()
    looked = office.run("best", "small")
    assert looked.returncode == 0, looked.stderr
    assert "Mô hình base: chép mười giây" in looked.stdout
    assert "Máy này không tới được hub: hub không trả lời" in looked.stdout
    assert looked.stderr == ""
