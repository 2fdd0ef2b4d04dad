"""`python -m transcribe models best`: what fits here, what is said before it is fetched, and what
is tried before it is used."""

from __future__ import annotations

import io
import math
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.transcribe.rows import all_hold
from tests.transcribe.test_models_command import Office
from transcribe import SpeechSettings, best
from transcribe.best import OFFERS, Machine, Offer, Trial, fitting
from transcribe.errors import HubUnreachable, ModelCorrupt, ModelError
from transcribe.models import convert

GB = 1e9
QUICK, SLOW = Trial(0.05, 0.3), Trial(0.6, 0.3)
SMALL = "vinai/PhoWhisper-small"


def test_what_fits_is_the_best_that_is_fast_enough_and_has_room() -> None:
    large, medium, small, base = OFFERS

    def fits(cores_pace: float, memory: float, disk: float, cards: int = 0) -> Offer | None:
        return fitting(Machine(2, cards, memory * GB, disk * GB), Trial(cores_pace, 0.3))

    all_hold(
        [
            ("a fast machine", fits(0.02, 64, 100), large),
            ("half as fast as that", fits(0.04, 64, 100), medium),
            ("two cores", fits(0.07, 16, 100), small),
            ("busy", fits(0.3, 16, 100), base),
            ("too busy for any", fits(0.6, 16, 100), None),
            ("little memory", fits(0.02, 2, 100), small),
            ("little room on the disk", fits(0.02, 64, 1), base),
            ("no room at all", fits(0.02, 64, 0.1), None),
            ("a graphics card, slow cores", fits(0.6, 64, 100, cards=1), large),
            ("nobody knows the memory", fits(0.02, math.inf, 100), large),
        ]
    )
    # the licences of what is offered by itself allow an office's use
    assert {offer.licence for offer in OFFERS} == {"BSD-3-Clause"}


