"""A takeover lived to its end in the browser, on the real network with its public view: the thief comes in by another
client, the guard rings, what was planned is held back, Ana brings the account back from her telephone, each place
where people meet it is read right again, and only then what was held leaves."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.people import FAR
from tests.browser.test_profile_poll_to_alarm import approve_for_later, its_hour_came, read_it_now
from tests.network.far_side import Network, TestAccount
from tests.patience import until

NAME, THIEF = "Ana Moreau, maire de Feurs", "Gabrielle Powell"
PLANNED = "Permanence samedi à 10 h."
LURE = "Gagnez 500 € ce soir, cliquez vite : https://gagner.example"
FARTHER = 90_000  # milliseconds: what is read again every twenty seconds, until the view has seen the change


@pytest.fixture
def mayor(house: House, bluesky_full: Network, visit: Visit) -> TestAccount:
    account = bluesky_full.create_account("ana")
    account.rename(NAME)
    people.connect_bluesky(visit(house.ana), bluesky_full, account)
    return account


def test_a_takeover_from_the_alarm_to_the_verified_repair(
    house: House, mayor: TestAccount, bluesky_full: Network, visit: Visit
) -> None:
    departure = approve_for_later(house, visit, mayor)
    phone = visit(house.ana, phone=True)
    until(lambda: is_as_registered(phone, mayor), seconds=60)

    thief = bluesky_full.sign_in(mayor)
    thief.rename(THIEF)
    lure = thief.post(LURE)
    it_was_not_us(phone, mayor)
    for place, said in (("profile", THIEF), ("feed", "Gagnez 500"), ("search", THIEF)):
        expect(phone.locator(f"#surface-{place}")).to_contain_text(said, timeout=FAR)
    expect(phone.locator("#surface-card")).to_contain_text("This server has no public page", timeout=FAR)
    until(lambda: its_hour_came(departure), seconds=60)
    assert [record["value"]["text"] for record in mayor.records()] == [LURE]
    tick_a_step(phone)
    close_too_early(phone)

    mayor.rename(NAME)
    reads_right(phone, "profile", "search")
    expect(phone.locator("#surface-feed")).to_contain_text("Not right yet")
    mayor.delete(lure)
    reads_right(phone, "feed")
    expect(phone.get_by_text("It reads right everywhere")).to_be_hidden()
    phone.get_by_role("button", name="I looked: it is right The card of its page").tap()
    expect(phone.get_by_text("It reads right everywhere")).to_be_visible()
    assert mayor.records() == []

    phone.get_by_role("button", name="The account is back in our hands").tap()
    expect(phone.get_by_role("heading", name=f"@{mayor.handle} is back")).to_be_visible()
    let_it_leave(departure)
    until(lambda: [record["value"]["text"] for record in mayor.records()] == [PLANNED], seconds=60)
    the_chronicle_tells_it(phone)


def it_was_not_us(phone: Page, account: TestAccount) -> None:
    """From the wall to the alarm, and from the alarm to the playbook."""
    read_it_now(phone, account)
    card = phone.locator(".watched.is-alarm", has_text=account.handle)
    expect(card).to_contain_text(THIEF, timeout=FAR)
    card.get_by_role("link", name="Look and decide").tap()
    phone.get_by_role("button", name="It was not us: keep it frozen").tap()
    expect(phone.get_by_role("heading", name=f"Bring @{account.handle} back")).to_be_visible()


def tick_a_step(phone: Page) -> None:
    phone.get_by_role("button", name="Done Set a new password, used nowhere else").tap()
    expect(phone.locator("#step-password")).to_contain_text("Done Ana")
    expect(phone.get_by_text("1 of 9 done")).to_be_visible()


def reads_right(phone: Page, *places: str) -> None:
    for place in places:
        expect(phone.locator(f"#surface-{place}").get_by_text("Right", exact=True)).to_be_visible(timeout=FARTHER)


def is_as_registered(wall: Page, account: TestAccount) -> bool:
    """Whether the guard has read the account, and found it as registered; nothing happened, so the page is asked."""
    wall.goto("/guard")
    return "As registered" in wall.locator(".watched", has_text=account.handle).inner_text()


def close_too_early(phone: Page) -> None:
    phone.get_by_role("button", name="The account is back in our hands").tap()
    expect(phone.get_by_role("alert")).to_contain_text("Not all of it reads right yet")


def let_it_leave(departure: Page) -> None:
    """What was held leaves by itself while it is still its time; once that is past, it asks: late is wrong."""
    departure.reload()
    if departure.get_by_role("button", name="Send it after all").is_visible():
        departure.get_by_role("button", name="Send it after all").click()


def the_chronicle_tells_it(phone: Page) -> None:
    phone.get_by_role("link", name="The chronicle of the incident").tap()
    expect(phone.locator("#told")).to_contain_text("reads right everywhere again")
    expect(phone.locator("#told")).to_contain_text(LURE)
