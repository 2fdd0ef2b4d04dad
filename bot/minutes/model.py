"""What a meeting is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.minutes.beside import Beside
from bot.minutes.typed.terms import NearMiss


class Tag(StrEnum):
    """What a person said a line is. The values are the words of the chat (``/ykien``)."""

    OPINION = "ykien"
    CONCLUSION = "ketluan"
    CONTENT = "noidung"


class Concluding(StrEnum):
    """Who may tag conclusions. The values are the words of the chat (``/quyen ketluan``)."""

    DESK = "thuky"  #: secretary, chair, the group's administrators
    ALL = "moinguoi"  #: everyone, on their own lines


class LineKind(StrEnum):
    TEXT = "text"
    VOICE = "voice"


class LineState(StrEnum):
    """Where a line stands. A typed line is DONE at once; a recording starts WAITING."""

    WAITING = "waiting"  #: its recording is still to be transcribed, or in work
    RUNNING = "running"  #: a recording of the whole room that goes on, or is still to be heard
    DONE = "done"  #: it has its words
    PARTS = "parts"  #: a long recording, transcribed: its words are lines of their own
    SILENT = "silent"  #: transcribed, and no speech was heard
    STOPPED = "stopped"  #: a person stopped its transcription; it may go on
    FAILED = "failed"  #: could not be fetched or decoded; a person may retry or type it


class SenderDoubt(StrEnum):
    """Why it is not sure that who has sent a recording says it. A person decides."""

    UNLIKE = "unlike"  #: it does not sound like their voice notes
    SEVERAL = "several"  #: several people speak in what is one line
    SHORT = "short"  #: nothing of the recording is long enough to know a voice


@dataclass(frozen=True)
class Speaker:
    """A person as one meeting names them: what ``/toi`` said, else the account's name."""

    person_id: int
    name: str
    title: str = ""
    #: which account it is, where the name alone does not tell; never part of a document
    account: str = field(default="", compare=False)
    #: False: no account of one human, or a name that the desk has not confirmed
    certain: bool = field(default=True, compare=False)
    #: the account by which the meeting knows them, where the desk has said that this is another of
    #: theirs
    further_of: int | None = field(default=None, compare=False)

    @property
    def human(self) -> int:
        """The same for all accounts that the desk has said to be one person's. For whom it is, what
        they said counts together; what they may do goes by ``person_id``."""
        return self.person_id if self.further_of is None else self.further_of

    @property
    def shown(self) -> str:
        """The name as the desk sees it: ``Nguyễn Văn An (@an2)``"""
        return f"{self.name} ({self.account})" if self.account else self.name

    @property
    def full(self) -> str:
        """``Nguyễn Văn An, Trưởng phòng Kế hoạch``"""
        return f"{self.name}, {self.title}" if self.title else self.name


@dataclass(frozen=True)
class Line:
    """One utterance. ``no`` counts from 1 within its meeting and never changes."""

    id: int
    meeting_id: int
    no: int
    at: datetime  #: when it was said, timezone-aware
    speaker: Speaker
    kind: LineKind
    state: LineState
    text: str = ""
    tag: Tag | None = None
    seconds: float | None = None  #: length of the recording, or of this part of it
    claimed: float | None = None  #: seconds that it should have, where fewer could be read
    confidence: float | None = None  #: 0..1, of the transcription
    doubts: tuple[str, ...] = ()  #: words of ``text`` that the machine is not sure of
    heard_by: str = ""  #: the machine's model, engine, digest; empty: nobody knows
    offers: tuple[NearMiss, ...] = ()  #: words of ``text`` that may be a known name
    part_of: int | None = None  #: the id of the long recording that it is a part of
    starts: float | None = None  #: of a part: seconds from the recording's beginning
    ends: float | None = None
    done_until: float | None = None  #: of a long recording: seconds that are transcribed
    message_id: str | None = None  #: the message it came from, as the door names it
    audio: str | None = None  #: file name of the recording in the audio folder
    recording_erased: bool = False  #: it had one, which was erased for good
    error: str = ""  #: why it failed: a code of ``bot.errors`` or ``transcribe``
    deleted: bool = False
    merged_into: int | None = None  #: the number of the line that has its words now (``/gop``)
    place: float | None = None  #: among the meeting's lines, where ``/doi`` has set it
    brought_by: Speaker | None = None  #: who has forwarded it, where that is not its speaker
    beside: Beside = field(default_factory=Beside)  #: what came with the words
    #: the id of the chat in which it was said, where that is not the meeting's own
    said_in: int | None = None
    door: str = ""  #: by which that chat comes in, where the meeting's own comes in by another
    room: bool = False  #: a recording of the whole room, which comes in many files
    #: of a part: the second of the recording at which the part's file begins
    sound_from: float = 0.0
    #: of a part: which of the meeting's voices says it (1, 2, …); 0: nothing tells whose words it
    #: has, of a note too; None: they are its speaker's
    voice: int | None = None
    whose_known: bool = False  #: a person has said who has said it
    maybe: Speaker | None = None  #: whose voice it may be: nobody has confirmed it
    doubted: SenderDoubt | None = None  #: why that is asked, where it is who has sent it

    @property
    def unknown_voice(self) -> int | None:
        """The voice of a line of which nobody has said whose it is: its speaker is only whoever
        has recorded it. 0: which voice it is, nothing tells. None: its speaker has said it."""
        return None if self.whose_known else self.voice

    @property
    def order(self) -> tuple[float, int]:
        """What lists and documents sort by: the place, else the number."""
        return (self.no if self.place is None else self.place), self.no

    @property
    def is_long(self) -> bool:
        """A recording whose words become lines of their own."""
        return self.done_until is not None

    @property
    def is_in_work(self) -> bool:
        """A recording of which words are still to come."""
        return self.state in (LineState.WAITING, LineState.RUNNING)

    @property
    def cut(self) -> tuple[float, float] | None:
        """Of a part: from which second of its file to which it is heard; None: the whole file."""
        if self.starts is None or self.ends is None:
            return None
        return self.starts - self.sound_from, self.ends - self.sound_from

    @property
    def unsure(self) -> bool:
        """A person should listen again."""
        return bool(self.doubts or self.offers)


@dataclass(frozen=True)
class Meeting:
    """A meeting; ``id`` is the number people use (``/xem 4``)."""

    id: int
    chat_id: int
    title: str
    opened_at: datetime
    secretary: Speaker
    closed_at: datetime | None = None
    info: Mapping[str, str] = field(default_factory=dict)  #: by the codes of ``minutes.info``
    shared: frozenset[int] = frozenset()  #: ids of further secretaries
    former: frozenset[int] = frozenset()  #: ids of those who have handed over
    chair_id: int | None = None
    concluding: Concluding = Concluding.DESK
    #: how its list calls people, by their ids: ``Bà``, ``Đại tá``; of others nobody has said it
    called: Mapping[int, str] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def secretaries(self) -> frozenset[int]:
        """The ids of all who are secretaries now."""
        return self.shared | {self.secretary.person_id}

    def typed_by_secretary(self, line: Line) -> bool:
        """Such a line stands in the report as typed, with no name before it."""
        who = {line.speaker.person_id, line.speaker.human}
        if line.brought_by is not None:
            return False
        return line.kind is LineKind.TEXT and not who.isdisjoint(self.secretaries | self.former)
