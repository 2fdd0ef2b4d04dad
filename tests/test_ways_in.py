"""The doors are one list: what must know which there are asks it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import bootstrap
from bot.__main__ import main
from bot.bootstrap import WayIn, ways_in
from bot.errors import SettingsError
from bot.messages import settings as said
from bot.settings import load_settings


@pytest.fixture
def nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("WEB_LISTEN", "")
    for name in ("TELEGRAM_BOT_TOKEN", "ZALO_BOT_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("nothing_set")
def test_without_any_door_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert said.NO_DOOR in capsys.readouterr().err


@pytest.mark.usefixtures("nothing_set")
def test_another_door_alone_is_a_door(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def made(*_: object) -> None:
        raise SettingsError("the fourth door is made")

    fourth = WayIn(lambda settings: True, made)  # type: ignore[arg-type]
    monkeypatch.setattr(bootstrap, "WAYS_IN", (*bootstrap.WAYS_IN, fourth))
    assert main([]) == 2
    assert "the fourth door is made" in capsys.readouterr().err


def test_which_are_open_and_for_whom(tmp_path: Path) -> None:
    given = {"data_dir": tmp_path, "_env_file": None}
    both = load_settings(telegram_bot_token="1:a", zalo_bot_token="2:b", web_listen="", **given)
    assert [way.for_anybody for way in ways_in(both)] == [True, True]
    page = load_settings(web_listen="127.0.0.1:0", **given)
    assert [way.for_anybody for way in ways_in(page)] == [False]
