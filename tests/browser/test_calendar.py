"""The calendar in a browser: moving by mouse, by keyboard, and without JavaScript."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.people import is_the_same_page, press, until_live, write
from tests.browser.town import Town

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def monday() -> date:
    """The Monday after next week's, so that the whole week is to come."""
    today = datetime.now(UTC).astimezone(PARIS).date()
    return today + timedelta(days=14 - today.weekday())


def planned(page: Page, text: str, day: date, wall: str = "10:00") -> Locator:
    """A draft with this text at this time, and its entry in the week of it."""
    write(page, text, handle="bellecloche")
    page.locator("summary", has_text="When, and in which language").click()
    page.locator("[name=leave_at]").fill(f"{day.isoformat()}T{wall}")
    press(page, "Keep as a draft")
    page.goto(f"/calendar?view=week&date={day.isoformat()}")
    return entry(page, text)


def entry(page: Page, text: str) -> Locator:
    return page.locator("[data-row]", has_text=text)


def day_of(page: Page, day: date) -> Locator:
    return page.locator(f"[data-day='{day.isoformat()}']")


def test_an_entry_is_dragged_to_another_day_and_the_move_is_taken_back(town: Town, visit: Visit, monday: date) -> None:
    page = visit(town.bruno)
    planned(page, "Tiré à la souris.", monday).drag_to(day_of(page, monday + timedelta(days=3)))
    expect(page.get_by_text("Moved to")).to_be_visible()
    moved = day_of(page, monday + timedelta(days=3)).locator("[data-row]", has_text="Tiré à la souris.")
    expect(moved).to_contain_text("10:00")
    press(page, "Undo")
    expect(day_of(page, monday).locator("[data-row]", has_text="Tiré à la souris.")).to_be_visible()


def test_what_has_no_date_is_dragged_to_a_day_and_asked_its_hour(town: Town, visit: Visit, monday: date) -> None:
    page = visit(town.bruno)
    write(page, "Sans date encore.", handle="bellecloche")
    press(page, "Keep as a draft")
    page.goto(f"/calendar?view=week&date={monday.isoformat()}")
    entry(page, "Sans date encore.").drag_to(day_of(page, monday))
    expect(page.get_by_label("Leaves at")).to_have_value(f"{monday.isoformat()}T10:00")
    press(page, "Move it")
    expect(day_of(page, monday).locator("[data-row]", has_text="Sans date encore.")).to_be_visible()


def test_an_entry_is_moved_with_the_arrows(town: Town, visit: Visit, monday: date) -> None:
    page = visit(town.bruno)
    planned(page, "Poussé au clavier.", monday).locator("[data-row-link]").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#said-aloud")).to_contain_text("Wednesday")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Moved to Wednesday")).to_be_visible()
    expect(entry(page, "Poussé au clavier.").locator("[data-row-link]")).to_be_focused()


def test_an_entry_in_hand_is_put_back_with_escape(town: Town, visit: Visit, monday: date) -> None:
    page = visit(town.bruno)
    planned(page, "Reposé là.", monday).locator("[data-row-link]").focus()
    page.keyboard.press("ArrowRight")
    expect(day_of(page, monday + timedelta(days=1))).to_have_class("calendar-day is-empty is-target")
    page.keyboard.press("Escape")
    expect(page.locator("#said-aloud")).to_contain_text("stays")
    page.keyboard.press("Enter")  # opens the draft, as ever
    expect(page.get_by_text("Reposé là.").first).to_be_visible()
    assert "/drafts/" in page.url


def test_the_letter_m_opens_the_form_that_moves(town: Town, visit: Visit, monday: date) -> None:
    page = visit(town.bruno)
    planned(page, "Déplacé par la lettre.", monday).locator("[data-row-link]").focus()
    page.keyboard.press("m")
    page.get_by_label("Leaves at").fill(f"{monday.isoformat()}T17:45")
    press(page, "Move it")
    expect(entry(page, "Déplacé par la lettre.")).to_contain_text("17:45")


def test_an_entry_is_moved_without_javascript_on_a_phone(town: Town, visit: Visit, monday: date) -> None:
    entry_text = "Déplacé sans script."
    planned(visit(town.bruno), entry_text, monday)
    page = visit(town.bruno, phone=True, java_script_enabled=False)
    page.goto(f"/calendar?date={monday.isoformat()}")
    entry(page, entry_text).get_by_role("link", name="Move").click()
    page.get_by_label("Leaves at").fill(f"{(monday + timedelta(days=1)).isoformat()}T11:00")
    press(page, "Move it")
    expect(page.get_by_text("Moved to Tuesday")).to_be_visible()
    press(page, "Undo")
    expect(page.get_by_text("Moved to Monday")).to_be_visible()


def test_a_time_that_comes_twice_is_asked_about_without_javascript(town: Town, visit: Visit, monday: date) -> None:
    planned(visit(town.bruno), "La nuit du changement.", monday)
    page = visit(town.bruno, java_script_enabled=False)
    page.goto(f"/calendar?date={monday.isoformat()}")
    entry(page, "La nuit du changement.").get_by_role("link", name="Move").click()
    page.get_by_label("Leaves at").fill("2027-10-31T02:30")
    press(page, "Move it")
    page.get_by_label("the second 02:30 (winter time)").check()
    press(page, "Move it")
    expect(page.get_by_text("Moved to Sunday 31 October, 02:30")).to_be_visible()


def test_another_person_s_move_shows_by_itself(town: Town, visit: Visit, monday: date) -> None:
    watching, moving = visit(town.chloe), visit(town.bruno)
    monday += timedelta(days=7)  # a week with nothing else in it: nothing scrolls under the mouse
    planned(moving, "Vu d'ailleurs.", monday)
    watching.goto(f"/calendar?view=week&date={monday.isoformat()}")
    until_live(watching)
    entry(moving, "Vu d'ailleurs.").drag_to(day_of(moving, monday + timedelta(days=2)))
    expect(moving.get_by_text("Moved to")).to_be_visible()
    there = day_of(watching, monday + timedelta(days=2)).locator("[data-row]", has_text="Vu d'ailleurs.")
    expect(there).to_be_visible()
    assert is_the_same_page(watching)
