from collections.abc import Iterator
from pathlib import Path

import pytest

from beffroi import connectors
from examples.noticeboard import NETWORK
from tests.connectors import test_contract
from tests.connectors.model_sides import FacebookSide, XSide
from tests.connectors.noticeboard_side import NoticeboardSide, noticeboard
from tests.connectors.sides import BlueskySide, MastodonSide, SandboxSide, Side
from tests.network.answering import answering
from tests.network.facebook_model import FacebookModel
from tests.network.fixtures import ON_BLUESKY, loopback_allowed
from tests.network.mastodon_model import OTHER, USUAL
from tests.network.mastodon_wire import Model, running
from tests.network.x_model import XModel

WITH_MENTIONS = ("sandbox", "mastodon", "mastodon of another make", "x", "facebook")


@pytest.fixture(autouse=True)
def may_call_loopback() -> Iterator[None]:
    with loopback_allowed():
        yield


@pytest.fixture
def model() -> Iterator[Model]:
    """A model of a server with the Mastodon API, in its usual temper."""
    with running(USUAL) as running_model:
        yield running_model


@pytest.fixture
def other_model() -> Iterator[Model]:
    """The same in another temper: other limits, ids, version and pages of errors, and no key is kept."""
    with running(OTHER) as running_model:
        yield running_model


@pytest.fixture
def x() -> Iterator[tuple[XModel, str]]:
    """A model of X, and where it is."""
    model = XModel()
    with answering(model.answer) as service:
        yield model, service


@pytest.fixture
def facebook() -> Iterator[tuple[FacebookModel, str]]:
    """A model of Facebook, and where it is."""
    model = FacebookModel()
    with answering(model.answer) as service:
        yield model, service


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch) -> Iterator[NoticeboardSide]:
    """The example connector in the registry, and its notice board."""
    monkeypatch.setattr(connectors, "NETWORKS", {**connectors.NETWORKS, NETWORK.name: NETWORK})
    monkeypatch.setattr(test_contract, "NETWORKS", connectors.NETWORKS)
    with noticeboard() as side:
        yield side


@pytest.fixture(params=[*WITH_MENTIONS, "noticeboard", pytest.param("bluesky", marks=ON_BLUESKY)])
def side(request: pytest.FixtureRequest, tmp_path: Path) -> Side:
    """Every network of the registry, and the example that one copies, each with its far side."""
    return side_of(request, tmp_path)


@pytest.fixture(params=[*WITH_MENTIONS, pytest.param("bluesky_full", marks=ON_BLUESKY)])
def side_with_mentions(request: pytest.FixtureRequest, tmp_path: Path) -> Side:
    """The same, where Bluesky has its public view."""
    return side_of(request, tmp_path)


def side_of(request: pytest.FixtureRequest, tmp_path: Path) -> Side:
    match request.param:
        case "sandbox":
            return SandboxSide(tmp_path / "network")
        case "mastodon":
            return MastodonSide(request.getfixturevalue("model"))
        case "mastodon of another make":
            return MastodonSide(request.getfixturevalue("other_model"))
        case "x":
            return XSide(*request.getfixturevalue("x"))
        case "facebook":
            return FacebookSide(*request.getfixturevalue("facebook"))
        case "noticeboard":
            return request.getfixturevalue("board")  # type: ignore[no-any-return]
        case servers:
            return BlueskySide(request.getfixturevalue(servers))
