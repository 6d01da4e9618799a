"""The report of first answers: every figure of a week reckoned by hand, to the minute."""

import csv
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from beffroi.access.models import Organisation, Team
from beffroi.inbox.models import Calendar, Case
from beffroi.inbox.report import hours_for, questions_of, told
from beffroi.listening.models import SavedSearch
from tests.cast import Feurs, minutes
from tests.inbox.hits import found, note_on_a_blog, search_for
from tests.inbox.promised import at, promise, town_hall

ENGLISH = {"accept-language": "en"}
UNTIL = at("24 00:00")
SINCE = UNTIL - timedelta(days=30)
#        found       answered     opened  real (minutes)
WEEK = (
    ("19 09:00", "19 10:00"),  #     60     60
    ("19 11:30", "19 14:00"),  #     60    150  lunch
    ("19 17:00", "20 10:15"),  #    135   1035  a night
    ("20 18:30", "23 11:30"),  #    180   3900  a weekend
    ("21 10:00", "23 08:45"),  #     15   2805  a Saturday
)


@pytest.fixture
def search(feurs: Feurs) -> SavedSearch:
    return search_for(feurs)


def asked(feurs: Feurs, search: SavedSearch, when: datetime, answered_at: datetime | None = None) -> Case:
    post = note_on_a_blog(when, page=f"https://carnet.example/{when:%m%d%H%M}")
    found(search, post, when)
    case = Case.take_elsewhere(post, feurs.organisation, by=feurs.driss, now=when)
    if answered_at is not None:
        written = case.write_elsewhere("Bonsoir.", by=feurs.driss, seen=None, now=answered_at)
        written.declare_posted(by=feurs.driss, now=answered_at)
    return case


@pytest.fixture
def week(feurs: Feurs, search: SavedSearch) -> Calendar:
    """Five that Roads answered, one that waits, one that was closed."""
    roads = Team.objects.create(organisation=feurs.organisation, name="Voirie")
    for begins, ends in WEEK:
        asked(feurs, search, at(begins), at(ends)).hand_to(roads, by=feurs.driss, now=at(begins))
    asked(feurs, search, at("23 09:00"))
    asked(feurs, search, at("23 09:30")).close(by=feurs.driss, now=at("23 09:45"))
    return town_hall(feurs)


def test_the_figures_of_a_week_are_right_to_the_minute(feurs: Feurs, week: Calendar) -> None:
    questions = questions_of(feurs.organisation, week.hours, since=SINCE, until=UNTIL)
    whole, (services, networks, hours) = told(questions, feurs.organisation.tz)
    assert (whole.found, whole.real.answered, whole.real.waiting, whole.real.closed, whole.share) == (7, 5, 1, 1, 71)
    assert (whole.opened.half, whole.opened.slow) == (minutes(60), minutes(162))  # 135 + 0.6 × (180 - 135)
    assert (whole.real.half, whole.real.slow) == (minutes(1035), minutes(3462))  # 2805 + 0.6 × (3900 - 2805)
    assert [(line.name, line.found, line.share) for line in services.lines] == [
        ("aucun en particulier", 2, None),
        ("Voirie", 5, 100),
    ]
    assert services.lines[1].real.slow == minutes(3462)
    assert [(line.name, line.found) for line in networks.lines] == [("Blogs et journaux", 7)]
    assert [(line.name, line.found) for line in hours.lines] == [
        ("09:00", 3),
        ("10:00", 1),
        ("11:00", 1),
        ("17:00", 1),
        ("18:00", 1),
    ]


def test_only_the_first_question_of_a_case_is_counted(feurs: Feurs, search: SavedSearch) -> None:
    case = asked(feurs, search, at("19 09:00"))
    case.close(by=feurs.driss, now=at("19 09:10"))
    Case.take_elsewhere(case.latest, feurs.organisation, by=feurs.driss, now=at("19 10:00"))
    [question] = questions_of(feurs.organisation, None, since=SINCE, until=UNTIL)
    assert question.run.found_at == at("19 09:00")
    assert not question.waits


