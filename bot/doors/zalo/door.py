"""The door: arrivals by polling or webhook, answers by ``sendMessage``."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import time
import uuid
from collections import OrderedDict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from bot import counts
from bot.doors import webhook
from bot.doors.answers import NO_SOCKS, noting
from bot.doors.port import (
    Ability,
    Chat,
    Incoming,
    Media,
    MediaKind,
    Receive,
    Rewrite,
    Say,
    SendFile,
    ShowPicture,
    ToldTime,
)
from bot.doors.raw import whole
from bot.doors.zalo import troubles
from bot.doors.zalo.addresses import Allowed, is_open_to
from bot.doors.zalo.api import IDLE, Api, ApiError, translated
from bot.doors.zalo.fetching import download
from bot.doors.zalo.incoming import DOOR, events_of, key_of, to_incoming
from bot.errors import Refused, SettingsError
from foundation.logs import hide, hide_in_address, masked, told
from foundation.trust import trusted

log = logging.getLogger(__name__)

HEADER = "X-Bot-Api-Secret-Token"  #: by which Zalo shows the webhook's secret
LOOK_AT_WEBHOOK = 60.0  #: seconds between two looks whether it is still ours

_LONGEST_WAIT = 30.0  # seconds between two polls
_LONGEST_REST = 300.0  # seconds between two tries of messages
_SLACK = 15.0  # seconds that an answer to a poll may be late
_TOKEN_TRIES = 4  # a proxy on the way may say 404 for a moment
_OF_NOW = timedelta(minutes=2)
_MOST_SEEN = 10_000  # events whose coming back is known without a look at the disk


class ZaloDoor:
    """A bot of the Zalo Bot platform, by long polling, or by webhook where an address is given.

    What it has taken comes back for days: the house knows it by its key, which the inbox keeps.

    Args:
        token: from Zalo Bot Manager.
        api_base: methods are at ``BASE/bot<TOKEN>/…``.
        most_a_month: messages that the office's plan has; None: any number.
        webhook_url: public https address of the webhook; None: polling.
        webhook_secret: what Zalo must show with each call; None: made anew at each start.
        listen: host and port of the webhook's server.
        poll_timeout: how long Zalo holds an empty poll open.
        rest: seconds between polls that bring nothing new, and after the first that fails.
    """

    name = DOOR
    abilities: frozenset[Ability] = frozenset({Ability.ACCOUNTS})
    max_text = 2000
    most_a_minute: int | None = None
    is_local = False
    repeats = True
    connected = False
    trouble = ""

    def __init__(
        self,
        token: str,
        api_base: str,
        *,
        most_a_month: int | None = None,
        webhook_url: str | None = None,
        webhook_secret: str | None = None,
        listen: tuple[str, int] = ("127.0.0.1", 8444),
        poll_timeout: timedelta = timedelta(seconds=30),
        rest: float = 1.0,
    ) -> None:
        self._time = ToldTime()
        self.told_time: ToldTime | None = self._time
        self.most_a_month = most_a_month
        try:
            self._client = httpx.AsyncClient(
                timeout=30, event_hooks={"response": [noting(self._time)]}, verify=trusted()
            )
            self._files = httpx.AsyncClient(timeout=30, verify=trusted())
        except (RuntimeError, ImportError):  # the library's word for a proxy it cannot speak to
            raise SettingsError(NO_SOCKS) from None
        self._api = Api(self._client, api_base, token)
        self._api_base = api_base
        self._allowed = Allowed(api_base)
        self._webhook_url = webhook_url
        self._webhook_secret = webhook_secret or secrets.token_urlsafe(32)
        hide(token, self._webhook_secret)
        hide_in_address(api_base, webhook_url)
        self._listen = listen
        self._poll_timeout = poll_timeout
        self._rest = rest
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._failing_since: float | None = None  # monotonic
        self._acting: set[asyncio.Task[None]] = set()

    # --- in -----------------------------------------------------------------------------------

    async def run(self, receive: Receive) -> None:
        """Take events until cancelled; an unreachable Zalo is tried again and again.

        Raises:
            SettingsError: Zalo does not know the token.
        """
        try:
            await self._connect()
            if self._webhook_url:
                await self._serve_webhook(receive, self._webhook_url)
            else:
                await self._poll(receive)
        finally:
            await self._client.aclose()
            await self._files.aclose()

    async def _connect(self) -> None:
        wait, unknown = self._rest, 0
        while True:
            try:
                me = await self._api.call("getMe")
            except ApiError as error:
                if error.code in troubles.NO_TOKEN:
                    unknown += 1
                    self.trouble = troubles.REVOKED
                if unknown == _TOKEN_TRIES:
                    raise SettingsError(
                        f"ZALO_BOT_TOKEN: {masked(self._api_base)} does not know this token; copy "
                        "it again from Zalo Bot Manager (or mend ZALO_API_BASE)"
                    ) from None
                wait = max(wait, error.seconds or 0.0)
                log.warning("Zalo cannot be reached (%s); again in %.0f s", error, wait)
                await asyncio.sleep(wait)
                wait = min(wait * 2, _LONGEST_WAIT)
            else:
                self._works()
                _say_who(me)
                return

    def _works(self) -> None:
        self.connected, self.trouble = True, ""

    async def _poll(self, receive: Receive) -> None:
        """Long polling. There is no offset: what was taken comes back, at once and for days. So a
        moment passes after each poll that brings nothing new."""
        await self._stop_webhook()
        wait = 0.0
        while True:
            try:
                new = await self._take(receive, await self._polled())
            except ApiError as error:
                wait = min(max(wait * 2, self._rest), _LONGEST_WAIT)
                wait = wait if error.seconds is None else error.seconds
                self.connected = False
                self._tell(error, wait)
                counts.RETRIES.labels("poll").inc()
                if error.code == 409:
                    await self._stop_webhook()
                await asyncio.sleep(wait)
                continue
            self._works()
            wait = 0.0
            if not new:
                await asyncio.sleep(self._rest)

    async def _polled(self) -> Any:
        seconds = self._poll_timeout.total_seconds()
        try:
            return await self._api.call("getUpdates", seconds + _SLACK, timeout=int(seconds))
        except ApiError as error:
            if error.code == IDLE:
                return None
            raise

    def _tell(self, error: ApiError, wait: float) -> None:
        """Log what goes wrong; what somebody must see to stays until it goes well again."""
        trouble = troubles.trouble_of(error)
        if trouble and trouble != self.trouble:
            log.error("%s", trouble)
        elif not trouble:
            log.warning("polling: %s; again in %.0f s", error, wait)
        self.trouble = trouble

    async def _take(self, receive: Receive, body: Any) -> bool:
        """Have the events on disk. Whether one was new, as far as is known here.

        A poll that is not kept may never be answered so again: it is tried until the disk takes it.
        """
        new = False
        for event in _events(body):
            if (key := key_of(event)) in self._seen:
                continue
            wait = self._rest
            while True:
                try:
                    await self._hand_over(receive, event)
                    break
                except Exception as error:  # the disk
                    log.warning("an event cannot be kept: %s; again in %.0f s", told(error), wait)
                    await asyncio.sleep(wait)
                    wait = min(wait * 2, _LONGEST_WAIT)
            self._note(key)
            new = True
        return new

    async def _hand_over(self, receive: Receive, event: Mapping[str, Any]) -> None:
        incoming = _read(event)
        if incoming is None:
            return
        await receive(incoming)
        if incoming.media and incoming.media.kind is MediaKind.SOUND and _is_of_now(incoming):
            acting = asyncio.create_task(self._seem_to_write(incoming.chat))
            self._acting.add(acting)
            acting.add_done_callback(self._acting.discard)

    async def _seem_to_write(self, chat: Chat) -> None:
        """The words of a recording take a while, and there is no card that says so. No message,
        and counted as none: whether it is shown is no matter."""
        with contextlib.suppress(ApiError):
            await self._api.call("sendChatAction", chat_id=chat.key, action="typing")

    def _note(self, key: str) -> None:
        self._seen[key] = None
        if len(self._seen) > _MOST_SEEN:
            self._seen.popitem(last=False)

    async def _stop_webhook(self) -> None:
        try:
            await self._api.call("deleteWebhook")
        except ApiError as error:
            if error.code != 404:  # none is set
                log.warning("an earlier webhook could not be taken away: %s", error)

    async def _serve_webhook(self, receive: Receive, url: str) -> None:
        async def taken(body: Any) -> None:
            for event in _events(body):
                await self._hand_over(receive, event)

        async with webhook.serving(
            self._listen,
            url,
            self._webhook_secret,
            taken,
            header=HEADER,
            setting="ZALO_WEBHOOK_LISTEN",
            probes=True,
        ):
            await self._set_webhook(url)
            while True:
                await asyncio.sleep(LOOK_AT_WEBHOOK)
                await self._look_after(url)

    async def _set_webhook(self, url: str) -> None:
        wait = self._rest
        while True:
            try:
                await self._api.call("setWebhook", url=url, secret_token=self._webhook_secret)
            except ApiError as error:
                wait = min(wait * 2, _LONGEST_WAIT)
                self._tell_of_hook(error, wait)
                await asyncio.sleep(wait)
            else:
                self.connected = True
                if self.trouble != troubles.HOOK_MOVED:  # that stays until it is seen to be ours
                    self.trouble = ""
                return

    def _tell_of_hook(self, error: ApiError, wait: float) -> None:
        """It is not set, and so nothing arrives."""
        self.connected = False
        trouble = troubles.trouble_of(error)
        if not trouble and error.code in (400, 422):
            trouble = troubles.HOOK_REFUSED.format(why=masked(error.description) or error.code)
        if trouble and trouble != self.trouble:
            log.error("%s", trouble)
        elif not trouble:
            log.warning("the webhook could not be set (%s); again in %.0f s", error, wait)
        self.trouble = trouble

    async def _look_after(self, url: str) -> None:
        """Whether the webhook is still ours: who sets another one takes all messages away."""
        try:
            found = await self._api.call("getWebhookInfo")
        except ApiError as error:
            if error.code != 404:  # none is set
                self.connected = False
                self._tell(error, LOOK_AT_WEBHOOK)
                return
            found = None
        self.connected = True
        told = _address_in(found)
        if told is None or told.rstrip("/") == url.rstrip("/"):
            self.trouble = ""
            return
        self.trouble = troubles.HOOK_MOVED
        log.error("%s", self.trouble)
        await self._set_webhook(url)

    # --- out ----------------------------------------------------------------------------------

    def start_link(self, words: str) -> str:
        return ""

    def link(self, chat: Chat, message_id: str) -> str:
        return ""

    async def say(self, chat: Chat, say: Say) -> str:
        """Plain text: names keep their ``*`` and ``_``."""
        return await self._send("sendMessage", chat, text=say.text)

    async def _send(self, method: str, chat: Chat, **what: str) -> str:
        params: dict[str, Any] = {"chat_id": chat.key, **what}
        try:
            sent = await self._api.call(method, **params)
        except ApiError as error:
            raise translated(error, self._next_rest()) from None
        self._failing_since = None
        number = sent.get("message_id") if isinstance(sent, dict) else None
        return str(number or uuid.uuid4().hex)

    def _next_rest(self) -> float:
        """Seconds until a message is tried again: as long as it has been failing already."""
        now = time.monotonic()
        if self._failing_since is None:
            self._failing_since = now
        return min(max(now - self._failing_since, self._rest), _LONGEST_REST)

    async def rewrite(self, chat: Chat, message_id: str, rewrite: Rewrite) -> None:
        raise Refused("Zalo rewrites no message")

    async def acknowledge(self, chat: Chat, message_id: str, no: int) -> None:
        raise Refused("Zalo has no quiet sign")

    async def toast(self, tap_id: str, text: str) -> None:
        raise Refused("Zalo has no buttons")

    async def send_file(self, chat: Chat, file: SendFile) -> str:
        raise Refused("Zalo takes no files")

    def can_show(self, address: str) -> bool:
        """Zalo's servers fetch it: from an address of an office's own network they get nothing."""
        return is_open_to(self._api_base, address)

    async def show_picture(self, chat: Chat, picture: ShowPicture) -> str:
        return await self._send(
            "sendPhoto",
            chat,
            photo=picture.address,
            **({"caption": picture.caption[: self.max_text]} if picture.caption else {}),
        )

    async def fetch(self, media: Media, target: Path, max_bytes: int) -> None:
        await download(self._files, media.ref, self._allowed, target, max_bytes)


def _address_in(found: Any) -> str | None:
    """The webhook's address, as Zalo has it; empty: none is set; None: it is not told here."""
    if not found:
        return ""
    about = found if isinstance(found, dict) else {}
    told = about.get("url", about.get("webhook_url"))
    return told if isinstance(told, str) else None


def _events(body: Any) -> list[Mapping[str, Any]]:
    """The events in what came; of what is none of Zalo's, none."""
    try:
        return events_of(whole(body))
    except (ValueError, RecursionError) as error:
        log.error("what came cannot be read (%s)", type(error).__name__)
        return []


def _read(event: Mapping[str, Any]) -> Incoming | None:
    """What somebody did; of a kind that comes next year nothing, and it must not come for ever."""
    try:
        incoming = to_incoming(event)
    except Exception as error:
        log.error("an event cannot be read (%s)", type(error).__name__)
        return None
    if incoming is None:
        log.info("an event is nothing that somebody says")
    return incoming


def _is_of_now(incoming: Incoming) -> bool:
    """Whether it was just sent: what was taken long ago comes back too."""
    return abs(datetime.now(UTC) - incoming.at) < _OF_NOW


def _say_who(me: Any) -> None:
    about = me if isinstance(me, dict) else {}
    log.info("this bot is %s on Zalo", about.get("account_name"))
    if about.get("can_join_groups") is True:
        log.info("it can join groups there, and hears none of what is said in them")
