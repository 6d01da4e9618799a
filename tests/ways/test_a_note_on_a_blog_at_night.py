"""Way 3 on the web: a note on a blog at 23:00, when nobody looks, is an alert minutes later."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.archive.models import Post
from beffroi.listening.duties import read_feeds
from beffroi.listening.models import Alert, Feed, SavedSearch
from tests.cast import Feurs, minutes
from tests.network.press import Press, item, press, rss

AFTERNOON = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
ELEVEN_PM = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)
OLD = [item(f"a{n}", f"Recette de saison n° {n}", at=AFTERNOON - timedelta(days=n)) for n in range(10)]
NOTE = item(
    "n", "La mairie cache la fermeture du pont", "<p>Le pont du canal de Feurs ferme <b>lundi</b>.</p>", ELEVEN_PM
)


@pytest.fixture
def paper() -> Iterator[Press]:
    with press() as paper:
        paper.shows("/feed", rss(OLD), etag='"old"')
        yield paper


@pytest.fixture
def followed(feurs: Feurs, paper: Press) -> Feed:
    for name, text in {"Le pont": "pont NEAR/3 canal", "La mairie": "mairie -emploi", "Autre": "piscine"}.items():
        SavedSearch.save_new(organisation=feurs.organisation, name=name, text=text, by=feurs.driss, now=AFTERNOON)
    address = paper.localhost + "/feed"
    return Feed.follow(feurs.organisation, address=address, title="Le Carnet", by=feurs.driss, now=AFTERNOON)


def the_worker_works(since: datetime, until: datetime) -> datetime:
    """Reads whatever comes due, each thing at its time; the last moment at which something was read."""
    at = since
    while (due := Feed.objects.exclude(due_at=None).order_by("due_at").values_list("due_at", flat=True).first()) and (
        due <= until
    ):
        at = due
        read_feeds(at)
    return at


def test_a_note_at_eleven_is_an_alert_within_a_quarter_of_an_hour(
    feurs: Feurs, followed: Feed, paper: Press, client: Client
) -> None:
    the_worker_works(AFTERNOON, ELEVEN_PM)
    assert not Alert.objects.exists()
    asked_before = len(paper.asked)
    assert asked_before < 40  # a blog that rests is not asked every minute all evening
    paper.shows("/feed", rss([NOTE, *OLD]), etag='"new"')
    the_worker_works(ELEVEN_PM, ELEVEN_PM + minutes(15))
    assert {alert.search.name for alert in Alert.objects.all()} == {"Le pont", "La mairie"}
    assert all(alert.opened_at <= ELEVEN_PM + minutes(16) for alert in Alert.objects.all())
    assert Post.objects.get().text.endswith("Le pont du canal de Feurs ferme lundi.")
    client.force_login(feurs.driss)
    shown = re.sub("<[^>]+>", "", client.get(reverse("listening")).content.decode())  # its words are marked
    assert "La mairie cache la fermeture du pont" in shown


def test_a_night_of_troubles_loses_no_note(feurs: Feurs, followed: Feed, paper: Press) -> None:
    the_worker_works(AFTERNOON, ELEVEN_PM)
    faults = [("", 500), (rss([NOTE, *OLD])[:300], 200), ("<html>Panne", 200), ("", 429)]
    for n, (body, status) in enumerate(faults):
        paper.shows("/feed", body, status=status)
        the_worker_works(ELEVEN_PM, ELEVEN_PM + minutes(30 * (n + 1)))
        assert Feed.objects.get().trouble
    paper.shows("/feed", rss([NOTE, *OLD]))
    the_worker_works(ELEVEN_PM, ELEVEN_PM + timedelta(hours=8))
    assert (Alert.objects.count(), Feed.objects.get().trouble) == (2, {})
