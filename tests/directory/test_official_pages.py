"""The desk's page of our official accounts: declared, looked at again, reviewed."""

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.directory.models import Body, FormerHandle, OfficialAccount, Proof
from beffroi.journal.models import Event
from tests.cast import NOW, PASSWORD, Feurs
from tests.directory.register import account, body, proof

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def ana(feurs: Feurs, client: Client) -> Client:
    client.login(username=feurs.ana.email, password=PASSWORD)
    return client


@pytest.fixture
def town(feurs: Feurs) -> Body:
    return body("Feurs", site="https://feurs.example/", organisation=feurs.organisation, code="42094")


def shown(client: Client) -> str:
    return client.get(reverse("official_accounts"), headers=ENGLISH).content.decode()


def post(client: Client, name: str, *args: int, **said: object) -> str:
    return client.post(reverse(name, args=args), said, headers=ENGLISH, follow=True).content.decode()


def test_an_organisation_says_for_whom_it_answers(ana: Client, feurs: Feurs) -> None:
    there = body("Feurs", code="42094")
    assert "Say which public body this organisation is" in shown(ana)
    assert "You answer for Feurs now." in post(ana, "official_body", code="42094")
    there.refresh_from_db()
    assert there.organisation == feurs.organisation
    assert Event.objects.filter(verb="BODY_ANSWERED_FOR", actor=feurs.ana).exists()


def test_a_body_of_others_and_a_code_that_is_none_are_refused(ana: Client, feurs: Feurs) -> None:
    body("Roanne", code="42187", organisation=feurs.organisation.__class__.objects.create(name="Ailleurs"))
    assert "Another organisation answers for Roanne here." in post(ana, "official_body", code="42187")
    assert "No body has this code" in post(ana, "official_body", code="99999")


def test_an_account_is_listed_and_declared_at_once(ana: Client, town: Body, feurs: Feurs) -> None:
    page = post(ana, "official_new", address="https://twitter.com/VilleDeFeurs", body=town.pk)
    assert "@VilleDeFeurs is declared." in page
    listed = OfficialAccount.objects.get()
    assert (listed.network, listed.body, listed.looks) == ("x", town, "vllledefeurs")
    assert Proof.objects.standing().get().by == feurs.ana
    assert sorted(listed.proofs.values_list("kind", flat=True)) == ["declaration", "site"]
    again = post(ana, "official_new", address="@villedefeurs", body=town.pk)
    assert "Say on which network this is" in again
    post(ana, "official_new", address="https://x.com/villedefeurs", body=town.pk)
    assert OfficialAccount.objects.count() == 1


def test_an_account_of_another_body_is_not_declared(ana: Client, town: Body) -> None:
    account(body("Roanne"), "roanne.fr")
    assert "It is listed for Roanne already." in post(ana, "official_new", address="@roanne.fr", body=town.pk)
    assert not Proof.objects.exists()


def test_a_failure_is_shown_in_words_with_the_day_until_which_it_held(ana: Client, town: Body) -> None:
    listed = account(town, "villedefeurs", "x")
    failure = {"say": "The page {address} has no link to the account.", "values": {"address": "https://feurs.example/"}}
    proof(listed, "site", proven_at=NOW, failed_since=NOW, failure=failure)
    page = shown(ana)
    assert "The page https://feurs.example/ has no link to the account." in page
    assert "No longer proven" in page


def test_look_again_now_makes_the_proofs_due_but_never_a_declaration(ana: Client, town: Body, feurs: Feurs) -> None:
    listed = account(town, "villedefeurs", "x")
    site = proof(listed, "site", proven_at=NOW)
    Proof.declare(listed, by=feurs.ana, now=NOW)
    due = Proof.objects.get(kind="declaration").due_at
    Proof.objects.filter(pk=site.pk).update(due_at=None)
    assert "are being looked at" in post(ana, "official_look", listed.pk)
    site.refresh_from_db()
    assert site.due_at is not None
    assert Proof.objects.get(kind="declaration").due_at == due


def test_still_true_is_written_down_and_so_is_what_became_of_it(ana: Client, town: Body, feurs: Feurs) -> None:
    listed = account(town, "villedefeurs", "x")
    post(ana, "official_review", listed.pk, status="active")
    post(ana, "official_review", listed.pk, status="closed")
    assert "Choose how it stands" in post(ana, "official_review", listed.pk, status="sold")
    listed.refresh_from_db()
    assert (listed.status, listed.reviewed_at is not None) == ("closed", True)
    assert Event.objects.filter(verb="OFFICIAL_ACCOUNT_REVIEWED", actor=feurs.ana).count() == 2


def test_a_former_name_that_somebody_took_is_said_on_top(ana: Client, town: Body) -> None:
    listed = account(town, "ville-feurs.fr")
    FormerHandle.objects.create(account=listed, handle="feurs.fr", until=NOW, taken_by="did:plc:x", taken_at=NOW)
    assert "Somebody else has @feurs.fr, the former name of @ville-feurs.fr" in shown(ana)


def test_who_may_not_connect_accounts_may_look_and_nothing_else(client: Client, town: Body, feurs: Feurs) -> None:
    listed = account(town, "villedefeurs", "x")
    client.login(username=feurs.bruno.email, password=PASSWORD)
    assert "villedefeurs" in shown(client)
    for name in ("official_review", "official_look", "official_declaration"):
        assert client.post(reverse(name, args=[listed.pk])).status_code == 403
    assert client.post(reverse("official_body")).status_code == 403


def test_nobody_touches_the_accounts_of_another_organisation(ana: Client, feurs: Feurs) -> None:
    theirs = account(body("Roanne", organisation=feurs.organisation.__class__.objects.create(name="Ailleurs")), "r.fr")
    assert "r.fr" not in shown(ana)
    for name in ("official_review", "official_look", "official_declaration"):
        assert ana.post(reverse(name, args=[theirs.pk])).status_code == 404
