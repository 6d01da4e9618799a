"""Anybody asks whether an account is official: on a page, by program, by the badge."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from beffroi.directory import asking
from beffroi.directory.badge import Badge
from beffroi.directory.models import OfficialAccount, Proof
from beffroi.engines.allowance import Allowance, place_of
from tests.cast import NOW, Feurs, minutes
from tests.directory.register import account, body

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
PAGE, API = "/directory/verify", "/api/v1/verify"


@pytest.fixture(autouse=True)
def nobody_has_asked_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(asking, "ALLOWED", Allowance(60, timedelta(minutes=1)))


@pytest.fixture
def listed() -> OfficialAccount:
    return account(body(), "feurs-loire.fr", native_id="did:plc:aaaaaaaaaaaaaaaaaaaaaaaa", proven=True)


def asked(client: Client, address: str, place: str = PAGE) -> HttpResponse:
    return client.get(place, {"address": address}, headers=ENGLISH)  # type: ignore[return-value]  # Django's test answer


def told(client: Client, address: str) -> dict[str, object]:
    return dict(json.loads(asked(client, address, API).content))


def test_yes_comes_with_the_proof_and_its_day(listed: OfficialAccount, client: Client) -> None:
    page = asked(client, "https://bsky.app/profile/feurs-loire.fr/post/3k").content.decode()
    assert "This is an official account of Feurs." in page
    assert "Link from the official site" in page
    assert "20 November 2026" in page or "Nov. 20, 2026" in page


def test_no_names_the_official_account(listed: OfficialAccount, client: Client) -> None:
    page = asked(client, "@feurs-1oire.fr").content.decode()
    assert "at a glance it cannot be told from @feurs-loire.fr, of Feurs" in page
    assert "Give it no code, no password and no money" in page


def test_what_is_typed_is_shown_as_text_and_asked_of_nobody(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("beffroi.outbound.http.Client.send", lambda *_a, **_k: pytest.fail("a server was asked"))
    for typed in ("https://127.0.0.1/@ville", "http://[::1]/@a", "<script>alert(1)</script>", "@x@169.254.169.254"):
        page = asked(client, typed).content.decode()
        assert "<script>alert" not in page


@pytest.mark.parametrize("typed", ["bonjour", "@feurs", "https://bit.ly/3xy", "https://www.feurs.fr/", "x" * 3_000])
def test_what_names_no_account_says_why_and_keeps_what_was_typed(client: Client, typed: str) -> None:
    answer = asked(client, typed)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert typed in answer.content.decode()
    refused = asked(client, typed, API)
    assert refused.status_code == 400
    assert json.loads(refused.content)["error"]


def test_no_cookie_is_set_and_none_is_looked_at(listed: OfficialAccount, client: Client, feurs: Feurs) -> None:
    for address in (PAGE, f"{PAGE}?address=@feurs-loire.fr", f"{API}?address=@feurs-loire.fr", drawing(listed)):
        answer = client.get(address)
        assert answer.status_code == 200
        assert not answer.cookies
        assert "public" in answer["Cache-Control"]
        assert "max-age=300" in answer["Cache-Control"]


def drawing(of: OfficialAccount) -> str:
    return reverse("directory_badge", args=[of.pk])


def test_a_program_reads_the_same(listed: OfficialAccount, client: Client) -> None:
    said = told(client, "https://bsky.app/profile/feurs-loire.fr")
    assert said == {
        "asked": {"network": "bluesky", "handle": "feurs-loire.fr", "native_id": ""},
        "answer": "yes",
        "reason": "proven",
        "words": "This is an official account of Feurs.",
        "account": {
            "id": listed.pk,
            "network": "bluesky",
            "handle": "feurs-loire.fr",
            "native_id": "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa",
            "url": "https://bsky.app/profile/feurs-loire.fr",
            "speaks_for": "Feurs",
            "institutional": True,
            "body": {"kind": "commune", "code": "c0", "name": "Feurs"},
            "status": "active",
            "badge": f"http://testserver/directory/badge/{listed.pk}.svg",
        },
        "proofs": [{"kind": "site", "address": "", "proven_at": NOW.isoformat()}],
        "nearest": [],
        "page": "http://testserver/directory/verify?address=https%3A%2F%2Fbsky.app%2Fprofile%2Ffeurs-loire.fr",
    }
    assert [near["handle"] for near in told(client, "@feurs-1oire.fr")["nearest"]] == ["feurs-loire.fr"]  # type: ignore[attr-defined]  # JSON


def test_any_site_may_ask_and_what_has_not_changed_is_not_sent_again(listed: OfficialAccount, client: Client) -> None:
    answer = asked(client, "@feurs-loire.fr", API)
    assert answer["Access-Control-Allow-Origin"] == "*"
    again = client.get(API, {"address": "@feurs-loire.fr"}, headers={**ENGLISH, "if-none-match": answer["ETag"]})
    assert again.status_code == 304
    Proof.objects.update(failed_since=NOW)
    again = client.get(API, {"address": "@feurs-loire.fr"}, headers={**ENGLISH, "if-none-match": answer["ETag"]})
    assert json.loads(again.content)["answer"] == "unknown"


def test_only_a_reading_is_answered(client: Client) -> None:
    refused = client.post(API, {"address": "@x.example"})
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD")
    assert client.post(PAGE).status_code == 405


def test_who_asks_very_often_waits_and_others_do_not(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "ALLOWED", Allowance(2, timedelta(minutes=1)))
    for _time in range(2):
        assert asked(client, "@a.example", API).status_code == 200
    for place in (API, PAGE):
        refused = asked(client, "@a.example", place)
        assert refused.status_code == 429
        assert 0 < int(refused["Retry-After"]) <= 60
        assert "Ask again in" in refused.content.decode()
        assert "Cache-Control" not in refused
    assert client.get(PAGE).status_code == 200  # the empty page is free
    elsewhere = client.get(API, {"address": "@a.example"}, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 200


def test_an_allowance_begins_anew_and_forgets_who_asked() -> None:
    allowed = Allowance(1, timedelta(minutes=1))
    assert not allowed.wait("a", now=NOW)
    assert allowed.wait("a", now=NOW + minutes(0.5)) == minutes(0.5)
    assert not allowed.wait("a", now=NOW + minutes(1))


def test_a_household_is_one_place() -> None:
    assert place_of("2001:db8::1") == place_of("2001:db8::ffff:2")
    assert place_of("192.0.2.1") != place_of("192.0.2.2")


def test_the_badge_says_proven_and_then_no_longer(listed: OfficialAccount, client: Client) -> None:
    drawn = client.get(drawing(listed), {"lang": "fr"})
    assert drawn["Content-Type"].startswith("image/svg+xml")
    assert drawn["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Compte officiel" in drawn.content.decode()
    Proof.objects.update(failed_since=NOW)
    assert "Not proven" in client.get(drawing(listed), {"lang": "en"}).content.decode()
    assert client.get("/directory/badge/4711.svg").status_code == 404


def test_the_badge_of_an_account_that_was_left_says_not_proven(listed: OfficialAccount, feurs: Feurs) -> None:
    listed.review("left", by=feurs.ana, now=NOW)
    assert not Badge.of(listed).is_proven


def test_an_account_known_by_its_number_alone_is_named_by_it() -> None:
    assert str(OfficialAccount(network="x", native_id="113459937")) == "#113459937"


def test_a_handle_cannot_draw_into_the_badge() -> None:
    hostile = account(body(), '"/><script>alert(1)</script>', "x", proven=True)
    assert "<script>" not in Badge.of(hostile).svg
    assert "&lt;script&gt;" in Badge.of(hostile).svg


def test_the_page_of_the_badge_gives_what_to_copy_and_says_what_it_does_not_prove(
    listed: OfficialAccount, client: Client
) -> None:
    page = client.get(reverse("directory_badge_page", args=[listed.pk]), headers=ENGLISH).content.decode()
    assert "&lt;img src=&quot;http://testserver/directory/badge/" in page
    assert "alt=&quot;Is @feurs-loire.fr official? See what proves it.&quot;" in page
    assert "A picture can be copied to any page" in page
