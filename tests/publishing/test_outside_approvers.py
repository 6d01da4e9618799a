"""Somebody without an account decides by a link that works once, for one version."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from beffroi.journal.models import Event
from beffroi.journal.moves import NotAllowed
from beffroi.journal.sentences import sentence
from beffroi.publishing.models import ApprovalRule, Draft, OutsideApprover, OutsideRequest, Publication
from tests.cast import NOW, Feurs, minutes


@pytest.fixture
def dupont(feurs: Feurs) -> OutsideApprover:
    """The notary, whom the general rule names beside Chloé."""
    dupont = OutsideApprover.add(
        organisation=feurs.organisation, name="Maître Dupont", email="dupont@etude.example", by=feurs.ana, now=NOW
    )
    rule = ApprovalRule(organisation=feurs.organisation, mode="any")
    rule.decide(by=feurs.ana, approvers=[feurs.chloe], outsiders=[dupont], now=NOW)
    return dupont


@pytest.fixture
def draft(feurs: Feurs, dupont: OutsideApprover) -> Draft:
    draft = Draft.begin(
        organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text="La vente se prépare.", now=NOW
    )
    draft.submit(by=feurs.bruno, now=NOW)
    return draft


def ask(feurs: Feurs, draft: Draft, dupont: OutsideApprover) -> str:
    return OutsideRequest.ask(draft.latest, dupont, by=feurs.chloe, now=NOW)[1]


def opened(secret: str) -> OutsideRequest:
    request = OutsideRequest.opened_by(secret)
    assert request is not None
    return request


def test_whoever_is_asked_from_outside_lets_it_leave(feurs: Feurs, draft: Draft, dupont: OutsideApprover) -> None:
    request = opened(ask(feurs, draft, dupont))
    request.agree(now=NOW + minutes(5), comment="Parfait.")
    draft.refresh_from_db()
    assert draft.state == "approved"
    approval = draft.approval
    assert approval is not None
    assert (approval.ground, approval.who, approval.comment) == ("outside", "Maître Dupont", "Parfait.")
    assert Publication.objects.count() == 1
    assert sentence(Event.objects.get(verb="DRAFT_APPROVED")).startswith("Maître Dupont ")


def test_only_the_hash_of_the_secret_is_kept(feurs: Feurs, draft: Draft, dupont: OutsideApprover) -> None:
    secret = ask(feurs, draft, dupont)
    assert secret not in str(OutsideRequest.objects.values_list().get())
    assert secret not in str(list(Event.objects.values_list("detail", flat=True)))
    assert OutsideRequest.opened_by(secret[:-1]) is None


def test_a_link_decides_once(feurs: Feurs, draft: Draft, dupont: OutsideApprover) -> None:
    secret = ask(feurs, draft, dupont)
    two_windows = opened(secret), opened(secret)
    two_windows[0].send_back(reason="Le nom est faux.", now=NOW)
    with pytest.raises(NotAllowed):
        two_windows[1].agree(now=NOW)
    assert opened(secret).standing(NOW) == "decided"
    draft.refresh_from_db()
    assert draft.state == "changes_requested"
    assert draft.change_request is not None
    assert (draft.change_request.who, draft.change_request.reason) == ("Maître Dupont", "Le nom est faux.")


def test_a_newer_text_closes_the_link(feurs: Feurs, draft: Draft, dupont: OutsideApprover) -> None:
    secret = ask(feurs, draft, dupont)
    draft.revise(text="Autre chose.", by=feurs.bruno, accounts=[feurs.account], seen=1, now=NOW)
    draft.submit(by=feurs.bruno, now=NOW)
    assert opened(secret).standing(NOW) == "changed"
    with pytest.raises(NotAllowed):
        opened(secret).agree(now=NOW)
    assert not Publication.objects.exists()


def test_a_text_that_changes_while_the_page_is_open_is_not_approved(
    feurs: Feurs, draft: Draft, dupont: OutsideApprover
) -> None:
    on_the_phone = opened(ask(feurs, draft, dupont))
    assert on_the_phone.standing(NOW) == "open"
    draft.revise(text="Autre chose.", by=feurs.bruno, accounts=[feurs.account], seen=1, now=NOW)
    with pytest.raises(NotAllowed):
        on_the_phone.agree(now=NOW)


def test_a_link_lives_for_a_week_and_never_longer_than_the_text(
    feurs: Feurs, draft: Draft, dupont: OutsideApprover
) -> None:
    secret = ask(feurs, draft, dupont)
    assert opened(secret).standing(NOW + timedelta(days=7) - minutes(1)) == "open"
    assert opened(secret).standing(NOW + timedelta(days=7)) == "expired"
    draft.reschedule(NOW + minutes(60), by=feurs.bruno, now=NOW)
    later = ask(feurs, draft, dupont)
    assert opened(later).expires_at == NOW + minutes(75)


def test_a_second_link_closes_the_first(feurs: Feurs, draft: Draft, dupont: OutsideApprover) -> None:
    first = ask(feurs, draft, dupont)
    second = ask(feurs, draft, dupont)
    assert (opened(first).standing(NOW), opened(second).standing(NOW)) == ("expired", "open")


def test_what_others_settled_waits_for_nobody_outside(feurs: Feurs, draft: Draft, dupont: OutsideApprover) -> None:
    secret = ask(feurs, draft, dupont)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    assert opened(secret).standing(NOW) == "settled"


def test_who_was_removed_decides_no_more(feurs: Feurs, draft: Draft, dupont: OutsideApprover) -> None:
    secret = ask(feurs, draft, dupont)
    dupont.remove(by=feurs.ana, now=NOW)
    assert opened(secret).standing(NOW) == "expired"
    with pytest.raises(NotAllowed):
        opened(secret).agree(now=NOW)


def test_nobody_whom_no_rule_names_is_asked_or_heard(feurs: Feurs, draft: Draft, dupont: OutsideApprover) -> None:
    other = OutsideApprover.add(
        organisation=feurs.organisation, name="Autre", email="autre@x.example", by=feurs.ana, now=NOW
    )
    with pytest.raises(NotAllowed):
        OutsideRequest.ask(draft.latest, other, by=feurs.chloe, now=NOW)
    with pytest.raises(PermissionDenied):
        draft.approve_from_outside(other, version=1, now=NOW)
    assert draft.outsiders() == [dupont]


def test_all_means_those_from_outside_too(feurs: Feurs, draft: Draft, dupont: OutsideApprover) -> None:
    rule = ApprovalRule.objects.get()
    rule.mode = "all"
    rule.decide(by=feurs.ana, approvers=[feurs.chloe], outsiders=[dupont], now=NOW)
    secret = ask(feurs, draft, dupont)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    assert draft.state == "submitted"
    opened(secret).agree(now=NOW)
    draft.refresh_from_db()
    assert draft.state == "approved"


def test_a_request_whose_mail_was_not_sent_never_opens(feurs: Feurs, draft: Draft, dupont: OutsideApprover) -> None:
    request, secret = OutsideRequest.ask(draft.latest, dupont, by=feurs.chloe, now=NOW)
    request.withdraw(now=NOW)
    assert opened(secret).standing(NOW) == "expired"
    assert Event.objects.filter(verb="OUTSIDE_APPROVAL_NOT_SENT").count() == 1


def test_somebody_removed_can_be_registered_again(feurs: Feurs, dupont: OutsideApprover) -> None:
    dupont.remove(by=feurs.ana, now=NOW)
    again = OutsideApprover.add(
        organisation=feurs.organisation, name=dupont.name, email=dupont.email, by=feurs.ana, now=NOW
    )
    assert list(OutsideApprover.objects.of(feurs.organisation)) == [again]
