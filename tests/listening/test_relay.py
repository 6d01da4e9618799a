"""Through the relay, step by step: what leaves, what arrives, what is passed over, and what is read again."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from beffroi.connectors.contract import StreamEvent
from beffroi.listening.intake import Overtaken, listen
from beffroi.listening.models import Match, Parcel, Relay, Stream
from beffroi.listening.relay import wire
from beffroi.listening.relay.address import Address
from beffroi.listening.relay.broker import INGEST, Broker, Message, RelayTrouble, opened
from beffroi.listening.relay.carrying import POSTS, Carrier, loads, read_here_again
from beffroi.listening.relay.hearer import LAST_TRY, Hearer
from tests.cast import NOW
from tests.listening.passes import operated
from tests.listening.relaying import Square
from tests.nats import NatsServer
from tests.outbound.conftest import vouched_for_by_itself
from tests.patience import until
from tests.pool import taken

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def broker(nats: NatsServer) -> Iterator[Broker]:
    with opened(Address.parse(nats.url)) as broker:
        yield broker


def events(square: Square, after: str = "0") -> list[StreamEvent]:
    """What the network has to say after a cursor, until now."""
    read, end = [], str(square.feurs.sandbox.end())
    with closing(square.feurs.connector.stream(after)) as stream:  # type: ignore[type-var]  # it is a generator
        for event in stream:
            read.append(event)
            if event.cursor == end:
                break
    return read


def carried(square: Square, broker: Broker) -> Carrier:
    """A listener that has handed over everything that was said."""
    carrier = Carrier(Stream.objects.get(), broker, square.feurs.connector)
    carrier.take(events(square, carrier.stream.cursor), NOW)
    return carrier


def hear_all(broker: Broker) -> Hearer:
    """A hearer that has taken everything that waits."""
    hearer = Hearer(threading.Event())
    while deliveries := broker.fetch(10, 1.0):
        for delivery in deliveries:
            hearer.take(broker, delivery, NOW)
    return hearer


def test_what_is_carried_is_matched_once_and_leaves_nothing_behind(square: Square, broker: Broker) -> None:
    square.say(250)
    carried(square, broker)
    assert [parcel.posts for parcel in Parcel.objects.order_by("pk")] == [100, 100, 50]
    hear_all(broker)
    assert square.matched() == sorted(square.said)
    assert not Parcel.objects.exists()
    assert Stream.objects.get().cursor == str(square.feurs.sandbox.end())
    until(lambda: broker.held().settled == 3)


def test_what_matches_nothing_is_forgotten_by_the_relay_too(square: Square, broker: Broker) -> None:
    square.say(3, "Rien à voir")
    carried(square, broker)
    hear_all(broker)
    assert not Match.objects.exists()
    until(lambda: broker.held().first > broker.held().last)


def test_a_parcel_that_another_hearer_has_settled_is_passed_over(square: Square, broker: Broker) -> None:
    square.say(2)
    carried(square, broker)
    assert Parcel.objects.get().arrive()
    hear_all(broker)
    assert not Match.objects.exists()
    until(lambda: broker.held().settled == 1)


def test_the_first_post_of_all_is_matched_at_once_so_that_there_is_a_cursor_to_go_back_to(
    square: Square, broker: Broker
) -> None:
    Stream.objects.update(cursor="")
    square.say(2)
    carrier = Carrier(Stream.objects.get(), broker, square.feurs.connector)
    carrier.take([event for event in events(square) if event.post], NOW)
    assert Match.objects.count() == 1
    assert Parcel.objects.get().after
    hear_all(broker)
    assert square.matched() == sorted(square.said)


def test_half_a_character_does_not_travel_and_is_matched_at_once(square: Square, broker: Broker) -> None:
    square.say(3)
    heard = [event for event in events(square) if event.post]
    assert heard[1].post is not None
    broken = replace(heard[1], post=replace(heard[1].post, text="Rien \ud83d"))
    carrier = Carrier(Stream.objects.get(), broker, square.feurs.connector)
    carrier.take([heard[0], broken, heard[2]], NOW)
    assert [parcel.posts for parcel in Parcel.objects.order_by("pk")] == [1, 1]
    hear_all(broker)
    assert Match.objects.count() == 2


def test_a_message_is_never_larger_than_the_relay_takes(square: Square) -> None:
    square.say(30)
    room = 2000
    packed = list(loads(events(square), "0", room))
    assert len(packed) > 1
    assert all(sum(map(len, load.posts)) <= room for load in packed)
    assert [load.after for load in packed] == ["0", *(load.cursor for load in packed[:-1])]
    assert len(list(loads(events(square) * 10, "0", 10**6))) == 30 * 10 / POSTS


def test_a_store_that_was_lost_has_its_parcels_read_again(square: Square, nats: NatsServer) -> None:
    square.say(250)
    with opened(Address.parse(nats.url)) as broker:
        carried(square, broker)
        (first,) = broker.fetch(1, 5.0)
        Hearer(threading.Event()).take(broker, first, NOW)
    nats.lose_everything()
    nats.start()
    with opened(Address.parse(nats.url)) as broker:
        carrier = Carrier(Stream.objects.get(), broker, square.feurs.connector)
        assert carrier.go_back_for_what_is_lost(NOW)
        assert not Parcel.objects.exists()
        assert len([event for event in events(square, carrier.stream.cursor) if event.post]) == 150
        carrier.take(events(square, carrier.stream.cursor), NOW)
        hear_all(broker)
        assert not carrier.go_back_for_what_is_lost(NOW)
    assert square.matched() == sorted(square.said)
    assert Relay.told().read_again == 1


def test_what_an_administrator_purged_is_read_again(square: Square, nats: NatsServer, broker: Broker) -> None:
    square.say(5)
    carrier = carried(square, broker)
    broker._run(broker._nats.jetstream().purge_stream(INGEST), 5)
    assert carrier.go_back_for_what_is_lost(NOW)
    carrier.take(events(square, carrier.stream.cursor), NOW)
    hear_all(broker)
    assert square.matched() == sorted(square.said)


def test_what_the_relay_still_holds_is_not_read_again(square: Square, nats: NatsServer, broker: Broker) -> None:
    square.say(150)
    carrier = carried(square, broker)
    broker.fetch(1, 5.0)
    assert not carrier.go_back_for_what_is_lost(NOW)
    nats.kill()
    nats.start()
    with opened(Address.parse(nats.url)) as again:
        assert not Carrier(carrier.stream, again, None).go_back_for_what_is_lost(NOW)
    assert Parcel.objects.count() == 2


def test_a_second_listener_on_the_same_stream_gives_up_and_loses_nothing(square: Square, broker: Broker) -> None:
    square.say(3)
    overtaken = Carrier(Stream.objects.get(), broker, square.feurs.connector)
    carried(square, broker)
    with pytest.raises(Overtaken):
        overtaken.take(events(square), NOW)
    hear_all(broker)
    assert square.matched() == sorted(square.said)


def test_what_a_dead_listener_had_not_handed_over_is_forgotten_after_a_while(square: Square, broker: Broker) -> None:
    Parcel.objects.create(stream=square.stream, after="0", cursor="1", posts=1, packed_at=NOW)
    carrier = Carrier(Stream.objects.get(), broker, None)
    carrier.go_back_for_what_is_lost(NOW + timedelta(minutes=5))
    assert Parcel.objects.count() == 1
    carrier.go_back_for_what_is_lost(NOW + timedelta(minutes=11))
    assert not Parcel.objects.exists()


def test_without_the_relay_what_was_on_its_way_is_matched_here(square: Square, broker: Broker) -> None:
    square.say(5)
    carried(square, broker)
    stop = threading.Event()
    reading = threading.Thread(target=listen, args=(Stream.objects.get(), stop, read_here_again))
    reading.start()
    try:
        until(square.all_is_matched)
    finally:
        stop.set()
        reading.join(timeout=30)
    assert square.matched() == sorted(square.said)


def test_a_stream_that_waits_keeps_no_connection_of_the_pool(square: Square) -> None:
    """There may be more streams than the pool has connections."""
    square.say(1)
    stop = threading.Event()
    reading = threading.Thread(target=listen, args=(Stream.objects.get(), stop, read_here_again))
    reading.start()
    try:
        until(square.all_is_matched)
        until(lambda: taken() <= 1)
    finally:
        stop.set()
        reading.join(timeout=30)


@pytest.mark.parametrize(
    "body",
    [b"", b"\xc1", b"not a parcel", wire.bundle([b"\x81\xa1a\x01"]), b"\x82\xa7version\x63\xa5posts\x90"],
    ids=["empty", "no msgpack", "text", "no post", "a version of tomorrow"],
)
def test_what_nobody_can_open_is_buried_and_holds_nobody_up(square: Square, broker: Broker, body: bytes) -> None:
    parcel = Parcel.objects.create(stream=square.stream, after="0", cursor="1", posts=1, packed_at=NOW)
    broker.send([Message(f"ingest.sandbox.{square.stream.pk}", "key", parcel.pk, body)])
    square.say(2)
    carrier = carried(square, broker)
    hear_all(broker)
    assert square.matched() == sorted(square.said)
    buried = Parcel.objects.dead().get()
    assert buried == parcel
    assert "cannot be read" in buried.trouble["say"]
    until(lambda: broker.held().settled == 2)
    assert not carrier.go_back_for_what_is_lost(NOW)


def test_a_message_of_somebody_else_is_counted_and_taken_away(square: Square, broker: Broker) -> None:
    broker._run(broker._nats.jetstream().publish("ingest.elsewhere", b"hello"), 5)
    hear_all(broker)
    assert Relay.told().strange == 1
    until(lambda: broker.held().settled == 1)


def test_a_post_that_nobody_can_keep_takes_no_other_with_it(
    square: Square, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    square.say(3)
    heard = [event for event in events(square) if event.post]
    assert heard[1].post is not None
    bad = replace(heard[1], post=replace(heard[1].post, native_id="bad\0"))
    monkeypatch.setattr("beffroi.listening.relay.hearer.BETWEEN_TRIES", 0.01)
    Carrier(Stream.objects.get(), broker, None).take([heard[0], bad, heard[2]], NOW)
    with bad_refused_by_the_database():
        hear_all(broker)
    assert Match.objects.count() == 2
    assert Stream.objects.get().lines_passed_over == 1
    assert not Parcel.objects.exists()


@contextmanager
def bad_refused_by_the_database() -> Iterator[None]:
    """PostgreSQL takes no NUL; SQLite takes anything, and is told."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER no_bad BEFORE INSERT ON archive_post WHEN NEW.native_id LIKE 'bad%'"
            " BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
        try:
            yield
        finally:
            cursor.execute("DROP TRIGGER no_bad")


