"""Way 5 in the browser: the scene of 2013, from both sides: the writer at the desk, the witness on a telephone."""

from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.conftest import Visit
from tests.browser.people import FAR
from tests.browser.product import Product
from tests.browser.town import enter, play
from tests.patience import until

ADOPTED = "est adopté par le Sénat. Le détail des votes suit."


def prepare(desk: Page) -> tuple[str, str]:
    """Bruno's preparation, the post that left another way, and the trap; the addresses of fact and witness."""
    enter(desk)
    fact = play(desk, "vote")
    for _act in range(3):
        play(desk, "vote")
    return fact, play(desk, "vote")


def press_and_confirm(telephone: Page, outcome: str) -> None:
    telephone.get_by_role("button", name=outcome).click()
    expect(telephone.get_by_role("heading", level=1)).to_contain_text("Are you sure?")
    if telephone.get_by_label("Write how you know it all the same").count():
        telephone.get_by_label("Write how you know it all the same").fill("Vote à main levée, je l'ai vu.")
    people.press(telephone, "Yes, I have seen it")


def test_the_witness_says_it_on_a_telephone_and_the_right_text_leaves(fresh: Product, visit: Visit) -> None:
    desk, telephone = visit(fresh.stranger), visit(fresh.stranger, phone=True)
    fact, address = prepare(desk)
    desk.goto(fact)
    people.until_live(desk)
    expect(desk.get_by_text("Approved: leaves then")).to_have_count(2)

    telephone.goto(address)
    press_and_confirm(telephone, "Adopted")
    expect(telephone.get_by_role("status")).to_contain_text("leaves in")
    people.press(telephone, "Undo: I was wrong")
    expect(telephone.get_by_role("heading", level=1)).to_have_text("Has it come true?")

    press_and_confirm(telephone, "Adopted")
    expect(desk.get_by_text("settled on")).to_be_visible(timeout=FAR)
    assert people.is_the_same_page(desk)
    until(lambda: left(desk) == 1)  # ten seconds, in which it could be taken back
    desk.goto(fact)
    expect(desk.get_by_text("Discarded: it came out otherwise")).to_be_visible()


def left(desk: Page) -> int:
    desk.goto("/departures")
    return desk.locator("section[aria-labelledby='left']").get_by_text(ADOPTED).count()


def test_the_post_that_left_another_way_is_an_incident_with_a_correction_to_write(fresh: Product, visit: Visit) -> None:
    desk = visit(fresh.stranger)
    enter(desk)
    play(desk, "vote")
    incident = play(desk, "vote")
    desk.goto(incident)
    expect(desk.get_by_role("heading", level=1)).to_contain_text("before it was confirmed")
    people.press(desk, "Write the correction, tied to the faulty post")
    expect(desk.get_by_text("In answer to", exact=True)).to_be_visible()
    assert "left too early" in desk.get_by_label("Text", exact=True).input_value()


def test_a_text_that_announces_is_led_to_its_fact(fresh: Product, visit: Visit) -> None:
    desk = visit(fresh.stranger)
    enter(desk)
    people.write(desk, "L'article 2 est adopté par le Sénat !", handle="bellecloche")
    desk.get_by_role("button", name="Submit to").click()
    expect(desk.get_by_text("announces something as done")).to_be_visible()
    desk.get_by_role("link", name="State the fact").first.click()
    expect(desk.get_by_label("What is to become true")).to_have_value("est adopté")
    desk.get_by_label("What is to become true").fill("Le Sénat a adopté l'article 2.")
    people.press(desk, "State it")
    expect(desk.get_by_text("Not agreed yet: leaves nothing")).to_be_visible()
    desk.get_by_role("link", name="L'article 2 est adopté").click()
    expect(desk.get_by_text("It leaves once it is so")).to_be_visible()
