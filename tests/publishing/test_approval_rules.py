"""Who must agree before something leaves: the rule of each account, and who is left of those whom it names."""

import threading
from collections.abc import Callable
from datetime import timedelta
from itertools import combinations, product
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.utils import translation

from beffroi.access.models import User
from beffroi.directory.models import Account
from beffroi.journal.models import Event
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.models import ApprovalRule, Draft, Publication, StaleForm
from tests.cast import NOW, PASSWORD, Feurs, minutes

Rule = Callable[..., ApprovalRule]


@pytest.fixture
def rule(feurs: Feurs) -> Rule:
    def decide(mode: str, *approvers: User, account: Account | None = None, **more: Any) -> ApprovalRule:
        rule = ApprovalRule(organisation=feurs.organisation, account=account, mode=mode, **more)
        rule.decide(by=feurs.ana, approvers=approvers, now=NOW)
        return rule

    return decide


@pytest.fixture
def fanny(feurs: Feurs) -> User:
    """Approves as well."""
    fanny = User.objects.join(email="fanny@feurs.example", name="Fanny", password=PASSWORD)
    feurs.organisation.admit(fanny, "approver")
    return fanny


def submitted(feurs: Feurs, *, by: User | None = None, accounts: list[Account] | None = None, **more: Any) -> Draft:
    who = by or feurs.bruno
    more = {"text": "La halle rouvre.", **more}
    draft = Draft.begin(organisation=feurs.organisation, by=who, accounts=accounts or [feurs.account], now=NOW, **more)
    draft.submit(by=who, now=NOW)
    return draft


def test_without_a_rule_any_one_whose_role_may_approve_is_enough(feurs: Feurs, fanny: User) -> None:
    draft = submitted(feurs)
    draft.approve(by=fanny, version=1, now=NOW)
    assert draft.state == "approved"


def test_where_no_approval_is_asked_for_it_leaves_at_once_and_says_why(feurs: Feurs, rule: Rule) -> None:
    rule("none")
    draft = submitted(feurs)
    assert draft.state == "approved"
    assert [(each.ground, each.by) for each in draft.approvals] == [("rule", feurs.bruno)]
    assert Publication.objects.count() == 1


def test_the_rule_of_an_account_goes_before_the_general_one(feurs: Feurs, rule: Rule) -> None:
    rule("none")
    rule("any", feurs.chloe, account=feurs.account)
    assert submitted(feurs).state == "submitted"


def test_any_one_of_those_named_and_nobody_else(feurs: Feurs, rule: Rule, fanny: User) -> None:
    rule("any", feurs.chloe, fanny)
    draft = submitted(feurs)
    with translation.override("en"), pytest.raises(PermissionDenied, match="Other people are named"):
        draft.approve(by=feurs.ana, version=1, now=NOW)
    draft.approve(by=fanny, version=1, now=NOW)
    assert draft.state == "approved"


def test_all_of_those_named_in_any_order(feurs: Feurs, rule: Rule, fanny: User) -> None:
    rule("all", feurs.chloe, fanny)
    draft = submitted(feurs)
    draft.approve(by=fanny, version=1, now=NOW)
    assert (draft.state, Publication.objects.count()) == ("submitted", 0)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    assert (draft.state, Publication.objects.count()) == ("approved", 1)


def test_clicking_twice_counts_once_and_is_written_down_once(feurs: Feurs, rule: Rule, fanny: User) -> None:
    rule("all", feurs.chloe, fanny)
    draft = submitted(feurs)
    first = draft.approve(by=fanny, version=1, now=NOW)
    assert draft.approve(by=fanny, version=1, now=NOW + minutes(1)) == first
    assert draft.state == "submitted"
    assert Event.objects.filter(verb="DRAFT_PARTLY_APPROVED").count() == 1


def test_of_all_the_author_is_not_asked_for_the_own_text(feurs: Feurs, rule: Rule, fanny: User) -> None:
    rule("all", feurs.chloe, fanny)
    draft = submitted(feurs, by=feurs.chloe)
    with pytest.raises(PermissionDenied):
        draft.approve(by=feurs.chloe, version=1, now=NOW)
    draft.approve(by=fanny, version=1, now=NOW)
    assert draft.state == "approved"


def test_when_the_only_one_named_wrote_it_whoever_may_approve_decides(feurs: Feurs, rule: Rule) -> None:
    rule("all", feurs.chloe)
    draft = submitted(feurs, by=feurs.chloe)
    assert list(Draft.objects.waiting_for(feurs.ana)) == [draft]
    draft.approve(by=feurs.ana, version=1, now=NOW)
    assert draft.state == "approved"


