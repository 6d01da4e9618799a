"""What the design page shows works: it is what every room is made of."""

from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.town import Town


def design_page(visit: Visit, town: Town) -> Page:
    page = visit(town.eve)
    page.goto("/design")
    return page


def test_a_family_is_one_character_to_whoever_counts(visit: Visit, town: Town) -> None:
    page = design_page(visit, town)
    page.locator("#design-text-light").fill("👨‍👩‍👧 é")
    assert "297" in page.locator("[data-count-for=design-text-light] [data-count]").inner_text()


def test_the_chosen_theme_is_worn_from_the_first_byte_of_the_next_page(visit: Visit, town: Town) -> None:
    page = design_page(visit, town)
    page.locator("[data-theme-choice][value=dark]").check()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
