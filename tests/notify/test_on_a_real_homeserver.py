"""Messages on a real Matrix homeserver: what the model of it cannot promise."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from beffroi.notify.channels import CHANNELS
from beffroi.notify.channels.contract import Later, Notice, Refused
from tests.network.fixtures import missing
from tests.network.homeserver import NAME, Homeserver, HomeserverMissing, homeserver

pytestmark = [pytest.mark.network, pytest.mark.xdist_group("homeserver")]

NOTICE = Notice(key="1", address="", name="Ana", subject="Alarme", text="Une alarme.", link="https://b.example/1")


@dataclass(frozen=True)
class Street:
    server: Homeserver
    ana: str
    beffroi: str


@pytest.fixture(scope="module")
def street() -> Iterator[Street]:
    try:
        with homeserver() as server:
            yield Street(server, server.join("ana"), server.join("beffroi"))
    except HomeserverMissing as reason:
        missing(str(reason))


@pytest.fixture(autouse=True)
def is_set(street: Street, settings: Any) -> None:
    settings.MATRIX_SERVER, settings.MATRIX_TOKEN = street.server.url, street.beffroi


def send(address: str, key: str = "1") -> None:
    CHANNELS["matrix"].send(replace(NOTICE, address=address, key=key))


def test_an_invited_account_joins_and_writes_and_the_same_message_is_there_once(street: Street) -> None:
    room = street.server.room(street.ana, invite=[f"@beffroi:{NAME}"])
    for _ in range(3):  # as after a crash
        send(room)
    assert street.server.texts(street.ana, room) == ["Une alarme.\nhttps://b.example/1"]
    send(room, key="2")
    assert len(street.server.texts(street.ana, room)) == 2


def test_a_room_is_found_by_its_alias(street: Street) -> None:
    room = street.server.room(street.ana, room_alias_name="alertes", preset="public_chat")
    send(f"#alertes:{NAME}")
    assert len(street.server.texts(street.ana, room)) == 1


def test_a_room_without_an_invitation_or_that_does_not_exist_is_refused(street: Street) -> None:
    closed = street.server.room(street.ana)
    for address in (closed, f"#nowhere:{NAME}"):
        with pytest.raises(Refused, match="invite"):
            send(address)


def test_nothing_is_written_into_an_encrypted_room(street: Street) -> None:
    encryption = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
    room = street.server.room(street.ana, invite=[f"@beffroi:{NAME}"], initial_state=[encryption])
    with pytest.raises(Refused, match="encrypted"):
        send(room)
    assert street.server.texts(street.ana, room) == []


def test_a_token_that_is_no_longer_good_is_a_matter_for_later(street: Street, settings: Any) -> None:
    room = street.server.room(street.ana, invite=[f"@beffroi:{NAME}"])
    settings.MATRIX_TOKEN = "syt_of_nobody"
    with pytest.raises(Later, match="key"):
        send(room)


def test_a_server_that_asks_to_wait_is_obeyed(street: Street) -> None:
    room = street.server.room(street.ana, invite=[f"@beffroi:{NAME}"])
    with pytest.raises(Later) as trouble:
        for n in range(100):
            send(room, key=f"flood-{n}")
    assert trouble.value.seconds
