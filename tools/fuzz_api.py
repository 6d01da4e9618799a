"""Throws strange calls at a running Beffroi for as long as one says: `python -m tools.fuzz_api --minutes 60`.

Starts the product in a folder of its own with the demonstration town in it, calls every operation again and again with
what schemathesis makes up, and keeps each call that was answered as none should be in tests/site/api/corpus, where a
test makes it again for good. Exit code 1 when there was one.
"""

import argparse
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import django
import requests

MANY = str(10**9)  # calls a minute: the bucket is no part of this


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--port", type=int, default=8799)
    parser.add_argument("--data", type=Path, help="an empty folder; else one of its own")
    asked = parser.parse_args()
    folder = asked.data or Path(tempfile.mkdtemp(prefix="beffroi-fuzz-"))
    folder.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "BEFFROI_DATA_DIR": str(folder.resolve()),
        "BEFFROI_API_PER_MINUTE": MANY,
        "BEFFROI_REGISTER": "no",
        "DJANGO_SETTINGS_MODULE": "beffroi.site.settings",
        "BEFFROI_LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "beffroi.site.command", "up", "--data", str(folder), "--port", str(asked.port)]
    with Path(folder, "fuzz.log").open("w") as log, subprocess.Popen(command, stdout=log, stderr=log) as product:
        try:
            return _fuzz(f"http://127.0.0.1:{asked.port}", asked.minutes)
        finally:
            product.terminate()


def _fuzz(server: str, minutes: float) -> int:
    import schemathesis  # not for --help
    from schemathesis.core.failures import Failure  # as above

    from tests.site.api import fuzzing  # as above

    _wait_for(server)
    headers = {"Authorization": f"Bearer {_token()}"}
    schema = schemathesis.openapi.from_url(f"{server}/api/v1/openapi.json", timeout=120)
    leave_out, counts, ends = fuzzing.excluded(), Counter[str](), time.monotonic() + minutes * 60

    def call(case: Any) -> None:
        counts["calls"] += 1
        answer = case.call(headers=headers, timeout=120)
        counts[str(answer.status_code)] += 1
        if answer.status_code == 503:  # one file, and a machine that does other work as well: no fault of the call
            return
        try:
            case.validate_response(answer, excluded_checks=leave_out)
        except (Failure, BaseExceptionGroup) as failure:
            counts["wrong"] += 1
            print(f"{case.operation.label}: kept in {fuzzing.keep(case, failure)}", flush=True)

    operations = list(fuzzing.operations_of(schema))
    for turn, operation in ((turn, operation) for turn in itertools.count(1) for operation in operations):
        if time.monotonic() > ends:
            break
        numbers = {name: turn for name in fuzzing.NAMES}  # the first things of each kind, then the next ones
        fuzzing.strange_calls(operation, call, examples=10, numbers=numbers, seed=turn)
    print(dict(counts))
    return 1 if counts["wrong"] else 0


def _wait_for(server: str) -> None:
    ends = time.monotonic() + 600
    while time.monotonic() < ends:
        try:
            if requests.get(f"{server}/readyz", timeout=5).status_code == 200:
                return
        except requests.RequestException:
            pass
        time.sleep(1)
    raise SystemExit(f"nothing is ready at {server}")


def _token() -> str:
    """Of the owner of a town with its things: drafts, a search, an alarm."""
    django.setup()
    from django.utils import timezone  # Django must be ready first

    from beffroi.access.models import ApiToken  # as above
    from beffroi.publishing.models import Draft  # as above
    from beffroi.site.demonstration import town  # as above

    now = timezone.now()
    built = town.build(now)
    ana, bruno = built.person("ana"), built.person("bruno")
    for text in ("Le marché a lieu.", "La piscine ouvre.", "Le pont est fermé."):
        accounts = [built.account("bellecloche")]
        Draft.begin(organisation=built.organisation, by=bruno, accounts=accounts, text=text, now=now)
    return ApiToken.make(built.organisation, ana, "fuzz", now)[1]


if __name__ == "__main__":
    sys.exit(main())
