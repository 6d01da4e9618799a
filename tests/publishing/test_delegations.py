"""A delegation lets one person publish alone, within limits, and stops at once."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from beffroi.directory.models import Account
from beffroi.journal.models import Event
from beffroi.publishing.models import Approval, ApprovalRule, Delegation, Draft, Publication
from tests.cast import NOW, Feurs, minutes
from tests.publishing.test_approval_rules import Rule, rule

__all__ = ["rule"]

NIGHT = (time(20), time(7))


def given(feurs: Feurs, **more: Any) -> Delegation:
    """Chloé lets Bruno publish announcements on the town's account for a month."""
    usual: dict[str, Any] = {
        "by": feurs.chloe,
        "to": feurs.bruno,
        "accounts": [feurs.account],
        "kinds": ["announcement"],
        "ends_at": NOW + timedelta(days=30),
        "now": NOW - timedelta(days=1),
    }
    return Delegation.give(organisation=feurs.organisation, **{**usual, **more})


def submitted(
    feurs: Feurs,
    text: str = "La halle rouvre.",
    *,
    at: datetime = NOW,
    accounts: list[Account] | None = None,
    **more: Any,
) -> Draft:
    draft = Draft.begin(
        organisation=feurs.organisation,
        by=feurs.bruno,
        accounts=accounts or [feurs.account],
        text=text,
        now=at,
        **more,
    )
    draft.submit(by=feurs.bruno, now=at)
    return draft


def test_what_a_delegation_covers_leaves_without_anybody_and_is_listed(feurs: Feurs) -> None:
    delegation = given(feurs)
    draft = submitted(feurs)
    assert draft.state == "approved"
    [use] = Delegation.objects.of(feurs.organisation).with_uses().get().latest_uses
    assert (use.by, use.at, use.version.draft) == (feurs.bruno, NOW, draft)
    assert Event.objects.get(verb="DELEGATION_USED").detail["giver"] == "Chloé"
    assert delegation.uses.count() == 1


def test_nobody_else_is_covered(feurs: Feurs) -> None:
    given(feurs, to=feurs.driss)
    assert submitted(feurs).state == "submitted"


def test_a_text_that_somebody_else_changed_is_not_covered(feurs: Feurs) -> None:
    given(feurs)
    draft = Draft.begin(organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text="a", now=NOW)
    draft.revise(text="b", by=feurs.driss, accounts=[feurs.account], seen=1, now=NOW)
    draft.submit(by=feurs.bruno, now=NOW)
    assert draft.state == "submitted"


def test_another_account_is_not_covered_not_even_beside_one_that_is(feurs: Feurs) -> None:
    given(feurs)
    culture = feurs.another_account("culture")
    assert submitted(feurs, accounts=[culture]).state == "submitted"
    assert submitted(feurs, accounts=[feurs.account, culture]).state == "submitted"


def test_an_account_that_asks_for_nobody_needs_no_delegation(feurs: Feurs, rule: Rule) -> None:
    culture = feurs.another_account("culture")
    rule("none")
    rule("any", feurs.chloe, account=feurs.account)
    given(feurs)
    assert submitted(feurs, accounts=[feurs.account, culture]).state == "approved"


def test_only_the_kinds_that_were_named(feurs: Feurs) -> None:
    given(feurs, kinds=["reply"])
    assert submitted(feurs).state == "submitted"
    given(feurs, kinds=["relay"])
    assert submitted(feurs, is_relay=True).state == "approved"


def test_only_the_topics_that_were_named_in_every_text_that_would_leave(feurs: Feurs) -> None:
    given(feurs, topics="piscine OU marché")
    assert submitted(feurs, "Le budget se discute.").state == "submitted"
    assert submitted(feurs, "La piscine rouvre.").state == "approved"
    aside = submitted(feurs, "La piscine rouvre.", texts={"sandbox": "Le budget se discute."})
    assert aside.state == "submitted"


