"""Posts that cost money, from the composer to the network, on the model of X."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import httpx
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from beffroi.directory.models import Account
from beffroi.publishing.duties import send_due
from beffroi.publishing.models import Draft, Publication
from beffroi.publishing.models.draft import Blocked
from tests.cast import NOW, Feurs, minutes
from tests.directory.paid import on_x
from tests.network.x_model import Person, XModel


@dataclass
class Paid:
    feurs: Feurs
    model: XModel
    account: Account
    person: Person

    def draft(self, text: str) -> Draft:
        return Draft.begin(
            organisation=self.feurs.organisation, by=self.feurs.bruno, accounts=[self.account], text=text, now=NOW
        )

    def approved(self, text: str) -> Publication:
        draft = self.draft(text)
        draft.submit(by=self.feurs.bruno, now=NOW)
        draft.approve(by=self.feurs.chloe, version=1, now=NOW)
        return draft.publications.get()

    def state_of(self, publication: Publication) -> str:
        publication.refresh_from_db()
        return publication.state

    def ceiling(self, dollars: str) -> None:
        self.account.set_ceiling(Decimal(dollars), by=self.feurs.ana, now=NOW)


@pytest.fixture
def paid(feurs: Feurs) -> Iterator[Paid]:
    model = XModel(clock=NOW + minutes(2))
    with on_x(feurs, model) as (account, person):
        yield Paid(feurs, model, account, person)


def test_a_post_leaves_and_its_price_is_kept(paid: Paid) -> None:
    plain, linked = paid.approved("Le marché se tient samedi."), paid.approved("L’agenda : feurs.example/agenda")
    send_due(NOW)
    assert [paid.state_of(one) for one in (plain, linked)] == ["sent", "sent"]
    assert paid.model.texts(paid.person) == ["Le marché se tient samedi.", "L’agenda : feurs.example/agenda"]
    assert (plain.price, linked.price) == (Decimal("0.015"), Decimal("0.200"))
    assert Publication.objects.spent_on(paid.account, NOW) == Decimal("0.215")


def test_the_writer_is_told_the_price_and_stopped_by_the_ceiling(paid: Paid) -> None:
    paid.ceiling("0.20")
    draft = paid.draft("L’agenda : feurs.example/agenda")
    with translation.override("en"):
        said = [str(finding.words) for finding in draft.findings() if finding.check == "cost"]
    assert len(said) == 1 and "because it has a link" in said[0]
    paid.ceiling("0.19")
    with pytest.raises(Blocked):
        draft.submit(by=paid.feurs.bruno, now=NOW)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Le marché se tient samedi.", "costs 0.015 US dollars</p>"),
        ("L’agenda : feurs.example/agenda", "costs 0.200 US dollars, because it has a link</p>"),
    ],
)
def test_the_price_stands_under_the_text_while_it_is_written(paid: Paid, client: Client, text: str, told: str) -> None:
    client.force_login(paid.feurs.bruno)
    typed = {"text": text, "accounts": [paid.account.pk], "lang": "fr", "images-TOTAL_FORMS": 0}
    shown = client.post(reverse("draft_new_preview"), typed, headers={"accept-language": "en"})
    assert told in shown.content.decode()


def test_a_ceiling_set_after_the_approval_still_holds_it_back(paid: Paid) -> None:
    publication = paid.approved("Le marché se tient samedi.")
    paid.ceiling("0.01")
    send_due(NOW)
    assert paid.state_of(publication) == "queued"
    assert "ceiling" in str(publication.trouble)
    assert paid.model.called("POST", "/2/tweets") == []


def cut_off_after_it_arrived(paid: Paid) -> None:
    """X takes the post, and its answer is lost."""
    model = paid.model

    def cut(request: httpx.Request) -> httpx.Response | None:
        if (request.method, request.url.path) == ("POST", "/2/tweets"):
            model._answer(request)
            return httpx.Response(502, text="<html>")
        return None

    model.fault = cut


def test_a_post_in_doubt_is_found_there_and_not_sent_twice(paid: Paid) -> None:
    publication = paid.approved("Le marché se tient samedi.")
    cut_off_after_it_arrived(paid)
    send_due(NOW)
    assert paid.state_of(publication) == "unsure"
    paid.model.fault = lambda request: None
    send_due(NOW + minutes(1))
    assert paid.state_of(publication) == "sent"
    assert paid.model.texts(paid.person) == ["Le marché se tient samedi."]


def test_a_post_much_like_it_leaves_the_doubt_to_a_person(paid: Paid) -> None:
    publication = paid.approved("Le marché se tient samedi.")
    paid.model.fault = lambda request: httpx.Response(502) if request.method == "POST" else None
    send_due(NOW)
    paid.model.say(paid.person, "Le marché se tient dimanche.")
    send_due(NOW + minutes(1))
    assert (paid.state_of(publication), publication.due_at) == ("unsure", None)
    assert send_due(NOW + timedelta(hours=1)) == 0
    assert list(Publication.objects.of(paid.feurs.organisation).for_a_person()) == [publication]
