"""Pulling the plug of each part, with the real commands: every post of a stream that can be read again leads to exactly
one match."""

import signal
import subprocess

import pytest

from beffroi.listening.models import Match, Parcel, Relay, Stream
from beffroi.listening.relay.hearer import AT_ONCE
from tests.listening.relaying import Processes, Square, hearers_ready, held, kill
from tests.nats import NatsServer
from tests.patience import until

POSTS = 250

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("relay")]


def stopped_with_parcels_in_hand(hearer: subprocess.Popen[bytes], nats: NatsServer) -> bool:
    """Stops the process for a look, and lets it go on when its hands are empty."""
    hearer.send_signal(signal.SIGSTOP)
    if held(nats).in_hands:
        return True
    hearer.send_signal(signal.SIGCONT)
    return False


def everything_is_carried(square: Square) -> bool:
    return Stream.objects.get().cursor == str(square.feurs.sandbox.end())


def test_two_hearers_share_the_work(square: Square, processes: Processes, nats: NatsServer) -> None:
    square.say(4 * POSTS)
    processes.start("hearer")
    processes.start("hearer")
    until(lambda: hearers_ready(nats) == 2, seconds=120)
    processes.start("listener")
    until(lambda: held(nats).in_hands > AT_ONCE, seconds=120, every=0.02)  # more than one can hold
    square.expect_each_once()


def test_a_hearer_that_is_killed_in_the_middle_of_a_parcel(
    square: Square, processes: Processes, nats: NatsServer
) -> None:
    square.say(2 * POSTS)
    processes.start("listener")
    until(lambda: Parcel.objects.on_their_way().exists() and everything_is_carried(square), seconds=120)
    hearer = processes.start("hearer")
    until(lambda: stopped_with_parcels_in_hand(hearer, nats), seconds=120, every=0.05)
    kill(hearer)
    processes.start("hearer")
    square.expect_each_once()
    assert Relay.told().redelivered
    assert not Relay.told().read_again  # it was given to another hearer: the listener had nothing to go back for


def test_a_hearer_that_is_killed_again_and_again(square: Square, processes: Processes, nats: NatsServer) -> None:
    processes.start("listener")
    for _ in range(3):
        square.say(POSTS)
        hearer = processes.start("hearer")
        before = Match.objects.count()
        until(lambda before=before: Match.objects.count() > before, seconds=120, every=0.02)  # type: ignore[misc]
        kill(hearer)
    processes.start("hearer")
    square.expect_each_once()


def test_a_listener_that_is_killed(square: Square, processes: Processes, nats: NatsServer) -> None:
    processes.start("hearer")
    for _ in range(3):
        before = Stream.objects.get().cursor
        listener = processes.start("listener")
        square.say(POSTS)
        until(lambda before=before: Stream.objects.get().cursor != before, seconds=120, every=0.02)  # type: ignore[misc]
        kill(listener)
    processes.start("listener")
    square.expect_each_once()


@pytest.mark.parametrize("lost", [False, True], ids=["on the same folder", "with its folder lost"])
def test_a_relay_that_is_killed(square: Square, processes: Processes, nats: NatsServer, lost: bool) -> None:
    square.say(POSTS)
    processes.start("listener")
    until(lambda: everything_is_carried(square), seconds=120)
    nats.kill()
    if lost:
        nats.lose_everything()
    square.say(POSTS)
    nats.start()
    processes.start("hearer")
    square.expect_each_once()
    assert Relay.told().read_again == (1 if lost else 0)


def test_a_relay_that_is_killed_while_both_sides_are_at_work(
    square: Square, processes: Processes, nats: NatsServer
) -> None:
    processes.start("listener")
    processes.start("hearer")
    for round_, lost in enumerate([False, True, False, True]):
        square.say(POSTS)
        until(lambda round_=round_: Match.objects.count() > round_ * POSTS, seconds=120, every=0.02)  # type: ignore[misc]
        nats.lose_everything() if lost else nats.kill()
        square.say(POSTS // 4)
        nats.start()
    square.expect_each_once()


def test_every_part_at_once(square: Square, processes: Processes, nats: NatsServer) -> None:
    square.say(POSTS)
    listener, hearer = processes.start("listener"), processes.start("hearer")
    until(lambda: Match.objects.exists(), seconds=120, every=0.02)
    kill(hearer)
    nats.lose_everything()
    kill(listener)
    square.say(POSTS)
    nats.start()
    processes.start("hearer")
    processes.start("listener")
    square.expect_each_once()
