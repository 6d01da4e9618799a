"""Way 3 in the browser, on the real network: what a saved search finds appears on the open pages."""

from playwright.sync_api import expect

from tests.browser import people
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.people import FAR
from tests.network.far_side import Network, TestAccount

FOUND = "La passerelle du canal est fermée sans prévenir, bravo."
NAME = "La passerelle"


def test_a_post_that_a_saved_search_finds_appears_on_open_pages_and_is_seen_once(
    house: House, bluesky: Network, account: TestAccount, visit: Visit
) -> None:
    searcher, today = visit(house.driss), visit(house.ana)
    people.save_search(searcher, name=NAME, words='passerelle NEAR/3 canal OR "le petit pont"')
    searcher.goto("/listening")
    expect(searcher.locator("#streams")).to_contain_text("Being read")
    today.goto("/")
    people.until_live(searcher)
    people.until_live(today)

    bluesky.create_account("eve").post(FOUND)
    expect(searcher.locator("#register")).to_contain_text(FOUND, timeout=FAR)
    alert = today.get_by_role("link", name=f"The search “{NAME}” found something")
    expect(alert).to_be_visible(timeout=FAR)
    assert people.is_the_same_page(searcher)
    assert people.is_the_same_page(today)

    searcher.locator("#register [data-row]", has_text=FOUND).get_by_role("button", name="Seen").click()
    expect(searcher.get_by_text("Seen. The next post that matches opens a new alert.")).to_be_visible()
    expect(alert).to_have_count(0, timeout=FAR)
