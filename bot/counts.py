"""What is counted while the bot works, for ``/metrics``. No label has more than a few values."""

from __future__ import annotations

import sys

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
)

from bot import __version__

disable_created_metrics()  # type: ignore[no-untyped-call]

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

_SECONDS = (0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0, 60.0)

ARRIVALS = Counter("bienban_arrivals", "What people sent, by kind.", ["kind"], registry=REGISTRY)
HANDLING = Histogram(
    "bienban_handling_seconds",
    "From taking an arrival to its lines and answers on disk.",
    buckets=_SECONDS,
    registry=REGISTRY,
)
SENDING = Histogram(
    "bienban_sending_seconds",
    "One call of the platform, done or refused.",
    ["method"],
    buckets=_SECONDS,
    registry=REGISTRY,
)
PRINTING = Histogram(
    "bienban_printing_seconds",
    'One draft as PDF, by LibreOffice; failures are bienban_errors_total{kind="no_pdf"}.',
    buckets=(1.0, 2.0, 5.0, 10.0, 30.0, 60.0),
    registry=REGISTRY,
)
RETRIES = Counter(
    "bienban_retries", "What was tried again, by what it was.", ["what"], registry=REGISTRY
)
GIVEN_UP = Counter(
    "bienban_answers_given_up", "Answers that nobody will get.", ["method"], registry=REGISTRY
)
_ERRORS = Counter("bienban_errors", "What went wrong, by kind.", ["kind"], registry=REGISTRY)

Info("bienban_build", "What is running.", registry=REGISTRY).info(
    {"version": __version__, "python": sys.version.partition(" ")[0]}
)


def failed(kind: str) -> None:
    """Something went wrong; ``kind`` is a word of the code, never of people or platforms."""
    _ERRORS.labels(kind).inc()
