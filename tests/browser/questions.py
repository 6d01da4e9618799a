"""Ana gives questions to services: a rule, a link for a service, a page for the citizen, and the path for a threat."""

from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.browser.people import press


def give_to_services(page: Page, case: str) -> dict[str, str]:
    """The addresses of the pages that this leaves; `case` is one of the town that a service has."""
    return {
        **write_a_rule(page),
        **publish_a_charter(page),
        **ask_a_service(page, case),
        **decide_on_a_threat(page, case),
        "service contact": path_of(page, "/settings/services", "[data-row-link]"),
        "asked case": case,
    }


def write_a_rule(page: Page) -> dict[str, str]:
    page.goto("/inbox/rules/new")
    page.get_by_label("Theme").fill("Éclairage public")
    page.get_by_label("Words").fill("lampadaire OU éclairage")
    page.get_by_label("Service", exact=True).select_option(label="Voirie")
    press(page, "Save the rule")
    rule = path_of(page, "/inbox/rules", "[data-row-link]")
    return {"rule edit": rule, "rule removal": f"{rule}/removal"}


def publish_a_charter(page: Page) -> dict[str, str]:
    page.goto("/settings/charter")
    page.get_by_label("The charter").fill("On débat ici librement, sans insulte ni menace.")
    page.get_by_label("Motives, one per line").fill("Insultes\nMenaces\nPublicité")
    press(page, "Publish this charter")
    return {"public charter": path_of(page, "/settings/charter", "a[href*='/charter/']")}


def ask_a_service(page: Page, case: str) -> dict[str, str]:
    """The link is shown to be handed over: the demonstration sends no mail."""
    page.goto(case)
    page.get_by_text("what to answer", exact=False).first.click()
    page.get_by_label("A note for the service").fill("Quand passez-vous ?")
    press(page, "Make a link to hand over")
    asked = handed(page)
    page.goto(case)
    press(page, "Open a page for the citizen")
    return {"service page": asked, "case status": handed(page)}


def decide_on_a_threat(page: Page, case: str) -> dict[str, str]:
    moderating = f"{case}/moderation"
    page.goto(moderating)
    page.get_by_label("Report it to the network").check()
    page.get_by_label("Menaces").check()
    page.get_by_label("Why it holds for this message").fill("Pour l’exercice.")
    press(page, "Decide and write it down")
    return {"moderating": moderating, "moderation act": urlsplit(page.url).path}


def handed(page: Page) -> str:
    """The address on the page that is to be handed over."""
    return urlsplit(page.locator("code.handed").inner_text()).path


def path_of(page: Page, address: str, selector: str) -> str:
    page.goto(address)
    return urlsplit(str(page.locator(selector).first.evaluate("link => link.href"))).path
