"""A named person lifts what a check blocks, with a reason, for one version."""

import pytest
from django.core.exceptions import PermissionDenied

from beffroi.publishing.checks import Finding
from beffroi.publishing.models import Blocked, Draft
from tests.cast import NOW, Feurs, minutes

NUMBER = "Le cabinet vétérinaire de garde : 06 12 34 56 78"


@pytest.fixture
def draft(feurs: Feurs) -> Draft:
    return Draft.begin(organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text=NUMBER, now=NOW)


def personal(draft: Draft) -> Finding:
    [finding] = [each for each in draft.findings() if each.check == "personal"]
    return finding


def test_what_blocks_is_not_submitted(feurs: Feurs, draft: Draft) -> None:
    with pytest.raises(Blocked):
        draft.submit(by=feurs.bruno, now=NOW)


def test_once_lifted_it_is_submitted_and_approved_and_still_shown(feurs: Feurs, draft: Draft) -> None:
    draft.waive(personal(draft), by=feurs.ana, reason="Ligne professionnelle", now=NOW)
    draft = Draft.objects.get(pk=draft.pk)
    assert (personal(draft).blocks, personal(draft).lifted) == (False, "Ana: Ligne professionnelle")
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    assert draft.state == "approved"


def test_the_next_version_is_blocked_again(feurs: Feurs, draft: Draft) -> None:
    draft.waive(personal(draft), by=feurs.ana, reason="Ligne professionnelle", now=NOW)
    draft.revise(text=f"{NUMBER} !", by=feurs.bruno, accounts=[feurs.account], seen=1, now=NOW + minutes(1))
    draft = Draft.objects.get(pk=draft.pk)
    assert personal(draft).blocks
    with pytest.raises(Blocked):
        draft.submit(by=feurs.bruno, now=NOW + minutes(1))


def test_lifting_one_number_lifts_no_other(feurs: Feurs) -> None:
    two = f"{NUMBER}, et Mme Durand au 06 99 99 99 99"
    draft = Draft.begin(organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text=two, now=NOW)
    first, second = (each for each in draft.findings() if each.check == "personal")
    draft.waive(first, by=feurs.ana, reason="Ligne professionnelle", now=NOW)
    blocking = [each.about for each in Draft.objects.get(pk=draft.pk).findings() if each.blocks]
    assert blocking == [second.about]


def test_what_is_not_liftable_stays_and_the_writer_lifts_nothing(feurs: Feurs, draft: Draft) -> None:
    with pytest.raises(PermissionDenied):
        draft.waive(personal(draft), by=feurs.bruno, reason="Mais si", now=NOW)
    with pytest.raises(PermissionDenied):
        draft.waive(Finding("length", "text", "Too long."), by=feurs.ana, reason="Mais si", now=NOW)
    assert personal(draft).blocks
