"""A search from its trial to its answers: what the network lets hear is told before it is saved; a post and a blog's
note are found and answered; and the clock shows both."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.people import FAR
from tests.network.far_side import Network, TestAccount
from tests.network.press import Press, item, press, rss
from tests.patience import until

NAME, WORDS = "Le bief", "bief NEAR/4 canal"
POST = "Le bief du canal déborde, la mairie le sait-elle ?"
NOTE = "Le bief du canal a débordé cette nuit"
ANSWER = "Bonsoir, une équipe est en route vers le bief."
HEARD = 80  # posts said to the network: more than an estimate needs


@pytest.fixture
def paper() -> Iterator[Press]:
    with press() as paper:
        paper.shows("/feed", rss([item("1", "Recette du potiron")], title="Le Carnet du bief"))
        yield paper


def test_a_search_is_tried_saved_and_answered_on_the_network_and_on_a_blog(
    house: House, bluesky: Network, account: TestAccount, paper: Press, visit: Visit
) -> None:
    desk = visit(house.driss)
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    much_is_said(bluesky)
    follow(desk, paper)
    until(lambda: is_estimated(desk), seconds=60, every=1.0)
    people.fill(desk, {"Name of the search": NAME})
    people.press(desk, "Listen from now on")
    expect(desk.get_by_text("The search is heard from now on.")).to_be_visible()

    desk.goto("/listening")
    people.until_live(desk)
    bluesky.create_account("oscar").post(POST)
    found = desk.locator("#register [data-row]", has_text=POST)
    expect(found).to_be_visible(timeout=FAR)
    assert people.is_the_same_page(desk)
    people.press(found, "Answer it")
    answer_on_the_network(desk, visit(house.chloe, phone=True))

    publish_and_read(desk, paper)
    desk.goto("/listening")
    note = desk.locator("#register .story", has_text=NOTE)
    expect(note).to_be_visible(timeout=FAR)
    people.press(note, "Answer it")
    answer_on_the_blog(desk)

    desk.goto("/inbox/answer-times")
    row = desk.locator("tr", has=desk.get_by_role("rowheader", name=NAME, exact=True))
    expect(row.locator("td.figure").first).to_have_text("2")


def much_is_said(network: Network) -> None:
    """One post in twenty is about the canal's bief, so that the trial has a share to tell."""
    speaker = network.create_account("pauline")
    for number in range(HEARD):
        speaker.post(f"Le bief du canal est à {number} cm." if number % 20 == 0 else f"Il est {number} h au clocher.")


def follow(desk: Page, paper: Press) -> None:
    desk.goto("/listening/feeds/new")
    desk.get_by_label("Address of the site").fill(f"{paper.localhost}/feed")
    people.press(desk, "Look it up")
    people.press(desk, "Follow Le Carnet du bief")
    expect(desk.get_by_text("“Le Carnet du bief” is followed")).to_be_visible()


def is_estimated(desk: Page) -> bool:
    """Tries it anew: the sample of what was heard is kept from time to time."""
    desk.goto("/listening/searches/new")
    desk.get_by_label("Search", exact=True).fill(WORDS)
    people.press(desk, "Try it")
    expect(desk.locator("#trial")).to_contain_text("bief NEAR/4 canal")
    return desk.get_by_text("told from a sample of").is_visible()


def answer_on_the_network(desk: Page, approver: Page) -> None:
    expect(desk.locator("#thread")).to_contain_text(POST)
    expect(desk.locator("#clock")).to_contain_text("Waits for our answer")
    expect(desk.locator("#clock")).to_contain_text(f"by the search “{NAME}”")
    desk.get_by_label("Our answer").fill(ANSWER)
    people.press(desk, "Submit the answer")
    expect(desk.get_by_text("The answer waits for an approval.")).to_be_visible()
    people.until_live(desk)
    approver.goto("/")
    approver.get_by_role("link", name=ANSWER).first.tap()
    approver.get_by_role("button", name="Approve, it leaves now").tap()
    expect(desk.locator("#clock")).to_contain_text("Answered after", timeout=FAR)
    expect(desk.locator("#thread .is-ours")).to_contain_text(ANSWER)


def publish_and_read(desk: Page, paper: Press) -> None:
    paper.shows("/feed", rss([item("2", NOTE), item("1", "Recette du potiron")], title="Le Carnet du bief"))
    desk.goto("/listening/feeds")
    people.press(desk.locator(".entry", has_text="Le Carnet du bief"), "Read it now")


def answer_on_the_blog(desk: Page) -> None:
    expect(desk.get_by_role("link", name="Open the page")).to_have_attribute("href", "https://blog.example/2")
    desk.get_by_label("Our answer").fill(ANSWER)
    people.press(desk, "Copy the answer")
    expect(desk.get_by_text("Copied. Open the page, post it there, then say so below.")).to_be_visible()
    assert desk.evaluate("navigator.clipboard.readText()") == ANSWER
    people.press(desk, "I have posted it")
    expect(desk.get_by_text("Answered. The clock has stopped.")).to_be_visible()
    expect(desk.locator("#clock")).to_contain_text("Answered after")
