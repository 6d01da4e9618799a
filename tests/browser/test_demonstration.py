"""The demonstration town: five scenes, each stepped through to its end by a visitor who only presses buttons."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.people import FAR, press
from tests.browser.product import Product, running
from tests.browser.town import ACTS, enter, play

ENDS = {
    "vote": "Closed",
    "hijack": "The account may speak.",
    "answering-city": "The card",
    "right-service": "Answered",
    "night-note": "Answered",
}


@pytest.fixture(scope="module")
def bellecloche(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product whose demonstration town is only theirs who walk here."""
    with running(tmp_path_factory.mktemp("bellecloche") / "data") as product:
        yield product


def play_to_the_end(page: Page, slug: str) -> None:
    for _act in range(ACTS[slug]):
        play(page, slug)
    expect(page.get_by_text(ENDS[slug]).first).to_be_visible(timeout=FAR)


def test_a_visitor_steps_through_all_five_scenes_to_their_end(bellecloche: Product, visit: Visit) -> None:
    page = visit(bellecloche.stranger)
    enter(page)
    for slug in ACTS:
        play_to_the_end(page, slug)
    page.goto("/demonstration")
    expect(page.get_by_text("Played", exact=True)).to_have_count(len(ACTS))


def test_a_scene_can_be_played_again_and_the_town_begun_anew(bellecloche: Product, visit: Visit) -> None:
    page = visit(bellecloche.stranger)
    enter(page)
    play_to_the_end(page, "vote")
    page.goto("/demonstration/scenes/vote")
    press(page, "Play it again")
    play_to_the_end(page, "vote")

    page.goto("/demonstration")
    press(page, "Begin again with a new town")
    expect(page.get_by_text("Not begun")).to_have_count(len(ACTS))
    page.goto("/drafts?all")
    expect(page.get_by_role("heading", name="No draft is open")).to_be_visible()


@pytest.mark.parametrize(("name", "door"), [("Bruno Lefort", False), ("Ana Moreau", True)])
def test_each_person_of_the_town_sees_what_is_theirs(bellecloche: Product, visit: Visit, name: str, door: bool) -> None:
    page = visit(bellecloche.stranger)
    enter(page)
    press(page, name)
    page.goto("/settings/people")
    assert page.get_by_role("heading", name="People and rights").is_visible() is door


def test_what_left_in_the_demonstration_can_be_seen_on_its_network(bellecloche: Product, visit: Visit) -> None:
    page = visit(bellecloche.stranger)
    enter(page)
    play_to_the_end(page, "right-service")
    page.locator("#thread .is-ours").get_by_role("link", name="on the network").click()
    expect(page.get_by_role("heading", name="The fictional network")).to_be_visible()
    expect(page.locator(".said")).to_have_count(2)
    page.get_by_role("link", name="Back to the desk").click()
    expect(page.locator("#register")).to_be_visible()
