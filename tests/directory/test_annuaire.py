"""A file of the directory of the administration proves the listed accounts that it names for their own body."""

import argparse
import json
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from beffroi.directory.annuaire import bring_in
from beffroi.directory.models import Proof
from beffroi.directory.models.proof import DECLARED
from beffroi.engines.tables.annuaire import Entry, Unreadable, entries
from beffroi.journal.models import Event
from beffroi.site.commands.directory import _import, run
from tests.cast import NOW, Feurs
from tests.directory.register import account, body

SOCIAL = [{"custom_dico2": "Twitter", "description": "", "valeur": "https://twitter.com/VilleDeFeurs"}]
FEURS = {
    "id": "a1",
    "nom": "Mairie - Feurs",
    "siren": "214200941",
    "code_insee_commune": "42094",
    "reseau_social": json.dumps(SOCIAL),
    "url_service_public": "https://annuaire.example/feurs",
    "telephone": "",
}
ENTRY = Entry(
    "214200941", "42094", "Mairie - Feurs", "https://annuaire.example/feurs", ("https://twitter.com/VilleDeFeurs",)
)


@pytest.mark.parametrize(
    "raw",
    [
        json.dumps({"service": [FEURS]}),
        json.dumps({"total_count": 1, "results": [FEURS]}),
        json.dumps([FEURS, {"id": "a2", "reseau_social": None}]),
        json.dumps(FEURS) + "\n" + json.dumps({"id": "a2", "reseau_social": "[]"}) + "\n",
        "\ufeff" + json.dumps([{**FEURS, "reseau_social": SOCIAL}]),
    ],
)
def test_an_entry_is_read_in_each_of_its_forms(raw: str) -> None:
    assert list(entries(raw.encode())) == [ENTRY]


@pytest.mark.parametrize("raw", [b"", b"<html>", b'{"error": "x"}', b"siren;nom\n1;2", b'{"id": 1}\n{"id":'])
def test_what_holds_no_entries_says_so(raw: bytes) -> None:
    with pytest.raises(Unreadable, match="This is no file of the directory of the administration"):
        list(entries(raw))


def brought(feurs: Feurs, now: datetime) -> int:
    raw = json.dumps([FEURS]).encode()
    return bring_in(raw, title="annuaire.json", organisation=feurs.organisation, by=feurs.ana, now=now)


def test_the_entry_of_its_own_body_proves_an_account_for_a_year(feurs: Feurs) -> None:
    ours = account(body("Feurs", siren="214200941"), "villedefeurs", "x")
    assert brought(feurs, NOW) == 1
    found = Proof.objects.get()
    assert (found.account, found.kind, found.holds()) == (ours, "dila", True)
    assert (found.address, found.due_at) == ("https://annuaire.example/feurs", NOW + DECLARED)
    later = NOW + timedelta(days=30)
    assert brought(feurs, later) == 1
    assert Proof.objects.get().proven_at == later
    told = Event.objects.filter(verb="ANNUAIRE_BROUGHT_IN", actor=feurs.ana)
    assert [event.detail["proven"] for event in told] == [1, 1]


def test_the_entry_of_another_body_proves_nothing(feurs: Feurs) -> None:
    account(body("Roanne", siren="214201873"), "villedefeurs", "x")
    assert brought(feurs, NOW) == 0
    assert not Proof.objects.exists()


def test_the_command_says_how_many_and_a_trial_changes_nothing(
    feurs: Feurs, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    account(body("Feurs", siren="214200941"), "villedefeurs", "x")
    file = tmp_path / "annuaire.json"
    file.write_text(json.dumps({"service": [FEURS]}))
    asked = argparse.Namespace(
        file=file, kind="annuaire", organisation=feurs.organisation.name, by=feurs.ana.email, dry_run=True, act=_import
    )
    assert run(asked, sys.stdout, sys.stderr) == 0
    assert not Proof.objects.exists()
    asked.dry_run = False
    assert run(asked, sys.stdout, sys.stderr) == 0
    assert "1 account is proven by it" in capsys.readouterr().out
    assert Proof.objects.standing().count() == 1
    file.write_text("<html>")
    assert run(asked, sys.stdout, sys.stderr) == 1
