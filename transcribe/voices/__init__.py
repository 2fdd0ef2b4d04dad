"""Whose voice it is: a voice as numbers, changes of voice, voices that are one person's.

features.py    what the model sees of sound
ear.py         sound -> a vector; two of one voice point the same way
turns.py       the words of a stretch, divided where the voice changes, each part with its voice
clusters.py    the voices of a recording: which of them are one; whose it may be
"""

from transcribe.voices.ear import Ear
from transcribe.voices.turns import Spoken, by_voice

__all__ = ["Ear", "Spoken", "by_voice"]
