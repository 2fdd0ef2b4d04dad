"""What is handed on with the bot is listed, with its licences."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from itertools import chain
from types import ModuleType

import pytest

from bot.settings import PROJECT
from tests.tables import every_row

PAPER = (PROJECT / "THIRD_PARTY.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    path = PROJECT / "deploy" / "third_party.py"
    spec = importlib.util.spec_from_file_location("third_party", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(head: str) -> list[list[str]]:
    """The cells of the rows under a heading."""
    _, _, rest = PAPER.partition(f"## {head}\n")
    lines = rest.partition("\n## ")[0].splitlines()
    return [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")][1:]


OF_WORKERS = "Python packages of the queue and of machines that transcribe"


def test_all_that_is_installed_for_the_bot_is_listed(maker: ModuleType) -> None:
    of_bot = {name: version for name, version, _ in rows("Python packages")}
    assert sorted(of_bot) == sorted(maker.needed("weights"))
    of_workers = {name: version for name, version, _ in rows(OF_WORKERS)}
    listed = of_bot | of_workers
    assert sorted(listed) == sorted(maker.needed("weights", "workers"))
    assert of_bot.keys() & of_workers.keys() == set()
    pinned = [
        row
        for file in ("constraints.txt", "constraints-workers.txt")
        for row in (PROJECT / file).read_text(encoding="utf-8").splitlines()
    ]
    versions = dict(line.split()[0].split("==") for line in pinned if "==" in line)
    pins = {maker.named(name): version for name, version in versions.items()}
    others = {name: listed[name] for name in pins if name in listed and listed[name] != pins[name]}
    assert others == {}, "make third-party"


def test_every_library_inside_them_is_listed(maker: ModuleType) -> None:
    inside = "\n".join(" ".join(row).lower() for row in rows("Compiled libraries inside them"))
    for name, package in maker.needed("weights", "workers").items():
        for library in maker.libraries(package):
            assert re.search(rf"\b{re.escape(library.lower())}(?!\w)", inside), (name, library)
    assert all(len(row) == 3 and row[2] for row in rows("Compiled libraries inside them"))


def test_a_library_that_nobody_has_looked_up_is_an_error(
    maker: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maker, "libraries", lambda package: ["newcodec"])
    with pytest.raises(LookupError, match="holds newcodec: which licence"):
        maker.paper()


def test_what_is_under_the_gpl_is_said_first(maker: ModuleType) -> None:
    assert {"x264", "x265"} <= set(maker.libraries(maker.needed("weights")["av"]))
    assert "GPL" in PAPER.partition("## Python packages")[0]
    assert "THIRD_PARTY.md" in (PROJECT / "README.md").read_text(encoding="utf-8")


@every_row("file", [file.name for file in sorted(PROJECT.glob("constraints*.txt"))])
def test_what_is_installed_has_its_digest(file: str) -> None:
    """Each package with the SHA-256 of its files, so that no other file is taken for it."""
    text = (PROJECT / file).read_text(encoding="utf-8")
    packages = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert packages
    assert [row.split()[0] for row in packages if "--hash=sha256:" not in row] == []


def test_all_that_the_project_asks_for_is_locked(maker: ModuleType) -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    of_bot = [*project["dependencies"], *extras["weights"]]
    asked = {
        ("constraints.txt",): of_bot,
        ("constraints.txt", "constraints-workers.txt"): [*of_bot, *extras["workers"]],
        ("constraints-dev.txt",): [*project["dependencies"], *chain(*extras.values())],
    }
    for files, rows_of in asked.items():
        locked = {maker.named(name) for file in files for name in locked_in(file)}
        wanted = {maker.named(re.split(r"[\[<>=~! ]", row)[0]) for row in rows_of}
        assert wanted - locked == set(), "make lock"
    # what another file has already is the same there
    of_all = locked_in("constraints-dev.txt")
    for file in ("constraints.txt", "constraints-workers.txt"):
        assert locked_in(file).items() <= of_all.items(), "make lock"


def locked_in(file: str) -> dict[str, str]:
    """The versions in a file, by their packages."""
    text = (PROJECT / file).read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))


def test_no_command_asks_pip_for_the_digest_of_a_folder() -> None:
    """A file with digests makes pip want one of all that it installs: also where the file is named
    with ``-c`` only, and of the project's own folder there is none."""
    papers = [PROJECT / "README.md", *(PROJECT / "docs").glob("*.md"), PROJECT / "Dockerfile"]
    papers += [PROJECT / "Makefile", PROJECT / "CONTRIBUTING.md"]
    for paper in papers:
        assert not re.search(r"-c constraints", paper.read_text(encoding="utf-8")), paper.name
