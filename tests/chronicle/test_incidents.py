"""An incident, its entries, and what each of them points to."""

from datetime import timedelta

import pytest

from beffroi.archive.models import Post
from beffroi.chronicle.models import Entry, Incident, Voice
from beffroi.journal.models import Event, record
from beffroi.journal.moves import NotAllowed
from beffroi.vocabulary import Sentence
from tests.cast import NOW, Feurs, minutes
from tests.chronicle.posts import seen

TITLE = Sentence("{account} announced too early", {"account": "@feurs"})


def opened(feurs: Feurs, **also: object) -> Incident:
    return Incident.open(feurs.organisation, **{"kind": "too_early", "title": TITLE, "now": NOW, **also})  # type: ignore[arg-type]


def faulty(feurs: Feurs) -> Post:
    return seen("p1", "L’article 1 est adopté.", by=feurs.account.native_id, at=NOW - minutes(5))


def verbs(feurs: Feurs) -> list[str]:
    told = Event.objects.filter(organisation=feurs.organisation, verb__startswith="INCIDENT")
    return list(told.order_by("number").values_list("verb", flat=True))


def test_the_same_thing_opens_one_incident(feurs: Feurs) -> None:
    first = opened(feurs, about="fact 7")
    assert opened(feurs, about="fact 7", now=NOW + minutes(1)) == first
    assert opened(feurs, about="fact 8") != first
    first.close(by=feurs.ana, outcome="Corrigé.", now=NOW)
    assert opened(feurs, about="fact 7") != first


def test_the_faulty_post_is_the_first_entry_and_says_whose_account_it_was(feurs: Feurs) -> None:
    incident = opened(feurs, post=faulty(feurs))
    entry = incident.entries.get()
    assert (entry.episode, entry.at, entry.captured_at) == (
        "faulty",
        NOW - minutes(5),
        NOW - minutes(5) + timedelta(0, 2),
    )
    assert incident.account == feurs.account
    assert incident.started_at == NOW - minutes(5)
    assert verbs(feurs) == ["INCIDENT_OPENED"]


def test_noting_the_same_evidence_twice_adds_nothing(feurs: Feurs) -> None:
    incident, post = opened(feurs), faulty(feurs)
    event = record("ACCOUNT_FROZEN", feurs.account, organisation=feurs.organisation, now=NOW)
    source = {"label": Sentence("The Sénat"), "address": "https://senat.example", "sha256": "ab" * 32, "taken_at": NOW}
    for _again in range(2):
        incident.note_post(post, episode="spread", now=NOW)
        incident.note_event(event, episode="other", now=NOW)
        incident.note_document(**source, episode="other", now=NOW)  # type: ignore[arg-type]
        incident.note_text("Le cabinet a appelé.", episode="reply", by=feurs.chloe, now=NOW)
    assert sorted(incident.entries.values_list("kind", flat=True)) == ["document", "event", "post", "text"]
    assert Voice.objects.get().author_id == feurs.account.native_id


def test_what_was_taken_out_is_not_gathered_again_but_a_person_brings_it_back(feurs: Feurs) -> None:
    incident, post = opened(feurs), faulty(feurs)
    entry = incident.note_post(post, episode="spread", now=NOW)
    entry.remove(by=feurs.chloe, now=NOW)
    incident.note_post(post, episode="spread", now=NOW)
    assert list(incident.entries.told()) == []
    incident.note_post(post, episode="spread", now=NOW, by=feurs.chloe)
    assert [told.pk for told in incident.entries.told()] == [entry.pk]
    assert verbs(feurs)[1:] == ["INCIDENT_ENTRY_REMOVED", "INCIDENT_ENTRY_RESTORED"]


def test_an_entry_is_moved_by_a_person_with_a_trace(feurs: Feurs) -> None:
    entry = opened(feurs, post=faulty(feurs)).entries.get()
    entry.move_to("other", by=feurs.chloe, now=NOW)
    entry.move_to("other", by=feurs.chloe, now=NOW)
    assert (entry.episode, entry.placed_by) == ("other", feurs.chloe)
    assert verbs(feurs)[1:] == ["INCIDENT_ENTRY_MOVED"]
    with pytest.raises(KeyError):
        entry.move_to("gossip", by=feurs.chloe, now=NOW)


def test_the_fingerprint_tells_whether_the_archive_was_touched(feurs: Feurs) -> None:
    post = faulty(feurs)
    entry = opened(feurs, post=post).entries.get()
    assert entry.is_intact
    Post.objects.update(author_name="Learnt later")
    assert Entry.objects.get().is_intact
    Post.objects.update(text="L’article 1 est rejeté.")
    assert Entry.objects.get().is_intact is False


def test_a_post_that_the_archive_forgets_leaves_its_fingerprint_and_its_time(feurs: Feurs) -> None:
    entry = opened(feurs, post=faulty(feurs)).entries.get()
    Post.objects.all().delete()
    left = Entry.objects.get()
    assert (left.post, left.is_intact) == (None, None)
    assert (left.sha256, left.captured_at) == (entry.sha256, entry.captured_at)


def test_a_ledger_event_is_its_own_evidence(feurs: Feurs) -> None:
    event = record("ACCOUNT_FROZEN", feurs.account, organisation=feurs.organisation, now=NOW)
    entry = opened(feurs).note_event(event, episode="other", now=NOW)
    assert (entry.sha256, entry.is_intact) == (event.hash, True)


def test_an_incident_is_closed_once_and_can_be_opened_again(feurs: Feurs) -> None:
    incident = opened(feurs, about="fact 7")
    incident.close(by=feurs.ana, outcome="Corrigé.", now=NOW)
    assert (incident.due_at, incident.ended_at, incident.outcome) == (None, NOW, "Corrigé.")
    with pytest.raises(NotAllowed):
        incident.close(by=feurs.ana, outcome="Encore.", now=NOW)
    incident.reopen(by=feurs.ana, now=NOW)
    assert (incident.state, incident.due_at, incident.ended_at) == ("open", NOW, None)


def test_it_is_not_opened_again_beside_another_about_the_same_thing(feurs: Feurs) -> None:
    incident = opened(feurs, about="fact 7")
    incident.close(by=feurs.ana, outcome="Corrigé.", now=NOW)
    opened(feurs, about="fact 7")
    with pytest.raises(NotAllowed):
        incident.reopen(by=feurs.ana, now=NOW)


def test_nothing_is_public_but_what_was_chosen(feurs: Feurs) -> None:
    incident = opened(feurs, post=faulty(feurs))
    note = incident.note_text("Entre nous.", episode="other", by=feurs.chloe, now=NOW)
    assert not incident.is_public
    incident.publish([incident.entries.get(kind="post").pk], by=feurs.ana, now=NOW)
    assert list(incident.entries.filter(is_public=True).values_list("kind", flat=True)) == ["post"]
    incident.publish([note.pk], by=feurs.ana, now=NOW)
    assert list(incident.entries.filter(is_public=True).values_list("kind", flat=True)) == ["text"]
    Entry.objects.get(pk=note.pk).remove(by=feurs.ana, now=NOW)
    assert not incident.entries.filter(is_public=True).exists()
    incident.unpublish(by=feurs.ana, now=NOW)
    assert not Incident.objects.get().is_public


def test_the_public_address_says_nothing(feurs: Feurs) -> None:
    one, other = opened(feurs, about="1"), opened(feurs, about="2")
    assert one.public_slug != other.public_slug
    assert len(one.public_slug) > 20
