"""What the house is put together from, as the settings say: one page for all that is plugged in.

A new door is a folder in ``bot/doors``, a function here that makes it, and a row in ``WAYS_IN``.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.conversation.command import Completes
from bot.conversation.menus import MENUS, completed
from bot.doors.port import Chat, Door
from bot.errors import SettingsError
from bot.messages.help import MENU
from bot.settings import Settings
from bot.speech.recognizer import Recognizer
from bot.store.audio import AudioFolder
from bot.store.folder import AUDIO, TEMPLATES
from bot.webpage.page import WebPage
from transcribe import TranscribeError, Transcriber
from transcribe.sentences import NO_NATS
from transcribe.sound import isolated

if TYPE_CHECKING:
    from bot.doors.local.completing import Offered
    from bot.doors.web.links import FileLinks


def recognizer_of(settings: Settings) -> Recognizer:
    """Who turns speech into text: the engine and model of this machine, decoding apart; with a
    queue, other machines before it.

    Raises:
        SettingsError: the queue cannot be used.
    """
    here = Transcriber(settings, isolated.stream)
    if not settings.nats_url:
        return here
    try:
        from transcribe.remote.client import RemoteRecognizer  # it speaks NATS
        from transcribe.remote.connection import Address
    except ImportError as error:
        raise SettingsError(f"NATS_URL: {NO_NATS.format(why=error)}") from None
    try:
        return RemoteRecognizer(
            Address(settings.nats_url, settings.nats_key, settings.nats_ca),
            settings.model_name,
            here,
            when=settings.local_transcription,
            max_seconds=settings.longest,
            max_bytes=int(settings.max_audio_mb * 1e6),
            voices=settings.voices != "off",
        )
    except TranscribeError as error:
        raise SettingsError(f"NATS_KEY: {error}") from None


def links_of(settings: Settings) -> FileLinks | None:
    """Links to files, for people behind doors that send none: where there is a page to have them
    from."""
    if settings.web is None:
        return None
    from bot.doors.web.links import FileLinks  # a terminal need not wait for it
    from bot.report.rendering import BUILT_IN

    blanks = {
        "mau": BUILT_IN,
        "co-quan": settings.templates_dir,
        "rieng": settings.data_dir / TEMPLATES,
    }
    return FileLinks(settings.data_dir, blanks=blanks)


def doors_of(settings: Settings, page: WebPage, links: FileLinks | None = None) -> list[Door]:
    """The doors that the settings open; there may be none.

    Args:
        page: what the office's own page shows.
        links: to files; the page opens them.
    """
    return [way.make(settings, page, links) for way in ways_in(settings)]


def ways_in(settings: Settings) -> list[WayIn]:
    """What of ``WAYS_IN`` the settings open."""
    return [way for way in WAYS_IN if way.is_open(settings)]


def _telegram(settings: Settings, page: WebPage, links: FileLinks | None) -> Door:
    assert settings.telegram_bot_token is not None
    from bot.doors.telegram import TelegramDoor  # a terminal need not wait for it

    secret = settings.telegram_webhook_secret
    return TelegramDoor(
        settings.telegram_bot_token.get_secret_value(),
        settings.telegram_api_base,
        MENUS["group"],
        menus=MENUS,
        webhook_url=settings.telegram_webhook_url,
        webhook_secret=secret.get_secret_value() if secret else None,
        listen=settings.listen,
    )


def _zalo(settings: Settings, page: WebPage, links: FileLinks | None) -> Door:
    assert settings.zalo_bot_token is not None
    from bot.doors.zalo import ZaloDoor  # nor for this one

    secret = settings.zalo_webhook_secret
    return ZaloDoor(
        settings.zalo_bot_token.get_secret_value(),
        settings.zalo_api_base,
        most_a_month=settings.zalo_monthly_messages or None,
        webhook_url=settings.zalo_webhook_url,
        webhook_secret=secret.get_secret_value() if secret else None,
        listen=settings.zalo_listen,
    )


def _web(settings: Settings, page: WebPage, links: FileLinks | None) -> Door:
    assert settings.web is not None
    from bot.doors.web import WebDoor, sound, transport  # nor for this one

    audio = AudioFolder(settings.data_dir / AUDIO)
    return WebDoor(
        page,
        settings.web,
        settings.data_dir,
        transport=transport.transport_of(settings, settings.web),
        sounds=sound.Sounds(isolated.playable, audio.playable_path, audio.trim_playable),
        links=links,
        largest=int(settings.max_audio_mb * 1_000_000),
        most=settings.max_messages_a_minute,
        zone=settings.timezone,
    )


@dataclass(frozen=True)
class WayIn:
    """A door that settings may open."""

    is_open: Callable[[Settings], bool]
    make: Callable[[Settings, WebPage, FileLinks | None], Door]
    for_anybody: bool = True  #: whoever has its platform's app can write to the bot


WAYS_IN = (
    WayIn(lambda settings: settings.telegram_bot_token is not None, _telegram),
    WayIn(lambda settings: settings.zalo_bot_token is not None, _zalo),
    WayIn(lambda settings: settings.web is not None, _web, for_anybody=False),
)


def offered() -> Offered:
    """What Tab offers in a terminal."""
    from bot.doors.local.completing import Offered

    named, behind = completed(Completes.NAME), completed(Completes.NAME_BEHIND_NUMBER)
    return Offered(MENU, named=named, named_behind_number=behind)


def terminal_of(
    answered: Callable[[str], Awaitable[None]],
    settle: Callable[[], Awaitable[None]],
    seconds_of: Callable[[Path], float | None],
    table: Callable[[Chat], Awaitable[tuple[str, tuple[str, ...]]]],
) -> Door:
    """The chat in this terminal. Somebody at the keyboard goes on while a recording is
    transcribed; a file waits.

    Args:
        answered: waits until all that arrived is answered behind the door of this name.
        settle: waits until recordings are transcribed and documents printed too.
        seconds_of: the length of a recording on disk; None where it does not say.
        table: the name of a chat's open meeting (empty: none), and names of people there.
    """
    from bot.doors.local.screen import Screen
    from bot.doors.local.terminal import TerminalDoor

    if not sys.stdin.isatty():
        return TerminalDoor(Screen(), settle, seconds_of)
    at_keyboard = functools.partial(answered, TerminalDoor.name)
    if not sys.stdout.isatty():
        return TerminalDoor(Screen(), at_keyboard, seconds_of)
    from bot.doors.local.prompted import PromptDoor, is_dumb  # a script need not wait for it

    if is_dumb():
        return TerminalDoor(Screen(numbered=True), at_keyboard, seconds_of)
    return PromptDoor(at_keyboard, seconds_of, table, offered())
