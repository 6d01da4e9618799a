"""What is read from the database for the checks, and in how many queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from beffroi.access.models import Organisation
from beffroi.archive.models import Mention
from beffroi.publishing.models import Draft, Publication
from beffroi.publishing.models.blackout import Blackout
from beffroi.publishing.models.sight import seen_by_checks
from beffroi.vocabulary import Post, Profile
from tests.cast import NOW, Feurs, minutes


def begin(feurs: Feurs, text: str, **more: object) -> Draft:
    given = {"accounts": [feurs.account], "now": NOW, **more}
    return Draft.begin(organisation=feurs.organisation, by=feurs.bruno, text=text, **given)  # type: ignore[arg-type]


def found(draft: Draft, check: str) -> list[str]:
    return [each.about for each in Draft.objects.get(pk=draft.pk).findings() if each.check == check]


def send(feurs: Feurs, draft: Draft) -> None:
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    Publication.objects.filter(draft=draft).update(state="sent", sent_at=NOW, leave_at=timezone.now())


def test_somebody_who_spoke_to_us_is_known(feurs: Feurs) -> None:
    speaker = Profile("sandbox", "m-id", "marieduranton", "Marie")
    post = Post(network="sandbox", native_id="p1", author=speaker, text="@feurs bonjour", published_at=NOW)
    assert Mention.note(post, feurs.account, now=NOW)
    assert found(begin(feurs, "Merci @marieduranton !"), "lookalike") == []
    assert found(begin(feurs, "Merci @rnarieduranton !"), "lookalike") == ["rnarieduranton"]


def test_our_own_accounts_are_known_and_those_of_another_town_are_not(feurs: Feurs) -> None:
    feurs.another_account("feursculture")
    assert found(begin(feurs, "Avec @feursculture et @feurscu1ture"), "lookalike") == ["feurscu1ture"]
    elsewhere = Organisation.objects.create(name="Ailleurs")
    elsewhere.admit(feurs.eve, "editor")
    draft = Draft.begin(organisation=elsewhere, by=feurs.eve, accounts=[], text="@feurscu1ture", now=NOW)
    assert found(draft, "lookalike") == []


def test_the_same_text_of_the_same_account_is_found_for_thirty_days(feurs: Feurs) -> None:
    send(feurs, begin(feurs, "Marché ce matin"))
    again = begin(feurs, "Marché ce matin")
    assert len(found(again, "similar")) == 1
    Publication.objects.update(leave_at=timezone.now() - timedelta(days=31))
    assert found(again, "similar") == []


def test_the_same_text_of_another_account_is_none(feurs: Feurs) -> None:
    send(feurs, begin(feurs, "Marché ce matin"))
    other = begin(feurs, "Marché ce matin", accounts=[feurs.another_account("feursculture")])
    assert found(other, "similar") == []


@pytest.mark.parametrize(("apart", "number"), [(0, 1), (10, 1), (-10, 1), (11, 0)])
def test_two_texts_within_ten_minutes_collide(feurs: Feurs, apart: int, number: int) -> None:
    begin(feurs, "Le premier", leave_at=NOW + minutes(60))
    second = begin(feurs, "Le second", leave_at=NOW + minutes(60 + apart))
    assert len(found(second, "similar")) == number


def test_a_discarded_text_collides_with_nothing(feurs: Feurs) -> None:
    begin(feurs, "Le premier", leave_at=NOW + minutes(60)).discard(by=feurs.bruno, now=NOW)
    assert found(begin(feurs, "Le second", leave_at=NOW + minutes(60)), "similar") == []


def test_of_a_text_that_was_revised_only_the_newest_is_named(feurs: Feurs) -> None:
    first = begin(feurs, "Ancien", leave_at=NOW + minutes(60))
    first.revise(text="Nouveau", by=feurs.bruno, accounts=[feurs.account], seen=1, now=NOW, leave_at=NOW + minutes(60))
    [about] = found(begin(feurs, "Le second", leave_at=NOW + minutes(60)), "similar")
    assert "Nouveau" in about
    assert "Ancien" not in about


def test_a_blackout_is_seen_at_the_time_of_leaving_by_the_accounts_it_concerns(feurs: Feurs) -> None:
    other = feurs.another_account("feursculture")
    blackout = Blackout.objects.create(
        organisation=feurs.organisation,
        name="Deuil",
        starts_at=NOW + minutes(60),
        ends_at=NOW + minutes(120),
        added_by=feurs.ana,
        added_at=NOW,
    )
    blackout.accounts.add(feurs.account)
    key = [f"own-{blackout.pk}"]
    assert found(begin(feurs, "Pendant", leave_at=NOW + minutes(90)), "blackout") == key
    assert found(begin(feurs, "Après", leave_at=NOW + minutes(120)), "blackout") == []
    assert found(begin(feurs, "Ailleurs", accounts=[other], leave_at=NOW + minutes(90)), "blackout") == []


def queries(feurs: Feurs, text: str, accounts: int, **more: object) -> int:
    chosen = [feurs.account, *(feurs.another_account(f"feurs-{text[:1]}-{n}") for n in range(accounts - 1))]
    draft = begin(feurs, text, accounts=chosen, **more)
    draft = Draft.objects.opened(feurs.organisation).get(pk=draft.pk)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        seen_by_checks(draft, draft.latest)
    return len(asked)


def test_more_accounts_cost_no_more_queries(feurs: Feurs) -> None:
    text = "@feurs https://feurs.example/"
    more = {"leave_at": NOW + minutes(60)}
    assert queries(feurs, f"A {text}", 1, **more) == queries(feurs, f"B {text}", 6, **more)


def test_a_text_without_a_link_a_mention_or_a_time_asks_little(feurs: Feurs) -> None:
    assert queries(feurs, "Bonjour", 1) <= 2  # blackouts, the same text


def test_a_text_with_all_of_them_asks_three_times(feurs: Feurs) -> None:
    text = "@feurs https://feurs.example/"
    assert queries(feurs, text, 1, leave_at=NOW + minutes(60)) <= 3  # blackouts, links, what is remembered
