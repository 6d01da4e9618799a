"""The report of the clock: by search, by day and by night, with its sample, and nobody's name in it."""

import csv
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from beffroi.access.models import Organisation
from beffroi.inbox.models import Case
from beffroi.inbox.times import laps_of, told
from beffroi.listening.models import SavedSearch
from tests.cast import NOW, Feurs, minutes
from tests.inbox.hits import found, note_on_a_blog, search_for

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def search(feurs: Feurs) -> SavedSearch:
    return search_for(feurs)


def answered(feurs: Feurs, search: SavedSearch, at: datetime, took: float | None, number: int = 0) -> Case:
    """A page found at `at`, and answered `took` minutes later."""
    post = note_on_a_blog(at, page=f"https://carnet.example/{at:%m%d%H%M%S}-{number}")
    found(search, post, at)
    case = Case.take_elsewhere(post, feurs.organisation, by=feurs.driss, now=at)
    if took is not None:
        answer = case.write_elsewhere("Bonsoir.", by=feurs.driss, seen=None, now=at)
        answer.declare_posted(by=feurs.driss, now=at + minutes(took))
    return case


def test_each_search_has_its_days_and_its_nights(feurs: Feurs, search: SavedSearch) -> None:
    other = search_for(feurs, name="Le canal")
    for number in range(5):
        answered(feurs, search, NOW, 10 * (number + 1), number)
        answered(feurs, other, NOW + timedelta(hours=9), 4, number)
    answered(feurs, search, NOW, None, 9)
    answered(feurs, search, NOW, None, 10).close(by=feurs.driss, now=NOW + minutes(3))
    whole, passerelle, canal = told(laps_of(feurs.organisation, since=NOW), feurs.organisation.tz)
    assert [group.name for group in (canal, passerelle)] == ["Le canal", "La passerelle"]
    assert (passerelle.day.half, passerelle.night.answered) == (minutes(30), 0)
    assert (canal.night.half, canal.day.half) == (minutes(4), None)
    assert (whole.whole.answered, whole.whole.waiting, whole.whole.closed) == (10, 1, 1)


def test_another_organisation_s_clocks_are_not_ours(feurs: Feurs, search: SavedSearch) -> None:
    answered(feurs, search, NOW, 5)
    assert laps_of(Organisation.objects.create(name="Ailleurs"), since=NOW) == []


def test_it_asks_as_little_of_many_clocks_as_of_one(feurs: Feurs, search: SavedSearch) -> None:
    answered(feurs, search, NOW, 5)
    with CaptureQueriesContext(connection) as few:
        laps_of(feurs.organisation, since=NOW)
    for number in range(20):
        answered(feurs, search, NOW + minutes(number + 1), 5)
    with CaptureQueriesContext(connection) as many:
        assert len(laps_of(feurs.organisation, since=NOW)) == 21
    assert len(few) == len(many) == 1


def test_below_five_answers_the_page_says_so_instead_of_a_figure(
    feurs: Feurs, search: SavedSearch, client: Client
) -> None:
    lately = timezone.now() - timedelta(days=2)
    for number in range(4):
        answered(feurs, search, lately, 5, number)
    client.force_login(feurs.ana)
    page = client.get(reverse("answer_times"), headers=ENGLISH).content.decode()
    assert "How soon is shown from 5 answers on; there are 4." in page
    answered(feurs, search, lately, 5, 5)
    page = client.get(reverse("answer_times"), headers=ENGLISH).content.decode()
    assert "Half of the answers left within 5 min, nine in ten within 5 min (sample: 5 answers)." in page
    assert "Driss" not in page.split("<main")[1].split("</main>")[0]


def test_the_table_has_a_line_per_run_and_no_person(feurs: Feurs, search: SavedSearch, client: Client) -> None:
    lately = (
        (timezone.now() - timedelta(days=2)).astimezone(feurs.organisation.tz).replace(hour=23, minute=10, second=0)
    )
    answered(feurs, search, lately, 41)
    client.force_login(feurs.ana)
    answer = client.get(reverse("answer_times_table"), headers=ENGLISH)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines(), delimiter=";"))
    [row] = rows
    assert (row["Found by"], row["Day or night"], row["State"]) == ("La passerelle", "night", "answered")
    assert row["Found"] == f"{lately:%Y-%m-%d} 23:10:00"
    assert row["Seconds from found to answered"] == str(41 * 60)
    assert "Driss" not in answer.content.decode()
