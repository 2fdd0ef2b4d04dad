"""The database's shape, as migrations. Append-only: a migration that has run is never edited."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from bot.store.search import teach

migrations = Migrations("bien_ban")

LEAVES_NO_TRACES = "m005_erasing"
"""From this version on, what is erased or overwritten is not left in the file's free space."""


@migrations()
def m001_first(db: Database) -> None:
    db.executescript(
        """
        CREATE TABLE chats (
            id INTEGER PRIMARY KEY,
            door TEXT NOT NULL,
            key TEXT NOT NULL,
            title TEXT NOT NULL,
            kind TEXT NOT NULL,
            told_how INTEGER NOT NULL DEFAULT 0,   -- has been told how to begin
            UNIQUE (door, key)
        );
        CREATE TABLE chat_info (                   -- an office's constant items
            chat_id INTEGER NOT NULL REFERENCES chats (id),
            code TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (chat_id, code)
        );
        CREATE TABLE people (
            id INTEGER PRIMARY KEY,
            door TEXT NOT NULL,
            key TEXT NOT NULL,
            name TEXT NOT NULL,                    -- the account's
            said_name TEXT NOT NULL DEFAULT '',    -- what /toi said
            said_title TEXT NOT NULL DEFAULT '',
            UNIQUE (door, key)
        );
        CREATE TABLE meetings (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            chat_id INTEGER NOT NULL REFERENCES chats (id),
            title TEXT NOT NULL,
            secretary_id INTEGER NOT NULL REFERENCES people (id),
            opened_at TEXT NOT NULL,
            closed_at TEXT
        );
        CREATE UNIQUE INDEX one_open_meeting ON meetings (chat_id) WHERE closed_at IS NULL;
        CREATE TABLE meeting_info (
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            code TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (meeting_id, code)
        );
        CREATE TABLE speakers (                    -- how this meeting names a person
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            person_id INTEGER NOT NULL REFERENCES people (id),
            name TEXT NOT NULL,
            title TEXT NOT NULL,
            PRIMARY KEY (meeting_id, person_id)
        );
        CREATE TABLE lines (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            no INTEGER NOT NULL,
            person_id INTEGER NOT NULL REFERENCES people (id),
            at TEXT NOT NULL,
            kind TEXT NOT NULL,
            state TEXT NOT NULL,
            text TEXT NOT NULL DEFAULT '',
            heard TEXT NOT NULL DEFAULT '',        -- the transcription as it came
            segments TEXT NOT NULL DEFAULT '[]',
            tag TEXT,
            seconds REAL,
            confidence REAL,
            message_id TEXT,
            media TEXT,                            -- how to fetch the recording, JSON
            audio TEXT,                            -- its file name once kept
            error TEXT NOT NULL DEFAULT '',
            deleted INTEGER NOT NULL DEFAULT 0,
            UNIQUE (meeting_id, no)
        );
        CREATE INDEX lines_waiting ON lines (id) WHERE state = 'waiting';
        CREATE TABLE line_changes (                -- what a line was before, by whom it changed
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            line_id INTEGER NOT NULL REFERENCES lines (id),
            person_id INTEGER REFERENCES people (id),
            at TEXT NOT NULL,
            field TEXT NOT NULL,
            before TEXT,
            after TEXT
        );
        CREATE INDEX line_changes_line ON line_changes (line_id);
        CREATE TABLE messages (                    -- which chat message belongs to which line
            chat_id INTEGER NOT NULL REFERENCES chats (id),
            message_id TEXT NOT NULL,
            line_id INTEGER NOT NULL REFERENCES lines (id),
            role TEXT NOT NULL,                    -- said: the person's own; card, ask: the bot's
            PRIMARY KEY (chat_id, message_id)
        );
        CREATE INDEX messages_line ON messages (line_id, role);
        CREATE TABLE documents (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            kind TEXT NOT NULL,
            path TEXT NOT NULL,                    -- within the data folder
            person_id INTEGER REFERENCES people (id),
            at TEXT NOT NULL
        );
        CREATE TABLE inbox (                       -- what has arrived
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            door TEXT NOT NULL,
            key TEXT NOT NULL,
            payload TEXT NOT NULL,
            received_at TEXT NOT NULL,
            handled_at TEXT,
            error TEXT NOT NULL DEFAULT '',
            UNIQUE (door, key)
        );
        CREATE INDEX inbox_waiting ON inbox (id) WHERE handled_at IS NULL;
        CREATE TABLE outbox (                      -- what is to be said
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            chat_id INTEGER NOT NULL REFERENCES chats (id),
            payload TEXT NOT NULL,
            created_at TEXT NOT NULL,
            sent_at TEXT,
            error TEXT NOT NULL DEFAULT ''
        );
        CREATE INDEX outbox_waiting ON outbox (chat_id, id) WHERE sent_at IS NULL;
        """
    )


@migrations()
def m002_recordings_doubts_glossary(db: Database) -> None:
    db.executescript(
        """
        ALTER TABLE lines ADD COLUMN doubts TEXT NOT NULL DEFAULT '[]';  -- words to hear again
        ALTER TABLE lines ADD COLUMN offers TEXT NOT NULL DEFAULT '[]';  -- [as it stands, name]
        ALTER TABLE lines ADD COLUMN part_of INTEGER REFERENCES lines (id);
        ALTER TABLE lines ADD COLUMN starts REAL;        -- of a part: seconds in the recording
        ALTER TABLE lines ADD COLUMN ends REAL;
        ALTER TABLE lines ADD COLUMN done_until REAL;    -- of a long recording: seconds
        CREATE INDEX lines_part_of ON lines (part_of) WHERE part_of IS NOT NULL;
        CREATE TABLE glossary (                          -- /tudien
            chat_id INTEGER NOT NULL REFERENCES chats (id),
            key TEXT NOT NULL,                           -- the term in small letters
            term TEXT NOT NULL,
            PRIMARY KEY (chat_id, key)
        );
        """
    )


@migrations()
def m003_drafts(db: Database) -> None:
    db.executescript(
        """
        -- how much of the meeting it holds: a value of minutes.documents.Depth
        ALTER TABLE documents ADD COLUMN depth TEXT NOT NULL DEFAULT 'dienbien';
        ALTER TABLE documents ADD COLUMN to_print INTEGER NOT NULL DEFAULT 0;  -- PDF to be made
        CREATE TABLE sent_templates (                    -- Word templates that came by /mau
            id INTEGER PRIMARY KEY,
            chat_id INTEGER NOT NULL REFERENCES chats (id),
            person_id INTEGER NOT NULL REFERENCES people (id),
            kind TEXT NOT NULL,                          -- a value of minutes.documents.Kind
            media TEXT NOT NULL,                         -- how to fetch it, JSON
            at TEXT NOT NULL,
            done_at TEXT,
            error TEXT NOT NULL DEFAULT ''
        );
        CREATE TABLE excerpts (                          -- parts of recordings to be sent
            id INTEGER PRIMARY KEY,
            chat_id INTEGER NOT NULL REFERENCES chats (id),
            line_id INTEGER NOT NULL REFERENCES lines (id),
            done_at TEXT
        );
        CREATE INDEX documents_to_print ON documents (id) WHERE to_print = 1;
        """
    )


