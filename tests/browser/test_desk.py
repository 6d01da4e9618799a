"""Work at the desk: many cases by the keyboard alone, one undo, two people at one case, a night on a telephone."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.people import press
from tests.browser.town import Town

SMALL = """() => [...document.querySelectorAll(
    'main a.button, main button, main select, main label.pick, main summary')]
  .filter((one) => one.checkVisibility() && !one.classList.contains('plain'))
  .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
  .filter(([, box]) => box.height < 44).map(([html, box]) => `${html} ${box.height}`)"""


def type_in(page: Page, *texts: str) -> None:
    """Messages that came by telephone, each a case of its own."""
    for text in texts:
        page.goto("/inbox/new")
        page.get_by_label("What was asked").fill(text)
        press(page, "Make it a case")


def state_of(page: Page, text: str) -> str:
    """Of the case: a second mark beside it says when an answer is due."""
    return page.locator("[data-row]", has_text=text).locator(".state").first.inner_text()


def test_many_are_closed_by_the_keyboard_alone_and_come_back_at_one_press(town: Town, visit: Visit) -> None:
    page = visit(town.driss)
    type_in(page, "Trottoir un ?", "Trottoir deux ?", "Trottoir trois ?")
    page.goto("/inbox?show=all&q=trottoir")
    for key in "jxjx":
        page.keyboard.press(key)
    expect(page.get_by_text("2 chosen")).to_be_visible()
    page.keyboard.press("e")
    expect(page.get_by_text("2 cases were closed.")).to_be_visible()
    assert sorted(state_of(page, f"Trottoir {n} ?") for n in ("un", "deux", "trois")) == [
        "Closed",
        "Closed",
        "Waits for our answer",
    ]
    page.keyboard.press("u")
    expect(page.get_by_text("Taken back in 2 cases.")).to_be_visible()
    assert {state_of(page, f"Trottoir {n} ?") for n in ("un", "deux", "trois")} == {"Waits for our answer"}


def test_a_key_acts_on_the_row_where_the_reader_is(town: Town, visit: Visit) -> None:
    page = visit(town.driss)
    type_in(page, "Fontaine nord ?", "Fontaine sud ?")
    page.goto("/inbox?q=fontaine")
    page.keyboard.press("a")  # nowhere yet: nothing happens
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.get_by_text("1 case was given.")).to_be_visible()
    expect(page.locator("[data-row]", has_text="Fontaine nord ?")).to_contain_text("given to Driss")
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(page.get_by_text("1 case was set aside.")).to_be_visible()
    expect(page.locator("[data-row]")).to_have_count(1)
    page.keyboard.press("u")
    expect(page.locator("[data-row]")).to_have_count(2)


def test_a_slash_leads_to_the_search_and_o_opens(town: Town, visit: Visit) -> None:
    page = visit(town.driss)
    type_in(page, "Kiosque à musique ?")
    page.goto("/inbox")
    page.keyboard.press("/")
    page.keyboard.type("KIOSQUE")
    page.keyboard.press("Enter")
    expect(page.locator("[data-row]")).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.locator("#thread, .thread").first).to_contain_text("Kiosque à musique ?")


def test_what_was_chosen_stays_chosen_when_the_list_is_renewed(town: Town, visit: Visit) -> None:
    page, other = visit(town.driss), visit(town.chloe)
    type_in(page, "Passage un ?")
    page.goto("/inbox?show=all&q=passage")
    page.keyboard.press("j")
    page.keyboard.press("x")
    type_in(other, "Passage deux ?")
    expect(page.locator("[data-row]")).to_have_count(2, timeout=10_000)
    expect(page.get_by_text("1 chosen")).to_be_visible()
    expect(page.locator("[data-pick]:checked")).to_have_count(1)


def test_a_colleague_hears_who_is_writing_and_gets_over_it(town: Town, visit: Visit) -> None:
    page, other = visit(town.driss), visit(town.chloe)
    type_in(page, "Qui répond ?")
    other.goto(page.url)
    page.get_by_label("Our answer").press_sequentially("Bonjour")
    expect(other.get_by_text("is writing an answer to this case now.")).to_be_visible(timeout=25_000)


def test_an_agreed_answer_is_put_in_where_one_writes(town: Town, visit: Visit) -> None:
    writer, second = visit(town.driss), visit(town.chloe)
    writer.goto("/inbox/saved-answers")
    writer.get_by_label("Name", exact=True).fill("Piscine")
    writer.get_by_label("Text", exact=True).fill("Bonjour {{nom}}, elle ouvre à 10 h.")
    press(writer, "Save the answer")
    second.goto("/inbox/saved-answers")
    press(second.locator("[data-row]", has_text="Piscine"), "Agree to these words")
    expect(second.locator("[data-row]", has_text="Piscine")).to_contain_text("this answer was agreed on")
    writer.goto("/inbox/new")
    writer.get_by_label("What was asked").fill("À quelle heure ?")
    writer.get_by_label("How the person wants to be called").fill("Mme Roux")
    press(writer, "Make it a case")
    expect(writer.get_by_role("heading", level=1)).to_have_text("Mme Roux")
    writer.wait_for_load_state()
    writer.keyboard.press("i")
    writer.get_by_role("link", name="Insert Piscine").click()
    expect(writer.get_by_label("Our answer")).to_have_value("Bonjour Mme Roux, elle ouvre à 10 h.")


def test_at_night_on_a_telephone_every_button_is_large_and_nothing_slides(town: Town, visit: Visit) -> None:
    page = visit(town.driss, phone=True)
    for address in ("/inbox", town.seen["right-service 3"], town.seen["typed"]):
        page.goto(address)
        for closed in page.locator("details:not([open]) > summary").all():
            if closed.is_visible() and closed.evaluate("one => !!one.closest('main')"):
                closed.click()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert page.evaluate(SMALL) == [], address
