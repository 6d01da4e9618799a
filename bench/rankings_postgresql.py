"""The question of `bench.rankings_question` in plain SQL on PostgreSQL, over rows as they are."""

import subprocess
import time
from pathlib import Path
from typing import Any

import psycopg

from beffroi.rankings.store import Store
from bench.rankings_question import WITHIN, files

TABLE = """
    CREATE UNLOGGED TABLE event (account bigint, kind text, moment timestamp, answered_at timestamp, images integer,
        described integer)"""
QUESTION = """
    SELECT count(*), sum(posts), sum(replies), sum(shares), sum(heard), sum(answered), sum(images), sum(described),
        sum(median)
    FROM (
        SELECT account, count(*) FILTER (WHERE kind IN ('own', 'quote')) AS posts,
            count(*) FILTER (WHERE kind = 'reply') AS replies, count(*) FILTER (WHERE kind = 'share') AS shares,
            count(*) FILTER (WHERE kind = 'heard') AS heard,
            count(*) FILTER (WHERE wait BETWEEN 0 AND %(within)s) AS answered, sum(images) AS images,
            sum(described) AS described,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY wait) FILTER (WHERE wait BETWEEN 0 AND %(within)s) AS median
        FROM (SELECT *, floor(extract(epoch FROM answered_at - moment) / 60)::integer AS wait FROM event) AS waited
        GROUP BY account) AS answer"""


def asked(url: str, store: Store, days: int) -> dict[str, Any]:
    """Loads the events (told apart) and asks; the table is in the cache as far as it fits, and has its statistics."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(TABLE)
        loading = _load(connection, store, days)
        connection.execute("VACUUM ANALYZE event")
        connection.execute("SET work_mem = '512MB'")
        begun = time.perf_counter()
        answer = connection.execute(QUESTION, {"within": WITHIN}).fetchone()
        seconds = time.perf_counter() - begun
    assert answer
    return {"seconds": seconds, "loading": loading, "answer": [float(each) for each in answer]}


def _load(connection: "psycopg.Connection[Any]", store: Store, days: int) -> float:
    file, begun = store.folder / "rows.csv", 0.0
    for at in range(0, days, 30):  # a month at a time: the disk holds no second copy of the year
        with store.opened() as duck:
            rows = duck.read_parquet(files(store, "events", days)[at : at + 30])
            rows.select("account", "kind", "moment", "answered_at", "images", "described").write_csv(
                str(file), header=False
            )
        started = time.perf_counter()
        with connection.cursor() as cursor, cursor.copy("COPY event FROM STDIN (FORMAT csv)") as copy:
            with file.open("rb") as lines:
                while chunk := lines.read(2**20):
                    copy.write(chunk)
        begun += time.perf_counter() - started
        file.unlink()
    return begun


def version() -> str:
    from tests.postgres import find_programs

    program = Path(find_programs()) / "postgres"
    return subprocess.run([str(program), "--version"], capture_output=True, text=True).stdout.split()[-1]