@migrations()
def m004_rights_and_traces(db: Database) -> None:
    db.executescript(
        """
        ALTER TABLE people ADD COLUMN username TEXT NOT NULL DEFAULT '';  -- @ten, without @
        ALTER TABLE meetings ADD COLUMN chair_id INTEGER REFERENCES people (id);
        -- who may tag conclusions: a value of minutes.rules.Concluding; '' is the default
        ALTER TABLE meetings ADD COLUMN concluding TEXT NOT NULL DEFAULT '';
        ALTER TABLE chats ADD COLUMN former TEXT NOT NULL DEFAULT '';  -- keys before it moved
        -- has acted in the meeting's own chat; 0: only their words were forwarded there
        ALTER TABLE speakers ADD COLUMN here INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE secretaries (                     -- beside the one who opened the meeting
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            person_id INTEGER NOT NULL REFERENCES people (id),
            until TEXT,                                -- has handed over; NULL: still is one
            PRIMARY KEY (meeting_id, person_id)
        );
        CREATE TABLE audit (                           -- what changed rights, or took things away
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL,
            act TEXT NOT NULL,                         -- such as 'delete_meeting', 'hand_over'
            person_id INTEGER REFERENCES people (id),  -- NULL: the bot itself, or the command line
            chat_id INTEGER REFERENCES chats (id),
            meeting_id INTEGER,                        -- may be of a meeting that is gone
            about TEXT NOT NULL DEFAULT ''             -- never what somebody said
        );
        CREATE INDEX speakers_person ON speakers (person_id);
        CREATE INDEX lines_audio ON lines (audio) WHERE audio IS NOT NULL;
        """
    )


@migrations()
def m005_erasing(db: Database) -> None:
    db.executescript(
        """
        CREATE TABLE files_to_remove (                 -- of what was erased from the tables
            path TEXT PRIMARY KEY                      -- within the data folder
        );
        -- whether a person appears anywhere else
        CREATE INDEX lines_person ON lines (person_id);
        CREATE INDEX line_changes_person ON line_changes (person_id)
            WHERE person_id IS NOT NULL;
        -- what was handled or said holds words that may be erased elsewhere
        UPDATE inbox SET payload = '{}' WHERE handled_at IS NOT NULL AND error = '';
        UPDATE outbox SET payload = '{}' WHERE sent_at IS NOT NULL;
        """
    )


@migrations()
def m006_steps(db: Database) -> None:
    db.executescript(
        """
        CREATE TABLE steps (                           -- what one command of a person changed
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            person_id INTEGER NOT NULL REFERENCES people (id),
            at TEXT NOT NULL,
            what TEXT NOT NULL,                        -- the command, or what the button does
            undone_at TEXT,                            -- by /hoantac; NULL: it stands
            undone_after INTEGER                       -- the person's last step there, by then
        );
        CREATE INDEX steps_person ON steps (person_id, meeting_id);
        CREATE INDEX steps_meeting ON steps (meeting_id);
        ALTER TABLE line_changes ADD COLUMN step INTEGER REFERENCES steps (id);
        -- 1: /hoantac or /lamlai of that step
        ALTER TABLE line_changes ADD COLUMN undoing INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX line_changes_step ON line_changes (step) WHERE step IS NOT NULL;
        ALTER TABLE lines ADD COLUMN place REAL;       -- among the meeting's lines; NULL: its no
        ALTER TABLE lines ADD COLUMN merged_into INTEGER REFERENCES lines (id);
        CREATE INDEX lines_merged_into ON lines (merged_into) WHERE merged_into IS NOT NULL;
        """
    )


@migrations()
def m007_search(db: Database) -> None:
    teach(db.conn)
    db.executescript(
        """
        -- the words of the living lines, by the lines' ids; no text: that is in the lines
        CREATE VIRTUAL TABLE line_words USING fts5 (
            words, content = '', tokenize = "unicode61 remove_diacritics 0 tokenchars '_'"
        );
        CREATE TABLE words_to_forget (                 -- erased words may be in the index
            begun INTEGER NOT NULL                     -- it is being written anew
        );
        CREATE TRIGGER line_words_of_new AFTER INSERT ON lines
        WHEN NOT new.deleted AND new.text != ''
        BEGIN
            INSERT INTO line_words (rowid, words)
                SELECT new.id, indexed_words(chat_id, new.text)
                FROM meetings WHERE id = new.meeting_id;
        END;
        CREATE TRIGGER line_words_of_changed AFTER UPDATE OF text, deleted ON lines
        WHEN old.text != new.text OR old.deleted != new.deleted
        BEGIN
            INSERT INTO line_words (line_words, rowid, words)
                SELECT 'delete', old.id, indexed_words(chat_id, old.text)
                FROM meetings WHERE id = old.meeting_id AND NOT old.deleted AND old.text != '';
            INSERT INTO line_words (rowid, words)
                SELECT new.id, indexed_words(chat_id, new.text)
                FROM meetings WHERE id = new.meeting_id AND NOT new.deleted AND new.text != '';
        END;
        CREATE TRIGGER line_words_of_erased AFTER DELETE ON lines
        WHEN NOT old.deleted AND old.text != ''
        BEGIN
            INSERT INTO line_words (line_words, rowid, words)
                SELECT 'delete', old.id, indexed_words(chat_id, old.text)
                FROM meetings WHERE id = old.meeting_id;
        END;
        CREATE TRIGGER line_words_of_moved AFTER UPDATE OF chat_id ON meetings
        WHEN old.chat_id != new.chat_id
        BEGIN
            INSERT INTO line_words (line_words, rowid, words)
                SELECT 'delete', id, indexed_words(old.chat_id, text)
                FROM lines WHERE meeting_id = new.id AND NOT deleted AND text != '';
            INSERT INTO line_words (rowid, words)
                SELECT id, indexed_words(new.chat_id, text)
                FROM lines WHERE meeting_id = new.id AND NOT deleted AND text != '';
        END;
        CREATE INDEX meetings_chat ON meetings (chat_id);
        -- what was erased is merged away down to the last two parts
        INSERT INTO line_words (line_words, rank) VALUES ('usermerge', 2);
        -- parts are merged a little with each line, never many at once while somebody waits
        INSERT INTO line_words (line_words, rank) VALUES ('crisismerge', 400);
        INSERT INTO line_words (rowid, words)
            SELECT l.id, indexed_words(m.chat_id, l.text) FROM lines l
            JOIN meetings m ON m.id = l.meeting_id
            WHERE NOT l.deleted AND l.text != '' ORDER BY l.id;
        -- into one large part: small ones are not merged with it for a long time
        INSERT INTO line_words (line_words) VALUES ('optimize');
        """
    )


@migrations()
def m008_questions(db: Database) -> None:
    db.executescript(
        """
        CREATE TABLE questions (                       -- messages of the bot's that ask something
            chat_id INTEGER NOT NULL REFERENCES chats (id),
            message_id TEXT NOT NULL,
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            what TEXT NOT NULL,                        -- the topic: a key of commands.answers
            about TEXT NOT NULL,
            PRIMARY KEY (chat_id, message_id)
        );
        CREATE INDEX questions_meeting ON questions (meeting_id);
        """
    )


@migrations()
def m009_reviews(db: Database) -> None:
    db.executescript(
        """
        CREATE TABLE settled (                         -- what /rasoat need not show again
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            topic TEXT NOT NULL,                       -- a value of minutes.reviewing.Topic
            key TEXT NOT NULL,                         -- a line's id, or a checksum of two names
            person_id INTEGER NOT NULL REFERENCES people (id),
            at TEXT NOT NULL,
            PRIMARY KEY (meeting_id, topic, key)
        );
        CREATE INDEX settled_person ON settled (person_id);
        """
    )


