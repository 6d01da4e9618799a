"""The board of facts and the page of one: stating, tying, saying at the desk."""

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.access.models import User
from beffroi.facts.models import Attestation, Fact, Source
from beffroi.publishing.models import Draft
from tests.cast import Feurs

pytestmark = pytest.mark.django_db

STATEMENT = "Le conseil a voté la délibération 41."


def as_(client: Client, who: User) -> Client:
    client.force_login(who)
    return client


def state(client: Client, feurs: Feurs, **more: str) -> Fact:
    said = {"statement": STATEMENT, "kind": "vote", "hold": "10", **more}
    as_(client, feurs.bruno).post(reverse("fact_new"), said)
    return Fact.objects.get()


def test_a_fact_is_stated_in_words_with_the_usual_outcomes_of_a_vote(client: Client, feurs: Feurs) -> None:
    fact = state(client, feurs)
    assert (fact.statement, fact.created_by) == (STATEMENT, feurs.bruno)
    assert [outcome.label for outcome in fact.outcomes.all()] == ["Adopted", "Rejected"]


def test_its_outcomes_can_be_ones_own(client: Client, feurs: Feurs) -> None:
    fact = state(client, feurs, outcomes="Liste A\nListe B\nSecond tour")
    assert [(each.key, each.label) for each in fact.outcomes.all()] == [
        ("yes", "Liste A"),
        ("no", "Liste B"),
        ("2", "Second tour"),
    ]


def test_one_outcome_alone_is_no_question(client: Client, feurs: Feurs) -> None:
    answer = as_(client, feurs.bruno).post(reverse("fact_new"), {"statement": "X", "hold": "10", "outcomes": "Oui"})
    assert answer.status_code == 422
    assert not Fact.objects.exists()


def test_a_draft_that_announces_is_tied_to_the_fact_stated_from_it(client: Client, feurs: Feurs) -> None:
    draft = Draft.begin(
        organisation=feurs.organisation,
        by=feurs.bruno,
        accounts=[feurs.account],
        text="La délibération 41 est adoptée.",
        now=feurs.account.added_at,
    )
    page = as_(client, feurs.bruno).get(reverse("draft", args=[draft.pk])).content.decode()
    assert f"/facts/new?draft={draft.pk}" in page
    client.post(reverse("fact_new") + f"?draft={draft.pk}", {"statement": STATEMENT, "kind": "vote", "hold": "10"})
    draft.refresh_from_db()
    assert draft.awaits == Fact.objects.get().outcome_called("yes")


def test_the_composer_offers_what_is_waited_for(client: Client, feurs: Feurs) -> None:
    fact = state(client, feurs)
    page = client.get(reverse("draft_new")).content.decode()
    assert STATEMENT in page
    outcome = fact.outcome_called("no")
    assert outcome is not None
    said = {"text": "Rejetée.", "accounts": [feurs.account.pk], "lang": "fr", "awaits": outcome.pk, "then": "keep"}
    forms = {"images-TOTAL_FORMS": "4", "images-INITIAL_FORMS": "0"}
    client.post(reverse("draft_new"), {**said, **forms})
    assert Draft.objects.get().awaits == outcome


def test_who_may_approve_says_at_the_desk_how_it_came_out(client: Client, feurs: Feurs) -> None:
    fact = state(client, feurs)
    as_(client, feurs.chloe).post(reverse("fact_attestation", args=[fact.pk]), {"outcome": "yes"})
    assert Attestation.objects.get().by == feurs.chloe
    assert Fact.objects.get().state == "settled"


def test_who_writes_may_not_say_it(client: Client, feurs: Feurs) -> None:
    fact = state(client, feurs)
    answer = as_(client, feurs.bruno).post(reverse("fact_attestation", args=[fact.pk]), {"outcome": "yes"})
    assert answer.status_code == 403
    assert not Attestation.objects.exists()


def test_against_a_source_the_reason_is_asked_at_its_field(client: Client, feurs: Feurs) -> None:
    fact = state(client, feurs)
    source = Source.objects.create(fact=fact, kind="senat", address="https://senat.example/", state="CONTRADICTED")
    answer = as_(client, feurs.chloe).post(reverse("fact_attestation", args=[fact.pk]), {"outcome": "yes"})
    assert answer.status_code == 422
    assert answer.context["saying"].errors["reason"]
    source.remove(by=feurs.bruno, now=fact.created_at)
    client.post(reverse("fact_attestation", args=[fact.pk]), {"outcome": "yes"})
    assert Fact.objects.get().state == "settled"


def test_a_source_is_set_up_with_what_its_kind_asks_for(client: Client, feurs: Feurs) -> None:
    fact = state(client, feurs)
    there = reverse("fact_source_new", args=[fact.pk, "senat"])
    wrong = client.post(there, {"session": "hier", "number": "112"})
    assert wrong.status_code == 422
    assert "session" in wrong.context["form"].errors
    client.post(there, {"session": "2025-2026", "number": "112"})
    assert Source.objects.get().address == "https://www.senat.fr/enseance/2025-2026/112/liste_discussion.json"


@pytest.mark.parametrize("kind", ["sandbox", "no-such-kind"])
def test_what_no_person_sets_up_has_no_page(kind: str, client: Client, feurs: Feurs) -> None:
    fact = state(client, feurs)
    there = reverse("fact_source_new", args=[fact.pk, kind])
    assert client.post(there, {"folder": "/etc"}).status_code == 404


def test_without_a_way_to_send_it_the_link_of_a_witness_is_shown_once(client: Client, feurs: Feurs) -> None:
    fact = state(client, feurs)
    answer = client.post(reverse("fact_witnesses", args=[fact.pk]), {"name": "Jeanne", "channel": "link"})
    assert "/witness/" in answer.content.decode()
    assert "/witness/" not in client.get(reverse("fact", args=[fact.pk])).content.decode()


def test_the_board_costs_the_same_queries_however_many_are_waited_for(
    client: Client, feurs: Feurs, django_assert_max_num_queries: object
) -> None:
    state(client, feurs)
    for number in range(5):
        fact = Fact.state_it(feurs.organisation, statement=f"Fait {number}", now=feurs.account.added_at)
        Source.objects.create(fact=fact, kind="senat", address="https://senat.example/", state="COMPATIBLE")
    for page in (reverse("facts"), reverse("fact", args=[Fact.objects.first().pk])):  # type: ignore[union-attr]  # there are six
        with django_assert_max_num_queries(12):  # type: ignore[operator]  # a fixture that is called
            assert client.get(page).status_code == 200
