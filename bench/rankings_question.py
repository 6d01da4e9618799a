"""One question, asked of several: what did each account do, how much of what it heard did it answer, and how soon?

`python -m bench.rankings_question RIVAL FOLDER DAYS`: answers with a line of JSON: seconds, processor seconds, the peak
of its memory in bytes, and the answer added up over all accounts, in which all rivals must agree. What a library takes
to be imported is outside the clock.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from beffroi.engines.ranking.record import ANSWERED_WITHIN
from beffroi.rankings.store import Store
from bench.rankings_events import every_day

WITHIN = int(ANSWERED_WITHIN.total_seconds() // 60)
COLUMNS = ("accounts", "posts", "replies", "shares", "heard", "answered", "images", "described", "median")
ADDED_UP = """
    SELECT count(*), sum(posts)::BIGINT, sum(replies)::BIGINT, sum(shares)::BIGINT, sum(heard)::BIGINT,
        sum(answered)::BIGINT, sum(images)::BIGINT, sum(described)::BIGINT, sum(median) FROM answer"""
OF_EVENTS = """
    SELECT account, count(*) FILTER (kind IN ('own', 'quote')) AS posts, count(*) FILTER (kind = 'reply') AS replies,
        count(*) FILTER (kind = 'share') AS shares, count(*) FILTER (kind = 'heard') AS heard,
        count(*) FILTER (wait BETWEEN 0 AND $1) AS answered, sum(images) AS images, sum(described) AS described,
        median(wait) FILTER (wait BETWEEN 0 AND $1) AS median
    FROM (SELECT *, date_sub('minute', moment, answered_at) AS wait FROM read_parquet($2)) GROUP BY account"""
OF_DAYS = """
    SELECT account, sum(own + quotes) AS posts, sum(replies) AS replies, sum(shares) AS shares, sum(heard) AS heard,
        sum(answered) AS answered, sum(images) AS images, sum(described) AS described,
        list_aggregate(flatten(list(waits) FILTER (waits IS NOT NULL)), 'median') AS median
    FROM read_parquet($1) GROUP BY account HAVING sum(own + quotes + replies + shares + heard) > 0"""

Answer = Sequence[float]


def duckdb_events(store: Store, days: int) -> Callable[[], Answer]:
    def asked() -> Answer:
        with store.opened() as connection:
            answer = connection.sql(OF_EVENTS, params=[WITHIN, files(store, "events", days)])
            return _only_row(answer.query("answer", ADDED_UP))

    return asked


def duckdb_days(store: Store, days: int) -> Callable[[], Answer]:
    def asked() -> Answer:
        with store.opened() as connection:
            answer = connection.sql(OF_DAYS, params=[files(store, "daily", days)])
            return _only_row(answer.query("answer", ADDED_UP))

    return asked


def _only_row(answer: duckdb.DuckDBPyRelation | None) -> Answer:
    assert answer
    row: Answer = answer.fetchall()[0]
    return row


def polars_events(store: Store, days: int) -> Callable[[], Answer]:
    import polars as pl

    def asked() -> Answer:
        wait = (pl.col("answered_at") - pl.col("moment")).dt.total_minutes()
        kept = wait.is_between(0, WITHIN)
        answer = (
            pl.scan_parquet(files(store, "events", days))
            .group_by("account")
            .agg(
                posts=pl.col("kind").is_in(["own", "quote"]).sum(),
                replies=(pl.col("kind") == "reply").sum(),
                shares=(pl.col("kind") == "share").sum(),
                heard=(pl.col("kind") == "heard").sum(),
                answered=kept.sum(),
                images=pl.col("images").sum(),
                described=pl.col("described").sum(),
                median=wait.filter(kept).median(),
            )
        )
        added = answer.select(
            pl.len().alias("accounts"), *(pl.col(name).cast(pl.Float64).sum() for name in COLUMNS[1:])
        )
        figures: Answer = added.collect(engine="streaming").row(0)
        return figures

    return asked


def polars_days(store: Store, days: int) -> Callable[[], Answer]:
    import polars as pl

    def asked() -> Answer:
        counted = ("replies", "shares", "heard", "answered", "images", "described")
        answer = (
            pl.scan_parquet(files(store, "daily", days))
            .group_by("account")
            .agg(
                (pl.col("own") + pl.col("quotes")).sum().alias("posts"),
                *(pl.col(name).sum() for name in counted),
                pl.col("waits").drop_nulls().explode().median().alias("median"),
            )
            .filter(pl.col("posts") + pl.col("replies") + pl.col("shares") + pl.col("heard") > 0)
        )
        added = answer.select(
            pl.len().alias("accounts"), *(pl.col(name).cast(pl.Float64).sum() for name in COLUMNS[1:])
        )
        figures: Answer = added.collect(engine="streaming").row(0)
        return figures

    return asked


def pandas_events(store: Store, days: int) -> Callable[[], Answer]:
    """Is handed the events in memory, outside the clock: it reads no Parquet without a further library."""
    import pandas  # noqa: F401  # before the clock

    with store.opened() as connection:
        frame: Any = connection.sql(
            "SELECT account, kind, moment, answered_at, images, described FROM read_parquet($1)",
            params=[files(store, "events", days)],
        ).df()

    def asked() -> Answer:
        wait = (frame["answered_at"] - frame["moment"]).dt.total_seconds() // 60
        frame["wait"] = wait.where(wait.between(0, WITHIN))
        for name, kinds in (("posts", ["own", "quote"]), ("replies", ["reply"]), ("shares", ["share"])):
            frame[name] = frame["kind"].isin(kinds)
        frame["heard"] = frame["kind"] == "heard"
        frame["answered"] = frame["wait"].notna()
        grouped = frame.groupby("account")
        added = grouped[list(COLUMNS[1:-1])].sum()
        return [len(added), *(float(each) for each in added.sum()), float(grouped["wait"].median().sum())]

    return asked


RIVALS: Mapping[str, Callable[[Store, int], Callable[[], Answer]]] = {
    "duckdb-days": duckdb_days,
    "duckdb-events": duckdb_events,
    "polars-days": polars_days,
    "polars-events": polars_events,
    "pandas-events": pandas_events,
}


def timed(act: Callable[[], Any]) -> dict[str, Any]:
    began, worked = time.perf_counter(), time.process_time()
    answer = act()
    return {
        "seconds": time.perf_counter() - began,
        "processor": time.process_time() - worked,
        "peak": peak(),
        "answer": answer,
    }


def peak() -> int:
    """The most memory that this process ever held, in bytes; what it was started from does not count."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) * 1024


def files(store: Store, name: str, days: int) -> list[str]:
    every = every_day()
    return [str(store.path(name, next(every))) for _ in range(days)]


if __name__ == "__main__":
    rival, folder, number = sys.argv[1:]
    print(json.dumps(timed(RIVALS[rival](Store(Path(folder)), int(number)))))
