"""The words of all lines, to be found: an FTS5 index that triggers keep in step with the lines.

Every word stands in it with its chat's number before it, so that one chat's words are found
without touching those of another.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta, tzinfo
from functools import lru_cache

from sqlite_utils import Database

from bot.minutes.typed.near import meant_by
from bot.minutes.typed.query import Query, exact, words_in, words_of
from bot.minutes.typed.spellings import spellings
from bot.minutes.typed.words import fold

_TONES = {0x0300: "_1", 0x0301: "_2", 0x0309: "_3", 0x0303: "_4", 0x0323: "_5"}
_LONGEST_NAME = 4  # words
_SHORTEST_BEGINNING = 3  # letters
_MOST_OF_A_SENTENCE = 12  # words of it that are looked for
_MOST_MISSPELT = 8  # words of a query that may be misspelt
_MOST_NEAR = 4  # words that may be meant by one
_MOST_WAYS = 12  # to read a query
_NEAR_LOOKED_AT = 60  # lines with some of the words
PAGES_AT_A_TIME = 200  #: of the index, of 4 kB; the store does nothing else meanwhile


@dataclass(frozen=True)
class Where:
    """What a person may search: a chat's meetings; with ``person_id`` the chat's, and those of any
    chat in which the person took part."""

    chat_id: int
    person_id: int | None = None


def _with(
    phrases: tuple[tuple[str, ...], ...], word: str, other: str
) -> tuple[tuple[str, ...], ...]:
    """The phrases with another word in a word's place."""
    return tuple(tuple(other if x == word else x for x in phrase) for phrase in phrases)


def teach(conn: sqlite3.Connection) -> None:
    """Give a connection the functions that the triggers and searches call."""
    conn.create_function("indexed_words", 2, indexed_words, deterministic=True)
    conn.create_function("is_called", 2, _is_called, deterministic=True)


def indexed_words(chat_id: int, text: str | bytes) -> str:
    """A line's text as it is indexed: its words without diacritics in their order, then, once each,
    those that have some. Never to be changed: what is in an index is taken out by the same words.
    A new form needs a new index."""
    if not isinstance(text, str):  # as it lies in the file: of a damaged one not all bytes are text
        text = bytes(text).decode(errors="replace") if text else ""
    forms = list(map(_forms, words_in(text)))
    marked = dict.fromkeys(marked for _, marked in forms if marked)
    return " ".join(f"{chat_id}_{form}" for form in (*(folded for folded, _ in forms), *marked))


@lru_cache(maxsize=1 << 16)
def _forms(word: str) -> tuple[str, str]:
    """A word without diacritics, and with them; the latter empty where it has none."""
    folded, marked = fold(word), exact(word)
    return folded, marked.translate(_TONES) if marked != folded else ""


@lru_cache(maxsize=4096)
def _is_called(raw: bytes, wanted: str) -> bool:
    """Whether the folded words stand in a name, in a row.

    Args:
        raw: the name as it lies in the file: of a damaged one not all bytes are text.
    """
    name = raw.decode(errors="replace")
    return f" {wanted} " in f" {' '.join(word.folded for word in words_of(name))} "


# What people ask with, and call each other; of no line it says what stands there
_IDLE = frozenset(
    (
        *("chi", "anh", "ong", "ba", "co", "chu", "bac", "em", "dc", "gi", "noi", "hoi", "bao"),
        *("nhieu", "the", "nao", "sao", "ma", "la", "vay", "ai", "dau", "ve"),
    )
)


