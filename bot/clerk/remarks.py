"""What was said of drafts as voice notes: fetched, kept, and handed on to the secretary."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from bot import counts
from bot.clerk.duty import Answers, Duty
from bot.conversation.context import House
from bot.doors.port import ChatKind, FileKind, Reply, Say, SendFile
from bot.messages import phrases
from bot.messages import signoff as said
from bot.post.fetching import Fetching, Full, GivenUp, OnDisk, Rests
from bot.post.post import Post
from bot.store.audio import AudioFolder
from bot.store.signoff import Remark
from foundation.logs import told

log = logging.getLogger(__name__)


class Remarks(Duty[Remark]):
    """Fetches the recordings of remarks.

    Args:
        rests: those of ``fetching``.
    """

    def __init__(
        self,
        house: House,
        post: Post,
        audio: AudioFolder,
        fetching: Fetching,
        rests: Rests,
        answers: Answers,
    ) -> None:
        self._store = house.store
        self._zone = house.zone
        self._post = post
        self._audio = audio
        self._fetching = fetching
        self._rests = rests
        self._answers = answers

    def waiting(self) -> Sequence[Remark]:
        resting = self._rests.resting()
        return [one for one in self._store.signoff.to_fetch() if one.id not in resting]

    def about(self, one: Remark) -> dict[str, int]:
        return {"meeting": one.meeting_id}

    def next_in(self) -> float | None:
        return self._rests.next_in()

    async def do(self, one: Remark) -> None:
        assert one.media is not None

        def keep(file: Path, name: str) -> None:
            self._keep(one, file, name)

        match await self._fetching.fetch(one.id, one.door, one.media, keep):
            case OnDisk():
                self._post.wake()
            case Full(error):
                log.error("no room for the recording of a remark: %s", told(error))
            case GivenUp(code):
                await self._give_up(one, code)

    def _keep(self, remark: Remark, file: Path, name: str) -> None:
        """Have the recording on disk, in the record and on its way to the secretary, all or
        nothing; nothing where the meeting was erased."""
        with self._store.transaction():
            if not self._store.signoff.keep_audio(remark.id, name):
                return
            self._audio.place(file, name)
            at = phrases.moment(remark.at, self._zone)
            caption = said.SOUND_OF.format(who=remark.who, at=at)
            path = self._audio.path(name)
            self._tell(remark, SendFile(str(path), path.name, caption, FileKind.SOUND))

    def _tell(self, remark: Remark, reply: Reply, *, and_who_said_it: bool = False) -> None:
        """It goes to the secretaries alone, and to a group what was shown there. Where the bot may
        write to none of them: a reader's into the meeting's chat, the chair's waits in ``/trinh``.

        Args:
            and_who_said_it: it is not what was said, and who said it should know it too.
        """
        meeting = self._store.meetings.get(remark.meeting_id)
        if meeting is None:
            return
        removed = self._store.places.is_removed
        people = {x for x in meeting.secretaries if not removed(meeting.chat_id, x)}
        people |= {remark.person_id} if and_who_said_it else set()
        alone = [self._store.chats.private_of(x) for x in sorted(people)]
        chats = {chat_id for chat_id in alone if chat_id is not None}
        in_group = self._store.chats.get(meeting.chat_id).kind is ChatKind.GROUP
        waits = remark.submission_id is not None and in_group and not and_who_said_it
        if remark.shown or not (chats or waits):
            chats.add(meeting.chat_id)
        for chat_id in sorted(chats):
            self._store.outbox.put(chat_id, [reply])

    async def _give_up(self, remark: Remark, code: str) -> None:
        log.warning("the recording of a remark cannot be fetched: %s", code)
        counts.failed(code)

        def commit() -> None:
            if self._store.signoff.not_fetched(remark.id, code):
                at = phrases.moment(remark.at, self._zone)
                text = said.SOUND_NOT_FETCHED.format(who=remark.who, at=at)
                self._tell(remark, Say(text), and_who_said_it=True)

        await self._answers.commit(commit)
