"""Every setting, typed, with its meaning; ``.env.example`` explains each to the IT officer."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator

from bot.errors import SettingsError
from bot.messages import settings as said
from foundation import logs
from foundation.command_line import reason
from foundation.hosts import Host, read_host
from transcribe.models.small import is_small
from transcribe.settings import SpeechSettings, reason_of

PROJECT = Path(__file__).resolve().parent.parent
PUBLIC_TELEGRAM = "https://api.telegram.org"


class Settings(SpeechSettings):
    """The environment and ``.env``, upper-case names. Speech has its own in ``transcribe``."""

    telegram_bot_token: SecretStr | None = Field(
        None, description="The bot's token from @BotFather. Without it the chat is this terminal."
    )
    telegram_api_base: str = Field(
        PUBLIC_TELEGRAM,
        description="The Bot API server: the public one, or an office's own.",
        repr=False,  # either address may carry a secret: ``keep_secret``
    )
    telegram_webhook_url: str | None = Field(
        None, description="Public https address for updates. Without it the bot polls.", repr=False
    )
    telegram_webhook_secret: SecretStr | None = Field(
        None, description="What Telegram shows with each webhook call; made at start if not given."
    )
    telegram_webhook_listen: str = Field(
        "127.0.0.1:8443", description="Where the webhook listens, HOST:PORT, behind a TLS proxy."
    )
    zalo_bot_token: SecretStr | None = Field(
        None, description="The token of the office's Zalo bot. Without it there is no Zalo."
    )
    zalo_api_base: str = Field(
        "https://bot-api.zaloplatforms.com", description="The Zalo Bot API server.", repr=False
    )
    zalo_webhook_url: str | None = Field(
        None, description="Public https address for events. Without it the bot polls.", repr=False
    )
    zalo_webhook_secret: SecretStr | None = Field(
        None, description="What Zalo shows with each webhook call; made at start if not given."
    )
    zalo_webhook_listen: str = Field(
        "127.0.0.1:8444", description="Where Zalo's webhook listens, HOST:PORT, behind a TLS proxy."
    )
    zalo_monthly_messages: int = Field(
        3000, ge=0, description="Messages a month that the Zalo plan has; 0: any number."
    )
    web_listen: str = Field(
        "127.0.0.1:8080",
        description="Where the office's own page is served, HOST:PORT. Empty: there is no page.",
    )
    web_cert: Path | None = Field(
        None, description="The office's certificate for the web page: PEM, its issuers behind it."
    )
    web_key: Path | None = Field(None, description="The key of WEB_CERT: PEM, without a password.")
    web_behind_proxy: bool = Field(
        False, description="A proxy of the office's is in front of the web page, and does TLS."
    )
    web_names: str = Field(
        "", description="Names, addresses of the web page as people reach it. Empty: looked up."
    )
    allowed_chats: str = Field(
        "", description="Ids of the chats that the bot is for, separated by commas. Empty: any."
    )
    allowed_users: str = Field(
        "", description="Ids of the people whom it hears in any chat. Both empty: anybody."
    )
    max_messages_a_minute: int = Field(
        300, ge=10, description="Messages that one person may send in a minute; more are refused."
    )
    data_dir: Path = Field(
        Path("data"), description="Folder of the database, the recordings and the documents."
    )
    keep_audio_days: int = Field(
        0, ge=0, description="Recordings go this many days after their meeting's end; 0: never."
    )
    keep_meetings_days: int = Field(
        0, ge=0, description="Meetings go, with all they have, days after their end; 0: never."
    )
    templates_dir: Path = Field(
        PROJECT / "templates", description="Folder of the document templates."
    )
    soffice: str = Field(
        "auto", description="LibreOffice's program, which makes PDFs: auto, off, or a path."
    )
    timezone: str = Field("Asia/Ho_Chi_Minh", description="Time zone of dates and hours.")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")
    log_format: Literal["text", "json"] = Field(
        "text", description="A record of the log as a row of text, or of JSON."
    )
    watch_listen: str = Field(
        "", description="Where /healthz and /metrics are served, HOST:PORT. Empty: nowhere."
    )

    @field_validator("data_dir", "templates_dir", "web_cert", "web_key")
    @classmethod
    def _home(cls, value: Path | None) -> Path | None:
        return value.expanduser() if value else value

    @field_validator("telegram_bot_token", "zalo_bot_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        token = value.get_secret_value().strip() if value else ""
        if any(char.isspace() or char in "/?#\"'" for char in token):
            raise ValueError(said.TOKEN)
        return SecretStr(token) if token else None

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
            raise ValueError(said.SECRET)
        return value

    @field_validator("zalo_webhook_secret")
    @classmethod
    def _zalo_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"[A-Za-z0-9_-]{8,256}", value.get_secret_value()):
            raise ValueError(said.ZALO_SECRET)
        return value

    @field_validator("allowed_chats", "allowed_users")
    @classmethod
    def _ids(cls, value: str) -> str:
        if not all(re.fullmatch(r"-?\d{1,20}|[0-9a-f]{8,64}", one) for one in _listed(value)):
            raise ValueError(said.IDS)
        return value

    @field_validator(
        "telegram_api_base", "telegram_webhook_url", "zalo_api_base", "zalo_webhook_url"
    )
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError(said.ADDRESS)
        return value.rstrip("/") if value else value

    @field_validator("telegram_webhook_listen", "zalo_webhook_listen", "watch_listen", "web_listen")
    @classmethod
    def _listen(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if value and (not host or not port.isdigit() or not 0 <= int(port) <= 65535):
            raise ValueError(said.LISTEN)
        return value

    @field_validator("web_names")
    @classmethod
    def _names(cls, value: str) -> str:
        try:
            for one in _listed(value):
                read_host(one)
        except ValueError:
            raise ValueError(said.NAMES) from None
        return value

    @field_validator("templates_dir")
    @classmethod
    def _templates(cls, value: Path) -> Path:
        if not value.is_dir():
            raise ValueError(said.NO_FOLDER.format(value=value))
        return value

    @field_validator("timezone")
    @classmethod
    def _timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError(said.TIMEZONE) from None
        return value

    @field_validator("log_level")
    @classmethod
    def _log_level(cls, value: str) -> str:
        if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError(said.LOG_LEVEL)
        return value.upper()

    @property
    def chats(self) -> frozenset[str]:
        """Keys of the chats that the bot is for; with ``users`` empty too: any."""
        return frozenset(_listed(self.allowed_chats))

    @property
    def users(self) -> frozenset[str]:
        """Keys of the people whom the bot hears in any chat."""
        return frozenset(_listed(self.allowed_users))

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def small_model(self) -> str:
        """The speech model's name, where it is a small one; empty: it is not."""
        elsewhere = self.whisper_engine == "openai_server"
        named = self.openai_server_model if elsewhere else self.whisper_model
        return self.model_name if is_small(named) else ""

    @property
    def listen(self) -> tuple[str, int]:
        return _address_of(self.telegram_webhook_listen)

    @property
    def zalo_listen(self) -> tuple[str, int]:
        return _address_of(self.zalo_webhook_listen)

    @property
    def web(self) -> tuple[str, int] | None:
        return _address_of(self.web_listen) if self.web_listen else None

    @property
    def web_hosts(self) -> tuple[Host, ...]:
        """Under which people reach the web page, as the office says; empty: it does not."""
        return tuple(read_host(one) for one in _listed(self.web_names))

    @property
    def watch(self) -> tuple[str, int] | None:
        return _address_of(self.watch_listen) if self.watch_listen else None


