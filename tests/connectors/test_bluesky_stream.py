"""The stream against a server that says what it is told to; the contract reads the real one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from websockets.sync.server import ServerConnection, serve

from beffroi.connectors.bluesky.addresses import Addresses
from beffroi.connectors.bluesky.stream import PATIENCE, address, read
from beffroi.connectors.bluesky.troubles import PLACE_LOST, WENT_BACK
from beffroi.connectors.contract import StreamEvent, TryLater
from beffroi.outbound import Policy
from tests.connectors.sides import GARBAGE, line_of, stream_saying
from tests.postgres import free_port

LITE = Addresses("http://localhost:2583", "")
POLICY = Policy(allow=("127.0.0.1",))
T = 1_795_000_000_000_000


def heard(lines: list[str], cursor: str = "") -> list[StreamEvent]:
    """Every event until the server hangs up."""
    events = []
    with stream_saying(lines) as url, pytest.raises(TryLater, match="ended"):
        for event in read(url, cursor, LITE, POLICY):
            events.append(event)
    return events


def test_a_broken_line_is_told_and_the_next_one_read() -> None:
    events = heard([line_of("un", time_us=T), GARBAGE, line_of("deux", time_us=T + 1)])
    assert [(event.post.text if event.post else event.trouble) for event in events] == [
        "un",
        "A line of the stream was not JSON.",
        "deux",
    ]
    assert [event.cursor for event in events] == [str(T), str(T), str(T + 1)]


def test_broken_lines_at_the_very_start_wait_for_a_time_to_resume_from() -> None:
    events = heard([GARBAGE, "[]", '"a"', '{"time_us": "soon"}', '{"time_us": true}', "{", line_of("un", time_us=T)])
    assert [bool(event.trouble) for event in events] == [True] * 6 + [False]
    assert {event.cursor for event in events[:6]} == {str(T - 1)}


def test_a_line_nested_without_end_is_only_a_broken_line() -> None:
    events = heard(["[" * 100_000, line_of("un")])
    assert [bool(event.trouble) for event in events] == [True, False]


def test_a_stream_that_says_nothing_readable_is_given_up() -> None:
    with stream_saying([GARBAGE] * PATIENCE) as url, pytest.raises(TryLater, match="nothing that can be read"):
        list(read(url, "", LITE, POLICY))


def test_a_post_that_makes_no_sense_is_told() -> None:
    (event,) = heard([line_of("un").replace('"text":"un"', '"text":5')])
    assert (event.post, event.trouble) == (None, "A post of the stream could not be read.")


URI = "at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.post/3n2qrz74v422v"


def test_a_change_brings_the_new_words_of_a_post_that_stood() -> None:
    (event,) = heard([line_of("un", operation="update")])
    assert event.post and (event.post.native_id, event.post.text, event.changed) == (URI, "un", True)


def test_a_deletion_names_the_post_that_is_gone() -> None:
    (event,) = heard([line_of("un", operation="delete")])
    assert (event.post, event.gone, event.trouble) == (None, URI, "")


def test_every_event_says_when_the_network_saw_it() -> None:
    (event,) = heard([line_of("un", time_us=T + 250_000)])
    assert event.at == datetime(2026, 11, 18, 11, 6, 40, 250_000, tzinfo=UTC)


def test_a_server_that_still_has_our_place_missed_nothing() -> None:
    events = heard([line_of("un", time_us=T), line_of("deux", time_us=T + 9_000_000)], cursor=str(T))
    assert [event.missed for event in events] == [None, None]


def test_a_server_that_lost_our_place_says_from_when_to_when() -> None:
    lost, after = heard([line_of("un", time_us=T + 60_000_000), line_of("deux", time_us=T + 200_000_000)], str(T))
    assert lost.missed and lost.missed.why == PLACE_LOST
    assert lost.missed.since and lost.missed.until
    assert lost.missed.until - lost.missed.since == timedelta(minutes=1)
    assert lost.at == lost.missed.until
    assert after.missed is None


def test_what_is_read_again_on_resuming_moves_the_cursor_nowhere() -> None:
    events = heard([line_of("un", time_us=T - 4_000_000), line_of("deux", time_us=T + 1)], cursor=str(T))
    assert [(event.cursor, event.missed) for event in events] == [(str(T), None), (str(T + 1), None)]


def test_a_stream_whose_clock_is_set_back_is_followed_and_says_so() -> None:
    lines = [line_of("un", time_us=T), line_of("deux", time_us=T - 3_600_000_000), line_of("trois", time_us=T - 10)]
    first, back, on = heard(lines)
    assert back.missed and back.missed.why == WENT_BACK
    assert [event.cursor for event in (first, back, on)] == [str(T), str(T - 3_600_000_000), str(T - 10)]
    assert (first.missed, on.missed) == (None, None)


def test_likes_and_what_is_no_commit_are_passed_over() -> None:
    like = line_of("un").replace("app.bsky.feed.post", "app.bsky.feed.like")
    events = heard([like, f'{{"time_us": {T}, "kind": "identity"}}', f'{{"time_us": {T}, "commit": 5}}'])
    assert [(event.post, event.trouble) for event in events] == [(None, "")] * 3


def test_an_author_is_known_by_identifier_only() -> None:
    (event,) = heard([line_of("un")])
    assert event.post and event.post.author.handle == event.post.author.native_id == "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"


def test_a_resumed_stream_asks_a_little_further_back_and_for_posts_only() -> None:
    query = parse_qs(urlsplit(address("wss://stream.example/subscribe", str(T))).query)
    assert query == {"wantedCollections": ["app.bsky.feed.post"], "cursor": [str(T - 5_000_000)]}
    assert "cursor" not in address("wss://stream.example/subscribe", "")


def test_a_stream_that_is_not_there_got_nothing() -> None:
    with pytest.raises(TryLater) as trouble:
        next(read(f"ws://127.0.0.1:{free_port()}/subscribe", "", LITE, POLICY))
    assert trouble.value.delivered is False


def test_an_account_without_a_stream_says_so() -> None:
    with pytest.raises(TryLater, match="No stream"):
        next(read("", "", LITE, POLICY))


def test_a_stream_that_breaks_off_can_be_resumed() -> None:
    with server_that_dies_after(line_of("un", time_us=T)) as url:
        events = read(url, "", LITE, POLICY)
        assert [event.cursor for event in islice(events, 1)] == [str(T)]
        with pytest.raises(TryLater):
            next(events)


@contextmanager
def server_that_dies_after(line: str) -> Iterator[str]:
    def speak(connection: ServerConnection) -> None:
        connection.send(line)
        connection.socket.shutdown(2)

    with serve(speak, "127.0.0.1", 0) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"ws://127.0.0.1:{server.socket.getsockname()[1]}/subscribe"
        finally:
            server.shutdown()
            thread.join()
