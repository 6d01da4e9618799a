"""Where the seeded instances keep their data: SQLite in their folder, or a database each on a PostgreSQL server."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import LiteralString
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

Environment = Mapping[str, str]


@contextmanager
def sqlite(names: list[str]) -> Iterator[dict[str, Environment]]:
    """No server: each instance has its own file."""
    yield {name: {} for name in names}


@contextmanager
def postgresql(url: str, names: list[str]) -> Iterator[dict[str, Environment]]:
    """One scratch database per name on the server at `url`, whose user may create databases; dropped at the end."""
    scratch = {name: f"beffroi_bench_{os.getpid()}_{name}" for name in names}
    for database in scratch.values():
        _run(url, "CREATE DATABASE {}", database)
    try:
        yield {name: {"BEFFROI_DATABASE_URL": _at(url, database)} for name, database in scratch.items()}
    finally:
        for database in scratch.values():
            _run(url, "DROP DATABASE {} WITH (FORCE)", database)


def _run(url: str, statement: LiteralString, database: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(database)))


def _at(url: str, database: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{database}"))
