"""From hit to answer in the browser: one tap on a telephone for a post on the real network, a copied answer for a blog,
and the clock shows both."""

from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.notes import found_on_a_blog
from tests.browser.people import FAR
from tests.network.far_side import Network, TestAccount

ANSWER = "Bonsoir, la passerelle rouvre jeudi à 6 h."
NOTE = "Note de 23 h : le bac du canal serait arrêté, et personne ne dit rien."
PAGE = "https://carnet.example/le-bac"


def test_a_post_that_a_search_found_is_answered_in_one_tap_and_the_clock_says_how_soon(
    house: House, bluesky: Network, account: TestAccount, visit: Visit
) -> None:
    phone = visit(house.driss, phone=True)
    people.save_search(phone, name="Le ponton", words="ponton*")
    phone.goto("/listening")
    people.until_live(phone)
    bluesky.create_account("nina").post("Le ponton du canal est fermé, qui le sait ?")
    row = phone.locator("#register [data-row]", has_text="Le ponton du canal est fermé")
    expect(row).to_be_visible(timeout=FAR)

    row.get_by_role("button", name="Answer it").tap()
    expect(phone.get_by_label("Our answer")).to_be_focused()
    expect(phone.locator("#clock")).to_contain_text("by the search “Le ponton”")
    phone.keyboard.type(ANSWER)
    phone.get_by_role("button", name="Submit the answer").tap()
    expect(phone.get_by_text("The answer waits for an approval.")).to_be_visible()
    people.until_live(phone)

    approver = visit(house.chloe, phone=True)
    approver.goto("/")
    approver.get_by_role("link", name=ANSWER).first.tap()
    approver.get_by_role("button", name="Approve, it leaves now").tap()
    expect(phone.locator("#clock")).to_contain_text("Answered after", timeout=FAR)
    assert people.is_the_same_page(phone)
    assert reported(phone, "Le ponton") == "1"


def test_a_note_on_a_blog_is_answered_by_a_copy_and_the_clock_stops_when_somebody_says_so(
    house: House, visit: Visit
) -> None:
    desk = visit(house.driss, phone=True)
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    people.save_search(desk, name="Le bac", words='"le bac du canal"')
    found_on_a_blog(house.product, "Le bac", NOTE, page=PAGE)
    desk.goto("/listening")
    desk.locator("#register [data-row]", has_text=NOTE).get_by_role("button", name="Answer it").tap()

    expect(desk.get_by_label("Our answer")).to_be_focused()
    expect(desk.get_by_role("link", name="Open the page")).to_have_attribute("href", PAGE)
    desk.keyboard.type(f"{ANSWER} Appelez le 06 12 34 56 78.")
    desk.get_by_role("button", name="Copy the answer").tap()
    expect(desk.get_by_text("Copied. Open the page, post it there, then say so below.")).to_be_visible()
    expect(desk.locator("[data-remarks]")).to_contain_text("private telephone number")
    assert str(desk.evaluate("navigator.clipboard.readText()")).startswith(ANSWER)

    desk.get_by_label("Our answer").fill(ANSWER)
    desk.get_by_label("Address where it stands (optional)").fill(f"{PAGE}#c1")
    desk.get_by_role("button", name="I have posted it").tap()
    expect(desk.get_by_text("Answered. The clock has stopped.")).to_be_visible()
    expect(desk.locator("#clock")).to_contain_text("Answered after")
    expect(desk.locator("#our-answer")).to_contain_text(ANSWER)
    assert reported(desk, "Le bac") == "1"


def test_without_javascript_the_answer_is_kept_checked_and_declared(house: House, visit: Visit) -> None:
    people.save_search(visit(house.driss), name="Le gué", words='"le gué du canal"')
    hit = found_on_a_blog(house.product, "Le gué", "Le gué du canal est sous l’eau.", page="https://carnet.example/gue")
    desk = visit(house.driss, java_script_enabled=False)
    desk.goto(hit)
    desk.get_by_label("Our answer").fill(ANSWER)
    desk.get_by_role("button", name="Make it a case, and keep the answer").click()
    expect(desk.get_by_label("Our answer")).to_have_value(ANSWER)
    expect(desk.get_by_role("button", name="Copy the answer")).to_be_hidden()
    desk.get_by_role("button", name="I have posted it").click()
    expect(desk.locator("#clock")).to_contain_text("Answered")


def reported(page: Page, search: str) -> str:
    """How many answers the report counts for a search."""
    page.goto("/inbox/answer-times")
    row = page.locator("tr", has=page.get_by_role("rowheader", name=search, exact=True))
    return row.locator("td.figure").first.inner_text()
