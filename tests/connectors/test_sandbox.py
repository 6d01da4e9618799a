"""The fictional network itself; what it shares with the others is in the contract."""

from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from threading import Thread

import pytest

from beffroi.connectors.contract import AccessLost, Refused, TryLater
from beffroi.connectors.sandbox import SandboxConnector, connect
from beffroi.connectors.sandbox_network import Sandbox
from beffroi.vocabulary import Outgoing, Ref

NOW = datetime(2026, 11, 18, 20, 15, 30, tzinfo=UTC)


@pytest.fixture
def network(tmp_path: Path) -> Sandbox:
    network = Sandbox.create(tmp_path / "network")
    network.join("mairie", "Mairie de Vergnier", summary="Le compte de la commune", followers=1200)
    network.join("eve", "Eve")
    return network


@pytest.fixture
def mairie(network: Sandbox) -> SandboxConnector:
    return connector(network)


def connector(network: Sandbox, handle: str = "mairie") -> SandboxConnector:
    return connect({"folder": str(network.file.parent), "handle": handle}, lambda credentials: None)


def speak(folder: Path, who: str) -> None:
    network = Sandbox(folder)
    for number in range(50):
        network.say(who, f"{number} " + "x" * 5000)


def test_several_processes_share_the_network_and_no_line_is_torn(network: Sandbox) -> None:
    fork = get_context("spawn")
    processes = [fork.Process(target=speak, args=(network.file.parent, who)) for who in ("mairie", "eve")]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    assert sorted(network.read().counts.values()) == [50, 50]
    assert len(network.lines_after(0)) == 102


def test_a_writer_waits_for_the_one_before_it(network: Sandbox, mairie: SandboxConnector) -> None:
    writer = Thread(target=mairie.publish, args=(Outgoing("key-1", "Bonjour", NOW),))
    with network.locked() as state:
        writer.start()
        writer.join(0.3)
        assert writer.is_alive()
        assert network.read().posts == state.posts == {}
    writer.join()
    assert len(network.read().posts) == 1


def test_a_line_being_written_is_left_for_later(network: Sandbox) -> None:
    end = network.end()
    with network.file.open("a") as file:
        file.write('{"act": "post"')
    assert network.lines_after(end) == []


def test_a_profile_shows_what_the_account_shows(network: Sandbox, mairie: SandboxConnector) -> None:
    native_id = mairie.whoami().native_id
    network.say("mairie", "Bonjour")
    network.rename("mairie", "Sac à main", icon="https://sac.example/a.png", handle="sacs")
    (profile,) = connector(network, "eve").profiles([native_id])
    assert (profile.handle, profile.name, profile.icon) == ("sacs", "Sac à main", "https://sac.example/a.png")
    assert (profile.summary, profile.followers, profile.posts) == ("Le compte de la commune", 1200, 1)


def test_an_account_that_left_is_no_longer_shown(network: Sandbox, mairie: SandboxConnector) -> None:
    eve = network.read().account_of("eve") or ""
    network.leave("eve")
    assert mairie.profiles([eve]) == []


def test_a_conversation_keeps_its_first_post(network: Sandbox, mairie: SandboxConnector) -> None:
    first = network.say("mairie", "Le marché est ouvert.", at=NOW)
    second = network.say("eve", "Jusqu'à quand ?", reply_to=first)
    network.say("eve", "Allô, @mairie ?", reply_to=second)
    posts, _ = mairie.mentions("")
    assert [post.text for post in posts] == ["Jusqu'à quand ?", "Allô, @mairie ?"]
    assert {post.conversation for post in posts} == {first}


def test_troubles_last_until_the_network_recovers(network: Sandbox, mairie: SandboxConnector) -> None:
    network.rate_limit(30)
    with pytest.raises(TryLater) as trouble:
        mairie.whoami()
    assert (trouble.value.seconds, trouble.value.delivered) == (30, False)
    network.refuse("Ce réseau ne veut pas de ce texte.")
    with pytest.raises(Refused, match="ne veut pas"):
        mairie.publish(Outgoing("key-1", "Bonjour", NOW))
    network.recover()
    assert mairie.publish(Outgoing("key-1", "Bonjour", NOW))


def test_a_refusal_does_not_take_back_what_was_said(network: Sandbox, mairie: SandboxConnector) -> None:
    post = Outgoing("key-1", "Bonjour", NOW)
    receipt = mairie.publish(post)
    network.refuse("Plus rien.")
    assert mairie.publish(post) == receipt


def test_access_lost_is_lost_for_one_account(network: Sandbox, mairie: SandboxConnector) -> None:
    network.lose_access("mairie")
    with pytest.raises(AccessLost):
        mairie.publish(Outgoing("key-1", "Bonjour", NOW))
    assert connector(network, "eve").whoami().handle == "eve"


def test_a_quiet_stream_gives_a_sign_of_life(network: Sandbox, mairie: SandboxConnector) -> None:
    events = mairie.stream("")
    quiet = next(events)
    assert (quiet.post, quiet.trouble, quiet.cursor) == (None, "", str(network.end()))
    native_id = network.say("eve", "Bonjour")
    heard = next(event.post for event in events if event.post)
    assert heard.native_id == native_id


def test_nobody_joins_twice_and_nobody_unknown_speaks(network: Sandbox) -> None:
    with pytest.raises(ValueError, match="already"):
        network.join("eve", "Eve encore")
    with pytest.raises(ValueError, match="nobody is called"):
        network.say("personne", "Bonjour")


def test_a_post_says_to_whom_it_speaks_and_what_it_passes_on(network: Sandbox, mairie: SandboxConnector) -> None:
    first = network.say("mairie", "Le marché est ouvert.")
    network.say("eve", "@mairie merci", reply_to=first, repost_of=first, media=[{"mime": "image/png", "alt": ""}])
    (post,), _ = mairie.mentions("")
    assert post.to == (mairie.whoami().native_id, "mairie")
    assert post.repost_of == Ref(first)
    assert post.media[0].mime == "image/png"
