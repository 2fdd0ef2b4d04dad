"""Everything that can go wrong, as one tree.

    TranscribeError
    ├── AudioError              this file cannot be used; another one may be
    │   ├── FileMissing         no such file
    │   ├── EmptyAudio          no bytes, or no samples
    │   ├── NoAudio             it opens, but holds no sound (a picture, a silent film)
    │   ├── UnreadableAudio     corrupt, or no media at all
    │   │   └── UnknownFormat   of a kind that is not read
    │   ├── DecodingFailed      the decoder crashed, hung, or took more than it may
    │   ├── ServerRefuses       the server that hears does not take it
    │   ├── WorkersLost         every machine that took it was lost over it
    │   ├── AudioTooLong        more seconds than the limit
    │   └── AudioTooLarge       more bytes than the limit
    └── ModelError              nothing can be transcribed until somebody changes something
        ├── ModelMissing        a name or folder that cannot be found
        │   └── UnknownModel    a name that no model has
        ├── ModelCorrupt        a file is not what was published
        ├── HubUnreachable      the model must be downloaded and the network does not answer
        ├── EngineMissing       the engine's library is not installed
        ├── NoWorkers           other machines should hear, and none is there
        ├── ServerFails         the server that should hear does not answer, or refuses
        ├── UnreadableSettings  the file of settings is not text
        └── UnsupportedSetting  this machine or model cannot do what a setting asks for

Each class has a stable `code`; each message is one Vietnamese line without a path of code.
"""

from typing import ClassVar

from transcribe import sentences as said


class TranscribeError(Exception):
    """Base of all errors that `transcribe` raises on purpose."""

    code: ClassVar[str] = "transcribe_error"


class AudioError(TranscribeError):
    """This piece of audio cannot be transcribed."""

    code = "audio_error"


class FileMissing(AudioError):
    """There is no file at the path."""

    code = "file_missing"


class EmptyAudio(AudioError):
    """0 bytes, or a container without one sample."""

    code = "empty_audio"


class NoAudio(AudioError):
    """The file opens, but holds no sound."""

    code = "no_audio"


class UnreadableAudio(AudioError):
    """Corrupt, or no media file at all."""

    code = "unreadable_audio"


class UnknownFormat(UnreadableAudio):
    """A kind of file, or of sound in it, that is not read."""

    code = "unknown_format"


class DecodingFailed(AudioError):
    """The decoder crashed, hung, or took more time or memory than it may."""

    code = "decoding_failed"


class ServerRefuses(AudioError):
    """The server that hears (WHISPER_ENGINE=openai_server) does not take this one."""

    code = "server_refuses"


class WorkersLost(AudioError):
    """Every machine that took it was lost while it had it, in the end with nothing else in hand."""

    code = "workers_lost"


class AudioTooLong(AudioError):
    """`seconds` is what the file says or, at least, what was decoded; `limit` is in seconds."""

    code = "audio_too_long"

    def __init__(self, seconds: float, limit: float) -> None:
        super().__init__(said.TOO_LONG.format(limit=f"{limit:g}", seconds=f"{seconds:.0f}"))
        self.seconds = seconds
        self.limit = limit

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.seconds, self.limit)


class AudioTooLarge(AudioError):
    """`bytes` is the size of the file; `limit` is in bytes."""

    code = "audio_too_large"

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(said.TOO_LARGE.format(size=f"{size / 1e6:.1f}", limit=f"{limit / 1e6:g}"))
        self.bytes = size
        self.limit = limit

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.bytes, self.limit)


class ModelError(TranscribeError):
    """The model cannot be loaded with these settings on this machine."""

    code = "model_error"


class ModelMissing(ModelError):
    """A name or a folder that cannot be found, or a folder that lacks a file."""

    code = "model_missing"


class UnknownModel(ModelMissing):
    """WHISPER_MODEL is a name that nobody has given to a model."""

    code = "unknown_model"


class ModelCorrupt(ModelError):
    """`file` is not what was published: `expected` and `found` say how (size, SHA-256)."""

    code = "model_corrupt"

    def __init__(self, file: str, *, expected: str, found: str, remedy: str) -> None:
        super().__init__(
            said.DAMAGED.format(file=file, expected=expected, found=found, remedy=remedy)
        )
        self.file = file
        self.expected = expected
        self.found = found


class HubUnreachable(ModelError):
    """The model is not on this machine and cannot be downloaded now; `why` is a part of a
    sentence."""

    code = "hub_unreachable"

    def __init__(self, message: str, why: str = "") -> None:
        super().__init__(message)
        self.why = why


class EngineMissing(ModelError):
    """The library of the chosen engine is not installed."""

    code = "engine_missing"


class NoWorkers(ModelError):
    """Other machines should hear (LOCAL_TRANSCRIPTION=never), and none of them is there."""

    code = "no_workers"


class ServerFails(ModelError):
    """The server that should hear (WHISPER_ENGINE=openai_server) does not answer, or refuses."""

    code = "server_fails"


class UnreadableSettings(ModelError):
    """The file of settings is not in UTF-8."""

    code = "unreadable_settings"


class UnsupportedSetting(ModelError):
    """This machine, engine or model cannot do what a setting asks for; the message names it."""

    code = "unsupported_setting"
