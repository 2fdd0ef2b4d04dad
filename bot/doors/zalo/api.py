"""Calls of the Bot API: ``POST BASE/bot<TOKEN>/<method>``, JSON in, an envelope out.

The token is in the address, so no error of a library leaves this file: their texts have addresses.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx

from bot.errors import ChatGone, DoorError, MonthIsFull, Refused, TryLater
from foundation.logs import masked

IDLE = 408  #: what a poll is answered when there is nothing
_CHAT_GONE = ("chat not found", "user not found", "blocked", "not allowed to send", "chat_id")
# whatever its number is: servers differ in that
_IDLE_WORDS = ("request timeout",)
_BUSY_WORDS = ("too many requests", "rate limit")
_MOST_WORDS = 200  # of a description, in the log
MOST_BYTES = 10_000_000  #: of an answer: a hundred updates are a tenth of that


class ApiError(Exception):
    """The platform did not do it.

    Args:
        code: as HTTP has them, whatever the status of the answer was.
        seconds: how long it asks to wait; None where it does not say.
    """

    def __init__(self, code: int, description: str, seconds: float | None = None) -> None:
        super().__init__(f"{code or ''} {description}".strip())
        self.code = code
        self.description = description
        self.seconds = seconds


class Unreachable(ApiError):
    """There was no answer, or none of the platform's."""

    def __init__(self, why: str) -> None:
        super().__init__(0, why)


class Api:
    """
    Args:
        base: the API's address, without the token.
    """

    def __init__(self, client: httpx.AsyncClient, base: str, token: str) -> None:
        self._client = client
        self._at = f"{base}/bot{token}"

    async def call(self, method: str, patience: float = 30.0, **params: object) -> Any:
        """What the method gives.

        Args:
            patience: seconds until the answer is there, to its last byte: one that comes a byte at
                a time would hold up all that waits behind it.

        Raises:
            ApiError
        """
        try:
            async with asyncio.timeout(patience):
                return await self._asked(method, params, patience)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            raise Unreachable(type(error).__name__) from None

    async def _asked(self, method: str, params: object, patience: float) -> Any:
        asked = self._client.stream("POST", f"{self._at}/{method}", json=params, timeout=patience)
        async with asked as answer:
            body = b""
            async for part in answer.aiter_bytes():
                body += part
                if len(body) > MOST_BYTES:
                    raise Unreachable("an answer without end")
            return _result(answer, body)


def _result(answer: httpx.Response, said: bytes) -> Any:
    try:
        body = json.loads(said)
    except (ValueError, RecursionError):
        body = None
    if isinstance(body, dict) and "event_name" in body:  # an event without its envelope
        return body
    if not isinstance(body, dict) or not isinstance(body.get("ok"), bool):
        if answer.status_code < 400:  # a page of something on the way
            raise Unreachable(f"HTTP {answer.status_code} without an envelope")
        raise ApiError(answer.status_code, "", _seconds(answer))
    if body["ok"]:
        return body.get("result")
    words = masked(" ".join(str(body.get("description") or "").split()))[:_MOST_WORDS]
    code = _code(body.get("error_code"), answer.status_code, words)
    raise ApiError(code, words, _seconds(answer))


def _code(given: Any, status: int, words: str) -> int:
    """What went wrong, as HTTP has numbers for it."""
    said = words.lower()
    if isinstance(given, str) and given.isdecimal():
        given = int(given[:9])
    if isinstance(given, int) and 400 <= given < 600 and given != 400:
        return given
    if any(one in said for one in _IDLE_WORDS):
        return IDLE
    if any(one in said for one in _BUSY_WORDS):
        return 429
    return status if status >= 400 else 400


def _seconds(answer: httpx.Response) -> float | None:
    after = answer.headers.get("Retry-After", "")
    return float(after) if after.isdecimal() else None


def translated(error: ApiError, wait: float) -> DoorError:
    """What it means for a message that was to be said.

    Args:
        wait: seconds until it is tried again, where the platform does not say.
    """
    said = error.description.lower()
    if "quota" in said:
        return MonthIsFull(str(error))
    if error.code == 403 or (error.code in (400, 404) and any(x in said for x in _CHAT_GONE)):
        return ChatGone(str(error))
    if error.code in (400, 413, 422):
        return Refused(str(error))
    return TryLater(str(error), error.seconds if error.seconds is not None else wait)
