"""What is sent to us: too much, too often, too large when unpacked, or to lead somewhere else."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from PIL import Image

from beffroi.connectors.contract import NetworkTrouble
from beffroi.connectors.feed.entries import entries_of
from beffroi.connectors.feed.reading import parsed
from beffroi.engines.allowance import Allowance
from beffroi.engines.procedure import Question, Untrusted, judge
from beffroi.notify.channels import mail
from beffroi.notify.channels.contract import Notice
from beffroi.outbound.mail import MailServer
from beffroi.publishing.images import read_image
from beffroi.rankings import bundle
from beffroi.site import at_the_door
from tests.cast import PASSWORD, Feurs
from tests.post_office import post_office
from tests.site.test_doors import patterns

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)


# --- how often


def test_a_stranger_sends_so_many_forms_a_minute(feurs: Feurs, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_the_door, "FORMS", Allowance(3, timedelta(minutes=1)))
    for place in ("sign_in", "found", "sign_in"):
        assert client.post(reverse(place), {"username": "x"}).status_code != 429
    for place in (reverse("sign_in"), reverse("witness", args=["x" * 43]), reverse("service_page", args=["x" * 43])):
        refused = client.post(place, {"username": "x"})
        assert (refused.status_code, int(refused["Retry-After"]) > 0) == (429, True)
    assert client.post(reverse("sign_in"), {"username": "x"}, REMOTE_ADDR="192.0.2.7").status_code != 429
    assert client.get(reverse("sign_in")).status_code == 200


def test_whoever_is_signed_in_is_not_counted(feurs: Feurs, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_the_door, "FORMS", Allowance(1, timedelta(minutes=1)))
    client.force_login(feurs.ana)
    assert {client.post(reverse("drafts")).status_code for _time in range(4)} != {429}


# --- who it is


def test_the_key_of_a_session_is_new_after_the_sign_in(feurs: Feurs, client: Client) -> None:
    client.get(reverse("sign_in"))
    client.cookies[django_settings.SESSION_COOKIE_NAME] = "a-key-that-somebody-else-chose-00"
    client.post(reverse("sign_in"), {"username": "ana@feurs.example", "password": PASSWORD})
    assert client.cookies[django_settings.SESSION_COOKIE_NAME].value != "a-key-that-somebody-else-chose-00"
    assert client.session.session_key != "a-key-that-somebody-else-chose-00"


def test_the_cookies_are_for_us_alone(feurs: Feurs, client: Client) -> None:
    client.post(reverse("sign_in"), {"username": "ana@feurs.example", "password": PASSWORD})
    session = client.cookies[django_settings.SESSION_COOKIE_NAME]
    assert session["httponly"] and session["samesite"] == "Lax"
    assert django_settings.CSRF_COOKIE_SAMESITE == "Lax"


def test_an_invitation_that_never_was_says_no_more_than_one_that_ended(feurs: Feurs, client: Client) -> None:
    of_ana, of_nobody = (client.get(f"/join/{uid}/x-x") for uid in ("MQ", "OTk5OTk5"))
    assert of_ana.status_code == of_nobody.status_code != 200
    assert of_ana.templates[0].name == of_nobody.templates[0].name


# --- where it leads


OUT = ("..%2f..%2fsecret.key", "..%5c..%5csecret.key", "%2e%2e/%2e%2e/secret.key", "....//secret.key", "/etc/passwd")


def test_no_path_leads_out_of_its_folder(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.ana)
    before = {"static", "media"} | {str(p.pattern).split("<")[0].strip("/") for p in patterns() if p.pattern.converters}
    for start in sorted(before):
        for path in OUT:
            answer = client.get(f"/{start}/{path}")
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]  # either
            assert answer.status_code in (301, 302, 400, 403, 404, 405, 410, 401), (start, path, answer.status_code)
            assert b"root:" not in content and django_settings.SECRET_KEY.encode() not in content
    assert client.get("/static/").status_code == 404


def test_trace_is_answered_with_nothing_of_the_request(feurs: Feurs, client: Client) -> None:
    answer = client.trace(reverse("welcome"), headers={"x-secret": "mot-de-passe"})
    assert b"mot-de-passe" not in answer.content


# --- what is in it


def test_no_name_and_no_subject_adds_a_header_to_a_mail(settings: Any) -> None:
    evil = "Ana\r\nBcc: eve@eve.example\r\n\r\nBonjour"
    with post_office() as office:
        settings.MAIL_SERVER = MailServer.parse(office.url)
        settings.MAIL_FROM = "Beffroi <beffroi@feurs.example>"
        mail.send(Notice(key="1", address="ana@feurs.example", name=evil, subject=evil, text="x"))
        (letter,) = office.letters
    assert letter["Bcc"] is None
    assert [letter.get_all(name) and len(letter.get_all(name) or []) for name in ("To", "Subject")] == [1, 1]
    assert letter.get_content().strip() == "x"


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {n} "{f"&{p};" * 10}">' for p, n in zip("abcdefghi", "bcdefghij", strict=True))
    + "]><rss version='2.0'><channel><title>&j;</title><item><title>&j;</title></item></channel></rss>"
).encode()
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b"<rss version='2.0'><channel><title>&x;</title><item><title>&x;</title></item></channel></rss>"
)


@pytest.mark.parametrize("document", [LAUGHS, OUTSIDE])
def test_an_entity_that_grows_is_not_unfolded(document: bytes) -> None:
    try:
        entries, _ = entries_of(parsed(document, "", "https://x.example/"), origin="https://x.example/", now=NOW)
    except NetworkTrouble:
        entries = ()
    assert all(len(entry.post.text) < 10_000 and "root:" not in entry.post.text for entry in entries)
    try:
        said = judge("feed", document, Question("x", {"words": "hahaha"}), now=NOW)
    except Untrusted:
        return
    assert len(str(said)) < 10_000 and "root:" not in str(said)


def test_an_archive_that_unpacks_to_more_than_an_edition_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "edition.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in bundle.WHAT_IT_NEEDS - {"manifest.json"}:
            archive.writestr(name, "")
        with archive.open("manifest.json", "w", force_zip64=True) as manifest:
            for _mebibyte in range(65):
                manifest.write(b" " * 2**20)
    assert file.stat().st_size < 2**20
    with pytest.raises(bundle.Unreadable, match="unpacks to more"):
        bundle.reckon_again(file)


def test_a_deep_document_breaks_no_program(feurs: Feurs) -> None:
    deep = "[" * 100_000
    for name in ("api:stop", "feed_hub"):
        there = reverse(name, args=["x"] if name == "feed_hub" else [])
        assert Client().post(there, deep, content_type="application/json").status_code in (400, 401, 404, 410)
    with pytest.raises(RecursionError):
        json.loads(deep)


def test_a_form_of_many_megabytes_is_refused_in_words(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.bruno)
    assert client.post(reverse("draft_new"), {"text": "x" * 3 * 2**20}).status_code in (400, 413)
    many = {f"a{number}": "" for number in range(2_000)}
    assert client.post(reverse("draft_new"), many).status_code in (400, 413)


def test_a_pattern_that_never_ends_is_no_place_in_an_answer() -> None:
    """A person writes the JSONPath, and somebody else the answer."""
    body = json.dumps({"a": [{"b": "a" * 60 + "!"}]}).encode()
    asked = Question("x", {"path": "$.a[?search(@.b, '(a+)+$')]", "value": "x"})
    begun = datetime.now(UTC)
    judge("json-path", body, asked, now=NOW)
    assert datetime.now(UTC) - begun < timedelta(seconds=5)


def test_a_picture_that_is_a_page_too_leaves_as_a_picture(feurs: Feurs) -> None:
    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, "JPEG", comment=b"<script>alert(1)</script>")
    image = read_image(io.BytesIO(file.getvalue()), name="x.jpg", alt="x", decorative=False)
    assert image.content and b"<script>" not in image.content and image.mime == "image/jpeg"
