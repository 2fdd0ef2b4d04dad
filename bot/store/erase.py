"""What is taken out of the record for good: meetings, recordings, and every trace of them."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Iterable, Set
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from bot.store.audio import AudioFolder
from bot.store.audit import Audit
from bot.store.database import BUSY
from bot.store.folder import AUDIO, DOCUMENTS
from bot.store.search import Search
from bot.store.values import NO_MOMENT, read_moment
from foundation.files import sync_folder

log = logging.getLogger(__name__)

_FILES_AT_A_TIME = 20  # the store does nothing else meanwhile

# Children before parents. A test holds these against the foreign keys of the schema
OF_LINES = (
    "messages",
    "line_changes",
    "excerpts",
    "suggestions_refused",
    "asked",
    "voices",
    "voices_refused",
    "web_changes",
)
OF_MEETINGS = (
    "stretches",
    "rooms",
    "lines",
    "steps",
    "meeting_info",
    "speakers",
    "secretaries",
    "remarks",
    "reading_answers",
    "readings",
    "submissions",
    "documents",
    "questions",
    "outside",
    "settled",
    "pictures",
    "attendance",
    "same_people",
    "attendance_steps",
    "sent_lists",
    "tasks",
    "task_changes",
    "task_reminders",
    "name_claims",
    "name_changes",
    "asked_back",
    "orders",
    "places",
    "codes",
    "shown_out",
    "awaited",
    "web_said",
)
# whose a voice may be, and is not: of people whose notes another meeting has
_SUPPOSED = {("lines", "maybe"), ("voices_refused", "person_id")}
# of a meeting, made before a moment; of any, where that is NULL
_OLD_REMARK = "meeting_id = ? AND audio IS NOT NULL AND julianday(at) < ifnull(julianday(?), 9e9)"


@dataclass(frozen=True)
class Erased:
    """How much of a meeting goes, or went."""

    meeting_id: int
    lines: int
    recordings: int  #: files on disk; one that another meeting has too stays there
    documents: int
    #: lines of other meetings that may have been those people's who went with this one
    supposed: tuple[int, ...] = ()

    def __str__(self) -> str:
        return f"lines={self.lines} recordings={self.recordings} documents={self.documents}"


class Erasing:
    """Takes rows away at once, and notes the files that go with them; ``finish`` removes those."""

    def __init__(self, db: Database, audit: Audit, search: Search) -> None:
        self._db = db
        self._audit = audit
        self._search = search

    def extent(self, meeting_id: int) -> Erased:
        """What ``meeting`` would erase, to be told before somebody confirms it.

        Raises:
            LookupError: there is no such meeting.
        """
        row = self._db.execute(
            "SELECT (SELECT count(*) FROM lines WHERE meeting_id = m.id) AS lines, "
            "(SELECT count(DISTINCT audio) FROM sounds WHERE meeting_id = m.id) AS recordings, "
            "(SELECT count(*) FROM documents WHERE meeting_id = m.id) AS documents "
            "FROM meetings m WHERE m.id = ?",
            [meeting_id],
        ).fetchone()
        if row is None:
            raise LookupError(f"no meeting {meeting_id}")
        return Erased(meeting_id, row["lines"], row["recordings"], row["documents"])

    def meeting(self, meeting_id: int, by: int | None = None, why: str = "") -> Erased:
        """Erase a meeting: its lines and what they were before, its items, drafts and recordings,
        the people who appear nowhere else, and what still waits to be said in its chat about it.

        Its number is never given again. The audit log has an entry of it. Its files go with the
        next ``finish``, in a later transaction.

        Args:
            by: who wants it; None: the bot itself, or the command line.
            why: for the audit log, such as ``KEEP_MEETINGS_DAYS=365``.

        Raises:
            LookupError: there is no such meeting.
        """
        with self._db.atomic():
            erased = self.extent(meeting_id)
            chat_id = self._db.table("meetings").get(meeting_id)["chat_id"]
            people = self._people_of(meeting_id)
            self._to_be_removed(
                "SELECT ? || '/' || audio FROM sounds WHERE meeting_id = ? AND audio IS NOT NULL "
                "UNION SELECT ? || '/' || ?",
                [AUDIO, meeting_id, DOCUMENTS, meeting_id],
            )
            chats = {chat_id, *self._private_chats(meeting_id)} if by is not None else set()
            self._erase_post(meeting_id, chats)
            self._erase_said(meeting_id, {chat_id, *self._private_chats(meeting_id)}, by is None)
            for table in OF_LINES:
                self._db.execute(
                    f"DELETE FROM {table} WHERE line_id IN "  # noqa: S608
                    "(SELECT id FROM lines WHERE meeting_id = ?)",
                    [meeting_id],
                )
            for table in OF_MEETINGS:
                self._db.execute(f"DELETE FROM {table} WHERE meeting_id = ?", [meeting_id])  # noqa: S608
            self._db.execute("DELETE FROM meetings WHERE id = ?", [meeting_id])
            self._search.forget()
            self._audit.add(
                "erase_meeting",
                person_id=by,
                chat_id=chat_id,
                meeting_id=meeting_id,
                about=f"{erased} {why}".strip(),
            )
            supposed = self._erase_people(people)
        return replace(erased, supposed=supposed)

    def recordings(
        self,
        meeting_id: int,
        by: int | None = None,
        why: str = "",
        before: datetime | None = None,
    ) -> int:
        """Erase a meeting's recordings; what they were heard to say stays. They are not fetched
        again. One that still waits to be transcribed keeps all of them.

        Args:
            before: of the remarks on its drafts, which come after the meeting, only those made
                before then; None: all.

        Returns:
            how many recordings went.
        """
        moment = before.isoformat() if before else None
        of_meeting = "meeting_id = ? AND audio IS NOT NULL"
        old: dict[str, tuple[str, list[object]]] = {
            "lines": (of_meeting, [meeting_id]),
            "remarks": (_OLD_REMARK, [meeting_id, moment]),
            "stretches": (of_meeting, [meeting_id]),
        }
        with self._db.atomic():
            (waits,) = self._db.execute(
                "SELECT count(*) FROM lines WHERE meeting_id = ? "
                "AND state IN ('waiting', 'running')",
                [meeting_id],
            ).fetchone()
            sounds = " UNION ".join(f"SELECT audio FROM {x} WHERE {old[x][0]}" for x in old)  # noqa: S608
            values = [value for _, given in old.values() for value in given]
            (count,) = self._db.execute(f"SELECT count(*) FROM ({sounds})", values).fetchone()  # noqa: S608
            if waits or not count:
                return 0
            self._to_be_removed(f"SELECT ? || '/' || audio FROM ({sounds})", [AUDIO, *values])  # noqa: S608
            # without `media` nobody can fetch them a second time
            for table, (where, given) in old.items():
                self._db.execute(
                    f"UPDATE {table} SET audio = NULL, media = NULL WHERE {where}",  # noqa: S608
                    given,
                )
            self._db.execute(
                "UPDATE lines SET media = NULL WHERE meeting_id = ? AND room", [meeting_id]
            )
            self._voices(meeting_id)
            self._db.execute(
                "UPDATE stretches SET state = 'erased', media = NULL WHERE meeting_id = ? "
                "AND state IN ('waiting', 'failed', 'after')",
                [meeting_id],
            )
            self._offered(meeting_id)
            chat_id = self._db.table("meetings").get(meeting_id)["chat_id"]
            self._audit.add(
                "erase_recordings",
                person_id=by,
                chat_id=chat_id,
                meeting_id=meeting_id,
                about=f"recordings={count} {why}".strip(),
            )
        return int(count)

    def _offered(self, meeting_id: int) -> None:
        """What was recorded of the room after the end is offered no longer."""
        of_room = (
            "FROM outside WHERE meeting_id = ? AND json_valid(payload) "
            "AND json_extract(payload, '$.live.recording') IS NOT NULL"
        )
        kept = f"SELECT ? || '/' || audio {of_room} AND audio IS NOT NULL"
        self._to_be_removed(kept, [AUDIO, meeting_id])
        self._db.execute(f"DELETE {of_room}", [meeting_id])

    def _voices(self, meeting_id: int) -> None:
        """They are made of the sound, and go with it."""
        for table in ("voices", "voices_refused"):
            self._db.execute(
                f"DELETE FROM {table} WHERE line_id IN "  # noqa: S608
                "(SELECT id FROM lines WHERE meeting_id = ?)",
                [meeting_id],
            )

    def closed_before(self, moment: datetime, *, with_recordings: bool = False) -> list[int]:
        """The numbers of the meetings that were closed before then, and are closed.

        Args:
            with_recordings: only those that have some, of before then.
        """
        rows = self._db.query(
            "SELECT id FROM meetings m WHERE julianday(closed_at) < julianday(?) AND (NOT ? OR "  # noqa: S608
            "EXISTS (SELECT 1 FROM lines WHERE meeting_id = m.id AND audio IS NOT NULL) OR "
            "EXISTS (SELECT 1 FROM stretches WHERE meeting_id = m.id AND audio IS NOT NULL) OR "
            f"EXISTS (SELECT 1 FROM remarks WHERE {_OLD_REMARK.replace('?', 'm.id', 1)})) "
            "ORDER BY id",
            [moment.isoformat(), with_recordings, moment.isoformat()],
        )
        return [row["id"] for row in rows]

    def last_heard_of(self) -> datetime | None:
        """When the last line was said, by the clocks of the chat platforms."""
        rows = self._db.execute("SELECT at FROM lines ORDER BY id DESC LIMIT 20")
        read = (read_moment(row["at"]) for row in rows)
        return next((one for one in read if one != NO_MOMENT), None)

    # --- files ----------------------------------------------------------------------------------

    def waiting(self) -> int:
        """How many files and folders of what was erased are still to be removed."""
        return self._db.table("files_to_remove").count

    def is_forgetting(self) -> bool:
        """Whether the index of words is still to be written anew, without what was erased."""
        return self._search.is_forgetting()

    def finish(self, data: Path) -> int:
        """Remove files of what was erased, some hundred at a time, and the last copies of its words
        in the database's own files. Killed in between, it is done again. Not within a transaction.
        The index of words comes first: while ``is_forgetting``, no file is removed.

        Returns:
            how many files and folders are still to be removed: those that came too many, that the
            disk did not let go, or all, where another process was reading the database.
        """
        if self._search.go_on_forgetting():
            return self.waiting()
        rows = self._db.query("SELECT path FROM files_to_remove LIMIT ?", [_FILES_AT_A_TIME])
        gone = [row["path"] for row in rows if self._remove(data, row["path"])]
        if gone and self._no_copies_left():
            self._db.execute(
                "DELETE FROM files_to_remove WHERE path IN (SELECT value FROM json_each(?))",
                [json.dumps(gone)],
            )
        return self.waiting()

    def _remove(self, data: Path, name: str) -> bool:
        """False where the disk does not let it go."""
        path = data / name
        try:
            if name.startswith(f"{DOCUMENTS}/"):
                if path.exists():
                    shutil.rmtree(path)
                    sync_folder(path.parent)
            elif not self._is_needed(name.removeprefix(f"{AUDIO}/")):
                AudioFolder(data / AUDIO).remove(name.removeprefix(f"{AUDIO}/"))
        except OSError as error:
            log.error("%s was erased, but its file cannot be removed: %s", name, error)
            return False
        return True

    def _is_needed(self, audio: str) -> bool:
        """Whether a line, a remark or what is kept, of another meeting or new, has the same one."""
        found = self._db.execute("SELECT 1 FROM sounds WHERE audio = ? LIMIT 1", [audio])
        return found.fetchone() is not None

    def _no_copies_left(self) -> bool:
        """Empty the write-ahead log, which has the pages as they were. False: somebody reads it."""
        self._db.execute("PRAGMA busy_timeout = 0")  # nobody shall wait for a backup
        try:
            return not self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            self._db.execute(f"PRAGMA busy_timeout = {BUSY * 1000}")

    def rewrite(self) -> None:
        """Write the database anew, without free space. Takes seconds to minutes, and as much room
        on the disk again."""
        self._db.vacuum()
        self._no_copies_left()

    # --- parts of a meeting ---------------------------------------------------------------------

    def _to_be_removed(self, select: str, values: Iterable[object]) -> None:
        self._db.execute(f"INSERT OR IGNORE INTO files_to_remove {select}", list(values))

    def _private_chats(self, meeting_id: int) -> list[int]:
        """Where those who took part may have asked for the meeting."""
        rows = self._db.query(
            "SELECT c.id FROM speakers s JOIN people p ON p.id = s.person_id "
            "JOIN chats c ON c.door = p.door AND c.key = p.key "
            "WHERE s.meeting_id = ? AND c.kind = 'private'",
            [meeting_id],
        )
        return [row["id"] for row in rows]

    def _erase_post(self, meeting_id: int, chats: Set[int]) -> None:
        """What waits to be said about the meeting, and the arrivals that could not be handled.

        An answer that belongs to no line may be a draft's text: of these chats all of those go.
        (None where a retention rule erases: about a meeting of long ago nothing waits.)
        """
        waiting = list(
            self._db.query(
                "SELECT id, payload, chat_id FROM outbox WHERE sent_at IS NULL "
                "AND json_extract(payload, '$.do') IN ('say', 'rewrite', 'file', 'picture')"
            )
        )
        lines = self._db.query("SELECT id FROM lines WHERE meeting_id = ?", [meeting_id])
        ours = {row["id"] for row in lines}
        for row in waiting:
            line_id = json.loads(row["payload"]).get("line_id")
            if line_id in ours or (line_id is None and row["chat_id"] in chats):
                self._db.table("outbox").delete(row["id"])
        self._db.execute("UPDATE inbox SET payload = '{}' WHERE handled_at IS NOT NULL")

    def _erase_said(self, meeting_id: int, chats: Set[int], by_rule: bool) -> None:
        """What was said on the page since the meeting began, and may speak of it though another was
        at hand, or none. A rule erases meetings of long ago: of these the later ones' stays."""
        self._db.execute(
            "DELETE FROM web_said WHERE seat IN (SELECT key FROM chats WHERE door = 'web' "
            "AND id IN (SELECT value FROM json_each(?))) "
            "AND (meeting_id IS NULL OR (meeting_id > ? AND NOT ?)) "
            "AND julianday(at) >= (SELECT julianday(opened_at) FROM meetings WHERE id = ?)",
            [json.dumps(list(chats)), meeting_id, by_rule, meeting_id],
        )

    def _people_of(self, meeting_id: int) -> list[int]:
        """Everybody to whom a row of the meeting, or of one of its lines, refers."""
        of_lines = "line_id IN (SELECT id FROM lines WHERE meeting_id = :id)"
        rows_of = {"meetings": "id = :id"}
        rows_of |= dict.fromkeys(OF_MEETINGS, "meeting_id = :id")
        rows_of |= dict.fromkeys(OF_LINES, of_lines)
        queries = [
            f"SELECT {key.column} AS id FROM {table} WHERE {rows}"  # noqa: S608
            for table, rows in rows_of.items()
            for key in self._db.table(table).foreign_keys
            if key.other_table == "people"
        ]
        found = self._db.query(" UNION ".join(queries), {"id": meeting_id})
        return [row["id"] for row in found if row["id"] is not None]

    def _erase_people(self, people: list[int]) -> tuple[int, ...]:
        """Those of these people to whom no row of any table refers, but what is supposed of voices
        in other meetings: that goes with them. Who stands in the audit log stays: it must say
        who. Whose voices were supposed to be somebody's who stays is looked at anew.

        Returns:
            the lines that may have been somebody's who is gone.
        """
        elsewhere = " ".join(
            f"AND NOT EXISTS (SELECT 1 FROM {table.name} WHERE {key.column} = people.id)"  # noqa: S608
            for table in self._db.tables
            for key in table.foreign_keys
            if key.other_table == "people" and (table.name, key.column) not in _SUPPOSED
        )
        found = self._db.query(
            f"SELECT id FROM people WHERE id IN (SELECT value FROM json_each(?)) {elsewhere}",  # noqa: S608
            [json.dumps(people)],
        )
        gone = [json.dumps([row["id"] for row in found])]
        those = "(SELECT value FROM json_each(?))"
        rows = list(self._db.query(f"SELECT id FROM lines WHERE maybe IN {those}", gone))  # noqa: S608
        self._db.execute(f"UPDATE lines SET maybe = NULL WHERE maybe IN {those}", gone)  # noqa: S608
        self._db.execute(f"DELETE FROM voices_refused WHERE person_id IN {those}", gone)  # noqa: S608
        self._db.execute(f"DELETE FROM people WHERE id IN {those}", gone)  # noqa: S608
        self._db.execute(
            "UPDATE voices SET fresh = 1 WHERE line_id IN "  # noqa: S608
            f"(SELECT id FROM lines WHERE maybe IN {those})",
            [json.dumps(people)],
        )
        return tuple(row["id"] for row in rows)
