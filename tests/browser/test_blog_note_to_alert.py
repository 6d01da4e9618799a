"""A blog is followed in the browser; what it publishes appears on the open page by itself."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import people
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.people import FAR
from tests.network.press import Press, item, press, rss
from tests.patience import until

PAGE = '<!doctype html><link rel="alternate" type="application/rss+xml" href="/feed"><p>Le Carnet'
OLD = item("1", "Recette du potiron")
NOTE = item("2", "Le pont-levis est bloqué", "<p>Personne n’a prévenu, <b>bravo</b> la mairie.</p>")


@pytest.fixture
def paper() -> Iterator[Press]:
    with press() as paper:
        paper.shows("/", PAGE, kind="text/html")
        paper.shows("/feed", rss([OLD]))
        yield paper


def entry(desk: Page) -> Locator:
    """Its line on the page of feeds. Other tests follow blogs in this house too: its title is its own."""
    return desk.locator(".entry", has_text="Le Carnet de Feurs")


def is_read(desk: Page) -> bool:
    desk.reload()
    return entry(desk).get_by_text("Being read", exact=True).is_visible()


def test_a_blog_is_followed_and_its_new_note_becomes_an_alert_on_the_open_page(
    house: House, paper: Press, visit: Visit
) -> None:
    desk, watching = visit(house.driss), visit(house.ana, phone=True)
    people.save_search(desk, name="Le pont-levis", words="pont-levis")
    desk.goto("/listening")
    desk.get_by_role("link", name=re.compile("blogs? (and|or)")).click()
    desk.get_by_role("link", name="Follow").first.click()
    desk.get_by_label("Address of the site").fill("le carnet")
    people.press(desk, "Look it up")
    expect(desk.get_by_text("This is not a web address that can be called.")).to_be_visible()
    desk.get_by_label("Address of the site").fill(paper.localhost)
    people.press(desk, "Look it up")
    expect(desk.get_by_text("Recette du potiron")).to_be_visible()
    people.press(desk, "Follow Le Carnet de Feurs")
    expect(desk.get_by_text("“Le Carnet de Feurs” is followed")).to_be_visible()
    until(lambda: is_read(desk), every=1.0)

    watching.goto("/listening")
    people.until_live(watching)
    paper.shows("/feed", rss([NOTE, OLD]))
    people.press(entry(desk), "Read it now")
    note = watching.locator("#register [data-row]", has_text="Le pont-levis est bloqué")
    expect(note).to_be_visible(timeout=FAR)
    expect(note).to_contain_text("Personne n’a prévenu, bravo la mairie.")
    expect(note.get_by_role("link", name="Read it on the site")).to_have_attribute("href", "https://blog.example/2")
    assert people.is_the_same_page(watching)

    desk.goto("/listening/feeds")
    people.press(entry(desk), "Unfollow")
    expect(desk.get_by_text("is followed no more")).to_be_visible()
