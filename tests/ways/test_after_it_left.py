"""What happens to a post once it has left: corrected, changed, deleted, settled by a person, a thread cut short."""

from datetime import datetime
from typing import Any

import pytest

from beffroi.connectors.contract import Capabilities, as_json
from beffroi.journal.models import Event
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.duties import send_due
from beffroi.publishing.models import Blocked, Draft, Publication, amending
from beffroi.publishing.models.publication import GRACE
from beffroi.vocabulary import Sentence
from tests.cast import NOW, Feurs, minutes

TEXT = "Le conseil municipal discute le budget."
THREAD = "Première partie.\n---\nDeuxième partie.\n---\nTroisième partie."


def begin(feurs: Feurs, text: str = TEXT, **more: Any) -> Draft:
    wanted = {"accounts": [feurs.account], "now": NOW, **more}
    return Draft.begin(organisation=feurs.organisation, by=feurs.bruno, text=text, **wanted)


def approve(feurs: Feurs, draft: Draft, now: datetime = NOW) -> list[Publication]:
    draft.submit(by=feurs.bruno, now=now)
    draft.approve(by=feurs.chloe, version=draft.latest.number, now=now)
    return list(draft.publications.order_by("pk"))


def published(feurs: Feurs, text: str = TEXT, **more: Any) -> Draft:
    draft = begin(feurs, text, **more)
    approve(feurs, draft)
    while send_due(NOW):
        pass
    return Draft.objects.get(pk=draft.pk)


def texts(feurs: Feurs) -> list[str]:
    return [post["text"] for post in feurs.sandbox.read().posts.values()]


def let_nobody_edit(feurs: Feurs) -> None:
    capabilities = Capabilities(max_length=300, max_images=4, max_image_bytes=1_000_000, idempotent=True)
    feurs.account.limits = as_json(capabilities)
    feurs.account.save()


# --- a correction


def test_a_correction_answers_the_faulty_post_and_both_know_each_other(feurs: Feurs) -> None:
    faulty = published(feurs)
    correction = amending.correct(faulty, by=feurs.bruno, now=NOW)
    assert correction.latest.text == TEXT
    correction.revise(
        text="Rectification : le vote a lieu demain.", by=feurs.bruno, accounts=[feurs.account], seen=1, now=NOW
    )
    approve(feurs, correction)
    send_due(NOW)
    of_the_fault, of_the_correction = faulty.publications.get(), correction.publications.get()
    assert of_the_correction.target == of_the_fault
    assert list(of_the_fault.amendments.all()) == [of_the_correction]
    assert list(faulty.amendments.all()) == [correction]
    there = feurs.sandbox.read().posts[of_the_correction.remote_id]
    assert (there["reply_to"], there["root"]) == (of_the_fault.remote_id, of_the_fault.remote_id)


def test_a_correction_needs_an_approval_like_anything_else(feurs: Feurs) -> None:
    correction = amending.correct(published(feurs), by=feurs.bruno, now=NOW)
    send_due(NOW)
    assert correction.state == "draft"
    assert texts(feurs) == [TEXT]


def test_a_correction_of_a_thread_answers_its_first_post(feurs: Feurs) -> None:
    thread = published(feurs, THREAD, is_thread=True)
    correction = amending.correct(thread, by=feurs.bruno, now=NOW)
    correction.revise(text="Un erratum.", by=feurs.bruno, accounts=[feurs.account], seen=1, now=NOW)
    [post] = approve(feurs, correction)
    send_due(NOW)
    post.refresh_from_db()
    first = thread.publications.get(part=0)
    assert feurs.sandbox.read().posts[post.remote_id]["reply_to"] == first.remote_id


def test_a_correction_that_is_a_thread_hangs_together_below_the_faulty_post(feurs: Feurs) -> None:
    faulty = published(feurs)
    correction = amending.correct(faulty, by=feurs.bruno, now=NOW)
    correction.revise(text=THREAD, is_thread=True, by=feurs.bruno, accounts=[feurs.account], seen=1, now=NOW)
    approve(feurs, correction)
    while send_due(NOW):
        pass
    first, second, third = correction.publications.order_by("part")
    posts, fault = feurs.sandbox.read().posts, faulty.publications.get().remote_id
    assert [posts[each.remote_id]["reply_to"] for each in (first, second, third)] == [
        fault,
        first.remote_id,
        second.remote_id,
    ]
    assert {posts[each.remote_id]["root"] for each in (first, second, third)} == {fault}


def test_a_correction_of_what_was_deleted_meanwhile_stands_alone(feurs: Feurs) -> None:
    faulty = published(feurs)
    draft, later = amending.correct(faulty, by=feurs.bruno, now=NOW), NOW + minutes(30)
    draft.revise(text="Erratum.", leave_at=later, by=feurs.bruno, accounts=[feurs.account], seen=1, now=NOW)
    [correction] = approve(feurs, draft)
    faulty.publications.get().take_away(by=feurs.chloe, now=NOW)
    send_due(NOW)
    send_due(later)
    correction.refresh_from_db()
    assert feurs.sandbox.read().posts[correction.remote_id]["reply_to"] == ""


