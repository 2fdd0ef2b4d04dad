"""What the house says, made into what a door can say that can less: in one place, before it goes
out.

The conversation says ``Say``, ``Rewrite``, ``Acknowledge``, ``Toast``, ``SendFile``, and knows no
door. Where a door lacks one of ``port.Ability``, what waits in the outbox is *fitted*: one message
when a recording's words are there instead of a card that is rewritten, typed choices instead of
buttons, one sign for several lines, a sentence instead of a file. What was fitted is on disk as it
will be said, so that a process killed in between neither loses nor doubles it.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.conversation.context import House
from bot.doors.port import (
    Ability,
    Acknowledge,
    Door,
    FileKind,
    Reply,
    Rewrite,
    Say,
    SendFile,
    ShowPicture,
    ShowsPictures,
    Toast,
)
from bot.messages import plain as said
from bot.minutes import LineKind, LineState
from bot.post import choices
from bot.post.budget import Budget
from bot.post.fitting import split
from bot.store.lines import LineGone
from bot.store.post import Outgoing

PAUSE = 8.0  #: seconds of silence in a chat after which what was recorded there is acknowledged
LONGEST = 60.0  #: seconds after which it is, however busy the chat
_MOST = 200  # of what waits in a chat, looked at in one go
_FITTED_FOR = frozenset((Ability.REWRITE, Ability.BUTTONS, Ability.FILES, Ability.QUIET))

Links = Callable[[SendFile], str]
"""An address, expiring and not to be guessed, at which a file can be had; "": there is none."""


def no_links(file: SendFile) -> str:
    return ""


def needs_fitting(door: Door) -> bool:
    """Whether the door cannot say all that the house says, or not as often as it likes."""
    return not door.abilities >= _FITTED_FOR or door.most_a_month is not None


@dataclass(frozen=True)
class NotYet:
    """What waits can wait for more."""

    seconds: float


class Fitting:
    """Fits what waits for a door. In the store's thread.

    Args:
        links: where a file can be had that the door cannot send.
        clock: seconds.
    """

    def __init__(
        self,
        house: House,
        budget: Budget,
        links: Links = no_links,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._house = house
        self._store = house.store
        self._budget = budget
        self._links = links
        self._clock = clock
        self._since: dict[int, tuple[float, float, int]] = {}  # chat -> first, last, newest sign

    def next(self, chat_id: int, door: Door) -> Outgoing | NotYet | None:
        """The next message to be said in a chat, as its door can say it; None: there is none."""
        while True:
            with self._store.transaction():
                waiting = self._store.outbox.head(chat_id, _MOST)
                if not waiting:
                    first = self._store.outbox.next(chat_id)  # puts away what cannot be read
                    if first is None:
                        return None
                    continue
                if waiting[0].fitted:
                    return waiting[0]
                rest = self._fit_first(chat_id, door, waiting)
            if rest is not None:
                return rest

    def _fit_first(self, chat_id: int, door: Door, waiting: Sequence[Outgoing]) -> NotYet | None:
        """Fit the first of what waits; with the signs before it, which are said along with it."""
        signs: list[Outgoing] = []
        if Ability.QUIET not in door.abilities:
            signs = list(itertools.takewhile(_is_sign, waiting))
        unworthy = [sign for sign in signs if not self._budget.allows(door, sign.reply)]
        if unworthy:
            self._store.outbox.fit(unworthy, [])
            return None
        if len(signs) == len(waiting):
            rest = self._rest(chat_id, signs[-1].id)
            if rest > 0.0:
                return NotYet(rest)
            self._since.pop(chat_id, None)
            self._store.outbox.fit(signs, [Say(_recorded(signs))])
            return None
        together = [waiting[len(signs)]]
        if isinstance(together[0].reply, SendFile) and Ability.FILES not in door.abilities:
            behind = waiting[len(signs) :]
            together = list(itertools.takewhile(lambda x: isinstance(x.reply, SendFile), behind))
        files = [out.reply for out in together if isinstance(out.reply, SendFile)]
        pictures: list[ShowPicture] = []
        say: Reply | None
        if files and Ability.FILES not in door.abilities and self._budget.allows(door, files[0]):
            pictures, say = self._files(door, files)
        else:
            say = self._fitted(chat_id, door, together[0].reply)
        if say is None and not pictures:
            self._store.outbox.fit(together, [])
            return None
        if signs and say is None:
            say = Say(_recorded(signs))
        elif signs and isinstance(say, Say):
            say = replace(say, text=f"{_recorded(signs)}\n{say.text}")
        elif signs:  # it may be said as it is; the signs go before it
            self._store.outbox.fit(signs, [Say(_recorded(signs))])
            return None
        self._since.pop(chat_id, None)
        words = split(say, door.max_text) if say else []
        self._store.outbox.fit([*signs, *together], [*pictures, *words])
        return None

    def _rest(self, chat_id: int, newest: int) -> float:
        """Seconds until signs are said: until the chat has been silent for a moment."""
        now = self._clock()
        first, last, known = self._since.get(chat_id, (now, now, newest))
        if known != newest:
            last = now
        self._since[chat_id] = first, last, newest
        return min(last + PAUSE, first + LONGEST) - now

    def _fitted(self, chat_id: int, door: Door, given: Reply) -> Reply | None:
        """What the door says in the place of a reply that is no file; None: nothing."""
        reply: Reply | None = given
        if not self._budget.allows(door, given):
            return None
        if isinstance(reply, Toast) and Ability.BUTTONS not in door.abilities:
            return None  # nobody has tapped
        if isinstance(reply, SendFile) and Ability.FILES not in door.abilities:
            return None  # this month's messages are used up
        if isinstance(reply, Say | Rewrite) and Ability.REWRITE not in door.abilities:
            reply = self._once(chat_id, reply)
        if Ability.BUTTONS in door.abilities:
            return reply
        if isinstance(reply, Say) and reply.buttons:
            return choices.typed(self._store, chat_id, reply)
        if isinstance(reply, Rewrite) and reply.buttons:
            return choices.typed(self._store, chat_id, reply)
        return reply

    def _once(self, chat_id: int, reply: Say | Rewrite) -> Say | None:
        """A line's card is said once, when there is something to be read on it. Other messages stay
        as they were said: what a person has asked for is a message of its own."""
        if reply.line_id is None or (isinstance(reply, Say) and reply.asks):
            return reply if isinstance(reply, Say) else None
        try:
            line = self._store.lines.get(reply.line_id)
        except LineGone:
            return None
        if isinstance(reply, Say):
            own = reply.reply_to is not None and reply.reply_to == line.message_id
            at_home = reply.reply_to is None and line.said_in is not None
            its_words_come = line.kind is LineKind.VOICE and (own or at_home)
            return None if its_words_come else reply
        if line.state is LineState.WAITING:
            # it is heard anew: what comes of it is news
            self._store.lines.forget_card(line.id, chat_id)
            return None
        if self._store.lines.has_card(line.id, chat_id):
            return None
        return Say(reply.text, reply.buttons, line_id=line.id)

    def _files(self, door: Door, files: Sequence[SendFile]) -> tuple[list[ShowPicture], Say | None]:
        """Several files in their place: pictures as such where the platform can fetch them, and one
        message that says where the others can be had."""
        every = [(file, self._links(file)) for file in files]
        given = [(file, link) for file, link in every if link or not file.spare]
        pictures: list[ShowPicture] = []
        for file, link in list(given):
            drawn = link and file.kind is FileKind.PICTURE
            if drawn and isinstance(door, ShowsPictures) and door.can_show(link):
                pictures.append(ShowPicture(link, file.name, file.caption))
                given.remove((file, link))
        shown = [
            (file.name, self._place(file), link)
            for file, link in given
            if link or file.kind is not FileKind.PICTURE or len(files) == 1
        ]
        captions = [file.caption for file, _ in given if file.caption]
        say = Say("\n".join([*captions, said.files(shown)])) if shown else None
        return pictures, say

    def _place(self, file: SendFile) -> str:
        """Where a file lies, for whoever runs the bot: within the data folder."""
        path, data = Path(file.path), self._house.audio.parent
        return str(path.relative_to(data)) if path.is_relative_to(data) else path.name


def _is_sign(out: Outgoing) -> bool:
    return isinstance(out.reply, Acknowledge) and not out.fitted


def _recorded(signs: Sequence[Outgoing]) -> str:
    return said.recorded([out.reply.no for out in signs if isinstance(out.reply, Acknowledge)])