@migrations()
def m010_signing(db: Database) -> None:
    db.executescript(
        """
        CREATE TABLE submissions (                     -- drafts that the chair was asked for
            id INTEGER PRIMARY KEY AUTOINCREMENT,      -- stands in buttons: never given again
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            document_id INTEGER NOT NULL REFERENCES documents (id),
            person_id INTEGER NOT NULL REFERENCES people (id),
            chair_id INTEGER NOT NULL REFERENCES people (id),  -- who was asked last
            at TEXT NOT NULL,
            state TEXT NOT NULL,                       -- a value of store.signing.State
            decided_by INTEGER REFERENCES people (id),
            decided_at TEXT,
            word TEXT NOT NULL,                        -- SHA-256 of the Word file, as submitted
            pdf TEXT                                   -- of the PDF, where there is one
        );
        CREATE INDEX submissions_meeting ON submissions (meeting_id);
        CREATE UNIQUE INDEX one_waiting_submission ON submissions (document_id)
            WHERE state = 'waiting';
        CREATE TABLE readings (                        -- the participants were asked to read
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            document_id INTEGER NOT NULL UNIQUE REFERENCES documents (id),
            person_id INTEGER NOT NULL REFERENCES people (id),
            at TEXT NOT NULL
        );
        CREATE INDEX readings_meeting ON readings (meeting_id);
        CREATE TABLE reading_answers (                 -- the last of each person
            reading_id INTEGER NOT NULL REFERENCES readings (id),
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            person_id INTEGER NOT NULL REFERENCES people (id),
            agreed INTEGER NOT NULL,                   -- 0: has a remark
            at TEXT NOT NULL,
            PRIMARY KEY (reading_id, person_id)
        );
        CREATE INDEX reading_answers_meeting ON reading_answers (meeting_id);
        CREATE TABLE remarks (                         -- on a draft; no lines of the meeting
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            submission_id INTEGER REFERENCES submissions (id),
            reading_id INTEGER REFERENCES readings (id),
            person_id INTEGER NOT NULL REFERENCES people (id),
            at TEXT NOT NULL,
            text TEXT NOT NULL,                        -- as typed, or the caption of a recording
            spoken INTEGER NOT NULL,
            seconds REAL,
            media TEXT,                                -- how to fetch the recording, JSON
            audio TEXT,                                -- its file name once kept
            error TEXT NOT NULL DEFAULT ''             -- why it could not be fetched, for good
        );
        CREATE INDEX remarks_meeting ON remarks (meeting_id);
        CREATE INDEX remarks_audio ON remarks (audio) WHERE audio IS NOT NULL;
        CREATE INDEX remarks_waiting ON remarks (id)
            WHERE media IS NOT NULL AND audio IS NULL AND error = '';
        CREATE VIEW sounds AS                          -- whatever has a recording
            SELECT meeting_id, audio FROM lines UNION ALL SELECT meeting_id, audio FROM remarks;
        """
    )


@migrations()
def m011_pictures(db: Database) -> None:
    db.executescript(
        """
        CREATE TABLE pictures (                        -- of meetings in figures, to be sent
            id INTEGER PRIMARY KEY,
            chat_id INTEGER NOT NULL REFERENCES chats (id),
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            UNIQUE (chat_id, meeting_id)
        );
        CREATE INDEX pictures_meeting ON pictures (meeting_id);
        """
    )


@migrations()
def m012_people(db: Database) -> None:
    db.executescript(
        """
        CREATE TABLE attendance (                      -- who takes part: /thanhphan
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            no INTEGER NOT NULL,
            name TEXT NOT NULL,
            title TEXT NOT NULL DEFAULT '',
            unit TEXT NOT NULL DEFAULT '',
            called TEXT NOT NULL DEFAULT '',           -- Ông, Bà, Đ/c
            state TEXT NOT NULL DEFAULT '',            -- a value of minutes.attendance.Presence
            note TEXT NOT NULL DEFAULT '',             -- why absent
            person_id INTEGER REFERENCES people (id),  -- the account, where known
            listed INTEGER NOT NULL DEFAULT 0,         -- somebody wrote them into the list
            maybe INTEGER,                             -- no of who may be the same human; 0: nobody
            place REAL,                                -- among the others; NULL: its no
            removed INTEGER NOT NULL DEFAULT 0,
            UNIQUE (meeting_id, no)
        );
        CREATE INDEX attendance_person ON attendance (person_id) WHERE person_id IS NOT NULL;
        CREATE TABLE attendance_steps (                -- what one command changed in a list
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            person_id INTEGER NOT NULL REFERENCES people (id),
            at TEXT NOT NULL,
            changes TEXT NOT NULL,                     -- JSON: no -> [the row before, after]
            undone_at TEXT
        );
        CREATE INDEX attendance_steps_meeting ON attendance_steps (meeting_id);
        CREATE TABLE sent_lists (                      -- files that came by /thanhphan
            id INTEGER PRIMARY KEY,
            chat_id INTEGER NOT NULL REFERENCES chats (id),
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            person_id INTEGER NOT NULL REFERENCES people (id),
            media TEXT NOT NULL,                       -- how to fetch it, JSON
            at TEXT NOT NULL,
            done_at TEXT,
            error TEXT NOT NULL DEFAULT ''
        );
        CREATE INDEX sent_lists_meeting ON sent_lists (meeting_id);
        """
    )


@migrations()
def m013_tasks(db: Database) -> None:
    db.executescript(
        """
        CREATE TABLE tasks (                           -- who is to do what by when
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            no INTEGER NOT NULL,
            line INTEGER,                              -- the conclusion's number; NULL: was added
            who TEXT NOT NULL,
            what TEXT NOT NULL,
            due TEXT NOT NULL,                         -- in words
            due_on TEXT,                               -- the day they mean, 2026-11-30, if certain
            due_at TEXT,                               -- and the hour, 17:00
            state TEXT NOT NULL,                       -- a value of minutes.assigned.TaskState
            said TEXT,                                 -- what the line said by then, JSON
            now TEXT,                                  -- what it says now
            reminded TEXT,                             -- of which day the chat was reminded
            UNIQUE (meeting_id, no)
        );
        CREATE INDEX tasks_due ON tasks (due_on) WHERE state = 'confirmed' AND due_on IS NOT NULL;
        CREATE TABLE task_changes (                    -- what a task was before, by whom it changed
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            no INTEGER NOT NULL,
            person_id INTEGER NOT NULL REFERENCES people (id),
            at TEXT NOT NULL,
            field TEXT NOT NULL,
            before TEXT NOT NULL,
            after TEXT NOT NULL
        );
        CREATE INDEX task_changes_task ON task_changes (meeting_id, no);
        CREATE INDEX task_changes_person ON task_changes (person_id);
        CREATE TABLE task_reminders (                  -- meetings whose chat wants to be reminded
            meeting_id INTEGER PRIMARY KEY REFERENCES meetings (id),
            days INTEGER NOT NULL,                     -- before the day
            person_id INTEGER NOT NULL REFERENCES people (id)
        );
        """
    )


@migrations()
def m014_suggestions(db: Database) -> None:
    db.executescript(
        """
        CREATE TABLE suggestions_refused (             -- lines for which somebody has said no
            line_id INTEGER PRIMARY KEY REFERENCES lines (id),
            person_id INTEGER NOT NULL REFERENCES people (id),
            at TEXT NOT NULL
        );
        CREATE TABLE asked (                           -- lines about which their speaker was asked
            line_id INTEGER PRIMARY KEY REFERENCES lines (id),
            person_id INTEGER NOT NULL REFERENCES people (id),
            at TEXT NOT NULL,
            doubts TEXT NOT NULL,                      -- a key of the words in doubt, by then
            words TEXT NOT NULL,                       -- a key of the line, as the speaker knows it
            privately INTEGER NOT NULL,                -- 0: in the meeting's chat
            shown INTEGER NOT NULL,                    -- 0: they ask for more first
            answer TEXT NOT NULL DEFAULT ''            -- their words that are not the line's yet
        );
        CREATE INDEX suggestions_refused_person ON suggestions_refused (person_id);
        CREATE INDEX asked_person ON asked (person_id);
        """
    )


