"""The engine reads Bluesky's records for itself: it must make of them what the connector and the listener make."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings

from beffroi.connectors.bluesky.addresses import Addresses
from beffroi.connectors.bluesky.stream import events
from beffroi.engines.percolator import document_of_record
from beffroi.engines.query import Document
from beffroi.listening.finding import document_of
from beffroi.site.commands.match.posts import read_post
from tests.engines.percolator.test_lines import event
from tests.engines.percolator.test_records import records

RECORDED = Path(__file__).parent / "recorded" / "stream"
PUBLIC = Addresses("https://bsky.social", "https://public.api.bsky.app")


def heard(line: str) -> Document | None:
    post = next(events([line], "", PUBLIC)).post
    return document_of(post, detects_language=False) if post else None


def terms(document: Document | None) -> Any:
    return document and (document.facts, document.places)


@pytest.mark.parametrize("raw", sorted(RECORDED.glob("*.raw.json")), ids=lambda path: path.name)
def test_a_recorded_line_is_the_same_post_to_the_engine_and_the_listener(raw: Path) -> None:
    line = raw.read_text()
    seen = read_post(line.encode())
    assert terms(seen.document if seen else None) == terms(heard(line))


def test_some_of_the_recorded_lines_are_posts() -> None:
    posts = [post for path in RECORDED.glob("*.raw.json") if (post := heard(path.read_text()))]
    assert {fact for post in posts for fact in post.facts} >= {"has:image", "has:link", "is:reply", "url:ay.example"}


@settings(deadline=None)  # the machine may be busy
@given(records)
@example({"text": "http://\0https:/"})
def test_any_record_is_the_same_post_to_the_engine_and_the_listener(record: dict[str, Any]) -> None:
    line = json.dumps(event(did="did:plc:ana", **record))
    ours, theirs = document_of_record("did:plc:ana", json.loads(line)["commit"]["record"]), heard(line)
    assert theirs is not None
    assert terms(ours) == terms(theirs)
    assert (ours.to, ours.links, ours.tags) == (theirs.to, theirs.links, theirs.tags)
