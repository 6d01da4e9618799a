"""A search is tried while it is typed, and saved when it is right."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.conftest import Visit
from tests.browser.people import FAR
from tests.browser.town import Town

NAME, WORDS = "Name of the search", "Search"


@pytest.mark.parametrize("phone", [False, True])
def test_what_is_typed_is_read_back_tried_and_mended(town: Town, visit: Visit, phone: bool) -> None:
    page = visit(town.driss, phone=phone)
    page.goto("/listening/searches/new")
    trial = page.locator("#trial")
    expect(trial).to_contain_text("Nothing is saved by trying.")
    page.get_by_label(WORDS, exact=True).press_sequentially("passerelle OU (pont canal")
    expect(trial.locator(".try-wrong mark")).to_have_text("(", timeout=FAR)
    expect(trial).to_contain_text("This bracket is never closed. Add ) where the group ends.")
    page.get_by_label(WORDS, exact=True).press_sequentially(") -emploi")
    expect(trial).to_contain_text("passerelle OR ((pont AND canal) AND NOT emploi)", timeout=FAR)
    expect(trial.locator("mark", has_text="passerelle").first).to_be_visible()
    examples = trial.locator("ul.found li:has(mark)").all_inner_texts()
    assert len(set(examples)) == len(examples) >= 1  # archived and sampled, shown once
    fits(page)
    page.get_by_text("How to write a search", exact=True).click()
    expect(page.get_by_role("cell", name="words that begin so")).to_be_visible()
    fits(page)


def fits(page: Page) -> None:
    """Nothing is wider than the page."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_without_a_script_the_button_tries_and_nothing_typed_is_lost(town: Town, visit: Visit) -> None:
    page = visit(town.driss, java_script_enabled=False)
    page.goto("/listening/searches/new")
    people.fill(page, {NAME: "Le pont", WORDS: "pont -emploi"})
    people.press(page, "Try it")
    expect(page.locator("#trial")).to_contain_text("pont AND NOT emploi")
    expect(page.get_by_label(NAME)).to_have_value("Le pont")


def test_a_search_is_changed_on_its_page_and_told_how_long_it_keeps(town: Town, visit: Visit) -> None:
    page = visit(town.driss)
    people.save_search(page, name="Le kiosque", words="kiosque")
    page.get_by_role("link", name="Le kiosque").click()
    page.get_by_role("link", name="Change it").click()
    page.get_by_label(WORDS, exact=True).fill("kiosque -musique")
    people.press(page, "Save and listen from now on")
    expect(page.get_by_text("The search is heard so from now on.")).to_be_visible()
    expect(page.locator(".search-words").first).to_have_text("kiosque -musique")
    page.get_by_label("Kept for").select_option("90")
    people.press(page, "Keep it so long")
    expect(page.locator("#keeping")).to_contain_text("deleted after 90 days")
