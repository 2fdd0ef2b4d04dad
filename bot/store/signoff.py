"""What became of drafts: read by the participants, submitted to the chair, approved or returned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter
from sqlite_utils import Database

from bot.doors.port import Media
from bot.minutes import Speaker
from bot.store.values import read_media, read_moment, read_moment_or_none, read_one_of

_MEDIA = TypeAdapter(Media)
# the person as the meeting names them
_NAME = (
    "(SELECT coalesce((SELECT w.name FROM speakers w WHERE w.meeting_id = x.meeting_id "
    "AND w.person_id = p.id), nullif(p.said_name, ''), p.name) FROM people p WHERE p.id = {who})"
)


class State(StrEnum):
    """Where a submitted draft stands."""

    WAITING = "waiting"  #: for the chair
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"  #: another version was submitted, or the secretary took it back


@dataclass(frozen=True)
class Submission:
    id: int
    meeting_id: int
    document_id: int
    person_id: int
    who: str  #: the name of the one who submitted it
    chair_id: int  #: who was asked last
    at: datetime
    state: State
    decided_by: int | None
    decider: str  #: their name; empty where nobody has decided
    decided_at: datetime | None
    word: str  #: SHA-256 of the Word file as it was submitted, in hexadecimal
    pdf: str | None  #: of its PDF, where there was one


@dataclass(frozen=True)
class Reading:
    """The participants were asked to read a draft."""

    id: int
    meeting_id: int
    document_id: int
    person_id: int  #: who asked


@dataclass(frozen=True)
class Reader:
    """A person's answer to a reading."""

    person_id: int
    name: str
    agreed: bool  #: False: has a remark


@dataclass(frozen=True)
class Remark:
    """What somebody had to say of a draft, as they said it."""

    id: int
    meeting_id: int
    submission_id: int | None
    reading_id: int | None
    person_id: int
    who: str
    door: str  #: where its recording comes from
    at: datetime
    text: str
    spoken: bool  #: it has, or had, a recording
    seconds: float | None
    media: Media | None
    audio: str | None  #: file name of the recording in the audio folder
    error: str  #: why the recording could not be fetched, for good
    shown: bool  #: everybody in the meeting's chat may read it

    @property
    def erased(self) -> bool:
        """Its recording was erased, or could not be fetched."""
        return self.spoken and self.audio is None and (self.media is None or bool(self.error))


