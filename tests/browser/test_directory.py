"""The public directory of all communes, as Eve the stranger uses it."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.town import Town


def search(page: Page, words: str) -> None:
    page.get_by_label("Name, INSEE code or SIREN").fill(words)
    page.keyboard.press("Enter")


def test_eve_finds_her_town_among_all_communes_and_climbs_to_its_region(town: Town, visit: Visit) -> None:
    page = visit(town.eve)
    page.goto("/directory")
    expect(page.get_by_text("34,969")).to_be_visible()
    search(page, "feurs")
    page.get_by_role("link", name="Feurs", exact=True).click()
    expect(page.get_by_role("heading", name="Feurs", exact=True)).to_be_visible()
    expect(page.get_by_text("8,367 inhabitants")).to_be_visible()
    expect(page.get_by_text("No account is listed here yet.")).to_be_visible()
    page.get_by_role("link", name="Loire", exact=True).click()
    expect(page.get_by_role("heading", name="The 320 bodies in it")).to_be_visible()
    page.get_by_role("link", name="After →").click()
    expect(page.get_by_text("Page 2 of 4")).to_be_visible()
    page.get_by_role("link", name="Auvergne-Rhône-Alpes").click()
    expect(page.get_by_role("heading", name="The 12 bodies in it")).to_be_visible()


def test_namesakes_are_told_apart_by_their_departement(town: Town, visit: Visit) -> None:
    page = visit(town.eve, phone=True)
    page.goto("/directory")
    search(page, "saint denis")
    expect(page.get_by_text("bodies found")).to_be_visible()
    first_four = page.locator(".bodies li").all()[:4]
    assert [line.locator("a").inner_text() for line in first_four] == ["Saint-Denis"] * 4
    assert len({line.locator(".soft").inner_text() for line in first_four}) == 4


def test_the_map_leads_to_a_departement(town: Town, visit: Visit) -> None:
    page = visit(town.eve)
    page.goto("/directory")
    page.locator(".map a", has=page.locator("title", has_text="Loire (42)")).first.click()
    expect(page.get_by_role("heading", name="Loire", exact=True)).to_be_visible()


def test_the_language_is_changed_by_a_link_and_stays(town: Town, visit: Visit) -> None:
    page = visit(town.eve)
    page.goto("/directory/commune/42094")
    page.get_by_role("link", name="Français").click()
    expect(page.get_by_text("8 367 habitants")).to_be_visible()
    page.get_by_role("link", name="Loire", exact=True).click()
    expect(page.get_by_text("Qui parle en son nom")).to_be_visible()


def test_it_is_searched_and_read_without_a_script(town: Town, visit: Visit) -> None:
    page = visit(town.eve, java_script_enabled=False)
    page.goto("/directory")
    search(page, "42094")
    expect(page.get_by_role("link", name="Feurs", exact=True)).to_be_visible()