@pytest.mark.parametrize(
    ("hour", "state"), [((18, 59), "submitted"), ((19, 0), "approved"), ((5, 59), "approved"), ((6, 0), "submitted")]
)
def test_hours_that_pass_midnight_are_on_the_town_s_clock(feurs: Feurs, hour: tuple[int, int], state: str) -> None:
    given(feurs, hours=NIGHT, ends_at=NOW + timedelta(days=30))
    at = datetime(2026, 11, 23, *hour, tzinfo=UTC)  # one hour behind Feurs in winter
    assert submitted(feurs, at=at).state == state


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (datetime(2026, 10, 24, 17, 59, tzinfo=UTC), "submitted"),  # 19:59, summer time
        (datetime(2026, 10, 24, 18, 0, tzinfo=UTC), "approved"),
        (datetime(2026, 10, 25, 18, 0, tzinfo=UTC), "submitted"),  # 19:00: the clock went back in the night
        (datetime(2026, 10, 25, 19, 0, tzinfo=UTC), "approved"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "approved"),  # 02:30, the first time
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "approved"),  # 02:30 again
    ],
)
def test_hours_follow_the_clock_when_it_changes(feurs: Feurs, at: datetime, state: str) -> None:
    given(feurs, hours=NIGHT, now=datetime(2026, 10, 1, tzinfo=UTC))
    assert submitted(feurs, at=at).state == state


def test_it_must_also_leave_within_the_hours_and_before_the_end(feurs: Feurs) -> None:
    given(feurs, hours=(time(8), time(18)), ends_at=NOW + timedelta(days=3))
    assert submitted(feurs, leave_at=NOW + timedelta(hours=8)).state == "submitted"
    assert submitted(feurs, leave_at=NOW + timedelta(days=4)).state == "submitted"
    assert submitted(feurs, leave_at=NOW + timedelta(hours=1)).state == "approved"


def test_it_ends_at_its_end(feurs: Feurs) -> None:
    given(feurs, ends_at=NOW + minutes(10))
    assert submitted(feurs, at=NOW + minutes(10)).state == "submitted"
    assert submitted(feurs, at=NOW + minutes(9)).state == "approved"


def test_revoking_stops_at_once(feurs: Feurs) -> None:
    delegation = given(feurs)
    assert delegation.revoke(by=feurs.chloe, now=NOW)
    assert not delegation.revoke(by=feurs.chloe, now=NOW)
    assert submitted(feurs).state == "submitted"
    assert Event.objects.filter(verb="DELEGATION_REVOKED").count() == 1


def test_what_a_revoked_delegation_covered_once_is_not_agreed_for_a_second_time(feurs: Feurs, rule: Rule) -> None:
    delegation = given(feurs)
    draft = submitted(feurs, leave_at=NOW + timedelta(hours=2))
    draft.take_back(by=feurs.bruno, now=NOW + minutes(1))
    delegation.revoke(by=feurs.chloe, now=NOW + minutes(2))
    rule("all", feurs.ana, feurs.chloe)
    draft.submit(by=feurs.bruno, now=NOW + minutes(3))
    draft.approve(by=feurs.ana, version=1, now=NOW + minutes(4))
    assert draft.state == "submitted"
    assert not Publication.objects.filter(state="queued").exists()


def test_the_same_text_may_be_covered_twice(feurs: Feurs) -> None:
    given(feurs)
    draft = submitted(feurs)
    draft.take_back(by=feurs.bruno, now=NOW + minutes(1))
    draft.submit(by=feurs.bruno, now=NOW + minutes(2))
    assert draft.state == "approved"
    assert Approval.objects.count() == 1


@pytest.mark.parametrize("role", ["contributor", "viewer", None])
def test_a_giver_who_lost_the_right_to_approve_covers_nothing(feurs: Feurs, role: str | None) -> None:
    given(feurs)
    if role is None:
        feurs.chloe.memberships.all().delete()
    else:
        feurs.organisation.admit(feurs.chloe, role)
    assert submitted(feurs).state == "submitted"


def test_who_could_not_agree_alone_lets_nobody_publish_alone(feurs: Feurs, rule: Rule) -> None:
    rule("all", feurs.chloe, feurs.ana)
    given(feurs)
    assert submitted(feurs).state == "submitted"
    ApprovalRule.objects.all().delete()
    rule("any", feurs.ana)
    assert submitted(feurs).state == "submitted"
    given(feurs, by=feurs.ana)
    assert submitted(feurs).state == "approved"


def test_only_somebody_who_may_approve_gives_one_and_only_a_member_who_drafts_holds_one(feurs: Feurs) -> None:
    for refused in ({"by": feurs.bruno, "to": feurs.driss}, {"to": feurs.eve}):
        with pytest.raises(PermissionDenied):
            given(feurs, **refused)
    assert not Delegation.objects.exists()


def test_a_holder_who_left_is_covered_no_longer(feurs: Feurs) -> None:
    given(feurs)
    feurs.organisation.admit(feurs.bruno, "viewer")
    with pytest.raises(PermissionDenied):
        submitted(feurs)
