"""Who runs the organisation sees whom nobody reaches."""

from django.test import Client
from django.utils import timezone

from beffroi.notify.models import Message
from beffroi.vocabulary import Sentence
from tests.cast import Feurs, minutes
from tests.notify.conftest import written

PAGE = "/settings/notifications"


def failed(feurs: Feurs, address: str) -> Message:
    message = written(feurs, address=address)
    trouble = Sentence("The mail server refuses this address.").as_json()
    Message.objects.filter(pk=message.pk).update(
        state="failed", due_at=None, sealed=None, name="Driss", trouble=trouble, written_at=timezone.now()
    )
    return message


def seen_by(client: Client) -> str:
    client.cookies["beffroi_language"] = "en"
    return client.get(PAGE).content.decode()


def test_the_owner_sees_who_could_not_be_reached_and_why(feurs: Feurs, client: Client) -> None:
    failed(feurs, "driss@feurs.example")
    client.force_login(feurs.ana)
    page = seen_by(client)
    assert "Who could not be reached" in page
    assert "The mail server refuses this address." in page


def test_nobody_else_sees_it(feurs: Feurs, client: Client) -> None:
    failed(feurs, "driss@feurs.example")
    client.force_login(feurs.bruno)
    assert "Who could not be reached" not in seen_by(client)


def test_who_was_reached_since_is_not_listed(feurs: Feurs, client: Client) -> None:
    failed(feurs, "driss@feurs.example")
    later = written(feurs, address="driss@feurs.example")
    Message.objects.filter(pk=later.pk).update(state="sent", written_at=timezone.now() + minutes(1))
    client.force_login(feurs.ana)
    assert "Who could not be reached" not in seen_by(client)
