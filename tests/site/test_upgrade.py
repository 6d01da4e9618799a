"""The database of the previous release is brought up to date, on both engines, and what it says is still said.

How the fixtures in `previous` were made stands in tests/upgrade_make.py.
"""

import gzip
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import pytest

from tests.network.fixtures import missing
from tests.postgres import PostgresMissing, find_programs, postgres_server
from tests.site.test_processes import beffroi, environment
from tests.upgrade_make import KEY

PREVIOUS = Path(__file__).parent / "previous"
READ = """
import json, django; django.setup()
from beffroi.inbox.models import Case
from beffroi.journal.models import Chain
from beffroi.notify.models import Watch
from beffroi.publishing.models import Publication
print(json.dumps({
    "chains": [[n, h] for n, h in Chain.objects.values_list("number", "hash")],
    "publications": [list(row) for row in Publication.objects.order_by("pk").values_list("pk", "state", "text")],
    "cases": [[pk, account, str(at)] for pk, account, at in
              Case.objects.order_by("pk").values_list("pk", "account_id", "opened_at")],
    "watches": [[pk, at.isoformat()] for pk, at in Watch.objects.values_list("pk", "starts_at")],
}))
[watch] = Watch.objects.all()
watch.pk = None
watch.save()  # the number that comes next was given to nobody
"""
ON_CALL = """
INSERT INTO {schema}listening_watch (id, starts_at, ends_at, set_at, organisation_id, set_by_id, user_id)
SELECT 1, '2026-11-20 19:00:00+00:00', '2026-11-21 07:00:00+00:00', '2026-11-20 12:00:00+00:00', organisation_id,
user_id, user_id FROM {schema}access_membership ORDER BY id LIMIT 1;
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def upgraded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, dict[str, str], Any]]:
    """The folder, its settings, and what the old release said of itself."""
    engine, told = request.param, json.loads((PREVIOUS / f"{request.param}.json").read_text())
    written = gzip.decompress((PREVIOUS / f"{engine}.sql.gz").read_bytes()).decode()
    written += ON_CALL.format(schema="public." if engine == "postgresql" else "")
    try:
        with postgres_server() if engine == "postgresql" else nullcontext() as url:
            settings = {"BEFFROI_KEYS": KEY, "BEFFROI_REGISTER": "no"}
            if url:
                command = [str(find_programs() / "psql"), "-q", "-v", "ON_ERROR_STOP=1", url]
                subprocess.run(command, input=written, text=True, check=True, stdout=subprocess.DEVNULL)
                settings["BEFFROI_DATABASE_URL"] = url
            else:
                with closing(sqlite3.connect(tmp_path / "beffroi.sqlite3")) as made:
                    made.executescript(written)
            done = beffroi("migrate", data=tmp_path, **settings)
            assert done.returncode == 0, done.stderr
            yield tmp_path, settings, told
    except PostgresMissing as reason:
        missing(str(reason))


def test_journal_publications_cases_and_secrets_are_as_before(upgraded: Any) -> None:
    data, settings, told = upgraded
    plain = {**environment(), **settings, "BEFFROI_DATA_DIR": str(data)}
    plain["DJANGO_SETTINGS_MODULE"] = "beffroi.site.settings"
    read = subprocess.run([sys.executable, "-c", READ], env=plain, stdout=subprocess.PIPE, check=True).stdout
    assert json.loads(read) == {**told, "watches": [[1, "2026-11-20T19:00:00+00:00"]]}
    assert len(told["publications"]) == 7
    assert len(told["cases"]) == 3
    verified = beffroi("verify-journal", data=data, **settings)
    assert verified.stdout == "ok   every event fits its chain\n"
    examined = beffroi("doctor", data=data, **settings).stdout
    assert "credentials open" in examined
    assert "up to date" in examined
    assert "no key in BEFFROI_KEYS" not in examined