class Signoff:
    def __init__(self, db: Database, now: Callable[[], datetime]) -> None:
        self._db = db
        self._now = now

    # --- submissions ----------------------------------------------------------------------------

    def submit(
        self,
        meeting_id: int,
        document_id: int,
        person_id: int,
        chair_id: int,
        word: str,
        pdf: str | None,
    ) -> Submission:
        """Note that the chair is asked for a draft.

        Args:
            word: SHA-256 of the Word file; ``pdf``: of its PDF.

        Raises:
            sqlite3.IntegrityError: that draft waits already.
        """
        row = {
            "meeting_id": meeting_id,
            "document_id": document_id,
            "person_id": person_id,
            "chair_id": chair_id,
            "at": self._now().isoformat(),
            "state": State.WAITING.value,
            "word": word,
            "pdf": pdf,
        }
        made = self._db.table("submissions").insert(row).last_rowid
        assert made is not None
        found = self.get(made)
        assert found is not None
        return found

    def get(self, submission_id: int) -> Submission | None:
        found = self._submissions("x.id = ?", [submission_id])
        return found[0] if found else None

    def of_meeting(self, meeting_id: int) -> list[Submission]:
        """All of a meeting, in the order they were submitted."""
        return self._submissions("x.meeting_id = ? ORDER BY x.id", [meeting_id])

    def of_document(self, document_id: int) -> Submission | None:
        """The last one of a draft."""
        found = self._submissions("x.document_id = ? ORDER BY x.id DESC LIMIT 1", [document_id])
        return found[0] if found else None

    def approved(self, meeting_id: int) -> list[Submission]:
        """Those of a meeting that were approved, the last approved one last."""
        return self._submissions(
            "x.meeting_id = ? AND x.state = 'approved' ORDER BY x.decided_at, x.id", [meeting_id]
        )

    def waiting_in(self, chat_id: int) -> list[Submission]:
        """What waits for the chairs of a chat's meetings."""
        return self._submissions(
            "x.state = 'waiting' AND x.meeting_id IN (SELECT id FROM meetings WHERE chat_id = ?) "
            "ORDER BY x.id",
            [chat_id],
        )

    def waiting_for(self, person_id: int) -> list[Submission]:
        """What waits for a person who chairs the meeting today, whatever the chat."""
        return self._submissions(
            "x.state = 'waiting' AND x.meeting_id IN (SELECT id FROM meetings WHERE chair_id = ?) "
            "ORDER BY x.id",
            [person_id],
        )

    def decide(self, submission: Submission, state: State, person_id: int) -> bool:
        """Approved, returned or withdrawn, by whom. False: it no longer waits."""
        done = self._db.execute(
            "UPDATE submissions SET state = ?, decided_by = ?, decided_at = ? "
            "WHERE id = ? AND state = 'waiting'",
            [state.value, person_id, self._now().isoformat(), submission.id],
        )
        return done.rowcount > 0

    def ask(self, submission: Submission, chair_id: int) -> None:
        """Somebody else chairs the meeting now, and is asked."""
        self._db.table("submissions").update(submission.id, {"chair_id": chair_id})

    def changed_since(self, meeting_id: int, at: datetime) -> list[int]:
        """The numbers of the lines that people have changed after that moment."""
        rows = self._db.query(
            "SELECT DISTINCT l.no FROM line_changes c JOIN lines l ON l.id = c.line_id "
            "WHERE l.meeting_id = ? AND c.person_id IS NOT NULL AND c.at > ? ORDER BY l.no",
            [meeting_id, at.isoformat()],
        )
        return [row["no"] for row in rows]

    def pdf_made(self, document_id: int, pdf: str) -> None:
        """The PDF of a draft that waits is there now.

        Args:
            pdf: its SHA-256.
        """
        self._db.execute(
            "UPDATE submissions SET pdf = ? "
            "WHERE document_id = ? AND state = 'waiting' AND pdf IS NULL",
            [pdf, document_id],
        )

    def is_printing(self, document_id: int) -> bool:
        """Whether the draft's PDF is still to be made."""
        asked = "SELECT to_print FROM documents WHERE id = ?"
        row = self._db.execute(asked, [document_id]).fetchone()
        return bool(row and row["to_print"])

    def locked(self) -> list[tuple[str, str, str | None]]:
        """Of every approved draft: its Word file within the documents folder, the SHA-256 of
        that, and of its PDF."""
        rows = self._db.query(
            "SELECT d.meeting_id, d.path, x.word, x.pdf FROM submissions x "
            "JOIN documents d ON d.id = x.document_id WHERE x.state = 'approved' ORDER BY x.id"
        )
        return [(f"{r['meeting_id']}/{r['path']}", r["word"], r["pdf"]) for r in rows]

    def _submissions(self, where: str, values: list[Any]) -> list[Submission]:
        who, decider = _NAME.format(who="x.person_id"), _NAME.format(who="x.decided_by")
        rows = self._db.query(
            f"SELECT x.*, {who} AS who, {decider} AS decider FROM submissions x "  # noqa: S608
            f"WHERE {where}",
            values,
        )
        return [
            Submission(
                id=row["id"],
                meeting_id=row["meeting_id"],
                document_id=row["document_id"],
                person_id=row["person_id"],
                who=row["who"] or "",
                chair_id=row["chair_id"],
                at=read_moment(row["at"]),
                state=read_one_of(State, row["state"], State.WITHDRAWN),
                decided_by=row["decided_by"],
                decider=row["decider"] or "",
                decided_at=read_moment_or_none(row["decided_at"]),
                word=row["word"],
                pdf=row["pdf"],
            )
            for row in rows
        ]

    # --- readings -------------------------------------------------------------------------------

    def read(self, meeting_id: int, document_id: int, person_id: int) -> Reading:
        """Note that the participants are asked to read a draft.

        Raises:
            sqlite3.IntegrityError: they were asked already.
        """
        row = {
            "meeting_id": meeting_id,
            "document_id": document_id,
            "person_id": person_id,
            "at": self._now().isoformat(),
        }
        made = self._db.table("readings").insert(row).last_rowid
        assert made is not None
        return Reading(made, meeting_id, document_id, person_id)

    def reading(self, reading_id: int) -> Reading | None:
        return self._reading("id = ?", reading_id)

    def reading_of(self, document_id: int) -> Reading | None:
        return self._reading("document_id = ?", document_id)

    def _reading(self, where: str, value: int) -> Reading | None:
        row = self._db.execute(f"SELECT * FROM readings WHERE {where}", [value]).fetchone()  # noqa: S608
        if row is None:
            return None
        return Reading(row["id"], row["meeting_id"], row["document_id"], row["person_id"])

    def answer(self, reading: Reading, person_id: int, *, agreed: bool) -> bool:
        """A person's answer, in the place of their last one. False: it is the same again."""
        row = self._db.execute(
            "SELECT agreed FROM reading_answers WHERE reading_id = ? AND person_id = ?",
            [reading.id, person_id],
        ).fetchone()
        self._db.table("reading_answers").upsert(
            {
                "reading_id": reading.id,
                "person_id": person_id,
                "meeting_id": reading.meeting_id,
                "agreed": int(agreed),
                "at": self._now().isoformat(),
            },
            pk=("reading_id", "person_id"),
        )
        return row is None or bool(row["agreed"]) != agreed

    def answers(self, reading_id: int) -> list[Reader]:
        """Who has answered, the first one first."""
        rows = self._db.query(
            f"SELECT x.person_id, x.agreed, {_NAME.format(who='x.person_id')} AS name "  # noqa: S608
            "FROM reading_answers x WHERE x.reading_id = ? ORDER BY x.rowid",
            [reading_id],
        )
        return [Reader(row["person_id"], row["name"], bool(row["agreed"])) for row in rows]

    def participants(self, meeting_id: int) -> list[Speaker]:
        """Who has acted in a meeting, in the order they came."""
        rows = self._db.query(
            "SELECT person_id, name, title FROM speakers WHERE meeting_id = ? AND here "
            "ORDER BY rowid",
            [meeting_id],
        )
        return [Speaker(row["person_id"], row["name"], row["title"]) for row in rows]

    # --- remarks --------------------------------------------------------------------------------

    def remark(
        self,
        meeting_id: int,
        person_id: int,
        at: datetime,
        text: str,
        media: Media | None,
        *,
        submission: Submission | None = None,
        reading: Reading | None = None,
    ) -> Remark:
        """Keep what somebody said of a draft: to the submission, or to the reading."""
        row = {
            "meeting_id": meeting_id,
            "submission_id": submission.id if submission else None,
            "reading_id": reading.id if reading else None,
            "person_id": person_id,
            "at": at.isoformat(),
            "text": text,
            "spoken": int(media is not None),
            "seconds": media.seconds if media else None,
            "media": _MEDIA.dump_json(media).decode() if media else None,
        }
        made = self._db.table("remarks").insert(row).last_rowid
        assert made is not None
        found = self.get_remark(made)
        assert found is not None
        return found

    def get_remark(self, remark_id: int) -> Remark | None:
        found = self._remarks("x.id = ?", [remark_id])
        return found[0] if found else None

    def show(self, remark_id: int) -> bool:
        """A remark is put before everybody. False: it was before."""
        shown = "UPDATE remarks SET shown_at = ? WHERE id = ? AND shown_at IS NULL"
        return self._db.execute(shown, [self._now().isoformat(), remark_id]).rowcount > 0

    def remarks_to(self, submission_id: int) -> list[Remark]:
        return self._remarks("x.submission_id = ? ORDER BY x.id", [submission_id])

    def remarks_of_readers(self, reading_id: int) -> list[Remark]:
        return self._remarks("x.reading_id = ? ORDER BY x.id", [reading_id])

    def to_fetch(self) -> list[Remark]:
        """Those whose recordings are not on this disk yet, in their order."""
        return self._remarks(
            "x.media IS NOT NULL AND x.audio IS NULL AND x.error = '' ORDER BY x.id", []
        )

    def keep_audio(self, remark_id: int, name: str) -> bool:
        """Note where a remark's recording is. False: it was erased meanwhile."""
        kept = "UPDATE remarks SET audio = ? WHERE id = ?"
        return self._db.execute(kept, [name, remark_id]).rowcount > 0

    def not_fetched(self, remark_id: int, error: str) -> bool:
        """Its recording cannot be had. False: it was erased meanwhile."""
        done = self._db.execute("UPDATE remarks SET error = ? WHERE id = ?", [error, remark_id])
        return done.rowcount > 0

    def _remarks(self, where: str, values: list[Any]) -> list[Remark]:
        rows = self._db.query(
            f"SELECT x.*, {_NAME.format(who='x.person_id')} AS who, "  # noqa: S608
            "(SELECT door FROM people WHERE id = x.person_id) AS door "
            f"FROM remarks x WHERE {where}",
            values,
        )
        return [
            Remark(
                id=row["id"],
                meeting_id=row["meeting_id"],
                submission_id=row["submission_id"],
                reading_id=row["reading_id"],
                person_id=row["person_id"],
                who=row["who"],
                door=row["door"],
                at=read_moment(row["at"]),
                text=row["text"],
                spoken=bool(row["spoken"]),
                seconds=row["seconds"],
                media=read_media(row["media"]) if row["media"] else None,
                audio=row["audio"],
                error=row["error"],
                shown=row["shown_at"] is not None,
            )
            for row in rows
        ]

    # --- the way out ----------------------------------------------------------------------------

    def exported(self, meeting_id: int) -> dict[str, list[dict[str, Any]]]:
        """What a meeting has of this, as plain values."""
        return {
            "submissions": [
                {
                    "document": row["path"],
                    "submitted_by": row["who"],
                    "submitted_at": row["at"],
                    "state": row["state"],
                    "decided_by": row["decider"],
                    "decided_at": row["decided_at"],
                    "sha256_word": row["word"],
                    "sha256_pdf": row["pdf"],
                }
                for row in self._rows("submissions", meeting_id, "decided_by")
            ],
            "readings": [
                {"document": row["path"], "asked_by": row["who"], "asked_at": row["at"]}
                | {
                    "answers": [
                        {"person": x.name, "agreed": x.agreed} for x in self.answers(row["id"])
                    ]
                }
                for row in self._rows("readings", meeting_id, "person_id")
            ],
            "remarks": [
                {
                    "person": x.who,
                    "at": x.at.isoformat(),
                    "to": "reading" if x.reading_id else "submission",
                    "text": x.text,
                    "audio": f"audio/{x.audio}" if x.audio else None,
                }
                for x in self._remarks("x.meeting_id = ? ORDER BY x.id", [meeting_id])
            ],
        }

    def _rows(self, table: str, meeting_id: int, decider: str) -> list[dict[str, Any]]:
        return list(
            self._db.query(
                f"SELECT x.*, d.path, {_NAME.format(who='x.person_id')} AS who, "  # noqa: S608
                f"{_NAME.format(who=f'x.{decider}')} AS decider FROM {table} x "
                "JOIN documents d ON d.id = x.document_id WHERE x.meeting_id = ? ORDER BY x.id",
                [meeting_id],
            )
        )
