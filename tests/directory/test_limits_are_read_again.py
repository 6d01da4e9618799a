"""What the server of an account takes is read once a day."""

from datetime import timedelta

import pytest

from beffroi.connectors.contract import as_json
from beffroi.connectors.sandbox import CAPABILITIES
from beffroi.directory.duties import AGAIN, PACE, read_limits
from beffroi.directory.models import Account, Connection
from beffroi.vocabulary import Sentence
from tests.cast import NOW, Feurs
from tests.directory.paid import on_x
from tests.network.x_model import XModel

TOMORROW = NOW + PACE + timedelta(minutes=1)


@pytest.fixture
def outdated(feurs: Feurs) -> Account:
    feurs.account.limits = {**feurs.account.limits, "max_length": 1}
    feurs.account.limits_read_at = NOW
    feurs.account.save()
    return feurs.account


def test_they_are_read_once_a_day(outdated: Account) -> None:
    assert read_limits(NOW + PACE) == 0
    assert read_limits(TOMORROW) == 1
    outdated.refresh_from_db()
    assert (outdated.limits, outdated.limits_read_at) == (as_json(CAPABILITIES), TOMORROW)
    assert read_limits(TOMORROW) == 0


def test_an_account_that_was_never_asked_is_asked_now(outdated: Account) -> None:
    Account.objects.update(limits_read_at=None)
    assert read_limits(NOW) == 1


def test_a_server_that_does_not_answer_is_asked_again_in_an_hour_and_not_before(
    feurs: Feurs, monkeypatch: pytest.MonkeyPatch
) -> None:
    with on_x(feurs, XModel()) as (account, _):
        Account.objects.exclude(pk=account.pk).update(limits_read_at=TOMORROW)
        monkeypatch.setattr("django.conf.settings.ENCRYPTION_KEYS", ["another key"])
        assert read_limits(TOMORROW) == 1
        assert read_limits(TOMORROW) == 0
        assert read_limits(TOMORROW + AGAIN) == 0
        assert read_limits(TOMORROW + AGAIN + timedelta(seconds=1)) == 1
        account.refresh_from_db()
        assert account.capabilities.max_length == 280


def test_neither_a_lost_account_nor_one_at_rest_is_asked(outdated: Account) -> None:
    outdated.connection.lose(Sentence("No."), NOW)
    assert read_limits(TOMORROW) == 0
    Connection.objects.update(lost_at=None)
    outdated.organisation.is_resting = True
    outdated.organisation.save()
    assert read_limits(TOMORROW) == 0
