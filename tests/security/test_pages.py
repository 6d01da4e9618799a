"""Every page, as a browser is told to treat it."""

import os
import subprocess
import sys
from typing import Any

import pytest
from django.http import HttpResponse
from django.middleware.security import SecurityMiddleware
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.cast import PASSWORD, Feurs
from tests.security.page import Page, addresses_of_feurs, is_html
from tests.site.test_doors import address, patterns

# Who asks without a session: a token, a signature or the secret in the address says who it is; no cookie is believed.
NO_SESSION_COUNTS = {
    *("api_verify", "feed_hub", "incoming_door", "outside", "witness", "service_page"),
}


def test_every_page_keeps_to_the_policy_and_says_it(feurs: Feurs, things: dict[str, int], client: Client) -> None:
    client.force_login(feurs.ana)
    seen = 0
    for name, there in addresses_of_feurs(things).items():
        answer = client.get(there)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "script-src 'self'" in policy, name
        assert "unsafe" not in policy or not is_html(answer), name  # the badge is a drawing with a style, and no page
        assert "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy and "form-action 'self'" in policy, (
            name
        )
        assert answer.headers["X-Content-Type-Options"] == "nosniff", name
        assert answer.headers["X-Frame-Options"] == "DENY", name
        assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer"), name
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", name
        if is_html(answer) and not answer.streaming:
            seen += 1
            styled = name == "incident_html"  # a report to be kept as a file, which needs its style with it
            assert styled or [*Page(answer.content.decode()).inline()] == [], name
    assert seen > 90


def test_what_a_signed_in_person_sees_is_kept_nowhere(feurs: Feurs, things: dict[str, int], client: Client) -> None:
    client.force_login(feurs.ana)
    for name, there in addresses_of_feurs(things).items():
        answer = client.get(there)
        said = answer.headers["Cache-Control"]
        if is_html(answer) and getattr(answer.resolver_match and answer.resolver_match.func, "is_open", False) is False:
            assert "no-store" in said, name


@pytest.mark.parametrize("name", sorted({str(pattern.name) for pattern in patterns()}))
def test_no_form_is_taken_that_another_site_sent(name: str, feurs: Feurs) -> None:
    """A page that another site shows can send a form with our cookies, and never with our token."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(feurs.ana)
    there = next(address(pattern) for pattern in patterns() if pattern.name == name)
    refused = strict.post(there, headers={"origin": "https://eve.example"})
    is_page = name in ("api_docs", "api_document")  # read by people, and by programs
    if name in NO_SESSION_COUNTS or (there.startswith("/api/") and not is_page):
        assert refused.status_code in (400, 401, 404, 405, 410, 422), name
        return
    assert refused.status_code == 403
    assert "expired_form.html" in [template.name for template in refused.templates]


def test_behind_https_browsers_are_told_to_stay_there(rf: RequestFactory, settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    answers = SecurityMiddleware(lambda _request: HttpResponse())
    behind, plain = (answers.process_response(rf.get("/", secure=s), HttpResponse()) for s in (True, False))
    assert behind.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in plain.headers


def test_only_an_https_address_makes_the_cookies_secure_and_tells_of_it() -> None:
    code = "from beffroi.site import settings as s; print(s.SECURE_HSTS_SECONDS, s.SESSION_COOKIE_SECURE)"
    for public, said in (("https://beffroi.example", "31536000 True"), ("http://beffroi.example", "0 False")):
        environment = {**os.environ, "BEFFROI_PUBLIC_ADDRESS": public}
        told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        assert told.stdout.strip() == said


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["eve.example", "testserver.eve.example", "testserver:80@eve.example", "[::1", ""])
def test_a_name_that_is_not_ours_gets_no_page(client: Client, host: str) -> None:
    assert client.get(reverse("welcome"), headers={"host": host}).status_code == 400


ELSEWHERE = (
    *(
        "https://eve.example/",
        "//eve.example",
        "///eve.example",
        "/\\eve.example",
        "\\\\eve.example",
        "https:eve.example",
    ),
    *("javascript:alert(1)", "data:text/html,x", "http:///eve.example", "/%0d%0aLocation:%20https://eve.example"),
    *(
        " https://eve.example",
        "\thttps://eve.example",
        "https://testserver@eve.example/",
        "https://testserver.eve.example",
    ),
)


@pytest.mark.parametrize("there", ELSEWHERE)
def test_no_address_leads_out_of_the_house(there: str, feurs: Feurs, client: Client) -> None:
    typed = {"username": "ana@feurs.example", "password": PASSWORD, "next": there}
    answers = (
        client.get(reverse("choose_language", args=["en"]), {"next": there}),
        client.post(reverse("set_language"), {"language": "en", "next": there}),
        client.post(f"{reverse('sign_in')}?next={there}", typed),
    )
    for answer in answers:
        where = answer.headers.get("Location", "/")
        assert where.startswith("/") and not where.startswith(("//", "/\\")), where
        assert "\r" not in where and "\n" not in where