class Search:
    """Finds lines by their words. Deleted lines are not found."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def lines(self, query: Query, where: Where, zone: tzinfo, most: int = 500) -> list[int]:
        """The ids of the lines that fit: those with the query's own diacritics first, then the
        others; of each the newest first.

        Args:
            zone: in which the query's days begin and end.
            most: so many are found at most.
        """
        conditions, values = self._conditions(query, where, zone)
        if not query.phrases:
            # by meeting and number, as the index has them: nothing is sorted
            rows = self._db.execute(
                "SELECT l.id FROM meetings m CROSS JOIN lines l ON l.meeting_id = m.id "  # noqa: S608
                "CROSS JOIN speakers s ON s.meeting_id = m.id AND s.person_id = l.person_id "
                f"WHERE l.text != '' AND NOT l.deleted AND {conditions} "
                "ORDER BY m.id DESC, l.no DESC LIMIT ?",
                [*values, most],
            )
            return [row["id"] for row in rows]
        chats = self._chats(where)
        wanted = [_match(query, chats, with_diacritics) for with_diacritics in (True, False)]
        return self._found(wanted, conditions, values, most)

    def near(self, query: Query, where: Where, zone: tzinfo, most: int = 50) -> list[int]:
        """The ids of the lines that fit nearly: in which words only begin so, or which somebody of
        that name said; and where there are none of those, that have most of the words.

        Args:
            most: so many are found at most.
        """
        if not query.phrases:
            return []
        conditions, values = self._conditions(query, where, zone)
        chats = self._chats(where)
        begins = _begun(query, chats)
        found = self._found([begins] if begins else [], conditions, values, most)
        words = [fold(word) for phrase in query.phrases for word in phrase]
        telling = [word for word in words if word not in _IDLE] or words
        for name in dict.fromkeys((" ".join(words), " ".join(telling))):  # «chị Thảo nói gì»
            if not query.speaker and len(name.split()) <= _LONGEST_NAME:
                of_speaker = replace(query, phrases=(), speaker=name)
                found += [x for x in self.lines(of_speaker, where, zone, most) if x not in found]
        if not found and not query.speaker:
            found = self._of_one_about(query, where, zone, most)
        if not found and len(words) > 1:
            found = self._with_most_words(telling, chats, conditions, values, most)
        return found[:most]

    def misspelt(self, query: Query, where: Where, zone: tzinfo) -> Query | None:
        """What may have been meant by a query that finds nothing: words that were never said are
        those that sound or are written nearly so, of the lines that may be searched. None: nothing.
        """
        if not query.phrases or sum(map(len, query.phrases)) > _MOST_MISSPELT:
            return None
        chats, ways = self._chats(where), [query.phrases]
        for word in dict.fromkeys(x for phrase in query.phrases for x in phrase):
            if self._is_known(fold(word), chats):
                continue
            near = (x for x in meant_by(fold(word)) if self._is_known(x, chats))
            some = list(itertools.islice(near, _MOST_NEAR))
            ways = [_with(way, word, other) for way in ways for other in some][:_MOST_WAYS]
        for way in ways:
            meant = replace(query, phrases=way)
            if way != query.phrases and (found := self.lines(meant, where, zone, 1)):
                return replace(meant, phrases=self._as_said(way, query.phrases, found[0]))
        return None

    def _is_known(self, word: str, chats: Iterable[int]) -> bool:
        """Whether a word without diacritics stands in the index for one of the chats."""
        wanted = " OR ".join(f'"{chat}_{word}"' for chat in chats)
        found = self._db.execute(
            "SELECT 1 FROM line_words WHERE line_words MATCH ? LIMIT 1", [wanted]
        )
        return found.fetchone() is not None

    def _as_said(
        self, way: Sequence[Sequence[str]], typed: Sequence[Sequence[str]], line_id: int
    ) -> tuple[tuple[str, ...], ...]:
        """The words that were put in place of others, as a line that has them writes them."""
        row = self._db.execute("SELECT text FROM lines WHERE id = ?", [line_id]).fetchone()
        said = {fold(word): word for word in words_in(row["text"])}
        return tuple(
            tuple(
                word if word == was else said.get(word, word).lower()
                for word, was in zip(phrase, before, strict=True)
            )
            for phrase, before in zip(way, typed, strict=True)
        )

    def _of_one_about(self, query: Query, where: Where, zone: tzinfo, most: int) -> list[int]:
        """The lines of somebody whose name the first or the last words are, with the others:
        ``thảo wifi``."""
        phrases = tuple(one for one in query.phrases if fold(" ".join(one)) not in _IDLE)
        for size in range(1, min(len(phrases), _LONGEST_NAME)):
            for who, what in (
                (phrases[:size], phrases[size:]),
                (phrases[-size:], phrases[:-size]),
            ):
                name = " ".join(fold(word) for phrase in who for word in phrase)
                asked = replace(query, phrases=what, speaker=name)
                if found := self.lines(asked, where, zone, most):
                    return found
        return []

    def _with_most_words(
        self,
        words: Sequence[str],
        chats: Collection[int],
        conditions: str,
        values: list[object],
        most: int,
    ) -> list[int]:
        """The lines that have most of the words, those with more of them first."""
        rarest = sorted(dict.fromkeys(words), key=len, reverse=True)[:_MOST_OF_A_SENTENCE]
        least = max(2, round(len(rarest) * 0.6))
        wanted = " OR ".join(f'"{chat}_{word}"' for chat in chats for word in rarest)
        found = self._found([wanted], conditions, values, _NEAR_LOOKED_AT, by="rank")
        counted = []
        for line_id in found:
            text = self._db.execute("SELECT text FROM lines WHERE id = ?", [line_id]).fetchone()
            has = {word.folded for word in words_of(text["text"])}
            counted.append((sum(word in has for word in rarest), line_id))
        return [x for count, x in sorted(counted, reverse=True) if count >= least][:most]

    def _found(
        self,
        wanted: Iterable[str | None],
        conditions: str,
        values: list[object],
        most: int,
        by: str = "w.rowid DESC",
    ) -> list[int]:
        """The lines that match, those of the first expression before those of the next."""
        found: list[int] = []
        for match in wanted:
            if match is None or len(found) >= most:
                continue
            rows = self._db.execute(
                "SELECT l.id FROM line_words w CROSS JOIN lines l ON l.id = w.rowid "  # noqa: S608
                "CROSS JOIN meetings m ON m.id = l.meeting_id "
                "CROSS JOIN speakers s ON s.meeting_id = m.id AND s.person_id = l.person_id "
                f"WHERE line_words MATCH ? AND NOT l.deleted AND {conditions} "
                f"ORDER BY {by} LIMIT ?",
                [match, *values, most],
            )
            known = set(found)
            found += [row["id"] for row in rows if row["id"] not in known]
        return found[:most]

    def _chats(self, where: Where) -> list[int]:
        """The chats in whose words to look."""
        if where.person_id is None:
            return [where.chat_id]
        rows = self._db.execute(
            "SELECT DISTINCT m.chat_id FROM speakers s JOIN meetings m ON m.id = s.meeting_id "
            "WHERE s.person_id = ? AND s.here",
            [where.person_id],
        )
        return sorted({where.chat_id, *(row["chat_id"] for row in rows)})

    def _conditions(self, query: Query, where: Where, zone: tzinfo) -> tuple[str, list[object]]:
        may, values = "m.chat_id = ?", [where.chat_id]
        parts: list[str] = []
        more: list[object] = []
        if where.person_id is not None:
            may = (
                "(m.chat_id = ? OR EXISTS (SELECT 1 FROM speakers p "
                "WHERE p.meeting_id = m.id AND p.person_id = ? AND p.here "
                "AND NOT EXISTS (SELECT 1 FROM shown_out o "
                "WHERE o.meeting_id = m.id AND o.person_id = p.person_id)))"
            )
            values.append(where.person_id)
        if query.speaker:
            # who has recorded a voice that nobody has named has not said it
            parts.append("is_called(CAST(s.name AS BLOB), ?) AND (l.voice IS NULL OR l.whose)")
            more.append(query.speaker)
        if query.tag:
            parts.append("l.tag = ?")
            more.append(query.tag.value)
        if query.since:
            parts.append("julianday(l.at) >= julianday(?)")
            more.append(datetime.combine(query.since, time(), zone).isoformat())
        if query.until:
            parts.append("julianday(l.at) < julianday(?)")
            after = datetime.combine(query.until, time(), zone) + timedelta(days=1)
            more.append(after.isoformat())
        return " AND ".join([may, *parts]), [*values, *more]

    # --- what was erased ------------------------------------------------------------------------

    def is_forgetting(self) -> bool:
        """Whether the index may still have words of lines that were erased."""
        return self._db.execute("SELECT 1 FROM words_to_forget").fetchone() is not None

    def forget(self) -> None:
        """Note that words were taken out. FTS5 marks them as gone and writes them anew without them
        only when it merges what it has: ``go_on_forgetting`` has it do so."""
        self._db.execute("DELETE FROM words_to_forget")
        self._db.execute("INSERT INTO words_to_forget (begun) VALUES (0)")

    def go_on_forgetting(self) -> bool:
        """A step of writing the index anew, some 20 ms; False: it has no more of such words."""
        row = self._db.execute("SELECT begun FROM words_to_forget").fetchone()
        if row is None:
            return False
        # a negative number begins to merge all into one, a positive one goes on
        pages = PAGES_AT_A_TIME if row["begun"] else -PAGES_AT_A_TIME
        with self._db.atomic():
            before = self._db.conn.total_changes
            self._db.execute(
                "INSERT INTO line_words (line_words, rank) VALUES ('merge', ?)", [pages]
            )
            # each page that it writes is a change; fewer than it may write: it found no more to do
            if self._db.conn.total_changes - before < PAGES_AT_A_TIME:
                self._db.execute("DELETE FROM words_to_forget")
                return False
            self._db.execute("UPDATE words_to_forget SET begun = 1")
        return True


def _match(query: Query, chats: Collection[int], with_diacritics: bool) -> str | None:
    """The query in FTS5's language. It holds quoted words of letters and figures only.

    Returns:
        None where the query has no diacritics that lines could have too.
    """
    marked = dict.fromkeys(word for phrase in query.phrases for word in phrase if _forms(word)[1])
    if with_diacritics and not marked:
        return None

    def quoted(chat: int, forms: Iterable[str]) -> str:
        return '"' + " ".join(f"{chat}_{form}" for form in forms) + '"'

    def wanted(chat: int) -> Iterator[str]:
        for phrase in query.phrases:
            spelled = [[_forms(word)[0] for word in words] for words in spellings(phrase)]
            yield f"({' OR '.join(quoted(chat, forms) for forms in spelled)})"
        if with_diacritics:
            for word in marked:
                single = [form[0] for form in spellings([word]) if len(form) == 1]
                forms = dict.fromkeys(_forms(form)[1] for form in single)
                yield f"({' OR '.join(quoted(chat, [form]) for form in forms if form)})"

    return " OR ".join(f"({' AND '.join(wanted(chat))})" for chat in chats)


def _begun(query: Query, chats: Collection[int]) -> str | None:
    """The query where the words of a line only begin with its own; None where they are short."""
    words = [fold(word) for phrase in query.phrases for word in phrase]
    if any(len(word) < _SHORTEST_BEGINNING for word in words):
        return None
    return " OR ".join(
        "(" + " AND ".join(f'"{chat}_{word}" *' for word in words) + ")" for chat in chats
    )
