"""A day at the desk of Feurs, in the browser and on the real network, at 23:00 by the town's clock: a question is read
on a telephone, routed to Voirie by a rule with a place, answered by the service from a mail link, made an answer and
published by delegation; the citizen sees the status page; and the report of that day is right to the minute.

The time is real. The town lies where it is late in the evening while the test runs, so that its night is a night. What
was asked by telephone earlier that day was typed in at its own moments. The report, by hand; opening hours are
8:30-12:00 and 13:30-17:30 on every day:

| found | answered | opened | real |                                        |
|-------|----------|--------|------|----------------------------------------|
| 08:00 | 13:00    |    210 |  300 | before the opening, into the break     |
| 09:00 | 09:25    |     25 |   25 |                                        |
| 09:50 | 10:30    |     40 |   40 |                                        |
| 10:00 | 11:05    |     65 |   65 |                                        |
| 11:00 | 13:30    |     60 |  150 | to the minute in which it opens again  |
| 11:30 | 13:35    |     35 |  125 | across the break                       |
| 16:00 |          |        |      | closed without an answer at 16:10      |
| 17:00 |          |        |      | waits                                  |
| 23:.. | 23:..    |      0 |  few | the question of this test              |

Of seven answered: opened 0 25 35 [40] 60 65 210, nine in ten 65 + 0.4 x 145 = 123; real few 25 40 [65] 125 150 300,
nine in ten 150 + 0.4 x 150 = 210.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import people
from tests.browser.conftest import Visit
from tests.browser.earlier import Call, lived
from tests.browser.house import House, settle
from tests.browser.people import FAR, press
from tests.browser.product import running
from tests.browser.questions import path_of
from tests.browser.screens import window
from tests.browser.watch import Watch
from tests.network.far_side import Network, TestAccount
from tests.patience import until
from tests.post_office import PostOffice, post_office

QUESTION = "le lampadaire de la rue des Lilas est éteint depuis lundi"
WORDS = "La lampe est commandée, l’équipe passe mardi matin."
SERVICE = "voirie@feurs.example"
LINK = re.compile(r"http://127\.0\.0\.1:\d+/service/[\w-]{40,}")
PLACES = "nom;quartier\nrue des Lilas;Les Prés\nquai du canal;Le Port\n"
DAY = (
    ("08:00", "13:00", "answered"),
    ("09:00", "09:25", "answered"),
    ("09:50", "10:30", "answered"),
    ("10:00", "11:05", "answered"),
    ("11:00", "13:30", "answered"),
    ("11:30", "13:35", "answered"),
    ("16:00", "16:10", "closed"),
    ("17:00", "", ""),
)


@dataclass(frozen=True)
class Hall:
    """The town hall with its people, where it is late: `zone` is its clock, `day` the day that it shows."""

    house: House
    office: PostOffice
    account: TestAccount
    network: Network
    zone: str
    day: date


def late_evening(now: datetime) -> str:
    """A time zone without summer time whose clock shows between 22:20 and 23:40 now: the day ends after the test."""
    hours = (23 if now.minute < 40 else 22) - now.hour
    hours -= 24 if hours > 12 else 0
    return f"Etc/GMT{-hours:+d}" if hours else "Etc/GMT"


@pytest.fixture(scope="module")
def hall(bluesky: Network, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """Founded, with its service, streets, rule, hours and account, and with Chloé's delegation for the night."""
    zone = late_evening(now := datetime.now(UTC))
    with post_office() as office:
        mail = {"BEFFROI_MAIL": office.url, "BEFFROI_MAIL_FROM": "mairie@feurs.example"}
        with running(tmp_path_factory.mktemp("hall") / "data", **mail) as product:
            house, watch = settle(product, chromium, office.letters), Watch()
            office.letters.clear()
            account = bluesky.create_account("feurs")
            owner = window(chromium, house.ana, watch)
            page = owner.new_page()
            set_up(page, zone)
            people.connect_bluesky(page, bluesky, account)
            people.until_heard(page, bluesky.create_account("echo"))
            owner.close()
            approver = window(chromium, house.chloe, watch)
            lend_the_night(approver.new_page(), account)
            approver.close()
            assert watch.faults == []
            day = now.astimezone(ZoneInfo(zone)).date()
            lived(product, [call(day, zone, *each) for each in DAY])
            yield Hall(house, office, account, bluesky, zone, day)


def call(day: date, zone: str, found: str, ended: str, how: str) -> Call:
    at = [datetime.combine(day, time.fromisoformat(each), ZoneInfo(zone)) if each else None for each in (found, ended)]
    assert at[0] is not None
    return at[0], at[1], how