def test_where_nothing_of_the_fault_stands_the_writer_is_told(feurs: Feurs) -> None:
    faulty, other = published(feurs), feurs.another_account("feurs-culture")
    correction = amending.correct(faulty, by=feurs.bruno, now=NOW)
    correction.revise(text="Non.", by=feurs.bruno, accounts=[feurs.account, other], seen=1, now=NOW)
    told = [each for each in Draft.objects.get(pk=correction.pk).findings() if each.check == "amendment"]
    assert [(each.about, each.blocks) for each in told] == [("feurs-culture", False)]


def test_what_never_left_cannot_be_corrected(feurs: Feurs) -> None:
    with pytest.raises(NotAllowed):
        amending.correct(begin(feurs), by=feurs.bruno, now=NOW)


# --- a change of the text


def test_a_changed_text_takes_the_place_of_the_old_one(feurs: Feurs) -> None:
    first = published(feurs)
    change = amending.change_text(first, by=feurs.bruno, now=NOW)
    change.revise(text="Le budget se discute.", by=feurs.bruno, accounts=[feurs.account], seen=1, now=NOW)
    approve(feurs, change)
    send_due(NOW)
    assert texts(feurs) == ["Le budget se discute."]
    assert change.publications.get().target == first.publications.get()


def test_a_second_change_begins_with_the_text_that_stands_and_reaches_the_same_post(feurs: Feurs) -> None:
    first = published(feurs)
    for number in (1, 2):
        change = amending.change_text(first, by=feurs.bruno, now=NOW)
        assert change.latest.text == texts(feurs)[0]
        change.revise(text=f"Texte {number}", by=feurs.bruno, accounts=[feurs.account], seen=1, now=NOW)
        approve(feurs, change, NOW + minutes(number))
        send_due(NOW + minutes(number))
    assert texts(feurs) == ["Texte 2"]
    again = amending.change_text(change, by=feurs.bruno, now=NOW)
    assert (again.amends, again.latest.text) == (first, "Texte 2")


def test_each_part_of_a_thread_is_changed_in_its_own_place(feurs: Feurs) -> None:
    thread = published(feurs, THREAD, is_thread=True)
    change = amending.change_text(thread, by=feurs.bruno, now=NOW)
    text = THREAD.replace("Deuxième", "Seconde")
    change.revise(text=text, is_thread=True, by=feurs.bruno, accounts=[feurs.account], seen=1, now=NOW)
    approve(feurs, change)
    while send_due(NOW):
        pass
    assert texts(feurs) == ["Première partie.", "Seconde partie.", "Troisième partie."]


def test_a_change_that_would_make_more_posts_than_stand_is_refused(feurs: Feurs) -> None:
    change = amending.change_text(published(feurs), by=feurs.bruno, now=NOW)
    change.revise(text=THREAD, is_thread=True, by=feurs.bruno, accounts=[feurs.account], seen=1, now=NOW)
    with pytest.raises(Blocked, match="3"):
        Draft.objects.get(pk=change.pk).submit(by=feurs.bruno, now=NOW)


def test_a_change_cannot_be_sent_from_an_account_on_which_nothing_stands(feurs: Feurs) -> None:
    other = feurs.another_account("feurs-culture")
    change = amending.change_text(published(feurs), by=feurs.bruno, now=NOW)
    change.revise(text="Autre.", by=feurs.bruno, accounts=[feurs.account, other], seen=1, now=NOW)
    with pytest.raises(Blocked, match="feurs-culture"):
        Draft.objects.get(pk=change.pk).submit(by=feurs.bruno, now=NOW)


def test_where_the_network_lets_nobody_change_a_post_no_change_begins(feurs: Feurs) -> None:
    draft = published(feurs)
    let_nobody_edit(feurs)
    with pytest.raises(NotAllowed):
        amending.change_text(draft, by=feurs.bruno, now=NOW)


# --- a deletion


def test_a_deleted_post_is_gone_and_its_receipt_stays(feurs: Feurs) -> None:
    publication = published(feurs).publications.get()
    publication.take_away(by=feurs.chloe, now=NOW)
    assert texts(feurs) == [TEXT]
    send_due(NOW)
    publication.refresh_from_db()
    assert texts(feurs) == []
    assert publication.gone_at is not None
    assert not publication.stands
    assert publication.text == TEXT
    verbs = Event.objects.filter(organisation=feurs.organisation).order_by("-number").values_list("verb", flat=True)
    assert list(verbs[:2]) == ["PUBLICATION_DELETED", "PUBLICATION_DELETION_ASKED"]


def test_a_post_is_deleted_once(feurs: Feurs) -> None:
    publication = published(feurs).publications.get()
    publication.take_away(by=feurs.chloe, now=NOW)
    with pytest.raises(NotAllowed):
        publication.take_away(by=feurs.ana, now=NOW)


