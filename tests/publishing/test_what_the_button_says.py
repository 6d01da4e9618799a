"""The button says what will happen, and then exactly that happens."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beffroi.publishing.models import ApprovalRule, Delegation, Draft
from tests.cast import Feurs
from tests.publishing.test_composer_pages import written

NO_APPROVAL = "Publish now (no approval is asked for on these accounts)"
DELEGATED = "Publish now under the delegation of Ana"


@pytest.fixture
def bruno(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.bruno)
    return client


def said(client: Client, fields: dict[str, Any]) -> str:
    answer = client.post(reverse("draft_new_preview"), fields, headers={"accept-language": "en"})
    return answer.content.decode()


def rule(feurs: Feurs, mode: str, *approvers: Any) -> None:
    made = ApprovalRule.objects.create(organisation=feurs.organisation, account=feurs.account, mode=mode)
    made.approvers.set(approvers)


def delegate(feurs: Feurs, **limits: Any) -> None:
    now = timezone.now()
    until = {"begins_at": now - timedelta(days=1), "ends_at": now + timedelta(days=1)}
    usual = {"given_by": feurs.ana, "to": feurs.bruno, "kinds": ["announcement"]}
    Delegation.objects.create(organisation=feurs.organisation, **{**usual, **until, **limits}).accounts.set(
        [feurs.account]
    )


def no_rule(feurs: Feurs) -> None:
    """As an organisation begins."""


def no_approval(feurs: Feurs) -> None:
    rule(feurs, "none")


def all_of_them(feurs: Feurs) -> None:
    rule(feurs, "all", feurs.ana, feurs.chloe)


def delegation(feurs: Feurs) -> None:
    delegate(feurs)


def delegation_about_the_market(feurs: Feurs) -> None:
    delegate(feurs, topics="marché")


def delegation_about_something_else(feurs: Feurs) -> None:
    delegate(feurs, topics="piscine")


def delegation_for_relays(feurs: Feurs) -> None:
    delegate(feurs, kinds=["relay"])


@pytest.mark.parametrize(
    ("stands", "words", "state"),
    [
        (no_rule, "Submit to Ana, Chloé", "submitted"),
        (no_approval, NO_APPROVAL, "approved"),
        (all_of_them, "Nothing leaves before all of them have approved it.", "submitted"),
        (delegation, DELEGATED, "approved"),
        (delegation_about_the_market, DELEGATED, "approved"),
        (delegation_about_something_else, "Submit to Ana, Chloé", "submitted"),
        (delegation_for_relays, "Submit to Ana, Chloé", "submitted"),
    ],
)
def test_what_the_button_says_is_what_happens(stands: Any, words: str, state: str, feurs: Feurs, bruno: Client) -> None:
    stands(feurs)
    fields = written(feurs, "Le marché a lieu mercredi.")
    assert words in said(bruno, fields)
    bruno.post(reverse("draft_new"), {**fields, "then": "submit"})
    assert Draft.objects.get().state == state


def test_the_text_of_each_network_must_be_covered(feurs: Feurs, bruno: Client) -> None:
    delegate(feurs, topics="marché")
    assert DELEGATED in said(bruno, written(feurs, "Le marché."))
    assert DELEGATED not in said(bruno, written(feurs, "Le marché.", text_sandbox="Autre chose."))


def test_a_relay_that_is_covered_says_so(feurs: Feurs, bruno: Client) -> None:
    delegate(feurs, kinds=["relay"])
    assert DELEGATED in said(bruno, written(feurs, is_relay="on"))


def test_a_post_with_a_time_leaves_at_its_time(feurs: Feurs, bruno: Client) -> None:
    rule(feurs, "none")
    assert "Publish at its time (no approval" in said(bruno, written(feurs, leave_at="2031-07-14T10:00"))


def test_the_writer_is_not_asked_and_who_wrote_alone_is_told_so(feurs: Feurs, bruno: Client) -> None:
    bruno.force_login(feurs.chloe)
    assert "Submit to Ana<" in said(bruno, written(feurs))
    feurs.ana.memberships.all().delete()
    page = said(bruno, written(feurs))
    assert "Nobody else can approve yet." in page
    assert 'value="submit"' not in page


def test_a_button_that_spoke_of_other_accounts_lets_nothing_leave(feurs: Feurs, bruno: Client) -> None:
    """Without a script the button speaks of the accounts that were ticked when the page was made."""
    rule(feurs, "none")
    answer = bruno.post(reverse("draft_new"), written(feurs, then="submit", said="asks"), follow=True)
    draft = Draft.objects.get()
    assert draft.state == "draft"
    assert answer.redirect_chain[-1][0] == reverse("draft_edit", args=[draft.pk])
    bruno.post(reverse("draft_edit", args=[draft.pk]), written(feurs, seen=1, then="submit", said="rule"))
    assert Draft.objects.get().state == "approved"
