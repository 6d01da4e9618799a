"""A database with all tables and nothing in them, made once and copied: the migrations, step by step, take many seconds
of a core, and every process of the tests wants one.

It is made anew when a migration or a library changes. What the migrations themselves do is tested where it matters.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlunsplit

import psycopg
from django.db import connection
from psycopg import sql

from tests.postgres import find_programs

ROOT = Path(__file__).parents[1]
MADE = ROOT / "build" / "empty"
TEMPLATE = "beffroi_empty"


def fingerprint() -> str:
    """Of all that makes the tables what they are."""
    digest = hashlib.sha256()
    for file in (*sorted(ROOT.glob("src/beffroi/*/migrations/*.py")), ROOT / "requirements.lock"):
        digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def sqlite_file() -> Path:
    """The file to copy, made by the first process that asks."""
    MADE.mkdir(parents=True, exist_ok=True)
    file = MADE / f"{fingerprint()}.sqlite3"
    with _one_at_a_time():
        if not file.exists():
            for older in MADE.glob("*.sqlite3"):
                older.unlink()
            with tempfile.TemporaryDirectory() as folder:
                _migrate(Path(folder), {})
                with closing(sqlite3.connect(Path(folder, "beffroi.sqlite3"))) as made:
                    made.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # one file, complete in itself
                shutil.move(Path(folder, "beffroi.sqlite3"), file)
    return file


def copy_on_sqlite(target: Path) -> None:
    for ending in ("-wal", "-shm"):
        Path(f"{target}{ending}").unlink(missing_ok=True)
    shutil.copy(sqlite_file(), target)


def copy_on_postgresql(server: dict[str, Any], name: str) -> None:
    """`server` as Django's settings name it; the template is made on it by the first process that asks."""
    reached = {"host": server["HOST"], "port": server["PORT"], "user": server["USER"], "dbname": "postgres"}
    password = {"password": server["PASSWORD"]} if server.get("PASSWORD") else {}
    with _one_at_a_time(), psycopg.connect(**reached, **password, autocommit=True) as there:
        if not there.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone():
            begun = f"{TEMPLATE}_begun"  # it has its name when it is whole
            there.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(begun)))
            there.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(begun)))
            _fill(_url(server, begun))
            there.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*map(sql.Identifier, (begun, TEMPLATE))))
        there.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        there.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*map(sql.Identifier, (name, TEMPLATE))))


def fill_on_postgresql(url: str) -> None:
    """The empty database of a server that is somebody's own."""
    with _one_at_a_time():
        _fill(url)


def _fill(url: str) -> None:
    """From the dump, which the first one that asks makes of what it has migrated."""
    dump, programs = MADE / f"{fingerprint()}.sql", find_programs()
    if dump.exists():
        command = [str(programs / "psql"), "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", f"--file={dump}", url]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return
    for older in MADE.glob("*.sql"):
        older.unlink()
    with tempfile.TemporaryDirectory() as folder:
        _migrate(Path(folder), {"BEFFROI_DATABASE_URL": url})
    begun = dump.with_suffix(".begun")  # it has its name when it is whole
    subprocess.run([str(programs / "pg_dump"), "--no-owner", f"--file={begun}", url], check=True)
    begun.rename(dump)


def emptied_between_tests() -> None:
    """The journal refuses to be emptied, by DELETE on SQLite, by TRUNCATE on PostgreSQL: between two tests it stands
    aside."""
    operations: Any = type(connection.ops)
    real = operations.sql_flush
    refusal = import_module("beffroi.journal.migrations.0002_erasable_detail").SQLITE[1]
    aside, again = "DROP TRIGGER IF EXISTS journal_event_stays", refusal
    if connection.vendor == "postgresql":
        aside, again = (
            f"ALTER TABLE journal_event {word} TRIGGER journal_event_stays" for word in ("DISABLE", "ENABLE")
        )

    def sql_flush(self: Any, style: Any, tables: Any, **more: Any) -> list[str]:
        return [aside, *real(self, style, tables, **more), again]

    operations.sql_flush = sql_flush


def _url(server: dict[str, Any], name: str) -> str:
    who = f"{server['USER']}:{server['PASSWORD']}" if server.get("PASSWORD") else server["USER"]
    return urlunsplit(("postgres", f"{who}@{server['HOST']}:{server['PORT']}", f"/{name}", "", ""))


def _migrate(folder: Path, more: dict[str, str]) -> None:
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("BEFFROI_", "DJANGO_"))}
    command = [sys.executable, "-m", "beffroi.site.command", "migrate", "--data", str(folder)]
    subprocess.run(command, env={**plain, "BEFFROI_REGISTER": "no", **more}, check=True)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    MADE.mkdir(parents=True, exist_ok=True)
    with (MADE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
