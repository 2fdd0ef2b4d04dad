"""What an office is given to run the bot with: the unit, the image, the compose file."""

from __future__ import annotations

import asyncio
import configparser
import importlib.util
import json
import os
import re
import shlex
import sys
from pathlib import Path

import pytest
import yaml

from bot.__main__ import LONGEST_STOP
from bot.report.pdf import PACKAGES
from bot.settings import PROJECT, Settings
from bot.watch import watching
from tests.dialogs.talking import talking
from tests.waiting import PATIENCE

UNIT = PROJECT / "deploy" / "bien-ban.service"
COMPOSE = PROJECT / "deploy" / "docker-compose.yml"
SETTINGS = {name.upper() for name in Settings.model_fields}
NO_SETTINGS = {"HOME", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PIP_NO_CACHE_DIR"}


def wrong_names(assigned: list[str]) -> set[str]:
    """Of ``NAME=value`` those whose name means nothing to the bot."""
    return {name for name, _, _ in (one.partition("=") for one in assigned)} - (
        SETTINGS | NO_SETTINGS
    )


# --- the unit -------------------------------------------------------------------------------------


class _Repeated(dict[str, object]):
    """A section in which a key that comes again adds to what it has."""

    def __setitem__(self, key: str, value: object) -> None:
        before = self.get(key)
        if isinstance(before, list) and isinstance(value, list):
            value = [*before, *value]
        super().__setitem__(key, value)


@pytest.fixture(scope="module")
def unit() -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False, dict_type=_Repeated)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(UNIT.read_text(encoding="utf-8"))
    return parser


def test_the_unit_runs_the_bot_without_rights(unit: configparser.RawConfigParser) -> None:
    service = unit["Service"]
    assert service["User"] not in ("", "root", "0")
    assert service["Group"] not in ("", "root", "0")
    assert service["NoNewPrivileges"] == "yes"
    assert service["CapabilityBoundingSet"] == ""
    assert service["ProtectSystem"] == "strict"
    assert service["ProtectHome"] == "yes"
    assert service["PrivateTmp"] == "yes"
    assert service["UMask"] == "0077"


def test_the_unit_keeps_data_where_the_bot_looks_for_it(
    unit: configparser.RawConfigParser,
) -> None:
    service = unit["Service"]
    assigned = shlex.split(service["Environment"].replace("\n", " "))
    assert wrong_names(assigned) == set()
    given = dict(one.split("=", 1) for one in assigned)
    assert {"WHISPER_CACHE", "LOG_FORMAT"} <= given.keys(), "not every row was read"
    assert given["DATA_DIR"] == f"%S/{service['StateDirectory']}"
    assert given["WHISPER_CACHE"] == f"%C/{service['CacheDirectory']}"
    assert service["StateDirectoryMode"] == "0700"
    assert service["LoadCredential"].partition(":")[0].upper() in SETTINGS


def test_the_unit_starts_and_ends_the_bot(unit: configparser.RawConfigParser) -> None:
    service = unit["Service"]
    program, _, module = service["ExecStart"].partition(" -m ")
    assert program.endswith("/python")
    assert importlib.util.find_spec(f"{module}.__main__") is not None
    assert service["Restart"] == "on-failure"
    assert float(service["TimeoutStopSec"]) >= LONGEST_STOP + 2
    assert unit["Install"]["WantedBy"] == "multi-user.target"


# --- the image ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def dockerfile() -> list[tuple[str, str]]:
    """Its instructions in order, each with its rest in one row."""
    text = (PROJECT / "Dockerfile").read_text(encoding="utf-8")
    rows = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    found = [row.strip().partition(" ") for row in rows.splitlines() if row.strip()]
    return [(what, " ".join(rest.split())) for what, _, rest in found]


def of(dockerfile: list[tuple[str, str]], what: str) -> list[str]:
    return [rest for instruction, rest in dockerfile if instruction == what]


