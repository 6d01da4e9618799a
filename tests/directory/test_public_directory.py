"""The public directory: what anybody finds there, and what it never says."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client

from beffroi.directory.models import Body, FormerName, Mandate, OfficialAccount, Person, Proof
from beffroi.directory.register.loading import load
from beffroi.vocabulary import Sentence
from tests.directory.test_register import write

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loire(tmp_path: Path) -> None:
    load(now=NOW, data=write(tmp_path))


def listed(code: str, handle: str, **said: object) -> OfficialAccount:
    body = Body.objects.get(kind="commune", code=code)
    return OfficialAccount.objects.create(body=body, network="bluesky", handle=handle, changed_at=NOW, **said)


def read(client: Client, address: str) -> str:
    answer = client.get(address, headers={"accept-language": "en"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_eve_finds_a_town_by_the_beginning_of_its_name(client: Client) -> None:
    page = read(client, "/directory?q=feu")

    assert "1 body found" in page
    assert 'href="/directory/commune/42094"' in page
    assert "8,367 inhabitants" in page


def test_what_is_not_found_is_said(client: Client) -> None:
    assert "No body is called so" in read(client, "/directory?q=zzz")


def test_hostile_words_are_shown_as_words(client: Client) -> None:
    page = read(client, "/directory?q=<script>alert(1)</script>")

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_commune_says_where_it_lies_and_where_what_is_said_comes_from(client: Client) -> None:
    page = read(client, "/directory/commune/42094")

    for place in ("/directory/epci/200065894", "/directory/departement/42", "/directory/region/84"):
        assert f'href="{place}"' in page
    assert "Licence Ouverte 2.0" in page
    assert "214200941" in page


def test_an_account_without_a_proof_is_never_shown_as_proven(client: Client) -> None:
    listed("42094", "feurs.example")
    page = read(client, "/directory/commune/42094")

    assert "Not proven" in page
    assert "state-confirmed" not in page


def test_an_account_is_proven_with_the_day_and_the_place_of_its_proof(client: Client) -> None:
    account = listed("42094", "feurs.example")
    proof = "https://feurs.example/"
    Proof.objects.create(account=account, kind="site", address=proof, proven_at=NOW, added_at=NOW)
    page = read(client, "/directory/commune/42094")

    assert "state-confirmed" in page
    assert "seen on 29 November 2026" in page
    assert f'href="{proof}"' in page


def test_a_proof_that_fell_says_why(client: Client) -> None:
    account = listed("42094", "feurs.example")
    proof = Proof.objects.create(account=account, kind="site", proven_at=NOW, added_at=NOW)
    proof.settle(Sentence("The page has no link to it any more."), now=NOW)
    page = read(client, "/directory/commune/42094")

    assert "No longer proven" in page
    assert "The page has no link to it any more." in page


def test_who_holds_an_office_today_is_named_and_who_held_it_before_is_not(client: Client) -> None:
    feurs = Body.objects.get(kind="commune", code="42094")
    ana, paul = Person.objects.create(name="Ana Berger"), Person.objects.create(name="Paul Ancien")
    Mandate.objects.create(person=ana, body=feurs, office="mayor", since=date(2026, 3, 28))
    Mandate.objects.create(person=paul, body=feurs, office="mayor", until=date(2026, 3, 27))
    page = read(client, "/directory/commune/42094")

    assert "Ana Berger" in page
    assert "Paul Ancien" not in page


def test_a_departement_lists_its_communes_with_what_is_listed_of_them(client: Client) -> None:
    listed("42218", "saint-etienne.example")
    listed("42218", "gone.example", status="closed")
    page = read(client, "/directory/departement/42")

    assert page.index("Feurs") < page.index("Saint-Chamond") < page.index("Saint-Étienne")
    assert "1 account" in page


def test_the_map_is_darker_where_more_bodies_have_an_account(client: Client) -> None:
    assert 'class="shade-1"' not in read(client, "/directory")
    listed("42218", "saint-etienne.example")
    assert 'class="shade-1"' in read(client, "/directory")


def test_a_body_that_ended_leads_to_what_it_became(client: Client) -> None:
    chamond, etienne = Body.objects.get(code="42207"), Body.objects.get(kind="commune", code="42218")
    chamond.ended_on, chamond.successor = date(2026, 1, 1), etienne
    chamond.save()
    page = read(client, "/directory/commune/42207")

    assert "It no longer exists since 1 January 2026." in page
    assert 'href="/directory/commune/42218"' in page


def test_a_handle_from_right_to_left_keeps_its_place(client: Client) -> None:
    listed("42094", "ville‮fr.example")
    assert "<bdi>@ville" in read(client, "/directory/commune/42094")


def test_the_page_is_the_same_for_a_member_and_may_be_kept(client: Client) -> None:
    answer = client.get("/directory/commune/42094")

    assert answer["Cache-Control"] == "public, max-age=60"
    assert not answer.cookies
    assert "csrf" not in answer.content.decode()


def test_the_feed_tells_of_the_newest_account_first(client: Client) -> None:
    listed("42094", "feurs.example")
    feed = client.get("/directory/changes.atom", headers={"accept-language": "en"})

    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "Feurs: @feurs.example" in feed.content.decode()


def test_search_engines_are_told_of_each_body_and_kept_out_of_the_desk(client: Client) -> None:
    assert "/directory/commune/42094" in client.get("/sitemap-bodies.xml").content.decode()
    assert "sitemap-bodies.xml" in client.get("/sitemap.xml").content.decode()
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()


def test_the_language_is_kept_by_a_link_that_leads_back_here_only(client: Client) -> None:
    answer = client.get("/language/choice/en?next=/directory/commune/42094")
    assert (answer["Location"], answer.cookies["beffroi_language"].value) == ("/directory/commune/42094", "en")
    assert client.get("/language/choice/xx?next=https://eve.example/")["Location"] == "/"


def test_a_shared_address_shows_the_card_of_the_body(client: Client) -> None:
    page = read(client, "/directory/commune/42094")
    assert 'property="og:image" content="http://testserver/directory/commune/42094/card.png"' in page

    card = client.get("/directory/commune/42094/card.png")
    assert (card["Content-Type"], card.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert client.get("/directory/commune/99999/card.png").status_code == 404


def test_a_body_that_is_found_by_a_former_name_says_so(client: Client) -> None:
    etienne = Body.objects.get(kind="commune", code="42218")
    FormerName.objects.create(body=etienne, name="Terrenoire", code="42311")
    Body.note_words([etienne])

    assert "formerly Terrenoire" in read(client, "/directory?q=terren")
    assert "formerly" not in read(client, "/directory?q=etienne")
