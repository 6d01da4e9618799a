"""The first visit: an organisation is created once, and bad input says why and loses nothing."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.people import address_of, come_in, fill, found_organisation, invite, press, sign_in
from tests.browser.product import Product
from tests.cast import PASSWORD


def begin(page: Page, password: str) -> None:
    page.goto("/welcome/organisation")
    fill(page, {"Name of the organisation": "Ville de Feurs", "Your name": "Ana", "E-mail address": address_of("Ana")})
    fill(page, {"Password": password, "Password confirmation": password})
    press(page, "Create it")


def test_a_short_password_says_why_and_what_was_typed_stands_there_still(fresh: Product, visit: Visit) -> None:
    page = visit(fresh.stranger)
    begin(page, "court")
    expect(page.get_by_text("Nothing was done yet, and what you typed is still here.")).to_be_visible()
    expect(page.locator(".error", has_text="This password is too short.")).to_be_visible()
    expect(page.get_by_label("Name of the organisation")).to_have_value("Ville de Feurs")
    expect(page.get_by_label("Your name")).to_have_value("Ana")
    expect(page.get_by_label("E-mail address")).to_have_value(address_of("Ana"))

    fill(page, {"Password": PASSWORD, "Password confirmation": PASSWORD})
    press(page, "Create it")
    expect(page.get_by_role("heading", name="What is still missing")).to_be_visible()


def test_the_door_closes_behind_the_first_organisation(fresh: Product, visit: Visit) -> None:
    found_organisation(visit(fresh.stranger), name="Ville de Feurs", owner="Ana")
    late = visit(fresh.stranger)
    late.goto("/welcome/organisation")
    expect(late.get_by_role("heading", name="Sign in")).to_be_visible()
    late.goto("/welcome")
    late.get_by_role("link", name="Sign in").click()
    sign_in(late, "Ana")
    expect(late.locator("#register")).to_be_visible()


def test_a_taken_address_says_so_and_keeps_what_was_typed(house: House, visit: Visit) -> None:
    page = visit(house.ana)
    page.goto("/settings/people")
    fill(page, {"Name": "Un autre Bruno", "E-mail address": address_of("Bruno")})
    press(page, "Invite")
    expect(page.locator(".error", has_text="Somebody with this address is here already.")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Un autre Bruno")


def test_an_invitation_works_once(fresh: Product, visit: Visit) -> None:
    owner, guest, thief = visit(fresh.stranger), visit(fresh.stranger), visit(fresh.stranger)
    found_organisation(owner, name="Ville de Feurs", owner="Ana")
    link = invite(owner, name="Gilles", role="Viewer")
    come_in(guest, link)
    thief.goto(link)
    expect(thief.get_by_role("heading", name="This link has been used, or is too old")).to_be_visible()


def test_a_wrong_password_says_so_and_keeps_the_address(house: House, visit: Visit) -> None:
    page = visit(house.eve)
    sign_in(page, "Ana", "not-the-password")
    expect(page.get_by_role("alert")).to_contain_text("do not go together")
    expect(page.get_by_label("E-mail address")).to_have_value(address_of("Ana"))
