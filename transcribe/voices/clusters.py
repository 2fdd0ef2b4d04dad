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

ONE_VOICE = 0.4
"""As alike as this on average, vectors are one voice's: many of them."""
FEW = 0.15
"""So much more alike two vectors must be; of groups it is divided by the root of the product of
their sizes. Without it strangers who say a sentence each become one (benchmarks/README.md, "Who
speaks")."""
SAME_PERSON = 0.62
"""As alike as this, a voice may be a person's whose notes are known."""

# By less than this nearer to one person than to another, nobody can say which of them it is
_MARGIN = 0.1
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
    """Average linkage, the most alike first, as long as two groups are alike enough.

    Of a few vectors an average says little, and the most alike of many pairs of strangers are
    rather alike: small groups must be more so (see ``FEW``).

    Args:
        alike: how alike each two are; it is written over.
    """
    count = len(alike)
    np.fill_diagonal(alike, -np.inf)
    sizes = np.ones(count)
    group = np.arange(count)
    living = np.ones(count, bool)

    def worth(one: int) -> FloatArray:
        """How much more alike than they must be a group and each other are."""
        return np.where(living, alike[one] - FEW / np.sqrt(sizes[one] * sizes), -np.inf)

    rows = alike - FEW
    nearest = np.argmax(rows, axis=1)
    best = rows[np.arange(count), nearest]
    stale = np.zeros(count, bool)  # the best of these may be less by now, and is no more
    while True:
        one = int(np.argmax(best))
        if not best[one] >= least:
            return group
        if stale[one]:
            found = worth(one)
            nearest[one], stale[one] = np.argmax(found), False
            best[one] = found[nearest[one]]
            continue
        other = int(nearest[one])
        joined = sizes[one] * alike[one] + sizes[other] * alike[other]
        alike[one] = alike[:, one] = joined / (sizes[one] + sizes[other])
        alike[one, one] = -np.inf
        sizes[one] += sizes[other]
        living[other] = False
        best[other] = -np.inf
        group[group == other] = one
        found = worth(one)
        nearest[one] = np.argmax(found)
        best[one] = found[nearest[one]]
        stale |= (nearest == one) | (nearest == other)
        nearer = living & (found >= best)
        nearest[nearer], best[nearer], stale[nearer] = one, found[nearer], False
        stale[one] = False
