"""One message from its row to its reader, and everything that can come between."""

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core import serializers
from django.db import connection

from beffroi.journal.models import Event
from beffroi.journal.moves import NotAllowed
from beffroi.journal.sentences import sentence
from beffroi.notify.delivery import notice_of
from beffroi.notify.duties import send_due
from beffroi.notify.models import Message
from beffroi.notify.models.message import LEASE
from beffroi.vocabulary import Sentence
from tests.cast import NOW, Feurs, minutes
from tests.notify.conftest import CANARY, written
from tests.post_office import PostOffice


def test_a_message_arrives_in_its_readers_language_with_its_link(feurs: Feurs, office: PostOffice) -> None:
    message = written(feurs, body=Sentence("An alarm was raised on {account}.", {"account": "@feurs"}), link=CANARY)
    assert send_due(NOW) == 1
    (letter,) = office.letters
    assert letter["To"] == "Ana <ana@feurs.example>"
    assert letter["Message-ID"] == f"<{message.pk}@feurs.example>"
    assert letter.get_content().splitlines()[:3] == ["An alarm was raised on @feurs.", "", CANARY]
    message.refresh_from_db()
    assert (message.state, message.due_at, message.trouble) == ("sent", None, {})
    assert message.body == {"say": "An alarm was raised on {account}."}  # it may quote or name anybody


def test_a_message_that_was_settled_is_never_sent_again(feurs: Feurs, office: PostOffice) -> None:
    written(feurs)
    send_due(NOW)
    for later in (LEASE, timedelta(days=2)):
        assert send_due(NOW + later) == 0
    assert len(office.letters) == 1


@pytest.mark.django_db(transaction=True)
def test_the_claim_is_committed_before_the_server_is_asked(feurs: Feurs, office: PostOffice) -> None:
    seen: list[str] = []

    def look() -> None:  # from a thread of its own, with its own connection to the database
        seen.append(Message.objects.get().state)
        connection.close()

    office.on_arrival = look
    written(feurs)
    send_due(NOW)
    assert seen == ["sending"]


def test_who_dies_after_the_claim_leaves_a_message_that_is_sent_when_the_lease_has_passed(
    feurs: Feurs, office: PostOffice
) -> None:
    assert written(feurs).claim(now=NOW)
    assert send_due(NOW + LEASE / 2) == 0
    assert send_due(NOW + LEASE) == 1
    assert (len(office.letters), Message.objects.get().attempts) == (1, 2)


def test_who_lost_the_lease_settles_nothing(feurs: Feurs, office: PostOffice) -> None:
    slow = written(feurs)
    assert slow.claim(now=NOW)
    send_due(NOW + LEASE)
    with pytest.raises(NotAllowed):
        slow.settle_again(Sentence("The mail server cannot be reached."), at=NOW, now=NOW)
    assert Message.objects.get().state == "sent"


def test_who_lost_the_lease_does_not_settle_for_who_has_it_now(feurs: Feurs) -> None:
    slow = written(feurs)
    assert slow.claim(now=NOW)
    assert Message.objects.get().claim(now=NOW + LEASE)
    with pytest.raises(NotAllowed):
        slow.settle_sent(now=NOW + LEASE)
    assert Message.objects.get().state == "sending"


def test_two_workers_do_not_send_the_same_message(feurs: Feurs) -> None:
    first = written(feurs)
    second = Message.objects.get()
    assert (first.claim(now=NOW), second.claim(now=NOW)) == (True, False)


def test_a_server_that_is_away_is_asked_again_until_the_stated_time_and_then_it_is_said(
    feurs: Feurs, office: PostOffice, settings: Any
) -> None:
    settings.MAIL_SERVER = None
    written(feurs, not_after=NOW + minutes(10), about=feurs.account)
    now, tries = NOW, 0
    while (message := Message.objects.get()).state == "queued":
        assert message.due_at is not None
        now = max(now, message.due_at)
        tries += send_due(now)
    assert (message.state, tries) == ("failed", 5)
    assert NOW + timedelta(seconds=5 + 15 + 60 + 300) <= now < NOW + minutes(10)
    event = Event.objects.get(verb="NOTICE_FAILED")
    assert event.detail["about"] == ["directory.account", str(feurs.account.pk)]
    trouble = "Aucun serveur de messagerie n’est réglé."
    assert sentence(event) == f"Impossible de prévenir Ana par courriel\N{NARROW NO-BREAK SPACE}: {trouble}"