def _address_of(listen: str) -> tuple[str, int]:
    host, _, port = listen.rpartition(":")
    return host.strip("[]"), int(port)


def _secret_folders() -> list[Path]:
    """Where systemd (``LoadCredential``) and Docker lay secrets: a file a setting."""
    folders = (os.environ.get("CREDENTIALS_DIRECTORY", ""), "/run/secrets")  # noqa: TID251
    return [Path(folder) for folder in folders if folder and Path(folder).is_dir()]


def keep_secret(settings: Settings) -> None:
    """From here on neither the log nor the programs that this process starts (LibreOffice,
    workers) see the secrets: every ``SecretStr``, and names and passwords in addresses."""
    secret: set[str] = set()  # names of settings
    for name, field in type(settings).model_fields.items():
        value = getattr(settings, name)
        if SecretStr in (field.annotation, *get_args(field.annotation)) or not field.repr:
            secret.add(name.upper())
        if isinstance(value, SecretStr):
            logs.hide(value.get_secret_value())
        elif isinstance(value, str) and logs.hide_in_address(value):
            secret.add(name.upper())
    for name in [name for name in os.environ if name.upper() in secret]:  # noqa: TID251
        del os.environ[name]  # noqa: TID251


def _look_at_secrets() -> None:
    """Of a secret that is laid down in a file, nothing but the secret is right: an empty file would
    be no secret, and the bot would go on without it.

    Raises:
        SettingsError: a file is empty, none, or cannot be read.
    """
    secret = {
        n.upper() for n, f in Settings.model_fields.items() if SecretStr in get_args(f.annotation)
    }
    given = {name.upper() for name, value in os.environ.items() if value.strip()}  # noqa: TID251
    for file in (file for folder in _secret_folders() for file in sorted(folder.iterdir())):
        name = file.name.upper()
        if name not in secret - given:
            continue
        about = {"name": name, "file": file}
        if file.is_dir():
            raise SettingsError(said.SECRET_FOLDER.format(**about))
        try:
            written = file.read_text("utf-8-sig").strip()
        except OSError as error:
            raise SettingsError(said.SECRET_UNREADABLE.format(**about, why=reason(error))) from None
        except UnicodeDecodeError:
            raise SettingsError(said.SECRET_NOT_TEXT.format(**about)) from None
        if not written:
            raise SettingsError(said.SECRET_EMPTY.format(**about))


