"""Whether an office may use a model at work, as far as the name of its licence says so."""

from __future__ import annotations

import re

from transcribe import sentences as said

# In the name of a licence: not for use at work
_FORBIDS = re.compile(r"(?:^|-)nc(?:-|$)|non-?commercial|research|academic")
# Those whose names do not say it: for research or private use alone
_FORBIDDEN = {"deepfloyd-if-license", "apple-amlr", "coqui-public-model-license", "c-uda"}
_ALLOWS = re.compile(r"mit|apache-2\.0|bsd(?:-[23]-clause)?|isc|unlicense|cc0-1\.0|cc-by-4\.0")
# What the hub has where somebody has not chosen one
_NONE = {"", "other", "unknown", "cc"}


def _plain(licence: str) -> str:
    return re.sub(r"[\s_]+", "-", licence.strip().lower())


def forbids(licence: str) -> bool:
    """Whether the name of a licence says that an office may not use it at work."""
    plain = _plain(licence)
    return plain in _FORBIDDEN or _FORBIDS.search(plain) is not None


def in_words(licence: str) -> str:
    """What an office must know of a licence, in part of a sentence; "" is none."""
    if forbids(licence):
        return said.LICENCE_FORBIDS.format(licence=licence)
    if _plain(licence) in _NONE:
        return said.LICENCE_NONE
    allowed = _ALLOWS.fullmatch(_plain(licence))
    return (said.LICENCE_ALLOWS if allowed else said.LICENCE_ASKS).format(licence=licence)


def told(name: str, licence: str) -> str:
    """The same as a sentence, for somebody who fetches the model anyway."""
    return said.LICENCE.format(name=name, licence=in_words(licence))