def test_what_was_found_outside_of_the_time_is_not_counted(feurs: Feurs, search: SavedSearch) -> None:
    asked(feurs, search, at("19 09:00"))
    assert not questions_of(feurs.organisation, None, since=at("19 09:01"), until=UNTIL)
    assert not questions_of(feurs.organisation, None, since=SINCE, until=at("19 09:00"))
    assert not questions_of(Organisation.objects.create(name="Ailleurs"), None, since=SINCE, until=UNTIL)


def test_it_asks_as_little_of_many_questions_as_of_one(feurs: Feurs, search: SavedSearch) -> None:
    for number in range(5):
        asked(feurs, search, at("19 09:00") + minutes(number), at("19 10:00"))
    with CaptureQueriesContext(connection) as queries:
        assert len(questions_of(feurs.organisation, None, since=SINCE, until=UNTIL)) == 5
    assert len(queries) == 1


def test_it_counts_by_the_hours_of_the_most_general_promise(feurs: Feurs) -> None:
    roads, hall = town_hall(feurs, "A Voirie"), town_hall(feurs, "Mairie")
    assert hours_for(feurs.organisation) == roads
    promise(feurs, 60, roads, network="feed")
    promise(feurs, 60, hall)
    assert hours_for(feurs.organisation) == hall
    assert hours_for(feurs.organisation, str(roads.pk)) == roads


def test_without_opening_hours_there_is_real_time_alone(feurs: Feurs, search: SavedSearch) -> None:
    assert hours_for(feurs.organisation) is None
    asked(feurs, search, at("19 09:00"), at("19 10:00"))
    [question] = questions_of(feurs.organisation, None, since=SINCE, until=UNTIL)
    assert (question.opened, question.run.took) == (None, minutes(60))


# --- the pages


def lately(feurs: Feurs, search: SavedSearch, number: int, took: float | None) -> Case:
    when = timezone.now() - timedelta(days=2) + minutes(number)
    return asked(feurs, search, when, None if took is None else when + minutes(took))


def test_the_page_tells_figures_sample_and_who_waits_and_names_nobody(
    feurs: Feurs, search: SavedSearch, client: Client
) -> None:
    town_hall(feurs, week=["0:00-24:00"] * 7, territory="none")
    for number in range(5):
        lately(feurs, search, number, 65)
    waiting = lately(feurs, search, 9, None)
    client.force_login(feurs.ana)
    page = client.get(reverse("first_answers"), headers=ENGLISH).content.decode()
    assert "6 questions: 5 answered, 1 waiting, 0 closed without an answer." in page
    assert "Half of the answers left within 1 h 05 of opening hours, nine in ten within 1 h 05." in page
    assert "In real time: half within 1 h 05, nine in ten within 1 h 05." in page
    assert f'<a href="/inbox/{waiting.pk}">{waiting.pk}</a>' in page
    assert "Driss" not in page.split("<main")[1].split("</main>")[0]


def test_below_five_the_page_tells_counts_and_no_figure(feurs: Feurs, search: SavedSearch, client: Client) -> None:
    for number in range(4):
        lately(feurs, search, number, 65)
    client.force_login(feurs.ana)
    page = client.get(reverse("first_answers"), headers=ENGLISH).content.decode()
    assert "4 questions: 4 answered" in page
    assert "too few" in page
    assert "Half of the answers" not in page
    assert "Set opening hours to count by them too." in page


def test_the_table_has_a_line_per_question_in_opened_and_in_real_minutes(
    feurs: Feurs, search: SavedSearch, client: Client
) -> None:
    town_hall(feurs, week=["0:00-24:00"] * 7, territory="none")
    lately(feurs, search, 0, 41)
    lately(feurs, search, 1, None)
    client.force_login(feurs.ana)
    answer = client.get(reverse("first_answers_table"), headers=ENGLISH)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    first, second = csv.DictReader(answer.content.decode("utf-8-sig").splitlines(), delimiter=";")
    assert (first["Opened minutes"], first["Real minutes"], first["State"]) == ("41", "41", "answered")
    assert (second["Opened minutes"], second["Real minutes"], second["State"]) == ("", "", "waits")
    assert "Driss" not in answer.content.decode()


def test_an_empty_report_says_so(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.ana)
    page = client.get(reverse("first_answers"), headers=ENGLISH).content.decode()
    assert "Nobody asked anything in this time" in page