def set_up(page: Page, zone: str) -> None:
    page.goto("/settings/organisation")
    page.get_by_label("Time zone").fill(zone)
    press(page, "Save")
    page.locator("input[name=service-name]").fill("Voirie")
    press(page, "Add a service")
    page.goto(path_of(page, "/settings/services", "[data-row-link]"))
    page.locator("input[name=email]").fill(SERVICE)
    press(page, "Save")
    page.goto("/inbox/places")
    page.get_by_label("The file").set_input_files(
        {"name": "rues.csv", "mimeType": "text/csv", "buffer": PLACES.encode()}
    )
    press(page, "Load the table")
    expect(page.get_by_text("2 places are known now.")).to_be_visible()
    page.goto("/inbox/rules/new")
    page.get_by_label("Theme").fill("Éclairage public")
    page.get_by_label("Words").fill("lampadaire OU éclairage")
    page.locator("select[name=quarter]").select_option(label="Les Prés")
    page.get_by_label("Service", exact=True).select_option(label="Voirie")
    press(page, "Save the rule")
    page.goto("/settings/opening-hours/new")
    page.get_by_label("Name", exact=True).fill("Mairie")
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        page.get_by_label(day, exact=True).fill("8:30-12:00 13:30-17:30")
    page.get_by_label("Public holidays").select_option(label="No public holidays")
    press(page, "Set these hours")


def lend_the_night(page: Page, account: TestAccount) -> None:
    page.goto("/settings/delegations")
    page.get_by_label("To whom").select_option(label="Driss")
    page.get_by_label(f"@{account.handle}", exact=True).check()
    page.get_by_label("Replies").check()
    page.locator("input[name=from_time]").fill("22:00")
    page.locator("input[name=to_time]").fill("07:00")
    page.get_by_label("Last day").fill((datetime.now(UTC).date() + timedelta(days=30)).isoformat())
    press(page, "Give it")
    expect(page.get_by_text("In force")).to_be_visible()


def test_a_question_of_the_evening_is_answered_and_the_report_of_the_day_is_right(hall: Hall, visit: Visit) -> None:
    phone = visit(hall.house.driss, phone=True)
    asked_at, citizen = datetime.now(UTC), hall.network.create_account("karim")
    case = the_question_is_read_on_a_phone(hall, phone, citizen)
    status = the_citizen_is_given_a_page(phone)
    followed = visit(hall.house.eve, phone=True)
    followed.goto(status)
    expect(followed.get_by_text("Transmitted to Voirie")).to_be_visible()
    expect(followed.get_by_text("Answered", exact=True)).to_have_count(0)

    the_service_answers_from_its_mail(hall, phone, visit(hall.house.eve, phone=True))
    the_answer_leaves_by_delegation(hall, phone, case)
    answered_at = datetime.now(UTC)
    [reply] = our_answers(hall)
    assert reply["reply"]["parent"]["uri"].split("/")[2] == citizen.did
    followed.reload()
    expect(followed.get_by_text("Answered", exact=True)).to_be_visible()
    expect(followed.locator("body")).not_to_contain_text(citizen.handle)

    the_report_is_right(hall, visit(hall.house.ana))
    the_table_is_right(hall, visit(hall.house.ana), case, asked_at, answered_at)


