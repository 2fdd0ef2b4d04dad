"""Speech to text for Vietnamese, with Whisper, on this machine.

    from transcribe import Transcriber
    print(Transcriber().transcribe("note.ogg").text)

`python -m transcribe FILE…` does the same in a terminal.
"""

from .errors import TranscribeError
from .settings import SpeechSettings
from .transcriber import Transcriber
from .types import Piece, Segment, Transcript, Work

__all__ = [
    "Piece",
    "Segment",
    "SpeechSettings",
    "TranscribeError",
    "Transcriber",
    "Transcript",
    "Work",
]
