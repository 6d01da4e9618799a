"""What the bench measures in processes of their own: `python -m bench.rankings_tasks TASK FOLDER …`, a line of JSON."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from beffroi.engines.ranking.record import Account
from beffroi.rankings.reckoning import reckon
from beffroi.rankings.store import EVENT, READING, SETS, Store
from bench.rankings_events import draw, every_day, towns
from bench.rankings_question import timed
from bench.settled import tables

WEIGHTS = {"own-posts": 1.0, "answered": 1.0, "response": 1.0, "described-images": 1.0, "follower-progress": 1.0}
ROUNDS = 5
MONTH = 31


def drawn(folder: str, accounts: str, events: str, days: str) -> dict[str, Any]:
    store = Store(Path(folder))
    return timed(lambda: draw(store, towns(int(accounts)), int(events), int(days)))


def added_up(folder: str, days: str) -> dict[str, Any]:
    """The facts of each day, from all events: what is done once for a history, and then each night for what changed."""
    store = Store(Path(folder))

    def act() -> None:
        with store.opened() as connection:
            for day in islice(every_day(), int(days)):
                store.add_up(connection, day)

    return timed(act)


def edition(folder: str, accounts: str, days: str, measure: str) -> dict[str, Any]:
    """From the facts of the days to ranks and archive; reckoned again, the archive must give the same bytes."""
    store, every = Store(Path(folder)), towns(int(accounts))
    manifest = _asked(measure, next(every_day()), int(days))
    file = store.folder / "edition.zip"
    told = timed(lambda: _ranked(store, file, manifest, every))
    begun = time.perf_counter()
    again = subprocess.run([sys.executable, "-I", "-S", str(file)], capture_output=True, text=True)
    told |= {"size": file.stat().st_size, "same": again.returncode == 0, "again": time.perf_counter() - begun}
    file.unlink()
    return told


def nights(folder: str, accounts: str, days: str) -> dict[str, Any]:
    """A changed day and the week's edition after it, with a month of history and with all of it, in turn."""
    year = Store(Path(folder))
    every, known = towns(int(accounts)), list(islice(every_day(), int(days)))
    month = _copied(year, known[-MONTH:])
    rows = [_rows(year, name, known[-1]) for name in ("events", "readings")]
    seconds: dict[str, list[float]] = {"month": [], "year": [], "month's week": [], "year's week": []}
    manifest = _asked("own-posts", known[-1] - timedelta(days=6), 7)
    for _round in range(ROUNDS):
        for name, store in (("month", month), ("year", year)):
            begun = time.perf_counter()
            store.write_day(known[-1], *rows)
            seconds[name].append(time.perf_counter() - begun)
            begun = time.perf_counter()
            _ranked(store, store.folder / "week.zip", manifest, every)
            seconds[f"{name}'s week"].append(time.perf_counter() - begun)
    shutil.rmtree(month.folder)
    return {name: median(taken) for name, taken in seconds.items()} | {"rows": len(rows[0]) + len(rows[1])}


def history(folder: str, file: str) -> dict[str, Any]:
    """The parliament's public history through the product itself: brought in, ranked, reckoned again."""
    os.environ |= {"BEFFROI_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "beffroi.site.settings"}
    tables()
    from beffroi.directory.models import Body
    from beffroi.rankings.exporting import export
    from beffroi.rankings.importing import Origin, import_readings
    from beffroi.rankings.making import make
    from beffroi.rankings.models import ChangedDay, Ranking

    now = datetime.now(UTC)
    body = Body.objects.create(kind="assembly", code="AN", name="Assemblée nationale", changed_at=now)
    origin = Origin("twitter-parlementaires", "Regards Citoyens", "ODbL 1.0")
    begun = time.perf_counter()
    done = import_readings(Path(file), "x", origin, personal_of=body, now=now, tell=lambda line, why: None)
    for day in ChangedDay.objects.due(now):
        export(day)
    told: dict[str, Any] = {"rows": done.rows, "brought in": time.perf_counter() - begun, "editions": []}
    from beffroi.engines.ranking.window import holding

    for measure, window in (
        ("counter", "month"),
        ("follower-progress", "month"),
        ("silence", "month"),
        ("counter", "quarter"),
    ):
        ranking = Ranking.objects.create(
            measure=measure, window=window, kind="assembly", network="x", is_personal=True, added_at=now
        )
        begun = time.perf_counter()
        made = make(ranking, holding(window, date(2017, 1, 15)), now=now)
        taken = time.perf_counter() - begun
        codes = [subprocess.run(command, capture_output=True).returncode for command in _both_ways(made.archive)]
        told["editions"].append([measure, window, made.ranked, made.unranked, taken, codes == [0, 0]])
    return told


def _both_ways(archive: Path) -> list[list[str]]:
    """Reckoned again by the product, and by plain Python from what is in the archive alone."""
    return [
        [sys.executable, "-m", "beffroi.site.command", "ranking", "recompute", str(archive)],
        [sys.executable, "-I", "-S", str(archive)],
    ]


def _asked(measure: str, first: date, days: int) -> dict[str, Any]:
    weights = WEIGHTS if measure == "composite" else {}
    until = first + timedelta(days=days)
    return {"formula": "1", "measure": measure, "weights": weights, "first": f"{first}", "until": f"{until}"}


def _ranked(store: Store, file: Path, manifest: Mapping[str, Any], accounts: list[Account]) -> int:
    places, _digest = reckon(store, file, manifest, accounts, [])
    return sum(place.rank is not None for place in places)


def _copied(store: Store, days: list[date]) -> Store:
    """A store that knows these days only; its files are links, which a written day replaces by its own."""
    other = Store(store.folder.with_name(f"{store.folder.name}-month"))
    for name in SETS:
        for day in days:
            other.path(name, day).parent.mkdir(parents=True, exist_ok=True)
            os.link(store.path(name, day), other.path(name, day))
    return other


def _rows(store: Store, name: str, day: date) -> list[Any]:
    columns = EVENT if name == "events" else READING
    with store.opened() as connection:
        return connection.read_parquet(str(store.path(name, day))).select(*columns).fetchall()


TASKS: Mapping[str, Callable[..., dict[str, Any]]] = {
    "drawn": drawn,
    "added_up": added_up,
    "edition": edition,
    "nights": nights,
    "history": history,
}

if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](*sys.argv[2:])))
