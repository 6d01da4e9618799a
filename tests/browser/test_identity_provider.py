"""Signing in through a real identity provider, as a person does it: there, back, linked once, and out again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import fill, found_organisation, press
from tests.browser.product import Product, Somebody, running
from tests.browser.screens import window
from tests.browser.test_second_factor import by_name, stands_up
from tests.browser.watch import Watch
from tests.cast import PASSWORD
from tests.network.fixtures import missing
from tests.network.identity import FEURS, Identity, identity_provider, person
from tests.network.servers import ServersMissing
from tests.postgres import free_port

PEOPLE = {"ana": person("Ana", "Moreau", "ana@feurs.example"), "fanny": person("Fanny", "Roux", "fanny@feurs.example")}


@pytest.fixture
def provider() -> Iterator[tuple[Identity, int]]:
    port = free_port()
    try:
        with identity_provider(f"http://localhost:{port}", people=PEOPLE) as identity:
            yield identity, port
    except ServersMissing as reason:
        missing(str(reason))


@pytest.fixture
def house(provider: tuple[Identity, int], tmp_path: Path) -> Iterator[Product]:
    identity, port = provider
    settings = {f"BEFFROI_{name}": value for name, value in identity.settings().items()}
    with running(tmp_path / "data", port, **settings) as product:
        yield product


@pytest.fixture
def page(house: Product, chromium: Browser) -> Iterator[Page]:
    """Not watched: the identity provider is another site."""
    context = window(chromium, Somebody(by_name(house)), Watch())
    yield context.new_page()
    context.close()


def sign_in_there(page: Page, login: str) -> None:
    page.goto("/sign-in")
    page.get_by_role("link", name="Sign in with ProConnect").click()
    if page.get_by_role("heading", name="The provider").is_visible():
        page.get_by_label("Login").fill(login)
        press(page, "Continue")


def test_a_member_signs_in_there_is_linked_once_and_signs_out_of_both(page: Page) -> None:
    found_organisation(page, name="Ville de Feurs", owner="Ana")
    page.goto("/settings/organisation")
    fill(page, {"SIRET or SIREN (optional)": FEURS})
    page.locator("main").get_by_role("button", name="Save").click()
    page.context.clear_cookies(name="beffroi_session")

    sign_in_there(page, "ana")
    expect(page.get_by_role("heading", name="One password, once")).to_be_visible()
    stands_up(page)
    fill(page, {"Password": PASSWORD})
    press(page, "Link and come in")
    expect(page.locator("#register")).to_be_visible()

    page.goto("/settings/sign-in")
    expect(page.get_by_text("Your account is linked: you can sign in with ProConnect.")).to_be_visible()
    page.goto("/second-factor")
    press(page, "Sign out")
    press(page, "Sign out there too")
    expect(page.get_by_role("heading", name="The accounts of your town")).to_be_visible()

    sign_in_there(page, "fanny")
    expect(page.get_by_role("heading", name="Not let in")).to_be_visible()
    expect(page.get_by_text("Ask for an invitation:")).to_contain_text("Ana")
    stands_up(page)
