"""A day at the desk of Feurs, Friday 20 November 2026, with questions of every kind; on Monday at 10:00 the report of
that day is right to the minute.

Every figure below is reckoned by hand from this table. The town hall is opened 8:30-12:00 and 13:30-17:30, not at the
weekend. The last three columns take the real time apart: a service (S), an approval (A), the desk (D).

| n  | found | what became of it                                                   | opened | real |    S |  A |   D |
|----|-------|---------------------------------------------------------------------|--------|------|------|----|-----|
|  1 | 07:30 | submitted 8:50, approved 9:00                                       |     30 |   90 |    0 | 10 |  80 |
|  2 | 08:45 | routed to Voirie, asked 9:00, words 10:15, submitted 10:20, ok 10:50|    125 |  125 |   75 | 30 |  20 |
|  3 | 09:10 | submitted 9:30, approved 9:42                                       |     32 |   32 |    0 | 12 |  20 |
|  4 | 10:05 | waits for the desk                                                  |        |      |      |    |     |
|  5 | 10:30 | closed without an answer, 10:40                                     |        |      |      |    |     |
|  6 | 11:00 | on a blog, posted by hand 11:25                                     |     25 |   25 |    0 |  0 |  25 |
|  7 | 11:40 | submitted 13:40, approved 13:50: across the break at noon           |     40 |  130 |    0 | 10 | 120 |
|  8 | 14:00 | by telephone, answered 14:20                                        |     20 |   20 |    0 |  0 |  20 |
|  9 | 14:30 | set aside 14:35-16:00, submitted 16:20, approved 16:30              |    120 |  120 |    0 | 10 | 110 |
| 10 | 15:00 | Eau 15:05, Voirie 15:35, submitted 16:05, approved 16:45            |    105 |  105 |   60 | 40 |   5 |
| 11 | 15:20 | Voirie asked 15:25, not theirs 15:55, Eau asked 16:00, words 16:25, |     75 |   75 |   55 |  5 |  15 |
|    |       | submitted 16:30, approved 16:35                                     |        |      |      |    |     |
| 12 | 16:40 | submitted 17:00: waits for an approval                              |        |      |      |    |     |
| 13 | 17:00 | Eau asked 17:05: waits for a service                                |        |      |      |    |     |
| 14 | 17:10 | Voirie asked 17:20, words Monday 8:45, submitted 8:50, approved 9:05|     55 | 3835 | 3805 | 15 |  15 |
| 15 | 23:00 | submitted 23:04 under the delegation for the night                  |      0 |    4 |    0 |  0 |   4 |
| together of the eleven that were answered                                        |    627 | 4561 | 3995 |132 | 434 |
"""

import csv
from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.access.models import Team
from beffroi.archive.models import Post
from beffroi.engines.tables.gazetteer import Named
from beffroi.engines.times.waits import MINUTE, Waits, in_minutes
from beffroi.inbox.asking import ask
from beffroi.inbox.duties import open_cases, poll_mentions, route_cases, wake_snoozed
from beffroi.inbox.lost import lost
from beffroi.inbox.models import Calendar, Case, Consultation, Place, Snooze, TypedMessage
from beffroi.inbox.period import Period
from beffroi.inbox.report import Line, Question, questions_of, told, with_waits
from beffroi.publishing.duties import send_due
from beffroi.publishing.models import Delegation, Draft
from beffroi.vocabulary import Post as SeenPost
from beffroi.vocabulary import Profile
from tests.cast import Feurs
from tests.inbox.promised import PARIS, at, town_hall
from tests.inbox.questions import rule, service

MONDAY = at("23 10:00")
DAY = at("20 12:00").date()


def find(feurs: Feurs, when: str, text: str) -> Case:
    """Somebody asks, each a person of their own, and is heard at once."""
    who = f"eve{when[3:].replace(':', '')}"
    feurs.sandbox.join(who, who)
    said = feurs.sandbox.say(who, f"@feurs {text}", at=at(when))
    poll_mentions(at(when))
    open_cases(at(when))
    route_cases(at(when))
    return Case.objects.of(feurs.organisation).get(latest__native_id=said)


def submit(feurs: Feurs, case: Case, when: str, text: str = "Bonjour, c’est noté.") -> Draft:
    draft = case.reply(f"{text} {when}", by=feurs.driss, now=at(when))
    draft.submit(by=feurs.driss, now=at(when))
    return draft