@pytest.mark.parametrize("mode", ["any", "all"])
def test_who_has_left_is_waited_for_no_longer(feurs: Feurs, rule: Rule, fanny: User, mode: str) -> None:
    rule(mode, feurs.chloe, fanny)
    draft = submitted(feurs)
    fanny.memberships.all().delete()
    with pytest.raises(PermissionDenied):
        draft.approve(by=fanny, version=1, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    assert draft.state == "approved"


def test_whose_role_no_longer_approves_is_asked_no_longer(feurs: Feurs, rule: Rule, fanny: User) -> None:
    rule("any", fanny)
    feurs.organisation.admit(fanny, "contributor")
    draft = submitted(feurs)
    with pytest.raises(PermissionDenied):
        draft.approve(by=fanny, version=1, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    assert draft.state == "approved"


def test_an_account_that_asks_for_nobody_opens_no_door_to_another(feurs: Feurs, rule: Rule, fanny: User) -> None:
    free = feurs.another_account("culture")
    rule("none", account=free)
    rule("any", feurs.chloe, account=feurs.account)
    draft = submitted(feurs, accounts=[feurs.account, free])
    assert draft.state == "submitted"
    for stranger in (fanny, feurs.driss, feurs.eve):
        with pytest.raises(PermissionDenied):
            draft.approve(by=stranger, version=1, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    assert Publication.objects.count() == 2


def test_a_draft_on_two_accounts_needs_what_both_ask(feurs: Feurs, rule: Rule, fanny: User) -> None:
    culture = feurs.another_account("culture")
    rule("any", fanny, account=culture)
    rule("any", feurs.chloe, account=feurs.account)
    draft = submitted(feurs, accounts=[feurs.account, culture])
    draft.approve(by=fanny, version=1, now=NOW)
    assert not Publication.objects.exists()
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    assert Publication.objects.count() == 2


def test_a_changed_text_cancels_what_was_agreed(feurs: Feurs, rule: Rule, fanny: User) -> None:
    rule("all", feurs.chloe, fanny)
    draft = submitted(feurs)
    draft.approve(by=fanny, version=1, now=NOW)
    draft.revise(text="Tout autre chose.", by=feurs.bruno, accounts=[feurs.account], seen=1, now=NOW + minutes(1))
    draft.submit(by=feurs.bruno, now=NOW + minutes(1))
    with pytest.raises(StaleForm):
        draft.approve(by=feurs.chloe, version=1, now=NOW + minutes(2))
    draft.approve(by=feurs.chloe, version=2, now=NOW + minutes(2))
    assert (draft.state, draft.approvals[0].by) == ("submitted", feurs.chloe)


def test_a_text_submitted_again_unchanged_is_agreed_on_again(feurs: Feurs, rule: Rule, fanny: User) -> None:
    rule("all", feurs.chloe, fanny)
    draft = submitted(feurs)
    draft.approve(by=fanny, version=1, now=NOW)
    draft.request_changes(by=feurs.chloe, reason="La date ?", version=1, now=NOW + minutes(1))
    draft.submit(by=feurs.bruno, now=NOW + minutes(2))
    assert draft.approvals == []
    draft.approve(by=feurs.chloe, version=1, now=NOW + minutes(3))
    assert draft.state == "submitted"
    draft.approve(by=fanny, version=1, now=NOW + minutes(4))
    assert draft.state == "approved"


def test_what_left_without_anybody_can_be_taken_back_and_submitted_again(feurs: Feurs, rule: Rule) -> None:
    rule("none")
    draft = submitted(feurs)
    draft.take_back(by=feurs.bruno, now=NOW + minutes(1))
    draft.submit(by=feurs.bruno, now=NOW + minutes(2))
    assert draft.state == "approved"
    assert Publication.objects.filter(state="queued").count() == 1


def test_the_page_that_was_open_while_the_rule_changed_decides_by_the_new_rule(feurs: Feurs, rule: Rule) -> None:
    draft = submitted(feurs)
    assert draft.why_not_approvable_by(feurs.chloe) == ""
    rule("any", feurs.ana)
    with pytest.raises(PermissionDenied):
        draft.approve(by=feurs.chloe, version=1, now=NOW)


def test_a_draft_that_was_sent_back_meanwhile_is_not_approved(feurs: Feurs) -> None:
    draft = submitted(feurs)
    on_chloes_screen = Draft.objects.get()
    draft.request_changes(by=feurs.ana, reason="Non.", version=1, now=NOW)
    with pytest.raises(NotAllowed):
        on_chloes_screen.approve(by=feurs.chloe, version=1, now=NOW)
    assert not Publication.objects.exists()


def test_submitting_a_page_that_is_behind_submits_the_newest_text(feurs: Feurs, rule: Rule) -> None:
    rule("none")
    draft = Draft.begin(organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text="Un", now=NOW)
    behind = Draft.objects.opened(feurs.organisation).get()
    assert behind.latest.number == 1
    draft.revise(text="Deux", by=feurs.bruno, accounts=[feurs.account], seen=1, now=NOW)
    behind.submit(by=feurs.bruno, now=NOW)
    assert Publication.objects.get().text == "Deux"


def test_today_shows_a_draft_to_those_who_are_asked_until_they_have_decided(
    feurs: Feurs, rule: Rule, fanny: User
) -> None:
    rule("all", feurs.chloe, fanny)
    draft = submitted(feurs)
    waiting = Draft.objects.waiting_for
    assert not waiting(feurs.ana)
    assert not waiting(feurs.bruno)
    assert list(waiting(feurs.chloe)) == list(waiting(fanny)) == [draft]
    draft.approve(by=fanny, version=1, now=NOW + minutes(1))
    assert (list(waiting(feurs.chloe)), list(waiting(fanny))) == ([draft], [])


def test_every_rule_that_was_set_is_written_down(feurs: Feurs, rule: Rule) -> None:
    own = rule("any", feurs.chloe, account=feurs.account, deadline=30, deputy=feurs.ana)
    own.drop(by=feurs.ana, now=NOW)
    events = Event.objects.filter(verb="APPROVAL_RULE_SET").order_by("number")
    assert [event.detail["mode"] for event in events] == ["any", "general"]
    assert events[0].detail["approvers"] == "Chloé"
    assert not ApprovalRule.objects.exists()


def test_a_longer_wait_than_the_longest_is_no_trouble(feurs: Feurs, rule: Rule) -> None:
    rule("any", feurs.chloe, deadline=60 * 24 * 30, deputy=feurs.ana)
    assert submitted(feurs).due_at == NOW + timedelta(days=30)


@pytest.mark.django_db(transaction=True)
def test_two_approvers_at_the_same_moment_let_it_leave_once(feurs: Feurs, rule: Rule, fanny: User) -> None:
    rule("all", feurs.chloe, fanny)
    draft = submitted(feurs)
    together = threading.Barrier(2, timeout=20)
    troubles: list[BaseException] = []

    def approve(who: User) -> None:
        try:
            on_a_screen = Draft.objects.get(pk=draft.pk)
            together.wait()
            on_a_screen.approve(by=who, version=1, now=NOW)
        except BaseException as trouble:
            troubles.append(trouble)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=approve, args=[who]) for who in (feurs.chloe, fanny)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    draft.refresh_from_db()
    assert (draft.state, Publication.objects.count()) == ("approved", 1)
    assert Event.objects.filter(verb="DRAFT_APPROVED").count() == 1


def test_whoever_the_list_of_today_shows_a_draft_to_may_decide_and_nobody_else(
    feurs: Feurs, rule: Rule, fanny: User
) -> None:
    able = (feurs.ana, feurs.chloe, fanny)
    named = [who for size in range(4) for who in combinations(able, size)]
    drafts = [submitted(feurs, by=author).pk for author in (feurs.bruno, feurs.chloe)]
    for mode, people in product(("any", "all", "none"), named):
        ApprovalRule.objects.all().delete()
        rule(mode, *people, deadline=9, deputy=feurs.ana)
        for pk, late in product(drafts, (None, NOW + minutes(9))):
            Draft.objects.filter(pk=pk).update(escalated_at=late)
            draft = Draft.objects.get(pk=pk)
            shown_to = [who for who in able if Draft.objects.filter(pk=pk).waiting_for(who).exists()]
            assert shown_to == [who for who in able if draft.lets(who)], (mode, people, draft.author, late)


def test_a_rule_that_two_people_set_at_once_stands_once(feurs: Feurs) -> None:
    on_two_screens = [ApprovalRule(organisation=feurs.organisation, mode=mode) for mode in ("any", "none")]
    for rule in on_two_screens:
        rule.decide(by=feurs.ana, now=NOW)
    assert ApprovalRule.objects.get().mode == "none"
