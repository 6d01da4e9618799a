"""Everybody who has no mouse: what can be pressed is reached, seen and pressed with the keyboard, on every page."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.conftest import Look, Visit
from tests.browser.house import House
from tests.browser.screens import DESK, PHONE
from tests.browser.town import Town

MOST = 150  # presses of Tab: a page with more to press than this is a trap or a mistake

# What a keyboard must reach: a group of radio buttons is one stop, and what is not shown is none. A picture that is
# hidden from readers, such as the map, may have links for the mouse, where the page has the same link in words.
REACHABLE = """() => {
  const selector = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const shown = [...document.querySelectorAll(selector)].filter((one) => !one.disabled && one.checkVisibility());
  const drawn = (one) => one.closest('[aria-hidden="true"]');
  const inWords = new Set(shown.filter((one) => !drawn(one)).map((one) => one.getAttribute('href')));
  const groups = new Set();
  return shown.filter((one) => {
    if (drawn(one) && inWords.has(one.getAttribute('href'))) return false;
    if (one.type !== 'radio') return true;
    const first = !groups.has(one.name);
    groups.add(one.name);
    return first;
  }).map((one, number) => { (one.type === 'radio' ? document.getElementsByName(one.name) : [one])
    .forEach((each) => { each.dataset.stop = number; }); return one.outerHTML.slice(0, 120); });
}"""

# Before each press but the first, what has the focus is written down: its number, whether it is seen to have it, and
# whether something lies over it. By then the browser has brought it into view.
WRITTEN_DOWN = """() => {
  const listens = 'stops' in window;
  window.stops = null;
  if (!listens) window.addEventListener('keydown', () => {
    if (!window.stops) { window.stops = []; return; }
    const one = document.activeElement;
    if (!one || one === document.body) return;
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    // Not hidden wholly (WCAG 2.2, 2.4.11): of a tall field the browser brings the line with the cursor into view.
    const covered = [0.5, 0.2].every((part) => {
      const top = document.elementFromPoint(box.left + box.width / 2,
        Math.min(Math.max(box.top + box.height * part, 1), innerHeight - 1));
      return !top || !(one.contains(top) || top.contains(one) || one.closest('label')?.contains(top));
    });
    window.stops.push({stop: one.dataset.stop, html: one.outerHTML.slice(0, 120), seen, inside, covered});
  }, true);
}"""


def walk(page: Page, expected: int) -> list[dict[str, Any]]:
    """Presses Tab until the focus comes back to where it first was; every stop on the way."""
    page.evaluate(WRITTEN_DOWN)
    stops: list[dict[str, Any]] = []
    for pressed in range(1, MOST + 2):  # one more, since what the last one led to is written down by the next
        page.keyboard.press("Tab")
        if pressed > expected + 1:  # the last press is not written down yet, and the window itself is a stop
            stops = page.evaluate("window.stops")
            numbers = [stop["stop"] for stop in stops]
            if numbers and numbers[0] in numbers[1:]:
                return stops[: numbers.index(numbers[0], 1)]
    raise AssertionError(f"the focus never came round: {stops[-1:]}")


def test_tab_reaches_everything_that_can_be_pressed_and_shows_where_it_is(look: Look) -> None:
    page = look()
    for screen in (DESK, PHONE):
        page.set_viewport_size(screen)
        reachable = page.evaluate(REACHABLE)
        stops = walk(page, len(reachable))
        assert 'class="skip"' in reachable[0] or not page.locator(".skip").count()
        reached = {stop["stop"] for stop in stops}
        assert [html for number, html in enumerate(reachable) if str(number) not in reached] == []
        assert [stop["html"] for stop in stops if not stop["seen"]] == []
        assert [stop["html"] for stop in stops if not stop["inside"] or stop["covered"]] == []


def test_the_walk_would_find_a_stop_that_does_not_show_or_lies_below_something(house: House, visit: Visit) -> None:
    page = visit(house.ana)
    page.goto("/drafts/new")
    page.get_by_label("Text", exact=True).evaluate("field => field.style.outline = 'none'")
    page.locator("body").evaluate("""body => {
      const lid = document.createElement('div');
      Object.assign(lid.style, {position: 'fixed', inset: '0 0 auto', height: '6rem', zIndex: 999});
      body.append(lid);
    }""")
    stops = walk(page, len(page.evaluate(REACHABLE)))
    assert [stop["html"][:9] for stop in stops if not stop["seen"]] == ["<textarea"]
    assert any(stop["covered"] for stop in stops)
    assert not all(stop["covered"] for stop in stops)


def focused(page: Page) -> str:
    """The words of what has the focus."""
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_the_first_stop_leads_past_the_rooms_to_the_page(town: Town, visit: Visit) -> None:
    page = visit(town.driss)
    page.goto("/inbox")
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the page"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page) == page.locator("main a").first.inner_text()


def rows(page: Page) -> list[str]:
    """The links of the rows, from the top."""
    return [text.strip() for text in page.locator("[data-row] [data-row-link]").all_inner_texts()]


def test_j_and_k_walk_the_rows_and_enter_opens_one(town: Town, visit: Visit) -> None:
    page = visit(town.driss)
    page.goto("/inbox")
    names = rows(page)
    assert len(names) > 1
    for name in [*names, names[-1]]:  # below the last row there is none
        page.keyboard.press("j")
        assert focused(page) == name
    page.keyboard.press("k")
    assert focused(page) == names[-2]
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(names[-2])


def test_a_letter_acts_in_the_row_where_the_reader_is(town: Town, visit: Visit) -> None:
    page = visit(town.driss)
    page.goto("/inbox")
    names = rows(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("r")
    expect(page.get_by_role("heading", level=1)).to_have_text(names[1])
    expect(page.get_by_label("Our answer")).to_be_focused()


def test_letters_are_letters_where_somebody_types(town: Town, visit: Visit) -> None:
    page = visit(town.driss)
    page.goto(town.seen["answering-city 3"])
    page.keyboard.press("r")
    page.keyboard.type("jkner?")
    expect(page.get_by_label("Our answer")).to_have_value("jkner?")


def test_a_question_mark_opens_the_map_and_escape_closes_it(town: Town, visit: Visit) -> None:
    page = visit(town.driss)
    page.goto("/inbox")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keyboard")
    expect(keys).to_contain_text("Next row")
    expect(keys).to_contain_text("Answer")
    for _press in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()


def test_single_keys_can_be_switched_off(town: Town, visit: Visit) -> None:
    page = visit(town.driss)
    page.goto("/inbox")
    page.keyboard.press("?")
    page.get_by_label("Do not use single-key shortcuts in this browser").press("Space")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert focused(page) not in rows(page)


def test_chloe_approves_with_the_keyboard_alone(town: Town, visit: Visit) -> None:
    writer, page = visit(town.bruno), visit(town.chloe)
    text = "Marché de Noël samedi et dimanche, place du Beffroi."
    people.write(writer, text, handle="bellecloche")
    people.submit(writer)

    page.goto("/")
    for _row in range(MOST):
        page.keyboard.press("j")
        if text in focused(page):
            break
    page.keyboard.press("a")
    page.wait_for_url("**/drafts/*")
    expect(page.locator(".preview-text")).to_have_text(text)
    page.keyboard.press("a")
    expect(page.get_by_text("Approved. It leaves at its time; the receipt will stand here.")).to_be_visible()
    expect(writer.get_by_role("link", name="See it on the network")).to_be_visible(timeout=people.FAR)
