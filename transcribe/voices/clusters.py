"""The voices of a recording: which of them are one person's, and whose each may be."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from transcribe.types import FloatArray
from transcribe.voices.ear import mean

Key = TypeVar("Key")
_Flags: TypeAlias = NDArray[np.bool_]
_Numbers: TypeAlias = NDArray[np.int64]

ONE_VOICE = 0.35
"""As alike as this on average, vectors are one voice's."""
SAME_PERSON = 0.62
"""As alike as this, a voice may be a person's whose notes are known."""

# By less than this nearer to one person than to another, nobody can say which of them it is
_MARGIN = 0.05
# Vectors that are held against each other; more follow the voices that these have given
_MOST = 3000


def clustered(vectors: Sequence[FloatArray], alike: float = ONE_VOICE) -> list[int]:
    """For each vector of length 1 the number of its voice: 0, 1, … in the order in which they
    first speak. Voices are joined as long as they are alike on average."""
    if not vectors:
        return []
    every = np.stack(vectors).astype(np.float32)
    groups = _groups(every[:_MOST] @ every[:_MOST].T, alike)
    if len(every) > _MOST:
        centres = np.stack([every[:_MOST][groups == one].mean(axis=0) for one in np.unique(groups)])
        groups = np.concatenate([groups, np.argmax(every[_MOST:] @ centres.T, axis=1)])
    numbers: dict[int, int] = {}
    return [numbers.setdefault(int(one), len(numbers)) for one in groups]


def whose(
    voice: Sequence[FloatArray],
    weights: Sequence[float],
    people: Mapping[Key, FloatArray],
    least: float = SAME_PERSON,
) -> Key | None:
    """Which of the people a voice may be; None: none of them, or two of them alike.

    Args:
        voice: its vectors, at least one, each with its weight: seconds.
        people: the vector of each, of length 1.
    """
    centre = mean(voice, weights)
    found = sorted(((float(centre @ one), n) for n, one in enumerate(people.values())))
    if not found or found[-1][0] < least:
        return None
    if len(found) > 1 and found[-1][0] - found[-2][0] < _MARGIN:
        return None
    return list(people)[found[-1][1]]


def _groups(alike: FloatArray, least: float) -> _Numbers:
    """Average linkage, by chains of nearest neighbours: what would be joined at ``least`` or above.

    Args:
        alike: how alike each two are; it is written over.
    """
    count = len(alike)
    np.fill_diagonal(alike, -np.inf)
    sizes = np.ones(count)
    group = np.arange(count)
    living = np.ones(count, bool)
    chain: list[int] = []
    while living.any():
        if not chain:
            chain = [int(np.argmax(living))]
        row = alike[chain[-1]]
        nearest = int(np.argmax(row))
        if len(chain) > 1 and row[chain[-2]] >= row[nearest]:
            nearest = chain[-2]
        if not row[nearest] >= least:  # nothing is near enough to any of the chain's last
            _leave(alike, chain.pop(), living)
            continue
        if len(chain) < 2 or nearest != chain[-2]:
            chain.append(nearest)
            continue
        one, other = chain.pop(), chain.pop()
        joined = (sizes[one] * alike[one] + sizes[other] * alike[other]) / (
            sizes[one] + sizes[other]
        )
        joined[[one, other]] = -np.inf
        alike[one] = joined
        alike[:, one] = joined
        sizes[one] += sizes[other]
        group[group == other] = one
        _leave(alike, other, living)
    return group


def _leave(alike: FloatArray, which: int, living: _Flags) -> None:
    living[which] = False
    alike[which] = -np.inf
    alike[:, which] = -np.inf
