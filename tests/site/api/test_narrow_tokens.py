"""A token ends nothing that it could not have begun."""

from datetime import timedelta

from django.utils import timezone

from beffroi.publishing.models import Delegation, OutsideApprover
from tests.cast import Feurs
from tests.site.api.program import program_of


def test_a_delegation_is_revoked_within_the_scopes_and_accounts_of_the_token(feurs: Feurs) -> None:
    now = timezone.now()
    given = Delegation.give(
        by=feurs.chloe,
        to=feurs.bruno,
        organisation=feurs.organisation,
        accounts=[feurs.account],
        kinds=["reply"],
        ends_at=now + timedelta(days=30),
        now=now,
    )
    there = f"/delegations/{given.pk}"
    elsewhere = program_of(feurs, feurs.ana, accounts=[feurs.another_account("culture").pk])
    only_approves = program_of(feurs, feurs.ana, scopes=["read", "approve"])
    assert elsewhere.delete(there).status_code == 403
    assert only_approves.delete(there).status_code == 403
    assert Delegation.objects.get().revoked_at is None
    assert program_of(feurs, feurs.ana).delete(there).status_code == 204


def test_somebody_outside_is_removed_only_by_a_token_for_all_accounts(feurs: Feurs) -> None:
    town, ana, now = feurs.organisation, feurs.ana, timezone.now()
    dupont = OutsideApprover.add(name="Dupont", email="dupont@etude.example", organisation=town, by=ana, now=now)
    narrow = program_of(feurs, feurs.ana, accounts=[feurs.another_account("culture").pk])
    assert narrow.delete(f"/outside-approvers/{dupont.pk}").status_code == 403
    assert OutsideApprover.objects.of(feurs.organisation).exists()
