"""Counts the SQL queries of pages, in this process: `python -m bench.queries DATA EMAIL`, one address a line on stdin.

Everything counts: session, person, membership, navigation. Prints JSON: for each address the number of queries of the
first and of the second opening, and with --slow the queries that took longest.
"""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.queries", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("email")
    parser.add_argument("--slow", type=float, metavar="MS", help="show the queries slower than this, on stderr")
    asked = parser.parse_args()
    os.environ["BEFFROI_DATA_DIR"] = str(asked.data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beffroi.site.settings")

    from beffroi.site.starting import setup

    setup()
    print(json.dumps(counts(asked.email, sys.stdin.read().split("\n"), asked.slow)))
    return 0


def counts(email: str, paths: list[str], slow: float | None) -> dict[str, list[int]]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from beffroi.access.models import User

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=email))
    found: dict[str, list[int]] = {}
    for path in filter(None, paths):
        for _ in range(2):
            with CaptureQueriesContext(connection) as seen:
                answer = client.get(path)
            assert answer.status_code == 200, f"{path} answered {answer.status_code}"
            found.setdefault(path, []).append(len(seen))
        if slow is not None:
            show_slow(path, seen.captured_queries, slow)
    return found


def show_slow(path: str, queries: list[dict[str, Any]], slow: float) -> None:
    print(f"{path}: {len(queries)} queries", file=sys.stderr)
    for query in queries:
        if float(query["time"]) * 1000 >= slow:
            print(f"  {float(query['time']) * 1000:.0f} ms  {query['sql']}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
