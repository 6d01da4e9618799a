"""What a record says beside its text counts in a line too, and no rubbish in it loses the post."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.engines.percolator import Index, document_of_record
from beffroi.engines.percolator.plain import PlainIndex
from beffroi.engines.query import Search, parse
from beffroi.engines.query.syntax import Term
from tests.engines.percolator.strategies import texts
from tests.engines.percolator.test_lines import event, raw
from tests.engines.query.strategies import trees

IMAGE = {"image": {"ref": {"$link": "bafy"}, "mimeType": "image/png"}, "alt": ""}
CARD = {"external": {"uri": "https://www.eau.fr/carte"}}
MENTION = {"index": {"byteStart": 0, "byteEnd": 7}, "features": [{"did": "did:plc:ana"}]}
LINK = {"index": {"byteStart": 0, "byteEnd": 3}, "features": [{"uri": "https://eau.fr/x"}]}
TAG = {"index": {"byteStart": 0, "byteEnd": 3}, "features": [{"tag": "loire"}]}
ANSWER = {"parent": {"uri": "at://ana.fr/app.bsky.feed.post/1"}}

rubbish = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.sampled_from(["", "eau", "\ud83d", "a\0", "https://eau.fr"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["features", "index", "uri", "did", "tag", "images", "external", "media", "parent"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
pictures = st.sampled_from([{"images": [IMAGE]}, {"items": [IMAGE]}, {"media": {"images": [IMAGE]}}, {"video": {}}])
cards = st.sampled_from([CARD, {"media": CARD}, {"external": {"uri": "ftp://eau.fr"}}])
parts = {
    "facets": rubbish | st.lists(st.sampled_from([MENTION, LINK, TAG]) | rubbish, max_size=3),
    "embed": rubbish | pictures | cards,
    "reply": rubbish | st.just(ANSWER),
    "tags": rubbish | st.lists(st.sampled_from(["eau", "Loire", "inondation", "\ud83d"]), max_size=2),
}
plain_texts = st.sampled_from(["@ana.fr eau", "#loire", "été", "RT @eve eau"]) | texts.filter(
    lambda text: text.encode("utf-8", "replace").decode() == text
)
records = st.builds(
    lambda text, others: {"text": text, **others}, plain_texts, st.fixed_dictionaries({}, optional=parts)
)
told = st.sampled_from(["to:ana.fr", "to:did:plc:ana", "has:link", "has:image", "is:reply", "is:repost", "from:did:x"])
asked = st.lists(trees | st.builds(Term, told), max_size=5) | st.lists(st.builds(Term, told), max_size=4)


@settings(deadline=None)  # the machine may be busy
@given(asked, st.lists(records, max_size=4))
def test_a_line_gives_the_hits_of_its_whole_document(searches: Sequence[Search], posts: Sequence[Any]) -> None:
    index = Index(enumerate(searches))
    found = index.found_in_lines(raw(*(event(did="did:x", **record) for record in posts)))
    whole = index.found([document_of_record("did:x", record) for record in posts])
    assert found.hits == [(place, number) for place, number in whole if place not in found.unread]
    assert all("\ud83d" in repr(posts[place]).replace("\\ud83d", "\ud83d") for place in found.unread)


QUESTIONS = ["to:ana.fr", "to:did:plc:ana", "has:link", "has:image", "is:reply", "is:repost", "#loire", "url:eau.fr"]


@pytest.mark.parametrize("kind", [Index, PlainIndex])
@pytest.mark.parametrize(
    ("record", "question"),
    [
        ({"text": "@ana.fr eau", "facets": [MENTION]}, "to:ana.fr"),
        ({"text": "eau", "facets": [MENTION]}, "to:did:plc:ana"),
        ({"text": "eau", "reply": ANSWER}, "to:ana.fr"),
        ({"text": "eau", "reply": ANSWER}, "is:reply"),
        ({"text": "ici", "facets": [LINK]}, "has:link"),
        ({"text": "ici", "facets": [LINK]}, "url:eau.fr"),
        ({"text": "ici", "embed": CARD}, "has:link"),
        ({"text": "ici", "embed": {"media": CARD}}, "url:eau.fr"),
        ({"text": "", "embed": {"images": [IMAGE]}}, "has:image"),
        ({"text": "", "embed": {"media": {"images": [IMAGE]}}}, "has:image"),
        ({"text": "eau", "tags": ["Loire"]}, "#loire"),
        ({"text": "eau", "facets": [TAG]}, "#loire"),
        ({"text": "RT @eve eau"}, "is:repost"),
    ],
)
def test_what_a_record_says_is_found_in_its_line(record: dict[str, Any], question: str, kind: type[Index]) -> None:
    for questions in ([question], QUESTIONS, [each for each in QUESTIONS if not each.startswith("url:")] + [question]):
        index = kind(enumerate(map(parse, questions)))
        hits = index.found_in_lines(raw(event(**record))).hits
        assert (0, questions.index(question)) in hits
        assert not kind([(1, parse(question))]).found_in_lines(raw(event("rien"))).hits


def test_a_key_written_with_escapes_is_read_all_the_same() -> None:
    line = raw(event("eau", facets=[TAG])).replace(b'"tag"', b'"t\\u0061g"')
    assert Index([(1, parse("#loire"))]).found_in_lines(line).hits == [(0, 1)]


def test_what_is_asked_later_counts_from_then_on() -> None:
    index, line = Index([(1, parse("eau"))]), raw(event("eau", embed=CARD, reply=ANSWER, langs=["fr"]))
    assert index.found_in_lines(line).hits == [(0, 1)]
    for number, question in enumerate(["has:link", "is:reply", "to:ana.fr", "lang:fr", "url:eau.fr"], start=2):
        index.add(number, parse(question))
        assert index.found_in_lines(line).hits == [(0, each) for each in range(1, number + 1)]
        restored = Index.restored(index.arrays())
        assert restored.found_in_lines(line).hits == [(0, each) for each in range(1, number + 1)]


def test_an_index_that_asks_for_no_fact_is_restored() -> None:
    assert Index.restored(Index([(1, parse("eau"))]).arrays()).found_in_lines(raw(event("eau"))).hits == [(0, 1)]


def test_the_language_is_told_by_whom_one_asks() -> None:
    index = Index([(1, parse("lang:fr"))])
    line = raw(event("eau", langs=["en"], tags=["loire"]))
    assert index.found_in_lines(line).hits == []
    assert index.found_in_lines(line, lambda text, declared: {"eau": "fr"}.get(text, declared)).hits == [(0, 1)]


def test_a_part_that_cannot_be_read_does_not_lose_the_post() -> None:
    line = json.dumps(event("eau", embed="X", reply=ANSWER)).encode().replace(b'"X"', b'{"n": 1e999}')
    assert Index([(1, parse("eau is:reply"))]).found_in_lines(line).hits == [(0, 1)]