@migrations()
def m015_names_asked(db: Database) -> None:
    db.executescript(
        """
        CREATE TABLE names_asked (                     -- names that were asked back, not answered
            id INTEGER PRIMARY KEY AUTOINCREMENT,      -- stands in buttons: never given again
            chat_id INTEGER NOT NULL REFERENCES chats (id),
            meeting_id INTEGER REFERENCES meetings (id),   -- NULL: said where there is none
            person_id INTEGER NOT NULL REFERENCES people (id),
            at TEXT NOT NULL,
            words TEXT NOT NULL,                       -- what the command needs beside the name
            readings TEXT NOT NULL                     -- what the name may be, JSON
        );
        CREATE INDEX names_asked_meeting ON names_asked (meeting_id);
        CREATE INDEX names_asked_person ON names_asked (person_id);
        """
    )


@migrations()
def m016_identity(db: Database) -> None:
    db.executescript(
        """
        -- what the account was called before: @ten, in small letters, by spaces
        ALTER TABLE people ADD COLUMN former_usernames TEXT NOT NULL DEFAULT '';
        ALTER TABLE people ADD COLUMN former_names TEXT NOT NULL DEFAULT '';  -- one a row
        -- 1: the name is another's, and the desk has not said yet that it is theirs too
        ALTER TABLE speakers ADD COLUMN provisional INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE lines ADD COLUMN brought_by INTEGER REFERENCES people (id);  -- has forwarded it
        CREATE INDEX lines_brought_by ON lines (brought_by) WHERE brought_by IS NOT NULL;
        -- 1: the desk has named this account so; it counts more than /toi
        ALTER TABLE attendance ADD COLUMN named INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE meetings ADD COLUMN awaited_chair TEXT NOT NULL DEFAULT '';  -- @ten, without @
        CREATE TABLE name_claims (                     -- names that wait for the desk
            id INTEGER PRIMARY KEY AUTOINCREMENT,      -- stands in buttons: never given again
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            person_id INTEGER NOT NULL REFERENCES people (id),
            name TEXT NOT NULL,
            title TEXT NOT NULL,
            said INTEGER NOT NULL,                     -- by /toi; 0: it is the account's own
            at TEXT NOT NULL,
            state TEXT NOT NULL,                       -- a value of store.names.ClaimState
            decided_by INTEGER REFERENCES people (id),
            decided_at TEXT
        );
        CREATE INDEX name_claims_meeting ON name_claims (meeting_id);
        CREATE INDEX name_claims_person ON name_claims (person_id);
        CREATE TABLE name_changes (                    -- how a meeting has named somebody before
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            person_id INTEGER NOT NULL REFERENCES people (id),
            at TEXT NOT NULL,
            changed_by INTEGER REFERENCES people (id), -- NULL: the bot itself
            before_name TEXT NOT NULL,
            before_title TEXT NOT NULL,
            name TEXT NOT NULL,
            title TEXT NOT NULL
        );
        CREATE INDEX name_changes_meeting ON name_changes (meeting_id);
        CREATE INDEX name_changes_person ON name_changes (person_id);
        """
    )


@migrations()
def m017_asked_back(db: Database) -> None:
    db.executescript(
        """
        CREATE TABLE asked_back (                      -- what cannot be right, with what may be
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            what TEXT NOT NULL,                        -- the topic
            about TEXT NOT NULL,                       -- such as an item's code
            typed TEXT NOT NULL,
            sentence TEXT NOT NULL,                    -- the question
            readings TEXT NOT NULL,                    -- JSON: [[label, value], …]
            answer TEXT                                -- NULL: open; '': over without one
        );
        CREATE INDEX asked_back_meeting ON asked_back (meeting_id);
        """
    )


@migrations()
def m018_orders(db: Database) -> None:
    db.executescript(
        """
        CREATE TABLE orders (                          -- commands that people may still edit
            chat_id INTEGER NOT NULL REFERENCES chats (id),
            message_id TEXT NOT NULL,
            name TEXT NOT NULL,                        -- empty: it was not understood
            meeting_id INTEGER REFERENCES meetings (id),  -- that it opened
            at REAL NOT NULL,
            PRIMARY KEY (chat_id, message_id)
        );
        CREATE INDEX orders_at ON orders (at);
        CREATE INDEX orders_meeting ON orders (meeting_id);
        """
    )


@migrations()
def m019_kept_aside(db: Database) -> None:
    db.executescript(
        """
        ALTER TABLE lines ADD COLUMN beside TEXT NOT NULL DEFAULT '';  -- minutes.beside, JSON
        CREATE TABLE outside (                         -- said where no meeting was open
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            chat_id INTEGER NOT NULL REFERENCES chats (id),
            person_id INTEGER NOT NULL REFERENCES people (id),
            meeting_id INTEGER REFERENCES meetings (id),  -- the chat's last by then
            spoken INTEGER NOT NULL,                   -- a recording
            at TEXT NOT NULL,                          -- when it was kept
            payload TEXT NOT NULL                      -- the arrival, JSON
        );
        CREATE INDEX outside_chat ON outside (chat_id, at);
        CREATE INDEX outside_meeting ON outside (meeting_id);
        CREATE INDEX outside_person ON outside (person_id);
        """
    )


@migrations()
def m022_damaged_words(db: Database) -> None:
    """The words of a line whose bytes are no text any more can still be taken out of the index."""
    teach(db.conn)
    db.executescript(
        """
        DROP TRIGGER line_words_of_new;
        DROP TRIGGER line_words_of_changed;
        DROP TRIGGER line_words_of_erased;
        DROP TRIGGER line_words_of_moved;
        CREATE TRIGGER line_words_of_new AFTER INSERT ON lines
        WHEN NOT new.deleted AND new.text != ''
        BEGIN
            INSERT INTO line_words (rowid, words)
                SELECT new.id, indexed_words(chat_id, CAST(new.text AS BLOB))
                FROM meetings WHERE id = new.meeting_id;
        END;
        CREATE TRIGGER line_words_of_changed AFTER UPDATE OF text, deleted ON lines
        WHEN old.text != new.text OR old.deleted != new.deleted
        BEGIN
            INSERT INTO line_words (line_words, rowid, words)
                SELECT 'delete', old.id, indexed_words(chat_id, CAST(old.text AS BLOB))
                FROM meetings WHERE id = old.meeting_id AND NOT old.deleted AND old.text != '';
            INSERT INTO line_words (rowid, words)
                SELECT new.id, indexed_words(chat_id, CAST(new.text AS BLOB))
                FROM meetings WHERE id = new.meeting_id AND NOT new.deleted AND new.text != '';
        END;
        CREATE TRIGGER line_words_of_erased AFTER DELETE ON lines
        WHEN NOT old.deleted AND old.text != ''
        BEGIN
            INSERT INTO line_words (line_words, rowid, words)
                SELECT 'delete', old.id, indexed_words(chat_id, CAST(old.text AS BLOB))
                FROM meetings WHERE id = old.meeting_id;
        END;
        CREATE TRIGGER line_words_of_moved AFTER UPDATE OF chat_id ON meetings
        WHEN old.chat_id != new.chat_id
        BEGIN
            INSERT INTO line_words (line_words, rowid, words)
                SELECT 'delete', id, indexed_words(old.chat_id, CAST(text AS BLOB))
                FROM lines WHERE meeting_id = new.id AND NOT deleted AND text != '';
            INSERT INTO line_words (rowid, words)
                SELECT id, indexed_words(new.chat_id, CAST(text AS BLOB))
                FROM lines WHERE meeting_id = new.id AND NOT deleted AND text != '';
        END;
        """
    )