def answer(feurs: Feurs, case: Case, submitted: str, approved: str) -> None:
    submit(feurs, case, submitted).approve(by=feurs.chloe, version=1, now=at(approved))
    send_due(at(approved))


def consult(feurs: Feurs, case: Case, team: Team, when: str) -> Consultation:
    case.refresh_from_db()
    return ask(case, team, note="", by=feurs.driss, now=at(when), here="http://testserver/").consultation


@pytest.fixture
def hours(feurs: Feurs) -> Calendar:
    return town_hall(feurs)


@pytest.fixture(autouse=True)
def day(feurs: Feurs, hours: Calendar) -> None:
    """The fifteen questions, in the order in which things happened to them."""
    voirie, eau = service(feurs), service(feurs, "Eau")
    Place.load(
        feurs.organisation, [Named(1, "rue des Lilas", "Les Prés")], file="rues.csv", by=feurs.ana, now=at("19 09:00")
    )
    rule(feurs, "Éclairage", text="lampadaire", quarter="Les Prés", team=voirie)
    lend(feurs)
    morning(feurs, voirie)
    afternoon(feurs, voirie, eau)
    evening(feurs, voirie, eau)


def lend(feurs: Feurs) -> None:
    Delegation.give(
        by=feurs.chloe,
        to=feurs.driss,
        organisation=feurs.organisation,
        accounts=[feurs.account],
        kinds=["reply"],
        hours=(time(20), time(7)),
        ends_at=at("30 12:00"),
        now=at("19 12:00"),
    )


def morning(feurs: Feurs, voirie: Team) -> None:
    early = find(feurs, "20 07:30", "la mairie ouvre à quelle heure ?")
    lamp = find(feurs, "20 08:45", "le lampadaire de la rue des Lilas est éteint")
    assert lamp.team == voirie
    answer(feurs, early, "20 08:50", "20 09:00")
    asked = consult(feurs, lamp, voirie, "20 09:00")
    simple = find(feurs, "20 09:10", "où est le marché ?")
    answer(feurs, simple, "20 09:30", "20 09:42")
    find(feurs, "20 10:05", "et le cinéma ?")
    asked.say("Réparé mardi.", now=at("20 10:15"))
    answer(feurs, lamp, "20 10:20", "20 10:50")
    find(feurs, "20 10:30", "merci !").close(by=feurs.driss, now=at("20 10:40"))
    on_a_blog(feurs, "20 11:00", posted="20 11:25")
    noon = find(feurs, "20 11:40", "le bus passe-t-il ?")
    answer(feurs, noon, "20 13:40", "20 13:50")


def on_a_blog(feurs: Feurs, when: str, *, posted: str) -> None:
    author = Profile("feed", "https://carnet.example/feed", "carnet.example", "Carnet du canal")
    page = "https://carnet.example/passerelle"
    text = "La passerelle serait fermée."
    seen = SeenPost(network="feed", native_id=page, author=author, text=text, published_at=at(when), url=page)
    case = Case.take_elsewhere(Post.store(seen, now=at(when)), feurs.organisation, by=feurs.driss, now=at(when))
    written = case.write_elsewhere("Elle rouvre jeudi.", by=feurs.driss, seen=None, now=at(posted))
    written.declare_posted(by=feurs.driss, now=at(posted))


def afternoon(feurs: Feurs, voirie: Team, eau: Team) -> None:
    organisation, now = feurs.organisation, at("20 14:00")
    typed = TypedMessage.take(organisation, channel="telephone", text="Le banc est cassé.", by=feurs.driss, now=now)
    told_them = typed.write_elsewhere("Il sera réparé.", by=feurs.driss, seen=None, now=at("20 14:20"))
    told_them.declare_posted(by=feurs.driss, now=at("20 14:20"))
    later = find(feurs, "20 14:30", "quand rouvre la piscine ?")
    Snooze.put(later, at("20 16:00"), by=feurs.driss, now=at("20 14:35"))
    passed_on = find(feurs, "20 15:00", "une fuite sous un pavé")
    passed_on.hand_to(eau, by=feurs.driss, now=at("20 15:05"))
    returned = find(feurs, "20 15:20", "un regard sans couvercle")
    not_ours = consult(feurs, returned, voirie, "20 15:25")
    passed_on.hand_to(voirie, by=feurs.ana, now=at("20 15:35"))
    not_ours.give_back(body="", other=eau, now=at("20 15:55"))
    asked = consult(feurs, returned, eau, "20 16:00")
    assert wake_snoozed(at("20 16:00")) == 1
    slow = submit(feurs, passed_on, "20 16:05")
    answer(feurs, later, "20 16:20", "20 16:30")
    asked.say("Remplacé ce soir.", now=at("20 16:25"))
    answer(feurs, returned, "20 16:30", "20 16:35")
    slow.approve(by=feurs.chloe, version=1, now=at("20 16:45"))
    send_due(at("20 16:45"))


