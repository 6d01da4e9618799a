"""Does it stay up? Waking, taking over, several workers, three days at once, and a large restore.

    python -m bench.trust [--only wake,takeover,rate,matches,soak,restore] [--workers 1,2,4] [--rounds 3]
                          [--deliveries 1000000 --stream-posts 10000000 --cases 100000] [--gigabytes 10]
                          [--folder FOLDER] [--minutes 60] [--output FILE]

Every stage but the soak and the restore has servers, data and processes of its own. The soak goes through 72 hours by a
clock of its own, in a process with a fresh memory for each part of `--minutes`; with `--folder` it goes on where the
last call stopped. Exit code 1 when an aim that does not depend on the machine's speed was missed.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.headline import hand_in
from bench.settled import SETTLED, tables
from tests.postgres import postgres_server

PARTS = ("wake", "takeover", "rate", "matches", "soak", "restore")
Figures = dict[str, Any]


def main(arguments: list[str] | None = None) -> int:
    from bench.trust_figures import figures
    from bench.trust_report import report

    asked = _parser().parse_args(arguments)
    if asked.stage:
        print(json.dumps(_measured(json.loads(asked.stage))))
        return 0
    found: Figures = {}
    for part in asked.only.split(","):
        _say(part)
        found[part] = {"wake": _wake, "takeover": _takeover, "rate": _rate, "matches": _matches}.get(part, _long)(
            asked, part
        )
    text, kept = report(found, asked)
    hand_in(text, figures(found), asked.output)
    return 0 if kept else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.trust", description=__doc__)
    parser.add_argument("--only", default=",".join(PARTS), help="which parts, separated by commas")
    parser.add_argument("--workers", default="1,2,4")
    parser.add_argument("--only-most", action="store_true", help="measure waking at the last number of workers only")
    parser.add_argument("--rounds", type=int, default=3, help="how often each number of workers is measured, in turn")
    parser.add_argument("--posts", type=int, default=600, help="deliveries of one burst")
    parser.add_argument("--singles", type=int, default=60, help="posts approved now, for the lateness")
    parser.add_argument("--kills", type=int, default=6, help="workers that are killed for the taking over")
    parser.add_argument("--matched", type=int, default=20_000, help="stream posts for the hearers")
    parser.add_argument("--deliveries", type=int, default=1_000_000, help="of the soak")
    parser.add_argument("--stream-posts", type=int, default=10_000_000, help="of the soak")
    parser.add_argument("--cases", type=int, default=100_000, help="of the soak")
    parser.add_argument("--steps", type=int, default=720, help="of the soak: 72 hours in steps of six minutes")
    parser.add_argument("--minutes", type=float, default=1e6, help="stop the soak after so many; it goes on next time")
    parser.add_argument("--gigabytes", type=float, default=10.0, help="of the instance that is restored")
    parser.add_argument("--folder", type=Path, help="where soak and restore keep what they have made")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the report there too")
    parser.add_argument("--stage", default="", help=argparse.SUPPRESS)
    return parser


def _counts(asked: argparse.Namespace) -> list[int]:
    return [int(said) for said in asked.workers.split(",")]


def _wake(asked: argparse.Namespace, _part: str) -> list[Figures]:
    counts = _counts(asked)[-1:] if asked.only_most else _counts(asked)
    stages = [{"kind": "wake", "workers": n, "wake": how} for n in counts for how in ("loop", "procrastinate")]
    return [_stage({**stage, "singles": asked.singles}, wake=str(stage["wake"])) for stage in stages]


def _takeover(asked: argparse.Namespace, _part: str) -> list[Figures]:
    return [_stage({"kind": "takeover", "workers": 2, "kills": asked.kills})]


def _rate(asked: argparse.Namespace, _part: str) -> list[Figures]:
    """In turn, so that what else the machine does falls on all alike."""
    return [
        _stage({"kind": "rate", "workers": n, "posts": asked.posts, "round": turn})
        for turn in range(asked.rounds)
        for n in _counts(asked)
    ]


def _matches(asked: argparse.Namespace, _part: str) -> list[Figures]:
    from bench.relay import run_stage

    sizes = argparse.Namespace(posts=asked.matched, searches=1000)
    return [
        {"workers": n, "round": turn, "rate": asked.matched / run_stage(n, sizes)["matched"]}
        for turn in range(asked.rounds)
        for n in _counts(asked)
    ]


def _long(asked: argparse.Namespace, part: str) -> list[Figures]:
    with _kept(asked.folder) as folder:
        sizes = {
            "kind": part,
            "deliveries": asked.deliveries,
            "stream_posts": asked.stream_posts,
            "cases": asked.cases,
            "steps": asked.steps,
            "minutes": asked.minutes,
            "gigabytes": asked.gigabytes,
        }
        return [_run(sizes, {"BEFFROI_DATA_DIR": str(folder / part)})]


def _stage(stage: Figures, *, wake: str = "") -> Figures:
    """On a PostgreSQL and a data folder of its own."""
    with postgres_server() as url, tempfile.TemporaryDirectory(prefix="beffroi-bench-") as folder:
        return _run(
            stage, {"BEFFROI_DATA_DIR": folder, "BEFFROI_DATABASE_URL": url, **({"BEFFROI_WAKE": wake} if wake else {})}
        )


def _run(stage: Figures, told: dict[str, str]) -> Figures:
    environment = {
        **os.environ,
        "BEFFROI_ALLOW_ADDRESSES": "127.0.0.1",
        **SETTLED,
        "DJANGO_SETTINGS_MODULE": "beffroi.site.settings",
        **told,
    }
    _say(f"{stage}")
    command = [sys.executable, "-m", "bench.trust", "--stage", json.dumps(stage)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return {**stage, **json.loads(done.stdout.splitlines()[-1])}


def _measured(stage: Figures) -> Figures:
    Path(os.environ["BEFFROI_DATA_DIR"]).mkdir(parents=True, exist_ok=True)
    tables()
    from bench import trust_long, trust_stages

    measures = {
        "wake": trust_stages.wake,
        "takeover": trust_stages.takeover,
        "rate": trust_stages.rate,
        "soak": trust_long.soak,
        "restore": trust_long.restore,
    }
    found: Figures = measures[stage["kind"]](stage)
    return found


@contextmanager
def _kept(folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="beffroi-bench-") as own:
        yield Path(own)


def _say(what: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
