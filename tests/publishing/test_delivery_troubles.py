"""What the ledger does when the network misbehaves: never twice, never late, never silently lost."""

from typing import Any

import pytest

from beffroi.publishing.delivery import take_over
from beffroi.publishing.duties import send_due
from beffroi.publishing.models import Draft, Publication
from beffroi.publishing.models.publication import GRACE, LEASE
from beffroi.vocabulary import Sentence
from tests.cast import NOW, Feurs, minutes


@pytest.fixture
def publication(feurs: Feurs) -> Publication:
    return approved(feurs)


def approved(feurs: Feurs, text: str = "Le marché se tient samedi.") -> Publication:
    draft = Draft.begin(organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text=text, now=NOW)
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    return draft.publications.get()


def state_of(publication: Publication) -> str:
    publication.refresh_from_db()
    return publication.state


def posts(feurs: Feurs) -> int:
    return len(feurs.sandbox.read().posts)


def test_a_network_that_asks_to_wait_is_asked_again_after_that_long(feurs: Feurs, publication: Publication) -> None:
    feurs.sandbox.rate_limit(120)
    send_due(NOW)
    assert state_of(publication) == "queued"
    assert publication.due_at
    assert (publication.due_at - NOW).total_seconds() == pytest.approx(120, abs=2)
    feurs.sandbox.recover()
    assert send_due(NOW + minutes(1)) == 0
    send_due(NOW + minutes(3))
    assert state_of(publication) == "sent"


def test_refused_content_fails_and_says_why(feurs: Feurs, publication: Publication) -> None:
    feurs.sandbox.refuse("No posts about markets here.")
    send_due(NOW)
    assert state_of(publication) == "failed"
    assert "markets" in str(publication.trouble)
    assert send_due(NOW + minutes(5)) == 0


def test_lost_access_holds_the_post_until_the_account_is_connected_again(
    feurs: Feurs, publication: Publication
) -> None:
    feurs.sandbox.lose_access("feurs")
    send_due(NOW)
    assert state_of(publication) == "queued"
    feurs.account.refresh_from_db()
    assert feurs.account.connection.lost_at is not None
    send_due(NOW + GRACE + minutes(1))
    assert state_of(publication) == "missed"


def test_what_missed_its_time_does_not_leave_and_asks_a_person(feurs: Feurs, publication: Publication) -> None:
    send_due(NOW + GRACE + minutes(345))
    assert state_of(publication) == "missed"
    assert posts(feurs) == 0
    assert list(Publication.objects.of(feurs.organisation).for_a_person()) == [publication]


def test_a_person_may_send_a_missed_post_after_all(feurs: Feurs, publication: Publication) -> None:
    later = NOW + GRACE + minutes(60)
    send_due(later)
    publication.refresh_from_db()
    publication.send_after_all(by=feurs.chloe, now=later)
    send_due(later)
    assert state_of(publication) == "sent"


def test_a_withdrawn_post_never_leaves(feurs: Feurs, publication: Publication) -> None:
    publication.withdraw(by=feurs.chloe, now=NOW)
    assert send_due(NOW) == 0
    assert posts(feurs) == 0


def test_a_worker_killed_before_the_network_call_loses_nothing(feurs: Feurs, publication: Publication) -> None:
    assert publication.claim(now=NOW)
    assert send_due(NOW + LEASE - minutes(0.1)) == 0
    after = NOW + LEASE + minutes(0.1)
    send_due(after)
    send_due(after + minutes(0.1))
    assert state_of(publication) == "sent"
    assert posts(feurs) == 1


def test_a_worker_killed_after_the_network_call_doubles_nothing(feurs: Feurs, publication: Publication) -> None:
    connector = feurs.connector
    assert publication.claim(now=NOW)
    receipt = connector.publish(publication.outgoing())
    send_due(NOW + LEASE + minutes(0.1))
    assert state_of(publication) == "sent"
    assert publication.remote_id == receipt.native_id
    assert posts(feurs) == 1


def test_a_worker_that_is_alone_takes_over_at_once_what_its_predecessor_was_sending(
    feurs: Feurs, publication: Publication
) -> None:
    assert publication.claim(now=NOW)
    receipt = feurs.connector.publish(publication.outgoing())
    assert take_over(NOW + minutes(0.1)) == 1
    send_due(NOW + minutes(0.1))
    assert state_of(publication) == "sent"
    assert publication.remote_id == receipt.native_id
    assert posts(feurs) == 1


