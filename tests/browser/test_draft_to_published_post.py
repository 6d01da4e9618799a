"""Way 1 in the browser, on the real network: Bruno writes, Chloé approves on her phone, the post is there."""

from playwright.sync_api import expect

from tests.browser import people
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.people import FAR
from tests.browser.watch import Watch
from tests.network.far_side import Network, TestAccount

TEXT = "La piscine rouvre lundi à 10 h. Écharpes bienvenues 🧣 #Feurs"


def test_a_text_that_chloe_approves_on_her_phone_is_really_on_the_network(
    house: House, bluesky: Network, account: TestAccount, visit: Visit, watch: Watch
) -> None:
    before = len(account.records())
    writer = visit(house.bruno)
    people.write(writer, TEXT, handle=account.handle)
    people.submit(writer)
    people.until_live(writer)
    assert len(account.records()) == before

    phone = visit(house.chloe, phone=True)
    phone.goto("/")
    phone.get_by_role("link", name=TEXT).tap()
    phone.get_by_role("button", name="Approve, it leaves now").tap()
    expect(phone.get_by_text("Approved. It leaves at its time; the receipt will stand here.")).to_be_visible()

    receipt = writer.get_by_role("link", name="See it on the network")
    expect(receipt).to_be_visible(timeout=FAR)
    assert people.is_the_same_page(writer)

    watch.may_go_to(bluesky.pds)
    receipt.click()
    writer.wait_for_url(f"{bluesky.pds}/**")
    assert TEXT in writer.content()
    assert [record["value"]["text"] for record in account.records()].count(TEXT) == 1
