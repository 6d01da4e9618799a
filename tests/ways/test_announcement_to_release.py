"""Way 5, whole: 23 October 2013, replayed in its own time against a Sénat on loopback."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from beffroi.archive.models import OwnPost, Post
from beffroi.chronicle.models import Incident
from beffroi.facts.duties import read_sources
from beffroi.facts.models import Attestation, Fact, Source, Witness
from beffroi.journal.moves import NotAllowed
from beffroi.notify.models import Message
from beffroi.outbound.mail import MailServer
from beffroi.publishing.duties import follow_facts, send_due, watch_own_posts
from beffroi.publishing.models import Draft, EarlyPost
from beffroi.vocabulary import Post as SeenPost
from tests.cast import Feurs, minutes
from tests.facts.conftest import Senat, a_fact, read_at, senat
from tests.sources.samples import sample

__all__ = ["senat"]

pytestmark = pytest.mark.django_db

ADOPTED = "L’article 1er du projet de loi Alur est adopté par le Sénat."
PREMATURE = "L’article 1er du projet de loi #ALUR est adopté !"
SECOND = timedelta(seconds=1)
HOLD = 10 * SECOND


def at(hour: int, minute: int) -> datetime:
    """A time of that afternoon in Paris."""
    return datetime(2013, 10, 23, hour - 2, minute, tzinfo=UTC)


SNAPSHOTS = {
    at(15, 0): ("t1_1500", "CONTRADICTED"),
    at(15, 15): ("t2_1515", "CONTRADICTED"),
    at(15, 43): ("t3_1543", "PENDING_VOTE"),
    at(15, 52): ("t4_1552", "COMPATIBLE"),
}


def texts(feurs: Feurs) -> list[str]:
    return [post["text"] for post in feurs.sandbox.read().posts.values()]


def work(now: datetime) -> None:
    read_sources(now)
    follow_facts(now)
    send_due(now)


def prepare(feurs: Feurs, now: datetime) -> Fact:
    fact = a_fact(feurs, "Article 1er", now, expires_at=now + minutes(300))
    draft = Draft.begin(
        organisation=feurs.organisation,
        by=feurs.bruno,
        accounts=[feurs.account],
        text=ADOPTED,
        awaits=fact.outcome_called("yes"),
        now=now,
    )
    draft.submit(by=feurs.bruno, now=now)
    draft.approve(by=feurs.chloe, version=1, now=now)
    return fact


def test_the_announcement_of_a_quarter_past_three_leaves_with_the_word_of_the_witness(
    feurs: Feurs, senat: Senat
) -> None:
    fact = prepare(feurs, at(15, 0))
    source = read_at(senat, fact, feurs, at(15, 0))
    witness = Witness.name_one(fact, name="Jeanne", channel="link", address="", by=feurs.bruno, now=at(15, 0))
    link, _secret = witness.ask(by=feurs.bruno, now=at(15, 0))
    for moment, (name, says) in SNAPSHOTS.items():
        senat.body, senat.at = sample(f"synthetic/senat_liste_{name}.json"), moment
        Source.objects.update(due_at=moment)
        work(moment)
        source.refresh_from_db()
        assert (source.state, texts(feurs)) == (says, [])
    outcome = fact.outcome_called("yes")
    assert outcome is not None
    said_at = at(15, 53)
    link.say(outcome, device="telephone", browser="Firefox", now=said_at)
    follow_facts(said_at + HOLD)
    send_due(said_at + HOLD)
    assert texts(feurs) == [ADOPTED]


def test_the_witness_may_say_it_before_the_list_knows(feurs: Feurs, senat: Senat) -> None:
    """15:45: the vote has just taken place, and the list can only say that it may be still to come."""
    fact = prepare(feurs, at(15, 0))
    read_at(senat, fact, feurs, at(15, 0))
    senat.body, senat.at = sample("synthetic/senat_liste_t3_1543.json"), at(15, 43)
    work(at(15, 43))
    witness = Witness.name_one(fact, name="Jeanne", channel="link", address="", by=feurs.bruno, now=at(15, 0))
    link, _secret = witness.ask(by=feurs.bruno, now=at(15, 44))
    outcome = fact.outcome_called("yes")
    assert outcome is not None
    link.say(outcome, device="telephone", browser="Firefox", now=at(15, 45))
    work(at(15, 45) + HOLD)
    assert texts(feurs) == [ADOPTED]


def test_a_link_works_in_the_browser_that_answered_first_and_no_other(feurs: Feurs) -> None:
    fact = prepare(feurs, at(15, 0))
    witness = Witness.name_one(fact, name="Jeanne", channel="link", address="", by=feurs.bruno, now=at(15, 0))
    link, _secret = witness.ask(by=feurs.bruno, now=at(15, 0))
    link.hold("telephone", at(15, 1))
    outcome = fact.outcome_called("yes")
    assert outcome is not None
    with pytest.raises(NotAllowed):
        link.say(outcome, device="eve", browser="Firefox", now=at(15, 2))
    assert fact.settlement is None


# --- the post that left another way


def seen_on_our_account(feurs: Feurs, text: str, when: datetime) -> OwnPost:
    profile = feurs.connector.whoami()
    seen = SeenPost(network="sandbox", native_id=f"own {text}", author=profile, text=text, published_at=when)
    return OwnPost.note(Post.store(seen, now=when), feurs.account, now=when)


def test_a_post_written_elsewhere_before_its_fact_opens_an_incident_and_tells_people(feurs: Feurs) -> None:
    fact = prepare(feurs, at(15, 0))
    own = seen_on_our_account(feurs, PREMATURE, at(15, 15))
    watch_own_posts(at(15, 15) + SECOND)
    incident = Incident.objects.get()
    assert (incident.kind, incident.post, incident.account) == ("too_early", own.post, feurs.account)
    assert EarlyPost.objects.get().fact == fact
    assert "est adopté" in str(incident.title)


def test_it_is_told_to_those_who_may_approve(feurs: Feurs, settings: Settings) -> None:
    settings.MAIL_SERVER = MailServer.parse("smtp://localhost:1?tls=off")
    prepare(feurs, at(15, 0))
    seen_on_our_account(feurs, PREMATURE, at(15, 15))
    watch_own_posts(at(15, 15))
    told = set(Message.objects.filter(kind="too_early").values_list("address", flat=True))
    assert told == {"ana@feurs.example", "chloe@feurs.example"}


def test_by_how_long_it_was_early_is_known_once_the_fact_is_confirmed(feurs: Feurs) -> None:
    fact = prepare(feurs, at(15, 0))
    seen_on_our_account(feurs, PREMATURE, at(15, 15))
    watch_own_posts(at(15, 15))
    outcome = fact.outcome_called("yes")
    assert outcome is not None
    Attestation.give(fact, outcome, by=feurs.chloe, now=at(15, 45))
    work(at(15, 46))
    assert Incident.objects.get().early_by == 30 * 60


def test_what_left_through_the_gate_is_no_incident(feurs: Feurs) -> None:
    fact = prepare(feurs, at(15, 0))
    outcome = fact.outcome_called("yes")
    assert outcome is not None
    Attestation.give(fact, outcome, by=feurs.chloe, now=at(15, 45))
    work(at(15, 46))
    watch_own_posts(at(15, 47))
    assert texts(feurs) == [ADOPTED]
    assert not Incident.objects.exists()


def test_a_post_that_a_stream_shows_before_our_receipt_is_looked_at_later(feurs: Feurs) -> None:
    fact = prepare(feurs, at(15, 0))
    publication = Draft.objects.get().publications.get()
    type(publication).objects.filter(pk=publication.pk).update(state="sending")
    own = seen_on_our_account(feurs, ADOPTED, at(15, 15))
    watch_own_posts(at(15, 15))
    own.refresh_from_db()
    assert own.due_at is not None
    assert not Incident.objects.exists()
    assert fact.settlement is None


def test_a_vote_that_nobody_here_had_stated_is_found_too(feurs: Feurs) -> None:
    seen_on_our_account(feurs, PREMATURE, at(15, 15))
    watch_own_posts(at(15, 15))
    fact = Fact.objects.get()
    assert (fact.created_by, fact.state) == (None, "waiting")
    assert Incident.objects.get().kind == "too_early"


def test_an_opening_that_somebody_writes_elsewhere_is_nobodys_incident(feurs: Feurs) -> None:
    seen_on_our_account(feurs, "La médiathèque est ouverte, venez nombreux !", at(15, 15))
    watch_own_posts(at(15, 15))
    assert not Incident.objects.exists()


def test_a_post_is_looked_at_once(feurs: Feurs) -> None:
    prepare(feurs, at(15, 0))
    seen_on_our_account(feurs, PREMATURE, at(15, 15))
    watch_own_posts(at(15, 15))
    watch_own_posts(at(15, 16))
    assert EarlyPost.objects.count() == 1
