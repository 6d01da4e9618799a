"""A browser of the machine's own for the pages' tests; without one they are skipped, and say so."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}: set CHROMIUM to its path")
    # Playwright's loop makes Django believe that the test's own thread is asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield {**browser_type_launch_args, "executable_path": str(CHROMIUM), "args": QUIET}
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Ours, because pytest-playwright's own asks for `base_url`, whose fixture this pytest calls deprecated."""
    context = browser.new_context(locale="en", timezone_id="Europe/Paris")
    yield context.new_page()
    context.close()
