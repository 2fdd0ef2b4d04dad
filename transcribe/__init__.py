"""Speech to text for Vietnamese, with Whisper, on this machine.

    from transcribe import Transcriber
    print(Transcriber().transcribe("note.ogg").text)

`python -m transcribe FILE…` does the same in a terminal.
"""

import os

from foundation.logs import trust

# onnxruntime, in which faster-whisper's silence detector runs, reports to its makers from its first
# import on. Nothing of a meeting's machine is for anybody else
os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # noqa: TID251
# numpy's products are small here: threads of its own for them only wait for each other, which took
# a tenth of the processor's time for notes. Every core has a decoding of its own
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # noqa: TID251

from transcribe.errors import TranscribeError
from transcribe.settings import SpeechSettings
from transcribe.transcriber import Transcriber
from transcribe.types import Piece, Segment, Transcript, Work

trust(__name__)

__all__ = [
    "Piece",
    "Segment",
    "SpeechSettings",
    "TranscribeError",
    "Transcriber",
    "Transcript",
    "Work",
]
