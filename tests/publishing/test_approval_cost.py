"""What approval costs: counted from what happened, said with its sample, silent below five."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beffroi.engines.counts.sample import LEAST, quantile
from beffroi.publishing.duties import send_due, wind_approvals
from beffroi.publishing.models import Delegation, Draft
from beffroi.publishing.models.cost import Cost, cost_of
from tests.cast import NOW, Feurs, minutes


def cost(feurs: Feurs, *, days: int = 30) -> Cost:
    until = NOW + timedelta(days=1)
    return cost_of(feurs.organisation, since=until - timedelta(days=days), until=until)


def agreed(feurs: Feurs, waited: float = 10, *, at: datetime = NOW, **more: object) -> Draft:
    draft = Draft.begin(
        organisation=feurs.organisation,
        by=feurs.bruno,
        accounts=[feurs.account],
        text=f"La halle rouvre {waited}.",
        now=at,
        **more,  # type: ignore[arg-type]  # times only
    )
    draft.submit(by=feurs.bruno, now=at)
    draft.approve(by=feurs.chloe, version=1, now=at + minutes(waited))
    return draft


def test_minutes_and_hands_of_enough_drafts_are_shown_with_their_sample(feurs: Feurs) -> None:
    for waited in (10, 20, 30, 40, 150):
        agreed(feurs, waited)
    whole = cost(feurs).whole
    assert (whole.drafts, whole.waited, whole.minutes, whole.hands) == (5, 5, 30, 2)
    assert whole.minutes_90 == pytest.approx(106)
    assert [(account, it.drafts) for account, it in cost(feurs).accounts] == [("@feurs", 5)]


def test_below_five_no_figure_is_shown(feurs: Feurs) -> None:
    for _each in range(LEAST - 1):
        agreed(feurs)
    whole = cost(feurs).whole
    assert (whole.drafts, whole.minutes, whole.minutes_90, whole.hands) == (LEAST - 1, None, None, None)


def test_the_hours_in_the_writer_s_hands_are_not_waited(feurs: Feurs) -> None:
    for _each in range(LEAST):
        draft = Draft.begin(
            organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text="Oui", now=NOW
        )
        draft.submit(by=feurs.bruno, now=NOW)
        draft.request_changes(by=feurs.ana, reason="La date ?", version=1, now=NOW + minutes(10))
        again = NOW + minutes(200)
        draft.revise(text="Oui, lundi", by=feurs.driss, accounts=[feurs.account], seen=1, now=again)
        draft.submit(by=feurs.bruno, now=again)
        draft.approve(by=feurs.chloe, version=2, now=again + minutes(5))
    whole = cost(feurs).whole
    assert (whole.minutes, whole.rounds, whole.hands) == (15, LEAST, 4)


def test_what_left_without_anybody_waited_for_nobody(feurs: Feurs) -> None:
    Delegation.give(
        organisation=feurs.organisation,
        by=feurs.chloe,
        to=feurs.bruno,
        accounts=[feurs.account],
        kinds=["announcement"],
        ends_at=NOW + timedelta(days=9),
        now=NOW,
    )
    for _each in range(LEAST):
        draft = Draft.begin(
            organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text="Oui", now=NOW
        )
        draft.submit(by=feurs.bruno, now=NOW)
    whole = cost(feurs).whole
    assert (whole.drafts, whole.waited, whole.minutes, whole.hands) == (LEAST, 0, None, 1)


def test_only_what_was_agreed_in_the_period_counts(feurs: Feurs) -> None:
    agreed(feurs, at=NOW - timedelta(days=20))
    agreed(feurs)
    assert (cost(feurs, days=7).whole.drafts, cost(feurs, days=30).whole.drafts) == (1, 2)


def test_what_expired_undecided_is_counted(feurs: Feurs) -> None:
    draft = Draft.begin(
        organisation=feurs.organisation,
        by=feurs.bruno,
        accounts=[feurs.account],
        text="Oui",
        leave_at=NOW + minutes(10),
        now=NOW,
    )
    draft.submit(by=feurs.bruno, now=NOW)
    wind_approvals(NOW + minutes(30))
    assert cost(feurs).expired == 1


def test_what_was_agreed_too_late_to_leave_is_counted_once_per_text(feurs: Feurs) -> None:
    in_time = agreed(feurs, 5, leave_at=NOW + minutes(20), not_after=NOW + minutes(30))
    late = agreed(feurs, 25, leave_at=NOW + minutes(20), not_after=NOW + minutes(30))
    send_due(NOW + minutes(40))
    send_due(NOW + minutes(41))
    states = [draft.publications.get().state for draft in (in_time, late)]
    assert states == ["missed", "missed"]
    assert cost(feurs).missed == 1


def test_the_drafts_of_another_town_are_not_counted(feurs: Feurs) -> None:
    agreed(feurs)
    elsewhere = type(feurs.organisation).objects.create(name="Ailleurs")
    found = cost_of(elsewhere, since=NOW - timedelta(days=1), until=NOW + timedelta(days=1))
    assert (found.whole.drafts, list(found.accounts)) == (0, [])


def test_the_page_says_it_in_words_with_the_sample(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.bruno)
    client.cookies["beffroi_language"] = "en"
    for _each in range(LEAST):
        agreed(feurs, 30, at=timezone.now() - timedelta(days=1))
    page = " ".join(client.get(reverse("approval_cost"), {"days": "7"}).content.decode().split())
    assert "5 drafts were agreed in this time." in page
    assert "Half of them waited at most 30 minutes for a decision" in page
    assert "sample: 5 drafts" in page
    assert client.get(reverse("approval_cost"), {"days": "x"}).status_code == 200


def test_a_place_between_two_values_lies_between_them() -> None:
    assert quantile([1, 2], 0.5) == 1.5
    assert quantile([7], 0.9) == 7
    assert quantile([0, 10, 20], 0.9) == pytest.approx(18)