@migrations()
def m023_short_recordings(db: Database) -> None:
    # seconds that a recording should have, where fewer could be read
    db.executescript("ALTER TABLE lines ADD COLUMN claimed REAL;")


@migrations()
def m024_plain_doors(db: Database) -> None:
    """For doors that can less than the house says: see ``bot.post.fitting``."""
    db.executescript(
        """
        -- fitted to its door: where it stands among what waits; NULL: not yet, by its id
        ALTER TABLE outbox ADD COLUMN place INTEGER;
        DROP INDEX outbox_waiting;
        CREATE INDEX outbox_waiting ON outbox (chat_id, coalesce(place, id), id)
            WHERE sent_at IS NULL;
        CREATE TABLE choices (                         -- buttons that are typed: “chon 3”
            chat_id INTEGER NOT NULL REFERENCES chats (id),
            number INTEGER NOT NULL,
            message_id TEXT NOT NULL,                  -- under which it was shown
            data TEXT NOT NULL,                        -- the button's
            at TEXT NOT NULL,                          -- when it was shown
            PRIMARY KEY (chat_id, number)
        );
        CREATE TABLE told_once (                       -- what a chat is told only once
            chat_id INTEGER NOT NULL REFERENCES chats (id),
            what TEXT NOT NULL,
            PRIMARY KEY (chat_id, what)
        );
        CREATE TABLE asked_last (                      -- the last thing said there is a question
            chat_id INTEGER PRIMARY KEY REFERENCES chats (id),
            message_id TEXT NOT NULL
        );
        CREATE TABLE said_in_month (                   -- messages, where a platform counts them
            door TEXT NOT NULL,
            month TEXT NOT NULL,                       -- 2026-11, by the office's clock
            count INTEGER NOT NULL,
            told INTEGER NOT NULL DEFAULT 0,           -- the office knows that few are left
            PRIMARY KEY (door, month)
        );
        """
    )


@migrations()
def m025_kept_recordings(db: Database) -> None:
    """What was spoken where no meeting was open, and what its platform has for a while only, is
    fetched before anybody wants it."""
    db.executescript(
        """
        ALTER TABLE outside ADD COLUMN audio TEXT;               -- name in the audio folder
        ALTER TABLE outside ADD COLUMN error TEXT NOT NULL DEFAULT '';  -- why there is none
        CREATE TRIGGER outside_audio_of_gone AFTER DELETE ON outside WHEN old.audio IS NOT NULL
        BEGIN
            INSERT OR IGNORE INTO files_to_remove (path) VALUES ('audio/' || old.audio);
        END;
        DROP VIEW sounds;
        CREATE VIEW sounds AS                          -- whatever has a recording
            SELECT meeting_id, audio FROM lines UNION ALL SELECT meeting_id, audio FROM remarks
            UNION ALL SELECT meeting_id, audio FROM outside;
        """
    )


@migrations()
def m026_awaited(db: Database) -> None:
    """Not the chair alone is awaited; what was ordered before waits as it did."""
    db.executescript(
        """
        CREATE TABLE awaited (                         -- whose duty begins with their first message
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            duty TEXT NOT NULL,                        -- a value of store.awaited.Duty
            username TEXT NOT NULL COLLATE NOCASE,     -- @ten, without @
            person_id INTEGER NOT NULL REFERENCES people (id),  -- has ordered it
            newest INTEGER NOT NULL,                   -- the highest number of a person by then
            known INTEGER NOT NULL,                    -- whose @ten it was by then; 0: nobody's
            PRIMARY KEY (meeting_id, duty, username)
        );
        CREATE INDEX awaited_person ON awaited (person_id);
        INSERT INTO awaited
            SELECT id, 'chair', awaited_chair, secretary_id, 0, 0
            FROM meetings WHERE awaited_chair != '';
        ALTER TABLE meetings DROP COLUMN awaited_chair;
        """
    )


@migrations()
def m027_places(db: Database) -> None:
    db.executescript(
        """
        CREATE TABLE places (              -- private chats that speak of another chat's meeting
            chat_id INTEGER PRIMARY KEY REFERENCES chats (id),
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            how TEXT NOT NULL,                         -- store.places.How
            at TEXT NOT NULL
        );
        CREATE INDEX places_meeting ON places (meeting_id);
        CREATE TABLE administrators (      -- of groups, as they last were when they did something
            chat_id INTEGER NOT NULL REFERENCES chats (id),
            person_id INTEGER NOT NULL REFERENCES people (id),
            at TEXT NOT NULL,
            PRIMARY KEY (chat_id, person_id)
        );
        CREATE TABLE removed (                         -- people who were in a group
            chat_id INTEGER NOT NULL REFERENCES chats (id),
            person_id INTEGER NOT NULL REFERENCES people (id),
            PRIMARY KEY (chat_id, person_id)
        );
        CREATE INDEX removed_person ON removed (person_id);
        -- the chat in which it was said, where that is not the meeting's own
        ALTER TABLE lines ADD COLUMN said_in INTEGER REFERENCES chats (id);
        -- where it was sent, and is answered; chat_id: whose template it is to be
        ALTER TABLE sent_templates ADD COLUMN sent_in INTEGER REFERENCES chats (id);
        -- the chat in which a draft was asked for, where that is not the meeting's own
        ALTER TABLE documents ADD COLUMN asked_in INTEGER REFERENCES chats (id);
        """
    )


@migrations()
def m028_joining(db: Database) -> None:
    db.executescript(
        """
        CREATE TABLE codes (                           -- by which people join an open meeting
            meeting_id INTEGER PRIMARY KEY REFERENCES meetings (id),
            code TEXT NOT NULL UNIQUE,
            at TEXT NOT NULL
        );
        CREATE TABLE shown_out (                       -- who may not join a meeting again
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            person_id INTEGER NOT NULL REFERENCES people (id),
            by INTEGER NOT NULL REFERENCES people (id),
            at TEXT NOT NULL,
            PRIMARY KEY (meeting_id, person_id)
        );
        """
    )


@migrations()
def m030_meant_for_the_group(db: Database) -> None:
    db.executescript(
        """
        -- when a draft that was asked for elsewhere was sent to the meeting's own chat
        ALTER TABLE documents ADD COLUMN sent_home TEXT;
        -- when the words of a remark to the chair's decision were put before everybody
        ALTER TABLE remarks ADD COLUMN shown_at TEXT;
        -- until now all of them were
        UPDATE remarks SET shown_at = at WHERE submission_id IS NOT NULL;
        """
    )


@migrations()
def m031_said_elsewhere(db: Database) -> None:
    # asked at each line: whether any was said in another chat than the meeting's own
    db.executescript(
        "CREATE INDEX lines_said_elsewhere ON lines (meeting_id) WHERE said_in IS NOT NULL;"
    )


@migrations()
def m032_same_people(db: Database) -> None:
    db.executescript(
        """
        CREATE TABLE same_people (                     -- further accounts of a meeting's people
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            person_id INTEGER NOT NULL REFERENCES people (id),
            human INTEGER NOT NULL REFERENCES people (id),  -- the account that stands for both
            by INTEGER NOT NULL REFERENCES people (id),
            at TEXT NOT NULL,
            step INTEGER REFERENCES attendance_steps (id),  -- their rows of the list became one
            name TEXT NOT NULL,                        -- what it was called until then; '': no seat
            title TEXT NOT NULL,
            PRIMARY KEY (meeting_id, person_id)
        );
        """
    )