def test_the_image_runs_the_bot_without_rights(dockerfile: list[tuple[str, str]]) -> None:
    assert of(dockerfile, "USER") == ["bienban"]
    instructions = [what for what, _ in dockerfile]
    assert instructions.index("USER") > max(n for n, w in enumerate(instructions) if w == "RUN")
    (base,) = of(dockerfile, "FROM")
    assert re.fullmatch(r"python:3\.\d+-[a-z-]+", base), "a base without a tag is another one soon"
    assert json.loads(of(dockerfile, "CMD")[0]) == ["python", "-m", "bot"]
    assert of(dockerfile, "STOPSIGNAL") == ["SIGTERM"]
    (head, *_) = (PROJECT / "Dockerfile").read_text(encoding="utf-8").split("\nFROM")
    for option in ("--read-only", "--tmpfs /tmp", "--cap-drop ALL", "no-new-privileges"):
        assert option in head


def test_what_the_image_is_made_of_is_there(dockerfile: list[tuple[str, str]]) -> None:
    sent = (PROJECT / ".dockerignore").read_text(encoding="utf-8").split()
    for copied in of(dockerfile, "COPY"):
        for path in copied.split()[:-1]:
            assert (PROJECT / path).exists(), path
            assert f"!{path}" in sent, f"{path} is not sent to the builder"
    assigned = [one for rest in of(dockerfile, "ENV") for one in rest.split()]
    assert wrong_names(assigned) == set()


def test_libre_office_is_the_same_everywhere(dockerfile: list[tuple[str, str]]) -> None:
    install = r"apt-get install -y (?:-q )?--no-install-recommends ([\w -]+?) *(?:&&|$)"
    image = re.findall(install, of(dockerfile, "RUN")[0])
    developer = re.findall(install, (PROJECT / ".ci" / "run").read_text("utf-8"), re.MULTILINE)
    assert image == [one for one in developer if one.startswith("libreoffice")] == [PACKAGES]


async def test_the_image_knows_whether_people_are_served(
    dockerfile: list[tuple[str, str]], tmp_path: Path
) -> None:
    (health,) = of(dockerfile, "HEALTHCHECK")
    program, *arguments = json.loads(health.partition("CMD ")[2])
    assert program == "python"
    listen = next(rest for rest in of(dockerfile, "ENV") if "WATCH_LISTEN=127.0.0.1:9090" in rest)
    assert listen
    proxy = {**os.environ, "http_proxy": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}

    async def looked(port: int) -> tuple[int | None, bytes]:
        code = [one.replace("9090", str(port)) for one in arguments]
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *code,
            env=proxy,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        said, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
        return process.returncode, said

    async with talking(tmp_path) as talk:
        await talk.text("/trogiup")
        async with watching(talk.office.watch, ("127.0.0.1", 0)) as port:
            assert (await looked(port))[0] == 0
            talk.door.connected = False
            status, said = await looked(port)
            assert status == 1
            assert json.loads(said)["checks"]["door list"]["says"] == "not reached"
        assert (await looked(port))[0] == 1  # nobody listens there


# --- the compose file -----------------------------------------------------------------------------


def test_the_compose_file_takes_all_rights_away() -> None:
    given = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    bot = given["services"]["bot"]
    assert bot["read_only"] is True
    assert any(one.split(":")[0] == "/tmp" for one in bot["tmpfs"])
    assert bot["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in bot["security_opt"]
    assert bot["restart"] == "unless-stopped"
    assert bot["mem_limit"]
    assert bot["logging"]["options"].keys() == {"max-size", "max-file"}
    assert float(bot["stop_grace_period"].rstrip("s")) >= LONGEST_STOP + 2
    assert (COMPOSE.parent / bot["build"] / "Dockerfile").exists()
    volume, _, inside = bot["volumes"][0].partition(":")
    assert volume in given["volumes"]
    assert inside == "/data"
    assert set(bot["environment"]) <= SETTINGS
    assert [secret.upper() for secret in bot["secrets"] if secret.upper() not in SETTINGS] == []


def test_what_lies_beside_the_compose_file_is_never_committed() -> None:
    given = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    ignored = (PROJECT / ".gitignore").read_text(encoding="utf-8").split()
    beside = [given["services"]["bot"]["env_file"]]
    beside += [secret["file"] for secret in given["secrets"].values()]
    assert [name for name in beside if f"deploy/{name}" not in ignored] == []
