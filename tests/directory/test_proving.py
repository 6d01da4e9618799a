"""What proves that an account is its body's, looked at again and again."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from beffroi.directory import checking
from beffroi.directory.checking import REST, ask_for_reviews, check_proofs
from beffroi.directory.models import OfficialAccount, Proof
from beffroi.directory.models.official import A_MONTH, A_YEAR
from beffroi.directory.models.proof import DECLARED, FIRST_AGAIN, HELD, KEPT, LAST_AGAIN, NEVER_HELD
from beffroi.directory.proving import look
from beffroi.journal.models import Event
from beffroi.journal.moves import NotAllowed
from beffroi.notify.duties import read_ledger
from beffroi.notify.models import Message
from beffroi.outbound.mail import MailServer
from tests.cast import NOW, Feurs
from tests.directory.register import Web, account, body, proof, web

A_DAY, A_MINUTE = timedelta(days=1), timedelta(minutes=1)
SITE = "feurs.example"
ON_X = "https://x.com/VilleDeFeurs"


@pytest.fixture(autouse=True)
def nobody_was_asked_yet() -> Iterator[None]:
    checking._asked.clear()
    yield


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with web(monkeypatch, SITE) as there:
        yield there


@pytest.fixture
def listed(feurs: Feurs, town: Web) -> OfficialAccount:
    """The town's account on X, where nobody can be asked anything: only the site can speak for it."""
    return account(body(site=town.address(SITE), organisation=feurs.organisation), "villedefeurs", "x")


def said(proof: Proof) -> str:
    return str(proof.failure.get("say", ""))


def verbs(start: str = "PROOF_") -> list[str]:
    return list(Event.objects.filter(verb__startswith=start).order_by("number").values_list("verb", flat=True))


@pytest.mark.parametrize(
    "address",
    [
        "https://x.com/VilleDeFeurs",
        "http://www.twitter.com/villedefeurs/",
        "https://mobile.twitter.com/VILLEDEFEURS?lang=fr",
        "//x.com/villedefeurs",
    ],
)
def test_a_link_from_the_official_site_proves_it_however_it_is_written(
    listed: OfficialAccount, town: Web, address: str
) -> None:
    town.links("https://facebook.com/feurs", address)
    found = proof(listed, "site")
    assert look(found, now=NOW)
    assert (found.proven_at, found.due_at) == (NOW, NOW + HELD)


@pytest.mark.parametrize(
    "address", ["https://x.com/feurs", "https://x.com/VilleDeFeurs/status/12", "/x.com", "http://["]
)
def test_a_link_to_somebody_else_or_to_one_post_proves_nothing(
    listed: OfficialAccount, town: Web, address: str
) -> None:
    town.links(address)
    found = proof(listed, "site")
    assert not look(found, now=NOW)
    assert said(found) == "The page {address} has no link to the account."
    assert found.due_at == NOW + NEVER_HELD


def test_the_page_that_is_named_counts_and_redirects_are_followed(listed: OfficialAccount, town: Web) -> None:
    town.press.sends_on("/reseaux", "/nos-reseaux")
    town.links(ON_X, path="/nos-reseaux")
    assert look(proof(listed, "site", address=town.address(SITE, "/reseaux")), now=NOW)


def test_who_asks_says_its_name(listed: OfficialAccount, town: Web) -> None:
    look(proof(listed, "site"), now=NOW)
    assert town.press.asked[0].headers["user-agent"].startswith("Beffroi/")


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (404, "text/html", "There is no page at {address}."),
        (403, "text/html", "The page {address} is not shown to programs (status {status})."),
        (200, "application/pdf", "What is at {address} is no web page."),
        (500, "text/html", "The page {address} could not be read."),
    ],
)
def test_what_cannot_be_read_says_so(listed: OfficialAccount, town: Web, status: int, kind: str, words: str) -> None:
    town.press.shows("/", "x", kind, status)
    found = proof(listed, "site")
    assert not look(found, now=NOW)
    assert said(found) == words


