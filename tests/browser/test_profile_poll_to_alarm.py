"""Way 4 in the browser, on the real network: a stranger renames an account, and nothing leaves from it any more."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.people import FAR
from tests.network.far_side import Network, TestAccount
from tests.patience import until

STRANGER = "Gabrielle P."


@pytest.fixture
def mayor(house: House, bluesky: Network, visit: Visit) -> TestAccount:
    """The mayor's own account: each story has its own, since it ends frozen or renamed."""
    account = bluesky.create_account("ana")
    account.rename("Ana Moreau, maire")
    people.connect_bluesky(visit(house.ana), bluesky, account)
    return account


def read_it_now(wall: Page, account: TestAccount) -> None:
    wall.get_by_role("button", name=f"Read it now @{account.handle}").click()
    people.until_live(wall)


def alarmed_card(wall: Page, account: TestAccount) -> None:
    """The card of the account is in alarm, on the page that was open."""
    card = wall.locator(".watched.is-alarm", has_text=account.handle)
    expect(card).to_contain_text(STRANGER, timeout=FAR)
    assert people.is_the_same_page(wall)
    card.get_by_role("link", name="Look and decide").click()
    expect(wall.get_by_role("heading", level=1)).to_contain_text(account.handle)
    expect(wall.locator("#main")).to_contain_text(STRANGER)


def approve_for_later(house: House, visit: Visit, account: TestAccount) -> Page:
    """A text of the account is approved while all is well, and waits for its hour; returns Chloé's page."""
    writer, approver = visit(house.bruno), visit(house.chloe)
    people.write(writer, "Permanence samedi à 10 h.", handle=account.handle)
    writer.get_by_text("When, and in which language").click()
    leave_at(writer, seconds=25)
    approver.goto(people.submit(writer))
    approver.get_by_role("button", name="Approve, it leaves on").click()
    expect(approver.get_by_text("Waits for its time")).to_be_visible()
    people.until_live(approver)
    return approver


def its_hour_came(departure: Page) -> bool:
    """Whether Beffroi has tried to send the text, and says why it did not."""
    departure.reload()
    return departure.get_by_text("The account is frozen: nothing leaves from it.").is_visible()


def leave_at(page: Page, *, seconds: int) -> None:
    """Fills in the town's clock some seconds from now: the field takes whole minutes, which would be long to wait."""
    field = page.get_by_label("Leaves at")
    field.evaluate("field => { field.step = 1 }")
    clock = "seconds => new Date(Date.now() + 1000 * seconds).toLocaleString('sv', {timeZone: 'Europe/Paris'})"
    field.fill(str(page.evaluate(clock, seconds)).replace(" ", "T"))


def test_a_changed_name_raises_the_alarm_on_the_open_wall_and_what_waits_does_not_leave(
    house: House, mayor: TestAccount, visit: Visit
) -> None:
    departure = approve_for_later(house, visit, mayor)
    wall = visit(house.ana)
    wall.goto("/guard")
    mayor.rename(STRANGER)
    read_it_now(wall, mayor)
    alarmed_card(wall, mayor)
    expect(wall.get_by_text("the account is frozen, nothing leaves from it.")).to_be_visible()

    wall.get_by_role("button", name="It was not us: keep it frozen").click()
    expect(wall.get_by_role("heading", name="What to do now, in this order")).to_be_visible()
    expect(departure.get_by_text("Held: the account is frozen")).to_be_visible()
    assert people.is_the_same_page(departure)
    until(lambda: its_hour_came(departure), seconds=60)
    assert mayor.records() == []

    mayor.rename("Ana Moreau, maire")
    expect(wall.locator("#surface-profile")).to_contain_text("The profile shows the registered identity.", timeout=FAR)
    wall.get_by_label("Why all the same").fill("Nobody posted, and this server has no page.")
    wall.get_by_role("button", name="The account is back in our hands").click()
    expect(wall.get_by_text("Back in our hands", exact=True)).to_be_visible()


def test_it_was_us_lets_the_account_speak_again(house: House, mayor: TestAccount, visit: Visit) -> None:
    wall = visit(house.ana)
    wall.goto("/guard")
    mayor.rename(STRANGER)
    read_it_now(wall, mayor)
    alarmed_card(wall, mayor)
    wall.get_by_role("button", name="It was us", exact=True).click()
    expect(wall.get_by_text("The account may speak.")).to_be_visible()
    wall.goto("/guard")
    expect(wall.locator(".watched", has_text=mayor.handle)).not_to_contain_text("Alarm")
