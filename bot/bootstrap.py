"""What the house is put together from, as the settings say: one list of what can be plugged in."""

from __future__ import annotations

from bot.settings import Settings
from bot.speech.recognizer import Recognizer
from transcribe import Transcriber
from transcribe.sound import isolated


def recognizer_of(settings: Settings) -> Recognizer:
    """Who turns speech into text: the engine and model of this machine, decoding apart."""
    return Transcriber(settings, isolated.stream)