def test_a_page_without_end_is_not_read_to_its_end(listed: OfficialAccount, town: Web) -> None:
    town.press.shows("/", "x" * (3 * 2**20), "text/html")
    found = proof(listed, "site")
    assert not look(found, now=NOW)
    assert said(found) == "The page {address} could not be read."


def test_a_site_on_a_private_network_is_not_asked(feurs: Feurs, town: Web) -> None:
    there = account(body(site=town.press.url), "villedefeurs", "x")
    found = proof(there, "site")
    assert not look(found, now=NOW)
    assert said(found) == "This server is not on the public internet, so it is not called."
    assert town.press.asked == []


def test_a_body_without_a_site_is_told_so(feurs: Feurs) -> None:
    found = proof(account(body(), "villedefeurs", "x"), "site")
    assert not look(found, now=NOW)
    assert said(found) == "No official site is known for {owner}."


def test_a_proof_that_falls_is_looked_at_sooner_and_keeps_the_day_on_which_it_held(
    listed: OfficialAccount, town: Web
) -> None:
    town.links(ON_X)
    found = proof(listed, "site")
    look(found, now=NOW)
    town.links()
    look(found, now=NOW + A_DAY)
    assert (found.holds(), found.proven_at, found.due_at) == (False, NOW, NOW + A_DAY + FIRST_AGAIN)
    look(found, now=NOW + A_DAY * 9)
    assert (found.failed_since, found.due_at) == (NOW + A_DAY, NOW + A_DAY * 9 + LAST_AGAIN)
    town.links(ON_X)
    assert look(found, now=NOW + A_DAY * 10)
    assert verbs() == ["PROOF_HOLDS", "PROOF_FELL", "PROOF_HOLDS"]


def test_a_site_that_is_down_disproves_nothing_for_two_weeks(listed: OfficialAccount, town: Web) -> None:
    town.links(ON_X)
    found = proof(listed, "site")
    look(found, now=NOW)
    town.press.shows("/", "Panne", "text/html", 503)
    assert look(found, now=NOW + A_DAY * 7)
    assert (said(found), found.due_at) == ("The page {address} could not be read.", NOW + A_DAY * 7 + FIRST_AGAIN)
    assert not look(found, now=NOW + KEPT)
    assert verbs() == ["PROOF_HOLDS", "PROOF_FELL"]


def test_the_duty_plans_the_first_proofs_and_asks_one_host_once_in_a_while(listed: OfficialAccount, town: Web) -> None:
    town.links(ON_X, "https://www.instagram.com/feurs")
    other = account(listed.body, "feurs", "instagram")  # type: ignore[arg-type]  # it has a body
    check_proofs(NOW)
    assert sorted(Proof.objects.values_list("account__handle", "kind")) == [("feurs", "site"), ("villedefeurs", "site")]
    assert len(town.press.asked) == 1
    check_proofs(NOW + REST + A_MINUTE)
    assert len(town.press.asked) == 2
    assert Proof.objects.standing().count() == 2
    other.refresh_from_db()
    assert other.due_at == NOW + A_YEAR


def test_one_proof_is_looked_at_by_one_worker(listed: OfficialAccount, town: Web) -> None:
    town.links(ON_X)
    found = proof(listed, "site")
    Proof.objects.filter(pk=found.pk).update(due_at=NOW + A_DAY)  # another one has claimed it
    assert not checking._look(found, NOW)
    assert town.press.asked == []


def test_a_member_declares_it_and_it_holds_for_a_year(listed: OfficialAccount, feurs: Feurs) -> None:
    declared = Proof.declare(listed, by=feurs.ana, now=NOW)
    assert (declared.holds(), declared.by) == (True, feurs.ana)
    look(declared, now=NOW + DECLARED)
    assert said(declared) == "It was declared more than a year ago."
    assert Proof.declare(listed, by=feurs.bruno, now=NOW + DECLARED).holds()
    assert Proof.objects.count() == 1
    assert verbs("OFFICIAL_ACCOUNT_DECLARED") == ["OFFICIAL_ACCOUNT_DECLARED"] * 2


