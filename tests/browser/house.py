"""A real organisation, founded and peopled through its own pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage

from playwright.sync_api import Browser, BrowserContext, StorageState

from tests.browser import people
from tests.browser.product import Product, Somebody
from tests.browser.screens import window
from tests.browser.watch import Watch

NAME = "Ville de Feurs"
ROLES = {"Bruno": "Contributor", "Chloé": "Approver", "Driss": "Agent"}


@dataclass(frozen=True)
class House:
    """Ana owns it, Bruno writes, Chloé approves, Driss answers; Eve is outside.

    `seen` has the address of an invitation that nobody has taken up.
    """

    product: Product
    ana: Somebody
    bruno: Somebody
    chloe: Somebody
    driss: Somebody
    seen: dict[str, str] = field(repr=False)

    @property
    def eve(self) -> Somebody:
        return self.product.stranger


def settle(product: Product, browser: Browser, letters: Sequence[EmailMessage] | None = None) -> House:
    """Ana founds the organisation and invites the others, who come in through the link she sends them; where mail is
    set, through the one that is in the `letters`."""
    watch = Watch()
    signed_in = {"ana": window(browser, product.stranger, watch)}
    owner = signed_in["ana"].new_page()
    people.found_organisation(owner, name=NAME, owner="Ana")
    for name, role in ROLES.items():
        link = people.invite(owner, name=name, role=role, letters=letters)
        context = signed_in[people.plain(name)] = window(browser, product.stranger, watch)
        people.come_in(context.new_page(), link)
    fanny = people.invite(owner, name="Fanny", role="Viewer", letters=letters)
    seen = {"invitation": fanny.removeprefix(product.url)}
    owner.goto("/settings/people")
    seen["member"] = str(owner.locator("a[href^='/settings/people/']").first.get_attribute("href"))
    everybody = {who: Somebody(product.url, leave(context)) for who, context in signed_in.items()}
    assert watch.faults == []
    return House(product, **everybody, seen=seen)


def leave(context: BrowserContext) -> StorageState:
    """Closes the browser and keeps its cookies: whoever opens it again is still signed in."""
    state = context.storage_state()
    context.close()
    return state