# Names that start so are meant for this program
_OUR_PREFIXES = (
    "TELEGRAM_",
    "ZALO_",
    "WEB_",
    "WHISPER_",
    "ALLOWED_",
    "KEEP_",
    "BIENBAN_",
    "NATS_",
    "OPENAI_SERVER_",
)
_ALIKE = 0.84  # a letter or two of a dozen


def unknown_settings() -> list[str]:
    """A sentence for each name, in the environment, in ``.env`` or among the secrets, that is
    shaped like one of our settings and is none: it has no effect."""
    ours = [name.upper() for name in Settings.model_fields]
    names = {name.upper() for name in os.environ}  # noqa: TID251
    names |= {file.name.upper() for folder in _secret_folders() for file in folder.iterdir()}
    names |= {name.upper() for name in dotenv_values(".env", encoding="utf-8")}
    told = []
    for name in sorted(names - set(ours)):
        near = difflib.get_close_matches(name, ours, 1, _ALIKE)
        if near:
            told.append(said.UNKNOWN_NEAR.format(name=name, near=near[0]))
        elif name.startswith(_OUR_PREFIXES):
            likely = difflib.get_close_matches(name, ours, 1)
            form = said.UNKNOWN_NEAR if likely else said.UNKNOWN
            told.append(form.format(name=name, near=likely[0] if likely else ""))
    return told


def _listed(ids: str) -> list[str]:
    return [one for one in re.split(r"[,;\s]+", ids) if one]


def _is_emptied(name: str) -> bool:
    """Whether a setting is given, and nothing stands in it: of most that is as if it were not."""
    for given in (os.environ, dotenv_values(".env", encoding="utf-8")):  # noqa: TID251
        found = [value for one, value in given.items() if one.upper() == name]
        if found:
            return not (found[-1] or "").strip()
    return False


def load_settings(**given: object) -> Settings:
    """The settings of this process; ``given`` wins over the environment.

    Raises:
        SettingsError: one line that names the wrong setting and says what it must be.
    """
    _look_at_secrets()
    try:
        if _is_emptied("WEB_LISTEN"):
            given = {"web_listen": "", **given}
        settings = Settings(**{"_secrets_dir": _secret_folders() or None, **given})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = str(first["loc"][0]).upper() if first["loc"] else ""
        what = reason_of(first).removeprefix(f"{name}: ")
        raise SettingsError(f"{name}: {what}" if name else what) from None
    except UnicodeDecodeError:
        raise SettingsError(said.ENV_NOT_UTF8) from None
    url = settings.telegram_webhook_url
    if url and settings.telegram_api_base == PUBLIC_TELEGRAM and not url.startswith("https://"):
        raise SettingsError(said.HTTPS_ONLY)
    if (settings.zalo_webhook_url or "https://").startswith("http://"):
        raise SettingsError(said.ZALO_HTTPS_ONLY)
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        probe = settings.data_dir / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        what = said.CANNOT_WRITE.format(data=settings.data_dir, why=reason(error))
        raise SettingsError(what) from None
    return settings