def test_nobody_declares_for_a_body_that_is_not_theirs(listed: OfficialAccount, feurs: Feurs) -> None:
    with pytest.raises(NotAllowed):
        Proof.declare(listed, by=feurs.eve, now=NOW)
    with pytest.raises(NotAllowed):
        Proof.declare(account(body("Roanne"), "roanne", "x"), by=feurs.ana, now=NOW)
    assert not Proof.objects.exists()


def test_a_fall_is_told_to_those_who_look_after_the_accounts(
    listed: OfficialAccount, town: Web, feurs: Feurs, settings: Any
) -> None:
    settings.MAIL_SERVER, settings.MAIL_FROM = MailServer.parse("smtp://127.0.0.1:9?tls=off"), "mairie@feurs.example"
    town.links(ON_X)
    found = proof(listed, "site")
    look(found, now=NOW)
    read_ledger(NOW)
    town.links()
    look(found, now=NOW + A_DAY)
    read_ledger(NOW + A_DAY)
    read_ledger(NOW + A_DAY)
    assert Message.objects.filter(kind="proof_fell").exists()


def test_once_a_year_and_then_every_month_the_body_is_asked(listed: OfficialAccount, feurs: Feurs) -> None:
    OfficialAccount.objects.update(due_at=NOW)
    assert ask_for_reviews(NOW - A_DAY) == 0
    assert ask_for_reviews(NOW) == 1
    assert ask_for_reviews(NOW + A_DAY) == 0
    assert ask_for_reviews(NOW + A_MONTH) == 1
    listed.refresh_from_db()
    listed.review("active", by=feurs.ana, now=NOW + A_MONTH)
    assert listed.due_at == NOW + A_MONTH + A_YEAR
    assert verbs("OFFICIAL_ACCOUNT_")[-3:] == [
        "OFFICIAL_ACCOUNT_TO_REVIEW",
        "OFFICIAL_ACCOUNT_TO_REVIEW",
        "OFFICIAL_ACCOUNT_REVIEWED",
    ]


def test_an_account_that_is_left_says_since_when(listed: OfficialAccount, feurs: Feurs) -> None:
    listed.review("left", by=feurs.ana, now=NOW)
    assert listed.left_on == NOW.date()
    listed.review("active", by=feurs.ana, now=NOW + A_DAY)
    assert listed.left_on is None


def test_the_proofs_of_an_account_that_was_left_are_looked_at_no_more(
    listed: OfficialAccount, feurs: Feurs, town: Web
) -> None:
    town.links(ON_X)
    proof(listed, "site")
    listed.review("closed", by=feurs.ana, now=NOW)
    check_proofs(NOW + A_DAY)
    assert town.press.asked == []
    listed.review("active", by=feurs.ana, now=NOW + A_DAY)
    check_proofs(NOW + A_DAY)
    assert len(town.press.asked) == 1


def test_the_entry_of_the_administration_proves_it(listed: OfficialAccount, town: Web, settings: Any) -> None:
    settings.ANNUAIRE = town.address(SITE, "/records")
    social = '[{"custom_dico2": "", "valeur": "https://twitter.com/VilleDeFeurs"}]'
    entry = {"id": "1", "siren": "", "reseau_social": social, "url_service_public": "https://annuaire.example/1"}
    town.press.shows("/records", json.dumps({"results": [entry]}), "application/json")
    found = proof(listed, "dila")
    assert look(found, now=NOW)
    assert found.address == "https://annuaire.example/1"
    town.press.shows("/records", '{"results": []}', "application/json")
    assert not look(found, now=NOW + A_DAY)
    town.press.shows("/records", "<html>", "text/html")
    look(found, now=NOW + A_DAY * 2)
    assert said(found) == "The directory of the administration did not answer."


def test_an_entry_from_a_file_holds_for_a_year(listed: OfficialAccount) -> None:
    found = proof(listed, "dila", proven_at=NOW)
    assert look(found, now=NOW + A_DAY)
    found.refresh_from_db()
    assert (found.proven_at, found.due_at) == (NOW, NOW + DECLARED)
    assert not look(found, now=NOW + DECLARED)
