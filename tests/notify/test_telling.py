"""Who is told, and of how much at once."""

from datetime import timedelta
from typing import Any

import pytest

from beffroi.notify.models import Choice, Message, Recipient
from beffroi.notify.telling import tell
from beffroi.outbound.mail import MailServer
from beffroi.vocabulary import Sentence
from tests.cast import NOW, Feurs, minutes

BODY = Sentence("An alarm was raised on {account}.", {"account": "@feurs"})


@pytest.fixture(autouse=True)
def mail_is_set(settings: Any) -> None:
    settings.MAIL_SERVER, settings.MAIL_FROM = MailServer.parse("smtp://127.0.0.1:9?tls=off"), "mairie@feurs.example"


def told(feurs: Feurs, kind: str = "alarm", **more: Any) -> set[str]:
    return {message.name for message in tell(feurs.organisation, kind, body=BODY, now=NOW, **more)}


def test_those_are_told_whose_business_it_is_and_eve_is_not(feurs: Feurs) -> None:
    assert told(feurs) == {"Ana", "Chloé"}
    assert told(feurs, "access_lost") == {"Ana"}


def test_nobody_is_told_what_is_not_their_business_even_when_named(feurs: Feurs) -> None:
    assert told(feurs, who=[feurs.bruno, feurs.chloe, feurs.eve]) == {"Chloé"}


def test_whoever_did_it_knows_already(feurs: Feurs) -> None:
    assert told(feurs, "everything_stopped", but=feurs.ana) == {"Chloé"}


def test_somebody_who_left_is_not_told(feurs: Feurs) -> None:
    feurs.chloe.is_active = False
    feurs.chloe.save()
    assert told(feurs) == {"Ana"}


def test_nothing_is_written_to_a_channel_that_is_not_set(feurs: Feurs, settings: Any) -> None:
    settings.MAIL_SERVER = None
    assert told(feurs) == set()


def test_an_unknown_kind_is_a_bug(feurs: Feurs) -> None:
    with pytest.raises(KeyError):
        told(feurs, "weather")


def test_what_waits_together_becomes_one_message_with_a_count(feurs: Feurs) -> None:
    for n in range(200):
        tell(feurs.organisation, "alarm", body=BODY, now=NOW + timedelta(seconds=n / 10), who=[feurs.ana])
    message = Message.objects.get()
    assert (message.count, message.body["values"]) == (200, {"count": 200})


def test_what_follows_a_message_within_a_minute_waits_for_its_end(feurs: Feurs) -> None:
    tell(feurs.organisation, "alarm", body=BODY, now=NOW, who=[feurs.ana])
    first = Message.objects.get()
    assert first.claim(now=NOW)
    first.settle_sent(now=NOW)
    for n in (10, 20, 30):
        tell(feurs.organisation, "alarm", body=BODY, now=NOW + timedelta(seconds=n), who=[feurs.ana])
    second = Message.objects.exclude(pk=first.pk).get()
    assert (second.count, second.due_at) == (3, NOW + minutes(1))


def test_a_room_that_two_people_share_is_told_once(feurs: Feurs, settings: Any) -> None:
    settings.MATRIX_SERVER, settings.MATRIX_TOKEN = "http://127.0.0.1:9", "key"
    for user in (feurs.ana, feurs.chloe):
        choice = Choice.untouched(user, feurs.organisation, "matrix")
        choice.address, choice.confirmed_at, choice.kinds = "!alertes:matrix.example", NOW, ["alarm"]
        choice.save()
    tell(feurs.organisation, "alarm", body=BODY, now=NOW)
    assert list(Message.objects.filter(channel="matrix").values_list("count", flat=True)) == [1]


def test_other_kinds_and_other_people_are_not_mixed_in(feurs: Feurs) -> None:
    tell(feurs.organisation, "alarm", body=BODY, now=NOW)
    tell(feurs.organisation, "account_frozen", body=BODY, now=NOW)
    assert sorted(Message.objects.values_list("kind", "name", "count")) == [
        ("account_frozen", "Ana", 1),
        ("account_frozen", "Chloé", 1),
        ("alarm", "Ana", 1),
        ("alarm", "Chloé", 1),
    ]


def test_an_unknown_channel_is_a_bug(feurs: Feurs) -> None:
    with pytest.raises(KeyError):
        Message.write(
            feurs.organisation, kind="alarm", to=Recipient("Ana", "pigeon", "loft"), subject=BODY, body=BODY, now=NOW
        )


def test_a_message_to_somebody_from_outside_is_written_as_it_is(feurs: Feurs) -> None:
    witness = Recipient("Maître Dupont", "sms", "+33612345678")
    message = Message.write(
        feurs.organisation, kind="witness_asked", to=witness, subject=BODY, body=BODY, now=NOW, about=feurs.account
    )
    assert list(Message.objects.about(feurs.account)) == [message]
    assert (message.state, message.due_at, message.not_after) == ("queued", NOW, NOW + timedelta(days=1))
