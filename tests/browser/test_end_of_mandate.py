"""Somebody left in anger. The mayor shuts him out on her telephone, and hands over what he held."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import people
from tests.browser.conftest import Visit
from tests.browser.people import press
from tests.browser.product import Product, running
from tests.browser.town import PEOPLE, come_as
from tests.browser.watch import Watch


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product whose town loses somebody."""
    with running(tmp_path_factory.mktemp("quay") / "data") as product:
        yield product


def test_one_press_on_a_telephone_shuts_him_out_and_another_hands_everything_over(
    quay: Product, chromium: Browser, visit: Visit
) -> None:
    here = {who: come_as(PEOPLE[who], quay, chromium, Watch()) for who in ("ana", "bruno")}
    ana, bruno = visit(here["ana"], phone=True), visit(here["bruno"])
    people.write(bruno, "Le marché ouvre à 8 h.", handle="bellecloche")
    people.submit(bruno)
    ana.goto("/settings/people")
    ana.get_by_role("link", name=re.compile(f"Role and end of mandate.*{PEOPLE['bruno']}")).click()
    expect(ana.get_by_role("heading", name="Drafts that are not decided")).to_be_visible()
    press(ana, "Suspend now")
    expect(ana.get_by_text("can do nothing here any more")).to_be_visible()
    bruno.goto("/drafts")
    expect(bruno.get_by_role("heading", name="Sign in")).to_be_visible()

    wide = ana.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0  # nothing is wider than the telephone
    ana.get_by_label("To whom", exact=True).first.select_option(label=PEOPLE["driss"])
    press(ana, "Hand everything over")
    expect(ana.get_by_role("heading", name="Drafts that are not decided")).to_have_count(0)
    press(ana, "End the mandate")
    expect(ana.get_by_text(f"The mandate of {PEOPLE['bruno']} is over.")).to_be_visible()
