"""A real browser on the real product: who is signed in, on what screen, in which language.

The browser belongs to this folder alone: while Playwright runs, Django refuses its database in the same thread, and
the stories of the other folders need theirs.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.house import House, settle
from tests.browser.pages import PAGES
from tests.browser.people import connect_bluesky
from tests.browser.product import Product, running
from tests.browser.town import Town, play_everything
from tests.browser.watch import Watch
from tests.network.far_side import Network, TestAccount

ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
NAMES = ("chromium", "chromium-browser", "google-chrome")

Visit = Callable[..., Page]
Look = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        if program is None and not Path(playwright.chromium.executable_path).exists():
            missing("no Chromium on this machine: install the package chromium, or run `playwright install chromium`")
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


def missing(reason: str) -> None:
    """Skips on a machine without a browser; fails in CI, where a skip would hide that nothing was looked at."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="package")
def house(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The product with the organisation “Ville de Feurs” and its four people, each signed in; no account yet."""
    with running(tmp_path_factory.mktemp("house") / "data") as product:
        yield settle(product, chromium)


@pytest.fixture(scope="package")
def town(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The product as at the first visit, with the demonstration town in which everything has happened once."""
    with running(tmp_path_factory.mktemp("town") / "data") as product:
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
    """Opens a page for somebody: `visit(house.bruno)`, `visit(house.chloe, phone=True)`, `visit(product)` for a stranger."""
    opened: list[BrowserContext] = []

    def open_page(who: Any, *, phone: bool = False, language: str = "en-GB", **options: Any) -> Page:
        given = {"viewport": PHONE if phone else DESK, "has_touch": phone, "is_mobile": phone, "locale": language}
        context = chromium.new_context(
            base_url=who.url, storage_state=who.state, timezone_id="Europe/Paris", **(given | options)
        )
        opened.append(context)
        context.set_default_timeout(10_000)
        watch.attach(context, home=who.url)
        return context.new_page()

    yield open_page
    for context in opened:
        context.close()


@pytest.fixture(scope="package")
def account(house: House, bluesky: Network, chromium: Browser) -> TestAccount:
    """The town's account on the real network, connected by Ana through the page."""
    made = bluesky.create_account("feurs")
    made.rename("Ville de Feurs")
    context = chromium.new_context(base_url=house.ana.url, storage_state=house.ana.state, locale="en-GB")
    connect_bluesky(context.new_page(), bluesky, made)
    context.close()
    return made


@pytest.fixture(params=PAGES, ids=str)
def look(request: pytest.FixtureRequest, town: Town, house: House, visit: Visit) -> Look:
    """Every page in turn: opens it as the person it is for, and makes sure that nothing else came."""
    who, address = request.param.by({"town": town, "house": house})

    def open_page(**options: Any) -> Page:
        page = visit(who, **options)
        page.goto(address)
        assert page.url == who.url + address
        return page

    return open_page
