"""The four ways on the real Bluesky servers: what is proven on the sandbox holds where citizens are."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.utils import timezone

from beffroi.access.models import Organisation, User
from beffroi.connectors.contract import AccessLost, Publishes
from beffroi.directory.models import Account
from beffroi.guard.duties import poll_profiles
from beffroi.guard.models import Alarm
from beffroi.inbox.duties import open_cases, poll_mentions
from beffroi.inbox.models import Case, MentionPoll
from beffroi.journal.sentences import translated
from beffroi.listening.duties import open_streams
from beffroi.listening.intake import listen, read_here
from beffroi.listening.models import Alert, SavedSearch, Stream
from beffroi.publishing.duties import send_due
from beffroi.publishing.models import Draft, Publication
from beffroi.publishing.models.publication import LEASE
from tests.cast import PASSWORD, minutes
from tests.network.far_side import Network, TestAccount
from tests.patience import until

TEXT = "La piscine rouvre lundi à 10 h 👏 https://feurs.example/piscine #Feurs"


class Town(SimpleNamespace):
    """Feurs with an account on the real network."""

    organisation: Organisation
    ana: User
    bruno: User
    chloe: User
    driss: User
    there: TestAccount
    account: Account


def settle(network: Network) -> Town:
    organisation = Organisation.objects.create(name="Ville de Feurs")
    people = {}
    for who, role in {"ana": "owner", "bruno": "contributor", "chloe": "approver", "driss": "agent"}.items():
        people[who] = User.objects.join(email=f"{who}@feurs.example", name=who.title(), password=PASSWORD)
        organisation.admit(people[who], role)
    there = network.create_account("feurs")
    there.rename("Ville de Feurs")
    account = Account.register(
        organisation=organisation,
        network="bluesky",
        credentials=network.credentials(there),
        by=people["ana"],
        now=timezone.now(),
    )
    return Town(organisation=organisation, there=there, account=account, **people)


@pytest.fixture
def town(transactional_db: None, bluesky: Network) -> Town:
    return settle(bluesky)


@pytest.fixture
def town_in_view(transactional_db: None, bluesky_full: Network) -> Town:
    return settle(bluesky_full)


def approve(town: Town, draft: Draft) -> Publication:
    now = timezone.now()
    draft.submit(by=draft.author, now=now)
    draft.approve(by=town.chloe, version=1, now=now)
    return draft.publications.get()


def write(town: Town, text: str = TEXT, leave_at: datetime | None = None) -> Draft:
    return Draft.begin(
        organisation=town.organisation,
        by=town.bruno,
        accounts=[town.account],
        text=text,
        leave_at=leave_at,
        now=timezone.now(),
    )


def test_way_1_an_approved_draft_stands_on_the_network_once(town: Town) -> None:
    publication = approve(town, write(town))
    send_due(timezone.now())
    publication.refresh_from_db()
    [record] = town.there.records()
    assert record["value"]["text"] == TEXT
    assert publication.state == "sent"
    assert publication.remote_id == record["uri"]
    features = [facet["features"][0]["$type"].partition("#")[2] for facet in record["value"]["facets"]]
    assert sorted(features) == ["link", "tag"]


def test_way_1_a_killed_worker_doubles_nothing_on_the_network(town: Town) -> None:
    publication = approve(town, write(town))
    connector = town.account.connect()
    assert isinstance(connector, Publishes)
    now = timezone.now()
    assert publication.claim(now=now)
    connector.publish(publication.outgoing())  # and here the worker dies, before it could settle
    send_due(now + LEASE + minutes(0.1))
    publication.refresh_from_db()
    assert publication.state == "sent"
    assert len(town.there.records()) == 1


def test_way_2_a_reply_becomes_a_case_and_the_sent_answer_answers_it(town_in_view: Town, bluesky_full: Network) -> None:
    town, eve = town_in_view, bluesky_full.create_account("eve")
    question = eve.post("la piscine est-elle ouverte lundi ?", mention=town.there)

    def received() -> bool:
        MentionPoll.objects.update(due_at=timezone.now())
        poll_mentions(timezone.now())
        open_cases(timezone.now())
        return Case.objects.exists()

    until(received)
    case = Case.objects.get()
    assert question.native_id == case.latest.native_id

    draft = case.reply("Oui, de 10 h à 19 h.", by=town.driss, now=timezone.now())
    approve(town, draft)
    assert list(Case.objects.waiting()) == [case]
    send_due(timezone.now())
    [answer] = town.there.records()
    assert answer["value"]["reply"]["parent"] == {"uri": question.native_id, "cid": question.version}
    assert list(Case.objects.answered()) == [case]


@pytest.fixture
def listener(town: Town) -> Iterator[Stream]:
    """The real listener on the network's stream."""
    open_streams(timezone.now())
    stream, stop = Stream.objects.get(), threading.Event()
    thread = threading.Thread(target=listen, args=(stream, stop, read_here))
    thread.start()
    yield stream
    stop.set()
    thread.join(timeout=15)
    assert not thread.is_alive()


def test_way_3_a_post_on_the_stream_opens_an_alert(town: Town, listener: Stream, bluesky: Network) -> None:
    SavedSearch.save_new(
        organisation=town.organisation, name="Le pont", text="pont PRÈS/3 canal", by=town.driss, now=timezone.now()
    )
    eve = bluesky.create_account("eve")
    eve.rename("Ève 👋 de Feurs")

    def heard() -> bool:
        eve.post("Le pont du Canal est fermé !")
        return Alert.objects.open().exists()

    until(heard)
    post = Alert.objects.get().matches.earliest("pk").post
    assert post.text == "Le pont du Canal est fermé !"
    assert (post.author_id, post.author_handle, post.author_name) == (eve.did, eve.handle, "Ève 👋 de Feurs")


def test_way_3_a_mention_on_the_stream_opens_a_case_without_any_poll(
    town: Town, listener: Stream, bluesky: Network
) -> None:
    eve = bluesky.create_account("eve")

    def received() -> bool:
        eve.post("bonjour ?", mention=town.there)
        open_cases(timezone.now())
        return Case.objects.exists()

    until(received)


def test_way_4_a_changed_name_raises_an_alarm_and_nothing_leaves(town: Town) -> None:
    now = datetime.now(UTC)
    publication = approve(town, write(town, leave_at=now + minutes(5)))
    poll_profiles(now)
    assert not Alarm.objects.exists()
    town.there.rename("Gabrielle Powell")
    poll_profiles(now + minutes(10))
    alarm = Alarm.objects.get()
    assert "Gabrielle Powell" in translated(alarm.sentence)
    send_due(now + minutes(6))
    publication.refresh_from_db()
    assert publication.state == "queued"
    assert town.there.records() == []


def test_a_wrong_app_password_connects_nothing_and_says_why(transactional_db: None, bluesky: Network) -> None:
    there = bluesky.create_account("feurs")
    ana = User.objects.join(email="ana@feurs.example", name="Ana", password=PASSWORD)
    organisation = Organisation.objects.create(name="Feurs")
    wrong = {**bluesky.credentials(there), "app_password": "wrong-wrong-wrong"}
    with pytest.raises(AccessLost) as lost:
        Account.register(organisation=organisation, network="bluesky", credentials=wrong, by=ana, now=timezone.now())
    assert "wrong-wrong-wrong" not in str(lost.value)
    assert not Account.objects.exists()