def test_what_ends_every_hearer_is_not_opened_for_ever(square: Square, broker: Broker) -> None:
    square.say(1)
    carried(square, broker)
    for _ in range(LAST_TRY):
        (delivery,) = broker.fetch(1, 5.0)
        broker.give_back(delivery, 0.0)
    hear_all(broker)
    assert not Match.objects.exists()
    assert "ended" in Parcel.objects.dead().get().trouble["say"]


def test_a_relay_that_is_full_holds_the_reader_back(square: Square, nats: NatsServer) -> None:
    with opened(Address.parse(nats.url)) as broker:
        jet = broker._nats.jetstream()
        config = broker._run(jet.stream_info(INGEST), 5).config
        broker._run(jet.update_stream(replace(config, max_bytes=1000)), 5)
        square.say(20)
        with pytest.raises(RelayTrouble, match="full"):
            carried(square, broker)
    assert Stream.objects.get().cursor == "0"
    assert not Parcel.objects.exists()


@pytest.mark.parametrize("allowed", [True, False])
def test_a_password_opens_the_relay_and_is_never_told(square: Square, nats: NatsServer, allowed: bool) -> None:
    nats.kill()
    nats.settings = ('authorization { user: "feurs", password: "s3cret" }',)
    nats.start()
    address = Address.parse(nats.url.replace("//", f"//feurs:{'s3cret' if allowed else 'wrong'}@"))
    assert "cret" not in f"{address} {address!r}"
    if allowed:
        with opened(address) as broker:
            assert broker.held().waiting == 0
    else:
        with pytest.raises(RelayTrouble, match="let us in"), opened(address):
            pass


