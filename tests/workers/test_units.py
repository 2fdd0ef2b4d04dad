"""What an office is given to run a queue and workers with."""

from __future__ import annotations

import contextlib
import io
import re
import sys
from pathlib import Path

import pytest
import yaml

from bot.settings import PROJECT, Settings
from transcribe.remote import command

DEPLOY = PROJECT / "deploy"
UNITS = ("bien-ban-queue.service", "bien-ban-worker.service")
# of https://github.com/compose-spec/compose-spec, what is used here
COMPOSE = {"services", "secrets", "volumes", "networks", "configs", "name"}
OF_A_SERVICE = {
    *("build", "image", "entrypoint", "command", "env_file", "environment", "profiles", "ports"),
    *("volumes", "secrets", "tmpfs", "read_only", "cap_drop", "security_opt", "mem_limit"),
    *("pids_limit", "init", "restart", "stop_grace_period", "healthcheck", "logging"),
}
SETTINGS = {name.upper() for name in Settings.model_fields}


def unit(name: str) -> dict[str, list[str]]:
    """The unit's assignments, each with all its values."""
    found: dict[str, list[str]] = {}
    for row in (DEPLOY / name).read_text("utf-8").splitlines():
        key, is_one, value = row.partition("=")
        if is_one and not row.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


@pytest.fixture(scope="module")
def options() -> dict[str, set[str]]:
    """Which options each command knows."""
    known = {}
    for name in ("work", "serve", "keys"):
        with contextlib.redirect_stdout(io.StringIO()) as shown, contextlib.suppress(SystemExit):
            command.main([name, "--help"], lambda: sys.stdout)
        known[name] = set(re.findall(r"--[a-z]+", shown.getvalue()))
        assert known[name]
    return known


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_runs_a_command_that_there_is_without_rights(
    name: str, options: dict[str, set[str]]
) -> None:
    of = unit(name)
    assert of["User"] == ["bienban"]
    assert of["CapabilityBoundingSet"] == [""]
    assert (of["NoNewPrivileges"], of["ProtectSystem"]) == (["yes"], ["strict"])
    assert of["UMask"] == ["0077"]
    (started,) = of["ExecStart"]
    name_of, *words = started.partition(" -m transcribe ")[2].split()
    assert {word for word in words if word.startswith("--")} <= options[name_of]
    names = {name for row in of["Environment"] for name in re.findall(r"([A-Z_]+)=", row)}
    assert names <= SETTINGS | {"HOME", "QUEUE_NAMES"}


def test_the_guide_upgrades_each_unit_that_there_is() -> None:
    """A queue that still runs as it was does not take what is told to it by the new version."""
    guide = (PROJECT / "docs/cai-dat-may-chu.md").read_text("utf-8")
    section = guide.partition("\n## Nâng cấp\n")[2].partition("\n## ")[0]
    for name in UNITS:
        assert name in section
        assert f"systemctl restart {name.removesuffix('.service')}" in section
    assert "constraints-workers.txt" in section


def test_a_worker_has_its_key_as_a_credential() -> None:
    of = unit("bien-ban-worker.service")
    assert of["LoadCredential"] == ["worker.nk:/etc/bien-ban/worker.nk"]
    assert any("NATS_KEY=%d/worker.nk" in row for row in of["Environment"])
    assert of["Restart"] == ["always"]  # one that hangs ends itself


@pytest.mark.parametrize("file", sorted(one.name for one in DEPLOY.glob("docker-compose*.yml")))
def test_a_compose_file_says_nothing_that_docker_does_not_know(file: str) -> None:
    """One word that is none, and docker refuses all of it."""
    given = yaml.safe_load((DEPLOY / file).read_text("utf-8"))
    assert {name for name in given if not name.startswith("x-")} <= COMPOSE
    for service in given["services"].values():
        assert set(service) <= OF_A_SERVICE
        assert set(service.get("volumes", [])) == {
            one for one in service.get("volumes", []) if one.partition(":")[0] in given["volumes"]
        }
        assert set(service.get("secrets", [])) <= set(given["secrets"])
        assert set(service["logging"]) <= {"driver", "options"}
        assert all(isinstance(one, str) for one in service["logging"]["options"].values())
    assert all(set(one) <= {"file", "environment", "name"} for one in given["secrets"].values())


def test_the_compose_file_runs_commands_that_there_are_without_rights(
    options: dict[str, set[str]],
) -> None:
    given = yaml.safe_load((DEPLOY / "docker-compose.workers.yml").read_text("utf-8"))
    assert set(given["services"]) == {"queue", "worker"}
    for service in given["services"].values():
        assert service["cap_drop"] == ["ALL"]
        assert service["read_only"] is True
        name_of, *words = service["command"]
        assert {word for word in words if word.startswith("--")} <= options[name_of]
    assert set(given["services"]["worker"]["secrets"]) <= set(given["secrets"])
    dockerfile = Path(PROJECT / "Dockerfile").read_text("utf-8")
    assert "ARG EXTRAS" in dockerfile
    extra = given["services"]["queue"]["build"]["args"]["EXTRAS"]
    assert (PROJECT / f"constraints-{extra}.txt").exists()
    assert f"constraints-{extra}.txt" in dockerfile
    # a volume is the account's only where the image has the folder as the account's
    for volume in given["services"]["queue"]["volumes"]:
        target = volume.partition(":")[2]
        assert f"install -d -o bienban -m 0700 {target} " in dockerfile
