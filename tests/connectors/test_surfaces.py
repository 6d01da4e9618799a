"""Where people meet an account besides its profile: its posts, the card of its page, the search."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from beffroi.connectors import NETWORKS
from beffroi.connectors.bluesky.connector import connect as connect_bluesky
from beffroi.connectors.cards import card_in
from beffroi.connectors.contract import ReadsSurfaces, Refused, TryLater
from beffroi.connectors.mastodon.connector import connect as connect_mastodon
from tests.connectors.sides import BlueskySide, MastodonSide, SandboxSide, Side, Someone, forget
from tests.network.fixtures import ON_BLUESKY
from tests.patience import until

DID = "did:plc:feurs"
BLUESKY = {"handle": "feurs.bsky.social", "app_password": "x"}
MASTODON = {"server": "social.example", "access_token": "x"}
PAGE = """<!doctype html><html><head><meta property="og:site_name" content="Bluesky Social">
<meta property="og:title" content="Ville de Feurs &amp; alentours (@feurs.bsky.social)">
<meta property="og:description" content="Mairie"></head><body><meta property="og:title" content="Eve"></body></html>"""


@pytest.fixture(params=["sandbox", "mastodon", "mastodon of another make", pytest.param("bluesky", marks=ON_BLUESKY)])
def side(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[Side]:
    match request.param:
        case "sandbox":
            yield SandboxSide(tmp_path)
        case "bluesky":
            yield BlueskySide(request.getfixturevalue("bluesky_full"))
        case name:
            yield MastodonSide(request.getfixturevalue("model" if name == "mastodon" else "other_model"))


def connected(side: Side, who: Someone) -> ReadsSurfaces:
    connector = NETWORKS[side.network].connect(who.credentials, forget)
    assert isinstance(connector, ReadsSurfaces)
    return connector


def test_the_newest_posts_of_an_account_come_first_and_no_more_than_asked_for(side: Side) -> None:
    ana, eve = side.join("Ana"), side.join("Eve")
    for text in ("un", "deux", "trois"):
        side.say(ana, text)
    side.say(eve, "autre chose")
    surfaces = connected(side, eve)
    until(lambda: [post.text for post in surfaces.latest(ana.native_id, 2)] == ["trois", "deux"])


def test_a_deleted_post_stands_there_no_more(side: Side) -> None:
    ana = side.join("Ana")
    lure = side.say(ana, "Gagnez 500 €")
    surfaces = connected(side, ana)
    until(lambda: [post.native_id for post in surfaces.latest(ana.native_id, 10)] == [lure])
    side.delete(ana, lure)
    until(lambda: not surfaces.latest(ana.native_id, 10))


def test_the_search_finds_an_account_under_the_name_that_it_shows(side: Side) -> None:
    ana = side.join("Ana")
    surfaces = connected(side, ana)

    def shown() -> list[str]:
        found = surfaces.people(ana.handle.partition("@")[0], 25)
        return [one.name for one in found if one.native_id == ana.native_id]

    side.rename(ana, "Gabrielle Powell")
    until(lambda: shown() == ["Gabrielle Powell"])
    side.rename(ana, "Ana Moreau")
    until(lambda: shown() == ["Ana Moreau"])


# --- the card, which is read from the public page


def answering(answer: Callable[[httpx.Request], httpx.Response]) -> httpx.MockTransport:
    return httpx.MockTransport(answer)


def test_the_card_of_a_bluesky_account_is_that_of_its_public_page() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, text=PAGE)

    card = connect_bluesky(BLUESKY, forget, over=answering(answer)).card(DID)
    assert asked == [f"https://bsky.app/profile/{DID}"]
    assert (card.name, card.handle, card.native_id) == ("Ville de Feurs & alentours", "feurs.bsky.social", DID)


def test_a_bluesky_server_of_ones_own_has_no_public_page() -> None:
    own = {**BLUESKY, "service": "https://pds.example", "appview": "https://view.example"}
    with pytest.raises(Refused, match="no public page"):
        connect_bluesky(own, forget).card(DID)


def test_the_card_of_a_mastodon_account_is_read_without_our_token() -> None:
    seen: dict[str, str] = {}

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/api/"):
            return httpx.Response(200, json={"id": "7", "acct": "feurs", "url": "https://social.example/@feurs"})
        seen.update(request.headers)
        title = '<meta property="og:title" content="Ville de Feurs (@feurs@social.example)">'
        return httpx.Response(200, text=f"<head>{title}</head>")

    card = connect_mastodon(MASTODON, forget, over=answering(answer)).card("7")
    assert (card.name, card.handle) == ("Ville de Feurs", "feurs@social.example")
    assert "authorization" not in seen


def test_a_page_that_says_nothing_or_does_not_come_is_told_apart() -> None:
    def card(status: int, text: str) -> None:
        transport = answering(lambda _request: httpx.Response(status, text=text))
        connect_bluesky(BLUESKY, forget, over=transport).card(DID)

    with pytest.raises(Refused):
        card(200, "<p>Bluesky</p>")
    with pytest.raises(Refused):
        card(404, PAGE)
    with pytest.raises(TryLater):
        card(502, PAGE)


def test_a_title_without_a_handle_is_the_name() -> None:
    card = card_in('<meta property="og:title" content="Ville de Feurs (Loire)">')
    assert card is not None
    assert (card.name, card.handle) == ("Ville de Feurs (Loire)", "")
