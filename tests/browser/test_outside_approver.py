"""A notary without an account reads and decides on her phone; opening the link alone decides nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import people
from tests.browser.conftest import Visit
from tests.browser.people import FAR, fill, press
from tests.browser.product import Product, Somebody, running
from tests.browser.test_accessibility import AXE, violations
from tests.browser.town import PEOPLE, come_as
from tests.browser.watch import Watch

NOTARY = "Maître Dupont"
TEXT = "La vente de la halle se prépare."


@pytest.fixture(scope="module")
def halle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product whose town has a rule that names somebody from outside."""
    with running(tmp_path_factory.mktemp("halle") / "data") as product:
        yield product


@pytest.fixture(scope="module")
def town(halle: Product, chromium: Browser) -> dict[str, Somebody]:
    return {who: come_as(PEOPLE[who], halle, chromium, Watch()) for who in ("ana", "bruno", "chloe")}


def name_the_notary(page: Page) -> None:
    page.goto("/settings/approval")
    fill(page, {"Name": NOTARY, "E-mail address": "dupont@etude.example"})
    press(page, "Register")
    page.goto("/settings/approval/general")
    page.get_by_label("All of the approvers").check()
    page.get_by_label(PEOPLE["chloe"]).first.check()
    page.get_by_label(NOTARY).check()
    press(page, "Save")
    expect(page.get_by_text(f"needs {PEOPLE['chloe']} and {NOTARY} (outside).").first).to_be_visible()


def test_a_notary_without_an_account_decides_on_her_phone(
    halle: Product, town: dict[str, Somebody], visit: Visit
) -> None:
    name_the_notary(visit(town["ana"]))
    writer = visit(town["bruno"])
    people.write(writer, TEXT, handle="bellecloche")
    draft = people.submit(writer)
    expect(writer.get_by_text("has to ask them.")).to_be_visible()

    chloe = visit(town["chloe"])
    chloe.goto(draft)
    press(chloe, "Approve")
    press(chloe, f"Ask {NOTARY} (outside)")
    link = chloe.locator("code.handed").inner_text()

    phone = visit(halle.stranger, phone=True)
    phone.goto(link)
    expect(phone.get_by_text(TEXT)).to_be_visible()
    expect(phone.get_by_text(PEOPLE["chloe"])).to_be_visible()
    phone.evaluate(AXE)
    assert violations(phone) == []
    for button in ("Approve", "Send it back"):
        box = phone.get_by_role("button", name=button).bounding_box()
        assert box is not None
        assert (box["height"] >= 48, box["x"] + box["width"] <= 390) == (True, True)
    phone.reload()
    chloe.goto(draft)
    expect(chloe.get_by_role("link", name="See it on the network")).to_have_count(0)

    phone.get_by_role("button", name="Approve").tap()
    expect(phone.get_by_text("Your answer has arrived")).to_be_visible()
    expect(phone.get_by_text(TEXT)).to_have_count(0)
    chloe.goto(draft)
    expect(chloe.get_by_role("link", name="See it on the network").first).to_be_visible(timeout=FAR)
