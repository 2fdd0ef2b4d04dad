"""What people do on the page, made into arrivals; and the answers that are waited for."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.doors.port import Chat, ChatKind, Incoming, Person, Receive, Tap
from bot.doors.web.house import JSON, Sitting, WebHouse
from bot.errors import TryLater
from foundation.pace import Pace

DOOR = "web"
LONGEST_ANSWER = 20.0  #: seconds for which the first answer to an order is waited for
LONGEST_TOAST = 8.0  #: seconds for which the words of a tap are
_CLOCK_SET = 5.0  # seconds; a browser's clock that is off by so much more was set
_MOST_CLOCKS = 5000  # of browsers
_OLDEST = timedelta(days=7)  # that something may have waited in a browser


def chat_of(seat: str) -> Chat:
    return Chat(DOOR, seat, "", ChatKind.PRIVATE)


def new_id() -> str:
    return secrets.token_urlsafe(16)


class Doing:
    """Hands over what people do.

    Args:
        now: the house's clock, timezone-aware.
        most: arrivals that one person may send in a minute; what is more is to be sent again.
    """

    def __init__(
        self,
        house: WebHouse,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        most: int = 300,
    ) -> None:
        self._house = house
        self._now = now
        self._most = most
        self._pace = Pace()
        self._receive: Receive | None = None
        self._answers: dict[tuple[str, str], asyncio.Future[str]] = {}
        self._toasts: dict[str, asyncio.Future[str]] = {}
        # seat -> the last that was said there: by the browser's clock, and by ours
        self._last: OrderedDict[str, tuple[datetime, datetime]] = OrderedDict()

    def begin(self, receive: Receive) -> None:
        self._receive = receive

    async def hand_over(self, incoming: Incoming) -> None:
        """When this returns, it is on disk.

        Raises:
            TryLater: the house does not take anything now.
        """
        if self._receive is None:
            raise TryLater("the house is not open yet")
        wait = self._pace.wait(incoming.person.key, self._most)
        if wait:
            raise TryLater("too much in a minute", wait)
        self._pace.count(incoming.person.key)
        try:
            await self._receive(incoming)
        except Exception as error:  # the disk; the browser keeps it, and sends it again
            raise TryLater("the record takes nothing now") from error

    def arrival(self, sitting: Sitting, name: str, at: datetime | None = None) -> Incoming:
        """Of somebody, under the name that their browser has made: the same twice is one."""
        return Incoming(
            key=f"{sitting.key}:{name}",
            chat=chat_of(sitting.key),
            person=Person(sitting.key, sitting.name),
            at=at or self._now(),
            message_id=name,
            invited=True,
            guest=not sitting.desk,
        )

    async def when(self, sitting: Sitting, asked: JSON) -> datetime:
        """When something was said by this house's clock: ``at`` and ``now`` are by the browser's,
        which may be wrong; how far it is wrong stays the same, so that what is said later stands
        later, however long either was on its way, and whether or not the house was restarted.

        Raises:
            TryLater: the house does not keep anything now.
        """
        now = self._now()
        at, there = _moment(asked.get("at")), _moment(asked.get("now"))
        if at is None or there is None:
            return now
        measured = (now - there).total_seconds()
        clock = sitting.clock
        if clock is None or abs(measured - clock) > _CLOCK_SET:
            clock = measured
            try:
                await self._house.keep_clock(sitting.key, clock)
            except Exception as error:  # the disk; the browser keeps it, and sends it again
                raise TryLater("the record takes nothing now") from error
        try:
            when = max(min(at + timedelta(seconds=clock), now), now - _OLDEST)
        except OverflowError:  # no calendar has that day
            return now
        return self._in_order(sitting.key, at, when)

    def _in_order(self, seat: str, at: datetime, when: datetime) -> datetime:
        """Not before what was said before it. A request that was long on its way looks like a clock
        that was set, and the next one like a clock that was set back.

        Args:
            at: by the browser's clock.
            when: by ours.
        """
        last = self._last.get(seat)
        if last is not None:
            if at < last[0]:
                return when
            when = max(when, last[1])
        self._last[seat] = at, when
        self._last.move_to_end(seat)
        if len(self._last) > _MOST_CLOCKS:
            self._last.popitem(last=False)
        return when

    async def type(
        self,
        sitting: Sitting,
        name: str,
        text: str,
        *,
        at: datetime | None = None,
        reply_to: str | None = None,
        quiet: bool = False,
    ) -> None:
        """Somebody has typed this.

        Args:
            quiet: it is an order that the page makes of a button: not shown as their own words.
        """
        if not quiet:
            own = {"own": True, "text": text, "reply_to": reply_to}
            await self._house.keep_said(sitting.key, name, own)
        incoming = self.arrival(sitting, name, at)
        await self.hand_over(replace(incoming, text=text, reply_to=reply_to))

    async def ask(self, sitting: Sitting, order: str) -> str:
        """Give an order in somebody's name, and wait for the first answer: its words; empty where
        none comes in time."""
        name = new_id()
        waited: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._answers[sitting.key, name] = waited
        try:
            await self.type(sitting, name, order, quiet=True)
            async with asyncio.timeout(LONGEST_ANSWER):
                return await waited
        except (TimeoutError, TryLater):
            return ""
        finally:
            del self._answers[sitting.key, name]

    async def tap(self, sitting: Sitting, name: str, data: str, message: str) -> str:
        """Somebody presses a button; the words that pass, empty where there are none."""
        waited: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._toasts[name] = waited
        try:
            incoming = self.arrival(sitting, name)
            await self.hand_over(replace(incoming, message_id=message, tap=Tap(name, data)))
            async with asyncio.timeout(LONGEST_TOAST):
                return await waited
        except TimeoutError:
            return ""
        finally:
            self._toasts.pop(name, None)

    def note_answer(self, seat: str, reply_to: str | None, text: str) -> None:
        """The house has answered somebody."""
        waited = self._answers.get((seat, reply_to or ""))
        if waited and not waited.done():
            waited.set_result(text)

    def toasted(self, name: str, text: str) -> None:
        """The words of a tap, for whoever waits for them still."""
        waited = self._toasts.get(name)
        if waited and not waited.done():
            waited.set_result(text)


def _moment(raw: object) -> datetime | None:
    if not isinstance(raw, str):
        return None
    try:
        read = datetime.fromisoformat(raw)
    except ValueError:
        return None
    return read if read.tzinfo else None