def test_an_address_that_is_refused_for_good_fails_at_once(feurs: Feurs, office: PostOffice) -> None:
    written(feurs, address="ana@refused.example")
    send_due(NOW)
    message = Message.objects.get()
    assert (message.state, message.trouble["say"]) == ("failed", "The mail server refuses this address.")


def test_what_came_too_late_is_not_sent(feurs: Feurs, office: PostOffice) -> None:
    written(feurs, not_after=NOW + minutes(5))
    send_due(NOW + minutes(6))
    assert (Message.objects.get().state, office.letters) == ("failed", [])


def test_the_demonstration_sends_nothing(feurs: Feurs, office: PostOffice) -> None:
    feurs.organisation.is_demo = True
    feurs.organisation.save()
    written(feurs)
    send_due(NOW)
    assert (Message.objects.get().state, office.letters) == ("withdrawn", [])


def test_what_was_added_after_the_row_was_read_is_sent_too(feurs: Feurs) -> None:
    written(feurs)
    read_before = Message.objects.get()
    assert Message.objects.get().gather(count=2, body=Sentence("{count} alarms were raised.", {"count": 3}), link="")
    assert read_before.claim(now=NOW)
    assert notice_of(read_before).text == "3 alarms were raised."


def test_nothing_is_added_to_what_is_being_sent(feurs: Feurs) -> None:
    message = written(feurs)
    before = Message.objects.get()
    assert message.claim(now=NOW)
    assert not before.gather(count=1, body=Sentence("Two."), link="")


def test_a_secret_stands_nowhere_but_in_the_mail(
    feurs: Feurs, office: PostOffice, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    code = Sentence("Your code: {code}. It counts for {minutes} minutes.", {"minutes": 15})
    message = written(feurs, body=code, link=CANARY, secrets={"code": "canary-code"})
    working, settings.MAIL_SERVER = settings.MAIL_SERVER, None
    send_due(NOW)  # it fails once, with the secret in its hands
    assert "canary" not in everywhere() + logged(caplog) + repr(notice_of(message)) + repr(message.__dict__)
    settings.MAIL_SERVER = working
    send_due(NOW + minutes(1))
    assert CANARY in office.letters[0].get_content() and "canary-code" in office.letters[0].get_content()
    assert "canary" not in everywhere() + logged(caplog)
    assert Message.objects.get().sealed is None


@pytest.mark.parametrize("to", ["failed", "withdrawn"])
def test_a_secret_is_removed_when_its_message_is_given_up(feurs: Feurs, to: str) -> None:
    message = written(feurs, link=CANARY)
    if to == "failed":
        message.settle_failed(Sentence("The mail server refuses this address."), now=NOW)
    else:
        message.withdraw(now=NOW)
    assert (Message.objects.get().state, Message.objects.get().sealed) == (to, None)


def test_a_message_whose_key_is_missing_fails_and_says_so(feurs: Feurs, office: PostOffice, settings: Any) -> None:
    written(feurs, link=CANARY)
    settings.ENCRYPTION_KEYS = ["another"]
    send_due(NOW)
    assert Message.objects.get().trouble["say"].startswith("The key that opens")
    assert not office.letters


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """What this side wrote into its log; the far side's own is in it too."""
    ours = [record for record in caplog.records if record.name != "mail.log"]
    return "\n".join(f"{record.getMessage()} {record.exc_text or ''}" for record in ours)


def everywhere() -> str:
    rows = [*Message.objects.all(), *Event.objects.all()]
    return str(serializers.serialize("json", rows)) + json.dumps([str(vars(row)) for row in rows]) + repr(rows)
