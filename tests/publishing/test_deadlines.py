"""When nobody decides: the deputy is called at the deadline, and what has missed its time expires."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from beffroi.journal.models import Event
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.duties import send_due, wind_approvals
from beffroi.publishing.models import ApprovalRule, Blocked, Draft, Publication
from tests.cast import NOW, Feurs, minutes
from tests.publishing.test_approval_rules import Rule, rule, submitted

__all__ = ["rule"]


def test_after_the_deadline_the_deputy_may_decide_alone(feurs: Feurs, rule: Rule) -> None:
    rule("all", feurs.chloe, deadline=30, deputy=feurs.ana)
    draft = submitted(feurs)
    assert wind_approvals(NOW + minutes(29)) == 0
    with pytest.raises(PermissionDenied):
        draft.approve(by=feurs.ana, version=1, now=NOW + minutes(29))
    assert wind_approvals(NOW + minutes(30)) == 1
    assert wind_approvals(NOW + minutes(31)) == 0
    assert Event.objects.get(verb="DRAFT_ESCALATED").detail["deputy"] == "Ana"
    assert list(Draft.objects.waiting_for(feurs.ana)) == [draft]
    draft.approve(by=feurs.ana, version=1, now=NOW + minutes(31))
    assert draft.state == "approved"


def test_who_was_asked_first_may_still_decide_after_the_deadline(feurs: Feurs, rule: Rule) -> None:
    rule("any", feurs.chloe, deadline=30, deputy=feurs.ana)
    draft = submitted(feurs)
    wind_approvals(NOW + minutes(30))
    draft.approve(by=feurs.chloe, version=1, now=NOW + minutes(40))
    assert draft.state == "approved"


def test_each_rule_calls_its_own_deputy_at_its_own_time(feurs: Feurs, rule: Rule) -> None:
    culture = feurs.another_account("culture")
    feurs.organisation.admit(feurs.driss, "approver")
    rule("any", feurs.chloe, account=feurs.account, deadline=30, deputy=feurs.ana)
    rule("any", feurs.chloe, account=culture, deadline=120, deputy=feurs.driss)
    draft = submitted(feurs, accounts=[feurs.account, culture])
    wind_approvals(NOW + minutes(30))
    with pytest.raises(PermissionDenied):
        draft.approve(by=feurs.driss, version=1, now=NOW + minutes(31))
    draft.approve(by=feurs.ana, version=1, now=NOW + minutes(32))
    assert draft.state == "submitted"
    assert wind_approvals(NOW + minutes(120)) == 1
    draft.approve(by=feurs.driss, version=1, now=NOW + minutes(121))
    assert draft.state == "approved"


def test_a_deputy_who_wrote_the_text_is_not_called(feurs: Feurs, rule: Rule) -> None:
    rule("any", feurs.chloe, deadline=30, deputy=feurs.ana)
    draft = submitted(feurs, by=feurs.ana)
    assert draft.due_at is None
    with pytest.raises(PermissionDenied):
        draft.approve(by=feurs.ana, version=1, now=NOW + minutes(60))


def test_a_deadline_that_was_shortened_counts_for_what_waits_already(feurs: Feurs, rule: Rule) -> None:
    slow = rule("any", feurs.chloe, deadline=600, deputy=feurs.ana)
    submitted(feurs)
    slow.deadline = 10
    slow.decide(by=feurs.ana, approvers=[feurs.chloe], now=NOW)
    Draft.objects.filter(organisation=feurs.organisation).wind()
    assert wind_approvals(NOW + minutes(10)) == 1
    assert Draft.objects.get().escalated_at == NOW + minutes(10)


def test_a_deadline_that_was_taken_away_calls_nobody(feurs: Feurs, rule: Rule) -> None:
    rule("any", feurs.chloe, deadline=10, deputy=feurs.ana)
    submitted(feurs)
    ApprovalRule.objects.update(deadline=None)
    wind_approvals(NOW + minutes(10))
    draft = Draft.objects.get()
    assert (draft.escalated_at, draft.due_at) == (None, None)


def test_what_nobody_decided_before_its_time_expires_and_nothing_leaves(feurs: Feurs) -> None:
    submitted(feurs, leave_at=NOW + minutes(60), not_after=NOW + minutes(90))
    assert wind_approvals(NOW + minutes(89)) == 0
    wind_approvals(NOW + minutes(90))
    draft = Draft.objects.get()
    assert draft.state == "expired"
    assert Event.objects.filter(verb="DRAFT_EXPIRED").count() == 1
    with pytest.raises(NotAllowed):
        draft.approve(by=feurs.chloe, version=1, now=NOW + minutes(91))
    assert (send_due(NOW + minutes(91)), Publication.objects.count()) == (0, 0)


def test_an_approval_that_comes_before_the_duty_but_after_the_time_lets_nothing_leave(feurs: Feurs) -> None:
    draft = submitted(feurs, leave_at=NOW + minutes(60))
    with pytest.raises(NotAllowed):
        draft.approve(by=feurs.chloe, version=1, now=NOW + minutes(75))
    assert not Publication.objects.exists()


def test_an_expired_draft_is_submitted_again_with_a_new_time_only(feurs: Feurs) -> None:
    submitted(feurs, leave_at=NOW + minutes(60))
    wind_approvals(NOW + minutes(80))
    draft = Draft.objects.get()
    with translation.override("en"), pytest.raises(Blocked, match="Its time has passed"):
        draft.submit(by=feurs.bruno, now=NOW + minutes(81))
    draft.reschedule(NOW + minutes(120), by=feurs.bruno, now=NOW + minutes(81))
    draft.submit(by=feurs.bruno, now=NOW + minutes(82))
    draft.approve(by=feurs.chloe, version=1, now=NOW + minutes(83))
    assert Publication.objects.get().leave_at == NOW + minutes(120)


def test_what_was_moved_while_the_duty_looked_does_not_expire(feurs: Feurs) -> None:
    draft = submitted(feurs, leave_at=NOW + minutes(60))
    seen_by_the_duty = Draft.objects.get()
    draft.reschedule(NOW + minutes(600), by=feurs.bruno, now=NOW + minutes(70))
    with pytest.raises(NotAllowed):
        seen_by_the_duty.expire(now=NOW + minutes(75))
    assert Draft.objects.get().state == "submitted"
