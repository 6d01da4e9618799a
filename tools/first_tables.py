"""Writes src/beffroi/site/first_tables.sql: the tables that all migrations leave in an empty SQLite file.

.venv/bin/python -m tools.first_tables
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from beffroi.site.first_tables import FILE

HEAD = "-- Written by `python -m tools.first_tables`: what all migrations leave on SQLite, and their names as done.\n"
# Below a virtual table lie tables of SQLite's own, which it makes itself.
MADE_BY_HAND = """
SELECT sql FROM sqlite_master AS made
WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')
ORDER BY type != 'table', type, sql LIKE 'CREATE VIRTUAL%', name
"""
STEP_BY_STEP = (
    "import django; django.setup(); from django.core.management import call_command as c; c('migrate', verbosity=0)"
)


def text(file: Path) -> str:
    """Of a file that all migrations have gone through."""
    with closing(sqlite3.connect(file)) as made:
        tables = [f"{sql};\n" for (sql,) in made.execute(MADE_BY_HAND)]
        done = made.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
    named = ",\n".join(f"('{app}', '{name}', CURRENT_TIMESTAMP)" for app, name in done)
    return f"{HEAD}{''.join(tables)}INSERT INTO django_migrations (app, name, applied) VALUES\n{named};\n"


def migrated(folder: Path) -> Path:
    """A new file in `folder` that every migration has gone through, one after the other."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("BEFFROI_", "DJANGO_"))}
    told = {**plain, "BEFFROI_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "beffroi.site.settings"}
    subprocess.run([sys.executable, "-c", STEP_BY_STEP], env=told, check=True)
    return folder / "beffroi.sqlite3"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as empty:
        FILE.write_text(text(migrated(Path(empty))), encoding="utf-8")