class Tried:
    """The command, with what the models would do here given by the test."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.settings = folder / "bien-ban.env"
        self.asked: list[str] = []
        self.tries: dict[str, Trial] = {"base": QUICK}
        self.said = ""
        monkeypatch.setenv("WHISPER_CACHE", str(folder / "cache"))
        monkeypatch.setattr(best, "look", lambda cache: Machine(2, 0, 16 * GB, 100 * GB))
        monkeypatch.setattr(best, "recordings", list)
        monkeypatch.setattr(best, "trial", self._trial)
        monkeypatch.setattr(convert, "converter_is_installed", lambda: True)
        self.model = folder / "fetched"
        self.model.mkdir()

    def _trial(self, settings: SpeechSettings, voices: object) -> Trial:
        return self.tries["base" if settings.whisper_model == "base" else "new"]

    def _fetch(self, name: str, models: Path) -> Path:
        self.asked.append(name)
        return self.model

    def run(
        self,
        name: str = "",
        *,
        agreed: bool = True,
        fetch: Callable[[str, Path], Path] | None = None,
    ) -> bool:
        output = io.StringIO()
        try:
            return best.best(
                name,
                agreed=agreed,
                settings_file=self.settings,
                fetch=fetch or self._fetch,
                output=output,
            )
        finally:
            self.said = output.getvalue()


@pytest.fixture
def tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tried:
    return Tried(tmp_path, monkeypatch)


def test_before_anything_is_fetched_it_says_what_that_costs(tried: Tried) -> None:
    assert tried.run(agreed=False)
    for words in ("2 nhân", SMALL, "967", "BSD-3-Clause", "6.3 %", "11.1 %", "1.6 giây", "--yes"):
        assert words in tried.said
    assert "chưa đo ở đây" in tried.said
    assert tried.asked == []
    assert not tried.settings.exists()


def test_a_model_that_hears_better_is_set(tried: Tried) -> None:
    tried.tries["new"] = Trial(0.3, 0.1)
    assert tried.run()
    assert tried.asked == [SMALL]
    assert tried.settings.read_text() == f"WHISPER_MODEL={SMALL}\n"
    assert "mất 3.0 giây; sai 10% số từ" in tried.said


def test_a_folder_that_was_carried_here_is_set_by_its_path(tried: Tried) -> None:
    tried.tries["new"] = Trial(0.3, 0.1)
    assert tried.run(str(tried.model))
    assert tried.settings.read_text() == f"WHISPER_MODEL={tried.model}\n"


@pytest.mark.parametrize(
    ("new", "why"),
    [(Trial(0.1, 0.4), "nghe sai nhiều hơn base"), (Trial(1.5, 0.1), "chậm hơn người nói")],
)
def test_a_model_that_does_worse_is_not_set(tried: Tried, new: Trial, why: str) -> None:
    tried.tries["new"] = new
    assert not tried.run()
    assert why in tried.said
    assert not tried.settings.exists()


def test_where_nothing_fits_base_stays_and_any_model_may_be_named(tried: Tried) -> None:
    tried.tries |= {"base": SLOW, "new": Trial(0.9, 0.1)}
    assert not tried.run()
    assert "cứ dùng base" in tried.said
    assert tried.asked == []
    assert tried.run("vinai/PhoWhisper-medium")
    assert tried.asked == ["vinai/PhoWhisper-medium"]


def test_without_a_network_it_says_what_to_carry_and_from_where(tried: Tried) -> None:
    def unreachable(name: str, models: Path) -> Path:
        raise HubUnreachable("không có mạng")

    with pytest.raises(HubUnreachable):
        tried.run(fetch=unreachable)
    assert f"https://huggingface.co/{SMALL}/tree/main" in tried.said
    assert "model.safetensors" in tried.said
    assert not tried.settings.exists()


def test_what_is_damaged_is_not_set(tried: Tried) -> None:
    def damaged(name: str, models: Path) -> Path:
        raise ModelCorrupt("model.bin", expected="a", found="b", remedy="")

    with pytest.raises(ModelCorrupt):
        tried.run(fetch=damaged)
    assert not tried.settings.exists()


def test_the_converter_is_wanted_before_a_gigabyte_is_fetched(
    tried: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(convert, "converter_is_installed", lambda: False)
    assert tried.run(agreed=False)
    assert "pip install torch transformers" in tried.said


def test_the_other_settings_stay_and_so_does_who_may_read_them(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# của phòng\nTELEGRAM_BOT_TOKEN=1:a\n export WHISPER_MODEL = base\nA=b")
    file.chmod(0o640)
    best.write_setting(file, SMALL)
    assert file.read_text() == f"# của phòng\nTELEGRAM_BOT_TOKEN=1:a\nA=b\nWHISPER_MODEL={SMALL}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    link = tmp_path / "link"
    link.symlink_to(file)
    best.write_setting(link, "base")
    assert link.is_symlink()
    assert file.read_text().endswith("WHISPER_MODEL=base\n")
    best.write_setting(tmp_path / "new", "base")
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o600


def test_the_trial_hears_the_demo_s_recordings(cache: Path) -> None:
    settings = SpeechSettings(whisper_cache=cache, whisper_device="cpu")
    found = best.trial(settings, best.recordings())
    assert 0.05 < found.wrong < 0.5
    assert found.pace > 0
    assert math.isnan(best.trial(settings, []).wrong)


def test_a_model_that_loads_and_cannot_listen_is_an_error_of_the_model(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Deaf:
        def decode(self, *_: object, **__: object) -> None:
            raise RuntimeError("CUDA failed")

        most = workers = 1
        short_context = False
        another_hearing = True

    monkeypatch.setattr(best, "load_engine", lambda _: Deaf())
    with pytest.raises(ModelError, match="CUDA failed"):
        best.trial(SpeechSettings(whisper_cache=cache), [])


def test_as_a_person_runs_it_where_there_is_no_network(tmp_path: Path, cache: Path) -> None:
    office = Office(tmp_path, "http://127.0.0.1:9")
    office.environment["WHISPER_CACHE"] = str(cache)
    done = office.run("best", SMALL, "--yes")
    assert done.returncode == 1
    assert f"https://huggingface.co/{SMALL}/tree/main" in done.stdout
    assert "không có trên máy này" in done.stderr
    assert not (office.desk / ".env").exists()
    looked = office.run("best")
    assert looked.returncode == 0, looked.stderr
    assert "Mô hình base: chép mười giây" in looked.stdout
