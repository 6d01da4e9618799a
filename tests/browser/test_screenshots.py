"""The pictures of the README and the docs, taken from the product itself when somebody asks: BEFFROI_SCREENSHOTS=1."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.town import Town

SCREENS = Path(__file__).parents[2] / "docs" / "screens"
HEAVIEST = 120_000  # bytes
COLOURS = (256, 128, 64, 32)
TEXT = (
    "La piscine rouvre lundi à 10 h : bassin, pataugeoire et toboggan. L'entrée est gratuite jusqu'à 18 h. #Bellecloche"
)

pytestmark = pytest.mark.skipif(
    os.environ.get("BEFFROI_SCREENSHOTS") != "1", reason="pictures are taken when asked: BEFFROI_SCREENSHOTS=1"
)


def typed(page: Page) -> None:
    page.locator("input[name=accounts]").last.check()
    page.locator("textarea[name=text]").fill(TEXT)


def tried(page: Page) -> None:
    page.locator("textarea[name=text]").fill("(passerelle OU pont) canal -emploi")
    page.locator("#trial mark").first.wait_for()
    page.locator("#trial").scroll_into_view_if_needed()


def as_it_is(_page: Page) -> None:
    """Nothing to do before the picture."""


def with_cards(page: Page) -> None:
    page.locator("#card").scroll_into_view_if_needed()
    page.locator(".cards img").evaluate_all("all => Promise.all(all.map(each => each.decode()))")


SHOTS: dict[str, tuple[str, str, Callable[[Page], None]]] = {
    "welcome": ("eve", "/welcome", as_it_is),
    "today": ("chloe", "/", as_it_is),
    "compose": ("bruno", "/drafts/new", typed),
    "approval": ("chloe", "*approval", as_it_is),
    "fact": ("chloe", "*vote 1", as_it_is),
    "witness": ("eve", "*vote 5", as_it_is),
    "departures": ("ana", "/departures", as_it_is),
    "inbox": ("driss", "/inbox", as_it_is),
    "case": ("driss", "*right-service 3", as_it_is),
    "listening": ("driss", "/listening", as_it_is),
    "trial": ("driss", "/listening/searches/new", tried),
    "guard": ("ana", "/guard", as_it_is),
    "alarm": ("ana", "*alarm", as_it_is),
    "chronicle": ("ana", "*incident", as_it_is),
    "thanks": ("driss", "*answering-city 4", with_cards),
    "directory": ("eve", "/directory", as_it_is),
    "verify": ("eve", "/directory/verify", as_it_is),
    "journal": ("ana", "/journal", as_it_is),
    "demonstration": ("ana", "/demonstration/scenes/hijack", as_it_is),
}


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("screen", ["desk", "phone"])
@pytest.mark.parametrize("name", SHOTS)
def test_a_picture_is_taken(name: str, screen: str, light: str, town: Town, visit: Visit) -> None:
    who, address, prepare = SHOTS[name]
    phone = screen == "phone"
    page = visit(
        getattr(town, who), phone=phone, locale="fr-FR", color_scheme=light, device_scale_factor=2 if phone else 1
    )
    page.goto(town.seen[address.removeprefix("*")] if address.startswith("*") else address)
    prepare(page)
    page.evaluate("document.fonts.ready")
    picture = small(page.screenshot())
    SCREENS.mkdir(parents=True, exist_ok=True)
    (SCREENS / f"{name}-{screen}-{light}.png").write_bytes(picture)
    assert len(picture) < HEAVIEST


@pytest.mark.parametrize("shape", ["link", "square", "story"])
def test_the_card_of_the_town_is_kept(shape: str, town: Town, visit: Visit) -> None:
    page = visit(town.driss, locale="fr-FR")
    page.goto(town.seen["answering-city 4"])
    source = page.locator(f".card-{shape} img").get_attribute("src") or ""
    picture = small(page.request.get(source).body())
    (SCREENS / f"card-{shape}.png").write_bytes(picture)
    assert len(picture) < HEAVIEST


def small(png: bytes) -> bytes:
    """The same picture with as many colours as its weight allows."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in COLOURS:
        packed = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(packed, format="PNG", optimize=True)
        if packed.tell() < HEAVIEST:
            break
    return packed.getvalue()
