"""A copy of the database as it is at one moment, counted at that same moment; and putting such a copy somewhere.

SQLite through its own backup (a copy of the file alone would be broken or old), PostgreSQL through pg_dump, which is
shown the very snapshot that was counted.
"""

import os
import secrets
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from django.db import DatabaseError
from psycopg import sql

from beffroi.site.terminal import gettext as _
from beffroi.site.terminal import why

OURS = "journal_event"  # a table that every database of Beffroi has
CHAINS: LiteralString = "SELECT organisation_id, number, hash FROM journal_chain ORDER BY organisation_id"
TABLES: LiteralString = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
Place = Mapping[str, Any]  # as Django's settings name a PostgreSQL: HOST, PORT, USER, PASSWORD, NAME


class Trouble(Exception):
    """Why it was not done, for the person at the terminal."""


# What a database or a disk may raise on the way, each in its own kind: told to that person too.
TROUBLES = (Trouble, DatabaseError, sqlite3.Error, psycopg.Error, OSError)


def in_words(trouble: Exception) -> str:
    """One of TROUBLES as that person reads it; what a database says stays in its own language."""
    if not isinstance(trouble, OSError):
        return str(trouble)
    return f"{trouble.filename}: {why(trouble)}" if trouble.filename else why(trouble)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a database holds: the rows of each table, and (organisation, number, hash) of the end of each chain."""

    tables: dict[str, int]
    chains: list[list[Any]]


# --- SQLite


def copy_sqlite(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as original:
        with closing(sqlite3.connect(target)) as copy:
            original.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, complete in itself


def check_sqlite(file: Path) -> None:
    """Raises Trouble unless `file` is whole and one of ours."""
    if not file.is_file():
        raise Trouble(_("there is no file {file}").format(file=file))
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as copy:
        said = copy.execute("PRAGMA integrity_check").fetchone()[0]
        ours = copy.execute("SELECT count(*) FROM sqlite_master WHERE name = ?", [OURS]).fetchone()[0]
    if said != "ok" or not ours:
        torn = _("{file} is not a whole database of Beffroi ({said})")
        raise Trouble(torn.format(file=file, said=said))


def count_sqlite(file: Path) -> Counted:
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as copy:
        named = copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        names = sorted(name for (name,) in named)
        tables = {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608  # its own names
        return Counted(tables, [list(row) for row in copy.execute(CHAINS)])


# --- PostgreSQL


def dump_postgresql(place: Place, file: Path) -> Counted:
    """Writes `file` with pg_dump, and counts what it saw."""
    with psycopg.connect(**_reached(place)) as there:
        there.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        [snapshot] = there.execute("SELECT pg_export_snapshot()").fetchone() or [""]
        counted = _count(there)
        _run(["pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={file}"], place)
    return counted


def count_postgresql(place: Place) -> Counted:
    with psycopg.connect(**_reached(place)) as there:
        return _count(there)


def load_postgresql(place: Place, file: Path) -> None:
    """Puts a dump into `place`, in one transaction; what was there is gone."""
    with psycopg.connect(**_reached(place), autocommit=True) as there:
        there.execute("DROP SCHEMA public CASCADE")
        there.execute("CREATE SCHEMA public")
    _run(
        ["pg_restore", "--no-owner", "--single-transaction", "--exit-on-error", f"--dbname={place['NAME']}", str(file)],
        place,
    )


@contextmanager
def scratch_postgresql(place: Place) -> Iterator[Place]:
    """A database of its own on the same server, gone at the end. The user must be allowed to make one."""
    name = f"beffroi_rehearsal_{secrets.token_hex(6)}"  # two containers have the same numbers of processes
    _on_server(place, sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    try:
        yield {**place, "NAME": name}
    finally:
        _on_server(place, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def is_empty(place: Place) -> bool:
    with psycopg.connect(**_reached(place)) as there:
        return not there.execute(TABLES).fetchall()


def _count(there: "psycopg.Connection[Any]") -> Counted:
    names = sorted(name for (name,) in there.execute(TABLES))
    tables = {}
    for name in names:
        [rows] = there.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone() or [0]
        tables[name] = rows
    if OURS not in tables:
        raise Trouble(_("the database is not one of Beffroi: beffroi migrate makes it one"))
    return Counted(tables, [list(row) for row in there.execute(CHAINS)])


def _on_server(place: Place, statement: sql.Composed) -> None:
    try:
        with psycopg.connect(**_reached(place), autocommit=True) as there:
            there.execute(statement)
    except psycopg.errors.InsufficientPrivilege as error:
        refused = _("{user} may make no database to rehearse in: ALTER ROLE … CREATEDB")
        raise Trouble(refused.format(user=place["USER"])) from error


def _reached(place: Place) -> dict[str, Any]:
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
    return {ours: place[theirs] for theirs, ours in names.items() if place.get(theirs)}


def _run(command: list[str], place: Place) -> None:
    """One of PostgreSQL's own programs, which learn where and as whom from the environment: a password on a command
    line is everybody's."""
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
    told = {ours: str(place[theirs]) for theirs, ours in names.items() if place.get(theirs)}
    try:
        done = subprocess.run(command, env={**os.environ, **told}, capture_output=True, text=True)
    except FileNotFoundError as error:
        missing = _("{program} is not there: install PostgreSQL's client programs")
        raise Trouble(missing.format(program=command[0])) from error
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [_("failed")])[-1]
        raise Trouble(f"{command[0]}: {last}")
