"""The pages of rules and delegations: what they say, whom they let in, what they refuse at its place."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from beffroi.journal.models import Event
from beffroi.publishing.models import ApprovalRule, Delegation, Draft, OutsideApprover
from tests.cast import NOW, Feurs

GENERAL = "approval_rule_general"


@pytest.fixture
def ana(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.ana)
    client.cookies["beffroi_language"] = "en"
    return client


@pytest.fixture
def chloe(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.chloe)
    client.cookies["beffroi_language"] = "en"
    return client


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("&#x27;", "'").split())


def test_the_page_says_in_one_sentence_what_each_rule_means(feurs: Feurs, ana: Client) -> None:
    feurs.organisation.admit(feurs.driss, "approver")
    own = ApprovalRule(organisation=feurs.organisation, account=feurs.account, deadline=30, deputy=feurs.driss)
    own.decide(by=feurs.ana, approvers=[feurs.chloe, feurs.ana], now=NOW)
    page = said(ana.get(reverse("approval_rules")))
    assert "Anything from @feurs needs Ana or Chloé; after 30 minutes Driss may decide." in page
    assert "Anything from an account without a rule of its own needs one person whose role may approve." in page


@pytest.mark.parametrize(
    ("mode", "minutes", "sentence"),
    [
        ("none", None, "Anything from any account leaves without anybody's agreement."),
        ("all", None, "Anything from any account needs Ana, Chloé and Dupont (outside)."),
        ("any", 120, "Anything from any account needs Ana, Chloé or Dupont (outside); after 2 hours Ana may decide."),
        ("any", 1, "Anything from any account needs Ana, Chloé or Dupont (outside); after 1 minute Ana may decide."),
        ("any", 2880, "Anything from any account needs Ana, Chloé or Dupont (outside); after 2 days Ana may decide."),
    ],
)
def test_a_sentence_says_the_whole_rule(
    feurs: Feurs, ana: Client, mode: str, minutes: int | None, sentence: str
) -> None:
    dupont = OutsideApprover.add(
        organisation=feurs.organisation, name="Dupont", email="d@etude.example", by=feurs.ana, now=NOW
    )
    ana.post(
        reverse(GENERAL),
        {
            "mode": mode,
            "approvers": [feurs.chloe.pk, feurs.ana.pk],
            "outsiders": [dupont.pk],
            "deadline": minutes or "",
            "deputy": feurs.ana.pk if minutes else "",
        },
    )
    assert sentence in said(ana.get(reverse("approval_rules")))


def test_a_rule_is_set_changed_and_dropped(feurs: Feurs, ana: Client) -> None:
    there = reverse("approval_rule", args=[feurs.account.pk])
    for mode in ("any", "none"):
        assert ana.post(there, {"mode": mode, "approvers": [feurs.chloe.pk]}).status_code == 302
    assert [(rule.mode, rule.account) for rule in ApprovalRule.objects.all()] == [("none", feurs.account)]
    ana.post(there, {"then": "drop"})
    assert not ApprovalRule.objects.exists()
    assert Event.objects.filter(verb="APPROVAL_RULE_SET", actor=feurs.ana).count() == 3


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"mode": "all"}, "Choose the people who must all agree."),
        ({"mode": "any", "deadline": 30}, "Choose who may decide when the time is over."),
        ({"mode": "any", "deadline": 0}, "greater than or equal to 1"),
        ({"mode": "perhaps"}, "perhaps is not one of the available choices"),
    ],
)
def test_what_cannot_be_a_rule_is_said_and_nothing_changes(
    feurs: Feurs, ana: Client, wrong: dict[str, Any], words: str
) -> None:
    answer = ana.post(reverse(GENERAL), wrong)
    assert answer.status_code == 422
    assert words in said(answer)
    assert not ApprovalRule.objects.exists()


def test_nobody_can_be_named_who_may_not_approve(feurs: Feurs, ana: Client) -> None:
    for who in (feurs.bruno, feurs.eve):
        assert ana.post(reverse(GENERAL), {"mode": "any", "approvers": [who.pk]}).status_code == 422
    assert not ApprovalRule.objects.exists()


def test_whoever_is_named_but_left_is_shown(feurs: Feurs, ana: Client) -> None:
    ana.post(reverse(GENERAL), {"mode": "any", "approvers": [feurs.chloe.pk]})
    feurs.organisation.admit(feurs.chloe, "viewer")
    assert "Named, but may not approve any more" in said(ana.get(reverse("approval_rules")))


def test_the_rules_of_another_town_are_not_touched(feurs: Feurs, ana: Client) -> None:
    theirs = OutsideApprover.add(
        organisation=type(feurs.organisation).objects.create(name="Ailleurs"),
        name="X",
        email="x@x.example",
        by=feurs.eve,
        now=NOW,
    )
    assert ana.post(reverse(GENERAL), {"mode": "any", "outsiders": [theirs.pk]}).status_code == 422
    assert ana.post(reverse("outside_approver_removal", args=[theirs.pk])).status_code == 404


def test_somebody_outside_is_registered_once_and_removed(feurs: Feurs, ana: Client) -> None:
    there, typed = reverse("outside_approvers"), {"outside-name": "Dupont", "outside-email": "d@etude.example"}
    ana.post(there, typed)
    again = ana.post(there, typed | {"outside-email": "D@etude.example"})
    assert again.status_code == 422
    assert "registered already" in said(again)
    assert 'value="Dupont"' in said(again)
    member = ana.post(there, typed | {"outside-email": feurs.bruno.email})
    assert "has an account here" in said(member)
    one = OutsideApprover.objects.get()
    ana.post(reverse("outside_approver_removal", args=[one.pk]))
    assert not OutsideApprover.objects.of(feurs.organisation)
    verbs = Event.objects.filter(verb__startswith="OUTSIDE").values_list("verb", flat=True)
    assert list(verbs) == ["OUTSIDE_APPROVER_ADDED", "OUTSIDE_APPROVER_REMOVED"]


def lent(feurs: Feurs, **more: Any) -> dict[str, Any]:
    """The form of a delegation, as Chloé fills it in."""
    last_day = timezone.localdate() + timedelta(days=30)
    usual = {"to": feurs.bruno.pk, "accounts": [feurs.account.pk], "kinds": ["reply"], "last_day": last_day.isoformat()}
    return {**usual, **more}


def test_a_delegation_is_given_shown_to_both_and_revoked(feurs: Feurs, chloe: Client) -> None:
    night = {"topics": "piscine", "from_time": "20:00", "to_time": "07:00"}
    assert chloe.post(reverse("delegation_new"), lent(feurs, **night)).status_code == 302
    given = Delegation.objects.get()
    assert (given.given_by, given.to, given.kinds, given.topics) == (feurs.chloe, feurs.bruno, ["reply"], "piscine")
    last_midnight = given.ends_at.astimezone(feurs.organisation.tz)
    assert (last_midnight.hour, last_midnight.date()) == (0, timezone.localdate() + timedelta(days=31))
    assert "from 20:00 to 07:00" in said(chloe.get(reverse("delegations")))
    chloe.force_login(feurs.bruno)
    assert "Chloé lets Bruno publish alone" in said(chloe.get(reverse("delegations")))
    assert chloe.post(reverse("delegation_revocation", args=[given.pk])).status_code == 403
    chloe.force_login(feurs.chloe)
    chloe.post(reverse("delegation_revocation", args=[given.pk]))
    given.refresh_from_db()
    assert given.revoked_at is not None
    assert "Revoked" in said(chloe.get(reverse("delegations")))


def test_whoever_runs_the_organisation_sees_and_revokes_those_of_others(feurs: Feurs, ana: Client) -> None:
    ana.force_login(feurs.chloe)
    ana.post(reverse("delegation_new"), lent(feurs))
    ana.force_login(feurs.ana)
    assert "Between others" in said(ana.get(reverse("delegations")))
    ana.post(reverse("delegation_revocation", args=[Delegation.objects.get().pk]))
    assert Delegation.objects.get().revoked_at is not None


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"topics": "piscine OU"}, "Character 9: Nothing follows this word."),
        ({"topics": "(piscine"}, "Character 1: This bracket is never closed."),
        ({"from_time": "20:00"}, "Give both hours, or neither."),
        ({"from_time": "20:00", "to_time": "20:00"}, "nothing lies between them"),
        ({"last_day": ""}, "This field is required."),
        ({"last_day": "2020-01-01"}, "This day has passed."),
        ({"last_day": (timezone.localdate() + timedelta(days=400)).isoformat()}, "at most one year"),
        ({"kinds": []}, "This field is required."),
        ({"accounts": []}, "This field is required."),
    ],
)
def test_a_wrong_delegation_is_refused_at_its_place_and_nothing_typed_is_lost(
    feurs: Feurs, chloe: Client, wrong: dict[str, Any], words: str
) -> None:
    answer = chloe.post(reverse("delegation_new"), lent(feurs, **{"topics": "marché", **wrong}))
    assert answer.status_code == 422
    assert words in said(answer)
    assert f'value="{wrong.get("topics", "marché")}"' in said(answer)
    assert not Delegation.objects.exists()


def test_only_members_who_may_draft_and_not_oneself_can_hold_one(feurs: Feurs, chloe: Client) -> None:
    feurs.organisation.admit(feurs.driss, "viewer")
    for who in (feurs.driss, feurs.eve, feurs.chloe):
        assert chloe.post(reverse("delegation_new"), lent(feurs, to=who.pk)).status_code == 422
    assert not Delegation.objects.exists()


def test_who_may_not_approve_gives_none_and_is_offered_no_form(feurs: Feurs, chloe: Client) -> None:
    chloe.force_login(feurs.bruno)
    assert "Give a delegation" not in said(chloe.get(reverse("delegations")))
    assert chloe.post(reverse("delegation_new"), lent(feurs, to=feurs.driss.pk)).status_code == 403


def test_the_giver_reads_who_used_it_when_and_for_what(feurs: Feurs, chloe: Client) -> None:
    chloe.post(reverse("delegation_new"), lent(feurs, kinds=["announcement"]))
    now = timezone.now()
    draft = Draft.begin(
        organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text="La halle rouvre.", now=now
    )
    draft.submit(by=feurs.bruno, now=now)
    page = said(chloe.get(reverse("delegations")))
    assert "La halle rouvre." in page
    assert reverse("draft", args=[draft.pk]) in page


@pytest.mark.parametrize("name", ["approval_rules", "delegations", "approval_cost", GENERAL])
def test_a_page_asks_no_more_of_the_database_when_there_is_more_on_it(
    feurs: Feurs, ana: Client, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ana.get(reverse(name))
    for number in range(3):
        account = feurs.another_account(f"a{number}")
        rule = ApprovalRule(organisation=feurs.organisation, account=account)
        rule.decide(by=feurs.ana, approvers=[feurs.chloe], now=NOW)
        OutsideApprover.add(
            organisation=feurs.organisation, name="X", email=f"{number}@x.example", by=feurs.ana, now=NOW
        )
        Delegation.give(
            organisation=feurs.organisation,
            by=feurs.ana,
            to=feurs.bruno,
            accounts=[account],
            kinds=["announcement"],
            ends_at=NOW + timedelta(days=9),
            now=NOW,
        )
        own = Draft.begin(organisation=feurs.organisation, by=feurs.bruno, accounts=[account], text="x", now=NOW)
        own.submit(by=feurs.bruno, now=NOW)
    with django_assert_max_num_queries(12):
        assert ana.get(reverse(name)).status_code == 200
