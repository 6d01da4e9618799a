"""What an account did, out of a post and without its words."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.counts.observed import act_of, moment_in, writer_of
from beffroi.vocabulary import Media, Post, Profile, Ref

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
FEURS = Profile("bluesky", "did:plc:feurs", "feurs.example", "Ville de Feurs")
EVE = "at://did:plc:eve/app.bsky.feed.post/3lbvgqw2lbk2a"


def post(text: str = "", **more: object) -> Post:
    return Post("bluesky", "at://did:plc:feurs/app.bsky.feed.post/1", FEURS, text, NOW, **more)  # type: ignore[arg-type]  # its fields


def test_each_kind_of_act_is_told_apart_with_whom_it_concerns() -> None:
    kinds = [
        post(),
        post(reply_to=Ref(EVE)),
        post(repost_of=Ref(EVE)),
        post(quote_of=Ref(EVE)),
        post(reply_to=Ref(EVE), quote_of=Ref("at://did:plc:x/app.bsky.feed.post/1")),
    ]
    assert [(act_of(each).kind, act_of(each).other) for each in kinds] == [
        ("own", ""),
        ("reply", "did:plc:eve"),
        ("share", "did:plc:eve"),
        ("quote", "did:plc:eve"),
        ("reply", "did:plc:eve"),
    ]


def test_going_on_with_ones_own_thread_answers_nobody() -> None:
    assert act_of(post(reply_to=Ref("at://did:plc:feurs/app.bsky.feed.post/1"))).kind == "own"


def test_images_without_words_are_counted_apart() -> None:
    act = act_of(post(media=(Media("image/png", "Le marché"), Media("image/png", " "), Media("image/png", ""))))
    assert (act.images, act.images_with_alt) == (3, 1)


def test_hashtags_are_counted_with_those_that_can_be_read() -> None:
    act = act_of(post("Au #MarchéDeNoël de #feurs #toutunevillequibouge, n°#12, voir https://x.example/#haut"))
    assert (act.tags, act.readable_tags) == (3, 2)


def test_a_record_key_and_a_mastodon_id_tell_their_moment() -> None:
    """Both stand, with the moments at which they were written, in the documentation of the two networks."""
    on_bluesky = moment_in("at://did:plc:u5cwb2mwiv2bfq53cjufe6yn/app.bsky.feed.post/3k4duaz5vfs2b")
    on_mastodon = moment_in("103270115826048975")
    assert on_bluesky is not None and on_mastodon is not None
    assert abs(on_bluesky - datetime(2023, 8, 7, 5, 31, 12, 156888, tzinfo=UTC)) < timedelta(seconds=1)
    assert abs(on_mastodon - datetime(2019, 12, 8, 3, 48, 33, 901000, tzinfo=UTC)) < timedelta(seconds=1)


@pytest.mark.parametrize("native_id", ["", "12", "at://did:plc:eve/app.bsky.feed.post/self", "AbCdEf", "9" * 40, "²"])
def test_what_tells_no_moment_is_given_none(native_id: str) -> None:
    assert moment_in(native_id) is None


@given(st.text())
def test_any_text_is_an_identifier_of_somebody_or_nobody(text: str) -> None:
    moment_in(text)
    moment_in(f"at://{text}")
    writer_of(text)
