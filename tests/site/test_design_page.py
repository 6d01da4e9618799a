"""The design page: what is shown there is what every room is made of."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

RULES = {"preload": False, "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")], ids=str)
def page_of_each_kind(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="en")
    yield context.new_page()
    context.close()


def test_every_component_is_accessible_and_fits(page_of_each_kind: Page, live_server: LiveServer) -> None:
    page = page_of_each_kind
    page.goto(f"{live_server.url}/design")
    assert Axe().run(page, options=RULES).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_page_obeys_its_own_policy_and_calls_nobody_else(page: Page, live_server: LiveServer) -> None:
    said: list[str] = []
    hosts: set[str] = set()

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(message.text)

    page.on("console", hear)
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto(f"{live_server.url}/design", wait_until="networkidle")
    assert said == []
    assert hosts == {live_server.url.split("/")[2]}


def test_a_family_is_one_character_to_whoever_counts(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/design")
    page.locator("#design-text-light").fill("👨‍👩‍👧 é")
    assert "297" in page.locator("[data-count-for=design-text-light] [data-count]").inner_text()


def test_the_chosen_theme_is_worn_from_the_first_byte_of_the_next_page(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/design")
    page.locator("[data-theme-choice][value=dark]").check()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
