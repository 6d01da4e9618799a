"""The tables of a first start are laid at once, and are those that all migrations leave one after the other."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from beffroi.site import first_tables
from tests.site.test_processes import beffroi
from tools.first_tables import migrated, text


def of(data: Path) -> Path:
    return data / "beffroi.sqlite3"


def said(file: Path, query: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(file)) as opened:
        return opened.execute(query).fetchall()


def test_a_first_start_leaves_what_all_migrations_leave(tmp_path: Path) -> None:
    stepwise = migrated(tmp_path / "stepwise")
    done = beffroi("migrate", data=tmp_path / "at once")
    assert (done.returncode, done.stderr) == (0, "")
    at_once = of(tmp_path / "at once")
    assert text(at_once) == text(stepwise) == first_tables.FILE.read_text(), "run: python -m tools.first_tables"
    rights = """SELECT app_label, model, codename FROM auth_permission JOIN django_content_type AS kind
        ON kind.id = content_type_id ORDER BY 1, 2, 3"""
    assert said(at_once, rights) == said(stepwise, rights) != []


def test_what_is_newer_than_the_file_is_migrated(tmp_path: Path) -> None:
    newer = [word for word in ("keeping_", "'keeping'") if word in first_tables.FILE.read_text()]
    lines = [line for line in first_tables.FILE.read_text().splitlines(True) if not any(word in line for word in newer)]
    with closing(sqlite3.connect(of(tmp_path))) as made:
        made.executescript("".join(lines))
    kept = "SELECT name FROM sqlite_master WHERE name LIKE 'keeping%'"
    assert len(newer) == 2 and said(of(tmp_path), kept) == []
    assert beffroi("migrate", data=tmp_path).returncode == 0
    assert said(of(tmp_path), kept) != []


def test_a_trigger_is_one_statement_however_many_it_holds() -> None:
    trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN\nDELETE FROM b;\nDELETE FROM c;\nEND;\n"
    lines = ["-- a word before\n", "CREATE TABLE a (x);\n", *trigger.splitlines(keepends=True), "DROP TABLE a;\n"]
    assert list(first_tables.statements(lines)) == [
        "-- a word before\nCREATE TABLE a (x);\n",
        trigger,
        "DROP TABLE a;\n",
    ]


@pytest.mark.django_db(transaction=True)
def test_where_something_stands_already_nothing_is_laid() -> None:
    assert not first_tables.lay()