@migrations()
def m035_web(db: Database) -> None:
    db.executescript(
        """
        CREATE TABLE web_seats (                       -- people on the office's own page
            key TEXT PRIMARY KEY,                      -- also of the person and of their chat
            name TEXT NOT NULL,
            title TEXT NOT NULL,
            desk INTEGER NOT NULL,                     -- came by a link of the desk's
            once TEXT UNIQUE,                          -- hash of what their form carried
            at TEXT NOT NULL
        );
        CREATE TABLE web_sessions (                    -- browsers that are let in
            hash TEXT PRIMARY KEY,                     -- of what their cookie says
            seat TEXT NOT NULL REFERENCES web_seats (key),
            at TEXT NOT NULL
        );
        CREATE INDEX web_sessions_seat ON web_sessions (seat);
        CREATE TABLE web_links (                       -- personal links to the desk
            hash TEXT PRIMARY KEY,
            at TEXT NOT NULL,
            used_at TEXT
        );
        CREATE TABLE web_said (                        -- what stands in a seat's chat, but lines
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            seat TEXT NOT NULL REFERENCES web_seats (key),
            message_id TEXT NOT NULL,
            meeting_id INTEGER REFERENCES meetings (id),
            at TEXT NOT NULL,
            payload TEXT NOT NULL,                     -- JSON
            UNIQUE (seat, message_id)
        );
        CREATE INDEX web_said_meeting ON web_said (meeting_id);
        CREATE TABLE web_changes (           -- the last change of each line, of each thing said
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            line_id INTEGER UNIQUE REFERENCES lines (id),
            said_id INTEGER UNIQUE
        );
        CREATE INDEX web_changes_of_none ON web_changes (seq)
            WHERE line_id IS NULL AND said_id IS NULL;
        CREATE TRIGGER web_line_added AFTER INSERT ON lines BEGIN
            INSERT INTO web_changes (line_id) VALUES (new.id);
        END;
        CREATE TRIGGER web_line_changed AFTER UPDATE ON lines BEGIN
            DELETE FROM web_changes WHERE line_id = new.id;
            INSERT INTO web_changes (line_id) VALUES (new.id);
        END;
        CREATE TRIGGER web_speaker_named AFTER UPDATE OF name, title ON speakers BEGIN
            DELETE FROM web_changes WHERE line_id IN (SELECT id FROM lines
                WHERE meeting_id = new.meeting_id AND person_id = new.person_id);
            INSERT INTO web_changes (line_id) SELECT id FROM lines
                WHERE meeting_id = new.meeting_id AND person_id = new.person_id ORDER BY id;
            DELETE FROM web_changes WHERE line_id IS NULL AND said_id IS NULL;
            INSERT INTO web_changes (line_id) VALUES (NULL);
        END;
        CREATE TRIGGER web_guess_refused AFTER INSERT ON suggestions_refused BEGIN
            DELETE FROM web_changes WHERE line_id = new.line_id;
            INSERT INTO web_changes (line_id) VALUES (new.line_id);
        END;
        CREATE TRIGGER web_said_added AFTER INSERT ON web_said BEGIN
            INSERT INTO web_changes (said_id) VALUES (new.id);
        END;
        CREATE TRIGGER web_said_changed AFTER UPDATE ON web_said BEGIN
            DELETE FROM web_changes WHERE said_id = new.id;
            INSERT INTO web_changes (said_id) VALUES (new.id);
        END;
        CREATE TRIGGER web_said_gone AFTER DELETE ON web_said BEGIN
            DELETE FROM web_changes WHERE said_id = old.id;
        END;
        -- who sees what may be another now: a change of no line
        CREATE TRIGGER web_places_insert AFTER INSERT ON places BEGIN
            DELETE FROM web_changes WHERE line_id IS NULL AND said_id IS NULL;
            INSERT INTO web_changes (line_id) VALUES (NULL);
        END;
        CREATE TRIGGER web_places_update AFTER UPDATE ON places BEGIN
            DELETE FROM web_changes WHERE line_id IS NULL AND said_id IS NULL;
            INSERT INTO web_changes (line_id) VALUES (NULL);
        END;
        CREATE TRIGGER web_places_delete AFTER DELETE ON places BEGIN
            DELETE FROM web_changes WHERE line_id IS NULL AND said_id IS NULL;
            INSERT INTO web_changes (line_id) VALUES (NULL);
        END;
        CREATE TRIGGER web_meetings_insert AFTER INSERT ON meetings BEGIN
            DELETE FROM web_changes WHERE line_id IS NULL AND said_id IS NULL;
            INSERT INTO web_changes (line_id) VALUES (NULL);
        END;
        CREATE TRIGGER web_meetings_update AFTER UPDATE ON meetings BEGIN
            DELETE FROM web_changes WHERE line_id IS NULL AND said_id IS NULL;
            INSERT INTO web_changes (line_id) VALUES (NULL);
        END;
        CREATE TRIGGER web_meetings_delete AFTER DELETE ON meetings BEGIN
            DELETE FROM web_changes WHERE line_id IS NULL AND said_id IS NULL;
            INSERT INTO web_changes (line_id) VALUES (NULL);
        END;
        CREATE TRIGGER web_shown_out_insert AFTER INSERT ON shown_out BEGIN
            DELETE FROM web_changes WHERE line_id IS NULL AND said_id IS NULL;
            INSERT INTO web_changes (line_id) VALUES (NULL);
        END;
        CREATE TRIGGER web_shown_out_delete AFTER DELETE ON shown_out BEGIN
            DELETE FROM web_changes WHERE line_id IS NULL AND said_id IS NULL;
            INSERT INTO web_changes (line_id) VALUES (NULL);
        END;
        CREATE TRIGGER web_secretaries_insert AFTER INSERT ON secretaries BEGIN
            DELETE FROM web_changes WHERE line_id IS NULL AND said_id IS NULL;
            INSERT INTO web_changes (line_id) VALUES (NULL);
        END;
        CREATE TRIGGER web_secretaries_update AFTER UPDATE ON secretaries BEGIN
            DELETE FROM web_changes WHERE line_id IS NULL AND said_id IS NULL;
            INSERT INTO web_changes (line_id) VALUES (NULL);
        END;
        -- a seat is a person: who goes from the record goes from the page
        CREATE TRIGGER web_person_gone AFTER DELETE ON people WHEN old.door = 'web' BEGIN
            DELETE FROM web_sessions WHERE seat = old.key;
            DELETE FROM web_said WHERE seat = old.key;
            DELETE FROM web_seats WHERE key = old.key;
        END;
        """
    )


