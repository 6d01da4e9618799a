"""Rows in bulk through the real tables: COPY on PostgreSQL, one prepared INSERT on SQLite. Indexes, generated columns
and the triggers of the word index do their work as always."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models

BUFFER = 20_000  # rows
WORDS = "archive_post_words"


def moment(seconds: float) -> str:
    """A moment (seconds since 1970) as both databases read it."""
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None).isoformat(" ", "seconds")


class Table:
    """Gathers rows of a model. `varying` are the columns that each row says; the others have their default."""

    def __init__(self, model: type[models.Model], *varying: str, **same: Any) -> None:
        self.model, self.last = model, model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
        columns = [str(field.column) for field in model._meta.concrete_fields]
        self._columns = columns
        self._same = [same.get(str(field.column), _default(field)) for field in model._meta.concrete_fields]
        self._places = [columns.index(name) for name in ("id", *varying)]
        self._rows: list[list[Any]] = []

    def add(self, *values: Any) -> int:
        """Keeps one row; its number."""
        self.last += 1
        row = self._same.copy()
        for place, value in zip(self._places, (self.last, *values), strict=True):
            row[place] = value
        self._rows.append(row)
        return self.last

    def flush(self, *, least: int = 0) -> None:
        """Writes what was gathered, if it is so much."""
        if len(self._rows) > least:
            _write(self.model._meta.db_table, self._columns, self._rows)
            self._rows = []


def _default(field: "models.Field[Any, Any]") -> Any:
    value = field.get_default()
    return field.get_db_prep_save(value, connection) if value is not None else None


def _write(table: str, columns: list[str], rows: Iterable[list[Any]]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join("?" * len(columns))
        cursor.connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', rows)


@contextmanager
def unhindered() -> Iterator[None]:
    """Foreign keys are not looked up row by row, and the index of words of PostgreSQL is built once at the end. Then
    PostgreSQL counts its rows, as it does by itself in time; SQLite knows nothing of its rows, as in the product."""
    if connection.vendor == "sqlite":
        with _sqlite():
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [WORDS])
        (index,) = cursor.fetchone()
        cursor.execute(f"DROP INDEX {WORDS}")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET maintenance_work_mem = '1GB'")
        yield
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute(index)
        for statement in connection.ops.sequence_reset_sql(_no_style(), _all_models()):
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def _sqlite() -> Iterator[None]:
    with connection.cursor() as cursor:
        for pragma in ("foreign_keys = OFF", "synchronous = OFF", "cache_size = -800000", "temp_store = MEMORY"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.execute("BEGIN IMMEDIATE")
        yield
        cursor.execute("COMMIT")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _no_style() -> Any:
    from django.core.management.color import no_style

    return no_style()


def _all_models() -> list[type[models.Model]]:
    from django.apps import apps

    return list(apps.get_models(include_auto_created=True))
