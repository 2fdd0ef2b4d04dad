"""A database whose tables are looked at once: after it is opened, nothing changes their shape."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Sequence
from typing import Any

from sqlite_utils import Database
from sqlite_utils.db import Column, Table
from sqlite_utils.utils import dedupe_keys


class Record(Database):
    """The bot's database, migrated already.

    sqlite-utils asks the file for its views, tables and columns before each row that it reads or
    writes: a third of what the store's thread does. Here each table is asked for once. And what
    only reads needs no savepoint around it: three statements where one is asked for.

    Args:
        conn: an open connection; nothing may add, drop or alter tables through any other while
            this one is used.
    """

    def __init__(self, conn: sqlite3.Connection) -> None:
        super().__init__(conn)
        self._columns: dict[str, list[Column]] = {}

    def __getitem__(self, table_name: str) -> Table:
        return self.table(table_name)

    def table(self, table_name: str, **kwargs: Any) -> Table:
        """As ``Database.table``; the view of the record is read by SQL only."""
        return _KnownTable(self, table_name, **kwargs)

    def query(
        self, sql: str, params: Sequence[Any] | dict[str, Any] | None = None
    ) -> Generator[dict[str, Any], None, None]:
        """As ``Database.query``: the rows, read as they are asked for, each a dictionary."""
        if not sql.startswith("SELECT"):
            return super().query(sql, params)
        cursor = self.conn.execute(sql, params or ())
        keys = dedupe_keys(column[0] for column in cursor.description)
        return (dict(zip(keys, row, strict=True)) for row in cursor)

    def columns_of(self, table: str) -> list[Column]:
        """The columns as they were when first asked for; none where there is no such table."""
        found = self._columns.get(table)
        if found is None:
            found = Table(self, table).columns
            if found:
                self._columns[table] = found
        return found


class _KnownTable(Table):
    db: Record

    def exists(self) -> bool:
        return bool(self.columns)

    @property
    def columns(self) -> list[Column]:
        return self.db.columns_of(self.name)