@migrations()
def m040_rooms(db: Database) -> None:
    """Recordings of a whole room, which come stretch by stretch while they run."""
    db.executescript(
        """
        ALTER TABLE lines ADD COLUMN room INTEGER NOT NULL DEFAULT 0;  -- such a recording
        -- of a part: the second of the recording at which the part's file begins
        ALTER TABLE lines ADD COLUMN sound_from REAL NOT NULL DEFAULT 0;
        CREATE TABLE rooms (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            chat_id INTEGER NOT NULL REFERENCES chats (id),      -- from which it is sent
            person_id INTEGER NOT NULL REFERENCES people (id),   -- records
            speaker_id INTEGER NOT NULL REFERENCES people (id),  -- stands for whoever speaks
            recording TEXT NOT NULL,                   -- its name there
            line_id INTEGER REFERENCES lines (id),     -- NULL: nothing of it was taken yet
            begun_at TEXT NOT NULL,
            since REAL,                                -- seconds: from there on it was taken
            until REAL NOT NULL DEFAULT 0,             -- so far
            arrived INTEGER NOT NULL DEFAULT 0,        -- stretches, those refused too
            last INTEGER,                              -- the number of the last stretch, if known
            given_up INTEGER NOT NULL DEFAULT 0,       -- nothing more is waited for
            heard_at TEXT NOT NULL,                    -- when a stretch came, by our clock
            UNIQUE (chat_id, recording)
        );
        CREATE INDEX rooms_meeting ON rooms (meeting_id);
        CREATE INDEX rooms_line ON rooms (line_id);
        CREATE INDEX rooms_person ON rooms (person_id);
        CREATE INDEX rooms_speaker ON rooms (speaker_id);
        CREATE TABLE stretches (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            room_id INTEGER NOT NULL REFERENCES rooms (id),
            meeting_id INTEGER NOT NULL REFERENCES meetings (id),
            number INTEGER NOT NULL,
            at TEXT NOT NULL,                          -- when it began
            starts REAL NOT NULL,                      -- the same, in seconds of the recording
            seconds REAL NOT NULL DEFAULT 0,           -- as its sender says, then as it was heard
            gap REAL NOT NULL DEFAULT 0,               -- seconds before it, not recorded
            missing INTEGER NOT NULL DEFAULT 0,        -- numbers right before it that are not here
            state TEXT NOT NULL,                       -- store.rooms.StretchState
            error TEXT NOT NULL DEFAULT '',
            media TEXT,                                -- how to fetch its sound, JSON
            audio TEXT,                                -- its file name once kept
            UNIQUE (room_id, number)
        );
        CREATE INDEX stretches_meeting ON stretches (meeting_id);
        CREATE INDEX stretches_audio ON stretches (audio) WHERE audio IS NOT NULL;
        CREATE INDEX stretches_waiting ON stretches (room_id, starts) WHERE state = 'waiting';
        CREATE INDEX stretches_held ON stretches (room_id) WHERE state = 'held';
        CREATE INDEX stretches_failed ON stretches (room_id, starts) WHERE state = 'failed';
        CREATE INDEX stretches_behind_gaps ON stretches (room_id, starts)
            WHERE gap > 0 OR missing > 0;
        CREATE INDEX lines_running ON lines (id) WHERE state = 'running';
        -- where a line that comes late finds its place without looking at all of them
        CREATE INDEX lines_in_order ON lines (meeting_id, coalesce(place, no), no);
        DROP VIEW sounds;
        CREATE VIEW sounds AS                          -- whatever has a recording
            SELECT meeting_id, audio FROM lines UNION ALL SELECT meeting_id, audio FROM remarks
            UNION ALL SELECT meeting_id, audio FROM outside
            UNION ALL SELECT meeting_id, audio FROM stretches;
        """
    )


@migrations()
def m050_heard_by(db: Database) -> None:
    # the model that heard a recording, its engine, the beginning of its weights' SHA-256
    db.executescript("ALTER TABLE lines ADD COLUMN heard_by TEXT;")


@migrations()
def m051_voices(db: Database) -> None:
    """Whose voice it is: numbers of voices, and what is supposed from them for a person to confirm.

    The vectors are made of people's sound: they go with it.
    """
    db.executescript(
        """
        ALTER TABLE lines ADD COLUMN voice INTEGER;  -- of a part: "Người nói 2" of its meeting
        ALTER TABLE lines ADD COLUMN whose INTEGER NOT NULL DEFAULT 0;  -- a person has said who
        ALTER TABLE lines ADD COLUMN maybe INTEGER REFERENCES people (id);  -- nobody has confirmed
        CREATE INDEX lines_maybe ON lines (maybe) WHERE maybe IS NOT NULL;
        -- a person has said so before: not what was taken back since
        UPDATE lines SET whose = 1 WHERE part_of IS NOT NULL
            AND id IN (SELECT line_id FROM line_changes WHERE field = 'person_id')
            AND person_id IS NOT (SELECT r.person_id FROM lines r WHERE r.id = lines.part_of);
        CREATE TABLE voices (
            line_id INTEGER PRIMARY KEY REFERENCES lines (id),
            seconds REAL NOT NULL,                   -- of speech
            vector BLOB NOT NULL,                    -- 192 float32, little-endian, of length 1
            fresh INTEGER NOT NULL DEFAULT 1         -- not held against the others (2: just now)
        );
        CREATE INDEX voices_fresh ON voices (line_id) WHERE fresh;
        CREATE TABLE voices_refused (                -- this line is not that person's
            line_id INTEGER NOT NULL REFERENCES lines (id),
            person_id INTEGER NOT NULL REFERENCES people (id),
            PRIMARY KEY (line_id, person_id)
        );
        CREATE INDEX voices_refused_person ON voices_refused (person_id);
        CREATE TRIGGER voices_whose AFTER UPDATE OF person_id, whose, deleted ON lines BEGIN
            UPDATE voices SET fresh = 1 WHERE line_id = new.id;
        END;
        """
    )


