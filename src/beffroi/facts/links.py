"""The link that asks a witness: sent on the channel they are reached on, or handed over by whoever asks."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_noop

from beffroi.access.models import User
from beffroi.facts.models import Witness, WitnessLink
from beffroi.notify.channels import CHANNELS
from beffroi.notify.models import Message, Recipient
from beffroi.vocabulary import Sentence

SUBJECT = gettext_noop("{organisation} asks you: has it come true?")
BODY = gettext_noop(
    "{name}, {asker} ({organisation}) asks you to say how it comes out: “{fact}”. Open this link when you have seen "
    "it. It is yours alone, and works once."
)


@dataclass(frozen=True)
class Asked:
    """`address` leads to the witness's page; it was sent when `is_sent`, else somebody has to hand it over."""

    link: WitnessLink
    address: str
    is_sent: bool


def ask(witness: Witness, *, by: User, now: datetime, here: str) -> Asked:
    """A new link, and the message that carries it, in one transaction. `here` is where the asker's page stands.

    Raises NotAllowed when the fact is not waited for.
    """
    channel = CHANNELS.get(witness.channel)
    with transaction.atomic():
        link, secret = witness.ask(by=by, now=now)
        address = urljoin(settings.PUBLIC_ADDRESS or here, reverse("witness", args=[secret]))
        if channel is None or not channel.is_set() or not witness.address:
            return Asked(link, address, is_sent=False)
        organisation = witness.fact.organisation
        said: dict[str, str | int] = {
            "name": witness.name,
            "asker": by.name,
            "organisation": organisation.name,
            "fact": witness.fact.statement,
        }
        Message.write(
            organisation,
            kind="witness_asked",
            to=Recipient(witness.name, witness.channel, witness.address, "fr"),
            subject=Sentence(SUBJECT, said),
            body=Sentence(BODY, said),
            link=address,
            now=now,
            about=witness,
            not_after=link.expires_at,
        )
    return Asked(link, address, is_sent=True)
