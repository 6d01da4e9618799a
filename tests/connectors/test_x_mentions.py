"""Who spoke to us on X, and who they are."""

from datetime import UTC, datetime

import httpx
import pytest

from beffroi.connectors.contract import NetworkTrouble, TryLater
from beffroi.connectors.x.posts import posts_of
from beffroi.vocabulary import Link
from tests.connectors.far_x import connected, failing
from tests.network.x_model import XModel

NAMES = ['<script>alert("1")</script>', "\u202eelliV\u202c", "مدينة الجزائر", "👩‍👩‍👧‍👦 Ville 🇫🇷"]


def test_mentions_come_oldest_first_and_once() -> None:
    model = XModel(per_page=2)
    ana, eve = model.join("Ana"), model.join("Eve")
    connector = connected(model, ana)
    first = model.say(eve, f"@{ana.username} Et la piscine ?")
    posts, cursor = connector.mentions("")
    assert [post.native_id for post in posts] == [first]
    later = [model.say(eve, f"@{ana.username} Question {number}") for number in range(5)]
    posts, after = connector.mentions(cursor)
    assert [post.native_id for post in posts] == later
    assert connector.mentions(after) == ([], after)


def test_the_first_reading_pays_for_one_page_only() -> None:
    model = XModel(per_page=5)
    ana, eve = model.join("Ana"), model.join("Eve")
    said = [model.say(eve, f"@{ana.username} Question {number}") for number in range(8)]
    posts, _ = connected(model, ana).mentions("")
    assert [post.native_id for post in posts] == said[3:]


def test_our_own_answers_are_no_mentions() -> None:
    model = XModel()
    ana, eve = model.join("Ana"), model.join("Eve")
    question = model.say(eve, f"@{ana.username} Et la piscine ?")
    model.say(ana, f"Samedi, foi de @{ana.username}.", reply_to=question)
    posts, _ = connected(model, ana).mentions("")
    assert [post.native_id for post in posts] == [question]


def test_a_post_is_told_as_it_was_written() -> None:
    model = XModel()
    ana, eve = model.join("Ana", "feurs"), model.join("\u202eevE", "eve")
    ours = model.say(ana, "Le marché est ouvert.")
    model.say(eve, "L’été <b> : https://ay.example/été?a=1", reply_to=ours, images=1)
    ((post,), _) = connected(model, ana).mentions("")
    assert post.text == "@feurs L’été <b> : https://ay.example/été?a=1"
    assert (post.author.handle, post.author.name, post.lang) == ("eve", "\u202eevE", "fr")
    assert post.reply_to and post.reply_to.native_id == post.conversation == ours
    assert post.mentions == (ana.user_id,)
    (link,) = post.links
    assert isinstance(link, Link)
    assert post.text.encode()[link.start : link.end].decode() == link.href == "https://ay.example/été?a=1"
    assert post.published_at == datetime(2026, 11, 18, 20, 30, tzinfo=UTC)
    assert post.url == f"https://x.com/eve/status/{post.native_id}"


@pytest.mark.parametrize("name", NAMES)
def test_hostile_and_unusual_names_come_through_unharmed(name: str) -> None:
    model = XModel()
    ana, eve = model.join("Ana"), model.join(name)
    (profile,) = connected(model, ana).profiles([eve.user_id, "999"])
    assert profile.name == name
    assert (profile.summary, profile.followers) == ("Compte officiel https://feurs.example", 12)


ODD = [
    {},
    {"data": None},
    {"data": {"id": "1"}},
    {"data": ["1", None, {"id": 1}, {"id": "1"}, {"id": "1", "author_id": "2", "created_at": "hier"}]},
    {"data": [{"id": "1", "author_id": "2"}], "includes": {"users": [None, {"id": ["2"]}]}},
]


@pytest.mark.parametrize("page", ODD)
def test_what_is_no_post_is_passed_over(page: object) -> None:
    assert list(posts_of(page)) == []


def test_a_post_with_odd_parts_is_still_a_post() -> None:
    odd = {
        "id": "1",
        "author_id": "2",
        "created_at": "2026-11-18T20:30:00",
        "text": "Oui\ud800",
        "entities": {"urls": [None, {"url": "Oui", "expanded_url": "x" * 1000}, {"url": "https://t.co/1"}]},
        "attachments": {"media_keys": [1, None, "absent"]},
        "referenced_tweets": "none",
    }
    (post,) = posts_of({"data": [odd], "includes": []})
    assert (post.text, post.author.handle) == ("Oui\ufffd", "2")


HOSTILE = [
    httpx.Response(200, text="<html>502 Bad Gateway</html>"),
    httpx.Response(200, text='{"data": [{"id": "1"'),
    httpx.Response(200, json=["a list"]),
    httpx.Response(200, text="[" * 100_000),
    httpx.Response(200, content=b" " * 50_000_000),
    httpx.Response(502, text="<html>502 Bad Gateway</html>"),
]


@pytest.mark.parametrize("answer", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_answer_is_tried_later(answer: httpx.Response) -> None:
    model = XModel()
    ana = model.join("Ana")
    model.fault = failing("GET", f"/2/users/{ana.user_id}/mentions", answer)
    with pytest.raises(TryLater) as trouble:
        connected(model, ana).mentions("")
    assert "<html>" not in str(trouble.value)


def test_an_address_that_cannot_be_meant_is_told_in_words() -> None:
    model = XModel()
    connector = connected(model, model.join("Ana"), service="http://[::1")
    with pytest.raises(NetworkTrouble):
        connector.whoami()
