"""The public stream: what was missed, what comes, and what breaks."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

import httpx
import pytest

from beffroi.connectors.contract import AccessLost, Missed, StreamEvent, TryLater
from beffroi.connectors.mastodon import said, stream, troubles
from beffroi.connectors.mastodon.connector import connect
from beffroi.connectors.mastodon.server import Server
from beffroi.outbound import Policy, Unreachable, transport
from tests.connectors.sides import GARBAGE, MastodonSide, Someone, forget, stream_saying
from tests.network import mastodon_shapes as shapes
from tests.network.mastodon_model import OTHER, USUAL
from tests.network.mastodon_wire import Model, running


@pytest.fixture(params=[USUAL, OTHER], ids=lambda temper: str(temper.name))
def any_model(request: pytest.FixtureRequest) -> Iterator[Model]:
    with running(request.param) as model:
        yield model


@contextmanager
def listening(who: Someone, cursor: str) -> Iterator[Iterator[StreamEvent]]:
    events = connect(who.credentials, forget).stream(cursor)
    try:
        yield events
    finally:
        events.close()  # type: ignore[attr-defined]  # a generator


def heard(events: Iterator[StreamEvent], number: int) -> list[str]:
    return [event.post.native_id for event in islice((event for event in events if event.post), number) if event.post]


def test_what_was_missed_comes_first_in_order_and_whole(any_model: Model) -> None:
    side = MastodonSide(any_model)
    ana, eve = side.join("Ana"), side.join("Eve")
    cursor = side.say(eve, "Entendu")
    missed = [side.say(eve, f"Manqué {number}") for number in range(35)]
    with listening(ana, cursor) as events:
        assert heard(events, 35) == missed
        coming = side.say(eve, "En direct")
        assert heard(events, 1) == [coming]


def test_several_pages_that_were_missed_are_all_read(model: Model) -> None:
    side = MastodonSide(model)
    ana, eve = side.join("Ana"), side.join("Eve")
    cursor = side.say(eve, "Entendu")
    missed = [side.say(eve, f"Manqué {number}") for number in range(100)]
    with listening(ana, cursor) as events:
        assert heard(events, 100) == missed


def test_what_is_said_just_before_the_stream_opens_is_not_lost(model: Model) -> None:
    side = MastodonSide(model)
    ana = side.join("Ana")
    cursor = side.say(ana, "Bonjour")
    between: list[str] = []

    class Interrupting(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            if request.url.path == "/api/v2/instance":  # where is the stream? What was missed has been read by now
                between.append(side.say(ana, "Entre les deux"))
            return super().handle_request(request)

    events: Any = connect(ana.credentials, forget, over=Interrupting()).stream(cursor)
    assert [event.cursor for event in islice(events, 2)] == [cursor, *between]
    events.close()


def test_it_begins_now_and_not_with_what_was_said_before(any_model: Model) -> None:
    side = MastodonSide(any_model)
    ana, eve = side.join("Ana"), side.join("Eve")
    before = side.say(eve, "Avant")
    with listening(ana, "") as events:
        assert next(events) == StreamEvent(before)
        now = side.say(eve, "Maintenant")
        assert heard(events, 1) == [now]


def test_a_server_where_nobody_ever_spoke_is_listened_to_as_well(model: Model) -> None:
    side = MastodonSide(model)
    ana = side.join("Ana")
    model.first_words += [f"event: update\ndata: {shapes.as_event(model.world, 'update', first(side, ana))}\n"]
    model.world.statuses.clear()
    with listening(ana, "") as events:
        (only,) = heard(events, 1)
    assert only


def first(side: MastodonSide, who: Someone) -> Any:
    side.say(who, "Le tout premier")
    return side.world.statuses[-1]


def test_silence_is_full_of_signs_of_life(model: Model) -> None:
    side = MastodonSide(model)
    ana = side.join("Ana")
    cursor = side.say(ana, "Bonjour")
    with listening(ana, cursor) as events:
        assert list(islice(events, 4)) == [StreamEvent(cursor)] * 4


def test_deletions_and_changes_are_told(model: Model) -> None:
    side = MastodonSide(model)
    ana, eve = side.join("Ana"), side.join("Eve")
    regretted, kept = side.say(eve, "Je le regrette"), side.say(eve, "Je le garde")
    with listening(ana, kept) as events:
        next(events)
        next(events)  # the stream is open
        model.world.change(eve.account, kept, "Je le change", "fr", ())
        side.delete(eve, regretted)
        last = side.say(eve, "Fin")
        until_then = []
        for event in events:
            until_then.append(event)
            if event.cursor == last:
                break
    told = [(event.post.text if event.post else event.gone, event.changed) for event in until_then]
    assert [one for one in told if one[0]] == [("Je le change", True), (regretted, False), ("Fin", False)]
    assert not any(event.trouble for event in until_then)
    assert {event.cursor for event in until_then} == {kept, last}


def test_a_server_that_no_longer_goes_back_as_far_as_we_read_says_what_is_missing(other_model: Model) -> None:
    side = MastodonSide(other_model)
    ana, eve = side.join("Ana"), side.join("Eve")
    cursor = side.say(eve, "Entendu")
    said = [side.say(eve, f"Manqué {number}") for number in range(45)]
    oldest = next(status for status in other_model.world.statuses if status.id == said[5])
    with listening(ana, cursor) as events:
        told = list(islice(events, 43))
    assert [event.post.native_id for event in told if event.post] == said[5:]
    assert [event.missed for event in told if event.missed] == [Missed(troubles.PLACE_LOST, until=oldest.at)]


def test_a_server_that_lets_nobody_listen_is_asked_for_what_is_new(any_model: Model) -> None:
    side = MastodonSide(any_model)
    ana, eve = side.join("Ana"), side.join("Eve")
    cursor, missed = side.say(eve, "Entendu"), side.say(eve, "Manqué")
    any_model.closed = {"/api/v1/streaming/public"}
    said: list[str] = []
    events = connect(ana.credentials, forget, pause=lambda seconds: said.append(side.say(eve, "Nouveau"))).stream(
        cursor
    )
    told = list(events)
    assert len(said) == stream.ROUNDS
    assert [event.post.native_id for event in told if event.post] == [missed, *said[:-1]]
    assert [event.polled for event in told] == [False, False] + [True] * (len(told) - 2)


def test_a_server_without_a_timeline_says_that_what_was_missed_is_lost(model: Model) -> None:
    side = MastodonSide(model)
    ana = side.join("Ana")
    cursor = side.say(ana, "Bonjour")
    model.closed = {"/api/v1/timelines/public"}
    with listening(ana, cursor) as events:
        told = list(islice(events, 4))
    assert [event.missed for event in told if event.missed] == [Missed(troubles.NO_TIMELINE)] * 2


def test_what_somebody_only_passes_on_is_nobodys_news(model: Model) -> None:
    side = MastodonSide(model)
    ana = side.join("Ana")
    status = json.loads(shapes.as_event(model.world, "update", first(side, ana)))
    passed_on = {**status, "id": "passed on", "reblog": status}
    assert stream.event_of(passed_on, "before", a_server(model)) == StreamEvent("passed on")


def test_answers_to_others_and_what_is_not_public_are_nobodys_news(model: Model) -> None:
    side = MastodonSide(model)
    ana, eve = side.join("Ana"), side.join("Eve")
    cursor = side.say(ana, "Bonjour")
    model.world.say(eve.account, "Entre nous", visibility="private")
    public = side.say(eve, "À tous")
    with listening(ana, cursor) as events:
        assert heard(events, 1) == [public]


def test_a_token_that_opens_nothing_loses_access(model: Model) -> None:
    side = MastodonSide(model)
    ana = side.join("Ana")
    with pytest.raises(AccessLost), listening(Someone("", "", side.wrong_credentials(ana)), "") as events:
        next(events)


def test_a_stream_that_sends_anything_but_events_is_given_up(model: Model) -> None:
    side = MastodonSide(model)
    ana = side.join("Ana")
    cursor = side.say(ana, "Bonjour")
    model.first_words += [GARBAGE] * 100
    with pytest.raises(TryLater, match="nothing that can be read"), listening(ana, cursor) as events:
        assert sum(bool(event.trouble) for event in events) < 100


def test_a_stream_that_ends_is_to_be_opened_again(model: Model) -> None:
    side = MastodonSide(model)
    ana = side.join("Ana")
    cursor = side.say(ana, "Bonjour")
    with listening(ana, cursor) as events:
        assert next(events) and next(events)
        model.closing.set()
        with pytest.raises(TryLater, match="stream ended") as trouble:
            list(events)
    assert trouble.value.delivered is False


@pytest.mark.parametrize("status", [401, 403])
def test_a_stream_that_is_closed_to_us_loses_access(model: Model, status: int) -> None:
    with pytest.raises(AccessLost):
        raise stream.broken_off(refused(status), a_server(model))


@pytest.mark.parametrize("status", [400, 418, 429, 500, 503])
def test_a_stream_that_cannot_be_opened_now_is_tried_later(model: Model, status: int) -> None:
    with pytest.raises(TryLater) as trouble:
        raise stream.broken_off(refused(status), a_server(model))
    assert trouble.value.delivered is False


def refused(status: int) -> Any:
    return Unreachable("The server refused to open the stream.", status=status)


def a_server(model: Model) -> Server:
    policy = Policy.from_environment()
    return Server({"server": model.world.base, "access_token": "t"}, policy, transport(policy))


def test_a_server_that_speaks_through_a_websocket_only_is_heard_too(model: Model) -> None:
    side = MastodonSide(model)
    ana = side.join("Ana")
    cursor = side.say(ana, "Bonjour")
    coming = first(side, ana)
    model.world.statuses.remove(coming)  # not on the timeline: only the stream tells it
    message = {"stream": ["public"], "event": "update", "payload": shapes.as_event(model.world, "update", coming)}
    gone = {"stream": ["public"], "event": "delete", "payload": "1"}
    with stream_saying([json.dumps(gone), GARBAGE, json.dumps(message)]) as address:
        model.world.stream_base = address.removesuffix("/subscribe")
        with listening(ana, cursor) as events:
            told = list(islice(events, 4))
    assert [event.cursor for event in told] == [cursor, cursor, cursor, coming.id]
    assert [bool(event.trouble) for event in told] == [False, False, True, False]
    assert told[-1].post and told[-1].post.text == "Le tout premier"


@pytest.mark.parametrize(
    ("lines", "heard"),
    [
        (["event: update", "data: {}", ""], [("update", "{}")]),
        (["event:update", "data:a", "data: b", ""], [("update", "a\nb")]),
        ([":)", ":thump"], [said.BEAT, said.BEAT]),
        (["", "", ""], []),
        (["id: 5", "retry: 10", ""], [("", "")]),
        (["event: update", "data: cut"], []),
        ([GARBAGE], [(said.UNREADABLE, "")]),
        (["data: without a kind", ""], [("", "without a kind")]),
    ],
)
def test_lines_are_events(lines: list[str], heard: list[said.Said]) -> None:
    assert list(said.from_lines(lines)) == heard


@pytest.mark.parametrize("message", [GARBAGE, "[]", "5", "{}", '{"event": 5}'])
def test_a_message_that_is_no_event_is_unreadable(message: str) -> None:
    assert list(said.from_messages([message])) == [(said.UNREADABLE, "")]
