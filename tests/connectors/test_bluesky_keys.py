from datetime import UTC, datetime, timedelta

import pytest

from beffroi.connectors.bluesky.keys import ALPHABET, new_key

NOW = datetime(2026, 11, 18, 20, 15, 30, 123456, tzinfo=UTC)


def moment_of(key: str) -> datetime:
    number = 0
    for character in key:
        number = number << 5 | ALPHABET.index(character)
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=number >> 10)


def test_a_key_is_a_tid_as_the_protocol_wants_it() -> None:
    key = new_key(NOW)
    assert len(key) == 13
    assert key[0] in "234567abcdefghij"
    assert set(key) <= set(ALPHABET)


def test_a_key_is_dated_within_the_second_before_now() -> None:
    assert moment_of(new_key(NOW, lambda n: 0)) == NOW
    assert NOW - timedelta(seconds=1) < moment_of(new_key(NOW, lambda n: n - 1)) <= NOW


def test_a_known_key_is_spelled_as_the_network_spells_it() -> None:
    """The protocol's own example of a TID: 3jzfcijpj2z2a is this moment with clock 0."""
    moment = moment_of("3jzfcijpj2z2a")
    clock = ALPHABET.index("2") * 32 + ALPHABET.index("a")
    assert new_key(moment, lambda n: clock if n == 1024 else 0) == "3jzfcijpj2z2a"


def test_keys_sort_by_time() -> None:
    keys = [new_key(NOW + timedelta(seconds=2 * step)) for step in range(50)]
    assert keys == sorted(keys)


def test_many_posts_prepared_at_one_moment_get_keys_of_their_own() -> None:
    assert len({new_key(NOW) for _ in range(2000)}) == 2000


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(TypeError):
        new_key(NOW.replace(tzinfo=None))
