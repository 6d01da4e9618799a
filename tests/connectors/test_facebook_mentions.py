"""Who spoke to the Page, and who they are."""

from datetime import timedelta

import httpx
import pytest

from beffroi.connectors.contract import NetworkTrouble, TryLater
from beffroi.connectors.facebook.mentions import known
from tests.connectors.far_facebook import connected, failing, outgoing
from tests.network.facebook_model import FacebookModel

NAMES = ['<script>alert("1")</script>', "\u202eelliV\u202c", "مدينة الجزائر", "👩‍👩‍👧‍👦 Ville 🇫🇷"]


def test_comments_answers_to_them_and_visitors_posts_are_read_oldest_first() -> None:
    model = FacebookModel()
    feurs, driss, eve = model.join("Ville de Feurs"), model.join("Driss"), model.join("\u202evE")
    connector = connected(model, feurs)
    ours = connector.publish(outgoing()).native_id
    comment = model.say(driss, "Jusqu'à quand ?", reply_to=ours)
    model.clock += timedelta(seconds=5)
    below = model.say(eve, "Oui, jusqu'à quand ?", reply_to=comment)
    model.clock += timedelta(seconds=5)
    visit = model.say(eve, "Ville de Feurs, la piscine ?", on=feurs.native_id, tagging=feurs.native_id)
    model.say(feurs, "22 h.", reply_to=comment)
    posts, cursor = connector.mentions("")
    assert [post.native_id for post in posts] == [comment, below, visit]
    assert [post.conversation for post in posts] == [ours, ours, visit]
    assert [post.reply_to.native_id if post.reply_to else "" for post in posts] == [ours, comment, ""]
    assert (posts[1].author.name, posts[1].url) == ("\u202evE", f"https://www.facebook.com/permalink/{below}")
    assert posts[2].mentions == (feurs.native_id,)
    assert cursor


def test_nothing_is_forgotten_between_two_readings_and_the_old_is_not_read_again() -> None:
    model = FacebookModel(per_page=2)
    feurs, eve = model.join("Ville de Feurs"), model.join("Eve")
    connector = connected(model, feurs)
    ours = connector.publish(outgoing()).native_id
    old = model.say(eve, "Première !", reply_to=ours)
    _, cursor = connector.mentions("")
    model.clock += timedelta(hours=3)
    several = [model.say(eve, f"Question {number}", reply_to=ours) for number in range(5)]
    posts, after = connector.mentions(cursor)
    assert {post.native_id for post in posts} >= set(several)
    model.clock += timedelta(hours=3)
    last = model.say(eve, "Et maintenant ?", reply_to=ours)
    posts, _ = connector.mentions(after)
    assert [post.native_id for post in posts][-1] == last
    assert old not in [post.native_id for post in posts]


def test_a_comment_that_is_shown_late_is_still_read() -> None:
    model = FacebookModel()
    feurs, eve = model.join("Ville de Feurs"), model.join("Eve")
    connector = connected(model, feurs)
    ours = connector.publish(outgoing()).native_id
    model.say(eve, "Première !", reply_to=ours)
    _, cursor = connector.mentions("")
    model.clock -= timedelta(minutes=30)
    late = model.say(eve, "Écrite avant, montrée après", reply_to=ours)
    assert late in [post.native_id for post in connector.mentions(cursor)[0]]


def test_people_whom_facebook_hides_are_each_somebody_else() -> None:
    hidden = [{"id": f"1_{number}", "created_time": "2026-11-18T20:30:00+0000", "message": "?"} for number in (2, 3)]
    first, second = known(hidden, "9_1")
    assert first.author.name == "" and first.author.native_id != second.author.native_id


@pytest.mark.parametrize("name", NAMES)
def test_hostile_and_unusual_names_come_through_unharmed(name: str) -> None:
    model = FacebookModel()
    feurs, page = model.join("Ville de Feurs"), model.join(name)
    found = connected(model, feurs).profiles(["999", page.native_id])
    assert [profile.name for profile in found] == [name]


def test_what_is_no_post_is_passed_over_and_odd_parts_harm_nothing() -> None:
    odd = {
        "id": "1_2",
        "created_time": "2026-11-18T20:30:00+0000",
        "message": ["no text"],
        "from": "Eve",
        "message_tags": {"0": [{"id": "7"}], "4": "odd"},
        "permalink_url": "javascript:alert(1)",
    }
    (post,) = known([None, "1", {}, {"id": "1_1", "created_time": "hier"}, odd], "")
    assert (post.text, post.mentions, post.url) == ("", ("7",), "https://www.facebook.com/1_2")


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
    model = FacebookModel()
    feurs = model.join("Ville de Feurs")
    model.fault = failing("GET", f"/{feurs.native_id}/feed", answer)
    with pytest.raises(TryLater) as trouble:
        connected(model, feurs).mentions("")
    assert "<html>" not in str(trouble.value)


def test_an_address_that_cannot_be_meant_is_told_in_words() -> None:
    model = FacebookModel()
    with pytest.raises(NetworkTrouble):
        connected(model, model.join("Ville de Feurs"), service="http://[::1").whoami()
