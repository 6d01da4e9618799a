"""A fair sample of what is said, and nothing of who says it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import cached_property

import pytest

from beffroi.connectors.contract import StreamEvent
from beffroi.engines.query import Document
from beffroi.listening.duties import open_streams
from beffroi.listening.finding import document_of
from beffroi.listening.forgetting import opt_out
from beffroi.listening.intake import Ear, take_in
from beffroi.listening.models import SampledPost, Sampling, Stream, sample
from beffroi.vocabulary import Post, Profile
from tests.cast import NOW, Feurs, minutes

EVE = Profile("sandbox", "eve-id", "eve", "Ève")
DAY = minutes(24 * 60)


def said(text: str, number: int = 0, at: datetime = NOW) -> Post:
    return Post(network="sandbox", native_id=f"post {number}", author=EVE, text=text, published_at=at, lang="fr")


@pytest.fixture
def stream(feurs: Feurs) -> Stream:
    open_streams(NOW)
    return Stream.objects.get()


def take(stream: Stream, posts: Iterable[Post], now: datetime = NOW) -> None:
    SampledPost.take(stream, posts, document_of, now=now)


def test_what_no_search_finds_is_sampled_without_its_author(stream: Stream) -> None:
    take_in(Ear(stream), [StreamEvent("7", said("@lucie le pont https://x.example/@lucie/1"))], NOW)
    row = SampledPost.objects.get()
    assert (row.text, row.lang, row.facts) == (
        "@… le pont https://x.example/…",
        "fr",
        ["has:link", "lang:fr", "url:x.example"],
    )
    assert not any("eve" in str(value) or "post 0" in str(value) for value in vars(row).values())


def test_what_is_read_twice_counts_once(stream: Stream) -> None:
    take(stream, [said("le pont", 1)])
    take(stream, [said("le pont", 1), said("le pont", 2)])
    assert SampledPost.objects.count() == 2


def test_a_row_reads_as_its_post_did(stream: Stream) -> None:
    post = said("Le pont https://x.example/a")
    take(stream, [post])
    assert (
        SampledPost.objects.get().document.terms
        == document_of(replace(post, author=replace(EVE, handle="", native_id=""))).terms
    )


def test_what_stands_beside_a_text_is_kept_but_not_to_whom_it_speaks(stream: Stream) -> None:
    class Beside(Document):
        @cached_property
        def terms(self) -> frozenset[str]:
            return super().terms | {"#crue", "to:lucie", "is:reply"}

    SampledPost.take(stream, [said("la Loire")], lambda post: Beside(post.text), now=NOW)
    row = SampledPost.objects.get()
    assert row.facts == ["#crue", "is:reply"]
    assert {"loire", "#crue", "is:reply"} <= row.document.terms


def test_a_large_batch_thins_the_sample_before_it_is_kept(stream: Stream) -> None:
    take(stream, [said("x", number) for number in range(1_000)])
    sampling = Sampling.objects.get()
    assert sampling.one_in >= 8
    assert 1_000 / sampling.one_in / 3 < SampledPost.objects.count() <= sample.MOST_AT_ONCE


def test_thinning_leaves_the_posts_that_a_thinner_sample_would_have_drawn(stream: Stream) -> None:
    posts = [said("x", number) for number in range(90)]
    take(stream, posts)
    Sampling.objects.get().thin()
    left = set(SampledPost.objects.values_list("ticket", flat=True))
    assert 0 < len(left) < 90
    assert left == {ticket for post in posts if (ticket := sample.ticket_of(post)) < 2**61}
    take(stream, posts)
    assert set(SampledPost.objects.values_list("ticket", flat=True)) == left


def test_the_duty_keeps_a_sample_small_and_recent(stream: Stream, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample, "MOST", 40)
    take(stream, [said("x", number, NOW - 8 * DAY) for number in range(10)], NOW - 8 * DAY)
    take(stream, [said("x", number) for number in range(10, 80)])
    assert sample.trim(NOW) == 10
    assert Sampling.objects.get().one_in == 2
    assert SampledPost.objects.filter(ticket__gte=2**61).count() == 0


def test_a_sample_that_became_thin_is_drawn_more_densely_and_stays_fair_for_what_it_covers(stream: Stream) -> None:
    Sampling.objects.create(stream=stream, one_in=8)
    sample.trim(NOW)
    sample.trim(NOW + minutes(1))
    sampling = Sampling.objects.get()
    assert (sampling.one_in, sampling.evenly(NOW + DAY)) == (4, 8)  # once, not at each look
    assert sampling.evenly(NOW + 8 * DAY) == 4


@pytest.mark.parametrize("claimed", [NOW + 400 * DAY, NOW - 4_000 * DAY])
def test_the_time_that_a_post_claims_is_not_believed_when_it_cannot_be(stream: Stream, claimed: datetime) -> None:
    take(stream, [said("le pont", at=claimed)])
    assert SampledPost.objects.get().at == NOW


def test_whoever_asked_not_to_be_kept_is_in_no_sample(feurs: Feurs, stream: Stream) -> None:
    opt_out(feurs.organisation, "sandbox", "@Eve", by=feurs.ana, now=NOW)
    take(stream, [said("le pont")])
    assert not SampledPost.objects.exists()


def test_what_a_database_cannot_hold_is_left_out(stream: Stream) -> None:
    take(stream, [said("le\0 pont \ud83d" + "é" * 9_000)])
    assert len(SampledPost.objects.get().text) == sample.MOST_CHARACTERS
