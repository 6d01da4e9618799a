"""A login that is renewed by one worker is not lost by another that still held the old one."""

from beffroi.directory.models import Account
from beffroi.vocabulary import Sentence
from tests.cast import NOW, Feurs
from tests.directory.paid import on_x
from tests.network.x_model import XModel


def test_access_is_not_lost_when_the_credentials_were_renewed_meanwhile(feurs: Feurs) -> None:
    ours, theirs = Account.objects.get(pk=feurs.account.pk), Account.objects.get(pk=feurs.account.pk)
    before = ours.connection.credentials()
    theirs.connection.keep({**before, "session": "renewed"})
    ours.connection.lose(Sentence("The network refused us."), NOW)
    theirs.connection.refresh_from_db()
    assert theirs.connection.lost_at is None
    theirs.connection.lose(Sentence("The network refused us."), NOW)
    theirs.connection.refresh_from_db()
    assert theirs.connection.lost_at == NOW


def test_the_tokens_that_x_renews_are_stored_at_once(feurs: Feurs) -> None:
    model = XModel()
    with on_x(feurs, model) as (account, person):
        stored = account.connection.credentials()
        assert (stored["user_id"], stored["refresh_token"]) == (person.user_id, person.refresh)
        model.let_expire(person)
        account.connect().whoami()
        assert Account.objects.get(pk=account.pk).connection.credentials()["refresh_token"] == person.refresh
        assert stored["refresh_token"] != person.refresh