def test_a_server_without_its_store_says_what_is_missing(square: Square, nats: NatsServer) -> None:
    nats.kill()
    with pytest.raises(RelayTrouble, match="does not answer"), opened(Address.parse(nats.url)):
        pass


def test_over_tls_the_server_must_show_a_certificate_that_we_trust(
    nats: NatsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = vouched_for_by_itself("localhost", tmp_path / "server.pem")
    nats.settings = (f'tls {{ cert_file: "{certificate}", key_file: "{certificate}" }}',)
    nats.kill()
    nats.start()
    address = Address.parse(f"tls://localhost:{nats.port}")
    with pytest.raises(RelayTrouble, match="certificate"), opened(address):
        pass
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with opened(address) as broker:
        assert broker.held().waiting == 0


def test_a_credentials_file_opens_the_relay(square: Square, nats: NatsServer, tmp_path: Path) -> None:
    credentials, nats.settings = operated(tmp_path)
    nats.kill()
    nats.start()
    with opened(Address.parse(nats.url, str(credentials))) as broker:
        square.say(1)
        carried(square, broker)
        hear_all(broker)
    assert square.matched() == sorted(square.said)
    with pytest.raises(RelayTrouble, match="let us in"), opened(Address.parse(nats.url)):
        pass
    stranger, _settings = operated(tmp_path)
    with pytest.raises(RelayTrouble, match="let us in"), opened(Address.parse(nats.url, str(stranger))):
        pass
