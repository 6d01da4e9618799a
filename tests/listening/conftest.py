"""A relay on loopback for the tests of listening."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cast import settle_feurs
from tests.listening.relaying import Processes, Square
from tests.nats import NatsMissing, NatsServer
from tests.network.fixtures import missing


@pytest.fixture
def nats(tmp_path: Path) -> Iterator[NatsServer]:
    try:
        server = NatsServer(tmp_path / "nats")
    except NatsMissing as reason:
        missing(str(reason))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def square(transactional_db: None, tmp_path: Path) -> Square:
    return Square(settle_feurs(tmp_path / "sandbox"))


@pytest.fixture
def processes(square: Square, nats: NatsServer) -> Iterator[Processes]:
    started = Processes(nats)
    yield started
    started.kill_all()
