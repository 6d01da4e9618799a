"""Whatever bytes come, there is a judgement or a reason; and less in a list never makes more of a state."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.engines.procedure import KINDS, BadQuestion, Judgement, Question, State, Untrusted, judge
from beffroi.engines.procedure.discussion import Amendment, Subdivision, standing
from tests.sources.samples import SAMPLES

NOW = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)
FOR_EVER = timedelta(days=10_000)
EVERYTHING = {
    "number": "ABCD2612345L",
    "path": "$..a",
    "value": "2026-D-041",
    "selector": "p",
    "words": "adopté",
    "event": "conseil",
    "author": "ana",
}
FEED = b"""<rss><channel><item><title>adopt\xc3\xa9</title><pubDate>Wed, 18 Nov 2026 12:00:00 +0100</pubDate></item>
</channel></rss>"""
CALENDAR = b"""BEGIN:VCALENDAR
BEGIN:VEVENT
SUMMARY:Conseil
DTSTART:20261118T120000
DURATION:PT1H
END:VEVENT
END:VCALENDAR"""
POST = '{"author": "ana", "text": "adopté", "published_at": "2026-11-18T12:00:00Z"}'.encode()
BODIES = [
    *(path.read_bytes()[:20_000] for path in sorted(SAMPLES.rglob("*.*")) if path.suffix in (".xml", ".csv")),
    *(path.read_bytes() for path in sorted((SAMPLES / "synthetic").iterdir())),
    FEED,
    CALENDAR,
    POST,
]
PIECES = [
    b"",
    b"\0",
    b"\xff",
    b"{",
    b"}",
    b"[]",
    b"<",
    b">",
    b"&x;",
    b"0001-01-01",
    b"99999",
    b"null",
    b'"',
    b"\t",
    b"\n",
]
PIECES += ["é".encode(), b"DTSTART:00010101", b"1e999", b"-", b"true", b"\xe9", b"<p>", b"Article 1er", b";", b"="]


def anything(kind: str, body: bytes) -> Judgement | None:
    try:
        return judge(kind, body, Question("Article 1er", EVERYTHING), now=NOW, max_age=FOR_EVER)
    except (Untrusted, BadQuestion) as refused:
        assert str(refused.reason)
        return None


@pytest.mark.parametrize("kind", KINDS)
def test_no_answer_however_broken_raises_anything_else(kind: str) -> None:
    chance = random.Random(kind)
    for body in BODIES:
        anything(kind, body)
        for _ in range(15):
            start = chance.randrange(len(body))
            end = min(len(body), start + chance.choice([0, 1, 2, 8, 40]))
            anything(kind, body[:start] + chance.choice(PIECES) + body[end:])


@settings(deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.binary(max_size=200))
def test_no_bytes_raise_anything_else(kind: str, body: bytes) -> None:
    anything(kind, body)


# What a state lets happen, from the least to the most. NO_DATA and PENDING_VOTE both wait for somebody else's word.
FREEDOM = {State.CONTRADICTED: 0, State.PENDING_VOTE: 1, State.COMPATIBLE: 2}
LISTS = st.lists(
    st.tuples(
        st.sampled_from(["Article 1er", "Article 2", "Article 2 (Réservé)", "Article 2 bis", "Article 3", "Motions"]),
        st.lists(st.sampled_from(["Adopté", "Rejeté", "Retiré", ""]), max_size=3),
    ),
    max_size=6,
)


def listed(of: list[tuple[str, list[str]]]) -> list[Subdivision]:
    return [Subdivision(label, tuple(Amendment("1", sort) for sort in sorts)) for label, sorts in of]


@given(LISTS, st.data())
def test_a_decision_less_never_frees_more(of: list[tuple[str, list[str]]], data: st.DataObject) -> None:
    before = standing(listed(of), "Article 2").state
    decided = [(row, at) for row, (_, sorts) in enumerate(of) for at, sort in enumerate(sorts) if sort]
    if before is State.NO_DATA or not decided:
        return
    row, at = data.draw(st.sampled_from(decided))
    less = [
        (label, ["" if (row, at) == (here, n) else sort for n, sort in enumerate(sorts)])
        for here, (label, sorts) in enumerate(of)
    ]
    assert FREEDOM[standing(listed(less), "Article 2").state] <= FREEDOM[before]


@given(LISTS)
def test_a_list_confirms_nothing_and_an_undecided_amendment_always_contradicts(of: list[tuple[str, list[str]]]) -> None:
    state = standing(listed(of), "Article 2").state
    own = [sort for label, sorts in of if label in ("Article 2", "Article 2 (Réservé)") for sort in sorts]
    assert state is not State.CONFIRMED
    assert (state is State.CONTRADICTED) == ("" in own)
    assert (state is State.NO_DATA) == (not own)
