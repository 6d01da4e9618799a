"""The demonstration town: every scene is played by the product itself, to its end."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beffroi.access.models import Organisation
from beffroi.chronicle.duties import gather_open
from beffroi.chronicle.models import Incident
from beffroi.connectors.contract import StreamEvent, Streams
from beffroi.facts.duties import read_sources
from beffroi.facts.models import Fact, Source
from beffroi.guard.duties import poll_profiles
from beffroi.inbox.duties import open_cases
from beffroi.inbox.models import Case
from beffroi.journal.models import Event, broken_links
from beffroi.listening.intake import Ear, take_in
from beffroi.listening.models import Stream
from beffroi.publishing.duties import follow_facts, send_due, watch_own_posts
from beffroi.publishing.models import Publication
from beffroi.site.demonstration.scenes import SCENES, Scene
from beffroi.site.demonstration.town import PEOPLE, standing
from beffroi.site.demonstration.vote import ADOPTED, CORRECTION, REJECTED, STATEMENT
from tests.cast import Feurs


@pytest.fixture
def visitor(db: None, client: Client) -> Client:
    client.post(reverse("demonstration_visit"))
    return client


HELD = timedelta(seconds=11)  # a witness's word has stood for a second then


def live_a_moment() -> None:
    """What worker and listener would have done some seconds later."""
    town = standing()
    assert town is not None
    stream = Stream.objects.get(service=town.account("bellecloche").stream)
    events: list[StreamEvent] = []
    connector = town.account("bellecloche").connect()
    assert isinstance(connector, Streams)
    if stream.cursor != str(town.network.end()):
        for event in connector.stream(stream.cursor or "0"):
            events.append(event)
            if event.cursor == str(town.network.end()):
                break
        take_in(Ear(stream), events, timezone.now())
    Source.objects.filter(due_at__isnull=False).update(due_at=timezone.now())
    for duty in (open_cases, poll_profiles, read_sources, watch_own_posts, gather_open, follow_facts, send_due):
        duty(timezone.now() + HELD)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.slug)
def test_every_scene_can_be_stepped_through_to_its_end(scene: Scene, visitor: Client) -> None:
    for number, act in enumerate(scene.acts, start=1):
        visitor.post(reverse("scene_act", args=[scene.slug]))
        live_a_moment()
        assert visitor.session["scenes"][scene.slug] == number
        looked = visitor.post(reverse("scene_look", args=[scene.slug]), follow=True)
        assert looked.status_code == 200
        address = looked.redirect_chain[-1][0]
        assert PEOPLE[act.as_whom][0] in looked.content.decode() or "alarm" in address or "witness" in address
    town = standing()
    assert town is not None
    assert not list(broken_links(town.organisation))


def play(visitor: Client, slug: str, between: Callable[[], None] = live_a_moment) -> None:
    for _act in next(scene for scene in SCENES if scene.slug == slug).acts:
        visitor.post(reverse("scene_act", args=[slug]))
        between()


def test_the_vote_leaves_once_and_only_after_it_took_place(visitor: Client) -> None:
    play(visitor, "vote")
    states = {publication.text: publication.state for publication in Publication.objects.all()}
    assert states == {ADOPTED: "sent", REJECTED: "withdrawn", CORRECTION: "sent"}


def test_the_announcement_that_left_another_way_is_found_half_an_hour_early(visitor: Client) -> None:
    play(visitor, "vote")
    incident = Incident.objects.get()
    assert incident.early_by is not None
    assert round(incident.early_by / 60) == 30
    assert (incident.kind, incident.state) == ("too_early", "closed")


def test_the_visitor_can_be_the_witness_and_take_the_word_back(visitor: Client) -> None:
    for _act in range(5):
        visitor.post(reverse("scene_act", args=["vote"]))
        live_a_moment()
    looked = visitor.post(reverse("scene_look", args=["vote"]), follow=True)
    address = looked.redirect_chain[-1][0]
    assert "Jeanne" in looked.content.decode()
    visitor.post(address, {"outcome": "yes"})
    visitor.post(address, {"outcome": "yes", "sure": "1"})
    assert Fact.objects.get(statement=STATEMENT).state == "settled"
    visitor.post(address, {"undo": "1"})
    assert Fact.objects.get(statement=STATEMENT).state == "waiting"


def test_the_post_of_the_hijacked_account_waits_until_the_account_is_back(visitor: Client) -> None:
    play(visitor, "hijack")
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"ALARM_RAISED", "ACCOUNT_FROZEN", "ALARM_NOT_US", "ACCOUNT_RECOVERED", "ACCOUNT_THAWED"} <= verbs
    assert Publication.objects.get().state == "queued"


@pytest.mark.parametrize("slug", ["answering-city", "right-service", "night-note"])
def test_the_citizen_is_answered(slug: str, visitor: Client) -> None:
    play(visitor, slug)
    assert Case.objects.answered().count() == 1


def test_an_act_pressed_too_early_asks_to_wait_and_loses_nothing(visitor: Client) -> None:
    for _press in range(2):
        answer = visitor.post(reverse("scene_act", args=["answering-city"]), follow=True)
    assert visitor.session["scenes"]["answering-city"] == 1
    assert "Beffroi" in answer.content.decode()


def test_the_receipt_leads_to_the_fictional_network(visitor: Client) -> None:
    play(visitor, "vote")
    page = visitor.get(Publication.objects.get(text=ADOPTED).url)
    assert "adopté" in page.content.decode()


def test_beginning_again_builds_a_new_town_and_keeps_the_old_ledger(visitor: Client) -> None:
    play(visitor, "vote")
    events = Event.objects.count()
    visitor.post(reverse("demonstration_visit"), {"again": "yes"})
    assert Organisation.objects.filter(is_demo=True, is_resting=False).count() == 1
    assert Event.objects.count() > events
    assert visitor.session["scenes"] == {}


def test_once_an_organisation_works_here_a_stranger_cannot_enter(feurs: Feurs, client: Client) -> None:
    assert client.post(reverse("demonstration_visit")).status_code == 403
    client.force_login(feurs.ana)
    assert client.post(reverse("demonstration_visit")).status_code == 302


def test_nobody_becomes_somebody_else_outside_the_demonstration(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.driss)
    assert client.post(reverse("demonstration_person"), {"who": "ana"}).status_code == 404
    assert client.session["_auth_user_id"] == str(feurs.driss.pk)


def test_the_demonstration_cannot_connect_a_real_account(visitor: Client) -> None:
    page = visitor.get(reverse("account_connect", args=["bluesky"]))
    assert page.status_code == 404
