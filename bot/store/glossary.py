"""The names and terms that a chat has told: ``/tudien``."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from bot.minutes.typed.words import fold


class Glossary:
    def __init__(self, db: Database) -> None:
        self._db = db

    def terms(self, chat_id: int) -> list[str]:
        """In the order in which they were added."""
        rows = self._db.query(
            "SELECT term FROM glossary WHERE chat_id = ? ORDER BY rowid", [chat_id]
        )
        return [row["term"] for row in rows]

    def add(self, chat_id: int, terms: Iterable[str]) -> None:
        """A term that is there already is written as it is written now."""
        for term in terms:
            self._db.execute(
                "INSERT INTO glossary (chat_id, key, term) VALUES (?, ?, ?) "
                "ON CONFLICT (chat_id, key) DO UPDATE SET term = excluded.term",
                [chat_id, term.lower(), term],
            )

    def remove(self, chat_id: int, term: str) -> str | None:
        """Take a term out, named with its marks, or without them where that names only one.

        Returns:
            the term as it was written; None: there is no such term.
        """
        known = self.terms(chat_id)
        found = [t for t in known if t.lower() == term.lower()] or [
            t for t in known if fold(t) == fold(term)
        ]
        if len(found) != 1:
            return None
        self._db.table("glossary").delete((chat_id, found[0].lower()))
        return found[0]
