"""Registering, freezing and losing accounts."""

import pytest

from beffroi.connectors.contract import AccessLost
from beffroi.directory.models import Account, Freeze
from beffroi.vocabulary import Sentence
from tests.cast import NOW, Feurs, connect


def test_an_account_is_registered_with_the_name_it_shows(feurs: Feurs) -> None:
    assert (feurs.account.handle, feurs.account.name) == ("feurs", "Ville de Feurs")


def test_connecting_the_same_account_again_replaces_its_credentials(feurs: Feurs) -> None:
    before = bytes(feurs.account.connection.sealed)
    again = connect(feurs.organisation, feurs.sandbox, "feurs", by=feurs.ana)
    again.connection.refresh_from_db()
    assert Account.objects.count() == 1
    assert bytes(again.connection.sealed) != before


def test_an_unknown_account_connects_nothing(feurs: Feurs) -> None:
    with pytest.raises(AccessLost):
        connect(feurs.organisation, feurs.sandbox, "nobody", by=feurs.ana)
    assert Account.objects.count() == 1


def test_connecting_a_lost_account_again_gives_it_its_voice_back(feurs: Feurs) -> None:
    feurs.account.connection.lose(Sentence("The network refused us."), NOW)
    again = connect(feurs.organisation, feurs.sandbox, "feurs", by=feurs.ana)
    assert again.pk == feurs.account.pk
    again.connection.refresh_from_db()
    assert again.connection.lost_at is None


def test_freezing_twice_is_one_freeze(feurs: Feurs) -> None:
    first = feurs.account.freeze(reason=Sentence("One."), now=NOW)
    assert feurs.account.freeze(reason=Sentence("Two."), now=NOW) == first
    assert Freeze.objects.count() == 1


def test_thawing_an_account_that_speaks_changes_nothing(feurs: Feurs) -> None:
    feurs.account.thaw(by=feurs.ana, now=NOW)
    assert feurs.account.freeze_now is None