@migrations()
def m052_one_way_to_ask_back_and_menus(db: Database) -> None:
    # the questions about names, which one person alone answers, stand with the others. Their
    # buttons have their number of before: one that was given there is not given here again
    db.executescript(
        """
        ALTER TABLE asked_back RENAME TO asked_back_before;
        CREATE TABLE asked_back (                      -- what cannot be right, with what may be
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            number INTEGER,                            -- by which its topic's buttons mean it
            meeting_id INTEGER REFERENCES meetings (id),   -- NULL: asked where there is none
            chat_id INTEGER REFERENCES chats (id),     -- where one person alone was asked
            person_id INTEGER REFERENCES people (id),  -- who that is; NULL: who has the right
            at TEXT,
            what TEXT NOT NULL,                        -- the topic
            about TEXT NOT NULL,                       -- such as an item's code
            typed TEXT NOT NULL,
            sentence TEXT NOT NULL,                    -- the question
            readings TEXT NOT NULL,                    -- JSON: [[label, value], …]
            answer TEXT                                -- NULL: open; '': over without one
        );
        INSERT INTO asked_back (id, number, meeting_id, what, about, typed, sentence, readings,
                                answer)
            SELECT id, id, meeting_id, what, about, typed, sentence, readings, answer
            FROM asked_back_before ORDER BY id;
        INSERT INTO asked_back (number, meeting_id, chat_id, person_id, at, what, about, typed,
                                sentence, readings)
            SELECT id, meeting_id, chat_id, person_id, at,
                CASE WHEN words = '' THEN 'callme'
                     WHEN words GLOB '*[^0-9 ]*' THEN 'insert' ELSE 'speaker' END,
                words, '', '',
                CASE WHEN json_valid(readings) THEN
                    (SELECT json_group_array(json_array(json_extract(value, '$.name'), value || ''))
                     FROM json_each(readings))
                ELSE '[]' END
            FROM names_asked ORDER BY id;
        DELETE FROM sqlite_sequence WHERE name = 'asked_back';
        INSERT INTO sqlite_sequence (name, seq)
            SELECT 'asked_back', max(
                (SELECT ifnull(max(id), 0) FROM asked_back),
                (SELECT ifnull(max(seq), 0) FROM sqlite_sequence
                 WHERE name IN ('asked_back_before', 'names_asked')));
        DROP TABLE asked_back_before;
        DROP TABLE names_asked;
        CREATE INDEX asked_back_meeting ON asked_back (meeting_id);
        CREATE INDEX asked_back_person ON asked_back (person_id) WHERE person_id IS NOT NULL;
        CREATE INDEX asked_back_number ON asked_back (number);

        -- who has a menu of commands of their own in a group: keys of the platform's
        CREATE TABLE menus (
            door TEXT NOT NULL,
            place TEXT NOT NULL,                       -- the group's key, without a topic
            person TEXT NOT NULL,
            PRIMARY KEY (door, place, person)
        );
        CREATE TABLE menus_stale (                     -- groups whose menus are to be looked at
            chat_id INTEGER PRIMARY KEY,
            changes INTEGER NOT NULL DEFAULT 1         -- since it was looked at
        );
        INSERT INTO menus_stale (chat_id)
            SELECT DISTINCT chat_id FROM meetings WHERE closed_at IS NULL;
        CREATE TRIGGER menus_secretaries_insert AFTER INSERT ON secretaries BEGIN
            INSERT INTO menus_stale (chat_id)
                SELECT chat_id FROM meetings WHERE id = new.meeting_id
                ON CONFLICT DO UPDATE SET changes = changes + 1;
        END;
        CREATE TRIGGER menus_secretaries_update AFTER UPDATE ON secretaries BEGIN
            INSERT INTO menus_stale (chat_id)
                SELECT chat_id FROM meetings WHERE id = new.meeting_id
                ON CONFLICT DO UPDATE SET changes = changes + 1;
        END;
        CREATE TRIGGER menus_secretaries_delete AFTER DELETE ON secretaries BEGIN
            INSERT INTO menus_stale (chat_id)
                SELECT chat_id FROM meetings WHERE id = old.meeting_id
                ON CONFLICT DO UPDATE SET changes = changes + 1;
        END;
        CREATE TRIGGER menus_meetings_insert AFTER INSERT ON meetings BEGIN
            INSERT INTO menus_stale (chat_id) VALUES (new.chat_id)
                ON CONFLICT DO UPDATE SET changes = changes + 1;
        END;
        CREATE TRIGGER menus_meetings_update AFTER UPDATE OF secretary_id, chat_id ON meetings BEGIN
            INSERT INTO menus_stale (chat_id) VALUES (new.chat_id)
                ON CONFLICT DO UPDATE SET changes = changes + 1;
        END;
        CREATE TRIGGER menus_meetings_delete AFTER DELETE ON meetings BEGIN
            INSERT INTO menus_stale (chat_id) VALUES (old.chat_id)
                ON CONFLICT DO UPDATE SET changes = changes + 1;
        END;
        CREATE TRIGGER menus_removed_insert AFTER INSERT ON removed BEGIN
            INSERT INTO menus_stale (chat_id) VALUES (new.chat_id)
                ON CONFLICT DO UPDATE SET changes = changes + 1;
        END;
        CREATE TRIGGER menus_removed_delete AFTER DELETE ON removed BEGIN
            INSERT INTO menus_stale (chat_id) VALUES (old.chat_id)
                ON CONFLICT DO UPDATE SET changes = changes + 1;
        END;
        CREATE TRIGGER menus_chats_moved AFTER UPDATE OF key ON chats WHEN old.key != new.key BEGIN
            DELETE FROM menus WHERE door = old.door AND place = old.key;
            INSERT INTO menus_stale (chat_id) VALUES (new.id)
                ON CONFLICT DO UPDATE SET changes = changes + 1;
        END;
        CREATE TRIGGER menus_chats_gone AFTER DELETE ON chats BEGIN
            DELETE FROM menus_stale WHERE chat_id = old.id;
        END;
        """
    )


@migrations()
def m057_whose_browser(db: Database) -> None:
    """A browser is known by all its sessions; who has come or was named changes what one seat sees,
    not what all do."""
    one = """
            INSERT INTO web_changes (line_id) VALUES (NULL);
            INSERT INTO web_sees (seat, seq)
                SELECT key, (SELECT max(seq) FROM web_changes) FROM {table} WHERE id = {row}
                ON CONFLICT (seat) DO UPDATE SET seq = excluded.seq;
            DELETE FROM web_changes WHERE seq = (SELECT max(seq) FROM web_changes);"""
    is_here = "WHEN (SELECT door FROM {table} WHERE id = {row}) = 'web'"
    places = "\n".join(
        f"""
        DROP TRIGGER web_places_{what.lower()};
        CREATE TRIGGER web_places_{what.lower()} AFTER {what} ON places
        {is_here.format(table="chats", row=f"{which}.chat_id")} BEGIN
            {one.format(table="chats", row=f"{which}.chat_id")}
        END;"""
        for what, which in (("INSERT", "new"), ("UPDATE", "new"), ("DELETE", "old"))
    )
    db.executescript(
        f"""
        ALTER TABLE web_sessions ADD COLUMN browser TEXT;  -- the same for all of one; NULL: unknown
        CREATE TABLE web_sees (                        -- seats that may see another thing since
            seat TEXT PRIMARY KEY,
            seq INTEGER NOT NULL                       -- of web_changes
        );
        CREATE INDEX web_sees_seq ON web_sees (seq);
        {places}
        DROP TRIGGER web_speaker_named;
        CREATE TRIGGER web_speaker_named AFTER UPDATE OF name, title ON speakers BEGIN
            DELETE FROM web_changes WHERE line_id IN (SELECT id FROM lines
                WHERE meeting_id = new.meeting_id AND person_id = new.person_id);
            INSERT INTO web_changes (line_id) SELECT id FROM lines
                WHERE meeting_id = new.meeting_id AND person_id = new.person_id ORDER BY id;
        END;
        CREATE TRIGGER web_speaker_called AFTER UPDATE OF name, title ON speakers
        {is_here.format(table="people", row="new.person_id")} BEGIN
            {one.format(table="people", row="new.person_id")}
        END;
        CREATE TRIGGER web_seat_gone AFTER DELETE ON web_seats BEGIN
            DELETE FROM web_sees WHERE seat = old.key;
        END;
        """  # noqa: S608 — our own words
    )


@migrations()
def m059_menus_by_their_commands(db: Database) -> None:
    # a bot of another version has other commands: what is shown is renewed then
    db.executescript(
        """
        ALTER TABLE menus ADD COLUMN commands TEXT NOT NULL DEFAULT '';  -- a digest of those shown
        """
    )


@migrations()
def m066_whose_words_a_recording_has(db: Database) -> None:
    """Why it is doubtful that who has sent a recording says it; notes in which several speak."""
    db.executescript(
        """
        ALTER TABLE lines ADD COLUMN doubted TEXT NOT NULL DEFAULT '';  -- minutes.SenderDoubt
        -- several people speak: no vector. No vector and 0: it is too short to know a voice
        ALTER TABLE voices ADD COLUMN several INTEGER NOT NULL DEFAULT 0;
        -- a person has said so before, of notes too: not what was taken back since
        UPDATE lines SET whose = 1 WHERE part_of IS NULL AND kind = 'voice' AND done_until IS NULL
            AND id IN (SELECT line_id FROM line_changes WHERE field = 'person_id')
            AND CAST(person_id AS TEXT) IS NOT (SELECT CAST(c.before AS TEXT) FROM line_changes c
                WHERE c.line_id = lines.id AND c.field = 'person_id' ORDER BY c.id LIMIT 1);
        """
    )


@migrations()
def m067_when_words_were_said(db: Database) -> None:
    """When each word of a recording was said, so that it can be heard from a word."""
    db.executescript(
        """
        -- hundredths of a second from the line's beginning, one for each word of heard, as JSON;
        -- empty: nobody can say
        ALTER TABLE lines ADD COLUMN word_times TEXT NOT NULL DEFAULT '';
        """
    )


@migrations()
def m068_clocks_of_browsers(db: Database) -> None:
    """How far a browser's clock is from ours, kept over a restart."""
    db.executescript(
        """
        ALTER TABLE web_seats ADD COLUMN clock REAL;  -- seconds that ours is ahead; NULL: not known
        """
    )