def the_question_is_read_on_a_phone(hall: Hall, phone: Page, citizen: TestAccount) -> str:
    """The path of its case, once the rule has handed it over; the page was not reloaded for that."""
    phone.goto("/inbox")
    people.until_live(phone)
    citizen.post(QUESTION, mention=hall.account)
    row = phone.locator("[data-row]", has_text=QUESTION)
    expect(row).to_contain_text("Voirie", timeout=FAR)
    assert people.is_the_same_page(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    row.get_by_role("link", name="Answer").tap()
    expect(phone.locator("#service")).to_contain_text("Handed to Voirie by the rule “Éclairage public”.")
    return re.sub(r"\?.*", "", phone.url)


def the_citizen_is_given_a_page(phone: Page) -> str:
    phone.get_by_role("button", name="Open a page for the citizen").tap()
    return phone.locator("code.handed").inner_text()


def the_service_answers_from_its_mail(hall: Hall, phone: Page, service: Page) -> None:
    phone.get_by_text("Ask Voirie what to answer").tap()
    phone.get_by_label("A note for the service").fill("Quand passez-vous ?")
    phone.get_by_role("button", name="Send the link by mail").tap()
    expect(phone.get_by_text("Voirie is asked by mail.")).to_be_visible()
    until(lambda: letters_to_the_service(hall.office), seconds=60)
    [letter] = letters_to_the_service(hall.office)
    found = LINK.search(letter.get_content())
    assert found is not None
    service.goto(found[0])
    expect(service.get_by_text("Quand passez-vous ?")).to_be_visible()
    service.get_by_label("What can be answered").fill(WORDS)
    service.get_by_role("button", name="Give these words").tap()
    expect(service.get_by_text("Thank you: your words have arrived")).to_be_visible()


def letters_to_the_service(office: PostOffice) -> list[Any]:
    return [letter for letter in office.letters if SERVICE in letter["To"]]


def the_answer_leaves_by_delegation(hall: Hall, phone: Page, case: str) -> None:
    assert datetime.now(ZoneInfo(hall.zone)).hour in (22, 23)
    phone.goto(case)
    phone.get_by_role("link", name="Make an answer of these words").tap()
    expect(phone.get_by_label("Our answer")).to_have_value(re.compile(WORDS))
    phone.get_by_role("button", name="Publish now under the delegation of Chloé").tap()
    expect(phone.get_by_text("The answer leaves now.")).to_be_visible()
    until(lambda: our_answers(hall), seconds=90)
    phone.reload()  # that an open page says so by itself is told in test_mention_to_answered_case
    expect(phone.locator("#clock")).to_contain_text("Answered", timeout=FAR)


def our_answers(hall: Hall) -> list[Any]:
    """What the network has of ours with the service's words."""
    return [each["value"] for each in hall.account.records() if WORDS in each["value"]["text"]]


def the_report_is_right(hall: Hall, page: Page) -> None:
    page.goto("/inbox/first-answers")
    page.get_by_text("Other days").click()
    page.get_by_label("First day").fill(hall.day.isoformat())
    page.get_by_label("Last day").fill(hall.day.isoformat())
    press(page, "Show these days")
    told = page.locator("#first-answers")
    expect(told).to_contain_text("9 questions: 7 answered, 1 waiting, 1 closed without an answer.")
    expect(told).to_contain_text("within 40 min of opening hours, nine in ten within 2 h 03.")
    expect(told).to_contain_text("In real time: half within 1 h 05, nine in ten within 3 h 30.")
    whole = figures(page, "Bluesky"), figures(page, "Voirie")
    assert whole == (["1", "1"], ["1", "1"])
    assert figures(page, "by telephone") == ["8", "6"]
    assert figures(page, "09:00") == ["2", "2"]


def figures(page: Page, line: str) -> list[str]:
    """How many were found and how many answered, in the first table that has such a line."""
    row = page.locator("tr", has=page.get_by_role("rowheader", name=line, exact=True)).first
    return row.locator("td.figure").all_inner_texts()[:2]


def the_table_is_right(hall: Hall, page: Page, case: str, asked_at: datetime, answered_at: datetime) -> None:
    """The rows of the telephone are those of the hand; that of the evening lasted as long as the test saw it last."""
    query = f"first={hall.day}&last={hall.day}"
    told = page.request.get(f"/inbox/first-answers.csv?{query}", headers={"accept-language": "en"})
    rows = list(csv.DictReader(told.body().decode("utf-8-sig").splitlines(), delimiter=";"))
    times = [(row["Found"][-5:], row["Opened minutes"], row["Real minutes"], row["State"]) for row in rows]
    assert times[:8] == [
        ("08:00", "210", "300", "answered"),
        ("09:00", "25", "25", "answered"),
        ("09:50", "40", "40", "answered"),
        ("10:00", "65", "65", "answered"),
        ("11:00", "60", "150", "answered"),
        ("11:30", "35", "125", "answered"),
        ("16:00", "", "", "closed without an answer"),
        ("17:00", "", "", "waits"),
    ]
    late = rows[8]
    assert (late["Case"], late["Service"], late["Opened minutes"]) == (case.rpartition("/")[2], "Voirie", "0")
    found, left = (
        datetime.fromisoformat(late[each]).replace(tzinfo=ZoneInfo(hall.zone)) for each in ("Found", "Answered")
    )
    minute = timedelta(minutes=1)
    assert asked_at - minute < found <= left <= answered_at
    assert abs(int(late["Real minutes"]) - (left - found) // minute) <= 1  # both were cut to the minute
    parts = [int(late[f"Minutes of {each}"]) for each in ("a service", "an approval", "the desk")]
    assert (sum(parts), parts[1]) == (int(late["Real minutes"]), 0)
