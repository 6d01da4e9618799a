"""What a reader chooses about the page stays chosen: light or dark, French or English, live or paused."""

from playwright.sync_api import expect

from tests.browser import people
from tests.browser.conftest import Visit
from tests.browser.town import Town

BACKGROUND = "getComputedStyle(document.body).backgroundColor"


def test_dark_stays_dark_on_the_next_page(town: Town, visit: Visit) -> None:
    page = visit(town.driss, color_scheme="light")
    page.goto("/inbox")
    light = page.evaluate(BACKGROUND)
    page.get_by_role("radio", name="Dark").check()
    dark = page.evaluate(BACKGROUND)
    page.goto("/guard")
    assert (page.evaluate(BACKGROUND), dark == light) == (dark, False)
    expect(page.get_by_role("radio", name="Dark")).to_be_checked()


def test_the_language_changes_where_the_reader_is(town: Town, visit: Visit) -> None:
    page = visit(town.driss)
    page.goto("/inbox?show=all")
    people.press(page, "Français")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    assert page.url.endswith("/inbox?show=all")
    people.press(page, "English")
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()


def test_the_first_language_is_french(town: Town, visit: Visit) -> None:
    page = visit(town.eve, locale="de-DE")
    page.goto("/welcome")
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_updates_that_were_paused_come_when_they_are_resumed(town: Town, visit: Visit) -> None:
    reader, writer = visit(town.chloe), visit(town.bruno)
    reader.goto("/drafts")
    people.until_live(reader)
    people.press(reader, "Pause updates")
    people.write(writer, "Collecte des sapins le 8 janvier.", handle="bellecloche")
    people.submit(writer)
    row = reader.get_by_role("link", name="Collecte des sapins le 8 janvier.")
    reader.wait_for_timeout(1500)  # longer than news takes: none may come
    expect(row).to_have_count(0)
    people.press(reader, "Resume updates")
    expect(row).to_be_visible(timeout=people.FAR)
    assert people.is_the_same_page(reader)


def test_more_of_the_rooms_opens_on_a_phone(town: Town, visit: Visit) -> None:
    page = visit(town.ana, phone=True)
    page.goto("/")
    page.get_by_text("More", exact=True).tap()
    page.get_by_role("navigation", name="Other rooms").get_by_role("link", name="Journal").tap()
    expect(page.get_by_role("heading", name="Journal")).to_be_visible()


def test_on_a_phone_the_button_that_approves_is_seen_without_scrolling(town: Town, visit: Visit) -> None:
    page = visit(town.chloe, phone=True)
    page.goto(town.seen["approval"])
    button = page.get_by_role("button", name="Approve, it leaves now").bounding_box()
    bar = page.locator(".phone-bar").bounding_box()
    assert button and bar
    assert button["y"] + button["height"] <= bar["y"]
    page.locator("summary", has_text="A word with your approval").click()
    expect(page.get_by_label("A word with your approval")).to_be_visible()
