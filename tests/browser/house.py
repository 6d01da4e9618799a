"""A real organisation, founded and peopled through its own pages."""

from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, StorageState

from tests.browser import people
from tests.browser.product import Product, Somebody
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


def settle(product: Product, browser: Browser) -> House:
    """Ana founds the organisation and invites the others, who come in through the link she sends them."""
    watch = Watch()
    signed_in = {"Ana": opened(browser, product, watch)}
    owner = signed_in["Ana"].new_page()
    people.found_organisation(owner, name=NAME, owner="Ana")
    for name, role in ROLES.items():
        link = people.invite(owner, name=name, role=role)
        signed_in[name] = opened(browser, product, watch)
        people.come_in(signed_in[name].new_page(), link)
    seen = {"invitation": people.invite(owner, name="Fanny", role="Viewer").removeprefix(product.url)}
    everybody = [Somebody(product.url, leave(context)) for context in signed_in.values()]
    assert watch.faults == []
    return House(product, *everybody, seen=seen)


def opened(browser: Browser, product: Product, watch: Watch) -> BrowserContext:
    context = browser.new_context(base_url=product.url, locale="en-GB", timezone_id="Europe/Paris")
    context.set_default_timeout(10_000)
    watch.attach(context, home=product.url)
    return context


def leave(context: BrowserContext) -> StorageState:
    """Closes the browser and keeps its cookies: whoever opens it again is still signed in."""
    state = context.storage_state()
    context.close()
    return state
