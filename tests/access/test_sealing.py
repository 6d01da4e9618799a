"""Credentials at rest."""

from typing import Any

import pytest

from beffroi.access.sealing import WrongKey, seal, unseal
from beffroi.directory.models import Connection
from tests.cast import Feurs

SECRET = {"handle": "feurs", "app_password": "canary-7f3a"}


def test_what_was_sealed_opens_again_and_shows_nothing_of_itself() -> None:
    sealed = seal(SECRET, row="a")
    assert b"canary" not in sealed
    assert unseal(sealed, row="a") == SECRET


def test_a_sealed_value_moved_to_another_row_does_not_open() -> None:
    with pytest.raises(WrongKey):
        unseal(seal(SECRET, row="a"), row="b")


def test_an_old_key_still_opens_while_the_new_one_writes(settings: Any) -> None:
    settings.ENCRYPTION_KEYS = ["old"]
    sealed = seal(SECRET, row="a")
    settings.ENCRYPTION_KEYS = ["new", "old"]
    assert unseal(sealed, row="a") == SECRET
    again = seal(SECRET, row="a")
    settings.ENCRYPTION_KEYS = ["new"]
    assert unseal(again, row="a") == SECRET
    with pytest.raises(WrongKey):
        unseal(sealed, row="a")


def test_a_cut_value_is_refused(settings: Any) -> None:
    with pytest.raises(WrongKey):
        unseal(seal(SECRET, row="a")[:20], row="a")


def test_two_accounts_do_not_open_with_each_others_value(feurs: Feurs) -> None:
    other = feurs.another_account("feurs-culture")
    Connection.objects.filter(account=other).update(sealed=feurs.account.connection.sealed)
    with pytest.raises(WrongKey):
        Connection.objects.get(account=other).credentials()


def test_no_secret_stands_in_the_repr_of_a_connection(feurs: Feurs) -> None:
    assert str(feurs.sandbox.file.parent) not in repr(feurs.account.connection)