def test_a_post_in_doubt_that_is_not_found_takes_the_queue_and_leaves_once(
    feurs: Feurs, publication: Publication
) -> None:
    assert publication.claim(now=NOW)
    publication.settle_unsure(Sentence("The network did not answer."), at=NOW + minutes(0.1), now=NOW)
    send_due(NOW + minutes(0.2))
    assert state_of(publication) == "queued"
    send_due(NOW + minutes(0.3))
    assert state_of(publication) == "sent"
    assert posts(feurs) == 1


def test_a_post_in_doubt_that_is_found_there_is_sent(feurs: Feurs, publication: Publication) -> None:
    assert publication.claim(now=NOW)
    feurs.connector.publish(publication.outgoing())
    publication.settle_unsure(Sentence("The network did not answer."), at=NOW + minutes(0.1), now=NOW)
    send_due(NOW + minutes(0.2))
    assert state_of(publication) == "sent"
    assert posts(feurs) == 1


def test_a_look_up_that_gets_no_answer_is_made_again(feurs: Feurs, publication: Publication) -> None:
    assert publication.claim(now=NOW)
    publication.settle_unsure(Sentence("The network did not answer."), at=NOW + minutes(0.1), now=NOW)
    feurs.sandbox.rate_limit(60)
    send_due(NOW + minutes(0.2))
    assert state_of(publication) == "unsure"
    assert publication.due_at
    feurs.sandbox.recover()
    send_due(NOW + minutes(3))
    send_due(NOW + minutes(3.1))
    assert state_of(publication) == "sent"


def test_a_restored_backup_from_before_the_sending_doubles_nothing(feurs: Feurs, publication: Publication) -> None:
    send_due(NOW)
    Publication.objects.update(state="queued", due_at=NOW, written_at=None, attempts=0, remote_id="", sent_at=None)
    send_due(NOW + minutes(1))
    assert posts(feurs) == 1


def test_without_the_key_of_its_credentials_an_account_says_nothing(
    feurs: Feurs, publication: Publication, settings: Any
) -> None:
    settings.ENCRYPTION_KEYS = ["another"]
    send_due(NOW)
    assert state_of(publication) == "queued"
    assert posts(feurs) == 0
    feurs.account.connection.refresh_from_db()
    assert feurs.account.connection.lost_at is not None


def test_a_late_settling_of_a_lost_lease_changes_nothing(feurs: Feurs, publication: Publication) -> None:
    first = Publication.objects.get(pk=publication.pk)
    assert first.claim(now=NOW)
    second = Publication.objects.get(pk=publication.pk)
    assert second.claim_lookup(now=NOW + LEASE + minutes(1))
    with pytest.raises(Exception, match="no longer"):
        first.settle_failed(Sentence("too late"), now=NOW + LEASE + minutes(1))
    assert state_of(publication) == "sending"


def test_a_frozen_account_sends_nothing(feurs: Feurs, publication: Publication) -> None:
    feurs.account.freeze(reason=Sentence("Suspected."), now=NOW)
    send_due(NOW)
    assert state_of(publication) == "queued"
    assert posts(feurs) == 0
    feurs.account.thaw(by=feurs.ana, now=NOW + minutes(1))
    send_due(NOW + minutes(2))
    assert state_of(publication) == "sent"


def test_posts_of_one_account_leave_in_their_order(feurs: Feurs) -> None:
    for number in range(5):
        approved(feurs, f"Point {number}")
    while send_due(NOW):
        pass
    assert [post["text"] for post in feurs.sandbox.read().posts.values()] == [f"Point {n}" for n in range(5)]


def test_one_broken_row_does_not_stop_the_others(feurs: Feurs, publication: Publication) -> None:
    broken = feurs.another_account("feurs-culture")
    draft = Draft.begin(organisation=feurs.organisation, by=feurs.bruno, accounts=[broken], text="Concert.", now=NOW)
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    broken.connection.sealed = b"not what was sealed"
    broken.connection.save()
    send_due(NOW)
    assert state_of(publication) == "sent"
