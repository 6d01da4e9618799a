"""The browser, its screens, and the window of one person in it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from tests.browser.product import Somebody
from tests.browser.watch import Watch
from tests.missing import Missing

ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
)  # the first of them is the lightest
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE = 10_000  # milliseconds
expect.set_options(timeout=PATIENCE)


class BrowserMissing(Missing):
    """There is no Chromium on this machine."""


@contextmanager
def chromium_browser() -> Iterator[Browser]:
    """The machine's own Chromium, else the one that Playwright has installed. Raises BrowserMissing."""
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        if program is None and not Path(playwright.chromium.executable_path).exists():
            raise BrowserMissing("no Chromium here: install the package chromium, or run `playwright install chromium`")
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


def window(browser: Browser, who: Somebody, watch: Watch, *, phone: bool = False, **options: Any) -> BrowserContext:
    """A window of its own for `who`, watched; in English, at the town's clock, unless `options` say otherwise."""
    usual: dict[str, Any] = {"locale": "en-GB", "timezone_id": "Europe/Paris", "viewport": PHONE if phone else DESK}
    context = browser.new_context(
        base_url=who.url, storage_state=who.state, has_touch=phone, is_mobile=phone, **(usual | options)
    )
    context.set_default_timeout(PATIENCE)
    watch.attach(context, home=who.url)
    return context


class Windows:
    """One window per person and screen that stays open: to open one costs more than to go to a page."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.watch = Watch()
        self.pages: dict[str, Page] = {}

    def of(self, who: Somebody, **options: Any) -> Page:
        """The window of `who` with these options, at whatever page it was left."""
        key = f"{who} {options}"
        if key not in self.pages:
            self.pages[key] = window(self.browser, who, self.watch, **options).new_page()
        return self.pages[key]

    def faults(self) -> list[str]:
        """What went wrong since the last time."""
        found, self.watch.faults = self.watch.faults, []
        return found

    def close(self) -> None:
        for page in self.pages.values():
            page.context.close()
