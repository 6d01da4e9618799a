"""Chloé lends Bruno her agreement through the page; what he submits leaves; she reads it, and takes it back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import people
from tests.browser.conftest import Visit
from tests.browser.people import FAR, press
from tests.browser.product import Product, Somebody, running
from tests.browser.town import PEOPLE, come_as
from tests.browser.watch import Watch


@pytest.fixture(scope="module")
def halle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product whose town has delegations."""
    with running(tmp_path_factory.mktemp("halle") / "data") as product:
        yield product


@pytest.fixture(scope="module")
def town(halle: Product, chromium: Browser) -> dict[str, Somebody]:
    return {who: come_as(PEOPLE[who], halle, chromium, Watch()) for who in ("bruno", "chloe")}


def test_what_a_delegation_covers_leaves_at_once_until_it_is_revoked(town: dict[str, Somebody], visit: Visit) -> None:
    chloe, bruno = visit(town["chloe"]), visit(town["bruno"])
    chloe.goto("/settings/delegations")
    chloe.get_by_label("To whom").select_option(label=PEOPLE["bruno"])
    chloe.get_by_label("@bellecloche", exact=True).check()
    chloe.get_by_label("Announcements").check()
    chloe.get_by_label("Only about (optional)").fill("marché OU")
    chloe.get_by_label("Last day").fill((datetime.now(UTC).date() + timedelta(days=30)).isoformat())
    press(chloe, "Give it")
    expect(chloe.get_by_text("Character 8: Nothing follows this word.")).to_be_visible()
    chloe.get_by_label("Only about (optional)").fill("marché OU halle")
    press(chloe, "Give it")
    expect(chloe.get_by_text("In force")).to_be_visible()

    people.write(bruno, "Le marché ouvre à 8 h.", handle="bellecloche")
    press(bruno, f"Publish now under the delegation of {PEOPLE['chloe']}")
    expect(bruno.get_by_role("link", name="See it on the network").first).to_be_visible(timeout=FAR)

    chloe.goto("/settings/delegations")
    expect(chloe.get_by_role("link", name="Le marché ouvre à 8 h.")).to_be_visible()
    press(chloe, "Revoke")
    expect(chloe.get_by_text("needs an approval again.")).to_be_visible()

    people.write(bruno, "Le marché ferme à midi.", handle="bellecloche")
    press(bruno, "Submit to")
    expect(bruno.get_by_text("Waits for an approval").first).to_be_visible()
