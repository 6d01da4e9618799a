"""What every connector does that reads conversations, or the past: the rest of the contract."""

from datetime import UTC, datetime, timedelta

from beffroi.connectors.contract import ReadsConversations, ReadsPast
from beffroi.vocabulary import Ref
from tests.connectors.sides import Side
from tests.connectors.test_contract import connected

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def offers(protocol: type, side: Side, connector: object) -> bool:
    """Whether there is something to be asked; where there is not, its side says so."""
    assert isinstance(connector, protocol) != (protocol in side.lacks)
    return isinstance(connector, protocol)


def test_our_posts_are_read_with_what_stands_below_each(side_with_mentions: Side) -> None:
    side = side_with_mentions
    ana, driss, eve = side.join("Ana"), side.join("Driss"), side.join("Eve")
    connector = connected(side, ana)
    if not offers(ReadsConversations, side, connector):
        return
    quiet, mine = side.say(ana, "Bonjour."), side.say(ana, "Le marché est ouvert.")
    reply = side.say(driss, "Jusqu'à quand ?", reply_to=Ref(mine))
    deeper = side.say(eve, "Oui, jusqu'à quand ?", reply_to=Ref(reply))
    side.say(ana, "Midi.", reply_to=Ref(mine))
    told, place = connector.own_posts("", LONG_AGO)
    answers = {post.native_id: number for post, number in told}
    assert (answers[quiet], answers[mine]) == (0, 2)
    assert not place or connector.own_posts(place, LONG_AGO) == ([], "")
    found = [post for posts in connector.answers(mine) for post in posts]
    assert {post.native_id for post in found} == {reply, deeper}
    assert {post.conversation for post in found} == {mine}
    assert [post for posts in connector.answers(quiet) for post in posts] == []
    assert connector.own_posts("", datetime.now(UTC) + timedelta(days=300))[0] == []


def test_below_a_post_that_is_gone_there_is_nothing(side_with_mentions: Side) -> None:
    side = side_with_mentions
    ana = side.join("Ana")
    connector = connected(side, ana)
    if not offers(ReadsConversations, side, connector):
        return
    mine = side.say(ana, "Le marché est ouvert.")
    side.delete(ana, mine)
    assert [post for posts in connector.answers(mine) for post in posts] == []


def test_the_past_is_read_backwards_page_by_page_and_each_mention_once(side_with_mentions: Side) -> None:
    side = side_with_mentions
    ana, eve = side.join("Ana"), side.join("Eve")
    connector = connected(side, ana)
    if not offers(ReadsPast, side, connector):
        return
    said = [side.say(eve, f"Question {number}", mention=ana) for number in range(20)]
    found, place = [], ""
    for _page in range(20):
        posts, place = connector.past_mentions(place, LONG_AGO)
        found += [post.native_id for post in posts]
        if not place:
            break
    assert found == said[::-1] and place == ""
    assert connector.past_mentions("", datetime.now(UTC) + timedelta(days=300)) == ([], "")
