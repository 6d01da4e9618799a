"""Asking from outside through the pages: who sees the link, what it shows, and that only a POST decides."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from beffroi.access.models import Organisation
from beffroi.outbound.mail import MailServer
from beffroi.publishing.models import ApprovalRule, Draft, OutsideApprover, OutsideRequest, Publication
from beffroi.publishing.models.version import Image
from beffroi.vocabulary import Sentence
from tests.cast import Feurs
from tests.post_office import PostOffice, post_office
from tests.publishing.test_images import photo

LINK = re.compile(r"http://testserver(/outside/[\w-]{40,})")


@pytest.fixture
def dupont(feurs: Feurs) -> OutsideApprover:
    now = timezone.now()
    dupont = OutsideApprover.add(
        organisation=feurs.organisation, name="Maître Dupont", email="dupont@etude.example", by=feurs.ana, now=now
    )
    rule = ApprovalRule(organisation=feurs.organisation, mode="any")
    rule.decide(by=feurs.ana, approvers=[feurs.chloe], outsiders=[dupont], now=now)
    return dupont


@pytest.fixture
def draft(feurs: Feurs, dupont: OutsideApprover) -> Draft:
    return written(feurs)


@pytest.fixture
def office(settings: Settings) -> Iterator[PostOffice]:
    with post_office() as office:
        settings.MAIL_SERVER = MailServer.parse(office.url)
        settings.MAIL_FROM = "mairie@feurs.example"
        yield office


def written(feurs: Feurs, **more: Any) -> Draft:
    now = timezone.now()
    draft = Draft.begin(
        organisation=feurs.organisation,
        by=feurs.bruno,
        accounts=[feurs.account],
        text="La vente se prépare.",
        texts={"sandbox": "La vente de la halle se prépare."},
        now=now,
        **more,
    )
    draft.submit(by=feurs.bruno, now=now)
    return draft


def ask(client: Client, draft: Draft, dupont: OutsideApprover, **how: Any) -> Any:
    return client.post(reverse("draft_outside_requests", args=[draft.pk]), {"approver": dupont.pk}, **how)


def link_for(feurs: Feurs, draft: Draft, dupont: OutsideApprover) -> str:
    client = Client()
    client.force_login(feurs.chloe)
    found = LINK.search(ask(client, draft, dupont).content.decode())
    assert found
    return found[1]


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("&#x27;", "'").split())


def opened(client: Client, link: str) -> Any:
    return client.get(link, headers={"accept-language": "en"})


def test_without_mail_the_link_is_shown_once_to_an_approver_who_did_not_write(
    feurs: Feurs, draft: Draft, dupont: OutsideApprover, client: Client
) -> None:
    client.force_login(feurs.chloe)
    assert "Maître Dupont (outside)" in said(opened(client, reverse("draft", args=[draft.pk])))
    shown = ask(client, draft, dupont)
    assert LINK.search(shown.content.decode())
    assert shown["Cache-Control"] == "no-store, private"
    assert not LINK.search(opened(client, reverse("draft", args=[draft.pk])).content.decode())


@pytest.mark.parametrize("who", ["bruno", "driss"])
def test_without_mail_neither_the_author_nor_who_may_not_approve_gets_the_link(
    feurs: Feurs, draft: Draft, dupont: OutsideApprover, client: Client, who: str
) -> None:
    client.force_login(getattr(feurs, who))
    page = said(opened(client, reverse("draft", args=[draft.pk])))
    assert reverse("draft_outside_requests", args=[draft.pk]) not in page
    assert ask(client, draft, dupont).status_code == 403
    assert not OutsideRequest.objects.exists()


def test_an_approver_who_wrote_the_text_gets_no_link_either(
    feurs: Feurs, draft: Draft, dupont: OutsideApprover, client: Client
) -> None:
    now = timezone.now()
    draft.revise(text="Autre.", by=feurs.chloe, accounts=[feurs.account], seen=1, now=now)
    draft.submit(by=feurs.bruno, now=now)
    client.force_login(feurs.chloe)
    assert ask(client, draft, dupont).status_code == 403


def test_with_mail_the_link_goes_to_the_registered_address_and_nobody_here_sees_it(
    feurs: Feurs, draft: Draft, dupont: OutsideApprover, office: PostOffice, client: Client
) -> None:
    client.force_login(feurs.bruno)
    answer = ask(client, draft, dupont, follow=True, headers={"accept-language": "en"})
    assert "Maître Dupont has been asked by e-mail." in said(answer)
    assert not LINK.search(answer.content.decode())
    [letter] = office.letters
    assert (letter["To"], letter["From"]) == ("dupont@etude.example", "mairie@feurs.example")
    found = LINK.search(letter.get_content())
    assert found
    assert "La vente" not in letter.get_content()
    assert "La vente de la halle" in said(opened(Client(), found[1]))


def test_a_mail_that_is_refused_is_said_and_its_link_never_works(
    feurs: Feurs, dupont: OutsideApprover, office: PostOffice, client: Client
) -> None:
    OutsideApprover.objects.update(email="dupont@refused.example")
    client.force_login(feurs.bruno)
    draft = written(feurs)
    answer = ask(client, draft, dupont, follow=True, headers={"accept-language": "en"})
    assert "Maître Dupont was not asked: The mail server refuses this address." in said(answer)
    request = OutsideRequest.objects.get()
    assert request.expires_at <= timezone.now()
    assert office.letters == []


@pytest.mark.django_db(transaction=True)
def test_the_request_stands_before_the_mail_leaves(
    feurs: Feurs, dupont: OutsideApprover, office: PostOffice, client: Client
) -> None:
    """The far side sees it through a connection of its own: the mail is sent outside any transaction."""
    draft, seen = written(feurs), []

    def look() -> None:
        seen.append(OutsideRequest.objects.count())
        connections.close_all()

    office.on_arrival = look
    client.force_login(feurs.bruno)
    ask(client, draft, dupont)
    assert seen == [1]


def test_the_page_shows_exactly_what_would_leave_and_nothing_else_of_the_town(
    feurs: Feurs, dupont: OutsideApprover
) -> None:
    leave_at = timezone.now() + timedelta(days=1)
    link = link_for(feurs, written(feurs, images=[photo_of_the_hall()], leave_at=leave_at), dupont)
    page = opened(Client(), link)
    shown = said(page)
    for there in (
        "Chloé of “Ville de Feurs”",
        "La vente de la halle se prépare.",
        "@feurs",
        "La halle, portes ouvertes",
    ):
        assert there in shown
    for elsewhere in ("La vente se prépare.", "Bruno", "dupont@etude.example", "/drafts", "beffroi_session", "<script"):
        assert elsewhere not in shown
    assert leave_at.astimezone(feurs.organisation.tz).strftime("%H:%M") in shown
    assert page["Referrer-Policy"] == "same-origin"
    assert "noindex" in page["X-Robots-Tag"]
    assert not page.cookies


def photo_of_the_hall() -> Image:
    return Image(alt="La halle, portes ouvertes", mime="image/jpeg", content=photo().read(), width=40, height=30)


def test_its_images_come_through_the_secret_and_no_others(feurs: Feurs, dupont: OutsideApprover) -> None:
    draft = written(feurs, images=[photo_of_the_hall()])
    other = written(feurs, images=[photo_of_the_hall()]).latest.attachments.get()
    link, stranger = link_for(feurs, draft, dupont), Client()
    image = draft.latest.attachments.get()
    found = stranger.get(f"{link}/images/{image.pk}")
    assert (found.status_code, found["Content-Type"]) == (200, "image/jpeg")
    assert found["Referrer-Policy"] == "same-origin"
    assert stranger.get(f"{link}/images/{other.pk}").status_code == 404
    assert stranger.get(f"/outside/not-the-secret/images/{image.pk}").status_code == 404
    assert stranger.get(reverse("attachment", args=[image.pk])).status_code == 302
    stranger.post(link, {"decision": "agree"})
    assert stranger.get(f"{link}/images/{image.pk}").status_code == 404


def test_opening_the_link_decides_nothing_and_a_press_does(feurs: Feurs, draft: Draft, dupont: OutsideApprover) -> None:
    link, phone = link_for(feurs, draft, dupont), Client(enforce_csrf_checks=True)
    for _scanner in range(3):
        phone.get(link)
        phone.head(link)
        phone.get(link, {"decision": "agree"})
    assert not Publication.objects.exists()
    pressed = phone.post(link, {"decision": "agree"}, headers={"origin": "null"})
    assert (pressed.status_code, pressed["Location"]) == (302, link)
    assert Publication.objects.count() == 1
    after = opened(phone, link)
    assert (after.status_code, "Your answer has arrived" in said(after)) == (200, True)
    assert "La vente" not in said(after)


def test_sending_it_back_needs_words_and_keeps_those_typed(feurs: Feurs, draft: Draft, dupont: OutsideApprover) -> None:
    link, phone = link_for(feurs, draft, dupont), Client()
    refused = phone.post(link, {"decision": "send back", "comment": " "}, headers={"accept-language": "en"})
    assert (refused.status_code, "Say in a few words" in said(refused)) == (422, True)
    phone.post(link, {"decision": "send back", "comment": "Le nom est faux."})
    draft.refresh_from_db()
    assert draft.state == "changes_requested"
    assert draft.change_request is not None
    assert draft.change_request.reason == "Le nom est faux."
    assert phone.post(link, {"decision": "perhaps"}).status_code == 302


def test_a_link_of_a_newer_text_says_so_and_shows_nothing(feurs: Feurs, draft: Draft, dupont: OutsideApprover) -> None:
    link = link_for(feurs, draft, dupont)
    draft.revise(text="Autre.", by=feurs.bruno, accounts=[feurs.account], seen=1, now=timezone.now())
    page = opened(Client(), link)
    assert page.status_code == 410
    assert "The text has changed since" in said(page)
    assert "Autre." not in said(page)
    assert Client().post(link, {"decision": "agree"}).status_code == 302
    assert not Publication.objects.exists()


def test_an_address_that_never_was_a_link_says_so(db: None, client: Client) -> None:
    page = opened(client, "/outside/guessed")
    assert (page.status_code, "leads nowhere" in said(page)) == (404, True)


def test_what_cannot_leave_is_said_to_the_approver_and_can_be_answered_later(
    feurs: Feurs, draft: Draft, dupont: OutsideApprover
) -> None:
    link = link_for(feurs, draft, dupont)
    feurs.account.freeze(reason=Sentence("Looked at by hand"), by=None, now=timezone.now())
    page = Client().post(link, {"decision": "agree"}, headers={"accept-language": "en"})
    assert (page.status_code, "It cannot be approved as things stand" in said(page)) == (409, True)
    assert opened(Client(), link).status_code == 200


def test_nobody_of_another_town_can_be_asked(feurs: Feurs, draft: Draft, client: Client) -> None:
    elsewhere = Organisation.objects.create(name="Ailleurs")
    theirs = OutsideApprover.add(
        organisation=elsewhere, name="X", email="x@x.example", by=feurs.eve, now=timezone.now()
    )
    client.force_login(feurs.chloe)
    assert ask(client, draft, theirs).status_code == 404
    assert client.post(reverse("draft_outside_requests", args=[draft.pk]), {"approver": "x"}).status_code == 404
