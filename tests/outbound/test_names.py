"""What the DNS says of a name, asked of a name server of our choice."""

from collections.abc import Iterator

import pytest

from beffroi.outbound import Policy, TooSlow, resolver, texts
from tests.network.name_server import NameServer, name_server


@pytest.fixture
def names() -> Iterator[NameServer]:
    with name_server() as server:
        yield server


def test_a_name_says_all_its_texts_and_an_unknown_one_says_none(names: NameServer) -> None:
    names.texts["_atproto.feurs.example"] = ["did=did:plc:a", "v=1"]
    policy = Policy(name_server=names.address)
    assert sorted(texts("_atproto.feurs.example", policy)) == ["did=did:plc:a", "v=1"]  # the DNS keeps no order
    assert texts("nobody.example", policy) == []


def test_it_also_says_where_a_host_is(names: NameServer) -> None:
    names.hosts = {"feurs.example"}
    resolve = resolver(Policy(name_server=names.address))
    assert list(resolve("feurs.example", 443)) == ["127.0.0.1"]
    with pytest.raises(OSError, match="no address"):
        resolve("nobody.example", 443)


def test_a_silent_name_server_is_waited_for_no_longer_than_allowed(names: NameServer) -> None:
    names.silent = True
    with pytest.raises(TooSlow):
        texts("feurs.example", Policy(name_server=names.address, connect_seconds=0.3))


@pytest.mark.parametrize("said", ["dns.example:53", "192.0.2.53", "192.0.2.53:dns", ":53"])
def test_a_name_server_is_an_address_and_a_port(said: str) -> None:
    with pytest.raises(ValueError, match="BEFFROI_NAME_SERVER"):
        Policy.from_environment({"BEFFROI_NAME_SERVER": said})
