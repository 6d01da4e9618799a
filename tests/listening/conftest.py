"""A town with a saved search, and posts that it finds; a relay on loopback."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from beffroi.archive.models import Post
from beffroi.listening.duties import tell_alerts, weigh_alerts
from beffroi.listening.models import Match, SavedSearch
from beffroi.outbound.mail import MailServer
from beffroi.vocabulary import Post as SeenPost
from beffroi.vocabulary import Profile
from tests.cast import NOW, Feurs, settle_feurs
from tests.listening.relaying import Processes, Square
from tests.nats import NatsMissing, NatsServer
from tests.network.fixtures import missing

SAVED = NOW - timedelta(weeks=10)


@pytest.fixture(autouse=True)
def mail_is_set(settings: Any) -> None:
    settings.MAIL_SERVER, settings.MAIL_FROM = MailServer.parse("smtp://127.0.0.1:9?tls=off"), "mairie@feurs.example"
    settings.PUBLIC_ADDRESS = "https://beffroi.feurs.example"


@pytest.fixture
def search(feurs: Feurs) -> SavedSearch:
    return SavedSearch.save_new(organisation=feurs.organisation, name="Le pont", text="pont", by=feurs.driss, now=SAVED)


Finds = Callable[..., Match]


@pytest.fixture
def finds(search: SavedSearch) -> Finds:
    """Notes one more post: without a text of its own it says something that no other post says."""
    number = 0

    def find(at: datetime = NOW, text: str = "", by: str = "eve", **more: Any) -> Match:
        nonlocal number
        number += 1
        author = Profile("sandbox", f"{by}-id", by, by.title())
        said = {"network": "sandbox", "native_id": f"p{number}", "author": author, "published_at": at, **more}
        post = SeenPost(**said, text=text or f"Le pont, vu numéro {number} {'abcdefghijklmnop'[number % 16] * 6}")
        match = Match.note(search, Post.store(post, now=max(at, post.published_at)), now=at)
        assert match is not None
        return match

    return find


def worked(now: datetime) -> None:
    """What the worker does by itself."""
    weigh_alerts(now)
    tell_alerts(now)


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
