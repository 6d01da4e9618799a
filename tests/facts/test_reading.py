"""A source is read as long as its fact is waited for; each reading is kept, and none that cannot be trusted counts."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from beffroi.archive.models import Post
from beffroi.facts.duties import read_sources
from beffroi.facts.models import Evidence, Reading, Source
from beffroi.facts.reading import weighed
from beffroi.journal.models import broken_links
from beffroi.notify.models import Message
from beffroi.outbound.mail import MailServer
from beffroi.vocabulary import Post as SeenPost
from beffroi.vocabulary import Profile
from tests.cast import Feurs, minutes
from tests.facts.conftest import Senat, a_fact, read_at
from tests.sources.samples import MADE_AT, sample

pytestmark = pytest.mark.django_db

LIST = "senat/liste_discussion_103393.json"
AT = MADE_AT[LIST] + timedelta(seconds=30)
SECOND = timedelta(seconds=1)


def state(source: Source) -> str:
    source.refresh_from_db()
    return source.state


@pytest.mark.parametrize(
    ("subject", "says"),
    [
        ("Article 2", "COMPATIBLE"),
        ("l'article 2 bis", "PENDING_VOTE"),
        ("Article 2 ter", "NO_DATA"),
        ("art. 2 quater", "CONTRADICTED"),
    ],
)
def test_the_list_of_a_real_sitting_says_what_it_can_and_no_more(
    subject: str, says: str, feurs: Feurs, senat: Senat
) -> None:
    senat.body, senat.at = sample(LIST), AT
    source = read_at(senat, fact := a_fact(feurs, subject, AT), feurs, AT)
    assert read_sources(AT) == 1
    assert state(source) == says
    fact.refresh_from_db()
    assert fact.state == "waiting"


def test_each_reading_is_kept_with_its_bytes_its_headers_and_its_time(feurs: Feurs, senat: Senat) -> None:
    senat.body, senat.at = sample(LIST), AT
    read_at(senat, a_fact(feurs, "Article 2", AT), feurs, AT)
    read_sources(AT)
    reading = Reading.objects.get()
    assert reading.evidence is not None
    assert reading.evidence.body == senat.body
    assert reading.evidence.sha256 == hashlib.sha256(senat.body).hexdigest()
    assert (reading.status, reading.headers["content-length"]) == (200, str(len(senat.body)))
    assert abs(reading.taken_at - AT) < 5 * SECOND


def test_the_same_bytes_are_kept_once(feurs: Feurs, senat: Senat) -> None:
    senat.body, senat.at = sample(LIST), AT
    read_at(senat, a_fact(feurs, "Article 2", AT), feurs, AT)
    read_sources(AT)
    senat.at = AT + minutes(1.1)
    read_sources(AT + minutes(1.1))
    assert (Reading.objects.count(), Evidence.objects.count()) == (2, 1)


def test_facts_that_read_the_same_address_share_one_exchange(feurs: Feurs, senat: Senat) -> None:
    senat.body, senat.at = sample(LIST), AT
    sources = [read_at(senat, a_fact(feurs, f"Article {n}", AT), feurs, AT) for n in ("2", "2 bis", "2 quater")]
    read_sources(AT)
    assert senat.asked == 1
    assert [state(source) for source in sources] == ["COMPATIBLE", "PENDING_VOTE", "CONTRADICTED"]


def test_a_source_is_asked_at_its_pace_and_no_sooner(feurs: Feurs, senat: Senat) -> None:
    senat.body, senat.at = sample(LIST), AT
    read_at(senat, a_fact(feurs, "Article 2", AT), feurs, AT)
    for seconds in range(0, 121, 5):
        senat.at = AT + seconds * SECOND
        read_sources(AT + seconds * SECOND)
    assert senat.asked in (2, 3)  # a minute after each answer


def test_a_server_that_says_that_nothing_changed_is_believed_as_long_as_the_list_is_fresh(
    feurs: Feurs, senat: Senat
) -> None:
    senat.body, senat.at, senat.etag = sample(LIST), AT, '"v1"'
    source = read_at(senat, a_fact(feurs, "Article 2", AT), feurs, AT)
    read_sources(AT)
    senat.at = AT + minutes(2)
    read_sources(AT + minutes(2))
    assert Reading.objects.first().status == 304  # type: ignore[union-attr]  # there are two
    assert state(source) == "COMPATIBLE"
    senat.at = AT + minutes(16)
    read_sources(AT + minutes(16))
    source.refresh_from_db()
    assert source.trouble  # a list that stands still during a suspension looks like "nothing happened"


BROKEN = {
    "empty": (b"", 200),
    "cut": (sample(LIST)[:100_000], 200),
    "a page": (b"<!doctype html><title>Maintenance</title>", 200),
    "garbled": (sample(LIST).replace("é".encode(), "Ã©".encode()), 200),
    "not there": (b"", 404),
    "broken": (b"", 500),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_reading_that_cannot_be_trusted_is_a_trouble_and_never_a_state(how: str, feurs: Feurs, senat: Senat) -> None:
    senat.body, senat.status = BROKEN[how]
    senat.at = AT
    source = read_at(senat, a_fact(feurs, "Article 2", AT), feurs, AT)
    read_sources(AT)
    assert state(source) == ""
    assert source.trouble
    assert source.troubles == 1


def test_after_a_trouble_the_last_trusted_words_stay_and_the_next_try_comes_later(feurs: Feurs, senat: Senat) -> None:
    senat.body, senat.at = sample(LIST), AT
    source = read_at(senat, a_fact(feurs, "Article 2 quater", AT), feurs, AT)
    read_sources(AT)
    judged_at = Source.objects.get().judged_at
    senat.status = 500
    later = AT
    for _time in range(4):
        later += minutes(20)
        senat.at = later
        read_sources(later)
    source.refresh_from_db()
    assert (source.state, source.judged_at, source.troubles) == ("CONTRADICTED", judged_at, 4)
    assert source.due_at is not None
    assert source.due_at - later > minutes(4)


def test_a_server_that_asks_to_wait_is_given_the_time(feurs: Feurs, senat: Senat) -> None:
    senat.body, senat.at, senat.status, senat.headers = b"", AT, 429, {"Retry-After": "600"}
    source = read_at(senat, a_fact(feurs, "Article 2", AT), feurs, AT)
    read_sources(AT)
    source.refresh_from_db()
    assert source.due_at is not None
    assert source.due_at - AT >= minutes(10)


def test_nothing_is_read_for_a_fact_that_nobody_waits_for(feurs: Feurs, senat: Senat) -> None:
    senat.body, senat.at = sample(LIST), AT
    fact = a_fact(feurs, "Article 2", AT)
    read_at(senat, fact, feurs, AT)
    fact.give_up(by=feurs.chloe, now=AT)
    read_sources(AT + minutes(5))
    assert senat.asked == 0


def test_a_fact_that_is_expected_later_is_read_from_two_hours_before(feurs: Feurs, senat: Senat) -> None:
    senat.body, senat.at = sample(LIST), AT
    read_at(senat, a_fact(feurs, "Article 2", AT, expected_at=AT + minutes(180)), feurs, AT)
    read_sources(AT + minutes(30))
    assert senat.asked == 0
    senat.at = AT + minutes(61)
    read_sources(AT + minutes(61))
    assert senat.asked == 1


def test_what_a_ballot_says_settles_the_fact_by_itself(feurs: Feurs, senat: Senat) -> None:
    """The ballot is synthetic, in the form of the Assemblée's own."""
    now = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
    senat.body, senat.at = sample("synthetic/an_scrutin_VTANR5L17V99999.json"), now
    fact = a_fact(feurs, "Article 1er", now)
    parameters = {"address": senat.url, "dossier": "synthetic"}
    Source.add(fact, kind="assemblee-ballot", parameters=parameters, address=senat.url, by=feurs.bruno, now=now)
    read_sources(now)
    fact = type(fact).objects.get(pk=fact.pk)
    settled = fact.settlement
    source = Source.objects.get()
    assert settled is not None, (source.state, source.reasons, source.trouble)
    assert (settled.ground, settled.outcome.key) == ("source", "yes")
    assert settled.reading is not None


