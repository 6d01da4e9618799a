"""The ledger leaves the house, and a stranger verifies it with bare Python."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from beffroi.journal.erasing import erase
from beffroi.journal.exporting import CARRIED, lines, pack
from beffroi.journal.models import Chain, Event, record
from tests.cast import NOW, Feurs

Rows = list[dict[str, Any]]
SCRIPT = CARRIED / "verify_journal.py"


@pytest.fixture
def ledger(feurs: Feurs) -> Rows:
    for reason in ("un", "deux", "trois", "l\u2019été"):
        record("CHANGES_REQUESTED", feurs.account, organisation=feurs.organisation, now=NOW, reason=reason, by="lucie")
    return read(feurs)


def read(feurs: Feurs) -> Rows:
    return [json.loads(line) for line in lines(feurs.organisation, now=NOW)]


def verified(folder: Path, rows: Rows, *more: str) -> subprocess.CompletedProcess[str]:
    """As somebody does who has nothing but Python: isolated, no path to Beffroi."""
    file = folder / "journal.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    script = folder / "verify_journal.py"
    script.write_bytes(SCRIPT.read_bytes())
    asked = [sys.executable, "-I", "-S", str(script), str(file), *more]
    return subprocess.run(asked, capture_output=True, text=True, cwd=folder, check=False)


def test_a_ledger_that_nobody_touched_is_true(ledger: Rows, feurs: Feurs, tmp_path: Path) -> None:
    end = Chain.objects.get(organisation=feurs.organisation)
    done = verified(tmp_path, ledger, "--head", end.hash)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"ok   {end.number} events, each follows the one before it; the last hash is {end.hash}\n"


def changed(rows: Rows) -> None:
    rows[3]["detail"]["reason"] = "autre"


def renamed(rows: Rows) -> None:
    rows[3]["actor"] = 99


def cut(rows: Rows) -> None:
    del rows[-2]


def without_its_end(rows: Rows) -> None:
    del rows[-1]


def removed(rows: Rows) -> None:
    del rows[3]


def reordered(rows: Rows) -> None:
    rows[2], rows[3] = rows[3], rows[2]


def doubled(rows: Rows) -> None:
    rows.insert(3, rows[3])


def erased_by_nobody(rows: Rows) -> None:
    rows[2] |= {"detail": {}, "salt": "", "erased_in": 4}


def of_another_town(rows: Rows) -> None:
    rows[0]["organisation"] += 1


def longer(rows: Rows) -> None:
    rows.append(rows[3])


def without_a_field(rows: Rows) -> None:
    del rows[3]["subject"]


TOUCHES = [changed, renamed, cut, without_its_end, removed, reordered, doubled, erased_by_nobody, of_another_town]


@pytest.mark.parametrize("touch", [*TOUCHES, longer, without_a_field], ids=lambda touch: touch.__name__)
def test_any_touch_is_found_out(touch: Callable[[Rows], None], ledger: Rows, tmp_path: Path) -> None:
    touch(ledger)
    done = verified(tmp_path, ledger)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("BAD  ")


def test_an_extract_proves_less_and_says_so(ledger: Rows, tmp_path: Path) -> None:
    ledger[0]["whole"] = False
    del ledger[3]
    done = verified(tmp_path, ledger)
    assert done.returncode == 1
    assert f"an EXTRACT of {len(ledger) - 2} events" in done.stdout and "follows the one before" not in done.stdout
    assert verified(tmp_path, ledger, "--extract").returncode == 0
    changed(ledger)
    assert verified(tmp_path, ledger, "--extract").returncode == 1


def test_an_event_of_an_extract_that_was_erased_in_the_old_form_is_not_proven(ledger: Rows, tmp_path: Path) -> None:
    ledger[0]["whole"] = False
    ledger[2] |= {"form": 1, "detail": {}, "salt": "", "erased_in": 4}
    done = verified(tmp_path, ledger, "--extract")
    assert done.returncode == 1
    assert "is proven by a whole ledger only" in done.stdout


def test_a_ledger_written_anew_is_found_out_by_a_hash_that_was_noted(ledger: Rows, tmp_path: Path) -> None:
    done = verified(tmp_path, ledger, "--head", "0" * 64)
    assert done.returncode == 1
    assert "the hash that you noted is nowhere" in done.stdout


def test_an_erased_ledger_is_true_and_says_that_it_was_erased(ledger: Rows, feurs: Feurs, tmp_path: Path) -> None:
    erase(feurs.organisation, ["lucie"], because="request 7", by=feurs.ana, now=NOW)
    rows = read(feurs)
    assert "lucie" not in json.dumps(rows)
    done = verified(tmp_path, rows)
    assert (done.returncode, done.stderr) == (0, "")
    assert "parts of 4 were erased" in done.stdout


def test_what_is_left_of_an_erased_event_is_verified(ledger: Rows, feurs: Feurs, tmp_path: Path) -> None:
    erase(feurs.organisation, ["lucie"], because="request 7", by=feurs.ana, now=NOW)
    rows = read(feurs)
    erased = next(row for row in rows if row.get("erased_in"))
    erased["verb"] = "CASE_CLOSED"
    assert verified(tmp_path, rows).returncode == 1


def test_an_extract_says_of_each_event_that_it_is_what_was_written(ledger: Rows, feurs: Feurs, tmp_path: Path) -> None:
    some = Event.objects.filter(organisation=feurs.organisation, number__in=[2, 4])
    rows = [json.loads(line) for line in lines(feurs.organisation, now=NOW, events=some)]
    assert [row.get("number") for row in rows[1:-1]] == [2, 4]
    assert verified(tmp_path, rows, "--extract").returncode == 0
    rows[1]["detail"]["reason"] = "autre"
    assert verified(tmp_path, rows, "--extract").returncode == 1


@pytest.mark.parametrize("content", ["", "{}", "[]", "\0", '{"beffroi": "journal", "version": 2}', "[" * 5000])
def test_what_is_no_ledger_is_said_to_be_none(content: str, tmp_path: Path) -> None:
    (tmp_path / "j").write_text(content)
    asked = [sys.executable, "-I", str(SCRIPT), str(tmp_path / "j")]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_the_zip_holds_what_verifies_it(ledger: Rows, feurs: Feurs) -> None:
    pack(file := io.BytesIO(), feurs.organisation, now=NOW)
    with zipfile.ZipFile(file) as archive:
        assert set(archive.namelist()) == {"journal.jsonl", "verify_journal.py", "README.txt"}
        assert archive.read("verify_journal.py") == SCRIPT.read_bytes()
        assert len(archive.read("journal.jsonl").splitlines()) == len(ledger)


def test_who_runs_the_organisation_takes_the_journal_along(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.ana)
    answer = client.post("/journal/export")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a FileResponse
    assert zipfile.is_zipfile(io.BytesIO(content))
    event = Event.objects.latest("number")
    assert (event.verb, event.actor, event.detail) == ("JOURNAL_EXPORTED", feurs.ana, {"last": event.number - 1})


def test_the_page_finds_events_by_person_kind_day_and_words(feurs: Feurs, client: Client) -> None:
    now = timezone.now()
    said: dict[str, Any] = {"organisation": feurs.organisation, "now": now}
    record("ACCOUNT_THAWED", feurs.account, actor=feurs.bruno, account="Mairie annexe", **said)
    client.force_login(feurs.ana)

    def found(asked: str) -> str:
        return client.get(f"/journal?{asked}", headers={"accept-language": "en"}).content.decode()

    assert "Mairie annexe" in found(f"who={feurs.bruno.pk}")
    assert "Mairie annexe" not in found(f"who={feurs.chloe.pk}")
    assert "Mairie annexe" in found("verb=ACCOUNT_THAWED&words=annexe")
    assert "Mairie annexe" in found(f"since={now:%Y-%m-%d}")
    assert "No event fits" in found("until=2020-01-01")
    assert "Mairie annexe" in found("who=x&verb=NO&since=no&until=9999-12-31&after=%00")
