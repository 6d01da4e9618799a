"""What people do at the desk, in their browser, in the words of the English page: come in, write, connect."""

import re
from collections.abc import Mapping, Sequence
from email.message import EmailMessage

from playwright.sync_api import Locator, Page, expect

from tests.cast import PASSWORD
from tests.network.far_side import Network, TestAccount
from tests.patience import until

FAR = 45_000  # milliseconds: what goes over the network and back; a network that is polled is asked every 20 s


def fill(place: Page | Locator, fields: Mapping[str, str]) -> None:
    for label, value in fields.items():
        place.get_by_label(label, exact=True).fill(value)


def press(place: Page | Locator, name: str) -> None:
    place.get_by_role("button", name=name).click()


def found_organisation(page: Page, *, name: str, owner: str) -> None:
    """The first visit, from the front door to what is still missing."""
    page.goto("/")
    page.get_by_role("link", name="Create my organisation").click()
    fill(page, {"Name of the organisation": name, "Your name": owner, "E-mail address": address_of(owner)})
    fill(page, {"Password": PASSWORD, "Password confirmation": PASSWORD})
    press(page, "Create it")
    expect(page.get_by_role("heading", name="What is still missing")).to_be_visible()


def invite(page: Page, *, name: str, role: str, letters: Sequence[EmailMessage] | None = None) -> str:
    """Invites somebody on the page of people; returns the link that the page asks to send, or that went by mail."""
    page.goto("/settings/people")
    fill(page, {"Name": name, "E-mail address": address_of(name)})
    page.get_by_label("Role").select_option(label=role)
    press(page, "Invite")
    if letters is None:
        return page.locator("main code").inner_text()
    expect(page.get_by_text(f"{name} is invited by mail.")).to_be_visible()
    link = re.search(r"http\S+/join/\S+", letters[-1].get_body().get_content())  # type: ignore[union-attr]  # it has one
    assert link
    return link[0]


def come_in(page: Page, link: str) -> None:
    """The invited person chooses a password."""
    page.goto(link)
    fill(page, {"New password": PASSWORD, "New password confirmation": PASSWORD})
    press(page, "Come in")
    expect(page.locator("#register")).to_be_visible()


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.goto("/sign-in")
    fill(page, {"E-mail address": address_of(name), "Password": password})
    press(page, "Sign in")


def address_of(name: str) -> str:
    return f"{plain(name)}@feurs.example"


def plain(name: str) -> str:
    return name.lower().replace("é", "e")


def connect_bluesky(page: Page, network: Network, account: TestAccount) -> None:
    """Types the credentials of an account into the form; the page then says that it is connected."""
    page.goto("/settings/accounts/new/bluesky")
    fill(page, {"Handle": account.handle, "App password": account.app_password})
    say_where(page, server=network.pds, view=network.appview or "", stream=network.jetstream)
    press(page, "Connect")
    expect(page.get_by_role("status").filter(has_text=f"@{account.handle} is connected.")).to_be_visible(timeout=FAR)


def say_where(page: Page, *, server: str, view: str, stream: str) -> None:
    """That the account is not where most are."""
    page.locator("summary", has_text="Another server").click()
    fill(page, {"Server": server, "Public view (optional)": view, "Stream": stream})


def until_heard(page: Page, speaker: TestAccount) -> None:
    """Until the network's stream is read: it begins at the present, so what was said before is nobody's to hear."""
    until(lambda: is_heard(page, speaker), seconds=60)


def is_heard(page: Page, speaker: TestAccount) -> bool:
    """Says something and looks whether anything was read; the page does not change by itself for that."""
    speaker.post("Un, deux, trois.")
    page.goto("/listening")
    return page.locator("#streams").get_by_text("Being read").is_visible()


def write(page: Page, text: str, *, handle: str) -> None:
    """Opens the composer and writes, with one account chosen; presses nothing."""
    page.goto("/drafts/new")
    for box in page.get_by_role("checkbox").all():
        if box.is_visible() and box.is_checked():
            box.uncheck()
    page.get_by_role("checkbox", name=f"@{handle}").check()
    page.get_by_label("Text", exact=True).fill(text)


def submit(page: Page) -> str:
    """Submits what is in the composer; returns the address of the draft's page."""
    page.get_by_role("button", name="Submit to").click()
    expect(page.get_by_text("Submitted. Whoever approves finds it under Today.")).to_be_visible()
    return page.url


def save_search(page: Page, *, name: str, words: str) -> None:
    page.goto("/listening/searches/new")
    fill(page, {"Name of the search": name, "Search": words})
    press(page, "Listen from now on")
    expect(page.get_by_text("The search is heard from now on.")).to_be_visible()


def mark(page: Page) -> None:
    """Leaves a sign on the page that a reload would wipe out."""
    page.evaluate("window.notReloaded = true")


def is_the_same_page(page: Page) -> bool:
    return bool(page.evaluate("window.notReloaded === true"))


def until_live(page: Page) -> None:
    """Until the page hears what changes; and leaves the sign that shows it was not reloaded."""
    expect(page.locator(".live-line[data-live-state=live]").first).to_be_attached(timeout=FAR)
    mark(page)
