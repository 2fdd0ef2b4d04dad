"""The settings of speech to text, read from the environment and from `.env`."""

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlsplit

from platformdirs import user_cache_path
from pydantic import (
    AfterValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from foundation import hosts
from transcribe import sentences
from transcribe.errors import UnreadableSettings

EngineName = Literal["faster_whisper", "openai_whisper", "openai_server", "sherpa_onnx"]
Device = Literal["auto", "cpu", "cuda"]
ComputeType = Literal[
    "auto", "int8", "int8_float16", "int8_float32", "float16", "bfloat16", "float32"
]
LocalTranscription = Literal["when_needed", "never", "always"]
Voices = Literal["off", "meeting", "office"]

_COMPUTE_TYPES = {
    # openai-whisper decodes in one of these two (`fp16=True|False`), and in no other
    "openai_whisper": ("auto", "float32", "float16"),
    # a transducer is published in these two
    "sherpa_onnx": ("auto", "int8", "float32"),
}
_COMMENT = re.compile(r"(?:^|\s+)#")
_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+")


def looks_like_path(name: str) -> bool:
    """Whether a WHISPER_MODEL names a folder rather than a model ("org/name" is a hub id)."""
    if name.startswith(("/", ".", "~")):
        return True
    return (os.sep in name or "/" in name) and _HUB_ID.fullmatch(name) is None


def is_loopback(url: str) -> bool:
    """Whether an address is on this machine."""
    return hosts.is_loopback(urlsplit(url).hostname or "")


def is_private(url: str) -> bool:
    """Whether an address is this machine's or of a private network: of a name all that it has."""
    found = hosts.addresses_of(urlsplit(url).hostname or "")
    return bool(found) and all(map(hosts.is_inside, found))


def _names_a_machine(url: str) -> bool:
    """Whether there is a host in it, and a port that there may be."""
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _home(path: Path | None) -> Path | None:
    return path.expanduser() if path else None


class SpeechSettings(BaseSettings):
    """Each field is set by the environment variable of its name, in capitals."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    whisper_engine: EngineName = Field(
        default="faster_whisper", description="The library that runs the model."
    )
    whisper_model: str = Field(
        default="base",
        min_length=1,
        description="The model: a name (base, small, large-v3, …), a folder, "
        "or a hub id such as vinai/PhoWhisper-base.",
    )
    whisper_device: Device = Field(
        default="auto",
        description="Where the model runs; auto is CUDA where there is one, else the CPU.",
    )
    whisper_compute_type: ComputeType = Field(
        default="auto",
        description="The numbers that the model computes with; for faster_whisper auto is int8 "
        "on the CPU and on CUDA float16, or what the card knows; openai_whisper knows only "
        "auto, float32 and float16, sherpa_onnx auto, int8 and float32.",
    )
    whisper_threads: int = Field(
        default=0, ge=0, description="How many CPU threads the model uses; 0 means all cores."
    )
    whisper_beam: int = Field(
        default=5,
        ge=1,
        description="How many candidates the decoder keeps; 1 is the fastest.",
    )
    whisper_padding: float = Field(
        default=6.0,
        ge=1.0,
        le=30.0,
        allow_inf_nan=False,
        description="Seconds of silence that the model hears behind a clip, where it was measured "
        "to bear less than 30 s in all; less is faster, 30 is Whisper's own way.",
    )
    whisper_cache: Annotated[Path, AfterValidator(Path.expanduser)] = Field(
        default_factory=lambda: user_cache_path("bien-ban"),
        description="The folder where joined, fetched and converted weights are kept.",
    )
    max_audio_minutes: float = Field(
        default=240, gt=0, allow_inf_nan=False, description="A longer recording is refused."
    )
    max_audio_mb: float = Field(
        default=500,
        gt=0,
        allow_inf_nan=False,
        description="A larger file (in MB, 10^6 bytes) is refused.",
    )
    voices: Voices = Field(
        default="meeting",
        description="Whether voices are told apart, and whom they may be held against: nobody "
        "(off), voice notes of the same meeting, or those of all the office's meetings.",
    )

    allow_speech_leaves_the_house: int = Field(
        default=0,
        ge=0,
        le=1,
        description="1: recordings may be sent to a server outside of the office's own network.",
    )
    openai_server_url: str = Field(
        default="",
        description="With WHISPER_ENGINE=openai_server: the server, up to /v1.",
        repr=False,
    )
    openai_server_key: SecretStr | None = Field(
        default=None, description="The key that the server asks for. Empty: none."
    )
    openai_server_model: str = Field(
        default="whisper-1", min_length=1, description="The model's name at the server."
    )
    openai_server_requests: int = Field(
        default=4, ge=1, le=64, description="Requests to the server at once."
    )
    openai_server_seconds: float = Field(
        default=120.0,
        gt=0,
        allow_inf_nan=False,
        description="Seconds that the server has for an answer.",
    )
    nats_url: str = Field(
        default="",
        description="The queue from which other machines take recordings: nats:// or tls://. "
        "Empty: this machine hears.",
        repr=False,  # an address may carry a secret
    )
    nats_key: Annotated[Path | None, AfterValidator(_home)] = Field(
        default=None,
        validate_default=True,
        description="The file of the key (nkey seed) that one has at the queue.",
    )
    nats_ca: Annotated[Path | None, AfterValidator(_home)] = Field(
        default=None, description="The file of the authority that signed the queue's certificate."
    )
    local_transcription: LocalTranscription = Field(
        default="when_needed",
        description="With NATS_URL: when this machine hears by itself. when_needed: while no other "
        "is there; never: recordings wait; always: it helps.",
    )

    @field_validator("openai_server_url")
    @classmethod
    def _server(cls, url: str, info: ValidationInfo) -> str:
        if not url:
            return url
        if not url.startswith(("http://", "https://")) or not _names_a_machine(url):
            raise ValueError(sentences.SERVER_ADDRESS)
        if is_private(url) or info.data.get("allow_speech_leaves_the_house"):
            return url
        raise ValueError(sentences.SPEECH_STAYS)

    @field_validator("nats_url")
    @classmethod
    def _queue(cls, url: str) -> str:
        one = url.startswith(("nats://", "tls://")) and "," not in url and _names_a_machine(url)
        if url and not one:
            raise ValueError(sentences.QUEUE_ADDRESS)
        if url.startswith("nats://") and not is_loopback(url):
            raise ValueError(sentences.QUEUE_PLAIN)
        return url

    @field_validator("nats_key")
    @classmethod
    def _queue_key(cls, key: Path | None, info: ValidationInfo) -> Path | None:
        url = info.data.get("nats_url", "")
        if url and key is None and not is_loopback(url):
            raise ValueError(sentences.QUEUE_KEYLESS)
        if key is not None and not key.is_file():
            raise ValueError(sentences.NO_FILE.format(file=key))
        return key

    @field_validator("nats_ca")
    @classmethod
    def _queue_ca(cls, ca: Path | None) -> Path | None:
        if ca is not None and not ca.is_file():
            raise ValueError(sentences.NO_FILE.format(file=ca))
        return ca

    @property
    def longest(self) -> float:
        """Seconds of the longest recording that is taken. What people call four hours may have some
        seconds more, and its end is not left out for that."""
        return self.max_audio_minutes * 60 * 1.005

    @property
    def model_name(self) -> str:
        """What is listened with, by its name; of a folder the last part."""
        if self.whisper_engine == "openai_server":
            return self.openai_server_model
        name = self.whisper_model
        return Path(name).expanduser().resolve().name if looks_like_path(name) else name

    @field_validator("*", mode="before")
    @classmethod
    def _as_written(cls, value: object, info: ValidationInfo) -> object:
        """A value as systemd, Docker or a shell hands it over, as python-dotenv would have read it:
        without the quotes around it and without a comment behind it."""
        if not isinstance(value, str):
            return value
        text = value.strip().removeprefix("\ufeff").strip()
        if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
            return text[1:-1]
        bare = _COMMENT.split(text, maxsplit=1)[0].rstrip()
        if bare != text and cls._is_text(info.field_name or ""):
            raise ValueError(sentences.COMMENT_BEHIND)
        if not bare and text:
            raise ValueError(sentences.EMPTY)
        return bare

    @classmethod
    def _is_text(cls, name: str) -> bool:
        """Whether a # may be a part of the value: of a path or a secret. A person looks at it."""
        field = cls.model_fields[name]
        kinds = (field.annotation, *get_args(field.annotation))
        return Path in kinds or SecretStr in kinds or name in ("soffice", "whisper_model")

    @field_validator("whisper_model")
    @classmethod
    def _folder_exists(cls, name: str) -> str:
        if looks_like_path(name) and not Path(name).expanduser().is_dir():
            raise ValueError(sentences.NO_FOLDER.format(value=name))
        return name

    @field_validator("whisper_compute_type")
    @classmethod
    def _engine_can_compute(cls, value: str, info: ValidationInfo) -> str:
        # whisper_engine is absent from info.data where it was itself wrong
        engine = info.data.get("whisper_engine")
        possible = _COMPUTE_TYPES.get(engine or "", (value,))
        if value not in possible:
            choices = ", ".join(possible)
            raise ValueError(
                sentences.NOT_WITH_ENGINE.format(value=value, engine=engine, choices=choices)
            )
        return value


def read_settings(file: Path | None = None, **given: object) -> SpeechSettings:
    """The settings of the environment and of a file, ".env" where none is named; `given` wins.

    Raises:
        ValidationError
        UnreadableSettings: the file is not in UTF-8.
    """
    named = {} if file is None else {"_env_file": file}
    try:
        return SpeechSettings(**named, **given)  # type: ignore[arg-type]
    except UnicodeDecodeError as error:
        found = file or SpeechSettings.model_config.get("env_file")
        raise UnreadableSettings(sentences.NOT_UTF8.format(file=found)) from error


def reason_of(item: Any) -> str:
    """Why a setting is refused, in Vietnamese.

    Args:
        item: one of ``ValidationError.errors()``.
    """
    kind, context = item["type"], item.get("ctx", {})
    said = {
        "int_parsing": sentences.WHOLE_NUMBER,
        "int_from_float": sentences.WHOLE_NUMBER,
        "float_parsing": sentences.NUMBER,
        "finite_number": sentences.NUMBER,
        "greater_than_equal": sentences.AT_LEAST.format(least=context.get("ge")),
        "greater_than": sentences.MORE_THAN.format(least=context.get("gt")),
        "less_than_equal": sentences.AT_MOST.format(most=context.get("le")),
    }
    if kind == "literal_error":
        choices = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
        return sentences.ONE_OF.format(choices=choices)
    if kind == "value_error":
        return str(item["msg"]).removeprefix("Value error, ")
    return said.get(kind, sentences.UNUSABLE)


def one_line(error: ValidationError) -> str:
    """What is wrong with the settings, in one line that names each of them as one sets it."""
    found = []
    for item in error.errors():
        name = "_".join(str(part) for part in item["loc"]).upper()
        reason = reason_of(item)
        told = reason.startswith(name)
        found.append(reason if told else f"{name}={item['input']}: {reason}")
    return "; ".join(found)