def evening(feurs: Feurs, voirie: Team, eau: Team) -> None:
    submit(feurs, find(feurs, "20 16:40", "le conseil est à quelle heure ?"), "20 17:00")
    consult(feurs, find(feurs, "20 17:00", "l’eau est trouble"), eau, "20 17:05")
    weekend = find(feurs, "20 17:10", "un nid-de-poule")
    asked = consult(feurs, weekend, voirie, "20 17:20")
    night = find(feurs, "20 23:00", "l’alarme de la halle sonne")
    submit(feurs, night, "20 23:04")
    send_due(at("20 23:04"))
    asked.say("Rebouché lundi.", now=at("23 08:45"))
    answer(feurs, weekend, "23 08:50", "23 09:05")


@pytest.fixture
def questions(feurs: Feurs, hours: Calendar) -> list[Question]:
    """Read on Monday at ten, of Friday alone."""
    period = Period.between(DAY, DAY, feurs.organisation.tz)
    moments = {"since": period.since, "until": period.until}
    found = questions_of(feurs.organisation, hours.hours, **moments)
    return with_waits(found, feurs.organisation, hours.hours, **moments, now=MONDAY)


def test_each_question_is_taken_apart_to_the_minute(questions: list[Question]) -> None:
    found = [(clock(each), number(each.opened), number(each.run.took), numbers(each.real_waits)) for each in questions]
    assert found == [
        ("07:30", 30, 90, (0, 10, 80)),
        ("08:45", 125, 125, (75, 30, 20)),
        ("09:10", 32, 32, (0, 12, 20)),
        ("10:05", None, None, None),
        ("10:30", None, None, None),
        ("11:00", 25, 25, (0, 0, 25)),
        ("11:40", 40, 130, (0, 10, 120)),
        ("14:00", 20, 20, (0, 0, 20)),
        ("14:30", 120, 120, (0, 10, 110)),
        ("15:00", 105, 105, (60, 40, 5)),
        ("15:20", 75, 75, (55, 5, 15)),
        ("16:40", None, None, None),
        ("17:00", None, None, None),
        ("17:10", 55, 3835, (3805, 15, 15)),
        ("23:00", 0, 4, (0, 0, 4)),
    ]


def clock(question: Question) -> str:
    return f"{question.run.found_at.astimezone(PARIS):%H:%M}"


def number(length: timedelta | None) -> int | None:
    """In whole minutes: what left by the worker took some milliseconds more."""
    return None if length is None else length // MINUTE


def numbers(waits: Waits | None) -> tuple[int | None, ...] | None:
    return None if waits is None else tuple(map(number, in_minutes(waits).parts))


def test_the_parts_of_each_question_sum_to_its_time(questions: list[Question]) -> None:
    answered = [each for each in questions if each.run.answered_at]
    assert len(answered) == 11
    for each in answered:
        assert each.real_waits is not None
        assert each.opened_waits is not None
        assert each.real_waits.whole == each.run.took
        assert each.opened_waits.whole == each.opened
    # the desk 17:10-17:20, Voirie 17:20-17:30 and Monday 8:30-8:45, the desk to 8:50, Chloé to 9:05
    assert numbers(answered[-2].opened_waits) == (25, 15, 15)


def test_who_waits_is_told_with_whom_they_wait_for(questions: list[Question]) -> None:
    assert [(clock(each), each.holder) for each in questions if each.waits] == [
        ("10:05", "desk"),
        ("16:40", "approval"),
        ("17:00", "service"),
    ]


