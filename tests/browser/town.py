"""The demonstration town, in which every scene has been played: a product with something on each of its pages."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Browser, Page, expect

from tests.browser.house import leave
from tests.browser.notes import found_on_a_blog
from tests.browser.people import FAR, press
from tests.browser.product import Product, Somebody
from tests.browser.questions import give_to_services
from tests.browser.ranked import rank
from tests.browser.screens import window
from tests.browser.taken import playbook
from tests.browser.watch import Watch
from tests.patience import until

PEOPLE = {"ana": "Ana Moreau", "bruno": "Bruno Lefort", "chloe": "Chloé Garnier", "driss": "Driss Amrani"}
ACTS = {"vote": 7, "hijack": 4, "answering-city": 4, "right-service": 4, "night-note": 4}
BLOG = "Bellecloche : la passerelle du canal serait fermée sans que personne ne l’ait dit aux riverains."
PICTURE = Path(__file__).parent / "picture.png"
PLAYED = {"vote": 5, "hijack": 2, "answering-city": 4, "right-service": 3, "night-note": 2}  # what is left stays to do


@dataclass(frozen=True)
class Town:
    """`seen` has the address of the page where an act shows, by scene and number ("vote 3"), and of others."""

    product: Product
    ana: Somebody
    bruno: Somebody
    chloe: Somebody
    driss: Somebody
    seen: dict[str, str] = field(repr=False)

    @property
    def eve(self) -> Somebody:
        return self.product.stranger


def play_everything(product: Product, browser: Browser) -> Town:
    """Driss plays the scenes; then each person comes in by their own door, since a session has one person in it."""
    watch = Watch()
    context = window(browser, product.stranger, watch)
    page = context.new_page()
    enter(page)
    seen = {f"{slug} {act}": play(page, slug) for slug, acts in PLAYED.items() for act in range(1, acts + 1)}
    become(page, PEOPLE["driss"])
    seen |= look_around(page) | look_at_the_fact(page, seen["vote 1"]) | answer_a_blog(product, page)
    become(page, PEOPLE["ana"])
    seen |= tell_an_incident(page) | give_to_services(page, seen["right-service 3"]) | bring_back(product, page)
    seen |= rank(product) | read_accounts(page) | have_a_program_called(page)
    leave(context)
    wait_for_the_register(product)
    people = {who: come_as(name, product, browser, watch) for who, name in PEOPLE.items()}
    assert watch.faults == []
    return Town(product, **people, seen=seen)


def wait_for_the_register(product: Product) -> None:
    """The worker loads it beside what happens; Clipperton is the last of its files."""
    until(lambda: httpx.get(f"{product.url}/directory/commune/98901").status_code == 200, seconds=120.0, every=1.0)


def come_as(name: str, product: Product, browser: Browser, watch: Watch) -> Somebody:
    context = window(browser, product.stranger, watch)
    page = context.new_page()
    enter(page)
    become(page, name)
    return Somebody(product.url, leave(context))


def look_around(page: Page) -> dict[str, str]:
    """The addresses of pages that no scene ends on, as Driss finds them."""
    return {
        "to mend": write_badly(page),
        "move": link(page, "/calendar", ".undated [data-key=m]"),
        "import": read_planning(page),
        "template": write_a_template(page),
        "saved answer": save_an_answer(page),
        "typed": type_in(page),
        "search": (search := link(page, "/listening", ".search [data-row-link]")),
        "search edit": f"{search}/edit",
        "policy": f"{search}/policy",
        "network": link(page, "/departures", ".receipt a"),
        "alarm": link(page, "/guard?q=ana.moreau", ".watched.is-alarm a"),
        "account roles": link(page, "/settings/accounts", "a[href$='/roles']"),
        "identity": link(page, "/guard", "a[href$='/identity']"),
        "approval": link(page, "/drafts", "[data-row-link]:has-text('Karim')"),
        "receipt": (receipt := link(page, "/departures", "section[aria-labelledby='left'] a[href^='/departures/']")),
        "deletion": f"{receipt}/deletion",
        "versions": f"{link(page, '/drafts', '[data-row-link]')}/versions",
    }


def tell_an_incident(page: Page) -> dict[str, str]:
    """Ana opens an incident on a post of the town, adds a note, and makes a part of it public."""
    post = link(page, "/departures", ".receipt a")
    page.goto("/chronicle/new")
    page.get_by_label("What happened, in one line").fill("Une annonce trop tôt")
    page.get_by_label("Address of the faulty post").fill(post)
    press(page, "Open the incident")
    incident = urlsplit(page.url).path
    page.get_by_text("Add an entry", exact=True).click()
    page.get_by_label("In your words").fill("Le cabinet a été prévenu par téléphone.")
    press(page, "Add it")
    page.goto(f"{incident}/publication")
    press(page, "Make it public")
    return {
        "incident": incident,
        "entry": link(page, incident, ".told-how a[href^='/chronicle/entries/']"),
        "incident publication": f"{incident}/publication",
        "public incident": link(page, f"{incident}/publication", "a[href^='/incident/']"),
    }


def bring_back(product: Product, page: Page) -> dict[str, str]:
    """The playbook of the taken account, with somebody to call."""
    holder = link(page, "/settings/keys", "a[href$='/holder']")
    page.goto(holder)
    page.get_by_label("Who holds the account").fill("Sandrine, au cabinet")
    page.get_by_label("Their telephone").fill("06 11 22 33 44")
    press(page, "Write it down")
    page.goto("/guard/signs")
    press(page, "Open the citizens' line")
    line = urlsplit(page.locator("#line ~ p code, section code").first.inner_text()).path
    return {
        "citizens line": line,
        "key holder": holder,
        "playbook": (found := playbook(product)),
        "complaint": f"{found}/complaint",
    }


def answer_a_blog(product: Product, page: Page) -> dict[str, str]:
    """What a search found on a blog: one note that waits, one with an answer to mend, one that is answered."""
    hits = [
        found_on_a_blog(product, "Bellecloche", BLOG, page=f"https://carnet.example/bellecloche/{note}")
        for note in ("hit", "elsewhere", "posted")
    ]
    answer(page, hits[1], "Appelez le 06 12 34 56 78.")
    press(page, "Keep and check it")
    elsewhere = urlsplit(page.url).path
    answer(page, hits[2], "Bonsoir, elle rouvre jeudi à 6 h.")
    press(page, "I have posted it")
    return {"hit": hits[0], "elsewhere": elsewhere, "posted": urlsplit(page.url).path}


def answer(page: Page, hit: str, words: str) -> None:
    page.goto(hit)
    page.get_by_label("Our answer").fill(words)
    press(page, "Make it a case, and keep the answer")


def look_at_the_fact(page: Page, fact: str) -> dict[str, str]:
    """The pages around the fact that the scene of the vote waits for."""
    awaiting = link(page, fact, "main .log a[href^='/drafts/']")
    return {"awaiting": awaiting, "readings": f"{fact}/readings", "source": f"{fact}/sources/new/senat"}


def write_badly(page: Page) -> str:
    """A draft with two things to mend: far too long, and an image without its description."""
    page.goto("/drafts/new")
    page.get_by_label("Text", exact=True).fill("Bellecloche 🔔 " * 40)
    page.get_by_text("Images", exact=True).click()
    page.get_by_label("Image", exact=True).first.set_input_files(PICTURE)
    page.get_by_role("button", name="Submit to").click()
    expect(page.get_by_text("mend what is marked").first).to_be_visible()
    return urlsplit(page.url).path


def save_an_answer(page: Page) -> str:
    """An answer that waits for somebody to agree, and a label; its page."""
    page.goto("/inbox/saved-answers")
    page.get_by_label("Name", exact=True).fill("Lampadaire")
    page.get_by_label("Text", exact=True).fill("Bonjour {{name}}, {{service}} s’en occupe.")
    press(page, "Save the answer")
    page.goto("/settings/inbox")
    page.get_by_label("Label", exact=True).fill("Éclairage")
    press(page, "Add the label")
    return link(page, "/inbox/saved-answers", "[data-row-link]")


def type_in(page: Page) -> str:
    """A message that came by telephone, with a note on it; its page."""
    page.goto("/inbox/new")
    page.get_by_label("What was asked").fill("Le banc du parc est cassé.")
    press(page, "Make it a case")
    page.get_by_label("A note", exact=True).fill("Vu avec les espaces verts.")
    press(page, "Write the note")
    return urlsplit(page.url).path


def write_a_template(page: Page) -> str:
    page.goto("/templates")
    page.get_by_label("Name", exact=True).fill("Le marché")
    page.get_by_label("Text", exact=True).fill("Le marché a lieu ce mercredi, place de la Halle.")
    press(page, "Save the template")
    return link(page, "/templates", "[data-row-link]")


def read_planning(page: Page) -> str:
    """A planning with a right row and a wrong one, read and not imported."""
    rows = "date;heure;texte;comptes\n03/11/2099;10:00;Le marché ouvre.;bellecloche\n03/11/2099;25:00;Le bal.;nobody\n"
    page.goto("/calendar/import")
    page.get_by_label("The file").set_input_files(
        {"name": "planning.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    press(page, "Read the file")
    expect(page.get_by_text("1 row is wrong")).to_be_visible()
    return page.url.removeprefix(page.url.split("/calendar")[0])


def read_accounts(page: Page) -> dict[str, str]:
    """A list with a right row, if the register is loaded, and a wrong one, read and not brought in."""
    rows = "commune;code INSEE;adresse\nFeurs;42094;https://x.com/feurs\nBellecloche;;https://x.com/bellecloche\n"
    page.goto("/settings/directory/import")
    page.get_by_label("The file").set_input_files(
        {"name": "comptes.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    press(page, "Read the file")
    expect(page.get_by_text("No body is called Bellecloche")).to_be_visible()
    return {"accounts": page.url.removeprefix(page.url.split("/settings")[0])}


def have_a_program_called(page: Page) -> dict[str, str]:
    """A webhook, which the demonstration never calls."""
    page.goto("/settings/webhooks")
    page.get_by_label("Address to call").fill("https://si.bellecloche.example/beffroi")
    page.get_by_label("A case is late").check()
    press(page, "Add the webhook")
    expect(page.get_by_text("it is shown this once")).to_be_visible()
    return {"webhook": link(page, "/settings/webhooks", ".log .entry-title a")}


def link(page: Page, address: str, selector: str) -> str:
    """Where a link on the page at `address` leads."""
    page.goto(address)
    return urlsplit(str(page.locator(selector).first.evaluate("link => link.href"))).path


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
    there = urlsplit(page.url)
    return f"{there.path}?{there.query}" if there.query else there.path


def press_next(page: Page) -> int:
    """Presses once; the number of acts played so far. The act before may still be on its way: then it is the same.

    A page that is not there yet would show the old number, and the next press would play an act too many.
    """
    with page.expect_navigation():
        page.locator("form[action$='/act'] button").first.click()
    return page.locator("ol.steps .is-done").count()


def look(page: Page, scene: str) -> bool:
    """Presses “See it as …”; whether it led away from the scene, to the page where the act shows."""
    with page.expect_navigation():
        page.locator("form[action$='/look'] button").click()
    return not page.url.endswith(scene)


def become(page: Page, name: str) -> None:
    """Sees the town as one of its people."""
    page.goto("/demonstration")
    press(page, name)
    expect(page.get_by_text(f"You are {name}")).to_be_visible(timeout=FAR)
