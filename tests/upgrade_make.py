"""How the fixtures of tests/site/test_upgrade.py were made; run in a checkout of the release that is upgraded from.

    git worktree add /tmp/previous a8e3143
    cd /tmp/previous
    PYTHONPATH=src:. .venv/bin/python …/tests/upgrade_make.py …/tests/site/previous

The demonstration town with a month of life, on both databases, as SQL, compressed. No register of public bodies: it is
loaded from the package. `told.json` says what the test compares: it is read from the old release's own rows.
"""

import gzip
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

INDEX_OF_WORDS = re.compile(r'INSERT INTO "\w+_words" ')  # what it holds stands in its own tables
KEY = "the-key-of-the-town-that-is-upgraded"


def main(target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    from tests.postgres import find_programs, postgres_server

    with tempfile.TemporaryDirectory() as folder, postgres_server() as url:
        for name, more in {"sqlite": {}, "postgresql": {"BEFFROI_DATABASE_URL": url}}.items():
            told = {**os.environ, **more, "BEFFROI_DATA_DIR": f"{folder}/{name}", "BEFFROI_KEYS": KEY}
            told |= {"DJANGO_SETTINGS_MODULE": "beffroi.site.settings", "BEFFROI_REGISTER": "no"}
            done = subprocess.run([sys.executable, __file__, "--town"], env=told, stdout=subprocess.PIPE, check=True)
            (target / f"{name}.json").write_bytes(done.stdout)
        with sqlite3.connect(f"{folder}/sqlite/beffroi.sqlite3") as made:
            written = "\n".join(line for line in made.iterdump() if not INDEX_OF_WORDS.match(line))
        (target / "sqlite.sql.gz").write_bytes(gzip.compress(written.encode(), 9, mtime=0))
        dump = [str(find_programs() / "pg_dump"), "--no-owner", "--no-privileges", url]
        said = subprocess.run(dump, stdout=subprocess.PIPE, check=True).stdout
        said = b"\n".join(line for line in said.split(b"\n") if not line.startswith((b"\\restrict", b"\\unrestrict")))
        (target / "postgresql.sql.gz").write_bytes(gzip.compress(said, 9, mtime=0))


def town() -> None:
    from beffroi.site.starting import migrate

    assert migrate() == 0
    from django.utils import timezone

    from beffroi.inbox.models import Case
    from beffroi.journal.models import Chain
    from beffroi.publishing.models import Publication
    from beffroi.site.demonstration.town import build

    live(build(timezone.now()))
    said = {
        "chains": [[number, digest] for number, digest in Chain.objects.values_list("number", "hash")],
        "publications": [list(row) for row in Publication.objects.order_by("pk").values_list("pk", "state", "text")],
        "cases": [list(row) for row in Case.objects.order_by("pk").values_list("pk", "account_id", "opened_at")],
    }
    json.dump(said, sys.stdout, ensure_ascii=False, indent=0, default=str)


def live(made: Any) -> None:
    """Posts that left, one that waits, one that nobody has approved; citizens who spoke, one of whom was answered."""
    from django.utils import timezone

    from beffroi.inbox.duties import open_cases, poll_mentions
    from beffroi.inbox.models import Case
    from beffroi.publishing.duties import send_due
    from beffroi.publishing.models import Draft

    account, bruno, chloe = made.account("bellecloche"), made.person("bruno"), made.person("chloe")
    about = {"organisation": made.organisation, "by": bruno, "accounts": [account]}
    for n in range(8):
        now = timezone.now()
        leave_at = now + timedelta(days=400) if n == 7 else None
        draft = Draft.begin(**about, text=f"La piscine rouvre lundi à {n + 8} h.", now=now, leave_at=leave_at)
        if n < 6 or n == 7:
            draft.submit(by=bruno, now=now)
            draft.approve(by=chloe, version=1, now=now)
    while send_due(timezone.now()):
        pass
    for n, who in enumerate(("lucie", "karim", "eve")):
        made.network.say(who, f"@bellecloche la rue {n} n’est plus éclairée", at=timezone.now())
    poll_mentions(timezone.now() + timedelta(minutes=1))
    open_cases(timezone.now() + timedelta(minutes=1))
    assert Case.objects.count() == 3, Case.objects.count()


if __name__ == "__main__":
    town() if sys.argv[1] == "--town" else main(Path(sys.argv[1]))
