"""The demonstration town, in which every scene has been played: a product with something on each of its pages."""

from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, expect

from tests.browser.house import leave, opened
from tests.browser.people import FAR, press
from tests.browser.product import Product, Somebody
from tests.browser.watch import Watch
from tests.patience import until

PEOPLE = {"ana": "Ana Moreau", "bruno": "Bruno Lefort", "chloe": "Chloé Garnier", "driss": "Driss Amrani"}
ACTS = {"vote": 3, "hijack": 4, "answering-city": 3, "right-service": 4, "night-note": 4}
PLAYED = {"vote": 3, "hijack": 2, "answering-city": 3, "right-service": 3, "night-note": 2}  # what is left stays to do


@dataclass(frozen=True)
class Town:
    """`seen` is the address of the page where an act shows, by scene and number of the act."""

    product: Product
    ana: Somebody
    bruno: Somebody
    chloe: Somebody
    driss: Somebody
    seen: dict[tuple[str, int], str] = field(repr=False)

    @property
    def eve(self) -> Somebody:
        return self.product.stranger


def play_everything(product: Product, browser: Browser) -> Town:
    watch = Watch()
    context = opened(browser, product, watch)
    page = context.new_page()
    enter(page)
    seen = {(slug, act): play(page, slug) for slug, acts in PLAYED.items() for act in range(1, acts + 1)}
    everybody = [become(page, name) for name in PEOPLE.values()]
    leave(context)
    assert watch.faults == []
    return Town(product, *everybody, seen=seen)


def enter(page: Page) -> None:
    """From the front door into the demonstration."""
    page.goto("/")
    press(page, "Visit the demonstration town")
    expect(page.get_by_role("heading", name="Five scenes in Bellecloche")).to_be_visible()


def play(page: Page, slug: str) -> str:
    """Plays the next act of a scene and looks at it; returns the address of the page where it shows."""
    scene = f"/demonstration/scenes/{slug}"
    page.goto(scene)
    done = page.locator("ol.steps .is-done").count()
    until(lambda: press_next(page) > done)
    until(lambda: look(page, scene))
    return page.url


def press_next(page: Page) -> int:
    """Presses once; the number of acts played so far. The act before may still be on its way: then it is the same."""
    page.locator("form[action$='/act'] button").first.click()
    return page.locator("ol.steps .is-done").count()


def look(page: Page, scene: str) -> bool:
    """Presses “See it as …”; whether it led away from the scene, to the page where the act shows."""
    page.locator("form[action$='/look'] button").click()
    return not page.url.endswith(scene)


def become(page: Page, name: str) -> Somebody:
    """Sees the town as one of its people."""
    page.goto("/demonstration")
    press(page, name)
    expect(page.get_by_text(f"You are {name}")).to_be_visible(timeout=FAR)
    return Somebody(page.url.removesuffix("/demonstration"), page.context.storage_state())
