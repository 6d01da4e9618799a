"""What may hold an approved post back: each gate, read inside the claim."""

from dataclasses import replace
from decimal import Decimal

import pytest

from beffroi.connectors import NETWORKS
from beffroi.connectors.contract import Price, as_json
from beffroi.publishing.duties import send_due
from beffroi.publishing.models import Blackout, Draft, Publication, Stop
from tests.cast import NOW, Feurs, minutes

LONG = "Le conseil municipal se réunit jeudi à 20 h en mairie. " * 12


def approved(feurs: Feurs, text: str = "Le marché se tient samedi.", **more: object) -> Draft:
    draft = Draft.begin(
        organisation=feurs.organisation,
        by=feurs.bruno,
        accounts=[feurs.account],
        text=text,
        now=NOW,
        **more,  # type: ignore[arg-type]
    )
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    return draft


def texts(feurs: Feurs) -> list[str]:
    return [post["text"] for post in feurs.sandbox.read().posts.values()]


def trouble(publication: Publication) -> str:
    publication.refresh_from_db()
    return str(publication.trouble)


def test_nothing_leaves_while_everything_is_stopped_and_it_leaves_when_resumed(feurs: Feurs) -> None:
    publication = approved(feurs).publications.get()
    Stop.begin(feurs.organisation, reason="Un drame dans la commune", by=feurs.ana, now=NOW)
    send_due(NOW)
    assert texts(feurs) == []
    assert "Un drame dans la commune" in trouble(publication)
    assert Stop.resume(feurs.organisation, by=feurs.ana, now=NOW)
    send_due(NOW + minutes(1))
    assert len(texts(feurs)) == 1


def test_what_missed_its_time_while_everything_was_stopped_asks_a_person(feurs: Feurs) -> None:
    publication = approved(feurs).publications.get()
    Stop.begin(feurs.organisation, reason="Un drame", by=feurs.ana, now=NOW)
    send_due(NOW)
    Stop.resume(feurs.organisation, by=feurs.ana, now=NOW + minutes(60))
    send_due(NOW + minutes(60))
    publication.refresh_from_db()
    assert publication.state == "missed"
    assert texts(feurs) == []


def test_a_blackout_holds_the_accounts_it_names_and_no_other(feurs: Feurs) -> None:
    other = feurs.another_account("feurs-culture")
    blackout = Blackout.objects.create(
        organisation=feurs.organisation,
        name="Minute de silence",
        starts_at=NOW - minutes(1),
        ends_at=NOW + minutes(5),
        added_by=feurs.ana,
        added_at=NOW,
    )
    blackout.accounts.add(feurs.account)
    held = approved(feurs).publications.get()
    draft = Draft.begin(organisation=feurs.organisation, by=feurs.bruno, accounts=[other], text="Concert.", now=NOW)
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    send_due(NOW)
    assert texts(feurs) == ["Concert."]
    assert "Minute de silence" in trouble(held)
    send_due(NOW + minutes(6))
    assert len(texts(feurs)) == 2


def test_the_parts_of_a_thread_leave_in_order_each_answering_the_one_before(feurs: Feurs) -> None:
    draft = approved(feurs, LONG, is_thread=True)
    assert send_due(NOW) == 3
    posts = list(feurs.sandbox.read().posts.values())
    assert [post["text"] for post in posts] == draft.latest.posts_on("sandbox", feurs.account.capabilities)
    first, second, third = posts
    assert (first["reply_to"], second["reply_to"], third["reply_to"]) == ("", first["id"], second["id"])
    assert second["root"] == third["root"] == first["id"]


def test_a_thread_whose_first_part_is_refused_goes_no_further(feurs: Feurs) -> None:
    draft = approved(feurs, LONG, is_thread=True)
    feurs.sandbox.refuse("Not today.")
    send_due(NOW)
    feurs.sandbox.recover()
    send_due(NOW + minutes(1))
    send_due(NOW + minutes(20))
    assert texts(feurs) == []
    assert [each.state for each in draft.publications.order_by("part")] == ["failed", "missed", "missed"]


def test_a_deletion_passes_a_stop(feurs: Feurs) -> None:
    publication = approved(feurs).publications.get()
    send_due(NOW)
    publication.refresh_from_db()
    Stop.begin(feurs.organisation, reason="Erreur", by=feurs.ana, now=NOW)
    publication.take_away(by=feurs.chloe, now=NOW)
    send_due(NOW)
    assert texts(feurs) == []
    publication.refresh_from_db()
    assert publication.gone_at is not None


@pytest.mark.parametrize(
    ("text", "price"), [("Bonjour.", "0.015"), ("Lire https://feurs.fr", "0.200"), ("Voir feurs.fr", "0.200")]
)
def test_a_post_on_a_paid_network_knows_its_price(feurs: Feurs, text: str, price: str) -> None:
    make_paid(feurs)
    assert approved(feurs, text).publications.get().price == Decimal(price)


def test_the_monthly_ceiling_holds_the_post_that_would_pass_it(feurs: Feurs) -> None:
    make_paid(feurs, ceiling="0.02")
    approved(feurs, "Un.")
    held = approved(feurs, "Deux.").publications.get()
    send_due(NOW)
    assert texts(feurs) == ["Un."]
    assert "ceiling" in trouble(held)


def make_paid(feurs: Feurs, ceiling: str | None = None) -> None:
    paid = replace(NETWORKS["sandbox"].capabilities, price=Price(Decimal("0.015"), Decimal("0.200")))
    feurs.account.limits = as_json(paid)
    feurs.account.monthly_ceiling = Decimal(ceiling) if ceiling else None
    feurs.account.save()


def test_a_network_with_its_own_text_gets_that_text(feurs: Feurs) -> None:
    approved(feurs, "Pour tous.", texts={"sandbox": "Pour le bac à sable."})
    send_due(NOW)
    assert texts(feurs) == ["Pour le bac à sable."]
