"""Credentials that open nothing, servers that do not answer, and strangers who write to harm."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.people import FAR, press
from tests.network.far_side import Network, TestAccount
from tests.postgres import free_port

HOSTILE_NAME = "<img src=x onerror=alert(1)> 🧨 \u202eeriam ed"
HOSTILE_TEXT = "<script>alert('passerelle')</script> canal \u202e<b>rouge</b> عربي 🧨"


def connect(page: Page, network: Network, **typed: str) -> None:
    fields = {"handle": "ville.test", "password": "not-it", "server": network.pds, **typed}
    page.goto("/settings/accounts/new/bluesky")
    people.fill(page, {"Handle": fields["handle"], "App password": fields["password"]})
    people.say_where(page, server=fields["server"], view="", stream=network.jetstream)
    press(page, "Connect")


def test_a_wrong_app_password_says_so_and_asks_for_the_password_only(
    house: House, bluesky: Network, account: TestAccount, visit: Visit
) -> None:
    page = visit(house.ana)
    connect(page, bluesky, handle=account.handle)
    expect(page.get_by_role("alert")).to_be_visible(timeout=FAR)
    expect(page.get_by_role("alert")).to_contain_text("app password")
    expect(page.get_by_label("Handle")).to_have_value(account.handle)
    expect(page.get_by_label("Server")).to_have_value(bluesky.pds)
    expect(page.get_by_label("App password")).to_have_value("")


def test_an_unknown_account_is_not_connected(house: House, bluesky: Network, visit: Visit) -> None:
    page = visit(house.ana)
    connect(page, bluesky, handle="nobody-here.test")
    expect(page.get_by_role("alert")).to_be_visible(timeout=FAR)
    expect(page.get_by_label("Handle")).to_have_value("nobody-here.test")
    page.goto("/settings/accounts")
    expect(page.get_by_text("nobody-here.test")).to_have_count(0)


def test_a_server_that_does_not_answer_is_said_in_words(house: House, bluesky: Network, visit: Visit) -> None:
    page = visit(house.ana)
    server = f"http://localhost:{free_port()}"
    connect(page, bluesky, server=server)
    expect(page.get_by_role("alert")).to_be_visible(timeout=FAR)
    expect(page.get_by_label("Server")).to_be_visible()
    expect(page.get_by_label("Server")).to_have_value(server)


@pytest.fixture
def stranger(house: House, bluesky: Network, account: TestAccount, visit: Visit) -> TestAccount:
    """Eve, whose name and words are meant to harm; the town listens, and she speaks to it."""
    people.save_search(visit(house.driss), name="Canal", words="canal NEAR/6 rouge")
    eve = bluesky.create_account("eve")
    eve.rename(HOSTILE_NAME)
    eve.post(HOSTILE_TEXT, mention=account)
    return eve


@pytest.mark.parametrize("address", ["/inbox", "/listening", "/"])
def test_hostile_words_are_shown_as_words(house: House, stranger: TestAccount, visit: Visit, address: str) -> None:
    page = visit(house.driss)
    rung: list[str] = []
    page.on("dialog", lambda dialog: rung.append(dialog.message))
    page.goto(address)
    row = page.locator("#register [data-row]", has_text="<script>alert('passerelle')</script>").first
    expect(row).to_be_visible(timeout=FAR)
    assert page.locator("main script, main img, main b").count() == 0
    assert rung == []


def test_a_name_that_turns_the_writing_round_turns_nothing_else(
    house: House, stranger: TestAccount, visit: Visit
) -> None:
    page = visit(house.driss)
    page.goto("/inbox")
    row = page.locator("#register [data-row]", has_text="passerelle").first
    row.get_by_role("link", name="Answer").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("<img src=x onerror=alert(1)> 🧨")
    assert heading.locator("bdi").count() == 1
    expect(page.locator("#thread")).to_contain_text("عربي 🧨")
