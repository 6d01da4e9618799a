"""The pictures of the documents, taken from the product itself when somebody asks: `make pictures`."""

import io
import os
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.browser.conftest import Visit
from tests.browser.shots import CARDS, LANGUAGES, SCREENS, SHOTS
from tests.browser.town import Town

HEAVIEST = 60_000  # bytes
COLOURS = (128, 64, 32)
DESK = {"width": 1120, "height": 740}

pytestmark = pytest.mark.skipif(
    os.environ.get("BEFFROI_SCREENSHOTS") != "1", reason="pictures are taken when asked: make pictures"
)


@pytest.mark.parametrize("name", SHOTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_is_taken(language: str, name: str, request: pytest.FixtureRequest, visit: Visit) -> None:
    shot = SHOTS[name]
    who, address = shot.by(request.getfixturevalue(shot.place))
    screen: dict[str, Any] = {"phone": True, "device_scale_factor": 2} if shot.phone else {"viewport": DESK}
    page = visit(who, locale=LANGUAGES[language], color_scheme="light", **screen)
    page.goto(address)
    shot.prepare(page)
    page.evaluate("document.fonts.ready")
    keep(page.screenshot(), SCREENS / language / f"{name}.webp")


@pytest.mark.parametrize("shape", CARDS)
def test_the_card_of_the_town_is_kept(shape: str, town: Town, visit: Visit) -> None:
    page = visit(town.driss, locale="fr-FR")
    page.goto(town.seen["answering-city 4"])
    source = page.locator(f".card-{shape} img").get_attribute("src") or ""
    keep(page.request.get(source).body(), SCREENS / f"card-{shape}.webp")


def keep(png: bytes, path: Path) -> None:
    """The same picture with as many colours as its weight allows."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in COLOURS:
        packed = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).convert("RGB").save(packed, "WEBP", lossless=True, method=6)
        if packed.tell() < HEAVIEST:
            break
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(packed.getvalue())
    assert packed.tell() < HEAVIEST
