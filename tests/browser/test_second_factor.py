"""A passkey and an application, from the page that asks for them to the next sign-in with them."""

import base64
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from beffroi.engines import time_codes
from tests.browser.conftest import Visit
from tests.browser.people import address_of, fill, press, sign_in
from tests.browser.product import Product, Somebody, running
from tests.browser.test_accessibility import AXE, WIDER_THAN_THE_SCREEN, violations
from tests.cast import PASSWORD

IN_A_LAPTOP = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[Somebody]:
    """A stranger before a product that asks for a second factor, at a name: browsers make passkeys for nothing else."""
    with running(tmp_path / "data", BEFFROI_SECOND_FACTOR="required") as product:
        yield Somebody(by_name(product))


def by_name(product: Product) -> str:
    return product.url.replace("127.0.0.1", "localhost")


def found(page: Page) -> None:
    """Ana founds her organisation, and is led by what is still missing to the page that says why."""
    page.goto("/welcome/organisation")
    fill(page, {"Name of the organisation": "Ville de Feurs", "Your name": "Ana", "E-mail address": address_of("Ana")})
    fill(page, {"Password": PASSWORD, "Password confirmation": PASSWORD})
    press(page, "Create it")
    page.get_by_role("link", name="Set up mine").click()
    expect(page.get_by_role("heading", name="A second factor")).to_be_visible()


def stands_up(page: Page) -> None:
    page.evaluate(AXE)
    assert violations(page) == []
    assert page.evaluate(WIDER_THAN_THE_SCREEN) == 0


def sign_out(page: Page) -> None:
    page.goto("/second-factor")
    press(page, "Sign out")
    expect(page.get_by_role("heading", name="The accounts of your town")).to_be_visible()


def test_a_passkey_is_made_and_opens_the_door_alone(strict: Somebody, visit: Visit) -> None:
    page = visit(strict, phone=True)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": IN_A_LAPTOP})
    found(page)
    stands_up(page)
    page.get_by_role("link", name="Add a passkey").click()
    stands_up(page)
    fill(page, {"Name of this passkey": "My telephone"})
    press(page, "Add it")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto("/settings/sign-in")
    expect(page.get_by_role("button", name="Take away My telephone")).to_be_visible()
    stands_up(page)
    sign_out(page)
    page.goto("/sign-in?next=/drafts")
    press(page, "Use a passkey")
    page.wait_for_url(f"{strict.url}/drafts")
    page.goto("/settings/sign-in")
    expect(page.get_by_text("with a passkey")).to_be_visible()


def test_an_application_is_set_up_and_a_recovery_code_stands_in_for_it(strict: Somebody, visit: Visit) -> None:
    page = visit(strict, phone=True)
    found(page)
    page.get_by_role("link", name="Set up an application").click()
    stands_up(page)
    secret = base64.b32decode(page.locator(".spelled").inner_text().replace(" ", ""))
    fill(page, {"Code that the application shows": time_codes.code(secret, int(time.time() // 30))})
    press(page, "Set it up")
    press(page, "Make new codes")
    stands_up(page)
    code = page.locator(".codes code").first.inner_text()
    sign_out(page)
    sign_in(page, "Ana")
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    stands_up(page)
    fill(page, {"Code": "000000"})
    press(page, "Go on")
    expect(page.get_by_text("This code does not fit.")).to_be_visible()
    fill(page, {"Code": code})
    press(page, "Go on")
    expect(page.locator("#register")).to_be_visible()
