"""Way 2 in the browser, on the real network: a citizen asks, Driss answers, and the page says that it left."""

import pytest
from playwright.sync_api import expect

from tests.browser import people
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.people import FAR
from tests.network.far_side import Network, TestAccount
from tests.network.fixtures import ON_BLUESKY

ANSWER = "Bonjour, oui : de 10 h à 19 h."


@pytest.mark.parametrize("kind", [pytest.param(name, marks=ON_BLUESKY) for name in ("bluesky", "bluesky_full")])
def test_a_question_is_answered_from_the_page_that_says_so_by_itself(
    kind: str, house: House, visit: Visit, request: pytest.FixtureRequest
) -> None:
    network: Network = request.getfixturevalue(kind)
    account = asked_account(kind, house, visit, request)
    citizen = network.create_account("karim")

    desk = visit(house.driss)
    desk.goto("/inbox")
    people.until_live(desk)
    question = f"la piscine est-elle ouverte lundi ? ({kind})"
    citizen.post(question, mention=account)
    row = desk.locator("[data-row]", has_text=question)
    expect(row).to_contain_text(citizen.handle, timeout=FAR)
    assert people.is_the_same_page(desk)

    row.get_by_role("link", name="Answer").click()
    desk.get_by_label("Our answer").fill(ANSWER)
    desk.get_by_role("button", name="Submit the answer").click()
    expect(desk.get_by_text("The answer waits for an approval.")).to_be_visible()
    people.until_live(desk)

    approver = visit(house.chloe, phone=True)
    approver.goto("/")
    approver.get_by_role("link", name=ANSWER).first.tap()
    approver.get_by_role("button", name="Approve, it leaves now").tap()

    expect(desk.locator("#clock")).to_contain_text("Answered", timeout=FAR)
    expect(desk.locator("#thread .is-ours")).to_contain_text(ANSWER)
    assert people.is_the_same_page(desk)
    [reply] = [record["value"] for record in account.records() if record["value"]["text"] == ANSWER]
    assert reply["reply"]["parent"]["uri"].split("/")[2] == citizen.did


def asked_account(kind: str, house: House, visit: Visit, request: pytest.FixtureRequest) -> TestAccount:
    """The town's account on this network."""
    if kind == "bluesky":
        account: TestAccount = request.getfixturevalue("account")
        return account
    network: Network = request.getfixturevalue(kind)
    account = network.create_account("feurs")
    people.connect_bluesky(visit(house.ana), network, account)
    return account
