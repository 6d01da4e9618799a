"""Way 1 on the sandbox: a draft becomes a published post, once, after a second person agreed."""

import pytest
from django.core.exceptions import PermissionDenied

from beffroi.archive.models import Post
from beffroi.journal.models import Event, broken_links
from beffroi.publishing.duties import send_due
from beffroi.publishing.models import Blocked, Draft, Publication, StaleForm
from tests.cast import NOW, Feurs, minutes

TEXT = "La piscine rouvre lundi à 10 h. #Feurs"


@pytest.fixture
def draft(feurs: Feurs) -> Draft:
    return Draft.begin(organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text=TEXT, now=NOW)


def test_a_draft_that_a_second_person_approved_is_published_once_with_its_receipt(feurs: Feurs, draft: Draft) -> None:
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    assert send_due(NOW) == 1
    assert send_due(NOW + minutes(1)) == 0

    publication = Publication.objects.get()
    assert publication.state == "sent"
    [on_the_network] = feurs.sandbox.read().posts.values()
    assert on_the_network["text"] == TEXT
    assert publication.remote_id == on_the_network["id"]
    assert publication.url.endswith(on_the_network["id"])
    assert Post.objects.get(native_id=publication.remote_id).author_id == feurs.account.native_id


def test_nothing_leaves_before_the_approval(feurs: Feurs, draft: Draft) -> None:
    draft.submit(by=feurs.bruno, now=NOW)
    assert send_due(NOW) == 0
    assert not feurs.sandbox.read().posts


def test_the_author_may_not_approve(feurs: Feurs) -> None:
    draft = Draft.begin(organisation=feurs.organisation, by=feurs.chloe, accounts=[feurs.account], text=TEXT, now=NOW)
    draft.submit(by=feurs.chloe, now=NOW)
    with pytest.raises(PermissionDenied):
        draft.approve(by=feurs.chloe, version=1, now=NOW)
    assert not Publication.objects.exists()


def test_who_wrote_the_last_version_may_not_approve_it_either(feurs: Feurs, draft: Draft) -> None:
    draft.revise(text="Autre texte.", by=feurs.chloe, accounts=[feurs.account], seen=1, now=NOW)
    draft.submit(by=feurs.chloe, now=NOW)
    with pytest.raises(PermissionDenied):
        draft.approve(by=feurs.chloe, version=2, now=NOW)


@pytest.mark.parametrize("who", ["driss", "eve"])
def test_neither_the_desk_nor_a_stranger_may_approve(feurs: Feurs, draft: Draft, who: str) -> None:
    draft.submit(by=feurs.bruno, now=NOW)
    with pytest.raises(PermissionDenied):
        draft.approve(by=getattr(feurs, who), version=1, now=NOW)


def test_approving_twice_publishes_once(feurs: Feurs, draft: Draft) -> None:
    draft.submit(by=feurs.bruno, now=NOW)
    first = draft.approve(by=feurs.chloe, version=1, now=NOW)
    second = draft.approve(by=feurs.ana, version=1, now=NOW)
    assert (second.pk, second.by) == (first.pk, feurs.chloe)
    assert Publication.objects.count() == 1


def test_approving_a_text_that_changed_meanwhile_is_refused(feurs: Feurs, draft: Draft) -> None:
    draft.submit(by=feurs.bruno, now=NOW)
    draft.revise(text="Tout autre chose.", by=feurs.bruno, accounts=[feurs.account], seen=1, now=NOW)
    draft.submit(by=feurs.bruno, now=NOW)
    with pytest.raises(StaleForm):
        draft.approve(by=feurs.chloe, version=1, now=NOW)
    assert not Publication.objects.exists()


def test_a_stale_form_overwrites_nothing(feurs: Feurs, draft: Draft) -> None:
    draft.revise(text="De Driss.", by=feurs.driss, accounts=[feurs.account], seen=1, now=NOW)
    with pytest.raises(StaleForm) as stale:
        draft.revise(text="De Bruno.", by=feurs.bruno, accounts=[feurs.account], seen=1, now=NOW)
    assert stale.value.latest.text == "De Driss."
    assert draft.latest.text == "De Driss."


def test_an_over_long_text_cannot_be_submitted_and_is_kept(feurs: Feurs) -> None:
    text = "é" * 301
    draft = Draft.begin(organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text=text, now=NOW)
    with pytest.raises(Blocked) as blocked:
        draft.submit(by=feurs.bruno, now=NOW)
    assert "301" in str(blocked.value)
    assert draft.latest.text == text


def test_a_planned_post_waits_for_its_time(feurs: Feurs) -> None:
    at = NOW + minutes(30)
    draft = Draft.begin(
        organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text=TEXT, leave_at=at, now=NOW
    )
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    assert send_due(at - minutes(1)) == 0
    assert send_due(at) == 1


def test_two_accounts_make_two_posts(feurs: Feurs) -> None:
    other = feurs.another_account("feurs-culture")
    draft = Draft.begin(
        organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account, other], text=TEXT, now=NOW
    )
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    assert send_due(NOW) == 2
    assert {post["account"] for post in feurs.sandbox.read().posts.values()} == {
        feurs.account.native_id,
        other.native_id,
    }


def test_every_act_stands_in_an_unbroken_ledger(feurs: Feurs, draft: Draft) -> None:
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    send_due(NOW)
    verbs = list(
        Event.objects.filter(organisation=feurs.organisation).order_by("number").values_list("verb", flat=True)
    )
    assert verbs[-4:] == ["DRAFT_SAVED", "DRAFT_SUBMITTED", "DRAFT_APPROVED", "PUBLICATION_SENT"]
    assert not list(broken_links(feurs.organisation))