def test_a_deleted_post_can_be_written_again(feurs: Feurs) -> None:
    publication = published(feurs).publications.get()
    with pytest.raises(NotAllowed):
        amending.write_again(publication, by=feurs.bruno, now=NOW)
    publication.take_away(by=feurs.chloe, now=NOW)
    send_due(NOW)
    publication.refresh_from_db()
    again = amending.write_again(publication, by=feurs.bruno, now=NOW)
    assert (again.latest.text, again.amends, list(again.accounts.all())) == (TEXT, None, [feurs.account])


# --- a thread


def test_a_thread_leaves_in_its_order_each_part_below_the_one_before(feurs: Feurs) -> None:
    draft = published(feurs, THREAD, is_thread=True)
    assert texts(feurs) == ["Première partie.", "Deuxième partie.", "Troisième partie."]
    first, second, third = draft.publications.order_by("part")
    posts = feurs.sandbox.read().posts
    assert posts[second.remote_id]["reply_to"] == first.remote_id
    assert (posts[third.remote_id]["reply_to"], posts[third.remote_id]["root"]) == (second.remote_id, first.remote_id)


def test_a_thread_leaves_within_one_round(feurs: Feurs) -> None:
    approve(feurs, begin(feurs, THREAD, is_thread=True))
    assert send_due(NOW) == 3


def test_a_thread_stops_where_a_part_fails(feurs: Feurs) -> None:
    first, second, third = approve(feurs, begin(feurs, THREAD, is_thread=True))
    feurs.sandbox.refuse("Not today.")
    send_due(NOW)
    feurs.sandbox.recover()
    later = NOW + minutes(1)
    while later < NOW + GRACE + minutes(1):
        send_due(later)
        later += minutes(1)
    for part in (first, second, third):
        part.refresh_from_db()
    assert [part.state for part in (first, second, third)] == ["failed", "missed", "missed"]
    assert texts(feurs) == []


def test_a_thread_does_not_go_on_below_a_part_that_was_deleted(feurs: Feurs) -> None:
    first, second, _ = approve(feurs, begin(feurs, THREAD, is_thread=True))
    assert first.claim(now=NOW)
    first.settle_sent(feurs.connector.publish(first.outgoing()), now=NOW)
    first.take_away(by=feurs.chloe, now=NOW)
    deletion = first.amendments.get()
    assert deletion.claim(now=NOW)
    feurs.connector.delete(first.remote_id)
    deletion.settle_gone(now=NOW)
    send_due(NOW + minutes(1))
    second.refresh_from_db()
    assert second.state == "queued"
    assert "thread" in str(second.trouble)


# --- in doubt


@pytest.fixture
def in_doubt(feurs: Feurs) -> Publication:
    """A post of which nobody can tell whether it left, and that no look-up can settle."""
    [publication] = approve(feurs, begin(feurs))
    assert publication.claim(now=NOW)
    publication.settle_unsure(Sentence("Please look."), at=None, now=NOW)
    return publication


def test_a_doubtful_post_that_somebody_saw_is_sent_at_the_address_they_gave(
    feurs: Feurs, in_doubt: Publication
) -> None:
    assert list(Publication.objects.of(feurs.organisation).for_a_person()) == [in_doubt]
    in_doubt.say_it_left(url="https://feurs.example/1", by=feurs.chloe, now=NOW + minutes(5))
    assert (in_doubt.state, in_doubt.url, in_doubt.sent_at) == ("sent", "https://feurs.example/1", NOW)
    assert send_due(NOW + minutes(6)) == 0
    assert texts(feurs) == []


def test_a_doubtful_post_that_did_not_leave_is_withdrawn_and_written_again(feurs: Feurs, in_doubt: Publication) -> None:
    in_doubt.withdraw(by=feurs.chloe, now=NOW)
    again = amending.write_again(in_doubt, by=feurs.bruno, now=NOW)
    assert again.latest.text == TEXT
    assert send_due(NOW + minutes(6)) == 0


def test_what_a_worker_is_sending_cannot_be_said_to_have_left(feurs: Feurs) -> None:
    [publication] = approve(feurs, begin(feurs))
    assert publication.claim(now=NOW)
    with pytest.raises(NotAllowed):
        publication.say_it_left(url="https://feurs.example/1", by=feurs.chloe, now=NOW)


def test_a_post_whose_number_nobody_knows_is_neither_deleted_nor_answered(feurs: Feurs, in_doubt: Publication) -> None:
    in_doubt.say_it_left(url="https://feurs.example/1", by=feurs.chloe, now=NOW)
    with pytest.raises(NotAllowed):
        in_doubt.take_away(by=feurs.chloe, now=NOW)
    with pytest.raises(NotAllowed):
        amending.correct(in_doubt.draft, by=feurs.bruno, now=NOW)
