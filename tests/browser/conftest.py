"""A real browser on the real product: who is signed in, on what screen, in which language.

The browser belongs to this folder alone: while Playwright runs, Django refuses its database in the same thread, and
the stories of the other folders need theirs.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.house import House, settle
from tests.browser.pages import PAGES
from tests.browser.people import connect_bluesky, until_heard
from tests.browser.product import Product, Somebody, running
from tests.browser.screens import BrowserMissing, Windows, chromium_browser, window
from tests.browser.town import Town, play_everything
from tests.browser.watch import Watch
from tests.network.far_side import Network, TestAccount
from tests.network.fixtures import missing

Visit = Callable[..., Page]
Look = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.timeout(300))  # the first test of a place waits until the place stands
            if not item.get_closest_marker("xdist_group"):  # those on Bluesky stay with their network
                item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    try:
        with chromium_browser() as browser:
            yield browser
    except BrowserMissing as reason:
        missing(str(reason))


@pytest.fixture(scope="package")
def house(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The product with the organisation “Ville de Feurs” and its four people, each signed in; no account yet."""
    with running(tmp_path_factory.mktemp("house") / "data") as product:
        yield settle(product, chromium)


@pytest.fixture(scope="package")
def town(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The product as at the first visit, with the demonstration town in which everything has happened once, and with
    the whole register of public bodies."""
    with running(tmp_path_factory.mktemp("town") / "data", BEFFROI_REGISTER="yes") as product:
        yield play_everything(product, chromium)


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Product]:
    """A product that nobody has visited."""
    with running(tmp_path / "data") as product:
        yield product


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Sees every page of the test; a fault on any of them fails it."""
    watching = Watch()
    yield watching
    assert watching.faults == []


@pytest.fixture
def visit(chromium: Browser, watch: Watch) -> Iterator[Visit]:
    """Opens a page for somebody: `visit(house.bruno)`, `visit(house.chloe, phone=True)`, `visit(house.eve)`."""
    opened: list[BrowserContext] = []

    def open_page(who: Somebody, **options: Any) -> Page:
        opened.append(window(chromium, who, watch, **options))
        return opened[-1].new_page()

    yield open_page
    for context in opened:
        context.close()


@pytest.fixture(scope="package")
def account(house: House, bluesky: Network, chromium: Browser) -> TestAccount:
    """The town's account on the real network, connected by Ana through the page; the network is listened to."""
    made = bluesky.create_account("feurs")
    made.rename("Ville de Feurs")
    watch = Watch()
    context = window(chromium, house.ana, watch)
    connect_bluesky(page := context.new_page(), bluesky, made)
    until_heard(page, bluesky.create_account("echo"))
    context.close()
    assert watch.faults == []
    return made


@pytest.fixture(scope="package")
def windows(chromium: Browser) -> Iterator[Windows]:
    opened = Windows(chromium)
    yield opened
    opened.close()


@pytest.fixture(params=PAGES, ids=str)
def look(request: pytest.FixtureRequest, town: Town, house: House, windows: Windows) -> Iterator[Look]:
    """Every page in turn: opens it as the person it is for, and makes sure that nothing else came."""
    who, address = request.param.by({"town": town, "house": house})

    def open_page(**options: Any) -> Page:
        page = windows.of(who, **options)
        page.goto(address)
        assert page.url == who.url + address
        return page

    yield open_page
    assert windows.faults() == []
