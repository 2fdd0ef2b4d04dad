"""``python -m tests.chaos``: the long run. Its figures, and exit status 1 where anything is bad."""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
from pathlib import Path

from tests.chaos.running import Plan, run


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seed", type=int, help="of all chances; without: a new one")
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--texts", type=int, default=300)
    parser.add_argument("--notes", type=int, default=60)
    parser.add_argument("--far-texts", type=int, default=100, help="from Zalo")
    parser.add_argument("--far-notes", type=int, default=20)
    parser.add_argument("--people", type=int, default=16)
    parser.add_argument("--rate", type=float, default=0.12, help="share of calls that go wrong")
    parser.add_argument("--rest", type=float, default=0.4, help="seconds between two utterances")
    parser.add_argument("--workers", type=int, default=0, help="other machines, killed too")
    parser.add_argument("--out", type=Path, help="folder for the bot's data and logs; kept")
    given = parser.parse_args()
    seed = given.seed if given.seed is not None else random.randrange(10_000)
    plan = Plan(
        *(seed, given.texts, given.notes, given.kills, given.people, given.rate, given.rest),
        *(given.far_texts, given.far_notes),
        workers=given.workers,
    )
    print(plan, flush=True)
    folder = given.out or Path(tempfile.mkdtemp(prefix="bien-ban-chaos-"))
    folder.mkdir(parents=True, exist_ok=True)
    outcome = asyncio.run(run(plan, folder, folder / "whisper"))
    print(outcome.table())
    print(f"data and logs: {folder}")
    troubles = outcome.troubles()
    print(troubles or "nothing lost, nothing double, nothing out of place")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