def test_the_figures_of_the_day_are_those_of_the_hand(feurs: Feurs, questions: list[Question]) -> None:
    whole, parts = told(questions, feurs.organisation.tz)
    assert (whole.found, whole.real.answered, whole.real.waiting, whole.real.closed) == (15, 11, 3, 1)
    assert whole.share == 73  # 11 of 15: 73.3
    # 4 20 25 32 75 [90] 105 120 125 [130] 3835: of eleven the sixth, and the tenth
    assert (number(whole.real.half), number(whole.real.slow)) == (90, 130)
    # 0 20 25 30 32 [40] 55 75 105 [120] 125
    assert (number(whole.opened.half), number(whole.opened.slow)) == (40, 120)
    services, networks, by_hour = ([counted(line) for line in part.lines] for part in parts)
    assert services == [("aucun en particulier", 10, 7), ("Eau", 2, 1), ("Voirie", 3, 3)]
    assert sorted(networks) == [
        ("Bac à sable (réseau fictif)", 13, 9),
        ("Blogs et journaux", 1, 1),
        ("par téléphone", 1, 1),
    ]
    assert by_hour == [
        ("07:00", 1, 1),
        ("08:00", 1, 1),
        ("09:00", 1, 1),
        ("10:00", 2, 0),
        ("11:00", 2, 2),
        ("14:00", 2, 2),
        ("15:00", 2, 2),
        ("16:00", 1, 0),
        ("17:00", 2, 1),
        ("23:00", 1, 1),
    ]


def counted(line: Line) -> tuple[str, int, int]:
    return line.name, line.found, line.real.answered


def test_where_time_was_lost_is_an_average_whose_parts_sum(questions: list[Question]) -> None:
    opened, real = lost(questions)
    # 3995 / 11 = 363.2, 132 / 11 = 12, 434 / 11 = 39.5; together 4561 / 11 = 414.6
    assert numbers(real.lines[0].waits) == (363, 12, 39)
    assert real.lines[0].shares == (88, 2, 10)  # 87.6, 2.9, 9.5: 87.6 and 90.5 rounded, so that they sum
    # 215 / 11 = 19.5, 132 / 11 = 12, 280 / 11 = 25.5; together 627 / 11 = 57
    assert numbers(opened.lines[0].waits) == (19, 12, 26)
    assert [(line.name, line.answered, line.waits) for line in real.lines[2:]] == [
        ("Eau", 1, None),
        ("Voirie", 3, None),
    ]


@pytest.fixture
def monday(monkeypatch: pytest.MonkeyPatch) -> Iterator[datetime]:
    monkeypatch.setattr("django.utils.timezone.now", lambda: MONDAY)
    yield MONDAY


def test_the_page_and_the_table_of_that_day_say_the_same(feurs: Feurs, client: Client, monday: datetime) -> None:
    client.force_login(feurs.ana)
    asked, english = {"first": "2026-11-20", "last": "2026-11-20"}, {"accept-language": "en"}
    page = client.get(reverse("first_answers"), asked, headers=english).content.decode()
    assert "15 questions: 11 answered, 3 waiting, 1 closed without an answer." in page
    assert "Half of the answers left within 40 min of opening hours, nine in ten within 2 h 00." in page
    assert "In real time: half within 1 h 30, nine in ten within 2 h 10." in page
    assert "73 % of them have their answer." in page
    assert "on 20 November 2026" in page
    table = client.get(reverse("first_answers_table"), asked, headers=english)
    assert 'filename="first-answers-2026-11-20-2026-11-20.csv"' in table["Content-Disposition"]
    rows = list(csv.DictReader(table.content.decode("utf-8-sig").splitlines(), delimiter=";"))
    parts = ("Minutes of a service", "Minutes of an approval", "Minutes of the desk")
    told = [
        (row["Found"][-5:], row["Opened minutes"], row["Real minutes"], [row[each] for each in parts]) for row in rows
    ]
    assert told[0] == ("07:30", "30", "90", ["0", "10", "80"])
    assert told[13] == ("17:10", "55", "3835", ["3805", "15", "15"])
    answered = [row for row in rows if row["State"] == "answered"]
    assert sum(int(row["Real minutes"]) for row in answered) == 4561
    assert all(sum(int(row[each]) for each in parts) == int(row["Real minutes"]) for row in answered)
    assert [row["Waits for"] for row in rows if row["State"] == "waits"] == ["the desk", "an approval", "a service"]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-11-21", "2026-11-20", "It ends before it begins"),
        ("2026-11-20", "2026-11-24", "Choose today or an earlier day."),
        ("0001-01-01", "0001-01-02", "Choose today or an earlier day."),
        ("2020-11-20", "2026-11-20", "three years at most"),
        ("hier", "2026-11-20", "Enter a valid date."),
    ],
)
def test_days_that_cannot_be_are_told_where_they_stand(
    feurs: Feurs, client: Client, monday: datetime, first: str, last: str, words: str
) -> None:
    client.force_login(feurs.ana)
    answer = client.get(reverse("first_answers"), {"first": first, "last": last}, headers={"accept-language": "en"})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert f'value="{first}"' in answer.content.decode()
