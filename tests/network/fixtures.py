"""The networks as pytest fixtures: one of each kind per run, started by the first test that asks.

A test that uses one is marked `network` by itself. Under pytest-xdist, `--dist loadgroup` sends all of them to one
worker; without it each worker that meets one starts its own network, which works and is heavier.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import pytest

from tests.network.far_side import Network
from tests.network.identity import Identity, identity_provider
from tests.network.mastodon_recordings import Exchange, RecordingsMissing, exchanges
from tests.network.servers import ServersMissing, bluesky_network
from tests.postgres import PostgresMissing, postgres_server

NETWORKS = ("bluesky", "bluesky_full")
ON_BLUESKY = (pytest.mark.network, pytest.mark.xdist_group("bluesky"))  # for a parameter that asks for one by name


@pytest.fixture(scope="session")
def bluesky() -> Iterator[Network]:
    """PLC, PDS and the JSON stream: accounts, posts, profiles as records; no AppView, hence no mentions."""
    try:
        with bluesky_network() as network, loopback_allowed():
            yield network
    except ServersMissing as reason:
        missing(str(reason))


@pytest.fixture(scope="session")
def bluesky_full() -> Iterator[Network]:
    """The same with PostgreSQL and the AppView: profiles, threads, notifications, search."""
    try:
        with postgres_server() as database_url, bluesky_network(database_url) as network, loopback_allowed():
            yield network
    except (ServersMissing, PostgresMissing) as reason:
        missing(str(reason))


@pytest.fixture(scope="session")
def recorded() -> tuple[Exchange, ...]:
    """Every recorded exchange with a real Mastodon."""
    try:
        return exchanges()
    except RecordingsMissing as reason:
        missing(str(reason))


@pytest.fixture(scope="session")
def identity() -> Iterator[Identity]:
    """An identity provider that leads back to Django's test client."""
    try:
        with identity_provider("http://testserver") as provider, loopback_allowed():
            yield provider
    except ServersMissing as reason:
        missing(str(reason))


@contextmanager
def loopback_allowed() -> Iterator[None]:
    """The program calls no private address unless it is told to."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BEFFROI_ALLOW_ADDRESSES", "localhost,127.0.0.1")
        yield


def missing(reason: str) -> NoReturn:
    """Skips on a machine that lacks the servers; fails in CI, where a skip would hide that nothing was proven."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "xdist_group(name): tests that stay on one worker of pytest-xdist")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if set(NETWORKS) & set(getattr(item, "fixturenames", ())):
            for mark in ON_BLUESKY:
                item.add_marker(mark)
