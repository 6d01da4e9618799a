"""A town proves its account on the real network from the desk; then anybody asks, on a telephone, who is who: the
account itself, one that looks like it, and whoever takes the name that it gave up."""

import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser import people
from tests.browser.conftest import Visit
from tests.browser.house import leave
from tests.browser.people import FAR, fill, press
from tests.browser.product import Product, Somebody, environment, running
from tests.browser.screens import window
from tests.browser.test_accessibility import violations
from tests.browser.watch import Watch
from tests.network.far_side import Network, TestAccount
from tests.network.name_server import NameServer, Texts, name_server
from tests.network.press import Press
from tests.network.press import press as site

REGISTERED = """
import django; django.setup()
from django.utils import timezone
from beffroi.directory.models import Body
Body.objects.create(kind="commune", code="42094", name="Feurs", population=8_000, site={site!r},
    changed_at=timezone.now())
"""


@dataclass(frozen=True)
class Place:
    """The product, Ana in it, the town's account, its site, and the DNS."""

    product: Product
    ana: Somebody
    account: TestAccount
    web: Press
    names: NameServer


@pytest.fixture
def place(chromium: Browser, bluesky: Network, tmp_path: Path) -> Iterator[Place]:
    account = bluesky.create_account("feurs")
    with site() as web, name_server() as names:
        names.hosts, names.behind = {"localhost", account.handle}, identities_of(bluesky)
        settings = {
            "BEFFROI_NAME_SERVER": names.address,
            "BEFFROI_ALLOW_ADDRESSES": f"localhost,{account.handle}",
            "BEFFROI_BLUESKY_DIRECTORY": bluesky.plc,
        }
        with running(tmp_path / "data", **settings) as product:
            register(product, web.url.replace("127.0.0.1", account.handle))
            yield Place(product, founded_by_ana(product, chromium), account, web, names)


def identities_of(network: Network) -> Texts:
    """What the DNS says of a handle: what the network knows of it."""

    def texts(name: str) -> list[str]:
        handle = name.removeprefix("_atproto.")
        asked = network.http.get(f"{network.pds}/xrpc/com.atproto.identity.resolveHandle", params={"handle": handle})
        return [f"did={asked.json()['did']}"] if asked.is_success and handle != name else []

    return texts


def register(product: Product, address: str) -> None:
    """The town as the shipped register has it, which the tests do without, and with its site."""
    where = {"BEFFROI_DATA_DIR": str(product.data), "DJANGO_SETTINGS_MODULE": "beffroi.site.settings"}
    code = REGISTERED.format(site=f"{address}/")
    subprocess.run([sys.executable, "-c", code], env=environment() | where, check=True)


def founded_by_ana(product: Product, chromium: Browser) -> Somebody:
    watch = Watch()
    context = window(chromium, product.stranger, watch)
    people.found_organisation(context.new_page(), name="Ville de Feurs", owner="Ana")
    return Somebody(product.url, leave(context))


def test_from_the_declaration_to_the_answer_and_the_name_that_was_taken(place: Place, visit: Visit) -> None:
    town = place.account
    link = f'<a rel="me" href="https://bsky.app/profile/{town.handle}">Bluesky</a>'
    place.web.shows("/", f"<!doctype html><title>Feurs</title>{link}", "text/html")
    desk = visit(place.ana)
    declare(desk, town)
    proven_by(desk, "Link from the official site", "The official domain is its handle")

    phone = visit(place.product.stranger, phone=True)
    ask(phone, f"https://bsky.app/profile/{town.handle}/post/3kabc")
    expect(phone.locator(".answer")).to_contain_text("This is an official account of Feurs.")
    expect(phone.locator(".proofs")).to_contain_text("The official domain is its handle")

    ask(phone, "@" + town.handle.replace("feurs", "feur5"))
    expect(phone.locator("#answer")).to_have_text("Not official")
    expect(phone.locator(".answer")).to_contain_text(f"cannot be told from @{town.handle}, of Feurs")
    phone.get_by_role("link", name="Check it").tap()
    expect(phone.locator("#answer")).to_have_text("Official")

    former, new = town.handle, f"ville-{town.handle}"
    rename(town, new)
    look_again(desk)
    expect(desk.locator("#official")).to_contain_text(f"@{new}", timeout=FAR)
    take(town.network, former)
    ask(phone, f"@{former}")
    expect(phone.locator("#answer")).to_have_text("Not official")
    expect(phone.locator(".answer")).to_contain_text(f"@{new}")


def test_the_desk_and_the_answers_stand_up_to_axe_and_to_the_keyboard(place: Place, visit: Visit) -> None:
    place.web.shows("/", "<!doctype html><title>Feurs</title>", "text/html")
    desk = visit(place.ana)
    declare(desk, place.account)
    expect(desk.locator("#official")).to_contain_text("has no link to the account", timeout=FAR)
    look_at(desk)
    stranger = visit(place.product.stranger)
    stranger.goto("/directory/verify")
    stranger.get_by_label("Address or handle").focus()
    stranger.keyboard.type(f"@{place.account.handle}")
    stranger.keyboard.press("Enter")
    expect(stranger.locator("#answer")).to_have_text("Official")
    look_at(stranger)
    stranger.get_by_role("link", name="Show this on your site").press("Enter")
    expect(stranger.get_by_role("heading", name="What the badge does not prove")).to_be_visible()
    assert stranger.locator(".badge-shown img").evaluate("image => image.naturalWidth") > 100
    look_at(stranger)
    stranger.goto("/directory/verify?address=bonjour")
    expect(stranger.get_by_role("alert")).to_contain_text("Say on which network this is")
    look_at(stranger)


def declare(desk: Page, account: TestAccount) -> None:
    desk.goto("/settings")
    desk.get_by_role("link", name="Our official accounts").click()
    fill(desk, {"INSEE code or SIREN of your body": "42094"})
    press(desk, "We answer for it")
    fill(desk, {"Address of the account": f"https://bsky.app/profile/{account.handle}"})
    desk.locator("section", has=desk.get_by_role("heading", name="Declare an account")).get_by_role("button").click()
    expect(desk.get_by_role("status").filter(has_text=f"@{account.handle} is declared.")).to_be_visible()


def proven_by(desk: Page, *kinds: str) -> None:
    """Each proof holds: the worker looks at one host at a time, and the page follows by itself."""
    for kind in kinds:
        row = desk.locator("#official dt", has_text=kind).locator("+ dd")
        expect(row).to_contain_text("holds", timeout=FAR)


def look_again(desk: Page) -> None:
    press(desk, "Look again now")
    expect(desk.get_by_role("status").filter(has_text="being looked at")).to_be_visible()


def ask(phone: Page, address: str) -> None:
    phone.goto("/directory/verify")
    phone.get_by_label("Address or handle").fill(address)
    phone.get_by_role("button", name="Check", exact=True).tap()


def rename(account: TestAccount, handle: str) -> None:
    account.network.call("com.atproto.identity.updateHandle", {"handle": handle}, token=account.token)


def take(network: Network, handle: str) -> None:
    """Eve joins the network under a name that somebody gave up."""
    new = {"handle": handle, "email": f"{secrets.token_hex(6)}@example.org", "password": secrets.token_urlsafe(12)}
    network.call("com.atproto.server.createAccount", new)


def look_at(page: Page) -> None:
    """In both lights and on both screens."""
    page.evaluate(Axe().axe_script)
    for width, height in ((1280, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        for light in ("light", "dark"):
            page.emulate_media(color_scheme=light)
            assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