def test_sources_that_contradict_each_other_hold_the_fact_and_say_which_says_what(feurs: Feurs, senat: Senat) -> None:
    fact = a_fact(feurs, "Article 2", AT)
    for kind, said, outcome in (("senat", "CONTRADICTED", ""), ("senat-dossier", "CONFIRMED", "adopted")):
        source = read_at(senat, fact, feurs, AT)
        Source.objects.filter(pk=source.pk).update(kind=kind, state=said, outcome=outcome)
    judged = weighed(type(fact).objects.get(pk=fact.pk))
    assert judged is not None
    assert judged.state == "CONTRADICTED"
    assert judged.reasons


def test_the_journal_stays_whole(feurs: Feurs, senat: Senat) -> None:
    senat.body, senat.at = sample(LIST), AT
    read_at(senat, a_fact(feurs, "Article 2", AT), feurs, AT)
    read_sources(AT)
    assert not list(broken_links(feurs.organisation))


def test_when_a_source_begins_to_say_that_it_may_be_so_people_are_told_once(
    feurs: Feurs, senat: Senat, settings: Settings
) -> None:
    settings.MAIL_SERVER = MailServer.parse("smtp://localhost:1?tls=off")
    senat.body, senat.at = sample(LIST), AT
    read_at(senat, a_fact(feurs, "Article 2", AT), feurs, AT)
    read_sources(AT)
    senat.at = AT + minutes(2)
    read_sources(AT + minutes(2))
    told = Message.objects.filter(kind="fact_waits")
    assert sorted(told.values_list("address", flat=True)) == ["ana@feurs.example", "chloe@feurs.example"]


def test_when_the_order_of_discussion_changes_it_is_said(feurs: Feurs, senat: Senat) -> None:
    senat.body, senat.at = sample(LIST), AT
    source = read_at(senat, a_fact(feurs, "Article 2", AT), feurs, AT)
    read_sources(AT)
    listed = json.loads(sample(LIST))
    listed["Subdivisions"].append(listed["Subdivisions"].pop(1))
    senat.body, senat.at = json.dumps(listed).encode(), AT + minutes(2)
    read_sources(AT + minutes(2))
    source.refresh_from_db()
    assert any("order of discussion has changed" in reason["say"] for reason in source.reasons)


def test_a_post_of_a_trusted_account_is_read_from_the_archive(feurs: Feurs) -> None:
    fact = a_fact(feurs, "Délibération 41", AT)
    asks = {"author": "greffe", "words": "délibération 41 adoptée", "proves": "confirmed", "outcome": "adopted"}
    Source.add(fact, kind="trusted-post", parameters=asks, address="@greffe", by=feurs.bruno, now=AT)
    read_sources(AT)
    assert Source.objects.get().trouble
    clerk = Profile("sandbox", "greffe-id", "greffe", "Greffe du conseil")
    text = "Délibération 41 adoptée par 23 voix."
    Post.store(SeenPost("sandbox", "p1", clerk, text, AT + minutes(5)), now=AT + minutes(5))
    read_sources(AT + minutes(10))
    assert type(fact).objects.get(pk=fact.pk).state == "settled", Source.objects.get().reasons
