"""What the log says: what happened, to which update, line and meeting; never words, never secrets.

    logs.begin()                       # at the start, before anything can go wrong
    with logs.about(update="7001", arrival=12):
        log.info("handled")            # … handled [update=7001 arrival=12]

Our own messages (``trust``) name ids only. Of an exception the type and the places are written, and
its text only where that cannot quote what people wrote; of a library's message only its unfilled
form. At DEBUG all of it is written. Secrets (``hide``) are written at no level.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, TextIO
from urllib.parse import quote, quote_plus, urlsplit
from urllib.request import getproxies

log = logging.getLogger(__name__)

Form = Literal["text", "json"]

_ours = {"foundation", "__main__"}  # packages, of which messages and errors name ids only
_ROOT = Path(__file__).resolve().parent.parent
_MOST_FRAMES = 30  # of one traceback
_SHORTEST_SECRET = 4  # characters: less would blot out half of the log

_IDS: ContextVar[dict[str, object] | None] = ContextVar("ids", default=None)


# --- what a record is about -----------------------------------------------------------------------


@contextlib.contextmanager
def about(**ids: object) -> Iterator[None]:
    """What is logged inside carries these ids; None leaves one out."""
    before = _IDS.set(_with(ids))
    try:
        yield
    finally:
        _IDS.reset(before)


def note(**ids: object) -> None:
    """From here on the log carries these too, to the end of the ``about`` or the task."""
    _IDS.set(_with(ids))


def _with(ids: dict[str, object]) -> dict[str, object]:
    known = {**(_IDS.get() or {}), **ids}
    return {name: value for name, value in known.items() if value is not None}


# --- secrets --------------------------------------------------------------------------------------

hidden: list[str] = []  #: what is written nowhere, the longest first


def hide(*secrets: str | None) -> None:
    """Never write these, in any of the forms that an address or a message may give them."""
    for secret in filter(None, secrets):
        known, _, private = secret.partition(":")
        for bare in (secret, private if known.isdigit() else ""):
            escaped = quote(bare, safe="")
            forms = {bare, escaped, escaped.replace("%3A", "%3a"), quote_plus(bare)}
            forms |= {json.dumps(bare)[1:-1], repr(bare)[1:-1]}
            hidden.extend(f for f in forms if len(f) >= _SHORTEST_SECRET and f not in hidden)
    hidden.sort(key=len, reverse=True)


def hide_in_address(*addresses: str | None) -> bool:
    """Never write the names and passwords of these addresses. Whether there are any."""
    found = False
    for address in filter(None, addresses):
        try:
            user, at, _ = urlsplit(address).netloc.rpartition("@")
        except ValueError:  # it is no address
            continue
        if at:
            found = True
            hide(user, user.partition(":")[2])
    return found


def masked(text: str) -> str:
    """The text without secrets."""
    for secret in hidden:
        text = text.replace(secret, "***")
    return text


# --- errors ---------------------------------------------------------------------------------------


def told(error: BaseException) -> str:
    """An error in one line: its type, and its text where that cannot quote what people wrote."""
    name = type(error).__name__
    if text := _harmless(error):
        return masked(f"{name}: {text}")
    return name


def _harmless(error: BaseException) -> str:
    if isinstance(error, OSError):
        return error.strerror or ""
    if database := getattr(error, "sqlite_errorname", ""):
        return str(database)
    if is_ours(type(error).__module__) and not getattr(error, "quotes", False):
        return " ".join(str(error).split())
    return ""


def trust(package: str) -> None:
    """The messages and errors of this package name ids only: they are written in full.

    A program says it of its packages, each in its ``__init__.py``, so that it holds in every
    process that imports one.
    """
    _ours.add(package)


def is_ours(name: str) -> bool:
    """Whether a module, or a logger, is of a package that is trusted."""
    return name.partition(".")[0] in _ours


def _trace(error: BaseException, *, every_word: bool, seen: set[int] | None = None) -> list[str]:
    """The error, where it came from, and what led to it; a row each."""
    seen = seen if seen is not None else set()
    seen.add(id(error))
    rows = [told(error)]
    if every_word:
        rows = "".join(traceback.format_exception_only(error)).rstrip().splitlines()
    for frame in traceback.extract_tb(error.__traceback__)[-_MOST_FRAMES:]:
        rows.append(f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}")
    inner = list(error.exceptions) if isinstance(error, BaseExceptionGroup) else []
    led = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    for how, other in [*(("of", one) for one in inner), ("after", led)]:
        if other is not None and id(other) not in seen:
            first, *rest = _trace(other, every_word=every_word, seen=seen)
            rows += [f"{how} {first}", *rest]
    return rows


def _place(file: str) -> str:
    path = Path(file)
    if path.is_relative_to(_ROOT) and "site-packages" not in path.parts:
        return str(path.relative_to(_ROOT))
    return "/".join(path.parts[-2:])


# --- how a record is written ----------------------------------------------------------------------


class Formatter(logging.Formatter):
    """A record as a row of text, with rows below it for an error, or as one row of JSON.

    Args:
        every_word: the texts of errors and of libraries too.
    """

    def __init__(self, form: Form = "text", *, every_word: bool = False) -> None:
        super().__init__()
        self._form = form
        self._every_word = every_word

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds")
        what = masked(self._what(record))
        ids = {name: _plain(value) for name, value in (_IDS.get() or {}).items()}
        error = record.exc_info[1] if record.exc_info else None
        trace = _trace(error, every_word=self._every_word) if error else []
        if self._form == "json":
            head = {"time": at, "level": record.levelname, "logger": record.name, "message": what}
            rows = {"trace": [masked(row) for row in trace]} if trace else {}
            return masked(json.dumps({**head, **ids, **rows}, ensure_ascii=False))
        behind = " ".join(f"{name}={value}" for name, value in ids.items())
        first = f"{at} {record.levelname} {record.name}: " + what.replace("\n", "\\n")
        return masked("\n  ".join([f"{first} [{behind}]" if behind else first, *trace]))

    def _what(self, record: logging.LogRecord) -> str:
        if self._every_word or is_ours(record.name):
            return record.getMessage()
        form = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
        return form.partition("\n")[0]


def _plain(value: object) -> object:
    return value if isinstance(value, int | float) else masked(str(value))


class _Handler(logging.StreamHandler[TextIO]):
    def handleError(self, record: logging.LogRecord) -> None:
        """Say that a record is lost, without what is in it."""
        with contextlib.suppress(OSError, ValueError):
            kind = type(sys.exc_info()[1]).__name__
            self.stream.write(f"a log record of {record.name} cannot be written ({kind})\n")


def handler(
    stream: TextIO | None = None, form: Form = "text", *, every_word: bool = False
) -> logging.Handler:
    """Writes records to a stream; the standard error if not given."""
    made = _Handler(stream or sys.stderr)
    made.setFormatter(Formatter(form, every_word=every_word))
    return made


def begin() -> None:
    """Log to the standard error, also what nobody catches; for a process of its own."""
    configure("WARNING", "text")
    hide_in_address(*getproxies().values())
    sys.excepthook = _uncaught
    threading.excepthook = lambda args: _uncaught(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )
    sys.unraisablehook = lambda args: _uncaught(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )
    warnings.showwarning = _warned


def configure(level: str, form: Form, noisy: Sequence[str] = ()) -> None:
    """From now on log this much, in this form.

    Args:
        noisy: loggers of which only warnings are wanted.
    """
    root = logging.getLogger()
    root.handlers = [handler(form=form, every_word=level == "DEBUG")]
    root.setLevel(level)
    for name in noisy:
        logging.getLogger(name).setLevel(logging.WARNING)


def _uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None = None
) -> None:
    if not issubclass(kind, KeyboardInterrupt | SystemExit):
        log.critical("not caught", exc_info=(kind, error, trace))


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    log.warning("%s at %s:%s", category.__name__, _place(filename), lineno)
    log.debug("the warning says: %s", message)
