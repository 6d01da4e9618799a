"""Lines as they come: those of a post give the hits of its document, all others are told or left to the caller."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.engines.percolator import Index
from beffroi.engines.query import Document, Search, parse
from tests.engines.percolator.strategies import texts
from tests.engines.query.strategies import trees

INDEX = Index([(1, parse("eau")), (2, parse("from:did:plc:ana")), (3, parse("lang:pt OR has:link"))])


def event(text: object, did: object = "did:plc:ana", key: object = "3k", **record: Any) -> dict[str, Any]:
    made = {"text": text, **record}
    commit = {"operation": "create", "collection": "app.bsky.feed.post", "rkey": key, "record": made}
    return {"did": did, "time_us": 1, "kind": "commit", "commit": commit}


def raw(*events: object) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in events)


whole_texts = texts.filter(lambda text: text.encode("utf-8", "replace").decode() == text)
authors = st.sampled_from(["did:plc:ana", "did:plc:eve", "DID:PLC:ANA", "@did:plc:ana"])
languages = st.none() | st.lists(st.sampled_from(["fr", "pt-BR", "pt_br", "en", ""]), max_size=2)


@settings(deadline=None)  # the machine may be busy
@given(st.lists(trees, max_size=6), st.lists(st.tuples(whole_texts, authors, languages), max_size=5))
def test_a_line_gives_the_hits_of_its_document(
    searches: Sequence[Search], posts: Sequence[tuple[str, str, list[str] | None]]
) -> None:
    index = Index(enumerate(searches))
    documents = [Document(text, author, (langs or [""])[0]) for text, author, langs in posts]
    found = index.found_in_lines(raw(*(event(text, did, langs=langs) for text, did, langs in posts)))
    assert found.hits == index.found(documents)
    assert found.unread == []


@pytest.mark.parametrize(
    "odd",
    [
        b"not json",
        raw(event("eau"))[:-40],
        b"",
        b"  ",
        b"[" * 100_000,
        raw(event("eau\ud83d")).strip(),
        b'{"id": "1", "text": "eau"}',
        raw(event(3)).strip(),
        raw(event("eau", did=7)).strip(),
        raw(event("eau", key=7)).strip(),
        raw(event("eau", langs="fr")).strip(),
        raw(event("eau", langs=[3])).strip(),
        raw({**event("eau"), "text": "eau"}).strip(),
        raw(event("eau")).strip().replace(b'"record"', b'"other"'),
        raw(event("eau")).strip() * 2,
        b'{"did": "x", "commit": 3}',
    ],
)
def test_an_odd_line_is_left_to_the_caller_and_the_others_are_read(odd: bytes) -> None:
    found = INDEX.found_in_lines(raw(event("eau", key="1")) + odd + b"\n" + raw(event("l'eau", "did:plc:eve", "3")))
    assert found.hits == [(0, 1), (0, 2), (2, 1)]
    assert found.addresses == {
        0: "at://did:plc:ana/app.bsky.feed.post/1",
        2: "at://did:plc:eve/app.bsky.feed.post/3",
    }
    assert found.unread == [1]


@pytest.mark.parametrize(
    "other",
    [
        {"did": "did:plc:ana", "kind": "identity", "identity": {"handle": "ana.fr"}},
        {"did": "did:plc:ana", "kind": "account", "account": {"active": False}},
        {"did": "did:plc:ana", "commit": {"operation": "delete", "collection": "app.bsky.feed.post", "rkey": "1"}},
        {"did": "did:plc:ana", "commit": {"operation": "create", "collection": "app.bsky.feed.like", "record": {}}},
        {"did": "did:plc:ana", "commit": None},
    ],
)
def test_another_event_is_passed_over(other: Mapping[str, Any]) -> None:
    found = INDEX.found_in_lines(raw(event("eau"), other, event("eau")))
    assert ([place for place, number in found.hits if number == 1], found.unread) == ([0, 2], [])


def test_nul_and_a_megabyte_are_read() -> None:
    found = INDEX.found_in_lines(raw(event("x " * 500_000 + "eau"), event("a\0eau"), event("\0"), event("")))
    assert [place for place, number in found.hits if number == 1] == [0, 1]


def test_no_line_gives_nothing() -> None:
    assert INDEX.found_in_lines(b"") == ([], {}, [], 0)


def test_a_last_line_without_its_end_is_read() -> None:
    assert INDEX.found_in_lines(raw(event("eau")).strip()).hits == [(0, 1), (0, 2)]
