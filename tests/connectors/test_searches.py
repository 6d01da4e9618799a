"""Asking a network what was said before."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from beffroi.connectors import NETWORKS
from beffroi.connectors.contract import Refused, Searches
from tests.connectors.sides import BlueskySide, MastodonSide, SandboxSide, Side, forget
from tests.network.far_side import Network
from tests.network.fixtures import ON_BLUESKY
from tests.network.mastodon_wire import Model

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(params=["sandbox", "mastodon", "mastodon of another make", pytest.param("bluesky", marks=ON_BLUESKY)])
def searchable(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[Side]:
    match request.param:
        case "sandbox":
            yield SandboxSide(tmp_path)
        case "bluesky":
            yield BlueskySide(request.getfixturevalue("bluesky_full"))
        case name:
            yield MastodonSide(request.getfixturevalue("model" if name == "mastodon" else "other_model"))


def connected(side: Side, credentials: Any) -> Searches:
    connector = NETWORKS[side.network].connect(credentials, forget)
    assert isinstance(connector, Searches)
    return connector


def test_what_was_said_before_is_found_newest_first_and_nothing_else(searchable: Side) -> None:
    ana, eve = searchable.join("Ana"), searchable.join("Eve")
    first = searchable.say(eve, "la passerelle ferme")
    searchable.say(eve, "rien de tel")
    second = searchable.say(eve, "la passerelle rouvre")
    found = connected(searchable, ana.credentials).search("passerelle", LONG_AGO, 100)
    ours = [post for post in found if post.author.native_id == eve.native_id]
    assert [post.native_id for post in ours] == [second, first]


def test_no_more_is_given_than_was_asked_for(searchable: Side) -> None:
    ana = searchable.join("Ana")
    for number in range(3):
        searchable.say(ana, f"le belvédère numéro {number}")
    assert len(connected(searchable, ana.credentials).search("num", LONG_AGO, 2)) == 2


def test_what_was_said_earlier_than_asked_is_left_out(searchable: Side) -> None:
    ana = searchable.join("Ana")
    searchable.say(ana, "la guinguette")
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert not connected(searchable, ana.credentials).search("guinguette", tomorrow, 100)


@pytest.mark.parametrize("number", [45, 95])
def test_a_hashtag_is_read_to_its_end_on_its_timeline(model: Model, other_model: Model, number: int) -> None:
    for one in (model, other_model):
        side = MastodonSide(one)
        ana = side.join("Ana")
        said = [side.say(ana, f"#Feurs {each}") for each in range(number)]
        side.say(ana, "Feurs sans rien, #feursenforez")
        found = connected(side, ana.credentials).search("#feurs", LONG_AGO, 1000)
        assert [post.native_id for post in found] == said[::-1]


def test_a_long_list_is_read_page_by_page_also_where_pages_are_not_known(model: Model, other_model: Model) -> None:
    for one in (model, other_model):
        side = MastodonSide(one)
        ana = side.join("Ana")
        for each in range(50):
            side.say(ana, f"passerelle {each}")
        found = connected(side, ana.credentials).search("passerelle", LONG_AGO, 1000)
        assert len(found) == (50 if one.world.temper.knows_since else 40)


def test_a_bluesky_server_without_a_public_view_says_that_it_cannot_be_searched(bluesky: Network) -> None:
    side = BlueskySide(bluesky)
    with pytest.raises(Refused, match="no public view"):
        connected(side, side.join("Ana").credentials).search("pont", LONG_AGO, 10)
