"""What is in the workers' hands, or waits for them; and what befell it."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterator

from transcribe import sentences
from transcribe.errors import FileMissing, WorkersLost
from transcribe.remote.jobs import COUNTED, Answer, Job
from transcribe.remote.wire import KINDS

log = logging.getLogger(__name__)


class Handed:
    """The jobs that are handed out and not ended; figures may be asked for from any thread."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter(dict.fromkeys(COUNTED, 0))
        self.sound = 0.0  #: seconds that were heard
        self._jobs: dict[str, Job] = {}
        self._heard = 0  # recordings, to their end
        self._busy_since: float | None = None
        self._busy = 0.0

    def __len__(self) -> int:
        return len(self._jobs)

    def __contains__(self, job: Job) -> bool:
        return job.number in self._jobs

    def __iter__(self) -> Iterator[Job]:
        """Those of this moment; they may end meanwhile."""
        return iter(list(self._jobs.copy().values()))

    def get(self, number: str) -> Job | None:
        return self._jobs.get(number)

    @property
    def took(self) -> float:
        """Seconds in which there was something to hear."""
        since = self._busy_since
        return self._busy + (time.monotonic() - since if since is not None else 0.0)

    @property
    def in_work(self) -> int:
        return sum(job.open for job in self)

    def waiting(self) -> dict[str, tuple[int, float]]:
        """By kind how many nobody has begun, and the oldest's seconds."""
        now, found = time.monotonic(), list(self)
        ages = {
            kind: [now - job.since for job in found if job.kind == kind and not job.open]
            for kind in KINDS
        }
        return {kind: (len(of), max(of, default=0.0)) for kind, of in ages.items()}

    def add(self, job: Job) -> None:
        if not self._jobs:
            self._busy_since = time.monotonic()
        self._jobs[job.number] = job
        self.counts["handed"] += 1

    def drop(self, job: Job) -> bool:
        """Whether it was there: from now on no answer counts."""
        if self._jobs.pop(job.number, None) is None:
            return False
        if not self._jobs and self._busy_since is not None:
            self._busy += time.monotonic() - self._busy_since
            self._busy_since = None
        return True

    def end(self, job: Job, answer: Answer) -> None:
        """With what whoever waits is given."""
        if self.drop(job):
            self.counts["answered"] += 1
            self._heard += not isinstance(answer, Exception)
            job.receive(answer)

    def end_without_file(self, job: Job) -> None:
        self.end(job, FileMissing(sentences.NO_FILE.format(file=job.path.name)))

    def give_up(self, job: Job) -> None:
        self.counts["given_up"] += 1
        self.end(job, WorkersLost(sentences.WORKERS_LOST))

    def lost(self, job: Job) -> None:
        """An open try is lost; what is lost too often is not tried again."""
        self.counts["lost"] += job.open
        job.count_lost()
        if job.is_given_up:
            log.error("a recording was lost with every worker that took it")
            self.give_up(job)

    def refused(self, job: Job) -> None:
        """What an engine hears with was not there for an open try. It is the recording's own
        trouble only where that comes again, alone, while others are heard between."""
        job.count_refused(self._heard)
        if job.is_given_up:
            log.error("no engine hears a recording, alone, though it hears others")
            self.give_up(job)
