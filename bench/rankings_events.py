"""A year of drawn events: what the accounts of all communes could have done, the same for the same numbers.

Whom an event falls to is drawn by weight: inhabitants to the power 0.6, times a log-normal factor of its own, so that
few accounts do most and many do next to nothing. Hours, kinds, answers, images and counterparts are drawn from the
shares below; nobody measured them, they give the columns something to hold.
"""

import csv
import gzip
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from math import exp
from pathlib import Path
from random import Random

import beffroi
from beffroi.engines.ranking.record import Account
from beffroi.rankings.store import Store

COMMUNES = Path(beffroi.__file__).parent / "directory" / "register" / "data" / "communes.csv.gz"
FIRST = date(2025, 1, 1)
CLASSES = (0, 500, 2_000, 10_000, 20_000, 100_000)
WEIGHED = """
    CREATE TABLE weighed AS SELECT account, people,
        (sum(weight) OVER (ORDER BY account) - weight) / sum(weight) OVER () AS upto
    FROM read_csv($1, header = true, columns = {account: 'BIGINT', people: 'BIGINT', weight: 'DOUBLE'})"""
# Each number of an event is hashed with the number of a question: draws that do not depend on the threads.
EVENTS = """
    WITH drawn AS (SELECT i, hash(i * 16)::DOUBLE / 18446744073709551616 AS who, hash(i * 16 + 1) % 1000 AS what,
            hash(i * 16 + 2) % 86400 AS second, hash(i * 16 + 3) % 1000 / 1000.0 AS whom, hash(i * 16 + 4) % 1000 AS c,
            (hash(i * 16 + 5) % 100000 + 1) / 100001.0 AS late
        FROM range($1::BIGINT, $2::BIGINT) AS numbers(i)),
    placed AS (SELECT drawn.*, account FROM drawn ASOF JOIN weighed ON drawn.who >= weighed.upto)
    SELECT account, CASE WHEN what < 450 THEN 'own' WHEN what < 480 THEN 'quote' WHEN what < 600 THEN 'share'
            WHEN what < 750 THEN 'reply' ELSE 'heard' END AS kind,
        $3::TIMESTAMP + to_seconds(second::BIGINT) AS moment,
        CASE WHEN what >= 450 THEN 'did:plc:' || (account * 1000 + (whom * whom * whom * 900)::BIGINT) END AS other,
        CASE WHEN what >= 750 AND c < 600
            THEN $3::TIMESTAMP + to_seconds((second - ln(late) * 36000)::BIGINT) END AS answered_at,
        (CASE WHEN what < 480 AND c < 400 THEN 1 + c % 3 ELSE 0 END)::INTEGER AS images,
        (CASE WHEN what < 480 AND c < 150 THEN 1 ELSE 0 END)::INTEGER AS described,
        (CASE WHEN what < 480 THEN c % 4 ELSE 0 END)::INTEGER AS tags,
        (CASE WHEN what < 480 THEN c % 4 // 2 ELSE 0 END)::INTEGER AS readable
    FROM placed ORDER BY account, moment"""
READINGS = """
    SELECT account, $1::TIMESTAMP + INTERVAL 4 HOUR AS moment,
        (20 + people * 0.05 + $2 * (1 + people // 20000) + hash(account * 400 + $2) % 3)::BIGINT AS followers,
        (50 + account % 700)::BIGINT AS following, NULL::BIGINT AS posts FROM weighed ORDER BY account"""


def towns(number: int) -> list[Account]:
    """So many accounts: one for each commune, then second ones."""
    with gzip.open(COMMUNES, "rt", encoding="utf-8", newline="") as file:
        communes = list(csv.DictReader(file))
    return [_town(key, communes[(key - 1) % len(communes)]) for key in range(1, number + 1)]


def _town(key: int, row: dict[str, str]) -> Account:
    people = int(row["population"]) if row["population"] else None
    bound = None if people is None else max(each for each in CLASSES if people >= each)
    return Account(key, "bluesky", f"town{key}.example", f"{row['name']} ({row['departement']})", people, bound)


def draw(store: Store, accounts: list[Account], events: int, days: int) -> None:
    """Writes the events and the readings of so many days, about as many events on each."""
    random, weighed = Random(8), store.folder / "weighed.csv"
    store.folder.mkdir(parents=True, exist_ok=True)
    with weighed.open("w", encoding="utf-8") as file:
        file.write("account,people,weight\n")
        for account in accounts:
            people = account.population or 0
            file.write(f"{account.key},{people},{(people + 50) ** 0.6 * exp(random.gauss(0, 1.5)):.3f}\n")
    with store.opened() as connection:
        connection.execute(WEIGHED, [str(weighed)])
        for number, day in enumerate(islice(every_day(), days)):
            bounds = [events * number // days, events * (number + 1) // days]
            for name, rows in (
                ("events", connection.sql(EVENTS, params=[*bounds, day])),
                ("readings", connection.sql(READINGS, params=[day, number])),
            ):
                path = store.path(name, day)
                path.parent.mkdir(parents=True, exist_ok=True)
                rows.write_parquet(str(path), compression="zstd")


def every_day() -> Iterator[date]:
    day = FIRST
    while True:
        yield day
        day += timedelta(days=1)
