"""Reading and the essential acts, in a browser that runs no script."""

from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.conftest import Look, Visit
from tests.browser.house import House
from tests.browser.product import Product, Somebody
from tests.browser.town import Town, enter, play
from tests.patience import until


def test_every_page_can_be_read_and_offers_nothing_that_needs_a_script(look: Look) -> None:
    page = look(java_script_enabled=False)
    expect(page.locator("h1").first).to_be_visible()
    assert not [one for one in page.locator(".needs-script").all() if one.is_visible()]


def test_somebody_signs_in_and_out(house: House, visit: Visit) -> None:
    page = visit(house.eve, java_script_enabled=False)
    people.sign_in(page, "Driss")
    expect(page.locator("#register")).to_be_visible()
    people.press(page, "Sign out")
    page.goto("/inbox")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_text_is_written_submitted_and_approved(town: Town, visit: Visit) -> None:
    writer, approver = visit(town.bruno, java_script_enabled=False), visit(town.chloe, java_script_enabled=False)
    people.write(writer, "La bibliothèque ferme à 17 h vendredi.", handle="bellecloche")
    approver.goto(people.submit(writer))
    people.press(approver, "Approve, it leaves now")
    expect(approver.get_by_text("Approved. It leaves at its time; the receipt will stand here.")).to_be_visible()


def test_a_text_is_sent_back_with_its_reason(town: Town, visit: Visit) -> None:
    writer, approver = visit(town.bruno, java_script_enabled=False), visit(town.chloe, java_script_enabled=False)
    people.write(writer, "Le marché est annulé.", handle="bellecloche")
    address = people.submit(writer)
    approver.goto(address)
    approver.get_by_label("What should change?").fill("Dire pourquoi.")
    people.press(approver, "Send back to Bruno Lefort")
    writer.goto(address)
    expect(writer.get_by_text("Dire pourquoi.")).to_be_visible()


def test_an_answer_is_written(town: Town, visit: Visit) -> None:
    page = visit(town.driss, java_script_enabled=False)
    page.goto(town.seen["answering-city 3"])
    page.get_by_label("Our answer").fill("Et le samedi de 14 h à 18 h.")
    people.press(page, "Submit the answer")
    expect(page.get_by_text("The answer waits for an approval.")).to_be_visible()


def test_a_verdict_is_given_and_the_account_comes_back(fresh: Product, visit: Visit) -> None:
    player = visit(fresh.stranger)
    enter(player)
    play(player, "hijack")
    play(player, "hijack")
    page = visit(Somebody(fresh.url, player.context.storage_state()), java_script_enabled=False)
    until(lambda: alarms_on_the_wall(page) == 1)  # without a script, Ana reads the page again
    page.get_by_role("link", name="Look and decide").click()
    people.press(page, "It was not us: keep it frozen")
    expect(page.get_by_text("Ana Moreau said: it was not us")).to_be_visible()
    page.get_by_label("Why all the same").fill("Le nom est remis, nous l'avons vu.")
    people.press(page, "The account is back in our hands")
    expect(page.get_by_text("Back in our hands", exact=True)).to_be_visible()


def alarms_on_the_wall(page: Page) -> int:
    page.goto("/guard")
    return page.get_by_role("link", name="Look and decide").count()
