"""The policy as an administrator writes it in the environment."""

from dataclasses import FrozenInstanceError
from ipaddress import ip_address

import pytest

from beffroi import __version__
from beffroi.outbound import Policy


def test_without_any_variable_nothing_private_is_let_through() -> None:
    policy = Policy.from_environment({})
    assert policy == Policy()
    assert not policy.lets("localhost", ip_address("127.0.0.1"))


def test_the_environment_lists_names_addresses_and_networks() -> None:
    policy = Policy.from_environment({"BEFFROI_ALLOW_ADDRESSES": " 127.0.0.1, 10.1.0.0/16,,LocalHost,[::1] "})
    assert policy.lets("", ip_address("127.0.0.1"))
    assert policy.lets("", ip_address("10.1.255.255"))
    assert policy.lets("localhost", ip_address("127.0.0.53"))
    assert policy.lets("", ip_address("::1"))
    assert not policy.lets("", ip_address("127.0.0.2"))
    assert not policy.lets("", ip_address("10.2.0.0"))
    assert not policy.lets("sub.localhost", ip_address("127.0.0.53"))


def test_letting_an_address_through_does_not_let_its_disguises_through() -> None:
    policy = Policy(allow=("127.0.0.1",))
    assert not policy.lets("", ip_address("::ffff:127.0.0.1"))
    assert not policy.lets("", ip_address("64:ff9b::7f00:1"))


@pytest.mark.parametrize(
    "entry", ["127.0.0.1:8080", "10.1.0.0/99", "http://localhost", "*", "127.0.0.256", "*.example"]
)
def test_an_entry_that_cannot_be_meant_fails_loudly(entry: str) -> None:
    with pytest.raises(ValueError, match="BEFFROI_ALLOW_ADDRESSES"):
        Policy.from_environment({"BEFFROI_ALLOW_ADDRESSES": f"localhost,{entry}"})


def test_the_user_agent_names_the_product_and_whom_to_write_to() -> None:
    assert Policy().user_agent == f"Beffroi/{__version__}"
    contact = Policy.from_environment({"BEFFROI_CONTACT": "https://mairie.example/contact"})
    assert contact.user_agent == f"Beffroi/{__version__} (+https://mairie.example/contact)"


@pytest.mark.parametrize("contact", ["chloé@mairie.example", "a@b.example\r\nX-Evil: 1"])
def test_a_contact_that_no_header_can_carry_fails_loudly(contact: str) -> None:
    with pytest.raises(ValueError, match="BEFFROI_CONTACT"):
        Policy.from_environment({"BEFFROI_CONTACT": contact})


def test_a_policy_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        Policy().total_seconds = 5  # type: ignore[misc]  # that it cannot be set is the point
