"""Who an account is, asked without an account: by the DNS, by the host of a name, by its own server."""

from collections.abc import Callable

import httpx
import pytest

from beffroi import outbound
from beffroi.connectors.bluesky.identity import Identities
from beffroi.connectors.contract import Refused, TryLater
from beffroi.connectors.mastodon import public
from beffroi.connectors.page import links_in

DID, OTHER = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa", "did:plc:bbbbbbbbbbbbbbbbbbbbbbbb"
Answers = Callable[[httpx.Request], httpx.Response]


def client(answers: Answers) -> outbound.Client:
    return outbound.client(outbound.Policy(), over=httpx.MockTransport(answers))


def identities(answers: Answers, texts: list[str]) -> Identities:
    return Identities(client(answers), lambda _name: texts, "https://plc.example")


def well_known(request: httpx.Request) -> httpx.Response:
    assert str(request.url) == "https://feurs.example/.well-known/atproto-did"
    return httpx.Response(200, text=f"{DID}\n")


def test_a_name_points_to_an_identity_by_the_dns_or_else_by_its_host() -> None:
    nobody = lambda request: pytest.fail(f"asked {request.url}")  # noqa: E731  # a far side that is not to be asked
    assert identities(nobody, ["v=spf1", f"did={OTHER}"]).behind("feurs.example") == OTHER
    assert identities(well_known, []).behind("feurs.example") == DID
    assert identities(lambda _request: httpx.Response(404), []).behind("feurs.example") == ""
    assert identities(lambda _request: httpx.Response(200, text="<html>"), []).behind("feurs.example") == ""


def test_two_answers_of_the_dns_prove_none_and_silence_is_no_answer() -> None:
    with pytest.raises(Refused, match="several identities"):
        identities(well_known, [f"did={DID}", f"did={OTHER}"]).behind("feurs.example")
    with pytest.raises(TryLater):
        identities(lambda _request: httpx.Response(503), []).behind("feurs.example")


def test_only_the_first_name_of_a_document_counts_and_an_identity_that_is_gone_says_so() -> None:
    said = {"alsoKnownAs": ["https://x.example", "at://Feurs.example", "at://other.example"], "service": "none"}
    found = identities(lambda _request: httpx.Response(200, json=said), []).document(DID)
    assert (found.handle, found.server) == ("feurs.example", "")
    with pytest.raises(Refused, match="no longer knows"):
        identities(lambda _request: httpx.Response(404), []).document(DID)
    with pytest.raises(Refused, match="no identity"):
        identities(well_known, []).document("did:web:../../etc")


def server(request: httpx.Request) -> httpx.Response:
    """An account that is called by the town's domain and lives elsewhere."""
    if request.url.path == "/.well-known/webfinger":
        assert request.url.host == "feurs.example"
        links = [{"rel": "self", "href": "https://social.feurs.example/users/ville"}]
        return httpx.Response(200, json={"links": links})
    assert request.url.host == "social.feurs.example"
    if "ville" not in request.url.params["acct"]:
        return httpx.Response(404)
    fields = [{"name": "Site", "value": '<a href="https://feurs.example/">x</a>', "verified_at": "2026-01-01"}]
    note = '<p><a href="https://blog.feurs.example/">x</a></p>'
    account = {
        "id": "109",
        "acct": "ville",
        "username": "ville",
        "display_name": "Feurs",
        "note": note,
        "fields": fields,
    }
    return httpx.Response(200, json=account)


def test_an_account_on_a_server_of_another_name_is_found_and_its_number_has_the_server_behind_it() -> None:
    shown = public.account("ville@feurs.example", client=client(server))
    assert (shown.native_id, shown.handle) == ("109@social.feurs.example", "ville@feurs.example")
    assert shown.links == ("https://blog.feurs.example/", "https://feurs.example/")
    assert shown.verified == ("https://feurs.example/",)


def test_an_account_that_is_not_there_and_a_server_that_is_silent_are_two_things() -> None:
    with pytest.raises(Refused, match="does not know the account"):
        public.account("eve@feurs.example", client=client(server))
    with pytest.raises(TryLater):
        public.account("ville@feurs.example", client=client(lambda _request: httpx.Response(502)))


def test_links_are_whole_whatever_the_page_says_of_its_base() -> None:
    page = (
        '<base href="https://feurs.example/fr/"><a href="contact" rel="ME nofollow">x</a>'
        '<a href="javascript:alert(1)">y</a><link rel="me" href="//x.com/feurs"><a href="http://[">z</a>'
    )
    found = links_in(page, "https://www.feurs.example/")
    assert [(link.href, "me" in link.rel) for link in found] == [
        ("https://feurs.example/fr/contact", True),
        ("https://x.com/feurs", True),
    ]
