"""A file of the directory of the administration proves the listed accounts that it names for their own body."""

import json
from datetime import timedelta

import pytest

from beffroi.directory.annuaire import bring_in
from beffroi.directory.models import Proof
from beffroi.directory.models.proof import DECLARED
from beffroi.engines.annuaire import Entry, Unreadable, entries
from tests.cast import NOW
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


@pytest.mark.django_db
def test_the_entry_of_its_own_body_proves_an_account_for_a_year() -> None:
    ours = account(body("Feurs", siren="214200941"), "villedefeurs", "x")
    assert bring_in(json.dumps([FEURS]).encode(), now=NOW) == 1
    found = Proof.objects.get()
    assert (found.account, found.kind, found.holds()) == (ours, "dila", True)
    assert (found.address, found.due_at) == ("https://annuaire.example/feurs", NOW + DECLARED)
    later = NOW + timedelta(days=30)
    assert bring_in(json.dumps([FEURS]).encode(), now=later) == 1
    assert Proof.objects.get().proven_at == later


@pytest.mark.django_db
def test_the_entry_of_another_body_proves_nothing() -> None:
    account(body("Roanne", siren="214201873"), "villedefeurs", "x")
    assert bring_in(json.dumps([FEURS]).encode(), now=NOW) == 0
    assert not Proof.objects.exists()
