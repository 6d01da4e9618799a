"""Who spoke to us: none is forgotten, whatever a server makes of pages and places."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from beffroi.connectors.contract import TryLater
from beffroi.connectors.mastodon.connector import MastodonConnector, connect
from beffroi.vocabulary import Outgoing, Ref
from tests.connectors.sides import MastodonSide, forget
from tests.network.mastodon_model import OTHER, START, USUAL
from tests.network.mastodon_wire import Model, running

STATUS = {
    "id": "s",
    "created_at": "2026-11-18T10:00:00Z",
    "account": {"id": "e", "acct": "eve", "username": "eve"},
    "content": "<p>@ana Bonjour</p>",
}


@pytest.fixture(params=[USUAL, OTHER], ids=lambda temper: str(temper.name))
def any_model(request: pytest.FixtureRequest) -> Iterator[Model]:
    with running(request.param) as model:
        yield model


def answering(notices: dict[str, list[Any]]) -> MastodonConnector:
    """A server of which each page is named by its `max_id`, the first by the empty word."""

    def server(request: httpx.Request) -> httpx.Response:
        page = notices.get(request.url.params.get("max_id", ""), [])
        return httpx.Response(200, json=page) if "notifications" in request.url.path else httpx.Response(404)

    credentials = {"server": "social.feurs.example", "access_token": "t"}
    return connect(credentials, forget, over=httpx.MockTransport(server))


def notice(native_id: str, **more: Any) -> dict[str, Any]:
    return {"id": native_id, "type": "mention", "status": {**STATUS, "id": f"s{native_id}"}, **more}


def test_many_pages_are_all_read_oldest_first(any_model: Model) -> None:
    side = MastodonSide(any_model)
    ana, eve = side.join("Ana"), side.join("Eve")
    connector = connect(ana.credentials, forget)
    side.say(eve, "Avant", mention=ana)
    _, cursor = connector.mentions("")
    said = [side.say(eve, f"Question {number}", mention=ana) for number in range(201)]
    posts, after = connector.mentions(cursor)
    assert [post.native_id for post in posts] == said
    assert connector.mentions(after) == ([], after)


def test_a_cursor_whose_notice_is_gone_forgets_nothing_of_what_came_after(any_model: Model) -> None:
    side = MastodonSide(any_model)
    ana, eve = side.join("Ana"), side.join("Eve")
    connector = connect(ana.credentials, forget)
    regretted = side.say(eve, "Je le regrette", mention=ana)
    _, cursor = connector.mentions("")
    side.delete(eve, regretted)
    said = side.say(eve, "Voilà", mention=ana)
    posts, _ = connector.mentions(cursor)
    assert said in [post.native_id for post in posts]


def test_what_arrives_while_pages_are_turned_is_read_the_next_time(model: Model) -> None:
    side = MastodonSide(model)
    ana, eve = side.join("Ana"), side.join("Eve")
    connector = connect(ana.credentials, forget)
    side.say(eve, "Avant", mention=ana)
    _, cursor = connector.mentions("")
    said = [side.say(eve, f"Question {number}", mention=ana) for number in range(100)]
    late: list[str] = []

    class Interrupting(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            if "max_id" in request.url.params and not late:
                late.append(side.say(eve, "Entre deux pages", mention=ana))
            return super().handle_request(request)

    posts, after = connect(ana.credentials, forget, over=Interrupting()).mentions(cursor)
    assert [post.native_id for post in posts] == said
    assert [post.native_id for post in connector.mentions(after)[0]] == late != []


def test_a_page_that_fails_moves_no_cursor(model: Model) -> None:
    side = MastodonSide(model)
    ana, eve = side.join("Ana"), side.join("Eve")
    side.say(eve, "Question", mention=ana)
    connector = connect(ana.credentials, forget)
    with model.faulty("wait", "GET", "/api/v1/notifications", seconds=60), pytest.raises(TryLater):
        connector.mentions("")
    assert len(connector.mentions("")[0]) == 1


def test_a_server_that_knows_no_kinds_gives_others_too_and_they_are_passed_over() -> None:
    notices = [notice("3", type="follow"), notice("2"), notice("1", type="favourite")]
    posts, cursor = answering({"": notices}).mentions("")
    assert ([post.native_id for post in posts], cursor) == (["s2"], "3")


def test_a_conversation_is_named_by_its_first_post(model: Model) -> None:
    side = MastodonSide(model)
    ana, eve = side.join("Ana"), side.join("Eve")
    first = side.say(ana, "Le marché est ouvert.")
    second = side.say(eve, "Jusqu'à quand ?", reply_to=Ref(first))
    third = side.say(ana, "Midi.", reply_to=Ref(second))
    side.say(eve, "Merci !", reply_to=Ref(third))
    posts, _ = connect(ana.credentials, forget).mentions("")
    assert [post.conversation for post in posts] == [first, first]
    assert [post.reply_to for post in posts] == [Ref(first), Ref(third)]


def test_where_a_thread_is_not_shown_the_post_before_stands_for_the_first() -> None:
    answer = notice("1", status={**STATUS, "in_reply_to_id": "before"})
    posts, _ = answering({"": [answer]}).mentions("")
    assert [(post.reply_to, post.conversation) for post in posts] == [(Ref("before"), "before")]


@pytest.mark.parametrize("broken", [{"status": None}, {"status": "?"}, {"status": {"id": "1"}}, {"type": None}])
def test_a_notice_that_cannot_be_read_holds_up_no_other(broken: dict[str, Any]) -> None:
    posts, cursor = answering({"": [notice("3"), notice("2", **broken), notice("1")]}).mentions("")
    assert ([post.native_id for post in posts], cursor) == (["s1", "s3"], "3")


def test_a_server_that_gives_the_same_page_again_and_again_is_left() -> None:
    same = [notice("2"), notice("1")]
    posts, cursor = answering({"": same, "1": same}).mentions("0")
    assert ([post.native_id for post in posts], cursor) == (["s1", "s2"], "2")


def test_the_first_reading_is_not_that_of_ten_years() -> None:
    pages = {"": [notice("1000")]} | {str(n): [notice(str(n - 1))] for n in range(1, 1001)}
    posts, cursor = answering(pages).mentions("")
    assert (len(posts), cursor) == (10, "1000")


def test_a_quotation_is_read_with_what_it_quotes(model: Model) -> None:
    side = MastodonSide(model)
    ana, eve = side.join("Ana"), side.join("Eve")
    mine = side.say(ana, "Le marché est ouvert.")
    quoting = side.world.say(eve.account, "Ils disent n'importe quoi.", quote_of=mine).id
    connector = connect(ana.credentials, forget)
    [post], _ = connector.mentions("")
    below = [answer for answers in connector.answers(mine) for answer in answers]
    assert (post.native_id, post.quote_of, post.conversation) == (quoting, Ref(mine), quoting)
    assert below == [post]
    assert [number for _own, number in connector.own_posts("", START)[0]] == [1]


def test_a_server_that_refuses_an_unknown_kind_is_asked_for_mentions_alone(other_model: Model) -> None:
    side = MastodonSide(other_model)
    ana, eve = side.join("Ana"), side.join("Eve")
    said = side.say(eve, "Et la piscine ?", mention=ana)
    connector = connect(ana.credentials, forget)
    assert [post.native_id for post in connector.mentions("")[0]] == [said]
    assert [post.native_id for post in connector.past_mentions("", START)[0]] == [said]


def test_a_private_message_is_told_from_one_for_everybody(any_model: Model) -> None:
    side = MastodonSide(any_model)
    ana, eve = side.join("Ana"), side.join("Eve")
    side.say(eve, "En public", mention=ana)
    side.world.say(eve.account, f"@{ana.account.username} Entre nous", visibility="direct")
    side.world.say(eve.account, f"@{ana.account.username} Pour mes abonnés", visibility="private")
    posts, _ = connect(ana.credentials, forget).mentions("")
    assert [post.private for post in posts] == [False, True, True]


def test_a_private_answer_to_a_public_post_begins_a_conversation_of_its_own(any_model: Model) -> None:
    side = MastodonSide(any_model)
    ana, eve = side.join("Ana"), side.join("Eve")
    mine = side.say(ana, "Le marché est ouvert.")
    named = f"@{ana.account.username}"
    first = side.world.say(eve.account, f"{named} Entre nous", reply_to=mine, visibility="direct").id
    answer = side.world.say(ana.account, f"@{eve.account.username} Oui ?", reply_to=first, visibility="direct").id
    further = side.world.say(eve.account, f"{named} Merci", reply_to=answer, visibility="direct").id
    connector = connect(ana.credentials, forget)
    posts, _ = connector.mentions("")
    below = [answer for answers in connector.answers(mine) for answer in answers]
    assert {post.native_id: post.conversation for post in posts} == {first: first, further: first}
    assert {post.native_id: post.conversation for post in below} == {first: first, further: first}


def test_a_private_answer_is_for_whom_it_names_alone(any_model: Model) -> None:
    side = MastodonSide(any_model)
    ana, eve = side.join("Ana"), side.join("Eve")
    said = side.world.say(eve.account, f"@{ana.account.username} Entre nous", visibility="direct").id
    answer = Outgoing("key", f"@{eve.handle} Bien sûr.", START, reply_to=Ref(said), private=True)
    connector = connect(ana.credentials, forget)
    receipt = connector.publish(answer)
    sent = side.world.status(receipt.native_id)
    assert (sent.visibility, sent.mentions) == ("direct", [eve.account])
    assert connector.find(answer) == receipt
